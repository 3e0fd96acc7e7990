"""How the command speaks: in the person's language, and what its exit status means."""

from __future__ import annotations

import locale as system_locale
import os
import signal
import sys
from collections.abc import Mapping
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules

import click
from rich.console import Console
from rich.text import Text

from guidebook import config, strings
from guidebook.problem import BookHasDefects, GuidebookError, Problem, Severity

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
            self.out.print(Text(annotation(file, problem, message, hint)))


def annotation(file: str, problem: Problem, message: str, hint: str) -> str:
    """A line that GitHub shows beside the changed lines of a pull request."""
    level = {Severity.DEFECT: "error", Severity.GAP: "warning"}.get(problem.severity, "notice")
    text = _in_command(f"{message}\n{hint}".strip())
    name = _in_command(file).replace(",", "%2C").replace(":", "%3A")
    return f"::{level} file={name},line={problem.line},title={problem.check}::{text}"


def _in_command(text: str) -> str:
    """Text that cannot end the line and begin another command."""
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _language_of_the_machine() -> str:
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        if os.environ.get(name):
            return (system_locale.normalize(os.environ[name]).split(".")[0].split("_")[0] or "en").lower()
    return "en"


_SHARED = ("root", "talk")  # files beside this one that hold no commands


class Guidebook(click.Group):
    """Turns errors that a person can mend into a message and an exit status; bugs keep their traceback."""

    def get_command(self, context: click.Context, name: str) -> click.Command | None:
        """A command: from the file of its name alone, as long as that has it; reading all of them takes its time."""
        if name in _files():
            import_module(f"{__package__}.{name}")
        if name not in self.commands:
            self.list_commands(context)
        return super().get_command(context, name)

    def list_commands(self, context: click.Context) -> list[str]:
        """All commands."""
        for name in _files():
            import_module(f"{__package__}.{name}")
        return super().list_commands(context)

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


def _files() -> list[str]:
    return [module.name for module in iter_modules([str(Path(__file__).parent)]) if module.name not in _SHARED]


_MACHINE = {
    28: ("there is no room left on the disk; the last good output is untouched", "make room and start again"),
    122: ("there is no room left on the disk; the last good output is untouched", "make room and start again"),
    30: ("the disk cannot be written: {file}", "choose another folder"),
    13: ("“{file}” may not be read or written", "check who owns the file"),
}


@contextmanager
def interruptible():  # noqa: ANN202
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
def progress(talk: Talk):  # noqa: ANN202
    """A line that says what the build is at; on a terminal it changes in place."""
    if talk.is_plain:
        yield lambda message, values: talk.say(message, **values)
        return
    with talk.out.status("") as line:

        def report(message: str, values: Mapping[str, object]) -> None:
            line.update(Text(talk.words(message, **values) if values else talk.words(message)))

        yield report
