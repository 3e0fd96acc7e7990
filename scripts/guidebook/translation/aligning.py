"""Which block of a translation stands for which block of the source: by the names of headings, kind, marks, length.

    source       ## Kto { #who }   paragraph   item 12:00   item    paragraph
                       │               │           │          ✗         │
    translation  ## Хто { #who }   paragraph   item 12:00           paragraph

Headings with the same name in both are certain and cut the chapter into sections. What stands between two certain
pairs is laid side by side so that as much as possible agrees (Needleman and Wunsch), as a person would do it:
what cannot be the same thing, a heading and a table row, is never paired.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from guidebook.translation.blocks import Block, Kind

Blocks = Sequence[Block]
Matches = Mapping[int, int]  # place in the one → place in the other
Likeness = Callable[[Block, Block], float]  # above 2 × ALONE two blocks may be the same thing

ALONE = -0.3  # what it costs to leave a block without a partner
TOGETHER = 0.25  # what it is worth that two pairs follow each other: what is left out, is left out in one piece
NEVER = -10.0
PLAIN = 0.5  # so much alike that nothing better is looked for
_FEW = 6  # blocks that do not tell how long a language is
_BAND = 150  # of long stretches only what is not far from the diagonal is compared

# Kinds that translators turn into one another.
_PROSE = {Kind.PARAGRAPH, Kind.ITEM, Kind.BOX, Kind.HTML, Kind.DEFINITION, Kind.PICTURE}


@dataclass(frozen=True)
class Pair:
    """A block and the one that stands for it; one of them may be missing."""

    source: Block | None
    translation: Block | None


@dataclass(frozen=True)
class Trio:
    """A block of the source as it was when it was translated and as it is now, and its translation."""

    then: Block | None
    now: Block | None
    here: Block | None

    @property
    def is_changed(self) -> bool:
        """Whether the source reads otherwise now; where it stands does not matter."""
        if self.then is None or self.now is None:
            return self.then is not self.now
        return _key(self.then) != _key(self.now)


def align(source: Blocks, translation: Blocks) -> tuple[Pair, ...]:
    """Two languages of a chapter side by side, in the order of the source."""
    matches = _matched(source, translation, _across(source, translation))
    rows = [(i, matches.get(i, -1)) for i in range(len(source))]
    _put_in(rows, 1, [(-1, j) for j in _without(translation, matches.values())])
    return tuple(Pair(_at(source, i), _at(translation, j)) for i, j in rows)


def trios(then: Blocks, now: Blocks, here: Blocks) -> tuple[Trio, ...]:
    """Source then, source now, translation, in the order of the source; what it no longer has stands where it was.

    The translation was made from the source as it was, so it is laid beside that. What neither of them knows of each
    other, since it was written later in both, is laid beside each other last.
    """
    changes = _matched(then, now, _kinship, _equal(then, now))
    made = _matched(then, here, _across(then, here))
    known = {j: made[i] for i, j in changes.items() if i in made}
    matches = _matched(now, here, _across(now, here), known, {*made.values()} - {*known.values()})
    back = {j: i for i, j in changes.items()}
    rows = [(back.get(j, -1), j, matches.get(j, -1)) for j in range(len(now))]
    _put_in(rows, 0, [(i, -1, made.get(i, -1)) for i in _without(then, changes)])
    _put_in(rows, 2, [(-1, -1, j) for j in _without(here, {row[2] for row in rows})])
    return tuple(Trio(_at(then, i), _at(now, j), _at(here, k)) for i, j, k in rows)


def unchanged(source: Blocks, translation: Blocks) -> tuple[Trio, ...]:
    """The same when the source is as it was."""
    return tuple(Trio(pair.source, pair.source, pair.translation) for pair in align(source, translation))


def _at(blocks: Blocks, place: int) -> Block | None:
    return blocks[place] if place >= 0 else None


def _without(blocks: Blocks, places: Collection[int]) -> list[int]:
    known = set(places)
    return [place for place in range(len(blocks)) if place not in known]


def _put_in(rows: list[tuple[int, ...]], column: int, more: list[tuple[int, ...]]) -> None:
    """Put each of these, in their order, behind the row that holds the place before its own."""
    for new in more:
        wanted = new[column] - 1
        behind = next((at for at, row in enumerate(rows) if row[column] == wanted), -1) if wanted >= 0 else -1
        rows.insert(behind + 1, new)


# ------------------------------------------------------------------------------------------------ matching


def _matched(
    one: Blocks, other: Blocks, likeness: Likeness, known: Matches | None = None, closed: Collection[int] = ()
) -> dict[int, int]:
    """Places of `one` → places of `other`; what is `known` stays, and what is `closed` in `other` gets no partner."""
    matches = dict(known or {})
    taken = {*closed, *matches.values()}
    for i, j in _certain(one, other):
        if i not in matches and j not in taken:
            matches[i] = j
            taken.add(j)
    for rows, columns in _sections(one, other):
        inside = _rising([(i, matches[i]) for i in rows if matches.get(i, -1) in columns])
        free, open_ = [i for i in rows if i not in matches], [j for j in columns if j not in taken]
        for left, right in _stretches(free, open_, inside):
            pairs = _side_by_side([one[i] for i in left], [other[j] for j in right], likeness)
            matches.update((left[i], right[j]) for i, j in pairs)
    return matches


def _named(blocks: Blocks) -> dict[str, int]:
    """What is certain: title, description, headings by their names, as far as a name stands there once."""
    names = [_name(block) for block in blocks]
    counts = Counter(names)
    return {name: place for place, name in enumerate(names) if name and counts[name] == 1}


def _name(block: Block) -> str:
    if block.kind is Kind.HEADING:
        return f"#{block.id}" if block.id else ""
    return block.kind if block.kind in (Kind.TITLE, Kind.DESCRIPTION) else ""


def _certain(one: Blocks, other: Blocks) -> Iterator[tuple[int, int]]:
    there = _named(other)
    return ((i, there[name]) for name, i in _named(one).items() if name in there)


def _sections(one: Blocks, other: Blocks) -> Iterator[tuple[range, range]]:
    """Stretches under the same heading, wherever that stands; first what stands above all headings."""
    pairs = [(0, 0), *(pair for pair in _certain(one, other) if pair != (0, 0))]
    ends = [_next([i for i, _ in pairs], len(one)), _next([j for _, j in pairs], len(other))]
    for i, j in pairs:
        yield range(i, ends[0][i]), range(j, ends[1][j])


def _next(starts: list[int], end: int) -> dict[int, int]:
    ordered = sorted({*starts, end})
    return dict(zip(ordered, [*ordered[1:], end], strict=True))


def _rising(pairs: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """The most pairs that are in the same order in both (the longest rising row)."""
    tails: list[int] = []  # the smallest end of a row of each length
    chains: list[list[int]] = []  # for each length: the pair that ends it, and the one before
    before: list[int] = []
    for number, (_, j) in enumerate(pairs):
        length = bisect_left(tails, j)
        before.append(chains[length - 1][-1] if length else -1)
        if length == len(tails):
            tails.append(j)
            chains.append([number])
        else:
            tails[length] = j
            chains[length].append(number)
    found, number = [], chains[-1][-1] if chains else -1
    while number >= 0:
        found.append(pairs[number])
        number = before[number]
    return found[::-1]


def _stretches(rows: list[int], columns: list[int], fixed: list[tuple[int, int]]) -> Iterator[tuple[list, list]]:
    """What is left between one fixed pair and the next."""
    row = column = 0
    for i, j in (*fixed, (None, None)):
        next_row = len(rows) if i is None else bisect_left(rows, i, row)
        next_column = len(columns) if j is None else bisect_left(columns, j, column)
        if row < next_row and column < next_column:
            yield rows[row:next_row], columns[column:next_column]
        row, column = next_row, next_column


def _side_by_side(one: Blocks, other: Blocks, likeness: Likeness) -> list[tuple[int, int]]:
    """The pairs that agree best, in order."""
    if len(one) == len(other):
        alike = [likeness(a, b) for a, b in zip(one, other, strict=True)]
        if min(alike) >= PLAIN or (len(one) == 1 and alike[0] > NEVER):
            return [(i, i) for i in range(len(one))]
    return _best_way(one, other, likeness)


def _best_way(one: Blocks, other: Blocks, likeness: Likeness) -> list[tuple[int, int]]:
    """Needleman and Wunsch: row by row the best way to each place, then the way back.

    There are two ways to each place: the best that ends with a pair, and the best that ends with a block left alone.
    """
    width, none = len(other) + 1, NEVER * (len(one) + len(other))
    slope = len(other) / len(one)
    band = max(_BAND, 2 * int(slope))
    paired, alone = [none] * width, [ALONE * column for column in range(width)]
    steps: list[tuple[int, list[tuple[str, str]]]] = []
    for row, block in enumerate(one, 1):
        low, high = max(1, int(row * slope) - band), min(len(other), int(row * slope) + band)
        pair_line, line, step = [none] * width, [none] * width, []
        together = 0.0 if block.kind is Kind.HEADING else TOGETHER  # it belongs to what stands below it, not above
        line[low - 1] = max(alone[low - 1], paired[low - 1]) + ALONE
        for column in range(low, high + 1):
            before, apart = paired[column - 1] + together, alone[column - 1]
            pair_line[column] = max(before, apart) + likeness(block, other[column - 1])
            above, left = max(paired[column], alone[column]), max(pair_line[column - 1], line[column - 1])
            up, back = paired[column] >= alone[column], pair_line[column - 1] >= line[column - 1]
            mark = f"|{'p' if up else 'a'}" if above >= left else f"-{'p' if back else 'a'}"
            line[column] = max(above, left) + ALONE
            step.append(("p" if before >= apart else "a", mark))
        paired, alone = pair_line, line
        steps.append((low, step))
    return _way_back(steps, len(other), "p" if paired[-1] >= alone[-1] else "a")


def _way_back(steps: list[tuple[int, list[tuple[str, str]]]], column: int, state: str) -> list[tuple[int, int]]:
    """From the end: “p” was reached by a pair, “a” by leaving a block of the one (|) or the other (-) alone."""
    found, row = [], len(steps)
    while row and column:
        low, marks = steps[row - 1]
        if not 0 <= column - low < len(marks):
            row, column = (row - 1, column) if column < low else (row, column - 1)
            continue
        after_pair, after_alone = marks[column - low]
        if state == "p":
            found.append((row - 1, column - 1))
            row, column, state = row - 1, column - 1, after_pair
        else:
            row, column = (row - 1, column) if after_alone[0] == "|" else (row, column - 1)
            state = after_alone[1]
    return found[::-1]


# ------------------------------------------------------------------------------------------------ likeness


def _allowed(one: Block, other: Block) -> bool:
    return one.kind is other.kind or (one.kind in _PROSE and other.kind in _PROSE)


def _across(source: Blocks, translation: Blocks) -> Likeness:
    """How far two blocks of different languages may be the same thing."""
    lengths = [sorted(block.length for block in blocks if block.words) for blocks in (source, translation)]
    usual = _middle(lengths[1]) - _middle(lengths[0]) if min(map(len, lengths)) >= _FEW else 0.0

    def likeness(one: Block, other: Block) -> float:
        if not _allowed(one, other):
            return NEVER
        if one.flat == other.flat:
            return 3.0
        if one.kind is Kind.CODE:
            return _as_code(one, other)
        score = 1.0 if one.kind is other.kind else 0.6
        score -= 0.5 * (one.kind is Kind.HEADING and one.depth != other.depth)
        score -= 0.3 * (one.kind is Kind.BOX and one.id != other.id)
        if one.marks or other.marks:
            score += _shared(one.marks, other.marks)
        score -= _other_manner(one.manner, other.manner)
        if common := len(one.names & other.names):
            score += common / (common + 1)
        stretch = abs(other.length - one.length - usual)
        return score - 0.8 * (stretch - 0.2) if stretch > 0.2 else score

    return likeness


def _middle(lengths: Sequence[float]) -> float:
    """What half of the blocks are not longer than: it stays, should a good part of them be missing."""
    return lengths[len(lengths) // 2]


def _as_code(one: Block, other: Block) -> float:
    """Code is copied, and may have got translated comments, other lines to be marked, a newer file to be included."""
    words = one.code_words, other.code_words
    return 3.0 * len(words[0] & words[1]) / max(1, len(words[0] | words[1])) - 0.5


def _shared(one: frozenset[str], other: frozenset[str]) -> float:
    common = len(one & other)
    return 2.0 * common / len(one | other) if common else -1.0 if one and other else -0.4


def _other_manner(one: tuple, other: tuple) -> float:
    if one == other:
        return 0.0
    return 0.25 * sum(a != b for a, b in zip(one[:3], other[:3], strict=True)) + 0.1 * min(3, abs(one[3] - other[3]))


def _key(block: Block) -> tuple[str, str]:
    return "" if block.kind in _PROSE else block.kind, block.flat


def _equal(then: Blocks, now: Blocks) -> dict[int, int]:
    """Blocks that read as they did: in the same order as far as possible, then those that were moved."""
    keys = [_key(block) for block in then], [_key(block) for block in now]
    matches: dict[int, int] = {}
    for i, j, length in SequenceMatcher(None, *keys).get_matching_blocks():
        matches.update((i + step, j + step) for step in range(length))
    taken, left = set(matches.values()), {}
    for j in range(len(now) - 1, -1, -1):
        if j not in taken:
            left.setdefault(keys[1][j], []).append(j)
    for i, same in enumerate(keys[0]):
        if i not in matches and left.get(same):
            matches[i] = left[same].pop()
    return matches


def _kinship(then: Block, now: Block) -> float:
    """How far a block may have become another of the same language: by the words that both have."""
    if not _allowed(then, now):
        return NEVER
    words = Counter(then.flat.split()), Counter(now.flat.split())
    common = sum((words[0] & words[1]).values())
    return 2.0 * 2 * common / max(1, words[0].total() + words[1].total()) - 1.1
