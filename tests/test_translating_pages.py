"""TRANSLATING.md and its sisters, for translators: what they quote is what is there, and each tells the whole."""

from __future__ import annotations

import re
import shlex
import unicodedata
from pathlib import Path

import click
import pytest
import yaml
from PIL import Image

import pictures_for_translating as photographs
from conftest import REPOSITORY
from guidebook import book as books
from guidebook import cli, config, strings
from guidebook.report import summary
from guidebook.site import status
from guidebook.starter import city
from guidebook.translation import status as statuses

PAGES = {"en": "TRANSLATING.md", "pl": "TRANSLATING.pl.md", "uk": "TRANSLATING.uk.md"}
CONFIG = config.load(REPOSITORY / "mkdocs.yml")
PICTURES = REPOSITORY / ".github" / "translating"
FENCE = re.compile(r"(?ms)^ *```(\w+)\n(.*?)^ *```$")
ACCEPT = REPOSITORY / ".github" / "workflows" / "accept.yml"
MADE_LATER = ("build/", "locale/", "docs/data/…", "visual-notes/…")  # named in the pages, there only for a while
each_page = pytest.mark.parametrize("code", PAGES)


def page(code: str) -> str:
    return (REPOSITORY / PAGES[code]).read_text(encoding="utf-8")


def prose(code: str) -> str:
    """Without the blocks of code, on one line."""
    return " ".join(FENCE.sub("", page(code)).split())


def headings(code: str) -> list[str]:
    return re.findall(r"(?m)^#+ .*", FENCE.sub("", page(code)))


def anchor(heading: str) -> str:
    """How GitHub calls it: small letters and numbers of all alphabets, hyphens for spaces."""
    kept = (c for c in heading.lstrip("# ").lower() if c in " -_" or unicodedata.category(c)[0] in "LMN")
    return "".join(kept).replace(" ", "-")


def spans(code: str) -> list[str]:
    """What stands between backticks."""
    return re.findall(r"`([^`]+)`", prose(code))


def images(code: str) -> list[tuple[str, str]]:
    """Place and alternative text of each picture."""
    return re.findall(r'<img src="([^"]+)" width="\d+" alt="([^"]+)">', page(code))


# ----------------------------------------------------------------------------------------- three times the same


@each_page
def test_each_language_has_the_same_parts_in_the_same_order(code):
    def shape(of: str) -> list[tuple[str, str]]:
        return [re.match(r"(#+)\s(\d*)", heading).groups() for heading in headings(of)]

    assert shape(code) == shape("en")
    assert len(shape(code)) > 10


@each_page
def test_each_language_has_the_same_steps_commands_and_signs(code):
    def steps(of: str) -> list[str]:
        return re.findall(r"(?m)^(?:\d+\.|[-|]) ?", page(of))

    def signs(of: str) -> list[str]:
        own = {f"{key}:" for key in PAGES} | {f"unseen: [{key}]" for key in PAGES} | {f"text.{k}.yml" for k in PAGES}
        return sorted(re.sub(r"^(?:en|uk)(?=-07)", "", text) for text in spans(of) if text not in own)

    assert steps(code) == steps("en")
    assert signs(code) == signs("en")


@each_page
def test_each_language_leads_to_the_others(code):
    links = {PAGES[other] for other in PAGES if other != code}
    assert links == {*re.findall(r"\]\((TRANSLATING[^)]*)\)", page(code).split("\n## ")[0])}


# ------------------------------------------------------------------------------------------- links and pictures


@each_page
def test_every_link_leads_somewhere(code):
    there = {f"#{anchor(heading)}" for heading in headings(code)}
    text = re.sub(r"`[^`]*`", "", prose(code))
    links = [link for link in re.findall(r"\]\(([^)]+)\)", text) if not link.startswith("https://github.com/")]
    assert [link for link in links if link not in there and not (REPOSITORY / link).exists()] == []
    assert len(links) > 15


@each_page
def test_every_picture_is_there_is_small_and_is_told_to_those_who_do_not_see_it(code):
    assert len(images(code)) == len(photographs.SCENES)
    for place, told in images(code):
        file = REPOSITORY / place
        assert file.parent == PICTURES and file.stat().st_size <= photographs.LARGEST
        assert Image.open(file).format == "WEBP"
        assert len(told) > 20


@each_page
def test_pictures_are_of_the_readers_language_where_there_is_such_a_page(code):
    for scene, (place, _) in zip(photographs.SCENES, sorted_as_told(code), strict=True):
        own = photographs.is_seen(scene, code, CONFIG)
        assert Path(place).name == scene.file(code if own else "uk")


def sorted_as_told(code: str) -> list[tuple[str, str]]:
    order = [scene.name for scene in photographs.SCENES]
    return sorted(images(code), key=lambda found: order.index(Path(found[0]).stem.rpartition("-")[0]))


def test_no_picture_is_forgotten():
    assert {Path(place).name for code in PAGES for place, _ in images(code)} == {f.name for f in PICTURES.iterdir()}


# ---------------------------------------------------------------------------------------------------- true words


@each_page
@pytest.mark.parametrize(
    "msgid",
    ["Correct this page", "Help to translate it", "What is translated", "The words of the drawing",
     "translated", "stale", "missing", "untouched", "in another language", "bring up to date", "Draft", "then", "now"],
)  # fmt: skip
def test_what_is_quoted_of_the_site_and_of_the_answer_is_called_so_there(code, msgid):
    words = strings.load(code)(msgid)
    marks = [rf"\*\*(?:✎ )?{re.escape(words)}\*\*", rf"\*{re.escape(words)}\*", rf"[“„«]{re.escape(words)}[”»]"]
    assert any(re.search(mark, prose(code)) for mark in marks), words


@each_page
def test_the_marks_are_those_of_the_answer(code):
    assert [mark for mark in [*summary.MARKS.values(), "✅"] if f"| {mark}" not in page(code)] == []


@each_page
def test_what_is_quoted_of_a_drawing_stands_in_its_file(code):
    line = next(text.strip() for _, text in FENCE.findall(page(code)) if "heading:" in text)
    folder = CONFIG.notes / Path(photographs.MISSING).stem
    assert line in (folder / f"text.{code}.yml").read_text(encoding="utf-8").splitlines()


@each_page
def test_the_heading_and_its_translation_stand_in_the_chapters(code):
    lines = next(text.splitlines() for kind, text in FENCE.findall(page(code)) if kind == "markdown")
    texts = [(CONFIG.docs / own / photographs.STALE).read_text(encoding="utf-8").splitlines()
             for own in (CONFIG.source.code, "uk" if code == CONFIG.source.code else code)]  # fmt: skip
    assert [line in text for line, text in zip(lines, texts, strict=True)] == [True, True]


@each_page
def test_the_action_for_those_who_accept_is_called_so(code):
    assert f"**Actions → {yaml.safe_load(ACCEPT.read_text(encoding='utf-8'))['name']} → Run workflow**" in prose(code)


# ----------------------------------------------------------------------------------------- commands and files


CONTEXT = click.Context(cli.main)  # the commands are loaded when they are asked for


def is_command(words: list[str]) -> bool:
    """Whether the program has such a command with such options."""
    command: click.Command = cli.main
    known: set[str] = set()
    for word in words:
        known |= {name for option in command.params for name in option.opts}
        if word.startswith("-"):
            if word not in known:
                return False
        elif isinstance(command, click.Group) and word in command.list_commands(CONTEXT):
            command = command.get_command(CONTEXT, word)
    return command is not cli.main and not isinstance(command, click.Group)


def test_a_command_that_is_not_there_is_noticed():
    assert is_command(shlex.split("--speak uk check"))
    assert not is_command(["translate"])
    assert not is_command(["status", "--everything"])


@each_page
def test_every_command_is_one_of_the_program(code):
    commands = [text for text in spans(code) if text.startswith("guidebook ")]
    assert [text for text in commands if not is_command(shlex.split(text)[1:])] == []
    assert len(commands) >= 10


@each_page
def test_every_option_that_stands_alone_is_known(code):
    commands = [cli.main.get_command(CONTEXT, name) for name in cli.main.list_commands(CONTEXT)]
    known = {name for command in commands for option in command.params for name in option.opts}
    assert [text for text in spans(code) if re.match(r"--\w", text) and text.split()[0] not in known] == []


@each_page
def test_every_file_that_is_named_is_there(code):
    words = {word for text in spans(code) for word in text.split() if re.search(r"/|\.(?:md|yml)$", word)}
    words = {word for word in words if not word.startswith(MADE_LATER) and "(" not in word}
    bases = [REPOSITORY, CONFIG.docs, CONFIG.docs / code, CONFIG.notes / Path(photographs.MISSING).stem,
             REPOSITORY / ".venv" / "bin"]  # fmt: skip
    found = {word for word in words for base in bases if (base / word).exists()}
    assert words - found - {".venv/bin/guidebook"} == set()


# ------------------------------------------------------------------------------------------- where they are found


def test_a_new_book_gets_the_pages_and_their_pictures():
    copied = {file for name in city.OF_PROGRAM for file in REPOSITORY.glob(name)}
    assert {REPOSITORY / name for name in PAGES.values()} <= copied
    assert any(folder in copied for folder in PICTURES.parents)


def test_pictures_are_not_published_with_the_book():
    assert not PICTURES.is_relative_to(CONFIG.docs)
    assert not PICTURES.is_relative_to(CONFIG.notes)


def test_the_status_page_leads_to_the_page_in_the_readers_language(sample_book):
    for name in ("TRANSLATING.md", "TRANSLATING.pl.md"):
        sample_book.write(name, "# …\n")
    book, rows = sample_book.book(), statuses.rows(sample_book.book())
    address = f"{book.config.repository}/blob/main/TRANSLATING"
    assert f'"{address}.pl.md"' in status.page(book, "pl", rows)
    assert f'"{address}.md"' in status.page(book, "en", rows)


# -------------------------------------------------------------------------------------------------- the pictures


def test_a_picture_is_not_taken_of_a_page_that_does_not_say_what_is_quoted():
    class Page:
        def inner_text(self, _: str) -> str:
            return "Change this page"

    with pytest.raises(AssertionError, match=r"pencil-en\.webp would not show what is quoted"):
        photographs.picture(Page(), photographs.SCENES[0], "en", "red")


def test_in_the_copy_of_which_pictures_are_taken_a_chapter_is_missing_and_another_stale(tmp_path):
    book = books.load(photographs.prepared(tmp_path / "book"))
    for edition in book.translations:
        code = edition.language.code
        assert book.state(photographs.MISSING, code) is books.State.MISSING
        assert book.state(photographs.STALE, code) is books.State.STALE
