"""`guidebook status`, `diff`, `accept`: how far the translations are, and what is to do."""

from __future__ import annotations

import base64
import json
import shlex
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import click
from rich.table import Table
from rich.text import Text

from guidebook import config, files
from guidebook.book import State
from guidebook.cli.root import Session, main
from guidebook.cli.talk import Talk
from guidebook.problem import GuidebookError
from guidebook.translation import differing, trees
from guidebook.translation import status as statuses
from guidebook.translation.differing import Comparison, Difference
from guidebook.translation.status import Piece, Row, Standing

Short = Callable[[Path], str]  # a path as people see it

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
@click.option("--docs", type=click.Path(path_type=Path), help="Another project's folder of Markdown, in any languages.")
@click.option("--source", metavar="CODE", default="", help="The language that those are translated from.")
@click.pass_obj
def status(
    session: Session, as_json: bool, languages: bool, show_all: bool, docs: Path | None, source: str
) -> None:
    """Show how far each translation is: languages × chapters, then where to go."""
    if docs is not None or source:
        _status_of_others(session, docs, source, as_json, languages, show_all)
        return
    if languages:
        click.echo("\n".join(session.codes(())))
        return
    book = session.book()
    rows, every = statuses.rows(book), "guidebook status --all"
    _tell_status(session.talk, book.config.languages, rows, book.config.short, as_json, "" if show_all else every)


def _status_of_others(
    session: Session, docs: Path | None, source: str, as_json: bool, languages: bool, show_all: bool
) -> None:
    """The same for a folder that is no book of ours."""
    if docs is None or not source:
        raise GuidebookError("--docs and --source belong together", "write: guidebook status --docs docs --source en")
    if languages:
        click.echo("\n".join(language.code for language in trees.read(docs, source).languages))
        return
    report = trees.report(docs, source)
    every = "" if show_all else shlex.join(["guidebook", "status", "--docs", str(docs), "--source", source, "--all"])
    _tell_status(session.talk, report.tree.languages, report.rows, report.tree.short, as_json, every)
    if as_json:
        return
    for problem in report.tree.problems:
        message = session.talk.words(problem.message).format(**problem.values)
        session.talk.out.print(Text(f"{report.tree.short(problem.file)}:{problem.line}: {message}"))
    if not report.is_dated:
        session.talk.say("There is no git history here, so nobody knows what is out of date; the rest is shown.")
    elif report.is_shallow:
        session.talk.say("Only the newest commits are here: what was out of date before them is not known.")


def _tell_status(
    talk: Talk, languages: Sequence[config.Language], rows: Sequence[Row], short: Short, as_json: bool, every: str
) -> None:
    """`every`: the command that shows all lines to go to; empty: this one does."""
    if as_json:
        click.echo(json.dumps([statuses.as_object(row) for row in rows], ensure_ascii=False, indent=1))
        return
    talk.out.print(_overview(talk, languages, rows))
    behind = [row for row in rows if row.to_do()]
    if behind:
        talk.out.print()
        talk.out.print(_counts(talk, behind))
    for language in languages:
        own = [row for row in behind if row.language == language.code]
        _where_to_go(talk, short, language, own, every)


def _overview(talk: Talk, languages: Sequence[config.Language], rows: Sequence[Row]) -> Table:
    """Per cent of the words, chapters × languages."""
    table = Table(box=None, pad_edge=False, header_style="bold")
    table.add_column(talk.words("chapter"))
    for language in languages:
        table.add_column(language.name, justify="right")
    by_name: dict[str, list[Row]] = {}
    for row in rows:
        by_name.setdefault(row.name, []).append(row)
    for name, cells in by_name.items():
        table.add_row(talk.words(name), *(_cell(talk, row) for row in cells))
    totals = [statuses.together([row for row in rows if row.language == language.code]) for language in languages]
    table.add_row(Text(talk.words("together"), "bold"), *[Text(f"{total} %", "bold") for total in totals])
    return table


def _cell(talk: Talk, row: Row) -> Text:
    word = "" if row.state is State.TRANSLATED else f" {talk.words(str(row.state))}"
    style = _STYLES[row.state] if row.state is not State.TRANSLATED or row.percent == 100 else "yellow"
    return Text(f"{row.percent} %{word}", style)


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
    talk: Talk, short: Short, language: config.Language, behind: Sequence[Row], every: str
) -> None:
    """The first lines of a language that wait for a translator, and how many more there are."""
    places = [place for row in behind for place in _places(talk, row)]
    if not places:
        return
    shown = places[:FIRST] if every else places
    talk.out.print()
    talk.out.print(Text(language.name, "bold"))
    for piece, title in shown:
        line = Text(f"  {short(piece.file)}:{piece.line}: ")
        line.append(title, _STYLES.get(piece.standing, "yellow"))
        line.append(f"  {_short(piece.text)}", "dim")
        talk.out.print(line)
    if more := len(places) - len(shown):
        one, many = "and {count} more place: {command}", "and {count} more places: {command}"
        talk.out.print(Text("  " + talk.words.plural(one, many, more, command=every), "dim"))
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
@click.argument("paths", nargs=-1)
@click.option("--html", "page", type=click.Path(path_type=Path, dir_okay=False), help="Write a page instead of lines.")
@click.pass_obj
def diff(session: Session, paths: tuple[str, ...], page: Path | None) -> None:
    """Show what the source says now and said then, and the translation of it: uk/03-chapter.md.

    A file of docs/data/ or the words of a drawing can be named too, or a folder: then all that is stale in it. Without
    a name it is all that is stale.
    """
    book, talk = session.book(), session.talk
    comparisons = differing.compared(book, paths)
    if not comparisons:
        talk.say("No translation here is older than its source.")
        return
    if page:
        from guidebook.translation import difference_page

        languages = {language.code: language for language in book.config.languages}
        files.write_atomically(page, difference_page.page(comparisons, languages, talk.words))
        talk.say("{file} shows what has changed", file=str(page))
        return
    for number, comparison in enumerate(comparisons):
        if number:
            talk.out.print()
        _tell_comparison(talk, comparison)


def _tell_comparison(talk: Talk, comparison: Comparison) -> None:
    talk.out.print(Text(differing.summary(comparison, talk.words), "bold"))
    for difference in comparison.differences or ():
        _tell_block(talk, difference)
    if comparison.differences:
        talk.out.print()
    for line in differing.advice(comparison, talk.words):
        talk.out.print(Text(line))


def _tell_block(talk: Talk, found: Difference) -> None:
    """Then, now and the translation, one below the other, so that lines can be copied."""
    what = differing.what_happened(found, talk.words)
    talk.out.print()
    talk.out.print(Text(" · ").join([Text(found.section, "bold"), Text(what, "yellow")]))
    was, now = differing.versions(found)
    if found.then:
        text = _with_marks(was, "[-{}-]", "red strike", talk.is_plain)
        _tell_version(talk, talk.words("then"), found.then.place, text)
    if found.now:
        text = _with_marks(now, "{{+{}+}}", "bold green", talk.is_plain)
        _tell_version(talk, talk.words("now"), found.now.place, text)
    here = Text(found.here.flat) if found.here else Text(talk.words("its place is behind this line"), "dim")
    _tell_version(talk, talk.words("translation"), found.here.place if found.here else found.behind, here)


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
@click.argument("paths", nargs=-1)
@click.option("--source", type=str, metavar="FILE",
              help="A chapter of the source language, words of a drawing, docs/data/terms.yml#petition.")  # fmt: skip
@click.option("--minor", is_flag=True, help="With --source: what has changed there does not touch meaning.")
@click.option("--since", default="", metavar="VERSION", help="With --minor: all that has changed since this version.")
@click.option("--to", "additions", type=click.Path(path_type=Path, dir_okay=False),
              help="Change no file: write the new texts as GitHub takes them.")  # fmt: skip
@click.pass_obj
def accept(
    session: Session, paths: tuple[str, ...], source: str, minor: bool, since: str, additions: Path | None
) -> None:
    """Say that a translation is up to date again: uk/03-chapter.md, docs/data, visual-notes/03-…/text.uk.yml."""
    if bool(source) != minor or bool(source) == bool(paths) or (since and not minor):
        message = "say which translations are up to date, or which change of the source does not touch meaning"
        hint = "guidebook accept uk/03-chapter.md, or guidebook accept --source docs/en/03-chapter.md --minor"
        raise GuidebookError(message, hint)
    changed = _accept_minor(session, source, since) if source else _accept(session, paths)
    if additions:
        files.write_atomically(additions, json.dumps(_for_github(session, changed)))
        return
    for file, text in changed:
        files.write_atomically(file, text)


def _accept(session: Session, paths: Sequence[str]) -> list[tuple[Path, str]]:
    """The files to write; says of each path what becomes of it."""
    from guidebook.translation import accepting

    book, found = session.book(), {}
    for path in paths:
        changed = accepting.accept(book, path)
        for file, _ in changed:
            session.talk.say("{file} now names the present source", file=session.config.short(file))
        if not changed:
            session.talk.say("{file} already names the present source", file=path)
        found |= dict(changed)
    return list(found.items())


def _accept_minor(session: Session, source: str, since: str) -> list[tuple[Path, str]]:
    """The files to write; says of each language what becomes of it."""
    from guidebook.translation import accepting
    from guidebook.translation.accepting import Outcome

    words, found = session.talk.words, accepting.minor(session.book(), source, since)
    for one in found:
        name = f"{session.config.short(one.file)}{'#' if one.entry else ''}{one.entry}"
        values = {"file": f"{name} ({one.language})" if one.is_shared else name, "then": one.then}
        session.talk.out.print(Text({
            Outcome.ACCEPTED: words("{file} now names the present source", **values),
            Outcome.CURRENT: words("{file} already names the present source", **values),
            Outcome.STALE: words("{file} stays stale: it was made from an older version", **values),
            Outcome.UNVERSIONED: words("{file} stays as it is: it does not say what it was made from", **values),
            Outcome.MISSING: words("{file} is not there: nothing to say", **values),
        }[one.outcome]))  # fmt: skip
    older = next((one.then for one in found if one.outcome is Outcome.STALE and one.then), "")
    if older:
        session.talk.say("If nothing since {then} touches meaning: --since {then}", then=older)
    return [(one.file, one.text) for one in found if one.text]


def _for_github(session: Session, changed: Sequence[tuple[Path, str]]) -> Mapping[str, object]:
    """`fileChanges` of GitHub's createCommitOnBranch: each file with its whole content.

    A pull request may hold links, also for folders: what lies behind one must not come into a commit.
    """
    root = session.config.root
    for file, _ in changed:
        if file.resolve() != root.resolve() / file.relative_to(root):
            hint = "replace it by the file itself"
            raise GuidebookError("this file is a link that leads elsewhere", hint, session.config.short(file))
    return {
        "additions": [
            {"path": session.config.short(file), "contents": base64.b64encode(text.encode()).decode()}
            for file, text in changed
        ]
    }
