"""A finished site made light for the first visit: styles, scripts and fonts carry what its pages use, and no more.

    styles of the theme   without the rules that match nothing on any page (styles.py)
    styles and scripts    without blanks and comments; licences stay
    fonts                 with the letters that the site shows (fonts.py); a page asks for the first in its head

What all languages share depends on the pages of all of them, so that one language built alone changes nothing for the
others. HTML stays as it is: without the blanks between its tags it would be 1 to 2 % smaller.
"""

from __future__ import annotations

import gzip
import hashlib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property, partial
from html import escape
from pathlib import Path

import rcssmin
import rjsmin

from guidebook import files, languages, processes
from guidebook.book import Book
from guidebook.site import finished, fonts, styles
from guidebook.site.finished import Site
from guidebook.site.fonts import Face

SHARED = "assets/"
OF_THE_THEME = "assets/stylesheets/"
OWN_STYLE = "assets/guidebook.css"
STYLE_LINK = '<link rel="stylesheet"'
VERSION = "1"  # of what is remembered


def finish(book: Book, root: Path, beside: Path | None = None) -> None:
    """Make a site light that is about to be put in place; `beside` has the languages that are not built now."""
    pages = Pages(root, beside)
    memory = Memory(book.config.build / ".cache" / "lean")
    alphabets = [letter for one in book.config.languages for letter in languages.letters(one.code)]
    own = [pages.site.text(name) for name in pages.styles if not name.startswith(OF_THE_THEME)]
    faces = tuple(fonts.faces(pages.site.text(OWN_STYLE)))
    _prune(pages, own, memory)
    _minify(pages.site)
    _cut(pages.site, faces, fonts.shown(pages.texts.values(), alphabets), memory)
    _preload(pages.site, faces)
    memory.forget()


@dataclass(frozen=True)
class Pages:
    """The pages and scripts of all languages, whether they have just been built or stood there before."""

    root: Path
    beside: Path | None

    @cached_property
    def site(self) -> Site:
        """What has just been built."""
        return Site(self.root)

    @cached_property
    def texts(self) -> dict[str, str]:
        """By their path: HTML, and the scripts with the data that they show."""
        found = dict.fromkeys(self.site.files, self.root)
        if self.beside is not None and self.beside != self.root:
            built = {name.partition("/")[0] for name in self.site.files if "/" in name}
            older = (name for name in Site(self.beside).files if "/" in name and name.partition("/")[0] not in built)
            found |= dict.fromkeys(older, self.beside)
        wanted = sorted(name for name in found if name.endswith((".html", ".js")))
        return {name: (found[name] / name).read_text(encoding="utf-8") for name in wanted}

    @property
    def html(self) -> list[str]:
        """The pages."""
        return [text for name, text in self.texts.items() if name.endswith(".html")]

    @property
    def scripts(self) -> list[str]:
        """The scripts that change pages; others hold data."""
        return [text for name, text in self.texts.items() if _is_shared(name, ".js")]

    @property
    def styles(self) -> list[str]:
        """All styles of the site."""
        return sorted(name for name in self.site.files if _is_shared(name, ".css"))


def _is_shared(name: str, ending: str) -> bool:
    return name.startswith(SHARED) and name.endswith(ending)


class Memory:
    """What was made before from the same things."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.used: set[str] = set()

    def file(self, *made_from: bytes) -> Path:
        """Where it stands, if it has been made."""
        digest = hashlib.sha256(VERSION.encode())
        for one in made_from:
            digest.update(hashlib.sha256(one).digest())
        name = digest.hexdigest()[:32]
        self.used.add(name)
        return self.folder / name

    def forget(self) -> None:
        """Take away what is no longer used."""
        for file in self.folder.glob("*"):
            if file.name not in self.used:
                file.unlink(missing_ok=True)


# ------------------------------------------------------------------------------------------------- styles


def _prune(pages: Pages, own: Iterable[str], memory: Memory) -> None:
    """The styles of the theme without what matches nothing."""
    readers = (*own, *pages.scripts)
    for name in pages.styles:
        if name.startswith(OF_THE_THEME):
            text = pages.site.text(name)
            file = memory.file(*(one.encode() for one in (text, *readers, *pages.html)))
            if not file.is_file():
                known = styles.names(pages.html, pages.scripts)
                files.write_atomically(file, styles.pruned(text, known, readers))
            files.copy_file(file, pages.root / name)


def _minify(site: Site) -> None:
    for name in sorted(site.files):
        if _is_shared(name, ".css"):
            _write(site, name, rcssmin.cssmin(site.text(name), keep_bang_comments=True))
        elif _is_shared(name, ".js"):
            _write(site, name, rjsmin.jsmin(site.text(name), keep_bang_comments=True))


def _write(site: Site, name: str, text: str) -> None:
    (site.root / name).write_text(text + "\n", encoding="utf-8", newline="")


# -------------------------------------------------------------------------------------------------- fonts


def _cut(site: Site, faces: Iterable[Face], letters: frozenset[str], memory: Memory) -> None:
    """The fonts of our style with these letters only."""
    told = "".join(sorted(letters)).encode()
    names = dict.fromkeys(_file(face) for face in faces if _file(face) in site.files)
    made = {name: memory.file((site.root / name).read_bytes(), told) for name in names}
    new = [(site.root / name, file, letters) for name, file in made.items() if not file.is_file()]
    processes.run_all(_cut_one, new, processes.cores())
    for name, file in made.items():
        if file.stat().st_size < (site.root / name).stat().st_size:
            files.copy_file(file, site.root / name)


def _cut_one(source: Path, target: Path, letters: frozenset[str]) -> None:
    files.write_atomically(target, fonts.cut(source.read_bytes(), letters))


def _file(face: Face) -> str:
    return finished.inside(OWN_STYLE, face.address)


def _preload(site: Site, faces: tuple[Face, ...]) -> None:
    """Each page asks for the main font of its language before the style that names it has come."""
    by_language: dict[str, list[str]] = {}
    for name in sorted(site.files):
        if "/" in name and name.endswith(".html"):
            by_language.setdefault(name.partition("/")[0], []).append(name)
    processes.run_all(partial(_preload_language, site, faces), [(names,) for names in by_language.values()],
                      processes.cores())


def _preload_language(site: Site, faces: tuple[Face, ...], names: Iterable[str]) -> None:
    texts = {name: site.text(name) for name in names}
    wanted = [_file(face) for face in fonts.first(faces, "".join(texts.values()))]
    for name, text in texts.items():
        _ask_first(site, name, text, [one for one in wanted if one in site.files])


def _ask_first(site: Site, page: str, text: str, wanted: Iterable[str]) -> None:
    links = "".join(
        f'<link rel="preload" as="font" type="font/woff2" crossorigin href="{escape(finished.towards(page, one))}">\n'
        for one in wanted
    )
    if STYLE_LINK in text and links:
        text = re.sub(STYLE_LINK, lambda found: links + found[0], text, count=1)
        (site.root / page).write_text(text, encoding="utf-8")


# ------------------------------------------------------------------------------------------------- weight


def weight(root: Path, page: str) -> Mapping[str, int]:
    """What a first visit to a page costs, packed as servers send it: the page, its styles and its scripts."""
    site = Site(root)
    tags = re.findall(r"<(?:script|link)\b[^>]*>", site.text(page))
    told = {found for tag in tags for one in finished.addresses(tag) if (found := finished.inside(page, one))}
    named = {name for name in told & site.files if name.endswith((".css", ".js"))}
    return {name: len(gzip.compress((root / name).read_bytes(), 6)) for name in sorted({page, *named})}
