"""Numbers, dates, amounts, phones and addresses that stand in the text are the same in every language.

In chapters they are compared paragraph by paragraph, in docs/data/ and the visual notes text by text. What one language
writes in digits and another in words is no fault: only a value that has another in its place certainly is one.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from functools import lru_cache
from pathlib import Path

from guidebook import files
from guidebook.book import Book
from guidebook.checks import sides
from guidebook.checks.facts import MONEY
from guidebook.checks.sides import Side
from guidebook.markup import REFERENCE
from guidebook.problem import Problem, Severity
from guidebook.translation.blocks import Block, Kind

# ----------------------------------------------------------------------------------------- what is a value

_ADDRESSES = ("e-mail", "address", "phone")  # the same in every language, and never written in words
_PATTERNS = {  # in this order: what one has taken is no other any more
    "e-mail": re.compile(r"(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,64}\.[\w.-]{0,64}\w"),
    "address": re.compile(r"https?://[^\s<>()\[\]]+[^\s<>()\[\].,;:!?»”]"),
    "phone": re.compile(
        r"\+\d[\d \u00a0()-]{6,20}\d|(?<![\d.,–-])\d{2,3}[ \u00a0-]\d{3}[ \u00a0-]\d{2,3}[ \u00a0-]\d{2,3}\b"
    ),
    "money": re.compile(
        rf"(?<![\w.,])\d[\d \u00a0.,]{{0,20}}+{MONEY}(?!\w)|(?<!\w){MONEY}[ \u00a0]?\d(?:[\d \u00a0.,]{{0,20}}\d)?",
        re.IGNORECASE,
    ),
    "per cent": re.compile(r"(?<![\w.,])\d[\d.,]{0,12}+[ \u00a0]?%"),
    "time": re.compile(r"(?<![\w.,:])\d{1,2}[:.]\d{2}(?![\w:]|[.,]\d)"),
    "year": re.compile(r"(?<![\w.,:])(?:19|20)\d{2}(?!\w|[.,]\d)"),
    "number": re.compile(r"(?<!\w)\d(?:[\d \u00a0.,:]*\d)?(?!\w)"),
}
_MAYBE = re.compile(r"\d|@|://")
_SIGN = {"e-mail": "@", "address": "://", "per cent": "%"}  # without it there is none of the kind
_MISSED = 3  # digits: smaller numbers are written in words as often as not


@dataclass(frozen=True)
class Value:
    """A phone, an amount, a year … as it stands in a text; `plain` is what is the same however it is written."""

    kind: str
    plain: str
    text: str

    @property
    def is_certain(self) -> bool:
        """Whether another one in its place is wrong in any language."""
        return self.kind != "number"


def values_in(text: str) -> list[Value]:
    """The values of a text; numbers of one digit are none."""
    if not _MAYBE.search(text):
        return []
    found, text = [], REFERENCE.sub(lambda match: " " * len(match.group()), text)
    for kind, pattern in _PATTERNS.items():
        if not (matches := list(pattern.finditer(text)) if _SIGN.get(kind, "") in text else []):
            continue
        for match in matches:
            written = match.group()
            plain = written.casefold() if kind in ("e-mail", "address") else re.sub(r"\D", "", written)
            if len(plain) > 1 or kind in ("money", "per cent"):
                found.append((match.start(), Value(kind, plain, written.strip())))
        text = pattern.sub(lambda match: " " * len(match.group()), text)
    return [value for _, value in sorted(found, key=lambda pair: pair[0])]


def _without(values: list[Value], others: list[Value]) -> list[Value]:
    """The values that are not among the others, however they are written there."""
    left = Counter(value.plain for value in others)
    found = []
    for value in values:
        left[value.plain] -= 1
        if left[value.plain] < 0:
            found.append(value)
    return found


def _exchanged(lost: list[Value], added: list[Value]) -> Iterator[tuple[Value, Value]]:
    """Values that certainly stand in the place of others; taken out of both lists."""
    for new in list(added):
        of_kind = [old for old in lost if old.kind == new.kind and old.is_certain]
        near = get_close_matches(new.plain, [old.plain for old in of_kind], 1, cutoff=0.0)
        if near:
            old = next(old for old in of_kind if old.plain == near[0])
            lost.remove(old)
            added.remove(new)
            yield old, new


VALUE_MESSAGES = (
    "“{number}” stands here, in the source “{old}”",
    "the number {number} is not in the source",
    "“{number}” of the source is missing here",
)
INSTEAD, STRANGE, MISSING = VALUE_MESSAGES


# ----------------------------------------------------------------------------------------------- chapters


def different_numbers(book: Book) -> Iterator[Problem]:
    """A number, year, amount or phone of the source does not stand in the translation, or another one does."""
    yield from sides.found(book, _number_differences)


@sides.finder
def _number_differences(side: Side) -> Iterator[Problem]:
    both = [(_of_block(pair.source), _of_block(pair.translation)) for pair in side.pairs]
    everywhere = {value.plain for values, _ in both for value in values}
    here_too = {value.plain for _, values in both for value in values}
    for pair, (there, here) in zip(side.pairs, both, strict=True):
        if there == here:
            continue
        lost, added = _without(there, here), _without(here, there)
        if pair.source and pair.translation:
            for old, new in _exchanged(lost, added):
                values = {"number": new.text, "old": old.text}
                yield _problem(side, pair.translation, new, INSTEAD, "write “{old}”", values, Severity.DEFECT)
        for new in added:
            if new.plain not in everywhere or (lost and pair.source):
                missing = [old for old in lost if old.plain not in here_too] or lost
                hint = "compare with the source, where {lost} is missing here" if missing else "compare with the source"
                values = {"number": new.plain, "lost": ", ".join(old.plain for old in missing)}
                yield _problem(side, pair.translation, new, STRANGE, hint, values, Severity.ADVICE)
        for old in lost if pair.translation and not added else ():
            if old.kind != "time" and len(old.plain) >= _MISSED and old.plain not in here_too - everywhere:
                hint = "write it where the source says “{text}”"
                values = {"number": old.text, "text": sides.shortened(pair.source.text)}
                yield _problem(side, pair.translation, old, MISSING, hint, values, Severity.ADVICE)


def _of_block(block: Block | None) -> list[Value]:
    """The values that readers read; links have a check of their own."""
    return _read_in(block.flat) if block and block.kind is not Kind.CODE and _MAYBE.search(block.flat) else []


@lru_cache(maxsize=1024)  # a block of the source is compared with those of all languages, one after the other
def _read_in(text: str) -> list[Value]:
    return values_in(_TARGETS.sub("]", text))


_TARGETS = re.compile(r"\]\([^()]{0,2000}\)|(?<=\])\{[^{}]{0,200}\}")


def _problem(
    side: Side, block: Block, value: Value, message: str, hint: str, values: Mapping, severity: Severity
) -> Problem:
    """On the line of the block on which the value stands."""
    lines = block.text.split("\n")
    line = next((n for n, text in enumerate(lines) if value.text in text), 0) if block.last > block.line else 0
    return Problem(side.chapter.file, block.line + line, message, hint, values, severity=severity)



# ------------------------------------------------------------------------------- docs/data/, visual notes


@dataclass(frozen=True)
class _Text:
    """A text that stands outside the chapters, beside that of the source."""

    file: Path
    first: int  # the line of it, or of the entry in which it stands
    text: str
    source: str

    def at(self, bit: str) -> int:
        """The line on which a bit of the text stands, which may go over several."""
        lines = files.read_text(self.file).split("\n")
        beginning = self.text[:24].rsplit(" ", 1)[0]
        later = enumerate(lines[self.first - 1 :], self.first)
        begins = next((number for number, line in later if beginning in line), self.first)
        near = enumerate(lines[begins - 1 : begins + 19], begins)
        return next((number for number, line in near if bit in line), begins)


def different_values(book: Book) -> Iterator[Problem]:
    """A phone, e-mail, year, time or [[…]] in a text of docs/data/ or of a visual note is not that of the source."""
    source = book.source.language.code
    for entry in book.entries():
        for key, texts in entry.texts.items():
            for code, text in texts.items() if source in texts and key != "say" else ():
                if code != source:
                    here = _Text(entry.file, entry.line, " ".join(text.split()), texts[source])
                    yield from _text_differences(here, entry.is_stale(code, source))
    for note in book.notes.values():
        there = note.texts.get(note.source_language)
        for code, text in note.texts.items():
            stale = note.stale_keys(code)
            for key, words in text.words.items() if there and text is not there else ():
                here = _Text(text.file, text.line(key), words, there.words.get(key, ""))
                yield from _text_differences(here, key in stale)


def _text_differences(here: _Text, is_stale: bool) -> Iterator[Problem]:
    if not _MAYBE.search(here.source + here.text) and "[[" not in here.source + here.text:
        return
    worst = Severity.GAP if is_stale else Severity.DEFECT
    lost, added = _lost_and_added(here)
    for old, new in _exchanged(lost, added):
        values = {"number": new.text, "old": old.text}
        yield Problem(here.file, here.at(new.text), INSTEAD, "write “{old}”", values, severity=worst)
    for new in added:
        if lost and new.kind == "number":  # something else stands there, or stands elsewhere: a person has to look
            hint = "compare with the source, where {lost} is missing here"
            values = {"number": new.text, "lost": ", ".join(old.text for old in lost)}
            yield Problem(here.file, here.at(new.text), STRANGE, hint, values, severity=Severity.ADVICE)
        elif new.kind in (*_ADDRESSES, "reference"):
            message, hint = "the source has no “{reference}”", "remove it here, or add it to the source first"
            yield Problem(here.file, here.at(new.text), message, hint, {"reference": new.text}, severity=worst)
    for old in lost:
        if old.kind in (*_ADDRESSES, "reference"):
            message, hint = MISSING, "write it where the source says “{text}”"
            values = {"number": old.text, "text": sides.shortened(here.source)}
            yield Problem(here.file, here.at(here.text[:20]), message, hint, values, severity=worst)


def _lost_and_added(here: _Text) -> tuple[list[Value], list[Value]]:
    there, ours = _all_values(here.source), _all_values(here.text)
    return _without(there, ours), _without(ours, there)


def _all_values(text: str) -> list[Value]:
    references = [Value("reference", match.group(), match.group()) for match in REFERENCE.finditer(text)]
    return [*references, *values_in(text)]


# ------------------------------------------------------------------------------------------- nearly the same


def nearly_same_values(book: Book) -> Iterator[Problem]:
    """A phone or e-mail is all but one that stands in several places: a digit or letter may be wrong."""
    known = list(_contacts(book))
    counts = Counter(value for _, _, _, value in known)
    places = {value: where for _, _, where, value in known}
    for file, line, name, value in known:
        near = next((other for other in counts if _is_nearly(value, other, counts)), "")
        if near:
            values = {"value": value, "near": near, "name": name, "other": places[near]}
            message = "{name}: “{value}” is nearly “{near}”, which stands in {other}"
            yield Problem(file, line, message, "compare it with its source, digit by digit", values)


def _contacts(book: Book) -> Iterator[tuple[Path, int, str, str]]:
    for place in book.data.places.values():
        for value in (place.phone, place.email):
            if value:
                yield place.file, place.line, place.name, str(value)
    for fact in book.data.facts.values():
        if fact.kind in ("phone", "email") and fact.value:
            yield fact.file, fact.line, fact.name, str(fact.value)


_SEVERAL = 3  # places that agree, against one: two lines of one office may differ in their last digit


def _is_nearly(one: str, other: str, counts: Mapping[str, int]) -> bool:
    """The same person at another host; or a digit unlike, where many others agree."""
    if one == other or "@" in one or "@" in other:
        return one != other and "@" in one and one.partition("@")[0] == other.partition("@")[0]
    digits, others = re.sub(r"\D", "", one), re.sub(r"\D", "", other)
    if len(digits) != len(others) or counts[one] > 1 or counts[other] < _SEVERAL:
        return False
    differing = [(a, b) for a, b in zip(digits, others, strict=True) if a != b]
    return len(differing) == 1 or (len(differing) == 2 and differing[0] == differing[1][::-1])
