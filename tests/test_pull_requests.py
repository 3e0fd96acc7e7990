"""Spoiled pull requests against this repository’s guide are found on the right line; harmless ones are let through.

    pull-requests/*.yml ─ rows ─► laid into copies of the book ─ checks, status ─► what is new ─► caught, or not

Reading and checking the whole book takes a second, so rows that touch different chapters share one copy. Where a
spoiled row is expected is computed from the edit, not written down, so that the book may go on growing.
"""

from __future__ import annotations

import os
import re
import shutil
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from functools import cached_property
from pathlib import Path

import pytest
import yaml

from conftest import REPOSITORY, SampleBook
from guidebook import checks
from guidebook.book import Book
from guidebook.problem import Severity
from guidebook.translation import status
from guidebook.translation.status import Standing

ROOM = Path(__file__).parent / "pull-requests"
HARMLESS = "harmless"
ALL = os.environ.get("GUIDEBOOK_TEST") == "all"  # else without the files whose names end in “-more”


# ------------------------------------------------------------------------------------------------ the edits


@dataclass(frozen=True, eq=False)
class Row:
    """One pull request: what it changes in a file of the book, and what should be said about it."""

    family: str  # the file it stands in
    title: str
    file: str
    edit: Mapping[str, object]
    found_by: tuple[str, ...] = ()  # checks that may find it; “status-missing”: a standing in the status
    where: str = "line"  # “line”: where the edit was made; “entry”: in that entry of the data; “file”: somewhere in it
    reported: Mapping[str, str] = field(default_factory=dict)  # other files, and words of the line there
    missed: str = ""  # why nobody finds it

    @property
    def is_harmless(self) -> bool:
        return self.family.startswith(HARMLESS)

    @cached_property
    def claims(self) -> frozenset[str]:
        """What no other edit of the same copy may touch: its files; of docs/data/ an entry is enough."""
        if self.where == "entry":
            before = (REPOSITORY / self.file).read_text(encoding="utf-8")
            lines = edited(self, before).split("\n")
            return frozenset({f"{self.file}#{_key_above(lines, _changed(before.split(chr(10)), lines).start)}"})
        return self.files

    @cached_property
    def files(self) -> frozenset[str]:
        """The files that it changes, or about which something is said; the source concerns all languages."""
        own = {self.file, str(self.edit.get("rename", self.file)), *self.reported}
        _, code, *rest = Path(self.file).parts if self.file.count("/") > 1 else ("", "", "")
        if code == "pl":
            own |= {f"docs/{language}/{'/'.join(rest)}" for language in ("en", "uk")}
        return frozenset(own)

    def __str__(self) -> str:
        return f"{self.family}: {self.title}"


def _rows() -> Iterator[Row]:
    for file in (file for file in sorted(ROOM.glob("*.yml")) if ALL or not file.stem.endswith("-more")):
        for entry in yaml.safe_load(file.read_text(encoding="utf-8")):
            known = {key: entry.pop(key) for key in ("title", "file", "where", "reported", "missed") if key in entry}
            yield Row(file.stem, found_by=tuple(entry.pop("found_by", ())), edit=entry, **known)


ROWS = tuple(_rows())


def edited(row: Row, before: str) -> str:
    """The text of the file after the edit; says which row no longer fits when the book has changed."""
    edit = row.edit
    if "swap" in edit:
        one, other = edit["swap"]
        return _once(row, _once(row, _once(row, before, one, "\0"), other, one), "\0", other)
    if "delete_line" in edit:
        return _once(row, before, _line_with(row, before, edit["delete_line"]), "")
    if "find_line" in edit:
        return _once(row, before, _line_with(row, before, edit["find_line"]), f"{edit['replace']}\n")
    if "after_line" in edit:
        line = _line_with(row, before, edit["after_line"])
        return _once(row, before, line, line + edit["insert"])
    if "after" in edit:
        return _once(row, before, edit["after"], edit["after"] + edit["insert"])
    new = edit.get("replace", "")
    if "replace_from" in edit:
        other = (REPOSITORY / edit["replace_from"]["file"]).read_text(encoding="utf-8")
        new = _line_with(row, other, edit["replace_from"]["begins"]).rstrip("\n")
    return _once(row, before, edit.get("delete") or edit["find"], new)


class Misfit(Exception):
    """A row looks for words that the book does not have any more."""


def misfit(row: Row) -> str:
    """Why a row can no longer be laid into the book, or nothing."""
    file = REPOSITORY / row.file
    try:
        if not {"write", "remove", "rename", "copy_of", "encoding", "trim"} & {*row.edit}:
            edited(row, file.read_text(encoding="utf-8"))
    except (Misfit, FileNotFoundError) as reason:
        return f"tests/pull-requests/{row.family}.yml no longer fits the book: {reason}"
    return ""


def _once(row: Row, text: str, old: str, new: str) -> str:
    if text.count(old) != 1:
        raise Misfit(f"“{row.title}” looks for “{old}”, which stands {text.count(old)} times in {row.file}")
    return text.replace(old, new)


def _line_with(row: Row, text: str, start: str) -> str:
    lines = [line for line in text.splitlines(keepends=True) if line.startswith(start)]
    if len(lines) != 1:
        raise Misfit(f"“{row.title}” looks for one line that begins with “{start}” in {row.file}: {len(lines)}")
    return lines[0]


ENCODINGS = {
    "bom": lambda text: text.encode("utf-8-sig"),
    "crlf": lambda text: text.replace("\n", "\r\n").encode(),
    "nfd": lambda text: unicodedata.normalize("NFD", text).encode(),
    "utf-16": lambda text: text.encode("utf-16"),
}


def apply(row: Row, book: SampleBook) -> range:
    """Make the edit in a copy of the book; returns the lines on which something should be said."""
    edit = row.edit
    if "write" in edit:
        book.write(row.file, edit["write"])
    elif "remove" in edit:
        book.remove(row.file)
    elif "rename" in edit:
        book.path(row.file).rename(book.path(edit["rename"]))
    elif "copy_of" in edit:
        book.write(row.file, book.read(edit["copy_of"]))
    elif "encoding" in edit:
        book.write(row.file, ENCODINGS[edit["encoding"]](book.read(row.file)))
    elif "trim" in edit:
        book.write(row.file, book.read(row.file).rstrip())
    else:
        before = book.read(row.file)
        after = edited(row, before)
        book.write(row.file, after)
        return _lines_of(row, before.split("\n"), after.split("\n"))
    return range(1, 10_000)


def _lines_of(row: Row, before: Sequence[str], after: Sequence[str]) -> range:
    """The lines that are new; of what is gone, those around; of data, the whole entry."""
    if row.where == "file":
        return range(1, 10_000)
    return _changed(before, after)


def _changed(before: Sequence[str], after: Sequence[str]) -> range:
    codes = SequenceMatcher(None, before, after, autojunk=False).get_opcodes()
    places = [(first, last) for kind, _, _, first, last in codes if kind != "equal"]
    first, last = places[0][0], places[-1][1]
    if first < last and sum(map(_has_words, after)) >= sum(map(_has_words, before)):
        return range(first + 1, last + 1)
    above = next((place for place in range(first - 1, 0, -1) if after[place].strip()), 0)
    below = next((place for place in range(last, len(after)) if after[place].strip()), len(after))
    return range(above + 1, below + 2)


def _has_words(line: str) -> bool:
    return bool(line.strip())


_KEY = re.compile(r"[\w'\"-]+:")


def _key_above(lines: Sequence[str], number: int) -> str:
    """The key of the entry in which a line stands."""
    return next(lines[place] for place in range(number - 1, -1, -1) if _KEY.match(lines[place]))


def _entry(lines: Sequence[str], key: str) -> range:
    """The lines of an entry."""
    first = lines.index(key)
    last = next((place for place in range(first + 1, len(lines)) if _KEY.match(lines[place])), len(lines))
    return range(first + 1, last + 1)


# ---------------------------------------------------------------------------------------- what is said of them


@dataclass(frozen=True)
class Finding:
    """What check or status says about a line."""

    check: str
    file: str
    line: int
    weight: str
    text: str


@dataclass(frozen=True)
class Outcome:
    """What became of a row: the new findings in its files, and those of them that name the right place."""

    lines: Mapping[str, range]
    new: tuple[Finding, ...]
    hits: tuple[Finding, ...]

    def __str__(self) -> str:
        wanted = ", ".join(f"{file}:{lines.start}–{lines.stop - 1}" for file, lines in self.lines.items())
        said = "\n  ".join(f"{f.file}:{f.line}: {f.text} [{f.check}, {f.weight}]" for f in self.new)
        return f"expected at {wanted}; said:\n  {said or 'nothing'}"


def findings(book: Book) -> Iterator[Finding]:
    """Everything that `guidebook check` and `guidebook status` say about a book."""
    for problem in checks.run(book):
        file = book.config.short(problem.file)
        yield Finding(problem.check, file, problem.line, str(problem.severity), problem.english())
    for row in status.rows(book):
        for piece in row.pieces:
            if piece.standing is not Standing.TRANSLATED:
                check = f"status-{piece.standing}"
                yield Finding(check, book.config.short(piece.file), piece.line, "status", piece.text)


def batches(rows: Iterable[Row]) -> list[list[Row]]:
    """Rows that may share a copy of the book: no two of a batch touch the same file."""
    found: list[tuple[set[str], list[Row]]] = []
    for row in sorted(rows, key=lambda row: -len(row.claims)):
        claimed, batch = next((b for b in found if not _clash(b[0], row.claims)), (set(), []))
        if not batch:
            found.append((claimed, batch))
        claimed |= row.claims
        batch.append(row)
    return [batch for _, batch in found]


def _clash(some: Iterable[str], others: Iterable[str]) -> bool:
    return any(a == b or a.startswith(f"{b}#") or b.startswith(f"{a}#") for a in some for b in others)


class Desk:
    """A copy of the guide with its history, into which edits are laid and taken out again."""

    def __init__(self, root: Path) -> None:
        shutil.copytree(REPOSITORY / "docs", root / "docs", copy_function=_light)
        shutil.copytree(REPOSITORY / "visual-notes", root / "visual-notes")
        shutil.copy(REPOSITORY / "mkdocs.yml", root)
        self.book = SampleBook(root)
        self.book.commit()
        self.usual = self.findings()

    def findings(self) -> Counter[Finding]:
        """What is said of the copy as it stands; lines do not count, for edits move them."""
        return Counter(findings(self.book.book()))

    def outcomes(self, batch: Sequence[Row]) -> Iterator[tuple[Row, Outcome]]:
        """Lay the edits in, look, and take them out."""
        kept = {file: self._bytes(file) for row in batch for file in row.files}
        try:
            edits = {row: apply(row, self.book) for row in batch}
            lines = {row: self._expected(row, edits[row]) for row in batch}
            new = self._new()
        finally:
            for file, data in kept.items():
                self.book.path(file).unlink(missing_ok=True)
                if data is not None:
                    self.book.write(file, data)
        for row in batch:
            files = {*row.files, *lines[row]}
            own = tuple(finding for finding in new if finding.file in files)
            hits = (f for f in own if f.check in row.found_by and f.line in lines[row].get(f.file, ()))
            yield row, Outcome(lines[row], own, tuple(hits))
        if all(row.is_harmless for row in batch):
            elsewhere = [f for f in new if not any(f.file in row.files for row in batch)]
            assert elsewhere == []

    def _new(self) -> list[Finding]:
        known = Counter((f.check, f.file, f.text) for f in self.usual.elements())
        found = []
        for finding in self.findings().elements():
            known[finding.check, finding.file, finding.text] -= 1
            if known[finding.check, finding.file, finding.text] < 0:
                found.append(finding)
        return found

    def _expected(self, row: Row, edited_lines: range) -> Mapping[str, range]:
        if not row.reported:
            if row.where == "entry":
                (claim,) = row.claims
                edited_lines = _entry(self.book.read(row.file).split("\n"), claim.partition("#")[2])
            return {file: edited_lines for file in {row.file, row.edit.get("rename", row.file)}}
        return {file: self._line(file, words) for file, words in row.reported.items()}

    def _line(self, file: str, words: str) -> range:
        lines = self.book.read(file).split("\n")
        return next(range(place, place + 1) for place, line in enumerate(lines, 1) if words in line)

    def _bytes(self, file: str) -> bytes | None:
        path = self.book.path(file)
        return path.read_bytes() if path.is_file() else None


def _light(source: str, target: str) -> None:
    """Fonts are large and never edited: the same file twice; texts are copied."""
    if source.endswith((".ttf", ".woff2")):
        try:
            os.link(source, target)
            return
        except OSError:
            pass
    shutil.copyfile(source, target)


# -------------------------------------------------------------------------------------------------- the tests


@pytest.fixture(scope="module")
def outcomes(tmp_path_factory: pytest.TempPathFactory) -> Mapping[Row, Outcome]:
    """All rows, laid into as few copies as possible."""
    desk = Desk(tmp_path_factory.mktemp("desk") / "book")
    fitting = [row for row in ROWS if not misfit(row)]
    spoiled = batches(row for row in fitting if not row.is_harmless)
    harmless = batches(row for row in fitting if row.is_harmless)
    return dict(pair for batch in (*spoiled, *harmless) for pair in desk.outcomes(batch))


def outcome(row: Row, outcomes: Mapping[Row, Outcome]) -> Outcome:
    """What became of a row; fails when the row no longer fits the book."""
    assert row in outcomes, misfit(row)
    return outcomes[row]


@pytest.mark.parametrize("row", [row for row in ROWS if not row.is_harmless and not row.missed], ids=str)
def test_a_spoiled_pull_request_is_found_on_the_right_line(row: Row, outcomes: Mapping[Row, Outcome]):
    assert outcome(row, outcomes).hits, str(outcomes[row])


@pytest.mark.parametrize("row", [row for row in ROWS if row.missed], ids=str)
def test_what_only_a_person_can_see_is_said_openly(row: Row, outcomes: Mapping[Row, Outcome]):
    assert not outcome(row, outcomes).hits, f"found now: take “missed” away. {outcomes[row]}"


@pytest.mark.parametrize("row", [row for row in ROWS if row.is_harmless], ids=str)
def test_a_harmless_pull_request_blocks_nothing(row: Row, outcomes: Mapping[Row, Outcome]):
    blocking = [found for found in outcome(row, outcomes).new if found.weight in (Severity.DEFECT, Severity.GAP)]
    assert blocking == [], str(outcomes[row])


def test_of_every_sixty_spoiled_pull_requests_fifty_eight_are_found(outcomes: Mapping[Row, Outcome]):
    spoiled = [row for row in ROWS if not row.is_harmless]
    assert len(spoiled) >= 60
    assert sum(bool(outcomes[row].hits) for row in spoiled if row in outcomes) >= 58 / 60 * len(spoiled)
    assert sum(row.is_harmless for row in ROWS) >= 40
