"""Words for the search stand at sections that exist."""

import pytest

from conftest import SampleBook
from guidebook.checks.searching import misplaced_words

FILE = "docs/data/search.yml"


def test_words_for_headings_terms_and_whole_chapters_are_in_their_place(sample_book: SampleBook):
    sample_book.write(FILE, "03-bridge#arches: {uk: дуги}\n02-market: {uk: базар, pl: bazar}\n")
    assert sample_book.report(misplaced_words) == []


def test_pages_that_no_one_wrote_and_examples_have_words_too(sample_book: SampleBook):
    made = "print/index: {uk: флешка}\nis-this-current: {uk: застаріло}\n"
    sample_book.write(FILE, f"{made}examples: {{uk: 'міст, базар'}}\n")
    assert sample_book.report(misplaced_words) == []


def test_examples_without_a_language_are_reported(sample_book: SampleBook):
    sample_book.write(FILE, "examples: [міст, базар]\n")
    assert sample_book.report(misplaced_words) == [
        f"{FILE}:1: “examples” has no words by language [misplaced-words]",
    ]


def test_a_book_without_such_words_is_fine(sample_book: SampleBook):
    assert sample_book.report(misplaced_words) == []


@pytest.mark.parametrize("name", ["03-bridge#arch", "03-brigde", "02-market#term-nothing", "status"])
def test_words_for_a_section_that_is_gone_are_reported(sample_book: SampleBook, name: str):
    sample_book.write(FILE, f"# Words\n{name}: {{uk: дуги}}\n")
    assert sample_book.report(misplaced_words) == [
        f"{FILE}:2: the guide has no section “{name}” [misplaced-words]",
    ]


@pytest.mark.parametrize("words", ["дуги", "[дуги]", "{uk: [дуги]}"])
def test_words_without_a_language_are_reported_with_the_line_to_write(sample_book: SampleBook, words: str):
    sample_book.write(FILE, f"03-bridge#arches: {words}\n")
    assert sample_book.report(misplaced_words) == [
        f"{FILE}:1: “03-bridge#arches” has no words by language [misplaced-words]",
    ]
    assert sample_book.hints(misplaced_words) == ["write a line for each language: “uk: words”"]


def test_a_file_that_cannot_be_read_is_reported(sample_book: SampleBook):
    sample_book.write(FILE, "03-bridge#arches: {uk: дуги\n")
    assert [line.split(":")[0] for line in sample_book.report(misplaced_words)] == [FILE]
