"""The preview shows what a clean build would."""

import filecmp
import queue
import random

import pytest

from guidebook.site import engine, preview

TELL = lambda *words, **values: None  # noqa: E731


@pytest.fixture
def running(sample_book):
    running = preview.start(sample_book.path("mkdocs.yml"), 0, TELL)
    yield running
    running.stop()


def shown(running, book, path):
    """Save, and wait until the preview has taken notice."""
    while True:
        try:
            running.next_save(timeout=5)
        except queue.Empty:
            raise AssertionError(f"nobody noticed that {path} was saved") from None
        if running.saves.empty():
            return


def test_a_saved_chapter_is_shown(running, sample_book):
    sample_book.append("docs/pl/02-market.md", "\nZupełnie nowe zdanie.\n")
    shown(running, sample_book, "docs/pl/02-market.md")
    assert "Zupełnie nowe zdanie." in (running.folder / "pl/02-market.html").read_text("utf-8")


def test_the_search_follows_when_nobody_saves_any_more(running, sample_book):
    index = running.folder / "pl/search-index.pl.js"
    sample_book.append("docs/pl/02-market.md", "\nZupełnie nowe zdanie.\n")
    shown(running, sample_book, "docs/pl/02-market.md")
    assert "Zupełnie nowe zdanie." not in index.read_text("utf-8"), "whoever saves does not wait for it"
    assert running.preview.is_behind
    running.preview.catch_up()
    assert "Zupełnie nowe zdanie." in index.read_text("utf-8")
    assert not running.preview.is_behind


def test_a_half_written_front_matter_leaves_the_last_page(running, sample_book):
    before = (running.folder / "pl/02-market.html").read_text("utf-8")
    sample_book.write("docs/pl/02-market.md", b"\xff\xfe---")
    shown(running, sample_book, "docs/pl/02-market.md")
    assert (running.folder / "pl/02-market.html").is_file()
    assert "Targ" in before


def test_after_many_edits_the_preview_equals_a_clean_build(sample_book, tmp_path):
    chance = random.Random(1)
    folder = tmp_path / "preview"
    folder.mkdir()
    site_url = sample_book.config().site_url
    open_preview = preview.Preview(sample_book.path("mkdocs.yml"), folder, site_url)
    chapters = [f"docs/{code}/{name}" for code in ("uk", "pl", "en") for name in ("02-market.md", "03-bridge.md")]
    for number in range(24):
        path = chance.choice(chapters)
        edit = chance.choice(["text", "title", "heading"])
        if edit == "text":
            sample_book.append(path, f"\nДописане речення {number}.\n")
        elif edit == "title":
            text = sample_book.read(path)
            title = next(line for line in text.split("\n") if line.startswith("title:"))
            sample_book.replace(path, title, f"title: Назва {number}")
        else:
            sample_book.append(path, f"\n## Заголовок {number} {{ #new-{number} }}\n\nТекст.\n")
        open_preview.saved(sample_book.path(path))
        if chance.random() < 0.2:
            open_preview.catch_up()
    open_preview.catch_up()
    clean = tmp_path / "clean"
    clean.mkdir()
    assert engine.build(sample_book.book(), ("uk", "pl", "en"), clean, 1) == ()
    files = {file.relative_to(clean) for file in clean.rglob("*") if file.is_file()}
    assert {file.relative_to(folder) for file in folder.rglob("*") if file.is_file()} == files
    different = [str(f) for f in files if not filecmp.cmp(clean / f, folder / f, shallow=False)]
    assert different == []
