"""Pillow in one place. Broken, huge and active pictures are tested in tests/checks/test_links.py."""

import io
from pathlib import Path

import pytest
from PIL import Image, ImageFile

from conftest import SAMPLE
from guidebook import files, images


def test_a_picture_says_its_size():
    assert images.size(SAMPLE / "docs" / "assets" / "bridge.png") == (1280, 640)


@pytest.mark.parametrize("attributes", ['viewBox="0 0 30 20"', 'viewBox="0,0,30,20"', 'width="30" height="20"'])
def test_a_drawing_says_its_size_in_its_own_units(tmp_path: Path, attributes: str):
    (tmp_path / "a.svg").write_text(f'<svg xmlns="http://www.w3.org/2000/svg" {attributes}/>')
    assert images.size(tmp_path / "a.svg") == (30, 20)


def test_a_picture_that_is_not_there_is_reported(tmp_path: Path):
    with pytest.raises(files.Unreadable):
        images.size(tmp_path / "a.png")


def test_a_picture_that_is_cut_off_is_found_also_after_printing(tmp_path, monkeypatch):
    monkeypatch.setattr(ImageFile, "LOAD_TRUNCATED_IMAGES", True)  # as WeasyPrint leaves it
    whole = io.BytesIO()
    Image.effect_noise((200, 200), 60).save(whole, "JPEG")
    file = tmp_path / "cut.jpg"
    file.write_bytes(whole.getvalue()[: len(whole.getvalue()) // 2])
    with pytest.raises(files.Unreadable):
        images.size(file)
    assert ImageFile.LOAD_TRUNCATED_IMAGES
