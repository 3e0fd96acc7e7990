"""How far the translations are: what is missing, what is older than its source, what the source does not have."""

from __future__ import annotations

import re
from collections.abc import Iterator
from difflib import get_close_matches
from pathlib import Path

from guidebook import files, strings, typography
from guidebook.book import Book
from guidebook.checks import parts
from guidebook.facts import Entry
from guidebook.problem import Problem
from guidebook.translation import history, tongues

SHARED = ("assets", "data")  # folders of docs/ that belong to all languages

# --------------------------------------------------------------------------------------------- chapters


def missing_chapters(book: Book) -> Iterator[Problem]:
    """A chapter of the source edition has no translation."""
    unreadable = _unreadable(book)
    for edition in book.translations:
        for chapter in book.source.chapters:
            if edition.chapter(chapter.name) is None and edition.folder / chapter.name not in unreadable:
                yield Problem(
                    file=edition.folder / chapter.name,
                    line=1,
                    message="“{title}” is not translated into {language}",
                    hint="copy {source} here and translate it",
                    values={
                        "title": chapter.title,
                        "language": edition.language.name,
                        "source": book.config.short(chapter.file),
                    },
                )


def stale_chapters(book: Book) -> Iterator[Problem]:
    """The source of a chapter has changed since it was translated."""
    for edition in book.translations:
        for chapter in edition.chapters:
            source = book.source.chapter(chapter.name)
            if source is None or not chapter.translated_from or chapter.translated_from == source.source_id:
                continue
            values = {"file": book.config.short(source.file), "path": f"{edition.language.code}/{chapter.name}"}
            message = "{file} has changed since this was translated"
            hint = "bring it up to date, then: guidebook accept {path}"
            then = parts.version(book, source.file, chapter.translated_from)
            changed = history.changed_sections(then, source.text) if then else ()
            if changed:
                values["sections"] = ", ".join(f"#{name}" for name in changed)
                message = "{file} has changed since this was translated, in {sections}"
            elif then is None and history.is_shallow(book.config.root):
                hint = "to see what has changed, fetch the whole history: git fetch --unshallow"
            yield Problem(chapter.file, chapter.document.line_of("translated_from"), message, hint, values)


def unversioned_chapters(book: Book) -> Iterator[Problem]:
    """A translation does not name the version of the source that it was made from."""
    for edition in book.translations:
        for chapter in edition.chapters:
            source = book.source.chapter(chapter.name)
            if source and not chapter.translated_from:
                message = "the translation does not say from which version of {source} it was made"
                hint = "if it is up to date, add the line: translated_from: {version}"
                values = {"source": book.config.short(source.file), "version": source.source_id}
                yield Problem(chapter.file, 1, message, hint, values)


def unknown_chapters(book: Book) -> Iterator[Problem]:
    """A chapter stands in a language that the source does not have."""
    known, unreadable = {chapter.name: 0 for chapter in book.source.chapters}, _unreadable(book)
    for edition in book.translations:
        for chapter in edition.chapters:
            if chapter.name not in known and book.source.folder / chapter.name not in unreadable:
                near = get_close_matches(chapter.name, known, 1)
                message = "there is no such chapter in the source language"
                hint = "rename it to {near}" if near else "write it in {folder} first, or remove it here"
                values = {"near": "".join(near), "folder": book.config.short(book.source.folder)}
                yield Problem(chapter.file, 1, message, hint, values)


def unknown_languages(book: Book) -> Iterator[Problem]:
    """Chapters stand in a folder that is no language of the book."""
    codes = {language.code for language in book.config.languages}
    folders = sorted(path for path in book.config.docs.glob("*") if path.is_dir() and not path.is_symlink())
    for folder in folders:
        chapter = next(iter(sorted(folder.rglob("*.md"))), None)
        if chapter and folder.name in SHARED:
            hint = "call it {name}, or remove it"
            values = {"name": chapter.with_suffix(".txt").name}
            yield Problem(chapter, 1, "the site would make a page of this file, in no language", hint, values)
        elif chapter and folder.name not in codes:
            message = "“{code}” is not a language of this book"
            hint = "name it in mkdocs.yml under “i18n: languages:”, or remove the folder; known are {known}"
            yield Problem(chapter, 1, message, hint, {"code": folder.name, "known": ", ".join(sorted(codes))})
    for chapter in sorted(book.config.docs.glob("*.md")):
        hint = "put it into {folder}"
        values = {"folder": book.config.short(book.source.folder)}
        yield Problem(chapter, 1, "this chapter stands in no language", hint, values)


def reading_order(book: Book) -> Iterator[Problem]:
    """A chapter is not in the reading order (nav in mkdocs.yml), or something else is."""
    order, known = book.config.reading_order, {chapter.name: 0 for chapter in book.source.chapters}
    listed, unreadable, seen = set(order), _unreadable(book), set()
    for chapter in book.source.chapters:
        if chapter.name not in listed:
            message, hint = "this chapter is not in the reading order", "add it to “nav” in mkdocs.yml: - {name}"
            yield Problem(chapter.file, 1, message, hint, {"name": chapter.name})
    for name in order:
        is_twice, is_strange = name in seen, name not in known and book.source.folder / name not in unreadable
        seen.add(name)
        if not is_twice and not is_strange:
            continue
        line = _line_with(book.config.file, name)
        near = get_close_matches(name, known, 1)
        values = {"name": name, "folder": book.config.short(book.source.folder), "near": "".join(near)}
        if is_twice:
            yield Problem(book.config.file, line, "“{name}” stands twice in “nav”", "keep one of them", values)
        else:
            message = "“nav” names {name}, but there is no such file in {folder}"
            hint = "did you mean {near}?" if near else "add the file, or remove the line"
            yield Problem(book.config.file, line, message, hint, values)


def _unreadable(book: Book) -> set[Path]:
    """Files that are there, but cannot be read, which is reported already."""
    return {problem.file for problem in book.problems}


def _line_with(file: Path, word: str) -> int:
    entry = re.compile(rf"[-:]\s+[\"']?{re.escape(word)}")
    lines = enumerate(files.read_text(file).split("\n"), 1)
    return next((number for number, line in lines if entry.search(line)), 1)


def untranslated_paragraphs(book: Book) -> Iterator[Problem]:
    """A paragraph of a translation still stands in the source language."""
    for edition in book.translations:
        for chapter in edition.chapters:
            source = book.source.chapter(chapter.name)
            there = {text.strip() for _, text in source.document.prose} if source else set()
            for number, text in chapter.document.prose:
                words = text.strip()
                if words in there and _is_untouched(words, edition.language.code):
                    message = "“{text}” stands here as in the source"
                    values = {"text": words[:60], "language": edition.language.name}
                    yield Problem(chapter.file, number, message, "translate it into {language}", values)


def _is_untouched(text: str, code: str) -> bool:
    """Whether a text that stands there as in the source must be translated: not names and addresses.

    Two words written small are enough where they stand in another alphabet than the language's own.
    """
    words = re.findall(r"[^\W\d_]{2,}", text)
    script = typography.rules(code).script
    is_other = bool(words) and not any(tongues.script_of(word[0]) == script for word in words)
    return len(words) >= 5 or (is_other and sum(word.islower() for word in words) >= 2)


# -------------------------------------------------------------------------------------------- docs/data


def untouched_texts(book: Book) -> Iterator[Problem]:
    """A text in docs/data/ still stands in the source language."""
    source = book.source.language.code
    for entry in book.entries():
        for texts in entry.texts.values():
            for edition in book.translations:
                text = " ".join(texts.get(edition.language.code, "").split())
                if text and text == " ".join(texts.get(source, "").split()):
                    if _is_untouched(text, edition.language.code):
                        message = "“{text}” stands here as in the source"
                        values = {"text": text[:60], "language": edition.language.name}
                        yield Problem(entry.file, entry.line, message, "translate it into {language}", values)


def untranslated_texts(book: Book) -> Iterator[Problem]:
    """A text in docs/data/ is missing in a language."""
    source = book.source.language.code
    for entry in book.entries():
        for key, texts in entry.texts.items():
            for edition in book.translations:
                if source in texts and edition.language.code not in texts:
                    message = "{name}: {key} is not translated into {language}"
                    hint = "add “{code}: …” for “{text}”"
                    values = {"name": entry.name, "key": key, "language": edition.language.name}
                    values |= {"code": edition.language.code, "text": texts[source]}
                    yield Problem(entry.file, entry.line, message, hint, values)


def texts_without_source(book: Book) -> Iterator[Problem]:
    """A text in docs/data/ is translated, but the text in the source language is missing."""
    source = book.source.language
    for entry in book.entries():
        for key, texts in entry.texts.items():
            if source.code not in texts:
                message = "{name}: {key} has no text in {language}, from which the others are translated"
                values = {"name": entry.name, "key": key, "language": source.name, "code": source.code}
                yield Problem(entry.file, entry.line, message, "add “{code}: …”", values)


def stale_texts(book: Book) -> Iterator[Problem]:
    """A text in docs/data/ has changed in the source language since it was translated."""
    source = book.source.language.code
    for entry, code, language in _translated_entries(book):
        if entry.is_stale(code, source):
            message = "{name} has changed since it was translated into {language}"
            hint = "bring it up to date, then: guidebook accept {file}"
            values = {"name": entry.name, "language": language, "file": book.config.short(entry.file)}
            yield Problem(entry.file, entry.line, message, hint, values)


def unversioned_texts(book: Book) -> Iterator[Problem]:
    """Translated texts in docs/data/ do not name the version of the source that they were made from."""
    found: dict[Path, list[Entry]] = {}
    for entry, code, _ in _translated_entries(book):
        if not entry.translated_from.get(code):
            found.setdefault(entry.file, []).append(entry)
    for file, entries in found.items():
        message = "texts that do not say from which version they were translated: {count}; the first is {name}"
        hint = "if they are up to date: guidebook accept {file}"
        values = {"count": len(entries), "name": entries[0].name, "file": book.config.short(file)}
        yield Problem(file, entries[0].line, message, hint, values)


def _translated_entries(book: Book) -> Iterator[tuple[Entry, str, str]]:
    """Every entry with a language into which something of it is translated, and that language's name."""
    for entry in book.entries():
        for edition in book.translations:
            if any(edition.language.code in texts for texts in entry.texts.values()):
                yield entry, edition.language.code, edition.language.name


# ------------------------------------------------------------------------- mkdocs.yml, generator's words


def untranslated_settings(book: Book) -> Iterator[Problem]:
    """The promise on the cover, or the imprint on the back cover, is missing in a language."""
    source = book.source.language
    for key in ("promise", "imprint"):
        for edition in book.translations:
            language = edition.language
            if getattr(source, key) and not getattr(language, key):
                message = "“{key}” is not translated into {language}"
                values = {"key": key, "language": language.name, "code": language.code, "text": getattr(source, key)}
                line = _line_of_key(book.config.file, key)
                yield Problem(book.config.file, line, message, "add “{code}: …” for “{text}”", values)


def _line_of_key(file: Path, key: str) -> int:
    lines = enumerate(files.read_text(file).split("\n"), 1)
    return next((number for number, line in lines if line.strip().startswith(f"{key}:")), 1)


def untranslated_strings(book: Book) -> Iterator[Problem]:
    """The guidebook's own words (buttons, notices, labels) are not translated into a language of the book."""
    known = strings.msgids()
    for language in book.config.languages:
        missing = [word for word in known if word not in strings.load(language.code).catalog]
        if missing and not strings.is_spoken(language.code):
            message = "words of the guidebook itself not translated into {language}: {count}; the first is “{word}”"
            values = {"count": len(missing), "language": language.name, "word": missing[0]}
            yield Problem(strings.place(language.code), 1, message, "add them to this file", values)
