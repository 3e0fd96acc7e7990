"""Everything in docs/ and visual-notes/, read once: Book → Edition → Chapter.

Checks, site and print are functions of a Book. What cannot be read is not raised but kept in `book.problems`,
so that all faults are reported together.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from functools import cached_property
from pathlib import Path

from guidebook import facts, files, forms, markup, visualnote
from guidebook.config import Config, Language
from guidebook.facts import Data, Entry, Fact
from guidebook.forms import Form
from guidebook.markup import Document, Heading, Reference
from guidebook.problem import Problem
from guidebook.visualnote import VisualNote

UNVERSIONED = ("reviewed_by", "reviewed_on", "print")  # a change of these makes no translation stale

DRAFT = {  # by whether the texts were made with automatic help
    True: "This text was made with automatic help and no person has reviewed it yet. "
          "Check at the source before you act.",
    False: "No person has reviewed this text yet. Check at the source before you act.",
}


class State(StrEnum):
    """How a translation stands to its source."""

    TRANSLATED = "translated"
    STALE = "stale"
    MISSING = "missing"


@dataclass(frozen=True)
class Chapter:
    """One Markdown file in one language."""

    name: str  # the path in the language folder, the same in all: “03-citizens-budget.md”
    file: Path
    language: str
    text: str = field(repr=False)

    @cached_property
    def document(self) -> Document:
        """What stands in the text, taken apart when it is first asked for: many questions need the text alone."""
        return markup.read(self.text, self.file)

    @property
    def title(self) -> str:
        """The title that readers see; the file's name when none is written."""
        return str(self.document.front_matter.get("title") or self.stem)

    @property
    def description(self) -> str:
        """One sentence for search engines, cards and the contents."""
        return str(self.document.front_matter.get("description") or "")

    @property
    def stem(self) -> str:
        """The name without its ending, as addresses and leaflets use it."""
        return self.name.removesuffix(".md")

    @property
    def number(self) -> int:
        """The number in the chapter's short address: that of its file, 03-citizens-budget.md → 3; 0: none."""
        first = self.stem.partition("-")[0]
        return int(first) if first.isdecimal() else 0

    @property
    def note(self) -> str:
        """The name of the visual note that opens the chapter, or empty."""
        return str(self.document.front_matter.get("note") or "")

    @property
    def is_printed(self) -> bool:
        """Whether the chapter is in the brochure."""
        return self.document.front_matter.get("print") is not False

    @property
    def is_reviewed(self) -> bool:
        """Whether a person has read the text and signed for it."""
        return bool(self.document.front_matter.get("reviewed_by"))

    @property
    def translated_from(self) -> str:
        """The id of the source version that this translation was made from."""
        return str(self.document.front_matter.get("translated_from") or "")

    @property
    def body(self) -> str:
        """The Markdown below the front matter."""
        return self.document.body

    @property
    def headings(self) -> tuple[Heading, ...]:
        """The headings in order."""
        return self.document.headings

    @property
    def references(self) -> tuple[Reference, ...]:
        """[[…]] in order."""
        return self.document.references

    @cached_property
    def source_id(self) -> str:
        """The id of this version of the text, which translations name in `translated_from`."""
        return source_id(self.text)

    def cited(self, data: Data) -> tuple[Fact, ...]:
        """The sources that the text rests on, in the order of their first mention, numbered from 1.

        Facts read at the same source on the same day share a number; the first of them stands for all.
        """
        names = dict.fromkeys(r.name for r in self.references if r.kind in ("fact", "source"))
        by_source: dict[tuple, Fact] = {}
        for name in names:
            if name in data.facts:
                by_source.setdefault(data.facts[name].reading, data.facts[name])
        return tuple(by_source.values())

    def citation(self, fact: Fact, data: Data) -> int:
        """The number of a fact's source in this chapter."""
        return [cited.reading for cited in self.cited(data)].index(fact.reading) + 1


def source_id(text: str) -> str:
    """12 hex digits of the SHA-256 of the text, without the lines of its front matter that do not touch meaning."""
    lines = files.normalised(text).split("\n")
    end = lines.index("---", 1) if lines[0] == "---" and "---" in lines[1:] else 0
    head = [line for line in lines[:end] if line.partition(":")[0] not in UNVERSIONED]
    return files.short_hash("\n".join([*head, *lines[end:]]))


@dataclass(frozen=True)
class Edition:
    """The whole book in one language, chapters in reading order."""

    language: Language
    folder: Path
    chapters: tuple[Chapter, ...]

    def chapter(self, name: str) -> Chapter | None:
        """The chapter of that name, or None: not translated."""
        return self._by_name.get(name)

    @cached_property
    def _by_name(self) -> Mapping[str, Chapter]:
        return {chapter.name: chapter for chapter in self.chapters}


@dataclass(frozen=True)
class Book:
    """All languages together."""

    config: Config
    editions: tuple[Edition, ...]
    notes: Mapping[str, VisualNote]
    data: Data
    problems: tuple[Problem, ...] = ()
    forms: Mapping[str, Form] = field(default_factory=dict)

    @property
    def draft_notice(self) -> str:
        """What a chapter says that no person has reviewed; a msgid."""
        return DRAFT[self.config.automatic_help]

    @cached_property
    def source(self) -> Edition:
        """The edition that the others are translated from."""
        return next(edition for edition in self.editions if edition.language.is_source)

    @cached_property
    def translations(self) -> tuple[Edition, ...]:
        """All editions but the source."""
        return tuple(edition for edition in self.editions if not edition.language.is_source)

    def edition(self, code: str) -> Edition:
        """The edition in a language; raises GuidebookError when the book has none."""
        return self._by_code.get(code) or self._by_code[self.config.language(code).code]

    @cached_property
    def _by_code(self) -> Mapping[str, Edition]:
        return {edition.language.code: edition for edition in self.editions}

    def state(self, name: str, code: str) -> State:
        """Whether a chapter is translated, stale or missing in a language."""
        source, chapter = self.source.chapter(name), self.edition(code).chapter(name)
        if chapter is None:
            return State.MISSING
        if source is None or chapter is source or chapter.translated_from == source.source_id:
            return State.TRANSLATED
        return State.STALE

    def with_chapter(self, code: str, name: str) -> Book:
        """The same book after a chapter that it has was saved; all else is taken as read. Raises files.Unreadable."""
        edition = self.edition(code)
        saved = read_chapter(edition.folder / name, edition.folder, code)
        chapters = tuple(saved if chapter.name == name else chapter for chapter in edition.chapters)
        changed = replace(edition, chapters=chapters)
        return replace(self, editions=tuple(changed if one is edition else one for one in self.editions))

    def entries(self) -> Iterator[Entry]:
        """Everything in docs/data/ with texts to translate."""
        yield from self.data.entries()
        yield from map(entry_of_form, self.forms.values())

    def shown(self, name: str, code: str) -> Chapter | None:
        """What a reader of that language gets: the translation, else the source text."""
        return self.edition(code).chapter(name) or self.source.chapter(name)


def entry_of_form(form: Form) -> Entry:
    """What of a form is to be translated: the whole file is one entry."""
    return Entry(form.file, 1, form.name, form.texts, form.translated_from, is_file=True)


def load(config: Config) -> Book:
    """Read the whole book. What is wrong in it is in `problems`."""
    problems: list[Problem] = []
    codes = tuple(language.code for language in config.languages)
    editions = tuple(_edition(config, language, problems) for language in config.languages)
    data = facts.load(config.data, codes, config.source.code)
    notes = dict(_notes(config, codes, problems))
    papers, faults = forms.load(config.data, codes, config.source.code)
    return Book(config, editions, notes, data, (*problems, *data.problems, *faults), papers)


def _edition(config: Config, language: Language, problems: list[Problem]) -> Edition:
    folder = config.docs / language.code
    chapters = []
    for file in sorted(folder.rglob("*.md")):
        try:
            chapters.append(read_chapter(file, folder, language.code))
        except files.Unreadable as unreadable:
            problems.append(unreadable.problem)
    order = {name: place for place, name in enumerate(config.reading_order)}
    chapters.sort(key=lambda chapter: (order.get(chapter.name, len(order)), chapter.name))
    return Edition(language, folder, tuple(chapters))


def read_chapter(file: Path, folder: Path, code: str) -> Chapter:
    """Read one Markdown file of a language folder. Raises files.Unreadable."""
    text = files.read_text(file, folder)
    return Chapter(file.relative_to(folder).as_posix(), file, code, text)


def _notes(config: Config, codes: tuple[str, ...], problems: list[Problem]) -> Iterator[tuple[str, VisualNote]]:
    folders = sorted(path.parent for path in config.notes.glob("*/note.yml"))
    for folder in folders:
        note, faults = visualnote.read(folder, codes, config.source.code)
        problems += faults
        if note is not None:
            yield folder.name, note
