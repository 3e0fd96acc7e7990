"""`guidebook facts`: what is due for checking."""

from __future__ import annotations

from collections.abc import Mapping
from difflib import get_close_matches

import click
from rich.text import Text

from guidebook import facts as facts_of
from guidebook import files
from guidebook.book import Book
from guidebook.cli.root import Session, main, today
from guidebook.facts import Fact
from guidebook.problem import GuidebookError


@main.group(invoke_without_command=True)
@click.pass_context
def facts(context: click.Context) -> None:
    """List the facts that are due for checking, with the address to check them at."""
    if context.invoked_subcommand is not None:
        return
    session: Session = context.obj
    book = session.book()
    days = sorted((day, fact.name) for fact in book.data.facts.values() if (day := fact.due()))
    due, later = [row for row in days if row[0] <= today()], [row for row in days if row[0] > today()]
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
        files.write_atomically(fact.file, facts_of.confirmed(files.read_text(fact.file), fact, today()))
        book = session.book()  # lines below have moved when the key was new
        session.talk.say("{name} was confirmed on {day}", name=name, day=today().isoformat())
