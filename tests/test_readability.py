"""The measures by which a text is called easy or hard, each after its published formula."""

import pytest

from guidebook import readability


@pytest.mark.parametrize(
    ("word", "syllables"),
    [
        ("nie", 1), ("ciasto", 2), ("miasto", 2), ("mieszkaniec", 3), ("konsultacje", 4), ("ulica", 3), ("radio", 2),
        ("głosowanie", 4), ("autobus", 3), ("Europa", 3), ("przestępstwo", 3), ("w", 0),
    ],
)  # fmt: skip
def test_polish_syllables_are_vowels_without_an_i_that_only_softens(word: str, syllables: int):
    assert readability.syllables_pl(word) == syllables


@pytest.mark.parametrize(
    ("word", "syllables"),
    [
        ("the", 1), ("people", 2), ("votes", 1), ("voted", 2), ("asked", 1), ("offices", 3), ("write", 1), ("city", 2),
        ("consultation", 4), ("rule", 1), ("rhythm", 1), ("I", 1),
    ],
)  # fmt: skip
def test_english_syllables_are_groups_of_vowels_without_a_silent_e(word: str, syllables: int):
    assert readability.syllables_en(word) == syllables


def test_fog_pl_adds_the_length_of_sentences_and_the_share_of_hard_words():
    sentences = [["miasto", "pyta", "ludzi", "o", "zdanie"], ["konsultacje", "kończą", "się", "dziś", "wieczorem"]]
    assert readability.fog_pl(sentences) == pytest.approx(0.4 * (5 + 100 * 1 / 10))


def test_flesch_kincaid_is_a_school_year():
    sentences = [["the", "city", "asks", "people"]]
    assert readability.flesch_kincaid(sentences) == pytest.approx(0.39 * 4 + 11.8 * 6 / 4 - 15.59)


def test_lix_counts_words_of_more_than_six_letters():
    sentences = [["місто", "питає", "мешканців"], ["це", "важливо"]]
    assert readability.lix(sentences) == pytest.approx(2.5 + 100 * 2 / 5)


def test_a_language_without_a_measure_of_its_own_gets_lix():
    names = [readability.index(code)[0] for code in ("pl", "en", "uk", "be")]
    assert names == ["FOG-PL", "Flesch–Kincaid", "LIX", "LIX"]
