"""Words into boxes: breaking lines evenly, finding the largest size that fits, and writing the letters.

    text ─ glue ─► paragraphs at “\\n” ─► words ─ break_lines ─► lines ─ fit ─► size ─ write ─► outlines
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from random import Random

from guidebook.notes.fonts import Font
from guidebook.notes.outline import Outline

Box = tuple[float, float, float, float]
Glue = Callable[[str, str], str]

LINE = 1.16  # from baseline to baseline
BREATH = 0.03  # what turning and shifting the letters may need beside and above them
LINE_COST, RAGGED_COST = 0.12, 0.20  # a line more; a line that ends in the middle of a thought
PAUSES = ".,:;?!–"
PRECISION = 0.25


@dataclass(frozen=True)
class Wording:
    """A text in a font, ready to be broken into lines. Its measures are parts of the size of the letters."""

    font: Font
    text: str
    language: str

    @cached_property
    def paragraphs(self) -> tuple[tuple[str, ...], ...]:
        """Words between the line breaks that the translator wants."""
        return tuple(tuple(part.split(" ")) for part in self.text.split("\n"))

    @cached_property
    def widths(self) -> tuple[tuple[float, ...], ...]:
        """The width of each word."""
        return tuple(tuple(self.width(word) for word in words) for words in self.paragraphs)

    @cached_property
    def longest_word(self) -> str:
        """The word that needs the widest box."""
        return max((word for words in self.paragraphs for word in words), key=self.width)

    def width(self, text: str) -> float:
        """How wide a part of it is."""
        return self.font.width(text, self.language)

    def lines(self, width: float) -> tuple[str, ...] | None:
        """The lines in a box that is `width` letters wide; None when a word is wider."""
        space, found = self.width(" "), []
        for words, widths in zip(self.paragraphs, self.widths, strict=True):
            broken = break_lines(words, widths, space, width)
            if broken is None:
                return None
            found += broken
        return tuple(found)

    def height(self, lines: Sequence[str]) -> float:
        """From the top of the first line's ink to the foot of the last one's, centred on the capitals.

        The capitals of the block stand in the middle of the box, so that headings side by side share a baseline,
        whether or not they have a Ż or a ґ.
        """
        return (len(lines) - 1) * LINE + self.font.cap_height + 2 * self.margin(lines)

    def margin(self, lines: Sequence[str]) -> float:
        """What letters need above the capitals and below the last baseline."""
        usual, cap = self.font.usual_reach, self.font.cap_height
        above = max(usual[0], self.font.reach(lines[0], self.language)[0]) - cap
        below = max(usual[1], self.font.reach(lines[-1], self.language)[1])
        return max(above, below) + BREATH


def break_lines(
    words: Sequence[str], widths: Sequence[float], space: float, limit: float
) -> list[str] | None:
    """Lines of even length: the least sum of squared gaps over all ways to break. None when a word is too wide."""
    if max(widths) > limit:
        return None
    best = [(0.0, 0)] + [(math.inf, 0)] * len(words)
    for end in range(1, len(words) + 1):
        width = -space
        for start in range(end - 1, -1, -1):
            width += widths[start] + space
            if width > limit:
                break
            pause = end == len(words) or words[end - 1][-1] in PAUSES
            cost = best[start][0] + (limit - width) ** 2 + limit**2 * (LINE_COST if pause else RAGGED_COST)
            if cost < best[end][0]:
                best[end] = (cost, start)
    lines, end = [], len(words)
    while end:
        start = best[end][1]
        lines.append(" ".join(words[start:end]))
        end = start
    return lines[::-1]


# ----------------------------------------------------------------------------------------------- fitting


@dataclass(frozen=True)
class Misfit:
    """Why a text does not fit: `word` is too wide, there are too many lines, or the box is too low for any.

    `height`: what the lines there are need, when the box holds no line, or loses one by a hair.
    """

    word: str = ""
    width: float = 0.0
    lines: int = 0
    room: int = 0
    excess: int = 0  # characters too many
    height: float = 0.0


def fitted(wording: Wording, width: float, height: float, size: float) -> tuple[str, ...] | None:
    """The lines at a size, or None when they do not fit."""
    lines = wording.lines(width / size - 2 * BREATH)
    return lines if lines is not None and wording.height(lines) * size <= height else None


def largest_size(wording: Wording, box: Box, low: float, high: float) -> float | None:
    """The largest size from `low` to `high` at which the text fits its box; None when not even the smallest does."""
    _, _, width, height = box
    if fitted(wording, width, height, high):
        return high
    if not fitted(wording, width, height, low):
        return None
    while high - low > PRECISION:
        middle = (low + high) / 2
        low, high = (middle, high) if fitted(wording, width, height, middle) else (low, middle)
    return math.floor(low * 4) / 4


def misfit(wording: Wording, box: Box, size: float) -> Misfit:
    """Why a text does not fit its box at the smallest size, and by how much."""
    _, _, width, height = box
    widest = (wording.width(wording.longest_word) + 2 * BREATH) * size
    if widest > width:
        return Misfit(word=wording.longest_word, width=widest)
    lines = wording.lines(width / size - 2 * BREATH)
    room = math.floor((height / size - wording.height(lines[:1])) / LINE) + 1
    if not 0 < room < len(lines):
        return Misfit(height=math.ceil(wording.height(lines) * size))
    length = wording.width(wording.text.replace("\n", " ")) * size
    excess = (len(lines) - room) * width - (len(lines) * width - length) / 2
    characters = math.ceil(excess / (length / len(wording.text)))
    return Misfit(lines=len(lines), room=room, excess=max(3, characters))


# ----------------------------------------------------------------------------------------------- writing


@dataclass(frozen=True)
class Line:
    """A line in its place; `x` is where it begins, `y` its baseline."""

    text: str
    x: float
    y: float
    width: float


def place(wording: Wording, box: Box, size: float, align: str, valign: str) -> tuple[Line, ...] | None:
    """The lines of a text in its box; None when they do not fit."""
    x, y, width, height = box
    lines = fitted(wording, width, height, size)
    if lines is None:
        return None
    cap = wording.font.cap_height * size
    block = (len(lines) - 1) * LINE * size + cap
    top = y + {"middle": (height - block) / 2, "top": wording.margin(lines) * size}[valign]
    return tuple(
        Line(text, _start(x, width, length, size, align), top + cap + i * LINE * size, length)
        for i, (text, length) in enumerate((text, wording.width(text) * size) for text in lines)
    )


def _start(x: float, width: float, line: float, size: float, align: str) -> float:
    breath = BREATH * size
    return {"left": x + breath, "center": x + (width - line) / 2, "right": x + width - line - breath}[align]


def write(wording: Wording, lines: Sequence[Line], size: float, random: Random) -> str:
    """The outlines of all letters, each a little turned, lifted and scaled, as one path."""
    outline = Outline()
    for line in lines:
        tilt, x = random.uniform(-0.004, 0.003), 0.0
        for glyph in wording.font.shape(line.text, wording.language):
            lift = random.uniform(-0.012, 0.012) * size + x * tilt
            at = (line.x + x + glyph.dx * size, line.y + lift - glyph.dy * size)
            turn, scale = math.radians(random.uniform(-1.3, 1.3)), size * (1 + random.uniform(-0.016, 0.016))
            _write_glyph(outline, wording.font, glyph.number, at, turn, scale)
            x += glyph.advance * size
    return str(outline)


def _write_glyph(
    outline: Outline, font: Font, number: int, at: tuple[float, float], turn: float, scale: float
) -> None:
    cos, sin = math.cos(turn) * scale, math.sin(turn) * scale

    def turned(point: tuple[float, float]) -> tuple[float, float]:
        return (at[0] + point[0] * cos + point[1] * sin, at[1] + point[0] * sin - point[1] * cos)

    draw = {"M": outline.move, "L": outline.line, "Q": outline.curve, "Z": outline.close}
    for letter, points in font.outline(number):
        draw[letter](*map(turned, points))
