"""The finished website as files: what its pages name, and what is put into them at the end.

Kiosk and offline come last of all, when every byte of a page is known.
"""

from __future__ import annotations

import os
import posixpath
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache
from html import escape, unescape
from pathlib import Path
from urllib.parse import quote, unquote, urlsplit

ATTRIBUTE = re.compile(r"""(\s(href|src|srcset|data-[\w-]+)=)(?:"([^"]*)"|'([^']*)'|([^\s>"']+))""")
PICTURE = re.compile(r"<picture\b.*?</picture>", re.DOTALL)
PRELOAD = re.compile(r'<link rel="preload"[^>]*>\n?')
PHONE_PX = 800


@dataclass(frozen=True)
class Site:
    """A finished site, or a part of it that is about to be put in place; files by their path from the root."""

    root: Path

    @cached_property
    def files(self) -> frozenset[str]:
        """All that is published."""
        root = str(self.root)
        folders = ((folder[len(root) + 1 :].replace(os.sep, "/"), names) for folder, _, names in os.walk(root))
        return frozenset(f"{folder}/{name}" if folder else name for folder, names in folders for name in names)

    def pages(self, code: str) -> list[str]:
        """The pages of a language."""
        return sorted(name for name in self.files if name.startswith(f"{code}/") and name.endswith(".html"))

    def text(self, name: str) -> str:
        """A page, a style or a script."""
        return (self.root / name).read_text(encoding="utf-8")

    def named(self, page: str) -> Iterator[str]:
        """The files of the site that a page names, each as often as it does."""
        for address in addresses(self.text(page)):
            if (found := inside(page, address)) in self.files:
                yield found

    def named_by_style(self, style: str) -> Iterator[str]:
        """The fonts and pictures of a style."""
        for address in re.findall(r"""url\(\s*["']?([^"')]+)""", self.text(style)):
            if (found := inside(style, address)) in self.files:
                yield found


def leads_on(text: str) -> bool:
    """Whether a page is only a short address that leads to another."""
    return 'http-equiv="refresh"' in text or "http-equiv=refresh" in text


def addresses(text: str) -> Iterator[str]:
    """Every address that a page names, as it stands there."""
    for found in ATTRIBUTE.finditer(text):
        value = unescape(found[3] or found[4] or found[5] or "")
        yield from (one for one, _ in candidates(value)) if found[2] == "srcset" else (value,)


def candidates(srcset: str) -> list[tuple[str, int]]:
    """Pictures and their widths; 0 where none is told."""
    found = []
    for one in srcset.split(","):
        address, _, width = one.strip().partition(" ")
        if address:
            found.append((address, int(width[:-1]) if re.fullmatch(r"\d+w", width) else 0))
    return found


def inside(page: str, address: str) -> str:
    """The file that an address on a page means, from the root of the site; empty when it leads elsewhere."""
    return _inside(posixpath.dirname(page), address)


@lru_cache(maxsize=65536)  # all pages of a folder share a menu, a head and a foot
def _inside(folder: str, address: str) -> str:
    if len(address) > 500 or re.match(r"[a-z][a-z0-9+.-]*:|//|#|\s|[{\[]", address, re.IGNORECASE):
        return ""
    path = unquote(urlsplit(address).path)
    found = posixpath.normpath(posixpath.join(folder, path)) if path else ""
    return "" if found.startswith(("..", "/")) else found


def outside(address: str) -> bool:
    """Whether an address is of another host, or a number to call."""
    return re.match(r"(?:https?|tel|mailto|geo|sms):", address, re.IGNORECASE) is not None


def towards(page: str, target: str) -> str:
    """How a page names another file of the site."""
    return quote(posixpath.relpath(target, posixpath.dirname(page) or "."), safe="/")


def with_addresses(text: str, change: Callable[[str, str], str | None]) -> str:
    """A page with other addresses: `change(attribute, address)` gives the new one, None takes it out."""

    def changed(found: re.Match[str]) -> str:
        name, value = found[2], unescape(found[3] or found[4] or found[5] or "")
        if name == "srcset":
            rows = [(change(name, one), width) for one, width in candidates(value)]
            kept = dict.fromkeys(f"{one} {width}w" if width else one for one, width in rows if one)
            return f'{found[1]}"{escape(", ".join(kept))}"'
        new = change(name, value)
        if new == value:
            return found[0]
        return "" if new is None else f'{found[1]}"{escape(new)}"'

    return ATTRIBUTE.sub(changed, text)


def without_preload(text: str) -> str:
    """A page that asks for nothing ahead: where it is a file, a browser refuses that, and nothing is far away."""
    return PRELOAD.sub("", text)


def before_end(text: str, tag: str, html: str) -> str:
    """A page with something more at the end of its head or body."""
    at = text.rfind(f"</{tag}>")
    return text + html if at < 0 else text[:at] + html + text[at:]


# ---------------------------------------------------------------------------------------------- pictures


@dataclass(frozen=True)
class Sizes:
    """One picture of a page in its sizes."""

    all: tuple[str, ...]
    phone: str
    largest: str


def pictures(site: Site, page: str) -> Iterator[Sizes]:
    """The pictures of a page that come in sizes."""
    for block in PICTURE.findall(site.text(page)):
        rows = [row for srcset in _values(block, "srcset") for row in candidates(srcset)]
        rows += [(address, 0) for address in _values(block, "src")]
        known = [(found, width) for address, width in rows if (found := inside(page, address)) in site.files]
        if known:
            small = [name for name, _ in known if name.endswith(".avif")]
            near = min(known, key=lambda row: abs(row[1] - PHONE_PX))[0]
            widest = max(known, key=lambda row: row[1])[0]
            yield Sizes(tuple(dict.fromkeys(name for name, _ in known)), small[0] if small else near, widest)


def _values(html: str, attribute: str) -> Iterator[str]:
    for found in ATTRIBUTE.finditer(html):
        if found[2] == attribute:
            yield unescape(found[3] or found[4] or found[5] or "")
