"""How a chapter is made."""

import json

from conftest import SampleBook
from guidebook.checks.structure import (
    duplicate_headings,
    headings_without_id,
    long_in_print,
    missing_descriptions,
    missing_titles,
    skipped_levels,
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
