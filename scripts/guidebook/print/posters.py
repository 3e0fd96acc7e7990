"""Posters, one for all languages: “take part”, the guide's name and promise in each, and a code that leads to it.

    Languages ─ Maker ─► HTML ─ words as large as they fit, the drawing as high as it fits ─► one page, A4 or A3

The sizes of the style sheet are parts of one size of letters, so that nothing is a picture made larger.
"""

from __future__ import annotations

import re
import xml.etree.ElementTree as etree
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from markupsafe import Markup

from guidebook import facts, strings
from guidebook.config import Language
from guidebook.print import chapters, glyphs, headings, pages, pdf, qr
from guidebook.print.guide import choose
from guidebook.print.job import Job, Printed, refuse
from guidebook.problem import Problem

COLUMNS = 3  # languages beside each other
SHARES = (0.5, 0.44, 0.36, 0.28, 0.2, 0.14)  # of the paper's height that the drawing has at least, if it can

CALL_REM, MANY_REM, MARGIN_REM = 2.35, 1.9, 1.7  # as the style sheet has them


@dataclass(frozen=True)
class Paper:
    """A paper to print on, and the sizes of letters to try, in points, the smallest first: the foot has .8 of it."""

    name: str
    width_mm: int
    height_mm: int
    sizes: tuple[float, ...]


PAPERS = (
    Paper("a4", 210, 297, (11.25, 12, 13, 14, 15, 16, 17)),
    Paper("a3", 297, 420, (14, 15, 16, 17, 18, 19.5, 21, 22.5, 24)),
)


def make(job: Job) -> Iterator[Printed]:
    """A poster of each size. Raises BookHasDefects, all faults at once."""
    config = job.book.config
    refuse(tuple(p for one in config.languages for p in glyphs.missing_glyphs(job.book, one.code)
                 if p.file == config.file))  # fmt: skip
    maker, press = Maker(job), pdf.Press(job.folders)
    for paper in PAPERS:
        rendered = fitted(maker, paper, press)
        data, warnings = rendered.write()
        refuse((*_faults(maker, paper, rendered), *_warned(maker, paper, (*rendered.warnings, *warnings))))
        yield job.write(f"poster-{paper.name}.pdf", data, maker.title, 1, 1)


def ingredients(job: Job) -> Iterable[object]:
    """What a poster depends on besides configuration, fonts and words: the drawing, and whether guides are drafts."""
    for language in job.book.config.languages:
        yield language.code, choose(job.book, language.code).is_draft
    if picture := job.pictures.get(job.book.config.cover):
        yield picture.print_svg.read_bytes()


def fitted(maker: Maker, paper: Paper, press: pdf.Press) -> pdf.Rendered:
    """The page with the largest letters that leave the drawing its share, and the highest drawing for these."""
    shares = [int(share * paper.height_mm) for share in (SHARES if maker.cover else (0,))]

    def fits(size: float, art_mm: int) -> bool:
        return _fits(press.render(maker.page(paper, size, art_mm, is_drawn=False)))

    least = next((share for share in shares if fits(paper.sizes[0], share)), shares[-1])
    size = paper.sizes[_last(lambda index: fits(paper.sizes[index], least), 0, len(paper.sizes))]
    height = _last(lambda art_mm: fits(size, art_mm), least, paper.height_mm) if maker.cover else 0
    return press.render(maker.page(paper, size, height))


def _last(is_good: Callable[[int], bool], first: int, end: int) -> int:
    """The last good number below `end`, where all good ones stand before all others, and the first is good."""
    while end - first > 1:
        middle = (first + end) // 2
        first, end = (middle, end) if is_good(middle) else (first, middle)
    return first


def _fits(rendered: pdf.Rendered) -> bool:
    return rendered.page_count == 1 and not any(rendered.overfull())


def _faults(maker: Maker, paper: Paper, rendered: pdf.Rendered) -> Iterator[Problem]:
    """What is wider than its line, or too much for one page."""
    shown = {"paper": paper.name.upper()}
    hint = "shorten titles, promises or imprints in mkdocs.yml"
    for word in rendered.overfull():
        message = "“{text}” is wider than the line on the poster {paper}"
        yield Problem(maker.job.book.config.file, 1, message, hint, {**shown, "text": word.text[:60]})
    if rendered.page_count > 1:
        yield Problem(maker.job.book.config.file, 1, "the words do not fit on the poster {paper}", hint, shown)


def _warned(maker: Maker, paper: Paper, warnings: tuple[str, ...]) -> Iterator[Problem]:
    for text in dict.fromkeys(warnings):
        shown = {"paper": paper.name.upper(), "text": text}
        yield Problem(maker.job.book.config.file, 1, "printing the poster {paper}: {text}", values=shown)


# --------------------------------------------------------------------------------------------------- HTML


@dataclass(frozen=True)
class Block:
    """What the poster says in one language."""

    language: Language
    call: str
    promise: str
    imprint: str
    draft: str
    invitation: str
    address: tuple[str, ...]  # in pieces that may stand on lines of their own
    qr: Markup


@dataclass(frozen=True)
class Maker:
    """Makes the HTML of a poster."""

    job: Job

    @cached_property
    def blocks(self) -> tuple[Block, ...]:
        """The languages, in the order of the book."""
        return tuple(map(self._block, self.job.book.config.languages))

    @property
    def title(self) -> str:
        """What the window of a reader shows."""
        source = self.job.book.config.source
        return f"{source.title} – {strings.load(source.code)('Take part in the life of your city')}"

    @cached_property
    def cover(self) -> str:
        """The address of the drawing, empty when there is none."""
        picture = self.job.pictures.get(self.job.book.config.cover)
        return picture.print_svg.resolve().as_uri() if picture else ""

    def page(self, paper: Paper, size: float, art_mm: int, *, is_drawn: bool = True) -> str:
        """The whole poster; without the drawing, but with its place, it is laid out quickly."""
        config = self.job.book.config
        shown = {
            "config": config,
            "paper": paper,
            "size": size,
            "art_mm": art_mm,
            "cover": self.cover if is_drawn else "",
            "title": self.title,
            "style": Markup(pages.style(config, {}, "poster.css")),
            "words": pages.glued(strings.load(config.source.code)),
            "day": facts.day(config.day, config.source.code),
            "blocks": self.blocks,
            "columns": columns(len(self.blocks)),
            "width": lambda call: self._width(call, paper, size),
        }
        return pages.environment().get_template("poster.html").render(**shown)

    def _width(self, call: str, paper: Paper, size: float) -> str:
        """The width in em that makes lines of equal length of a call; empty when it needs one line only."""
        rem = MANY_REM if len(self.blocks) > COLUMNS else CALL_REM
        column = (paper.width_mm / 25.4 * 72 - 2 * MARGIN_REM * size) / (rem * size)
        measure = headings.measure_in(glyphs.font_file(self.job.book.config.fonts, "NoteHand-Bold.ttf"))
        width = headings.balanced_width(call.split(" "), column, measure)
        return f"{width:.2f}" if width is not None else ""

    def _block(self, language: Language) -> Block:
        config, words = self.job.book.config, pages.glued(strings.load(language.code))
        address, contact = config.site_url and f"{config.site_url}{language.code}/", config.publisher.contact
        invitation = words("The guide on the internet:") if address else ""
        if contact and not address:
            invitation, address = words("Ask for the guide:"), contact
        is_draft = choose(self.job.book, language.code).is_draft
        return Block(
            language=language,
            call=words("Take part in the life of your city"),
            promise=chapters.finished(language.promise, language.code),
            imprint=chapters.finished(language.imprint, language.code),
            draft=words("Draft: no person has checked this text yet.") if is_draft else "",
            invitation=invitation,
            address=pieces(address.partition("//")[2].rstrip("/") if config.site_url else address),
            qr=Markup(self._code(address, words)) if config.site_url else Markup(),
        )

    def _code(self, address: str, words: strings.Strings) -> str:
        """The QR code, named for those who hear the page."""
        title = etree.Element("title")
        title.text = words("QR code: {address}", address=address)
        named = f">{etree.tostring(title, encoding='unicode')}"
        return qr.svg(address, self.job.book.config.colours["ink"]).replace(">", named, 1)


def pieces(address: str) -> tuple[str, ...]:
    """An address in pieces, each ending with a sign after which a line may end."""
    return tuple(re.findall(r"[^./@]*[./@]|[^./@]+", address))


def columns(count: int) -> int:
    """How many languages stand beside each other, so that no row is much shorter than the others."""
    rows = -(-count // COLUMNS)
    return -(-count // rows)
