"""How the time to print a guide grows with its pages: the chapters of the real book, again and again.

    pages   engine   ours   passes   a pass   write    MiB

engine: WeasyPrint alone lays out the same HTML once, with all page numbers in it. ours: layout.Inside, which also finds
the page numbers and sets chapters tighter. passes: pages laid out for each page there is. a pass: ours for one of them,
with the engine as 1. write: what comes after, the finished PDF. Each row is a process of its own, the better of two.
"""

from __future__ import annotations

import dataclasses
import resource
import subprocess
import sys
import time
from collections.abc import Iterator
from copy import deepcopy
from itertools import count, islice
from pathlib import Path
from unittest import mock

from markupsafe import Markup

from guidebook import book as books
from guidebook import config
from guidebook.notes import pictures
from guidebook.print import editions, layout, pages, pdf
from guidebook.print.job import Job
from guidebook.print.trials import Trials

FIRST_PAGES, PAGES_A_CHAPTER = 3, 8  # cover, “before you start”, contents; a chapter with its note
SIZES = (16, 32, 64, 128, 256)
RUNS = 2
HEAD = ("pages", "engine", "ours", "passes", "a pass", "write", "MiB")


def table(file: Path) -> Iterator[str]:
    """The lines of the table for the book of this mkdocs.yml."""
    yield "".join(f"{word:>9}" for word in HEAD)
    for size in SIZES:
        runs = [_in_own_process(file, size) for _ in range(RUNS)]
        made, engine, ours, passes, write, memory = (min(values) for values in zip(*runs, strict=True))
        a_pass = ours / passes / engine
        yield f"{made:>9.0f}{engine:>9.2f}{ours:>9.2f}{passes:>9.2f}{a_pass:>9.2f}{write:>9.2f}{memory:>9.0f}"


def _in_own_process(file: Path, size: int) -> list[float]:
    command = [sys.executable, __file__, str(file), str(size)]
    made = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    return [float(value) for value in made.split()]


def measure(file: Path, size: int) -> tuple[float, ...]:
    """Pages, seconds of the engine, ours, passes, seconds to write, and the memory, taken before the engine comes."""
    job, page = _job_and_page(file)
    press, laid_out = pdf.Press(job.folders), 0
    inside = layout.Inside(_of_length(page, size), Trials(press))
    render = pdf.Press.render

    def counted(self: pdf.Press, text: str) -> pdf.Rendered:
        nonlocal laid_out
        rendered = render(self, text)
        laid_out += rendered.page_count
        return rendered

    with mock.patch.object(pdf.Press, "render", counted):
        begin = time.perf_counter()
        rendered = inside.laid_out()
        ours = time.perf_counter() - begin
    begin = time.perf_counter()
    rendered.write()
    write = time.perf_counter() - begin
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    text = layout.numbered(inside.page.inside(inside.tight), inside.numbers)
    begin = time.perf_counter()
    press.render(text)
    engine = time.perf_counter() - begin
    return rendered.page_count, engine, ours, laid_out / rendered.page_count, write, memory


def _job_and_page(file: Path) -> tuple[Job, pages.Page]:
    """The guide in the source language, before it is laid out."""
    book = books.load(config.load(file))
    code, studio = book.config.source.code, pictures.studio(book.config)
    drawn = {name: pictures.make(note, code, studio) for name, note in book.notes.items()}
    folder = book.config.build / "print" / code
    job = Job(book, code, drawn, editions.make_icons(book), folder, folder)
    return job, pages.Maker(job.guide, job.pictures, job.icons).page()


def _of_length(page: pages.Page, size: int) -> pages.Page:
    """The guide without its lists, with so many chapters that it has some `size` pages."""
    chapters = [part for part in page.shown["parts"] if part.note is not None]
    wanted = max(1, round((size - FIRST_PAGES) / PAGES_A_CHAPTER))
    copies = (_copy(part, number) for number in count() for part in chapters)
    return dataclasses.replace(
        page, shown={**page.shown, "parts": [*islice(copies, wanted)], "terms": Markup(), "phrases": Markup()}
    )


def _copy(part: pages.Part, number: int) -> pages.Part:
    """The chapter with ids of its own."""
    if not number:
        return part
    name, tree = f"{part.id}-again-{number}", deepcopy(part.tree)
    for one in tree.iter():
        for attribute in ("id", "href"):
            if part.id in one.get(attribute, ""):
                one.set(attribute, one.get(attribute).replace(part.id, name))
    return dataclasses.replace(part, id=name, tree=tree, words=None)


if __name__ == "__main__":
    if len(sys.argv) == 3:
        print(*measure(Path(sys.argv[1]), int(sys.argv[2])))
    else:
        print(*table(Path(sys.argv[1])), sep="\n")
