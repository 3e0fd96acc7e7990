"""mkdocs.yml: what a city decides, and what it is told when it decides something impossible."""

from datetime import date

import pytest

from conftest import REPOSITORY, SampleBook
from guidebook import config
from guidebook.problem import GuidebookError


def _error(sample_book: SampleBook) -> str:
    with pytest.raises(GuidebookError) as caught:
        sample_book.config()
    return str(caught.value)


def test_a_city_is_read_from_its_file(sample_book: SampleBook):
    found = sample_book.config()
    assert [language.code for language in found.languages] == ["uk", "pl", "en"]
    assert (found.source.code, found.source.name, found.source.title) == ("uk", "Українська", "Гуляй у Вербополі")
    assert found.reading_order == ("index.md", "01-council.md", "02-market.md", "03-bridge.md", "places.md")
    assert found.site_url == "https://guide.verbopil.example/"
    assert found.publisher.contact == "guide@verbopil.example"
    assert found.colours["ink"].startswith("#")


def test_paths_are_shown_from_the_folder_of_the_book(sample_book: SampleBook):
    found = sample_book.config()
    assert found.short(found.docs / "uk" / "index.md") == "docs/uk/index.md"


def test_sections_of_the_reading_order_are_read_through(sample_book: SampleBook):
    sample_book.replace("mkdocs.yml", "  - 02-market.md\n  - 03-bridge.md\n",
                        "  - walks:\n      - 02-market.md\n      - 03-bridge.md\n")
    assert sample_book.config().reading_order[2:4] == ("02-market.md", "03-bridge.md")


def test_an_unknown_language_is_answered_with_the_known_ones(sample_book: SampleBook):
    with pytest.raises(GuidebookError, match="“de” is not a language of this book") as caught:
        sample_book.config().language("de")
    assert caught.value.values["known"] == "uk, pl, en"


def test_a_missing_file_says_where_it_was_looked_for(tmp_path):
    with pytest.raises(GuidebookError, match="there is no mkdocs.yml in"):
        config.load(tmp_path / "mkdocs.yml")


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("docs_dir: docs", "docs_dir: docs: x", "mkdocs.yml:6: cannot be read as YAML at column 15"),
        ("docs_dir: docs", "docs_dir: ../..", "docs_dir: the chapters must stand inside the folder of the book"),
        ("docs_dir: docs", "docs_dir: [docs]", "docs_dir: expected text here, found"),
        ("docs_dir: docs", "docs_dir: docs\ndocs_dir: docs", "“docs_dir” stands here twice"),
        ("site_url: https://", "site_url: javascript:", "expected an address that starts with https://"),
        ("cover: 00-cover", "covre: 00-cover", "this key is not known; known are"),
        ("cover: 00-cover", "automatic_help: perhaps", "automatic_help: expected true or false here, found"),
        ('red: "#b23a1b"', 'red: "red;}"', "colours.red: expected a colour like"),
        ("    cover: 00", "    fonts: Noto\n    cover: 00", "guidebook.fonts: expected a list here, found"),
        ("    cover: 00", "    fonts: ['x; }']\n    cover: 00", "expected the beginning of a file's name like"),
        ("default: true, ", "", "one language under “i18n: languages:” needs “default: true”"),
        ("locale: pl", "locale: xx-nothing", "“xx-nothing” is not the code of a language"),
        ("locale: pl", "locale: ../pl", "“../pl” is not the code of a language"),
        ("locale: pl", "locale: en", "the language “en” stands here twice"),
        ("      docs_structure: folder\n", "      docs_structure: *x\n", "cannot be read as YAML"),
    ],
)
def test_a_wrong_value_is_reported_with_its_line(sample_book: SampleBook, old: str, new: str, message: str):
    sample_book.replace("mkdocs.yml", old, new)
    assert message in _error(sample_book)


@pytest.mark.parametrize("text", ["", "- a\n", "plugins: i18n\n", "plugins: [i18n]\n", "plugins: [{i18n: x}]\n"])
def test_a_file_that_is_no_book_is_refused(sample_book: SampleBook, text: str):
    sample_book.write("mkdocs.yml", text)
    assert "mkdocs.yml" in _error(sample_book)


def test_the_day_of_the_build_is_told_from_outside(sample_book: SampleBook):
    assert sample_book.config().day == date(2026, 11, 24)


def test_without_it_the_day_is_that_of_the_newest_commit(sample_book: SampleBook, monkeypatch):
    monkeypatch.delenv("SOURCE_DATE_EPOCH")
    sample_book.commit()
    assert sample_book.config().day == date(2026, 11, 2)


def test_a_book_is_a_draft_until_its_commit_bears_a_version(sample_book: SampleBook):
    assert sample_book.config().version == ""
    sample_book.commit()
    sample_book.git("tag", "2026.11.1")
    assert sample_book.config().version == "2026.11.1"
    sample_book.commit("more")
    assert sample_book.config().version == ""


def test_what_does_not_differ_between_cities_is_the_same_in_both_files():
    def common(file) -> str:
        return file.read_text("utf-8").partition("# From here on nothing differs between cities.")[2]

    assert common(REPOSITORY / "mkdocs.yml") == common(REPOSITORY / "tests" / "sample-book" / "mkdocs.yml") != ""
