"""Plain language: how long the sentences of a chapter are, and how hard they are by the language's own measure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from guidebook import readability, typography
from guidebook.book import Book, Chapter
from guidebook.checks import looking
from guidebook.checks.parts import Same
from guidebook.problem import Problem

AVERAGE_MAX = 15  # words a sentence in a chapter: the target of this project
LONGEST = 25  # words: a longer sentence is advised on
HARDEST = 3  # sentences that are named
WHOLE = 8  # words: of two or three words any share is high

_WORD = re.compile(r"[^\W\d_]+(?:[’'ʼ-][^\W\d_]+)*|\d[\d.,]*|◦")


@dataclass(frozen=True)
class Sentence:
    """A sentence of a chapter and the line on which its paragraph begins."""

    text: str
    line: int

    @property
    def words(self) -> list[str]:
        """Its words; a value or a term from docs/data/ counts as one."""
        return _WORD.findall(self.text)


def long_sentences(book: Book) -> Iterator[Problem]:
    """A sentence of more than 25 words is hard to keep in mind."""
    for edition in book.editions:
        for chapter in edition.chapters:
            for sentence in sentences(chapter, with_cells=True):
                if (count := len(sentence.words)) > LONGEST:
                    message = "a sentence of {count} words: “{text}”"
                    hint = "make two sentences of it; {longest} words are the most that is easy to follow"
                    values = {"count": count, "text": _beginning(sentence.text), "longest": LONGEST}
                    yield Problem(chapter.file, sentence.line, message, hint, values)


def sentences(chapter: Chapter, with_cells: bool = False) -> Iterator[Sentence]:
    """The sentences of paragraphs, lists and boxes, and of the cells of tables when asked; headings are none."""
    for block in chapter.document.blocks:
        if with_cells or not block.is_cell:
            yield from (Sentence(text, block.line) for text in typography.sentences(block.text))


def _beginning(text: str) -> str:
    return text if len(text) <= 70 else text[:70].rsplit(" ", 1)[0] + " …"


# ---------------------------------------------------------------------------------------------- measures


@dataclass(frozen=True)
class Measure:
    """How one chapter reads in one language. `index` is a school year for FOG-PL and Flesch–Kincaid, LIX has 20–60."""

    chapter: Chapter
    words: int
    average: float
    index: float
    name: str
    hardest: tuple[Sentence, ...]

    @property
    def is_plain(self) -> bool:
        """Whether the chapter is within the target."""
        return self.average <= AVERAGE_MAX


def measures(book: Book) -> tuple[Measure, ...]:
    """Every chapter that has running text, in every language, in reading order."""
    kinds = {measured: Measured, hardest: Hard}
    found = looking.look(book, kinds, "reading.json", learns=False, remembers=True)
    by_chapter = {(one.code, one.name): one for one in found[measured]}
    hard: dict[tuple[str, str], list[Sentence]] = {}
    for code, name, text, line in found[hardest]:
        hard.setdefault((code, name), []).append(Sentence(text, line))
    return tuple(
        Measure(chapter, one.words, one.average, one.index, one.by, tuple(hard[edition.language.code, chapter.name]))
        for edition in book.editions
        for chapter in edition.chapters
        if (one := by_chapter.get((edition.language.code, chapter.name)))
    )


class Measured(NamedTuple):
    """A measure as it is remembered."""

    code: str
    name: str  # of the chapter
    words: int
    average: float
    index: float
    by: str


class Hard(NamedTuple):
    """One of the hardest sentences of a chapter."""

    code: str
    name: str
    text: str
    line: int


def measured(book: Book) -> Iterator[Measured]:
    """How each chapter reads."""
    for chapter in (chapter for edition in book.editions for chapter in edition.chapters):
        if one := _measure(Same(chapter)):
            yield Measured(chapter.language, chapter.name, one.words, one.average, one.index, one.name)


def hardest(book: Book) -> Iterator[Hard]:
    """The hardest sentences of each chapter."""
    for chapter in (chapter for edition in book.editions for chapter in edition.chapters):
        if one := _measure(Same(chapter)):
            yield from (Hard(chapter.language, chapter.name, some.text, some.line) for some in one.hardest)


@lru_cache(maxsize=2)
def _measure(chapter: Same) -> Measure | None:
    return measure(chapter.it)


def measure(chapter: Chapter) -> Measure | None:
    """Paragraphs and lists count; headings and tables, whose words make no sentences, do not. None: no text."""
    found = [sentence for sentence in sentences(chapter) if sentence.words]
    if not found:
        return None
    words = [sentence.words for sentence in found]
    name, index = readability.index(chapter.language)
    whole = [sentence for sentence in found if len(sentence.words) >= WHOLE] or found
    hardest = sorted(whole, key=lambda sentence: -index([sentence.words]))[:HARDEST]
    everything = sum(map(len, words))
    return Measure(chapter, everything, everything / len(words), index(words), name, tuple(hardest))
