"""SVG read strictly: a tree of plain elements, and all that could run, load or unfold in it.

    drawing.svg ─ read ─► Document (elements with their lines), problems

A drawing is untrusted. Parsing stops at what unfolds (entities) or is endless; everything else is gone through, so that
a person hears of all faults at once. What is drawn of it is decided above: `drawing` for notes, `images` for pictures.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from xml.parsers import expat
from xml.sax.saxutils import escape, quoteattr

from guidebook import files
from guidebook.problem import Problem

SVG = "http://www.w3.org/2000/svg"
XLINK = "http://www.w3.org/1999/xlink"
XML = "http://www.w3.org/XML/1998/namespace"
INKSCAPE = "http://www.inkscape.org/namespaces/inkscape"
LABEL = "inkscape:label"  # the name that a person gives to a thing in the list of objects

MOST_BYTES = 5_000_000
MOST_ELEMENTS, MOST_ATTRIBUTES, DEEPEST = 20_000, 60, 100
MOST_FAULTS = 50  # nobody reads more

# What runs, loads, moves or leads away. Text is harmless here; notes refuse it for another reason.
ACTIVE = (
    "script handler listener foreignobject iframe embed object audio video canvas html body link meta base form input "
    "a animate animatecolor animatemotion animatetransform set discard"
).split()
_MARKUP = ("http://www.w3.org/1999/xhtml", "http://www.w3.org/1998/Math/MathML", "http://www.w3.org/2001/xml-events")
_LOADING = re.compile(
    r"expression\s*\(|javascript:|-moz-binding|behaviou?r\s*:|(?:image-set|image|src|cross-fade)\s*\(", re.IGNORECASE
)
_URL = re.compile(r"url\s*\(([^()]{0,300})\)", re.IGNORECASE)
_FRAGMENT = re.compile(r"#[^\s'\"()<>]{1,200}")
_NAMING = ("id", "class", "data-", "aria-")  # attributes whose words nobody follows
_PICTURE = re.compile(r"data:image/(?:png|jpe?g);base64,", re.IGNORECASE)


@dataclass
class Element:
    """One thing of a drawing. Attributes of other programs are left out; `href` may have been xlink:href."""

    name: str
    line: int
    attributes: dict[str, str]
    children: list[Element] = field(default_factory=list)
    parts: list[str] = field(default_factory=list)
    is_foreign: bool = False  # an editor's own notes: guides, page settings, who made it

    @property
    def text(self) -> str:
        """The text directly inside."""
        return "".join(self.parts)

    def get(self, name: str, default: str = "") -> str:
        """An attribute."""
        return self.attributes.get(name, default)

    def walk(self) -> Iterator[Element]:
        """This element and all within it, in the order of the file; without what belongs to an editor."""
        yield self
        for child in self.children:
            if not child.is_foreign:
                yield from child.walk()

    def words(self) -> str:
        """All text inside, in one line."""
        return " ".join(" ".join(part.text for part in self.walk()).split())


@dataclass(frozen=True)
class Document:
    """A drawing as it stands in its file."""

    file: Path
    root: Element

    @property
    def size(self) -> tuple[float, float] | None:
        """Width and height in its own units, by its view box or else its attributes."""
        box = view_box(self.root)
        if box is not None:
            return box[2:]
        if "viewBox" in self.root.attributes:
            return None
        sides = [_number(self.root.get(side).removesuffix("px")) for side in ("width", "height")]
        return (sides[0], sides[1]) if all(side is not None and 0 < side <= 1e6 for side in sides) else None

    def pictures(self) -> Iterator[tuple[Element, str]]:
        """Pictures of dots inside the drawing, each as its data: address."""
        for element in self.root.walk():
            if _PICTURE.match(element.get("href")):
                yield element, element.get("href")


_TOLD = ("metadata", "title", "desc")  # of whom and of what a drawing tells; never drawn


def written(document: Document, picture: Callable[[str, int], str]) -> str:
    """The drawing as a file of its own, with what is drawn and nothing of the person and the machine it comes from.

    `picture` takes the data: address of a picture inside, and its line, and gives the one to write.
    """
    return f'<svg xmlns="{SVG}"{_rest(document.root, picture)}\n'


def _rest(element: Element, picture: Callable[[str, int], str]) -> str:
    """What follows “<name”: attributes, all inside, the end."""
    values = {name: value for name, value in element.attributes.items() if name != LABEL}
    if _PICTURE.match(element.get("href")):
        values["href"] = picture(element.get("href"), element.line)
    label = element.get(LABEL)
    if label.startswith("key-") and not element.get("id").startswith("key-"):
        values.setdefault("data-key", label.removeprefix("key-"))  # a name for a box of words is kept
    attributes = "".join(f" {name}={quoteattr(value)}" for name, value in values.items())
    kept = [child for child in element.children if not child.is_foreign and child.name not in _TOLD]
    inside = "".join(f"\n<{child.name}{_rest(child, picture)}" for child in kept)
    return f"{attributes}>{escape(element.text.strip())}{inside}</{element.name}>"


def view_box(element: Element) -> tuple[float, float, float, float] | None:
    """Left, top, width and height; None when it has none that can be used."""
    numbers = [_number(part) for part in element.get("viewBox")[:200].replace(",", " ").split()]
    if len(numbers) != 4 or any(number is None or abs(number) > 1e6 for number in numbers):
        return None
    return tuple(numbers) if numbers[2] >= 1e-3 and numbers[3] >= 1e-3 else None


def _number(text: str) -> float | None:
    """A finite number as SVG writes it: no “nan”, no “1_000”."""
    digits = r"[-+]?(?:\d{1,30}\.?\d{0,30}|\.\d{1,30})(?:[eE][-+]?\d{1,2})?"
    return float(text) if re.fullmatch(digits, text.strip()) else None


def read(file: Path, root: Path | None = None) -> tuple[Document | None, tuple[Problem, ...]]:
    """The drawing, and all in it that is not safe. None when it could not be read to its end."""
    parser = _Parser(file)
    try:
        document = Document(file, parser.parse(_bytes(file, root)))
    except _Stop:
        document = None
    except files.Unreadable as unreadable:
        return None, (unreadable.problem,)
    return document, tuple(parser.problems)


def _bytes(file: Path, root: Path | None) -> bytes:
    """The bytes of a file that may be a drawing. Raises files.Unreadable."""
    files.inside(file, root)
    if file.stat().st_size > MOST_BYTES:
        values = {"most": MOST_BYTES // 1_000_000}
        message, hint = "this drawing is larger than {most} MB", "make the pictures in it smaller, and simplify it"
        raise files.Unreadable(Problem(file, 1, message, hint, values))
    data = file.read_bytes()
    if data.startswith(b"\x1f\x8b"):
        message, hint = "this drawing is packed (.svgz)", "save it as “plain SVG”"
        raise files.Unreadable(Problem(file, 1, message, hint))
    try:
        data.decode("utf-8")
    except UnicodeDecodeError as error:
        message, hint = "this file is not saved as UTF-8", "save it again with the encoding UTF-8"
        raise files.Unreadable(Problem(file, data.count(b"\n", 0, error.start) + 1, message, hint)) from None
    return data


class _Stop(Exception):
    """There is no sense in reading on; why stands among the problems."""


class _Parser:
    """Expat's events → elements. Nothing outside the file is ever opened: no handler for that is set."""

    def __init__(self, file: Path) -> None:
        self.file, self.problems = file, []
        self.root: Element | None = None
        self.open: list[Element] = []
        self.count = 0
        self.expat = expat.ParserCreate("UTF-8", namespace_separator=" ")
        self.expat.buffer_text, self.expat.buffer_size = True, 1 << 20
        self.expat.XmlDeclHandler = self._declaration
        self.expat.StartDoctypeDeclHandler = self._doctype
        self.expat.EntityDeclHandler = self._entity
        self.expat.ProcessingInstructionHandler = self._instruction
        self.expat.StartElementHandler = self._start
        self.expat.EndElementHandler = self._end
        self.expat.CharacterDataHandler = self._text

    def parse(self, data: bytes) -> Element:
        try:
            self.expat.Parse(data, True)
        except expat.ExpatError as error:
            self._unreadable(error.lineno)
        if self.root is None or self.root.is_foreign or self.root.name != "svg":
            self._unreadable(1)
        return self.root

    # ------------------------------------------------------------------------------------------- faults

    def fault(self, message: str, hint: str, line: int = 0, **values: object) -> None:
        line = line or self.expat.CurrentLineNumber
        self.problems.append(Problem(self.file, line, message, hint, values))
        if len(self.problems) >= MOST_FAULTS:
            raise _Stop

    def active(self, fault: str, line: int = 0, hint: str = "") -> None:
        if not hint:
            hint = "remove it and save the drawing again"
        self.fault("“{fault}” in a drawing could run or load something", hint, line, fault=fault[:80])

    def endless(self, message: str, most: int) -> None:
        self.fault(message, "simplify it: join outlines, ungroup, leave out what is not seen", most=most)
        raise _Stop

    def _unreadable(self, line: int) -> None:
        message, hint = "this drawing cannot be read as SVG", "save it as “plain SVG”, with a viewBox and no DOCTYPE"
        self.fault(message, hint, line)
        raise _Stop

    # ------------------------------------------------------------------------------------------- events

    def _declaration(self, _version: str, encoding: str | None, _standalone: int) -> None:
        if encoding and encoding.lower() not in ("utf-8", "utf8", "us-ascii"):
            message, hint = "this file is not saved as UTF-8", "save it again with the encoding UTF-8"
            self.fault(message, hint)

    def _doctype(self, _name: str, _system: str | None, _public: str | None, has_subset: int) -> None:
        hint = "delete it with a text editor; in Illustrator save without “Preserve Illustrator Editing Capabilities”"
        self.active("<!DOCTYPE>", hint=hint)
        if has_subset:
            raise _Stop  # entities are declared here: they unfold

    def _entity(self, name: str, *_: object) -> None:
        self.active(f"<!ENTITY {name}>")
        raise _Stop

    def _instruction(self, target: str, _data: str) -> None:
        self.active(f"<?{target}?>")

    def _start(self, full: str, attributes: Mapping[str, str]) -> None:
        space, _, name = full.rpartition(" ")
        self.count += 1
        if self.count > MOST_ELEMENTS:
            message = "this drawing has more than {most} parts"
            self.endless(message, MOST_ELEMENTS)
        if len(self.open) >= DEEPEST:
            message = "groups lie more than {most} deep in each other"
            self.endless(message, DEEPEST)
        if len(attributes) > MOST_ATTRIBUTES:
            message = "a part of this drawing has more than {most} attributes"
            self.endless(message, MOST_ATTRIBUTES)
        is_foreign = space != SVG or bool(self.open and self.open[-1].is_foreign)
        if name.lower() in ACTIVE or space in _MARKUP:
            self.active(f"<{name}>")
        element = Element(name, self.expat.CurrentLineNumber, {}, is_foreign=is_foreign)
        self._attributes(element, attributes)
        if self.open:
            self.open[-1].children.append(element)
        else:
            self.root = element
        self.open.append(element)

    def _attributes(self, element: Element, attributes: Mapping[str, str]) -> None:
        """Keep what SVG knows; an editor's own notes are neither kept nor followed by anybody."""
        for full, value in attributes.items():
            space, _, name = full.rpartition(" ")
            if name.lower().startswith("on") or (space == XML and name == "base"):
                self.active(f"{name}=")
            elif name in ("href", "src") and space in ("", XLINK):
                if not _is_inside(value):
                    hint = "put the picture itself into the drawing (Inkscape: Extensions, Images, Embed), or remove it"
                    self.active(f"{name}=", hint=hint)
                if name == "href" and (not space or "href" not in attributes):
                    element.attributes[name] = value
            elif not space:
                if not element.is_foreign and not name.startswith(_NAMING) and could_load(value):
                    self.active(f"{name}=")
                element.attributes[name] = value
            elif space == INKSCAPE and name == "label":
                element.attributes[LABEL] = value

    def _end(self, _full: str) -> None:
        element = self.open.pop()
        if element.name == "style" and not element.is_foreign and (could_load(element.text) or "@" in element.text):
            self.active("<style>", element.line)

    def _text(self, text: str) -> None:
        if self.open and not self.open[-1].is_foreign:
            self.open[-1].parts.append(text)


def _is_inside(address: str) -> bool:
    """Whether it names a part of the drawing, or is a picture itself."""
    return not address or bool(_FRAGMENT.fullmatch(address) or _PICTURE.match(address))


def could_load(text: str) -> bool:
    """Whether a value, or a style sheet, reaches out of the drawing – or hides what it does."""
    plain = without_comments(text)
    if "url" in plain.lower():
        addresses = [match.group(1).strip().strip("'\"") for match in _URL.finditer(plain)]
        opened = len(re.findall(r"url\s*\(", plain, re.IGNORECASE))
        if opened != len(addresses) or not all(_FRAGMENT.fullmatch(address) for address in addresses):
            return True
    return "\\" in plain or bool(_LOADING.search(plain))


def without_comments(text: str) -> str:
    """A style without /* what people note in it */. By hand: a pattern can be made to take hours."""
    first, *parts = text.split("/*")
    return first + " ".join(part.partition("*/")[2] for part in parts)
