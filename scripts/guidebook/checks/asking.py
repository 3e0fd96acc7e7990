"""Asking other people's servers whether an address still leads somewhere: gently, once each, and never inwards.

    Asker.ask(address) ─► Answer   fine · moved · gone · blocked · certificate · section · unreachable · not asked

HTTP, TLS and the taking apart of addresses are urllib3's. Ours is what a link checker for a book must decide: which
server is asked when, which one never, and what its answer means for the person who mends the link.
"""

from __future__ import annotations

import http.client
import ipaddress
import re
import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from enum import StrEnum
from html import unescape
from urllib.parse import unquote, urljoin, urlsplit

import certifi
from urllib3 import Retry
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.exceptions import HTTPError, InvalidHeader, LocationParseError
from urllib3.util import Url, parse_url


class State(StrEnum):
    """What an answer means for the book, what needs a hand first."""

    GONE = "gone"  # no such page or host: the only one that fails
    MOVED = "moved"  # for good: the book should say the new address
    CERTIFICATE = "certificate"  # browsers warn of it
    SECTION = "section"  # the page is there, what stands behind “#” is not
    BLOCKED = "blocked"  # refused to programs; a person may get there
    UNREACHABLE = "unreachable"  # not now
    NOT_ASKED = "not-asked"  # leads to where a stranger may not send us
    FINE = "fine"


@dataclass(frozen=True)
class Answer:
    """What became of asking. `message` is a msgid; `write` the address to write instead."""

    state: State
    message: str = ""
    values: Mapping[str, object] = field(default_factory=dict)
    write: str = ""
    is_silent: bool = False  # no server said anything: the host, or our own network, is not there
    is_busy: bool = False  # the host asks to be left alone for now


@dataclass(frozen=True)
class Limits:
    """How gently and how long; seconds, bytes and numbers."""

    attempts: int = 3
    pause: float = 1  # between two questions to a host
    first_wait: float = 3  # before the second attempt; twice as long before each further one
    longest_wait: float = 60  # who asks us to come back later than that is asked next time
    silence: float = 10  # of a server in the middle of something
    whole: float = 25  # one question from the first to the last byte
    most_bytes: int = 1_000_000
    redirects: int = 10
    hosts_at_once: int = 8


@dataclass(frozen=True)
class Reply:
    """What a server said."""

    status: int
    headers: Mapping[str, str]
    body: str | None = None  # of a page whose section is looked for, when all of it was read


class _Refused(Exception):
    """The host stands in a private network."""


class _Silent(OSError):
    """Nobody answered at the address."""


Resolve = Callable[[str, int], list[str]]


def resolved(host: str, port: int) -> list[str]:
    """The numbers of a host; raises socket.gaierror."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(address[0]) for *_, address in found))


def is_public(number: str) -> bool:
    """Whether a number is one of the open internet, also when it wraps another one: ::ffff:127.0.0.1 does."""
    address = ipaddress.ip_address(number.partition("%")[0])
    wrapped = [address]
    if isinstance(address, ipaddress.IPv6Address):
        wrapped += [address.ipv4_mapped, address.sixtofour, *(address.teredo or ())]
        if address in _NAT64:
            wrapped.append(ipaddress.IPv4Address(int(address) & 0xFFFFFFFF))
    return all(one.is_global and not one.is_multicast for one in wrapped if one is not None)


_NAT64 = ipaddress.ip_network("64:ff9b::/96")


def trusting() -> ssl.SSLContext:
    """The authorities that this machine and Mozilla trust, without the strictness that browsers do not have either."""
    context = ssl.create_default_context()
    context.load_verify_locations(certifi.where())  # some machines come without any
    context.verify_flags &= ~ssl.VERIFY_X509_STRICT
    return context


# ------------------------------------------------------------------------------------------------ one after another


class _Turns:
    """One question at a time to a host, with a pause after each, whoever asks: redirects lead to strangers' hosts."""

    def __init__(self, pause: float, wait: Callable[[float], object]) -> None:
        self._pause, self._wait = pause, wait
        self._guard = threading.Lock()
        self._locks: dict[str, threading.Lock] = {}
        self._ready: dict[str, float] = {}

    @contextmanager
    def of(self, host: str) -> Iterator[None]:
        """Waits until it is our turn."""
        with self._guard:
            lock = self._locks.setdefault(host, threading.Lock())
        with lock:
            if (seconds := self._ready.get(host, 0) - time.monotonic()) > 0:
                self._wait(seconds)
            try:
                yield
            finally:
                self.rest(host, self._pause)

    def rest(self, host: str, seconds: float) -> None:
        """Nobody asks the host for so long."""
        self._ready[host] = time.monotonic() + seconds


class _Watch:
    """Cuts a connection that takes too long as a whole: a server that drips never falls silent."""

    def __init__(self, seconds: float) -> None:
        self.has_cut = False
        self._timer = threading.Timer(seconds, self.cut)
        self._timer.daemon = True
        self._line: socket.socket | None = None

    def over(self, line: socket.socket) -> None:
        """What is watched; a second handle on it, because TLS takes the first one away."""
        self._line = line.dup()
        if self.has_cut:
            raise TimeoutError

    def cut(self) -> None:
        """End it now, whoever is reading."""
        self.has_cut = True
        if self._line is not None:
            with suppress(OSError):
                self._line.shutdown(socket.SHUT_RDWR)

    def __enter__(self) -> _Watch:
        self._timer.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._timer.cancel()
        if self._line is not None:
            self._line.close()


class _Plain(HTTPConnection):
    """A connection to a number that was looked at first: a name may lead elsewhere when it is looked up again."""

    connect_to: Callable[[], socket.socket]

    def _new_conn(self) -> socket.socket:
        return self.connect_to()


class _Secure(HTTPSConnection):
    connect_to: Callable[[], socket.socket]

    def _new_conn(self) -> socket.socket:
        return self.connect_to()


# ------------------------------------------------------------------------------------------------------- asking


class Asker:
    """Asks one address after the other. `name` is what servers read in their logs.

    `resolve`, `may_ask` and `trusted` are for tests on a server of their own; nothing outside the program sets them.
    """

    def __init__(
        self,
        name: str,
        limits: Limits | None = None,
        resolve: Resolve = resolved,
        may_ask: Callable[[str], bool] = is_public,
        trusted: ssl.SSLContext | None = None,
        wait: Callable[[float], object] | None = None,
    ) -> None:
        self.name, self.limits = name, limits or Limits()
        self._resolve, self._may_ask = resolve, may_ask
        self._trusted = trusted or trusting()
        self._stopped = threading.Event()
        self._turns = _Turns(self.limits.pause, wait or self._stopped.wait)
        self._watches: set[_Watch] = set()

    def stop(self) -> None:
        """Nothing more is asked, and what is under way ends."""
        self._stopped.set()
        for watch in tuple(self._watches):
            watch.cut()

    @property
    def is_stopped(self) -> bool:
        """Whether a person has had enough."""
        return self._stopped.is_set()

    def ask(self, address: str, attempts: int = 0) -> Answer:
        """Follows the address to its end. Never raises for what a server, or whoever wrote the address, does."""
        try:
            return self._follow(_parsed(address), attempts or self.limits.attempts)
        except (LocationParseError, ValueError):
            return Answer(State.NOT_ASKED, message="this is not an address that can be asked")

    def _follow(self, start: Url, attempts: int) -> Answer:
        url, seen, moved = start, {start.url}, start
        is_for_good = True
        for _ in range(self.limits.redirects + 1):
            reply = self._reply(url, attempts)
            if isinstance(reply, Answer):
                return reply
            place = reply.headers.get("Location", "")
            if reply.status not in _REDIRECTS or not place:
                return _judged(start, moved, url, reply)
            onward = urljoin(url.url, _as_written(place))
            if urlsplit(onward).scheme not in ("http", "https"):
                shown = {"address": onward[:80]}
                return Answer(State.NOT_ASKED, message="leads to {address}, which is not a page", values=shown)
            following = _parsed(onward)
            if following.fragment is None:
                following = following._replace(fragment=url.fragment)
            # who was safe shall stay safe: a new address is not suggested when it gives up https
            is_for_good &= reply.status in _FOR_GOOD and (url.scheme, following.scheme) != ("https", "http")
            url, moved = following, following if is_for_good else moved
            if url.url in seen:
                return Answer(State.UNREACHABLE, message="leads in a circle; look with a browser")
            seen.add(url.url)
        values = {"count": self.limits.redirects}
        return Answer(State.UNREACHABLE, message="leads on more than {count} times; look with a browser", values=values)

    def _reply(self, url: Url, attempts: int) -> Reply | Answer:
        """What the server says in the end: it may be slow or busy, or not know HEAD."""
        answer: Reply | Answer = Answer(State.UNREACHABLE)
        for attempt in range(attempts):
            answer = self._attempt(url, is_first=attempt == 0)
            again, seconds = self._waiting(answer, attempt)
            if not again or attempt == attempts - 1 or self.is_stopped:
                break
            self._turns.rest(_host(url), seconds)
        return answer

    def _attempt(self, url: Url, is_first: bool) -> Reply | Answer:
        """HEAD, and GET where HEAD gives no clear answer; GET at once when the page itself is wanted."""
        if is_first and not _section(url):
            reply = self._exchange("HEAD", url)
            if isinstance(reply, Reply) and (reply.status < 400 or reply.status == 429):
                return reply
            if isinstance(reply, Answer) and (reply.is_silent or reply.state is not State.UNREACHABLE):
                return reply
        return self._exchange("GET", url)

    def _waiting(self, answer: Reply | Answer, attempt: int) -> tuple[bool, float]:
        """Whether to ask again, and in how many seconds."""
        seconds = self.limits.first_wait * 2**attempt
        if isinstance(answer, Answer):
            return answer.state is State.UNREACHABLE or answer.is_silent, seconds
        if answer.status not in _PASSING:
            return False, 0
        seconds = _retry_after(answer.headers.get("Retry-After", "")) or seconds
        return seconds <= self.limits.longest_wait, seconds

    def _exchange(self, method: str, url: Url) -> Reply | Answer:
        """One question. Whatever a connection can do wrong becomes an Answer."""
        with self._turns.of(_host(url)), _Watch(self.limits.whole) as watch:
            self._watches.add(watch)
            if self.is_stopped:
                watch.cut()
            connection = self._connection(url, watch)
            try:
                headers = {"User-Agent": self.name, "Accept": "*/*", "Accept-Encoding": "identity"}
                connection.request(method, url.request_uri, headers=headers, preload_content=False)
                response = connection.getresponse()
                wanted = method == "GET" and response.status == 200 and bool(_section(url))
                body = self._body(response) if wanted else None
                if watch.has_cut:  # to who reads, a line that was cut looks like the end of the page
                    raise TimeoutError
                return Reply(response.status, response.headers, body)
            except (_Refused, OSError, UnicodeError, http.client.HTTPException, HTTPError) as error:
                return _trouble(TimeoutError() if watch.has_cut else error, _host(url))
            finally:
                connection.close()
                self._watches.discard(watch)

    def _connection(self, url: Url, watch: _Watch) -> _Plain | _Secure:
        host, port = _host(url), url.port or (443 if url.scheme == "https" else 80)
        made: _Plain | _Secure
        if url.scheme == "https":
            made = _Secure(host, port, timeout=self.limits.silence, ssl_context=self._trusted)
        else:
            made = _Plain(host, port, timeout=self.limits.silence)
        made.connect_to = lambda: self._connected(host, port, watch)
        return made

    def _connected(self, host: str, port: int, watch: _Watch) -> socket.socket:
        """A line to one of the host's numbers, none of which may be private."""
        if watch.has_cut:
            raise TimeoutError
        numbers = self._resolve(host, port)
        if not numbers or not all(map(self._may_ask, numbers)):
            raise _Refused
        trouble: OSError = _Silent()
        for number in numbers[:4]:
            try:
                line = socket.create_connection((number, port), timeout=self.limits.silence)
            except OSError as error:
                trouble = error
                continue
            try:
                watch.over(line)
            except OSError:
                line.close()
                raise
            return line
        raise _Silent from trouble

    def _body(self, response: object) -> str | None:
        """The text of a page; None when it is no page, or longer than we read."""
        if "html" not in response.headers.get("Content-Type", "") or response.headers.get("Content-Encoding"):
            return None
        data = response.read(self.limits.most_bytes + 1, decode_content=False)
        return data.decode("utf-8", "replace") if len(data) <= self.limits.most_bytes else None


def ask_all(asker: Asker, addresses: Iterable[str], tell: Callable[[str, Answer], None]) -> None:
    """Asks all addresses, hosts side by side, and tells each answer as it comes, from several threads."""
    by_host: dict[str, list[str]] = {}
    for address in addresses:
        by_host.setdefault(_netloc(address), []).append(address)
    with ThreadPoolExecutor(asker.limits.hosts_at_once) as pool:
        jobs = [pool.submit(_ask_host, asker, group, tell) for group in by_host.values()]
        try:
            for job in jobs:
                job.result()
        except BaseException:
            asker.stop()
            pool.shutdown(wait=False, cancel_futures=True)
            raise


def _ask_host(asker: Asker, addresses: Iterable[str], tell: Callable[[str, Answer], None]) -> None:
    """One address after the other. A host that is not there, or wants to be left alone, is not asked on."""
    attempts, last = asker.limits.attempts, None
    for address in addresses:
        if last is None or not (last.is_silent or last.is_busy):
            last = asker.ask(address, attempts)
        if asker.is_stopped:
            return
        if last.state is State.UNREACHABLE:
            attempts = 1  # its faults were waited for once
        tell(address, last)


# ----------------------------------------------------------------------------------------------- what it means

_REDIRECTS = (301, 302, 303, 307, 308)
_FOR_GOOD = (301, 308)
_PASSING = (408, 425, 429, 500, 502, 503, 504, 520, 521, 522, 523, 524)
_NO_HOST = {getattr(socket, name, None) for name in ("EAI_NONAME", "EAI_NODATA")} - {None}


def _judged(start: Url, moved: Url, end: Url, reply: Reply) -> Answer:
    """The meaning of the last reply of a chain."""
    status = {"status": reply.status}
    if reply.status == 404:
        return Answer(State.GONE, message="there is no such page ({status})", values=status)
    if reply.status == 410:
        return Answer(State.GONE, message="the page was removed for good ({status})", values=status)
    if reply.status == 429:
        message = "asks to come back later ({status})"
        return Answer(State.BLOCKED, message=message, values=status, is_busy=True)
    if 400 <= reply.status < 500 or reply.status == 999 or "cf-mitigated" in reply.headers:
        return Answer(State.BLOCKED, message="lets no program in ({status}); look with a browser", values=status)
    if not 200 <= reply.status < 300:
        return Answer(State.UNREACHABLE, message="the server has a fault ({status})", values=status)
    if (section := _section(end)) and reply.body is not None and not _has_section(reply.body, section):
        message = "the page is there, but “#{section}” is not"
        return Answer(State.SECTION, message=message, values={"section": section})
    if moved.url == start.url:
        return Answer(State.FINE)
    message = "moved for good"
    if (moved.path or "/") == "/" and (start.path or "/") != "/":
        message = "moved to a front page; look whether what you cite still stands somewhere there"
    return Answer(State.MOVED, message=message, write=moved.url)


def _trouble(error: Exception, host: str) -> Answer:
    """What it means that a connection did not come about, or broke."""
    values = {"host": host}
    if isinstance(error, _Refused):
        return Answer(State.NOT_ASKED, message="{host} stands in a private network", values=values)
    if isinstance(error, UnicodeError):
        return Answer(State.NOT_ASKED, message="this is not an address that can be asked")
    if isinstance(error, socket.gaierror) and error.errno in _NO_HOST:
        return Answer(State.GONE, message="the host {host} does not exist", values=values, is_silent=True)
    if isinstance(error, socket.gaierror):
        message = "the name {host} could not be looked up"
        return Answer(State.UNREACHABLE, message=message, values=values, is_silent=True)
    if isinstance(error, _Silent):
        return Answer(State.UNREACHABLE, message="nobody answers at {host}", values=values, is_silent=True)
    if isinstance(error, ssl.SSLCertVerificationError):
        message = CERTIFICATE_MESSAGES.get(error.verify_code) or CERTIFICATE_MESSAGES[0]
        return Answer(State.CERTIFICATE, message=message, values=values)
    if isinstance(error, ssl.SSLError) and not isinstance(error, ssl.SSLEOFError | ssl.SSLZeroReturnError):
        message = "no secure connection comes about ({reason})"
        reason = (error.reason or "TLS").lower().replace("_", " ")
        return Answer(State.CERTIFICATE, message=message, values={"reason": reason})
    if isinstance(error, TimeoutError):
        return Answer(State.UNREACHABLE, message="{host} did not finish in time", values=values)
    if isinstance(error, http.client.HTTPException) and not isinstance(error, ConnectionError):
        return Answer(State.UNREACHABLE, message="what {host} says is no web page", values=values)
    return Answer(State.UNREACHABLE, message="{host} broke off the connection", values=values)


# by OpenSSL's X509_V_ERR_…; 0 stands for all others: mostly a server that does not send its whole chain
CERTIFICATE_MESSAGES = {
    0: "the certificate of {host} comes from an authority that browsers do not know, or lacks a part",
    9: "the certificate of {host} is not valid yet",
    10: "the certificate of {host} has expired",
    18: "the certificate of {host} is signed by nobody but itself",
    19: "the certificate of {host} is signed by nobody but itself",
    23: "the certificate of {host} was called back",
    62: "the certificate is for another host than {host}",
    64: "the certificate is for another host than {host}",
}


def _parsed(address: str) -> Url:
    """An address as it goes over the line: letters of other alphabets encoded, no name and password."""
    url = parse_url(address.strip())
    if url.scheme not in ("http", "https") or not url.host:
        raise LocationParseError(address)
    return url._replace(auth=None)


def _as_written(place: str) -> str:
    """A Location: header; some servers write letters there that http.client takes for Latin-1."""
    with suppress(UnicodeError):
        return place.encode("latin-1").decode("utf-8")
    return place


def _host(url: Url) -> str:
    return (url.host or "").strip("[]")


def _netloc(address: str) -> str:
    """Which addresses are asked one after the other; what is no address stands alone."""
    try:
        return urlsplit(address).netloc.lower() or address
    except ValueError:
        return address


def _section(url: Url) -> str:
    """What stands behind “#”, when it is the name of a place in the page and not a message to a script."""
    name = unquote(url.fragment or "")
    return name if re.fullmatch(r"[^\s!/:=&?~][^\s/:=&?~]*", name) else ""


def _has_section(page: str, section: str) -> bool:
    names = re.findall(r"""\b(?:id|name)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))""", page, re.IGNORECASE)
    found = {unescape(name) for groups in names for name in groups if name}
    return section == "top" or section in found


def _retry_after(header: str) -> float:
    """Seconds; 0 when the header says nothing that can be read."""
    try:
        return Retry().parse_retry_after(header) if header else 0
    except InvalidHeader:
        return 0
