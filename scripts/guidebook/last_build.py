"""What the last build was made from and what it made: when both are as they were, there is nothing to do.

    inputs: the book, the program, the commits     ─┐
                                                    ├─ as written down? ─► the outputs of that time
    outputs: size and time of every file           ─┘

Imports nothing heavy: to find out that nothing has changed takes less time than to load the layout engine.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import sys
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from functools import cached_property
from pathlib import Path

from guidebook import files
from guidebook.config import Config

PACKAGE = Path(__file__).parent
PARTS = ("notes", "print", "site")  # and "kiosk", when it is asked for
SKIPPED = {"__pycache__"}
PROGRAMS = ("gs", "gswin64c", "gswin32c", "git")  # with some of them more is made


@dataclass(frozen=True)
class Output:
    """One thing that a build has made, or found still good."""

    file: Path
    size: int
    pages: int
    sheets: int
    seconds: float
    is_new: bool


@dataclass(frozen=True)
class Wanted:
    """What is to be built."""

    config: Config
    codes: Sequence[str]
    parts: Sequence[str]
    all_editions: bool = False

    @property
    def _name(self) -> str:
        return " ".join((*self.codes, *self.parts, "all" if self.all_editions else ""))

    @property
    def _file(self) -> Path:
        return self.config.build / ".cache" / "last-build.json"

    def found(self) -> tuple[tuple[Output, ...], tuple[str, ...]] | None:
        """The outputs of the last build like this one and what was said of it; None when it has to be done again."""
        try:
            row = json.loads(self._file.read_text(encoding="utf-8"))[self._name]
            if row["made_from"] != self._made_from or row["state"] != self._state():
                return None
            outputs = (Output(**{**one, "file": self.config.root / one["file"]}) for one in row["outputs"])
            return tuple(replace(output, seconds=0.0, is_new=False) for output in outputs), tuple(row["said"])
        except (OSError, ValueError, LookupError, TypeError):
            return None

    def write(self, outputs: Sequence[Output], said: Sequence[str]) -> None:
        """Write down that this was built. What another build has made since counts for nothing: only one is kept."""
        rows = [{**asdict(output), "file": self.config.short(output.file)} for output in outputs]
        row = {"made_from": self._made_from, "state": self._state(), "outputs": rows, "said": list(said)}
        files.write_atomically(self._file, json.dumps({self._name: row}, ensure_ascii=False))

    @cached_property
    def _made_from(self) -> str:
        """A hash of everything that a build reads, taken before it: what is edited meanwhile is built next time."""
        hashed = hashlib.blake2b(digest_size=16)
        for text in self._circumstances():
            hashed.update(text.encode() + b"\0")
        for root in (self.config.file, self.config.docs, self.config.notes, PACKAGE):
            for file in _files(root):
                data = file.read_bytes()
                hashed.update(f"{file.relative_to(root)}\0{len(data)}\0".encode() + data)
        return hashed.hexdigest()

    def _circumstances(self) -> Iterator[str]:
        """The languages, the day, the history, the libraries, the programs that are there."""
        yield from (self._name, self.config.day.isoformat(), self.config.version, self.config.history(), sys.version)
        libraries = Path(json.__file__).parent, *(Path(folder) for folder in sys.path if folder.endswith("-packages"))
        for folder in libraries:
            yield from sorted(one.name for one in folder.glob("*.dist-info"))
        yield from (shutil.which(program) or "" for program in PROGRAMS)

    def _state(self) -> str:
        """A hash of which files have been built, of their sizes and times."""
        hashed = hashlib.blake2b(digest_size=16)
        for folder in (self.config.build / part for part in self.parts):
            for file in _files(folder):
                found = file.stat()
                hashed.update(f"{file.relative_to(folder)}\0{found.st_size}\0{found.st_mtime_ns}\0".encode())
        return hashed.hexdigest()


def _files(root: Path) -> list[Path]:
    """The files of a folder, or the file itself; sorted."""
    if root.is_file():
        return [root]
    found = []
    for folder, folders, names in os.walk(root, followlinks=True):
        folders[:] = [name for name in folders if name not in SKIPPED]
        found += [Path(folder, name) for name in names]
    return sorted(file for file in found if file.is_file())
