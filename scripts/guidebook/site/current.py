"""The page “Is your printed copy still current?”: for each version, what has changed since a copy was printed."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from functools import cache
from html import escape
from pathlib import Path
from urllib.parse import quote

from guidebook import facts, files, strings
from guidebook.book import Book
from guidebook.strings import Strings
from guidebook.translation import changes, history
from guidebook.translation.changes import Change, ChangedChapter, ChangedFact, ChangedPlace, Changes, Passage, Said

PAGE = "is-this-current.html"
FEED = "changes.xml"  # feed.py makes it
PROGRAM = Path(strings.__file__).parent


def title(words: Strings) -> str:
    """How the page is called."""
    return words("Is your printed copy still current?")


def page(book: Book, code: str) -> str:
    """The HTML of the page in one language."""
    return kept(book, code, "is-this-current", lambda: made(book, code, changes.since(book.config, code)))


def kept(book: Book, code: str, name: str, make: Callable[[], str]) -> str:
    """What is made from the history; kept until the history, the book's chapters or the program change."""
    file = book.config.build / ".cache" / name / f"{code}.json"
    key = _key(book, code, changes.versions(book.config))
    try:
        found = json.loads(file.read_text(encoding="utf-8"))
        if found["key"] == key:
            return str(found["text"])
    except (OSError, ValueError, LookupError, TypeError):
        pass  # never made, or half written
    text = make()
    files.write_atomically(file, json.dumps({"key": key, "text": text}, ensure_ascii=False))
    return text


def _key(book: Book, code: str, versions: Iterable[changes.Version]) -> str:
    """Names all that comes from the history is made from."""
    head = history.git(book.config.root, "rev-parse", "HEAD") if versions else b""
    names = sorted(chapter.name for edition in book.editions for chapter in edition.chapters)
    catalog = [file.read_bytes() for file in strings.catalogs(code)]
    parts = (head, repr(versions), code, book.config.file.read_bytes(), repr(names), _program(), *catalog)
    return files.short_hash("\0".join(part if isinstance(part, str) else part.decode() for part in parts))


@cache
def _program() -> str:
    """Names all of our own text; it does not change while it runs."""
    return files.short_hash("\0".join(file.read_text(encoding="utf-8") for file in sorted(PROGRAM.rglob("*.py"))))


def made(book: Book, code: str, found: Sequence[Changes]) -> str:
    """The page with these changes, the newest version first."""
    shown = Telling(book, code, strings.load(code))
    return "\n".join(shown.parts(found)) + "\n"


@dataclass(frozen=True)
class Telling:
    """How changes are told in one language. `base` is the address of its folder, for who reads them elsewhere."""

    book: Book
    code: str
    words: Strings
    base: str = ""

    def parts(self, found: Sequence[Changes]) -> Iterator[str]:
        words = self.words
        if not found:
            yield _paragraph(words("The history of this guide is not at hand here, so this page cannot tell what has "
                                   "changed since your copy was printed."))
            yield _paragraph(words("Before you act, compare your copy with the chapters on this website."))
            return
        if found[0].version.name:
            yield _paragraph(words("The back cover of your copy names its version and its day. Open your version "
                                   "below: you see what has changed since."))
            yield _paragraph(words("Is your copy marked “Draft”? Open the last version before its day."))
        else:
            yield _paragraph(words("The back cover of your copy names its day. Open this day below: you see what has "
                                   "changed since."))
        yield f"<h2>{escape(words('Which copy do you have?'))}</h2>"
        newer = None
        for one in found:
            yield self.version(one, newer)
            newer = one
        yield f"<h2>{escape(words('Is your copy older than all of these?'))}</h2>"
        advice = escape(words("Do not rely on its numbers, dates and addresses. Read the guide on this website."))
        yield f'<p>{advice} <a href="print/index.html">{escape(words("Or print a new copy."))}</a></p>'
        if self.book.config.site_url:
            label = escape(words("Follow the changes in a feed reader (Atom)"))
            yield f'<p class="feed"><a href="{FEED}">{label}</a></p>'

    def version(self, one: Changes, newer: Changes | None) -> str:
        """One version to open; the newest is open already."""
        words = self.words
        count = words.plural("{count} change since then", "{count} changes since then", one.count)
        count = count if one.count else words("nothing has changed")
        parts = [
            _list(words("Facts"), (self.fact(fact) for fact in one.facts)),
            _list(words("Places"), (self.place(place) for place in one.places)),
            _list(words("Chapters"), (self.chapter(chapter) for chapter in one.chapters)),
        ]
        if not one.count:
            due = words("Has the day passed after which your copy asks to be checked? Then ask at the office before "
                        "you act.")
            nothing = words("Since then nothing has changed in the chapters, facts and places.")
            parts = [_paragraph(f"{nothing} {due}")]
        heading = f"<summary>{escape(self.name(one, newer))} <small>{escape(count)}</small></summary>"
        opened = "" if newer else " open"
        return f'<details class="copy" id="{escape(one.version.id)}"{opened}>{heading}\n{"".join(parts)}</details>'

    def name(self, one: Changes, newer: Changes | None) -> str:
        """“Version 2026.05.1 · 14 May 2026”, or the days that copies of this state bear."""
        words, version = self.words, one.version
        first = facts.day(version.day, self.code)
        if version.name:
            return f"{words('Version {version}', version=version.name)} · {first}"
        if newer is None:
            return words("From {day}", day=first)
        last = newer.version.day - timedelta(days=1)
        return first if last <= version.day else facts.period(version.day, last, self.code)

    def fact(self, fact: ChangedFact) -> str:
        """Where it stands, what it was and what it is."""
        where = " · ".join(self.passage(passage) for passage in fact.passages)
        return where + self.then_and_now(fact.was, fact.now)

    def then_and_now(self, was: Said, now: Said) -> str:
        """Two lines."""
        rows = ((self.words("Before:"), was), (self.words("Now:"), now))
        return "".join(f"<br><strong>{escape(label)}</strong> {self.said(said)}" for label, said in rows)

    def said(self, said: Said) -> str:
        """Words that may be in another language than the page."""
        text = escape(said.text)
        if said.language == self.code:
            return text
        language = self.book.config.language(said.language)
        return f'<span lang="{language.code}" dir="{language.direction}">{text}</span>'

    def passage(self, passage: Passage) -> str:
        """A link to the section: “Market: when”."""
        text = ": ".join(filter(None, (passage.title, passage.heading_title)))
        return self.link(passage.chapter, passage.heading, text)

    def place(self, place: ChangedPlace) -> str:
        """Its name and what is different about it."""
        words = self.words
        if place.is_gone:
            return f"{escape(place.title)} – {escape(words('no longer in the guide'))}"
        name = self.link(place.page, place.anchor, place.title)
        if place.is_new:
            return f"{name} – {escape(words('new'))}"
        if place.was == place.now:
            return f"{name} – {escape(words('described in other words'))}"
        return name + self.then_and_now(Said(place.was, self.code), Said(place.now, self.code))

    def chapter(self, chapter: ChangedChapter) -> str:
        """Its title, what has happened to it, and the sections."""
        change = escape(self.change(chapter.change))
        name = escape(chapter.title) if chapter.change is Change.REMOVED else self.link(chapter.name, "", chapter.title)
        sections = "; ".join(self.link(chapter.name, heading.id, heading.text) for heading in chapter.headings)
        return f"{name} – {change}{': ' if sections else ''}{sections}"

    def change(self, change: Change) -> str:
        """What has happened, in words."""
        words, source = self.words, self.book.config.source.name
        texts: Mapping[Change, str] = {
            Change.NEW: words("new"),
            Change.CHANGED: words("changed"),
            Change.REMOVED: words("no longer in the guide"),
            Change.BEHIND: words("the original ({language}) has changed, this translation not yet", language=source),
        }
        return texts[change]

    def link(self, chapter: str, heading: str, text: str) -> str:
        """A link into a chapter, when the book still has it."""
        if not self.book.shown(chapter, self.code):
            return escape(text)
        address = quote(chapter.removesuffix(".md")) + ".html" + (f"#{quote(heading)}" if heading else "")
        return f'<a href="{escape(self.base + address)}">{escape(text)}</a>'


def _paragraph(text: str) -> str:
    return f"<p>{escape(text)}</p>"


def _list(heading: str, rows: Iterable[str]) -> str:
    items = "".join(f"<li>{row}</li>\n" for row in rows)
    return f"<h3>{escape(heading)}</h3>\n<ul>\n{items}</ul>\n" if items else ""
