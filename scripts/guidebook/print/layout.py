"""The guide: A5 pages to read, and the sheets to fold.

    Guide ─ Maker ─► HTML ─ pdf.Press ─► pages ─► guide.pdf ─ imposition ─► guide-booklet.pdf
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping

from guidebook import files
from guidebook.print import glyphs, imposition, pdf
from guidebook.print.guide import Guide, anchor
from guidebook.print.job import Job, Printed, refuse
from guidebook.print.pages import Maker, Page
from guidebook.problem import Problem

# A chapter that leaves fewer lines than these on its last page is set tighter, step by step.
SHORT_ENDINGS = {"tight": 10, "tight tighter": 6}
LENGTHS_FILE = "lengths.json"
BLEED_FILE = ".guide-bleed.pdf"  # the same pages with what is printed beyond their edges: for the print shop


def make(job: Job) -> Iterator[Printed]:
    """guide.pdf and the booklet, or booklets. Raises BookHasDefects, all faults at once."""
    guide = job.guide
    page = Maker(guide, job.pictures, job.icons).page()
    refuse((*glyphs.missing_glyphs(guide.book, job.code), *page.problems))
    data, pages, lengths = _laid_out(job, page)
    files.write_atomically(job.folder / BLEED_FILE, data)
    data = pdf.trimmed(data)
    yield job.write("guide.pdf", data, guide.language.title, pages, -(-pages // 2))
    yield from _booklets(job, data, pages)
    _write_lengths(job, pages, lengths)


def _laid_out(job: Job, page: Page) -> tuple[bytes, int, dict[str, int]]:
    """The guide without pages of a few lines, and filled up to a multiple of four: sheets are folded in the middle.

    Its PDF, its pages, and the pages of each chapter.
    """
    guide, press = job.guide, pdf.Press(job.folders)
    inside = press.render(page.inside())
    parts, tight = [*map(anchor, guide.chapters), "terms", "phrases"], {}
    for style, lines in SHORT_ENDINGS.items():
        if short := inside.short_endings(parts, lines):
            tight |= dict.fromkeys(short, style)
            inside = press.render(page.inside(tight))
    end = press.render(page.end(inside.page_count + 1, notes=-(inside.page_count + 1) % 4))
    whole = inside.followed_by(end)
    data, warnings = whole.write()
    refuse((*overfull(guide, whole), *warned(guide, (*whole.warnings, *warnings))))
    lines = whole.lines_of(map(anchor, guide.chapters))
    return data, whole.page_count, {chapter.name: len(lines[anchor(chapter)]) for chapter in guide.chapters}


def overfull(guide: Guide, rendered: pdf.Rendered) -> Iterator[Problem]:
    """Words that are wider than their line, each with its chapter."""
    chapters = {anchor(chapter): chapter.file for chapter in guide.chapters}
    for word in rendered.overfull():
        file = chapters.get(word.section.partition("--")[0], guide.book.config.file)
        hint = "shorten it, or write <wbr> where it may be broken"
        shown = {"text": word.text[:60], "page": word.page}
        yield Problem(file, 1, "“{text}” is wider than the line on page {page} of the print", hint, shown)


def warned(guide: Guide, warnings: tuple[str, ...]) -> Iterator[Problem]:
    """What WeasyPrint only warns of is a defect: a missing picture, a rule of style it does not know."""
    for text in dict.fromkeys(warnings):
        shown = {"text": text, "language": guide.language.name}
        folder = guide.book.config.docs / guide.code
        yield Problem(folder, 1, "printing the guide ({language}): {text}", values=shown)


def _booklets(job: Job, data: bytes, page_count: int) -> Iterator[Printed]:
    """The sheets to fold: one booklet, or several when one would be too thick to staple."""
    parts = imposition.booklets(page_count)
    for number, pages in enumerate(parts, 1):
        name = "guide-booklet.pdf" if len(parts) == 1 else f"guide-booklet-{number}.pdf"
        title = job.words("{title} – sheets to print and fold", title=job.guide.language.title)
        if len(parts) > 1:
            title += f" ({number}/{len(parts)})"
        sheets = imposition.booklet(data, pages, title, job.code)
        yield job.write(name, sheets, title, len(pages), -(-len(pages) // 4), "guide-booklet")


def _write_lengths(job: Job, pages: int, lengths: Mapping[str, int]) -> None:
    """What the check of the page budget reads; a chapter that was edited since bears another version."""
    versions = {chapter.name: chapter.source_id for chapter in job.guide.chapters}
    chapters = {name: {"pages": count, "version": versions[name]} for name, count in lengths.items()}
    text = json.dumps({"pages": pages, "chapters": chapters}, indent=1) + "\n"
    files.write_atomically(job.folder / LENGTHS_FILE, text)
