"""Visual notes where they are named. What can be wrong inside a note is tested in tests/notes/."""

from conftest import SampleBook
from guidebook.checks.notes import broken_notes, unknown_notes
from guidebook.problem import Severity

TEXT = "visual-notes/02-market/text.pl.yml"


def test_a_chapter_with_an_unknown_note_is_reported(sample_book: SampleBook):
    sample_book.replace("docs/uk/02-market.md", "note: 02-market\n", "note: 02-markt\n")
    assert sample_book.report(unknown_notes) == [
        "docs/uk/02-market.md:4: there is no visual note “02-markt” [unknown-notes]",
    ]
    assert sample_book.hints(unknown_notes) == ["did you mean “02-market”?"]


def test_a_cover_that_does_not_exist_is_reported(sample_book: SampleBook):
    sample_book.replace("mkdocs.yml", "cover: 00-cover", "cover: 00-covre")
    assert sample_book.report(unknown_notes) == [
        "mkdocs.yml:1: the cover names the visual note “00-covre”, which does not exist [unknown-notes]",
    ]


def test_a_note_for_an_unknown_chapter_is_reported(sample_book: SampleBook):
    sample_book.replace("visual-notes/02-market/note.yml", "chapter: 02-market", "chapter: 02-marked")
    assert sample_book.hints(unknown_notes) == ["did you mean “02-market”?"]


def test_a_missing_word_is_a_gap_and_a_word_without_box_a_defect(sample_book: SampleBook):
    sample_book.replace(TEXT, "when-heading: \"Kiedy\"", "wenn-heading: \"Kiedy\"")
    found = {problem.english().split("”")[0]: problem.severity for problem in sample_book.problems(broken_notes)}
    assert found["“when-heading"] is Severity.GAP
    assert found["“wenn-heading"] is Severity.DEFECT


def test_words_that_do_not_fit_are_a_defect(sample_book: SampleBook):
    sample_book.replace(TEXT, "Jeden stół na jeden dzień.", "Jeden stół na jeden dzień, " * 12)
    assert Severity.DEFECT in sample_book.severities(broken_notes)


def test_a_changed_word_of_the_source_makes_its_translations_stale(sample_book: SampleBook):
    sample_book.replace("visual-notes/02-market/text.uk.yml", "щосуботи", "щонеділі")
    assert sample_book.severities(broken_notes) == {Severity.GAP}
    assert {problem.file.name for problem in sample_book.problems(broken_notes)} == {"text.pl.yml", "text.en.yml"}
