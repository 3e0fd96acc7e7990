"""What a finished PDF draws, read back from it: letters, pictures and colours, and where they stand on each page.

    page ─ operators ─► Reader ─► Page: texts, pictures, boxes, spaces (of colour)

Places are millimetres from the upper left corner of the trimmed page, as people measure on paper. Curves are not
read: the drawings of the notes are made of a hundred thousand of them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import pikepdf

MM = 25.4 / 72
# All that changes where, in which colour and with which letters is drawn; no curves.
OPERATORS = (
    "q Q cm BT ET Tm Td TD T* TL Tf Tr Ts Tc Tw Tz Tj TJ ' \" "
    "rg RG g G k K cs CS sc scn SC SCN Do BDC BMC EMC re f F f* S s B B* b b* sh gs BI INLINE IMAGE"
)
PAINTING = frozenset("f F f* S s B B* b b* sh Do".split())
DEPTH = 12  # forms inside forms; ours have three

Matrix = tuple[float, float, float, float, float, float]
Colour = tuple[str, tuple[float, ...]]
IDENTITY: Matrix = (1, 0, 0, 1, 0, 0)
BLACK: Colour = ("DeviceGray", (0.0,))


@dataclass(frozen=True)
class Place:
    """A box on the page, in millimetres from its upper left corner."""

    left: float
    top: float
    right: float
    bottom: float

    @property
    def width(self) -> float:
        """From left to right."""
        return self.right - self.left

    @property
    def height(self) -> float:
        """From top to bottom."""
        return self.bottom - self.top


@dataclass(frozen=True)
class Text:
    """A piece of text as it is drawn at once: a line, or a part of one."""

    text: str
    place: Place
    size: float  # points
    font: str
    colour: Colour
    mcid: int  # which part of the tag tree it belongs to; -1: none
    is_visible: bool
    is_whole: bool  # each of its signs is a letter that the font has


@dataclass(frozen=True)
class Picture:
    """A picture of dots."""

    place: Place
    dots: tuple[int, int]
    is_photo: bool  # kept as JPEG

    @property
    def dpi(self) -> float:
        """Dots an inch, as it is printed."""
        width, height = max(self.place.width, 0.1), max(self.place.height, 0.1)
        return min(self.dots[0] / width, self.dots[1] / height) * 25.4


@dataclass(frozen=True)
class Page:
    """One page as it is drawn."""

    number: int
    width: float
    height: float
    texts: tuple[Text, ...]
    boxes: tuple[Place, ...]
    pictures: tuple[Picture, ...]
    spaces: frozenset[str]
    paints: int  # lines, surfaces and pictures drawn

    def lines(self) -> list[float]:
        """The base lines of the text, from top to bottom."""
        return sorted({round(text.place.bottom, 0) for text in self.texts if text.text.strip() and text.is_visible})


# ------------------------------------------------------------------------------------------------- fonts


@dataclass(frozen=True)
class Font:
    """A font as the file has it."""

    name: str
    is_wide: bool  # two bytes a letter
    is_embedded: bool
    letters: Mapping[int, str] = field(hash=False)
    widths: Mapping[int, float] = field(hash=False)
    default_width: float = 0.0

    def codes(self, data: bytes) -> Iterable[int]:
        """The numbers of the letters."""
        if not self.is_wide:
            return data
        return [int.from_bytes(data[place : place + 2], "big") for place in range(0, len(data), 2)]

    def width(self, code: int) -> float:
        """How far a letter moves on, in em."""
        return self.widths.get(code, self.default_width) / 1000

    def has(self, code: int) -> bool:
        """Whether the number is a letter: 0 is the empty box of all fonts with two bytes a letter."""
        return not (self.is_wide and code == 0) and self.letters.get(code, "\ufffd") not in ("", "\ufffd")


def font(found: pikepdf.Object) -> Font:
    """A font of a page's resources."""
    wide = found.get("/Subtype") == "/Type0"
    inner = found.DescendantFonts[0] if wide else found
    descriptor = inner.get("/FontDescriptor", pikepdf.Dictionary())
    embedded = any(key in descriptor for key in ("/FontFile", "/FontFile2", "/FontFile3"))
    letters = _letters(found.ToUnicode.read_bytes()) if "/ToUnicode" in found else {}
    widths = _wide_widths(inner) if wide else _plain_widths(found)
    name = str(found.get("/BaseFont", "")).removeprefix("/").rpartition("+")[2]
    return Font(name, wide, embedded, letters, widths, float(inner.get("/DW", 1000)) if wide else 0.0)


def _plain_widths(found: pikepdf.Object) -> dict[int, float]:
    first = int(found.get("/FirstChar", 0))
    return {first + step: float(width) for step, width in enumerate(found.get("/Widths", ()))}


def _wide_widths(inner: pikepdf.Object) -> dict[int, float]:
    """[1 [344 500] 20 25 600]: letters 1 and 2, then all from 20 to 25."""
    widths, rest = {}, list(inner.get("/W", ()))
    while len(rest) >= 2:
        first = int(rest.pop(0))
        second = rest.pop(0)
        if isinstance(second, pikepdf.Array):
            widths |= {first + step: float(width) for step, width in enumerate(second)}
        elif rest:
            widths |= dict.fromkeys(range(first, int(second) + 1), float(rest.pop(0)))
    return widths


_BLOCK = re.compile(rb"begin(bfchar|bfrange)(.*?)end\1", re.DOTALL)
_ROW = {
    b"bfchar": re.compile(rb"<([0-9a-fA-F]+)>\s*<([0-9a-fA-F ]*)>"),
    b"bfrange": re.compile(rb"<([0-9a-fA-F]+)>\s*<([0-9a-fA-F]+)>\s*(<[0-9a-fA-F ]*>|\[[^\]]*\])"),
}


def _letters(cmap: bytes) -> dict[int, str]:
    """ToUnicode: the number of a letter → the letter."""
    found: dict[int, str] = {}
    for kind, block in _BLOCK.findall(cmap):
        for row in _ROW[kind].findall(block):
            first = int(row[0], 16)
            if kind == b"bfchar":
                found[first] = _unicode(row[1])
            elif row[2].startswith(b"["):
                texts = re.findall(rb"<([0-9a-fA-F ]*)>", row[2])
                found |= {first + step: _unicode(text) for step, text in enumerate(texts)}
            else:
                text = _unicode(row[2].strip(b"<>"))
                last = int(row[1], 16)
                found |= {code: text[:-1] + chr(ord(text[-1]) + code - first) for code in range(first, last + 1)}
    return found


def _unicode(digits: bytes) -> str:
    return bytes.fromhex(digits.decode()).decode("utf-16-be", "replace")


# ----------------------------------------------------------------------------------------------- reading


@dataclass
class State:
    """What q keeps and Q brings back."""

    matrix: Matrix = IDENTITY
    fill: Colour = BLACK
    stroke: Colour = BLACK
    font: Font | None = None
    size: float = 0.0
    leading: float = 0.0
    between: float = 0.0
    words: float = 0.0
    across: float = 1.0
    mode: int = 0
    opacity: float = 1.0


def _times(first: Matrix, second: Matrix) -> Matrix:
    """First the one, then the other."""
    a, b, c, d, e, f = first
    m, n, o, p, q, r = second
    return a * m + b * o, a * n + b * p, c * m + d * o, c * n + d * p, e * m + f * o + q, e * n + f * p + r


class Reader:
    """Follows the operators of one page."""

    def __init__(self, page: pikepdf.Page, fonts: dict[tuple, Font]) -> None:
        box = [float(side) for side in page.trimbox]
        self.left, self.top = min(box[0], box[2]), max(box[1], box[3])
        self.page, self.fonts = page, fonts
        self.state, self.kept = State(), []
        self.text_matrix = self.line_matrix = IDENTITY
        self.marked: list[int] = []  # ids of the parts of the tag tree, innermost last; -1: none
        self.texts: list[Text] = []
        self.boxes: list[Place] = []
        self.pictures: list[Picture] = []
        self.spaces: set[str] = set()
        self.paints = 0

    def read(self) -> None:
        """All that the page draws."""
        group = self.page.obj.get("/Group", pikepdf.Dictionary())
        self._note_space(group.get("/CS"), pikepdf.Dictionary())
        self._follow(self.page.obj, self.page.obj.get("/Resources", pikepdf.Dictionary()), 0)

    def _follow(self, stream: pikepdf.Object, resources: pikepdf.Object, depth: int) -> None:
        for operands, operator in pikepdf.parse_content_stream(stream, OPERATORS):
            self._step(str(operator), operands, resources, depth)

    def _step(self, name: str, operands: Any, resources: pikepdf.Object, depth: int) -> None:
        state = self.state
        if name in PAINTING:
            self.paints += 1
        if name == "q":
            self.kept.append(State(**vars(state)))
        elif name == "Q":
            self.state = self.kept.pop() if self.kept else State()
        elif name == "cm":
            state.matrix = _times(tuple(map(float, operands)), state.matrix)
        elif name in _TEXT:
            self._text(name, operands, resources)
        elif name in _COLOURS:
            self._colour(name, operands, resources, depth)
        elif name in ("BDC", "BMC"):
            self._begin(name, operands, resources)
        elif name == "EMC":
            self.marked = self.marked[:-1]
        elif name == "re":
            x, y, width, height = map(float, operands)
            self.boxes.append(self._place(((x, y), (x + width, y + height)), state.matrix))
        elif name == "Do":
            self._draw(_resource(resources, "/XObject", operands[0]), depth)
        elif name == "sh":
            shading = _resource(resources, "/Shading", operands[0])
            self._note_space(shading.get("/ColorSpace") if shading is not None else None, resources)
        elif name == "gs":
            self._settings(_resource(resources, "/ExtGState", operands[0]), depth)
        elif name == "INLINE IMAGE":
            self.spaces.add(str(operands[0].obj.get("/ColorSpace", "DeviceGray")).removeprefix("/"))

    def _begin(self, name: str, operands: Any, resources: pikepdf.Object) -> None:
        properties = operands[1] if name == "BDC" else pikepdf.Dictionary()
        if isinstance(properties, pikepdf.Name):
            properties = _resource(resources, "/Properties", properties) or pikepdf.Dictionary()
        self.marked.append(int(properties.get("/MCID", -1)))

    def _mcid(self) -> int:
        return next((mcid for mcid in reversed(self.marked) if mcid >= 0), -1)

    # text

    def _text(self, name: str, operands: Any, resources: pikepdf.Object) -> None:
        state = self.state
        if name == "BT":
            self.text_matrix = self.line_matrix = IDENTITY
        elif name == "Tf":
            state.font, state.size = self._font(_resource(resources, "/Font", operands[0])), float(operands[1])
        elif name in _SETTINGS:
            attribute, unit = _SETTINGS[name]
            setattr(state, attribute, float(operands[0]) * unit)
        elif name == "Tm":
            self.text_matrix = self.line_matrix = tuple(map(float, operands))
        elif name in ("Td", "TD"):
            x, y = map(float, operands)
            state.leading = -y if name == "TD" else state.leading
            self._next_line(x, y)
        elif name in ("T*", "'", '"'):
            self._next_line(0, -state.leading)
        if name in ("Tj", "'", '"'):
            self._show([operands[-1]])
        elif name == "TJ":
            self._show(operands[0])

    def _next_line(self, x: float, y: float) -> None:
        self.text_matrix = self.line_matrix = _times((1, 0, 0, 1, x, y), self.line_matrix)

    def _font(self, found: pikepdf.Object | None) -> Font | None:
        if found is None:
            return None
        if found.objgen not in self.fonts or found.objgen == (0, 0):
            self.fonts[found.objgen] = font(found)
        return self.fonts[found.objgen]

    def _show(self, pieces: Iterable[Any]) -> None:
        """One piece of text: its letters, and how far it reaches."""
        state, written, whole, moved = self.state, [], True, 0.0
        if state.font is None:
            return
        for piece in pieces:
            if not isinstance(piece, pikepdf.String):
                moved -= float(piece) / 1000 * state.size * state.across
                continue
            for code in state.font.codes(bytes(piece)):
                written.append(state.font.letters.get(code, "\ufffd"))
                whole = whole and state.font.has(code)
                space = state.words if not state.font.is_wide and code == 32 else 0
                moved += (state.font.width(code) * state.size + state.between + space) * state.across
        matrix = _times(self.text_matrix, state.matrix)
        size = (matrix[2] ** 2 + matrix[3] ** 2) ** 0.5 * state.size
        corners = ((0, -0.22 * state.size), (moved, 0.7 * state.size))
        colour = state.stroke if state.mode == 1 else state.fill
        shown = Text("".join(written), self._place(corners, matrix), size, state.font.name, colour, self._mcid(),
                     state.mode not in (3, 7) and state.opacity > 0, whole)  # fmt: skip
        self.texts.append(shown)
        self.text_matrix = _times((1, 0, 0, 1, moved, 0), self.text_matrix)

    # colour

    def _colour(self, name: str, operands: Any, resources: pikepdf.Object, depth: int) -> None:
        attribute = "fill" if name.islower() else "stroke"
        if name in _DEVICES:
            colour = (_DEVICES[name], tuple(map(float, operands)))
        elif name in ("cs", "CS"):
            colour = (_space(operands[0], resources), ())
        else:
            values = tuple(float(value) for value in operands if not isinstance(value, pikepdf.Name))
            colour = (getattr(self.state, attribute)[0], values)
            for value in operands:
                if isinstance(value, pikepdf.Name):
                    self._pattern(_resource(resources, "/Pattern", value), depth)
        setattr(self.state, attribute, colour)
        if colour[0] != "Pattern":
            self.spaces.add(colour[0])

    def _pattern(self, pattern: pikepdf.Object | None, depth: int) -> None:
        """What a surface is filled with: only its colours count, it may be repeated anywhere."""
        if pattern is None or depth > DEPTH:
            return
        if "/Shading" in pattern:
            self._note_space(pattern.Shading.get("/ColorSpace"), pikepdf.Dictionary())
        else:
            self._inside(pattern, IDENTITY, depth, has_places=False)

    def _note_space(self, space: pikepdf.Object | None, resources: pikepdf.Object) -> None:
        if space is not None:
            self.spaces.add(_space(space, resources))

    def _settings(self, found: pikepdf.Object | None, depth: int) -> None:
        """How see-through is drawn from here on; a mask counts with its colours only."""
        if found is None:
            return
        self.state.opacity = float(found.get("/ca", self.state.opacity))
        mask = found.get("/SMask")
        if isinstance(mask, pikepdf.Dictionary) and "/G" in mask and depth < DEPTH:
            self._inside(mask.G, IDENTITY, depth, has_places=False)

    # pictures, and drawings inside drawings

    def _draw(self, found: pikepdf.Object | None, depth: int) -> None:
        if found is None or depth > DEPTH:
            return
        if found.get("/Subtype") == "/Image":
            place = self._place(((0, 0), (1, 1)), self.state.matrix)
            self._picture(found, place)
        else:
            self._inside(found, tuple(map(float, found.get("/Matrix", IDENTITY))), depth)

    def _picture(self, found: pikepdf.Object, place: Place) -> None:
        space = _space(found.ColorSpace, pikepdf.Dictionary()) if "/ColorSpace" in found else "DeviceGray"
        self.spaces.add(space)
        filters = found.get("/Filter", ())
        names = {str(name) for name in filters} if isinstance(filters, pikepdf.Array) else {str(filters)}
        dots = int(found.Width), int(found.Height)
        self.pictures.append(Picture(place, dots, "/DCTDecode" in names))

    def _inside(self, form: pikepdf.Object, matrix: Matrix, depth: int, has_places: bool = True) -> None:
        kept, self.state = self.state, State(**vars(self.state))
        stack, self.kept = self.kept, []
        before = len(self.texts), len(self.boxes), len(self.pictures)
        self.state.matrix = _times(matrix, self.state.matrix)
        self._note_space(form.get("/Group", pikepdf.Dictionary()).get("/CS"), pikepdf.Dictionary())
        self._follow(form, form.get("/Resources", pikepdf.Dictionary()), depth + 1)
        if not has_places:
            for drawn, count in zip((self.texts, self.boxes, self.pictures), before, strict=True):
                del drawn[count:]
        self.state, self.kept = kept, stack

    def _place(self, corners: Iterable[tuple[float, float]], matrix: Matrix) -> Place:
        """Where a box stands that is given by two opposite corners."""
        (x1, y1), (x2, y2) = corners
        a, b, c, d, e, f = matrix
        points = [(a * x + c * y + e, b * x + d * y + f) for x in (x1, x2) for y in (y1, y2)]
        across, up = [x for x, _ in points], [y for _, y in points]
        return Place((min(across) - self.left) * MM, (self.top - max(up)) * MM,
                     (max(across) - self.left) * MM, (self.top - min(up)) * MM)  # fmt: skip


_DEVICES = {"rg": "DeviceRGB", "RG": "DeviceRGB", "g": "DeviceGray", "G": "DeviceGray", "k": "DeviceCMYK",
            "K": "DeviceCMYK"}  # fmt: skip
_COLOURS = frozenset({*_DEVICES, *"cs CS sc scn SC SCN".split()})
_SETTINGS = {"TL": ("leading", 1), "Tc": ("between", 1), "Tw": ("words", 1), "Tz": ("across", 0.01), "Tr": ("mode", 1)}
_TEXT = frozenset({*_SETTINGS, *"BT ET Tf Tm Td TD T* Tj TJ ' \"".split()})


def _resource(resources: pikepdf.Object, kind: str, name: pikepdf.Object) -> pikepdf.Object | None:
    return resources.get(kind, pikepdf.Dictionary()).get(str(name))


def _space(space: pikepdf.Object, resources: pikepdf.Object) -> str:
    """The kind of a space of colours: DeviceRGB, or by how many inks a profile has."""
    if isinstance(space, pikepdf.Name):
        named = _resource(resources, "/ColorSpace", space)
        return _space(named, resources) if named is not None else str(space).removeprefix("/")
    kind = str(space[0]).removeprefix("/")
    if kind == "ICCBased":
        return {1: "DeviceGray", 3: "DeviceRGB", 4: "DeviceCMYK"}[int(space[1].get("/N", 3))]
    if kind == "Indexed":
        return f"Indexed {_space(space[1], resources)}"
    if kind in ("Separation", "DeviceN"):
        return _space(space[2], resources)
    return kind


# ------------------------------------------------------------------------------------------------- pages


def pages(opened: pikepdf.Pdf) -> tuple[Page, ...]:
    """All pages as they are drawn."""
    fonts: dict[tuple, Font] = {}
    return tuple(_page(number, page, fonts) for number, page in enumerate(opened.pages, 1))


def _page(number: int, page: pikepdf.Page, fonts: dict[tuple, Font]) -> Page:
    reader = Reader(page, fonts)
    reader.read()
    x1, y1, x2, y2 = (float(side) * MM for side in page.trimbox)
    return Page(number, abs(x2 - x1), abs(y2 - y1), tuple(reader.texts), tuple(reader.boxes), tuple(reader.pictures),
                frozenset(reader.spaces), reader.paints)  # fmt: skip


def fonts(opened: pikepdf.Pdf) -> tuple[Font, ...]:
    """The fonts that the pages and the drawings on them use, each once."""
    found: dict[tuple, Font] = {}
    for holder in opened.objects:
        resources = holder.get("/Resources") if isinstance(holder, pikepdf.Dictionary | pikepdf.Stream) else None
        if isinstance(resources, pikepdf.Dictionary):
            for one in resources.get("/Font", pikepdf.Dictionary()).values():
                if one.objgen not in found:  # each page names all of them again
                    found[one.objgen] = font(one)
    return tuple(sorted(found.values(), key=lambda one: one.name))


# -------------------------------------------------------------------------------------------------- tags


@dataclass(frozen=True)
class Tag:
    """A part of the tag tree: what a screen reader knows of a paragraph, a heading, a drawing."""

    kind: str
    page: int  # counted from 1; 0: nothing of it stands on a page
    language: str  # its own, or that of the part around it
    alt: str
    pieces: tuple[tuple[int, int], ...]  # page and id of what is drawn
    parts: tuple[Tag, ...]

    def walk(self) -> Iterator[Tag]:
        """This part and all inside it, in reading order."""
        yield self
        for part in self.parts:
            yield from part.walk()

    @cached_property
    def all_pieces(self) -> tuple[tuple[int, int], ...]:
        """What is drawn of it and of all inside it."""
        return tuple(piece for tag in self.walk() for piece in tag.pieces)


def tags(opened: pikepdf.Pdf) -> Tag | None:
    """The tag tree; None when there is none."""
    tree = opened.Root.get("/StructTreeRoot")
    if tree is None:
        return None
    numbers = {page.obj.objgen: number for number, page in enumerate(opened.pages, 1)}
    parts = tuple(_tag(part, numbers, 0, str(opened.Root.get("/Lang", ""))) for part in _kids(tree))
    return Tag("", 0, "", "", (), parts)


def _kids(element: pikepdf.Object) -> list[pikepdf.Object]:
    kids = element.get("/K", ())
    return list(kids) if isinstance(kids, pikepdf.Array) else [kids] if kids != () else []


def _tag(element: pikepdf.Object, numbers: Mapping[tuple, int], page: int, language: str) -> Tag:
    page = numbers.get(element.Pg.objgen, page) if "/Pg" in element else page
    language = str(element.get("/Lang", language))
    pieces, parts = [], []
    for kid in _kids(element):
        if not isinstance(kid, pikepdf.Dictionary):
            pieces.append((page, int(kid)))
        elif kid.get("/Type") == "/MCR":
            pieces.append((numbers.get(kid.Pg.objgen, page) if "/Pg" in kid else page, int(kid.MCID)))
        elif "/S" in kid:
            parts.append(_tag(kid, numbers, page, language))
    first = next((number for number, _ in pieces), 0) or next((part.page for part in parts if part.page), page)
    kind, alt = str(element.S).removeprefix("/"), str(element.get("/Alt", ""))
    return Tag(kind, first, language, alt, tuple(pieces), tuple(parts))
