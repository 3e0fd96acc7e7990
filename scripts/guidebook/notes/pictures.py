"""The pictures of a note in a language: drawn once, kept until something they are made of changes.

    build/notes/<note>/<lang>/  note.svg           the words are outlines: looks alike everywhere
                                note.print.svg     the same with its words as invisible text
                                note-<width>.webp  for the site, note-800.avif for phones
                                note.json          what a page or a brochure needs to show them
    build/notes/icons/<name>.svg
"""

from __future__ import annotations

import base64
import hashlib
import io
import json
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from functools import cache
from importlib.metadata import version
from pathlib import Path

import resvg_py
from PIL import Image

from guidebook import files, processes, typography
from guidebook.config import Config
from guidebook.notes import fonts, layout, sketch
from guidebook.notes.layout import Layout
from guidebook.notes.studio import Studio
from guidebook.problem import GuidebookError
from guidebook.visualnote import ALT, Art, VisualNote

WEBP_WIDTHS = (480, 800, 1200, 1800)
AVIF_WIDTHS = (800,)
WEBP_QUALITY, AVIF_SPEED = 82, 8  # 8: a quarter of the time of 6, and no larger
AVIF_QUALITIES, PHONE_BYTES = (38, 33, 28, 23), 60_000  # the first at which a note on a phone is light enough
SOFT_TONES = 30  # for the soft edges between the flat colours of a drawing, which are some twenty
MOST_FLAT = 200
PRINT_WIDTH, PRINT_QUALITY = 1800, 92  # 300 dpi at 152 mm, for drawings that print gets as dots
SHEET = "note.json"

Colour = tuple[int, int, int]


# ------------------------------------------------------------------------------------------------- model


@dataclass(frozen=True)
class Rendition:
    """A picture in one size. `file` is its name in the folder of the pictures."""

    file: str
    width: int
    height: int
    kind: str  # image/webp, image/avif

    @property
    def type(self) -> str:
        """The media type."""
        return self.kind


@dataclass(frozen=True)
class TextLine:
    """What stands in one box. `language` is another one while the word is not translated."""

    key: str
    role: str
    text: str
    language: str


@dataclass(frozen=True)
class Section:
    """The words below a heading of the drawing; without a heading: what stands before the first, or beside them."""

    heading: str
    number: int
    language: str
    lines: tuple[TextLine, ...]


@dataclass(frozen=True)
class NotePictures:
    """A note in a language, ready to be shown: pictures, alt text, and all its words in reading order."""

    name: str
    language: str
    folder: Path
    size: tuple[float, float]
    title: str
    alt: str
    alt_language: str
    credit: str
    text: tuple[Section, ...]
    webp: tuple[Rendition, ...]
    avif: tuple[Rendition, ...]
    is_marked: bool = False  # it keeps the words of one language: the text is the legend of its numbers

    @property
    def svg(self) -> Path:
        """The drawing, sharp at every size; for download."""
        return self.folder / "note.svg"

    @property
    def print_svg(self) -> Path:
        """The drawing for the PDF, in which its words can be searched."""
        return self.folder / "note.print.svg"

    @property
    def renditions(self) -> tuple[Rendition, ...]:
        """All pictures made of dots."""
        return (*self.webp, *self.avif)


# ------------------------------------------------------------------------------------------------ making


def studio(config: Config) -> Studio:
    """The studio of a book."""
    icons, output = config.notes / "icons", config.build / "notes"
    return Studio(config.fonts, icons, dict(config.colours), typography.glue, output)


def make(note: VisualNote, language: str, studio: Studio) -> NotePictures:
    """The pictures of a note in a language; drawn only when something has changed since the last time.

    A drawing without words is the same in all languages, and is drawn once.
    """
    language = _drawn_in(note, language)
    folder, key = _folder(note, language, studio), content_key(note, language, studio)
    found = _found(folder, key)
    if found is not None:
        return found
    with files.replacing(folder) as new:
        _draw(note, language, studio, new, key)
    return _found(folder, key)


def make_all(
    notes: Sequence[VisualNote],
    languages: Sequence[str],
    studio: Studio,
    jobs: int,
    report: Callable[[str, str], None],
) -> None:
    """All notes in all languages, several at once; `report` is told the note and the language of each."""
    tasks = [(note, code) for note in notes for code in dict.fromkeys(_drawn_in(note, one) for one in languages)]
    wanted = [task for task in tasks if _found(_folder(*task, studio), content_key(*task, studio)) is None]
    for note, language in tasks:
        if (note, language) not in wanted:
            report(note.name, language)
    drawn = [(note, language, studio) for note, language in wanted]
    for (note, language, _), _ in processes.each(make, drawn, jobs):
        report(note.name, language)


def _drawn_in(note: VisualNote, language: str) -> str:
    return note.source_language if note.is_decoration else language


def make_icon(name: str, studio: Studio) -> Path:
    """An icon as an SVG of its own, for boxes and ornaments."""
    drawn = studio.icon(name)
    if drawn is None:
        message = "there is no icon “{name}”"
        raise GuidebookError(message, "icons stand in visual-notes/icons/, one file each", name=name)
    file, text = studio.output / "icons" / f"{name}.svg", sketch.icon(drawn, studio)
    if not file.is_file() or file.read_text(encoding="utf-8") != text:
        files.write_atomically(file, text)
    return file


def icon_png(name: str, studio: Studio, size: int, paper: str, part: float) -> bytes:
    """An icon in the middle of a square of paper, for the screen of a phone; it fills that part of the square."""
    text = make_icon(name, studio).read_text(encoding="utf-8")
    room, side = (1 - part) / 2 * size, part * size
    inner = text.replace("<svg ", f'<svg x="{room:g}" y="{room:g}" width="{side:g}" height="{side:g}" ', 1)
    square = f'<rect width="{size}" height="{size}" fill="{paper}"/>'
    whole = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {size} {size}">{square}{inner}</svg>'
    return _encoded(pixels(whole, size).quantize(64), "PNG", optimize=True)


def _folder(note: VisualNote, language: str, studio: Studio) -> Path:
    return studio.output / note.name / language


def _draw(note: VisualNote, language: str, studio: Studio, folder: Path, key: str) -> None:
    """All files of a note in a language."""
    placed = layout.lay_out(note, language, studio)
    art = sketch.art(note, studio)
    svg = sketch.page(note, language, placed, studio, art)
    (folder / "note.svg").write_text(svg, encoding="utf-8")
    copy = sketch.page(note, language, placed, studio, _for_print(note, art, studio), copy=True)
    (folder / "note.print.svg").write_text(copy, encoding="utf-8")
    webp, avif = ([], []) if note.is_decoration else _pictures(svg, folder, note.art.kind)
    sheet = _sheet(note, language, placed)
    sheet |= {"key": key, "webp": [asdict(r) for r in webp], "avif": [asdict(r) for r in avif]}
    text = json.dumps(sheet, ensure_ascii=False, indent=1)
    (folder / SHEET).write_text(text + "\n", encoding="utf-8")


# ---------------------------------------------------------------------------------------------- pictures


def _for_print(note: VisualNote, art: str, studio: Studio) -> str:
    """The art as WeasyPrint can draw it: a drawing with gradients or masks as dots, all else as it is."""
    if note.art.drawing is None or not note.art.drawing.is_shaded:
        return art
    picture = pixels(sketch.blank(note, studio, art), PRINT_WIDTH)
    png, jpeg = _encoded(picture, "PNG", optimize=True), _encoded(picture, "JPEG", quality=PRINT_QUALITY)
    kind, data = min(("png", png), ("jpeg", jpeg), key=lambda pair: len(pair[1]))
    width, height = note.art.size
    address = f"data:image/{kind};base64,{base64.b64encode(data).decode('ascii')}"
    return f'<image width="{width:g}" height="{height:g}" href="{address}"/>'


def _pictures(svg: str, folder: Path, kind: str) -> tuple[list[Rendition], list[Rendition]]:
    is_photo, flat = kind == "photo", _flat_colours(svg) if kind == "sketch" else []
    webp, avif = [], []
    whole = pixels(svg, max(WEBP_WIDTHS)) if is_photo else None
    for width in sorted({*WEBP_WIDTHS, *AVIF_WIDTHS}):
        picture = _smaller(whole, width) if whole else pixels(svg, width)
        if width in WEBP_WIDTHS:
            data = _photo_webp(picture) if is_photo else _smaller_webp(picture, flat)
            webp.append(_written(folder, picture, "webp", data))
        if width in AVIF_WIDTHS:
            avif.append(_written(folder, picture, "avif", _light_avif(picture)))
    return webp, avif


def pixels(svg: str, width: int) -> Image.Image:
    """An SVG as dots, the same on every machine: no fonts of the system."""
    png = resvg_py.svg_to_bytes(svg_string=svg, width=width, skip_system_fonts=True)
    return Image.open(io.BytesIO(bytes(png))).convert("RGB")


def _smaller(whole: Image.Image, width: int) -> Image.Image:
    """A photo is dots already: made smaller from the largest picture, which takes a third of the time."""
    return whole.resize((width, round(whole.height * width / whole.width)), Image.Resampling.LANCZOS)


def _smaller_webp(picture: Image.Image, flat: Sequence[Colour]) -> bytes:
    """Flat colours without loss and with few tones: of our sketches lossy was never the smaller one, at any size.

    Any other drawing keeps its tones, and either may be the smaller one.
    """
    few = _with_few_tones(picture, flat) if flat else picture
    lossless = _encoded(few, "WEBP", lossless=True, quality=75, method=4)
    if flat:
        return lossless
    lossy = _encoded(picture, "WEBP", quality=WEBP_QUALITY, method=4)
    return min(lossless, lossy, key=len)


def _light_avif(picture: Image.Image) -> bytes:
    """Light enough for a phone; a drawing full of detail is a little softer for it."""
    for quality in AVIF_QUALITIES:
        data = _encoded(picture, "AVIF", quality=quality, speed=AVIF_SPEED, max_threads=1)
        if len(data) <= PHONE_BYTES:
            break
    return data


def _photo_webp(picture: Image.Image) -> bytes:
    """The grain of paper is never smaller without loss: not tried."""
    return _encoded(picture, "WEBP", quality=WEBP_QUALITY, method=4)


def _flat_colours(svg: str) -> list[Colour]:
    """The colours that a drawing is filled with; of see-through ones, such as the highlighter, what is seen."""
    found, paper = set(), None
    for code, opacity in re.findall(r'fill="#([0-9a-f]{6})"(?: opacity="([0-9.]+)")?', svg.lower()):
        colour = tuple(bytes.fromhex(code))
        paper = paper or colour  # the first thing in a drawing is its paper
        share = float(opacity or 1)
        found.add(tuple(round(share * part + (1 - share) * under) for part, under in zip(colour, paper, strict=True)))
    return sorted(found)


def _with_few_tones(picture: Image.Image, flat: Sequence[Colour]) -> Image.Image:
    """The flat colours exactly as they are; the soft edges between them in the tones that are left."""
    soft = sorted({colour for _, colour in picture.getcolors(picture.width * picture.height)} - set(flat))
    if not soft or len(flat) >= MOST_FLAT:
        return picture
    edges = Image.new("RGB", (len(soft), 1))
    edges.putdata(soft)
    few = edges.quantize(SOFT_TONES, method=Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE)
    tones = Image.new("P", (1, 1))
    tones.putpalette([part for colour in flat for part in colour] + few.getpalette()[: 3 * SOFT_TONES])
    return picture.quantize(palette=tones, dither=Image.Dither.NONE).convert("RGB")


def _encoded(picture: Image.Image, kind: str, **options: object) -> bytes:
    stream = io.BytesIO()
    picture.save(stream, kind, **options)
    return stream.getvalue()


def _written(folder: Path, picture: Image.Image, ending: str, data: bytes) -> Rendition:
    file = f"note-{picture.width}.{ending}"
    (folder / file).write_bytes(data)
    return Rendition(file, picture.width, picture.height, f"image/{ending}")


# ------------------------------------------------------------------------------------------- note.json


def _sheet(note: VisualNote, language: str, placed: Layout) -> dict:
    title = next((r.key for r in note.regions if r.role == "title"), "")
    alt = note.word(ALT, language)
    return {
        "name": note.name,
        "language": language,
        "size": list(note.art.size),
        "title": note.word(title, language).text,
        "alt": "" if note.is_decoration else alt.text,
        "alt_language": alt.language,
        "credit": str(note.credit),
        "lettering": dict(placed.sizes),
        "is_marked": note.art.is_marked,
        "text": [asdict(section) for section in text_of(note, language)],
    }


def text_of(note: VisualNote, language: str) -> Iterator[Section]:
    """The words of a note as text: a heading opens a section, a callout stands by itself; each with its marker."""
    heading, number, code, lines = "", 0, language, []
    markers = {region.key: f"{name} · " for name, region in sketch.marked(note)} if note.art.is_marked else {}
    for region in note.regions:
        word = note.word(region.key, language)
        text = markers.get(region.key, "") + word.text.replace("\n", " ") if word.text else ""
        if not text or (region.role in ("title", "decoration") and region.key not in markers):
            continue
        if region.role in ("heading", "callout"):
            if heading or lines:
                yield Section(heading, number, code, tuple(lines))
            heading, number, code, lines = "", 0, word.language, []
        if region.role == "heading":
            heading, number = text, region.number
        else:
            lines.append(TextLine(region.key, region.role, text, word.language))
    if heading or lines:
        yield Section(heading, number, code, tuple(lines))


def _found(folder: Path, key: str) -> NotePictures | None:
    """The pictures that are there, when they are complete and of this key."""
    try:
        sheet = json.loads((folder / SHEET).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    if not isinstance(sheet, dict) or sheet.get("key") != key:
        return None
    pictures = NotePictures(
        name=sheet["name"],
        language=sheet["language"],
        folder=folder,
        size=tuple(sheet["size"]),
        title=sheet["title"],
        alt=sheet["alt"],
        alt_language=sheet["alt_language"],
        credit=sheet["credit"],
        text=tuple(_section(section) for section in sheet["text"]),
        webp=tuple(Rendition(**rendition) for rendition in sheet["webp"]),
        avif=tuple(Rendition(**rendition) for rendition in sheet["avif"]),
        is_marked=sheet["is_marked"],
    )
    made = (pictures.svg, pictures.print_svg, *(folder / rendition.file for rendition in pictures.renditions))
    return pictures if all(file.is_file() for file in made) else None


def _section(section: dict) -> Section:
    lines = tuple(TextLine(**line) for line in section["lines"])
    return Section(section["heading"], section["number"], section["language"], lines)


# --------------------------------------------------------------------------------------------- caching


def content_key(note: VisualNote, language: str, studio: Studio) -> str:
    """Changes with everything that the pictures are made of: drawing, words, icons, colours, fonts, code."""
    icons = [studio.icon(item.icon) for item in note.art.items if item.kind == "icon"]
    words = [(key, note.word(key, language)) for key in note.keys]
    glued = [studio.glue(word.text, word.language) for _, word in words]
    parts = (
        note.name,
        language,
        note.credit,
        _art(note),
        _photo(note),
        tuple(note.styles.items()),
        note.regions,
        tuple(words),
        tuple(glued),
        tuple((icon.grid, icon.items) for icon in icons if icon),
        tuple(sorted(studio.colours.items())),
        _fonts(studio.fonts),
        _code(),
    )
    return hashlib.sha256(repr(parts).encode()).hexdigest()


def _art(note: VisualNote) -> Art:
    """The art without the folder it lies in: the same note elsewhere is the same picture."""
    photo, drawing = (part and replace(part, file=Path(part.file.name)) for part in (note.art.photo, note.art.drawing))
    return replace(note.art, photo=photo, drawing=drawing)


def _photo(note: VisualNote) -> str:
    return hashlib.sha256(note.art.photo.file.read_bytes()).hexdigest() if note.art.photo else ""


@cache
def _fonts(folder: Path) -> str:
    present = (folder / name for name in fonts.FILES.values())
    return "".join(hashlib.sha256(file.read_bytes()).hexdigest() for file in present if file.is_file())


@cache
def _code() -> str:
    """The drawing code and what it stands on."""
    here = Path(__file__).parent
    below = [here.parent / f"{name}.py" for name in ("visualnote", "drawing", "svg", "images")]
    own = (file.read_bytes() for file in sorted([*here.glob("*.py"), *below]))
    libraries = (version(name).encode() for name in ("resvg-py", "pillow", "uharfbuzz", "fonttools"))
    return hashlib.sha256(b"\0".join([*own, *libraries])).hexdigest()
