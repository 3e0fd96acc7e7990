"""What Lighthouse says of the guide on a phone: prints a table, ends with 1 when a score is too low. `make lighthouse`

The real book is built at the address of a server on this machine, so that addresses in its pages are whole. Each page
is looked at three times; a score is the median. Reports are left in build/lighthouse/. Lighthouse slows processor and
network down by itself (its preset for phones). What else the machine does at the time still takes points of
“performance” away, and never adds any: a page that seems slow is looked at three times more, and the better median
counts.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parent))

import hosting  # noqa: E402
from browser import CONFIG, executable  # noqa: E402
from hosting import ROOT  # noqa: E402

LIGHTHOUSE = ROOT / ".venv/node/node_modules/lighthouse/cli/index.js"  # not in tests/: our tests read all that is there
REPORTS = ROOT / "build" / "lighthouse"
FLOORS = {"performance": 95, "accessibility": 100, "best-practices": 100, "seo": 100}
CHAPTER = 3
RUNS = 3


@dataclass(frozen=True)
class Looked:
    """A page and what was said of it each time."""

    name: str
    reports: Sequence[Mapping]

    def score(self, category: str) -> int:
        """The median, of 100."""
        return round(statistics.median(100 * (one["categories"][category]["score"] or 0) for one in self.reports))

    def is_good(self, category: str) -> bool:
        """Is it as good as we want it?"""
        return self.score(category) >= FLOORS[category]

    def middle(self, category: str) -> Mapping:
        """The report whose score in that category is the median."""
        return sorted(self.reports, key=lambda one: one["categories"][category]["score"] or 0)[len(self.reports) // 2]


def main() -> int:
    """Print the table and what is at fault."""
    asked = _asked()
    with tempfile.TemporaryDirectory(prefix="guidebook-lighthouse-") as folder:
        book = Path(folder) / "book"
        with hosting.hosted(book / "build" / "site") as host:
            hosting.built(hosting.book_at(book, host.address))
            looked = list(_looked(host.address, asked.lang, asked.page, asked.runs))
    low = [(one, category) for one in looked for category in FLOORS if not one.is_good(category)]
    for one, category in low:
        print(f"\n{one.name}: {category} {one.score(category)}, not {FLOORS[category]}")
        print(*_faults(one.middle(category), category), sep="\n")
    return 1 if low else 0


def _asked() -> argparse.Namespace:
    codes = [language.code for language in CONFIG.languages]
    pages = [f"{name.removesuffix('.md')}.html" for name in (
        CONFIG.reading_order[0], CONFIG.reading_order[CHAPTER], "places.md", "glossary.md")]
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--lang", nargs="+", default=codes)
    parser.add_argument("--page", nargs="+", default=pages)
    parser.add_argument("--runs", type=int, default=RUNS)
    return parser.parse_args()


def _looked(address: str, codes: Sequence[str], pages: Sequence[str], runs: int) -> Iterator[Looked]:
    """Each page, with its line of the table as soon as it is known."""
    print(f"{'page':<34}" + "".join(f"{category:>16}" for category in FLOORS) + f"{'first paint':>14}{'largest':>10}")
    for code in codes:
        for page in pages:
            name = f"{code}/{page}"
            one = fairly(name, partial(_report, address, name), runs)
            scores = "".join(f"{one.score(category):>16}" for category in FLOORS)
            paints = (one.middle("performance")["audits"][f"{which}-contentful-paint"]["numericValue"] / 1000
                      for which in ("first", "largest"))
            print(f"{name:<34}{scores}{next(paints):>12.1f} s{next(paints):>8.1f} s", flush=True)
            yield one


def fairly(name: str, report: Callable[[int], Mapping], runs: int) -> Looked:
    """A page looked at so often, and as often again when it seems slow: our own fault is there the second time too."""
    first = Looked(name, [report(number) for number in range(runs)])
    if first.is_good("performance"):
        return first
    print(f"{name}: performance {first.score('performance')}, looking again", file=sys.stderr)
    second = Looked(name, [report(number) for number in range(runs, 2 * runs)])
    return max(first, second, key=lambda one: one.score("performance"))


def _report(address: str, name: str, number: int) -> Mapping:
    """One look in a fresh browser."""
    REPORTS.mkdir(parents=True, exist_ok=True)
    file = REPORTS / f"{name.replace('/', '-').removesuffix('.html')}-{number}.json"
    flags = ["--headless=new", "--disable-gpu", *(["--no-sandbox"] if os.geteuid() == 0 else [])]
    command = ["node", LIGHTHOUSE, f"{address}{name}", "--quiet", "--output=json", f"--output-path={file}",
               f"--only-categories={','.join(FLOORS)}", f"--chrome-flags={' '.join(flags)}"]
    subprocess.run(command, check=True, env={**os.environ, "CHROME_PATH": executable()})
    return json.loads(file.read_text("utf-8"))


def _faults(report: Mapping, category: str) -> Iterator[str]:
    """What takes points away, each with the elements it names."""
    for reference in report["categories"][category]["auditRefs"]:
        audit = report["audits"][reference["id"]]
        if reference["weight"] and audit["score"] is not None and audit["score"] < 1:
            yield f"  {audit['id']} {audit['score']:.2f}  {audit['title']}: {audit.get('displayValue', '')}"
            for item in (audit.get("details") or {}).get("items", []):
                if told := _told(item):
                    yield f"    {told}"


def _told(item: Mapping) -> str:
    node = item.get("node") or item.get("source") or {}
    snippet = node.get("snippet", "") if isinstance(node, Mapping) else ""
    reason = item.get("reason") or item.get("description") or ""
    return " – ".join(str(part) for part in (item.get("url", ""), snippet, reason) if part)


if __name__ == "__main__":
    sys.exit(main())
