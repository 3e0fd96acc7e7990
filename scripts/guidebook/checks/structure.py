"""How a chapter is made: a title, headings with names that never change, no level skipped, everything finished.

None of this needs a second language beside it.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator

from guidebook.book import Book, Chapter
from guidebook.checks import parts
from guidebook.markup import Heading
from guidebook.problem import Problem
from guidebook.translation.blocks import Block, Kind

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
            if pages <= CHAPTER_PAGES or found.get("version") != chapter.source_id:
                continue
            if not any(reference.kind == "all" for reference in chapter.references):
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
    for chapter in (c for edition in book.editions if edition.language.is_source for c in edition.chapters):
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


# ---------------------------------------------------------------------------------------------- unfinished

_CONFLICT = re.compile(r"^(?:<{7}|>{7}|\|{7}|={7})(?=\s|$)", re.M)
_TO_DO = re.compile(r"(?<![\w/#.-])(?:TODO|FIXME|TBD|XXX|[Ll]orem ipsum)(?![\w/-])")
_PLACEHOLDER = re.compile(r"[\s*_]*(?:…|\.{3,}|\?{2,})[\s.…?*_]*$")
_MAYBE_OPEN = re.compile(rf"…|\.\.\.|\?\?|{_TO_DO.pattern}")


def conflict_marks(book: Book) -> Iterator[Problem]:
    """Marks that git leaves where two people changed the same lines: both versions would be published."""
    for chapter in _chapters(book):
        for match in _CONFLICT.finditer(chapter.text):
            line = chapter.text.count("\n", 0, match.start()) + 1
            message = "“{mark}” is what git leaves where two people changed the same lines"
            hint = "keep one of the two versions, and remove this line and its fellows (<<<<<<<, =======, >>>>>>>)"
            yield Problem(chapter.file, line, message, hint, {"mark": match.group()})


def unfinished_texts(book: Book) -> Iterator[Problem]:
    """A text, or a whole paragraph, is only a reminder to write it: TODO, …"""
    message, hint = "“{text}” is not written yet", "write it, or put the words of the source here until then"
    for chapter in _chapters(book):
        for block in parts.cut(chapter.document) if _MAYBE_OPEN.search(chapter.text) else ():
            if _MAYBE_OPEN.search(block.text):
                texts = block.flat.split("|") if block.kind is Kind.ROW else [block.read]
                for text in filter(None, map(_left_open, texts)):
                    yield Problem(chapter.file, block.line, message, hint, {"text": text})
    for entry in book.entries():
        for text in (text for texts in entry.texts.values() for text in texts.values()):
            if found := _left_open(text):
                yield Problem(entry.file, entry.line, message, hint, {"text": found})


def _left_open(text: str) -> str:
    return text.strip() if text.strip() and _PLACEHOLDER.match(text) else _to_do(text)


def _to_do(text: str) -> str:
    found = _TO_DO.search(text)
    return found.group() if found else ""


def unclosed_marks(book: Book) -> Iterator[Problem]:
    """Bold or a link is begun and not ended: readers see the asterisks or brackets."""
    for chapter in _chapters(book):
        links = Counter(link.line for link in (*chapter.document.links, *chapter.document.pictures))
        for block in parts.cut(chapter.document):
            text = _CODE.sub("", block.text) if block.kind is not Kind.CODE else ""
            plain = re.sub(r"\\.", "", text)
            if plain.count("**") % 2:
                message, hint = "“**” is not closed in “{text}”", "write ** in front of and behind the words in bold"
                yield Problem(chapter.file, _line(block, "**"), message, hint, {"text": _quoted(text, "**")})
            elif _STAR.search(plain) and plain.count("*") % 2:
                message, hint = "“*” is not closed in “{text}”", "write * in front of and behind the words"
                yield Problem(chapter.file, _line(block, "*"), message, hint, {"text": _quoted(text, "*")})
            known = sum(links[number] for number in range(block.line, block.last + 1))
            if plain.count("](") > known:
                message, hint = "a link is not closed in “{text}”", "write [words](address), both brackets closed"
                yield Problem(chapter.file, _line(block, "]("), message, hint, {"text": _quoted(text, "](")})


_STAR = re.compile(r"(?<![\w*])\*(?=\w)")  # one that begins something
_CODE = re.compile(r"``[^\n]{1,400}?``|`[^`\n]{1,400}`")


def _line(block: Block, mark: str) -> int:
    """The line of a block on which a mark stands for the last time."""
    lines = block.text.split("\n")
    return block.line + max((n for n, line in enumerate(lines) if mark in line), default=0)


def _quoted(text: str, mark: str) -> str:
    """The words around a mark."""
    place = text.rfind(mark)
    return " ".join(text[max(0, place - 30) : place + 40].split())


# ------------------------------------------------------------------------------ tables, what stands twice


_BAR = re.compile(r"^\s*\|.*\|\s*$")
_DASHES = re.compile(r"^\s*\|(?:\s*:?-+:?\s*\|)+\s*$")


def broken_tables(book: Book) -> Iterator[Problem]:
    """A table that is none: no line of dashes below its head, text right above it, a row with other cells."""
    for chapter in _chapters(book):
        lines = chapter.body.split("\n")
        rows = [block.line for block in parts.cut(chapter.document) if block.kind is Kind.ROW]
        for number in rows:
            place = number - chapter.document.body_line
            if place and _BAR.match(lines[place - 1]):
                continue  # not the first one
            head, below = lines[place], lines[place + 1] if place + 1 < len(lines) else ""
            if not _DASHES.match(below):
                message = "the table that begins here has no line of dashes below its head"
                hint = "write below it: {dashes}"
                values = {"dashes": "|" + "---|" * _count(head)}
                yield Problem(chapter.file, number, message, hint, values)
            elif place and lines[place - 1].strip():
                message = "a table right under a line of text is shown as plain letters"
                hint = "leave a line empty above it"
                yield Problem(chapter.file, number, message, hint)
            else:
                yield from _odd_rows(chapter, lines, place)


def _odd_rows(chapter: Chapter, lines: list[str], place: int) -> Iterator[Problem]:
    for number in range(place + 2, len(lines)):
        if not _BAR.match(lines[number]):
            return
        if _count(lines[number]) != _count(lines[place]):
            message, hint = "cells in this table row: {here}, in its head: {there}", "the head: {text}"
            values = {"here": _count(lines[number]), "there": _count(lines[place]), "text": lines[place].strip()[:90]}
            yield Problem(chapter.file, chapter.document.body_line + number, message, hint, values)


def _count(row: str) -> int:
    return re.sub(r"\\\||`[^`]*`", "x", row).strip().strip("|").count("|") + 1


def empty_boxes(book: Book) -> Iterator[Problem]:
    """The text of a box stands further left than it should, so that the box is empty."""
    for chapter in _chapters(book):
        lines = chapter.body.split("\n")
        for box in (block for block in parts.cut(chapter.document) if block.kind is Kind.BOX):
            first = box.line - chapter.document.body_line
            mark = _BOX.match(lines[first])
            place = next((n for n in range(first + 1, len(lines)) if lines[n].strip()), len(lines) - 1)
            if mark and len(lines[place]) - len(lines[place].lstrip()) < len(mark.group(1)) + 4:
                message = "the box on line {line} is empty: its text stands further left"
                line, hint = chapter.document.body_line + place, "begin it with 4 spaces"
                yield Problem(chapter.file, line, message, hint, {"line": box.line})


_BOX = re.compile(r"^(\s*)(?:!!!|\?\?\?\+?)\s")


def duplicate_paragraphs(book: Book) -> Iterator[Problem]:
    """A paragraph or an item stands twice in a chapter, which happens when texts are merged."""
    for chapter in _chapters(book):
        first: dict[tuple[str, ...], int] = {}
        for block in parts.cut(chapter.document):
            if block.kind not in (Kind.PARAGRAPH, Kind.ITEM) or len(block.words) < _LONG:
                continue
            if (known := first.setdefault(block.words, block.line)) != block.line:
                message, hint = "this stands already on line {line}: “{text}”", "remove one of them"
                values = {"line": known, "text": " ".join(block.flat.split()[:12]) + " …"}
                yield Problem(chapter.file, block.line, message, hint, values)


_LONG = 8  # words: shorter ones may well stand twice


def _chapters(book: Book) -> Iterator[Chapter]:
    for edition in book.editions:
        yield from edition.chapters


def _shown(heading: Heading) -> str:
    return f"{'#' * heading.level} {heading.text}"
