"""The website of the sample book."""

import filecmp
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from guidebook.site import engine

LANGUAGES = ("uk", "pl", "en")
HOSTILE = '"><script>alert(1)</script><i x="'


def build(book, folder: Path, codes=LANGUAGES, jobs: int = 1) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    assert engine.build(book.book(), codes, folder, jobs) == ()
    return folder


def plain(book, program: str, folder: Path) -> Path:
    """`mkdocs build`, with nothing but the hooks."""
    command = [Path(sys.executable).with_name(program), "build", "--quiet", "-f", book.path("mkdocs.yml"), "-d", folder]
    environment = {**os.environ, "NO_MKDOCS_2_WARNING": "1", "PYTHONPATH": str(book.path("scripts"))}
    run = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stderr
    return folder


def tree(folder: Path) -> set[str]:
    return {file.relative_to(folder).as_posix() for file in folder.rglob("*") if file.is_file()}


def differences(one: Path, other: Path) -> list[str]:
    assert tree(one) == tree(other)
    return [name for name in sorted(tree(one)) if not filecmp.cmp(one / name, other / name, shallow=False)]


@pytest.fixture
def site(sample_book, tmp_path):
    return build(sample_book, tmp_path / "site")


def test_plain_mkdocs_and_our_own_driver_make_the_same_bytes(sample_book, site, tmp_path):
    assert differences(site, plain(sample_book, "mkdocs", tmp_path / "plain")) == []


def test_the_menu_marks_the_page_itself_and_no_other(site):
    menu = re.compile(r'<nav class="md-nav md-nav--primary".*?</nav>', re.DOTALL)
    seen = 0
    for file in sorted((site / "uk").rglob("*.html")):
        if found := menu.search(file.read_text("utf-8")):
            own = [file.parent / address for address in re.findall(r'href="([^"]*)"', found[0])]
            marked = [file.parent / address for address in re.findall(r'href="([^"]*)" aria-current="page"', found[0])]
            assert marked == [address for address in own if address.resolve() == file], file
            seen += len(marked)
    assert seen == len(own)  # every entry leads to a page that marks it


def test_languages_built_at_once_are_the_same_as_one_after_the_other(sample_book, site, tmp_path):
    assert differences(site, build(sample_book, tmp_path / "together", jobs=2)) == []


def test_properdocs_builds_the_same_site_but_for_the_line_that_names_it(sample_book, site, tmp_path):
    other = plain(sample_book, "properdocs", tmp_path / "properdocs")
    generator = re.compile(r'<meta name="generator"[^>]*>')
    for name in differences(site, other):
        pages = [generator.sub("", (folder / name).read_text("utf-8")) for folder in (site, other)]
        assert pages[0] == pages[1], name


def test_a_page_in_one_language_only_and_a_missing_one_are_the_same_in_both_ways_of_building(sample_book, tmp_path):
    sample_book.remove("docs/pl/02-market.md")
    sample_book.remove("docs/en/03-bridge.md")
    site = build(sample_book, tmp_path / "site", jobs=2)
    assert differences(site, plain(sample_book, "mkdocs", tmp_path / "plain")) == []


def test_every_language_has_its_own_prefix_and_html_language(site):
    assert {path.name for path in site.iterdir() if path.is_dir()} == {*LANGUAGES, "assets"}
    for code in LANGUAGES:
        assert f'<html lang="{code}"' in (site / code / "02-market.html").read_text("utf-8")


def test_the_root_offers_each_language_by_its_own_name(site):
    root = (site / "index.html").read_text("utf-8")
    for code, name in (("uk", "Українська"), ("pl", "Polski"), ("en", "English")):
        assert f'hreflang="{code}" lang="{code}"' in root
        assert f"<strong>{name}</strong>" in root


def test_there_is_one_404_for_all_languages(site):
    page = (site / "404.html").read_text("utf-8")
    assert [page.count(f'<section lang="{code}"') for code in LANGUAGES] == [1, 1, 1]
    assert 'href="/pl/index.html"' in page


def test_the_switch_leads_to_the_same_page(site):
    page = (site / "en/03-bridge.html").read_text("utf-8")
    assert 'href="../uk/03-bridge.html" hreflang="uk"' in page
    assert 'href="../pl/03-bridge.html" hreflang="pl"' in page


def test_a_missing_translation_shows_the_source_text_and_says_so(sample_book, tmp_path):
    sample_book.remove("docs/pl/02-market.md")
    page = (build(sample_book, tmp_path / "site") / "pl/02-market.html").read_text("utf-8")
    assert '<html lang="pl"' in page
    assert '<div lang="uk" dir="ltr">' in page
    assert "Ta strona nie jest jeszcze przetłumaczona" in page
    assert '<link rel="canonical" href="https://guide.verbopil.example/uk/02-market.html">' in page
    assert "/new/main/docs/pl?filename=02-market.md" in page


def test_a_missing_translation_is_not_offered_to_search_engines(sample_book, tmp_path):
    sample_book.remove("docs/pl/02-market.md")
    site = build(sample_book, tmp_path / "site")
    assert 'hreflang="pl" href="https' not in (site / "uk/02-market.html").read_text("utf-8")
    assert "/pl/02-market.html" not in (site / "sitemap.xml").read_text("utf-8")
    assert "/en/02-market.html" in (site / "sitemap.xml").read_text("utf-8")


def test_a_stale_translation_names_the_sections_that_have_changed(sample_book, tmp_path):
    sample_book.commit()
    heading = "## Стіл"
    line = next(line for line in sample_book.read("docs/uk/02-market.md").split("\n") if line.startswith(heading))
    sample_book.replace("docs/uk/02-market.md", line, f"{line}\n\nНове речення.")
    page = (build(sample_book, tmp_path / "site") / "pl/02-market.html").read_text("utf-8")
    assert "Ta strona może być nieaktualna" in page
    assert 'Co się zmieniło: <a href="#stall">Stół na targu</a>.' in page


def test_a_text_that_nobody_has_reviewed_says_that_it_is_a_draft(sample_book, site, tmp_path):
    assert "Szkic.</strong> Nikt jeszcze nie przejrzał tego tekstu." in (site / "pl/02-market.html").read_text("utf-8")
    sample_book.replace("docs/pl/02-market.md", "title: Targ\n", "title: Targ\nreviewed_by: Anna\n")
    reviewed = build(sample_book, tmp_path / "reviewed")
    assert 'class="notice draft"' not in (reviewed / "pl/02-market.html").read_text("utf-8")


def test_every_page_says_that_it_is_no_legal_advice_and_where_to_report_a_mistake(site):
    for name in tree(site):
        if name.endswith(".html") and "/" in name:
            page = (site / name).read_text("utf-8")
            if 'http-equiv="refresh"' in page:
                continue
            assert 'href="mailto:guide@verbopil.example"' in page, name
            assert "footer-inner" in page, name


def test_a_short_address_printed_on_paper_leads_to_its_chapter(site):
    page = (site / "pl/2/index.html").read_text("utf-8")
    assert 'content="0; url=../02-market.html"' in page
    assert '<link rel="canonical" href="https://guide.verbopil.example/pl/02-market.html">' in page
    assert (site / "pl/02-market.html").is_file()


def test_the_note_stands_on_the_page_with_its_words(site):
    page = (site / "pl/02-market.html").read_text("utf-8")
    assert re.search(r'<img [^>]*alt="[^"]{20,}"', page)
    assert 'src="notes/02-market-800.webp"' in page
    assert '<details class="note-text">' in page
    assert (site / "pl/notes/02-market-800.webp").stat().st_size > 1000


def test_a_value_leads_to_its_source_and_back(site):
    page = (site / "pl/02-market.html").read_text("utf-8")
    assert 'href="#source-1"' in page
    assert '<li id="source-1">' in page
    assert 'href="#mark-1"' in page
    assert 'id="mark-1"' in page


def test_what_a_chapter_says_of_itself_is_never_taken_for_html(sample_book, tmp_path):
    sample_book.replace("docs/pl/02-market.md", "title: Targ\n", f"title: '{HOSTILE}'\n")
    sample_book.replace("docs/pl/02-market.md", "description: Jak", f"description: '{HOSTILE}'\n#")
    site = build(sample_book, tmp_path / "site")
    for name in tree(site):
        if name.endswith((".html", ".xml")):
            assert "<script>alert" not in (site / name).read_text("utf-8"), name


def test_the_front_matter_cannot_choose_a_template(sample_book, tmp_path):
    sample_book.replace("docs/pl/02-market.md", "title: Targ\n", "title: Targ\ntemplate: 404.html\n")
    page = (build(sample_book, tmp_path / "site") / "pl/02-market.html").read_text("utf-8")
    assert "md-main" in page


def test_a_link_in_docs_does_not_publish_a_file_of_the_machine(sample_book, tmp_path):
    secret = tmp_path / "secret.png"
    secret.write_bytes(b"secret")
    sample_book.path("docs/pl/look.png").symlink_to(secret)
    sample_book.path("docs/pl/secret.md").symlink_to(secret)
    site = build(sample_book, tmp_path / "site")
    assert not any("secret" in name or "look" in name for name in tree(site))


def test_pages_scripts_and_data_put_into_docs_are_not_published(sample_book, tmp_path):
    sample_book.write("docs/pl/evil.html", "<script src=evil.js></script>")
    sample_book.write("docs/assets/evil.js", "alert(1)")
    site = build(sample_book, tmp_path / "site")
    assert not any("evil" in name or name.endswith(".yml") for name in tree(site))


def test_no_page_carries_a_script_or_a_style_of_its_own(site):
    for name in tree(site):
        if name.endswith(".html"):
            page = (site / name).read_text("utf-8")
            data = '<script type="application/ld+json">'  # which a browser does not run
            assert not re.search(r"<script(?![^>]*\ssrc=)", page.replace(data, "")), name
            assert "<style" not in page and " style=" not in page, name
            assert "Content-Security-Policy" in page, name


def test_another_language_of_the_book_gives_another_site(sample_book, tmp_path):
    sample_book.replace("mkdocs.yml", "- {locale: en,", "- {locale: cs, name: Čeština, site_name: Kniha, link: /cs/}\n"
                        "        - {locale: en,")
    site = build(sample_book, tmp_path / "site", ("uk", "pl", "cs", "en"))
    assert '<html lang="cs"' in (site / "cs/index.html").read_text("utf-8")
    assert '<div lang="uk" dir="ltr">' in (site / "cs/index.html").read_text("utf-8")
