"""The commands as a person types them, in the person's language."""

import json
import re

import pytest
from click.testing import CliRunner

from guidebook import cli


def run(book, *words, **environment):
    arguments = ["--config", str(book.path("mkdocs.yml")), *words]
    environment = {"CI": "1", "LC_ALL": "C", **environment}
    return CliRunner().invoke(cli.main, arguments, env=environment, catch_exceptions=False)


def test_without_a_command_it_says_what_can_be_done_next(sample_book):
    result = run(sample_book)
    assert result.exit_code == 0
    assert "guidebook serve" in result.stdout and "uk, pl, en" in result.stdout


def test_a_book_without_a_problem_is_fine(sample_book):
    result = run(sample_book, "check", "--release")
    assert result.exit_code == 0
    assert result.stdout.endswith("\n0 defects, 0 gaps, 0 pieces of advice\n")


def test_check_tells_how_each_chapter_reads_in_each_language(sample_book):
    lines = run(sample_book, "check").stdout.split("\n")
    assert lines[0].split() == "words a sentence · index uk LIX pl FOG-PL en Flesch–Kincaid".split()
    names = [line.split()[0] for line in lines[1:-2]]
    assert names == ["index.md", "01-council.md", "02-market.md", "03-bridge.md"]  # places.md has no running text


def test_the_hardest_sentences_are_shown_when_asked_or_when_a_chapter_is_over_the_target(sample_book):
    assert "the hardest ones" not in run(sample_book, "check").stdout
    assert "docs/pl/01-council.md: " in run(sample_book, "check", "--sentences").stdout
    body = "Bardzo długie zdanie bez końca, " * 5 + "o.\n"
    sample_book.write("docs/pl/02-market.md", f"---\ntitle: Targ\n---\n\n{body}")
    shown = run(sample_book, "check").stdout
    assert "docs/pl/02-market.md: 26.0 words a sentence; the hardest ones:" in shown
    assert "  5: Bardzo długie zdanie" in shown


def test_facts_lists_what_is_due_with_its_source_and_its_uses(sample_book):
    result = run(sample_book, "facts")
    assert result.exit_code == 0
    line = sample_book.read("docs/data/facts.yml").split("\n").index("session-day:") + 1
    assert result.stdout.split("\n")[:3] == [
        f"docs/data/facts.yml:{line}: session-day (2026-11-01) 15\u00a0січня\u00a02027\u00a0р.",
        "  Рада: календар – https://rada.verbopil.example/calendar",
        "  used in: 01-council.md",
    ]
    assert "1 fact is due\nnext: 1 on 2027-04-10\n" in result.stdout


def test_confirming_a_fact_writes_today_and_makes_no_translation_stale(sample_book):
    from guidebook.checks import translation

    result = run(sample_book, "facts", "confirm", "session-day", "council-hears")
    assert result.exit_code == 0
    assert "session-day was confirmed on 2026-11-24" in result.stdout
    found = sample_book.book().data.facts
    assert {found[name].confirmed_on for name in ("session-day", "council-hears")} == {"2026-11-24"}
    assert sample_book.report(translation.stale_texts) == []


def test_confirming_an_unknown_fact_writes_nothing_and_names_the_nearest(sample_book):
    before = sample_book.read("docs/data/facts.yml")
    result = run(sample_book, "facts", "confirm", "council-hears", "session-dey")
    assert result.exit_code == 2
    assert "there is no fact “session-dey”" in result.stderr and "did you mean “session-day”?" in result.stderr
    assert sample_book.read("docs/data/facts.yml") == before


def test_a_defect_fails_and_is_said_with_file_line_and_hint(sample_book):
    sample_book.append("docs/pl/03-bridge.md", "\n[dokąd](02-markt.md)\n")
    result = run(sample_book, "check")
    assert result.exit_code == 1
    line = sample_book.read("docs/pl/03-bridge.md").count("\n")
    assert f"docs/pl/03-bridge.md:{line}: link to “02-markt.md”" in result.stdout
    assert "[broken-links]" in result.stdout
    assert "hint: " in result.stdout and "02-market.md" in result.stdout


def test_a_gap_fails_a_release_only(sample_book):
    sample_book.remove("docs/pl/02-market.md")
    assert run(sample_book, "check").exit_code == 0
    assert run(sample_book, "check", "--release").exit_code == 1


@pytest.mark.parametrize(("language", "words"), [("pl", "uster"), ("uk", "помил"), ("en", "defect")])
def test_the_command_speaks_the_language_of_the_person(sample_book, language, words):
    assert words in run(sample_book, "--speak", language, "check").stdout
    assert words in run(sample_book, "check", LC_ALL=f"{language}_XX.UTF-8").stdout


def test_problems_can_be_had_as_json(sample_book):
    sample_book.remove("docs/pl/02-market.md")
    problems = json.loads(run(sample_book, "check", "--json").stdout)
    assert {"check", "file", "line", "severity", "message", "hint"} == set(problems[0])
    assert "missing-chapters" in {problem["check"] for problem in problems}


def test_github_gets_annotations_that_a_chapter_cannot_forge(sample_book):
    sample_book.append("docs/pl/03-bridge.md", "\n[x](no%0A::error::owned.md)\n")
    result = run(sample_book, "check", GITHUB_ACTIONS="true")
    annotations = [line for line in result.stdout.split("\n") if line.startswith("::")]
    ours = re.compile("::(error|warning|notice) file=docs/pl/03-bridge.md,line=")
    assert annotations and all(map(ours.match, annotations))
    assert "%250A" in annotations[0]


def test_status_shows_languages_and_chapters_with_per_cents(sample_book):
    sample_book.remove("docs/pl/02-market.md")
    result = run(sample_book, "status")
    row = next(line for line in result.stdout.split("\n") if line.startswith("02-market.md"))
    assert row.split() == ["02-market.md", "100", "%", "0", "%", "missing", "100", "%"]
    assert run(sample_book, "status", "--languages").stdout.split() == ["uk", "pl", "en"]


def test_accept_makes_a_stale_translation_up_to_date_again(sample_book):
    sample_book.append("docs/uk/02-market.md", "\nНове речення.\n")
    assert sample_book.book().state("02-market.md", "pl") == "stale"
    result = run(sample_book, "accept", "pl/02-market.md")
    assert "docs/pl/02-market.md now names the present source" in result.stdout
    assert sample_book.book().state("02-market.md", "pl") == "translated"
    assert sample_book.book().state("02-market.md", "en") == "stale"


def test_accept_takes_notes_and_shared_data_too(sample_book):
    from guidebook.checks import translation

    term = next(iter(sample_book.book().data.terms.values()))
    sample_book.replace("docs/data/terms.yml", term.definition["uk"], term.definition["uk"] + " Завжди.")
    assert sample_book.report(translation.stale_texts)
    before = sample_book.read("docs/data/terms.yml").count("\n")
    assert run(sample_book, "accept", "docs/data/terms.yml").exit_code == 0
    assert sample_book.report(translation.stale_texts) == []
    assert sample_book.read("docs/data/terms.yml").count("\n") == before


def test_accept_says_when_a_file_is_no_translation(sample_book):
    result = run(sample_book, "accept", "docs/uk/02-market.md")
    assert result.exit_code == 2
    assert "is no translation of this book" in result.stderr


def test_outside_of_a_book_it_says_where_to_start(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    result = CliRunner().invoke(cli.main, ["check"], env={"CI": "1", "LC_ALL": "C"})
    assert result.exit_code == 2
    assert "there is no mkdocs.yml in" in result.stderr
