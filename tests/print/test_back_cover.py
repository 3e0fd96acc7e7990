"""The back cover: a copy that knows its age."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest

from conftest import SampleBook
from guidebook.print import editions, guide, pages, pdf
from guidebook.print.pages import A5, LARGE, Format

SITE_URL = "site_url: https://guide.verbopil.example/"
ROOM_MM = ((A5, 64, 200), (LARGE, 78, 287))  # from below the town (guide.css, guide-large.css) to above the edge


def back(sample: SampleBook, code: str, paper: Format = A5) -> str:
    """The HTML of the back cover."""
    book = sample.book()
    made = pages.Maker(guide.choose(book, code), {}, editions.make_icons(book), paper)
    return made.page().end(1, notes=0)


def laid_out(sample: SampleBook, html: str, folder: Path) -> list[tuple[str, float, float]]:
    """Each word with its upper and lower edge in millimetres, of a cover of one page."""
    rendered = pdf.Press((sample.root,)).render(html)
    assert rendered.page_count == 1
    assert list(rendered.overfull()) == []
    data, warnings = rendered.write()
    assert warnings == ()
    file = folder / "back.pdf"
    file.write_bytes(pdf.trimmed(data))
    run = subprocess.run(["pdftotext", "-bbox", str(file), "-"], capture_output=True, text=True, check=True)
    found = re.findall(r'yMin="([\d.]+)"[^>]*yMax="([\d.]+)">([^<]*)<', run.stdout)
    return [(word, float(top) / 72 * 25.4, float(bottom) / 72 * 25.4) for top, bottom, word in found]


def test_the_back_cover_names_a_short_address_beside_its_code(sample_book: SampleBook):
    html = back(sample_book, "pl")
    assert "Czy ten egzemplarz jest jeszcze aktualny?" in html.replace("\u00a0", " ")
    assert '<p class="address-in-words">guide.verbopil.example/pl/now</p>' in html
    assert "<title>Kod QR: https://guide.verbopil.example/pl/now/</title>" in html


def test_without_an_address_of_the_site_there_is_no_code(sample_book: SampleBook):
    sample_book.replace("mkdocs.yml", SITE_URL, "")
    html = back(sample_book, "pl")
    assert "<svg" not in html
    assert 'class="address-in-words"' not in html
    assert 'class="back"' in html


def test_the_address_of_a_town_is_short_enough_for_large_squares(sample_book: SampleBook):
    assert len(guide.current_address(guide.choose(sample_book.book(), "pl"))) <= 40


@pytest.mark.parametrize("code", ["uk", "pl", "en"])
@pytest.mark.parametrize(("paper", "top_mm", "bottom_mm"), ROOM_MM, ids=["a5", "large"])
def test_all_words_stand_between_the_town_and_the_edge_even_with_a_long_imprint(
    sample_book: SampleBook, tmp_path: Path, code: str, paper: Format, top_mm: float, bottom_mm: float
):
    imprint = sample_book.config().language(code).imprint
    sample_book.replace("mkdocs.yml", f"{code}: {imprint}", f"{code}: {' '.join([imprint] * 5)}")
    words = laid_out(sample_book, back(sample_book, code, paper), tmp_path)
    assert f"guide.verbopil.example/{code}/now" in {word for word, *_ in words}
    assert min(top for _, top, _ in words) > top_mm
    assert max(bottom for *_, bottom in words) < bottom_mm
