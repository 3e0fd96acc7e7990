"""What is wrong, and how it is said."""

from pathlib import Path

from guidebook.problem import BookHasDefects, GuidebookError, Problem, Severity


def test_a_problem_is_worded_with_its_values():
    problem = Problem(Path("a.md"), 3, "link to “{target}”", values={"target": "b.md"})
    assert problem.english() == "link to “b.md”"


def test_a_check_signs_its_problem_and_says_how_much_it_weighs():
    problem = Problem(Path("a.md"), 3, "x").found_by("stale-chapters", Severity.GAP)
    assert (problem.check, problem.severity) == ("stale-chapters", Severity.GAP)


def test_braces_in_a_quoted_text_are_only_letters():
    problem = Problem(Path("a.md"), 1, "“{text}” is HTML", values={"text": "<x {y} {0}>"})
    assert problem.english() == "“<x {y} {0}>” is HTML"


def test_an_error_keeps_its_message_untranslated_for_the_command_line():
    error = GuidebookError("no font in {folder}", "put one there", folder="docs")
    assert (str(error), error.message, error.values) == ("no font in docs", "no font in {folder}", {"folder": "docs"})


def test_a_refused_build_carries_all_defects():
    problems = (Problem(Path("a.md"), 1, "x"), Problem(Path("b.md"), 1, "y"))
    assert BookHasDefects(problems).problems == problems
