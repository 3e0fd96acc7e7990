"""Which sections of a translated chapter its source says otherwise by now: what readers are told of it.

    source then ─┐
    source now   ┼─ aligning ─► trios ─ changed ones ─► the headings above them, each once
    translation ─┘
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from guidebook import markup
from guidebook.book import Book, Chapter
from guidebook.markup import Heading
from guidebook.translation import aligning, blocks, history
from guidebook.translation.aligning import Trio


@dataclass(frozen=True)
class Section:
    """A section by its heading; one that only the source has bears the source's words and language.

    Above the first heading both `id` and `title` are empty.
    """

    id: str
    title: str
    language: str


def sections(book: Book, chapter: Chapter) -> tuple[Section, ...] | None:
    """The sections of a translation that are older than the source; None when the version it was made from is unknown.

    None of them when only spaces have changed, or what is gone from the source is gone from the translation too.
    """
    source = book.source.chapter(chapter.name)
    if source is None or chapter is source or chapter.translated_from == source.source_id:
        return ()
    then = history.version(source.file, chapter.translated_from)
    return None if then is None else _sections(then, source, chapter)


@lru_cache(maxsize=512)
def _sections(then: str, source: Chapter, chapter: Chapter) -> tuple[Section, ...]:
    trios = aligning.trios(
        blocks.of(markup.read(then, source.file)), blocks.of(source.document), blocks.of(chapter.document)
    )
    return of(trios, source, chapter)


def of(trios: Sequence[Trio], source: Chapter, chapter: Chapter) -> tuple[Section, ...]:
    """The same of a translation that has been aligned already."""
    return tuple(dict.fromkeys(_of_changed(trios, source, chapter)))


def _of_changed(trios: Sequence[Trio], source: Chapter, chapter: Chapter) -> Iterator[Section]:
    own = {heading.id: heading for heading in chapter.headings if heading.id}
    for trio in trios:
        if not trio.is_changed:
            continue
        if trio.here:
            yield _section(_above(chapter.headings, trio.here.line), chapter.language)
        elif trio.now:
            heading = _above(source.headings, trio.now.line)
            if heading is None or heading.id in own:
                yield _section(heading and own[heading.id], chapter.language)
            else:
                yield _section(heading, source.language)


def _above(headings: Sequence[Heading], line: int) -> Heading | None:
    """The heading that a line stands under, or on."""
    return next((heading for heading in reversed(headings) if heading.line <= line), None)


def _section(heading: Heading | None, language: str) -> Section:
    return Section(heading.id, heading.text, language) if heading else Section("", "", language)
