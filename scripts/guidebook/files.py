"""Reading text and YAML as people save them, and replacing folders only when the new one is whole."""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
import tempfile
import unicodedata
import zipfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from guidebook.problem import Problem

PACKED = (".webp", ".avif", ".png", ".jpg", ".jpeg", ".gif", ".woff2", ".pdf", ".zip")  # cannot be made smaller
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


def quoted(text: str) -> str:
    """A text between quotes, as YAML, JSON and gettext's catalogs write it."""
    return json.dumps(text, ensure_ascii=False)


def scalar(text: str) -> str:
    """A text as YAML writes it on one line: plain where it says just that, else between quotes."""
    is_simple = re.fullmatch(r"[/\w][\w /.()’–-]*", text) is not None
    try:
        return text if is_simple and parse_yaml(text, Path()) == text else quoted(text)
    except Unreadable:
        return quoted(text)


@dataclass(frozen=True)
class Place:
    """A mapping of a YAML text: how one comes to it, what stands in it, and where another pair would be put."""

    path: tuple[str, ...]
    values: Node
    at: int  # behind this letter of the text
    before: str  # what is written between: a comma, or a new line with the same indent

    def pair(self, key: str, value: str) -> str:
        """The pair as it is written there."""
        return f"{self.before}{scalar(key)}: {value}"


def mappings(text: str, file: Path) -> Iterator[Place]:
    """Every mapping of a YAML text, so that something can be added to it and all the rest stays as it is."""
    parse_yaml(text, file)
    root = yaml.compose(text, Loader=_Loader)
    yield from _places(root, ()) if root is not None else ()


def _places(node: yaml.Node, path: tuple[str, ...]) -> Iterator[Place]:
    if isinstance(node, yaml.SequenceNode):
        for number, child in enumerate(node.value):
            yield from _places(child, (*path, str(number)))
    if not isinstance(node, yaml.MappingNode) or not node.value:
        return
    key, value = node.value[0][0], node.value[-1][1]
    before = ", " if node.flow_style else "\n" + " " * key.start_mark.column
    yield Place(path, _value_again(node), _end(value), before)
    for key, child in node.value:
        yield from _places(child, (*path, str(key.value)))


def _end(node: yaml.Node) -> int:
    """Where what is written ends; YAML lets a block end where the next thing begins."""
    while isinstance(node, yaml.CollectionNode) and not node.flow_style and node.value:
        last = node.value[-1]
        node = last[1] if isinstance(last, tuple) else last
    return node.end_mark.index


def _value_again(node: yaml.Node) -> Any:
    for child in _below(node):
        child.seen_by_us = False
    return _value(node, 1)


def _below(node: yaml.Node) -> Iterator[yaml.Node]:
    yield node
    if isinstance(node, yaml.MappingNode):
        children = [child for pair in node.value for child in pair]
    else:
        children = node.value if isinstance(node, yaml.SequenceNode) else []
    for child in children:
        yield from _below(child)


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


@dataclass(frozen=True)
class Spot:
    """Where a value stands in a YAML text, so that it alone can be written anew."""

    start: int
    end: int  # behind its last sign; comments and line ends do not belong to it
    line: int
    style: str  # of a text: " ' | > or nothing; of a mapping or list: { [ or nothing
    column: int  # of what stands in a mapping
    keys: tuple[str, ...] = ()  # of a mapping


def spots(text: str, file: Path) -> dict[tuple[str | int, ...], Spot]:
    """Every value of a YAML text by its path: ("parts", 0, "help", "en"). Raises Unreadable like `parse_yaml`."""
    parse_yaml(text, file)
    root = yaml.compose(text, Loader=_Loader)
    return dict(_spots(root, text, ())) if root is not None else {}


def _spots(node: yaml.Node, text: str, path: tuple[str | int, ...]) -> Iterator[tuple[tuple[str | int, ...], Spot]]:
    start, line, column = node.start_mark.index, node.start_mark.line + 1, node.start_mark.column
    if isinstance(node, yaml.ScalarNode):
        end = start + len(text[start : node.end_mark.index].rstrip())
        yield path, Spot(start, end, line, node.style or "", column)
        return
    is_mapping = isinstance(node, yaml.MappingNode)
    inside = [(key.value, value) for key, value in node.value] if is_mapping else list(enumerate(node.value))
    found = [spot for key, value in inside for spot in _spots(value, text, (*path, key))]
    style = text[start] if node.flow_style else ""
    end = node.end_mark.index if style or not found else max(spot.end for _, spot in found)
    yield path, Spot(start, end, line, style, column, tuple(key for key, _ in inside) if is_mapping else ())
    yield from found


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


def pack_tree(contents: Mapping[str, bytes], target: Path) -> None:
    """A zip archive of a folder: path → bytes. The same contents make the same bytes."""
    target.parent.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(target, "w") as archive:
        for name, data in sorted(contents.items()):
            is_packed = name.endswith(PACKED)
            method = zipfile.ZIP_STORED if is_packed else zipfile.ZIP_DEFLATED
            archive.writestr(zipfile.ZipInfo(name), data, method, None if is_packed else 9)


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
def all_or_none() -> Iterator[Callable[[Path, bytes | str], None]]:
    """A way to write files that are all there when the block ends well; else every one is again as it was."""
    before: dict[Path, bytes | None] = {}
    made: list[Path] = []

    def write(file: Path, data: bytes | str) -> None:
        made.extend(folder for folder in (file.parent, *file.parent.parents) if not folder.exists())
        before.setdefault(file, file.read_bytes() if file.is_file() else None)
        write_atomically(file, data)

    try:
        yield write
    except BaseException:
        for file, data in before.items():
            file.unlink(missing_ok=True) if data is None else write_atomically(file, data)
        for folder in sorted(made, key=lambda folder: -len(folder.parts)):
            folder.rmdir() if folder.is_dir() and not any(folder.iterdir()) else None
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
