"""Where headings break, as numbers."""

from __future__ import annotations

from guidebook.print import headings


def _letters(words: str) -> float:
    return float(len(words))


def test_a_heading_that_fits_on_one_line_is_left_alone():
    assert headings.balanced_width("two words".split(), 20, _letters) is None


def test_two_lines_become_about_equal():
    width = headings.balanced_width("one two three four five six seven".split(), 30, _letters)
    assert headings._lines("one two three four five six seven".split(), width, _letters) == [
        "one two three four",
        "five six seven",
    ]


def test_balancing_never_adds_a_line():
    words = "a heading of many short words that needs three lines in all".split()
    width = headings.balanced_width(words, 24, _letters)
    assert len(headings._lines(words, width, _letters)) == len(headings._lines(words, 24, _letters)) == 3


def test_a_word_wider_than_the_column_is_not_an_endless_loop():
    assert headings.balanced_width(["a" * 50, "b"], 20, _letters) is not None


def test_words_that_are_all_wider_than_the_column_get_the_whole_column():
    assert headings.balanced_width(["a" * 50, "b" * 50], 20, _letters) == 20
