"""The weight of a first visit: styles, scripts and fonts carry what the pages use, and the pages look the same."""

import io
import os
import re
from collections.abc import Iterable
from importlib.metadata import distribution
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont

from browser import CONFIG, browser, real_site, served
from conftest import REPOSITORY
from finished_site import CODES, copied, made_once
from guidebook import book as books
from guidebook.site import fonts, lean, styles
from guidebook.site.finished import Site

MOST = 32_000  # bytes of HTML, styles and scripts, packed: design/reading.md
MOST_BESIDE_TEXT = 26_000  # of it styles and scripts
MOST_FONTS = 80_000
THEME = Path(lean.__file__).with_name("theme")
FONTS = REPOSITORY / "docs" / "assets" / "fonts"
LETTERS = "abcABC ąłżАБВабв"

PAGE = '<html lang="en"><body class="page" data-mode="day"><p id="first" class="calm note">Text <b dir="ltr">x</b></p>'
SCRIPT = 'const row = document.createElement("dialog"); row.className = "made"; row.dataset.howFar = "half";'

WHOLE = "assets/stylesheets/whole.css"
SWAP = """(address) => new Promise((done) => {
  const style = document.querySelector('link[href*="stylesheets/main."]');
  style.onload = done;
  style.href = address;
}).then(() => 1)"""

# Every element with all that a browser computes for it, and for what stands before and after it.
LOOKS = """(() => {
  const own = (element, part) => {
    const style = getComputedStyle(element, part);
    return [...style].filter((name) => !name.startsWith("--")).map((name) => [name, style.getPropertyValue(name)]);
  };
  return [...document.querySelectorAll("body, body *")].map((one) =>
    [one.outerHTML.slice(0, 99), new Map([null, "::before", "::after", "::marker"].flatMap((part) =>
      own(one, part).map(([name, value]) => [`${part || ""} ${name}`, value])))]);
})()"""
KEEP = f"() => {{ (window.looked ||= []).push(...{LOOKS}); }}"
COMPARE = """() => {
  const [before, after] = [looked.slice(0, looked.length / 2), looked.slice(looked.length / 2)];
  const found = before.flatMap(([html, one], at) => [...one].filter(([name, value]) => after[at][1].get(name) !== value)
    .map(([name, value]) => `${html}: ${name}: ${value}, with all rules ${after[at][1].get(name)}`));
  return [before.length, found.length, found.slice(0, 9)];
}"""


def pruned(style: str, page: str = PAGE, beside: tuple[str, ...] = ()) -> str:
    return styles.pruned(style, styles.names([page], [SCRIPT]), beside)


@pytest.fixture(scope="module")
def made(tmp_path_factory) -> Path:
    return made_once(tmp_path_factory)


# ----------------------------------------------------------------------------------------------------- rules


@pytest.mark.parametrize("selector", [
    "p", ".note", "#first", "body .calm>b", "*", ":root", "[dir]", "[dir=ltr] b", '[data-mode^="da"]', "p::before",
    ":is(.gone,.calm)", ":not(.gone)", "p:has(>b)", "p:nth-child(2 of .gone)", "tbody", "p[open]",
])
def test_a_rule_that_can_match_on_a_page_stays(selector):
    assert pruned(f"{selector}{{color:red}}") == f"{selector}{{color:red}}"


@pytest.mark.parametrize("selector", [
    "table", ".gone", "#other", ".calm .gone", "[lang=de]", "[title]", '[data-mode$="night"]', ":is(.gone,#other) b",
    "p:has(.gone)", ":where(table)", "p.gone::before", "[dir=rtl] b",
])
def test_a_rule_that_matches_on_no_page_goes(selector):
    assert pruned(f"{selector}{{color:red}}") == ""


@pytest.mark.parametrize("selector", ["dialog", ".made", ".half", "[data-how-far]", '[data-how-far="quarter"]'])
def test_what_only_a_script_puts_there_stays(selector):
    assert pruned(f"{selector}{{color:red}}") == f"{selector}{{color:red}}"


def test_of_several_selectors_those_that_match_stay():
    assert pruned("table,p,.gone b,b{color:red}") == "p,b{color:red}"


def test_media_queries_are_kept_with_what_matches_inside_and_go_when_nothing_does():
    style = "@media print{p{color:red}.gone{color:red}}@media screen{@supports (gap:1px){.gone{gap:1px}}}"
    assert pruned(style) == "@media print{p{color:red}}"


def test_an_animation_stays_while_something_moves_by_it():
    moved = "@keyframes turn{to{rotate:1turn}}"
    assert pruned(moved + "p{animation:turn 1s}").startswith(moved)
    assert pruned(moved, beside=("p{animation:turn 1s}",)) == moved
    assert pruned(moved + ".gone{animation:turn 1s}p{animation:return 1s}") == "p{animation:return 1s}"


def test_values_that_nobody_reads_are_left_out_also_when_they_read_each_other():
    style = ":root{--a:1px;--b:var(--a);--c:var(--d);--d:2px;--e:3px;gap:1px}p{margin:var(--b)}"
    assert pruned(style) == ":root{--a:1px;--b:var(--a);gap:1px}p{margin:var(--b)}"
    assert "--e:3px" in pruned(style, beside=("b{margin:var(--e)}",))


def test_what_a_rule_that_is_not_known_reads_and_moves_by_stays():
    style = ":root{--a:1cm}@page{margin:var(--a)}@keyframes turn{to{rotate:1turn}}@scope(p){b{animation:turn 1s}}"
    assert pruned(style) == style


def test_fonts_and_what_is_not_known_stay_as_they_are():
    style = '@font-face{font-family:A;src:url(a.woff2)}@page{margin:1cm}@charset "UTF-8";'
    assert pruned(style) == style


# ----------------------------------------------------------------------------------------------------- fonts


@pytest.fixture(scope="module")
def cut() -> bytes:
    return fonts.cut((FONTS / "fira-sans-400.latin.woff2").read_bytes(), LETTERS)


def test_a_font_keeps_the_letters_that_are_shown_and_no_others(cut):
    assert set(map(chr, TTFont(io.BytesIO(cut)).getBestCmap())) == set("abcABC ąłż")


def test_the_same_letters_make_the_same_font(cut):
    assert fonts.cut((FONTS / "fira-sans-400.latin.woff2").read_bytes(), sorted(LETTERS)) == cut


def test_letters_are_shown_small_and_capital_and_what_a_person_may_type_is_there():
    assert {"ї", "Ї", "ж", "Ж", "q", "~"} <= fonts.shown(["ї"], ["Ж"])


def test_a_page_needs_the_font_of_its_own_alphabet_first():
    faces = list(fonts.faces((THEME / "assets/guidebook.css").read_text("utf-8")))
    assert [one.address for one in fonts.first(faces, "<p>Місто Wrocław чекає на вас</p>")] == [
        "fonts/fira-sans-400.cyrillic.woff2"]
    assert [one.address for one in fonts.first(faces, "<p>Miasto: Україна</p>" * 2 + "Latin letters here")] == [
        "fonts/fira-sans-400.latin.woff2"]
    assert fonts.first(faces, "مدينة") == []


def test_every_letter_of_every_page_is_in_the_fonts_as_before(made):
    shown = set("".join(re.sub(r"<[^>]*>", "", Site(made / "site").text(page)) for code in CODES
                        for page in Site(made / "site").pages(code)))
    for file in (made / "site/assets/fonts").glob("*.woff2"):
        before, after = (set(map(chr, TTFont(one).getBestCmap())) for one in (FONTS / file.name, file))
        assert before & shown <= after, file.name


# ------------------------------------------------------------------------------------------------- the whole


def test_no_page_weighs_more_than_a_phone_loads_in_a_moment(made):
    site = Site(made / "site")
    weights = {page: sum(lean.weight(site.root, page).values()) for code in CODES for page in site.pages(code)}
    assert {page: weight for page, weight in weights.items() if weight > MOST} == {}


def test_of_the_theme_only_one_style_is_published_and_its_licence(made):
    files = [name for name in Site(made / "site").files if name.startswith("assets/stylesheets/")]
    assert sorted(name.rpartition("/")[2].partition(".")[0] for name in files) == ["LICENSE", "main"]
    assert "Martin Donath" in (made / "site/assets/stylesheets/LICENSE.txt").read_text("utf-8")
    assert not [name for name in Site(made / "site").files if name.endswith(".map") or "favicon" in name]


def test_light_scripts_still_read_as_scripts(made):
    with browser() as seen:
        for name in Site(made / "site").files:
            if name.startswith("assets/") and name.endswith(".js"):
                before, after = (file.read_text("utf-8") for file in (THEME / name, made / "site" / name))
                assert len(after) < len(before), name
                seen.page.evaluate("text => { new Function(text); }", after)


def with_whole_style(site: Path, target: Path) -> Path:
    """A copy of the site that has all styles of the theme beside what is left of them."""
    theme = next(Path(file.locate()) for file in distribution("mkdocs-material").files
                 if re.search(r"stylesheets/main\..*\.css$", str(file)))
    texts = [theme.read_text("utf-8"), next(theme.parent.glob("palette.*.css")).read_text("utf-8")]
    copy = copied(site, target)
    (copy / WHOLE).write_text("\n".join(texts), "utf-8")
    return copy


def different(site: Path, names: Iterable[str], **wishes: object) -> list[str]:
    """What looks otherwise on these pages with all the rules of the theme: some of it."""
    differences = []
    with served(site, "/guidebook/") as address:
        with browser(service_workers="block", reduced_motion="reduce", **wishes) as seen:
            for name in names:
                page = seen.open(address + name)
                page.evaluate("for (const one of document.querySelectorAll('details')) one.open = true")
                page.evaluate("document.querySelector('.search-button')?.click()")
                page.evaluate("window.guidebook.search('a').then(() => document.fonts.ready).then(() => 1)")
                page.evaluate("document.activeElement.blur()")
                page.evaluate(KEEP)
                page.emulate_media(media="print")
                page.evaluate(KEEP)
                page.emulate_media(media="screen")
                page.evaluate(SWAP, f"{address}{WHOLE}")
                page.evaluate(KEEP)
                page.emulate_media(media="print")
                page.evaluate(KEEP)
                page.emulate_media(media="screen")
                elements, count, some = page.evaluate(COMPARE)
                assert elements > 150, name
                differences += [f"{name} ({count}): {one}" for one in some]
    return differences


@pytest.mark.parametrize(("names", "wishes"), [
    (("uk/index.html", "pl/02-market.html"), {"width": 360}),
    (("en/print/index.html",), {"width": 1280, "color_scheme": "dark"}),
])
def test_pages_look_the_same_as_with_all_the_rules_of_the_theme(made, tmp_path, names, wishes):
    site = with_whole_style(made / "site", tmp_path / "site")
    assert different(site, names, **wishes) == []


def test_a_rule_too_few_would_be_noticed(made, tmp_path):
    site = with_whole_style(made / "site", tmp_path / "site")
    style = next(file for file in (site / "assets/stylesheets").glob("main.*.css"))
    style.write_text(re.sub(r"\.md-grid\{[^}]*\}", "", style.read_text("utf-8")), "utf-8")
    assert different(site, ["uk/index.html"]) != []


def test_the_fonts_of_a_first_visit_are_few_and_the_main_one_is_asked_for_at_once(made):
    for code in CODES:
        with served(made / "site", "/guidebook/") as address, browser(360) as seen:
            page = seen.open(f"{address}{code}/02-market.html")
            page.evaluate("document.fonts.ready.then(() => 1)")
            sent = {Path(url).name for url in seen.requests if url.endswith(".woff2") and "sw.js" not in url}
            asked = page.evaluate("[...document.querySelectorAll('link[rel=preload]')].map(one => one.href)")
            assert len(asked) == 1 and {Path(url).name for url in asked} <= sent
            assert sum((made / "site/assets/fonts" / name).stat().st_size for name in sent) <= MOST_FONTS
            assert seen.errors == []


@pytest.mark.skipif(os.environ.get("GUIDEBOOK_TEST") != "all", reason="the real guide: GUIDEBOOK_TEST=all")
def test_the_pages_of_the_real_guide_look_the_same_too_and_the_first_is_light(tmp_path_factory, tmp_path):
    site = with_whole_style(real_site(tmp_path_factory), tmp_path / "site")
    lean.finish(books.load(CONFIG), site)
    for code in (language.code for language in CONFIG.languages):
        chapters = [f"{code}/{file.name}" for file in sorted((site / code).glob("*.html"))]
        assert sum(lean.weight(site, f"{code}/index.html").values()) <= MOST
        weights = [(lean.weight(site, page), page) for page in chapters]
        assert max(sum(weight.values()) - weight[page] for weight, page in weights) <= MOST_BESIDE_TEXT
        assert different(site, chapters[::6], width=360) == []
