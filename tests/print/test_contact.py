"""The contact sheet: every page of every file, small."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import pikepdf
import pytest
from PIL import Image, ImageChops, ImageColor, ImageStat

from conftest import SampleBook
from guidebook import images
from guidebook.print import contact, editions, job
from print.conftest import pictures, print_sample

ROOT = Path(__file__).parents[2]


def _rows(
    sample_book: SampleBook, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> list[tuple[str, list[Image.Image]]]:
    """What is handed over to be put on the sheet."""
    book, shown = sample_book.book(), []
    monkeypatch.setattr(images, "contact_sheet", lambda rows, font: shown.extend(rows) or b"")
    made = job.Job(book, "uk", pictures(sample_book, "uk"), editions.make_icons(book), folder / "new", folder)
    made.folder.mkdir()
    assert list(contact.make(made)) == []
    return shown


def test_the_sheet_shows_all_pages_of_all_files(
    sample_book: SampleBook, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    printed = print_sample(sample_book, "uk", tmp_path / "uk")
    expected = []
    for file in (printed.guide, printed.booklet):
        with pikepdf.open(file) as opened:
            expected.append((file.name, len(opened.pages)))
    rows = _rows(sample_book, tmp_path / "uk", monkeypatch)
    assert [(name, len(shown)) for name, shown in rows] == expected
    assert {page.height for _, shown in rows for page in shown} == {contact.HEIGHT_PX}
    cover, contents = rows[0][1][0], rows[0][1][2]
    assert ImageStat.Stat(ImageChops.difference(cover, contents).convert("L")).mean[0] > 5, "pages are drawn"


def test_no_picture_covers_another_and_none_is_cut():
    colours = ["red", "lime", "blue", "yellow", "magenta", "cyan"]
    rows = [("one", [Image.new("RGB", (700, 90), name) for name in colours[:3]]),
            ("two", [Image.new("RGB", (60, 90), name) for name in colours[3:]])]  # fmt: skip
    font = ROOT / "docs" / "assets" / "fonts" / "fira-sans-400.ttf"
    sheet = Image.open(BytesIO(images.contact_sheet(rows, font))).convert("RGB")
    counts = {colour: count for count, colour in sheet.getcolors(sheet.width * sheet.height)}
    found = [counts.get(ImageColor.getrgb(name), 0) for name in colours]
    assert found == [700 * 90] * 3 + [60 * 90] * 3
