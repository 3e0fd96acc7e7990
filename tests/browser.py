"""A headless Chromium and a server on loopback, for tests that look at the site as a person does."""

from __future__ import annotations

import atexit
import functools
import http.server
import os
import shutil
import threading
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from unittest import mock

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from guidebook import book as books
from guidebook import config
from guidebook.site import engine, printing
from shared import once

CONFIG = config.load(Path(__file__).parents[1] / "mkdocs.yml")
CODES = [language.code for language in CONFIG.languages]

BROWSERS = ("chromium", "google-chrome", "google-chrome-stable", "chromium-browser")
QUIET = ["--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
         "--disable-component-update", "--disable-sync"]


def executable() -> str:
    """The browser of the machine; `make test` installs one."""
    found = next((path for name in BROWSERS if (path := shutil.which(name))), None)
    assert found, "no Chromium on this machine: run `make test`, which installs it"
    return found


class _Handler(http.server.SimpleHTTPRequestHandler):
    """Serves a folder below a prefix, with the site's own 404 page, as GitHub Pages does."""

    prefix = "/"
    broken: Collection[str] = ()

    def log_message(self, *words: object) -> None:
        pass

    def do_GET(self) -> None:  # noqa: N802
        path = self.path.partition("?")[0]
        inside = path.removeprefix(self.prefix)
        if inside in self.broken:
            self.send_error(500)
            return
        file = Path(self.directory) / inside
        file = file / "index.html" if file.is_dir() else file
        if not path.startswith(self.prefix) or not file.is_file():
            body = (Path(self.directory) / "404.html").read_bytes()
            self.send_response(404)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.end_headers()
            self.wfile.write(body)
            return
        self.path = "/" + inside
        with suppress(ConnectionError):  # a browser that goes on to another page does not wait for the rest
            super().do_GET()


def real_site(folders: pytest.TempPathFactory) -> Path:
    """The real guide in all its languages, built once for all tests, as long as nothing of it is printed."""
    return once(folders, "real-site", _build_real_site)


def real_site_with_prints(folders: pytest.TempPathFactory) -> Path:
    """The same as it is published: its pages offer what can be printed."""
    return once(folders, "real-site-with-prints", lambda folder: _build_real_site(folder, _PRINTED))


def _build_real_site(folder: Path, printed: Collection[Mapping] = ()) -> None:
    """Whatever somebody has printed on this machine, the site knows of `printed` alone; processes are forked."""
    with mock.patch.object(printing, "editions", lambda book, code: tuple(printed) if code else ()):
        assert engine.build(books.load(CONFIG), CODES, folder, 2) == ()


_PRINTED = [
    {"file": file, "pages": 8, "sheets": 2, "size": 9, "kind": kind, "title": file}
    for file, kind in (("guide.pdf", "guide"), ("guide-booklet-1.pdf", "guide-booklet"))
]


@contextmanager
def served(folder: Path, prefix: str = "/", broken: Collection[str] = ()) -> Iterator[str]:
    """The address under which a folder is served, on this machine only; for `broken` files the server fails."""
    handler = type("Handler", (_Handler,), {"prefix": prefix, "broken": broken})
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(handler, directory=str(folder)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}{prefix}"
    finally:
        server.shutdown()
        server.server_close()


@dataclass
class Watched:
    """A page that remembers what went wrong and what it asked for."""

    page: Page
    errors: list[str] = field(default_factory=list)
    requests: list[str] = field(default_factory=list)

    def open(self, address: str) -> Page:
        """Go there and wait until all is loaded."""
        self.page.goto(address, wait_until="load")
        return self.page


@contextmanager
def browser(
    width: int = 1280, height: int = 800, language: str = "en", scripts: bool = True, sharp: int = 1, **wishes: object
) -> Iterator[Watched]:
    """A fresh browser window of that width, whose person reads that language first; `sharp`: dots to a pixel.

    `wishes` are what else the person has set, by Playwright's names: color_scheme="dark", forced_colors="active".
    """
    context = _chromium().new_context(
        viewport={"width": width, "height": height}, locale=language, java_script_enabled=scripts,
        device_scale_factor=sharp, **wishes,
    )
    page = context.new_page()
    watched = Watched(page)
    page.on("console", lambda m: watched.errors.append(m.text) if m.type in ("error", "warning") else None)
    page.on("pageerror", lambda error: watched.errors.append(str(error)))
    page.on("request", lambda request: watched.requests.append(request.url))
    try:
        yield watched
    finally:
        context.close()


@functools.cache
def _chromium() -> Browser:
    """One browser for all tests of a process: to start it takes longer than most of them. Each gets its own context."""
    flags = [*QUIET, *(["--no-sandbox"] if hasattr(os, "geteuid") and os.geteuid() == 0 else [])]
    playwright = sync_playwright().start()
    chromium = playwright.chromium.launch(executable_path=executable(), args=flags)
    atexit.register(playwright.stop)
    atexit.register(chromium.close)
    return chromium
