"""What stands once for all languages, under docs/data/: facts with a source and an age, places, terms, phrases.

    facts.yml or facts/*.yml  ─┐
    places.yml                ─┼─ load ─► Data ─ value(fact, language) ─► “2 podpisy”, “15 травня 2026 р.”
    terms.yml, phrases.yml    ─┘

A table is one file or a folder of files of the same form: some hundred facts in one file are too many for a browser.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from difflib import get_close_matches
from pathlib import Path

import phonenumbers
from babel.dates import format_date, get_day_names
from babel.lists import format_list
from babel.numbers import format_currency, format_decimal, format_percent

from guidebook import files, strings, typography
from guidebook.languages import locale
from guidebook.problem import Problem

Texts = Mapping[str, str]  # language code → text

KINDS = ("number", "money", "percent", "date", "period", "day", "email", "web", "phone", "text")
CONFIDENCES = ("high", "medium", "low")
DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
PLACE_KINDS = ("meeting", "office", "help", "emergency")
UNIT, FORMS_BETWEEN = "unit", " · "  # “podpis · podpisy · podpisów”
ABOUT = re.compile(r"ca\. ?(\d{4})")  # how a file says that a source gives no year, but its text tells it
SITUATIONS = ("office", "phone", "meeting", "session", "letter", "help")


@dataclass(frozen=True)
class Source:
    """Where a claim was read. `date` is free text as the source gives it: “2024-05”, “2021”, “ca. 2021”, or empty."""

    title: str
    url: str = ""
    date: str = ""

    @property
    def year(self) -> str:
        """The year of the source, empty when it is unknown."""
        if about := ABOUT.fullmatch(self.date):
            return about[1]
        return self.date[:4] if self.date[:4].isdigit() else ""

    @property
    def is_about(self) -> bool:
        """Whether the year is near the truth, no more."""
        return ABOUT.fullmatch(self.date) is not None


@dataclass(frozen=True)
class Fact:
    """A value or a claim, its source and its age."""

    name: str
    line: int
    source: Source
    value: object = None
    kind: str = "number"
    currency: str = ""
    unit: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    claim: Texts = field(default_factory=dict)
    edition: str = ""
    read_on: str = ""
    confirmed_on: str = ""
    confidence: str = "high"
    goes_stale: str = "rarely"
    starts: str = ""
    begins: Texts = field(default_factory=dict)  # what begins on that day of the year: “voting”
    translated_from: Texts = field(default_factory=dict)
    file: Path = Path()

    @property
    def texts(self) -> Mapping[str, Texts]:
        """What is to be translated, by its key. The plural forms of a unit are one text: each language has its own."""
        value = self.value if self.kind == "text" and isinstance(self.value, Mapping) else {}
        unit = {code: FORMS_BETWEEN.join(map(str, forms.values())) for code, forms in self.unit.items()}
        return {"claim": self.claim, "value": value, UNIT: unit, "begins": self.begins}

    @property
    def is_safe(self) -> bool:
        """Whether a reader can rely on it without asking first."""
        return self.confidence == "high" or bool(self.confirmed_on)

    @property
    def reading(self) -> tuple[Source, str, str]:
        """Source and day: what facts that were read together have in common."""
        return self.source, self.read_on, self.confirmed_on

    def due(self) -> date | None:
        """The day from which the fact should be checked again; None: never (design README, “Given”)."""
        seen = _day(self.confirmed_on) or _day(self.read_on)
        if self.goes_stale == "historical" or seen is None:
            return None
        if self.goes_stale == "within months":
            return seen
        if self.goes_stale in ("edition", "every local election"):
            return self._next_start(seen)
        return seen + timedelta(days=365 if self.goes_stale == "yearly" else 3 * 365)

    def _next_start(self, seen: date) -> date:
        starts = (_day(f"{year}-{self.starts}") for year in (seen.year, seen.year + 1))
        return next((start for start in starts if start and start > seen), seen + timedelta(days=365))


@dataclass(frozen=True)
class Hours:
    """Opening hours: the same times on each day from `days[0]` to `days[-1]`."""

    days: tuple[str, ...]
    start: str
    end: str
    year: int = 0  # of the source that tells them, when it is not of today; 0: nothing is known of it


@dataclass(frozen=True)
class Place:
    """An office, a point of help, a meeting place; made of several facts of the dossier."""

    name: str
    line: int
    title: str
    kind: str
    about: Texts
    street: str = ""
    postcode: str = ""
    city: str = ""
    way: Texts = field(default_factory=dict)
    phone: str = ""
    email: str = ""
    web: str = ""
    hours: tuple[Hours, ...] = ()
    languages: tuple[str, ...] = ()
    facts: tuple[str, ...] = ()
    at: tuple[float, ...] = ()  # latitude and longitude, when somebody has measured them
    is_printed: bool = True  # false: only the website lists it
    rank: int = 0  # places with one come first in their list, 1 before 2; the others follow by the alphabet
    translated_from: Texts = field(default_factory=dict)
    file: Path = Path()

    @property
    def texts(self) -> Mapping[str, Texts]:
        """What is to be translated, by its key."""
        return {"about": self.about, "way": self.way}


@dataclass(frozen=True)
class Term:
    """An official term in the source language with the readers' words and one plain sentence."""

    name: str
    line: int
    words: Texts
    definition: Texts
    unseen: tuple[str, ...] = ()
    translated_from: Texts = field(default_factory=dict)
    file: Path = Path()

    @property
    def texts(self) -> Mapping[str, Texts]:
        """What is to be translated, by its key."""
        return {"term": self.words, "definition": self.definition}


@dataclass(frozen=True)
class Phrase:
    """A sentence to say in the source language; how it sounds to a reader of each other one, and what it means."""

    name: str
    line: int
    situation: str
    say: Texts  # in the source language: the sentence itself
    means: Texts  # in the source language: the sentence itself
    is_printed: bool = False
    translated_from: Texts = field(default_factory=dict)
    file: Path = Path()

    @property
    def texts(self) -> Mapping[str, Texts]:
        """What is to be translated, by its key."""
        return {"say": self.say, "means": self.means}


@dataclass(frozen=True)
class Entry:
    """The translated texts of one entry of a file in docs/data/, or of a file that is one entry."""

    file: Path
    line: int
    name: str
    texts: Mapping[str, Texts]  # key of the entry → texts
    translated_from: Texts  # language code → version of the source texts
    is_file: bool = False

    def version(self, source: str) -> str:
        """The id of the source texts of this entry, which its translations name."""
        return files.short_hash("\n".join(texts.get(source, "") for texts in self.texts.values()))

    def is_stale(self, language: str, source: str) -> bool:
        """Whether the translation names an older version of the source texts."""
        named = str(self.translated_from.get(language) or "")
        return bool(named) and named != self.version(source)

    def languages(self) -> tuple[str, ...]:
        """The languages in which every text of the entry is written."""
        common = set.intersection(*(set(texts) for texts in self.texts.values()))
        return tuple(sorted(common))


@dataclass(frozen=True)
class Data:
    """All facts, places, terms and phrases of the book by name."""

    folder: Path
    facts: Mapping[str, Fact]
    places: Mapping[str, Place]
    terms: Mapping[str, Term]
    phrases: Mapping[str, Phrase]
    problems: tuple[Problem, ...] = ()

    def entries(self) -> Iterator[Entry]:
        """Every entry with texts to translate."""
        for table in (self.facts, self.places, self.terms, self.phrases):
            yield from filter(None, map(entry_of, table.values()))


def entry_of(item: Fact | Place | Term | Phrase) -> Entry | None:
    """What of it is to be translated; None when there is nothing."""
    texts = {key: words for key, words in item.texts.items() if words}
    return Entry(item.file, item.line, item.name, texts, item.translated_from) if texts else None


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(str(text))
    except ValueError:
        return None


# ------------------------------------------------------------------------------------------------ loading


def load(folder: Path, languages: Sequence[str], source: str) -> Data:
    """Read docs/data/; `source` is one of the languages. What is wrong is in `problems`, wrong entries are left out."""
    problems: list[Problem] = []
    tables = {}
    for name, (make, keys) in _TABLES.items():
        tables[name] = {}
        for file in (folder / f"{name}.yml", *sorted((folder / name).glob("*.yml"))):
            table = _Table(file, tuple(languages), source, problems)
            for entry, made in table.entries(make, keys):
                if first := tables[name].get(entry):
                    message, hint = "“{key}” stands already in {first}", "keep one of them"
                    table.fault(made.line, entry, message, hint, first=f"{first.file.name}:{first.line}")
                else:
                    tables[name][entry] = made
    return Data(folder, **tables, problems=tuple(problems))


def entries_in(text: str, kind: str, languages: Sequence[str], source: str) -> Mapping[str, object]:
    """The good entries of a table, “facts” or “places”, whose text comes from elsewhere: as it once was, say."""
    make, keys = _TABLES[kind]
    table = _Table(Path(f"{kind}.yml"), tuple(languages), source, [])
    try:
        return dict(table.entries_of(files.parse_yaml(text, table.file), make, keys))
    except files.Unreadable:
        return {}


@dataclass
class _Table:
    """One file of docs/data/ while it is read."""

    file: Path
    languages: tuple[str, ...]
    source: str
    problems: list[Problem]

    def entries(self, make: object, keys: Mapping[str, type | tuple]) -> Iterator[tuple[str, object]]:
        if not self.file.exists():
            return
        try:
            table = files.read_yaml(self.file, self.file.parent)
        except files.Unreadable as unreadable:
            self.problems.append(unreadable.problem)
            return
        yield from self.entries_of(table, make, keys)

    def entries_of(self, table: object, make: object, keys: Mapping) -> Iterator[tuple[str, object]]:
        """What stands in the values of a table."""
        if not isinstance(table, files.Node):
            self.fault(1, "", "expected “name:” lines here")
            return
        keys = {self.source if key == _SENTENCE else key: kind for key, kind in keys.items()}
        for name, entry in table.items():
            entry_checked = self.checked(name, entry, keys, table.lines[name])
            if entry_checked is not None:
                made = make(name, table.lines[name], entry_checked, self)
                if made is not None:
                    yield name, replace(made, file=self.file)

    def checked(self, name: str, entry: object, keys: Mapping, line: int) -> files.Node | None:
        """The entry when all its keys are known and of the right kind."""
        if not isinstance(entry, files.Node):
            self.fault(line, name, "“{key}” needs “key: value” lines below it")
            return None
        good = True
        for key, value in entry.items():
            place = entry.lines.get(key, line)
            if key not in keys:
                near = get_close_matches(key, keys, 1)
                hint = "did you mean “{near}”?" if near else "known here are {near}"
                near_text = near[0] if near else ", ".join(keys)
                self.fault(place, f"{name}.{key}", "“{key}” is not known here", hint, near=near_text)
                good = False
            elif value is not None and not isinstance(value, keys[key]):
                message = "“{key}” has a value of another kind: “{text}”"
                self.fault(place, f"{name}.{key}", message, text=str(value)[:40])
                good = False
        return entry if good else None

    def fault(self, line: int, key: str, message: str, hint: str = "", **values: object) -> None:
        self.problems.append(Problem(self.file, line, message, hint, {"key": key, **values}))

    def texts(self, name: str, entry: files.Node, key: str) -> Texts:
        """A text per language; unknown languages and values that are no text are problems."""
        texts = entry.get(key) or {}
        lines = getattr(texts, "lines", {})
        for language, text in texts.items():
            place = f"{name}.{key}.{language}"
            if language not in self.languages:
                hint = "languages of this book: {known}"
                known = ", ".join(self.languages)
                self.fault(lines.get(language, 1), place, "“{key}” is in a language of no edition", hint, known=known)
            elif not isinstance(text, str) or not text.strip():
                self.fault(lines.get(language, 1), place, "“{key}” needs a text between quotes")
        return {language: text for language, text in texts.items() if isinstance(text, str) and text.strip()}


_FACT = {
    "value": (int, float, str, list, dict),
    "kind": str,
    "currency": str,
    "unit": dict,
    "claim": dict,
    "edition": (str, int),
    "source": dict,
    "read_on": str,
    "confirmed_on": str,
    "confidence": str,
    "goes_stale": str,
    "starts": str,
    "begins": dict,
    "translated_from": dict,
}


def _fact(name: str, line: int, entry: files.Node, table: _Table) -> Fact | None:
    source = entry.get("source") or {}
    lines = entry.lines
    wrong = []
    if not isinstance(source.get("title"), str):
        wrong.append((lines.get("source", line), "“{key}” needs a source with a title", ""))
    if entry.get("value") is None and not entry.get("claim"):
        wrong.append((line, "“{key}” has neither a value nor a claim", ""))
    if entry.get("kind", "number") not in KINDS:
        wrong.append((lines["kind"], "“{key}” is of an unknown kind", "write one of: {known}"))
    if entry.get("confidence", "high") not in CONFIDENCES:
        wrong.append((lines["confidence"], "“{key}”: confidence is high, medium or low", ""))
    if source.get("url") and not _is_address(source["url"]):
        wrong.append((lines.get("source", line), "“{key}”: the address of the source must start with https://", ""))
    if not all(isinstance(forms, dict) and forms for forms in (entry.get("unit") or {}).values()):
        hint = "write: unit: {{pl: {{one: podpis, few: podpisy, many: podpisów}}}}"
        wrong.append((lines["unit"], "“{key}”: the unit needs its plural forms in each language", hint))
    wrong += [(at, message, hint) for at, message, hint in _value_faults(entry, line)]
    for at, message, hint in wrong:
        table.fault(at, name, message, hint, known=", ".join(KINDS))
    if wrong:
        return None
    texts = {key: str(entry.get(key) or "") for key in ("currency", "edition", "read_on", "confirmed_on", "starts")}
    return Fact(
        name=name,
        line=line,
        source=Source(source["title"], str(source.get("url") or ""), str(source.get("date") or "")),
        value=entry.get("value"),
        kind=entry.get("kind") or "number",
        unit=entry.get("unit") or {},
        claim=table.texts(name, entry, "claim"),
        begins=table.texts(name, entry, "begins"),
        confidence=entry.get("confidence") or "high",
        goes_stale=entry.get("goes_stale") or "rarely",
        translated_from=entry.get("translated_from") or {},
        **texts,
    )


def _value_faults(entry: files.Node, line: int) -> Iterator[tuple[int, str, str]]:
    """Values that cannot be formatted as their kind says."""
    value, kind = entry.get("value"), entry.get("kind", "number")
    at = entry.lines.get("value", line)
    if value is None:
        return
    if kind in ("number", "money", "percent") and not is_number(value):
        yield at, "“{key}” needs a number", "write it without spaces and units: 5000"
    if kind == "money" and not entry.get("currency"):
        yield at, "“{key}” needs a currency", "add “currency: PLN”"
    if kind == "date" and _day(str(value)) is None:
        yield at, "“{key}” needs a date", "write it as 2026-05-15"
    if kind == "day" and _day(f"2024-{value}") is None:
        yield at, "“{key}” needs a day of the year", "write it as 05-15"
    if kind == "period" and not (isinstance(value, list) and len(value) == 2 and all(_day(str(v)) for v in value)):
        yield at, "“{key}” needs two dates", "write them as [2026-05-15, 2026-06-15]"
    if kind == "phone" and not _is_phone(str(value)):
        yield at, "“{key}” is no phone number", "write it with its country: “+48 71 777 77 77”"
    texts = value.values() if isinstance(value, dict) and value else [value]
    if kind == "text" and not all(isinstance(text, str) for text in texts):
        yield at, "“{key}” needs a text, or one for each language", ""
    if kind == "web" and not str(value).startswith("https://"):
        yield at, "“{key}” needs an address that starts with https://", ""
    if kind == "email" and "@" not in str(value):
        yield at, "“{key}” needs an e-mail address", ""


def is_number(value: object) -> bool:
    """Whether a value read from a file can be counted with."""
    return isinstance(value, int | float) and not isinstance(value, bool) and abs(value) < 1e15


def _is_address(text: object) -> bool:
    """Whether it can stand behind a link: some offices still have http:// only."""
    return re.fullmatch(r"https?://[^\s<>\"']+", str(text)) is not None


def _is_phone(text: str) -> bool:
    try:
        return phonenumbers.is_possible_number(phonenumbers.parse(text)) or len(text) <= 6
    except phonenumbers.NumberParseException:
        return text.isdigit() and len(text) <= 6  # 112 and other short numbers


def _is_year(year: object) -> bool:
    return isinstance(year, int) and not isinstance(year, bool) and 1000 <= year <= 9999


def _is_point(at: list) -> bool:
    """Latitude and longitude in degrees."""
    return len(at) == 2 and all(map(is_number, at)) and abs(at[0]) <= 90 and abs(at[1]) <= 180


_PLACE = {
    "name": str,
    "kind": str,
    "about": dict,
    "address": dict,
    "way": dict,
    "phone": (str, int),
    "email": str,
    "web": str,
    "hours": list,
    "languages": list,
    "facts": list,
    "at": list,
    "print": bool,
    "rank": int,
    "translated_from": dict,
}


def _place(name: str, line: int, entry: files.Node, table: _Table) -> Place | None:
    address = entry.get("address") or {}
    if entry.get("kind") not in PLACE_KINDS:
        hint, known = "write one of: {known}", ", ".join(PLACE_KINDS)
        table.fault(entry.lines.get("kind", line), name, "“{key}” needs a kind", hint, known=known)
        return None
    phone = str(entry.get("phone") or "")
    if phone and not _is_phone(phone):
        hint = "write it with its country: “+48 71 777 77 77”"
        table.fault(entry.lines["phone"], f"{name}.phone", "“{key}” is no phone number", hint)
        return None
    if entry.get("web") and not _is_address(entry["web"]):
        table.fault(entry.lines["web"], f"{name}.web", "“{key}” needs an address that starts with https://")
        return None
    at = entry.get("at") or []
    if at and not _is_point(at):
        hint = "write two numbers: at: [latitude, longitude]"
        table.fault(entry.lines["at"], f"{name}.at", "“{key}” is no point on the earth", hint)
        return None
    return Place(
        name=name,
        line=line,
        title=entry.get("name") or name,
        kind=entry["kind"],
        about=table.texts(name, entry, "about"),
        street=str(address.get("street") or ""),
        postcode=str(address.get("postcode") or ""),
        city=str(address.get("city") or ""),
        way=table.texts(name, entry, "way"),
        phone=phone,
        email=entry.get("email") or "",
        web=entry.get("web") or "",
        hours=tuple(_hours(name, entry, table)),
        languages=tuple(str(code) for code in entry.get("languages") or ()),
        facts=tuple(str(fact) for fact in entry.get("facts") or ()),
        at=tuple(at),
        is_printed=entry.get("print") is not False,
        rank=entry.get("rank") or 0,
        translated_from=entry.get("translated_from") or {},
    )


def _hours(name: str, entry: files.Node, table: _Table) -> Iterator[Hours]:
    for row in entry.get("hours") or ():
        days = row.get("days") if isinstance(row, dict) else None
        times = [str(row.get(key) or "") for key in ("from", "to")] if isinstance(row, dict) else ["", ""]
        known = isinstance(days, list) and 0 < len(days) <= 2 and all(day in DAYS for day in days)
        if not known or not all(re.fullmatch(r"[0-2]?\d:[0-5]\d", time) for time in times):
            hint = (
                'write: {{days: [mon, fri], from: "12:00", to: "16:00"}} for Monday to Friday; '
                "days that do not follow one another are two lines, [tue] and [thu]"
            )
            table.fault(entry.lines["hours"], f"{name}.hours", "“{key}” cannot be understood", hint)
            continue
        year = row.get("year", 0)
        if "year" in row and not _is_year(year):
            hint = 'write: {{days: [mon, fri], from: "12:00", to: "16:00", year: 2024}}'
            table.fault(entry.lines["hours"], f"{name}.hours", "“{key}”: the year of the hours is four digits", hint)
            continue
        yield Hours(tuple(days), *times, year)


_TERM = {"term": dict, "definition": dict, "unseen": list, "translated_from": dict}


def _term(name: str, line: int, entry: files.Node, table: _Table) -> Term | None:
    words = table.texts(name, entry, "term")
    if not words:
        table.fault(line, name, "“{key}” has no term")
        return None
    definition, unseen = table.texts(name, entry, "definition"), tuple(entry.get("unseen") or ())
    return Term(name, line, words, definition, unseen, entry.get("translated_from") or {})


_SENTENCE = "<source>"  # written as the code of the source language: “pl: Gdzie mogę złożyć uwagi?”
_PHRASE = {_SENTENCE: str, "say": dict, "means": dict, "situation": str, "print": bool, "translated_from": dict}


def _phrase(name: str, line: int, entry: files.Node, table: _Table) -> Phrase | None:
    situation, text = entry.get("situation"), str(entry.get(table.source) or "").strip()
    if situation not in SITUATIONS:
        hint, known = "write one of: {known}", ", ".join(SITUATIONS)
        table.fault(entry.lines.get("situation", line), name, "“{key}” needs a situation", hint, known=known)
        return None
    if not text:
        table.fault(line, name, "“{key}” needs the sentence to say", "add “{code}: …”", code=table.source)
        return None
    say, means = ({table.source: text, **table.texts(name, entry, key)} for key in ("say", "means"))
    is_printed = entry.get("print") is True
    return Phrase(name, line, situation, say, means, is_printed, entry.get("translated_from") or {})


_TABLES = {
    "facts": (_fact, _FACT),
    "places": (_place, _PLACE),
    "terms": (_term, _TERM),
    "phrases": (_phrase, _PHRASE),
}


def confirmed(text: str, fact: Fact, day: date) -> str:
    """The text of the fact's file in which the fact was confirmed on a day; nothing else changes."""
    lines = text.split("\n")
    for number in range(fact.line, len(lines)):
        if lines[number].startswith("  confirmed_on:"):
            lines[number] = f"  confirmed_on: {day}"
            return "\n".join(lines)
        if lines[number] and not lines[number].startswith((" ", "#")):
            break
    lines.insert(fact.line, f"  confirmed_on: {day}")
    return "\n".join(lines)


# ------------------------------------------------------------------------------------------------ formatting


def day(value: date, language: str) -> str:
    """15 maja 2026 r. · 15 May 2026 · 15 травня 2026 р."""
    return format_date(value, typography.rules(language).date, locale=locale(language)).replace(" ", "\u00a0")


def loose_date(text: str, language: str) -> str:
    """“2024-05-15”, “2024-05”, “2024” or “ca. 2024” as people say it; anything else as it stands."""
    exact = _day(text)
    if exact:
        return day(exact, language)
    month = _day(f"{text}-01")
    if month:
        return format_date(month, typography.rules(language).month, locale=locale(language))
    if about := ABOUT.fullmatch(text):
        return strings.load(language)("about {year}", year=about[1]).replace(" ", typography.NO_BREAK)
    return text


def value(fact: Fact, language: str) -> str:
    """The value as it is written in a language, with its unit in the right plural form."""
    write = {
        "number": _number,
        "money": _money,
        "percent": _percent,
        "date": lambda fact, language: day(_day(str(fact.value)), language),
        "period": _period,
        "day": lambda fact, language: format_date(_day(f"2024-{fact.value}"), "d MMMM", locale(language)),
        "phone": lambda fact, language: phone(str(fact.value)),
        "text": _text,
    }.get(fact.kind, lambda fact, language: str(fact.value))
    return write(fact, language)


def _money(fact: Fact, language: str) -> str:
    pattern = typography.rules(language).money
    return format_currency(fact.value, fact.currency, pattern, locale(language), currency_digits=False)


def _percent(fact: Fact, language: str) -> str:
    return format_percent(fact.value / 100, locale=locale(language))


def _text(fact: Fact, language: str) -> str:
    texts = fact.value
    return texts.get(language) or next(iter(texts.values())) if isinstance(texts, dict) else str(texts)


def _number(fact: Fact, language: str) -> str:
    number = format_decimal(fact.value, locale=locale(language))
    forms = fact.unit.get(language)
    if not forms:
        return number
    form = locale(language).plural_form(abs(fact.value))
    return f"{number}\u00a0{forms.get(form) or forms.get('other') or next(iter(forms.values()))}"


def _period(fact: Fact, language: str) -> str:
    return period(*(_day(str(value)) for value in fact.value), language)


def period(first: date, last: date, language: str) -> str:
    """15–17 maja 2026 r. · 30 May – 2 June 2026"""
    if first.year == last.year:
        pattern = "d" if first.month == last.month else "d MMMM"
        start = format_date(first, pattern, locale=locale(language))
        joint = "–" if pattern == "d" else " – "
        return f"{start}{joint}{day(last, language)}"
    return f"{day(first, language)} – {day(last, language)}"


def phone(number: str) -> str:
    """A number as its country writes it: +48 71 777 77 77. Short ones (112) as they are."""
    if number.isdigit() and len(number) <= 6:
        return number
    parsed = phonenumbers.parse(number)
    return phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.INTERNATIONAL).replace(" ", "\u00a0")


def phone_link(number: str) -> str:
    """What stands behind tel:."""
    if number.isdigit() and len(number) <= 6:
        return f"tel:{number}"
    return phonenumbers.format_number(phonenumbers.parse(number), phonenumbers.PhoneNumberFormat.RFC3966)


def hours(hours: Hours, language: str) -> str:
    """“mon–sat 12:00–16:00 (2024)” in the reader's words."""
    names = get_day_names("abbreviated", "stand-alone", locale(language))
    days = "–".join(names[DAYS.index(day)] for day in dict.fromkeys((hours.days[0], hours.days[-1])))
    year = f" ({hours.year})" if hours.year else ""
    return f"{days} {typography.hours(hours.start, hours.end, language)}{year}"


def all_hours(rows: Sequence[Hours], language: str) -> str:
    """“mon 10:00–18:00; tue–fri 8:00–16:00 (2024)”: rows of the same year tell it once, at their end."""
    following = (*rows[1:], None)
    shown = (replace(row, year=0) if after and after.year == row.year else row
             for row, after in zip(rows, following, strict=True))
    return "; ".join(hours(row, language) for row in shown)


def listed(texts: Sequence[str], language: str) -> str:
    """“polski, ukraiński i angielski”: a list as people say it."""
    return format_list(texts, locale=locale(language))


def language_name(code: str, language: str) -> str:
    """The name of a language in another: English → англійська."""
    return locale(language).languages.get(code, code)


def address(place: Place) -> str:
    """Street, postcode and city on one line, as on an envelope."""
    town = " ".join(filter(None, (place.postcode, place.city)))
    return ", ".join(filter(None, (place.street, town)))


def age(fact: Fact, language: str) -> str:
    """“source from 2025, not confirmed since”: what a reader should know before relying on it."""
    words = strings.load(language)
    if fact.confirmed_on:
        return words("confirmed on {day}", day=loose_date(fact.confirmed_on, language))
    if fact.source.is_about:
        return words("source from about {year}, not confirmed since", year=fact.source.year)
    if fact.source.year:
        return words("source from {year}, not confirmed since", year=fact.source.year)
    return words("source without a date, read on {day}", day=loose_date(fact.read_on, language))
