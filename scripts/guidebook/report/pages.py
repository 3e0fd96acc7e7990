"""A page for each changed chapter, to be opened from a download: the text as readers will see it, the source beside it.

The page stands alone. It runs nothing and asks nobody for anything: pictures are inside it, drawings are given by their
words, and what leads elsewhere is a link that a person may follow. A policy in its head holds browsers to that.
"""

from __future__ import annotations

import base64
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from html import escape
from html.parser import HTMLParser
from pathlib import Path
from posixpath import dirname, join, normpath
from urllib.parse import unquote, urlsplit

from guidebook import files, typography
from guidebook.book import Book, Chapter
from guidebook.facts import Fact, Place, Term
from guidebook.forms import Form
from guidebook.markup import Renderer
from guidebook.references import Element, References, element
from guidebook.report.findings import ChangedChapter
from guidebook.strings import Strings
from guidebook.visualnote import VisualNote

LARGEST_PICTURE = 2_000_000  # bytes; a larger one is told by its words
LARGEST_PICTURES = 12_000_000  # all of a page together
_TYPES = {".png": "image/png", ".jpg": "image/jpeg", ".jpeg": "image/jpeg", ".webp": "image/webp", ".gif": "image/gif"}
_POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'"
_STYLE = """
:root { color-scheme: light dark }
body { font: 1rem/1.55 system-ui, sans-serif; max-width: 84rem; margin: 0 auto; padding: 1rem;
  overflow-wrap: break-word }
h1 { font-size: 1.5rem } h2 { font-size: 1.25rem } h3 { font-size: 1.05rem } code { font-size: .9em }
.about { border-block-end: 2px solid; padding-block-end: .5rem }
.pair { display: grid; grid-template-columns: minmax(0, 1fr) minmax(0, 1fr); gap: 0 2.5rem;
  border-block-end: 1px solid }
.alone { grid-template-columns: minmax(0, 48rem) }
.beside { opacity: .85 } img { max-width: 100%; height: auto } table { border-collapse: collapse; display: block;
  overflow-x: auto } th, td { border: 1px solid; padding: .3rem .5rem; text-align: start; vertical-align: top }
.admonition, details, .drawing, .card, .place, .form { border: 1px solid; border-inline-start-width: 5px;
  padding: .2rem .8rem; margin: 1rem 0 } .admonition-title { font-weight: bold }
.task-list-item { list-style: none }
@media (max-width: 50rem) { .pair { grid-template-columns: minmax(0, 1fr) } .beside { border-block-start: 1px dashed } }
"""


@dataclass(frozen=True)
class _Medium:
    """What a preview does with references, see references.Medium: nothing leads away from the page."""

    words: Strings

    def source_mark(self, number: int, fact: Fact, language: str, is_first: bool) -> Element:
        return element("sup", f"{typography.WORD_JOINER}[{number}]", title=fact.source.title)

    def term_link(self, term: Term) -> str:
        return ""

    def chapter_link(self, name: str) -> str:
        return ""

    def lists(self, place: Place) -> bool:
        return True

    def place_link(self, place: Place) -> str:
        return ""

    def form_ways(self, form: Form, language: str) -> Element | None:
        return None

    def note(self, note: VisualNote, language: str) -> Element:
        """The words of a drawing: how they look in it is shown by `guidebook build`."""
        rows = [note.word(key, language) for key in note.keys]
        lines = [element("li", word.text, lang=word.language) for word in rows if word.text]
        title = element("summary", self.words("The words of the drawing"))
        return element("details", "", title, element("ul", "", *lines), class_="drawing")


def name(changed: ChangedChapter) -> str:
    """The file of a preview: docs/uk/03-x.md → uk-03-x.html; letters that a file's name may not have become “-”."""
    stem = re.sub(r"[^A-Za-z0-9_-]", "-", changed.chapter.stem)[:80]
    code = re.sub(r"[^A-Za-z0-9_-]", "-", changed.chapter.language)
    return f"{code}-{stem}-{files.short_hash(changed.path)[:4]}.html"


def page(book: Book, changed: ChangedChapter, words: Strings) -> str:
    """The page of one chapter, which speaks the language of `words` and shows the chapter's own."""
    language, source = book.config.language(changed.chapter.language), book.config.source
    pictures = _Pictures(book)
    here = _passages(_shown(book, changed.chapter, pictures, words))
    there = _passages(_shown(book, changed.source, pictures, words)) if changed.source else {}
    there = {key: re.sub(r' id="[^"]*"', "", html) for key, html in there.items()}  # each stands once on a page
    title = changed.chapter.title
    body = "".join(_pairs(here, there, (language.code, language.direction), (source.code, source.direction)))
    about = words("A preview of {file}: the translation, and the source beside it.", file=changed.path)
    if not changed.source:
        about = words("A preview of {file}.", file=changed.path)
    return (
        f'<!doctype html>\n<html lang="{escape(words.language)}">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">\n'
        '<meta name="referrer" content="no-referrer">\n<meta name="viewport" content="width=device-width">\n'
        f"<title>{escape(title)}</title>\n<style>{_STYLE}</style>\n</head>\n<body>\n"
        f'<p class="about">{escape(about)}</p>\n'
        f'<h1 lang="{language.code}" dir="{language.direction}">{escape(title)}</h1>\n{body}</body>\n</html>\n'
    )


def _pairs(
    here: Mapping[str, str], there: Mapping[str, str], own: tuple[str, str], other: tuple[str, str]
) -> Iterator[str]:
    """What stands under the same heading side by side, in the translation's order, then what only the source has."""
    for key in dict.fromkeys((*here, *there)):
        cells = _cell(here.get(key, ""), own, "")
        cells += _cell(there.get(key, ""), other, "beside") if there else ""
        yield f'<section class="{"pair" if there else "pair alone"}">{cells}</section>\n'


def _cell(html: str, language: tuple[str, str], style: str) -> str:
    return f'<div class="{style}" lang="{language[0]}" dir="{language[1]}">{html}</div>'


def _shown(book: Book, chapter: Chapter, pictures: _Pictures, words: Strings) -> str:
    """The HTML of a chapter, every element and attribute of it on our list."""
    renderer = Renderer(chapter.language, book.config.extensions, book.config.extension_configs, typography.glue)
    html = renderer.html(chapter.body, References(book, chapter, _Medium(words)))
    cleaner = _Cleaner(chapter, pictures)
    cleaner.feed(html)
    cleaner.close()
    return "".join(cleaner.parts)


def _passages(html: str) -> dict[str, str]:
    """The parts of a chapter by the id of the <h2> that begins them; what stands before the first has none."""
    found: dict[str, str] = {}
    for number, part in enumerate(re.split(r"(?=<h2\b)", html)):
        match = re.match(r'<h2[^>]*\bid="([^"]*)"', part)
        key = match.group(1) if match else f"\0{number}"
        found[key] = found.get(key, "") + part
    return found


@dataclass
class _Pictures:
    """Pictures of the book as addresses that hold the picture itself; not more than a page can carry."""

    book: Book
    size: int = 0

    def address(self, chapter: Chapter, target: str) -> str:
        """Empty: there is no such picture, or it is too large, or of a kind that can hold more than a picture."""
        path = normpath(join(dirname(chapter.name), unquote(urlsplit(target).path)))
        file = chapter.file.parents[chapter.name.count("/")] / path
        kind = _TYPES.get(file.suffix.lower())
        try:
            files.inside(file, self.book.config.docs)
        except (files.Unreadable, OSError, ValueError):
            return ""
        size = file.stat().st_size
        if kind is None or size > LARGEST_PICTURE or self.size + size > LARGEST_PICTURES:
            return ""
        self.size += size
        return f"data:{kind};base64,{base64.b64encode(file.read_bytes()).decode()}"


_KNOWN = {
    "a", "abbr", "b", "bdi", "blockquote", "br", "caption", "code", "dd", "del", "details", "div", "dl", "dt", "em",
    "figcaption", "figure", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "i", "img", "ins", "kbd", "li", "mark", "ol", "p",
    "pre", "q", "s", "section", "small", "span", "strong", "sub", "summary", "sup", "table", "tbody", "td", "tfoot",
    "th", "thead", "time", "tr", "ul", "wbr",
}  # fmt: skip
_VOID = {"br", "hr", "img", "wbr"}
_KEPT = {"id", "class", "lang", "dir", "title", "start", "alt", "colspan", "rowspan", "align", "open"}
_DROPPED = {"script", "style", "svg", "math", "iframe", "object", "template", "noscript", "textarea"}
_OUTSIDE = re.compile(r"(?:https?|mailto|tel|geo):", re.I)


class _Cleaner(HTMLParser):
    """Writes anew what is on our lists. The book's own Markdown makes nothing else; this holds even if it did."""

    def __init__(self, chapter: Chapter, pictures: _Pictures) -> None:
        super().__init__(convert_charrefs=True)
        self.chapter, self.pictures = chapter, pictures
        self.parts: list[str] = []
        self.open: list[str] = []
        self.hidden = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _DROPPED:
            self.hidden += 1
        elif tag == "input" and not self.hidden:
            self.parts.append("☑ " if any(key == "checked" for key, _ in attrs) else "☐ ")
        elif tag in _KNOWN and not self.hidden:
            self._write(tag, {key: value or "" for key, value in attrs})

    def _write(self, tag: str, values: dict[str, str]) -> None:
        kept = {key: value for key, value in values.items() if key in _KEPT}
        if tag == "a":
            kept |= self._link(values.get("href", ""))
        if tag == "img":
            address = self.pictures.address(self.chapter, values.get("src", ""))
            if not address:
                self.parts.append(f"<em>[{escape(values.get('alt', ''))}]</em>")
                return
            kept["src"] = address
        attributes = "".join(f' {key}="{escape(value)}"' for key, value in kept.items())
        self.parts.append(f"<{tag}{attributes}>")
        if tag not in _VOID:
            self.open.append(tag)

    @staticmethod
    def _link(target: str) -> dict[str, str]:
        """Links out of the book stay; what leads to another page of it, which is not here, becomes its words."""
        if _OUTSIDE.match(target):
            return {"href": target, "rel": "noopener noreferrer"}
        return {"href": target} if target.startswith("#") else {}

    def handle_endtag(self, tag: str) -> None:
        if tag in _DROPPED:
            self.hidden = max(0, self.hidden - 1)
        elif tag in self.open and not self.hidden:
            while (last := self.open.pop()) != tag:
                self.parts.append(f"</{last}>")
            self.parts.append(f"</{tag}>")

    def handle_data(self, data: str) -> None:
        if not self.hidden:
            self.parts.append(escape(data))

    def close(self) -> None:
        super().close()
        while self.open:
            self.parts.append(f"</{self.open.pop()}>")


def written(folder: Path, pages: Mapping[str, str]) -> None:
    """Put the pages into a folder that holds nothing else."""
    with files.replacing(folder) as new:
        for file, text in pages.items():
            (new / file).write_text(text, encoding="utf-8")
