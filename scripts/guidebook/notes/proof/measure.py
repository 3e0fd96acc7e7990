"""How the words of a note stand in their boxes, as the rows of a table: sizes, lines, and how much more would fit."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from guidebook.notes import checking, layout, lettering, sketch
from guidebook.notes.layout import Layout, Lettered
from guidebook.notes.lettering import Box, Wording
from guidebook.notes.proof.content import Remark, Row, Tone
from guidebook.notes.studio import Studio
from guidebook.problem import Problem
from guidebook.strings import Strings
from guidebook.visualnote import ALT, ALT_LENGTH, LONGEST_WORD, Region, VisualNote


def rows(note: VisualNote, layouts: Mapping[str, Layout], studio: Studio, words: Strings) -> Iterator[Row]:
    """First the description of the picture, then each box in reading order; a cell for each language."""
    if note.is_decoration:
        return
    fits = {code: _misfits(note, code, studio) for code in layouts}
    yield Row(ALT, "", (), tuple(tuple(_alt(note, code, words)) for code in layouts))
    markers = {region.key: name for name, region in sketch.marked(note)} if note.art.is_marked else {}
    for region in note.regions:
        about = tuple(_about(note, region, markers, words))
        cells = tuple(
            tuple(_cell(note, region, code, placed, fits[code].get(region.key), studio, words))
            for code, placed in layouts.items()
        )
        yield Row(region.key, region.role, about, cells)


def missing(note: VisualNote, key: str, code: str) -> bool:
    """Whether a language has no word of its own there."""
    text = note.texts.get(code)
    return text is None or not text.words.get(key)


def _misfits(note: VisualNote, code: str, studio: Studio) -> Mapping[str, Problem]:
    return {str(problem.values["key"]): problem for problem in checking.fit(note, code, studio)}


def _about(note: VisualNote, region: Region, markers: Mapping[str, str], words: Strings) -> Iterator[Remark]:
    style = note.styles[region.style]
    yield Remark(f"{region.role} · {style.name} {style.min:g}–{style.max:g}", Tone.QUIET)
    yield Remark("box: [" + ", ".join(f"{number:g}" for number in region.box) + "]", Tone.QUIET)
    if region.key in markers:
        yield Remark(words("marker {name}", name=markers[region.key]), Tone.QUIET)
    elif note.art.is_marked and region.role not in ("title", "decoration"):
        yield Remark(words("no marker"), Tone.GAP)


def _alt(note: VisualNote, code: str, words: Strings) -> Iterator[Remark]:
    word = note.word(ALT, code)
    if missing(note, ALT, code):
        yield _missing(word.language, bool(word.text), words)
        return
    tone = Tone.DEFECT if len(word.text) > ALT_LENGTH else Tone.PLAIN
    yield Remark(words("characters: {count} of {most}", count=len(word.text), most=ALT_LENGTH), tone)


def _cell(
    note: VisualNote,
    region: Region,
    code: str,
    placed: Layout,
    misfit: Problem | None,
    studio: Studio,
    words: Strings,
) -> Iterator[Remark]:
    """What is said about the words of a box in one language."""
    word = note.word(region.key, code)
    if missing(note, region.key, code):
        yield _missing(word.language, bool(word.text), words)
    if misfit is not None:
        yield Remark(words(misfit.message).format(**misfit.values), Tone.DEFECT)
        yield Remark(words(misfit.hint).format(**misfit.values), Tone.QUIET)
    lettered = next((one for one in placed.lettered if one.region.key == region.key), None)
    if note.art.is_marked and word.text:
        yield Remark(word.text.replace("\n", " "), language=word.language)
    elif lettered is not None:
        yield from _room(lettered, words)


def _missing(shown: str, is_shown: bool, words: Strings) -> Remark:
    if is_shown:
        return Remark(words("missing: the words of “{language}” stand there", language=shown), Tone.GAP)
    return Remark(words("no words yet"), Tone.GAP)


def _room(lettered: Lettered, words: Strings) -> Iterator[Remark]:
    """“37.5 · lines: 2 of 3 · characters left: about 24”; and whether it is this box that makes its style small."""
    box, style, size = layout.text_box(lettered.region), lettered.style, lettered.size
    parts = (
        f"{size:g}",
        words("lines: {lines} of {room}", lines=len(lettered.lines), room=lines_held(lettered.wording, box, size)),
        words("characters left: about {count}", count=characters_left(lettered.wording, box, style.min)),
    )
    yield Remark(" · ".join(parts))
    if size < style.max and lettering.largest_size(lettered.wording, box, style.min, style.max) == size:
        yield Remark(words("tightest box of the style “{style}”", style=style.name), Tone.QUIET)


def lines_held(wording: Wording, box: Box, size: float) -> int:
    """How many lines a box holds at a size."""
    spare = box[3] / size - wording.height((wording.text.split("\n")[0],))
    return max(0, int(spare / lettering.LINE) + 1) if spare >= 0 else 0


def characters_left(wording: Wording, box: Box, smallest: float) -> int:
    """How much longer a text may become before it does not fit at the smallest size: tried with its own words."""
    _, _, width, height = box
    text = wording.text.replace("\n", " ")
    more = (" " + text) * (LONGEST_WORD // len(text) + 1)

    def fits(count: int) -> bool:
        longer = Wording(wording.font, (wording.text + more[:count]).rstrip(), wording.language)
        return lettering.fitted(longer, width, height, smallest) is not None

    low, high = 0, LONGEST_WORD
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if fits(middle) else (low, middle - 1)
    return low


def source_first(note: VisualNote, codes: Sequence[str]) -> tuple[str, ...]:
    """The languages of the book, that of the note first: all others are measured by it."""
    return tuple(sorted(codes, key=lambda code: code != note.source_language))
