"""A translation beside the source it was made from, block by block: what the checks that compare the two look at.

It is compared with the version of the source that it names in `translated_from`:

    the present one                 what differs is a defect
    one found in the history        so too; but where the translation fits the present one better, it is compared
                                    with that: somebody has brought it up to date and has not said so yet
    not at hand                     what differs may only be newer: a gap
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache, partial
from pathlib import Path

from guidebook import markup
from guidebook.book import Book, Chapter
from guidebook.checks import lexicon, parts
from guidebook.checks.lexicon import Lexicon
from guidebook.checks.parts import Same
from guidebook.markup import Document
from guidebook.problem import Problem, Severity
from guidebook.translation import aligning, blocks
from guidebook.translation.aligning import Pair
from guidebook.translation.blocks import Block

Finder = Callable[["Side"], Iterator[Problem]]

_WEIGHTS = tuple(Severity)  # heaviest first


@dataclass(frozen=True, eq=False)
class Side:
    """A translated chapter beside its source."""

    chapter: Chapter
    source: Document
    severity: Severity  # how much a difference weighs at most
    pairs: tuple[Pair, ...]  # in the order of the source
    source_language: str
    lexicon: Callable[[], Lexicon]  # words that stand for each other; learned only when it is asked for

    @property
    def both(self) -> Iterator[tuple[Block, Block]]:
        """Blocks that are there in the source and in the translation."""
        return ((p.source, p.translation) for p in self.pairs if p.source and p.translation)

    @cached_property
    def source_pair(self) -> Mapping[int, int]:
        """Line of the source → the place of its pair."""
        return _places([pair.source for pair in self.pairs])

    @cached_property
    def here_pair(self) -> Mapping[int, int]:
        """Line of the translation → the place of its pair."""
        return _places([pair.translation for pair in self.pairs])

    def line_for(self, line: int) -> int:
        """Where that which stands on a line of the source is in the translation, or belongs: behind what is before."""
        place = self.source_pair.get(line, -1)
        if place >= 0 and (here := self.pairs[place].translation):
            there = self.pairs[place].source
            is_as_long = here.last - here.line == there.last - there.line
            return here.line + (line - there.line if is_as_long else 0)
        before = [p for p in self.pairs if p.source and p.translation and p.source.last < line]
        return max(before[-1].translation.last if before else 1, self.chapter.document.body_line)

    def section(self, line: int) -> str:
        """The id of the section of the translation in which a line stands; empty above the first heading."""
        return section(self.chapter.document, line)


def _places(found: Sequence[Block | None]) -> dict[int, int]:
    return {line: n for n, block in enumerate(found) if block for line in range(block.line, block.last + 1)}


def section(document: Document, line: int) -> str:
    """The id of the section in which a line stands; empty above the first heading."""
    return next((h.id for h in reversed(document.headings) if h.line <= line and h.id), "")


def shortened(text: str) -> str:
    """A text on one line, short enough to quote."""
    text = " ".join(text.split())
    return text if len(text) <= 90 else text[:89].rstrip() + "…"


# ------------------------------------------------------------------------------------------- going through


_FINDERS: list[Finder] = []


def finder(function: Finder) -> Finder:
    """Mark a function that looks at each translation beside its source."""
    _FINDERS.append(function)
    return function


def found(book: Book, function: Finder) -> Sequence[Problem]:
    """What one of the finders finds; all of them look in one pass, for laying blocks side by side is work.

    Problems are kept for the next of them, not the blocks: of a large book those would be too many.
    """
    return _pass(Same(book), tuple(_FINDERS))[function]


@lru_cache(maxsize=1)
def _pass(same: Same, finders: tuple[Finder, ...]) -> Mapping[Finder, Sequence[Problem]]:
    problems: dict[Finder, list[Problem]] = {function: [] for function in finders}
    for sides in of(same.it):
        for function, told in _fewest(_told(side, finders) for side in sides).items():
            problems[function] += told
    return problems


def _told(side: Side, finders: tuple[Finder, ...]) -> Mapping[Finder, Sequence[Problem]]:
    return {finder: [_weighed(problem, side.severity) for problem in finder(side)] for finder in finders}


def _fewest(told: Iterator[Mapping[Finder, Sequence[Problem]]]) -> Mapping[Finder, Sequence[Problem]]:
    """Those that are fewest; when there are none beside one version, the others are not looked at."""
    best = next(told)
    while _count(best) and (other := next(told, None)) is not None:
        best = min(best, other, key=_count)
    return best


def _count(told: Mapping[Finder, Sequence[Problem]]) -> int:
    return sum(map(len, told.values()))


def _weighed(problem: Problem, severity: Severity) -> Problem:
    return replace(problem, severity=max(severity, problem.severity, key=_WEIGHTS.index))


def of(book: Book) -> Iterator[Iterable[Side]]:
    """Each translated chapter beside its source: the version it names, and the present one when that is newer."""
    code = book.source.language.code
    for source in book.source.chapters:
        now = parts.cut(source.document)
        for edition in book.translations:
            chapter = edition.chapter(source.name)
            if chapter is None:
                continue
            learned = partial(_words, book, edition.language.code)
            if chapter.translated_from == source.source_id:
                yield (_side(chapter, source.document, now, Severity.DEFECT, code, learned),)
            elif then := parts.version(book, source.file, chapter.translated_from):
                before = _document(then, source.file)
                versions = ((before, parts.cut(before)), (source.document, now))
                yield (_side(chapter, *version, Severity.DEFECT, code, learned) for version in versions)
            else:
                yield (_side(chapter, source.document, now, Severity.GAP, code, learned),)


_LESSONS = 40  # chapters are enough to learn from


def _words(book: Book, code: str) -> Lexicon:
    return _learn(Same(parts.whole(book)), code)


@lru_cache(maxsize=32)
def _learn(same: Same, code: str) -> Lexicon:
    """From chapters whose translation is made just as the source."""
    book, pairs = same.it, []
    edition = book.edition(code)
    for chapter in edition.chapters[:: len(edition.chapters) // _LESSONS + 1]:
        if source := book.source.chapter(chapter.name):
            there, here = blocks.of(source.document), blocks.of(chapter.document)
            pairs += zip(there, here, strict=True) if _alike(there, here) else ()
    return lexicon.learn(pairs)


@lru_cache(maxsize=256)
def _document(text: str, file: Path) -> Document:
    return markup.read(text, file)


def _side(
    chapter: Chapter, source: Document, there: Sequence[Block], severity: Severity, code: str,
    learned: Callable[[], Lexicon],
) -> Side:  # fmt: skip
    here = parts.cut(chapter.document)
    pairs = tuple(map(Pair, there, here)) if _alike(there, here) else aligning.align(there, here)
    return Side(chapter, source, severity, pairs, code, learned)


def _alike(there: Sequence[Block], here: Sequence[Block]) -> bool:
    """Whether two chapters are made of the same things in the same order, as nearly all are."""
    return [_shape(block) for block in there] == [_shape(block) for block in here]


def _shape(block: Block) -> tuple[str, int, str]:
    return block.kind, block.depth, block.id
