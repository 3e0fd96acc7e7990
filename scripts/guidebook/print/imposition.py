"""Arranging A5 pages on A4 sheets, to be folded and stapled on the fold. First the arithmetic, then the file.

        front          back
        [12 | 1 ]      [ 2 | 11]      sheet 1, outermost
        [10 | 3 ]      [ 4 | 9 ]      sheet 2
        [ 8 | 5 ]      [ 6 | 7 ]      sheet 3

Pages that face each other on a side add up to the number of pages + 1. A book that is read from the right to the left
is bound on its right: left and right are exchanged on each side, [ 1 |12] and [11| 2].
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from io import BytesIO
from itertools import pairwise

import pikepdf

from guidebook.print import pdf

POINTS_PER_MM = 72 / 25.4
PAPER_MM = (297, 210)  # A4 landscape
SIGNATURE_MAX = 64  # pages; more sheets than 16 neither fold nor staple (80 g paper)
CREEP_MM = 0.1  # how far the fold pushes each sheet beyond the one around it (80 g paper)
CREEP_FROM = 32  # pages; below, nobody sees it


@dataclass(frozen=True)
class Side:
    """One side of a sheet; None is a blank page."""

    left: int | None
    right: int | None


@dataclass(frozen=True)
class Sheet:
    """A sheet of paper, printed on both sides."""

    front: Side
    back: Side

    @property
    def sides(self) -> tuple[Side, Side]:
        """Front and back, in the order in which they are printed."""
        return self.front, self.back


def saddle_stitch(page_count: int, is_mirrored: bool = False) -> tuple[Sheet, ...]:
    """Sheets of one signature, outermost first, pages counted from 1; mirrored: to be bound on the right."""
    last = page_count + -page_count % 4
    pages = [*range(1, page_count + 1), *[None] * (last - page_count)]
    sheets = (
        Sheet(front=Side(pages[-1 - i], pages[i]), back=Side(pages[i + 1], pages[-2 - i]))
        for i in range(0, last // 2, 2)
    )
    return tuple(Sheet(_mirrored(sheet.front), _mirrored(sheet.back)) if is_mirrored else sheet for sheet in sheets)


def _mirrored(side: Side) -> Side:
    return Side(left=side.right, right=side.left)


@dataclass(frozen=True)
class Volume:
    """One booklet: pages of the guide, from its first to its back cover.

    When there are several, each has a cover of its own in front, and `notes` pages fill its last sheet.
    """

    inner: range
    notes: int = 0

    @property
    def page_count(self) -> int:
        """How many pages it has, its covers included."""
        return len(self.inner) + self.notes + 2


def volumes(page_count: int, starts: Collection[int]) -> tuple[Volume, ...]:
    """One booklet up to 64 pages, else as many of about the same size as are needed.

    They begin where a chapter does, on one of the pages `starts`: on an even one, which lies left behind the cover.
    """
    inner, count = range(2, page_count), 1
    while True:
        ends = [round(len(inner) * part / count) + 2 for part in range(count + 1)]
        even = [page for page in starts if page % 2 == 0 and page in inner] or [*inner[::2]]
        bounds = [2, *(min(even, key=lambda page: abs(page - end)) for end in ends[1:-1]), page_count]
        parts = [range(first, last) for first, last in pairwise(bounds)]
        found = tuple(Volume(part, -(len(part) + 2) % 4) for part in parts)
        if all(volume.page_count <= SIGNATURE_MAX for volume in found):
            return found
        if count > page_count // 4:  # chapters longer than a booklet: they are divided anywhere
            return volumes(page_count, ())
        count += 1


def creep_mm(sheet: int, page_count: int) -> float:
    """How far the pages of a sheet (0: outermost) move towards the fold, so that all margins look equal when cut."""
    return CREEP_MM * sheet if page_count >= CREEP_FROM else 0.0


def booklet(guide: bytes, pages: Sequence[int], title: str, language: str) -> bytes:
    """The sheets of a booklet made of these pages of a PDF. For paper only: tags and links are not kept.

    The guide says itself from which side it is read.
    """
    with pikepdf.open(BytesIO(guide)) as source, pikepdf.new() as sheets:
        for number, sheet in enumerate(saddle_stitch(len(pages), pdf.is_read_from_right(source))):
            shift = creep_mm(number, len(pages))
            for side in sheet.sides:
                _add_side(sheets, source, side, pages, shift)
        _describe(sheets, source, title, language)
        target = BytesIO()
        sheets.save(target, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.generate)
        return target.getvalue()


def _add_side(sheets: pikepdf.Pdf, source: pikepdf.Pdf, side: Side, pages: Sequence[int], shift_mm: float) -> None:
    """One side of a sheet. The pages get names of ours: those that pikepdf gives differ from run to run."""
    width, height = (length * POINTS_PER_MM for length in PAPER_MM)
    paper, shift = sheets.add_blank_page(page_size=(width, height)), shift_mm * POINTS_PER_MM
    drawn, forms = [], pikepdf.Dictionary()
    for name, number, left in (("/Left", side.left, shift), ("/Right", side.right, width / 2 - shift)):
        if number is not None:
            page = source.pages[pages[number - 1] - 1]
            forms[name] = sheets.copy_foreign(page.as_form_xobject())
            drawn.append(_placed(name, page.mediabox, left, width / 2, height))
    paper.Resources = pikepdf.Dictionary(XObject=forms)
    paper.Contents = sheets.make_stream("\n".join(drawn).encode())


def _placed(name: str, page: pikepdf.Array, left: float, width: float, height: float) -> str:
    """The operators that draw a page on its half of the sheet."""
    x, y, right, top = (float(length) for length in page)
    across, up = width / (right - x), height / (top - y)  # A5 is half of A4 but for a fraction of a millimetre
    return f"q {across:.5f} 0 0 {up:.5f} {left - x * across:.3f} {-y * up:.3f} cm {name} Do Q"


def _describe(sheets: pikepdf.Pdf, source: pikepdf.Pdf, title: str, language: str) -> None:
    """Title and language; dates are the guide's, so that the same guide gives the same bytes."""
    for key in ("/Author", "/CreationDate", "/ModDate"):
        if key in source.docinfo:
            sheets.docinfo[key] = str(source.docinfo[key])
    sheets.docinfo["/Title"] = title
    sheets.Root.Lang = pikepdf.String(language)
    sheets.Root.ViewerPreferences = pikepdf.Dictionary(
        DisplayDocTitle=True, Duplex=pikepdf.Name.DuplexFlipShortEdge, PrintScaling=pikepdf.Name("/None")
    )
