"""Terms of the glossary in source and translation, in whatever form."""

import pytest

from conftest import REPOSITORY, SampleBook
from guidebook import book as books
from guidebook import config
from guidebook.checks import glossary
from guidebook.checks.glossary import other_terms
from guidebook.problem import Severity

TERMS = """
council:
  term: {uk: рада району, pl: rada osiedla, en: neighbourhood council}
  definition: {uk: Обрані люди., pl: Wybrane osoby., en: Elected people.}
helpline:
  term: {uk: гаряча лінія (ГЛ), pl: infolinia, en: helpline}
  definition: {uk: Телефон., pl: Telefon., en: A phone.}
"""


@pytest.fixture
def book_with_terms(sample_book: SampleBook) -> SampleBook:
    """The sample book with two more terms, one of them said twice as the glossary has it."""
    sample_book.append("docs/data/terms.yml", TERMS)
    _say(sample_book, "Рада району слухає.", "Rada osiedla słucha.", "The neighbourhood council listens.")
    _say(sample_book, "Голос ради району.", "Głos rady osiedla.", "The voice of the neighbourhood council.")
    return sample_book


def _say(book: SampleBook, uk: str, pl: str, en: str) -> None:
    """Write a paragraph in all languages, and say that the translations are up to date."""
    for code, text in (("uk", uk), ("pl", pl), ("en", en)):
        book.append(f"docs/{code}/index.md", f"\n{text}\n")
    version = book.book().source.chapter("index.md").source_id
    for code in ("pl", "en"):
        text = book.read(f"docs/{code}/index.md")
        named = next(line for line in text.split("\n") if line.startswith("translated_from"))
        book.write(f"docs/{code}/index.md", text.replace(named, f"translated_from: {version}"))


def test_a_term_that_is_rendered_otherwise_is_advised_on_with_the_words_of_the_glossary(book_with_terms: SampleBook):
    _say(book_with_terms, "Запитайте раду району.", "Zapytaj radę osiedla.", "Ask the estate board.")
    assert book_with_terms.report(other_terms) == [
        "docs/en/index.md:13: the source speaks of “раду району” here, for which the glossary has "
        "“neighbourhood council” [other-terms]",
    ]
    assert book_with_terms.hints(other_terms) == [
        "if the same is meant, write “neighbourhood council”, in the form that the sentence needs, or [[term:council]]",
    ]
    assert book_with_terms.severities(other_terms) == {Severity.ADVICE}


@pytest.mark.parametrize(
    ("pl", "en"),
    [
        ("Zapytaj rady osiedli.", "Ask the neighbourhood councils."),
        ("Pytaj w radach osiedli.", "Ask the councils of the neighbourhoods."),
        ("Zapytaj [[term:council]].", "Ask the рада району."),
        ("Rad osiedli jest dużo.", "Ask the [[term:council]]."),
    ],
)
def test_any_form_of_the_words_the_official_term_and_a_reference_are_right(
    book_with_terms: SampleBook, pl: str, en: str
):
    _say(book_with_terms, "Запитайте раду району.", pl, en)
    assert book_with_terms.report(other_terms) == []


def test_the_short_name_of_a_term_stands_for_it(book_with_terms: SampleBook):
    _say(book_with_terms, "Дзвоніть на ГЛ.", "Zadzwoń na infolinię.", "Call the helpline.")
    _say(book_with_terms, "Номер ГЛ тут.", "Numer infolinii jest tu.", "The number of the hotline is here.")
    _say(book_with_terms, "ГЛ вільна.", "Infolinia jest wolna.", "The helpline is free.")
    (line,) = book_with_terms.report(other_terms)
    assert line.startswith("docs/en/index.md:15: the source speaks of “ГЛ” here, for which the glossary has “helpline”")


def test_words_that_only_resemble_a_term_are_not_the_term(book_with_terms: SampleBook):
    _say(book_with_terms, "Радий районний лікар радить.", "Lekarz radzi.", "The doctor gives advice.")
    assert book_with_terms.report(other_terms) == []


def test_what_the_book_nearly_always_says_otherwise_is_not_advised_on(book_with_terms: SampleBook):
    for _ in range(3):
        _say(book_with_terms, "Запитайте раду району.", "Zapytaj radę osiedla.", "Ask the estate board.")
    assert book_with_terms.report(other_terms) == []


def test_a_translation_that_is_stale_is_not_compared(book_with_terms: SampleBook):
    _say(book_with_terms, "Запитайте раду району.", "Zapytaj radę osiedla.", "Ask the estate board.")
    book_with_terms.append("docs/uk/index.md", "\nНове.\n")
    assert book_with_terms.report(other_terms) == []


def test_a_text_of_a_table_is_compared_too(book_with_terms: SampleBook):
    book_with_terms.replace("docs/data/places.yml", "uk: Тут збираються", "uk: Тут рада району, збираються")
    book_with_terms.replace("docs/data/places.yml", "pl: Tu wszyscy", "pl: Tu rada osiedla, wszyscy")
    version = next(e for e in book_with_terms.book().entries() if e.name == "gate").version("uk")
    book_with_terms.replace("docs/data/places.yml", "{en: eaed25256e30, pl: eaed25256e30}",
                            f'{{en: "{version}", pl: "{version}"}}')
    (line,) = book_with_terms.report(other_terms)
    assert line.startswith("docs/data/places.yml:7: the source speaks of “рада району”")  # en: Where people meet …


def test_a_book_without_terms_has_nothing_to_say(sample_book: SampleBook):
    sample_book.write("docs/data/terms.yml", "")
    assert list(other_terms(sample_book.book())) == []


def test_in_the_real_book_most_terms_are_said_as_the_glossary_has_them():
    book = books.load(config.load(REPOSITORY / "mkdocs.yml"))
    uses = list(glossary.uses(book))
    assert len(uses) > 1000
    assert sum(use.is_told for use in uses) > 0.85 * len(uses)
    assert len(list(other_terms(book))) <= 5
