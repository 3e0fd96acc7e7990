"""Two languages side by side: what says the same stands at the same height, and nothing of either is lost."""

from __future__ import annotations

import subprocess
import xml.etree.ElementTree as etree
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pikepdf
import pytest

from conftest import SampleBook
from guidebook.print import bilingual, drawn, editions, pdf, preflight
from guidebook.print.bilingual import Row
from guidebook.print.job import Job
from guidebook.problem import BookHasDefects
from guidebook.references import Element

Made = Callable[[str], Path]
MARKET = "docs/pl/02-market.md"


def make(sample: SampleBook, code: str, folder: Path) -> Path:
    """Print the edition of a copy of the sample book."""
    folder.mkdir(parents=True, exist_ok=True)
    (printed,) = bilingual.make(Job(sample.book(), code, {}, {}, folder, folder))
    return printed.file


@pytest.fixture
def made(sample_book: SampleBook, tmp_path: Path) -> Made:
    return lambda code: make(sample_book, code, tmp_path / code)


def words_of(file: Path) -> str:
    text = subprocess.run(["pdftotext", "-layout", file, "-"], capture_output=True, text=True, check=True).stdout
    return "\n".join(" ".join(line.split()) for line in text.split("\n"))


def problems(sample: SampleBook, folder: Path) -> list[str]:
    with pytest.raises(BookHasDefects) as refused:
        make(sample, "pl", folder)
    config = sample.config()
    return [f"{config.short(problem.file)}: {problem.english()}" for problem in refused.value.problems]


def rows(source: str, reader: str) -> list[Row]:
    return list(bilingual.aligned(*(etree.fromstring(f"<div>{text}</div>") for text in (source, reader))))


def said(cell: Element | None) -> str:
    return " ".join("".join(cell.itertext()).split()) if cell is not None else "–"


def pairs(source: str, reader: str) -> list[tuple[str, str]]:
    return [(said(row.source), said(row.reader)) for row in rows(source, reader)]


# ---------------------------------------------------------------------------------------------- aligning


def test_each_paragraph_stands_beside_its_translation():
    assert pairs("<p>a</p><p>b</p>", "<p>A</p><p>B</p>") == [("a", "A"), ("b", "B")]


def test_each_item_of_a_list_stands_beside_its_translation_and_keeps_its_number():
    found = rows("<ol><li>a</li><li>b</li></ol>", "<ol><li>A</li><li>B</li></ol>")
    assert [(said(row.source), said(row.reader)) for row in found] == [("a", "A"), ("b", "B")]
    assert [row.reader.get("start") for row in found] == ["1", "2"]


def test_lists_of_other_lengths_stand_beside_each_other_as_a_whole():
    assert pairs("<ul><li>a</li><li>b</li></ul>", "<ul><li>A</li></ul>") == [("ab", "A")]


def test_a_passage_of_other_paragraphs_stands_beside_the_other_as_a_whole_below_its_heading():
    source = '<h2 id="x">a</h2><p>b</p><p>c</p><h2 id="y">d</h2><p>e</p>'
    reader = '<h2 id="x">A</h2><p>B</p><h2 id="y">D</h2><p>E</p>'
    assert pairs(source, reader) == [("a", "A"), ("bc", "B"), ("d", "D"), ("e", "E")]


def test_a_box_does_not_stand_beside_a_paragraph():
    box = '<div class="admonition tip">{}</div><p>{}</p>'
    assert pairs(box.format("a", "b"), "<p>B</p>" + '<div class="admonition tip">A</div>') == [("ab", "BA")]


def test_what_only_one_language_says_stands_alone():
    source = '<h2 id="x">a</h2><h2 id="y">b</h2>'
    reader = '<h2 id="x">A</h2><h2 id="z">C</h2>'
    assert pairs(source, reader) == [("a", "A"), ("b", "–"), ("–", "C")]


def test_places_of_the_list_stand_beside_each_other_one_by_one():
    card = '<div class="place help">{}</div>'
    places = f'<div class="places"><h2 id="x">{{}}</h2>{card}{card}</div>'
    assert pairs(places.format(*"abc"), places.format(*"ABC")) == [("a", "A"), ("b", "B"), ("c", "C")]


def test_a_wide_table_tells_both_languages_in_each_cell():
    table = "<table><tr><td>{}</td><td>?</td><td>1</td><td>2</td></tr></table>"
    (row,) = rows(table.format("a"), table.format("A"))
    assert [[(part.get("class"), part.text) for part in cell] for cell in row.reader.iter("td")] == [
        [("of-source", "a"), ("of-reader", "A")],
        [("of-both", "?")],
        [("of-both", "1")],
        [("of-both", "2")],
    ]


def test_wide_tables_of_other_shapes_stand_below_each_other():
    table = "<table>{}</table>"
    row = "<tr><td>a</td><td>b</td><td>c</td><td>d</td></tr>"
    (found,) = rows(table.format(row), table.format(row * 2))
    assert found.source is not None
    assert "wide" in found.style.split()


# ----------------------------------------------------------------------------------------------- sources


def test_the_number_of_a_source_stands_in_the_source_language_only(made: Made):
    text = words_of(made("pl"))
    assert "Живу тут Так.1" in text
    assert "Mieszkam tu Tak.\n" in text.replace("Так.1 ", "")


def test_the_sources_of_a_chapter_stand_at_its_end(made: Made):
    text = words_of(made("pl"))
    assert text.count("Źródła") == 3
    assert text.index("rada.verbopil.example") < text.index("Targ\n", text.index("Źródła"))


def test_a_full_stop_is_not_doubled_where_a_number_was_taken_out():
    body = etree.fromstring(
        '<div><p>do 30 maja 2026 r.<span class="footnote"><span>X</span></span>. Potem.</p>'
        '<p><b>maj 2026 r.<span class="cited-again">1</span></b>. Potem...</p></div>'
    )
    bilingual.unmarked(body)
    assert said(body) == "do 30 maja 2026 r. Potem.maj 2026 r. Potem..."


# ------------------------------------------------------------------------------------------------- pages


def test_every_language_has_the_edition_but_the_source(sample_book: SampleBook):
    book = sample_book.book()
    with_it = {c for c in ("uk", "pl", "en") if "bilingual" in {kind.name for kind in editions.kinds(book, c)}}
    assert with_it == {"pl", "en"}


@pytest.mark.parametrize("code", ["pl", "en"])
def test_nothing_is_wrong_in_the_finished_file(made: Made, sample_book: SampleBook, code: str):
    with preflight.opened(made(code), "bilingual", sample_book.book(), code) as proof:
        assert [problem.english() for problem in preflight.look(proof)] == []


def test_the_same_paragraph_stands_at_the_same_height(made: Made):
    with pikepdf.open(made("pl")) as opened:
        texts = [(number, text) for number, page in enumerate(drawn.pages(opened)) for text in page.texts]
    for ours, theirs in (("Стіл на ринку", "Stół na targu"), ("Ринок відкрито", "Targ jest otwarty")):
        left, right = (next((n, t.place) for n, t in texts if t.text.startswith(words)) for words in (ours, theirs))
        assert left[0] == right[0]
        assert left[1].top == pytest.approx(right[1].top, abs=0.1)
        assert left[1].right < 105 < right[1].left


def test_where_the_reader_reads_from_right_to_left_the_columns_are_the_other_way_round(
    sample_book: SampleBook, tmp_path: Path
):
    job = Job(sample_book.book(), "pl", {}, {}, tmp_path, tmp_path)
    source, reader = bilingual.pair(job)
    mirrored = replace(reader, language=replace(reader.language, direction="rtl"))
    rendered = bilingual.laid_out(bilingual.Maker(source, mirrored).shown(), pdf.Press(job.folders))
    with pikepdf.open(_written(rendered, tmp_path)) as opened:
        texts = [text for page in drawn.pages(opened) for text in page.texts]
    ours, theirs = (next(t.place for t in texts if t.text.startswith(w)) for w in ("Стіл на рин", "Stół na tar"))
    assert theirs.right < 105 < ours.left


def _written(rendered: pdf.Rendered, folder: Path) -> Path:
    file = folder / "mirrored.pdf"
    file.write_bytes(rendered.write()[0])
    return file


def test_each_column_says_its_language_to_those_who_hear_it(made: Made, sample_book: SampleBook):
    with preflight.opened(made("pl"), "bilingual", sample_book.book(), "pl") as proof:
        languages = {proof.said(tag): tag.language for tag in proof.tree if tag.kind == "H2"}
    assert languages["Стіл на ринку"] == "uk"
    assert languages["Stół na targu"] == "pl"


def test_a_row_higher_than_a_page_goes_on_over_the_page(sample_book: SampleBook, tmp_path: Path):
    for code, word in (("uk", "слово"), ("pl", "słowo")):
        sample_book.append(f"docs/{code}/02-market.md", "\n" + f"{word} " * 2400 + f"{word}кінець\n")
    text = words_of(make(sample_book, "pl", tmp_path / "long"))
    assert text.count("słowo") == text.count("слово") == 2401


def test_a_link_to_another_chapter_tells_its_number(made: Made):
    text = words_of(made("pl"))
    assert "(розділ 3)" in text
    assert "(rozdział 3)" in text


def test_a_link_to_its_own_chapter_tells_nothing(sample_book: SampleBook, tmp_path: Path):
    sample_book.append(MARKET, "\nZobacz [stół](#stall).\n")
    assert "Zobacz stół.\n" in words_of(make(sample_book, "pl", tmp_path / "own"))


def test_a_chapter_that_is_not_translated_is_named_at_the_end(sample_book: SampleBook, tmp_path: Path):
    sample_book.remove("docs/pl/02-market.md")
    text = words_of(make(sample_book, "pl", tmp_path / "fewer"))
    assert "Стіл на ринку" not in text
    listed = text.index("Ринок", text.rindex("Jeszcze nieprzetłumaczone"))
    assert text.index("Most", text.index("Łuki") - 200) < listed


def test_a_stale_translation_says_so(sample_book: SampleBook, tmp_path: Path):
    sample_book.append("docs/uk/02-market.md", "\nНове.\n")
    text = words_of(make(sample_book, "pl", tmp_path / "stale"))
    assert text.count("Oryginał zmienił się") == 1
    assert "Нове." in text


def test_a_word_wider_than_its_column_is_told_with_its_file(sample_book: SampleBook, tmp_path: Path):
    sample_book.append("docs/uk/02-market.md", "\n" + "слово" * 20 + "\n")
    sample_book.append(MARKET, "\n" + "slowo" * 20 + "\n")
    shown = "is wider than the line on page 3 of the print"
    assert problems(sample_book, tmp_path / "wide") == [
        f"docs/uk/02-market.md: “{'слово' * 12}” {shown}",
        f"{MARKET}: “{'slowo' * 12}” {shown}",
    ]


def test_a_picture_that_is_not_there_is_told(sample_book: SampleBook, tmp_path: Path):
    sample_book.append(MARKET, "\n![Stół](../assets/stol.png)\n")
    assert f"{MARKET}: there is no picture “../assets/stol.png”" in problems(sample_book, tmp_path / "gone")


def test_the_same_book_gives_the_same_bytes(made: Made, sample_book: SampleBook, tmp_path: Path):
    assert made("en").read_bytes() == make(sample_book, "en", tmp_path / "again").read_bytes()


def test_an_edited_source_is_printed_again(sample_book: SampleBook, tmp_path: Path):
    def key() -> str:
        job = Job(sample_book.book(), "pl", {}, {}, tmp_path, tmp_path)
        kind = next(kind for kind in editions.kinds(job.book, "pl") if kind.name == "bilingual")
        return editions.kind_key(kind, job, "the same")

    before = key()
    sample_book.append("docs/en/02-market.md", "\nNew.\n")
    assert key() == before
    sample_book.append("docs/uk/02-market.md", "\nНове.\n")
    assert key() != before
