"""The draft as a drawing of a program: its note.yml of the kind svg, and a drawing that may be spoiled."""

from __future__ import annotations

from pathlib import Path

from notes.draft import Draft, said

PROGRAMS = ("inkscape", "inkscape-plain", "figma", "illustrator")
DRAWINGS = Path(__file__).parent / "drawings"

DRAWING = """\
<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="0 0 1200 900">
<defs><circle id="dot" cx="5" cy="5" r="5"/></defs>
<path d="M60 60H240V200H60Z" fill="#f2694b" stroke="#23304a" stroke-width="6"/>
<g id="more" transform="translate(20 300)"><use href="#dot" x="700" fill="teal"/></g>
<rect id="key-title" x="300" y="40" width="860" height="200"/>
<rect id="key-s1-heading" x="60" y="330" width="400" height="64"/>
<rect id="key-s1-text" x="60" y="404" width="460" height="150"/>
<rect id="key-help" x="80" y="640" width="1000" height="200"/>
</svg>
"""
SPOT = "<g id=\"more\""  # in line 4: something may be put in front of it


def as_drawing(draft: Draft, drawing: str | bytes = DRAWING) -> Draft:
    """The draft, whose art is this drawing."""
    file = draft.folder / "note.yml"
    file.write_text(drawn_note(file.read_text(encoding="utf-8")), encoding="utf-8")
    write(draft, drawing)
    return draft


def drawn_note(text: str) -> str:
    """A note.yml whose art is drawing.svg, in which the boxes stand."""
    begin, end = text.index("art:\n"), text.index("styles:\n")
    regions = [line.partition(", box: [") for line in text[end:].split("\n")]
    without = "\n".join(before + (after.partition("]")[2] if box else "") for before, box, after in regions)
    return text[:begin] + "art:\n  kind: svg\n  file: drawing.svg\n" + without


def write(draft: Draft, drawing: str | bytes) -> None:
    """Put another drawing there."""
    data = drawing.encode() if isinstance(drawing, str) else drawing
    (draft.folder / "drawing.svg").write_bytes(data)


def with_more(inside: str) -> str:
    """The drawing with something more in its fourth line."""
    return DRAWING.replace(SPOT, inside + SPOT)


def found_in(draft: Draft, drawing: str | bytes) -> list[str]:
    """What a person reads of this drawing."""
    write(draft, drawing)
    return [said(problem) for problem in draft.read()[1]]
