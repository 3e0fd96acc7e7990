"""How far the translations are, block by block: what is translated, stale, missing, untouched, in another language.

    source now ─┐
    source then ┼─ aligning ─► trios ─ weighed ─► pieces ─ counted ─► Row for each chapter and language
    translation ┘

What counts is the text alone: a date, a word in the front matter or a file that was saved again prove nothing. A text
of docs/data/, of a drawing, or a word of the guidebook itself is a piece like any paragraph.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cached_property
from pathlib import Path

from guidebook import markup, processes, strings
from guidebook.book import Book, Chapter, State
from guidebook.config import Language
from guidebook.facts import Entry
from guidebook.translation import aligning, blocks, history, learning, memory, outdated, tongues
from guidebook.translation.aligning import Trio
from guidebook.translation.blocks import Block
from guidebook.translation.memory import Memory
from guidebook.translation.tongues import Tongues

OWN_WORDS = "the guidebook's own words"  # the name of their row; most of them are read by those who make the book
SAME_WORDS = 3  # fewer may be a name that is the same everywhere
LESSONS = 40  # chapters of each language that are read to know it
LEARNED = 1 / 20  # of these lessons so many may have changed before they are read again
_MANY = 60  # texts to be compared that are worth a second process
_TASK = 60  # texts that a process is given at once


class Standing(StrEnum):
    """How a piece of text stands to its source."""

    TRANSLATED = "translated"
    STALE = "stale"
    MISSING = "missing"
    UNTOUCHED = "untouched"  # the very words of the source
    WRONG_LANGUAGE = "wrong_language"


_STANDINGS = tuple(Standing)


@dataclass(frozen=True, slots=True)
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
    changed: tuple[str, ...] = ()  # ids of the sections of a stale chapter that are out of date

    @cached_property
    def _totals(self) -> Mapping[Standing | None, tuple[int, int]]:
        """How many blocks stand so, and how many words of the source they have; None for all together."""
        found: dict[Standing | None, tuple[int, int]] = {}
        found[None] = len(self.pieces), sum(piece.words for piece in self.pieces)
        for piece in self.pieces:
            blocks, words = found.get(piece.standing, (0, 0))
            found[piece.standing] = blocks + 1, words + piece.words
        return found

    def count(self, standing: Standing | None = None) -> int:
        """How many blocks stand so; all without a standing."""
        return self._totals.get(standing, (0, 0))[0]

    def words(self, standing: Standing | None = None) -> int:
        """The same in words of the source."""
        return self._totals.get(standing, (0, 0))[1]

    @property
    def is_done(self) -> bool:
        """Whether nothing is left to translate."""
        return self.count() == self.count(Standing.TRANSLATED)

    @property
    def percent(self) -> int:
        """How much of the words is translated; 100 only when everything is. Where nobody knows, half."""
        if self.is_done:
            return 0 if self.state is State.MISSING else 100
        done, unknown = self.words(Standing.TRANSLATED), 0 if self.is_known else self.words(Standing.STALE)
        return min(99, round(100 * (done + unknown / 2) / max(1, self.words())))

    def to_do(self) -> tuple[Piece, ...]:
        """What is not translated, in the order of the text."""
        return tuple(piece for piece in self.pieces if piece.standing is not Standing.TRANSLATED)


def rows(book: Book, *, remembers: bool = True) -> tuple[Row, ...]:
    """Every chapter in reading order, then what stands elsewhere; each in all languages.

    What was learned from a book is remembered until it is another one, so a word of yesterday may have a say in what
    is told today. Without memory the same book always gives the same rows.
    """
    known = Memory(book.config.build / ".cache" / "status.json" if remembers else None, _is_told_or_learned)
    learned, lessons = _learned(book, known)
    judges = [Judge(edition.language, edition.folder, learned) for edition in book.editions]
    chapters = _chapter_rows(book, judges, known, lessons)
    known.save()
    return (*chapters, *_others(book, judges))


def together(rows: Sequence[Row]) -> int:
    """Per cent of all their words; 100 only when nothing is left."""
    words = sum(row.words() for row in rows)
    done = sum(row.words() * row.percent for row in rows)
    return 100 if all(row.is_done for row in rows) else min(99, round(done / max(1, words)))


def as_object(row: Row) -> Mapping[str, object]:
    """A row for programs: `guidebook status --json`, and status.json of the website."""
    return {
        "language": row.language,
        "chapter": row.name,
        "state": str(row.state),
        "percent": row.percent,
        "is_known": row.is_known,
        "blocks": {"total": row.count()} | {str(standing): row.count(standing) for standing in Standing},
        "words": {"total": row.words()} | {str(standing): row.words(standing) for standing in Standing},
    }


def _learned(book: Book, known: Memory) -> tuple[Tongues, str]:
    """What tells the languages of the book apart, and the key of the lessons it was learned from.

    It is learned anew when the book has become another one: one changed chapter does not make another language.
    """
    lessons = [[edition.chapter(source.name) for edition in book.editions] for source in _lessons(book)]
    texts = [memory.key(edition.language.code, chapter.text if chapter else "")
             for row in lessons for edition, chapter in zip(book.editions, row, strict=True)]  # fmt: skip
    source = book.source.language.code
    codes = [edition.language.code for edition in book.editions]

    def learn_now() -> Tongues:
        return learn({code: [row[at] for row in lessons] for at, code in enumerate(codes)}, source)

    return learning.remembered(known, codes, texts, LEARNED, learn_now)


def _lessons(book: Book) -> Sequence[Chapter]:
    """Some chapters are enough, but not the first ones: those may be about other things than the rest."""
    return book.source.chapters[:: len(book.source.chapters) // LESSONS + 1]


def learn(chapters: Mapping[str, Sequence[Chapter | None]], source: str) -> Tongues:
    """From the same chapters in every language; what is copied from the source teaches nothing."""
    own = [{block.words for block in blocks.of(chapter.document)} for chapter in chapters[source] if chapter]
    texts: dict[str, list[Sequence[str]]] = {source: [words for chapter in own for words in chapter]}
    for code in chapters.keys() - {source}:
        found = texts.setdefault(code, [])
        for copied, chapter in zip(own, chapters[code], strict=True):
            found += {block.words for block in blocks.of(chapter.document)} - copied if chapter else ()
    return tongues.learn({code: texts[code] for code in chapters})


@dataclass(frozen=True)
class Judge:
    """Says of the texts of one language how they stand."""

    language: Language
    folder: Path
    known: Tongues

    @property
    def code(self) -> str:
        """The code of the language."""
        return self.language.code

    def standing(self, source: Sequence[str], here: Sequence[str], read: str, is_stale: bool) -> Standing:
        """How words stand to those of the source; the source itself is always as it should be."""
        if self.language.is_source:
            return Standing.TRANSLATED
        if not here:
            return Standing.MISSING
        if len(source) >= SAME_WORDS and source == here:
            return Standing.UNTOUCHED
        if self.known.passage(read, here, self.code):
            return Standing.WRONG_LANGUAGE
        return Standing.STALE if is_stale else Standing.TRANSLATED


# ------------------------------------------------------------------------------------------------ chapters

Told = list  # a row as JSON: state, is it known, [standing, words, line, text] of each piece, changed sections


@dataclass(frozen=True)
class _Question:
    """A chapter in one language, and all that the answer depends on."""

    source: Chapter
    chapter: Chapter | None
    judge: Judge
    key: str
    then: str | None = None  # the text of the source that it was made from, when that is another one


def _chapter_rows(book: Book, judges: Sequence[Judge], known: Memory, lessons: str) -> tuple[Row, ...]:
    asked = [
        _question(source, book.edition(judge.code).chapter(source.name), judge, lessons)
        for source in book.source.chapters
        for judge in judges
    ]
    told = {question.key: found for question in asked if isinstance(found := known.get(question.key), list)}
    new = _with_history([question for question in asked if question.key not in told])
    for question, answer in zip(new, _answers(new), strict=True):
        told[question.key] = answer
        if answer[1]:  # what is not known today may be so tomorrow, when its history has been fetched
            known.put(question.key, answer)
    return tuple(_row(question, told[question.key]) for question in asked)


def _question(source: Chapter, chapter: Chapter | None, judge: Judge, lessons: str) -> _Question:
    texts = source.text, chapter.text if chapter else "", "" if chapter else "-"
    return _Question(source, chapter, judge, memory.key(lessons, judge.code, str(judge.language.is_source), *texts))


def _with_history(asked: Sequence[_Question]) -> list[_Question]:
    """Those that are stale get the text that they were made from, as far as it is at hand."""
    stale = {
        (q.source.file, q.chapter.translated_from): None for q in asked
        if q.chapter and q.chapter is not q.source and q.chapter.translated_from not in ("", q.source.source_id)
    }  # fmt: skip
    then = history.versions(stale)
    return [replace(q, then=then.get((q.source.file, q.chapter.translated_from))) if q.chapter else q for q in asked]


def _answers(asked: Sequence[_Question]) -> list[Told]:
    jobs = processes.cores() if len(asked) > _MANY else 1
    tasks = [(asked[start : start + _TASK],) for start in range(0, len(asked), _TASK)]
    done = {id(task): answers for task, answers in processes.each(_tell_all, tasks, jobs)}
    return [answer for task in tasks for answer in done[id(task)]]


def _tell_all(asked: Sequence[_Question]) -> list[Told]:
    """The questions about one chapter stand together: its blocks are cut once."""
    found, source, now = [], None, ()
    for question in asked:
        if question.source is not source:
            source, now = question.source, blocks.of(question.source.document)
        found.append(_tell(question, now))
    return found


def _tell(question: _Question, now: Sequence[Block]) -> Told:
    source, chapter = question.source, question.chapter
    is_own = question.judge.language.is_source
    here = now if is_own else blocks.of(chapter.document) if chapter else ()
    is_current = chapter is None or is_own or chapter.translated_from == source.source_id
    state = State.MISSING if chapter is None else State.TRANSLATED if is_current else State.STALE
    is_known = is_current or question.then is not None
    if is_current or not is_known:
        trios = aligning.unchanged(now, here)
    else:
        trios = aligning.trios(blocks.of(markup.read(question.then, source.file)), now, here)
    changed = [] if is_current else [one.id for one in outdated.of(trios, source, chapter) if one.id]
    return [str(state), is_known, list(pieces(trios, question.judge, is_known)), changed]


def _row(question: _Question, told: Told) -> Row:
    state, is_known, found, changed = told
    file = question.judge.folder / question.source.name
    return Row(question.source.name, question.judge.code, State(state), made(found, file), is_known, tuple(changed))


def made(found: Iterable[list], file: Path) -> tuple[Piece, ...]:
    """Pieces of a file from what was told of them."""
    return tuple(Piece(_STANDINGS[standing], words, file, line, text) for standing, words, line, text in found)


def _is_told_or_learned(value: object) -> bool:
    """Whether something has the shape of what is remembered."""
    if isinstance(value, dict):
        return learning.is_learned(value)
    if not (isinstance(value, list) and len(value) == 4 and value[0] in set(State)):
        return False
    if not (isinstance(value[2], list) and isinstance(value[3], list)):
        return False
    return all(map(_is_piece, value[2])) and all(isinstance(id, str) for id in value[3])


def _is_piece(value: object) -> bool:
    if not (isinstance(value, list) and list(map(type, value)) == [int, int, int, str]):
        return False
    return 0 <= value[0] < len(_STANDINGS)


def compared(
    source: Chapter, chapter: Chapter, now: Sequence[Block] = (), here: Sequence[Block] = ()
) -> tuple[Trio, ...] | None:
    """Source then, source now and translation, block by block; None when the version it names is not at hand."""
    then = history.version(source.file, chapter.translated_from) if chapter.translated_from else None
    if then is None:
        return None
    before = blocks.of(markup.read(then, source.file))
    return aligning.trios(before, now or blocks.of(source.document), here or blocks.of(chapter.document))


def pieces(trios: Iterable[Trio], judge: Judge, is_known: bool) -> Iterator[list]:
    """What is to be translated, as [standing, words, line, text]; a missing block belongs behind the one before it.

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
            yield [_STANDINGS.index(standing), len(trio.now.words), here.line if here else line, text]
        elif here and trio.now is None and trio.then is not None and not judge.language.is_source:
            yield [_STANDINGS.index(Standing.STALE), 0, here.line, here.flat]
        line = trio.here.last if trio.here else line


# -------------------------------------------------------------------------------- what stands elsewhere


def _others(book: Book, judges: Sequence[Judge]) -> Iterator[Row]:
    for name, pieces_of in _ROOMS.items():
        found = {judge.code: tuple(pieces_of(book, judge)) for judge in judges}
        if any(found.values()):
            yield from (Row(name, code, _state(pieces), pieces) for code, pieces in found.items())


def _state(pieces: Sequence[Piece]) -> State:
    standings = {piece.standing for piece in pieces} - {Standing.TRANSLATED}
    if not standings:
        return State.TRANSLATED
    return State.STALE if standings == {Standing.STALE} else State.MISSING


def _of_notes(book: Book, judge: Judge) -> Iterator[Piece]:
    source = book.source.language.code
    for note in book.notes.values():
        there, text = note.texts.get(source), note.texts.get(judge.code)
        stale, file = note.stale_keys(judge.code), note.folder / f"text.{judge.code}.yml"
        for key in note.keys if there else ():
            if key in there.words:
                here, line = (text.words.get(key, ""), text.line(key)) if text else ("", 1)
                yield _piece(there.words[key], here, judge, key in stale, file, line)


def _of_data(book: Book, judge: Judge) -> Iterator[Piece]:
    return _of_entries(book.data.entries(), book, judge)


def _of_forms(book: Book, judge: Judge) -> Iterator[Piece]:
    return _of_entries((entry for entry in book.entries() if entry.is_file), book, judge)


def _of_entries(entries: Iterable[Entry], book: Book, judge: Judge) -> Iterator[Piece]:
    source = book.source.language.code
    for entry in entries:
        is_stale = entry.is_stale(judge.code, source)
        for texts in entry.texts.values():
            if texts.get(source):
                yield _piece(texts[source], texts.get(judge.code, ""), judge, is_stale, entry.file, entry.line)


def _piece(source: str, here: str, judge: Judge, is_stale: bool, file: Path, line: int) -> Piece:
    words, own = blocks.words_of(source), blocks.words_of(here) or ((here,) if here else ())
    standing = judge.standing(words, own, blocks.as_read(here), is_stale)
    text = "" if standing is Standing.TRANSLATED else " ".join((here or source).split())
    return Piece(standing, max(1, len(words)), file, line, text)


def _of_the_guidebook(book: Book, judge: Judge) -> Iterator[Piece]:
    """The generator's own words; their source is English, whatever that of the book is."""
    catalog, place = strings.load(judge.code).catalog, strings.place(judge.code)
    is_spoken = strings.is_spoken(judge.code)
    for msgid in strings.msgids():
        standing = Standing.TRANSLATED if is_spoken or msgid in catalog else Standing.MISSING
        yield Piece(standing, max(1, len(msgid.split())), place, 1, msgid)


_ROOMS = {
    "visual notes": _of_notes,
    "facts, places, terms, phrases": _of_data,
    "forms": _of_forms,
    OWN_WORDS: _of_the_guidebook,
}
