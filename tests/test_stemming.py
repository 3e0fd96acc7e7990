"""What the search knows of a language, before a browser uses it; what it finds with that: tests/test_queries.py."""

from pathlib import Path

import pytest

from guidebook import stemming

WIDGET = Path(stemming.__file__).parent / "site/theme/assets/search.js"
KNOWN = ("pl", "en", "uk")


def test_letters_are_those_of_every_keyboard():
    assert [stemming.plain(word) for word in ("Żółć", "Ґанок", "їхній", "обов’язок", "Straße")] == [
        "zolc", "ганок", "ихнии", "обов’язок", "strasse"
    ]  # fmt: skip


def test_the_widget_makes_the_same_letters_plain():
    text = WIDGET.read_text("utf-8")
    written = [text.split(f"const {name} = {{")[1].split("}")[0] for name in ("LETTERS", "TWINS")]
    pairs = dict(pair.split(": ") for part in written for pair in part.strip().split(", "))
    assert {old: stemming.plain(old) for old in pairs} == {old: new.strip('"') for old, new in pairs.items()}


@pytest.mark.parametrize("code", KNOWN)
def test_rules_are_written_in_plain_letters_once_each(code):
    rules = stemming.of(code)
    changed = [letters for pair in rules.changes for letters in pair]
    words = [*rules.endings, *rules.small, *changed]
    assert [word for word in words if word != stemming.plain(word)] == []
    assert len(set(rules.endings)) == len(rules.endings) > 30


def test_a_variant_of_a_language_has_the_rules_of_that_language():
    assert stemming.of("en-GB") == stemming.of("en")


def test_a_language_that_nobody_wrote_rules_for_has_none():
    assert stemming.of("sw") == stemming.Rules()
