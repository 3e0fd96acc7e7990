"""A translation is compared with the version of the source that it was made from."""

import pytest

from conftest import SampleBook
from guidebook.checks.comparison import (
    different_headings,
    different_images,
    different_links,
    different_references,
    unmarked_words,
)
from guidebook.checks.shape import different_lists
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
    heading = "## Крок за кроком { #steps }"
    assert sample_book.report(different_headings) == [
        f"{COUNCIL}:14: the heading “{heading}” of the source is missing here [different-headings]",
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


def test_a_heading_that_bears_the_name_of_another_is_reported_with_its_own(sample_book: SampleBook):
    sample_book.replace(BRIDGE, "{ #arches }", "{ #help }")
    assert sample_book.report(different_headings) == [
        f"{BRIDGE}:9: “## Łuki” bears the name of another heading: #help [different-headings]",
    ]
    assert sample_book.hints(different_headings) == ["write “## Łuki { #arches }”"]


def test_a_heading_that_lost_its_marks_is_reported_on_its_line(sample_book: SampleBook):
    sample_book.replace(BRIDGE, "## Kto pomoże {", "Kto pomoże {")
    assert sample_book.report(different_headings) == [
        f"{BRIDGE}:13: “Kto pomoże” is no heading here [different-headings]",
    ]
    assert sample_book.hints(different_headings) == ["write “## Kto pomoże { #help }” at the start of a line"]


# -------------------------------------------------------------------------------- references, links, pictures


def test_a_lost_reference_is_reported_with_the_sentence_of_the_source(sample_book: SampleBook):
    sample_book.replace(BRIDGE, "[[source:bridge-washing]]", "")
    assert sample_book.report(different_references) == [
        f"{BRIDGE}:11: “[[source:bridge-washing]]” of the source is missing here [different-references]",
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


def test_a_reference_in_another_item_than_in_the_source_is_reported(sample_book: SampleBook):
    text = sample_book.read(COUNCIL).replace("[[fact:signatures-min]]", "\0")
    text = text.replace("[[fact:session-day]]", "[[fact:signatures-min]]").replace("\0", "[[fact:session-day]]")
    sample_book.write(COUNCIL, text)
    assert sample_book.report(different_references) == [
        f"{COUNCIL}:19: “[[fact:session-day]]” stands elsewhere in the source [different-references]",
        f"{COUNCIL}:20: “[[fact:signatures-min]]” stands elsewhere in the source [different-references]",
    ]
    assert sample_book.severities(different_references) == {Severity.DEFECT}


def test_sources_that_have_changed_places_in_a_paragraph_get_advice(sample_book: SampleBook):
    one, other = "[[source:bridge-washing]]", "[[source:council-hears]]"
    sample_book.append("docs/uk/index.md", f"\nМіст миють.{one} Рада слухає.{other}\n")
    sample_book.append("docs/pl/index.md", f"\nMost się myje.{other} Rada słucha.{one}\n")
    sample_book.append("docs/en/index.md", f"\nThe bridge is washed.{one} The council hears.{other}\n")
    assert sample_book.report(different_references) == [
        "docs/pl/index.md:9: the sources stand in another order than in the source [different-references]",
    ]
    assert sample_book.severities(different_references) == {Severity.ADVICE}


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
        f"{MARKET}:14: the link to “03-bridge.md#arches” of the source is missing here [different-links]",
    ]


def test_links_to_other_sites_may_differ(sample_book: SampleBook):
    sample_book.append(MARKET, "\n[Po polsku](https://pl.verbopil.example/).\n")
    assert sample_book.report(different_links) == []


def test_a_page_of_the_same_site_in_another_language_may_be_linked(sample_book: SampleBook):
    sample_book.append("docs/uk/02-market.md", "\n[Про ринок](https://uk.verbopil.example/rynok).\n")
    sample_book.append(MARKET, "\n[O targu](https://pl.verbopil.example/targ).\n")
    sample_book.append("docs/en/02-market.md", "\n[The market](https://verbopil.example/en/market).\n")
    assert sample_book.report(different_links) == []


def test_a_mistyped_address_of_another_site_is_reported_with_the_right_one(sample_book: SampleBook):
    sample_book.append("docs/uk/02-market.md", "\n[Про ринок](https://verbopil.example/rynok).\n")
    sample_book.append(MARKET, "\n[O targu](https://verbopol.example/rynok).\n")
    assert sample_book.hints(different_links) == [
        "did you mean “https://verbopil.example/rynok”, as in the source?",
        "write it where the source says “[Про ринок](https://verbopil.example/rynok).”",  # English lacks it
    ][::-1]


def test_a_link_to_another_chapter_is_reported_even_if_that_is_linked_elsewhere(sample_book: SampleBook):
    sample_book.replace("docs/pl/index.md", "[targ](02-market.md)", "[targ](01-council.md)")
    assert sample_book.report(different_links) == [
        "docs/pl/index.md:7: the link to “02-market.md” of the source is missing here [different-links]",
    ]


def test_links_that_have_changed_places_get_advice(sample_book: SampleBook):
    sample_book.replace("docs/pl/index.md", "(01-council.md)", "(\0)")
    sample_book.replace("docs/pl/index.md", "(02-market.md)", "(01-council.md)")
    sample_book.replace("docs/pl/index.md", "(\0)", "(02-market.md)")
    assert sample_book.report(different_links) == [
        "docs/pl/index.md:7: the links stand in another order than in the source [different-links]",
    ]
    assert sample_book.severities(different_links) == {Severity.ADVICE}


def test_a_lost_picture_is_reported(sample_book: SampleBook):
    sample_book.replace(BRIDGE, "![Kamienny most o trzech łukach nad rzeką](../assets/bridge.png)\n", "")
    assert sample_book.report(different_images) == [
        f"{BRIDGE}:6: the picture “../assets/bridge.png” of the source is missing here [different-images]",
    ]


def test_words_of_the_source_language_without_a_mark_get_advice(sample_book: SampleBook):
    sample_book.append("docs/uk/index.md", "\nСкажіть: хочу поставити свій стіл.\n")
    sample_book.append("docs/en/index.md", "\nSay: *хочу поставити свій стіл* (I want to put up my table).\n")
    assert sample_book.hints(unmarked_words) == ["write *хочу поставити свій стіл*{ .lang-uk }"]


def test_marked_words_and_names_between_quotes_are_left_alone(sample_book: SampleBook):
    sample_book.append("docs/uk/index.md", "\nПроєкт «хочу поставити свій стіл» – хочу поставити стіл.\n")
    sample_book.append("docs/en/index.md", "\n“хочу поставити свій стіл” – *хочу поставити стіл*{ .lang-uk }\n")
    assert sample_book.report(unmarked_words) == []


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


def test_a_translation_that_follows_the_newer_source_already_is_compared_with_that(sample_book: SampleBook):
    """Its line `translated_from` is still the old one: only that is to be told."""
    sample_book.commit()
    sample_book.append("docs/uk/03-bridge.md", "\n- Ще один рядок.\n- І ще один.\n")
    sample_book.append("docs/pl/03-bridge.md", "\n- Jeszcze jeden wiersz.\n- I jeszcze jeden.\n")
    found = [line for line in sample_book.report() if line.startswith("docs/pl/")]
    assert [line.rpartition("[")[2] for line in found] == ["stale-chapters]"]
