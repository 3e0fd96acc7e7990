"""The bilingual edition: two languages side by side on A4, for two people at one desk.

    Guide in the source language ─┐                ┌─ rows: what says the same stands at the same height
    Guide in the reader's ────────┴─ Typesetter ───┴─► HTML ─ pdf.Press ─► bilingual.pdf

Headings have the same ids in all languages, so the text between two of them is the same passage. Where both languages
have the same paragraphs, lists and boxes there, each makes a row; else the whole passage does.

Rows take long to lay out, so the chapters are laid out once: only the contents give page numbers, and a link to another
chapter tells its number.
"""

from __future__ import annotations

import copy
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any

from markupsafe import Markup, escape

from guidebook import facts, strings, typography
from guidebook.book import Chapter
from guidebook.print import chapters, glyphs, layout, pages, pdf
from guidebook.print.guide import Guide, anchor, choose
from guidebook.print.job import Job, Printed, refuse
from guidebook.problem import Problem
from guidebook.references import Element, element

HEADINGS = ("h2", "h3", "h4")
PLACES = "places"  # the class of a list of all places, with headings
LISTS = ("ul", "ol")
OF_SOURCE = ("of-source", "of-both")  # words in a table that tells both languages
MARKS = ("footnote", "cited-again")  # of sources
WIDEST_TABLE = 3  # columns that fit beside another table; of wider ones each cell tells both languages
TOLERANCE_PX = 1.0


def make(job: Job) -> Iterator[Printed]:
    """bilingual.pdf. Raises BookHasDefects, all faults at once."""
    codes = (job.code, job.book.config.source.code)
    maker = Maker(*pair(job), job.icons.get(pages.BACK_ICON))
    shown = maker.shown()
    found = [*(fault for code in codes for fault in glyphs.missing_glyphs(job.book, code)), *maker.problems]
    refuse(tuple(fault for place, fault in enumerate(found) if fault not in found[:place]))
    rendered = laid_out(shown, pdf.Press(job.folders))
    data, warnings = rendered.write()
    refuse((*too_wide(maker, rendered), *layout.warned(maker.reader, (*rendered.warnings, *warnings))))
    title = job.words("{title} – in two languages", title=job.guide.language.title)
    yield job.write("bilingual.pdf", data, title, rendered.page_count, -(-rendered.page_count // 2))


def ingredients(job: Job) -> Iterable[object]:
    """What it depends on besides all that the guide depends on: chapters and words of the source language."""
    source, _ = pair(job)
    for chapter in source.chapters:
        yield from (chapter.name, chapter.text)
    for words in strings.catalogs(source.code):
        yield words.read_bytes()


def pair(job: Job) -> tuple[Guide, Guide]:
    """The guide in the source language and in the reader's, with the chapters that both have.

    Terms stand in their chapters, not in a list at the end, which would be too far away.
    """
    reader, source = job.guide, choose(job.book, job.book.config.source.code)
    names = {chapter.name for chapter in reader.chapters}
    common = tuple(chapter for chapter in source.chapters if chapter.name in names)
    return replace(source, chapters=common, terms=(), phrases=()), replace(reader, terms=(), phrases=())


def laid_out(shown: Mapping[str, object], press: pdf.Press) -> pdf.Rendered:
    """The pages: the contents before the chapters know their pages when those are laid out."""
    template = pages.environment().get_template("bilingual.html")

    def front(numbers: Mapping[str, int]) -> pdf.Rendered:
        return press.render(layout.numbered(template.render(shown, is_front=True, first_page=1), numbers))

    before = front({}).page_count
    inside = press.render(template.render(shown, is_front=False, first_page=before + 1))
    numbers = {name: before + 1 + index for name, index in inside.anchors().items()}
    return front(numbers).followed_by(inside)


# -------------------------------------------------------------------------------------------------- rows


@dataclass(frozen=True)
class Row:
    """What says the same in both languages; None: one of them has nothing to say here."""

    source: Element | None
    reader: Element | None
    style: str = ""

    @property
    def is_heading(self) -> bool:
        """Whether it must not be the last one on a page."""
        return self.style == "title" or any(
            cell is not None and cell.tag in HEADINGS for cell in (self.source, self.reader)
        )

    @property
    def cells(self) -> tuple[tuple[str, Markup], ...]:
        """Both columns as HTML, each with its name."""
        return tuple(
            (name, Markup(chapters.markup(cell)) if cell is not None else Markup())
            for name, cell in (("source", self.source), ("reader", self.reader))
        )


@dataclass
class Passage:
    """What stands between two headings, with the first of them; `style` is the class of its section."""

    style: str
    blocks: list[Element]


def aligned(source: Element, reader: Element) -> Iterator[Row]:
    """The rows of a chapter from its text in two languages, in the order of the source."""
    theirs = passages(reader)
    for name, passage in passages(source).items():
        yield from _rows(passage.style, passage.blocks, theirs.pop(name).blocks if name in theirs else [])
    for passage in theirs.values():  # the source has left them out since
        yield from _rows(passage.style, [], passage.blocks)


def passages(body: Element) -> dict[str, Passage]:
    """The parts of a chapter by the id of their heading."""
    found: dict[str, Passage] = {}
    name = style = ""
    for block, section in _blocks(body, ""):
        if section != style:
            name = style = section
        if block.tag in HEADINGS and block.get("id"):
            name = block.get("id", "")
        found.setdefault(name, Passage(style, [])).blocks.append(block)
    return found


def _blocks(holder: Element, section: str) -> Iterator[tuple[Element, str]]:
    """The blocks of a text, each with the class of its section; those of a list of places one by one."""
    for part in holder:
        if part.tag == "section":
            yield from _blocks(part, part.get("class", ""))
        elif part.get("class") == PLACES:
            yield from _blocks(part, section)
        else:
            yield part, section


def _rows(style: str, source: list[Element], reader: list[Element]) -> Iterator[Row]:
    if source and reader and source[0].tag == reader[0].tag and source[0].tag in HEADINGS:
        yield Row(source[0], reader[0], style)
        source, reader = source[1:], reader[1:]
    if list(map(_kind, source)) == list(map(_kind, reader)):
        for ours, theirs in zip(source, reader, strict=True):
            yield from _pair_of_blocks(style, ours, theirs)
    elif source or reader:
        whole = [element("div", "", *blocks) for blocks in (source, reader)]
        is_wide = max(map(_columns, whole)) > WIDEST_TABLE
        yield Row(*(cell if len(cell) else None for cell in whole), f"{style} wide" if is_wide else style)


def _kind(block: Element) -> tuple[str, str]:
    """What a block is: a paragraph, a table, a box of a kind."""
    return block.tag, block.get("class", "") if block.tag == "div" else ""


def _pair_of_blocks(style: str, source: Element, reader: Element) -> Iterator[Row]:
    """A row for both blocks; of two lists of equal length, a row for each item."""
    if source.tag in LISTS and len(source) == len(reader):
        for number, items in enumerate(zip(source, reader, strict=True), 1):
            lists = (_list_of(block, item, number) for block, item in zip((source, reader), items, strict=True))
            yield Row(*lists, f"{style} item")
    elif source.tag == "table" and _columns(source) > WIDEST_TABLE and _shape(source) == _shape(reader):
        yield Row(None, woven(source, reader), f"{style} wide")
    else:
        is_wide = max(map(_columns, (source, reader))) > WIDEST_TABLE
        yield Row(source, reader, f"{style} wide" if is_wide else style)


def woven(source: Element, reader: Element) -> Element:
    """One table for both languages: in each cell first the words of the source, then the reader's."""
    made = copy.deepcopy(reader)
    for ours, theirs in zip(_cells(source), _cells(made), strict=True):
        if "".join(ours.itertext()).split() == "".join(theirs.itertext()).split():
            words = [_inside(ours, "of-both")]  # with the numbers of sources
        else:
            words = [_inside(ours, "of-source"), _inside(theirs, "of-reader")]
        theirs[:], theirs.text = words, None
    return made


def _inside(cell: Element, name: str) -> Element:
    return element("span", cell.text or "", *cell, class_=name)


def _cells(table: Element) -> list[Element]:
    return [cell for row in table.iter("tr") for cell in row]


def _shape(table: Element) -> list[int]:
    return [len(row) for row in table.iter("tr")]


def _columns(block: Element) -> int:
    """How many columns the tables of a block have."""
    return max((len(row) for row in block.iter("tr")), default=0)


def _list_of(whole: Element, item: Element, number: int) -> Element:
    """One item of a list, with the number that it has there."""
    made = _empty(whole)
    if whole.tag == "ol":
        made.set("start", str(number))
        made.set("style", f"counter-reset: step {number - 1}")
    made.append(item)
    return made


def _empty(whole: Element) -> Element:
    """The same element without what is in it."""
    made = copy.copy(whole)
    for part in list(made):
        made.remove(part)
    made.text = made.tail = None
    return made


# ----------------------------------------------------------------------------------------------- sources


def noted(body: Element) -> list[Element]:
    """Takes the footnotes out of a text, leaves small numbers there, and returns them in their order."""
    notes: dict[int, Element] = {}
    for mark in body.iter("span"):
        if mark.get("class") not in MARKS:
            continue
        if len(mark):
            number = mark.get("data-number", "")
            note = element("p", "", element("strong", number))
            note[0].tail = typography.NO_BREAK + "".join(mark[0].itertext())
            notes[int(number)] = note
            mark.remove(mark[0])
            mark.text = mark.get("data-call")
        mark.attrib.clear()
        mark.set("class", "mark")
    return [notes[number] for number in sorted(notes)]


def unmarked(body: Element) -> None:
    """Takes the numbers of sources out of a text: they stand in the other column."""
    for parent in list(body.iter()):
        before: Element | None = None
        for child in list(parent):
            if child.get("class") not in MARKS:
                before = child
                continue
            if before is None:
                parent.text = _joined(parent.text or "", child.tail or "")
            else:
                before.tail = _joined(before.tail or "", child.tail or "")
            parent.remove(child)
    _mend_stops(body)


def _mend_stops(body: Element) -> None:
    """The same where the end of an element stands between."""
    before = ""
    for holder, place in _pieces(body):
        if text := getattr(holder, place):
            setattr(holder, place, _joined(before, text)[len(before) :])
            before = text


def _joined(before: str, after: str) -> str:
    """“15 maja 2026 r.” and the full stop of the sentence were parted by a number; one of them is enough."""
    is_doubled = before.endswith(".") and after.startswith(".") and not after.startswith("..")
    return before + (after[1:] if is_doubled else after)


def _pieces(part: Element) -> Iterator[tuple[Element, str]]:
    """Where the words of an element and of all inside it stand, in reading order."""
    yield part, "text"
    for child in part:
        yield from _pieces(child)
        yield child, "tail"


# -------------------------------------------------------------------------------------------------- HTML


@dataclass(frozen=True)
class Part:
    """A chapter in both languages."""

    id: str
    number: int
    titles: tuple[str, str]
    rows: tuple[Row, ...]
    notes: Markup


@dataclass(frozen=True)
class Maker:
    """Makes the HTML of the edition from the same chapters in two languages."""

    source: Guide
    reader: Guide
    town: Path | None = None

    @cached_property
    def setters(self) -> tuple[chapters.Typesetter, chapters.Typesetter]:
        """Who sets the chapters of each language; without the visual notes, which the guide has."""
        return tuple(chapters.Typesetter(guide, chapters.renderer(guide), {}) for guide in (self.source, self.reader))

    @property
    def problems(self) -> tuple[Problem, ...]:
        """What was found wrong while the chapters were set."""
        return tuple(problem for setter in self.setters for problem in setter.problems)

    def shown(self) -> Mapping[str, object]:
        """All that the template shows."""
        config = self.reader.book.config
        return {
            "config": config,
            "source": self.source.language,
            "reader": self.reader.language,
            "plain": pages.glued(strings.load(self.reader.code)),
            "words": pages.marked(strings.load(self.reader.code)),
            "finished": chapters.finished,
            "style": Markup(pages.style(config, {}, "text.css", "bilingual.css")),
            "town": self.town.resolve().as_uri() if self.town else "",
            "before": tuple(self._before()),
            "parts": self._parts(),
            "untranslated": self.reader.untranslated,
            "after": tuple(self._after()),
        }

    def _parts(self) -> list[Part]:
        ours, theirs = ([setter.body(c) for c in setter.guide.chapters] for setter in self.setters)
        notes = [noted(body) for body in ours]
        for body in theirs:
            unmarked(body)
        _without_ids(ours, but=HEADINGS)  # both columns have the same ids: those of the reader's stay
        rows = [tuple(aligned(*bodies)) for bodies in zip(ours, theirs, strict=True)]
        _without_ids(ours)
        for words in (part for found in rows for row in found if row.source is None for part in row.reader.iter()):
            if words.get("class") in OF_SOURCE:
                words.set("lang", self.source.code)
        for guide, bodies in ((self.source, ours), (self.reader, theirs)):
            for chapter, body in zip(guide.chapters, bodies, strict=True):
                _tell_chapters(body, guide, chapter)
        chapters.mend_links([*theirs, *ours])
        pairs = zip(self.source.chapters, self.reader.chapters, strict=True)
        return [self._part(*pair, *rest) for pair, *rest in zip(pairs, rows, notes, strict=True)]

    def _part(self, source: Chapter, reader: Chapter, rows: tuple[Row, ...], notes: list[Element]) -> Part:
        head = (self._title(source, reader), *self._notices(source, reader))
        below = Markup("").join(Markup(chapters.markup(note) + " ") for note in notes)
        number = self.reader.number(reader)
        return Part(anchor(reader), number, (source.title, reader.title), (*head, *rows), below)

    def _title(self, source: Chapter, reader: Chapter) -> Row:
        """The titles of a chapter; both are shown above the pages, the reader's is in the bookmarks."""
        cells = []
        for guide, chapter in ((self.source, source), (self.reader, reader)):
            heading = element("h1", typography.glue(chapter.title, guide.code), **{"data-label": chapter.title})
            number = guide.number(chapter)
            words = pages.marked(strings.load(guide.code))
            above = _worded(words("Chapter {number}", number=number), "number") if number else None
            cells.append(element("div", "", above, heading))
        return Row(*cells, "title")

    def _notices(self, source: Chapter, reader: Chapter) -> Iterator[Row]:
        """What each side should know before reading the chapter."""
        texts = [pages.notices(self.source, source), pages.notices(self.reader, reader)]
        cells = [[_worded(text, f"notice {kind}") for kind, text in found] for found in texts]
        if any(cells):
            yield Row(*(element("div", "", *cell) if cell else None for cell in cells), "title")

    def say(self, msgid: str, **values: object) -> Row:
        """The generator's own words in both languages."""
        cells = []
        for guide in (self.source, self.reader):
            shown = {k: facts.day(v, guide.code) if isinstance(v, date) else v for k, v in values.items()}
            cells.append(_worded(pages.marked(strings.load(guide.code))(msgid, **shown)))
        return Row(*cells)

    def _before(self) -> Iterator[Row]:
        """How the edition is used."""
        yield self.say("The same text in two languages, side by side: for two people at one desk.")
        yield self.say("Point to a paragraph, and the person beside you reads the same in their own language.")
        yield self.say("Small numbers lead to the sources at the end of each chapter.")
        if self.reader.is_draft:
            yield self.say(self.reader.book.draft_notice)

    def _after(self) -> Iterator[Row]:
        """What a printed copy must say of itself."""
        config, check = self.reader.book.config, self.reader.check_after()
        if config.version:
            yield self.say("Version {version}", version=config.version)
        else:
            yield self.say("Draft")
        yield self.say("Valid as of {day}.", day=config.day)
        if check > config.day:
            yield self.say("Check again after {day}.", day=check)
        else:
            yield self.say("Some facts are due for checking already.")
        yield self.say("This guide explains general rules. Rules, dates and opening hours change: ask the office or a "
                       "lawyer about your own case before you act.")  # fmt: skip
        if config.publisher.contact:
            yield self.say("Report a mistake: {contact}", contact=config.publisher.contact)
        else:
            yield self.say("How to report a mistake: to be filled by the operator of this guide.")
        if self.source.language.imprint and self.reader.language.imprint:
            cells = ((guide.language.imprint, guide.code) for guide in (self.source, self.reader))
            yield Row(*(element("p", typography.glue(*cell)) for cell in cells))
        yield self.say("Text and drawings: {licence}. You may copy and change them if you name the authors.",
                       licence=config.licence.name)  # fmt: skip


def _worded(text: str, class_: str = "") -> Element:
    """A paragraph of the generator's own words, which may be marked as those of another language."""
    made = chapters.parse(str(text) if isinstance(text, Markup) else str(escape(text)))
    made.tag = "p"
    if class_:
        made.set("class", class_)
    return made


def _without_ids(bodies: Sequence[Element], but: tuple[str, ...] = ()) -> None:
    for part in (part for body in bodies for part in body.iter()):
        if part.tag not in (*but, "section" if but else ""):
            part.attrib.pop("id", None)


def _tell_chapters(body: Element, guide: Guide, inside: Chapter) -> None:
    """A link to another chapter tells its number, or its title when it has none; one to its own chapter nothing."""
    known = {anchor(chapter): chapter for chapter in guide.chapters}
    for link in body.iter("a"):
        if link.get("class") != "inside":
            continue
        chapter = known[link.get("href", "").removeprefix("#").partition("--")[0]]
        number = guide.number(chapter)
        told = strings.load(guide.code)("chapter {number}", number=number) if number else chapter.title
        link.attrib.pop("data-page")
        if chapter is not inside:
            link.set("data-chapter", typography.glue(told, guide.code))


# ---------------------------------------------------------------------------------------------- too wide


def too_wide(maker: Maker, rendered: pdf.Rendered) -> Iterator[Problem]:
    """Words that are wider than their column, each with its chapter."""
    files = {
        (guide.code, anchor(chapter)): chapter.file
        for guide in (maker.source, maker.reader)
        for chapter in guide.chapters
    }
    for number, page in enumerate(rendered.document.pages, 1):
        for code, section, text in _beyond(page._page_box, "", "", None):
            file = files.get((code, section), maker.reader.book.config.file)
            yield pdf.Overfull(number, text, section).problem(file)


def _beyond(box: Any, section: str, code: str, edges: tuple[float, float] | None) -> Iterator[tuple[str, str, str]]:
    """Language, chapter and words of what reaches over the edges of its column."""
    box = getattr(box, "_box", box)  # absolutely placed boxes come wrapped
    html = getattr(box, "element", None)
    if html is not None and html.tag == "section" and html.get("id"):
        section = html.get("id")
    if html is not None and "cell" in html.get("class", "").split() and box.element_tag == html.tag:
        code, left = html.get("lang", ""), box.content_box_x()
        edges = left - TOLERANCE_PX, left + box.width + TOLERANCE_PX
    if hasattr(box, "text"):
        if edges and box.text.strip() and not edges[0] <= box.position_x <= edges[1] - box.width:
            yield code, section, box.text.strip()
    for child in getattr(box, "children", ()):
        yield from _beyond(child, section, code, edges)
