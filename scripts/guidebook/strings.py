"""The generator's own words, in every language: msgids are English, translations stand in locale/<language>.po."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from babel.messages.pofile import read_po

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


@cache
def load(language: str) -> Strings:
    """The words of a language; English when it has no catalog."""
    file = LOCALE / f"{language}.po"
    if not file.is_file():
        return Strings(language, {}, lambda count: 0)
    with file.open("rb") as stream:
        catalog = read_po(stream, locale=language)
    words = {}
    for message in catalog:
        msgid = message.id if isinstance(message.id, str) else message.id[0] if message.id else ""
        forms = (message.string,) if isinstance(message.string, str) else tuple(message.string)
        if msgid and all(forms) and not message.fuzzy:
            words[msgid] = forms
    return Strings(language, words, _rule(catalog.plural_forms))


def _rule(header: str) -> object:
    """The function of gettext's Plural-Forms header: count → number of the form."""
    from gettext import c2py

    try:
        return c2py(header.partition("plural=")[2].rstrip("; "))
    except ValueError:
        logging.getLogger(__name__).warning("unknown plural forms: %s", header)
        return lambda count: 0
