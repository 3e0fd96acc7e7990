"""What was computed for texts that have not changed since: a file of build/.cache/, safe to delete.

A value is kept under the hash of everything it was computed from, the programs included, so nothing has ever to be
marked as outdated. The file is this machine's own: it is read as data of a known shape, and in CI, where a pull request
could have brought one along, it is neither read nor written.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Callable
from functools import cache
from pathlib import Path

from guidebook import files

_PROGRAMS = Path(__file__).parents[1]
_MOST_BYTES = 200_000_000  # more than this is not ours


class Memory:
    """Values by key. What was not asked for or put there since it was opened, is forgotten when it is saved."""

    def __init__(self, file: Path | None, is_shape: Callable[[object], bool]) -> None:
        self.file = file if not os.environ.get("CI") else None  # None: nothing is remembered
        self.is_shape = is_shape
        self.known = _read(self.file) if self.file else {}
        self.kept: dict[str, object] = {}
        self.is_new = False

    def get(self, key: str) -> object | None:
        """The value of a key, if one of the right shape is there."""
        if key in self.kept:
            return self.kept[key]
        value = self.known.get(key)
        if value is None or not self.is_shape(value):
            return None
        self.kept[key] = value
        return value

    def put(self, key: str, value: object) -> None:
        """Remember a value, which must be one of JSON."""
        self.kept[key], self.is_new = value, True

    def save(self) -> None:
        """Write what is new; a disk that cannot be written only makes the next time slower."""
        if self.file is None or not (self.is_new or len(self.kept) < len(self.known)):
            return
        try:
            files.write_atomically(self.file, json.dumps(self.kept, ensure_ascii=False, separators=(",", ":")))
        except OSError:
            return


def _read(file: Path) -> dict[str, object]:
    try:
        if file.is_symlink() or file.stat().st_size > _MOST_BYTES:
            return {}
        found = json.loads(file.read_bytes())
    except (OSError, ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}


def key(*parts: str) -> str:
    """The name of a value that is computed from these texts."""
    whole = hashlib.sha256(programs().encode())
    for part in parts:
        data = part.encode(errors="surrogatepass")
        whole.update(len(data).to_bytes(8, "big"))
        whole.update(data)
    return whole.hexdigest()[:32]


@cache
def programs() -> str:
    """The version of all that a value may be computed by: the text of our modules."""
    whole = hashlib.sha256()
    for folder in (_PROGRAMS, _PROGRAMS / "translation", _PROGRAMS / "checks"):
        for file in sorted(folder.glob("*.py")):
            whole.update(file.read_bytes())
    return whole.hexdigest()
