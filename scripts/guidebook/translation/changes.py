"""What has changed since a copy was printed: chapters, facts and places, then and now, from the history of the book.

    tags YYYY.MM.n, else days ─┐
    git ls-tree ─► paths, ids ─┼─► Version ─ since ─► Changes of each version, in a reader's language
    git cat-file ─► texts     ─┘

“Now” is the newest commit, so that this is a function of the history alone. What stands there was written by others
and cannot be mended any more: an old file that cannot be read is passed over.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from enum import StrEnum
from functools import cached_property
from itertools import islice, pairwise
from pathlib import Path

from guidebook import facts, files, markup
from guidebook.book import source_id
from guidebook.config import Config
from guidebook.facts import Fact, Place
from guidebook.markup import Document, Heading
from guidebook.translation import history

ADDRESS = "now"  # https://…/<language>/now/ is printed on the back cover
START_PAGE = "index.md"  # of the website only
MOST = 50  # versions that are shown; copies older than these should be replaced anyway

_TAG = re.compile(r"\d{4}\.\d{2}\.\d+")
_ODD = (ArithmeticError, AttributeError, LookupError, TypeError, ValueError)  # values that no check has seen


@dataclass(frozen=True)
class Version:
    """A state of the book that copies were printed from: a tag, or what stood at the end of a day."""

    name: str  # of the tag; empty: known by its day
    day: date  # of the commit, as it is printed on the back cover
    commit: str  # as git finds it

    @property
    def id(self) -> str:
        """What readers know it by: 2026.05.1, or 2026-05-14."""
        return self.name or self.day.isoformat()


@dataclass(frozen=True)
class Said:
    """A few words and their language."""

    text: str
    language: str


@dataclass(frozen=True)
class Passage:
    """Where something stands: a chapter, and the heading above it, which has an empty id when there is none."""

    chapter: str
    title: str
    heading: str = ""
    heading_title: str = ""


@dataclass(frozen=True)
class ChangedFact:
    """A fact that a chapter gives otherwise today."""

    name: str
    was: Said
    now: Said
    passages: tuple[Passage, ...]


@dataclass(frozen=True)
class ChangedPlace:
    """An office or meeting place: new without a `was`, gone without a `now`; both the same: in other words."""

    name: str
    title: str
    was: str
    now: str
    page: str  # the chapter that lists or shows it; empty: none
    anchor: str = ""  # where on that page

    @property
    def is_new(self) -> bool:
        """Whether the copy does not know it."""
        return not self.was

    @property
    def is_gone(self) -> bool:
        """Whether the guide does not name it any more."""
        return not self.now


class Change(StrEnum):
    """What has happened to a chapter."""

    NEW = "new"
    CHANGED = "changed"
    REMOVED = "removed"
    BEHIND = "behind"  # the source has changed, the reader's language not yet


@dataclass(frozen=True)
class ChangedChapter:
    """A chapter of the reader's language that is not as it was."""

    name: str
    title: str
    change: Change
    headings: tuple[Heading, ...] = ()  # the sections that read otherwise


@dataclass(frozen=True)
class Changes:
    """All that has changed since a version, for readers of one language."""

    version: Version
    facts: tuple[ChangedFact, ...]
    places: tuple[ChangedPlace, ...]
    chapters: tuple[ChangedChapter, ...]

    @property
    def count(self) -> int:
        """How many things have changed; 0: the copy is current."""
        return len(self.facts) + len(self.places) + len(self.chapters)


def since(config: Config, code: str) -> tuple[Changes, ...]:
    """The changes since each version, the newest first; nothing when the whole history is not at hand."""
    found = versions(config)
    if not found:
        return ()
    now, *olds = _states(config, code, ("HEAD", *(version.commit for version in found)))
    return tuple(_changes(version, then, now) for version, then in zip(found, olds, strict=True))


def by_day(config: Config, code: str) -> tuple[Changes, ...]:
    """What each day has changed, the newest first: the version is that of the day itself, not of the one before."""
    if not _has_history(config):
        return ()
    found = tuple(islice(_days(config), MOST))
    states = _states(config, code, [version.commit for version in found])
    return tuple(_changes(version, then, now) for version, (now, then) in zip(found, pairwise(states), strict=False))


def _states(config: Config, code: str, commits: Iterable[str]) -> list[_State]:
    """The book as it stood in some commits; all texts are fetched at once."""
    trees = [_tree(config, commit) for commit in commits]
    blobs = sorted({blob for tree in trees for blob in tree.values()})
    shelf = _Shelf(config, code, dict(history.contents(config.docs, blobs)))
    return [_State(shelf, tree) for tree in trees]


# ---------------------------------------------------------------------------------------------- versions


def versions(config: Config) -> tuple[Version, ...]:
    """The tags, or without tags the days on which the book has changed, the newest first."""
    if not _has_history(config):
        return ()
    return (tuple(_tags(config)) or tuple(_days(config)))[:MOST]


def _has_history(config: Config) -> bool:
    is_kept = config.docs.is_dir() and history.repository(config.root) is not None
    return is_kept and not history.is_shallow(config.root)


def _tags(config: Config) -> list[Version]:
    form = "%(refname:strip=2) %(*committerdate:unix)%(committerdate:unix)"  # the first is of a tag with a message
    listed = history.git(config.root, "for-each-ref", "--merged=HEAD", f"--format={form}", "refs/tags")
    rows = (line.split(" ") for line in listed.decode(errors="replace").split("\n"))
    tags = ((row[0], row[1]) for row in rows if len(row) == 2 and _TAG.fullmatch(row[0]) and row[1].isdigit())
    found = [Version(name, _day(seconds), f"refs/tags/{name}") for name, seconds in tags]
    return sorted(found, key=lambda version: [int(part) for part in version.name.split(".")], reverse=True)


def _days(config: Config) -> Iterator[Version]:
    """What the main line of history said at the end of each day; a merge counts on the day it was merged."""
    paths = ("data", *(language.code for language in config.languages))
    log = history.git(config.docs, "log", "--first-parent", "--format=%H %ct", "HEAD", "--", *paths)
    seen: set[date] = set()
    for line in log.decode().split("\n"):
        commit, _, seconds = line.partition(" ")
        if seconds and (day := _day(seconds)) not in seen:
            seen.add(day)
            yield Version("", day, commit)


def _day(seconds: str) -> date:
    return datetime.fromtimestamp(int(seconds), UTC).date()


def _tree(config: Config, commit: str) -> Mapping[str, str]:
    """Path below docs/ → id of its text, of all chapters, facts and places; links and huge files are left out."""
    listed = history.git(config.docs, "ls-tree", "-r", "-l", "-z", commit)
    found = {}
    for row in listed.decode(errors="replace").split("\0"):
        about, _, path = row.partition("\t")
        if _PATH.fullmatch(path):
            mode, _, blob, size = about.split()
            if mode in _FILES and int(size) <= files.MAX_TEXT_BYTES:
                found[path] = blob
    return found


_PATH = re.compile(r"data/(?:facts|places)(?:/[^/]+)?\.yml|(?!data/).+\.md", re.DOTALL)
_FILES = ("100644", "100755")  # neither links nor other repositories


# ------------------------------------------------------------------------------------------------ states


@dataclass
class _Shelf:
    """All texts by their ids; each is taken apart once, in however many versions it stands."""

    config: Config
    code: str
    texts: Mapping[str, str]
    documents: dict[str, Document] = field(default_factory=dict)
    entries: dict[str, Mapping[str, object]] = field(default_factory=dict)

    def document(self, blob: str) -> Document:
        """A chapter."""
        if blob not in self.documents:
            self.documents[blob] = markup.read(self.texts.get(blob, ""), Path())
        return self.documents[blob]

    def table(self, blob: str, kind: str) -> Mapping[str, object]:
        """The facts or places of a file."""
        if blob not in self.entries:
            codes = [language.code for language in self.config.languages]
            try:
                found = facts.entries_in(self.texts.get(blob, ""), kind, codes, self.config.source.code)
            except _ODD:
                found = {}
            self.entries[blob] = found
        return self.entries[blob]


@dataclass(frozen=True)
class _State:
    """The book as it once stood, as a reader of one language had it."""

    shelf: _Shelf
    tree: Mapping[str, str]

    def chapters(self, code: str) -> Mapping[str, str]:
        """Name → id of the text, of the chapters in a language."""
        start = f"{code}/"
        found = {path.removeprefix(start): blob for path, blob in self.tree.items() if path.startswith(start)}
        return {name: blob for name, blob in found.items() if name != START_PAGE}

    @cached_property
    def own(self) -> Mapping[str, str]:
        """The chapters in the reader's language."""
        return self.chapters(self.shelf.code)

    @cached_property
    def source(self) -> Mapping[str, str]:
        """The chapters in the source language."""
        return self.chapters(self.shelf.config.source.code)

    @cached_property
    def facts(self) -> Mapping[str, Fact]:
        """Facts by name."""
        return self._table("facts")

    @cached_property
    def places(self) -> Mapping[str, Place]:
        """Places that are printed, by name."""
        return {name: place for name, place in self._table("places").items() if place.is_printed}

    def _table(self, kind: str) -> dict:
        paths = [path for path in sorted(self.tree) if path.startswith((f"data/{kind}.", f"data/{kind}/"))]
        return {name: entry for path in paths for name, entry in self.shelf.table(self.tree[path], kind).items()}

    @cached_property
    def shown(self) -> Mapping[str, Document]:
        """The chapters that the reader gets, in reading order: the translation, else the source text."""
        order = {name: number for number, name in enumerate(self.shelf.config.reading_order)}
        blobs = {**self.source, **self.own}
        names = sorted(blobs, key=lambda name: (order.get(name, len(order)), name))
        return {name: self.shelf.document(blobs[name]) for name in names}

    @cached_property
    def passages(self) -> Mapping[tuple[str, str], tuple[Passage, ...]]:
        """Kind and name of a reference → where it stands, each section once."""
        found: dict[tuple[str, str], dict[Passage, None]] = {}
        for name, document in self.shown.items():
            for reference in document.references:
                kind = "fact" if reference.kind == "source" else reference.kind
                found.setdefault((kind, reference.name), {})[_passage(name, document, reference.line)] = None
        return {reference: tuple(passages) for reference, passages in found.items()}


def _passage(name: str, document: Document, line: int) -> Passage:
    above = [heading for heading in document.headings if heading.id and heading.line <= line]
    return Passage(name, _title(name, document), *((above[-1].id, above[-1].text) if above else ()))


def _title(name: str, document: Document) -> str:
    return str(document.front_matter.get("title") or name.removesuffix(".md"))


# ----------------------------------------------------------------------------------------------- changes


def _changes(version: Version, then: _State, now: _State) -> Changes:
    """Numbers, dates and addresses come before sentences."""
    told = sorted(_facts(then, now), key=lambda fact: now.facts[fact.name].value is None)
    return Changes(version, tuple(told), tuple(_places(then, now)), tuple(_chapters(then, now)))


def _facts(then: _State, now: _State) -> Iterator[ChangedFact]:
    """Facts that are told otherwise, in the order in which a reader meets them."""
    for (kind, name), passages in now.passages.items():
        old, new = then.facts.get(name), now.facts.get(name)
        if kind == "fact" and old is not None and new is not None and old is not new:
            was, is_now = _said(old, now.shelf), _said(new, now.shelf)
            if was and is_now and was.text != is_now.text:
                yield ChangedFact(name, was, is_now, passages)


def _said(fact: Fact, shelf: _Shelf) -> Said | None:
    """What readers read: the value as their language writes it, or the claim."""
    source = shelf.config.source.code
    try:
        if fact.value is not None:
            return Said(facts.value(fact, shelf.code), shelf.code)
        code = shelf.code if shelf.code in fact.claim else source
        return Said(fact.claim[code], code)
    except _ODD:
        return None


def _places(then: _State, now: _State) -> Iterator[ChangedPlace]:
    for name in dict.fromkeys((*now.places, *then.places)):
        old, new = then.places.get(name), now.places.get(name)
        was, is_now = (_card(place, now.shelf.code) if place else () for place in (old, new))
        if was != is_now:
            title, reach, reach_now = (new or old).title, "".join(was[:1]), "".join(is_now[:1])
            yield ChangedPlace(name, title, reach, reach_now, *_page_of(name, now))


def _page_of(name: str, now: _State) -> tuple[str, str]:
    """The chapter with the list of places and the place in it, else the section that shows the place; or nothing."""
    for passage in now.passages.get(("all", "places"), ()):
        return passage.chapter, f"place-{name}"
    for passage in now.passages.get(("place", name), ()):
        return passage.chapter, passage.heading
    return "", ""


def _card(place: Place, code: str) -> tuple[str, ...]:
    """What a reader needs to go there or to ask, first on one line, then the words around it."""
    try:
        hours = [facts.hours(hours, code) for hours in place.hours]
        phone = facts.phone(place.phone) if place.phone else ""
    except _ODD:
        hours, phone = [], place.phone
    reach = (facts.address(place), phone, place.email, place.web, ", ".join(hours))
    words = (place.title, place.about.get(code, ""), place.way.get(code, ""), *place.languages)
    return " · ".join(filter(None, reach)) or place.title, *words


def _chapters(then: _State, now: _State) -> Iterator[ChangedChapter]:
    """Chapters of the reader's language: first those that there are, in reading order, then those that are gone."""
    for name in now.shown:
        change = _change(name, then, now)
        if change:
            document = now.shown[name]
            yield ChangedChapter(name, _title(name, document), change, _headings(name, change, then, now))
    for name, blob in then.own.items():
        document = then.shelf.document(blob)
        if name not in now.own and _is_printed(document):
            yield ChangedChapter(name, _title(name, document), Change.REMOVED)


def _change(name: str, then: _State, now: _State) -> Change | None:
    if name not in now.own:
        return None
    old, new = then.own.get(name), now.own[name]
    if old is None:
        return Change.NEW if _is_printed(now.shelf.document(new)) else None
    if not _is_printed(now.shelf.document(old)):
        return None
    if _differ(old, new, now.shelf):
        return Change.CHANGED
    return Change.BEHIND if _is_behind(name, then, now) else None


def _is_printed(document: Document) -> bool:
    return document.front_matter.get("print") is not False


def _differ(old: str, new: str, shelf: _Shelf) -> bool:
    """Whether readers read something else; who reviewed it, and what it was translated from, they do not read."""
    return old != new and _read(shelf.document(old)) != _read(shelf.document(new))


def _read(document: Document) -> tuple[object, object, str]:
    front_matter = document.front_matter
    return front_matter.get("title"), front_matter.get("description"), document.body.strip()


def _is_behind(name: str, then: _State, now: _State) -> bool:
    """Whether the source has changed since, and the translation was not made from its present text."""
    shelf, old, new = now.shelf, then.source.get(name), now.source.get(name)
    if shelf.code == shelf.config.source.code or old is None or new is None or not _differ(old, new, shelf):
        return False
    named = now.shown[name].front_matter.get("translated_from")
    return str(named or "") != source_id(shelf.texts.get(new, ""))


def _headings(name: str, change: Change, then: _State, now: _State) -> tuple[Heading, ...]:
    """The main headings, in the reader's words, above the text that differs; for a text that is new, none."""
    if change is Change.NEW:
        return ()
    old, new = (state.source[name] if change is Change.BEHIND else state.own[name] for state in (then, now))
    texts = now.shelf.texts
    changed = set(history.changed_sections(texts.get(old, ""), texts.get(new, "")))
    found: dict[Heading, None] = {}
    main = None
    for heading in now.shown[name].headings:
        main = heading if heading.level <= 2 else main
        if heading.id in changed:
            found[main or heading] = None
    return tuple(found)
