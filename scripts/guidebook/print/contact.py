"""The contact sheet: all pages of all PDFs of a language, small, on one picture. Whoever prints looks at it first."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pypdfium2

from guidebook import files, images
from guidebook.print import glyphs, preflight
from guidebook.print.job import Job, Printed

SHEET = "contact-sheet.png"
HEIGHT_PX = 170  # of a page that stands upright; one that lies is as high


def make(job: Job) -> Iterator[Printed]:
    """contact-sheet.png, for people; it is no edition that is printed."""
    rows = [(row["file"], _pages(job.finished / row["file"])) for row in preflight.listed(job.finished)]
    font = glyphs.font_file(job.book.config.fonts, glyphs.TEXT_FONT)
    files.write_atomically(job.folder / SHEET, images.contact_sheet(rows, font))
    yield from ()


def _pages(file: Path) -> list[images.Picture]:
    """Each page as a picture."""
    with pypdfium2.PdfDocument(file) as opened:
        return [page.render(scale=HEIGHT_PX / page.get_height()).to_pil() for page in opened]
