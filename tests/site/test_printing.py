"""The page Print: what a language has, then what is common to all; each link leads to a file of the site."""

from __future__ import annotations

import json
import re
import zipfile
from pathlib import Path

import pytest

from conftest import SampleBook
from guidebook import building, strings
from guidebook.purposes import SECTIONS
from guidebook.site import printing


def put(sample: SampleBook, code: str, file: str, data: bytes = b"%PDF-1.7") -> None:
    """As if `guidebook build` had printed this file, alone in its folder."""
    folder = Path("build/print") / code
    row = {"file": file, "title": "T", "pages": 1, "sheets": 1, "size": len(data), "kind": file.removesuffix(".pdf")}
    sample.write((folder / file).as_posix(), data)
    sample.write((folder / "editions.json").as_posix(), json.dumps([row]))


def links(html: str) -> list[str]:
    return re.findall(r'href="([^"]+\.pdf)"', html)


def test_what_is_common_to_all_languages_stands_after_what_the_language_has(sample_book):
    put(sample_book, "pl", "guide.pdf")
    put(sample_book, "", "poster-a3.pdf")
    html = printing.page(sample_book.book(), "pl")
    assert links(html) == ["guide.pdf", "../../print/poster-a3.pdf"]
    assert strings.load("pl")("Poster, large") in html


def test_what_is_common_is_offered_where_the_language_has_nothing_of_its_own(sample_book):
    put(sample_book, "", "test-sheet.pdf")
    assert links(printing.page(sample_book.book(), "pl")) == ["../../print/test-sheet.pdf"]


def test_files_stand_by_who_they_are_for_and_what_nobody_has_listed_stands_first(sample_book):
    rows = [{"file": file, "title": "T", "pages": 1, "sheets": 1, "size": 9, "kind": kind} for file, kind in (
        ("guide-press.pdf", "guide-press"), ("guide-booklet-2.pdf", "guide-booklet"), ("new.pdf", "new"),
        ("form-a.pdf", "form"), ("leaflet-01-council.pdf", "leaflet"),
    )]
    sample_book.write("build/print/pl/editions.json", json.dumps(rows))
    html = printing.page(sample_book.book(), "pl")
    first, *parts = re.split(r'<h2 id="([a-z-]+)">', html)
    by_id = dict(zip(parts[::2], parts[1::2], strict=True))
    assert list(by_id) == [printing.PAPER, *SECTIONS]
    assert links(by_id["to-read"]) == ["new.pdf", "form-a.pdf", "leaflet-01-council.pdf"]
    assert links(by_id["at-the-office"]) == ["guide-booklet-2.pdf"]
    assert links(by_id["print-shop"]) == ["guide-press.pdf"]
    assert re.findall(r'href="#([a-z-]+)"', first) == [
        printing.OFFLINE, "to-read", "forms", "leaflets", "at-the-office", "print-shop"
    ]
    assert all(html.count(f' id="{id}"') == 1 for id in ("forms", "leaflets"))


def test_a_button_says_what_it_opens_and_tells_those_who_hear_it_of_which_card(sample_book):
    put(sample_book, "pl", "guide.pdf")
    words = strings.load("pl")
    name, text = re.search(r'aria-label="([^"]+)">([^<]+)</a>', printing.page(sample_book.book(), "pl")).groups()
    assert text == words("Open (PDF)")
    assert name == f'{text}: {words("The guide to read")}'


def test_a_chapter_offers_its_own_leaflet_to_take_home_and_only_what_is_printed(sample_book):
    put(sample_book, "pl", "leaflet-01-council.pdf")
    found = printing.take_home(sample_book.book(), "pl", "01-council.md")
    assert (found.leaflet, found.has_guide) == ("pl/print/leaflet-01-council.pdf", False)
    assert printing.take_home(sample_book.book(), "pl", "02-market.md").leaflet == ""
    assert printing.take_home(sample_book.book(), "en", "01-council.md").leaflet == ""


@pytest.fixture
def published(sample_book: SampleBook) -> SampleBook:
    """The site, with a guide in Polish and a poster."""
    put(sample_book, "pl", "guide.pdf")
    put(sample_book, "", "poster-a3.pdf")
    sample_book.write("build/print/pl/.guide-bleed.pdf", b"%PDF-1.7 for the press edition only")
    building.notes(sample_book.book(), ("uk", "pl", "en"), lambda *_: None)
    building._site(sample_book.book(), ("uk", "pl", "en"), lambda *_: None)
    return sample_book


def test_each_link_of_the_page_leads_to_a_file(published):
    page = published.path("build/site/pl/print/index.html")
    found = [link for link in links(page.read_text(encoding="utf-8")) if not link.startswith("http")]
    assert "../../print/poster-a3.pdf" in found
    assert [link for link in found if not (page.parent / link).is_file()] == []

    put(published, "", "poster-a3.pdf", b"%PDF-1.7 another")
    building._site(published.book(), ("pl",), lambda *_: None)  # one language: the others stay as they are
    assert published.path("build/site/print/poster-a3.pdf").read_bytes() == b"%PDF-1.7 another"
    assert published.path("build/site/uk/print/index.html").is_file()


def test_all_files_of_a_language_lie_in_one_archive_with_what_is_common_to_all(published):
    archive = published.path("build/site/pl/print/all.zip")
    with zipfile.ZipFile(archive) as opened:
        assert opened.namelist() == ["guide.pdf", "poster-a3.pdf"] and opened.testzip() is None
    page = archive.with_name("index.html").read_text(encoding="utf-8")
    words = strings.load("pl")("All files in one archive ({size})", size="0\u00a0kB")
    assert 'href="all.zip"' in page and words in page
    assert not published.path("build/site/uk/print/all.zip").exists(), "nothing is printed in that language"
    assert not archive.with_name(".guide-bleed.pdf").exists()
    before = archive.read_bytes()
    building._site(published.book(), ("pl",), lambda *_: None)
    assert archive.read_bytes() == before
