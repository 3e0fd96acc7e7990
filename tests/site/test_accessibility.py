"""The site for everyone: by the rules of axe-core, by keyboard alone, enlarged, with colours and movement of one's own.

In `make test` each kind of page is looked at in each language; in `make test-all` every page.
"""

import os
import re
from contextlib import contextmanager

import pytest

from browser import CODES, CONFIG, browser, real_site, served
from guidebook.site import engine
from voices import FAKE

ALL = os.environ.get("GUIDEBOOK_TEST") == "all"
CHAPTER = "03-citizens-budget.html"
KINDS = ("index.html", CHAPTER, "places.html", "glossary.html", *engine.MADE_PAGES)  # one page of each template
THEMES, WIDTHS = ("light", "dark"), (320, 1280)
SMALLEST_TARGET = 24  # CSS pixels: WCAG 2.2, 2.5.8
# What WCAG 1.4.12 lets a reader set: nothing may be lost by it.
SPACED = """* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important }
p { margin-bottom: 2em !important }"""


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    return real_site(tmp_path_factory)


@pytest.fixture(scope="module")
def axe():
    """axe-core as a script; without it these tests say what to do."""
    reason = "axe-playwright-python is not installed: `make test` installs it"
    return pytest.importorskip("axe_playwright_python.base", reason=reason).AXE_SCRIPT


def is_page(text):
    """Not a short address, which leads on at once."""
    return 'http-equiv="refresh"' not in text


def pages(site, code):
    """The pages of a language that are looked at."""
    if not ALL:
        return [f"{code}/{name}" for name in KINDS]
    files = sorted((site / code).rglob("*.html"))
    return [file.relative_to(site).as_posix() for file in files if is_page(file.read_text("utf-8"))]


# --------------------------------------------------------------------------------------------- axe-core

RULES = {"resultTypes": ["violations"], "rules": {"target-size": {"enabled": True}}}
RULES_OF_COLOUR = {"resultTypes": ["violations"], "runOnly": {"type": "rule", "values": ["color-contrast"]}}


@contextmanager
def inspected(site):
    """A window in which axe may run: only here the content security policy is passed over.

    Nothing moves: colours that are just changing would be measured half way.
    """
    with served(site) as address, browser(bypass_csp=True, reduced_motion="reduce") as seen:
        yield address, seen


def violations(page, rules=RULES, part="html"):
    """What axe finds in a part of the page, each as “rule: element: why”."""
    found = page.evaluate("([part, rules]) => axe.run(part, rules)", [part, rules])["violations"]
    return [
        f"{rule['id']}: {' '.join(map(str, node['target']))}: {node['failureSummary']}"
        for rule in found for node in rule["nodes"]
    ]


def all_violations(page, part="html"):
    """In both themes at both widths. The colours alone differ between the themes."""
    found = []
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 800})
        for theme in THEMES:
            page.emulate_media(color_scheme=theme)
            rules = RULES if theme == THEMES[0] else RULES_OF_COLOUR
            found += [(width, theme, one) for one in violations(page, rules, part)]
    return found


# A hundred places are a hundred times the same: of what stands side by side in one way, the first few are looked at.
ABRIDGE = """() => {
  for (const parent of document.querySelectorAll("article, article :not(tr)")) {
    const times = {};
    for (const child of [...parent.children]) {
      const kind = `${child.tagName}.${child.className}`;
      times[kind] = (times[kind] || 0) + 1;
      if (times[kind] > 5) child.remove();
    }
  }
}"""


def opened_out(seen, address, axe):
    """A page with all that is folded, axe in it; abridged but for `make test-all`."""
    page = seen.open(address)
    page.evaluate(axe)
    page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
    if not ALL:
        page.evaluate(ABRIDGE)
    return page


@pytest.mark.parametrize("code", CODES)
def test_axe_finds_nothing_on_any_kind_of_page(site, axe, code):
    found = []
    with inspected(site) as (address, seen):
        for name in pages(site, code):
            page = opened_out(seen, address + name, axe)
            found += [(name, *one) for one in all_violations(page)]
    assert found == []


@pytest.mark.parametrize("name", ["index.html", "404.html"])
def test_axe_finds_nothing_on_the_pages_without_a_language(site, axe, name):
    with inspected(site) as (address, seen):
        page = seen.open(address + name)
        page.evaluate(axe)
        assert all_violations(page) == []


def open_the_menu(page):
    page.locator(".menu-button").click()


def open_the_search(page):
    page.keyboard.press("/")
    page.locator("#search-words").fill("a")
    page.locator(".search-count:not(:empty)").wait_for()


def open_the_note(page):
    page.locator(".visual-note > a").click()
    page.locator(".close-look[open]").wait_for()


OPENED = [(open_the_menu, "#menu"), (open_the_menu, "header"), (open_the_search, "dialog.search"),
          (open_the_note, "dialog.close-look")]


@pytest.mark.parametrize("act, part", OPENED)
def test_axe_finds_nothing_in_what_is_opened(site, axe, act, part):
    with inspected(site) as (address, seen):
        page = seen.open(f"{address}{CODES[0]}/{CHAPTER}")
        page.set_viewport_size({"width": WIDTHS[0], "height": 800})
        page.evaluate(axe)
        act(page)
        assert all_violations(page, part) == []


def test_axe_finds_nothing_where_a_chapter_is_read_aloud(site, axe):
    with inspected(site) as (address, seen):
        seen.page.add_init_script(FAKE)
        page = opened_out(seen, f"{address}{CODES[0]}/{CHAPTER}", axe)
        page.evaluate("lang => fake.come([{ lang, localService: true }])", CODES[0])
        found = all_violations(page, ".listen")
        for part in ("article", ".listen"):  # while it reads, and while it waits
            page.locator(".listen button").first.click()
            assert page.locator("article [aria-current]").count() == 1
            found += all_violations(page, part)
        assert found == []


def test_axe_would_find_what_is_wrong(site, axe):
    """Else a change of axe's options could make the tests above say nothing."""
    with inspected(site) as (address, seen):
        page = seen.open(f"{address}{CODES[0]}/{CHAPTER}")
        page.evaluate(axe)
        page.evaluate("""() => { const spoilt = document.querySelector("article > p:not([class])");
            spoilt.style.color = "#aaa"; document.querySelector("img").removeAttribute("alt");
            const small = "<button style='width:9px;height:9px;padding:0'>a</button>";
            spoilt.insertAdjacentHTML("afterend", `<p>${small}${small}</p>`);
        }""")
        rules = {one.partition(":")[0] for one in violations(page)}
        assert rules >= {"color-contrast", "image-alt", "target-size"}


# --------------------------------------------------------------------------------------------- keyboard

# Where the keyboard is: what it is called, and whether a person sees that it is there.
STOP = """() => {
  const one = document.activeElement;
  const shown = one.matches(".menu-switch") ? document.querySelector(".menu-button") : one;
  const style = getComputedStyle(shown), box = shown.getClientRects()[0] || shown.getBoundingClientRect();
  const middle = document.elementFromPoint(box.x + box.width / 2, box.y + Math.min(box.height, 20) / 2);
  const kinds = {
    skip: ".skip", menu: ".menu-switch", languages: ".languages *", search: ".search-button", head: "header *",
    chapters: ".md-sidebar--primary *", "on this page": ".md-sidebar--secondary *", text: "article *", foot: "footer *",
  };
  return {
    kind: (Object.entries(kinds).find(([, pattern]) => one.matches(pattern)) || [""])[0],
    name: (one.innerText || one.getAttribute("aria-label") || one.id || one.tagName).trim().slice(0, 40),
    tag: one.tagName,
    outline: style.outlineStyle === "none" ? 0 : parseFloat(style.outlineWidth),
    seen: box.width > 0 && box.bottom > 0 && box.top < innerHeight && Boolean(middle)
      && (shown.contains(middle) || middle.contains(shown)),
  };
}"""


def walk(page, most=400):
    """Tab from the top of the page to its end: every stop."""
    stops = []
    for _ in range(most):
        page.keyboard.press("Tab")
        stop = page.evaluate(STOP)
        if stop["tag"] == "BODY":
            return stops
        stops.append(stop)
    raise AssertionError("the keyboard never reaches the end of the page")


def in_order(stops):
    """The parts of the page in the order in which they are reached, each once."""
    return list(dict.fromkeys(stop["kind"] for stop in stops))


@pytest.mark.parametrize("width, parts", [
    (320, ["skip", "languages", "menu", "head", "search", "text", "foot"]),
    (1280, ["skip", "languages", "head", "search", "chapters", "on this page", "text", "foot"]),
])
def test_the_keyboard_reaches_every_part_and_always_shows_where_it_is(site, width, parts):
    with served(site) as address, browser(width) as seen:
        stops = walk(seen.open(f"{address}{CODES[0]}/{CHAPTER}"))
        assert in_order(stops) == parts
        assert [stop for stop in stops if stop["outline"] < 2] == []
        assert [stop for stop in stops if not stop["seen"]] == []
        assert seen.errors == []


def test_the_first_stop_of_every_page_leads_past_head_and_menu(site):
    with served(site) as address, browser(1280) as seen:
        for name in (f"{CODES[0]}/{kind}" for kind in KINDS):
            page = seen.open(address + name)
            page.keyboard.press("Tab")
            assert page.evaluate(STOP)["kind"] == "skip"
            assert page.locator(".skip").first.bounding_box()["height"] >= SMALLEST_TARGET
            page.keyboard.press("Enter")
            page.keyboard.press("Tab")
            assert page.evaluate(STOP)["kind"] in ("text", "foot"), name


@pytest.mark.parametrize("width, way", [
    (320, ".skip"), (1280, ".skip"), (320, "p.to-take-home a"), (1280, ".md-sidebar .to-take-home a")
])
def test_the_keyboard_reaches_what_can_be_taken_home_past_the_whole_text(site, width, way):
    with served(site) as address, browser(width) as seen:
        page = seen.open(f"{address}{CODES[0]}/{CHAPTER}")
        page.locator(way).last.focus()
        assert page.evaluate(STOP)["seen"]
        page.keyboard.press("Enter")
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.matches('.take-home *')")


def step_to(page, kind):
    """Tab until there; how many stops it took."""
    for number in range(1, 60):
        page.keyboard.press("Tab")
        if page.evaluate(STOP)["kind"] == kind:
            return number
    raise AssertionError(f"the keyboard never reaches: {kind}")


@pytest.mark.parametrize("scripts", [True, False])
@pytest.mark.parametrize("width", [320, 1100])
def test_the_menu_of_a_narrow_screen_opens_by_keyboard_and_leads_on(site, width, scripts):
    with served(site) as address, browser(width, scripts=scripts) as seen:
        page = seen.open(f"{address}{CODES[0]}/{CHAPTER}")
        step_to(page, "menu")
        page.keyboard.press("Space")
        assert page.locator("#menu").is_visible()
        step_to(page, "chapters")
        page.keyboard.press("Enter")
        page.wait_for_url(f"**/{CODES[0]}/index.html")


def test_the_menu_says_whether_it_is_open_and_closes_with_escape(site):
    with served(site) as address, browser(320) as seen:
        page = seen.open(f"{address}{CODES[0]}/{CHAPTER}")
        switch, menu = page.locator(".menu-switch"), page.locator("#menu")
        step_to(page, "menu")
        assert switch.get_attribute("aria-expanded") == "false"
        page.keyboard.press("Enter")
        assert menu.is_visible()
        assert switch.get_attribute("aria-expanded") == "true"
        step_to(page, "chapters")
        page.keyboard.press("Escape")
        assert not menu.is_visible()
        assert switch.get_attribute("aria-expanded") == "false"
        assert page.evaluate(STOP)["kind"] == "menu"


def test_the_open_menu_covers_no_text_and_nothing_is_wider_than_the_window(site):
    with served(site) as address, browser(320) as seen:
        page = seen.open(f"{address}{CODES[0]}/index.html")
        page.locator(".menu-button").click()
        menu, text = page.locator("#menu").bounding_box(), page.locator("article").bounding_box()
        assert menu["y"] + menu["height"] <= text["y"]
        assert page.evaluate("document.documentElement.scrollWidth") <= 320


def test_the_search_opens_with_a_key_and_gives_back_the_place(site):
    with served(site) as address, browser(360) as seen:
        page = seen.open(f"{address}{CODES[0]}/{CHAPTER}")
        step_to(page, "text")
        before = page.evaluate(STOP)["name"]
        page.keyboard.press("/")
        assert page.evaluate("document.activeElement.id") == "search-words"
        page.keyboard.press("Escape")
        assert not page.locator("dialog.search").is_visible()
        assert page.evaluate(STOP)["name"] == before


def test_what_is_folded_opens_by_keyboard(site):
    with served(site) as address, browser(360, scripts=False) as seen:
        page = seen.open(f"{address}{CODES[0]}/{CHAPTER}")
        folded = page.locator("details:not([open])").first
        folded.locator("summary").focus()
        page.keyboard.press("Enter")
        assert page.locator("details").first.evaluate("one => one.open")


# ------------------------------------------------------------------- enlarged, spaced, with own colours


def test_enlarged_four_times_a_page_is_read_by_scrolling_in_one_direction(site):
    """1280 pixels enlarged to 400 % are a window of 320 × 200; what stays in place would cover too much of it."""
    staying = "[...document.querySelectorAll('body *')].filter(one => one.getClientRects().length &&" \
              " ['fixed', 'sticky'].includes(getComputedStyle(one).position)).length"
    with served(site) as address, browser(320, 200, sharp=4) as seen:
        for name in KINDS:
            page = seen.open(f"{address}{CODES[-1]}/{name}")
            assert page.evaluate("document.documentElement.scrollWidth") <= 320, name
            assert page.evaluate(staying) == 0, name
            size = page.locator("article p").first.evaluate("one => parseFloat(getComputedStyle(one).fontSize)")
            assert size >= 14, name


# What is cut off: text in a box that is lower or narrower than it and does not scroll.
CUT_OFF = """() => [...document.querySelectorAll("body *")].filter(one => {
  const style = getComputedStyle(one);
  const hides = [style.overflowX, style.overflowY].some(way => ["hidden", "clip"].includes(way));
  if (!hides || one.clientWidth < 2 || !one.textContent.trim()) return false; // for voices alone
  return one.scrollHeight > one.clientHeight + 1 || one.scrollWidth > one.clientWidth + 1;
}).map(one => `${one.tagName}.${one.className}: ${one.innerText.slice(0, 40)}`)"""


@pytest.mark.parametrize("code", CODES)
def test_nothing_is_cut_off_when_the_reader_spaces_out_the_text(site, code):
    with served(site) as address, browser(bypass_csp=True) as seen:
        for kind in KINDS:
            page = seen.open(f"{address}{code}/{kind}")
            page.add_style_tag(content=SPACED)
            for width in WIDTHS:
                page.set_viewport_size({"width": width, "height": 800})
                assert page.evaluate("document.documentElement.scrollWidth") <= width, kind
                assert page.evaluate(CUT_OFF) == [], kind


def test_with_own_colours_the_page_takes_them_and_still_shows_where_the_keyboard_is(site):
    with served(site) as address, browser(1280, forced_colors="active") as seen:
        page = seen.open(f"{address}{CODES[0]}/{CHAPTER}")
        colours = page.evaluate("""() => { const probe = document.createElement("p");
            probe.className = "own"; document.body.append(probe);
            const of = one => { const style = getComputedStyle(one); return [style.color, style.forcedColorAdjust] };
            return [of(document.querySelector("article p")), of(probe)] }""")
        assert colours[0] == colours[1]
        assert page.evaluate("matchMedia('(forced-colors: active)').matches")
        stops = [page.keyboard.press("Tab") or page.evaluate(STOP) for _ in range(30)]
        assert [stop for stop in stops if stop["outline"] < 2] == []


def test_the_menu_button_can_be_made_out_in_own_colours(site):
    """Its three bars are drawn with a background, which own colours take away."""
    with served(site) as address, browser(320, forced_colors="active") as seen:
        page = seen.open(f"{address}{CODES[0]}/{CHAPTER}")
        button = page.locator(".menu-button")
        assert button.inner_text().strip()
        assert button.evaluate("one => parseFloat(getComputedStyle(one).borderTopWidth)") >= 1
        bars = page.locator(".menu-icon")
        drawn = "one => { const style = getComputedStyle(one);" \
                " return style.backgroundColor !== getComputedStyle(one.parentNode).backgroundColor }"
        assert bars.evaluate(drawn)


def test_nothing_moves_for_who_does_not_want_movement(site):
    with served(site) as address, browser(360, reduced_motion="reduce") as seen:
        page = seen.open(f"{address}{CODES[0]}/{CHAPTER}")
        moving = page.evaluate("""() => [...document.querySelectorAll("*")].filter(one => {
            const style = getComputedStyle(one), long = times => times.split(",").some(time => parseFloat(time) > 0);
            return long(style.transitionDuration) || (long(style.animationDuration) && style.animationName !== "none")
              || style.scrollBehavior === "smooth" }).map(one => one.className)""")
        assert moving == []


# ------------------------------------------------------------------------------------------- structure


def test_headings_do_not_skip_levels_and_every_page_has_one_title(site):
    for code in CODES:
        for file in sorted((site / code).rglob("*.html")):
            text = file.read_text("utf-8")
            if not is_page(text):
                continue
            levels = [int(level) for level in re.findall(r"<h([1-6])\b", text)]
            assert levels.count(1) == 1, file
            assert all(after <= before + 1 for before, after in zip([0, *levels], levels, strict=False)), (file, levels)


def test_the_kinds_of_page_that_are_looked_at_are_there_in_every_language(site):
    names = {f"{posix[:-3]}.html" for posix in CONFIG.reading_order}
    for code in CODES:
        assert [kind for kind in KINDS if not (site / code / kind).is_file()] == []
    assert set(KINDS) - names == set(engine.MADE_PAGES)
