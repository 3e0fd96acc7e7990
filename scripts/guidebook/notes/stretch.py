"""Longer words than the source has, to find boxes that are too tight before translators meet them.

    “Zbierz podpisy.”  ─ stretched ─►  “Złżbieґrz podїłpiżsy.”     the longest line or word may be a translation's

The stretched note is laid out and drawn like any other, into a folder that is no language's:

    build/notes/<note>/stretch/   note.svg   note-1200.webp   note.json (what they were made from)
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from guidebook import files
from guidebook.notes import checking, layout, lettering, pictures, sketch
from guidebook.notes.layout import Layout, Lettered
from guidebook.notes.studio import INK, Studio
from guidebook.problem import Problem
from guidebook.visualnote import ALT, NoteText, Region, VisualNote

LONGER = 0.35  # how much longer than its source a translation may well be
LETTERS = "łżґї"  # tall, with a dot, with a hook, with two dots: what needs most room above a line
FOLDER = "stretch"
WIDTH = 1200


@dataclass(frozen=True)
class Trial:
    """How the boxes of a note bear longer words: which are too small, and how far the letters of each style shrink."""

    note: VisualNote
    boxes: int
    misfits: tuple[Problem, ...]
    before: Mapping[str, float]
    after: Mapping[str, float]
    picture: Path


def is_lettered(note: VisualNote) -> bool:
    """Whether words of this note are drawn at all: not on covers, nor on photos that keep theirs."""
    return not note.is_decoration and not note.art.is_marked and note.source_language in note.texts


def language(note: VisualNote) -> str:
    """The code of the longer words, as BCP 47 has it for private use: lines are set as in the source language."""
    return f"{note.source_language}-x-{FOLDER}"


# ------------------------------------------------------------------------------------------------- words


def stretched(text: str) -> str:
    """The text with letters added inside its words. Line breaks, numbers and signs stay as they are."""
    lines, added = [], 0
    for line in text.split("\n"):
        longer = _stretched_line(line, added)
        lines.append(longer)
        added += len(longer) - len(line)
    return "\n".join(lines)


def _stretched_line(line: str, added: int) -> str:
    """`added`: how many letters were added before this line, so that the next one is not always the first."""
    begin = added

    def longer(word: re.Match) -> str:
        nonlocal added
        extra = math.ceil(LONGER * word.end()) - (added - begin)
        letters = "".join(LETTERS[(added + place) % len(LETTERS)] for place in range(extra))
        added += extra
        return _spread(word.group(), letters)

    return re.sub(r"[^\W\d_]+", longer, line)


def _spread(word: str, letters: str) -> str:
    """The letters evenly inside the word: its first letter stays the first."""
    parts, before = [], 0
    for place, letter in enumerate(letters, 1):
        cut = max(1, round(place * len(word) / (len(letters) + 1)))
        parts.append(word[before:cut] + letter)
        before = cut
    return "".join(parts) + word[before:]


def stretched_note(note: VisualNote) -> VisualNote:
    """The note with its longer words as one language more. The description of the picture is not lettered: as it is."""
    source = note.texts[note.source_language]
    words = {key: word if key == ALT else stretched(word) for key, word in source.words.items()}
    text = NoteText(language(note), source.file, words, lines=source.lines)
    return replace(note, texts={**note.texts, text.language: text})


# ------------------------------------------------------------------------------------------------ trying


def attempt(note: VisualNote, studio: Studio) -> Trial:
    """Lay the note out with longer words, and draw it."""
    longer, code = stretched_note(note), language(note)
    placed = layout.lay_out(longer, code, studio)
    return Trial(
        note=note,
        boxes=sum(bool(longer.word(region.key, code).text) for region in note.regions),
        misfits=tuple(checking.fit(longer, code, studio)),
        before=layout.lay_out(note, note.source_language, studio).sizes,
        after=placed.sizes,
        picture=_picture(longer, placed, studio),
    )


def _picture(longer: VisualNote, placed: Layout, studio: Studio) -> Path:
    """Drawn only when something has changed since the last time."""
    code = language(longer)
    folder, sheet = studio.output / longer.name / FOLDER, {"key": pictures.content_key(longer, code, studio)}
    picture = folder / f"note-{WIDTH}.webp"
    if picture.is_file() and _read(folder / pictures.SHEET) == sheet:
        return picture
    with files.replacing(folder) as new:
        svg = _page(longer, placed, studio)
        (new / "note.svg").write_text(svg, encoding="utf-8")
        pictures.pixels(svg, WIDTH).save(new / picture.name, "WEBP", quality=pictures.WEBP_QUALITY)
        (new / pictures.SHEET).write_text(json.dumps(sheet), encoding="utf-8")
    return picture


def _page(longer: VisualNote, placed: Layout, studio: Studio) -> str:
    """The drawing, with the words that do not fit as well: they reach over the dashed frame of their box."""
    regions = [region for region, _, _ in placed.misfits]
    over = [_reaching_over(region, longer, studio) for region in regions]
    whole = replace(placed, lettered=(*placed.lettered, *over))
    svg = sketch.page(longer, language(longer), whole, studio, sketch.art(longer, studio))
    return svg.replace("</svg>", "".join(_frame(region, studio) for region in regions) + "</svg>")


def _reaching_over(region: Region, longer: VisualNote, studio: Studio) -> Lettered:
    """The words of a box at their smallest size, in as much room as they need around its middle."""
    style, word = longer.styles[region.style], longer.word(region.key, language(longer))
    wording, size = layout.wording(word, style, studio), style.min
    x, y, width, height = layout.text_box(region)
    needed = max(width, (wording.width(wording.longest_word) + 3 * lettering.BREATH) * size)
    lines = wording.lines(needed / size - 2 * lettering.BREATH)
    tall = max(height, wording.height(lines) * size + 1)
    box = (x - (needed - width) / 2, y - (tall - height) / 2, needed, tall)
    return Lettered(region, style, word, wording, size, lettering.place(wording, box, size, style.align, style.valign))


def _frame(region: Region, studio: Studio) -> str:
    x, y, width, height = layout.text_box(region)
    left, top, whole, tall = region.box
    turn = f"rotate({region.rotate:g} {left + whole / 2:g} {top + tall / 2:g})"
    place = f'x="{x:g}" y="{y:g}" width="{width:g}" height="{height:g}" transform="{turn}"'
    return f'<rect {place} fill="none" stroke="{studio.colour(INK)}" stroke-width="3" stroke-dasharray="10 8"/>'


def _read(sheet: Path) -> object:
    try:
        return json.loads(sheet.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
