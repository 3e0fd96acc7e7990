"""The first lines of a chapter, made from its visual note: ten headings, and the note's words sorted under them.

    visual-notes/03-slug/text.<lang>.yml ─ chapters ─► docs/<lang>/03-slug.md ─ write ─► all of them, or none

Where a word goes depends on its role and its key, which are the same in all languages:

    speech                       may-i, as a quotation
    heading with a number        steps, with its text
    key “help”, “dates-2”, …     the section that the key names (SECTIONS)
    any other heading or text    in-short
    any other callout, label     next
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path

from guidebook import files, languages, markup, strings
from guidebook.book import Book, source_id
from guidebook.config import Config
from guidebook.problem import GuidebookError
from guidebook.visualnote import ALT, Region, VisualNote

SECTIONS = {  # what keys call the matter of each section
    "in-short": ("lead", "intro"),
    "may-i": ("who",),
    "steps": (),
    "when": ("when", "date", "dates", "deadline", "year", "years"),
    "cost": ("cost", "costs", "fee", "price"),
    "language": ("language", "languages"),
    "mistakes": ("mistake", "mistakes", "warning"),
    "help": ("help", "advice", "contact"),
    "words": ("word", "words"),
    "next": ("next",),
}
NAME = re.compile(r"[\w-]+(?:/[\w-]+)*")
ENDS = ".?!:…"


def headings(code: str, source: str) -> Mapping[str, str]:
    """The ten headings in a language, by their id. The words that a chapter explains are those of the source."""
    words = strings.load(code)
    return {
        "in-short": words("In short"),
        "may-i": words("May I?"),
        "steps": words("Step by step"),
        "when": words("When"),
        "cost": words("What it costs"),
        "language": words("In which language"),
        "mistakes": words("Common mistakes"),
        "help": words("Who can help"),
        "words": _words_of(source, words),
        "next": words("What next"),
    }


def _words_of(source: str, words: strings.Strings) -> str:
    """“Polish words” where the catalog has them: languages decline the name of a language, each in its own way."""
    named = f"{languages.locale(source).get_language_name('en')} words"
    return words(named) if named in words.catalog or not words.catalog else words("Words to know")


# ---------------------------------------------------------------------------------------------- chapters


def chapter_name(note: VisualNote) -> str:
    """The name of the file in each language folder: that of the chapter which the note opens, else the note's own."""
    return f"{note.chapter or note.name}.md"


def chapters(book: Book, note: VisualNote, codes: Sequence[str]) -> Mapping[Path, str]:
    """The chapter's text in each language, by its file. Raises GuidebookError when one of them cannot be made."""
    _refuse_strange_names(note)
    files_of = {code: _file(book.config, note, code) for code in codes}
    for code in dict.fromkeys((note.source_language, *codes)):
        _refuse_missing_words(note, code)
    source, written = book.source.language.code, book.source.chapter(chapter_name(note))
    version = written.source_id if written else ""
    if source in codes:
        version = source_id(_chapter(note, source, source, ""))
    return {file: _chapter(note, code, source, version if code != source else "") for code, file in files_of.items()}


def _refuse_strange_names(note: VisualNote) -> None:
    for name in (note.name, note.chapter or note.name):
        if not NAME.fullmatch(name):
            message = "“{name}” cannot be the name of a chapter"
            hint = "write “chapter:” in note.yml with small letters, digits and hyphens"
            raise GuidebookError(message, hint, name=name)


def _file(config: Config, note: VisualNote, code: str) -> Path:
    """Where the chapter will stand; nothing may be there, and it may not lie outside the book."""
    file = config.docs / code / chapter_name(note)
    if file.exists() or file.is_symlink():
        message, hint = "{file} exists already; nothing was written", "move it away, or name another language: --lang"
        raise GuidebookError(message, hint, file=config.short(file))
    if not file.resolve().is_relative_to(config.docs.resolve()):
        message, hint = "{file} would stand outside of the book", "replace the link by a folder"
        raise GuidebookError(message, hint, file=config.short(file))
    return file


def _refuse_missing_words(note: VisualNote, code: str) -> None:
    """A chapter in which some words are those of another language would look translated."""
    values = {"note": note.name, "name": f"text.{code}.yml", "source": f"text.{note.source_language}.yml"}
    if note.is_decoration:
        raise GuidebookError("the visual note “{note}” has no words to begin a chapter with", **values)
    if code not in note.texts:
        hint = "copy {source} to {name} there and translate it" if code != note.source_language else "add {name} there"
        raise GuidebookError("the visual note “{note}” has no {name}; nothing was written", hint, **values)
    missing = note.missing_keys(code)
    if missing:
        message = "{name} of the visual note “{note}” lacks: {keys}; nothing was written"
        raise GuidebookError(message, "translate them from {source}", keys=", ".join(missing), **values)


def _chapter(note: VisualNote, code: str, source: str, version: str) -> str:
    title = next((note.word(region.key, code).text for region in note.regions if region.role == "title"), "")
    head = {"title": title, "description": note.word(ALT, code).text, "note": note.name, "translated_from": version}
    lines = [_front_matter(key, _one_line(value)) for key, value in head.items() if value]
    sections = _sorted(note, code)
    parts = [f"---\n{''.join(lines)}---", f"[[note:{note.name}]]"]
    for name, heading in headings(code, source).items():
        parts.append(f"## {heading} {{ #{name} }}")
        parts += [_markdown(name, sections[name])] if sections[name] else []
    return "\n\n".join(parts) + "\n"


def _front_matter(key: str, text: str) -> str:
    """A line of YAML that says just this text: between quotes where YAML would take it for something else."""
    line = f"{key}: {text}"
    try:
        is_plain = files.parse_yaml(line, Path(key)) == {key: text}
    except files.Unreadable:
        is_plain = False
    return f"{line if is_plain else f'{key}: {json.dumps(text, ensure_ascii=False)}'}\n"


def _one_line(text: str) -> str:
    """The text without line breaks and without characters that are none."""
    seen = (" " if letter.isspace() else letter for letter in text if _is_writable(letter))
    return " ".join("".join(seen).split())


def _is_writable(letter: str) -> bool:
    return letter.isspace() or (unicodedata.category(letter) not in ("Cc", "Cn", "Co", "Cs") and letter != "\ufeff")


# ----------------------------------------------------------------------------------------------- sorting


@dataclass(frozen=True)
class Group:
    """What belongs together on the drawing: a heading with the texts below it, or one text alone."""

    region: Region
    texts: tuple[str, ...]

    @property
    def has_heading(self) -> bool:
        """Whether the first of the texts is a heading."""
        return self.region.role == "heading"

    @property
    def section(self) -> str:
        """The id of the heading under which it stands in the chapter."""
        if self.region.role == "speech":
            return "may-i"
        if self.has_heading and self.region.number:
            return "steps"
        key = self.region.key.removesuffix("-heading")
        for name, called in SECTIONS.items():
            if key == name or not {name, *called}.isdisjoint(key.split("-")):
                return name
        return "next" if self.region.role in ("callout", "label") else "in-short"


def _sorted(note: VisualNote, code: str) -> Mapping[str, list[Group]]:
    sections: dict[str, list[Group]] = {name: [] for name in SECTIONS}
    for group in _groups(note, code):
        sections[group.section].append(group)
    return sections


def _groups(note: VisualNote, code: str) -> Iterator[Group]:
    """In reading order. A heading opens a group, a callout closes it; what the source does not say is left out."""
    found: list[tuple[Region, list[str]]] = []
    opened: list[str] | None = None
    for region in note.regions:
        said, text = (_one_line(note.word(region.key, language).text) for language in (note.source_language, code))
        if region.role in ("title", "decoration") or not said or not text:
            continue
        if region.role == "text" and opened:
            opened.append(text)
            continue
        found.append((region, [text]))
        opened = {"heading": found[-1][1], "callout": None}.get(region.role, opened)
    return (Group(region, tuple(texts)) for region, texts in found)


# ---------------------------------------------------------------------------------------------- Markdown


def _markdown(section: str, groups: Sequence[Group]) -> str:
    """The words of a section. The lines of a list stand close together."""
    text, before = "", ""
    for mark, line in _lines(section, groups):
        is_list = mark not in ("", "> ")
        between = "\n" if is_list and before not in ("", "> ") else "\n\n"
        text, before = f"{text}{between if text else ''}{mark}{line}", mark
    return text


def _lines(section: str, groups: Sequence[Group]) -> Iterator[tuple[str, str]]:
    """Each group with what marks its line: “1. ” a step, “- ” an item, “> ” a quotation, nothing a paragraph."""
    for number, group in enumerate(groups, 1):
        is_item = section in ("words", "next") or (section == "in-short" and group.has_heading)
        mark = f"{number}. " if section == "steps" else "- " if is_item else ""
        if group.region.role == "speech":
            mark = "> "
        yield mark, _line(group)


def _line(group: Group) -> str:
    if not group.has_heading:
        return markup.literal(group.texts[0])
    heading, texts = group.texts[0], group.texts[1:]
    stop = "" if not texts or heading[-1] in ENDS else ":" if texts[0][0].islower() else "."
    return f"**{markup.literal(heading)}{stop}** {markup.literal(_joined(texts))}".rstrip()


def _joined(texts: Sequence[str]) -> str:
    """Sentences one after the other; what is no sentence ends with a semicolon."""
    ended = (text if text[-1] in ENDS else f"{text};" for text in texts[:-1])
    return " ".join([*ended, *texts[-1:]])


# ----------------------------------------------------------------------------------------------- writing


def write(texts: Mapping[Path, str]) -> None:
    """Write all files, or none: when one cannot be written, those before it are removed again."""
    written: list[Path] = []
    try:
        for file, text in texts.items():
            files.write_atomically(file, text)
            written.append(file)
    except BaseException:
        for file in written:
            file.unlink(missing_ok=True)
        raise


def find(book: Book, name: str) -> VisualNote:
    """The visual note of that name; raises GuidebookError when there is none, or it cannot be read."""
    if name in book.notes:
        return book.notes[name]
    if (book.config.notes / name / "note.yml").is_file():
        raise GuidebookError("the visual note “{name}” cannot be read", "see what is wrong: guidebook check", name=name)
    near = get_close_matches(name, list(book.notes), 1)
    hint = "did you mean “{near}”?" if near else "known are {known}"
    values = {"name": name, "near": "".join(near), "known": ", ".join(book.notes) or "–"}
    raise GuidebookError("there is no visual note “{name}”", hint, **values)
