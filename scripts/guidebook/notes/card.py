"""The card that an app shows beside the address of the guide: its title in the hand of the notes, beside the cover.

    1200 × 630    title         ┌───────┐
                  ~~~~~         │ cover │     right to left it is the other way round
                  promise       └───────┘
"""

from __future__ import annotations

import io
from importlib.metadata import version
from pathlib import Path

from PIL import Image

from guidebook import files
from guidebook.config import direction
from guidebook.notes import fonts, ink, lettering, pictures, sketch
from guidebook.notes.ink import generator
from guidebook.notes.lettering import Box, Wording
from guidebook.notes.studio import INK, Studio
from guidebook.visualnote import VisualNote

SIZE = (1200, 630)  # what all of them ask for: 1.91 : 1
MOST_BYTES = 150_000
TONES = (256, 128, 64, 32)  # the first number of colours at which a card is light enough
EDGE, GAP, PANEL = 44, 48, 500  # beyond all, between words and cover, the width of the cover
TITLE, PROMISE = (48.0, 104.0), (30.0, 42.0)  # the letters, from the smallest to the largest
TITLE_SHARE = 0.56  # of the height, for the title
UNDERLINE = 9.0


def make(cover: VisualNote | None, language: str, title: str, promise: str, studio: Studio, folder: Path) -> Path:
    """The card of a language as PNG; made anew only when something that it is made of changes."""
    card, kept = folder / f"{language}.png", folder / f"{language}.key"
    key = _key(cover, language, title, promise, studio)
    if not (card.is_file() and kept.is_file() and kept.read_text(encoding="utf-8") == key):
        svg = drawn(cover, language, title, promise, studio)
        files.write_atomically(card, _png(pictures.pixels(svg, SIZE[0])))
        files.write_atomically(kept, key)
    return card


def _key(cover: VisualNote | None, language: str, title: str, promise: str, studio: Studio) -> str:
    """The cover's own key names fonts, colours and code as well; a card without a cover is drawn in no time."""
    words = [studio.glue(text, language) for text in (title, promise)]
    if cover is not None:
        return files.short_hash("\0".join((pictures.content_key(cover, language, studio), *words)))
    drawing = drawn(None, language, title, promise, studio)
    return files.short_hash("\0".join((drawing, version("resvg-py"), version("pillow"))))


def drawn(cover: VisualNote | None, language: str, title: str, promise: str, studio: Studio) -> str:
    """The card as SVG. Words that the hand has no letters for stay away: the app shows them beside it anyway."""
    width, height = SIZE
    is_mirrored = direction(language) == "rtl"
    x = EDGE if is_mirrored or cover is None else width - EDGE - PANEL
    panel = (x, EDGE, PANEL, height - 2 * EDGE)
    room = width - 2 * EDGE - (PANEL + GAP if cover else 0)
    left = width - EDGE - room if is_mirrored else EDGE
    align = "right" if is_mirrored else "left"
    high = (height - 2 * EDGE) * TITLE_SHARE
    paper = studio.colour(cover.art.paper if cover else "paper")
    parts = [
        f'<svg xmlns="{sketch.SVG}" viewBox="0 0 {width} {height}">',
        f'<rect width="{width}" height="{height}" fill="{paper}"/>',
        _panel(cover, panel, studio) if cover else "",
        _lettered(title, "bold", (left, EDGE, room, high), TITLE, align, language, studio, is_title=True),
        _lettered(promise, "regular", (left, EDGE + high + GAP, room, height - 2 * EDGE - high - GAP), PROMISE, align,
                  language, studio),
        "</svg>\n",
    ]
    return "".join(parts)


def _panel(cover: VisualNote, box: Box, studio: Studio) -> str:
    """The lower part of the cover's drawing in a frame: its upper part is kept free for the title."""
    x, y, width, height = box
    across, down = cover.art.size
    frame = f"M{x} {y}L{x + width} {y}L{x + width} {y + height}L{x} {y + height}Z"
    line = ink.stroke(frame, sketch.OUTLINE, generator("card", "frame"))
    return (
        f'<svg x="{x}" y="{y}" width="{width}" height="{height}" viewBox="0 0 {across:g} {down:g}" '
        f'preserveAspectRatio="xMidYMax slice"><rect width="{across:g}" height="{down:g}" '
        f'fill="{studio.colour("paper")}"/>{sketch.art(cover, studio)}</svg>'
        f'<path d="{line}" fill="{studio.colour(INK)}"/>'
    )


def _lettered(
    text: str, font: str, box: Box, sizes: tuple[float, float], align: str, language: str, studio: Studio,
    is_title: bool = False,
) -> str:
    """Words as large as they fit; nothing when they do not, or when letters are missing."""
    hand, text = fonts.load(studio.fonts, font), " ".join(text.split())
    wording = Wording(hand, studio.glue(text, language), language)
    size = lettering.largest_size(wording, box, *sizes) if text and not hand.missing(text) else None
    if size is None:
        return ""
    lines = lettering.place(wording, box, size, align, "middle" if is_title else "top")
    letters = lettering.write(wording, lines, size, generator("card", language, font))
    made = f'<path d="{letters}" fill="{studio.colour(INK)}"/>'
    if is_title:
        last = lines[-1]
        y = last.y + 0.32 * size
        under = ink.stroke(f"M{last.x} {y}L{last.x + last.width} {y}", UNDERLINE, generator("card", "line", language))
        made += f'<path d="{under}" fill="{studio.colour("accent")}"/>'
    return made


def _png(picture: Image.Image) -> bytes:
    """Light enough for a phone that shows twenty of them."""
    for tones in TONES:
        stream = io.BytesIO()
        picture.quantize(tones, dither=Image.Dither.NONE).save(stream, "PNG", optimize=True)
        if stream.tell() <= MOST_BYTES:
            break
    return stream.getvalue()
