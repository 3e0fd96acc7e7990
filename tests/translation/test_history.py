"""Then and now: old versions of the source, found in its history."""

import subprocess
from pathlib import Path

from conftest import SampleBook
from guidebook.book import source_id
from guidebook.translation import history

MARKET = "docs/uk/02-market.md"


def test_a_version_is_found_by_its_id(sample_book: SampleBook):
    then = sample_book.read(MARKET)
    sample_book.commit()
    sample_book.append(MARKET, "\nНовий рядок.\n")
    sample_book.commit()
    assert history.version(sample_book.path(MARKET), source_id(then)) == then


def test_the_present_version_is_found_as_soon_as_it_is_committed(sample_book: SampleBook):
    sample_book.commit()
    sample_book.append(MARKET, "\nНовий рядок.\n")
    now = sample_book.read(MARKET)
    assert history.version(sample_book.path(MARKET), source_id(now)) is None
    sample_book.commit()
    assert history.version(sample_book.path(MARKET), source_id(now)) == now


def test_a_version_is_found_under_the_name_that_the_file_had(sample_book: SampleBook):
    then = sample_book.read(MARKET)
    sample_book.commit()
    sample_book.path(MARKET).rename(sample_book.path("docs/uk/02-ринок.md"))
    sample_book.commit()
    sample_book.append("docs/uk/02-ринок.md", "\nНовий рядок.\n")
    sample_book.commit()
    assert history.version(sample_book.path("docs/uk/02-ринок.md"), source_id(then)) == then


def test_a_version_saved_on_windows_is_the_same_version(sample_book: SampleBook):
    then = sample_book.read(MARKET)
    sample_book.write(MARKET, b"\xef\xbb\xbf" + then.replace("\n", "\r\n").encode())
    sample_book.commit()
    assert history.version(sample_book.path(MARKET), source_id(then)) == then


def test_the_whole_history_takes_two_processes_and_is_asked_once(sample_book: SampleBook, monkeypatch):
    for number in range(6):
        sample_book.append(MARKET, f"\nРядок {number}.\n")
        sample_book.commit()
    started, run = [], subprocess.run
    monkeypatch.setattr(subprocess, "run", lambda command, **more: started.append(command) or run(command, **more))
    for _ in range(3):
        history.version(sample_book.path(MARKET), "0" * 12)
    assert len(started) == 2


def test_without_git_there_are_no_versions(sample_book: SampleBook, monkeypatch):
    assert history.version(sample_book.path(MARKET), "0" * 12) is None
    sample_book.commit()
    monkeypatch.setenv("PATH", "/nowhere")
    assert history.version(sample_book.path(MARKET), source_id(sample_book.read(MARKET))) is None


def test_a_file_that_was_never_committed_has_no_versions(sample_book: SampleBook):
    sample_book.commit()
    new = sample_book.write("docs/uk/04-mill.md", "---\ntitle: Млин\n---\n")
    assert history.version(new, "0" * 12) is None


def test_a_shallow_clone_says_so(sample_book: SampleBook, tmp_path: Path):
    sample_book.commit()
    sample_book.append(MARKET, "\nНовий рядок.\n")
    sample_book.commit()
    sample_book.git("clone", "--quiet", "--depth=1", f"file://{sample_book.root}", str(tmp_path / "shallow"))
    assert history.is_shallow(tmp_path / "shallow")
    assert not history.is_shallow(sample_book.root)


def test_the_stale_notice_in_a_shallow_clone_tells_how_to_fetch_the_rest(sample_book: SampleBook, tmp_path: Path):
    sample_book.commit()
    sample_book.append(MARKET, "\nНовий рядок.\n")
    sample_book.commit()
    sample_book.git("clone", "--quiet", "--depth=1", f"file://{sample_book.root}", str(tmp_path / "shallow"))
    shallow = SampleBook(tmp_path / "shallow")
    from guidebook.checks.translation import stale_chapters

    hints = {problem.hint for problem in stale_chapters(shallow.book())}
    assert hints == {"to see what has changed, fetch the whole history: git fetch --unshallow"}


BEFORE = """---
title: Ринок
---

Вступ.

## Перше { #first }

Текст.

### Дрібне { #small }

Дрібниця.

## Друге { #second }

Текст.
"""


def test_a_changed_section_is_named_by_its_heading():
    assert history.changed_sections(BEFORE, BEFORE.replace("Дрібниця", "Велич")) == ("small",)


def test_a_new_section_is_a_changed_one():
    assert history.changed_sections(BEFORE, BEFORE + "\n## Третє { #third }\n") == ("third",)


def test_a_changed_heading_is_a_changed_section():
    assert history.changed_sections(BEFORE, BEFORE.replace("## Друге", "## Інше")) == ("second",)


def test_spaces_between_sections_are_no_change():
    assert history.changed_sections(BEFORE, BEFORE.replace("Дрібниця.\n", "Дрібниця.\n\n\n")) == ()


def test_what_stands_above_the_first_heading_has_no_name():
    assert history.changed_sections(BEFORE, BEFORE.replace("Вступ", "Початок")) == ()
