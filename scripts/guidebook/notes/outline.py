"""Short SVG paths: whole tenths of a unit, written relative to the point before.

One decimal is a fifteenth of a millimetre in print. Relative coordinates and the shorthand `t` make a drawing five
times smaller than absolute cubic curves, which the PDF and the repository of a city are grateful for.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

Point = tuple[float, float]
_Tenths = tuple[int, int]


class Outline:
    """An SVG path in the making. Coordinates are taken as they are, rounded, and written in tenths."""

    def __init__(self) -> None:
        self._parts: list[str] = []
        self._at: _Tenths = (0, 0)
        self._last = ""

    def __str__(self) -> str:
        return "".join(self._parts)

    def move(self, point: Point) -> None:
        """Begin a new shape. Absolute, so that shapes can be told apart in the file."""
        self._at = _tenths(point)
        self._parts.append(f"M{_number(self._at[0])}{_joined(self._at[1])}")
        self._last = "M"

    def line(self, point: Point) -> None:
        """A straight line."""
        self._write("l", _tenths(point))

    def curve(self, control: Point, point: Point) -> None:
        """A quadratic curve."""
        self._write("q", _tenths(control), _tenths(point))

    def close(self) -> None:
        """Back to where the shape began."""
        self._parts.append("z")
        self._last = "z"

    def smooth(self, points: Sequence[Point]) -> None:
        """A closed smooth curve along the points: each is a control point, the curve meets halfway between them.

        Control points lie on whole fifths: then the halves between them are whole tenths, and `t`, which mirrors
        the control point before, gives exactly the next one.
        """
        controls = [(2 * round(x * 5), 2 * round(y * 5)) for x, y in points]
        halves = [((a[0] + b[0]) // 2, (a[1] + b[1]) // 2) for a, b in pairwise([*controls, controls[0]])]
        self._at = halves[-1]
        self._parts.append(f"M{_number(self._at[0])}{_joined(self._at[1])}")
        self._last = "M"
        self._write("q", controls[0], halves[0])
        for half in halves[1:]:
            self._write("t", half)
        self.close()

    def _write(self, letter: str, *points: _Tenths) -> None:
        x, y = self._at
        numbers = [number for px, py in points for number in (px - x, py - y)]
        first = _number(numbers[0]) if letter != self._last else _joined(numbers[0])
        self._parts.append((letter if letter != self._last else "") + first + "".join(map(_joined, numbers[1:])))
        self._at, self._last = points[-1], letter


def _tenths(point: Point) -> _Tenths:
    return (round(point[0] * 10), round(point[1] * 10))


def _number(tenths: int) -> str:
    """-3 → “-.3”, 120 → “12”."""
    whole, rest = divmod(abs(tenths), 10)
    sign = "-" if tenths < 0 else ""
    return f"{sign}{whole or ''}.{rest}" if rest else f"{sign}{whole}"


def _joined(tenths: int) -> str:
    """A number after another one: its minus sign is separation enough."""
    text = _number(tenths)
    return text if text.startswith("-") else f" {text}"
