"""How far the translations are, block by block: what is translated, stale, missing, untouched, in another language.

    source now ─┐
    source then ┼─ aligning ─► trios ─ weighed ─► pieces ─ counted ─► Row for each chapter and language
    translation ┘

What counts is the text alone: a date, a word in the front matter or a file that was saved again prove nothing. A text
of docs/data/, of a drawing, or a word of the guidebook itself is a piece like any paragraph.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from guidebook import markup, strings, typography
from guidebook.book import Book, Chapter, Edition, State
from guidebook.facts import Entry
from guidebook.translation import aligning, blocks, history, tongues
from guidebook.translation.aligning import Trio
from guidebook.translation.blocks import Block
from guidebook.translation.tongues import Tongues

SAME_WORDS = 3  # fewer may be a name that is the same everywhere
LESSONS = 40  # chapters of each language that are read to know it


class Standing(StrEnum):
    """How a piece of text stands to its source."""

    TRANSLATED = "translated"
    STALE = "stale"
    MISSING = "missing"
    UNTOUCHED = "untouched"  # the very words of the source
    WRONG_LANGUAGE = "wrong_language"


@dataclass(frozen=True)
class Piece:
    """A block of a chapter or another text to be translated: how it stands, and where to go."""

    standing: Standing
    words: int  # of the source
    file: Path
    line: int
    text: str  # the translation, or the source text that is missing; of what is translated, nothing


@dataclass(frozen=True)
class Row:
    """A chapter, or texts that stand elsewhere, in one language."""

    name: str
    language: str
    state: State
    pieces: tuple[Piece, ...]
    is_known: bool = True  # false: stale, and what has changed since is not at hand

    def count(self, standing: Standing | None = None) -> int:
        """How many blocks stand so; all without a standing."""
        return sum(standing in (None, piece.standing) for piece in self.pieces)

    def words(self, standing: Standing | None = None) -> int:
        """The same in words of the source."""
        return sum(piece.words for piece in self.pieces if standing in (None, piece.standing))

    @property
    def percent(self) -> int:
        """How much of the words is translated; 100 only when everything is. Where nobody knows, half."""
        left = [piece for piece in self.pieces if piece.standing is not Standing.TRANSLATED]
        if not left:
            return 0 if self.state is State.MISSING else 100
        done, unknown = self.words(Standing.TRANSLATED), 0 if self.is_known else self.words(Standing.STALE)
        return min(99, round(100 * (done + unknown / 2) / max(1, self.words())))

    def to_do(self) -> tuple[Piece, ...]:
        """What is not translated, in the order of the text."""
        return tuple(piece for piece in self.pieces if piece.standing is not Standing.TRANSLATED)


def rows(book: Book) -> tuple[Row, ...]:
    """Every chapter in reading order, then what stands elsewhere; each in all languages."""
    known = _tongues(book)
    judges = [_Judge(edition, known) for edition in book.editions]
    chapters = (row for chapter in book.source.chapters for row in _chapter_rows(book, chapter, judges))
    return (*chapters, *_others(book, judges))


def _tongues(book: Book) -> Tongues:
    """What tells the languages of the book apart; what is copied from the source teaches nothing.

    Some chapters are enough, but not the first ones: those may be about other things than the rest.
    """
    step = len(book.source.chapters) // LESSONS + 1
    texts: dict[str, list[Sequence[str]]] = {edition.language.code: [] for edition in book.editions}
    for source in book.source.chapters[::step]:
        own = {block.words for block in blocks.of(source.document)}
        texts[book.source.language.code] += own
        for edition in book.translations:
            if chapter := edition.chapter(source.name):
                texts[edition.language.code] += {block.words for block in blocks.of(chapter.document)} - own
    return tongues.learn(texts)


@dataclass(frozen=True)
class _Judge:
    """Says of the texts of one edition how they stand."""

    edition: Edition
    known: Tongues

    @property
    def code(self) -> str:
        return self.edition.language.code

    def standing(self, source: Sequence[str], here: Sequence[str], read: str, is_stale: bool) -> Standing:
        """How words stand to those of the source; the source itself is always as it should be."""
        if self.edition.language.is_source:
            return Standing.TRANSLATED
        if not here:
            return Standing.MISSING
        if len(source) >= SAME_WORDS and source == here:
            return Standing.UNTOUCHED
        if self.known.is_other(here, self.code) or (
            self.known.may_hold_other(here, self.code) and any(map(self._is_other, typography.sentences(read)))
        ):
            return Standing.WRONG_LANGUAGE
        return Standing.STALE if is_stale else Standing.TRANSLATED

    def _is_other(self, sentence: str) -> bool:
        return self.known.is_other(blocks.words_of(sentence), self.code)


# ------------------------------------------------------------------------------------------------ chapters


def _chapter_rows(book: Book, source: Chapter, judges: Sequence[_Judge]) -> Iterator[Row]:
    now = blocks.of(source.document)
    for judge in judges:
        chapter, state = judge.edition.chapter(source.name), book.state(source.name, judge.code)
        here = now if chapter is source else blocks.of(chapter.document) if chapter else ()
        trios = compared(source, chapter, now, here) if state is State.STALE else aligning.unchanged(now, here)
        is_known = trios is not None
        trios = aligning.unchanged(now, here) if trios is None else trios
        file = judge.edition.folder / source.name
        yield Row(source.name, judge.code, state, tuple(_pieces(trios, file, judge, is_known)), is_known)


def compared(
    source: Chapter, chapter: Chapter, now: Sequence[Block] = (), here: Sequence[Block] = ()
) -> tuple[Trio, ...] | None:
    """Source then, source now and translation, block by block; None when the version it names is not at hand."""
    then = history.version(source.file, chapter.translated_from) if chapter.translated_from else None
    if then is None:
        return None
    before = blocks.of(markup.read(then, source.file))
    return aligning.trios(before, now or blocks.of(source.document), here or blocks.of(chapter.document))


def _pieces(trios: Iterable[Trio], file: Path, judge: _Judge, is_known: bool) -> Iterator[Piece]:
    """What is to be translated; a missing block belongs behind the one before it.

    What the source no longer has is stale where it still stands, but nothing to translate.
    """
    line = 1
    for trio in trios:
        here = trio.here if trio.here and trio.here.words else None
        if trio.now is not None and trio.now.words:
            is_stale = trio.is_changed or not is_known
            words, read = (here.words, here.read) if here else ((), "")
            standing = judge.standing(trio.now.words, words, read, is_stale)
            text = "" if standing is Standing.TRANSLATED else (here or trio.now).flat
            yield Piece(standing, len(trio.now.words), file, here.line if here else line, text)
        elif here and trio.then is not None and not judge.edition.language.is_source:
            yield Piece(Standing.STALE, 0, file, here.line, here.flat)
        line = trio.here.last if trio.here else line


# -------------------------------------------------------------------------------- what stands elsewhere


def _others(book: Book, judges: Sequence[_Judge]) -> Iterator[Row]:
    for name, pieces_of in _ROOMS.items():
        found = {judge.code: tuple(pieces_of(book, judge)) for judge in judges}
        if any(found.values()):
            yield from (Row(name, code, _state(pieces), pieces) for code, pieces in found.items())


def _state(pieces: Sequence[Piece]) -> State:
    standings = {piece.standing for piece in pieces} - {Standing.TRANSLATED}
    if not standings:
        return State.TRANSLATED
    return State.STALE if standings == {Standing.STALE} else State.MISSING


def _of_notes(book: Book, judge: _Judge) -> Iterator[Piece]:
    source = book.source.language.code
    for note in book.notes.values():
        there, text = note.texts.get(source), note.texts.get(judge.code)
        stale, file = note.stale_keys(judge.code), note.folder / f"text.{judge.code}.yml"
        for key in note.keys if there else ():
            if key in there.words:
                here, line = (text.words.get(key, ""), text.line(key)) if text else ("", 1)
                yield _piece(there.words[key], here, judge, key in stale, file, line)


def _of_data(book: Book, judge: _Judge) -> Iterator[Piece]:
    return _of_entries(book.data.entries(), book, judge)


def _of_forms(book: Book, judge: _Judge) -> Iterator[Piece]:
    return _of_entries((entry for entry in book.entries() if entry.is_file), book, judge)


def _of_entries(entries: Iterable[Entry], book: Book, judge: _Judge) -> Iterator[Piece]:
    source = book.source.language.code
    for entry in entries:
        is_stale = entry.is_stale(judge.code, source)
        for texts in entry.texts.values():
            if texts.get(source):
                yield _piece(texts[source], texts.get(judge.code, ""), judge, is_stale, entry.file, entry.line)


def _piece(source: str, here: str, judge: _Judge, is_stale: bool, file: Path, line: int) -> Piece:
    words, own = blocks.words_of(source), blocks.words_of(here) or ((here,) if here else ())
    standing = judge.standing(words, own, blocks.as_read(here), is_stale)
    text = "" if standing is Standing.TRANSLATED else " ".join((here or source).split())
    return Piece(standing, max(1, len(words)), file, line, text)


def _of_the_guidebook(book: Book, judge: _Judge) -> Iterator[Piece]:
    """The generator's own words; their source is English, whatever that of the book is."""
    catalog = strings.load(judge.code).catalog
    for msgid in _msgids():
        is_there = msgid in catalog or judge.code == strings.MSGIDS
        standing = Standing.TRANSLATED if is_there else Standing.MISSING
        yield Piece(standing, max(1, len(msgid.split())), strings.LOCALE / f"{judge.code}.po", 1, msgid)


def _msgids() -> tuple[str, ...]:
    """All msgids that stand in any catalog."""
    catalogs = (strings.load(file.stem).catalog for file in sorted(strings.LOCALE.glob("*.po")))
    return tuple(dict.fromkeys(msgid for catalog in catalogs for msgid in catalog))


_ROOMS = {
    "visual notes": _of_notes,
    "facts, places, terms, phrases": _of_data,
    "forms": _of_forms,
    "the guidebook's own words": _of_the_guidebook,
}
