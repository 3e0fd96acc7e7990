"""What has changed since a copy was printed, told from a made history."""

import subprocess
from pathlib import Path

import pytest

from conftest import SampleBook
from guidebook.translation import changes
from guidebook.translation.changes import Changes

FACTS = "docs/data/facts.yml"


@pytest.fixture
def three_versions(sample_book: SampleBook) -> SampleBook:
    """In the second version the price has changed, in the third a chapter is new and one is gone."""
    sample_book.commit()
    sample_book.git("tag", "2026.09.1")
    sample_book.replace(FACTS, "value: 1200", "value: 1300")
    sample_book.commit()
    sample_book.git("tag", "--annotate", "--message", "second", "2026.10.1")
    sample_book.remove("docs/pl/03-bridge.md")
    sample_book.write("docs/pl/04-mill.md", "---\ntitle: Młyn\n---\n\n## Kiedy { #when }\n\nZawsze.\n")
    sample_book.replace("docs/pl/02-market.md", "Masz pytania?", "Czegoś nie wiesz?")
    sample_book.commit()
    sample_book.git("tag", "2026.10.2")
    sample_book.git("tag", "not-a-version")
    return sample_book


def told(book: SampleBook, code: str) -> dict[str, Changes]:
    return {one.version.id: one for one in changes.since(book.config(), code)}


def facts(one: Changes) -> list[tuple[str, str, str]]:
    return [(fact.name, fact.was.text.replace("\u00a0", " "), fact.now.text.replace("\u00a0", " "))
            for fact in one.facts]


def chapters(one: Changes) -> list[tuple[str, str, list[str]]]:
    return [(chapter.title, chapter.change, [h.text for h in chapter.headings]) for chapter in one.chapters]


def test_versions_are_the_tags_from_the_newest_with_the_days_of_their_commits(three_versions):
    found = changes.versions(three_versions.config())
    assert [(version.id, str(version.day)) for version in found] == [
        ("2026.10.2", "2026-11-04"), ("2026.10.1", "2026-11-03"), ("2026.09.1", "2026-11-02"),
    ]


def test_the_tenth_version_of_a_month_is_newer_than_the_ninth(sample_book):
    sample_book.commit()
    for number in (9, 10, 2):
        sample_book.git("tag", f"2026.05.{number}")
    assert [version.name for version in changes.versions(sample_book.config())] == [
        "2026.05.10", "2026.05.9", "2026.05.2",
    ]


def test_a_changed_fact_is_told_as_the_readers_language_writes_it(three_versions):
    assert facts(told(three_versions, "pl")["2026.09.1"]) == [("stall-price", "1 200 UAH", "1 300 UAH")]
    assert [fact[1] for fact in facts(told(three_versions, "uk")["2026.09.1"])] == ["1 200 українських гривень"]


def test_a_changed_fact_names_the_section_where_it_stands(three_versions):
    (fact,) = told(three_versions, "pl")["2026.09.1"].facts
    assert [(p.chapter, p.title, p.heading, p.heading_title) for p in fact.passages] == [
        ("02-market.md", "Targ", "stall", "Stół na targu"),
    ]


def test_a_later_version_has_fewer_changes_and_the_newest_none(three_versions):
    found = told(three_versions, "pl")
    assert facts(found["2026.10.1"]) == []
    assert [one.count for one in found.values()] == [0, 3, 4]


def test_chapters_are_changed_new_or_gone(three_versions):
    assert chapters(told(three_versions, "pl")["2026.10.1"]) == [
        ("Targ", "changed", ["Kiedy"]), ("Młyn", "new", []), ("Most", "removed", []),
    ]


def test_other_languages_did_not_change_with_it(three_versions):
    assert chapters(told(three_versions, "en")["2026.09.1"]) == []


def test_a_translation_that_waits_for_its_source_is_told_in_the_readers_words(sample_book):
    sample_book.commit()
    sample_book.replace("docs/uk/02-market.md", "Запитання?", "Щось незрозуміло?")
    sample_book.commit()
    since = told(sample_book, "pl")["2026-11-02"]
    assert chapters(since) == [("Targ", "behind", ["Kiedy"])]
    assert chapters(told(sample_book, "uk")["2026-11-02"]) == [("Ринок", "changed", ["Коли"])]


def test_a_changed_sentence_below_a_small_heading_counts_for_the_main_one(sample_book):
    sample_book.append("docs/pl/02-market.md", "\n### Zimą { #winter }\n\nNie.\n")
    sample_book.commit()
    sample_book.replace("docs/pl/02-market.md", "Nie.", "Tak.")
    sample_book.commit()
    assert chapters(told(sample_book, "pl")["2026-11-02"]) == [("Targ", "changed", ["Kiedy"])]


def test_who_reviewed_a_text_is_no_change_of_it(sample_book):
    sample_book.commit()
    sample_book.replace("docs/pl/02-market.md", "title: Targ\n", "title: Targ\nreviewed_by: Anna\n")
    sample_book.commit()
    assert told(sample_book, "pl")["2026-11-02"].count == 0


def test_a_chapter_that_was_not_printed_is_not_told(sample_book):
    sample_book.replace("docs/pl/02-market.md", "title: Targ\n", "title: Targ\nprint: false\n")
    sample_book.commit()
    sample_book.append("docs/pl/02-market.md", "\nNowe zdanie.\n")
    sample_book.append("docs/pl/index.md", "\nNowe zdanie.\n")
    sample_book.commit()
    assert told(sample_book, "pl")["2026-11-02"].count == 0


def test_a_place_that_moved_is_told_with_both_addresses(sample_book):
    sample_book.commit()
    street = next(place.street for place in sample_book.book().data.places.values() if place.street)
    sample_book.replace("docs/data/places.yml", street, "New Street 9")
    sample_book.commit()
    (place,) = told(sample_book, "en")["2026-11-02"].places
    assert street in place.was
    assert "New Street 9" in place.now
    assert (place.page, place.anchor) == ("places.md", f"place-{place.name}")


def test_without_tags_the_days_on_which_the_book_changed_are_the_versions(sample_book):
    sample_book.commit()
    sample_book.write("docs/assets/other.txt", "no text of the book")
    sample_book.commit()
    sample_book.replace(FACTS, "value: 1200", "value: 1300")
    sample_book.commit()
    found = told(sample_book, "pl")
    assert list(found) == ["2026-11-04", "2026-11-02"]
    assert facts(found["2026-11-02"]) == [("stall-price", "1 200 UAH", "1 300 UAH")]


def test_by_day_each_change_is_told_once_on_the_day_when_it_was_made(sample_book):
    sample_book.commit()
    sample_book.git("tag", "2026.09.1")
    for old, new in (("1200", "1300"), ("1300", "1400")):
        sample_book.replace(FACTS, f"value: {old}", f"value: {new}")
        sample_book.commit()
    found = {one.version.id: facts(one) for one in changes.by_day(sample_book.config(), "pl")}
    assert found == {
        "2026-11-04": [("stall-price", "1 300 UAH", "1 400 UAH")],
        "2026-11-03": [("stall-price", "1 200 UAH", "1 300 UAH")],
    }


def test_of_two_versions_on_a_day_the_last_one_counts(sample_book):
    sample_book.commit()
    for old, new in ((1200, 1300), (1300, 1400)):
        sample_book.replace(FACTS, f"value: {old}", f"value: {new}")
        sample_book._commits = 1  # the same day twice
        sample_book.commit()
    assert list(told(sample_book, "pl")) == ["2026-11-03", "2026-11-02"]
    assert told(sample_book, "pl")["2026-11-03"].count == 0


def test_what_is_not_committed_is_not_told(sample_book):
    sample_book.commit()
    sample_book.replace(FACTS, "value: 1200", "value: 1300")
    assert told(sample_book, "pl")["2026-11-02"].count == 0


def test_an_old_file_that_cannot_be_read_is_passed_over(sample_book):
    good = sample_book.read(FACTS)
    sample_book.write(FACTS, good + "\nbroken: [\n")
    sample_book.write("docs/pl/02-market.md", b"---\ntitle: [\xff\n---\n\n## x { #x }\n")
    sample_book.write("docs/data/places.yml", "- &a [*a]\n")
    sample_book.commit()
    sample_book.write(FACTS, good.replace("value: 1200", "value: 1300"))
    sample_book.commit()
    found = told(sample_book, "pl")
    assert facts(found["2026-11-02"]) == []
    assert list(found) == ["2026-11-03", "2026-11-02"]


def test_a_fact_that_was_of_a_wrong_kind_is_passed_over_and_the_others_are_told(sample_book):
    good = sample_book.read(FACTS)
    odd = "\nodd:\n  value: {pl: 1}\n  kind: money\n  unit: {pl: 3}\n  source: {title: x}\n"
    sample_book.write(FACTS, good.replace("value: 25", "value: 20") + odd)
    sample_book.commit()
    sample_book.write(FACTS, good)
    sample_book.commit()
    assert facts(told(sample_book, "en")["2026-11-02"]) == [("stall-discount", "20%", "25%")]


def test_a_link_that_leads_out_of_the_book_is_not_followed(sample_book):
    sample_book.path("docs/pl/04-secret.md").symlink_to("/etc/passwd")
    sample_book.commit()
    sample_book.remove("docs/pl/04-secret.md")
    sample_book.commit()
    assert told(sample_book, "pl")["2026-11-02"].count == 0


def test_in_a_shallow_clone_nothing_is_said(three_versions, tmp_path: Path):
    three_versions.git("clone", "--quiet", "--depth=1", f"file://{three_versions.root}", str(tmp_path / "shallow"))
    assert changes.since(SampleBook(tmp_path / "shallow").config(), "pl") == ()
    assert changes.by_day(SampleBook(tmp_path / "shallow").config(), "pl") == ()


def test_without_git_nothing_is_said(sample_book, monkeypatch):
    assert changes.since(sample_book.config(), "pl") == ()
    sample_book.commit()
    monkeypatch.setenv("PATH", "/nowhere")
    assert changes.since(sample_book.config(), "pl") == ()


def test_a_book_in_a_folder_of_a_larger_repository_has_a_history_too(sample_book, tmp_path: Path):
    outer = tmp_path / "outer"
    outer.mkdir()
    sample_book.root.rename(outer / "book")
    inner, git = SampleBook(outer / "book"), SampleBook(outer).git
    git("init", "--quiet", "--initial-branch=main")
    for price in (1200, 1300):
        inner.write(FACTS, inner.read(FACTS).replace("value: 1200", f"value: {price}"))
        git("add", "book/docs", "book/mkdocs.yml")
        git("commit", "--quiet", "--message", str(price))
        git("tag", f"2026.11.{price}")
    assert facts(told(inner, "pl")["2026.11.1200"]) == [("stall-price", "1 200 UAH", "1 300 UAH")]


def test_all_old_texts_are_fetched_at_once_and_only_listed_for_each_version(sample_book, monkeypatch):
    for number in range(4):
        sample_book.append("docs/pl/02-market.md", f"\nZdanie {number}.\n")
        sample_book.commit()
    started, run = [], subprocess.run
    monkeypatch.setattr(subprocess, "run", lambda command, **more: started.append(command) or run(command, **more))
    changes.since(sample_book.config(), "pl")
    listings = [command for command in started if "ls-tree" in command]
    assert len(listings) == 5
    assert len(started) - len(listings) <= 4
