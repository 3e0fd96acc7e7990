"""Pillow, kept in one place: what a picture is, before it is shown or printed."""

from __future__ import annotations

import io
import warnings
import xml.etree.ElementTree as etree
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from PIL import Image, ImageCms, ImageFile, ImageOps

from guidebook import files
from guidebook.problem import Problem

MAX_PIXELS = 40_000_000  # a phone's photo has 12 to 25 million; a bomb unpacks to billions
KINDS = (".png", ".jpg", ".jpeg", ".webp", ".gif", ".avif", ".svg")

Image.MAX_IMAGE_PIXELS = MAX_PIXELS


def size(file: Path) -> tuple[int, int]:
    """Width and height in pixels (an SVG's in its own units). Raises files.Unreadable: broken, cut off, huge."""
    if file.suffix.lower() == ".svg":
        return _svg_size(file)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(file) as picture, _whole_only():
                width_and_height = picture.size
                picture.draft("RGB", (64, 64))  # a JPEG is decoded coarsely: enough to see that it is whole
                picture.load()
                return width_and_height
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        message, hint = "this picture has more than {millions} million pixels", "2000 pixels a side are enough"
        values = {"millions": MAX_PIXELS // 1_000_000}
        raise files.Unreadable(Problem(file, 1, message, hint, values)) from None
    except (OSError, SyntaxError, ValueError, EOFError):
        message, hint = "this picture cannot be opened: it is broken, or cut off", "save it again as PNG or JPEG"
        raise files.Unreadable(Problem(file, 1, message, hint)) from None


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
    with Image.open(file) as picture:
        is_turned = picture.getexif().get(_ORIENTATION, 1) >= 5
    return (height, width) if is_turned else (width, height)


_ORIENTATION = 0x0112


def open_photo(file: Path) -> Image.Image:
    """A photo upright, in sRGB, without anything but its pixels. Raises files.Unreadable."""
    size(file)
    with Image.open(file) as picture:
        profile = picture.info.get("icc_profile")
        upright = ImageOps.exif_transpose(picture)
        if profile and upright.mode in ("RGB", "L", "CMYK"):
            upright = _in_srgb(upright, profile)
        plain = Image.new("RGB", upright.size)
        plain.paste(upright.convert("RGB"))
    return plain


def _in_srgb(picture: Image.Image, profile: bytes) -> Image.Image:
    """Colours as the camera meant them; as they stand when its profile cannot be used."""
    try:
        source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        return ImageCms.profileToProfile(picture, source, ImageCms.createProfile("sRGB"), outputMode="RGB")
    except (ImageCms.PyCMSError, OSError):
        return picture


def _svg_size(file: Path) -> tuple[int, int]:
    """The view box of a drawing without anything that runs, loads or unfolds."""
    text = files.read_text(file)
    try:
        if "<!ENTITY" in text or "<!DOCTYPE" in text:
            raise ValueError
        root = etree.fromstring(text)
        box = [float(number) for number in root.get("viewBox", "").replace(",", " ").split()]
        width, height = box[2:] if len(box) == 4 else (float(root.get(key, "")) for key in ("width", "height"))
    except (etree.ParseError, ValueError):
        message, hint = "this drawing cannot be read as SVG", "save it as “plain SVG”, with a viewBox and no DOCTYPE"
        raise files.Unreadable(Problem(file, 1, message, hint)) from None
    for element in root.iter():
        if fault := _active(element):
            message, hint = "“{fault}” in a drawing could run or load something", "remove it and save the drawing again"
            raise files.Unreadable(Problem(file, 1, message, hint, {"fault": fault}))
    return round(width), round(height)


_ACTIVE = ("script", "foreignObject", "a", "iframe", "animate", "set", "animateTransform", "animateMotion", "style")


def _active(element: etree.Element) -> str:
    """What an SVG element could do beyond being seen; empty: nothing."""
    tag = str(element.tag).rpartition("}")[2]
    if tag in _ACTIVE:
        return f"<{tag}>"
    for name, value in element.attrib.items():
        plain = name.rpartition("}")[2]
        if plain.lower().startswith("on") or (plain in ("href", "src") and not value.startswith(("#", "data:image/"))):
            return f"{plain}="
        if "url(" in value and "url(#" not in value.replace(" ", ""):
            return f"{plain}="
    return ""
