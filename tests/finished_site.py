"""The sample book's site as `guidebook build --kiosk` leaves it, made once for all tests that only look at it."""

from __future__ import annotations

import os
import shutil
from collections.abc import Sequence
from pathlib import Path

import pytest

from conftest import TODAY, SampleBook, copy_sample_book
from guidebook.files import copy_file, pack
from guidebook.site import engine, kiosk, lean, offline
from shared import once

CODES = ("uk", "pl", "en")
DRAWN = ("notes", ".cache/cards", ".cache/jinja")  # in the folder build


def finish(book: SampleBook, folder: Path, codes: Sequence[str] = CODES) -> Path:
    """Build the site of a book into a new folder, with all that comes last."""
    os.environ["SOURCE_DATE_EPOCH"] = TODAY
    folder.mkdir(parents=True)
    assert engine.build(book.book(), codes, folder, 1) == ()
    for file in book.path("build/print").glob("*/*.pdf"):
        pack([file], folder / file.parent.name / "print" / "all.zip")
        copy_file(file, folder / file.parent.name / "print" / file.name)
    lean.finish(book.book(), folder)
    offline.finish(book.book(), folder, codes)
    return folder


def made_once(factory: pytest.TempPathFactory) -> Path:
    """The folder with book/, site/ and kiosk/."""

    def make(folder: Path) -> None:
        book = lay_in(copy_sample_book(folder / "book"), factory)
        cover = "    cover: 00-cover\n"
        book.replace("mkdocs.yml", cover, f"{cover}    icon: house\n    ornament: town\n")
        _as_if_printed(book)
        finish(book, folder / "site")
        kiosk.write(folder / "site", folder / "kiosk")

    return once(factory, "finished", make)


def _as_if_printed(book: SampleBook) -> None:
    """The page Print offers a file in each language."""
    for code in CODES:
        row = '{"file": "guide.pdf", "pages": 8, "sheets": 2, "size": 9, "kind": "guide", "title": "guide"}'
        book.write(f"build/print/{code}/editions.json", f"[{row}]")
        book.write(f"build/print/{code}/guide.pdf", b"%PDF-1.7")


def copied(site: Path, target: Path) -> Path:
    """A copy that a test may change."""
    return Path(shutil.copytree(site, target))


def lay_in(book: SampleBook, factory: pytest.TempPathFactory) -> SampleBook:
    """Give a book what is drawn already; what it changes is drawn anew, as everywhere."""
    drawn = once(factory, "drawn", _draw) / "book" / "build"
    for name in DRAWN:
        shutil.copytree(drawn / name, book.path(f"build/{name}"), dirs_exist_ok=True)
    return book


def _draw(folder: Path) -> None:
    book = copy_sample_book(folder / "book")
    os.environ["SOURCE_DATE_EPOCH"] = TODAY
    (folder / "site").mkdir()
    assert engine.build(book.book(), CODES, folder / "site", 1) == ()
