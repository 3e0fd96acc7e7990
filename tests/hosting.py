"""The guide as those who publish it have it: at an address, from a server that compresses. For what is measured.

    book_at(folder, address)    a copy of the real book that knows its address
    hosted(site)                the server, which remembers what it sent
"""

from __future__ import annotations

import gzip
import http.server
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http import HTTPStatus
from pathlib import Path

ROOT = Path(__file__).parents[1]
GUIDEBOOK = Path(sys.executable).with_name("guidebook")
PREFIX = "/guidebook/"  # below which most guides will stand
COMPRESSED = {".html", ".css", ".js", ".json", ".svg", ".webmanifest", ".xml", ".txt", ".ics"}
MOST_SECONDS = 600  # that a browser may keep a file without asking, as at GitHub Pages


@dataclass(frozen=True)
class Sent:
    """An answer of the server: the file below the site's root, its bytes on the line, without those of the head."""

    name: str
    size: int

    @property
    def kind(self) -> str:
        """The ending of the name: html, css …"""
        return self.name.rpartition(".")[2]


@dataclass
class Host:
    """A server that is running, and what it sent so far."""

    address: str
    site: Path
    sent: list[Sent] = field(default_factory=list)
    _packed: dict[Path, bytes] = field(default_factory=dict)

    def content(self, file: Path) -> bytes:
        """The bytes of a file as they go over the line."""
        if file.suffix not in COMPRESSED:
            return file.read_bytes()
        if file not in self._packed:
            self._packed[file] = gzip.compress(file.read_bytes(), 9, mtime=0)
        return self._packed[file]


class _Handler(http.server.SimpleHTTPRequestHandler):
    """Answers from `host`, which is set in a class made for each server."""

    host: Host
    protocol_version = "HTTP/1.1"  # the connection stays open, as with any server of today
    disable_nagle_algorithm = True
    wbufsize = -1  # head and body in one piece

    def log_message(self, *words: object) -> None:
        pass

    def do_GET(self) -> None:  # noqa: N802
        path = self.path.partition("?")[0]
        file = self.host.site / path.removeprefix(PREFIX)
        file = file / "index.html" if file.is_dir() else file
        is_there = path.startswith(PREFIX) and file.is_file()
        file = file if is_there else self.host.site / "404.html"
        body = self.host.content(file)
        self.send_response(HTTPStatus.OK if is_there else HTTPStatus.NOT_FOUND)
        kind = self.guess_type(str(file))
        is_text = kind.startswith("text/") or kind.endswith(("javascript", "json"))
        self.send_header("Content-Type", f"{kind}; charset=utf-8" if is_text else kind)
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Cache-Control", f"max-age={MOST_SECONDS}")
        if file.suffix in COMPRESSED:
            self.send_header("Content-Encoding", "gzip")
        self.end_headers()
        self.wfile.write(body)
        self.wfile.flush()
        self.host.sent.append(Sent(file.relative_to(self.host.site).as_posix(), len(body)))


class _Server(http.server.ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request: object, client_address: object) -> None:
        """A browser that is closed hangs up in the middle of an answer: that is no error."""
        if not isinstance(sys.exc_info()[1], ConnectionError):
            super().handle_error(request, client_address)


@contextmanager
def hosted(site: Path) -> Iterator[Host]:
    """Serve a folder on this machine only; its address is known before the folder has to be there."""
    host = Host("", site)
    handler = type("Handler", (_Handler,), {"host": host})
    server = _Server(("127.0.0.1", 0), handler)
    host.address = f"http://127.0.0.1:{server.server_port}{PREFIX}"
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield host
    finally:
        server.shutdown()
        server.server_close()


def book_at(folder: Path, address: str = "") -> Path:
    """A copy of the real book in `folder`, at that address; the notes that are drawn already need not be drawn anew."""
    for name in ("mkdocs.yml", "docs", "visual-notes", "scripts/mkdocs_hooks.py", "scripts/guidebook/site/theme",
                 "build/notes", "build/print"):
        source, target = ROOT / name, folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        if source.is_dir():
            shutil.copytree(source, target)
        elif source.exists():
            shutil.copy(source, target)
    if address:
        file = folder / "mkdocs.yml"
        text = file.read_text("utf-8")
        rest = "".join(line for line in text.splitlines(keepends=True) if not line.startswith("site_url:"))
        file.write_text(f"site_url: {address}\n{rest}", "utf-8")
    return folder


def built(book: Path) -> Path:
    """The site of a book, as the command leaves it."""
    subprocess.run([GUIDEBOOK, "build", "--only", "site"], cwd=book, stdout=subprocess.DEVNULL, check=True)
    return book / "build" / "site"
