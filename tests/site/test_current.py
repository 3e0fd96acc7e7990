"""The page “Is your printed copy still current?”."""

import re
from pathlib import Path

import pytest

from conftest import SampleBook
from guidebook.site import current, engine
from guidebook.translation import changes

FACTS = "docs/data/facts.yml"
HOSTILE = '"><script>alert(1)</script><i x="'


@pytest.fixture
def two_versions(sample_book: SampleBook) -> SampleBook:
    """The price has changed between them."""
    sample_book.commit()
    sample_book.git("tag", "2026.09.1")
    sample_book.replace(FACTS, "value: 1200", "value: 1300")
    sample_book.append("docs/pl/02-market.md", "\nNowe zdanie.\n")
    sample_book.commit()
    sample_book.git("tag", "2026.10.1")
    return sample_book


def page(book: SampleBook, code: str) -> str:
    return current.page(book.book(), code).replace("\u00a0", " ")


def section(html: str, name: str) -> str:
    return html.partition(f'id="{name}"')[2].partition("</details>")[0]


def text(html: str) -> str:
    return " ".join(re.sub("<[^>]*>", " ", html).split())


def test_each_version_is_a_place_of_the_page_from_the_newest(two_versions):
    assert re.findall(r'<details class="copy" id="([^"]*)"', page(two_versions, "pl")) == ["2026.10.1", "2026.09.1"]


def test_an_old_version_tells_what_was_and_what_is(two_versions):
    old = section(page(two_versions, "pl"), "2026.09.1")
    assert '<a href="02-market.html#stall">Targ: Stół na targu</a>' in old
    assert "Wcześniej: 1 200 UAH Teraz: 1 300 UAH" in text(old)
    assert '<a href="02-market.html">Targ</a> – zmienione: <a href="02-market.html#when">Kiedy</a>' in old
    assert "2 zmiany od tego czasu" in old


def test_the_newest_version_says_that_nothing_has_changed(two_versions):
    newest = section(page(two_versions, "en"), "2026.10.1")
    assert "Version 2026.10.1 · 3 November 2026" in newest
    assert "Since then nothing has changed in the chapters, facts and places." in newest


def test_days_stand_for_versions_that_were_never_named(sample_book):
    sample_book.commit()
    sample_book._commits = 7
    sample_book.append("docs/en/02-market.md", "\nA new sentence.\n")
    sample_book.commit()
    html = page(sample_book, "en")
    assert "From 9 November 2026" in text(section(html, "2026-11-09"))
    assert "2–8 November 2026 1 change since then" in text(section(html, "2026-11-02"))


def test_a_draft_between_two_versions_is_told_where_to_look(two_versions):
    assert "Is your copy marked “Draft”? Open the last version before its day." in page(two_versions, "en")


def test_who_has_an_older_copy_is_told_what_to_do(two_versions):
    assert "Is your copy older than all of these?" in page(two_versions, "en")
    assert '<a href="print/index.html">Or print a new copy.</a>' in page(two_versions, "en")


def test_the_words_of_the_source_are_marked_where_a_translation_is_missing(sample_book):
    sample_book.replace(FACTS, '    en: "The bridge is washed each', '    # "The bridge is washed each')
    sample_book.commit()
    sample_book.replace(FACTS, "Міст миють щороку", "Міст миють щовесни")
    sample_book.commit()
    html = section(page(sample_book, "en"), "2026-11-02")
    assert '<span lang="uk" dir="ltr">Міст миють щороку' in html


@pytest.mark.parametrize("depth", ["--depth=1", ""])
def test_without_the_whole_history_the_page_says_so(two_versions, tmp_path: Path, depth: str):
    two_versions.git("clone", "--quiet", *filter(None, [depth]), f"file://{two_versions.root}", str(tmp_path / "clone"))
    html = page(SampleBook(tmp_path / "clone"), "en")
    assert ("The history of this guide is not at hand here" in html) is bool(depth)


def test_without_git_the_page_says_so(sample_book):
    assert "The history of this guide is not at hand here" in page(sample_book, "en")


def test_what_old_files_say_is_shown_and_never_run(sample_book):
    sample_book.write("docs/pl/04-mill.md", f"---\ntitle: '{HOSTILE}'\n---\n\n## {HOSTILE} {{ #a }}\n")
    sample_book.replace(FACTS, "value: https://rynok.verbopil.example", f"value: 'https://{HOSTILE}'")
    sample_book.commit()
    sample_book.remove("docs/pl/04-mill.md")
    sample_book.replace(FACTS, f"value: 'https://{HOSTILE}'", "value: https://rynok.verbopil.example")
    sample_book.commit()
    html = page(sample_book, "pl")
    assert html.count("&lt;script&gt;alert(1)") == 2
    assert "<script" not in html


def test_a_link_leads_nowhere_that_is_not_in_the_book(two_versions):
    sources = {f"{name}.html" for name in ("01-council", "02-market", "03-bridge", "places")}
    sources |= {"print/index.html", current.FEED}
    targets = re.findall(r'href="([^"#]*)', page(two_versions, "pl"))
    assert targets
    assert set(targets) <= sources
    for code in ("uk", "pl", "en"):
        two_versions.remove(f"docs/{code}/02-market.md")
    assert "02-market.html" not in page(two_versions, "pl")


def test_the_page_is_made_once_for_a_history(two_versions, monkeypatch):
    before = page(two_versions, "pl")
    monkeypatch.setattr(changes, "since", lambda config, code: pytest.fail("read again"))
    assert page(two_versions, "pl") == before


def test_a_new_commit_makes_the_page_anew(two_versions):
    before = page(two_versions, "pl")
    two_versions.append("docs/pl/03-bridge.md", "\nNowe zdanie.\n")
    two_versions.commit()
    assert page(two_versions, "pl") != before


def test_a_half_written_memory_does_no_harm(two_versions):
    before = page(two_versions, "pl")
    two_versions.path("build/.cache/is-this-current/pl.json").write_text('{"key"')
    assert page(two_versions, "pl") == before


# ------------------------------------------------------------------------------------------- on the site


@pytest.fixture
def site(two_versions, tmp_path: Path) -> Path:
    folder = tmp_path / "site"
    folder.mkdir()
    assert engine.build(two_versions.book(), ("uk", "pl", "en"), folder, 1) == ()
    return folder


def test_the_page_stands_in_each_language_and_is_linked_from_every_page(site):
    titles = {"pl": "Czy Twój wydruk jest jeszcze aktualny?", "en": "Is your printed copy still current?"}
    for code, title in titles.items():
        assert f"<h1><span>{title}</span></h1>" in (site / code / current.PAGE).read_text("utf-8")
        assert f'<a href="is-this-current.html">{title}</a>' in (site / code / "02-market.html").read_text("utf-8")
    assert '<a href="../is-this-current.html">' in (site / "pl/print/index.html").read_text("utf-8")


def test_the_switch_leads_to_the_page_in_the_other_language(site):
    assert 'href="../uk/is-this-current.html" hreflang="uk"' in (site / "pl" / current.PAGE).read_text("utf-8")


def test_the_menu_does_not_take_the_page_for_the_page_print(site):
    html = (site / "pl" / current.PAGE).read_text("utf-8")
    assert re.search(r'href="print/index.html"[^>]*aria-current', html) is None
    assert re.search(r'aria-current="page"[^>]*><span class="md-ellipsis">Druk', html) is None


def test_the_short_address_on_the_back_cover_leads_to_the_page(site):
    html = (site / "pl" / changes.ADDRESS / "index.html").read_text("utf-8")
    assert 'content="0; url=../is-this-current.html"' in html
    assert '<link rel="canonical" href="https://guide.verbopil.example/pl/is-this-current.html">' in html
    assert (site / "pl" / current.PAGE).is_file()
