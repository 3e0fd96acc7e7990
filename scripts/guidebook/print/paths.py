"""Paths of drawings, written into the PDF faster than WeasyPrint does: it takes half of the time of writing a guide.

    M33.8 637.6q7.4 7.2 40.9 3.6   ─►   33.8 637.6 m
                                        38.7 642.4 52.4 642.4 74.7 641.2 c

WeasyPrint cuts each number off the rest of the path and writes six decimals, a fifth of the whole file. Lines and
Bézier curves, of which a visual note consists, are written here; a path with anything else, such as an arc, is left to
WeasyPrint. The table of what draws which element is private: the version is pinned exactly, and a test fails when it
moves.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from weasyprint import svg

PRIVATE_NAME = "TAGS"
FINE_UNIT_PT = 0.5  # in drawings with smaller units a tenth of one is as fine as the eye, else a thousandth

_DRAWN_HERE = re.compile(r"\s*[Mm][MmLlQqTtCcZz\d\s,.+-]*")
_COMMAND = re.compile(r"([A-Za-z])([^A-Za-z]*)")
_NUMBER = re.compile(r"[-+]?(?:\d+\.?\d*|\.\d+)")
_NUMBERS = {"M": 2, "L": 2, "Q": 4, "T": 2, "C": 6}


def write_quickly() -> None:
    """Teach WeasyPrint to write paths in this way; once is enough, twice does no harm."""
    table = getattr(svg, PRIVATE_NAME)
    draw = table["path"]
    if getattr(draw, "is_quick", False):
        return

    def draw_quickly(drawing: Any, node: Any, font_size: float) -> None:
        path, stream = node.get("d", ""), drawing.stream
        has_markers = any(name.startswith("marker") for name in node.attrib)
        if has_markers or not _DRAWN_HERE.fullmatch(path) or None in (steps := [*_steps(path)]):
            draw(drawing, node, font_size)
            return
        unit = abs(stream.ctm.determinant) ** 0.5
        number = "%.1f" if unit < FINE_UNIT_PT else "%.3f"
        lines = (" ".join([number] * len(points) + [operator]) % points for points, operator in steps)
        stream.stream.append("\n".join(lines).encode())

    draw_quickly.is_quick = True
    table["path"] = draw_quickly


Step = tuple[tuple[float, ...], str]


def _steps(path: str) -> Iterator[Step | None]:
    """What the path does in the operators of PDF; None where it is not what it should be."""
    x = y = start_x = start_y = 0.0
    turn: tuple[float, float] | None = None  # the control point that a “t” mirrors
    for letter, text in _COMMAND.findall(path):
        kind, values = letter.upper(), [*map(float, _NUMBER.findall(text))]
        if kind == "Z":
            x, y, turn = start_x, start_y, None
            yield (), "h"
            continue
        size = _NUMBERS[kind]
        if not values or len(values) % size:
            yield None
            return
        for begin in range(0, len(values), size):
            points = values[begin : begin + size]
            if letter.islower():
                points = [value + (y if index % 2 else x) for index, value in enumerate(points)]
            if kind in "QT":
                turn = (points[0], points[1]) if kind == "Q" else (2 * x - turn[0], 2 * y - turn[1]) if turn else (x, y)
                yield _cubic(x, y, *turn, *points[-2:]), "c"
            else:
                turn = None
                yield tuple(points), "c" if kind == "C" else "m" if kind == "M" and not begin else "l"
            x, y = points[-2:]
            if kind == "M" and not begin:
                start_x, start_y = x, y


def _cubic(x: float, y: float, turn_x: float, turn_y: float, to_x: float, to_y: float) -> tuple[float, ...]:
    """A curve with one control point as the same with two."""
    begin = (x + 2 * turn_x) / 3, (y + 2 * turn_y) / 3
    end = (to_x + 2 * turn_x) / 3, (to_y + 2 * turn_y) / 3
    return *begin, *end, to_x, to_y
