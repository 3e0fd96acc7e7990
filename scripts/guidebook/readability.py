"""How hard a text is to read, by the measure that its language knows. A number shows where to look, no more.

    sentences of words ─► FOG-PL (Polish) · Flesch–Kincaid (English) · LIX (Ukrainian and all others)
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

_VOWELS = re.compile(r"[aeiouyąęóé]", re.IGNORECASE)

Sentences = Sequence[Sequence[str]]


def fog_pl(sentences: Sentences) -> float:
    """Years of school: 0.4 · (words a sentence + per cent of hard words); hard is a word of four syllables or more.

    Gunning's fog index (1952) with the threshold that Polish studies use (Pisarek; Broda, Maziarz, Piekot and
    Radziszewski 2010, “Trudność tekstów o Funduszach Europejskich w świetle miar statystycznych”; Logios). They count
    the syllables of a word's base form, we those of the form written: our numbers are a little higher.
    """
    count = sum(map(len, sentences))
    hard = sum(syllables_pl(word) >= 4 for sentence in sentences for word in sentence)
    return 0.4 * (count / len(sentences) + 100 * hard / count)


def syllables_pl(word: str) -> int:
    """One a vowel; an i before another vowel only softens the letter before it: “nie”, “ciasto”; au and eu are one."""
    plain = re.sub(r"i(?=[aąeęioóu])", "", word.lower())
    plain = re.sub(r"(?<=[ae])u(?=[^\W\d_])", "", plain)
    return len(_VOWELS.findall(plain))


def flesch_kincaid(sentences: Sentences) -> float:
    """US school year: 0.39 · words a sentence + 11.8 · syllables a word − 15.59 (Kincaid and others 1975)."""
    count = sum(map(len, sentences))
    syllables = sum(syllables_en(word) for sentence in sentences for word in sentence)
    return 0.39 * count / len(sentences) + 11.8 * syllables / count - 15.59


def syllables_en(word: str) -> int:
    """Groups of vowels, without a silent e at the end, but with that of “people”."""
    plain = _SILENT.sub("", re.sub(r"[^a-z]", "", word.lower()))
    return max(1, len(re.findall(r"[aeiouy]+", plain)))


_SILENT = re.compile(r"(?<=[a-z]{2})(?:(?<![^aeiouy]l)e|(?<![td])ed|(?<![csxzgh])es)$")


def lix(sentences: Sentences) -> float:
    """Words a sentence + per cent of words of more than six letters (Björnsson 1968); up to 40 is easy, 50 newspaper.

    It needs neither syllables nor a word list, and its author compared eleven languages with it, Russian among them.
    For Ukrainian nothing better is known: of the formulas made for other languages none fits its texts reliably
    (Prykhodchenko and Prykhodchenko 2025, “Application of Existing Readability Methods to the Ukrainian Language”).
    """
    count = sum(map(len, sentences))
    long = sum(len(word) > 6 for sentence in sentences for word in sentence)
    return count / len(sentences) + 100 * long / count


_INDICES: dict[str, tuple[str, Callable[[Sentences], float]]] = {
    "pl": ("FOG-PL", fog_pl),
    "en": ("Flesch–Kincaid", flesch_kincaid),
}


def index(language: str) -> tuple[str, Callable[[Sentences], float]]:
    """The measure of a language and its name."""
    return _INDICES.get(language, ("LIX", lix))
