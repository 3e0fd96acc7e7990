"""An SVG drawing as the art of a note: what of it is drawn, and where the words go.

    drawing.svg ─ svg.read ─► elements ─┬─ rectangles named key-… ─► boxes
                                        └─ all else ─► art, written anew for a canvas of 1200 units

Only what both resvg (site) and WeasyPrint (print) draw alike is let through; gradients, masks and patterns, which they
do not, are marked, and print gets them as dots. Nothing of the file's own text is copied: numbers are read and written
again, names replaced, style sheets resolved. So nothing of the person who drew it, and nothing that acts, comes along.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from html import escape
from pathlib import Path

from guidebook import files, images, svg
from guidebook.problem import Problem
from guidebook.svg import Document, Element

WIDTH = 1200.0  # of the canvas, whatever the units of the program: so letters have the same size in all notes
LOWEST, HIGHEST = 100.0, 4000.0
FARTHEST = 1e5  # no number of a drawing is larger
MOST_PARTS, MOST_LAYERS = 20_000, 12  # after all copies; see-through groups in each other, each a picture in memory
MOST_RULES = 400  # of style sheets
LAYER = 10  # a see-through or clipped group costs as much as so many parts
LONGEST_TRANSFORM = 2000  # characters
FINEST_DASH = 0.2  # canvas units

Matrix = tuple[float, float, float, float, float, float]
IDENTITY: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


@dataclass(frozen=True)
class KeyBox:
    """A rectangle of the drawing that says where the words of a key go, in canvas units."""

    key: str
    line: int
    box: tuple[float, float, float, float]
    rotate: float = 0.0


@dataclass(frozen=True)
class Drawing:
    """A drawing that can be a note's art. `art` is SVG markup in canvas units."""

    file: Path
    size: tuple[float, float]
    art: str
    boxes: tuple[KeyBox, ...]
    is_shaded: bool = False  # with gradients, masks or patterns: print gets it as dots

    def box(self, key: str) -> KeyBox | None:
        """The rectangle of a key."""
        return next((box for box in self.boxes if box.key == key), None)


def read(file: Path, root: Path | None = None) -> tuple[Drawing | None, tuple[Problem, ...]]:
    """The drawing of a file, and all that is wrong in it. None when nothing may be drawn."""
    document, problems = svg.read(file, root)
    if document is None:
        return None, problems
    writer = _Writer(document, list(problems))
    drawing = writer.drawing()
    return (drawing if not writer.problems else None), tuple(sorted(writer.problems, key=lambda found: found.line))


# ----------------------------------------------------------------------------------------------- matrices


def times(one: Matrix, other: Matrix) -> Matrix:
    """First `other`, then `one`, as nested groups do."""
    a, b, c, d, e, f = one
    g, h, i, j, k, m = other
    return (a * g + c * h, b * g + d * h, a * i + c * j, b * i + d * j, a * k + c * m + e, b * k + d * m + f)


def transform(text: str) -> Matrix | None:
    """What a transform attribute does; None when it cannot be read or leaves nothing to see."""
    result, rest = IDENTITY, text
    while rest.strip(" \t\r\n,"):
        match = _TRANSFORM.match(rest) if len(rest) <= LONGEST_TRANSFORM else None
        if match is None:
            return None
        one = _one_transform(match.group(1), [_number(part) for part in _NUMBER.findall(match.group(2))])
        if one is None:
            return None
        result, rest = times(result, one), rest[match.end() :]
    a, b, c, d, *_ = result
    usable = all(abs(number) <= FARTHEST for number in result) and abs(a * d - b * c) > 1e-9
    return result if usable else None


def _one_transform(name: str, numbers: list[float | None]) -> Matrix | None:
    if None in numbers or len(numbers) not in _ARITY[name]:
        return None
    if name == "matrix":
        return tuple(numbers)
    if name == "translate":
        return (1.0, 0.0, 0.0, 1.0, numbers[0], (numbers + [0.0])[1])
    if name == "scale":
        return (numbers[0], 0.0, 0.0, (numbers * 2)[1], 0.0, 0.0)
    if not abs(numbers[0]) <= FARTHEST:
        return None
    angle = math.radians(numbers[0])
    if name == "skewX":
        return (1.0, 0.0, math.tan(angle), 1.0, 0.0, 0.0)
    if name == "skewY":
        return (1.0, math.tan(angle), 0.0, 1.0, 0.0, 0.0)
    sin, cos = math.sin(angle), math.cos(angle)
    x, y = (numbers + [0.0, 0.0])[1:3]
    return (cos, sin, -sin, cos, x - cos * x + sin * y, y - sin * x - cos * y)


# Nothing in these patterns is tried twice (?> *+ ++): else a few kilobytes of digits would take hours to be refused.
_DIGITS = r"[-+]?(?:\d++(?:\.\d*+)?|\.\d++)(?:[eE][-+]?\d++)?"
_NUMBER = re.compile(_DIGITS)
_NUMBERS = re.compile(rf"\s*+(?:(?>{_DIGITS})(?:\s*+,\s*+|\s++|(?=[-+.)]|$)))*+")
_ARITY = {"matrix": (6,), "translate": (1, 2), "scale": (1, 2), "rotate": (1, 3), "skewX": (1,), "skewY": (1,)}
_TRANSFORM = re.compile(rf"[\s,]*({'|'.join(_ARITY)})\s*\(({_NUMBERS.pattern})\)")


def _number(text: str) -> float | None:
    """A number that can be drawn."""
    if not re.fullmatch(_DIGITS, text) or len(text) > 40:
        return None
    number = float(text)
    return number if abs(number) <= FARTHEST else None


def _written(number: float) -> str:
    """Eight digits are exact for every screen; no “-0”, no exponent of a drawing program."""
    return f"{round(number, 5) + 0.0:.9g}"


def _matrix(found: Matrix) -> str:
    return f"matrix({' '.join(f'{number + 0.0:.8g}' for number in found)})"


def placed(x: float, y: float, width: float, height: float, where: Matrix) -> tuple[tuple, float] | None:
    """A rectangle as a box and its turn in degrees, around its middle; None when it is slanted.

    A mirrored rectangle is the same rectangle: words are never mirrored, nor upside down.
    """
    a, b, c, d, e, f = where
    across, down = math.hypot(a, b), math.hypot(c, d)
    if abs(a * c + b * d) > 0.01 * across * down:
        return None
    turn = math.degrees(math.atan2(b, a))
    turn = turn - 180 if turn > 90.01 else turn + 180 if turn < -90.01 else turn
    middle_x, middle_y = x + width / 2, y + height / 2
    middle = (a * middle_x + c * middle_y + e, b * middle_x + d * middle_y + f)
    width, height = width * across, height * down
    box = (middle[0] - width / 2, middle[1] - height / 2, width, height)
    return tuple(round(side, 1) + 0.0 for side in box), round(turn, 2) + 0.0


# -------------------------------------------------------------------------------------------------- paths

_STEPS = {"M": 2, "L": 2, "H": 1, "V": 1, "C": 6, "S": 4, "Q": 4, "T": 2, "A": 7, "Z": 0}
_COMMAND = re.compile(r"([MmLlHhVvCcSsQqTtAaZz])")
_ARC = re.compile(rf"[\s,]*+({_DIGITS})" * 3 + r"[\s,]*+([01])[\s,]*+([01])" + rf"[\s,]*+({_DIGITS})" * 2)


def path(text: str) -> str | None:
    """An outline written anew, or None when it cannot be read. Empty: nothing to see."""
    before, *pieces = _COMMAND.split(text)
    if before.strip() or (pieces and pieces[0] not in "Mm"):
        return None
    written = []
    for command, rest in zip(pieces[::2], pieces[1::2], strict=True):
        count = _STEPS[command.upper()]
        numbers = _arcs(rest) if count == 7 else _plain(rest)
        if numbers is None or (len(numbers) % count or not numbers if count else numbers):
            return None
        texts = list(map(_written, numbers))
        steps = [" ".join(texts[at : at + count]) for at in range(0, len(texts), count or 1)] or [""]
        further = {"M": "L", "m": "l"}.get(command, command)
        written.append(command.replace("z", "Z") + further.join(steps))
    return "".join(written)


def _plain(text: str) -> list[float] | None:
    """Numbers as SVG writes them, “1-2.5.5”; None when there is anything else, or one that cannot be drawn."""
    if not _NUMBERS.fullmatch(text):
        return None
    numbers = [_number(part) for part in _NUMBER.findall(text)]
    return None if None in numbers else numbers


def _arcs(text: str) -> list[float] | None:
    """The numbers of arcs, whose two flags may stand without spaces: “0 01.5”."""
    numbers: list[float] = []
    at, end = 0, len(text.rstrip(" \t\r\n,"))
    while at < end:
        match = _ARC.match(text, at)
        found = [_number(part) for part in match.groups()] if match else [None]
        if None in found:
            return None
        numbers += found
        at = match.end()
    return numbers


# ------------------------------------------------------------------------------------------------- styles

_COLOUR = r"#(?:[0-9a-fA-F]{3,4}|[0-9a-fA-F]{6}|[0-9a-fA-F]{8})|[a-zA-Z]{3,22}|(?:rgb|hsl)a?\([0-9\s.,%/+deg-]{5,60}\)"
_NAMES = (images.COLOUR_NAMES - {"rebeccapurple"}) | {"none", "transparent", "currentcolor"}  # as resvg knows them
_LINK = r"url\(\s*['\"]?#([^\s'\"()<>]+)['\"]?\s*\)"
_SHARE = rf"{_DIGITS}%?"


def _one_of(*words: str) -> re.Pattern:
    return re.compile("|".join(words))


# What may be said of how a thing is drawn; the value must match the whole pattern.
_PAINT = re.compile(rf"(?:{_LINK}\s*)?(?:{_COLOUR})?|context-fill|context-stroke")
_TARGET = re.compile(rf"none|{_LINK}")
PROPERTIES: Mapping[str, re.Pattern | None] = {
    "fill": _PAINT,
    "fill-opacity": re.compile(_SHARE),
    "fill-rule": _one_of("nonzero", "evenodd"),
    "stroke": _PAINT,
    "stroke-width": None,  # None: a length
    "stroke-opacity": re.compile(_SHARE),
    "stroke-linecap": _one_of("butt", "round", "square"),
    "stroke-linejoin": _one_of("miter", "round", "bevel"),
    "stroke-miterlimit": re.compile(_DIGITS),
    "stroke-dasharray": re.compile(r"none|[0-9eE\s.,+a-z%-]{1,2000}"),
    "stroke-dashoffset": None,
    "opacity": re.compile(_SHARE),
    "visibility": _one_of("visible", "hidden", "collapse"),
    "color": re.compile(_COLOUR),
    "clip-path": _TARGET,
    "clip-rule": _one_of("nonzero", "evenodd"),
    "mask": _TARGET,
    "mask-type": _one_of("luminance", "alpha"),
    "marker-start": _TARGET,
    "marker-mid": _TARGET,
    "marker-end": _TARGET,
    "stop-color": re.compile(_COLOUR),
    "stop-opacity": re.compile(_SHARE),
    "paint-order": re.compile(r"normal|(?:(?:fill|stroke|markers)\s*){1,3}"),
    "overflow": _one_of("visible", "hidden", "scroll", "auto"),
    "display": re.compile(r"[a-z-]{3,20}"),
}
_ALONE = ("opacity", "clip-path", "mask", "mask-type", "overflow", "display", "stop-color", "stop-opacity")
_MARKERS = ("marker-start", "marker-mid", "marker-end")
# Effects, each with the values that mean none: they are lost on the way to paper, or differ.
_EFFECTS = {
    "filter": ("none",),
    "mix-blend-mode": ("normal",),
    "backdrop-filter": ("none",),
    "vector-effect": ("none",),
    "transform-origin": (),
    "transform-box": (),
    "offset-path": ("none",),
    "mask-image": ("none",),
    "animation": ("none",),
}
_GEOMETRY = ("x", "y", "cx", "cy", "r", "rx", "ry", "d", "transform")
_SAYING = {*PROPERTIES, *_EFFECTS, *_GEOMETRY, "marker"}
_SELECTOR = re.compile(r"(\*|[a-zA-Z]+)?((?:[.#][\w-]+)*)")


@dataclass(frozen=True)
class _Rule:
    """One selector of a style sheet, and what it says."""

    element: str
    names: tuple[str, ...]  # “.class”, “#id”
    says: Mapping[str, str]

    @property
    def weight(self) -> tuple[int, int]:
        """How much it counts against others: ids before classes before elements."""
        return (sum(name[0] == "#" for name in self.names), len(self.names) * 2 + bool(self.element.strip("*")))

    def meets(self, element: str, names: set[str]) -> bool:
        """Whether it speaks of an element with these classes and this id."""
        return self.element in ("", "*", element) and names.issuperset(self.names)


def declarations(text: str) -> dict[str, str]:
    """“fill: red; stroke: none” → its pairs."""
    pairs = (part.partition(":") for part in svg.without_comments(text).split(";") if ":" in part)
    says = ((name.strip().lower(), value) for name, _, value in pairs)
    return {name: " ".join(value.split()) for name, value in says if name in _SAYING}


# ------------------------------------------------------------------------------------------------ writing

_SHAPES = {
    "rect": ("x", "y", "width", "height", "rx", "ry"),
    "circle": ("cx", "cy", "r"),
    "ellipse": ("cx", "cy", "rx", "ry"),
    "line": ("x1", "y1", "x2", "y2"),
    "polyline": (),
    "polygon": (),
    "path": (),
}
_SIDES = ("width", "height", "r", "rx", "ry")  # never below zero
_USED = {"use": ("x", "y", "width", "height"), "image": ("x", "y", "width", "height")}
_SERVERS = {
    "linearGradient": ("x1", "y1", "x2", "y2"),
    "radialGradient": ("cx", "cy", "r", "fx", "fy", "fr"),
    "pattern": ("x", "y", "width", "height"),
    "mask": ("x", "y", "width", "height"),
    "clipPath": (),
    "marker": ("refX", "refY", "markerWidth", "markerHeight"),
    "symbol": ("refX", "refY"),
}
_UNITS = {
    "linearGradient": "gradientUnits",
    "radialGradient": "gradientUnits",
    "pattern": "patternUnits",
    "mask": "maskUnits",
}
_WORDS = {
    "gradientUnits": _one_of("userSpaceOnUse", "objectBoundingBox"),
    "patternUnits": _one_of("userSpaceOnUse", "objectBoundingBox"),
    "patternContentUnits": _one_of("userSpaceOnUse", "objectBoundingBox"),
    "maskUnits": _one_of("userSpaceOnUse", "objectBoundingBox"),
    "maskContentUnits": _one_of("userSpaceOnUse", "objectBoundingBox"),
    "clipPathUnits": _one_of("userSpaceOnUse", "objectBoundingBox"),
    "markerUnits": _one_of("strokeWidth", "userSpaceOnUse"),
    "spreadMethod": _one_of("pad", "reflect", "repeat"),
    "orient": re.compile(rf"auto|auto-start-reverse|{_DIGITS}"),
    "preserveAspectRatio": re.compile(r"none|x(?:Min|Mid|Max)Y(?:Min|Mid|Max)(?: (?:meet|slice))?"),
}
_TRANSFORMS = ("transform", "gradientTransform", "patternTransform")
_SILENT = ("title", "desc", "metadata", "style", "filter", "color-profile", "view", "cursor", "font", "font-face")
_LIVE_TEXT = ("text", "tspan", "textPath", "tref", "flowRoot", "flowPara", "flowRegion", "flowSpan")
_PER_PIXEL = {"": 1.0, "px": 1.0, "mm": 96 / 25.4, "cm": 96 / 2.54, "in": 96.0, "pt": 96 / 72, "pc": 16.0}
_LENGTH = re.compile(rf"({_DIGITS})(px|mm|cm|in|pt|pc|%)?")
_KEY = re.compile(r"key-([a-z][a-z0-9-]{0,40})")
_LIKE_A_KEY = re.compile(r"key[-_ ].*", re.IGNORECASE | re.DOTALL)


@dataclass(frozen=True)
class _Part:
    """A piece of markup, how many parts are drawn for it, and how many see-through groups lie in each other."""

    markup: str = ""
    cost: int = 0
    layers: int = 0


@dataclass(frozen=True)
class _Place:
    """Where in the drawing an element stands."""

    where: Matrix
    is_hidden: bool = False
    is_definition: bool = False  # inside a symbol, a pattern …: percentages would have another whole
    is_copy: bool = False  # gone through once more, for what copies it: its boxes for words are known
    parent: str = "svg"


@dataclass
class _Writer:
    """Goes through the elements once; keeps what is wrong."""

    document: Document
    problems: list[Problem]
    boxes: dict[str, KeyBox] = field(default_factory=dict)
    definitions: dict[str, _Part] = field(default_factory=dict)  # id in the file → as it is written
    names: dict[str, str] = field(default_factory=dict)  # id in the file → id as it is written
    pictures: dict[str, str] = field(default_factory=dict)  # data: address → the same without anything but its dots
    underway: list[str] = field(default_factory=list)
    told: set[tuple] = field(default_factory=set)
    said: dict[int, dict[str, str]] = field(default_factory=dict)
    dots: int = 0  # pixels of all pictures inside
    depth: int = 0  # groups and references that lie in each other
    is_shaded: bool = False

    def __post_init__(self) -> None:
        self.parents: dict[int, Element] = {}
        self.by_id: dict[str, Element] = {}
        for element in self.document.root.walk():
            self.by_id.setdefault(element.get("id"), element)
            for child in element.children:
                self.parents[id(child)] = element
        self.by_id.pop("", None)
        self.rules = sorted(self._rules(), key=lambda rule: rule.weight)

    def fault(self, at: Element, message: str, hint: str, /, **values: object) -> None:
        """Say something once a line."""
        known = (at.line, message, *values.values())
        if known not in self.told and len(self.problems) < svg.MOST_FAULTS:
            self.told.add(known)
            values = {name: value[:80] if isinstance(value, str) else value for name, value in values.items()}
            self.problems.append(Problem(self.document.file, at.line, message, hint, values))

    # ------------------------------------------------------------------------------------------- the whole

    def drawing(self) -> Drawing | None:
        box = self._canvas()
        if box is None:
            return None
        x, y, width, height = box
        scale = WIDTH / width
        where = (scale, 0.0, 0.0, scale, -x * scale, -y * scale)
        self.whole, self.scale = (width, height), scale
        root = self.document.root
        says = self._says(root)
        if root.get("transform"):
            self._effect(root, "transform", root.get("transform"))
        inside = self._children(root, _Place(where))
        if inside.cost > MOST_PARTS:
            hint = "draw the copies once, and leave out what is not seen"
            self.fault(root, "with all copies this drawing has more than {most} parts", hint, most=MOST_PARTS)
        if inside.layers > MOST_LAYERS:
            hint = "ungroup some of them"
            message = "more than {most} see-through or clipped groups lie in each other"
            self.fault(root, message, hint, most=MOST_LAYERS)
        shown = self._properties(root, says, _Place(where))
        defined = "".join(part.markup for part in self.definitions.values())
        defs = f"<defs>{defined}</defs>" if defined else ""
        art = f'<g transform="{_matrix(where)}"{_attributes(shown)}>{defs}{inside.markup}</g>'
        size = (WIDTH, round(height * scale, 1))
        return Drawing(self.document.file, size, art, tuple(self.boxes.values()), self.is_shaded)

    def _canvas(self) -> tuple[float, float, float, float] | None:
        root = self.document.root
        if "viewBox" not in root.attributes:
            hint = "in Inkscape: Edit, Resize Page to Selection; then save as “plain SVG”, or write it into the file"
            self.fault(root, "this drawing has no viewBox, so nobody knows how large it is", hint)
            return None
        box = svg.view_box(root)
        if box is None:
            hint = "four numbers: left, top, width, height, like “0 0 1200 1600”"
            self.fault(root, "the viewBox of this drawing cannot be used: “{text}”", hint, text=root.get("viewBox"))
            return None
        height = WIDTH * box[3] / box[2]
        if not LOWEST <= height <= HIGHEST:
            values = {"width": f"{box[2]:g}", "height": f"{box[3]:g}"}
            message = "this drawing is {width} wide and {height} high: too long or too flat for a note"
            self.fault(root, message, "make its page about as wide as high, or up to three times as high", **values)
            return None
        return box

    # --------------------------------------------------------------------------------------------- elements

    def _children(self, element: Element, place: _Place) -> _Part:
        parts = [self._element(child, place) for child in element.children if not child.is_foreign]
        layers = max((part.layers for part in parts), default=0)
        return _Part("".join(part.markup for part in parts), sum(part.cost for part in parts), layers)

    def _element(self, element: Element, place: _Place) -> _Part:
        """An element and all in it, however deep: copies of copies count."""
        self.depth += 1
        try:
            if self.depth <= svg.DEEPEST:
                return self._one(element, place)
            message, hint = "groups lie more than {most} deep in each other", "ungroup some of them"
            self.fault(element, message, hint, most=svg.DEEPEST)
            return _Part()
        finally:
            self.depth -= 1

    def _one(self, element: Element, place: _Place) -> _Part:
        name = element.name
        if name.lower() in svg.ACTIVE or name in _SILENT:
            return _Part()  # the former is among the problems already
        if self._is_key(element, place):
            return _Part()
        if name in _LIVE_TEXT:
            self._words(element)
            return _Part()
        if name in _SERVERS or name == "defs":
            if not place.is_copy:
                self._look_through(element, replace(place, is_definition=True))  # it is written where it is used
            return _Part()
        if name not in (*_SHAPES, *_USED, "g", "stop") or (place.parent == "clipPath" and name in ("g", "image")):
            hint = "save it as “plain SVG”, without effects; ungroup what cannot be drawn"
            message = "“{fault}” is not drawn the same on the site and in print"
            self.fault(element, message, hint, fault=f"<{name}>")
            return _Part()
        says = self._says(element)
        hidden = place.is_hidden or says.get("display") == "none"
        where = times(place.where, self._transform(element) or IDENTITY)
        here = replace(place, where=where, is_hidden=hidden, parent=name)
        return self._drawn(element, says, here)

    def _drawn(self, element: Element, says: Mapping[str, str], here: _Place) -> _Part:
        """A group, a shape, a copy or a picture."""
        name = element.name
        properties = self._properties(element, says, here)
        own = {} if name == "stop" else self._transformed(element)
        inside = self._children(element, here) if name == "g" else _Part()
        if name in _SHAPES:
            own |= self._shape(element, here) or {"d": ""}
        elif name == "use":
            target = self._reference(element, element.get("href"), ("use",))
            own |= self._lengths(element, _USED["use"], here) | target
            inside = self._part_of(element.get("href"))
        elif name == "image":
            own |= self._lengths(element, _USED["image"], here) | self._words_of(element, ("preserveAspectRatio",))
            own |= self._picture(element)
        elif name == "stop":
            own |= self._offset(element)
        if here.is_hidden or own.get("d") == "" or (name == "use" and "href" not in own):
            return _Part()
        if name in ("rect", "image") and 0.0 in (own.get("width"), own.get("height")):
            return _Part()
        cost, layers = self._cost(element, says, inside)
        markup = f"<{name}{_attributes({**own, **properties})}"
        return _Part(f"{markup}>{inside.markup}</{name}>" if name == "g" else f"{markup}/>", cost, layers)

    def _cost(self, element: Element, says: Mapping[str, str], inside: _Part) -> tuple[int, int]:
        """How many parts are drawn for an element: copies, and what it is painted, cut and ended with."""
        painted, cut, ends = 0, _Part(), 0
        for name in ("fill", "stroke"):
            painted += self._part_of(says.get(name, ""), ("pattern",)).cost
        for name in ("clip-path", "mask"):
            part = self._part_of(says.get(name, ""))
            cut = _Part("", cut.cost + part.cost, max(cut.layers, part.layers))
        for name in _MARKERS:
            ends += self._part_of(says.get(name, "")).cost
        points = len(element.get("d")) // 4 + len(element.get("points")) // 4 + 2 if ends else 0
        is_layer = any(says.get(name, "none") != "none" for name in ("clip-path", "mask"))
        is_layer = is_layer or says.get("opacity", "1") not in ("1", "1.0", "100%")
        cost = (1 + inside.cost) * (1 + painted) + cut.cost + ends * points + LAYER * is_layer
        return cost, max(inside.layers, cut.layers) + is_layer

    def _look_through(self, element: Element, place: _Place) -> None:
        """What is defined and perhaps not used may hold key boxes, or words."""
        for child in element.children:
            if child.is_foreign or self._is_key(child, place):
                continue
            if child.name in _LIVE_TEXT:
                self._words(child)
            else:
                self._look_through(child, place)

    def _words(self, element: Element) -> None:
        words = element.words()
        if words:
            message = "words are still text in the drawing: “{text}”"
            hint = "put a rectangle named key-… in its place and write the words to text.<language>.yml"
            self.fault(element, message, hint, text=words)

    # ------------------------------------------------------------------------------------------------- keys

    def _is_key(self, element: Element, place: _Place) -> bool:
        """Whether the element is a box for words; takes it, or says what is wrong with it."""
        name = _key_name(element)
        if not name:
            return False
        match = _KEY.fullmatch(name)
        if match is None:
            hint = "names look like key-s1-heading; “_2” at the end means that two things bear the same name"
            self.fault(element, "“{text}” names no key", hint, text=name)
            return True
        key = match.group(1)
        if place.is_copy:
            return True
        if element.name != "rect":
            message = "“key-{key}” is no rectangle: <{element}>"
            self.fault(element, message, "draw a rectangle and name that key-{key}", key=key, element=element.name)
        elif place.is_definition:
            hint = "draw it directly on the page"
            self.fault(element, "the rectangle “key-{key}” stands inside a symbol or a pattern", hint, key=key)
        elif key in self.boxes:
            values = {"key": key, "line": self.boxes[key].line}
            message = "the rectangle “key-{key}” stands here twice, also in line {line}"
            self.fault(element, message, "give each rectangle a name of its own", **values)
        else:
            self._take(element, key, place)
        return True

    def _take(self, element: Element, key: str, place: _Place) -> None:
        where = times(place.where, self._transform(element) or IDENTITY)
        sides = self._lengths(element, ("x", "y", "width", "height"), place)
        width, height = sides.get("width", 0.0), sides.get("height", 0.0)
        found = placed(sides.get("x", 0.0), sides.get("y", 0.0), width, height, where)
        if found is None:
            hint = "draw it again without slanting; it may be turned"
            self.fault(element, "the rectangle “key-{key}” is slanted", hint, key=key)
        elif not width or not height:
            self.fault(element, "the rectangle “key-{key}” has no size", "draw it again", key=key)
        else:
            self.boxes[key] = KeyBox(key, element.line, *found)

    # ----------------------------------------------------------------------------------------------- styles

    def _rules(self) -> Iterator[_Rule]:
        for element in self.document.root.walk():
            if element.name != "style":
                continue
            text = svg.without_comments(element.text).replace("<!--", "").replace("-->", "")
            *rules, rest = text.split("}")
            if rest.strip() or text.count(",") + len(rules) > MOST_RULES:
                self._selector_fault(element, " ".join((rest.strip() or text)[:200].split()))
                continue
            for rule in rules:
                selectors, _, body = rule.partition("{")
                yield from self._selectors(element, selectors, declarations(body))

    def _selectors(self, element: Element, selectors: str, says: Mapping[str, str]) -> Iterator[_Rule]:
        for selector in map(str.strip, selectors.split(",")):
            match = _SELECTOR.fullmatch(selector)
            if match and selector:
                yield _Rule(match.group(1) or "", tuple(re.findall(r"[.#][\w-]+", match.group(2))), says)
            else:
                self._selector_fault(element, selector)

    def _selector_fault(self, element: Element, text: str) -> None:
        hint = "in Illustrator export with “Styling: Presentation Attributes”; elsewhere save as “plain SVG”"
        self.fault(element, "the style sheet of this drawing is too complicated: “{text}”", hint, text=text)

    def _says(self, element: Element) -> dict[str, str]:
        """How an element is to be drawn; found out once."""
        if id(element) not in self.said:
            self.said[id(element)] = self._resolved(element)
        return self.said[id(element)]

    def _resolved(self, element: Element) -> dict[str, str]:
        """Its attributes, over them style sheets, over them its own style."""
        says = {name: element.get(name).strip() for name in (*PROPERTIES, *_EFFECTS) if name in element.attributes}
        names = {f".{name}" for name in element.get("class").split()} | {f"#{element.get('id')}"}
        rules = (rule.says for rule in self.rules if rule.meets(element.name, names))
        layers = [*rules, declarations(element.get("style"))]
        for is_important in (False, True):
            for layer in layers:
                found = {name: value for name, value in layer.items() if ("!important" in value) == is_important}
                says |= {name: value.replace("!important", "").strip() for name, value in found.items()}
        for name in _MARKERS:
            says.setdefault(name, says["marker"]) if "marker" in says else None
        for name in _GEOMETRY:
            if says.get(name, "none") not in ("none", "auto"):
                self._effect(element, name, says[name])
        return {name: value for name, value in says.items() if value}

    def _effect(self, element: Element, name: str, value: str) -> None:
        message = "“{fault}” is not drawn the same on the site and in print"
        hint = "take the effect off, or make a picture of it (PNG) and place that"
        self.fault(element, message, hint, fault=f"{name}: {value}")

    def _properties(self, element: Element, says: Mapping[str, str], place: _Place) -> dict[str, str]:
        """What is written of it: values that have been read."""
        for name, harmless in _EFFECTS.items():
            if name in says and says[name] not in harmless:
                self._effect(element, name, says[name])
        written = {}
        for name, pattern in PROPERTIES.items():
            value = says.get(name, "inherit")
            if name == "display" or value in ("inherit", "unset", "initial"):
                continue
            found = self._length_property(name, value, place) if pattern is None else None
            if pattern is not None and pattern.fullmatch(value):
                found = self._property(element, name, value, place)
            if found is None:
                self._unread(element, name, value)
            else:
                written[name] = found
        if written.get("stroke-width") == "0" and element.name in _SHAPES:
            written["stroke"] = "none"  # a PDF draws a line of no width as a hair
        return written

    def _length_property(self, name: str, value: str, place: _Place) -> str | None:
        number = self._length(value, name, place)
        return None if number is None or (number < 0 and name == "stroke-width") else _written(number)

    def _property(self, element: Element, name: str, value: str, place: _Place) -> str | None:
        link = re.search(_LINK, value)
        if link:
            if name in _MARKERS and element.name == "g":
                return None
            allowed = _ALLOWED_TARGETS[name]
            target = self._reference(element, f"#{link.group(1)}", allowed)
            return f"url({target['href']})" if target else "none"
        if name in ("fill-opacity", "stroke-opacity", "opacity", "stop-opacity"):
            number = _number(value.rstrip("%"))
            return None if number is None else _written(min(1.0, max(0.0, number / (100 if "%" in value else 1))))
        if name == "stroke-miterlimit":
            number = _number(value)
            return _written(number) if number is not None and number >= 1 else None
        if name == "stroke-dasharray" and value != "none":
            return self._dashes(value, place)
        if name == "paint-order":
            if value.split()[0] in ("normal", "fill"):
                return "normal"
            self.is_shaded = True
        if name in ("fill", "stroke", "color", "stop-color") and value.isalpha() and value.lower() not in _NAMES:
            return None
        if name == "clip-rule" and value == "evenodd":
            self.is_shaded = True  # WeasyPrint 70 does not know it
        return value

    def _dashes(self, value: str, place: _Place) -> str | None:
        dashes = [self._length(part, "stroke-dasharray", place) for part in value.replace(",", " ").split()]
        if any(dash is None or dash < 0 for dash in dashes) or len(dashes) > 40:
            return None
        if not sum(dashes):
            return "none"
        return " ".join(map(_written, dashes)) if sum(dashes) * self.scale >= FINEST_DASH else None

    def _unread(self, element: Element, name: str, value: str) -> None:
        message = "“{key}” of <{element}> cannot be read: “{text}”"
        hint = "draw this part again, or save the drawing as “plain SVG”"
        self.fault(element, message, hint, key=name, element=element.name, text=value or " ")

    # -------------------------------------------------------------------------------------------- geometry

    def _transform(self, element: Element, name: str = "transform") -> Matrix | None:
        return transform(element.get(name)) if element.get(name) else None

    def _transformed(self, element: Element, name: str = "transform") -> dict[str, str]:
        """The transform, written anew; said when it cannot be read."""
        if not element.get(name).strip():
            return {}
        found = self._transform(element, name)
        if found is None:
            self._unread(element, name, element.get(name))
            return {}
        return {name: _matrix(found)}

    def _length(self, text: str, name: str, place: _Place, share: bool = False) -> float | None:
        """A length in the units of the drawing. `share`: a percentage is a share of what is painted."""
        match = _LENGTH.fullmatch(text.strip())
        number = _number(match.group(1)) if match else None
        if number is None:
            return None
        if match.group(2) != "%":
            return number * _PER_PIXEL[match.group(2) or ""]
        if share:
            return number / 100
        if place.is_definition:
            return None
        width, height = self.whole
        if name in ("x", "width", "cx", "rx", "x1", "x2", "fx"):
            return number / 100 * width
        if name in ("y", "height", "cy", "ry", "y1", "y2", "fy"):
            return number / 100 * height
        return number / 100 * math.sqrt((width * width + height * height) / 2)

    def _lengths(self, element: Element, names: tuple[str, ...], place: _Place, share: bool = False) -> dict:
        found = {}
        for name in names:
            text = element.get(name).strip()
            if not text or (text == "auto" and name in ("rx", "ry")):
                continue
            number = self._length(text, name, place, share)
            if number is None or (name in _SIDES and number < 0):
                self._unread(element, name, text)
            else:
                found[name] = number
        return found

    def _shape(self, element: Element, place: _Place) -> dict | None:
        """The numbers of a shape; None when nothing is to be seen."""
        if element.name == "path":
            outline = path(element.get("d"))
            if outline is None:
                self._unread(element, "d", element.get("d"))
            return {"d": outline} if outline else None
        if element.name in ("polyline", "polygon"):
            points = element.get("points")
            numbers = _plain(points)
            if numbers is None or len(numbers) % 2:
                self._unread(element, "points", points)
                return None
            return {"points": " ".join(map(_written, numbers))} if numbers else None
        return self._lengths(element, _SHAPES[element.name], place)

    def _words_of(self, element: Element, names: tuple[str, ...]) -> dict[str, str]:
        """Attributes that are one of a few words."""
        found = {}
        for name in names:
            value = " ".join(element.get(name).split())
            if value and _WORDS[name].fullmatch(value):
                found[name] = value
            elif value:
                self._unread(element, name, value)
        return found

    def _offset(self, element: Element) -> dict:
        number = self._length(element.get("offset") or "0", "offset", _Place(IDENTITY), share=True)
        if number is None:
            self._unread(element, "offset", element.get("offset"))
        return {"offset": min(1.0, max(0.0, number or 0.0))}

    # ----------------------------------------------------------------------------------------- references

    def _part_of(self, link: str, kinds: tuple[str, ...] = ()) -> _Part:
        """What has been written for “#id” or “url(#id)”."""
        match = re.search(r"#([^\s'\"()<>]+)", link) if "#" in link else None
        name = match.group(1) if match else ""
        if kinds and (name not in self.by_id or self.by_id[name].name not in kinds):
            return _Part()
        return self.definitions.get(name, _Part())

    def _reference(self, element: Element, link: str, kinds: tuple[str, ...]) -> dict[str, str]:
        """The new name of what is named; writes it when it was not yet."""
        name = link.removeprefix("#")
        target = self.by_id.get(name)
        if target is None or not _fits(target, kinds):
            if link:
                hint = "draw this part again, or remove what needs it"
                self.fault(element, "“{text}” names nothing that can stand here", hint, text=link)
            return {}
        if name in self.underway:
            hint = "remove the copy that holds itself"
            self.fault(element, "“{text}” leads back to itself", hint, text=link)
            return {}
        if name not in self.definitions:
            self.names[name] = f"d{len(self.names) + 1}"
            self.underway.append(name)
            part = self._defined(target, self.names[name])
            self.underway.pop()
            self.definitions[name] = part
        return {"href": f"#{self.names[name]}"} if self.definitions[name].markup else {}

    def _defined(self, element: Element, name: str) -> _Part:
        """What others refer to, with its new name."""
        if element.name not in _SERVERS:
            part = self._element(element, _Place(IDENTITY, is_copy=True))
            found = re.match(r"<[a-z]+", part.markup)
            markup = f'{found.group()} id="{name}"{part.markup[found.end() :]}' if found else ""
            return _Part(markup, part.cost, part.layers)
        self.depth += 1
        part = self._server(element, name) if self.depth <= svg.DEEPEST else _Part()
        self.depth -= 1
        return part

    def _server(self, element: Element, name: str) -> _Part:
        """A gradient, a pattern, a mask, a clipping path, an arrow's head, a symbol."""
        kind = element.name
        self.is_shaded = self.is_shaded or kind in ("linearGradient", "radialGradient", "pattern", "mask")
        place = _Place(IDENTITY, is_definition=True, is_copy=True, parent=kind)
        units = _UNITS.get(kind, "")
        share = bool(units) and element.get(units, "objectBoundingBox") != "userSpaceOnUse"
        whole = _Place(IDENTITY)  # percentages of a server are of the page
        own = {"id": name, **self._lengths(element, _SERVERS[kind], whole, share)}
        own |= self._words_of(element, tuple(word for word in _WORDS if word in element.attributes))
        for attribute in _TRANSFORMS:
            own |= self._transformed(element, attribute) if attribute in element.attributes else {}
        if "viewBox" in element.attributes:
            box = svg.view_box(element)
            if box is None:
                self._unread(element, "viewBox", element.get("viewBox"))
            own |= {"viewBox": " ".join(map(_written, box))} if box else {}
        if kind in ("linearGradient", "radialGradient", "pattern") and element.get("href"):
            same = ("linearGradient", "radialGradient") if kind != "pattern" else ("pattern",)
            own |= self._reference(element, element.get("href"), same)
        properties = self._properties(element, self._inherited(element), place)
        inside = self._children(element, place)
        base = self._part_of(element.get("href")) if element.get("href") else _Part()
        cost = 1 + inside.cost + base.cost
        return _Part(f"<{kind}{_attributes({**own, **properties})}>{inside.markup}</{kind}>", cost,
                     max(inside.layers, base.layers))  # fmt: skip

    def _inherited(self, element: Element) -> dict[str, str]:
        """What a definition says, over what it gets from the groups that it stands in."""
        says, parent = self._says(element), self.parents.get(id(element))
        while parent is not None:
            handed = {name: value for name, value in self._says(parent).items() if name not in (*_ALONE, *_MARKERS)}
            says = {**{name: value for name, value in handed.items() if name in PROPERTIES}, **says}
            parent = self.parents.get(id(parent))
        return says

    def _picture(self, element: Element) -> dict[str, str]:
        """The dots of a picture inside the drawing, and nothing else of its file."""
        address = element.get("href")
        if not address.lower().startswith("data:"):
            return {"d": ""}
        if address not in self.pictures:
            try:
                most = images.MAX_PIXELS - self.dots
                self.pictures[address], dots = images.plain_address(address, self.document.file, element.line, most)
                self.dots += dots
            except files.Unreadable as unreadable:
                self.problems.append(unreadable.problem)
                self.pictures[address] = ""
        found = self.pictures[address]
        return {"href": found} if found else {"d": ""}


_ALLOWED_TARGETS = {
    "fill": ("linearGradient", "radialGradient", "pattern"),
    "stroke": ("linearGradient", "radialGradient", "pattern"),
    "clip-path": ("clipPath",),
    "mask": ("mask",),
    "marker-start": ("marker",),
    "marker-mid": ("marker",),
    "marker-end": ("marker",),
}


def _fits(target: Element, kinds: tuple[str, ...]) -> bool:
    """A copy may be made of what is drawn and of symbols; colours come from gradients, and so on."""
    if kinds == ("use",):
        return target.name in (*_SHAPES, *_USED, "g", "symbol")
    return target.name in kinds


def _attributes(values: Mapping[str, object]) -> str:
    texts = {name: _written(value) if isinstance(value, float) else str(value) for name, value in values.items()}
    return "".join(f' {name}="{escape(text)}"' for name, text in texts.items())


def _key_name(element: Element) -> str:
    """The name by which a thing says that it is a box for words: its id, data-key, or its name in Inkscape's list."""
    if element.get("data-key"):
        return f"key-{element.get('data-key')}"
    return next((name for name in (element.get("id"), element.get(svg.LABEL)) if _LIKE_A_KEY.fullmatch(name)), "")
