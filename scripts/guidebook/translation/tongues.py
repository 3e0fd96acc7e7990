"""Whether a text is written in the language it should be in: by its letters, then by its small words.

Nothing is known of languages beforehand but their alphabet. The words that tell one from another (“the”, “się”) are
learned from the book itself: those that one edition uses all the time and the others hardly ever. So a book in any
languages can be looked at, as soon as an edition has some pages.
"""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from guidebook import typography

_FEWEST_LETTERS, _FEWEST_WORDS = 20, 5  # shorter texts are names and addresses as often as not
_FEWEST_TELLING = 3  # and three times as many as those of the language it should be
_NAMES = 1 / 4  # of a sentence that names an institution in its own letters, so much at least is in those of the reader
_EDITION = 300  # words from which an edition shows how its language is
_OFTEN = 1 / 1000  # what share of all words a telling word has
_RARER = 8  # how many times rarer it is in every other language


@dataclass(frozen=True)
class Tongues:
    """What tells the languages of a book from each other."""

    scripts: Mapping[str, str]  # code → alphabet as Unicode calls it; languages of which nothing is known have none
    telling: Mapping[str, frozenset[str]]

    def is_other(self, words: Sequence[str], code: str) -> bool:
        """Whether these words are those of another language than `code`; no when there are too few to say."""
        if len(words) < _FEWEST_WORDS:
            return False
        if self._in_other_letters(words, code) > (1 - _NAMES) * len(words) and sum(map(len, words)) >= _FEWEST_LETTERS:
            return True
        own, other = self._telling(words, code)
        return other >= _FEWEST_TELLING and other > _FEWEST_TELLING * own

    def may_hold_other(self, words: Sequence[str], code: str) -> bool:
        """Whether a sentence among these words may be in another language: asked first, for it is quickly said."""
        few = (1 - _NAMES) * _FEWEST_WORDS
        return self._telling(words, code)[1] >= _FEWEST_TELLING or self._in_other_letters(words, code) > few

    def _in_other_letters(self, words: Sequence[str], code: str) -> int:
        script = self.scripts.get(code)
        return sum(script_of(word[0]) != script for word in words) if script else 0

    def _telling(self, words: Sequence[str], code: str) -> tuple[int, int]:
        """How many different words tell of the language, and of the one among the others that has most."""
        if code not in self.telling:
            return 0, 0
        small = {word.casefold() for word in words}
        found = {language: len(small & known) for language, known in self.telling.items()}
        return found.pop(code), max(found.values(), default=0)


def learn(editions: Mapping[str, Sequence[Sequence[str]]]) -> Tongues:
    """From the words of each edition, text by text; what is copied from another language should not be among them."""
    counts = {code: Counter(w.casefold() for words in texts for w in words) for code, texts in editions.items()}
    scripts = {code: _script(code, words) for code, words in counts.items()}
    grown = {code: words for code, words in counts.items() if words.total() >= _EDITION}
    telling = {code: _telling(code, grown) for code in grown}
    return Tongues({code: script for code, script in scripts.items() if script}, telling)


def _telling(code: str, counts: Mapping[str, Counter]) -> frozenset[str]:
    own = counts[code]
    others = [words for other, words in counts.items() if other != code]
    often = (word for word, count in own.items() if count >= max(3, _OFTEN * own.total()))
    return frozenset(
        word for word in often
        if all(other[word] / other.total() * _RARER <= own[word] / own.total() for other in others)
    )  # fmt: skip


def _script(code: str, words: Counter) -> str:
    """The alphabet by the language's rules, else the one that most of its text is in."""
    rules = typography.rules(code)
    if rules != typography.Rules():
        return rules.script
    letters = script_letters("".join(words))
    return letters.most_common(1)[0][0] if letters else ""


def script_letters(text: str) -> Counter:
    """How many letters of each alphabet a text has."""
    found: Counter = Counter()
    for letter, count in Counter(text).items():
        if letter.isalpha():
            found[script_of(letter)] += count
    return found


@lru_cache(maxsize=4096)
def script_of(letter: str) -> str:
    """The alphabet of a letter, as Unicode calls it: LATIN, CYRILLIC, CJK."""
    return unicodedata.name(letter, "").partition(" ")[0]
