"""The four corners of a sheet in a photo: a first guess, which a person sees on the proof and may correct.

    photo ─ small and grey ─► edges ─► straight lines (Hough) ─► four of them that enclose a sheet ─► corners

A light table gives only faint edges, so no fixed threshold is used: lines compete by how much of a side shows an edge.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

from PIL import Image, ImageFilter

from guidebook.visualnote import Point, turn

SIDE = 340  # pixels of the longer side: enough for two parts in a hundred, and quick
ANGLES = 180
STEP, FACING = 1.5, 4  # pixels of distance that share votes; how many such steps a stroke may be wide
TILT = 38  # degrees by which a side may lean
LINES = 14  # of each direction
LEAST_AREA = 0.15  # of the photo
LEAST_SUPPORT = 0.42  # of each side must show an edge
SAMPLES = 60
LEAST_EDGE, OVER_GRAIN = 12.0, 2.5  # of Sobel's measure; times what is usual, which is the grain
REFINE = 3  # points
FINAL = 25  # guesses that are looked at more closely
LEAST_INSIDE = 0.8  # of all ink in the photo lies on the sheet


@dataclass(frozen=True)
class _Line:
    """x · cos(angle) + y · sin(angle) = distance."""

    angle: float
    distance: float
    votes: float


@dataclass(frozen=True)
class _Edges:
    """How much the grey changes at each point, and in which direction."""

    width: int
    height: int
    strength: Sequence[float]
    across: Sequence[float]
    down: Sequence[float]
    least: float

    def strongest(self, x: float, y: float) -> float:
        """The strength at a point, no more than three times that of a faint edge: a stroke nearby must not win."""
        column, row = round(x), round(y)
        if not (0 <= column < self.width and 0 <= row < self.height):
            return 0.0
        return min(self.strength[row * self.width + column], 3 * self.least)

    def at(self, x: float, y: float, angle: float) -> float:
        """1 where an edge runs square to `angle` within a point or so, 0 where none does, between where it is faint."""
        best = 0.0
        for step in (-1.0, 0.0, 1.0):
            column, row = round(x + step * math.cos(angle)), round(y + step * math.sin(angle))
            if 0 <= column < self.width and 0 <= row < self.height:
                place = row * self.width + column
                share = abs(self.across[place] * math.cos(angle) + self.down[place] * math.sin(angle))
                if share > 0.82 * self.strength[place]:
                    best = max(best, share)
        return min(1.0, best / self.least) if self.least else 0.0


def find(picture: Image.Image) -> tuple[Point, Point, Point, Point] | None:
    """The corners in pixels, clockwise from top left; None when the picture shows no sheet on something else."""
    scale = SIDE / max(picture.size)
    size = (max(8, round(picture.width * scale)), max(8, round(picture.height * scale)))
    edges = _edges(picture.convert("L").resize(size, Image.Resampling.BOX).filter(ImageFilter.GaussianBlur(1)))
    guesses: list[tuple[float, tuple[Point, Point, Point, Point]]] = []
    upright, level = _lines(edges)
    for left, right in combinations(sorted(upright, key=lambda line: _middle_x(line, edges)), 2):
        for top, foot in combinations(sorted(level, key=lambda line: _middle_y(line, edges)), 2):
            corners = _corners(left, right, top, foot)
            if corners is None or not _is_possible(corners, edges):
                continue
            if score := _score(corners, edges):
                guesses.append((score, corners))
    ink = _ink(edges)
    finalists = [(score * _inside(corners, ink), corners) for score, corners in sorted(guesses, reverse=True)[:FINAL]]
    score, found = max(finalists, default=(0.0, ()))
    if not found or _inside(found, ink) < LEAST_INSIDE:
        return None
    exact = _refined(found, edges)
    return tuple((x / size[0] * picture.width, y / size[1] * picture.height) for x, y in exact)


def _edges(grey: Image.Image) -> _Edges:
    width, height = grey.size
    tone = list(grey.tobytes())
    count = width * height
    across, down, strength = [0.0] * count, [0.0] * count, [0.0] * count
    for row in range(1, height - 1):
        for place in range(row * width + 1, row * width + width - 1):
            above, below = place - width, place + width
            falling, rising = tone[below + 1] - tone[above - 1], tone[above + 1] - tone[below - 1]
            dx = falling + rising + 2 * (tone[place + 1] - tone[place - 1])
            dy = falling - rising + 2 * (tone[below] - tone[above])
            across[place], down[place], strength[place] = dx, dy, math.hypot(dx, dy)
    usual = sorted(strength)[count // 2]
    return _Edges(width, height, strength, across, down, max(LEAST_EDGE, OVER_GRAIN * usual))


def _lines(edges: _Edges) -> tuple[list[_Line], list[_Line]]:
    """The strongest lines that stand nearly upright, and those that lie nearly level.

    Every edge votes for lines of its own direction with the root of its strength: a long faint side of a white sheet
    on a white table has more points than a short black stroke. A stroke of the pen has two sides that face each
    other, a sheet ends but once: votes from the other side are taken off.
    """
    reach = math.hypot(edges.width, edges.height)
    votes: dict[tuple[int, int], float] = {}
    for place, strength in enumerate(edges.strength):
        if strength < edges.least:
            continue
        y, x = divmod(place, edges.width)
        angle = round(math.degrees(math.atan2(edges.down[place], edges.across[place])))
        weight = min(2.0, math.sqrt(strength / edges.least))
        for lean in (-2, -1, 0, 1, 2):
            turned = math.radians(angle + lean)
            distance = x * math.cos(turned) + y * math.sin(turned)
            key = ((angle + lean) % 360, round((distance + reach) / STEP))
            votes[key] = votes.get(key, 0.0) + weight
    upright: list[_Line] = []
    level: list[_Line] = []
    middle = 2 * reach / STEP
    for (whole, step), count in sorted(_net(votes, middle).items(), key=lambda vote: (-vote[1], vote[0])):
        distance = step * STEP - reach
        if whole >= ANGLES:
            whole, distance = whole - ANGLES, -distance
        group = _group(whole, upright, level)
        if group is None or len(group) >= LINES or any(_alike(whole, distance, line) for line in group):
            continue
        group.append(_Line(math.radians(whole), distance, count))
        if len(upright) >= LINES and len(level) >= LINES:
            break
    return upright, level


def _net(votes: dict[tuple[int, int], float], middle: float) -> dict[tuple[int, int], float]:
    """Votes less those of the facing side, a few steps away."""
    net = {}
    for (whole, step), count in votes.items():
        facing = round(middle) - step
        other = (whole + ANGLES) % 360
        against = max(votes.get((other, facing + near), 0.0) for near in range(-FACING, FACING + 1))
        if count > against:
            net[whole, step] = count - against
    return net


def _group(whole: int, upright: list[_Line], level: list[_Line]) -> list[_Line] | None:
    """A line whose normal lies level stands upright."""
    if whole <= TILT or whole >= ANGLES - TILT:
        return upright
    return level if abs(whole - 90) <= TILT else None


def _alike(whole: int, distance: float, line: _Line) -> bool:
    lean = abs(whole - math.degrees(line.angle))
    flips = lean > 90
    apart = abs(distance + line.distance) if flips else abs(distance - line.distance)
    return min(lean, ANGLES - lean) <= 4 and apart < 5


def _middle_x(line: _Line, edges: _Edges) -> float:
    return (line.distance - edges.height / 2 * math.sin(line.angle)) / math.cos(line.angle)


def _middle_y(line: _Line, edges: _Edges) -> float:
    return (line.distance - edges.width / 2 * math.cos(line.angle)) / math.sin(line.angle)


def _corners(left: _Line, right: _Line, top: _Line, foot: _Line) -> tuple[Point, Point, Point, Point] | None:
    pairs = ((left, top), (right, top), (right, foot), (left, foot))
    points = tuple(_crossing(one, other) for one, other in pairs)
    return None if None in points else points


def _crossing(one: _Line, other: _Line) -> Point | None:
    share = math.sin(other.angle - one.angle)
    if abs(share) < 0.2:
        return None
    x = (one.distance * math.sin(other.angle) - other.distance * math.sin(one.angle)) / share
    y = (other.distance * math.cos(one.angle) - one.distance * math.cos(other.angle)) / share
    return x, y


def _is_possible(corners: Sequence[Point], edges: _Edges) -> bool:
    slack = 0.02 * SIDE
    if not all(-slack <= x <= edges.width + slack and -slack <= y <= edges.height + slack for x, y in corners):
        return False
    turns = [turn(corners[i - 1], corners[i], corners[(i + 1) % 4]) for i in range(4)]
    return all(bend > 0 for bend in turns) and _area(corners) >= LEAST_AREA * edges.width * edges.height


def _area(corners: Sequence[Point]) -> float:
    pairs = zip(corners, (*corners[1:], corners[0]), strict=True)
    return abs(sum(x * v - u * y for (x, y), (u, v) in pairs)) / 2


def _score(corners: Sequence[Point], edges: _Edges) -> float:
    """How much of the sides is seen; a larger sheet is the better guess, for what is drawn on it has frames too."""
    supports = [_support(corners[i], corners[(i + 1) % 4], edges) for i in range(4)]
    if min(supports) < LEAST_SUPPORT:
        return 0.0
    share = _area(corners) / (edges.width * edges.height)
    return math.prod(supports) ** 0.5 * share**0.5


def _ink(edges: _Edges) -> list[Point]:
    """Where the photo shows most: strokes and letters, thinned out."""
    limit = sorted(edges.strength)[int(0.93 * len(edges.strength))]
    strong = [place for place, strength in enumerate(edges.strength) if strength > max(limit, edges.least)]
    few = strong[:: max(1, len(strong) // 600)]
    return [(float(place % edges.width), float(place // edges.width)) for place in few]


def _inside(corners: Sequence[Point], ink: Sequence[Point]) -> float:
    """The share of the ink that lies on the sheet, its sides included. A frame that is drawn leaves much outside."""
    if not ink:
        return 1.0
    sides = [(corners[i], corners[(i + 1) % 4]) for i in range(4)]
    held = sum(all(turn(a, b, point) > -4 * math.dist(a, b) for a, b in sides) for point in ink)
    return held / len(ink)


def _refined(corners: Sequence[Point], edges: _Edges) -> list[Point]:
    """Each side moved by a point or two to where its edge is strongest; the corners are where the sides then cross."""
    sides = [_best_side(corners[i], corners[(i + 1) % 4], edges) for i in range(4)]
    crossed = [_crossing(sides[i - 1], sides[i]) for i in range(4)]
    return [better or before for better, before in zip(crossed, corners, strict=True)]


def _best_side(one: Point, other: Point, edges: _Edges) -> _Line:
    angle = math.atan2(other[1] - one[1], other[0] - one[0]) + math.pi / 2
    cos, sin = math.cos(angle), math.sin(angle)
    best, line = -1.0, (one, other)
    for first in range(-REFINE, REFINE + 1):
        for last in range(-REFINE, REFINE + 1):
            a = (one[0] + first * cos, one[1] + first * sin)
            b = (other[0] + last * cos, other[1] + last * sin)
            strength = sum(edges.strongest(x, y) for x, y in _along(a, b))
            if strength > best:
                best, line = strength, (a, b)
    (x, y), (u, v) = line
    normal = math.atan2(v - y, u - x) + math.pi / 2
    return _Line(normal, x * math.cos(normal) + y * math.sin(normal), best)


def _support(one: Point, other: Point, edges: _Edges) -> float:
    angle = math.atan2(other[1] - one[1], other[0] - one[0]) + math.pi / 2
    return sum(edges.at(x, y, angle) for x, y in _along(one, other)) / SAMPLES


def _along(one: Point, other: Point) -> Iterator[Point]:
    for step in range(SAMPLES):
        share = (step + 0.5) / SAMPLES
        yield one[0] + share * (other[0] - one[0]), one[1] + share * (other[1] - one[1])
