"""mkdocs.yml → Config. The only module that knows its keys."""

from __future__ import annotations

import os
import re
import subprocess
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cached_property
from pathlib import Path

from guidebook import files, languages, strings, typography
from guidebook.problem import GuidebookError

LOCALE = "locale"  # the folder beside mkdocs.yml in which a book keeps translations of the generator's own words


@dataclass(frozen=True)
class Language:
    """A language of the book: how it is called in itself, and the book's name in it."""

    code: str
    name: str
    title: str
    promise: str
    imprint: str  # on the back cover: where the book comes from, and whose it is not
    direction: str
    is_source: bool = False


@dataclass(frozen=True)
class Publisher:
    """Who answers for the published guide; empty until the operator fills it in."""

    name: str = ""
    contact: str = ""


@dataclass(frozen=True)
class Licence:
    """Under which text and drawings may be shared."""

    name: str
    address: str


@dataclass(frozen=True)
class Config:
    """What a city decides, read from its mkdocs.yml."""

    file: Path
    docs: Path
    languages: tuple[Language, ...]
    reading_order: tuple[str, ...]
    site_url: str
    repository: str
    publisher: Publisher
    licence: Licence
    colours: Mapping[str, str]
    automatic_help: bool  # the texts were made with it: those that no person has reviewed say so
    more_fonts: tuple[str, ...]  # for letters that neither the text's font nor the hand has
    cover: str
    icon: str
    ornament: str
    extensions: tuple[str, ...]
    extension_configs: Mapping[str, Mapping]

    @property
    def root(self) -> Path:
        """The folder of the book."""
        return self.file.parent

    @property
    def notes(self) -> Path:
        """Where the visual notes stand."""
        return self.root / "visual-notes"

    @property
    def data(self) -> Path:
        """What all languages share: facts, places, terms."""
        return self.docs / "data"

    @property
    def fonts(self) -> Path:
        """Complete TTF files for notes and print, WOFF2 for the site."""
        return self.docs / "assets" / "fonts"

    @property
    def build(self) -> Path:
        """Where all outputs go."""
        return self.root / "build"

    @property
    def source(self) -> Language:
        """The language that the others are translated from."""
        return next(language for language in self.languages if language.is_source)

    def language(self, code: str) -> Language:
        """The language with this code; raises GuidebookError naming the known ones."""
        for language in self.languages:
            if language.code == code:
                return language
        known = ", ".join(language.code for language in self.languages)
        hint = "write one of: {known}"
        raise GuidebookError("“{code}” is not a language of this book", hint, code=code, known=known)

    def short(self, file: Path) -> str:
        """A path as people see it: from the folder of the book."""
        return file.relative_to(self.root).as_posix() if file.is_relative_to(self.root) else file.as_posix()

    @cached_property
    def day(self) -> date:
        """The build's day: SOURCE_DATE_EPOCH, else the newest commit's, else that of mkdocs.yml."""
        seconds = os.environ.get("SOURCE_DATE_EPOCH") or self._git("log", "-1", "--format=%ct")
        seconds = seconds if seconds.isdigit() else str(int(self.file.stat().st_mtime))
        return datetime.fromtimestamp(int(seconds), UTC).date()

    @cached_property
    def version(self) -> str:
        """The newest tag, YYYY.MM.n, when this very commit bears it; else empty: a draft."""
        return self._git("describe", "--tags", "--exact-match")

    def history(self) -> str:
        """The newest commit, and all tags with theirs; empty where there is no history."""
        return self._git("show-ref", "--head", "--tags", "--dereference")

    def _git(self, *words: str) -> str:
        try:
            command = ["git", "-C", str(self.root), *words]
            run = subprocess.run(command, capture_output=True, text=True, timeout=20, check=False)
        except (OSError, subprocess.TimeoutExpired):
            return ""
        return run.stdout.strip() if run.returncode == 0 else ""


def load(file: Path) -> Config:
    """Read mkdocs.yml. Raises GuidebookError with the line and what was expected there.

    What the book itself knows of its languages, words and rules, is known to `strings` and `typography` from then on.
    """
    file = Path(os.path.abspath(file))
    if not file.is_file():
        hint = "start guidebook in the folder of the book, or name the file with --config"
        raise GuidebookError("there is no {name} in {folder}", hint, name=file.name, folder=str(file.parent))
    try:
        values = files.read_yaml(file)
    except files.Unreadable as unreadable:
        problem = unreadable.problem
        place = f"{file.name}:{problem.line}"
        raise GuidebookError(problem.message, problem.hint, place, **problem.values) from None
    return _config(file, _Section(file, "", values if isinstance(values, dict) else {}))


@dataclass(frozen=True)
class _Section:
    """A mapping of mkdocs.yml with its place, so that a wrong value is reported where it stands."""

    file: Path
    path: str
    values: Mapping

    def get(self, key: str, kind: type, default: object = None) -> object:
        value = self.values.get(key)
        if value is None:
            return kind() if default is None else default
        if not isinstance(value, kind):
            raise self.fault(key, "expected {kind} here, found “{text}”", kind=_KINDS[kind], text=str(value)[:40])
        return value

    def section(self, key: str) -> _Section:
        return _Section(self.file, f"{self.path}{key}.", self.get(key, dict))

    def fault(self, key: str, message: str, **values: object) -> GuidebookError:
        line = getattr(self.values, "lines", {}).get(key, 1)
        place = f"{self.file.name}:{line}: {self.path}{key}"
        return GuidebookError(message, "see the comments in mkdocs.yml", place, **values)


_KINDS = {str: "text", dict: "“key: value” lines", list: "a list", bool: "true or false"}

KNOWN = {"publisher", "repository", "promise", "imprint", "automatic_help", "cover", "icon", "ornament", "licence",
         "colours", "fonts", "typography"}


def _config(file: Path, top: _Section) -> Config:
    ours = top.section("extra").section("guidebook")
    for key in ours.values:
        if key not in KNOWN:
            raise ours.fault(key, "this key is not known; known are {known}", known=", ".join(sorted(KNOWN)))
    docs = file.parent / top.get("docs_dir", str, "docs")
    if not docs.resolve().is_relative_to(file.parent.resolve()):
        raise top.fault("docs_dir", "the chapters must stand inside the folder of the book")
    strings.of_book(file.parent / LOCALE)
    typography.of_book(dict(_typography(ours.section("typography"))))
    publisher, licence = ours.section("publisher"), ours.section("licence")
    extensions = dict(_extensions(top.get("markdown_extensions", list)))
    return Config(
        file=file,
        docs=docs,
        languages=_languages(top, ours),
        reading_order=tuple(_file_names(top.get("nav", list))),
        site_url=_with_slash(_address(top, "site_url")),
        repository=_address(ours, "repository").rstrip("/"),
        publisher=Publisher(publisher.get("name", str), publisher.get("contact", str)),
        licence=Licence(licence.get("name", str), licence.get("address", str)),
        colours=_colours(ours.section("colours")),
        automatic_help=ours.get("automatic_help", bool),
        more_fonts=tuple(_more_fonts(ours, "fonts")),
        cover=ours.get("cover", str),
        icon=ours.get("icon", str),
        ornament=ours.get("ornament", str),
        extensions=tuple(extensions),
        extension_configs={name: options for name, options in extensions.items() if options},
    )


def _address(section: _Section, key: str) -> str:
    address = section.get(key, str)
    if address and not re.fullmatch(r"https?://[^\s<>\"']+", address):
        raise section.fault(key, "expected an address that starts with https://, found “{text}”", text=address[:60])
    return address


def _colours(section: _Section) -> Mapping[str, str]:
    """Names and values like #23304a: they are written into styles and drawings as they stand."""
    for name, value in section.values.items():
        if not re.fullmatch(r"#[0-9a-fA-F]{6}", str(value)):
            raise section.fault(name, "expected a colour like \"#23304a\", found “{text}”", text=str(value)[:40])
    return dict(section.values)


def _more_fonts(section: _Section, key: str) -> Iterator[str]:
    """Names of fonts: they are written into styles, and files in docs/assets/fonts/ begin with them."""
    for name in section.get(key, list):
        if not re.fullmatch(r"[A-Za-z][A-Za-z0-9]*", str(name)):
            message = "expected the beginning of a file's name like “NotoSansArabic”, found “{text}”"
            raise section.fault(key, message, text=str(name)[:40])
        yield str(name)


def _typography(section: _Section) -> Iterator[tuple[str, Mapping[str, object]]]:
    """By language: its alphabet, its one-letter words that must not end a line, its quotes outside and inside."""
    for code in section.values:
        rules = section.section(code)
        for key in rules.values:
            if key not in ("alphabet", "lonely", "quotes"):
                raise rules.fault(key, "this key is not known; known are {known}", known="alphabet, lonely, quotes")
        told = {key: text for key in rules.values if (text := "".join(rules.get(key, str).split()))}
        if "quotes" in told and len(told["quotes"]) != 4:
            key, message = "quotes", "expected four signs like “„”«»”, found “{text}”"
            raise rules.fault(key, message, text=told[key][:40])
        yield code, {key: tuple(text) if key == "quotes" else text for key, text in told.items()}


def _with_slash(address: str) -> str:
    return address and address.rstrip("/") + "/"


def _file_names(nav: list) -> Iterator[str]:
    """The file names of `nav`, in order; sections are mappings of a title to a list."""
    for entry in nav:
        if isinstance(entry, str):
            yield entry
        elif isinstance(entry, dict):
            for value in entry.values():
                yield from _file_names(value if isinstance(value, list) else [value])


def _extensions(entries: list) -> Iterator[tuple[str, Mapping]]:
    for entry in entries:
        if isinstance(entry, dict):
            yield from ((name, options or {}) for name, options in entry.items())
        else:
            yield str(entry), {}


def _languages(top: _Section, ours: _Section) -> tuple[Language, ...]:
    """The languages of the i18n plugin. Exactly one is the source: `default: true`."""
    plugins = dict(_extensions(top.get("plugins", list)))
    i18n = plugins.get("i18n", {})
    entries = i18n.get("languages", []) if isinstance(i18n, dict) else []
    languages = tuple(_language(top, ours, entry) for entry in entries if isinstance(entry, dict))
    if [language.is_source for language in languages].count(True) != 1:
        raise top.fault("plugins", "one language under “i18n: languages:” needs “default: true”")
    codes = [language.code for language in languages]
    for code in codes:
        if codes.count(code) > 1:
            raise top.fault("plugins", "the language “{code}” stands here twice", code=code)
    return languages


def _language(top: _Section, ours: _Section, entry: Mapping) -> Language:
    code = str(entry.get("locale", ""))
    try:
        own_name = languages.own_name(code)
    except LookupError:
        raise top.fault("plugins", "“{code}” is not the code of a language", code=code) from None
    name = str(entry.get("name") or own_name)
    title = str(entry.get("site_name") or top.get("site_name", str))
    is_source = entry.get("default") is True
    promise, imprint = (ours.section(key).get(code, str) for key in ("promise", "imprint"))
    return Language(code, name, title, promise, imprint, direction(code), is_source)


def direction(code: str) -> str:
    """How a language is written: “ltr” from the left to the right, “rtl” from the right to the left."""
    return languages.locale(code).text_direction
