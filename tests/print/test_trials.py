"""Layouts that were tried are not tried again, and a book is printed the same with this memory and without it."""

from __future__ import annotations

from pathlib import Path

import pytest

from conftest import SampleBook
from guidebook.print import editions, pdf, trials
from guidebook.print.job import Job
from guidebook.print.trials import Measured, Trials
from print.conftest import pictures

PAGE = '<html lang="uk"><style>@page { size: 60mm 40mm }</style><section id="a"><p>Ринок</p></section>'


@pytest.fixture
def rendered(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """All HTML that is laid out from now on."""
    found: list[str] = []
    render = pdf.Press.render

    def listed(press: pdf.Press, text: str) -> pdf.Rendered:
        found.append(text)
        return render(press, text)

    monkeypatch.setattr(pdf.Press, "render", listed)
    return found


def job(sample: SampleBook, folder: Path) -> Job:
    folder.mkdir(parents=True, exist_ok=True)
    book = sample.book()
    return Job(book, "uk", pictures(sample, "uk"), editions.make_icons(book), folder, folder)


def again(file: Path) -> Trials:
    return Trials(pdf.Press([]), file, trials._read(file))


def test_the_same_page_is_laid_out_once_for_all_builds(tmp_path: Path, rendered: list[str]):
    memory = tmp_path / "memory.json"
    first = again(memory)
    assert first.measured("a", PAGE) == Measured(1, {"a": 0}, 1, 1)
    first.write()
    assert again(memory).measured("a", PAGE) == Measured(1, {"a": 0}, 1, 1)
    assert rendered == [PAGE]


def test_another_word_or_another_picture_is_laid_out_anew(tmp_path: Path, rendered: list[str]):
    picture = tmp_path / "Рисунок 1.svg"
    picture.write_text("<svg/>", "utf-8")
    page = PAGE + f'<img src="{picture.as_uri()}" alt="">'
    before = trials.key(page)
    picture.write_text("<svg width='9'/>", "utf-8")
    trials._content.cache_clear()
    assert len({before, trials.key(page), trials.key(page + "!")}) == 3


@pytest.mark.parametrize("text", ["", "[]", "{", '{"a": 1}', '{"a": {"pages": 3}}', "\0"])
def test_a_memory_that_is_not_whole_is_no_memory(tmp_path: Path, text: str):
    memory = tmp_path / "memory.json"
    memory.write_text(text, "utf-8")
    assert again(memory).known == {}


def test_only_what_was_asked_for_last_is_kept(tmp_path: Path):
    memory = tmp_path / "memory.json"
    for word in ("Ринок", "Міст"):
        known = again(memory)
        known.measured("a", PAGE.replace("Ринок", word))
        known.write()
    assert len(again(memory).known) == 1


def test_after_an_edit_a_guide_is_the_same_bytes_as_one_printed_for_the_first_time(
    sample_book: SampleBook, tmp_path: Path, rendered: list[str]
):
    def made(folder: str) -> dict[str, bytes]:
        own = job(sample_book, tmp_path / folder)
        shelf = {kind.name: kind for kind in editions.kinds(own.book, "uk")}
        return {one.file.name: one.file.read_bytes() for name in ("guide", "leaflets") for one in shelf[name].make(own)}

    made("before")
    sample_book.append("docs/uk/02-market.md", "\nЩе кілька слів про ринок і про тих, хто на ньому працює.\n" * 9)
    rendered.clear()
    warm, with_memory = made("warm"), len(rendered)
    rendered.clear()
    for file in (sample_book.config().build / ".cache" / "layout").iterdir():
        file.unlink()
    cold, without = made("cold"), len(rendered)
    assert warm == cold
    assert with_memory < without


def test_only_the_leaflet_of_the_edited_chapter_is_laid_out_again(sample_book: SampleBook, tmp_path: Path):
    kind = next(kind for kind in editions.kinds(sample_book.book(), "uk") if kind.name == "leaflets")
    finished = tmp_path / "uk"
    finished.mkdir()

    def made() -> dict[str, str]:
        own = job(sample_book, finished / ".new")
        editions.make_kind(kind, Job(own.book, "uk", own.pictures, own.icons, own.folder, finished), "key")
        editions.Shelf(finished).write_contents(["leaflets"])
        rows = editions.Shelf(finished).record("leaflets")["printed"]
        return {row["file"]: row["made_from"] for row in rows}

    before = made()
    sample_book.replace("docs/uk/01-council.md", "{ #steps }\n", "{ #steps }\n\nІ ще одне.\n")
    after = made()
    assert [name for name in before if before[name] != after[name]] == ["leaflet-01-council.pdf"]
