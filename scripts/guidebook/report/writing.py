"""Words of others, made harmless in Markdown that GitHub shows.

    literal ─► the text reads as it stands: no link, picture, HTML, table or heading comes of it
    code ────► the same between backticks, to be copied letter by letter; nobody is mentioned in there
"""

from __future__ import annotations

import re
import unicodedata

_KEPT = "\u200c\u200d\u00ad"  # invisible, but part of how some languages are written
_SIGNS = re.compile(r"[\\`*_{}\[\]<>#|~&@$^]|:(?=[\w/])|(?<=\bwww)\.")


def visible(text: str) -> str:
    """On one line, and with the name of each character that would hide, or turn the reading direction."""
    return "".join(
        letter if letter in _KEPT or unicodedata.category(letter)[0] != "C" else f"U+{ord(letter):04X}"
        for letter in " ".join(text.split())
    )


def literal(text: str) -> str:
    """The text as it stands, in a line of Markdown."""
    return _SIGNS.sub(r"\\\g<0>", visible(text))


def code(text: str) -> str:
    """The text between as many backticks as it needs."""
    shown = visible(text)
    ticks = "`" * (max((len(run) for run in re.findall(r"`+", shown)), default=0) + 1)
    space = " " if shown.startswith("`") or shown.endswith("`") or not shown.strip() else ""
    return f"{ticks}{space}{shown}{space}{ticks}"
