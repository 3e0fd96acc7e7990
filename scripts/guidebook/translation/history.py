"""Then and now: the version of the source that a translation was made from, found in the file's git history.

*That* a translation is stale needs no git: its `translated_from` differs from the source's id. *What* has changed
is told by the old text, which stands somewhere in the history of the file:

    source file ─ git log --follow ─► commits and paths ─ git cat-file ─► texts ─ source_id ─► the one named
    many files ── git log ─► all their contents, once ──┘

Git is asked as a stranger's repository has to be: what its own settings would start, is switched off.
"""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
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


Wanted = tuple[Path, str]  # a file, and the id of one of its versions


def versions(wanted: Iterable[Wanted]) -> dict[Wanted, str]:
    """The same for many files at once, as far as their versions are found: git is asked for all of them together."""
    left = dict.fromkeys(one for one in wanted if one[1])
    if not left or (repository := _git_folder(next(iter(left))[0])) is None:
        return {}
    root, found = repository.parent, {}
    names = {file: file.absolute().relative_to(root).as_posix() for file, _ in left if file.is_relative_to(root)}
    blobs: dict[str, dict[str, None]] = {}
    for commit in commits(root, [_common(names.values())]):
        for change in commit.changes:
            blobs.setdefault(change.path, {})[change.blob] = None
    by_blob = {blob: file for file, name in names.items() for blob in blobs.get(name, ())}
    for blob, text in texts(root, list(by_blob)):
        one = by_blob[blob], id_of(text)
        if one in left:
            found[one] = text
    for file, name in left.keys() - found.keys():  # a file that had another name then
        if text := version(file, name):
            found[file, name] = text
    return found


def _common(names: Iterable[str]) -> str:
    """The folder that holds all of these."""
    folders = [name.split("/")[:-1] for name in names]
    return "/".join(os.path.commonprefix(folders)) or "."


def previous(file: Path) -> str | None:
    """The newest committed text of a file that differs from the present one; None when there is none, or no git."""
    git = _git_folder(file)
    if git is None:
        return None
    now = files.read_text(file)
    return next((text for text in _versions(file, _stamp(git)).values() if text != now), None)


def past(folder: Path, is_wanted: Callable[[str], bool]) -> Iterator[tuple[str, str]]:
    """Path and text of every version of the wanted files below a folder, the newest first; each text of a path once.

    What was deleted or has another name now is among them. `is_wanted` is asked with the path below the folder.
    """
    git = _git_folder(folder / "x")
    if git is None or not folder.absolute().is_relative_to(git.parent):
        return
    start = folder.absolute().relative_to(git.parent).as_posix()
    found: dict[tuple[str, str], None] = {}
    for commit in commits(git.parent, [start]):
        for change in commit.changes:
            path = change.path.removeprefix(f"{start}/") if start != "." else change.path
            if change.blob and is_wanted(path):
                found[path, change.blob] = None
    asked = list(found)
    for begin in range(0, len(asked), _FEW):
        some = asked[begin : begin + _FEW]
        by_blob = dict(contents(git.parent, list(dict.fromkeys(blob for _, blob in some))))
        yield from ((path, by_blob[blob]) for path, blob in some if blob in by_blob)


_FEW = 50  # who looks for one version mostly finds it among the newest


def ids(file: Path) -> tuple[str, ...]:
    """The ids of all committed versions of `file`, the newest first; none when there is no git."""
    git = _git_folder(file)
    return tuple(_versions(file, _stamp(git))) if git else ()


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
    ends = [*(heading.line - 1 for heading in headings), len(lines)][1:]
    return {h.id: "\n".join(lines[h.line - 1 : end]).strip() for h, end in zip(headings, ends, strict=False)}


# ----------------------------------------------------------------------------------------------- git


def _git_folder(file: Path) -> Path | None:
    """The .git above a file: looking is quicker than asking git, and most books in tests have none."""
    return next((folder / ".git" for folder in file.absolute().parents if (folder / ".git").exists()), None)


def repository(folder: Path) -> Path | None:
    """The top of the repository that a folder belongs to."""
    git = _git_folder(folder / "x")
    return git.parent if git else None


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


_BATCH = 1000  # contents that are held at once


def texts(folder: Path, blobs: Sequence[str]) -> Iterator[tuple[str, str]]:
    """The same for any number of ids."""
    for start in range(0, len(blobs), _BATCH):
        yield from contents(folder, blobs[start : start + _BATCH])


def blobs(folder: Path, names: Sequence[str]) -> list[str]:
    """The id of the content of each “<commit>:<path>”, in order; empty for what is not there, or is no file."""
    asked = "".join(f"{name}\n" if "\n" not in name else "\n" for name in names)
    told = git(folder, "cat-file", "--batch-check", given=asked.encode(errors="surrogateescape"), seconds=300)
    lines = told.decode(errors="replace").split("\n")
    found = [words[0] if len(words := line.split(" ")) == 3 and words[1] == "blob" else "" for line in lines]
    return found[: len(names)] if len(lines) > len(names) else [""] * len(names)


@dataclass(frozen=True)
class Change:
    """What a commit did to one file."""

    path: str  # from the top of the repository
    blob: str  # the id of its content since; empty when it was deleted
    was: str  # the path before, another one when the file was moved


@dataclass(frozen=True)
class Commit:
    """A commit, as far as it touched the files asked for."""

    id: str
    changes: tuple[Change, ...]


def commits(root: Path, paths: Sequence[str], *, moves: bool = False) -> Iterator[Commit]:
    """The commits that touched these paths, newest first; `moves`: a file with a new name is followed."""
    follow = ("-M", "-l1000") if moves else ("--no-renames",)
    shown = ("--raw", "-z", "--no-abbrev", "--no-relative", "--no-color", "--no-show-signature", "--date-order")
    log = git(root, "log", *shown, *follow, "--format=%x01%H", "HEAD", "--", *paths, seconds=300)
    words = iter(log.decode(errors="surrogateescape").split("\0"))
    name, changes = "", []
    for word in words:
        word = word.lstrip("\n")
        if word.startswith("\x01"):
            if changes:
                yield Commit(name, tuple(changes))
            name, changes = word[1:], []
        elif word.startswith(":"):
            fields = word.split(" ")
            was = path = next(words, "")
            if fields[-1][:1] in ("R", "C"):
                path = next(words, "")
            if fields[1].startswith("100") or fields[1] == "000000":  # files; neither links nor other repositories
                changes.append(Change(path, fields[3] if fields[3].strip("0") else "", was))
    if changes:
        yield Commit(name, tuple(changes))


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


# What a repository may set to have a program started, or words written that were not asked for.
_HARMLESS = ("core.quotePath=false", "core.fsmonitor=false", "core.hooksPath=/dev/null", "log.showSignature=false",
             "log.mailmap=false", "protocol.allow=never", "core.pager=cat", "diff.orderFile=/dev/null")  # fmt: skip
_SETTINGS = tuple(word for setting in _HARMLESS for word in ("-c", setting))
# Set while git runs a hook, these would lead to another repository than the one asked for.
_LEADING_ELSEWHERE = ("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_OBJECT_DIRECTORY", "GIT_EXTERNAL_DIFF")
_QUIET = {"GIT_TERMINAL_PROMPT": "0", "GIT_OPTIONAL_LOCKS": "0", "GIT_NO_LAZY_FETCH": "1", "GIT_ALLOW_PROTOCOL": "none"}


def git(folder: Path, *words: str, given: bytes = b"", seconds: int = 60) -> bytes:
    """What git prints when it is asked in a folder; nothing when it is not there, or refuses.

    No shell, no hooks, no programs of the repository's settings, no network.
    """
    environment = {name: value for name, value in os.environ.items() if name not in _LEADING_ELSEWHERE} | _QUIET
    command = ["git", *_SETTINGS, "-C", str(folder), *words]
    try:
        run = subprocess.run(
            command, input=given, capture_output=True, timeout=seconds, check=False, env=environment
        )
    except (OSError, subprocess.TimeoutExpired):
        return b""
    return run.stdout if run.returncode == 0 else b""
