"""What WeasyPrint may read, and what it is not allowed to keep to itself."""

from __future__ import annotations

import re
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest
from weasyprint import svg as weasyprint_svg
from weasyprint.pdf import tags as weasyprint_tags
from weasyprint.svg.path import path as weasyprint_path

from guidebook.print import paths, pdf, tags

_OUTSIDE = b"\x89PNG\r\n\x1a\n secret words"


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
        "data:image/svg+xml;base64,PHN2Zy8+",
        "data:text/html;base64,aGk=",
        "DATA:image/png,;base64,aGk=",
    ],
)
def test_nothing_else_is_served(book_files: pdf.BookFiles, address: str):
    with pytest.raises(ValueError, match="book"):
        book_files.fetch(address)


@pytest.mark.parametrize("kind", ["png", "jpeg"])
def test_dots_that_a_note_carries_inside_are_served(book_files: pdf.BookFiles, kind: str):
    answer = book_files.fetch(f"data:image/{kind};base64,aGk=")
    assert (answer.content_type, answer.read()) == (f"image/{kind}", b"hi")


def test_two_dots_do_not_lead_out_of_the_book(book_files: pdf.BookFiles):
    with pytest.raises(ValueError, match="not part of the book"):
        book_files.fetch(book_files.folders[0].as_uri() + "/../../secret.txt")


def test_a_symlink_does_not_lead_out_of_the_book(book_files: pdf.BookFiles):
    link = book_files.folders[0] / "link.txt"
    link.symlink_to(book_files.folders[0].parents[1] / "secret.txt")
    with pytest.raises(ValueError, match="not part of the book"):
        book_files.fetch(link.as_uri())


@pytest.mark.parametrize(
    "page",
    [
        '<p style="background: url({secret})">a',
        "<style>@import url({secret});</style><p>a",
        "<style>@font-face {{ font-family: X; src: url({secret}) }} p {{ font-family: X }}</style><p>a",
        '<link rel="stylesheet" href="{secret}"><p>a',
        '<link rel="attachment" href="{secret}"><p>a',
        '<a rel="attachment" href="{secret}">a</a>',
        '<img src="{secret}" alt="a">',
        '<object data="{secret}">a</object>',
        '<embed src="{secret}"><p>a',
        '<svg viewBox="0 0 9 9"><image href="{secret}" width="9" height="9"/></svg>',
        '<svg viewBox="0 0 9 9"><use href="{secret}#a"/></svg>',
        '<svg viewBox="0 0 9 9"><style>@import url({secret});</style><rect fill="url({secret}#a)" width="9"/></svg>',
    ],
)
def test_no_page_carries_a_file_from_outside_the_book(tmp_path: Path, page: str):
    (tmp_path / "secret.png").write_bytes(_OUTSIDE)
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs" / "way.png").symlink_to(tmp_path / "secret.png")
    for file in (tmp_path / "secret.png", tmp_path / "docs" / "way.png", tmp_path / "docs" / ".." / "secret.png"):
        shown = page.format(secret="file://" + str(file))
        made = pdf.Press((tmp_path / "docs",)).render(f'<html lang="en"><body>{shown}')
        data, _ = made.write()
        with pikepdf.open(BytesIO(data)) as opened:
            streams = [one.read_bytes() for one in opened.objects if isinstance(one, pikepdf.Stream)]
            assert "/EmbeddedFiles" not in opened.Root.get("/Names", {})
        assert not any(b"secret words" in one for one in streams)
        assert b"secret words" not in data


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


# ------------------------------------------------------------------------------------- pages of several documents


def test_a_link_into_another_document_leads_there_when_both_are_joined():
    press = pdf.Press([])
    first, second, third = map(press.render, (
        '<html lang="uk"><p><a href="#bridge">Міст</a></p>', '<html lang="uk"><p>Рада</p>',
        '<html lang="uk"><p>Ринок</p><p id="bridge" style="break-before:page">Міст</p>',
    ))  # fmt: skip
    data, warnings = first.followed_by(second, third).write()
    with pikepdf.open(BytesIO(data)) as made:
        (link,) = made.pages[0].Annots
        names = [*made.Root.Names.Dests.Names]
        target = names[names.index(link.A.D) + 1] if "/A" in link else names[names.index(link.Dest) + 1]
        assert target[0].objgen == made.pages[3].obj.objgen
    assert warnings == ()


def test_places_are_known_with_the_page_on_which_they_begin():
    later = 'style="break-before:page"'
    rendered = pdf.Press([]).render(f'<html lang="uk"><p id="a">A</p><div id="b" {later}>B<p {later}>C</p></div>')
    assert rendered.anchors() == {"a": 0, "b": 1}
    assert rendered.without_first().anchors() == {"b": 0}


# -------------------------------------------------------------------------------------------------- paths

WAVE = "M10 20.5l5-5 3 2q4 4 8,0t8 0.5 8-.5zm2 2c1 1 2 2 3 0L50.25 60Q1 2 3 4T9 9Z"
ARC = "M10 20a5 5 0 0 1 10 0z"


def drawing(path: str, size: int = 400, width: str = "30mm", attributes: str = "") -> str:
    """What stands in the PDF for a path on a sheet of so many units."""
    svg = f'<svg viewBox="0 0 {size} {size}" style="width:{width}"><path {attributes} d="{path}"/></svg>'
    data, warnings = pdf.Press([]).render(f'<html lang="uk"><style>@page{{size:9in}}</style>{svg}').write()
    assert warnings == ()
    with pikepdf.open(BytesIO(data)) as made:
        return made.pages[0].Contents.read_bytes().decode()


def points(drawn: str) -> list[tuple[str, list[float]]]:
    """The steps of a path with their numbers. WeasyPrint also begins each at 0 0."""
    steps = [line.split() for line in drawn.split("\n") if re.fullmatch(r"[-\d. ]*[mlch]", line)]
    return [(step[-1], [*map(float, step[:-1])]) for step in steps if step != ["0", "0", "m"]]


@pytest.fixture
def slowly(monkeypatch: pytest.MonkeyPatch) -> None:
    """Paths as WeasyPrint itself writes them."""
    monkeypatch.setitem(weasyprint_svg.TAGS, "path", weasyprint_path)
    monkeypatch.setattr(paths, "write_quickly", lambda: None)


def test_a_path_goes_where_weasyprint_would_draw_it(request: pytest.FixtureRequest):
    quick = points(drawing(WAVE))
    request.getfixturevalue("slowly")
    slow = points(drawing(WAVE))
    assert [operator for operator, _ in quick] == [operator for operator, _ in slow]
    assert sum((numbers for _, numbers in quick), []) == pytest.approx(sum((n for _, n in slow), []), abs=0.051)


def test_points_are_as_fine_as_they_can_be_seen():
    assert "20.5 m" in drawing("M10 20.512l5 5z")
    assert "20.512 m" in drawing("M10 20.512l5 5z", size=24, width="90mm")


@pytest.mark.parametrize(
    ("path", "attributes"),
    [(ARC, ""), (WAVE, 'marker-end="url(#arrow)"'), ("M1 2 3", ""), ("M1 2l3", ""), ("M1e1 2l3 4", ""), ("", "")],
)
def test_what_is_not_of_lines_and_curves_is_left_to_weasyprint(
    path: str, attributes: str, request: pytest.FixtureRequest
):
    drawn = drawing(path, attributes=attributes)
    request.getfixturevalue("slowly")
    assert drawn == drawing(path, attributes=attributes)


def test_weasyprint_still_keeps_what_draws_a_path_where_we_replace_it():
    paths.write_quickly()
    draw = getattr(weasyprint_svg, paths.PRIVATE_NAME)["path"]
    paths.write_quickly()
    assert weasyprint_svg.TAGS["path"] is draw and draw is not weasyprint_path


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
