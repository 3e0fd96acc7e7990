"""What the search of the website looks through: pages of one language → sections → one small script.

    pages ───────────────────────► sections ─┐
    terms in other languages ────────────────┼─► search-index.<language>.js ─► the widget in the theme (search.js)
    docs/data/search.yml: what people call it ┤
    stemming: how words change ──────────────┘

The widget makes words of these texts itself, of the index and of the question in the same way. A section is what a
reader is led to: a heading with an id and what stands below it, a place, a term of the glossary.

What people call it reaches the widget as it was written: commas part names, a word with “!” decides for its section.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from html.parser import HTMLParser
from itertools import takewhile
from pathlib import Path

from guidebook import files
from guidebook.stemming import Rules

ASKED = "search.yml"  # in docs/data/
EXAMPLES = "examples"  # there: what to try, offered before anything is typed
MADE = ("print/index", "is-this-current")  # pages that are no chapters and are found too; the site makes them
GLOBAL = "guidebookIndex"  # a script that sets a name can be loaded from a memory stick, data cannot
HEADINGS = {"h1", "h2", "h3", "h4", "dt"}
VOID = {"br", "hr", "img", "input", "source", "wbr", "col"}
# What is read on its own: an item of a list, a paragraph, a heading that nothing leads to.
ENTIRE = {"dd", "h1", "h2", "h3", "h4", "h5", "h6", "li", "p"}
INLINE = {"a", "abbr", "b", "bdi", "code", "em", "i", "mark", "small", "span", "strong", "sub", "sup", "wbr"}
# Classes of what is not read: how old something is, what stands elsewhere and the way there, the official word (it is a
# keyword), how a phrase sounds.
NOT_READ = {"all-sources", "by-official", "calendar", "form-ways", "notice", "official", "place-age", "places-filter",
            "say", "source", "sources", "to-take-home", "visual-note"}
NARROW = 2  # columns of a table whose cells need not be told with the head of their column
CELLS = " · "  # between the cells of a row, and between what is read on its own and says nothing at its end
ENDS = (".", "!", "?", "…", ":", ";")  # of a line
CLOSING = "”’»)"  # may stand behind the end of a line
_END = "\0"  # where something that is read on its own ends; stands in no HTML
UNSEEN = dict.fromkeys(map(ord, "\u00ad\u2060\u200b"))  # where a line may or may not break


@dataclass(frozen=True)
class Page:
    """A page of the site as it is read. `address` is relative to the index."""

    address: str
    title: str
    html: str
    description: str = ""  # read as the first words of the page
    has_places: bool = False


@dataclass(frozen=True)
class Section:
    """What a result of the search leads to; the first one of a page has neither id nor heading."""

    id: str
    heading: str
    text: str


@lru_cache(maxsize=256)  # while one page is being edited, all others stay as they are
def sections(html: str) -> tuple[Section, ...]:
    """The text of a page by its headings, without notices, sources and the words of drawings."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return tuple(Section(id, _plain(heading), _plain(text)) for id, heading, text in reader.found)


def asked(folder: Path, code: str) -> dict[str, str]:
    """What people call things, by the section that answers: “chapter#id” → words; from `search.yml` of docs/data/.

    What cannot be read is left out; the check `misplaced_words` tells of it.
    """
    file = folder / ASKED
    try:
        known = files.read_yaml(file) if file.is_file() else {}
    except files.Unreadable:
        return {}
    rows = {section: words.get(code) for section, words in known.items() if isinstance(words, Mapping)}
    return {section: words for section, words in rows.items() if isinstance(words, str)}


def examples(asked: Mapping[str, str]) -> tuple[str, ...]:
    """What a reader may try, from the words that `asked` has read."""
    return tuple(one for part in asked.get(EXAMPLES, "").split(",") if (one := part.strip()))


def index(
    pages: Iterable[Page],
    keywords: Mapping[str, Mapping[str, str]],
    called: Mapping[str, str] | None = None,
    rules: Rules | None = None,
) -> str:
    """The script with all sections. `keywords` are words of other languages for a section, by its id; `called` is
    what people call it, by the name of its page and its id, with what to try; `rules` are those of the language.
    """
    rows, places = [], []
    for number, page in enumerate(pages):
        stem = page.address.removesuffix(".html")
        found = [_row(section, keywords, (called or {}).get(_name(stem, section), "")) for section in _described(page)]
        rows.append([page.address, page.title, found])
        places += [number] if page.has_places else []
    how = rules or Rules()
    known = {"endings": " ".join(how.endings), "changes": how.changes, "small": " ".join(how.small)}
    known["examples"] = examples(called or {})
    made = json.dumps({"pages": rows, "places": places, **known}, ensure_ascii=False, separators=(",", ":"))
    return f"window.{GLOBAL}={made};\n"


def _name(stem: str, section: Section) -> str:
    return f"{stem}#{section.id}" if section.id else stem


def _described(page: Page) -> Iterator[Section]:
    """Its sections; one that has only headings below it tells what these are."""
    first, *others = sections(page.html)
    known = replace(first, text=f"{page.description} {first.text}".strip()), *others
    for place, section in enumerate(known, 1):
        below = takewhile(lambda other: other.text, known[place:])
        yield section if section.text else replace(section, text=_told([other.heading for other in below]))


def _row(section: Section, keywords: Mapping[str, Mapping[str, str]], called: str) -> list[object]:
    """id, heading, text; words of other languages by their codes; what people call it. Without what is empty."""
    more = {code: word for code, word in keywords.get(section.id, {}).items() if word != section.heading}
    row: list[object] = [section.id, section.heading, section.text]
    terms = [more] if section.id in keywords else [0] if called else []
    return [*row, *terms, *([called] if called else [])]


def _plain(parts: list[str]) -> str:
    told = (" ".join(one.split()) for one in "".join(parts).translate(UNSEEN).split(_END))
    return _told([one for one in told if one])


def _told(lines: Sequence[str]) -> str:
    """“Bring a table · Bring a chair”: lines, one behind the other, that can be told apart."""
    apart = (line + (" " if _is_ended(line) else CELLS) for line in lines[:-1])
    return "".join((*apart, *lines[-1:]))


def _is_ended(line: str) -> bool:
    return line.rstrip(CLOSING).endswith(ENDS)


def _table(rows: Iterable[Iterable[list[str]]]) -> str:
    """A table as it would be told, so that each of its rows says something: “Tram · Monday: yes · Sunday: no.”"""
    told = [[_plain(cell) for cell in row] for row in rows]
    if not told:
        return ""
    heads, *others = told
    if len(heads) > NARROW:
        told = [row[:1] + _named(heads[1:], row[1:]) for row in others] or told
    lines = (CELLS.join(cell for cell in row if cell) for row in told)
    return " ".join(line if _is_ended(line) else f"{line}." for line in lines if line)


def _named(heads: Iterable[str], cells: Iterable[str]) -> list[str]:
    return [f"{head}: {cell}" if head else cell for head, cell in zip(heads, cells, strict=False) if cell]


@dataclass
class _Reader(HTMLParser):
    """Collects [id, words of the heading, words below it]."""

    found: list[tuple[str, list[str], list[str]]] = field(default_factory=lambda: [("", [], [])])
    _rows: list[list[list[str]]] | None = None  # of the table that is being read: its cells, each in parts
    _open: list[tuple[bool, bool]] = field(default_factory=list)  # of each element: is it left out, is it a heading

    def __post_init__(self) -> None:
        super().__init__(convert_charrefs=True)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in INLINE:
            self._say(" ")
        if tag in VOID:
            return
        known = dict(attrs)
        is_left_out, is_heading = self._open[-1] if self._open else (False, False)
        is_left_out = is_left_out or not NOT_READ.isdisjoint((known.get("class") or "").split())
        if tag in HEADINGS and known.get("id") and not is_left_out:
            self.found.append((known["id"], [], []))
            is_heading = True
        self._open.append((is_left_out, is_heading))
        if tag == "table":
            self._rows = []
        elif tag == "tr" and self._rows is not None:
            self._rows.append([])
        elif tag in ("td", "th") and self._rows:
            self._rows[-1].append([])

    def handle_endtag(self, tag: str) -> None:
        if tag not in VOID and self._open:
            self._open.pop()
        if tag == "table" and self._rows is not None:
            rows, self._rows = self._rows, None
            self._say(_table(rows))
        if tag not in INLINE:
            self._say(_END if tag in ENTIRE else " ")

    def handle_data(self, data: str) -> None:
        self._say(data)

    def _say(self, words: str) -> None:
        is_left_out, is_heading = self._open[-1] if self._open else (False, False)
        if is_left_out:
            return
        _, heading, text = self.found[-1]
        cell = self._rows[-1][-1] if self._rows and self._rows[-1] else None
        (heading if is_heading else text if cell is None else cell).append(words)
