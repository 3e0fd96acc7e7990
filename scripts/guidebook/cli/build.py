"""`guidebook build`, `serve`."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable

import click
from rich.table import Table

from guidebook import config
from guidebook.cli.root import Session, main
from guidebook.cli.talk import Talk, interruptible, progress
from guidebook.last_build import PARTS, Output, Wanted


@main.command()
@click.option("--lang", "languages", multiple=True, metavar="CODE", help="Only this language; may be repeated.")
@click.option("--only", type=click.Choice(["site", "print", "notes"]), help="Only this part.")
@click.option("--all-editions", is_flag=True, help="Every printed edition there is, not guide and booklet only.")
@click.option("--kiosk", is_flag=True, help="Also the website for a screen at an information point: build/kiosk/.")
@click.pass_obj
def build(session: Session, languages: tuple[str, ...], only: str | None, all_editions: bool, kiosk: bool) -> None:
    """Make the website and the brochures."""
    start = time.monotonic()
    parts = (only,) if only else PARTS
    parts = tuple(dict.fromkeys((*parts, "site", "kiosk"))) if kiosk else parts
    wanted = Wanted(session.config, session.codes(languages), parts, all_editions)
    outputs, said = wanted.found() or _built(session, wanted)
    session.talk.out.print(_outputs_table(session.talk, session.config, outputs))
    for message in said:
        session.talk.say(message)
    _tell_what_to_set(session.talk, session.config)
    session.talk.say("done in {seconds} s", seconds=f"{time.monotonic() - start:.1f}")


def _built(session: Session, wanted: Wanted) -> tuple[tuple[Output, ...], tuple[str, ...]]:
    """What a build has made, and what was left out and why."""
    from guidebook import building

    book = session.book()
    with progress(session.talk) as report, interruptible():
        outputs = building.build(book, wanted.codes, wanted.parts, report, all_editions=wanted.all_editions)
    said = building.left_out(book, wanted.codes, all_editions=wanted.all_editions) if "print" in wanted.parts else ()
    wanted.write(outputs, said)
    return outputs, said


def _outputs_table(talk: Talk, book_config: config.Config, outputs: Iterable[Output]) -> Table:
    table = Table(box=None, pad_edge=False, header_style="bold")
    table.add_column(talk.words("made"))
    for name in ("size", "pages", "sheets", "time"):
        table.add_column(talk.words(name), justify="right")
    for output in outputs:
        time_cell = f"{output.seconds:.1f} s" if output.is_new else talk.words("unchanged")
        counts = [str(count) if count else "" for count in (output.pages, output.sheets)]
        table.add_row(book_config.short(output.file), f"{output.size / 1e6:.1f} MB", *counts, time_cell)
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
