"""How far the translations are, in per cent: chapters by their sections, shared texts by their entries."""

from __future__ import annotations

from collections.abc import Mapping

from guidebook.book import Book, State
from guidebook.forms import Form
from guidebook.translation import history


def percent(book: Book, name: str, code: str) -> int:
    """100 for a translated chapter, 0 for a missing one; a stale one by the sections that have not changed since.

    Without the git history nobody knows what has changed: then a stale chapter counts as half.
    """
    state = book.state(name, code)
    if state is not State.STALE:
        return 100 if state is State.TRANSLATED else 0
    source, chapter = book.source.chapter(name), book.edition(code).chapter(name)
    then = history.version(source.file, chapter.translated_from) if chapter.translated_from else None
    if then is None:
        return 50
    sections = len(source.headings) + 1
    changed = len(history.changed_sections(then, source.text))
    return max(0, round(100 * (sections - changed) / sections))


def shared(book: Book) -> Mapping[str, Mapping[str, int]]:
    """The rows “visual notes”, “facts, places, terms, phrases” and “forms”: per cent of their texts translated."""
    codes = [edition.language.code for edition in book.editions]
    rows = {}
    if notes := [note for note in book.notes.values() if note.keys]:
        words = [key for note in notes for key in note.keys]
        rows["visual notes"] = {code: _share(words, _lacking(notes, code)) for code in codes}
    if entries := list(book.data.entries()):
        rows["facts, places, terms, phrases"] = {
            code: _share(entries, [e for e in entries if code not in e.languages()]) for code in codes
        }
    if papers := [(form, key) for form in book.forms.values() for key in form.texts]:
        rows["forms"] = {code: _share(papers, _unwritten(book, papers, code)) for code in codes}
    return rows


def _unwritten(book: Book, papers: list[tuple[Form, str]], code: str) -> list[tuple[Form, str]]:
    """Texts of forms that are missing in a language, or older than their source."""
    source = book.source.language.code
    stale = {entry.name for entry in book.entries() if entry.is_file and entry.is_stale(code, source)}
    return [(form, key) for form, key in papers if form.name in stale or code not in form.texts[key]]


def _lacking(notes: list, code: str) -> list:
    return [key for note in notes for key in {*note.missing_keys(code), *note.stale_keys(code)}]


def _share(everything: list, lacking: list) -> int:
    return round(100 * (len(everything) - len(lacking)) / len(everything))
