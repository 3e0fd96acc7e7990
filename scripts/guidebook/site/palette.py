"""The colours of the drawings for the site's stylesheet: by day as they are, by night their dark side; and its icons.

A city chooses one palette. The night is made from it: grounds are its ink, darkened, with a breath of their own
colour; what is written on them is its own colour, lightened until it can be read.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from colorsys import hls_to_rgb, rgb_to_hls

from guidebook.book import Book

# Roles of the palette → how much of their own hue the ground has by night; and those that stand out by the ink alone,
# for a warm paper over a cold ink would be grey.
GROUNDS = {"paper": 0.0, "white": 0.3, "mist": 0.6, "cream": 0.6, "alert": 0.6}
RAISED = {"sand": 0.2, "cover": 0.4}
WRITTEN = ("ink", "accent", "second", "help")
READABLE = 4.5  # contrast of text on its ground, WCAG 2.2, 1.4.3
NIGHT = 0.5  # how much of the ink is left in the darkest ground

_ICON = re.compile(r"\.icon-([a-z0-9-]+)(?=[ }])")

Colours = Mapping[str, str]
_RGB = tuple[float, float, float]


def css(colours: Colours, icons: Iterable[str]) -> str:
    """The stylesheet: --pen and --sheet are what drawings are made with, and stay the same by night."""
    day = {**colours, "pen": colours["ink"], "sheet": colours["paper"]}
    pictures = "".join(f'.icon-{name}::before {{ background-image: url("icons/{name}.svg"); }}\n' for name in icons)
    dark = "@media screen and (prefers-color-scheme: dark) {\n"
    return f":root {{\n{_lines(day)}}}\n{dark}:root {{\n{_lines(night(colours))}}}\n}}\n{pictures}"


def _lines(colours: Colours) -> str:
    return "".join(f"  --{name}: {value};\n" for name, value in colours.items())


def night(colours: Colours) -> dict[str, str]:
    """The roles that look different on a dark screen. What drawings are made of stays as it is."""
    known = {name: _rgb(value) for name, value in colours.items()}
    darkest = _mixed(_rgb("#000000"), known["ink"], NIGHT)
    made = {name: _mixed(darkest, _dark(known[name]), share) for name, share in GROUNDS.items() if name in known}
    made |= {name: _mixed(darkest, known["ink"], share) for name, share in RAISED.items() if name in known}
    lightest = max(made.values(), key=_luminance)
    made |= {name: _readable(known["paper" if name == "ink" else name], lightest) for name in WRITTEN if name in known}
    if "stone" in known:
        made["stone"] = _mixed(darkest, known["stone"], 0.3)
    return {name: _hex(value) for name, value in made.items()}


def _dark(colour: _RGB) -> _RGB:
    """The same hue, quiet and dark."""
    hue, _, saturation = rgb_to_hls(*colour)
    return hls_to_rgb(hue, 0.27, saturation * 0.45)


def _readable(colour: _RGB, ground: _RGB) -> _RGB:
    """The colour, made lighter step by step until it can be read on the ground."""
    hue, lightness, saturation = rgb_to_hls(*colour)
    steps = (hls_to_rgb(hue, lightness + (1 - lightness) * step / 20, saturation) for step in range(21))
    return next(one for one in steps if _contrast(one, ground) >= READABLE + 0.3 or min(one) == 1)


def contrast(one: str, other: str) -> float:
    """How well one colour is seen on the other, 1 to 21 (WCAG 2.2)."""
    return _contrast(_rgb(one), _rgb(other))


def _contrast(one: _RGB, other: _RGB) -> float:
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: _RGB) -> float:
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _mixed(one: _RGB, other: _RGB, share: float) -> _RGB:
    red, green, blue = (first + (second - first) * share for first, second in zip(one, other, strict=True))
    return red, green, blue


def _rgb(text: str) -> _RGB:
    digits = text.removeprefix("#")
    digits = digits if len(digits) == 6 else "".join(digit * 2 for digit in digits)
    red, green, blue = (int(digits[at : at + 2], 16) / 255 for at in (0, 2, 4))
    return red, green, blue


def _hex(colour: _RGB) -> str:
    return "#" + "".join(f"{round(part * 255):02x}" for part in colour)


def icons(book: Book) -> tuple[str, ...]:
    """The icons that chapters ask for: “{ .door .icon-bulb }” is the one named bulb."""
    texts = (chapter.text for edition in book.editions for chapter in edition.chapters)
    return tuple(sorted({name for text in texts for name in _ICON.findall(text)}))
