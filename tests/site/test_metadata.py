"""What pages say of themselves to search engines, to apps and to feed readers."""

import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path

import pytest

from browser import browser, real_site, served
from conftest import REPOSITORY, TODAY, SampleBook, copy_sample_book
from finished_site import lay_in
from guidebook import images, languages
from guidebook.site import engine, metadata

CODES = ("uk", "pl", "en")
SITE = "https://guide.verbopil.example/"
HOSTILE = "</script><script>alert(1)</script><!-- <script>"

# Type → its properties, of schema.org as schema-dts writes it down (tests/node/schema.py). Nothing else is allowed: a
# misspelt word would be passed over in silence by every machine.
VOCABULARY = json.loads((REPOSITORY / "tests/node/vocabulary.json").read_text("utf-8"))["types"]
SCHEMA = {kind: set(properties.split()) for kind, properties in VOCABULARY.items()}


@dataclass
class Head(HTMLParser):
    """What the head of a page says."""

    metas: list[tuple[str, str]] = field(default_factory=list)
    links: list[dict[str, str]] = field(default_factory=list)
    title: str = ""
    _in: str = ""

    def __post_init__(self):
        super().__init__()

    def handle_starttag(self, tag, attrs):
        known, self._in = dict(attrs), tag
        if tag == "meta" and (name := known.get("name") or known.get("property")):
            self.metas.append((name, known["content"]))
        if tag == "link":
            self.links.append(known)

    def handle_endtag(self, tag):
        self._in = ""

    def handle_data(self, data):
        self.title += data if self._in == "title" else ""

    def all(self, name: str) -> list[str]:
        return [content for found, content in self.metas if found == name]

    def __getitem__(self, name: str) -> str:
        [content] = self.all(name)
        return content


def head(site: Path, name: str) -> Head:
    found = Head()
    found.feed((site / name).read_text("utf-8").partition("</head>")[0])
    return found


def data(site: Path, name: str) -> dict[str, dict]:
    """The things of a page by their type; a page has one script of data at most."""
    found = re.findall(r'<script type="application/ld\+json">(.*?)</script>', (site / name).read_text("utf-8"), re.S)
    assert len(found) <= 1, name
    if not found:
        return {}
    made = json.loads(found[0])
    assert made["@context"] == "https://schema.org"
    return {thing["@type"]: thing for thing in made["@graph"]}


def things(value) -> Iterator[dict]:
    """All things within others."""
    if isinstance(value, dict):
        yield value
        for one in value.values():
            yield from things(one)
    if isinstance(value, list):
        for one in value:
            yield from things(one)


def pages(site: Path) -> list[str]:
    """What people read, without the short addresses that only lead on."""
    names = (file.relative_to(site).as_posix() for code in CODES for file in sorted((site / code).rglob("*.html")))
    return [name for name in names if 'http-equiv="refresh"' not in (site / name).read_text("utf-8")]


@contextmanager
def today():
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SOURCE_DATE_EPOCH", TODAY)
        yield


def built(book: SampleBook, folder: Path, codes=CODES) -> Path:
    folder.mkdir()
    assert engine.build(book.book(), codes, folder, 1) == ()
    return folder


@pytest.fixture(scope="module")
def book(tmp_path_factory):
    return lay_in(copy_sample_book(tmp_path_factory.mktemp("book") / "book"), tmp_path_factory)


@pytest.fixture(scope="module")
def site(book, tmp_path_factory):
    """The sample book, which has an address, with a chapter that is not translated into Polish."""
    book.remove("docs/pl/02-market.md")
    with today():
        return built(book, tmp_path_factory.mktemp("made") / "site")


@pytest.fixture(scope="module")
def spoiled(tmp_path_factory):
    """A book without an address, which may stand anywhere, and with hostile words where words may be."""
    book = lay_in(copy_sample_book(tmp_path_factory.mktemp("spoiled") / "book"), tmp_path_factory)
    book.replace("mkdocs.yml", f"site_url: {SITE}\n", "")
    book.replace("docs/en/01-council.md", "title: ", f"title: '{HOSTILE}'\n# ")
    book.replace("docs/en/01-council.md", "1. **Sign up.**", "1. **Sign `up </script> <!-- up`.**")
    book.replace("docs/data/places.yml", "name: Контора ринку", f"name: '{HOSTILE}'")
    with today():
        return built(book, tmp_path_factory.mktemp("nowhere") / "site", ("uk", "en"))


# ------------------------------------------------------------------------------------ title, description, cards


def test_every_page_of_a_language_has_a_title_of_its_own_and_says_what_it_is_about(site):
    names = pages(site)
    for code in CODES:
        titles = [head(site, name).title for name in names if name.startswith(f"{code}/")]
        assert len(titles) >= 7
        assert len(set(titles)) == len(titles)
    assert [name for name in names if not head(site, name)["description"]] == []


def test_the_title_names_the_page_first_and_the_guide_in_the_language_of_the_reader(site, book):
    titles = {code: book.config().language(code).title for code in CODES}
    assert head(site, "en/02-market.html").title == f"The market – {titles['en']}"
    assert head(site, "uk/index.html").title == titles["uk"]
    assert titles["uk"] != titles["en"]


def test_a_page_that_is_no_chapter_is_described_by_its_first_words(site):
    assert head(site, "en/print/index.html")["description"] == "There is nothing to print yet."


def test_cards_name_the_page_its_address_and_its_languages(site):
    found = head(site, "en/03-bridge.html")
    assert found["og:title"] == "The bridge"
    assert found["og:type"] == "article"
    assert found["og:url"] == f"{SITE}en/03-bridge.html"
    assert found["og:description"] == found["description"]
    assert found["og:locale"] == "en_US"
    assert found.all("og:locale:alternate") == ["uk_UA", "pl_PL"]
    assert found["twitter:card"] == "summary_large_image"
    assert head(site, "en/index.html")["og:type"] == "website"


def test_the_picture_of_a_card_is_there_in_the_size_that_is_told(site):
    for name, code in (("index.html", "uk"), *((f"{code}/03-bridge.html", code) for code in CODES)):
        found = head(site, name)
        assert found["og:image"] == f"{SITE}{code}/card.png"
        size = (int(found["og:image:width"]), int(found["og:image:height"]))
        assert images.size(site / found["og:image"].removeprefix(SITE)) == size == (1200, 630)
    assert found["og:image:alt"].startswith("Walk in Verbopil – The market, the bridge")


def test_a_card_leads_where_the_canonical_address_does(site):
    for name in pages(site):
        found = head(site, name)
        canonical = [link["href"] for link in found.links if link.get("rel") == "canonical"]
        assert found.all("og:url") in (canonical, [f"{SITE}{name}"]), name


def test_the_card_of_a_missing_translation_is_that_of_the_text_which_is_shown(site):
    found = head(site, "pl/02-market.html")
    assert found["og:url"] == f"{SITE}uk/02-market.html"
    assert found["og:locale"] == "uk_UA"
    assert found.all("og:locale:alternate") == ["en_US"]


def test_the_choice_of_languages_has_a_card_too(site, spoiled):
    assert head(site, "index.html")["og:url"] == SITE
    assert "in short, for everyone who lives here" in head(site, "index.html")["og:description"]
    assert head(spoiled, "index.html").all("og:url") == []


def test_without_an_address_there_are_no_cards_but_still_a_description(spoiled):
    for name in ("en/index.html", "en/02-market.html", "uk/print/index.html"):
        found = head(spoiled, name)
        assert [one for one, _ in found.metas if one.startswith(("og:", "twitter:"))] == []
        assert found["description"]
    assert list(spoiled.rglob("card.png")) == []


@pytest.mark.parametrize(("code", "written"), [("uk", "uk_UA"), ("pt-BR", "pt_BR"), ("zh-Hant", "zh_TW"), ("eo", "")])
def test_a_language_is_written_with_the_country_where_most_speak_it(code, written):
    assert languages.with_territory(code) == written


# ------------------------------------------------------------------------------------------------ data


def foreign_words(folder: Path) -> tuple[set[str], list[tuple[str, str]]]:
    """The types of all data of a site, and what is not schema.org's: of which page, and which word."""
    seen, wrong = set(), []
    for name in sorted(file.relative_to(folder).as_posix() for file in folder.rglob("*.html")):
        for thing in things(list(data(folder, name).values())):
            seen.add(thing["@type"])
            used = set(thing) - {"@type"}
            wrong += [(name, word) for word in sorted(used - SCHEMA.get(thing["@type"], set()))]
    return seen, wrong


def test_only_words_of_schema_org_are_used(site, spoiled):
    seen, wrong = foreign_words(site)
    assert seen >= {"WebSite", "HowTo", "HowToStep", "ItemList", "Place", "PostalAddress", "BreadcrumbList"}
    assert (wrong, foreign_words(spoiled)[1]) == ([], [])


def test_the_real_guide_uses_only_words_of_schema_org(tmp_path_factory):
    seen, wrong = foreign_words(real_site(tmp_path_factory))
    assert seen >= {"WebSite", "HowTo", "HowToStep", "ItemList", "Place"}
    assert wrong == []


def test_a_misspelt_word_is_found(site, tmp_path):
    text = (site / "en/01-council.html").read_text("utf-8")
    (tmp_path / "page.html").write_text(text.replace('"position":1', '"positoin":1', 1), "utf-8")
    assert foreign_words(tmp_path)[1] == [("page.html", "positoin")]


def test_the_first_page_is_a_website_in_one_language(site, book):
    found = data(site, "pl/index.html")["WebSite"]
    assert found["inLanguage"] == "pl"
    assert found["url"] == f"{SITE}pl/index.html"
    assert found["publisher"] == {"@type": "Organization", "name": book.config().publisher.name}


def test_a_chapter_says_its_steps_by_number_in_short_and_in_full(site):
    found = data(site, "en/01-council.html")["HowTo"]
    assert [(step["position"], step["name"]) for step in found["step"]] == [
        (1, "Sign up"), (2, "Collect signatures"), (3, "Come")
    ]
    assert found["step"][0]["text"].startswith("Write to slovo@verbopil.example or call +44 1632 960123")
    assert found["step"][0]["url"] == f"{SITE}en/01-council.html#steps"
    assert found["inLanguage"] == "en"
    assert "HowTo" not in data(site, "en/02-market.html")


def test_a_step_is_told_without_the_marks_of_its_sources():
    html = (
        '<ol><li>before</li></ol><h2 id="steps">Do</h2><p>So:</p><ol>\n<li><p><strong>Go.</strong> There<sup class='
        '"source">\u2060<a href="#s">1</a></sup>, <strong>now</strong>.</p><ul><li>or later</li></ul></li>'
        '<li>Wait.</li></ol><ol><li>other</li></ol><h2 id="when">When</h2><ol><li>after</li></ol>'
    )
    assert metadata.steps_in(html) == (metadata.Step("Go", "There, now. or later"), metadata.Step("Wait", "Wait."))


def test_places_are_listed_as_on_their_page(site):
    page = (site / "en/places.html").read_text("utf-8")
    found = data(site, "en/places.html")["ItemList"]
    places = [row["item"] for row in found["itemListElement"]]
    assert found["numberOfItems"] == len(places) == page.count('id="place-')
    office = next(place for place in places if place["name"] == "Контора ринку")
    assert office["address"] == {
        "@type": "PostalAddress", "streetAddress": "Ринкова, 7", "postalCode": "00007", "addressLocality": "Вербопіль"
    }
    assert office["telephone"] == "+44 1632 960124"
    assert office["url"] == "https://rynok.verbopil.example"
    assert office["description"] == "Sign up for a table here, and ask anything."


def test_hours_are_told_to_machines_only_when_somebody_has_confirmed_them(sample_book, monkeypatch):
    def office():
        book = sample_book.book()
        page = metadata._Page(book, "en", book.shown("places.md", "en"), "Places", "", ())
        return page.place(book.data.places["office"])

    assert "openingHoursSpecification" not in office()
    sample_book.replace("docs/data/places.yml", "facts: [market-season, stall-price]", "facts: [bridge-washing]")
    [hours] = office()["openingHoursSpecification"]
    assert (hours["opens"], hours["closes"]) == ("09:00", "17:00")
    assert [day.rpartition("/")[2] for day in hours["dayOfWeek"]] == [
        "Monday", "Tuesday", "Wednesday", "Thursday", "Friday"
    ]
    year = sample_book.book().config.day.year
    sample_book.replace("docs/data/places.yml", 'to: "17:00"}', f'to: "17:00", year: {year}}}')
    assert office()["openingHoursSpecification"] == [hours]
    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(int(TODAY) + 400 * 86400))
    assert "openingHoursSpecification" not in office()


def test_hours_of_another_year_are_not_told_to_machines(sample_book):
    sample_book.replace("docs/data/places.yml", "facts: [market-season, stall-price]", "facts: [bridge-washing]")
    sample_book.replace("docs/data/places.yml", 'to: "17:00"}', 'to: "17:00", year: 2024}')
    book = sample_book.book()
    page = metadata._Page(book, "en", book.shown("places.md", "en"), "Places", "", ())
    assert "openingHoursSpecification" not in page.place(book.data.places["office"])


def test_the_way_to_a_chapter_begins_at_the_first_page_of_its_language(site):
    rows = data(site, "uk/03-bridge.html")["BreadcrumbList"]["itemListElement"]
    assert [row["item"] for row in rows] == [f"{SITE}uk/index.html", f"{SITE}uk/03-bridge.html"]


def test_nothing_that_a_chapter_says_ends_the_script(spoiled):
    steps = data(spoiled, "en/01-council.html")["HowTo"]
    assert steps["name"] == HOSTILE
    assert steps["step"][0]["name"] == "Sign up </script> <!-- up"
    names = [row["item"]["name"] for row in data(spoiled, "en/places.html")["ItemList"]["itemListElement"]]
    assert HOSTILE in names
    for name in ("en/01-council.html", "en/places.html"):
        assert "<script>alert" not in (spoiled / name).read_text("utf-8")


def test_without_an_address_the_data_name_none_of_our_pages(spoiled):
    assert "url" not in data(spoiled, "en/index.html")["WebSite"]
    assert set(data(spoiled, "en/01-council.html")) == {"HowTo"}


def test_the_policy_of_a_page_neither_refuses_its_data_nor_runs_them(spoiled):
    with served(spoiled) as address, browser(360) as seen:
        page = seen.open(f"{address}en/01-council.html")
        text = page.evaluate("document.querySelector('script[type=\"application/ld+json\"]').textContent")
        assert json.loads(text)["@graph"][0]["name"] == HOSTILE
        assert seen.errors == []
