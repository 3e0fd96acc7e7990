"""`guidebook` itself: what all commands share, and what it says without a command."""

from __future__ import annotations

import os
from collections.abc import Sequence
from datetime import UTC, date, datetime
from pathlib import Path

import click
from rich.text import Text

from guidebook import book as books
from guidebook import config
from guidebook.book import Book
from guidebook.cli.talk import Guidebook, Talk


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


def today() -> date:
    """The day on which a person asks: SOURCE_DATE_EPOCH, else this one."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH")
    return datetime.fromtimestamp(int(epoch), UTC).date() if epoch else datetime.now().date()
