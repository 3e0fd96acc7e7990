"""A photo taken into the book: only its pixels, and a note.yml that says where the sheet seems to lie.

    photo of a poster ─ begin ─► photo.jpg without anything of the phone · note.yml · text.<source>.yml
"""

from __future__ import annotations

import re
from pathlib import Path

from PIL import Image

from guidebook import files, images
from guidebook.notes import corners, photo
from guidebook.problem import GuidebookError

LARGEST = 4000  # pixels of the longer side that are kept: 300 dpi for a poster of A3
QUALITY = 92
CANVAS = 1200  # units across

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


def begin(folder: Path, taken: Path, source: str, year: int) -> bool:
    """Make the folder of a note from a photo; whether its corners were found. Raises GuidebookError, files.Unreadable.

    Nothing is left when something goes wrong.
    """
    if not re.fullmatch(r"[0-9]{2}-[a-z0-9-]+", folder.name):
        hint = "two digits, a hyphen, and a name of small letters, digits and hyphens: 03-citizens-budget"
        raise GuidebookError("the folder “{name}” is not named as notes are", hint, name=folder.name)
    if folder.exists():
        raise GuidebookError("“{name}” exists already", "choose another name, or remove it first", name=folder.name)
    picture = images.open_photo(taken)
    picture.thumbnail((LARGEST, LARGEST), Image.Resampling.LANCZOS)
    found = corners.find(picture)
    frame = found or ((0, 0), (picture.width, 0), (picture.width, picture.height), (0, picture.height))
    width, height = photo.sheet_size(frame)
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
