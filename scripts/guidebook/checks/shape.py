"""A translation is made as its source: no list item, table row, cell, box or paragraph lost or added.

Sentences may be split, merged and turned round, that is a translator's own business; what a reader sees as one thing
must be one thing in every language.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from guidebook.book import Book
from guidebook.checks import lexicon, sides
from guidebook.checks.sides import Side
from guidebook.problem import Problem, Severity
from guidebook.translation.blocks import Block, Kind


def different_lists(book: Book) -> Iterator[Problem]:
    """A list item or a table row was lost, or added."""
    yield from sides.found(book, _list_differences)


LIST_MESSAGES = {
    Kind.ITEM: (
        "a list item of the source is missing here: “{text}”",
        "the source has no such list item: “{text}”",
        "list items in this section: {here}, in the source: {there}",
    ),
    Kind.ROW: (
        "a table row of the source is missing here: “{text}”",
        "the source has no such table row: “{text}”",
        "table rows in this section: {here}, in the source: {there}",
    ),
}


@sides.finder
def _list_differences(side: Side) -> Iterator[Problem]:
    for kind, (missing, added, counted) in LIST_MESSAGES.items():
        for found in _odd_sections(side, kind):
            if not found.is_clear:
                hint, values = "compare this section with the source, line by line", found.counts
                yield Problem(side.chapter.file, found.line, counted, hint, values)
            for block, line in found.lost if found.is_clear else ():
                values = {"text": sides.shortened(block.text)}
                yield Problem(side.chapter.file, line, missing, "translate it and put it here", values)
            for block in found.more if found.is_clear else ():
                hint, values = "remove it here, or add it to the source first", {"text": sides.shortened(block.text)}
                yield Problem(side.chapter.file, block.line, added, hint, values)


@dataclass(frozen=True)
class _Section:
    """A section that has more or fewer blocks of a kind than in the source, and those without a partner."""

    line: int  # of its heading
    there: Sequence[Block]
    here: Sequence[Block]
    alone: Sequence[Block]

    @property
    def is_clear(self) -> bool:
        """Whether it can be said which; not when all of several are gone, for then they are something else now."""
        few, many = sorted((len(self.there), len(self.here)))
        return len(self.alone) == many - few and (few > 0 or many == 1)

    @property
    def counts(self) -> Mapping[str, int]:
        return {"here": len(self.here), "there": len(self.there)}

    @property
    def lost(self) -> Iterator[tuple[Block, int]]:
        """What is missing, and the line behind which it belongs."""
        for block in self.alone if len(self.there) > len(self.here) else ():
            before = sum(other not in self.alone for other in self.there[: self.there.index(block)])
            yield block, self.here[before - 1].last if before else self.line

    @property
    def more(self) -> Sequence[Block]:
        """What was added."""
        return self.alone if len(self.here) > len(self.there) else ()


def _odd_sections(side: Side, kind: Kind) -> Iterator[_Section]:
    there, here = _by_section(side, kind)
    for name in dict.fromkeys((*there, *here)):
        old, new = there.get(name, []), here.get(name, [])
        if len(old) != len(new):
            yield _Section(_heading_line(side, name), old, new, _alone(side, old, new))


def _by_section(side: Side, kind: Kind) -> tuple[dict[str, list[Block]], dict[str, list[Block]]]:
    """The blocks of a kind by section, in the source and here; sections are those that both have."""
    both = {h.id for h in side.source.headings} & {h.id for h in side.chapter.headings} | {""}
    there: dict[str, list[Block]] = {}
    here: dict[str, list[Block]] = {}
    for block in (pair.source for pair in side.pairs if pair.source and pair.source.kind is kind):
        there.setdefault(sides.section(side.source, block.line), []).append(block)
    own = [pair.translation for pair in side.pairs if pair.translation and pair.translation.kind is kind]
    for block in sorted(own, key=lambda block: block.line):
        here.setdefault(side.section(block.line), []).append(block)
    return {n: found for n, found in there.items() if n in both}, {n: found for n, found in here.items() if n in both}


_ALIGNED = 0.1  # how much it counts that the whole chapter, laid side by side, has made a pair of them


def _alone(side: Side, there: Sequence[Block], here: Sequence[Block]) -> list[Block]:
    known, words = {(id(one), id(other)) for one, other in side.both}, side.lexicon()

    def likeness(one: Block, other: Block) -> float:
        return words.likeness(one, other) + _ALIGNED * ((id(one), id(other)) in known)

    return lexicon.left_over(there, here, likeness)


def _heading_line(side: Side, section: str) -> int:
    heading = next((h for h in side.chapter.headings if section and h.id == section), None)
    return heading.line if heading else side.chapter.document.body_line


# ------------------------------------------------------------------------------------------------- tables


def different_tables(book: Book) -> Iterator[Problem]:
    """A row of a table has other cells than in the source, an empty one, or another answer."""
    yield from sides.found(book, _table_differences)
    yield from sides.found(book, _other_answers)


@sides.finder
def _table_differences(side: Side) -> Iterator[Problem]:
    for there, here in side.both:
        if there.kind is not Kind.ROW or here.kind is not Kind.ROW:
            continue
        wanted, cells = _cells(there), _cells(here)
        if len(wanted) != len(cells):
            message = "cells in this table row: {here}, in the source: {there}"
            values = {"here": len(cells), "there": len(wanted), "text": sides.shortened(there.text)}
            yield Problem(side.chapter.file, here.line, message, "the row of the source: {text}", values)
            continue
        for old, new in zip(wanted, cells, strict=True):
            if old and not new:
                message, hint = "a cell of this table row is empty", "the source says there: “{text}”"
                yield Problem(side.chapter.file, here.line, message, hint, {"text": sides.shortened(old)})


@sides.finder
def _other_answers(side: Side) -> Iterator[Problem]:
    """“yes” where the source says “nie”, when all other cells of the chapter have “no” for that."""
    rows = [(_cells(there), _cells(here), here.line) for there, here in side.both
            if there.kind is here.kind is Kind.ROW]
    cells = [(old, new, line) for old_ones, new_ones, line in rows if len(old_ones) == len(new_ones)
             for old, new in zip(old_ones, new_ones, strict=True)]
    used: dict[str, Counter] = {}
    for old, new, _ in cells:
        used.setdefault(old, Counter())[new] += 1
    usual = {old: words.most_common(1)[0] for old, words in used.items()}
    known = {new for new, count in usual.values() if count >= _OFTEN}
    for old, new, line in cells:
        better, count = usual[old]
        if new != better and count >= _OFTEN and new in known and len(old) <= _ANSWER:
            message, hint = "“{here}” stands here for “{there}”", "elsewhere in this chapter “{better}” stands for it"
            yield Problem(side.chapter.file, line, message, hint, {"here": new, "there": old, "better": better})


_OFTEN, _ANSWER = 3, 20  # times that a cell says so; letters of a cell that is an answer


def _cells(row: Block) -> list[str]:
    text = re.sub(r"\\\||`[^`]*`", "x", row.flat).strip()
    text = text.removeprefix("|").removesuffix("|")
    return [cell.strip() for cell in text.split("|")]


# ------------------------------------------------------------------------------------------------- boxes


def different_boxes(book: Book) -> Iterator[Problem]:
    """A box is missing, of another kind, or its text does not stand inside of it."""
    yield from sides.found(book, _box_differences)


@sides.finder
def _box_differences(side: Side) -> Iterator[Problem]:
    is_lost = False  # whether the box that is open in the source is missing: then its text cannot stand in it
    for pair in side.pairs:
        there, here = pair.source, pair.translation
        is_lost = is_lost and bool(there and there.depth)
        if there and there.kind is Kind.BOX and (here is None or here.kind is not Kind.BOX):
            is_lost = True
            message = "the box “{title}” of the source is missing here"
            hint, values = "begin it with the line: !!! {kind} \"…\"", {"title": there.text, "kind": there.id}
            line = here.line if here else _next_line(side, side.line_for(there.line))
            yield Problem(side.chapter.file, line, message, hint, values)
        elif here and here.kind is Kind.BOX and (there is None or there.kind is not Kind.BOX):
            message, hint = "the source has no box “{title}”", "remove it here, or add it to the source first"
            yield Problem(side.chapter.file, here.line, message, hint, {"title": here.text})
        elif there and here and there.kind is Kind.BOX and there.id != here.id:
            message = "this box is of the kind “{here}”, in the source of the kind “{there}”"
            values = {"here": here.id, "there": there.id, "title": here.text}
            yield Problem(side.chapter.file, here.line, message, "write: !!! {there} \"{title}\"", values)
        elif there and here and there.depth > here.depth and there.kind in _INSIDE and not is_lost:
            message = "this stands inside of a box or a list in the source, not here"
            values = {"count": 4 * (there.depth - here.depth)}
            yield Problem(side.chapter.file, here.line, message, "put {count} spaces in front of the line", values)


def _next_line(side: Side, line: int) -> int:
    """Where the block behind a line begins: the words of the lost box, most likely."""
    return min((pair.translation.line for pair in side.pairs if pair.translation and pair.translation.line > line),
               default=line)


_INSIDE = (Kind.PARAGRAPH, Kind.ITEM)


# ------------------------------------------------------------------------------------------------- paragraphs


def different_paragraphs(book: Book) -> Iterator[Problem]:
    """A paragraph of the source is missing, or one was added; two have changed places."""
    yield from sides.found(book, _paragraph_differences)


_MERGED = 0.75  # of the words of two paragraphs that one has, where a translator made one of them


@sides.finder
def _paragraph_differences(side: Side) -> Iterator[Problem]:
    usual = _usual_length(side)
    for found in _odd_sections(side, Kind.PARAGRAPH):
        for block, line in found.lost:
            if block.words and not _is_merged(side, block, usual):
                message, hint = "a paragraph of the source is missing here: “{text}”", "translate it and put it here"
                values = {"text": sides.shortened(block.text)}
                yield Problem(side.chapter.file, line, message, hint, values, severity=Severity.GAP)
        for block in found.more:
            message = "the source has no such paragraph: “{text}”"
            hint = "remove it here, or add it to the source first; if a long one was split, all is well"
            values = {"text": sides.shortened(block.text)}
            yield Problem(side.chapter.file, block.line, message, hint, values, severity=Severity.ADVICE)
    yield from _swapped(side)


def _usual_length(side: Side) -> float:
    """How many words of the translation stand for one of the source."""
    both = list(side.both)
    return (sum(len(t.words) for _, t in both) + 1) / (sum(len(s.words) for s, _ in both) + 1)


def _is_merged(side: Side, lost: Block, usual: float) -> bool:
    """Whether a neighbour is so long that the missing paragraph may be in it."""
    place = side.source_pair[lost.line]
    for pair in side.pairs[max(0, place - 1) : place + 2]:
        if pair.source and pair.translation and pair.source.kind is Kind.PARAGRAPH:
            both = len(lost.words) + (len(pair.source.words) if pair.source is not lost else _beside(side, place))
            if len(pair.translation.words) > _MERGED * usual * both:
                return True
    return False


def _beside(side: Side, place: int) -> int:
    """The words of the shorter neighbour of a paragraph."""
    near = (*side.pairs[max(0, place - 1) : place], *side.pairs[place + 1 : place + 2])
    return min((len(pair.source.words) for pair in near if pair.source and pair.source.kind is Kind.PARAGRAPH),
               default=0)


def _swapped(side: Side) -> Iterator[Problem]:
    """Neighbours of which each has the names, numbers and references of the other."""
    told = [(_telling(pair.source), _telling(pair.translation)) for pair in side.pairs]
    for place, (one, other) in enumerate(zip(side.pairs, side.pairs[1:], strict=False)):
        (first, here), (second, next_here) = told[place], told[place + 1]
        if first is None or here is None or second is None or next_here is None:
            continue
        straight = len(first & here) + len(second & next_here)
        crossed = len(first & next_here) + len(second & here)
        if crossed and not straight and not here & next_here:
            values = {"line": other.translation.line, "text": sides.shortened(one.source.text)}
            message = "this and line {line} seem to have changed places"
            hint = "the source says first: “{text}”"
            yield Problem(side.chapter.file, one.translation.line, message, hint, values, severity=Severity.ADVICE)


def _telling(block: Block | None) -> frozenset[str] | None:
    """What of a block is the same in every language; None where it cannot have changed places."""
    if block is None or block.kind not in (Kind.PARAGRAPH, Kind.ITEM, Kind.ROW):
        return None
    return block.marks | block.names


# ------------------------------------------------------------------------------------------------- length


def different_lengths(book: Book) -> Iterator[Problem]:
    """A paragraph is so much shorter than its source that a sentence seems to be missing."""
    yield from sides.found(book, _length_differences)


_FEWEST_WORDS = 16  # in shorter ones a single word weighs too much
_SHORT = 0.7  # of the usual length


@sides.finder
def _length_differences(side: Side) -> Iterator[Problem]:
    both = list(side.both)
    whole = sum(len(there.words) for there, _ in both), sum(len(here.words) for _, here in both)
    short = [(there, here) for there, here in both if _is_short(there, here, whole)]
    if len(short) == 1:  # where there are more, the chapter is translated freely
        there, here = short[0]
        message = "a sentence seems to be missing here: {here} words, some {there} are usual"
        values = {"here": len(here.words), "there": round(_usual_length(side) * len(there.words))}
        values["text"] = sides.shortened(there.read)
        yield Problem(side.chapter.file, here.line, message, "the source says “{text}”", values)


def _is_short(there: Block, here: Block, whole: tuple[int, int]) -> bool:
    """Measured by the rest of the chapter."""
    speaks_of_words = "*" in there.flat.replace("**", "")  # examples in italics: no language says that alike
    if here.manner[3] >= there.manner[3] or len(there.words) < _FEWEST_WORDS:
        return False
    if here.kind is Kind.DESCRIPTION or speaks_of_words:
        return False
    usual = (whole[1] - len(here.words)) / max(1, whole[0] - len(there.words))
    return len(here.words) < _SHORT * usual * len(there.words)
