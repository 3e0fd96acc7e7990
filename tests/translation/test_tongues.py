"""In which language a text is written, learned from the book itself."""

import pytest

from conftest import REPOSITORY
from guidebook import book as books
from guidebook import config
from guidebook.translation import blocks, tongues

CODES = [language.code for language in config.load(REPOSITORY / "mkdocs.yml").languages]


@pytest.fixture(scope="module")
def halves() -> tuple[tongues.Tongues, dict[str, list[tuple[str, ...]]]]:
    """What the first half of the real book teaches, and the words of the blocks of the other half."""
    book = books.load(config.load(REPOSITORY / "mkdocs.yml"))
    names = [chapter.name for chapter in book.source.chapters]

    def texts(wanted: list[str]) -> dict[str, list[tuple[str, ...]]]:
        return {
            edition.language.code: [
                block.words for chapter in edition.chapters if chapter.name in wanted
                for block in blocks.of(chapter.document)
            ]
            for edition in book.editions
        }  # fmt: skip

    return tongues.learn(texts(names[::2])), texts(names[1::2])


@pytest.mark.parametrize("code", CODES)
def test_no_block_of_a_language_is_taken_for_another(halves, code: str):
    known, texts = halves
    assert [words for words in texts[code] if known.is_other(words, code)] == []


@pytest.mark.parametrize("code", CODES)
@pytest.mark.parametrize("other", CODES)
def test_longer_blocks_of_another_language_are_found(halves, code: str, other: str):
    known, texts = halves
    long = [words for words in texts[other] if len(words) >= 8]
    found = sum(known.is_other(words, code) for words in long)
    assert code == other or found >= 0.9 * len(long)


def test_a_sentence_that_names_institutions_of_another_alphabet_is_not_accused(halves):
    words = blocks.words_of("Проєкт «Active Migrants» вела Fundacja na Rzecz Studiów Europejskich, без партнерів.")
    assert not halves[0].is_other(words, "uk")


def test_a_short_text_is_never_accused(halves):
    assert not halves[0].is_other(("Urząd", "Miejski", "Wrocławia"), "uk")


def test_an_edition_with_a_few_pages_is_judged_by_its_alphabet_alone():
    known = tongues.learn({"pl": [("dom", "i", "las")] * 3, "uk": [("дім", "і", "ліс")] * 3})
    assert known.telling == {}
    assert known.is_other(("шостий", "дім", "стоїть", "біля", "великого", "лісу"), "pl")
    assert not known.is_other(("the", "house", "is", "in", "the", "woods"), "pl")


def test_the_alphabet_of_a_language_without_rules_is_that_of_its_text():
    known = tongues.learn({"pl": [("dom",)], "xx": [("სახლი", "ტყე")], "yy": []})
    assert known.scripts == {"pl": "LATIN", "xx": "GEORGIAN"}
