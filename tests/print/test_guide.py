"""What is chosen for print."""

from __future__ import annotations

from datetime import date

from conftest import SampleBook
from guidebook.print import guide


def test_chapters_are_printed_in_reading_order_without_the_start_page_and_those_that_say_no(sample_book: SampleBook):
    chosen = guide.choose(sample_book.book(), "pl")
    assert [chapter.name for chapter in chosen.chapters] == ["01-council.md", "02-market.md", "03-bridge.md"]


def test_a_missing_chapter_is_left_out_and_listed(sample_book: SampleBook):
    sample_book.remove("docs/pl/02-market.md")
    chosen = guide.choose(sample_book.book(), "pl")
    assert [chapter.name for chapter in chosen.chapters] == ["01-council.md", "03-bridge.md"]
    assert [(chapter.title, chapter.language) for chapter in chosen.untranslated] == [("Ринок", "uk")]


def test_chapters_are_counted_but_their_addresses_keep_the_number_of_the_file(sample_book: SampleBook):
    sample_book.remove("docs/uk/01-council.md")
    chosen = guide.choose(sample_book.book(), "uk")
    market = chosen.chapters[0]
    assert chosen.number(market) == 1
    assert guide.short_address(chosen, market) == "https://guide.verbopil.example/uk/2/"


def test_without_an_address_of_the_site_there_are_no_short_addresses(sample_book: SampleBook):
    sample_book.replace("mkdocs.yml", "site_url: https://guide.verbopil.example/", "")
    chosen = guide.choose(sample_book.book(), "uk")
    assert {guide.short_address(chosen, chapter) for chapter in chosen.chapters} == {""}


def test_only_terms_that_are_used_are_explained(sample_book: SampleBook):
    assert guide.choose(sample_book.book(), "uk").terms == ("hearing",)


def test_marked_sentences_are_printed_for_those_who_read_another_language(sample_book: SampleBook):
    assert guide.choose(sample_book.book(), "pl").phrases == ("where-to-say",)
    assert guide.choose(sample_book.book(), "uk").phrases == ()


def test_the_guide_names_the_first_day_on_which_a_fact_is_due(sample_book: SampleBook):
    assert guide.choose(sample_book.book(), "uk").check_after() == date(2026, 11, 1)  # session-day: within months
    sample_book.replace("docs/data/facts.yml", "goes_stale: within months", "goes_stale: historical")
    assert guide.choose(sample_book.book(), "uk").check_after() == date(2027, 4, 10)


def test_a_guide_is_a_draft_until_all_its_chapters_are_signed(sample_book: SampleBook):
    assert guide.choose(sample_book.book(), "uk").is_draft
    for name in ("01-council", "02-market", "03-bridge"):
        sample_book.replace(f"docs/uk/{name}.md", "\ndescription:", "\nreviewed_by: Олена\ndescription:")
    assert not guide.choose(sample_book.book(), "uk").is_draft
