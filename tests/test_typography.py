"""What differs between languages on paper."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guidebook import typography
from guidebook.typography import NO_BREAK as _
from guidebook.typography import WORD_JOINER


@pytest.mark.parametrize(
    ("language", "text", "glued"),
    [
        ("pl", "a w Łodzi i o tym", f"a{_}w{_}Łodzi i{_}o{_}tym"),
        ("pl", "pani ma kota (w worku)", f"pani ma kota (w{_}worku)"),
        ("pl", "Z góry, W dół", f"Z{_}góry, W{_}dół"),
        ("uk", "Рада й ринок у місті", f"Рада й{_}ринок у{_}місті"),
        ("uk", "п’ять і шість", f"п’ять і{_}шість"),
        ("en", "I am a cat", f"I{_}am a{_}cat"),
        ("en", "in a box", f"in a{_}box"),
        ("pl", "most – to my", f"most{_}– to my"),
        ("pl", "5 osób, 25 %", f"5{_}osób, 25{_}%"),
        ("pl", "ul. Targowa, nr 2", f"ul.{_}Targowa, nr 2"),
        ("uk", "№ 2", f"№{_}2"),
        ("uk", "вул. Ринкова", f"вул.{_}Ринкова"),
        ("be", "а ў горадзе – 5 год", f"а ў горадзе{_}– 5{_}год"),  # no row: the plain rules
    ],
)
def test_spaces_that_must_not_break_do_not(language: str, text: str, glued: str):
    assert typography.glue(text, language) == glued


@given(st.text(alphabet="aiwz oАіу –5№.х", max_size=40), st.sampled_from(["pl", "uk", "en", "de"]))
def test_gluing_changes_nothing_but_spaces_and_only_once(text: str, language: str):
    glued = typography.glue(text, language)
    assert glued.replace(_, " ").replace("№ ", "№") == text.replace("№ ", "№")
    assert typography.glue(glued, language) == glued


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("przez e-Doręczenia i e-mail", f"przez e-{WORD_JOINER}Doręczenia i{_}e-{WORD_JOINER}mail"),
        ("biało-czerwony, 2-pokojowy, A-4", "biało-czerwony, 2-pokojowy, A-4"),
        ("a-b@c.example, a-b.example, www.c.example/a-b", "a-b@c.example, a-b.example, www.c.example/a-b"),
    ],
)
def test_a_letter_with_a_hyphen_stays_with_its_word_unless_it_is_part_of_an_address(text: str, shown: str):
    assert typography.finished(text, "pl") == shown
    assert typography.finished(shown, "pl") == shown


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("uk", ["гора", "ґанок", "дім", "єнот", "жук", "зуб", "иній", "їжак", "йод"]),
        ("pl", ["ananas", "ąę", "lis", "łoś", "nos", "ósmy", "zebra", "źrebak", "żaba"]),
    ],
)
def test_words_are_sorted_by_the_languages_own_alphabet(language: str, words: list[str]):
    assert sorted(reversed(words), key=typography.sort_key(language)) == words


def test_capitals_quotes_and_digits_do_not_disturb_the_order():
    words = ["112", "„Ala”", "ALA ma", "Łoś", "mama"]
    assert sorted(reversed(words), key=typography.sort_key("pl")) == words


def test_letters_of_another_alphabet_stand_behind():
    words = ["ekran", "école", "zebra", "яма"]
    assert sorted(reversed(words), key=typography.sort_key("pl")) == words


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("Idź na ul. Targową. Tam jest p. Ola.", ["Idź na ul. Targową.", "Tam jest p. Ola."]),
        ("Зайдіть на вул. Ринкову! Там добре…", ["Зайдіть на вул. Ринкову!", "Там добре…"]),
        ("Czy mogę? „Tak”. (Nie zawsze.) Koniec", ["Czy mogę?", "„Tak”.", "(Nie zawsze.)", "Koniec"]),
        ("Do 3.5 roku, np. Ala. 12 osób. ◦ czeka.", ["Do 3.5 roku, np. Ala.", "12 osób.", "◦ czeka."]),
        ("In 2025 r. we saw it. You ask.", ["In 2025 r. we saw it.", "You ask."]),
        ("", []),
    ],
)
def test_sentences_end_at_a_full_stop_before_a_capital_letter(text: str, sentences: list[str]):
    assert typography.sentences(text) == sentences


def test_hours_are_written_as_each_language_does():
    assert [typography.hours("09:00", "17:00", code) for code in ("pl", "uk")] == ["09.00–17.00", "09:00–17:00"]


def test_a_regional_variant_follows_its_language():
    assert typography.rules("en-GB") == typography.rules("en") == typography.rules("en")
