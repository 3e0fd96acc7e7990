"""For those who print: the test sheet is measured on the page, READ-ME-FIRST names what a build makes."""

from __future__ import annotations

import pickle
import subprocess
from pathlib import Path

import pytest
from PIL import Image

from conftest import SampleBook
from guidebook import purposes, strings
from guidebook.print import editions, instructions, preflight
from guidebook.print.job import Job
from guidebook.problem import BookHasDefects

DPI = 254  # ten dots a millimetre
DARK = 110
KINDS = tuple(instructions.FILES)


def job_of(sample: SampleBook, folder: Path) -> Job:
    folder.mkdir(parents=True, exist_ok=True)
    return Job(sample.book(), sample.config().source.code, {}, {}, folder, folder)


def test_sheet(sample: SampleBook, folder: Path) -> Path:
    return next(instructions.make_test_sheet(job_of(sample, folder))).file


test_sheet.__test__ = False


def read_me(sample: SampleBook, folder: Path, kinds: tuple[str, ...] = KINDS) -> Path:
    return next(instructions.make_read_me(job_of(sample, folder), kinds)).file


def words_of(file: Path) -> str:
    text = subprocess.run(["pdftotext", "-raw", file, "-"], capture_output=True, text=True, check=True).stdout
    return " ".join(text.replace("\u00a0", " ").split())


def sides(file: Path, folder: Path) -> list[Image.Image]:
    """Both sides of the sheet, ten dots a millimetre."""
    subprocess.run(["pdftoppm", "-r", str(DPI), "-gray", "-png", file, folder / "side"], check=True)
    return [Image.open(side).convert("L") for side in sorted(folder.glob("side*.png"))]


def runs(line: list[int]) -> list[tuple[int, int]]:
    """Where dark stretches begin and how long they are."""
    found: list[tuple[int, int]] = []
    for place, value in enumerate([*line, 255]):
        if value < DARK and not (found and found[-1][1] == 0):
            found.append((place, 0))
        elif value >= DARK and found and found[-1][1] == 0:
            found[-1] = found[-1][0], place - found[-1][0]
    return found


@pytest.fixture
def sheet(sample_book, tmp_path) -> list[Image.Image]:
    return sides(test_sheet(sample_book, tmp_path / "out"), tmp_path)


def test_the_test_sheet_has_two_sides_of_paper_a4(sheet):
    assert [(round(side.width / 10), round(side.height / 10)) for side in sheet] == [(297, 210)] * 2


def test_the_arrows_of_both_sides_point_the_same_way(sheet):
    """Turned on the short edge the sheet keeps its top, so both sides are drawn upright."""
    heads = [side.crop((140, 100, 1340, 750)) for side in sheet]
    assert heads[0].tobytes() == heads[1].tobytes()
    first = next(y for y in range(heads[0].height) if width(heads[0], y))
    widths = [width(heads[0], first + below) for below in (10, 200, 400)]
    assert widths == sorted(widths) and widths[0] < widths[-1] / 3


def width(side: Image.Image, y: int) -> int:
    """How wide the drawing is in one row of dots."""
    found = runs(list(side.crop((0, y, side.width, y + 1)).tobytes()))
    return sum(found[-1]) - found[0][0] if found else 0


def test_the_ruler_is_100_mm_long(sheet):
    lines = (list(sheet[0].crop((100, y, 1450, y + 1)).tobytes()) for y in range(1500, 1950))
    longest = max(length for line in lines for _, length in runs(line))
    assert abs(longest - 1000) <= 6


def test_the_frame_stands_5_mm_from_every_edge(sheet):
    for side in sheet:
        across = runs(list(side.crop((0, 1900, side.width, 1901)).tobytes()))
        column = side.crop((500, 0, 501, side.height))
        down = runs(list(column.tobytes()))
        assert abs(across[0][0] - 50) <= 2 and abs(side.width - sum(across[-1]) - 50) <= 2
        assert abs(down[0][0] - 50) <= 2 and abs(side.height - sum(down[-1]) - 50) <= 2


def test_both_files_are_without_a_fault(sample_book, tmp_path):
    for file in (test_sheet(sample_book, tmp_path / "out"), read_me(sample_book, tmp_path / "out")):
        with preflight.opened(file, file.stem, sample_book.book(), "uk") as proof:
            assert [problem.english() for problem in preflight.look(proof)] == []


def test_read_me_first_names_every_file_with_its_use(sample_book, tmp_path):
    words, said = words_of(read_me(sample_book, tmp_path / "out")), strings.load("uk")
    for files in instructions.FILES.values():
        for file, name, _ in files:
            title, *_ = purposes.PURPOSES.get(name) or purposes.KIND_PURPOSES[name]
            assert file in words.replace("- ", "-") and said(title) in words


def test_read_me_first_does_not_name_what_is_not_made(sample_book, tmp_path):
    words = words_of(read_me(sample_book, tmp_path / "out", ("guide", "forms")))
    assert "guide.pdf" in words
    assert "poster-a4.pdf" not in words and "bilingual.pdf" not in words


def test_a_book_without_forms_promises_none(sample_book, tmp_path):
    sample_book.remove("docs/data/forms")
    rows = instructions.rows(job_of(sample_book, tmp_path / "out"), KINDS)
    assert [row.file for row in rows if row.file.startswith("form-")] == []


def test_every_kind_that_a_build_makes_is_explained(sample_book):
    book = sample_book.book()
    made = {kind.name for code in ("uk", "pl") for kind in editions.kinds(book, code) if kind.stage < 3}
    assert made <= set(instructions.FILES)


def test_what_is_common_can_be_handed_to_another_process_when_its_key_is_known(sample_book, tmp_path):
    job = job_of(sample_book, tmp_path / "out")
    for kind in editions.common_kinds(job.book):
        key = editions.kind_key(kind, job, "")
        assert editions.kind_key(pickle.loads(pickle.dumps(kind)), pickle.loads(pickle.dumps(job)), "") == key


def test_read_me_first_says_where_a_mistake_is_reported(sample_book, tmp_path):
    assert "guide@verbopil.example" in words_of(read_me(sample_book, tmp_path / "out"))


def test_words_that_are_too_long_for_the_sheet_are_reported(sample_book, tmp_path, monkeypatch):
    class Talkative(strings.Strings):
        def __call__(self, msgid: str, **values: object) -> str:
            return super().__call__(msgid, **values) + " Слово" * 150

    real = strings.load("uk")
    monkeypatch.setattr(strings, "load", lambda code: Talkative(code, real.catalog, real.plural_rule))
    with pytest.raises(BookHasDefects) as refused:
        test_sheet(sample_book, tmp_path / "out")
    assert "test-sheet.pdf has" in refused.value.problems[-1].english()
