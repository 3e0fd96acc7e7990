"""What differs between languages on paper: spaces that do not break, quotes, dates, alphabets, ends of sentences.

The table is that of the style guides named beside each row; a language without a row gets the plain rules.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

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
    ),
    "en": Rules(lonely="aI", money="¤\u00a0#,##0.##"),
}


def rules(language: str) -> Rules:
    """The rules of a language; plain ones when it has no row."""
    return LANGUAGES.get(language) or LANGUAGES.get(language.partition("-")[0]) or Rules()


def glue(text: str, language: str) -> str:
    """The text with spaces that do not break: after one-letter words, before dashes, after numbers."""
    for pattern, replacement in _glue_patterns(language):
        text = pattern.sub(replacement, text)
    return text


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


@cache
def _glue_patterns(language: str) -> tuple[tuple[re.Pattern, str], ...]:
    lonely = rules(language).lonely
    letters = "".join(sorted({*lonely, *lonely.upper()} if lonely != "aI" else {"a", "A", "I"}))
    patterns: list[tuple[re.Pattern, str]] = []
    if letters:
        # (?<!…) and not part of a word: “i”, “(w”, never the end of “pani”; twice, for “a w Łodzi”
        lonely_word = re.compile(rf"(?<![\w’'ʼ-])([{letters}]) (?=\S|\Z)")  # at its end: before *emphasis*
        patterns += [(lonely_word, rf"\1{NO_BREAK}")] * 2
    patterns += [
        (re.compile(r" (?=[–—](?:\s|$))"), NO_BREAK),
        (re.compile(r"(?<=\d) (?=[^\W\d]|[%€$£])"), NO_BREAK),
        (re.compile(r"(?<=№) ?(?=\d)"), NO_BREAK),
        (re.compile(rf"\b({_ABBREVIATIONS}) (?=[\w„«“])"), rf"\1{NO_BREAK}"),
    ]
    return tuple(patterns)


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
