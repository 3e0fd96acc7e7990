"""What a proof says, before it becomes a page or a picture."""

from __future__ import annotations

import colorsys
from dataclasses import dataclass
from enum import StrEnum


class Tone(StrEnum):
    """How a remark is meant."""

    PLAIN = "plain"
    QUIET = "quiet"
    DEFECT = "defect"
    GAP = "gap"


# Signs of the workshop, told apart by their hue as on a colour wheel; not the colours of a book.
ERASED, KEPT, FRAME = 0.0, 0.36, 0.92
ROLES = {
    "title": 0.61,
    "heading": 0.76,
    "text": 0.52,
    "speech": 0.07,
    "callout": 0.86,
    "label": 0.14,
    "decoration": None,
}
TONES = {Tone.DEFECT: 0.0, Tone.GAP: 0.11, Tone.QUIET: None}


def colour(hue: float | None, light: float = 0.28, strength: float = 0.8) -> str:
    """A hue as a dark colour, on which white can be read; None is grey."""
    parts = colorsys.hls_to_rgb(hue or 0.0, light, 0.0 if hue is None else strength)
    return "#" + "".join(f"{round(255 * part):02x}" for part in parts)


def tone_colour(tone: Tone) -> str:
    """The colour in which a remark is written."""
    return colour(TONES[tone]) if tone in TONES else "#000000"


@dataclass(frozen=True)
class Remark:
    """A line of text. `language`: that of the words, when they are the note's own."""

    text: str
    tone: Tone = Tone.PLAIN
    language: str = ""


@dataclass(frozen=True)
class Panel:
    """A picture with a heading above it and remarks below."""

    title: str
    svg: str
    width: int  # pixels
    remarks: tuple[Remark, ...] = ()


@dataclass(frozen=True)
class Row:
    """A line of the table: a box, and what is said about it for each language."""

    key: str
    role: str
    about: tuple[Remark, ...]
    cells: tuple[tuple[Remark, ...], ...]


@dataclass(frozen=True)
class Content:
    """All that stands on a proof, from top to bottom."""

    language: str
    title: str
    drawing: tuple[Panel, ...]
    legend: tuple[tuple[str, str], ...]  # a colour and what it stands for
    finished: tuple[Panel, ...]
    head: tuple[str, ...]
    rows: tuple[Row, ...]
    explanation: str
    problems_title: str
    problems: tuple[tuple[str, Remark, str], ...]  # file:line, what is wrong, what to do
    no_problem: str
    more: str  # how many problems stand only on the page, with {count}
