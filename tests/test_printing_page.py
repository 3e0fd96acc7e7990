"""PRINTING.md, for those who print: each language tells the whole, and each picture is there."""

import re
from pathlib import Path
from urllib.parse import unquote

import pytest

from guidebook import config, strings
from guidebook.print import contact, instructions, press, shop
from guidebook.purposes import KIND_PURPOSES, PARTS, PURPOSES
from guidebook.site import printing

ROOT = Path(__file__).parents[1]
PICTURES = ROOT / "visual-notes" / "printing"
HEADINGS = {"pl": "## Po polsku\n", "en": "## In English\n"}
EDGES = {"pl": ("krótsza krawędź", "dłuższa krawędź"), "en": ("short edge", "long edge")}
LARGEST = 6_000  # bytes of a picture

# How READ-ME-FIRST writes the names of files of which there are many: form → form-….pdf
WRITTEN = {name: file for rows in instructions.FILES.values() for file, name, _ in rows}
FILES = {name: name for name in PURPOSES} | {kind: WRITTEN[kind] for kind in KIND_PURPOSES}
UNPRINTED = (shop.REPORT, contact.SHEET, printing.ZIP)


def part(code: str) -> str:
    """What a language says, from its heading to that of the next one."""
    text = (ROOT / "PRINTING.md").read_text(encoding="utf-8")
    return text.partition(HEADINGS[code])[2].partition("\n## ")[0]


def row(code: str, file: str) -> str:
    """The line of the table of files; empty when there is none."""
    return next((line for line in part(code).splitlines() if line.startswith(f"| `{file}`")), "")


def pictures(code: str) -> list[tuple[str, Path]]:
    """Alternative text and file of each picture."""
    return [(alt, ROOT / unquote(name)) for alt, name in re.findall(r"!\[([^]]*)\]\(([^)]+)\)", part(code))]


@pytest.mark.parametrize("code", HEADINGS)
def test_every_file_that_is_printed_has_a_line_in_the_table(code):
    assert [file for file in FILES.values() if not row(code, file)] == []


@pytest.mark.parametrize("code", HEADINGS)
def test_what_is_not_printed_and_the_parts_of_a_thick_guide_are_named_too(code):
    named = [*UNPRINTED, *list(PARTS)[:2]]
    assert [file for file in named if f"`{file}`" not in part(code)] == []


@pytest.mark.parametrize("code", HEADINGS)
@pytest.mark.parametrize("name", FILES)
def test_the_edge_on_which_paper_is_turned_is_the_one_that_the_page_print_names(code, name):
    *_, settings = (PURPOSES | KIND_PURPOSES)[name]
    for wanted, edge in zip(("flip on the short edge", "flip on the long edge"), EDGES[code], strict=True):
        if "flip on" in settings:
            assert (edge in row(code, FILES[name])) == (wanted in settings)


@pytest.mark.parametrize("code", HEADINGS)
def test_every_picture_is_there_and_told_to_those_who_do_not_see_it(code):
    assert pictures(code)
    assert [file.name for alt, file in pictures(code) if not alt.strip() or not file.is_file()] == []


@pytest.mark.parametrize("code", HEADINGS)
def test_no_picture_is_forgotten(code):
    assert {file for _, file in pictures(code)} == {*PICTURES.glob("*.svg")}


@pytest.mark.parametrize("file", sorted(PICTURES.glob("*.svg")), ids=lambda file: file.stem)
def test_a_picture_is_small_needs_no_translation_and_has_the_colours_of_the_book(file):
    text = file.read_text(encoding="utf-8")
    assert len(text.encode()) <= LARGEST
    assert "<text" not in text
    assert {*re.findall(r"#[0-9a-f]{3,6}", text)} <= {*config.load(ROOT / "mkdocs.yml").colours.values()}


@pytest.mark.parametrize("code", HEADINGS)
def test_what_is_said_without_ghostscript_is_quoted_word_for_word(code, monkeypatch):
    monkeypatch.setattr(press, "ghostscript", lambda: "")
    assert strings.load(code)(press.missing()) in " ".join(part(code).split())
