"""Where finished editions stand: each put there whole, with a record of what it was made from."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from conftest import SampleBook
from guidebook.print import editions
from guidebook.print.editions import Kind, Shelf
from guidebook.print.job import Job, Printed


def sound(printed: Printed) -> Printed:
    """As if it had been looked at: these are no real PDFs."""
    return replace(printed, report="nothing was found")


def two_files(job: Job) -> Iterator[Printed]:
    """An edition of two PDFs and a file that nobody prints."""
    (job.folder / "aside.json").write_text("{}", encoding="utf-8")
    yield sound(job.write("one.pdf", b"%PDF one", "One", 4, 1, "pair"))
    yield sound(job.write("two.pdf", b"%PDF two", "Two", 8, 2, "pair"))


def one_file(job: Job) -> Iterator[Printed]:
    """The same edition of a shorter book."""
    yield sound(job.write("one.pdf", b"%PDF one, shorter", "One", 2, 1, "pair"))


def breaks_off(job: Job) -> Iterator[Printed]:
    """An edition that is not finished."""
    yield sound(job.write("one.pdf", b"%PDF half", "One", 4, 1))
    raise OSError(28, "No space left on device")


@pytest.fixture
def job(sample_book: SampleBook, tmp_path: Path) -> Job:
    finished = tmp_path / "print" / "uk"
    finished.mkdir(parents=True)
    return Job(sample_book.book(), "uk", {}, {}, finished / ".pair.new", finished)


def names(folder: Path) -> list[str]:
    return sorted(file.relative_to(folder).as_posix() for file in folder.rglob("*") if file.is_file())


def test_an_edition_is_put_in_place_with_its_record(job: Job):
    editions.make_kind(Kind("pair", two_files), job, "key-1")
    assert names(job.finished) == [".kinds/pair.json", "aside.json", "one.pdf", "two.pdf"]
    record = Shelf(job.finished).record("pair")
    assert record["key"] == "key-1"
    assert [(row["file"], row["pages"], row["kind"]) for row in record["printed"]] == [
        ("one.pdf", 4, "pair"), ("two.pdf", 8, "pair"),
    ]  # fmt: skip


def test_files_that_the_new_edition_no_longer_has_go(job: Job):
    editions.make_kind(Kind("pair", two_files), job, "key-1")
    editions.make_kind(Kind("pair", one_file), job, "key-2")
    assert names(job.finished) == [".kinds/pair.json", "one.pdf"]


def test_an_edition_that_breaks_off_leaves_the_last_good_one_and_nothing_half(job: Job):
    editions.make_kind(Kind("pair", two_files), job, "key-1")
    with pytest.raises(OSError, match="No space left"):
        editions.make_kind(Kind("pair", breaks_off), job, "key-2")
    assert (job.finished / "one.pdf").read_bytes() == b"%PDF one"
    assert Shelf(job.finished).record("pair")["key"] == "key-1"
    assert not job.folder.exists()


def test_a_record_counts_for_nothing_when_a_file_of_it_is_gone(job: Job):
    editions.make_kind(Kind("pair", two_files), job, "key-1")
    (job.finished / "two.pdf").unlink()
    assert Shelf(job.finished).record("pair") == {}


@pytest.mark.parametrize("spoiled", ["", "[]", "{}", '{"files": 3}', "\0"])
def test_a_record_that_cannot_be_read_counts_for_nothing(job: Job, spoiled: str):
    editions.make_kind(Kind("pair", one_file), job, "key-1")
    (job.finished / ".kinds" / "pair.json").write_text(spoiled, encoding="utf-8")
    assert Shelf(job.finished).record("pair") == {}


def test_what_is_outdated_is_taken_away_whole(job: Job):
    editions.make_kind(Kind("pair", two_files), job, "key-1")
    Shelf(job.finished).remove("pair")
    assert names(job.finished) == []


def test_the_list_of_editions_stands_in_the_order_asked_for(job: Job):
    editions.make_kind(Kind("pair", one_file), job, "key-1")
    other = replace(job, folder=job.finished / ".double.new")
    editions.make_kind(Kind("double", lambda made: [sound(made.write("b.pdf", b"%PDF", "B", 1, 1))]), other, "key-1")
    Shelf(job.finished).write_contents(["double", "pair", "absent"])
    listed = json.loads((job.finished / "editions.json").read_text(encoding="utf-8"))
    assert [row["file"] for row in listed] == ["b.pdf", "one.pdf"]


def test_the_key_of_an_edition_changes_with_its_own_ingredients(job: Job):
    plain, salted = Kind("pair", two_files), Kind("pair", two_files, ingredients=lambda _: ("salt",))
    assert editions.kind_key(plain, job, "base") == editions.kind_key(plain, job, "base")
    assert len({editions.kind_key(kind, job, base) for kind in (plain, salted) for base in ("base", "other")}) == 4
