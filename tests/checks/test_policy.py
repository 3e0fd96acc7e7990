"""The list of checks as a whole: what it promises to people and to other programs."""

import inspect

from conftest import SampleBook
from guidebook import checks
from guidebook.checks import comparison, language, links, translation
from guidebook.problem import Severity

ALL = (*checks.DEFECTS, *checks.GAPS, *checks.ADVICE)


def test_the_sample_book_passes_every_check(sample_book: SampleBook):
    assert sample_book.report() == []


def test_every_check_says_what_it_finds():
    assert [check.__name__ for check in ALL if not (inspect.getdoc(check) or "").strip()] == []


def test_no_two_checks_have_the_same_name():
    assert len({checks.name(check) for check in ALL}) == len(ALL)


def test_every_check_of_a_module_is_on_the_list():
    modules = (
        checks.comparison, checks.facts, checks.glossary, checks.language, checks.links, checks.notes,
        checks.searching, checks.shape, checks.structure, checks.text, checks.translation, checks.values,
    )  # fmt: skip
    public = {
        function
        for module in modules
        for name, function in inspect.getmembers(module, inspect.isgeneratorfunction)
        if not name.startswith("_") and function.__module__ == module.__name__
    }
    assert {function.__name__ for function in public - {*ALL, *checks.FOR_SOME}} == set()


def test_people_see_the_name_of_a_check_with_hyphens():
    assert checks.name(translation.missing_chapters) == "missing-chapters"


def test_all_faults_are_reported_together_by_file_and_line(sample_book: SampleBook):
    sample_book.replace("docs/pl/03-bridge.md", "01-council.md#steps", "01-council.md#step")
    sample_book.replace("docs/pl/02-market.md", "03-bridge.md#arches", "03-bridge.md#arch")
    sample_book.remove("docs/en/01-council.md")
    places = [(str(problem.file), problem.line) for problem in sample_book.problems()]
    assert len({file for file, _ in places}) == 3
    assert places == sorted(places)


def test_defects_gaps_and_advice_are_told_apart(sample_book: SampleBook):
    sample_book.replace("docs/pl/02-market.md", "03-bridge.md#arches", "03-bridge.md#arch")
    sample_book.remove("docs/en/01-council.md")
    sample_book.append("docs/uk/index.md", "\nСкажіть \"так\".\n")
    assert sample_book.severities(links.broken_links) == {Severity.DEFECT}
    assert sample_book.severities(translation.missing_chapters) == {Severity.GAP}
    assert sample_book.severities(language.straight_quotes) == {Severity.ADVICE}


def test_correcting_the_source_opens_gaps_and_no_defects(sample_book: SampleBook):
    sample_book.commit()
    cost = "## Скільки коштує { #cost }\n\nНічого.\n\n"
    sample_book.replace("docs/uk/01-council.md", "## Крок за кроком", cost + "## Крок за кроком")
    sample_book.replace("docs/uk/01-council.md", "- [ ] Список із підписами\n", "- [ ] Список\n- [ ] Ручку\n")
    assert {problem.severity for problem in sample_book.problems()} == {Severity.GAP}
    assert sample_book.problems(comparison.different_headings) == ()
