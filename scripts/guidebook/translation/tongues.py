"""Whether a text is written in the language it should be in: by its letters, then by its small words, then by groups.

Nothing is known of languages beforehand but their alphabet. What tells one from another is learned from the book
itself: the words that one edition uses all the time and the others hardly ever (“the”, “się”), and how often three
letters follow each other inside its words (“ści”, “ing”). So a book in any languages can be looked at, as soon as an
edition has some pages.

Measured on a book in Polish, English and Ukrainian, one half teaching and the other asked, each block of five words
and more in the page of each language: of 5–7 words 98 % are found, of 8–14 words 99 %, of longer ones all; none of
1 772 is accused in its own page, nor when an edition has but one chapter to learn from. Of single Russian sentences in
a Ukrainian page 65 % are found, of paragraphs of three 94 %. The libraries py3langid (76 MB with numpy), lingua (96 MB)
and langdetect find all blocks but one in 500, and accuse 3, 9 and 23 of the 1 772; they take 3 to 80 times as long.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from itertools import repeat
from math import log

from guidebook import typography
from guidebook.translation import blocks

_FEWEST_LETTERS, _FEWEST_WORDS = 20, 5  # shorter texts are names and addresses as often as not
_FEWEST_TELLING = 3  # and three times as many as those of the language it should be
_FEW_TELLING = 2  # of the language it should be: enough, as long as no other has more
_NAMES = 1 / 4  # of a sentence that names an institution in its own letters, so much at least is in those of the reader
_EDITION = 300  # words from which an edition shows how its language is
_OFTEN = 1 / 1000  # what share of all words a telling word has
_RARER = 8  # how many times rarer it is in every other language
_NO_SHORTENED = 3  # letters: what is shorter may stand for a street or a square
_SURE = 10.0  # e^10 times more likely in another language of the book
_FEWEST_SMALL = 3  # words that are no names: of fewer, the groups of letters say nothing
_UNHEARD = 1 / 5  # what share of all groups is new in a text of a language that the book does not have


@dataclass(frozen=True)
class Tongues:
    """What tells the languages of a book from each other."""

    scripts: Mapping[str, str]  # code → alphabet as Unicode calls it; languages of which nothing is known have none
    telling: Mapping[str, frozenset[str]]
    habits: Mapping[str, Mapping[str, float]] = field(default_factory=dict)  # group of letters → how likely, as log
    rare: float = 0.0  # how likely a group is that was never seen

    def is_other(self, words: Sequence[str], code: str) -> bool:
        """Whether these words are those of another language than `code`; no when there are too few to say."""
        return len(words) >= _FEWEST_WORDS and self._is_other(words, code, *self._telling(words, code))

    def _is_other(self, words: Sequence[str], code: str, own: int, other: int) -> bool:
        if _has_strange_letters(words, code) and self._is_unheard(words, code):
            return True
        if own >= max(_FEW_TELLING, other):
            return False
        if self._in_other_letters(words, code) > (1 - _NAMES) * len(words) and sum(map(len, words)) >= _FEWEST_LETTERS:
            small = [word for word in words if len(word) >= _NO_SHORTENED and not word[0].isupper()]
            if self._in_other_letters(small, code) >= 2:  # names alone make no sentence
                return True
        return (other >= _FEWEST_TELLING and other > _FEWEST_TELLING * own) or self._has_other_habits(words, code)

    def passage(self, text: str, words: Sequence[str], code: str) -> str:
        """The sentence of a text that is in another language than `code`, or the text itself; else nothing."""
        if len(words) < _FEWEST_WORDS:
            return ""
        own, other = self._telling(words, code)
        is_other = self._is_other(words, code, own, other)
        few = (1 - _NAMES) * _FEWEST_WORDS  # sentences are looked at where one may be: that is quickly said
        may_be = is_other or other >= _FEWEST_TELLING or self._in_other_letters(words, code) > few
        if not may_be and not _has_strange_letters(words, code):
            return ""
        sentences = typography.sentences(text)
        found = (one for one in sentences if self.is_other(blocks.words_of(one), code))
        return next(found, text if is_other else "")

    def _in_other_letters(self, words: Sequence[str], code: str) -> int:
        script = self.scripts.get(code)
        if not script or all(script_of(letter) == script for letter in {word[0] for word in words}):
            return 0
        return sum(script_of(word[0]) != script for word in words)

    def _telling(self, words: Sequence[str], code: str) -> tuple[int, int]:
        """How many different words tell of the language, and of the one among the others that has most."""
        if code not in self.telling:
            return 0, 0
        tells = self._tells
        found = [tells[word] for word in set(" ".join(words).casefold().split(" ")) if word in tells]
        own = found.count(code)
        return own, max(map(found.count, {*found} - {code}), default=0) if own < len(found) else 0

    @cached_property
    def _tells(self) -> Mapping[str, str]:
        """Telling word → its language; no word tells of two."""
        return {word: code for code, words in self.telling.items() for word in words}

    def _has_other_habits(self, words: Sequence[str], code: str) -> bool:
        """Whether the letters follow each other as in another language of the book."""
        own, groups = self.habits.get(code), _groups_of(words)
        if own is None or not groups:
            return False
        likely = sum(map(own.get, groups, repeat(self.rare)))
        others = (habits for language, habits in self.habits.items() if language != code)
        return any(sum(map(habits.get, groups, repeat(self.rare))) - likely > _SURE for habits in others)

    def _is_unheard(self, words: Sequence[str], code: str) -> bool:
        """Whether the letters follow each other as they hardly ever do in this language."""
        own, groups = self.habits.get(code), _groups_of(words)
        return own is not None and sum(group not in own for group in groups) > _UNHEARD * len(groups)


def learn(editions: Mapping[str, Sequence[Sequence[str]]]) -> Tongues:
    """From the words of each edition, text by text; what is copied from another language should not be among them."""
    counts = {
        code: Counter(w.casefold() for words in texts if not _has_strange_letters(words, code) for w in words)
        for code, texts in editions.items()
    }
    scripts = {code: _script(code, words) for code, words in counts.items()}
    grown = {code: words for code, words in counts.items() if words.total() >= _EDITION}
    telling = {code: _telling(code, grown) for code in grown}
    return Tongues({code: script for code, script in scripts.items() if script}, telling, *_habits(grown))


def _telling(code: str, counts: Mapping[str, Counter]) -> frozenset[str]:
    own = counts[code]
    others = [words for other, words in counts.items() if other != code]
    often = (word for word, count in own.items() if count >= max(3, _OFTEN * own.total()))
    return frozenset(
        word for word in often
        if all(other[word] / other.total() * _RARER <= own[word] / own.total() for other in others)
    )  # fmt: skip


def _habits(counts: Mapping[str, Counter]) -> tuple[dict[str, dict[str, float]], float]:
    """How likely each group of letters is, and one never seen; equally many words of each language teach it."""
    fewest = min((len(words) for words in counts.values()), default=0)
    heard = {}
    for code, words in counts.items():
        often = (word for word, _ in words.most_common(fewest))
        heard[code] = Counter(group for word in often for group in _groups(word))
    total = max((groups.total() for groups in heard.values()), default=1) + len(set().union(*heard.values()))
    habits = {code: {group: log((n + 0.5) / total) for group, n in groups.items()} for code, groups in heard.items()}
    return habits, log(0.5 / total)


def _groups(word: str) -> list[str]:
    """Three letters at a time, with the ends of the word: ^da dać ać$."""
    ended = f"^{word}$"
    return [ended[at : at + 3] for at in range(len(word))]


def _groups_of(words: Iterable[str]) -> list[str]:
    """Those of all words but names, which are written alike everywhere; none where that leaves too little to say."""
    small = {word for word in words if word.islower()}
    return [group for word in small for group in _groups(word)] if len(small) >= _FEWEST_SMALL else []


def _has_strange_letters(words: Iterable[str], code: str) -> bool:
    """Whether there is a letter of the language's script that the language does not have; a to z are anywhere."""
    strange = _strange_letters(code)
    if strange is None:
        return False
    script = typography.rules(code).script
    return any(script_of(letter) == script for letter in strange.findall("".join(words).casefold()))


@lru_cache
def _strange_letters(code: str) -> re.Pattern | None:
    alphabet = typography.rules(code).alphabet
    return re.compile(rf"[^\W\d_a-z{alphabet}]") if alphabet else None


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
