"""`guidebook links` as a person, a program and the weekly workflow use it."""

from __future__ import annotations

import json
import socket
from collections.abc import Iterator

import pytest
from click.testing import CliRunner, Result

import misbehaving
from conftest import SampleBook
from guidebook.checks.asking import Asker, Limits
from guidebook.cli import links, main

MARKET = "docs/uk/02-market.md"


@pytest.fixture
def server() -> Iterator[misbehaving.Server]:
    with misbehaving.serving() as server:
        yield server


@pytest.fixture
def book(sample_book: SampleBook, server: misbehaving.Server, monkeypatch: pytest.MonkeyPatch) -> SampleBook:
    """The sample book, all of whose addresses lead to our server, where they are fine."""
    answer_from(server, monkeypatch)
    for path in ("docs/data/facts.yml", "docs/data/places.yml", "mkdocs.yml"):
        text = sample_book.read(path).replace("https://rada.verbopil.example", server.safely("", "secure.example"))
        text = text.replace("https://rynok.verbopil.example", server.safely("/market"))
        for host in ("https://creativecommons.org", "https://code.verbopil.example"):
            text = text.replace(host, server.safely(""))
        sample_book.write(path, text)
    return sample_book


def answer_from(server: misbehaving.Server, monkeypatch: pytest.MonkeyPatch, resolve=misbehaving.resolve) -> None:
    def asker(config: object) -> Asker:
        limits, name = Limits(attempts=1, pause=0, silence=2), links.name_of(config)
        return Asker(name, limits, resolve, lambda number: number == misbehaving.OURS, misbehaving.trusting())

    monkeypatch.setattr(links, "asker", asker)


def run(book: SampleBook, *words: str, speak: str = "en", **environment: str) -> Result:
    arguments = ["--config", str(book.path("mkdocs.yml")), "--speak", speak, "links", *words]
    return CliRunner().invoke(main, arguments, env={"CI": "1", **environment}, catch_exceptions=False)


def link(book: SampleBook, address: str) -> int:
    """Put a link into a chapter; returns its line."""
    book.append(MARKET, f"\n[сторінка]({address})\n")
    return book.read(MARKET).count("\n")


def test_a_book_whose_links_are_fine_says_so(book):
    result = run(book)
    assert result.exit_code == 0
    assert result.stdout == "8 addresses are asked\n8 addresses – fine: 8 (remembered: 0)\n"


def test_servers_read_who_asks_and_where_the_book_stands(book, server):
    run(book)
    assert server.names == {"guidebook links (+https://guide.verbopil.example/)"}


def test_a_link_that_is_gone_fails_and_is_shown_with_its_line(book, server):
    line = link(book, server.safely("/removed"))
    result = run(book)
    assert result.exit_code == 1
    assert result.stdout.split("\n\n")[:2] == [
        "9 addresses are asked\nGone – correct these links, or take them out",
        f"  {server.safely('/removed')}\n  the page was removed for good (410)\n  {MARKET}:{line}",
    ]


def test_a_link_that_moved_is_shown_with_the_very_address_to_write_and_fails_nothing(book, server):
    line = link(book, server.safely("/moved"))
    result = run(book)
    assert result.exit_code == 0
    old, new = server.safely("/moved"), server.safely("/fine")
    assert f"Moved – write the new address\n\n  {old}\n→ {new}\n  moved for good\n  {MARKET}:{line}\n" in result.stdout


@pytest.mark.parametrize("path", ["/forbidden", "/broken", "/to-inside", "/fine#there"])
def test_whatever_is_not_gone_fails_nothing(book, server, path):
    link(book, server.safely(path))
    assert run(book).exit_code == 0


def test_what_was_fine_lately_is_not_asked_again_and_the_rest_is(book, server):
    link(book, server.safely("/missing"))
    assert run(book).exit_code == 1
    server.asked.clear()
    result = run(book)
    assert result.exit_code == 1
    assert {path for _, path in server.asked} == {"/missing"}
    assert result.stdout.startswith("1 address is asked\n")
    assert "9 addresses – fine: 8 (remembered: 8), gone: 1" in result.stdout


def test_good_answers_grow_old(book, server):
    run(book)
    server.asked.clear()
    in_two_weeks = str(1795521600 + 14 * 86400)
    assert "remembered: 8" in run(book, "--days", "15", SOURCE_DATE_EPOCH=in_two_weeks).stdout
    assert "remembered: 0" in run(book, SOURCE_DATE_EPOCH=in_two_weeks).stdout
    assert "remembered: 0" in run(book, "--all", SOURCE_DATE_EPOCH=in_two_weeks).stdout


def test_without_a_network_nothing_is_said_of_any_link(book, server, monkeypatch):
    def nowhere(host: str, port: int) -> list[str]:
        raise socket.gaierror(socket.EAI_NONAME, "no such host")

    answer_from(server, monkeypatch, nowhere)
    result = run(book)
    assert result.exit_code == 2
    assert "none of 8 addresses answered, not even to say no" in result.stderr
    assert json.loads(book.read("build/.cache/links.json")) == {}


def test_json_is_an_object_for_each_address(book, server):
    line = link(book, server.safely("/moved"))
    objects = json.loads(run(book, "--json").stdout)
    assert objects[0] == {
        "address": server.safely("/moved"),
        "state": "moved",
        "message": "moved for good",
        "write": server.safely("/fine"),
        "remembered": "",
        "places": [{"file": MARKET, "line": line}],
    }
    assert {one["state"] for one in objects[1:]} == {"fine"}
    assert json.loads(run(book, "--json").stdout)[1]["remembered"] == "2026-11-24"


def test_the_issue_has_a_title_a_text_and_a_list_of_what_is_gone(book, server):
    line = link(book, server.safely("/missing"))
    link(book, server.safely("/moved"))
    result = run(book, "--issue", str(book.path("issue")))
    assert result.exit_code == 0  # the workflow goes on and writes it
    assert book.read("issue/title.txt") == "1 link leads nowhere"
    assert book.read("issue/gone.txt") == f"{server.safely('/missing')}\n"
    assert book.read("issue/text.md").split("\n")[2:9] == [
        "10 addresses – fine: 8 (remembered: 0), gone: 1, moved: 1",
        "",
        "## Gone – correct these links, or take them out",
        "",
        "| Where | Address | What became of it |",
        "|---|---|---|",
        f"| `{MARKET}:{line}` | `{server.safely('/missing')}` | there is no such page (404) |",
    ]
    moved = f"| `{server.safely('/moved')}`<br>→ `{server.safely('/fine')}` | moved for good |"
    assert moved in book.read("issue/text.md")


def test_the_issue_is_closed_again_when_nothing_is_gone(book, server):
    book.write("issue/gone.txt", "https://a.example\n")
    run(book, "--issue", str(book.path("issue")))
    assert book.read("issue/title.txt") == "No link is gone"
    assert not book.path("issue/gone.txt").exists()


def test_the_issue_is_in_the_language_of_the_book_unless_another_is_asked_for(book):
    run(book, "--issue", str(book.path("issue")), speak="")
    assert book.read("issue/title.txt") == "Жодне посилання не зникло"
    run(book, "--issue", str(book.path("issue")), speak="pl")
    assert book.read("issue/title.txt") == "Żaden odnośnik nie zniknął"


def test_an_address_in_the_issue_mentions_nobody_and_breaks_no_table(book, server):
    link(book, server.safely("/missing?a|@everyone"))
    run(book, "--issue", str(book.path("issue")))
    text = book.read("issue/text.md")
    assert f"`{server.safely('/missing?a%7C@everyone')}`" in text
    assert text.count("@everyone") == 1
    assert all(row.count("|") == 4 for row in text.split("\n") if row.startswith("|"))


def test_an_issue_is_never_longer_than_github_takes(book, server, monkeypatch):
    monkeypatch.setattr(links, "MOST_ROWS", 3)
    for number in range(5):
        link(book, server.safely(f"/missing?{number}"))
    run(book, "--issue", str(book.path("issue")))
    text = book.read("issue/text.md")
    assert text.count("there is no such page (404)") == 3
    assert "and 2 more: `guidebook links` shows them" in text


@pytest.mark.parametrize(("speak", "said"), [("pl", "nie ma takiej strony"), ("uk", "такої сторінки немає")])
def test_it_speaks_the_language_of_who_asks(book, server, speak, said):
    link(book, server.safely("/missing"))
    assert said in run(book, speak=speak).stdout
