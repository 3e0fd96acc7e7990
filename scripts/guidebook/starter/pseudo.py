"""A language that nobody speaks, made from the source: what is cut, or comes from nowhere, is seen at once.

    “Zbierz [podpisy](x.md#y).”  ─►  “‹Źƀíéŕžéé [þóðþííšýý](x.md#y).›”

Letters get accents, words grow by a third, each line has its ends marked. References, addresses, attributes, code
and {placeholders} stay as they are.
"""

from __future__ import annotations

import math
import re

LONGER = 0.35  # a translation from Polish or English may well be so much longer
SHORT_CELL = 28  # letters, as in markup: what may stand side by side on a phone
OPENING, CLOSING = "‹", "›"

_PLAIN, _ACCENTED = "aceghijklnorstuyzACEGHIJKLNORSTUYZ", "áçéĝħíĵķļñóŕšţúýžÁÇÉĜĦÍĴĶĻÑÓŔŠŢÚÝŽ"
_PLAIN, _ACCENTED = f"{_PLAIN}еигкуіЕИГКУІ", f"{_ACCENTED}ѐѝѓќўїЀЍЃЌЎЇ"
_ACCENTS = str.maketrans(_PLAIN, _ACCENTED)
_VOWELS = "aeiouyąęóаеєиіїоуюя"
_WORD = re.compile(r"[^\W\d_]+")

_KEPT_IN_WORDS = r"\{\{.*?\}\}|\{[^{}]*\}|<[^<>]*>"
_KEPT = re.compile(
    r"``.+?``|`[^`]+`|\[\[[^\]]*\]\]"
    r"|(?<!\w)(\*{1,3}|_{1,3})(?=\S)[^*_\n]+\1\{:?[^{}\n]*\.lang-[^{}\n]*\}"  # words of another language
    r"|\]\([^()\s]*(?:\([^()]*\)[^()\s]*)?(?:\s+[\"“][^)]*)?\)|\]\[[^\]]*\]"
    r"|\b(?:https?|mailto|tel|geo):[^\s<>)\]]+|[\w.+-]+@[\w-]+\.[\w.-]+|\b(?:[\w-]+\.)+[a-z]{2,6}\b(?:/[^\s)]*)?"
    r"|\\.|&#?\w+;|" + _KEPT_IN_WORDS
)
_MARKS = re.compile(
    r"\s*(?:#{1,6}\s+|(?:[-*+]|\d+[.)])\s+(?:\[[ xX]\]\s+)?|>\s*|(?:!!!|\?\?\?\+?)\s+\w+\s*)*"
)
_ATTRIBUTES = re.compile(r"\s*\{:?\s*[#.][^{}]*\}\s*$")
_UNTOUCHED = re.compile(r"\s*(?:\[\[[^\]]*\]\]|\[[^\]]+\]:\s.*|\|?[-:| ]+\|?|[=-]+|)\s*$")

_PICTURE = re.compile(r"(\s*!\[)([^\[\]]*)(\]\([^()]*\)(?:\{[^{}]*\})?\s*)")


def words(text: str, longer: float = LONGER) -> str:
    """A sentence of the generator or of the data: {placeholders}, [[references]] and tags stay."""
    return "\n".join(_marked(line, longer) if _WORD.search(line) else line for line in text.split("\n"))


def in_a_box(text: str) -> tuple[str, ...]:
    """Words of a drawing, as much of a pseudo-language as there may be room for, then less."""
    lines = text.split("\n")
    small = "".join(letter.translate(_ACCENTS) if letter.islower() else letter for letter in text)
    return words(text, 0), "\n".join(_with_accents(line, 0) for line in lines), small


def markdown(body: str) -> str:
    """The text of a chapter, line by line."""
    fence, lines = "", []
    for line in body.split("\n"):
        if found := re.match(r"\s*(`{3,}|~{3,})", line):
            fence = "" if fence and found.group(1).startswith(fence) else fence or found.group(1)
        is_code = bool(fence or found)
        lines.append(line if is_code or _UNTOUCHED.fullmatch(line) else _line(line))
    return "\n".join(lines)


def _line(line: str) -> str:
    if picture := _PICTURE.fullmatch(line):  # no words beside it: it stays alone in its paragraph
        before, alt, behind = picture.groups()
        return f"{before}{_marked(alt, LONGER)}{behind}"
    begin = _MARKS.match(line).end()
    marks, text = line[:begin], line[begin:]
    if text.lstrip().startswith("|") and text.rstrip().endswith("|"):
        cells = text.strip().strip("|").split("|")
        return f"{marks}| " + " | ".join(_cell(cell.strip()) for cell in cells) + " |"
    if (quoted := re.fullmatch(r'"(.*)"', text)) and re.match(r"\s*(?:!!!|\?\?\?)", line):
        return f'{marks}"{_marked(quoted.group(1), LONGER)}"'
    end = found.start() if (found := _ATTRIBUTES.search(text)) and marks.lstrip().startswith("#") else len(text)
    return marks + _marked(text[:end], LONGER) + text[end:]


def _cell(text: str) -> str:
    """Short cells get accents alone: a table of many columns has no room for longer words on a page of A5."""
    return _marked(text, LONGER) if len(text) > SHORT_CELL else _with_accents(text, 0)


def _marked(text: str, longer: float) -> str:
    """One line with marks at its ends, so that one sees whether all of it is there."""
    return f"{OPENING}{_with_accents(text, longer)}{CLOSING}" if _WORD.search(text) else text


def _with_accents(text: str, longer: float) -> str:
    parts, last = [], 0
    for kept in _KEPT.finditer(text):
        parts += [_accented(text[last : kept.start()], longer), kept.group()]
        last = kept.end()
    return "".join([*parts, _accented(text[last:], longer)])


def _accented(text: str, longer: float) -> str:
    return _WORD.sub(lambda word: _stretched(word.group(), longer).translate(_ACCENTS), text)


def _stretched(word: str, longer: float) -> str:
    """Vowels are doubled from the front, the rest is put to the end, until the word is long enough."""
    missing, made = math.floor(longer * len(word) + 0.5), ""
    for letter in word:
        made += letter
        if missing and letter.lower() in _VOWELS:
            made, missing = made + letter.lower(), missing - 1
    return made + word[-1].lower() * missing
