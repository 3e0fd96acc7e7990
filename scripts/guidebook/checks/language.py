"""Letters, quotes, dots, dashes as the language of a text writes them, and whether it is that language at all.

What to write instead is in the hint. Looked at is every text that readers read (see `reading`); code, addresses,
references and words that are marked as another language's, *Rada*{ .lang-pl }, are never accused.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache, partial
from itertools import islice, product

from guidebook import typography
from guidebook.book import Book, Chapter, Edition
from guidebook.checks import parts, reading
from guidebook.checks.parts import Part, Same
from guidebook.checks.reading import Line
from guidebook.problem import Problem, Severity
from guidebook.translation import blocks, learning, memory, tongues
from guidebook.translation.memory import Memory
from guidebook.translation.status import LEARNED, LESSONS
from guidebook.translation.tongues import Tongues

LONGEST_QUOTED = 90  # letters of a text that are quoted in a message

# ------------------------------------------------------------------------------------------------ language


def wrong_language(book: Book) -> Iterator[Problem]:
    """A paragraph, or a sentence in it, is in another language than its page."""
    copied = {(c.file, number) for c, number in _copied(book.translations, book.source)}
    known = book.tongues if isinstance(book, Part) else _learn(book)
    for line in reading.lines(book):
        if line.is_written and (line.file, line.number) not in copied:
            text = " ".join(line.text.split())
            if passage := known.passage(text, blocks.words_in(text), line.language):
                message = "“{text}” does not seem to be in {language}"
                hint = "translate it; words that belong there in another language are marked: *…*{{ .lang-… }}"
                language = book.config.language(line.language).name
                values = {"text": _shortened(passage), "language": language}
                yield Problem(line.file, line.at(passage[:20]), message, hint, values, severity=Severity.GAP)


def _copied(translations: Iterable[Edition], original: Edition) -> Iterator[tuple[Chapter, int]]:
    """Lines of translations that stand there as in the source, which another check reports."""
    for edition in translations:
        for chapter in edition.chapters:
            source = original.chapter(chapter.name)
            there = {text.strip() for _, text in source.document.prose if text.strip()} if source else set()
            yield from ((chapter, number) for number, text in chapter.document.prose if text.strip() in there)


def learned(book: Book, known: Memory) -> tuple[Tongues, str]:
    """What tells the languages of the book apart, and the key of the lessons it was learned from.

    What was learned from some of very many chapters stays true when a few of these change.
    """
    chapters = [(edition.language.code, chapter) for edition in _lessons(book) for chapter in edition.chapters]
    texts = [memory.key(code, chapter.name, chapter.text) for code, chapter in chapters]
    may_change = LEARNED if len(book.source.chapters) > LESSONS else 0
    codes = [edition.language.code for edition in book.editions]
    return learning.remembered(known, codes, texts, may_change, partial(_learn, book))


def _lessons(book: Book) -> list[Edition]:
    """Some chapters of each language; what is taken apart to be learned from, is forgotten with them."""
    names = {chapter.name for chapter in book.source.chapters[:: len(book.source.chapters) // LESSONS + 1]}
    return [
        replace(edition, chapters=tuple(replace(chapter) for chapter in edition.chapters if chapter.name in names))
        for edition in book.editions
    ]


def _learn(book: Book) -> Tongues:
    lessons = _lessons(book)
    source = next(edition for edition in lessons if edition.language.is_source)
    translations = [edition for edition in lessons if edition is not source]
    copied = {(chapter.file, number) for chapter, number in _copied(translations, source)}
    return tongues.learn({
        edition.language.code: [
            blocks.words_in(line.text)
            for chapter in edition.chapters
            for line in reading.of_chapter(chapter) if (line.file, line.number) not in copied
        ]
        for edition in lessons
    })  # fmt: skip


def _shortened(text: str) -> str:
    return text if len(text) <= LONGEST_QUOTED else text[:LONGEST_QUOTED].rsplit(" ", 1)[0] + " …"


# -------------------------------------------------------------------------------------------------- quotes

_SIGNS = "“”„‟«»‘‚‹›"
_PAIRS = {("„", "”"), ("„", "“"), ("“", "”"), ("«", "»"), ("‘", "’"), ("‚", "‘"), ("‚", "’"), ("‹", "›")}
_OPENING = {opening for opening, _ in _PAIRS}
_CLOSING = {closing for _, closing in _PAIRS}
_QUOTE = re.compile(rf"(?<!\w)[{_SIGNS}’]|[{_SIGNS}’](?!\w)")  # between letters it stands for an apostrophe
_TURNED = re.compile(r"(?<![^\s(])”(?=\w)")  # a closing one where a passage begins
_STRAIGHT = re.compile(r"""(?<!\w)"([^"]+)"|"([^"]+)"(?!\w)|(?<!\w)'(\w[^']*)'(?!\w)""")


def straight_quotes(book: Book) -> Iterator[Problem]:
    """Quotes from the keyboard, " and ', stand instead of the language's own."""
    for line in reading.lines(book, re.compile("[\"']")):
        for match in _STRAIGHT.finditer(line.text):
            opening, closing = _own_quotes(line, match.start())
            inside = match.group(1) or match.group(2) or match.group(3)
            yield _instead(line, match.group(), f"{opening}{inside}{closing}")


def foreign_quotes(book: Book) -> Iterator[Problem]:
    """Quotes of another language."""
    for line in reading.lines(book, re.compile(f"[{_SIGNS}]")):
        rules = typography.rules(line.language)
        if not typography.has_quotes(line.language):
            continue
        own = {(rules.quotes[0], rules.quotes[1]), (rules.quotes[2], rules.quotes[3])}
        for start, end in _quoted(line.text):
            pair = line.text[start], line.text[end - 1]
            if end - start > 1 and pair not in own:
                opening, closing = _own_quotes(line, start)
                better = f"{opening}{line.text[start + 1 : end - 1]}{closing}"
                yield _foreign(line, start, end, pair[pair[0] in (rules.quotes[0], rules.quotes[2])], better)
            elif end - start == 1 and pair[0] not in {*rules.quotes, "’"}:
                yield _foreign(line, start, end, pair[0])


def _quoted(text: str) -> list[tuple[int, int]]:
    """Where quoted passages stand, and signs that have no partner."""
    found, opened = [], []
    for match in _QUOTE.finditer(text):
        sign, at = match.group(), match.start()
        if opened and ((text[opened[-1]], sign) in _PAIRS or text[opened[-1]] == sign == "”"):
            found.append((opened.pop(), at + 1))
        elif sign in _OPENING or _TURNED.match(text, at):
            opened.append(at)
        elif sign in _CLOSING:
            found.append((at, at + 1))
    return sorted([*found, *((at, at + 1) for at in opened)])


def _own_quotes(line: Line, place: int) -> tuple[str, str]:
    """The language's quotes; those for inside of others when some are open at this place."""
    opening, closing, inner, inner_closing = typography.rules(line.language).quotes
    is_open = line.text.count(opening, 0, place) > line.text.count(closing, 0, place)
    return (inner, inner_closing) if is_open else (opening, closing)


def _foreign(line: Line, start: int, end: int, sign: str, better: str = "") -> Problem:
    opening, closing, inner, inner_closing = typography.rules(line.language).quotes
    values = {"sign": sign, "text": _around(line.text, start, end), "opening": opening, "closing": closing}
    values |= {"inner": inner, "inner_closing": inner_closing, "better": better}
    message = "“{sign}” in “{text}” is a quote of another language"
    hint = "write {opening}…{closing}, and inside of it {inner}…{inner_closing}"
    if better:
        hint = "write {better}"
    return Problem(line.file, line.at(line.text[start:end]), message, hint, values)


# ----------------------------------------------------------------------------------------------- apostrophes

_NO_APOSTROPHE = re.compile(r"(?<=[^\W\d_])['`´′‘ʹʻ＇](?=[^\W\d_])|(?<=[^\W\d_])'(?=[\s.,;:!?)…]|$)")


def wrong_apostrophes(book: Book) -> Iterator[Problem]:
    """Another sign stands for an apostrophe: ' or ` or, in languages where it separates sounds, * and "."""
    for line in (*_with_signs(book), *_with_backticks(book)):
        for match in _apostrophes(line):
            before, after = _beside(line.text, *match.span())
            message, hint = "“{sign}” in “{text}” is no apostrophe", "write {better}"
            around = f"{before}{match.group()}{after}"
            values = {"sign": match.group(), "text": around, "better": f"{before}’{after}"}
            yield Problem(line.file, line.at(around), message, hint, values)


def _with_signs(book: Book) -> Iterator[Line]:
    for language in (edition.language for edition in book.editions):
        softened = typography.rules(language.code).apostrophe_before
        after_letters = rf"|[^\W\d_][*\"”][{softened}]" if softened else ""
        yield from reading.lines(book, re.compile(f"['`´′‘ʹʻ＇]{after_letters}"), language.code)


def _apostrophes(line: Line) -> Iterator[re.Match]:
    softened = typography.rules(line.language).apostrophe_before
    quote = re.search(r"(?<!\w)'", line.text)  # 'so' is a quote
    for match in _NO_APOSTROPHE.finditer(line.text):
        is_inside = line.text[match.end() : match.end() + 1].isalpha()
        if is_inside or not quote or match.start() < quote.start():
            yield match
    for match in re.finditer(rf"(?<=[^\W\d_])[*\"”](?=[{softened}])", line.text) if softened else ():
        word = "".join(_beside(line.text, *match.span()))
        if not set(word) & {match.group(), "„", "«", "“"}:  # *сло*ва and „сло”ва are something else
            yield match


def _with_backticks(book: Book) -> Iterator[Line]:
    """п`ять: two of them on a line, and what stands between is taken for code."""
    inside = re.compile(r"(?<=[^\W\d_])`(?=[^\W\d_])")
    for edition in book.editions:
        for chapter in edition.chapters:
            if "`" not in chapter.body or not inside.search(chapter.body):
                continue
            seen = dict(chapter.document.prose)
            for number, text in enumerate(chapter.body.split("\n"), chapter.document.body_line):
                if inside.search(text) and not inside.search(seen.get(number, "")) and seen.get(number, "").strip():
                    yield Line(chapter.file, number, chapter.language, text)


# ------------------------------------------------------------------------------------------ dots and dashes


def three_dots(book: Book) -> Iterator[Problem]:
    """Three full stops stand instead of an ellipsis."""
    for line in reading.lines(book, re.compile(r"\.\.\.")):
        for match in re.finditer(r"(?<!\.)\.\.\.(?!\.)", line.text):
            around = _around(line.text, *match.span())
            yield _instead(line, around, around.replace("...", "…"))


def hyphens_as_dashes(book: Book) -> Iterator[Problem]:
    """A hyphen, or a long dash, stands where a dash with spaces belongs."""
    for line in reading.lines(book, re.compile(" [-—] ")):
        for match in re.finditer(r"(?<=[^\W\d]|[,.)»”]) (?:-|—) (?=\w|[«„“(])", line.text):
            around = _around(line.text, *match.span())
            yield _instead(line, around, around.replace(match.group(), " – "))


def _instead(line: Line, text: str, better: str) -> Problem:
    message, hint = "“{text}” is written otherwise in this language", "write {better}"
    return Problem(line.file, line.at(text), message, hint, {"text": text, "better": better})


def _around(text: str, start: int, end: int) -> str:
    """The found signs with the words that they touch."""
    before, after = _beside(text, start, end)
    return f"{before}{text[start:end]}{after}".strip()


def _beside(text: str, start: int, end: int) -> tuple[str, str]:
    before = re.search(r"[^\s|(]*$", text[max(0, start - 40) : start]).group()
    return before, re.match(r"[^\s|)]*", text[end : end + 40]).group()


# --------------------------------------------------------------------------------------------- alphabets

# Letters that look alike and are not: search does not find them, voices stumble over them, fonts show a gap.
_LATIN = "aceiopxyABCEHIKMOPTXyjkmtïÏ"
_CYRILLIC = "асеіорхуАВСЕНІКМОРТХујкмтїЇ"
_TO_CYRILLIC = str.maketrans(_LATIN, _CYRILLIC)
_TO_LATIN = str.maketrans(_CYRILLIC, _LATIN)
_IS_LATIN = re.compile(r"[A-Za-zÀ-ɏ]")
_IS_CYRILLIC = re.compile(r"[\u0400-\u04ff]")
_WORD = re.compile(r"[^\W\d_]+")
# In one word, or a small letter alone between spaces: what can be wrong at all.
_MIXED = re.compile(
    r"[A-Za-zÀ-ɏ][\u0400-\u04ff]|[\u0400-\u04ff][A-Za-zÀ-ɏ]"
    r"|[\u0400-\u04ff][\W\d_]*[ \u00a0][a-z](?![^\s])|(?<![^\s])[a-z][ \u00a0][\W\d_]*[\u0400-\u04ff]"
    r"|[A-Za-zÀ-ɏ][\W\d_]*[ \u00a0][\u0430-\u04ff](?![^\s])|(?<![^\s])[\u0430-\u04ff][ \u00a0][\W\d_]*[A-Za-zÀ-ɏ]"
)
_SPOKEN = re.compile(r"[^\W\d_]+(?:[’ʼ][^\W\d_]+)*")
_NAMES = set("bcdefghjklmnpqrstvxz")  # a, i, o, y beside one of these name something, as it does
_NOTHING = re.compile(r"(?!)")
_ENDED = re.compile(r"([A-Za-zÀ-ɏ]{2,})[\u0430-\u04ff]{1,4}")  # a name with an ending: SMSка


@dataclass(frozen=True)
class _Word:
    """A word and what stands beside it."""

    text: str
    before: str  # the words beside it
    after: str
    is_alone: bool  # between spaces: not the letter of “a)”


def mixed_alphabets(book: Book) -> Iterator[Problem]:
    """A word has letters of two alphabets that look alike: “і” and “i”."""
    for line in reading.lines(book, _IS_CYRILLIC):
        words = list(_words(line.text)) if _IS_LATIN.search(line.text) and _MIXED.search(line.text) else []
        names = {word.text for word in words if word.is_alone and word.text in _NAMES}
        for word in words if not names else [word for word in words if len(word.text) > 1]:
            better = _in_one_alphabet(word, line.language)
            if better != word.text:
                yield _mixed(line, word.text, better)


def _words(text: str) -> Iterator[_Word]:
    found = list(_WORD.finditer(text))
    for place, match in enumerate(found):
        before = found[place - 1].group() if place else ""
        after = found[place + 1].group() if place + 1 < len(found) else ""
        beside = text[match.start() - 1 : match.start()], text[match.end() : match.end() + 1]
        yield _Word(match.group(), before, after, not "".join(beside).strip())


def _mixed(line: Line, word: str, better: str) -> Problem:
    """`better` is empty when only a person can say what the word should be."""
    wrong = [old != new for old, new in zip(word, better or _majority_marked(word), strict=True)]
    shown = "".join(f"[{letter}]" if is_wrong else letter for letter, is_wrong in zip(word, wrong, strict=True))
    codes = " ".join(f"U+{ord(letter):04X}" for letter, is_wrong in zip(word, wrong, strict=True) if is_wrong)
    message = "“{text}” has letters of two alphabets that look alike: {letters}"
    hint = "write the letter in brackets with the keyboard of this language"
    if better:
        hint = "write “{better}”, copied from here"
    values = {"text": word, "letters": f"{shown}, {codes}", "better": better}
    return Problem(line.file, line.at(word), message, hint, values)


def _majority_marked(word: str) -> str:
    """The word with a full stop for each letter of the alphabet that has fewer in it."""
    few = min((_IS_LATIN, _IS_CYRILLIC), key=lambda letters: len(letters.findall(word)))
    return few.sub(".", word)


def _in_one_alphabet(word: _Word, code: str) -> str:
    """The word in the alphabet of most of its letters, a single letter in its neighbours’; empty: nobody knows."""
    latin, cyrillic = len(_IS_LATIN.findall(word.text)), len(_IS_CYRILLIC.findall(word.text))
    if latin and cyrillic:
        return _unmixed(word.text, latin, cyrillic, code)
    if len(word.text) == 1 and word.is_alone and word.text.islower() and (word.before or word.after):
        beside = word.before + word.after
        other = word.text.translate(_TO_CYRILLIC if latin else _TO_LATIN)
        is_among_others = not (_IS_LATIN if latin else _IS_CYRILLIC).search(beside)
        if is_among_others and other in typography.rules(code).lonely:
            return other
    return word.text


def _unmixed(word: str, latin: int, cyrillic: int, code: str) -> str:
    is_cyrillic = typography.rules(code).script == "CYRILLIC"
    ended = _ENDED.fullmatch(word)
    if ended and is_cyrillic and _IS_LATIN.search(ended.group(1).translate(_TO_CYRILLIC)):
        return word
    tables = ((_TO_CYRILLIC, _IS_LATIN), (_TO_LATIN, _IS_CYRILLIC))
    is_cyrillic_first = cyrillic > latin or (cyrillic == latin and is_cyrillic)
    for table, foreign in tables if is_cyrillic_first else tables[::-1]:
        if not foreign.search(better := word.translate(table)):
            return better
    return "" if min(latin, cyrillic) == 1 else word


def foreign_letters(book: Book) -> Iterator[Problem]:
    """A letter that the language does not have, though its neighbours in the same script have it."""
    for language in (edition.language for edition in book.editions):
        instead = dict(typography.rules(language.code).instead)
        signs = re.compile(f"[{''.join(instead)}]", re.I) if instead else _NOTHING
        found = [line for line in reading.lines(book, signs, language.code) if signs.search(line.text)]
        known = _vocabulary(Same(parts.whole(book)), language.code) if found else frozenset()
        for line in found:
            words = [word for word in _WORD.findall(line.text) if signs.search(word)]
            letters = dict.fromkeys(letter.casefold() for word in words for letter in signs.findall(word))
            better = [_with_own_letters(word, instead, known) for word in words[:3]]
            message = "“{text}” has letters that {language} does not have: {letters}"
            hint = "letters of {language} are: {instead}; words of another language are marked: *…*{{ .lang-… }}"
            if all(better):
                hint = "write “{better}”, copied from here"
            own = " ".join(dict.fromkeys(own for letter in letters for own in instead[letter]))
            values = {"text": ", ".join(words[:3]), "language": language.name, "letters": " ".join(letters)}
            values |= {"instead": own, "better": ", ".join(better)}
            yield Problem(line.file, line.at(words[0]), message, hint, values)


@lru_cache(maxsize=16)
def _vocabulary(book: Same, code: str) -> frozenset[str]:
    """All words of an edition, in small letters."""
    chapters = book.it.edition(code).chapters
    return frozenset(word.casefold() for chapter in chapters for word in _SPOKEN.findall(chapter.text))


def _with_own_letters(word: str, instead: Mapping[str, str], known: frozenset[str]) -> str:
    """The word of the book that it should be, or nothing."""
    own = (instead.get(letter, letter) for letter in word.casefold())
    made = ("".join(letters) for letters in islice(product(*own), 64))
    better = next((one for one in made if one in known), "")
    return better.upper() if word.isupper() and len(word) > 1 else better.capitalize() if word[0].isupper() else better


def decomposed_letters(book: Book) -> Iterator[Problem]:
    """Letters are saved in two parts, the letter and its mark; readers get them whole, other programs do not."""
    for file in dict.fromkeys(line.file for line in _first_lines(book)):
        text = file.read_bytes().decode("utf-8", "replace")
        if unicodedata.is_normalized("NFC", text):
            continue
        for number, line in enumerate(text.splitlines(), 1):
            words = (word for word in re.findall(r"[^\W\d_](?:\w|[\u0300-\u036f])*", line))
            word = next((word for word in words if not unicodedata.is_normalized("NFC", word)), "")
            if word:
                message = "“{text}” is saved with the marks of its letters apart: {letters}"
                hint = "write “{better}”, copied from here; so everywhere in this file"
                values = {"text": word, "letters": _parts(word), "better": unicodedata.normalize("NFC", word)}
                yield Problem(file, number, message, hint, values)
                break


def _first_lines(book: Book) -> Iterator[Line]:
    for edition in book.editions:
        yield from (Line(chapter.file, 1, chapter.language, "") for chapter in edition.chapters)
    yield from reading.elsewhere(book)


def _parts(word: str) -> str:
    """The letters that are in two parts: “и + U+0306 = й”."""
    found = []
    for letter, mark in zip(word, word[1:], strict=False):
        whole = unicodedata.normalize("NFC", letter + mark)
        if len(whole) == 1 and unicodedata.combining(mark):
            found.append(f"{letter} + U+{ord(mark):04X} = {whole}")
    return ", ".join(dict.fromkeys(found))
