"""`guidebook status`, `accept`: how far the translations are."""

from __future__ import annotations

import json
from collections.abc import Mapping

import click
from rich.table import Table
from rich.text import Text

from guidebook import files
from guidebook.book import Book, State
from guidebook.cli.root import Session, main
from guidebook.cli.talk import Talk
from guidebook.translation import status as translation_status


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
