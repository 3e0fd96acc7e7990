"""The guide without a network: kept by the browser after the first visit, and packed for a memory stick.

    <lang>/sw.js               the worker of a language: keeps its pages, its search, its pictures at phone size
    <lang>/manifest.webmanifest, assets/icon-*.png       so that a phone can put the guide on its screen
    <lang>/guide-offline.zip   the language alone, without PDFs; opens by index.html
    sw.js                      the worker of the choice of language

Each worker bears the hash of every file that it keeps: a version is whole, or it is not used.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from html import escape
from pathlib import Path

from guidebook import files, processes, strings
from guidebook.book import Book
from guidebook.notes import pictures as note_pictures
from guidebook.site import finished, kiosk, printing
from guidebook.site.finished import Site

WORKER = "sw.js"
MANIFEST = "manifest.webmanifest"
ZIP = "guide-offline.zip"
SCRIPT = "assets/offline.js"
TEMPLATE = Path(__file__).parent / "worker.js"
MOST_BYTES = 3_000_000  # of one language on a phone; what does not fit is fetched when it is looked at
KEPT = (".html", ".css", ".js", ".json", ".woff2", ".svg", ".png", ".ico", ".webp", ".avif", ".gif", ".jpg", ".jpeg")
LEADS_NOWHERE = re.compile(r"<link\b(?![^>]*\shref=)[^>]*>\n?")  # its address was taken out
PICTURES = (".png", ".webp", ".avif", ".gif", ".jpg", ".jpeg")
ICON_SIZES = (192, 512)
ABSENT = "not-kept.html"  # below the folder of a language: what a device shows instead of a file that it has not kept


def finish(book: Book, root: Path, codes: Sequence[str]) -> None:
    """Put into a finished site what it needs without a network; before this, nothing keeps anything."""
    each_of = [(code,) for code in codes]
    processes.run_all(partial(_pack_language, book, root), each_of, processes.cores())
    _write_icons(book, root)
    _add_script(root, ["index.html"], _script_of_choice(book))
    processes.run_all(partial(_keep_language, book, root), [*each_of, ("",)], processes.cores())


def _pack_language(book: Book, root: Path, code: str) -> None:
    """What a language has to take along; nothing of it stands in the folders of others."""
    kiosk.write_data(book, Site(root), code)
    _offer(root, code, _pack(book, Site(root), code))
    _write_manifest(book, root, code)


def _keep_language(book: Book, root: Path, code: str) -> None:
    """What makes a browser keep a language; with an empty code, the choice of language."""
    if code:
        _add_script(root, Site(root).pages(code), _script_of(book, code))
    write_worker(root, code)


def title_of_absent(words: strings.Strings) -> str:
    """How the page is called that stands for a PDF or an archive when there is no network."""
    return words("This file is not on this device")


def absent(words: strings.Strings) -> str:
    """Its HTML."""
    why = words(
        "The guide is kept on this device, its PDF files are not. Open this file when you have a network again."
    )
    return f"<p>{escape(why)}</p>\n"


# ----------------------------------------------------------------------------------------------- worker


def write_worker(root: Path, code: str) -> None:
    """The worker of a language, or with an empty code that of the choice of language; when it changes at all."""
    site, folder = Site(root), f"{code}/" if code else ""
    kept = needed(site, code)
    rows = {finished.towards(folder + WORKER, name): _hash(root / name) for name in kept.files}
    near = {finished.towards(folder + WORKER, one): finished.towards(folder + WORKER, other)
            for one, other in kept.stand_ins.items()}
    edition = {"isChoice": not code, "files": rows, "standIns": near, "absent": ABSENT}
    template = TEMPLATE.read_text(encoding="utf-8")
    text = json.dumps(edition, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
    version = files.short_hash(text + template)
    worker = f"const VERSION = {json.dumps(version)};\nconst EDITION = {text};\n\n{template}"
    file = root / folder / WORKER
    if not file.is_file() or file.read_text(encoding="utf-8") != worker:
        files.write_atomically(file, worker)


def _hash(file: Path) -> str:
    return hashlib.sha256(file.read_bytes()).hexdigest()[:16]


@dataclass(frozen=True)
class Needed:
    """What a language needs to be read on a phone, by the path from the site's root."""

    files: tuple[str, ...]
    stand_ins: Mapping[str, str]  # another size of a picture → the one that is kept


def needed(site: Site, code: str, most: int = MOST_BYTES) -> Needed:
    """The pages with all they name, and of each picture the size for phones, as far as there is room."""
    pages = site.pages(code) if code else ["index.html"]
    sizes = [one for page in pages for one in finished.pictures(site, page)]
    phone = {name: one.phone for one in sizes for name in one.all}
    apart = {*phone, *(name for page in pages for name in _sharp(page, site.text(page)))}
    plain = [name for page in pages for name in site.named(page) if name not in apart]
    scripts = [name for name in site.files if code and name.startswith(f"{code}/") and name.endswith((".js", ".json"))]
    styles = {name for name in plain if name.endswith(".css")}
    plain += [name for style in sorted(styles) for name in site.named_by_style(style)]
    first = sorted(name for name in {*pages, *plain, *scripts} if _is_kept(name, code))
    later = dict.fromkeys(one.phone for one in sizes)
    first.sort(key=lambda name: name.endswith(PICTURES))
    chosen, room = [], most
    for name in (*first, *later):
        size = (site.root / name).stat().st_size
        if size <= room or not name.endswith(PICTURES):
            chosen.append(name)
            room -= size
    return Needed(tuple(chosen), {n: small for n, small in sorted(phone.items()) if n != small and small in chosen})


def _is_kept(name: str, code: str) -> bool:
    """Pages of other languages are theirs; so is what stands in their folders."""
    if name.endswith(".html"):
        return name.startswith(f"{code}/") if code else name == "index.html"
    own = name.startswith((f"{code}/", "assets/")) or ("/" not in name and name.endswith(".svg"))
    return own and name.endswith(KEPT) and name.rpartition("/")[2] not in (WORKER, kiosk.DATA)


# ------------------------------------------------------------------------------------------------- pages


def _add_script(root: Path, pages: Sequence[str], attributes: Mapping[str, str]) -> None:
    told = "".join(f' {name}="{escape(value)}"' for name, value in attributes.items())
    for page in pages:
        text = (root / page).read_text(encoding="utf-8")
        if finished.leads_on(text):
            continue
        up = "../" * page.count("/")
        own = up.removesuffix("../") if page.count("/") else ""
        html = f'<script src="{up}{SCRIPT}" data-own="{own}"{told} defer></script>\n'
        (root / page).write_text(finished.before_end(text, "body", html), encoding="utf-8")


def _script_of(book: Book, code: str) -> dict[str, str]:
    words = strings.load(code)
    said = {"data-updated": words("This guide has been updated."), "data-show": words("Show the new text")}
    return said | ({"data-icon": f"../{_icon_name(ICON_SIZES[0], 'any')}"} if book.config.icon else {})


def _script_of_choice(book: Book) -> dict[str, str]:
    said = {one.code: strings.load(one.code)("On this device") for one in book.config.languages}
    return {"data-kept": json.dumps(said, ensure_ascii=False)}


def _offer(root: Path, code: str, packed: int) -> None:
    """How to read without a network, at the beginning of the page “Print or read offline”."""
    file, words = root / code / "print" / "index.html", strings.load(code)
    link = words("The whole guide in one archive ({size})", size=printing.size(packed, words))
    kept = words("A browser that has opened the guide once keeps its pages, and shows them without a network. "
                 "It does not keep PDF files: download them first.")
    how = words("The archive is for a computer: unpack it and open index.html. You can put it on a memory stick too.")
    html = (
        f'<div id="{printing.OFFLINE}" class="offline-archive"><h2>{escape(words("Read without a network"))}</h2>\n'
        f'<p>{escape(kept)}</p>\n<p><a href="../{ZIP}" download>{escape(link)}</a>. {escape(how)}</p></div>\n'
    )
    file.write_text(file.read_text(encoding="utf-8").replace(printing.ROOM, html, 1), encoding="utf-8")


# ---------------------------------------------------------------------------------------------- install


def _write_manifest(book: Book, root: Path, code: str) -> None:
    """What a phone needs to put the guide on its screen."""
    language, colours = book.config.language(code), book.config.colours
    rows = [_icon(size, "any") for size in ICON_SIZES] + [_icon(ICON_SIZES[-1], "maskable")]
    told = {
        "name": language.title,
        "short_name": language.title,
        "description": language.promise,
        "lang": code,
        "dir": language.direction,
        "start_url": "index.html",
        "scope": "./",
        "display": "minimal-ui",
        "theme_color": colours.get("cover", ""),
        "background_color": colours.get("paper", ""),
        "icons": rows if book.config.icon else [],
    }
    text = json.dumps({key: value for key, value in told.items() if value}, ensure_ascii=False, indent=1)
    (root / code / MANIFEST).write_text(text + "\n", encoding="utf-8")


def _icon(size: int, purpose: str) -> dict[str, str]:
    return {"src": f"../{_icon_name(size, purpose)}", "sizes": f"{size}x{size}", "type": "image/png",
            "purpose": purpose}


def _icon_name(size: int, purpose: str) -> str:
    return f"assets/icon-{size}{'' if purpose == 'any' else '-round'}.png"


def _write_icons(book: Book, root: Path) -> None:
    """The book's icon on its own paper; phones that cut a circle out of it get more paper around."""
    if not book.config.icon:
        return
    studio, paper = note_pictures.studio(book.config), book.config.colours.get("cover", "#fff")
    for size, purpose, part in (*((size, "any", 0.84) for size in ICON_SIZES), (ICON_SIZES[-1], "maskable", 0.6)):
        data = note_pictures.icon_png(book.config.icon, studio, size, paper, part)
        (root / _icon_name(size, purpose)).write_bytes(data)


# ---------------------------------------------------------------------------------------------- archive


def _pack(book: Book, site: Site, code: str) -> int:
    """The archive of a language; returns its size."""
    target = site.root / code / ZIP
    files.pack_tree(dict(_packed(book, site, code)), target)
    return target.stat().st_size


def _packed(book: Book, site: Site, code: str) -> Iterator[tuple[str, bytes]]:
    """Path in the archive → bytes. Every picture is there twice: for phones, and as large as it is."""
    pages = site.pages(code)
    sizes = {name: one for page in pages for one in finished.pictures(site, page) for name in one.all}
    kept = {*needed(site, code, most=10**12).files, *(one.largest for one in sizes.values())}
    kept |= {name for name in site.files if name.startswith("assets/") and name.endswith(".txt")}  # whose the fonts are
    names = {name: kept_of(name, sizes, kept) for name in site.files}
    for name in sorted(kept):
        is_page = name.endswith(".html")
        yield name, _unpacked(book, site, name, names).encode() if is_page else (site.root / name).read_bytes()
    title = escape(book.config.language(code).title)
    way = f'<meta http-equiv="refresh" content="0; url={code}/index.html">'
    page = f'<!doctype html>\n<html lang="{code}"><head><meta charset="utf-8">{way}<title>{title}</title></head>'
    yield "index.html", f'{page}<body><p><a href="{code}/index.html">{title}</a></p></body></html>\n'.encode()


def kept_of(name: str, sizes: Mapping[str, finished.Sizes], kept: set[str]) -> str:
    """The file that stands for another in the archive: itself, the largest picture, or none."""
    return name if name in kept else sizes[name].largest if name in sizes else ""


def _unpacked(book: Book, site: Site, page: str, names: Mapping[str, str]) -> str:
    """A page as it stands in the archive: what is not there leads to the published guide, or nowhere."""
    text = finished.without_preload(site.text(page))
    drawings = _sharp(page, text)
    languages = tuple(f"{one.code}/" for one in book.config.languages)  # they need not be built with this one

    def change(attribute: str, address: str) -> str | None:
        found = finished.inside(page, address)
        anchor = "#" + address.partition("#")[2] if "#" in address else ""
        if anchor == f"#{printing.OFFLINE}":
            return None  # this is it
        is_page = attribute == "href" and found.startswith(languages)
        if not is_page and found not in names and found not in drawings:
            return address
        there = names.get(found) or names.get(drawings.get(found, ""), "")
        if there:
            return address if there == found else finished.towards(page, there) + anchor
        if attribute != "href":
            return None
        return book.config.site_url + found + anchor if book.config.site_url else None

    return LEADS_NOWHERE.sub("", finished.with_addresses(text, change))


def _sharp(page: str, text: str) -> dict[str, str]:
    """The drawing of a close look → the picture that its link leads to."""
    found = {}
    for tag in re.findall(r"<a\b[^>]*\bdata-sharp=[^>]*>", text):
        told = {one[2]: one[3] or one[4] or one[5] or "" for one in finished.ATTRIBUTE.finditer(tag)}
        found[finished.inside(page, told["data-sharp"])] = finished.inside(page, told.get("href", ""))
    return found
