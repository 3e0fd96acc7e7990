"""Quotes, dots, dashes and alphabets as the language of a text writes them. The right letters are in the hint."""

from __future__ import annotations

import re
from collections.abc import Iterator

from guidebook import typography
from guidebook.book import Book, Chapter
from guidebook.problem import Problem


def straight_quotes(book: Book) -> Iterator[Problem]:
    """Quotes from the keyboard, " and ', stand instead of the language's own."""
    for chapter, number, text in _prose(book):
        opening, closing, *_ = typography.rules(chapter.language).quotes
        for match in re.finditer(r"""\"([^"]+)"|(?<!\w)'(\w[^']*)'(?!\w)""", text):
            inside = match.group(1) or match.group(2)
            yield _instead(chapter, number, match.group(), f"{opening}{inside}{closing}")
        for match in re.finditer(r"(?<=\w)'(?=\w)", text):
            around = _around(text, match)
            yield _instead(chapter, number, around, around.replace("'", "’"))


def foreign_quotes(book: Book) -> Iterator[Problem]:
    """Quotes of another language."""
    for chapter, number, text in _prose(book):
        rules = typography.rules(chapter.language)
        if rules == typography.Rules():  # nothing is known of this language
            continue
        own = {*rules.quotes, "’"}
        for match in re.finditer(r"[“”„‟«»‘‚‹›]", text):
            if match.group() not in own:
                opening, closing, inner, inner_closing = rules.quotes
                message = "“{sign}” in “{text}” is a quote of another language"
                hint = "write {opening}…{closing}, and inside of it {inner}…{inner_closing}"
                values = {"sign": match.group(), "text": _around(text, match), "opening": opening, "closing": closing}
                values |= {"inner": inner, "inner_closing": inner_closing}
                yield Problem(chapter.file, number, message, hint, values)


def three_dots(book: Book) -> Iterator[Problem]:
    """Three full stops stand instead of an ellipsis."""
    for chapter, number, text in _prose(book):
        for match in re.finditer(r"(?<!\.)\.\.\.(?!\.)", text):
            around = _around(text, match)
            yield _instead(chapter, number, around, around.replace("...", "…"))


def hyphens_as_dashes(book: Book) -> Iterator[Problem]:
    """A hyphen, or a long dash, stands where a dash with spaces belongs."""
    for chapter, number, text in _prose(book):
        for match in re.finditer(r"(?<=[^\W\d]|[,.)»”]) (?:-|—) (?=\w|[«„“(])", text):
            around = _around(text, match)
            yield _instead(chapter, number, around, around.replace(match.group(), " – "))


def _instead(chapter: Chapter, number: int, text: str, better: str) -> Problem:
    message, hint = "“{text}” is written otherwise in this language", "write {better}"
    return Problem(chapter.file, number, message, hint, {"text": text, "better": better})


def _around(text: str, match: re.Match) -> str:
    """The found signs with the words that they touch."""
    before, after = text[max(0, match.start() - 40) : match.start()], text[match.end() : match.end() + 40]
    start = re.search(r"[^\s|(]*$", before).group()
    end = re.match(r"[^\s|)]*", after).group()
    return f"{start}{match.group()}{end}".strip()


# --------------------------------------------------------------------------------------------- alphabets

# Letters that look alike and are not: search does not find them, voices stumble over them, fonts show a gap.
_LATIN = "aceiopxyABCEHIKMOPTXyj"
_CYRILLIC = "асеіорхуАВСЕНІКМОРТХуј"
_TO_CYRILLIC = str.maketrans(_LATIN, _CYRILLIC)
_TO_LATIN = str.maketrans(_CYRILLIC, _LATIN)
_IS_LATIN = re.compile(r"[A-Za-zÀ-ɏ]")
_IS_CYRILLIC = re.compile(r"[\u0400-\u04ff]")


def mixed_alphabets(book: Book) -> Iterator[Problem]:
    """A word has letters of two alphabets that look alike: “і” and “i”."""
    for chapter, number, text in _prose(book):
        words = list(re.finditer(r"[^\W\d_]+", text))
        for place, match in enumerate(words):
            before, after = words[place - 1 : place], words[place + 1 : place + 2]
            better = _in_one_alphabet(match.group(), [word.group() for word in (*before, *after)])
            if better != match.group():
                message = "“{text}” has letters of two alphabets that look alike: {letters}"
                pairs = zip(match.group(), better, strict=True)
                letters = " ".join(f"{old} (U+{ord(old):04X})" for old, new in pairs if old != new)
                values = {"text": match.group(), "letters": letters, "better": better}
                yield Problem(chapter.file, number, message, "write “{better}”, copied from here", values)


def _in_one_alphabet(word: str, neighbours: list[str]) -> str:
    """The word in the alphabet of most of its letters; a single letter in that of both its neighbours."""
    latin, cyrillic = len(_IS_LATIN.findall(word)), len(_IS_CYRILLIC.findall(word))
    if latin and cyrillic:
        return word.translate(_TO_CYRILLIC if cyrillic >= latin else _TO_LATIN)
    if len(word) == 1 and len(neighbours) == 2:
        if latin and all(_IS_CYRILLIC.search(other) and not _IS_LATIN.search(other) for other in neighbours):
            return word.translate(_TO_CYRILLIC)
        if cyrillic and all(_IS_LATIN.search(other) and not _IS_CYRILLIC.search(other) for other in neighbours):
            return word.translate(_TO_LATIN)
    return word


def _prose(book: Book) -> Iterator[tuple[Chapter, int, str]]:
    for edition in book.editions:
        for chapter in edition.chapters:
            yield from ((chapter, number, text) for number, text in chapter.document.prose)
