"""Our Markdown: what stands in a chapter, and the HTML it becomes; from hostile text, read as a browser would."""

import re
import xml.etree.ElementTree as etree
from html.parser import HTMLParser
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from conftest import REPOSITORY
from guidebook import config, markup
from guidebook.markup import Reference, Renderer

SETTINGS = config.load(REPOSITORY / "tests" / "sample-book" / "mkdocs.yml")
BUILT_INTO_MKDOCS = ("toc", "tables", "fenced_code")
EXTENSIONS = tuple(dict.fromkeys((*BUILT_INTO_MKDOCS, *SETTINGS.extensions)))


def _card(reference: Reference) -> etree.Element | str | None:
    if reference.kind == "place":
        card = etree.Element("div", {"class": "place"})
        etree.SubElement(card, "a", {"href": "https://a.example/?x=1&y=2", "rel": "external"}).text = "2_000_000"
        return card
    return "5 підписів" if reference.kind == "fact" else None


RENDERER = Renderer("uk", EXTENSIONS, SETTINGS.extension_configs)


def html(text: str, resolve=_card) -> str:
    return RENDERER.html(text, resolve)


def read(text: str) -> markup.Document:
    return markup.read(text, Path("x.md"))


# ----------------------------------------------------------------------------------------------- reading


def test_a_chapter_is_taken_apart_with_line_numbers():
    links = "[a](b.md#c) ![d](e.png)\n\n[[place:x]]\n\n[[fact:y]] z\n"
    document = read(f"---\ntitle: Ринок\n---\n\n## Арки {{ #arches .wide }}\n\n{links}")
    assert document.front_matter == {"title": "Ринок"}
    assert [(h.level, h.text, h.id, h.line) for h in document.headings] == [(2, "Арки", "arches", 5)]
    assert [(link.text, link.target, link.line) for link in document.links] == [("a", "b.md#c", 7)]
    assert [(picture.text, picture.target) for picture in document.pictures] == [("d", "e.png")]
    assert document.references == (Reference("place", "x", 9, True), Reference("fact", "y", 11, False))


def test_links_with_brackets_and_titles_are_read_whole():
    links = read('[a [b] c](https://a.example/x_(y)) [t](u.md "a title") [i ![p](q.png)](r.md)').links
    assert [link.target for link in links] == ["https://a.example/x_(y)", "u.md", "r.md"]


@pytest.mark.parametrize(
    "text",
    ["`[a](b.md)`", "`` ` [a](b.md) ``", "```\n[a](b.md)\n```", "~~~ {.py}\n[a](b.md)\n~~~", "\\[a](b.md)"],
)
def test_what_stands_in_code_is_no_link(text: str):
    assert read(text).links == ()


def test_a_lonely_backtick_hides_nothing_in_the_next_paragraph():
    assert len(read("It`s one.\n\n[a](b.md)\n\nIt`s two.\n").links) == 1


def test_a_fence_that_is_never_closed_hides_nothing():
    assert len(read("```\n[a](b.md)\n").links) == 1


def test_prose_is_what_readers_read():
    document = read('---\ntitle: T\n---\n*A* [b](c.md "d") `e` [[fact:f]] <https://g.example> { #h }\n')
    (title, _, (number, text), *_) = document.prose
    assert title == (2, "T")
    assert (number, text.split()) == (4, ["*A*", "b"])


def test_every_heading_that_python_markdown_makes_is_read():
    text = "# A\n\n##B\n\nC\n=\n\nD\n---\n\n#### E ####\n\n| a |\n|---|\n| b |\n\n---\n\n- f\n\n---\n"
    found = [(heading.level, heading.text) for heading in read(text).headings]
    assert found == [(1, "A"), (2, "B"), (1, "C"), (2, "D"), (4, "E")]
    assert [int(level) for level in re.findall(r"<h(\d)", html(text))] == [level for level, _ in found]


# ------------------------------------------------------------------------------------------- references


def test_a_reference_in_a_sentence_becomes_what_it_stands_for():
    assert html("Потрібно [[fact:x]].") == "<p>Потрібно <span>5 підписів</span>.</p>"


def test_a_reference_alone_becomes_a_card_outside_of_paragraphs():
    assert html("[[place:x]]").startswith('<div class="place">')
    assert "<p><div" not in html("a\n\n[[place:x]]\n\nb")


def test_an_unknown_reference_stays_as_it_was_written():
    assert html("Ось [[wiki:x]].") == "<p>Ось [[wiki:x]].</p>"


def test_values_are_not_read_as_markdown():
    assert "<em>" not in html("[[place:x]]")
    assert "2_000_000" in html("[[place:x]]")


def test_references_in_code_and_behind_a_backslash_stay():
    assert html("`[[fact:x]]`") == "<p><code>[[fact:x]]</code></p>"
    assert "5 підписів" not in html("\\[[fact:x]]")


def test_references_work_in_lists_tables_and_boxes():
    text = "- [[fact:x]]\n\n| a |\n|---|\n| [[fact:x]] |\n\n!!! note\n    [[fact:x]]\n"
    assert html(text).count("5 підписів") == 3


def test_a_wide_table_of_short_cells_says_so():
    head, line = "| A | B | C | D |\n|---|---|---|---|\n", "| x y z | tak | nie | ? |\n"
    assert '<table data-cells="short">' in html(head + line)
    assert "data-cells" not in html(head + line + "| x | " + "długo " * 6 + "| nie | ? |")
    assert "data-cells" not in html("| A | B |\n|---|---|\n| x | tak |")


def test_words_of_another_language_are_marked_by_a_class():
    assert html("Запитайте: *Ile to kosztuje?*{ .lang-pl .big #q }") == (
        '<p>Запитайте: <em class="big" id="q" lang="pl">Ile to kosztuje?</em></p>'
    )
    assert html("*Ile?*{ .lang-pl }") == '<p><em lang="pl">Ile?</em></p>'
    assert html("*Ile?*{ .lang-x .language-pl }") == '<p><em class="lang-x language-pl">Ile?</em></p>'


@pytest.mark.parametrize("words", ["{ onclick=alert(1) }", "{: style=x }", "{ #stolen .stolen href=javascript:x }"])
def test_attributes_written_behind_a_reference_do_not_reach_it(words: str):
    for text in (f"a [[fact:x]]{words}", f"[[place:x]]\n{words}", f"[[place:x]]{words}", f"- [[place:x]]{words}"):
        found = html(text)
        assert _dangers(found) == []
        assert not re.search(r'(?:id|class)="stolen"', found.partition("<p")[0])


# ------------------------------------------------------------------------------------- what runs in a browser


class _Browser(HTMLParser):
    """Reads HTML with the eyes of a browser: entities in attributes are decoded, white space in addresses skipped."""

    HARMLESS = {"id", "class", "href", "src", "alt", "title", "align", "start", "type", "disabled", "checked", "open",
                "data-label", "rel", "colspan", "rowspan"}  # fmt: skip

    def __init__(self) -> None:
        super().__init__()
        self.dangers: list[str] = []

    def handle_starttag(self, tag: str, attributes: list) -> None:
        if tag in ("script", "style", "iframe", "object", "embed", "form", "svg", "math", "link", "meta", "base"):
            self.dangers.append(f"<{tag}>")
        for name, value in attributes:
            address = re.sub(r"[\x00-\x20]", "", value or "").lower()
            if name not in self.HARMLESS:
                self.dangers.append(f"{name}={value}")
            if name in ("href", "src") and re.match(r"[a-z][a-z0-9+.-]*:", address):
                if not address.startswith(("https:", "mailto:", "tel:", "geo:")):
                    self.dangers.append(f"{name}={value}")
            if name in ("href", "src") and address.startswith(("/", "\\")):
                self.dangers.append(f"{name}={value}")

    handle_startendtag = handle_starttag


def _dangers(found: str) -> list[str]:
    browser = _Browser()
    browser.feed(found)
    browser.close()
    return browser.dangers


HOSTILE = [
    "<script>alert(1)</script>", "<ScRiPt src=//x>", "<scr<br>ipt>alert(1)</script>", "<img src=x onerror=alert(1)>",
    "<svg/onload=alert(1)>", "<br onclick=x>", "<kbd onclick=x>a</kbd>", "<kbd><img src=x onerror=y></kbd>",
    "<div markdown onclick=x>a</div>", "<!-- <script> --><script>x</script>", "a <script\nsrc=x>", "&#60;script&#62;",
    "[x](javascript:alert(1))", "[x](JAVASCRIPT:alert(1))", "[x](java\tscript:alert(1))", "[x](java\nscript:alert(1))",
    "[x](&#106;avascript:alert(1))", "[x](&#x6A;avascript:alert(1))", "[x](javascript&colon;alert(1))",
    "[x](java&Tab;script:alert(1))", "[x](java&#10;script:alert(1))", "[x](\x01javascript:alert(1))",
    "[x]( javascript:alert(1))", "[x](<javascript:alert(1)>)", "[x](javascript\\:alert(1))", "[x](data:text/html,x)",
    "[x](vbscript:x)", "[x](file:///etc/passwd)", "[x](/etc/passwd)", "[x](//elsewhere.example)", "[x](\\\\a.example)",
    "[x][y]\n\n[y]: javascript:alert(1)", "[y]\n\n[y]: <javascript:alert(1)> 'z'", "<javascript:alert(1)>",
    "![x](javascript:alert(1))", "![x](data:image/svg+xml,<svg/onload=alert(1)>)", "![x\" onerror=\"alert(1)](a.png)",
    "[x](a.md \"y\\\" onclick=\\\"alert(1)\")", "[x](a.md){ onclick=alert(1) }", "# a { onclick=alert(1) #b }",
    "a\n{: onclick=alert(1) style=x }", "*a*{ onmouseover=alert(1) }", "![a](b.png){ onerror=x srcset=y width=9 }",
    "- a { onclick=x }\n- b", "|a|b|\n|-|-|\n|c { onclick=x }|<img src=x onerror=y>|", "> a\n{: onclick=x }",
    "```{ .py onclick=alert(1) }\nx\n```", "~~~ { onclick=alert(1) }\nx\n~~~", "```html onclick=alert(1)\nx\n```",
    "!!! note \"<img src=x onerror=y>\"\n    a", "!!! \"onclick=x\"\n    a", "??? note \"<script>\"\n    a",
    "- [ ] <script>x</script>", "[TOC]\n\n# <script>x</script>", "# [x](javascript:alert(1))", "`<script>`",
    "[[place:<script>]]", "[[fact:x]]{ onclick=x }", "[[<script>:x]]", "[a](b.md){ href=javascript:alert(1) }",
    "![a](b.png){ src=javascript:alert(1) }", "# a { id=\"x\\\" onclick=y\" }", "[a](b){ title=\"x\\\" onclick=y\" }",
    "--8<-- \"/etc/passwd\"", "--8<-- \"https://elsewhere.example\"", ";--8<--\n/etc/passwd\n;--8<--",
]  # fmt: skip


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_becomes_harmless_letters(text: str):
    assert _dangers(html(text)) == []
    assert "root:" not in html(text)


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_words_of_one_line_become_harmless_letters(text: str):
    assert _dangers(markup.inline(text, "uk", _card)) == []


HOSTILE_BITS = st.sampled_from([
    "<", ">", "<script>", "</script>", "<br>", "<kbd>", "</kbd>", "<!--", "-->", "[", "]", "(", ")", "![", "](", "[[",
    "]]", "[[fact:x]]", "[[place:x]]", "{", "}", "{: ", "{ #a", " .b }", " onclick=x }", "javascript:", "java",
    "script:", "&colon;", "&#106;", "&Tab;", "\t", "\n", "\n\n", " ", "    ", "`", "```", "~~~", "*", "_", "**", "#",
    "## ", "|", "|-|-|\n", "- ", "- [ ] ", "1. ", "> ", "!!! note", "??? note", '"', "'", "\\", "\x02", "\x03",
    "\x02amp\x03#", "\x02wzxhzdk:0\x03", "\x02klzzwxh:0001\x03", "https://a.example", "<https://a.example>",
    "<a@b.example>", "mailto:", "[a]: ", "[a]", "onclick=x", "=", "---", "===", "[TOC]", "а", "ї", "--8<-- ", "data:",
    "//", "/", "%6a", "&amp;", "\u2028", "\u00a0", "x",
])  # fmt: skip


@settings(max_examples=250, deadline=None)
@given(st.one_of(st.lists(HOSTILE_BITS, max_size=25).map("".join), st.text(max_size=120)))
def test_whatever_is_written_is_read_and_becomes_harmless_html(text: str):
    document = read(text)
    assert all(1 <= heading.line <= text.count("\n") + 1 for heading in document.headings)
    assert all(problem.english() for problem in document.faults)
    assert _dangers(html(text)) == []


def test_what_is_allowed_comes_through():
    text = 'a<br>b H<sub>2</sub>O <kbd>F1</kbd> [c](d.md "e") <https://f.example> [g](tel:112) ## x { .y }'
    found = html(text)
    for part in ("<br />", "<sub>2</sub>", "<kbd>F1</kbd>", '<a href="d.md" title="e">', 'href="https://f.example"',
                 'href="tel:112"'):
        assert part in found


def test_ids_and_classes_of_attribute_lists_come_through():
    assert html("## Арки { #arches .wide }") == '<h2 class="wide" id="arches">Арки</h2>'


# ------------------------------------------------------------------------------------------------ finish


def _finish(text: str, language: str) -> str:
    return text.replace(" ", f"_{language}_")


def test_running_text_is_finished_in_its_language_and_code_is_not():
    renderer = Renderer("uk", EXTENSIONS, SETTINGS.extension_configs, finish=_finish)
    found = renderer.html("А б `в г` [д е](ж.md)", lambda reference: None)
    assert found == '<p>А_uk_б_uk_<code>в г</code>_uk_<a href="ж.md">д_uk_е</a></p>'


def _dated(reference: Reference) -> etree.Element:
    fact = etree.Element("span", {"class": "fact"})
    etree.SubElement(fact, "span").text = "2 травня 2026 р." if reference.name == "day" else "2 травня"
    etree.SubElement(fact, "sup").text = "1"
    return fact


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("[[fact:day]]. А", "р.1 А"),
        ("[[fact:name]]. А", "травня1. А"),
        ("[[fact:day]], а", "р.1, а"),
        ("[[fact:day]]...", "р.1..."),
    ],
)
def test_a_value_that_ends_with_a_stop_is_followed_by_no_other(written: str, read: str):
    assert "".join(etree.fromstring(html(written, _dated)).itertext()).endswith(read)


def test_cells_know_the_words_of_their_column():
    assert '<td data-label="Хто:">я</td>' in html("| Хто | Що |\n|---|---|\n| я | тут |")


def test_a_renderer_serves_one_chapter_after_the_other():
    assert html("# A { #a }") == html("# A { #a }")
    assert html("[x][y]\n\n[y]: a.md") != html("[x][y]")
