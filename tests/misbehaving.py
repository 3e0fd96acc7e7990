"""A web server on this machine that does all that servers do wrong. It ends by itself with the block it stands in."""

from __future__ import annotations

import socket
import ssl
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import unquote

CERTIFICATES = Path(__file__).parent / "certificates"
# What the server shows to who asks for a host; it has one certificate for all others.
HOSTS = {name: f"{name.split('.')[0]}.pem" for name in ("expired.example", "early.example", "alone.example")}
OURS = "127.0.0.1"
NUMBERS = {"inside.example": ["10.0.0.1"], "both.example": [OURS, "192.168.0.1"]}
PAGE = "<!doctype html><title>…</title><h2 id=here>Here</h2><a name='там'></a><p id=\"a&amp;b\">"

ANSWERS = {  # path → status and headers of every answer
    "/": (200, {}),
    "/moved": (301, {"Location": "/moved-again"}),
    "/moved-again": (308, {"Location": "/fine"}),
    "/moved-and-lent": (301, {"Location": "/lent"}),
    "/lent": (302, {"Location": "/fine"}),
    "/lent-and-moved": (307, {"Location": "/moved"}),
    "/moved-to-missing": (301, {"Location": "/missing"}),
    "/moved-to-front": (301, {"Location": "/"}),
    "/moved-to-letters": (301, {"Location": "/grün".encode().decode("latin-1")}),
    "/moved-to-host": (301, {"Location": "http://missing.example/"}),
    "/circle": (301, {"Location": "/circle-back"}),
    "/circle-back": (302, {"Location": "/circle"}),
    "/nowhere": (302, {}),
    "/to-inside": (301, {"Location": "http://inside.example/fine"}),
    "/to-number": (302, {"Location": "http://169.254.169.254/latest/meta-data/"}),
    "/to-file": (302, {"Location": "file:///etc/passwd"}),
    "/missing": (404, {}),
    "/removed": (410, {}),
    "/forbidden": (403, {}),
    "/password": (401, {}),
    "/challenge": (503, {"cf-mitigated": "challenge"}),
    "/broken": (503, {}),
    "/busy-for-long": (429, {"Retry-After": "3600"}),
    "/busy-without-reason": (429, {"Retry-After": "soon"}),
}
FIRST = {  # path → status and headers of the first answer; then it is fine
    "/busy": (429, {"Retry-After": "7"}),
    "/faulty": (500, {}),
    "/resting": (503, {"Retry-After": "11"}),
}


@dataclass
class Server:
    """What a test knows about the server."""

    port: int
    secure_port: int
    asked: list[tuple[str, str]] = field(default_factory=list)  # method and path, in order
    names: set[str] = field(default_factory=set)  # who asked, by their own words
    seen: Counter[str] = field(default_factory=Counter)
    together: int = 0  # the most questions at a time
    now: int = 0
    guard: threading.Lock = field(default_factory=threading.Lock)
    ended: threading.Event = field(default_factory=threading.Event)

    def at(self, path: str, host: str = "plain.example") -> str:
        """An address of the server, under any name."""
        return f"http://{host}:{self.port}{path}"

    def safely(self, path: str, host: str = "secure.example") -> str:
        """The same with TLS."""
        return f"https://{host}:{self.secure_port}{path}"


def resolve(host: str, port: int) -> list[str]:
    """Names without a network: all lead to this machine, some to where nobody may be sent."""
    host.encode("idna")  # as the real one does, which refuses what can be no name
    if host.startswith("missing"):
        raise socket.gaierror(socket.EAI_NONAME, "no such host")
    if host.startswith("unknown"):
        raise socket.gaierror(socket.EAI_AGAIN, "no answer")
    return NUMBERS.get(host) or [host if host[0].isdigit() else OURS]


def trusting() -> ssl.SSLContext:
    """Trusts the authority of tests/certificates and no other."""
    return ssl.create_default_context(cafile=str(CERTIFICATES / "authority.pem"))


def closed_port() -> int:
    """A port at which nobody listens."""
    with socket.socket() as line:
        line.bind((OURS, 0))
        return line.getsockname()[1]


@contextmanager
def serving() -> Iterator[Server]:
    """The server, plain and with TLS, until the block ends."""
    servers = [_Quiet((OURS, 0), _Handler), _Quiet((OURS, 0), _Handler)]
    state = Server(servers[0].server_port, servers[1].server_port)
    servers[1].socket = _certificates().wrap_socket(
        servers[1].socket, server_side=True, do_handshake_on_connect=False
    )
    threads = []
    for server in servers:
        server.state = state
        threads.append(threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True))
        threads[-1].start()
    try:
        yield state
    finally:
        state.ended.set()
        for server in servers:
            server.shutdown()
            server.server_close()
        for thread in threads:
            thread.join(5)


def _certificates() -> ssl.SSLContext:
    contexts = {}
    for name in {"good.pem", *HOSTS.values()}:
        contexts[name] = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        contexts[name].load_cert_chain(CERTIFICATES / name)

    def choose(line: ssl.SSLSocket, host: str, _: ssl.SSLContext) -> None:
        line.context = contexts[HOSTS.get(host, "good.pem")]

    contexts["good.pem"].sni_callback = choose
    return contexts["good.pem"]


class _Quiet(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False
    state: Server

    def handle_error(self, *_: object) -> None:
        """Who asks hangs up on us often enough."""


class _Handler(BaseHTTPRequestHandler):
    """One answer, good or bad."""

    def log_message(self, *_: object) -> None:
        """Nothing: tests read `asked`."""

    def do_HEAD(self) -> None:  # noqa: N802 (http.server's name)
        self._answer()

    def do_GET(self) -> None:  # noqa: N802 (http.server's name)
        self._answer()

    def _answer(self) -> None:
        state, path = self.server.state, unquote(self.path)
        with state.guard:
            state.asked.append((self.command, path))
            state.names.add(self.headers.get("User-Agent", ""))
            is_first = not state.seen[path]
            state.seen[path] += 1
            state.now += 1
            self.is_counted = True
            state.together = max(state.together, state.now)
        try:
            with suppress(OSError):
                self._say(path, is_first)
        finally:
            self._leave()

    def _leave(self) -> None:
        """No longer one of those who ask: told before the answer goes out, for after it the next question may come."""
        with self.server.state.guard:
            self.server.state.now -= self.is_counted
            self.is_counted = False

    def _say(self, path: str, is_first: bool) -> None:
        path = path.partition("?")[0]
        special = getattr(self, f"_{path.strip('/').replace('-', '_')}", None)
        if special is not None:
            special()
        elif path.startswith("/on/"):
            self._head(302, {"Location": f"/on/{int(path[4:]) + 1}"})
        elif is_first and path in FIRST:
            self._head(*FIRST[path])
        else:
            self._head(*ANSWERS.get(path, (200, {})))
            self._page()

    def _head(self, status: int, headers: dict[str, str], kind: str = "text/html; charset=utf-8") -> None:
        self._leave()
        self.send_response(status)
        for name, value in {"Content-Type": kind, **headers}.items():
            self.send_header(name, value)
        self.end_headers()

    def _page(self, text: str = PAGE) -> None:
        if self.command == "GET":
            self.wfile.write(text.encode())

    def _slow(self) -> None:
        time.sleep(0.3)  # long enough for others to come meanwhile, on a busy machine too
        self._head(200, {})

    def _hang(self) -> None:
        """Says nothing until the other side has gone."""
        self.connection.settimeout(20)
        self.connection.recv(1)

    def _head_hangs(self) -> None:
        if self.command == "HEAD":
            self._hang()
        self._head(200, {})

    def _head_is_unknown(self) -> None:
        self._head(405 if self.command == "HEAD" else 200, {})

    def _head_lies(self) -> None:
        self._head(404 if self.command == "HEAD" else 200, {})

    def _head_breaks(self) -> None:
        if self.command == "GET":
            self._head(200, {})

    def _closes(self) -> None:
        self.connection.close()

    def _no_web(self) -> None:
        self.wfile.write(b"220 mail.example ESMTP\r\n\r\n")

    def _drips(self) -> None:
        self._head(200, {})
        self._drip()

    def _drips_headers(self) -> None:
        self.wfile.write(b"HTTP/1.0 200 OK\r\nX: ")
        self._drip()

    def _drip(self) -> None:
        while not self.server.state.ended.wait(0.02):
            self.wfile.write(b"x")
            self.wfile.flush()

    def _never_ends(self) -> None:
        self._head(200, {})
        while self.command == "GET" and not self.server.state.ended.is_set():
            self.wfile.write(b"x" * 65536)

    def _loses_safety(self) -> None:
        port = self.server.state.port
        self._head(301, {"Location": f"http://plain.example:{port}/fine"})

    def _picture(self) -> None:
        self._head(200, {}, "image/png")
