"""The book of another city: its part of a repository, or with the program beside it a whole one.

    mkdocs.yml of this book ─ colours, what never differs ─┐
    fonts, icons ──────────────────────────────────────────┼─ begin ─► PATH, whose book passes every check
    example.py, skeleton/ ─────────────────────────────────┘
"""

from __future__ import annotations

import re
import shutil
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import guidebook
from guidebook import book as books
from guidebook import config as configs
from guidebook import files, languages, strings
from guidebook.book import source_id
from guidebook.config import LOCALE, Config
from guidebook.problem import GuidebookError
from guidebook.starter import adding, example
from guidebook.translation import accepting

SKELETON = Path(__file__).parent / "skeleton"
PROGRAM = Path(guidebook.__file__).parents[2]
OF_PROGRAM = (
    ".ci", ".gitattributes", ".github", ".gitignore", "ANOTHER-CITY.md", "CONTRIBUTING.md", "KIOSK.md", "LICENSE",
    "LICENSE-text", "Makefile", "NOTES.md", "PRINTING.md", "SECURITY.md", "TRANSLATING*.md", "pyproject.toml",
    "requirements-dev.txt", "requirements-lock.txt", "requirements.txt", "scripts",
)  # fmt: skip
LEFT_OUT = shutil.ignore_patterns("__pycache__", "*.egg-info", "picture.png", "new-book.yml")
OWN_KEYS = ("site_name", "site_description", "site_url", "docs_dir", "site_dir", "nav", "extra", "plugins")


@dataclass(frozen=True)
class City:
    """What is known of the new book; the first language is the source."""

    name: str
    codes: tuple[str, ...]
    repository: str = ""  # owner/name on GitHub

    @property
    def addresses(self) -> tuple[str, str]:
        """Where GitHub shows the repository, and where Pages publish it."""
        owner, _, name = self.repository.partition("/")
        if not name:
            return "", ""
        host = f"{owner.lower()}.github.io"
        site = f"https://{host}/" if name.lower() == host else f"https://{host}/{name}/"
        return f"https://github.com/{owner}/{name}", site


def begin(pattern: Config, folder: Path, city: City, today: date, with_program: bool) -> Config:
    """Write a new book into a folder that is not there or empty. Nothing is written when that cannot be."""
    city = _checked(city)
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        message = "there is something in {folder} already; nothing was written"
        hint = "name a folder that is empty or new"
        raise GuidebookError(message, hint, folder=str(folder))
    folder = folder.absolute()
    folder.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=f".{folder.name}.", dir=folder.parent) as made:
        root = Path(made) / "book"
        _copy(pattern, root)
        if with_program:
            _copy_program(root)
        for path, text in _texts(pattern, city, today).items():
            files.write_atomically(root / path, text)
        _finish(root / "mkdocs.yml", city)
        if folder.exists():
            folder.rmdir()
        root.rename(folder)
    return configs.load(folder / "mkdocs.yml")


def _checked(city: City) -> City:
    """With codes as they are written. Raises GuidebookError for what cannot be a code or a repository."""
    codes = []
    for code in city.codes:
        try:
            codes.append(languages.canonical(code))
        except LookupError:
            raise adding.unknown(code) from None
    if city.repository and not re.fullmatch(r"[\w.-]+/[\w.-]+", city.repository):
        message, hint = "“{text}” is no repository on GitHub", "write OWNER/NAME, as in its address"
        raise GuidebookError(message, hint, text=city.repository)
    name = " ".join(city.name.split())
    return City(name or strings.load(codes[0])("Our town – a guide"), tuple(dict.fromkeys(codes)), city.repository)


# ------------------------------------------------------------------------------------------------ copying


def _copy(pattern: Config, root: Path) -> None:
    """What a book takes over from this one: fonts, icons, drawings of how to print."""
    for folder in (pattern.fonts, pattern.notes / "icons", pattern.notes / "printing"):
        if folder.is_dir():
            shutil.copytree(folder, root / _place(pattern, folder))
    for note in sorted(SKELETON.iterdir()):
        shutil.copytree(note, root / "visual-notes" / note.name)


def _place(pattern: Config, folder: Path) -> Path:
    inside = folder.relative_to(pattern.docs) if folder.is_relative_to(pattern.docs) else None
    return Path("docs") / inside if inside else folder.relative_to(pattern.root)


def _copy_program(root: Path) -> None:
    if not (PROGRAM / "Makefile").is_file():
        message = "the program stands in {folder} without its Makefile"
        hint = "start it from a clone, or add --only-book"
        raise GuidebookError(message, hint, folder=str(PROGRAM))
    for source in (found for name in OF_PROGRAM for found in sorted(PROGRAM.glob(name))):
        if source.is_dir():
            shutil.copytree(source, root / source.name, ignore=LEFT_OUT)
        else:
            shutil.copy(source, root / source.name)


# ------------------------------------------------------------------------------------------------- texts


def _texts(pattern: Config, city: City, today: date) -> Mapping[str, str]:
    """All files of the new book by their path."""
    source, spoken = city.codes[0], _spoken(city)
    made = {"mkdocs.yml": _settings(pattern, city), "README.md": _readme(city)}
    made |= {f"docs/data/{name}": text for name, text in example.data(spoken, city.name, today)}
    originals = dict(example.chapters(source, source, city.name))
    for code in spoken:
        for name, text in example.chapters(code, source, city.name):
            stamp = f"translated_from: {source_id(originals[name])}\n---\n\n"
            made[f"docs/{code}/{name}"] = text if code == source else text.replace("---\n\n", stamp, 1)
        words = example.note_words(code).items()
        lines = "".join(f"{key}: {files.quoted(word)}\n" for key, word in words)
        made[f"visual-notes/{example.CHAPTER}/text.{code}.yml"] = lines
    if not _is_spoken(source):
        made[f"{LOCALE}/{source}.po"] = adding.catalog(source, lambda text: "")
    return made


def _spoken(city: City) -> tuple[str, ...]:
    """The source, and those languages in which the generator has words; the others begin empty."""
    return (city.codes[0], *(code for code in city.codes[1:] if _is_spoken(code)))


def _is_spoken(code: str) -> bool:
    return strings.is_spoken(code) or bool(strings.load(code).catalog)


def _finish(file: Path, city: City) -> None:
    """The translations of the examples are up to date; languages without words are added as to any book."""
    config = configs.load(file)
    for folder in (config.docs, config.notes):
        book = books.load(config)
        for changed, text in accepting.accept(book, str(folder)) if len(config.languages) > 1 else ():
            files.write_atomically(changed, text)
    for code in city.codes:
        if code not in _spoken(city):
            adding.add(configs.load(file), code)


def _settings(pattern: Config, city: City) -> str:
    """mkdocs.yml: what a city says, with comments in the source language; colours and the rest from this book."""
    words = strings.load(city.codes[0])
    repository, site = city.addresses
    order = "".join(f"  - {name}\n" for name in example.ORDER)
    promises = "".join(
        f"      {files.scalar(code)}: {files.quoted(strings.load(code)('How to take part in the life of our town'))}\n"
        for code in _spoken(city)
    )
    imprints = "".join(f'      {files.scalar(code)}: ""\n' for code in _spoken(city))
    entries = "".join(
        f"        - {{locale: {files.scalar(code)}, name: {files.scalar(languages.own_name(code))}, "
        f"site_name: {files.scalar(city.name)}, {'default: true, ' if code == city.codes[0] else ''}link: /{code}/}}\n"
        for code in _spoken(city)
    )
    say = {
        "top": words("The one file with settings. What the guide says stands in docs/, its drawings in visual-notes/."),
        "address": words("the address of the published guide; without it no QR codes are drawn"),
        "order": words("Reading order: names of files only. The titles are those that the chapters bear."),
        "publisher": words("who answers for the guide, and where a mistake is reported"),
        "repository": words("https://github.com/OWNER/NAME; without it there is no pencil on the pages"),
        "promise": words("one line on the cover, in each language"),
        "imprint": words("on the back cover: where the book comes from, and whose it is not"),
        "help": words("true when texts are made with automatic help: those that no person has reviewed then say so"),
        "cover": words("the drawing on the cover: a folder of visual-notes/"),
        "icon": words("the icon in the browser’s tab, and the one along the foot of first and last pages"),
        "colours": words("colours as #RRGGBB; the drawings use these names"),
        "languages": words("the source has “default: true”; the others are translated from it"),
    }
    address = f"site_url: {site}" if site else "# site_url: https://…"
    ornament = pattern.ornament or "house"
    licence = f"{{name: {files.scalar(pattern.licence.name)}, address: {files.quoted(pattern.licence.address)}}}"
    return (
        f"# {say['top']}\n\nsite_name: {files.scalar(city.name)}\n"
        f"{address}  # {say['address']}\n"
        f"docs_dir: docs\nsite_dir: build/site\n\n# {say['order']}\nnav:\n{order}\n"
        f'extra:\n  guidebook:\n    publisher: {{name: "", contact: ""}}  # {say["publisher"]}\n'
        f"    repository: {files.quoted(repository)}  # {say['repository']}\n"
        f"    promise:  # {say['promise']}\n{promises}    imprint:  # {say['imprint']}\n{imprints}"
        f"    automatic_help: false  # {say['help']}\n"
        f"    cover: {example.COVER}  # {say['cover']}\n    icon: house  # {say['icon']}\n    ornament: {ornament}\n"
        f"    licence: {licence}\n"
        f"    colours:  # {say['colours']}\n"
        + "".join(f"      {name}: {files.quoted(value)}\n" for name, value in pattern.colours.items())
        + f"\nplugins:\n  - i18n:\n      docs_structure: folder\n      languages:  # {say['languages']}\n{entries}"
        + f"\n{_what_never_differs(pattern)}"
    )


def _what_never_differs(pattern: Config) -> str:
    """The rest of this book's mkdocs.yml, letter by letter: theme, extensions, hooks."""
    blocks = list(_top_level(files.read_text(pattern.file)))
    return "".join(text for key, text in blocks if key not in OWN_KEYS).strip("\n") + "\n"


def _top_level(text: str) -> Iterator[tuple[str, str]]:
    """Each top-level key with its lines, and with the comments and blank lines right above them."""
    pending, key, lines = "", "", ""
    for line in text.splitlines(keepends=True):
        found = re.match(r"([\w-]+):", line)
        if found:
            if key:
                yield key, lines
            key, lines, pending = found.group(1), pending + line, ""
        elif line.startswith("#") or not line.strip():
            pending += line
        else:
            lines, pending = lines + pending + line, ""
    if key:
        yield key, lines + pending


def _readme(city: City) -> str:
    words = strings.load(city.codes[0])
    rows: Sequence[tuple[str, str]] = (
        ("mkdocs.yml", words("settings: name, languages, reading order, who publishes")),
        ("docs/", words("the chapters, a folder for each language; the same names of files in all")),
        ("docs/data/", words("facts with their sources, places, words, sentences, forms")),
        ("visual-notes/", words("the drawings, and their words in each language")),
        ("scripts/", words("the program; nobody needs to change it")),
    )
    more = (
        (words("How to print:"), "PRINTING.md"),
        (words("A screen at an information point:"), "KIOSK.md"),
        (words("How to translate:"), "TRANSLATING.md"),
    )
    table = "".join(f"| `{name}` | {about} |\n" for name, about in rows)
    return (
        f"# {city.name}\n\n{words('A guide for people who live here: a website, and a booklet to print.')}\n\n"
        f"| | |\n|---|---|\n{table}\n"
        f"{words('How to go on, step by step, in the browser alone:')} [ANOTHER-CITY.md](ANOTHER-CITY.md). "
        + " ".join(f"{about} [{file}]({file})." for about, file in more)
        + "\n\n    make build      build/site/, build/print/\n"
    )
