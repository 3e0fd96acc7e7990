"""The contact sheet: every page of every file, small."""

from __future__ import annotations

from pathlib import Path

import pikepdf
from PIL import Image

from conftest import SampleBook
from guidebook.print import contact, editions, job
from print.conftest import pictures, print_sample


def _sheet(sample_book: SampleBook, folder: Path) -> Image.Image:
    book = sample_book.book()
    made = job.Job(book, "uk", pictures(sample_book, "uk"), editions.make_icons(book), folder / "new", folder)
    made.folder.mkdir()
    assert list(contact.make(made)) == []
    return Image.open(made.folder / contact.SHEET).convert("RGB")


def test_the_sheet_shows_all_pages_of_all_files(sample_book: SampleBook, tmp_path: Path):
    printed = print_sample(sample_book, "uk", tmp_path / "uk")
    one = _sheet(sample_book, tmp_path / "uk")
    with pikepdf.open(printed.guide) as guide:
        pages = len(guide.pages)
    width = contact.HEIGHT_PX * 148 / 210
    white = sum(1 for colour in one.get_flattened_data() if min(colour) > 230)
    assert white > pages * width * contact.HEIGHT_PX * 0.4  # most of a page is paper
    assert one.getpixel((2, 2)) == one.getpixel((one.width - 2, one.height - 2)), "grey around the pages"
