"""Saying that a translation is up to date again."""

import pytest

from conftest import SampleBook
from guidebook import files
from guidebook.problem import GuidebookError
from guidebook.translation import accepting


def _accept(sample_book: SampleBook, path: str) -> list[str]:
    written = accepting.accept(sample_book.book(), str(sample_book.path(path)))
    for file, text in written:
        files.write_atomically(file, text)
    return sorted(sample_book.config().short(file) for file, _ in written)


def test_accepting_a_chapter_changes_one_line(sample_book: SampleBook):
    before = sample_book.read("docs/pl/02-market.md").split("\n")
    sample_book.append("docs/uk/02-market.md", "\nНовий рядок.\n")
    assert _accept(sample_book, "docs/pl/02-market.md") == ["docs/pl/02-market.md"]
    after = sample_book.read("docs/pl/02-market.md").split("\n")
    assert [line for line in after if line not in before] == [
        f"translated_from: {sample_book.book().source.chapter('02-market.md').source_id}"
    ]
    assert len(before) == len(after)


def test_accepting_everything_leaves_nothing_stale(sample_book: SampleBook):
    for code in ("uk", "pl", "en"):
        text = sample_book.read(f"docs/{code}/02-market.md")
        lines = [line for line in text.split("\n") if not line.startswith("translated_from")]
        sample_book.write(f"docs/{code}/02-market.md", "\n".join(lines) + "\n")
    sample_book.replace("docs/data/terms.yml", "uk: громадські слухання", "uk: слухання в раді")
    sample_book.replace("visual-notes/02-market/text.uk.yml", "щосуботи", "щонеділі")
    _accept(sample_book, "docs")
    _accept(sample_book, "visual-notes")
    assert sample_book.report() == []


def test_accepting_twice_changes_nothing(sample_book: SampleBook):
    assert _accept(sample_book, "docs") == []
    assert _accept(sample_book, "visual-notes") == []


def test_what_is_no_translation_cannot_be_accepted(sample_book: SampleBook):
    with pytest.raises(GuidebookError, match="is no translation of this book"):
        _accept(sample_book, "docs/uk/02-market.md")
    with pytest.raises(GuidebookError, match="there is no file"):
        _accept(sample_book, "docs/pl/04-mill.md")
