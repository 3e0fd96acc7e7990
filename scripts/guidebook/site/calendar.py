"""Reminders for a reader's own calendar: what usually begins when, and where to check. One calendar.ics a language.

    facts with `starts:`, by the chapter that rests on them ─► reminders ─► text (RFC 5545)

A reminder says “usually” and where to look; it is never a deadline, because nobody knows next year's dates.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from uuid import NAMESPACE_URL, uuid5

from guidebook import facts, strings
from guidebook.book import Book, Chapter
from guidebook.facts import Fact
from guidebook.references import Element, element

FILE = "calendar.ics"
SECTIONS = ("year", "when")  # where the calendar is offered: in the first of them that a chapter has
WIDTH = 75  # octets in a line, RFC 5545, 3.1
BREAK = "\n\n"  # between paragraphs
MORNING = "PT9H"  # of the day: when to be told


@dataclass(frozen=True)
class Reminder:
    """Once a year: what a chapter is about usually begins on this day."""

    chapter: str  # its name
    starts: str  # “01-15”
    known: tuple[Fact, ...]  # what the book knows of earlier years

    def title(self, chapter: Chapter, source: str) -> str:
        """“Citizens’ budget – voting”; the chapter alone when no fact says what begins."""
        told = next((fact.begins for fact in self.known if fact.begins), {})
        what = told.get(chapter.language) or told.get(source)
        return f"{chapter.title} – {what}" if what else chapter.title


def reminders(book: Book) -> tuple[Reminder, ...]:
    """By the day of the year. A fact belongs to the chapter that knows most of what begins on the same day."""
    cited = {chapter.name: tuple(_yearly(book, chapter)) for chapter in book.source.chapters}
    counts = Counter((name, fact.starts) for name, known in cited.items() for fact in known)
    found: dict[tuple[str, str], list[Fact]] = {}
    for fact in dict.fromkeys(fact.name for known in cited.values() for fact in known):
        starts = book.data.facts[fact].starts
        homes = [name for name, known in cited.items() if any(one.name == fact for one in known)]
        home = max(homes, key=lambda name: counts[name, starts])
        found.setdefault((starts, home), []).append(book.data.facts[fact])
    return tuple(Reminder(home, starts, tuple(known)) for (starts, home), known in sorted(found.items()))


def _yearly(book: Book, chapter: Chapter) -> Iterator[Fact]:
    """Facts of a chapter that hold until the next edition of something begins."""
    names = dict.fromkeys(ref.name for ref in chapter.references if ref.kind in ("fact", "source"))
    for name in names:
        fact = book.data.facts.get(name)
        if fact is not None and fact.starts and _first_day(fact.starts, date(2024, 1, 1)):
            yield fact


def section(book: Book, chapter: Chapter) -> str:
    """The id of the heading under which a chapter offers the calendar; empty: it says nothing of what begins when."""
    if not any(_yearly(book, chapter)):
        return ""
    ids = {heading.id for heading in chapter.headings}
    return next((id for id in SECTIONS if id in ids), "")


def link(language: str, up: str = "") -> Element:
    """The way to the calendar. `up` leads from the page to the folder of its language."""
    words = strings.load(language)
    there = element("a", words("Yearly reminders for your calendar"), href=f"{up}{FILE}", type="text/calendar")
    there.set("download", "")
    about = words("They say when something usually begins and where to check. They are not deadlines.")
    there.tail = " "
    return element("p", "", there, element("small", about), class_="calendar")


# --------------------------------------------------------------------------------------------- the file


def text(book: Book, code: str, when: Callable[[str], str] = lambda name: "") -> str:
    """The calendar in a language; `when` tells what a chapter says of earlier years."""
    title = book.config.language(code).title
    events = [_event(book, one, code, when(one.chapter)) for one in reminders(book)]
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        f"PRODID:-//{_escaped(title)}//guidebook//{code.upper()}",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
        f"X-WR-CALNAME:{_escaped(title)}",
        *(line for event in events for line in event),
        "END:VCALENDAR",
    ]
    return "".join(f"{folded}\r\n" for line in lines for folded in _folded(line))


def _event(book: Book, reminder: Reminder, code: str, when: str) -> Sequence[str]:
    words, day = strings.load(code), book.config.day
    chapter = book.shown(reminder.chapter, code) or book.source.chapter(reminder.chapter)
    first = _first_day(reminder.starts, day)
    address = _where_to_check(book, chapter, reminder)
    short = address.removeprefix("https://").rstrip("/")
    title = reminder.title(chapter, book.config.source.code)
    summary = words("{title}: usually begins about now, check at {address}", title=title, address=short)
    page = f"{book.config.site_url}{code}/{chapter.stem}.html" if book.config.site_url else ""
    newest = max(reminder.known, key=lambda fact: fact.confirmed_on or fact.source.year)
    known = {
        "day": facts.value(replace(newest, kind="day", value=reminder.starts), code),
        "age": facts.age(newest, code),
        "address": address,
    }
    about = [
        words("Usually begins about {day} ({age}). The dates change every year, check at {address}", **known),
        words("This is a reminder to look, not a deadline."),
        when,
        words("The guide: {address}", address=page) if page else "",
    ]
    told = "\n\n".join(part for part in about if part)
    name = f"{book.source.language.title}/{code}/{reminder.chapter}/{reminder.starts}"
    return [
        "BEGIN:VEVENT",
        f"UID:{uuid5(NAMESPACE_URL, name)}",
        f"DTSTAMP:{day:%Y%m%d}T000000Z",
        f"DTSTART;VALUE=DATE:{first:%Y%m%d}",
        f"DTEND;VALUE=DATE:{first + timedelta(days=1):%Y%m%d}",
        "RRULE:FREQ=YEARLY",
        f"SUMMARY;LANGUAGE={code}:{_escaped(summary)}",
        f"DESCRIPTION;LANGUAGE={code}:{_escaped(told)}",
        f"URL:{page or address}",
        "TRANSP:TRANSPARENT",  # the day is not taken
        "BEGIN:VALARM",
        "ACTION:DISPLAY",
        f"DESCRIPTION:{_escaped(summary)}",
        f"TRIGGER:{MORNING}",
        "END:VALARM",
        "END:VEVENT",
    ]


def _where_to_check(book: Book, chapter: Chapter, reminder: Reminder) -> str:
    """The website that the chapter names most often, else where the newest of its facts was read."""
    cited = (book.data.facts.get(ref.name) for ref in chapter.references if ref.kind == "fact")
    named = Counter(str(fact.value) for fact in cited if fact is not None and fact.kind == "web")
    if named:
        return named.most_common(1)[0][0]
    by_age = sorted(reminder.known, key=lambda fact: fact.source.year, reverse=True)
    return next((fact.source.url for fact in by_age if fact.source.url), book.config.site_url)


def _first_day(starts: str, day: date) -> date | None:
    """The next time that it is this day of the year; None when the text is none. 29 February is not every year's."""
    for year in (day.year, day.year + 1):
        try:
            found = date.fromisoformat(f"{year}-{'02-28' if starts == '02-29' else starts}")
        except ValueError:
            return None
        if found >= day:
            return found
    return None


def _escaped(words: str) -> str:
    """RFC 5545, 3.3.11; what does not break or is not seen on a page is plain in a calendar."""
    plain = words.replace("\u00a0", " ").replace("\u2060", "").replace("\r", "")
    return plain.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,").replace("\n", "\\n")


def _folded(line: str) -> Iterable[str]:
    """A long line in parts of 75 octets, no letter cut in two; each further part begins with a space."""
    part, size = "", 0
    for letter in line:
        length = len(letter.encode())
        if size + length > WIDTH:
            yield part
            part, size = " ", 1
        part, size = part + letter, size + length
    yield part
