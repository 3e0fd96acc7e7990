"""Looking at a book part by part: on all cores, and only at what has changed since the last time.

    parts ─ key ─► remembered? ─ yes ─────────────────► Answer ─► what every function said of the whole book
                              └─ no ─ a core looks at it ─┘

What a part was found to be like, is kept under the hash of all that it was computed from: its text and that of its
source, what stands outside the chapters, and our programs. What it asked for beyond that, other chapters a link leads
to, is kept with it and compared. Without memory, as in CI, the same is computed; so the two always tell the same.
"""

from __future__ import annotations

import itertools
import os
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache, partial
from pathlib import Path
from string import Formatter
from typing import get_type_hints

from guidebook import processes
from guidebook.book import Book
from guidebook.checks import language, parts
from guidebook.checks.parts import Asked, Part, Versions
from guidebook.problem import Problem, Severity
from guidebook.translation import history, learning, memory
from guidebook.translation.memory import Memory
from guidebook.translation.tongues import Tongues

Finder = Callable[[Book], Iterable]  # yields problems of the chapter's own file, or tuples of one kind
Kinds = Mapping[Finder, type]  # what each of them yields: Problem, or a NamedTuple of texts and numbers
Answer = dict  # name of a finder → what it found; under “asked” the keys of other chapters by their names

_MANY = 12  # parts that are worth a second process
_TASK = 60  # parts that a process is given at once
_ASKED = "asked"


@dataclass(frozen=True)
class _Place:
    """A chapter in one language, whether it is there or not."""

    name: str
    code: str
    file: Path
    key: str


def look(book: Book, kinds: Kinds, file: str, *, learns: bool, remembers: bool) -> Mapping[Finder, list]:
    """What each finder finds in all parts of the book; `file` is where in build/.cache/ it is remembered.

    `learns`: one of the finders has to tell the languages of the book apart.
    """
    is_sound = partial(_is_sound, {finder.__name__: kind for finder, kind in kinds.items()})
    known = Memory(book.config.build / ".cache" / file if remembers else None, is_sound)
    tongues, lessons = language.learned(book, known) if learns else (Tongues({}, {}), "")
    texts = {(edition.language.code, chapter.name): memory.key(chapter.text)
             for edition in book.editions for chapter in edition.chapters}  # fmt: skip
    names = [finder.__name__ for finder in kinds]
    places = list(_places(book, texts, memory.key(lessons, *names, *_surroundings(book))))
    told = {place: answer for place in places if (answer := _remembered(known, place, book, texts)) is not None}
    new = [place for place in places if place not in told]
    for place, answer, asked in _answers(_Task(book, tuple(kinds), tongues, _versions(book, new)), new):
        told[place] = answer
        if asked.is_lasting:
            answer[_ASKED] = {name: _asked_key(name, place.code, book, texts) for name in sorted(asked.chapters)}
            if is_sound(answer):
                known.put(place.key, answer)
    known.save()
    found = {finder: list(finder(parts.outside(book, tongues))) for finder in kinds}
    for place in places:
        for finder, kind in kinds.items():
            found[finder] += (_read(one, kind, place.file) for one in told[place].get(finder.__name__, ()))
    return found


def _places(book: Book, texts: Mapping[tuple[str, str], str], around: str) -> Iterator[_Place]:
    """Row by row, so that a chapter of the source is taken apart once for all languages."""
    source = book.source.language.code
    everything = (chapter for edition in (book.source, *book.editions) for chapter in edition.chapters)
    for name in dict.fromkeys(chapter.name for chapter in everything):
        there = texts.get((source, name), "")
        for edition in book.editions:
            code = edition.language.code
            if there or (code, name) in texts:
                key = memory.key(around, code, name, there, texts.get((code, name), ""))
                yield _Place(name, code, edition.folder / name, key)


def _surroundings(book: Book) -> Iterator[str]:
    """All that checks of a chapter may look at beside the chapters: settings, data, names of files and notes."""
    yield _text(book.config.file)
    for file in sorted(book.config.data.rglob("*.yml")):
        yield f"{file.relative_to(book.config.docs)} {memory.key(_text(file))}"
    files = (Path(place) / name for place, _, names in os.walk(book.config.docs) for name in names)
    yield "\n".join(sorted(f"{file} {file.is_file()}" for file in files if file.suffix != ".md"))
    yield "\n".join(sorted(str(problem.file) for problem in book.problems))
    yield "\n".join(book.notes)


def _text(file: Path) -> str:
    return file.read_text("utf-8", "replace")


def _asked_key(name: str, code: str, book: Book, texts: Mapping[tuple[str, str], str]) -> str:
    """What a chapter is, to one of another name in this language."""
    return " ".join(texts.get((one, name), "") for one in (code, book.source.language.code))


def _remembered(known: Memory, place: _Place, book: Book, texts: Mapping[tuple[str, str], str]) -> Answer | None:
    answer = known.get(place.key)
    if isinstance(answer, dict) and _ASKED in answer:
        asked = answer[_ASKED]
        if all(_asked_key(name, place.code, book, texts) == key for name, key in asked.items()):
            return answer
    return None


_MADE_FROM = re.compile(r"^translated_from:[ \t]*['\"]?(\w+)", re.M)


def _versions(book: Book, places: Sequence[_Place]) -> Versions:
    """Earlier versions of the source from which the stale ones of these chapters were made; git is asked once.

    What a translation was made from is read off quickly: where that is not so exact, it is no worse than not at hand.
    """
    stale = {}
    for place in places:
        source, chapter = book.source.chapter(place.name), book.edition(place.code).chapter(place.name)
        if source and chapter and chapter.language != source.language:
            match = _MADE_FROM.search(chapter.text, 0, chapter.text.find("\n---", 3) + 1)
            if match and match.group(1) != source.source_id:
                stale[source.file, match.group(1)] = None
    return history.versions(stale)


# ------------------------------------------------------------------------------------------- on all cores


@dataclass(frozen=True, eq=False)
class _Task:
    """What those who look at parts have in common."""

    book: Book
    finders: tuple[Finder, ...]
    tongues: Tongues
    versions: Versions


def _answers(task: _Task, places: Sequence[_Place]) -> Iterator[tuple[_Place, Answer, Asked]]:
    jobs = processes.cores() if len(places) > _MANY else 1
    size = min(_TASK, -(-len(places) // jobs)) or 1
    shares = [(places[start : start + size],) for start in range(0, len(places), size)]
    for (some,), answers in processes.each(partial(_look_at_all, task), shares, jobs):
        yield from ((place, answer, asked) for place, (answer, asked) in zip(some, answers, strict=True))


def _look_at_all(task: _Task, places: Sequence[_Place]) -> list[tuple[Answer, Asked]]:
    found = []
    for name, row in itertools.groupby(places, key=lambda place: place.name):
        row = list(row)
        seen = parts.of(task.book, name, [place.code for place in row], task.tongues, task.versions)
        found += ((_look_at(part, place.file, task.finders), part.asked) for part, place in zip(seen, row, strict=True))
    return found


def _look_at(part: Part, file: Path, finders: Sequence[Finder]) -> Answer:
    found = {finder.__name__: [_written(one, file) for one in finder(part)] for finder in finders}
    return {name: some for name, some in found.items() if some}


# -------------------------------------------------------------------------------------------- as it is kept


_PROBLEM = [int, str, str, dict, str]
_PLAIN = (str, int, float, bool)


def _written(found: Problem | tuple, file: Path) -> list:
    if not isinstance(found, Problem):
        return list(found)
    assert found.file == file, "what is found in a chapter is told of its file"
    return [found.line, found.message, found.hint, found.values, str(found.severity)]


def _read(found: list, kind: type, file: Path) -> object:
    if kind is not Problem:
        return kind(*found)
    line, message, hint, values, severity = found
    return Problem(file, line, message, hint, values, severity=Severity(severity))


def _is_sound(kinds: Mapping[str, type], value: object) -> bool:
    """Whether something has the shape of what is remembered."""
    if not isinstance(value, dict) or not isinstance(asked := value.get(_ASKED), dict):
        return learning.is_learned(value)
    if not all(isinstance(key, str) for key in asked.values()):
        return False
    return all(name == _ASKED or (name in kinds and _are(kinds[name], some)) for name, some in value.items())


def _are(kind: type, some: object) -> bool:
    if not isinstance(some, list):
        return False
    types = _PROBLEM if kind is Problem else _types(kind)
    alike = all(isinstance(one, list) and list(map(type, one)) == types for one in some)
    return alike and (kind is not Problem or all(_is_problem(*one) for one in some))


@cache
def _types(kind: type) -> list[type]:
    return list(get_type_hints(kind).values())


def _is_problem(line: int, message: str, hint: str, values: Mapping, severity: str) -> bool:
    return (
        severity in _SEVERITIES
        and all(type(value) in _PLAIN for value in values.values())
        and _gaps(message) <= values.keys()
        and _gaps(hint) <= values.keys()
    )


_SEVERITIES = frozenset(Severity)


@lru_cache(maxsize=1024)
def _gaps(message: str) -> frozenset[str]:
    """What is filled in when a message is shown; “{” where it is not written as ours are."""
    try:
        return frozenset(name for _, name, _, _ in Formatter().parse(message) if name is not None)
    except ValueError:
        return frozenset("{")
