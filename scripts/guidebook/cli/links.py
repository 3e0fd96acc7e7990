"""`guidebook links`: whether the addresses outside the book still lead somewhere."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import click
from rich.text import Text

from guidebook import config, files, strings
from guidebook.checks import addresses, asking
from guidebook.checks.addresses import Address
from guidebook.checks.asking import Answer, Asker, State
from guidebook.cli.root import Session, main, today
from guidebook.cli.talk import DEFECTS, FINE, interruptible, progress
from guidebook.problem import GuidebookError
from guidebook.strings import Strings

titles = {  # what needs a hand first
    State.GONE: "Gone – correct these links, or take them out",
    State.MOVED: "Moved – write the new address",
    State.CERTIFICATE: "Browsers warn of these – find a better source, or tell the owner",
    State.SECTION: "The page is there, the place in it is not – correct what stands behind “#”",
    State.BLOCKED: "Closed to programs – open these in a browser now and then",
    State.UNREACHABLE: "No answer this time – they are asked again next time",
    State.NOT_ASKED: "Never asked – nobody outside can follow these",
}
STYLES = {State.GONE: "red", State.MOVED: "yellow", State.CERTIFICATE: "yellow", State.SECTION: "yellow"}
MOST_ROWS = 100  # of each kind in the text of an issue, which has room for 65 536 letters


@dataclass(frozen=True)
class Row:
    """An address of the book and what became of asking."""

    address: Address
    answer: Answer
    remembered: str = ""  # the day on which it was fine, when it was not asked again


@main.command()
@click.option("--all", "everything", is_flag=True, help="Ask also those that were fine lately.")
@click.option("--days", type=click.IntRange(0), default=addresses.DAYS, show_default=True,
              help="How long a good answer counts.")
@click.option("--json", "as_json", is_flag=True, help="A list of objects instead of lines.")
@click.option("--issue", type=click.Path(path_type=Path, file_okay=False), metavar="FOLDER",
              help="Write the text of an issue there: title.txt, text.md, and gone.txt when a link is gone.")
@click.pass_context
def links(context: click.Context, everything: bool, days: int, as_json: bool, issue: Path | None) -> None:
    """Ask whether the addresses outside the book still lead somewhere."""
    session: Session = context.obj
    with interruptible():
        rows = _asked(session, 0 if everything else days, is_quiet=as_json)
        if as_json:
            click.echo(json.dumps([_as_object(session, row) for row in rows], ensure_ascii=False, indent=1))
        else:
            _tell(session, rows)
        if issue is not None:
            speak = context.parent.params["speak"] or session.config.source.code
            _write_issue(issue, rows, session.config, strings.load(speak))
        is_gone = any(row.answer.state is State.GONE for row in rows)
        sys.exit(DEFECTS if is_gone and issue is None else FINE)


def asker(book_config: config.Config) -> Asker:
    """Who asks."""
    return Asker(name_of(book_config))


def name_of(book_config: config.Config) -> str:
    """What servers read in their logs about who asks, and where to complain."""
    home = book_config.site_url or book_config.repository
    return f"guidebook links (+{home})" if home else "guidebook links"


def _asked(session: Session, days: int, is_quiet: bool) -> tuple[Row, ...]:
    """Every address of the book with its answer; good answers are remembered, also of a run that was interrupted."""
    book, day = session.book(), today()
    known, memory = addresses.found(book), addresses.memory(book)
    due = [one.address for one in known if not memory.is_fresh(one.address, day, days)]
    answers: dict[str, Answer] = {}
    try:
        _ask(session, due, answers, is_quiet)
    finally:
        memory.with_answers(answers, known, day).save()
    _stop_when_offline(answers)
    fine = Answer(State.FINE)
    return tuple(
        Row(one, answers[one.address]) if one.address in answers
        else Row(one, fine, memory.fine[one.address].isoformat())
        for one in known
    )


def _stop_when_offline(answers: Mapping[str, Answer]) -> None:
    """Without a network every host seems not to exist: then we know nothing of any link."""
    asked = [answer for answer in answers.values() if answer.state is not State.NOT_ASKED]
    if len(asked) > 1 and all(answer.is_silent for answer in asked):
        hint = "look whether this machine is connected to the internet, and start again"
        raise GuidebookError("none of {count} addresses answered, not even to say no", hint, count=len(asked))


def _ask(session: Session, due: Sequence[str], answers: dict[str, Answer], is_quiet: bool) -> None:
    talk = session.talk
    if is_quiet or talk.is_plain:
        if not is_quiet:
            talk.out.print(Text(talk.words.plural("{count} address is asked", "{count} addresses are asked", len(due))))
        asking.ask_all(asker(session.config), due, answers.__setitem__)
        return
    with progress(talk) as report:

        def tell(address: str, answer: Answer) -> None:
            answers[address] = answer
            values = {"count": len(answers), "of": len(due), "address": address}
            report("{count} of {of} addresses asked: {address}", values)

        asking.ask_all(asker(session.config), due, tell)


def _of(rows: Sequence[Row], state: State) -> list[Row]:
    return [row for row in rows if row.answer.state is state]


def _said(words: Strings, answer: Answer) -> str:
    return words(answer.message).format(**answer.values)


def _places(book_config: config.Config, row: Row) -> list[str]:
    return [f"{book_config.short(place.file)}:{place.line}" for place in row.address.places]


def _counts(words: Strings, rows: Sequence[Row]) -> str:
    """“187 addresses – fine: 160 (remembered: 120), gone: 3”, without what there is none of."""
    remembered = sum(bool(row.remembered) for row in rows)
    numbers = {state: len(_of(rows, state)) for state in (State.FINE, *titles)}
    said = {
        State.FINE: words("fine: {count} (remembered: {remembered})", count=numbers[State.FINE], remembered=remembered),
        State.GONE: words("gone: {count}", count=numbers[State.GONE]),
        State.MOVED: words("moved: {count}", count=numbers[State.MOVED]),
        State.CERTIFICATE: words("browsers warn: {count}", count=numbers[State.CERTIFICATE]),
        State.SECTION: words("place in the page lost: {count}", count=numbers[State.SECTION]),
        State.BLOCKED: words("closed to programs: {count}", count=numbers[State.BLOCKED]),
        State.UNREACHABLE: words("no answer: {count}", count=numbers[State.UNREACHABLE]),
        State.NOT_ASKED: words("never asked: {count}", count=numbers[State.NOT_ASKED]),
    }
    total = words.plural("{count} address", "{count} addresses", len(rows))
    return f"{total} – " + ", ".join(said[state] for state, number in numbers.items() if number or state is State.FINE)


# ----------------------------------------------------------------------------------------------- on the screen


def _tell(session: Session, rows: Sequence[Row]) -> None:
    talk = session.talk
    for state, title in titles.items():
        of_state = _of(rows, state)
        if of_state:
            talk.out.print(Text(f"{talk.words(title)}\n", f"bold {STYLES.get(state, '')}"))
        for row in of_state:
            talk.out.print(Text(f"  {row.address.address}"))
            if row.answer.write:
                talk.out.print(Text(f"→ {row.answer.write}", "green"))
            talk.out.print(Text(f"  {_said(talk.words, row.answer)}", "cyan"))
            for place in _places(session.config, row):
                talk.out.print(Text(f"  {place}", "dim"))
            talk.out.print()
    talk.out.print(Text(_counts(talk.words, rows), "bold"))


def _as_object(session: Session, row: Row) -> Mapping[str, object]:
    places = ({"file": session.config.short(place.file), "line": place.line} for place in row.address.places)
    return {
        "address": row.address.address,
        "state": str(row.answer.state),
        "message": _said(session.talk.words, row.answer),
        "write": row.answer.write,
        "remembered": row.remembered,
        "places": list(places),
    }


# ---------------------------------------------------------------------------------------------------- an issue


def _write_issue(folder: Path, rows: Sequence[Row], book_config: config.Config, words: Strings) -> None:
    """Title and text for the one issue that tells of links; gone.txt says that it is to be open."""
    gone = _of(rows, State.GONE)
    title = words.plural("{count} link leads nowhere", "{count} links lead nowhere", len(gone))
    title = title if gone else words("No link is gone")
    files.write_atomically(folder / "title.txt", title)
    files.write_atomically(folder / "text.md", "\n".join(_issue(rows, book_config, words)))
    if gone:
        files.write_atomically(folder / "gone.txt", "".join(f"{row.address.address}\n" for row in gone))
    else:
        (folder / "gone.txt").unlink(missing_ok=True)


def _issue(rows: Sequence[Row], book_config: config.Config, words: Strings) -> Iterator[str]:
    """Tables of what to do, as Markdown. Addresses are other people's text: they stand as code, and mention nobody."""
    yield words("This text is written anew every week by `guidebook links`; what you write into it is lost.")
    yield f"\n{_counts(words, rows)}"
    for state, title in titles.items():
        of_state = _of(rows, state)
        if not of_state:
            continue
        yield f"\n## {words(title)}\n"
        yield f"| {words('Where')} | {words('Address')} | {words('What became of it')} |\n|---|---|---|"
        for row in of_state[:MOST_ROWS]:
            places = "<br>".join(map(_as_code, _places(book_config, row)))
            addresses_of = "<br>→ ".join(_as_code(text) for text in (row.address.address, row.answer.write) if text)
            yield f"| {places} | {addresses_of} | {_said_in_markdown(words, row.answer)} |"
        if len(of_state) > MOST_ROWS:
            yield "\n" + words("and {count} more: `guidebook links` shows them", count=len(of_state) - MOST_ROWS)
    yield ""


def _as_code(text: str) -> str:
    """Text of others, in which nothing is a mention, a link or Markdown."""
    return f"`{''.join(text.split()).replace('`', '%60').replace('|', '%7C')}`"


def _said_in_markdown(words: Strings, answer: Answer) -> str:
    values = {name: _as_code(value) if isinstance(value, str) else value for name, value in answer.values.items()}
    return words(answer.message).format(**values)
