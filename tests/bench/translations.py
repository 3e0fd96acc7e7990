"""How `status` and `check` grow with the book: chapters × languages, made up, but in the shapes of the real ones.

    book   command   blocks   cold CPU MiB   again CPU   edited CPU   blocks/s

Each figure is one run of the command in a process of its own: seconds, and those that the processors worked; MiB is the
largest of its processes. “cold”: without a memory of earlier runs; “again” comes right after it; “edited”: ten chapters
of one language were changed. Blocks a second are those of the processors, cold: where they stay the same from row to
row, the work grows as the book does.
"""

from __future__ import annotations

import json
import os
import random
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

from guidebook.book import source_id

ROOT = Path(__file__).parents[2]
GUIDEBOOK = Path(sys.executable).with_name("guidebook")
CHAPTERS = (50, 100, 200, 400)
LANGUAGES = 12
EDITED = 10
HEAD = ("book", "command", "blocks", "cold", "CPU", "MiB", "again", "CPU", "edited", "CPU", "blocks/s")

_SYLLABLES = "ba co du fe gi ha jo ku le mi no pu ra se ti vo wu za".split()


def table() -> Iterator[str]:
    """The lines of the table."""
    yield "".join(f"{word:>9}" for word in HEAD)
    for count in CHAPTERS:
        with tempfile.TemporaryDirectory(prefix="guidebook-bench-") as folder:
            book = make(Path(folder) / "book", count, LANGUAGES)
            blocks = sum(row["blocks"]["total"] for row in json.loads(_timed(book, "status", "--json")[-1]))
            shutil.rmtree(book / "build")
            for language, command in enumerate(("status", "check"), 1):
                yield f"{f'{count}×{LANGUAGES}':>9}{_row(book, command, _code(language), blocks)}"


def _row(book: Path, command: str, edited_language: str, blocks: int) -> str:
    *cold, told = _timed(book, command, "--json")
    *again, same = _timed(book, command, "--json")
    assert same == told, "what is remembered tells otherwise than what is computed"
    for file in sorted((book / "docs" / edited_language).glob("*.md"))[:EDITED]:
        file.write_text(file.read_text("utf-8") + "\n1234\n", "utf-8")
    *edited, _ = _timed(book, command, "--json")
    figures = (*cold, *again[:2], *edited[:2], blocks / cold[1])
    shown = "".join(f"{figure:>9.{1 if figure < 100 else 0}f}" for figure in figures)
    return f"{command:>9}{blocks:>9}{shown}"


def _timed(book: Path, *words: str) -> tuple[float, float, float, str]:
    return timed(book, [GUIDEBOOK, *words])


def timed(book: Path, words: Sequence[object]) -> tuple[float, float, float, str]:
    """Run a command in a book: seconds, those of the processors, MiB and what was printed."""
    code = (
        "import resource,subprocess,sys,time;s=time.monotonic();"
        "r=subprocess.run(sys.argv[1:],stdout=subprocess.PIPE);e=time.monotonic()-s;"
        "u=resource.getrusage(resource.RUSAGE_CHILDREN);"
        "print(e,u.ru_utime+u.ru_stime,u.ru_maxrss/1024);sys.stdout.flush();sys.stdout.buffer.write(r.stdout)"
    )
    command = [sys.executable, "-c", code, *map(str, words)]
    run = subprocess.run(command, cwd=book, capture_output=True, text=True, check=True, env=_quiet())
    figures, _, told = run.stdout.partition("\n")
    seconds, worked, memory = map(float, figures.split())
    return seconds, worked, memory, told


def _quiet() -> dict[str, str]:
    """The environment without CI: there nothing is remembered."""
    return {name: value for name, value in os.environ.items() if name != "CI"}


# --------------------------------------------------------------------------------------------- a big book


def make(root: Path, chapters: int, languages: int) -> Path:
    """A book of that size in invented languages; some chapters are missing, some older than their source."""
    shutil.copytree(ROOT / "tests" / "sample-book", root)
    shutil.rmtree(root / "docs")
    shutil.copytree(ROOT / "docs" / "assets", root / "docs" / "assets")
    shutil.copytree(ROOT / "visual-notes" / "icons", root / "visual-notes" / "icons")
    names = [f"{number:03}-chapter.md" for number in range(1, chapters + 1)]
    (root / "mkdocs.yml").write_text(_config(root / "mkdocs.yml", names, languages), "utf-8")
    versions = [_chapter(number, _code(0), "") for number in range(chapters)]
    _write(root, 0, names, versions)
    ids = [source_id(text) for text in versions]
    for language in range(1, languages):
        texts = [_chapter(n, _code(language), ids[n]) if (n + language) % 13 else "" for n in range(chapters)]
        _write(root, language, names, texts)
    _commit(root)
    for number in range(0, chapters, 10):  # the source goes on
        file = root / "docs" / _code(0) / names[number]
        file.write_text(file.read_text("utf-8").replace("1000", "1001") + "\nAdded.\n", "utf-8")
    _commit(root)
    return root


def make_site(root: Path, chapters: int, languages: int) -> Path:
    """The same with first pages and the theme, so that its website can be built; it has no address."""
    make(root, chapters, languages)
    shutil.rmtree(root / "visual-notes" / "02-market")
    for name in ("scripts/mkdocs_hooks.py", "scripts/guidebook/site/theme"):
        source, target = ROOT / name, root / name
        target.parent.mkdir(parents=True, exist_ok=True)
        (shutil.copytree if source.is_dir() else shutil.copy)(source, target)
    home = _chapter(chapters, _code(0), "")
    for language in range(languages):
        text = _chapter(chapters, _code(language), source_id(home) if language else "")
        (root / "docs" / _code(language) / "index.md").write_text(text, "utf-8")
    file = root / "mkdocs.yml"
    lines = file.read_text("utf-8").replace("nav:\n", "nav:\n  - index.md\n", 1).split("\n")
    file.write_text("\n".join(line for line in lines if not line.startswith("site_url:")), "utf-8")
    return root


def _code(number: int) -> str:
    """Codes of languages that the locale library knows; the first is the source."""
    return ("uk", "pl", "en", "de", "fr", "es", "it", "cs", "sk", "lt", "tr", "ro")[number]


def _config(file: Path, names: list[str], languages: int) -> str:
    """The sample's mkdocs.yml with other chapters and languages."""
    lines = file.read_text("utf-8").split("\n")
    nav, extra = lines.index("nav:"), lines.index("extra:")
    lines[nav + 1 : extra] = [f"  - {name}" for name in names]
    start = lines.index("      languages:")
    end = next(at for at in range(start + 1, len(lines)) if not lines[at].strip())
    written = (f"{{locale: {_code(n)}, name: {_code(n)}, site_name: Book, link: /{_code(n)}/"
               f"{', default: true' * (not n)}}}" for n in range(languages))
    lines[start + 1 : end] = [f"        - {one}" for one in written]
    return "\n".join(lines)


def _write(root: Path, language: int, names: list[str], texts: list[str]) -> None:
    folder = root / "docs" / _code(language)
    folder.mkdir()
    for name, text in zip(names, texts, strict=True):
        if text:
            (folder / name).write_text(text, "utf-8")


def _chapter(number: int, code: str, made_from: str) -> str:
    """Some 60 blocks: headings, paragraphs, lists, a table and a box; the same in every language but for the words."""
    shape, words = random.Random(number), random.Random(f"{number} {code}")
    vocabulary = _vocabulary(code)

    def text(most: int) -> str:
        count = shape.randrange(most // 3, most)
        small = words.choices(vocabulary[:30], k=count)
        return " ".join(w if n % 3 else words.choice(vocabulary) for n, w in enumerate(small)).capitalize() + "."

    lines = ["---", f"title: {text(4)}", f"description: {text(12)}"]
    lines += [f"translated_from: {made_from}"] * bool(made_from) + ["---", ""]
    for section in range(6):
        lines += [f"## {text(5)[:-1]} {{ #part-{section} }}", "", text(40), "", text(70), "", text(50) + " 1000", ""]
        lines += [f"- **{text(3)[:-1]}:** {text(25)}" for _ in range(4)] + [""]
    lines += ["| a | b |", "|---|---|", *(f"| {text(4)} | {1000 + row} |" for row in range(5)), ""]
    lines += [f'!!! note "{text(4)[:-1]}"', f"    {text(30)}", ""]
    return "\n".join(lines)


def _vocabulary(code: str) -> list[str]:
    """600 invented words of a language; Cyrillic ones for the first."""
    chance = random.Random(code)
    found = ["".join(chance.choices(_SYLLABLES, k=1 + n % 4)) + chance.choice("aeiou") + code[-1] for n in range(600)]
    return found if code != _code(0) else [word.translate(_CYRILLIC) for word in found]


_CYRILLIC = str.maketrans("abcdefghijklmnopqrstuvwxyz", "абцдефґгійклмнопкрстуввхиз")


def _commit(root: Path) -> None:
    who = ("-c", "user.name=Bench", "-c", "user.email=bench@verbopil.example")
    for words in (("init", "--quiet"), ("add", "docs"), (*who, "commit", "--quiet", "--message", "as it stands")):
        subprocess.run(["git", *words], cwd=root, check=True)


if __name__ == "__main__":
    for line in table():
        print(line, flush=True)
