"""What people type into the search, and what answers it: lists to measure the search by.

    answers.yml         name → sections that answer
    <language>.yml      kind → what is typed → name of its answers, by hand
    drawn.yml           the same by language, drawn from the glossary and morphological dictionaries by draw.py

Half of the queries are never looked at while the search is tuned: a query is blind when the first byte of the
SHA-256 of “language, space, what is typed” is odd. Who tunes reads the misses of the other half only.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import yaml

HERE = Path(__file__).parent
SHOWN = 5  # results that a phone shows without scrolling far


@dataclass(frozen=True)
class Query:
    """What is typed, in which way it differs from the words of the guide, and the sections that answer it."""

    language: str
    kind: str
    text: str
    answers: frozenset[str]

    @property
    def is_blind(self) -> bool:
        return hashlib.sha256(f"{self.language} {self.text}".encode()).digest()[0] % 2 == 1


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
    lists = [_read(f"{language}.yml"), _read("drawn.yml").get(language, {})]
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
    """Recall and mean rank by language and kind, the half for tuning beside the blind one."""
    lines = ["language  kind                              tuning: n  recall  rank   blind: n  recall  rank"]
    for language in dict.fromkeys(answer.query.language for answer in answers):
        ours = [answer for answer in answers if answer.query.language == language]
        for kind in [*dict.fromkeys(answer.query.kind for answer in ours), "all", "all, misspelt", "all but misspelt"]:
            chosen = [answer for answer in ours if kind == "all" or is_kind(answer.query, kind)]
            halves = [measured(one for one in chosen if one.query.is_blind is blind) for blind in (False, True)]
            cells = (f"{one.count:9} {one.recall:7.1%} {one.mean_rank:5.2f}" for one in halves)
            lines.append(f"{language:9} {kind:32} {'   '.join(cells)}")
    return "\n".join(lines)


def is_kind(query: Query, kind: str) -> bool:
    """Is the query of that kind, or of that sum of kinds?"""
    is_misspelt = "misspelt" in query.kind
    sums = {"all, misspelt": is_misspelt, "all but misspelt": not is_misspelt}
    return sums.get(kind, query.kind == kind)


def _section(address: str) -> str:
    page, _, anchor = address.partition("#")
    return page.removesuffix(".html") + (f"#{anchor}" if anchor else "")


def _term(name: str) -> frozenset[str]:
    assert name.startswith("term-"), f"answers.yml has no “{name}”"
    return frozenset({f"glossary#{name}"})


def _read(name: str) -> dict:
    return yaml.safe_load((HERE / name).read_text("utf-8"))
