"""The generator's own words."""

import pytest

from guidebook import strings

PO = '''msgid ""
msgstr ""
"Content-Type: text/plain; charset=utf-8\\n"
"Plural-Forms: nplurals=3; plural=(n%10==1 && n%100!=11 ? 0 "
": n%10>=2 && n%10<=4 && (n%100<10 || n%100>=20) ? 1 : 2);\\n"

msgid "Draft"
msgstr "Чернетка"

msgid "Source {number}"
msgstr "Джерело {number}"

msgid "Not sure"
msgstr ""

#, fuzzy
msgid "Doubtful"
msgstr "Сумнівно"

msgid "{count} page"
msgid_plural "{count} pages"
msgstr[0] "{count} сторінка"
msgstr[1] "{count} сторінки"
msgstr[2] "{count} сторінок"
'''


@pytest.fixture
def words(tmp_path, monkeypatch) -> strings.Strings:
    (tmp_path / "uk.po").write_text(PO, encoding="utf-8")
    monkeypatch.setattr(strings, "LOCALE", tmp_path)
    strings.load.cache_clear()
    yield strings.load("uk")
    strings.load.cache_clear()


def test_words_are_translated_and_filled_in(words):
    assert words("Draft") == "Чернетка"
    assert words("Source {number}", number=3) == "Джерело 3"


def test_what_is_not_translated_or_fuzzy_stays_english(words):
    assert [words("Not sure"), words("Doubtful"), words("Never seen")] == ["Not sure", "Doubtful", "Never seen"]


@pytest.mark.parametrize(
    ("count", "text"),
    [(1, "1 сторінка"), (3, "3 сторінки"), (5, "5 сторінок"), (11, "11 сторінок"), (21, "21 сторінка")],
)
def test_plurals_follow_the_language(words, count: int, text: str):
    assert words.plural("{count} page", "{count} pages", count) == text


def test_a_language_without_words_speaks_english():
    words = strings.load("xx")
    assert words("Draft") == "Draft"
    assert [words.plural("{count} page", "{count} pages", count) for count in (1, 2)] == ["1 page", "2 pages"]


def test_it_is_known_in_which_language_something_is_said():
    assert strings.load("pl").language_of("Draft") == "pl"
    assert strings.load("pl").language_of("Not a sentence of the program") == "en"
    assert strings.load("xx").language_of("Draft") == "en"


@pytest.mark.parametrize("file", sorted(strings.LOCALE.glob("*.po")), ids=lambda file: file.stem)
def test_translations_keep_the_names_in_braces(file):
    import re

    def names(text: str) -> set[str]:
        return set(re.findall(r"(?<!\{)\{(\w+)[^{}]*\}(?!\})", text))

    for msgid, forms in strings.load(file.stem).catalog.items():
        for form in forms:
            assert names(form) <= names(msgid) | {"count"}, msgid
            assert len(forms) > 1 or names(form) == names(msgid), msgid
