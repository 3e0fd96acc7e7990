"""The sample book in further languages: one written from the right to the left, and one in Latin letters."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from pathlib import Path

import yaml

from conftest import SampleBook, copy_sample_book
from guidebook.translation import accepting

OTHER_LANGUAGES = Path(__file__).parents[1] / "other-languages"
FONTS = OTHER_LANGUAGES / "fonts"


def sample_book_in(code: str, folder: Path) -> SampleBook:
    """A copy of the sample book with one language more: its chapters, its words for shared data, its font."""
    sample = copy_sample_book(folder)
    told = yaml.safe_load((OTHER_LANGUAGES / code / "language.yml").read_text(encoding="utf-8"))
    shutil.copytree(OTHER_LANGUAGES / code, folder / "docs" / code, ignore=shutil.ignore_patterns("*.yml"))
    for name, entries in told["data"].items():
        _add_words(sample, f"docs/data/{name}", code, entries)
    _add_language(sample, code, told)
    _accept(sample, code)
    for font in told["fonts"]:
        for file in FONTS.glob(f"{font}-*.ttf"):
            shutil.copyfile(file, folder / "docs/assets/fonts" / file.name)
    return sample


def _accept(sample: SampleBook, code: str) -> None:
    """Its chapters are up to date: each names the version of the source that it was made from."""
    book = sample.book()
    for chapter in book.edition(code).chapters:
        source = book.source.chapter(chapter.name)
        sample.write(f"docs/{code}/{chapter.name}", accepting.accepted_chapter(chapter, source.source_id))


def _add_words(sample: SampleBook, path: str, code: str, entries: Mapping[str, Mapping[str, object]]) -> None:
    """The words of a language beside those of the others, in a file of docs/data/."""
    data = yaml.safe_load(sample.read(path))
    for name, texts in entries.items():
        for key, text in texts.items():
            data[name][key][code] = text
    sample.write(path, yaml.safe_dump(data, allow_unicode=True, sort_keys=False, width=1000))


def _add_language(sample: SampleBook, code: str, told: Mapping[str, object]) -> None:
    """What mkdocs.yml says of a language: its name, the book's title and promise in it, its fonts."""
    entry = f'- {{locale: {code}, name: {told["name"]}, site_name: "{told["title"]}", link: /{code}/}}'
    sample.replace("mkdocs.yml", "link: /en/}\n", f"link: /en/}}\n        {entry}\n")
    for key in ("promise", "imprint"):
        sample.replace("mkdocs.yml", f"    {key}:\n", f"    {key}:\n      {code}: {told[key]}\n")
    if told["fonts"]:
        sample.replace("mkdocs.yml", "    cover: 00-cover\n", f"    cover: 00-cover\n    fonts: {told['fonts']}\n")
