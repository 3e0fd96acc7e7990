"""Other alphabets on paper: a book that is read from the right, one in a fourth language, letters no font has."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Callable
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest

from conftest import TODAY
from guidebook.book import Book
from guidebook.print import drawn, editions, glyphs, imposition, layout, pages, pdf, preflight
from guidebook.print.guide import choose
from guidebook.print.imposition import Sheet, Side
from guidebook.print.job import Job
from guidebook.problem import GuidebookError, Severity
from guidebook.strings import Strings
from print.conftest import Printed, pictures, print_sample
from print.languages import sample_book_in

MARGINS_MM = {"inside": 18, "outside": 15}  # of guide.css


@pytest.fixture(scope="session")
def printed_in(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Printed]:
    """The sample book with one language more, printed in it; refused when a word is too wide for its line."""
    done: dict[str, Printed] = {}

    def of(code: str) -> Printed:
        if code not in done:
            root = tmp_path_factory.mktemp(code)
            with pytest.MonkeyPatch.context() as environment:
                environment.setenv("SOURCE_DATE_EPOCH", TODAY)
                done[code] = print_sample(sample_book_in(code, root / "book"), code, root / code)
        return done[code]

    return of


@pytest.fixture
def arabic(printed_in: Callable[[str], Printed]) -> Printed:
    """The guide in Arabic."""
    return printed_in("ar")


# ------------------------------------------------------------------------------------------------- both


@pytest.mark.parametrize("code", ["ar", "tr"])
def test_a_book_in_a_further_language_is_printed_without_a_defect(printed_in, code: str):
    printed = printed_in(code)
    found = []
    for file, kind in ((printed.guide, "guide"), (printed.booklet, "guide-booklet")):
        with preflight.opened(file, kind, printed.book.book(), code) as proof:
            found += [f"{problem.line}: {problem.english()}" for problem in preflight.look(proof)]
    assert found == []


@pytest.mark.parametrize("code", ["ar", "tr"])
def test_the_other_editions_of_such_a_book_are_without_a_defect_too(printed_in, tmp_path: Path, code: str):
    printed, book = printed_in(code), printed_in(code).book.book()
    icons, words = editions.make_icons(book), pictures(printed.book, code)
    job = Job(book, code, words, icons, tmp_path, printed.folder)
    kinds = [kind for kind in editions.kinds(book, code) if kind.stage < 3 and not kind.is_basic and not kind.needs()]
    found = []
    for one in (one for kind in kinds for one in kind.make(job) if one.file.suffix == ".pdf"):
        with preflight.opened(one.file, one.kind, book, code) as proof:
            found += [f"{one.file.name}:{problem.line}: {problem.english()}" for problem in preflight.look(proof)]
    assert found == []


@pytest.mark.parametrize("code", ["ar", "tr"])
def test_its_chapters_and_data_are_without_a_defect(printed_in, code: str):
    found = [problem.english() for problem in printed_in(code).book.problems() if problem.severity is Severity.DEFECT]
    assert found == []


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("ar", ["كل من يعيش في فيربوبيل", "اجمع التواقيع", "جلسة استماع عامة"]),
        ("tr", ["Meclis, Verbopil’de yaşayan herkesi dinler", "İmza topla", "halk oturumu", "5 imza"]),
    ],
)
def test_its_words_can_be_copied_and_found_in_the_order_of_their_letters(printed_in, code: str, words: list[str]):
    text = _plain(_text(printed_in(code).guide))
    assert [word for word in words if word not in text] == []


def test_letters_that_are_drawn_as_one_are_named_in_the_order_in_which_they_are_read(arabic: Printed):
    with pikepdf.open(arabic.guide) as opened:
        fonts = [found for found in drawn.fonts(opened) if found.name.startswith("NotoSansArabic")]
    ligatures = {letters for found in fonts for letters in found.letters.values() if len(letters) > 1}
    assert "لا" in ligatures
    assert "ال" not in ligatures


def test_words_of_the_program_that_have_no_translation_are_marked_as_english(arabic: Printed):
    with preflight.opened(arabic.guide, "guide", arabic.book.book(), "ar") as proof:
        languages = {proof.said(tag): tag.language for tag in proof.tree if tag.pieces}
    assert languages["Before you start"] == "en"
    assert languages["Draft: no person has checked this text yet."] == "en"


def test_words_without_a_translation_that_follow_each_other_are_marked_as_one():
    say = pages.marked(Strings("ar", {"Yes.": ("نعم.",)}, lambda count: 0))
    page = f"<p>{say('A.')} {say('B.')} {say('{day}.', day='<1>')}</p><p>{say('Yes.')}</p>"
    assert pages.joined(page) == '<p><span lang="en" dir="ltr">A. B. &lt;1&gt;.</span></p><p>نعم.</p>'


# -------------------------------------------------------------------------------------------- from the right


def test_the_cover_is_bound_on_the_right(arabic: Printed):
    with pikepdf.open(arabic.guide) as opened:
        assert opened.Root.ViewerPreferences.Direction == "/R2L"


def test_a_book_in_latin_letters_is_bound_on_the_left(printed_in):
    with pikepdf.open(printed_in("tr").guide) as opened:
        assert not pdf.is_read_from_right(opened)


def test_the_inner_margins_lie_at_the_fold(arabic: Printed):
    """Page 3 lies on the left of the fold, page 4 on the right of the next one."""
    _, _, third, fourth, *_ = _pages(arabic.guide)
    assert third.width - max(_body(third, "right")) == pytest.approx(MARGINS_MM["inside"], abs=0.3)
    assert fourth.width - max(_body(fourth, "right")) == pytest.approx(MARGINS_MM["outside"], abs=0.3)


def test_page_numbers_stand_at_the_outer_edges(arabic: Printed):
    for page in _pages(arabic.guide)[2:-1]:
        at_the_foot = {text.text.strip(): text.place for text in page.texts if text.place.top > 190}
        number = at_the_foot[str(page.number)]
        away = number.left if page.number % 2 else page.width - number.right
        assert away < 16, f"page {page.number}"


def test_a_note_lies_on_the_right_of_a_spread_and_its_chapter_on_the_left(arabic: Printed):
    with pikepdf.open(arabic.guide) as opened:
        places = preflight.Proof(arabic.guide, "guide", arabic.book.book(), "ar", opened).places
    note, chapter = places["chapter-02-market--note"], places["chapter-02-market"]
    assert (note % 2, chapter) == (0, note + 1)  # even numbers are on the right where reading begins there


def test_steps_and_boxes_to_tick_stand_on_the_right_of_their_words(arabic: Printed):
    page = _pages(arabic.guide)[3]
    number = next(t.place for t in page.texts if t.text.strip() == "2" and t.font.startswith("Note") and t.size > 12)
    words = [t.place for t in page.texts if abs(t.place.top - number.top) < 8 and t.font.startswith("NotoSansArabic")]
    assert words and all(place.right < number.left for place in words)


def test_the_place_to_click_in_the_contents_is_its_line(arabic: Printed):
    with pikepdf.open(arabic.guide) as opened:
        for name, place in preflight._inner_links(opened.pages[2]):
            assert place.left == pytest.approx(MARGINS_MM["outside"], abs=0.3), name
            assert place.right <= 148 - MARGINS_MM["inside"] + 0.3, name


def test_telephone_numbers_begin_on_the_left(arabic: Printed):
    line = next(t.text for page in _pages(arabic.guide) for t in page.texts if "1632" in t.text)
    assert _plain(line) == "+44 1632 960123"


def test_a_page_that_waits_for_a_note_has_its_lines_inside_its_margins(tmp_path: Path):
    sample = sample_book_in("ar", tmp_path / "book")
    short = sample.read("docs/ar/01-council.md").partition("## خطوة")[0]
    sample.write("docs/ar/01-council.md", short)
    lines = _inked(print_sample(sample, "ar", tmp_path / "ar").guide, page=5)
    assert min(lines) == pytest.approx(MARGINS_MM["outside"], abs=1)
    assert max(lines) == pytest.approx(148 - MARGINS_MM["inside"], abs=1.5)


def test_a_word_that_reaches_over_the_left_margin_is_told(tmp_path: Path):
    sample = sample_book_in("ar", tmp_path / "book")
    word = "المستشفيات" * 9
    sample.append("docs/ar/03-bridge.md", f"\n{word}\n")
    book = sample.book()
    page = pages.Maker(choose(book, "ar"), pictures(sample, "ar"), {}).page()
    rendered = pdf.Press((book.config.docs, book.config.build / "notes")).render(page.inside())
    (problem,) = layout.overfull(choose(book, "ar"), rendered)
    assert problem.file.name == "03-bridge.md"
    assert f"“{word[:60]}” is wider than the line on page" in problem.english()


# ----------------------------------------------------------------------------------------------------- sheets


def test_sheets_of_a_book_read_from_the_right_are_the_others_seen_in_a_mirror():
    assert imposition.saddle_stitch(8, is_mirrored=True) == (
        Sheet(front=Side(1, 8), back=Side(7, 2)),
        Sheet(front=Side(3, 6), back=Side(5, 4)),
    )


@pytest.mark.parametrize("is_mirrored", [False, True])
@pytest.mark.parametrize("count", [4, 12, 36])
def test_folded_sheets_are_read_page_after_page(count: int, is_mirrored: bool):
    read = _folded(imposition.saddle_stitch(count, is_mirrored), is_mirrored)
    assert read == [*range(1, count + 1)]


def test_the_cover_stands_on_the_left_of_the_outermost_sheet(arabic: Printed):
    guide, front = _pages(arabic.guide), _pages(arabic.booklet)[0]
    title = next(text.place for text in front.texts if text.size > 30)
    assert title.right < front.width / 2
    assert title.left == pytest.approx(next(t.place.left for t in guide[0].texts if t.size > 30), abs=1)


def test_pages_of_inner_sheets_move_towards_the_fold_in_both_directions():
    for direction in ("", "/R2L"):
        left, right = _second_sheet_of_thirty_six(direction)
        assert left == pytest.approx(imposition.CREEP_MM, abs=0.01), direction
        assert right == pytest.approx(imposition.PAPER_MM[0] / 2 - imposition.CREEP_MM, abs=0.01), direction


# ------------------------------------------------------------------------------------------------------ letters


def test_a_letter_that_no_font_has_is_told_with_its_file(tmp_path: Path):
    sample = sample_book_in("tr", tmp_path / "book")
    sample.append("docs/tr/03-bridge.md", "\nქ\n")
    (problem,) = glyphs.missing_glyphs(sample.book(), "tr")
    assert sample.config().short(problem.file) == "docs/tr/03-bridge.md"
    assert problem.line == sample.read("docs/tr/03-bridge.md").count("\n")
    assert problem.english() == "“ქ” (U+10E5) is not in the font fira-sans-400.ttf"


def test_without_the_font_of_its_letters_every_file_of_a_language_is_told(tmp_path: Path):
    sample = sample_book_in("ar", tmp_path / "book")
    sample.replace("mkdocs.yml", "    fonts: ['NotoSansArabic']\n", "")
    found = {sample.config().short(problem.file) for problem in glyphs.missing_glyphs(sample.book(), "ar")}
    chapters = {f"docs/ar/0{name}.md" for name in ("1-council", "2-market", "3-bridge")}
    assert found >= {*chapters, "docs/data/places.yml", "mkdocs.yml"}
    assert not any("/uk/" in file for file in found)


def test_letters_that_only_the_bold_cut_of_an_added_font_lacks_are_missing(tmp_path: Path):
    sample = sample_book_in("ar", tmp_path / "book")
    fonts = sample.path("docs/assets/fonts")
    sample.write("docs/assets/fonts/NotoSansArabic-Bold.ttf", (fonts / "fira-sans-700.ttf").read_bytes())
    assert "ا" in {problem.values["letter"] for problem in glyphs.missing_glyphs(sample.book(), "ar")}


def test_a_font_that_is_named_but_not_there_is_told(tmp_path: Path):
    sample = sample_book_in("ar", tmp_path / "book")
    sample.remove("docs/assets/fonts/NotoSansArabic-Bold.ttf")
    with pytest.raises(GuidebookError) as caught:
        tuple(glyphs.missing_glyphs(sample.book(), "ar"))
    assert caught.value.values["file"] == "docs/assets/fonts/NotoSansArabic-Bold.ttf"


def test_a_font_that_the_book_does_not_name_is_not_its_own(arabic: Printed):
    arabic_guide, book = arabic.guide, arabic.book.book()
    with preflight.opened(arabic_guide, "guide", book, "ar") as proof:
        assert not [*preflight.our_fonts(proof)]
    other = preflight.Proof(arabic_guide, "guide", _without_fonts(book), "ar", pikepdf.open(arabic_guide))
    assert {problem.values["font"] for problem in preflight.our_fonts(other)} == {
        "NotoSansArabic", "NotoSansArabic-Bold",
    }  # fmt: skip


def test_a_file_that_does_not_say_where_it_is_bound_is_found(arabic: Printed, tmp_path: Path):
    with pikepdf.open(arabic.guide) as opened:
        del opened.Root.ViewerPreferences.Direction
        opened.save(tmp_path / "guide.pdf")
    with preflight.opened(tmp_path / "guide.pdf", "guide", arabic.book.book(), "ar") as proof:
        (problem,) = preflight.binding(proof)
    assert problem.english() == "the file does not say on which side the book is bound"


# ------------------------------------------------------------------------------------------------------ helpers


def _pages(file: Path) -> tuple[drawn.Page, ...]:
    with pikepdf.open(file) as opened:
        return drawn.pages(opened)


def _inked(file: Path, page: int) -> list[int]:
    """The millimetres, from the left edge, in which something is drawn above the page number."""
    command = ["pdftoppm", "-r", "25.4", "-gray", "-f", str(page), "-l", str(page), "-H", "190", file]
    image = subprocess.run(command, capture_output=True, check=True).stdout
    width = int(image.split(maxsplit=3)[1])
    dots = image[-width * 190 :]
    return [column for column in range(width) if min(dots[column::width]) < 250]


def _body(page: drawn.Page, side: str) -> list[float]:
    return [getattr(text.place, side) for text in page.texts if text.text.strip() and 15 < text.place.top < 185]


def _text(file: Path) -> str:
    return subprocess.run(["pdftotext", file, "-"], capture_output=True, text=True, check=True).stdout


def _plain(text: str) -> str:
    """The text without marks that steer the direction, and with plain spaces."""
    return " ".join(re.sub("[\u200e\u200f\u202a-\u202e\u2066-\u2069]", "", text).split())


def _folded(sheets: tuple[Sheet, ...], is_mirrored: bool) -> list[int]:
    """The pages as they are turned when the sheets are laid upon each other and folded in the middle.

    Outermost first: each sheet shows two pages on the way in, and two on the way out.
    """
    first, last = ("left", "right") if is_mirrored else ("right", "left")
    inwards = [page for sheet in sheets for page in (getattr(sheet.front, first), getattr(sheet.back, last))]
    outwards = [page for sheet in sheets for page in (getattr(sheet.front, last), getattr(sheet.back, first))]
    return inwards + outwards[::-1]


def _second_sheet_of_thirty_six(direction: str) -> list[float]:
    """How far from the left edge the two pages of its front begin, in millimetres."""
    made = BytesIO()
    with pikepdf.new() as guide:
        for _ in range(36):
            guide.add_blank_page(page_size=(419.528, 595.276))
        if direction:
            guide.Root.ViewerPreferences = pikepdf.Dictionary(Direction=pikepdf.Name(direction))
        guide.save(made)
    with pikepdf.open(BytesIO(imposition.booklet(made.getvalue(), range(1, 37), "Sheets", "ar"))) as sheets:
        steps = pikepdf.parse_content_stream(sheets.pages[2], "cm")
        return [float(operands[4]) * drawn.MM for operands, _ in steps]


def _without_fonts(book: Book) -> Book:
    return replace(book, config=replace(book.config, more_fonts=()))
