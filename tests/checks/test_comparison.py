"""A translation is compared with the version of the source that it was made from."""

import pytest

from conftest import SampleBook
from guidebook.checks.comparison import (
    different_headings,
    different_images,
    different_links,
    different_lists,
    different_numbers,
    different_references,
)
from guidebook.checks.translation import stale_chapters
from guidebook.problem import Severity

COUNCIL, MARKET, BRIDGE = "docs/pl/01-council.md", "docs/pl/02-market.md", "docs/pl/03-bridge.md"


# ---------------------------------------------------------------------------------------------- headings


def test_a_heading_that_lost_its_name_is_reported_with_the_line_to_write(sample_book: SampleBook):
    sample_book.replace(BRIDGE, "## Łuki { #arches }", "## Łuki")
    assert sample_book.report(different_headings) == [
        f"{BRIDGE}:9: “## Łuki” has lost its name for links [different-headings]",
    ]
    assert sample_book.hints(different_headings) == ["write “## Łuki { #arches }”"]


def test_a_renamed_heading_is_reported_once(sample_book: SampleBook):
    sample_book.replace(BRIDGE, "{ #arches }", "{ #luki }")
    assert sample_book.report(different_headings) == [
        f"{BRIDGE}:9: the source has no heading “## Łuki {{ #luki }}” [different-headings]",
    ]
    assert sample_book.hints(different_headings) == ["write “## Łuki { #arches }”"]


def test_a_lost_heading_is_reported_where_it_belongs(sample_book: SampleBook):
    sample_book.replace(COUNCIL, "## Krok po kroku { #steps }\n", "")
    assert sample_book.report(different_headings) == [
        f"{COUNCIL}:9: the heading “## Крок за кроком {{ #steps }}” of the source is missing here [different-headings]",
    ]
    assert sample_book.hints(different_headings) == ["write “## … { #steps }”"]


def test_an_added_heading_is_reported(sample_book: SampleBook):
    sample_book.append(BRIDGE, "\n## Więcej { #more }\n")
    assert sample_book.report(different_headings) == [
        f"{BRIDGE}:20: the source has no heading “## Więcej {{ #more }}” [different-headings]",
    ]


def test_another_level_is_reported(sample_book: SampleBook):
    sample_book.replace(BRIDGE, "## Kto pomoże", "### Kto pomoże")
    assert sample_book.report(different_headings) == [
        f"{BRIDGE}:13: “### Kto pomoże” has another level than in the source [different-headings]",
    ]
    assert sample_book.hints(different_headings) == ["write “## Kto pomoże { #help }”"]


def test_another_order_is_reported(sample_book: SampleBook):
    text = sample_book.read(BRIDGE)
    text = text.replace("#arches", "#x").replace("#help", "#arches").replace("#x", "#help")
    sample_book.write(BRIDGE, text)
    assert sample_book.report(different_headings) == [
        f"{BRIDGE}:9: the headings stand in another order than in the source [different-headings]",
    ]
    assert sample_book.hints(different_headings) == ["the order there: #arches, #help"]


# -------------------------------------------------------------------------------- references, links, pictures


def test_a_lost_reference_is_reported_with_the_sentence_of_the_source(sample_book: SampleBook):
    sample_book.replace(BRIDGE, "[[source:bridge-washing]]", "")
    assert sample_book.report(different_references) == [
        f"{BRIDGE}:9: “[[source:bridge-washing]]” of the source is missing here [different-references]",
    ]
    (hint,) = sample_book.hints(different_references)
    assert "write it where the source says “Міст тримається на трьох арках." in hint


def test_an_added_reference_is_reported(sample_book: SampleBook):
    sample_book.append(BRIDGE, "\n[[place:office]]\n")
    assert sample_book.report(different_references) == [
        f"{BRIDGE}:20: the source has no “[[place:office]]” [different-references]",
    ]


def test_a_reference_more_often_than_in_the_source_is_reported(sample_book: SampleBook):
    sample_book.append(BRIDGE, "\nJeszcze raz.[[source:bridge-washing]]\n")
    assert sample_book.report(different_references) == [
        f"{BRIDGE}:20: the source has “[[source:bridge-washing]]” less often [different-references]",
    ]


def test_a_mistyped_reference_is_reported_once_with_the_right_one(sample_book: SampleBook):
    sample_book.replace(BRIDGE, "[[source:bridge-washing]]", "[[source:bridge-wasching]]")
    assert sample_book.hints(different_references) == ["did you mean “[[source:bridge-washing]]”?"]


def test_another_visual_note_is_reported(sample_book: SampleBook):
    sample_book.replace(MARKET, "note: 02-market\n", "")
    assert sample_book.hints(different_references) == ["write “note: 02-market” at the top"]


def test_a_changed_link_is_reported_with_the_one_of_the_source(sample_book: SampleBook):
    sample_book.replace(MARKET, "03-bridge.md#arches", "03-bridge.md#help")
    assert sample_book.report(different_links) == [
        f"{MARKET}:14: the source has no link to “03-bridge.md#help” [different-links]",
    ]
    assert sample_book.hints(different_links) == ["did you mean “03-bridge.md#arches”, as in the source?"]


def test_a_lost_link_is_reported(sample_book: SampleBook):
    sample_book.replace(MARKET, "[jego łukach](03-bridge.md#arches)", "jego łukach")
    assert sample_book.report(different_links) == [
        f"{MARKET}:10: the link to “03-bridge.md#arches” of the source is missing here [different-links]",
    ]


def test_links_to_other_sites_may_differ(sample_book: SampleBook):
    sample_book.append(MARKET, "\n[Po polsku](https://pl.verbopil.example/).\n")
    assert sample_book.report(different_links) == []


def test_a_lost_picture_is_reported(sample_book: SampleBook):
    sample_book.replace(BRIDGE, "![Kamienny most o trzech łukach nad rzeką](../assets/bridge.png)\n", "")
    assert sample_book.report(different_images) == [
        f"{BRIDGE}:6: the picture “../assets/bridge.png” of the source is missing here [different-images]",
    ]


# -------------------------------------------------------------------------------------- lists and numbers


def test_a_lost_list_item_is_reported_in_its_section(sample_book: SampleBook):
    sample_book.replace(BRIDGE, "- Wodę daje rzeka.\n", "")
    assert sample_book.report(different_lists) == [
        f"{BRIDGE}:13: list items in this section: 1, in the source: 2 [different-lists]",
    ]


def test_a_lost_table_row_is_reported_in_its_section(sample_book: SampleBook):
    sample_book.replace(COUNCIL, "| Jestem osobą niepełnoletnią | Tak, jeśli obok jest ktoś dorosły. |\n", "")
    assert sample_book.report(different_lists) == [
        f"{COUNCIL}:9: table rows in this section: 2, in the source: 3 [different-lists]",
    ]


def test_a_changed_number_gets_advice(sample_book: SampleBook):
    sample_book.append("docs/uk/index.md", "\nТут живе 12 000 людей, автобуси їдуть о 18:30.\n")
    sample_book.append("docs/pl/index.md", "\nMieszka tu 21 000 osób, autobusy jadą o 18.30.\n")
    assert sample_book.report(different_numbers) == [
        "docs/pl/index.md:9: the number 21000 is not in the source [different-numbers]",
    ]
    assert sample_book.hints(different_numbers) == ["compare with the source, where 12000 is missing here"]


# ---------------------------------------------------------------------------------------- then and now


def test_what_differs_from_the_version_that_was_translated_is_a_defect(sample_book: SampleBook):
    sample_book.replace(BRIDGE, "- Wodę daje rzeka.\n", "")
    assert sample_book.severities(different_lists) == {Severity.DEFECT}


def test_a_stale_translation_is_compared_with_the_version_it_was_made_from(sample_book: SampleBook):
    sample_book.commit()
    sample_book.append("docs/uk/03-bridge.md", "\n- Пісок дає берег.\n")
    sample_book.replace(BRIDGE, "[[source:bridge-washing]]", "")
    assert sample_book.report(different_lists) == []
    assert sample_book.severities(different_references) == {Severity.DEFECT}
    assert sample_book.severities(stale_chapters) == {Severity.GAP}


def test_what_differs_is_a_gap_where_the_old_version_is_not_at_hand(sample_book: SampleBook):
    sample_book.append("docs/uk/03-bridge.md", "\n- Пісок дає берег.\n")
    assert sample_book.severities(different_lists) == {Severity.GAP}


@pytest.mark.parametrize("check", [different_headings, different_references, different_links, different_lists])
def test_a_renamed_source_keeps_its_history(sample_book: SampleBook, check):
    sample_book.commit()
    for code in ("uk", "pl", "en"):
        sample_book.path(f"docs/{code}/03-bridge.md").rename(sample_book.path(f"docs/{code}/03-the-bridge.md"))
    sample_book.commit()
    more = "\n## Ще { #more }\n\n- Пісок дає [рада](01-council.md).[[source:council-hears]]\n"
    sample_book.append("docs/uk/03-the-bridge.md", more)
    assert sample_book.report(check) == []
