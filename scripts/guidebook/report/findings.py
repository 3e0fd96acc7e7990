"""What there is to say about a pull request: Book and changed files → Report, without words of any language.

A problem is *theirs* when it stands on a line that they changed, or is a defect of a file that they changed, since
that makes the checks red. All else in their files is shown, and the rest of the book is only counted.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from guidebook import checks, strings
from guidebook.book import Book, Chapter, State
from guidebook.problem import Problem, Severity
from guidebook.report.changed import ChangedFile
from guidebook.translation import status
from guidebook.translation.status import Row


@dataclass(frozen=True)
class Stamp:
    """The line that says from which version of the source a translation was made, and where it belongs."""

    line: int  # its own line, or the one that it is to become
    version: str
    is_new: bool  # no such line is there yet
    has_head: bool = True  # false: the two lines --- around it are missing too

    @property
    def text(self) -> str:
        """What to write."""
        return f"translated_from: {self.version}"


@dataclass(frozen=True)
class ChangedChapter:
    """A chapter that the pull request changes."""

    path: str
    chapter: Chapter
    row: Row | None  # how it stands to its source, block by block; None: the source has no such chapter
    source: Chapter | None  # None: it is the source itself, or the source has none
    stamp: Stamp | None
    behind: tuple[str, ...] = ()  # of a source chapter: files of the translations that are stale now


@dataclass(frozen=True)
class Report:
    """Everything about one pull request."""

    book: Book
    files: tuple[ChangedFile, ...]
    chapters: tuple[ChangedChapter, ...]
    problems: tuple[Problem, ...]  # of the whole book

    @cached_property
    def guarded(self) -> tuple[str, ...]:
        """What a translation never needs to touch, as it is named: mkdocs.yml, scripts/ …"""
        paths = [file.path for file in self.files]
        return guarded(self.book.config.short(self.book.config.fonts), paths)

    @cached_property
    def languages(self) -> tuple[str, ...]:
        """The languages of the book whose files are changed, in the book's order."""
        codes = {language_of(self.book, file.path) for file in self.files}
        return tuple(language.code for language in self.book.config.languages if language.code in codes)

    @cached_property
    def spoken(self) -> Mapping[str, tuple[str, ...]]:
        """In which languages to speak, and about which of the changed ones; English where we know no other words."""
        return spoken(self.languages)

    @cached_property
    def of_their_files(self) -> tuple[Problem, ...]:
        """The problems of the files that they changed; those of their own lines first."""
        return tuple(sorted((p for p in self.problems if self._file(p)), key=lambda p: not self.is_theirs(p)))

    @cached_property
    def theirs(self) -> tuple[Problem, ...]:
        """The problems to be shown beside their lines, the heaviest first."""
        found = (problem for problem in self.problems if self.is_theirs(problem))
        return tuple(sorted(found, key=lambda problem: _WEIGHTS.index(problem.severity)))

    @cached_property
    def elsewhere(self) -> tuple[Problem, ...]:
        """The problems of the rest of the book."""
        return tuple(problem for problem in self.problems if not self._file(problem))

    def is_theirs(self, problem: Problem) -> bool:
        """Whether a problem stands on their lines, or makes the checks red because of their file."""
        file = self._file(problem)
        return file is not None and (problem.severity is Severity.DEFECT or file.has(problem.line))

    def _file(self, problem: Problem) -> ChangedFile | None:
        return self._by_path.get(self.book.config.short(problem.file))

    @cached_property
    def _by_path(self) -> Mapping[str, ChangedFile]:
        return {file.path: file for file in self.files if not file.is_gone}


_WEIGHTS = tuple(Severity)


def report(book: Book, files: Sequence[ChangedFile]) -> Report:
    """Look at a book in which these files were changed."""
    rows = {(row.name, row.language): row for row in status.rows(book)}
    paths = {file.path for file in files if not file.is_gone}
    every = [(edition, chapter) for edition in book.editions for chapter in edition.chapters]
    changed = [(edition, chapter) for edition, chapter in every if book.config.short(chapter.file) in paths]
    chapters = tuple(_chapter(book, chapter, rows) for _, chapter in changed)
    return Report(book, tuple(files), chapters, checks.run(book))


def _chapter(book: Book, chapter: Chapter, rows: Mapping[tuple[str, str], Row]) -> ChangedChapter:
    source, path = book.source.chapter(chapter.name), book.config.short(chapter.file)
    row = rows.get((chapter.name, chapter.language))
    if chapter is source:
        return ChangedChapter(path, chapter, row, None, None, _behind(book, chapter))
    return ChangedChapter(path, chapter, row, source, stamp(chapter, source) if source else None)


def _behind(book: Book, source: Chapter) -> tuple[str, ...]:
    names = (edition.language.code for edition in book.translations)
    stale = (code for code in names if book.state(source.name, code) is State.STALE)
    return tuple(book.config.short(book.edition(code).chapter(source.name).file) for code in stale)


def stamp(chapter: Chapter, source: Chapter) -> Stamp | None:
    """The line to be written into a translation when it is up to date; None: it stands there already."""
    if chapter.translated_from == source.source_id:
        return None
    if "translated_from" in chapter.document.front_matter:
        return Stamp(chapter.document.line_of("translated_from"), source.source_id, is_new=False)
    if chapter.document.body_line == 1:
        return Stamp(1, source.source_id, is_new=True, has_head=False)
    return Stamp(chapter.document.body_line - 1, source.source_id, is_new=True)


def spoken(codes: Iterable[str]) -> Mapping[str, tuple[str, ...]]:
    """In which languages to speak, and in each about which; English where we know no words of the language itself."""
    found: dict[str, tuple[str, ...]] = {}
    for code in codes:
        known = code == strings.MSGIDS or bool(strings.load(code).catalog)
        speaking = code if known else strings.MSGIDS
        found[speaking] = (*found.get(speaking, ()), code)
    return found or {strings.MSGIDS: ()}


# ------------------------------------------------------------------------------------------------ paths


def language_of(book: Book, path: str) -> str:
    """The language of a chapter or of a drawing's words, by where it stands; empty: it belongs to all, or to none."""
    docs, notes = book.config.short(book.config.docs), book.config.short(book.config.notes)
    match = re.match(rf"{re.escape(docs)}/([^/]+)/.|{re.escape(notes)}/[^/]+/text\.([^./]+)\.yml$", path, re.DOTALL)
    code = (match.group(1) or match.group(2)) if match else ""
    return code if code in {language.code for language in book.config.languages} else ""


# What changes the program, or how everything looks, by where it stands; {fonts} is a folder of the book.
GUARDED = (
    "mkdocs.yml", "scripts/", "tests/", "Makefile", "{fonts}/", ".github/workflows/", ".github/", ".ci/",
    "pyproject.toml", "requirements.txt", "requirements-dev.txt", "requirements-lock.txt", ".gitattributes",
)  # fmt: skip


def guarded(fonts: str, paths: Iterable[str]) -> tuple[str, ...]:
    """Which of these stand among some paths; each is named once, by its folder."""
    names = [name.format(fonts=fonts) for name in GUARDED]
    hits = (next((n for n in names if path == n or (n.endswith("/") and path.startswith(n))), "") for path in paths)
    found = set(hits)
    return tuple(name for name in names if name in found)
