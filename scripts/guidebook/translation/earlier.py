"""What stands in YAML files, as it was when it was translated: words of drawings, entries of docs/data/.

    visual-notes/…/text.<source>.yml ─┐             ┌─ word  ─ short_hash ─┐
    docs/data/…                      ─┴─ history ─► ┴─ entry ─ version ────┴─► the one that a translation names

A version is the hash of the text itself. So it does not matter in which file the text stood then, or under which key:
what has the hash is the text that was translated.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from guidebook import facts, files, forms
from guidebook.book import Book, entry_of_form
from guidebook.facts import Entry, Texts
from guidebook.translation import history

_FORMS = "forms"
_ODD = (ArithmeticError, AttributeError, LookupError, TypeError, ValueError)  # what was there before there were checks


@dataclass(frozen=True)
class Earlier:
    """Source texts as they were, as far as the history that is at hand has them."""

    words: Mapping[str, str] = field(default_factory=dict)  # by their version
    entries: Mapping[tuple[str, str], Texts] = field(default_factory=dict)  # by name and version: key → text

    def entry(self, entry: Entry, code: str) -> Texts | None:
        """The source texts that a translation of the entry was made from, by their keys."""
        return self.entries.get((entry.name, str(entry.translated_from.get(code) or "")))


def of(book: Book, codes: Collection[str]) -> Earlier:
    """All that translations into these languages were made from, where the source says something else now."""
    source = book.source.language.code
    words = {
        version
        for note in book.notes.values()
        for code in codes
        for key in note.stale_keys(code)
        if (version := note.texts[code].translated_from.get(key))
    }
    stale = [(e, code) for e in book.entries() for code in codes if code != source and e.is_stale(code, source)]
    entries = {(entry.name, str(entry.translated_from[code])): entry for entry, code in stale}
    return Earlier(_words(book, words), _entries(book, entries))


def _words(book: Book, wanted: Collection[str]) -> Mapping[str, str]:
    """Words of drawings by their version."""
    if not wanted:
        return {}
    found, name = {}, f"text.{book.source.language.code}.yml"
    for path, text in history.past(book.config.notes, lambda path: path.endswith(f"/{name}")):
        for word in _strings(text, path):
            if (version := files.short_hash(word)) in wanted:
                found[version] = word
        if len(found) == len(wanted):
            break
    return found


def _strings(text: str, path: str) -> Iterator[str]:
    """The words in a file of a drawing as it was; a file that cannot be read has none."""
    try:
        values = files.parse_yaml(text, Path(path))
    except files.Unreadable:
        return
    yield from (value for value in values.values() if isinstance(value, str)) if isinstance(values, Mapping) else ()


def _entries(book: Book, wanted: Mapping[tuple[str, str], Entry]) -> Mapping[tuple[str, str], Texts]:
    """The source texts of entries by name and version."""
    found: dict[tuple[str, str], Texts] = {}
    for name, version, texts in _past(book, tuple(wanted.values())) if wanted else ():
        if (name, version) in wanted:
            found.setdefault((name, version), texts)
        if len(found) == len(wanted):
            break
    return found


def versions(book: Book, entries: Iterable[Entry]) -> Mapping[str, tuple[str, ...]]:
    """All versions that entries have had, by their names; the newest first, each once."""
    found: dict[str, dict[str, None]] = {}
    for name, version, _ in _past(book, tuple(entries)):
        found.setdefault(name, {})[version] = None
    return {name: tuple(own) for name, own in found.items()}


def _past(book: Book, entries: Collection[Entry]) -> Iterator[tuple[str, str, Texts]]:
    """Name, version and source texts of these entries as they were, the newest first."""
    tables: dict[str, set[str]] = {}
    for entry in entries:
        tables.setdefault(_table(_below(book, entry.file)), set()).add(entry.name)
    source = book.source.language.code
    seen: set[tuple[str, str]] = set()
    for path, text in history.past(book.data.folder, lambda path: _table(path) in tables):
        table = _table(path)
        for name in sorted(tables[table]):
            part = _part(text, path, table, name)
            if part and (name, part) not in seen:
                seen.add((name, part))
                entry = _entry(book, part, path, table, name)
                if entry is not None:
                    texts = {key: own[source] for key, own in entry.texts.items() if source in own}
                    yield name, entry.version(source), texts


def _below(book: Book, file: Path) -> str:
    return file.relative_to(book.data.folder).as_posix()


def _table(path: str) -> str:
    """The table that a file of docs/data/ belongs to: facts.yml and facts/city.yml → facts."""
    return path.partition("/")[0].removesuffix(".yml") if path.endswith(".yml") else ""


def _part(text: str, path: str, table: str, name: str) -> str:
    """The lines of an entry; of a form the whole file. Reading these alone is much quicker than the whole table."""
    if table == _FORMS:
        return text if Path(path).stem == name else ""
    match = re.search(rf"^([\"']?){re.escape(name)}\1[ \t]*:.*\n(?:(?:[ \t#].*)?\n)*", f"{text}\n", re.MULTILINE)
    return match.group() if match else ""


def _entry(book: Book, text: str, path: str, table: str, name: str) -> Entry | None:
    """The entry that these lines are; None when our present forms do not know them."""
    codes, source = [language.code for language in book.config.languages], book.source.language.code
    try:
        if table == _FORMS:
            form = forms.form_in(text, Path(path), codes, source)
            return entry_of_form(form) if form else None
        item = facts.entries_in(text, table, codes, source).get(name)
        return facts.entry_of(item) if item else None
    except _ODD:
        return None
