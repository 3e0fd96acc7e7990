"""New words in the place of old ones, in a chapter or a YAML file; every other line stays as it is.

    Block ─ shown ──────► its words on one line, as a translator sees them
    words ─ with_words ─► the chapter, in which that block alone reads otherwise, or is new
    value ─ with_values ► the YAML text, in which that value alone is another

Words come from outside. They may not change the shape of a chapter: it is read again, and has to have the blocks it
had, with the new words in them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from pathlib import Path
from textwrap import wrap

from guidebook import files, markup
from guidebook.translation import blocks
from guidebook.translation.blocks import Block, Kind

Way = tuple[str | int, ...]  # of a value in a YAML file: ("parts", 0, "help", "en")

_HEAD = (Kind.TITLE, Kind.DESCRIPTION)
_MARKS = re.compile(r".*?#{1,6}\s*")  # in front of a heading
_LEADING = re.compile(r"[\s>]*")
_BETWEEN = re.compile(r"[\s>]*(?:\|?[ ]*:?-+:?[ ]*(?:\|[ ]*:?-+:?[ ]*)+\|?)?[ ]*")  # blank, or below a table's head
_HARD = "  "  # at the end of a line: readers see the break


class Unplaced(Exception):
    """These words cannot be put there: they would change more than the block they belong to."""


# --------------------------------------------------------------------------------------------- chapters


@dataclass(frozen=True)
class Words:
    """New words for a block of a translation, or for one that it does not have yet."""

    now: Block  # of the source
    here: Block | None
    text: str


def shown(block: Block, lines: Sequence[str]) -> str:
    """A block as translators see it: on one line, but for the breaks that readers see too."""
    if block.kind is Kind.HTML:
        return block.text
    parts, text = block.text.split("\n"), ""
    for number, part in enumerate(parts, block.line - 1):
        is_last = number - block.line + 2 == len(parts)
        is_hard = block.kind not in _HEAD and (part.endswith("\\") or lines[number].endswith(_HARD))
        text += part if is_last else f"{part}\n" if is_hard else f"{part} "
    return text


def as_line(block: Block) -> str:
    """The same of a block whose chapter is not at hand: as it once was."""
    return block.text if block.kind is Kind.HTML else block.text.replace("\n", " ")


def cleaned(block: Block, text: str) -> str:
    """What a translator wrote, with line breaks only where this kind of block may have some."""
    may_break = block.kind in (Kind.HTML, Kind.PARAGRAPH, Kind.ITEM, Kind.DEFINITION) and "\n" in text
    lines = [line.strip(" \t") for line in text.strip(" \t\n").split("\n")]
    return ("\n" if may_break else " ").join(line for line in lines if line)


def with_words(text: str, here: Sequence[Block], source: str, words: Sequence[Words]) -> str:
    """The translation with new words; raises Unplaced. `words` has every block of the source, in its order."""
    lines = text.split("\n")
    old = {id(one.here): one.text for one in words if one.here is not None and one.text}
    body = [block for block in here if block.kind not in _HEAD]
    added = _added(markup.read(text, Path()).body_line - 1, source.split("\n"), words)
    edits = [(b.line - 1, b.last, _written(b, lines, old[id(b)])) for b in body if id(b) in old]
    edits += [(place, place, new) for place, (new, _) in added.items()]
    for start, end, new in sorted(edits, key=lambda edit: edit[:2], reverse=True):
        lines[start:end] = new
    changed = "\n".join(lines)
    wanted = [replace(block, text=old.get(id(block), block.text)) for block in here]
    for place, (_, new) in sorted(added.items(), reverse=True):
        at = sum(block.kind in _HEAD or block.last <= place for block in here)
        wanted[at:at] = new
    for one in words:
        if one.now.kind in _HEAD and one.text:
            changed = _with_head(changed, one.now.kind, one.text)
            wanted += [] if one.here else [replace(one.now, text=one.text)]
    if _shapes(wanted) != _shapes(blocks.of(markup.read(changed, Path()))):
        raise Unplaced
    return changed


def _shapes(found: Iterable[Block]) -> list[tuple]:
    """What may not change but for the new words; title and description are where they are."""
    shapes = [(b.kind, 0 if b.kind in _HEAD else b.depth, b.id, b.flat) for b in found]
    return sorted(shapes, key=lambda shape: shape[0] if shape[0] in _HEAD else "")


def _written(block: Block, lines: Sequence[str], text: str) -> list[str]:
    """The lines of a block with other words: its marks, indents, attributes and width stay."""
    raw, parts = lines[block.line - 1 : block.last], block.text.split("\n")
    start = _found(block.kind, raw[0], parts[0])
    end = start if len(parts) == 1 else _found(block.kind, raw[len(parts) - 1], parts[-1])
    after = raw[len(parts) - 1][end + len(parts[-1]) :]
    first = raw[0][:start]
    other = _LEADING.match(raw[1]).group() if len(parts) > 1 else " " * len(first)
    if "\n" in text and len(parts) == 1 and first.lstrip().startswith(">"):
        raise Unplaced  # a quotation that becomes longer: nobody knows with which marks
    new = text.split("\n")
    if block.kind is not Kind.HTML:
        new = [part if part.endswith("\\") else f"{part}{_HARD}" for part in new[:-1]] + new[-1:]
        width = max(map(len, raw)) if len(parts) > 1 else 0
        new = [line for part in new for line in _wrapped(part, width - len(first))]
    marks = [_LEADING.match(line).group() for line in raw[: len(parts)]] if block.kind is Kind.HTML else [first]
    put = [f"{marks[number] if number < len(marks) else other}{part}" for number, part in enumerate(new)]
    return [*put[:-1], put[-1] + after, *raw[len(parts) :]]


def _wrapped(part: str, width: int) -> list[str]:
    """As wide as it was; a line that begins with a sign would be something else, so then it is not broken."""
    if width < 20:
        return [part]
    found = wrap(part, width, break_long_words=False, break_on_hyphens=False) or [part]
    found[-1] += _HARD if part.endswith(_HARD) else ""
    return found if all(line[0].isalpha() or line[0] in "[*„“«(" for line in found[1:]) else [part]


def _found(kind: Kind, line: str, part: str) -> int:
    """Where the words of a block begin on a line; raises Unplaced."""
    if kind is Kind.HEADING:
        marks = _MARKS.match(line)
        start = line.find(part, marks.end() if marks else 0)
    elif kind is Kind.BOX:
        start = line.rfind(part)
    else:
        start = len(line.rstrip()) - len(part)
    if not part or start < 0 or line[start : start + len(part)] != part:
        raise Unplaced
    return start


def _added(place: int, source: Sequence[str], words: Sequence[Words]) -> dict[int, tuple[list[str], list[Block]]]:
    """Behind how many lines of the translation new ones go, and the blocks they make; `place` is the front matter's.

    A block without words, [[place:x]], goes in together with the new one that it stands in front of.
    """
    found: dict[int, tuple[list[str], list[Block]]] = {}
    waiting: list[Block] = []
    for one in words:
        if one.now.kind in _HEAD:
            continue
        if one.here is not None:
            place, waiting = one.here.last, []
        elif not one.now.words:
            waiting.append(one.now)
        elif one.text:
            put, made = found.setdefault(place, ([], []))
            for block in waiting:
                put += [*_gap(source, block), *source[block.line - 1 : block.last]]
            put += [*_gap(source, one.now), *_written(one.now, source, one.text)]
            made += [*waiting, replace(one.now, text=one.text)]
            waiting = []
    return found


def _gap(source: Sequence[str], block: Block) -> list[str]:
    """The empty lines in front of a block, and the line below the head of a table."""
    start = end = block.line - 1
    while start and source[start - 1] != "---" and _BETWEEN.fullmatch(source[start - 1]):
        start -= 1
    return list(source[start:end])


def _with_head(text: str, key: str, value: str) -> str:
    """A chapter with another title or description."""
    match = re.match(r"---[ \t]*\n(.*?\n)---[ \t]*(?:\n|$)", text, re.DOTALL)
    if not match:
        raise Unplaced
    head = with_values(match.group(1), Path(), {(key,): value})
    return text[: match.start(1)] + head + text[match.end(1) :]


# ------------------------------------------------------------------------------------------------- YAML

QUOTED = '"'
LAST = "translated_from"  # stands at the end of what it belongs to


def with_values(text: str, file: Path, values: Mapping[Way, str]) -> str:
    """A YAML text with other texts at these paths, or new ones there; raises Unplaced, files.Unreadable."""
    old, left = dict(_leaves(files.parse_yaml(text, file))), dict(values)
    changed = text
    while left:
        spots = files.spots(changed, file)
        edits: dict[Way, tuple[int, int, str]] = {}
        for path in tuple(left):
            missing = next((path[:length] for length in range(1, len(path)) if path[:length] not in spots), path)
            if missing not in edits:  # else it is made by another one first
                edits[missing] = _edit(changed, spots, path, left.pop(path))
        for start, end, new in reversed(sorted(edits.values(), key=lambda edit: edit[0])):  # the same place: in order
            changed = changed[:start] + new + changed[end:]
    if dict(_leaves(files.parse_yaml(changed, file))) != {**old, **values}:
        raise Unplaced
    return changed


def new_file(values: Mapping[Way, str]) -> str:
    """A YAML file of these values: keys, and versions below their own key."""
    flat = [f"{path[0]}: {scalar(value, QUOTED, False)}\n" for path, value in values.items() if len(path) == 1]
    deep = [f"  {path[1]}: {value}\n" for path, value in values.items() if len(path) > 1]
    return "".join([*flat, f"{LAST}:\n" if deep else "", *deep])


def _leaves(value: object, path: Way = ()) -> Iterator[tuple[Way, object]]:
    """Every single value by its path."""
    inside = value.items() if isinstance(value, Mapping) else enumerate(value) if isinstance(value, list) else None
    if inside is None:
        yield path, value
    for key, one in inside or ():
        yield from _leaves(one, (*path, key))


def _edit(text: str, spots: Mapping[Way, files.Spot], path: Way, value: str) -> tuple[int, int, str]:
    """What to put from where to where, so that the value stands at its path."""
    if spot := spots.get(path):
        if spot.style in ("{", "[") or spot.keys:
            raise Unplaced
        is_flow = any(spots[path[:length]].style in ("{", "[") for length in range(len(path)))
        space = " " if spot.start and text[spot.start - 1] == ":" else ""  # nothing stood behind the colon
        return spot.start, spot.end, space + scalar(value, spot.style, is_flow)
    known = next(length for length in range(len(path) - 1, -1, -1) if path[:length] in spots or not length)
    key, inner = path[known], path[known + 1 :]
    if not all(isinstance(part, str) for part in (key, *inner)):
        raise Unplaced
    new = scalar(value, "" if LAST in path else QUOTED, bool(inner))
    for part in reversed(inner):
        new = f"{{{part}: {new}}}"
    return _inserted(text, spots, path[:known], f"{key}: {new}")


def _inserted(text: str, spots: Mapping[Way, files.Spot], path: Way, line: str) -> tuple[int, int, str]:
    """A line more in a mapping, in front of what stands at its end."""
    spot = spots.get(path)
    if spot is None:
        return len(text), len(text), f"{line}\n"
    if spot.style == "{":
        end = max((spots[*path, key].end for key in spot.keys), default=spot.start + 1)
        return end, end, (", " if spot.keys else "") + line
    if not spot.keys:
        raise Unplaced
    others = [key for key in spot.keys if key != LAST]
    end = text.find("\n", max(spots[*path, key].end for key in others or spot.keys))
    end = len(text) if end < 0 else end
    return end, end, f"\n{' ' * spot.column}{line}"


def scalar(value: str, style: str, is_flow: bool) -> str:
    """A text as YAML, written as it was if that can hold it, else between quotes."""
    if style == "'" and "\n" not in value:
        return "'" + value.replace("'", "''") + "'"
    if style == "" and _is_plain(value, is_flow):
        return value
    signs = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\t": "\\t"}
    return '"' + "".join(signs.get(sign, sign) for sign in value) + '"'


def _is_plain(value: str, is_flow: bool) -> bool:
    """Whether it may stand without quotes: read back, it is the same text."""
    if "\n" in value or value != value.strip() or (is_flow and re.search(r"[\[\]{},]", value)):
        return False
    try:
        read = files.parse_yaml(f"a: {value}\n", Path())
    except files.Unreadable:
        return False
    return read == {"a": value} and not re.search(r":$|\s#|: ", value)


# ------------------------------------------------------------------------------------------------- files


def as_it_was(raw: bytes, old: str, new: str) -> bytes:
    """New text with the bytes that the file had, where it has not changed: mark at the start, line ends, accents."""
    before = raw.decode("utf-8-sig")
    if raw == old.encode():
        return new.encode()
    pieces = re.split(r"(\r\n|\r|\n)", before)
    ends = [*pieces[1::2], ""]
    usual = max({*ends[:-1]} or {"\n"}, key=ends.count)
    lines = [(line, end) for line, end in zip(pieces[::2], ends, strict=True)]
    wanted, text = new.split("\n"), ""
    for step, i, end_i, j, end_j in SequenceMatcher(None, old.split("\n"), wanted, autojunk=False).get_opcodes():
        if step == "equal":
            text += "".join(line + (end or usual) for line, end in lines[i:end_i])
        else:
            text += "".join(line + usual for line in wanted[j:end_j])
    mark = b"\xef\xbb\xbf" if raw.startswith(b"\xef\xbb\xbf") else b""
    return mark + text.removesuffix(usual).encode()
