"""The catalogs of the generator's own words are complete, and say what their msgids say."""

import re

import pytest
from babel.messages.pofile import read_po

import msgids
from guidebook import strings

LANGUAGES = [file.stem for file in sorted(strings.LOCALE.glob("*.po"))]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_sentence_of_the_program_is_translated(language):
    catalog = strings.load(language).catalog
    assert [text for text in msgids.msgids() if text not in catalog] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_translation_names_the_same_values_as_its_msgid(language):
    with (strings.LOCALE / f"{language}.po").open("rb") as stream:
        catalog = read_po(stream, locale=language)
    wrong = []
    for message in catalog:
        ids = (message.id,) if isinstance(message.id, str) else message.id
        words = (message.string,) if isinstance(message.string, str) else message.string
        if ids[0]:
            names = {frozenset(re.findall(r"(?<!\{)\{(\w+)[^}]*\}", text)) for text in (ids[-1], *words)}
            wrong += [ids[0]] if len(names) != 1 else []
    assert wrong == []
