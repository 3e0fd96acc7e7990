"""What a meeting writes on: a matrix for the wall, cards for ideas and for recommendations.

The questions are general ones, so that every book can have them. The four fields of the matrix bear no names.
"""

from __future__ import annotations

from collections.abc import Iterator

from markupsafe import Markup

from guidebook.config import Config
from guidebook.print import glyphs, pages, pdf
from guidebook.print.job import Job, Printed, refuse
from guidebook.problem import Problem

LINE_MM = 9.5  # of a line to write on by hand
SHEETS = 3  # the matrix, the idea cards, the recommendations
IDEA_CARDS, RECOMMENDATIONS = 4, 2  # on one sheet
ICONS = {"idea": "tip", "recommendation": "note"}  # cards bear the icon of a box, when the book has it


def make(job: Job) -> Iterator[Printed]:
    """matrix.pdf. Raises BookHasDefects, all faults at once."""
    refuse(tuple(glyphs.missing_glyphs(job.book, job.code)))
    rendered = pdf.Press(job.folders).render(page(job))
    data, warnings = rendered.write()
    refuse(tuple(faults(job.book.config, rendered, (*rendered.warnings, *warnings))))
    yield job.write("matrix.pdf", data, job.words("Matrix and cards for a meeting"), SHEETS, SHEETS)


def page(job: Job) -> str:
    """All sheets as HTML."""
    config, words = job.book.config, pages.marked(job.words)
    idea = (
        (words("Idea"), 3),
        (words("Which need does it answer?"), 2),
        (words("What is the first step?"), 1),
    )
    recommendation = (
        (words("Who should do it?"), 2),
        (words("What exactly?"), 4),
        (words("Why?"), 3),
        (words("For whom?"), 2),
        (words("What is the first step?"), 2),
    )
    icons = {kind: job.icons.get(pages.BOX_ICONS[box]) for kind, box in ICONS.items()}
    shown = {
        "title": job.words("Matrix and cards for a meeting"),
        "language": job.guide.language,
        "config": config,
        "words": words,
        "style": Markup(pages.style(config, {}, "matrix.css")),
        "line_mm": LINE_MM,
        "icons": {kind: file.resolve().as_uri() for kind, file in icons.items() if file},
        "idea": idea,
        "ideas": IDEA_CARDS,
        "recommendation": recommendation,
        "recommendations": RECOMMENDATIONS,
    }
    return pages.environment().get_template("matrix.html").render(**shown)


def faults(config: Config, rendered: pdf.Rendered, warnings: tuple[str, ...]) -> Iterator[Problem]:
    """Words of a language that do not fit, and what WeasyPrint warns of."""
    for word in rendered.overfull():
        yield word.problem(config.file)
    for text in dict.fromkeys(warnings):
        yield Problem(config.file, 1, "printing the matrix: {text}", values={"text": text})
