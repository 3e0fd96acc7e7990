"""Whether the data of our pages (JSON-LD) are those of schema.org, as schema-dts writes it down. `make schema`

    all pages of the real book ─► one TypeScript file ─► tsc: every type, property and kind of value
    schema-dts ─► vocabulary.json: the types that we use, with their properties

Tests read the vocabulary, so that they need no npm. It is written when it differs; with --check that is an error, and
nothing is written. Ends with 1 when something is not as it should be.
"""

from __future__ import annotations

import argparse
import json
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parent))

import hosting  # noqa: E402
from hosting import ROOT  # noqa: E402

MODULES = ROOT / ".venv" / "node" / "node_modules"
VOCABULARY = HERE / "vocabulary.json"
ADDRESS = "https://guide.example.test/"  # never asked; data name whole addresses
DATA = re.compile(r'<script type="?application/ld\+json"?>(.*?)</script>', re.DOTALL)
METADATA = ROOT / "scripts" / "guidebook" / "site" / "metadata.py"
USED = re.compile(r'(?:_thing\(\s*|"@type": )"(\w+)"')  # some are used by no page of today


def main() -> int:
    """Check what the pages say, then the vocabulary."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--check", action="store_true", help="write nothing")
    parser.add_argument("--site", type=Path, help="a site that is built already")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="guidebook-schema-") as folder:
        site = asked.site or hosting.built(hosting.book_at(Path(folder) / "book", ADDRESS))
        found = dict(data(site))
        told = type_errors(found, Path(folder) / "typed")
    print(*told, f"{len(found)} pages with data, {len(told)} not as schema.org has it", sep="\n")
    return 1 if told or not is_current(asked.check) else 0


def data(site: Path) -> Iterator[tuple[str, object]]:
    """The data of each page that has some."""
    for file in sorted(site.rglob("*.html")):
        for number, text in enumerate(DATA.findall(file.read_text("utf-8"))):
            yield f"{file.relative_to(site).as_posix()}{number or ''}", json.loads(text)


def type_errors(found: Mapping[str, object], folder: Path) -> list[str]:
    """What tsc says of these data, with the page instead of the line."""
    folder.mkdir(parents=True)
    (folder / "node_modules").symlink_to(MODULES, target_is_directory=True)
    lines = ['import type { Thing, WithContext } from "schema-dts";']
    pages = [""]
    for page, told in found.items():
        for thing in told["@graph"] if "@graph" in told else [told]:
            whole = {"@context": told["@context"], **thing}
            lines.append(f"const _{len(pages)}: WithContext<Thing> = {json.dumps(whole)};")
            pages.append(page)
    (folder / "data.ts").write_text("\n".join(lines) + "\n", "utf-8")
    command = ["node", MODULES / "typescript" / "bin" / "tsc", "--noEmit", "--strict", "--pretty", "false",
               "--module", "nodenext", "--moduleDetection", "force", "data.ts"]
    run = subprocess.run(command, cwd=folder, capture_output=True, text=True)
    rows = [re.match(r"data\.ts\((\d+),\d+\): (.*)", line) for line in run.stdout.split("\n")]
    errors = [f"{pages[int(row[1]) - 1]}: {row[2]}" for row in rows if row]
    if run.returncode and not errors:
        raise SystemExit(run.stdout + run.stderr)
    return errors


def is_current(only_look: bool) -> bool:
    """Whether the vocabulary is that of schema-dts; else it is written, unless we only look."""
    text = json.dumps(vocabulary(), ensure_ascii=False, indent=1) + "\n"
    if VOCABULARY.is_file() and VOCABULARY.read_text("utf-8") == text:
        return True
    if only_look:
        print(f"{VOCABULARY.relative_to(ROOT)} is out of date: `make schema` writes it")
        return False
    VOCABULARY.write_text(text, "utf-8")
    print(f"{VOCABULARY.relative_to(ROOT)} was written")
    return True


def vocabulary() -> dict[str, object]:
    """The types that metadata.py names, each with its own properties and those of the types above it."""
    package = MODULES / "schema-dts"
    text = (package / "dist" / "schema.d.ts").read_text("utf-8")
    version = json.loads((package / "package.json").read_text("utf-8"))["version"]
    blocks = re.findall(r"^(?:export )?interface (\w+) extends ([^{]+)\{(.*?)^\}", text, re.MULTILINE | re.DOTALL)
    above = {name: re.findall(r"\w+Base\b", parents) for name, parents, _ in blocks}
    own = {name: re.findall(r'^    "(\w+)"\??:', body, re.MULTILINE) for name, _, body in blocks}

    def properties(name: str) -> set[str]:
        return set(own[name]).union(*(properties(parent) for parent in above[name]))

    used = sorted(set(USED.findall(METADATA.read_text("utf-8"))))
    if unknown := [name for name in used if f"{name}Leaf" not in own]:
        raise SystemExit(f"schema.org has no type {', '.join(unknown)}")
    known = {name: " ".join(sorted(properties(f"{name}Leaf"))) for name in used}
    return {"from": f"schema-dts {version}", "types": known}


if __name__ == "__main__":
    sys.exit(main())
