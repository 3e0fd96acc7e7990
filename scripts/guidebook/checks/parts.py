"""A book cut into parts, so that checks can look at them on all cores, and only at those that have changed.

    Book ─ of ─► Part: a chapter in one language, beside its source     again and again
               └ Part: everything that stands outside the chapters      once

A part is a book, only a small one: a check need not know. What a part does not hold it has to ask for, and it keeps in
mind what it asked: what was found in it is true as long as that is the same.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property, lru_cache
from pathlib import Path
from typing import TypeVar

from guidebook.book import Book, Chapter, Edition
from guidebook.facts import Entry
from guidebook.markup import Document
from guidebook.translation import blocks, history
from guidebook.translation.blocks import Block
from guidebook.translation.tongues import Tongues

Found = TypeVar("Found")
Versions = Mapping[tuple[Path, str], str]  # a file of the source, and the id of an earlier version → its text


@dataclass
class Asked:
    """What a part needed that does not stand in it."""

    chapters: set[str] = field(default_factory=set)  # by their names
    is_lasting: bool = True  # false: who knows on what else it depends; what was found is not remembered


@dataclass(frozen=True, kw_only=True, eq=False)
class Part(Book):
    """A chapter in one language, or with the name “” what stands outside the chapters; it has that edition alone."""

    name: str
    beside: Edition  # the source, with the chapter of that name alone
    whole: Book
    tongues: Tongues
    versions: Versions
    asked: Asked = field(default_factory=Asked)

    @cached_property
    def source(self) -> Edition:
        """The source of the chapter alone."""
        return self.beside

    def entries(self) -> Iterator[Entry]:
        """Texts to be translated outside the chapters."""
        return iter(()) if self.name else super().entries()

    def shown(self, name: str, code: str) -> Chapter | None:
        """Any chapter of the whole book."""
        own = next((e for e in (*self.editions, self.beside) if name == self.name and e.language.code == code), None)
        if own:
            return own.chapter(name) or self.beside.chapter(name)
        self.asked.chapters.add(name)
        return self.whole.shown(name, code)


def of(book: Book, name: str, codes: Sequence[str], tongues: Tongues, versions: Versions) -> Iterator[Part]:
    """A chapter in these languages. What is taken apart to be looked at, is forgotten with the parts."""
    source = _alone(book.source, name)
    for code in codes:
        edition = source if code == source.language.code else _alone(book.edition(code), name)
        yield _part(book, (edition,), name, source, tongues, versions)


def outside(book: Book, tongues: Tongues) -> Part:
    """What stands outside the chapters."""
    empty = tuple(replace(edition, chapters=()) for edition in book.editions)
    return _part(book, empty, "", replace(book.source, chapters=()), tongues, {})


def _part(
    book: Book, editions: tuple[Edition, ...], name: str, beside: Edition, tongues: Tongues, versions: Versions
) -> Part:
    return Part(
        book.config, editions, book.notes, book.data, book.problems, book.forms,
        name=name, beside=beside, whole=book, tongues=tongues, versions=versions,
    )  # fmt: skip


def _alone(edition: Edition, name: str) -> Edition:
    chapter = edition.chapter(name)
    return replace(edition, chapters=(replace(chapter),) if chapter else ())


# ----------------------------------------------------------------------- what checks ask, of a part or a book


def is_chapter(book: Book) -> bool:
    """Whether a book is but a chapter: then what stands outside is none of its business."""
    return isinstance(book, Part) and bool(book.name)


def whole(book: Book) -> Book:
    """The book that a part belongs to. What was found by reading it is not remembered."""
    if not isinstance(book, Part):
        return book
    book.asked.is_lasting = False
    return book.whole


def version(book: Book, file: Path, source_id: str) -> str | None:
    """The text that a file of the source once had; what is not at hand today, may be so tomorrow."""
    if not isinstance(book, Part):
        return history.version(file, source_id)
    then = book.versions.get((file, source_id))
    book.asked.is_lasting &= then is not None
    return then


@dataclass(frozen=True, kw_only=True, eq=False)
class Looked(Book):
    """A book whose parts were looked at: what some finders found in them need not be looked for again."""

    found: Mapping[Callable, Sequence]


def looked(book: Book, found: Mapping[Callable, Sequence]) -> Looked:
    """The book with what was found in its parts."""
    return Looked(book.config, book.editions, book.notes, book.data, book.problems, book.forms, found=found)


def found(book: Book, finder: Callable[[Book], Iterable[Found]]) -> Sequence[Found]:
    """What a finder finds in the whole book."""
    if isinstance(book, Looked) and finder in book.found:
        return book.found[finder]
    return list(finder(book))


class Same:
    """Something as itself, as a key: two that read the same are not the same."""

    def __init__(self, it: object) -> None:
        self.it = it

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Same) and other.it is self.it

    def __hash__(self) -> int:
        return id(self.it)


def cut(document: Document) -> tuple[Block, ...]:
    """The blocks of a chapter, which several checks look at one after the other."""
    return _cut(Same(document))


@lru_cache(maxsize=16)
def _cut(same: Same) -> tuple[Block, ...]:
    return blocks.of(same.it)
