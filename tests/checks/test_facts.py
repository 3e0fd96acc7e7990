"""References, and values that stand in the text by hand."""

import pytest

from conftest import SampleBook
from guidebook.checks.facts import broken_references, missing_units, unknown_facts, unknown_references, values_by_hand

COUNCIL = "docs/pl/01-council.md"


@pytest.mark.parametrize(
    ("written", "hint"),
    [
        ("[[fact:signatures-mn]]", "did you mean “[[fact:signatures-min]]”?"),
        ("[[place:ofice]]", "did you mean “[[place:office]]”?"),
        ("[[term:gate]]", "did you mean “[[place:gate]]”?"),
        ("[[fact:council-hears]]", "write “[[source:council-hears]]” after your own sentence"),
        ("[[facts:signatures-min]]", "did you mean “[[fact:signatures-min]]”?"),
        ("[[page:sources]]", "did you mean “[[all:sources]]”?"),
        ("[[wiki:nothing]]", "kinds are fact, source, term, place, note, form, all"),
        ("[[all:nothing]]", "known here are places, terms, sources"),
        ("[[note:02-markt]]", "did you mean “[[note:02-market]]”?"),
    ],
)
def test_an_unknown_reference_is_reported_with_the_nearest_known_one(sample_book: SampleBook, written: str, hint: str):
    sample_book.append(COUNCIL, f"\nOto {written}.\n")
    assert len(sample_book.report(unknown_references)) == 1
    assert sample_book.hints(unknown_references) == [hint]


def test_the_message_says_where_the_reference_stands(sample_book: SampleBook):
    sample_book.append(COUNCIL, "\nOto [[fact:zzz]].\n")
    assert sample_book.report(unknown_references) == [
        "docs/pl/01-council.md:30: “[[fact:zzz]]” is not known [unknown-references]",
    ]


@pytest.mark.parametrize("written", ["[[fact: x]]", "[[Fact:x]]", "[[fact:x]", "[[signatures-min]]", "[[fact:a b]]"])
def test_brackets_that_are_no_reference_are_reported(sample_book: SampleBook, written: str):
    sample_book.append(COUNCIL, f"\nOto {written}.\n")
    assert [line.partition(" is not")[0] for line in sample_book.report(broken_references)] == [
        f"docs/pl/01-council.md:30: “{written}”",
    ]


def test_references_in_code_are_no_references(sample_book: SampleBook):
    sample_book.append(COUNCIL, "\nPisze się `[[fact:zzz]]`.\n")
    assert sample_book.report() == []


def test_a_place_that_rests_on_an_unknown_fact_is_reported(sample_book: SampleBook):
    sample_book.replace("docs/data/places.yml", "[bridge-washing]", "[bridge-wash]")
    assert sample_book.report(unknown_facts) == [
        "docs/data/places.yml:1: gate rests on “bridge-wash”, which is not in facts.yml [unknown-facts]",
    ]
    assert sample_book.hints(unknown_facts) == ["did you mean “bridge-washing”?"]


def test_a_unit_that_is_missing_in_a_language_is_reported(sample_book: SampleBook):
    sample_book.replace("docs/data/facts.yml", "    pl: {one: podpis, few: podpisy, many: podpisów}\n", "")
    assert sample_book.report(missing_units) == [
        "docs/data/facts.yml:67: signatures-min: the unit is not translated into Polski [missing-units]",
    ]


def test_a_value_for_which_the_unit_has_no_form_is_reported(sample_book: SampleBook):
    sample_book.replace("docs/data/facts.yml", "few: podpisy, ", "")
    sample_book.replace("docs/data/facts.yml", "  value: 5", "  value: 2")
    assert sample_book.report(missing_units) == [
        "docs/data/facts.yml:67: signatures-min: the unit has no form in Polski for 2 [missing-units]",
    ]
    assert sample_book.hints(missing_units) == ["add “few: …” to the unit"]


@pytest.mark.parametrize(
    "value",
    [
        "+48 71 777 77 77", "slovo@rada.example", "500 zł", "1 200,50 PLN", "€50", "25 %", "25%", "15.05.2026",
        "2026-05-15", "15 maja", "15 maja 2026", "1200 UAH",
    ],
)  # fmt: skip
def test_a_value_written_by_hand_gets_advice(sample_book: SampleBook, value: str):
    sample_book.append("docs/pl/index.md", f"\nOto {value} i tyle.\n")
    assert sample_book.report(values_by_hand) == [
        f"docs/pl/index.md:9: “{value}” stands here by hand: when it changes, nobody finds it [values-by-hand]",
    ]


def test_a_value_that_is_a_fact_already_is_told_its_name(sample_book: SampleBook):
    sample_book.append("docs/pl/index.md", "\nPisz na slovo@verbopil.example albo dzwoń: +44 1632 960123.\n")
    assert sample_book.hints(values_by_hand) == ["write [[fact:council-email]]", "write [[fact:council-phone]]"]


def test_a_phone_behind_a_link_is_a_value_too(sample_book: SampleBook):
    sample_book.append("docs/pl/index.md", "\n[Zadzwoń](tel:+441632960123).\n")
    assert len(sample_book.report(values_by_hand)) == 1


def test_ordinary_numbers_are_no_values(sample_book: SampleBook):
    sample_book.append("docs/pl/index.md", "\nW 2026 roku 3 osoby, 12 000 mieszkańców, § 5, art. 28, o 12.00, 112.\n")
    assert sample_book.report(values_by_hand) == []
