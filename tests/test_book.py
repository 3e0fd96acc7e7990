"""Everything read once: Book → Edition → Chapter."""

import pytest

from conftest import SampleBook
from guidebook.book import State, source_id
from guidebook.problem import GuidebookError

MARKET = "02-market.md"


def test_a_book_has_an_edition_for_each_language_with_the_same_chapters(sample_book: SampleBook):
    book = sample_book.book()
    names = {tuple(chapter.name for chapter in edition.chapters) for edition in book.editions}
    assert names == {("index.md", "01-council.md", "02-market.md", "03-bridge.md", "places.md")}
    assert book.source.language.code == "uk"
    assert [edition.language.code for edition in book.translations] == ["pl", "en"]


def test_chapters_stand_in_reading_order_and_others_behind_them(sample_book: SampleBook):
    sample_book.replace("mkdocs.yml", "  - index.md\n", "")
    sample_book.replace("mkdocs.yml", "  - 01-council.md\n  - 02-market.md\n", "  - 02-market.md\n  - 01-council.md\n")
    chapters = sample_book.book().source.chapters
    assert [chapter.name for chapter in chapters] == [MARKET, "01-council.md", "03-bridge.md", "places.md", "index.md"]


def test_a_chapter_knows_what_its_front_matter_says(sample_book: SampleBook):
    chapter = sample_book.book().edition("pl").chapter(MARKET)
    assert (chapter.title, chapter.note, chapter.stem) == ("Targ", "02-market", "02-market")
    assert chapter.is_printed
    assert not chapter.is_reviewed
    assert not sample_book.book().source.chapter("places.md").is_printed


def test_a_translation_is_translated_stale_or_missing(sample_book: SampleBook):
    sample_book.append("docs/uk/02-market.md", "\nНовий рядок.\n")
    sample_book.remove("docs/pl/03-bridge.md")
    book = sample_book.book()
    states = [book.state(name, "pl") for name in ("01-council.md", MARKET, "03-bridge.md")]
    assert states == [State.TRANSLATED, State.STALE, State.MISSING]
    assert book.state(MARKET, "uk") is State.TRANSLATED


def test_a_reader_gets_the_source_where_the_translation_is_missing(sample_book: SampleBook):
    sample_book.remove("docs/pl/03-bridge.md")
    book = sample_book.book()
    assert book.shown("03-bridge.md", "pl").language == "uk"
    assert book.shown(MARKET, "pl").language == "pl"
    assert book.shown("04-mill.md", "pl") is None


def test_a_draft_says_that_it_was_made_with_automatic_help_only_where_the_book_says_so(sample_book: SampleBook):
    assert sample_book.book().draft_notice.startswith("No person has reviewed this text yet.")
    sample_book.replace("mkdocs.yml", "    cover: 00", "    automatic_help: true\n    cover: 00")
    assert sample_book.book().draft_notice.startswith("This text was made with automatic help")


def test_an_edition_that_does_not_exist_is_answered_with_those_that_do(sample_book: SampleBook):
    with pytest.raises(GuidebookError, match="“de” is not a language of this book"):
        sample_book.book().edition("de")


def test_the_facts_of_a_chapter_are_cited_once_each_in_the_order_of_the_text(sample_book: SampleBook):
    book = sample_book.book()
    chapter = book.source.chapter("01-council.md")
    cited = [fact.name for fact in chapter.cited(book.data)]
    assert cited[0] == "council-hears"
    assert len(cited) == len(set(cited))
    assert [chapter.citation(fact, book.data) for fact in chapter.cited(book.data)] == list(range(1, len(cited) + 1))


def test_what_cannot_be_read_is_kept_as_a_problem_and_the_rest_is_read(sample_book: SampleBook):
    sample_book.write("docs/pl/02-market.md", b"\xff\xfe")
    sample_book.write("docs/data/facts.yml", "a: b: c\n")
    sample_book.write("visual-notes/02-market/note.yml", "- a\n")
    book = sample_book.book()
    assert len(book.editions) == 3
    assert {problem.file.name for problem in book.problems} == {"02-market.md", "facts.yml", "note.yml"}


def test_a_language_without_a_folder_is_an_edition_without_chapters(sample_book: SampleBook):
    sample_book.remove("docs/en")
    assert sample_book.book().edition("en").chapters == ()


# ------------------------------------------------------------------------------------------- versions

TEXT = "---\ntitle: Ринок\nnote: x\n---\n\nТекст.\n"


@pytest.mark.parametrize(
    "text",
    [
        "\ufeff" + TEXT,
        TEXT.replace("\n", "\r\n"),
        TEXT.replace("й", "й"),
        TEXT.replace("note: x\n", "note: x\nreviewed_by: Оля\nreviewed_on: 2026-11-20\nprint: false\n"),
    ],
)
def test_what_does_not_touch_meaning_makes_no_new_version(text: str):
    assert source_id(text) == source_id(TEXT)


@pytest.mark.parametrize(
    "text",
    [TEXT.replace("Ринок", "Базар"), TEXT.replace("Текст", "текст"), TEXT + "\nreviewed_by: Оля\n", TEXT + "\n"],
)
def test_every_other_change_makes_a_new_version(text: str):
    assert source_id(text) != source_id(TEXT)


def test_the_id_of_a_version_never_changes():
    """Translations everywhere name these: a new way of counting would make all of them stale."""
    assert source_id(TEXT) == "cdd75a905a44"
