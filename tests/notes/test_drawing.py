"""A drawing of Inkscape, Figma or Illustrator becomes a note: its boxes, its art, and what it may not hold."""

from __future__ import annotations

import base64
import io
import re
import subprocess
from pathlib import Path

import pytest
import resvg_py
from click.testing import CliRunner, Result
from PIL import Image, ImageChops, ImageStat

from conftest import SampleBook
from guidebook import cli, drawing
from guidebook.notes import intake, layout, pictures, sketch
from guidebook.print.pdf import Press
from guidebook.problem import GuidebookError
from notes.draft import LANGUAGES, Draft, said
from notes.drawn import DRAWING, DRAWINGS, PROGRAMS, as_drawing, found_in, with_more, write


@pytest.fixture
def drawn(draft: Draft) -> Draft:
    return as_drawing(draft)


def _png(size: tuple[int, int] = (8, 6), **options: object) -> str:
    stream = io.BytesIO()
    Image.linear_gradient("L").resize(size).save(stream, "PNG", **options)
    return "data:image/png;base64," + base64.b64encode(stream.getvalue()).decode()


def _page(inside: str) -> str:
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1200 900">{inside}</svg>'


# ------------------------------------------------------------------------------------------- good drawings


@pytest.mark.parametrize("program", PROGRAMS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_drawing_of_each_program_is_a_good_note(drawn: Draft, program: str, language: str):
    write(drawn, (DRAWINGS / f"{program}.svg").read_bytes())
    assert drawn.found_by_reading() == []
    assert drawn.found_by_checking(language) == []


@pytest.mark.parametrize("program", PROGRAMS)
def test_a_drawing_looks_as_it_did_without_its_boxes(program: str):
    """Compared with the whole file, in which only the rectangles are hidden, drawn by the same renderer."""
    file = DRAWINGS / f"{program}.svg"
    found, _ = drawing.read(file)
    boxes = re.compile(r"<rect(?=[^>]*key)", re.DOTALL)
    hidden = boxes.sub('<rect display="none" ', file.read_text(encoding="utf-8"))
    expected = resvg_py.svg_to_bytes(svg_string=hidden, width=600, dpi=96, skip_system_fonts=True)
    ours = resvg_py.svg_to_bytes(svg_string=_page(found.art), width=600, skip_system_fonts=True)
    pair = [Image.open(io.BytesIO(bytes(data))).convert("RGBA").resize((600, 450)) for data in (ours, expected)]
    assert max(ImageStat.Stat(ImageChops.difference(*pair)).mean) < 0.4


def test_nothing_of_the_person_who_drew_it_is_published(drawn: Draft):
    text = (DRAWINGS / "inkscape.svg").read_text(encoding="utf-8")
    assert "Halyna" in text and "C:\\Users" in text
    write(drawn, text)
    made = pictures.make(drawn.note(), "uk", drawn.studio)
    for file in (made.svg, made.print_svg):
        svg = file.read_text(encoding="utf-8")
        names = set(re.findall(r'xmlns:?\w*="([^"]*)"', svg))
        assert names == {"http://www.w3.org/2000/svg"}
        for secret in ("Halyna", "Users", "inkscape", "sodipodi", "creator", "layer", "key-"):
            assert secret not in svg, secret


def test_the_words_of_a_drawing_stand_in_its_boxes(drawn: Draft):
    note, studio = drawn.note(), drawn.studio
    placed = layout.lay_out(note, "uk", studio)
    title = next(one for one in placed.lettered if one.region.role == "title")
    assert title.region.box == (300.0, 40.0, 860.0, 200.0)
    assert note.art.size == (1200.0, 900.0)
    svg = sketch.page(note, "uk", placed, studio, sketch.art(note, studio), copy=True)
    assert ">ринку. Години вказані на дверях.<" in svg


@pytest.mark.parametrize(
    ("page", "size"),
    [
        ('viewBox="0 0 210 157.5" width="210mm"', (1200.0, 900.0)),
        ('viewBox="-50 -50 2400 1800"', (1200.0, 900.0)),
        ('viewBox="0,0,600,1200"', (1200.0, 2400.0)),
    ],
)
def test_whatever_its_units_a_drawing_is_twelve_hundred_wide(tmp_path: Path, page: str, size: tuple):
    (tmp_path / "a.svg").write_text(DRAWING.replace('viewBox="0 0 1200 900"', page), encoding="utf-8")
    found, problems = drawing.read(tmp_path / "a.svg")
    assert (found.size, problems) == (size, ())


RECT = '<rect id="key-more" x="10" y="20" width="100" height="40"/>'


@pytest.mark.parametrize(
    ("inside", "box", "turn"),
    [
        (RECT, (10, 20, 100, 40), 0),
        (f'<g transform="translate(5,7) scale(2)">{RECT}</g>', (25, 47, 200, 80), 0),
        (f'<g transform="translate(5)"><g transform="matrix(1 0 0 3 0 0)">{RECT}</g></g>', (15, 60, 100, 120), 0),
        (RECT.replace("/>", ' transform="rotate(-4 60 40)"/>'), (10, 20, 100, 40), -4),
        (f'<g transform="rotate(90)">{RECT}</g>', (-90, 40, 100, 40), 90),
        (f'<g transform="rotate(170)">{RECT}</g>', (-116.0, -49.0, 100, 40), -10),  # never upside down
        (f'<g transform="translate(300) scale(-1,1)">{RECT}</g>', (190, 20, 100, 40), 0),  # never mirrored
        (RECT.replace('"10"', '"10mm"').replace('"100"', '"50%"'), (37.8, 20, 600, 40), 0),
        (f'<g style="display:none">{RECT}</g>', (10, 20, 100, 40), 0),  # a layer that is not shown holds boxes too
        (RECT.replace('id="key-more"', 'data-key="more"'), (10, 20, 100, 40), 0),
    ],
)
def test_a_box_is_where_its_rectangle_is_seen(tmp_path: Path, inside: str, box: tuple, turn: float):
    (tmp_path / "a.svg").write_text(with_more(inside), encoding="utf-8")
    found, problems = drawing.read(tmp_path / "a.svg")
    assert problems == ()
    assert found.box("more").box == pytest.approx(box, abs=0.11)
    assert found.box("more").rotate == turn


def test_boxes_are_not_part_of_the_art(tmp_path: Path):
    (tmp_path / "a.svg").write_text(DRAWING, encoding="utf-8")
    found, _ = drawing.read(tmp_path / "a.svg")
    assert found.art == (
        '<g transform="matrix(1 0 0 1 0 0)"><defs><circle id="d1" cx="5" cy="5" r="5"/></defs>'
        '<path d="M60 60H240V200H60Z" fill="#f2694b" stroke="#23304a" stroke-width="6"/>'
        '<g transform="matrix(1 0 0 1 20 300)"><use x="700" href="#d1" fill="teal"/></g></g>'
    )


@pytest.mark.parametrize(
    ("inside", "written"),
    [
        ("<style>.a{fill:red} g .b{}</style>", None),
        ('<style>path{fill:red}.a{fill:blue}#x{fill:lime}</style><path id="x" class="a" d="M0 0L9 9"/>', "lime"),
        ('<style>path{fill:red}.a{fill:blue}</style><path class="a" fill="white" d="M0 0L9 9"/>', "blue"),
        ('<style>.a{fill:blue}</style><path class="a" style="fill:lime" d="M0 0L9 9"/>', "lime"),
        ('<style>.a{fill:blue !important}</style><path class="a" style="fill:lime" d="M0 0L9 9"/>', "blue"),
        ('<style>/* path */ .a,.b{fill:blue}</style><path class="b c" d="M0 0L9 9"/>', "blue"),
    ],
)
def test_style_sheets_are_resolved(tmp_path: Path, inside: str, written: str | None):
    (tmp_path / "a.svg").write_text(with_more(inside), encoding="utf-8")
    found, problems = drawing.read(tmp_path / "a.svg")
    if written is None:
        assert [said(problem) for problem in problems] == [
            "a.svg:4: the style sheet of this drawing is too complicated: “g .b” – in Illustrator export with "
            "“Styling: Presentation Attributes”; elsewhere save as “plain SVG”"
        ]
    else:
        assert f'<path d="M0 0L9 9" fill="{written}"/>' in found.art and "style" not in found.art


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("M 0,0 10 10 20-5", "M0 0L10 10L20 -5"),
        ("m1.5.5a1 1 0 01.5.5z", "m1.5 0.5a1 1 0 0 1 0.5 0.5Z"),
        ("M0 0h5V1e1C1 2,3 4 5 6S1 2 3 4Q1 2 3 4T5 6Zm3 3", "M0 0h5V10C1 2 3 4 5 6S1 2 3 4Q1 2 3 4T5 6Zm3 3"),
        ("  ", ""),
        ("M0", None),
        ("L0 0", None),
        ("M0 0L1 nan", None),
        ("M0 0L1e309 1", None),
        ("M0 0Z5", None),
        ("M0 0A1 1 0 2 0 5 5", None),
        ("M0 0<", None),
    ],
)
def test_outlines_are_read_and_written_anew(text: str, written: str | None):
    assert drawing.path(text) == written


# ---------------------------------------------------------------------------------------------- in pictures


def test_a_gradient_keeps_its_tones(drawn: Draft, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(pictures, "WEBP_WIDTHS", (480,))
    monkeypatch.setattr(pictures, "AVIF_WIDTHS", ())
    write(drawn, (DRAWINGS / "figma.svg").read_bytes())
    made = pictures.make(drawn.note(), "uk", drawn.studio)
    with Image.open(made.folder / "note-480.webp") as picture:
        strip = picture.convert("RGB").crop((40, 26, 41, 76))
    assert len(strip.getcolors(1000)) > 25


def test_what_print_cannot_draw_it_gets_as_dots(drawn: Draft):
    write(drawn, (DRAWINGS / "figma.svg").read_bytes())
    made = pictures.make(drawn.note(), "uk", drawn.studio)
    assert "linearGradient" in made.svg.read_text(encoding="utf-8")
    printed = made.print_svg.read_text(encoding="utf-8")
    assert "linearGradient" not in printed and 'href="data:image/' in printed
    write(drawn, DRAWING)
    made = pictures.make(drawn.note(), "uk", drawn.studio)
    assert "<image" not in made.print_svg.read_text(encoding="utf-8")


def test_a_note_is_drawn_again_when_its_drawing_has_changed(drawn: Draft):
    before = pictures.content_key(drawn.note(), "uk", drawn.studio)
    write(drawn, DRAWING.replace("#f2694b", "#f2694c"))
    assert pictures.content_key(drawn.note(), "uk", drawn.studio) != before


def test_things_of_the_book_may_be_drawn_over_a_drawing(drawn: Draft):
    drawn.spoil("note.yml", "  kind: svg\n", "  kind: svg\n  items:\n    - {icon: stall, at: [700, 300], size: 200}\n")
    assert drawn.found_by_reading() == drawn.found_by_checking() == []
    assert sketch.art(drawn.note(), drawn.studio).count("<path") == 5


def test_a_picture_inside_a_drawing_keeps_only_its_dots(drawn: Draft):
    exif = Image.Exif()
    exif[0x010F] = "Sample phone"
    write(drawn, with_more(f'<image width="80" height="60" href="{_png(exif=exif)}"/>'))
    art = drawn.note().art.drawing.art
    code = re.search(r"base64,([^\"]+)", art).group(1)
    assert b"Sample phone" in base64.b64decode(_png(exif=exif).partition(",")[2])
    assert b"Sample phone" not in base64.b64decode(code)


# ------------------------------------------------------------------------------------------------ bad input

RUNS = "“{}” in a drawing could run or load something – remove it and save the drawing again"
EMBED = ("“{}” in a drawing could run or load something – put the picture itself into the drawing "
         "(Inkscape: Extensions, Images, Embed), or remove it")  # fmt: skip
EFFECT = ("“{}” is not drawn the same on the site and in print – "
          "take the effect off, or make a picture of it (PNG) and place that")  # fmt: skip
PLAIN = "“{}” is not drawn the same on the site and in print – save it as “plain SVG”, without effects; ungroup"
UNREAD = "“{}” of <{}> cannot be read: “{}” – draw this part again, or save the drawing as “plain SVG”"
WORDS = ("words are still text in the drawing: “{}” – put a rectangle named key-… in its place and write the words to "
         "text.<language>.yml")  # fmt: skip
NOWHERE = "“{}” names nothing that can stand here – draw this part again, or remove what needs it"

BAD = [
    # what is put into the drawing, and what a person reads of line 4
    ("<script>alert(1)</script>", RUNS.format("<script>")),
    ("<SCRIPT/>", RUNS.format("<SCRIPT>")),
    ('<x:script xmlns:x="http://www.w3.org/1999/xhtml">alert(1)</x:script>', RUNS.format("<script>")),
    ('<x:p xmlns:x="http://www.w3.org/1999/xhtml"/>', RUNS.format("<p>")),
    ('<path onload="alert(1)"/>', RUNS.format("onload=")),
    ('<g ONCLICK="x"/>', RUNS.format("ONCLICK=")),
    ("<foreignObject><b/></foreignObject>", RUNS.format("<foreignObject>")),
    ('<a href="#dot"><path d="M0 0"/></a>', RUNS.format("<a>")),
    ('<animate attributeName="x"/>', RUNS.format("<animate>")),
    ('<set attributeName="href" to="x"/>', RUNS.format("<set>")),
    ("<?php x?>", RUNS.format("<?php?>")),
    ('<g xml:base="https://elsewhere.example/"/>', RUNS.format("base=")),
    ('<image href="https://elsewhere.example/a.png"/>', EMBED.format("href=")),
    ('<image href="a.png"/>', EMBED.format("href=")),
    ('<image xlink:href="file:///etc/passwd"/>', EMBED.format("href=")),
    ('<image href="#dot" xlink:href="a.png"/>', EMBED.format("href=")),
    ('<use href="other.svg#dot"/>', EMBED.format("href=")),
    ('<image href="data:image/svg+xml;base64,PHN2Zy8+"/>', EMBED.format("href=")),
    ('<image href="data:text/html,x"/>', EMBED.format("href=")),
    ('<path style="fill:url(https://elsewhere.example/x)"/>', RUNS.format("style=")),
    ('<path style="fill:u\\72l(x)"/>', RUNS.format("style=")),
    ('<path fill="url(//elsewhere.example/x#a)"/>', RUNS.format("fill=")),
    ('<path fill="url(#dot"/>', RUNS.format("fill=")),
    ('<path style="width:expression(alert(1))"/>', RUNS.format("style=")),
    ("<style>@import '//elsewhere.example/a.css';</style>", RUNS.format("<style>")),
    ("<style>@font-face{src:local(x)}</style>", RUNS.format("<style>")),
    ("<style>.a{fill:url(x.svg#a)}</style>", RUNS.format("<style>")),
    ("<text>Wspólny <tspan>ogród</tspan></text>", WORDS.format("Wspólny ogród")),
    ("<flowRoot><flowPara>Targ</flowPara></flowRoot>", WORDS.format("Targ")),
    ("<defs><g><text>Targ</text></g></defs>", WORDS.format("Targ")),
    ("<switch><g/></switch>", PLAIN.format("<switch>")),
    ('<svg width="9" height="9"/>', PLAIN.format("<svg>")),
    ("<hatch/>", PLAIN.format("<hatch>")),
    ('<g filter="url(#f)"/>', EFFECT.format("filter: url(#f)")),
    ('<g style="mix-blend-mode:multiply"/>', EFFECT.format("mix-blend-mode: multiply")),
    ('<path d="M0 0L9 9" style="transform:scale(2)"/>', EFFECT.format("transform: scale(2)")),
    ('<rect style="vector-effect:non-scaling-stroke"/>', EFFECT.format("vector-effect: non-scaling-stroke")),
    ('<path d="M0 0L1 nan"/>', UNREAD.format("d", "path", "M0 0L1 nan")),
    ('<rect width="1e309" height="9"/>', UNREAD.format("width", "rect", "1e309")),
    ('<rect width="NaN" height="9"/>', UNREAD.format("width", "rect", "NaN")),
    ('<rect width="-5" height="9"/>', UNREAD.format("width", "rect", "-5")),
    ('<circle r="5em"/>', UNREAD.format("r", "circle", "5em")),
    ('<polygon points="1 2 3"/>', UNREAD.format("points", "polygon", "1 2 3")),
    ('<g transform="scale(0)"/>', UNREAD.format("transform", "g", "scale(0)")),
    ('<g transform="rotate(1e300)"/>', UNREAD.format("transform", "g", "rotate(1e300)")),
    ('<g transform="spin(1)"/>', UNREAD.format("transform", "g", "spin(1)")),
    ('<path d="M0 0L9 9" fill="colourful"/>', UNREAD.format("fill", "path", "colourful")),
    ('<path d="M0 0L9 9" stroke="#12345"/>', UNREAD.format("stroke", "path", "#12345")),
    ('<path d="M0 0L9 9" stroke-dasharray="1e-9 1e-9"/>', UNREAD.format("stroke-dasharray", "path", "1e-9 1e-9")),
    ('<path d="M0 0L9 9" clip-path="circle(5px)"/>', UNREAD.format("clip-path", "path", "circle(5px)")),
    ('<use href="#dto"/>', NOWHERE.format("#dto")),
    ('<path d="M0 0L9 9" fill="url(#dot)"/>', NOWHERE.format("#dot")),
    ('<g id="a"><use href="#b"/></g><g id="b"><use href="#a"/></g>',
     "“#b” leads back to itself – remove the copy that holds itself"),
    ('<pattern id="p" width="9" height="9"><path d="M0 0L9 9" fill="url(#p)"/></pattern><circle r="9" fill="url(#p)"/>',
     "“#p” leads back to itself – remove the copy that holds itself"),
    ('<image width="9" height="9" href="data:image/png;base64,AAAA"/>',
     "this picture cannot be opened: it is broken, or cut off – save it again as PNG or JPEG"),
    ('<rect id="key-s1_text" width="9" height="9"/>',
     "“key-s1_text” names no key – names look like key-s1-heading; “_2” at the end means that two things bear"),
    ('<rect id="key-help" width="9" height="9"/>',
     "the rectangle “key-help” stands here twice, also in line 4 – give each rectangle a name of its own"),
    ('<path id="key-more" d="M0 0L9 9"/>',
     "“key-more” is no rectangle: <path> – draw a rectangle and name that key-more"),
    ('<g id="key-more"><rect width="9" height="9"/></g>',
     "“key-more” is no rectangle: <g> – draw a rectangle and name that key-more"),
    ('<rect id="key-more" width="9" height="9" transform="skewX(20)"/>',
     "the rectangle “key-more” is slanted – draw it again without slanting; it may be turned"),
    ('<rect id="key-more" width="0" height="9"/>', "the rectangle “key-more” has no size – draw it again"),
    ('<symbol><rect id="key-more" width="9" height="9"/></symbol>',
     "the rectangle “key-more” stands inside a symbol or a pattern – draw it directly on the page"),
    ('<rect id="key-more" x="9" y="9" width="9" height="9"/>',
     "the rectangle “key-more” has no region in note.yml – add below regions: - {key: more, role: text, style: body}"),
]  # fmt: skip


@pytest.mark.parametrize(("inside", "message"), BAD, ids=[row[0][:50] for row in BAD])
def test_what_a_drawing_may_not_hold_is_said_with_its_line(drawn: Draft, inside: str, message: str):
    found = found_in(drawn, with_more(inside))
    line = "8" if "also in line" in message else "4"
    assert any(one.startswith(f"drawing.svg:{line}: {message}") for one in found), found


PAGE = [
    ('viewBox="0 0 1200 900"', "", "this drawing has no viewBox, so nobody knows how large it is – in Inkscape"),
    ("0 0 1200 900", "0 0 0 900", "the viewBox of this drawing cannot be used: “0 0 0 900” – four numbers: left, top,"),
    ("0 0 1200 900", "0 0 -5 900", "the viewBox of this drawing cannot be used: “0 0 -5 900”"),
    ("0 0 1200 900", "0 0 nan 900", "the viewBox of this drawing cannot be used: “0 0 nan 900”"),
    ("0 0 1200 900", "0 0 1e9 1e9", "the viewBox of this drawing cannot be used: “0 0 1e9 1e9”"),
    ("0 0 1200 900", "0 0 1200", "the viewBox of this drawing cannot be used: “0 0 1200”"),
    ("0 0 1200 900", "0 0 10 9000", "this drawing is 10 wide and 9000 high: too long or too flat for a note"),
    ("<svg ", "<!DOCTYPE svg><svg ", "“<!DOCTYPE>” in a drawing could run or load something – delete it"),
    ("<svg ", '<!DOCTYPE svg [<!ENTITY a "b">]><svg ', "“<!DOCTYPE>” in a drawing could run or load something"),
    ("<svg ", '<?xml-stylesheet href="a.css"?><svg ', RUNS.format("<?xml-stylesheet?>")),
    ("<svg ", '<?xml version="1.0" encoding="UTF-7"?><svg ', "this file is not saved as UTF-8 – save it again"),
    (' xmlns="http://www.w3.org/2000/svg"', "", "this drawing cannot be read as SVG – save it as “plain SVG”"),
    ("<svg ", "<html><svg ", "this drawing cannot be read as SVG"),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new", "message"), PAGE, ids=[row[1] or row[0] for row in PAGE])
def test_what_is_wrong_with_the_whole_drawing_is_said(drawn: Draft, old: str, new: str, message: str):
    found = found_in(drawn, DRAWING.replace(old, new, 1))
    assert any(re.match(r"drawing\.svg:\d+: " + re.escape(message), one) for one in found), found


def test_a_drawing_that_is_cut_off_says_where(drawn: Draft):
    assert found_in(drawn, DRAWING[:300])[0].startswith("drawing.svg:4: this drawing cannot be read as SVG")


def test_all_faults_of_a_drawing_are_said_together(drawn: Draft):
    found = found_in(drawn, with_more("<script/><text>Targ</text><hatch/>\n<path d='x'/>").replace("#dot", "#dto"))
    assert [one.split(":")[1] for one in found] == ["4", "4", "4", "5", "5"]


def test_text_without_words_is_nothing(drawn: Draft):
    assert found_in(drawn, with_more("<text> <tspan/></text>")) == []


NOTE = [
    ("  kind: svg\n", "  kind: svg\n  size: [1200, 900]\n",
     "note.yml:7: the size of this note stands in its drawing – remove “size” here"),
    ("  file: drawing.svg\n", "", "note.yml:6: “art” does not say its “file” – add: file: drawing.svg"),
    ("drawing.svg", "drawin.svg", "drawin.svg:1: this file does not exist"),
    ("drawing.svg", "../drawing.svg", "note.yml:7: “file” needs the name of a file beside note.yml, found “../d"),
    ("  kind: svg\n", "  kind: svg\n  frame: [[0, 0]]\n", "note.yml:7: “frame” is not known here"),
    ("key: s1-text, ", "key: s1-text, box: [1, 2, 3, 4], ",
     "note.yml:15: the box of “s1-text” stands in the drawing – remove “box” here; what counts is the rectangle "
     "“key-s1-text” of drawing.svg"),
    ("key: s1-text, ", "key: s1-text, rotate: 3, ",
     "note.yml:15: the box of “s1-text” stands in the drawing – remove “rotate” here"),
    ("key: s1-text, ", "key: s1-texts, ",
     "note.yml:15: the drawing has no rectangle “key-s1-texts” – did you mean “s1-text”?"),
    ("key: s1-text, ", "key: zzz, ",
     "note.yml:15: the drawing has no rectangle “key-zzz” – draw one in drawing.svg and name it key-zzz"),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new", "message"), NOTE, ids=[row[1] or row[0] for row in NOTE])
def test_a_note_and_its_drawing_say_the_same(drawn: Draft, old: str, new: str, message: str):
    drawn.spoil("note.yml", old, new)
    found = drawn.found_by_reading()
    assert any(one.startswith(message) for one in found), found


def test_a_box_outside_the_page_is_a_defect(drawn: Draft):
    assert found_in(drawn, DRAWING.replace('y="640"', 'y="740"')) == []
    assert drawn.found_by_checking() == [
        "note.yml:16: the box of “help”, [80, 740, 1000, 200], is not inside the drawing, 1200×900 – "
        "a box is [left, top, width, height]"
    ]


# --------------------------------------------------------------------------------------- taken into the book


@pytest.mark.parametrize("program", PROGRAMS)
def test_a_drawing_becomes_a_note_that_only_asks_for_its_words(tmp_path: Path, program: str):
    folder = tmp_path / "05-market"
    assert intake.begin_drawing(folder, DRAWINGS / f"{program}.svg", "pl", 2026) == ()
    draft = Draft(tmp_path)
    folder.rename(draft.folder)
    note, problems = draft.read()
    assert [problem.english() for problem in problems] == [
        "“drawn_by” is not filled in yet",
        *(f"“{key}” (pl) is not written yet" for key in ("alt", "title", "s1-heading", "s1-text", "help")),
    ]
    assert [(region.key, region.role) for region in note.regions] == [
        ("title", "title"), ("s1-heading", "heading"), ("s1-text", "text"), ("help", "text"),
    ]  # fmt: skip


@pytest.mark.parametrize("program", PROGRAMS)
def test_a_drawing_taken_into_the_book_is_the_same_picture_with_the_same_boxes(tmp_path: Path, program: str):
    intake.begin_drawing(tmp_path / "05-market", DRAWINGS / f"{program}.svg", "pl", 2026)
    before, _ = drawing.read(DRAWINGS / f"{program}.svg")
    after, problems = drawing.read(tmp_path / "05-market" / "drawing.svg")
    assert problems == ()
    assert (after.art, after.size) == (before.art, before.size)
    assert [(box.key, box.box, box.rotate) for box in after.boxes] == [
        (box.key, box.box, box.rotate) for box in before.boxes
    ]


def test_nothing_of_the_person_who_drew_it_is_taken_into_the_book(tmp_path: Path):
    intake.begin_drawing(tmp_path / "05-market", DRAWINGS / "inkscape.svg", "pl", 2026)
    kept = (tmp_path / "05-market" / "drawing.svg").read_text(encoding="utf-8")
    assert [word for word in ("Halyna", "Users", "inkscape", "sodipodi", "creator", "<!--") if word in kept] == []


def test_a_photo_inside_a_drawing_is_taken_into_the_book_without_what_the_telephone_wrote(tmp_path: Path):
    stream = io.BytesIO()
    exif = Image.Exif()
    exif[0x010F] = "Sample phone"
    Image.new("RGB", (8, 6)).save(stream, "JPEG", exif=exif)
    data = base64.b64encode(stream.getvalue()).decode()
    photo = f'<image width="80" height="60" href="data:image/jpeg;base64,{data}"/>'
    (tmp_path / "a.svg").write_text(with_more(photo), encoding="utf-8")
    assert intake.begin_drawing(tmp_path / "05-market", tmp_path / "a.svg", "pl", 2026) == ()
    kept = (tmp_path / "05-market" / "drawing.svg").read_text(encoding="utf-8")
    inside = base64.b64decode(re.search(r"base64,([^\"]+)", kept)[1])
    assert b"Sample phone" in stream.getvalue()
    assert b"Sample phone" not in inside and inside.startswith(b"\xff\xd8")


def test_all_that_is_wrong_with_a_drawing_is_said_and_nothing_is_made(tmp_path: Path):
    (tmp_path / "a.svg").write_text(with_more("<text>Targ</text>\n<script/>"), encoding="utf-8")
    found = intake.begin_drawing(tmp_path / "05-market", tmp_path / "a.svg", "pl", 2026)
    assert [said(one) for one in found] == [f"a.svg:4: {WORDS.format('Targ')}", f"a.svg:5: {RUNS.format('<script>')}"]
    assert [file.name for file in tmp_path.iterdir()] == ["a.svg"]


def test_a_drawing_without_boxes_is_told_what_to_do(tmp_path: Path):
    (tmp_path / "a.svg").write_text(DRAWING.replace("key-", "box-"), encoding="utf-8")
    [found] = intake.begin_drawing(tmp_path / "05-market", tmp_path / "a.svg", "pl", 2026)
    assert said(found).startswith("a.svg:1: no rectangle in this drawing is named key-… – draw a rectangle where")


def test_two_columns_are_read_one_after_the_other(tmp_path: Path):
    columns = "".join(
        f'<rect id="key-s{n}-{name}" x="{400 * n}" y="{y}" width="90" height="40"/>'
        for n in (2, 3) for name, y in (("heading", 330), ("text", 400))
    )  # fmt: skip
    (tmp_path / "a.svg").write_text(with_more(columns), encoding="utf-8")
    assert intake.begin_drawing(tmp_path / "05-market", tmp_path / "a.svg", "pl", 2026) == ()
    keys = re.findall(r"key: ([\w-]+)", (tmp_path / "05-market" / "note.yml").read_text(encoding="utf-8"))
    assert keys == ["title", "s1-heading", "s1-text", "s2-heading", "s2-text", "s3-heading", "s3-text", "help"]


def test_a_folder_that_exists_is_left_alone(tmp_path: Path):
    (tmp_path / "05-market").mkdir()
    with pytest.raises(GuidebookError, match="exists already"):
        intake.begin_drawing(tmp_path / "05-market", DRAWINGS / "figma.svg", "pl", 2026)


def _command(book: SampleBook, *words: str) -> Result:
    arguments = ["--config", str(book.path("mkdocs.yml")), "--speak", "en", "note", "new", *words]
    return CliRunner().invoke(cli.main, arguments, env={"CI": "1"}, catch_exceptions=False)


def test_the_command_makes_a_note_and_says_what_comes_next(sample_book: SampleBook):
    result = _command(sample_book, "05-market", "--from", str(DRAWINGS / "inkscape.svg"))
    assert result.exit_code == 0, result.output
    assert "look at the order and the roles in note.yml, and write the words to text.uk.yml" in result.stdout
    assert "key: s1-heading, role: heading, style: heading" in sample_book.read("visual-notes/05-market/note.yml")


def test_the_command_says_all_that_is_wrong_and_makes_nothing(sample_book: SampleBook, tmp_path: Path):
    (tmp_path / "a.svg").write_text(with_more("<text>Targ</text>\n<script/>"), encoding="utf-8")
    result = _command(sample_book, "05-market", "--from", str(tmp_path / "a.svg"))
    assert result.exit_code == 2
    assert ":4: words are still text in the drawing: “Targ”" in result.stdout
    assert ":5: “<script>” in a drawing could run or load something" in result.stdout
    assert "no note was made of “a.svg”" in result.stderr
    assert not sample_book.path("visual-notes/05-market").exists()


# ------------------------------------------------------------------------------------------------- in print


@pytest.mark.parametrize("program", PROGRAMS)
def test_print_shows_what_the_site_shows_without_a_warning(drawn: Draft, program: str):
    """By the way a build takes: with the guard that lets only files of the book through."""
    write(drawn, (DRAWINGS / f"{program}.svg").read_bytes())
    made = pictures.make(drawn.note(), "uk", drawn.studio)
    width, height = (side / 10 for side in made.size)
    style = f"@page{{size:{width}mm {height}mm;margin:0}} body{{margin:0}} img{{display:block;width:{width}mm}}"
    page = f'<html lang="uk"><title>t</title><style>{style}</style><img alt="x" src="{made.print_svg.as_uri()}">'
    data, warnings = Press([drawn.root]).render(page).write()
    assert warnings == ()
    (drawn.root / "page.pdf").write_bytes(data)
    command = ["pdftoppm", "-r", "100", "-singlefile", "-png", drawn.root / "page.pdf", drawn.root / "page"]
    subprocess.run(command, check=True)
    with Image.open(drawn.root / "page.png") as printed:
        pair = [picture.convert("RGB").resize((40, 30), Image.Resampling.BOX)
                for picture in (printed, pictures.pixels(made.svg.read_text(encoding="utf-8"), 480))]
    assert max(ImageStat.Stat(ImageChops.difference(*pair)).mean) < 2  # 7 without the art
