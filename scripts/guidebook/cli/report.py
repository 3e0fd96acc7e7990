"""`guidebook report`: what a pull request changes, for the person who made it; and the comment made of its numbers."""

from __future__ import annotations

import json
import os
from pathlib import Path

import click
from rich.text import Text

from guidebook import files
from guidebook.cli.root import Session, main
from guidebook.cli.talk import Talk, annotation
from guidebook.problem import GuidebookError
from guidebook.report import changed, comment, findings, numbers, pages, summary
from guidebook.report.findings import Report
from guidebook.report.numbers import Numbers
from guidebook.strings import load

MOST_PAGES = 20


@main.command()
@click.option("--base", metavar="REV", default="", help="What the changes are to be merged into: a commit, a branch.")
@click.option("--to", "folder", type=click.Path(path_type=Path, file_okay=False),
              help="Write summary, numbers and previews there.")  # fmt: skip
@click.option("--comment", "numbers_file", type=click.Path(path_type=Path, dir_okay=False),
              help="Make the comment of a report.json that anybody may have written.")  # fmt: skip
@click.option("--paths", "paths_file", type=click.Path(path_type=Path, exists=True, dir_okay=False),
              help="With --comment: GitHub's list of the changed files, a JSON text on each line.")  # fmt: skip
@click.option("--suggest", "suggestions_file", type=click.Path(path_type=Path, dir_okay=False),
              help="With --comment: write there, for GitHub, the lines to be committed with a click.")  # fmt: skip
@click.option("--said", "said_file", type=click.Path(path_type=Path, exists=True, dir_okay=False),
              help="With --suggest: what was suggested before, a JSON text “path version” on each line.")  # fmt: skip
@click.option("--run", default="", metavar="ADDRESS", help="With --comment: where the whole report stands.")
@click.pass_obj
def report(
    session: Session,
    base: str,
    folder: Path | None,
    numbers_file: Path | None,
    paths_file: Path | None,
    suggestions_file: Path | None,
    said_file: Path | None,
    run: str,
) -> None:
    """Tell what a pull request changes: how far its chapters are, and what is wrong on its lines."""
    if bool(base) == bool(numbers_file):
        hint = "guidebook report --base main"
        raise GuidebookError("say what the changes are to be merged into", hint)
    if numbers_file:
        read = _numbers(session, numbers_file)
        paths = comment.lines_of(paths_file) if paths_file else ()
        click.echo(comment.markdown(session.config, read, paths, run), nl=False)
        if read and suggestions_file:
            _suggest(session, read, comment.lines_of(said_file) if said_file else (), suggestions_file)
        return
    book = session.book()
    found = findings.report(book, changed.since(book.config.root, base))
    if not folder:
        click.echo(summary.markdown(found), nl=False)
        return
    _write(found, folder)
    _tell_github(session.talk, found, folder)
    session.talk.say("{file} tells what is changed", file=str(folder / "summary.md"))


def _numbers(session: Session, file: Path) -> Numbers | None:
    """None: they cannot be read, which is no reason to say nothing of what is touched."""
    try:
        return numbers.read(file)
    except GuidebookError as error:
        session.talk.error(error)
        return None


def _suggest(session: Session, read: Numbers, said: tuple[str, ...], file: Path) -> None:
    if review := comment.suggestions(session.config, read, said):
        files.write_atomically(file, json.dumps(review))


def _write(found: Report, folder: Path) -> None:
    speaking = {code: said for said, codes in found.spoken.items() for code in codes}
    shown = {
        pages.name(one): pages.page(found.book, one, load(speaking.get(one.chapter.language, "")))
        for one in found.chapters[:MOST_PAGES]
    }
    pages.written(folder / "previews", shown)
    files.write_atomically(folder / "summary.md", summary.markdown(found))
    files.write_atomically(folder / numbers.NAME, numbers.written(numbers.of(found)))


def _tell_github(talk: Talk, found: Report, folder: Path) -> None:
    """Annotations, the page of the run, and the names of the previews, where a workflow of GitHub asks for them."""
    if not os.environ.get("GITHUB_ACTIONS"):
        return
    speaking = load(next(iter(found.spoken)))
    for problem in found.theirs:
        message = speaking(problem.message).format(**problem.values)
        hint = speaking(problem.hint).format(**problem.values) if problem.hint else ""
        talk.out.print(Text(annotation(found.book.config.short(problem.file), problem, message, hint)))
    names = sorted(file.name for file in (folder / "previews").iterdir())
    _append("GITHUB_STEP_SUMMARY", (folder / "summary.md").read_text("utf-8"))
    _append("GITHUB_OUTPUT", f"previews={json.dumps(names)}\n")


def _append(variable: str, text: str) -> None:
    if file := os.environ.get(variable):
        with Path(file).open("a", encoding="utf-8") as stream:
            stream.write(text)
