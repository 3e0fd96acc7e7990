"""A chapter as a leaflet: one sheet, folded once."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pikepdf
import pytest

from conftest import SampleBook
from guidebook.print import preflight
from guidebook.problem import BookHasDefects
from print.conftest import make_kind


def text(file: Path, page: int) -> str:
    """The words of one side of the sheet."""
    options = ("-f", str(page), "-l", str(page), "-layout")
    return subprocess.run(["pdftotext", *options, file, "-"], check=True, capture_output=True, text=True).stdout


@pytest.mark.parametrize("code", ["uk", "en"])
def test_each_chapter_with_a_number_is_one_sheet_of_two_sides(sample_book: SampleBook, tmp_path: Path, code: str):
    made = make_kind(sample_book, "leaflets", code, tmp_path)
    assert [one.file.name for one in made] == [
        f"leaflet-{name}.pdf" for name in ("01-council", "02-market", "03-bridge")
    ]
    for one in made:
        with preflight.opened(one.file, one.kind, sample_book.book(), code) as proof:
            assert (len(proof.pages), one.pages, one.sheets) == (2, 4, 1)
            assert [found.english() for found in preflight.look(proof)] == []


def test_the_steps_stand_inside_and_help_with_the_address_on_the_back(sample_book: SampleBook, tmp_path: Path):
    sheet = {one.file.stem: one.file for one in make_kind(sample_book, "leaflets", "en", tmp_path)}[
        "leaflet-01-council"
    ]
    outside, inside = text(sheet, 1), text(sheet, 2)
    assert "guide.verbopil.example/en/1" in outside and "Not legal advice" in outside
    assert "Collect signatures" in inside and "Collect signatures" not in outside


def test_a_leaflet_has_neither_marks_of_sources_nor_pages_of_the_guide(sample_book: SampleBook, tmp_path: Path):
    """They lead into the guide, where they stand: the leaflet says so."""
    sample_book.replace(
        "docs/en/01-council.md", "May I? { #may-i }\n", "May I? { #may-i }\n\nSee [the market](02-market.md).\n"
    )
    sheet = {one.file.stem: one.file for one in make_kind(sample_book, "leaflets", "en", tmp_path)}[
        "leaflet-01-council"
    ]
    whole = " ".join((text(sheet, 1) + text(sheet, 2)).split())
    assert "See The market." in whole or "See the market." in whole
    assert "(p." not in whole and "the source and the age of each fact" in whole


def test_steps_that_do_not_fit_are_told_and_which_section_to_shorten(sample_book: SampleBook, tmp_path: Path):
    long = "Довге пояснення того, що треба зробити. " * 9
    steps = "".join(f"{number}. **Крок.** {long}\n" for number in range(4, 30))
    sample_book.replace("docs/uk/01-council.md", "\n### Візьміть", f"{steps}\n### Візьміть")
    with pytest.raises(BookHasDefects) as found:
        make_kind(sample_book, "leaflets", "uk", tmp_path)
    (problem,) = found.value.problems
    assert problem.file.name == "01-council.md" and "do not fit on the two inner pages" in problem.english()
    assert "shorten the section" in problem.hint


def test_where_help_is_too_long_for_the_back_its_places_stand_there(sample_book: SampleBook, tmp_path: Path):
    """The longest help has a table; a place is what a reader needs most."""
    long = "Довге пояснення, хто допоможе, коли й у чому. " * 60
    sample_book.append("docs/uk/01-council.md", "\n## Хто допоможе { #help }\n\n" + long + "\n\n[[place:office]]\n")
    made = {one.file.stem: one.file for one in make_kind(sample_book, "leaflets", "uk", tmp_path)}
    outside = text(made["leaflet-01-council"], 1)
    assert "Хто допоможе" in outside and "Довге пояснення" not in outside
    assert "Адреса" in outside


def test_a_sheet_is_the_same_bytes_each_time(sample_book: SampleBook, tmp_path: Path):
    first = [one.file.read_bytes() for one in make_kind(sample_book, "leaflets", "pl", tmp_path / "one")]
    assert first == [one.file.read_bytes() for one in make_kind(sample_book, "leaflets", "pl", tmp_path / "two")]


def test_the_cover_of_a_leaflet_is_the_right_half_of_the_first_side(sample_book: SampleBook, tmp_path: Path):
    sheet = make_kind(sample_book, "leaflets", "pl", tmp_path)[1].file
    with pikepdf.open(sheet) as made:
        assert made.pages[0].mediabox[2] > made.pages[0].mediabox[3]
    right_half = ("-f", "1", "-l", "1", "-r", "72", "-x", "421", "-y", "0", "-W", "421", "-H", "595")
    cover = subprocess.run(["pdftotext", *right_half, sheet, "-"], check=True, capture_output=True, text=True).stdout
    assert "Z przewodnika" in cover
