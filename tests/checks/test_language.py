"""Quotes, dots, dashes and alphabets."""

import pytest

from conftest import SampleBook
from guidebook.checks.language import (
    foreign_quotes,
    hyphens_as_dashes,
    mixed_alphabets,
    straight_quotes,
    three_dots,
)


@pytest.mark.parametrize(
    ("code", "written", "better"),
    [
        ("uk", 'Скажіть "добрий день" усім.', "write «добрий день»"),
        ("pl", 'Powiedz "dzień dobry" wszystkim.', "write „dzień dobry”"),
        ("en", 'Say "good day" to all.', "write “good day”"),
        ("uk", "Їх п'ять.", "write п’ять."),
    ],
)
def test_quotes_from_the_keyboard_get_the_languages_own(sample_book: SampleBook, code: str, written: str, better: str):
    sample_book.append(f"docs/{code}/index.md", f"\n{written}\n")
    assert sample_book.hints(straight_quotes) == [better]


def test_the_message_quotes_what_is_written(sample_book: SampleBook):
    sample_book.append("docs/pl/index.md", '\nPowiedz "dzień dobry" wszystkim.\n')
    assert sample_book.report(straight_quotes) == [
        'docs/pl/index.md:9: “"dzień dobry"” is written otherwise in this language [straight-quotes]',
    ]


def test_quotes_in_code_titles_of_boxes_and_addresses_are_syntax(sample_book: SampleBook):
    sample_book.append("docs/pl/index.md", '\n`a = "b"`\n\n!!! tip "Rada"\n    Tak.\n\n[x](01-council.md "Rada")\n')
    assert sample_book.report(straight_quotes) == []


@pytest.mark.parametrize(("code", "sign"), [("uk", "”"), ("pl", "“"), ("en", "„"), ("uk", "‘")])
def test_a_quote_of_another_language_is_reported(sample_book: SampleBook, code: str, sign: str):
    sample_book.append(f"docs/{code}/index.md", f"\nСлово{sign}\n")
    line = 8 if code == "uk" else 9
    assert sample_book.report(foreign_quotes) == [
        f"docs/{code}/index.md:{line}: “{sign}” in “Слово{sign}” is a quote of another language [foreign-quotes]",
    ]


def test_three_full_stops_are_reported(sample_book: SampleBook):
    sample_book.append("docs/pl/index.md", "\nI tak dalej...\n")
    assert sample_book.hints(three_dots) == ["write dalej…"]


@pytest.mark.parametrize("dash", ["-", "—"])
def test_a_hyphen_with_spaces_is_reported(sample_book: SampleBook, dash: str):
    sample_book.append("docs/pl/index.md", f"\nMost {dash} to my. Po- i nadmorski, 2 - 1.\n\n- tak\n- nie\n")
    assert sample_book.hints(hyphens_as_dashes) == ["write Most – to"]


def test_latin_letters_in_a_ukrainian_word_are_reported_with_the_right_ones(sample_book: SampleBook):
    sample_book.append("docs/uk/index.md", "\nЦе мiсто.\n")  # the i is Latin
    assert sample_book.report(mixed_alphabets) == [
        "docs/uk/index.md:8: “мiсто” has letters of two alphabets that look alike: i (U+0069) [mixed-alphabets]",
    ]
    assert sample_book.hints(mixed_alphabets) == ["write “місто”, copied from here"]


def test_cyrillic_letters_in_a_polish_word_are_reported(sample_book: SampleBook):
    sample_book.append("docs/pl/index.md", "\nTo jest miаsto.\n")  # the а is Cyrillic
    assert sample_book.hints(mixed_alphabets) == ["write “miasto”, copied from here"]


def test_a_single_latin_letter_between_ukrainian_words_is_reported(sample_book: SampleBook):
    sample_book.append("docs/uk/index.md", "\nРинок i міст.\n")
    assert sample_book.hints(mixed_alphabets) == ["write “і”, copied from here"]


def test_foreign_names_are_left_alone(sample_book: SampleBook):
    sample_book.append("docs/uk/index.md", "\nКнига PESEL-номер, Wi-Fi, план A, e-пошта, XX ст.\n")
    assert sample_book.report(mixed_alphabets) == []
