"""What the source says now and said then, for each block of a translation that is older: `guidebook diff`.

    Chapter ─ compare ──► Comparison: differences, each with then, now, and the translation, and their lines
    then, now ─ marked ─► words, each with whether it was changed
    Comparison ─ page ──► HTML (difference_page)
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum
from itertools import groupby
from pathlib import Path

from guidebook.book import Book, Chapter
from guidebook.problem import GuidebookError
from guidebook.strings import Strings
from guidebook.translation import history, status
from guidebook.translation.aligning import Trio
from guidebook.translation.blocks import Block, Kind

Marked = tuple[tuple[str, bool], ...]  # words, and whether they are only in this version


class What(StrEnum):
    """What has become of a block of the source."""

    CHANGED = "changed"
    NEW = "new"
    GONE = "gone"


@dataclass(frozen=True)
class Difference:
    """A block that the source says otherwise than when it was translated."""

    what: What
    section: str  # the heading above it in the translation, or in the source
    then: Block | None
    now: Block | None
    here: Block | None  # the translation of it
    line: int  # where it stands in the translation, or should stand


def chapter(book: Book, path: str) -> Chapter:
    """The translated chapter that a person names: uk/03-x.md, docs/uk/03-x.md. Raises GuidebookError for another."""
    translated = [c for edition in book.translations for c in edition.chapters if book.source.chapter(c.name)]
    wanted = {(base / path).resolve() for base in (book.config.docs, book.config.root, Path.cwd())}
    for found in translated:
        if found.file.resolve() in wanted:
            return found
    hint = "name a translated file: {example}" if translated else ""
    example = book.config.short(translated[0].file) if translated else ""
    raise GuidebookError("“{path}” is no translated chapter of this book", hint, path=path, example=example)


@dataclass(frozen=True)
class Comparison:
    """A translated chapter, and what its source says otherwise now; None: the version it was made from is not known."""

    source: Chapter
    translation: Chapter
    differences: tuple[Difference, ...] | None
    is_shallow: bool  # only the newest commits are here
    names: Mapping[str, str]  # of the files and versions, for messages


def compare(book: Book, translation: Chapter) -> Comparison:
    """What has changed since a chapter was translated, in the order of the source."""
    source = book.source.chapter(translation.name)
    names = {"file": book.config.short(translation.file), "source": book.config.short(source.file)}
    names |= {"path": f"{translation.language}/{translation.name}"}
    names |= {"then": translation.translated_from, "now": source.source_id}
    if translation.translated_from == source.source_id:
        return Comparison(source, translation, (), False, names)
    trios = status.compared(source, translation)
    found = None if trios is None else tuple(_differences(trios))
    return Comparison(source, translation, found, found is None and history.is_shallow(book.config.root), names)


def summary(comparison: Comparison, words: Strings) -> str:
    """The line above all: what is compared, or why nothing is."""
    names = comparison.names
    if comparison.differences is not None and names["then"] == names["now"]:
        return words("{file} was made from the present version of {source}: nothing has changed since", **names)
    if comparison.differences is not None:
        return words("{file}: what has changed in {source} since {then}", **names)
    if not names["then"]:
        return words("{file} does not say from which version of {source} it was made: compare them whole", **names)
    if comparison.is_shallow:
        return words("Only the newest commits are here, and {source} as it was at {then} is not among them", **names)
    return words("{source} as it was at {then} is not in the history that is at hand: compare them whole", **names)


def advice(comparison: Comparison, words: Strings) -> tuple[str, ...]:
    """The lines below: what to do."""
    names = comparison.names
    if names["then"] == names["now"]:
        return ()
    if comparison.is_shallow:
        return (words("Fetch the whole history: git fetch --unshallow"),)
    if comparison.differences is None:
        return () if names["then"] else (words("then write at its top: translated_from: {now}", **names),)
    unchanged = () if comparison.differences else (words("Only spaces and line ends have changed."),)
    return (
        *unchanged,
        words("When the translation is up to date: guidebook accept {path}", **names),
        words("or write at its top: translated_from: {now}", **names),
    )


def what_happened(difference: Difference, words: Strings) -> str:
    """How it is called what has become of a block."""
    return {
        What.CHANGED: words("changed in the source"),
        What.NEW: words("new in the source"),
        What.GONE: words("no longer in the source"),
    }[difference.what]


def _differences(trios: Sequence[Trio]) -> Iterator[Difference]:
    section, line = "", 1
    for trio in trios:
        shown = trio.here or trio.now or trio.then
        if shown.kind is Kind.HEADING and not (trio.now is None and trio.then):
            section = shown.flat
        if trio.is_changed:
            what = What.NEW if trio.then is None else What.GONE if trio.now is None else What.CHANGED
            yield Difference(what, section, trio.then, trio.now, trio.here, trio.here.line if trio.here else line)
        line = trio.here.last if trio.here else line


# --------------------------------------------------------------------------------------- changed words

_PARTS = re.compile(r"\[\[[^\[\]]*\]\]|\s+|\w+|[^\w\s]")


def versions(difference: Difference) -> tuple[Marked, Marked]:
    """Then and now with the changed words marked; a block that is new or gone is marked nowhere."""
    then, now = (block.flat if block else "" for block in (difference.then, difference.now))
    return marked(then, now) if then and now else (((then, False),), ((now, False),))


def marked(then: str, now: str) -> tuple[Marked, Marked]:
    """Both texts in pieces; what is not in the other is marked. A space between two changed words is changed too."""
    one, other = _PARTS.findall(then), _PARTS.findall(now)
    left: list[tuple[str, bool]] = []
    right: list[tuple[str, bool]] = []
    for operation, i, end_i, j, end_j in _steps(one, other):
        is_changed = operation != "equal"
        left.append(("".join(one[i:end_i]), is_changed))
        right.append(("".join(other[j:end_j]), is_changed))
    return _joined(left), _joined(right)


def _steps(one: Sequence[str], other: Sequence[str]) -> list[tuple[str, int, int, int, int]]:
    """The steps from one to the other; a lone space or comma that happens to be equal does not split a change."""
    steps = SequenceMatcher(None, one, other, autojunk=len(one) * len(other) > 4_000_000).get_opcodes()
    last = len(steps) - 1
    return [
        ("replace", *places)
        if operation == "equal" and 0 < number < last and not any(c.isalnum() for c in "".join(one[slice(*places[:2])]))
        else (operation, *places)
        for number, (operation, *places) in enumerate(steps)
    ]


def _joined(pieces: Sequence[tuple[str, bool]]) -> Marked:
    """Neighbours of the same sort as one piece, without empty ones; spaces at the ends of a change are not marked."""
    found: list[tuple[str, bool]] = []
    for is_changed, same in groupby(pieces, key=lambda piece: piece[1]):
        text = "".join(text for text, _ in same)
        bare = text.strip() if is_changed else text
        before, _, after = text.partition(bare) if bare else (text, "", "")
        found += [(before, False), (bare, is_changed), (after, False)]
    return tuple(
        (text, is_changed)
        for is_changed, same in groupby((piece for piece in found if piece[0]), key=lambda piece: piece[1])
        if (text := "".join(text for text, _ in same))
    )
