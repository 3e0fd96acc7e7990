"""`guidebook check`."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Mapping, Sequence
from functools import cache

import click
from rich.table import Table
from rich.text import Text

from guidebook import checks, config
from guidebook.book import Book
from guidebook.checks import plain_language
from guidebook.cli.root import Session, main
from guidebook.cli.talk import DEFECTS, FINE, Talk
from guidebook.problem import Problem, Severity


@main.command()
@click.option("--release", is_flag=True, help="Gaps (missing and outdated translations) fail too.")
@click.option("--print", "with_print", is_flag=True, help="Look at the printed PDFs too.")
@click.option("--json", "as_json", is_flag=True, help="A list of objects instead of lines.")
@click.option("--sentences", is_flag=True, help="The three hardest sentences of every chapter too.")
@click.pass_obj
def check(session: Session, release: bool, with_print: bool, as_json: bool, sentences: bool) -> None:
    """Find what is wrong in the book, all at once."""
    book = session.book()
    problems = (*checks.run(book), *(_printed(session, book, as_json) if with_print else ()))
    if as_json:
        click.echo(_as_json(session, problems))
    else:
        for problem in problems:
            session.talk.problem(book.config, problem)
        _tell_how_it_reads(session, plain_language.measures(book), sentences)
        _count(session.talk, problems)
    failing = {Severity.DEFECT, Severity.GAP} if release else {Severity.DEFECT}
    sys.exit(DEFECTS if any(problem.severity in failing for problem in problems) else FINE)


def _printed(session: Session, book: Book, as_json: bool) -> tuple[Problem, ...]:
    """What is wrong in the finished PDFs of all languages."""
    from guidebook.print import preflight

    codes = session.codes(())
    count = preflight.count(book, codes)
    if not as_json:
        talk = session.talk
        said = talk.words.plural("{count} printed file is looked at", "{count} printed files are looked at", count)
        talk.out.print(Text(said if count else talk.words("Nothing is printed yet: guidebook build makes it.")))
    return preflight.problems(book, codes)


def _as_json(session: Session, problems: Iterable[Problem]) -> str:
    """As json.dumps(…, indent=1) writes it, which takes five times as long: of a large book there are very many."""
    short = cache(session.config.short)
    objects = (_as_object(session, problem, short(problem.file)) for problem in problems)
    written = (json.dumps(one, ensure_ascii=False, separators=(",\n  ", ": ")) for one in objects)
    inside = ",\n".join(f" {{\n  {text[1:-1]}\n }}" for text in written)
    return f"[\n{inside}\n]" if inside else "[]"


def _as_object(session: Session, problem: Problem, file: str) -> Mapping[str, object]:
    words = session.talk.words
    return {
        "check": problem.check,
        "file": file,
        "line": problem.line,
        "severity": str(problem.severity),
        "message": words(problem.message).format(**problem.values),
        "hint": words(problem.hint).format(**problem.values) if problem.hint else "",
    }


def _tell_how_it_reads(session: Session, measures: Sequence[plain_language.Measure], sentences: bool) -> None:
    """Words a sentence and the language's index, chapters × languages; the hardest sentences where that is needed."""
    talk = session.talk
    by_chapter: dict[str, dict[str, plain_language.Measure]] = {}
    for measure in measures:
        by_chapter.setdefault(measure.chapter.name, {})[measure.chapter.language] = measure
    talk.out.print(_reading_table(talk, session.config, by_chapter))
    for measure in measures:
        if sentences or not measure.is_plain:
            values = {"file": session.config.short(measure.chapter.file), "average": f"{measure.average:.1f}"}
            talk.say("{file}: {average} words a sentence; the hardest ones:", **values)
            for sentence in measure.hardest:
                talk.out.print(Text(f"  {sentence.line}: {sentence.text}", "dim"))


def _reading_table(talk: Talk, book_config: config.Config, by_chapter: Mapping[str, Mapping]) -> Table:
    codes = [language.code for language in book_config.languages]
    table = Table(box=None, pad_edge=False, header_style="bold")
    table.add_column(talk.words("words a sentence · index"))
    for code in codes:
        names = {row[code].name for row in by_chapter.values() if code in row}
        table.add_column(" ".join([code, *sorted(names)]), justify="right")
    for name, row in by_chapter.items():
        cells = [row.get(code) for code in codes]
        styles = ["yellow" if cell and not cell.is_plain else "" for cell in cells]
        texts = [f"{cell.average:.1f} · {cell.index:.0f}" if cell else "–" for cell in cells]
        table.add_row(name, *map(Text, texts, styles))
    return table


def _count(talk: Talk, problems: Iterable[Problem]) -> None:
    found = list(problems)
    counts = [
        talk.words.plural("{count} defect", "{count} defects", _number(found, Severity.DEFECT)),
        talk.words.plural("{count} gap", "{count} gaps", _number(found, Severity.GAP)),
        talk.words.plural("{count} piece of advice", "{count} pieces of advice", _number(found, Severity.ADVICE)),
    ]
    talk.out.print(Text(", ".join(counts), "bold"))


def _number(problems: list[Problem], severity: Severity) -> int:
    return sum(problem.severity is severity for problem in problems)
