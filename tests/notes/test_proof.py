"""The sheet for a person who prepares a note: it shows what is there, and says what is not."""

from __future__ import annotations

import base64
import io
import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from click.testing import CliRunner
from PIL import Image

from guidebook import strings, visualnote
from guidebook.cli import main
from guidebook.config import Language
from guidebook.notes import checking, fonts, intake, layout, photo, pictures, proof, sketch
from guidebook.notes.lettering import Wording
from guidebook.notes.proof import measure, panels
from guidebook.notes.proof.content import ROLES, Content, Panel, Row, Tone, colour, tone_colour
from notes import poster
from notes.draft import LANGUAGES, Draft, said

BOOK = tuple(Language(code, code.upper(), "", "", "", "ltr", is_source=code == "pl") for code in LANGUAGES)
ENGLISH = strings.load("en")
FRAME = "[[150, 118], [1040, 82], [1100, 1360], [96, 1412]]"
PRIVACY = 'privacy: {checked_by: "Anna", checked_on: 2026-05-15}\n'


def read(draft: Draft) -> Content:
    return proof.read(draft.folder, BOOK, draft.studio, ENGLISH)


def cell(content: Content, key: str, code: str) -> list[str]:
    """What the table says about a box in a language; “PL” comes first, as the source."""
    row = next(row for row in content.rows if row.key == key)
    place = content.head.index(f"{code.upper()} ({code})") - 1
    return [remark.text for remark in row.cells[place]]


def titles(listed: tuple[Panel, ...]) -> list[str]:
    return [panel.title for panel in listed]


def below(panel: Panel) -> list[str]:
    return [remark.text for remark in panel.remarks]


def told(content: Content) -> list[str]:
    return [f"{place}: {what.text}" for place, what, _ in content.problems]


class Seen(HTMLParser):
    """What a browser finds in a page: its elements, and what they load."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.addresses: list[str] = []
        self.acts: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.addresses += [value or "" for name, value in attrs if name in ("src", "href", "srcset", "data")]
        self.acts += [name for name, _ in attrs if name.startswith("on")]


@pytest.fixture(scope="module")
def taken(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """A photo of the draft, as a poster on a wall."""
    draft = Draft(tmp_path_factory.mktemp("poster"))
    draft.write()
    note, studio = draft.note(), draft.studio
    svg = sketch.page(note, "pl", layout.lay_out(note, "pl", studio), studio, sketch.art(note, studio))
    return poster.jpeg(poster.photograph(pictures.pixels(svg, 900)))


@pytest.fixture
def photographed(draft: Draft, taken: bytes) -> Draft:
    """The draft, for which there is only the photo."""
    (draft.folder / "photo.jpg").write_bytes(taken)
    text = (draft.folder / "note.yml").read_text(encoding="utf-8")
    begin, end = text.index("art:\n"), text.index("styles:\n")
    art = f"art:\n  kind: photo\n  file: photo.jpg\n  size: [1200, 900]\n  frame: {FRAME}\n"
    (draft.folder / "note.yml").write_text(text[:begin] + PRIVACY + art + text[end:], encoding="utf-8")
    return draft


# ---------------------------------------------------------------------------------------------- the drawing


def test_a_finished_note_is_shown_in_each_language_and_has_nothing_to_mend(draft: Draft):
    content = read(draft)
    assert titles(content.drawing) == ["The drawing and its boxes"]
    assert titles(content.finished) == ["PL (pl)", "EN (en)", "UK (uk)"]
    assert [panel.remarks for panel in content.finished] == [(), (), ()]
    assert [row.key for row in content.rows] == ["alt", "title", "s1-heading", "s1-text", "help"]
    assert content.problems == ()


def test_boxes_have_the_colour_of_their_role_and_the_legend_names_it(draft: Draft):
    draft.spoil("note.yml", "role: callout", "role: speech")
    content = read(draft)
    assert [text for _, text in content.legend] == ["title", "heading", "text", "speech"]
    for value, _ in content.legend:
        assert f'stroke="{value}"' in content.drawing[0].svg
    assert f'stroke="{colour(ROLES["callout"])}"' not in content.drawing[0].svg


def test_labels_say_the_reading_order(draft: Draft, monkeypatch: pytest.MonkeyPatch):
    written: list[str] = []
    plain = panels.written
    monkeypatch.setattr(panels, "written", lambda text, *rest: written.append(text) or plain(text, *rest))
    note = draft.note()
    panels.boxes(note, "", 600, layout.lay_out(note, "pl", draft.studio), draft.studio)
    assert [text for text in written if " · " in text] == ["1 · title", "2 · s1-heading", "3 · s1-text", "4 · help"]


@pytest.mark.parametrize("shade", [*map(tone_colour, Tone), *map(colour, ROLES.values())])
def test_what_is_written_on_a_proof_can_be_read(shade: str):
    assert checking.contrast(shade, "#ffffff") >= checking.CONTRAST


def test_every_role_has_a_colour_of_its_own():
    assert set(ROLES) == set(visualnote.ROLES)
    assert len({colour(hue) for hue in ROLES.values()}) == len(ROLES)


def test_a_box_outside_the_drawing_is_shown_where_it_lies(draft: Draft):
    draft.spoil("note.yml", "box: [80, 640, 1000, 200]", "box: [1100, 640, 300, 200]")
    view = re.search(r'viewBox="([^"]+)"', read(draft).drawing[0].svg).group(1)
    left, _, width, _ = map(float, view.split())
    assert left <= 0 and left + width >= 1400
    assert any("is not inside the drawing" in line for line in told(read(draft)))


def test_a_box_far_outside_makes_no_giant_of_the_sheet(draft: Draft):
    draft.spoil("note.yml", "box: [80, 640, 1000, 200]", "box: [5000, -5000, -300, 0]")
    easel = panels.easel((1200, 900), [(5300, 0), (-9000, 5000)], 600, draft.studio)
    assert easel.view[2] < 2 * 1200 and easel.view[3] < 2 * 900
    assert easel.width <= 600
    assert titles(read(draft).finished) == ["PL (pl)", "EN (en)", "UK (uk)"]


# ------------------------------------------------------------------------------------------------ the words


def test_the_table_says_size_lines_and_room(draft: Draft):
    size = layout.lay_out(draft.note(), "pl", draft.studio).sizes["heading"]
    first, *_ = cell(read(draft), "s1-heading", "pl")
    assert re.fullmatch(rf"{size:g} · lines: 1 of 1 · characters left: about \d+", first)


def test_as_many_characters_more_fit_as_the_table_says(draft: Draft):
    text = "Zapytaj, które miejsca są wolne."
    left = measure.characters_left(*_wording(draft, draft.note(), "s1-text"))
    draft.spoil("text.pl.yml", text, text + f" {text}"[:left])
    assert not draft.found_by_checking()
    draft.spoil("text.pl.yml", text, f"{text} Targ przy moście")
    assert any("does not fit its box" in line for line in draft.found_by_checking())


def _wording(draft: Draft, note: object, key: str) -> tuple[Wording, layout.lettering.Box, float]:
    region = next(region for region in note.regions if region.key == key)
    style = note.styles[region.style]
    words = layout.wording(note.word(key, "pl"), style, draft.studio)
    return words, layout.text_box(region), style.min


def test_a_box_holds_as_many_lines_as_it_is_high(draft: Draft):
    words = Wording(fonts.load(draft.studio.fonts, "regular"), "Targ", "pl")
    held = [measure.lines_held(words, (0, 0, 400, height), 40.0) for height in (20, 60, 120, 400)]
    assert held[0] == 0 < held[1] < held[2] < held[3]
    for height, lines in zip((60, 120, 400), held[1:], strict=True):
        assert words.height(("Targ",) * lines) * 40 <= height < words.height(("Targ",) * (lines + 1)) * 40


def test_what_does_not_fit_is_said_as_check_says_it(draft: Draft):
    draft.spoil("text.uk.yml", "Запитайте, які місця вільні.", "Запитайте, які місця на ринку вільні. " * 6)
    content = read(draft)
    said_by_check = [line for line in draft.found_by_checking("uk") if "does not fit" in line]
    message, hint = cell(content, "s1-text", "uk")[:2]
    assert said_by_check == [f"text.uk.yml:4: {message} – {hint}"]
    assert content.rows[3].cells[2][0].tone is Tone.DEFECT
    assert below(content.finished[2]) == ["does not fit: s1-text"]
    assert content.rows[3].cells[0][0].tone is Tone.PLAIN


def test_words_that_are_missing_are_marked_in_their_language_alone(draft: Draft):
    draft.spoil("text.en.yml", 's1-text: "Ask which places are free."\n', "")
    content = read(draft)
    assert [below(panel) for panel in content.finished] == [[], ["missing: s1-text"], []]
    assert cell(content, "s1-text", "en")[0] == "missing: the words of “pl” stand there"
    marked = [tone_colour(Tone.GAP) in panel.svg for panel in content.finished]
    assert marked == [False, True, False]


def test_the_box_that_makes_its_style_small_is_named(draft: Draft):
    tight = "tightest box of the style “body”"
    draft.spoil("text.pl.yml", "które miejsca są wolne.", "które miejsca na targu przy moście są wolne.")
    content = read(draft)
    assert tight in cell(content, "s1-text", "pl")
    assert tight not in cell(content, "help", "pl")


def test_the_description_is_counted(draft: Draft):
    draft.spoil("text.en.yml", "Drawing: a stall", "Drawing: a stall" + ", a stall" * 20)
    content = read(draft)
    assert re.fullmatch(r"characters: 2\d\d of 180", cell(content, "alt", "en")[0])
    assert content.rows[0].cells[1][0].tone is Tone.DEFECT
    assert content.rows[0].cells[0][0].tone is Tone.PLAIN


def test_all_problems_are_listed_with_their_place(draft: Draft):
    draft.spoil("note.yml", "colour: dark-red", "colour: dark-rad")
    draft.spoil("text.uk.yml", "s1-text:", "s1-txt:")
    lines = told(read(draft))
    folder = f"{draft.root.name}/02-market"
    assert f"{folder}/note.yml:15: “dark-rad” is no colour of this book" in lines
    assert any(line.startswith(f"{folder}/text.uk.yml:4: “s1-txt” (uk) has no box") for line in lines)
    checked = {said(problem) for code in LANGUAGES for problem in checking.check(draft.note(), code, draft.studio)}
    assert len(lines) == len(checked | set(draft.found_by_reading()))


# ------------------------------------------------------------------------------------------------ the photo


def test_a_photo_is_shown_with_its_frame_with_what_is_erased_and_with_its_boxes(photographed: Draft):
    content = read(photographed)
    assert titles(content.drawing) == [
        "The photo as taken, and the frame",
        "Before erasing: red is painted over, green stays",
        "The drawing and its boxes",
    ]
    assert 'd="M150 118L1040 82L1100 1360L96 1412Z"' in content.drawing[0].svg
    assert [line for _, what, line in content.problems if what.tone in (Tone.DEFECT, Tone.GAP)] == []


def test_the_corners_are_numbered_and_say_where_they_are(photographed: Draft, monkeypatch: pytest.MonkeyPatch):
    written: list[str] = []
    plain = panels.written
    monkeypatch.setattr(panels, "written", lambda text, *rest: written.append(text) or plain(text, *rest))
    panels.framed(Image.new("RGB", (1200, 1520)), photographed.note().art.photo.frame, 600, photographed.studio)
    corners = [text for text in written if " · " in text]
    assert corners == ["1 · 150, 118", "2 · 1040, 82", "3 · 1100, 1360", "4 · 96, 1412"]


def test_red_is_what_the_eraser_takes_and_what_is_kept_is_not_red(photographed: Draft):
    photographed.spoil("note.yml", "box: [300, 40, 860, 200]", "box: [300, 40, 860, 200], keep: [[300, 40, 300, 200]]")
    note, studio = photographed.note(), photographed.studio
    svg, _ = panels.painted_over(note, 1200, studio)
    shown = Image.open(io.BytesIO(base64.b64decode(re.search(r'base64,([^"]+)"', svg).group(1)))).convert("RGB")
    scale = shown.width / 1200
    red = [_redness(shown.crop([round(side * scale) for side in box])) for box in (
        (640, 60, 1100, 220),  # words of the title
        (310, 60, 590, 220),  # the same, kept
        (640, 340, 1180, 600),  # paper without words
    )]  # fmt: skip
    assert red[0] > 0.1 and red[1] < 0.01 and red[2] < 0.01, red
    assert svg.count(f'stroke="{colour(0.36, 0.3)}"') == 1


def _redness(part: Image.Image) -> float:
    """The share of its points that are more red than ink and paper are."""
    data = part.tobytes()
    points = zip(data[::3], data[1::3], data[2::3], strict=True)
    return sum(red > 150 and green < 110 and blue < 110 and red - green > 80 for red, green, blue in points) / (
        part.width * part.height
    )


def test_the_proof_of_erasing_is_what_is_erased(photographed: Draft, monkeypatch: pytest.MonkeyPatch):
    """The masks of the proof are asked for the same boxes as those of the art layer."""
    asked: list[list] = []
    plain = photo.masks

    def recorded(picture: Image.Image, boxes: list, keep: list) -> object:
        asked.append([list(boxes), list(keep)])
        return plain(picture, boxes, keep)

    monkeypatch.setattr(photo, "masks", recorded)
    note = photographed.note()
    photo.art(note, "#fffaf0")
    erased, asked[:] = list(asked), []
    panels.painted_over(note, 600, photographed.studio)
    assert asked == erased != []


def test_where_the_picture_keeps_its_words_markers_are_shown_and_their_legend(photographed: Draft):
    photographed.spoil("note.yml", "  kind: photo\n", "  kind: photo\n  lettering: markers\n")
    photographed.spoil("note.yml", "box: [60, 404, 460, 150]}", "box: [60, 404, 460, 150], marker: [540, 420]}")
    content = read(photographed)
    assert titles(content.drawing) == ["The photo as taken, and the frame", "The drawing and its boxes"]
    assert 'cx="540"' in content.drawing[1].svg
    assert below(content.finished[2]) == ["1 · Запитайте, які місця вільні."]
    about = {row.key: [remark.text for remark in row.about] for row in content.rows}
    assert "marker 1" in about["s1-text"]
    assert "no marker" in about["help"]
    assert cell(content, "help", "en") == ["Need help? Ask in the market office. Its hours are on the door."]


# --------------------------------------------------------------------------------------------- unfinished


def test_a_note_just_begun_has_a_useful_sheet(tmp_path: Path, draft: Draft, taken: bytes):
    (tmp_path / "phone.jpg").write_bytes(taken)
    intake.begin(draft.root / "05-new", tmp_path / "phone.jpg", "pl", 2026)
    content = proof.read(draft.root / "05-new", BOOK, draft.studio, ENGLISH)
    assert titles(content.drawing) == ["The photo as taken, and the frame", "The drawing and its boxes"]
    assert titles(content.finished) == ["PL (pl)", "EN (en)", "UK (uk)"]
    assert below(content.finished[1])[0] == "there is no text.en.yml yet"
    assert any("nobody has said that this photo shows no faces" in line for line in told(content))


@pytest.mark.parametrize(
    "frame",
    [
        "[[150, 118], [96, 1412], [1100, 1360], [1040, 82]]",  # anticlockwise
        "[[150, 118], [1040, 82], [9999, 1360], [96, 1412]]",  # outside
        "[[150, 118], [150, 118], [150, 118], [150, 118]]",  # nothing between
    ],
)
def test_a_frame_that_is_no_sheet_is_drawn_over_the_photo(photographed: Draft, frame: str):
    photographed.spoil("note.yml", FRAME, frame)
    content = read(photographed)
    assert titles(content.drawing) == ["The photo as taken, and the frame"]
    assert content.drawing[0].svg.count("<circle") == 4
    assert content.finished == () == content.rows
    assert any("“frame” is not a sheet inside the photo" in line for line in told(content))
    assert pictures.pixels(content.drawing[0].svg, 300).width == 300


@pytest.mark.parametrize("frame", ["{left: 12}", "[[.nan, 118], [1040, x], [1100], [96, 1412]]", "[[1, 2]]"])
def test_a_frame_that_cannot_be_read_leaves_the_photo(photographed: Draft, frame: str):
    photographed.spoil("note.yml", FRAME, frame)
    content = read(photographed)
    assert titles(content.drawing)[0] == "The photo as taken, and the frame"
    assert "note.yml has no “frame” that can be read, so all of the photo is taken" in below(content.drawing[0])


@pytest.mark.parametrize(
    ("name", "old", "new"),
    [
        ("note.yml", "format: 1", "format: [1"),
        ("note.yml", "file: photo.jpg", "file: ../../secret.jpg"),
        ("note.yml", "file: photo.jpg", "file: foto.jpg"),
        ("note.yml", "  size: [1200, 900]\n", ""),
        ("note.yml", PRIVACY, ""),
        ("note.yml", "role: title", "role: label"),
        ("note.yml", "max: 90, min: 50", "max: 50, min: 90"),
        ("text.pl.yml", 'title: "', 'title: ["'),
        ("text.pl.yml", "s1-text: ", "s1-text: no #"),
    ],
)  # fmt: skip
def test_every_unfinished_note_has_its_sheet(photographed: Draft, name: str, old: str, new: str):
    photographed.spoil(name, old, new)
    lines = told(read(photographed))
    folder = f"{photographed.root.name}/02-market"
    found = {f"{folder}/{problem.file.name}:{problem.line}: {problem.english()}" for problem in photographed.read()[1]}
    assert found and found <= set(lines)


@pytest.mark.parametrize("size", ["[4000, 100]", "[100, 4000]"])
def test_a_drawing_of_any_shape_fits_on_the_sheet(draft: Draft, size: str):
    draft.spoil("note.yml", "size: [1200, 900]", f"size: {size}")
    _, picture = proof.make(draft.folder, BOOK, draft.studio, ENGLISH)
    assert Image.open(picture).width == 2400
    assert Image.open(picture).height < 8000


def test_a_note_without_words_says_so(draft: Draft):
    for code in LANGUAGES:
        (draft.folder / f"text.{code}.yml").unlink()
    content = read(draft)
    assert cell(content, "title", "pl") == ["no words yet"]
    assert titles(content.finished) == ["PL (pl)", "EN (en)", "UK (uk)"]


def test_a_drawing_without_boxes_is_shown_alone(draft: Draft):
    text = (draft.folder / "note.yml").read_text(encoding="utf-8")
    (draft.folder / "note.yml").write_text(text[: text.index("regions:")], encoding="utf-8")
    content = read(draft)
    assert (content.finished, content.rows) == ((), ())
    assert "the note has no box for words" in below(content.drawing[0])


# ------------------------------------------------------------------------------------------------- the files


def test_the_page_loads_nothing_runs_nothing_and_escapes_what_the_note_says(draft: Draft):
    nasty = "<script>alert(1)</script><img src=x onerror=alert(1)>"
    draft.spoil("text.uk.yml", "Запитайте, які місця вільні.", nasty * 4)
    draft.spoil("note.yml", "colour: dark-red", "colour: 'a<b>c'")
    page, _ = proof.make(draft.folder, BOOK, draft.studio, ENGLISH)
    seen = Seen(page.read_text(encoding="utf-8"))
    assert not {"script", "b", "link", "iframe", "object"} & set(seen.tags)
    assert seen.acts == []
    assert len(seen.addresses) == 4
    assert all(address.startswith("data:image/webp;base64,") for address in seen.addresses)


def test_page_and_picture_are_made_of_a_note_that_cannot_be_read(photographed: Draft):
    photographed.spoil("note.yml", FRAME, "[[150, 118], [96, 1412], [1100, 1360], [1040, 82]]")
    page, picture = proof.make(photographed.folder, BOOK, photographed.studio, ENGLISH)
    folder = photographed.root / "build" / "02-market"
    assert (page, picture) == (folder / "proof.html", folder / "proof.png")
    assert "“frame” is not a sheet inside the photo" in page.read_text(encoding="utf-8")
    assert Image.open(picture).width == 2400


def test_the_same_note_gives_the_same_files(draft: Draft):
    first = [file.read_bytes() for file in proof.make(draft.folder, BOOK, draft.studio, ENGLISH)]
    assert [file.read_bytes() for file in proof.make(draft.folder, BOOK, draft.studio, ENGLISH)] == first


def test_a_long_list_of_problems_ends_on_the_picture_and_is_whole_on_the_page(draft: Draft):
    draft.spoil("note.yml", "  items:\n", "  items:\n" + "    - {icon: nothing, at: [1, 1]}\n" * 90)
    page, picture = proof.make(draft.folder, BOOK, draft.studio, ENGLISH)
    assert page.read_text(encoding="utf-8").count("<li><code>") == 90
    assert Image.open(picture).height < 12_000


def test_a_sheet_speaks_the_language_of_who_reads_it(draft: Draft):
    page, _ = proof.make(draft.folder, BOOK, draft.studio, strings.load("uk"))
    text = page.read_text(encoding="utf-8")
    assert '<html lang="uk">' in text
    assert "Пробний аркуш візуальної нотатки 02-market" in text


def test_a_language_without_a_catalog_reads_english(draft: Draft):
    content = proof.read(draft.folder, BOOK, draft.studio, strings.load("xx"))
    assert content.language == "en"


# ----------------------------------------------------------------------------------------------- the command


def test_the_command_says_where_the_sheet_is(sample_book):
    command = ["--config", str(sample_book.path("mkdocs.yml")), "--speak", "en", "note", "proof"]
    run = CliRunner().invoke(main, [*command, "02-market"])
    assert run.exit_code == 0, run.output
    assert run.output.splitlines() == [
        "look at build/notes/02-market/proof.html",
        "look at build/notes/02-market/proof.png",
    ]
    assert sample_book.path("build/notes/02-market/proof.png").is_file()


def test_a_note_that_is_not_there_is_a_message_with_the_nearest_name(sample_book):
    command = ["--config", str(sample_book.path("mkdocs.yml")), "--speak", "en", "note", "proof"]
    run = CliRunner().invoke(main, [*command, "02-markt"])
    assert run.exit_code == 2
    assert "there is no visual note “02-markt”" in run.output
    assert "did you mean “02-market”?" in run.output
    assert CliRunner().invoke(main, [*command, "../docs"]).exit_code == 2


def test_a_row_is_as_wide_as_the_book_has_languages(draft: Draft):
    def columns(row: Row) -> int:
        return len(row.cells)

    content = proof.read(draft.folder, BOOK[:2], draft.studio, ENGLISH)
    assert {columns(row) for row in content.rows} == {2}
    assert len(content.head) == 3
