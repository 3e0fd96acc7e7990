"""The languages of the site: chosen, switched, marked, missing, and written from the right to the left."""

import re
from contextlib import contextmanager

import pytest

from browser import CODES, CONFIG, browser, real_site, served
from conftest import copy_sample_book
from finished_site import lay_in
from guidebook import strings
from guidebook.site import engine
from print.languages import sample_book_in

CHAPTER, HEADING = "03-citizens-budget.html", "#when"
SAMPLE = "https://guide.verbopil.example/"  # the address of the sample book
SWITCH = ".languages a[hreflang={code}]"


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    return real_site(tmp_path_factory)


@pytest.fixture(scope="module")
def sample(tmp_path_factory):
    """The sample book, which has an address, with a chapter that is not translated into Polish."""
    book = lay_in(copy_sample_book(tmp_path_factory.mktemp("sample") / "book"), tmp_path_factory)
    book.remove("docs/pl/02-market.md")
    return built(book, tmp_path_factory.mktemp("sample-site"))


@pytest.fixture(scope="module")
def arabic(tmp_path_factory):
    """The sample book in Arabic as well."""
    book = sample_book_in("ar", tmp_path_factory.mktemp("arabic") / "book")
    return built(book, tmp_path_factory.mktemp("arabic-site"))


def built(book, folder):
    codes = [language.code for language in book.config().languages]
    assert engine.build(book.book(), codes, folder, 2) == ()
    return folder


@contextmanager
def opened(site, path="", language="en", width=360, **wishes):
    with served(site) as address, browser(width, 740, language, **wishes) as seen:
        yield seen, seen.open(address + path)


# ----------------------------------------------------------------------------------------- the first page


def offered(page):
    return [link.get_attribute("hreflang") for link in page.locator(".choice-list a").all()]


def marks(page):
    """The words by which a language is marked, with that language."""
    shown = page.locator(".choice-mark:visible").all()
    return [(one.locator("xpath=ancestor::a").get_attribute("hreflang"), one.inner_text()) for one in shown]


@pytest.mark.parametrize("code", CODES)
def test_the_language_of_the_browser_stands_first_and_is_marked_in_words(site, code):
    with opened(site, language=f"{code}-XX") as (_, page):
        assert offered(page)[0] == code
        assert sorted(offered(page)) == sorted(CODES)
        assert marks(page) == [(code, strings.load(code)("Your browser’s language"))]


def test_a_browser_in_a_language_that_the_guide_does_not_have_finds_none_marked(site):
    with opened(site, language="fi") as (_, page):
        assert offered(page) == CODES
        assert marks(page) == []


def test_the_choice_from_last_time_goes_before_the_language_of_the_browser(site):
    chosen, of_browser = CODES[-1], CODES[0]
    with opened(site, language=of_browser) as (seen, page):
        root = page.url
        page.locator(f".choice-list a[hreflang={chosen}]").click()
        page.wait_for_url(f"**/{chosen}/index.html")
        seen.open(root)
        assert page.url == root  # nobody is sent anywhere unasked
        assert offered(page)[0] == chosen
        assert marks(page) == [(chosen, strings.load(chosen)("Your choice from last time"))]


def test_switching_on_a_page_is_a_choice_too(site):
    with opened(site, f"{CODES[0]}/{CHAPTER}", language=CODES[0]) as (seen, page):
        root = page.url.partition(f"{CODES[0]}/")[0]
        page.locator(SWITCH.format(code=CODES[1])).click()
        page.wait_for_url(f"**/{CODES[1]}/{CHAPTER}")
        seen.open(root)
        assert offered(page)[0] == CODES[1]


def test_the_choice_stays_on_the_device_and_is_no_cookie(site):
    with opened(site) as (seen, page):
        page.locator(f".choice-list a[hreflang={CODES[1]}]").click()
        page.wait_for_url(f"**/{CODES[1]}/index.html")
        assert page.evaluate("Object.entries(localStorage).flat()").count(CODES[1]) == 1
        assert page.context.cookies() == []


def test_where_storage_is_forbidden_the_languages_can_be_chosen_all_the_same(site):
    forbid = "Object.defineProperty(window, 'localStorage', { get() { throw new DOMException('', 'SecurityError') } })"
    with served(site) as address, browser(360, 740, CODES[1]) as seen:
        seen.page.add_init_script(forbid)
        page = seen.open(address)
        assert offered(page)[0] == CODES[1]
        page.locator(".choice-list a").first.click()
        page.wait_for_url(f"**/{CODES[1]}/index.html")
        assert seen.errors == []


def test_without_scripts_every_language_is_offered_by_its_own_name(site):
    with opened(site, scripts=False) as (_, page):
        names = [(one.get_attribute("lang"), one.locator("strong").inner_text())
                 for one in page.locator(".choice-list a").all()]
        assert names == [(language.code, language.name) for language in CONFIG.languages]
        assert marks(page) == []


# ------------------------------------------------------------------------------------------- the switch


@pytest.mark.parametrize("target", CODES[1:])
def test_the_switch_leads_to_the_heading_in_the_address_at_the_moment_of_the_click(site, target):
    with opened(site, f"{CODES[0]}/{CHAPTER}") as (_, page):
        page.evaluate(f"location.hash = '{HEADING}'")  # after the page was loaded
        page.locator(SWITCH.format(code=target)).click()
        page.wait_for_url(f"**/{target}/{CHAPTER}{HEADING}")
        assert page.locator(HEADING).bounding_box()["y"] < 740
        assert page.evaluate("document.documentElement.lang") == target


def test_a_switch_into_a_new_tab_keeps_the_heading(site):
    with opened(site, f"{CODES[0]}/{CHAPTER}{HEADING}") as (_, page):
        with page.context.expect_page() as another:
            page.locator(SWITCH.format(code=CODES[1])).click(button="middle")
        another.value.wait_for_url(f"**/{CODES[1]}/{CHAPTER}{HEADING}")


def test_without_scripts_the_switch_leads_to_the_same_page(site):
    with opened(site, f"{CODES[0]}/{CHAPTER}", scripts=False) as (_, page):
        page.locator(SWITCH.format(code=CODES[1])).click()
        page.wait_for_url(f"**/{CODES[1]}/{CHAPTER}")


def test_the_switch_says_which_language_is_open_and_names_each_in_itself(site):
    own = [(language.code, language.name) for language in CONFIG.languages]
    with opened(site, scripts=False) as (seen, page):
        root = page.url
        for code in CODES:
            seen.open(f"{root}{code}/places.html")
            links = page.locator(".languages a").all()
            assert [(one.get_attribute("lang"), one.inner_text()) for one in links] == own
            assert [one.get_attribute("lang") for one in links if one.get_attribute("aria-current")] == [code]


# ----------------------------------------------------------------------------------- for search engines


def alternates(page):
    """hreflang → address, as a machine reads a page."""
    return dict(re.findall(r'<link rel="alternate" hreflang="([^"]+)" href="([^"]*)"', page.read_text("utf-8")))


def test_every_page_names_itself_in_all_languages_and_the_choice_of_language(sample):
    for code in ("uk", "pl", "en"):
        for file in (sample / code).rglob("*.html"):
            if 'http-equiv="refresh"' in (text := file.read_text("utf-8")) or "02-market" in file.name:
                continue
            below = file.relative_to(sample / code).as_posix()
            expected = {other: f"{SAMPLE}{other}/{below}" for other in ("uk", "pl", "en")}
            assert alternates(file) == {**expected, "x-default": SAMPLE}, file
            assert text.count('rel="alternate" hreflang=') == 4


def test_the_choice_of_language_names_the_first_pages(sample):
    first = {code: f"{SAMPLE}{code}/index.html" for code in ("uk", "pl", "en")}
    assert alternates(sample / "index.html") == {**first, "x-default": SAMPLE}


def test_a_guide_without_an_address_names_its_languages_all_the_same(site):
    page = site / CODES[0] / CHAPTER
    found = alternates(page)
    assert set(found) == {*CODES, "x-default"}
    for target in found.values():
        assert (page.parent / target).is_file(), target


# ------------------------------------------------------------------------- what is not there


@pytest.mark.parametrize("code", CODES)
def test_an_address_that_does_not_exist_answers_in_all_languages_the_one_of_the_address_first(site, code):
    other = next(one for one in CODES if one != code)
    with opened(site, f"{code}/nothing-here.html", language=other) as (_, page):
        answers = page.locator("section").all()
        assert [one.get_attribute("lang") for one in answers][0] == code
        for one in answers:
            language = one.get_attribute("lang")
            assert strings.load(language)("This page does not exist") in one.inner_text()
        page.locator("section a").first.click()
        page.wait_for_url(f"**/{code}/index.html")


def test_an_address_without_a_language_answers_in_that_of_the_browser_first(site):
    with opened(site, "nothing-here.html", language=CODES[-1]) as (_, page):
        assert page.locator("section").first.get_attribute("lang") == CODES[-1]


def test_the_remembered_choice_is_used_on_the_first_page_only(site):
    with opened(site, language=CODES[0]) as (seen, page):
        root = page.url
        page.locator(f".choice-list a[hreflang={CODES[1]}]").click()
        page.wait_for_url(f"**/{CODES[1]}/index.html")
        seen.open(f"{root}nothing-here.html")
        assert page.locator("section").first.get_attribute("lang") == CODES[0]


def test_without_scripts_a_missing_page_answers_in_all_languages(site):
    with opened(site, "nothing-here.html", scripts=False) as (_, page):
        assert [one.get_attribute("lang") for one in page.locator("section").all()] == CODES


def test_a_page_that_is_not_translated_says_so_and_marks_the_language_of_its_text(sample):
    with opened(sample, "pl/02-market.html", language="pl") as (_, page):
        notice = page.locator(".notice.missing")
        assert "Ta strona nie jest jeszcze przetłumaczona" in notice.inner_text()
        language_of = "one => one.closest('[lang]').lang"
        assert notice.evaluate(language_of) == "pl"
        assert page.locator("h1").evaluate(language_of) == "uk"
        assert {one.evaluate(language_of) for one in page.locator("article h2:not(#take-home)").all()} == {"uk"}
        assert page.locator(".onward a").first.evaluate(language_of) == "pl"


def test_what_can_be_taken_home_is_in_the_language_of_the_reader_whatever_the_text_is_in(sample):
    with opened(sample, "pl/02-market.html") as (_, page):
        offer = page.locator("aside.take-home")
        assert page.locator("[lang=uk] aside.take-home").count() == 1, "the text around it is in the source language"
        assert (offer.get_attribute("lang"), offer.get_attribute("dir")) == ("pl", "ltr")
    with opened(sample, "pl/01-council.html") as (_, page):
        assert page.locator("aside.take-home").get_attribute("lang") is None


# ------------------------------------------------------------------------------------ right to left


def test_a_book_in_arabic_is_nowhere_wider_than_the_window(arabic):
    with served(arabic) as address, browser() as seen:
        for file in sorted((arabic / "ar").rglob("*.html")):
            if 'http-equiv="refresh"' in file.read_text("utf-8"):
                continue
            page = seen.open(address + file.relative_to(arabic).as_posix())
            for width in (320, 360, 768, 1280):
                page.set_viewport_size({"width": width, "height": 740})
                assert page.evaluate("document.documentElement.scrollWidth") <= width, (file, width)
                assert page.evaluate("(scrollTo(-99, 0), scrollX)") == 0, (file, width)
        assert seen.errors == []


def test_in_arabic_the_page_is_mirrored(arabic):
    with opened(arabic, "ar/02-market.html", width=1280) as (seen, page):
        assert page.evaluate("[document.documentElement.dir, document.documentElement.lang]") == ["rtl", "ar"]
        middle = "one => { const box = one.getBoundingClientRect(); return (box.left + box.right) / 2 }"
        menu, text, here = (
            page.locator(part).evaluate(middle) for part in ("#menu", "article", ".md-sidebar--secondary")
        )
        assert here < text < menu
        assert page.locator(".site-title").evaluate(middle) > 640 > page.locator(".search-button").evaluate(middle)
        assert page.locator("article p").first.evaluate("one => getComputedStyle(one).textAlign") == "start"


def test_in_arabic_the_menu_button_stands_on_the_right_and_works(arabic):
    with opened(arabic, "ar/02-market.html", width=320) as (_, page):
        box = page.locator(".menu-button").bounding_box()
        assert box["x"] + box["width"] > 300
        page.locator(".menu-button").click()
        page.locator("#menu a").first.click()
        page.wait_for_url("**/ar/index.html")


def test_a_language_written_from_the_left_keeps_its_direction_in_a_book_with_arabic(arabic):
    with opened(arabic, "en/02-market.html") as (_, page):
        assert page.evaluate("document.documentElement.dir") == "ltr"
    with opened(arabic) as (_, page):
        assert page.locator(".choice-list a[lang=ar]").get_attribute("dir") == "rtl"
        assert page.locator(".choice-list a[lang=en]").get_attribute("dir") == "ltr"
