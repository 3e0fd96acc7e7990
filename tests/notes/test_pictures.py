"""The pictures of a note: the same bytes each time, drawn only when something has changed."""

from __future__ import annotations

import json
import os
import subprocess
import sys

import pytest
from PIL import Image

from guidebook.notes import layout, pictures, sketch
from guidebook.problem import GuidebookError
from notes.draft import ROOT


def drawn(draft, language="uk", copy=False) -> str:
    note, studio = draft.note(), draft.studio
    placed = layout.lay_out(note, language, studio)
    return sketch.page(note, language, placed, studio, sketch.art(note, studio), copy=copy)


SCRIPT = """
import sys
from pathlib import Path
from notes.draft import Draft
from notes.test_pictures import drawn
sys.stdout.buffer.write(drawn(Draft(Path(sys.argv[1]))).encode())
"""


def test_a_note_is_the_same_bytes_in_another_process_with_another_hash_seed(draft):
    environment = {**os.environ, "PYTHONHASHSEED": "1234", "PYTHONPATH": str(ROOT / "tests")}
    command = [sys.executable, "-c", SCRIPT, str(draft.root)]
    run = subprocess.run(command, capture_output=True, env=environment, check=True)
    assert run.stdout.decode() == drawn(draft)


def test_changing_a_thing_leaves_the_others_as_they_were(draft):
    before = sketch.art(draft.note(), draft.studio)
    draft.spoil("note.yml", "colour: sun}\nstyles", "colour: teal}\nstyles")
    after = sketch.art(draft.note(), draft.studio)
    assert before != after
    assert before.split("/>")[:6] == after.split("/>")[:6]


def test_the_drawing_says_what_it_is_to_who_cannot_see_it(draft):
    svg = drawn(draft)
    assert 'role="img" lang="uk"' in svg
    assert "<title>Ринок біля мосту: ваше місце</title>" in svg
    assert "<desc>Малюнок: ятка" in svg
    assert "<text" not in svg


def test_the_drawing_for_print_has_its_words_as_invisible_text(draft):
    svg = drawn(draft, copy=True)
    assert '<g fill-opacity="0"' in svg
    assert ">ринку. Години вказані на дверях.<" in svg
    assert "\u00a0" not in svg.partition("<g fill-opacity")[2]


def test_words_cannot_break_out_of_the_drawing(draft):
    draft.spoil("text.uk.yml", "Малюнок", "</desc><script>alert(1)</script>")
    assert "<script" not in drawn(draft)


@pytest.fixture
def made(draft, monkeypatch):
    monkeypatch.setattr(pictures, "WEBP_WIDTHS", (120, 240))
    monkeypatch.setattr(pictures, "AVIF_WIDTHS", (120,))
    return pictures.make(draft.note(), "uk", draft.studio)


def test_pictures_are_made_in_all_sizes(made):
    assert [(r.file, r.width, r.height) for r in made.renditions] == [
        ("note-120.webp", 120, 90),
        ("note-240.webp", 240, 180),
        ("note-120.avif", 120, 90),
    ]
    for rendition in made.renditions:
        with Image.open(made.folder / rendition.file) as picture:
            assert (picture.size, picture.getexif()) == ((rendition.width, rendition.height), {})
    assert made.svg.is_file() and made.print_svg.is_file()


def test_a_note_tells_its_words_in_reading_order(made):
    assert (made.title, made.credit) == ("Ринок біля мосту:\nваше місце", "Anna, 2026 · CC BY 4.0")
    assert [(s.heading, s.number, [(line.role, line.text) for line in s.lines]) for s in made.text] == [
        ("Запитання", 1, [("text", "Запитайте, які місця вільні.")]),
        ("", 0, [("callout", "Потрібна допомога? Запитайте в конторі ринку. Години вказані на дверях.")]),
    ]


def test_a_word_of_the_source_language_says_so(draft):
    draft.spoil("text.uk.yml", 's1-text: "Запитайте, які місця вільні."\n', "")
    section, _ = pictures.text_of(draft.note(), "uk")
    assert [(line.text, line.language) for line in section.lines] == [("Zapytaj, które miejsca są wolne.", "pl")]


def test_nothing_is_drawn_again_while_nothing_has_changed(draft, made):
    before = made.svg.stat().st_ino
    assert pictures.make(draft.note(), "uk", draft.studio) == made
    assert made.svg.stat().st_ino == before


@pytest.mark.parametrize(
    ("name", "old", "new"),
    [
        ("text.uk.yml", "вільні", "вільне"),
        ("note.yml", "size: 200", "size: 190"),
        ("icons/stall.yml", "50, 60, 10", "50, 61, 10"),
    ],
)
def test_a_note_is_drawn_again_when_something_of_it_has_changed(draft, made, name, old, new):
    key = json.loads((made.folder / "note.json").read_text(encoding="utf-8"))["key"]
    draft.spoil(name, old, new)
    assert pictures.content_key(draft.note(), "uk", draft.studio) != key


def test_words_of_one_language_do_not_touch_the_pictures_of_another(draft, made):
    key = json.loads((made.folder / "note.json").read_text(encoding="utf-8"))["key"]
    draft.spoil("text.en.yml", "free", "empty")
    assert pictures.content_key(draft.note(), "uk", draft.studio) == key


def test_a_picture_that_was_lost_is_drawn_again(draft, made):
    (made.folder / "note-120.webp").unlink()
    assert (pictures.make(draft.note(), "uk", draft.studio).folder / "note-120.webp").is_file()


def test_a_drawing_that_fails_leaves_the_last_good_pictures(draft, made, monkeypatch):
    draft.spoil("text.uk.yml", "вільні", "вільне")
    monkeypatch.setattr(pictures, "pixels", lambda *_: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        pictures.make(draft.note(), "uk", draft.studio)
    assert made.svg.is_file()
    assert sorted(path.name for path in made.folder.parent.iterdir()) == ["uk"]


def test_all_languages_are_made_and_told(draft, monkeypatch):
    monkeypatch.setattr(pictures, "WEBP_WIDTHS", (60,))
    monkeypatch.setattr(pictures, "AVIF_WIDTHS", ())
    told = []
    pictures.make_all([draft.note()], ["pl", "en"], draft.studio, 2, lambda *what: told.append(what))
    assert sorted(told) == [("02-market", "en"), ("02-market", "pl")]
    assert (draft.root / "build" / "02-market" / "en" / "note-60.webp").is_file()


def test_the_flat_colours_of_a_drawing_stay_exactly_as_they_are(draft):
    svg = drawn(draft)
    few = pictures._with_few_tones(pictures.pixels(svg, 240), pictures._flat_colours(svg))
    colours = {colour for _, colour in few.getcolors(1000)}
    assert (255, 250, 240) in colours and (35, 48, 74) in colours and len(colours) < 45


def test_an_icon_is_an_svg_of_its_own(draft):
    file = pictures.make_icon("stall", draft.studio)
    assert file == draft.root / "build" / "icons" / "stall.svg"
    assert file.read_text(encoding="utf-8").startswith('<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 114 114">')
    with pytest.raises(GuidebookError, match="there is no icon “stal”"):
        pictures.make_icon("stal", draft.studio)


def test_a_picture_full_of_detail_is_made_light_enough_for_a_phone():
    from random import Random

    from PIL import Image

    random = Random(5)
    noise = Image.frombytes("L", (400, 534), random.randbytes(400 * 534)).resize((800, 1068)).convert("RGB")
    light, heavy = pictures._light_avif(noise), pictures._encoded(noise, "AVIF", quality=38, speed=8)
    assert len(light) < len(heavy) > pictures.PHONE_BYTES
    calm = Image.new("RGB", (800, 1068), "white")
    assert pictures._light_avif(calm) == pictures._encoded(calm, "AVIF", quality=38, speed=8, max_threads=1)
