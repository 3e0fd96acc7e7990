"""A chapter read aloud: by voices of the device and no other, in its order, each word by a voice of its language."""

from contextlib import contextmanager

import pytest

from browser import browser, served
from finished_site import copied, made_once
from voices import FAKE

COUNCIL = "en/01-council.html"
LOCAL = {"name": "Here", "lang": "en-GB", "localService": True, "default": False}
REMOTE = {"name": "Cloud", "lang": "en-US", "localService": False, "default": True}
UKRAINIAN = {"name": "Тут", "lang": "uk_UA", "localService": True, "default": False}  # phones write it so
BUTTONS = ".listen button:not([hidden])"


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    return made_once(tmp_path_factory) / "site"


@contextmanager
def reading(site, *voices, name=COUNCIL, speaks=True, **wishes):
    """A page in a browser with these voices, which speak only when the test says so."""
    with served(site) as address, browser(360, 740, **wishes) as seen:
        if speaks:
            seen.page.add_init_script(FAKE)
        else:
            seen.page.add_init_script("Object.defineProperty(window, 'speechSynthesis', { value: undefined })")
        page = seen.open(address + name)
        if speaks and wishes.get("scripts", True):
            page.evaluate("voices => fake.come(voices)", list(voices))
        yield page
        assert seen.errors == []


def labels(page) -> list[str]:
    return page.locator(BUTTONS).all_inner_texts()


def said(page) -> list[list[str]]:
    return page.evaluate("fake.spoken")


def all_said(page) -> list[list[str]]:
    """The whole chapter, from the press of the button to the end."""
    page.locator(BUTTONS).first.click()
    page.evaluate("() => { while (fake.now) fake.end() }")
    return said(page)


def marked(page) -> str:
    return page.locator("article [aria-current]").inner_text()


@pytest.mark.parametrize("voices", [[], [REMOTE], [UKRAINIAN]])
def test_without_a_voice_of_the_language_on_the_device_nothing_is_offered(site, voices):
    with reading(site, *voices) as page:
        assert page.locator(".listen").count() == 0


def test_a_browser_that_cannot_speak_or_runs_no_scripts_offers_nothing(site):
    with reading(site, speaks=False) as page:
        assert page.locator(".listen").count() == 0
    with reading(site, scripts=False) as page:
        assert page.locator("button", has_text="Listen").count() == 0


@pytest.mark.parametrize("code", ["uk", "pl", "en"])
def test_it_is_offered_below_the_title_when_the_voices_have_come(site, code):
    wanted = {"uk": "Послухати", "pl": "Posłuchaj", "en": "Listen"}[code]
    with reading(site, {**LOCAL, "lang": code}, name=f"{code}/01-council.html") as page:
        assert labels(page) == [wanted]
        assert page.locator("h1 + .listen").count() == 1
        page.emulate_media(media="print")
        assert not page.locator(".listen").is_visible()


def test_no_other_page_than_a_chapter_is_read(site):
    for name in ("en/index.html", "en/print/index.html"):
        with reading(site, LOCAL, name=name) as page:
            assert page.locator(".listen").count() == 0


def test_a_chapter_is_read_from_its_title_to_its_end_without_marks_of_sources(site):
    with reading(site, REMOTE, LOCAL) as page:
        texts = [text for text, _ in all_said(page)]
        assert texts[0] == "The council"
        assert "The council hears everyone who lives in Verbopil." in texts
        assert texts.index("May I?") < texts.index("Step by step") < texts.index("Collect signatures.")
        assert "Source" not in " ".join(texts)
        assert texts[-1].startswith("That is enough")
        assert labels(page) == ["Listen"]
        assert page.locator("article [aria-current]").count() == 0


def test_a_row_of_a_table_is_read_with_the_words_of_its_columns(site):
    with reading(site, LOCAL) as page:
        texts = [text for text, _ in all_said(page)]
        at = texts.index("I am not of age yet;")
        assert texts[at + 1:at + 3] == ["May you speak?", "Yes, with an adult beside you. "]


def test_no_voice_but_those_of_the_device_is_ever_used_also_for_foreign_words(site):
    with reading(site, REMOTE, {**UKRAINIAN, "localService": False}, LOCAL) as page:
        assert {voice for _, voice in all_said(page)} == {"Here"}


def test_foreign_words_are_read_by_a_voice_of_their_language(site):
    with reading(site, LOCAL, UKRAINIAN) as page:
        assert [text for text, voice in all_said(page) if voice == "Тут"] == ["громадські слухання"]


def test_the_part_that_is_read_is_marked_and_brought_into_sight(site):
    with reading(site, LOCAL, reduced_motion="reduce") as page:
        page.locator(BUTTONS).first.click()
        while "Come." not in marked(page):
            page.evaluate("fake.end()")
        page.wait_for_timeout(50)
        box, bar = page.locator("article [aria-current]").bounding_box(), page.locator(".listen").bounding_box()
        assert bar["y"] + bar["height"] <= box["y"]
        assert box["y"] + box["height"] <= 740


def test_it_pauses_goes_on_with_the_same_sentence_and_stops(site):
    with reading(site, LOCAL) as page:
        page.locator(BUTTONS).first.focus()
        page.keyboard.press("Enter")
        page.evaluate("fake.end()")
        assert labels(page) == ["Pause", "Stop"]
        page.keyboard.press("Enter")
        assert labels(page) == ["Listen on", "Stop"]
        assert page.evaluate("fake.now") is None
        before = said(page)
        page.keyboard.press("Enter")
        assert said(page) == [*before, before[-1]]
        page.keyboard.press("Tab")
        page.keyboard.press("Enter")
        assert labels(page) == ["Listen"]
        assert page.evaluate("fake.now") is None
        assert page.evaluate("document.activeElement.textContent") == "Listen"


def test_it_begins_where_the_reader_is(site):
    with reading(site, LOCAL, reduced_motion="reduce") as page:
        page.evaluate("document.querySelector('#steps').scrollIntoView({ behavior: 'instant' })")
        page.locator(BUTTONS).first.click()
        assert said(page)[0][0] != "The council"
        above = "part => part.getBoundingClientRect().bottom > 0"
        assert page.locator("article [aria-current]").evaluate(above)


def test_voices_that_come_later_leave_the_keyboard_where_it_is(site):
    with reading(site, LOCAL) as page:
        page.locator(BUTTONS).first.focus()
        page.evaluate("voices => fake.come(voices)", [LOCAL, UKRAINIAN])
        assert page.evaluate("document.activeElement.textContent") == "Listen"


def test_when_the_last_voice_goes_the_reading_ends_with_it(site):
    with reading(site, LOCAL) as page:
        page.locator(BUTTONS).first.click()
        page.evaluate("fake.come([])")
        assert page.evaluate("fake.now") is None
        assert page.locator(".listen, article [aria-current]").count() == 0


def test_a_chapter_that_is_not_translated_is_read_by_a_voice_of_its_own_language(site, tmp_path):
    copy = copied(site, tmp_path / "site")
    file = copy / COUNCIL
    file.write_text(file.read_text("utf-8").replace("<h1>", '<h1 lang="uk">'), "utf-8")
    with reading(copy, LOCAL) as page:
        assert page.locator(".listen").count() == 0
    with reading(copy, UKRAINIAN) as page:
        assert labels(page) == ["Listen"]
        assert page.locator(".listen").evaluate("one => one.closest('[lang]').lang") == "en"
        assert {voice for _, voice in all_said(page)} == {"Тут"}


def test_a_voice_that_breaks_down_ends_the_reading(site):
    with reading(site, LOCAL) as page:
        page.locator(BUTTONS).first.click()
        page.evaluate("fake.now.onerror({ error: 'synthesis-failed' })")
        assert labels(page) == ["Listen"]


def test_it_falls_silent_when_the_page_is_left(site):
    with reading(site, LOCAL) as page:
        page.locator(BUTTONS).first.click()
        page.evaluate("dispatchEvent(new PageTransitionEvent('pagehide'))")
        assert page.evaluate("fake.now") is None
        assert labels(page) == ["Listen"]
