"""The guide of this repository: in one language here, in all of them with `make test-all`."""

import os
import re
import shutil
import subprocess
from pathlib import Path

import pikepdf
import pytest

from guidebook import book as books
from guidebook import checks, config
from guidebook.notes import pictures as note_pictures
from guidebook.print import editions, glyphs
from guidebook.problem import Severity

REPOSITORY = Path(__file__).parents[1]
ALL = os.environ.get("GUIDEBOOK_TEST") == "all"
CODES = [language.code for language in config.load(REPOSITORY / "mkdocs.yml").languages][: None if ALL else 1]


@pytest.fixture(scope="module")
def book(tmp_path_factory):
    """The real book in a folder of its own, so that a build beside it is left alone."""
    root = tmp_path_factory.mktemp("real") / "book"
    for name in ("docs", "visual-notes", "scripts"):
        shutil.copytree(REPOSITORY / name, root / name, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(REPOSITORY / "mkdocs.yml", root)
    return books.load(config.load(root / "mkdocs.yml"))


@pytest.fixture(scope="module", params=CODES)
def printed(request, book, tmp_path_factory):
    """The folder with the PDFs of a language."""
    studio, out = note_pictures.studio(book.config), tmp_path_factory.mktemp(request.param)
    pictures = {name: note_pictures.make(note, request.param, studio) for name, note in book.notes.items()}
    editions.print_editions(book, request.param, pictures, out)
    return request.param, out


def text_of(file: Path) -> str:
    run = subprocess.run(["pdftotext", "-layout", file, "-"], capture_output=True, text=True, check=True)
    return run.stdout.replace("\u00a0", " ")


def test_the_guide_has_no_defect_and_no_gap():
    problems = checks.run(books.load(config.load(REPOSITORY / "mkdocs.yml")))
    assert [p.english() for p in problems if p.severity is not Severity.ADVICE] == []


def test_the_brochure_is_in_its_language_tagged_and_fills_whole_sheets(printed):
    code, out = printed
    with pikepdf.open(out / "guide.pdf") as pdf:
        assert len(pdf.pages) % 4 == 0
        assert str(pdf.Root.Lang) == code
        assert pdf.Root.MarkInfo.Marked
        assert pdf.Root.ViewerPreferences.DisplayDocTitle


def test_every_printed_chapter_is_in_the_contents_with_its_page(printed, book):
    code, out = printed
    pages = text_of(out / "guide.pdf").split("\f")
    contents = " ".join(pages[2].split())
    for chapter in book.edition(code).chapters:
        if chapter.is_printed and chapter.name != "index.md":
            title = " ".join(chapter.title.split())
            found = re.search(rf"{re.escape(title)}[ .]*?(\d+)", contents)
            assert found, title
            assert title in " ".join(pages[int(found.group(1)) - 1].split())


def test_every_font_is_embedded_and_ours(printed):
    _, out = printed
    listed = subprocess.run(["pdffonts", out / "guide.pdf"], capture_output=True, text=True, check=True).stdout
    rows = [line.split() for line in listed.splitlines()[2:]]
    ours = {family.replace(" ", "-") for family, *_ in glyphs.FONTS}
    assert rows
    for row in rows:
        family = row[0].partition("+")[2]
        assert any(family.startswith(name) for name in ours), row[0]
        assert row[-5] == "yes", row  # emb; then sub, uni, object and its generation


def test_the_pdfs_are_sound_and_small_enough_to_send(printed):
    _, out = printed
    for file in sorted(out.glob("*.pdf")):
        run = subprocess.run(["qpdf", "--check", file], capture_output=True, text=True, check=False)
        assert run.returncode == 0, run.stdout
        assert file.stat().st_size < 5_000_000
