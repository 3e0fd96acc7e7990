"""Whatever stands in a drawing or in note.yml: problems, or a note that can be drawn; never a crash.

A few hundred tries here, many more with `make test-all`.
"""

from __future__ import annotations

import os
import re

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from guidebook import svg
from guidebook.notes import checking, layout, pictures, sketch
from notes.draft import NOTE, Draft, said
from notes.drawn import DRAWING, DRAWINGS, PROGRAMS, as_drawing, write

TRIES = 4000 if os.environ.get("GUIDEBOOK_TEST") == "all" else 120
FUZZ = settings(
    max_examples=TRIES,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)

GOOD = [DRAWING, *((DRAWINGS / f"{program}.svg").read_text(encoding="utf-8") for program in PROGRAMS)]
TOKEN = re.compile(r"<[^>]+>|[^<]+")
ATTRIBUTE = re.compile(r'[\w:-]+="[^"]*"')
NAMES = [
    *("id", "data-key", "class", "style", "d", "points", "x", "y", "width", "height", "r", "rx", "transform", "fill"),
    *("stroke", "stroke-width", "stroke-dasharray", "opacity", "clip-path", "mask", "marker-end", "href", "viewBox"),
    *("gradientTransform", "gradientUnits", "offset", "onload", "filter", "display", "patternUnits", "clip-rule"),
]
VALUES = [
    *("", " ", "0", "-1", "1e309", "nan", "NaN", "1e9", "-0", ".", "1,,2", "5em", "50%", "3mm", "none", "inherit", "x"),
    *("url(#dot)", "url(#a)", "url(#clipPath1)", "url(x)", "url(", "#dot", "#c"),
    *("data:image/png;base64,AAAA", "key-title",),
    *("M0 0L9 9", "M0 0", "M", "M1e5 1e5A0 0 0 1 1 5 5", "m0 0a1 1 0 015 5z", "M0 0C1 2 3", "0 0 0 0", "0 0 1e-9 1"),
    *("scale(0)", "rotate(45)", "matrix(1 0 0 1 0 0)", "skewX(89.9999999)", "translate(1e5)", "scale(1e-5)", "\u0000"),
    *("fill:red;stroke:url(#a)", "display:none", "mask:url(#mask0_12_34)", "opacity:.5;clip-path:url(#clip0_12_34)"),
    *("currentColor", "context-stroke", "#fff8", "rgb(1,2)", "hsl(0,0,0)", "userSpaceOnUse"),
    *("evenodd", "0 0", "1 0 .5",),
]
PIECES = [
    *("<g>", "</g>", "<g opacity='.5'>", "<defs>", "</defs>", "<symbol id='a'>", "</symbol>"),
    *("<use href='#a'/>", "<text>",),
    *("<use href='#layer1'/>", "<rect id='key-a' width='9' height='9'/>", "<script/>", "<!--", "-->"),
    *("<![CDATA[", "]]>",),
    *("<style>.a{fill:red}</style>", "<style>a b{}", "<!DOCTYPE svg>", "<?x y?>", "&lt;", "&a;"),
    *("&#0;", "\ufffe", "words",),
    *("<linearGradient id='a'><stop/></linearGradient>"),
    *("<clipPath id='a'><path d='M0 0L9 9'/></clipPath>", "<svg>", "<",),
    *("<pattern id='a' width='1e-3' height='9'><circle r='9'/></pattern>", "<mask id='a'><rect width='9'/></mask>"),
    *("<marker id='a'><path d='M0 0L9 9'/></marker>"),
    *("<circle r='50' fill='url(#a)' mask='url(#a)' clip-path='url(#a)'/>",),
    *("<path d='M0 0L9 9L20 5' stroke='red' marker-mid='url(#a)'/>", "<image href='data:image/jpeg;base64,/9j/'/>"),
]


@st.composite
def drawings(draw: st.DrawFn) -> str:
    """A good drawing of which pieces were lost, doubled, moved, or given other attributes."""
    tokens = TOKEN.findall(draw(st.sampled_from(GOOD)))
    for _ in range(draw(st.integers(1, 6))):
        at = draw(st.integers(0, len(tokens) - 1))
        how = draw(st.sampled_from(["delete", "double", "move", "insert", "wrap", *["attribute"] * 3]))
        if how == "delete" and len(tokens) > 1:
            del tokens[at]
        elif how == "double":
            tokens.insert(at, tokens[at])
        elif how == "move":
            tokens.insert(draw(st.integers(0, len(tokens) - 1)), tokens.pop(at))
        elif how == "insert":
            tokens.insert(at, draw(st.sampled_from(PIECES)))
        elif how == "wrap":
            depth = draw(st.sampled_from([1, 3, 90, 200]))
            tokens[at] = "<g transform='rotate(7)'>" * depth + tokens[at] + "</g>" * depth
        else:
            said = f'{draw(st.sampled_from(NAMES))}="{draw(st.sampled_from(VALUES) | st.text(max_size=6))}"'
            known = ATTRIBUTE.findall(tokens[at])
            if known and draw(st.booleans()):
                old = draw(st.sampled_from(known))
                tokens[at] = tokens[at].replace(old, f'{old.partition("=")[0]}={said.partition("=")[2]}')
            else:
                tokens[at] = re.sub(r"(/?>)$", lambda end, said=said: f" {said}{end.group()}", tokens[at])
    return "".join(tokens)


@st.composite
def damaged(draw: st.DrawFn) -> bytes:
    """A good drawing of which some bytes are others, or missing."""
    data = bytearray(draw(st.sampled_from(GOOD)).encode())
    for _ in range(draw(st.integers(1, 8))):
        at = draw(st.integers(0, len(data) - 1))
        data[at : at + draw(st.integers(0, 3))] = draw(st.binary(max_size=3))
    return bytes(data[: draw(st.integers(0, len(data)))] if draw(st.booleans()) else data)


@pytest.fixture(scope="module")
def workshop(tmp_path_factory: pytest.TempPathFactory) -> Draft:
    draft = Draft(tmp_path_factory.mktemp("fuzz"))
    draft.write()
    return as_drawing(draft)


@pytest.fixture(scope="module")
def sketched(tmp_path_factory: pytest.TempPathFactory) -> Draft:
    draft = Draft(tmp_path_factory.mktemp("words"))
    draft.write()
    write(draft, DRAWING)
    return draft


def _is_said_or_drawn(draft: Draft) -> None:
    """Problems that can be worded, or a note of which nothing dangerous is left, and which can be drawn."""
    note, problems = draft.read()
    assert all(said(problem) for problem in problems)
    if note is None:
        assert problems
        return
    assert all(said(problem) for problem in checking.check(note, "pl", draft.studio))
    page = sketch.page(note, "pl", layout.lay_out(note, "pl", draft.studio), draft.studio,
                       sketch.art(note, draft.studio))  # fmt: skip
    assert pictures.pixels(page, 200).width == 200
    written = draft.root / "page.svg"
    written.write_text(page, encoding="utf-8")
    assert svg.read(written)[1] == ()  # what we write passes our own reader


@FUZZ
@given(drawing=drawings())
def test_whatever_becomes_of_a_drawing_it_is_said_or_drawn(workshop: Draft, drawing: str):
    write(workshop, drawing.encode("utf-8", "surrogatepass"))
    _is_said_or_drawn(workshop)


@FUZZ
@given(drawing=damaged())
def test_whatever_bytes_are_lost_of_a_drawing_it_is_said_or_drawn(workshop: Draft, drawing: bytes):
    write(workshop, drawing)
    _is_said_or_drawn(workshop)


WORDS = re.compile(r"[\w.#-]+|[^\w\s]|\s+")
ODD = ["", "null", "no", "[]", "{}", "{a: 1}", "-1", "1e309", ".nan", "&a", "*a", "!!str x", "|", "\t", "\u0000", "key",
       "drawing.svg", "../x", "photo", "svg", "sketch", "'", '"', "-", ": ", "[[[[", "0x10", "12:30", "2026-01-01"]


@st.composite
def notes(draw: st.DrawFn) -> str:
    """A good note.yml of which some words are others."""
    words = WORDS.findall(draw(st.sampled_from([NOTE, NOTE.replace("kind: sketch", "kind: svg\n  file: drawing.svg")])))
    for _ in range(draw(st.integers(1, 5))):
        at = draw(st.integers(0, len(words) - 1))
        new = draw(st.sampled_from(ODD) | st.text(max_size=5) | st.sampled_from(words))
        words[at : at + draw(st.integers(0, 2))] = [new]
    return "".join(words)


@FUZZ
@given(text=notes())
def test_whatever_stands_in_a_note_it_is_said_or_drawn(sketched: Draft, text: str):
    (sketched.folder / "note.yml").write_bytes(text.encode("utf-8", "surrogatepass"))
    _is_said_or_drawn(sketched)
