"""What the printed guide of one language holds: chosen from the book, in printing order."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta

from guidebook import references
from guidebook.book import Book, Chapter, State
from guidebook.config import Language
from guidebook.translation import changes

START_PAGE = "index.md"  # the website's; on paper cover, contents and “before you start” do its work
TERMS_MAX = 60  # some fifteen to a page, four pages


@dataclass(frozen=True)
class Guide:
    """One language of the book, as it is printed."""

    book: Book
    language: Language
    chapters: tuple[Chapter, ...]
    untranslated: tuple[Chapter, ...]  # of the source
    terms: tuple[str, ...]
    phrases: tuple[str, ...] = ()

    @property
    def code(self) -> str:
        """The code of the language."""
        return self.language.code

    @property
    def is_draft(self) -> bool:
        """Whether a chapter has not been signed by a person who read it."""
        return any(not chapter.is_reviewed for chapter in self.chapters)

    def is_stale(self, chapter: Chapter) -> bool:
        """Whether the source of the chapter has changed since it was translated."""
        return self.book.state(chapter.name, self.code) is State.STALE

    def number(self, chapter: Chapter) -> int:
        """The number printed above the title; 0 for chapters like “places”, whose file bears none."""
        numbered = [c.name for c in self.chapters if c.number]
        return numbered.index(chapter.name) + 1 if chapter.name in numbered else 0

    def check_after(self) -> date:
        """The first day on which something in the guide is due for checking; in a year when nothing is."""
        known = self.book.data.facts
        cited = {reference.name for chapter in self.chapters for reference in chapter.references}
        due = [day for name, fact in known.items() if name in cited and (day := fact.due())]
        return min(due, default=self.book.config.day + timedelta(days=365))


def choose(book: Book, code: str) -> Guide:
    """The printed guide of a language: chapters that it has, terms that they use."""
    order = book.config.reading_order
    printed = [c for c in book.source.chapters if c.is_printed and c.name != START_PAGE]
    printed = [c for c in printed if not order or c.name in order]
    edition = book.edition(code)
    found = {chapter.name: edition.chapter(chapter.name) for chapter in printed}
    chapters = tuple(chapter for chapter in found.values() if chapter)
    untranslated = tuple(chapter for chapter in printed if not found[chapter.name])
    return Guide(book, edition.language, chapters, untranslated, _terms(book, chapters), _phrases(book, code))


def _phrases(book: Book, code: str) -> tuple[str, ...]:
    """The sentences marked `print: true`, for readers whose language tells how they sound and what they mean."""
    phrases = book.data.phrases.items()
    is_foreign = code != book.config.source.code
    return tuple(name for name, phrase in phrases if is_foreign and phrase.is_printed and code in phrase.means)


def _terms(book: Book, chapters: tuple[Chapter, ...]) -> tuple[str, ...]:
    """The terms used; when they are too many for the pages they have, those that most chapters use."""
    uses = Counter(name for chapter in chapters for name in references.used_terms(book, (chapter,)))
    kept = {name for name, _ in uses.most_common(TERMS_MAX)}
    return tuple(name for name in references.used_terms(book, chapters) if name in kept)


def anchor(chapter: Chapter, heading: str = "") -> str:
    """The id of a chapter, or of one of its headings, in the printed guide: ids repeat from chapter to chapter."""
    name = "chapter-" + chapter.stem.replace("/", "-")
    return f"{name}--{heading}" if heading else name


def current_address(guide: Guide) -> str:
    """https://…/uk/now/, which tells what has changed since a copy was printed; empty: no address is known."""
    site = guide.book.config.site_url
    return f"{site}{guide.code}/{changes.ADDRESS}/" if site else ""


def short_address(guide: Guide, chapter: Chapter) -> str:
    """https://…/uk/3/, or empty: no address is known, or the chapter has no number."""
    number, site = chapter.number, guide.book.config.site_url
    return f"{site}{guide.code}/{number}/" if site and number else ""
