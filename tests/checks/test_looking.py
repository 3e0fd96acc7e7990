"""A book is looked at part by part, and what was found is remembered: nobody should notice but by the time it takes."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from conftest import SampleBook
from guidebook import checks
from guidebook.checks import comparison, language, links, looking, plain_language, shape
from guidebook.problem import Problem

ALL = (*checks.DEFECTS, *checks.GAPS, *checks.ADVICE)
MARKET, COUNCIL = "docs/pl/02-market.md", "docs/en/01-council.md"


@pytest.fixture
def remembering_book(sample_book: SampleBook, monkeypatch: pytest.MonkeyPatch) -> SampleBook:
    """One that has been looked at, of which one chapter teaches how its languages are."""
    monkeypatch.delenv("CI", raising=False)
    monkeypatch.setattr(language, "LESSONS", 1)
    sample_book.commit()
    sample_book.problems()
    return sample_book


@pytest.fixture
def looked_at(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The chapters that are looked at from now on, one after the other: other processes would not tell."""
    monkeypatch.setattr(looking, "_MANY", 10_000)
    found, look = [], looking._look_at

    def seen(part: object, file: Path, finders: object) -> object:
        found.append(f"{file.parent.name}/{file.name}")
        return look(part, file, finders)

    monkeypatch.setattr(looking, "_look_at", seen)
    return found


def spoil(book: SampleBook) -> None:
    """Something for many checks, in chapters and outside of them."""
    book.commit()
    book.replace("docs/uk/02-market.md", "\n## ", "\nНовий абзац про 1250 злотих.\n\n## ")
    book.replace(MARKET, "03-bridge.md#arches", "03-bridge.md#arch")
    book.append(MARKET, "\nZobacz [to](nowhere.md), [[term:nobody]] i „to» ... 22 osoby, tel. +48 71 123 45 67.\n")
    book.append(MARKET, "\n- This paragraph was never translated, and so it stands here in another language.\n")
    book.append("docs/uk/index.md", "\nСкажіть \"так\" – пiд мостом.\n\n![](../assets/nothing.png)\n\nTODO\n")
    book.replace("docs/pl/index.md", "title:", "note: nobody\ntitle:")
    book.remove(COUNCIL)
    book.write("docs/en/09-strange.md", "---\ntitle: Strange\n---\n\nSee [here](01-council.md#steps).\n")


def plain(problem: Problem) -> tuple:
    """All of a problem that people see, but its weight, which the list of checks decides."""
    return str(problem.file), problem.line, problem.message, problem.hint, str(problem.values)


def test_in_the_parts_each_check_finds_what_it_finds_in_the_whole(sample_book: SampleBook):
    spoil(sample_book)
    found, book = sample_book.problems(), sample_book.book()
    names = {problem.check for problem in found}
    assert len(names) > 15

    def in_parts(check: Callable) -> list[tuple]:
        return sorted(plain(problem) for problem in found if problem.check == checks.name(check))

    assert {c.__name__ for c in ALL if in_parts(c) != sorted(map(plain, c(book)))} == set()


def test_many_parts_are_looked_at_on_all_cores_with_the_same_result(sample_book: SampleBook, monkeypatch):
    spoil(sample_book)
    monkeypatch.setattr(looking, "_MANY", 10_000)
    alone = checks.run(sample_book.book(), remembers=False)
    monkeypatch.setattr(looking, "_MANY", 1)
    monkeypatch.setattr(looking, "_TASK", 2)
    monkeypatch.setattr(looking.processes, "cores", lambda: 2)
    assert checks.run(sample_book.book(), remembers=False) == alone


def test_what_is_remembered_tells_the_same(sample_book: SampleBook, monkeypatch, looked_at: list[str]):
    monkeypatch.delenv("CI", raising=False)
    spoil(sample_book)
    first = sample_book.problems()
    assert len(looked_at) > 12
    looked_at.clear()
    assert sample_book.problems() == first
    assert {name.partition("/")[2] for name in looked_at} <= {"index.md", "02-market.md"}  # these asked for more


def test_a_changed_chapter_alone_is_looked_at_again(remembering_book: SampleBook, looked_at: list[str]):
    remembering_book.append(MARKET, "\nKolejny akapit.\n")
    remembering_book.problems()
    assert "pl/02-market.md" in looked_at
    assert not any(name.startswith(("uk/", "en/")) for name in looked_at)


def test_a_heading_that_is_renamed_breaks_links_of_unchanged_chapters(remembering_book: SampleBook):
    remembering_book.replace("docs/pl/03-bridge.md", "{ #arches }", "{ #piers }")
    assert [p.file.name for p in remembering_book.problems(links.broken_links)] == ["02-market.md"]


def test_a_change_that_is_taken_back_leaves_nothing_behind(remembering_book: SampleBook):
    before = remembering_book.read(MARKET)
    remembering_book.write(MARKET, before.replace("{ #", "{ #x"))
    assert remembering_book.problems(comparison.different_headings)
    remembering_book.write(MARKET, before)
    assert remembering_book.problems() == ()


def test_a_picture_that_is_removed_is_missed_in_unchanged_chapters(remembering_book: SampleBook):
    remembering_book.write("docs/assets/plan.svg", '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"/>')
    remembering_book.append("docs/uk/02-market.md", "\n![План](../assets/plan.svg)\n")
    assert remembering_book.problems(links.missing_images) == ()
    remembering_book.remove("docs/assets/plan.svg")
    assert len(remembering_book.problems(links.missing_images)) == 1


@pytest.mark.parametrize("forged", [
    "nothing", 7, [], {}, {"asked": []}, {"asked": {}, "broken_links": 1}, {"asked": {}, "nobody": []},
    {"asked": {}, "broken_links": [["1", "", "", {}, "defect"]]},
    {"asked": {}, "broken_links": [[1, "", "", {}, "terrible"]]},
    {"asked": {}, "broken_links": [[1, "“{text}”", "", {}, "defect"]]},
    {"asked": {}, "broken_links": [[1, "“{text.real}”", "", {"text": 1}, "defect"]]},
    {"asked": {}, "broken_links": [[1, "“{", "", {}, "defect"]]},
    {"asked": {}, "uses": [[1, 2, 3, 4, 5, 6]]},
])  # fmt: skip
def test_a_memory_of_another_shape_is_none(remembering_book: SampleBook, forged: object):
    file = remembering_book.path("build/.cache/check.json")
    known = json.loads(file.read_text("utf-8"))
    assert known
    file.write_text(json.dumps(dict.fromkeys(known, forged)), "utf-8")
    assert remembering_book.problems() == ()


def test_how_chapters_read_is_remembered(remembering_book: SampleBook, looked_at: list[str]):
    first = plain_language.measures(remembering_book.book())
    assert len(looked_at) >= len(first) > 9
    assert all(one == plain_language.measure(one.chapter) for one in first)
    looked_at.clear()
    assert plain_language.measures(remembering_book.book()) == first
    assert looked_at == []


def test_in_ci_nothing_is_remembered(sample_book: SampleBook, monkeypatch, looked_at: list[str]):
    monkeypatch.setenv("CI", "true")
    sample_book.problems()
    count = len(looked_at)
    sample_book.problems()
    assert len(looked_at) == 2 * count
    assert not sample_book.path("build/.cache/check.json").exists()


def test_a_lost_item_is_found_by_words_that_the_whole_book_taught(remembering_book: SampleBook):
    text = remembering_book.read("docs/pl/01-council.md")
    item = next(line for line in text.split("\n") if line.startswith("- "))
    remembering_book.replace("docs/pl/01-council.md", f"{item}\n", "")
    first = remembering_book.problems(shape.different_lists)
    assert len(first) == 1
    assert remembering_book.problems(shape.different_lists) == first
