"""Links, anchors and pictures: everything that leads somewhere must arrive."""

from __future__ import annotations

import os
from collections.abc import Iterator
from difflib import get_close_matches
from pathlib import Path
from typing import NamedTuple
from urllib.parse import unquote, urlsplit

from guidebook import files, images
from guidebook.book import Book, Chapter
from guidebook.checks import parts
from guidebook.markup import Link, unsafe
from guidebook.problem import Problem


def broken_links(book: Book) -> Iterator[Problem]:
    """A link leads to a chapter, a heading or a file that does not exist."""
    for edition in book.editions:
        for chapter in edition.chapters:
            for link in chapter.document.links:
                problem = None if is_outside(link.target) else _broken(book, chapter, link)
                if problem:
                    yield problem


def is_outside(target: str) -> bool:
    """Whether a target is not a file of the book: another site, an e-mail, or something that is refused anyway."""
    return bool(unsafe(target)) or bool(urlsplit(target).scheme)


def _broken(book: Book, chapter: Chapter, link: Link) -> Problem | None:
    path, _, anchor = link.target.partition("#")
    file = _file(chapter, path) if path else chapter.file
    folder = book.edition(chapter.language).folder
    if file.suffix == ".md" and file.is_relative_to(folder):
        name = file.relative_to(folder).as_posix()
        target = book.shown(name, chapter.language)
        if target is None:
            return _chapter_missing(book, chapter, link)
        return _heading_missing(book, chapter, link, target, anchor)
    if file.suffix == ".md" and file.is_relative_to(book.config.docs):
        message = "link to “{target}” leads to another language"
        hint = "write “{name}”: readers stay in their language, or get the source text until it is translated"
        values = {"target": link.target, "name": Path(path).name + (f"#{anchor}" if anchor else "")}
        return Problem(chapter.file, link.line, message, hint, values)
    if file.is_file() and file.is_relative_to(book.config.docs) and not file.is_relative_to(book.config.data):
        return None
    return _chapter_missing(book, chapter, link)


def _file(chapter: Chapter, path: str) -> Path:
    """The file that a path names, from the folder of the chapter."""
    return Path(os.path.normpath(chapter.file.parent / unquote(path.partition("?")[0])))


def _chapter_missing(book: Book, chapter: Chapter, link: Link) -> Problem:
    message = "link to “{target}”, but there is no such file"
    names = [known.name for known in parts.whole(book).source.chapters]
    path = link.target.partition("#")[0]
    stem = path.removesuffix("/").removesuffix(".html").removesuffix("/index")
    near = get_close_matches(path, names, 1) or get_close_matches(f"{stem}.md", names, 1)
    if near:
        values = {"target": link.target, "near": near[0]}
        return Problem(chapter.file, link.line, message, "did you mean “{near}”?", values)
    values = {"target": link.target, "names": ", ".join(names)}
    return Problem(chapter.file, link.line, message, "write one of: {names}", values)


def _heading_missing(book: Book, chapter: Chapter, link: Link, target: Chapter, anchor: str) -> Problem | None:
    known = anchors(book, target)
    if not anchor or unquote(anchor) in known:
        return None
    values: dict[str, object] = {"target": link.target}
    source = book.shown(target.name, book.source.language.code)
    written = next((h for h in source.headings if h.id == anchor), None) if source else None
    if written and target.language != book.source.language.code:
        values |= {"heading": f"{'#' * written.level} {written.text} {{ #{anchor} }}", "id": anchor}
        values["language"] = book.config.language(target.language).name
        hint = "in the source the heading is “{heading}”; keep {{ #{id} }} after the heading in {language}"
    elif near := get_close_matches(anchor, known, 1, cutoff=0.5):
        values["near"] = f"{link.target.partition('#')[0]}#{near[0]}"
        hint = "did you mean “{near}”?"
    else:
        values["ids"] = ", ".join(f"#{name}" for name in known) or "–"
        hint = "names of headings there: {ids}"
    message = "link to “{target}”, but that chapter has no such heading"
    if target is chapter:
        message = "link to “{target}”, but this chapter has no such heading"
    return Problem(chapter.file, link.line, message, hint, values)


def anchors(book: Book, chapter: Chapter) -> tuple[str, ...]:
    """What may stand behind “#” in a link to a chapter: its headings, its forms, and what its lists bring along."""
    data = book.data
    brought = {
        "terms": [f"term-{name}" for name in data.terms],
        "places": [*(f"place-{name}" for name in data.places), *{f"kind-{p.kind}": 0 for p in data.places.values()}],
        "phrases": [*{f"situation-{phrase.situation}": 0 for phrase in data.phrases.values()}],
        "sources": [f"fact-{name}" for name in data.facts],
    }
    lists = [name for r in chapter.references if r.kind == "all" for name in brought.get(r.name, ())]
    forms = dict.fromkeys(f"form-{r.name}" for r in chapter.references if r.kind == "form" and r.name in book.forms)
    return (*(heading.id for heading in chapter.headings if heading.id), *forms, *lists)


# ---------------------------------------------------------------------------------------------- pictures


def missing_images(book: Book) -> Iterator[Problem]:
    """A picture is not a file of the book."""
    for chapter, picture in _pictures(book):
        values = {"target": picture.target}
        if is_outside(picture.target):
            message, hint = "the picture “{target}” is not in the book", "put the file into docs/assets/"
            yield Problem(chapter.file, picture.line, message, hint, values)
        elif _image_file(book, chapter, picture) is None:
            message = "the picture “{target}” does not exist"
            names = [file.name for file in book.config.docs.rglob("*") if file.suffix.lower() in images.KINDS]
            near = get_close_matches(Path(picture.target).name, names, 1)
            hint = "did you mean “{near}”?" if near else "add the file, or remove the picture here"
            yield Problem(chapter.file, picture.line, message, hint, {**values, "near": "".join(near)})


def unreadable_images(book: Book) -> Iterator[Problem]:
    """A picture is broken, cut off, huge, or a drawing that could run something."""
    used = {book.config.root / one.file for one in parts.found(book, shown)}
    drawings = {file for file in book.config.docs.rglob("*.svg") if not file.is_symlink()}  # published, used or not
    for file in sorted(used | drawings):
        try:
            images.size(file)
        except files.Unreadable as unreadable:
            yield unreadable.problem


class Shown(NamedTuple):
    """A picture that a chapter shows."""

    file: str  # from the folder of the book


def shown(book: Book) -> Iterator[Shown]:
    """The pictures of the chapters, as far as they are there."""
    for chapter, picture in _pictures(book):
        if file := _image_file(book, chapter, picture):
            yield Shown(book.config.short(file))


def images_without_words(book: Book) -> Iterator[Problem]:
    """A picture has no words for people who cannot see it."""
    for chapter, picture in _pictures(book):
        if not picture.text.strip():
            message = "the picture “{target}” has no words for people who cannot see it"
            hint = "write what it shows: ![what it shows]({target})"
            yield Problem(chapter.file, picture.line, message, hint, {"target": picture.target})


def _pictures(book: Book) -> Iterator[tuple[Chapter, Link]]:
    for edition in book.editions:
        for chapter in edition.chapters:
            yield from ((chapter, picture) for picture in chapter.document.pictures)


def _image_file(book: Book, chapter: Chapter, picture: Link) -> Path | None:
    """The file of a picture inside docs/, as the site finds it: a translation may use the source's own pictures."""
    if is_outside(picture.target):
        return None
    file = _file(chapter, picture.target)
    candidates = [file]
    folder = book.edition(chapter.language).folder
    if file.is_relative_to(folder):
        candidates.append(book.source.folder / file.relative_to(folder))
    return next((f for f in candidates if f.is_file() and f.is_relative_to(book.config.docs)), None)
