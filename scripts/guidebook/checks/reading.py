"""Every text that readers read, wherever it stands: chapters line by line, words of drawings, docs/data/, mkdocs.yml.

What is no text of the language is blank: code, addresses, references, and words that are marked as another language's.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from guidebook import files
from guidebook.book import Book, Chapter
from guidebook.checks import parts
from guidebook.translation import blocks

ALL = re.compile("")


@dataclass(frozen=True)
class Line:
    """A line of a chapter, or a whole text that stands elsewhere, in one language."""

    file: Path
    number: int  # of a text in a table: the line of its entry
    language: str
    text: str
    is_written: bool = True  # false: how something sounds, in letters of this language
    is_entry: bool = False

    def at(self, bit: str) -> int:
        """The line on which these letters stand."""
        return _line_in(self.file, self.number, self.text, bit) if self.is_entry else self.number


def lines(book: Book, signs: re.Pattern = ALL, code: str = "") -> Iterator[Line]:
    """Every text, of all languages or of one, as far as one of the signs stands in it."""
    for edition in book.editions if not code else (book.edition(code),):
        for chapter in edition.chapters:
            if signs.search(chapter.text):
                yield from of_chapter(chapter, signs)
    yield from (line for line in elsewhere(book, signs) if code in ("", line.language))


def of_chapter(chapter: Chapter, signs: re.Pattern = ALL) -> Iterator[Line]:
    """What readers read in a chapter, without words of other languages."""
    marked = _marked(chapter) if ".lang-" in chapter.text else {}
    for number, text in chapter.document.prose:
        if not text or not signs.search(text):
            continue
        for start, end in marked.get(number, ()):
            text = text[:start] + " " * (min(end, len(text)) - start) + text[end:]
        yield Line(chapter.file, number, chapter.language, _without_addresses(text))


def elsewhere(book: Book, signs: re.Pattern = ALL) -> Iterator[Line]:
    """The texts that stand outside the chapters."""
    for line in (*_of_notes(book), *_of_data(book), *_of_languages(book)) if not parts.is_chapter(book) else ():
        if signs.search(line.text):
            read = replace(line, text=blocks.as_read(" ".join(line.text.split())))
            if signs.search(read.text):
                yield read


def _of_notes(book: Book) -> Iterator[Line]:
    for note in book.notes.values():
        for code, text in note.texts.items():
            yield from (Line(text.file, text.line(key), code, words) for key, words in text.words.items())


def _of_data(book: Book) -> Iterator[Line]:
    source = book.source.language.code
    for entry in book.entries():
        is_phrase = entry.name in book.data.phrases
        for key, texts in entry.texts.items():
            for code, text in texts.items():
                is_written = code == source or not (is_phrase and key == "say")
                yield Line(entry.file, entry.line, code, text, is_written, is_entry=True)


def _of_languages(book: Book) -> Iterator[Line]:
    for language in book.config.languages:
        for text in (language.title, language.promise, language.imprint):
            if text:
                yield Line(book.config.file, 1, language.code, text, is_entry=True)


# ------------------------------------------------------------------------------------- what is left out

_LANGUAGE = r"\{:?[^{}\n]*\.lang-[^{}\n]*\}"
_MARKED = re.compile(
    rf"(?<!\w)(?:(?P<mark>\*{{1,3}}|_{{1,3}})(?=\S)[^*_\n]{{1,300}}+(?P=mark)|\[[^\[\]\n]{{1,300}}+\]\([^()\n]*\)){_LANGUAGE}"
    rf"|^#.*{_LANGUAGE}\s*#*$"
)
_PARAGRAPH = re.compile(rf"\s*{_LANGUAGE}\s*$")
_ADDRESS = re.compile(r"\b(?:https?|ftp|mailto|tel|geo):[^\s<>)\]]+|\b[\w.+-]{1,64}@[\w-]{1,64}\.[\w.-]{1,64}")


def _marked(chapter: Chapter) -> Mapping[int, list[tuple[int, int]]]:
    """Where words of other languages stand: *Projekt osiedlowy*{ .lang-pl }, or a paragraph with a line for itself."""
    found: dict[int, list[tuple[int, int]]] = {}
    body = chapter.body.split("\n")
    first = chapter.document.body_line
    for place, line in enumerate(body):
        if ".lang-" not in line:
            continue
        found.setdefault(first + place, []).extend(match.span() for match in _MARKED.finditer(line))
        above = place - 1
        while _PARAGRAPH.match(line) and above >= 0 and body[above].strip() and not _PARAGRAPH.match(body[above]):
            found.setdefault(first + above, []).append((0, len(body[above])))
            above -= 1
    return found


def _without_addresses(text: str) -> str:
    if "://" not in text and "@" not in text:
        return text
    return _ADDRESS.sub(lambda match: " " * len(match.group()), text)


def _line_in(file: Path, start: int, text: str, bit: str) -> int:
    """The line of a table on which a bit of a text stands: the text may go over several lines."""
    written = files.read_text(file).split("\n")
    beginning = text[:24].rsplit(" ", 1)[0] if len(text) > 24 else text
    begins = next((n for n in range(start, len(written) + 1) if beginning in written[n - 1]), start)
    near = range(begins, min(begins + 20, len(written) + 1))
    return next((n for n in near if bit in written[n - 1]), begins)
