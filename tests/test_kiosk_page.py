"""KIOSK.md, for those who run a screen or an information point: what it says is so, in both languages."""

import re

import click
import pytest

from conftest import REPOSITORY
from guidebook import cli, strings
from guidebook.site import calendar, current, offline, status

PAGE = (REPOSITORY / "KIOSK.md").read_text(encoding="utf-8")
PARTS = {"pl": PAGE.partition("## Po polsku\n")[2].partition("\n## ")[0], "en": PAGE.partition("## In English\n")[2]}
SCRIPT = (REPOSITORY / "scripts/guidebook/site/theme/assets/kiosk.js").read_text(encoding="utf-8")
each_part = pytest.mark.parametrize("code", PARTS)


def waits(name: str) -> str:
    return re.search(rf"const {name} = (\d+);", SCRIPT)[1]


@each_part
def test_its_times_are_those_of_the_screen(code):
    told = re.findall(r"\b(\d+) s\b", PARTS[code])
    assert told == [waits("QUIET"), waits("ANSWER")]


@each_part
def test_its_command_is_one_of_ours(code):
    words = re.search(r"guidebook (build .*)", PARTS[code])[1].split()
    command = cli.main.get_command(click.Context(cli.main), words[0])
    options = {option for parameter in command.params for option in parameter.opts}
    assert set(words[1:]) <= options


@each_part
def test_the_files_it_names_are_made(code):
    names = {offline.ZIP, status.PAGE, current.PAGE, calendar.FILE, status.badge_name("pl")}
    assert {name for name in names if f"`{name}`" not in PARTS[code]} == set()
    assert "`build/kiosk`" in PARTS[code]


@each_part
def test_it_quotes_the_words_of_the_screen(code):
    words = strings.load(code)
    for msgid in ("Are you still reading?", "Listen"):
        assert words(msgid) in PARTS[code]


def test_both_languages_tell_the_whole():
    polish, english = (re.findall(r"(?m)^(?:###|\d\.|-|\||    )", part) for part in PARTS.values())
    assert polish == english
    assert re.findall(r"(?m)^    .*", PARTS["pl"]) == re.findall(r"(?m)^    .*", PARTS["en"])


def test_what_it_leads_to_is_there():
    assert [name for name in re.findall(r"\]\(([^#)]+)\)", PAGE) if not (REPOSITORY / name).is_file()] == []
