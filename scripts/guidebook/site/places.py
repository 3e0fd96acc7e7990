"""All places on their page: by kind and alphabet, with a filter by kind and by the language spoken there."""

from __future__ import annotations

from collections.abc import Iterable

from guidebook import facts, strings, typography
from guidebook.book import Book
from guidebook.facts import Place
from guidebook.references import Element, address_link, element, website_link, with_tail


def with_filter(places: Element, book: Book, language: str) -> Element:
    """The list of all places, each card marked with what the filter asks of it; the filter itself waits for places.js.

    Without a choice to make there is none.
    """
    words, kinds, spoken = strings.load(language), {}, set()
    kind = ""
    for part in places:
        if part.tag == "h2":
            kind = part.get("id", "").removeprefix("kind-")
            kinds[kind] = part.text or ""
        else:
            place = book.data.places[part[0].get("id", "").removeprefix("place-")]
            part.set("data-languages", " ".join(place.languages))
            spoken.update(place.languages)
            completed(part, place, language)
        part.set("data-kind", kind)
    by_name = typography.sort_key(language)
    names = {code: facts.language_name(code, language) for code in spoken}
    by_alphabet = sorted(names.items(), key=lambda pair: by_name(pair[1]))
    choices = [
        _choice("kind", element("legend", words("What are you looking for?")), kinds.items()),
        _folded(_choice("language", element("summary", words("Language spoken there, if known")), by_alphabet)),
    ]
    if any(choice is not None for choice in choices):
        places.insert(0, _filter(words, choices))
    return places


def completed(card: Element, place: Place, language: str) -> Element:
    """The card with what paper has no room or no use for: how to learn the hours nobody knows, the way to a map."""
    words = strings.load(language)
    _tell_unknown_hours(card, place, words)
    _tell_where_to_check(card, place, words)
    if place.at:
        there = element("a", words("Open in the maps of this device"))
        there.set("href", f"geo:{place.at[0]},{place.at[1]}")
        age = next((at for at, part in enumerate(card) if "place-age" in part.get("class", "").split()), len(card))
        card.insert(age, element("p", "", there, class_="place-map"))
    return card


def _tell_where_to_check(card: Element, place: Place, words: strings.Strings) -> None:
    """Apart from the source, a link too: behind “check before you go” stands whom to ask, not who wrote of it once."""
    age = card.find("p[@class='place-age']")
    if age is None:
        return
    check, way = age.find("strong"), contact(place)
    if check is not None and way is not None:
        age.remove(check)
        advice = element("strong", words("Check before you go:"))
        asked = element("p", "", with_tail(advice, " "), way, class_="place-age place-check")
        card.insert(list(card).index(age), asked)
        age.text = f"{words('Source:')} "
    elif check is not None:
        check.tail = f" {words('Source:')} "
    else:
        age.text = f"{words('Source:')} "


def contact(place: Place) -> Element | None:
    """How to learn what is true today: the place's website, else its phone, else its e-mail."""
    if place.web:
        return website_link(place)
    if place.phone:
        return element("a", facts.phone(place.phone), href=facts.phone_link(place.phone))
    return address_link(place.email, f"mailto:{place.email}") if place.email else None


def _tell_unknown_hours(card: Element, place: Place, words: strings.Strings) -> None:
    """Where there is a door to stand before, the row below its address."""
    if place.hours or not place.street or place.kind == "emergency":
        return
    advice = ""
    if place.phone:
        advice = words("We do not know today’s hours. Ask by phone first.")
    elif place.email:
        advice = words("We do not know today’s hours. Ask by e-mail first.")
    elif place.web:
        advice = words("We do not know today’s hours. Look on the website first.")
    rows = card.find("dl")
    if advice and rows is not None:
        rows[2:2] = [element("dt", words("Hours")), element("dd", advice)]


def _filter(words: strings.Strings, choices: list[Element | None]) -> Element:
    made = element("div", "", *choices, class_="places-filter", hidden="hidden")
    count = element("p", "", role="status")
    count.set("data-words", words("Places shown: {count} of {total}", count="{count}", total="{total}"))
    made.extend([count, element("button", words("Show all"), type="button")])
    return made


def _choice(name: str, title: Element, options: Iterable[tuple[str, str]]) -> Element | None:
    """Boxes to tick: any of those that are ticked; None when there are not two to choose from."""
    found = list(options)
    if len(found) < 2:
        return None
    made = element("fieldset", "", title)
    for value, text in found:
        box = element("input", type="checkbox", name=name, value=value)
        box.tail = f" {text}"
        made.append(element("label", "", box))
    return made


def _folded(choice: Element | None) -> Element | None:
    """A choice that few make takes one line until it is opened."""
    if choice is None:
        return None
    summary = choice[0]
    choice.remove(summary)
    choice.set("aria-label", summary.text or "")
    return element("details", "", summary, choice)
