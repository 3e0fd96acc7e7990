"""The feed of changed facts and places: Atom (RFC 4287), one file a language, an entry for each thing of each day.

Only with `site_url`: an entry is known by an id that never changes, and leads to a whole address.
"""

from __future__ import annotations

import re
import xml.etree.ElementTree as etree
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from html import unescape
from itertools import islice
from uuid import NAMESPACE_URL, uuid5

from guidebook import strings
from guidebook.book import Book
from guidebook.site import current
from guidebook.strings import Strings
from guidebook.translation import changes
from guidebook.translation.changes import ChangedFact, ChangedPlace, Changes

FILE = current.FEED
TYPE = "application/atom+xml"
ATOM = "http://www.w3.org/2005/Atom"
MOST = 100  # entries; who has been away for longer reads the page
TITLE_LENGTH = 100
_NOT_IN_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True)
class Entry:
    """One thing that reads otherwise since a day."""

    day: date
    name: str  # kind and name of the thing
    title: str
    html: str


def title(book: Book, code: str) -> str:
    """How the feed is called in a list of feeds."""
    return f"{book.config.language(code).title} – {strings.load(code)('What has changed')}"


def feed(book: Book, code: str) -> str:
    """The file in one language; kept like the page that tells the same."""
    return current.kept(book, code, "feed", lambda: made(book, code, changes.by_day(book.config, code)))


def made(book: Book, code: str, found: Sequence[Changes]) -> str:
    """The feed with these changes, the newest day first."""
    config = book.config
    base = f"{config.site_url}{code}/"
    telling = current.Telling(book, code, strings.load(code), base)
    entries = list(islice(_entries(found, telling), MOST))
    root = etree.Element("feed", {"xmlns": ATOM, "xml:lang": code})
    _add(root, "id", _id(base, FILE))
    _add(root, "title", title(book, code))
    _add(root, "updated", _moment(entries[0].day if entries else config.day))
    _add(root, "link", rel="self", type=TYPE, href=base + FILE)
    _add(root, "link", rel="alternate", type="text/html", href=base + current.PAGE)
    _add(_add(root, "author"), "name", config.publisher.name or config.language(code).title)
    _add(root, "rights", config.licence.name)
    for entry in entries:
        item = _add(root, "entry")
        _add(item, "id", _id(base, f"{entry.day}/{entry.name}"))
        _add(item, "title", entry.title)
        _add(item, "updated", _moment(entry.day))
        _add(item, "link", rel="alternate", type="text/html", href=_first_link(entry.html) or base + current.PAGE)
        _add(item, "content", entry.html, type="html")
    etree.indent(root)
    return f'<?xml version="1.0" encoding="utf-8"?>\n{etree.tostring(root, encoding="unicode")}\n'


def _add(parent: etree.Element, name: str, text: str = "", **attributes: str) -> etree.Element:
    made = etree.SubElement(parent, name, attributes)
    made.text = _NOT_IN_XML.sub("", text) or None
    return made


def _id(base: str, name: str) -> str:
    return f"urn:uuid:{uuid5(NAMESPACE_URL, base + name)}"


def _moment(day: date) -> str:
    """Noon is the same day almost everywhere."""
    return f"{day.isoformat()}T12:00:00Z"


def _first_link(html: str) -> str:
    found = re.search(r'<a href="([^"]*)"', html)
    return unescape(found[1]) if found else ""


def _entries(found: Sequence[Changes], telling: current.Telling) -> Iterator[Entry]:
    """Of each day the facts, then the places."""
    for one in found:
        for fact in one.facts:
            yield Entry(one.version.day, f"fact/{fact.name}", _title_of_fact(fact), telling.fact(fact))
        for place in one.places:
            title = _title_of_place(place, telling.words)
            yield Entry(one.version.day, f"place/{place.name}", title, telling.place(place))


def _title_of_fact(fact: ChangedFact) -> str:
    """Where it stands and what it is now: “The market: UAH 1,300”."""
    return _short(f"{fact.passages[0].title}: {fact.now.text}")


def _title_of_place(place: ChangedPlace, words: Strings) -> str:
    if place.is_gone:
        return f"{place.title} – {words('no longer in the guide')}"
    if place.is_new:
        return f"{place.title} – {words('new')}"
    return _short(f"{place.title}: {words('described in other words') if place.was == place.now else place.now}")


def _short(text: str) -> str:
    """A title on one line, cut between words."""
    text = " ".join(text.split())
    if len(text) <= TITLE_LENGTH:
        return text
    return text[:TITLE_LENGTH].rpartition(" ")[0].rstrip(" ,;:–·") + " …"
