"""Words in boxes: lines and sizes as numbers, in three languages."""

from __future__ import annotations

import pytest
from fontTools.pens.boundsPen import BoundsPen
from fontTools.svgLib.path import parse_path

from guidebook import visualnote
from guidebook.notes import fonts, layout, lettering
from guidebook.notes.checking import CONTRAST, contrast
from guidebook.notes.ink import generator
from guidebook.notes.lettering import Wording, break_lines
from notes.draft import LANGUAGES, ROOT

HAND = ROOT / "docs" / "assets" / "fonts"

GOLDEN = {  # sizes, and the lines of the first three boxes
    "pl": (
        {"title": 78.75, "heading": 46.25, "body": 42.0},
        [["Targ przy moście:", "Twoje miejsce"], ["Pytanie"], ["Zapytaj, które", "miejsca są wolne."]],
    ),
    "en": (
        {"title": 61.5, "heading": 46.25, "body": 42.0},
        [["The market by the bridge:", "a place for you"], ["Ask"], ["Ask which", "places are free."]],
    ),
    "uk": (
        {"title": 78.75, "heading": 46.25, "body": 42.0},
        [["Ринок біля мосту:", "ваше місце"], ["Запитання"], ["Запитайте,", "які місця вільні."]],
    ),
}


@pytest.mark.parametrize("language", LANGUAGES)
def test_lines_and_sizes_are_as_they_were(draft, language):
    sizes, lines = GOLDEN[language]
    placed = layout.lay_out(draft.note(), language, draft.studio)
    written = [[line.text.replace("\u00a0", " ") for line in one.lines] for one in placed.lettered]
    assert written[:3] == lines
    assert dict(placed.sizes) == pytest.approx(sizes)


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_letter_leaves_its_box(draft, language):
    assert list(outside(draft.note(), language, draft.studio)) == []


def test_no_letter_of_this_book_leaves_its_box(draft):
    folders = sorted(path.parent for path in (ROOT / "visual-notes").glob("*/note.yml"))
    for folder in folders:
        note, problems = visualnote.read(folder, LANGUAGES, "pl")
        assert problems == ()
        found = [one for language in LANGUAGES for one in outside(note, language, draft.studio)]
        assert found == []


def outside(note, language, studio):
    """The keys whose ink reaches further than their box, and how far."""
    for one in layout.lay_out(note, language, studio).lettered:
        path = lettering.write(one.wording, one.lines, one.size, generator("any"))
        pen = BoundsPen(None)
        parse_path(path, pen)
        x, y, width, height = layout.text_box(one.region)
        left, top, right, foot = pen.bounds
        beyond = max(x - left, y - top, right - x - width, foot - y - height)
        if beyond > 0:
            yield one.region.key, language, round(beyond, 1)


def test_lines_are_of_even_length():
    words = ["aaaa", "bbbb", "cccc", "d"]
    assert break_lines(words, [4, 4, 4, 1], 1, 14) == ["aaaa bbbb", "cccc d"]


def test_a_line_likes_to_end_at_a_pause():
    words = "one two, three four".split()
    assert break_lines(words, [3, 4, 5, 4], 1, 13) == ["one two,", "three four"]


def test_a_word_that_is_too_wide_cannot_be_broken():
    assert break_lines(["aaaa"], [40], 1, 14) is None


def test_short_words_stay_with_the_next_one(draft):
    draft.spoil("text.pl.yml", "Zapytaj, które miejsca są wolne.", "Zapytaj w biurze o miejsca i o ceny.")
    placed = layout.lay_out(draft.note(), "pl", draft.studio)
    lines = next(one.lines for one in placed.lettered if one.region.key == "s1-text")
    assert all(line.text.split("\u00a0")[-1] not in ("w", "o", "i") for line in lines)


def test_boxes_of_a_style_have_letters_of_one_size(draft):
    placed = layout.lay_out(draft.note(), "pl", draft.studio)
    assert {one.size for one in placed.lettered if one.style.name == "body"} == {placed.sizes["body"]}


def test_headings_side_by_side_share_a_baseline():
    hand = fonts.load(HAND, "bold")
    lines = [
        lettering.place(Wording(hand, text, "pl"), (0, 0, 400, 64), 40, "left", "middle")[0]
        for text in ("Podpisy", "Żółw", "acex")
    ]
    assert len({line.y for line in lines}) == 1


def test_the_hand_has_the_letters_of_all_three_languages():
    letters = "ąćęłńóśźżĄĆĘŁŃÓŚŹŻґєіїщюяҐЄІЇЩЮЯ„”«»“’–№"
    assert fonts.load(HAND, "regular").missing(letters) == fonts.load(HAND, "bold").missing(letters) == ()
    assert fonts.load(HAND, "bold").missing("a☃b") == ("☃",)


def test_all_words_of_this_book_can_be_read_on_their_paper(draft):
    from guidebook import config

    colours = config.load(ROOT / "mkdocs.yml").colours
    for folder in sorted(path.parent for path in (ROOT / "visual-notes").glob("*/note.yml")):
        note, _ = visualnote.read(folder, LANGUAGES, "pl")
        for style in note.styles.values():
            assert contrast(colours[style.colour], colours[note.art.paper]) >= CONTRAST
