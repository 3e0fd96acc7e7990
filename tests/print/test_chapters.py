"""A chapter as paper shows it."""

from __future__ import annotations

import xml.etree.ElementTree as etree

import pytest

from conftest import SampleBook
from guidebook import strings
from guidebook.print import chapters, guide

CHAPTER = "docs/uk/03-bridge.md"


def typeset(sample_book: SampleBook, body: str) -> etree.Element:
    """The body of a chapter that says this and nothing else."""
    sample_book.write(CHAPTER, f"---\ntitle: Міст\n---\n\n{body}\n")
    chosen = guide.choose(sample_book.book(), "uk")
    setter = chapters.Typesetter(chosen, chapters.renderer(chosen), {})
    bodies = [setter.body(chapter) for chapter in chosen.chapters]
    chapters.mend_links(bodies)
    assert setter.problems == []
    return bodies[-1]


def words(tree: etree.Element) -> str:
    """The text of a part."""
    return " ".join("".join(tree.itertext()).split())


def test_the_first_mention_of_a_source_is_a_footnote_and_later_ones_its_number(sample_book: SampleBook):
    body = typeset(sample_book, "Раз.[[source:bridge-washing]] Два.[[source:bridge-washing]]")
    marks = [(mark.get("class"), words(mark)) for mark in body.iter("span") if mark.get("data-number")]
    confirmed = strings.load("uk")("confirmed on {day}", day="2 листопада 2026 р.")
    note = f"Міст: як за ним дбають (березень 2025), rada.verbopil.example; {confirmed}"
    assert marks == [("footnote", note), ("cited-again", "1")]


def test_numbers_side_by_side_are_parted_by_a_comma(sample_book: SampleBook):
    body = typeset(sample_book, "Раз.[[source:bridge-washing]][[source:council-hears]]")
    assert [mark.get("data-call") for mark in body.iter("span") if mark.get("data-call")] == ["1", ",2"]


def test_footnotes_follow_the_order_of_the_text_also_in_lists_and_tables(sample_book: SampleBook):
    body = typeset(
        sample_book,
        "- Раз.[[source:council-hears]]\n\n| А | Б |\n|---|---|\n| x | y[[source:bridge-washing]] |\n\n"
        "Далі.[[source:market-web]]",
    )
    assert [mark.get("data-call") for mark in body.iter("span") if mark.get("data-call")] == ["1", "2", "3"]


def test_a_test_server_is_not_printed(sample_book: SampleBook):
    sample_book.replace(
        "docs/data/facts.yml", "https://rada.verbopil.example/bridge", "https://test.verbopil.example/b"
    )
    body = typeset(sample_book, "Раз.[[source:bridge-washing]]")
    assert "verbopil.example" not in words(body)


def test_a_link_to_another_chapter_becomes_a_page_number(sample_book: SampleBook):
    body = typeset(sample_book, "Дивіться [раду](01-council.md#steps).")
    link = body.find(".//a")
    assert link.get("href") == "#chapter-01-council--steps"
    assert link.get("data-page") == strings.load("uk")("p.")


def test_a_link_to_a_heading_that_is_not_there_leads_to_the_chapter(sample_book: SampleBook):
    body = typeset(sample_book, "Дивіться [раду](01-council.md#gone).")
    assert body.find(".//a").get("href") == "#chapter-01-council"


@pytest.mark.parametrize("target", ["index.md", "places.md#place-office", "missing.md"])
def test_a_link_to_what_is_not_printed_is_plain_text(sample_book: SampleBook, target: str):
    body = typeset(sample_book, f"Дивіться [там]({target}).")
    assert body.find(".//a") is None and words(body) == "Дивіться там."


def test_a_way_that_leads_nowhere_on_paper_is_left_out_of_a_list(sample_book: SampleBook):
    body = typeset(sample_book, "- [Місця](places.md) – де вони.\n- [Рада](01-council.md)\n- Або [там](places.md).")
    assert [words(item) for item in body.iter("li")] == ["Рада", "Або там."]


def test_a_link_to_the_glossary_leads_to_the_words_at_the_end(sample_book: SampleBook):
    sample_book.write("docs/uk/glossary.md", "---\ntitle: Словник\nprint: false\n---\n\n[[all:terms]]\n")
    sample_book.append("docs/uk/01-council.md", "\n[[term:hearing]]\n")
    assert typeset(sample_book, "Дивіться [словник](glossary.md).").find(".//a").get("href") == "#terms"


def test_a_short_address_is_printed_behind_the_words_that_hide_it(sample_book: SampleBook):
    body = typeset(sample_book, "Є [сайт](https://www.verbopil.example/bridge/).")
    assert words(body.find(".//span[@class='address']")) == "verbopil.example/bridge"


def test_of_a_long_address_the_host_is_printed(sample_book: SampleBook):
    body = typeset(sample_book, f"Є [сайт](https://verbopil.example/{'bridge/' * 9}).")
    assert words(body.find(".//span[@class='address']")) == "verbopil.example"


def test_in_short_becomes_the_lead_and_keeps_its_id(sample_book: SampleBook):
    body = typeset(sample_book, "## Коротко { #in-short }\n\nТак.\n\n## Далі { #next }\n\nНі.")
    assert [section.get("class") for section in body] == ["section section-in-short", "section section-next"]
    assert body[0].get("id") == "chapter-03-bridge--in-short"
    assert [heading.text for heading in body.iter("h2")] == ["Далі"]


def test_bold_words_that_open_a_step_are_its_title(sample_book: SampleBook):
    body = typeset(sample_book, "## Кроки { #steps }\n\n1. **Прийдіть.** Скоро.\n2. Говоріть **голосно**.")
    assert [strong.get("class") for strong in body.iter("strong")] == ["step-title", None]


def test_boxes_to_tick_are_drawn_and_not_form_fields(sample_book: SampleBook):
    body = typeset(sample_book, "- [ ] Щітка\n- [x] Відро")
    assert body.find(".//input") is None
    assert [words(item) for item in body.iterfind(".//li[@class='task-list-item']")] == ["Щітка", "Відро"]


def test_ids_of_chapters_do_not_meet(sample_book: SampleBook):
    body = typeset(sample_book, "## Кроки { #steps }\n\nТак.")
    assert body.find(".//h2").get("id") == "chapter-03-bridge--steps"


def test_a_range_stays_on_one_line(sample_book: SampleBook):
    assert "23–\u206030" in words(typeset(sample_book, "Дні 23–30 серпня."))


def test_a_one_letter_word_stays_with_an_emphasised_word(sample_book: SampleBook):
    assert "і\u00a0міст" in "".join(typeset(sample_book, "Ринок і **міст**.").itertext())


def test_html_entities_become_their_letters(sample_book: SampleBook):
    assert "а\u00a0б" in "".join(typeset(sample_book, "а&nbsp;б").itertext())


def test_a_picture_that_is_not_there_is_told_with_its_line(sample_book: SampleBook):
    sample_book.replace(CHAPTER, "bridge.png", "gone.png")
    chosen = guide.choose(sample_book.book(), "uk")
    setter = chapters.Typesetter(chosen, chapters.renderer(chosen), {})
    setter.body(chosen.chapters[2])
    assert [(p.file.name, p.line, p.english()) for p in setter.problems] == [
        ("03-bridge.md", 6, "there is no picture “../assets/gone.png”")
    ]


def test_a_picture_outside_the_book_is_not_there(sample_book: SampleBook):
    sample_book.replace(CHAPTER, "../assets/bridge.png", "../../../secret.png")
    sample_book.path("../secret.png").write_bytes(b"secret")
    chosen = guide.choose(sample_book.book(), "uk")
    setter = chapters.Typesetter(chosen, chapters.renderer(chosen), {})
    setter.body(chosen.chapters[2])
    assert [p.english() for p in setter.problems] == ["there is no picture “../../../secret.png”"]
