"""Saying that a translation is up to date again."""

import base64
import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from conftest import SampleBook
from guidebook import cli, files
from guidebook.checks.translation import stale_chapters, stale_texts
from guidebook.facts import Entry
from guidebook.problem import GuidebookError
from guidebook.translation import accepting


def _accept(sample_book: SampleBook, path: str) -> list[str]:
    written = accepting.accept(sample_book.book(), str(sample_book.path(path)))
    for file, text in written:
        files.write_atomically(file, text)
    return sorted(sample_book.config().short(file) for file, _ in written)


def test_accepting_a_chapter_changes_one_line(sample_book: SampleBook):
    before = sample_book.read("docs/pl/02-market.md").split("\n")
    sample_book.append("docs/uk/02-market.md", "\nНовий рядок.\n")
    assert _accept(sample_book, "docs/pl/02-market.md") == ["docs/pl/02-market.md"]
    after = sample_book.read("docs/pl/02-market.md").split("\n")
    assert [line for line in after if line not in before] == [
        f"translated_from: {sample_book.book().source.chapter('02-market.md').source_id}"
    ]
    assert len(before) == len(after)


def test_accepting_everything_leaves_nothing_stale(sample_book: SampleBook):
    for code in ("uk", "pl", "en"):
        text = sample_book.read(f"docs/{code}/02-market.md")
        lines = [line for line in text.split("\n") if not line.startswith("translated_from")]
        sample_book.write(f"docs/{code}/02-market.md", "\n".join(lines) + "\n")
    sample_book.replace("docs/data/terms.yml", "uk: громадські слухання", "uk: слухання в раді")
    sample_book.replace("visual-notes/02-market/text.uk.yml", "щосуботи", "щонеділі")
    _accept(sample_book, "docs")
    _accept(sample_book, "visual-notes")
    assert sample_book.report() == []


def test_accepting_twice_changes_nothing(sample_book: SampleBook):
    assert _accept(sample_book, "docs") == []
    assert _accept(sample_book, "visual-notes") == []


def test_what_is_no_translation_cannot_be_accepted(sample_book: SampleBook):
    with pytest.raises(GuidebookError, match="is no translation of this book"):
        _accept(sample_book, "docs/uk/02-market.md")
    with pytest.raises(GuidebookError, match="there is no file"):
        _accept(sample_book, "docs/pl/04-mill.md")


# --------------------------------------------------------------------- a change that does not touch meaning

SOURCE = "docs/uk/02-market.md"


def _minor(sample_book: SampleBook, path: str = SOURCE, since: str = "") -> dict[str, str]:
    found = accepting.minor(sample_book.book(), str(sample_book.path(path)), since)
    for one in found:
        if one.text:
            files.write_atomically(one.file, one.text)
    return {one.language: str(one.outcome) for one in found}


def _change(sample_book: SampleBook, words: str) -> str:
    """Change the source; returns the version that it was."""
    before = sample_book.book().source.chapter("02-market.md").source_id
    sample_book.append(SOURCE, f"\n{words}\n")
    return before


def test_a_small_change_of_the_source_makes_no_translation_stale(sample_book: SampleBook):
    sample_book.commit()
    _change(sample_book, "Кома.")
    assert _minor(sample_book) == {"pl": "accepted", "en": "accepted"}
    assert sample_book.report(stale_chapters) == []


def test_a_small_change_may_be_committed_already(sample_book: SampleBook):
    sample_book.commit()
    _change(sample_book, "Кома.")
    sample_book.commit()
    assert _minor(sample_book) == {"pl": "accepted", "en": "accepted"}


def test_a_small_change_never_hides_a_large_one_before_it(sample_book: SampleBook):
    sample_book.commit()
    _change(sample_book, "Нове правило.")
    _accept(sample_book, "docs/en/02-market.md")
    sample_book.commit()
    before = sample_book.read("docs/pl/02-market.md")
    _change(sample_book, "Кома.")
    assert _minor(sample_book) == {"pl": "stale", "en": "accepted"}
    assert sample_book.read("docs/pl/02-market.md") == before


def test_several_small_changes_are_accepted_at_once_when_the_first_is_named(sample_book: SampleBook):
    sample_book.commit()
    first = _change(sample_book, "Кома.")
    sample_book.commit()
    _change(sample_book, "Крапка.")
    sample_book.commit()
    assert _minor(sample_book) == {"pl": "stale", "en": "stale"}
    assert _minor(sample_book, since=first) == {"pl": "accepted", "en": "accepted"}


def test_a_version_that_never_was_cannot_be_accepted(sample_book: SampleBook):
    sample_book.commit()
    _change(sample_book, "Кома.")
    with pytest.raises(GuidebookError, match="was never at 0123456789ab"):
        _minor(sample_book, since="0123456789ab")


def test_what_is_missing_or_names_no_version_stays_so(sample_book: SampleBook):
    text = sample_book.read("docs/pl/02-market.md")
    lines = [line for line in text.split("\n") if not line.startswith("translated_from")]
    sample_book.write("docs/pl/02-market.md", "\n".join(lines))
    sample_book.remove("docs/en/02-market.md")
    sample_book.commit()
    _change(sample_book, "Кома.")
    assert _minor(sample_book) == {"pl": "unversioned", "en": "missing"}


def test_a_small_change_of_a_drawing_s_words_keeps_the_others_as_they_are(sample_book: SampleBook):
    note = "visual-notes/02-market/text.uk.yml"
    sample_book.commit()
    keys = [line.partition(":")[0] for line in sample_book.read(note).split("\n") if ': "' in line]
    first, second = keys[:2]
    _reword(sample_book, note, first)
    sample_book.commit()
    _reword(sample_book, note, second)
    assert _minor(sample_book, note) == {"pl": "accepted", "en": "accepted"}
    assert sample_book.book().notes["02-market"].stale_keys("pl") == (first,)


def _reword(sample_book: SampleBook, path: str, key: str) -> None:
    lines = sample_book.read(path).split("\n")
    place = next(number for number, line in enumerate(lines) if line.startswith(f"{key}:"))
    lines[place] = f'{key}: "Інакше сказано"'
    sample_book.write(path, "\n".join(lines))


TERMS, FACTS = "docs/data/terms.yml", "docs/data/facts.yml"


def test_a_small_change_of_an_entry_keeps_its_translations_up_to_date(sample_book: SampleBook):
    sample_book.commit()
    sample_book.replace(TERMS, "uk: громадські слухання", "uk: відкриті слухання")
    assert _minor(sample_book, TERMS) == {"pl": "accepted", "en": "accepted"}
    assert sample_book.report(stale_texts) == []


def test_a_small_change_of_an_entry_never_hides_a_large_one_in_another_language(sample_book: SampleBook):
    sample_book.commit()
    sample_book.replace(TERMS, "uk: громадські слухання", "uk: відкриті слухання")
    entry = _entry(sample_book, "hearing")
    stamp = f"{{en: {entry.translated_from['en']}, pl: {entry.translated_from['pl']}}}"
    new = stamp.replace(f"en: {entry.translated_from['en']}", f"en: {entry.version('uk')}")
    sample_book.replace(TERMS, f"translated_from: {stamp}", f"translated_from: {new}")
    sample_book.commit()
    sample_book.replace(TERMS, "uk: відкриті слухання", "uk: відкриті слухання ради")
    before = _entry(sample_book, "hearing").translated_from["pl"]
    assert _minor(sample_book, TERMS) == {"pl": "stale", "en": "accepted"}
    after = _entry(sample_book, "hearing")
    assert after.translated_from == {"en": after.version("uk"), "pl": before}
    assert _minor(sample_book, TERMS, since=before) == {"pl": "accepted", "en": "current"}


def test_only_the_entry_that_is_named_is_accepted(sample_book: SampleBook):
    sample_book.commit()
    sample_book.replace(FACTS, "щітки дає рада", "щітки видає рада")
    sample_book.replace(FACTS, "може говорити кожен", "може виступити кожен")
    _minor(sample_book, f"{FACTS}#council-hears")
    assert not _entry(sample_book, "council-hears").is_stale("pl", "uk")
    assert _entry(sample_book, "bridge-washing").is_stale("pl", "uk")
    _accept(sample_book, f"{FACTS}#bridge-washing")
    assert sample_book.report(stale_texts) == []


def test_a_small_change_of_a_form_is_accepted_as_a_whole(sample_book: SampleBook):
    sample_book.commit()
    old = sample_book.book().forms["stall"].about["uk"]
    sample_book.replace("docs/data/forms/stall.yml", old, f"{old}..")
    assert _minor(sample_book, "docs/data/forms/stall.yml") == {"pl": "accepted", "en": "accepted"}
    assert sample_book.report(stale_texts) == []


def test_without_history_nothing_can_be_said_about_an_entry(sample_book: SampleBook):
    sample_book.replace(TERMS, "uk: громадські слухання", "uk: відкриті слухання")
    with pytest.raises(GuidebookError, match="as it was before is not in the history"):
        _minor(sample_book, TERMS)


def test_the_command_names_the_entry_and_the_language(sample_book: SampleBook):
    sample_book.commit()
    sample_book.replace(TERMS, "uk: громадські слухання", "uk: відкриті слухання")
    assert _run(sample_book, "--source", str(sample_book.path(TERMS)), "--minor").stdout.split("\n") == [
        f"{TERMS}#hearing (pl) now names the present source", f"{TERMS}#hearing (en) now names the present source", ""
    ]  # fmt: skip


def _entry(sample_book: SampleBook, name: str) -> Entry:
    return next(entry for entry in sample_book.book().entries() if entry.name == name)


def test_without_history_nothing_can_be_said_about_a_change(sample_book: SampleBook):
    with pytest.raises(GuidebookError, match="as it was before is not in the history that is at hand"):
        _minor(sample_book)


def test_in_a_shallow_clone_it_says_how_to_fetch_the_rest(sample_book: SampleBook, tmp_path: Path):
    sample_book.commit()
    sample_book.git("clone", "--quiet", "--depth=1", f"file://{sample_book.root}", str(tmp_path / "shallow"))
    with pytest.raises(GuidebookError) as refused:
        _minor(SampleBook(tmp_path / "shallow"))
    assert refused.value.hint == "fetch the whole history: git fetch --unshallow"


def test_a_translation_is_no_source(sample_book: SampleBook):
    sample_book.commit()
    with pytest.raises(GuidebookError, match="is no source of translations"):
        _minor(sample_book, "docs/pl/02-market.md")


# ------------------------------------------------------------------------------------------------ the command


def _run(sample_book: SampleBook, *words: str) -> Result:
    arguments = ["--config", str(sample_book.path("mkdocs.yml")), "--speak", "en", "accept", *words]
    return CliRunner().invoke(cli.main, arguments, env={"CI": "1"}, catch_exceptions=False)


def test_the_command_says_what_it_did_in_each_language(sample_book: SampleBook):
    sample_book.commit()
    _change(sample_book, "Нове правило.")
    _accept(sample_book, "docs/en/02-market.md")
    sample_book.commit()
    then = sample_book.book().edition("pl").chapter("02-market.md").translated_from
    _change(sample_book, "Кома.")
    assert _run(sample_book, "--source", str(sample_book.path(SOURCE)), "--minor").stdout.split("\n") == [
        "docs/pl/02-market.md stays stale: it was made from an older version",
        "docs/en/02-market.md now names the present source",
        f"If nothing since {then} touches meaning: --since {then}",
        "",
    ]


@pytest.mark.parametrize("words", [[], ["--minor"], ["--source", "x.md"], ["x.md", "--source", "x.md", "--minor"]])
def test_the_command_is_told_either_translations_or_a_source(sample_book: SampleBook, words: list[str]):
    result = _run(sample_book, *words)
    assert result.exit_code == 2
    assert "guidebook accept --source" in result.stderr


def test_for_github_nothing_behind_a_link_is_read(sample_book: SampleBook, tmp_path: Path):
    sample_book.append(SOURCE, "\nНовий рядок.\n")
    sample_book.path("docs/pl").rename(tmp_path / "elsewhere")
    sample_book.path("docs/pl").symlink_to(tmp_path / "elsewhere")
    result = _run(sample_book, "pl/02-market.md", "--to", str(tmp_path / "texts.json"))
    assert result.exit_code == 2 and "is a link that leads elsewhere" in result.stderr
    assert not (tmp_path / "texts.json").exists()


def test_for_github_the_new_texts_are_written_elsewhere(sample_book: SampleBook, tmp_path: Path):
    sample_book.append(SOURCE, "\nНовий рядок.\n")
    before = sample_book.read("docs/pl/02-market.md")
    assert _run(sample_book, "pl/02-market.md", "--to", str(tmp_path / "texts.json")).exit_code == 0
    assert sample_book.read("docs/pl/02-market.md") == before
    (addition,) = json.loads((tmp_path / "texts.json").read_text("utf-8"))["additions"]
    _accept(sample_book, "docs/pl/02-market.md")
    assert addition["path"] == "docs/pl/02-market.md"
    assert base64.b64decode(addition["contents"]).decode() == sample_book.read("docs/pl/02-market.md")
