"""A space at the end of a line needs no room: WeasyPrint 70 breaks such lines after their first word.

    Columns          ─►   Columns of the table are your citizenship,
    of the table …        temporary protection …

It happens when running text that fits exactly is followed by emphasised words: with the space between them it is too
wide, and WeasyPrint then takes the first word only, as if that had to be hyphenated. A space that does not break, which
stands between “a” and emphasised words, does the same; there the last word has to go to the next line. The function
that splits lines is private: the version is pinned exactly, and a test fails when it moves.
"""

from __future__ import annotations

from typing import Any

from weasyprint.layout import inline

PRIVATE_NAME = "split_first_line"
EARLY = 0.75  # of the line; one that was broken by mistake is filled less, most right ones are filled more
ONE_SPACE = 1.0  # of the size of the letters; no space is wider
NO_BREAK = "\u00a0"
STAND_IN = "\u00c6"  # as many bytes, wider, and no space: what stands before it is measured right, it is never drawn


def keep_whole() -> None:
    """Teach WeasyPrint not to count the last space; once is enough, twice does no harm."""
    split = getattr(inline, PRIVATE_NAME)
    if not hasattr(split, "without_last_space"):
        setattr(inline, PRIVATE_NAME, _patient(split))


def _patient(split: Any) -> Any:
    def patient(text: str, style: Any, context: Any, max_width: float | None, *rest: Any, **options: Any) -> tuple:
        found = split(text, style, context, max_width, *rest, **options)
        _, _, resumed, width, _, _ = found
        if max_width is None or resumed is None or width > EARLY * max_width:
            return found
        if text.endswith(NO_BREAK):
            earlier = split(text[:-1] + STAND_IN, style, context, max_width, *rest, **options)
            return earlier if earlier[2] is not None else found
        without = split(text.rstrip(" "), style, context, max_width, *rest, **options) if text.endswith(" ") else found
        if without[2] is not None:
            return found  # it does not fit without the space either
        room = max_width + ONE_SPACE * style["font_size"]
        return split(text, style, context, room, *rest, **options)

    patient.without_last_space = split
    return patient
