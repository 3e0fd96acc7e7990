"""What comes back from translators, put into the book: `guidebook import`.

    Parcel ─┐             same · unfinished · older than what stands here      ─► nothing happens
    Desk   ─┴─ weighed ─► new                                                  ─► Outcome.files
                          changed on both sides, or made from an older source  ─► a conflict, left alone

Nothing newer is ever overwritten. A unit comes with the source text and the version of the translation that it was made
from; where either is another by now, a person decides. No name in a parcel becomes a path: it only finds what the book
itself has. A file is changed as a whole or not at all, and only the lines of what is new.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from functools import cached_property
from pathlib import Path

from guidebook import files
from guidebook.book import Book
from guidebook.problem import GuidebookError, Problem, Severity
from guidebook.translation import accepting, exchange, exchange_po, exchange_xliff, placing
from guidebook.translation.blocks import Block
from guidebook.translation.exchange import Brought, InChapter, Pairing, Parcel, Sheet, Unit
from guidebook.translation.placing import Unplaced, Words

MOST_BYTES, MOST_UNITS = 20_000_000, 20_000  # of a file that comes back; a book in one language is a tenth of it
MOST_SHOWN = 1500
READERS = {exchange_po.ENDING: exchange_po.read, exchange_xliff.ENDING: exchange_xliff.read,
           ".xliff": exchange_xliff.read, ".pot": exchange_po.read}  # fmt: skip


class Weight(StrEnum):
    """What a unit that comes back means for the book."""

    NEW = "new"
    SAME = "same"  # it stands there already
    UNFINISHED = "unfinished"  # empty, or marked as to be looked at again
    OLDER = "older"  # nobody changed it, but what stands in the book is newer
    CONFLICT = "conflict"
    UNKNOWN = "unknown"  # of no place in this book


@dataclass(frozen=True)
class Outcome:
    """What an import would write, and what it leaves to a person."""

    files: Mapping[Path, bytes]
    counts: Mapping[Weight, int]
    problems: tuple[Problem, ...]

    @property
    def conflicts(self) -> tuple[Problem, ...]:
        """What was not put in."""
        return tuple(problem for problem in self.problems if problem.severity is not Severity.ADVICE)


def read(file: Path) -> Parcel:
    """A PO or XLIFF file. Raises GuidebookError with file and line when it is none."""
    reader = READERS.get(file.suffix.lower())
    if reader is None:
        known = ", ".join(READERS)
        raise GuidebookError("“{file}” is no PO or XLIFF file", "its name should end in {known}",
                             file=file.name, known=known)  # fmt: skip
    if not file.is_file():
        raise GuidebookError("there is no file “{path}”", path=str(file))
    if file.stat().st_size > MOST_BYTES:
        raise GuidebookError("this file is larger than {most} MB", "export it again, and send it by chapters",
                             f"{file}:1", most=MOST_BYTES // 1_000_000)  # fmt: skip
    data = file.read_bytes()
    try:
        parcel = reader(file, files.normalised(data.decode("utf-8-sig")))
    except UnicodeDecodeError as error:
        line, hint = data.count(b"\n", 0, error.start) + 1, "save it again with the encoding UTF-8"
        raise GuidebookError("this file is not saved as UTF-8", hint, f"{file}:{line}") from None
    if len(parcel.units) > MOST_UNITS:
        message, hint = "this file holds more than {most} texts", "export it again, and send it by chapters"
        raise GuidebookError(message, hint, f"{file}:1", most=MOST_UNITS)
    return parcel


def files_in(path: Path) -> tuple[Path, ...]:
    """The file itself, or all PO and XLIFF files of a folder."""
    if not path.is_dir():
        return (path,)
    return tuple(file for file in sorted(path.rglob("*")) if file.suffix.lower() in READERS and file.is_file())


def is_waiting(desk: Desk, file: Path) -> bool:
    """Whether a file holds translations that the book does not have: an export must not write over them."""
    try:
        parcel = read(file)
    except GuidebookError:
        return True  # somebody has edited it by hand
    open_ = (Weight.NEW, Weight.CONFLICT, Weight.UNFINISHED)  # a draft that is not final yet is work too
    return any(
        found.text and found.weight in open_ and exchange.version(found.text) != found.brought.version
        for found in desk.weighed(parcel)
    )


@dataclass(frozen=True)
class Found:
    """A unit that came back, what it means, and the unit of the book that it belongs to."""

    parcel: Parcel
    code: str
    brought: Brought
    weight: Weight
    unit: Unit | None = None
    text: str = ""

    @property
    def file(self) -> Path:
        """Where it was read."""
        return self.parcel.file

    @property
    def line(self) -> int:
        """Where it was read."""
        return self.brought.line


@dataclass(frozen=True)
class Desk:
    """All that is to be translated into a language, where what comes back is looked up."""

    book: Book
    code: str

    @cached_property
    def sheets(self) -> Mapping[str, Sheet]:
        """By their names."""
        return {sheet.name: sheet for sheet in exchange.sheets(self.book, self.code)}

    @cached_property
    def units(self) -> Mapping[tuple[str, str], Unit]:
        """By context and source text."""
        return {(unit.context, unit.source): unit for sheet in self.sheets.values() for unit in sheet.units}

    @cached_property
    def by_file(self) -> Mapping[str, Sequence[Unit]]:
        """By what stands before # in the context."""
        found: dict[str, list[Unit]] = {}
        for unit in self.units.values():
            found.setdefault(unit.context.partition("#")[0], []).append(unit)
        return found

    def weighed(self, parcel: Parcel) -> tuple[Found, ...]:
        """Each unit of a parcel and what it means."""
        sheet = self.sheets.get(parcel.name)
        is_as_exported = sheet is not None and parcel.version == sheet.version
        return tuple(
            Found(parcel, self.code, brought, *self._weighed(brought, is_as_exported)) for brought in parcel.units
        )

    def _weighed(self, brought: Brought, is_as_exported: bool) -> tuple[Weight, Unit | None, str]:
        unit, near = self._unit(brought)
        text = _text(unit or near, brought.target)
        if unit is not None and unit.here and unit.here in (text, brought.target):
            return Weight.SAME, unit, text
        if not text or not brought.is_final:
            return Weight.UNFINISHED, unit, text
        if brought.version in (exchange.version(text), exchange.version(brought.target)):
            return Weight.OLDER, unit, text
        if unit is None:
            return (Weight.CONFLICT if near else Weight.UNKNOWN), near, text
        is_known = brought.version or is_as_exported  # a tool may have dropped the version of a unit
        is_newer_here = brought.version not in ("", unit.version) if is_known else bool(unit.here)
        return (Weight.CONFLICT if is_newer_here else Weight.NEW), unit, text

    def _unit(self, brought: Brought) -> tuple[Unit | None, Unit | None]:
        """The unit it belongs to; else the one that its source has probably become.

        A paragraph that was moved to another section, and stands in the file once, is found there.
        """
        if unit := self.units.get((brought.context, brought.source)):
            return unit, None
        own = self.by_file.get(brought.context.partition("#")[0], ())
        moved = [unit for unit in own if unit.source == brought.source]
        if len(moved) == 1 and isinstance(moved[0].place, InChapter):
            return moved[0], None
        return None, _nearest(own, brought)


def _nearest(units: Sequence[Unit], brought: Brought) -> Unit | None:
    """In the same section if it is there, the text that has most in common with what was translated."""
    section = [unit for unit in units if unit.context.partition(" (")[0] == brought.context.partition(" (")[0]]
    source = set(brought.source.split())

    def likeness(unit: Unit) -> float:
        words = set(unit.source.split())
        return len(words & source) / max(1, len(words | source))

    return max(section or units, key=likeness, default=None)


def _text(unit: Unit | None, target: str) -> str:
    """What was translated, in the form in which it can stand there."""
    if unit is not None and isinstance(unit.place, InChapter):
        return placing.cleaned(unit.place.now, target)
    return target.strip()


# --------------------------------------------------------------------------------------------- bringing in


def bring(book: Book, parcels: Sequence[Parcel]) -> Outcome:
    """What these parcels make of the book. Raises GuidebookError for a language that is none of its translations."""
    desks = {code: Desk(book, code) for code in dict.fromkeys(_language(book, parcel) for parcel in parcels)}
    found = [one for parcel in parcels for one in desks[_language(book, parcel)].weighed(parcel)]
    work = _Work(book, desks)
    counts = dict.fromkeys(Weight, 0)
    for one in found:
        counts[one.weight] += 1
        work.take(one)
    work.finish()
    counts[Weight.NEW] -= work.refused
    return Outcome(work.files, counts, tuple(work.problems))


def _language(book: Book, parcel: Parcel) -> str:
    """The language of the book that a parcel is in: “uk”, or “uk_UA” as some tools write it."""
    known = {edition.language.code.lower(): edition.language.code for edition in book.translations}
    said = parcel.language.replace("_", "-").lower()
    code = known.get(said) or known.get(said.partition("-")[0])
    if code is None:
        message, hint = "“{code}” is no language that this book is translated into", "write one of: {known}"
        names = {"code": _short(parcel.language[:40]), "known": ", ".join(known.values())}
        raise GuidebookError(message, hint, f"{parcel.file}:1", **names)
    return code


@dataclass
class _Work:
    """Goes through all that came back, then changes one file of the book after the other."""

    book: Book
    desks: Mapping[str, Desk]
    files: dict[Path, bytes] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    refused: int = 0
    chapters: dict[Pairing, dict[int, Found]] = field(default_factory=dict)  # by the id of the block
    values: dict[tuple[Path, str], dict[tuple, Found]] = field(default_factory=dict)  # by file and language, path

    def take(self, found: Found) -> None:
        """Keep what is new or confirmed for its file; report what a person has to look at."""
        if found.weight is Weight.UNKNOWN:
            message, hint = "“{context}” is no place in this book", "export again, and translate it there"
            self.problem(found.file, found.line, message, hint, context=found.brought.context[:80])
        elif found.weight is Weight.CONFLICT:
            self.conflict(found)
        elif found.weight is Weight.NEW and (sign := _UNSEEN.search(found.text)):
            message, hint = "a character here cannot be seen and cannot be read", "write the line again"
            self.refuse(found, message, hint, sign=sign.group())
        elif found.weight is Weight.NEW or (found.weight is Weight.SAME and found.brought.is_final):
            self.keep(found)

    def keep(self, found: Found) -> None:
        place, file = found.unit.place, found.unit.here_file
        if isinstance(place, InChapter):
            own, key = self.chapters.setdefault(place.pairing, {}), id(place.now)
        else:
            own, key = self.values.setdefault((file, found.code), {}), place.path
        other = own.setdefault(key, found)
        if other.weight is Weight.SAME and found.weight is Weight.NEW:
            own[key] = found
        elif other.text != found.text and found.weight is Weight.NEW:
            message = "this text comes twice, and not the same: “{here}” and “{there}”"
            hint = "leave only one of them, and import again"
            self.refuse(found, message, hint, here=other.text, there=found.text)

    def problem(self, file: Path, line: int, message: str, hint: str, **values: object) -> None:
        values = {name: _short(str(value)) for name, value in values.items()}
        self.problems.append(Problem(file, line, message, hint, values, check="import"))

    def refuse(self, found: Found, message: str, hint: str, **values: object) -> None:
        """What cannot be put in is said with its line in the file that brought it."""
        self.refused += found.weight is Weight.NEW
        self.problem(found.file, found.line, message, hint, **values)

    def conflict(self, found: Found) -> None:
        """Both sides have changed: both texts are shown, and the book's own stays."""
        unit, then = found.unit, found.brought.source
        values = {"place": f"{found.file}:{found.line}", "here": unit.here or "–", "there": found.text}
        hint = "{place} brings: {there}"
        if unit.source != then:
            message = "the source now says “{now}”, not “{then}”; the translation was left as it is: {here}"
            values |= {"now": unit.source, "then": then}
        else:
            message = "this translation has changed since the export and was left as it is: {here}"
        self.problem(unit.here_file, unit.here_line, message, hint, **values)

    def finish(self) -> None:
        """Change the files of the book, each by all that was kept for it."""
        for pairing, found in self.chapters.items():
            self.chapter(pairing, found)
        for (file, code), found in self.values.items():
            self.file(file, code, found)

    def write(self, file: Path, text: str, found: Iterable[Found]) -> None:
        """Keep the new text of a file of the book; nothing outside it is ever written."""
        root = self.book.config.root.resolve()
        message = hint = ""
        if file.is_symlink() or not file.resolve().is_relative_to(root):
            message, hint = "this file is a link that leads elsewhere", "replace it by the file itself"
        elif len(text.encode()) > files.MAX_TEXT_BYTES:
            message, hint = "this file is too large for a text", "keep each file below 1 MB"
        if message:
            self.refused += sum(one.weight is Weight.NEW for one in found)
            self.problem(file, 1, message, hint)
            return
        old, raw = (files.read_text(file), file.read_bytes()) if file.exists() else ("", b"")
        if text != old:
            self.files[file] = placing.as_it_was(raw, old, text)

    # ------------------------------------------------------------------------------------------ chapters

    def chapter(self, pairing: Pairing, found: dict[int, Found]) -> None:
        """A chapter with new words. One that is not there yet is made from the source, the rest of it is to be done."""
        new = {key: one for key, one in found.items() if one.weight is Weight.NEW}
        try:
            text = _chapter(pairing, new)
        except Unplaced:
            for key, one in tuple(new.items()):
                if not _is_placed(pairing, {key: one}):
                    self.unplaced(new.pop(key))
                    del found[key]
            try:
                text = _chapter(pairing, new)
            except Unplaced:  # each alone can be put in, all together not
                for one in new.values():
                    self.unplaced(one)
                return
        if pairing.chapter is None:
            text = _as_translation(text) if new else ""
        if (pairing.chapter is None and new) or _is_current(pairing, found):
            base = pairing.chapter or pairing.source
            made = replace(base, file=pairing.file, text=text)
            text = accepting.accepted_chapter(made, pairing.source.source_id)
        self.tell_what_is_gone(pairing, found)
        self.write(pairing.file, text, found.values())

    def tell_what_is_gone(self, pairing: Pairing, found: Mapping[int, Found]) -> None:
        """Where nothing else is stale any more: text that the source no longer has, which no tool can take away."""
        kept = tuple(trio for trio in pairing.trios if trio.now or not trio.then)
        gone = [trio.here for trio in pairing.trios if trio.here and not trio.now and trio.then]
        if gone and _is_current(replace(pairing, trios=kept), found):
            message = "the source no longer has this; the translation was left as it is: {here}"
            hint = "remove it there, and write “guidebook accept {path}”"
            path = self.book.config.short(pairing.file)
            for block in gone:
                problem = Problem(pairing.file, block.line, message, hint, {"here": block.flat, "path": path})
                self.problems.append(problem.found_by("import", Severity.ADVICE))

    def unplaced(self, found: Found) -> None:
        message = "this would change more of the chapter than its own words: “{text}”"
        hint = "write it in the form that the source has: “{source}”"
        self.refuse(found, message, hint, text=found.text, source=found.unit.source)

    # ---------------------------------------------------------------------------------------------- YAML

    def file(self, file: Path, code: str, found: dict[tuple, Found]) -> None:
        """A YAML file with new values, and the versions of the source that they were made from."""
        try:
            old = self.files[file].decode("utf-8-sig") if file in self.files else files.read_text(file)
        except files.Unreadable:
            old = ""
        new = {path: one.text for path, one in found.items() if one.weight is Weight.NEW}
        new |= _versions(found, [unit for unit in self.desks[code].units.values() if unit.here_file == file])
        try:
            text = placing.with_values(files.normalised(old), file, new) if old else placing.new_file(new)
        except (Unplaced, files.Unreadable):
            for one in found.values():
                if one.weight is Weight.NEW:
                    message, hint = "“{text}” cannot be put into {file}", "write it there by hand"
                    short = self.book.config.short(file)
                    self.refuse(one, message, hint, text=one.text, file=short)
            return
        self.write(file, text, found.values())


# What YAML and XML cannot hold, or take for the end of a line.
_UNSEEN = re.compile("[^\t\n -~\xa0-\u2027\u202a-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def _short(text: str) -> str:
    """What is shown of a text: no more than a long paragraph, and nothing that could steer a terminal."""
    text = _UNSEEN.sub("\ufffd", text)
    return text if len(text) <= MOST_SHOWN else text[:MOST_SHOWN] + "…"


def _chapter(pairing: Pairing, new: Mapping[int, Found]) -> str:
    """The text of a chapter with new words; raises Unplaced. A missing one has the source's text for the others."""
    source, chapter = pairing.source, pairing.chapter
    words = []
    for trio in pairing.trios:
        if trio.now is not None:
            text = new[id(trio.now)].text if id(trio.now) in new else ""
            words.append(Words(trio.now, trio.here if chapter else trio.now, text))
    return placing.with_words((chapter or source).text, pairing.here if chapter else pairing.now, source.text, words)


def _is_placed(pairing: Pairing, new: Mapping[int, Found]) -> bool:
    try:
        _chapter(pairing, new)
    except Unplaced:
        return False
    return True


def _as_translation(text: str) -> str:
    """The text of a source as the beginning of a translation: nobody has reviewed that yet."""
    head, end, body = text.partition("\n---\n")
    lines = [line for line in head.split("\n") if not line.startswith(("reviewed_by:", "reviewed_on:"))]
    return "\n".join(lines) + end + body


def _is_current(pairing: Pairing, found: Mapping[int, Found]) -> bool:
    """Whether every block that was stale has come back, so that the chapter may name the present source."""
    if pairing.chapter is None or pairing.chapter.translated_from == pairing.source.source_id:
        return False
    stale = [trio for trio in pairing.trios if trio.is_changed or not pairing.is_known]
    return any(id(trio.now) in found for trio in stale) and all(
        trio.now is not None
        and (id(trio.now) in found or (not trio.now.words and _flat(trio.here) == _flat(trio.now)))
        for trio in stale
    )


def _flat(block: Block | None) -> str:
    return block.flat if block else ""


def _versions(found: Mapping[tuple, Found], units: Sequence[Unit]) -> Mapping[tuple, str]:
    """The versions to be named: where something has come, and all texts that share one are as the source is now."""
    wanted: dict[tuple, str] = {}
    for one in found.values():
        place = one.unit.place
        if place.accepted and not place.is_current and (one.weight is Weight.NEW or one.unit.is_stale):
            wanted[place.accepted] = place.version
    for unit in units:
        is_done = unit.place.path in found or (unit.here and not unit.is_stale)
        if not is_done:
            wanted.pop(unit.place.accepted, None)
    return wanted
