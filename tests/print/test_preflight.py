"""Preflight: the printed sample book is fine, and each rule catches a PDF in which one thing was spoiled."""

from __future__ import annotations

import json
import os
import re
import subprocess
from collections.abc import Callable, Iterator
from io import BytesIO
from pathlib import Path

import page
import pikepdf
import pytest
import zxingcpp
from click.testing import CliRunner
from PIL import Image

from conftest import SampleBook
from guidebook import cli
from guidebook.print import preflight, press
from guidebook.print.job import Job
from guidebook.print.preflight import Rule
from print.conftest import Printed

Print = Callable[[str], Printed]
Spoil = Callable[[pikepdf.Pdf], None]


@pytest.fixture(scope="session")
def finished(printed: Print, tmp_path_factory: pytest.TempPathFactory) -> Callable[[str, str], Path]:
    """A finished PDF of the sample book by its kind and its language."""
    root = tmp_path_factory.mktemp("pressed")

    def of(kind: str, code: str = "uk") -> Path:
        if not kind.startswith("guide-press"):
            return printed(code).folder / f"{kind}.pdf"
        file = root / code / f"{kind}.pdf"
        if not file.is_file():
            file.parent.mkdir(exist_ok=True)
            job = Job(printed(code).book.book(), code, {}, {}, file.parent, printed(code).folder)
            list((press.make if kind == "guide-press" else press.make_cmyk)(job))
        return file

    return of


@pytest.fixture
def report(finished, printed: Print, tmp_path: Path) -> Callable[..., list[str]]:
    """What a rule says of a PDF in which something was spoiled: “3: half of this page is empty”."""

    def of(rule: Rule | None, spoil: Spoil, kind: str = "guide", code: str = "uk") -> list[str]:
        file = tmp_path / f"{kind}.pdf"
        with pikepdf.open(finished(kind, code)) as opened:
            spoil(opened)
            opened.save(file)
        rules = [rule] if rule else preflight.RULES
        with preflight.opened(file, kind, printed(code).book.book(), code) as proof:
            return [f"{found.line}: {found.english()}" for found in preflight.look(proof, rules)]

    return of


def nothing(_: pikepdf.Pdf) -> None:
    """Spoils nothing."""


def on_page(number: int, change: Callable[[bytes], bytes]) -> Spoil:
    """Change what a page draws."""

    def spoil(opened: pikepdf.Pdf) -> None:
        page = opened.pages[number - 1]
        before = page.Contents.read_bytes()
        after = change(before)
        assert after != before
        page.Contents = opened.make_stream(after)

    return spoil


def tags(opened: pikepdf.Pdf, kind: str = "") -> Iterator[pikepdf.Dictionary]:
    """The parts of the tag tree of a kind, in reading order."""

    def inside(part: pikepdf.Object) -> Iterator[pikepdf.Dictionary]:
        kids = part.get("/K", pikepdf.Array())
        for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
            if isinstance(kid, pikepdf.Dictionary) and "/S" in kid:
                yield kid
                yield from inside(kid)

    return (part for part in inside(opened.Root.StructTreeRoot) if kind in ("", str(part.S)))


def a_font(opened: pikepdf.Pdf) -> pikepdf.Dictionary:
    """The font of running text."""
    fonts = (font for page in opened.pages for font in page.Resources.Font.values())
    return next(font for font in fonts if str(font.BaseFont).endswith("+Text"))


# ------------------------------------------------------------------------------------------ nothing spoiled


@pytest.mark.parametrize("code", ["uk", "pl", "en"])
@pytest.mark.parametrize("kind", ["guide", "guide-booklet", "guide-press"])
def test_nothing_is_found_in_the_sample_book(report, kind: str, code: str):
    assert report(None, nothing, kind, code) == []


def test_nothing_is_found_in_the_cmyk_file_of_the_sample_book(report):
    assert report(None, nothing, "guide-press-cmyk") == []


def test_each_rule_says_what_it_asks_for():
    assert all(rule.__doc__ and rule.__doc__.endswith((".", ".\n    ")) for rule in preflight.RULES)
    assert len({preflight.name(rule) for rule in preflight.RULES}) == len(preflight.RULES)


@pytest.mark.parametrize("code", ["uk", "pl", "en"])
def test_a_validator_that_is_not_ours_finds_nothing_either(finished, code: str):
    """`page-validation` follows the Matterhorn protocol as veraPDF does; its rules are not ours."""
    found = page.validate_pdf(str(finished("guide", code)), profile=page.ValidationProfile.PDF_UA_1)
    assert [f"{failure.rule_id}: {failure.message}" for failure in found.failures] == []


# --------------------------------------------------------------------------------------------------- whole


def test_a_damaged_file_is_said(report):
    def spoil(opened: pikepdf.Pdf) -> None:
        broken = opened.make_stream(b"")
        broken.write(b"this is not packed", filter=pikepdf.Name.FlateDecode)
        opened.pages[3].Contents = broken

    found = report(preflight.sound_file, spoil)
    assert found and all(line.startswith("1: the PDF is damaged: ") for line in found)


def test_a_file_too_large_for_a_mail_is_said(report):
    def spoil(opened: pikepdf.Pdf) -> None:
        opened.Root.Ballast = opened.make_stream(os.urandom(5_000_000))

    assert report(preflight.small_file, spoil) == ["1: the file has 5.2 MB, which is more than 5"]


def test_a_number_of_pages_that_cannot_be_folded_is_said(report):
    def spoil(opened: pikepdf.Pdf) -> None:
        del opened.pages[-2]

    found = "11: 11 pages cannot be folded: their number must be a multiple of four"
    assert report(preflight.foldable, spoil) == [found]


def test_a_page_of_another_size_is_said(report):
    def spoil(opened: pikepdf.Pdf) -> None:
        page = opened.pages[4]
        page.mediabox = page.cropbox = page.trimbox = pikepdf.Array([0, 0, 595, 842])

    assert report(preflight.boxes, spoil) == ["5: the page measures 210 × 297 mm, unlike the others of its kind"]


@pytest.mark.parametrize("name", ["BleedBox", "MediaBox", "CropBox", "ArtBox"])
def test_a_wrong_box_is_said_before_the_print_shop_cuts(report, name: str):
    def spoil(opened: pikepdf.Pdf) -> None:
        opened.pages[2].obj[f"/{name}"] = pikepdf.Array([0, 0, 400, 500])

    said = f"3: the {name} of the page is not what the print shop expects"
    assert report(preflight.boxes, spoil, "guide-press") == [said]


def test_a_page_that_does_not_say_where_to_cut_is_said(report):
    def spoil(opened: pikepdf.Pdf) -> None:
        del opened.pages[2].obj.TrimBox

    found = report(preflight.boxes, spoil, "guide-press")
    assert found[0] == "3: the TrimBox of the page is not what the print shop expects"


def test_a_guide_to_read_has_nothing_to_be_cut_off(report):
    def spoil(opened: pikepdf.Pdf) -> None:
        opened.pages[2].obj.TrimBox = pikepdf.Array([10, 10, 409.5, 585.3])

    assert "3: the TrimBox of the page is not what the print shop expects" in report(preflight.boxes, spoil)


# --------------------------------------------------------------------------------------------------- fonts


def test_a_font_that_is_not_inside_the_file_is_named(report):
    def spoil(opened: pikepdf.Pdf) -> None:
        del a_font(opened).DescendantFonts[0].FontDescriptor.FontFile2

    assert report(preflight.our_fonts, spoil) == ["1: the font “Text” is not inside the file"]


def test_letters_that_cannot_be_copied_are_named(report):
    def spoil(opened: pikepdf.Pdf) -> None:
        del a_font(opened).ToUnicode

    assert report(preflight.our_fonts, spoil) == ["1: the letters of “Text” cannot be read aloud or copied"]


def test_another_font_is_named_with_the_first_page_it_stands_on(report):
    def spoil(opened: pikepdf.Pdf) -> None:
        a_font(opened).BaseFont = pikepdf.Name("/ABCDEF+DejaVu-Sans")

    assert report(preflight.our_fonts, spoil) == ["1: “DejaVu-Sans” is not a font of this book"]


def test_a_sign_that_the_font_does_not_have_is_shown_with_its_words(report):
    spoil = on_page(4, lambda drawn: re.sub(rb"\[<[0-9a-f]{4}", b"[<0000", drawn, count=1))
    (found,) = report(preflight.missing_signs, spoil)
    assert re.fullmatch("4: a sign of “.?озділ 1” is not in the font", found)


# ---------------------------------------------------------------------------------------------------- tags


def _without_language(opened: pikepdf.Pdf) -> None:
    del opened.Root.Lang


def _without_title(opened: pikepdf.Pdf) -> None:
    del opened.docinfo["/Title"]


def _without_window_title(opened: pikepdf.Pdf) -> None:
    opened.Root.ViewerPreferences.DisplayDocTitle = False


def _without_marks(opened: pikepdf.Pdf) -> None:
    del opened.Root.MarkInfo


def _without_tree(opened: pikepdf.Pdf) -> None:
    del opened.Root.StructTreeRoot


def _without_part(opened: pikepdf.Pdf) -> None:
    with opened.open_metadata() as metadata:
        del metadata["pdfuaid:part"]


@pytest.mark.parametrize("spoil, said", [
    (_without_language, "1: the file does not say its title and its language"),
    (_without_title, "1: the file does not say its title and its language"),
    (_without_window_title, "1: the window would show the name of the file, not its title"),
    (_without_marks, "1: the file has no tags for screen readers"),
    (_without_tree, "1: the file has no tags for screen readers"),
    (_without_part, "1: the file does not say that it is made to PDF/UA-1"),
])  # fmt: skip
def test_what_a_screen_reader_must_know_of_the_file_is_missed(report, spoil: Spoil, said: str):
    assert report(preflight.described_file, spoil) == [said]


def test_a_page_without_an_order_for_the_tabulator_key_is_said(report):
    def spoil(opened: pikepdf.Pdf) -> None:
        del opened.pages[6].Tabs

    assert report(preflight.reading_order, spoil) == ["7: the tabulator key does not follow the text on this page"]


def test_a_heading_that_skips_a_level_is_said(report):
    def spoil(opened: pikepdf.Pdf) -> None:
        next(tags(opened, "/H2")).S = pikepdf.Name.H4

    assert report(preflight.headings, spoil) == ["2: the heading “Як читати путівник” skips a level"]


def test_an_empty_heading_is_said(report):
    def spoil(opened: pikepdf.Pdf) -> None:
        next(tags(opened, "/H2")).K = pikepdf.Array()

    assert [line.partition(": ")[2] for line in report(preflight.headings, spoil)] == ["a heading is empty"]


def test_a_picture_without_words_is_said_with_its_page(report):
    def spoil(opened: pikepdf.Pdf) -> None:
        del next(tags(opened, "/Figure")).Alt

    assert report(preflight.described_figures, spoil) == ["5: a picture has no words for people who do not see it"]


def test_a_link_without_words_is_said(report):
    def spoil(opened: pikepdf.Pdf) -> None:
        next(tags(opened, "/Link")).K = pikepdf.Array()

    assert [line.partition(": ")[2] for line in report(preflight.links_with_words, spoil)] == ["a link has no words"]


def test_a_link_inside_a_link_is_said(report):
    def spoil(opened: pikepdf.Pdf) -> None:
        link = next(tags(opened, "/Link"))
        link.K = pikepdf.Array([opened.make_indirect(pikepdf.Dictionary(S=pikepdf.Name.Link, P=link, K=link.K))])

    (found,) = report(preflight.links_with_words, spoil)
    assert re.fullmatch("3: the link “1. Рада.*” is read aloud more than once", found)


def test_official_words_without_their_language_are_said(report):
    def spoil(opened: pikepdf.Pdf) -> None:
        for part in tags(opened):
            if "/Lang" in part and part.S != "/Document":
                del part.Lang

    found = report(preflight.foreign_words, spoil, "guide", "pl")
    assert "4: “громадські слухання” is not marked as Українська" in found
    assert any("is in other letters, but not marked as another language" in line for line in found)


# --------------------------------------------------------------------------------------------------- pages


def test_contents_that_name_another_page_are_said(report):
    def spoil(opened: pikepdf.Pdf) -> None:
        places = pikepdf.NameTree(opened.Root.Names.Dests)
        place = places["chapter-03-bridge"]
        place[0] = opened.pages[8].obj
        places["chapter-03-bridge"] = place

    said = "3: the contents name page 8 for “3. Міст”, which stands on page 9"
    assert report(preflight.contents, spoil) == [said]


def test_an_empty_page_is_said(report):
    def spoil(opened: pikepdf.Pdf) -> None:
        opened.pages[4].Contents = opened.make_stream(b"q Q")

    assert report(preflight.full_pages, spoil) == ["5: nothing stands on this page"]


def test_a_page_with_its_number_only_is_said(report):
    def last_text(drawn: bytes) -> bytes:
        start = drawn.index(b"q")
        return drawn[:start] + b"q 0.75 0 0 0.75 0 0 cm\n" + drawn[drawn.rindex(b"BT") : drawn.rindex(b"ET")] + b"ET Q"

    assert report(preflight.full_pages, on_page(4, last_text)) == ["4: only the page number stands on this page"]


def test_half_a_page_left_empty_inside_a_chapter_is_said(report):
    def first_lines(drawn: bytes) -> bytes:
        texts = [match.end() for match in re.finditer(rb"ET\n", drawn)]
        return drawn[: texts[7]]

    assert report(preflight.full_pages, on_page(4, first_lines)) == ["4: half of this page is empty"]


def test_the_last_page_of_a_chapter_may_be_half_empty(report):
    def first_lines(drawn: bytes) -> bytes:
        return drawn[: [match.end() for match in re.finditer(rb"ET\n", drawn)][7]]

    assert report(preflight.full_pages, on_page(7, first_lines)) == []  # chapter 2 ends on it


def test_text_that_the_knife_could_take_is_said_with_its_distance(report):
    found = report(preflight.safe_area, on_page(4, lambda drawn: b"1 0 0 1 -35 0 cm\n" + drawn))  # 12.3 mm of 15
    assert "4: “Розділ 1” stands 2.7 mm from the edge, and 5 mm are cut off at worst" in found


def _picture(opened: pikepdf.Pdf) -> pikepdf.Stream:
    return next(found for found in opened.objects
                if isinstance(found, pikepdf.Stream) and found.get("/Subtype") == "/Image")  # fmt: skip


def test_a_coarse_picture_is_said_with_the_size_it_needs(report):
    def spoil(opened: pikepdf.Pdf) -> None:
        _picture(opened).Width, _picture(opened).Height = 320, 160

    said = "8: a picture has 71 dots an inch as it is printed; 150 are needed"
    assert report(preflight.fine_pictures, spoil) == [said]


def test_a_photo_for_the_print_shop_must_be_finer(report):
    def spoil(opened: pikepdf.Pdf) -> None:
        target, picture = BytesIO(), _picture(opened)
        Image.new("RGB", (1280, 640)).save(target, "JPEG")
        picture.write(target.getvalue(), filter=pikepdf.Name.DCTDecode)

    said = "8: a picture has 283 dots an inch as it is printed; 300 are needed"
    assert report(preflight.fine_pictures, spoil, "guide-press") == [said]
    assert report(preflight.fine_pictures, spoil, "guide") == []


# ----------------------------------------------------------------------------------------------------- ink


def test_a_colour_for_screens_in_the_cmyk_file_is_said(report):
    spoil = on_page(3, lambda drawn: drawn + b"\n1 0 0 rg 50 50 20 20 re f\n")
    assert report(preflight.inks, spoil, "guide-press-cmyk") == ["3: a colour for screens is left: DeviceRGB"]


def test_a_colour_for_screens_is_found_inside_a_drawing_too(report):
    def spoil(opened: pikepdf.Pdf) -> None:
        drawing = next(iter(opened.pages[0].Resources.XObject.values()))
        drawing.Group = pikepdf.Dictionary(S=pikepdf.Name.Transparency, CS=pikepdf.Name.DeviceRGB)

    assert report(preflight.inks, spoil, "guide-press-cmyk") == ["1: a colour for screens is left: DeviceRGB"]


def test_black_text_of_four_inks_is_said(report):
    spoil = on_page(10, lambda drawn: drawn.replace(b"0 0 0 1 k", b"0.8 0.7 0.4 0.6 k"))
    found = report(preflight.inks, spoil, "guide-press-cmyk")
    assert found and all(line.endswith("is black made of several inks, which blurs") for line in found)


# ------------------------------------------------------------------------------------------------------ QR


def test_a_code_with_one_spoiled_line_is_said(report):
    spoil = on_page(5, lambda drawn: drawn.replace(b"4 4.5 m\n11 4.5 l\n", b"4 4.5 m\n9 4.5 l\n"))
    assert report(preflight.codes, spoil) == ["5: the code does not lead to https://guide.verbopil.example/uk/1/"]


def test_a_code_for_another_address_than_the_printed_one_is_said(report):
    def spoil(opened: pikepdf.Pdf) -> None:
        figure = next(tags(opened, "/Figure"))
        figure.Alt = str(figure.Alt).replace("/uk/1/", "/uk/9/")

    address = "https://guide.verbopil.example/uk/9/"
    assert report(preflight.codes, spoil) == [
        f"5: the address of the code, {address}, is not printed beside it",
        f"5: the code does not lead to {address}",
    ]


@pytest.mark.parametrize("kind", ["guide", "guide-press", "guide-press-cmyk"])
def test_a_telephone_reads_the_code_from_the_page(finished, tmp_path: Path, kind: str):
    command = ["pdftoppm", "-r", "150", "-f", "5", "-l", "5", "-singlefile", finished(kind), tmp_path / "page"]
    subprocess.run(command, check=True)
    with Image.open(tmp_path / "page.ppm") as picture:
        (code,) = zxingcpp.read_barcodes(picture)
    assert code.text == "https://guide.verbopil.example/uk/1/"


# ---------------------------------------------------------------------------------------- build, check --print


def run(book: SampleBook, *words: str):
    """A command as a person types it."""
    arguments = ["--config", str(book.path("mkdocs.yml")), "--speak", "en", *words]
    return CliRunner().invoke(cli.main, arguments, env={"CI": "1"}, catch_exceptions=False)


def test_check_looks_at_what_was_printed_and_build_writes_a_report_for_the_print_shop(sample_book: SampleBook):
    assert "Nothing is printed yet" in run(sample_book, "check", "--print").stdout
    made = run(sample_book, "build", "--only", "print", "--lang", "pl", "--all-editions")
    assert made.exit_code == 0, made.stdout
    rows = json.loads(sample_book.read("build/print/pl/editions.json"))
    text = sample_book.read("build/print/pl/preflight.txt")
    assert text.startswith("Spaceruj po Wierzbopolu – звіт для друкарні\n")  # in the source language of the book
    assert all(f"\n{row['file']} – {row['title']}\n" in text for row in rows)
    assert "  148 × 210 мм після обрізання, виліт 3 мм, мітки різання\n" in text
    assert text.count("нічого не знайдено") == len(rows)
    shown = run(sample_book, "check", "--print")
    common = json.loads(sample_book.read("build/print/editions.json"))
    assert shown.exit_code == 0 and f"{len(rows) + len(common)} printed files are looked at" in shown.stdout
    _spoil_in_place(sample_book.path("build/print/pl/guide-press.pdf"))
    shown = run(sample_book, "check", "--print")
    assert shown.exit_code == 1
    assert "build/print/pl/guide-press.pdf:1: this is not the file that was printed [unlike-the-list]" in shown.stdout


def _spoil_in_place(file: Path) -> None:
    with pikepdf.open(file, allow_overwriting_input=True) as opened:
        del opened.Root.Lang
        opened.save(file)


def test_a_defect_of_a_printed_file_fails_check_with_file_and_page(sample_book: SampleBook, printed: Print):
    folder = sample_book.path("build/print/uk")
    folder.mkdir(parents=True)
    with pikepdf.open(printed("uk").guide) as opened:
        del opened.pages[6].Tabs
        opened.save(folder / "guide.pdf")
    row = {"file": "guide.pdf", "kind": "guide", "size": (folder / "guide.pdf").stat().st_size}
    sample_book.write("build/print/uk/editions.json", json.dumps([row]))
    shown = run(sample_book, "check", "--print")
    assert shown.exit_code == 1
    said = "build/print/uk/guide.pdf:7: the tabulator key does not follow the text on this page [reading-order]"
    assert said in shown.stdout
    found = json.loads(run(sample_book, "check", "--print", "--json").stdout)
    assert [(problem["file"], problem["line"]) for problem in found] == [("build/print/uk/guide.pdf", 7)]
