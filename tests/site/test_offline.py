"""The guide without a network: what the browser keeps, how a new version comes, the archive for a memory stick."""

import hashlib
import json
import math
import re
import zipfile
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Error

from browser import browser, served
from finished_site import CODES, copied, finish, lay_in, made_once
from guidebook.site import finished, kiosk, offline
from guidebook.site.finished import Site

CHAPTERS = ("index.html", "01-council.html", "02-market.html", "03-bridge.html", "places.html")
PICTURES_ARE_THERE = "[...document.images].every(one => one.complete && one.naturalWidth > 0)"
READY = "navigator.serviceWorker.ready.then(one => one.active.scriptURL)"
KEPT = "caches.keys()"


@pytest.fixture(scope="module")
def made(tmp_path_factory) -> Path:
    return made_once(tmp_path_factory)


@pytest.fixture
def site(made, tmp_path) -> Path:
    """A copy that may be changed."""
    return copied(made / "site", tmp_path / "site")


@contextmanager
def visited(site, code="uk", width=360, broken=()):
    """A browser that has been on the first page of a language and keeps it; the network is still there."""
    with served(site, "/guidebook/", broken) as address, browser(width, 740) as seen:
        page = seen.open(f"{address}{code}/index.html")
        assert page.evaluate(READY).endswith(f"/guidebook/{code}/sw.js")
        yield seen, page, address


def publish(site: Path, old: str, new: str, code="uk") -> None:
    """A new version: other words on the pages of a language, and in its search."""
    for name in (*Site(site).pages(code), f"{code}/search-index.{code}.js"):
        file = site / name
        file.write_text(file.read_text("utf-8").replace(old, new), "utf-8")
    offline.write_worker(site, code)


def until(page, condition):
    """Wait; the page may be another one meanwhile, and its policy forbids what Playwright does for this."""
    for _ in range(100):
        with suppress(Error):
            if page.evaluate(condition):
                return
        page.wait_for_timeout(100)
    raise AssertionError(condition)


def look_for_a_new_version(page):
    """As the browser does at each visit; until it is there or refused."""
    page.evaluate("navigator.serviceWorker.getRegistration().then(one => one.update())")
    until(page, "navigator.serviceWorker.getRegistration().then(one => !one.installing)")


def found(page, text):
    return page.evaluate("text => window.guidebook.search(text)", text)


# ------------------------------------------------------------------------------------------ without a network


@pytest.mark.parametrize("code", CODES)
def test_after_the_first_visit_every_chapter_its_pictures_and_the_search_need_no_network(made, code):
    asked = {"uk": "ринок", "pl": "targ", "en": "market"}[code]
    with browser(360, 740) as seen:
        with served(made / "site", "/guidebook/") as address:
            page = seen.open(f"{address}{code}/index.html")
            page.evaluate(READY)
        page.context.set_offline(True)  # and the server is gone
        for name in CHAPTERS:
            seen.open(f"{address}{code}/{name}")
            assert page.locator("h1").count() == 1
            assert page.evaluate(PICTURES_ARE_THERE), name
        assert found(page, asked)[0]["lang"] == code
        assert page.evaluate("document.fonts.ready.then(all => all.check('1em Body'))")
        seen.open(f"{address}{code}/2/")
        page.wait_for_url(f"**/{code}/02-market.html")


def test_a_wide_screen_shows_the_picture_of_a_phone_when_it_has_no_network(made):
    with browser(1280, 800) as seen:
        with served(made / "site", "/guidebook/") as address:
            page = seen.open(f"{address}uk/index.html")
            page.evaluate(READY)
        seen.open(f"{address}uk/02-market.html")
        assert page.evaluate(PICTURES_ARE_THERE)


def test_without_a_network_the_choice_says_what_is_on_the_device_and_an_unknown_page_leads_to_the_first(made):
    with browser(360, 740) as seen:
        with served(made / "site", "/guidebook/") as address:
            page = seen.open(address)
            page.evaluate(READY)
            page.locator("a[data-choice=pl]").click()
            page.wait_for_url("**/pl/index.html")
            until(page, "navigator.serviceWorker.controller?.scriptURL.endsWith('/pl/sw.js')")
        page.context.set_offline(True)
        seen.open(f"{address}pl/was-never-there.html")
        assert page.url == f"{address}pl/index.html"
        seen.open(address)
        assert page.locator("a[data-choice=pl]").inner_text().endswith("Na tym urządzeniu")
        assert "На цьому пристрої" not in page.locator("main").inner_text()
        page.locator("a[data-choice=uk]").click()  # is not here
        page.wait_for_load_state()
        assert page.url == f"{address}index.html"


def test_without_a_network_a_pdf_that_is_not_kept_is_said_to_be_missing_and_the_way_back_works(made):
    with visited(made / "site", "pl") as (seen, page, address):
        page.context.set_offline(True)
        seen.open(f"{address}pl/02-market.html")
        page.evaluate("document.querySelector('main a').href = 'print/guide.pdf'")
        page.locator("main a").first.evaluate("one => one.click()")
        page.wait_for_url(f"{address}pl/{offline.ABSENT}")
        assert page.locator("h1").inner_text() == "Tego pliku nie ma na tym urządzeniu"
        page.go_back()
        assert page.url == f"{address}pl/02-market.html"


def test_another_language_is_not_fetched_before_it_is_visited(made):
    with visited(made / "site", "pl") as (_, page, address):
        kept = page.evaluate("caches.keys().then(all => caches.open(all[0])).then(one => one.keys())"
                             ".then(all => all.map(one => one.url))")
        assert len(kept) > 20
        assert [url for url in kept if "/uk/" in url or "/en/" in url or url.endswith((".pdf", ".zip"))] == []


def test_who_saves_data_is_not_sent_the_whole_guide(made):
    with served(made / "site") as address, browser(360) as seen:
        seen.page.add_init_script("Object.defineProperty(navigator, 'connection', {value: {saveData: true}})")
        page = seen.open(f"{address}uk/index.html")
        page.wait_for_timeout(500)
        assert page.evaluate("navigator.serviceWorker.getRegistrations().then(all => all.length)") == 0


# ------------------------------------------------------------------------------------------------ versions


def test_a_new_version_replaces_the_old_one_without_a_stale_page(site):
    with visited(site) as (seen, page, address):
        before = page.evaluate(KEPT)
        publish(site, "Ринок", "Торжище")
        seen.open(f"{address}uk/02-market.html")
        until(page, "document.querySelector('h1').textContent.includes('Торжище')")
        assert found(page, "Торжище")
        after = page.evaluate(KEPT)
        assert len(after) == 1 and after != before
        page.context.set_offline(True)
        for name in CHAPTERS:
            seen.open(f"{address}uk/{name}")
            assert "Ринок" not in page.content(), name


def test_who_is_reading_is_told_of_a_new_version_and_keeps_the_old_one_whole_until_then(site):
    with visited(site) as (seen, page, address):
        seen.open(f"{address}uk/02-market.html")
        page.keyboard.press("Tab")
        publish(site, "Ринок", "Торжище")
        page.evaluate("navigator.serviceWorker.getRegistration().then(one => one.update())")
        page.locator(".newer button").wait_for()
        assert page.locator(".newer").get_attribute("role") == "status"
        assert not [one for one in found(page, "Торжище") if "Торжище" in one["title"]]  # not half of it
        assert "Ринок" in page.locator("h1").inner_text()
        page.locator(".newer button").click()
        until(page, "document.querySelector('h1').textContent.includes('Торжище')")
        assert page.locator(".newer").count() == 0


def test_a_failed_update_keeps_the_old_version_and_the_next_visit_brings_the_new_one(site):
    broken = set()
    with visited(site, broken=broken) as (seen, page, address):
        before = page.evaluate(KEPT)
        publish(site, "Ринок", "Торжище")
        broken.add("uk/places.html")
        look_for_a_new_version(page)
        for name in CHAPTERS:
            seen.open(f"{address}uk/{name}")
            assert "Торжище" not in page.content(), name
        assert page.evaluate(KEPT) == before
        broken.clear()
        seen.open(f"{address}uk/02-market.html")
        until(page, "document.querySelector('h1').textContent.includes('Торжище')")


class Network:
    """Stands for the list of broken files: after so many answers more there is none at all."""

    answers: float = math.inf

    def __contains__(self, name: str) -> bool:
        self.answers -= 1
        if self.answers < 0:
            raise ConnectionError(f"no network for {name}")
        return False


def test_when_the_network_goes_away_in_the_middle_of_an_update_the_old_version_stays_whole(site):
    network = Network()
    with visited(site, broken=network) as (seen, page, address):
        before = page.evaluate(KEPT)
        publish(site, "Ринок", "Торжище")
        network.answers = 5  # of the worker, and of some of its pages
        look_for_a_new_version(page)
        assert network.answers < 0
        assert page.evaluate(KEPT) == before
        for name in CHAPTERS[1:3]:
            seen.open(f"{address}uk/{name}")
            assert "Торжище" not in page.content(), name
        assert "Ринок" in found(page, "ринок")[0]["title"]
        network.answers = math.inf
        seen.open(f"{address}uk/02-market.html")
        until(page, "document.querySelector('h1').textContent.includes('Торжище')")


def test_when_there_is_no_room_for_a_new_version_the_old_one_stays_whole_until_there_is(site):
    with visited(site) as (seen, page, address):
        before, used = page.evaluate(KEPT), page.evaluate("navigator.storage.estimate().then(one => one.usage)")
        session, origin = page.context.new_cdp_session(page), {"origin": page.evaluate("location.origin")}
        session.send("Storage.overrideQuotaForOrigin", {**origin, "quotaSize": used + 50_000})
        publish(site, "Ринок", "Торжище")
        look_for_a_new_version(page)
        assert page.evaluate(KEPT) == before
        for name in CHAPTERS[1:3]:
            seen.open(f"{address}uk/{name}")
            assert "Торжище" not in page.content(), name
        assert seen.errors == []
        session.send("Storage.overrideQuotaForOrigin", origin)
        seen.open(f"{address}uk/02-market.html")
        until(page, "document.querySelector('h1').textContent.includes('Торжище')")


def test_when_the_browser_cannot_open_what_it_keeps_the_network_answers(site):
    with visited(site) as (seen, page, address):
        until(page, "navigator.serviceWorker.controller !== null")
        page.context.service_workers[0].evaluate("""() => { for (const name of ["open", "match"])
            caches[name] = () => Promise.reject(new DOMException("broken", "UnknownError")) }""")
        seen.open(f"{address}uk/02-market.html")
        assert "Ринок" in page.locator("h1").inner_text()
        assert page.evaluate(PICTURES_ARE_THERE)


def test_a_server_that_still_has_an_old_file_beside_the_new_ones_is_not_believed(site):
    with visited(site) as (seen, page, address):
        before, old = page.evaluate(KEPT), (site / "uk/03-bridge.html").read_bytes()
        publish(site, "Вербопол", "Верболоз")
        (site / "uk/03-bridge.html").write_bytes(old)
        look_for_a_new_version(page)
        assert page.evaluate(KEPT) == before
        seen.open(f"{address}uk/index.html")
        assert "Верболоз" not in page.content()


def test_an_update_loads_only_what_has_changed(site):
    with visited(site) as (seen, page, address):
        publish(site, "Ринок", "Торжище")
        offered = {path.name: path.stat() for path in (site / "assets/fonts").iterdir()}
        assert offered
        for path in (site / "assets/fonts").iterdir():
            path.write_bytes(b"lost on the server")  # would not be believed if it were asked for again
        seen.open(f"{address}uk/02-market.html")
        until(page, "document.querySelector('h1').textContent.includes('Торжище')")


def test_the_same_site_has_the_same_worker_and_another_byte_another_one(made, site):
    before = (site / "uk/sw.js").read_text("utf-8")
    offline.write_worker(site, "uk")
    assert (site / "uk/sw.js").read_text("utf-8") == before
    (site / "assets/guidebook.css").write_text("a{}", "utf-8")
    offline.write_worker(site, "uk")
    assert (site / "uk/sw.js").read_text("utf-8") != before
    assert (site / "pl/sw.js").read_bytes() == (made / "site/pl/sw.js").read_bytes()


def test_every_hash_in_a_worker_is_that_of_the_published_file(made):
    for code in (*CODES, "."):
        folder = made / "site" / code
        edition = json.loads(re.search(r"EDITION = (.*);", (folder / "sw.js").read_text("utf-8"))[1])
        for path, told in edition["files"].items():
            assert hashlib.sha256((folder / path).read_bytes()).hexdigest()[:16] == told, path


def test_a_language_with_many_pictures_keeps_its_pages_and_as_many_pictures_as_there_is_room_for(made):
    site = Site(made / "site")
    whole, little = offline.needed(site, "uk"), offline.needed(site, "uk", most=1)
    size = sum((made / "site" / name).stat().st_size for name in whole.files)
    assert size <= offline.MOST_BYTES
    left_out = {*whole.files} - {*little.files}
    assert left_out and all(name.endswith((".avif", ".png")) for name in left_out)


# -------------------------------------------------------------------------------------------- where it cannot


def test_a_browser_that_keeps_nothing_shows_the_guide_all_the_same(made):
    with served(made / "site") as address, browser(360) as seen:
        seen.page.add_init_script("Object.defineProperty(Navigator.prototype, 'serviceWorker',"
                                  " {get() { throw new DOMException('no', 'SecurityError') }})")
        page = seen.open(f"{address}uk/02-market.html")
        assert page.evaluate(PICTURES_ARE_THERE)
        assert seen.errors == []


def test_every_page_that_is_no_short_address_can_keep_the_guide(made):
    site = Site(made / "site")
    for code in CODES:
        for page in site.pages(code):
            assert ("assets/offline.js" in site.text(page)) != finished.leads_on(site.text(page)), page


# ------------------------------------------------------------------------------------------------- install


@pytest.mark.parametrize("code", CODES)
def test_a_phone_can_put_the_guide_on_its_screen(made, code):
    folder = made / "site" / code
    told = json.loads((folder / offline.MANIFEST).read_text("utf-8"))
    assert (told["lang"], told["dir"], told["theme_color"]) == (code, "ltr", "#fff4d6")
    assert (folder / told["start_url"]).is_file()
    for icon in told["icons"]:
        with Image.open(folder / icon["src"]) as picture:
            assert f"{picture.width}x{picture.height}" == icon["sizes"]
            assert len(picture.convert("RGB").getcolors()) > 3  # something is drawn on the paper
    assert {icon["purpose"] for icon in told["icons"]} == {"any", "maskable"}


def test_the_browser_reads_the_manifest_without_a_complaint(made):
    with visited(made / "site") as (seen, page, _):
        session = page.context.new_cdp_session(page)
        told = session.send("Page.getAppManifest")
        assert told["errors"] == []
        assert told["url"].endswith("/uk/manifest.webmanifest")
        missing = session.send("Page.getInstallabilityErrors")["installabilityErrors"]
        assert [one["errorId"] for one in missing] == ["in-incognito"]  # as every window of these tests
        assert seen.errors == []


# ------------------------------------------------------------------------------------------------- archive


@pytest.fixture(scope="module")
def unpacked(made, tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("stick")
    with zipfile.ZipFile(made / "site/uk" / offline.ZIP) as archive:
        archive.extractall(folder)
    return folder


@pytest.mark.parametrize("width", [360, 1280])
def test_the_archive_works_from_a_memory_stick(unpacked, width):
    with browser(width, 740) as seen:
        page = seen.open((unpacked / "index.html").as_uri())
        page.wait_for_url("**/uk/index.html")
        for name in CHAPTERS:
            seen.open((unpacked / "uk" / name).as_uri())
            assert page.evaluate(PICTURES_ARE_THERE), name
        assert found(page, "ринок")
        seen.open((unpacked / "uk/02-market.html").as_uri())
        page.locator(".visual-note > a").click()
        until(page, "document.querySelector('.close-look img').naturalWidth > 100")
        assert seen.errors == []
        assert all(url.startswith(("file:", "data:")) for url in seen.requests)


def test_the_archive_holds_one_language_without_pdfs_and_no_link_of_it_leads_nowhere(unpacked):
    site = Site(unpacked)
    assert [name for name in site.files if name.startswith(("pl/", "en/")) or name.endswith((".pdf", ".zip"))] == []
    for page in site.pages("uk"):
        for address in finished.addresses(site.text(page)):
            name = finished.inside(page, address)
            looks_like_a_file = re.search(r"\.\w{2,5}$", name)
            assert not looks_like_a_file or name in site.files, (page, address)
    assert "https://guide.verbopil.example/pl/02-market.html" in site.text("uk/02-market.html")
    assert "#offline" not in site.text("uk/02-market.html"), "whoever reads it is without a network already"


def test_the_page_print_offers_the_archive_with_its_size_where_every_chapter_leads(made):
    chapter = (made / "site/pl/01-council.html").read_text("utf-8")
    assert 'href="print/index.html#offline"' in chapter and 'href="print/index.html#paper"' in chapter
    text = (made / "site/pl/print/index.html").read_text("utf-8")
    size = (made / "site/pl" / offline.ZIP).stat().st_size
    assert f'<a href="../{offline.ZIP}" download>' in text
    assert f"({size / 1000:.0f}\u00a0kB)" in text


def test_the_licence_of_the_fonts_goes_where_they_go(made):
    licences = {f"assets/fonts/{name}-OFL.txt" for name in ("FiraSans", "ShantellSans")}
    assert licences <= Site(made / "site").files
    with zipfile.ZipFile(made / "site/pl" / offline.ZIP) as archive:
        assert licences <= {*archive.namelist()}
        assert not any(name.endswith("README.txt") for name in archive.namelist())


def test_two_builds_of_the_same_book_are_the_same_bytes(made, tmp_path):
    from conftest import SampleBook

    again = finish(SampleBook(made / "book"), tmp_path / "again")
    for name in Site(made / "site").files:
        assert (again / name).read_bytes() == (made / "site" / name).read_bytes(), name


@pytest.mark.parametrize("address", ["https://guide.verbopil.example/", ""])
def test_the_archive_of_a_language_that_was_built_alone_names_no_page_that_is_not_in_it(
    sample_book, tmp_path, tmp_path_factory, address
):
    sample_book.replace("mkdocs.yml", "site_url: https://guide.verbopil.example/", f"site_url: {address}")
    made = finish(lay_in(sample_book, tmp_path_factory), tmp_path / "site", ["uk"])
    with zipfile.ZipFile(made / "uk" / offline.ZIP) as archive:
        archive.extractall(tmp_path / "stick")
    site = Site(tmp_path / "stick")
    for page in site.pages("uk"):
        named = {finished.inside(page, one) for one in re.findall(r'\shref="([^"]*)"', site.text(page))}
        assert {name for name in named if name.endswith((".html", ".js", ".pdf", ".zip"))} <= site.files, page
        assert re.findall(r"<link\b(?![^>]*\shref=)[^>]*>", site.text(page)) == [], page
    page = site.text("uk/02-market.html")
    assert ("https://guide.verbopil.example/pl/02-market.html" in page) is bool(address)
    assert 'hreflang="pl"' in page  # the word stays
    assert bool(kiosk.short_address(sample_book.book(), "uk/02-market.html")) is bool(address)
