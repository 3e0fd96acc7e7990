"""A proof of a note: one sheet for the person who prepares it, and for those who translate it.

    note.yml, text.<lang>.yml, photo ─ content ─┬─ page ────► build/notes/<note>/proof.html
                                                └─ picture ─► build/notes/<note>/proof.png

It is wanted most while the note is unfinished, so it shows what can be shown, and all that is wrong below.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from difflib import get_close_matches
from pathlib import Path

from PIL import Image

from guidebook import files, images, visualnote
from guidebook.config import Language
from guidebook.notes import checking, layout, pictures, sketch
from guidebook.notes.layout import Layout
from guidebook.notes.proof import measure, page, panels, picture
from guidebook.notes.proof.content import ERASED, KEPT, ROLES, Content, Panel, Remark, Tone, colour
from guidebook.notes.studio import Studio
from guidebook.problem import GuidebookError, Problem, Severity
from guidebook.strings import Strings
from guidebook.visualnote import Point, VisualNote

FARTHEST = 100_000  # no corner is drawn further away
PAGE, PICTURE = "proof.html", "proof.png"
_TONES = {Severity.DEFECT: Tone.DEFECT, Severity.GAP: Tone.GAP, Severity.ADVICE: Tone.PLAIN}
_WEIGHTS = tuple(Severity)


def find(notes: Path, name: str) -> Path:
    """The folder of a note, even of one that cannot be read; raises GuidebookError when there is none."""
    known = sorted(file.parent.name for file in notes.glob("*/note.yml"))
    if name in known:
        return notes / name
    near = get_close_matches(name, known, 1)
    hint = "did you mean “{near}”?" if near else "known are {known}"
    values = {"name": name, "near": "".join(near), "known": ", ".join(known) or "–"}
    raise GuidebookError("there is no visual note “{name}”", hint, **values)


def make(folder: Path, languages: Sequence[Language], studio: Studio, words: Strings) -> tuple[Path, Path]:
    """The proof of the note in a folder, as a page and as a picture; `words` are those of who reads it."""
    content = read(folder, languages, studio, words)
    seen = [pictures.pixels(panel.svg, panel.width) for panel in (*content.drawing, *content.finished)]
    sheet = pictures.pixels(picture.svg(content, seen, studio), picture.WIDTH)
    output = studio.output / folder.name
    files.write_atomically(output / PAGE, page.html(content, dict(enumerate(seen))))
    files.write_atomically(output / PICTURE, panels.encoded(_light(sheet), "PNG", optimize=True))
    return output / PAGE, output / PICTURE


def _light(sheet: Image.Image) -> Image.Image:
    """In 256 colours: a quarter of the size, to be sent around."""
    return sheet.quantize(256, dither=Image.Dither.NONE)


def read(folder: Path, languages: Sequence[Language], studio: Studio, words: Strings) -> Content:
    """All that a proof of this folder says."""
    source = next(language.code for language in languages if language.is_source)
    note, problems = visualnote.read(folder, [language.code for language in languages], source)
    names = {language.code: f"{language.name} ({language.code})" for language in languages}
    codes = measure.source_first(note, tuple(names)) if note else ()
    layouts = {code: layout.lay_out(note, code, studio) for code in codes}
    art = sketch.art(note, studio) if note else ""
    found = list(problems)
    for code in codes:
        found += checking.check(note, code, studio)
    return Content(
        language=words.language if words.catalog else "en",
        title=words("Proof of the visual note {name}", name=folder.name),
        drawing=tuple(_drawing(folder, note, art, layouts, studio, words)),
        legend=tuple(_legend(note, words)) if note else (),
        finished=tuple(_finished(note, art, names, layouts, studio, words)) if note else (),
        head=(words("box"), *(names[code] for code in codes)),
        rows=tuple(measure.rows(note, layouts, studio, words)) if note else (),
        explanation=_explanation(note, words),
        problems_title=words("What is wrong, and what to do"),
        problems=tuple(_told(found, folder, words)),
        no_problem=words("nothing was found"),
        more=words("and {count} more, all of them in the page beside this picture"),
    )


def _explanation(note: VisualNote | None, words: Strings) -> str:
    if note is None or note.art.is_marked:
        return ""
    return words("first the size of the letters; how much is left is counted at the smallest size allowed")


# ---------------------------------------------------------------------------------------------- pictures


def _drawing(
    folder: Path, note: VisualNote | None, art: str, layouts: Mapping[str, Layout], studio: Studio, words: Strings
) -> Iterator[Panel]:
    """What the note is made from; of a note that cannot be read, the photo and its frame alone."""
    width = picture.panel_width(picture.ABREAST)
    file, frame, is_written = _taken(folder, note)
    if file is not None:
        yield _photo(file, frame, is_written, width, studio, words)
    if note is not None and note.art.photo is not None and not note.art.is_marked:
        title = words("Before erasing: red is painted over, green stays")
        remarks = (Remark(words("change it with “erase” and “keep” in note.yml"), Tone.QUIET),)
        yield Panel(title, *panels.painted_over(note, width, studio), remarks)
    if note is not None:
        placed = layouts[note.source_language]
        remarks = [Remark(words("the numbers along the edges are the units in which boxes are measured"), Tone.QUIET)]
        if note.is_decoration:
            remarks.append(Remark(words("the note has no box for words"), Tone.QUIET))
        else:
            remarks.append(Remark(words("the numbers before the keys are the reading order"), Tone.QUIET))
        drawn = panels.boxes(note, art, width, placed, studio)
        yield Panel(words("The drawing and its boxes"), *drawn, tuple(remarks))


def _photo(
    file: Path, frame: Sequence[Point], is_written: bool, width: int, studio: Studio, words: Strings
) -> Panel:
    """The photo as taken. The frame is shown as it is written, even when no sheet can lie so."""
    taken = images.open_photo(file)
    remarks = [Remark(words("the numbers along the edges are pixels of {file}", file=file.name), Tone.QUIET)]
    if len(frame) == 4:
        wide, high = (round(side) for side in visualnote.sheet_size(frame))
        text = words("1–4 are the corners in “frame”, clockwise from top left; about {width} × {height} pixels between",
                     width=wide, height=high)
        remarks.append(Remark(text, Tone.QUIET))
    if not is_written:
        text = words("note.yml has no “frame” that can be read, so all of the photo is taken")
        remarks.append(Remark(text, Tone.GAP))
    drawn = panels.framed(taken, frame, width, studio)
    return Panel(words("The photo as taken, and the frame"), *drawn, tuple(remarks))


def _taken(folder: Path, note: VisualNote | None) -> tuple[Path | None, tuple[Point, ...], bool]:
    """The photo of a note, its frame, and whether note.yml says where it is; also of a note that cannot be read."""
    try:
        top = files.read_yaml(folder / "note.yml", folder)
        art = top.get("art") if isinstance(top, dict) else None
        name = art.get("file") if isinstance(art, dict) else None
        frame = tuple(_points(art.get("frame"))) if isinstance(art, dict) else ()
        if note is not None:
            is_photo = note.art.photo is not None
            return (note.art.photo.file, note.art.photo.frame, len(frame) == 4) if is_photo else (None, (), False)
        if not isinstance(name, str) or "/" in name or name.lower().endswith(".svg"):
            return None, (), False
        files.inside(folder / name, folder)
        images.size(folder / name)
    except files.Unreadable:  # told among the problems
        return None, (), False
    return folder / name, frame, len(frame) == 4


def _points(found: object) -> Iterator[Point]:
    """The corners that are numbers, whatever else stands there."""
    for corner in found[:8] if isinstance(found, list) else ():
        if isinstance(corner, list) and len(corner) == 2 and all(map(_is_number, corner)):
            yield tuple(float(min(max(part, -FARTHEST), FARTHEST)) for part in corner)


def _is_number(found: object) -> bool:
    """Not “.nan”, which is neither larger nor smaller."""
    return type(found) in (int, float) and -math.inf < found < math.inf


def _legend(note: VisualNote, words: Strings) -> Iterator[tuple[str, str]]:
    """The colours that are on the pictures."""
    used = {region.role for region in note.regions}
    yield from ((colour(hue), role) for role, hue in ROLES.items() if role in used)
    if note.art.photo is not None and not note.art.is_marked:
        yield colour(ERASED, 0.5, 1.0), words("is painted over")
        yield colour(KEPT, 0.3), words("stays as it is (“keep”)")


def _finished(
    note: VisualNote, art: str, names: Mapping[str, str], layouts: Mapping[str, Layout], studio: Studio, words: Strings
) -> Iterator[Panel]:
    """The note in each language; where it keeps its words, with the legend of its markers."""
    if note.is_decoration:
        return
    width = picture.panel_width(picture.abreast(len(layouts)))
    for code, placed in layouts.items():
        drawn = panels.finished(note, code, art, width, placed, studio)
        yield Panel(names[code], *drawn, tuple(_captions(note, code, placed, words)))


def _captions(note: VisualNote, code: str, placed: Layout, words: Strings) -> Iterator[Remark]:
    """What stands below the note in a language: what is lacking, and the legend of its markers."""
    if misfits := ", ".join(region.key for region, _, _ in placed.misfits):
        yield Remark(words("does not fit: {keys}", keys=misfits), Tone.DEFECT)
    lacking = ", ".join(region.key for region in note.regions if measure.missing(note, region.key, code))
    if code not in note.texts:
        yield Remark(words("there is no {file} yet", file=f"text.{code}.yml"), Tone.GAP)
    elif lacking:
        yield Remark(words("missing: {keys}", keys=lacking), Tone.GAP)
    for name, region in sketch.marked(note) if note.art.is_marked else ():
        word = note.word(region.key, code)
        tone = Tone.GAP if measure.missing(note, region.key, code) else Tone.PLAIN
        yield Remark(f"{name} · {word.text.replace(chr(10), ' ') or '–'}", tone, word.language)


# ---------------------------------------------------------------------------------------------- problems


def _told(problems: Sequence[Problem], folder: Path, words: Strings) -> Iterator[tuple[str, Remark, str]]:
    """Each problem once, as `check` says it: the heaviest first, then by file and line."""
    root = folder.parents[1]
    seen: set[tuple] = set()

    def order(problem: Problem) -> tuple:
        return _WEIGHTS.index(problem.severity), str(problem.file), problem.line

    for problem in sorted(problems, key=order):
        file = problem.file.relative_to(root).as_posix() if problem.file.is_relative_to(root) else problem.file.name
        what = Remark(words(problem.message).format(**problem.values), _TONES[problem.severity])
        advice = words(problem.hint).format(**problem.values) if problem.hint else ""
        told = (f"{file}:{problem.line}", what, advice)
        if told not in seen:
            seen.add(told)
            yield told
