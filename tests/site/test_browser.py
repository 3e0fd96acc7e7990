"""The real guide in a real browser, as a newcomer opens it."""

import re
from pathlib import Path

import pytest

from browser import browser, served
from guidebook import config
from guidebook.site import engine

REPOSITORY = Path(__file__).parents[2]
CONFIG = config.load(REPOSITORY / "mkdocs.yml")
CODES = [language.code for language in CONFIG.languages]
CHAPTER = "03-citizens-budget.html"


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    folder = tmp_path_factory.mktemp("real") / "site"
    folder.mkdir()
    assert engine.build(CONFIG.file, CODES, folder, 2) == ()
    return folder


def test_a_newcomer_chooses_a_language_reads_and_switches_without_leaving_the_page(site):
    with served(site, "/guidebook/") as address, browser(360, 740, "uk-UA") as seen:
        page = seen.open(address)
        first = page.locator(".choice-list a").first
        assert first.get_attribute("hreflang") == "uk"
        assert first.locator(".choice-mark").is_visible()
        first.click()
        page.wait_for_url("**/uk/index.html")
        page.locator(f"article a[href$='{CHAPTER}']").first.click()
        page.wait_for_url(f"**/uk/{CHAPTER}")
        page.goto(page.url + "#when")
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


@pytest.mark.parametrize("width", [320, 360, 768, 1280])
def test_nothing_is_wider_than_the_window(site, width):
    with served(site) as address, browser(width) as seen:
        for file in sorted(site.rglob("*.html")):
            name = file.relative_to(site).as_posix()
            if file.parent.name.isdecimal():  # a short address leads on at once
                continue
            page = seen.open(address + name)
            assert page.evaluate("document.documentElement.scrollWidth") <= width, name
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
            if target.startswith(("http", "mailto:", "tel:", "data:", "/")) or target.endswith(".pdf"):
                continue
            path, _, anchor = target.partition("#")
            file = (site / name).parent.joinpath(path).resolve() if path else (site / name).resolve()
            if not file.is_relative_to(site.resolve()) or not file.exists():
                broken.append((name, target))
            elif anchor and anchor not in ids[file.relative_to(site.resolve()).as_posix()]:
                broken.append((name, target))
    assert broken == []
