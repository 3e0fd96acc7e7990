"""The last step of a language: preflight of all its PDFs, and preflight.txt, which goes to the print shop with them.

The report is written in the book's source language: that is what the print shop round the corner speaks.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from guidebook import facts, files, strings
from guidebook.print import drawn, preflight, press
from guidebook.print.job import Job, Printed, refuse
from guidebook.print.preflight import Proof
from guidebook.problem import Problem

REPORT = "preflight.txt"
INKS = {"DeviceRGB": "RGB", "DeviceCMYK": "CMYK"}


def make(job: Job) -> Iterator[Printed]:
    """Looks at every PDF of the language. Raises BookHasDefects, all faults at once; else writes the report."""
    words, sheets, problems = strings.load(job.book.config.source.code), [], []
    for row in preflight.listed(job.finished):
        if found := tuple(preflight.unlike_the_list(job.finished, row)):
            problems += found
            continue
        with preflight.opened(job.finished / row["file"], row.get("kind", ""), job.book, job.code) as proof:
            found = preflight.look(proof)
            problems += found
            sheets.append(_sheet(proof, row, found, words))
    refuse(tuple(problems))
    files.write_atomically(job.folder / REPORT, "\n\n".join([_head(job, words), *sheets, _foot(words)]) + "\n")
    yield from ()


def _head(job: Job, words: strings.Strings) -> str:
    config, day = job.book.config, facts.day(job.book.config.day, words.language)
    version = words("Version {version}", version=config.version) if config.version else words("Draft")
    title = words("{title} – report for the print shop", title=job.guide.language.title)
    return f"{title}\n{version} · {day}"


def _sheet(proof: Proof, row: Mapping, problems: tuple[Problem, ...], words: strings.Strings) -> str:
    """All that the print shop wants to know of one file."""
    pages = proof.pages
    lines = [
        words.plural("{count} page", "{count} pages", len(pages)),
        _size(proof, words),
        words("fonts, all inside the file: {names}", names=_names(proof)) if _names(proof) else words("no fonts"),
        words("colours: {names}", names=_inks(proof, words)),
        _pictures(proof, words),
        *(_found(problem, words) for problem in problems),
    ]
    lines += [] if problems else [words("nothing was found")]
    return "\n".join([f"{row['file']} – {row['title']}", *(f"  {line}" for line in lines)])


def _size(proof: Proof, words: strings.Strings) -> str:
    first = proof.pages[0]
    shown = {"width": round(first.width), "height": round(first.height)}
    if proof.kind in preflight.PRESS:
        return words("{width} × {height} mm after cutting, bleed {bleed} mm, crop marks", bleed=press.BLEED_MM, **shown)
    return words("{width} × {height} mm, no bleed", **shown)


def _names(proof: Proof) -> str:
    return ", ".join(sorted({font.name for font in drawn.fonts(proof.opened)}))


def _inks(proof: Proof, words: strings.Strings) -> str:
    spaces = sorted({space.rpartition(" ")[2] for page in proof.pages for space in page.spaces})
    return ", ".join(INKS.get(space, words("grey") if space == "DeviceGray" else space) for space in spaces)


def _pictures(proof: Proof, words: strings.Strings) -> str:
    found = [picture for page in proof.pages for picture in page.pictures]
    if not found:
        return words("no pictures of dots: all drawings are lines")
    counted = words.plural("{count} picture", "{count} pictures", len(found))
    return words("{pictures}, at least {dpi} dots an inch", pictures=counted, dpi=round(min(p.dpi for p in found)))


def _found(problem: Problem, words: strings.Strings) -> str:
    message = words(problem.message).format(**problem.values)
    return words("page {page}: {text}", page=problem.line, text=message)


def _foot(words: strings.Strings) -> str:
    return words("These checks are the guide's own. They are no certificate of PDF/X or PDF/UA.")
