"""Where lines are broken: a space at their end needs no room."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from weasyprint import HTML
from weasyprint.layout import inline

from guidebook.print import lines

WORDS = "Columns of the table are your citizenship, <strong>temporary</strong> protection and more"


JOINED = "A few people acting without registering are a\u00a0<strong>group</strong> (informal group)"


def _first_lines(widths: range, words: str = WORDS) -> Iterator[str]:
    """The first line of a paragraph that is so many tenths of a millimetre wide."""
    for width in widths:
        page = HTML(string=f'<p style="font: 12pt sans-serif; width: {width / 10}mm">{words}').render().pages[0]
        yield next(_lines(page._page_box))


def _lines(box: object) -> Iterator[str]:
    if type(box).__name__ == "LineBox":
        yield _text(box)
    for child in getattr(box, "children", ()):
        yield from _lines(child)


def _text(box: object) -> str:
    return getattr(box, "text", "") + "".join(map(_text, getattr(box, "children", ())))


def test_the_private_function_is_still_there():
    assert callable(getattr(inline, lines.PRIVATE_NAME))


def test_no_line_is_broken_after_its_first_word(monkeypatch: pytest.MonkeyPatch):
    widths = range(700, 900)
    original = getattr(inline, lines.PRIVATE_NAME)
    monkeypatch.setattr(inline, lines.PRIVATE_NAME, getattr(original, "without_last_space", original))
    assert "Columns" in set(_first_lines(widths)), "WeasyPrint has been mended: lines.py can go"
    lines.keep_whole()
    assert "Columns" not in set(_first_lines(widths))


def test_a_word_joined_to_emphasised_words_goes_to_the_next_line_with_them(monkeypatch: pytest.MonkeyPatch):
    widths = range(880, 960, 2)
    original = getattr(inline, lines.PRIVATE_NAME)
    monkeypatch.setattr(inline, lines.PRIVATE_NAME, getattr(original, "without_last_space", original))
    assert "A" in set(_first_lines(widths, JOINED)), "WeasyPrint has been mended: lines.py can go"
    lines.keep_whole()
    first = set(_first_lines(widths, JOINED))
    assert "A" not in first
    assert "A few people acting without registering are" in first
    assert not any(lines.STAND_IN in line for line in first)
