"""HTML → A5 pages as PDF, by WeasyPrint: no network, no file outside the book, and no warning overheard."""

from __future__ import annotations

import hashlib
import logging
import re
from base64 import b64decode
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import pikepdf
from weasyprint import HTML, VERSION, Document
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import URLFetcher, URLFetcherResponse

from guidebook.print import lines, paths, tags
from guidebook.problem import Problem

__all__ = ["VERSION", "BookFiles", "Overfull", "Press", "Rendered"]
PDF_VARIANT = "pdf/ua-1"
TOLERANCE_PX = 1.0  # what rounding may push a word over the margin
SPACE_EM = 0.35  # the width of a space, at most
FROM_RIGHT = pikepdf.Name.R2L  # how viewers show two pages side by side, and the first one alone


@dataclass(frozen=True)
class Overfull:
    """A word that is wider than its line."""

    page: int
    text: str
    section: str  # id of the part of the guide it stands in

    def problem(self, file: Path) -> Problem:
        """What people are told of it; the file is the one in which the word is written."""
        message = "“{text}” is wider than the line on page {page} of the print"
        hint = "shorten it, or write <wbr> where it may be broken"
        return Problem(file, 1, message, hint, {"text": self.text[:60], "page": self.page})


@dataclass(frozen=True)
class Rendered:
    """Pages laid out, not yet written."""

    document: Document
    warnings: tuple[str, ...]

    @property
    def page_count(self) -> int:
        """How many pages there are."""
        return len(self.document.pages)

    def lines_of(self, ids: Iterable[str]) -> dict[str, dict[int, int]]:
        """How many lines each of these parts has on which page, counted from 1; a note belongs to its chapter."""
        heights: dict[str, dict[int, set[int]]] = {name: {} for name in ids}
        for number, page in enumerate(self.document.pages, 1):
            for section, box in _texts(page._page_box, ""):
                part = section.partition("--")[0]
                if part in heights:
                    heights[part].setdefault(number, set()).add(round(box.position_y))
        return {name: {page: len(lines) for page, lines in found.items()} for name, found in heights.items()}

    def overfull(self) -> Iterator[Overfull]:
        """Words that reach over the margin."""
        for number, page in enumerate(self.document.pages, 1):
            yield from _overfull(number, page._page_box)

    def anchors(self) -> dict[str, int]:
        """Each place that can be referred to, with its page counted from 0."""
        pages = enumerate(self.document.pages)
        return {name: index for index, page in reversed([*pages]) for name in page.anchors}

    def without_first(self) -> Rendered:
        """These pages without the first."""
        return Rendered(self.document.copy(self.document.pages[1:]), self.warnings)

    def followed_by(self, *others: Rendered) -> Rendered:
        """These pages and then the others, as one document."""
        every = (self, *others)
        pages = [page for one in every for page in one.document.pages]
        return Rendered(self.document.copy(pages), tuple(warning for one in every for warning in one.warnings))

    def write(self) -> tuple[bytes, tuple[str, ...]]:
        """The PDF, and what WeasyPrint complained of."""
        plain = BytesIO()
        with _listening() as warnings:
            self.document.write_pdf(plain, pdf_variant=PDF_VARIANT, pdf_tags=True, uncompressed_pdf=True)
        with pikepdf.open(plain) as opened:  # compresses in half the time that WeasyPrint needs for it
            tags.mend(opened)
            if self._is_read_from_right():
                opened.Root.ViewerPreferences.Direction = FROM_RIGHT
            return packed(opened), tuple(warnings)

    def _is_read_from_right(self) -> bool:
        return self.document.pages[0]._page_box.style["direction"] == "rtl"


def is_read_from_right(opened: pikepdf.Pdf) -> bool:
    """Whether the book is bound on the right, as books in Arabic letters are."""
    return opened.Root.get("/ViewerPreferences", pikepdf.Dictionary()).get("/Direction") == FROM_RIGHT


def joined(first: bytes, second: bytes) -> bytes:
    """The pages of both, for paper only: the second's tags are lost."""
    target = BytesIO()
    with pikepdf.open(BytesIO(first)) as opened, pikepdf.open(BytesIO(second)) as more:
        opened.pages.extend(more.pages)
        opened.save(target, deterministic_id=True)
    return target.getvalue()


def trimmed(data: bytes) -> bytes:
    """The same pages without what is printed beyond their edges, for the print shop only."""
    with pikepdf.open(BytesIO(data)) as opened:
        for page in opened.pages:
            page.mediabox = page.cropbox = page.trimbox
            for name in ("/BleedBox", "/ArtBox"):
                if name in page:
                    del page[name]
        return packed(opened)


def packed(opened: pikepdf.Pdf) -> bytes:
    """The file, compressed, the same bytes each time."""
    target = BytesIO()
    opened.save(target, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    return target.getvalue()


@dataclass(frozen=True)
class Press:
    """Lays out pages that may show files of some folders; remembers fonts and pictures from one time to the next."""

    folders: Sequence[Path]
    fonts: FontConfiguration = field(default_factory=FontConfiguration)
    images: dict[str, object] = field(default_factory=dict)
    has_fields: bool = False  # inputs are fields to type into, not only boxes

    def render(self, page: str) -> Rendered:
        """The pages of this HTML."""
        tags.add_languages()
        paths.write_quickly()
        lines.keep_whole()
        options = {"pdf_variant": PDF_VARIANT, "pdf_tags": True, "pdf_forms": self.has_fields, "cache": self.images}
        with _listening() as warnings:
            html = HTML(string=page, url_fetcher=BookFiles(self.folders))
            document = html.render(font_config=self.fonts, **options)
        for image in self.images.values():
            _name_by_content(image)
        return Rendered(document, tuple(warnings))


def _name_by_content(image: Any) -> None:
    """WeasyPrint names a photo in the PDF after its path: the same book in two folders would be two different files."""
    data = getattr(getattr(image, "image_data", None), "data", None)
    if isinstance(data, bytes):
        image.id = hashlib.sha256(data).hexdigest()[:32]


class BookFiles(URLFetcher):
    """Gives WeasyPrint files of the book, and nothing else: no network, no other folder, whatever a link says.

    A note may carry pictures of dots inside (data:), which load nothing.
    """

    def __init__(self, folders: Sequence[Path]) -> None:
        super().__init__(allowed_protocols=("file", "data"), allow_redirects=False)
        self.folders = tuple(folder.resolve() for folder in folders)

    def fetch(self, url: str, headers: object = None) -> URLFetcherResponse:
        """The file behind file:///…; raises ValueError, which WeasyPrint reports, for anything else."""
        if inside := _INSIDE.match(url):
            return URLFetcherResponse(url, b64decode(url[inside.end() :]), {"Content-Type": inside[1]})
        parts = urlsplit(url)
        if parts.scheme != "file" or parts.netloc:
            raise ValueError("only files of the book are printed")
        file = Path(unquote(parts.path)).resolve()
        if not any(file.is_relative_to(folder) for folder in self.folders):
            raise ValueError("this file is not part of the book")
        return URLFetcherResponse(url, file.read_bytes(), {"Content-Type": _CONTENT_TYPES.get(file.suffix, "")})


_INSIDE = re.compile("data:(image/(?:jpeg|png));base64,")
_CONTENT_TYPES = {
    ".svg": "image/svg+xml",
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".ttf": "font/ttf",
}


@contextmanager
def _listening() -> Iterator[list[str]]:
    """Collect what WeasyPrint would only write to a log: a missing picture is a mere warning to it."""
    heard: list[str] = []
    listener = logging.Handler(logging.WARNING)
    listener.emit = lambda record: heard.append(record.getMessage())
    logger = logging.getLogger("weasyprint")
    propagates, logger.propagate = logger.propagate, False
    logger.addHandler(listener)
    try:
        yield heard
    finally:
        logger.removeHandler(listener)
        logger.propagate = propagates


def _overfull(number: int, page: Any) -> Iterator[Overfull]:
    left = page.content_box_x() - TOLERANCE_PX
    right = page.content_box_x() + page.width + TOLERANCE_PX
    for section, box in _texts(page, ""):
        is_over = box.position_x < left - _last_space(box) or box.position_x + box.width > right
        if is_over and box.text.strip():
            yield Overfull(number, box.text.strip(), section)


def _last_space(box: Any) -> float:
    """At the end of a line that runs to the left WeasyPrint takes the space away, but may leave the word beside it."""
    return SPACE_EM * box.style["font_size"] if box.style["direction"] == "rtl" else 0.0


def _texts(box: Any, section: str) -> Iterator[tuple[str, Any]]:
    """The pieces of text on a page, each with the id of the part of the guide that it stands in."""
    box = getattr(box, "_box", box)
    element = getattr(box, "element", None)
    if element is not None and element.tag in ("section", "article") and element.get("id"):
        section = element.get("id")
    if hasattr(box, "text"):
        yield section, box
    elif type(box).__name__ != "MarginBox":
        for child in getattr(box, "children", ()):
            yield from _texts(child, section)
