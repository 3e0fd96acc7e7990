"""Speed and memory of the real book: prints figures, judges nothing. `make bench`; a part: `make bench PART=reading`

Each row of the first table is the median of three runs of the command in a process of its own, on a copy of the book.
Memory is the largest of any single process (ru_maxrss of the command and of its children).
"""

from __future__ import annotations

import os
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import print_growth
import reading
import translations

ROOT = Path(__file__).parents[2]
GUIDEBOOK = Path(sys.executable).with_name("guidebook")
RUNS = 3
PHOTO = "10-photo"
sys.path.insert(0, str(ROOT / "tests"))


def main() -> None:
    """Print the tables that are asked for, all when none is."""
    asked = sys.argv[1:] or list(PARTS)
    if unknown := [name for name in asked if name not in PARTS]:
        raise SystemExit(f"there is no part “{unknown[0]}”; there are: {', '.join(PARTS)}")
    for name in asked:
        for line in PARTS[name]():
            print(line, flush=True)


def _commands() -> Iterator[str]:
    """How long each command takes on the real book."""
    with tempfile.TemporaryDirectory(prefix="guidebook-bench-") as folder:
        book = Path(folder) / "book"
        _copy(book)
        yield f"{'what':<44}{'seconds':>9}{'MiB':>7}"
        for what, prepare, command in _rows(book):
            seconds = [_timed(book, prepare, command) for _ in range(RUNS)]
            yield f"{what:<44}{statistics.median(s for s, _ in seconds):>9.2f}{max(m for _, m in seconds):>7.0f}"
        for name, size in _phone(book):
            yield f"{f'{name} on a phone, kB':<44}{size / 1000:>9.0f}"
        yield f"{'serve: a save, until it is written':<44}{reading.saved(book):>9.3f}"


def _print() -> Iterator[str]:
    with tempfile.TemporaryDirectory(prefix="guidebook-bench-") as folder:
        book = Path(folder) / "book"
        _copy(book)
        subprocess.run([GUIDEBOOK, "build", "--only", "notes"], cwd=book, stdout=subprocess.DEVNULL, check=True)
        yield "\nthe guide in the source language, longer and longer"
        yield from print_growth.table(book / "mkdocs.yml")


def _translations() -> Iterator[str]:
    yield "\nstatus and check of larger and larger books, chapters × languages"
    yield from translations.table()


def _reading() -> Iterator[str]:
    yield "\nthe reading site, from one run"
    yield from reading.table()


PARTS = {"commands": _commands, "print": _print, "translations": _translations, "reading": _reading}


def _copy(book: Path) -> None:
    for name in ("mkdocs.yml", "docs", "visual-notes", "scripts"):
        source = ROOT / name
        (shutil.copytree if source.is_dir() else shutil.copy)(source, _made(book) / name)


def _made(folder: Path) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def _rows(book: Path) -> list[tuple[str, Callable[[], None], list[str]]]:
    languages = sorted(path.name for path in (book / "docs").iterdir() if (path / "index.md").is_file())
    source = subprocess.run(
        [GUIDEBOOK, "status", "--languages"], cwd=book, capture_output=True, text=True, check=True
    ).stdout.split()[0]
    chapter = next(path.name for path in sorted((book / "docs" / source).glob("0*.md")))
    translation = next(code for code in languages if code != source)

    def cold() -> None:
        shutil.rmtree(book / "build", ignore_errors=True)

    every = ["build", "--only", "print", "--all-editions"]

    def without_prints() -> None:
        shutil.rmtree(book / "build" / "print", ignore_errors=True)

    def edited(code: str, before: Sequence[str] = ("build",)) -> Callable[[], None]:
        file = book / "docs" / code / chapter

        def edit() -> None:
            for words in (["accept", "docs"], before):  # all translations up to date, all outputs too
                subprocess.run([GUIDEBOOK, *words], cwd=book, stdout=subprocess.DEVNULL, check=True)
            file.write_text(file.read_text("utf-8") + f"\n{time.monotonic_ns()}\n", "utf-8")

        return edit

    return [
        ("guidebook check", lambda: None, ["check"]),
        ("guidebook status", lambda: None, ["status"]),
        ("guidebook build, cold", cold, ["build"]),
        ("guidebook build, nothing changed", lambda: None, ["build"]),
        ("guidebook build, one translation edited", edited(translation), ["build"]),
        ("guidebook build, the source edited", edited(source), ["build"]),
        *_note_rows(book, source, cold),
        ("guidebook build --only site", lambda: None, ["build", "--only", "site"]),
        ("build --only print --all-editions, cold", without_prints, every),
        ("the same, one chapter edited in one language", edited(translation, every), [*every, "--lang", translation]),
        ("the same, nothing changed", lambda: None, every),
    ]


def _note_rows(book: Path, source: str, cold: Callable[[], None]) -> list[tuple[str, Callable[[], None], list[str]]]:
    """One note, all notes, nothing changed, a photo. Each command also reads and checks the whole book."""
    drawn = next(folder.name for folder in sorted((book / "visual-notes").glob("03-*")))

    def without(name: str) -> Callable[[], None]:
        return lambda: shutil.rmtree(book / "build" / "notes" / name / source, ignore_errors=True)

    notes = ["build", "--only", "notes"]
    return [
        ("build --only notes, all, cold", cold, notes),
        ("build --only notes, one note in one language", without(drawn), [*notes, "--lang", source]),
        ("build --only notes, one photo in one language", _photographed(book, drawn, without(PHOTO)),
         [*notes, "--lang", source]),
        ("build --only notes, nothing changed", lambda: None, notes),
    ]


def _photographed(book: Path, drawn: str, forget: Callable[[], None]) -> Callable[[], None]:
    """A note of the book as the photo of a poster, added when it is first asked for; then its pictures are removed."""

    def prepare() -> None:
        folder = book / "visual-notes" / PHOTO
        if not folder.exists():
            svg = next((book / "build" / "notes" / drawn).rglob("note.svg"))
            _add_photo(book / "visual-notes" / drawn, folder, svg)
            subprocess.run([GUIDEBOOK, "build", "--only", "notes"], cwd=book, stdout=subprocess.DEVNULL, check=True)
        forget()

    return prepare


def _add_photo(note: Path, folder: Path, svg: Path) -> None:
    from guidebook.notes import pictures
    from notes import poster

    folder.mkdir()
    sheet = pictures.pixels(svg.read_text("utf-8"), 900)
    (folder / "photo.jpg").write_bytes(poster.jpeg(poster.photograph(sheet)))
    text = (note / "note.yml").read_text("utf-8")
    begin, end = text.index("art:\n"), text.index("styles:\n")
    size = next(line for line in text[begin:end].split("\n") if line.strip().startswith("size:"))
    privacy = 'privacy: {checked_by: "bench", checked_on: 2026-05-15}\n'
    art = f"art:\n  kind: photo\n  file: photo.jpg\n{size}\n"
    (folder / "note.yml").write_text(text[:begin] + privacy + art + text[end:], "utf-8")
    for file in note.glob("text.*.yml"):
        shutil.copy(file, folder)


def _phone(book: Path) -> list[tuple[str, int]]:
    """What a phone of 360 px, twice as dense, loads of each note in the languages of the book; the largest."""
    notes = sorted(folder for folder in (book / "build" / "notes").iterdir() if any(folder.rglob("note-800.avif")))
    return [(n.name, max(f.stat().st_size for f in n.rglob("note-800.avif"))) for n in notes]


def _timed(book: Path, prepare: Callable[[], None], command: list[str]) -> tuple[float, float]:
    """Seconds and MiB of one run, in a process that measures its own children."""
    prepare()
    code = (
        "import resource,subprocess,sys,time;s=time.monotonic();"
        "r=subprocess.run(sys.argv[1:],stdout=subprocess.DEVNULL);"
        "m=resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss;print(time.monotonic()-s,m/1024,r.returncode)"
    )
    run = subprocess.run(
        [sys.executable, "-c", code, str(GUIDEBOOK), *command],
        cwd=book, capture_output=True, text=True, check=True, env={**os.environ, "CI": "1"},
    )
    seconds, memory, status = run.stdout.split()
    if status != "0":
        raise SystemExit(f"guidebook {' '.join(command)} ended with {status}: {run.stderr}")
    return float(seconds), float(memory)


if __name__ == "__main__":
    main()
    print(f"this process: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MiB")
