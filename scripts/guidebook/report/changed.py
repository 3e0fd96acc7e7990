"""Which files, and which of their lines, differ from the state that a pull request wants to be merged into.

Names and texts come from others: they are handed to git behind `--`, never to a shell, and are asked for with NUL
between them, so that no name can look like two.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from guidebook.problem import GuidebookError
from guidebook.translation import history

TEXTS = ("*.md", "*.yml")
CONTEXT = 3
_HUNK = re.compile(rb"@@ -\d+(?:,\d+)? \+(\d+)(?:,(\d+))? @@")
_START = b"diff --git "
_PLAIN = ("--no-color", "--no-ext-diff", "--no-textconv", "--ignore-submodules", "--find-renames", "--relative")


@dataclass(frozen=True)
class ChangedFile:
    """A file of the book as it stands now; `lines` are those that are new or beside what was taken out."""

    path: str  # from the folder of the book
    lines: tuple[range, ...] = ()
    is_gone: bool = False

    def has(self, line: int) -> bool:
        """Whether a line was changed."""
        return any(line in lines for lines in self.lines)

    def is_near(self, line: int) -> bool:
        """Whether GitHub shows the line among the changes: with three lines around each of them."""
        return any(lines.start - CONTEXT <= line < lines.stop + CONTEXT for lines in self.lines)


def since(root: Path, revision: str) -> tuple[ChangedFile, ...]:
    """The files that differ from where this state and `revision` parted. Raises GuidebookError if git cannot tell."""
    base = _parting(root, revision)
    lines = dict(zip(_texts(root, base), _hunks(root, base), strict=True))
    rows = _named(history.git(root, "diff", "--name-status", "-z", *_PLAIN, base, "--"))
    return tuple(ChangedFile(path, lines.get(path, ()), state == "D") for state, path in rows)


def _parting(root: Path, revision: str) -> str:
    """The commit from which both went on."""
    commit = history.git(root, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}")
    base = history.git(root, "merge-base", commit.decode().strip(), "HEAD") if commit else b""
    if not base:
        message = "the history that is at hand does not show where this book and “{revision}” parted"
        hint = "fetch the whole history: git fetch --unshallow"
        if not history.is_shallow(root):
            hint = "name a commit or a branch of this repository"
        raise GuidebookError(message, hint, revision=revision)
    return base.decode().split()[0]


def _texts(root: Path, base: str) -> list[str]:
    """The texts in git's order; one that became a link, or was one, stands in a patch twice."""
    rows = _named(history.git(root, "diff", "--name-status", "-z", *_PLAIN, base, "--", *TEXTS))
    return [path for state, path in rows for _ in range(2 if state == "T" else 1)]


def _named(listed: bytes) -> Iterator[tuple[str, str]]:
    """State and path, with the new one of a file that was renamed: “M”, path, “R100”, old, new, …"""
    words = iter(listed.decode(errors="replace").split("\0"))
    for state in words:
        if state:
            path = next(words)
            yield state[0], next(words) if state[0] in "RC" else path


def _hunks(root: Path, base: str) -> Iterator[tuple[range, ...]]:
    """The changed lines of each text, in git's order. Lines of a file never begin like the lines around them.

    `--text`: a file that .gitattributes calls binary is looked at all the same.
    """
    patch = history.git(root, "diff", "--unified=0", "--text", *_PLAIN, base, "--", *TEXTS)
    found: list[list[range]] = []
    for line in patch.split(b"\n"):
        if line.startswith(_START):
            found.append([])
        elif match := _HUNK.match(line):
            found[-1].append(_lines(int(match.group(1)), int(match.group(2) or 1)))
    return (tuple(hunks) for hunks in found)


def _lines(first: int, count: int) -> range:
    """The lines of a hunk; where something was taken out, the two that stand beside each other now."""
    return range(first, first + count) if count else range(first, first + 2)

