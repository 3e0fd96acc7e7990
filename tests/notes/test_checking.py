"""What `check` says of a note: each message by spoiling one thing."""

from __future__ import annotations

import pytest

from guidebook.notes.checking import check, check_icons, contrast
from guidebook.problem import Severity
from notes.draft import LANGUAGES


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_good_note_passes_in_every_language(draft, language):
    assert draft.found_by_checking(language) == []


def test_a_text_that_is_too_long_says_by_how_much(draft):
    long = "Запитайте в конторі ринку, які місця вільні, скільки вони коштують і коли туди краще прийти."
    draft.spoil("text.uk.yml", "Запитайте, які місця вільні.", long)
    assert draft.found_by_checking("uk") == [
        "text.uk.yml:4: “s1-text” (uk) does not fit its box 460×150: it needs 5 lines at the smallest size 34, "
        "the box holds 3 – shorten it by about 33 characters, or enlarge the box in note.yml"
    ]


def test_a_box_that_is_too_low_for_its_letters_says_how_high_it_must_be(draft):
    draft.spoil("note.yml", "box: [60, 404, 460, 150]", "box: [60, 404, 460, 44]")
    draft.spoil("text.pl.yml", "Zapytaj, które miejsca są wolne.", "Zapytaj.")
    assert draft.found_by_checking("pl") == [
        "text.pl.yml:4: “s1-text” (pl): the box is 44 units high, letters of size 34 need 45 here – "
        "make the box higher in note.yml"
    ]
    draft.spoil("note.yml", "box: [60, 404, 460, 44]", "box: [60, 404, 460, 45]")
    assert draft.found_by_checking("pl") == []


def test_a_word_that_is_too_long_is_named(draft):
    draft.spoil("text.pl.yml", "Pytanie", "Konstantynopolitańczykowianeczka")
    [found] = draft.found_by_checking("pl")
    assert found.startswith("text.pl.yml:3: “s1-heading” (pl): the longest word, “Konstantynopolitańczykowianeczka”,")
    assert found.endswith("the box is 314 wide – use a shorter word, or enlarge the box in note.yml")


def test_a_word_that_a_translation_lacks_is_a_gap(draft):
    draft.spoil("text.uk.yml", 's1-heading: "Запитання"\n', "")
    [found] = [p for p in check(draft.note(), "uk", draft.studio) if "missing" in p.message]
    assert found.english() == "“s1-heading” is missing (uk)"
    assert found.hint.format(**found.values) == "the source language has: Pytanie"
    assert found.severity is Severity.GAP


def test_a_word_that_the_source_lacks_is_a_defect(draft):
    draft.spoil("text.pl.yml", 's1-heading: "Pytanie"\n', "")
    [found] = list(check(draft.note(), "pl", draft.studio))
    assert (found.english(), found.severity) == ("“s1-heading” is missing (pl)", Severity.DEFECT)


def test_a_word_that_no_box_shows_is_a_defect(draft):
    draft.spoil("text.uk.yml", "help:", 'halp: "Сюди"\nhelp:')
    assert draft.found_by_checking("uk") == ["text.uk.yml:5: “halp” (uk) has no box in note.yml – did you mean “help”?"]


def test_a_language_without_words_is_a_gap(draft):
    (draft.folder / "text.uk.yml").unlink()
    [found] = list(check(draft.note(), "uk", draft.studio))
    assert found.english() == "the note has no words in “uk”"
    assert found.hint.format(**found.values) == "copy text.pl.yml to text.uk.yml and translate the words"
    assert found.severity is Severity.GAP


def test_a_letter_that_the_hand_cannot_write_is_named(draft):
    draft.spoil("text.pl.yml", "Pytanie", "Pytanie ☃")
    [found] = draft.found_by_checking("pl")
    assert found.startswith("text.pl.yml:3: “s1-heading” (pl): the font NoteHand-Bold has no “☃” (U+2603)")


def test_a_word_that_is_not_translated_is_said_as_advice(draft):
    draft.spoil("text.uk.yml", "Запитання", "Pytanie")
    [found] = list(check(draft.note(), "uk", draft.studio))
    assert (found.english(), found.severity) == ("“s1-heading” (uk) is identical to “pl”", Severity.ADVICE)


def test_a_word_whose_source_has_changed_is_a_gap(draft):
    draft.spoil("text.pl.yml", "Pytanie", "Zapytaj")
    [found] = list(check(draft.note(), "uk", draft.studio))
    assert found.english() == "“s1-heading” (uk) was translated from an older text; now it says: Zapytaj"
    assert "/02-market/text.uk.yml" in found.hint.format(**found.values)
    assert found.severity is Severity.GAP


def test_a_picture_without_alt_text_is_a_defect(draft):
    line = (draft.folder / "text.pl.yml").read_text(encoding="utf-8").split("\n")[0]
    draft.spoil("text.pl.yml", line + "\n", "")
    [found] = list(check(draft.note(), "pl", draft.studio))
    assert (found.english(), found.severity) == ("“alt” is missing (pl)", Severity.DEFECT)


def test_an_alt_text_that_is_too_long_is_a_defect(draft):
    draft.spoil("text.pl.yml", "Rysunek:", "Rysunek " * 20)
    [found] = draft.found_by_checking("pl")
    assert found.startswith("text.pl.yml:1: “alt” (pl) has 221 characters, 180 at most")


def test_an_alt_text_that_says_no_more_than_the_title_is_advised_against(draft):
    line = (draft.folder / "text.pl.yml").read_text(encoding="utf-8").split("\n")[0]
    draft.spoil("text.pl.yml", line, 'alt: "Targ przy moście: Twoje miejsce."')
    assert draft.found_by_checking("pl") == [
        "text.pl.yml:1: “alt” (pl) is the title once more – say what the picture shows"
    ]


def test_a_box_outside_the_drawing_is_a_defect(draft):
    draft.spoil("note.yml", "box: [80, 640, 1000, 200]", "box: [80, 740, 1000, 200]")
    assert draft.found_by_checking("pl") == [
        "note.yml:21: the box of “help”, [80, 740, 1000, 200], is not inside the drawing, 1200×900 – "
        "a box is [left, top, width, height]"
    ]


def test_boxes_that_overlap_are_advised_against(draft):
    draft.spoil("note.yml", "box: [60, 404, 460, 150]", "box: [60, 384, 460, 150]")
    assert draft.found_by_checking("pl") == [
        "note.yml:20: the boxes of “s1-heading” and “s1-text” overlap – move or shrink one of them"
    ]


def test_what_is_wrong_with_the_drawing_is_said_once(draft):
    draft.spoil("note.yml", "box: [60, 404, 460, 150]", "box: [60, 384, 460, 150]")
    assert draft.found_by_checking("en") == draft.found_by_checking("uk") == []


def test_an_icon_that_is_not_there_is_named(draft):
    draft.spoil("note.yml", "icon: stall", "icon: stal")
    assert draft.found_by_checking("pl") == ["note.yml:9: there is no icon “stal” – did you mean “stall”?"]


def test_a_colour_that_the_book_has_not_is_named(draft):
    draft.spoil("note.yml", "colour: coral", "colour: corral")
    assert draft.found_by_checking("pl") == ["note.yml:10: “corral” is no colour of this book – did you mean “coral”?"]


def test_exchanging_a_colour_that_an_icon_has_not_is_said(draft):
    draft.spoil("note.yml", "size: 200}", "size: 200, colours: {teal: sun}}")
    assert draft.found_by_checking("pl") == [
        "note.yml:9: the icon “stall” has nothing in the colour “teal” – it is drawn with: coral, sun, ink"
    ]


def test_words_that_are_too_pale_to_read_are_a_defect(draft):
    draft.spoil("note.yml", "colour: dark-red", "colour: coral")
    [found] = draft.found_by_checking("pl")
    assert found.startswith("note.yml:15: words in “coral” (style “heading”) are too pale: contrast 2.9 against")


def test_contrast_is_that_of_the_accessibility_guidelines():
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#23304a", "#fffaf0") == pytest.approx(12.7, abs=0.1)


def test_a_fault_in_an_icon_is_said_with_the_icon(draft):
    draft.spoil("icons/stall.yml", "colour: sun", "colour: sum")
    assert [problem.english() for problem in check_icons(draft.studio)] == ["“sum” is no colour of this book"]
