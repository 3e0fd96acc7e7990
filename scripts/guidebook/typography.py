"""What differs between languages on paper: spaces that do not break, quotes, dates, alphabets, ends of sentences.

The table is that of the style guides named beside each row. A language without a row gets the plain rules, with dates
as CLDR has them; a book may say more of it in mkdocs.yml, and differ from a row as well.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import cache

from guidebook import languages

NO_BREAK = "\u00a0"
WORD_JOINER = "\u2060"


@dataclass(frozen=True)
class Rules:
    """How one language is set."""

    lonely: str = ""  # one-letter words that must not end a line
    quotes: tuple[str, str, str, str] = ("“", "”", "‘", "’")
    date: str = "d MMMM y"  # CLDR pattern
    month: str = "MMMM y"
    hour: str = "{hour}:{minute}"
    money: str = "#,##0.##\u00a0¤"  # CLDR pattern; ¤¤¤ is the currency's name in words
    alphabet: str = ""  # sorting order where code points are not enough
    script: str = "LATIN"
    apostrophe_before: str = ""  # where it stands inside a word to keep two sounds apart
    instead: tuple[tuple[str, str], ...] = ()  # letters of its script that it does not have → those it has


_LATIN_PL = "aąbcćdeęfghijklłmnńoópqrsśtuvwxyzźż"
_CYRILLIC_UK = "абвгґдеєжзиіїйклмнопрстуфхцчшщьюя"

LANGUAGES = {
    # Polish: Słownik języka polskiego PWN, rules 57 and 71 (dashes, quotes); hours with a full stop
    "pl": Rules(
        lonely="aiouwz",
        quotes=("„", "”", "«", "»"),
        date="d MMMM y 'r'.",
        month="LLLL y",
        hour="{hour}.{minute}",
        alphabet=_LATIN_PL,
    ),
    # Ukrainian: Український правопис 2019, § 164–168
    "uk": Rules(
        lonely="аіоувзйєя",
        quotes=("«", "»", "„", "“"),
        date="d MMMM y 'р'.",
        month="LLLL y",
        money="#,##0.##\u00a0¤¤¤",
        alphabet=_CYRILLIC_UK,
        script="CYRILLIC",
        apostrophe_before="яюєї",
        instead=(("ы", "иі"), ("э", "еє"), ("ё", "еєо"), ("ъ", "’"), ("ў", "ву")),
    ),
    "en": Rules(lonely="aI", money="¤\u00a0#,##0.##"),
}


_of_book: dict[str, dict[str, object]] = {}


def of_book(told: Mapping[str, Mapping[str, object]]) -> None:
    """From now on these rules are known too, by language and name of the rule; those of another book no longer."""
    if told != _of_book:
        _of_book.clear()
        _of_book.update({code: dict(rules) for code, rules in told.items()})
        rules.cache_clear()
        _glued_spaces.cache_clear()


@cache
def rules(language: str) -> Rules:
    """The rules of a language: those of its row, else plain ones; and above them what the book says itself."""
    bases = languages.bases(language)
    row = next((LANGUAGES[code] for code in bases if code in LANGUAGES), None) or _plain(language)
    told = next((_of_book[code] for code in bases if code in _of_book), {})
    return replace(row, **told)


def has_quotes(language: str) -> bool:
    """Whether it is known which quotes a language uses."""
    told = (_of_book[code] for code in languages.bases(language) if code in _of_book)
    return not LANGUAGES.keys().isdisjoint(languages.bases(language)) or any("quotes" in rules for rules in told)


# Signs that Unicode calls by another name than ISO 15924; what several alphabets share is not asked for.
_ALPHABETS = {"Hans": "CJK", "Hant": "CJK", "Jpan": "", "Kore": "HANGUL"}


def _plain(language: str) -> Rules:
    try:
        locale, script = languages.locale(language), languages.script(language)
    except LookupError:
        return Rules()
    name = languages.locale("en").scripts.get(script, "Latin").upper()
    month = locale.datetime_skeletons.get("yMMMM")
    return Rules(
        date=locale.date_formats["long"].pattern,
        month=month.pattern if month else Rules.month,
        script="" if language == languages.PSEUDO else _ALPHABETS.get(script, name),  # it has its source's letters
    )


def glue(text: str, language: str) -> str:
    """The text with spaces that do not break: after one-letter words, before dashes, after numbers."""
    text = _glued_spaces(language).sub(NO_BREAK, text)
    if "№" in text:
        text = _NUMBER_SIGN.sub(NO_BREAK, text)
    return _ABBREVIATED.sub(rf"\1{NO_BREAK}", text) if ". " in text else text


# Patterns begin with the one sign they all have: a search for that is many times quicker than a try at each letter.
# “e-mail”, “e-Doręczenia”, but not what stands in an address
_LETTER_AND_HYPHEN = re.compile(r"-(?<=[^\W\d_]-)(?<![\w.@/:-].-)(?=[^\W\d_])(?!\S*[.@/]\w)")


def finished(text: str, language: str) -> str:
    """Running text as it is shown: glued, and a word of one letter and a hyphen stays on the line of what follows."""
    return _LETTER_AND_HYPHEN.sub(f"-{WORD_JOINER}", glue(text, language))


_ABBREVIATIONS = r"(?:ul|al|pl|nr|art|ust|pkt|godz|tel|r|s|вул|просп|пл|ст|тел|р|с|No)\."


STREETS = r"(?:ul|al|pl|os|вул|просп|пл|бул)\."  # what stands before the name of a street or square
_SENTENCE_END = re.compile(r"(?<=[.!?…])[*”»“’)\]]*\s+(?=[„«“(\[]*(\w|◦))")
# A stop behind these ends no sentence; a single letter is an initial.
_SHORTENED = re.compile(rf"\b(?:{_ABBREVIATIONS}|{STREETS}|(?:np|tzw|ok|św|ім|див|напр|e\.g|i\.e|[^\W\d_])\.)$")


def sentences(text: str) -> list[str]:
    """The text cut where a full stop is followed by a capital letter, a number or a value, but not after “ul.”."""
    found, begin = [], 0
    for end in _SENTENCE_END.finditer(text):
        if not end.group(1).islower() and not _SHORTENED.search(text[begin : end.start()]):
            found.append(text[begin : end.end()].strip())
            begin = end.end()
    return [*found, text[begin:].strip()] if text[begin:].strip() else found


_NUMBER_SIGN = re.compile(r"(?<=№) ?(?=\d)")
_ABBREVIATED = re.compile(rf"\b({_ABBREVIATIONS}) (?=[\w„«“])")


@cache
def _glued_spaces(language: str) -> re.Pattern:
    """Spaces that must not end a line: those after lonely words and numbers, and before dashes."""
    lonely = rules(language).lonely
    letters = "".join(sorted({*lonely, *lonely.upper()} if lonely != "aI" else {"a", "A", "I"}))
    # and no part of a word: “i”, “(w”, never the end of “pani”; at the end of a text *emphasis* follows
    after_lonely_word = [rf"(?<=[{letters}] )(?<![\w’'ʼ-]. )(?=\S|\Z)"] if letters else []
    return re.compile(" (?:" + "|".join([*after_lonely_word, r"(?=[–—](?:\s|$))", r"(?<=\d )(?=[^\W\d]|[%€$£])"]) + ")")


def sort_key(language: str) -> Callable[[str], tuple]:
    """A key that sorts by the language's own alphabet: ł after l, ґ after г; letters of others after it."""
    alphabet = {letter: place for place, letter in enumerate(rules(language).alphabet)}

    def key(text: str) -> tuple:
        plain = [letter for letter in text.casefold() if letter.isalnum() or letter == " "]
        return tuple(_place(letter, alphabet) for letter in plain)

    return key


def _place(letter: str, alphabet: dict[str, int]) -> tuple[int, int, int]:
    if letter in alphabet:
        return (1, alphabet[letter], 0)
    if letter == " " or letter.isdigit():
        return (0, ord(letter), 0)
    base = unicodedata.normalize("NFD", letter)[0]  # é beside e, for languages without a table
    return (1, alphabet[base], 1) if base in alphabet else (2, ord(base), ord(letter))


def hours(start: str, end: str, language: str) -> str:
    """“12:00”, “16:00” → 12.00–16.00 or 12:00–16:00."""
    pattern = rules(language).hour
    times = [pattern.format(hour=time.split(":")[0], minute=time.split(":")[1]) for time in (start, end)]
    return "–".join(times)
