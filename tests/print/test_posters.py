"""Posters: one sheet for all languages, filled and not overfull, with as many languages as a book has."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pikepdf
import pytest

from conftest import SampleBook, copy_sample_book
from guidebook import strings
from guidebook.book import Book
from guidebook.notes import pictures as note_pictures
from guidebook.print import drawn, editions, posters, preflight
from guidebook.print.job import Job
from guidebook.problem import BookHasDefects

CALL = "Take part in the life of your city"
SMALLEST_PT = 9
FOURTH, FIFTH = "{locale: de, name: Deutsch, site_name: Streif durch Verbopil}", "{locale: sk, name: Slovenčina}"


def job_of(book: Book, folder: Path) -> Job:
    """What a poster is made of: the drawing on the cover only."""
    folder.mkdir(parents=True, exist_ok=True)
    cover = book.config.cover
    drawn_notes = {cover: book.notes[cover]} if cover in book.notes else {}
    studio, source = note_pictures.studio(book.config), book.config.source.code
    pictures = {name: note_pictures.make(note, source, studio) for name, note in drawn_notes.items()}
    return Job(book, source, pictures, {}, folder, folder)


def make(sample: SampleBook, folder: Path, papers: Sequence[str] = ("a4",)) -> dict[str, Path]:
    """The posters of a copy of the sample book, by paper."""
    with pytest.MonkeyPatch.context() as only:
        only.setattr(posters, "PAPERS", tuple(paper for paper in posters.PAPERS if paper.name in papers))
        made = [one.file for one in posters.make(job_of(sample.book(), folder))]
    return {file.stem.removeprefix("poster-"): file for file in made}


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Book, dict[str, Path]]:
    """Both posters of the sample book as it stands."""
    root = tmp_path_factory.mktemp("posters")
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("SOURCE_DATE_EPOCH", "1795521600")
        sample = copy_sample_book(root / "book")
        return sample.book(), make(sample, root / "out", ("a4", "a3"))


def words_of(file: Path) -> str:
    text = subprocess.run(["pdftotext", "-raw", file, "-"], capture_output=True, text=True, check=True).stdout
    return " ".join(text.replace("\u00a0", " ").split())


def codes_of(file: Path) -> list[str]:
    """Where the QR codes lead, in reading order."""
    with pikepdf.open(file) as opened:
        found = [tag.alt for tag in drawn.tags(opened).walk() if tag.kind == "Figure"]
    return [re.search(r"https://\S+", alt)[0] for alt in found]


@pytest.mark.parametrize("paper", ["a4", "a3"])
def test_a_poster_speaks_all_languages_of_the_book(made, paper):
    book, files = made
    words = words_of(files[paper])
    for language in book.config.languages:
        for text in (strings.load(language.code)(CALL), language.title, language.promise, language.imprint):
            assert text in words


@pytest.mark.parametrize("paper", ["a4", "a3"])
def test_a_poster_is_one_page_without_a_fault(made, paper):
    book, files = made
    with preflight.opened(files[paper], f"poster-{paper}", book, "uk") as proof:
        assert len(proof.pages) == 1
        assert [problem.english() for problem in preflight.look(proof)] == []


def test_the_words_of_each_language_are_marked(made):
    book, files = made
    with preflight.opened(files["a4"], "poster-a4", book, "uk") as proof:
        said = {(tag.language, proof.said(tag)) for tag in proof.tree if tag.pieces}
    for code in ("uk", "pl", "en"):
        assert (code, strings.load(code)(CALL)) in said


def test_each_code_leads_to_the_guide_in_its_language(made):
    _, files = made
    assert codes_of(files["a4"]) == [f"https://guide.verbopil.example/{code}/" for code in ("uk", "pl", "en")]


def test_a_poster_is_set_for_its_paper_and_not_enlarged(made):
    sizes = {}
    for paper, file in made[1].items():
        with pikepdf.open(file) as opened:
            sizes[paper] = {text.size for text in drawn.pages(opened)[0].texts if text.text.strip()}
    assert min(sizes["a4"]) >= SMALLEST_PT
    assert max(sizes["a3"]) > 1.2 * max(sizes["a4"])


def test_without_an_address_the_poster_says_who_to_ask(sample_book, tmp_path):
    sample_book.replace("mkdocs.yml", "site_url: https://guide.verbopil.example/", "site_url:")
    file = make(sample_book, tmp_path / "out")["a4"]
    assert codes_of(file) == []
    assert words_of(file).count("guide@verbopil.example") == 3


def test_without_address_and_contact_nothing_is_left_open(sample_book, tmp_path):
    sample_book.replace("mkdocs.yml", "site_url: https://guide.verbopil.example/", "site_url:")
    sample_book.replace("mkdocs.yml", ', contact: "guide@verbopil.example"', "")
    file = make(sample_book, tmp_path / "out")["a4"]
    assert codes_of(file) == []
    words = words_of(file)
    assert strings.load("uk")("Ask for the guide:") not in words
    assert strings.load("uk")("The guide on the internet:") not in words


def test_a_draft_says_so_in_its_own_language_only(sample_book, tmp_path):
    for file in sorted(sample_book.path("docs/en").glob("*.md")):
        text = file.read_text(encoding="utf-8")
        if "reviewed_by:" not in text:
            signed = text.replace("---\n", "---\nreviewed_by: A. Reader\nreviewed_on: 2026-11-20\n", 1)
            sample_book.write(f"docs/en/{file.name}", signed)
    words = words_of(make(sample_book, tmp_path / "out")["a4"])
    text = "Draft: no person has checked this text yet."
    assert [strings.load(code)(text) in words for code in ("uk", "pl", "en")] == [True, True, False]


def test_a_poster_of_one_language_is_filled(sample_book, tmp_path):
    book = sample_book.book()
    book = replace(book, config=replace(book.config, languages=(book.config.source,)))
    rendered = [one.file for one in posters.make(job_of(book, tmp_path / "out"))]
    for file, paper in zip(rendered, posters.PAPERS, strict=True):
        with pikepdf.open(file) as opened:
            texts = [text.place for text in drawn.pages(opened)[0].texts if text.text.strip()]
        assert len(texts) and max(place.bottom for place in texts) > 0.93 * paper.height_mm


def test_a_poster_of_five_languages_fits(sample_book, tmp_path):
    line = "        - {locale: en, name: English, site_name: Walk in Verbopil, link: /en/}"
    sample_book.replace("mkdocs.yml", line, f"{line}\n        - {FOURTH}\n        - {FIFTH}")
    for code in ("de", "sk"):
        promise = f"    promise:\n      {code}: {'Markt, Brücke und Rat. ' * 4}\n"
        sample_book.replace("mkdocs.yml", "    promise:\n", promise)
        sample_book.path(f"docs/{code}").mkdir()
    file = make(sample_book, tmp_path / "out")["a4"]
    assert len(codes_of(file)) == 5
    with preflight.opened(file, "poster-a4", sample_book.book(), "uk") as proof:
        assert [problem.english() for problem in preflight.look(proof)] == []


def test_too_many_words_for_a_poster_are_reported(sample_book, tmp_path):
    sample_book.replace("mkdocs.yml", "Not a publication of the council of Verbopil.", "Not a publication. " * 300)
    with pytest.raises(BookHasDefects) as refused:
        make(sample_book, tmp_path / "out")
    assert [problem.english() for problem in refused.value.problems] == ["the words do not fit on the poster A4"]


def test_a_word_wider_than_its_column_is_reported(sample_book, tmp_path):
    sample_book.replace("mkdocs.yml", "site_name: Walk in Verbopil", f"site_name: {'Verbopil' * 9}")
    with pytest.raises(BookHasDefects) as refused:
        make(sample_book, tmp_path / "out")
    assert "is wider than the line on the poster A4" in refused.value.problems[0].english()


def test_a_sign_that_no_font_has_is_reported(sample_book, tmp_path):
    sample_book.replace("mkdocs.yml", "en: The market, the bridge", "en: The ☎ market, the bridge")
    with pytest.raises(BookHasDefects) as refused:
        make(sample_book, tmp_path / "out")
    assert refused.value.problems[0].file == sample_book.path("mkdocs.yml")


def test_two_folders_give_the_same_bytes(made, tmp_path):
    again = make(copy_sample_book(tmp_path / "elsewhere" / "book"), tmp_path / "out")["a4"]
    assert again.read_bytes() == made[1]["a4"].read_bytes()


def test_another_promise_or_drawing_makes_the_poster_anew(sample_book, tmp_path):
    def key() -> str:
        job = job_of(sample_book.book(), tmp_path / "out")
        kind = next(kind for kind in editions.common_kinds(job.book) if kind.name == "posters")
        return editions.kind_key(kind, job, "")

    keys = [key()]
    assert key() == keys[0]
    sample_book.replace("mkdocs.yml", "en: The market, the bridge", "en: A market, the bridge")
    keys.append(key())
    sample_book.replace("mkdocs.yml", "cover: 00-cover", "cover:")
    keys.append(key())
    assert len(set(keys)) == 3
