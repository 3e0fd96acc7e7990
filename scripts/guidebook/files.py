"""Reading text and YAML as people save them, and replacing folders only when the new one is whole."""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import tempfile
import unicodedata
import zipfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import yaml

from guidebook.problem import Problem

MAX_TEXT_BYTES = 1_000_000  # a chapter has some 10 000; more than this is not a text of ours


class Unreadable(Exception):
    """A file of the book cannot be read; carries the problem to report."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.english())
        self.problem = problem


def read_text(file: Path, root: Path | None = None) -> str:
    """The text without BOM, with LF line ends, in NFC. Raises Unreadable.

    Symlinks, and files that lie outside `root`, are refused: a pull request must not publish /etc/passwd.
    """
    inside(file, root)
    if file.stat().st_size > MAX_TEXT_BYTES:
        raise Unreadable(Problem(file, 1, "this file is too large for a text", "keep each file below 1 MB"))
    data = file.read_bytes()
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        message = "this file is not saved as UTF-8"
        raise Unreadable(Problem(file, line, message, "save it again with the encoding UTF-8")) from None
    return normalised(text)


def inside(file: Path, root: Path | None = None) -> None:
    """Raises Unreadable when the file is not there, is a link, or lies outside `root`."""
    if file.is_symlink() or (root is not None and not file.resolve().is_relative_to(root.resolve())):
        raise Unreadable(Problem(file, 1, "this file is a link that leads elsewhere", "replace it by the file itself"))
    if not file.is_file():
        raise Unreadable(Problem(file, 1, "this file does not exist", "add it, or remove its name where it is used"))


def normalised(text: str) -> str:
    """The one form in which texts are compared: no BOM, LF, NFC."""
    return unicodedata.normalize("NFC", text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n"))


def short_hash(text: str) -> str:
    """The first 12 hex digits of the SHA-256 of a text: how versions of texts are named everywhere."""
    return hashlib.sha256(text.encode()).hexdigest()[:12]


class _Loader(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):
    """Plain values only: no aliases, no duplicate keys, dates stay text."""


_Loader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if tag != "tag:yaml.org,2002:timestamp"]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


class Node(dict):
    """A mapping that remembers on which line each of its keys stands: `node.lines["title"]`."""

    lines: dict[str, int]


class _Strict(Exception):
    def __init__(self, mark: Any, message: str, hint: str, **values: object) -> None:
        self.mark, self.message, self.hint, self.values = mark, message, hint, values


def parse_yaml(text: str, file: Path, first_line: int = 1) -> Any:
    """The values of a YAML text; mappings are `Node`s. Raises Unreadable with file, line and what was expected."""
    try:
        node = yaml.compose(text, Loader=_Loader)
        return _value(node, first_line) if node is not None else Node()
    except _Strict as fault:
        line = fault.mark.line + first_line
        raise Unreadable(Problem(file, line, fault.message, fault.hint, fault.values)) from None
    except yaml.MarkedYAMLError as fault:
        mark = fault.problem_mark or fault.context_mark
        line, column = (mark.line + first_line, mark.column + 1) if mark else (first_line, 1)
        lines = text.split("\n")
        quoted = lines[mark.line].strip()[:60] if mark and mark.line < len(lines) else ""
        message = "cannot be read as YAML at column {column}: “{text}”"
        hint = "write “key: value”; put a value that holds “: ” or starts with a sign between quotes"
        raise Unreadable(Problem(file, line, message, hint, {"column": column, "text": quoted})) from None
    except yaml.reader.ReaderError as fault:
        line = text.encode()[: fault.position].count(b"\n") + first_line
        message, hint = "a character here cannot be seen and cannot be read", "write the line again"
        raise Unreadable(Problem(file, line, message, hint)) from None
    except (yaml.YAMLError, RecursionError, ValueError):
        message = "cannot be read as YAML"
        raise Unreadable(Problem(file, first_line, message, "write “key: value” lines")) from None


def read_yaml(file: Path, root: Path | None = None) -> Any:
    """The values of a YAML file, see `parse_yaml`."""
    return parse_yaml(read_text(file, root), file)


def _value(node: yaml.Node, first_line: int) -> Any:
    _refuse_alias(node)
    kind = node.tag.removeprefix("tag:yaml.org,2002:")
    if kind not in _KNOWN[type(node)]:
        tag = node.tag if kind == node.tag else f"!!{kind}"
        raise _Strict(node.start_mark, "“{tag}” is not known here", "remove it", tag=tag)
    if isinstance(node, yaml.MappingNode):
        return _mapping(node, first_line)
    if isinstance(node, yaml.SequenceNode):
        return [_value(child, first_line) for child in node.value]
    if kind in ("int", "float") and _LOOKS_LIKE_A_NUMBER.match(node.value):
        return node.value
    try:
        return getattr(_CONSTRUCTOR, f"construct_yaml_{kind}")(node)
    except (ArithmeticError, AttributeError, LookupError, TypeError, ValueError):  # “!!int x”
        hint = "remove the words with !! in front"
        raise _Strict(node.start_mark, "“{text}” cannot be read", hint, text=node.value[:40]) from None


_CONSTRUCTOR = yaml.constructor.SafeConstructor()
_KNOWN = {
    yaml.MappingNode: ("map",),
    yaml.SequenceNode: ("seq",),
    yaml.ScalarNode: ("str", "int", "float", "bool", "null"),
}
# 071 777 as people write it, 12:00, a version of a text that happens to have no letter: text, not 64 and 720
_LOOKS_LIKE_A_NUMBER = re.compile(r"[-+]?0\d|.*[:_]|\d{11,}")


def _mapping(node: yaml.MappingNode, first_line: int) -> Node:
    result, lines = Node(), {}
    for key_node, value_node in node.value:
        key = _value(key_node, first_line)
        key = key if isinstance(key, str) else str(key_node.value)
        if key in result:
            hint = "keep one of them"
            raise _Strict(key_node.start_mark, "“{key}” stands here twice", hint, key=key)
        result[key] = _value(value_node, first_line)
        lines[key] = key_node.start_mark.line + first_line
    result.lines = lines
    return result


def _refuse_alias(node: yaml.Node) -> None:
    """YAML composes an alias (*name) to the very node it names; seeing a node twice means an alias."""
    if getattr(node, "seen_by_us", False):
        raise _Strict(node.start_mark, "aliases (& and *) are not used here", "write the value out")
    node.seen_by_us = True


def copy_file(source: Path, target: Path) -> None:
    """Copy one file, making its folder."""
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(source, target)


def pack(sources: Iterable[Path], target: Path) -> None:
    """A zip archive of files, by their names only. The same files make the same bytes; PDFs are packed already."""
    target.parent.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as archive:
        for source in sorted(sources, key=lambda file: file.name):
            archive.writestr(zipfile.ZipInfo(source.name), source.read_bytes())


def write_atomically(file: Path, data: bytes | str) -> None:
    """Write a file so that a reader sees the old or the new one, never half of it."""
    file.parent.mkdir(parents=True, exist_ok=True)
    data = data.encode() if isinstance(data, str) else data
    handle, name = tempfile.mkstemp(prefix=f".{file.name}.", dir=file.parent)
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(data)
        os.chmod(name, 0o644)
        os.replace(name, file)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


@contextmanager
def replacing(folder: Path) -> Iterator[Path]:
    """A new folder beside `folder`, put in its place when the block ends well; else removed, the old one stays."""
    new, old = folder.with_name(f".{folder.name}.new"), folder.with_name(f".{folder.name}.old")
    shutil.rmtree(new, ignore_errors=True)
    if old.exists() and not folder.exists():  # killed between the two renames: the old one is the last good
        old.rename(folder)
    shutil.rmtree(old, ignore_errors=True)
    new.mkdir(parents=True)
    try:
        yield new
        if folder.exists():
            folder.rename(old)
        new.rename(folder)
    except BaseException:
        shutil.rmtree(new, ignore_errors=True)
        if old.exists() and not folder.exists():
            old.rename(folder)
        raise
    shutil.rmtree(old, ignore_errors=True)


@contextmanager
def merging(folder: Path) -> Iterator[Path]:
    """A new folder beside `folder`, whose top entries replace those of the same name when the block ends well."""
    new = folder.with_name(f".{folder.name}.part")
    shutil.rmtree(new, ignore_errors=True)
    new.mkdir(parents=True)
    try:
        yield new
        for entry in sorted(new.iterdir()):
            if entry.is_dir():
                with replacing(folder / entry.name) as target:
                    target.rmdir()
                    entry.rename(target)
            else:
                os.replace(entry, folder / entry.name)
    finally:
        shutil.rmtree(new, ignore_errors=True)
