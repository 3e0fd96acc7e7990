"""What people type finds what they mean: how much, measured in a browser on the real book. See tests/queries/."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import pytest

import queries
from browser import browser, real_site, real_site_with_prints, served
from conftest import REPOSITORY
from guidebook import config, search
from guidebook.site import printing
from queries import ALL, FRESH, HALVES, MISSPELT, NOT_MISSPELT, OWN_FRESH, OWN_HALVES, WALKED, Answer, Query
from shared import once

CONFIG = config.load(REPOSITORY / "mkdocs.yml")
# A new language has no list before somebody writes one.
CODES = [one.code for one in CONFIG.languages if (queries.HERE / f"{one.code}.yml").is_file()]
DATA = REPOSITORY / "docs/data"
ASK = """
async texts => {
  const all = [];
  for (const text of texts) all.push((await window.guidebook.search(text)).map(one => [one.url, one.lang]));
  return all;
}
"""
# What must be found among the first five: a little below what was measured. Nobody tunes by what is “fresh”. “Own
# fresh” says what a person may expect whose words nobody thought of; who wrote search.yml knew the rest of “own”.
FLOORS = {
    ("tuning", NOT_MISSPELT): 0.97,
    ("tuning", MISSPELT): 0.9,
    ("blind", NOT_MISSPELT): 0.97,
    ("blind", MISSPELT): 0.85,
    (FRESH, ALL): 0.85,
    (OWN_HALVES[0], ALL): 0.95,
    (OWN_HALVES[1], ALL): 0.92,
    (OWN_FRESH, ALL): 0.64,
}


@pytest.fixture(scope="module")
def site(tmp_path_factory) -> Path:
    return real_site(tmp_path_factory)


@pytest.fixture(scope="module")
def results(site: Path, tmp_path_factory) -> dict[Query, list[tuple[str, str]]]:
    """Of each query: addresses below the folder of its language, and the language each result says it is in."""
    folder = once(tmp_path_factory, "search-results", lambda folder: _ask_all(site, folder))
    told = {code: json.loads((folder / f"{code}.json").read_text("utf-8")) for code in CODES}
    return {
        query: [(url, language) for url, language in rows]
        for code in CODES for query, rows in zip(queries.load(code), told[code], strict=True)
    }  # fmt: skip


def _ask_all(site: Path, folder: Path) -> None:
    with served(site) as address, browser() as seen:
        for code in CODES:
            page = seen.open(f"{address}{code}/index.html")
            found = page.evaluate(ASK, [one.text for one in queries.load(code)])
            rows = [[(url.removeprefix(f"{address}{code}/"), language) for url, language in one] for one in found]
            (folder / f"{code}.json").write_text(json.dumps(rows), "utf-8")
        assert seen.errors == []


@pytest.fixture(scope="module")
def answers(results: dict[Query, list[tuple[str, str]]]) -> list[Answer]:
    found = [queries.answered(query, [url for url, _ in rows]) for query, rows in results.items()]
    print(f"\n{queries.table(found)}")
    return found


def missed(answers: Sequence[Answer]) -> list[str]:
    """What was not found, for who tunes: never of a half that is blind."""
    wrong = [one for one in answers if one.rank is None or one.rank > queries.SHOWN]
    return [f"{one.query.kind}: {one.query.text}" for one in wrong if one.query.part in (HALVES[0], OWN_HALVES[0])]


@pytest.mark.parametrize("code", CODES)
@pytest.mark.parametrize(("part", "kind"), FLOORS)
def test_what_people_type_is_answered_by_the_first_results(answers: list[Answer], code: str, part: str, kind: str):
    ours = [one for one in answers if one.query.language == code and one.query.part == part]
    chosen = [one for one in ours if queries.is_kind(one.query, kind)]
    assert len(chosen) >= 12
    assert queries.measured(chosen).recall >= FLOORS[part, kind], missed(chosen)


@pytest.mark.parametrize("code", CODES)
def test_the_right_answer_is_mostly_the_first(answers: list[Answer], code: str):
    ours = [one for one in answers if one.query.language == code and one.query.part in HALVES]
    assert queries.measured(ours).mean_rank <= 1.3


@pytest.mark.parametrize("code", CODES)
def test_what_led_a_newcomer_astray_is_answered_by_the_first_result(answers: list[Answer], code: str):
    ours = [one for one in answers if one.query.language == code and one.query.kind == WALKED]
    assert len(ours) >= 12
    assert [(one.query.text, one.rank) for one in ours if one.rank != 1] == []


def test_no_result_is_in_another_language(results: dict[Query, list[tuple[str, str]]]):
    assert [query for query, rows in results.items() if {language for _, language in rows} - {query.language}] == []
    assert [url for rows in results.values() for url, _ in rows if url.startswith(("http", ".."))] == []


@pytest.mark.parametrize("code", CODES)
def test_each_list_is_long_enough_and_falls_into_two_halves(code: str):
    known = queries.load(code)
    halves = [sum(one.part == part for one in known) for part in HALVES]
    assert sum(halves) >= 120 and min(halves) >= 100
    own = [sum(one.part == part for one in known) for part in OWN_HALVES]
    assert sum(own) >= 150 and min(own) >= 75
    assert len({one.text for one in known}) == len(known)


# What a person types who wants the guide on paper or without a network.
TAKE_HOME = {
    "pl": "offline, bez internetu, zip, pdf, pobierz, pobierz przewodnik, drukować, wydrukuj, do druku, "
    "wersja papierowa, ulotka, ulotki, broszura, zeszyt, plakat, pendrive",
    "en": "offline, without internet, zip, pdf, download, download the guide, print, printing, paper version, leaflet, "
    "booklet, brochure, poster, USB stick, pendrive",
    "uk": "офлайн, без інтернету, zip, pdf, пдф, завантажити, завантажити путівник, скачати, роздрукувати, друк, "
    "листівка, брошура, буклет, зошит, плакат, флешка, распечатать",
}
IS_CURRENT = {
    "pl": "aktualne, czy to jest aktualne, nieaktualne, aktualizacja",
    "en": "is this up to date, up to date, outdated, update",
    "uk": "актуально, чи це актуально, застаріло, оновлення",
}


def first_results(site: Path, code: str, texts: Sequence[str]) -> dict[str, str]:
    """Of each text: the address of the first result, below the folder of the language; "" when there is none."""
    with served(site) as address, browser() as seen:
        page = seen.open(f"{address}{code}/index.html")
        found = page.evaluate(ASK, list(texts))
    start = f"{address}{code}/"
    return {text: rows[0][0].removeprefix(start) if rows else "" for text, rows in zip(texts, found, strict=True)}


@pytest.mark.parametrize("made", [real_site, real_site_with_prints])
@pytest.mark.parametrize("code", CODES)
def test_whoever_wants_the_guide_without_a_network_is_led_to_the_page_print(tmp_path_factory, code: str, made):
    found = first_results(made(tmp_path_factory), code, TAKE_HOME[code].split(", "))
    assert {text: url for text, url in found.items() if not url.startswith("print/index.html")} == {}


@pytest.mark.parametrize("code", CODES)
def test_whoever_asks_whether_it_is_up_to_date_is_led_to_the_page_that_tells(site: Path, code: str):
    found = first_results(site, code, IS_CURRENT[code].split(", "))
    assert {text: url for text, url in found.items() if url != "is-this-current.html"} == {}


@pytest.mark.parametrize("code", CODES)
def test_what_is_called_as_it_was_asked_comes_first(site: Path, code: str):
    named: dict[str, set[str]] = {}
    for file, title, rows in index_of(site, code)["pages"]:
        for id, heading, _, *more in rows:
            names = [heading or title, *(more[0].values() if more and more[0] else ())]
            for name in names:
                named.setdefault(name.casefold(), set()).add(file + (f"#{id}" if id else ""))
    found = first_results(site, code, list(named))
    assert len(named) > 200
    assert {name: url for name, url in found.items() if url not in named[name]} == {}


@pytest.mark.parametrize("code", CODES)
def test_every_example_is_answered_and_no_nonsense_is(site: Path, code: str):
    examples = index_of(site, code)["examples"]
    assert len(examples) >= 4
    found = first_results(site, code, [*examples, "xqzvb", "asdfgh", "qwertyuiop", "йцукен", FAR[code]])
    assert [text for text, url in found.items() if url] == examples


# Of several words the guide knows none, or only one that stands in many sections.
FAR = {"pl": "chleb na zakwasie", "en": "recipe for borscht", "uk": "рецепт борщу з пампушками"}


def index_of(site: Path, code: str) -> dict:
    return json.loads((site / code / f"search-index.{code}.js").read_text("utf-8").partition("=")[2].rstrip(";\n"))


def sections_of(site: Path, code: str) -> set[str]:
    """All sections that the index of a language knows, as answers.yml and search.yml name them."""
    return {
        page[0].removesuffix(".html") + (f"#{row[0]}" if row[0] else "")
        for page in index_of(site, code)["pages"]
        for row in page[2]
    }


@pytest.mark.parametrize("code", CODES)
def test_what_is_expected_and_what_people_call_it_leads_to_a_section(site: Path, code: str):
    known = sections_of(site, code)
    assert {place for query in queries.load(code) for place in query.answers} - known == set()
    printed = {f"print/index#{id}" for id in printing.LISTS.values()}  # there once something of the kind is printed
    assert set(search.asked(DATA, code)) - known - printed == {search.EXAMPLES}


def test_what_people_call_it_is_told_in_every_language():
    asked = {code: set(search.asked(DATA, code)) for code in CODES}
    assert [code for code in CODES if asked[code] != asked[CODES[0]]] == []
