"""Sheets as numbers, and as a file."""

from __future__ import annotations

import subprocess
from collections.abc import Iterable
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest

from guidebook.print import imposition
from guidebook.print.imposition import Sheet, Side, Volume


def test_twelve_pages_stand_on_three_sheets_outermost_first():
    assert imposition.saddle_stitch(12) == (
        Sheet(front=Side(12, 1), back=Side(2, 11)),
        Sheet(front=Side(10, 3), back=Side(4, 9)),
        Sheet(front=Side(8, 5), back=Side(6, 7)),
    )


@pytest.mark.parametrize("pages", [4, 8, 36, 64])
def test_pages_side_by_side_add_up_to_the_number_of_pages_and_one(pages: int):
    sides = [side for sheet in imposition.saddle_stitch(pages) for side in sheet.sides]
    assert {side.left + side.right for side in sides} == {pages + 1}
    assert sorted(number for side in sides for number in (side.left, side.right)) == [*range(1, pages + 1)]


def test_pages_that_are_missing_to_a_multiple_of_four_are_blank_at_the_end():
    assert imposition.saddle_stitch(3) == (Sheet(front=Side(None, 1), back=Side(2, 3)),)


def test_up_to_sixty_four_pages_make_one_booklet():
    assert imposition.volumes(64, {4, 12, 20}) == (Volume(range(2, 64)),)


def test_more_pages_make_booklets_that_begin_with_a_chapter_each_with_its_own_covers():
    first, second = imposition.volumes(80, {2, 3, 4, 12, 30, 43, 46, 60})
    assert (first.inner, second.inner) == (range(2, 46), range(46, 80))
    assert (first.notes, second.notes) == (2, 0), "lined pages fill the last sheet"
    assert (first.page_count, second.page_count) == (48, 36)


@pytest.mark.parametrize("pages", [68, 80, 128, 132, 256, 400])
@pytest.mark.parametrize("starts", [(), (2, 200), range(4, 400, 10), range(5, 400, 10)])
def test_no_booklet_is_too_thick_and_no_page_is_lost(pages: int, starts: Iterable[int]):
    found = imposition.volumes(pages, {*starts})
    assert [page for volume in found for page in volume.inner] == [*range(2, pages)]
    assert all(volume.page_count % 4 == 0 and volume.page_count <= 64 for volume in found)
    assert all(volume.inner.start % 2 == 0 for volume in found), "behind the cover lies a left page"


def test_inner_sheets_of_a_thick_booklet_move_towards_the_fold():
    assert [imposition.creep_mm(sheet, 36) for sheet in (0, 1, 8)] == pytest.approx([0, 0.1, 0.8])


def test_a_thin_booklet_has_no_creep():
    assert imposition.creep_mm(6, 28) == 0


def test_the_made_booklet_has_the_pages_in_the_right_order(tmp_path: Path):
    sheets = imposition.booklet(_numbered(8), range(1, 9), "Sheets", "uk")
    assert _words(sheets, tmp_path) == [["P8", "P1"], ["P2", "P7"], ["P6", "P3"], ["P4", "P5"]]


def test_the_second_booklet_begins_with_its_own_first_page(tmp_path: Path):
    sheets = imposition.booklet(_numbered(8), range(5, 9), "Sheets", "uk")
    assert _words(sheets, tmp_path) == [["P8", "P5"], ["P6", "P7"]]


def test_sheets_are_a4_landscape_and_name_themselves():
    with pikepdf.open(BytesIO(imposition.booklet(_numbered(4), range(1, 5), "Sheets to fold", "uk"))) as sheets:
        width, height = (float(length) for length in sheets.pages[0].mediabox[2:])
        assert (round(width / 72 * 25.4), round(height / 72 * 25.4)) == (297, 210)
        assert str(sheets.docinfo["/Title"]) == "Sheets to fold"
        assert str(sheets.Root.Lang) == "uk"


def _numbered(count: int) -> bytes:
    """A5 pages that bear P1, P2, …"""
    made = BytesIO()
    with pikepdf.new() as pdf:
        font = pdf.make_indirect(
            pikepdf.Dictionary(Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica)
        )
        for number in range(1, count + 1):
            page = pdf.add_blank_page(page_size=(419.5, 595.3))
            page.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F=font))
            page.Contents = pdf.make_stream(f"BT /F 20 Tf 200 300 Td (P{number}) Tj ET".encode())
        pdf.save(made)
    return made.getvalue()


def _words(pdf: bytes, folder: Path) -> list[list[str]]:
    """What stands on each side of the sheets, from left to right."""
    file = folder / "sheets.pdf"
    file.write_bytes(pdf)
    text = subprocess.run(["pdftotext", "-layout", file, "-"], capture_output=True, text=True, check=True).stdout
    return [side.split() for side in text.split("\f") if side.strip()]
