"""The sample book, printed once for all tests that only look at the result."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from conftest import TODAY, SampleBook, copy_sample_book
from guidebook.notes import pictures as note_pictures
from guidebook.notes.pictures import NotePictures
from guidebook.print import editions, job


@dataclass(frozen=True)
class Printed:
    """A language of the sample book in a folder."""

    book: SampleBook
    code: str
    folder: Path

    @property
    def guide(self) -> Path:
        """The A5 pages."""
        return self.folder / "guide.pdf"

    @property
    def booklet(self) -> Path:
        """The sheets to fold."""
        return self.folder / "guide-booklet.pdf"


def pictures(sample: SampleBook, code: str) -> dict[str, NotePictures]:
    """The visual notes of the sample book in a language."""
    book = sample.book()
    studio = note_pictures.studio(book.config)
    return {name: note_pictures.make(note, code, studio) for name, note in book.notes.items()}


def print_sample(sample: SampleBook, code: str, folder: Path) -> Printed:
    """Print a language of a copy of the sample book."""
    folder.mkdir(parents=True, exist_ok=True)
    editions.print_editions(sample.book(), code, pictures(sample, code), folder)
    return Printed(sample, code, folder)


def make_kind(sample: SampleBook, kind: str, code: str, folder: Path) -> tuple[job.Printed, ...]:
    """Make one kind of edition of a copy of the sample book, without the others."""
    folder.mkdir(parents=True, exist_ok=True)
    book = sample.book()
    made = job.Job(book, code, pictures(sample, code), editions.make_icons(book), folder, folder)
    every = (*editions.kinds(book, code), *editions.common_kinds(book))
    return tuple(next(one for one in every if one.name == kind).make(made))


@pytest.fixture(scope="session")
def printed(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Printed]:
    """The sample book as it stands, in a language."""
    root = tmp_path_factory.mktemp("printed")
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("SOURCE_DATE_EPOCH", TODAY)
        sample = copy_sample_book(root / "book")
    done: dict[str, Printed] = {}

    def of(code: str) -> Printed:
        if code not in done:
            with pytest.MonkeyPatch.context() as environment:
                environment.setenv("SOURCE_DATE_EPOCH", TODAY)
                done[code] = print_sample(sample, code, root / code)
        return done[code]

    return of
