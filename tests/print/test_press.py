"""The files for the print shop: boxes and crop marks as numbers, inks as the file names them."""

from __future__ import annotations

import json
import re
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pikepdf
import pytest

from guidebook import building, strings
from guidebook.print import drawn, editions, press
from guidebook.print.job import Job
from guidebook.print.press import POINTS_PER_MM
from guidebook.site import printing
from print.conftest import Printed

Print = Callable[[str], Printed]


def job(printed: Printed, folder: Path) -> Job:
    """What the maker of a file for the print shop is given."""
    folder.mkdir(parents=True, exist_ok=True)
    return Job(printed.book.book(), printed.code, {}, {}, folder, printed.folder)


@pytest.fixture
def pressed(printed: Print, tmp_path: Path) -> Path:
    """guide-press.pdf."""
    return next(press.make(job(printed("uk"), tmp_path))).file


@pytest.fixture
def in_cmyk(printed: Print, tmp_path: Path) -> Path:
    """guide-press-cmyk.pdf."""
    return next(press.make_cmyk(job(printed("uk"), tmp_path))).file


def around(outer: pikepdf.Object, trim: pikepdf.Object) -> set[float]:
    """How far a box reaches beyond the trim on its four sides, in millimetres."""
    return {round(abs(float(o) - float(t)) / POINTS_PER_MM, 2) for o, t in zip(outer, trim, strict=True)}


def colours(file: Path) -> Iterator[str]:
    """The spaces of colour of all that is drawn."""
    with pikepdf.open(file) as opened:
        for page in drawn.pages(opened):
            yield from page.spaces


def _boxes_are_right(file: Path) -> None:
    with pikepdf.open(file) as opened:
        for page in opened.pages:
            width, height = (float(page.TrimBox[side + 2]) - float(page.TrimBox[side]) for side in (0, 1))
            assert (round(width / POINTS_PER_MM, 1), round(height / POINTS_PER_MM, 1)) == (148, 210)
            assert around(page.BleedBox, page.TrimBox) == {3}
            assert around(page.MediaBox, page.TrimBox) == around(page.CropBox, page.TrimBox) == {10}
            assert "/ArtBox" not in page


def test_the_print_shop_gets_three_millimetres_of_bleed_and_ten_of_paper(pressed: Path):
    _boxes_are_right(pressed)


def test_the_cmyk_file_has_the_same_boxes(in_cmyk: Path):
    _boxes_are_right(in_cmyk)


def test_two_crop_marks_stand_at_each_corner_outside_the_bleed():
    marks = press.crop_marks((0, 0, 148 * POINTS_PER_MM, 210 * POINTS_PER_MM))
    lines = [[float(part) / POINTS_PER_MM for part in re.findall(r"-?[\d.]+", line)]
             for line in marks.split("\n") if line.endswith("S")]  # fmt: skip
    assert len(lines) == 8
    for x1, y1, x2, y2 in lines:
        outside = [max(-x, x - 148, -y, y - 210) for x, y in ((x1, y1), (x2, y2))]
        assert [round(length, 1) for length in outside] == [3.5, 8.5]
        assert x1 == x2 or y1 == y2
    assert marks.startswith("/Artifact BMC") and "1 1 1 1 K" in marks


def test_what_reaches_beyond_the_bleed_is_cut_off(pressed: Path):
    with pikepdf.open(pressed) as opened:
        start = opened.pages[0].Contents.read_bytes().split(b"\n")[0]
    assert start == b"q -8.5039 -8.5039 436.5354 612.2834 re W n"  # 3 mm, 154 × 216 mm in points


def test_the_cover_is_printed_into_the_bleed(pressed: Path, tmp_path: Path):
    """Two millimetres outside the trim, on all four sides, there is colour; six outside there is none."""
    command = ["pdftoppm", "-r", "127", "-singlefile", "-gray", pressed, tmp_path / "cover"]  # 5 dots a millimetre
    subprocess.run(command, check=True)
    data = (tmp_path / "cover.pgm").read_bytes()
    header = re.match(rb"P5\s+(\d+)\s+(\d+)\s+255\s", data)
    width, dots = int(header[1]), data[header.end() :]

    def tone(x_mm: float, y_mm: float) -> int:
        return dots[round((10 + y_mm) * 5) * width + round((10 + x_mm) * 5)]

    edges = [(-2, 50), (150, 50), (50, -2), (50, 212)]
    paper = [(-6, 50), (154, 50), (50, -6), (50, 216)]
    assert all(tone(*place) < 252 for place in edges)
    assert {tone(*place) for place in paper} == {255}


def test_the_file_keeps_tags_language_and_dates(pressed: Path):
    with pikepdf.open(pressed) as opened:
        assert str(opened.Root.Lang) == "uk" and "/StructTreeRoot" in opened.Root
        assert str(opened.docinfo["/CreationDate"]) == "D:20261124000000Z"
        assert str(opened.docinfo["/Title"]) == "Гуляй у Вербополі – для друкарні"


def test_text_in_ink_goes_to_the_black_plate_and_other_colours_stay(printed: Print):
    with pikepdf.open(printed("uk").folder / ".guide-bleed.pdf") as opened:
        press.on_black_plate(opened, "#23304a")
        texts = [text for page in drawn.pages(opened) for text in page.texts if text.is_visible]
    found = {text.colour[0] for text in texts}
    assert found == {"DeviceRGB", "DeviceCMYK"}
    assert {text.colour[1] for text in texts if text.colour[0] == "DeviceCMYK"} == {(0, 0, 0, 1)}
    ink = (0x23 / 255, 0x30 / 255, 0x4A / 255)
    rest = [text.colour[1] for text in texts if text.colour[0] == "DeviceRGB"]
    assert not any(all(abs(a - b) < 0.003 for a, b in zip(colour, ink, strict=True)) for colour in rest)


def test_no_colour_for_screens_is_left_in_the_cmyk_file(in_cmyk: Path):
    assert {*colours(in_cmyk)} <= {"DeviceCMYK", "DeviceGray"}
    assert b"DeviceRGB" not in in_cmyk.read_bytes()


def test_the_cmyk_file_has_title_language_and_dates_of_the_guide(in_cmyk: Path):
    with pikepdf.open(in_cmyk) as opened:
        assert str(opened.Root.Lang) == "uk"
        assert str(opened.docinfo["/Title"]) == "Гуляй у Вербополі – для друкарні (CMYK)"
        assert str(opened.docinfo["/CreationDate"]) == str(opened.docinfo["/ModDate"]) == "D:20261124000000Z"
    assert b"PDF/X" not in in_cmyk.read_bytes()


def test_the_cmyk_file_reads_like_the_guide(in_cmyk: Path, printed: Print):
    def words(file: Path) -> list[str]:
        run = subprocess.run(["pdftotext", "-raw", file, "-"], capture_output=True, text=True, check=True)
        return sorted(run.stdout.split())

    assert words(in_cmyk) == words(printed("uk").guide)


@pytest.mark.parametrize("make", [press.make, press.make_cmyk])
def test_the_same_guide_gives_the_same_bytes(printed: Print, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, make):
    first = next(make(job(printed("uk"), tmp_path / "one"))).file.read_bytes()
    monkeypatch.setenv("TZ", "Asia/Tokyo")
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1795600000")
    again = Job(printed("uk").book.book(), "uk", {}, {}, tmp_path / "two", printed("uk").folder)
    (tmp_path / "two").mkdir()
    assert next(make(again)).file.read_bytes() == first


def test_without_ghostscript_one_sentence_says_what_is_left_out(printed: Print, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("PATH", "")
    (said,) = building.left_out(printed("uk").book.book(), ["uk", "pl"])
    assert said.startswith("guide-press-cmyk.pdf is left out: Ghostscript is not installed.")


def test_with_ghostscript_nothing_is_left_out(printed: Print, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(press, "ghostscript", lambda: "/opt/gs")
    assert building.left_out(printed("uk").book.book(), ["uk", "pl"]) == ()


def test_a_kind_that_needs_a_missing_program_is_not_made(printed: Print, monkeypatch: pytest.MonkeyPatch):
    kinds = {kind.name: kind for kind in editions.kinds(printed("uk").book.book(), "uk")}
    monkeypatch.setenv("PATH", "")
    assert kinds["press-cmyk"].needs() and not kinds["press"].needs()
    assert not replace(kinds["press-cmyk"], needs=editions.nothing_missing).needs()


@pytest.mark.parametrize("code", ["uk", "pl", "en"])
def test_the_page_print_says_which_file_is_for_which_print_shop(printed: Print, code: str):
    sample = printed("uk").book
    row = {"title": "", "pages": 12, "sheets": 6, "size": 200_000}
    rows = [{**row, "file": f"{kind}.pdf", "kind": kind} for kind in ("guide-press", "guide-press-cmyk")]
    file = sample.write(f"build/print/{code}/editions.json", json.dumps(rows))
    shown, words = printing.page(sample.book(), code), strings.load(code)
    file.unlink()
    for said in ("For the print shop", "For the print shop, in CMYK"):
        assert f"<h3>{words(said)}</h3>" in shown
    assert words("With bleed and crop marks, in RGB. Most print shops take this file.") in shown
