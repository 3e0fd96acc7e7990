"""Visual notes: that they exist where they are named, and whatever is wrong in their drawings and words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from difflib import get_close_matches
from pathlib import Path
from typing import NamedTuple

from guidebook.book import Book
from guidebook.checks import parts
from guidebook.notes import checking, pictures
from guidebook.problem import Problem


def unknown_notes(book: Book) -> Iterator[Problem]:
    """A chapter or mkdocs.yml names a visual note or an icon that does not exist, or a note an unknown chapter."""
    for name, file, line in parts.found(book, named):
        if name not in book.notes:
            yield _unknown(book.config.root / file, line, "there is no visual note “{name}”", name, book.notes)
    if book.config.cover and book.config.cover not in book.notes:
        message = "the cover names the visual note “{name}”, which does not exist"
        yield _unknown(book.config.file, 1, message, book.config.cover, book.notes)
    icons = pictures.studio(book.config).icon_names()
    for name in (book.config.icon, book.config.ornament):
        if name and name not in icons:
            message = "there is no icon “{name}” in visual-notes/icons/"
            yield _unknown(book.config.file, 1, message, name, icons)
    chapters = [chapter.stem for chapter in book.source.chapters]
    for note in book.notes.values():
        if note.chapter and note.chapter not in chapters:
            message = "the note is for the chapter “{name}”, which does not exist"
            problem = _unknown(note.file, 1, message, note.chapter, chapters)
            if not get_close_matches(note.chapter, chapters, 1):
                begin = "guidebook note scaffold {note} begins this chapter; or name one of: {known}"
                problem = replace(problem, hint=begin, values={**problem.values, "note": note.name})
            yield problem


class Named(NamedTuple):
    """A visual note that a chapter names."""

    name: str
    file: str  # of the chapter, from the folder of the book
    line: int


def named(book: Book) -> Iterator[Named]:
    """The visual note of each chapter that has one."""
    for edition in book.editions:
        for chapter in edition.chapters:
            if chapter.note:
                yield Named(chapter.note, book.config.short(chapter.file), chapter.document.line_of("note"))


def _unknown(file: Path, line: int, message: str, name: str, known: Iterable[str]) -> Problem:
    near = get_close_matches(name, list(known), 1)
    hint = "did you mean “{near}”?" if near else "known are {known}"
    return Problem(file, line, message, hint, {"name": name, "near": "".join(near), "known": ", ".join(known) or "–"})


def broken_notes(book: Book) -> Iterator[Problem]:
    """A visual note cannot be drawn well: words missing, too long, of another version; colours, boxes, icons."""
    studio = pictures.studio(book.config)
    for note in book.notes.values():
        for edition in book.editions:
            yield from checking.check(note, edition.language.code, studio)
    yield from checking.check_icons(studio)
