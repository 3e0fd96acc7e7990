"""Our Markdown: a chapter's text → what stands in it, with line numbers; and → HTML.

    text ─ read ──────► Document   front matter, headings, links, pictures, references, faults
    body ─ Renderer ──► HTML       by Python-Markdown, with the extension below; site and print use the same list

The extension is listed in mkdocs.yml as `guidebook.markup`. It adds references, [[fact:name]], and lets nothing
through that could run or reach outside the book: a chapter is data (design: “Untrusted text”).
"""

from __future__ import annotations

import re
import xml.etree.ElementTree as etree
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from html import unescape
from pathlib import Path
from urllib.parse import urlsplit

import markdown
from markdown.blockprocessors import BlockProcessor
from markdown.extensions import Extension
from markdown.inlinepatterns import InlineProcessor
from markdown.preprocessors import Preprocessor
from markdown.treeprocessors import Treeprocessor

from guidebook import files
from guidebook.problem import Problem

FRONT_MATTER = ("title", "description", "note", "translated_from", "reviewed_by", "reviewed_on", "print")
SCHEMES = ("https", "mailto", "tel", "geo")
ELEMENTS = ("br", "wbr", "kbd", "sub", "sup", "mark")  # the HTML that may be written, without attributes
KINDS = ("fact", "source", "note", "term", "form", "place", "all")

_TWO_STOPS = re.compile(r"\.\.(?!\.)")
REFERENCE = re.compile(r"\[\[([a-z]+):([^\[\]\s:]+)\]\]")


@dataclass(frozen=True)
class Heading:
    """A heading of a chapter; `id` is the same in all languages, empty when none is written."""

    level: int
    text: str
    id: str
    line: int


@dataclass(frozen=True)
class Link:
    """A link or picture as written."""

    text: str
    target: str
    line: int


@dataclass(frozen=True)
class Reference:
    """[[kind:name]]: something that stands once, under docs/data/ or visual-notes/."""

    kind: str
    name: str
    line: int = 0
    block: bool = False  # alone in its paragraph

    def __str__(self) -> str:
        return f"[[{self.kind}:{self.name}]]"


@dataclass(frozen=True)
class Block:
    """A paragraph, list item or table cell as it is read: a value or term is “◦”, marks of sources are gone."""

    text: str
    line: int
    is_cell: bool = False


@dataclass(frozen=True)
class Document:
    """What stands in one Markdown file. Line numbers count from the top of the file."""

    front_matter: Mapping[str, object]
    body: str
    body_line: int
    file: Path = Path()
    head_faults: tuple[Problem, ...] = ()  # of the front matter

    # What stands in the body is looked for when it is first asked for: most questions need a part of it.

    @cached_property
    def headings(self) -> tuple[Heading, ...]:
        """The headings in order."""
        return tuple(_headings(self._lines()))

    @cached_property
    def links(self) -> tuple[Link, ...]:
        """Links and addresses, by line."""
        return tuple(_links(self._lines()))

    @cached_property
    def pictures(self) -> tuple[Link, ...]:
        """Pictures, by line."""
        return tuple(_pictures(self._lines()))

    @cached_property
    def references(self) -> tuple[Reference, ...]:
        """[[…]] in order."""
        return tuple(_references(self._lines()))

    @cached_property
    def faults(self) -> tuple[Problem, ...]:
        """What may not be written in a chapter, or cannot be understood."""
        raw = dict(enumerate(self.body.split("\n"), self.body_line))
        return (*self.head_faults, *_faults(self._lines(), raw, self.file))

    @cached_property
    def items(self) -> tuple[int, ...]:
        """The lines on which list items begin."""
        return tuple(number for number, line in self._lines() if _ITEM.match(line))

    @cached_property
    def rows(self) -> tuple[int, ...]:
        """The lines of table rows."""
        return tuple(number for number, line in self._lines() if _ROW.match(line))

    @cached_property
    def _masked(self) -> str:
        return _without_code(self.body)

    def _lines(self) -> list[tuple[int, str]]:
        return list(enumerate(self._masked.split("\n"), self.body_line))

    @cached_property
    def prose(self) -> tuple[tuple[int, str], ...]:
        """Line numbers and what readers read there: code, addresses, references and attributes are blank."""
        titles = [(self.line_of(key), str(self.front_matter.get(key) or "")) for key in ("title", "description")]
        masked = self._masked.split("\n")
        return (*titles, *((number, _as_read(line)) for number, line in enumerate(masked, self.body_line)))

    @cached_property
    def blocks(self) -> tuple[Block, ...]:
        """What is read in paragraphs, lists, boxes and tables, without headings."""
        return tuple(_blocks(self._masked.split("\n"), self.body_line))

    def line_of(self, key: str) -> int:
        """The line of a key of the front matter."""
        return getattr(self.front_matter, "lines", {}).get(key, 1)


# ---------------------------------------------------------------------------------------------- reading


def read(text: str, file: Path) -> Document:
    """Take a chapter apart. Never raises: what cannot be understood is among `faults`."""
    head, body, body_line = _split(text)
    front_matter, faults = _front_matter(head, file)
    return Document(front_matter, body, body_line, file, tuple(faults))


def _split(text: str) -> tuple[str, str, int]:
    """Front matter, body, and the line on which the body begins."""
    match = re.match(r"---[ \t]*\n(.*?\n)?---[ \t]*(?:\n|$)", text, re.DOTALL)
    if not match:
        return "", text, 1
    return match.group(1) or "", text[match.end() :], text.count("\n", 0, match.end()) + 1


def _front_matter(head: str, file: Path) -> tuple[Mapping, list[Problem]]:
    try:
        values = files.parse_yaml(head, file, first_line=2) if head else files.Node()
    except files.Unreadable as unreadable:
        return files.Node(), [unreadable.problem]
    if not isinstance(values, dict):
        return files.Node(), [Problem(file, 2, "expected “key: value” lines between the two ---")]
    lines, faults = getattr(values, "lines", {}), []
    for key, value in values.items():
        line = lines.get(key, 2)
        if key not in FRONT_MATTER:
            hint = "remove this line; allowed are {allowed}"
            shown = {"key": key, "allowed": ", ".join(FRONT_MATTER)}
            faults.append(Problem(file, line, "“{key}” is not known at the top of a chapter", hint, shown))
        elif key == "print":
            if not isinstance(value, bool):
                faults.append(Problem(file, line, "“print” is either true or false", "write “print: false”"))
        elif value is not None and not isinstance(value, str | int):
            shown = {"key": key}
            faults.append(Problem(file, line, "“{key}” needs one line of text", "put the text between quotes", shown))
    return values, faults


# As Python-Markdown sees them: a fence stands at the margin and is closed, a span ends in its own paragraph.
_FENCE = re.compile(r"^(?P<fence>`{3,}|~{3,})[^\n]*\n(?:[^\n]*\n)*?(?P=fence)[ ]*$", re.M)
_CODE = re.compile(r"(?<![\\`])(`+)(?!`)((?:(?!\n[ \t]*\n).)+?)(?<!`)\1(?!`)", re.S)


def _without_code(body: str) -> str:
    """The body with code and \\[ escapes blanked out, every line as long as before."""
    for pattern in (_FENCE, _CODE):
        body = pattern.sub(lambda match: re.sub(r"[^\n]", " ", match.group()), body)
    return re.sub(r"\\[\\\[\]{}<>!`]", "  ", body)


# No pattern here may go back over a line twice: a line of 100 000 brackets must not hold the build up.
_HEADING = re.compile(r"^(#{1,6})\s*([^\s#].*)$")
_UNDERLINE = re.compile(r"^(=+|-+)[ ]*$")
_ATTRIBUTES = re.compile(r"\{:?([^{}\n]*)\}")
_LAST_ATTRIBUTES = re.compile(r"\{:?([^{}\n]*)\}\s*#*$")
_ID = re.compile(r"#([\w-]+)")


def _headings(lines: Sequence[tuple[int, str]]) -> Iterator[Heading]:
    before = ""
    for number, line in lines:
        if match := _HEADING.match(line):
            yield _heading(len(match.group(1)), match.group(2), number)
        elif _UNDERLINE.match(line) and before.strip() and not _BULLET.match(before) and not _HEADING.match(before):
            yield _heading(1 if line[0] == "=" else 2, before, number - 1)
        before = line


def _heading(level: int, text: str, number: int) -> Heading:
    attributes = ""
    if found := _LAST_ATTRIBUTES.search(text):
        text, attributes = text[: found.start()], found.group(1)
    identity = _ID.search(attributes)
    return Heading(level, text.rstrip().rstrip("#").strip(), identity.group(1) if identity else "", number)


_TARGET = r"\(\s*+<?((?:[^\s<>()]|\([^\s<>()]{0,200}\)){0,2000}+)>?(?:\s++[\"'“][^)]{0,300}+)?\s*+\)"
_INLINE_LINK = re.compile(r"(?<!!)\[((?:[^\[\]]|\[[^\[\]]*\]){0,2000}+)\]" + _TARGET)
_DEFINITION = re.compile(r"^\s{0,3}\[([^\]^][^\]]*)\]:\s+<?(\S+?)>?(?:\s.*)?$")
_AUTOLINK = re.compile(r"<([a-zA-Z][a-zA-Z0-9+.-]*:[^\s<>]+|[^\s<>@]+@[^\s<>]+)>")
_PICTURE = re.compile(r"!\[([^\[\]]*)\]" + _TARGET)
_ITEM = re.compile(r"^\s*(?:[-*+]|\d+\.)\s+\S")
_BULLET = re.compile(r"^\s*(?:[-*+]|\d+\.)\s")
_ROW = re.compile(r"^\s*\|(?![-:| ]+$)")


_BOX = re.compile(r"^\s*(?:!!!|\?\?\?\+?)\s")


def _as_read(line: str) -> str:
    """A line of Markdown with everything blanked out that is not read as words; columns stay."""
    if _DEFINITION.match(line):
        return " " * len(line)
    for pattern in (REFERENCE, _ATTRIBUTES, _AUTOLINK, _HTML):
        line = pattern.sub(_blank, line)
    for pattern in (_PICTURE, _INLINE_LINK):
        line = pattern.sub(lambda m: f" {m.group(1)} {' ' * (len(m.group()) - len(m.group(1)) - 2)}", line)
    return line.replace('"', " ") if _BOX.match(line) else line


def _blank(match: re.Match) -> str:
    return " " * len(match.group())


_STRUCTURE = re.compile(r"^\s*(?:[-*+]\s+(?:\[[ xX]\]\s+)?|\d+\.\s+|>\s*)")
_LINKED = re.compile(r"!?\[([^\[\]]*)\]\([^()\s]*\)")


def _blocks(lines: Sequence[str], first: int) -> Iterator[Block]:
    paragraph, begins = "", first
    for number, line in enumerate((*lines, ""), first):
        is_row, is_apart = _ROW.match(line), _HEADING.match(line) or _BOX.match(line)
        if not line.strip() or is_row or is_apart or _STRUCTURE.match(line):
            if text := _as_heard(paragraph):
                yield Block(text, begins)
            paragraph = ""
        if is_row:
            cells = (_as_heard(cell) for cell in line.strip().strip("|").split("|"))
            yield from (Block(cell, number, is_cell=True) for cell in cells if cell)
        elif not is_apart and line.strip():
            begins = begins if paragraph else number
            paragraph += " " + _STRUCTURE.sub("", line)


def _as_heard(text: str) -> str:
    """The words alone: no addresses, no emphasis, no marks of sources."""
    text = REFERENCE.sub(lambda match: "◦" if match.group(1) in ("fact", "term") else "", text)
    return " ".join(_ATTRIBUTES.sub("", _LINKED.sub(r"\1", text)).replace("*", "").split())


def _links(lines: Sequence[tuple[int, str]]) -> Iterator[Link]:
    for number, line in lines:
        for match in _INLINE_LINK.finditer(line):
            yield Link(match.group(1), match.group(2), number)
        if match := _DEFINITION.match(line):
            yield Link(match.group(1), match.group(2), number)
        for match in _AUTOLINK.finditer(line):
            target = match.group(1)
            yield Link(target, target if ":" in target else f"mailto:{target}", number)


def _pictures(lines: Sequence[tuple[int, str]]) -> Iterator[Link]:
    for number, line in lines:
        yield from (Link(match.group(1), match.group(2), number) for match in _PICTURE.finditer(line))


def _references(lines: Sequence[tuple[int, str]]) -> Iterator[Reference]:
    for number, line in lines:
        for match in REFERENCE.finditer(line):
            block = line.strip() == match.group()
            yield Reference(match.group(1), match.group(2), number, block)


# ---------------------------------------------------------------------------------------------- faults

_HTML = re.compile(r"<(/?)([a-zA-Z!?][\w-]*)([^<>]*)(?:>|$)")
_INCLUDE = re.compile(r"-{2,}8<-{2,}")
_SPACED = re.compile(r"\]\(([^()\n\"'“]{1,300}+)[()]")
_TOKEN = re.compile(r"[#.][A-Za-z][\w-]*")


def _faults(lines: Sequence[tuple[int, str]], raw: Mapping[int, str], file: Path) -> Iterator[Problem]:
    """What may not be written in a chapter, with the words at fault."""
    for number, line in lines:
        yield from _html_faults(number, line, file)
        yield from _attribute_faults(number, line, file)
        if _INCLUDE.search(line):
            shown = {"text": raw[number].strip()[:60]}
            message = "“{text}” would take text from another file"
            yield Problem(file, number, message, "write the text itself", shown)
        yield from _space_faults(number, line, file)
        for target in (*_links([(number, line)]), *_pictures([(number, line)])):
            yield from _scheme_faults(target, file)


def _html_faults(number: int, line: str, file: Path) -> Iterator[Problem]:
    for match in _HTML.finditer(line):
        if _AUTOLINK.fullmatch(match.group()):
            continue
        name, attributes = match.group(2).lower(), match.group(3).strip(" /")
        if name in ELEMENTS and not attributes:
            continue
        shown = {"text": match.group()[:60], "elements": " ".join(f"<{name}>" for name in ELEMENTS)}
        message = "“{text}” is HTML, which is shown as plain letters"
        hint = "write it in Markdown; allowed are {elements}, without anything else inside"
        yield Problem(file, number, message, hint, shown)
    if "<!--" in line:
        message = "a comment (<!-- … -->) would be seen by readers"
        yield Problem(file, number, message, "remove it; write to the others in the pull request instead")


def _attribute_faults(number: int, line: str, file: Path) -> Iterator[Problem]:
    for match in _ATTRIBUTES.finditer(line):
        words = match.group(1).split()
        looks_like_one = match.group().startswith("{:") or any("=" in w or w[0] in "#." for w in words)
        wrong = [word for word in words if not _TOKEN.fullmatch(word)]
        if looks_like_one and wrong:
            shown = {"text": match.group()[:60], "wrong": wrong[0][:40]}
            message = "“{text}” holds “{wrong}”, but only names like #may-i and .wide may stand in {{ }}"
            yield Problem(file, number, message, "remove “{wrong}”", shown)


def _space_faults(number: int, line: str, file: Path) -> Iterator[Problem]:
    """Python-Markdown takes “[x](a b.md)” for a link, other programs do not, and `_links` neither."""
    for match in _SPACED.finditer(line):
        target = match.group(1).strip()
        if re.search(r"\s", target):
            message, hint = "the address “{target}” has a space inside", "rename the file, or write %20 for the space"
            yield Problem(file, number, message, hint, {"target": target[:80]})


def _scheme_faults(link: Link, file: Path) -> Iterator[Problem]:
    fault = unsafe(link.target)
    if fault:
        shown = {"target": link.target[:80], "schemes": ", ".join(f"{scheme}:" for scheme in SCHEMES)}
        message = "“{target}” cannot be opened from here"
        yield Problem(file, link.line, message, fault, shown)


def unsafe(target: str) -> str:
    """What to write instead of an address that may not be followed; empty when it may."""
    decoded = unescape(target)  # browsers do: javascript&colon;
    cleaned = re.sub(r"[\x00-\x20]", "", decoded)  # browsers skip them: java\tscript:
    hint = ""
    try:
        parts = urlsplit(cleaned)
    except ValueError:
        hint = "this is not an address; allowed are {schemes} and files of the book"
        return hint
    if parts.scheme == "http":
        hint = "write https:// instead of http://"
    elif parts.scheme and parts.scheme not in SCHEMES:
        hint = "write the address of a page; allowed are {schemes} and files of the book"
    elif not parts.scheme and (cleaned.startswith(("/", "\\")) or parts.netloc):
        hint = "write the way from this file: 03-chapter.md or ../assets/picture.png"
    return hint


def literal(text: str) -> str:
    """A line of Markdown that reads as just this text: no emphasis, link, reference, HTML or list comes of it."""
    text = re.sub(r"&(?=#?\w+;)", "&amp;", text)  # first: those below are ours
    text = re.sub(r"[\\`*_{}\[\]]", r"\\\g<0>", text).replace("<", "&lt;")
    text = re.sub(r"^(\d+)\.", r"\1\.", text)
    return re.sub(r"^[#>+!|=:~?-]", lambda sign: f"&#{ord(sign.group())};", text)


# ---------------------------------------------------------------------------------------------- HTML

Resolve = Callable[[Reference], "etree.Element | str | None"]
Finish = Callable[[str, str], str]  # (text, language) → text with spaces that do not break


@dataclass
class Renderer:
    """Markdown → HTML in one language; one for each language, used again for every chapter.

    `resolve` says how a reference reads (an element, a text, or None: unknown, left as written);
    `finish` is applied to running text with its language, never to code, addresses or attributes.
    """

    language: str
    extensions: Sequence[str]
    configs: Mapping[str, Mapping]
    finish: Finish = lambda text, language: text
    _engine: markdown.Markdown | None = field(default=None, repr=False)

    def html(self, body: str, resolve: Resolve) -> str:
        """The HTML of a body, without <html> and <head>."""
        if self._engine is None:
            names = [name for name in self.extensions if name != __name__]
            self._ours = GuidebookExtension(language=self.language, finish=self.finish)
            self._engine = markdown.Markdown(extensions=[*names, self._ours], extension_configs=dict(self.configs))
        self._ours.setConfig("resolve", resolve)
        self._engine.reset()
        return self._engine.convert(body)


def inline(text: str, language: str, resolve: Resolve, finish: Finish = lambda text, language: text) -> str:
    """One line of Markdown → HTML without the paragraph around it."""
    ours = GuidebookExtension(language=language, finish=finish, resolve=resolve)
    html = markdown.Markdown(extensions=["attr_list", ours]).convert(text)
    return re.sub(r"^<p>(.*)</p>$", r"\1", html, flags=re.S)


class GuidebookExtension(Extension):
    """References, no raw HTML, a last pass that lets only known attributes and addresses through."""

    def __init__(self, **configs: object) -> None:
        self.config = {
            "resolve": [lambda reference: None, "how a reference reads"],
            "language": ["", "the language of the text"],
            "finish": [lambda text, language: text, "how running text is finished"],
        }
        self._ours: dict[int, list[tuple[etree.Element, dict]]] = {}
        super().__init__(**configs)

    def extendMarkdown(self, md: markdown.Markdown) -> None:
        md.registerExtension(self)
        md.preprocessors.deregister("html_block")
        md.preprocessors.register(_PlainFences(md), "guidebook-fences", 26)  # before fenced_code
        md.inlinePatterns.deregister("html")
        md.parser.blockprocessors.register(_ReferenceBlock(md.parser, self), "guidebook-reference", 95)
        md.inlinePatterns.register(_ReferenceInline(REFERENCE.pattern, md, self), "guidebook-reference", 175)
        md.inlinePatterns.register(_Void(r"<(br|wbr)\s*/?>", md), "guidebook-void", 91)
        md.inlinePatterns.register(_Plain(r"<(kbd|sub|sup|mark)>([^<]*)</\1>", md), "guidebook-plain", 90)
        md.treeprocessors.register(_Restoring(md, self), "guidebook-restoring", 1)  # between attr_list and MkDocs
        md.treeprocessors.register(_Finishing(md, self), "guidebook-finishing", -10)

    def reset(self) -> None:
        """Forget the elements of the last chapter."""
        self._ours.clear()

    def own(self, element: etree.Element) -> etree.Element:
        """Remember an element of ours, whole: attribute lists in the chapter must not change it.

        Its texts are values (2_000 is no emphasis), so Markdown keeps its hands off them.
        """
        for part in element.iter():
            if part.text:
                part.text = markdown.util.AtomicString(part.text)
            if part.tail and part is not element:
                part.tail = markdown.util.AtomicString(part.tail)
        self._ours[id(element)] = [(part, dict(part.attrib)) for part in element.iter()]
        return element

    def is_own(self, element: etree.Element) -> bool:
        """Whether the element is ours."""
        return id(element) in self._ours

    def restore(self) -> None:
        """Put back the attributes of our elements."""
        for parts in self._ours.values():
            for part, attributes in parts:
                part.attrib.clear()
                part.attrib.update(attributes)


def makeExtension(**configs: object) -> GuidebookExtension:  # noqa: N802 (Python-Markdown's name)
    """How Python-Markdown finds the extension by the name of this module."""
    return GuidebookExtension(**configs)


class _PlainFences(Preprocessor):
    """``` { .py onclick=… } → ```: fenced_code writes such words into its HTML, past our last pass."""

    PATTERN = re.compile(r"^(`{3,}|~{3,})[ ]*\{.*$")

    def run(self, lines: list[str]) -> list[str]:
        return [self.PATTERN.sub(r"\1", line) for line in lines]


class _ReferenceBlock(BlockProcessor):
    """[[place:x]] alone in a paragraph: a card, not something inside a <p>."""

    PATTERN = re.compile(rf"^\s*{REFERENCE.pattern}\s*$")

    def __init__(self, parser: object, extension: GuidebookExtension) -> None:
        super().__init__(parser)
        self.extension = extension

    def test(self, parent: etree.Element, block: str) -> bool:
        return bool(self.PATTERN.match(block))

    def run(self, parent: etree.Element, blocks: list[str]) -> bool:
        match = self.PATTERN.match(blocks[0])
        resolved = self.extension.getConfig("resolve")(Reference(match.group(1), match.group(2), block=True))
        if not isinstance(resolved, etree.Element) or resolved.tag in ("span", "a", "strong", "em"):
            return False
        blocks.pop(0)
        parent.append(self.extension.own(resolved))
        return True


class _ReferenceInline(InlineProcessor):
    def __init__(self, pattern: str, md: markdown.Markdown, extension: GuidebookExtension) -> None:
        super().__init__(pattern, md)
        self.extension = extension

    def handleMatch(self, match: re.Match, data: str) -> tuple:  # noqa: N802
        resolved = self.extension.getConfig("resolve")(Reference(match.group(1), match.group(2)))
        if resolved is None:
            return None, None, None
        element = resolved if isinstance(resolved, etree.Element) else _span(resolved)
        return self.extension.own(element), match.start(0), match.end(0)


class _Void(InlineProcessor):
    def handleMatch(self, match: re.Match, data: str) -> tuple:  # noqa: N802
        return etree.Element(match.group(1)), match.start(0), match.end(0)


class _Plain(InlineProcessor):
    def handleMatch(self, match: re.Match, data: str) -> tuple:  # noqa: N802
        element = etree.Element(match.group(1))
        element.text = match.group(2)
        return element, match.start(0), match.end(0)


def _span(text: str) -> etree.Element:
    element = etree.Element("span")
    element.text = text
    return element


SHORT_CELL = 28  # characters
_ATTRIBUTES_OF_TEXT = {"id", "class", "href", "src", "alt", "title", "start", "align", "colspan", "rowspan"}


class _Restoring(Treeprocessor):
    """Attribute lists have done their work; the site's engine has still to turn 03-bridge.md into an address."""

    def __init__(self, md: markdown.Markdown, extension: GuidebookExtension) -> None:
        super().__init__(md)
        self.extension = extension

    def run(self, root: etree.Element) -> None:
        self.extension.restore()


class _Finishing(Treeprocessor):
    """The last pass: attributes and addresses from a known list only; finished text; labels for narrow tables."""

    def __init__(self, md: markdown.Markdown, extension: GuidebookExtension) -> None:
        super().__init__(md)
        self.extension = extension

    def run(self, root: etree.Element) -> None:
        language = self.extension.getConfig("language")
        finish = self.extension.getConfig("finish")
        for child in root:
            self._walk(child, language, finish)
        for table in root.iter("table"):
            _label_cells(table)

    def _walk(self, element: etree.Element, language: str, finish: Finish) -> None:
        ours = self.extension.is_own(element)
        if not ours:
            _disarm(element)
            _name_language(element)
        inside = element.get("lang", language)
        if element.text and element.tag not in ("code", "pre"):
            element.text = finish(element.text, inside)
        for child in element if not ours else ():
            self._walk(child, inside, finish)
        if ours:
            _finish_all(element, inside, finish)
        if element.tail:
            element.tail = finish(element.tail, language)
            if ours and _TWO_STOPS.match(_value(element) + element.tail):
                element.tail = element.tail[1:]  # “… 2026 r.” ends with a stop of its own


def _value(element: etree.Element) -> str:
    """The end of what an element of ours says, without the mark of its source."""
    return "".join(element[0].itertext())[-1:] if len(element) else ""


def _finish_all(element: etree.Element, language: str, finish: Finish) -> None:
    for child in element:
        inside = child.get("lang", language)
        if child.text and child.tag != "code":
            child.text = finish(child.text, inside)
        _finish_all(child, inside, finish)
        if child.tail:
            child.tail = finish(child.tail, language)


def _disarm(element: etree.Element) -> None:
    for name in list(element.attrib):
        if name not in _ATTRIBUTES_OF_TEXT:
            del element.attrib[name]
    for name in ("href", "src"):
        if name in element.attrib and not _is_safe_output(element.get(name)):
            del element.attrib[name]


def _name_language(element: etree.Element) -> None:
    """*Ile to kosztuje?*{ .lang-pl }: words of another language, for voices, hyphens and quotes."""
    tokens = element.get("class", "").split()
    named = [token for token in tokens if _LANGUAGE.fullmatch(token)]
    if named:
        element.set("lang", named[0].removeprefix("lang-"))
        rest = " ".join(token for token in tokens if token not in named)
        element.set("class", rest) if rest else element.attrib.pop("class")


_LANGUAGE = re.compile(r"lang-[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})?")


def _is_safe_output(address: str) -> bool:
    """Entities are Markdown's own disguise of mailto: links (&#109;…, hidden as \\x02amp\\x03)."""
    return address.startswith("\x02amp\x03#") or not unsafe(address) or address.startswith("#")


def _label_cells(table: etree.Element) -> None:
    """Give each cell the words of its column, for phones where a row becomes a card."""
    labels = ["".join(cell.itertext()) for cell in table.iter("th")]
    rows = table.findall("tbody/tr")
    if len(labels) > 3 and all(len("".join(cell.itertext())) <= SHORT_CELL for row in rows for cell in row[1:]):
        table.set("data-cells", "short")  # “yes”, “no”: side by side on a phone too
    for row in rows:
        for label, cell in zip(labels, row, strict=False):
            if label:
                cell.set("data-label", label if label[-1] in "?!.:" else f"{label}:")
