"""report.json: a report as counts, codes and names of files alone, and reading one that nobody can be trusted with.

The workflow that posts the comment takes this file from a run that anybody can start, so `read` accepts exactly what
`written` makes: known keys, small whole numbers, short names of plain letters. Anything else refuses the whole file.
"""

from __future__ import annotations

import io
import json
import re
import zipfile
import zlib
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from pathlib import Path

from guidebook.problem import GuidebookError, Severity
from guidebook.report import findings
from guidebook.report.changed import ChangedFile
from guidebook.report.findings import ChangedChapter, Report
from guidebook.translation.status import Standing

FORMAT = 1
NAME = "report.json"
MOST_BYTES = 65_536
MOST_CHAPTERS = 40
MOST_FOUND = 100
LARGEST = 1_000_000
SEVERITIES = {str(severity) for severity in Severity}
STATES = ("translated", "stale", "missing", "source", "unknown")
FILE = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_-]{0,30}(?:/[A-Za-z0-9_][A-Za-z0-9_.-]{0,60}){1,5}\.md")
LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{2,8}){0,2}")
CHECK = re.compile(r"[a-z]{1,20}(?:-[a-z]{1,20}){0,6}")
VERSION = re.compile(r"[0-9a-f]{12}")


@dataclass(frozen=True)
class ChapterNumbers:
    """A changed chapter: how many of its blocks stand how, and the line to write into it."""

    file: str
    language: str
    state: str
    blocks: Mapping[str, int]  # by standing
    words_left: int
    stamp: str = ""  # the version to name; empty: it is named already
    stamp_line: int = 0  # 0: above the first line, with lines --- around it
    is_new: bool = False  # a line to be put above, not instead of, the one that stands there
    is_shown: bool = False  # GitHub shows the line among the changes, so that it can be suggested there


@dataclass(frozen=True)
class Found:
    """How often a check has found something in the changed files of a language; without one: in what all share."""

    language: str
    severity: str
    check: str
    count: int


@dataclass(frozen=True)
class Numbers:
    """What may be said about a pull request without quoting it."""

    chapters: tuple[ChapterNumbers, ...]
    here: tuple[Found, ...]
    elsewhere: Mapping[str, int]  # severity → how often


def of(report: Report) -> Numbers:
    """A report in numbers. A chapter with a name that could be more than a name is counted, not named."""
    short = report.book.config.short
    languages = {p.file: findings.language_of(report.book, short(p.file)) for p in report.of_their_files}
    here = Counter((languages[p.file], str(p.severity), p.check) for p in report.of_their_files)
    elsewhere = Counter(str(problem.severity) for problem in report.elsewhere)
    by_path = {file.path: file for file in report.files}
    plain = [changed for changed in report.chapters if FILE.fullmatch(changed.path)]
    named = tuple(_chapter(changed, by_path.get(changed.path)) for changed in plain[:MOST_CHAPTERS])
    found = tuple(Found(*key, count) for key, count in sorted(here.items()))[:MOST_FOUND]
    return Numbers(named, found, {str(severity): elsewhere[severity] for severity in Severity})


def _chapter(changed: ChangedChapter, file: ChangedFile | None) -> ChapterNumbers:
    row, stamp = changed.row, changed.stamp
    is_source = row is not None and changed.source is None
    return ChapterNumbers(
        changed.path,
        changed.chapter.language,
        "source" if is_source else str(row.state) if row else "unknown",
        {str(standing): row.count(standing) if row else 0 for standing in Standing},
        row.words() - row.words(Standing.TRANSLATED) if row else 0,
        stamp.version if stamp else "",
        stamp.line if stamp and stamp.has_head else 0,
        bool(stamp and stamp.is_new),
        bool(stamp and stamp.has_head and file and file.is_near(stamp.line)),
    )


def written(numbers: Numbers) -> str:
    """The file."""
    return json.dumps({"format": FORMAT, **asdict(numbers)}, indent=1)


# ---------------------------------------------------------------------------------- reading with distrust


class _Odd(Exception):
    """The file is not one that `written` makes."""


def read(file: Path) -> Numbers:
    """The numbers of report.json, or of the zip archive that holds it alone. Raises GuidebookError for all else.

    What is nested too deep is a RuntimeError, as is an archive with a password.
    """
    try:
        return _numbers(_parsed(_bytes(file)))
    except (_Odd, ValueError, OSError, RuntimeError, zipfile.BadZipFile, zlib.error, EOFError):
        message = "{file} is not a report of this program"
        raise GuidebookError(message, "look at the run that made it", file=file.name) from None


def _bytes(file: Path) -> bytes:
    """At most MOST_BYTES, however much is packed."""
    with file.open("rb") as stream:
        data = stream.read(MOST_BYTES + 1)
    if len(data) > MOST_BYTES:
        raise _Odd
    if not data.startswith(b"PK"):
        return data
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        if archive.namelist() != [NAME]:
            raise _Odd
        with archive.open(NAME) as stream:
            text = stream.read(MOST_BYTES + 1)
    if len(text) > MOST_BYTES:
        raise _Odd
    return text


def _parsed(data: bytes) -> object:
    return json.loads(
        data.decode("utf-8"),
        object_pairs_hook=_mapping,
        parse_int=_whole,
        parse_float=_refuse,
        parse_constant=_refuse,
    )


def _mapping(pairs: Sequence[tuple[str, object]]) -> dict[str, object]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise _Odd
    return found


def _whole(digits: str) -> int:
    if len(digits) > 7:
        raise _Odd
    return int(digits)


def _refuse(_: str) -> object:
    raise _Odd


def _numbers(value: object) -> Numbers:
    top = _keys(value, {"format", "chapters", "here", "elsewhere"})
    if top["format"] != FORMAT or type(top["format"]) is not int:
        raise _Odd
    chapters = map(_read_chapter, _list(top["chapters"], MOST_CHAPTERS))
    here = map(_read_found, _list(top["here"], MOST_FOUND))
    elsewhere = {name: _count(found) for name, found in _keys(top["elsewhere"], SEVERITIES).items()}
    return Numbers(tuple(chapters), tuple(here), elsewhere)


def _read_chapter(value: object) -> ChapterNumbers:
    found = _keys(value, {field.name for field in fields(ChapterNumbers)})
    blocks = _keys(found["blocks"], {str(standing) for standing in Standing})
    return ChapterNumbers(
        _text(found["file"], FILE.fullmatch),
        _text(found["language"], LANGUAGE.fullmatch),
        _text(found["state"], STATES.__contains__),
        {name: _count(count) for name, count in blocks.items()},
        _count(found["words_left"]),
        _text(found["stamp"], lambda text: not text or VERSION.fullmatch(text)),
        _count(found["stamp_line"]),
        _yes_or_no(found["is_new"]),
        _yes_or_no(found["is_shown"]),
    )


def _read_found(value: object) -> Found:
    found = _keys(value, {field.name for field in fields(Found)})
    return Found(
        _text(found["language"], lambda text: not text or LANGUAGE.fullmatch(text)),
        _text(found["severity"], SEVERITIES.__contains__),
        _text(found["check"], CHECK.fullmatch),
        _count(found["count"]),
    )


def _list(value: object, most: int) -> list[object]:
    if type(value) is not list or len(value) > most:
        raise _Odd
    return value


def _keys(value: object, known: set[str]) -> Mapping[str, object]:
    if type(value) is not dict or set(value) != known:
        raise _Odd
    return value


def _text(value: object, is_fine: Callable[[str], object]) -> str:
    if type(value) is not str or not is_fine(value):
        raise _Odd
    return value


def _yes_or_no(value: object) -> bool:
    if type(value) is not bool:
        raise _Odd
    return value


def _count(value: object) -> int:
    """A number that something can be counted with; true and false are none, though Python calls them so."""
    if type(value) is not int or not 0 <= value <= LARGEST:
        raise _Odd
    return value
