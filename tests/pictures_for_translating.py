"""The pictures of TRANSLATING.md and its sisters, taken from our own pages, so that they can be taken anew:

    .venv/bin/python tests/pictures_for_translating.py

In a copy of the book one chapter is taken away, another one's source says something new; then the site is made, and
what a translator sees there is photographed. A picture is taken only of a page that shows the words which the text
beside it quotes: a button that is called otherwise today stops here.
"""

from __future__ import annotations

import io
import json
import re
import shutil
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from PIL import Image
from playwright.sync_api import Page

from browser import browser, served
from conftest import REPOSITORY, SampleBook
from guidebook import book as books
from guidebook import strings
from guidebook.config import Config
from guidebook.report import findings, pages
from guidebook.report.changed import ChangedFile
from guidebook.site import engine, status

FOLDER = REPOSITORY / ".github" / "translating"  # docs/ and visual-notes/ are the book, and would be published
PHONE, DESK = 360, 1000
COLOURS = 48
MARGIN = 12
LARGEST = 80_000  # bytes of a picture

STALE, SECTION, NEWS = "03-citizens-budget.md", "when", "Sprawdź, czy są już nowe daty."
MISSING = "07-together.md"
PREVIEW = "preview.html"


@dataclass(frozen=True)
class Scene:
    """What to look at: a page, the part of it from one element to another, what to press, what must stand there."""

    name: str
    address: str
    first: str
    last: str
    msgids: tuple[str, ...]
    press: str = ""
    width: int = PHONE
    shown: int = 0  # how much of the width; 0: all of it
    below: int = MARGIN

    def file(self, code: str) -> str:
        return f"{self.name}-{code}.webp"


SCENES = (
    Scene("pencil", STALE, ".onward", "footer p:has(.pencil)", ("Correct this page",), ".pencil"),
    Scene("missing", MISSING, "article h1", ".notice.missing",
          ("This page is not translated yet", "Help to translate it"), ".notice.missing a"),
    Scene("stale", STALE, "article h1", ".notice.stale", ("This page may be out of date",)),
    Scene("status", status.PAGE, "h2:has(+ .heat-frame)", ".heat tr:has(.stale)",
          ("What is translated", "bring up to date"), ".heat .stale .pencil", DESK, 752, 2),
    Scene("drawing", MISSING, ".visual-note a", ".visual-note details summary", ("The words of the drawing",)),
    Scene("preview", PREVIEW, ".about", "section:has(#in-short)", (), "", DESK),
)  # fmt: skip


def is_seen(scene: Scene, code: str, config: Config) -> bool:
    """What is behind the source is seen in translations only."""
    return code != config.source.code or scene.name not in ("missing", "stale", "preview")


# ------------------------------------------------------------------------------------------------ the book


def prepared(root: Path) -> Config:
    """A copy of our book as it is on some days: with a repository, a chapter missing, another one stale."""
    book = SampleBook(root)
    for name in ("docs", "visual-notes"):
        shutil.copytree(REPOSITORY / name, root / name)
    if (REPOSITORY / "build" / "notes").is_dir():
        shutil.copytree(REPOSITORY / "build" / "notes", root / "build" / "notes")
    (root / "scripts").symlink_to(REPOSITORY / "scripts")
    settings = (REPOSITORY / "mkdocs.yml").read_text(encoding="utf-8")
    settings = re.sub(r"(?m)^(    repository:).*", r"\1 https://github.com/OWNER/NAME", settings)
    book.write("mkdocs.yml", re.sub(r"(?m)^(    publisher:).*", r'\1 {name: "", contact: "…"}', settings))
    source = f"docs/{book.config().source.code}"
    heading = next(line for line in book.read(f"{source}/{STALE}").splitlines() if f"{{ #{SECTION} }}" in line)
    book.commit()
    book.replace(f"{source}/{STALE}", heading, f"{heading}\n\n{NEWS}")
    book.commit()
    for language in book.config().languages:
        if not language.is_source:
            book.remove(f"docs/{language.code}/{MISSING}")
    return book.config()


def preview(config: Config, code: str) -> str:
    """The page of a chapter that a pull request changes."""
    path = f"{config.short(config.docs)}/{code}/{STALE}"
    report = findings.report(books.load(config), (ChangedFile(path, (range(1, 2),)),))
    return pages.page(report.book, report.chapters[0], strings.load(code))


@contextmanager
def site(config: Config, folder: Path) -> Iterator[str]:
    """The address under which the pages can be looked at."""
    codes = [language.code for language in config.languages]
    engine.build(books.load(config), codes, folder, 2)
    for code in codes:
        if code != config.source.code:
            (folder / code / PREVIEW).write_text(preview(config, code), encoding="utf-8")
    with served(folder) as address:
        yield address


# ----------------------------------------------------------------------------------------------- the pictures


def picture(page: Page, scene: Scene, code: str, colour: str) -> bytes:
    """The part of the open page as a small PNG, with a ring around what is to be pressed."""
    text = " ".join(page.inner_text("body").split())
    words = [strings.load(code)(msgid) for msgid in scene.msgids]
    assert [word for word in words if word not in text] == [], f"{scene.file(code)} would not show what is quoted"
    if scene.press:
        own = page.locator(f'{scene.press}[href*="/{code}/"]')  # where each language has its own: that one
        (own if own.count() else page.locator(scene.press)).first.evaluate(_RING, colour)
    page.evaluate("Promise.all([...document.images].map(one => { one.loading = 'eager'; return one.decode() }))")
    first, last = (page.locator(which).first.bounding_box() for which in (scene.first, scene.last))
    top = max(0, first["y"] - MARGIN)
    height = last["y"] + last["height"] + scene.below - top
    clip = {"x": 0, "y": top, "width": scene.shown or scene.width, "height": height}
    return _small(page.screenshot(clip=clip, full_page=True, animations="disabled"))


_RING = """(one, colour) => Object.assign(one.style, {
    display: "inline-block", margin: "6px 0", padding: "0 3px", outline: `3px solid ${colour}`
})"""


def _small(data: bytes) -> bytes:
    """Letters stay sharp, with few colours and none of them between two others; a drawing is not so easily told."""
    whole = Image.open(io.BytesIO(data)).convert("RGB")
    few = whole.quantize(COLOURS, dither=Image.Dither.NONE).convert("RGB")
    sharp = _webp(few, lossless=True)
    return sharp if len(sharp) <= LARGEST else _webp(whole, quality=40)


def _webp(picture: Image.Image, **options: object) -> bytes:
    out = io.BytesIO()
    picture.save(out, "WEBP", method=6, **options)
    return out.getvalue()


def taken(config: Config, address: str) -> Mapping[str, bytes]:
    """All pictures by the names of their files."""
    found = {}
    for scene in SCENES:
        for code in (language.code for language in config.languages if is_seen(scene, language.code, config)):
            with browser(scene.width, 800, code, sharp=2 if scene.width == PHONE else 1) as seen:
                page = seen.open(f"{address}{code}/{scene.address.replace('.md', '.html')}")
                found[scene.file(code)] = picture(page, scene, code, config.colours["accent"])
    return found


def main() -> int:
    """Take all of them; those that are not of ours any more are removed."""
    with tempfile.TemporaryDirectory() as made:
        config = prepared(Path(made) / "book")
        with site(config, Path(made) / "site") as address:
            pictures = taken(config, address)
    FOLDER.mkdir(exist_ok=True)
    for old in FOLDER.glob("*.webp"):
        old.unlink()
    for name, data in pictures.items():
        (FOLDER / name).write_bytes(data)
    print(json.dumps({name: len(data) for name, data in pictures.items()}, indent=1))
    return 0 if max(map(len, pictures.values())) <= LARGEST else 1


if __name__ == "__main__":
    sys.exit(main())
