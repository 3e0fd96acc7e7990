"""A report as Markdown, for the page of a workflow's run: one section in each language of the changed files."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from guidebook import checks
from guidebook.book import Book
from guidebook.checks import translation
from guidebook.config import Language
from guidebook.problem import Problem, Severity
from guidebook.report import findings
from guidebook.report.findings import ChangedChapter, Report, Stamp
from guidebook.report.writing import code, literal
from guidebook.strings import Strings, load
from guidebook.translation import differing
from guidebook.translation.status import Piece, Standing

MOST_LINES = 30  # of one chapter; more would not be read
MOST_PROBLEMS = 60
MOST_CHAPTERS = 40
MOST_BYTES = 900_000  # GitHub refuses a summary of more than 1 MiB
MARKS = {Severity.DEFECT: "❌", Severity.GAP: "🟡", Severity.ADVICE: "💡"}


def markdown(report: Report) -> str:
    """The whole summary, as far as GitHub takes it."""
    sections = (_section(report, load(speaking), codes) for speaking, codes in report.spoken.items())
    text = "\n\n".join("\n\n".join(section) for section in sections) + "\n"
    whole = text.encode()
    return text if len(whole) <= MOST_BYTES else whole[:MOST_BYTES].decode(errors="ignore").rpartition("\n")[0] + "\n"


def warning(names: Sequence[str], words: Strings) -> str:
    """That more is touched than a translation needs; empty when it is not."""
    if not names:
        return ""
    text = words("This pull request also changes what a translation never needs to change: {names}.", names="\0")
    after = words("Whoever merges it reads these changes first, line by line.")
    return f"**⚠ {text} {after}**".replace("\0", ", ".join(map(code, names)))


def _section(report: Report, words: Strings, codes: Sequence[str]) -> Iterator[str]:
    """What to say in one language about the changed files of some."""
    languages = [report.book.config.language(name) for name in codes]
    yield f"## {title(languages, words)}"
    if text := warning(report.guarded, words):
        yield text
    chapters = [changed for changed in report.chapters if changed.chapter.language in codes]
    problems = [p for p in report.of_their_files if _concerns(report, p, codes)]
    yield _verdict(report, chapters, problems, words)
    shown = chapters[:MOST_CHAPTERS]
    if rows := [changed for changed in shown if changed.row and changed.source]:
        yield "\n".join(_table(rows, words))
    for changed in shown:
        yield from _chapter(report.book, changed, words)
    yield from _problems(report, problems, words)
    yield words("In the rest of the book: {counts}.", counts=counts(report.elsewhere, words))
    yield from _red_elsewhere(report, words)


def title(languages: Sequence[Language], words: Strings) -> str:
    """The heading of a section; with the languages that it is about."""
    names = ", ".join(language.name for language in languages)
    return words("What this pull request changes") + (f" · {literal(names)}" if names else "")


def _concerns(report: Report, problem: Problem, codes: Sequence[str]) -> bool:
    """Whether a problem is of these languages; what stands in no language concerns all."""
    language = findings.language_of(report.book, report.book.config.short(problem.file))
    return not language or language in codes


def _verdict(
    report: Report, chapters: Sequence[ChangedChapter], problems: Sequence[Problem], words: Strings
) -> str:
    red, others = (sum(p.severity is Severity.DEFECT for p in found) for found in (problems, report.elsewhere))
    has_more = any(changed.stamp or (changed.row and changed.row.to_do()) for changed in chapters)
    return verdict(red, others, has_more, bool(problems), words)


def verdict(red: int, red_elsewhere: int, has_more: bool, has_advice: bool, words: Strings) -> str:
    """In one line: is there something to do, and must it be now."""
    if red:
        return "❌ " + words.plural("{count} mistake is to be mended before this can be merged.",
                                   "{count} mistakes are to be mended before this can be merged.", red)  # fmt: skip
    if red_elsewhere:
        return "❌ " + words("The mistakes that make the checks red stand in files that you did not change.")
    if has_more:
        return "🟡 " + words("Nothing stands in the way. What is still to do is listed below; it can come later.")
    if has_advice:
        return "🟡 " + words("Nothing stands in the way. There is advice below.")
    return "✅ " + words("Nothing stands in the way. Thank you!")


# --------------------------------------------------------------------------------------------- chapters


def standings(words: Strings) -> dict[Standing, str]:
    """How a block may stand, as people call it."""
    return {
        Standing.TRANSLATED: words("translated"),
        Standing.STALE: words("stale"),
        Standing.MISSING: words("missing"),
        Standing.UNTOUCHED: words("untouched"),
        Standing.WRONG_LANGUAGE: words("in another language"),
    }


def _table(chapters: Sequence[ChangedChapter], words: Strings) -> Iterator[str]:
    """Blocks of each chapter by how they stand, and how many words are left."""
    titles = standings(words)
    yield f"| {' | '.join([words('chapter'), words('blocks'), *titles.values(), words('words to translate')])} |"
    yield "|---" + "|--:" * (len(titles) + 2) + "|"
    for changed in chapters:
        row = changed.row
        numbers = [row.count(), *(row.count(standing) for standing in titles)]
        left = row.words() - row.words(Standing.TRANSLATED)
        yield f"| {literal(changed.path)} | {' | '.join(str(number or '–') for number in numbers)} | {left or '–'} |"


def _chapter(book: Book, changed: ChangedChapter, words: Strings) -> Iterator[str]:
    """What is left to do in a chapter, line by line, and the line to write when nothing is."""
    if changed.behind:
        text = words("{file} is the source of other languages, and these translations are stale now: {files}",
                     file="\0", files=", ".join(map(code, changed.behind)))  # fmt: skip
        yield text.replace("\0", code(changed.path))
        hint = words("If what has changed does not touch meaning: {command}", command="\0")
        yield hint.replace("\0", code(f"guidebook accept --source {changed.path} --minor"))
    if changed.row is None or changed.source is None or not (changed.row.to_do() or changed.stamp):
        return
    yield f"### {code(changed.path)}"
    if left := changed.row.to_do():
        yield "\n".join(_lines(book, changed, left, words))
    if changed.stamp:
        yield "\n\n".join(stamp(changed.stamp, words))


def _lines(book: Book, changed: ChangedChapter, left: Sequence[Piece], words: Strings) -> Iterator[str]:
    """Where to go; below what is stale, what the source said then and says now."""
    titles, differences = standings(words), differing.compare(book, changed.chapter).differences or ()
    by_line = {found.line: found for found in differences if found.here}
    if not changed.row.is_known:
        yield words("What has changed in the source is not known here, so every block counts as stale.")
        left = [piece for piece in left if piece.standing is not Standing.STALE]
    for piece in left[:MOST_LINES]:
        is_there = piece.standing is not Standing.MISSING
        place = words("line {line}", line=piece.line) if is_there else words("after line {line}", line=piece.line)
        yield f"- {place}: {titles[piece.standing]} – {literal(short(piece.text))}"
        if piece.standing is Standing.STALE and piece.line in by_line:
            was, now = differing.versions(by_line[piece.line])
            yield f"  - {words('then')}: {_marked(was)}"
            yield f"  - {words('now')}: {_marked(now)}"
    if (more := len(left) - MOST_LINES) > 0:
        yield "- " + words.plural("and {count} more place", "and {count} more places", more)


def _marked(pieces: differing.Marked) -> str:
    """Changed words are bold; of long stretches that have not changed, only the ends beside them are shown."""
    shown = []
    for place, (text, is_changed) in enumerate(pieces):
        ends = place > 0, place < len(pieces) - 1
        words = short(text, 400) if is_changed or not any(ends) else _ends(text, *ends)
        spaces = " " * text.startswith(" "), " " * text.endswith(" ")
        bold = f"**{literal(words)}**" if is_changed and words.strip() else literal(words)
        shown.append(f"{spaces[0]}{bold}{spaces[1]}" if words.strip() else " ")
    return "".join(shown).strip()


def _ends(text: str, is_after: bool, is_before: bool, most: int = 60) -> str:
    if len(text) <= most * (is_after + is_before):
        return text
    left = text[:most].rsplit(" ", 1)[0] if is_after else ""
    right = text[-most:].split(" ", 1)[-1] if is_before else ""
    return f"{left} … {right}"


def stamp(found: Stamp, words: Strings) -> Iterator[str]:
    """Where to write which line, once the translation says what the source says now."""
    if not found.has_head:
        where = words("If the translation says what the source says now, write above its first line:")
        text = f"---\n{found.text}\n---"
    elif found.is_new:
        where = words("If the translation says what the source says now, put this above line {line}:", line=found.line)
        text = found.text
    else:
        where = words("If the translation says what the source says now, write on line {line}:", line=found.line)
        text = found.text
    yield f"**{where}**"
    yield f"```yaml\n{text}\n```"


def short(text: str, most: int = 90) -> str:
    """The beginning of a long text."""
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"


# --------------------------------------------------------------------------------------------- problems


def counts(problems: Sequence[Problem], words: Strings) -> str:
    """“2 defects, 5 gaps, 1 piece of advice”."""
    return tally([sum(p.severity is severity for p in problems) for severity in Severity], words)


def tally(numbers: Sequence[int], words: Strings) -> str:
    """The same from numbers: defects, gaps, pieces of advice."""
    defects, gaps, advice = numbers
    return ", ".join((
        words.plural("{count} defect", "{count} defects", defects),
        words.plural("{count} gap", "{count} gaps", gaps),
        words.plural("{count} piece of advice", "{count} pieces of advice", advice),
    ))  # fmt: skip


_TOLD_ABOVE = tuple(checks.name(c) for c in (translation.stale_chapters, translation.unversioned_chapters))


def _problems(report: Report, problems: Sequence[Problem], words: Strings) -> Iterator[str]:
    """The problems of their files: first those of their own lines, then what stands elsewhere in them."""
    told = {changed.chapter.file for changed in report.chapters if changed.stamp}
    problems = [p for p in problems if not (p.check in _TOLD_ABOVE and p.file in told)]
    theirs = [problem for problem in problems if report.is_theirs(problem)]
    others = [problem for problem in problems if not report.is_theirs(problem)]
    for title, found in (
        (words("On the lines that you changed"), theirs),
        (words("Elsewhere in the same files"), others),
    ):
        if found:
            yield f"### {title}"
            yield "\n".join(_problem(report, problem, words) for problem in found[:MOST_PROBLEMS])
            if (more := len(found) - MOST_PROBLEMS) > 0:
                yield words.plural("and {count} more place", "and {count} more places", more)


def _problem(report: Report, problem: Problem, words: Strings) -> str:
    """A place, what is wrong there, and what to write instead."""
    place = f"{report.book.config.short(problem.file)}:{problem.line}"
    message = words(problem.message).format(**problem.values)
    text = f"- {MARKS[problem.severity]} {code(place)}: {literal(short(message, 400))} ({literal(problem.check)})"
    hint = words(problem.hint).format(**problem.values) if problem.hint else ""
    return text + (f"\n  - {literal(short(hint, 600))}" if hint else "")


def _red_elsewhere(report: Report, words: Strings) -> Iterator[str]:
    """Defects outside of their files make the checks red as well: they are named, so that nobody has to guess why."""
    red = [problem for problem in report.elsewhere if problem.severity is Severity.DEFECT]
    if red:
        yield words("These make the checks red, though they stand in files that you did not change:")
        yield "\n".join(_problem(report, problem, words) for problem in red[:10])
