"""The sample book's site as `guidebook build --kiosk` leaves it, made once for all tests that only look at it."""

from __future__ import annotations

import fcntl
import os
import shutil
from pathlib import Path

import pytest

from conftest import TODAY, SampleBook, copy_sample_book
from guidebook.files import copy_file, pack
from guidebook.site import engine, kiosk, lean, offline

CODES = ("uk", "pl", "en")
DRAWN = ("notes", ".cache/cards", ".cache/jinja")  # in the folder build


def finish(book: SampleBook, folder: Path) -> Path:
    """Build the site of a book into a new folder, with all that comes last."""
    os.environ["SOURCE_DATE_EPOCH"] = TODAY
    folder.mkdir(parents=True)
    assert engine.build(book.path("mkdocs.yml"), CODES, folder, 1) == ()
    for file in book.path("build/print").glob("*/*.pdf"):
        pack([file], folder / file.parent.name / "print" / "all.zip")
        copy_file(file, folder / file.parent.name / "print" / file.name)
    lean.finish(book.book(), folder)
    offline.finish(book.book(), folder, CODES)
    return folder


def made_once(factory: pytest.TempPathFactory) -> Path:
    """The folder with book/, site/ and kiosk/, shared by the processes among which pytest divides the tests."""
    own = factory.getbasetemp()
    shared = own.parent if "PYTEST_XDIST_WORKER" in os.environ else own
    folder, done = shared / "finished", shared / "finished.done"
    with (shared / "finished.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not done.exists():
            shutil.rmtree(folder, ignore_errors=True)
            book = lay_in(copy_sample_book(folder / "book"), factory)
            cover = "    cover: 00-cover\n"
            book.replace("mkdocs.yml", cover, f"{cover}    icon: house\n    ornament: town\n")
            _as_if_printed(book)
            finish(book, folder / "site")
            kiosk.write(folder / "site", folder / "kiosk")
            done.touch()
    return folder


def _as_if_printed(book: SampleBook) -> None:
    """The page Print offers a file in each language."""
    for code in CODES:
        row = '{"file": "guide.pdf", "pages": 8, "sheets": 2, "size": 9, "kind": "guide", "title": "guide"}'
        book.write(f"build/print/{code}/editions.json", f"[{row}]")
        book.write(f"build/print/{code}/guide.pdf", b"%PDF-1.7")


def copied(site: Path, target: Path) -> Path:
    """A copy that a test may change."""
    return Path(shutil.copytree(site, target))


def drawn_once(factory: pytest.TempPathFactory) -> Path:
    """The build folder of a sample book whose site was built, shared by the processes of pytest."""
    own = factory.getbasetemp()
    shared = own.parent if "PYTEST_XDIST_WORKER" in os.environ else own
    folder, done = shared / "drawn", shared / "drawn.done"
    with (shared / "drawn.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not done.exists():
            shutil.rmtree(folder, ignore_errors=True)
            book = copy_sample_book(folder / "book")
            os.environ["SOURCE_DATE_EPOCH"] = TODAY
            assert engine.build(book.path("mkdocs.yml"), CODES, folder / "site", 1) == ()
            done.touch()
    return folder / "book" / "build"


def lay_in(book: SampleBook, factory: pytest.TempPathFactory) -> SampleBook:
    """Give a book what is drawn already; what it changes is drawn anew, as everywhere."""
    drawn = drawn_once(factory)
    for name in DRAWN:
        shutil.copytree(drawn / name, book.path(f"build/{name}"), dirs_exist_ok=True)
    return book
