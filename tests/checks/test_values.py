"""Numbers, phones, years and addresses are the same in every language; digits and words may take turns."""

import re

import pytest

from conftest import SampleBook
from guidebook.checks.values import different_numbers, different_values, nearly_same_values, values_in
from guidebook.problem import Severity


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("+44 1632 960 123 or 71 777 77 77", ["phone", "phone"]),
        ("slovo@verbopil.example", ["e-mail"]),
        ("https://verbopil.example/2024.", ["address"]),
        ("5 zł, 1 200 PLN, €30", ["money", "money", "money"]),
        ("20%", ["per cent"]),
        ("from 9:00 to 17.30", ["time", "time"]),
        ("in 2024, not 1999", ["year", "year"]),
        ("12 000 people and 3 dogs", ["number"]),
        ("[[fact:wbo-2024]] no. 5", []),
    ],
)
def test_what_kind_of_value_a_number_is(text, kinds):
    assert [value.kind for value in values_in(text)] == kinds


@pytest.mark.parametrize(("one", "other"), [("12 000", "12,000"), ("18:30", "18.30"), ("71 777 77 77", "71-777-77-77")])
def test_a_value_is_the_same_however_it_is_written(one, other):
    assert [value.plain for value in values_in(one)] == [value.plain for value in values_in(other)]


def with_sentence(sample_book: SampleBook, uk: str, pl: str, en: str) -> None:
    for code, text in (("uk", uk), ("pl", pl), ("en", en)):
        sample_book.append(f"docs/{code}/index.md", f"\n{text}\n")


def accepted(sample_book: SampleBook) -> None:
    """The translations are up to date with the source again."""
    version = sample_book.book().source.chapter("index.md").source_id
    for code in ("pl", "en"):
        text = sample_book.read(f"docs/{code}/index.md")
        sample_book.write(f"docs/{code}/index.md", re.sub("translated_from: .*", f"translated_from: {version}", text))


def test_a_changed_number_gets_advice(sample_book: SampleBook):
    with_sentence(sample_book, "Тут 12 000 людей, автобуси о 18:30.", "Jest tu 21 000 osób, autobusy o 18.30.",
                  "There are 12,000 people, buses at 18:30.")
    assert sample_book.report(different_numbers) == [
        "docs/pl/index.md:9: the number 21000 is not in the source [different-numbers]",
    ]
    assert sample_book.hints(different_numbers) == ["compare with the source, where 12000 is missing here"]
    assert sample_book.severities(different_numbers) == {Severity.ADVICE}


@pytest.mark.parametrize(
    ("right", "wrong"), [("2019", "2091"), ("18:30", "13:80"), ("71 777 77 77", "71 777 77 17"), ("a@b.pl", "a@b.eu")]
)
def test_another_year_time_phone_or_e_mail_in_its_place_is_a_defect(sample_book: SampleBook, right, wrong):
    with_sentence(sample_book, f"Це {right}.", f"To {wrong}.", f"It is {right}.")
    accepted(sample_book)
    assert sample_book.report(different_numbers) == [
        f"docs/pl/index.md:9: “{wrong}” stands here, in the source “{right}” [different-numbers]",
    ]
    assert sample_book.hints(different_numbers) == [f"write “{right}”"]
    assert sample_book.severities(different_numbers) == {Severity.DEFECT}


def test_a_year_that_is_gone_gets_advice(sample_book: SampleBook):
    with_sentence(sample_book, "У 2019 році міст помили.", "Most umyto.", "In 2019 the bridge was washed.")
    assert sample_book.report(different_numbers) == [
        "docs/pl/index.md:9: “2019” of the source is missing here [different-numbers]",
    ]
    assert sample_book.severities(different_numbers) == {Severity.ADVICE}


@pytest.mark.parametrize(
    ("uk", "pl", "en"),
    [
        ("Приходьте о 17:00.", "Przyjdź o piątej.", "Come at 5 p.m."),
        ("Треба 11 людей.", "Potrzeba jedenastu osób.", "Eleven people are needed."),
        ("Три дні.", "3 dni.", "3 days."),
    ],
)
def test_words_instead_of_digits_are_let_through(sample_book: SampleBook, uk, pl, en):
    with_sentence(sample_book, uk, pl, en)
    assert sample_book.report(different_numbers) == []


def test_the_value_of_the_row_counts_not_only_that_of_the_chapter(sample_book: SampleBook):
    rows = "| {a} | 15 |\n|---|---|\n| {b} | 25 |"
    with_sentence(sample_book, rows.format(a="Раз", b="Два"), rows.format(a="Raz", b="Dwa").replace("25", "15"),
                  rows.format(a="One", b="Two"))
    assert sample_book.report(different_numbers) == [
        "docs/pl/index.md:11: the number 15 is not in the source [different-numbers]",
    ]


# ------------------------------------------------------------------------------- docs/data/, visual notes


def test_another_reference_in_a_text_of_the_data_is_a_defect(sample_book: SampleBook):
    for code, words in (("uk", "миттям мосту."), ("pl", "myciem mostu."), ("en", "the bridge is washed.")):
        number = "2091" if code == "pl" else "2019"
        sample_book.replace("docs/data/places.yml", words, f"{words} ({number})")
    (report,) = sample_book.report(different_values)
    assert report == "docs/data/places.yml:6: “2091” stands here, in the source “2019” [different-values]"


def test_another_number_in_a_visual_note_is_reported_on_its_line(sample_book: SampleBook):
    note = "visual-notes/02-market/text.{}.yml"
    key = next(line for line in sample_book.read(note.format("uk")).split("\n") if line.startswith("title:"))
    polish = next(line for line in sample_book.read(note.format("pl")).split("\n") if line.startswith("title:"))
    sample_book.replace(note.format("uk"), key, f'{key[:-1]} 2019"')
    sample_book.replace(note.format("pl"), polish, f'{polish[:-1]} 2091"')
    found = [p for p in sample_book.problems(different_values) if p.file.name == "text.pl.yml"]
    assert [problem.values["old"] for problem in found] == ["2019"]
    assert {problem.severity for problem in found} == {Severity.GAP}  # the Ukrainian words are newer


def test_a_phone_that_is_nearly_another_gets_advice(sample_book: SampleBook):
    assert sample_book.report(nearly_same_values) == []
    for number in (2, 3):
        sample_book.append("docs/data/facts.yml", FACT.format(name=f"council-{number}", value="+44 1632 960123"))
    sample_book.append("docs/data/facts.yml", FACT.format(name="council-4", value="+44 1632 960132"))
    assert [p.values["near"] for p in sample_book.problems(nearly_same_values) if p.values["name"] == "council-4"] == [
        "+44 1632 960123"
    ]
    assert sample_book.severities(nearly_same_values) == {Severity.ADVICE}


def test_two_lines_of_one_office_may_differ_in_a_digit(sample_book: SampleBook):
    sample_book.append("docs/data/facts.yml", FACT.format(name="council-2", value="+44 1632 960128"))
    assert sample_book.report(nearly_same_values) == []


def test_an_e_mail_at_another_host_gets_advice(sample_book: SampleBook):
    sample_book.replace("docs/data/places.yml", "email: rynok@verbopil.example", "email: slovo@verbopill.example")
    assert {problem.values["value"] for problem in sample_book.problems(nearly_same_values)} == {
        "slovo@verbopil.example", "slovo@verbopill.example",
    }  # fmt: skip


FACT = """
{name}:
  kind: phone
  value: "{value}"
  source: {{title: "Рада", url: "https://rada.verbopil.example/contacts", date: "2026"}}
  read_on: 2026-11-01
  confidence: medium
  goes_stale: yearly
"""
