"""The real guide in a real browser, as a newcomer opens it."""

import re
from contextlib import contextmanager

import pytest

from browser import CODES, browser, real_site, served
from guidebook import strings

CHAPTER = "03-citizens-budget.html"
CLOSE_LOOK, SHEET, ENLARGED = ".close-look", ".close-look-sheet", ".close-look img"


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    return real_site(tmp_path_factory)


def test_a_newcomer_chooses_a_language_reads_and_switches_without_leaving_the_page(site):
    with served(site, "/guidebook/") as address, browser(360, 740, "uk-UA") as seen:
        page = seen.open(address)
        first = page.locator(".choice-list a").first
        assert first.get_attribute("hreflang") == "uk"
        assert first.locator(".choice-mark[data-why=browser]").is_visible()
        first.click()
        page.wait_for_url("**/uk/index.html")
        page.locator(f"article a[href='{CHAPTER}#may-i']").click()
        page.wait_for_url(f"**/uk/{CHAPTER}#may-i")
        page.goto(page.url.replace("#may-i", "#when"))
        page.locator(".languages a[hreflang=pl]").click()
        page.wait_for_url(f"**/pl/{CHAPTER}#when")
        assert page.evaluate("document.documentElement.lang") == "pl"
        assert page.locator(".visual-note img").evaluate("image => image.complete && image.naturalWidth > 100")
        assert seen.errors == []
        assert [url for url in seen.requests if not url.startswith(address)] == []


def test_the_choice_of_language_is_remembered_on_the_root_page_only(site):
    with served(site) as address, browser(360, 740, "en") as seen:
        page = seen.open(address)
        page.locator(".choice-list a[hreflang=pl]").click()
        page.wait_for_url("**/pl/index.html")
        seen.open(address)
        assert page.url == address
        assert page.locator(".choice-list a").first.get_attribute("hreflang") == "pl"
        seen.open(address + "uk/index.html")
        assert page.url.endswith("uk/index.html")


def test_without_scripts_the_guide_can_be_read_and_the_language_chosen(site):
    with served(site) as address, browser(360, 740, "uk", scripts=False) as seen:
        page = seen.open(address)
        assert page.locator(".choice-list a").count() == len(CODES)
        page.locator(".choice-list a[hreflang=uk]").click()
        page.wait_for_url("**/uk/index.html")
        page.locator("label.menu-button").click()
        page.locator(f".md-nav--primary a[href$='{CHAPTER}']").click()
        page.wait_for_url(f"**/uk/{CHAPTER}")
        assert page.locator("h1").inner_text()


def test_a_short_address_from_paper_opens_the_chapter(site):
    with served(site) as address, browser(360) as seen:
        page = seen.open(address + "uk/3/index.html")
        page.wait_for_url(f"**/uk/{CHAPTER}")
        assert seen.errors == []


def test_an_address_that_does_not_exist_answers_in_the_language_of_the_address_first(site):
    with served(site) as address, browser(360, 740, "pl") as seen:
        page = seen.open(address + "uk/nothing-here.html")
        assert page.locator("section").first.get_attribute("lang") == "uk"
        page.locator("section a").first.click()
        page.wait_for_url("**/uk/index.html")


@pytest.mark.parametrize("folder", ["", *CODES])
def test_nothing_is_wider_than_the_window(site, folder):
    files = sorted((site / folder).rglob("*.html") if folder else site.glob("*.html"))
    assert files
    with served(site) as address, browser() as seen:
        for file in files:
            if 'http-equiv="refresh"' in file.read_text("utf-8"):  # a short address leads on at once
                continue
            page = seen.open(address + file.relative_to(site).as_posix())
            for width in (320, 360, 768, 1280):
                page.set_viewport_size({"width": width, "height": 800})
                assert page.evaluate("document.documentElement.scrollWidth") <= width, (file.name, width)
        assert seen.errors == []


def test_every_language_opens_from_a_memory_stick_without_a_request_or_an_error(site):
    with browser(360) as seen:
        for code in CODES:
            page = seen.open((site / code / CHAPTER).as_uri())
            assert page.locator(".visual-note img").evaluate("image => image.complete && image.naturalWidth > 100")
        assert seen.errors == []
        assert all(url.startswith(("file:", "data:")) for url in seen.requests)


def test_every_link_inside_the_site_leads_somewhere(site):
    broken = []
    pages = {file.relative_to(site).as_posix(): file.read_text("utf-8") for file in site.rglob("*.html")}
    ids = {name: set(re.findall(r'\bid="([^"]+)"', text)) for name, text in pages.items()}
    for name, text in pages.items():
        for target in re.findall(r'<(?:a|img|link|script|source)\b[^>]*?\s(?:href|src)="([^"]*)"', text):
            if target.startswith(("http", "mailto:", "tel:", "data:", "/")) or target.endswith((".pdf", ".zip")):
                continue
            path, _, anchor = target.partition("#")
            file = (site / name).parent.joinpath(path).resolve() if path else (site / name).resolve()
            if not file.is_relative_to(site.resolve()) or not file.exists():
                broken.append((name, target))
            elif anchor and anchor not in ids[file.relative_to(site.resolve()).as_posix()]:
                broken.append((name, target))
    assert broken == []


# ---------------------------------------------------------------------------------- a note looked at closely


@contextmanager
def chapter(site, width=360, height=740, scripts=True, anchor="", code="uk"):
    """The chapter, scrolled to its note; yields the browser window and the page."""
    with served(site, "/guidebook/") as address, browser(width, height, scripts=scripts) as seen:
        page = seen.open(f"{address}{code}/{CHAPTER}{anchor}")
        scroll_to_note(page)
        yield seen, page


def scroll_to_note(page):
    """How far that is from the top."""
    return page.evaluate("document.querySelector('.visual-note').scrollIntoView(), scrollY")


def until(page, condition):
    """Wait for it. Playwright's own wait evaluates text inside the page, which the content security policy forbids."""
    for _ in range(100):
        if page.evaluate(condition):
            return
        page.wait_for_timeout(50)
    raise AssertionError(f"never came true: {condition}")


def look_closely(page):
    page.locator(".visual-note > a").click(position={"x": 150, "y": 250})
    until(page, f"document.querySelector('{ENLARGED}').currentSrc.endsWith('.svg')")


def is_closed_where_it_was_opened(page, scrolled):
    until(page, "document.activeElement.matches('.visual-note > a') && history.state === null")
    assert not page.locator(CLOSE_LOOK).is_visible()
    assert page.evaluate("scrollY") == scrolled


def largest_width(page):
    return page.locator(ENLARGED).evaluate("image => image.getBoundingClientRect().width")


@pytest.mark.parametrize("width, height", [(320, 568), (360, 740), (768, 1024), (1280, 800)])
def test_a_note_opens_over_the_page_sharp_and_not_smaller_than_it_was(site, width, height):
    with chapter(site, width, height) as (seen, page):
        small = page.locator(".visual-note img").bounding_box()["width"]
        asked_before = [url for url in seen.requests if url.endswith(".svg") and "/notes/" in url]
        address = page.url
        look_closely(page)
        assert asked_before == []
        assert page.url == address
        assert largest_width(page) >= 0.9 * small
        assert page.locator(ENLARGED).evaluate("image => image.naturalWidth") >= 1200
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        assert page.locator(CLOSE_LOOK).bounding_box() == {"x": 0, "y": 0, "width": width, "height": height}
        assert [url for url in seen.requests if not url.startswith(address.partition("uk/")[0])] == []
        assert seen.errors == []


@pytest.mark.parametrize("code", CODES)
def test_the_open_note_has_the_name_and_the_description_of_the_drawing_in_the_language(site, code):
    with chapter(site, code=code) as (_, page):
        words = {one.get_attribute("aria-label") for one in page.locator(".close-look button").all()}
        look_closely(page)
        title = page.locator(".visual-note > a").get_attribute("data-title")
        assert page.get_by_role("dialog", name=title, exact=True).is_visible()
        assert page.locator(ENLARGED).get_attribute("alt") == page.locator(".visual-note img").get_attribute("alt")
        say = strings.load(code)
        assert words == {say("Make the drawing smaller"), say("Make the drawing larger"), say("Close the drawing")}


@pytest.mark.parametrize("way", ["button", "escape", "beside", "back"])
@pytest.mark.parametrize("anchor", ["", "#when"])
def test_a_note_closes_in_every_way_and_the_reader_is_where_they_were(site, way, anchor):
    with chapter(site, anchor=anchor) as (seen, page):
        scrolled, address, entries = page.evaluate("scrollY"), page.url, page.evaluate("history.length")
        look_closely(page)
        if way == "button":
            page.locator("[data-close]").click()
        elif way == "escape":
            page.keyboard.press("Escape")
        elif way == "beside":
            page.mouse.click(180, 730)
        else:
            page.go_back()
        is_closed_where_it_was_opened(page, scrolled)
        assert page.url == address
        look_closely(page)  # and again: the way out has not used up the way in
        page.go_back()
        is_closed_where_it_was_opened(page, scrolled)
        assert page.evaluate("history.length") == entries + 1
        assert seen.errors == []


def test_after_a_close_look_back_leads_to_the_page_before_and_the_language_switch_to_the_same_heading(site):
    with chapter(site) as (_, page):
        before = page.url
        page.goto(f"{before}#when")
        scrolled = scroll_to_note(page)
        look_closely(page)
        page.keyboard.press("Escape")
        is_closed_where_it_was_opened(page, scrolled)
        page.locator(".languages a[hreflang=pl]").click()
        page.wait_for_url(f"**/pl/{CHAPTER}#when")
        page.go_back()
        page.wait_for_url(f"**/uk/{CHAPTER}#when")
        assert not page.locator(CLOSE_LOOK).is_visible()
        page.go_back()
        page.wait_for_url(before)


def test_a_page_loaded_again_shows_the_note_that_was_open_and_back_closes_it(site):
    with chapter(site) as (_, page):
        look_closely(page)
        page.reload()
        assert page.locator(ENLARGED).is_visible()
        page.go_back()
        until(page, "document.activeElement.matches('.visual-note > a')")
        assert not page.locator(CLOSE_LOOK).is_visible()


def test_a_second_tap_enlarges_the_place_that_was_tapped_and_a_third_shows_the_whole(site):
    with chapter(site) as (_, page):
        look_closely(page)
        whole = largest_width(page)
        where = "([x, y]) => { const box = document.querySelector('.close-look img').getBoundingClientRect();" \
                " return [(x - box.left) / box.width, (y - box.top) / box.height] }"
        tapped = page.evaluate(where, [120, 380])
        page.mouse.click(120, 380)
        assert largest_width(page) >= 2.4 * whole
        assert page.evaluate(where, [120, 380]) == pytest.approx(tapped, abs=0.01)
        assert page.locator(SHEET).evaluate("sheet => sheet.scrollWidth > sheet.clientWidth")
        assert page.evaluate("document.documentElement.scrollWidth") <= 360
        page.wait_for_timeout(600)  # else it is a double tap, which counts as one
        page.mouse.click(120, 380)
        assert largest_width(page) == whole
        page.wait_for_timeout(600)
        page.mouse.dblclick(120, 380)
        assert largest_width(page) >= 2.4 * whole


def test_a_note_is_looked_at_by_keyboard_alone(site):
    with chapter(site) as (_, page):
        page.locator(".visual-note > a").focus()
        page.keyboard.press("Enter")
        assert page.locator(SHEET).evaluate("sheet => sheet === document.activeElement")
        whole = largest_width(page)
        page.keyboard.press("+")
        assert largest_width(page) > whole
        before = page.locator(SHEET).evaluate("sheet => sheet.scrollTop")
        page.keyboard.press("ArrowDown")
        until(page, f"document.querySelector('{SHEET}').scrollTop > {before}")
        page.keyboard.press("-")
        assert largest_width(page) == whole
        for _ in range(8):
            page.keyboard.press("Tab")
            inside = "document.activeElement === document.body || !!document.activeElement.closest('.close-look')"
            assert page.evaluate(inside)


def test_the_buttons_of_an_open_note_are_large_enough_for_a_thumb(site):
    with chapter(site) as (_, page):
        look_closely(page)
        for button in page.locator(".close-look button").all():
            box = button.bounding_box()
            assert min(box["width"], box["height"]) >= 44


def test_without_scripts_the_note_leads_to_the_large_picture(site):
    with chapter(site, scripts=False) as (_, page):
        assert not page.locator(CLOSE_LOOK).is_visible()
        page.locator(".visual-note > a").click()
        page.wait_for_url("**/uk/notes/03-citizens-budget-1800.webp")


def test_a_note_opens_and_closes_from_a_memory_stick(site):
    with browser(360) as seen:
        page = seen.open((site / "pl" / CHAPTER).as_uri())
        look_closely(page)
        page.go_back()
        until(page, "document.activeElement.matches('.visual-note > a')")
        assert not page.locator(CLOSE_LOOK).is_visible()
        assert seen.errors == []
        assert all(url.startswith(("file:", "data:")) for url in seen.requests)


def test_an_open_note_does_not_change_what_is_printed(site):
    with chapter(site) as (_, page):
        look_closely(page)
        page.emulate_media(media="print")
        assert not page.locator(CLOSE_LOOK).is_visible()
        assert page.locator(".visual-note img").first.is_visible()


@pytest.mark.parametrize("width", [360, 600, 768, 900, 960, 1100, 1280])
def test_the_picture_is_announced_as_wide_as_it_is(site, width):
    with chapter(site, width) as (_, page):
        source = page.locator(".visual-note source[sizes]").get_attribute("sizes")
        announced = page.evaluate(
            """sizes => { const probe = document.createElement("div"); document.body.append(probe);
            const one = sizes.split(",").map(part => part.trim().match(/^(\\(.*\\))?\\s*(\\S+)$/))
              .find(([, media]) => !media || matchMedia(media).matches);
            probe.style.width = one[2]; return probe.getBoundingClientRect().width }""",
            source,
        )
        assert announced == pytest.approx(page.locator(".visual-note img").bounding_box()["width"], rel=0.06)


def test_a_phone_loads_one_small_picture_of_the_note_at_once(site):
    with chapter(site) as (seen, page):
        loaded = [url.rpartition("/")[2] for url in seen.requests if "/notes/" in url]
        assert loaded == ["03-citizens-budget-800.avif"]
        assert (site / "uk/notes" / loaded[0]).stat().st_size <= 60_000
        image = page.locator(".visual-note img")
        assert image.get_attribute("loading") != "lazy"
        assert (image.get_attribute("width"), image.get_attribute("height")) == ("800", "1067")
