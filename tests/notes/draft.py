"""A small visual note of another city in three languages, to be spoiled one thing at a time."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from guidebook import typography, visualnote
from guidebook.notes.checking import check
from guidebook.notes.studio import Studio
from guidebook.problem import Problem
from guidebook.visualnote import VisualNote

ROOT = Path(__file__).parents[2]
LANGUAGES = ("pl", "en", "uk")
COLOURS = {
    "ink": "#23304a",
    "paper": "#fffaf0",
    "coral": "#f2694b",
    "sun": "#ffd23f",
    "teal": "#35a79c",
    "white": "#ffffff",
    "dark-red": "#b23a1b",
}

NOTE = """\
format: 1
source_language: pl
chapter: 02-market
credit: {drawn_by: Anna, year: "2026", licence: CC-BY-4.0, adaptation: relettering}
art:
  kind: sketch
  size: [1200, 900]
  items:
    - {icon: stall, at: [40, 40], size: 200}
    - {arrow: M300 300C400 250 500 250 600 300, colour: coral}
    - {box: [40, 620, 1100, 240], fill: white, shadow: sun}
    - {highlight: [40, 560, 300, 30], colour: sun}
styles:
  title: {font: bold, max: 90, min: 50, colour: ink, highlight: sun}
  heading: {font: bold, max: 50, min: 36, colour: dark-red}
  body: {max: 42, min: 34, valign: top}
regions:
  - {key: title, role: title, style: title, box: [300, 40, 860, 200]}
  - {key: s1-heading, role: heading, style: heading, box: [60, 330, 400, 64], number: 1, disc: teal}
  - {key: s1-text, role: text, style: body, box: [60, 404, 460, 150]}
  - {key: help, role: callout, style: body, box: [80, 640, 1000, 200]}
"""

PL = """\
alt: "Rysunek: stragan, a obok niego dwa kroki do własnego miejsca na targu."
title: "Targ przy moście:\\nTwoje miejsce"
s1-heading: "Pytanie"
s1-text: "Zapytaj, które miejsca są wolne."
help: "Potrzebujesz pomocy? Zapytaj w biurze targu. Godziny są na drzwiach."
"""
EN = """\
alt: "Drawing: a stall, and beside it two steps to a place of your own in the market."
title: "The market by the bridge:\\na place for you"
s1-heading: "Ask"
s1-text: "Ask which places are free."
help: "Need help? Ask in the market office. Its hours are on the door."
"""
UK = """\
alt: "Малюнок: ятка, а поруч два кроки до власного місця на ринку."
title: "Ринок біля мосту:\\nваше місце"
s1-heading: "Запитання"
s1-text: "Запитайте, які місця вільні."
help: "Потрібна допомога? Запитайте в конторі ринку. Години вказані на дверях."
"""
STALL = """\
format: 1
items:
  - {fill: M10 20L90 20L90 40L10 40Z, colour: coral}
  - {disc: [50, 60, 10], colour: sun}
  - {line: M10 40L10 95L90 95L90 40}
  - {ring: [50, 60, 11], width: 0.8, colour: ink}
"""


@dataclass(frozen=True)
class Draft:
    """A note in a folder of its own."""

    root: Path

    @property
    def folder(self) -> Path:
        return self.root / "02-market"

    def write(self) -> None:
        """The note as it should be."""
        files = {"note.yml": NOTE, "text.pl.yml": PL, "text.en.yml": EN, "text.uk.yml": UK}
        self.folder.mkdir(parents=True)
        for name, text in files.items():
            (self.folder / name).write_text(text, encoding="utf-8")
        (self.root / "icons").mkdir()
        (self.root / "icons" / "stall.yml").write_text(STALL, encoding="utf-8")
        for language in LANGUAGES[1:]:
            note = self.note()
            versions = "".join(f'  {key}: "{note.version(key)}"\n' for key in note.keys)
            file = self.folder / f"text.{language}.yml"
            file.write_text(file.read_text(encoding="utf-8") + "translated_from:\n" + versions, encoding="utf-8")

    def spoil(self, name: str, old: str, new: str) -> None:
        """Replace a piece of one file."""
        file = self.folder / name if (self.folder / name).exists() else self.root / name
        text = file.read_text(encoding="utf-8")
        assert old in text, f"{name} has no “{old}”"
        file.write_text(text.replace(old, new, 1), encoding="utf-8")

    def read(self) -> tuple[VisualNote | None, tuple[Problem, ...]]:
        return visualnote.read(self.folder, LANGUAGES, "pl")

    def note(self) -> VisualNote:
        note, _ = self.read()
        assert note is not None
        return note

    @property
    def studio(self) -> Studio:
        fonts = ROOT / "docs" / "assets" / "fonts"
        return Studio(fonts, self.root / "icons", COLOURS, typography.glue, self.root / "build")

    def found_by_reading(self) -> list[str]:
        """What a person reads after the note was read."""
        return [said(problem) for problem in self.read()[1]]

    def found_by_checking(self, language: str = "pl") -> list[str]:
        """What a person reads after the note was checked in a language."""
        return [said(problem) for problem in check(self.note(), language, self.studio)]


def said(problem: Problem) -> str:
    """A problem as people see it, hint included."""
    hint = f" – {problem.hint.format(**problem.values)}" if problem.hint else ""
    return f"{problem.file.name}:{problem.line}: {problem.english()}{hint}"
