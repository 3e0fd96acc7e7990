"""Plain language: how long the sentences of a chapter are, and how hard they are by the language's own measure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from guidebook import readability, typography
from guidebook.book import Book, Chapter
from guidebook.problem import Problem

AVERAGE_MAX = 15  # words a sentence in a chapter: the target of this project
LONGEST = 25  # words: a longer sentence is advised on
HARDEST = 3  # sentences that are named
WHOLE = 8  # words: of two or three words any share is high

_WORD = re.compile(r"[^\W\d_]+(?:[’'ʼ-][^\W\d_]+)*|\d[\d.,]*|◦")


@dataclass(frozen=True)
class Sentence:
    """A sentence of a chapter and the line on which its paragraph begins."""

    text: str
    line: int

    @property
    def words(self) -> list[str]:
        """Its words; a value or a term from docs/data/ counts as one."""
        return _WORD.findall(self.text)


def long_sentences(book: Book) -> Iterator[Problem]:
    """A sentence of more than 25 words is hard to keep in mind."""
    for edition in book.editions:
        for chapter in edition.chapters:
            for sentence in sentences(chapter, with_cells=True):
                if (count := len(sentence.words)) > LONGEST:
                    message = "a sentence of {count} words: “{text}”"
                    hint = "make two sentences of it; {longest} words are the most that is easy to follow"
                    values = {"count": count, "text": _beginning(sentence.text), "longest": LONGEST}
                    yield Problem(chapter.file, sentence.line, message, hint, values)


def sentences(chapter: Chapter, with_cells: bool = False) -> Iterator[Sentence]:
    """The sentences of paragraphs, lists and boxes, and of the cells of tables when asked; headings are none."""
    for block in chapter.document.blocks:
        if with_cells or not block.is_cell:
            yield from (Sentence(text, block.line) for text in typography.sentences(block.text))


def _beginning(text: str) -> str:
    return text if len(text) <= 70 else text[:70].rsplit(" ", 1)[0] + " …"


# ---------------------------------------------------------------------------------------------- measures


@dataclass(frozen=True)
class Measure:
    """How one chapter reads in one language. `index` is a school year for FOG-PL and Flesch–Kincaid, LIX has 20–60."""

    chapter: Chapter
    words: int
    average: float
    index: float
    name: str
    hardest: tuple[Sentence, ...]

    @property
    def is_plain(self) -> bool:
        """Whether the chapter is within the target."""
        return self.average <= AVERAGE_MAX


def measures(book: Book) -> tuple[Measure, ...]:
    """Every chapter that has running text, in every language, in reading order."""
    chapters = [chapter for edition in book.editions for chapter in edition.chapters]
    return tuple(found for chapter in chapters if (found := measure(chapter)) is not None)


def measure(chapter: Chapter) -> Measure | None:
    """Paragraphs and lists count; headings and tables, whose words make no sentences, do not. None: no text."""
    found = [sentence for sentence in sentences(chapter) if sentence.words]
    if not found:
        return None
    words = [sentence.words for sentence in found]
    name, index = readability.index(chapter.language)
    whole = [sentence for sentence in found if len(sentence.words) >= WHOLE] or found
    hardest = sorted(whole, key=lambda sentence: -index([sentence.words]))[:HARDEST]
    everything = sum(map(len, words))
    return Measure(chapter, everything, everything / len(words), index(words), name, tuple(hardest))
