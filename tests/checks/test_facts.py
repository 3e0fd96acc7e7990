"""References, and values that stand in the text by hand."""

import pytest

from conftest import SampleBook
from guidebook.checks.facts import (
    broken_references,
    changed_contacts,
    changed_forms,
    changed_values,
    missing_units,
    numbers_by_hand,
    unknown_facts,
    unknown_references,
    values_by_hand,
)
from guidebook.problem import Severity

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
        ("[[all:nothing]]", "known here are places, terms, phrases, sources"),
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
    assert sample_book.report(unknown_references) == sample_book.report(broken_references) == []


def test_a_place_that_rests_on_an_unknown_fact_is_reported(sample_book: SampleBook):
    sample_book.replace("docs/data/places.yml", "[bridge-washing]", "[bridge-wash]")
    assert sample_book.report(unknown_facts) == [
        "docs/data/places.yml:1: gate rests on “bridge-wash”, which is not among the facts [unknown-facts]",
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
        "2026-05-15", "15 maja", "15 maja 2026", "1200 UAH", "ul. Targowa 7", "pl. Nowy Targ 12A", "вул. Ринкова 7",
        "50-004",
    ],
)  # fmt: skip
def test_a_value_written_by_hand_blocks(sample_book: SampleBook, value: str):
    sample_book.append("docs/pl/index.md", f"\nOto {value} i tyle.\n")
    assert sample_book.severities(values_by_hand) == {Severity.DEFECT}
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


@pytest.mark.parametrize("value", ["50 podpisów", "3 miesiące", "12 000 mieszkańców", "14 dni"])
def test_a_number_that_looks_like_a_value_gets_advice_and_never_blocks(sample_book: SampleBook, value: str):
    sample_book.append("docs/pl/index.md", f"\nPotrzeba {value} i tyle.\n")
    message = f"“{value}” looks like a value: when it changes, nobody finds it"
    assert sample_book.report(numbers_by_hand) == [f"docs/pl/index.md:9: {message} [numbers-by-hand]"]
    assert sample_book.severities(numbers_by_hand) == {Severity.ADVICE}


def test_years_paragraphs_and_hours_do_not_look_like_values(sample_book: SampleBook):
    text = "W 2026 roku, § 5 ustawy, art. 28 kodeksu, ust. 2 lit. a, nr 7 albo, o 12.00 lub, 15 maja już, 112, A4"
    sample_book.append("docs/pl/index.md", f"\n{text}.\n\n1. krok\n2. krok\n")
    assert sample_book.report(numbers_by_hand) == []


def test_a_number_that_is_a_fact_already_is_told_its_name(sample_book: SampleBook):
    sample_book.append("docs/pl/index.md", "\nPotrzeba 5 podpisów.\n")
    assert sample_book.hints(numbers_by_hand) == ["write [[fact:signatures-min]]"]


def test_when_a_value_takes_another_plural_form_its_uses_are_listed(sample_book: SampleBook):
    sample_book.commit()
    sample_book.replace("docs/data/facts.yml", "  value: 5\n", "  value: 3\n")
    message = "“[[fact:signatures-min]]” was 5 and is “{}” now, in another form [changed-forms]"
    expected = [
        f"docs/pl/01-council.md:19: {message.format(f'3{chr(160)}podpisy')}",
        f"docs/uk/01-council.md:18: {message.format(f'3{chr(160)}підписи')}",
    ]  # English has one form for 3 and 5
    assert sample_book.report(changed_forms) == expected
    sample_book.commit()
    assert sample_book.report(changed_forms) == expected
    assert sample_book.severities(changed_forms) == {Severity.ADVICE}


def test_a_new_value_in_the_same_plural_form_needs_no_reading(sample_book: SampleBook):
    sample_book.commit()
    sample_book.replace("docs/data/facts.yml", "  value: 5\n", "  value: 6\n")
    assert sample_book.report(changed_forms) == []


def test_a_new_value_without_a_new_reading_gets_advice(sample_book: SampleBook):
    sample_book.commit()
    sample_book.replace("docs/data/facts.yml", "  value: 5\n", "  value: 6\n")
    assert [(p.values["old"], p.values["value"]) for p in sample_book.problems(changed_values)] == [(5, 6)]
    assert sample_book.severities(changed_values) == {Severity.ADVICE}


def test_a_place_with_another_phone_than_before_gets_advice(sample_book: SampleBook):
    sample_book.commit()
    sample_book.replace("docs/data/places.yml", "960124", "960142")
    assert [p.english() for p in sample_book.problems(changed_contacts)] == [
        "office: “phone” was “+44 1632 960124” and is “+44 1632 960142” now",
    ]
