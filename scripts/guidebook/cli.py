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
from datetime import UTC, date, datetime
from difflib import get_close_matches
from pathlib import Path

import click
from rich.console import Console
from rich.table import Table
from rich.text import Text

from guidebook import book as books
from guidebook import checks, config, files, strings
from guidebook import facts as facts_of
from guidebook.book import Book, State
from guidebook.checks import plain_language
from guidebook.facts import Fact
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
@click.option("--sentences", is_flag=True, help="The three hardest sentences of every chapter too.")
@click.pass_obj
def check(session: Session, release: bool, as_json: bool, sentences: bool) -> None:
    """Find what is wrong in the book, all at once."""
    book = session.book()
    problems = checks.run(book)
    if as_json:
        click.echo(json.dumps([_as_object(session, problem) for problem in problems], ensure_ascii=False, indent=1))
    else:
        for problem in problems:
            session.talk.problem(book.config, problem)
        _tell_how_it_reads(session, plain_language.measures(book), sentences)
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


# ------------------------------------------------------------------------------------------------ facts


@main.group(invoke_without_command=True)
@click.pass_context
def facts(context: click.Context) -> None:
    """List the facts that are due for checking, with the address to check them at."""
    if context.invoked_subcommand is not None:
        return
    session: Session = context.obj
    book = session.book()
    days = sorted((day, fact.name) for fact in book.data.facts.values() if (day := fact.due()))
    due, later = [row for row in days if row[0] <= _today()], [row for row in days if row[0] > _today()]
    uses = _fact_uses(book)
    for day, name in due:
        _tell_fact(session, book.data.facts[name], day.isoformat(), uses.get(name, {}))
    talk = session.talk
    talk.out.print(Text(talk.words.plural("{count} fact is due", "{count} facts are due", len(due)), "bold"))
    if later:
        first = later[0][0]
        values = {"day": first.isoformat(), "count": sum(day == first for day, _ in later)}
        talk.say("next: {count} on {day}", **values)
    if due:
        talk.say("When you have asked at the source: guidebook facts confirm {name}", name=due[0][1])


def _tell_fact(session: Session, fact: Fact, day: str, uses: Mapping[str, None]) -> None:
    language = session.config.source.code
    text = fact.claim.get(language) if fact.value is None else facts_of.value(fact, language)
    line = Text(f"{session.config.short(fact.file)}:{fact.line}: ")
    line.append(fact.name, "bold")
    line.append(f" ({day}) {text}")
    session.talk.out.print(line)
    source = " – ".join(filter(None, (fact.source.title, fact.source.url)))
    session.talk.out.print(Text(f"  {source}", "dim"))
    if uses:
        session.talk.out.print(Text("  " + session.talk.words("used in: {files}", files=", ".join(uses)), "dim"))


def _fact_uses(book: Book) -> dict[str, dict[str, None]]:
    """Fact → the chapters of the source that name it, and the places that rest on it."""
    found: dict[str, dict[str, None]] = {}
    for chapter in book.source.chapters:
        for reference in chapter.references:
            if reference.kind in ("fact", "source"):
                found.setdefault(reference.name, {})[chapter.name] = None
    for place in book.data.places.values():
        for name in place.facts:
            found.setdefault(name, {})[f"{place.file.name} ({place.name})"] = None
    return found


def _today() -> date:
    """The day on which a person asks: SOURCE_DATE_EPOCH, else this one."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH")
    return datetime.fromtimestamp(int(epoch), UTC).date() if epoch else datetime.now().date()


@facts.command()
@click.argument("names", nargs=-1, required=True, metavar="ID…")
@click.pass_obj
def confirm(session: Session, names: tuple[str, ...]) -> None:
    """Say that you have asked at the source today and the fact still holds."""
    book = session.book()
    for name in names:
        if name not in book.data.facts:
            near = get_close_matches(name, book.data.facts, 1)
            hint = "did you mean “{near}”?" if near else "guidebook facts lists them"
            raise GuidebookError("there is no fact “{name}”", hint, name=name, near="".join(near))
    for name in names:
        fact = book.data.facts[name]
        files.write_atomically(fact.file, facts_of.confirmed(files.read_text(fact.file), fact, _today()))
        book = session.book()  # lines below have moved when the key was new
        session.talk.say("{name} was confirmed on {day}", name=name, day=_today().isoformat())


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


# ------------------------------------------------------------------------------------------------ notes


@main.group()
def note() -> None:
    """Visual notes: begin one from the photo of a poster."""


@note.command()
@click.argument("name", metavar="NN-NAME")
@click.option("--from", "taken", type=click.Path(path_type=Path), required=True, help="The photo of the drawing.")
@click.pass_obj
def new(session: Session, name: str, taken: Path) -> None:
    """Make the folder of a note from a photo: nothing of the phone is kept, the sheet's corners are guessed."""
    from guidebook.notes import intake

    folder = session.config.notes / name
    try:
        found = intake.begin(folder, taken, session.config.source.code, _today().year)
    except files.Unreadable as unreadable:
        problem = unreadable.problem
        raise GuidebookError(problem.message, problem.hint, str(taken), **problem.values) from None
    session.talk.say("{folder} is made; only the pixels of the photo were kept", folder=session.config.short(folder))
    if found:
        session.talk.say("look at “frame” in note.yml: the corners of the sheet are a guess")
    else:
        session.talk.say("no sheet was found in the photo, so all of it is taken: correct “frame” in note.yml")
    session.talk.say("then: guidebook check")


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
