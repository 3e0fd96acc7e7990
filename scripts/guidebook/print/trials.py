"""What layouts that were tried have shown, remembered from one build to the next.

    HTML ─► Trials ─► how many pages, which place on which, how many lines on the last ─► decisions of the layout

The same HTML with the same fonts and pictures always needs the same pages: after an edit only what is new is tried.
Nothing else is remembered, so that a book is printed the same with this memory and without it.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from functools import cache
from pathlib import Path
from urllib.parse import unquote

from guidebook import files
from guidebook.print import pdf
from guidebook.print.job import Job

_FILE = re.compile(r"""file://([^"')\s]+)""")
_OWN = Path(__file__).parent


@dataclass(frozen=True)
class Measured:
    """What the layout decides by. Pages are counted from 0; a part without text is on no page."""

    page_count: int
    anchors: Mapping[str, int] = field(default_factory=dict)  # each place that can be referred to → its page
    text_pages: int = 0  # on so many pages stands text of the part
    last_lines: int = 0  # and on the last of them so many lines

    def ends_short(self, lines: int) -> bool:
        """Whether fewer lines than this stand on the last page, after other pages."""
        return self.text_pages > 1 and self.last_lines < lines


@dataclass
class Trials:
    """Tries layouts, each once; `file` is where their measures are kept, if anywhere."""

    press: pdf.Press
    file: Path | None = None
    known: dict[str, Measured] = field(default_factory=dict)
    used: set[str] = field(default_factory=set)
    made: dict[str, tuple[str, pdf.Rendered]] = field(default_factory=dict)  # the latest pages of each name

    def measured(self, name: str, text: str, *, is_behind: bool = False) -> Measured:
        """The measures of this HTML. `is_behind`: its first page only stands for those before it.

        `name` is the id of the part, for what is asked of its lines.
        """
        asked = key(text, name, is_behind)
        self.used.add(asked)
        if asked not in self.known:
            self.known[asked] = _measures(self.pages(name, text, is_behind=is_behind), name)
        return self.known[asked]

    def pages(self, name: str, text: str, *, is_behind: bool = False) -> pdf.Rendered:
        """The pages themselves; laid out unless they are the latest of this name."""
        if name not in self.made or self.made[name][0] != text:
            pages = self.press.render(text)
            self.made[name] = text, pages.without_first() if is_behind else pages
        return self.made[name][1]

    def write(self) -> None:
        """Keep what was asked for this time, and nothing older."""
        if self.file:
            found = {key: asdict(self.known[key]) for key in sorted(self.used)}
            files.write_atomically(self.file, json.dumps(found, ensure_ascii=False, separators=(",", ":")))


def remembered(job: Job, kind: str) -> Trials:
    """The trials of a kind of edition in the language of the job."""
    file = job.book.config.build / ".cache" / "layout" / f"{job.code}-{kind}.json"
    return Trials(pdf.Press(job.folders), file, _read(file))


def _read(file: Path) -> dict[str, Measured]:
    """What is known; nothing when the file is not there or not whole: it may be deleted at any time."""
    try:
        return {key: Measured(**values) for key, values in json.loads(file.read_text(encoding="utf-8")).items()}
    except (OSError, ValueError, TypeError, AttributeError):
        return {}


def _measures(pages: pdf.Rendered, name: str) -> Measured:
    lines = pages.lines_of([name])[name]
    return Measured(pages.page_count, pages.anchors(), len(lines), lines[max(lines)] if lines else 0)


def key(*texts: object) -> str:
    """A hash of all that pages depend on: their HTML, the files that it shows, the program."""
    shown = sorted({unquote(path) for text in texts for path in _FILE.findall(str(text))})
    parts = (*map(str, texts), *map(_content, shown), _program())
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:32]


@cache
def _content(path: str) -> str:
    try:
        return hashlib.sha256(Path(path).read_bytes()).hexdigest()
    except OSError:
        return ""


@cache
def _program() -> str:
    hashed = hashlib.sha256(pdf.VERSION.encode())
    for file in sorted(_OWN.glob("*.py")):
        hashed.update(file.read_bytes())
    return hashed.hexdigest()
