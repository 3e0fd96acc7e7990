"""What a reader sees and can do: doors, checklists, places, reminders, day and night."""

import re
from datetime import date
from pathlib import Path

import pytest

from browser import browser, served
from conftest import copy_sample_book
from finished_site import lay_in
from guidebook import book as books
from guidebook import config as configs
from guidebook import strings
from guidebook.problem import GuidebookError
from guidebook.site import calendar, engine, pages, palette

REPOSITORY = Path(__file__).parents[2]
REAL = configs.load(REPOSITORY / "mkdocs.yml")
COUNCIL, MARKET, PLACES = "01-council.html", "02-market.html", "places.html"
DOOR = "- **I have an idea:** [council](01-council.md), [market](02-market.md)\n  { .door .icon-bulb }"


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    """The sample book with two doors, built once: no test here changes it."""
    folder = tmp_path_factory.mktemp("look")
    book = lay_in(copy_sample_book(folder / "book"), tmp_path_factory)
    book.replace("mkdocs.yml", "    cover: 00-cover\n", "    cover: 00-cover\n    icon: dwarf\n    ornament: town\n")
    for code in ("uk", "pl", "en"):
        book.append(f"docs/{code}/index.md", f"\n{DOOR}\n{DOOR.replace('bulb', 'heart')}\n")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SOURCE_DATE_EPOCH", "1795521600")
        assert engine.build(book.book(), ("uk", "pl", "en"), folder / "site", 1) == ()
    return folder / "site"


# ------------------------------------------------------------------------------------------------ doors


def test_each_language_of_the_real_guide_opens_five_doors_to_two_or_three_sections():
    for edition in books.load(REAL).editions:
        text = edition.chapter("index.md").body
        doors = re.findall(r"(?m)^- \*\*(.+):\*\* (.+)\n  \{ \.door \.icon-[a-z-]+ \}$", text)
        assert [len(re.findall(r"\]\(", links)) for _, links in doors] == [3] * 5, edition.language.code
        assert len({name for name, _ in doors}) == 5


def test_a_door_shows_its_icon_and_a_voice_does_not_read_it(site):
    with served(site) as address, browser(360) as seen:
        page = seen.open(address + "en/index.html")
        door = page.locator(".door").first
        assert door.inner_text() == "I\u00a0have an idea:\ncouncil, market"
        assert "bulb.svg" in door.evaluate("door => getComputedStyle(door, '::before').backgroundImage")
        assert page.locator(".door img").count() == 0
        assert seen.errors == []
    assert (site / "assets/icons/bulb.svg").is_file()


def test_an_icon_that_does_not_exist_is_named(sample_book, tmp_path):
    sample_book.append("docs/uk/index.md", f"\n{DOOR.replace('bulb', 'dragon')}\n")
    with pytest.raises(GuidebookError) as found:
        engine.build(sample_book.book(), ("uk",), tmp_path / "site", 1)
    assert found.value.values == {"name": "dragon"}


def test_the_first_page_says_that_it_is_a_draft_right_below_its_doors():
    html = '<h2>Doors</h2><ul>\n<li class="door icon-bulb">An idea</li>\n</ul>\n<p>Or else</p>\n<h2>More</h2>'
    parts = ["Or else", "DRAFT", "<h2>More"]
    assert sorted(parts, key=pages.below_doors(html, "DRAFT").index) == parts
    assert pages.below_doors(html.partition("<p>")[0], "DRAFT").endswith("DRAFT")
    assert pages.below_doors("<p>Hello</p><ul></ul>", "DRAFT").startswith("DRAFT")


def test_a_chapter_answers_in_words_before_the_drawing(sample_book):
    text = "---\ntitle: T\n---\n\n[[note:02-market]]\n\n## Коротко { #in-short }\n\nТак.\n\n## Далі { #next }\n"
    sample_book.write("docs/uk/02-market.md", text)
    body = pages.body(sample_book.book().source.chapter("02-market.md"))
    parts = ["#in-short", "Так.", "[[note:02-market]]", "#next", "[[page:sources]]"]
    assert sorted(parts, key=body.index) == parts
    assert body.count("[[note:") == 1


def test_a_drawing_inside_a_chapter_stays_where_it_is(sample_book):
    text = "---\ntitle: T\n---\n\n## Коротко { #in-short }\n\nТак.\n\n## Далі { #next }\n\n[[note:02-market]]\n"
    sample_book.write("docs/uk/02-market.md", text)
    body = pages.body(sample_book.book().source.chapter("02-market.md"))
    assert body.index("#next") < body.index("[[note:02-market]]")


# ------------------------------------------------------------------------------------------- checklists

BOX, COUNT = ".task-list input", ".task-foot [role=status]"


def test_every_chapter_of_the_real_guide_has_a_checklist_in_every_language():
    for edition in books.load(REAL).editions:
        for chapter in edition.chapters:
            assert not chapter.number or "- [ ] " in chapter.body, chapter.file


def test_a_tick_stays_on_the_device_in_all_languages_until_it_is_cleared(site):
    with served(site) as address, browser(360) as seen:
        page = seen.open(f"{address}en/{COUNCIL}")
        assert page.locator(COUNT).inner_text() == "Ticked: 0 of 2"
        page.get_by_label("The list of signatures").check()
        assert page.locator(COUNT).inner_text() == "Ticked: 1 of 2"
        seen.open(f"{address}pl/{COUNCIL}")
        assert [box.is_checked() for box in page.locator(BOX).all()] == [False, True]
        kept = page.evaluate("Object.entries(localStorage)")
        assert [(key.startswith("guidebook-tick/01-council/"), value) for key, value in kept] == [(True, "1")]
        page.locator(".task-foot button").first.click()
        assert page.evaluate("localStorage.length") == 0
        assert page.locator(BOX).first.evaluate("box => box === document.activeElement")
        page.reload()
        assert page.locator(f"{BOX}:checked").count() == 0
        assert seen.errors == []
        assert all(url.startswith(address) for url in seen.requests)


@pytest.mark.parametrize("script", ["", "document.documentElement.classList.add('kiosk')"])
def test_nothing_is_kept_at_a_kiosk_and_nothing_printed(site, script):
    with served(site) as address, browser(360) as seen:
        if script:
            watch = f"new MutationObserver(() => document.documentElement && ({script}))"
            seen.page.add_init_script(f"{watch}.observe(document, {{childList: true}})")
        seen.open(f"{address}en/{COUNCIL}")
        seen.page.evaluate("localStorage.clear()")
        page = seen.open(f"{address}en/{COUNCIL}{'' if script else '?kiosk'}")
        page.locator(BOX).first.check()
        assert page.locator(COUNT).inner_text() == "Ticked: 1 of 2"
        assert page.evaluate("localStorage.length") == 0
        assert page.locator(".task-foot button").count() == 1
        page.reload()
        assert page.locator(f"{BOX}:checked").count() == 0


def test_a_checklist_works_where_storage_is_forbidden(site):
    with served(site) as address, browser(360) as seen:
        forbid = "Object.defineProperty(window, 'localStorage', {get() { throw new Error('forbidden') }})"
        seen.page.add_init_script(forbid)
        page = seen.open(f"{address}en/{COUNCIL}")
        page.locator(BOX).first.check()
        assert page.locator(COUNT).inner_text() == "Ticked: 1 of 2"
        assert seen.errors == []


def test_without_scripts_a_checklist_is_a_plain_list_with_boxes(site):
    with served(site) as address, browser(360, scripts=False) as seen:
        page = seen.open(f"{address}en/{COUNCIL}")
        assert page.locator(".task-list li").count() == page.locator(BOX).count() == 2
        assert page.locator(".task-foot").count() == 0


def test_on_paper_a_checklist_has_boxes_to_tick_by_hand_and_can_stand_alone(site):
    with served(site) as address, browser(1280) as seen:
        page = seen.open(f"{address}en/{COUNCIL}")
        page.evaluate("window.print = () => { window.printed = true }")
        page.locator(".task-foot button").nth(1).click()
        assert page.evaluate("window.printed")
        page.emulate_media(media="print")
        assert page.locator(BOX).first.evaluate("box => getComputedStyle(box).appearance") == "none"
        assert not page.locator(".task-foot").is_visible()
        tags = "all => all.filter(one => one.offsetParent).map(one => one.tagName)"
        assert page.locator("article > *").evaluate_all(tags) == ["H1", "H3", "UL"]
        page.evaluate("dispatchEvent(new Event('afterprint'))")
        assert not page.evaluate("document.documentElement.classList.contains('list-only')")


# ----------------------------------------------------------------------------------------------- places


def shown_places(page):
    return [card.get_attribute("id") for card in page.locator(".places .place h3").all() if card.is_visible()]


def test_places_are_filtered_by_kind_and_by_language_and_the_number_is_told(site):
    with served(site) as address, browser(360) as seen:
        page = seen.open(f"{address}en/{PLACES}")
        assert shown_places(page) == ["place-gate", "place-office"]
        page.get_by_label("Offices").check()
        assert shown_places(page) == ["place-office"]
        assert not page.locator("#kind-meeting").is_visible()
        assert page.locator(".places-filter [role=status]").inner_text() == "Places shown: 1 of 2"
        page.get_by_label("Where people meet").check()
        assert shown_places(page) == ["place-gate", "place-office"]
        page.get_by_text("Language spoken there, if known").click()
        page.get_by_label("Polish").check()
        assert shown_places(page) == ["place-office"]
        page.get_by_role("button", name="Show all").click()
        assert not page.get_by_text("Show all").is_visible(), "there is nothing more to show"
        assert shown_places(page) == ["place-gate", "place-office"]
        assert page.evaluate("localStorage.length") == 0
        assert seen.errors == []


def test_after_a_choice_the_first_place_is_in_the_window(site):
    with served(site) as address, browser(360, 400) as seen:
        page = seen.open(f"{address}en/{PLACES}")
        page.emulate_media(reduced_motion="reduce")
        top = "document.getElementById('place-office').getBoundingClientRect().top - innerHeight"
        page.get_by_label("Offices").check()
        assert page.evaluate(top) < 0


def test_who_is_led_to_a_place_finds_it_whatever_was_chosen(site):
    with served(site) as address, browser(360) as seen:
        page = seen.open(f"{address}en/{PLACES}")
        page.get_by_label("Offices").check()
        page.evaluate("location.hash = 'place-gate'")
        page.wait_for_function("document.getElementById('place-gate').offsetParent !== null")


def test_without_scripts_all_places_are_shown_and_no_filter(site):
    with served(site) as address, browser(360, scripts=False) as seen:
        page = seen.open(f"{address}en/{PLACES}")
        assert shown_places(page) == ["place-gate", "place-office"]
        assert not page.locator(".places-filter").is_visible()


def test_languages_to_choose_from_follow_the_alphabet_of_the_reader(site):
    html = (site / "uk" / PLACES).read_text("utf-8")
    found = re.findall(r'<input[^>]*name="language"[^>]*>', html)
    order = ["en", "pl", "uk"]  # англійська, польська, українська
    assert [re.search(r'value="(\w+)"', box)[1] for box in found] == order


def test_a_list_of_places_of_one_kind_without_languages_has_no_filter(sample_book):
    sample_book.write("docs/data/places.yml", sample_book.read("docs/data/places.yml").partition("office:")[0])
    book = sample_book.book()
    made = pages.PageReferences(book, book.source.chapter("places.md"), pages.PageMedium(
        book, book.source.chapter("places.md"), "uk", {}))(pages.Reference("all", "places", block=True))
    assert [part.tag for part in made] == ["h2", "div"]


PHONE, MAIL = '  phone: "+44 1632 960124"\n', "  email: rynok@verbopil.example\n"
WEB = "  web: https://rynok.verbopil.example\n"
HOURS = '  hours:\n    - {days: [mon, fri], from: "09:00", to: "17:00"}\n'
ADDRESS = '  address: {street: "Ринкова, 7", postcode: "00007", city: Вербопіль}\n'


@pytest.mark.parametrize("gone, advice", [
    ([HOURS], "We do not know today’s hours. Ask by phone first."),
    ([HOURS, PHONE], "We do not know today’s hours. Ask by e-mail first."),
    ([HOURS, PHONE, MAIL], "We do not know today’s hours. Look on the website first."),
    ([HOURS, ADDRESS], None),
    ([PHONE, MAIL], None),
])
def test_a_place_with_a_door_and_no_hours_says_how_to_learn_them(sample_book, gone, advice):
    for line in gone:
        sample_book.replace("docs/data/places.yml", line, "")
    book = sample_book.book()
    chapter = book.edition("pl").chapter("places.md")
    resolve = pages.PageReferences(book, chapter, pages.PageMedium(book, chapter, "pl", {}))
    words = strings.load("pl")
    for made in (resolve(pages.Reference("place", "office", block=True)),
                 resolve(pages.Reference("all", "places", block=True)).find(".//h3[@id='place-office']/..")):
        rows = ["".join(part.itertext()) for part in made.find("dl")]
        said = [rows[at + 1] for at, name in enumerate(rows) if name == words("Hours")]
        assert [text for text in said if "00" not in text] == ([words(advice)] if advice else [])


def test_a_place_is_opened_in_the_maps_of_the_device_only_where_it_is_known_where_it_is(sample_book):
    name = "  name: Контора ринку\n"
    sample_book.replace("docs/data/places.yml", name, f"{name}  at: [12.5, -7.25]\n")
    book = sample_book.book()
    chapter = book.source.chapter("places.md")
    resolve = pages.PageReferences(book, chapter, pages.PageMedium(book, chapter, "uk", {}))
    listed = resolve(pages.Reference("all", "places", block=True))
    for made in (listed, resolve(pages.Reference("place", "office", block=True))):
        assert [link.get("href") for link in made.findall(".//p[@class='place-map']/a")] == ["geo:12.5,-7.25"]
    assert resolve(pages.Reference("place", "gate", block=True)).find(".//p[@class='place-map']") is None


def shown_place(sample_book, name, language="pl"):
    book = sample_book.book()
    chapter = book.edition(language).chapter("places.md")
    resolve = pages.PageReferences(book, chapter, pages.PageMedium(book, chapter, language, {}))
    return resolve(pages.Reference("place", name, block=True))


@pytest.mark.parametrize("gone, way", [
    ([], "https://rynok.verbopil.example"), ([WEB], "tel:+44-1632-960124"),
    ([WEB, PHONE], "mailto:rynok@verbopil.example"),
])
def test_check_before_you_go_leads_to_the_place_itself_and_the_source_is_called_one(sample_book, gone, way):
    for line in gone:
        sample_book.replace("docs/data/places.yml", line, "")
    check, age = shown_place(sample_book, "office").findall("p")[-2:]
    words = strings.load("pl")
    assert "".join(check.itertext()).startswith(words("Check before you go:"))
    assert [link.get("href") for link in check.iter("a")] == [way]
    assert "".join(age.itertext()).startswith(words("Source:"))
    assert way not in [link.get("href") for link in age.iter("a")]


def test_a_place_that_names_no_way_to_ask_says_to_check_and_then_whose_word_it_is(sample_book):
    for line in (WEB, PHONE, MAIL):
        sample_book.replace("docs/data/places.yml", line, "")
    said = "".join(shown_place(sample_book, "office").findall("p")[-1].itertext())
    words = strings.load("pl")
    assert said.startswith(f'{words("Check before you go.")} {words("Source:")} ')


@pytest.mark.parametrize("at", ["[12.5]", "[north, west]", "[91, 0]", "[0, 181]", "[true, 1]"])
def test_what_is_no_point_on_the_earth_is_reported(sample_book, at):
    sample_book.replace("docs/data/places.yml", "  name: Контора ринку\n", f"  name: Контора ринку\n  at: {at}\n")
    assert "“office.at” is no point on the earth" in [p.english() for p in sample_book.book().data.problems]


# --------------------------------------------------------------------------------------------- calendar


class Wrong(AssertionError):
    """What RFC 5545 does not allow."""


ESCAPE, BARE = re.compile(r"\\[\\;,nN]"), re.compile(r"[\\;,]")
LINE = re.compile(r'([A-Z-]+)((?:;[A-Z-]+=(?:"[^"]*"|[^";:,]*))*):(.*)', re.S)


def parsed(data: bytes) -> list[list[tuple[str, str, str]]]:
    """The events of a calendar: name, parameters, value of each line. Strict: 3.1, 3.3.11, 3.4, 3.6."""
    if not data.endswith(b"\r\n") or data.replace(b"\r\n", b"").count(b"\n") + data.replace(b"\r\n", b"").count(b"\r"):
        raise Wrong("lines end with CR LF and nothing else")
    lines: list[str] = []
    for raw in data.removesuffix(b"\r\n").split(b"\r\n"):
        if len(raw) > 75:
            raise Wrong(f"longer than 75 octets: {raw!r}")
        text = raw.decode("utf-8")  # no letter is cut in two
        if text.startswith(" "):
            lines[-1] += text[1:]
        else:
            lines.append(text)
    open_parts, events, seen = [], [], []
    for line in lines:
        found = LINE.fullmatch(line)
        if not found:
            raise Wrong(f"no content line: {line}")
        name, parameters, value = found.groups()
        if name == "BEGIN":
            open_parts.append(value)
            events += [[]] if value == "VEVENT" else []
        elif name == "END":
            if open_parts.pop() != value:
                raise Wrong(f"{value} ends what it did not begin")
        elif open_parts == ["VCALENDAR", "VEVENT"]:
            events[-1].append((name, parameters, value))
        elif open_parts == ["VCALENDAR"]:
            seen.append(name)
        if name in ("SUMMARY", "DESCRIPTION", "X-WR-CALNAME") and BARE.search(ESCAPE.sub("", value)):
            raise Wrong(f"not escaped: {value}")
    if open_parts or lines[0] != "BEGIN:VCALENDAR" or lines[-1] != "END:VCALENDAR":
        raise Wrong("one VCALENDAR, whole")
    if sorted({"PRODID", "VERSION"} - set(seen)) or "VERSION:2.0" not in lines:
        raise Wrong("PRODID and VERSION are required")
    for event in events:
        names = [name for name, _, _ in event]
        for once in ("UID", "DTSTAMP", "DTSTART", "DTEND", "RRULE", "SUMMARY", "DESCRIPTION", "URL", "TRANSP"):
            if names.count(once) != 1:
                raise Wrong(f"{once} stands {names.count(once)} times")
    return events


def values(event) -> dict[str, str]:
    return {name: value for name, _, value in event}


@pytest.mark.parametrize("code", ["uk", "pl", "en"])
def test_each_language_has_a_calendar_that_keeps_to_the_standard(site, code):
    (event,) = parsed((site / code / "calendar.ics").read_bytes())
    assert {(name, more) for name, more, _ in event} >= {("DTSTART", ";VALUE=DATE"), ("DTEND", ";VALUE=DATE")}
    found = values(event)
    assert (found["DTSTART"], found["DTEND"], found["RRULE"]) == ("20270410", "20270411", "FREQ=YEARLY")
    assert found["DTSTAMP"] == "20261124T000000Z"
    assert found["URL"] == f"https://guide.verbopil.example/{code}/02-market.html"


def test_the_parser_of_these_tests_is_strict(site):
    good = (site / "en" / "calendar.ics").read_bytes()
    for bad in (
        good.replace(b"\r\n", b"\n"), good.replace(b"\r\n ", b""), good.replace(b"END:VEVENT\r\n", b""),
        good.replace(b"\\,", b","), good.replace(b"UID:", b"X-UID:"), good.replace(b"VERSION:2.0\r\n", b""),
    ):
        with pytest.raises(Wrong):
            parsed(bad)


def test_a_reminder_says_usually_and_where_to_check_and_is_no_deadline(site):
    found = values(parsed((site / "en" / "calendar.ics").read_bytes())[0])
    assert "usually begins about now\\, check at rynok.verbopil.example" in found["SUMMARY"]
    assert found["DESCRIPTION"].startswith("Usually begins about 10 April (source from 2026\\, not confirmed since).")
    assert "a reminder to look\\, not a deadline" in found["DESCRIPTION"]


def test_reminders_keep_their_names_and_differ_between_languages(sample_book):
    book = sample_book.book()
    names = [re.findall(r"UID:(.+)\r", calendar.text(book, code)) for code in ("uk", "pl", "en", "uk")]
    assert names[0] == names[3]
    assert len({tuple(uids) for uids in names}) == 3


def test_a_reminder_comes_next_year_when_its_day_has_passed():
    assert calendar._first_day("04-10", date(2026, 4, 10)) == date(2026, 4, 10)
    assert calendar._first_day("04-10", date(2026, 4, 11)) == date(2027, 4, 10)
    assert calendar._first_day("02-29", date(2026, 1, 1)) == date(2026, 2, 28)
    assert calendar._first_day("in spring", date(2026, 1, 1)) is None


def test_the_calendar_says_what_begins_in_the_readers_words_else_in_those_of_the_source(sample_book):
    starts = "  starts: 04-10\n"
    sample_book.replace("docs/data/facts.yml", starts, starts + "  begins: {uk: ринок, pl: targ}\n")
    book = sample_book.book()
    told = {code: values(parsed(calendar.text(book, code).encode())[0])["SUMMARY"] for code in ("uk", "pl", "en")}
    begins = {code: text.partition(" – ")[2].partition(":")[0] for code, text in told.items()}
    assert begins == {"uk": "ринок", "pl": "targ", "en": "ринок"}


def test_what_a_chapter_is_called_cannot_add_lines_to_the_calendar(sample_book):
    sample_book.replace("docs/en/02-market.md", "title: ", "title: 'END:VEVENT; a, b\\n' # ")
    (event,) = parsed(calendar.text(sample_book.book(), "en", lambda name: "a\r\nEND:VEVENT;x").encode())
    assert values(event)["SUMMARY"].startswith("END:VEVENT\\; a\\, b\\\\n: usually")
    assert "a\\nEND:VEVENT\\;x" in values(event)["DESCRIPTION"]


def test_the_calendar_is_offered_where_a_chapter_tells_when(site):
    market = (site / "en" / MARKET).read_text("utf-8")
    assert re.search(r'id="when".*<p class="calendar"><a[^>]*href="calendar.ics"', market, re.S)
    assert "calendar.ics" not in (site / "en" / COUNCIL).read_text("utf-8")
    assert "Yearly reminders" not in (site / "en/search-index.en.js").read_text("utf-8")


def test_the_real_guide_reminds_of_what_its_chapters_know():
    book = books.load(REAL)
    for language in book.config.languages:
        events = parsed(calendar.text(book, language.code).encode())
        assert len(events) == len(calendar.reminders(book)) >= 6
        assert all("https://" in values(event)["DESCRIPTION"] for event in events)


# ------------------------------------------------------------------------------------------ day and night


def test_all_that_is_written_can_be_read_by_day_and_by_night():
    day = REAL.colours
    for colours in (day, {**day, **palette.night(day)}):
        for text in palette.WRITTEN:
            for ground in ("paper", "white", "sand", "cover"):
                assert palette.contrast(colours[text], colours[ground]) >= 4.5, (text, ground)
        for text in ("ink", "help", "accent"):
            for ground in {*palette.GROUNDS, *palette.RAISED}:
                assert palette.contrast(colours[text], colours[ground]) >= 4.5, (text, ground)
    assert palette.contrast(day["ink"], day["sun"]) >= 4.5


def test_any_palette_has_a_night_that_can_be_read():
    colours = {**REAL.colours, "ink": "#000000", "accent": "#000000", "help": "#ffffff", "second": "#808080"}
    made = palette.night(colours)
    grounds = {*palette.GROUNDS, *palette.RAISED}
    found = (palette.contrast(made[text], made[ground]) for text in palette.WRITTEN for ground in grounds)
    assert min(found) >= 4.5


def test_the_screen_is_dark_when_the_reader_wants_it_so_and_paper_never(site):
    ground = "getComputedStyle(document.body).backgroundColor"
    with served(site) as address, browser(360) as seen:
        page = seen.open(f"{address}en/{MARKET}")
        day = page.evaluate(ground)
        page.emulate_media(color_scheme="dark")
        assert page.evaluate(ground) != day
        page.emulate_media(color_scheme="dark", media="print")
        assert page.evaluate(ground) == day
        assert seen.errors == []


def test_what_can_be_taken_home_stands_before_the_sources_and_on_the_first_page_below_the_doors(site):
    html = (site / "en" / COUNCIL).read_text("utf-8")
    assert html.index('class="take-home"') < html.index('class="sources"')
    assert 'href="print/index.html#offline"' in html
    assert "#paper" not in html, "nothing is printed yet"
    assert 'href="print/index.html">Print or read offline</a>' in (site / "en" / "index.html").read_text("utf-8")


def test_a_page_is_printed_from_its_end_but_not_at_a_kiosk(site):
    with served(site) as address, browser(360) as seen:
        page = seen.open(f"{address}en/{COUNCIL}")
        page.evaluate("window.print = () => (window.printed = true)")
        page.get_by_role("button", name="Print this page").click()
        assert page.evaluate("window.printed")
        page = seen.open(f"{address}en/{COUNCIL}?kiosk")
        assert not page.locator(".take-home").first.is_visible()


@pytest.mark.parametrize("code", ["pl", "uk"])
def test_each_letter_of_the_glossary_leads_to_its_first_word(code):
    book = books.load(REAL)
    chapter = book.edition(code).chapter("glossary.md")
    made = pages.PageReferences(book, chapter, pages.PageMedium(book, chapter, code, {}))(
        pages.Reference("all", "terms", block=True))
    words = [(word.get("id"), "".join(word.itertext())[0].upper()) for word in made.iter("dt")]
    found = [(way.get("href"), way.text) for way in made.find("nav")]
    assert len(found) > 10
    assert found == [(f"#{next(id for id, first in words if first == letter)}", letter) for _, letter in found]
    assert {letter for _, letter in found} == {first for _, first in words}


def test_official_words_have_letters_of_their_own_where_readers_have_another_language():
    book = books.load(REAL)
    chapter = book.edition("uk").chapter("glossary.md")
    box = pages.PageReferences(book, chapter, pages.PageMedium(book, chapter, "uk", {}))(
        pages.Reference("all", "terms", block=True)).find("details")
    firsts = {}
    for row in box.iter("li"):
        firsts.setdefault("".join(row.itertext())[0].upper(), f"#{row.get('id')}")
    assert len(firsts) > 10
    assert {way.text: way.get("href") for way in box.find("nav")} == firsts
    assert box.find("nav").get("lang") == "pl"


@pytest.mark.parametrize("width, shown", [(360, True), (1280, False)])
def test_the_top_of_a_long_page_leads_to_what_can_be_taken_home_where_no_headings_stand_beside_it(
    site, width, shown
):
    with served(site) as address, browser(width) as seen:
        page = seen.open(f"{address}en/{COUNCIL}")
        way = page.locator("p.to-take-home")
        assert way.is_visible() == shown
        if shown:
            way.locator("a").click()
            assert page.evaluate("document.getElementById('take-home').getBoundingClientRect().top") < 400
            page.emulate_media(media="print")
            assert not way.is_visible()
            assert not seen.open(f"{address}en/{COUNCIL}?kiosk").locator("p.to-take-home").is_visible()
