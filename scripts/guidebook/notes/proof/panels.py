"""The pictures of a proof: the photo with its frame, what is painted over, the boxes, the finished note.

    a panel     0    200   400        numbers along the edges: the units that note.yml is written in
              0 ┌─────┬─────┬──       what lies outside the drawing is shown too, a little
            200 ├─────┼─ 1 · title
"""

from __future__ import annotations

import base64
import io
import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from PIL import Image

from guidebook.notes import fonts, lettering, photo, sketch
from guidebook.notes.ink import generator
from guidebook.notes.layout import Layout
from guidebook.notes.lettering import Line, Wording
from guidebook.notes.proof.content import ERASED, FRAME, KEPT, ROLES, Tone, colour, tone_colour
from guidebook.notes.proof.measure import missing
from guidebook.notes.studio import Studio
from guidebook.visualnote import Box, Point, Region, VisualNote

BAND = 46  # pixels around a picture, for the numbers
BEYOND = 0.3  # of its width or height: how much is shown of what lies outside
TALLEST = 1.7  # no panel is higher, in parts of its width
LABEL = 21  # pixels: the letters of labels
SMALL, RULER = 15, 16
STEPS = (1, 2, 5)


Drawn = tuple[str, int]


@dataclass(frozen=True)
class Easel:
    """What a panel shows: `view` in the units of its picture; `pixel` is how many of them a pixel of the panel is."""

    studio: Studio
    size: tuple[float, float]
    view: Box
    pixel: float

    @property
    def width(self) -> int:
        """Pixels across."""
        return round(self.view[2] / self.pixel)

    def inside(self, x: float, y: float, margin: float = 0.0) -> Point:
        """The nearest point that is seen."""
        left, top, width, height = self.view
        space = margin * self.pixel
        return (min(max(x, left + space), left + width - space), min(max(y, top + space), top + height - space))

    def text(self, text: str, x: float, y: float, letters: float, fill: str) -> str:
        """A line of text; `letters` in pixels, `x` and `y` where it begins, on its baseline."""
        return written(text, x, y, letters * self.pixel, fill, self.studio)

    def label(self, text: str, x: float, y: float, fill: str, letters: float = LABEL) -> str:
        """White on a colour, its foot at `y`; moved to where it is seen. `letters` in pixels."""
        unit = letters * self.pixel
        width, height = text_width(text, unit, self.studio) + 0.66 * unit, 1.44 * unit
        left, top, across, down = self.view
        x = max(left, min(x, left + across - width))
        y = max(top + height, min(y, top + down))
        ground = f'<rect x="{x:.1f}" y="{y - height:.1f}" width="{width:.1f}" height="{height:.1f}" '
        ground += f'rx="{0.24 * unit:.1f}" fill="{fill}"/>'
        return ground + self.text(text, x + 0.33 * unit, y - 0.4 * unit, letters, "#ffffff")

    def rectangle(self, box: Box, stroke: str, thick: float, dashes: str = "", fill: str = "none",
                  clear: float = 0.0, turned: float = 0.0) -> str:
        """A box; `thick` and `dashes` in pixels, `clear`: how much its filling covers, `turned`: in degrees."""
        x, y, width, height = upright(box)
        rhythm = " ".join(f"{float(part) * self.pixel:.1f}" for part in dashes.split())
        dashed = f' stroke-dasharray="{rhythm}"' if rhythm else ""
        turn = f' transform="rotate({turned:g} {x + width / 2:g} {y + height / 2:g})"' if turned else ""
        return (
            f'<rect x="{x:g}" y="{y:g}" width="{width:g}" height="{height:g}" fill="{fill}" fill-opacity="{clear:g}" '
            f'stroke="{stroke}" stroke-width="{thick * self.pixel:.2f}"{dashed}{turn}/>'
        )

    def rulers(self) -> Iterator[str]:
        """A net of thin lines, with their numbers along the upper and the left edge."""
        px, (width, height) = self.pixel, self.size
        left, top, _, _ = self.view
        step = _step(max(width, height) / 10)
        for x in _marks(width, step):
            yield self._thin(f"M{x:g} 0V{height:g}")
            shown = f"{x:g}"
            yield self.text(shown, x - text_width(shown, RULER * px, self.studio) / 2, -10 * px, RULER, "#000000")
        for y in _marks(height, step):
            yield self._thin(f"M0 {y:g}H{width:g}")
            shown = f"{y:g}"
            yield self.text(shown, -(6 * px + text_width(shown, RULER * px, self.studio)), y + 5 * px, RULER, "#000000")

    def _thin(self, path: str) -> str:
        white = f'<path d="{path}" stroke="#ffffff" stroke-width="{2.4 * self.pixel:.2f}" opacity="0.35"/>'
        return white + f'<path d="{path}" stroke="#000000" stroke-width="{self.pixel:.2f}" opacity="0.3"/>'

    def page(self, parts: Iterable[str]) -> Drawn:
        """The panel as a whole SVG, and its width in pixels."""
        view = " ".join(f"{number:.2f}" for number in self.view)
        x, y, width, height = self.view
        ground = f'<rect x="{x:.2f}" y="{y:.2f}" width="{width:.2f}" height="{height:.2f}" fill="#ffffff"/>'
        return f'<svg xmlns="{sketch.SVG}" viewBox="{view}">{ground}{"".join(parts)}</svg>', self.width


def easel(size: tuple[float, float], points: Sequence[Point], width: int, studio: Studio, band: int = BAND) -> Easel:
    """Room for a picture of this size, and for points that lie outside it, `width` pixels across at most."""
    across, down = size
    xs = [0.0, across, *(min(max(x, -BEYOND * across), (1 + BEYOND) * across) for x, _ in points)]
    ys = [0.0, down, *(min(max(y, -BEYOND * down), (1 + BEYOND) * down) for _, y in points)]
    left, top, wide, high = min(xs), min(ys), max(xs) - min(xs), max(ys) - min(ys)
    pixel = max(wide / (width - 2 * band), high / (width * TALLEST - 2 * band))
    space = band * pixel
    return Easel(studio, size, (left - space, top - space, wide + 2 * space, high + 2 * space), pixel)


def upright(box: Box) -> Box:
    """The same box with a width and a height that are not negative."""
    x, y, width, height = box
    return (min(x, x + width), min(y, y + height), abs(width), abs(height))


def _step(wanted: float) -> float:
    """The round number just above."""
    power = 10 ** math.floor(math.log10(wanted))
    return next((part * power for part in STEPS if part * power >= wanted), 10 * power)


def _marks(length: float, step: float) -> Iterator[float]:
    yield from (step * place for place in range(math.floor(length / step) + 1))


def text_width(text: str, letters: float, studio: Studio, kind: str = "bold") -> float:
    """How wide a line is."""
    return fonts.load(studio.fonts, kind).width(text, "") * letters


def written(text: str, x: float, y: float, letters: float, fill: str, studio: Studio, kind: str = "bold") -> str:
    """A line of text as outlines: it needs no font where it is seen."""
    wording = Wording(fonts.load(studio.fonts, kind), text, "")
    outlines = lettering.write(wording, (Line(text, x, y, 0.0),), letters, generator("proof", text))
    return f'<path d="{outlines}" fill="{fill}"/>' if outlines else ""


def encoded(picture: Image.Image, kind: str, **options: object) -> bytes:
    """A picture as a file has it."""
    stream = io.BytesIO()
    picture.save(stream, kind, **options)
    return stream.getvalue()


def address(picture: Image.Image, quality: int = 88) -> str:
    """The picture itself in place of an address: nothing has to be loaded."""
    data = encoded(picture, "WEBP", quality=quality)
    return "data:image/webp;base64," + base64.b64encode(data).decode("ascii")


def _image(picture: Image.Image, size: tuple[float, float]) -> str:
    return f'<image width="{size[0]:g}" height="{size[1]:g}" href="{address(picture)}"/>'


# ----------------------------------------------------------------------------------------------- the photo


def framed(picture: Image.Image, frame: Sequence[Point], width: int, studio: Studio) -> Drawn:
    """The photo as taken, and over it the frame: its corners numbered, with where they are in pixels."""
    on = easel(picture.size, frame, width, studio)
    small = picture.copy()
    small.thumbnail((width, round(width * TALLEST)))
    return on.page([_image(small, picture.size), *on.rulers(), *_frame(on, frame)])


def _frame(on: Easel, frame: Sequence[Point]) -> Iterator[str]:
    if not frame:
        return
    px, fill = on.pixel, colour(FRAME, 0.42)
    around = "M" + "L".join(f"{x:g} {y:g}" for x, y in frame) + "Z"
    for stroke, thick in (("#ffffff", 7), (fill, 4)):
        yield f'<path d="{around}" fill="none" stroke="{stroke}" stroke-width="{thick * px:.1f}"/>'
    middle = [sum(corner[axis] for corner in frame) / len(frame) for axis in (0, 1)]
    for number, (x, y) in enumerate(frame, 1):
        at = on.inside(x, y, 8)
        yield f'<circle cx="{at[0]:.1f}" cy="{at[1]:.1f}" r="{8 * px:.1f}" fill="{fill}" stroke="#ffffff" ' \
              f'stroke-width="{2 * px:.1f}"/>'
        text = f"{number} · {x:g}, {y:g}"
        wide = text_width(text, LABEL * px, on.studio) + 14 * px
        foot = at[1] - 14 * px if y < middle[1] else at[1] + 44 * px
        yield on.label(text, at[0] - (wide if x < middle[0] else 0), foot, fill)


def painted_over(note: VisualNote, width: int, studio: Studio) -> Drawn:
    """The straightened photo before its words are erased: red is what the eraser takes, green what it must leave."""
    sheet = photo.straightened(note)
    sheet = photo.even_light(sheet, photo.channels(studio.colour(note.art.paper)), note.art.photo.light)
    before, taken = sheet.copy(), Image.new("L", sheet.size, 0)
    for boxes, keep in photo.erasures(note, sheet.width):
        for box, ink, paper in photo.masks(sheet, boxes, keep):
            sheet.paste(paper, box, ink)  # what one box takes, the next does not find
            taken.paste(255, box, ink)
    red = Image.new("RGB", sheet.size, photo.channels(colour(ERASED, 0.5, 1.0)))
    before.paste(red, mask=taken.point(lambda value: value * 0.62))
    corners = [corner for region in note.regions for box in (region.box, *region.erase) for corner in _corners(box)]
    on = easel(note.art.size, corners, width, studio)
    before.thumbnail((width, round(width * TALLEST)))
    return on.page([_image(before, note.art.size), *on.rulers(), *_erasers(on, note)])


def _erasers(on: Easel, note: VisualNote) -> Iterator[str]:
    green = colour(KEPT, 0.3)
    for region in note.regions:
        for box in region.erase or (region.box,):
            yield on.rectangle(box, colour(ERASED, 0.4), 2, dashes="8 5")
        for box in region.keep:
            yield on.rectangle(box, green, 3, fill=green, clear=0.3)


# --------------------------------------------------------------------------------------------- the drawing


def boxes(note: VisualNote, art: str, width: int, placed: Layout, studio: Studio) -> Drawn:
    """The art layer with every box, named and numbered in reading order; the markers where there are some."""
    on = easel(note.art.size, [corner for region in note.regions for corner in _corners(region.box)], width, studio)
    parts = [_paper(note, studio), art, *_edge(on), *on.rulers()]
    if note.art.is_marked:
        parts.append(sketch.words(note, placed, studio))
    parts += [on.rectangle(region.box, _role(region), 2.5, turned=region.rotate) for region in note.regions]
    for number, region in enumerate(note.regions, 1):
        x, y, _, _ = upright(region.box)
        parts.append(on.label(f"{number} · {region.key}", x, y, _role(region)))
    return on.page(parts)


def finished(note: VisualNote, code: str, art: str, width: int, placed: Layout, studio: Studio) -> Drawn:
    """The note in a language, its boxes faint; those whose words are missing or do not fit have their name on them."""
    on = easel(note.art.size, [], width, studio, band=2)
    parts = [_paper(note, studio), art, sketch.words(note, placed, studio)]
    misfits = [region for region, _, _ in placed.misfits]
    for region in note.regions:
        wrong = Tone.DEFECT if region in misfits else Tone.GAP if missing(note, region.key, code) else None
        if wrong is None:
            parts.append(on.rectangle(region.box, colour(ROLES[region.role], 0.5), 1, "4 4", turned=region.rotate))
            continue
        tone, dashes = tone_colour(wrong), "" if wrong is Tone.DEFECT else "10 6"
        parts.append(on.rectangle(region.box, tone, 3, dashes, fill=tone, clear=0.12, turned=region.rotate))
        if code in note.texts:  # else all are missing, and their names would hide what stands there
            x, y, _, _ = upright(region.box)
            parts.append(on.label(region.key, x, y, tone, letters=SMALL))
    return on.page([*parts, *_edge(on)])


def _corners(box: Box) -> tuple[Point, Point]:
    x, y, width, height = box
    return ((x, y), (x + width, y + height))


def _paper(note: VisualNote, studio: Studio) -> str:
    width, height = note.art.size
    return f'<rect width="{width:g}" height="{height:g}" fill="{studio.colour(note.art.paper)}"/>'


def _edge(on: Easel) -> Iterator[str]:
    """The edge of the drawing; what goes beyond it is pale."""
    (x, y, across, down), (width, height) = on.view, on.size
    around = f"M{x:.2f} {y:.2f}h{across:.2f}v{down:.2f}h{-across:.2f}ZM0 0H{width:g}V{height:g}H0Z"
    yield f'<path d="{around}" fill="#ffffff" fill-rule="evenodd" opacity="0.8"/>'
    yield on.rectangle((0, 0, width, height), "#000000", 1.5)


def _role(region: Region) -> str:
    return colour(ROLES[region.role])
