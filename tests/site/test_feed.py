"""The feed of changed facts and places."""

import re
import xml.etree.ElementTree as etree

import pytest

from conftest import SampleBook
from guidebook.site import engine, feed

FACTS, PLACES = "docs/data/facts.yml", "docs/data/places.yml"
SITE = "https://guide.verbopil.example/"
ATOM = {"a": feed.ATOM}
HOSTILE = "]]></content><script>alert(1)</script> & \\v"


@pytest.fixture
def three_days(sample_book: SampleBook) -> SampleBook:
    """A price and an address have changed, each on a day of its own."""
    sample_book.commit()
    sample_book.replace(FACTS, "value: 1200", "value: 1300")
    sample_book.commit()
    sample_book.replace(PLACES, 'street: "Ринкова, 7"', 'street: "Ринкова, 9"')
    sample_book.commit()
    return sample_book


def read(book: SampleBook, code: str = "en") -> etree.Element:
    return etree.fromstring(feed.feed(book.book(), code))


def texts(root: etree.Element, path: str) -> list[str]:
    return [(one.text or "").replace("\u00a0", " ") for one in root.findall(path, ATOM)]


def test_each_thing_that_reads_otherwise_is_an_entry_of_its_day_from_the_newest(three_days):
    root = read(three_days)
    titles, days = texts(root, "a:entry/a:title"), texts(root, "a:entry/a:updated")
    assert titles[0].startswith("Контора ринку: Ринкова, 9")
    assert titles[1:] == ["The market: UAH 1,300"]
    assert days == ["2026-11-04T12:00:00Z", "2026-11-03T12:00:00Z"]
    assert texts(root, "a:updated") == days[:1]


def test_an_entry_tells_what_was_and_what_is_and_leads_to_the_section(three_days):
    entry = read(three_days, "pl").findall("a:entry", ATOM)[1]
    content = entry.find("a:content", ATOM)
    said = " ".join(re.sub("<[^>]*>", " ", content.text).replace("\u00a0", " ").split())
    assert said == "Targ: Stół na targu Wcześniej: 1 200 UAH Teraz: 1 300 UAH"
    assert content.get("type") == "html"
    assert entry.find("a:link", ATOM).get("href") == f"{SITE}pl/02-market.html#stall"
    assert f'href="{SITE}pl/02-market.html#stall"' in content.text


def test_the_feed_has_all_that_atom_asks_for(three_days):
    root = read(three_days, "uk")
    assert root.tag == f"{{{feed.ATOM}}}feed"
    assert root.get("{http://www.w3.org/XML/1998/namespace}lang") == "uk"
    for one in (root, *root.findall("a:entry", ATOM)):
        for name in ("id", "title", "updated"):  # RFC 4287, 4.1.1 and 4.1.2: exactly one of each
            assert len(one.findall(f"a:{name}", ATOM)) == 1
        assert re.fullmatch(r"urn:uuid:[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", one.find("a:id", ATOM).text)
        assert all(link.get("href").startswith(SITE) for link in one.findall("a:link", ATOM))
    assert texts(root, "a:author/a:name") == ["Рада Вербополя"]
    assert [link.get("rel") for link in root.findall("a:link", ATOM)] == ["self", "alternate"]


def test_an_entry_keeps_its_id_and_no_two_are_the_same(three_days):
    before = {code: texts(read(three_days, code), "a:entry/a:id") for code in ("uk", "pl", "en")}
    every = [id for ids in before.values() for id in ids]
    assert len(set(every)) == len(every) == 6
    three_days.git("tag", "2026.11.1")
    three_days.replace(FACTS, "value: 1300", "value: 1400")
    three_days.commit()
    after = texts(read(three_days), "a:entry/a:id")
    assert after[1:] == before["en"]
    assert after[0] not in every


def test_a_change_of_words_around_the_facts_is_no_entry(three_days):
    three_days.append("docs/en/02-market.md", "\nA new sentence.\n")
    three_days.commit()
    assert len(read(three_days).findall("a:entry", ATOM)) == 2


def test_a_place_that_is_new_or_gone_is_told(three_days):
    gate = three_days.read(PLACES).partition("\noffice:")[0]
    three_days.replace(PLACES, gate, "")
    three_days.commit()
    assert texts(read(three_days), "a:entry/a:title")[0] == "Ворота біля мосту – no longer in the guide"


def test_hostile_words_stay_words(three_days):
    three_days.replace(PLACES, "name: Контора ринку", f'name: "{HOSTILE}"')
    three_days.commit()
    root = read(three_days)
    entry = root.findall("a:entry", ATOM)[0]
    assert entry.find("a:title", ATOM).text.startswith("]]></content><script>alert(1)</script> & :")
    assert "<script" not in entry.find("a:content", ATOM).text
    assert "&lt;script&gt;" in entry.find("a:content", ATOM).text


def test_without_a_history_the_feed_is_empty_but_whole(sample_book):
    root = read(sample_book)
    assert root.findall("a:entry", ATOM) == []
    assert texts(root, "a:updated") == ["2026-11-24T12:00:00Z"]


def test_long_titles_are_cut_between_words():
    short = feed._short("word " * 40)
    assert len(short) <= feed.TITLE_LENGTH + 2
    assert short.endswith("word …")
    assert feed._short("a\n b") == "a b"


def test_pages_lead_to_the_feed_of_their_language_only_when_the_guide_has_an_address(three_days, tmp_path):
    link = 'type="application/atom+xml" title="Гуляй у Вербополі – Що змінилося" href="changes.xml"'
    for has_address, folder in ((True, tmp_path / "one"), (False, tmp_path / "other")):
        if not has_address:
            three_days.replace("mkdocs.yml", f"site_url: {SITE}\n", "")
        folder.mkdir()
        assert engine.build(three_days.book(), ["uk"], folder, 1) == ()
        assert (folder / "uk/changes.xml").is_file() is has_address
        assert (link in (folder / "uk/02-market.html").read_text("utf-8")) is has_address
        assert ('<a href="changes.xml">' in (folder / "uk/is-this-current.html").read_text("utf-8")) is has_address
