"""The generator's own words, in every language: msgids are English, translations stand in locale/<language>.po.

A book may bring such catalogs itself, for languages that the generator does not speak or for words that it prefers:
they stand in the folder locale/ beside mkdocs.yml. A variant, pt-BR, has what pt has unless it says otherwise.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from string import Formatter

from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po

from guidebook import languages

LOCALE = Path(__file__).parent / "locale"
MSGIDS = "en"  # the language of the msgids


@dataclass(frozen=True)
class Strings:
    """The words of one language. Words without a translation stay English."""

    language: str
    catalog: Mapping[str, tuple[str, ...]]
    plural_rule: object

    def __call__(self, msgid: str, **values: object) -> str:
        """The words for `msgid`, with {names} filled in."""
        text = self.catalog.get(msgid, (msgid,))[0]
        return text.format(**values) if values else text

    def language_of(self, msgid: str) -> str:
        """The language that `msgid` is said in: that of the msgids when it has no translation."""
        return self.language if msgid in self.catalog else MSGIDS

    def plural(self, one: str, many: str, count: int, **values: object) -> str:
        """“1 page”, “2 pages”, “5 сторінок”: the form that the language uses for `count`."""
        forms = self.catalog.get(one)
        text = forms[min(self.plural_rule(count), len(forms) - 1)] if forms else (one if count == 1 else many)
        return text.format(count=count, **values)


_of_book: tuple[tuple[Path, int], ...] = ()  # the book's own catalogs, and when they were saved


def of_book(folder: Path) -> None:
    """From now on the catalogs in this folder are known too; those of another book no longer."""
    global _of_book
    found = tuple((file, file.stat().st_mtime_ns) for file in sorted(folder.glob("*.po")) if not file.is_symlink())
    if found != _of_book:
        _of_book = found
        load.cache_clear()


def catalogs(language: str) -> tuple[Path, ...]:
    """The files that hold the words of a language; what a later one says counts."""
    ours = [LOCALE / f"{code}.po" for code in reversed(languages.bases(language))]
    own = [file for code in reversed(languages.bases(language)) for file, _ in _of_book if file.stem == code]
    return tuple(file for file in (*ours, *own) if file.is_file())


def place(language: str) -> Path:
    """The file that a person would open to translate words into this language."""
    return next(reversed(catalogs(language)), LOCALE / f"{language}.po")


def is_spoken(language: str) -> bool:
    """Whether the msgids themselves are in this language, so that it needs no catalog."""
    return MSGIDS in languages.bases(language)


def msgids() -> tuple[str, ...]:
    """All msgids that the generator has a translation of, in any language."""
    found = (load(file.stem).catalog for file in sorted(LOCALE.glob("*.po")))
    return tuple(dict.fromkeys(word for catalog in found for word in catalog))


def messages() -> tuple[tuple[str, ...], ...]:
    """The same as they stand in catalogs: one text, or two where the number of things matters."""
    found: dict[tuple[str, ...], None] = {}
    for file in sorted(LOCALE.glob("*.po")):
        for message in _read(file):
            if message.id:
                found.setdefault((message.id,) if isinstance(message.id, str) else tuple(message.id))
    return tuple(found)


@cache
def load(language: str) -> Strings:
    """The words of a language; English when it has no catalog."""
    words: dict[str, tuple[str, ...]] = {}
    rule: object = _one_form
    for file in catalogs(language):
        catalog = _read(file)
        rule = _rule(catalog.plural_forms)
        for message in catalog:
            msgid = message.id if isinstance(message.id, str) else message.id[0] if message.id else ""
            forms = (message.string,) if isinstance(message.string, str) else tuple(message.string)
            if msgid and all(forms) and not message.fuzzy and all(_names(form) <= _names(msgid) for form in forms):
                words[msgid] = forms
    return Strings(language, words, rule)


def _read(file: Path) -> Catalog:
    """A catalog by its own header; the code in its name need not be one that Babel knows."""
    with file.open("rb") as stream:
        return read_po(stream)


def _names(text: str) -> set[str | None]:
    """The {names} of a text; of one with a lonely brace, which cannot be filled in, a name that no text has."""
    try:
        return {name for _, name, *_ in Formatter().parse(text)} - {None}
    except ValueError:
        return {text}


def _one_form(count: int) -> int:
    return 0


def _rule(header: str) -> object:
    """The function of gettext's Plural-Forms header: count → number of the form."""
    from gettext import c2py

    try:
        return c2py(header.partition("plural=")[2].rstrip("; "))
    except ValueError:
        logging.getLogger(__name__).warning("unknown plural forms: %s", header)
        return lambda count: 0
