"""Pillow, kept in one place: what a picture is, before it is shown or printed."""

from __future__ import annotations

import base64
import io
import warnings
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import unquote

from PIL import Image, ImageCms, ImageColor, ImageDraw, ImageFile, ImageFont, ImageOps

from guidebook import files, svg
from guidebook.problem import Problem

MAX_PIXELS = 40_000_000  # a phone's photo has 12 to 25 million; a bomb unpacks to billions
MAX_BYTES = 50_000_000
LARGEST = 4000  # pixels of the longer side that are kept of a picture inside a drawing
KINDS = (".png", ".jpg", ".jpeg", ".webp", ".gif", ".avif", ".svg")

COLOUR_NAMES = frozenset(ImageColor.colormap)  # of CSS
_FORMATS = ("PNG", "JPEG", "WEBP", "GIF", "AVIF")  # no other reader is started, whatever the file says it is

Image.MAX_IMAGE_PIXELS = MAX_PIXELS
Picture = Image.Image

SHEET_PX, GAP_PX, CAPTION_PX, GREY = 1600, 6, 26, (216, 216, 216)  # of a contact sheet


def size(file: Path) -> tuple[int, int]:
    """Width and height in pixels (an SVG's in its own units). Raises files.Unreadable: broken, cut off, huge."""
    if file.suffix.lower() == ".svg":
        return _svg_size(file)
    with _opened(file) as picture:
        width_and_height = picture.size
        picture.draft("RGB", (64, 64))  # a JPEG is decoded coarsely: enough to see that it is whole
        picture.load()
        return width_and_height


@contextmanager
def _opened(source: Path | io.BytesIO, file: Path | None = None, line: int = 1) -> Iterator[Image.Image]:
    """A picture of dots, while it is read. Raises files.Unreadable, with the file and the line to name."""
    file = file or source
    try:
        if isinstance(source, Path) and source.stat().st_size > MAX_BYTES:
            raise files.Unreadable(_too_heavy(file))
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(source, formats=_FORMATS) as picture, _whole_only():
                yield picture
    except files.Unreadable:
        raise
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise files.Unreadable(_too_many_pixels(file, line)) from None
    except Exception:  # Pillow's readers raise whatever comes of broken bytes: struct.error, SyntaxError, KeyError …
        message, hint = "this picture cannot be opened: it is broken, or cut off", "save it again as PNG or JPEG"
        raise files.Unreadable(Problem(file, line, message, hint)) from None


def _too_many_pixels(file: Path, line: int) -> Problem:
    message, hint = "this picture has more than {millions} million pixels", "2000 pixels a side are enough"
    return Problem(file, line, message, hint, {"millions": MAX_PIXELS // 1_000_000})


def _too_heavy(file: Path) -> Problem:
    message, hint = "this picture is larger than {most} MB", "2000 pixels a side are enough"
    return Problem(file, 1, message, hint, {"most": MAX_BYTES // 1_000_000})


@contextmanager
def _whole_only() -> Iterator[None]:
    """WeasyPrint tells Pillow, for the whole process, to take pictures that are cut off: not here."""
    before, ImageFile.LOAD_TRUNCATED_IMAGES = ImageFile.LOAD_TRUNCATED_IMAGES, False
    try:
        yield
    finally:
        ImageFile.LOAD_TRUNCATED_IMAGES = before


def photo_size(file: Path) -> tuple[int, int]:
    """Width and height of a photo as a person holds it, after its EXIF turn. Raises files.Unreadable."""
    width, height = size(file)
    with _opened(file) as picture:
        is_turned = picture.getexif().get(_ORIENTATION, 1) >= 5
    return (height, width) if is_turned else (width, height)


_ORIENTATION = 0x0112


def open_photo(file: Path) -> Image.Image:
    """A photo upright, in sRGB, without anything but its pixels. Raises files.Unreadable."""
    with _opened(file) as picture:
        upright = _upright(picture)
        plain = Image.new("RGB", upright.size)
        plain.paste(upright if upright.mode == "RGB" else upright.convert("RGB"))
    return plain


def _upright(picture: Image.Image) -> Image.Image:
    """As a person holds it, in sRGB."""
    profile = picture.info.get("icc_profile")
    ImageOps.exif_transpose(picture, in_place=True)
    if profile and picture.mode in ("RGB", "L", "CMYK"):
        return _in_srgb(picture, profile)
    return picture


def plain_address(address: str, file: Path, line: int, most: int = MAX_PIXELS) -> tuple[str, int]:
    """The picture of a data: address as one that holds its dots and nothing else, and how many they are.

    Raises files.Unreadable. PNG stays PNG: it may be see-through.
    """
    try:
        data = base64.b64decode("".join(unquote(address.partition(",")[2]).split()), validate=True)
    except ValueError:
        data = b""
    with _opened(io.BytesIO(data), file, line) as picture:
        if picture.width * picture.height > most:
            raise files.Unreadable(_too_many_pixels(file, line))
        dots, kind = picture.width * picture.height, picture.format
        upright = _upright(picture)
        upright.thumbnail((LARGEST, LARGEST), Image.Resampling.LANCZOS)
        is_png = kind == "PNG"
        mode = "RGBA" if is_png and upright.has_transparency_data else "RGB"
        plain = upright if upright.mode == mode else upright.convert(mode)
        plain.info.clear()
        stream = io.BytesIO()
        plain.save(stream, "PNG" if is_png else "JPEG", **({} if is_png else {"quality": 92}))
    code = base64.b64encode(stream.getvalue()).decode("ascii")
    return f"data:image/{'png' if is_png else 'jpeg'};base64,{code}", dots


def _in_srgb(picture: Image.Image, profile: bytes) -> Image.Image:
    """Colours as the camera meant them; as they stand when its profile cannot be used."""
    try:
        source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        return ImageCms.profileToProfile(picture, source, ImageCms.createProfile("sRGB"), outputMode="RGB")
    except (ImageCms.PyCMSError, OSError):
        return picture


def _svg_size(file: Path) -> tuple[int, int]:
    """The view box of a drawing without anything that runs, loads or unfolds."""
    document, problems = svg.read(file)
    if problems:
        raise files.Unreadable(problems[0])
    if document.size is None:
        message, hint = "this drawing cannot be read as SVG", "save it as “plain SVG”, with a viewBox and no DOCTYPE"
        raise files.Unreadable(Problem(file, 1, message, hint))
    for element, address in document.pictures():
        plain_address(address, file, element.line)
    width, height = document.size
    return max(1, round(width)), max(1, round(height))


# ------------------------------------------------------------------------------------------- contact sheet


def contact_sheet(rows: Sequence[tuple[str, Sequence[Picture]]], font: Path) -> bytes:
    """Pictures in rows below the name of each group, as PNG."""
    letters, placed, names, top = ImageFont.truetype(font, CAPTION_PX * 2 // 3), [], [], GAP_PX
    for name, pictures in rows:
        names.append((top, name))
        top, left, highest = top + CAPTION_PX, GAP_PX, 0
        for picture in pictures:
            if left + picture.width > SHEET_PX and left > GAP_PX:
                top, left, highest = top + highest + GAP_PX, GAP_PX, 0
            placed.append((picture, (left, top)))
            left, highest = left + picture.width + GAP_PX, max(highest, picture.height)
        top += highest + 2 * GAP_PX
    sheet = Image.new("RGB", (SHEET_PX, top), GREY)
    for picture, place in placed:
        sheet.paste(picture, place)
    for height, name in names:
        ImageDraw.Draw(sheet).text((GAP_PX, height), name, fill="#000", font=letters)
    stream = io.BytesIO()
    sheet.quantize(256).save(stream, "PNG", optimize=True)
    return stream.getvalue()
