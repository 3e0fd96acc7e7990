"""What translators get for their own tools, and what they send back: `guidebook export`, `guidebook import`.

    Book ─ sheets ─► Sheet, Sheet, …  ─ exchange_po, exchange_xliff ─► files ─► Poedit, Weblate, OmegaT …
                       Unit, Unit, …
    Book ◄─ exchange_import ── Parcel ◄─ exchange_po, exchange_xliff ◄─ files ◄─┘

A sheet is what stands in one file of the book, for one language; a chapter's has the words of its visual note too. A
unit is one block or one text. It is found again by its context, a place that is the same in every language, and by
the text of the source itself: gettext's identity of a paragraph. So a paragraph that is put in above renames nothing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path

from guidebook import files, languages, strings
from guidebook.book import Book, Chapter, State
from guidebook.facts import UNIT, Entry
from guidebook.forms import Form
from guidebook.strings import Strings
from guidebook.translation import aligning, blocks, earlier, placing, status
from guidebook.translation.aligning import Trio
from guidebook.translation.blocks import Block, Kind
from guidebook.translation.earlier import Earlier
from guidebook.visualnote import ALT, VisualNote

NOTES, SETTINGS = "visual-notes", "mkdocs"
NEW = "new"  # the version of a text that was not there


@dataclass(frozen=True, eq=False)
class Pairing:
    """A chapter of the source beside its translation."""

    source: Chapter
    chapter: Chapter | None  # the translation; None: there is none yet
    file: Path  # of the translation
    now: tuple[Block, ...]
    here: tuple[Block, ...]
    trios: tuple[Trio, ...]
    is_known: bool  # what has changed in the source since


@dataclass(frozen=True)
class InChapter:
    """Where a unit stands: a block of a chapter."""

    pairing: Pairing
    now: Block
    here: Block | None


@dataclass(frozen=True)
class InFile:
    """Where a unit stands: a text in a YAML file, and where that names the version of its source."""

    file: Path
    path: tuple[str | int, ...]
    accepted: tuple[str | int, ...] = ()  # empty: nothing names it
    version: str = ""  # of the source, now
    is_current: bool = True  # it is named already


@dataclass(frozen=True)
class Unit:
    """One text to be translated."""

    context: str
    source: str
    here: str  # what stands in the translation, empty: nothing
    is_untouched: bool  # that is the source's own text
    is_stale: bool
    previous: str  # the source as it was when it was translated, where that is known and another
    notes: tuple[str, ...]  # for the translator
    file: Path  # where the source stands
    line: int
    here_file: Path
    here_line: int
    place: InChapter | InFile

    @property
    def target(self) -> str:
        """The translation as tools show it: what is the source's own text is none yet."""
        return "" if self.is_untouched else self.here

    @property
    def version(self) -> str:
        """The id of the translation as it stands; what comes back names the one that it was made from."""
        return version(self.here)


def version(text: str) -> str:
    """The id of a translation."""
    return files.short_hash(text) if text else NEW


@dataclass(frozen=True)
class Sheet:
    """What stands in one file of the book, to be translated into one language."""

    name: str  # of the file to write, without its ending: “03-citizens-budget”, “data/terms”
    title: str
    original: str  # the file in the book
    source_language: str
    language: str
    units: tuple[Unit, ...]

    @cached_property
    def version(self) -> str:
        """The id of all translations in it: where a tool has dropped those of the units, this one tells."""
        return files.short_hash("\n".join(unit.version for unit in self.units))


def left(sheets: Iterable[Sheet]) -> int:
    """How many texts are to be translated, or to be looked at again."""
    return sum(not unit.target or unit.is_stale for sheet in sheets for unit in sheet.units)


@dataclass(frozen=True)
class Brought:
    """One text that comes back."""

    context: str
    source: str
    target: str
    is_final: bool  # false: marked as fuzzy, to be looked at again
    version: str  # of the translation it was made from; empty: the tool has dropped it
    line: int


@dataclass(frozen=True)
class Parcel:
    """A file that comes back."""

    file: Path
    language: str
    name: str  # of its sheet, as it says
    version: str
    units: tuple[Brought, ...] = field(repr=False)


def sheets(book: Book, code: str) -> tuple[Sheet, ...]:
    """Everything that is translated into a language, in the order of the book."""
    speak = _Speaker(book, code, strings.load(code), earlier.of(book, (code,)))
    left = {name: note for name, note in book.notes.items() if note.texts.get(note.source_language)}
    found = []
    for chapter in book.source.chapters:
        own = [left.pop(name) for name, note in tuple(left.items()) if chapter.stem == note.chapter]
        units = [*_of_chapter(book, chapter, speak), *(unit for note in own for unit in _of_note(book, note, speak))]
        found.append(speak.sheet(chapter.stem, book.config.short(chapter.file), units))
    found.append(speak.sheet(NOTES, NOTES, [unit for note in left.values() for unit in _of_note(book, note, speak)]))
    by_file: dict[Path, list[Entry]] = {}
    for entry in book.entries():
        by_file.setdefault(entry.file, []).append(entry)
    forms = {form.file: form for form in book.forms.values()}
    for file, entries in by_file.items():
        name = file.relative_to(book.config.docs).with_suffix("").as_posix()
        units = [unit for entry in entries for unit in _of_entry(entry, name, forms.get(file), speak)]
        found.append(speak.sheet(name, book.config.short(file), units))
    found.append(speak.sheet(SETTINGS, book.config.file.name, _of_settings(book, speak)))
    return tuple(sheet for sheet in found if sheet.units)


@dataclass(frozen=True)
class _Speaker:
    """Makes units and sheets of a language; what it notes for the translator is in that language."""

    book: Book
    code: str
    words: Strings
    earlier: Earlier  # what stands in YAML files as it was when it was translated

    def sheet(self, name: str, original: str, units: Iterable[Unit]) -> Sheet:
        source = self.book.source.language
        return Sheet(name, source.title, original, source.code, self.code, tuple(_numbered(units)))

    def unit(
        self,
        context: str,
        texts: tuple[str, str],
        notes: Iterable[str],
        where: tuple[tuple[Path, int], tuple[Path, int]],
        place: InChapter | InFile,
        previous: str = "",
        is_stale: bool = False,
    ) -> Unit:
        """A unit of the texts in the source language and in this one."""
        (source, here), (there, own) = texts, where
        words = blocks.words_of(source)
        is_untouched = bool(here) and len(words) >= status.SAME_WORDS and words == blocks.words_of(here)
        previous = previous if previous != source else ""
        notes = (*notes, *self.to_keep(source))
        return Unit(
            context, source, here, is_untouched, is_stale and bool(here), previous, tuple(filter(None, notes)),
            *there, *own, place,
        )  # fmt: skip

    def to_keep(self, text: str) -> Iterator[str]:
        """What a translator leaves as it is."""
        if "[[" in text:
            yield self.words("keep what stands between [[ and ]]: values and terms are put in there")
        if "](" in text:
            yield self.words("keep the addresses in round brackets behind ]")
        if "{ ." in text or "{ #" in text or "{." in text:
            yield self.words("keep what stands in curly brackets")
        if "|" in text:
            yield self.words("keep the | between the cells of the table")
        if "<" in text:
            yield self.words("keep what stands between < and >")
        if "**" in text or "*" in text:
            yield self.words("keep the * around the words that stand out")
        if "\n" in text:
            yield self.words("the line breaks are seen by readers")


def _numbered(units: Iterable[Unit]) -> Iterator[Unit]:
    """The same sentence twice in the same place gets a number."""
    seen: Counter[tuple[str, str]] = Counter()
    for unit in units:
        key = unit.context, unit.source
        seen[key] += 1
        yield unit if seen[key] == 1 else replace(unit, context=f"{unit.context} ({seen[key]})")


# ---------------------------------------------------------------------------------------------- chapters


def _kind(block: Block, words: Strings) -> str:
    """What a block is, for the translator."""
    label = {
        Kind.TITLE: "title of the chapter",
        Kind.DESCRIPTION: "description of the chapter",
        Kind.HEADING: "heading",
        Kind.ITEM: "list item",
        Kind.ROW: "row of a table",
        Kind.BOX: "title of a box",
        Kind.PICTURE: "picture and its words",
        Kind.DEFINITION: "definition",
    }
    return words(label[block.kind]) if block.kind in label else ""


def _pairing(book: Book, source: Chapter, code: str) -> Pairing:
    edition = book.edition(code)
    chapter, now = edition.chapter(source.name), blocks.of(source.document)
    here = blocks.of(chapter.document) if chapter else ()
    known = status.compared(source, chapter, now, here) if book.state(source.name, code) is State.STALE else ()
    trios = known or aligning.unchanged(now, here)
    return Pairing(source, chapter, edition.folder / source.name, now, here, trios, known is not None)


def _of_chapter(book: Book, source: Chapter, speak: _Speaker) -> Iterator[Unit]:
    pairing = _pairing(book, source, speak.code)
    chapter = pairing.chapter
    lines, own = source.text.split("\n"), chapter.text.split("\n") if chapter else []
    section, title, line = "", "", 1
    for trio in pairing.trios:
        now, here = trio.now, trio.here
        line = here.line if here else line
        if now is None or not now.words:
            continue
        if now.kind is Kind.HEADING:
            section, title = f"#{now.id or now.flat}", now.flat
        texts = placing.shown(now, lines), placing.shown(here, own) if here else ""
        notes = (_kind(now, speak.words), speak.words("section: {title}", title=title) if title else "")
        where, place = ((source.file, now.line), (pairing.file, line)), InChapter(pairing, now, here)
        previous = placing.as_line(trio.then) if trio.then and trio.is_changed else ""
        is_stale = trio.is_changed or not pairing.is_known
        yield speak.unit(source.name + section, texts, notes, where, place, previous, is_stale)


# ------------------------------------------------------------------------------ what stands in YAML files


def _of_note(book: Book, note: VisualNote, speak: _Speaker) -> Iterator[Unit]:
    source, text = note.texts[note.source_language], note.texts.get(speak.code)
    file = note.folder / f"text.{speak.code}.yml"
    stale = note.stale_keys(speak.code)
    for key in note.keys:
        if key not in source.words:
            continue
        texts = source.words[key].strip(), (text.words.get(key, "") if text else "").strip()
        seen = speak.words("words in the drawing: as short as these")
        notes = speak.words("what the drawing shows, for people who cannot see it") if key == ALT else seen, key
        where = (source.file, source.line(key)), (file, text.line(key) if text else 1)
        version, is_current = note.version(key), bool(text) and key in text.words and key not in stale
        place = InFile(file, (key,), accepted=("translated_from", key), version=version, is_current=is_current)
        then = speak.earlier.words.get(text.translated_from.get(key, ""), "").strip() if key in stale else ""
        yield speak.unit(f"{NOTES}/{note.name}#{key}", texts, notes, where, place, then, key in stale)


def _of_entry(entry: Entry, name: str, form: Form | None, speak: _Speaker) -> Iterator[Unit]:
    source, paths = speak.book.source.language.code, _form_paths(form) if form else {}
    named, current = str(entry.translated_from.get(speak.code) or ""), entry.version(source)
    accepted = (*(() if entry.is_file else (entry.name,)), "translated_from", speak.code)
    then = speak.earlier.entry(entry, speak.code) if entry.is_stale(speak.code, source) else {}
    for key, texts in entry.texts.items():
        if not texts.get(source, "").strip():
            continue
        previous = then.get(key, "").strip() if then else ""
        is_stale = entry.is_stale(speak.code, source) and (then is None or previous != texts[source].strip())
        if key == UNIT and entry.name in speak.book.data.facts:
            yield from _of_unit(entry, f"{name}#{entry.name}.{key}", accepted, is_stale, speak)
            continue
        path = (*(paths[key] if form else (entry.name, key)), speak.code)
        place = InFile(entry.file, path, accepted=accepted, version=current, is_current=named == current)
        context = f"{name}#{key}" if entry.is_file else f"{name}#{entry.name}.{key}"
        pair, where = (texts[source].strip(), texts.get(speak.code, "").strip()), (entry.file, entry.line)
        says = speak.words("how it sounds, in the letters of your language") if key == "say" else ""
        yield speak.unit(context, pair, (says,), (where, where), place, previous, is_stale)


def _of_unit(
    entry: Entry, context: str, accepted: tuple[str, ...], is_stale: bool, speak: _Speaker
) -> Iterator[Unit]:
    """The unit of a fact: each plural form of this language is a text, whatever forms the source language has."""
    source, unit = speak.book.source.language.code, speak.book.data.facts[entry.name].unit
    there, here = unit[source], unit.get(speak.code, {})
    whole, current = languages.plural_forms(speak.code), entry.version(source)
    needed = whole if len(set(there.values())) > 1 else {"other": (1, 2, 5)}  # “km” is one word after every number
    for form in dict.fromkeys((*needed, *here)):
        numbers = ", ".join(map(str, needed.get(form, ())))
        notes = (speak.words("the form after numbers such as {numbers}", numbers=numbers) if numbers
                 else speak.words("the form after numbers that are not whole"))  # fmt: skip
        pair = str(there.get(form) or there.get("other") or [*there.values()][-1]), str(here.get(form) or "")
        is_current = entry.translated_from.get(speak.code) == current
        place = InFile(entry.file, (entry.name, UNIT, speak.code, form), accepted, current, is_current)
        where = (entry.file, entry.line), (entry.file, entry.line)
        yield speak.unit(f"{context}.{form}", pair, (notes,), where, place, is_stale=is_stale)


def _form_paths(form: Form) -> Mapping[str, tuple[str | int, ...]]:
    """Where the help of each text of a form stands in its file."""
    found: dict[str, tuple[str | int, ...]] = {key: (key,) for key in ("title", "about", "how", "send")}
    found |= {f"tips.{number}": ("tips", number - 1) for number in range(1, len(form.tips) + 1)}
    for i, part in enumerate(form.parts):
        found[f"parts.{i + 1}"] = ("parts", i, "help")
        for j, one in enumerate(part.fields):
            found[one.name] = ("parts", i, "fields", j, "help")
            row = "columns" if one.kind == "table" else "options"
            for k, option in enumerate(one.options):
                found[f"{one.name}.{option.name}"] = ("parts", i, "fields", j, row, k, "help")
    return found


def _of_settings(book: Book, speak: _Speaker) -> Iterator[Unit]:
    """Title, promise and imprint of the book, which stand in mkdocs.yml."""
    source, own, file = book.source.language, book.config.language(speak.code), book.config.file
    spots = files.spots(files.read_text(file), file)
    for key in ("site_name", "promise", "imprint"):
        texts = (source.title, own.title) if key == "site_name" else (getattr(source, key), getattr(own, key))
        path = _path_of_title(spots, file, own.code) if key == "site_name" else ("extra", "guidebook", key, own.code)
        if not texts[0].strip() or not path:
            continue
        if path not in spots:
            texts = texts[0], ""
        line = spots[path].line if path in spots else 1
        yield speak.unit(f"{file.name}#{key}", texts, (), ((file, line), (file, line)), InFile(file, path))


def _path_of_title(spots: Mapping[tuple, files.Spot], file: Path, code: str) -> tuple[str | int, ...]:
    """Where a language's own title of the book stands in mkdocs.yml."""
    text = files.read_text(file)
    for path, spot in spots.items():
        if path[:1] == ("plugins",) and path[-1] == "locale" and text[spot.start : spot.end].strip("\"'") == code:
            return (*path[:-1], "site_name")
    return ()
