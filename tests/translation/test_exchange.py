"""Texts for translation tools, and back, without losing a word or a byte."""

from __future__ import annotations

import re
import shutil
import subprocess
import xml.etree.ElementTree as etree
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from conftest import REPOSITORY, SampleBook
from guidebook import book as books
from guidebook import cli, config
from guidebook.problem import GuidebookError
from guidebook.translation import blocks, exchange, exchange_import, exchange_po, exchange_xliff, status

FORMS = ("po", "xliff")
ENDING = {"po": exchange_po.ENDING, "xliff": exchange_xliff.ENDING}
SOURCE, POLISH = "docs/uk/02-market.md", "docs/pl/02-market.md"
PRICE = "Stół na jeden dzień kosztuje [[fact:stall-price]]. Zniżka dla tych, którzy są pierwszy raz: "
ARCHES = "Na targ idzie się przez most: przeczytaj o [jego łukach](03-bridge.md#arches)."


def run(book: SampleBook, *words: object) -> Result:
    arguments = ["--config", str(book.path("mkdocs.yml")), *map(str, words)]
    return CliRunner().invoke(cli.main, arguments, env={"CI": "1", "LC_ALL": "C"}, catch_exceptions=False)


def export(book: SampleBook, form: str = "po", code: str = "pl") -> Path:
    """The folder of a language with its files."""
    assert run(book, "export", f"--{form}", "--lang", code).exit_code == 0
    return book.path(f"build/exchange/{code}")


def bring(book: SampleBook, path: Path) -> list[str]:
    """What the import says; what it wrote is in the book."""
    return run(book, "import", path).stdout.strip().split("\n")


def contents(root: Path) -> dict[str, bytes]:
    """Every Markdown and YAML file of a book."""
    found = [*root.glob("docs/**/*.md"), *root.glob("docs/**/*.yml"), *root.glob("visual-notes/*/*.yml")]
    return {str(file.relative_to(root)): file.read_bytes() for file in [*found, root / "mkdocs.yml"]}


def changed(before: dict[str, bytes], book: SampleBook) -> list[str]:
    """The lines that are new: “docs/pl/x.md: the line”."""
    found = []
    for name, data in contents(book.root).items():
        old = before.get(name, b"").decode().split("\n")
        found += [f"{name}: {line}" for line in data.decode().split("\n") if line not in old]
    return found


def edit(file: Path, old: str, new: str) -> Path:
    """Change words of an exported file, which may be broken over lines."""
    text = re.sub(r'"\n"', "", file.read_text("utf-8"))
    assert old in text, f"{file.name} does not say “{old}”"
    file.write_text(text.replace(old, new), "utf-8")
    return file


NOTHING = "new: 0 · unchanged: {count} · not translated yet: 0 · left to a person: 0"


# -------------------------------------------------------------------------------------- what is exported


@pytest.mark.parametrize("form", FORMS)
def test_what_comes_back_unchanged_changes_no_byte(sample_book: SampleBook, form: str):
    before = contents(sample_book.root)
    count = sum(len(sheet.units) for sheet in exchange.sheets(sample_book.book(), "pl"))
    assert bring(sample_book, export(sample_book, form)) == [NOTHING.format(count=count)]
    assert contents(sample_book.root) == before


def test_the_whole_real_book_comes_back_byte_for_byte(tmp_path: Path):
    for name in ("docs", "visual-notes"):
        ignored = shutil.ignore_patterns("assets", "*.svg", "*.jpg", "*.png")
        shutil.copytree(REPOSITORY / name, tmp_path / name, ignore=ignored)
    shutil.copy(REPOSITORY / "mkdocs.yml", tmp_path)
    real, before = SampleBook(tmp_path), contents(tmp_path)
    for form in FORMS:
        assert run(real, "export", f"--{form}").exit_code == 0
    said = bring(real, tmp_path / "build/exchange")
    assert said[-1].startswith("new: 0 · ") and said[-1].endswith(" · left to a person: 0") and len(said) == 1
    assert contents(tmp_path) == before


def test_a_language_that_is_deleted_is_made_again_from_its_texts_byte_for_byte(sample_book: SampleBook):
    before, folder = contents(sample_book.root), sample_book.root / "kept"
    texts = {(unit.context, unit.source): unit.here
             for sheet in exchange.sheets(sample_book.book(), "pl") for unit in sheet.units}  # fmt: skip
    sample_book.remove("docs/pl")
    sample_book.remove("visual-notes/02-market/text.pl.yml")
    book = sample_book.book()
    for sheet in exchange.sheets(book, "pl"):
        short = {unit.file: unit.file.name for unit in sheet.units}
        text = exchange_po.written(sheet, short).decode()
        parts = [text[: text.index("\n#. ")]]
        for unit in sheet.units:
            words = texts[unit.context, unit.source].replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
            source = unit.source.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
            mark = exchange_po.MARK + unit.version
            parts.append(f'#. {mark}\nmsgctxt "{unit.context}"\nmsgid "{source}"\nmsgstr "{words}"\n')
        file = folder / f"{sheet.name}.po"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text("\n".join(parts), "utf-8")
    bring(sample_book, folder)
    assert contents(sample_book.root) == before


def test_there_is_a_file_for_each_chapter_and_each_file_of_data(sample_book: SampleBook):
    names = sorted(str(file.relative_to(export(sample_book))) for file in export(sample_book).rglob("*.po"))
    assert names == [
        "01-council.po", "02-market.po", "03-bridge.po", "data/facts.po", "data/forms/stall.po", "data/phrases.po",
        "data/places.po", "data/terms.po", "index.po", "mkdocs.po", "places.po",
    ]  # fmt: skip


def test_a_chapter_comes_in_the_order_of_the_book_with_the_words_of_its_note_behind_it(sample_book: SampleBook):
    text = (export(sample_book) / "02-market.po").read_text("utf-8")
    assert re.findall(r'msgctxt "(.*)"', text) == [
        "02-market.md", "02-market.md", *["02-market.md#stall"] * 3, *["02-market.md#when"] * 2,
        *[f"visual-notes/02-market#{key}" for key in
          ("alt", "title", "stall-heading", "stall-text", "when-heading", "when-text")],
    ]  # fmt: skip


def test_a_translator_reads_what_it_is_and_what_to_keep(sample_book: SampleBook):
    text = (export(sample_book, code="en") / "02-market.po").read_text("utf-8")
    start = text.index("#. section: Стіл на ринку\n#. keep")
    english = next(line for line in sample_book.read("docs/en/02-market.md").split("\n") if "stall-price" in line)
    assert text[start:].split("\n")[:5] == [
        "#. section: Стіл на ринку",
        "#. keep what stands between [[ and ]]: values and terms are put in there",
        f"#. guidebook: {exchange.version(english)}",
        "#: docs/uk/02-market.md:11",
        'msgctxt "02-market.md#stall"',
    ]


@pytest.mark.parametrize("form", FORMS)
def test_two_exports_are_the_same_bytes_and_hold_no_date(sample_book: SampleBook, form: str):
    folder = export(sample_book, form)
    first = {file: file.read_bytes() for file in folder.rglob(f"*{ENDING[form]}")}
    shutil.rmtree(folder)
    export(sample_book, form)
    assert {file: file.read_bytes() for file in folder.rglob(f"*{ENDING[form]}")} == first
    heads = [data[:900].decode(errors="ignore") for data in first.values()]
    assert not any(re.search(r"\d{4}-\d\d-\d\d|Creation-Date", head) for head in heads)


def test_the_same_sentence_twice_in_a_section_is_two_texts(sample_book: SampleBook):
    for file, words in ((SOURCE, "Так і є."), (POLISH, "Tak jest."), (POLISH, "No tak.")):
        sample_book.append(file, f"\n{words}\n")
    sample_book.append(SOURCE, "\nТак і є.\n")
    text = (export(sample_book) / "02-market.po").read_text("utf-8")
    assert 'msgctxt "02-market.md#when"\nmsgid "Так і є."\nmsgstr "Tak jest."' in text
    assert 'msgctxt "02-market.md#when (2)"\nmsgid "Так і є."\nmsgstr "No tak."' in text


FACTS, TERMS, NOTE = "docs/data/facts.yml", "docs/data/terms.yml", "visual-notes/02-market/text.uk.yml"


def units(book: SampleBook, name: str, code: str = "pl") -> dict[str, exchange.Unit]:
    """The units of a sheet by their context."""
    sheet = next(sheet for sheet in exchange.sheets(book.book(), code) if sheet.name == name)
    return {unit.context.partition("#")[2]: unit for unit in sheet.units}


def test_a_stale_word_of_a_drawing_has_what_it_was_made_from(sample_book: SampleBook):
    sample_book.commit()
    sample_book.replace(NOTE, "Уперше дешевше.", "Уперше удвічі дешевше.")
    text = (export(sample_book) / "02-market.po").read_text("utf-8")
    assert '#, fuzzy\n#| msgid "Один стіл на один день. Уперше дешевше."' in text
    text = (export(sample_book, "xliff") / "02-market.xlf").read_text("utf-8")
    assert "<source>Один стіл на один день. Уперше дешевше.</source>" in text


def test_of_a_stale_entry_only_the_text_that_has_changed_is_to_be_looked_at_again(sample_book: SampleBook):
    sample_book.commit()
    sample_book.replace(TERMS, "uk: громадські слухання", "uk: відкриті слухання")
    found = units(sample_book, "data/terms")
    assert (found["hearing.term"].previous, found["hearing.term"].is_stale) == ("громадські слухання", True)
    assert not found["hearing.definition"].is_stale


def test_without_history_all_texts_of_a_stale_entry_are(sample_book: SampleBook):
    sample_book.replace(TERMS, "uk: громадські слухання", "uk: відкриті слухання")
    found = units(sample_book, "data/terms")
    assert [(unit.previous, unit.is_stale) for unit in found.values()] == [("", True)] * 2


def test_an_entry_whose_changed_text_has_come_back_is_up_to_date(sample_book: SampleBook):
    sample_book.commit()
    sample_book.replace(TERMS, "uk: громадські слухання", "uk: відкриті слухання")
    file = export(sample_book) / "data/terms.po"
    text = file.read_text("utf-8").replace("#, fuzzy\n", "")
    file.write_text(re.sub(r"#\| .*\n", "", text).replace("wysłuchanie publiczne", "otwarte wysłuchanie"), "utf-8")
    bring(sample_book, file)
    entry = next(entry for entry in sample_book.book().entries() if entry.name == "hearing")
    assert entry.texts["term"]["pl"] == "otwarte wysłuchanie"
    assert not entry.is_stale("pl", "uk") and entry.is_stale("en", "uk")


def test_of_a_unit_each_language_has_its_own_plural_forms(sample_book: SampleBook):
    english = units(sample_book, "data/facts", "en").items()
    assert {key: (unit.source, unit.here) for key, unit in english if ".unit." in key} == {
        "signatures-min.unit.one": ("підпис", "signature"), "signatures-min.unit.other": ("підписів", "signatures")
    }  # fmt: skip
    polish = units(sample_book, "data/facts")
    assert polish["signatures-min.unit.few"].notes == ("forma po liczbach takich jak 2, 3, 4",)


def test_a_unit_that_is_missing_is_counted_exported_and_put_in_form_by_form(sample_book: SampleBook):
    old = "    pl: {one: podpis, few: podpisy, many: podpisów}\n"
    sample_book.replace(FACTS, old, "")
    left = [piece.text for row in status.rows(sample_book.book()) if row.language == "pl" for piece in row.to_do()]
    assert left == ["підпис · підписи · підписів"]
    file = export(sample_book) / "data/facts.po"
    words = {"one": "podpis", "few": "podpisy", "many": "podpisów"}
    for form, word in words.items():
        text = file.read_text("utf-8")
        start = text.index(f'#signatures-min.unit.{form}"')
        file.write_text(text[:start] + text[start:].replace('msgstr ""', f'msgstr "{word}"', 1), "utf-8")
    bring(sample_book, file)
    assert sample_book.book().data.facts["signatures-min"].unit["pl"] == words
    assert sample_book.report() == []


def test_a_value_that_is_a_text_in_each_language_is_exported(sample_book: SampleBook):
    sample_book.append(FACTS, """
bridge-age:
  kind: text
  value: {uk: "з минулого століття", pl: "z zeszłego wieku"}
  source: {title: "Міст"}
  read_on: 2026-11-01
""")
    assert units(sample_book, "data/facts")["bridge-age.value"].here == "z zeszłego wieku"
    assert units(sample_book, "data/facts", "en")["bridge-age.value"].here == ""


@pytest.mark.skipif(not shutil.which("msgfmt"), reason="gettext is not installed")
def test_gettext_finds_nothing_wrong(sample_book: SampleBook):
    sample_book.append(SOURCE, "\n50 % оплати, 100 %s і {name} – це не місця для значень.\n")
    sample_book.append(POLISH, "\n50 % opłaty, 100 %d i {nazwa} to nie miejsca na wartości.\n")
    for file in export(sample_book).rglob("*.po"):
        checked = subprocess.run(["msgfmt", "--check", "-o", "-", file], capture_output=True, check=False)
        assert (checked.returncode, checked.stderr) == (0, b"")


def test_xliff_has_only_what_its_schema_has_in_its_order(sample_book: SampleBook):
    """After xliff-core-1.2-strict.xsd; the order of a trans-unit is source, target, then the rest."""
    known = {"xliff": "file", "file": "header body", "header": "note", "body": "trans-unit", "context-group": "context",
             "trans-unit": "source target context-group note alt-trans", "alt-trans": "source target"}  # fmt: skip
    sample_book.commit()
    sample_book.replace(SOURCE, "Запитання?", "Питання?")
    root = etree.parse(export(sample_book, "xliff") / "02-market.xlf").getroot()
    space = f"{{{exchange_xliff.XLIFF}}}"
    for element in root.iter():
        name = element.tag.removeprefix(space)
        assert {child.tag.removeprefix(space) for child in element} <= set(known.get(name, "").split())
    units = list(root.iter(f"{space}trans-unit"))
    for unit in units:
        tags = [child.tag.removeprefix(space) for child in unit]
        assert tags[:2] == ["source", "target"] and not {"source", "target"} & set(tags[2:])
    ids = [unit.get("id") for unit in units]
    assert len(set(ids)) == len(ids)
    assert any(unit.find(f"{space}alt-trans") is not None for unit in units)


def test_a_sign_that_xml_cannot_hold_is_told_with_its_line(sample_book: SampleBook):
    sample_book.append(SOURCE, "\nДзвін \x07 на ринку.\n")
    line = sample_book.read(SOURCE).count("\n")
    result = run(sample_book, "export", "--xliff", "--lang", "pl")
    assert result.exit_code == 2 and f"{SOURCE}:{line}: a character here cannot be seen" in result.stderr


def test_xliff_writes_every_letter_as_it_is(sample_book: SampleBook):
    text = (export(sample_book, "xliff") / "02-market.xlf").read_text("utf-8")
    assert set(re.findall(r"&\w*;", text)) <= {"&amp;", "&lt;", "&gt;", "&quot;", "&apos;"} and "&#" not in text
    assert "Стіл на ринку" in text and "Stół na targu" in text


# ------------------------------------------------------------------------------------- what is translated


@pytest.mark.parametrize("form", FORMS)
def test_new_words_change_their_own_line_alone(sample_book: SampleBook, form: str):
    before = contents(sample_book.root)
    file = export(sample_book, form) / f"02-market{ENDING[form]}"
    edit(file, "Stół na jeden dzień kosztuje", "Dzień przy stole to")
    assert bring(sample_book, file)[0] == "docs/pl/02-market.md has new translations"
    assert changed(before, sample_book) == [
        "docs/pl/02-market.md: Dzień przy stole to [[fact:stall-price]]. Zniżka dla tych, którzy są pierwszy raz: "
        "[[fact:stall-discount]]."
    ]


def test_marks_ids_indents_and_the_width_of_lines_stay(sample_book: SampleBook):
    body = """
### {0} один { #one }

1. {0} два два два два
   два два два два два.
    - [ ] {0} три

!!! note "{0} чотири"
    {0} п’ять  
    шість

> {0} сім

| {0} вісім | дев’ять |
| --- | :-: |
| {0} десять | 11 |

{0} дванадцять
============

<div class="x">
  {0} тринадцять
</div>
"""  # noqa: W291 two spaces at the end break a line
    text = body.replace("{0}", "Слово")
    sample_book.append(SOURCE, text)
    now = sample_book.book().source.chapter("02-market.md").source_id
    translated = body.replace("{0}", "Wyraz").replace("два два два два два.", "dwa.")
    sample_book.append(POLISH, translated)
    sample_book.write(POLISH, re.sub("translated_from: .*", f"translated_from: {now}", sample_book.read(POLISH)))
    file = export(sample_book) / "02-market.po"
    edit(file, "Wyraz", "Znaki")
    assert bring(sample_book, file)[-1].startswith("new: 10 · ")
    assert sample_book.read(POLISH).endswith(translated.replace("Wyraz", "Znaki"))


def test_every_sort_of_text_in_a_yaml_file_is_put_in_its_place(sample_book: SampleBook):
    before = contents(sample_book.root)
    folder = export(sample_book)
    for name, old, new in (
        ("data/facts", "szczotki daje rada", "szczotki: rada"),
        ("data/terms", "wysłuchanie publiczne", "wysłuchanie, publiczne"),
        ("data/phrases", "Gdzie mogę powiedzieć, co myślę?", "Gdzie to powiem?"),
        ("data/places", "Tu można zapisać się na stół", "# Tu zapiszesz się na stół"),
        ("data/forms/stall", "Imię i nazwisko", "Jak się nazywasz"),
        ("data/forms/stall", 'msgstr "mały"', 'msgstr "mniejszy"'),
        ("02-market", "Jeden stół na jeden dzień.", "Stół\\nna dzień."),
        ("mkdocs", "To nie jest publikacja rady", "Tego nie wydała rada"),
        ("mkdocs", "Spaceruj po", "Chodź po"),
    ):
        edit(folder / f"{name}.po", old, new)
    assert bring(sample_book, folder)[-1].startswith("new: 9 · ")
    size = "{name: small, official: малий, help: {pl: mniejszy, en: small}}"
    assert sorted(changed(before, sample_book)) == sorted([
        'docs/data/facts.yml:     pl: "Most myje się co roku w pierwszą sobotę kwietnia, szczotki: rada."',
        '''docs/data/terms.yml:   term: {uk: громадські слухання, pl: "wysłuchanie, publiczne", en: public hearing}''',
        'docs/data/phrases.yml:   means: {pl: "Gdzie to powiem?", en: "Where can I say what I think?"}',
        'docs/data/places.yml:     pl: "# Tu zapiszesz się na stół i o wszystko zapytać."',
        "docs/data/forms/stall.yml:       - {name: name, kind: text, half: true, official: Ім’я та прізвище, "
        'help: {uk: "Як вас кликати", pl: Jak się nazywasz, en: Name}}',
        f"docs/data/forms/stall.yml:           - {size}",
        'visual-notes/02-market/text.pl.yml: stall-text: "Stół\\nna dzień. Za pierwszym razem taniej."',
        "mkdocs.yml:       pl: Tego nie wydała rada Wierzbopola.",
        "mkdocs.yml:         - {locale: pl, name: Polski, site_name: Chodź po Wierzbopolu, link: /pl/}",
    ])  # fmt: skip


def test_a_missing_text_of_data_is_put_in_beside_the_others_and_names_its_source(sample_book: SampleBook):
    line = '    pl: "Most myje się co roku w pierwszą sobotę kwietnia, szczotki daje rada."\n'
    sample_book.replace("docs/data/facts.yml", line, "")
    version = "  translated_from: {en: 7b8204a90c62, pl: 7b8204a90c62}"
    sample_book.replace("docs/data/facts.yml", version, "  translated_from: {en: 7b8204a90c62}")
    before = contents(sample_book.root)
    file = export(sample_book) / "data/facts.po"
    assert "#. guidebook: new\n" in file.read_text("utf-8")
    edit(file, 'щітки дає рада."\nmsgstr ""', 'щітки дає рада."\nmsgstr "Myją."')
    bring(sample_book, file)
    assert changed(before, sample_book) == ['docs/data/facts.yml:     pl: "Myją."', f"docs/data/facts.yml: {version}"]


def test_a_missing_chapter_is_made_from_the_source_and_the_rest_of_it_is_left_to_do(sample_book: SampleBook):
    kept = sample_book.read(POLISH)
    sample_book.replace(SOURCE, "note: 02-market\n", "note: 02-market\nreviewed_by: Olena\nreviewed_on: 2026-11-01\n")
    sample_book.remove(POLISH)
    file = export(sample_book) / "02-market.po"
    edit(file, 'msgid "Ринок"\nmsgstr ""', 'msgid "Ринок"\nmsgstr "Targ"')
    edit(file, 'msgid "Стіл на ринку"\nmsgstr ""', 'msgid "Стіл на ринку"\nmsgstr "Stół na targu"')
    bring(sample_book, file)
    made = sample_book.read(POLISH).split("\n")
    assert made[1] == "title: Targ" and "## Stół na targu { #stall }" in made and "## Коли { #when }" in made
    assert [line for line in made if line.startswith("translated_from:")] == [kept.split("\n")[4]]
    assert not any(line.startswith("reviewed") for line in made)
    assert {line.split("[")[-1] for line in sample_book.report() if POLISH in line} == {"untranslated-paragraphs]"}


def test_a_paragraph_that_the_translation_lacks_is_put_in_where_the_source_has_it(sample_book: SampleBook):
    sample_book.replace(POLISH, f"{ARCHES}\n\n", "")
    file = export(sample_book) / "02-market.po"
    edit(file, 'арки](03-bridge.md#arches)."\nmsgstr ""', f'арки](03-bridge.md#arches)."\nmsgstr "{ARCHES}"')
    before = sample_book.read(POLISH)
    bring(sample_book, file)
    assert sample_book.read(POLISH) == before.replace("## Kiedy", f"{ARCHES}\n\n## Kiedy")


def test_a_text_that_stands_there_in_the_source_language_is_still_to_be_translated(sample_book: SampleBook):
    same = next(line for line in sample_book.read(SOURCE).split("\n") if line.startswith("Стіл на один день"))
    sample_book.write(POLISH, re.sub(r"Stół na jeden dzień.*", same, sample_book.read(POLISH)))
    text = re.sub(r'"\n"', "", (export(sample_book) / "02-market.po").read_text("utf-8"))
    assert f'msgid "{same}"\nmsgstr ""\n' in text


@pytest.mark.parametrize("end", ["\r\n", "\n"])
def test_a_file_keeps_its_mark_line_ends_and_accents(sample_book: SampleBook, end: str):
    text = sample_book.read(POLISH).replace("ó", "o\u0301").replace("\n", end)
    sample_book.write(POLISH, b"\xef\xbb\xbf" + text.encode())
    file = edit(export(sample_book) / "02-market.po", 'msgstr "Kiedy"', 'msgstr "W jakie dni"')
    bring(sample_book, file)
    wanted = b"\xef\xbb\xbf" + text.replace("## Kiedy", "## W jakie dni").encode()
    assert sample_book.path(POLISH).read_bytes() == wanted


# ------------------------------------------------------------------------------------------ what is stale


@pytest.fixture
def stale(sample_book: SampleBook) -> SampleBook:
    """The source says something else in one paragraph, and the history knows what it said."""
    sample_book.commit()
    sample_book.replace(SOURCE, "Запитання? Зайдіть до", "Щось неясно? Зайдіть до")
    return sample_book


def test_a_stale_text_is_fuzzy_and_shows_what_the_source_said(stale: SampleBook):
    text = re.sub(r'"\n(?:#\| )?"', "", (export(stale) / "02-market.po").read_text("utf-8"))
    assert text.count("#, fuzzy") == 1
    then = '#, fuzzy\n#| msgid "Ринок відкрито: [[fact:market-season]]. Запитання? Зайдіть до [контори]'
    assert then in text and 'msgid "Ринок відкрито: [[fact:market-season]]. Щось неясно? Зайдіть до' in text


def test_a_stale_text_waits_for_review_in_xliff_with_the_old_source_beside_it(stale: SampleBook):
    text = (export(stale, "xliff") / "02-market.xlf").read_text("utf-8")
    assert text.count('state="needs-review-translation"') == 1
    assert '<alt-trans alttranstype="previous-version">\n          <source>Ринок відкрито' in text


@pytest.mark.parametrize("form", FORMS)
def test_what_is_still_fuzzy_changes_nothing(stale: SampleBook, form: str):
    before = contents(stale.root)
    bring(stale, edit(export(stale, form) / f"02-market{ENDING[form]}", "Masz pytania?", "Coś niejasne?"))
    assert contents(stale.root) == before


@pytest.mark.parametrize("form", FORMS)
def test_when_the_last_stale_text_is_done_the_chapter_names_the_present_source(stale: SampleBook, form: str):
    before = contents(stale.root)
    file = edit(export(stale, form) / f"02-market{ENDING[form]}", "Masz pytania?", "Coś niejasne?")
    text = file.read_text("utf-8").replace("#, fuzzy\n", "").replace("needs-review-translation", "translated")
    file.write_text(text, "utf-8")
    bring(stale, file)
    now = stale.book().source.chapter("02-market.md").source_id
    assert [line.split(": ", 1)[1][:30] for line in changed(before, stale)] == [
        f"translated_from: {now}"[:30], "Targ jest otwarty: [[fact:mark"
    ]  # fmt: skip


def test_a_stale_text_that_is_right_as_it_is_is_accepted_by_taking_the_mark_away(stale: SampleBook):
    before = contents(stale.root)
    file = export(stale) / "02-market.po"
    bring(stale, edit(file, "#, fuzzy\n", ""))
    now = stale.book().source.chapter("02-market.md").source_id
    assert changed(before, stale) == [f"{POLISH}: translated_from: {now}"]


def test_while_one_stale_text_is_left_the_chapter_stays_stale(stale: SampleBook):
    stale.replace(SOURCE, "## Стіл на ринку", "## Великий стіл на ринку")
    before = contents(stale.root)
    file = export(stale) / "02-market.po"
    text = file.read_text("utf-8")
    assert text.count("#, fuzzy\n") == 2
    file.write_text(text.replace("#, fuzzy\n", "", 1).replace("Stół na targu", "Duży stół na targu"), "utf-8")
    bring(stale, file)
    assert changed(before, stale) == [f"{POLISH}: ## Duży stół na targu {{ #stall }}"]


def test_what_the_source_no_longer_has_is_left_to_a_person_and_told(stale: SampleBook):
    gone = next(line for line in stale.read(SOURCE).split("\n") if "03-bridge.md#arches" in line)
    stale.replace(SOURCE, f"{gone}\n\n", "")
    file = edit(export(stale) / "02-market.po", "Masz pytania?", "Coś niejasne?")
    result = run(stale, "import", edit(file, "#, fuzzy\n", ""))
    line = stale.read(POLISH).split("\n").index(ARCHES) + 1
    assert result.exit_code == 0
    assert result.stdout.split("\n")[1:3] == [
        f"{POLISH}:{line}: the source no longer has this; the translation was left as it is: {ARCHES} [import]",
        f"  hint: remove it there, and write “guidebook accept {POLISH}”",
    ]
    assert stale.book().state("02-market.md", "pl") == "stale"


def test_a_stale_word_of_a_drawing_names_its_new_source_when_it_is_done(sample_book: SampleBook):
    sample_book.replace("visual-notes/02-market/text.uk.yml", "Уперше дешевше.", "Уперше даром.")
    before = contents(sample_book.root)
    file = export(sample_book) / "02-market.po"
    assert file.read_text("utf-8").count("#, fuzzy") == 1
    bring(sample_book, edit(edit(file, "#, fuzzy\n", ""), "Za pierwszym razem taniej.", "Pierwszy raz za darmo."))
    version = sample_book.book().notes["02-market"].version("stall-text")
    assert changed(before, sample_book) == [
        'visual-notes/02-market/text.pl.yml: stall-text: "Jeden stół na jeden dzień. Pierwszy raz za darmo."',
        f"visual-notes/02-market/text.pl.yml:   stall-text: {version}",
    ]


# ------------------------------------------------------------------------------- nothing newer is overwritten


@pytest.mark.parametrize("form", FORMS)
def test_a_translation_that_has_changed_since_the_export_is_left_alone(sample_book: SampleBook, form: str):
    file = edit(export(sample_book, form) / f"02-market{ENDING[form]}", "Masz pytania?", "Coś niejasne?")
    edit(file, "Stół na targu", "Stoły na targu")
    sample_book.replace(POLISH, "Masz pytania?", "O co zapytasz?")
    before = contents(sample_book.root)
    result = run(sample_book, "import", file)
    assert result.exit_code == 1
    line = sample_book.read(POLISH).split("\n").index("## Kiedy { #when }") + 3
    said = result.stdout.split("\n")
    assert said[1].startswith(
        f"{POLISH}:{line}: this translation has changed since the export and was left as it is: Targ jest otwarty: "
        "[[fact:market-season]]. O co zapytasz?"
    )
    assert re.match(r"  hint: .*02-market\.\w+:\d+ brings: Targ jest otwarty: .* Coś niejasne\?", said[2])
    assert changed(before, sample_book) == [f"{POLISH}: ## Stoły na targu {{ #stall }}"]


def test_what_the_translator_did_not_touch_is_no_conflict_when_the_book_is_newer(sample_book: SampleBook):
    folder = export(sample_book)
    sample_book.replace(POLISH, "Masz pytania?", "O co zapytasz?")
    before = contents(sample_book.root)
    assert bring(sample_book, folder)[-1].endswith("left to a person: 0")
    assert contents(sample_book.root) == before


def test_a_translation_of_an_older_source_is_left_alone_and_both_sources_are_shown(sample_book: SampleBook):
    file = edit(export(sample_book) / "02-market.po", "Masz pytania?", "Coś niejasne?")
    sample_book.replace(SOURCE, "Запитання? Зайдіть до", "Щось неясно? Зайдіть до")
    before = contents(sample_book.root)
    result = run(sample_book, "import", file)
    assert result.exit_code == 1 and contents(sample_book.root) == before
    line = sample_book.read(POLISH).split("\n").index("## Kiedy { #when }") + 3
    now = "the source now says “Ринок відкрито: [[fact:market-season]]. Щось неясно?"
    assert result.stdout.startswith(f"{POLISH}:{line}: {now}")


def test_a_paragraph_put_in_above_is_no_conflict(sample_book: SampleBook):
    file = edit(export(sample_book) / "02-market.po", "Masz pytania?", "Coś niejasne?")
    for name, text in ((SOURCE, "Новий рядок."), (POLISH, "Nowy wiersz.")):
        sample_book.write(name, sample_book.read(name).replace("{ #when }\n", f"{{ #when }}\n\n{text}\n"))
    assert run(sample_book, "import", file).exit_code == 0
    assert "Coś niejasne?" in sample_book.read(POLISH)


def test_where_a_tool_has_dropped_the_versions_that_of_the_file_tells(sample_book: SampleBook):
    file = edit(export(sample_book) / "02-market.po", "Masz pytania?", "Coś niejasne?")
    file.write_text(re.sub("#. guidebook: .*\n", "", file.read_text("utf-8")), "utf-8")
    kept = sample_book.read(POLISH)
    assert run(sample_book, "import", file).exit_code == 0
    sample_book.write(POLISH, kept.replace("Masz pytania?", "O co zapytasz?"))
    assert run(sample_book, "import", file).exit_code == 1
    assert "O co zapytasz?" in sample_book.read(POLISH)


def test_an_export_does_not_write_over_translations_that_are_not_in_the_book_yet(sample_book: SampleBook):
    file = edit(export(sample_book) / "02-market.po", "Masz pytania?", "Coś niejasne?")
    before = file.read_bytes()
    result = run(sample_book, "export", "--po", "--lang", "pl")
    assert result.exit_code == 1 and file.read_bytes() == before
    assert "there are translations in this file that are not in the book yet; it was left as it is" in result.stdout
    bring(sample_book, file)
    assert run(sample_book, "export", "--po", "--lang", "pl").exit_code == 0


def test_the_same_text_in_two_versions_is_left_to_a_person(sample_book: SampleBook, tmp_path: Path):
    file = export(sample_book) / "02-market.po"
    for name, words in (("a", "Coś niejasne?"), ("b", "O co zapytasz?")):
        edit(Path(shutil.copy(file, tmp_path / f"{name}.po")), "Masz pytania?", words)
    result = run(sample_book, "import", tmp_path / "a.po", tmp_path / "b.po")
    assert result.exit_code == 1 and "b.po:" in result.stdout and "this text comes twice" in result.stdout
    assert "Coś niejasne?" in sample_book.read(POLISH)


@pytest.mark.parametrize("form", FORMS)
def test_a_tool_may_save_with_other_line_ends_a_mark_and_other_accents(sample_book: SampleBook, form: str):
    file = edit(export(sample_book, form) / f"02-market{ENDING[form]}", "Masz pytania?", "Coś niejasne?")
    text = file.read_text("utf-8").replace("ó", "o\u0301").replace("\n", "\r\n")
    file.write_bytes(b"\xef\xbb\xbf" + text.encode())
    before = contents(sample_book.root)
    assert run(sample_book, "import", file).exit_code == 0
    assert len(changed(before, sample_book)) == 1 and "Coś niejasne?" in sample_book.read(POLISH)


# ------------------------------------------------------------------------------------- untrusted files


def shape(book: SampleBook) -> list[tuple[str, int]]:
    """The blocks of a chapter without their words."""
    chapter = book.book().edition("pl").chapter("02-market.md")
    return [(block.kind, block.depth) for block in blocks.of(chapter.document)]


@pytest.mark.parametrize("words", ["# nagłówek", "- punkt", "!!! note", "```", "<!-- ukryte", "| a | b |", "    kod"])
def test_words_that_would_change_the_shape_of_a_chapter_are_refused_or_harmless(sample_book: SampleBook, words: str):
    file = export(sample_book) / "02-market.po"
    edit(file, PRICE + "[[fact:stall-discount]].", words)
    edit(file, "Stół na targu", "Stoły na targu")
    before = shape(sample_book)
    result = run(sample_book, "import", file)
    assert shape(sample_book) == before
    assert "## Stoły na targu { #stall }" in sample_book.read(POLISH)
    if result.exit_code:
        assert f"this would change more of the chapter than its own words: “{words}”" in result.stdout


def test_line_breaks_in_a_heading_or_a_title_become_spaces(sample_book: SampleBook):
    file = export(sample_book) / "02-market.po"
    edit(file, 'msgstr "Targ"', 'msgstr "Targ\\nnote: 00-cover"')
    edit(file, 'msgstr "Kiedy"', 'msgstr "Kiedy\\n\\n# Koniec"')
    bring(sample_book, file)
    text = sample_book.read(POLISH)
    assert 'title: "Targ note: 00-cover"\n' in text and "## Kiedy # Koniec { #when }\n" in text


@pytest.mark.parametrize("context", ["../../x.md#a", "/etc/passwd", "docs/pl/02-market.md", "data/../../x#y", ""])
def test_a_place_that_the_book_does_not_have_is_told_with_its_line_and_nothing_is_written(
    sample_book: SampleBook, context: str
):
    file = export(sample_book) / "02-market.po"
    old = 'msgctxt "02-market.md#when"\nmsgid "Коли"\nmsgstr "Kiedy"'
    edit(file, old, f'msgctxt "{context}"\nmsgid "Що?"\nmsgstr "Coś"')
    before = {path: path.read_bytes() for path in sample_book.root.parent.rglob("*") if path.is_file()}
    result = run(sample_book, "import", file)
    line = file.read_text("utf-8").split("\n").index('msgid "Що?"') + 1
    assert result.exit_code == 1 and f"02-market.po:{line}: " in result.stdout
    assert f"“{context}” is no place in this book" in result.stdout
    assert {path: path.read_bytes() for path in sample_book.root.parent.rglob("*") if path.is_file()} == before


def test_a_link_in_the_book_is_not_followed(sample_book: SampleBook, tmp_path: Path):
    outside = tmp_path / "outside.yml"
    outside.write_text("title: keep\n", "utf-8")
    note = sample_book.path("visual-notes/02-market/text.pl.yml")
    note.unlink()
    file = export(sample_book) / "02-market.po"
    edit(file, 'msgid "Стіл"\nmsgstr ""', 'msgid "Стіл"\nmsgstr "Stół"')
    note.symlink_to(outside)
    result = run(sample_book, "import", file)
    assert result.exit_code == 1 and "is a link that leads elsewhere" in result.stdout
    assert outside.read_text("utf-8") == "title: keep\n" and note.is_symlink()


BOMB = '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]>'
HEAD = f'<xliff version="1.2" xmlns="{exchange_xliff.XLIFF}"><file target-language="pl" source-language="uk"><body>'


@pytest.mark.parametrize(
    ("name", "data", "message"),
    [
        ("x.po", b'msgid "a\n', r"x\.po:\d: this cannot be read as PO"),
        ("x.po", 'msgid "\xf3"'.encode("latin-1"), r"x\.po:1: this file is not saved as UTF-8"),
        ("x.po", b"\x00\x01\x02" * 500, r"x\.po:1"),
        ("x.po", b'msgid ""\nmsgstr "Language: xx\\n"\n', "“xx” is no language that this book is translated into"),
        ("x.po", b'msgid ""\nmsgstr "Language: uk\\n"\n', "“uk” is no language that this book is translated into"),
        ("x.po", b"", "“” is no language"),
        ("x.md", b"# x\n", "“x.md” is no PO or XLIFF file"),
        ("x.xlf", b"", r"x\.xlf:1: this cannot be read as XLIFF 1\.2"),
        ("x.xlf", b"<svg/>", r"x\.xlf:1: this cannot be read as XLIFF 1\.2"),
        ("x.xlf", BOMB.encode() + b"<xliff>&b;</xliff>", r"x\.xlf:1: “<!DOCTYPE>” is not read here"),
        ("x.xlf", b'<!DOCTYPE x SYSTEM "file:///etc/passwd"><x/>', "“<!DOCTYPE>” is not read here"),
        ("x.xlf", (HEAD + "\n<trans-unit><source>&nbsp;").encode(), r"x\.xlf:2: this cannot be read as XLIFF 1\.2"),
        ("x.xlf", (HEAD + "<group>" * 100_000).encode(), r"x\.xlf:1: this cannot be read as XLIFF 1\.2"),
        ("x.xlf", (HEAD + "\n<trans-unit><target>a<x/></target></trans-unit>").encode(), r"x\.xlf:2: “<x>” stands"),
        ("x.xlf", (HEAD + '</body></file>\n<file target-language="en">').encode(), r"x\.xlf:2: this file holds two"),
    ],
)
def test_what_is_no_exchange_file_is_told_with_its_line(
    sample_book: SampleBook, tmp_path: Path, name: str, data: bytes, message: str
):
    file = tmp_path / name
    file.write_bytes(data)
    before = contents(sample_book.root)
    with pytest.raises(GuidebookError, match=message):
        exchange_import.bring(sample_book.book(), [exchange_import.read(file)])
    assert run(sample_book, "import", file).exit_code == 2
    assert contents(sample_book.root) == before


def test_a_file_that_is_too_large_is_not_read(tmp_path: Path, monkeypatch):
    monkeypatch.setattr(exchange_import, "MOST_BYTES", 10)
    (tmp_path / "x.po").write_bytes(b"#" * 11)
    with pytest.raises(GuidebookError, match="this file is larger than"):
        exchange_import.read(tmp_path / "x.po")


def test_a_text_that_makes_a_chapter_too_large_is_refused(sample_book: SampleBook):
    file = edit(export(sample_book) / "02-market.po", "Masz pytania?", "Masz pytania? " * 80_000)
    before = contents(sample_book.root)
    result = run(sample_book, "import", file)
    assert result.exit_code == 1 and f"{POLISH}:1: this file is too large for a text" in result.stdout
    assert contents(sample_book.root) == before


def test_one_file_that_cannot_be_read_keeps_all_others_out_of_the_book(sample_book: SampleBook, tmp_path: Path):
    file = edit(export(sample_book) / "02-market.po", "Masz pytania?", "Coś niejasne?")
    (tmp_path / "x.xlf").write_bytes(b"<x/>")
    before = contents(sample_book.root)
    assert run(sample_book, "import", file, tmp_path / "x.xlf").exit_code == 2
    assert contents(sample_book.root) == before


def test_signs_that_cannot_be_seen_are_refused(sample_book: SampleBook):
    file = edit(export(sample_book) / "02-market.po", 'msgstr "Stół"', 'msgstr "St\x1b[2Jół"')
    edit(file, 'msgctxt "visual-notes/02-market#alt"\nmsgid "', 'msgctxt "visual\x1b[2J"\nmsgid "x')
    edit(file, 'msgstr "Notatka', 'msgstr "notatka')
    before = contents(sample_book.root)
    result = run(sample_book, "import", file)
    assert result.exit_code == 1 and "\x1b" not in result.stdout
    assert "a character here cannot be seen" in result.stdout and "“visual\ufffd[2J” is no place" in result.stdout
    assert contents(sample_book.root) == before


# ------------------------------------------------------------------------------------------ the commands


def test_an_export_says_where_the_files_are_and_how_much_is_left(sample_book: SampleBook, tmp_path: Path):
    result = run(sample_book, "export", "--xliff", "--to", tmp_path / "out")
    assert [line.split(": ")[1] for line in result.stdout.strip().split("\n")] == [
        f"{count} texts, 0 of them to be translated or looked at again"
        for count in (77, 76)  # a unit has three forms in Polish, two in English
    ]
    assert (tmp_path / "out/en/data/terms.xlf").is_file()


def test_the_language_of_the_source_is_not_exported(sample_book: SampleBook):
    result = run(sample_book, "export", "--po", "--lang", "uk")
    assert result.exit_code == 2 and "“uk” is no language that this book is translated into" in result.stderr


def test_an_export_wants_to_know_the_form(sample_book: SampleBook):
    result = run(sample_book, "export")
    assert result.exit_code == 2 and "write guidebook export --po, or guidebook export --xliff" in result.stderr


def test_the_settings_are_read_from_the_book_in_hand(sample_book: SampleBook):
    units = exchange.sheets(books.load(config.load(sample_book.path("mkdocs.yml"))), "pl")[-1].units
    assert [(unit.context, unit.here) for unit in units] == [
        ("mkdocs.yml#site_name", "Spaceruj po Wierzbopolu"),
        ("mkdocs.yml#promise", "Targ, most i rada – krótko dla wszystkich, którzy tu mieszkają"),
        ("mkdocs.yml#imprint", "To nie jest publikacja rady Wierzbopola."),
    ]
