"""Parts laid out one by one become a guide: page numbers, sides, and chapters that end with a few lines."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from conftest import SampleBook
from guidebook.print import editions, layout, pdf
from guidebook.print.job import Job
from guidebook.print.pages import Maker, Page
from guidebook.print.trials import Trials
from print.conftest import pictures

STYLE = """
@page { size: 120mm 60mm; margin: 5mm }
html { font: 10pt/10mm Text, sans-serif }
p { margin: 0 }
section { break-before: page }
.tight { line-height: 9mm }
.inside::after { content: " " target-counter(attr(href), page) }
"""


@dataclass(frozen=True)
class Book:
    """A page with such parts: their ids and HTML."""

    texts: Mapping[str, str]
    fillers: Mapping[str, str] = field(default_factory=dict)

    @property
    def fillable(self) -> Collection[str]:
        """The ids of parts that have something to fill a page with."""
        return self.fillers.keys()

    @property
    def parts(self) -> tuple[str, ...]:
        """Their ids."""
        return tuple(self.texts)

    def inside(self, tight: Mapping[str, str], part: str, first_page: int, filled: Collection[str]) -> str:
        """The HTML of a part."""
        before = "<div></div>" if first_page > 1 else ""
        text = self.texts[part] + (self.fillers[part] if part in filled else "")
        section = f'<section id="{part}" class="{tight.get(part, "")}">{text}</section>'
        return f'<html lang="en"><style>{STYLE}</style><body>{before}{section}'


@pytest.fixture
def rendered_parts(monkeypatch: pytest.MonkeyPatch) -> Counter[str]:
    """How often each part is laid out from now on."""
    made: Counter[str] = Counter()
    render = pdf.Press.render

    def counted(press: pdf.Press, text: str) -> pdf.Rendered:
        made.update(re.findall(r'<section id="(\w+)"', text))
        return render(press, text)

    monkeypatch.setattr(pdf.Press, "render", counted)
    return made


def lay_out(**texts: str) -> tuple[layout.Inside, pdf.Rendered]:
    inside = layout.Inside(Book(texts), Trials(pdf.Press([])))
    return inside, inside.laid_out()


def words(rendered: pdf.Rendered, page: int) -> str:
    """All that stands on a page, counted from 1."""
    boxes = pdf._texts(rendered.document.pages[page - 1]._page_box, "")
    return " ".join(" ".join(box.text for _, box in boxes).split())


def paragraphs(count: int) -> str:
    """So many lines; five fit on a page, of the tight ones as well."""
    return "<p>word</p>" * count


def test_references_lead_to_pages_before_and_behind_them():
    there = '<a class="inside" href="#{}">see</a>'
    _, whole = lay_out(
        a=there.format("c"), b=paragraphs(10), c=paragraphs(5) + f'<p id="place">{there.format("a")}</p>',
        d=there.format("place"),
    )  # fmt: skip
    assert [words(whole, page) for page in (1, 5, 6)] == ["see 4", "see 1", "see 5"]


def test_only_what_shows_another_number_is_laid_out_again(rendered_parts: Counter[str]):
    lay_out(a='<a class="inside" href="#c">see</a>', b=paragraphs(5), c='<a class="inside" href="#a">see</a>')
    assert rendered_parts == {"a": 2, "b": 1, "c": 1}


def test_a_number_that_makes_a_part_longer_moves_those_behind_it(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(layout, "UNKNOWN", "")
    full = '<span style="display: inline-block; width: 109mm"></span><a class="inside" href="#b"></a>'
    _, whole = lay_out(a=paragraphs(4) + f"<p>{full}</p>", b="here")
    assert [words(whole, page) for page in (2, 3)] == ["3", "here"]


def test_a_reference_to_nowhere_is_told():
    _, whole = lay_out(a='<a class="inside" href="#nowhere">see</a>')
    assert any("nowhere" in warning for warning in whole.write()[1])


def test_a_chapter_that_ends_with_few_lines_is_set_tighter_and_no_other(rendered_parts: Counter[str]):
    inside, _ = lay_out(a=paragraphs(6), b=paragraphs(5))
    assert inside.tight == {"a": "tight tighter"}
    assert rendered_parts == {"a": 3, "b": 1}


def test_a_last_page_with_room_is_filled_unless_that_needs_another_page():
    book = Book({"a": paragraphs(6), "b": paragraphs(6)}, {"a": "<p>words</p>", "b": paragraphs(9)})
    inside = layout.Inside(book, Trials(pdf.Press(())), endings={})
    laid = inside.laid_out()
    assert (inside.filled, inside.full) == ({"a"}, {"b"})
    assert laid.page_count == 4


@pytest.mark.parametrize(("href", "name"), [("chapter-a--x", "chapter-a--x"), ("a&amp;b", "a&b"), ("%D1%8F", "я")])
def test_a_number_stands_beside_each_reference(href: str, name: str):
    page = f'<style>x::after{{content:target-counter(attr(href), page)}}</style><a href="#{href}">x</a>'
    made = layout.numbered(page, {name: 7})
    assert made == f'<style>x::after{{content:attr(data-at)}}</style><a href="#{href}" data-at="7">x</a>'


def test_a_link_to_a_term_shows_no_number():
    assert layout.numbered('<a href="#term-hearing">x</a>', {"term-hearing": 7}) == '<a href="#term-hearing">x</a>'


# ------------------------------------------------------------------------------------------- the sample book


@pytest.fixture
def sample_page(sample_book: SampleBook, tmp_path: Path) -> tuple[Page, pdf.Press]:
    """The sample book in its source language, with a blank page before the note of the second chapter."""
    sample_book.append("docs/uk/01-council.md", "\n" + "Рада слухає і записує, а потім відповідає.\n\n" * 40)
    book = sample_book.book()
    job = Job(book, "uk", pictures(sample_book, "uk"), editions.make_icons(book), tmp_path, tmp_path)
    return Maker(job.guide, job.pictures, job.icons).page(), pdf.Press(job.folders)


def placed(rendered: pdf.Rendered) -> Iterator[list[tuple[int, int, str]]]:
    """All text of each page with its place, running heads and page numbers too."""
    for page in rendered.document.pages:
        boxes = (box for box in page._page_box.descendants() if hasattr(box, "text"))
        yield sorted((round(box.position_x), round(box.position_y), box.text) for box in boxes)


def test_parts_laid_out_alone_look_as_if_they_were_laid_out_together(sample_page: tuple[Page, pdf.Press]):
    page, press = sample_page
    inside = layout.Inside(page, Trials(press))
    alone, together = inside.laid_out(), press.render(page.inside(inside.tight))
    assert [*placed(alone)] == [*placed(together)]
    assert [box.width for box in alone.document.pages] == [box.width for box in together.document.pages]
    assert alone.document.make_bookmark_tree() == together.document.make_bookmark_tree()


def test_no_source_is_lost_at_the_foot_of_a_page(sample_page: tuple[Page, pdf.Press]):
    """WeasyPrint 70 loses some on pages that it lays out twice, because it counts page numbers itself."""
    page, press = sample_page
    inside = layout.Inside(page, Trials(press))
    boxes = (box for made in inside.laid_out().document.pages for box in made._page_box.descendants())
    drawn = [box.text for box in boxes if box.element_tag == "span::footnote-marker" and hasattr(box, "text")]
    assert len(drawn) == page.inside().count('class="footnote"') > 0
