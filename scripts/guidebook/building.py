"""What `guidebook build` does, in order. Tells what it is at through `report`, prints nothing itself.

    checks ─► notes ─► print, a process a language ─► site, a process a language ─► PDFs into the site ─► in place
"""

from __future__ import annotations

import gc
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from guidebook import checks, files, processes
from guidebook.book import Book
from guidebook.notes import pictures as note_pictures
from guidebook.notes.pictures import NotePictures
from guidebook.print import editions
from guidebook.problem import BookHasDefects, Problem, Severity
from guidebook.site import engine, printing

Report = Callable[[str, Mapping[str, object]], None]  # msgid and its values

PARTS = ("notes", "print", "site")
KEY = ".content-key"


@dataclass(frozen=True)
class Output:
    """One thing that a build has made, or found still good."""

    file: Path
    size: int
    pages: int
    sheets: int
    seconds: float
    is_new: bool


def build(book: Book, codes: Sequence[str], parts: Sequence[str], report: Report) -> tuple[Output, ...]:
    """Build these languages. Raises BookHasDefects before anything is written."""
    _refuse_defects(book)
    outputs: list[Output] = []
    notes(book, codes, report)
    if "print" in parts:
        outputs += _print(book, codes, report)
    if "site" in parts:
        outputs.append(_site(book, codes, report))
    return tuple(outputs)


def _refuse_defects(book: Book) -> None:
    defects = tuple(p for p in checks.run(book) if p.severity is Severity.DEFECT)
    if defects:
        raise BookHasDefects(defects)


def notes(book: Book, codes: Sequence[str], report: Report) -> None:
    """Draw what has changed."""
    drawn = tuple(book.notes.values())
    studio = note_pictures.studio(book.config)

    def tell(note: str, code: str) -> None:
        report("visual note {note} ({language})", {"note": note, "language": code})

    note_pictures.make_all(drawn, tuple(codes), studio, processes.cores(), tell)


# ------------------------------------------------------------------------------------------------ print


def _print(book: Book, codes: Sequence[str], report: Report) -> list[Output]:
    """The brochures of each language; those whose content has not changed stay as they are."""
    made: dict[str, list[Output]] = {}
    changed = [code for code in codes if not _is_current(book, code)]
    for code in codes:
        if code not in changed:
            made[code] = _outputs(book, code, 0.0, is_new=False)
    for code, seconds in _each(book, changed, report):
        made[code] = _outputs(book, code, seconds, is_new=True)
    return [output for code in codes for output in made[code]]


def print_folder(book: Book, code: str) -> Path:
    """Where the brochures of a language stand."""
    return book.config.build / "print" / code


def _is_current(book: Book, code: str) -> bool:
    folder = print_folder(book, code)
    try:
        key = (folder / KEY).read_text(encoding="utf-8")
    except OSError:
        return False
    complete = all((folder / edition["file"]).is_file() for edition in printing.editions(book, code))
    return complete and key == editions.content_key(book, code, _pictures(book, code))


def _pictures(book: Book, code: str) -> dict[str, NotePictures]:
    studio = note_pictures.studio(book.config)
    return {name: note_pictures.make(note, code, studio) for name, note in book.notes.items()}


def _each(book: Book, codes: Sequence[str], report: Report) -> Iterator[tuple[str, float]]:
    """Print each language in a process of its own, as many at once as there are cores."""
    for code in codes:
        report("brochure ({language})", {"language": code})
    for (_, code), seconds in processes.each(_print_one, [(book, code) for code in codes], processes.cores()):
        yield code, seconds


def _print_one(book: Book, code: str) -> float:
    start = time.monotonic()
    pictures = _pictures(book, code)
    with files.replacing(print_folder(book, code)) as folder, _without_collector():
        editions.print_editions(book, code, pictures, folder)
        key = editions.content_key(book, code, pictures)
        (folder / KEY).write_text(key, encoding="utf-8")
    return time.monotonic() - start


@contextmanager
def _without_collector() -> Iterator[None]:
    """Layout makes millions of objects that live to its end: looking for garbage among them takes a seventh of it."""
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


def _outputs(book: Book, code: str, seconds: float, *, is_new: bool) -> list[Output]:
    folder = print_folder(book, code)
    return [
        Output(folder / e["file"], e["size"], e["pages"], e["sheets"], seconds, is_new)
        for e in printing.editions(book, code)
    ]


# ------------------------------------------------------------------------------------------------- site


def _site(book: Book, codes: Sequence[str], report: Report) -> Output:
    """The website, put in place when it is whole; with some languages only, the others stay as they are."""
    start = time.monotonic()
    report("website", {})
    site = book.config.build / "site"
    whole = len(codes) == len(book.editions) or not site.is_dir()
    built = [edition.language.code for edition in book.editions] if whole else codes
    with files.replacing(site) if whole else files.merging(site) as stage:
        _refuse_warnings(book, engine.build(book.config.file, built, stage, processes.cores()))
        for code in built:
            _copy_prints(book, code, stage)
    size = sum(file.stat().st_size for file in site.rglob("*") if file.is_file())
    pages = sum(1 for _ in site.rglob("*.html"))
    return Output(site, size, pages, 0, time.monotonic() - start, True)


def _copy_prints(book: Book, code: str, stage: Path) -> None:
    for file in printing.published(book.config.build / "print", code):
        files.copy_file(file, stage / code / "print" / file.name)


def _refuse_warnings(book: Book, warnings: Sequence[str]) -> None:
    """Our checks should have found these first: what is left over is a defect all the same."""
    if warnings:
        raise BookHasDefects(tuple(Problem(book.config.file, 1, "{text}", values={"text": text}) for text in warnings))
