"""All checks, and the policy, in one view. A check is a generator from the book to problems.

People see `missing_chapters` as `missing-chapters`. A check may call a single finding lighter than its list says:
what differs only because the source is newer is a gap.
"""

from __future__ import annotations

from guidebook.book import Book
from guidebook.checks import (
    comparison,
    facts,
    glossary,
    language,
    links,
    looking,
    notes,
    parts,
    plain_language,
    searching,
    shape,
    structure,
    text,
    translation,
    values,
)
from guidebook.problem import Problem, Severity

DEFECTS = (  # always fail
    text.unreadable,
    text.forbidden_text,
    text.unexpected_files,
    links.broken_links,
    links.missing_images,
    links.unreadable_images,
    links.images_without_words,
    structure.missing_titles,
    structure.headings_without_id,
    structure.duplicate_headings,
    structure.skipped_levels,
    structure.broken_tables,
    structure.empty_boxes,
    structure.unclosed_marks,
    structure.conflict_marks,
    structure.unfinished_texts,
    structure.duplicate_paragraphs,
    comparison.different_headings,
    comparison.different_references,
    comparison.different_links,
    comparison.different_images,
    shape.different_lists,
    shape.different_tables,
    shape.different_boxes,
    shape.different_paragraphs,
    values.different_numbers,
    values.different_values,
    translation.unknown_chapters,
    translation.unknown_languages,
    translation.reading_order,
    translation.texts_without_source,
    facts.unknown_references,
    facts.broken_references,
    facts.unknown_facts,
    facts.values_by_hand,
    notes.unknown_notes,
    notes.broken_notes,
    searching.misplaced_words,
    language.mixed_alphabets,
    language.foreign_letters,
)
GAPS = (  # fail with --release
    translation.missing_chapters,
    translation.stale_chapters,
    translation.unversioned_chapters,
    translation.untranslated_paragraphs,
    translation.untranslated_texts,
    translation.untouched_texts,
    translation.stale_texts,
    translation.unversioned_texts,
    translation.untranslated_settings,
    translation.untranslated_strings,
    facts.missing_units,
    language.wrong_language,
)
ADVICE = (  # never fail
    structure.missing_descriptions,
    structure.long_in_print,
    shape.different_lengths,
    comparison.unmarked_words,
    values.nearly_same_values,
    facts.numbers_by_hand,
    facts.changed_forms,
    facts.changed_values,
    facts.changed_contacts,
    plain_language.long_sentences,
    language.straight_quotes,
    language.foreign_quotes,
    language.three_dots,
    language.wrong_apostrophes,
    language.hyphens_as_dashes,
    language.decomposed_letters,
    glossary.other_terms,
)

_WEIGHTS = tuple(Severity)  # heaviest first

# These compare chapters with each other, or look at what stands outside of them; all others look at one at a time.
_AT_THE_WHOLE = (
    text.unreadable,
    text.unexpected_files,
    links.unreadable_images,
    structure.long_in_print,
    translation.unknown_chapters,
    translation.unknown_languages,
    translation.reading_order,
    translation.texts_without_source,
    translation.untranslated_texts,
    translation.untouched_texts,
    translation.stale_texts,
    translation.unversioned_texts,
    translation.untranslated_settings,
    translation.untranslated_strings,
    facts.unknown_facts,
    facts.missing_units,
    facts.changed_forms,
    facts.changed_values,
    facts.changed_contacts,
    values.different_values,
    values.nearly_same_values,
    notes.unknown_notes,
    notes.broken_notes,
    searching.misplaced_words,
    language.decomposed_letters,
    glossary.other_terms,
)
_IN_PARTS = tuple(check for check in (*DEFECTS, *GAPS, *ADVICE) if check not in _AT_THE_WHOLE)
FOR_SOME = {glossary.uses: glossary.Use, links.shown: links.Shown, notes.named: notes.Named}  # of the above


def run(book: Book, *, remembers: bool = True) -> tuple[Problem, ...]:
    """Everything that is wrong in the book, by file and line.

    Without memory the same book always tells the same; with it too, but for the words by which many chapters know
    their language: these are learned anew only when more than a few of them have changed.
    """
    kinds = dict.fromkeys(_IN_PARTS, Problem) | FOR_SOME
    found = looking.look(book, kinds, "check.json", learns=True, remembers=remembers)
    whole = parts.looked(book, found)
    listed = ((Severity.DEFECT, DEFECTS), (Severity.GAP, GAPS), (Severity.ADVICE, ADVICE))
    problems = [
        problem.found_by(name(check), max(severity, problem.severity, key=_WEIGHTS.index))
        for severity, group in listed
        for check in group
        for problem in (found[check] if check in found else check(whole))
    ]
    return tuple(sorted(problems, key=lambda problem: (str(problem.file), problem.line, problem.check)))


def name(check: object) -> str:
    """How people see a check: missing_chapters → missing-chapters."""
    return check.__name__.replace("_", "-")
