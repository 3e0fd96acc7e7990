"""How a chapter is made: a title, headings with names that never change, no level skipped."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

from guidebook.book import Book, Chapter
from guidebook.markup import Heading
from guidebook.problem import Problem

CHAPTER_PAGES, GUIDE_PAGES = 8, 80  # A5, so that the guide is two booklets that can be stapled


def missing_titles(book: Book) -> Iterator[Problem]:
    """A chapter has no title at its top."""
    for chapter in _chapters(book):
        if not str(chapter.document.front_matter.get("title") or "").strip():
            message, hint = "the chapter has no title", "begin the file with the lines: --- / title: … / ---"
            yield Problem(chapter.file, chapter.document.line_of("title"), message, hint)


def missing_descriptions(book: Book) -> Iterator[Problem]:
    """A chapter has no sentence for search engines and the contents."""
    for chapter in _chapters(book):
        if not chapter.description:
            hint = "write one sentence: description: …"
            yield Problem(chapter.file, 1, "the chapter has no description", hint)


def long_in_print(book: Book) -> Iterator[Problem]:
    """A chapter took more than 8 pages when it was last printed, its note included, or the guide more than 80."""
    for edition in book.editions:
        lengths = _lengths(book, edition.language.code)
        pages = lengths.get("pages", 0)
        if pages > GUIDE_PAGES:
            message, hint = "the guide has {pages} pages in print; {most} are planned", "shorten the longest chapters"
            yield Problem(edition.folder, 1, message, hint, {"pages": pages, "most": GUIDE_PAGES})
        for chapter in edition.chapters:
            found = lengths.get("chapters", {}).get(chapter.name, {})
            pages = found.get("pages", 0)
            is_list = any(reference.kind == "all" for reference in chapter.references)
            if pages > CHAPTER_PAGES and found.get("version") == chapter.source_id and not is_list:
                message, hint = "{pages} pages in print; a chapter has {most}, its note included", "shorten it"
                yield Problem(chapter.file, 1, message, hint, {"pages": pages, "most": CHAPTER_PAGES})


def _lengths(book: Book, code: str) -> dict:
    """What the last build measured; empty before the first one."""
    try:
        return json.loads((book.config.build / "print" / code / "lengths.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}


def headings_without_id(book: Book) -> Iterator[Problem]:
    """A heading of the source has no name of its own, so that links and translations could not find it."""
    for chapter in book.source.chapters:
        for heading in chapter.headings:
            if not heading.id and heading.level > 1:
                values = {"heading": _shown(heading), "id": _suggested_id(heading, chapter)}
                hint = "write “{heading} {{ #{id} }}”, with one or two English words that never change"
                yield Problem(chapter.file, heading.line, "“{heading}” has no name for links", hint, values)


def _suggested_id(heading: Heading, chapter: Chapter) -> str:
    ascii_words = re.findall(r"[a-z0-9]+", heading.text.lower())
    return "-".join(ascii_words[:3]) if heading.text.isascii() and ascii_words else f"part-{heading.line}"


def duplicate_headings(book: Book) -> Iterator[Problem]:
    """Two headings of a chapter have the same name, so that links find only the first."""
    for chapter in _chapters(book):
        first: dict[str, Heading] = {}
        for heading in chapter.headings:
            known = first.setdefault(heading.id, heading) if heading.id else heading
            if known is not heading:
                values = {"id": heading.id, "line": known.line, "heading": _shown(heading)}
                message = "“{heading}” has the name #{id}, which stands already on line {line}"
                hint = "give it another name, the same in all languages"
                yield Problem(chapter.file, heading.line, message, hint, values)


def skipped_levels(book: Book) -> Iterator[Problem]:
    """A heading is more than one level below the one before, or as high as the chapter's title."""
    for chapter in _chapters(book):
        before = 1
        for heading in chapter.headings:
            values = {"heading": _shown(heading), "better": "#" * (before + 1) + " " + heading.text}
            if heading.level == 1:
                values["better"] = f"## {heading.text}"
                message, hint = "“{heading}” is a second title: the first stands at the top", "write “{better}”"
                yield Problem(chapter.file, heading.line, message, hint, values)
            elif heading.level > before + 1:
                message, hint = "“{heading}” skips a level", "write “{better}”"
                yield Problem(chapter.file, heading.line, message, hint, values)
            before = heading.level


def _chapters(book: Book) -> Iterator[Chapter]:
    for edition in book.editions:
        yield from edition.chapters


def _shown(heading: Heading) -> str:
    return f"{'#' * heading.level} {heading.text}"
