"""Signs that our fonts do not have, found before anything is printed: a fallback font would be another hand."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from fontTools.ttLib import TTFont

from guidebook import languages
from guidebook.book import Book
from guidebook.config import Config
from guidebook.notes.fonts import FAMILY
from guidebook.print.guide import choose
from guidebook.problem import GuidebookError, Problem

# family, weight, style, file: the first family letters titles, as in the notes; the second sets the text
FONTS = (
    (FAMILY, 400, "normal", "NoteHand-Regular.ttf"),
    (FAMILY, 700, "normal", "NoteHand-Bold.ttf"),
    ("Text", 400, "normal", "fira-sans-400.ttf"),
    ("Text", 400, "italic", "fira-sans-400i.ttf"),
    ("Text", 600, "normal", "fira-sans-600.ttf"),
    ("Text", 700, "normal", "fira-sans-700.ttf"),
)
TEXT_FONT = "fira-sans-400.ttf"
MORE_WEIGHTS = {400: "Regular", 700: "Bold"}  # of the fonts that a book adds for the letters of another script

Place = tuple[Path, int, str]  # file, line, text


def fonts(config: Config) -> tuple[tuple[str, int, str, str], ...]:
    """All fonts of a book, like FONTS: ours, and those that it adds."""
    more = ((name, weight, "normal", f"{name}-{ending}.ttf")
            for name in config.more_fonts for weight, ending in MORE_WEIGHTS.items())  # fmt: skip
    return *FONTS, *more


def stacks(config: Config) -> dict[str, str]:
    """Which fonts are asked for a letter, one after the other, in running text and where the hand writes."""
    text, hand, *more = (f'"{family}"' for family in ("Text", FAMILY, *config.more_fonts))
    return {"text": ", ".join((text, hand, *more)), "hand": ", ".join((hand, text, *more))}


def font_file(folder: Path, name: str) -> Path:
    """The font file. Raises GuidebookError when it is not there."""
    file = folder / name
    if not file.is_file():
        hint = "put the font file back: git checkout -- {file}"
        raise GuidebookError("the font {file} is missing", hint, file=str(file.relative_to(folder.parents[2])))
    return file


def printable(config: Config) -> frozenset[str]:
    """The letters that can be printed with the fonts of a book."""
    return frozenset.union(*_known(config))


def waits_for_a_font(book: Book, code: str) -> bool:
    """Whether a language that was just added, without a chapter yet, has letters that no font of the book has."""
    has_own = any(chapter.is_printed for chapter in book.edition(code).chapters)
    return not has_own and not languages.letters(code) <= printable(book.config)


def font_to_bring() -> str:
    """Why nothing is printed in such a language, and what to do: a msgid."""
    return "a language is not printed yet: bring a font with its letters, as docs/assets/fonts/README.txt says"


def missing_glyphs(book: Book, code: str) -> Iterator[Problem]:
    """A sign that is in none of our fonts, so that it cannot be printed."""
    known = printable(book.config)
    for file, line, text in _texts(book, code):
        for letter in dict.fromkeys(text):
            if letter in known or unicodedata.category(letter) in ("Cc", "Cf"):
                continue
            message = "“{letter}” (U+{number}) is not in the font {font}"
            hint = "use a word or a picture instead, or add a font: extra.guidebook.fonts in mkdocs.yml"
            shown = {"letter": letter, "number": f"{ord(letter):04X}", "font": TEXT_FONT}
            yield Problem(file, line, message, hint, shown, check="missing-glyphs")


def _known(config: Config) -> Iterator[frozenset[str]]:
    """The letters that all fonts of FONTS have, since each may be asked for them; and those of each added font."""
    for group in (FONTS, *([font for font in fonts(config) if font[0] == name] for name in config.more_fonts)):
        yield frozenset.intersection(*(_letters(font_file(config.fonts, name)) for *_, name in group))


@cache
def _letters(font: Path) -> frozenset[str]:
    with TTFont(font, lazy=True) as opened:
        return frozenset(map(chr, opened.getBestCmap()))


def _texts(book: Book, code: str) -> Iterator[Place]:
    """Everything that people wrote and that is printed in a language."""
    guide = choose(book, code)
    for chapter in guide.chapters:
        yield from ((chapter.file, number, line) for number, line in enumerate(chapter.text.split("\n"), 1))
    source = book.config.source.code
    for entry in book.entries():
        for texts in entry.texts.values():
            shown = " ".join(texts.get(language, "") for language in (code, source))
            yield entry.file, entry.line, shown
    for fact in book.data.facts.values():
        yield fact.file, fact.line, fact.source.title
    for place in book.data.places.values():
        yield place.file, place.line, f"{place.title} {place.street} {place.city}"
    yield book.config.file, 1, guide.language.title + guide.language.promise + guide.language.imprint
