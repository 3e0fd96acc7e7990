"""`guidebook export`, `guidebook import`: chapters and other texts for translation tools, and back."""

from __future__ import annotations

from pathlib import Path

import click

from guidebook import files
from guidebook.cli.root import Session, main
from guidebook.cli.talk import DEFECTS
from guidebook.problem import GuidebookError, Problem

FOLDER = "exchange"  # under build/


@main.command()
@click.option("--po", "form", flag_value="po", help="PO files: Poedit, Weblate, Lokalize.")
@click.option("--xliff", "form", flag_value="xliff", help="XLIFF 1.2 files: OmegaT, memoQ, Weblate, Poedit.")
@click.option("--lang", "languages", multiple=True, metavar="CODE", help="Only this language; may be repeated.")
@click.option("--to", "folder", type=click.Path(path_type=Path, file_okay=False), help="A folder instead of build/.")
@click.pass_context
def export(context: click.Context, form: str | None, languages: tuple[str, ...], folder: Path | None) -> None:
    """Write the texts of each language for translation tools: a file for each chapter."""
    from guidebook.translation import exchange, exchange_import, exchange_po, exchange_xliff

    if form is None:
        raise GuidebookError("the form is not said", "write guidebook export --po, or guidebook export --xliff")
    session: Session = context.obj
    writer = exchange_po if form == "po" else exchange_xliff
    book, talk = session.book(), session.talk
    folder, waiting = folder or session.config.build / FOLDER, 0
    if session.config.source.code in languages:
        message, known = "“{code}” is no language that this book is translated into", session.config.languages
        names = ", ".join(language.code for language in known if not language.is_source)
        raise GuidebookError(message, "write one of: {known}", code=session.config.source.code, known=names)
    for code in session.codes(languages):
        if code == session.config.source.code:
            continue
        desk, count = exchange_import.Desk(book, code), 0
        for sheet in desk.sheets.values():
            file = folder / code / f"{sheet.name}{writer.ENDING}"
            if file.exists() and exchange_import.is_waiting(desk, file):
                waiting += 1
                message = "there are translations in this file that are not in the book yet; it was left as it is"
                hint = "bring them in first: guidebook import {file}"
                talk.problem(session.config, Problem(file, 1, message, hint, {"file": session.config.short(file)}))
                continue
            short = {unit.file: session.config.short(unit.file) for unit in sheet.units}
            files.write_atomically(file, writer.written(sheet, short))
            count += len(sheet.units)
        counts = {"count": count, "open": exchange.left(desk.sheets.values())}
        message = "{folder}: {count} texts, {open} of them to be translated or looked at again"
        talk.say(message, folder=session.config.short(folder / code), **counts)
    if waiting:
        context.exit(DEFECTS)


@main.command(name="import")
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.pass_context
def bring(context: click.Context, paths: tuple[Path, ...]) -> None:
    """Put translated PO or XLIFF files into the book; what has changed there since the export is left alone."""
    from guidebook.translation import exchange_import
    from guidebook.translation.exchange_import import Weight

    session: Session = context.obj
    talk = session.talk
    parcels = [exchange_import.read(file) for path in paths for file in exchange_import.files_in(path)]
    outcome = exchange_import.bring(session.book(), parcels)
    for file, data in outcome.files.items():
        files.write_atomically(file, data)
        talk.say("{file} has new translations", file=session.config.short(file))
    for problem in outcome.problems:
        talk.problem(session.config, problem)
    counts = outcome.counts
    talk.say("new: {new} · unchanged: {same} · not translated yet: {open} · left to a person: {left}",
             new=counts[Weight.NEW], same=counts[Weight.SAME] + counts[Weight.OLDER], open=counts[Weight.UNFINISHED],
             left=len(outcome.conflicts))  # fmt: skip
    if outcome.conflicts:
        context.exit(DEFECTS)
