"""Forms that readers fill in: the official words in the source language, help in every language.

    docs/data/forms/petition.yml ─ load ─► Form ─ Part ─ Field ─ Option

An office reads the official words; help is for the person who writes. One file is one form, its name is the form's.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from pathlib import Path

from guidebook import files
from guidebook.problem import Problem

Texts = Mapping[str, str]  # language code → text

FOLDER = "forms"
KINDS = ("text", "area", "checkbox", "choice", "table", "signature", "words")
MOST_LINES = 60  # of a field or a list of signatures: more is a slip of the keyboard, or spite
# “[[fact:petition-answer-months]]” in help: the value as the reader's language writes it
FACT = re.compile(r"\[\[fact:([a-z0-9-]+)\]\]")
_NAME = re.compile(r"[a-z][a-z0-9]*(?:-[a-z0-9]+)*")


@dataclass(frozen=True)
class Wording:
    """What the office reads, and the same for the reader; help in the source language says it in plain words."""

    official: str = ""
    help: Texts = field(default_factory=dict)

    def texts(self, source: str) -> Texts:
        """What is translated: whoever changes the official words changes what the help explains."""
        own = " – ".join(filter(None, (self.official, self.help.get(source))))
        return {**self.help, source: own} if own else self.help


@dataclass(frozen=True)
class Option:
    """One of the answers of a choice, or one of the columns of a table.

    `is_by_hand`: a column that is signed, nobody types into it. `width` of a column is in parts of the whole.
    """

    name: str
    wording: Wording
    is_by_hand: bool = False
    width: int = 1


@dataclass(frozen=True)
class Field:
    """One thing to fill in; “words” are a sentence of the letter that stands there already."""

    name: str
    line: int
    kind: str
    wording: Wording
    lines: int = 1  # of an area; rows of a table
    is_half: bool = False  # two of them share a line
    options: tuple[Option, ...] = ()


@dataclass(frozen=True)
class Part:
    """Fields that belong together; the heading may be empty."""

    heading: Wording
    fields: tuple[Field, ...]


@dataclass(frozen=True)
class Form:
    """A letter to an office, or another paper to fill in."""

    name: str
    file: Path
    official: str  # its title as the office reads it
    title: Texts
    about: Texts  # what it is for
    how: Texts  # in one line, how to use it
    parts: tuple[Part, ...]
    source: str  # the language of the official words
    send: Texts = field(default_factory=dict)
    tips: tuple[Texts, ...] = ()
    places: tuple[str, ...] = ()
    facts: tuple[str, ...] = ()
    reviewed_by: str = ""
    translated_from: Texts = field(default_factory=dict)
    lines: Mapping[str, int] = field(default_factory=dict)  # key of the file → its line

    @property
    def fields(self) -> tuple[Field, ...]:
        """All fields in the order in which they are filled in."""
        return tuple(field for part in self.parts for field in part.fields)

    @property
    def texts(self) -> Mapping[str, Texts]:
        """What is to be translated, by its key."""
        texts = {"title": {**self.title, self.source: f"{self.official} – {self.title.get(self.source, '')}"}}
        texts |= {"about": self.about, "how": self.how, "send": self.send}
        texts |= {f"tips.{number}": tip for number, tip in enumerate(self.tips, 1)}
        for number, part in enumerate(self.parts, 1):
            texts[f"parts.{number}"] = part.heading.texts(self.source)
            for one in part.fields:
                texts[f"{one.name}"] = one.wording.texts(self.source)
                texts |= {f"{one.name}.{option.name}": option.wording.texts(self.source) for option in one.options}
        return {key: words for key, words in texts.items() if words}

    @property
    def cited(self) -> tuple[str, ...]:
        """The facts that it rests on, and those whose values it prints, each once."""
        every = (text for texts in self.texts.values() for text in texts.values())
        values = (name for text in every for name in FACT.findall(text))
        return tuple(dict.fromkeys((*self.facts, *values)))


def load(folder: Path, languages: Sequence[str], source: str) -> tuple[Mapping[str, Form], tuple[Problem, ...]]:
    """Read docs/data/forms/. What is wrong is told, wrong forms are left out."""
    problems: list[Problem] = []
    forms = {}
    for file in sorted((folder / FOLDER).glob("*.yml")):
        form = _Reader(file, tuple(languages), source, problems).form()
        if form is not None:
            forms[form.name] = form
    return forms, tuple(problems)


def form_in(text: str, file: Path, languages: Sequence[str], source: str) -> Form | None:
    """The form whose text comes from elsewhere: as it once was, say; None when something in it is wrong."""
    try:
        return _Reader(file, tuple(languages), source, []).form_of(files.parse_yaml(text, file))
    except files.Unreadable:
        return None


# ------------------------------------------------------------------------------------------------ reading

_WORDING = {"official": str, "help": dict}
_FORM = {
    "official": str,
    "title": dict,
    "about": dict,
    "how": dict,
    "send": dict,
    "tips": list,
    "places": list,
    "facts": list,
    "parts": list,
    "reviewed_by": str,
    "reviewed_on": str,
    "translated_from": dict,
}
_PART = {**_WORDING, "fields": list}
_FIELD = {**_WORDING, "name": str, "kind": str, "lines": int, "half": bool, "options": list, "columns": list}
_OPTION = {**_WORDING, "name": str}
_COLUMN = {**_OPTION, "by_hand": bool, "width": int}


@dataclass
class _Reader:
    """One file while it is read: every fault is told, not only the first."""

    file: Path
    languages: tuple[str, ...]
    source: str
    problems: list[Problem]

    def form(self) -> Form | None:
        """The form, None when something in it is wrong."""
        try:
            node = files.read_yaml(self.file, self.file.parent)
        except files.Unreadable as unreadable:
            self.problems.append(unreadable.problem)
            return None
        return self.form_of(node)

    def form_of(self, node: object) -> Form | None:
        """The form that these values are."""
        before = len(self.problems)
        self._named(self.file.stem, 1)
        made = self._form(node) if self._checked("", node, _FORM, 1) else None
        return made if len(self.problems) == before else None

    def _form(self, node: files.Node) -> Form:
        for key in ("official", "title", "about", "how", "parts"):
            self._needed(key, node, key, 1)
        parts = tuple(self._parts(node))
        names = [(field.name, field.line) for part in parts for field in part.fields]
        for place, (name, line) in enumerate(names):
            if name in [other for other, _ in names[:place]]:
                self.fault(line, name, "“{key}” stands here twice", "keep one of them")
        if parts and not any(field.kind != "words" for part in parts for field in part.fields):
            key = "parts"
            self.fault(_lines(node)[key], key, "“{key}” has nothing to fill in", "add a field")
        tips = node.get("tips") or []
        return Form(
            name=self.file.stem,
            file=self.file,
            official=str(node.get("official") or ""),
            **{key: self._texts("", node, key) for key in ("title", "about", "how", "send")},
            parts=parts,
            source=self.source,
            tips=tuple(self._each_text("tips", tip, _lines(node).get("tips", 1)) for tip in tips),
            places=self._names(node, "places"),
            facts=self._names(node, "facts"),
            reviewed_by=node.get("reviewed_by") or "",
            translated_from=node.get("translated_from") or {},
            lines=_lines(node),
        )

    def _parts(self, node: files.Node) -> Iterator[Part]:
        line = _lines(node).get("parts", 1)
        for number, part in enumerate(node.get("parts") or [], 1):
            key = f"parts.{number}"
            if self._checked(key, part, _PART, line):
                fields = tuple(self._fields(key, part, _first_line(part, line)))
                heading = self._wording(key, part) if part.get("official") or part.get("help") else Wording()
                yield Part(heading, fields)

    def _fields(self, key: str, part: files.Node, line: int) -> Iterator[Field]:
        if not part.get("fields"):
            self.fault(line, key, "“{key}” has nothing to fill in", "add a field")
        for number, node in enumerate(part.get("fields") or [], 1):
            place = f"{key}.fields.{number}"
            if self._checked(place, node, _FIELD, line):
                yield self._field(place, node, _first_line(node, line))

    def _field(self, place: str, node: files.Node, line: int) -> Field:
        name, kind = str(node.get("name") or ""), node.get("kind")
        self._needed(place, node, "name", line)
        place = name or place
        self._named(name, _lines(node).get("name", line))
        if kind not in KINDS:
            known = ", ".join(KINDS)
            self.fault(_lines(node).get("kind", line), place, "“{key}” is of an unknown kind", _ONE_OF, known=known)
        self._needed(place, node, "official", line)
        lines = node.get("lines", 1)
        if isinstance(lines, bool) or lines is None or not 1 <= lines <= MOST_LINES:
            message, hint = "“{key}” needs a number of lines", "write a number from 1 to {most}"
            self.fault(_lines(node)["lines"], f"{place}.lines", message, hint, most=MOST_LINES)
            lines = 1
        options = tuple(self._options(place, node, line))
        is_half = node.get("half") is True
        return Field(name, line, str(kind), self._wording(place, node), lines, is_half, options)

    def _options(self, place: str, node: files.Node, line: int) -> Iterator[Option]:
        """The answers of a choice, the columns of a table; other kinds have neither."""
        wanted = {"choice": "options", "table": "columns"}.get(str(node.get("kind")), "")
        for key in ("options", "columns"):
            if key == wanted and not node.get(key):
                hint = "add “{key}:” with two or more lines below it"
                self.fault(line, f"{place}.{key}", "“{key}” is missing", hint)
            elif key != wanted and node.get(key):
                self.fault(_lines(node)[key], f"{place}.{key}", "“{key}” is not known here", "remove it")
        seen: set[str] = set()
        for number, option in enumerate(node.get(wanted) or [] if wanted else [], 1):
            inside = f"{place}.{wanted}.{number}"
            if self._checked(inside, option, _COLUMN if wanted == "columns" else _OPTION, line):
                at, name = _first_line(option, line), str(option.get("name") or "")
                self._needed(inside, option, "name", at)
                self._named(name, at)
                if name in seen:
                    self.fault(at, f"{place}.{name}", "“{key}” stands here twice", "keep one of them")
                seen.add(name)
                self._needed(inside, option, "official", at)
                width = option.get("width", 1)
                if isinstance(width, bool) or width is None or not 1 <= width <= 12:
                    message, hint = "“{key}” needs a width", "write a number from 1 to {most}"
                    self.fault(_lines(option)["width"], f"{inside}.width", message, hint, most=12)
                    width = 1
                yield Option(name, self._wording(inside, option), option.get("by_hand") is True, width)

    # -------------------------------------------------------------------------------------------- values

    def _checked(self, place: str, node: object, keys: Mapping[str, type], line: int) -> bool:
        """Whether all keys are known and their values of the right kind."""
        if not isinstance(node, files.Node):
            name = place or self.file.name
            self.fault(line, name, "“{key}” needs “key: value” lines below it")
            return False
        before = len(self.problems)
        for key, value in node.items():
            named, at = f"{place}.{key}".strip("."), _lines(node)[key]
            if key not in keys:
                near = get_close_matches(key, keys, 1)
                hint = "did you mean “{near}”?" if near else "known here are {near}"
                self.fault(at, named, "“{key}” is not known here", hint, near=near[0] if near else ", ".join(keys))
            elif value is not None and not isinstance(value, keys[key]):
                self.fault(at, named, "“{key}” has a value of another kind: “{text}”", text=str(value)[:40])
        return len(self.problems) == before

    def _needed(self, place: str, node: files.Node, key: str, line: int) -> None:
        if not node.get(key):
            named = key if place == key else f"{place}.{key}"
            self.fault(_lines(node).get(key, line), named, "“{key}” is missing", "add “{name}: …”", name=key)

    def _named(self, name: str, line: int) -> None:
        if name and not _NAME.fullmatch(name):
            hint = "write it with small letters a–z, digits and hyphens"
            self.fault(line, name, "“{key}” is no name for a form or a field", hint)

    def _names(self, node: files.Node, key: str) -> tuple[str, ...]:
        found = node.get(key) or []
        for name in found:
            if not isinstance(name, str):
                message = "“{key}” has a value of another kind: “{text}”"
                self.fault(_lines(node)[key], key, message, text=str(name)[:40])
        return tuple(map(str, found))

    def _wording(self, place: str, node: files.Node) -> Wording:
        return Wording(str(node.get("official") or ""), self._texts(place, node, "help"))

    def _texts(self, place: str, node: files.Node, key: str) -> Texts:
        return self._each_text(f"{place}.{key}".strip("."), node.get(key) or files.Node(), _lines(node).get(key, 1))

    def _each_text(self, place: str, texts: object, line: int) -> Texts:
        """A text per language; unknown languages and values that are no text are problems."""
        if not isinstance(texts, Mapping):
            self.fault(line, place, "“{key}” needs a text for each language", "write: {{{code}: …}}", code=self.source)
            return {}
        lines = getattr(texts, "lines", {})
        for language, text in texts.items():
            named, at = f"{place}.{language}", lines.get(language, line)
            if language not in self.languages:
                hint, known = "languages of this book: {known}", ", ".join(self.languages)
                self.fault(at, named, "“{key}” is in a language of no edition", hint, known=known)
            elif not isinstance(text, str) or not text.strip():
                self.fault(at, named, "“{key}” needs a text between quotes")
        return {language: text for language, text in texts.items() if isinstance(text, str)}

    def fault(self, line: int, key: str, message: str, hint: str = "", **values: object) -> None:
        self.problems.append(Problem(self.file, line, message, hint, {"key": key, **values}))


_ONE_OF = "write one of: {known}"


def _lines(node: files.Node) -> Mapping[str, int]:
    """Where the keys stand; an empty file has none."""
    return getattr(node, "lines", {})


def _first_line(node: files.Node, line: int) -> int:
    return min(_lines(node).values(), default=line)
