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
from guidebook.last_build import Output
from guidebook.notes import pictures as note_pictures
from guidebook.notes.pictures import NotePictures
from guidebook.print import editions
from guidebook.print.editions import Shelf
from guidebook.print.job import Job
from guidebook.problem import BookHasDefects, Problem, Severity
from guidebook.site import engine, kiosk, lean, offline, printing

Report = Callable[[str, Mapping[str, object]], None]  # msgid and its values


def build(
    book: Book, codes: Sequence[str], parts: Sequence[str], report: Report, *, all_editions: bool = False
) -> tuple[Output, ...]:
    """Build these languages. Raises BookHasDefects before anything is written."""
    _refuse_defects(book)
    outputs: list[Output] = []
    notes(book, codes, report)
    if "print" in parts:
        outputs += _print(book, codes, report, all_editions=all_editions)
    if "site" in parts:
        outputs.append(_site(book, codes, report))
    if "kiosk" in parts:
        outputs.append(_kiosk(book, report))
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


@dataclass(frozen=True)
class Task:
    """One kind of printed edition of one language, with the key of all it is made from."""

    kind: editions.Kind
    job: Job
    key: str
    is_current: bool

    @property
    def shelf(self) -> Shelf:
        """Where it stands when it is finished."""
        return Shelf(self.job.finished)


def _print(book: Book, codes: Sequence[str], report: Report, *, all_editions: bool) -> list[Output]:
    """The printed editions of each language; those whose content has not changed stay as they are."""
    tasks = list(_tasks(book, codes))
    seconds: dict[tuple[Path, str], float] = {}
    try:
        for stage in (1, 2):
            wanted = [t for t in tasks if t.kind.stage == stage and not t.is_current and not t.kind.needs()]
            for task, taken in _each([t for t in wanted if all_editions or t.kind.is_basic], report):
                seconds[task.job.finished, task.kind.name] = taken
        _remove_outdated(tasks, seconds)
        _write_contents(tasks)  # the last stage looks at what is listed there
        for task, taken in _each([t for t in _looks(tasks, seconds) if all_editions or t.kind.is_basic], report):
            seconds[task.job.finished, task.kind.name] = taken
    finally:
        _write_contents(tasks)
    folders = dict.fromkeys(task.job.finished for task in tasks)
    return [output for folder in folders for output in _outputs(folder, tasks, seconds)]


def _write_contents(tasks: Sequence[Task]) -> None:
    for folder, shelf in {task.job.finished: task.shelf for task in tasks}.items():
        shelf.write_contents([task.kind.name for task in tasks if task.job.finished == folder])


def _looks(tasks: Sequence[Task], made: Mapping[tuple[Path, str], float]) -> list[Task]:
    """What looks at the other editions of a folder, where one of them is new. What it said of the old ones is gone."""
    new = {folder for folder, _ in made}
    due = [t for t in tasks if t.kind.stage == 3 and (not t.is_current or t.job.finished in new)]
    for task in due:
        task.shelf.remove(task.kind.name)
    return due


def left_out(book: Book, codes: Sequence[str], *, all_editions: bool = True) -> tuple[str, ...]:
    """Why some editions were not made, and what to do: msgids."""
    kinds = [(print_folder(book, code), kind) for code in codes for kind in editions.kinds(book, code)]
    wanted = [(folder, kind) for folder, kind in kinds if all_editions or kind.is_basic]
    found = (kind.needs() for folder, kind in wanted if not Shelf(folder).record(kind.name))
    return tuple(dict.fromkeys(text for text in found if text))


def _tasks(book: Book, codes: Sequence[str]) -> Iterator[Task]:
    """Every kind of every language, and what is common to all."""
    icons = editions.make_icons(book)
    languages = {code: _pictures(book, code) for code in codes}
    for code, pictures in languages.items():
        base = editions.content_key(book, code, pictures)
        yield from _tasks_of(book, code, pictures, icons, print_folder(book, code), base)
    yield from _tasks_of(book, "", _pictures(book, book.config.source.code), icons, book.config.build / "print", "")


def _tasks_of(
    book: Book, code: str, pictures: Mapping[str, NotePictures], icons: Mapping[str, Path], folder: Path, base: str
) -> Iterator[Task]:
    """The kinds of a language, or with an empty code those that are common to all languages."""
    shelf, keys = Shelf(folder), [base]
    for kind in editions.kinds(book, code) if code else editions.common_kinds(book):
        job = Job(book, code or book.config.source.code, pictures, icons, folder / f".{kind.name}.new", folder)
        rests_on = " ".join(keys) if kind.stage == 3 else base if kind.is_of_guide else ""
        key = editions.kind_key(kind, job, rests_on)
        keys.append(key)
        yield Task(kind, job, key, shelf.record(kind.name).get("key") == key)


def print_folder(book: Book, code: str) -> Path:
    """Where the brochures of a language stand."""
    return book.config.build / "print" / code


def _pictures(book: Book, code: str) -> dict[str, NotePictures]:
    studio = note_pictures.studio(book.config)
    return {name: note_pictures.make(note, code, studio) for name, note in book.notes.items()}


def _each(tasks: Sequence[Task], report: Report) -> Iterator[tuple[Task, float]]:
    """Print each in a process of its own, as many at once as there are cores."""
    for task in tasks:
        task.job.finished.mkdir(parents=True, exist_ok=True)
    report_of = {True: "brochure ({language})", False: "{edition} ({language})"}
    for task in tasks:
        report(report_of[task.kind.is_basic], {"edition": task.kind.name, "language": task.job.code})
    for (task,), taken in processes.each(_print_one, [(task,) for task in tasks], processes.cores()):
        yield task, taken


def _print_one(task: Task) -> float:
    start = time.monotonic()
    with _without_collector():
        editions.make_kind(task.kind, task.job, task.key)
    return time.monotonic() - start


@contextmanager
def _without_collector() -> Iterator[None]:
    """Layout makes millions of objects that live to its end: looking for garbage among them takes a seventh of it."""
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


def _remove_outdated(tasks: Sequence[Task], made: Mapping[tuple[Path, str], float]) -> None:
    """What was not made now and is of an older book, or of a kind that no longer exists, is not offered any more."""
    current = {(t.job.finished, t.kind.name) for t in tasks if t.is_current} | {*made}
    for shelf in {task.job.finished: task.shelf for task in tasks}.values():
        for kind in shelf.kinds():
            if (shelf.folder, kind) not in current:
                shelf.remove(kind)


def _outputs(folder: Path, tasks: Sequence[Task], seconds: Mapping[tuple[Path, str], float]) -> Iterator[Output]:
    """What stands in a folder now, in the order of the kinds."""
    for task in tasks:
        if task.job.finished == folder:
            taken = seconds.get((folder, task.kind.name))
            for row in task.shelf.record(task.kind.name).get("printed", ()):
                is_new, file = taken is not None, folder / row["file"]
                yield Output(file, row["size"], row["pages"], row["sheets"], taken or 0.0, is_new)


# ------------------------------------------------------------------------------------------------- site


def _site(book: Book, codes: Sequence[str], report: Report) -> Output:
    """The website, put in place when it is whole; with some languages only, the others stay as they are."""
    start = time.monotonic()
    report("website", {})
    site = book.config.build / "site"
    whole = len(codes) == len(book.editions) or not site.is_dir()
    built = [edition.language.code for edition in book.editions] if whole else codes
    with files.replacing(site) if whole else files.merging(site) as stage:
        _refuse_warnings(book, engine.build(book, built, stage, processes.cores()))
        for code in (*built, ""):
            _copy_prints(book, code, stage)
        lean.finish(book, stage, None if whole else site)
        offline.finish(book, stage, built)
    for code in {edition.language.code for edition in book.editions}.difference(built):
        offline.write_worker(site, code)  # what all languages share may be new
    return _folder_output(site, start)


def _kiosk(book: Book, report: Report) -> Output:
    """The website for a screen at an information point, from the one that has just been built."""
    start = time.monotonic()
    report("website for a kiosk", {})
    folder = book.config.build / "kiosk"
    with files.replacing(folder) as stage:
        kiosk.write(book.config.build / "site", stage)
    return _folder_output(folder, start)


def _folder_output(folder: Path, start: float) -> Output:
    size = sum(file.stat().st_size for file in folder.rglob("*") if file.is_file())
    pages = sum(1 for _ in folder.rglob("*.html"))
    return Output(folder, size, pages, 0, time.monotonic() - start, True)


def _copy_prints(book: Book, code: str, stage: Path) -> None:
    """The PDFs of a language into its part of the site, or with an empty code those that are common to all."""
    for file in printing.published(book.config.build / "print", code):
        files.copy_file(file, stage / code / "print" / file.name)
    if whole := printing.packed(book.config.build / "print", code):
        files.pack(whole, stage / code / "print" / printing.ZIP)


def _refuse_warnings(book: Book, warnings: Sequence[str]) -> None:
    """Our checks should have found these first: what is left over is a defect all the same."""
    if warnings:
        raise BookHasDefects(tuple(Problem(book.config.file, 1, "{text}", values={"text": text}) for text in warnings))
