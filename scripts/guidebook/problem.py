"""What is wrong, and what to do: Problem for the book, GuidebookError when work is impossible."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from pathlib import Path


class Severity(StrEnum):
    """How much a problem weighs: a defect always fails, a gap fails a release, advice never fails."""

    DEFECT = "defect"
    GAP = "gap"
    ADVICE = "advice"


@dataclass(frozen=True)
class Problem:
    """One fault in the book, for a translator who does not program.

    `message` and `hint` are msgids (English, with {names} from `values`); `cli` puts them into the reader's
    language. `check` is the name of the check that found it, `broken-links`; the runner fills it in.
    """

    file: Path
    line: int
    message: str
    hint: str = ""
    values: Mapping[str, object] = field(default_factory=dict)
    check: str = ""
    severity: Severity = Severity.DEFECT

    def __post_init__(self) -> None:
        object.__setattr__(self, "values", dict(self.values))

    def found_by(self, check: str, severity: Severity) -> Problem:
        """The same problem, signed by the check that found it."""
        return replace(self, check=check, severity=severity)

    def english(self) -> str:
        """Message alone, in English; for tests and logs."""
        return self.message.format(**self.values)


class GuidebookError(Exception):
    """Work is impossible: no font, no room on the disk, unreadable mkdocs.yml. Worded like a Problem.

    `place` stands in front of the message: “mkdocs.yml:12”.
    """

    def __init__(self, message: str, hint: str = "", place: str = "", **values: object) -> None:
        super().__init__((f"{place}: " if place else "") + message.format(**values))
        self.message, self.hint, self.place, self.values = message, hint, place, values


class BookHasDefects(GuidebookError):
    """A build was asked for, but the book has defects; the last good output stays."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        super().__init__("nothing was built; defects in the book: {count}", count=len(problems))
        self.problems = problems
