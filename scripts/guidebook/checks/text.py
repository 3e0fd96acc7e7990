"""A pull request is data: what cannot be read, may not be written, or must not be published."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from guidebook.book import Book
from guidebook.images import KINDS as PICTURES
from guidebook.problem import Problem

PUBLISHED = (".md", *PICTURES, ".ttf", ".woff2", ".txt", ".pdf")
DATA = (".yml",)


def unreadable(book: Book) -> Iterator[Problem]:
    """A file, or an entry of docs/data/, cannot be understood."""
    yield from book.problems


def forbidden_text(book: Book) -> Iterator[Problem]:
    """A chapter holds HTML, attributes, addresses or front matter that are not used in this book."""
    for edition in book.editions:
        for chapter in edition.chapters:
            yield from chapter.document.faults


def unexpected_files(book: Book) -> Iterator[Problem]:
    """Everything under docs/ is published: links to elsewhere and unknown kinds of files do not belong there."""
    read = {chapter.file for edition in book.editions for chapter in edition.chapters}
    reported = {problem.file for problem in book.problems}
    for file in _below(book.config.docs):
        if file in read or file in reported:
            continue
        if file.is_symlink():
            yield Problem(file, 1, "this is a link that leads elsewhere", "replace it by the file itself")
        elif file.suffix.lower() not in (DATA if file.is_relative_to(book.config.data) else PUBLISHED):
            kinds = ", ".join(PUBLISHED)
            message, hint = "files of this kind are not published: “{name}”", "remove it; known are {kinds}"
            yield Problem(file, 1, message, hint, {"name": file.name, "kinds": kinds})


def _below(folder: Path) -> Iterator[Path]:
    """Every file below a folder, links as they stand; hidden ones are not published."""
    for place, folders, names in os.walk(folder):
        for name in (*names, *(name for name in folders if (Path(place) / name).is_symlink())):
            if not name.startswith("."):
                yield Path(place) / name
