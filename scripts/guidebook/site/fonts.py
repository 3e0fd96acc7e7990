"""Fonts of the site cut down to the letters that its pages show, and which of them a language needs first."""

from __future__ import annotations

import io
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

import tinycss2
from fontTools import subset
from tinycss2.ast import AtRule, Declaration, Node, UnicodeRangeToken, URLToken

# Running text, the least and the most read. Measured on slow 4G: the titles' font, four times as large, asked for ahead
# as well, is there no sooner, and the page itself comes 0.1 s later.
NEEDED_AT_ONCE = (("Body", "400"),)
PLAIN = frozenset(map(chr, range(0x20, 0x7F)))  # whoever searches may type any of them
VERTICAL_ONLY = ("vhea", "vmtx")  # for lines from above to below, which no page has


@dataclass(frozen=True)
class Face:
    """A font as a style names it: one weight of a family, for some letters."""

    family: str
    weight: str
    address: str
    ranges: tuple[tuple[int, int], ...]

    def share(self, letters: Mapping[str, int]) -> int:
        """How many of these letters are to be shown by it."""
        return sum(count for one, count in letters.items() if any(a <= ord(one) <= b for a, b in self.ranges))


def faces(style: str) -> Iterator[Face]:
    """The fonts that a style names."""
    for rule in tinycss2.parse_stylesheet(style, skip_comments=True, skip_whitespace=True):
        if isinstance(rule, AtRule) and rule.lower_at_keyword == "font-face":
            found = {one.lower_name: one for one in tinycss2.parse_blocks_contents(rule.content)
                     if isinstance(one, Declaration)}
            addresses = [token.value for token in _tokens(found, "src") if isinstance(token, URLToken)]
            ranges = tuple((token.start, token.end) for token in _tokens(found, "unicode-range")
                           if isinstance(token, UnicodeRangeToken))
            if addresses:
                family = _text(found, "font-family").strip("\"'")
                yield Face(family, _text(found, "font-weight") or "400", addresses[0], ranges or ((0, 0x10FFFF),))


def _tokens(found: Mapping[str, Declaration], name: str) -> list[Node]:
    return found[name].value if name in found else []


def _text(found: Mapping[str, Declaration], name: str) -> str:
    return tinycss2.serialize(_tokens(found, name)).strip()


def first(all_faces: Iterable[Face], text: str) -> list[Face]:
    """Those that a page in the language of this text shows at once: of each kind the one for most of its letters."""
    letters = Counter(re.sub(r"<[^>]*>|\s", "", text))
    chosen = []
    for kind in NEEDED_AT_ONCE:
        same = [face for face in all_faces if (face.family, face.weight) == kind and face.share(letters)]
        chosen += sorted(same, key=lambda face: -face.share(letters))[:1]
    return chosen


def shown(texts: Iterable[str], alphabets: Iterable[str]) -> frozenset[str]:
    """Every letter that these texts and alphabets have, small and capital."""
    found = PLAIN.union(*texts, *alphabets)
    return found.union("".join(found).upper(), "".join(found).lower())


def cut(data: bytes, letters: Iterable[str]) -> bytes:
    """A font with these letters only, as WOFF2. The same font and letters make the same bytes."""
    options = subset.Options()
    options.flavor, options.layout_features, options.hinting = "woff2", ["*"], False
    options.drop_tables += VERTICAL_ONLY
    font = subset.load_font(io.BytesIO(data), options)
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=map(ord, letters))
    cutter.subset(font)
    made = io.BytesIO()
    subset.save_font(font, made, options)
    return made.getvalue()
