"""Headings of two lines and more, broken where the lines become most equal.

WeasyPrint knows no `text-wrap: balance`. Instead the heading gets the least width in which it still needs no more
lines: its text stays as it is, for bookmarks and for people who search.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path

from fontTools.ttLib import TTFont

Measure = Callable[[str], float]  # words → width in em

SLACK_EM = 0.15  # kerning and rounding must not push a word to the next line


def balanced_width(words: Sequence[str], width: float, measure: Measure) -> float | None:
    """The width in em for a heading in a column of `width` em; None when it needs one line only."""
    lines = _lines(words, width, measure)
    if len(lines) < 2:
        return None
    candidates = {measure(" ".join(words[i:j])) for i in range(len(words)) for j in range(i + 1, len(words) + 1)}
    fitting = (c for c in candidates if c <= width and len(_lines(words, c, measure)) <= len(lines))
    least = min(fitting, default=width)  # none when each word is wider than the column
    return min(width, least + SLACK_EM)


def _lines(words: Sequence[str], width: float, measure: Measure) -> list[str]:
    """The words in lines, each filled as far as it goes: what the layout does."""
    lines: list[str] = []
    for word in words:
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and measure(longer) <= width:
            lines[-1] = longer
        elif lines:
            lines.append(word)
        else:
            lines = [word]
    return lines


@cache
def measure_in(font: Path) -> Measure:
    """The width of words in a font, in em, without kerning."""
    with TTFont(font, lazy=True) as opened:
        glyphs, advances, em = opened.getBestCmap(), opened["hmtx"].metrics, opened["head"].unitsPerEm
        widths = {code: advances[name][0] / em for code, name in glyphs.items()}
    return lambda words: sum(widths.get(ord(letter), 0.6) for letter in words)
