"""`guidebook language add`, `new`: a language more, the book of another city."""

from __future__ import annotations

from pathlib import Path

import click
from rich.table import Table

from guidebook.cli.root import Session, main, today


@main.group()
def language() -> None:
    """Languages of the book."""


@language.command()
@click.argument("code")
@click.pass_obj
def add(session: Session, code: str) -> None:
    """Add a language: be, ar, pt-BR; or qps, a made one for testing. The book can be built at once, with notices."""
    from guidebook.starter import adding

    added = adding.add(session.config, code)
    say, short = session.talk.say, session.config.short
    say("{name} ({code}) is a language of this book now", name=added.name, code=added.code)
    for file in added.files:
        say("{file} is written", file=short(file))
    table = Table(box=None, pad_edge=False, header_style="bold")
    table.add_column(session.talk.words("left to translate"))
    for name in ("count", "words"):
        table.add_column(session.talk.words(name), justify="right")
    for left in added.left:
        table.add_row(session.talk.words(left.kind), str(left.pieces), str(left.words))
    session.talk.out.print(table)
    if added.font:
        wanted = ", ".join(adding.font_files(added.font))
        folder = short(session.config.fonts)
        say("letters that the fonts of the book do not have: {letters}", letters=" ".join(added.letters))
        say("bring {files} and their licence into {folder}, then write in mkdocs.yml, below guidebook: {line}",
            files=wanted, folder=folder, line=f"fonts: [{added.font}]")
        say("until then the website shows them in a font of the reader’s device, "
            "and nothing is printed in this language")
    say("what is left, line by line: guidebook status · how it looks: guidebook build --lang {code}", code=added.code)


@main.command()
@click.argument("folder", metavar="PATH", type=click.Path(path_type=Path, file_okay=False))
@click.option("--name", default="", help="How the guide is called.")
@click.option("--languages", "listed", metavar="CODES", default="", help="pl,en,uk: the first is the source.")
@click.option("--repository", metavar="OWNER/NAME", default="", help="Where it will stand on GitHub.")
@click.option("--only-book", is_flag=True, help="Without the program: for a folder that has it already.")
@click.pass_obj
def new(session: Session, folder: Path, name: str, listed: str, repository: str, only_book: bool) -> None:
    """Begin the book of another city in a new folder: settings, an example of everything, fonts, the program."""
    from guidebook.starter import city

    codes = tuple(filter(None, listed.replace(",", " ").split())) or session.codes(())
    wanted = city.City(name, codes, repository)
    made = city.begin(session.config, folder, wanted, today(), with_program=not only_book)
    say = session.talk.say
    say("“{name}” has begun in {folder}: {languages}", name=made.source.title, folder=str(folder),
        languages=", ".join(language.code for language in made.languages))
    say("everything in it is an example to replace: begin with mkdocs.yml, then docs/{code}/", code=made.source.code)
    if not only_book:
        say("then, in that folder: make build")
