"""The same pictures come out wherever, whenever and however fast they are drawn."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from guidebook.notes import layout, pictures, sketch
from notes import poster
from notes.draft import COLOURS, LANGUAGES, ROOT, Draft
from notes.drawn import DRAWINGS, drawn_note

PRIVACY = 'privacy: {checked_by: "Anna", checked_on: 2026-05-15}\n'
FRAME = "[[150, 118], [1040, 82], [1100, 1360], [96, 1412]]"
PHOTO = f"art:\n  kind: photo\n  file: photo.jpg\n  size: [1200, 900]\n  frame: {FRAME}\n"

DRAW = """\
import json, os, sys
from pathlib import Path
cores, root, fonts, colours, languages = json.loads(sys.argv[1])
os.sched_setaffinity(0, sorted(os.sched_getaffinity(0))[:cores])
from guidebook import processes, typography, visualnote
from guidebook.notes import pictures
from guidebook.notes.studio import Studio
root = Path(root)
studio = Studio(Path(fonts), root / "icons", colours, typography.glue, root / "build")
notes = [visualnote.read(folder, languages, "pl")[0] for folder in sorted(root.glob("0*"))]
pictures.make_all(notes, languages, studio, processes.cores(), lambda name, code: None)
"""


@pytest.fixture(scope="module")
def folders(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A sketch, its photo, a drawing, twice; one folder has a space and letters of another alphabet."""
    here = tmp_path_factory.mktemp("one") / "notes"
    there = tmp_path_factory.mktemp("two") / "нотатки другі"
    for root in (here, there):
        draft = Draft(root)
        root.mkdir()
        draft.write()
        _add_photo(draft)
        _add_drawing(draft)
    return here, there


def _add_photo(draft: Draft) -> None:
    """03-photo: the draft as a poster that somebody has photographed."""
    note, studio = draft.note(), draft.studio
    svg = sketch.page(note, "pl", layout.lay_out(note, "pl", studio), studio, sketch.art(note, studio))
    folder = draft.root / "03-photo"
    folder.mkdir()
    (folder / "photo.jpg").write_bytes(poster.jpeg(poster.photograph(pictures.pixels(svg, 900))))
    text = (draft.folder / "note.yml").read_text(encoding="utf-8")
    begin, end = text.index("art:\n"), text.index("styles:\n")
    (folder / "note.yml").write_text(text[:begin] + PRIVACY + PHOTO + text[end:], encoding="utf-8")
    for file in draft.folder.glob("text.*.yml"):
        (folder / file.name).write_bytes(file.read_bytes())


def _add_drawing(draft: Draft) -> None:
    """04-drawing: the draft as a drawing of Inkscape, with gradients."""
    folder = draft.root / "04-drawing"
    folder.mkdir()
    for file in draft.folder.glob("text.*.yml"):
        (folder / file.name).write_bytes(file.read_bytes())
    note = (draft.folder / "note.yml").read_text(encoding="utf-8")
    (folder / "note.yml").write_text(drawn_note(note), encoding="utf-8")
    (folder / "drawing.svg").write_bytes((DRAWINGS / "inkscape.svg").read_bytes())


def _drawn(root: Path, cores: int, **environment: str) -> dict[str, str]:
    """Every file that is drawn, by its hash, in a process of its own."""
    told = json.dumps([cores, str(root), str(ROOT / "docs" / "assets" / "fonts"), COLOURS, LANGUAGES])
    subprocess.run([sys.executable, "-c", DRAW, told], check=True, env={**os.environ, **environment})
    files = (file for file in sorted((root / "build").rglob("*")) if file.is_file())
    return {f.relative_to(root).as_posix(): hashlib.sha256(f.read_bytes()).hexdigest() for f in files}


def test_the_same_bytes_come_out_in_two_folders_time_zones_locales_hash_seeds_and_with_one_core_or_two(folders):
    here, there = folders
    one = _drawn(here, 1, TZ="America/Anchorage", LC_ALL="C", PYTHONHASHSEED="1")
    other = _drawn(there, 2, TZ="Asia/Tokyo", LC_ALL="C.UTF-8", PYTHONHASHSEED="2")
    assert len(one) == 3 * 3 * 8
    assert one == other
