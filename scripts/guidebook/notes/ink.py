"""A hand with a marker pen: outlines in, strokes of uneven width, shifted fills and highlighter out.

Everything at random comes from a generator named by the drawing and the number of the element, so the same drawing is
the same bytes in every run, and changing one element leaves the others alone.
"""

from __future__ import annotations

import hashlib
import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from random import Random

from fontTools.pens.recordingPen import RecordingPen
from fontTools.svgLib.path import parse_path

from guidebook.notes.outline import Outline, Point

Line = list[Point]

CORNER = math.radians(35)  # a sharper turn is a corner: the pen stops there and starts again
WAVE = 55.0  # a hand sways once in so many units
COARSE = 1.8  # times the distance of points, where a stroke is long
LONGEST = 1500  # points of one line; a longer one is drawn more coarsely, so no drawing is endless


def generator(*name: object) -> Random:
    """The random numbers of one element. SHA-256, because Python's own hash differs from run to run."""
    digest = hashlib.sha256("|".join(map(str, name)).encode()).digest()
    return Random(int.from_bytes(digest[:8], "big"))


@dataclass(frozen=True)
class Placement:
    """Where an outline goes: scaled, perhaps mirrored, then moved."""

    at: Point = (0.0, 0.0)
    scale: float = 1.0
    mirrored_at: float | None = None  # width of the grid that is turned around

    def __call__(self, point: Point) -> Point:
        x = point[0] if self.mirrored_at is None else self.mirrored_at - point[0]
        return (self.at[0] + x * self.scale, self.at[1] + point[1] * self.scale)


HERE = Placement()


# ----------------------------------------------------------------------------------------------- strokes


def stroke(path: str, width: float, random: Random, place: Placement = HERE, sway: float = 1.6) -> str:
    """The outline of a pen drawn along a path. Corners overshoot by up to three units."""
    outline = Outline()
    for line, _ in flatten(path):
        for run in _split_at_corners([place(point) for point in line]):
            _pen(run, width, random, sway, outline)
    return str(outline)


def _pen(run: Line, width: float, random: Random, sway: float, outline: Outline) -> None:
    if _length(run) < width / 2:
        _dot(run[0], width, random, outline)
        return
    overshoot = min(3.0, width / 2)
    line = _longer(run, random.uniform(0, overshoot), random.uniform(0, overshoot))
    step = max(5.0, width * 0.9)
    line = _resampled(line, max(step, min(COARSE * step, _length(line) / 12)))  # long strokes need fewer points
    outline.smooth(_nib(_swayed(line, random, sway, WAVE), width, random))


def _dot(at: Point, width: float, random: Random, outline: Outline) -> None:
    turn = random.uniform(0, math.tau)
    corners = ((turn + math.tau * i / 6, width * random.uniform(0.5, 0.62)) for i in range(6))
    outline.smooth([(at[0] + r * math.cos(a), at[1] + r * math.sin(a)) for a, r in corners])


def _nib(line: Line, width: float, random: Random) -> Line:
    """Centre line → closed outline. The width changes as the hand presses, and tapers at both ends."""
    pressure, start = _Noise(random), random.uniform(0, 40)
    last, left, right, way = len(line) - 1, [], [], 0.0
    for i, (x, y) in enumerate(line):
        before, after = line[max(0, i - 1)], line[min(last, i + 1)]
        dx, dy = _unit(before, after)
        way += math.dist(line[max(0, i - 1)], (x, y))
        end = min(i, last - i) / max(1, last)
        taper = min(1.0, 0.62 + 3.2 * end) if last > 3 else 0.9
        half = width / 2 * taper * (1 + 0.16 * pressure(start + way / 15) + 0.06 * pressure(start + way / 4))
        left.append((x - dy * half, y + dx * half))
        right.append((x + dy * half, y - dx * half))
    cap = width * 0.3
    return [*left, _beyond(line[-2], line[-1], cap), *reversed(right), _beyond(line[1], line[0], cap)]


# ----------------------------------------------------------------------------------------- fills, marker


def blob(path: str, random: Random, place: Placement = HERE, shift: Point = (4.0, 4.0), sway: float = 3.0) -> str:
    """A flat colour that does not quite meet its line: wobbled on its own, and shifted."""
    outline = Outline()
    for line, _ in flatten(path):
        points = [place(point) for point in line]
        runs = [_resampled(run, 14.0) for run in _split_at_corners(points)]
        whole = [point for run in runs for point in run]  # a corner twice: the smooth curve then reaches it
        _fill(_swayed(whole, random, sway, WAVE), shift, outline)
    return str(outline)


def _fill(line: Line, shift: Point, outline: Outline) -> None:
    moved = [(x + shift[0], y + shift[1]) for x, y in line]
    if len(moved) > 2:
        outline.smooth(moved[:-1] if math.dist(moved[0], moved[-1]) < 1 else moved)


def highlighter(box: tuple[float, float, float, float], random: Random) -> str:
    """One broad stroke of a highlighter, left to right, with slanted ends."""
    x, y, w, h = box
    start, end = x + random.uniform(-6, 4), x + w + random.uniform(-4, 8)
    rise = random.uniform(-4, 1)
    middle = [(start + (end - start) * i / 12, y + h / 2 + rise * i / 12) for i in range(13)]
    line = _swayed(middle, random, 2.0, 140.0)
    slant = h * 0.12
    top = [(px + slant, py - h / 2 + random.uniform(-1, 1)) for px, py in line]
    foot = [(px - slant, py + h / 2 + random.uniform(-1, 1)) for px, py in reversed(line)]
    outline = Outline()
    outline.move(top[0])
    for point in (*top[1:], *foot):
        outline.line(point)
    outline.close()
    return str(outline)


def arrow_head(path: str, size: float) -> tuple[str, str]:
    """The two strokes of an arrow's head, at the end of its shaft."""
    line = flatten(path)[-1][0]
    tip = line[-1]
    tail = next((point for point in reversed(line) if math.dist(point, tip) > size * 0.7), line[0])
    angle = math.atan2(tip[1] - tail[1], tip[0] - tail[0])
    ends = ((tip[0] - size * math.cos(angle + a), tip[1] - size * math.sin(angle + a)) for a in (0.56, -0.5))
    return tuple(f"M{x:.1f} {y:.1f}L{tip[0]:.1f} {tip[1]:.1f}" for x, y in ends)


# -------------------------------------------------------------------------------------------- geometry


def flatten(path: str, steps: int = 14) -> list[tuple[Line, bool]]:
    """The lines of a path as points; whether each is closed."""
    pen = RecordingPen()
    parse_path(path, pen)
    lines: list[tuple[Line, bool]] = []
    current: Line = []
    for operation, points in pen.value:
        if operation == "moveTo":
            current = [points[0]]
        elif operation in ("closePath", "endPath"):
            closed = operation == "closePath"
            if closed and current and math.dist(current[0], current[-1]) > 1e-6:
                current.append(current[0])
            if current:
                lines.append((current, closed))
            current = []
        else:
            current.extend(_curve(current[-1], points, steps))
    return lines


def _curve(start: Point, points: Sequence[Point], steps: int) -> Iterator[Point]:
    """A straight line, quadratic or cubic curve as points (de Casteljau)."""
    if len(points) == 1:
        yield points[0]
        return
    for i in range(1, steps + 1):
        t, row = i / steps, [start, *points]
        while len(row) > 1:
            row = [(a[0] + (b[0] - a[0]) * t, a[1] + (b[1] - a[1]) * t) for a, b in pairwise(row)]
        yield row[0]


def _split_at_corners(line: Line) -> list[Line]:
    runs, current = [], [line[0]]
    for before, here, after in zip(line, line[1:], line[2:], strict=False):
        current.append(here)
        if abs(_turn(before, here, after)) > CORNER:
            runs.append(current)
            current = [here]
    current.append(line[-1])
    return [*runs, current]


def _turn(a: Point, b: Point, c: Point) -> float:
    first, second = math.atan2(b[1] - a[1], b[0] - a[0]), math.atan2(c[1] - b[1], c[0] - b[0])
    return (second - first + math.pi) % math.tau - math.pi


def _resampled(line: Line, step: float) -> Line:
    """Points at even distances along a line, its ends kept."""
    length = _length(line)
    count = max(2, min(LONGEST, round(length / step)))
    if length < 1e-6:
        return [line[0], line[-1]]
    found, walked, target = [line[0]], 0.0, length / count
    for a, b in pairwise(line):
        part = math.dist(a, b)
        while part > 0 and walked + part >= target - 1e-9 and len(found) < count:
            t = (target - walked) / part
            found.append((a[0] + (b[0] - a[0]) * t, a[1] + (b[1] - a[1]) * t))
            target = length * len(found) / count
        walked += part
    return [*found, line[-1]]


def _swayed(line: Line, random: Random, sway: float, wave: float) -> Line:
    """The line as a hand draws it: slow noise, and a quarter as much at four times the pace."""
    across, along, start = _Noise(random), _Noise(random), random.uniform(0, 40)
    way, result, before = 0.0, [], line[0]
    for x, y in line:
        way += math.dist(before, (x, y))
        before, slow, quick = (x, y), start + way / wave, way / wave * 4
        result.append(
            (
                x + sway * (across(slow) + 0.25 * along(3 * start + quick)),
                y + sway * (along(slow) + 0.25 * across(5 * start + quick)),
            )
        )
    return result


class _Noise:
    """Smooth random values from -1 to 1 along a line."""

    def __init__(self, random: Random, period: int = 64) -> None:
        self.values = [random.uniform(-1, 1) for _ in range(period)]

    def __call__(self, x: float) -> float:
        i = math.floor(x)
        t = x - i
        t = t * t * (3 - 2 * t)
        a, b = self.values[i % len(self.values)], self.values[(i + 1) % len(self.values)]
        return a + (b - a) * t


def _length(line: Line) -> float:
    return sum(math.dist(a, b) for a, b in pairwise(line))


def _unit(a: Point, b: Point) -> Point:
    length = math.dist(a, b) or 1.0
    return ((b[0] - a[0]) / length, (b[1] - a[1]) / length)


def _beyond(a: Point, b: Point, distance: float) -> Point:
    """The point behind b, coming from a."""
    dx, dy = _unit(a, b)
    return (b[0] + dx * distance, b[1] + dy * distance)


def _longer(line: Line, before: float, after: float) -> Line:
    return [_beyond(line[1], line[0], before), *line[1:-1], _beyond(line[-2], line[-1], after)]
