"""What people type into the search, and what answers it: lists to measure the search by.

    answers.yml         name → sections that answer
    <language>.yml      kind → what is typed → name of its answers, by hand
    drawn.yml           the same by language, drawn from the glossary and morphological dictionaries by draw.py
    afterwards.yml      the same, written when the search was nearly finished
    fresh.yml           the same, written last and run once; half of it has been used for tuning since
    newcomers.yml       fresh: written before the words in docs/data/search.yml were widened, without looking at them
    last.yml            fresh: written after that, in other words
    own-words.yml       questions of people by the sections of the book, before the search was asked any of them
    lately.yml          the same, fresh: written after the words that docs/data/search.yml got for own-words.yml
    walked.yml          what led a newcomer beside the answer; all of it is tuned by

Half of the queries are never looked at while the search is tuned: a query is blind when the first byte of the
SHA-256 of “language, space, what is typed” is odd. Who tunes reads the misses of the other half only. All that is
fresh is counted apart: one person wrote the lists and docs/data/search.yml, so a blind query may have been in mind.
That can be seen: when it was written, “last.yml” was answered to 75 %, “newcomers.yml” to 99 %. What is asked in own
words is harder and is counted apart as well, in two halves; its blind half can only show that nothing got lost, because
the same questions stand there in three languages. What to expect from a stranger shows in “lately.yml”: 50 % with the
words of docs/data/search.yml before, 70 % with those it has had since; “last.yml” rose to 88 %.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import yaml

HERE = Path(__file__).parent
FRESH, OWN = "fresh", "own words"  # kinds that are counted apart
WALKED = "walked"  # the kind that is tuned by as a whole
HALVES = ("tuning", "blind")
OWN_HALVES, OWN_FRESH = ("own tuning", "own blind"), "own fresh"
PARTS = (*HALVES, FRESH, *OWN_HALVES, OWN_FRESH)
ALL, MISSPELT, NOT_MISSPELT = SUMS = ("all", "all, misspelt", "all but misspelt")
# Lists of all languages.
MORE = ("drawn.yml", "afterwards.yml", "fresh.yml", "newcomers.yml", "last.yml", "own-words.yml", "lately.yml",
        "walked.yml")
SHOWN = 5  # results that a phone shows without scrolling far


@dataclass(frozen=True)
class Query:
    """What is typed, in which way it differs from the words of the guide, and the sections that answer it."""

    language: str
    kind: str
    text: str
    answers: frozenset[str]

    @property
    def part(self) -> str:
        """What it may be used for: one of PARTS."""
        if self.kind == WALKED:
            return HALVES[0]
        if self.kind == FRESH:
            return FRESH
        if self.kind == f"{OWN}, {FRESH}":
            return OWN_FRESH
        halves = OWN_HALVES if self.kind.startswith(OWN) else HALVES
        return halves[hashlib.sha256(f"{self.language} {self.text}".encode()).digest()[0] % 2]


@dataclass(frozen=True)
class Answer:
    """A query and the place of the first result that answers it; None when it is not among the results."""

    query: Query
    rank: int | None


@dataclass(frozen=True)
class Measure:
    """How well some queries were answered."""

    count: int
    found: int  # among the first five
    mean_rank: float  # of those that were found at all

    @property
    def recall(self) -> float:
        return self.found / self.count if self.count else 1.0


def load(language: str) -> tuple[Query, ...]:
    """All queries of a language."""
    answers = {name: frozenset(places) for name, places in _read("answers.yml").items()}
    lists = [_read(f"{language}.yml"), *(_read(name).get(language, {}) for name in MORE)]
    return tuple(
        Query(language, kind, str(text), answers.get(name) or _term(name))
        for known in lists
        for kind, texts in known.items()
        for text, name in texts.items()
    )


def measured(answers: Iterable[Answer]) -> Measure:
    """The measure of these answers."""
    known = list(answers)
    ranks = [answer.rank for answer in known if answer.rank is not None]
    return Measure(len(known), sum(rank <= SHOWN for rank in ranks), sum(ranks) / len(ranks) if ranks else 0.0)


def answered(query: Query, results: Sequence[str]) -> Answer:
    """`results` are addresses below the folder of the language, best first."""
    names = [_section(address) for address in results]
    return Answer(query, next((place for place, name in enumerate(names, 1) if name in query.answers), None))


def table(answers: Sequence[Answer]) -> str:
    """Recall among the first five and mean rank, by language, kind and part."""
    heads = "".join(f"{part:>12}: n  recall  rank" for part in PARTS)
    lines = [f"language  kind                          {heads}"]
    for language in dict.fromkeys(answer.query.language for answer in answers):
        ours = [answer for answer in answers if answer.query.language == language]
        for kind in [*dict.fromkeys(answer.query.kind for answer in ours), *SUMS]:
            chosen = [answer for answer in ours if is_kind(answer.query, kind)]
            parts = [measured(one for one in chosen if one.query.part == part) for part in PARTS]
            cells = "".join(
                f"{one.count:15} {one.recall:7.1%} {one.mean_rank:5.2f}" if one.count else " " * 29 for one in parts
            )
            lines.append(f"{language:9} {kind:30}{cells}".rstrip())
    return "\n".join(lines)


def is_kind(query: Query, kind: str) -> bool:
    """Is the query of that kind, or of that sum of kinds?"""
    is_misspelt = "misspelt" in query.kind
    return {ALL: True, MISSPELT: is_misspelt, NOT_MISSPELT: not is_misspelt}.get(kind, query.kind == kind)


def _section(address: str) -> str:
    page, _, anchor = address.partition("#")
    return page.removesuffix(".html") + (f"#{anchor}" if anchor else "")


def _term(name: str) -> frozenset[str]:
    assert name.startswith("term-"), f"answers.yml has no “{name}”"
    return frozenset({f"glossary#{name}"})


def _read(name: str) -> dict:
    return yaml.safe_load((HERE / name).read_text("utf-8"))
