"""Then and now: the version of the source that a translation was made from, found in the file's git history.

*That* a translation is stale needs no git: its `translated_from` differs from the source's id. *What* has changed
is told by the old text, which stands somewhere in the history of the file:

    source file ─ git log --follow ─► commits and paths ─ git cat-file ─► texts ─ source_id ─► the one named
"""

from __future__ import annotations

import subprocess
from collections.abc import Iterator, Sequence
from functools import cache, lru_cache
from pathlib import Path

from guidebook import files, markup
from guidebook.book import source_id as id_of


def version(file: Path, source_id: str) -> str | None:
    """The text of `file` when its id was `source_id`; None without git, in a shallow clone, or if it never was."""
    git = _git_folder(file)
    if git is None or not source_id:
        return None
    return _versions(file, _stamp(git)).get(source_id)


def previous(file: Path) -> str | None:
    """The newest committed text of a file that differs from the present one; None when there is none, or no git."""
    git = _git_folder(file)
    if git is None:
        return None
    now = files.read_text(file)
    return next((text for text in _versions(file, _stamp(git)).values() if text != now), None)


@cache
def is_shallow(root: Path) -> bool:
    """Whether only the newest commits are here (a clone made with --depth), so that old versions are not at hand."""
    return git(root, "rev-parse", "--is-shallow-repository").strip() == b"true"


@lru_cache(maxsize=256)
def changed_sections(then: str, now: str) -> tuple[str, ...]:
    """The ids of the headings of `now` whose section reads otherwise than in `then`, or is new."""
    before, after = _sections(then), _sections(now)
    return tuple(name for name, text in after.items() if before.get(name) != text)


def _sections(text: str) -> dict[str, str]:
    """Heading id → the heading and the text down to the next one."""
    lines = text.split("\n")
    headings = [heading for heading in markup.read(text, Path()).headings if heading.id]
    ends = [heading.line - 1 for heading in headings[1:]] + [len(lines)]
    return {h.id: "\n".join(lines[h.line - 1 : end]).strip() for h, end in zip(headings, ends, strict=True)}


# ----------------------------------------------------------------------------------------------- git


def _git_folder(file: Path) -> Path | None:
    """The .git above a file: looking is quicker than asking git, and most books in tests have none."""
    return next((folder / ".git" for folder in file.absolute().parents if (folder / ".git").exists()), None)


def _stamp(git: Path) -> tuple[int, int]:
    """Changes with every commit, so that a running preview sees new versions."""
    log = git / "logs" / "HEAD"
    state = (log if log.exists() else git).stat()
    return state.st_mtime_ns, state.st_size


@lru_cache(maxsize=512)
def _versions(file: Path, _stamp: tuple[int, int]) -> dict[str, str]:
    """Every version of a file that was ever committed, by its id; two git processes, however long the history."""
    folder = file.absolute().parent
    log = git(folder, "log", "--follow", "--format=%x00%H", "--name-only", "--", file.name)
    names = [part.split("\n") for part in log.decode(errors="replace").split("\0")[1:]]
    wanted = [f"{lines[0]}:{lines[2]}" for lines in names if len(lines) > 2]
    versions: dict[str, str] = {}
    for _, text in contents(folder, wanted):
        versions.setdefault(id_of(text), text)
    return versions


def contents(folder: Path, names: Sequence[str]) -> Iterator[tuple[str, str]]:
    """The id and the text of each of these files, named “<id>” or “<commit>:<path>”, as far as git has them.

    `git cat-file --batch` prints “<id> blob <size>”, the content, a line end; or “<name> missing”.
    """
    batch = git(folder, "cat-file", "--batch", given="\n".join(names).encode()) if names else b""
    place = 0
    while place < len(batch):
        end = batch.index(b"\n", place)
        words, place = batch[place:end].split(b" "), end + 1
        if words[-1].isdigit():
            size = int(words[-1])
            text = batch[place : place + size].decode("utf-8-sig", errors="replace")
            yield words[0].decode(), files.normalised(text)
            place += size + 1


def git(folder: Path, *words: str, given: bytes = b"") -> bytes:
    """What git prints when it is asked in a folder; nothing when it is not there, or refuses."""
    try:
        command = ["git", "-c", "core.quotePath=false", "-C", str(folder), *words]
        run = subprocess.run(command, input=given, capture_output=True, timeout=60, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return b""
    return run.stdout if run.returncode == 0 else b""
