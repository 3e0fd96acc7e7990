"""A chapter cut into blocks, as a translator sees it: headings, paragraphs, list items, table rows, boxes, captions.

    Document ─ of ─► Block, Block, …    each with its lines, its words, and what no language changes: numbers, targets

Our own chapters keep to a few shapes; those of other projects do not. So this reads what MkDocs, its extensions and
GitHub understand, and whatever is none of that is a paragraph. Nothing is refused, no line is looked at twice for
the same reason, and every line with words in it stands in exactly one block (comments stand in none).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cached_property
from math import log

from guidebook.markup import REFERENCE, Document


class Kind(StrEnum):
    """What a block is."""

    TITLE = "title"  # of the front matter, as is the description
    DESCRIPTION = "description"
    HEADING = "heading"
    PARAGRAPH = "paragraph"
    ITEM = "item"
    ROW = "row"
    BOX = "box"  # the title of an admonition, a tab, a fold
    PICTURE = "picture"  # alone in its paragraph, with its caption or alternative text
    REFERENCE = "reference"  # [[place:x]] alone in its paragraph
    DEFINITION = "definition"  # what a footnote, an abbreviation or a term means
    ADDRESS = "address"  # [name]: https://…
    HTML = "html"
    CODE = "code"  # also formulas, scripts and files to be included


@dataclass(frozen=True)
class Block:
    """One piece of a chapter; `text` is its Markdown without the marks that make it a heading, an item, a box."""

    kind: Kind
    line: int
    last: int  # the line it ends on
    text: str
    depth: int = 0  # the level of a heading; how many lists and boxes others stand in
    id: str = ""  # the name of a heading, the kind of a box

    @cached_property
    def flat(self) -> str:
        """The text on one line: where it is broken does not matter."""
        return " ".join(self.text.split())

    @cached_property
    def read(self) -> str:
        """What readers read and translators translate: no code, addresses, references, nor words of other languages."""
        return "" if self.kind in (Kind.CODE, Kind.ADDRESS, Kind.REFERENCE) else as_read(self.flat)

    @cached_property
    def words(self) -> tuple[str, ...]:
        """The words that readers read."""
        return _words(self.read)

    @cached_property
    def length(self) -> float:
        """How long it is to read, as a logarithm: what is twice as long in one language, is so in the other."""
        return log(len(self.read) + 12)

    @cached_property
    def manner(self) -> tuple[bool, bool, bool, int]:
        """What translators keep without thinking of it: bold beginning, question or colon at the end, sentences."""
        text = self.flat
        return text.startswith("**"), text.endswith("?"), text.endswith(":"), len(_STOP.findall(text))

    @cached_property
    def names(self) -> frozenset[str]:
        """Words that often stand in a translation nearly as they are: PESEL, Active Migrants, WebSockets."""
        return frozenset(word[:7] for word in self.words if len(word) > 2 and not word.islower() and word.isascii())

    @cached_property
    def code_words(self) -> frozenset[str]:
        """The words of code."""
        return frozenset(_CODE_WORD.findall(self.text))

    @cached_property
    def marks(self) -> frozenset[str]:
        """What is the same in every language: references, targets, code, numbers."""
        text = self.flat
        if self.kind is Kind.CODE:
            return frozenset({text})
        found = {match.group() for match in REFERENCE.finditer(text)} if "[[" in text else set()
        found.update(_TARGET.findall(text) if "](" in text else ())
        found.update(_ATTRIBUTE.findall(text) if "<" in text else ())
        found.update(_CODE.findall(text) if "`" in text else ())
        found.update("".join(filter(str.isdigit, number)) for number in _NUMBER.findall(REFERENCE.sub("", text)))
        return frozenset(found)


# -------------------------------------------------------------------------------------------- what is read

_WORD = re.compile(r"[^\W\d_]\w*(?:[-’'ʼ]\w+)*")
_SIGN = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]")  # of languages that write no spaces: each counts as a word
_SIGNS = re.compile(rf"{_SIGN.pattern}|(?!{_SIGN.pattern}){_WORD.pattern}")
_NUMBER = re.compile(r"(?<!\w)\d(?:[\d \u00a0.,:]*\d)?(?!\w)")
_CODE_WORD = re.compile(r"\w+")
_STOP = re.compile(r"[.!?…](?=[\s\[*”»“)]|$)")
_CODE = re.compile(r"``[^\n]{1,400}?``|`[^`\n]{1,400}`")
_TARGET = re.compile(r"\]\(\s*<?([^\s()<>]{1,2000})")
_ATTRIBUTE = re.compile(r"\b(?:href|src)\s*=\s*[\"']([^\"'<>]{1,2000})")  # of HTML
_FOREIGN = re.compile(r"(?<!\w)(\*{1,3}|_{1,3})(?=\S)([^*_\n]{1,300}+)\1\{:?[^{}\n]*\.lang-[^{}\n]*\}")
# What stands in Markdown and is not read; each with what it cannot be without, for most texts have little of it.
_NOT_READ = (
    ("`", _CODE),
    (".lang-", _FOREIGN),  # *Projekt osiedlowy*{ .lang-pl }
    ("[[", REFERENCE),
    ("{", re.compile(r"\{\{[^{}]{0,500}\}\}|\{%[^{}]{0,500}%\}|\{[:#.][^{}\n]*\}|\{\s+[#.][^{}\n]*\}")),
    ("<", re.compile(r"<!--.*?(?:-->|$)|<[a-zA-Z/!][^<>]{0,2000}>")),
    ("&", re.compile(r"&#?\w{1,30};")),
    ("](", re.compile(r"\]\([^()]{0,2000}(?:\([^()]{0,500}\)[^()]{0,500})?\)")),
    ("][", re.compile(r"\]\[[^\[\]]{0,500}\]")),
    ("[^", re.compile(r"\[\^[^\[\]]{1,100}\]")),
    (":", re.compile(r"\b(?:https?|ftp|mailto):[^\s<>)\]]+|(?<![\w:]):[a-z][a-z0-9_+-]{1,60}:(?!\w)")),  # and :smile:
    ("@", re.compile(r"\b[\w.+-]{1,64}@[\w-]{1,64}\.[\w.-]{1,64}")),
)


def as_read(text: str) -> str:
    """Markdown on one line, with only the words and signs that readers read."""
    for sign, pattern in _NOT_READ:
        if sign in text:
            text = pattern.sub(" ", text)
    return " ".join(text.replace("[", "").replace("]", "").split())


def words_of(text: str) -> tuple[str, ...]:
    """The words that readers read of some Markdown."""
    return _words(as_read(" ".join(text.split())))


def words_in(read: str) -> tuple[str, ...]:
    """The words of a text that is already as readers read it."""
    return _words(read)


def _words(text: str) -> tuple[str, ...]:
    return tuple((_SIGNS if _SIGN.search(text) else _WORD).findall(text))



# --------------------------------------------------------------------------------------------- the blocks


def of(document: Document) -> tuple[Block, ...]:
    """The blocks of a chapter in their order, title and description first."""
    head = []
    for kind in (Kind.TITLE, Kind.DESCRIPTION):
        if text := str(document.front_matter.get(kind) or ""):
            line = document.line_of(kind)
            head.append(Block(kind, line, line, text))
    return (*head, *_Reader(document.body, document.body_line).blocks())


_QUOTE = re.compile(r"(?: {0,3}>(?!\s*$) ?| {0,3}>\s*$)+")
_FENCE = re.compile(r"(`{3,})(?!.*`)|(~{3,})")
_HEADING = re.compile(r"(#{1,6})(?!#)\s*(\S.*)$")
_ATTRIBUTES = re.compile(r"\s*\{:?([^{}\n]*)\}\s*#*$")
_ID = re.compile(r"#([\w.:-]+)")
_UNDERLINE = re.compile(r"(?:=+|-+)$")
_RULE = re.compile(r"(?:\*\s*){3,}$|(?:-\s*){3,}$|(?:_\s*){3,}$")
_SEPARATOR = re.compile(r"\|?[ ]*:?-+:?[ ]*(?:\|[ ]*:?-+:?[ ]*)*\|?$")
_BOX = re.compile(r"(?:!!!|\?\?\?\+?|===[!+]?)\s+(.*)$")
_FENCED_BOX = re.compile(r"(/{3,}|:{3,})\s*([\w-]*)[ ]*(?:\|[ ]*)?(.*)$")
_ALERT = re.compile(r"\[!(\w+)\]([+-]?)\s*(.*)$")
_QUOTED = re.compile(r"[\"“]([^\"”]*)[\"”]\s*$")
_ITEM = re.compile(r"([-*+•]|\d{1,9}[.)])\s+(?=\S)")
_TASK = re.compile(r"\[[ xX]\]\s+")
_DEFINED = re.compile(r"\[\^[^\[\]\s]{1,100}\]:\s*|\*\[[^\[\]]{1,100}\]:\s*|:\s{1,3}(?=\S)")
_ADDRESS = re.compile(r"\[[^\[\]^][^\[\]]{0,200}\]:\s+\S+")
_INCLUDE = re.compile(r";*-{2,}8<-{2,}")
_MODULE = re.compile(r"import\s[^'\"]{0,200}['\"][^'\"]{1,200}['\"];?$|export\s+(?:const|default|function)\s")  # of MDX
_PICTURE = re.compile(
    r"(?:\[?!\[[^\[\]]*\](?:\([^()]*(?:\([^()]*\)[^()]*)*\)|\[[^\[\]]*\])(?:\]\([^()]*\))?(?:\{[^{}]*\})?\s*)+$"
)
_ALONE = re.compile(rf"(?:{REFERENCE.pattern}\s*)+$")
_RAW = re.compile(r"<(script|style|pre|svg|math)\b", re.I)
_HTML = re.compile(
    r"</?(?:address|article|aside|base|blockquote|body|br|button|caption|center|col|colgroup|dd|details|dialog|div|dl|dt"
    r"|fieldset|figcaption|figure|footer|form|h[1-6]|head|header|hr|html|iframe|img|input|legend|li|link|main|menu|nav|ol"
    r"|object|optgroup|option|p|picture|section|select|source|summary|table|tbody|td|template|tfoot|th|thead|title|tr|ul"
    r"|video|audio)\b|<[!?]",
    re.I,
)


@dataclass
class _Line:
    """A line without the marks of quotations; a tab is four columns."""

    number: int
    text: str  # without its indent
    indent: int
    is_quoted: bool

    @property
    def is_blank(self) -> bool:
        return not self.text


def _lines(body: str, first: int) -> list[_Line]:
    found = []
    for number, line in enumerate(body.split("\n"), first):
        wide = line.expandtabs(4)
        quote = _QUOTE.match(wide) if ">" in wide else None
        inside = wide[quote.end() :] if quote else wide
        found.append(_Line(number, inside.strip(), len(inside) - len(inside.lstrip()), bool(quote)))
    return found


class _Reader:
    """Reads line by line; `current` is the block that the next line may go on with."""

    def __init__(self, body: str, first: int) -> None:
        self.lines = _lines(body, first)
        self.found: list[Block] = []
        self.current: tuple[Kind, int, int] | None = None  # with its line and depth
        self.last = first  # the line that it has come to
        self.parts: list[str] = []  # its text, line by line
        self.columns: list[int] = []  # where the content of the open items and boxes begins
        self.in_table = False
        self.below_box = -1  # the place right below the title of a box: what stands there, belongs to it
        self.hopeless: dict[str, int] = {}  # ends that do not come any more: a search is not made twice
        self.steps: tuple[Callable[[int, _Line], int], ...] = (
            self.code, self.fenced, self.raw, self.html, self.heading, self.underline, self.row,
            self.rule, self.box, self.defined, self.item,
        )  # fmt: skip

    def blocks(self) -> Iterator[Block]:
        place = 0
        while place < len(self.lines):
            place = self.step(place)
        self.close()
        return iter(self.found)

    def step(self, place: int) -> int:
        """Read from a line on; returns the next one."""
        line = self.lines[place]
        if line.is_blank:
            self.close()
            self.in_table = False
            return place + 1
        if self.current is None and not _ITEM.match(line.text) and place != self.below_box:
            self.leave(line.indent)
        for step in self.steps:
            if after := step(place, line):
                return after
        self.paragraph(line)
        return place + 1

    # ---------------------------------------------------------------- opening and closing

    def add(self, kind: Kind, start: _Line, end: _Line, text: str, depth: int | None = None, name: str = "") -> None:
        """A block that is whole."""
        self.close()
        depth = len(self.columns) if depth is None else depth
        self.found.append(Block(kind, start.number, end.number, text, depth, name))

    def open(self, kind: Kind, line: _Line, text: str, depth: int) -> None:
        self.close()
        self.current, self.last, self.parts = (kind, line.number, depth), line.number, [text]

    def close(self) -> None:
        if self.current is not None:
            kind, line, depth = self.current
            text = "\n".join(self.parts)
            if kind is Kind.PARAGRAPH and text[0] in "![":
                kind = Kind.PICTURE if _PICTURE.match(text) else Kind.REFERENCE if _ALONE.match(text) else kind
            self.found.append(Block(kind, line, self.last, text, depth))
        self.current, self.parts = None, []

    def leave(self, indent: int) -> None:
        """Lists and boxes end where a line stands further left than their content."""
        while self.columns and indent < self.columns[-1]:
            self.columns.pop()

    def until(self, place: int, end: str, is_end: Callable[[str], bool]) -> int:
        """The place of the line that ends what begins on this one, or -1."""
        if self.hopeless.get(end, len(self.lines)) <= place:
            return -1
        for number in range(place + 1, len(self.lines)):
            if is_end(self.lines[number].text):
                return number
        self.hopeless[end] = place
        return -1

    # ---------------------------------------------------------------- steps: the next place, or 0: something else

    def code(self, place: int, line: _Line) -> int:
        """Lines that are indented for no other reason."""
        column = self.columns[-1] if self.columns else 0
        if self.current is not None or line.indent < column + 4 or self.in_table:
            return 0
        if self.columns and _ITEM.match(line.text):  # a list that somebody indented generously
            return 0
        end = place
        for number in range(place + 1, len(self.lines)):
            if not self.lines[number].is_blank and self.lines[number].indent < column + 4:
                break
            end = end if self.lines[number].is_blank else number
        self.add(Kind.CODE, line, self.lines[end], self.joined(place, end))
        return end + 1

    def fenced(self, place: int, line: _Line) -> int:
        """``` to ```, $$ to $$, and files to be included."""
        if fence := _FENCE.match(line.text):
            mark = fence.group()
            end = self.until(place, mark, lambda text: text.startswith(mark) and not text.strip(mark[0]))
        elif line.text == "$$" or (line.text.startswith("$$") and line.text.count("$$") == 1):
            end = self.until(place, "$$", lambda text: text.endswith("$$"))
        elif _MODULE.match(line.text) and self.current is None:
            end = place
        elif _INCLUDE.match(line.text):
            is_list = not line.text.strip(";-8<")
            end = self.until(place, "--8<--", lambda text: bool(_INCLUDE.match(text))) if is_list else place
        else:
            return 0
        if end < 0:
            return 0
        self.add(Kind.CODE, line, self.lines[end], self.joined(place, end))
        return end + 1

    def raw(self, place: int, line: _Line) -> int:
        """Comments, which nobody reads, and elements that hold no words."""
        if line.text.startswith("<!--"):
            end = place if "-->" in line.text[4:] else self.until(place, "-->", lambda text: "-->" in text)
            if end < 0 or self.lines[end].text.partition("-->")[2].strip():
                return 0  # words stand behind it
            self.close()
            return end + 1
        if match := _RAW.match(line.text):
            close = f"</{match.group(1).lower()}>"
            end = place if close in line.text.lower() else self.until(place, close, lambda t: close in t.lower())
            if end >= 0:
                self.add(Kind.CODE, line, self.lines[end], self.joined(place, end))
            return end + 1
        return 0

    def html(self, place: int, line: _Line) -> int:
        """An element of HTML and what follows it, up to an empty line."""
        if not _HTML.match(line.text) or self.current is not None:
            return 0
        end = place
        while end + 1 < len(self.lines) and not self.lines[end + 1].is_blank:
            end += 1
        self.add(Kind.HTML, line, self.lines[end], self.joined(place, end))
        return end + 1

    def heading(self, place: int, line: _Line) -> int:
        match = _HEADING.match(line.text)
        if match:
            self.add_heading(line, line, match.group(2), len(match.group(1)))
            return place + 1
        return 0

    def underline(self, place: int, line: _Line) -> int:
        """=== and --- below a line make it a heading."""
        if not _UNDERLINE.match(line.text) or self.current is None or self.current[0] is not Kind.PARAGRAPH:
            return 0
        start, text = self.current[1] - self.lines[0].number, "\n".join(self.parts)
        self.current, self.parts = None, []
        self.add_heading(self.lines[start], line, text, 1 if line.text[0] == "=" else 2)
        return place + 1

    def add_heading(self, start: _Line, end: _Line, text: str, level: int) -> None:
        name = ""
        if attributes := _ATTRIBUTES.search(text):
            identity = _ID.search(attributes.group(1))
            name, text = identity.group(1) if identity else "", text[: attributes.start()]
        self.add(Kind.HEADING, start, end, text.rstrip().rstrip("#").strip(), level, name)

    def row(self, place: int, line: _Line) -> int:
        """A row of a table: between bars, or above and below a line like --- | ---."""
        below = self.lines[place + 1].text if place + 1 < len(self.lines) else ""
        begins = "|" in line.text and "|" in below and bool(_SEPARATOR.match(below))
        if "|" not in line.text or not (self.in_table or begins or line.text.startswith("|")):
            return 0
        self.in_table = self.in_table or begins
        if _SEPARATOR.match(line.text):
            self.close()
        else:
            self.add(Kind.ROW, line, line, line.text)
        return place + 1

    def rule(self, place: int, line: _Line) -> int:
        if _RULE.match(line.text):
            self.close()
            return place + 1
        return 0

    def box(self, place: int, line: _Line) -> int:
        """!!! note "Title", === "Tab", /// note | Title, ::: note Title, and [!NOTE] of GitHub."""
        if match := _BOX.match(line.text):
            title = _QUOTED.search(match.group(1))
            self.leave(line.indent)
            kind = match.group(1)[: title.start()] if title else match.group(1)
            self.add(Kind.BOX, line, line, title.group(1) if title else "", name=kind.strip())
            self.columns.append(line.indent + 4)
            self.below_box = place + 1
            return place + 1
        if match := _FENCED_BOX.match(line.text):
            if match.group(2) or match.group(3):
                self.add(Kind.BOX, line, line, match.group(3).strip(), name=match.group(2))
            self.close()
            return place + 1
        if line.is_quoted and (match := _ALERT.match(line.text)):
            self.add(Kind.BOX, line, line, match.group(3), name=match.group(1).lower())
            return place + 1
        return 0

    def defined(self, place: int, line: _Line) -> int:
        if _ADDRESS.match(line.text) and self.current is None:
            self.add(Kind.ADDRESS, line, line, line.text)
            return place + 1
        if match := _DEFINED.match(line.text):
            self.leave(line.indent)
            self.open(Kind.DEFINITION, line, line.text[match.end() :], len(self.columns))
            self.columns.append(line.indent + 4)
            return place + 1
        return 0

    def item(self, place: int, line: _Line) -> int:
        match = _ITEM.match(line.text)
        inside_text = self.current is not None and not self.columns
        if not match or (inside_text and match.group(1)[0].isdigit() and match.group(1)[:-1] != "1"):
            return 0  # “… in\n2019. Then” is no list
        self.close()
        self.leave(line.indent)
        depth = len(self.columns)
        column = line.indent + match.end()
        self.columns.append(column)
        rest = line.text[match.end() :]
        if rest[0] in "-*+•`~#0123456789" and (_ITEM.match(rest) or _FENCE.match(rest) or _HEADING.match(rest)):
            inner = replace(line, text=rest, indent=column)
            self.lines[place] = inner  # “- - deeper”, “- ```”: read again as what stands in the item
            return self.inside(place, inner)
        task = _TASK.match(rest)
        self.open(Kind.ITEM, line, rest[task.end() :] if task else rest, depth)
        return place + 1

    def inside(self, place: int, line: _Line) -> int:
        for step in (self.fenced, self.heading, self.item):
            if after := step(place, line):
                return after
        self.paragraph(line)
        return place + 1

    def paragraph(self, line: _Line) -> None:
        if self.current is None:
            self.open(Kind.PARAGRAPH, line, line.text, len(self.columns))
            return
        self.last = line.number
        self.parts.append(line.text)

    def joined(self, place: int, end: int) -> str:
        return "\n".join(line.text for line in self.lines[place : end + 1])
