"""How far the translations are, in per cent."""

from conftest import SampleBook
from guidebook.translation import status

MARKET = "02-market.md"


def test_a_translated_chapter_counts_whole_and_a_missing_one_not_at_all(sample_book: SampleBook):
    sample_book.remove("docs/en/02-market.md")
    book = sample_book.book()
    assert [status.percent(book, MARKET, code) for code in ("uk", "pl", "en")] == [100, 100, 0]


def test_a_stale_chapter_counts_the_sections_that_have_not_changed(sample_book: SampleBook):
    sample_book.commit()
    sample_book.append("docs/uk/02-market.md", "\nНовий рядок.\n")  # one of three: above, #stall, #when
    assert status.percent(sample_book.book(), MARKET, "pl") == 67


def test_a_stale_chapter_without_history_counts_half(sample_book: SampleBook):
    sample_book.append("docs/uk/02-market.md", "\nНовий рядок.\n")
    assert status.percent(sample_book.book(), MARKET, "pl") == 50


def test_texts_of_data_and_drawings_are_counted_too(sample_book: SampleBook):
    sample_book.replace("docs/data/terms.yml", "pl: wysłuchanie publiczne, ", "")
    words = "visual-notes/02-market/text.pl.yml"
    sample_book.replace(words, 'when-text: "Od wiosny do jesieni, w każdą sobotę."\n', "")
    assert status.shared(sample_book.book()) == {
        "visual notes": {"uk": 100, "pl": 83, "en": 100},
        "facts, places, terms, phrases": {"uk": 100, "pl": 86, "en": 100},
        "forms": {"uk": 100, "pl": 100, "en": 100},
    }
