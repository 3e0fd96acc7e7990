"""Draws queries from the terms of the glossary, spoilt as people spoil them: python tests/queries/draw.py > drawn.yml

Forms come from morphological dictionaries, not from the search: morfeusz2 (SGJP, BSD) for Polish; pymorphy3 with
pymorphy3-dicts-uk for Ukrainian, whose dictionary is GPL: single words were looked up, nothing of it is in the guide.
Neither is needed by the tests. The seed is fixed; the list was drawn once, before there was a stemmer.
"""

from __future__ import annotations

import random
import re
import sys
import unicodedata
from collections.abc import Callable, Iterator
from pathlib import Path

import yaml

SEED = 20261126
TERMS = Path(__file__).parents[2] / "docs/data/terms.yml"
ENOUGH = {
    "drawn form": 34,
    "drawn form, misspelt": 24,
    "drawn form, without diacritics": 16,
    "drawn form, other keyboard": 24,
}
CASES = ("gen", "dat", "acc", "inst", "loc")
UK_CASES = ("gent", "datv", "accs", "ablt", "loct")
# Neighbours on the keyboard: what a thumb hits instead.
ROWS = ("qwertyuiop", "asdfghjkl", "zxcvbnm", "йцукенгшщзхї", "фівапролджє", "ячсмитьбю")


def words(text: str) -> list[str]:
    """The words of a term without what stands in brackets."""
    return re.sub(r"\(.*?\)", "", text).split()


def polish(draw: random.Random) -> Callable[[str], str | None]:
    """A term in another case or number: its adjectives and its noun, what follows stays."""
    import morfeusz2

    dictionary = morfeusz2.Morfeusz()

    def readings(word: str) -> Iterator[tuple[str, list[str]]]:
        for _, _, (_, lemma, tag, *_) in dictionary.analyse(word.lower()):
            yield lemma, tag.split(":")

    def inflected(text: str) -> str | None:
        parts = words(text)
        case, number = draw.choice(CASES), draw.choice(("sg", "pl"))
        nouns = [(place, lemma, tag) for place, part in enumerate(parts) for lemma, tag in readings(part)
                 if tag[0] in ("subst", "ger") and tag[-1] != "neg" and "nom" in tag[2].split(".")]
        if not nouns:
            return None
        place, lemma, tag = nouns[0]
        number = tag[1] if tag[0] == "ger" else number
        forms = [form for form, _, known, _, old in dictionary.generate(lemma.split(":")[0])
                 if (k := known.split(":"))[0] == tag[0] and k[1] == number and case in k[2].split(".")
                 and k[-1] != "neg" and not old]
        if not forms:
            return None
        made = list(parts)
        made[place] = draw.choice(sorted(set(forms)))
        for near in (place - 1, place + 1):
            if 0 <= near < len(parts):
                for lemma, known in readings(parts[near]):
                    if known[0] in ("adj", "pact", "ppas") and "nom" in known[2].split("."):
                        fits = [form for form, _, other, *_ in dictionary.generate(lemma.split(":")[0])
                                if (k := other.split(":"))[0] == known[0] and k[1] == number and k[-1] in ("pos", "aff")
                                and case in k[2].split(".") and tag[3].split(".")[0] in k[3].split(".")]
                        made[near] = fits[0] if fits else parts[near]
                        break
        return " ".join(made).lower()

    return inflected


def ukrainian(draw: random.Random) -> Callable[[str], str | None]:
    """The same with the other dictionary."""
    import pymorphy3

    dictionary = pymorphy3.MorphAnalyzer(lang="uk")

    def inflected(text: str) -> str | None:
        parts = words(text)
        case, number = draw.choice(UK_CASES), draw.choice(("sing", "plur"))
        made = list(parts)
        for place, part in enumerate(parts):
            known = [one for one in dictionary.parse(part.lower()) if one.is_known and "nomn" in one.tag]
            adjective = next((one for one in known if one.tag.POS in ("ADJF", "PRTF")), None)
            noun = next((one for one in known if one.tag.POS == "NOUN" and "Surn" not in one.tag), None)
            read = noun or adjective
            if read is None:
                return None
            form = read.inflect({case, number}) or read.inflect({case})
            if form is None:
                return None
            made[place] = form.word
            if read is noun:  # what follows a noun stays
                break
        return " ".join(made).lower()

    return inflected


def english(draw: random.Random) -> Callable[[str], str | None]:
    """Plurals; English has little else."""

    def inflected(text: str) -> str | None:
        *before, last = words(text)
        is_whole_phrase = {"to", "on", "as", "number"} & {*before}
        if last.endswith(("s", "ing", "ion", "work")) or is_whole_phrase or draw.random() < 0.2:
            return None
        plural = re.sub("([^aeiou])y$", r"\1ie", re.sub("(x|[cs]h)$", r"\1e", last)) + "s"
        return " ".join([*before, plural]).lower()

    return inflected


def misspelt(text: str, draw: random.Random) -> str | None:
    """One letter of a word of six or more: missing, twice, a neighbour's, or changed places with the next."""
    long = [word for word in text.split() if len(word) >= 6]
    if not long:
        return None
    word = draw.choice(long)
    at = draw.randrange(1, len(word) - 1)
    rows = [(row, row.index(word[at])) for row in ROWS if word[at] in row]
    near = [row[place + step] for row, place in rows for step in (-1, 1) if 0 <= place + step < len(row)]
    spoilt = draw.choice([
        word[:at] + word[at + 1:],
        word[:at] + word[at] + word[at:],
        word[:at] + word[at + 1] + word[at] + word[at + 2:],
        *([word[:at] + draw.choice(near) + word[at + 1:]] if near else []),
    ])
    return text.replace(word, spoilt) if spoilt != word else None


def plain(text: str) -> str:
    """Without a mark on any letter."""
    text = text.replace("ł", "l")
    return "".join(one for one in unicodedata.normalize("NFD", text) if not unicodedata.combining(one))


def other_keyboard(text: str, draw: random.Random) -> str:
    """Ukrainian on a keyboard that has not got all its letters."""
    for own, twins in (("і", "ыиi"), ("и", "иы"), ("ї", "и"), ("є", "еэ"), ("ґ", "г"), ("’", "ъ ")):
        text = text.replace(own, draw.choice(twins).strip())
    return text


def drawn(code: str, terms: dict[str, dict]) -> dict[str, dict[str, str]]:
    """The queries of a language by their kind."""
    draw = random.Random(f"{SEED}{code}")
    inflect = {"pl": polish, "en": english, "uk": ukrainian}[code](draw)
    names = sorted(terms)
    spoil: dict[str, Callable[[str], str | None]] = {
        "drawn form": lambda text: text,
        "drawn form, misspelt": lambda text: misspelt(text, draw),
        "drawn form, without diacritics": plain,
        "drawn form, other keyboard": lambda text: other_keyboard(text, draw),
    }
    kinds = {"pl": [0, 1, 2], "en": [0, 1], "uk": [0, 1, 3]}[code]
    found: dict[str, dict[str, str]] = {}
    for kind in [list(spoil)[place] for place in kinds]:
        found[kind] = {}
        for name in draw.sample(names, len(names)):
            base = terms[name]["term"][code]
            form = inflect(base)
            made = form and spoil[kind](form)
            changed = made and made != " ".join(words(base)).lower() and (kind == "drawn form" or made != form)
            if changed and len(found[kind]) < ENOUGH[kind]:
                found[kind][made] = f"term-{name}"
    return found


if __name__ == "__main__":
    known = yaml.safe_load(TERMS.read_text("utf-8"))
    lists = {code: drawn(code, known) for code in ("pl", "en", "uk")}
    sys.stdout.write("# Made by draw.py, once: language → kind → what is typed → its answers (answers.yml).\n\n")
    yaml.safe_dump(lists, sys.stdout, allow_unicode=True, sort_keys=False, width=120)
