"""How a chapter is made."""

import json

import pytest

from conftest import SampleBook
from guidebook.checks.structure import (
    broken_tables,
    conflict_marks,
    duplicate_headings,
    duplicate_paragraphs,
    empty_boxes,
    headings_without_id,
    long_in_print,
    missing_descriptions,
    missing_titles,
    skipped_levels,
    unclosed_marks,
    unfinished_texts,
)

COUNCIL = "docs/uk/01-council.md"


def test_a_chapter_without_title_is_reported(sample_book: SampleBook):
    sample_book.replace("docs/en/index.md", "title: Walk in Verbopil\n", "")
    assert sample_book.report(missing_titles) == ["docs/en/index.md:1: the chapter has no title [missing-titles]"]


def test_a_chapter_without_description_gets_advice(sample_book: SampleBook):
    description = "description: The market, the bridge and the council – how it all works here.\n"
    sample_book.replace("docs/en/index.md", description, "")
    assert sample_book.report(missing_descriptions) == [
        "docs/en/index.md:1: the chapter has no description [missing-descriptions]",
    ]


def test_a_heading_of_the_source_without_a_name_is_reported(sample_book: SampleBook):
    sample_book.replace(COUNCIL, "## Чи можу я? { #may-i }", "## Чи можу я?")
    assert sample_book.report(headings_without_id) == [
        "docs/uk/01-council.md:8: “## Чи можу я?” has no name for links [headings-without-id]",
    ]
    assert sample_book.hints(headings_without_id) == [
        "write “## Чи можу я? { #part-8 }”, with one or two English words that never change",
    ]


def test_headings_written_in_other_ways_need_names_too(sample_book: SampleBook):
    sample_book.append("docs/uk/02-market.md", "\n##Ціни\n\nДні\n---\n")
    assert sample_book.report(headings_without_id) == [
        "docs/uk/02-market.md:19: “## Ціни” has no name for links [headings-without-id]",
        "docs/uk/02-market.md:21: “## Дні” has no name for links [headings-without-id]",
    ]


def test_two_headings_with_one_name_are_reported(sample_book: SampleBook):
    sample_book.replace(COUNCIL, "{ #checklist }", "{ #steps }")
    assert sample_book.report(duplicate_headings) == [
        "docs/uk/01-council.md:21: “### Візьміть із собою” has the name #steps, which stands already on line 15 "
        "[duplicate-headings]",
    ]


def test_a_skipped_level_is_reported(sample_book: SampleBook):
    sample_book.replace(COUNCIL, "### Візьміть", "#### Візьміть")
    assert sample_book.report(skipped_levels) == [
        "docs/uk/01-council.md:21: “#### Візьміть із собою” skips a level [skipped-levels]",
    ]
    assert sample_book.hints(skipped_levels) == ["write “### Візьміть із собою”"]


def test_a_second_title_is_reported(sample_book: SampleBook):
    sample_book.replace(COUNCIL, "## Чи можу я?", "# Чи можу я?")
    assert sample_book.report(skipped_levels) == [
        "docs/uk/01-council.md:8: “# Чи можу я?” is a second title: the first stands at the top [skipped-levels]",
    ]


def test_headings_in_code_do_not_count(sample_book: SampleBook):
    sample_book.append(COUNCIL, "\n```\n# Ні\n#### І це ні\n```\n")
    assert {problem.check for problem in sample_book.problems()} == {"stale-chapters"}


def _last_printed(sample_book: SampleBook, pages: int, chapter_pages: int) -> None:
    version = sample_book.book().edition("pl").chapter("02-market.md").source_id
    chapters = {"02-market.md": {"pages": chapter_pages, "version": version}}
    sample_book.write("build/print/pl/lengths.json", json.dumps({"pages": pages, "chapters": chapters}))


def test_a_chapter_over_8_printed_pages_and_a_guide_over_80_are_named(sample_book: SampleBook):
    _last_printed(sample_book, 84, 9)
    assert sample_book.report(long_in_print) == [
        "docs/pl:1: the guide has 84 pages in print; 80 are planned [long-in-print]",
        "docs/pl/02-market.md:1: 9 pages in print; a chapter has 8, its note included [long-in-print]",
    ]
    _last_printed(sample_book, 80, 8)
    assert sample_book.report(long_in_print) == []


def test_a_chapter_edited_since_it_was_printed_is_not_judged(sample_book: SampleBook):
    _last_printed(sample_book, 80, 9)
    sample_book.append("docs/pl/02-market.md", "\nNowe zdanie.\n")
    assert sample_book.report(long_in_print) == []


# ------------------------------------------------------------------------------------------- unfinished


def test_marks_of_a_conflict_are_reported(sample_book: SampleBook):
    sample_book.append("docs/pl/index.md", "\n<<<<<<< HEAD\nTak.\n=======\nNie.\n>>>>>>> main\n")
    assert [problem.line for problem in sample_book.problems(conflict_marks)] == [9, 11, 13]


@pytest.mark.parametrize("text", ["TODO", "…", "...", "Kot TODO śpi."])
def test_what_is_not_written_yet_is_reported(sample_book: SampleBook, text):
    sample_book.append("docs/pl/index.md", f"\n{text}\n")
    assert [problem.line for problem in sample_book.problems(unfinished_texts)] == [9]


def test_a_cell_that_is_not_written_yet_is_reported(sample_book: SampleBook):
    sample_book.append("docs/pl/index.md", "\n| Raz | Dwa |\n|---|---|\n| Tak | … |\n")
    assert [problem.line for problem in sample_book.problems(unfinished_texts)] == [11]


def test_dots_inside_of_a_sentence_are_let_through(sample_book: SampleBook):
    sample_book.append("docs/pl/index.md", "\nIle ławek stoi na osiedlu …?\n")
    assert sample_book.report(unfinished_texts) == []


@pytest.mark.parametrize("text", ["To **jest ważne.", "To *jest ważne.", "To [jest](index.md ważne."])
def test_what_is_begun_and_not_closed_is_reported(sample_book: SampleBook, text):
    sample_book.append("docs/pl/index.md", f"\n{text}\n")
    assert [problem.line for problem in sample_book.problems(unclosed_marks)] == [9]


@pytest.mark.parametrize("text", ["`**`", "2 * 3", "**a** i *b*", "\\*"])
def test_what_is_closed_or_means_itself_is_let_through(sample_book: SampleBook, text):
    sample_book.append("docs/pl/index.md", f"\n{text}\n")
    assert sample_book.report(unclosed_marks) == []


@pytest.mark.parametrize(
    ("table", "line"),
    [
        ("| a | b |\n| c | d |", 9),
        ("| a | b |\n|---|---|\n| c |", 11),
        ("Zobacz:\n| a | b |\n|---|---|\n| c | d |", 10),
    ],
)
def test_a_table_that_is_none_is_reported(sample_book: SampleBook, table, line):
    sample_book.append("docs/pl/index.md", f"\n{table}\n")
    assert [problem.line for problem in sample_book.problems(broken_tables)] == [line]


def test_a_box_whose_text_stands_beside_it_is_reported(sample_book: SampleBook):
    sample_book.replace("docs/pl/01-council.md", "    Na wystąpienie", "Na wystąpienie")
    assert sample_book.report(empty_boxes) == [
        "docs/pl/01-council.md:28: the box on line 27 is empty: its text stands further left [empty-boxes]",
    ]


def test_a_paragraph_that_stands_twice_is_reported(sample_book: SampleBook):
    text = "Na targu wszyscy się znają i każdy ma dobre słowo."
    sample_book.append("docs/pl/index.md", f"\n{text}\n\n{text}\n")
    assert [(p.line, p.values["line"]) for p in sample_book.problems(duplicate_paragraphs)] == [(11, 9)]
