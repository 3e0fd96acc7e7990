"""The page “What is translated”, its data and badges, and what a page says of itself when it is out of date."""

import json
import re
from pathlib import Path
from xml.etree import ElementTree

import pytest

from browser import browser, served
from conftest import SampleBook
from guidebook.site import engine, pages, status
from guidebook.translation import status as statuses

LANGUAGES = ("uk", "pl", "en")
HOSTILE = '"><script>alert(1)</script><i x="'


@pytest.fixture
def behind(sample_book: SampleBook) -> SampleBook:
    """The market is out of date and has a section more, the English bridge is missing, the Polish council reviewed."""
    sample_book.commit()
    sample_book.replace("docs/uk/02-market.md", "## Коли", "Новий абзац про стіл.\n\n## Коли")
    sample_book.append("docs/uk/02-market.md", "\n## Прибирання { #cleaning }\n\nКожен прибирає своє місце.\n")
    sample_book.remove("docs/en/03-bridge.md")
    sample_book.replace("docs/pl/01-council.md", "title:", "reviewed_by: Anna\ntitle:")
    return sample_book


def page(book: SampleBook, code: str) -> str:
    read = book.book()
    return status.page(read, code, statuses.rows(read, remembers=False)).replace("\u00a0", " ")


def data(book: SampleBook) -> dict:
    read = book.book()
    return json.loads(status.data(read, statuses.rows(read, remembers=False)))


def row(told: dict, code: str, name: str) -> dict:
    return next(one for one in told["rows"] if (one["language"], one["chapter"]) == (code, name))


def cell(html: str, title: str, code: str) -> str:
    """The cell of a chapter, by its title on the page, in a language."""
    line = next(line for line in re.findall(r"<tr>.*?</tr>", html, re.S) if title in line.partition("</th>")[0])
    return line.split("<td")[1 + LANGUAGES.index(code)]


def text(html: str) -> str:
    return " ".join(re.sub("<[^>]*>", " ", html).split())


# ------------------------------------------------------------------------------------------------- notices


def test_a_page_that_is_out_of_date_leads_to_the_sections_that_have_changed(behind):
    notice = pages.notices(behind.book(), "02-market.md", "pl")
    assert 'Co się zmieniło: <a href="#stall">Stół na targu</a>;' in notice
    assert "#when" not in notice


def test_a_section_that_only_the_original_has_is_named_in_its_words_and_read_there(behind):
    link = '<span lang="uk" dir="ltr"><a href="../uk/02-market.html#cleaning">Прибирання</a></span>'
    assert link in pages.notices(behind.book(), "02-market.md", "pl")
    assert link in page(behind, "pl")


def test_a_page_that_is_out_of_date_leads_to_the_original(behind):
    assert '<a href="../uk/02-market.html" hreflang="uk">Do oryginału: Українська</a>' in pages.notices(
        behind.book(), "02-market.md", "pl")


def test_without_history_a_page_says_that_it_may_be_out_of_date_and_names_no_sections(sample_book):
    sample_book.append("docs/uk/02-market.md", "\nНове речення.\n")
    notice = pages.notices(sample_book.book(), "02-market.md", "pl")
    assert "Ta strona może być nieaktualna" in notice
    assert "Co się zmieniło" not in notice


def test_what_stands_above_the_first_heading_is_the_beginning_of_the_page(sample_book):
    sample_book.commit()
    sample_book.replace("docs/uk/02-market.md", "\n## Стіл", "\nНовий вступ.\n\n## Стіл")
    assert "Co się zmieniło: początek strony." in pages.notices(sample_book.book(), "02-market.md", "pl")


def test_a_page_is_not_called_out_of_date_when_only_spaces_have_changed(sample_book):
    sample_book.commit()
    sample_book.append("docs/uk/02-market.md", "\n\n")
    sample_book.replace("docs/uk/02-market.md", "\n## Коли", "\n\n\n## Коли")
    assert 'class="notice stale"' not in pages.notices(sample_book.book(), "02-market.md", "pl")
    assert "przetłumaczone" in cell(page(sample_book, "pl"), "Targ", "pl")


def test_a_heading_is_never_taken_for_html(behind):
    behind.replace("docs/uk/02-market.md", "## Прибирання", f"## Прибирання {HOSTILE}")
    html = pages.notices(behind.book(), "02-market.md", "pl") + page(behind, "pl")
    assert "Прибирання" in html
    assert "<script" not in html


# ---------------------------------------------------------------------------------------------------- page


@pytest.mark.parametrize(("title", "code", "said"), [
    ("Rada", "pl", "Polski 100% przetłumaczone"),
    ("Rada", "uk", "Українська oryginał szkic"),
    ("Targ", "en", "English {percent}% nieaktualne szkic zaktualizuj : Targ, English"),
    ("Most", "en", "English 0% brak tłumaczenia przetłumacz : Most, English"),
    ("Most", "pl", "Polski 100% przetłumaczone szkic"),
])
def test_a_cell_says_in_words_how_far_a_chapter_is(behind, title, code, said):
    share = row(data(behind), "en", "02-market.md")["percent"]
    assert text("<td" + cell(page(behind, "pl"), title, code)) == said.format(percent=share)


def test_each_cell_leads_to_the_chapter_in_its_language(behind):
    html = page(behind, "pl")
    assert '<a href="../en/02-market.html" hreflang="en">' in cell(html, "Targ", "en")
    assert '<a href="02-market.html">' in cell(html, "Targ", "pl")


def test_what_is_to_be_done_leads_to_the_repository(behind):
    html = page(behind, "pl")
    assert "/edit/main/docs/pl/02-market.md" in cell(html, "Targ", "pl")
    assert "/new/main/docs/en?filename=03-bridge.md" in cell(html, "Most", "en")
    assert "/main/" not in cell(html, "Rada", "pl")


def test_without_a_repository_nothing_leads_there_and_the_page_still_says_how_to_help(behind):
    behind.replace("mkdocs.yml", "repository: https://code.verbopil.example/guide", 'repository: ""')
    html = page(behind, "pl")
    assert "/main/" not in html
    assert 'Napisz do nas: <a href="mailto:guide@verbopil.example">' in html


def test_a_reader_is_told_first_how_far_their_own_language_is(behind):
    own = text(page(behind, "en").partition("<h2>All languages</h2>")[0])
    assert "Chapters that are translated and up to date: 3 of 5." in own
    assert "Out of date, since the original has changed: The market" in own
    assert "Not translated yet, so the original is shown: Міст ." in own
    assert "Chapters that a person has reviewed: 0 of 5." in own


def test_the_page_of_the_source_language_says_that_it_is_the_original(behind):
    own = text(page(behind, "uk").partition("<h2>Усі мови</h2>")[0])
    assert "Це оригінал: тут нема чого перекладати." in own


def test_a_chapter_with_words_of_the_source_in_it_is_translated_in_part(sample_book):
    copied = next(line for line in sample_book.read("docs/uk/03-bridge.md").split("\n") if line.startswith("Міст трим"))
    own = next(line for line in sample_book.read("docs/pl/03-bridge.md").split("\n") if line.startswith("Most"))
    sample_book.replace("docs/pl/03-bridge.md", own, copied)
    assert "częściowo" in cell(page(sample_book, "pl"), "Most", "pl")


def test_the_table_has_heads_for_its_rows_and_columns(behind):
    html = page(behind, "pl")
    table = html[html.index("<table") : html.index("</table>")]
    assert table.count('<th scope="col"') == 1 + len(LANGUAGES)
    assert len(re.findall(r"<tr><th scope=\"row\">", table)) == table.count("<tr>") - 1
    assert "<caption>" in table


def test_where_it_is_not_known_what_has_changed_no_per_cent_is_claimed(sample_book):
    sample_book.append("docs/uk/02-market.md", "\nНове речення.\n")
    assert text("<td" + cell(page(sample_book, "pl"), "Targ", "pl")).startswith("Polski nieaktualne")


# -------------------------------------------------------------------------------------------- data, badges


def test_the_data_say_what_the_page_says(behind):
    told = data(behind)
    assert row(told, "en", "03-bridge.md")["look"] == "missing"
    assert row(told, "pl", "02-market.md")["changed"] == ["stall", "cleaning"]
    assert row(told, "pl", "01-council.md")["reviewed"] is True
    english = next(one for one in told["languages"] if one["language"] == "en")
    assert english["chapters"] == {"total": 5, "done": 3, "part": 0, "stale": 1, "missing": 1, "reviewed": 0}


def test_the_data_count_as_the_command_line_does(behind):
    told = data(behind)
    for counted in statuses.rows(behind.book(), remembers=False):
        found = row(told, counted.language, counted.name)
        assert statuses.as_object(counted).items() <= found.items()


def test_the_data_tell_what_each_of_their_names_means(behind):
    def names(value: object) -> set[str]:
        if isinstance(value, dict):
            return set(value).union(*map(names, value.values()))
        return set().union(*map(names, value)) if isinstance(value, list) else set()

    told = data(behind)
    told.pop("fields")
    others = {"total", "done", "part"}  # explained where they are counted
    assert names(told) - others == status.FIELDS.keys()


def test_the_day_of_the_data_is_that_of_the_book(behind):
    assert data(behind)["day"] == "2026-11-24"
    assert data(behind)["version"] == ""
    behind.commit()
    behind.git("tag", "2026.11.3")
    assert data(behind)["version"] == "2026.11.3"


def test_a_missing_chapter_is_not_hidden_by_the_words_of_the_program(behind):
    english = next(one for one in data(behind)["languages"] if one["language"] == "en")
    assert english["percent"] < 90


def drawn(book: SampleBook, code: str) -> ElementTree.Element:
    read = book.book()
    return ElementTree.fromstring(status.badge(read, code, statuses.rows(read, remembers=False)))


def said(badge: ElementTree.Element) -> list[str]:
    return [one.text for one in badge if one.tag.endswith(("title", "text"))]


def test_a_badge_says_how_far_a_language_is(behind):
    share = next(one["percent"] for one in data(behind)["languages"] if one["language"] == "en")
    assert said(drawn(behind, "en")) == [f"English: {share}% translated", "English", f"{share}%"]
    assert said(drawn(behind, "uk")) == ["Українська: оригінал", "Українська", "оригінал"]


def test_a_badge_has_the_colours_of_the_book_and_asks_for_nothing_from_outside(behind):
    behind.replace("mkdocs.yml", 'ink: "#23304a"', 'ink: "#012345"')
    badge = drawn(behind, "pl")
    assert "#012345" in {one.get("fill") for one in badge}
    assert "http" not in ElementTree.tostring(badge, "unicode").replace("http://www.w3.org/2000/svg", "")


def test_the_words_of_a_badge_stay_inside_it(sample_book):
    badge = drawn(sample_book, "uk")
    width = int(badge.get("width"))
    boxes = [(float(one.get("x")), int(one.get("textLength"))) for one in badge if one.tag.endswith("text")]
    edges = [edge for middle, length in boxes for edge in (middle - length / 2, middle + length / 2)]
    assert edges == sorted(edges)
    assert 0 < edges[0] and edges[-1] < width


# ------------------------------------------------------------------------------------------------ the site


@pytest.fixture
def site(behind: SampleBook, tmp_path: Path) -> Path:
    folder = tmp_path / "site"
    folder.mkdir()
    assert engine.build(behind.book(), LANGUAGES, folder, 1) == ()
    return folder


def test_every_page_leads_to_what_is_translated(site):
    assert '<a href="status.html">Co jest przetłumaczone</a>' in (site / "pl/02-market.html").read_text("utf-8")
    assert '<a href="../status.html">Co jest przetłumaczone</a>' in (site / "pl/print/index.html").read_text("utf-8")


def test_the_page_leads_only_to_what_is_there(site):
    for code in LANGUAGES:
        html = (site / code / "status.html").read_text("utf-8")
        article = html[html.index("<article") : html.index("</article>")]
        targets = re.findall(r'(?:href|src)="([^"]*)"', article)
        inside = [at for at in targets if not at.startswith(("https://", "mailto:"))]
        assert len(inside) > 15
        assert [at for at in inside if not (site / code / at.partition("#")[0]).resolve().is_file()] == []
        for target, heading in (at.split("#") for at in inside if "#" in at):
            assert f'id="{heading}"' in (site / code / target).resolve().read_text("utf-8")


def test_data_and_badges_stand_at_the_root_of_the_site(site):
    assert json.loads((site / "status.json").read_text("utf-8"))["source"] == "uk"
    assert {file.name for file in site.glob("badge-*.svg")} == {"badge-uk.svg", "badge-pl.svg", "badge-en.svg"}


def test_the_table_fits_a_narrow_phone_and_names_the_languages_in_its_cells(site):
    with served(site) as address, browser(320) as seen:
        shown = seen.open(f"{address}pl/status.html")
        assert shown.evaluate("document.documentElement.scrollWidth") == 320
        assert shown.locator(".heat-language").first.is_visible()
    with served(site) as address, browser(768) as seen:
        shown = seen.open(f"{address}pl/status.html")
        assert not shown.locator(".heat-language").first.is_visible()
        assert shown.locator("thead th").count() == 1 + len(LANGUAGES)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_words_of_a_cell_can_be_read_on_its_colour(site, scheme):
    """Contrast 4.5 as WCAG asks, measured on what the browser paints."""
    script = """() => [...document.querySelectorAll(".heat td")].map(cell => {
      const canvas = new OffscreenCanvas(1, 1).getContext("2d");
      return [getComputedStyle(cell).backgroundColor, getComputedStyle(cell).color].map(colour => {
        canvas.fillStyle = colour; canvas.fillRect(0, 0, 1, 1);
        return [...canvas.getImageData(0, 0, 1, 1).data].slice(0, 3); });
    })"""
    with served(site) as address, browser(1280) as seen:
        seen.page.emulate_media(color_scheme=scheme)
        cells = seen.open(f"{address}pl/status.html").evaluate(script)
    assert len({tuple(ground) for ground, _ in cells}) >= 4
    assert min(_contrast(*pair) for pair in cells) >= 4.5


def _contrast(one: list[int], other: list[int]) -> float:
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: list[int]) -> float:
    parts = [part / 255 for part in colour]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return sum(share * part for share, part in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def test_the_status_is_computed_once_for_all_languages(sample_book, tmp_path, monkeypatch):
    log = tmp_path / "log"

    def counted(book, **options):
        with log.open("a") as file:  # processes that part write there too
            file.write("once\n")
        return statuses.rows(book, **options)

    class Counting:
        rows = staticmethod(counted)

    monkeypatch.setattr(engine, "statuses", Counting)
    (tmp_path / "site").mkdir()
    engine.build(sample_book.book(), LANGUAGES, tmp_path / "site", 2)
    assert log.read_text() == "once\n"
