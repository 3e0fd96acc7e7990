"""A photo of a poster on a wall, as a phone takes it: askew, in the yellow light of a lamp, with grain and a place.

The poster is a note of ours as a picture; its corners in the photo are known.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from random import Random

from PIL import Image, ImageChops, ImageDraw, ImageEnhance, ImageFilter

from guidebook.notes.photo import homography

Point = tuple[float, float]

FRAME = ((150, 118), (1040, 82), (1100, 1360), (96, 1412))
SIZE = (1200, 1520)
WALLS = {"wall": (176, 168, 158), "dark wall": (62, 58, 66), "white table": (238, 236, 231)}


def photograph(
    sheet: Image.Image, frame: Sequence[Point] = FRAME, size: tuple[int, int] = SIZE, wall: str = "wall"
) -> Image.Image:
    """The sheet hanging there."""
    corners = [(0, 0), (sheet.width, 0), (sheet.width, sheet.height), (0, sheet.height)]
    back = homography(frame, corners)
    placed = sheet.transform(size, Image.Transform.PERSPECTIVE, back, Image.Resampling.BICUBIC)
    mask = Image.new("L", sheet.size, 255).transform(size, Image.Transform.PERSPECTIVE, back)
    scene = Image.new("RGB", size, WALLS[wall])
    shadow = Image.new("L", size, 0)
    ImageDraw.Draw(shadow).polygon([(x + 12, y + 15) for x, y in frame], fill=140)
    scene.paste((70, 66, 62), mask=shadow.filter(ImageFilter.GaussianBlur(12)))
    scene.paste(placed, mask=mask)
    return _grainy(_lit(scene))


def _lit(scene: Image.Image) -> Image.Image:
    """Darker to the right and below, with the soft shadow of a hand; yellow as lamps are."""
    across = Image.linear_gradient("L").rotate(-90).resize(scene.size).point(lambda value: 255 - value * 0.36)
    hand = Image.new("L", scene.size, 255)
    width, height = scene.size
    ImageDraw.Draw(hand).ellipse((width * 0.5, height * 0.68, width * 1.2, height * 1.3), fill=205)
    light = ImageChops.multiply(across, hand.filter(ImageFilter.GaussianBlur(60)))
    lamp = Image.merge("RGB", [light, light.point(lambda v: v * 0.96), light.point(lambda v: v * 0.87)])
    return ImageChops.multiply(scene, lamp)


def _grainy(scene: Image.Image) -> Image.Image:
    noise = Image.frombytes("L", scene.size, Random(7).randbytes(scene.width * scene.height))
    noise = noise.point(lambda value: 128 + (value - 128) * 0.2)
    grain = Image.merge("RGB", [noise] * 3)
    mixed = ImageChops.add(scene, grain, scale=1, offset=-128)
    return ImageEnhance.Sharpness(mixed.filter(ImageFilter.GaussianBlur(0.7))).enhance(1.1)


def jpeg(picture: Image.Image, orientation: int = 1) -> bytes:
    """As a phone saves it: with its model, the way it was held, and where it was."""
    exif = Image.Exif()
    exif[0x0110], exif[0x0112] = "Sample phone", orientation
    place = exif.get_ifd(0x8825)
    place[1], place[2], place[3], place[4] = "N", (51.0, 6.0, 36.0), "E", (17.0, 1.0, 48.0)
    stream = io.BytesIO()
    picture.save(stream, "JPEG", quality=86, exif=exif)
    return stream.getvalue()
