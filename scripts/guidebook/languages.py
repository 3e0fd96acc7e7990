"""What a code like “be” or “pt-BR” stands for, as Babel knows it; and one code for a language that nobody speaks.

    code ─ locale ─► Babel's Locale        code ─ canonical ─► the one way it is written      code ─ script ─► Cyrl
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from babel import Locale, UnknownLocaleError
from babel.core import get_global, parse_locale

PSEUDO = "qps"  # BCP 47 keeps qaa–qtz for private use; dates and numbers of this one are English
_SPOKEN_LIKE = {PSEUDO: "en"}
_PSEUDO_NAME = "Þšéûðö"


@cache
def locale(code: str) -> Locale:
    """Babel's locale of a language. Raises LookupError when nobody knows the code."""
    known = _SPOKEN_LIKE.get(code, code)
    try:
        return Locale.parse(known, sep="-" if "-" in known else "_")
    except (UnknownLocaleError, ValueError):
        raise LookupError(code) from None


def canonical(code: str) -> str:
    """A code as BCP 47 writes it: pt_br → pt-BR. Raises LookupError when it is that of no language."""
    if code == PSEUDO:
        return code
    locale(code)  # is it known at all?
    language, territory, script, variant, *modifier = parse_locale(code, sep="-" if "-" in code else "_")
    if variant or any(modifier) or (script and locale(code).script != script):
        raise LookupError(code)
    return "-".join(filter(None, (language, script, territory)))


def bases(code: str) -> tuple[str, ...]:
    """The code, and what it is a variant of: zh-Hant-TW, zh-Hant, zh."""
    parts = code.replace("_", "-").split("-")
    return tuple("-".join(parts[:count]) for count in range(len(parts), 0, -1))


@cache
def plural_forms(code: str) -> Mapping[str, tuple[int, ...]]:
    """The forms that a word has after whole numbers, each with the first of these: one → 1, few → 2, 3, 4."""
    found: dict[str, list[int]] = {}
    for number in (*range(1, 201), 0):
        found.setdefault(locale(code).plural_form(number), []).append(number)
    return {form: tuple(numbers[:3]) for form, numbers in found.items()}


def own_name(code: str) -> str:
    """How a language calls itself."""
    name = _PSEUDO_NAME if code == PSEUDO else locale(code).display_name or code
    return name[:1].upper() + name[1:]


def script(code: str) -> str:
    """Its letters, by the four that ISO 15924 has for them: Cyrl; empty when that is not known."""
    found = locale(code)
    likely = get_global("likely_subtags")
    territory = f"_{found.territory}" if found.territory else ""
    full = likely.get(f"{found.language}{territory}") or likely.get(found.language) or ""
    return found.script or next((part for part in full.split("_") if len(part) == 4), "")


def with_territory(code: str) -> str:
    """The code and the country where most people speak it, as Open Graph writes it: uk_UA; empty when not known."""
    found = locale(code)
    likely = get_global("likely_subtags")
    full = likely.get(f"{found.language}_{found.script}") or likely.get(found.language) or ""
    territory = found.territory or next((part for part in full.split("_")[1:] if len(part) == 2), "")
    return f"{found.language}_{territory}" if territory and code != PSEUDO else ""


def letters(code: str) -> frozenset[str]:
    """The letters that a language uses, gathered from what it calls languages, countries, months and days."""
    found = locale(code)
    names = [*found.languages.values(), *found.territories.values(), own_name(code)]
    for calendar in (found.months, found.days):
        names += [name for widths in calendar.values() for forms in widths.values() for name in forms.values()]
    return frozenset(letter for name in names for letter in name if letter.isalpha())


@cache
def names() -> Mapping[str, str]:
    """Codes by what people may write instead: “belarusian”, “беларуская” → be."""
    english = {name.casefold(): code for code, name in Locale("en").languages.items() if "_" not in code}
    return english | {own_name(code).casefold(): code for code in english.values() if _is_known(code)}


def _is_known(code: str) -> bool:
    try:
        return bool(own_name(code))
    except LookupError:
        return False
