"""Reading note.yml, text.<language>.yml and icons: each message by spoiling one thing."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from guidebook import visualnote
from notes.draft import LANGUAGES, Draft, said


@pytest.fixture
def draft(tmp_path: Path) -> Draft:
    made = Draft(tmp_path)
    made.write()
    return made


def test_a_good_note_has_no_problem(draft):
    note, problems = draft.read()
    assert problems == ()
    assert (note.name, note.source_language, str(note.credit)) == ("02-market", "pl", "Anna, 2026 · CC BY 4.0")
    assert note.keys == ("alt", "title", "s1-heading", "s1-text", "help")
    assert [item.kind for item in note.art.items] == ["icon", "arrow", "shape", "highlight"]


def test_a_note_without_boxes_is_decoration(draft):
    text = (draft.folder / "note.yml").read_text(encoding="utf-8")
    (draft.folder / "note.yml").write_text(text[: text.index("styles:")], encoding="utf-8")
    note, problems = draft.read()
    assert problems == ()
    assert note.is_decoration and note.texts == {}


SPOILED = [
    # what is replaced, by what, and what a person reads
    ("format: 1", "format: 7", "note.yml:1: this file does not say in which format it is"),
    ("chapter:", "chaptre:", "note.yml:3: “chaptre” is not known here – did you mean “chapter”?"),
    ("kind: sketch", "kind: svg", "note.yml:6: “art” does not say its “file” – add: file: drawing.svg"),
    ("kind: sketch", "kind: poem", "note.yml:6: “kind” is one of these: sketch, svg, photo; found “poem”"),
    ("drawn_by: Anna, ", "", "note.yml:4: the note does not say “drawn_by” in its credit"),
    (', licence: CC-BY-4.0', "", "note.yml:4: the note does not say “licence” in its credit – add to note.yml"),
    ("credit: {drawn", "# credit: {drawn", "note.yml:1: the note does not say “drawn_by” in its credit"),
    ("relettering}", "retouching}", "note.yml:4: “adaptation” is one of these: none, relettering; found “retouching”"),
    ("source_language: pl", "source_language: de", "note.yml:2: “de” is not a language of this book – languages of"),
    ("- {icon: stall", "- {ikon: stall", "note.yml:9: “ikon” is nothing that can be drawn – did you mean “icon”?"),
    (", size: 200", "", "note.yml:9: this “icon” does not say its “size”"),
    ("size: 200", "size: 1e9", "note.yml:9: “size” needs a number from 4 to 6000, found “1e9”"),
    ("at: [40, 40]", "at: [40]", "note.yml:9: “at” needs 2 numbers between square brackets, found “[40]”"),
    ("M300 300C400 250 500 250 600 300", "M300 300C400 oops", "note.yml:10: “arrow” needs an outline as SVG writes it"),
    ("M300 300C400 250 500 250 600 300", "M0 0L9e9 1", "note.yml:10: “arrow” needs an outline as SVG writes it"),
    ("colour: coral", 'colour: "url(x)"', "note.yml:10: “colour” needs the name of a colour in mkdocs.yml, or one"),
    ("min: 34", "min: 20", "note.yml:16: the letters of “body” may become 20 units small – write “min: 34” or more"),
    ("font: bold", "font: comic", "note.yml:14: “font” is one of these: regular, bold; found “comic”"),
    ("role: title", "role: text", "note.yml:17: a note has one title, this one has 0 – role: title"),
    ("key: s1-text", "key: s1-heading", "note.yml:20: the key “s1-heading” stands here twice"),
    ("style: body", "style: bodi", "note.yml:20: the style “bodi” of “s1-text” is not among the styles"),
    (", box: [60, 404, 460, 150]", "", "note.yml:20: this box does not say its “box”"),
    ("key: help", "key: s1_help", "note.yml:21: “key” needs a name of small letters, digits and hyphens, found"),
]


@pytest.mark.parametrize(("old", "new", "message"), SPOILED, ids=[row[1] or row[0] for row in SPOILED])
def test_what_is_wrong_in_a_note_is_said_with_its_line(draft, old, new, message):
    draft.spoil("note.yml", old, new)
    found = draft.found_by_reading()
    assert any(line.startswith(message) for line in found), found


ASK = 's1-heading: "Запитання"'
WORDS = [
    (ASK, "s1-heading: no", "text.uk.yml:3: “s1-heading” (uk): expected text in quotes, found false"),
    (ASK, "s1-heading: 12", "text.uk.yml:3: “s1-heading” (uk): expected text in quotes, found 12"),
    (ASK, "s1-heading:", "text.uk.yml:3: “s1-heading” (uk): expected text in quotes, found nothing"),
    (ASK, 's1-heading: " "', "text.uk.yml:3: “s1-heading” (uk) is empty"),
    (ASK, "s1-heading: [a]", "text.uk.yml:3: “s1-heading” (uk): expected text in quotes, found ['a']"),
    ("  alt:", "  alto:", "text.uk.yml:7: “alto” has a version here, but no text above – remove it"),
]


@pytest.mark.parametrize(("old", "new", "message"), WORDS, ids=[row[1] for row in WORDS])
def test_a_word_that_is_no_text_is_said_with_its_line(draft, old, new, message):
    draft.spoil("text.uk.yml", old, new)
    found = draft.found_by_reading()
    assert any(line.startswith(message) for line in found), found


def test_a_word_that_is_much_too_long_is_refused(draft):
    draft.spoil("text.en.yml", "Ask which places are free.", "a" * 1199)
    assert draft.found_by_reading() == [
        "text.en.yml:4: “s1-text” (en) has 1199 characters, 600 at most can stand in a note – shorten it"
    ]


def test_words_in_a_language_that_the_book_has_not_are_said(draft):
    (draft.folder / "text.de.yml").write_text("title: Markt\n", encoding="utf-8")
    assert draft.found_by_reading() == [
        "text.de.yml:1: “de” is not a language of this book – languages of this book: pl, en, uk"
    ]


def test_all_problems_of_a_note_are_said_together(draft):
    draft.spoil("note.yml", "chapter:", "chaptre:")
    draft.spoil("note.yml", "font: bold", "font: comic")
    draft.spoil("text.uk.yml", 's1-heading: "Запитання"', "s1-heading: no")
    assert len(draft.found_by_reading()) == 3


def test_a_folder_that_is_not_named_as_notes_are_is_said(draft):
    draft.folder.rename(draft.root / "market")
    _, problems = visualnote.read(draft.root / "market", LANGUAGES, "pl")
    assert said(problems[0]).startswith("note.yml:1: the folder “market” is not named as notes are")


def test_a_drawing_cannot_be_endless(draft):
    draft.spoil("note.yml", "  items:\n", "  items:\n" + "    - {line: M0 0L9 9}\n" * 600)
    assert draft.found_by_reading() == ["note.yml:8: “items” needs a list of at most 500 things"]


def test_a_word_that_is_missing_falls_back_to_the_source_language(draft):
    draft.spoil("text.uk.yml", 'help: "Потрібна допомога? Запитайте в конторі ринку. Години вказані на дверях."\n', "")
    note = draft.note()
    assert note.missing_keys("uk") == ("help",)
    assert note.word("help", "uk").language == "pl"
    assert note.word("title", "uk").language == "uk"


def test_a_word_is_stale_when_its_source_has_changed_since(draft):
    assert draft.note().stale_keys("uk") == ()
    draft.spoil("text.pl.yml", "Pytanie", "Zapytaj")
    assert draft.note().stale_keys("uk") == ("s1-heading",)
    assert draft.note().stale_keys("pl") == ()


def test_a_word_that_names_no_source_is_stale(draft):
    draft.spoil("text.en.yml", "  alt: ", "  # alt: ")
    assert draft.note().stale_keys("en") == ("alt",)


def test_an_icon_says_what_is_wrong_in_it(draft):
    draft.spoil("icons/stall.yml", "disc: [50, 60, 10]", "disk: [50, 60, 10]")
    _, problems = visualnote.read_icon(draft.root / "icons" / "stall.yml")
    assert [said(problem) for problem in problems] == [
        "stall.yml:4: “disk” is nothing that can be drawn – did you mean “disc”?"
    ]


ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=6), inner, max_size=3),
    max_leaves=6,
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(key=st.sampled_from(["art", "styles", "regions", "credit", "chapter", "workshop", "format"]), value=ANYTHING)
def test_whatever_stands_in_a_note_it_is_a_problem_and_never_a_crash(draft, key, value):
    import yaml  # only to write what comes; the book is read through files.read_yaml

    values = yaml.safe_load((draft.folder / "note.yml").read_text(encoding="utf-8")) | {key: value}
    folder = draft.root / "03-anything"
    folder.mkdir(exist_ok=True)
    (folder / "note.yml").write_text(yaml.safe_dump(values, allow_unicode=True), encoding="utf-8")
    note, problems = visualnote.read(folder, LANGUAGES, "pl")
    assert note is not None or problems
