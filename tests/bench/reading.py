"""The reading site in figures, from one run: what is found, what is sent, how long a phone and a build take.

    .venv/bin/python tests/bench/reading.py     or     make bench PART=reading

The real book is built and served compressed on this machine; a browser without a memory of earlier visits opens it.
Bytes are those of the answers, as compressed by gzip, without their heads. The slow phone is Chromium whose processor
is slowed down six times behind a slow 4G (1.6 Mbit/s and 0.75 Mbit/s, 150 ms there and back). Books for the rows of
builds are made up (translations.py: 1,200 words a chapter), and only their sites are built: the second figure is the
work of all processors, which matters where others use the machine too.
"""

from __future__ import annotations

import functools
import shutil
import statistics
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import yaml

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parent))

import translations  # noqa: E402

import hosting  # noqa: E402
import queries  # noqa: E402
from browser import CODES, CONFIG, browser  # noqa: E402
from hosting import Host, Sent  # noqa: E402
from queries import Query  # noqa: E402

PHONE = {"width": 360, "height": 740, "sharp": 2}
CHAPTER = CONFIG.reading_order[3].replace(".md", ".html")
PAGES = ("index.html", CHAPTER, "places.html", "glossary.html")
SLOWER = 6
SLOW_4G = {"offline": False, "latency": 150, "downloadThroughput": 1_600_000 / 8, "uploadThroughput": 750_000 / 8}
RUNS = 3
LISTED = [code for code in CODES if (queries.HERE / f"{code}.yml").is_file()]  # languages with queries to ask
BOOKS = ((80, 3), (80, 12), (400, 12))  # chapters, languages
TEXTS = ("html", "css", "js")
ASK = "async texts => { const all = []; for (const one of texts) all.push(await guidebook.search(one)); return all; }"
READY = "navigator.serviceWorker.ready.then(one => one.active.state)"
KEPT = """async () => {
  let bytes = 0;
  for (const name of await caches.keys())
    for (const one of await (await caches.open(name)).keys())
      bytes += (await (await (await caches.open(name)).match(one)).arrayBuffer()).byteLength;
  return bytes;
}"""
TIMES = """() => [
  performance.getEntriesByType("paint").find(one => one.name === "first-contentful-paint")?.startTime ?? NaN,
  performance.getEntriesByType("navigation")[0].loadEventEnd,
]"""


def main() -> None:
    """Print the table."""
    for line in table():
        print(line, flush=True)


def table() -> Iterator[str]:
    """Its lines; those of large books come last, for they take minutes."""
    with tempfile.TemporaryDirectory(prefix="guidebook-bench-") as folder:
        book = Path(folder) / "book"
        with hosting.hosted(book / "build" / "site") as host:
            hosting.built(hosting.book_at(book))
            yield from _searched(host)
            yield _row("search from file://", "yes" if _answers_from_a_file(host.site) else "no")
            yield from _sent(host)
            yield from _kept(host)
            yield from _on_a_slow_phone(host)
        yield _row("save → served, median", f"{saved(book):.3f} s")
    yield from _builds()


def _row(what: str, *values: str) -> str:
    return f"{what:<52}" + "".join(f"{value:>16}" for value in values)


# ------------------------------------------------------------------------------------------------- search


def _searched(host: Host) -> Iterator[str]:
    answers = {name: frozenset(places) for name, places in _yaml(queries.HERE / "answers.yml").items()}
    for code, kinds in _yaml(HERE / "queries.yml").items():
        rows = [(kind, text, answers[name]) for kind, texts in kinds.items() for text, name in texts.items()]
        asked = [Query(code, *row) for row in rows]
        found = [queries.answered(query, _names(host, code, rows)) for query, rows in _results(host, code, asked)]
        missed = [one.query.text for one in found if (one.rank or 99) > queries.SHOWN]
        yield _row(f"found, {code} ({', '.join(kinds)})", f"{len(asked) - len(missed)} of {len(asked)}", *missed)
    asked_in_all = foreign = 0
    for code in LISTED:
        for _, rows in _results(host, code, queries.load(code)):
            asked_in_all += 1
            foreign += any(row["lang"] != code for row in rows)
    yield _row("queries that answer with another language", f"{foreign} of {asked_in_all}")


def _yaml(file: Path) -> dict:
    return yaml.safe_load(file.read_text("utf-8"))


def _results(host: Host, code: str, asked: Sequence[Query]) -> Iterator[tuple[Query, list[dict]]]:
    with browser(language=code) as seen:
        page = seen.open(f"{host.address}{code}/index.html")
        yield from zip(asked, page.evaluate(ASK, [query.text for query in asked]), strict=True)


def _names(host: Host, code: str, rows: Iterable[dict]) -> list[str]:
    return [row["url"].removeprefix(f"{host.address}{code}/") for row in rows]


def _answers_from_a_file(site: Path) -> bool:
    """Whether every language answers when its page is opened without a server."""
    with browser() as seen:
        pages = ((code, seen.open((site / code / "index.html").as_uri())) for code in LISTED)
        return all(page.evaluate(ASK, [queries.load(code)[0].text])[0] for code, page in pages)


# --------------------------------------------------------------------------------------------------- bytes


def _sent(host: Host) -> Iterator[str]:
    """What the first visits send: the first page of a language, then of each language its chapter alone."""
    foreign = 0
    yield _row("", *CODES)
    first, chapters, fonts = [], [], []
    for code in CODES:
        sent, asked = _visit(host, f"{code}/index.html")
        first.append(_size(one for one in sent if one.kind in TEXTS))
        fonts.append(_size(one for one in sent if one.kind == "woff2"))
        foreign += asked
        sent, asked = _visit(host, f"{code}/{CHAPTER}")
        chapters.append(f"{_size(sent)} ({_size(one for one in sent if one.kind in TEXTS)})")
        foreign += asked
    yield _row("first visit, HTML + CSS + JS, gzip, kB", *map(str, first))
    yield _row("fonts of the first page, kB", *map(str, fonts))
    yield _row("a chapter, its note and fonts (texts), kB", *chapters)
    indexes = [_packed(host, f"{code}/search-index.{code}.js") for code in CODES]
    yield _row("index of the search, gzip, kB", *map(str, indexes))
    yield _row("requests to other hosts", str(foreign))


def _visit(host: Host, name: str) -> tuple[list[Sent], int]:
    """What a phone that was never here is sent for a page, and how often it asks other hosts.

    The worker, which fetches the whole guide for later, is kept out: it waits until the page is there.
    """
    with browser(**PHONE, service_workers="block") as seen:
        before = len(host.sent)
        page = seen.open(host.address + name)
        page.evaluate("document.fonts.ready.then(() => true)")
        page.wait_for_load_state("networkidle")
        elsewhere = [one for one in seen.requests if not one.startswith((host.address, "data:", "blob:"))]
        return host.sent[before:], len(elsewhere)


def _size(sent: Iterable[Sent]) -> int:
    return round(sum(one.size for one in sent) / 1000)


def _packed(host: Host, name: str) -> int:
    return round(len(host.content(host.site / name)) / 1000)


def _kept(host: Host) -> Iterator[str]:
    kept = []
    for code in CODES:
        with browser(**PHONE) as seen:
            page = seen.open(f"{host.address}{code}/index.html")
            page.evaluate(READY)
            kept.append(f"{page.evaluate(KEPT) / 1e6:.2f}")
    yield _row("a language without a network: kept by a phone, MB", *kept)
    archives = [next((host.site / code).glob("*.zip")).stat().st_size / 1e6 for code in CODES]
    yield _row("the same as an archive, MB", *(f"{size:.2f}" for size in archives))


# --------------------------------------------------------------------------------------------- slow phone


@dataclass(frozen=True)
class Waited:
    """Seconds until something is painted, and until all of a page is there."""

    paint: float
    load: float


def _on_a_slow_phone(host: Host) -> Iterator[str]:
    yield _row(f"slow phone, s: first paint · load, median of {RUNS}", *CODES)
    for page in PAGES:
        medians = [_median([_waited(host, f"{code}/{page}") for _ in range(RUNS)]) for code in CODES]
        yield _row(f"  {page}", *(f"{one.paint:.2f} · {one.load:.2f}" for one in medians))
    searches = [statistics.median(_search_opens(host, code) for _ in range(RUNS)) for code in CODES]
    yield _row("  search: typed at once → first results", *(f"{seconds:.2f}" for seconds in searches))


def _median(several: Sequence[Waited]) -> Waited:
    return Waited(statistics.median(one.paint for one in several), statistics.median(one.load for one in several))


def _slowed(page: object) -> None:
    """From now on the page's network and processor are those of the slow phone."""
    session = page.context.new_cdp_session(page)
    session.send("Network.enable")
    session.send("Network.emulateNetworkConditions", SLOW_4G)
    session.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})


def _waited(host: Host, name: str) -> Waited:
    with browser(**PHONE) as seen:
        _slowed(seen.page)
        paint, load = seen.open(host.address + name).evaluate(TIMES)
        return Waited(paint / 1000, load / 1000)


def _search_opens(host: Host, code: str) -> float:
    """From a tap on the search, its index not yet loaded, to the first results of a word typed at once."""
    text = next(iter(queries.load(code))).text
    with browser(**PHONE, service_workers="block") as seen:
        _slowed(seen.page)
        page = seen.open(f"{host.address}{code}/index.html")
        start = time.monotonic()
        page.locator(".search-button").click()
        page.locator("#search-words").fill(text)
        page.locator(".search-results a").first.wait_for(timeout=60_000)
        return time.monotonic() - start


# --------------------------------------------------------------------------------------------------- speed


def saved(book: Path) -> float:
    """Median of ten saves of a chapter, from the save to the written page."""
    from guidebook.site import preview

    running = preview.start(book / "mkdocs.yml", 0, lambda *words, **values: None)
    file = next(iter(sorted((book / "docs" / running.preview.config.source.code).glob("0*.md"))))
    times = []
    try:
        for number in range(10):
            text = file.read_text("utf-8")
            start = time.monotonic()
            file.write_text(f"{text}\n{number}\n", "utf-8")
            running.next_save(timeout=10)
            times.append(time.monotonic() - start)
            time.sleep(0.3)
            while not running.saves.empty():
                running.saves.get()
    finally:
        running.stop()
    return statistics.median(times)


def _builds() -> Iterator[str]:
    """Books of many chapters and languages: the site by itself, and by the command with all its checks and archives."""
    yield _row("build, chapters × languages: seconds · processors", "site, cold", "site, again", "command", "again",
               "theme alone")
    for chapters, languages in BOOKS:
        with tempfile.TemporaryDirectory(prefix="guidebook-bench-") as folder:
            book = translations.make_site(Path(folder) / "book", chapters, languages)
            site = functools.partial(_timed, book, [sys.executable, "-c", SITE_ONLY, "mkdocs.yml", "site"])
            command = functools.partial(_timed, book, [hosting.GUIDEBOOK, "build", "--only", "site"])
            times = [site(), site()]
            shutil.rmtree(book / "build", ignore_errors=True)
            times += [command(), command()]
            times.append(_timed(book, [sys.executable, "-m", "mkdocs", "build", "-q", "-f", _theme_alone(book)]))
            yield _row(f"  {chapters} × {languages}", *times)


def _theme_alone(book: Path) -> Path:
    """The same chapters as the theme and the plugin for languages make a site of them, without anything of ours."""
    lines = (book / "mkdocs.yml").read_text("utf-8").split("\n")
    begin, end = lines.index("plugins:"), next(at for at, line in enumerate(lines) if line.startswith("# From here"))
    own = ("use_directory_urls: false", "exclude_docs: data/", "theme: {name: material, font: false}",
           "markdown_extensions: [admonition, attr_list, tables, pymdownx.details, pymdownx.tasklist]")
    file = book / "theme-alone.yml"
    plugins = [lines[begin], "  - search", *lines[begin + 1 : end]]
    file.write_text("\n".join(["site_name: Book", "site_dir: build/theme-alone", *plugins, *own, ""]), "utf-8")
    return file


SITE_ONLY = """
import shutil, sys
from pathlib import Path
from guidebook import book as books
from guidebook import config
from guidebook.site import engine
book, folder = books.load(config.load(Path(sys.argv[1]))), Path(sys.argv[2])
shutil.rmtree(folder, ignore_errors=True)
folder.mkdir()
warnings = engine.build(book, [one.code for one in book.config.languages], folder, 2)
assert warnings == (), warnings[0]
"""


def _timed(book: Path, command: list) -> str:
    seconds, worked, _, _ = translations.timed(book, command)
    return f"{seconds:.1f} · {worked:.1f}"


if __name__ == "__main__":
    main()
