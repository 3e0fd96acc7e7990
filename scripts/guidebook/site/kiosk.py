"""The site for a screen at an information point: nothing kept, nothing opened outside, and taken home as a QR code.

    build/kiosk/               the site with the mode on for every page, without downloads
    <lang>/at-kiosk.js         words and QR codes; read only when the mode is on (an address with ?kiosk will do)
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from functools import cache
from html import unescape
from pathlib import Path

import segno

from guidebook import files, strings
from guidebook.book import Book
from guidebook.site import finished
from guidebook.site.finished import Site

DATA = "at-kiosk.js"
STYLE = "assets/kiosk.css"
QUIET_ZONE = 4  # modules, ISO/IEC 18004
LONG = 90  # letters; from here on less is repeated, so that the squares stay large enough for a phone
TOO_LONG = 500
NO_DOWNLOADS = (".pdf", ".zip", ".webmanifest", "sw.js", ".xml", ".gz", ".ics")


# -------------------------------------------------------------------------------------------------- codes


@cache
def code(address: str) -> tuple[int, str]:
    """The QR code of an address: modules of a side, and its dark modules as the path of an SVG."""
    error = "l" if len(address) > LONG else "m"
    drawn = segno.make(address, error=error, micro=False, boost_error=False, mask=0)
    svg = drawn.svg_inline(border=QUIET_ZONE, omitsize=True)
    return drawn.symbol_size(border=QUIET_ZONE)[0], re.search(r'\bd="([^"]*)"', svg)[1]


def drawn(address: str) -> str:
    """The QR code of an address as SVG inside a page: dark on light, whatever the colours around."""
    side, path = code(address)
    return (
        f'<svg class="code" viewBox="0 0 {side} {side}" role="img" aria-label="QR"><path fill="#fff" '
        f'd="M0 0h{side}v{side}h-{side}z"/><path stroke="#000" d="{path}"/></svg>'
    )


def short_address(book: Book, page: str) -> str:
    """The address of a page that is written on paper: the short one where there is one; empty without site_url."""
    if not book.config.site_url:
        return ""
    language, _, below = page.partition("/")
    chapter = next((one for one in book.source.chapters if f"{one.stem}.html" == below), None)
    has_short = chapter and chapter.number and "/" not in chapter.name
    return book.config.site_url + (f"{language}/{chapter.number}/" if has_short else page)


# --------------------------------------------------------------------------------------------------- data


def write_data(book: Book, site: Site, language: str) -> None:
    """The words and codes that a kiosk shows in a language."""
    words = strings.load(language)
    said = {
        "ask": words("Are you still reading?"),
        "soon": words("If nobody answers, this screen goes back to the choice of language in {seconds} s."),
        "stay": words("Yes, I am still reading"),
        "leave": words("Begin anew"),
        "take": words("Take it with you"),
        "page": words("Take this page with you"),
        "scan": words("Scan the code with your phone."),
        "outside": words("This leads out of the guide. Open it on your phone:"),
        "call": words("Call or write from your phone:"),
        "file": words("This screen does not open files."),
        "close": words("Close"),
    }
    named = sorted(_codes(book, site, language).items())
    codes = {key: (*code(address), *([address] if address != key else [])) for key, address in named}
    data = {"words": said, "codes": codes}
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    files.write_atomically(site.root / language / DATA, f"window.guidebookKiosk = {text};\n")


def _codes(book: Book, site: Site, language: str) -> dict[str, str]:
    """What a page names, or a page's own path → the address in its code. Our own only when the guide has an address."""
    found: dict[str, str] = {}
    for page in site.pages(language):
        text = site.text(page)
        if finished.leads_on(text):
            continue
        for address in _hrefs(text):
            if finished.outside(address) and len(address) <= TOO_LONG:
                found[address] = address
            elif book.config.site_url and (name := finished.inside(page, address)) and not name.endswith(".html"):
                found[name] = book.config.site_url + name
        if book.config.site_url:
            found[page] = short_address(book, page)
    return found


def _hrefs(text: str) -> Iterator[str]:
    for tag in re.findall(r"<a\b[^>]*>", text):
        for found in finished.ATTRIBUTE.finditer(tag):
            if found[2] == "href":
                yield unescape(found[3] or found[4] or found[5] or "")


# ------------------------------------------------------------------------------------------------- kiosk


def write(root: Path, target: Path) -> None:
    """The finished site as it stands at a kiosk, into an empty folder."""
    site = Site(root)
    for name in sorted(site.files):
        if name.endswith(".html"):
            files.write_atomically(target / name, _marked(site.text(name), name))
        elif not name.endswith(NO_DOWNLOADS):
            files.copy_file(root / name, target / name)


def _marked(text: str, page: str) -> str:
    """A page with the mode on."""
    if finished.leads_on(text):
        return text
    style = re.search(r"""href=["']?([^"'\s>]*)assets/guidebook\.css""", text)  # 404.html stands at every depth
    up = style[1] if style else finished.towards(page, ".") + "/"
    text = re.sub(r"<html\b", "<html data-kiosk", finished.without_preload(text), count=1)
    return finished.before_end(text, "head", f'<link rel="stylesheet" href="{up}{STYLE}">\n')
