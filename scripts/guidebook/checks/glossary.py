"""The glossary in the text: where the source speaks of a term of terms.yml, a translation uses the glossary's words.

    source block       Rada osiedla słucha …            “rady osiedla”, “radą osiedla” too
    its translation    The neighbourhood council …      or Rada Osiedla, or [[term:rada-osiedla]]

Words are compared by their beginnings, behind which endings differ. A word may mean something else than the term, and
the glossary may be narrower than the language: so what the book itself nearly always says otherwise is not advised on.

Measured on a book in Polish, English and Ukrainian with 106 terms: 1 210 times a term stands in the source, 1 065 times
the translation says it as the glossary does. Of the others 12 were advised on and read one by one: 7 were not as they
should be, in 5 the translation said the same more freely. Of what is right in chapters, 92 % would be advised on if
that one place were written otherwise.
"""

from __future__ import annotations

import os.path
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import NamedTuple

from guidebook.book import Book
from guidebook.checks import parts
from guidebook.checks.parts import Same
from guidebook.checks.reading import Line
from guidebook.facts import Term
from guidebook.markup import Reference
from guidebook.problem import Problem
from guidebook.translation import aligning, blocks
from guidebook.translation.blocks import Block

_WORD = re.compile(r"[^\W_]+(?:[’'ʼ-][^\W_]+)*")
_SHORT = re.compile(r"\s*\(([^()]+)\)")
_KEY = 3  # letters by which words that may be alike are looked up
_SMALL = 3  # letters of words that a rendering may lack: “of”, “the”, “на”
_ENDING = 4  # letters that may follow what two words have in common
_VOWELS = "aeiouyаеиоуюяєы"
_USUAL = 2  # how often the book says it as the glossary does, for each time that it does not
# Vowels that take turns when a word is inflected, and letters of a word that may change before its ending.
_ALIKE = str.maketrans({"ł": "l", "ą": "ę", "і": "о", "ї": "о"})


def other_terms(book: Book) -> Iterator[Problem]:
    """The source speaks of a term of the glossary, and the translation does not use the glossary's words for it."""
    glossary = _glossary(Same(book.data), book.source.language.code)
    seen = parts.found(book, uses)
    told = Counter((use.term, use.code) for use in seen if use.is_told)
    untold = Counter((use.term, use.code) for use in seen if not use.is_told)
    forms = Counter((use.term, use.text.casefold(), use.is_told) for use in seen)
    for use in seen:
        of_this, form = (use.term, use.code), (use.term, use.text.casefold())
        told_so, untold_so = forms[*form, True], forms[*form, False]
        is_meant = told_so > untold_so or (untold_so == 1 and glossary.is_nearly(use.term, use.text))
        is_usual = told[of_this] >= _USUAL * untold[of_this] or (not told[of_this] and untold[of_this] == 1)
        if not use.is_told and is_meant and is_usual:
            message = "the source speaks of “{text}” here, for which the glossary has “{words}”"
            hint = "if the same is meant, write “{words}”, in the form that the sentence needs, or {reference}"
            words, reference = glossary.terms[use.term].words[use.code], str(Reference("term", use.term))
            values = {"text": use.text, "words": words, "reference": reference}
            yield Problem(book.config.root / use.file, use.line, message, hint, values)


class Use(NamedTuple):
    """A term that stands in a text of the source, and whether the translation says it as the glossary does."""

    term: str
    text: str  # as it is written there
    code: str  # the language of the translation
    file: str  # from the folder of the book
    line: int
    is_told: bool


def uses(book: Book) -> Iterator[Use]:
    """Every use of a term of the glossary that a translation should say too."""
    glossary = _glossary(Same(book.data), book.source.language.code)
    for source in book.source.chapters if book.data.terms else ():
        there = parts.cut(source.document)
        wanted = {place: terms for place, block in enumerate(there) if (terms := glossary.terms_in(block.read))}
        for edition in book.translations if wanted else ():
            chapter = edition.chapter(source.name)
            if chapter and chapter.translated_from == source.source_id:  # what is stale is told already
                beside = _beside(there, parts.cut(chapter.document))
                for place, terms in wanted.items():
                    if here := beside.get(there[place].line):
                        line = Line(chapter.file, here.line, chapter.language, here.text)
                        yield from _uses_in(book, line, terms, glossary)
    if not parts.is_chapter(book):
        yield from _uses_elsewhere(book, glossary)


def _uses_in(book: Book, here: Line, terms: Mapping[str, str], glossary: _Glossary) -> Iterator[Use]:
    said = _Said(here.text)
    for name, text in terms.items():
        term = glossary.terms[name]
        if here.language in term.words:
            is_told = glossary.is_told(term, here.language, said)
            line = here.number if is_told else here.at(here.text[:20])
            yield Use(name, text, here.language, book.config.short(here.file), line, is_told)


def _beside(there: Sequence[Block], here: Sequence[Block]) -> Mapping[int, Block]:
    """Line of a source block → the block that stands for it."""
    if [(block.kind, block.id) for block in there] == [(block.kind, block.id) for block in here]:  # nearly always
        return {one.line: other for one, other in zip(there, here, strict=True)}
    pairs = aligning.align(there, here)
    return {pair.source.line: pair.translation for pair in pairs if pair.source and pair.translation}


def _uses_elsewhere(book: Book, glossary: _Glossary) -> Iterator[Use]:
    """In facts, places and phrases. A drawing has room for few words, and a form explains its own in many ways."""
    source = book.source.language.code
    for entry in book.data.entries():
        for key, texts in entry.texts.items() if entry.name not in book.data.terms else ():
            for code in sorted(texts.keys() - {source}) if source in texts and key != "say" else ():
                if not entry.is_stale(code, source) and (terms := glossary.terms_in(texts[source])):
                    line = Line(entry.file, entry.line, code, texts[code], is_entry=True)
                    yield from _uses_in(book, line, terms, glossary)


# ------------------------------------------------------------------------------------------------ glossary


@dataclass(frozen=True)
class _Name:
    """A term as one language has it: “Biuletyn Informacji Publicznej (BIP)”."""

    stems: tuple[str, ...]
    short: tuple[str, ...]  # what stands in brackets, and names in capitals: they have no other forms


@lru_cache(maxsize=4096)
def _name(text: str) -> _Name:
    words = _WORD.findall(_SHORT.sub("", text))
    if len(words) == 1 and words[0].isupper():
        return _Name((), (words[0],))
    return _Name(tuple(map(_stem, words)), tuple(_SHORT.findall(text)))


class _Said:
    """The words of a text, to be looked up by their beginnings."""

    def __init__(self, text: str) -> None:
        self.text = text
        words = _WORD.findall(blocks.as_read(" ".join(text.split())))
        self.words = frozenset((*words, *(part for word in words if "-" in word for part in word.split("-"))))

    @cached_property
    def stems(self) -> Mapping[str, list[str]]:
        found: dict[str, list[str]] = {}
        for word in self.words:
            stem = _stem(word)
            found.setdefault(stem[:_KEY], []).append(stem)
        return found

    def has_name(self, name: str) -> bool:
        """A name in capitals, perhaps with an ending: COM, COMs, COM-у."""
        return any(word.startswith(name) and not word[len(name) : len(name) + 1].isupper() for word in self.words)

    def has(self, stem: str) -> bool:
        """A word, in whatever form."""
        return any(_is_kin(word, stem) for word in self.stems.get(stem[:_KEY], ()))


class _Glossary:
    """The terms of a book, to be found in texts of its source language in whatever form."""

    def __init__(self, terms: Mapping[str, Term], source: str) -> None:
        self.terms, self.source = terms, source
        self.names = {name: _name(term.words[source]) for name, term in terms.items() if source in term.words}
        self.short = {short: name for name, words in self.names.items() for short in words.short}
        self.first: dict[str, list[str]] = {}  # by the beginning of the first word, long terms before short ones
        for name in sorted(self.names, key=lambda name: -len(self.names[name].stems)):
            if stems := self.names[name].stems:
                self.first.setdefault(stems[0][:_KEY], []).append(name)

    def is_nearly(self, name: str, text: str) -> bool:
        """Whether a text has the very words of a term, and several: a single word has many meanings."""
        stems, words = self.names[name].stems, [_stem(word) for word in _WORD.findall(text)]
        pairs = zip(stems, words, strict=False)
        return len(stems) > 1 and all(len(stem) - len(os.path.commonprefix((stem, word))) <= 1 for stem, word in pairs)

    def terms_in(self, text: str) -> Mapping[str, str]:
        """Names of the terms that a text speaks of, each as it stands there first; a word belongs to one of them."""
        words = _WORD.findall(text)
        stems, found, place = list(map(_stem, words)), {}, 0
        while place < len(words):
            name, length = self.short.get(words[place], ""), 1
            if not name and (name := self._term_at(stems, place)):
                length = len(self.names[name].stems)
            if name:
                found.setdefault(name, " ".join(words[place : place + length]))
            place += length
        return found

    def _term_at(self, stems: Sequence[str], place: int) -> str:
        for name in self.first.get(stems[place][:_KEY], ()):
            own = self.names[name].stems
            here = stems[place : place + len(own)]
            if len(here) == len(own) and all(map(_is_form, here, own)):
                return name
        return ""

    def is_told(self, term: Term, code: str, said: _Said) -> bool:
        """Whether a text says the term in the reader's words, in the official ones, or by a reference."""
        if str(Reference("term", term.name)) in said.text:
            return True
        return any(_is_said(_name(term.words[one]), said) for one in (code, self.source) if one in term.words)


@lru_cache(maxsize=2)
def _glossary(data: Same, source: str) -> _Glossary:
    return _Glossary(data.it.terms, source)


def _is_said(name: _Name, said: _Said) -> bool:
    if any(map(said.has_name, name.short)):
        return True
    telling = [stem for stem in name.stems if len(stem) > _SMALL] or name.stems
    return bool(telling) and all(map(said.has, telling))


# --------------------------------------------------------------------------------------------------- words


@lru_cache(maxsize=65536)
def _stem(word: str) -> str:
    """A word with letters that change when it is inflected made equal: without marks, “ó” as “o”, “ą” as “ę”."""
    parts = unicodedata.normalize("NFD", word.casefold().translate(_ALIKE))
    return "".join(letter for letter in parts if not unicodedata.combining(letter))


def _is_form(word: str, stem: str) -> bool:
    """Whether a word may be another form of a term's word: the same but for its last letters, the more the longer."""
    if word == stem:
        return True
    length = len(stem)
    kept = length - (3 if length > 8 else 2 if length > 6 else int(stem[-1] in _VOWELS))
    if length <= _KEY or not word.startswith(stem[:kept]):
        return False
    return len(word) - len(os.path.commonprefix((word, stem))) <= _ENDING


def _is_kin(word: str, stem: str) -> bool:
    """The same, not so strictly: a translator who writes “to consult” knows the word “consultations”."""
    return word.startswith(stem[: max(_KEY, (len(stem) + 1) // 2)])
