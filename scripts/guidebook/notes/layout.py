"""Where each line of a note stands in a language: one size for all boxes of a style.

    a region    [ ① words ]      a heading with a number leaves room for its disc
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from guidebook.notes import fonts, lettering
from guidebook.notes.lettering import Box, Line, Misfit, Wording
from guidebook.notes.studio import Studio
from guidebook.visualnote import Region, Style, VisualNote, Word

DISC_GAP = 0.34  # between a disc and the words, in parts of the disc
UNDER_TITLE = (-0.58, 0.78)  # where the highlighter runs: from the baseline, and how broad, in letters


@dataclass(frozen=True)
class Lettered:
    """The words of a region in their place."""

    region: Region
    style: Style
    word: Word
    wording: Wording
    size: float
    lines: tuple[Line, ...]

    @property
    def highlight(self) -> Box | None:
        """What the highlighter covers: the last line, and a little beside it."""
        if not self.style.highlight or not self.lines:
            return None
        line, (top, height) = self.lines[-1], UNDER_TITLE
        return (line.x - 0.15 * self.size, line.y + top * self.size, line.width + 0.3 * self.size, height * self.size)


@dataclass(frozen=True)
class Layout:
    """All words of a note in a language."""

    lettered: tuple[Lettered, ...]
    sizes: Mapping[str, float]
    misfits: tuple[tuple[Region, Style, Misfit], ...]


def disc(region: Region) -> tuple[float, float, float] | None:
    """The circle around the number of a heading: its middle and its radius."""
    if not region.number:
        return None
    x, y, _, height = region.box
    return (x + height / 2, y + height / 2, height / 2 - 2)


def text_box(region: Region) -> Box:
    """The part of a box that is left for words."""
    x, y, width, height = region.box
    indent = height * (1 + DISC_GAP) if region.number else 0
    return (x + indent, y, width - indent, height)


def wording(word: Word, style: Style, studio: Studio) -> Wording:
    """A word of a note, ready to be lettered."""
    return Wording(fonts.load(studio.fonts, style.font), studio.glue(word.text, word.language), word.language)


def lay_out(note: VisualNote, language: str, studio: Studio) -> Layout:
    """All words in their places; what does not fit is among the misfits and left out."""
    drafts = []
    for region in note.regions:
        word, style = note.word(region.key, language), note.styles[region.style]
        if word.text:
            drafts.append((region, style, word, wording(word, style, studio)))
    sizes: dict[str, float] = {}
    misfits = []
    for region, style, _, words in drafts:
        size = lettering.largest_size(words, text_box(region), style.min, style.max)
        if size is None:
            misfits.append((region, style, lettering.misfit(words, text_box(region), style.min)))
            size = style.min
        sizes[style.name] = min(size, sizes.get(style.name, style.max))
    lettered = []
    for region, style, word, words in drafts:
        size = sizes[style.name]
        lines = lettering.place(words, text_box(region), size, style.align, style.valign)
        if lines is not None:
            lettered.append(Lettered(region, style, word, words, size, lines))
    return Layout(tuple(lettered), sizes, tuple(misfits))
