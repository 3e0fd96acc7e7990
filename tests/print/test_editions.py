"""The printed sample book, read back from its PDFs."""

from __future__ import annotations

import json
import re
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest

from conftest import SampleBook, copy_sample_book
from guidebook import strings
from guidebook.notes.pictures import Section, TextLine
from guidebook.print import editions, imposition, layout
from guidebook.problem import BookHasDefects, GuidebookError
from print.conftest import Printed, pictures, print_sample

Print = Callable[[str], Printed]
OURS = {"Note-Hand", "Note-Hand-Bold", "Text", "Text-Italic", "Text-Semi-Bold", "Text-Bold"}


def text(file: Path, page: int | None = None, *options: str) -> str:
    """The words of a PDF, or of one of its pages, in reading order."""
    pages = ["-f", str(page), "-l", str(page)] if page else []
    command = ["pdftotext", *options, *pages, file, "-"]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout


def said(code: str, msgid: str) -> str:
    """The generator's own words in a language."""
    return strings.load(code)(msgid)


def parts(tree: pikepdf.Object) -> Iterator[pikepdf.Dictionary]:
    """All elements of the tag tree in reading order."""
    if isinstance(tree, pikepdf.Array):
        for part in tree:
            yield from parts(part)
    elif isinstance(tree, pikepdf.Dictionary) and "/S" in tree:
        yield tree
        yield from parts(tree.get("/K", pikepdf.Array()))


@pytest.mark.parametrize("code", ["uk", "pl", "en"])
def test_each_language_gets_a_guide_of_its_own(printed: Print, code: str):
    titles = {"uk": "Гуляй у Вербополі", "pl": "Spaceruj po Wierzbopolu", "en": "Walk in Verbopil"}
    with pikepdf.open(printed(code).guide) as made:
        assert str(made.Root.Lang) == code
        assert str(made.docinfo["/Title"]) == titles[code]
        assert str(made.docinfo["/Author"]) == "Рада Вербополя"


def test_the_number_of_pages_is_a_multiple_of_four_and_the_booklet_has_half_as_many_sides(printed: Print):
    with pikepdf.open(printed("uk").guide) as guide, pikepdf.open(printed("uk").booklet) as booklet:
        assert len(guide.pages) % 4 == 0
        assert len(booklet.pages) == len(guide.pages) / 2


def test_the_first_side_of_the_booklet_has_the_back_cover_left_and_the_cover_right(printed: Print):
    side = text(printed("uk").booklet, 1, "-layout")
    cover, back = side.index("Гуляй"), side.index("guide@verbopil.example")
    column = [line for line in side.split("\n") if "Гуляй" in line][0].index("Гуляй")
    assert cover < back and column > 40


def test_a_thick_guide_becomes_booklets_with_covers_of_their_own(
    sample_book: SampleBook, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(imposition, "SIGNATURE_MAX", 8)
    printed = print_sample(sample_book, "en", tmp_path / "en")
    first, second = (printed.folder / f"guide-booklet-{number}.pdf" for number in (1, 2))
    assert "Part 1 of 2" in text(first, 1) and "Part 2 of 2" in text(second, 1)
    assert all(said("en", "Free copy, not for sale") in text(booklet, 1) for booklet in (first, second))
    assert not printed.booklet.exists() and "Part 1" not in text(printed.guide)


def test_pages_of_the_booklet_stand_beside_those_that_belong_there(printed: Print):
    count = len(pikepdf.open(printed("uk").guide).pages)
    second = text(printed("uk").booklet, 2, "-layout")
    assert said("uk", "Before you start") in second and str(count - 1) in second.split()


def test_the_guide_is_tagged_as_pdf_ua(printed: Print):
    with pikepdf.open(printed("uk").guide) as made:
        with made.open_metadata() as metadata:
            assert metadata["pdfuaid:part"] == "1"
        assert made.Root.MarkInfo.Marked
        assert made.Root.ViewerPreferences.DisplayDocTitle
        assert {str(page.get("/Tabs")) for page in made.pages} == {"/S"}


def test_every_figure_has_words_and_no_heading_level_is_skipped(printed: Print):
    with pikepdf.open(printed("uk").guide) as made:
        found = list(parts(made.Root.StructTreeRoot.K))
        assert all(str(part.get("/Alt", "")) for part in found if part.S == "/Figure")
        levels = [int(str(part.S)[2]) for part in found if re.fullmatch("/H[1-6]", str(part.S))]
    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in zip(levels, levels[1:], strict=False))


def test_foreign_terms_carry_their_language(printed: Print):
    with pikepdf.open(printed("pl").guide) as made:
        languages = {str(part.Lang) for part in parts(made.Root.StructTreeRoot.K) if "/Lang" in part}
    assert languages == {"uk"}


@pytest.mark.parametrize("code", ["uk", "pl", "en"])
def test_all_fonts_are_embedded_and_ours(printed: Print, code: str):
    listed = subprocess.run(["pdffonts", printed(code).guide], capture_output=True, text=True, check=True).stdout
    rows = [line.split() for line in listed.split("\n")[2:] if line]
    assert {row[0].partition("+")[2] for row in rows} <= OURS
    assert {tuple(row[-5:-2]) for row in rows} == {("yes", "yes", "yes")}  # embedded, subset, with Unicode values


def test_every_chapter_is_in_the_contents_with_the_page_it_is_on(printed: Print):
    file = printed("uk").guide
    contents = text(file, 3, "-layout")
    for number, title in enumerate(("Рада", "Ринок", "Міст"), 1):
        page = int(re.search(rf"{number}\. {title}\W+(\d+)", contents).group(1))
        assert title in text(file, page).split("\n")[:6]


def test_the_visual_note_stands_left_and_its_chapter_right(printed: Print):
    with pikepdf.open(printed("uk").guide) as made:
        titles = {str(item.title): item for item in made.open_outline().root}
    contents = text(printed("uk").guide, 3, "-layout")
    chapter = int(re.search(r"Ринок\W+(\d+)", contents).group(1))
    assert chapter % 2 == 1
    assert "Ринок" in titles
    assert "Твій стіл на ринку".split()[0] in text(printed("uk").guide, chapter - 1)


def test_bookmarks_are_the_titles_without_spaces_that_do_not_break(printed: Print):
    with pikepdf.open(printed("pl").guide) as made:
        titles = [str(item.title) for item in made.open_outline().root]
    assert titles[:3] == [said("pl", "Before you start"), said("pl", "Contents"), "Rada"]
    assert not any("\u00a0" in title for title in titles)


def test_the_text_stands_in_order_and_every_letter_is_known(printed: Print):
    whole = text(printed("uk").guide)
    first = (said("uk", "Before you start"), "Рада слухає", "Візьміть із собою", "Стіл на ринку", "Міст тримається")
    places = [*map(whole.index, first), whole.rindex("громадські слухання")]
    assert places == sorted(places)
    assert "\ufffd" not in whole


def test_no_one_letter_word_ends_a_line(printed: Print):
    lines = [line.rstrip() for line in text(printed("pl").guide).split("\n")]
    assert [line for line in lines if re.search(r"(?:^| )[aiouwzAIOUWZ]$", line)] == []


def test_each_chapter_bears_its_address_in_words_and_as_a_code(printed: Print):
    file = printed("uk").guide
    assert "guide.verbopil.example/uk/2" in text(file)
    with pikepdf.open(file) as made:
        figures = [str(part.Alt) for part in parts(made.Root.StructTreeRoot.K) if part.S == "/Figure"]
    assert any("https://guide.verbopil.example/uk/2/" in alt for alt in figures)


def test_without_an_address_of_the_site_no_code_is_drawn(sample_book: SampleBook, tmp_path: Path):
    sample_book.replace("mkdocs.yml", "site_url: https://guide.verbopil.example/", "")
    assert "guide.verbopil.example/" not in text(print_sample(sample_book, "uk", tmp_path / "uk").guide)


def test_the_back_cover_says_how_old_it_is_what_may_be_done_with_it_and_where_to_report_a_mistake(printed: Print):
    with pikepdf.open(printed("en").guide) as made:
        back = " ".join(text(printed("en").guide, len(made.pages)).split())
    for words in ("24 November 2026", "CC BY 4.0", "guide@verbopil.example", said("en", "Not legal advice")):
        assert words in back


def test_a_missing_chapter_is_named_and_a_stale_one_says_so(sample_book: SampleBook, tmp_path: Path):
    sample_book.remove("docs/pl/02-market.md")
    sample_book.append("docs/uk/03-bridge.md", "\nМіст довгий.\n")
    whole = " ".join(text(print_sample(sample_book, "pl", tmp_path / "pl").guide).split())
    stale = "The original has changed since this translation was made. If in doubt, check the original."
    assert said("pl", "Not translated yet") in whole and "Ринок" in whole
    assert whole.count(" ".join(said("pl", stale).split())) == 1


def test_two_prints_are_the_same_bytes(printed: Print, tmp_path: Path):
    again = print_sample(printed("uk").book, "uk", tmp_path / "again")
    assert again.guide.read_bytes() == printed("uk").guide.read_bytes()
    assert again.booklet.read_bytes() == printed("uk").booklet.read_bytes()


def test_the_list_of_editions_tells_pages_sheets_and_size(printed: Print):
    listed = json.loads((printed("uk").folder / "editions.json").read_text("utf-8"))
    with pikepdf.open(printed("uk").guide) as made:
        pages = len(made.pages)
    assert [(row["file"], row["pages"], row["sheets"]) for row in listed] == [
        ("guide.pdf", pages, pages // 2),
        ("guide-booklet.pdf", pages, pages // 4),
    ]
    assert listed[0]["size"] == printed("uk").guide.stat().st_size


def test_the_pages_of_each_chapter_are_measured_with_its_note(printed: Print):
    lengths = json.loads((printed("uk").folder / "lengths.json").read_text("utf-8"))
    chapters = printed("uk").book.book().edition("uk").chapters
    assert {name: row["version"] for name, row in lengths["chapters"].items()} == {
        chapter.name: chapter.source_id for chapter in chapters if chapter.name in lengths["chapters"]
    }
    assert {name: row["pages"] for name, row in lengths["chapters"].items()} == {
        "01-council.md": 2, "02-market.md": 2, "03-bridge.md": 2,
    }  # fmt: skip
    with pikepdf.open(printed("uk").guide) as made:
        assert lengths["pages"] == len(made.pages)


def test_a_chapter_shows_its_places_in_short_when_the_guide_lists_them_all(sample_book: SampleBook, tmp_path: Path):
    sample_book.append("docs/uk/01-council.md", "\n[[place:gate]]\n")
    sample_book.replace("docs/uk/places.md", "print: false\n", "")
    whole = " ".join(text(print_sample(sample_book, "uk", tmp_path / "uk").guide).split())
    assert whole.count("Тут збираються перед миттям мосту.") == 1
    assert whole.count("Перевірте, перш ніж іти. Підтверджено") == 0
    assert whole.count("Надбережна, 1") == 3  # in two chapters, and in the list with all the rest


def test_a_place_for_the_website_only_is_not_in_the_printed_list(sample_book: SampleBook, tmp_path: Path):
    sample_book.replace("docs/uk/places.md", "print: false\n", "")
    sample_book.replace("docs/data/places.yml", "gate:\n", "gate:\n  print: false\n")
    whole = text(print_sample(sample_book, "uk", tmp_path / "uk").guide)
    assert "Контора ринку" in whole
    assert whole.count("Ворота біля мосту") == 1  # the chapter that needs it shows the whole card


def test_sentences_to_say_are_printed_with_their_sound_and_meaning(printed: Print):
    polish = " ".join(text(printed("pl").guide).split())
    assert "Де я можу сказати свою думку? de ja MOżu skaZAty swoJU DUMku – Gdzie mogę powiedzieć, co myślę?" in polish
    assert "de ja" not in text(printed("uk").guide)


def test_the_words_of_a_chapter_stand_at_the_end_of_the_guide_only(
    sample_book: SampleBook, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(layout, "EMPTY_LINES", 0)  # as if each last page were full
    words = "## Слова { #words }\n\n- [[term:hearing]] – разом говоримо вголос."
    sample_book.append("docs/uk/01-council.md", f"\n{words}\n")
    assert "разом говоримо вголос" not in text(print_sample(sample_book, "uk", tmp_path / "uk").guide)


def test_the_words_of_a_chapter_fill_a_last_page_with_much_room(sample_book: SampleBook, tmp_path: Path):
    words = "## Слова { #words }\n\n- [[term:hearing]] – разом говоримо вголос."
    sample_book.append("docs/uk/01-council.md", f"\n{words}\n")
    assert "разом говоримо вголос" in text(print_sample(sample_book, "uk", tmp_path / "uk").guide)


def test_the_back_cover_says_whose_the_book_is_not(printed: Print):
    back = text(printed("pl").guide).split("\f")[-2]
    assert "To nie jest publikacja rady Wierzbopola." in " ".join(back.split())


def test_pdfs_are_sound(printed: Print):
    for file in (printed("uk").guide, printed("uk").booklet):
        subprocess.run(["qpdf", "--check", file], capture_output=True, check=True)


def test_the_legend_of_numbers_stands_below_a_picture_that_keeps_its_words(sample_book: SampleBook, tmp_path: Path):
    """And beside it room is left: both on the page of the note."""
    drawn = pictures(sample_book, "uk")
    section = Section("1 · Запитайте", 0, "uk", (TextLine("where", "text", "2 · Тут вільні місця.", "uk"),))
    drawn["02-market"] = replace(drawn["02-market"], is_marked=True, text=(section,))
    (tmp_path / "uk").mkdir()
    editions.print_editions(sample_book.book(), "uk", drawn, tmp_path / "uk")
    whole = text(tmp_path / "uk" / "guide.pdf").split("\f")
    (page,) = (page for page in whole if "2 · Тут вільні місця." in page)
    assert "1 · Запитайте" in page
    assert [found for found in whole if "1 · Запитайте" in found] == [page]


# ------------------------------------------------------------------------------------------------ bad input


def defects(sample_book: SampleBook, code: str, folder: Path) -> list[str]:
    """What a person reads when the print is refused."""
    with pytest.raises(BookHasDefects) as refused:
        print_sample(sample_book, code, folder)
    short = sample_book.config().short
    return [f"{short(problem.file)}:{problem.line}: {problem.english()}" for problem in refused.value.problems]


def test_a_missing_font_is_named(sample_book: SampleBook, tmp_path: Path):
    notes = pictures(sample_book, "uk")
    sample_book.remove("docs/assets/fonts/fira-sans-600.ttf")
    with pytest.raises(GuidebookError, match="the font docs/assets/fonts/fira-sans-600.ttf is missing"):
        editions.print_editions(sample_book.book(), "uk", notes, tmp_path)


def test_a_sign_that_no_font_has_is_named_with_its_place(sample_book: SampleBook, tmp_path: Path):
    sample_book.append("docs/uk/03-bridge.md", "\n☎ Телефонуйте\n")
    line = sample_book.read("docs/uk/03-bridge.md").split("\n").index("☎ Телефонуйте") + 1
    expected = f"docs/uk/03-bridge.md:{line}: “☎” (U+260E) is not in the font fira-sans-400.ttf"
    assert defects(sample_book, "uk", tmp_path) == [expected]


def test_a_word_wider_than_the_page_is_named_with_its_page(sample_book: SampleBook, tmp_path: Path):
    sample_book.append("docs/uk/03-bridge.md", f"\n{'Ы' * 90}\n")
    (found,) = defects(sample_book, "uk", tmp_path)
    assert re.fullmatch(r"docs/uk/03-bridge.md:1: “Ы+” is wider than the line on page \d+ of the print", found)


def test_all_faults_are_told_at_once_and_nothing_is_written(sample_book: SampleBook, tmp_path: Path):
    sample_book.replace("docs/uk/03-bridge.md", "bridge.png", "gone.png")
    sample_book.append("docs/uk/01-council.md", "\n☎\n")
    assert len(defects(sample_book, "uk", tmp_path / "uk")) == 2
    assert list((tmp_path / "uk").iterdir()) == []


def test_a_colour_that_is_missing_is_named(sample_book: SampleBook, tmp_path: Path):
    notes = pictures(sample_book, "uk")
    sample_book.replace("mkdocs.yml", '      mist: "#e3f2f8"\n', "")
    with pytest.raises(GuidebookError, match="mkdocs.yml: the colour “mist” is missing"):
        editions.print_editions(sample_book.book(), "uk", notes, tmp_path)


# ---------------------------------------------------------------------------------------------- content key


def key(sample_book: SampleBook, code: str) -> str:
    """What the PDFs of a language depend on."""
    return editions.content_key(sample_book.book(), code, {})


def test_nothing_changed_nothing_is_printed_again(sample_book: SampleBook):
    assert key(sample_book, "pl") == key(sample_book, "pl")


def test_an_edited_translation_is_printed_again_and_no_other_language(sample_book: SampleBook):
    before = {code: key(sample_book, code) for code in ("uk", "pl", "en")}
    sample_book.append("docs/pl/03-bridge.md", "\nMost jest długi.\n")
    assert {code for code, old in before.items() if key(sample_book, code) != old} == {"pl"}


def test_an_edited_source_is_printed_again_in_all_languages_because_notices_change(sample_book: SampleBook):
    before = {code: key(sample_book, code) for code in ("uk", "pl", "en")}
    sample_book.append("docs/uk/03-bridge.md", "\nМіст довгий.\n")
    assert {code for code, old in before.items() if key(sample_book, code) != old} == {"uk", "pl", "en"}


def test_a_term_translated_anew_touches_its_language_only(sample_book: SampleBook):
    before = {code: key(sample_book, code) for code in ("uk", "pl", "en")}
    terms = sample_book.read("docs/data/terms.yml")
    polish = re.search(r"pl: (\S+)", terms).group()
    sample_book.replace("docs/data/terms.yml", polish, polish + "x")
    assert {code for code, old in before.items() if key(sample_book, code) != old} == {"pl"}


def test_another_colour_prints_everything_again(sample_book: SampleBook):
    before = key(sample_book, "en")
    sample_book.replace("mkdocs.yml", "#23304a", "#23304b")
    assert key(sample_book, "en") != before


def test_the_pdf_of_a_book_in_a_folder_with_spaces_and_cyrillic_shows_its_pictures(tmp_path: Path):
    sample = copy_sample_book(tmp_path / "Моя книга № 1")
    with pikepdf.open(BytesIO(print_sample(sample, "uk", tmp_path / "out").guide.read_bytes())) as made:
        assert sum(1 for part in parts(made.Root.StructTreeRoot.K) if part.S == "/Figure") >= 2
