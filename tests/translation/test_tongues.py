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
    assert code == other or found >= 0.98 * len(long)


@pytest.mark.parametrize("code", CODES)
@pytest.mark.parametrize("other", CODES)
def test_most_short_blocks_of_another_language_are_found(halves, code: str, other: str):
    known, texts = halves
    short = [words for words in texts[other] if 5 <= len(words) < 8]
    found = sum(known.is_other(words, code) for words in short)
    assert code == other or found >= 0.93 * len(short)


def test_a_russian_paragraph_in_ukrainian_is_found_though_the_book_has_no_russian(halves):
    text = "Город ещё не объявил даты нового цикла. Поэтому проверяйте сайт каждую неделю. Спросите в мэрии."
    assert halves[0].is_other(blocks.words_of(text), "uk")


def test_the_sentence_of_another_language_is_named(halves):
    wrong = "The offices work in Polish and they will answer you in Polish too."
    text = f"Пишіть простими реченнями. {wrong} Попросіть про допомогу, якщо вона вам потрібна."
    assert halves[0].passage(text, blocks.words_of(text), "uk") == wrong
    assert halves[0].passage(wrong, blocks.words_of(wrong), "en") == ""


def test_a_faulty_paragraph_that_was_learned_with_the_rest_is_still_found(halves):
    _, texts = halves
    wrong = [next(words for words in texts[other] if len(words) >= 12) for other in CODES]
    known = tongues.learn({code: [*texts[code], *wrong] for code in CODES})
    found = [known.is_other(words, code) for code in CODES for words in wrong if words not in texts[code]]
    assert found == [True] * 6


def test_names_in_other_letters_are_no_sentence(halves):
    words = blocks.words_of("Адреса: Stowarzyszenie Mieszkańców Wierzbopola, ul. Nadbrzeżna 1")
    assert not halves[0].is_other(words, "uk")


def test_an_edition_of_one_chapter_is_not_accused_for_what_it_has_not_said_yet():
    book = books.load(config.load(REPOSITORY / "mkdocs.yml"))
    texts = {
        edition.language.code: [[block.words for block in blocks.of(chapter.document)] for chapter in edition.chapters]
        for edition in book.editions
    }
    for code in CODES:
        few = {one: sum(chapters if one != code else chapters[1:2], []) for one, chapters in texts.items()}
        known = tongues.learn(few)
        assert [words for chapter in texts[code] for words in chapter if known.is_other(words, code)] == []


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
