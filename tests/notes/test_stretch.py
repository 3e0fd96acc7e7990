"""Longer words than the source has: which boxes are too tight for them."""

from __future__ import annotations

import re

import pytest
from click.testing import CliRunner

from conftest import SampleBook
from guidebook import cli
from guidebook.notes import pictures, stretch
from notes.draft import LANGUAGES, Draft

SENTENCES = ("Zbierz podpisy.", "Pytanie", "Ask which places are free.", "Запитайте, які місця вільні.")


@pytest.mark.parametrize("text", SENTENCES)
def test_words_become_a_third_longer_with_letters_that_are_tall_and_deep(text: str):
    longer = stretch.stretched(text)
    letters = sum(character.isalpha() for character in text)
    assert len(longer) - len(text) == pytest.approx(stretch.LONGER * letters, abs=2.5)
    assert any(letter in longer for letter in stretch.LETTERS)
    assert longer.split()[0][0] == text[0]


def test_line_breaks_numbers_and_signs_stay_as_they_are():
    text = "Do 30.06.2026:\n2 podpisy – tak!"
    longer = stretch.stretched(text)
    assert longer.count("\n") == 1
    assert re.findall(r"\d+|[^\w\s]", longer) == re.findall(r"\d+|[^\w\s]", text)


def test_the_longest_word_grows_too():
    assert len(stretch.stretched("konsultacjami")) == 18


def test_boxes_with_room_bear_longer_words(draft: Draft):
    trial = stretch.attempt(draft.note(), draft.studio)
    assert trial.boxes == 4
    assert [problem.values["key"] for problem in trial.misfits] == []
    assert all(trial.after[name] <= trial.before[name] for name in trial.before)


def test_a_box_that_is_too_tight_is_named_before_a_translator_meets_it(draft: Draft):
    draft.spoil("note.yml", "box: [60, 404, 460, 150]", "box: [60, 404, 300, 90]")
    assert draft.found_by_checking("pl") == []
    (found,) = stretch.attempt(draft.note(), draft.studio).misfits
    assert found.english().startswith("“s1-text” (pl-x-stretch) does not fit its box 300×90: it needs 3 lines")


def test_the_stretched_note_is_drawn_and_no_language_is_touched(draft: Draft):
    note, studio = draft.note(), draft.studio
    before = {code: pictures.make(note, code, studio).svg.read_bytes() for code in LANGUAGES}
    trial = stretch.attempt(note, studio)
    assert trial.picture.parent == studio.output / "02-market" / "stretch"
    assert trial.picture.is_file()
    assert before == {code: (studio.output / "02-market" / code / "note.svg").read_bytes() for code in LANGUAGES}


def test_nothing_is_drawn_again_when_nothing_has_changed(draft: Draft):
    first = stretch.attempt(draft.note(), draft.studio).picture.stat().st_mtime_ns
    assert stretch.attempt(draft.note(), draft.studio).picture.stat().st_mtime_ns == first
    draft.spoil("text.pl.yml", "Pytanie", "Pytania")
    assert stretch.attempt(draft.note(), draft.studio).picture.stat().st_mtime_ns != first


def test_the_command_tells_and_does_not_fail(sample_book: SampleBook):
    arguments = ["--config", str(sample_book.path("mkdocs.yml")), "--speak", "en", "note", "stretch"]
    result = CliRunner().invoke(cli.main, arguments, env={"CI": "1"}, catch_exceptions=False)
    assert result.exit_code == 0
    assert re.search(r"(?m)^02-market +\d / \d ", result.stdout), result.stdout
    assert "00-cover" not in result.stdout  # there are no words on it
