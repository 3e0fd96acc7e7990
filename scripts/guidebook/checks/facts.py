"""References to docs/data/ and the visual notes, and values that should stand there instead of in the text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from difflib import get_close_matches
from functools import cache, lru_cache
from pathlib import Path

from babel.dates import get_month_names

from guidebook import facts as facts_of
from guidebook import files, references, typography
from guidebook.book import Book, Chapter
from guidebook.checks.parts import Same
from guidebook.forms import Form
from guidebook.markup import Reference
from guidebook.problem import Problem
from guidebook.translation import history


def unknown_references(book: Book) -> Iterator[Problem]:
    """[[kind:name]] names something that does not exist."""
    known = references.known_names(book)
    for edition in book.editions:
        for chapter in edition.chapters:
            for reference in chapter.references:
                if reference.name not in known.get(reference.kind, ()):
                    yield _unknown(book, chapter, reference, known)


def _unknown(book: Book, chapter: Chapter, reference: Reference, known: Mapping[str, tuple[str, ...]]) -> Problem:
    values: dict[str, object] = {"reference": str(reference)}
    names = known.get(reference.kind, ())
    elsewhere = [kind for kind in known if reference.name in known[kind]]
    if reference.kind == "fact" and elsewhere == ["source"]:
        message, hint = "“{reference}” is a claim without a value", "write “{near}” after your own sentence"
        values["near"] = f"[[source:{reference.name}]]"
    elif elsewhere:
        message, hint = "“{reference}” is not known", "did you mean “{near}”?"
        values["near"] = f"[[{elsewhere[0]}:{reference.name}]]"
    elif near := get_close_matches(reference.name, names, 1):
        message, hint = "“{reference}” is not known", "did you mean “{near}”?"
        values["near"] = f"[[{reference.kind}:{near[0]}]]"
    elif reference.kind not in known:
        message, hint = "“{reference}” is not known", "kinds are {kinds}"
        values["kinds"] = ", ".join(known)
    else:
        message, hint = "“{reference}” is not known", "known here are {names}"
        values["names"] = ", ".join(names[:12]) + (" …" if len(names) > 12 else "") or "–"
    return Problem(chapter.file, reference.line, message, hint, values)


def broken_references(book: Book) -> Iterator[Problem]:
    """Two brackets that are no reference would be seen by readers as they stand."""
    for edition in book.editions:
        for chapter in edition.chapters:
            for number, text in chapter.document.prose:
                for match in re.finditer(r"\[\[[^\]\n]{0,60}\]{0,2}", text) if "[[" in text else ():
                    message = "“{text}” is not understood, and readers would see the brackets"
                    hint = "write [[kind:name]] without spaces and capitals; kinds are {kinds}"
                    values = {"text": match.group(), "kinds": ", ".join(references.known_names(book))}
                    yield Problem(chapter.file, number, message, hint, values)


def unknown_facts(book: Book) -> Iterator[Problem]:
    """A place or a form rests on a fact that does not exist, or a form on a place."""
    for place in book.data.places.values():
        for name in place.facts:
            if name not in book.data.facts:
                near = get_close_matches(name, book.data.facts, 1)
                hint = "did you mean “{near}”?" if near else "add it to the facts, or remove its name here"
                values = {"place": place.name, "name": name, "near": "".join(near)}
                message = "{place} rests on “{name}”, which is not among the facts"
                yield Problem(place.file, place.line, message, hint, values)
    for form in book.forms.values():
        yield from _unknown_in(form, form.cited, book.data.facts, "facts")
        yield from _unknown_in(form, form.places, book.data.places, "places")


def _unknown_in(form: Form, names: Iterable[str], known: Iterable[str], key: str) -> Iterator[Problem]:
    for name in names:
        if name not in known:
            near = get_close_matches(name, known, 1)
            hint = "did you mean “{near}”?" if near else "add it to docs/data/, or remove its name here"
            values = {"form": form.name, "name": name, "near": "".join(near)}
            message = "{form} names “{name}”, which is not in docs/data/"
            yield Problem(form.file, form.lines.get(key, 1), message, hint, values)


def missing_units(book: Book) -> Iterator[Problem]:
    """The unit of a value, or a value that is text, is missing in a language, or has no form for this number."""
    for fact in book.data.facts.values():
        for edition in book.editions:
            code, file = edition.language.code, fact.file
            values = {"name": fact.name, "language": edition.language.name, "code": code}
            forms = fact.unit.get(code, {})
            if fact.kind == "text" and isinstance(fact.value, Mapping) and code not in fact.value:
                message, hint = "{name}: the value is not translated into {language}", "add “{code}: …” to the value"
                yield Problem(file, fact.line, message, hint, values)
            elif fact.kind != "number" or fact.value is None:
                continue
            elif fact.unit and not forms:
                message, hint = "{name}: the unit is not translated into {language}", "add “{code}: …” to the unit"
                yield Problem(file, fact.line, message, hint, values)
            elif fact.unit and _form(fact, code) not in forms and "other" not in forms:
                values |= {"value": fact.value, "form": _form(fact, code)}
                message = "{name}: the unit has no form in {language} for {value}"
                yield Problem(file, fact.line, message, "add “{form}: …” to the unit", values)


def _form(fact: facts_of.Fact, code: str) -> str:
    return facts_of.locale(code).plural_form(abs(fact.value))


# ---------------------------------------------------------------------------------------------- by hand


def values_by_hand(book: Book) -> Iterator[Problem]:
    """A phone, e-mail, address, amount of money, per cent or date stands in the text, not among the facts."""
    for edition in book.editions:
        known = _written(Same(book.data), edition.language.code)
        pattern = _values(edition.language.code)
        for chapter in edition.chapters:
            for number, text in (*chapter.document.prose, *_addresses(chapter)):
                for match in pattern.finditer(text) if _MAYBE_VALUE.search(text) else ():
                    yield _by_hand(chapter, number, match.group().strip(), known)


def numbers_by_hand(book: Book) -> Iterator[Problem]:
    """A number with a word behind it, “50 signatures”, looks like a value that may change."""
    for edition in book.editions:
        known, pattern = _written(Same(book.data), edition.language.code), _values(edition.language.code)
        for chapter in edition.chapters:
            for number, text in chapter.document.prose:
                if not _MAYBE_COUNTED.search(text):
                    continue
                text = pattern.sub(lambda match: " " * len(match.group()), text)  # these are reported as values
                for match in _COUNTED.finditer(text):
                    name = known.get(_plain(match.group()))
                    message = "“{text}” looks like a value: when it changes, nobody finds it"
                    hint = "write [[fact:{name}]]" if name else "if a rule or an office says so, make a fact of it"
                    yield Problem(chapter.file, number, message, hint, {"text": match.group(), "name": name})


# Not years, not what a § or “art.” numbers, not hours and versions, not the number of a list.
_COUNTED = re.compile(
    r"(?<![\w.,:/§№–-])(?<![§№] )(?<!art\. )(?<!ust\. )(?<!nr )(?!(?:19|20)\d\d\b)"
    r"\d{1,3}(?:[ \u00a0]?\d{3})*(?![.,:/–-]?\d)[ \u00a0][^\W\d_]{3,}"
)


_MAYBE_COUNTED = re.compile(r"\d[ \u00a0][^\W\d_]{3}")  # what each of these has in it


def changed_forms(book: Book) -> Iterator[Problem]:
    """A value has changed so that its unit takes another plural form: the sentences around it may read wrong now."""
    before = dict(_values_before(book))
    for fact in book.data.facts.values():
        old = before.get(fact.name)
        if fact.kind != "number" or not fact.unit or not facts_of.is_number(old) or old == fact.value:
            continue
        for edition in book.editions:
            code = edition.language.code
            if facts_of.locale(code).plural_form(abs(old)) != _form(fact, code):
                yield from _uses_to_read(edition.chapters, fact, old, code)


def changed_values(book: Book) -> Iterator[Problem]:
    """A fact has another value than before, though nobody has read or asked its source since."""
    before = dict(_entries_before({fact.file for fact in book.data.facts.values()}))
    for fact in book.data.facts.values():
        old = before.get(fact.name, {})
        days = tuple(str(old.get(key) or "") for key in ("read_on", "confirmed_on"))
        if "value" in old and old["value"] != fact.value and days == (fact.read_on, fact.confirmed_on):
            message = "{name} was {old} and is {value} now, though its source was not read again"
            hint = "if you have read it, write the day: read_on: {day}; else put {old} back"
            values = {"name": fact.name, "old": old["value"], "value": fact.value, "day": book.config.day}
            yield Problem(fact.file, fact.line, message, hint, values)


def changed_contacts(book: Book) -> Iterator[Problem]:
    """A place has another address, phone or e-mail than before: who reviews the change should see it."""
    before = dict(_entries_before({place.file for place in book.data.places.values()}))
    for place in book.data.places.values():
        old = before.get(place.name, {})
        address = old.get("address") if isinstance(old.get("address"), Mapping) else {}
        was = {"phone": old.get("phone"), "email": old.get("email"), "web": old.get("web"),
               **{key: address.get(key) for key in ("street", "postcode")}}
        for key, value in was.items():
            if old and str(value or "") != getattr(place, key):
                message = "{name}: “{key}” was “{old}” and is “{value}” now"
                hint = "compare it with its source, digit by digit"
                values = {"name": place.name, "key": key, "old": value or "–", "value": getattr(place, key) or "–"}
                yield Problem(place.file, place.line, message, hint, values)


def _uses_to_read(chapters: Iterable[Chapter], fact: facts_of.Fact, old: object, code: str) -> Iterator[Problem]:
    for chapter in (chapter for chapter in chapters if fact.name in chapter.text):
        for reference in chapter.references:
            if (reference.kind, reference.name) == ("fact", fact.name):
                message = "“{reference}” was {old} and is “{value}” now, in another form"
                values = {"reference": str(reference), "old": old, "value": facts_of.value(fact, code)}
                yield Problem(chapter.file, reference.line, message, "read the sentence again", values)


def _values_before(book: Book) -> Iterator[tuple[str, object]]:
    """The numbers as they stood before each file of facts was last changed; none without git."""
    with_units = {fact.file for fact in book.data.facts.values() if fact.unit}
    yield from ((name, entry.get("value")) for name, entry in _entries_before(with_units))


def _entries_before(data: Iterable[Path]) -> Iterator[tuple[str, Mapping]]:
    """The entries of these files as they stood before each of them was last changed."""
    for file in sorted(data):
        then = history.previous(file)
        try:
            table = files.parse_yaml(then, file) if then else {}
        except files.Unreadable:
            continue
        yield from ((name, entry) for name, entry in table.items() if isinstance(entry, Mapping))


def _by_hand(chapter: Chapter, number: int, text: str, known: Mapping[str, str]) -> Problem:
    message = "“{text}” stands here by hand: when it changes, nobody finds it"
    name = known.get(_plain(text))
    hint = "put it among the facts in docs/data/ with its source, and write [[fact:…]] here"
    if name:
        hint = "write [[fact:{name}]]"
    return Problem(chapter.file, number, message, hint, {"text": text, "name": name})


def _addresses(chapter: Chapter) -> Iterator[tuple[int, str]]:
    """Phones and e-mails that stand in links: they are not read, but they are dialled."""
    for link in chapter.document.links:
        scheme, _, rest = link.target.partition(":")
        if scheme in ("mailto", "tel"):
            yield link.line, rest


_MAYBE_VALUE = re.compile(r"[\d@]")  # what every value has in it


@lru_cache(maxsize=64)
def _written(data: Same, code: str) -> dict[str, str]:
    """How each value is written in a language → its name."""
    with_value = [fact for fact in data.it.facts.values() if fact.value is not None]
    return {_plain(facts_of.value(fact, code)): fact.name for fact in with_value}


def _plain(text: str) -> str:
    return re.sub(r"[\s\u00a0]+", " ", text).strip(" .")


MONEY = r"(?:zł\w*|PLN|EUR|euro|євро|UAH|USD|грн|гривень|гривні|злот\w*|[€$£₴])"

@cache
def _values(code: str) -> re.Pattern:
    """Phones, e-mails, addresses, money, per cents and dates as a language writes them; all of limited length."""
    months = "|".join(sorted({*get_month_names("wide", locale=facts_of.locale(code)).values()}, key=len, reverse=True))
    alternatives = (
        r"\+\d[\d \u00a0()-]{6,20}\d",
        r"\b\d{2,3}[ \u00a0-]\d{3}[ \u00a0-]\d{2,3}[ \u00a0-]\d{2}\b",
        r"(?<![\w.+-])[\w.+-]{1,64}+@[\w-]{1,64}\.[\w.-]{0,64}\w",
        rf"(?<![\w.,])\d[\d \u00a0.,]{{0,20}}+{MONEY}(?!\w)",
        rf"{MONEY}[ \u00a0]?\d[\d \u00a0.,]{{0,20}}\d",
        r"(?<![\w.,])\d[\d.,]{0,12}+[ \u00a0]?%",
        r"\b\d{1,2}[./-]\d{1,2}[./-]\d{4}\b",
        r"\b\d{4}-\d{2}-\d{2}\b",
        rf"\b{typography.STREETS}(?:[ \u00a0][^\W\d_][\w.’-]*){{1,4}}[ \u00a0]\d{{1,4}}[A-Za-z]?\b",
        r"(?<![\d-])\d{2}-\d{3}(?![\d-])",
        rf"\b\d{{1,2}}\.?[ \u00a0](?:{months})(?!\w)(?:[ \u00a0]\d{{4}})?",
    )
    return re.compile("|".join(alternatives), re.IGNORECASE)
