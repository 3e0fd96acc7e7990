"""A visual note as it stands in its folder: what is drawn, where the words go, and the words of each language.

    visual-notes/03-slug/note.yml         art, styles, regions: no words  ─┐
    visual-notes/03-slug/text.<lang>.yml  the words, the same keys in each ─┴─ read ─► VisualNote, problems
    visual-notes/03-slug/drawing.svg      kind svg: the art, and rectangles that say where the words go
    visual-notes/icons/<name>.yml         a drawing to be placed           ─── read_icon ─► Icon, problems

All of it is untrusted: numbers, texts and lists are limited, and a key that is not known is a problem.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from functools import cached_property
from pathlib import Path

from fontTools.pens.recordingPen import RecordingPen
from fontTools.svgLib.path import parse_path

from guidebook import drawing, files, images
from guidebook.drawing import Drawing
from guidebook.problem import Problem, Severity

Point = tuple[float, float]
Box = tuple[float, float, float, float]

KINDS = ("sketch", "svg", "photo")
ROLES = ("title", "heading", "text", "speech", "callout", "label", "decoration")
FONTS = ("regular", "bold")
ALIGNS = ("left", "center", "right")
VALIGNS = ("top", "middle")
ADAPTATIONS = ("none", "relettering")
LETTERINGS = ("replace", "markers")
MARKERS = ("numbers", "letters")

ALT_LENGTH = 180  # what a screen reader says in one breath
SMALLEST = 34 / 1200  # 9 pt when the note is printed 115 mm wide (design README)
FARTHEST = 6000  # no coordinate is further away
PRINTED_MM, DPI = 118, 300  # how wide a note is printed, and how fine
MOST_ITEMS, MOST_REGIONS, MOST_STYLES = 500, 80, 20
LONGEST_WORD, LONGEST_PATH = 600, 6000

ALT = "alt"
PLACEHOLDERS = ("…", "...")  # what a new note.yml and its words are made with


# ------------------------------------------------------------------------------------------------- model


@dataclass(frozen=True)
class Credit:
    """Who drew the note, under which licence, and whether its words may be lettered again."""

    drawn_by: str = ""
    year: str = ""
    licence: str = ""
    adaptation: str = "none"

    def __str__(self) -> str:
        who = ", ".join(part for part in (self.drawn_by, self.year) if part)
        return " · ".join(part for part in (who, self.licence.replace("-", " ", 1).replace("-", " ")) if part)


@dataclass(frozen=True)
class Item:
    """One thing of a drawing. `path` is in the units of the drawing; boxes and circles have become paths.

    Kinds: icon · line · fill · arrow · shape (a filled outline, perhaps with a shadow) · highlight.
    """

    kind: str
    line: int
    path: str = ""
    icon: str = ""
    at: Point = (0.0, 0.0)
    size: float = 100.0
    box: Box = (0.0, 0.0, 0.0, 0.0)
    colour: str = ""
    fill: str = ""
    shadow: str = ""
    width: float = 0.0
    opacity: float = 1.0
    shift: Point | None = None
    colours: Mapping[str, str] = field(default_factory=dict)
    flip: bool = False


@dataclass(frozen=True)
class Photo:
    """A photographed sheet. `frame`: its corners in pixels, clockwise from top left, after the EXIF turn.

    `lettering`: “replace” erases the words and letters them again in each language; “markers” leaves the picture as
    it is and puts numbers on it, which a legend explains.
    """

    file: Path
    pixels: tuple[int, int]
    frame: tuple[Point, Point, Point, Point]
    lettering: str = "replace"
    marker_style: str = "numbers"
    light: int = 25


@dataclass(frozen=True)
class Art:
    """The layer without words."""

    kind: str
    size: tuple[float, float]
    paper: str
    seed: str
    items: tuple[Item, ...] = ()
    photo: Photo | None = None
    drawing: Drawing | None = None

    @property
    def is_marked(self) -> bool:
        """Whether the picture keeps its words, and numbers lead to their translation."""
        return self.photo is not None and self.photo.lettering == "markers"


@dataclass(frozen=True)
class Style:
    """How a kind of words is lettered: one size for all its boxes, the largest from `min` to `max` that fits."""

    name: str
    line: int
    font: str = "regular"
    max: float = 40.0
    min: float = 34.0
    colour: str = "ink"
    highlight: str = ""
    align: str = "left"
    valign: str = "middle"


@dataclass(frozen=True)
class Region:
    """A box for the words of one key. The order of the regions is the reading order."""

    key: str
    line: int
    role: str
    style: str
    box: Box
    number: int = 0
    disc: str = ""
    rotate: float = 0.0
    erase: tuple[Box, ...] = ()  # photo: where the old words are; by default the box itself
    keep: tuple[Box, ...] = ()  # photo: what must stay as it is
    marker: Point | None = None  # photo with markers: where the number stands


@dataclass(frozen=True)
class NoteText:
    """The words of a note in one language; “alt” is one of them."""

    language: str
    file: Path
    words: Mapping[str, str]
    translated_from: Mapping[str, str] = field(default_factory=dict)
    lines: Mapping[str, int] = field(default_factory=dict)

    @property
    def alt(self) -> str:
        """What the picture shows, in one sentence."""
        return self.words.get(ALT, "")

    def line(self, key: str) -> int:
        """Where a key stands in the file."""
        return self.lines.get(key, 1)


@dataclass(frozen=True)
class Word:
    """What is written in one place of a note, and in which language it is."""

    text: str
    language: str


@dataclass(frozen=True)
class VisualNote:
    """A drawing of what matters in a chapter, with its words in every language."""

    name: str
    folder: Path
    format: int
    source_language: str
    chapter: str
    credit: Credit
    art: Art
    styles: Mapping[str, Style]
    regions: tuple[Region, ...]
    texts: Mapping[str, NoteText]

    @property
    def file(self) -> Path:
        """Where the drawing is described."""
        return self.folder / "note.yml"

    @property
    def is_decoration(self) -> bool:
        """A drawing without words: a cover, an ornament."""
        return not self.regions

    @cached_property
    def keys(self) -> tuple[str, ...]:
        """What has to be written in each language, in reading order."""
        return () if self.is_decoration else (ALT, *(region.key for region in self.regions))

    def word(self, key: str, language: str) -> Word:
        """The word in a language; while it is missing, that of the source language."""
        for code in (language, self.source_language):
            text = self.texts.get(code)
            if text and text.words.get(key):
                return Word(text.words[key], code)
        return Word("", language)

    def version(self, key: str) -> str:
        """The id of the source word, which its translations name in `translated_from`."""
        source = self.texts.get(self.source_language)
        return files.short_hash(source.words[key]) if source and key in source.words else ""

    def missing_keys(self, language: str) -> tuple[str, ...]:
        """What the source language has and this language has not."""
        text, source = self.texts.get(language), self.texts.get(self.source_language)
        have = text.words if text else {}
        return tuple(key for key in self.keys if key not in have and source and key in source.words)

    def stale_keys(self, language: str) -> tuple[str, ...]:
        """What was translated from an older source word, or does not say from which."""
        text = self.texts.get(language)
        if text is None or language == self.source_language:
            return ()
        written = (key for key in self.keys if key in text.words and self.version(key))
        return tuple(key for key in written if text.translated_from.get(key) != self.version(key))


@dataclass(frozen=True)
class Icon:
    """A small drawing on a grid, usually of 100 × 100, placed in notes and beside boxes."""

    name: str
    file: Path
    grid: tuple[float, float]
    items: tuple[Item, ...]

    @cached_property
    def colours(self) -> tuple[str, ...]:
        """The colours it is drawn with, which a note may exchange."""
        return tuple(dict.fromkeys(item.colour or item.fill for item in self.items if item.colour or item.fill))


# ------------------------------------------------------------------------------------------------ values


class _Wrong(Exception):
    """A value that cannot be used; carries the message that says what is expected."""

    def __init__(self, message: str, **values: object) -> None:
        super().__init__(message)
        self.message, self.values = message, values


Value = Callable[[object], object]


def _number(low: float, high: float) -> Value:
    def value(found: object) -> float:
        if isinstance(found, bool) or not isinstance(found, int | float) or not low <= found <= high:
            raise _Wrong("“{key}” needs a number from {low} to {high}, found “{text}”", low=low, high=high)
        return float(found)

    return value


def _numbers(count: int, low: float = -FARTHEST, high: float = FARTHEST) -> Value:
    one = _number(low, high)

    def value(found: object) -> tuple[float, ...]:
        if not isinstance(found, list) or len(found) != count:
            raise _Wrong("“{key}” needs {count} numbers between square brackets, found “{text}”", count=count)
        return tuple(one(number) for number in found)

    return value


def _choice(*known: object) -> Value:
    def value(found: object) -> object:
        if found not in known or isinstance(found, bool) is not isinstance(known[0], bool):
            listed = ", ".join(map(str, known))
            raise _Wrong("“{key}” is one of these: {known}; found “{text}”", known=listed)
        return found

    return value


def _matching(pattern: str, message: str) -> Value:
    compiled = re.compile(pattern)

    def value(found: object) -> str:
        if not isinstance(found, str) or not compiled.fullmatch(found):
            raise _Wrong(message)
        return found

    return value


def _text(found: object) -> str:
    if found in PLACEHOLDERS:
        raise _Wrong("“{key}” is not filled in yet")
    if not isinstance(found, str) or not found.strip() or len(found) > LONGEST_WORD:
        raise _Wrong("“{key}” needs a text between quotes, found “{text}”")
    return found.strip()


def _path(found: object) -> str:
    """An outline as SVG writes it. Parsed here, so that drawing it cannot fail."""
    message = "“{key}” needs an outline as SVG writes it, “M10 10L90 90”, found “{text}”"
    if not isinstance(found, str) or len(found) > LONGEST_PATH or not _PATH.fullmatch(found):
        raise _Wrong(message)
    try:
        pen = RecordingPen()
        parse_path(found, pen)
    except Exception:  # fontTools raises whatever comes: ValueError, IndexError, AssertionError …
        raise _Wrong(message) from None
    points = [point for _, points in pen.value for point in points]
    if not points or any(not -FARTHEST <= number <= FARTHEST for point in points for number in point):
        raise _Wrong(message)
    return found


_PATH = re.compile(r"\s*[Mm][\sMmLlHhVvCcSsQqTtAaZz0-9.,+-]+")
_NAME = _matching(r"[a-z][a-z0-9-]{0,40}", "“{key}” needs a name of small letters, digits and hyphens, found “{text}”")
_HEX = "#[0-9a-fA-F]{6}"
_COLOUR = _matching(
    rf"[a-z][a-z0-9-]{{0,40}}|{_HEX}",
    "“{key}” needs the name of a colour in mkdocs.yml, or one like “#23304a”, found “{text}”",
)
_DAY = _matching(r"\d{4}-\d{2}-\d{2}", "“{key}” needs a date like 2026-05-15, found “{text}”")
_WIDTH = _number(0.05, 60)
_OPACITY = _number(0, 1)
_YES = _choice(True, False)


def _boxes(found: object) -> tuple[Box, ...]:
    one = _numbers(4)
    if not isinstance(found, list) or len(found) > 40:
        raise _Wrong("“{key}” needs a list of boxes, [[left, top, width, height]], found “{text}”")
    return tuple(one(box) for box in found)


def _corners(found: object) -> tuple[Point, ...]:
    one = _numbers(2, -20000, 20000)
    if not isinstance(found, list) or len(found) != 4:
        message = "“{key}” needs the four corners of the sheet, clockwise from top left, found “{text}”"
        raise _Wrong(message)
    return tuple(one(corner) for corner in found)


def _odd(found: object) -> int:
    number = _whole(9, 99)(found)
    if number % 2 == 0:
        raise _Wrong("“{key}” needs an odd number, found “{text}”")
    return number


def _whole(low: int, high: int) -> Value:
    number = _number(low, high)

    def value(found: object) -> int:
        if isinstance(found, float):
            raise _Wrong("“{key}” needs a whole number, found “{text}”")
        return int(number(found))

    return value


def _colours(found: object) -> Mapping[str, str]:
    if not isinstance(found, dict) or len(found) > 40:
        raise _Wrong("“{key}” needs pairs of colours, {{teal: lilac}}, found “{text}”")
    return {_COLOUR(old): _COLOUR(new) for old, new in found.items()}


def _box_path(box: Box) -> str:
    """A rectangle, as a hand draws it: with corners that are slightly round."""
    x, y, w, h = box
    right, foot, r = x + w, y + h, min(14.0, w / 4, h / 4)
    k = r / 3
    return (
        f"M{x + r} {y}L{right - r} {y}C{right - k} {y} {right} {y + k} {right} {y + r}"
        f"L{right} {foot - r}C{right} {foot - k} {right - k} {foot} {right - r} {foot}"
        f"L{x + r} {foot}C{x + k} {foot} {x} {foot - k} {x} {foot - r}"
        f"L{x} {y + r}C{x} {y + k} {x + k} {y} {x + r} {y}Z"
    )


def circle_path(x: float, y: float, r: float) -> str:
    """A circle that begins at its left."""
    return f"M{x - r} {y}A{r} {r} 0 1 1 {x + r} {y}A{r} {r} 0 1 1 {x - r} {y}Z"


# ----------------------------------------------------------------------------------------------- reading

# What may stand in a drawing: the first key names the kind, the others are its properties.
_STROKE = {"width": _WIDTH, "colour": _COLOUR, "opacity": _OPACITY}
_AREA = {"fill": _COLOUR, "colour": _COLOUR, "width": _WIDTH, "shadow": _COLOUR}
_ITEMS: Mapping[str, Mapping[str, Value]] = {
    "icon": {
        "icon": _NAME,
        "at": _numbers(2),
        "size": _number(4, FARTHEST),
        "width": _WIDTH,
        "colours": _colours,
        "flip": _YES,
    },
    "line": {"line": _path, **_STROKE},
    "arrow": {"arrow": _path, **_STROKE},
    "fill": {"fill": _path, "colour": _COLOUR, "opacity": _OPACITY, "shift": _numbers(2, -100, 100)},
    "bubble": {"bubble": _path, **_AREA},
    "box": {"box": _numbers(4), **_AREA},
    "circle": {"circle": _numbers(3), **_AREA},
    "highlight": {"highlight": _numbers(4), "colour": _COLOUR, "opacity": _OPACITY},
}
# In icons a circle is what heads, wheels and eyes are made of: `disc` is filled, `ring` is drawn.
_ICON_ITEMS: Mapping[str, Mapping[str, Value]] = {
    "line": _ITEMS["line"],
    "fill": _ITEMS["fill"],
    "disc": {"disc": _numbers(3), "colour": _COLOUR, "opacity": _OPACITY},
    "ring": {"ring": _numbers(3), **_STROKE},
}
_NEEDED = {"icon": ("at", "size"), "fill": ("colour",), "disc": ("colour",), "highlight": ("colour",)}

_NOTE_KEYS = ("format", "workshop", "source_language", "chapter", "credit", "privacy", "art", "styles", "regions")
_WORKSHOP = {"number": _whole(1, 999), "date": _DAY}
_YEAR = _matching(r"\d{4}", "“{key}” needs a year between quotes, “2026”, found “{text}”")
_CREDIT = {"drawn_by": _text, "year": _YEAR, "licence": _text, "adaptation": _choice(*ADAPTATIONS)}
_ART = {"kind": _choice(*KINDS), "size": _numbers(2, 100, 4000), "paper": _COLOUR, "seed": _text}
_PRIVACY = {"checked_by": _text, "checked_on": _DAY}
_STYLE = {
    "font": _choice(*FONTS),
    "max": _number(10, 400),
    "min": _number(10, 400),
    "colour": _COLOUR,
    "highlight": _COLOUR,
    "align": _choice(*ALIGNS),
    "valign": _choice(*VALIGNS),
}
_REGION = {
    "key": _NAME,
    "role": _choice(*ROLES),
    "style": _NAME,
    "box": _numbers(4),
    "number": _whole(1, 99),
    "disc": _COLOUR,
    "rotate": _number(-90, 90),
    "erase": _boxes,
    "keep": _boxes,
    "marker": _numbers(2),
}
_PHOTO = {
    "file": _matching(r"[\w .-]{1,80}", "“{key}” needs the name of a file beside note.yml, found “{text}”"),
    "frame": _corners,
    "lettering": _choice(*LETTERINGS),
    "marker_style": _choice(*MARKERS),
    "light": _odd,
}


def read(folder: Path, languages: Sequence[str], source: str) -> tuple[VisualNote | None, tuple[Problem, ...]]:
    """The note of a folder, and all that is wrong in its files. None when nothing can be drawn from it."""
    problems: list[Problem] = []
    reader = _Reader(folder / "note.yml", problems)
    top = reader.mapping()
    if top is None:
        return None, tuple(problems)
    reader.only(top, _NOTE_KEYS, 1)
    art = _art(reader, top, folder.name)
    if art is None:
        return None, tuple(problems)
    _whole_note(reader, top, folder.name)
    credit = _credit(reader, top)
    _permissions(reader, top, art, credit)
    styles = dict(_styles(reader, top, art))
    regions = tuple(_regions(reader, top, styles, art))
    source_language = _source_language(reader, top, languages, source)
    note = VisualNote(
        name=folder.name,
        folder=folder,
        format=1,
        source_language=source_language,
        chapter=top["chapter"] if isinstance(top.get("chapter"), str) else "",
        credit=credit,
        art=art,
        styles=styles,
        regions=regions,
        texts=dict(_texts(folder, languages, problems)) if regions else {},
    )
    return note, tuple(problems)


def read_icon(file: Path) -> tuple[Icon | None, tuple[Problem, ...]]:
    """An icon, and all that is wrong in its file."""
    problems: list[Problem] = []
    reader = _Reader(file, problems)
    top = reader.mapping()
    if top is None:
        return None, tuple(problems)
    reader.only(top, ("format", "grid", "items"), 1)
    _format(reader, top)
    grid = reader.value(top, "grid", _numbers(2, 10, FARTHEST), (100.0, 100.0))
    items = tuple(_items(reader, top.get("items"), top.lines.get("items", 1), _ICON_ITEMS))
    if not items:
        reader.fault(1, "“items” needs a list of what is drawn", "- {{line: M10 10L90 90}}")
        return None, tuple(problems)
    return Icon(file.stem, file, grid, items), tuple(problems)


@dataclass
class _Reader:
    """One file while it is read; keeps what is wrong in it."""

    file: Path
    problems: list[Problem]

    def fault(self, line: int, message: str, hint: str = "", **values: object) -> None:
        self.problems.append(Problem(self.file, line, message, hint, values))

    def mapping(self) -> files.Node | None:
        """The file as “key: value” lines, or None."""
        try:
            top = files.read_yaml(self.file, self.file.parent)
        except files.Unreadable as unreadable:
            self.problems.append(unreadable.problem)
            return None
        if not isinstance(top, files.Node) or not top:
            self.fault(1, "expected “key: value” lines here")
            return None
        return top

    def only(self, node: files.Node, known: Sequence[str], line: int) -> None:
        """Report keys that are not known, with the nearest known one."""
        for key in node:
            if key not in known:
                near = get_close_matches(key, known, 1)
                hint = "did you mean “{near}”?" if near else "known here are: {near}"
                near_text = near[0] if near else ", ".join(known)
                self.fault(node.lines.get(key, line), "“{key}” is not known here", hint, key=key, near=near_text)

    def value(self, node: files.Node, key: str, value: Value, default: object = None, line: int = 1) -> object:
        """A checked value; the default when it is not there or cannot be used (which is reported)."""
        found = node.get(key)
        if found is None:
            return default
        try:
            return value(found)
        except _Wrong as wrong:
            values = {**wrong.values, "key": key, "text": str(found)[:60]}
            self.fault(node.lines.get(key, line), wrong.message, **values)
            return default

    def section(self, node: files.Node, key: str) -> files.Node | None:
        """The mapping below a key, or None (reported when there is something else)."""
        found = node.get(key)
        if isinstance(found, files.Node):
            return found
        if found is not None:
            self.fault(node.lines.get(key, 1), "“{key}” needs “key: value” lines below it", key=key)
        return None

    def values(self, node: files.Node, known: Mapping[str, Value], line: int) -> dict[str, object]:
        """All values of a mapping that are known and usable."""
        self.only(node, tuple(known), line)
        found = {key: self.value(node, key, known[key], line=line) for key in known if key in node}
        return {key: value for key, value in found.items() if value is not None}


def _format(reader: _Reader, top: files.Node) -> None:
    if top.get("format") != 1:
        hint = "write “format: 1” as the first line"
        reader.fault(top.lines.get("format", 1), "this file does not say in which format it is", hint)


def _whole_note(reader: _Reader, top: files.Node, name: str) -> None:
    """What concerns the note as a whole."""
    _format(reader, top)
    if not re.fullmatch(r"[0-9]{2}-[a-z0-9-]+", name):
        hint = "two digits, a hyphen, and a name of small letters, digits and hyphens: 03-citizens-budget"
        reader.fault(1, "the folder “{name}” is not named as notes are", hint, name=name)
    workshop = reader.section(top, "workshop")
    if workshop is not None:
        reader.values(workshop, _WORKSHOP, top.lines["workshop"])
    reader.value(top, "chapter", _text)


def _source_language(reader: _Reader, top: files.Node, languages: Sequence[str], source: str) -> str:
    found = top.get("source_language", source)
    if found not in languages:
        hint, line = "languages of this book: {known}", top.lines.get("source_language", 1)
        message = "“{text}” is not a language of this book"
        reader.fault(line, message, hint, text=str(found)[:40], known=", ".join(languages))
        return source
    return found


def _credit(reader: _Reader, top: files.Node) -> Credit:
    credit, line = reader.section(top, "credit"), top.lines.get("credit", 1)
    values = reader.values(credit, _CREDIT, line) if credit is not None else {}
    for key in ("drawn_by", "licence"):
        if key not in (credit or {}):
            hint = 'add to note.yml: credit: {{drawn_by: "…", licence: CC-BY-4.0, adaptation: relettering}}'
            reader.fault(line, "the note does not say “{key}” in its credit", hint, key=key)
    return Credit(**values)


def _art(reader: _Reader, top: files.Node, name: str) -> Art | None:
    art, line = reader.section(top, "art"), top.lines.get("art", 1)
    if art is None:
        reader.fault(line, "the note has no “art”", "add: art: {{kind: sketch, size: [1200, 1600], items: […]}}")
        return None
    kind = reader.value(art, "kind", _choice(*KINDS), line=line)
    own = {"photo": _PHOTO, "svg": {"file": _PHOTO["file"]}}.get(kind, {})
    values = reader.values(art, {**_ART, "items": _as_it_is, **own}, line)
    for key in ("kind", "size") if kind != "svg" else ("kind",):
        if key not in art:
            reader.fault(line, "“art” does not say its “{key}”", "add: {example}", key=key, example=_ART_EXAMPLE[key])
    if "kind" not in values or ("size" not in values and kind != "svg"):
        return None
    items = tuple(_items(reader, art.get("items"), art.lines.get("items", line), _ITEMS))
    photo = _photo(reader, art, values) if kind == "photo" else None
    drawn = _drawing(reader, art, values) if kind == "svg" else None
    if (kind == "photo" and photo is None) or (kind == "svg" and drawn is None):
        return None
    size, paper, seed = drawn.size if drawn else values["size"], values.get("paper", "paper"), values.get("seed", name)
    return Art(values["kind"], size, paper, seed, items, photo, drawn)


def _drawing(reader: _Reader, art: files.Node, values: Mapping[str, object]) -> Drawing | None:
    """The drawing, when it is one that may be shown."""
    if "size" in art:
        message, hint = "the size of this note stands in its drawing", "remove “size” here"
        reader.fault(art.lines["size"], message, hint)
    file = _file(reader, art, values, "file: drawing.svg")
    if file is None:
        return None
    found, problems = drawing.read(file, reader.file.parent)
    reader.problems.extend(problems)
    return found


def _file(reader: _Reader, art: files.Node, values: Mapping[str, object], example: str) -> Path | None:
    """The file that art is made from."""
    if "file" not in values:
        if "file" not in art:
            message = "“art” does not say its “{key}”"
            reader.fault(art.lines["kind"], message, "add: {example}", key="file", example=example)
        return None
    return reader.file.parent / values["file"]


def _photo(reader: _Reader, art: files.Node, values: Mapping[str, object]) -> Photo | None:
    """The photo, when there is one and it can be straightened."""
    line = art.lines.get("file", art.lines["kind"])
    file = _file(reader, art, values, "file: photo.jpg")
    if file is None:
        return None
    try:
        files.inside(file, reader.file.parent)
        pixels = images.photo_size(file)
    except files.Unreadable as unreadable:
        reader.problems.append(unreadable.problem)
        return None
    width, height = pixels
    frame = values.get("frame", ((0.0, 0.0), (float(width), 0.0), (float(width), float(height)), (0.0, float(height))))
    if not _is_sheet(frame, pixels):
        message = "“frame” is not a sheet inside the photo of {width} × {height} pixels"
        hint = "name its corners clockwise from top left: [[left, top], [right, top], [right, foot], [left, foot]]"
        reader.fault(art.lines.get("frame", line), message, hint, width=width, height=height)
        return None
    _fine_enough(reader, file, frame)
    options = {key: values[key] for key in ("lettering", "marker_style", "light") if key in values}
    return Photo(file, pixels, frame, **options)


def _fine_enough(reader: _Reader, file: Path, frame: Sequence[Point]) -> None:
    """Advice when the sheet has too few pixels for print."""
    width, least = round(sheet_size(frame)[0]), math.ceil(PRINTED_MM / 25.4 * DPI / 100) * 100
    if width < least:
        message = "the sheet is {width} px wide after straightening; {dpi} dpi at {mm} mm need {least} px"
        hint = "take the photo again, closer, or with more pixels"
        values = {"width": width, "dpi": DPI, "mm": PRINTED_MM, "least": least}
        reader.problems.append(Problem(file, 1, message, hint, values, severity=Severity.ADVICE))


def sheet_size(frame: Sequence[Point]) -> tuple[float, float]:
    """How wide and high the sheet is in the photo, by its longer sides."""
    left_top, right_top, right_foot, left_foot = frame
    width = max(math.dist(left_top, right_top), math.dist(left_foot, right_foot))
    return width, max(math.dist(left_top, left_foot), math.dist(right_top, right_foot))


def _is_sheet(frame: Sequence[Point], pixels: tuple[int, int]) -> bool:
    """Clockwise, without a dent, not a line, and not outside the photo (a corner may be cut off a little)."""
    width, height = pixels
    slack = 0.05 * max(pixels)
    inside = all(-slack <= x <= width + slack and -slack <= y <= height + slack for x, y in frame)
    turns = [turn(frame[i - 1], frame[i], frame[(i + 1) % 4]) for i in range(4)]
    return inside and all(bend > 0.001 * width * height for bend in turns)


def turn(before: Point, here: Point, after: Point) -> float:
    """Positive where the way from point to point bends clockwise (y grows downwards)."""
    return (here[0] - before[0]) * (after[1] - here[1]) - (here[1] - before[1]) * (after[0] - here[0])


def _permissions(reader: _Reader, top: files.Node, art: Art, credit: Credit) -> None:
    """A photo may show people: somebody has looked. Its author decides whether it is lettered again."""
    privacy = reader.section(top, "privacy")
    found = reader.values(privacy, _PRIVACY, top.lines["privacy"]) if privacy is not None else {}
    line = top.lines.get("art", 1)
    if art.photo is None:
        return
    if len(found) < len(_PRIVACY):
        message = "nobody has said that this photo shows no faces, names or signatures of people who have not agreed"
        hint = 'look at it, then add: privacy: {{checked_by: "…", checked_on: 2026-05-15}}'
        reader.fault(line, message, hint)
    if art.photo.lettering == "replace" and credit.adaptation != "relettering":
        message = "the author has not agreed that the words are lettered again"
        hint = "ask, then write “adaptation: relettering” in the credit; or use “lettering: markers” below art"
        reader.fault(line, message, hint)


_ART_EXAMPLE = {"kind": "kind: sketch", "size": "size: [1200, 1600]"}


def _as_it_is(found: object) -> object:
    return found


def _items(reader: _Reader, found: object, line: int, kinds: Mapping[str, Mapping]) -> Iterator[Item]:
    if found is None:
        return
    if not isinstance(found, list) or len(found) > MOST_ITEMS:
        reader.fault(line, "“items” needs a list of at most {most} things", most=MOST_ITEMS)
        return
    for entry in found:
        item = _item(reader, entry, line, kinds)
        if item is not None:
            line = item.line  # a list remembers no lines: the one before is the best to name
            yield item


def _item(reader: _Reader, entry: object, line: int, kinds: Mapping[str, Mapping]) -> Item | None:
    if not isinstance(entry, files.Node) or not entry:
        reader.fault(line, "expected a thing to draw below this line, found “{text}”", text=str(entry)[:60])
        return None
    kind = next(iter(entry))
    line = entry.lines[kind]
    if kind not in kinds:
        near = get_close_matches(kind, kinds, 1)
        hint = "did you mean “{near}”?" if near else "each line begins with one of: {near}"
        reader.fault(line, "“{key}” is nothing that can be drawn", hint, key=kind, near=(near or [", ".join(kinds)])[0])
        return None
    values = reader.values(entry, kinds[kind], line)
    lacking = [key for key in _NEEDED.get(kind, ()) if key not in entry]
    for key in lacking:
        reader.fault(line, "this “{kind}” does not say its “{key}”", kind=kind, key=key)
    if kind not in values or lacking:
        return None
    return _made(kind, line, values)


def _made(kind: str, line: int, values: dict[str, object]) -> Item:
    """The item that the values of an entry mean."""
    first = values.pop(kind)
    if kind == "icon":
        return Item("icon", line, icon=first, **values)
    if kind == "highlight":
        return Item("highlight", line, box=first, **values)
    if kind in ("circle", "disc", "ring"):
        shape = {"circle": "shape", "disc": "fill", "ring": "line"}[kind]
        return Item(shape, line, path=circle_path(*first), **values)
    if kind == "box":
        return Item("shape", line, path=_box_path(first), **values)
    return Item({"bubble": "shape"}.get(kind, kind), line, path=first, **values)


def _styles(reader: _Reader, top: files.Node, art: Art) -> Iterator[tuple[str, Style]]:
    styles = reader.section(top, "styles")
    for name, entry in (styles or {}).items():
        line = styles.lines[name]
        if not isinstance(entry, files.Node):
            reader.fault(line, "“{key}” needs “key: value” lines below it", key=name)
            continue
        style = Style(name, line, **reader.values(entry, _STYLE, line))
        smallest = round(SMALLEST * art.size[0], 1)
        if style.min < smallest:
            hint = "write “min: {smallest}” or more: smaller letters cannot be read in print"
            message = "the letters of “{key}” may become {min:g} units small"
            reader.fault(line, message, hint, key=name, min=style.min, smallest=f"{smallest:g}")
        if style.max < style.min:
            reader.fault(line, "the “max” of “{key}” is smaller than its “min”", key=name)
            continue
        yield name, style
    if styles and len(styles) > MOST_STYLES:
        reader.fault(top.lines["styles"], "there are more than {most} styles", most=MOST_STYLES)


def _regions(reader: _Reader, top: files.Node, styles: Mapping[str, Style], art: Art) -> Iterator[Region]:
    entries, line = top.get("regions"), top.lines.get("regions", 1)
    if entries is None:
        return
    if not isinstance(entries, list) or len(entries) > MOST_REGIONS:
        reader.fault(line, "“regions” needs a list of at most {most} boxes", most=MOST_REGIONS)
        return
    seen: set[str] = set()
    for entry in entries:
        region = _region(reader, entry, line, styles, art)
        if region is None:
            continue
        line = region.line
        if region.key in seen:
            reader.fault(line, "the key “{key}” stands here twice", "give each box a key of its own", key=region.key)
            continue
        seen.add(region.key)
        yield region
    titles = sum(isinstance(entry, dict) and entry.get("role") == "title" for entry in entries)
    if titles != 1 and entries:
        reader.fault(top.lines["regions"], "a note has one title, this one has {count}", "role: title", count=titles)
    if art.drawing is not None:
        _without_region(reader, art.drawing, [entry.get("key") for entry in entries if isinstance(entry, dict)])


def _without_region(reader: _Reader, drawn: Drawing, keys: Sequence[object]) -> None:
    """Rectangles of the drawing that no region speaks of."""
    for box in drawn.boxes:
        if box.key not in keys:
            message = "the rectangle “key-{key}” has no region in note.yml"
            hint = "add below regions: - {{key: {key}, role: text, style: body}}"
            reader.problems.append(Problem(drawn.file, box.line, message, hint, {"key": box.key}))


def _region(reader: _Reader, entry: object, line: int, styles: Mapping[str, Style], art: Art) -> Region | None:
    if not isinstance(entry, files.Node) or not entry:
        reader.fault(line, "expected a box for words below this line, found “{text}”", text=str(entry)[:60])
        return None
    line = entry.lines[next(iter(entry))]
    values = reader.values(entry, _REGION, line)
    needed = ("key", "role", "style") if art.drawing else ("key", "role", "style", "box")
    for key in needed:
        if key not in entry:
            reader.fault(line, "this box does not say its “{key}”", key=key)
    if any(key not in values for key in needed):
        return None
    if values["key"] == ALT:
        reader.fault(line, "“alt” is the description of the picture, no box can have this key", "choose another key")
        return None
    if values["style"] not in styles:
        near = get_close_matches(values["style"], styles, 1) or [", ".join(styles)]
        message = "the style “{style}” of “{key}” is not among the styles"
        hint = "known here are: {near}"
        reader.fault(line, message, hint, style=values["style"], key=values["key"], near=near[0])
        return None
    if art.drawing is not None:
        return _drawn_region(reader, entry, line, values, art.drawing)
    return Region(line=line, **values)


def _drawn_region(
    reader: _Reader, entry: files.Node, line: int, values: dict[str, object], drawn: Drawing
) -> Region | None:
    """A region whose box is a rectangle of the drawing."""
    key, place = values["key"], {"key": values["key"], "file": drawn.file.name}
    for name in ("box", "rotate"):
        if values.pop(name, None) is not None:
            message = "the box of “{key}” stands in the drawing"
            hint = "remove “{name}” here; what counts is the rectangle “key-{key}” of {file}"
            reader.fault(entry.lines[name], message, hint, name=name, **place)
    found = drawn.box(key)
    if found is None:
        near = get_close_matches(key, [box.key for box in drawn.boxes], 1)
        hint = "did you mean “{near}”?" if near else "draw one in {file} and name it key-{key}"
        message = "the drawing has no rectangle “key-{key}”"
        reader.fault(line, message, hint, near=near[0] if near else "", **place)
        return None
    return Region(line=line, box=found.box, rotate=found.rotate, **values)


# ------------------------------------------------------------------------------------------------- words


def _texts(folder: Path, languages: Sequence[str], problems: list[Problem]) -> Iterator[tuple[str, NoteText]]:
    for code in languages:
        file = folder / f"text.{code}.yml"
        if file.exists() and not is_skeleton(file):
            text = _read_text(_Reader(folder / f"text.{code}.yml", problems), code)
            if text is not None:
                yield code, text
    for file in sorted(folder.glob("text.*.yml")):
        code = file.name.split(".")[1]
        if code not in languages:
            known = ", ".join(languages)
            message, hint = "“{code}” is not a language of this book", "languages of this book: {known}"
            problems.append(Problem(file, 1, message, hint, {"code": code, "known": known}))


def is_skeleton(file: Path) -> bool:
    """Whether a file holds nothing but lines to write behind, each still a comment: no word of it is there yet."""
    try:
        lines = files.read_text(file, file.parent).split("\n")
    except files.Unreadable:
        return False
    return any(lines) and all(line.startswith("#") or not line.strip() for line in lines)


def _read_text(reader: _Reader, code: str) -> NoteText | None:
    top = reader.mapping()
    if top is None:
        return None
    words = {key: _word(reader, top, key, code) for key in top if key != "translated_from"}
    versions = reader.section(top, "translated_from") or {}
    for key in versions:
        if key not in words:
            reader.fault(versions.lines[key], "“{key}” has a version here, but no text above", "remove it", key=key)
    return NoteText(
        language=code,
        file=reader.file,
        words={key: word for key, word in words.items() if word},
        translated_from={key: str(version) for key, version in versions.items()},
        lines=dict(top.lines),
    )


def _word(reader: _Reader, top: files.Node, key: str, code: str) -> str:
    """A word of the note, or empty: what is not text is reported, YAML takes `no` and `12` for other things."""
    found, line = top[key], top.lines[key]
    place = {"key": key, "language": code}
    if not isinstance(found, str):
        message = "“{key}” ({language}): expected text in quotes, found {text}"
        reader.fault(line, message, 'write it between quotes: {key}: "…"', text=_as_yaml(found), **place)
        return ""
    if found.strip() in PLACEHOLDERS:
        reader.fault(line, "“{key}” ({language}) is not written yet", 'write it between quotes: {key}: "…"', **place)
        return ""
    if not found.strip():
        reader.fault(line, "“{key}” ({language}) is empty", 'write it between quotes: {key}: "…"', **place)
        return ""
    if len(found) > LONGEST_WORD:
        message = "“{key}” ({language}) has {count} characters, {most} at most can stand in a note"
        reader.fault(line, message, "shorten it", count=len(found), most=LONGEST_WORD, **place)
        return ""
    return "\n".join(" ".join(part.split()) for part in found.strip().split("\n"))


def _as_yaml(found: object) -> str:
    """A value as it is called in YAML, for people who wrote `no` and meant the word."""
    if found is None:
        return "nothing"
    return str(found).lower() if isinstance(found, bool) else str(found)[:60]
