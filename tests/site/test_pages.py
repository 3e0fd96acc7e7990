"""What a page shows of a visual note."""

from dataclasses import replace
from xml.etree import ElementTree

import pytest

from guidebook import book, config
from guidebook.notes.pictures import NotePictures, Rendition
from guidebook.site import pages


@pytest.fixture
def drawing(tmp_path):
    """The pictures of a drawn note, with a title of two lines."""
    (tmp_path / "note.svg").write_text('<svg xmlns="http://www.w3.org/2000/svg"><path d="M0 0"/></svg>', "utf-8")
    webp = tuple(Rendition(f"note-{width}.webp", width, width, "image/webp") for width in (480, 800, 1800))
    return NotePictures(
        name="02-market", language="pl", folder=tmp_path, size=(1200, 1200), title="Targ:\nkiedy i gdzie", alt="Targ.",
        alt_language="pl", credit="Ja", text=(), webp=webp, avif=(),
    )


def link(sample_book, pictures):
    chapter = book.load(config.load(sample_book.path("mkdocs.yml"))).edition("pl").chapter("02-market.md")
    return pages.figure(pictures, chapter, "pl", "pl").find("a")


def test_a_drawing_is_looked_at_closely_as_svg_and_without_scripts_as_the_largest_picture(sample_book, drawing):
    found = link(sample_book, drawing)
    assert found.get("data-sharp") == "notes/02-market.svg"
    assert found.get("href") == "notes/02-market-1800.webp"


def test_a_photo_is_looked_at_closely_as_the_largest_picture(sample_book, drawing):
    drawing.svg.write_text('<svg xmlns="http://www.w3.org/2000/svg"><image href="data:image/jpeg;base64,"/></svg>')
    assert link(sample_book, drawing).get("data-sharp") == "notes/02-market-1800.webp"


def test_the_link_to_a_drawing_is_named_by_its_description_and_what_it_does(sample_book, drawing):
    found = link(sample_book, drawing)
    assert found.find(".//img").get("alt") == "Targ."
    assert "".join(found.itertext()) == "Otwórz rysunek w pełnej wielkości"
    assert found.get("data-title") == "Targ: kiedy i gdzie"
    assert "aria-label" not in ElementTree.tostring(found, "unicode")


def test_the_legend_of_numbers_is_open_and_other_words_wait_to_be_asked_for(sample_book, drawing):
    chapter = book.load(config.load(sample_book.path("mkdocs.yml"))).edition("pl").chapter("02-market.md")
    closed, opened = (pages.figure(one, chapter, "pl", "pl").find("details")
                      for one in (drawing, replace(drawing, is_marked=True)))
    assert ("open" in closed.attrib, "open" in opened.attrib) == (False, True)
