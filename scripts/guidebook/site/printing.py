"""The page “Print or read offline”: which file is for what, how many sheets, which settings. From editions.json.

Below each chapter stands what of it can be taken home.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from pathlib import Path

from guidebook import languages, strings
from guidebook.book import Book
from guidebook.purposes import KIND_PURPOSES, PARTS, PURPOSES, SECTIONS, section_of

PAGE = "print/index.html"  # below the folder of its language
ZIP = "all.zip"
PAPER = "paper"  # where on the page printed files begin; before them stands how to read without a network
OFFLINE = "offline"
ROOM = f'<div id="{OFFLINE}"></div>\n'  # for what offline.py says when the archive is packed
LISTS = {"leaflet": "leaflets", "form": "forms"}  # kind of which there are many → the id of their card
COMMON = "../../print/"  # what is printed once for all languages, as the page Print sees it


def folder(book: Book, code: str) -> Path:
    """Where the finished editions of a language stand."""
    return book.config.build / "print" / code


def editions(book: Book, code: str) -> tuple[Mapping, ...]:
    """What `guidebook build` has printed in a language, from its editions.json; nothing when it has not.

    With an empty code: what it has printed once for all languages.
    """
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
    """The HTML of the page in one language: who a file is for, then the files."""
    words = strings.load(code)
    found = dict.fromkeys(SECTIONS, "")
    for section, html in (*_cards(editions(book, code), words), *_cards(editions(book, ""), words, COMMON)):
        found[section] += html
    shown = {id: html for id, html in found.items() if html}
    if not shown:
        return f"{ROOM}<p>{escape(words('There is nothing to print yet.'))}</p>"
    intro = escape(words("Print the guide for yourself, or a pile of them for others. Copying is allowed."))
    titles = {
        "to-read": words("To read and to hand out"),
        "at-the-office": words("For an office printer"),
        "print-shop": words("For the print shop"),
        "leaflets": words("Leaflets"),
        "forms": words("Forms"),
    }
    offline = escape(words("Read without a network"))
    ways = [way for id, html in shown.items() for way in (id, *_lists_in(html))]
    rows = "".join(f'<li><a href="#{id}">{escape(titles[id])}</a></li>' for id in ways)
    jump = f'<ul class="jump"><li><a href="#{OFFLINE}">{offline}</a></li>{rows}</ul>\n'
    if "at-the-office" in shown:  # who prints for others takes everything home at once
        shown["at-the-office"] = _all_in_one(book, code, words) + shown["at-the-office"]
    parts = "".join(f'<h2 id="{id}">{escape(titles[id])}</h2>\n{html}' for id, html in shown.items())
    title = f'<h2 id="{PAPER}">{escape(words("Print"))}</h2>'
    return f"{jump}{ROOM}{title}\n<p>{intro}</p>\n{parts}"


def _lists_in(html: str) -> list[str]:
    """The ids of the cards that hold many files, in the order of the page."""
    found = sorted((html.find(f'<h3 id="{id}">'), id) for id in LISTS.values())
    return [id for at, id in found if at >= 0]


@dataclass(frozen=True)
class TakeHome:
    """What a reader can take along from a page; a leaflet only where the chapter has one."""

    leaflet: str  # its file, from the root of the site; empty without one
    leaflet_size: str
    has_guide: bool


def take_home(book: Book, code: str, chapter: str) -> TakeHome:
    """The offer at the end of a page; `chapter` is the name of its file."""
    printed = {str(one.get("file")): one for one in editions(book, code)}
    file = f"leaflet-{chapter.removesuffix('.md')}.pdf"
    leaflet = printed.get(file)
    shown = size(leaflet["size"], strings.load(code)) if leaflet else ""
    return TakeHome(f"{code}/print/{file}" if leaflet else "", shown, "guide.pdf" in printed)


def _all_in_one(book: Book, code: str, words: strings.Strings) -> str:
    """The way to the archive, with its size."""
    count = sum(file.stat().st_size for file in packed(book.config.build / "print", code))
    link = escape(words("All files in one archive ({size})", size=size(count, words)))
    return f'<p><a href="{ZIP}" download>{link}</a></p>\n' if count else ""


def _cards(found: Sequence[Mapping], words: strings.Strings, where: str = "") -> Iterator[tuple[str, str]]:
    """Section and card of each file; of those of which there are many, leaflets and forms, one for all of a kind."""
    told = set()
    for edition in found:
        kind = str(edition.get("kind"))
        section = section_of(str(edition["file"]), kind)
        if kind not in KIND_PURPOSES:
            yield section, _card(edition, words, where)
        elif kind not in told:
            told.add(kind)
            yield section, _list_card([one for one in found if one.get("kind") == kind], words)


def _list_card(found: Sequence[Mapping], words: strings.Strings) -> str:
    """What files of one kind are for and how to print them, then the files."""
    kind = found[0]["kind"]
    title, use, settings = map(words, KIND_PURPOSES[kind])
    id = f' id="{LISTS[kind]}"' if kind in LISTS else ""
    links = "".join(
        f'<li><a href="{escape(str(one["file"]))}">{escape(str(one["title"]))}</a> '
        f'<span class="counts">{escape(_counts(one, words))}</span></li>'
        for one in found
    )
    return (
        f'<div class="print-card"><h3{id}>{escape(title)}</h3><p>{escape(use)}</p><p>{escape(settings)}</p>'
        f"<ul>{links}</ul></div>\n"
    )


def _counts(edition: Mapping, words: strings.Strings) -> str:
    """How much there is of a file."""
    pages, sheets = edition["pages"], edition["sheets"]  # the print shop counts its sheets itself
    counts = [words.plural("{count} page", "{count} pages", pages)]
    counts += [words.plural("{count} sheet of paper", "{count} sheets of paper", sheets)] if sheets else []
    return " · ".join([*counts, size(edition["size"], words)])


def _card(edition: Mapping, words: strings.Strings, where: str) -> str:
    """What a file is for and how to print it; `where` leads from the page to its folder."""
    file = str(edition["file"])
    title, use, settings = PURPOSES.get(PARTS.get(file, file), (file, "", ""))
    shown = words(title)
    if file in PARTS:
        shown = words("{title}, part {number}", title=shown, number=file[-5])
    address, opening = escape(where + file), escape(words("Open (PDF)"))
    return (
        f'<div class="print-card"><h3>{escape(shown)}</h3><p>{escape(words(use) if use else "")}</p>'
        f'<p class="counts">{escape(_counts(edition, words))}</p><p>{escape(words(settings) if settings else "")}</p>'
        f'<p><a class="md-button" href="{address}" aria-label="{opening}: {escape(shown)}">{opening}</a></p></div>\n'
    )


def size(count: int, words: strings.Strings) -> str:
    """1 234 567 → 1.2 MB, written as the language does."""
    from babel.numbers import format_decimal
    from babel.units import format_unit

    unit, number, pattern = ("megabyte", count / 1e6, "#,##0.#") if count >= 1e6 else ("kilobyte", count / 1e3, "#,##0")
    locale = languages.locale(words.language)
    shown = format_unit(format_decimal(number, pattern, locale), f"digital-{unit}", length="short", locale=locale)
    return shown.replace(" ", "\u00a0")


def published(print_folder: Path, code: str) -> tuple[Path, ...]:
    """The PDFs of a language that the site offers; with an empty code those that are common to all."""
    return tuple(sorted((print_folder / code).glob("[!.]*.pdf")))


def packed(print_folder: Path, code: str) -> tuple[Path, ...]:
    """What staff take home in one archive: all of a language, what is common to all, the report for the print shop."""
    own = published(print_folder, code) if code else ()
    report = print_folder / code / "preflight.txt"
    return (*own, *published(print_folder, ""), *([report] if report.is_file() else [])) if own else ()
