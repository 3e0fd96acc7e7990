"""A printed edition in the making: what its maker is given, and what it hands back.

    make(Job) ─► files in job.folder, and for each that people print a Printed
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from functools import cached_property
from pathlib import Path

from guidebook import files, strings
from guidebook.book import Book
from guidebook.notes.pictures import NotePictures
from guidebook.print.guide import Guide, choose
from guidebook.problem import BookHasDefects, Problem


@dataclass(frozen=True)
class Printed:
    """One PDF: `pages` are those a reader turns, `sheets` the paper it takes, printed on both sides.

    `kind` is the word under which the page “Print” explains it: all leaflets are of one kind.
    `report` is what the print shop is told of it, once it has been looked at; `made_from` a hash of its pages, for
    files that are used again when only others of their kind have changed.
    """

    file: Path
    title: str
    pages: int
    sheets: int
    size: int
    kind: str = ""
    report: str = ""
    made_from: str = ""


@dataclass(frozen=True)
class Job:
    """What an edition is made of. `folder`: where it is written; `finished`: where those made before it stand.

    For what is printed once for all languages, posters, `code` is the source language.
    """

    book: Book
    code: str
    pictures: Mapping[str, NotePictures]
    icons: Mapping[str, Path] = field(hash=False)
    folder: Path
    finished: Path

    @cached_property
    def guide(self) -> Guide:
        """The printed guide of the language: chapters, terms and phrases that it shows."""
        return choose(self.book, self.code)

    @cached_property
    def words(self) -> strings.Strings:
        """The generator's own words in the language."""
        return strings.load(self.code)

    def __getstate__(self) -> dict:
        """What goes to another process: without what was made of it here."""
        return {one.name: getattr(self, one.name) for one in fields(self)}

    @property
    def folders(self) -> tuple[Path, ...]:
        """Where the files lie that a page may show."""
        return self.book.config.docs, self.book.config.notes, self.book.config.build / "notes"

    def write(self, name: str, data: bytes, title: str, pages: int, sheets: int, kind: str = "") -> Printed:
        """Write one PDF; by default its kind is its name."""
        files.write_atomically(self.folder / name, data)
        return Printed(self.folder / name, title, pages, sheets, len(data), kind or name.removesuffix(".pdf"))


def refuse(problems: tuple[Problem, ...]) -> None:
    """Raises BookHasDefects when there are any."""
    if problems:
        raise BookHasDefects(problems)
