"""How far the translations are."""

from conftest import SampleBook
from guidebook.checks import translation
from guidebook.checks.translation import (
    missing_chapters,
    reading_order,
    stale_chapters,
    stale_texts,
    texts_without_source,
    unknown_chapters,
    unknown_languages,
    untouched_texts,
    untranslated_paragraphs,
    untranslated_settings,
    untranslated_strings,
    untranslated_texts,
    unversioned_chapters,
    unversioned_texts,
)
from guidebook.problem import Severity

UK_MARKET, PL_MARKET = "docs/uk/02-market.md", "docs/pl/02-market.md"


def test_an_untranslated_chapter_is_reported(sample_book: SampleBook):
    sample_book.remove(PL_MARKET)
    assert sample_book.report(missing_chapters) == [
        "docs/pl/02-market.md:1: “Ринок” is not translated into Polski [missing-chapters]",
    ]
    assert sample_book.hints(missing_chapters) == ["copy docs/uk/02-market.md here and translate it"]


def test_a_translation_that_cannot_be_read_is_not_also_missing(sample_book: SampleBook):
    sample_book.write(PL_MARKET, "---\ntitle: Targ\n".encode("utf-16"))
    assert sample_book.report(missing_chapters) == []


def test_a_chapter_whose_source_has_changed_is_reported_with_the_command(sample_book: SampleBook):
    sample_book.append(UK_MARKET, "\nНовий рядок.\n")
    sample_book.remove("docs/en/02-market.md")
    assert sample_book.report(stale_chapters) == [
        "docs/pl/02-market.md:5: docs/uk/02-market.md has changed since this was translated [stale-chapters]",
    ]
    assert sample_book.hints(stale_chapters) == ["bring it up to date, then: guidebook accept pl/02-market.md"]


def test_what_has_changed_is_named_when_the_history_knows_it(sample_book: SampleBook):
    sample_book.commit()
    sample_book.append(UK_MARKET, "\nНовий рядок.\n")
    sample_book.remove("docs/en/02-market.md")
    assert sample_book.report(stale_chapters) == [
        "docs/pl/02-market.md:5: docs/uk/02-market.md has changed since this was translated, in #when [stale-chapters]",
    ]


def test_a_review_of_the_source_makes_no_translation_stale(sample_book: SampleBook):
    lines = "note: 02-market\nreviewed_by: Оля\nreviewed_on: 2026-11-20\nprint: false"
    sample_book.replace(UK_MARKET, "note: 02-market", lines)
    assert sample_book.report() == []


def test_line_ends_and_byte_order_marks_make_no_translation_stale(sample_book: SampleBook):
    text = sample_book.read(UK_MARKET)
    sample_book.write(UK_MARKET, b"\xef\xbb\xbf" + text.replace("\n", "\r\n").encode())
    assert sample_book.report() == []


def test_a_translation_without_a_version_is_told_the_line_to_add(sample_book: SampleBook):
    version = sample_book.book().source.chapter("02-market.md").source_id
    sample_book.replace(PL_MARKET, f"translated_from: {version}\n", "")
    assert sample_book.report(unversioned_chapters) == [
        "docs/pl/02-market.md:1: the translation does not say from which version of docs/uk/02-market.md it was made "
        "[unversioned-chapters]",
    ]
    assert sample_book.hints(unversioned_chapters) == [f"if it is up to date, add the line: translated_from: {version}"]


def test_a_chapter_that_the_source_does_not_have_is_reported(sample_book: SampleBook):
    sample_book.path(PL_MARKET).rename(sample_book.path("docs/pl/02-markets.md"))
    assert sample_book.report(unknown_chapters) == [
        "docs/pl/02-markets.md:1: there is no such chapter in the source language [unknown-chapters]",
    ]
    assert sample_book.hints(unknown_chapters) == ["rename it to 02-market.md"]


def test_a_folder_of_an_unknown_language_is_reported(sample_book: SampleBook):
    sample_book.write("docs/de/index.md", "---\ntitle: Hallo\n---\n")
    assert sample_book.report(unknown_languages) == [
        "docs/de/index.md:1: “de” is not a language of this book [unknown-languages]",
    ]


def test_a_chapter_in_no_language_is_reported(sample_book: SampleBook):
    sample_book.write("docs/lost.md", "---\ntitle: Lost\n---\n")
    sample_book.write("docs/assets/README.md", "How the pictures were made.")
    assert sample_book.report(unknown_languages) == [
        "docs/assets/README.md:1: the site would make a page of this file, in no language [unknown-languages]",
        "docs/lost.md:1: this chapter stands in no language [unknown-languages]",
    ]


def test_a_chapter_outside_the_reading_order_is_told_the_line_to_add(sample_book: SampleBook):
    sample_book.replace("mkdocs.yml", "  - 02-market.md\n", "")
    assert sample_book.report(reading_order) == [
        "docs/uk/02-market.md:1: this chapter is not in the reading order [reading-order]",
    ]
    assert sample_book.hints(reading_order) == ["add it to “nav” in mkdocs.yml: - 02-market.md"]


def test_a_reading_order_that_names_no_file_is_reported_where_it_stands(sample_book: SampleBook):
    sample_book.replace("mkdocs.yml", "  - 02-market.md\n", "  - 02-market.md\n  - 04-mill.md\n  - index.md\n")
    assert sample_book.report(reading_order) == [
        "mkdocs.yml:10: “index.md” stands twice in “nav” [reading-order]",
        "mkdocs.yml:13: “nav” names 04-mill.md, but there is no such file in docs/uk [reading-order]",
    ]


def test_a_paragraph_left_in_the_source_language_is_reported(sample_book: SampleBook):
    sentence = "Міст тримається на трьох арках. Навесні їх миють усі, хто має щітку."
    translated = "Most stoi na trzech łukach. Wiosną myją je wszyscy, którzy mają szczotkę."
    sample_book.replace("docs/pl/03-bridge.md", translated, sentence)
    assert sample_book.report(untranslated_paragraphs) == [
        "docs/pl/03-bridge.md:11: “Міст тримається на трьох арках. Навесні їх миють усі, хто ма” stands here as in the "
        "source [untranslated-paragraphs]",
    ]


# -------------------------------------------------------------------------------------------- docs/data


def test_a_missing_text_is_reported_with_its_key_and_the_source(sample_book: SampleBook):
    sample_book.replace("docs/data/places.yml", "    pl: Tu wszyscy zbierają się przed myciem mostu.\n", "")
    assert sample_book.report(untranslated_texts) == [
        "docs/data/places.yml:1: gate: about is not translated into Polski [untranslated-texts]",
    ]
    assert sample_book.hints(untranslated_texts) == ["add “pl: …” for “Тут збираються перед миттям мосту.”"]


def test_a_text_without_source_is_a_defect(sample_book: SampleBook):
    sample_book.replace("docs/data/places.yml", "    uk: Тут збираються перед миттям мосту.\n", "")
    assert sample_book.report(texts_without_source) == [
        "docs/data/places.yml:1: gate: about has no text in Українська, from which the others are translated "
        "[texts-without-source]",
    ]


def test_a_text_whose_source_has_changed_is_reported(sample_book: SampleBook):
    sample_book.replace("docs/data/terms.yml", "uk: громадські слухання", "uk: слухання в раді")
    assert sample_book.report(stale_texts) == [
        "docs/data/terms.yml:1: hearing has changed since it was translated into Polski [stale-texts]",
        "docs/data/terms.yml:1: hearing has changed since it was translated into English [stale-texts]",
    ]


def test_editing_a_value_makes_no_translation_stale(sample_book: SampleBook):
    sample_book.replace("docs/data/facts.yml", "  value: 1200", "  value: 1300")
    assert sample_book.report() == []


def test_texts_without_a_version_are_reported_once_a_file(sample_book: SampleBook):
    text = sample_book.read("docs/data/facts.yml").split("\n")
    sample_book.write("docs/data/facts.yml", "\n".join(line for line in text if "translated_from" not in line))
    assert sample_book.report(unversioned_texts) == [
        "docs/data/facts.yml:3: texts that do not say from which version they were translated: 6; "
        "the first is bridge-washing [unversioned-texts]",
    ]
    assert sample_book.hints(unversioned_texts) == ["if they are up to date: guidebook accept docs/data/facts.yml"]


def test_the_guidebooks_own_words_are_counted_for_a_new_language(sample_book: SampleBook, monkeypatch):
    monkeypatch.setattr(translation.strings, "msgids", lambda: ("Draft of nothing", "Source {number} of nothing"))
    found = sample_book.report(untranslated_strings)
    assert len(found) == 2
    assert found[0].endswith(
        "words of the guidebook itself not translated into Polski: 2; the first is “Draft of nothing” "
        "[untranslated-strings]"
    )


def test_the_promise_on_the_cover_is_missing_in_a_language(sample_book: SampleBook):
    sample_book.replace("mkdocs.yml", "      pl: Targ, most i rada – krótko dla wszystkich, którzy tu mieszkają\n", "")
    assert sample_book.report(untranslated_settings) == [
        "mkdocs.yml:20: “promise” is not translated into Polski [untranslated-settings]",
    ]


def test_a_text_of_the_data_that_stands_there_as_in_the_source_is_a_gap(sample_book: SampleBook):
    sample_book.replace("docs/data/places.yml", "pl: Tu wszyscy zbierają się przed myciem mostu.",
                        "pl: Тут збираються перед миттям мосту.")
    assert [problem.line for problem in sample_book.problems(untouched_texts)] == [1]
    assert sample_book.severities(untouched_texts) == {Severity.GAP}
