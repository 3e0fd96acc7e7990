"""What a page says of itself to search engines and to the apps where people share its address.

    chapter, its HTML ─ of ─► About ─► title, description, cards (Open Graph), data (JSON-LD) in the head of the page

Addresses in cards and data are whole ones: without `site_url` the cards stay away, and the data name none. The data
are read, never run: a browser takes a script of this type for text, and the content security policy has no say in it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from html import unescape
from html.parser import HTMLParser
from pathlib import Path

from guidebook import facts, languages, search
from guidebook.book import Book, Chapter
from guidebook.facts import Hours, Place
from guidebook.notes import card as cards
from guidebook.notes.studio import Studio
from guidebook.site import pages
from guidebook.site.pages import Alternate

CARD = "card.png"  # in the folder of its language
STEPS = "steps"  # the id of the heading below which a chapter says what to do
VOCABULARY = "https://schema.org"
DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")  # as schema.org calls them
Data = Mapping[str, object]


@dataclass(frozen=True)
class About:
    """What stands in the head of a page."""

    title: str
    description: str
    cards: tuple[tuple[str, str], ...]  # name and content
    data: str  # JSON that may stand between the tags of a script; empty: nothing to say


def of(book: Book, code: str, chapter: Chapter | None, title: str, html: str, others: Sequence[Alternate]) -> About:
    """A page in the language `code`: a chapter, which may be shown in another language, or one that we have made."""
    page = _Page(book, code, chapter, title, html, others)
    return About(page.full_title, page.description, tuple(page.cards()), _script(list(page.things())))


def card(book: Book, code: str, studio: Studio) -> Path:
    """The picture that an app shows beside the address of a page."""
    language, folder = book.config.language(code), book.config.build / ".cache" / "cards"
    cover = book.notes.get(book.config.cover)
    return cards.make(cover, code, language.title, language.promise, studio, folder)


def picture(book: Book, code: str) -> Iterator[tuple[str, str]]:
    """Where the card stands, its size, and what it says to those who cannot see it."""
    language, (width, height) = book.config.language(code), cards.SIZE
    yield "og:image", f"{book.config.site_url}{code}/{CARD}"
    yield "og:image:type", "image/png"
    yield "og:image:width", str(width)
    yield "og:image:height", str(height)
    yield "og:image:alt", " – ".join(filter(None, (language.title, language.promise)))


@dataclass(frozen=True)
class _Page:
    """A page while its head is written."""

    book: Book
    code: str
    chapter: Chapter | None
    title: str
    html: str
    others: Sequence[Alternate]

    @property
    def is_home(self) -> bool:
        return self.chapter is not None and self.chapter.name == pages.HOME

    @property
    def language(self) -> str:
        """That of the text, which is the source's where a translation is missing."""
        return self.chapter.language if self.chapter else self.code

    @property
    def site(self) -> str:
        """How the guide is called in the language of the page."""
        return self.book.config.language(self.code).title

    @property
    def full_title(self) -> str:
        """What stands in the tab of the browser and in a list of results."""
        return self.site if self.is_home else f"{self.title} – {self.site}"

    @property
    def description(self) -> str:
        """The chapter's own, else the first paragraph of the page."""
        if self.chapter:
            return self.chapter.description
        first = re.search(r"<p>(.*?)</p>", self.html, re.DOTALL)
        return _plain(unescape(re.sub(r"<[^>]*>", "", first[1]))) if first else ""

    @property
    def address(self) -> str:
        """Where the text belongs, whole; empty without `site_url`."""
        return next((one.address for one in self.others if one.language.code == self.language), "")

    # ------------------------------------------------------------------------------------------- cards

    def cards(self) -> Iterator[tuple[str, str]]:
        """Open Graph, ogp.me; what an app shows beside an address that somebody sends."""
        if not self.address:
            return
        yield "og:type", "website" if self.is_home else "article"
        yield "og:site_name", self.site
        yield "og:title", self.site if self.is_home else self.title
        if self.description:
            yield "og:description", self.description
        yield "og:url", self.address
        yield from picture(self.book, self.code)
        if spoken := languages.with_territory(self.language):
            yield "og:locale", spoken
        for other in self.others:
            spoken = languages.with_territory(other.language.code)
            if other.is_translated and spoken and other.language.code != self.language:
                yield "og:locale:alternate", spoken

    # -------------------------------------------------------------------------------------------- data

    def things(self) -> Iterator[Data]:
        """What the page is about, in the words of schema.org."""
        if self.chapter is None:
            return
        if self.is_home:
            yield self.website()
            return
        if steps := steps_in(self.html):
            yield self.how_to(steps)
        if any(str(reference) == pages.ALL_PLACES for reference in self.chapter.references):
            yield self.places()
        if self.address:
            yield self.way_here()

    def website(self) -> Data:
        """The guide in one language."""
        config = self.book.config
        publisher = config.publisher.name and {"@type": "Organization", "name": config.publisher.name}
        return _thing(
            "WebSite",
            name=self.site,
            description=self.description,
            inLanguage=self.language,
            url=self.address,
            license=config.licence.address,
            publisher=publisher,
        )

    def how_to(self, steps: Sequence[Step]) -> Data:
        """What to do, step by step."""
        there = f"{self.address}#{STEPS}" if self.address else ""
        rows = [
            _thing("HowToStep", position=number, name=step.name, text=step.text, url=there)
            for number, step in enumerate(steps, 1)
        ]
        about = {"name": self.title, "description": self.description, "inLanguage": self.language, "url": self.address}
        return _thing("HowTo", **about, step=rows)

    def places(self) -> Data:
        """All places, in the order of the page."""
        shown = re.findall(r'id="place-([^"]+)"', self.html)
        found = [self.book.data.places[name] for name in dict.fromkeys(shown) if name in self.book.data.places]
        rows = [_thing("ListItem", position=at, item=self.place(place)) for at, place in enumerate(found, 1)]
        about = {"name": self.title, "description": self.description, "url": self.address}
        return _thing("ItemList", **about, numberOfItems=len(rows), itemListElement=rows)

    def place(self, place: Place) -> Data:
        """Where it is and how to reach it. Hours only when people have asked there: a machine tells them without the
        words that they may be old.
        """
        street, postcode, city = place.street, place.postcode, place.city
        address = _thing("PostalAddress", streetAddress=street, postalCode=postcode, addressLocality=city)
        at = dict(zip(("latitude", "longitude"), place.at, strict=True)) if place.at else {}
        return _thing(
            "Place",
            name=place.title,
            description=place.about.get(self.language, ""),
            address=address if len(address) > 1 else "",
            geo=_thing("GeoCoordinates", **at) if at else "",
            telephone=facts.phone(place.phone).replace("\u00a0", " ") if place.phone else "",
            url=place.web,
            openingHoursSpecification=[_hours(row) for row in self.hours_of_today(place)],
        )

    def hours_of_today(self, place: Place) -> Sequence[Hours]:
        """None of another year, and none that nobody has confirmed."""
        return [row for row in place.hours if row.year in (0, self.book.config.day.year)] if self.is_sure(place) else ()

    def is_sure(self, place: Place) -> bool:
        """Whether all that the place rests on was confirmed, and need not be asked again yet."""
        rests_on = [self.book.data.facts[name] for name in place.facts if name in self.book.data.facts]
        dues = [due for fact in rests_on if (due := fact.due())]
        is_fresh = all(due > self.book.config.day for due in dues)
        return bool(rests_on) and is_fresh and all(fact.confirmed_on for fact in rests_on)

    def way_here(self) -> Data:
        """From the first page of the guide to this one."""
        home = f"{self.book.config.site_url}{self.code}/index.html"
        way = ((self.site, home), (self.title, self.address))
        rows = [_thing("ListItem", position=at, name=name, item=there) for at, (name, there) in enumerate(way, 1)]
        return _thing("BreadcrumbList", itemListElement=rows)


def _hours(hours: Hours) -> Data:
    first, last = (facts.DAYS.index(day) for day in (hours.days[0], hours.days[-1]))
    days = [f"{VOCABULARY}/{day}" for day in DAYS[first : last + 1]]
    return _thing("OpeningHoursSpecification", dayOfWeek=days, opens=_clock(hours.start), closes=_clock(hours.end))


def _clock(time: str) -> str:
    """Two digits for the hour: 09:00."""
    return time.zfill(5)


def _thing(kind: str, **properties: object) -> Data:
    """What is empty is not said."""
    return {"@type": kind, **{name: value for name, value in properties.items() if value not in ("", None, [])}}


def _script(things: Sequence[Data]) -> str:
    """As JSON in which no words of a chapter can end the script around it, or begin a comment."""
    if not things:
        return ""
    text = json.dumps({"@context": VOCABULARY, "@graph": things}, ensure_ascii=False, separators=(",", ":"))
    return "".join(f"\\u{ord(letter):04x}" if letter in "<>&\u2028\u2029" else letter for letter in text)


# ------------------------------------------------------------------------------------------------ steps


@dataclass(frozen=True)
class Step:
    """One of the things to do: in short, and in full."""

    name: str
    text: str


def steps_in(html: str) -> tuple[Step, ...]:
    """The first numbered list below the heading of the steps, as read on the page but for the marks of sources."""
    _, found, below = html.partition(f'id="{STEPS}"')
    if not found:
        return ()
    reader = _Steps()
    reader.feed(re.split(r"<h2\b", below, maxsplit=1)[0])
    reader.close()
    named = ((_plain(name), _plain(text)) for name, text in reader.found)
    return tuple(Step((name or text).rstrip(".:"), text or name) for name, text in named if name or text)


@dataclass
class _Steps(HTMLParser):
    """Collects [words in bold at the beginning, the words after them] of each item."""

    found: list[list[str]] = field(default_factory=list)
    _open: list[str] = field(default_factory=list)  # elements, from the list inwards
    _hidden: int = 0  # how many of them; from the mark of a source inwards
    _is_over: bool = False

    def __post_init__(self) -> None:
        super().__init__(convert_charrefs=True)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if self._is_over or tag in search.VOID or not (self._open or tag == "ol"):
            return
        self._open.append(tag)
        if self._open == ["ol", "li"]:
            self.found.append(["", ""])
        if self._hidden or (dict(attrs).get("class") or "") == "source":
            self._hidden += 1
        self._say("" if tag in search.INLINE else " ")

    def handle_endtag(self, tag: str) -> None:
        if not self._open or tag in search.VOID:
            return
        self._say("" if tag in search.INLINE else " ")
        self._open.pop()
        self._hidden = max(0, self._hidden - 1)
        self._is_over = not self._open

    def handle_data(self, data: str) -> None:
        self._say(data)

    def _say(self, words: str) -> None:
        if self._hidden or self._open[:2] != ["ol", "li"]:
            return
        item = self.found[-1]
        is_name = "strong" in self._open and not item[1].strip()
        item[0 if is_name else 1] += words


def _plain(words: Iterable[str] | str) -> str:
    """Words on one line, without what only a line's end needs."""
    return " ".join("".join(words).translate(search.UNSEEN).split())
