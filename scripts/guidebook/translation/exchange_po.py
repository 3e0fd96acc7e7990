"""Sheets as PO files, which Poedit, Weblate, Lokalize and every gettext tool read.

    #. list item                                what it is, and what to keep
    #. guidebook: 3f9a0c21d4e7                  the version of the translation, so that nothing newer is overwritten
    #: docs/pl/03-citizens-budget.md:45
    #, fuzzy                                    the source has changed since
    #| msgid "…"                                what it said then
    msgctxt "03-citizens-budget.md#steps"
    msgid "…"
    msgstr "…"

There is no date in it: the same book makes the same bytes.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from io import StringIO
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import PoFileError, PoFileParser, escape, normalize

from guidebook import languages
from guidebook.problem import GuidebookError
from guidebook.translation.exchange import Brought, Parcel, Sheet, Unit

ENDING = ".po"
MARK = "guidebook: "
_NAME, _VERSION = "x-guidebook-name", "x-guidebook-version"


def written(sheet: Sheet, short: Mapping[Path, str]) -> bytes:
    """The file; `short` has the names of the book's files as people see them."""
    return "\n".join([_header(sheet), *(_entry(unit, short[unit.file]) for unit in sheet.units)]).encode()


def _entry(unit: Unit, file: str) -> str:
    """A unit as gettext writes it. Babel's own writer breaks the lines of `#|` wherever there is a space."""
    lines = [f"#. {note}" for note in (*unit.notes, MARK + unit.version)]
    lines.append(f"#: \u2068{file}\u2069:{unit.line}" if " " in file else f"#: {file}:{unit.line}")
    if unit.is_stale and unit.target:
        lines.append("#, fuzzy")
        lines += [f"#| msgid {normalize(unit.previous, '#| ')}"] if unit.previous else []
    lines += [f"msgctxt {normalize(unit.context)}", f"msgid {normalize(unit.source)}"]
    return "\n".join([*lines, f"msgstr {normalize(unit.target)}\n"])


def _header(sheet: Sheet) -> str:
    """What gettext wants to know of a file, without the dates that it likes."""
    values = {
        "Project-Id-Version": sheet.title,
        "PO-Revision-Date": "",
        "Last-Translator": "",
        "Language-Team": "",
        "Language": sheet.language.replace("-", "_"),
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
        "Plural-Forms": Catalog(locale=languages.locale(sheet.language)).plural_forms,
        "X-Source-Language": sheet.source_language,
        "X-Guidebook-Name": sheet.name,
        "X-Guidebook-Version": sheet.version,
    }
    lines = (escape(f"{key}: {value}\n") + "\n" for key, value in values.items())
    return 'msgid ""\nmsgstr ""\n' + "".join(lines)


class _Read(Catalog):
    """A catalog that takes the header as it is: Babel refuses one without dates, and looks up plural forms."""

    mime_headers: Sequence[tuple[str, str]] = ()


def read(file: Path, text: str) -> Parcel:
    """What a translator sends back. Raises GuidebookError when it is no PO file."""
    hint, catalog = "save it again as PO with your translation tool", _Read()
    try:
        PoFileParser(catalog, ignore_obsolete=True, abort_invalid=True).parse(StringIO(text))
    except PoFileError as fault:
        raise GuidebookError("this cannot be read as PO", hint, f"{file}:{fault.lineno + 1}") from None
    except (AttributeError, LookupError, TypeError, ValueError):
        raise GuidebookError("this cannot be read as PO", hint, f"{file}:1") from None
    header = {key.lower(): value for key, value in catalog.mime_headers}
    units = tuple(_brought(message) for message in catalog if message.id)
    language = header.get("language", "").replace("_", "-")
    return Parcel(file, language, header.get(_NAME, ""), header.get(_VERSION, ""), units)


def _brought(message: Message) -> Brought:
    """A message; of plural ones, which a book does not have, the first form."""
    msgid, msgstr = (text if isinstance(text, str) else text[0] for text in (message.id, message.string or ""))
    marks = [comment.removeprefix(MARK).strip() for comment in message.auto_comments if comment.startswith(MARK)]
    return Brought(
        message.context or "", msgid, msgstr, not message.fuzzy, marks[0] if marks else "", message.lineno or 1
    )
