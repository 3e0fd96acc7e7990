"""Values with a source and an age, written as each language does."""

import xml.etree.ElementTree as etree
from dataclasses import replace
from datetime import date

import pytest

from conftest import SampleBook
from guidebook import facts, references
from guidebook.facts import Fact, Source

N = "\u00a0"
SOURCE = Source("Статут", "https://a.example", "2025-03")
SIGNATURES = {
    "uk": {"one": "підпис", "few": "підписи", "many": "підписів"},
    "pl": {"one": "podpis", "few": "podpisy", "many": "podpisów"},
    "en": {"one": "signature", "other": "signatures"},
}


def fact(value: object = None, kind: str = "number", **more: object) -> Fact:
    return Fact("x", 1, SOURCE, value, kind, **{"read_on": "2026-11-01", **more})


# ------------------------------------------------------------------------------------------------ values


@pytest.mark.parametrize(
    ("count", "uk", "pl", "en"),
    [
        (1, f"1{N}підпис", f"1{N}podpis", f"1{N}signature"),
        (2, f"2{N}підписи", f"2{N}podpisy", f"2{N}signatures"),
        (5, f"5{N}підписів", f"5{N}podpisów", f"5{N}signatures"),
        (21, f"21{N}підпис", f"21{N}podpisów", f"21{N}signatures"),
        (22, f"22{N}підписи", f"22{N}podpisy", f"22{N}signatures"),
    ],
)
def test_a_unit_takes_the_plural_form_of_its_number(count: int, uk: str, pl: str, en: str):
    found = fact(count, unit=SIGNATURES)
    assert [facts.value(found, code) for code in ("uk", "pl", "en")] == [uk, pl, en]


@pytest.mark.parametrize(
    ("found", "uk", "pl", "en"),
    [
        (fact(12000), f"12{N}000", f"12{N}000", "12,000"),
        (fact("2027-01-15", "date"), f"15{N}січня{N}2027{N}р.", f"15{N}stycznia{N}2027{N}r.", f"15{N}January{N}2027"),
        (fact(["2027-04-10", "2027-04-30"], "period"), f"10–30{N}квітня{N}2027{N}р.", f"10–30{N}kwietnia{N}2027{N}r.",
         f"10–30{N}April{N}2027"),
        (fact(["2027-04-10", "2027-10-30"], "period"), f"10 квітня – 30{N}жовтня{N}2027{N}р.",
         f"10 kwietnia – 30{N}października{N}2027{N}r.", f"10 April – 30{N}October{N}2027"),
        (fact("02-29", "day"), "29 лютого", "29 lutego", "29 February"),
        (fact("+441632960123", "phone"), *[f"+44{N}1632{N}960123"] * 3),
        (fact("112", "phone"), "112", "112", "112"),
        (fact({"uk": "середа", "pl": "środa"}, "text"), "середа", "środa", "середа"),
        (fact("https://a.example", "web"), *["https://a.example"] * 3),
    ],
)  # fmt: skip
def test_a_value_is_written_as_the_language_does(found: Fact, uk: str, pl: str, en: str):
    assert [facts.value(found, code) for code in ("uk", "pl", "en")] == [uk, pl, en]


def test_money_and_per_cents_keep_their_number_and_sign_together():
    assert facts.value(fact(1200, "money", currency="PLN"), "pl") == f"1{N}200{N}zł"
    assert facts.value(fact(1200, "money", currency="PLN"), "uk").startswith(f"1{N}200{N}")
    assert [facts.value(fact(25, "percent"), code) for code in ("pl", "uk", "en")] == ["25%"] * 3


def test_a_short_number_is_dialled_as_it_is():
    assert facts.phone_link("112") == "tel:112"
    assert facts.phone_link("+44 1632 960123") == "tel:+44-1632-960123"


@pytest.mark.parametrize(
    ("text", "read"),
    [("2025-03-04", f"4{N}marca{N}2025{N}r."), ("2025-03", "marzec 2025"), ("2025", "2025"), ("wiosna", "wiosna")],
)
def test_a_source_may_be_dated_loosely(text: str, read: str):
    assert facts.loose_date(text, "pl") == read


def test_a_year_that_is_only_about_right_is_told_in_the_words_of_the_language():
    found = replace(fact("x", "text"), source=Source("Статут", date="ca. 2021"))
    told = {code: (facts.loose_date(found.source.date, code), facts.age(found, code)) for code in ("pl", "uk", "en")}
    assert told == {
        "pl": (f"ok.{N}2021{N}r.", "źródło z około 2021 r., od tego czasu niepotwierdzone"),
        "uk": (f"бл.{N}2021{N}р.", "джерело приблизно 2021 року, відтоді не підтверджено"),
        "en": (f"about{N}2021", "source from about 2021, not confirmed since"),
    }


# --------------------------------------------------------------------------------------------------- age


@pytest.mark.parametrize(
    ("goes_stale", "more", "due"),
    [
        ("yearly", {}, date(2027, 11, 1)),
        ("rarely", {}, date(2029, 10, 31)),
        ("within months", {}, date(2026, 11, 1)),
        ("historical", {}, None),
        ("edition", {"starts": "01-15"}, date(2027, 1, 15)),
        ("edition", {"starts": "12-01"}, date(2026, 12, 1)),
        ("edition", {"starts": ""}, date(2027, 11, 1)),
        ("every local election", {"starts": "04-07"}, date(2027, 4, 7)),
        ("yearly", {"confirmed_on": "2026-11-20"}, date(2027, 11, 20)),
    ],
)
def test_a_fact_is_due_for_checking(goes_stale: str, more: dict, due: date | None):
    assert fact(1, goes_stale=goes_stale, **more).due() == due


def test_a_fact_that_starts_on_the_29th_of_february_is_due_all_the_same():
    assert fact(1, goes_stale="edition", starts="02-29", read_on="2024-03-01").due() is not None
    assert fact(1, goes_stale="edition", starts="02-29", read_on="2025-03-01").due() is not None


def test_readers_are_told_how_old_a_source_is():
    assert facts.age(fact(1), "en") == "source from 2025, not confirmed since"
    assert facts.age(fact(1, confirmed_on="2026-11-20"), "en") == f"confirmed on 20{N}November{N}2026"
    assert facts.age(Fact("x", 1, Source("T"), 1, read_on="2026-11-01"), "en") == (
        f"source without a date, read on 1{N}November{N}2026"
    )


def test_a_fact_is_safe_when_it_is_certain_or_was_confirmed():
    found = [fact(1), fact(1, confidence="medium"), fact(1, confidence="low", confirmed_on="2026-11-20")]
    assert [one.is_safe for one in found] == [True, False, True]


# ----------------------------------------------------------------------------------------------- reading


def test_everything_under_docs_data_is_read(sample_book: SampleBook):
    data = sample_book.book().data
    assert data.problems == ()
    assert data.facts["signatures-min"].value == 5
    assert data.places["office"].hours[0].days == ("mon", "fri")
    assert data.terms["hearing"].words["pl"] == "wysłuchanie publiczne"


def test_hours_say_of_which_year_they_are_once_for_all_rows_of_that_year():
    rows = [facts.Hours(("mon",), "10:00", "18:00", 2024), facts.Hours(("tue", "fri"), "8:00", "16:00", 2024)]
    assert facts.all_hours(rows, "en") == "Mon 10:00–18:00; Tue–Fri 8:00–16:00 (2024)"
    rows[0] = facts.Hours(("mon",), "10:00", "18:00", 2022)
    assert facts.all_hours(rows, "en") == "Mon 10:00–18:00 (2022); Tue–Fri 8:00–16:00 (2024)"
    assert facts.all_hours([facts.Hours(("sat",), "9:00", "12:00")], "en") == "Sat 9:00–12:00"


@pytest.mark.parametrize("year, is_good", [
    ("2024", True), ("24", False), ("2024.5", False), ('"2024"', False), ("true", False), ("", False)
])
def test_the_year_of_hours_is_a_whole_one(sample_book: SampleBook, year, is_good):
    sample_book.replace("docs/data/places.yml", 'to: "17:00"}', f'to: "17:00", year: {year}}}')
    data = sample_book.book().data
    said = [problem.message for problem in data.problems]
    assert said == ([] if is_good else ["“{key}”: the year of the hours is four digits"])
    assert [hours.year for hours in data.places["office"].hours] == ([int(year)] if is_good else [])


def test_a_wrong_entry_is_left_out_and_the_others_are_read(sample_book: SampleBook):
    sample_book.replace("docs/data/facts.yml", "  value: 25\n", "  value: viele\n")
    data = sample_book.book().data
    assert "stall-discount" not in data.facts
    assert "stall-price" in data.facts


def test_entries_name_the_version_of_their_source(sample_book: SampleBook):
    entry = next(entry for entry in sample_book.book().data.entries() if entry.name == "hearing")
    assert entry.translated_from["pl"] == entry.version("uk")
    assert entry.languages() == ("en", "pl", "uk")


@pytest.mark.parametrize(
    "text", ["[]", "a", "a:\n", "a: 1\n", "a: []\n", "a: {}\n", "a: {source: {}}\n", "a: {value: []}\n"]
)
@pytest.mark.parametrize("name", ["facts", "places", "terms"])
def test_whatever_stands_in_docs_data_is_read_or_reported(sample_book: SampleBook, name: str, text: str):
    sample_book.write(f"docs/data/{name}.yml", text)
    assert sample_book.book().data.problems


WHOLE = {
    "facts": {
        "value": "5", "kind": "number", "unit": "{pl: {one: a, few: b, many: c}}", "currency": "PLN",
        "claim": "{pl: a}",
        "source": "{title: a, url: https://a.example, date: 2025}", "read_on": "2026-11-01", "edition": "2025",
        "confirmed_on": "2026-11-01", "confidence": "high", "goes_stale": "edition", "starts": "01-15",
        "translated_from": "{pl: x}",
    },
    "places": {
        "name": "a", "kind": "office", "about": "{pl: a}", "address": "{street: a, city: b}", "way": "{pl: a}",
        "phone": "112", "email": "a@b.example", "web": "https://a.example", "languages": "[pl]", "facts": "[x]",
        "print": "true", "hours": "[{days: [mon], from: 12:00, to: 14:00}]", "translated_from": "{pl: x}",
    },
    "terms": {"term": "{uk: a, pl: b}", "definition": "{uk: a}", "unseen": "[pl]", "translated_from": "{pl: x}"},
    "phrases": {
        "uk": "a", "say": "{pl: b}", "means": "{pl: c}", "situation": "phone", "print": "true",
        "translated_from": "{pl: x}",
    },
}  # fmt: skip
OTHERS = ("", "1", "x", "[1, [2]]", "{pl: {a: b}}", "{pl: 1}", "[{days: 1}]", "true", "-1.5", "{}", ".inf", "[no]",
          "{title: [a]}")  # fmt: skip
KINDS = ("money", "percent", "date", "period", "day", "email", "web", "phone", "text")


def _use_everything(sample_book: SampleBook) -> None:
    """Check the book and write every value, card and list of it in every language."""
    sample_book.problems()
    book = sample_book.book()
    for code in ("uk", "pl", "en"):
        for found in book.data.facts.values():
            found.due()
            assert found.value is None or isinstance(facts.value(found, code), str)
        for whole in references.LISTS.values():
            etree.tostring(whole(book, code))


@pytest.mark.parametrize(("name", "key"), [(name, key) for name, whole in WHOLE.items() for key in whole])
def test_a_value_of_another_kind_breaks_nothing(sample_book: SampleBook, name: str, key: str):
    file = f"docs/data/{name}.yml"
    entries = [{**WHOLE[name], key: other} for other in OTHERS]
    if key == "value":
        entries += [{**entry, "kind": kind} for kind in KINDS for entry in entries]
    for number, entry in enumerate(entries):
        lines = "".join(f"  {key}: {value}\n" for key, value in entry.items())
        sample_book.append(file, f"\nextra-{number}:\n{lines}")
    _use_everything(sample_book)


def test_a_whole_entry_is_read(sample_book: SampleBook):
    for name, whole in WHOLE.items():
        lines = "".join(f"  {key}: {value}\n" for key, value in whole.items())
        sample_book.append(f"docs/data/{name}.yml", f"\nextra:\n{lines}")
    data = sample_book.book().data
    assert data.problems == ()
    for table in (data.facts, data.places, data.terms, data.phrases):
        assert "extra" in table


def test_a_table_may_be_a_folder_of_files(sample_book: SampleBook):
    text = sample_book.read("docs/data/facts.yml")
    before = sample_book.book().data.facts
    first, second = text[: text.index("market-season:")], text[text.index("market-season:") :]
    sample_book.remove("docs/data/facts.yml")
    sample_book.write("docs/data/facts/council.yml", first)
    sample_book.write("docs/data/facts/market.yml", second)
    facts_now = sample_book.book().data.facts
    assert list(facts_now) == list(before)
    assert (facts_now["council-hears"].file.name, facts_now["stall-price"].file.name) == ("council.yml", "market.yml")
    assert sample_book.problems() == ()


def test_an_entry_that_stands_in_two_files_is_told(sample_book: SampleBook):
    line = sample_book.read("docs/data/facts.yml").split("\n").index("signatures-min:") + 1
    entry = next(e for e in sample_book.read("docs/data/facts.yml").split("\n\n") if e.startswith("signatures-min:"))
    sample_book.write("docs/data/facts/more.yml", entry + "\n")
    assert sample_book.report() == [
        f"docs/data/facts/more.yml:1: “signatures-min” stands already in facts.yml:{line} [unreadable]",
    ]


def test_a_sentence_needs_a_situation_and_its_words(sample_book: SampleBook):
    sample_book.append("docs/data/phrases.yml", "\none:\n  uk: a\n  situation: moon\ntwo:\n  situation: phone\n")
    assert [problem.english() for problem in sample_book.problems()] == [
        "“one” needs a situation",
        "“two” needs the sentence to say",
    ]


@pytest.mark.parametrize("name", ["council-hears", "bridge-washing", "stall-price"])
def test_confirming_a_fact_changes_one_line_of_its_file(sample_book: SampleBook, name: str):
    before = sample_book.read("docs/data/facts.yml")
    found = sample_book.book().data.facts[name]
    sample_book.write("docs/data/facts.yml", facts.confirmed(before, found, date(2026, 11, 24)))
    assert sample_book.book().data.facts[name].confirmed_on == "2026-11-24"
    after = sample_book.read("docs/data/facts.yml")
    lines = [line for line in after.split("\n") if line not in before.split("\n")]
    assert lines == ["  confirmed_on: 2026-11-24"]
    others = [fact.confirmed_on for fact in sample_book.book().data.facts.values() if fact.name != name]
    assert set(others) <= {"", "2026-11-02"}


@pytest.mark.parametrize(
    ("language", "listed"), [("pl", "a, b i c"), ("uk", "a, b і c"), ("en", "a, b, and c"), ("be", "a, b і c")]
)
def test_a_list_is_joined_as_people_say_it(language: str, listed: str):
    assert facts.listed(["a", "b", "c"], language) == listed
