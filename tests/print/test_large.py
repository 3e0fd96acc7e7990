"""The guide in large print: set anew on A4."""

from __future__ import annotations

from pathlib import Path

import pytest

from conftest import SampleBook
from guidebook.print import drawn, preflight
from print.conftest import make_kind

SMALLEST, BODY = 14.0, 17.0  # points


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("large")


def test_large_print_is_tagged_complete_and_nothing_is_wrong_with_it(sample_book: SampleBook, tmp_path: Path):
    (one,) = make_kind(sample_book, "guide-large", "uk", tmp_path)
    assert one.file.name == "guide-large.pdf"
    with preflight.opened(one.file, one.kind, sample_book.book(), "uk") as proof:
        assert [found.english() for found in preflight.look(proof)] == []
        assert {(round(page.width), round(page.height)) for page in proof.pages} == {(210, 297)}
        assert one.pages == len(proof.pages) and one.pages % 2 == 0 and one.sheets == one.pages // 2


def test_text_has_seventeen_points_and_nothing_is_small_or_in_italics(sample_book: SampleBook, tmp_path: Path):
    (one,) = make_kind(sample_book, "guide-large", "en", tmp_path)
    with preflight.opened(one.file, one.kind, sample_book.book(), "en") as proof:
        sizes = [text.size for page in proof.pages for text in page.texts if text.text.strip()]
        assert min(sizes) >= SMALLEST
        assert sum(size >= BODY for size in sizes) > len(sizes) / 2
        assert not any("Italic" in font.name for font in drawn.fonts(proof.opened))
