"""How [[fact:x]], [[term:y]], [[place:z]] read: the same words on the site and in print.

    markup.Reference ──► References(book, chapter, medium) ──► an element, or None: the name is not known

What differs between the two (a source opens below the page or becomes a footnote, a picture has other files) is
asked of the `Medium`.
"""

from __future__ import annotations

import re
import xml.etree.ElementTree as etree
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from itertools import groupby
from math import inf
from typing import Protocol

from guidebook import facts, strings, typography
from guidebook.book import Book, Chapter
from guidebook.facts import Fact, Phrase, Place, Term
from guidebook.forms import FACT, Form
from guidebook.markup import Reference
from guidebook.notes.pictures import NotePictures, Section, TextLine
from guidebook.visualnote import VisualNote

Element = etree.Element


class Medium(Protocol):
    """What the site and print do differently."""

    def source_mark(self, number: int, fact: Fact, language: str, is_first: bool) -> Element | None:
        """The small mark behind a claim that leads to its source; None: this medium shows none."""

    def term_link(self, term: Term) -> str:
        """Where the term is explained, or empty."""

    def note(self, note: VisualNote, language: str) -> Element | None:
        """The visual note with its caption and text alternative."""

    def chapter_link(self, name: str) -> str:
        """Where another chapter stands."""

    def lists(self, place: Place) -> bool:
        """Whether the list of all places holds this one."""

    def place_link(self, place: Place) -> str:
        """Where the whole card stands when a chapter should show a short one; empty: it shows the whole."""

    def form_ways(self, form: Form, language: str) -> Element | None:
        """How to come by a form: links to its PDFs, or where to look for them."""


def element(tag: str, text: str = "", *children: Element | None, **attributes: str) -> Element:
    """An element; `class_` is written class, None and empty attributes are left out."""
    made = etree.Element(tag, {key.rstrip("_"): value for key, value in attributes.items() if value})
    made.text = text
    made.extend([child for child in children if child is not None])
    return made


def with_tail(made: Element, tail: str) -> Element:
    """The element followed by plain text."""
    made.tail = tail
    return made


_BETWEEN_PARTS = re.compile(r"(?<=[@./])(?=\w)")
SHORT_END = 3  # letters of a last part that stays with the one before it: “city.pl”
_RANGE = re.compile(r"(?<=\d)–(?=\d)")  # from an hour to an hour, from a day to a day: one line


def address_link(shown: str, href: str) -> Element:
    """A link whose words are an address: a narrow line breaks behind @ . / and whoever copies it gets nothing more.

    The country at its end stands on no line of its own.
    """
    first, *others = _BETWEEN_PARTS.split(shown)
    if others and len(others[-1]) <= SHORT_END:
        before, last = [first, *others][-2:]
        first, *others = [first, *others][:-2] + [before + last]
    return element("a", first, *(with_tail(element("wbr"), part) for part in others), href=href)


@dataclass
class References:
    """Resolves the references of one chapter in the language that its text is written in."""

    book: Book
    chapter: Chapter
    medium: Medium
    _marked: set[int] = field(default_factory=set)
    _forms: set[str] = field(default_factory=set)

    @property
    def language(self) -> str:
        """The language of the text, which is not the page's when the source is shown instead."""
        return self.chapter.language

    def __call__(self, reference: Reference) -> Element | None:
        """The element for a reference, None when its name is not known."""
        resolve = {
            "fact": self._fact,
            "source": self._source,
            "term": self._term,
            "place": self._place,
            "form": self._form,
            "note": self._note,
            "all": self._all,
        }.get(reference.kind)
        return resolve(reference.name) if resolve else None

    def _fact(self, name: str) -> Element | None:
        fact = self.book.data.facts.get(name)
        if fact is None or fact.value is None:
            return None
        return element("span", "", fact_value(fact, self.language), self._mark(fact), class_="fact")

    def _source(self, name: str) -> Element | None:
        fact = self.book.data.facts.get(name)
        return self._mark(fact) if fact else None

    def _mark(self, fact: Fact) -> Element | None:
        number = self.chapter.citation(fact, self.book.data)
        is_first = number not in self._marked
        self._marked.add(number)
        return self.medium.source_mark(number, fact, self.language, is_first)

    def _term(self, name: str) -> Element | None:
        term = self.book.data.terms.get(name)
        source = self.book.config.source.code
        if term is None or source not in term.words:
            return None
        official = element("strong", term.words[source], lang="" if self.language == source else source)
        if link := self.medium.term_link(term):
            official = element("a", "", official, href=link)
        made = element("span", "", official, class_="term")
        if self.language != source and self.language in term.words:
            official.tail = f" ({term.words[self.language]})"
        return made

    def _place(self, name: str) -> Element | None:
        place = self.book.data.places.get(name)
        if place is None:
            return None
        link = self.medium.place_link(place)
        if link:
            return short_card(self.book, place, self.language, link)
        return place_card(self.book, place, self.language)

    def _form(self, name: str) -> Element | None:
        form = self.book.forms.get(name)
        if form is None:
            return None
        card = form_card(self.book, form, self.language, self.medium.form_ways(form, self.language))
        if name not in self._forms:  # a link leads to the first of them
            card.set("id", f"form-{name}")
        self._forms.add(name)
        return card

    def _note(self, name: str) -> Element | None:
        note = self.book.notes.get(name)
        return self.medium.note(note, self.language) if note else None

    def _all(self, name: str) -> Element | None:
        if name == "places":
            return all_places(self.book, self.language, self.medium.lists)
        if name == "sources":
            return all_sources(self.book, self.language, self.medium.chapter_link)
        return LISTS[name](self.book, self.language) if name in LISTS else None


def known_names(book: Book) -> dict[str, tuple[str, ...]]:
    """What may stand behind each kind of reference."""
    return {
        "fact": tuple(name for name, fact in book.data.facts.items() if fact.value is not None),
        "source": tuple(book.data.facts),
        "term": tuple(book.data.terms),
        "place": tuple(book.data.places),
        "note": tuple(book.notes),
        "form": tuple(book.forms),
        "all": tuple(LISTS),
    }


# --------------------------------------------------------------------------------------------------- parts


def fact_value(fact: Fact, language: str) -> Element:
    """The value: plain, or a link when it is an address, a phone or an e-mail."""
    text = facts.value(fact, language)
    link = {"email": f"mailto:{text}", "web": text, "phone": facts.phone_link(text) if fact.kind == "phone" else ""}
    if fact.kind in link:
        shown = text.removeprefix("https://").rstrip("/") if fact.kind == "web" else text
        return address_link(shown, link[fact.kind])
    return element("span", _RANGE.sub(f"–{typography.WORD_JOINER}", text), class_="value")


def source_line(fact: Fact, language: str) -> Element:
    """“Title (2024-05). Source from 2024, not confirmed since.” with the title linked."""
    made = element("span", "", class_="source-line")
    title = element("a" if fact.source.url else "span", fact.source.title, href=fact.source.url)
    made.append(title)
    dated = f" ({facts.loose_date(fact.source.date, language)})" if fact.source.date else ""
    title.tail = f"{dated}. "
    kind = "source-age" if fact.confirmed_on else "source-age unconfirmed"
    made.append(element("span", _sentence(facts.age(fact, language)), class_=kind))
    return made


def place_card(book: Book, place: Place, language: str, heading: str = "p") -> Element:
    """The place with all that is needed to go there, and how old it is."""
    source = book.config.source.code
    name = element(heading, place.title, class_="place-name", id=f"place-{place.name}" if heading != "p" else "")
    if language != source:
        name.set("lang", source)
    card = element("div", "", name, class_=f"place {place.kind}")
    if about := _in(place.about, language, source):
        card.append(_text("p", about, language, class_="place-about"))
    if rows := [part for row in _place_rows(book, place, language) for part in row]:
        card.append(element("dl", "", *rows))
    if way := _in(place.way, language, source):
        card.append(_text("p", way, language, class_="place-way"))
    if age := _place_age(book, place, language):
        card.append(age)
    return card


def short_card(book: Book, place: Place, language: str, link: str) -> Element:
    """Name, contact and age alone, with the way to the whole card."""
    source = book.config.source.code
    name = element("a", place.title, href=link, lang="" if language == source else source)
    card = element("div", "", element("p", "", name, class_="place-name"), class_=f"place short {place.kind}")
    if rows := [part for row in _place_rows(book, place, language) for part in row]:
        card.append(element("dl", "", *rows))
    if (age := _place_age(book, place, language, in_short=True)) is not None:
        card.append(age)
    return card


def form_card(book: Book, form: Form, language: str, ways: Element | None) -> Element:
    """A form: what it is called here and at the office, what it is for and how it is used, how to come by it.

    Who reads the language of the office needs one name only.
    """
    source = book.config.source.code
    title = _in(form.title, language, source) or (form.official, source)
    name = element("p", "", _text("span", title, language), class_="place-name")
    if language != source and form.official != title[0]:
        name.append(element("span", f" · {form.official}", lang=source))
    card = element("div", "", name, class_="place form")
    about = element("p", class_="form-about")
    for text in filter(None, (_in(texts, language, source) for texts in (form.about, form.how))):
        words, code = text
        about.append(with_tail(_text("span", (with_values(book, words, code), code), language), " "))
    card.append(about)
    if ways is not None:
        card.append(ways)
    return card


def with_values(book: Book, text: str, language: str) -> str:
    """Words of a form with the values of the facts that they name."""
    known = book.data.facts
    return FACT.sub(lambda found: _written(known[found[1]], language) if found[1] in known else found[0], text)


def _written(fact: Fact, language: str) -> str:
    text = facts.value(fact, language) if fact.value is not None else ""
    return text.removeprefix("https://").removeprefix("www.").rstrip("/") if fact.kind == "web" else text


def _in(texts: facts.Texts, language: str, source: str) -> tuple[str, str] | None:
    """The text and the language it is in: the reader's, else the source."""
    for code in (language, source):
        if code in texts:
            return texts[code], code
    return None


def _text(tag: str, text: tuple[str, str], language: str, **attributes: str) -> Element:
    words, code = text
    return element(tag, words, lang="" if code == language else code, **attributes)


Row = tuple[Element, Element]


def _place_rows(book: Book, place: Place, language: str) -> Iterator[Row]:
    words, source = strings.load(language), book.config.source.code
    foreign = "" if language == source else source
    if place.street:
        yield _row(words("Address"), _address(place, foreign))
    if place.hours:
        hours = facts.all_hours(place.hours, language)
        yield _row(words("Hours"), element("span", _RANGE.sub(f"–{typography.WORD_JOINER}", hours)))
    if place.phone:
        yield _row(words("Phone"), element("a", facts.phone(place.phone), href=facts.phone_link(place.phone)))
    if place.email:
        yield _row(words("E-mail"), address_link(place.email, f"mailto:{place.email}"))
    if place.web:
        yield _row(words("Website"), website_link(place))
    if place.languages:
        names = [facts.language_name(code, language) for code in place.languages]
        yield _row(words("Languages"), element("span", facts.listed(names, language)))


def website_link(place: Place) -> Element:
    """Its address without what every address has."""
    return address_link(place.web.removeprefix("https://").removeprefix("www.").rstrip("/"), place.web)


def _address(place: Place, foreign: str) -> Element:
    """Street, postcode and city; the postcode stays in one piece."""
    town = element("span", place.postcode, class_="postcode") if place.postcode else None
    made = element("span", f"{place.street}, " if place.city else place.street, town, lang=foreign)
    if town is not None:
        town.tail = f"\u00a0{place.city}"
    else:
        made.text = facts.address(place)
    return made


def _row(label: str, content: Element) -> Row:
    return element("dt", label), element("dd", "", content)


def _place_age(book: Book, place: Place, language: str, in_short: bool = False) -> Element | None:
    """The age of the oldest fact that the place rests on; “check before you go” unless people have asked there."""
    words = strings.load(language)
    rests_on = [book.data.facts[name] for name in place.facts if name in book.data.facts]
    if not rests_on:
        return None
    oldest = min(rests_on, key=lambda fact: (fact.confirmed_on or fact.source.date or "0", fact.name))
    made = element("p", "", class_="place-age")
    may_have_moved = place.kind != "emergency" and not all(fact.confirmed_on for fact in rests_on)
    if may_have_moved or not all(fact.is_safe for fact in rests_on) or _is_due(book, rests_on):
        made.append(with_tail(element("strong", words("Check before you go.")), " "))
    made.append(element("span", _sentence(facts.age(oldest, language))) if in_short else source_line(oldest, language))
    return made


def _sentence(text: str) -> str:
    """With a capital letter and one full stop: “… 2026 r.” ends with its own."""
    return f"{text[:1].upper()}{text[1:].removesuffix('.')}."


def _is_due(book: Book, rests_on: list[Fact]) -> bool:
    days: list[date] = [due for fact in rests_on if (due := fact.due())]
    return any(due <= book.config.day for due in days)


# --------------------------------------------------------------------------------------------------- lists


def all_places(book: Book, language: str, lists: Callable[[Place], bool] = lambda place: True) -> Element:
    """Places, by kind, each kind with the ranked ones first and the others by the alphabet of the source language."""
    words = strings.load(language)
    titles = {
        "meeting": words("Where people meet"),
        "office": words("Offices"),
        "help": words("Who helps"),
        "emergency": words("In danger"),
    }
    by_name = typography.sort_key(book.config.source.code)
    order = {kind: place for place, kind in enumerate(titles)}
    listed = filter(lists, book.data.places.values())
    places = sorted(listed, key=lambda place: (order[place.kind], place.rank or inf, by_name(place.title)))
    made = element("div", "", class_="places")
    for kind, group in groupby(places, key=lambda place: place.kind):
        made.append(element("h2", titles[kind], id=f"kind-{kind}"))
        made.extend([place_card(book, place, language, heading="h3") for place in group])
    return made


def all_terms(book: Book, language: str, names: tuple[str, ...] | None = None) -> Element:
    """Terms: the reader's word, the official one, one sentence; by the alphabet of the reader's language."""
    source, key = book.config.source.code, typography.sort_key(language)
    chosen = [book.data.terms[name] for name in names or book.data.terms if name in book.data.terms]
    made = element("dl", "", class_="terms")
    for term in sorted(chosen, key=lambda term: key(_reader_word(term, language, source))):
        word, official = _reader_word(term, language, source), term.words.get(source, term.name)
        entry = element("div", "", class_="term-entry")
        entry.append(element("dt", word, lang="" if language in term.words else source, id=f"term-{term.name}"))
        if word != official:
            entry.append(element("dd", official, class_="official", lang=source))
        if sentence := _in(term.definition, language, source):
            entry.append(_text("dd", sentence, language))
        made.append(entry)
    return made


def _reader_word(term: Term, language: str, source: str) -> str:
    return term.words.get(language) or term.words.get(source) or term.name


def glossary(book: Book, language: str) -> Element:
    """All terms; before them, for who holds a letter in the source language, its words in their own order."""
    source = book.config.source.code
    made = element("div", "", class_="glossary")
    if language != source:
        key, words = typography.sort_key(source), strings.load(language)
        terms = [term for term in book.data.terms.values() if source in term.words]
        rows = element("ul", "", lang=source)
        for term in sorted(terms, key=lambda term: key(term.words[source])):
            rows.append(element("li", "", element("a", term.words[source], href=f"#term-{term.name}")))
        of_offices = facts.language_name(source, language)
        summary = element("summary", words("Official words from A to Z ({language})", language=of_offices))
        made.append(element("details", "", summary, rows, class_="by-official"))
    made.append(all_terms(book, language))
    return made


def all_phrases(book: Book, language: str, names: tuple[str, ...] | None = None) -> Element:
    """Sentences to say, by situation: the sentence, how it sounds to this reader, what it means."""
    words, source = strings.load(language), book.config.source.code
    titles = {
        "office": words("At an office"),
        "phone": words("On the phone"),
        "meeting": words("At a meeting"),
        "session": words("At a council session"),
        "letter": words("In a letter or e-mail"),
        "help": words("When you need help"),
    }
    chosen = [book.data.phrases[name] for name in (book.data.phrases if names is None else names)]
    made = element("div", "", class_="phrases")
    for situation, title in titles.items():
        rows = [_phrase(phrase, language, source) for phrase in chosen if phrase.situation == situation]
        if rows:
            made.append(element("h2", title, id=f"situation-{situation}"))
            made.append(element("dl", "", *rows))
    return made


def _phrase(phrase: Phrase, language: str, source: str) -> Element:
    sentence = element("dt", phrase.means[source], lang="" if language == source else source)
    said, meant = (texts.get(language) if language != source else None for texts in (phrase.say, phrase.means))
    sounds = element("dd", said, class_="say") if said else None
    return element("div", "", sentence, sounds, element("dd", meant) if meant else None, class_="phrase")


def all_sources(book: Book, language: str, chapter_link: Callable[[str], str] = str) -> Element:
    """Every source with its age, what the guide takes from it, and the chapters that rest on it."""
    key = typography.sort_key(book.config.source.code)
    by_reading: dict[tuple, list[Fact]] = {}
    for fact in sorted(book.data.facts.values(), key=lambda fact: (key(fact.source.title), fact.name)):
        by_reading.setdefault(fact.reading, []).append(fact)
    uses = _uses(book, language)
    made = element("ul", "", class_="all-sources")
    for taken in by_reading.values():
        entry = _source_entry(book, language, taken)
        if chapters := {name: chapter for fact in taken for name, chapter in uses.get(fact.name, {}).items()}:
            entry.append(_used_in(chapters, language, chapter_link))
        made.append(entry)
    return made


def _source_entry(book: Book, language: str, taken: list[Fact]) -> Element:
    words, source = strings.load(language), book.config.source.code
    claims = element("ul")
    for fact in taken:
        if claim := _in(fact.claim, language, source):
            claims.append(_text("li", claim, language, id=f"fact-{fact.name}"))
    values = [facts.value(fact, language) for fact in taken if fact.value is not None]
    if values:
        claims.append(element("li", words("Taken from here: {values}", values="; ".join(values))))
    return element("li", "", source_line(taken[0], language), claims if len(claims) else None)


def _used_in(chapters: dict[str, Chapter], language: str, chapter_link: Callable[[str], str]) -> Element:
    used = element("p", strings.load(language)("Used in:") + " ", class_="used-in")
    for place, chapter in enumerate(chapters.values()):
        link = element("a", chapter.title, href=chapter_link(chapter.name))
        used.append(with_tail(link, ", " if place < len(chapters) - 1 else ""))
    return used


def _uses(book: Book, language: str) -> dict[str, dict[str, Chapter]]:
    """The chapters that name a fact, in this language else in the source, in reading order."""
    found: dict[str, dict[str, Chapter]] = {}
    for chapter in book.source.chapters:
        shown = book.shown(chapter.name, language) or chapter
        for reference in shown.references:
            if reference.kind in ("fact", "source"):
                found.setdefault(reference.name, {})[shown.name] = shown
    return found


LISTS = {"places": all_places, "terms": glossary, "phrases": all_phrases, "sources": all_sources}


def used_terms(book: Book, chapters: tuple[Chapter, ...]) -> tuple[str, ...]:
    """The names of the terms that these chapters use, each once."""
    names = dict.fromkeys(r.name for chapter in chapters for r in chapter.references if r.kind == "term")
    return tuple(name for name in names if name in book.data.terms)


# ------------------------------------------------------------------------------------------------- notes


def words_of(pictures: NotePictures) -> Iterator[Element]:
    """The words of a note in reading order; words that are not translated say in which language they are."""
    for section in pictures.text:
        if section.heading:
            number = f"{section.number}. " if section.number else ""
            yield element("p", "", element("strong", number + section.heading), lang=_other(section, pictures))
        for line in section.lines:
            yield element("blockquote" if line.role == "speech" else "p", line.text, lang=_other(line, pictures))


def _other(part: Section | TextLine, pictures: NotePictures) -> str:
    return "" if part.language == pictures.language else part.language
