"""Forms to fill in, as read from docs/data/forms/."""

import json
from dataclasses import replace

import pytest

from conftest import SampleBook
from guidebook.checks import facts as fact_checks
from guidebook.checks import translation
from guidebook.markup import Reference
from guidebook.references import Element, References, element, form_card
from guidebook.site.pages import PageMedium, PageReferences
from guidebook.translation import accepting, status

STALL = "docs/data/forms/stall.yml"


def faults(sample_book: SampleBook) -> list[str]:
    """What a person reads of the forms: “12: what is wrong → what to do”."""
    found = [problem for problem in sample_book.book().problems if "forms" in problem.file.parts]
    return [f"{p.line}: {p.english()} → {p.hint.format(**p.values)}" for p in found]


def test_a_form_is_read_with_its_parts_and_fields_in_order(sample_book: SampleBook):
    form = sample_book.book().forms["stall"]
    assert [field.name for field in form.fields] == [
        "name", "day", "request", "goods", "size", "music", "helpers", "signature"
    ]  # fmt: skip
    assert [option.name for option in form.fields[4].options] == ["small", "large"]
    assert [column.is_by_hand for column in form.fields[6].options] == [False, True]
    assert form.parts[1].heading.help["pl"] == "Kto mi pomaga"


def test_a_form_rests_on_the_facts_that_it_names_and_those_whose_values_it_prints(sample_book: SampleBook):
    assert sample_book.book().forms["stall"].cited == ("market-season", "stall-price")


def test_the_official_words_are_part_of_what_is_translated(sample_book: SampleBook):
    texts = sample_book.book().forms["stall"].texts
    assert texts["name"] == {"uk": "Ім’я та прізвище – Як вас кликати", "pl": "Imię i nazwisko", "en": "Name"}
    assert texts["size.small"]["uk"] == "малий"


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("official: Заява про стіл на ринку\n", "", "1: “official” is missing → add “official: …”"),
        ("kind: checkbox", "kind: chekbox",
         "34: “music” is of an unknown kind → write one of: text, area, checkbox, choice, table, signature, words"),
        ("lines: 3", "line: 3", "26: “parts.1.fields.4.line” is not known here → did you mean “lines”?"),
        ("lines: 3", "lines: 1000000000", "26: “goods.lines” needs a number of lines → write a number from 1 to 60"),
        ("lines: 3", "lines: true", "26: “goods.lines” needs a number of lines → write a number from 1 to 60"),
        ("name: day", "name: name", "24: “name” stands here twice → keep one of them"),
        ("name: day", "name: a.b",
         "24: “a.b” is no name for a form or a field → write it with small letters a–z, digits and hyphens"),
        ("width: 2", "width: 500", "44: “helpers.columns.1.width” needs a width → write a number from 1 to 12"),
        ("pl: Data, en: Date", "de: Datum",
         "24: “day.help.de” is in a language of no edition → languages of this book: uk, pl, en"),
        ("pl: Data, en: Date", "pl: 7", "24: “day.help.pl” needs a text between quotes → "),
        ("places: [office]", "places: office", "47: “places” has a value of another kind: “office” → "),
        ("places: [office]", "script: alert(1)",
         "47: “script” is not known here → known here are official, title, about, how, send, tips, places, facts, "
         "parts, reviewed_by, reviewed_on, translated_from"),
        ("kind: choice", "kind: text", "31: “size.options” is not known here → remove it"),
    ],
)  # fmt: skip
def test_what_is_wrong_in_a_form_is_told_with_its_line(sample_book: SampleBook, old: str, new: str, told: str):
    sample_book.replace(STALL, old, new)
    assert faults(sample_book) == [told]
    assert "stall" not in sample_book.book().forms


@pytest.mark.parametrize(
    "text",
    ["", "[]", "a", "1", "parts: []", "parts: [1]", "parts: [{fields: []}]", "parts: [{fields: [{}]}]",
     "title: {uk: [1]}", "tips: [a]", "a: &x 1\nb: *x"],
)  # fmt: skip
def test_whatever_stands_in_a_form_is_read_or_reported(sample_book: SampleBook, text: str):
    sample_book.write(STALL, text)
    assert faults(sample_book)


def test_a_form_that_is_a_link_to_elsewhere_is_refused(sample_book: SampleBook):
    sample_book.path("docs/data/forms/passwd.yml").symlink_to("/etc/passwd")
    assert faults(sample_book) == [
        "1: this file is a link that leads elsewhere → replace it by the file itself"
    ]


# ------------------------------------------------------------------------------------------- translation


def test_help_that_is_missing_in_a_language_is_a_gap(sample_book: SampleBook):
    sample_book.replace(STALL, "help: {pl: Data, en: Date}", "help: {en: Date}")
    assert sample_book.report(translation.untranslated_texts) == [
        "docs/data/forms/stall.yml:1: stall: day is not translated into Polski [untranslated-texts]"
    ]
    assert _left(sample_book) == {"pl": {"missing"}}


def test_help_is_stale_when_the_official_words_have_changed(sample_book: SampleBook):
    sample_book.replace(STALL, "official: Дата", "official: День")
    assert sample_book.report(translation.stale_texts) == [
        "docs/data/forms/stall.yml:1: stall has changed since it was translated into Polski [stale-texts]",
        "docs/data/forms/stall.yml:1: stall has changed since it was translated into English [stale-texts]",
    ]
    assert _left(sample_book) == {"pl": {"stale"}, "en": {"stale"}}


def _left(sample_book: SampleBook) -> dict[str, set[str]]:
    """How the forms stand in the languages in which something is to be done."""
    rows = [row for row in status.rows(sample_book.book()) if row.name == "forms"]
    found = {row.language: {str(piece.standing) for piece in row.to_do()} for row in rows}
    return {language: standings for language, standings in found.items() if standings}


def test_a_form_is_accepted_by_its_last_line(sample_book: SampleBook):
    sample_book.replace(STALL, "official: Дата", "official: День")
    ((file, text),) = accepting.accept(sample_book.book(), STALL)
    assert file == sample_book.path(STALL).resolve() or file == sample_book.path(STALL)
    before, after = sample_book.read(STALL).split("\n"), text.split("\n")
    assert [line for line in after if line not in before] == [after[-2]]
    sample_book.write(STALL, text)
    assert sample_book.problems(translation.stale_texts) == ()


def test_a_form_without_a_version_gets_the_line(sample_book: SampleBook):
    whole = sample_book.read(STALL)
    sample_book.write(STALL, whole[: whole.index("translated_from:")])
    assert len(sample_book.report(translation.unversioned_texts)) == 1
    ((_, text),) = accepting.accept(sample_book.book(), STALL)
    assert text == whole


# ------------------------------------------------------------------------------------------ what it names


@pytest.mark.parametrize(
    ("old", "new", "name", "hint"),
    [
        ("[market-season]", "[market-saeson]", "market-saeson", "did you mean “market-season”?"),
        ("коштує [[fact:stall-price]]", "коштує [[fact:stol-price]]", "stol-price", "did you mean “stall-price”?"),
        ("places: [office]", "places: [ofice]", "ofice", "did you mean “office”?"),
    ],
)
def test_a_fact_or_place_that_does_not_exist_is_reported(
    sample_book: SampleBook, old: str, new: str, name: str, hint: str
):
    sample_book.replace(STALL, old, new)
    (problem,) = sample_book.problems(fact_checks.unknown_facts)
    assert problem.english() == f"stall names “{name}”, which is not in docs/data/"
    assert problem.hint.format(**problem.values) == hint


def test_a_form_that_does_not_exist_is_reported_with_the_nearest_name(sample_book: SampleBook):
    sample_book.replace("docs/uk/places.md", "[[form:stall]]", "[[form:stal]]")
    (told,) = sample_book.report(fact_checks.unknown_references)
    assert told.endswith("“[[form:stal]]” is not known [unknown-references]")


class _Medium:
    def form_ways(self, form, language):
        return element("p", f"{form.name}.pdf")


def form_in_chapter(sample_book: SampleBook, code: str) -> Element:
    book = sample_book.book()
    resolve = References(book, book.edition(code).chapter("places.md"), _Medium())
    return resolve(Reference("form", "stall"))


@pytest.mark.parametrize(
    ("code", "names"),
    [
        ("pl", [("Stół na targu", None), (" · Заява про стіл на ринку", "uk")]),
        ("uk", [("Стіл на ринку", None)]),
    ],
)
def test_a_form_in_a_chapter_has_the_offices_name_too_for_who_reads_another_language(
    sample_book: SampleBook, code: str, names: list[tuple[str, str | None]]
):
    card = form_in_chapter(sample_book, code)
    assert [(part.text, part.get("lang")) for part in card.find("p[@class='place-name']")] == names


def test_a_form_in_a_chapter_says_what_it_is_for_what_it_costs_and_the_way_to_it(sample_book: SampleBook):
    text = "".join(form_in_chapter(sample_book, "pl").itertext())
    assert "Gdy chcesz sprzedawać na targu." in text
    assert "1\u00a0200" in text
    assert text.endswith("stall.pdf")


def test_a_link_leads_to_the_first_card_of_a_form_in_a_chapter(sample_book: SampleBook):
    book = sample_book.book()
    resolve = References(book, book.edition("pl").chapter("places.md"), _Medium())
    assert [resolve(Reference("form", "stall")).get("id") for _ in range(2)] == ["form-stall", None]


def test_a_form_that_has_no_name_for_readers_is_called_as_at_the_office(sample_book: SampleBook):
    book = sample_book.book()
    unnamed = replace(book.forms["stall"], title={})
    card = form_card(book, unnamed, "pl", None)
    assert [(part.text, part.get("lang")) for part in card[0]] == [("Заява про стіл на ринку", "uk")]


def ways(sample_book: SampleBook, code: str, language: str) -> list[str]:
    """Where the card of the form leads on the page of a language, whose text may be in another."""
    book = sample_book.book()
    chapter = book.edition(language).chapter("places.md")
    card = PageReferences(book, chapter, PageMedium(book, chapter, code, {}))(Reference("form", "stall"))
    return [link.get("href") for link in card.iter("a")]


def test_the_website_leads_to_a_form_when_it_is_printed_else_to_the_page_of_all_that_is(sample_book: SampleBook):
    assert ways(sample_book, "pl", "pl") == ["print/index.md"]
    files = ["form-stall.pdf", "form-stall-plain.pdf"]
    sample_book.write("build/print/pl/editions.json", json.dumps([{"file": name} for name in files]))
    assert ways(sample_book, "pl", "pl") == [f"print/{name}" for name in files]
    assert ways(sample_book, "pl", "uk") == ["print/index.md"]  # the source text on a Polish page
