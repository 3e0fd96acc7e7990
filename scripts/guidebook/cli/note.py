"""`guidebook note`: visual notes."""

from __future__ import annotations

from pathlib import Path

import click

from guidebook import files
from guidebook.cli.root import Session, main, today
from guidebook.problem import GuidebookError


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
        found = intake.begin(folder, taken, session.config.source.code, today().year)
    except files.Unreadable as unreadable:
        problem = unreadable.problem
        raise GuidebookError(problem.message, problem.hint, str(taken), **problem.values) from None
    session.talk.say("{folder} is made; only the pixels of the photo were kept", folder=session.config.short(folder))
    if found:
        session.talk.say("look at “frame” in note.yml: the corners of the sheet are a guess")
    else:
        session.talk.say("no sheet was found in the photo, so all of it is taken: correct “frame” in note.yml")
    session.talk.say("then: guidebook check")
