"""A translation has everything that the source had when it was translated: nothing lost, nothing added.

It is compared with the version of the source that it names in `translated_from`:

    the present one, or one found in the history   what differs is a defect
    not at hand                                    what differs may only be newer: a gap
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from difflib import get_close_matches
from functools import lru_cache
from pathlib import Path

from guidebook import markup
from guidebook.book import Book, Chapter
from guidebook.checks.links import is_outside
from guidebook.markup import Document, Heading
from guidebook.problem import Problem, Severity
from guidebook.translation import history


def different_headings(book: Book) -> Iterator[Problem]:
    """A translation has other headings than the source it was made from, or in another order."""
    for chapter, source, severity in _pairs(book):
        yield from _weighed(_heading_differences(chapter, source), severity)


def _heading_differences(chapter: Chapter, source: Document) -> Iterator[Problem]:
    wanted = {heading.id: heading for heading in source.headings if heading.id}
    here = {heading.id: heading for heading in chapter.headings if heading.id}
    lost = [name for name in wanted if name not in here]
    for heading in chapter.headings:
        if not heading.id and heading.level > 1 and lost:
            yield _without_name(chapter, heading, wanted[lost.pop(0)])
        elif heading.id and heading.id not in wanted:
            yield _unknown_name(chapter, heading, lost)
        elif heading.id and heading.level != wanted[heading.id].level:
            values = {"heading": _shown(heading), "marks": "#" * wanted[heading.id].level, "text": heading.text}
            message = "“{heading}” has another level than in the source"
            hint = "write “{marks} {text} {{ #{id} }}”"
            yield Problem(chapter.file, heading.line, message, hint, values | {"id": heading.id})
    for name in lost:
        values = {"heading": f"{_shown(wanted[name])} {{ #{name} }}", "id": name, "marks": "#" * wanted[name].level}
        message, hint = "the heading “{heading}” of the source is missing here", "write “{marks} … {{ #{id} }}”"
        yield Problem(chapter.file, _line_before(chapter, source, name), message, hint, values)
    yield from _other_order(chapter, [name for name in wanted if name in here], [n for n in here if n in wanted])


def _without_name(chapter: Chapter, heading: Heading, meant: Heading) -> Problem:
    values = {"heading": _shown(heading), "id": meant.id}
    message = "“{heading}” has lost its name for links"
    return Problem(chapter.file, heading.line, message, "write “{heading} {{ #{id} }}”", values)


def _unknown_name(chapter: Chapter, heading: Heading, lost: list[str]) -> Problem:
    """A renamed heading is reported once, not also as missing."""
    values = {"heading": f"{_shown(heading)} {{ #{heading.id} }}", "text": _shown(heading)}
    near = get_close_matches(heading.id, lost, 1, cutoff=0.3) or lost[:1]
    if near:
        lost.remove(near[0])
        message, hint = "the source has no heading “{heading}”", "write “{text} {{ #{id} }}”"
        return Problem(chapter.file, heading.line, message, hint, values | {"id": near[0]})
    message, hint = "the source has no heading “{heading}”", "remove it here, or add it to the source first"
    return Problem(chapter.file, heading.line, message, hint, values)


def _line_before(chapter: Chapter, source: Document, name: str) -> int:
    """Where a missing heading belongs: after the one that stands before it in the source."""
    here = {heading.id: heading.line for heading in chapter.headings}
    line = chapter.document.body_line
    for heading in source.headings:
        if heading.id == name:
            break
        line = here.get(heading.id, line)
    return line


def _other_order(chapter: Chapter, wanted: Sequence[str], here: Sequence[str]) -> Iterator[Problem]:
    if list(wanted) == list(here):
        return
    line = next(h.line for h, name in zip(_named(chapter, here), wanted, strict=True) if h.id != name)
    values = {"order": ", ".join(f"#{name}" for name in wanted)}
    message, hint = "the headings stand in another order than in the source", "the order there: {order}"
    yield Problem(chapter.file, line, message, hint, values)


def _named(chapter: Chapter, names: Sequence[str]) -> list[Heading]:
    return [next(heading for heading in chapter.headings if heading.id == name) for name in names]


def different_references(book: Book) -> Iterator[Problem]:
    """A translation lacks a fact, source, term or place that the source names, or names another one."""
    for chapter, source, severity in _pairs(book):
        yield from _weighed(_reference_differences(chapter, source), severity)
        yield from _weighed(_note_differences(chapter, source), severity)


def _reference_differences(chapter: Chapter, source: Document) -> Iterator[Problem]:
    wanted, here = Counter(map(str, source.references)), Counter(map(str, chapter.references))
    lost = list((wanted - here).elements())
    for reference in _last(chapter.references, here - wanted):
        values = {"reference": str(reference)}
        near = get_close_matches(str(reference), lost, 1, cutoff=0.8)
        hint = "remove it here, or add it to the source first"
        if near:
            lost.remove(near[0])
            values["near"], hint = near[0], "did you mean “{near}”?"
        message = "the source has no “{reference}”"
        if str(reference) in wanted:
            message = "the source has “{reference}” less often"
        yield Problem(chapter.file, reference.line, message, hint, values)
    for reference in _last(source.references, Counter(lost)):
        values = {"reference": str(reference), "text": _text_at(source, reference.line)}
        message = "“{reference}” of the source is missing here"
        hint = "write it where the source says “{text}”"
        yield Problem(chapter.file, _section_line(chapter, source, reference.line), message, hint, values)


def _last(references: Sequence[markup.Reference], counts: Counter) -> list[markup.Reference]:
    """As many of each reference as counted, the last ones, in the order of the text."""
    left, found = Counter(counts), []
    for reference in reversed(references):
        if left[str(reference)] > 0:
            left[str(reference)] -= 1
            found.append(reference)
    return found[::-1]


def _note_differences(chapter: Chapter, source: Document) -> Iterator[Problem]:
    wanted = str(source.front_matter.get("note") or "")
    if chapter.note != wanted:
        hint = "write “note: {note}” at the top" if wanted else "remove the line"
        message = "the source has another visual note here: “{note}”" if wanted else "the source has no visual note"
        yield Problem(chapter.file, chapter.document.line_of("note"), message, hint, {"note": wanted})


def different_links(book: Book) -> Iterator[Problem]:
    """A translation does not link to the same places as the source."""
    for chapter, source, severity in _pairs(book):
        wanted, here = _targets(source), _targets(chapter.document)
        yield from _weighed(_target_differences(chapter, source, wanted, here, LINK_MESSAGES), severity)


def different_images(book: Book) -> Iterator[Problem]:
    """A translation does not show the same pictures as the source."""
    for chapter, source, severity in _pairs(book):
        wanted = {picture.target: picture.line for picture in source.pictures}
        here = {picture.target: picture.line for picture in chapter.document.pictures}
        yield from _weighed(_target_differences(chapter, source, wanted, here, IMAGE_MESSAGES), severity)


LINK_MESSAGES = ("the source has no link to “{target}”", "the link to “{target}” of the source is missing here")
IMAGE_MESSAGES = ("the source has no picture “{target}”", "the picture “{target}” of the source is missing here")


def _targets(document: Document) -> dict[str, int]:
    """Where a chapter links to inside the book; pages of other sites may have versions in each language."""
    return {link.target: link.line for link in document.links if not is_outside(link.target)}


def _target_differences(
    chapter: Chapter, source: Document, wanted: dict[str, int], here: dict[str, int], messages: tuple[str, str]
) -> Iterator[Problem]:
    added, missing = messages
    lost = [target for target in wanted if target not in here]
    for target, line in here.items():
        if target in wanted:
            continue
        near = get_close_matches(target, lost, 1, cutoff=0.5)
        hint = "did you mean “{near}”, as in the source?" if near else "remove it here, or add it to the source first"
        if near:
            lost.remove(near[0])
        values = {"target": target, "near": "".join(near)}
        yield Problem(chapter.file, line, added, hint, values)
    for target in lost:
        values = {"target": target, "text": _text_at(source, wanted[target])}
        line = _section_line(chapter, source, wanted[target])
        yield Problem(chapter.file, line, missing, "write it where the source says “{text}”", values)


def different_lists(book: Book) -> Iterator[Problem]:
    """A section has more or fewer list items or table rows than in the source: one was lost, or not translated."""
    for chapter, source, severity in _pairs(book):
        yield from _weighed(_count_differences(chapter, source), severity)


def _count_differences(chapter: Chapter, source: Document) -> Iterator[Problem]:
    here, known = chapter.document, {heading.id for heading in source.headings if heading.id}
    lines = {"": here.body_line} | {heading.id: heading.line for heading in here.headings if heading.id in known}
    message = "list items in this section: {here}, in the source: {there}"
    yield from _counted(chapter, lines, _by_section(here, here.items), _by_section(source, source.items), message)
    message = "table rows in this section: {here}, in the source: {there}"
    yield from _counted(chapter, lines, _by_section(here, here.rows), _by_section(source, source.rows), message)


def _counted(
    chapter: Chapter, lines: Mapping[str, int], here: Counter, there: Counter, message: str
) -> Iterator[Problem]:
    for section, line in lines.items():
        if here[section] != there[section]:
            values = {"here": here[section], "there": there[section]}
            yield Problem(chapter.file, line, message, "compare this section with the source, line by line", values)


def different_numbers(book: Book) -> Iterator[Problem]:
    """A number of the source does not stand in the translation, or another one does."""
    for chapter, source, severity in _pairs(book):
        wanted, here = _numbers(source), _numbers(chapter.document)
        lost = [number for number in wanted if number not in here]
        for number, line in here.items():
            if number not in wanted:
                hint = "compare with the source, where {lost} is missing here" if lost else "compare with the source"
                message = "the number {number} is not in the source"
                values = {"number": number, "lost": ", ".join(lost)}
                yield from _weighed([Problem(chapter.file, line, message, hint, values)], severity)


_NUMBER = re.compile(r"(?<!\w)\d(?:[\d \u00a0.,:]*\d)?(?!\w)")


def _numbers(document: Document) -> dict[str, int]:
    """Numbers of two digits and more as bare digits, with a line: 5 000, 5,000 and 12:00, 12.00 are the same."""
    items = set(document.items)
    found: dict[str, int] = {}
    for number, line in document.prose:
        text = re.sub(r"^\s*\d+\.", "", line) if number in items else line
        for match in _NUMBER.finditer(text):
            digits = re.sub(r"\D", "", match.group())
            if len(digits) > 1:
                found.setdefault(digits, number)
    return found


# -------------------------------------------------------------------------------------------- together

def _pairs(book: Book) -> Iterator[tuple[Chapter, Document, Severity]]:
    """Each translation, the source it is compared with, and how much a difference weighs."""
    for edition in book.translations:
        for chapter in edition.chapters:
            source = book.source.chapter(chapter.name)
            if source is None:
                continue
            if chapter.translated_from == source.source_id:
                yield chapter, source.document, Severity.DEFECT
            elif then := history.version(source.file, chapter.translated_from):
                yield chapter, _document(then, source.file), Severity.DEFECT
            else:
                yield chapter, source.document, Severity.GAP


@lru_cache(maxsize=256)
def _document(text: str, file: Path) -> Document:
    return markup.read(text, file)


def _weighed(problems: Iterable[Problem], severity: Severity) -> Iterator[Problem]:
    for problem in problems:
        yield problem.found_by(problem.check, severity)


def _shown(heading: Heading) -> str:
    return f"{'#' * heading.level} {heading.text}"


def _section(document: Document, line: int) -> str:
    """The id of the section in which a line stands; empty above the first heading."""
    return next((h.id for h in reversed(document.headings) if h.line <= line and h.id), "")


def _section_line(chapter: Chapter, source: Document, line: int) -> int:
    """Where the section that stands on a line of the source begins in the translation."""
    section = _section(source, line)
    return next((h.line for h in chapter.headings if section and h.id == section), chapter.document.body_line)


def _by_section(document: Document, lines: Iterable[int]) -> Counter:
    return Counter(_section(document, line) for line in lines)


def _text_at(document: Document, line: int) -> str:
    """What the source says on a line, short enough to quote."""
    lines = document.body.split("\n")
    text = lines[line - document.body_line].strip() if 0 <= line - document.body_line < len(lines) else ""
    return text if len(text) <= 90 else text[:89].rstrip() + "…"
