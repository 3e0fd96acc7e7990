"""Saying that a translation is up to date again: the line `translated_from`, written without touching the rest."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

from guidebook import files
from guidebook.book import Book, Chapter
from guidebook.facts import Entry
from guidebook.problem import GuidebookError
from guidebook.visualnote import VisualNote


def accept(book: Book, path: str) -> tuple[tuple[Path, str], ...]:
    """The files to write, with their new text, for a chapter, a note's text or a file of docs/data/.

    `path` is as people write it: uk/03-citizens-budget.md, docs/data/terms.yml, visual-notes/03-…/text.uk.yml, or
    a folder of these. Raises GuidebookError when it names none.
    """
    wanted = _named(book, path)
    found = [*_chapters(book, wanted), *_notes(book, wanted), *_data(book, wanted)]
    if not found:
        hint = "name a translated file: {example}"
        example = next((book.config.short(c.file) for e in book.translations for c in e.chapters), "docs/…")
        raise GuidebookError("“{path}” is no translation of this book", hint, path=path, example=example)
    return tuple((file, text) for file, text in found if text != files.read_text(file))


def _named(book: Book, path: str) -> Path:
    for base in (book.config.root, book.config.docs, Path.cwd()):
        if (base / path).exists():
            return (base / path).resolve()
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


def accepted_note(note: VisualNote, code: str) -> str:
    """The words of a note with the versions of the source words that they were made from."""
    source, text = note.texts[note.source_language], note.texts[code]
    words = {key: files.short_hash(source.words[key]) for key in text.words if key in source.words}
    body = re.sub(r"^translated_from:.*\n(?:[ \t]+.*\n)*", "", files.read_text(text.file), flags=re.M)
    lines = "".join(f"  {key}: {version}\n" for key, version in words.items())
    return f"{body.rstrip()}\ntranslated_from:\n{lines}"


def _data(book: Book, wanted: Path) -> list[tuple[Path, str]]:
    by_file: dict[Path, list[Entry]] = {}
    for entry in book.entries():
        if _is_meant(entry.file, wanted):
            by_file.setdefault(entry.file, []).append(entry)
    source = book.source.language.code
    return [(file, accepted_data(files.read_text(file), entries, source)) for file, entries in by_file.items()]


def accepted_data(text: str, entries: list[Entry], source: str) -> str:
    """A file of docs/data/ in which every entry names the source versions of its translations."""
    lines = text.split("\n")
    for entry in sorted(entries, key=lambda entry: -entry.line):
        versions = {code: entry.version(source) for code in entry.languages() if code != source}
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
            lines[end] = line
            return
        end += 1
    last = max(place for place in range(head, end) if lines[place].startswith(" ") or place == head)
    lines.insert(last + 1, line)
