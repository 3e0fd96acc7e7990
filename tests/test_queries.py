"""What people type finds what they mean: how much, measured in a browser on the real book. See tests/queries/."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import pytest

import queries
from browser import browser, served
from conftest import REPOSITORY
from guidebook import config, search
from guidebook.site import engine
from queries import ALL, FRESH, MISSPELT, NOT_MISSPELT, Answer, Query

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
# What must be found among the first five: a little below what was measured. Nothing of “fresh” was tuned.
FLOORS = {
    ("tuning", NOT_MISSPELT): 0.97,
    ("tuning", MISSPELT): 0.9,
    ("blind", NOT_MISSPELT): 0.97,
    ("blind", MISSPELT): 0.85,
    (FRESH, ALL): 0.7,
}


@pytest.fixture(scope="module")
def site(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("queries-site")
    assert engine.build(CONFIG.file, CODES, folder, 2) == ()
    return folder


@pytest.fixture(scope="module")
def results(site: Path) -> dict[Query, list[tuple[str, str]]]:
    """Of each query: addresses below the folder of its language, and the language each result says it is in."""
    found: dict[Query, list[tuple[str, str]]] = {}
    with served(site) as address, browser() as seen:
        for code in CODES:
            page = seen.open(f"{address}{code}/index.html")
            asked = queries.load(code)
            for query, rows in zip(asked, page.evaluate(ASK, [one.text for one in asked]), strict=True):
                found[query] = [(url.removeprefix(f"{address}{code}/"), language) for url, language in rows]
        assert seen.errors == []
    return found


@pytest.fixture(scope="module")
def answers(results: dict[Query, list[tuple[str, str]]]) -> list[Answer]:
    found = [queries.answered(query, [url for url, _ in rows]) for query, rows in results.items()]
    print(f"\n{queries.table(found)}")
    return found


def missed(answers: Sequence[Answer]) -> list[str]:
    """What was not found, for who tunes: never of a half that is blind."""
    wrong = [one for one in answers if one.rank is None or one.rank > queries.SHOWN]
    return [f"{one.query.kind}: {one.query.text}" for one in wrong if one.query.part == "tuning"]


@pytest.mark.parametrize("code", CODES)
@pytest.mark.parametrize(("part", "kind"), FLOORS)
def test_what_people_type_is_answered_by_the_first_results(answers: list[Answer], code: str, part: str, kind: str):
    ours = [one for one in answers if one.query.language == code and one.query.part == part]
    chosen = [one for one in ours if queries.is_kind(one.query, kind)]
    assert len(chosen) >= 12
    assert queries.measured(chosen).recall >= FLOORS[part, kind], missed(chosen)


@pytest.mark.parametrize("code", CODES)
def test_the_right_answer_is_mostly_the_first(answers: list[Answer], code: str):
    ours = [one for one in answers if one.query.language == code and one.query.part != FRESH]
    assert queries.measured(ours).mean_rank <= 1.3


def test_no_result_is_in_another_language(results: dict[Query, list[tuple[str, str]]]):
    assert [query for query, rows in results.items() if {language for _, language in rows} - {query.language}] == []
    assert [url for rows in results.values() for url, _ in rows if url.startswith(("http", ".."))] == []


@pytest.mark.parametrize("code", CODES)
def test_each_list_is_long_enough_and_falls_into_two_halves(code: str):
    known = queries.load(code)
    halves = [sum(one.part == part for one in known) for part in ("tuning", "blind")]
    assert sum(halves) >= 120 and min(halves) >= 100
    assert len({one.text for one in known}) == len(known)


def sections_of(site: Path, code: str) -> set[str]:
    """All sections that the index of a language knows, as answers.yml and search.yml name them."""
    index = (site / code / f"search-index.{code}.js").read_text("utf-8").partition("=")[2].rstrip(";\n")
    return {
        page[0].removesuffix(".html") + (f"#{row[0]}" if row[0] else "")
        for page in json.loads(index)["pages"]
        for row in page[2]
    }


@pytest.mark.parametrize("code", CODES)
def test_what_is_expected_and_what_people_call_it_leads_to_a_section(site: Path, code: str):
    known = sections_of(site, code)
    assert {place for query in queries.load(code) for place in query.answers} - known == set()
    assert set(search.asked(DATA, code)) - known == set()


def test_what_people_call_it_is_told_in_every_language():
    asked = {code: set(search.asked(DATA, code)) for code in CODES}
    assert [code for code in CODES if asked[code] != asked[CODES[0]]] == []
