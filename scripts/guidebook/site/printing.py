"""The page “Print”: which file is for what, how many sheets of paper, which settings. From editions.json."""

from __future__ import annotations

import json
from collections.abc import Mapping
from html import escape
from pathlib import Path

from guidebook import strings
from guidebook.book import Book

# What each file is for, and how to print it; an edition that is not listed here is shown with its title only.
PURPOSES = {
    "guide.pdf": (
        "The guide to read",
        "For the screen and the phone, or to print page by page. It can be read aloud by a screen reader.",
        "A5 pages. No settings are needed.",
    ),
    "guide-booklet.pdf": (
        "The booklet to fold",
        "For an office printer: print, fold in the middle, staple on the fold.",
        "A4 paper. Print on both sides, flip on the short edge, at 100 % (actual size), no scaling.",
    ),
    "guide-press.pdf": (
        "For the print shop",
        "With bleed and crop marks, in RGB. Most print shops take this file.",
        "Tell the print shop: A5 after cutting, 3 mm bleed, colour on both sides, stapled or glued on the long edge.",
    ),
    "guide-press-cmyk.pdf": (
        "For the print shop, in CMYK",
        "The same pages in the four printing inks, text in black only. Only for a print shop that asks for CMYK.",
        "Tell the print shop: A5 after cutting, 3 mm bleed, colour on both sides, stapled or glued on the long edge.",
    ),
}
# The same for editions of which there are many, by their kind.
KIND_PURPOSES = {
    "form": (
        "Form to fill in",
        "Official words with help in your language. Fill it in on the screen, save it, then send or print it.",
        "A4 paper, at 100 % (actual size).",
    ),
    "form-plain": (
        "Form to fill in by hand",
        "The same form with lines to write on.",
        "A4 paper, at 100 % (actual size).",
    ),
}
PARTS = {"guide-booklet-1.pdf": "guide-booklet.pdf", "guide-booklet-2.pdf": "guide-booklet.pdf"}


def folder(book: Book, code: str) -> Path:
    """Where the finished editions of a language stand."""
    return book.config.build / "print" / code


def editions(book: Book, code: str) -> tuple[Mapping, ...]:
    """What `guidebook build` has printed in a language, from its editions.json; nothing when it has not."""
    file = folder(book, code) / "editions.json"
    try:
        found = json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return ()
    return tuple(found) if isinstance(found, list) else ()


def forms(book: Book, code: str) -> Mapping[str, tuple[str, str]]:
    """Name of a form → its PDF to type into and the one to fill in by hand, of those that are printed."""
    files = {str(edition.get("file")) for edition in editions(book, code)}
    pairs = {name: (f"form-{name}.pdf", f"form-{name}-plain.pdf") for name in book.forms}
    return {name: pair for name, pair in pairs.items() if files.issuperset(pair)}


def page(book: Book, code: str) -> str:
    """The HTML of the page in one language."""
    words = strings.load(code)
    found = editions(book, code)
    if not found:
        return f"<p>{escape(words('There is nothing to print yet.'))}</p>"
    cards = "".join(_card(edition, words) for edition in found)
    intro = escape(words("Print the guide for yourself, or a pile of them for others. Copying is allowed."))
    return f"<p>{intro}</p>\n{cards}"


def _card(edition: Mapping, words: strings.Strings) -> str:
    file = str(edition["file"])
    title, use, settings = PURPOSES.get(PARTS.get(file, file), (file, "", ""))
    shown = words(title)
    if edition.get("kind") in KIND_PURPOSES:
        title, use, settings = KIND_PURPOSES[edition["kind"]]
        shown = f"{words(title)}: {edition['title']}"
    if file in PARTS:
        shown = words("{title}, part {number}", title=shown, number=file[-5])
    counts = [
        words.plural("{count} page", "{count} pages", edition["pages"]),
        words.plural("{count} sheet of paper", "{count} sheets of paper", edition["sheets"]),
        size(edition["size"], words),
    ]
    return (
        f'<div class="print-card"><h2>{escape(shown)}</h2><p>{escape(words(use) if use else "")}</p>'
        f'<p class="counts">{escape(" · ".join(counts))}</p><p>{escape(words(settings) if settings else "")}</p>'
        f'<p><a class="md-button" href="{escape(file)}">{escape(words("Open {file}", file=file))}</a></p></div>\n'
    )


def size(count: int, words: strings.Strings) -> str:
    """1 234 567 → 1.2 MB, written as the language does."""
    from babel.numbers import format_decimal

    unit, number = ("MB", count / 1e6) if count >= 1e6 else ("kB", count / 1e3)
    return format_decimal(number, "#,##0.#" if unit == "MB" else "#,##0", words.language) + f"\u00a0{unit}"


def published(print_folder: Path, code: str) -> tuple[Path, ...]:
    """The PDFs of a language that the site offers."""
    return tuple(sorted((print_folder / code).glob("*.pdf")))
