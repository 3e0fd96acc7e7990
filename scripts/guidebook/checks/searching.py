"""docs/data/search.yml: words that people use, by the section that answers them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from guidebook import files, search
from guidebook.book import Book
from guidebook.checks.links import anchors
from guidebook.problem import Problem


def misplaced_words(book: Book) -> Iterator[Problem]:
    """The search is told words for a section that does not exist, or tells no words."""
    file = book.data.folder / search.ASKED
    if not file.is_file():
        return
    try:
        known = files.read_yaml(file)
    except files.Unreadable as fault:
        yield fault.problem
        return
    names = {chapter.stem: chapter for chapter in book.source.chapters}
    for name, words in known.items():
        stem, _, anchor = str(name).partition("#")
        chapter = names.get(stem)
        is_made = stem in search.MADE or name == search.EXAMPLES  # what stands on a page that is made, the site knows
        if not is_made and (chapter is None or (anchor and anchor not in anchors(book, chapter))):
            message, hint = "the guide has no section “{section}”", "write chapter#heading-id as in a link"
            yield Problem(file, known.lines[name], message, hint, {"section": name})
        elif not isinstance(words, Mapping) or not all(isinstance(text, str) for text in words.values()):
            message, hint = "“{section}” has no words by language", "write a line for each language: “{code}: words”"
            yield Problem(file, known.lines[name], message, hint, {"section": name, "code": book.source.language.code})
