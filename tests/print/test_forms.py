"""Forms that are filled in: the fields of the PDF, the font that is typed with, and what stands on paper."""

from __future__ import annotations

import subprocess
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from io import BytesIO
from itertools import product
from pathlib import Path

import pikepdf
import pypdfium2
import pytest
from fontTools.ttLib import TTFont
from PIL import Image, ImageChops, ImageDraw, ImageFont

from conftest import REPOSITORY, SampleBook
from guidebook import typography
from guidebook.print import editions, fields, forms
from guidebook.print.job import Job
from guidebook.problem import BookHasDefects

NAME = "Żółć Łukasz / Ґанна Їжакевич"
STALL = "docs/data/forms/stall.yml"
FONT_FILE = REPOSITORY / "docs/assets/fonts/fira-sans-400.ttf"
DPI = 216
LIKE = 0.45  # the same letters by two programs, which smooth their edges each in its own way


@dataclass(frozen=True)
class Made:
    """The sample form in one language."""

    typed: Path
    plain: Path


def make(sample: SampleBook, code: str, folder: Path) -> Made:
    """Print the forms of a copy of the sample book."""
    folder.mkdir(parents=True, exist_ok=True)
    made = {one.file.name for one in forms.make(Job(sample.book(), code, {}, {}, folder, folder))}
    assert made == {"form-stall.pdf", "form-stall-plain.pdf"}
    return Made(folder / "form-stall.pdf", folder / "form-stall-plain.pdf")


@pytest.fixture
def made(sample_book: SampleBook, tmp_path: Path) -> Callable[[str], Made]:
    return lambda code: make(sample_book, code, tmp_path / code)


def fields_of(opened: pikepdf.Pdf) -> dict[str, pikepdf.Object]:
    return {str(field.T): field for field in opened.Root.AcroForm.Fields}


def widgets(opened: pikepdf.Pdf) -> Iterator[pikepdf.Object]:
    for page in opened.pages:
        yield from (one for one in page.get("/Annots", ()) if one.Subtype == "/Widget")


def structure(tree: pikepdf.Object) -> Iterator[pikepdf.Dictionary]:
    """All elements of the tag tree in reading order."""
    if isinstance(tree, pikepdf.Array):
        for part in tree:
            yield from structure(part)
    elif isinstance(tree, pikepdf.Dictionary) and "/S" in tree:
        yield tree
        yield from structure(tree.get("/K", pikepdf.Array()))


def words_of(file: Path) -> str:
    return subprocess.run(["pdftotext", "-layout", file, "-"], capture_output=True, text=True, check=True).stdout


# ------------------------------------------------------------------------------------------------ fields


def test_every_field_says_both_languages_to_those_who_hear_it(made):
    with pikepdf.open(made("pl").typed) as opened:
        said = {name: str(field.TU) for name, field in fields_of(opened).items()}
        answers = [str(kid.TU) for kid in fields_of(opened)["size"].Kids]
    assert said == {
        "name": "Ім’я та прізвище – Imię i nazwisko",
        "day": "Дата – Data",
        "goods": "Що я продаю – Co sprzedaję",
        "size": "Розмір столу – Wielkość stołu",
        "music": "Я буду з музикою – Będzie muzyka",
        "helpers-1-name": "1. Ім’я – Imię",
        "helpers-2-name": "2. Ім’я – Imię",
    }
    assert answers == ["малий – mały", "великий – duży"]


def test_in_the_source_language_the_help_is_in_plain_words(made):
    with pikepdf.open(made("uk").typed) as opened:
        assert str(fields_of(opened)["name"].TU) == "Ім’я та прізвище – Як вас кликати"
        assert str(fields_of(opened)["day"].TU) == "Дата"


def test_the_keyboard_goes_through_the_fields_in_their_order(made):
    with pikepdf.open(made("en").typed) as opened:
        order = [str(one.get("/T") or one.Parent.T) for one in widgets(opened)]
        assert order == ["name", "day", "goods", "size", "size", "music", "helpers-1-name", "helpers-2-name"]
        assert {str(page.Tabs) for page in opened.pages} == {"/S"}
        tagged = [e.K[0].Obj.objgen for e in structure(opened.Root.StructTreeRoot.K) if e.S == "/Form"]
        assert tagged == [one.objgen for one in widgets(opened)]


def test_the_answers_of_a_choice_stand_in_their_group_and_not_beside_it(made):
    with pikepdf.open(made("pl").typed) as opened:
        assert not any("/Parent" in field for field in opened.Root.AcroForm.Fields)
        assert len(fields_of(opened)) == len(opened.Root.AcroForm.Fields)
        group = fields_of(opened)["size"]
        assert [str(answer) for answer in group.Opt] == ["small", "large"]
        assert not any("/T" in kid for kid in group.Kids)


def test_nothing_is_sent_and_nothing_runs(made):
    with pikepdf.open(made("pl").typed) as opened:
        assert not any(key in one for one in widgets(opened) for key in ("/A", "/AA"))
        assert not any(key in opened.Root for key in ("/OpenAction", "/AA"))
        assert "/JavaScript" not in opened.Root.get("/Names", {})


def test_what_is_signed_by_hand_is_no_field(made):
    with pikepdf.open(made("pl").typed) as opened:
        assert not any("signature" in name for name in fields_of(opened))


# -------------------------------------------------------------------------------------------------- font


def test_all_fields_are_typed_in_one_font_with_codes_of_one_byte(made):
    with pikepdf.open(made("pl").typed) as opened:
        form = opened.Root.AcroForm
        font = form.DR.Font[fields.FONT]
        assert list(form.DR.Font.keys()) == [fields.FONT]
        assert (font.Subtype, font.FontDescriptor.Flags) == ("/TrueType", 32)
        assert form.NeedAppearances is True
        texts = [one for one in widgets(opened) if one.FT == "/Tx"]
        assert {str(one.DA).split(" ")[0] for one in [*texts, form]} == {fields.FONT}
        assert len(font.Widths) == font.LastChar - font.FirstChar + 1


def test_the_whole_font_that_weasyprint_keeps_for_fields_is_gone(made):
    file = made("pl").typed
    listed = subprocess.run(["pdffonts", file], capture_output=True, text=True, check=True).stdout
    assert "Field" not in listed
    assert file.stat().st_size < 80_000


def names_and_codes(font: pikepdf.Object) -> dict[int, str]:
    """Code → name of the glyph, as a program reads /Differences."""
    found, code = {}, 0
    for item in font.Encoding.Differences:
        if isinstance(item, pikepdf.Name):
            found[code] = str(item).removeprefix("/")
            code += 1
        else:
            code = int(item)
    return found


@pytest.mark.parametrize("code", ["pl", "uk", "en"])
def test_each_letter_of_the_languages_has_a_code_a_glyph_and_a_width(made, code: str):
    with pikepdf.open(made(code).typed) as opened:
        font = opened.Root.AcroForm.DR.Font[fields.FONT]
        names = names_and_codes(font)
        unicode_of = dict(_to_unicode(font.ToUnicode.read_bytes().decode()))
        with TTFont(BytesIO(font.FontDescriptor.FontFile2.read_bytes())) as inside:
            drawn = {name for name in inside.getGlyphOrder() if name != ".notdef"}
            cmap = inside.getBestCmap()
        letters = "".join(typography.rules(language).alphabet for language in ("pl", "uk", "en"))
        wanted = {*letters, *letters.upper(), *map(chr, range(32, 127)), *"„”“«»‘’–—…§№€"}
        coded = {letter: code for code, letter in unicode_of.items()}
        assert wanted - set(coded) == set()
        assert {names[coded[letter]] for letter in wanted} - drawn == set()
        assert all(cmap[ord(letter)] == names[coded[letter]] for letter in wanted)
        assert all(font.Widths[coded[letter] - font.FirstChar] > 0 for letter in wanted)
        assert len(set(names.values())) == len(names)


def _to_unicode(cmap: str) -> Iterator[tuple[int, str]]:
    for line in cmap.split("\n"):
        if line.startswith("<") and line.count("<") == 2 and line != "<00> <FF>":
            code, letter = (int(part.strip("<> "), 16) for part in line.split("> <"))
            yield code, chr(letter)


@pytest.fixture
def many_letters() -> Iterator[str]:
    """A language that has more letters than there is room for."""
    typography.of_book({"xx": {"alphabet": "".join(map(chr, range(0x430, 0x430 + 120)))}})
    yield "xx"
    typography.of_book({})


def test_a_language_of_many_letters_takes_the_room_of_the_neighbours_and_not_of_others(many_letters: str):
    font = fields.field_font(FONT_FILE, ("pl", many_letters))
    assert len(font.letters) <= 224
    assert {*typography.rules("pl").alphabet} <= {*font.letters.values()}
    assert "é" not in font.letters.values()


# ------------------------------------------------------------------------------------- read by a program


def filled(file: Path, text: str, target: Path) -> Path:
    """As another program fills it in: values only, the reader's program draws them."""
    with pikepdf.open(file) as opened:
        for name in ("name", "goods"):
            fields_of(opened)[name].V = pikepdf.String(text)
        opened.save(target)
    return target


def drawn(file: Path, target: Path) -> Image.Image:
    """The first page by Poppler."""
    command = ["pdftoppm", "-r", str(DPI), "-f", "1", "-l", "1", "-singlefile", "-gray", "-png", file, target]
    subprocess.run(command, check=True)
    return Image.open(f"{target}.png").convert("L")


def field_box(file: Path, name: str, height: int) -> tuple[int, int, int, int]:
    with pikepdf.open(file) as opened:
        left, low, right, high = (float(n) * DPI / 72 for n in fields_of(opened)[name].Rect)
    return round(left), round(height - high), round(right), round(height - low)


def ink(picture: Image.Image) -> Image.Image:
    """What is written, cut out and set on white."""
    dark = picture.point(lambda value: 255 if value < 128 else 0)
    return dark.crop(dark.getbbox()) if dark.getbbox() else dark


def as_set_by_pillow(text: str) -> Image.Image:
    font = ImageFont.truetype(FONT_FILE, round(11 * DPI / 72), layout_engine=ImageFont.Layout.BASIC)
    picture = Image.new("L", (1600, 120), 255)
    ImageDraw.Draw(picture).text((20, 20), text, font=font, fill=0)
    return ink(picture)


def unlike(one: Image.Image, other: Image.Image) -> float:
    """The share of ink that the two do not have in common when both are as wide; 0 is the same."""
    as_wide = other.resize((one.width, other.height)).point(lambda value: 255 if value > 127 else 0)
    return apart(one, as_wide) / max(1, _ink_of(one))


def apart(one: Image.Image, other: Image.Image) -> int:
    """How many dots differ when both lie on each other as well as they can, a dot more or less this way or that."""
    size = (max(one.width, other.width) + 2, max(one.height, other.height) + 2)
    fixed = Image.new("L", size)
    fixed.paste(one, (1, 1))
    found = []
    for place in product(range(3), range(3)):
        moved = Image.new("L", size)
        moved.paste(other, place)
        found.append(_ink_of(ImageChops.difference(fixed, moved)))
    return min(found)


def _ink_of(picture: Image.Image) -> int:
    return picture.histogram()[255]


@pytest.mark.parametrize("field", ["name", "goods"])
def test_a_filled_field_shows_what_was_typed_in_both_alphabets(made, tmp_path: Path, field: str):
    file = filled(made("pl").typed, NAME, tmp_path / "filled.pdf")
    page = drawn(file, tmp_path / "page")
    written, wanted = ink(page.crop(field_box(file, field, page.height))), as_set_by_pillow(NAME)
    assert abs(written.width / wanted.width - 1) < 0.03
    assert unlike(wanted, written) < LIKE < unlike(wanted, as_set_by_pillow("Zolc Lukasz / Ганна Іжакевич"))


def test_pdfium_shows_the_same(made, tmp_path: Path):
    file = filled(made("pl").typed, NAME, tmp_path / "filled.pdf")
    document = pypdfium2.PdfDocument(file)
    document.init_forms()
    page = document[0].render(scale=DPI / 72, may_draw_forms=True).to_pil().convert("L")
    assert unlike(as_set_by_pillow(NAME), ink(page.crop(field_box(file, "name", page.height)))) < LIKE


def test_each_letter_that_is_typed_is_drawn_as_itself(made, tmp_path: Path):
    """More like its own picture than like that of any other letter, with its strokes and dots."""
    file, typed = made("pl").typed, "ŁłŻźóćęҐґЇїЄє№§€"
    others = {letter: as_set_by_pillow(letter) for letter in f"{typed}LlZzocгeГІіЕе□"}
    for letter in typed:
        page = drawn(filled(file, letter, tmp_path / "one.pdf"), tmp_path / "one")
        written = ink(page.crop(field_box(file, "name", page.height)))
        assert min(others, key=lambda other: apart(others[other], written)) == letter


# -------------------------------------------------------------------------------------------- the paper


@pytest.mark.parametrize("code", ["uk", "pl", "en"])
@pytest.mark.parametrize("kind", ["typed", "plain"])
def test_a_form_is_sound_and_tagged(made, code: str, kind: str):
    file = getattr(made(code), kind)
    checked = subprocess.run(["qpdf", "--check", file], capture_output=True, text=True, check=False)
    assert checked.returncode == 0, checked.stdout + checked.stderr
    with pikepdf.open(file) as opened:
        assert str(opened.Root.Lang) == code
        official = {str(e.get("/Lang")) for e in structure(opened.Root.StructTreeRoot.K) if "/Lang" in e}
        assert official == (set() if code == "uk" else {"uk"})
        assert opened.Root.MarkInfo.Marked is True


def test_every_page_says_in_the_offices_language_that_it_is_no_form_of_the_office(made):
    file = made("pl").typed
    with pikepdf.open(file) as opened:
        count = len(opened.pages)
    for page in range(1, count + 1):
        command = ["pdftotext", "-f", str(page), "-l", str(page), file, "-"]
        text = subprocess.run(command, capture_output=True, text=True, check=True).stdout
        assert "Підказка путівника «Гуляй у Вербополі», а не бланк установи." in text


def test_the_first_line_says_what_the_blue_text_is(made):
    first = " ".join(words_of(made("pl").typed).split())
    assert first.startswith("Niebieski tekst to pomoc: nie należy do pisma.")
    assert "To pomoc tego przewodnika, a nie formularz urzędu." in first


def test_values_of_facts_are_printed_as_the_language_writes_them(made):
    text = " ".join(words_of(made("pl").typed).split())
    assert "Stół kosztuje 1 200 UAH." in text
    assert "[[" not in text


def test_a_text_that_no_person_has_read_says_so(sample_book: SampleBook, tmp_path: Path):
    draft = "Szkic: nikt jeszcze nie sprawdził tego tekstu."
    assert draft not in " ".join(words_of(make(sample_book, "pl", tmp_path / "read").typed).split())
    sample_book.replace(STALL, "reviewed_by: Olena\n", "")
    assert draft in " ".join(words_of(make(sample_book, "pl", tmp_path / "unread").typed).split())


def test_the_form_for_pen_has_no_fields_and_lines_of_nine_millimetres(made):
    with pikepdf.open(made("pl").plain) as opened:
        assert "/AcroForm" not in opened.Root
        assert list(widgets(opened)) == []
    assert forms.LINE_MM >= 9


def test_help_that_is_not_translated_is_shown_in_the_source_language(sample_book: SampleBook, tmp_path: Path):
    sample_book.replace(STALL, '    pl: "Weź coś od deszczu."\n', "")
    assert "Візьміть із собою щось від дощу." in words_of(make(sample_book, "pl", tmp_path / "pl").typed)


def test_words_too_wide_for_the_paper_are_reported_with_their_form(sample_book: SampleBook, tmp_path: Path):
    sample_book.replace(STALL, "official: Помічники", f"official: {'Помічники' * 20}")
    with pytest.raises(BookHasDefects) as refused:
        make(sample_book, "pl", tmp_path / "pl")
    assert {problem.file.name for problem in refused.value.problems} == {"stall.yml"}


def test_markup_in_a_form_is_text(sample_book: SampleBook, tmp_path: Path):
    sample_book.replace(STALL, "pl: Stół na targu,", 'pl: "<img src=file:///etc/passwd><b>Stół</b>",')
    assert "<img src=file:///etc/passwd><b>Stół</b>" in words_of(make(sample_book, "pl", tmp_path / "pl").typed)


def test_two_prints_are_the_same_bytes(sample_book: SampleBook, tmp_path: Path):
    one, other = (make(sample_book, "pl", tmp_path / name) for name in ("one", "other"))
    assert one.typed.read_bytes() == other.typed.read_bytes()
    assert one.plain.read_bytes() == other.plain.read_bytes()


# --------------------------------------------------------------------------------------------- the shelf


def test_a_changed_help_prints_the_forms_of_its_language_anew_and_no_others(sample_book: SampleBook):
    def keys() -> dict[str, str]:
        book = sample_book.book()
        kind = next(kind for kind in editions.kinds(book, "pl") if kind.name == "forms")
        return {
            code: editions.kind_key(kind, Job(book, code, {}, {}, Path(), Path()), "") for code in ("uk", "pl", "en")
        }

    before = keys()
    sample_book.replace(STALL, "Weź coś od deszczu.", "Weź parasol.")
    assert {code for code, key in keys().items() if key != before[code]} == {"pl"}
