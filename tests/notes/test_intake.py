"""A photo of a poster becomes the folder of a note."""

from __future__ import annotations

import math
from pathlib import Path
from random import Random

import pytest
from PIL import Image, ImageChops, ImageStat

from guidebook import visualnote
from guidebook.notes import corners, intake, layout, pictures, sketch
from guidebook.problem import GuidebookError
from notes import poster
from notes.draft import LANGUAGES, Draft


@pytest.fixture(scope="module")
def sheet(tmp_path_factory: pytest.TempPathFactory) -> Image.Image:
    """The draft as a poster of A4."""
    draft = Draft(tmp_path_factory.mktemp("poster"))
    draft.write()
    draft.spoil("note.yml", "size: [1200, 900]", "size: [1200, 1600]")
    note, studio = draft.note(), draft.studio
    svg = sketch.page(note, "pl", layout.lay_out(note, "pl", studio), studio, sketch.art(note, studio))
    return pictures.pixels(svg, 900)


def _frame(seed: int) -> list[tuple[float, float]]:
    random, (width, height) = Random(seed), poster.SIZE
    near = [(random.uniform(60, 240), random.uniform(60, 240)) for _ in range(4)]
    (a, b), (c, d), (e, f), (g, h) = near
    return [(a, b), (width - c, d), (width - e, height - f), (g, height - h)]


@pytest.mark.parametrize("seed, wall", list(enumerate([*poster.WALLS] * 4)))
def test_the_corners_of_a_sheet_are_found_within_two_parts_in_a_hundred(sheet: Image.Image, seed: int, wall: str):
    frame = _frame(seed)
    found = corners.find(poster.photograph(sheet, frame, wall=wall))
    width = math.dist(frame[0], frame[1])
    assert max(math.dist(a, b) for a, b in zip(found, frame, strict=True)) < 0.02 * width


def test_a_drawing_that_fills_its_picture_has_no_corners_to_find(sheet: Image.Image):
    assert corners.find(sheet) is None


def test_a_digital_note_that_fills_its_picture_is_taken_as_it_is(sheet: Image.Image, tmp_path: Path):
    sheet.convert("RGBA").save(tmp_path / "export.png")
    folder = tmp_path / "05-export"
    assert not intake.begin(folder, tmp_path / "export.png", "pl", 2026)
    note, _ = visualnote.read(folder, LANGUAGES, "pl")
    width, height = sheet.size
    assert note.art.photo.frame == ((0, 0), (width, 0), (width, height), (0, height))
    assert note.art.size == (1200, 1600)
    kept = Image.open(folder / "photo.jpg")
    assert kept.size == sheet.size
    assert max(ImageStat.Stat(ImageChops.difference(kept, sheet)).mean) < 2


def test_an_empty_picture_has_no_corners_either():
    assert corners.find(Image.new("RGB", (400, 500), "white")) is None


def test_a_photo_becomes_a_note_that_only_asks_for_what_a_person_must_say(sheet: Image.Image, tmp_path: Path):
    taken = tmp_path / "IMG 0001 – Плакат.jpg"
    taken.write_bytes(poster.jpeg(poster.photograph(sheet)))
    folder = tmp_path / "05-poster"
    assert intake.begin(folder, taken, "pl", 2026)
    note, problems = visualnote.read(folder, LANGUAGES, "pl")
    assert note.art.size[1] == pytest.approx(1600, rel=0.1)
    assert note.art.is_marked
    assert [problem.english() for problem in problems] == [
        "the sheet is 1006 px wide after straightening; 300 dpi at 118 mm need 1400 px",
        "“drawn_by” is not filled in yet",
        "nobody has said that this photo shows no faces, names or signatures of people who have not agreed",
        "“alt” (pl) is not written yet",
        "“title” (pl) is not written yet",
    ]
    kept = (folder / "photo.jpg").read_bytes()
    assert b"Exif" not in kept and b"Sample phone" not in kept


def test_a_photo_that_is_not_there_is_said(tmp_path: Path):
    with pytest.raises(GuidebookError, match="there is no file “.*photo.jpg”"):
        intake.begin(tmp_path / "05-poster", tmp_path / "photo.jpg", "pl", 2026)
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_exists_is_left_alone(sheet: Image.Image, tmp_path: Path):
    (tmp_path / "05-poster").mkdir()
    with pytest.raises(GuidebookError, match="exists already"):
        intake.begin(tmp_path / "05-poster", tmp_path / "photo.jpg", "pl", 2026)
    assert list((tmp_path / "05-poster").iterdir()) == []


@pytest.mark.parametrize("name", ["poster", "5-poster", "05-Плакат", "05 poster"])
def test_a_note_is_named_as_notes_are(tmp_path: Path, name: str):
    with pytest.raises(GuidebookError, match="not named as notes are"):
        intake.begin(tmp_path / name, tmp_path / "photo.jpg", "pl", 2026)
