"""Files made to do harm: each ends in a message, in little memory, and never in a crash.

Each is read in a process of its own, whose memory is limited and measured.
"""

from __future__ import annotations

import base64
import gzip
import io
import json
import os
import re
import struct
import subprocess
import sys
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image

from notes.draft import ROOT, Draft
from notes.drawn import DRAWING, as_drawing, with_more
from notes.test_photo import PRIVACY

MOST_MB = 500
HANGING = 120  # seconds: no measure of speed, but a pattern that is tried again and again takes hours
SCRIPT = """
import json, resource, sys
limit = 1_500 * 2**20
resource.setrlimit(resource.RLIMIT_AS, (limit, limit))
from pathlib import Path
from guidebook.notes import pictures
from notes.draft import Draft, said as say
note, problems = Draft(Path(sys.argv[1])).read()
said = [say(problem) for problem in problems]
if note and note.art.drawing and not said:
    art = note.art.drawing.art
    pictures.pixels(f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1200 900">{art}</svg>', 200)
status = Path("/proc/self/status")  # its peak begins with the process; ru_maxrss also counts the parent's
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
if status.exists():
    peak = int(status.read_text().partition("VmHWM:")[2].split()[0]) / 1024
print(json.dumps({"said": said, "peak": peak}))
"""


def _read(draft: Draft) -> list[str]:
    """What a person reads; fails when it took too much memory, or ended otherwise."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "tests")}
    command = [sys.executable, "-c", SCRIPT, str(draft.root)]
    run = subprocess.run(command, capture_output=True, env=environment, text=True, check=False, timeout=HANGING)
    assert run.returncode == 0, run.stderr[-2000:]
    found = json.loads(run.stdout)
    print("PEAK", round(found["peak"]))
    assert found["peak"] <= MOST_MB
    return found["said"]


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str, bytes | Callable[[Path], object]], list[str]]:
    """Puts a file into a note – as its drawing, its photo, or its note.yml – and tells what a person reads."""

    def tell(name: str, made: bytes | Callable[[Path], object]) -> list[str]:
        draft = Draft(tmp_path_factory.mktemp("untrusted"))
        draft.write()
        if name.startswith("photo"):
            _as_photo(draft, name)
        else:
            as_drawing(draft)
        file = draft.folder / name
        file.unlink(missing_ok=True)
        file.write_bytes(made) if isinstance(made, bytes) else made(file)
        return _read(draft)

    return tell


def _as_photo(draft: Draft, name: str) -> None:
    text = (draft.folder / "note.yml").read_text(encoding="utf-8")
    begin, end = text.index("art:\n"), text.index("styles:\n")
    art = f"art:\n  kind: photo\n  file: {name}\n  size: [1200, 900]\n"
    (draft.folder / "note.yml").write_text(text[:begin] + PRIVACY + art + text[end:], encoding="utf-8")


def _large(head: bytes) -> Callable[[Path], object]:
    """A file of 100 MB that takes no room on the disk."""

    def make(file: Path) -> None:
        file.write_bytes(head)
        os.truncate(file, 100_000_000)

    return make


# ------------------------------------------------------------------------------------------------ drawings

LAUGHS = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 12))
LAUGHS = f'<!DOCTYPE svg [<!ENTITY a0 "ha">{LAUGHS}]>' + DRAWING.replace("<path", "<desc>&a11;</desc><path", 1)
QUADRATIC = f'<!DOCTYPE svg [<!ENTITY a "{"a" * 100_000}">]>' + DRAWING.replace("<path", "&a;" * 20_000 + "<path", 1)
LINE = "<path d='M0 0L9 9'/>"
COPIES = "".join(f'<g id="u{n}">' + f'<use href="#u{n - 1}"/>' * 10 + "</g>" for n in range(1, 10))
COPIES = f'<defs><path id="u0" d="M0 0L9 9"/>{COPIES}</defs><use href="#u9"/>'
DIGITS = "".join(f'<path d="M0 0L{"1" * 50_000}x" stroke-width="{"1" * 50_000}x"/>' for _ in range(20))
UNCLOSED = "<style>" + "/*" * 500_000 + "url(" * 100_000 + "{" * 100_000 + "</style>"
CLASSES = f'<style>{".a{fill:red}" * 300}</style><path class="{"b " * 1_000_000}" d="M0 0"/>'
TURNS = f'<g transform="{"scale(1)" * 300_000}"/>'
TILES = "".join(
    f'<pattern id="p{n}" width="9" height="9">' + f'<path d="M0 0L9 9" fill="url(#p{n - 1})"/>' * 20 + "</pattern>"
    for n in range(1, 6)
)
TILES = f'<pattern id="p0" width="9" height="9">{LINE}</pattern>{TILES}<circle r="9" fill="url(#p5)"/>'
HEADS = (
    f'<marker id="m" markerWidth="9" markerHeight="9">{LINE * 500}</marker>'
    f'<path marker-mid="url(#m)" d="M0 0{"L9 9 5 5" * 5000}"/>'
)
CHAIN = "".join(f'<g id="c{n}">{"<g>" * 60}<use href="#c{n - 1}"/>{"</g>" * 60}</g>' for n in range(1, 100))
GLASS = '<g opacity=".9">' * 60 + '<rect width="1200" height="900"/>' + "</g>" * 60
RULES = "".join(f".a{n}{{fill:red}}" for n in range(20_000)) + "</style>" + "<path class='a1' d='M0 0'/>" * 15_000


IMAGE = '<image width="9" height="9" href="{}"/>'


def _picture(width: int, height: int) -> str:
    """An empty PNG as a data: address: some 50 KB that unpack to gigabytes."""
    return "data:image/png;base64," + base64.b64encode(_empty_png(width, height)).decode()


def _empty_png(width: int, height: int) -> bytes:
    """A PNG of one colour, written by hand: Pillow would refuse to make it."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    packer = zlib.compressobj(9)
    row = b"\0" * (width * 3 + 1)
    data = b"".join(packer.compress(row) for _ in range(height)) + packer.flush()
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", data) + chunk(b"IEND", b"")


MANY = "this drawing has more than 20000 parts – simplify it"
COPIED = "with all copies this drawing has more than 20000 parts – draw the copies once"
DEEP = "groups lie more than 100 deep in each other"
HUGE = "this picture has more than 40 million pixels – 2000 pixels a side are enough"
ENTITIES = "“<!DOCTYPE>” in a drawing could run or load something"
ENCODING = "this file is not saved as UTF-8 – save it again with the encoding UTF-8"
NO_SVG = "this drawing cannot be read as SVG"

SVG = {
    "billion laughs": (LAUGHS.encode(), ENTITIES),
    "quadratic blowup": (QUADRATIC.encode(), ENTITIES),
    "an entity that is a file": (
        ('<!DOCTYPE svg [<!ENTITY a SYSTEM "file:///etc/passwd">]>' + with_more("<desc>&a;</desc>")).encode(),
        ENTITIES),
    "nested 10 000 deep": (with_more("<g>" * 10_000 + "</g>" * 10_000).encode(), DEEP),
    "100 MB": (_large(DRAWING.encode()), "this drawing is larger than 5 MB – make the pictures in it smaller, and"),
    "a hundred thousand parts": (with_more("<path d='M0 0'/>" * 100_000).encode(), MANY),
    "ten thousand attributes": (
        with_more("<path " + " ".join(f"a{n}='1'" for n in range(10_000)) + "/>").encode(),
        "a part of this drawing has more than 60 attributes"),
    "copies of copies": (with_more(COPIES).encode(), COPIED),
    "tiles of tiles": (with_more(TILES).encode(), COPIED),
    "an arrow of arrows": (with_more(HEADS).encode(), COPIED),
    "a chain of copies": (with_more('<path id="c0" d="M0 0L9 9"/>' + CHAIN).encode(), DEEP),
    "panes of glass": (with_more(GLASS).encode(), "more than 12 see-through or clipped groups lie in each other"),
    "a style sheet without end": (
        with_more("<style>" + RULES).encode(), "the style sheet of this drawing is too complicated"),
    "digits without end": (with_more(DIGITS).encode(), "“d” of <path> cannot be read: “M0 0L1111"),
    "a comment without end": (with_more(UNCLOSED).encode(), ""),
    "braces without end": (with_more(UNCLOSED.replace("/*", "")).encode(), "“<style>” in a drawing could run or load"),
    "a transform without end": (with_more(TURNS).encode(), "“transform” of <g> cannot be read: “scale(1)"),
    "a picture that unpacks to gigabytes": (
        lambda file: file.write_text(with_more(IMAGE.format(_picture(8000, 6000))), encoding="utf-8"), HUGE),
    "many pictures": (
        lambda file: file.write_text(
            with_more("".join(IMAGE.format(_picture(4000 + n, 4000)) for n in range(4))), encoding="utf-8"), HUGE),
    "a picture of another kind": (
        with_more(IMAGE.format("data:image/png;base64,R0lGODlhAQABAAAAACw=")).encode(),
        "this picture cannot be opened: it is broken, or cut off"),
    "UTF-16": (DRAWING.encode("utf-16"), ENCODING),
    "UTF-7": (b'<?xml version="1.0" encoding="UTF-7"?>' + with_more("+ADw-script/+AD4-").encode(), ENCODING),
    "NUL bytes": (DRAWING.replace("<path", "\0<path", 1).encode(), NO_SVG),
    "packed": (gzip.compress(DRAWING.encode()), "this drawing is packed (.svgz) – save it as “plain SVG”"),
    "HTML": (b"<!doctype html><html><script>alert(1)</script></html>", NO_SVG),
    "PDF": (b"%PDF-1.7\n" + DRAWING.encode(), NO_SVG),
    "PNG": (_empty_png(9, 9), ENCODING),
    "an archive behind it": (DRAWING.encode() + b"PK\x03\x04" + b"\0" * 100, NO_SVG),
    "a link": (lambda file: os.symlink("/etc/passwd", file), "this file is a link that leads elsewhere"),
    "a folder": (lambda file: file.mkdir(), "this file does not exist"),
    "nothing": (b"", NO_SVG),
}  # fmt: skip


@pytest.mark.parametrize("name", SVG)
def test_a_harmful_drawing_ends_in_a_message(told: Callable, name: str):
    data, message = SVG[name]
    found = told("drawing.svg", data)
    assert any(re.match(r"drawing\.svg:\d+: " + re.escape(message), one) for one in found) or (
        not message and not found
    ), found


@pytest.mark.parametrize("inside", [f'<path d="M0 0{"L9 9 5 5 1 3" * 150_000}"/>', CLASSES], ids=["outline", "classes"])
def test_what_is_only_long_is_drawn(told: Callable, inside: str):
    assert told("drawing.svg", with_more(inside).encode()) == []


# ------------------------------------------------------------------------------------------------ pictures


def _animated(kind: str, count: int) -> bytes:
    stream = io.BytesIO()
    frames = [Image.new("P", (4, 4), n % 256) for n in range(count)]
    frames[0].save(stream, kind, save_all=True, append_images=frames[1:])
    return stream.getvalue()


def _encoded(kind: str, **options: object) -> bytes:
    stream = io.BytesIO()
    Image.effect_noise((1500, 1200), 60).convert("RGB").save(stream, kind, **options)
    return stream.getvalue()


def _jpeg(**options: object) -> bytes:
    return _encoded("JPEG", **options)


BROKEN = "this picture cannot be opened: it is broken, or cut off – save it again as PNG or JPEG"

PICTURES = {
    "photo-1.png": ("41 million pixels of one colour", lambda file: file.write_bytes(_empty_png(6500, 6400)), (HUGE,)),
    "photo-3.png": ("39 million pixels of one colour", lambda file: file.write_bytes(_empty_png(6500, 6000)), ("",)),
    "photo.jpg": ("100 MB", _large(_jpeg()), ("this picture is larger than 50 MB – 2000 pixels a side are enough",)),
    "photo-1.jpg": ("cut off", _jpeg()[:20_000], (BROKEN,)),
    "photo-2.png": ("cut off", _empty_png(2000, 2000)[:-2000], (BROKEN,)),
    "photo-2.jpg": ("HTML", b"GIF89a/*<script>alert(1)</script>*/", (BROKEN,)),
    "photo-3.jpg": ("PDF", b"%PDF-1.7\n" + _jpeg(), (BROKEN,)),
    "photo-4.jpg": ("an archive", b"PK\x03\x04" + b"\0" * 100, (BROKEN,)),
    "photo-5.jpg": ("PostScript", b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 100 100\n(x) run\n", (BROKEN,)),
    "photo-6.jpg": ("a drawing", DRAWING.encode(), (BROKEN,)),
    "photo-7.jpg": ("EXIF without end", _jpeg(exif=b"Exif\0\0II*\0\x08\0\0\0" + b"\xff" * 60_000), (BROKEN, "")),
    "photo.webp": ("cut off", _encoded("WEBP")[:20_000], (BROKEN,)),
}  # fmt: skip


@pytest.mark.parametrize("name", PICTURES, ids=[f"{name} {row[0]}" for name, row in PICTURES.items()])
def test_a_harmful_photo_ends_in_a_message(told: Callable, name: str):
    _, data, messages = PICTURES[name]
    found = told(name, data)
    expected = [f"{name}:1: {message}" for message in messages if message]
    assert any(one in expected for one in found) or (not found and "" in messages), found


@pytest.mark.parametrize("name", ["photo.png", "photo.webp", "photo.gif"])
def test_of_thousands_of_frames_only_the_first_is_looked_at(told: Callable, name: str):
    kind = name.rpartition(".")[2].upper()
    found = told(name, _animated(kind, 3000))
    assert found == [f"{name}:1: the sheet is 4 px wide after straightening; 300 dpi at 118 mm need 1400 px – "
                     "take the photo again, closer, or with more pixels"]  # fmt: skip


def test_what_hangs_behind_a_photo_is_not_published(tmp_path: Path):
    from guidebook import images

    (tmp_path / "photo.jpg").write_bytes(_jpeg() + b"PK\x03\x04<script>alert(1)</script>")
    stream = io.BytesIO()
    images.open_photo(tmp_path / "photo.jpg").save(stream, "JPEG")
    assert b"<script>" not in stream.getvalue()


# ------------------------------------------------------------------------------------------------ note.yml

DEEP_YAML = "format: 1\nart: " + "[" * 10_000 + "]" * 10_000
ALIASES = "a: &a [x, x, x, x, x, x, x, x, x]\n" + "".join(
    f"{chr(98 + n)}: &{chr(98 + n)} [{', '.join(['*' + chr(97 + n)] * 9)}]\n" for n in range(9)
)
YAML = {
    "nested 10 000 deep": (DEEP_YAML.encode(), "note.yml:"),
    "aliases of aliases": (ALIASES.encode(), "note.yml:1: aliases (& and *) are not used here"),
    "100 MB": (_large(b"format: 1\n"), "note.yml:1: this file is too large for a text"),
    "an object": (
        b"format: !!python/object/apply:os.system ['id']\n",
        "note.yml:1: “!!python/object/apply:os.system” is not known here"),
    "UTF-16": ("format: 1\n".encode("utf-16"), "note.yml:1: this file is not saved as UTF-8"),
    "NUL bytes": (b"format: 1\nart: \0\n", "note.yml:2: a character here cannot be seen and cannot be read"),
    "a link": (lambda file: os.symlink("/etc/passwd", file), "note.yml:1: this file is a link that leads elsewhere"),
}  # fmt: skip


@pytest.mark.parametrize("name", YAML)
def test_a_harmful_note_ends_in_a_message(told: Callable, name: str):
    data, message = YAML[name]
    found = told("note.yml", data)
    assert any(one.startswith(message) for one in found), found
