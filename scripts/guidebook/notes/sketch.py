"""A drawing as SVG: the things of note.yml and of icons, inked; then the words over it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from html import escape

from guidebook.notes import fonts, ink, lettering, photo
from guidebook.notes.fonts import FAMILY
from guidebook.notes.ink import Placement, generator
from guidebook.notes.layout import Layout, Lettered, disc
from guidebook.notes.studio import INK, Studio
from guidebook.visualnote import Icon, Item, Region, VisualNote, circle_path

SVG = "http://www.w3.org/2000/svg"
LINE, ARROW, ICON, OUTLINE, DISC = 6.0, 9.0, 5.0, 6.0, 4.6  # widths of pens where the note names none
HEAD = 3.4  # length of an arrow's head, in widths of its pen
SHADOW = (15.0, 16.0)
MARKER = 0.021  # the radius of a marker, in widths of the canvas
SHIFT = 4.0  # how far a colour lies beside its line
HIGHLIGHT = 0.62


def art(note: VisualNote, studio: Studio) -> str:
    """The layer without words; the same in all languages."""
    parts = [photo.art(note, studio.colour(note.art.paper))] if note.art.photo else []
    parts += [note.art.drawing.art] if note.art.drawing else []
    for number, item in enumerate(note.art.items):
        parts += _item(item, (note.art.seed, number), studio)
    return "".join(parts)


def icon(drawn: Icon, studio: Studio, pen: float = 4.0, margin: float = 7.0) -> str:
    """An icon alone, as a whole SVG with room for its pen."""
    name = ("icon", drawn.name)
    inside = "".join(_icon_items(drawn, name, Placement((margin, margin)), pen, {}, studio))
    width, height = (side + 2 * margin for side in drawn.grid)
    return f'<svg xmlns="{SVG}" viewBox="0 0 {width:g} {height:g}">{inside}</svg>'


# ------------------------------------------------------------------------------------------------- items


def _item(item: Item, name: tuple, studio: Studio) -> Iterator[str]:
    """The shapes of one thing; `name` seeds its random numbers."""
    if item.kind == "icon":
        drawn = studio.icon(item.icon)
        if drawn is not None:
            place = Placement(item.at, item.size / drawn.grid[1], drawn.grid[0] if item.flip else None)
            yield from _icon_items(drawn, name, place, item.width or ICON, item.colours, studio)
        return
    colour = studio.colour(item.colour or INK)
    if item.kind == "highlight":
        yield _shape(ink.highlighter(item.box, generator(*name)), colour, min(item.opacity, HIGHLIGHT))
    elif item.kind == "fill":
        shift = item.shift or (SHIFT, SHIFT)
        yield _shape(ink.blob(item.path, generator(*name), shift=shift), colour, item.opacity)
    elif item.kind == "shape":
        yield from _area(item, name, colour, studio)
    else:
        yield from _lines(item, name, colour)


def _area(item: Item, name: tuple, colour: str, studio: Studio) -> Iterator[str]:
    """An outline with what fills it, above its shadow. The fill keeps to the line: words stand on it."""
    if item.shadow:
        shadow = ink.blob(item.path, generator(*name, "shadow"), shift=SHADOW, sway=2.0)
        yield _shape(shadow, studio.colour(item.shadow))
    if item.fill:
        fill = ink.blob(item.path, generator(*name, "fill"), shift=(0, 0), sway=1.0)
        yield _shape(fill, studio.colour(item.fill))
    yield _shape(ink.stroke(item.path, item.width or OUTLINE, generator(*name, "line")), colour)


def _lines(item: Item, name: tuple, colour: str) -> Iterator[str]:
    width = item.width or (ARROW if item.kind == "arrow" else LINE)
    strokes = [ink.stroke(item.path, width, generator(*name), sway=2.0)]
    if item.kind == "arrow":
        heads = ink.arrow_head(item.path, width * HEAD)
        strokes += [ink.stroke(head, width, generator(*name, i), sway=1.0) for i, head in enumerate(heads)]
    yield _shape("".join(strokes), colour, item.opacity)


def _icon_items(
    drawn: Icon, name: tuple, place: Placement, width: float, colours: Mapping[str, str], studio: Studio
) -> Iterator[str]:
    """The parts of an icon. Line widths in icons are parts of the pen's; colours may be exchanged."""
    grown = max(0.5, place.scale) ** 0.5
    for number, item in enumerate(drawn.items):
        random = generator(*name, number)
        colour = item.colour or INK
        value = studio.colour(colours.get(colour, colour))
        if item.kind == "fill":
            shift = (SHIFT / 2 * grown, SHIFT / 2 * grown)
            yield _shape(ink.blob(item.path, random, place, shift, sway=1.5 * grown), value, item.opacity)
        else:
            pen = (item.width or 1.0) * width
            yield _shape(ink.stroke(item.path, pen, random, place, sway=1.1 * max(0.7, grown)), value, item.opacity)


def _shape(path: str, colour: str, opacity: float = 1.0) -> str:
    return f'<path d="{path}" fill="{colour}"' + (f' opacity="{opacity:g}"/>' if opacity < 1 else "/>")


# ------------------------------------------------------------------------------------------------- words


def words(note: VisualNote, layout: Layout, studio: Studio) -> str:
    """The layer of words: highlighter, discs with numbers, letters; on a picture that keeps its words, markers."""
    if note.art.is_marked:
        return "".join(_markers(note, layout, studio))
    parts = []
    for lettered in layout.lettered:
        name = (note.art.seed, lettered.region.key)
        group = [*_highlight(lettered, name, studio), *_disc(lettered, name, studio)]
        random = generator(*name, lettered.word.language)
        letters = lettering.write(lettered.wording, lettered.lines, lettered.size, random)
        group.append(_shape(letters, studio.colour(lettered.style.colour)))
        parts.append(_turned("".join(group), lettered.region))
    return "".join(parts)


def _markers(note: VisualNote, layout: Layout, studio: Studio) -> Iterator[str]:
    """A white-ringed disc with its number, or letter, where each region says; the legend is the text below."""
    font = fonts.load(studio.fonts, "bold")
    radius = MARKER * note.art.size[0]
    for name, region in marked(note):
        x, y = region.marker
        wording = lettering.Wording(font, name, note.source_language)
        lines = lettering.place(wording, (x - 2 * radius, y - 2 * radius, 4 * radius, 4 * radius), radius * 1.3,
                                "center", "middle")
        letters = lettering.write(wording, lines, radius * 1.3, generator(note.art.seed, region.key, "marker"))
        yield f'<circle cx="{x:g}" cy="{y:g}" r="{radius * 1.18:.1f}" fill="#ffffff"/>'
        yield f'<circle cx="{x:g}" cy="{y:g}" r="{radius:.1f}" fill="{studio.colour(INK)}"/>'
        yield _shape(letters, "#ffffff")


def marked(note: VisualNote) -> Iterator[tuple[str, Region]]:
    """The regions that have a marker, each with its number, or its letter."""
    regions = [region for region in note.regions if region.marker]
    for place, region in enumerate(regions):
        yield (_letters(place) if note.art.photo.marker_style == "letters" else str(place + 1)), region


def _letters(place: int) -> str:
    """A … Z, AA, AB …"""
    before, last = divmod(place, 26)
    return (_letters(before - 1) if before else "") + chr(ord("A") + last)


def _highlight(lettered: Lettered, name: tuple, studio: Studio) -> Iterator[str]:
    box = lettered.highlight
    if box is not None:
        stroke = ink.highlighter(box, generator(*name, "highlight"))
        yield _shape(stroke, studio.colour(lettered.style.highlight), HIGHLIGHT)


def _disc(lettered: Lettered, name: tuple, studio: Studio) -> Iterator[str]:
    """The number of a heading in its circle."""
    circle = disc(lettered.region)
    if circle is None:
        return
    x, y, r = circle
    if lettered.region.disc:
        fill = ink.blob(circle_path(x, y, r - 1), generator(*name, "disc"), shift=(3, 3), sway=1.5)
        yield _shape(fill, studio.colour(lettered.region.disc))
    ring = ink.stroke(circle_path(x, y, r), DISC, generator(*name, "ring"), sway=1.2)
    yield _shape(ring, studio.colour(INK))
    number = lettering.Wording(lettered.wording.font, str(lettered.region.number), lettered.word.language)
    size = r * 1.36
    lines = lettering.place(number, (x - 2 * r, y - 2 * r, 4 * r, 4 * r), size, "center", "middle")
    yield _shape(lettering.write(number, lines, size, generator(*name, "number")), studio.colour(INK))


def _turned(inside: str, region: Region) -> str:
    if not region.rotate:
        return inside
    return f'<g transform="{_rotation(region)}">{inside}</g>'


def _rotation(region: Region) -> str:
    x, y, width, height = region.box
    return f"rotate({region.rotate:g} {x + width / 2:g} {y + height / 2:g})"


# ----------------------------------------------------------------------------------------------- together


def page(note: VisualNote, language: str, layout: Layout, studio: Studio, drawn: str, copy: bool = False) -> str:
    """The note as a whole SVG. `copy`: with the words as invisible text, so that a PDF can be searched."""
    width, height = note.art.size
    title = next((one.word.text for one in layout.lettered if one.region.role == "title"), "")
    alt = note.word("alt", language).text if not note.is_decoration else ""
    names = f"<title>{escape(title.replace(chr(10), ' '))}</title><desc>{escape(alt)}</desc>" if alt or title else ""
    role = f'role="img" lang="{language}" xml:lang="{language}"' if names else 'aria-hidden="true"'
    parts = [
        f'<svg xmlns="{SVG}" viewBox="0 0 {width:g} {height:g}" width="{width:g}" height="{height:g}" {role}>{names}',
        f'<rect width="{width:g}" height="{height:g}" fill="{studio.colour(note.art.paper)}"/>',
        f"<g>{drawn}</g><g>{words(note, layout, studio)}</g>",
        _copy(layout) if copy else "",
        "</svg>\n",
    ]
    return "".join(parts)


def blank(note: VisualNote, studio: Studio, drawn: str) -> str:
    """The drawing on its paper, without words."""
    width, height = note.art.size
    paper = f'<rect width="{width:g}" height="{height:g}" fill="{studio.colour(note.art.paper)}"/>'
    return f'<svg xmlns="{SVG}" viewBox="0 0 {width:g} {height:g}">{paper}{drawn}</svg>'


def _copy(layout: Layout) -> str:
    """The words where they stand, unseen. Plain spaces, so that a search for two words finds them."""
    lines = []
    for lettered in layout.lettered:
        turn = f' transform="{_rotation(lettered.region)}"' if lettered.region.rotate else ""
        for line in lettered.lines:
            text = escape(line.text.replace("\u00a0", " "))
            lines.append(f'<text x="{line.x:.1f}" y="{line.y:.1f}" font-size="{lettered.size:g}"{turn}>{text}</text>')
    return f'<g fill-opacity="0" font-family="{FAMILY}">{"".join(lines)}</g>'
