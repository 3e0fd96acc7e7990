"""What drawing needs besides the note: fonts, icons, colours, the spaces that do not break, and where to write."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from guidebook import visualnote
from guidebook.problem import Problem
from guidebook.visualnote import Icon

INK = "ink"  # the role of the colour in which lines are drawn when they name none


@dataclass(frozen=True)
class Studio:
    """Where notes are drawn. `colours` are those of the book; `glue` puts in spaces that do not break."""

    fonts: Path
    icons: Path
    colours: Mapping[str, str] = field(hash=False)
    glue: Callable[[str, str], str]
    output: Path

    def icon(self, name: str) -> Icon | None:
        """An icon of the book, or None when there is no such file or nothing can be drawn from it."""
        return self.read_icon(name)[0]

    def read_icon(self, name: str) -> tuple[Icon | None, tuple[Problem, ...]]:
        """An icon, and what is wrong in its file."""
        file = self.icons / f"{name}.yml"
        if not file.is_file():
            return None, ()
        return _icon(file, file.stat().st_mtime_ns)

    def icon_names(self) -> tuple[str, ...]:
        """All icons of the book."""
        return tuple(sorted(file.stem for file in self.icons.glob("*.yml")))

    def colour(self, name: str) -> str:
        """The value of a colour: of the palette, or as it stands."""
        return name if name.startswith("#") else self.colours.get(name, self.colours.get(INK, "#000000"))


@cache
def _icon(file: Path, _changed: int) -> tuple[Icon | None, tuple[Problem, ...]]:
    return visualnote.read_icon(file)
