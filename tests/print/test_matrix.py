"""What a meeting writes on: a matrix whose fields bear no names, and cards with room to write."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pikepdf
import pytest

from conftest import SampleBook
from guidebook import strings
from guidebook.print import drawn, editions, matrix, preflight
from guidebook.print.job import Job, Printed
from guidebook.problem import BookHasDefects

CODES = ("uk", "pl", "en")


def make(sample: SampleBook, code: str, folder: Path) -> Printed:
    """Print the sheets of a copy of the sample book."""
    folder.mkdir(parents=True, exist_ok=True)
    (printed,) = matrix.make(Job(sample.book(), code, {}, {}, folder, folder))
    return printed


def words_of(file: Path, page: int) -> str:
    command = ["pdftotext", "-f", str(page), "-l", str(page), file, "-"]
    return " ".join(subprocess.run(command, capture_output=True, text=True, check=True).stdout.split())


@pytest.mark.parametrize("code", CODES)
def test_every_language_has_three_sheets_without_a_fault(sample_book: SampleBook, tmp_path: Path, code: str):
    book = sample_book.book()
    assert "matrix" in {kind.name for kind in editions.kinds(book, code)}
    printed = make(sample_book, code, tmp_path)
    assert (printed.pages, printed.sheets, printed.kind) == (3, 3, "matrix")
    with preflight.opened(printed.file, "matrix", book, code) as proof:
        assert len(proof.pages) == 3
        assert [problem.english() for problem in preflight.look(proof)] == []


@pytest.mark.parametrize("code", CODES)
def test_the_sheets_speak_the_language_of_the_reader(sample_book: SampleBook, tmp_path: Path, code: str):
    file, words = make(sample_book, code, tmp_path).file, strings.load(code)
    said = [words_of(file, page) for page in (1, 2, 3)]
    assert words("How well does the idea solve the problem?") in said[0]
    assert words("How easy is it to do?") in said[0]
    assert said[1].count(words("Which need does it answer?")) == 4
    assert said[2].count(words("Who should do it?")) == 2
    if code != "en":
        assert words("Who should do it?") != "Who should do it?"


def test_the_four_fields_are_large_and_bear_no_names(sample_book: SampleBook, tmp_path: Path):
    with pikepdf.open(make(sample_book, "en", tmp_path).file) as opened:
        page = drawn.pages(opened)[0]
    fields = [box for box in page.boxes if 100 < box.width < 200 and box.height > 60]
    assert len({(round(box.left), round(box.top)) for box in fields}) == 4
    for box in fields:
        assert not [text.text for text in page.texts if box.left < text.place.left < box.right
                    and box.top < text.place.top < box.bottom]  # fmt: skip


def test_nothing_but_the_foot_is_smaller_than_eleven_points(sample_book: SampleBook, tmp_path: Path):
    with pikepdf.open(make(sample_book, "uk", tmp_path).file) as opened:
        texts = [text for page in drawn.pages(opened) for text in page.texts if text.text.strip()]
    small = "".join(text.text for text in texts if text.size < 11)
    assert small.replace("\u00a0", " ").count("Гуляй у Вербополі · CC BY 4.0") == 7
    assert len(small) == 7 * len("Гуляй у Вербополі · CC BY 4.0")


def test_the_lines_leave_nine_millimetres_to_write_in(sample_book: SampleBook, tmp_path: Path):
    assert matrix.LINE_MM >= 9
    job = Job(sample_book.book(), "en", {}, {}, tmp_path, tmp_path)
    assert matrix.page(job).count(f'class="line" style="height: {matrix.LINE_MM}mm"') == 4 * 6 + 2 * 13


def test_words_that_do_not_fit_are_told(sample_book: SampleBook, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    known = strings.load("en")
    long = strings.Strings("en", {**known.catalog, "Recommendation": ("Recommendation" * 6,)}, known.plural_rule)
    monkeypatch.setattr(strings, "load", lambda code: long)
    with pytest.raises(BookHasDefects) as refused:
        make(sample_book, "en", tmp_path)
    assert any("is wider than the line on page 3" in problem.english() for problem in refused.value.problems)


def test_the_same_book_gives_the_same_bytes(sample_book: SampleBook, tmp_path: Path):
    first, second = (make(sample_book, "pl", tmp_path / name).file.read_bytes() for name in ("a", "b"))
    assert first == second
