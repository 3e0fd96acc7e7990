"""A photo or a drawing taken into the book, with a note.yml that says what is where.

    photo of a poster ─ begin ─────────► photo.jpg: only its dots ──────┐ note.yml
    drawing.svg ─────── begin_drawing ─► drawing.svg: only what is drawn ┴ text.<source>.yml
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

from PIL import Image

from guidebook import drawing, files, images, svg
from guidebook.drawing import KeyBox
from guidebook.notes import corners
from guidebook.problem import GuidebookError, Problem
from guidebook.visualnote import Point, sheet_size

LARGEST = 4000  # pixels of the longer side that are kept: 300 dpi for a poster of A3
QUALITY = 92
CANVAS = 1200  # units across
HAIR = 0.006

NOTE = """\
# What is where on the drawing; the words stand in text.<language>.yml. NOTES.md tells how to go on.
format: 1
source_language: {source}
chapter: {chapter}
credit: {{drawn_by: "…", year: "{year}", licence: CC-BY-4.0, adaptation: none}}  # relettering: once the author agrees
# privacy: {{checked_by: "…", checked_on: {year}-01-31}}   who made sure that it shows nobody who has not agreed
art:
  kind: photo
  file: photo.jpg
  size: [{width}, {height}]  # all boxes below are in these units: [left, top, width, height]
  paper: paper
  lettering: markers  # or replace: the words are erased and lettered again in each language
  # the corners of the sheet in photo.jpg, clockwise from top left{guess}
  frame: {frame}
styles:
  title: {{font: bold, max: 84, min: 54, colour: ink}}
  heading: {{font: bold, max: 52, min: 38, colour: ink}}
  body: {{max: 40, min: 34, colour: ink, valign: top}}
regions:  # in reading order; marker: where the number stands
  - {{key: title, role: title, style: title, box: [60, 40, {inner}, 170], marker: [40, 60]}}
"""
TEXT = """\
alt: "…"
title: "…"
"""
DRAWN = """\
# What is where on the drawing; the words stand in text.<language>.yml. NOTES.md tells how to go on.
format: 1
source_language: {source}
chapter: {chapter}
credit: {{drawn_by: "…", year: "{year}", licence: CC-BY-4.0, adaptation: none}}
art:
  kind: svg
  file: drawing.svg  # the boxes are its rectangles named key-…; whatever its units, it counts as 1200 wide
  paper: paper
styles:
  title: {{font: bold, max: 84, min: 54, colour: ink}}
  heading: {{font: bold, max: 52, min: 38, colour: ink}}
  body: {{max: 40, min: 34, colour: ink, valign: top}}
regions:  # in reading order; the roles are a guess: title, heading, text, speech, callout, label, decoration
"""
REGION = "  - {{key: {key}, role: {role}, style: {style}}}\n"


def begin(folder: Path, taken: Path, source: str, year: int) -> bool:
    """Make the folder of a note from a photo; whether its corners were found. Raises GuidebookError, files.Unreadable.

    Nothing is left when something goes wrong.
    """
    _new(folder, taken)
    picture = images.open_photo(taken)
    picture.thumbnail((LARGEST, LARGEST), Image.Resampling.LANCZOS)
    found = corners.find(picture)
    whole = ((0, 0), (picture.width, 0), (picture.width, picture.height), (0, picture.height))
    frame = _inset(found) if found else whole
    width, height = sheet_size(frame)
    values = {
        "source": source,
        "chapter": folder.name,
        "year": year,
        "width": CANVAS,
        "height": round(CANVAS * height / width),
        "inner": CANVAS - 120,
        "frame": [[round(x), round(y)] for x, y in frame],
        "guess": ": a guess, look at it" if found else ": none were found, so the whole picture is taken",
    }
    with files.replacing(folder) as new:
        picture.save(new / "photo.jpg", "JPEG", quality=QUALITY, optimize=True)
        (new / "note.yml").write_text(NOTE.format(**values), encoding="utf-8")
        (new / f"text.{source}.yml").write_text(TEXT, encoding="utf-8")
    return found is not None


def begin_drawing(folder: Path, drawn: Path, source: str, year: int) -> tuple[Problem, ...]:
    """Make the folder of a note from an SVG; what is wrong in the drawing, for which nothing is made.

    Raises GuidebookError.
    """
    _new(folder, drawn)
    found, problems = drawing.read(drawn)
    if found is None:
        return problems
    boxes = _in_reading_order(found.boxes)
    if not boxes:
        hint = "draw a rectangle where words go, and name it key-title, the next one key-s1-heading, key-s1-text …"
        return (Problem(drawn, 1, "no rectangle in this drawing is named key-…", hint),)
    titles = [box for box in boxes if box.key == "title"] or boxes[:1]
    regions = [REGION.format(key=box.key, **_guess(box.key, box is titles[0])) for box in boxes]
    values = {"source": source, "chapter": folder.name, "year": year}
    document, _ = svg.read(drawn)
    kept = svg.written(document, lambda address, line: images.plain_address(address, drawn, line)[0])
    with files.replacing(folder) as new:
        (new / "drawing.svg").write_text(kept, encoding="utf-8")
        (new / "note.yml").write_text(DRAWN.format(**values) + "".join(regions), encoding="utf-8")
        words = ["alt", *(box.key for box in boxes)]
        text = "".join(f'{key}: "…"\n' for key in words)
        (new / f"text.{source}.yml").write_text(text, encoding="utf-8")
    return ()


def _inset(frame: Sequence[Point]) -> tuple[Point, ...]:
    """The corners a hair inside the sheet, so that no line of the wall shows beside it."""
    x, y = (sum(values) / 4 for values in zip(*frame, strict=True))
    return tuple((left + (x - left) * HAIR, top + (y - top) * HAIR) for left, top in frame)


def _in_reading_order(boxes: Sequence[KeyBox]) -> list[KeyBox]:
    """From above to below, then from left to right; what has a common beginning, s1-heading and s1-text, together."""
    groups: dict[str, list[KeyBox]] = {}
    for box in sorted(boxes, key=lambda box: (box.box[1], box.box[0])):
        groups.setdefault(box.key.partition("-")[0], []).append(box)
    return [box for group in groups.values() for box in group]


def _guess(key: str, is_title: bool) -> dict[str, str]:
    """What a box is for, by its name."""
    if is_title:
        return {"role": "title", "style": "title"}
    role = next((role for role in ("heading", "speech", "callout", "label") if role in key), "text")
    return {"role": role, "style": "heading" if role == "heading" else "body"}


def _new(folder: Path, original: Path) -> None:
    """Raises GuidebookError when there cannot be a note of this name, or there is nothing to make it of."""
    if not re.fullmatch(r"[0-9]{2}-[a-z0-9-]+", folder.name):
        hint = "two digits, a hyphen, and a name of small letters, digits and hyphens: 03-citizens-budget"
        raise GuidebookError("the folder “{name}” is not named as notes are", hint, name=folder.name)
    if folder.exists():
        raise GuidebookError("“{name}” exists already", "choose another name, or remove it first", name=folder.name)
    if not original.is_file():
        raise GuidebookError("there is no file “{name}”", "look at its name and its folder", name=original)
