"""Other people's books: any folder of Markdown in several languages, without our front matter and our mkdocs.yml.

    en/page.md    uk/page.md            folders      ─┐                   ┌─ aligning ─► what is missing, untouched …
    en/docs/page.md                     with docs/   ─┼─ read ─► Tree ────┤
    page.md  page.uk.md  (page.en.md)   suffixes     ─┤                   └─ git log ──► what is stale ─► Row, Row, …
    page.md    uk/page.md               the source above the others

Nobody there says from which version of the source a translation was made. Its history tells: each commit that changed
words of a translation was made beside some version of the source.

    source        s0 ──── s1 ─────────────── s2          now
    translation   t0 ─────────── t1 ────────────── t2
    follows       s0             s1, in what it changed; in the whole, if that was most of what s1 had changed

So a mended comma does not hide twenty paragraphs that nobody has looked at, and a paragraph that was looked at and
left as it is does not stay behind for ever. What changes no word – a link, code, a list's marks, a file moved – follows
nothing; and a commit that touches the same page in most languages alike is trusted only in the very blocks it touched.
"""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from babel import Locale, UnknownLocaleError

from guidebook import config, files, markup, processes
from guidebook.book import Chapter, State
from guidebook.config import Language
from guidebook.markup import Document
from guidebook.problem import GuidebookError, Problem
from guidebook.translation import aligning, blocks, history, status
from guidebook.translation.aligning import Trio
from guidebook.translation.blocks import Block
from guidebook.translation.status import Judge, Row, Standing

_VERSIONS = 40  # of a translation that are looked at, the newest ones
_TASK = 20  # pages that a process is given at once
_MOST_LANGUAGES = 1 / 2  # of the languages: a commit that touches a page in more of them was made by a machine
_FEW_LANGUAGES = 3  # in so few, a person may have done that


@dataclass(frozen=True)
class Page(Chapter):
    """A page of such a book; what stands at its top may be of any kind."""

    @cached_property
    def document(self) -> Document:
        """The text below its head, and of the head the title and the description."""
        return read_page(self.text, self.file)


@dataclass(frozen=True)
class Tree:
    """The languages of a folder, and their pages by name: the path that is the same in all of them."""

    root: Path
    languages: tuple[Language, ...]  # the source first
    pages: Mapping[str, Mapping[str, Page]]  # code → name → page
    places: Mapping[str, tuple[str, str]]  # code → folder and suffix, below the root: where a missing page belongs
    problems: tuple[Problem, ...] = ()

    @property
    def source(self) -> Language:
        """The language that the others are translated from."""
        return self.languages[0]

    def file(self, name: str, code: str) -> Path:
        """Where a page stands, or should stand."""
        if page := self.pages[code].get(name):
            return page.file
        folder, suffix = self.places[code]
        return self.root / folder / f"{name.removesuffix('.md')}{suffix}.md"

    def short(self, file: Path) -> str:
        """A path as people see it: from the folder of the tree."""
        return file.relative_to(self.root).as_posix()


# ------------------------------------------------------------------------------------------------ reading


def read(root: Path, source: str) -> Tree:
    """The book in a folder. Raises GuidebookError when it has not two languages, the source among them."""
    root = root.resolve()
    if not root.is_dir():
        raise GuidebookError("there is no folder “{folder}”", "name the folder with the Markdown", folder=str(root))
    names = sorted(file.relative_to(root).as_posix() for file in root.rglob("*.md") if not _is_hidden(file, root))
    found = _by_folder(names, source) or _by_suffix(names, source) or _beside(names, source)
    if len(found) < 2 or not found.get(source):
        hint = "name the language of the source as its folder or its files are called: --source CODE"
        message = "no page in “{code}” with a translation was found in {folder}"
        raise GuidebookError(message, hint, code=source, folder=str(root))
    places = {code: _place(files_) for code, files_ in found.items()}
    pages, problems = {}, []
    for code, by_name in found.items():
        pages[code] = dict(_pages(root, code, by_name, problems))
    codes = [source, *sorted(found.keys() - {source})]
    return Tree(root, tuple(_language(code, source) for code in codes), pages, places, tuple(problems))


def _is_hidden(file: Path, root: Path) -> bool:
    inside = file.relative_to(root).parts
    return any(part.startswith(".") or part in ("node_modules", "site-packages") for part in inside)


Found = dict[str, dict[str, str]]  # code → name of a page → path below the root


def _by_folder(names: Sequence[str], source: str) -> Found:
    """en/page.md, uk/page.md; or en/docs/page.md, uk/docs/page.md."""
    tops: dict[str, list[str]] = {}
    for name in names:
        top, _, rest = name.partition("/")
        if rest and is_language(top):
            tops.setdefault(top, []).append(rest)
    own = tops.get(source, [])
    is_inside = all("/" in rest for rest in own) and any(rest.startswith("docs/") for rest in own)
    inner = "docs/" if is_inside else ""
    found = {
        code: {rest.removeprefix(inner): f"{code}/{rest}" for rest in rests if rest.startswith(inner)}
        for code, rests in tops.items()
    }
    return _with_common_pages(found, source)


def _by_suffix(names: Sequence[str], source: str) -> Found:
    """page.md, page.uk.md, and perhaps page.en.md."""
    known, found = set(names), {source: {}}
    for name in names:
        stem, _, code = name.removesuffix(".md").rpartition(".")
        plain = f"{stem}.md"
        is_pair = plain in known or f"{stem}.{source}.md" in known
        if stem and not stem.endswith("/") and is_language(code) and is_pair:
            found.setdefault(code, {})[plain] = name
    translated = {name for by_name in found.values() for name in by_name.values()}
    own = {name: name for name in names if name not in translated}
    return _with_common_pages({**found, source: own | found[source]}, source) if len(found) > 1 else {}


def _beside(names: Sequence[str], source: str) -> Found:
    """page.md and uk/page.md: the source stands above the folders of the other languages."""
    tops = {name.partition("/")[0] for name in names if "/" in name}
    codes = {top for top in tops if is_language(top) and any(f"{top}/{name}" in names for name in names)}
    found = {code: {n.partition("/")[2]: n for n in names if n.startswith(f"{code}/")} for code in codes}
    found[source] = {name: name for name in names if name.partition("/")[0] not in codes}
    return _with_common_pages(found, source)


def _with_common_pages(found: Found, source: str) -> Found:
    """A folder that happens to be called like a language has no page that the source has, too."""
    own = found.get(source, {})
    return {code: names for code, names in found.items() if code == source or own.keys() & names.keys()} if own else {}


def _place(by_name: Mapping[str, str]) -> tuple[str, str]:
    """Folder and suffix of a language: what most of its paths have besides the name."""
    shapes: Counter = Counter()
    for name, path in by_name.items():
        stem = path.removesuffix(".md")
        plain = name.removesuffix(".md")
        if path.endswith(name):
            shapes[path.removesuffix(name), ""] += 1
        elif stem.startswith(plain):
            shapes["", stem.removeprefix(plain)] += 1
    return shapes.most_common(1)[0][0] if shapes else ("", "")


def is_language(code: str) -> bool:
    """Whether a folder or a suffix may be the code of a language: uk, pt-br, zh_Hant."""
    if not re.fullmatch(r"[a-z]{2,3}(?:[-_][A-Za-z]{4})?(?:[-_](?:[A-Za-z]{2}|\d{3}))?", code):
        return False
    try:
        return bool(Locale.parse(code.replace("_", "-"), sep="-"))
    except (UnknownLocaleError, ValueError):
        return False


def _language(code: str, source: str) -> Language:
    try:
        locale = Locale.parse(code.replace("_", "-"), sep="-")
        name, direction = locale.display_name or code, config.direction(str(locale).replace("_", "-"))
    except (UnknownLocaleError, ValueError):
        name, direction = code, "ltr"
    return Language(code, name, "", "", "", direction, code == source)


def _pages(root: Path, code: str, by_name: Mapping[str, str], problems: list[Problem]) -> Iterator[tuple[str, Page]]:
    for name, path in by_name.items():
        file = root / path
        try:
            yield name, Page(name, file, code, files.read_text(file, root))
        except files.Unreadable as unreadable:
            problems.append(unreadable.problem)


# ------------------------------------------------------------------------------------------------ heads

_TOML = re.compile(r"\+\+\+[ \t]*\n(.*?\n)?\+\+\+[ \t]*(?:\n|$)", re.S)
# Its first line names something: a rule at the top and one below are no head.
_YAML = re.compile(r"---[ \t]*\n(?:(?=#|[\w\"'-]+[ \t]*:).*?\n)?(?:---|\.\.\.)[ \t]*(?:\n|$)", re.S)
# MkDocs knows it as MultiMarkdown
_PLAIN = re.compile(r"(?:[A-Za-z0-9_-]{1,40}:[ \t]*+\S.*\n(?:[ \t]++\S.*\n)*+)++(?=[ \t]*\n|\Z)")
_TITLED = re.compile(r"^(title|description)[ \t]*[:=][ \t]*(.*?)[ \t]*$", re.M | re.I)
_USUAL = {"title", "description", "summary", "author", "authors", "date", "template", "tags", "hide", "layout", "slug"}


def read_page(text: str, file: Path) -> Document:
    """A page taken apart. Of a head in YAML, TOML or plain lines only title and description matter; none is refused."""
    head = _YAML.match(text) or _TOML.match(text) or _usual(_PLAIN.match(text))
    if head is None:
        return Document(files.Node(), text, 1, file)
    body_line = text.count("\n", 0, head.end()) + 1
    return Document(_titles(head.group(), text.startswith("+++"), file), text[head.end() :], body_line, file)


def _usual(head: re.Match | None) -> re.Match | None:
    """“Note: …” may begin a paragraph; a head has a title, a date, an author."""
    keys = {line.partition(":")[0].lower() for line in head.group().split("\n")} if head else set()
    return head if keys & _USUAL else None


def _titles(head: str, is_toml: bool, file: Path) -> files.Node:
    """Title and description, with their lines: as the head's own language has them, else as they stand there."""
    values = _toml(head) if is_toml else markup.read(head, file).front_matter
    found, lines = files.Node(), {}
    for match in _TITLED.finditer(head):
        key = match.group(1).lower()
        value = values.get(match.group(1), match.group(2).strip("\"'"))
        if key not in found and isinstance(value, str | int | float) and str(value) not in ("", ">", "|", ">-", "|-"):
            found[key], lines[key] = str(value), head.count("\n", 0, match.start()) + 1
    found.lines = lines
    return found


def _toml(head: str) -> Mapping[str, object]:
    try:
        return tomllib.loads(head.strip().strip("+"))
    except (tomllib.TOMLDecodeError, RecursionError):
        return {}


# ------------------------------------------------------------------------------------------------ status


@dataclass(frozen=True)
class Report:
    """How the translations of a tree stand."""

    tree: Tree
    rows: tuple[Row, ...]
    is_dated: bool  # its history is at hand: so it is known what is stale
    is_shallow: bool  # only the newest commits are


def report(root: Path, source: str) -> Report:
    """Every page of the source in every language, by name."""
    tree = read(root, source)
    past = _past(tree)
    step = len(tree.pages[source]) // status.LESSONS + 1
    lessons = sorted(tree.pages[source])[::step]
    read_ = {code: [by_name.get(name) for name in lessons] for code, by_name in tree.pages.items()}
    learned = status.learn(read_, source)
    judges = [Judge(language, tree.root, learned) for language in tree.languages]
    tasks = [_Task(tree.pages[source][name], _translations(tree, name, past)) for name in sorted(tree.pages[source])]
    repository = past.repository if past else None
    batches = [(tasks[start : start + _TASK], judges, repository) for start in range(0, len(tasks), _TASK)]
    done = {id(batch): rows for batch, rows in processes.each(_rows_of, batches, processes.cores())}
    rows = tuple(row for batch in batches for row in done[id(batch)])
    return Report(tree, rows, past is not None, past is not None and history.is_shallow(tree.root))


@dataclass(frozen=True)
class _Version:
    """A translation as it was committed, and the source as it was then; both are ids of contents."""

    source: str  # empty: there was none
    here: str
    is_by_machine: bool  # the commit touched this page in most languages


@dataclass(frozen=True)
class _Translation:
    """A page in one language: where it is, or should be, and how it came about, oldest first."""

    file: Path
    page: Page | None
    versions: tuple[_Version, ...]


@dataclass(frozen=True)
class _Task:
    """A page of the source in all languages."""

    source: Page
    translations: Mapping[str, _Translation]


def _translations(tree: Tree, name: str, past: _Past | None) -> Mapping[str, _Translation]:
    codes = [language.code for language in tree.languages]
    return {
        code: _Translation(tree.file(name, code), tree.pages[code].get(name), past.versions(name, code) if past else ())
        for code in codes
    }


def _rows_of(tasks: Sequence[_Task], judges: Sequence[Judge], repository: Path | None) -> list[Row]:
    """The rows of some pages; what they were is read from git together."""
    wanted = [version for task in tasks for one in task.translations.values() for version in one.versions]
    ids = dict.fromkeys(id for version in wanted for id in (version.source, version.here) if id)
    texts = dict(history.texts(repository, list(ids))) if repository else {}
    return [row for task in tasks for row in _Reader(task, texts).rows(judges)]


class _Reader:
    """Reads one page of the source and its translations, with their past; each content is cut once."""

    def __init__(self, task: _Task, texts: Mapping[str, str]) -> None:
        self.task = task
        self.texts = texts
        self.cut: dict[str, _Cut] = {}
        self.now = _Cut.of(task.source.document)

    def rows(self, judges: Sequence[Judge]) -> Iterator[Row]:
        for judge in judges:
            one = self.task.translations[judge.code]
            here = self.now if judge.language.is_source else _Cut.of(one.page.document) if one.page else _NOTHING
            trios = self.trios(here, one.versions) if one.versions else aligning.unchanged(self.now.blocks, here.blocks)
            found = status.made(status.pieces(trios, judge, is_known=True), one.file)
            is_stale = any(piece.standing is Standing.STALE for piece in found)
            state = State.MISSING if one.page is None else State.STALE if is_stale else State.TRANSLATED
            yield Row(self.task.source.name, judge.code, state, found)

    def trios(self, here: _Cut, versions: Sequence[_Version]) -> Iterator[Trio]:
        """The blocks with what the source said when the translation last followed it."""
        followed, file = _Followed(), self.task.source.file
        for version in versions:
            then = self.content(version.source, file) if version.source else None
            followed.step(then, self.content(version.here, file), version.is_by_machine)
        followed.step(self.now, here, is_by_machine=False)  # what is not committed yet
        before = followed.whole or self.now
        for trio in aligning.trios(before.blocks, self.now.blocks, here.blocks):
            if trio.now is not None:
                yield Trio(trio.now if followed.has(trio.now, trio.here) else None, trio.now, trio.here)
            else:
                is_gone = trio.then is not None and said(trio.then) not in self.now.said
                yield Trio(trio.then if is_gone else None, None, trio.here)

    def content(self, id: str, file: Path) -> _Cut:
        """What was committed under an id."""
        if id not in self.cut:
            self.cut[id] = _Cut.of(read_page(self.texts.get(id, ""), file))
        return self.cut[id]


# --------------------------------------------------------------------------------- what follows the source

Said = tuple[str, ...]  # the words and numbers of a block, without any signs

_SAID = re.compile(r"[^\W_]+")


def said(block: Block) -> Said:
    """What a block says: two that differ in signs, targets, code or emphasis alone say the same."""
    return tuple(_SAID.findall(block.read))


@dataclass(frozen=True)
class _Cut:
    """A text in blocks, and what they say."""

    blocks: tuple[Block, ...]
    said: frozenset[Said]

    @classmethod
    def of(cls, document: Document) -> _Cut:
        """The blocks of a page."""
        found = blocks.of(document)
        return cls(found, frozenset(filter(None, map(said, found))))


_NOTHING = _Cut((), frozenset())


@dataclass
class _Followed:
    """Which version of the source each block of a translation follows; see the drawing above."""

    whole: _Cut | None = None  # the source as it was when the whole translation followed it
    own: dict[Said, frozenset[Said]] = field(default_factory=dict)  # what single blocks have followed since
    last: frozenset[Said] = frozenset()

    def step(self, source: _Cut | None, here: _Cut, is_by_machine: bool) -> None:
        """The next version of the translation, beside the source of that time."""
        written, self.last = here.said - self.last, here.said
        if source is None or not written:
            return
        if self.whole is None or self.whole.said >= source.said:
            self.whole = source
            return
        changed = [pair for pair in aligning.align(source.blocks, here.blocks) if self._is_behind(pair)]
        followed = [pair for pair in changed if pair.translation and said(pair.translation) in written]
        if not is_by_machine and 2 * len(followed) > len(changed):
            self.whole, self.own = source, {}
        else:
            self.own |= dict.fromkeys(written, source.said)

    def _is_behind(self, pair: aligning.Pair) -> bool:
        return pair.source is not None and not self.has(pair.source, pair.translation)

    def has(self, source: Block, here: Block | None) -> bool:
        """Whether a block of the source said this when its translation was written."""
        now = said(source)
        if not now or self.whole is None:
            return True
        return now in self.whole.said or (here is not None and now in self.own.get(said(here), ()))


# ------------------------------------------------------------------------------------------------ history


@dataclass(frozen=True)
class _Past:
    """How the pages came about."""

    repository: Path
    found: Mapping[tuple[str, str], tuple[_Version, ...]] = field(repr=False)  # by name and language

    def versions(self, name: str, code: str) -> tuple[_Version, ...]:
        """Of a translation, oldest first."""
        return self.found.get((name, code), ())


def _past(tree: Tree) -> _Past | None:
    """The history of a tree; None when it has none. Git is asked three times, however many pages there are."""
    repository = history.repository(tree.root)
    if repository is None:
        return None
    places = {
        page.file.relative_to(repository).as_posix(): (name, code)
        for code, by_name in tree.pages.items() for name, page in by_name.items()
    }  # fmt: skip
    log = list(history.commits(repository, [tree.root.relative_to(repository).as_posix()], moves=True))
    touched, former = _touched(log, places)
    if not touched:
        return None
    machines = _by_machines(touched, len(tree.languages) - 1, tree.source.code)
    asked: dict[tuple[str, str], dict[str, None]] = {}  # commit and page → the names its source may have had then
    for (name, code), commits in touched.items():
        if code != tree.source.code:
            for commit, _ in commits[:_VERSIONS]:
                asked[commit, name] = former.get((name, tree.source.code), {})
    wanted = [(key, f"{key[0]}:{path}") for key, paths in asked.items() for path in paths]
    ids = history.blobs(repository, [question for _, question in wanted])
    sources: dict[tuple[str, str], str] = {}
    for (key, _), id in zip(wanted, ids, strict=True):
        if id:
            sources.setdefault(key, id)
    found = {
        (name, code): tuple(
            _Version(sources.get((commit, name), ""), id, (commit, name) in machines)
            for commit, id in reversed(commits[:_VERSIONS])
        )
        for (name, code), commits in touched.items() if code != tree.source.code
    }  # fmt: skip
    return _Past(repository, found)


Place = tuple[str, str]  # the name of a page, and its language


def _touched(
    log: Iterable[history.Commit], places: Mapping[str, Place]
) -> tuple[dict[Place, list[tuple[str, str]]], dict[Place, dict[str, None]]]:
    """The commits and contents of each page, newest first, and all paths it has had; files that moved are followed."""
    at, touched = dict(places), {}
    former = {place: {path: None} for path, place in places.items()}
    for commit in log:
        moved = {}
        for change in commit.changes:
            place = at.get(change.path)
            if place is None:
                continue
            if change.blob:
                touched.setdefault(place, []).append((commit.id, change.blob))
            if change.was != change.path:
                moved[change.was] = at.pop(change.path)
                former[place][change.was] = None
        at |= moved
    return touched, former


def _by_machines(
    touched: Mapping[Place, Sequence[tuple[str, str]]], languages: int, source: str
) -> Collection[tuple[str, str]]:
    """Commits, with the page, that touched it in most languages alike."""
    counts = Counter(
        (commit, name) for (name, code), commits in touched.items() if code != source for commit, _ in commits
    )
    return {key for key, count in counts.items() if count > max(_FEW_LANGUAGES, _MOST_LANGUAGES * languages)}
