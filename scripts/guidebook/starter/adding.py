"""One language more: what a book needs of it, without a word of it yet.

    mkdocs.yml                           its entry, with a place for the book's name, promise, alphabet and quotes
    docs/be/                             empty: what is not there is shown in the source language, with a notice
    visual-notes/*/text.be.yml           the words of the source as comments, to be written over
    locale/be.po                         the generator's own words, those that readers see first

All of it is written, or nothing.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from difflib import get_close_matches
from functools import cache
from pathlib import Path

from babel.messages.plurals import get_plural

from guidebook import book as books
from guidebook import config as configs
from guidebook import files, languages, strings
from guidebook.book import Book
from guidebook.config import LOCALE, Config
from guidebook.notes import checking, pictures
from guidebook.notes.studio import Studio
from guidebook.print import glyphs
from guidebook.problem import GuidebookError
from guidebook.starter import pseudo
from guidebook.translation import accepting
from guidebook.translation import status as statuses
from guidebook.visualnote import NoteText, VisualNote

KEEP = ".gitkeep"  # git knows no empty folder; hidden files are not published
PACKAGE = Path(strings.__file__).parent
SEEN_BY_READERS = ("site", "print", "facts.py", "purposes.py", "references.py", "notes/scaffold.py",
                   "notes/pictures.py", "translation/changes.py")  # fmt: skip
FONT_NAMES = {"Hans": "NotoSansSC", "Hant": "NotoSansTC", "Jpan": "NotoSansJP", "Kore": "NotoSansKR"}


@dataclass(frozen=True)
class Left:
    """What is to be translated: how many pieces of a kind, and how many words they have."""

    kind: str  # a msgid
    pieces: int
    words: int


@dataclass(frozen=True)
class Added:
    """A language that was added: its files, what is left to do, and the font that its letters need."""

    code: str
    name: str
    files: tuple[Path, ...]
    left: tuple[Left, ...]
    font: str = ""  # the beginning of the names of its files; empty: the book's fonts have all its letters
    letters: str = ""  # some that are missing


def add(config: Config, wanted: str) -> Added:
    """Add a language to a book. Raises GuidebookError, and has written nothing, when that cannot be."""
    code = _code(config, wanted)
    book = books.load(config)
    missing = _missing_letters(config, code)
    font = _font(code) if missing else ""
    with files.all_or_none() as write:
        made = dict(_files(book, code))
        made[config.file] = _settings(book, code, font if _is_there(config, font) else "")
        for file, text in made.items():
            write(file, text)
        after = configs.load(config.file)
        _refuse_changes(config, after, code)
        if code == languages.PSEUDO:
            _accept(books.load(after), write)
        left = tuple(_left(books.load(after), code))
    is_lacking = bool(font) and not _is_there(config, font)
    shown = "".join(sorted(missing)[:12])
    return Added(code, languages.own_name(code), tuple(made), left, font if is_lacking else "", shown)


# -------------------------------------------------------------------------------------------------- code


def _code(config: Config, wanted: str) -> str:
    """The code as it is written; raises GuidebookError for one that nobody knows, or that is there already."""
    try:
        code = languages.canonical(wanted)
    except LookupError:
        raise unknown(wanted) from None
    there = {language.code.replace("_", "-").casefold(): language.code for language in config.languages}
    if code.casefold() in there:
        message, hint = "“{code}” is a language of this book already", "see what is left to translate: guidebook status"
        raise GuidebookError(message, hint, code=there[code.casefold()])
    return code


def unknown(wanted: str) -> GuidebookError:
    """What to say of a code that nobody knows; to who wrote the name of a language, its code."""
    names = languages.names()
    near = get_close_matches(wanted.casefold(), names, 1, cutoff=0.8)
    message = "“{code}” is not the code of a language"
    if near:
        hint = "did you mean “{near}” ({name})?"
        return GuidebookError(message, hint, code=wanted, near=names[near[0]], name=near[0])
    hint = "write a code of ISO 639 like be or ar, where needed with a country: pt-BR"
    return GuidebookError(message, hint, code=wanted)


# ------------------------------------------------------------------------------------------------- files


def _files(book: Book, code: str) -> Iterator[tuple[Path, str]]:
    """All new files. What is there already, from an earlier beginning, stays as it is."""
    made = _pseudo_files(book) if code == languages.PSEUDO else _empty_files(book, code)
    for file, text in made:
        if not file.resolve().is_relative_to(book.config.root.resolve()):
            message, hint = "{file} would stand outside of the book", "replace the link by a folder"
            raise GuidebookError(message, hint, file=book.config.short(file))
        if not file.exists():
            yield file, text


def _empty_files(book: Book, code: str) -> Iterator[tuple[Path, str]]:
    yield book.config.docs / code / KEEP, ""
    for note in book.notes.values():
        if note.source_language in note.texts:
            yield note.folder / f"text.{code}.yml", _note_skeleton(note)
    if not strings.is_spoken(code):
        yield book.config.root / LOCALE / f"{code}.po", catalog(code, lambda text: "")


def _note_skeleton(note: VisualNote) -> str:
    """The words of the source, each on a line that is still a comment."""
    source = note.texts[note.source_language]
    lines = [f"# {key}: {files.quoted(source.words[key])}\n" for key in note.keys if key in source.words]
    head = "# Translate what stands between the quotes, and take away the “# ” at the beginning of the line.\n"
    return head + "".join(lines)


def catalog(code: str, translate: object) -> str:
    """The generator's own words as gettext has them; `translate` puts the English text into the language."""
    count, rule = (plural := get_plural(languages.locale(code))).num_plurals, plural.plural_expr
    head = ("Language: " + code, "Content-Type: text/plain; charset=UTF-8", "Content-Transfer-Encoding: 8bit",
            f"Plural-Forms: nplurals={count}; plural={rule};")  # fmt: skip
    parts = ['msgid ""\nmsgstr ""\n' + "".join(f"{files.quoted(f'{line}{chr(10)}')}\n" for line in head)]
    seen = _seen_by_readers()
    in_order = sorted(strings.messages(), key=lambda message: message[0] not in seen)
    for number, message in enumerate(in_order):
        is_first_unseen = message[0] not in seen and (not number or in_order[number - 1][0] in seen)
        comment = "# From here on: what only people who work on the guide see.\n" if is_first_unseen else ""
        parts.append(comment + _entry(message, count, translate))
    return "\n".join(parts)


def _entry(message: tuple[str, ...], count: int, translate: object) -> str:
    if len(message) == 1:
        return f"msgid {files.quoted(message[0])}\nmsgstr {files.quoted(translate(message[0]))}\n"
    one, many = message
    forms = [one, *[many] * (count - 1)] if count > 1 else [many]
    rows = "".join(f"msgstr[{place}] {files.quoted(translate(form))}\n" for place, form in enumerate(forms))
    return f"msgid {files.quoted(one)}\nmsgid_plural {files.quoted(many)}\n{rows}"


@cache
def _seen_by_readers() -> frozenset[str]:
    """Those of the generator's words that stand in the rooms whose pages readers see."""
    known, found = {message[0] for message in strings.messages()}, set()
    for room in SEEN_BY_READERS:
        place = PACKAGE / room
        for file in sorted(place.rglob("*")) if place.is_dir() else [place]:
            if file.suffix == ".py":
                nodes = ast.walk(ast.parse(file.read_text("utf-8")))
                found |= {node.value for node in nodes if isinstance(node, ast.Constant)} & known
            elif file.suffix == ".html":
                text = file.read_text("utf-8")
                found |= {word for word in known if word in text}
    return frozenset(found)


# ---------------------------------------------------------------------------------------------- mkdocs.yml


def _settings(book: Book, code: str, font: str) -> str:
    """mkdocs.yml with the language; no other letter of it is changed."""
    config = book.config
    text = files.read_text(config.file)
    is_pseudo = code == languages.PSEUDO
    title = {"site_name": pseudo.words(config.source.title)} if is_pseudo else {}
    told = {"locale": code, "name": languages.own_name(code), **title, "link": f"/{code}/"}
    entry = "{" + ", ".join(f"{key}: {files.scalar(value)}" for key, value in told.items()) + "}"
    comment = "" if is_pseudo else "  # site_name: …  the name of the book in this language"
    text = _with_item(text, config, f"- {entry}{comment}")
    for key in ("promise", "imprint"):
        said = getattr(config.source, key)
        words = pseudo.words(said) if is_pseudo else ""
        text = _with_pair(text, config, ("extra", "guidebook", key), code, f"{files.quoted(words)}") if said else text
    if not is_pseudo:
        rules = '{alphabet: "", lonely: "", quotes: ""}  # its letters in order, words that end no line, quotes: “”‘’'
        text = _with_pair(text, config, ("extra", "guidebook", "typography"), code, rules)
    return _with_font(text, config, font) if font else text


def _with_item(text: str, config: Config, item: str) -> str:
    """A line more in “i18n: languages:”."""
    entries = [place for place in files.mappings(text, config.file)
               if place.path[:1] == ("plugins",) and place.path[2:4] == ("i18n", "languages") and len(place.path) == 5]
    lines = text.split("\n")
    last = max(entries, key=lambda place: place.at, default=None)
    if last is not None:
        row = text.count("\n", 0, last.at)
        first = min(last.values.lines.values()) - 1
        dash = len(lines[first]) - len(lines[first].lstrip())
        if lines[first].lstrip().startswith("- "):
            return "\n".join([*lines[: row + 1], " " * dash + item, *lines[row + 1 :]])
    message, hint = "the languages in mkdocs.yml are not written one below the other", "add this line there: {line}"
    raise GuidebookError(message, hint, config.file.name, line=item)


def _with_pair(text: str, config: Config, path: tuple[str, ...], key: str, value: str) -> str:
    """A pair more below a key of mkdocs.yml; the key too when it is not there."""
    places = {place.path: place for place in files.mappings(text, config.file)}
    if path in places:
        place = places[path]
        if place.before != ", ":
            row = text.count("\n", 0, place.at)
            lines = text.split("\n")
            return "\n".join([*lines[: row + 1], f"{place.before[1:]}{files.scalar(key)}: {value}", *lines[row + 1 :]])
        return text[: place.at] + f"{place.before}{files.scalar(key)}: {value.partition('  #')[0]}" + text[place.at :]
    above = places.get(path[:-1])
    if above is None or above.before == ", ":
        return text
    indent, lines = above.before[1:], text.split("\n")
    row = above.values.lines.get("colours", min(above.values.lines.values())) - 1
    made = [f"{indent}{path[-1]}:", f"{indent}  {files.scalar(key)}: {value}"]
    return "\n".join([*lines[:row], *made, *lines[row:]])


def _with_font(text: str, config: Config, font: str) -> str:
    """The font among “fonts:”, for letters of another alphabet."""
    if font in config.more_fonts:
        return text
    above = next(place for place in files.mappings(text, config.file) if place.path == ("extra", "guidebook"))
    indent, lines = above.before[1:], text.split("\n")
    line = f"{indent}fonts: [{', '.join((*config.more_fonts, font))}]"
    if "fonts" in above.values:
        row = above.values.lines["fonts"] - 1
        lines[row] = line
    else:
        row = above.values.lines.get("colours", min(above.values.lines.values())) - 1
        lines.insert(row, line)
    return "\n".join(lines)


def _refuse_changes(before: Config, after: Config, code: str) -> None:
    """What was written must be read as it was meant, and nothing else may have changed."""
    old = [language for language in before.languages]
    if [language for language in after.languages if language.code != code] != old or code not in {
        language.code for language in after.languages
    }:
        message, hint = "mkdocs.yml is written in a way that a language cannot be added to", "see the comments there"
        raise GuidebookError(message, hint, before.file.name)


# ------------------------------------------------------------------------------------------------ letters


def _missing_letters(config: Config, code: str) -> frozenset[str]:
    """Letters of the language that none of the book's fonts has."""
    letters = languages.letters(code)
    return frozenset() if code == languages.PSEUDO else letters - glyphs.printable(config)


def _font(code: str) -> str:
    """The font of the Noto family that has the letters of a language."""
    script = languages.script(code)
    name = languages.locale("en").scripts.get(script, "").title().replace(" ", "")
    return FONT_NAMES.get(script) or ("NotoSans" if script in ("Latn", "Cyrl", "Grek") else f"NotoSans{name}")


def _is_there(config: Config, font: str) -> bool:
    names = [f"{font}-{ending}.ttf" for ending in glyphs.MORE_WEIGHTS.values()]
    return bool(font) and all((config.fonts / name).is_file() for name in names)


def font_files(font: str) -> tuple[str, ...]:
    """The files of a font that the book needs."""
    return tuple(f"{font}-{ending}.ttf" for ending in glyphs.MORE_WEIGHTS.values())


# ------------------------------------------------------------------------------------------- what is left


def _left(book: Book, code: str) -> Iterator[Left]:
    """What a translator has before them, in pieces and words; the generator's words in two parts."""
    rows = [row for row in statuses.rows(book) if row.language == code]
    chapters = [piece for row in rows if row.name.endswith(".md") for piece in row.to_do()]
    yield Left("chapters, in blocks", len(chapters), sum(piece.words for piece in chapters))
    for row in rows:
        if not row.name.endswith(".md"):
            pieces = row.to_do()
            seen = [piece for piece in pieces if piece.text in _seen_by_readers()]
            parts = {row.name: pieces}
            if row.name == "the guidebook's own words":
                parts = {"words of the site and the brochures": seen,
                         "messages for people who work on the guide": [p for p in pieces if p not in seen]}  # fmt: skip
            yield from (Left(kind, len(some), sum(p.words for p in some)) for kind, some in parts.items())


# ------------------------------------------------------------------------------------------------- pseudo


def _pseudo_files(book: Book) -> Iterator[tuple[Path, str]]:
    """The whole book, its data included, in the language that nobody speaks."""
    config, code = book.config, languages.PSEUDO
    for chapter in book.source.chapters:
        head = {"title": pseudo.words(chapter.title), "description": pseudo.words(chapter.description)}
        head |= {"note": chapter.note, "translated_from": chapter.source_id}
        lines = "".join(f"{key}: {files.scalar(value)}\n" for key, value in head.items() if value)
        printed = "" if chapter.is_printed else "print: false\n"
        yield config.docs / code / chapter.name, f"---\n{lines}{printed}---\n{pseudo.markdown(chapter.body)}"
    for note in book.notes.values():
        if note.source_language in note.texts:
            yield note.folder / f"text.{code}.yml", _pseudo_note(note, pictures.studio(config))
    yield config.root / LOCALE / f"{code}.po", catalog(code, pseudo.words)


def _pseudo_note(note: VisualNote, studio: Studio) -> str:
    """Accents where there is room for them; `guidebook note stretch` looks for boxes too tight for longer words."""
    source, code = note.texts[note.source_language], languages.PSEUDO
    ways = {key: list(pseudo.in_a_box(source.words[key])) for key in note.keys if key in source.words}
    while True:
        words = {key: left[0] for key, left in ways.items() if left}
        made = NoteText(code, source.file, words)
        tried = replace(note, texts={**note.texts, code: made})
        too_long = {str(problem.values["key"]) for problem in checking.fit(tried, code, studio)} & words.keys()
        if not too_long:
            break
        for key in too_long:
            ways[key].pop(0)  # with none left the source's word stays
    versions = "".join(f"  {key}: {note.version(key)}\n" for key in words)
    lines = "".join(f"{key}: {files.quoted(word)}\n" for key, word in words.items())
    return f"{lines}translated_from:\n{versions}"


def _accept(book: Book, write: object) -> None:
    """Put the words into docs/data/, and say that they are up to date."""
    source = book.source.language.code
    for file in sorted(book.config.data.rglob("*.yml")):
        text = files.read_text(file)
        made = _with_pseudo(text, file, [language.code for language in book.config.languages], source)
        if made != text:
            write(file, made)
    again = books.load(book.config)
    for folder in (again.config.data,):
        for file, text in accepting.accept(again, str(folder)) if folder.is_dir() else ():
            write(file, text)


def _with_pseudo(text: str, file: Path, codes: list[str], source: str) -> str:
    """A file of docs/data/ in which each text also has its pseudo-translation."""
    places = {place.path: place for place in files.mappings(text, file)}
    added: list[tuple[int, str]] = []
    for path, place in places.items():
        is_of_languages = set(place.values) <= set(codes) and languages.PSEUDO not in place.values
        if not is_of_languages or path[-1:] == ("translated_from",):
            continue
        said = _said(place.values, places.get(path[:-1]), source)
        if isinstance(said, str):
            added.append((place.at, f"{place.before}{languages.PSEUDO}: {files.quoted(pseudo.words(said))}"))
        elif isinstance(said, Mapping):
            form = pseudo.words(str([*said.values()][-1]))
            added.append((place.at, f"{place.before}{languages.PSEUDO}: {{other: {files.quoted(form)}}}"))
    for at, pair in sorted(added, reverse=True):
        text = text[:at] + pair + text[at:]
    return text


def _said(texts: Mapping, above: files.Place | None, source: str) -> object:
    """The source text: among the others, or one line up, as in phrases and in what an office reads."""
    if source in texts:
        return texts[source]
    return next((above.values[key] for key in (source, "official") if above and key in above.values), None)
