"""The `guidebook` command. The only module that prints, exits, and words messages in the reader's language.

Exit status: 0 fine · 1 defects in the book (with --release gaps too) · 2 could not work · 130 interrupted
"""

from __future__ import annotations

import json
import locale as system_locale
import os
import signal
import sys
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

import click
from rich.console import Console
from rich.table import Table
from rich.text import Text

from guidebook import book as books
from guidebook import checks, config, files, strings
from guidebook.book import Book, State
from guidebook.problem import BookHasDefects, GuidebookError, Problem, Severity
from guidebook.translation import status as translation_status

FINE, DEFECTS, COULD_NOT, INTERRUPTED = 0, 1, 2, 130


class Talk:
    """How the command speaks to a person: in their language, with colours on a terminal, plainly elsewhere."""

    def __init__(self, language: str = "") -> None:
        plain = bool(os.environ.get("CI")) or not sys.stdout.isatty()
        width = None if not plain else 200
        self.out = Console(highlight=False, soft_wrap=True, no_color=plain or None, width=width)
        self.err = Console(highlight=False, soft_wrap=True, stderr=True, no_color=plain or None, width=width)
        self.is_plain = plain
        self.words = strings.load(language or _language_of_the_machine())

    def say(self, message: str, **values: object) -> None:
        """One line, translated."""
        self.out.print(Text(self.words(message, **values) if values else self.words(message)))

    def error(self, error: GuidebookError) -> None:
        """Why work was impossible, and what to do."""
        place = f"{error.place}: " if error.place else ""
        values = {name: self.words(value) if name == "kind" else value for name, value in error.values.items()}
        self.err.print(Text(place + self.words(error.message).format(**values), style="bold red"))
        if error.hint:
            self.err.print(Text("  " + self.words("hint: {text}", text=self.words(error.hint).format(**values))))

    def problem(self, book_config: config.Config, problem: Problem) -> None:
        """A problem as in style.md: file:line: message [check], and a hint below."""
        file = book_config.short(problem.file)
        message = self.words(problem.message).format(**problem.values)
        style = {Severity.DEFECT: "red", Severity.GAP: "yellow"}.get(problem.severity, "cyan")
        line = Text(f"{file}:{problem.line}: ")
        line.append(message, style)
        line.append(f" [{problem.check}]" if problem.check else "", "dim")
        self.out.print(line)
        hint = self.words(problem.hint).format(**problem.values) if problem.hint else ""
        if hint:
            self.out.print(Text("  " + self.words("hint: {text}", text=hint), "dim"))
        if os.environ.get("GITHUB_ACTIONS"):
            self.out.print(Text(_annotation(file, problem, message, hint)))


def _annotation(file: str, problem: Problem, message: str, hint: str) -> str:
    """A line that GitHub shows beside the changed lines of a pull request."""
    level = {Severity.DEFECT: "error", Severity.GAP: "warning"}.get(problem.severity, "notice")
    text = f"{message}\n{hint}".strip().replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")
    name = file.replace("%", "%25").replace(",", "%2C").replace(":", "%3A")
    return f"::{level} file={name},line={problem.line},title={problem.check}::{text}"


def _language_of_the_machine() -> str:
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        if os.environ.get(name):
            return (system_locale.normalize(os.environ[name]).split(".")[0].split("_")[0] or "en").lower()
    return "en"


class Guidebook(click.Group):
    """Turns errors that a person can mend into a message and an exit status; bugs keep their traceback."""

    def invoke(self, context: click.Context) -> object:
        talk = Talk(context.params.get("speak") or "")
        try:
            return super().invoke(context)
        except BookHasDefects as found:
            talk = context.obj.talk if context.obj else talk
            for problem in found.problems:
                talk.problem(context.obj.config, problem)
            talk.error(found)
            context.exit(DEFECTS)
        except GuidebookError as error:
            talk.error(error)
            context.exit(COULD_NOT)
        except OSError as error:
            if error.errno not in _MACHINE:
                raise
            message, hint = _MACHINE[error.errno]
            talk.error(GuidebookError(message, hint, file=error.filename or ""))
            context.exit(COULD_NOT)


_MACHINE = {
    28: ("there is no room left on the disk; the last good output is untouched", "make room and start again"),
    122: ("there is no room left on the disk; the last good output is untouched", "make room and start again"),
    30: ("the disk cannot be written: {file}", "choose another folder"),
    13: ("“{file}” may not be read or written", "check who owns the file"),
}


class Session:
    """What the commands share: the configuration, the book read once, the way of speaking."""

    def __init__(self, file: Path, speak: str) -> None:
        self.talk = Talk(speak)
        self.file = file
        self._config: config.Config | None = None

    @property
    def config(self) -> config.Config:
        """mkdocs.yml, read once."""
        self._config = self._config or config.load(self.file)
        return self._config

    def book(self) -> Book:
        """The whole book."""
        return books.load(self.config)

    def codes(self, languages: Sequence[str]) -> tuple[str, ...]:
        """The languages asked for, all by default; raises GuidebookError for an unknown one."""
        known = tuple(language.code for language in self.config.languages)
        return tuple(self.config.language(code).code for code in languages) or known


@click.group(cls=Guidebook, invoke_without_command=True)
@click.option("--config", "file", type=click.Path(path_type=Path), default="mkdocs.yml", help="The book's mkdocs.yml.")
@click.option("--speak", metavar="CODE", default="", help="Language of the messages: pl, en, uk …")
@click.pass_context
def main(context: click.Context, file: Path, speak: str) -> None:
    """Chapters and visual notes → a website and brochures, in every language of the book."""
    context.obj = Session(file, speak)
    if context.invoked_subcommand is None:
        _what_next(context.obj)


def _what_next(session: Session) -> None:
    say = session.talk.say
    codes = ", ".join(session.codes(()))
    say("This book is in {languages}. What you can do next:", languages=codes)
    for command, purpose in (
        ("guidebook serve", "see the website while you write"),
        ("guidebook check", "find broken links, missing and outdated translations"),
        ("guidebook status", "see how far each translation is"),
        ("guidebook build", "make the website and the brochures"),
        ("guidebook --help", "all commands"),
    ):
        session.talk.out.print(Text(f"  {command:<18}  {session.talk.words(purpose)}"))


# ------------------------------------------------------------------------------------------------ check


@main.command()
@click.option("--release", is_flag=True, help="Gaps (missing and outdated translations) fail too.")
@click.option("--json", "as_json", is_flag=True, help="A list of objects instead of lines.")
@click.pass_obj
def check(session: Session, release: bool, as_json: bool) -> None:
    """Find what is wrong in the book, all at once."""
    book = session.book()
    problems = checks.run(book)
    if as_json:
        click.echo(json.dumps([_as_object(session, problem) for problem in problems], ensure_ascii=False, indent=1))
    else:
        for problem in problems:
            session.talk.problem(book.config, problem)
        _count(session.talk, problems)
    failing = {Severity.DEFECT, Severity.GAP} if release else {Severity.DEFECT}
    sys.exit(DEFECTS if any(problem.severity in failing for problem in problems) else FINE)


def _as_object(session: Session, problem: Problem) -> Mapping[str, object]:
    words = session.talk.words
    return {
        "check": problem.check,
        "file": session.config.short(problem.file),
        "line": problem.line,
        "severity": str(problem.severity),
        "message": words(problem.message).format(**problem.values),
        "hint": words(problem.hint).format(**problem.values) if problem.hint else "",
    }


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


# ----------------------------------------------------------------------------------------------- status


@main.command()
@click.option("--json", "as_json", is_flag=True, help="An object per language and chapter.")
@click.option("--languages", is_flag=True, help="Only the codes of the languages, one a line.")
@click.pass_obj
def status(session: Session, as_json: bool, languages: bool) -> None:
    """Show how far each translation is: languages × chapters."""
    if languages:
        click.echo("\n".join(session.codes(())))
        return
    book = session.book()
    rows = _status_rows(book)
    if as_json:
        objects = [{"language": c, "chapter": n, **r} for n, row in rows.items() for c, r in row.items()]
        click.echo(json.dumps(objects, ensure_ascii=False, indent=1))
        return
    session.talk.out.print(_status_table(session.talk, book, rows))


def _status_rows(book: Book) -> dict[str, dict[str, dict]]:
    """Chapter → language → state and per cent; the shared texts and the notes are rows of their own."""
    rows: dict[str, dict[str, dict]] = {}
    for chapter in book.source.chapters:
        rows[chapter.name] = {}
        for edition in book.editions:
            code = edition.language.code
            state, percent = book.state(chapter.name, code), translation_status.percent(book, chapter.name, code)
            rows[chapter.name][code] = {"state": str(state), "percent": percent}
    for name, percents in translation_status.shared(book).items():
        rows[name] = {
            code: {"state": str(State.TRANSLATED if percent == 100 else State.MISSING), "percent": percent}
            for code, percent in percents.items()
        }
    return rows


def _status_table(talk: Talk, book: Book, rows: Mapping[str, Mapping[str, Mapping]]) -> Table:
    table = Table(box=None, pad_edge=False, header_style="bold")
    table.add_column(talk.words("chapter"))
    for edition in book.editions:
        table.add_column(edition.language.name, justify="right")
    styles = {"translated": "green", "stale": "yellow", "missing": "red"}
    for name, row in rows.items():
        cells = [
            Text(f"{cell['percent']} %" + ("" if cell["state"] == "translated" else f" {talk.words(cell['state'])}"),
                 styles[cell["state"]])
            for cell in row.values()
        ]
        table.add_row(talk.words(name), *cells)
    totals = [round(sum(row[e.language.code]["percent"] for row in rows.values()) / len(rows)) for e in book.editions]
    table.add_row(Text(talk.words("together"), "bold"), *[Text(f"{total} %", "bold") for total in totals])
    return table


# ----------------------------------------------------------------------------------------------- accept


@main.command()
@click.argument("paths", nargs=-1, required=True)
@click.pass_obj
def accept(session: Session, paths: tuple[str, ...]) -> None:
    """Say that a translation is up to date again: uk/03-chapter.md, docs/data, visual-notes/03-…/text.uk.yml."""
    from guidebook.translation import accepting

    for path in paths:
        changed = accepting.accept(session.book(), path)
        for file, text in changed:
            files.write_atomically(file, text)
            session.talk.say("{file} now names the present source", file=session.config.short(file))
        if not changed:
            session.talk.say("{file} already names the present source", file=path)


# ------------------------------------------------------------------------------------------------ build


@main.command()
@click.option("--lang", "languages", multiple=True, metavar="CODE", help="Only this language; may be repeated.")
@click.option("--only", type=click.Choice(["site", "print", "notes"]), help="Only this part.")
@click.option("--all-editions", is_flag=True, help="Every printed edition there is; so far guide and booklet.")
@click.pass_obj
def build(session: Session, languages: tuple[str, ...], only: str | None, all_editions: bool) -> None:
    """Make the website and the brochures."""
    from guidebook import building

    start = time.monotonic()
    codes = session.codes(languages)
    book = session.book()
    with _progress(session.talk) as report, _interruptible():
        outputs = building.build(book, codes, (only,) if only else building.PARTS, report)
    session.talk.out.print(_outputs_table(session.talk, book, outputs))
    _tell_what_to_set(session.talk, book.config)
    session.talk.say("done in {seconds} s", seconds=f"{time.monotonic() - start:.1f}")


@contextmanager
def _interruptible():  # noqa: ANN202
    """A build ends on SIGTERM as on Ctrl-C: what it was making is removed, the last good output stays.

    Python drops an exception that is raised while an object is being deleted, so the signal is remembered as well.
    """
    interrupted = False

    def interrupt(*_: object) -> None:
        nonlocal interrupted
        interrupted = True
        raise KeyboardInterrupt

    before = {number: signal.signal(number, interrupt) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield
    except KeyboardInterrupt:
        interrupted = True
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
    if interrupted:
        click.echo("", err=True)
        sys.exit(INTERRUPTED)


@contextmanager
def _progress(talk: Talk):  # noqa: ANN202
    """A line that says what the build is at; on a terminal it changes in place."""
    if talk.is_plain:
        yield lambda message, values: talk.say(message, **values)
        return
    with talk.out.status("") as line:

        def report(message: str, values: Mapping[str, object]) -> None:
            line.update(Text(talk.words(message, **values) if values else talk.words(message)))

        yield report


def _outputs_table(talk: Talk, book: Book, outputs: Iterable) -> Table:
    table = Table(box=None, pad_edge=False, header_style="bold")
    table.add_column(talk.words("made"))
    for name in ("size", "pages", "sheets", "time"):
        table.add_column(talk.words(name), justify="right")
    for output in outputs:
        time_cell = f"{output.seconds:.1f} s" if output.is_new else talk.words("unchanged")
        counts = [str(count) if count else "" for count in (output.pages, output.sheets)]
        table.add_row(book.config.short(output.file), f"{output.size / 1e6:.1f} MB", *counts, time_cell)
    return table


def _tell_what_to_set(talk: Talk, book_config: config.Config) -> None:
    empty = {
        "site_url": book_config.site_url,
        "extra.guidebook.publisher": book_config.publisher.contact,
        "extra.guidebook.repository": book_config.repository,
    }
    missing = [key for key, value in empty.items() if not value]
    if missing:
        message = "set {keys} in mkdocs.yml before you publish: else there are no QR codes, no contact, no pencil"
        talk.say(message, keys=", ".join(missing))


# ------------------------------------------------------------------------------------------------ serve


@main.command()
@click.option("--port", default=8000, show_default=True, help="Where the browser finds it; 0 takes a free one.")
@click.pass_obj
def serve(session: Session, port: int) -> None:
    """See the website while you write; a saved page is there at once."""
    from guidebook.site import preview

    def tell(message: str, **values: object) -> None:
        session.talk.say(message, **values)

    stop: Callable[[], None] | None = None
    try:
        running = preview.start(session.config.file, port, tell)
        stop = running.stop
        running.wait()
    except KeyboardInterrupt:
        pass
    finally:
        if stop:
            stop()


if __name__ == "__main__":
    main()
