"""The hand with the marker pen, as numbers."""

from __future__ import annotations

import math

import pytest
from fontTools.pens.boundsPen import BoundsPen
from fontTools.svgLib.path import parse_path

from guidebook.notes import ink
from guidebook.notes.outline import Outline


def bounds(path: str) -> tuple[float, float, float, float]:
    pen = BoundsPen(None)
    parse_path(path, pen)
    return pen.bounds


def test_a_smooth_outline_meets_the_middle_between_its_points_exactly():
    outline = Outline()
    outline.smooth([(0.04, 0), (10.1, 0.3), (10.3, 9.9), (0, 10.2)])
    assert str(outline) == "M0 5.1q0-5.1 5-4.9t5.2 5-5 4.9-5.2-5z"


def test_numbers_are_written_as_short_as_can_be():
    outline = Outline()
    outline.move((0.5, -0.25))
    outline.line((1.5, 10))
    outline.line((1.5, 9.9))
    outline.close()
    assert str(outline) == "M.5-.2l1 10.2 0-.1z"


def test_a_stroke_keeps_close_to_its_path():
    left, top, right, foot = bounds(ink.stroke("M100 100L400 100", 6, ink.generator("a")))
    assert (left, right) == (pytest.approx(98, abs=4), pytest.approx(402, abs=4))
    assert 90 < top < 98 and 102 < foot < 110


def test_a_fill_lies_beside_its_line():
    left, top, _, _ = bounds(ink.blob("M100 100L200 100L200 200L100 200Z", ink.generator("a"), shift=(4, 4)))
    assert left == pytest.approx(104, abs=4) and top == pytest.approx(104, abs=4)


def test_a_stroke_is_the_same_for_the_same_name_and_another_for_another():
    def drawn(name: str) -> str:
        return ink.stroke("M0 0C50 0 50 90 90 90", 6, ink.generator(name))

    assert drawn("03-market|1") == drawn("03-market|1") != drawn("03-market|2")


def test_a_point_becomes_a_dot():
    left, top, right, foot = bounds(ink.stroke("M50 50L50 50.5", 8, ink.generator("a")))
    assert right - left < 11 and foot - top < 11


def test_a_drawing_cannot_be_made_endless():
    assert len(ink.stroke("M0 0L6000 6000" * 20, 1, ink.generator("a"))) < 2_000_000


def test_an_arrow_points_where_its_shaft_ends():
    strokes = ink.arrow_head("M0 0L100 0", 30)
    starts = [tuple(map(float, stroke[1:].split("L")[0].split())) for stroke in strokes]
    assert all(stroke.endswith("L100.0 0.0") for stroke in strokes)
    assert all(math.dist(start, (100, 0)) == pytest.approx(30, abs=0.1) and start[0] < 80 for start in starts)
