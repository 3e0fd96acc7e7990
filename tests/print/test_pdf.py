"""What WeasyPrint may read, and what it is not allowed to keep to itself."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import pikepdf
import pytest
from weasyprint.pdf import tags as weasyprint_tags

from guidebook.print import pdf, tags


@pytest.fixture
def book_files(tmp_path: Path) -> pdf.BookFiles:
    docs = tmp_path / "Книга з пробілами" / "docs"
    docs.mkdir(parents=True)
    (docs / "малюнок.svg").write_text('<svg xmlns="http://www.w3.org/2000/svg"/>', encoding="utf-8")
    (tmp_path / "secret.txt").write_text("secret", encoding="utf-8")
    return pdf.BookFiles([docs])


def test_a_picture_of_the_book_is_served_also_from_a_folder_with_spaces_and_cyrillic(book_files: pdf.BookFiles):
    file = book_files.folders[0] / "малюнок.svg"
    answer = book_files.fetch(file.as_uri())
    assert answer.content_type == "image/svg+xml"
    assert answer.read() == file.read_bytes()


@pytest.mark.parametrize(
    "address",
    [
        "file:///etc/passwd",
        "file://otherhost/etc/passwd",
        "http://verbopil.example/picture.png",
        "https://verbopil.example/picture.png",
        "ftp://verbopil.example/picture.png",
        "data:image/svg+xml,<svg/>",
    ],
)
def test_nothing_else_is_served(book_files: pdf.BookFiles, address: str):
    with pytest.raises(ValueError, match="book"):
        book_files.fetch(address)


def test_two_dots_do_not_lead_out_of_the_book(book_files: pdf.BookFiles):
    with pytest.raises(ValueError, match="not part of the book"):
        book_files.fetch(book_files.folders[0].as_uri() + "/../../secret.txt")


def test_a_symlink_does_not_lead_out_of_the_book(book_files: pdf.BookFiles):
    link = book_files.folders[0] / "link.txt"
    link.symlink_to(book_files.folders[0].parents[1] / "secret.txt")
    with pytest.raises(ValueError, match="not part of the book"):
        book_files.fetch(link.as_uri())


def test_a_warning_of_weasyprint_is_heard():
    rendered = pdf.Press([]).render('<html lang="uk"><style>p{text-wrap:balance}</style><p>Слово</p>')
    assert any("text-wrap" in warning for warning in rendered.warnings)


def test_a_picture_that_is_not_there_is_heard(tmp_path: Path):
    missing = (tmp_path / "missing.png").as_uri()
    rendered = pdf.Press([tmp_path]).render(f'<html lang="uk"><img alt="Міст" src="{missing}">')
    assert any("missing.png" in warning for warning in rendered.warnings)


def test_a_page_without_a_fault_is_silent():
    rendered = pdf.Press([]).render('<html lang="uk"><p>Слово</p>')
    assert rendered.warnings == () and rendered.write()[1] == ()


def test_a_word_wider_than_its_line_is_found_with_its_page_and_its_part_of_the_guide():
    word = "Ы" * 200
    page = f'<html lang="uk"><section id="market"><p>Слово</p><p style="break-before:page">{word}</p></section>'
    found = list(pdf.Press([]).render(page).overfull())
    assert [(wide.page, wide.section) for wide in found] == [(2, "market")]


def test_weasyprint_still_builds_its_tags_where_we_add_languages():
    assert callable(getattr(weasyprint_tags, tags.PRIVATE_NAME))


def test_the_language_of_parts_reaches_the_tags():
    page = '<html lang="uk"><p>Слово <span lang="pl">urząd</span></p><ul lang="en"><li>word</li></ul>'
    data, _ = pdf.Press([]).render(page).write()
    with pikepdf.open(BytesIO(data)) as made:
        languages = {(str(part.S), str(part.Lang)) for part in parts(made) if "/Lang" in part}
        assert str(made.Root.Lang) == "uk"
    assert languages == {("/Span", "pl"), ("/L", "en")}


def test_languages_are_added_once_however_often_it_is_asked_for():
    tags.add_languages()
    build = weasyprint_tags._build_box_tree
    tags.add_languages()
    assert weasyprint_tags._build_box_tree is build


def _written(body: str) -> pikepdf.Pdf:
    """A page with this in it, as it is written."""
    style = "a::after { content: ' (' target-counter(attr(href), page) ')' }"
    data, _ = pdf.Press([]).render(f"<html lang=en><title>t</title><style>{style}</style>{body}").write()
    return pikepdf.open(BytesIO(data))


def test_a_link_is_told_once_also_when_words_in_it_are_stressed_or_added_by_the_style_sheet():
    with _written('<p>See <a href="#x"><strong>the</strong> market</a>.</p><h1 id="x">X</h1>') as made:
        links = [part for part in parts(made) if part.S == "/Link"]
        assert len(links) == len(made.pages[0].Annots) == 1
        holders = [part for part in parts(made) if any(_is_reference(kid) for kid in part.get("/K", []))]
        assert [str(part.S) for part in holders] == ["/Link"]


def _is_reference(kid: pikepdf.Object) -> bool:
    return isinstance(kid, pikepdf.Dictionary) and kid.get("/Type") == "/OBJR"


def test_a_link_over_two_lines_can_be_tapped_on_both():
    with _written('<p style="width: 4em">See <a href="#x">the market place</a>.</p><h1 id="x">X</h1>') as made:
        links = [part for part in parts(made) if part.S == "/Link"]
        assert len(links) == len(made.pages[0].Annots) > 1


def test_terms_in_boxes_are_no_list_and_a_plain_list_stays_one():
    terms = "<dl><div><dt>word</dt><dd>what it means</dd></div></dl>"
    with _written(f"<ul><li>one</li></ul>{terms}") as made:
        kinds = [str(part.S) for part in parts(made)]
        assert kinds.count("/L") == kinds.count("/LI") == kinds.count("/LBody") == 1
        for part in parts(made):
            is_in_list = part.S == "/LI"
            assert not is_in_list or part.P.S == "/L"


def parts(made: pikepdf.Pdf) -> list[pikepdf.Dictionary]:
    """All elements of the tag tree."""
    found, waiting = [], [made.Root.StructTreeRoot.K]
    while waiting:
        part = waiting.pop()
        if isinstance(part, pikepdf.Array):
            waiting.extend(part)
        elif isinstance(part, pikepdf.Dictionary) and "/S" in part:
            found.append(part)
            waiting.append(part.get("/K", pikepdf.Array()))
    return found
