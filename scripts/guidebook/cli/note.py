"""`guidebook note`: visual notes."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click
from rich.table import Table
from rich.text import Text

from guidebook import files, processes
from guidebook.cli.root import Session, main, today
from guidebook.cli.talk import Talk
from guidebook.problem import GuidebookError

if TYPE_CHECKING:
    from guidebook.notes.stretch import Trial


@main.group()
def note() -> None:
    """Visual notes: begin one from the photo of a poster, look at it, begin its chapter, find boxes too tight."""


@note.command()
@click.argument("name", metavar="NN-NAME")
@click.option("--from", "taken", type=click.Path(path_type=Path), required=True, help="The photo, or the SVG.")
@click.pass_obj
def new(session: Session, name: str, taken: Path) -> None:
    """Make the folder of a note from a photo (of which only the dots are kept), or from an SVG drawing."""
    from guidebook.notes import intake

    folder = session.config.notes / name
    if taken.suffix.lower() in (".svg", ".svgz"):
        _new_drawing(session, folder, taken)
        return
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
    session.talk.say("then: guidebook note proof {name}", name=folder.name)


def _new_drawing(session: Session, folder: Path, drawn: Path) -> None:
    """A note from an SVG; all that is wrong in it is said, and then nothing is made."""
    from guidebook.notes import intake

    problems = intake.begin_drawing(folder, drawn, session.config.source.code, today().year)
    for problem in problems:
        session.talk.problem(session.config, problem)
    if problems:
        hint = "NOTES.md says how to prepare a drawing; then start again"
        raise GuidebookError("no note was made of “{name}”", hint, name=drawn.name)
    session.talk.say("{folder} is made", folder=session.config.short(folder))
    session.talk.say("look at the order and the roles in note.yml, and write the words to text.{code}.yml",
                     code=session.config.source.code)
    session.talk.say("then: guidebook note proof {name}", name=folder.name)


@note.command()
@click.argument("name", metavar="NN-NAME")
@click.pass_obj
def proof(session: Session, name: str) -> None:
    """One sheet to look at, also of an unfinished note: photo and frame, boxes, all languages, all that is wrong."""
    from guidebook.notes import pictures, proof

    folder = proof.find(session.config.notes, name)
    made = proof.make(folder, session.config.languages, pictures.studio(session.config), session.talk.words)
    for file in made:
        session.talk.say("look at {file}", file=session.config.short(file))


@note.command()
@click.argument("name", metavar="NN-NAME")
@click.option("--lang", "languages", multiple=True, metavar="CODE", help="A language of the book; may be repeated.")
@click.pass_obj
def scaffold(session: Session, name: str, languages: tuple[str, ...]) -> None:
    """Begin the chapter of a note: ten headings, and the note's words sorted under them. Overwrites nothing."""
    from guidebook.notes import scaffold as scaffolding

    book = session.book()
    found = scaffolding.find(book, name)
    codes = session.codes(languages) if languages else (session.config.source.code,)
    texts = scaffolding.chapters(book, found, codes)
    scaffolding.write(texts)
    for file in texts:
        session.talk.say("{file} is made", file=session.config.short(file))
    chapter = scaffolding.chapter_name(found)
    if chapter not in session.config.reading_order:
        session.talk.say("add this line to “nav:” in mkdocs.yml: {line}", line=f"- {chapter}")
    session.talk.say("then: guidebook check")


@note.command()
@click.argument("names", metavar="[NN-NAME]...", nargs=-1)
@click.pass_obj
def stretch(session: Session, names: tuple[str, ...]) -> None:
    """Letter notes with words 35 % longer than the source's, and tell which boxes are too tight for them.

    It only tells: the exit status is 0. The pictures to look at stand in build/notes/NN-NAME/stretch/.
    """
    from guidebook.notes import pictures, scaffold, stretch

    book = session.book()
    studio = pictures.studio(session.config)
    asked = [scaffold.find(book, name) for name in names] or book.notes.values()
    notes = [found for found in asked if stretch.is_lettered(found)]
    tasks = [(found, studio) for found in notes]
    tried = {trial.note.name: trial for _, trial in processes.each(stretch.attempt, tasks, processes.cores())}
    trials = [tried[found.name] for found in notes]
    for trial in trials:
        for problem in trial.misfits:
            session.talk.problem(session.config, problem)
        session.talk.say("look at {file}", file=session.config.short(trial.picture))
    session.talk.out.print(_stretch_table(session.talk, trials))


def _stretch_table(talk: Talk, trials: Sequence[Trial]) -> Table:
    """A row a note: how many boxes are too tight, and how far the letters of each style shrink."""
    table = Table(box=None, pad_edge=False, header_style="bold")
    table.add_column(talk.words("visual note"))
    table.add_column(talk.words("boxes too tight"), justify="right")
    table.add_column(talk.words("letters: now→longer; * as small as they may be"))
    for trial in trials:
        letters = Text(", ").join(_shrinking(trial, name) for name in trial.after)
        table.add_row(trial.note.name, _share(len(trial.misfits), trial.boxes), letters)
    misfits, boxes = sum(len(trial.misfits) for trial in trials), sum(trial.boxes for trial in trials)
    table.add_row(Text(talk.words("together"), "bold"), _share(misfits, boxes), "")
    return table


def _share(misfits: int, boxes: int) -> Text:
    return Text(f"{misfits} / {boxes}", "yellow" if misfits else "green")


def _shrinking(trial: Trial, name: str) -> Text:
    """“body 38→34*”: how large the letters of a style are, and would be."""
    before, after = trial.before.get(name, trial.after[name]), trial.after[name]
    is_least = after <= trial.note.styles[name].min
    return Text(f"{name} {before:.0f}→{after:.0f}{'*' if is_least else ''}", "yellow" if is_least else "")
