"""The card that an app shows beside the address of the guide."""

import re
from dataclasses import replace
from random import Random

import pytest
from PIL import Image

from guidebook.notes import card, pictures

TITLE, PROMISE = "Walk in Verbopil", "The market, the bridge and the council"


@pytest.fixture
def cover(sample_book):
    return sample_book.book().notes["00-cover"]


@pytest.fixture
def studio(sample_book):
    return pictures.studio(sample_book.config())


def frames(svg: str) -> list[float]:
    """Where the picture of the cover begins, from the left."""
    return [float(x) for x in re.findall(r'<svg x="([\d.]+)"', svg)]


def test_a_card_has_the_size_that_apps_ask_for_and_is_light(cover, studio, tmp_path):
    file = card.make(cover, "en", TITLE, PROMISE, studio, tmp_path)
    with Image.open(file) as made:
        assert (made.size, made.format) == ((1200, 630), "PNG")
    assert file.stat().st_size <= card.MOST_BYTES


def test_a_card_is_the_same_in_every_folder_and_drawn_once(cover, studio, tmp_path, monkeypatch):
    one, other = (card.make(cover, "en", TITLE, PROMISE, studio, tmp_path / name) for name in ("one", "other"))
    assert one.read_bytes() == other.read_bytes()
    monkeypatch.setattr(pictures, "pixels", lambda *_: pytest.fail("drawn again"))
    card.make(cover, "en", TITLE, PROMISE, studio, tmp_path / "one")


def test_another_title_makes_another_card(cover, studio, tmp_path):
    before = card.make(cover, "en", TITLE, PROMISE, studio, tmp_path).read_bytes()
    assert card.make(cover, "en", "Sing in Verbopil", PROMISE, studio, tmp_path).read_bytes() != before


def test_a_picture_with_many_colours_is_made_light_too(monkeypatch):
    noise = Image.frombytes("RGB", (40, 21), Random(1).randbytes(40 * 21 * 3)).resize(card.SIZE)
    assert len(card._png(noise)) <= card.MOST_BYTES
    monkeypatch.setattr(card, "TONES", card.TONES[:1])
    assert len(card._png(noise)) > card.MOST_BYTES


def test_from_right_to_left_the_cover_stands_on_the_left(cover, studio):
    assert frames(card.drawn(cover, "en", TITLE, "", studio)) == [1200 - card.EDGE - card.PANEL]
    assert frames(card.drawn(cover, "ar", TITLE, "", studio)) == [card.EDGE]


def test_words_without_letters_in_the_hand_stay_away_and_the_cover_stays(cover, studio):
    none = card.drawn(cover, "en", "", "", studio)
    assert card.drawn(cover, "en", "דרך", "漢字", studio) == none
    assert card.drawn(cover, "en", TITLE, "", studio) != none
    assert frames(none)


def test_a_book_without_a_cover_has_a_card_of_words_over_its_whole_width(studio):
    svg = card.drawn(None, "en", TITLE, PROMISE, studio)
    assert frames(svg) == []
    assert svg.count("<path") == 3  # title, its line, promise


def test_a_title_that_is_too_long_for_the_card_is_left_out(cover, studio):
    assert card.drawn(cover, "en", "word " * 200, "", studio) == card.drawn(cover, "en", "", "", studio)


def test_the_paper_is_that_of_the_cover(cover, studio):
    coloured = replace(studio, colours={**studio.colours, "cover": "#123456"})
    assert '<rect width="1200" height="630" fill="#123456"/>' in card.drawn(cover, "en", TITLE, "", coloured)
