"""Sentences that are too long, and how chapters read."""

from conftest import SampleBook
from guidebook.checks import plain_language
from guidebook.checks.plain_language import long_sentences
from guidebook.problem import Severity

MARKET = "docs/pl/02-market.md"
LONG = "To jest zdanie, " + "które ma bardzo dużo słów i " * 5 + "nie kończy się szybko."


def _measured(sample_book: SampleBook, body: str) -> plain_language.Measure:
    sample_book.write(MARKET, f"---\ntitle: Targ\n---\n\n{body}\n")
    return plain_language.measure(sample_book.book().edition("pl").chapter("02-market.md"))


def test_a_sentence_of_more_than_25_words_gets_advice_and_never_blocks(sample_book: SampleBook):
    line = sample_book.read(MARKET).count("\n") + 2
    sample_book.append(MARKET, f"\n{LONG}\n")
    beginning = "To jest zdanie, które ma bardzo dużo słów i które ma bardzo dużo słów"
    assert sample_book.report(long_sentences) == [
        f"{MARKET}:{line}: a sentence of 37 words: “{beginning} …” [long-sentences]",
    ]
    assert sample_book.severities(long_sentences) == {Severity.ADVICE}


def test_a_long_sentence_is_found_in_a_table_and_over_several_lines_too(sample_book: SampleBook):
    sample_book.append(MARKET, f"\n| A | B |\n|---|---|\n| a | {LONG} |\n\n" + LONG.replace(" i ", " i\n"))
    assert len(sample_book.report(long_sentences)) == 2


def test_a_list_is_no_sentence(sample_book: SampleBook):
    sample_book.append(MARKET, "\n" + "".join(f"- rzecz {number}\n" for number in range(30)))
    assert sample_book.report(long_sentences) == []


def test_the_average_counts_paragraphs_and_lists_but_no_headings_and_tables(sample_book: SampleBook):
    text = "Jeden dwa trzy.[[source:council-hears]] Cztery pięć.\n\n- sześć"
    body = f"## Kto tu był {{ #who }}\n\n{text}\n\n| a | b |\n|---|---|\n| c | d |"
    measure = _measured(sample_book, body)
    assert (measure.words, measure.average) == (6, 2.0)


def test_a_value_or_a_term_is_one_word(sample_book: SampleBook):
    assert _measured(sample_book, "Potrzeba [[fact:signatures-min]] i to [[term:hearing]].").words == 5


def test_the_hardest_sentences_are_named_hardest_first(sample_book: SampleBook):
    easy = "Tu jest targ i tam jest most i rzeka."
    hard = "Administracyjne postępowanie uniemożliwia mieszkankom i mieszkańcom natychmiastowe działanie."
    measure = _measured(sample_book, f"{easy} {hard} {easy} {easy}")
    assert measure.hardest[0].text == hard and len(measure.hardest) == 3


def test_a_chapter_over_the_target_is_not_plain(sample_book: SampleBook):
    assert not _measured(sample_book, LONG).is_plain
    assert _measured(sample_book, "Krótkie zdanie.").is_plain


def test_a_chapter_without_running_text_has_no_measure(sample_book: SampleBook):
    sample_book.write("docs/pl/places.md", "---\ntitle: Miejsca\n---\n\n[[all:places]]\n")
    assert plain_language.measure(sample_book.book().edition("pl").chapter("places.md")) is None
