"""The hand's letters: how wide words are, and the outlines of their glyphs, from HarfBuzz."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

import uharfbuzz

from guidebook.problem import GuidebookError

FILES = {"regular": "NoteHand-Regular.ttf", "bold": "NoteHand-Bold.ttf"}
FAMILY = "Note Hand"
FEATURES = {"kern": True, "liga": True, "calt": True}
TALL_AND_DEEP = "ŻŚЇЙjgyрущ"
INVISIBLE = "\n\u00a0\u00ad\u2060"  # drawn as nothing, or as a space


@dataclass(frozen=True)
class Glyph:
    """One shaped glyph; lengths are parts of the size of the letters."""

    number: int
    advance: float
    dx: float
    dy: float


Segment = tuple[str, tuple[tuple[float, float], ...]]  # “M”, “L”, “Q”, “Z” and its points


class Font:
    """A font file. Everything is measured in parts of the size of the letters."""

    def __init__(self, file: Path) -> None:
        if not file.is_file():
            raise GuidebookError("the font {file} is not there", "fonts stand in docs/assets/fonts", file=file.name)
        face = uharfbuzz.Face(uharfbuzz.Blob.from_file_path(str(file)))
        self.name = file.stem
        self._units = face.upem
        self._font = uharfbuzz.Font(face)
        self._shaped: dict[tuple[str, str], tuple[Glyph, ...]] = {}
        self._drawn: dict[int, tuple[Segment, ...]] = {}

    @cached_property
    def cap_height(self) -> float:
        """How high capital letters are."""
        metric = uharfbuzz.OTMetricsTag.CAP_HEIGHT
        return (self._font.get_metric_position_with_fallback(metric) or 0.7 * self._units) / self._units

    @cached_property
    def usual_reach(self) -> tuple[float, float]:
        """How far the tall and the deep letters of the alphabets go, so that lines stand alike in all boxes."""
        return self.reach(TALL_AND_DEEP, "")

    def shape(self, text: str, language: str) -> tuple[Glyph, ...]:
        """The glyphs of a line: kerning, and other forms of letters that stand side by side."""
        key = (text, language)
        if key not in self._shaped:
            self._shaped[key] = tuple(self._shape(text, language))
        return self._shaped[key]

    def _shape(self, text: str, language: str) -> Iterator[Glyph]:
        buffer = uharfbuzz.Buffer()
        buffer.add_str(text)
        buffer.guess_segment_properties()
        if language:
            buffer.language = language
        uharfbuzz.shape(self._font, buffer, FEATURES)
        for info, at in zip(buffer.glyph_infos, buffer.glyph_positions, strict=True):
            units = self._units
            yield Glyph(info.codepoint, at.x_advance / units, at.x_offset / units, at.y_offset / units)

    def width(self, text: str, language: str) -> float:
        """How wide a line is."""
        return sum(glyph.advance for glyph in self.shape(text, language))

    def reach(self, text: str, language: str) -> tuple[float, float]:
        """How far the ink of a line goes above and below its baseline."""
        tops, feet = [0.0], [0.0]
        for glyph in self.shape(text, language):
            extents = self._font.get_glyph_extents(glyph.number)
            if extents is not None and extents.height:
                tops.append(extents.y_bearing / self._units + glyph.dy)
                feet.append(-(extents.y_bearing + extents.height) / self._units - glyph.dy)
        return max(tops), max(feet)

    def missing(self, text: str) -> tuple[str, ...]:
        """The characters that the font cannot draw."""
        drawn = (character for character in text if character not in INVISIBLE)
        return tuple(dict.fromkeys(c for c in drawn if self._font.get_nominal_glyph(ord(c)) is None))

    def outline(self, number: int) -> tuple[Segment, ...]:
        """The outline of a glyph, upwards from the baseline."""
        if number not in self._drawn:
            pen = _Pen(self._units)
            self._font.draw_glyph_with_pen(number, pen)
            self._drawn[number] = tuple(pen.segments)
        return self._drawn[number]


class _Pen:
    """Collects what HarfBuzz draws."""

    def __init__(self, units: int) -> None:
        self.segments: list[Segment] = []
        self._units = units

    def _add(self, letter: str, *points: tuple[float, float]) -> None:
        self.segments.append((letter, tuple((x / self._units, y / self._units) for x, y in points)))

    def moveTo(self, point: tuple[float, float]) -> None:  # noqa: N802 (names of the pen protocol)
        self._add("M", point)

    def lineTo(self, point: tuple[float, float]) -> None:  # noqa: N802
        self._add("L", point)

    def qCurveTo(self, control: tuple[float, float], point: tuple[float, float]) -> None:  # noqa: N802
        self._add("Q", control, point)

    def curveTo(self, *_: tuple[float, float]) -> None:  # noqa: N802
        raise GuidebookError("the notes need fonts with quadratic outlines", "use a .ttf, not an .otf")

    def closePath(self) -> None:  # noqa: N802
        self._add("Z")

    def endPath(self) -> None:  # noqa: N802
        self._add("Z")


@cache
def load(folder: Path, kind: str) -> Font:
    """The regular or the bold hand."""
    return Font(folder / FILES[kind])
