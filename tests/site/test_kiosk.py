"""The guide on a screen at an information point: nobody leaves it, nothing stays, everything can be taken home."""

import json
import re
from contextlib import contextmanager
from pathlib import Path

import pytest
import segno

from browser import browser, served
from finished_site import CODES, finish, made_once
from guidebook.last_build import Wanted
from guidebook.site import finished, kiosk
from guidebook.site.finished import Site

SCREENS = [(1080, 1920), (1280, 800)]
SHEET, CLOSE = ".kiosk-sheet", ".kiosk-sheet button"
OUTSIDE = "article a[href^='https://']:visible"
MARKET = "02-market.html"


@pytest.fixture(scope="module")
def made(tmp_path_factory) -> Path:
    return made_once(tmp_path_factory)


@contextmanager
def standing_at(folder: Path, name: str, width=1280, height=800, clock=False, spoilt=""):
    """A person before the screen; with `clock` the test moves time on, which also goes on by itself.

    `spoilt`: what the browser lacks.
    """
    with served(folder, "/guidebook/") as address, browser(width, height) as seen:
        if clock:
            seen.page.clock.install()
        seen.page.add_init_script(spoilt)
        page = seen.open(address + name)
        page.wait_for_load_state("networkidle")
        yield page, address, seen
        assert [one for one in seen.errors if "X-Frame-Options" not in one] == []
        assert [url for url in seen.requests if not url.startswith((address, "data:"))] == []


def codes(folder: Path, code: str) -> dict:
    text = (folder / code / kiosk.DATA).read_text("utf-8")
    return json.loads(text.partition(" = ")[2].rstrip(";\n"))["codes"]


# ------------------------------------------------------------------------------------------------- touched


@pytest.mark.parametrize(("width", "height"), SCREENS)
@pytest.mark.parametrize("name", ["index.html", f"uk/{MARKET}", "uk/places.html", "uk/print/index.html"])
def test_everything_that_is_touched_is_as_large_as_a_finger(made, name, width, height):
    with standing_at(made / "kiosk", name, width, height) as (page, _, _):
        small = page.evaluate("""[...document.querySelectorAll('a, button, summary, label, input')]
            .filter(one => one.checkVisibility({visibilityProperty: true}) && !one.matches('.md-overlay, label > *'))
            .map(one => [one.outerHTML.slice(0, 90), one.getBoundingClientRect()])
            .filter(([, box]) => box.width > 1 && box.right > 0 && (box.width < 48 || box.height < 48))
            .map(([one, box]) => `${box.width} × ${box.height} ${one}`)""")
        assert small == []
        assert page.evaluate("document.documentElement.scrollWidth") <= width


# --------------------------------------------------------------------------------------------- nobody there


def test_after_ninety_quiet_seconds_it_asks_and_after_twenty_more_begins_anew(made):
    with standing_at(made / "kiosk", f"uk/{MARKET}", clock=True) as (page, address, _):
        page.clock.run_for(75_000)
        assert page.locator(SHEET).count() == 0
        page.clock.run_for(15_000)
        sheet = page.locator(SHEET)
        assert sheet.get_attribute("role") == "alertdialog"
        assert page.evaluate("document.activeElement.closest('[role=alertdialog]') !== null")
        name, told = (page.locator(f"#{sheet.get_attribute(key)}").inner_text()
                      for key in ("aria-labelledby", "aria-describedby"))
        assert name == "Ви ще читаєте?"
        assert re.search(r"\b(19|20)\b", told)
        page.clock.run_for(21_000)
        page.wait_for_url(f"{address}index.html")


@pytest.mark.parametrize("how", ["touch", "key", "elsewhere"])
def test_who_is_still_reading_says_so_by_touch_or_by_key_and_has_ninety_seconds_again(made, how):
    with standing_at(made / "kiosk", f"pl/{MARKET}", clock=True) as (page, address, _):
        page.clock.run_for(91_000)
        if how == "touch":
            page.get_by_role("button", name="Tak, jeszcze czytam").click()
        elif how == "key":
            page.keyboard.press("Enter")
        else:
            page.mouse.click(5, 5)
        page.wait_for_timeout(50)
        assert page.locator(SHEET).count() == 0
        page.clock.run_for(75_000)
        assert page.url == f"{address}pl/{MARKET}"
        assert page.locator(SHEET).count() == 0
        page.clock.run_for(15_000)
        assert page.locator(SHEET).count() == 1


def test_whoever_touches_the_screen_is_not_asked(made):
    with standing_at(made / "kiosk", f"uk/{MARKET}", clock=True) as (page, _, _):
        for _ in range(3):
            page.clock.run_for(60_000)
            page.mouse.click(700, 790)
        assert page.locator(SHEET).count() == 0


def test_the_choice_of_language_asks_nobody(made):
    with standing_at(made / "kiosk", "index.html", clock=True) as (page, address, _):
        page.clock.run_for(300_000)
        assert page.locator(SHEET).count() == 0
        assert page.url == f"{address}index.html"


def test_a_page_that_does_not_exist_begins_anew_without_asking(made):
    with served(made / "kiosk") as address, browser(1280) as seen:
        seen.page.clock.install()
        page = seen.open(f"{address}404.html")
        page.clock.run_for(91_000)
        page.wait_for_url(f"{address}index.html")


def test_an_old_browser_that_cannot_ask_begins_anew_all_the_same(made):
    spoilt = "delete HTMLDialogElement.prototype.showModal"
    with standing_at(made / "kiosk", f"uk/{MARKET}", clock=True, spoilt=spoilt) as (page, address, _):
        page.clock.run_for(91_000)
        page.wait_for_url(f"{address}index.html")


def test_what_one_person_did_is_not_there_for_the_next(made):
    with standing_at(made / "kiosk", "index.html") as (page, address, _):
        page.locator("a[data-choice=pl]").click()
        page.wait_for_url("**/pl/index.html")
        page.locator(".languages a[hreflang=en]").click()
        page.wait_for_url("**/en/index.html")
        page.goto(f"{address}en/03-bridge.html")
        for box in page.locator("article input[type=checkbox]:not([disabled])").all():
            box.check()
        page.evaluate("try { localStorage.setItem('guidebook-language', 'pl') } catch {}")
        state = page.context.storage_state()
        assert state == {"cookies": [], "origins": []}
        assert page.evaluate("Promise.all([caches.keys(), navigator.serviceWorker.getRegistrations()])") == [[], []]
        page.goto(address)
        assert page.locator(".choice-mark:visible").count() == 0


# --------------------------------------------------------------------------------------------- no way out


@pytest.mark.parametrize("code", CODES)
def test_a_link_to_the_outside_is_shown_and_not_opened(made, code):
    with standing_at(made / "kiosk", f"{code}/{MARKET}") as (page, address, _):
        link = page.locator(OUTSIDE).first
        target = link.get_attribute("href")
        link.click()
        sheet = page.locator(SHEET)
        assert sheet.locator(".kiosk-address").inner_text() == target
        assert sheet.locator("svg.code path").nth(1).get_attribute("d") == kiosk.code(target)[1]
        assert page.url == f"{address}{code}/{MARKET}"
        page.locator(CLOSE).click()
        sheet.wait_for(state="detached")
        link.click(button="middle")
        link.click(modifiers=["Control"])
        assert sheet.count() == 1
        assert len(page.context.pages) == 1
        assert page.url == f"{address}{code}/{MARKET}"


def test_a_number_is_shown_to_be_called_from_ones_own_phone(made):
    with standing_at(made / "kiosk", "uk/places.html") as (page, address, _):
        link = page.locator("a[href^='tel:'], a[href^='mailto:']").first
        told = link.get_attribute("href").partition(":")[2]
        link.click()
        assert page.locator(".kiosk-address").inner_text() == told
        assert page.locator(f"{SHEET} h2").inner_text() == "Зателефонуйте або напишіть зі свого телефону:"
        assert page.url == f"{address}uk/places.html"


def test_a_file_is_taken_home_as_a_code_and_is_not_here(made):
    assert [name for name in Site(made / "kiosk").files if name.endswith((".pdf", ".zip", "sw.js"))] == []
    with standing_at(made / "kiosk", "uk/print/index.html") as (page, address, _):
        page.locator("a[href$='guide.pdf']").first.click()
        there = "https://guide.verbopil.example/uk/print/guide.pdf"
        assert page.locator(".kiosk-address").inner_text() == there
        assert page.locator(f"{SHEET} svg.code path").nth(1).get_attribute("d") == kiosk.code(there)[1]
        assert page.url == f"{address}uk/print/index.html"
        assert page.locator(".offline-archive:visible").count() == 0


@pytest.mark.parametrize("code", CODES)
def test_a_page_is_taken_home_in_its_language(made, code):
    with standing_at(made / "kiosk", f"{code}/{MARKET}") as (page, _, _):
        page.locator(".kiosk-take").click()
        short = f"https://guide.verbopil.example/{code}/2/"
        assert page.locator(f"{SHEET} svg.code path").nth(1).get_attribute("d") == kiosk.code(short)[1]
        assert page.locator(".kiosk-address").inner_text() == short


def test_nothing_is_printed_or_saved(made):
    with standing_at(made / "kiosk", f"uk/{MARKET}") as (page, _, _):
        page.evaluate("window.asked = []; addEventListener('beforeprint', () => asked.push('printing'))")
        page.evaluate("window.print()")
        assert page.evaluate("asked") == []
        prevented = "type => !document.body.dispatchEvent(type === 'keydown' ? new KeyboardEvent(type, {key: 'p', " \
            "ctrlKey: true, bubbles: true, cancelable: true}) : new Event(type, {bubbles: true, cancelable: true}))"
        for type_ in ("keydown", "contextmenu", "dragstart"):
            assert page.evaluate(prevented, type_), type_


# ------------------------------------------------------------------------------------------- still a guide


def test_the_search_works_and_leads_on(made):
    with standing_at(made / "kiosk", "pl/index.html") as (page, address, _):
        page.locator(".search-button").click()
        page.locator("#search-words").fill("targ")
        page.locator(".search-results a").first.click()
        page.wait_for_url("**/pl/*.html*")
        assert page.evaluate("'kiosk' in document.documentElement.dataset")


def test_a_note_is_looked_at_closely(made):
    with standing_at(made / "kiosk", f"uk/{MARKET}") as (page, _, _):
        page.locator(".visual-note > a").click()
        assert page.locator(".close-look img").is_visible()
        assert page.locator(SHEET).count() == 0


def test_an_address_turns_it_on_and_every_link_keeps_it(made):
    with standing_at(made / "site", "index.html?kiosk") as (page, address, _):
        page.locator("a[data-choice=uk]").click()
        page.wait_for_url(re.compile(r"/uk/index\.html\?kiosk$"))
        page.locator(f"article a[href*='{MARKET}'], .md-nav--primary a[href*='{MARKET}']").first.click()
        page.wait_for_url(re.compile(rf"/uk/{MARKET}\?kiosk"))
        page.wait_for_load_state("networkidle")
        page.locator(OUTSIDE).first.click()
        assert page.locator(f"{SHEET} svg.code").is_visible()
        page.locator(CLOSE).click()
        page.locator(".languages a[hreflang=en]").click()
        page.wait_for_url(re.compile(rf"/en/{MARKET}\?kiosk"))
        assert page.evaluate("navigator.serviceWorker.getRegistrations().then(all => all.length)") == 0
        assert page.evaluate("getComputedStyle(document.querySelector('.languages a')).minHeight") == "56px"
        assert page.context.storage_state() == {"cookies": [], "origins": []}


def test_a_short_address_leads_on_with_the_mode_and_with_the_heading(made):
    with standing_at(made / "site", "uk/2/?kiosk#when") as (page, address, _):
        page.wait_for_url(f"{address}uk/{MARKET}?kiosk#when")
        page.locator(".kiosk-take").wait_for()
    with standing_at(made / "kiosk", "uk/2/#when") as (page, address, _):
        page.wait_for_url(f"{address}uk/{MARKET}#when")


def test_a_short_address_leads_on_without_scripts_and_from_a_memory_stick(made):
    with served(made / "site", "/guidebook/") as address, browser(360, scripts=False) as seen:
        seen.open(f"{address}uk/2/").wait_for_url(f"{address}uk/{MARKET}")
    with browser(360) as seen:
        folder = (made / "site" / "uk").as_uri()
        seen.open(f"{folder}/2/index.html#when").wait_for_url(f"{folder}/{MARKET}#when")


def test_what_is_read_aloud_does_not_keep_the_screen_awake(made):
    """Reading scrolls the page; only a person does with finger, wheel or key."""
    with standing_at(made / "kiosk", f"uk/{MARKET}", clock=True) as (page, _, _):
        for _ in range(3):
            page.clock.run_for(31_000)
            page.evaluate("scrollBy(0, 40)")
        assert page.locator(SHEET).count() == 1


def test_without_that_word_a_link_is_a_link(made):
    with served(made / "site") as address, browser(1280) as seen:
        page = seen.open(f"{address}uk/{MARKET}")
        assert page.locator(".kiosk-take").count() == 0
        assert not [url for url in seen.requests if "kiosk" in url]
        assert page.evaluate("""() => { const link = document.querySelector("article a[href^='https://']");
            let held;
            document.addEventListener('click', one => { held = one.defaultPrevented; one.preventDefault() });
            link.click(); return held }""") is False


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_at_a_kiosk_nor_in_what_it_asks(made, scheme):
    reason = "axe-playwright-python is not installed: `make test` installs it"
    axe = pytest.importorskip("axe_playwright_python.base", reason=reason).AXE_SCRIPT
    wishes = {"bypass_csp": True, "reduced_motion": "reduce", "color_scheme": scheme}
    with served(made / "kiosk") as address, browser(1080, 1920, **wishes) as seen:

        def violations():
            found = seen.page.evaluate("axe.run({resultTypes: ['violations']})")["violations"]
            return [(rule["id"], node["target"]) for rule in found for node in rule["nodes"]]

        page = seen.open(f"{address}index.html")
        page.evaluate(axe)
        found = violations()
        page = seen.open(f"{address}uk/{MARKET}")
        page.evaluate(axe)
        page.locator(".kiosk-take").wait_for()
        found += violations()
        page.locator(".kiosk-take").click()
        found += violations()
        assert found == []


# ------------------------------------------------------------------------------------------- on the phone


@pytest.mark.parametrize(("name", "short"), [
    (f"uk/{MARKET}", "uk/2/"), ("pl/places.html", "pl/places.html"), ("en/print/index.html", "en/print/index.html"),
])
def test_a_page_can_be_taken_to_the_phone_from_paper_and_from_a_wide_screen(made, name, short):
    with served(made / "site") as address, browser(1280) as seen:
        page = seen.open(address + name)
        card = page.locator(".on-phone")
        assert card.locator("strong").inner_text() == f"https://guide.verbopil.example/{short}"
        assert card.locator("path").nth(1).get_attribute("d") == kiosk.code(f"https://guide.verbopil.example/{short}")[1]
        assert card.is_visible()
        page.emulate_media(media="print")
        assert card.is_visible()
        page.emulate_media(media="screen")
        page.set_viewport_size({"width": 360, "height": 740})
        assert not card.is_visible()


def test_without_an_address_there_is_no_code_and_no_offer(sample_book, tmp_path):
    sample_book.replace("mkdocs.yml", "site_url: https://guide.verbopil.example/\n", "")
    site = Site(finish(sample_book, tmp_path / "site"))
    assert [name for name in site.pages("uk") if "on-phone" in site.text(name)] == []
    ours = [one for one in codes(site.root, "uk") if not finished.outside(one)]
    assert ours == []
    kiosk.write(site.root, tmp_path / "kiosk")
    with standing_at(tmp_path / "kiosk", f"uk/{MARKET}") as (page, _, _):
        assert page.locator(".kiosk-take").count() == 0


# -------------------------------------------------------------------------------------------------- files


def test_every_page_of_the_kiosk_is_marked_and_keeps_its_policy(made):
    site = Site(made / "kiosk")
    pages = [name for name in site.files if name.endswith(".html") and not finished.leads_on(site.text(name))]
    assert len(pages) > 20
    for name in pages:
        text = site.text(name)
        assert re.search(r"<html data-kiosk\b", text) and "assets/kiosk.css" in text, name
        assert "default-src 'none'" in text, name


def test_every_address_that_a_page_names_has_its_code(made):
    site = Site(made / "kiosk")
    for code in CODES:
        known = codes(made / "kiosk", code)
        for page in site.pages(code):
            for link in re.findall(r'<a\b[^>]*\shref="(https?:[^"]*)"', site.text(page)):
                assert link.replace("&amp;", "&") in known, (page, link)


@pytest.mark.parametrize("address", ["https://a.example/", "https://a.example/" + "long/" * 40])
def test_a_code_is_the_one_of_its_address(address):
    side, path = kiosk.code(address)
    error = "l" if len(address) > kiosk.LONG else "m"
    matrix = segno.make(address, error=error, micro=False, boost_error=False, mask=0)
    dark, x, y = set(), 0, 0
    for step, *numbers in re.findall(r"([Mmh])(-?[\d.]+)(?: ?(-?[\d.]+))?", path):
        first, second = float(numbers[0]), float(numbers[1] or 0)
        if step == "h":
            dark |= {(int(x + one), int(y)) for one in range(int(first))}
            x += first
        else:
            x, y = (first, second) if step == "M" else (x + first, y + second)
    expected = {(column + 4, row + 4) for row, cells in enumerate(matrix.matrix) for column, is_dark in enumerate(cells)
                if is_dark}
    assert (dark, side) == (expected, len(matrix.matrix) + 8)


def test_with_a_kiosk_is_another_build_than_without(made):
    from conftest import SampleBook

    config = SampleBook(made / "book").config()
    with_it, without = (Wanted(config, CODES, parts)._name for parts in (("site", "kiosk"), ("site",)))
    assert with_it != without
