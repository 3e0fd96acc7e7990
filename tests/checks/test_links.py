"""Links, anchors and pictures."""

import struct
import zlib

import pytest

from conftest import SampleBook
from guidebook.checks.links import broken_links, images_without_words, missing_images, unreadable_images

MARKET = "docs/pl/02-market.md"


def test_a_link_to_a_heading_that_is_gone_is_reported_with_the_heading_of_the_source(sample_book: SampleBook):
    sample_book.replace("docs/pl/03-bridge.md", "## Łuki { #arches }", "## Łuki")
    assert sample_book.report(broken_links) == [
        "docs/pl/02-market.md:14: link to “03-bridge.md#arches”, but that chapter has no such heading [broken-links]",
    ]
    assert sample_book.hints(broken_links) == [
        "in the source the heading is “## Арки { #arches }”; keep { #arches } after the heading in Polski",
    ]


def test_a_mistyped_heading_is_reported_with_the_nearest_one(sample_book: SampleBook):
    sample_book.replace(MARKET, "03-bridge.md#arches", "03-bridge.md#arche")
    assert sample_book.hints(broken_links) == ["did you mean “03-bridge.md#arches”?"]


def test_a_heading_nobody_wrote_is_reported_with_those_that_exist(sample_book: SampleBook):
    sample_book.replace("docs/uk/02-market.md", "03-bridge.md#arches", "03-bridge.md#zzz")
    assert sample_book.hints(broken_links) == ["names of headings there: #arches, #help"]


def test_a_mistyped_chapter_is_reported_with_the_nearest_one(sample_book: SampleBook):
    sample_book.replace(MARKET, "03-bridge.md#arches", "03-brigde.md#arches")
    assert sample_book.report(broken_links) == [
        "docs/pl/02-market.md:14: link to “03-brigde.md#arches”, but there is no such file [broken-links]",
    ]
    assert sample_book.hints(broken_links) == ["did you mean “03-bridge.md”?"]


@pytest.mark.parametrize("target", ["03-bridge.html", "03-bridge/", "03-bridge"])
def test_an_address_copied_from_the_website_is_put_right(sample_book: SampleBook, target: str):
    sample_book.replace(MARKET, "03-bridge.md#arches", target)
    assert sample_book.hints(broken_links) == ["did you mean “03-bridge.md”?"]


def test_a_link_inside_the_chapter_is_followed(sample_book: SampleBook):
    sample_book.append(MARKET, "\n[Kiedy](#when)? [Ile](#cost)?\n")
    assert sample_book.report(broken_links) == [
        f"{MARKET}:20: link to “#cost”, but this chapter has no such heading [broken-links]",
    ]


def test_a_link_into_another_language_is_reported(sample_book: SampleBook):
    sample_book.replace(MARKET, "03-bridge.md#arches", "../uk/03-bridge.md#arches")
    assert sample_book.report(broken_links) == [
        f"{MARKET}:14: link to “../uk/03-bridge.md#arches” leads to another language [broken-links]",
    ]
    assert "write “03-bridge.md#arches”" in sample_book.hints(broken_links)[0]


def test_a_link_to_a_chapter_that_is_not_translated_yet_is_good(sample_book: SampleBook):
    sample_book.remove("docs/pl/03-bridge.md")
    assert sample_book.report(broken_links) == []


def test_a_link_out_of_the_book_leads_nowhere(sample_book: SampleBook):
    sample_book.append(MARKET, "\n[a](../../mkdocs.yml) [b](../../../../../../etc/passwd) [c](../data/facts.yml)\n")
    assert [line.partition(", ")[0] for line in sample_book.report(broken_links)] == [
        f"{MARKET}:20: link to “../../mkdocs.yml”",
        f"{MARKET}:20: link to “../../../../../../etc/passwd”",
        f"{MARKET}:20: link to “../data/facts.yml”",
    ]


def test_links_to_the_entries_of_a_list_are_followed(sample_book: SampleBook):
    sample_book.replace(MARKET, "places.md#place-office", "places.md#place-ofice")
    assert sample_book.hints(broken_links) == ["did you mean “places.md#place-office”?"]


def test_a_link_to_a_form_of_the_chapter_is_followed(sample_book: SampleBook):
    sample_book.append("docs/pl/places.md", "\n[Stół](#form-stall)? [Most](#form-bridge)?\n")
    (told,) = sample_book.report(broken_links)
    assert "link to “#form-bridge”" in told


def test_other_sites_mails_and_code_are_not_followed(sample_book: SampleBook):
    sample_book.append(MARKET, "\n[a](https://nowhere.example/x.md) <https://b.example> `[c](x.md)`\n")
    sample_book.append(MARKET, "\n```\n[d](y.md)\n```\n")
    assert sample_book.report(broken_links) == []


def test_a_link_written_as_a_definition_is_followed(sample_book: SampleBook):
    sample_book.append(MARKET, "\nZobacz [most][b].\n\n[b]: 03-brigde.md\n")
    assert sample_book.report(broken_links) == [
        f"{MARKET}:22: link to “03-brigde.md”, but there is no such file [broken-links]",
    ]


# ---------------------------------------------------------------------------------------------- pictures


def test_a_missing_picture_is_reported_with_the_nearest_name(sample_book: SampleBook):
    sample_book.replace("docs/uk/03-bridge.md", "bridge.png", "brigde.png")
    assert sample_book.report(missing_images) == [
        "docs/uk/03-bridge.md:6: the picture “../assets/brigde.png” does not exist [missing-images]",
    ]
    assert sample_book.hints(missing_images) == ["did you mean “bridge.png”?"]


def test_a_picture_of_another_site_is_refused(sample_book: SampleBook):
    sample_book.replace("docs/uk/03-bridge.md", "../assets/bridge.png", "https://b.example/bridge.png")
    assert sample_book.report(missing_images) == [
        "docs/uk/03-bridge.md:6: the picture “https://b.example/bridge.png” is not in the book [missing-images]",
    ]


def test_a_translation_may_use_the_pictures_of_the_source(sample_book: SampleBook):
    sample_book.write("docs/uk/img/bridge.png", sample_book.path("docs/assets/bridge.png").read_bytes())
    for code in ("uk", "pl", "en"):
        sample_book.replace(f"docs/{code}/03-bridge.md", "../assets/bridge.png", "img/bridge.png")
    assert sample_book.report(missing_images) == []


def test_a_picture_without_words_is_reported(sample_book: SampleBook):
    sample_book.replace("docs/en/03-bridge.md", "A stone bridge on three arches over the river", "")
    assert sample_book.report(images_without_words) == [
        "docs/en/03-bridge.md:7: the picture “../assets/bridge.png” has no words for people who cannot see it "
        "[images-without-words]",
    ]


def _png(width: int, height: int) -> bytes:
    """A picture that says it is this large, in a few bytes."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"")) + chunk(b"IEND", b"")


@pytest.mark.parametrize("content", [b"", b"<html>", b"\x89PNG\r\n\x1a\nabc", "half"])
def test_a_broken_picture_is_reported(sample_book: SampleBook, content: bytes | str):
    whole = sample_book.path("docs/assets/bridge.png").read_bytes()
    sample_book.write("docs/assets/bridge.png", whole[: len(whole) // 2] if content == "half" else content)
    assert sample_book.report(unreadable_images) == [
        "docs/assets/bridge.png:1: this picture cannot be opened: it is broken, or cut off [unreadable-images]",
    ]


def test_a_picture_that_would_unpack_to_billions_of_pixels_is_reported(sample_book: SampleBook):
    sample_book.write("docs/assets/bridge.png", _png(60_000, 60_000))
    assert sample_book.report(unreadable_images) == [
        "docs/assets/bridge.png:1: this picture has more than 40 million pixels [unreadable-images]",
    ]


GOOD_SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 20 10"><path d="M0 0L9 9"/></svg>'


@pytest.mark.parametrize(
    ("inside", "fault"),
    [
        ("<script>alert(1)</script>", "<script>"),
        ('<path onload="alert(1)"/>', "onload="),
        ('<a href="https://elsewhere.example"><path/></a>', "<a>"),
        ('<image href="https://elsewhere.example/x.png"/>', "href="),
        ('<use xlink:href="other.svg#a" xmlns:xlink="http://www.w3.org/1999/xlink"/>', "href="),
        ('<path style="fill: url(https://elsewhere.example/x)"/>', "style="),
        ("<style>@import url(//elsewhere.example)</style>", "<style>"),
        ("<foreignObject/>", "<foreignObject>"),
        ('<animate attributeName="href" to="javascript:alert(1)"/>', "<animate>"),
    ],
)
def test_a_drawing_that_could_run_or_load_something_is_refused_even_unused(
    sample_book: SampleBook, inside: str, fault: str
):
    sample_book.write("docs/assets/plan.svg", GOOD_SVG.replace("<path d", inside + "<path d"))
    assert sample_book.report(unreadable_images) == [
        f"docs/assets/plan.svg:1: “{fault}” in a drawing could run or load something [unreadable-images]",
    ]


def test_a_plain_drawing_is_good(sample_book: SampleBook):
    sample_book.write("docs/assets/plan.svg", GOOD_SVG)
    assert sample_book.report(unreadable_images) == []


def test_a_drawing_that_unfolds_is_refused(sample_book: SampleBook):
    unfolding = '<!DOCTYPE svg [<!ENTITY a "b">]>' + GOOD_SVG.replace("<path", "&a;<path")
    sample_book.write("docs/assets/plan.svg", unfolding)
    assert sample_book.report(unreadable_images) == [
        "docs/assets/plan.svg:1: “<!DOCTYPE>” in a drawing could run or load something [unreadable-images]",
    ]


@pytest.mark.parametrize("text", ["", "<svg", "<svg/>", "<svg viewBox='0 0 1 1'>&a;</svg>"])
def test_a_drawing_that_is_none_is_reported(sample_book: SampleBook, text: str):
    sample_book.write("docs/assets/plan.svg", text)
    assert sample_book.report(unreadable_images) == [
        "docs/assets/plan.svg:1: this drawing cannot be read as SVG [unreadable-images]",
    ]
