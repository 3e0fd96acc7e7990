"""What the source says now and said then, for each text of a translation that is older: `guidebook diff`.

    Chapter ──────────────────────┐
    words of a drawing            ┼─ compare ──► Comparison: differences, each with then, now, and the translation
    a file of docs/data/ ─ earlier┘
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

from guidebook.book import Book, Chapter, State
from guidebook.facts import Entry
from guidebook.problem import GuidebookError
from guidebook.strings import Strings
from guidebook.translation import earlier, history, status
from guidebook.translation.aligning import Trio
from guidebook.translation.blocks import Block, Kind
from guidebook.translation.earlier import Earlier
from guidebook.visualnote import VisualNote

Marked = tuple[tuple[str, bool], ...]  # words, and whether they are only in this version


class What(StrEnum):
    """What has become of a text of the source."""

    CHANGED = "changed"
    NEW = "new"
    GONE = "gone"
    UNKNOWN = "unknown"  # it is another one now, and what it was is not in the history that is at hand
    UNNAMED = "unnamed"  # the translation does not say from which version it was made


@dataclass(frozen=True)
class Passage:
    """A text on one line, and where it stands: “docs/uk/03-x.md:12”, or “0a1b2c3d4e5f:12” of an older version."""

    flat: str
    place: str


@dataclass(frozen=True)
class Difference:
    """A text that the source says otherwise than when it was translated."""

    what: What
    section: str  # the heading above it in the translation, or in the source; the name of an entry
    then: Passage | None
    now: Passage | None
    here: Passage | None  # the translation of it
    line: int  # where it stands in the translation, or should stand
    behind: str  # the same with the name of the file


@dataclass(frozen=True)
class Comparison:
    """A translation, and what its source says otherwise now; None: the version it was made from is not known."""

    source: str  # the languages
    language: str
    differences: tuple[Difference, ...] | None
    is_shallow: bool  # only the newest commits are here
    names: Mapping[str, str]  # of the files and versions, for messages; “then” is empty where each text has its own
    is_chapter: bool = True


# ------------------------------------------------------------------------------------------- what is meant


def compared(book: Book, paths: Sequence[str] = ()) -> tuple[Comparison, ...]:
    """What people name: uk/03-x.md, visual-notes/03-x/text.uk.yml, docs/data/terms.yml; in reading order.

    A file is compared even when nothing is stale in it. Of a folder, or of the whole book when nothing is named, only
    what is stale. Raises GuidebookError for what is no translation.
    """
    if not paths:
        return tuple(found for found in _all(book, (book.config.root.resolve(),)) if _is_stale(found))
    found: list[Comparison] = []
    for path in paths:
        bases = dict.fromkeys((book.config.docs, book.config.root, Path.cwd()))
        wanted = tuple(full.resolve() for base in bases if (full := base / path).exists())
        own = tuple(_all(book, wanted))
        if not own:
            raise _no_translation(book, path)
        found += own if any(place.is_file() for place in wanted) else filter(_is_stale, own)
    return tuple(found)


def _is_stale(comparison: Comparison) -> bool:
    return comparison.differences != ()


def _no_translation(book: Book, path: str) -> GuidebookError:
    chapters = [c for edition in book.translations for c in edition.chapters if book.source.chapter(c.name)]
    hint = "name a translated file: {example}" if chapters else ""
    example = book.config.short(chapters[0].file) if chapters else ""
    return GuidebookError("“{path}” is no translation of this book", hint, path=path, example=example)


def _all(book: Book, wanted: Sequence[Path]) -> Iterator[Comparison]:
    """Every translation among these files and folders."""

    def is_meant(file: Path) -> bool:
        return any(file.resolve().is_relative_to(place) for place in wanted)

    for edition in book.translations:
        for chapter in edition.chapters:
            if book.source.chapter(chapter.name) and is_meant(chapter.file):
                yield compare(book, chapter)
    codes = [edition.language.code for edition in book.translations]
    then: Earlier | None = None
    for note in book.notes.values():
        for code in codes:
            if note.source_language in note.texts and code in note.texts and is_meant(note.texts[code].file):
                then = then or earlier.of(book, codes)
                yield _of_note(book, note, code, then)
    by_file: dict[Path, list[Entry]] = {}
    for entry in book.entries():
        by_file.setdefault(entry.file, []).append(entry)
    for file, entries in by_file.items():
        for code in codes if is_meant(file) else ():
            if any(code in texts for entry in entries for texts in entry.texts.values()):
                then = then or earlier.of(book, codes)
                yield _of_entries(book, file, entries, code, then)


# ------------------------------------------------------------------------------------------------ chapters


def compare(book: Book, translation: Chapter) -> Comparison:
    """What has changed since a chapter was translated, in the order of the source."""
    source = book.source.chapter(translation.name)
    names = {"file": book.config.short(translation.file), "source": book.config.short(source.file)}
    names |= {"path": f"{translation.language}/{translation.name}"}
    names |= {"then": translation.translated_from, "now": source.source_id}
    languages = source.language, translation.language
    if book.state(translation.name, translation.language) is State.TRANSLATED:
        return Comparison(*languages, (), False, names)
    trios = status.compared(source, translation)
    found = None if trios is None else tuple(_differences(trios, names))
    return Comparison(*languages, found, found is None and history.is_shallow(book.config.root), names)


def _differences(trios: Sequence[Trio], names: Mapping[str, str]) -> Iterator[Difference]:
    section, line = "", 1
    for trio in trios:
        shown = trio.here or trio.now or trio.then
        if shown.kind is Kind.HEADING and not (trio.now is None and trio.then):
            section = shown.flat
        line = trio.here.line if trio.here else line
        if trio.is_changed:
            what = What.NEW if trio.then is None else What.GONE if trio.now is None else What.CHANGED
            pairs = (trio.then, names["then"]), (trio.now, names["source"]), (trio.here, names["file"])
            yield Difference(what, section, *(_passage(*pair) for pair in pairs), line, f"{names['file']}:{line}")
        line = trio.here.last if trio.here else line


def _passage(block: Block | None, name: str) -> Passage | None:
    return Passage(block.flat, f"{name}:{block.line}") if block else None


# ---------------------------------------------------------------------------------- what stands in YAML files


def _of_note(book: Book, note: VisualNote, code: str, then: Earlier) -> Comparison:
    """The words of a drawing: each has a version of its own."""
    source, text = note.texts[note.source_language], note.texts[code]
    names = _names(book, text.file, source.file)
    found = []
    for key in note.stale_keys(code):
        version = text.translated_from.get(key, "")
        versions = then.words.get(version), source.words[key]
        places = version, f"{names['source']}:{source.line(key)}", f"{names['file']}:{text.line(key)}"
        found.append(_difference(key, versions, text.words[key], places, text.line(key)))
    return _comparison(book, code, found, names)


def _of_entries(book: Book, file: Path, entries: Sequence[Entry], code: str, then: Earlier) -> Comparison:
    """A file of docs/data/: an entry has one version, and of its texts those are shown that have changed."""
    names, source = _names(book, file, file), book.source.language.code
    found: list[Difference] = []
    for entry in entries:
        if entry.is_stale(code, source):
            found += _of_entry(entry, then.entry(entry, code), names["file"], source, code)
    return _comparison(book, code, found, names)


def _of_entry(
    entry: Entry, then: Mapping[str, str] | None, name: str, source: str, code: str
) -> Iterator[Difference]:
    place, version = f"{name}:{entry.line}", str(entry.translated_from[code])
    for key in dict.fromkeys((*entry.texts, *(then or ()))):
        texts = entry.texts.get(key, {})
        was, now = then.get(key, "") if then else None, texts.get(source, "")
        if was != now and (now or was):
            section = key if entry.is_file else f"{entry.name}.{key}"
            yield _difference(section, (was, now), texts.get(code, ""), (version, place, place), entry.line)


def _difference(
    section: str, versions: tuple[str | None, str], here: str, places: tuple[str, str, str], line: int
) -> Difference:
    """A text that was another one, was not there (empty), or of which nobody knows what it was (None)."""
    (was, now), (then, *_) = versions, places
    if was is None:
        what = What.UNKNOWN if then else What.UNNAMED
    else:
        what = What.NEW if not was else What.CHANGED if now else What.GONE
    texts = (Passage(" ".join(text.split()), place) if text else None
             for text, place in zip((was, now, here), places, strict=True))  # fmt: skip
    return Difference(what, section, *texts, line, places[-1])


def _names(book: Book, file: Path, source: Path) -> Mapping[str, str]:
    short = book.config.short(file)
    return {"file": short, "source": book.config.short(source), "path": short, "then": "", "now": ""}


def _comparison(book: Book, code: str, found: Sequence[Difference], names: Mapping[str, str]) -> Comparison:
    is_unknown = any(one.what is What.UNKNOWN for one in found)
    names = {**names, "language": book.edition(code).language.name}
    is_shallow = is_unknown and history.is_shallow(book.config.root)
    return Comparison(book.source.language.code, code, tuple(found), is_shallow, names, is_chapter=False)


# ------------------------------------------------------------------------------------------ in words


def summary(comparison: Comparison, words: Strings) -> str:
    """The line above all: what is compared, or why nothing is."""
    names = comparison.names
    if not comparison.is_chapter and comparison.differences:
        return words("{file}: what has changed in the source since it was translated into {language}", **names)
    if not comparison.is_chapter:
        return words("{file}: nothing has changed in the source since it was translated into {language}", **names)
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
    fetch = (words("Fetch the whole history: git fetch --unshallow"),) if comparison.is_shallow else ()
    accept = words("When the translation is up to date: guidebook accept {path}", **names)
    if not comparison.is_chapter:
        return (*fetch, accept) if comparison.differences else ()
    if names["then"] == names["now"]:
        return ()
    if fetch:
        return fetch
    if comparison.differences is None:
        return () if names["then"] else (words("then write at its top: translated_from: {now}", **names),)
    unchanged = () if comparison.differences else (words("Only spaces and line ends have changed."),)
    return (*unchanged, accept, words("or write at its top: translated_from: {now}", **names))


def what_happened(difference: Difference, words: Strings) -> str:
    """How it is called what has become of a text."""
    return {
        What.CHANGED: words("changed in the source"),
        What.NEW: words("new in the source"),
        What.GONE: words("no longer in the source"),
        What.UNKNOWN: words("changed in the source; what it said then is not in the history that is at hand"),
        What.UNNAMED: words("does not say from which version it was translated"),
    }[difference.what]


# --------------------------------------------------------------------------------------- changed words

_PARTS = re.compile(r"\[\[[^\[\]]*\]\]|\s+|\w+|[^\w\s]")


def versions(difference: Difference) -> tuple[Marked, Marked]:
    """Then and now with the changed words marked; what is new, gone or not known is marked nowhere."""
    then, now = (passage.flat if passage else "" for passage in (difference.then, difference.now))
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
