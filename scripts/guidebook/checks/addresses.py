"""Addresses outside the book: where they stand, which are to be asked, and the good answers of earlier times.

    Book ─ found ─► Address, each once ─┬─ remembered: asked lately and fine
                                        └─ asking.py ─► Answer
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from guidebook import files
from guidebook.book import Book
from guidebook.checks.asking import Answer, State


@dataclass(frozen=True)
class Place:
    """A line of the book."""

    file: Path
    line: int


@dataclass(frozen=True)
class Address:
    """An address outside the book, and every line that leads there."""

    address: str
    places: tuple[Place, ...]


def found(book: Book) -> tuple[Address, ...]:
    """Every address of the web that readers can follow, each once, in the order of files and lines."""
    places: dict[str, dict[Place, None]] = {}
    for address, place in (*_in_chapters(book), *_in_values(book)):
        places.setdefault(address, {})[place] = None
    return tuple(Address(address, tuple(where)) for address, where in places.items())


def _in_chapters(book: Book) -> Iterator[tuple[str, Place]]:
    for edition in book.editions:
        for chapter in edition.chapters:
            for link in chapter.document.links:
                if _OF_THE_WEB.match(link.target):
                    yield link.target, Place(chapter.file, link.line)


def _in_values(book: Book) -> Iterator[tuple[str, Place]]:
    """In everything written as YAML: sources of facts, places, terms, phrases, forms, words of notes, publisher."""
    config = book.config
    yield from _in_yaml(config.file, config.root, ("extra", "guidebook"))
    for folder in (config.data, config.notes):
        for file in sorted(folder.rglob("*.yml")):
            yield from _in_yaml(file, folder)


def _in_yaml(file: Path, root: Path, below: tuple[str, ...] = ()) -> Iterator[tuple[str, Place]]:
    """Values only: a comment leads nobody anywhere. Files that cannot be read are told by `guidebook check`."""
    with suppress(files.Unreadable):
        text = files.read_text(file, root)
        for path, spot in files.spots(text, file).items():
            if path[: len(below)] != below or spot.keys or spot.style in ("{", "["):
                continue
            value = text[spot.start : spot.end]
            for match in _IN_TEXT.finditer(value):
                yield match.group().rstrip(".,;:!?"), Place(file, spot.line + value.count("\n", 0, match.start()))


_OF_THE_WEB = re.compile(r"https?://", re.IGNORECASE)
_IN_TEXT = re.compile(r"https?://(?:[^\s\"'<>\\^`{|}()\[\]„”“»]|\([^\s()]*\))+", re.IGNORECASE)


# ------------------------------------------------------------------------------------------------------- memory

DAYS = 14  # how long a good answer counts


@dataclass(frozen=True)
class Memory:
    """Which addresses were fine on which day. Nothing else is remembered: what was wrong is asked again."""

    file: Path
    fine: Mapping[str, date]

    def is_fresh(self, address: str, today: date, days: int = DAYS) -> bool:
        """Whether the last good answer still counts."""
        day = self.fine.get(address)
        return day is not None and 0 <= (today - day).days < days

    def with_answers(self, answers: Mapping[str, Answer], known: tuple[Address, ...], today: date) -> Memory:
        """What is known after asking; addresses that no longer stand in the book are forgotten."""
        fine = {}
        for one in known:
            answer = answers.get(one.address)
            if answer is None and one.address in self.fine:
                fine[one.address] = self.fine[one.address]
            elif answer is not None and answer.state is State.FINE:
                fine[one.address] = today
        return Memory(self.file, fine)

    def save(self) -> None:
        """Write it down, whole or not at all."""
        days = {address: day.isoformat() for address, day in sorted(self.fine.items())}
        files.write_atomically(self.file, json.dumps(days, ensure_ascii=False, indent=1) + "\n")


def memory(book: Book) -> Memory:
    """What was fine before. A file that is not there or not whole is no memory, and no fault."""
    file = book.config.build / ".cache" / "links.json"
    fine = {}
    with suppress(OSError, ValueError, AttributeError, TypeError):
        for address, day in json.loads(file.read_text("utf-8")).items():
            fine[address] = date.fromisoformat(day)
    return Memory(file, fine)
