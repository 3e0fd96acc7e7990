"""The search of the website: in the reader's own words, as they are typed."""

import gzip
import json
import re
from contextlib import contextmanager
from pathlib import Path

import pytest
import rjsmin

from browser import browser, real_site, served
from guidebook import config, search, stemming
from guidebook.site import engine

REPOSITORY = Path(__file__).parents[2]
CONFIG = config.load(REPOSITORY / "mkdocs.yml")
CODES = [language.code for language in CONFIG.languages]
WIDGET = REPOSITORY / "scripts/guidebook/site/theme/assets/search.js"
BUDGET, CONSULTATIONS = "glossary.html#term-budzet-obywatelski", "glossary.html#term-konsultacje-spoleczne"
RESULTS, COUNT, INPUT = ".search-results a", ".search-count", "#search-words"
EXAMPLES = ".search-example button"

# What is typed and what is among the first three results.
QUERIES = [
    ("pl", "konsultacjami społecznymi", CONSULTATIONS),  # inflected
    ("pl", "budzetu obywatelskiego", BUDGET),  # without diacritics
    ("pl", "KONSULTCJE", "glossary.html#term-konsultacje"),  # one letter missing
    ("pl", "public consultation", CONSULTATIONS),  # a word of another language, which the glossary knows
    ("en", "citizens' budgets", BUDGET),  # the apostrophe of a keyboard
    ("en", "citizens budget", BUDGET),
    ("en", "consultaitons", "glossary.html#term-konsultacje"),  # two letters changed places
    ("en", "konsultacje społeczne", CONSULTATIONS),  # the official word
    ("en", "budzet obywatelski", BUDGET),
    ("uk", "громадським бюджетом", BUDGET),
    ("uk", "konsultacje spoleczne", CONSULTATIONS),
    ("uk", "петицію", "glossary.html#term-petycja"),
    ("uk", "публичные консультаціі", CONSULTATIONS),  # letters of another keyboard
]


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    return real_site(tmp_path_factory)


@contextmanager
def opened(site, code="uk", width=360, scripts=True):
    """The first page of a language, below a prefix as on a real server."""
    with served(site, "/guidebook/") as address, browser(width, 740, scripts=scripts) as seen:
        yield seen, seen.open(f"{address}{code}/index.html")
        assert seen.errors == []


def ask(page, text):
    return page.evaluate("text => window.guidebook.search(text)", text)


def type_in(page, text):
    """Open the search by the key and type; waits for the answer."""
    page.locator("body").press("/")
    page.locator(INPUT).fill(text)
    page.locator(f"{COUNT}:not(:empty)").wait_for()


def until(page, script):
    """Wait until it is so; the page's content security policy lets no other waiting in."""
    for _ in range(100):
        if page.evaluate(script):
            return
        page.wait_for_timeout(30)
    raise AssertionError(script)


def index_of(folder, code):
    text = (folder / code / f"search-index.{code}.js").read_text("utf-8")
    return json.loads(text.partition("=")[2].rstrip(";\n"))


@pytest.mark.parametrize("code", CODES)
def test_what_people_type_leads_to_the_section(site, code):
    with opened(site, code) as (_, page):
        missed = []
        for text, expected in [(text, expected) for language, text, expected in QUERIES if language == code]:
            first = [one["url"].partition(f"/{code}/")[2] for one in ask(page, text)[:3]]
            missed += [] if expected in first else [(text, first)]
        assert missed == []


# Asked on a walk; each led beside the answer.
LED_ASTRAY = {
    "pl": {"czy mogę głosować w budżecie obywatelskim": "03-citizens-budget.html#may-i",
           "gdzie pomoc": "places.html#kind-help", "wydrukować przewodnik": "print/index.html",
           "jak zapytać urząd o informację": "06-ask-and-demand.html#which-letter"},
    "uk": {"безкоштовна допомога": "places.html#kind-help",
           "як запитати установу про інформацію": "06-ask-and-demand.html#which-letter"},
    "en": {"where is help": "places.html#kind-help", "broken street lamp": "06-ask-and-demand.html#which-letter",
           "my boss did not pay me": "08-your-rights-and-help.html#help"},
}


@pytest.mark.parametrize("code", LED_ASTRAY)
def test_the_first_result_is_the_answer_to_what_a_newcomer_asked(site, code):
    with opened(site, code) as (_, page):
        found = {text: ask(page, text)[0]["url"].partition(f"/{code}/")[2] for text in LED_ASTRAY[code]}
    assert found == LED_ASTRAY[code]


@pytest.mark.parametrize("code", CODES)
def test_every_result_is_in_the_language_of_the_page_and_leads_to_something_that_exists(site, code):
    with opened(site, code) as (seen, page):
        start = page.url.removesuffix("index.html")
        found = [one for _, text, _ in QUERIES for one in ask(page, text)]
        assert found and {one["lang"] for one in found} == {code}
        for url in {one["url"] for one in found}:
            assert url.startswith(start)
            name, _, anchor = url.removeprefix(start).partition("#")
            text = (site / code / name).read_text("utf-8")
            assert not anchor or f'id="{anchor}"' in text, url
        indexes = [url for url in seen.requests if "search-index" in url]
        assert indexes == [f"{start}search-index.{code}.js"]


def test_three_apostrophes_and_none_find_the_same(site):
    with opened(site) as (_, page):
        answers = [ask(page, text) for text in ("обов'язковий", "обов’язковий", "обовʼязковий", "обовязковий")]
        assert answers[0] and all(answer == answers[0] for answer in answers)


def test_letters_of_their_own_come_before_their_plain_twins(site):
    with opened(site) as (_, page):
        own, plain = ["p.html", "p", [["a", "мий", ""]]], ["q.html", "q", [["b", "мій", ""]]]
        rules = {"endings": "", "changes": [], "small": ""}
        index = f"window.{search.GLOBAL}={json.dumps({'pages': [own, plain], 'places': [], **rules})};"
        page.route("**/search-index.*.js", lambda route: route.fulfill(body=index, content_type="text/javascript"))
        assert [one["title"] for one in ask(page, "мій")] == ["мій", "мий"]
        assert [one["title"] for one in ask(page, "мий")] == ["мий", "мій"]


def test_the_index_is_not_asked_for_before_the_search_is_used(site):
    with opened(site) as (seen, page):
        assert [url for url in seen.requests if "search-index" in url] == []
        with page.expect_request_finished(lambda request: "search-index.uk.js" in request.url):
            page.locator(".search-button").click()


def test_what_looks_like_html_is_shown_as_text_and_runs_nothing(site):
    with opened(site, "en") as (seen, page):
        hostile = "<img src=x onerror=alert(1)> petition"
        type_in(page, hostile)
        assert page.locator(INPUT).input_value() == hostile
        assert page.locator(".search img, .search script").count() == 0
        assert page.locator(RESULTS).count() > 0


def test_words_of_the_index_that_look_like_html_are_shown_as_text(site):
    with opened(site, "en") as (_, page):
        words = "<img src=x onerror=alert(1)> petition"
        rules = {"endings": "s", "changes": [], "small": ""}
        rows = [["", "", words], ["a", words, words, {"pl": words}]]
        index = {"pages": [["p.html", words, rows]], "places": [], **rules}
        script = f"window.{search.GLOBAL}={json.dumps(index)};"
        page.route("**/search-index.*.js", lambda route: route.fulfill(body=script, content_type="text/javascript"))
        type_in(page, "petition")
        assert words in page.locator(RESULTS).first.inner_text()
        assert page.locator(".search img").count() == 0


def test_the_words_that_were_found_are_marked(site):
    with opened(site) as (_, page):
        type_in(page, "громадським бюджетом")
        marked = {text.lower() for text in page.locator(".search-line mark").all_inner_texts()}
        assert marked & {"громадський", "громадського"} and marked & {"бюджет", "бюджету"}


def marks(page, text, question):
    """The words that are marked when a guide is asked that has but this text."""
    index = search.index([search.Page("p.html", "p", f'<p id="a">{text}</p>')], {}, {}, stemming.of("uk"))
    page.route("**/search-index.*.js", lambda route: route.fulfill(body=index, content_type="text/javascript"))
    type_in(page, question)
    return page.locator(".search-line mark").all_inner_texts()


def test_a_word_that_was_not_asked_for_is_not_marked_though_its_stem_is_alike(site):
    with opened(site) as (_, page):
        assert marks(page, "Місцеві правила: міська рада, міською радою.", "міська рада") == [
            "міська", "рада", "міською", "радою",
        ]  # fmt: skip


def test_a_line_begins_with_its_sentence(site):
    with opened(site) as (_, page):
        marks(page, f"{'Далеко звідси. ' * 9}Ми пишемо скаргу вдома.", "скарга")
        assert page.locator(".search-line").inner_text() == "…\u00a0Ми пишемо скаргу вдома."


def test_a_line_of_a_long_list_begins_with_its_item(site):
    with opened(site) as (_, page):
        marks(page, f"{'Далеко звідси · ' * 9}Ми пишемо скаргу вдома", "скарга")
        assert page.locator(".search-line").inner_text() == "…\u00a0Ми пишемо скаргу вдома"


def lines(page, rows, question, found="Found: "):
    """What is shown of each result when a guide is asked that has but these sections."""
    rules = {"endings": "s ed", "changes": [], "small": "a i is may my"}
    index = f"window.{search.GLOBAL}={json.dumps({'pages': [['p.html', 'Together', rows]], 'places': [], **rules})};"
    page.route("**/search-index.*.js", lambda route: route.fulfill(body=index, content_type="text/javascript"))
    type_in(page, question)
    assert page.locator(COUNT).inner_text().startswith(found)
    return page.locator(".search-line").all_inner_texts()


FAR = "One stands here and waits a long while for a tram that is late. "


def test_a_line_is_the_sentence_that_answers_most_words(site):
    with opened(site, "en") as (_, page):
        text = f"A stall is wood. {FAR}A stall costs money. {FAR}"
        assert lines(page, [["a", "Market", text]], "stall cost")[0].startswith("…\u00a0A stall costs money.")


def test_where_the_title_answers_and_several_sentences_do_as_well_the_line_is_the_first_of_the_section(site):
    with opened(site, "en") as (_, page):
        text = f"Yes, if you live here. {FAR}Who votes? {FAR}You vote once."
        assert lines(page, [["a", "Market: may I?", text]], "may I vote market")[0].startswith("Yes, if you live here.")


def test_where_only_one_sentence_answers_what_the_title_does_not_the_line_is_that_one(site):
    with opened(site, "en") as (_, page):
        text = f"The market is old. {FAR}{FAR}Cast your vote there."
        assert lines(page, [["a", "Market", text]], "vote market")[0].startswith("…\u00a0Cast your vote there.")


def test_where_nothing_of_the_question_stands_the_line_has_what_else_people_call_it(site):
    with opened(site, "en") as (_, page):
        text = f"Threats · The police. {FAR}Unpaid wages · The inspectors."
        row = ["a", "Who helps", text, 0, "danger threat, my boss is not paying unpaid wages"]
        assert lines(page, [row], "boss")[0] == "…\u00a0Unpaid wages · The inspectors."


def test_a_word_that_decides_comes_before_the_name_of_the_thing(site):
    with opened(site, "en") as (_, page):
        rows = [["a", "citizens budget", "Money of the city.", {}]]
        rows += [["b", "Paper", "Take it home.", 0, "leaflets, pdf!"]]
        rows += [[f"c{number}", f"Room {number}", "A budget of the citizens."] for number in range(30)]
        assert lines(page, rows, "citizens budget pdf")[0] == "Take it home."
    with opened(site, "en") as (_, page):
        assert lines(page, rows, "citizens budget", "Only the first")[0] == "Money of the city."


def test_small_words_around_it_do_not_hide_that_it_is_called_so(site):
    with opened(site, "en") as (_, page):
        rows = [["a", "Street", "Go out.", 0, "protest, march"], ["b", "May I?", "Yes.", 0, "protest stay, may go"]]
        rows += [[f"c{number}", f"Room {number}", "Nothing of it."] for number in range(30)]
        assert lines(page, rows, "may i protest")[0] == "Go out."


def test_what_answers_only_a_common_word_of_many_is_not_shown(site):
    with opened(site, "en") as (_, page):
        rows = [[f"a{number}", f"Room {number}", "A free chair."] for number in range(30)]
        assert lines(page, rows, "free swimming pool ticket", "Nothing found.") == []


def test_a_full_list_says_that_there_is_more(site):
    with opened(site, "en") as (_, page):
        rows = [[f"a{number}", "Chair", "A free chair."] for number in range(21)]
        assert len(lines(page, rows, "chair", "Only the first 20 are shown.")) == 20
    with opened(site, "en") as (_, page):
        assert len(lines(page, rows[1:], "chair", "Found: 20")) == 20


def test_before_anything_is_typed_examples_can_be_tried_by_mouse_and_by_keyboard(site):
    with opened(site) as (_, page):
        examples = index_of(site, "uk")["examples"]
        page.locator("body").press("/")
        page.locator(EXAMPLES).first.wait_for()
        assert page.locator(EXAMPLES).all_inner_texts() == examples
        assert min(button.bounding_box()["height"] for button in page.locator(EXAMPLES).all()) >= 44
        page.locator(EXAMPLES).nth(1).click()
        page.locator(RESULTS).first.wait_for()
        assert page.locator(INPUT).input_value() == examples[1]
        page.locator(INPUT).fill("")
        page.locator(EXAMPLES).first.wait_for()
        assert page.locator(COUNT).inner_text() == ""
        page.keyboard.press("ArrowDown")
        page.keyboard.press("Enter")
        page.locator(RESULTS).first.wait_for()
        assert page.evaluate("document.activeElement.id") == INPUT[1:]
        assert page.locator(INPUT).input_value() == examples[0]


def test_nonsense_offers_no_terms_but_examples(site):
    with opened(site, "en") as (_, page):
        type_in(page, "xqzvb")
        assert page.locator(COUNT).inner_text().startswith("Nothing found.")
        assert [one.get_attribute("href").rpartition("/")[2] for one in page.locator(RESULTS).all()] == ["places.html"]
        assert page.locator(EXAMPLES).all_inner_texts() == index_of(site, "en")["examples"]


def test_by_keyboard_alone_one_asks_walks_through_the_results_and_goes_there(site):
    with opened(site, width=1280) as (_, page):
        type_in(page, "громадський бюджет")
        focused = "document.activeElement"
        page.keyboard.press("ArrowDown")
        page.keyboard.press("ArrowDown")
        assert page.evaluate(f"[...document.querySelectorAll('{RESULTS}')].indexOf({focused})") == 1
        page.keyboard.press("ArrowUp")
        page.keyboard.press("ArrowUp")
        assert page.evaluate(f"{focused}.id") == INPUT[1:]
        page.keyboard.press("Enter")
        page.wait_for_url(f"**/uk/{BUDGET}")


def test_escape_closes_the_search_and_returns_to_its_button(site):
    with opened(site) as (_, page):
        page.locator(".search-button").focus()
        page.keyboard.press("Enter")
        assert page.evaluate("document.activeElement.id") == INPUT[1:]
        page.keyboard.press("Escape")
        assert not page.locator(".search").is_visible()
        assert page.evaluate("document.activeElement.matches('.search-button')")


def test_back_closes_the_search_and_stays_on_the_page(site):
    with opened(site) as (_, page):
        page.goto(f"{page.url.removesuffix('index.html')}03-citizens-budget.html#steps")
        address, top = page.url, page.evaluate("scrollY")
        type_in(page, "громадський бюджет")
        page.go_back()
        page.locator(".search").wait_for(state="hidden")
        assert (page.url, page.evaluate("scrollY")) == (address, top)
        page.go_forward()
        page.locator(RESULTS).first.wait_for()


@pytest.mark.parametrize("close", ["Escape", "button"])
def test_a_closed_search_leaves_nothing_in_the_history(site, close):
    with opened(site) as (_, page):
        address = page.url
        page.goto(address.replace("index.html", "glossary.html"))
        type_in(page, "петиція")
        page.keyboard.press("Escape") if close == "Escape" else page.locator(".search-bar button").click()
        until(page, "history.state === null")
        page.go_back()
        assert page.url == address


def test_back_from_a_result_leads_to_the_page_where_one_searched(site):
    with opened(site) as (_, page):
        address = page.url
        type_in(page, "громадський бюджет")
        page.locator(RESULTS).first.click()
        page.wait_for_url(f"**/uk/{BUDGET}")
        page.go_back()
        page.wait_for_url(address)
        assert not page.locator(".search").is_visible()


def test_a_result_on_the_same_page_is_gone_to(site):
    with opened(site) as (_, page):
        page.goto(page.url.replace("index.html", "glossary.html"))
        address = page.url
        type_in(page, "громадський бюджет")
        page.locator(RESULTS).first.click()
        page.wait_for_url(f"**/uk/{BUDGET}")
        assert not page.locator(".search").is_visible()
        until(page, "scrollY > 0")
        page.go_back()
        page.wait_for_url(address)


def test_the_search_needs_no_memory_of_the_device(site):
    with opened(site, "en") as (_, page):
        for name in ("localStorage", "sessionStorage", "indexedDB", "caches"):
            page.add_init_script(f"Object.defineProperty(window, '{name}', {{ get() {{ throw new Error('no'); }} }})")
        page.reload()
        type_in(page, "petition")
        assert page.locator(RESULTS).count() > 0


def test_a_form_that_the_guide_does_not_use_is_found_by_its_stem_and_words_apart_are_joined(site):
    with opened(site) as (_, page):
        rows = [["a", "рада мікрорайону", ""], ["b", "об’єднання", ""], ["c", "радіо", ""]]
        rules = {"endings": "а ами и", "changes": [], "small": "чи"}
        index = f"window.{search.GLOBAL}={json.dumps({'pages': [['p.html', 'p', rows]], 'places': [], **rules})};"
        page.route("**/search-index.*.js", lambda route: route.fulfill(body=index, content_type="text/javascript"))
        assert [one["title"] for one in ask(page, "чи радами")] == ["рада мікрорайону"]
        assert [one["title"] for one in ask(page, "об эднання")] == ["об’єднання"]


def test_what_people_call_it_is_found_and_not_shown(site):
    with opened(site, "en") as (_, page):
        rows = [["a", "Assembly", "People meet.", 0, "demonstration"]]
        index = {"pages": [["p.html", "Together", rows]], "places": [], "endings": "s", "changes": [], "small": ""}
        script = f"window.{search.GLOBAL}={json.dumps(index)};"
        page.route("**/search-index.*.js", lambda route: route.fulfill(body=script, content_type="text/javascript"))
        type_in(page, "demonstrations")
        assert page.locator(RESULTS).count() == 1
        assert "demonstration" not in page.locator(RESULTS).first.inner_text()


def test_a_slash_in_the_question_is_a_slash(site):
    with opened(site) as (_, page):
        page.locator("body").press("/")
        page.keyboard.type("1/2")
        assert page.locator(INPUT).input_value() == "1/2"


def test_nothing_found_says_so_and_offers_near_terms_and_the_places(site):
    with opened(site, "en") as (_, page):
        type_in(page, "xxpetixx")
        assert page.locator(COUNT).inner_text().startswith("Nothing found.")
        offered = [link.get_attribute("href") for link in page.locator(RESULTS).all()]
        assert offered[-1].endswith("/en/places.html")
        assert any("glossary.html#term-" in address for address in offered[:-1])


def test_an_index_that_cannot_be_loaded_is_told_and_asked_for_again(site):
    with served(site) as address, browser(360) as seen:
        page = seen.open(f"{address}en/index.html")
        page.route("**/search-index.*.js", lambda route: route.abort())
        type_in(page, "petition")
        assert page.locator(COUNT).inner_text().startswith("The search could not be loaded.")
        page.unroute("**/search-index.*.js")
        page.locator(INPUT).fill("petitions")
        page.locator(RESULTS).first.wait_for()


@pytest.mark.parametrize("code", CODES)
def test_the_search_works_from_a_memory_stick(site, code):
    with browser(360) as seen:
        page = seen.open((site / code / "index.html").as_uri())
        type_in(page, next(text for language, text, _ in QUERIES if language == code))
        page.locator(RESULTS).first.click()
        page.wait_for_url("**/glossary.html#term-*")
        assert seen.errors == []
        assert all(url.startswith(("file:", "data:")) for url in seen.requests)


@pytest.mark.parametrize("width", [320, 360, 768, 1280])
def test_the_search_fits_the_window_and_a_thumb(site, width):
    with opened(site, width=width) as (_, page):
        assert min(page.locator(".search-button").bounding_box()[side] for side in ("width", "height")) >= 44
        type_in(page, "громадський бюджет")
        for target in page.locator(f".search button, {INPUT}, {RESULTS}").all():
            assert target.bounding_box()["height"] >= 44
        assert page.locator(".search").evaluate("box => box.scrollWidth <= box.clientWidth")
        assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_a_screen_reader_is_told_what_it_is_and_how_much_was_found(site):
    with opened(site, "en") as (_, page):
        assert page.get_by_role("button", name="Search", exact=True).is_visible()
        type_in(page, "petition")
        assert page.get_by_role("dialog", name="Search the guide").get_by_role("search").is_visible()
        assert page.get_by_label("Search the guide").last.is_visible()
        assert re.fullmatch(r"Found: \d+", page.get_by_role("status").inner_text())


def test_without_scripts_there_is_no_button_that_does_nothing(site):
    with opened(site, scripts=False) as (_, page):
        assert not page.locator(".search-button").is_visible()


def test_the_widget_is_small_as_it_is_published():
    published = rjsmin.jsmin(WIDGET.read_text("utf-8"), keep_bang_comments=True)
    assert len(gzip.compress(published.encode())) <= 6_000


@pytest.mark.parametrize("code", CODES)
def test_an_index_is_light_to_load(site, code):
    assert len(gzip.compress((site / code / f"search-index.{code}.js").read_bytes())) <= 70_000


def test_a_chapter_that_is_not_translated_is_not_found_by_words_of_another_language(sample_book, tmp_path):
    names = []
    for folder in (tmp_path / "before", tmp_path / "after"):
        folder.mkdir()
        engine.build(sample_book.book(), ("pl",), folder, 1)
        names.append([page[0] for page in index_of(folder, "pl")["pages"]])
        sample_book.path("docs/pl/02-market.md").unlink(missing_ok=True)
    assert [name for name in names[0] if name not in names[1]] == ["02-market.html"]


def test_a_saved_chapter_is_found_by_its_new_words(sample_book, tmp_path):
    folder = tmp_path / "site"
    edition = engine.OpenEdition(sample_book.path("mkdocs.yml"), "pl", folder)
    edition.build(shared=True)
    sample_book.append("docs/pl/03-bridge.md", "\n## Nowość { #news }\n\nPawian na moście.\n")
    edition.refresh("03-bridge.md")
    edition.catch_up()
    page = next(page for page in index_of(folder, "pl")["pages"] if page[0] == "03-bridge.html")
    assert page[2][-1] == ["news", "Nowość", "Pawian na moście."]
