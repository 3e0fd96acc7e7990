"""Leaflets: a chapter on one sheet of A4, printed on both sides and folded once.

    Part ─ what a leaflet shows of it ─► four A5 pages: note │ steps │ steps │ help, address ─ imposition ─► one sheet

A chapter is longer than two pages: of its sections as many are taken as fit, in letters that may be a little smaller.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from copy import deepcopy
from dataclasses import dataclass, replace
from functools import cached_property

from markupsafe import Markup

from guidebook import files, references
from guidebook.print import chapters, glyphs, imposition, pages, pdf, preflight
from guidebook.print.job import Job, Printed, refuse
from guidebook.print.layout import overfull, warned
from guidebook.print.pages import Maker, Page, Part
from guidebook.print.trials import Measured, Trials, key, remembered
from guidebook.problem import Problem
from guidebook.references import Element

# The section “steps” without most of what stands below headings of its own, but with its checklist.
WITH_TABLES, STEPS_ONLY = "steps-with-tables", "steps-only"
INTRO = ""  # what stands before the first heading

# Sections by the ids that all chapters have: what is tried first shows most.
INSIDE = (
    ("in-short", "may-i", "steps", "when", "mistakes"),
    ("in-short", "may-i", "steps", "mistakes"),
    ("in-short", "may-i", "steps"),
    ("in-short", "steps", "mistakes"),
    ("in-short", "steps"),
    ("steps",),
    *(
        (*before, steps, *after)
        for steps in (WITH_TABLES, STEPS_ONLY)
        for before in (("in-short", "may-i"), ("in-short",), ())
        for after in (("mistakes",), ())
    ),
)
HELP_PLACES = "help-places"  # the section “help” with its heading and the cards of places only
BACK = (
    ("when", "cost", "language", "help"),
    ("when", "language", "help"),
    ("when", "help"),
    ("cost", "language", "help"),
    ("language", "help"),
    ("help",),
    ("when", "cost", "language", HELP_PLACES),
    ("when", HELP_PLACES),
    (HELP_PLACES,),
    (),
)
STYLES = ("", "tight tighter", "tight tighter small")
INSIDE_PAGES = 2
LEAFLET = replace(
    pages.A5, note_mm=(130, 168), marked_mm=(130, 112), sheets=("text.css", "guide.css", "leaflet.css")
)
_SOURCES = frozenset({"footnote", "cited-again", "source-line"})


def make(job: Job) -> Iterator[Printed]:
    """A leaflet of each chapter with a number. Raises BookHasDefects, all faults at once."""
    page = Maker(job.guide, job.pictures, job.icons, LEAFLET).page()
    trials = remembered(job, "leaflets")
    refuse((*glyphs.missing_glyphs(job.guide.book, job.code), *page.problems))
    problems: list[Problem] = []
    for part in (part for part in page.shown["parts"] if part.number):
        title = job.words("{title} – leaflet", title=part.chapter.title)
        leaflet = Leaflet(page, part, trials, title)
        if (faces := leaflet.faces()) is None:
            problems.append(_too_long(part))
            continue
        name, made_from = f"leaflet-{part.chapter.stem}.pdf", key(*map(leaflet.text, faces))
        if before := _made_before(job, name, made_from):
            yield before
            continue
        whole = leaflet.pages(faces)
        data, warnings = whole.write()
        problems += [*overfull(job.guide, whole), *warned(job.guide, (*whole.warnings, *warnings))]
        sheet = imposition.booklet(pdf.trimmed(data), range(1, whole.page_count + 1), title, job.code)
        written = job.write(name, sheet, part.chapter.title, whole.page_count, 1, "leaflet")
        yield replace(written, made_from=made_from)
    trials.write()
    refuse(tuple(problems))


def _made_before(job: Job, name: str, made_from: str) -> Printed | None:
    """The leaflet of a chapter that reads as it did when it was printed last."""
    row = next((row for row in preflight.listed(job.finished) if row["file"] == name), {})
    if row.get("made_from") != made_from or any(preflight.unlike_the_list(job.finished, row)):
        return None
    files.copy_file(job.finished / name, job.folder / name)
    return Printed(**{**row, "file": job.folder / name})


def _too_long(part: Part) -> Problem:
    message = "the steps of this chapter do not fit on the two inner pages of its leaflet"
    hint = "shorten the section “steps”, or move what is not a step to another section"
    return Problem(part.chapter.file, 1, message, hint)


@dataclass(frozen=True)
class Face:
    """A page of a leaflet, or the two inner ones, and the sections of the chapter that it shows."""

    name: str  # front, inside, notes, back
    first_page: int
    sections: tuple[str, ...] = ()
    style: str = ""

    @property
    def slot(self) -> str:
        """Under which its latest layout is kept."""
        return f"{self.name} {self.style}"


@dataclass(frozen=True)
class Leaflet:
    """The pages of one leaflet in the making."""

    page: Page
    part: Part
    trials: Trials
    title: str

    @cached_property
    def sections(self) -> dict[str, Element]:
        """The sections of the chapter by the ids of their headings."""
        tree = deepcopy(self.part.tree)
        _without_references(tree)
        found = {INTRO: references.element("div", "", *(part for part in tree if part.tag != "section"))}
        found |= {(part.get("class") or "").rpartition("section-")[2]: part for part in tree.iterfind("section")}
        if "steps" in found:
            found[STEPS_ONLY] = _with_parts(found["steps"], "task-list-item")
            found[WITH_TABLES] = _with_parts(found["steps"], "task-list-item", "table")
        if "help" in found:
            found[HELP_PLACES] = _places_only(found["help"])
        return found

    def faces(self) -> tuple[Face, ...] | None:
        """What stands on the four pages, or None when the steps do not fit in any style."""
        everything = tuple(
            name for name in self.sections if name not in (STEPS_ONLY, WITH_TABLES, HELP_PLACES, *BACK[0])
        )
        inside = self._fitted("inside", (everything, *INSIDE), INSIDE_PAGES, 2, ())
        back = self._fitted("back", BACK, 1, 2 + INSIDE_PAGES, inside.sections if inside else ())
        if inside is None or back is None:
            return None
        is_short = self._measured(inside).page_count == INSIDE_PAGES  # an empty page stands before them
        return Face("front", 1), inside, *((Face("notes", 3),) if is_short else ()), back

    def pages(self, faces: Sequence[Face]) -> pdf.Rendered:
        """The faces laid out."""
        front, *others = (self.trials.pages(face.slot, self.text(face)) for face in faces)
        return front.followed_by(*(pages.without_first() for pages in others))

    def _fitted(
        self, name: str, choices: Sequence[tuple[str, ...]], count: int, first: int, told: tuple[str, ...]
    ) -> Face | None:
        """The richest choice of sections that fits on so many pages, in the loosest style."""
        for names in choices:
            shown = tuple(section for section in names if section not in told)
            styled = [Face(name, first, shown, style) for style in STYLES]
            if self._fits(styled[-1], count):
                return next(face for face in styled if self._fits(face, count))
        return None

    def _fits(self, face: Face, count: int) -> bool:
        return self._measured(face).page_count <= count + 1  # an empty page stands before them

    def _measured(self, face: Face) -> Measured:
        return self.trials.measured(face.slot, self.text(face))

    def text(self, face: Face) -> str:
        """The HTML of a face."""
        found = (self.sections[name] for name in face.sections if name in self.sections)
        body = Markup("".join(map(chapters.markup, found)))
        shown = {**self.page.shown, "file_title": self.title, "part": self.part, "body": body}
        shown |= {"face": face.name, "first_page": face.first_page, "tight": face.style}
        return pages.joined(pages.environment().get_template("leaflet.html").render(shown))


def _with_parts(section: Element, *kinds: str) -> Element:
    """A copy of the section: of the parts below headings of the third rank those that hold such an element or class."""
    kept = references.element("section", class_=section.get("class") or "")
    parts: list[list[Element]] = [[]]
    for child in section:
        parts += [[]] if child.tag == "h3" else []
        parts[-1].append(child)
    for number, part in enumerate(parts):
        inside = {
            name for child in part for one in child.iter() for name in (one.tag, *(one.get("class") or "").split())
        }
        if not number or inside & {*kinds}:
            kept.extend(part)
    return kept


def _places_only(section: Element) -> Element:
    kept = references.element("section", class_=section.get("class") or "")
    kept.extend(part for part in section if part.tag == "h2" or "place" in (part.get("class") or "").split())
    return kept


def _without_references(root: Element) -> None:
    """Sources and page numbers stand in the guide: here a link is its words."""
    for parent in list(root.iter()):
        for index, child in reversed([*enumerate(parent)]):
            if child.get("class") in _SOURCES:
                _take_out(parent, index)
            elif child.tag == "a":
                child.tag = "span"
                for name in ("href", "class", "data-page"):
                    child.attrib.pop(name, None)


def _take_out(parent: Element, index: int) -> None:
    tail, before = parent[index].tail or "", parent[index - 1] if index else None
    parent.remove(parent[index])
    if before is not None:
        before.tail = (before.tail or "") + tail
    else:
        parent.text = (parent.text or "") + tail
