"""From the photo of a poster to a note in other languages."""

from __future__ import annotations

import base64
import io
import os
import re
from pathlib import Path

import pytest
from PIL import Image, ImageChops, ImageStat

from guidebook import images
from guidebook.notes import layout, photo, pictures, sketch
from notes import poster
from notes.draft import Draft

FRAME = "[[150, 118], [1040, 82], [1100, 1360], [96, 1412]]"
TITLE, HEADING = "box: [300, 40, 860, 200]", "box: [60, 330, 400, 64]"
TEXT, HELP = "box: [60, 404, 460, 150]", "box: [80, 640, 1000, 200]"
# The photos of these tests are small, so that they are quick: a piece of advice, as in real life.
SMALL = (
    "photo.jpg:1: the sheet is 1005 px wide after straightening; 300 dpi at 118 mm need 1400 px – "
    "take the photo again, closer, or with more pixels"
)
PRIVACY = 'privacy: {checked_by: "Anna", checked_on: 2026-05-15}\n'


@pytest.fixture(scope="module")
def taken(tmp_path_factory: pytest.TempPathFactory) -> tuple[Image.Image, bytes]:
    """The draft as a poster, and the photo of it."""
    draft = Draft(tmp_path_factory.mktemp("poster"))
    draft.write()
    note, studio = draft.note(), draft.studio
    svg = sketch.page(note, "pl", layout.lay_out(note, "pl", studio), studio, sketch.art(note, studio))
    sheet = pictures.pixels(svg, 900)
    return sheet, poster.jpeg(poster.photograph(sheet))


@pytest.fixture
def photographed(draft: Draft, taken: tuple[Image.Image, bytes]) -> Draft:
    """The draft, for which there is only the photo."""
    (draft.folder / "photo.jpg").write_bytes(taken[1])
    text = (draft.folder / "note.yml").read_text(encoding="utf-8")
    begin, end = text.index("art:\n"), text.index("styles:\n")
    art = f"art:\n  kind: photo\n  file: photo.jpg\n  size: [1200, 900]\n  frame: {FRAME}\n"
    (draft.folder / "note.yml").write_text(text[:begin] + PRIVACY + art + text[end:], encoding="utf-8")
    return draft


def _difference(one: Image.Image, other: Image.Image) -> float:
    """How far two pictures are apart on average, of 255, seen from some distance."""
    pair = [picture.convert("L").resize((120, 90), Image.Resampling.BOX) for picture in (one, other)]
    return ImageStat.Stat(ImageChops.difference(*pair)).mean[0]


def test_a_photographed_note_has_no_problem(photographed: Draft):
    assert photographed.found_by_reading() == [SMALL]


def test_a_sheet_is_made_straight_and_its_light_even(photographed: Draft, taken: tuple[Image.Image, bytes]):
    note = photographed.note()
    straight = photo.straightened(note)
    even = photo.even_light(straight, (255, 250, 240))
    assert straight.size == (1800, 1350)
    assert _difference(even, taken[0]) < 6 < _difference(straight, taken[0])
    corners = [even.getpixel((x, y)) for x in (250, 1700) for y in (300, 1250)]
    assert all(min(corner) > 215 for corner in corners), corners


def test_words_are_erased_and_what_must_stay_stays(photographed: Draft):
    sheet = photo.even_light(photo.straightened(photographed.note()), (255, 250, 240))
    words, icon = (470, 70, 1700, 330), (60, 60, 360, 360)
    before = sheet.copy()
    photo.erase(sheet, [words], keep=[(470, 70, 600, 330)])
    assert _darkest(sheet.crop((620, 70, 1700, 330))) > 150 > _darkest(before.crop((620, 70, 1700, 330)))
    assert ImageChops.difference(sheet.crop((470, 70, 596, 330)), before.crop((470, 70, 596, 330))).getbbox() is None
    assert ImageChops.difference(sheet.crop(icon), before.crop(icon)).getbbox() is None


def _darkest(part: Image.Image) -> int:
    """The tone that one point in a hundred is darker than."""
    histogram, count = part.convert("L").histogram(), 0
    for tone, found in enumerate(histogram):
        count += found
        if count > 0.01 * part.width * part.height:
            return tone
    return 255


def test_a_poster_becomes_a_picture_in_another_language(photographed: Draft):
    made = pictures.make(photographed.note(), "uk", photographed.studio)
    assert made.alt.startswith("Малюнок:")
    assert "ваше місце" in made.print_svg.read_text(encoding="utf-8")
    assert [rendition.width for rendition in made.webp] == [480, 800, 1200, 1800]


def test_nothing_of_the_phone_is_published(photographed: Draft):
    made = pictures.make(photographed.note(), "en", photographed.studio)
    for file in made.folder.iterdir():
        data = file.read_bytes()
        if file.suffix == ".svg":
            inside = re.search(r'href="data:image/jpeg;base64,([^"]+)"', data.decode())
            data += base64.b64decode(inside.group(1))
        for secret in (b"Exif", b"Sample phone", b"http://ns.adobe.com/xap", b"ICC_PROFILE"):
            assert secret not in data, (file.name, secret)


def test_a_photo_taken_with_the_phone_held_upright_is_turned(tmp_path: Path, taken: tuple[Image.Image, bytes]):
    lying = Image.open(io.BytesIO(taken[1])).convert("RGB").transpose(Image.Transpose.ROTATE_90)
    file = tmp_path / "photo.jpg"
    file.write_bytes(poster.jpeg(lying, orientation=6))
    assert images.photo_size(file) == poster.SIZE
    assert images.open_photo(file).size == poster.SIZE


def test_where_the_author_has_not_agreed_numbers_are_put_on_the_picture(photographed: Draft):
    photographed.spoil("note.yml", "  kind: photo\n", "  kind: photo\n  lettering: markers\n")
    photographed.spoil("note.yml", "adaptation: relettering", "adaptation: none")
    for box, at in ((TITLE, [40, 60]), (HEADING, [40, 350]), (TEXT, [540, 420]), (HELP, [60, 660])):
        photographed.spoil("note.yml", box, f"{box}, marker: {at}")
    assert photographed.found_by_reading() == [SMALL]
    assert photographed.found_by_checking("uk") == []
    made = pictures.make(photographed.note(), "uk", photographed.studio)
    svg = made.svg.read_text(encoding="utf-8")
    assert svg.count("<circle") == 8
    parts = [(section.heading, *(line.text for line in section.lines)) for section in made.text]
    lines = [text for part in parts for text in part if text]
    assert [line.partition(" · ")[0] for line in lines] == ["1", "2", "3", "4"]
    assert lines[:3] == ["1 · Ринок біля мосту: ваше місце", "2 · Запитання", "3 · Запитайте, які місця вільні."]


def test_a_box_without_its_number_is_a_defect_on_a_picture_that_keeps_its_words(photographed: Draft):
    photographed.spoil("note.yml", "  kind: photo\n", "  kind: photo\n  lettering: markers\n")
    photographed.spoil("note.yml", HEADING, f"{HEADING}, marker: [40, 350], erase: [[40, 300, 400, 90]]")
    photographed.spoil("note.yml", HELP, f"{HELP}, marker: [60, 660]")
    found = [line.partition(": ")[2] for line in photographed.found_by_checking("pl")]
    assert found == [
        "“erase” and “keep” of “s1-heading” do nothing: with “lettering: markers” the picture stays as it is – "
        "remove them, or write “lettering: replace”",
        "“s1-text” has no marker, so nobody finds its words on the picture – add to this line: marker: [x, y]",
    ]


def test_letters_go_on_after_z():
    assert [sketch._letters(place) for place in (0, 25, 26, 27, 52, 79)] == ["A", "Z", "AA", "AB", "BA", "CB"]


def test_words_that_stand_in_a_legend_need_no_room_on_the_picture(photographed: Draft):
    long = "Запитайте в конторі ринку, які місця вільні. " * 5
    photographed.spoil("text.uk.yml", "Запитайте, які місця вільні.", long)
    assert any("does not fit its box" in line for line in photographed.found_by_checking("uk"))
    photographed.spoil("note.yml", "  kind: photo\n", "  kind: photo\n  lettering: markers\n")
    assert not any("does not fit its box" in line for line in photographed.found_by_checking("uk"))


# ------------------------------------------------------------------------------------------------ bad input


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        (PRIVACY, "", "nobody has said that this photo shows no faces, names or signatures of people who have not"),
        ("adaptation: relettering", "adaptation: none", "the author has not agreed that the words are lettered again"),
        ("file: photo.jpg", "file: foto.jpg", "this file does not exist"),
        ("file: photo.jpg", "file: ../photo.jpg",
         "“file” needs the name of a file beside note.yml, found “../photo.jpg”"),
        ("  file: photo.jpg\n", "", "“art” does not say its “file”"),
        (FRAME, "[[150, 118], [96, 1412], [1100, 1360], [1040, 82]]",
         "“frame” is not a sheet inside the photo of 1200 × 1520 pixels"),  # anticlockwise
        (FRAME, "[[150, 118], [1040, 82], [300, 300], [96, 1412]]",
         "“frame” is not a sheet inside the photo of 1200 × 1520 pixels"),  # a dent
        (FRAME, "[[150, 118], [1040, 82], [2100, 1360], [96, 1412]]",
         "“frame” is not a sheet inside the photo of 1200 × 1520 pixels"),  # outside
        (FRAME, "[[150, 118], [1040, 82]]",
         "“frame” needs the four corners of the sheet, clockwise from top left, found “[[150, 118], [1040, 82]]”"),
        ("  kind: photo\n", "  kind: photo\n  light: 24\n", "“light” needs an odd number, found “24”"),
        ("  kind: photo\n", "  kind: photo\n  lettering: glue\n",
         "“lettering” is one of these: replace, markers; found “glue”"),
    ],
)  # fmt: skip
def test_what_is_wrong_with_a_photo_is_said(photographed: Draft, old: str, new: str, message: str):
    photographed.spoil("note.yml", old, new)
    assert any(message in line for line in photographed.found_by_reading()), photographed.found_by_reading()


@pytest.mark.parametrize("data", [b"", b"no picture", b"\xff\xd8\xff\xe0" + b"\0" * 500, b"%PDF-1.7\n%\xff\xd8\xff"])
def test_a_broken_photo_is_a_message_and_no_crash(photographed: Draft, data: bytes):
    (photographed.folder / "photo.jpg").write_bytes(data)
    assert any("this picture cannot be opened" in line for line in photographed.found_by_reading())


def test_a_photo_that_is_cut_off_is_a_message(photographed: Draft, taken: tuple[Image.Image, bytes]):
    (photographed.folder / "photo.jpg").write_bytes(taken[1][: len(taken[1]) // 2])
    assert any("this picture cannot be opened" in line for line in photographed.found_by_reading())


def test_a_photo_that_is_a_link_is_refused(photographed: Draft):
    (photographed.folder / "photo.jpg").unlink()
    os.symlink("/etc/hostname", photographed.folder / "photo.jpg")
    assert any("this is a link" in line or "is a link that leads" in line for line in photographed.found_by_reading())
