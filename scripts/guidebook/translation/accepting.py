"""Saying that a translation is up to date again: the line `translated_from`, written without touching the rest."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from guidebook import files
from guidebook.book import Book, Chapter, Edition
from guidebook.facts import Entry
from guidebook.problem import GuidebookError
from guidebook.translation import earlier, history
from guidebook.visualnote import VisualNote


def accept(book: Book, path: str) -> tuple[tuple[Path, str], ...]:
    """The files to write, with their new text, for a chapter, a note's text or a file of docs/data/.

    `path` is as people write it: uk/03-citizens-budget.md, docs/data/terms.yml, one entry of that as
    docs/data/terms.yml#petition, visual-notes/03-…/text.uk.yml, or a folder of these. Raises GuidebookError when it
    names none.
    """
    wanted, name = _named(book, path)
    found = _data(book, wanted, name) if name else [
        *_chapters(book, wanted), *_notes(book, wanted), *_data(book, wanted)
    ]  # fmt: skip
    if not found:
        hint = "name a translated file: {example}"
        example = next((book.config.short(c.file) for e in book.translations for c in e.chapters), "docs/…")
        raise GuidebookError("“{path}” is no translation of this book", hint, path=path, example=example)
    return tuple((file, text) for file, text in found if text != files.read_text(file))


# --------------------------------------------------------------------- a change that does not touch meaning


class Outcome(StrEnum):
    """What a small change of the source has made of a translation."""

    ACCEPTED = "accepted"  # it was up to date before: it names the present source now
    CURRENT = "current"  # it names it already
    STALE = "stale"  # it was older before, and stays so
    UNVERSIONED = "unversioned"  # it does not say what it was made from
    MISSING = "missing"


@dataclass(frozen=True)
class Minor:
    """What becomes of one translation; `text` is to be written where it is accepted."""

    language: str
    file: Path
    outcome: Outcome
    then: str = ""  # the version that it names
    text: str = ""
    entry: str = ""  # of a file of docs/data/: the entry that is meant, empty: all that are not named otherwise
    is_shared: bool = False  # the file holds all languages


def minor(book: Book, path: str, since: str = "") -> tuple[Minor, ...]:
    """An editor says that what has changed in a source file does not touch meaning; one answer for each language.

    Only translations of the very version before are accepted: that of the newest commit while the change is not
    committed, else the one before it. With `since`, those of that version and of all that came later are. What was
    older stays stale, so that a small correction never hides a large one. Raises GuidebookError without history.
    """
    wanted, name = _named(book, path)
    if entries := [e for e in book.entries() if e.file.resolve() == wanted and name in ("", e.name)]:
        return _minor_data(book, entries, since)
    chapter = next((c for c in book.source.chapters if c.file.resolve() == wanted), None)
    if chapter is not None:
        fine = _accepted_versions(book, chapter.file, chapter.source_id, since)
        return tuple(_minor_chapter(chapter, edition, fine) for edition in book.translations)
    for note in book.notes.values():
        text = note.texts.get(book.source.language.code)
        if text is not None and text.file.resolve() == wanted:
            return tuple(_minor_note(book, note, edition.language.code) for edition in book.translations)
    hint = "name a chapter or the words of a drawing in {language}, or a file of docs/data: {example}"
    example = next((book.config.short(c.file) for c in book.source.chapters), "docs/…")
    language = book.source.language.name
    raise GuidebookError("“{path}” is no source of translations", hint, path=path, language=language, example=example)


def _accepted_versions(book: Book, file: Path, now: str, since: str) -> tuple[str, ...]:
    """The versions whose translations are as good as new ones."""
    older = [version for version in history.ids(file) if version != now]
    if not older:
        raise _no_history(book, file)
    if since and since not in older:
        raise _never(book, file, since, older)
    return _since(older, since)


def _since(older: Sequence[str], since: str) -> tuple[str, ...]:
    """The version just before, or all back to the one that is named; the newest stands first."""
    return tuple(older[: older.index(since) + 1] if since in older else older[:1])


def _never(book: Book, file: Path, since: str, older: Sequence[str]) -> GuidebookError:
    message, hint = "{file} was never at {since}, as far as the history shows", "its versions before: {versions}"
    versions = ", ".join(older[:5])
    return GuidebookError(message, hint, file=book.config.short(file), since=since, versions=versions)


def _no_history(book: Book, file: Path) -> GuidebookError:
    message = "{file} as it was before is not in the history that is at hand"
    hint = "to say it for one translation: guidebook accept {example}"
    if history.is_shallow(book.config.root):
        hint = "fetch the whole history: git fetch --unshallow"
    is_chapter = file.is_relative_to(book.source.folder)
    other = next((edition.folder / file.name for edition in book.translations if is_chapter), file)
    return GuidebookError(message, hint, file=book.config.short(file), example=book.config.short(other))


def _minor_chapter(source: Chapter, edition: Edition, fine: Sequence[str]) -> Minor:
    chapter, code = edition.chapter(source.name), edition.language.code
    if chapter is None:
        return Minor(code, edition.folder / source.name, Outcome.MISSING)
    then, now = chapter.translated_from, source.source_id
    text = accepted_chapter(chapter, now) if then in fine else ""
    is_current = Outcome.CURRENT if then == now else Outcome.STALE if then else Outcome.UNVERSIONED
    return Minor(code, chapter.file, Outcome.ACCEPTED if text else is_current, then, text)


def _minor_note(book: Book, note: VisualNote, code: str) -> Minor:
    """Of a drawing each word has its own version: those that named the word before name the present one."""
    source, text = note.texts[note.source_language], note.texts.get(code)
    if text is None:
        return Minor(code, note.folder / f"text.{code}.yml", Outcome.MISSING)
    old = history.previous(source.file)
    if old is None:
        raise _no_history(book, source.file)
    before = {key: str(word) for key, word in files.parse_yaml(old, source.file).items()}
    stale = note.stale_keys(code)
    fine = [key for key in stale if text.translated_from.get(key) == files.short_hash(before.get(key, ""))]
    if not fine:
        named = Outcome.STALE if text.translated_from else Outcome.UNVERSIONED
        return Minor(code, text.file, named if stale else Outcome.CURRENT)
    return Minor(code, text.file, Outcome.ACCEPTED, text=accepted_note(note, code, {*text.words} - {*stale} | {*fine}))


def _minor_data(book: Book, entries: Sequence[Entry], since: str) -> tuple[Minor, ...]:
    """Of a file of docs/data/ each entry has its own version; `text` holds all languages."""
    file, source = entries[0].file, book.source.language.code
    codes = [edition.language.code for edition in book.translations]
    stale = [entry for entry in entries if any(entry.is_stale(code, source) for code in codes)]
    known = earlier.versions(book, stale) if stale else {}
    older = {e.name: [one for one in known.get(e.name, ()) if one != e.version(source)] for e in stale}
    if stale and not any(older.values()):
        raise _no_history(book, file)
    if since and stale and not any(since in own for own in older.values()):
        raise _never(book, file, since, [version for own in older.values() for version in own])
    fine = {(entry.name, version) for entry in stale for version in _since(older[entry.name], since)}
    stamps = {
        entry.name: {c: entry.version(source) for c in codes if (entry.name, entry.translated_from.get(c)) in fine}
        for entry in stale
    }
    named = [(entry, {**entry.translated_from, **own}) for entry in stale if (own := stamps[entry.name])]
    text = with_versions(files.read_text(file), named)
    found = []
    for code in codes:
        own = [
            Minor(code, file, Outcome.ACCEPTED, entry.translated_from[code], text, entry.name, is_shared=True)
            if code in stamps[entry.name]
            else Minor(code, file, Outcome.STALE, entry.translated_from[code], "", entry.name, is_shared=True)
            for entry in stale
            if entry.is_stale(code, source)
        ]
        found += own or [Minor(code, file, _standing(entries, code), is_shared=True)]
    return tuple(found)


def _standing(entries: Sequence[Entry], code: str) -> Outcome:
    """What is to be said of a language in which none of these is stale."""
    written = [entry for entry in entries if any(code in texts for texts in entry.texts.values())]
    if not written:
        return Outcome.MISSING
    return Outcome.CURRENT if any(entry.translated_from.get(code) for entry in written) else Outcome.UNVERSIONED


# ------------------------------------------------------------------------------------------------ how it is written


def _named(book: Book, path: str) -> tuple[Path, str]:
    """The file or folder, and behind # the entry."""
    for base in (book.config.root, book.config.docs, Path.cwd()):
        if (base / path).exists():
            return (base / path).resolve(), ""
    file, sign, name = path.rpartition("#")
    if sign and name and file:
        return _named(book, file)[0], name
    raise GuidebookError("there is no file “{path}”", path=path)


def _is_meant(file: Path, wanted: Path) -> bool:
    return file.resolve() == wanted or file.resolve().is_relative_to(wanted)


def _chapters(book: Book, wanted: Path) -> list[tuple[Path, str]]:
    found = []
    for edition in book.translations:
        for chapter in edition.chapters:
            source = book.source.chapter(chapter.name)
            if source and _is_meant(chapter.file, wanted):
                found.append((chapter.file, accepted_chapter(chapter, source.source_id)))
    return found


def accepted_chapter(chapter: Chapter, source_id: str) -> str:
    """The text of a chapter with `translated_from: <source_id>` in its front matter."""
    line = f"translated_from: {source_id}"
    if "translated_from" in chapter.document.front_matter:
        return re.sub(r"^translated_from:.*$", line, chapter.text, count=1, flags=re.M)
    if chapter.text.startswith("---\n"):
        head, separator, rest = chapter.text[4:].partition("---\n")
        return f"---\n{head}{line}\n{separator}{rest}"
    return f"---\n{line}\n---\n{chapter.text}"


def _notes(book: Book, wanted: Path) -> list[tuple[Path, str]]:
    found = []
    for note in book.notes.values():
        for code, text in note.texts.items():
            if code != book.source.language.code and _is_meant(text.file, wanted):
                found.append((text.file, accepted_note(note, code)))
    return found


def accepted_note(note: VisualNote, code: str, keys: Collection[str] = ()) -> str:
    """The words of a note with the versions of the source words that they were made from; with `keys` only these."""
    source, text = note.texts[note.source_language], note.texts[code]
    known = {key: word for key, word in source.words.items() if key in text.words}
    words = {
        key: files.short_hash(word) if not keys or key in keys else text.translated_from[key]
        for key, word in ((key, known[key]) for key in text.words if key in known)
        if not keys or key in keys or key in text.translated_from
    }
    body = re.sub(r"^translated_from:.*\n(?:[ \t]+.*\n)*", "", files.read_text(text.file), flags=re.M)
    lines = "".join(f"  {key}: {version}\n" for key, version in words.items())
    return f"{body.rstrip()}\ntranslated_from:\n{lines}"


def _data(book: Book, wanted: Path, name: str = "") -> list[tuple[Path, str]]:
    by_file: dict[Path, list[Entry]] = {}
    for entry in book.entries():
        if _is_meant(entry.file, wanted) and name in ("", entry.name):
            by_file.setdefault(entry.file, []).append(entry)
    source = book.source.language.code
    return [(file, accepted_data(files.read_text(file), entries, source)) for file, entries in by_file.items()]


def accepted_data(text: str, entries: list[Entry], source: str) -> str:
    """A file of docs/data/ in which every entry names the source versions of its translations."""
    return with_versions(text, [
        (entry, {code: entry.version(source) for code in entry.languages() if code != source}) for entry in entries
    ])  # fmt: skip


def with_versions(text: str, named: Iterable[tuple[Entry, Mapping[str, str]]]) -> str:
    """A file of docs/data/ in which these entries name these versions of their source texts, by language."""
    lines = text.split("\n")
    for entry, versions in sorted(named, key=lambda one: -one[0].line):
        if versions and entry.is_file:
            _set_in_file(lines, versions)
        elif versions:
            _set(lines, entry.line - 1, versions)
    return "\n".join(lines)


def _set_in_file(lines: list[str], versions: Mapping[str, str]) -> None:
    """Put `translated_from: {…}` last into a file that is one entry."""
    line = _versions(versions)
    for place, old in enumerate(lines):
        if old.startswith("translated_from:"):
            while place + 1 < len(lines) and lines[place + 1].startswith(" "):
                del lines[place + 1]
            lines[place] = line
            return
    while lines and not lines[-1].strip():
        lines.pop()
    lines += [line, ""]


def _versions(versions: Mapping[str, str]) -> str:
    values = ", ".join(f"{code}: {version}" for code, version in sorted(versions.items()))
    return f"translated_from: {{{values}}}"


def _set(lines: list[str], head: int, versions: Mapping[str, str]) -> None:
    """Put `translated_from: {…}` last into the entry that begins on line `head`."""
    line = f"  {_versions(versions)}"
    end = head + 1
    while end < len(lines) and (not lines[end].strip() or lines[end].startswith((" ", "#"))):
        if lines[end].startswith("  translated_from:"):
            while end + 1 < len(lines) and lines[end + 1].startswith("   "):
                del lines[end + 1]
            lines[end] = line
            return
        end += 1
    last = max(place for place in range(head, end) if lines[place].startswith(" ") or place == head)
    lines.insert(last + 1, line)
