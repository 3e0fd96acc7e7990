"""For the print shop: the guide's pages with bleed and crop marks, in RGB, and in CMYK where Ghostscript is installed.

    .guide-bleed.pdf ─┬─────────────────────────────────► boxes, crop marks ─► guide-press.pdf
                      └─ ink on K ─ Ghostscript ─ names ─► boxes, crop marks ─► guide-press-cmyk.pdf

        ─┘ │        │ └─      crop marks: from 3.5 to 8.5 mm outside the trim, beyond the bleed
           ┌────────┐         trim box: the page after cutting
        │  bleed: + 3 mm   │  media box: + 10 mm

No ISO profile is chosen here: that is the print shop's. The file is called CMYK, not PDF/X, which it is not.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import tempfile
from collections.abc import Iterable, Iterator
from io import BytesIO
from pathlib import Path

import pikepdf

from guidebook.print import layout, pdf
from guidebook.print.imposition import POINTS_PER_MM
from guidebook.print.job import Job, Printed
from guidebook.problem import GuidebookError

BLEED_MM = 3
SHEET_MM = 10  # from the trim to the edge of the sheet
MARK_MM = (3.5, 8.5)  # where a crop mark begins and ends, outside the trim
MARK_PT = 0.25
ALL_INKS = "1 1 1 1 K"  # crop marks stand on every plate
BLACK = b"0 0 0 1"
NAMES = ("gs", "gswin64c", "gswin32c")  # how Ghostscript is called
TIMEOUT_S = 600
# -dSAFER: it may read the file it is given and write the one it is asked for, and start nothing.
OPTIONS = (
    "-q",
    "-dSAFER",
    "-dBATCH",
    "-dNOPAUSE",
    "-sDEVICE=pdfwrite",
    "-dCompatibilityLevel=1.7",
    "-dPDFSETTINGS=/prepress",  # photos stay as fine as they are
    "-sColorConversionStrategy=CMYK",
    "-sProcessColorModel=DeviceCMYK",
    "-dAutoRotatePages=/None",
    "-dDownsampleColorImages=false",
    "-dDownsampleGrayImages=false",
    "-dDownsampleMonoImages=false",
)


def make(job: Job) -> Iterator[Printed]:
    """guide-press.pdf, in RGB as most print shops take it."""
    with pikepdf.open(job.finished / layout.BLEED_FILE) as opened:
        title = job.words("{title} – for the print shop", title=job.guide.language.title)
        opened.docinfo["/Title"] = title
        with opened.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False) as metadata:
            metadata["dc:title"] = title
        yield _written(job, opened, "guide-press.pdf", title)


def make_cmyk(job: Job) -> Iterator[Printed]:
    """guide-press-cmyk.pdf, for the print shop that asks for it."""
    with pikepdf.open(job.finished / layout.BLEED_FILE) as opened:
        on_black_plate(opened, str(job.book.config.colours["ink"]))
        target = BytesIO()
        opened.save(target)
        title = job.words("{title} – for the print shop (CMYK)", title=job.guide.language.title)
        with pikepdf.open(BytesIO(_in_cmyk(target.getvalue()))) as converted:
            _without_rgb_groups(converted)
            _describe(converted, opened, title)
            yield _written(job, converted, "guide-press-cmyk.pdf", title)


def missing() -> str:
    """Why there is no CMYK file on this machine, and what to do; empty when it can be made."""
    message = (
        "guide-press-cmyk.pdf is left out: Ghostscript is not installed. "
        "Install it (apt install ghostscript), or give the print shop guide-press.pdf, which most of them take"
    )
    return "" if ghostscript() else message


def ghostscript() -> str:
    """Where Ghostscript is; empty when it is not installed."""
    return next((found for name in NAMES if (found := shutil.which(name))), "")


def _written(job: Job, opened: pikepdf.Pdf, name: str, title: str) -> Printed:
    for page in opened.pages:
        dress(opened, page)
    sheets = 0  # the print shop's matter
    return job.write(name, pdf.packed(opened), title, len(opened.pages), sheets)


# ------------------------------------------------------------------------------------- boxes, crop marks


def dress(opened: pikepdf.Pdf, page: pikepdf.Page) -> None:
    """Set the boxes of a page and draw its crop marks; what reaches beyond the bleed is cut off."""
    trim = tuple(float(side) for side in page.trimbox)
    bleed, sheet = _grown(trim, BLEED_MM), _grown(trim, SHEET_MM)
    x, y, right, top = bleed
    inside = f"q {x:.4f} {y:.4f} {right - x:.4f} {top - y:.4f} re W n\n".encode()
    drawn = b"\n".join(stream.read_bytes() for stream in _streams(page))
    page.Contents = opened.make_stream(inside + drawn + b"\nQ\n" + crop_marks(trim).encode())
    page.mediabox = page.cropbox = pikepdf.Array(sheet)
    page.obj.BleedBox = pikepdf.Array(bleed)
    if "/ArtBox" in page:
        del page["/ArtBox"]


def _grown(box: tuple[float, ...], by_mm: float) -> list[float]:
    by = by_mm * POINTS_PER_MM
    return [round(side, 4) for side in (box[0] - by, box[1] - by, box[2] + by, box[3] + by)]


def crop_marks(trim: tuple[float, ...]) -> str:
    """Two short lines outside each corner, for the knife; no reader hears of them."""
    near, far = (length * POINTS_PER_MM for length in MARK_MM)
    x1, y1, x2, y2 = trim
    lines = []
    for x, away in ((x1, -1), (x2, 1)):
        lines += [f"{x + away * near:.4f} {y:.4f} m {x + away * far:.4f} {y:.4f} l S" for y in (y1, y2)]
    for y, away in ((y1, -1), (y2, 1)):
        lines += [f"{x:.4f} {y + away * near:.4f} m {x:.4f} {y + away * far:.4f} l S" for x in (x1, x2)]
    return "\n".join(["/Artifact BMC", f"q {MARK_PT} w {ALL_INKS}", *lines, "Q", "EMC", ""])


# -------------------------------------------------------------------------------------------------- CMYK


_RGB = re.compile(rb"(?m)^([\d.]+) ([\d.]+) ([\d.]+) (rg|RG)$")
_OPERATORS = {b"rg": b" k", b"RG": b" K"}


def on_black_plate(opened: pikepdf.Pdf, ink: str) -> None:
    """Text and lines in the colour of ink become pure black: out of four plates small letters would blur."""
    wanted = tuple(int(ink[place : place + 2], 16) for place in (1, 3, 5)) if len(ink) == 7 else _short(ink)

    def black(match: re.Match[bytes]) -> bytes:
        colour = tuple(round(float(part) * 255) for part in match.groups()[:3])
        return BLACK + _OPERATORS[match[4]] if colour == wanted else match[0]

    for stream in _drawings(opened):
        data = stream.read_bytes()
        changed = _RGB.sub(black, data)
        if changed != data:
            stream.write(changed)


def _short(ink: str) -> tuple[int, ...]:
    return tuple(int(digit * 2, 16) for digit in ink[1:])


def _drawings(opened: pikepdf.Pdf) -> Iterable[pikepdf.Stream]:
    """The pages' own streams, drawings inside them, and patterns."""
    pages = {stream.objgen for page in opened.pages for stream in _streams(page)}
    for found in opened.objects:
        if isinstance(found, pikepdf.Stream):
            is_drawing = found.get("/Subtype") == "/Form" or "/PatternType" in found
            if is_drawing or found.objgen in pages:
                yield found


def _streams(page: pikepdf.Page) -> list[pikepdf.Object]:
    contents = page.obj.get("/Contents", ())
    return list(contents) if isinstance(contents, pikepdf.Array) else [contents]


def _in_cmyk(data: bytes) -> bytes:
    """The same pages in CMYK, by Ghostscript, in a folder of its own."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "rgb.pdf").write_bytes(data)
        command = [ghostscript(), *OPTIONS, "-sOutputFile=cmyk.pdf", "-f", "rgb.pdf"]
        run = subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=TIMEOUT_S, check=False)
        if run.returncode or not (folder / "cmyk.pdf").is_file():
            said = " ".join((run.stdout + run.stderr).split())[-300:]
            message = "Ghostscript could not turn the guide into CMYK: {text}"
            raise GuidebookError(message, "install another version of Ghostscript", text=said)
        return (folder / "cmyk.pdf").read_bytes()


def _without_rgb_groups(opened: pikepdf.Pdf) -> None:
    """Ghostscript turns all colours, but not the space in which see-through parts are mixed."""
    for found in opened.objects:
        group = found.get("/Group") if isinstance(found, pikepdf.Dictionary | pikepdf.Stream) else None
        if isinstance(group, pikepdf.Dictionary) and group.get("/CS") == "/DeviceRGB":
            group.CS = pikepdf.Name.DeviceCMYK


def _describe(opened: pikepdf.Pdf, source: pikepdf.Pdf, title: str) -> None:
    """Title, language and dates are the guide's: Ghostscript drops the one and writes today's date for the other."""
    for key in list(opened.docinfo.keys()):
        if key in source.docinfo:
            opened.docinfo[key] = str(source.docinfo[key])
    opened.docinfo["/Title"] = title
    if "/Metadata" in opened.Root:
        del opened.Root.Metadata  # bears ids made of the time
    if "/ID" in opened.trailer:
        del opened.trailer["/ID"]  # the same; a new one is made of what is in the file
    opened.Root.Lang = pikepdf.String(str(source.Root.Lang))
    opened.Root.ViewerPreferences = pikepdf.Dictionary(DisplayDocTitle=True)
    if pdf.is_read_from_right(source):
        opened.Root.ViewerPreferences.Direction = pdf.FROM_RIGHT
