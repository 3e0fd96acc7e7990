"""The sample book: a small complete book of an invented city, copied for each test that spoils something in it."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from guidebook import book as books
from guidebook import checks, config
from guidebook.book import Book
from guidebook.config import Config
from guidebook.problem import Problem, Severity

REPOSITORY = Path(__file__).parents[1]
SAMPLE = Path(__file__).parent / "sample-book"
TODAY = "1795521600"  # 2026-11-24: no test depends on the day it runs


class SampleBook:
    """A copy of the sample book that a test may spoil."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self._commits = 0

    def path(self, path: str) -> Path:
        """A file of the copy."""
        return self.root / path

    def read(self, path: str) -> str:
        """The text of a file."""
        return self.path(path).read_text(encoding="utf-8")

    def write(self, path: str, text: str | bytes) -> Path:
        """Put a file there, as it stands."""
        file = self.path(path)
        file.parent.mkdir(parents=True, exist_ok=True)
        file.unlink(missing_ok=True)  # files may be hard links to those of the repository
        file.write_bytes(text if isinstance(text, bytes) else text.encode())
        return file

    def replace(self, path: str, old: str, new: str) -> None:
        """Change some words, which must be there."""
        text = self.read(path)
        assert old in text, f"{path} does not say “{old}”"
        self.write(path, text.replace(old, new))

    def append(self, path: str, text: str) -> None:
        """Add lines to the end of a file."""
        self.write(path, self.read(path) + text)

    def remove(self, path: str) -> None:
        """Delete a file or a folder."""
        file = self.path(path)
        shutil.rmtree(file) if file.is_dir() else file.unlink()

    def config(self) -> Config:
        """mkdocs.yml as it stands now."""
        return config.load(self.path("mkdocs.yml"))

    def book(self) -> Book:
        """The whole copy as it stands now."""
        return books.load(self.config())

    def problems(self, check: Callable | None = None) -> tuple[Problem, ...]:
        """What all checks find, or one of them."""
        found = checks.run(self.book())
        return found if check is None else tuple(p for p in found if p.check == checks.name(check))

    def report(self, check: Callable | None = None) -> list[str]:
        """What a person reads, in English and without the hints: “docs/pl/x.md:3: what is wrong [the-check]”."""
        return [
            f"{self.config().short(p.file)}:{p.line}: {p.english()} [{p.check}]" for p in self.problems(check)
        ]

    def hints(self, check: Callable) -> list[str]:
        """What a person is told to do."""
        return [problem.hint.format(**problem.values) for problem in self.problems(check)]

    def severities(self, check: Callable) -> set[Severity]:
        """How much the findings of a check weigh."""
        return {problem.severity for problem in self.problems(check)}

    def commit(self, message: str = "as it stands") -> str:
        """Keep the present state in the git history of the copy; returns the commit."""
        if not self._commits:
            self.git("init", "--quiet", "--initial-branch=main")
        self._commits += 1
        self.git("add", "--all", "docs", "visual-notes", "mkdocs.yml")
        self.git("commit", "--quiet", "--allow-empty", "--message", message)
        return self.git("rev-parse", "HEAD").strip()

    def git(self, *words: str) -> str:
        """Run git in the copy, untouched by the machine's own settings."""
        day = f"2026-11-{1 + self._commits:02}T12:00:00Z"
        who = {"NAME": "Tests", "EMAIL": "tests@verbopil.example", "DATE": day}
        names = {f"GIT_{role}_{key}": value for role in ("AUTHOR", "COMMITTER") for key, value in who.items()}
        environment = {**os.environ, **names, "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1"}
        command = ["git", "-C", str(self.root), *words]
        run = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
        return run.stdout


def copy_sample_book(folder: Path) -> SampleBook:
    """The sample book in a folder of its own, with the fonts and icons of the repository and its scripts beside."""
    shutil.copytree(SAMPLE, folder)
    shutil.copytree(REPOSITORY / "docs" / "assets" / "fonts", folder / "docs/assets/fonts", copy_function=_link,
                    ignore=shutil.ignore_patterns("*.md"))
    shutil.copytree(REPOSITORY / "visual-notes" / "icons", folder / "visual-notes/icons", copy_function=_link)
    (folder / "scripts").symlink_to(REPOSITORY / "scripts")
    return SampleBook(folder)


def _link(source: str, target: str) -> None:
    """The same file twice where the disk can do that: fonts are large."""
    try:
        os.link(source, target)
    except OSError:
        shutil.copyfile(source, target)


@pytest.fixture(autouse=True)
def _one_day(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", TODAY)


@pytest.fixture
def sample_book(request: pytest.FixtureRequest, tmp_path: Path, tmp_path_factory: pytest.TempPathFactory) -> SampleBook:
    """A copy of the sample book for this test alone. Tests of the site find its pictures drawn: drawing them is most of
    the time of a build, and is tested elsewhere.
    """
    book = copy_sample_book(tmp_path / "book")
    if request.path.parent.name == "site":
        from finished_site import lay_in

        lay_in(book, tmp_path_factory)
    return book
