"""QR codes."""

from __future__ import annotations

import xml.etree.ElementTree as etree

import pytest

from guidebook.print import qr
from guidebook.problem import GuidebookError


def test_a_code_is_a_drawing_without_a_fixed_size():
    drawing = etree.fromstring(qr.svg("https://guide.verbopil.example/uk/2/", "#23304a"))
    assert drawing.get("viewBox") and not drawing.get("width")


def test_modules_of_a_long_address_are_still_half_a_millimetre_wide_at_28_mm():
    drawing = etree.fromstring(qr.svg("https://guide.verbopil.example/" + "a" * 29, "#23304a"))
    assert 28 / float(drawing.get("viewBox").split()[2]) >= 0.5


def test_an_address_too_long_for_a_code_is_refused_with_its_length():
    with pytest.raises(GuidebookError, match="96 characters"):
        qr.svg("https://guide.verbopil.example/" + "a" * 65, "#23304a")
