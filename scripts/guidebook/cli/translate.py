"""`guidebook status`, `diff`, `accept`: how far the translations are, and what is to do."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path

import click
from rich.table import Table
from rich.text import Text

from guidebook import config, files
from guidebook.book import Book, State
from guidebook.cli.root import Session, main
from guidebook.cli.talk import Talk
from guidebook.translation import differing
from guidebook.translation import status as statuses
from guidebook.translation.differing import Comparison, Difference
from guidebook.translation.status import Piece, Row, Standing

FIRST = 5  # lines to go to, in each language

_STYLES = {"translated": "green", "stale": "yellow", "missing": "red"}


def _titles(talk: Talk) -> Mapping[Standing, str]:
    """What is to do, as people call it."""
    return {
        Standing.STALE: talk.words("stale"),
        Standing.MISSING: talk.words("missing"),
        Standing.UNTOUCHED: talk.words("untouched"),
        Standing.WRONG_LANGUAGE: talk.words("in another language"),
    }


# ---------------------------------------------------------------------------------------------- status


@main.command()
@click.option("--json", "as_json", is_flag=True, help="An object per language and chapter.")
@click.option("--languages", is_flag=True, help="Only the codes of the languages, one a line.")
@click.option("--all", "show_all", is_flag=True, help="All lines to go to, not only the first.")
@click.pass_obj
def status(session: Session, as_json: bool, languages: bool, show_all: bool) -> None:
    """Show how far each translation is: languages × chapters, then where to go."""
    if languages:
        click.echo("\n".join(session.codes(())))
        return
    book = session.book()
    rows = statuses.rows(book)
    if as_json:
        click.echo(json.dumps([_as_object(row) for row in rows], ensure_ascii=False, indent=1))
        return
    talk = session.talk
    talk.out.print(_overview(talk, book, rows))
    behind = [row for row in rows if row.to_do()]
    if behind:
        talk.out.print()
        talk.out.print(_counts(talk, behind))
    for edition in book.editions:
        own = [row for row in behind if row.language == edition.language.code]
        _where_to_go(talk, book.config, edition.language, own, show_all)


def _as_object(row: Row) -> Mapping[str, object]:
    return {
        "language": row.language,
        "chapter": row.name,
        "state": str(row.state),
        "percent": row.percent,
        "is_known": row.is_known,
        "blocks": {"total": row.count()} | {str(standing): row.count(standing) for standing in Standing},
        "words": {"total": row.words()} | {str(standing): row.words(standing) for standing in Standing},
    }


def _overview(talk: Talk, book: Book, rows: Sequence[Row]) -> Table:
    """Per cent of the words, chapters × languages."""
    table = Table(box=None, pad_edge=False, header_style="bold")
    table.add_column(talk.words("chapter"))
    for edition in book.editions:
        table.add_column(edition.language.name, justify="right")
    by_name: dict[str, list[Row]] = {}
    for row in rows:
        by_name.setdefault(row.name, []).append(row)
    for name, cells in by_name.items():
        table.add_row(talk.words(name), *(_cell(talk, row) for row in cells))
    totals = [_together([row for row in rows if row.language == e.language.code]) for e in book.editions]
    table.add_row(Text(talk.words("together"), "bold"), *[Text(f"{total} %", "bold") for total in totals])
    return table


def _cell(talk: Talk, row: Row) -> Text:
    word = "" if row.state is State.TRANSLATED else f" {talk.words(str(row.state))}"
    style = _STYLES[row.state] if row.state is not State.TRANSLATED or row.percent == 100 else "yellow"
    return Text(f"{row.percent} %{word}", style)


def _together(rows: Sequence[Row]) -> int:
    """Per cent of all words of a language; 100 only when nothing is left."""
    words = sum(row.words() for row in rows)
    done = sum(row.words() * row.percent for row in rows)
    return 100 if not any(row.to_do() for row in rows) else min(99, round(done / max(1, words)))


def _counts(talk: Talk, behind: Sequence[Row]) -> Table:
    """What is left in each chapter, in blocks, and how many words that are."""
    table = Table(box=None, pad_edge=False, header_style="bold")
    table.add_column(talk.words("to do"), no_wrap=True, min_width=max(len(row.name) for row in behind) + 4)
    titles = _titles(talk)
    for title in (*titles.values(), talk.words("words to translate")):
        table.add_column(title, justify="right")
    for row in behind:
        name = f"{row.language}/{row.name}" if row.name.endswith(".md") else f"{row.language}: {talk.words(row.name)}"
        counts = [row.count(standing) for standing in titles]
        cells = [Text(str(count) if count else "–", "" if count else "dim") for count in counts]
        left = row.words() - row.words(Standing.TRANSLATED)
        table.add_row(name if row.is_known else f"{name} ?", *cells, str(left))
    return table


def _where_to_go(
    talk: Talk, book_config: config.Config, language: config.Language, behind: Sequence[Row], show_all: bool
) -> None:
    """The first lines of a language that wait for a translator, and how many more there are."""
    places = [place for row in behind for place in _places(talk, row)]
    if not places:
        return
    shown = places if show_all else places[:FIRST]
    talk.out.print()
    talk.out.print(Text(language.name, "bold"))
    for piece, title in shown:
        line = Text(f"  {book_config.short(piece.file)}:{piece.line}: ")
        line.append(title, _STYLES.get(piece.standing, "yellow"))
        line.append(f"  {_short(piece.text)}", "dim")
        talk.out.print(line)
    if more := len(places) - len(shown):
        one, many = "and {count} more place: guidebook status --all", "and {count} more places: guidebook status --all"
        talk.out.print(Text("  " + talk.words.plural(one, many, more), "dim"))
    if not all(row.is_known for row in behind):
        talk.say("?: what has changed in the source is not known, since its history is not at hand; half is counted")


def _places(talk: Talk, row: Row) -> list[tuple[Piece, str]]:
    """Line by line; a chapter that is not there, or of which nobody knows what has changed, is one place."""
    left = row.to_do()
    if row.state is State.MISSING and len(left) == row.count():
        left = left[:1]
    elif not row.is_known:
        stale = [piece for piece in left if piece.standing is Standing.STALE]
        left = [piece for piece in left if piece not in stale[1:]]
    titles = _titles(talk)
    return [(piece, titles[piece.standing]) for piece in left]


def _short(text: str, most: int = 72) -> str:
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"


# ------------------------------------------------------------------------------------------------ diff


@main.command()
@click.argument("paths", nargs=-1, required=True)
@click.option("--html", "page", type=click.Path(path_type=Path, dir_okay=False), help="Write a page instead of lines.")
@click.pass_obj
def diff(session: Session, paths: tuple[str, ...], page: Path | None) -> None:
    """Show what the source says now and said then, and the translation of it: uk/03-chapter.md."""
    book, talk = session.book(), session.talk
    comparisons = [differing.compare(book, differing.chapter(book, path)) for path in paths]
    if page:
        from guidebook.translation import difference_page

        languages = {language.code: language for language in book.config.languages}
        files.write_atomically(page, difference_page.page(comparisons, languages, talk.words))
        talk.say("{file} shows what has changed", file=str(page))
        return
    for comparison in comparisons:
        _tell_comparison(talk, comparison)


def _tell_comparison(talk: Talk, comparison: Comparison) -> None:
    talk.out.print(Text(differing.summary(comparison, talk.words), "bold"))
    for difference in comparison.differences or ():
        _tell_block(talk, difference, comparison.names)
    if comparison.differences:
        talk.out.print()
    for line in differing.advice(comparison, talk.words):
        talk.out.print(Text(line))


def _tell_block(talk: Talk, found: Difference, names: Mapping[str, str]) -> None:
    """Then, now and the translation, one below the other, so that lines can be copied."""
    what = differing.what_happened(found, talk.words)
    talk.out.print()
    talk.out.print(Text(" · ").join([Text(found.section, "bold"), Text(what, "yellow")]))
    was, now = differing.versions(found)
    if found.then:
        place = f"{names['then']}:{found.then.line}"
        _tell_version(talk, talk.words("then"), place, _with_marks(was, "[-{}-]", "red strike", talk.is_plain))
    if found.now:
        place = f"{names['source']}:{found.now.line}"
        _tell_version(talk, talk.words("now"), place, _with_marks(now, "{{+{}+}}", "bold green", talk.is_plain))
    here = Text(found.here.flat) if found.here else Text(talk.words("its place is behind this line"), "dim")
    _tell_version(talk, talk.words("translation"), f"{names['file']}:{found.line}", here)


def _tell_version(talk: Talk, name: str, place: str, text: Text) -> None:
    talk.out.print(Text(f"  {name}  {place}".rstrip(), "dim"))
    lines = [text] if talk.is_plain else text.wrap(talk.out, max(30, talk.out.width - 4))
    for line in lines:
        talk.out.print(Text("    ").append_text(line))


def _with_marks(pieces: differing.Marked, marks: str, style: str, is_plain: bool) -> Text:
    """Changed words in colour; where there is none, between marks as git writes them."""
    text = Text()
    for words, is_changed in pieces:
        text.append(marks.format(words) if is_changed and is_plain else words, style if is_changed else "")
    return text


# ---------------------------------------------------------------------------------------------- accept


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
