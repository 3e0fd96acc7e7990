"""A translation has everything that the source had when it was translated: headings, references, links, pictures.

What stands where in the two is told by `sides`; lists, tables and boxes are compared in `shape`, numbers in `values`.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from difflib import SequenceMatcher, get_close_matches
from urllib.parse import urlsplit

from guidebook.book import Book
from guidebook.checks import sides
from guidebook.checks.links import is_outside
from guidebook.checks.sides import Side
from guidebook.markup import Document, Heading, Link, Reference
from guidebook.problem import Problem, Severity
from guidebook.translation.blocks import Kind


def different_headings(book: Book) -> Iterator[Problem]:
    """A translation has other headings than the source it was made from, or in another order."""
    yield from sides.found(book, _heading_differences)


@sides.finder
def _heading_differences(side: Side) -> Iterator[Problem]:
    chapter = side.chapter
    wanted = {heading.id: heading for heading in side.source.headings if heading.id}
    borrowed = dict(_borrowed_names(side.source.headings, chapter.headings))
    here = {h.id: h for h in chapter.headings if h.id and h not in borrowed}
    lost = [name for name in wanted if name not in here and name not in borrowed.values()]
    for heading in chapter.headings:
        if heading in borrowed:
            yield _borrowed_name(side, heading, borrowed[heading])
        elif not heading.id and heading.level > 1 and lost:
            yield _without_name(side, heading, wanted[lost.pop(0)])
        elif heading.id and heading.id not in wanted:
            yield _unknown_name(side, heading, lost)
        elif heading.id and heading.level != wanted[heading.id].level:
            values = {"heading": _shown(heading), "marks": "#" * wanted[heading.id].level, "text": heading.text}
            message = "“{heading}” has another level than in the source"
            hint = "write “{marks} {text} {{ #{id} }}”"
            yield Problem(chapter.file, heading.line, message, hint, values | {"id": heading.id})
    for name in lost:
        yield _lost_heading(side, wanted[name])
    yield from _other_order(side, [name for name in wanted if name in here], [n for n in here if n in wanted])


def _borrowed_names(there: Sequence[Heading], here: Sequence[Heading]) -> Iterator[tuple[Heading, str]]:
    """Headings that bear the name of another one, with the name that they have in the source."""
    counts = Counter(heading.id for heading in here)
    for old, heading in zip(there, here, strict=False) if len(there) == len(here) else ():
        if heading.id and counts[heading.id] > 1 and old.id not in counts:
            yield heading, old.id


def _borrowed_name(side: Side, heading: Heading, name: str) -> Problem:
    values = {"heading": _shown(heading), "id": name, "other": heading.id}
    message = "“{heading}” bears the name of another heading: #{other}"
    return Problem(side.chapter.file, heading.line, message, "write “{heading} {{ #{id} }}”", values)


def _without_name(side: Side, heading: Heading, meant: Heading) -> Problem:
    values = {"heading": _shown(heading), "id": meant.id}
    message = "“{heading}” has lost its name for links"
    return Problem(side.chapter.file, heading.line, message, "write “{heading} {{ #{id} }}”", values)


def _unknown_name(side: Side, heading: Heading, lost: list[str]) -> Problem:
    """A renamed heading is reported once, not also as missing."""
    values = {"heading": f"{_shown(heading)} {{ #{heading.id} }}", "text": _shown(heading)}
    near = get_close_matches(heading.id, lost, 1, cutoff=0.3) or lost[:1]
    message = "the source has no heading “{heading}”"
    if near:
        lost.remove(near[0])
        hint = "write “{text} {{ #{id} }}”"
        return Problem(side.chapter.file, heading.line, message, hint, values | {"id": near[0]})
    hint = "remove it here, or add it to the source first"
    return Problem(side.chapter.file, heading.line, message, hint, values)


def _lost_heading(side: Side, heading: Heading) -> Problem:
    """Missing; or its words are there, but nothing makes a heading of them."""
    document, marks = side.chapter.document, "#" * heading.level
    for number, line in enumerate(document.body.split("\n"), document.body_line):
        text, mark, _ = line.partition(f"{{ #{heading.id} }}")
        if mark:
            values = {"text": text.strip(" #"), "marks": marks, "id": heading.id}
            message, hint = "“{text}” is no heading here", "write “{marks} {text} {{ #{id} }}” at the start of a line"
            return Problem(side.chapter.file, number, message, hint, values)
    values = {"heading": f"{_shown(heading)} {{ #{heading.id} }}", "id": heading.id, "marks": marks}
    message, hint = "the heading “{heading}” of the source is missing here", "write “{marks} … {{ #{id} }}”"
    return Problem(side.chapter.file, side.line_for(heading.line), message, hint, values)


def _other_order(side: Side, wanted: Sequence[str], here: Sequence[str]) -> Iterator[Problem]:
    if list(wanted) == list(here):
        return
    headings = [next(h for h in side.chapter.headings if h.id == name) for name in here]
    line = next(h.line for h, name in zip(headings, wanted, strict=True) if h.id != name)
    values = {"order": ", ".join(f"#{name}" for name in wanted)}
    message, hint = "the headings stand in another order than in the source", "the order there: {order}"
    yield Problem(side.chapter.file, line, message, hint, values)


def _shown(heading: Heading) -> str:
    return f"{'#' * heading.level} {heading.text}"


# ------------------------------------------------------------------------------------------------ references


def different_references(book: Book) -> Iterator[Problem]:
    """A translation lacks a fact, source, term or place that the source names, names another one, or elsewhere."""
    yield from sides.found(book, _reference_differences)


@sides.finder
def _reference_differences(side: Side) -> Iterator[Problem]:
    chapter, source = side.chapter, side.source
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
    for reference in _lost_ones(side, Counter(lost)):
        values = {"reference": str(reference), "text": text_at(source, reference.line)}
        message = "“{reference}” of the source is missing here"
        hint = "write it where the source says “{text}”"
        yield Problem(chapter.file, side.line_for(reference.line), message, hint, values)
    yield from _moved_references(side)
    yield from _note_differences(side)


def _last(references: Sequence[Reference], counts: Counter) -> list[Reference]:
    """As many of each reference as counted, the last ones, in the order of the text."""
    left, found = Counter(counts), []
    for reference in reversed(references):
        if left[str(reference)] > 0:
            left[str(reference)] -= 1
            found.append(reference)
    return found[::-1]


def _lost_ones(side: Side, lost: Counter) -> list[Reference]:
    """Which of equal references of the source are lost: those whose own paragraph lacks them."""
    there, here = _by_pair(side.source.references, side.source_pair), _by_pair(side.chapter.references, side.here_pair)
    missing = []
    for place, references in there.items():
        missing += _last(references, Counter(map(str, references)) - Counter(map(str, here.get(place, ()))))
    certain = _last(missing, lost)
    rest = lost - Counter(map(str, certain))
    others = [reference for reference in side.source.references if reference not in certain]
    return sorted([*certain, *_last(others, rest)], key=lambda reference: reference.line)


def _by_pair(references: Sequence[Reference], places: Mapping[int, int]) -> dict[int, list[Reference]]:
    found: dict[int, list[Reference]] = {}
    for reference in references:
        found.setdefault(places.get(reference.line, -1), []).append(reference)
    return found


def _moved_references(side: Side) -> Iterator[Problem]:
    """What stands in another paragraph than in the source, or in another order: then it backs another sentence."""
    there, here = _by_pair(side.source.references, side.source_pair), _by_pair(side.chapter.references, side.here_pair)
    gone, come = [], []
    for place in sorted({*there, *here}):
        old, new = there.get(place, []), here.get(place, [])
        if (before := Counter(map(str, old))) != (after := Counter(map(str, new))):
            gone += _last(old, before - after)
            come += _last(new, after - before)
        elif _sources(old) != _sources(new):
            values = {"order": " ".join(_sources(old))}
            message, hint = "the sources stand in another order than in the source", "the order there: {order}"
            yield Problem(side.chapter.file, new[0].line, message, hint, values, severity=Severity.ADVICE)
    wanted = {str(reference): reference for reference in reversed(gone)}
    for reference in come:
        if old := wanted.pop(str(reference), None):
            yield _moved(side, old, reference)


def _sources(references: Sequence[Reference]) -> list[str]:
    return [str(reference) for reference in references if reference.kind == "source"]


def _moved(side: Side, old: Reference, new: Reference) -> Problem:
    """In the next paragraph it may only follow its sentence; in another section, item or row it is wrong."""
    pair = side.pairs[side.here_pair[new.line]] if new.line in side.here_pair else None
    block = pair.translation if pair else None
    is_near = sides.section(side.source, old.line) == side.section(new.line)
    is_prose = block is None or block.kind is Kind.PARAGRAPH
    severity = Severity.ADVICE if is_near and is_prose else Severity.DEFECT
    values = {"reference": str(new), "text": text_at(side.source, old.line)}
    message, hint = "“{reference}” stands elsewhere in the source", "there it stands where it says “{text}”"
    return Problem(side.chapter.file, new.line, message, hint, values, severity=severity)


def _note_differences(side: Side) -> Iterator[Problem]:
    wanted, chapter = str(side.source.front_matter.get("note") or ""), side.chapter
    if chapter.note != wanted:
        hint = "write “note: {note}” at the top" if wanted else "remove the line"
        message = "the source has another visual note here: “{note}”" if wanted else "the source has no visual note"
        yield Problem(chapter.file, chapter.document.line_of("note"), message, hint, {"note": wanted})


# ------------------------------------------------------------------------------------- words of the source


def unmarked_words(book: Book) -> Iterator[Problem]:
    """Words of the source language stand in a translation without a mark: voices would read them as its own."""
    yield from sides.found(book, _unmarked_runs)


_RUN = 3  # words written small, one behind the other; names are written large, or between quotes


@sides.finder
def _unmarked_runs(side: Side) -> Iterator[Problem]:
    code = side.source_language
    for there, here in side.both:
        if there.words == here.words or {*there.words}.isdisjoint(here.words):
            continue
        if not {w for w in there.words if w.islower()} & {*here.words}:
            continue
        match = SequenceMatcher(None, there.words, here.words, autojunk=False).find_longest_match()
        words = here.words[match.b : match.b + match.size]
        if sum(word.islower() for word in words) >= _RUN and not re.search(rf"[«“„\"]{re.escape(words[0])}", here.flat):
            values = {"text": " ".join(words), "code": code}
            message = "“{text}” stands here without a mark of its language"
            yield Problem(side.chapter.file, here.line, message, "write *{text}*{{ .lang-{code} }}", values)


# ------------------------------------------------------------------------------------------ links, pictures


def different_links(book: Book) -> Iterator[Problem]:
    """A translation does not link to the same places as the source."""
    yield from sides.found(book, _link_differences)


def different_images(book: Book) -> Iterator[Problem]:
    """A translation does not show the same pictures as the source."""
    yield from sides.found(book, _image_differences)


LINK_MESSAGES = ("the source has no link to “{target}”", "the link to “{target}” of the source is missing here")
IMAGE_MESSAGES = ("the source has no picture “{target}”", "the picture “{target}” of the source is missing here")
_EXACT = ("mailto", "tel", "geo")  # the same in every language; a page of another site may have one for each


@sides.finder
def _link_differences(side: Side) -> Iterator[Problem]:
    yield from _target_differences(side, _certain(side.source.links), _certain(side.chapter.document.links),
                                   LINK_MESSAGES)
    yield from _site_differences(side)
    yield from _other_link_order(side)


def _other_link_order(side: Side) -> Iterator[Problem]:
    """The same links in another order in a paragraph: their addresses may have been exchanged."""
    there = _targets_by_pair(side.source.links, side.source_pair)
    here = _targets_by_pair(side.chapter.document.links, side.here_pair)
    for place, targets in here.items():
        if targets != there.get(place) and sorted(targets) == sorted(there.get(place, ())):
            values = {"order": ", ".join(there[place])}
            message, hint = "the links stand in another order than in the source", "the order there: {order}"
            line = side.pairs[place].translation.line
            yield Problem(side.chapter.file, line, message, hint, values, severity=Severity.ADVICE)


def _targets_by_pair(links: Sequence[Link], places: Mapping[int, int]) -> dict[int, list[str]]:
    found: dict[int, list[str]] = {}
    for link in links:
        if link.line in places:
            found.setdefault(places[link.line], []).append(link.target)
    return found


@sides.finder
def _image_differences(side: Side) -> Iterator[Problem]:
    yield from _target_differences(side, side.source.pictures, side.chapter.document.pictures, IMAGE_MESSAGES)


def _certain(links: Sequence[Link]) -> list[Link]:
    return [link for link in links if not is_outside(link.target) or urlsplit(link.target).scheme in _EXACT]


def _target_differences(
    side: Side, there: Sequence[Link], here: Sequence[Link], messages: tuple[str, str]
) -> Iterator[Problem]:
    added, missing = messages
    wanted, known = {link.target for link in there}, {link.target for link in here}
    lost, strange = _lost_targets(side, there, here), [link for link in here if link.target not in wanted]
    instead = _in_the_same_place(side, there, here)
    for link in dict.fromkeys([*strange, *instead]):
        near = instead.get(link) or "".join(get_close_matches(link.target, [x.target for x in lost], 1, cutoff=0.5))
        lost = _without(lost, near)
        hint = "did you mean “{near}”, as in the source?" if near else "remove it here, or add it to the source first"
        message = added if link.target not in wanted else "the source links to another place here, not to “{target}”"
        yield Problem(side.chapter.file, link.line, message, hint, {"target": link.target, "near": near})
    counts = Counter(link.target for link in there) - Counter(link.target for link in here)
    for link in lost:
        if link.target not in known or counts[link.target] > 0:
            values = {"target": link.target, "text": text_at(side.source, link.line)}
            hint = "write it where the source says “{text}”"
            yield Problem(side.chapter.file, side.line_for(link.line), missing, hint, values)


def _lost_targets(side: Side, there: Sequence[Link], here: Sequence[Link]) -> list[Link]:
    """Links of the source whose own paragraph lacks them, each target once a paragraph."""
    present = {(side.here_pair.get(link.line, -1), link.target) for link in here}
    found = {}
    for link in there:
        key = side.source_pair.get(link.line, -1), link.target
        if key not in present:
            found.setdefault(key, link)
    return list(found.values())


def _in_the_same_place(side: Side, there: Sequence[Link], here: Sequence[Link]) -> dict[Link, str]:
    """Links that stand in a paragraph whose source lacks them, with the one target that it lacks instead."""
    lost, come = _lost_targets(side, there, here), []
    present = {(side.source_pair.get(link.line, -1), link.target) for link in there}
    come = [link for link in here if (side.here_pair.get(link.line, -1), link.target) not in present]
    found = {}
    for link in come:
        place = side.here_pair.get(link.line, -1)
        gone = [x for x in lost if side.source_pair.get(x.line, -1) == place]
        strangers = [x for x in come if side.here_pair.get(x.line, -1) == place]
        if len(gone) == len(strangers) == 1:
            found[link] = gone[0].target
    return found


def _without(links: Sequence[Link], target: str) -> list[Link]:
    """The links without the first one to a target."""
    first = next((link for link in links if link.target == target), None)
    return [link for link in links if link is not first]


def _site_differences(side: Side) -> Iterator[Problem]:
    """Links to other sites: the same page, or one of the same site in the reader's language."""
    there = [link for link in side.source.links if _host(link)]
    here = [link for link in side.chapter.document.links if _host(link)]
    for link in _lost_targets(side, there, here):
        place = side.source_pair.get(link.line, -1)
        others = [other for other in here if side.here_pair.get(other.line, -1) == place]
        others = [other for other in others if other.target not in {x.target for x in there}]
        if any(_site(other) == _site(link) for other in others):
            continue
        near = next((other for other in others if SequenceMatcher(None, _host(other), _host(link)).ratio() > 0.8), None)
        values = {"target": link.target, "text": text_at(side.source, link.line)}
        if near:
            message, hint = "the source has no link to “{target}”", "did you mean “{near}”, as in the source?"
            values = {"target": near.target, "near": link.target}
            yield Problem(side.chapter.file, near.line, message, hint, values)
        else:
            _, message = LINK_MESSAGES
            hint, line = "write it where the source says “{text}”", side.line_for(link.line)
            yield Problem(side.chapter.file, line, message, hint, values, severity=Severity.ADVICE)


def _host(link: Link) -> str:
    try:
        return urlsplit(link.target).hostname or ""
    except ValueError:  # an address that is reported as such
        return ""


def _site(link: Link) -> str:
    """pl.wikipedia.org and uk.wikipedia.org are one site."""
    return ".".join(_host(link).split(".")[-2:])


def text_at(document: Document, line: int) -> str:
    """What the source says on a line, short enough to quote."""
    lines = document.body.split("\n")
    return sides.shortened(lines[line - document.body_line]) if 0 <= line - document.body_line < len(lines) else ""
