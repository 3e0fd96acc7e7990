"""For those who print: a sheet that shows how the printer turns the paper, and READ-ME-FIRST, in the source language.

Both are made once for all languages. How many pages the guide of a language has, they do not know: they say how to
count the sheets.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from markupsafe import Markup

from guidebook import facts, purposes, strings
from guidebook.print import pages, pdf
from guidebook.print.job import Job, Printed, refuse
from guidebook.problem import Problem

# The files of each kind of edition, the most needed first: file name, the name under which `purposes` knows it, sheets
# of paper for a copy, or after a slash how many pages stand on one.
FILES: dict[str, tuple[tuple[str, str, str], ...]] = {
    "test-sheet": (("test-sheet.pdf", "test-sheet.pdf", "1"),),
    "guide": (("guide-booklet.pdf", "guide-booklet.pdf", "/4"), ("guide.pdf", "guide.pdf", "–")),
    "guide-large": (("guide-large.pdf", "guide-large.pdf", "/2"),),
    "leaflets": (("leaflet-….pdf", "leaflet", "1"),),
    "posters": (("poster-a4.pdf", "poster-a4.pdf", "1"), ("poster-a3.pdf", "poster-a3.pdf", "1")),
    "forms": (("form-….pdf", "form", "/1"), ("form-…-plain.pdf", "form-plain", "/1")),
    "bilingual": (("bilingual.pdf", "bilingual.pdf", "/2"),),
    "matrix": (("matrix.pdf", "matrix.pdf", "/1"),),
    "press": (("guide-press.pdf", "guide-press.pdf", "–"),),
    "press-cmyk": (("guide-press-cmyk.pdf", "guide-press-cmyk.pdf", "–"),),
}
COMMON = ("test-sheet", "posters")  # made once, not for each language


@dataclass(frozen=True)
class Row:
    """A line of the table: a file, what it is for, how it is printed."""

    file: str
    title: str
    use: str
    settings: str
    sheets: str
    is_common: bool


def make_test_sheet(job: Job) -> Iterator[Printed]:
    """Both sides of one sheet. Raises BookHasDefects, all faults at once."""
    title = job.words("Test sheet for the printer")
    yield _made(job, "test-sheet.pdf", title, page(job, "test-sheet", title), 2)


def make_read_me(job: Job, kinds: Sequence[str]) -> Iterator[Printed]:
    """Which file is for what, of these kinds of editions. Raises BookHasDefects, all faults at once."""
    title = job.words("Read me first: how to print this guide")
    yield _made(job, "READ-ME-FIRST.pdf", title, page(job, "read-me", title, tuple(rows(job, kinds))), 0)


def ingredients(job: Job, kinds: Sequence[str]) -> Iterable[object]:
    """What READ-ME-FIRST depends on besides configuration and words."""
    return _listed(job, kinds)


def _listed(job: Job, kinds: Sequence[str]) -> tuple[str, ...]:
    """Those of these kinds that the table names."""
    return tuple(kind for kind in FILES if kind in kinds and (kind != "forms" or job.book.forms))


def rows(job: Job, kinds: Sequence[str]) -> Iterator[Row]:
    """The table of all files, the most needed first."""
    words = pages.glued(job.words)
    for kind in _listed(job, kinds):
        for file, name, sheets in FILES[kind]:
            title, use, settings = purposes.PURPOSES.get(name) or purposes.KIND_PURPOSES[name]
            yield Row(file, words(title), words(use), words(settings), _sheets(job, sheets), kind in COMMON)


def _sheets(job: Job, count: str) -> str:
    """How many sheets of paper a copy takes."""
    if not count.startswith("/"):
        return count
    return job.words.plural("1 for {count} page", "1 for {count} pages", int(count[1:]))


def page(job: Job, part: str, title: str, table: tuple[Row, ...] = ()) -> str:
    """The HTML of one of the two."""
    config = job.book.config
    words = strings.load(config.source.code)
    shown = {
        "config": config,
        "part": part,
        "title": title,
        "print_page": purposes.page_title(words),
        "table": table,
        "style": Markup(pages.style(config, {}, "instructions.css")),
        "day": facts.day(config.day, config.source.code),
        "words": pages.glued(words),
        "ink": config.colours["ink"],
        "fill": config.colours["cream"],
        "accent": config.colours["accent"],
    }
    return pages.environment().get_template("instructions.html").render(**shown)


def _made(job: Job, name: str, title: str, html: str, page_count: int) -> Printed:
    """The PDF, if all of it is in its place; `page_count` is that which it must have, 0 for any."""
    rendered = pdf.Press(job.folders).render(html)
    data, warnings = rendered.write()
    refuse((*_faults(name, rendered, page_count), *_warned(name, (*rendered.warnings, *warnings))))
    return job.write(name, data, title, rendered.page_count, -(-rendered.page_count // 2))


def _faults(name: str, rendered: pdf.Rendered, page_count: int) -> Iterator[Problem]:
    """The words are the program's own: they are to be made shorter in its catalog."""
    file, hint = strings.LOCALE, "use shorter words in the catalog of the language"
    for word in rendered.overfull():
        shown = {"text": word.text[:60], "page": word.page, "file": name}
        yield Problem(file, 1, "“{text}” is wider than the line on page {page} of {file}", hint, shown)
    if page_count and rendered.page_count != page_count:
        shown = {"file": name, "count": rendered.page_count, "wanted": page_count}
        yield Problem(file, 1, "{file} has {count} pages instead of {wanted}", hint, shown)


def _warned(name: str, warnings: tuple[str, ...]) -> Iterator[Problem]:
    for text in dict.fromkeys(warnings):
        yield Problem(Path(name), 1, "printing {file}: {text}", values={"file": name, "text": text})
