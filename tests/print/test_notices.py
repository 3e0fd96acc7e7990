"""What a printed chapter says of itself when its source has changed: the words of the website."""

import re

import pytest

from conftest import SampleBook
from guidebook.print import editions, pages
from guidebook.print.guide import choose


@pytest.fixture
def changed(sample_book: SampleBook) -> SampleBook:
    """The market of the source has a sentence and a section more than its translations."""
    sample_book.commit()
    sample_book.replace("docs/uk/02-market.md", "## Коли", "Новий абзац про стіл.\n\n## Коли")
    sample_book.append("docs/uk/02-market.md", "\n## Прибирання { #cleaning }\n\nКожен прибирає своє місце.\n")
    return sample_book


def notice(book: SampleBook, code: str) -> str:
    guide = choose(book.book(), code)
    chapter = next(chapter for chapter in guide.chapters if chapter.name == "02-market.md")
    found = [str(text) for kind, text in pages.notices(guide, chapter) if kind == "stale"]
    return " ".join(found).replace("\u00a0", " ")


def test_a_chapter_out_of_date_names_the_sections_that_have_changed(changed):
    text = re.sub("<[^>]*>", "", notice(changed, "pl"))
    assert text.endswith("W razie wątpliwości sprawdź oryginał. Co się zmieniło: Stół na targu; Прибирання.")


def test_a_section_that_only_the_source_has_is_marked_as_words_of_its_language(changed):
    assert '<span lang="uk" dir="ltr">Прибирання</span>' in notice(changed, "en")


def test_a_heading_is_never_taken_for_html(changed):
    changed.replace("docs/uk/02-market.md", "## Прибирання", "## Прибирання <b>& ринок</b>")
    assert "Прибирання &lt;b&gt;&amp; ринок&lt;/b&gt;" in notice(changed, "en")


def test_without_history_no_section_is_named(sample_book):
    sample_book.append("docs/uk/02-market.md", "\nНове речення.\n")
    assert notice(sample_book, "pl").endswith("W razie wątpliwości sprawdź oryginał.")


def test_nothing_is_said_when_only_spaces_have_changed(changed):
    changed.git("checkout", "--quiet", "--", "docs")
    changed.replace("docs/uk/02-market.md", "\n## Коли", "\n\n\n## Коли")
    assert notice(changed, "pl") == ""


def test_a_guide_is_printed_again_when_another_section_has_changed(changed):
    before = editions.content_key(changed.book(), "pl", {})
    changed.append("docs/uk/02-market.md", "\nЩе речення.\n")
    assert editions.content_key(changed.book(), "pl", {}) == before  # the same section, the same words
    changed.append("docs/uk/02-market.md", "\n## Ще { #more }\n\nІнше.\n")
    assert editions.content_key(changed.book(), "pl", {}) != before
