"""When something is missing – scripts, storage, fonts, speed, a server, a friendly browser – three things still work:
reading, switching the language, finding a place. The content security policy is on in all of these.
"""

import json
import re
from collections.abc import Callable
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest
from playwright.sync_api import Error, Page

from browser import browser, served
from finished_site import made_once
from guidebook.site.finished import Site

THEME = Path(__file__).parents[2] / "scripts/guidebook/site/theme"
PHONE = (360, 740)

# What the rules of ad and cookie blockers look for in addresses, classes and ids (ours, after the lists in use).
BLOCKED = re.compile(
    r"(?<![a-z])(?:ads?|adv|advert\w*|sponsor\w*|promo|banner\w*|popup\w*|pop-up|overlay-ad|share\w*|sharing|social\w*"
    r"|cookie\w*|consent\w*|gdpr\w*|track\w*|analytics|statistics|stats|beacon|pixel|telemetry|metrics|newsletter"
    r"|subscribe\w*|like-button|follow-us|disqus|outbrain|taboola)(?![a-z])",
    re.IGNORECASE,
)
BLOCKED_HINTS = ("?ad=", "&ad=", "/ads/", "/ad/", "googletag", "facebook", "twitter")


@pytest.fixture(scope="module")
def made(tmp_path_factory) -> Path:
    return made_once(tmp_path_factory)


def guide_is_usable(page: Page, start: str) -> None:
    """The walk of a newcomer, by touch alone: choose Polish, read a chapter, switch to English, find the council."""
    page.goto(start, wait_until="load")
    policy = page.locator("meta[http-equiv=Content-Security-Policy]")
    assert "script-src 'self'" in policy.get_attribute("content")
    page.locator("a[data-choice=pl]").click()
    page.wait_for_url("**/pl/index.html*")
    page.locator("label.menu-button").click()
    page.locator(".md-nav--primary a[href*='02-market.html']").click()
    page.wait_for_url("**/pl/02-market.html*")
    assert page.locator("h1").inner_text().strip() == "Targ"
    assert page.locator("article p:visible").count() > 3
    page.locator(".languages a[hreflang=en]").click()
    page.wait_for_url("**/en/02-market.html*")
    assert policy.count() == 1
    page.locator("label.menu-button").click()
    page.locator(".md-nav--primary a[href*='places.html']").click()
    page.wait_for_url("**/en/places.html*")
    place = page.locator(".place").first
    assert place.is_visible() and place.locator("dd").first.is_visible()


@contextmanager
def walking(site: Path, prefix: str = "/", scripts: bool = True, prepare: Callable[[Page], None] = lambda page: None):
    with served(site, prefix) as address, browser(*PHONE, scripts=scripts) as seen:
        prepare(seen.page)
        guide_is_usable(seen.page, address)
        yield seen


def test_without_scripts(made):
    with walking(made / "site", scripts=False) as seen:
        assert not seen.page.locator(".search-button").is_visible()  # nothing that does not work


def test_with_storage_forbidden(made):
    def forbid(page: Page) -> None:
        page.add_init_script("""for (const name of ['localStorage', 'sessionStorage', 'caches', 'indexedDB'])
            Object.defineProperty(window, name, {get() { throw new DOMException('no', 'SecurityError') }});
            Object.defineProperty(Navigator.prototype, 'serviceWorker', {get() {
                throw new DOMException('no', 'SecurityError') }})""")

    with walking(made / "site", prepare=forbid) as seen:
        seen.page.goto(seen.page.url.replace("places", "03-bridge"))
        for box in seen.page.locator("article input[type=checkbox]:not([disabled])").all():
            box.check()
        assert seen.errors == []


def test_with_fonts_and_pictures_blocked(made):
    def block(page: Page) -> None:
        page.route(re.compile(r"\.(woff2|avif|webp|png|svg)$"), lambda route: route.abort())

    with walking(made / "site", prepare=block) as seen:
        assert seen.page.evaluate("document.documentElement.scrollWidth") <= PHONE[0]
        seen.page.goto(seen.page.url.replace("places", "02-market"))
        assert len(seen.page.locator(".visual-note img").get_attribute("alt")) > 40
        assert [one for one in seen.errors if "ERR_FAILED" not in one] == []


def test_without_styles(made):
    with walking(made / "site", prepare=lambda page: page.route("**/*.css", lambda route: route.abort())):
        pass


def test_on_a_slow_phone_with_a_slow_network(made):
    def slow(page: Page) -> None:
        session = page.context.new_cdp_session(page)
        session.send("Network.enable")
        kilobit = 1024 / 8
        session.send("Network.emulateNetworkConditions", {
            "offline": False, "latency": 150, "downloadThroughput": 1600 * kilobit, "uploadThroughput": 750 * kilobit})
        session.send("Emulation.setCPUThrottlingRate", {"rate": 6})
        page.set_default_timeout(60_000)

    with walking(made / "site", prepare=slow) as seen:
        seen.page.locator(".search-button").click()
        seen.page.locator("#search-words").fill("market")
        seen.page.locator(".search-results a").first.wait_for()
        assert seen.errors == []


def test_below_a_path_of_the_host(made):
    with walking(made / "site", "/guidebook/") as seen:
        assert "/guidebook/en/" in seen.page.url
        assert seen.errors == []


def test_from_a_file_in_a_folder_whose_name_no_server_would_have(made, tmp_path):
    folder = tmp_path / "мій стік #1 (100 %20)"
    folder.symlink_to(made / "site", target_is_directory=True)
    with browser(*PHONE) as seen:
        guide_is_usable(seen.page, (folder / "index.html").as_uri())
        seen.page.locator(".search-button").click()
        seen.page.locator("#search-words").fill("market")
        assert seen.page.locator(".search-results a").first.inner_text()
        # the site for servers asks for a font ahead, which browsers refuse here; the archive for a stick does not
        ahead = re.compile(r"Access to font|net::ERR_FAILED|A preload for|was preloaded")
        assert [error for error in seen.errors if not ahead.search(error)] == []
        assert seen.page.evaluate("[...document.fonts].some(one => one.status === 'loaded')")
        assert all(url.startswith(("file:", "data:")) for url in seen.requests)


def test_in_two_tabs_a_checklist_is_the_same(made):
    with served(made / "site") as address, browser(*PHONE) as seen:
        page = seen.open(f"{address}en/01-council.html")
        other = page.context.new_page()
        other.goto(f"{address}pl/01-council.html")  # the ticks are those of all languages
        other.locator("article input[type=checkbox]").first.check()
        page.locator(".task-foot [role=status]", has_text="Ticked: 1 of 2").wait_for()
        assert page.locator("article input[type=checkbox]").first.is_checked()
        page.locator(".task-foot button").first.click()
        other.locator(".task-foot [role=status]", has_text="Zaznaczone: 0 z 2").wait_for()
        assert seen.errors == []


def test_back_from_elsewhere_the_places_are_still_those_that_were_chosen(made):
    with served(made / "site") as address, browser(*PHONE) as seen:
        page = seen.open(f"{address}en/places.html")
        shown = page.locator(".places-filter [role=status]")
        page.get_by_label("Offices").check()
        seen.open(f"{address}en/01-council.html")
        page.go_back()
        assert shown.inner_text() == "Places shown: 1 of 2"
        page.get_by_role("button", name="Show all").click()
        page.reload()
        assert shown.inner_text() == "Places shown: 2 of 2"
        page = seen.open(f"{address}en/places.html?kiosk")
        page.get_by_label("Offices").check()
        page.reload()  # as the next person finds it
        assert shown.inner_text() == "Places shown: 2 of 2"
        assert seen.errors == []


def test_at_a_kiosk_without_a_keyboard(made):
    with walking(made / "kiosk") as seen:
        assert seen.errors == []
        assert seen.page.evaluate("'kiosk' in document.documentElement.dataset")


def test_with_an_ad_blocker(made):
    def block(page: Page) -> None:
        page.route(lambda url: bool(BLOCKED.search(url)), lambda route: route.abort())
        page.add_init_script(f"const rule = new RegExp({json.dumps(BLOCKED.pattern)}, 'i');" + """
            addEventListener('DOMContentLoaded', () => {
              for (const one of document.querySelectorAll('body *')) {
                if (rule.test(`${one.id} ${one.getAttribute('class') || ''}`)) one.remove();
              }
            })""")

    with walking(made / "site", prepare=block) as seen:
        assert seen.errors == []


def test_nothing_of_ours_is_named_as_what_ad_blockers_hide(made):
    site, found = Site(made / "site"), set()
    for name in site.files:
        if any(one in f"/{name}" for one in BLOCKED_HINTS) or BLOCKED.search(name):
            found.add(name)
        if name.endswith(".html"):
            for attribute, value in re.findall(r'\s(class|id)="([^"]*)"', site.text(name)):
                found |= {f"{attribute} {one}" for one in value.split() if BLOCKED.search(one)}
    for file in (THEME / "assets").glob("*.js"):
        for names in re.findall(r"""(?:className = |classList\.\w+\()["'`]([^"'`]+)""", file.read_text("utf-8")):
            found |= {f"{file.name} {one}" for one in names.split() if BLOCKED.search(one)}
    assert found == set()


@pytest.mark.parametrize("name", ["ad-top", "ads.js", "banner", "cookie-notice", "share", "social-links", "track.js",
                                  "analytics", "popup"])
def test_the_rules_of_our_list_know_what_they_are_for(name):
    assert BLOCKED.search(name)


def test_a_search_is_never_read_as_html(made):
    hostile = '<img src=x onerror="window.hit=1"><b>market</b>'
    with served(made / "site") as address, browser(*PHONE) as seen:
        page = seen.open(f"{address}en/index.html")
        page.locator(".search-button").click()
        page.locator("#search-words").fill(hostile)
        page.locator(".search-count").wait_for()
        page.wait_for_timeout(200)
        assert page.evaluate("window.hit") is None
        assert page.locator(".search img, .search b").count() == 0


def test_the_policy_is_on_every_page_and_refuses_what_is_not_ours(made):
    site = Site(made / "site")
    pages = [name for name in site.files if name.endswith(".html")]
    without = [name for name in pages if "Content-Security-Policy" not in site.text(name)]
    loose = [name for name in pages if "unsafe" in site.text(name).partition("Content-Security-Policy")[2][:400]]
    assert (without, loose) == ([], [])
    scripts = [name for name in pages for tag in re.findall(r"<script\b[^>]*>", site.text(name)) if " src=" not in tag
               and "application/ld+json" not in tag]
    assert scripts == []
    with served(made / "site") as address, browser(*PHONE) as seen:
        page = seen.open(f"{address}en/index.html")
        with suppress(Error):
            page.evaluate("const one = document.createElement('script'); one.textContent = 'window.hit = 1';"
                          " document.head.append(one)")
        assert page.evaluate("window.hit") is None
        assert any("Content Security Policy" in one for one in seen.errors)
