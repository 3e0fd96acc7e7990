"""The guide: A5 pages to read, and the sheets to fold.

    Guide ─ Maker ─► HTML of each part ─ pdf.Press ─► pages ─► guide.pdf ─ imposition ─► guide-booklet.pdf
                          ▲                             │
                          └──── page numbers, tight ────┘

WeasyPrint can find the page of a reference itself, but lays out most pages twice for that, and all of them again when
one chapter is to be set tighter. So each part is a document of its own, and only what changes is laid out again.
"""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from urllib.parse import unquote

from guidebook import files
from guidebook.print import glyphs, imposition, pdf
from guidebook.print.guide import Guide, anchor
from guidebook.print.job import Job, Printed, refuse
from guidebook.print.pages import A5, LARGE, Format, Maker, Page
from guidebook.print.trials import Measured, Trials, remembered
from guidebook.problem import Problem

# A chapter of such a style that leaves fewer lines than these on its last page is set in the tighter style.
SHORT_ENDINGS = {"": (10, "tight"), "tight": (6, "tight tighter")}
EMPTY_LINES = 24  # of some 38; a last page with fewer has room for the terms of the chapter
LENGTHS_FILE = "lengths.json"
BLEED_FILE = ".guide-bleed.pdf"  # the same pages with what is printed beyond their edges: for the print shop

ROUNDS = 6  # two are enough, unless the right number in place of a guess moves a line to the next page
UNKNOWN = "35"  # as wide as most numbers: a guess too wide would set a chapter tighter than it need be
_COUNTED = "target-counter(attr(href), page)"
_REFERENCE = re.compile(r'href="#(?!term-)([^"]+)"')  # terms are links, without a number


def make(job: Job) -> Iterator[Printed]:
    """guide.pdf and the booklet, or booklets. Raises BookHasDefects, all faults at once."""
    guide = job.guide
    page = Maker(guide, job.pictures, job.icons).page()
    refuse((*glyphs.missing_glyphs(guide.book, job.code), *page.problems))
    whole = _laid_out(job, page, "guide")
    files.write_atomically(job.folder / BLEED_FILE, whole.data)
    data = pdf.trimmed(whole.data)
    yield job.write("guide.pdf", data, guide.language.title, whole.page_count, -(-whole.page_count // 2))
    yield from _booklets(job, page, whole, data)
    _write_lengths(job, whole.page_count, whole.lengths)


def make_large(job: Job) -> Iterator[Printed]:
    """guide-large.pdf: the whole guide set anew on A4 in large letters. Raises BookHasDefects, all faults at once."""
    title = job.words("{title} – large print", title=job.guide.language.title)
    page = Maker(job.guide, job.pictures, job.icons, LARGE).page(title)
    refuse((*glyphs.missing_glyphs(job.guide.book, job.code), *page.problems))
    whole = _laid_out(job, page, "guide-large", LARGE)
    yield job.write("guide-large.pdf", whole.data, title, whole.page_count, -(-whole.page_count // 2))


@dataclass(frozen=True)
class Laid:
    """A guide laid out: its PDF, its pages, how many of them each chapter has, and on which the parts begin."""

    data: bytes
    page_count: int
    lengths: Mapping[str, int]
    starts: frozenset[int]


def _laid_out(job: Job, page: Page, kind: str, paper: Format = A5) -> Laid:
    """The guide, filled up to a multiple of four where sheets are folded in the middle, else of two."""
    guide, trials = job.guide, remembered(job, kind)
    inside = Inside(page, trials, endings=SHORT_ENDINGS if paper.is_folded else {}).laid_out()
    trials.write()
    filled = -(inside.page_count + 1) % (4 if paper.is_folded else 2)
    end = trials.press.render(page.end(inside.page_count + 1, notes=filled))
    whole = inside.followed_by(end.without_first())
    data, warnings = whole.write()
    refuse((*overfull(guide, whole), *warned(guide, (*whole.warnings, *warnings))))
    lines = whole.lines_of(map(anchor, guide.chapters))
    lengths = {chapter.name: len(lines[anchor(chapter)]) for chapter in guide.chapters}
    places = whole.anchors()
    starts = frozenset(1 + places.get(f"{part}--note", places[part]) for part in page.parts)
    return Laid(data, whole.page_count, lengths, starts)


@dataclass
class Inside:
    """The guide from the cover to the last list, while its page numbers are not known yet."""

    page: Page
    trials: Trials
    numbers: dict[str, int] = field(default_factory=dict)  # the page of each place that can be referred to
    tight: dict[str, str] = field(default_factory=dict)  # the style of parts that are set tighter
    endings: Mapping[str, tuple[int, str]] = field(default_factory=lambda: SHORT_ENDINGS)
    filled: set[str] = field(default_factory=set)  # parts whose last page shows the chapter's terms besides
    full: set[str] = field(default_factory=set)  # parts whose last page has no room for them

    def laid_out(self) -> pdf.Rendered:
        """All parts without pages of a few lines, with the right page numbers."""
        firsts: dict[str, int] = {}
        for _ in range(ROUNDS):
            before, first = dict(self.numbers), 1
            for part in self.page.parts:
                firsts[part] = first
                found = self._ended_well(part, first)
                self.numbers |= {name: first + index for name, index in found.anchors.items()}
                first += found.page_count
            if self.numbers == before:
                break
        laid = [self.trials.pages(part, self.text(part, at), is_behind=at > 1) for part, at in firsts.items()]
        return laid[0].followed_by(*laid[1:])

    def _ended_well(self, part: str, first: int) -> Measured:
        """A part in the first style that does not leave a few lines on its last page."""
        found = self._measured(part, first)
        while (style := self.tight.get(part, "")) in self.endings:
            lines, tighter = self.endings[style]
            if not found.ends_short(lines):
                break
            self.tight[part] = tighter
            found = self._measured(part, first)
        return self._filled(part, first, found)

    def _filled(self, part: str, first: int, found: Measured) -> Measured:
        """The part with its terms on its last page, when that has much room and they take no further one."""
        if part in self.filled | self.full or part not in self.page.fillable:
            return found
        if found.ends_short(EMPTY_LINES):
            self.filled.add(part)
            longer = self._measured(part, first)
            if longer.page_count == found.page_count:
                return longer
            self.filled.discard(part)
        self.full.add(part)
        return found

    def _measured(self, part: str, first: int) -> Measured:
        return self.trials.measured(part, self.text(part, first), is_behind=first > 1)

    def text(self, part: str, first: int) -> str:
        """The HTML of a part from this page on, with all that is known by now."""
        return numbered(self.page.inside(self.tight, part, first, self.filled), self.numbers)


def numbered(page: str, numbers: Mapping[str, int]) -> str:
    """The HTML with the page numbers that WeasyPrint would count, as far as they are known, beside each reference."""
    page = page.replace(_COUNTED, "attr(data-at)")

    def beside(reference: re.Match) -> str:
        return f'{reference[0]} data-at="{numbers.get(unquote(html.unescape(reference[1])), UNKNOWN)}"'

    return _REFERENCE.sub(beside, page)


def overfull(guide: Guide, rendered: pdf.Rendered) -> Iterator[Problem]:
    """Words that are wider than their line, each with its chapter."""
    chapters = {anchor(chapter): chapter.file for chapter in guide.chapters}
    for word in rendered.overfull():
        file = chapters.get(word.section.partition("--")[0], guide.book.config.file)
        yield word.problem(file)


def warned(guide: Guide, warnings: tuple[str, ...]) -> Iterator[Problem]:
    """What WeasyPrint only warns of is a defect: a missing picture, a rule of style it does not know."""
    for text in dict.fromkeys(warnings):
        shown = {"text": text, "language": guide.language.name}
        folder = guide.book.config.docs / guide.code
        yield Problem(folder, 1, "printing the guide ({language}): {text}", values=shown)


def _booklets(job: Job, page: Page, whole: Laid, data: bytes) -> Iterator[Printed]:
    """The sheets to fold: one booklet, or several with covers of their own when one would be too thick to staple."""
    volumes = imposition.volumes(whole.page_count, whole.starts)
    if len(volumes) == 1:
        title = job.words("{title} – sheets to print and fold", title=job.guide.language.title)
        yield _booklet(job, "guide-booklet.pdf", data, range(1, whole.page_count + 1), title)
        return
    shown = [job.words("Part {number} of {count}", number=n, count=len(volumes)) for n in range(1, len(volumes) + 1)]
    press, covers, own = pdf.Press(job.folders), [], whole.page_count + 1
    for volume, part in zip(volumes, shown, strict=True):
        covers.append(press.render(page.volume(part, volume.notes)))
    data = pdf.joined(data, pdf.trimmed(covers[0].followed_by(*covers[1:]).write()[0]))
    for number, (volume, part) in enumerate(zip(volumes, shown, strict=True), 1):
        cover, *notes = range(own, own + 1 + volume.notes)
        own += 1 + volume.notes
        title = job.words("{title} – sheets to print and fold", title=f"{job.guide.language.title} – {part}")
        yield _booklet(
            job, f"guide-booklet-{number}.pdf", data, (cover, *volume.inner, *notes, whole.page_count), title
        )


def _booklet(job: Job, name: str, data: bytes, pages: Sequence[int], title: str) -> Printed:
    sheets = imposition.booklet(data, pages, title, job.code)
    return job.write(name, sheets, title, len(pages), -(-len(pages) // 4), "guide-booklet")


def _write_lengths(job: Job, pages: int, lengths: Mapping[str, int]) -> None:
    """What the check of the page budget reads; a chapter that was edited since bears another version."""
    versions = {chapter.name: chapter.source_id for chapter in job.guide.chapters}
    chapters = {name: {"pages": count, "version": versions[name]} for name, count in lengths.items()}
    text = json.dumps({"pages": pages, "chapters": chapters}, indent=1) + "\n"
    files.write_atomically(job.folder / LENGTHS_FILE, text)
