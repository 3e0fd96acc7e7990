"""The photo of a sheet: made straight, its light made even, its words erased.

    photo ─ straighten ─► sheet ─ even_light ─► paper ─ erase ─► the art layer, over which the words are lettered

By Pillow alone, so that it needs nothing else; sizes are pixels, boxes the canvas units of note.yml.
"""

from __future__ import annotations

import base64
import io
from collections.abc import Iterator, Sequence

from PIL import Image, ImageChops, ImageFilter, ImageMath

from guidebook import images
from guidebook.visualnote import Box, Point, VisualNote

Pixels = tuple[int, int, int, int]  # left, top, right, foot

WIDTH = 1800  # pixels of the art layer: the largest picture of the site, 300 dpi at 152 mm
QUALITY = 90
WHITE = 0.955  # of the paper's own light: what is brighter is paper
BLACK = 0.02
INK = 26  # how far from the paper's tone, of 255, ink is
SURROUNDINGS, MARGIN = 13, 64  # in eighths of pixels, more than the height of letters; pixels around a box
LIGHT = 0.72  # the share of the surroundings that is darker than the paper
GROW, FEATHER, AROUND = 9, 2, 10  # the mask of ink in pixels; the box in canvas units
SHRINK = 8  # light changes slowly: it is measured on a small picture


def art(note: VisualNote, paper: str) -> str:
    """The art layer of a photographed note as an element of an SVG."""
    sheet = straightened(note)
    if not note.art.is_marked:
        sheet = even_light(sheet, channels(paper), note.art.photo.light)
        for boxes, keep in erasures(note, sheet.width):
            erase(sheet, boxes, keep)
    width, height = note.art.size
    return f'<image width="{width:g}" height="{height:g}" href="{_address(sheet)}"/>'


def erasures(note: VisualNote, width: int) -> Iterator[tuple[list[Pixels], list[Pixels]]]:
    """For each region where words are erased and what stays, on a sheet that is so many pixels wide."""
    scale = width / note.art.size[0]
    for region in note.regions:
        boxes = region.erase or (_around(region.box),)
        yield [_scaled(box, scale) for box in boxes], [_scaled(box, scale) for box in region.keep]


def straightened(note: VisualNote) -> Image.Image:
    """The sheet as it lay before the camera, as wide as the largest picture of it."""
    width, height = note.art.size
    size = (WIDTH, round(WIDTH * height / width))
    return straighten(images.open_photo(note.art.photo.file), note.art.photo.frame, size)


def straighten(picture: Image.Image, frame: Sequence[Point], size: tuple[int, int]) -> Image.Image:
    """The quadrangle of a picture as a rectangle. Pillow asks for the way back, from the result to the picture."""
    width, height = size
    corners = [(0.0, 0.0), (float(width), 0.0), (float(width), float(height)), (0.0, float(height))]
    return picture.transform(size, Image.Transform.PERSPECTIVE, homography(corners, frame), Image.Resampling.BICUBIC)


def homography(points: Sequence[Point], images_of: Sequence[Point]) -> tuple[float, ...]:
    """The eight numbers of the projective map that sends four points to four others."""
    rows: list[list[float]] = []
    for (x, y), (u, v) in zip(points, images_of, strict=True):
        rows.append([x, y, 1.0, 0.0, 0.0, 0.0, -u * x, -u * y, u])
        rows.append([0.0, 0.0, 0.0, x, y, 1.0, -v * x, -v * y, v])
    return tuple(_solved(rows))


def _solved(rows: list[list[float]]) -> list[float]:
    """Gauss with the largest pivot; each row ends with its right side."""
    count = len(rows)
    for step in range(count):
        pivot = max(range(step, count), key=lambda row: abs(rows[row][step]))
        rows[step], rows[pivot] = rows[pivot], rows[step]
        head = rows[step]
        for row in range(count):
            if row != step:
                factor = rows[row][step] / head[step]
                rows[row] = [value - factor * part for value, part in zip(rows[row], head, strict=True)]
    return [rows[step][count] / rows[step][step] for step in range(count)]


def even_light(picture: Image.Image, paper: tuple[int, int, int], widest: int = 25) -> Image.Image:
    """Every part divided by the light around it: shadows and the yellow of lamps go, the paper gets its tone.

    `widest`: dark areas up to this size (in eighths of pixels) are ink; larger ones fade and need a larger number.
    """
    small = picture.resize((max(1, picture.width // SHRINK), max(1, picture.height // SHRINK)), Image.Resampling.BOX)
    light = small.filter(ImageFilter.MedianFilter(3)).filter(ImageFilter.MaxFilter(widest))
    light = light.filter(ImageFilter.GaussianBlur(18)).resize(picture.size, Image.Resampling.BICUBIC)
    bands = zip(picture.split(), light.split(), paper, strict=True)
    return Image.merge("RGB", [_divided(band, by, tone) for band, by, tone in bands])


def _divided(band: Image.Image, light: Image.Image, tone: int) -> Image.Image:
    factor = tone / (WHITE - BLACK)

    def value(part: dict) -> object:
        share = part["float"](part["a"]) / part["max"](part["float"](part["b"]), 1.0)
        stretched = (share - BLACK) * factor
        return part["convert"](part["min"](part["max"](stretched, 0.0), float(tone)), "L")

    return ImageMath.lambda_eval(value, a=band, b=light)


def erase(picture: Image.Image, boxes: Sequence[Sequence[int]], keep: Sequence[Sequence[int]] = ()) -> None:
    """Paint paper over the ink in these boxes: the rest keeps its grain, a coloured panel its colour."""
    for box, mask, paper in masks(picture, boxes, keep):
        picture.paste(paper, box, mask)


def masks(
    picture: Image.Image, boxes: Sequence[Sequence[int]], keep: Sequence[Sequence[int]] = ()
) -> Iterator[tuple[tuple[int, int, int, int], Image.Image, Image.Image]]:
    """For each box what is ink in it, and how the paper looks there without."""
    for left, top, right, foot in boxes:
        box = (max(0, left), max(0, top), min(picture.width, right), min(picture.height, foot))
        if box[0] >= box[2] or box[1] >= box[3]:
            continue
        part, paper = picture.crop(box), _paper(picture, box)
        red, green, blue = ImageChops.difference(part, paper).split()
        farthest = ImageChops.lighter(ImageChops.lighter(red, green), blue)
        ink = farthest.point(lambda value: 255 if value > INK else 0)
        ink = ink.filter(ImageFilter.MaxFilter(GROW)).filter(ImageFilter.GaussianBlur(FEATHER))
        for stays in keep:
            ink.paste(0, tuple(value - box[side % 2] for side, value in enumerate(stays)))
        yield box, ink, paper


def _paper(picture: Image.Image, box: tuple[int, int, int, int]) -> Image.Image:
    """What lies under the words: at every point a light tone of its surroundings, for letters are dark and thin."""
    left, top, right, foot = box
    wide = (max(0, left - MARGIN), max(0, top - MARGIN), min(picture.width, right + MARGIN),
            min(picture.height, foot + MARGIN))
    part = picture.crop(wide)
    size = (max(1, part.width // SHRINK), max(1, part.height // SHRINK))
    small = part.resize(size, Image.Resampling.BOX)
    light = small.filter(ImageFilter.RankFilter(SURROUNDINGS, round(LIGHT * SURROUNDINGS**2)))
    whole = light.filter(ImageFilter.GaussianBlur(2)).resize(part.size, Image.Resampling.BICUBIC)
    return whole.crop((left - wide[0], top - wide[1], right - wide[0], foot - wide[1]))


def _around(box: Box) -> Box:
    x, y, width, height = box
    return (x - AROUND, y - AROUND, width + 2 * AROUND, height + 2 * AROUND)


def _scaled(box: Box, scale: float) -> Pixels:
    """[left, top, width, height] in canvas units → left, top, right, foot in pixels."""
    x, y, width, height = (value * scale for value in box)
    return round(x), round(y), round(x + width), round(y + height)


def channels(colour: str) -> tuple[int, int, int]:
    """A colour as Pillow takes it."""
    return tuple(bytes.fromhex(colour.removeprefix("#")))


def _address(picture: Image.Image) -> str:
    """The picture inside the SVG: a file that can be carried about whole, and nothing to load."""
    stream = io.BytesIO()
    picture.save(stream, "JPEG", quality=QUALITY, optimize=True)
    return "data:image/jpeg;base64," + base64.b64encode(stream.getvalue()).decode("ascii")
