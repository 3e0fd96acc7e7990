"""What is said to the print shop of each PDF that was looked at, and preflight.txt, in which all of it stands.

The report is written in the book's source language: that is what the print shop round the corner speaks.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from guidebook import facts, files, strings
from guidebook.print import preflight, press
from guidebook.print.job import Job, Printed, refuse
from guidebook.print.preflight import Proof

REPORT = "preflight.txt"
INKS = {"DeviceRGB": "RGB", "DeviceCMYK": "CMYK"}


def looked_at(job: Job, made: Iterable[Printed]) -> tuple[Printed, ...]:
    """The PDFs of a kind, each with what is said of it to the print shop. Raises BookHasDefects, all faults at once."""
    words, looked, problems = strings.load(job.book.config.source.code), [], []
    for one in made:
        if one.report:
            looked.append(one)
            continue
        with preflight.opened(one.file, one.kind, job.book, job.code) as proof:
            found = preflight.look(proof)
            problems += found
            looked.append(replace(one, report=_sheet(proof, words)))
    refuse(tuple(problems))
    return tuple(looked)


def make(job: Job) -> Iterator[Printed]:
    """The report on every PDF of the language. Raises BookHasDefects when one is not the file that was looked at."""
    words, rows = strings.load(job.book.config.source.code), preflight.listed(job.finished)
    refuse(tuple(problem for row in rows for problem in preflight.unlike_the_list(job.finished, row)))
    sheets = [f"{row['file']} – {row['title']}\n{row['report']}" for row in rows]
    files.write_atomically(job.folder / REPORT, "\n\n".join([_head(job, words), *sheets, _foot(words)]) + "\n")
    yield from ()


def _head(job: Job, words: strings.Strings) -> str:
    config, day = job.book.config, facts.day(job.book.config.day, words.language)
    version = words("Version {version}", version=config.version) if config.version else words("Draft")
    title = words("{title} – report for the print shop", title=job.guide.language.title)
    return f"{title}\n{version} · {day}"


def _sheet(proof: Proof, words: strings.Strings) -> str:
    """All that the print shop wants to know of one file, in which nothing wrong was found."""
    pages = proof.pages
    names = ", ".join(sorted({font.name for font in proof.fonts}))
    lines = [
        words.plural("{count} page", "{count} pages", len(pages)),
        _size(proof, words),
        words("fonts, all inside the file: {names}", names=names) if names else words("no fonts"),
        words("colours: {names}", names=_inks(proof, words)),
        _pictures(proof, words),
        words("nothing was found"),
    ]
    return "\n".join(f"  {line}" for line in lines)


def _size(proof: Proof, words: strings.Strings) -> str:
    first = proof.pages[0]
    shown = {"width": round(first.width), "height": round(first.height)}
    if proof.kind in preflight.PRESS:
        return words("{width} × {height} mm after cutting, bleed {bleed} mm, crop marks", bleed=press.BLEED_MM, **shown)
    return words("{width} × {height} mm, no bleed", **shown)


def _inks(proof: Proof, words: strings.Strings) -> str:
    spaces = sorted({space.rpartition(" ")[2] for page in proof.pages for space in page.spaces})
    return ", ".join(INKS.get(space, words("grey") if space == "DeviceGray" else space) for space in spaces)


def _pictures(proof: Proof, words: strings.Strings) -> str:
    found = [picture for page in proof.pages for picture in page.pictures]
    if not found:
        return words("no pictures of dots: all drawings are lines")
    counted = words.plural("{count} picture", "{count} pictures", len(found))
    return words("{pictures}, at least {dpi} dots an inch", pictures=counted, dpi=round(min(p.dpi for p in found)))


def _foot(words: strings.Strings) -> str:
    return words("These checks are the guide's own. They are no certificate of PDF/X or PDF/UA.")
