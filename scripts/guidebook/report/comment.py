"""The comment under a pull request, made by the program of the main branch from numbers that it does not trust.

Every word is of our catalogs; a name of a file stands between backticks, where nobody is mentioned and nothing is a
link. What the pull request touches besides texts is told from GitHub's own list of files, for a report made by a
changed program could leave it out.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from guidebook.config import Config
from guidebook.problem import GuidebookError, Severity
from guidebook.report import findings, summary
from guidebook.report.findings import Stamp
from guidebook.report.numbers import ChapterNumbers, Found, Numbers
from guidebook.report.writing import code
from guidebook.strings import Strings, load
from guidebook.translation.status import Standing

MARK = "<!-- guidebook-report -->"  # by it the comment is found again
MOST_LINES_BYTES = 4_000_000
MOST_SUGGESTIONS = 20
_RUN = re.compile(r"https://[a-z0-9.-]{1,100}(?:/[A-Za-z0-9_.-]{1,100}){2}/actions/runs/\d{1,20}")


def markdown(config: Config, numbers: Numbers | None, paths: Sequence[str] = (), run: str = "") -> str:
    """The comment. Without numbers it says only that there are none."""
    guarded = findings.guarded(config.short(config.fonts), paths)
    changed = [one.language for one in (*numbers.chapters, *numbers.here)] if numbers else []
    languages = [language for language in config.languages if language.code in changed]
    spoken = findings.spoken([language.code for language in languages])
    sections = ("\n\n".join(_section(config, numbers, own, guarded, run, load(said))) for said, own in spoken.items())
    return "\n\n".join((MARK, *sections)) + "\n"


def suggestions(config: Config, numbers: Numbers, said: Sequence[str] = ()) -> Mapping[str, object] | None:
    """A review as GitHub takes it: each line to be written, where it belongs, to be committed with a click.

    Only of what GitHub shows among the changes, elsewhere it takes no suggestion. What was `said` there already, each
    “path version”, is not said again. None: there is nothing to suggest.
    """
    known = {language.code for language in config.languages}
    stamped = [one for one in numbers.chapters if one.stamp and one.stamp_line and one.is_shown]
    wanted = [one for one in stamped if one.language in known]
    comments = [
        {"path": one.file, "line": one.stamp_line, "side": "RIGHT", "body": _suggestion(one)}
        for one in wanted[:MOST_SUGGESTIONS]
        if f"{one.file} {one.stamp}" not in said
    ]
    return {"event": "COMMENT", "comments": comments} if comments else None


def _suggestion(chapter: ChapterNumbers) -> str:
    words = load(next(iter(findings.spoken([chapter.language]))))
    text = words("If the translation says what the source says now:")
    below = "\n---" if chapter.is_new else ""
    return f"{text}\n\n```suggestion\ntranslated_from: {chapter.stamp}{below}\n```"


def lines_of(file: Path) -> tuple[str, ...]:
    """What GitHub has listed, a JSON text on each line: names of files."""
    if file.stat().st_size > MOST_LINES_BYTES:
        raise GuidebookError("{file} is too long for a list", file=file.name)
    try:
        return tuple(str(json.loads(line)) for line in file.read_text("utf-8").split("\n") if line)
    except (ValueError, RecursionError):
        raise GuidebookError("{file} is no list as GitHub gives it", file=file.name) from None


def _section(
    config: Config, numbers: Numbers | None, codes: Sequence[str], guarded: Sequence[str], run: str, words: Strings
) -> Iterator[str]:
    yield f"## {summary.title([config.language(name) for name in codes], words)}"
    if text := summary.warning(guarded, words):
        yield text
    if numbers is None:
        yield words("There is no report: the checks did not come that far.")
    else:
        chapters = [chapter for chapter in numbers.chapters if chapter.language in codes]
        here = [found for found in numbers.here if found.language in ("", *codes)]
        red = sum(found.count for found in here if found.severity == Severity.DEFECT)
        has_more = any(chapter.words_left or chapter.stamp for chapter in chapters)
        yield summary.verdict(red, numbers.elsewhere[Severity.DEFECT], has_more, bool(here), words)
        yield from _chapters(chapters, words)
        yield from _checks(here, words)
        counts = summary.tally([numbers.elsewhere[severity] for severity in Severity], words)
        yield words("In the rest of the book: {counts}.", counts=counts)
    if _RUN.fullmatch(run):
        text = words("Each place with the words to write there, and a page to look at for each chapter")
        yield f"[{text}]({run})"


def _chapters(chapters: Sequence[ChapterNumbers], words: Strings) -> Iterator[str]:
    translated = [chapter for chapter in chapters if chapter.state not in ("source", "unknown")]
    if translated:
        yield "\n".join(_table(translated, words))
    for chapter in translated:
        if chapter.stamp:
            found = Stamp(max(1, chapter.stamp_line), chapter.stamp, chapter.is_new, chapter.stamp_line > 0)
            yield code(chapter.file)
            yield from summary.stamp(found, words)


def _table(chapters: Sequence[ChapterNumbers], words: Strings) -> Iterator[str]:
    titles = summary.standings(words)
    yield f"| {' | '.join([words('chapter'), *titles.values(), words('words to translate')])} |"
    yield "|---" + "|--:" * (len(titles) + 1) + "|"
    for chapter in chapters:
        numbers = (chapter.blocks[standing] for standing in Standing)
        cells = " | ".join(str(number or "–") for number in (*numbers, chapter.words_left))
        yield f"| {code(chapter.file)} | {cells} |"


def _checks(here: Sequence[Found], words: Strings) -> Iterator[str]:
    """How often each check has found something in their files."""
    lines = [
        f"- {mark} {code(found.check)} × {found.count}"
        for severity, mark in summary.MARKS.items()
        for found in here
        if found.severity == severity
    ]
    if lines:
        yield f"### {words('In the files that you changed')}"
        yield "\n".join(lines)
