"""How a book begins: one language more, a language that nobody speaks, the book of another city."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import tempfile
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
import yaml
from babel.messages.pofile import read_po
from click.testing import CliRunner, Result

from conftest import REPOSITORY, SampleBook
from guidebook import book as books
from guidebook import checks, cli, config, facts, files, languages, markup, search, strings, typography
from guidebook.config import Config
from guidebook.print import editions, glyphs
from guidebook.problem import GuidebookError, Severity
from guidebook.starter import adding, city, pseudo
from guidebook.starter.city import City
from guidebook.translation import blocks
from guidebook.translation import status as statuses

TODAY = date(2026, 11, 26)
FONTS = Path(__file__).parent / "other-languages" / "fonts"


def run(root: Path, *words: str) -> Result:
    arguments = ["--config", str(root / "mkdocs.yml"), *words]
    environment = {"CI": "1", "LC_ALL": "C", "LANG": "C"}
    return CliRunner().invoke(cli.main, arguments, env=environment, catch_exceptions=False)


def content(root: Path) -> dict[str, bytes]:
    """Every file of a book as it is."""
    every = (file for folder in ("docs", "visual-notes", "locale") for file in sorted((root / folder).rglob("*")))
    found = [root / "mkdocs.yml", *(file for file in every if file.is_file())]
    return {file.relative_to(root).as_posix(): file.read_bytes() for file in found}


def defects(book_config: Config) -> list[str]:
    found = checks.run(books.load(book_config))
    return [f"{p.file.name}:{p.line}: {p.english()}" for p in found if p.severity is Severity.DEFECT]


@pytest.fixture(autouse=True)
def _no_book_is_remembered():
    yield
    strings.of_book(Path("nowhere"))
    typography.of_book({})


# ------------------------------------------------------------------------------------------ a language more


def test_no_line_of_mkdocs_yml_is_changed_when_a_language_is_added(sample_book: SampleBook):
    before = sample_book.read("mkdocs.yml").split("\n")
    adding.add(sample_book.config(), "be")
    after = sample_book.read("mkdocs.yml").split("\n")
    added = [line.strip().partition("  #")[0] for line in after if line not in before]
    assert [line for line in after if line in before] == before
    assert added == ['be: ""', 'be: ""', "typography:", 'be: {alphabet: "", lonely: "", quotes: ""}',
                     "- {locale: be, name: Беларуская, link: /be/}"]  # fmt: skip


def test_an_added_language_makes_gaps_and_no_defect(sample_book: SampleBook):
    adding.add(sample_book.config(), "be")
    assert defects(sample_book.config()) == []
    assert [language.code for language in sample_book.config().languages] == ["uk", "pl", "en", "be"]


def test_what_is_left_is_counted_in_pieces_and_words(sample_book: SampleBook):
    left = {one.kind: one for one in adding.add(sample_book.config(), "be").left}
    note = sample_book.book().notes["02-market"]
    assert left["visual notes"].pieces == len(note.keys)
    source = sample_book.book().source.chapters
    assert left["chapters, in blocks"].pieces == sum(1 for c in source for b in blocks.of(c.document) if b.words)
    assert left["words of the site and the brochures"].pieces > 100
    assert left["messages for people who work on the guide"].pieces > 100


def test_no_page_is_made_of_a_language_that_has_no_text(sample_book: SampleBook):
    adding.add(sample_book.config(), "be")
    assert [file.name for file in sample_book.path("docs/be").iterdir()] == [".gitkeep"]
    assert sample_book.book().edition("be").chapters == ()


def test_words_of_a_note_that_are_still_comments_are_missing_and_one_that_is_written_is_not(sample_book: SampleBook):
    adding.add(sample_book.config(), "be")
    path = "visual-notes/02-market/text.be.yml"
    assert '# stall-heading: "Стіл"\n' in sample_book.read(path)
    assert "be" not in sample_book.book().notes["02-market"].texts
    sample_book.replace(path, '# stall-heading: "Стіл"', 'stall-heading: "Стол"')
    assert sample_book.book().notes["02-market"].texts["be"].words == {"stall-heading": "Стол"}
    assert defects(sample_book.config()) == []


def test_what_was_written_before_the_language_was_added_stays(sample_book: SampleBook):
    sample_book.write("visual-notes/02-market/text.be.yml", 'title: "Твой стол"\n')
    adding.add(sample_book.config(), "be")
    assert sample_book.read("visual-notes/02-market/text.be.yml") == 'title: "Твой стол"\n'


@pytest.mark.parametrize(
    ("code", "told"),
    [
        ("pl", "“pl” is a language of this book already"),
        ("PL", "“pl” is a language of this book already"),
        ("xx", "“xx” is not the code of a language"),
        ("../x", "“../x” is not the code of a language"),
        ("", "“” is not the code of a language"),
        ("be-Arab", "“be-Arab” is not the code of a language"),
        ("belarusian", "did you mean “be” (belarusian)?"),
        ("беларуская", "did you mean “be” (беларуская)?"),
    ],
)
def test_a_code_that_cannot_be_added_is_told_and_nothing_is_written(sample_book: SampleBook, code: str, told: str):
    before = content(sample_book.root)
    result = run(sample_book.root, "language", "add", code)
    assert result.exit_code == 2
    assert told in result.stderr
    assert content(sample_book.root) == before


def test_a_language_is_added_once(sample_book: SampleBook):
    assert run(sample_book.root, "language", "add", "be").exit_code == 0
    before = content(sample_book.root)
    assert run(sample_book.root, "language", "add", "be").exit_code == 2
    assert content(sample_book.root) == before


def test_when_one_file_cannot_be_written_none_is_there(sample_book: SampleBook, monkeypatch: pytest.MonkeyPatch):
    before, write = content(sample_book.root), files.write_atomically

    def full_disk(file: Path, data: bytes | str) -> None:
        if file.suffix == ".po":
            raise OSError(28, "no space", str(file))
        write(file, data)

    monkeypatch.setattr(files, "write_atomically", full_disk)
    assert run(sample_book.root, "language", "add", "be").exit_code == 2
    assert content(sample_book.root) == before
    assert not sample_book.path("docs/be").exists()


def test_languages_that_are_not_written_below_each_other_get_the_line_to_add(sample_book: SampleBook):
    text = sample_book.read("mkdocs.yml")
    entries = re.findall(r"^ +- (\{locale: .*\})$", text, re.M)
    listed = re.sub(r"languages:\n( +- \{locale: .*\n)+", f"languages: [{', '.join(entries)}]\n", text)
    sample_book.write("mkdocs.yml", listed)
    before = content(sample_book.root)
    result = run(sample_book.root, "language", "add", "be")
    assert result.exit_code == 2
    assert "add this line there: - {locale: be, name: Беларуская, link: /be/}" in result.stderr
    assert content(sample_book.root) == before


CODES = [("no", '"no"'), ("pt_br", "pt-BR"), ("szl", "szl"), ("zh-hant", "zh-Hant")]


@pytest.mark.parametrize(("code", "written"), CODES)
def test_a_code_is_written_as_yaml_and_browsers_understand_it(sample_book: SampleBook, code: str, written: str):
    added = adding.add(sample_book.config(), code)
    assert f"{{locale: {written}," in sample_book.read("mkdocs.yml")
    assert sample_book.config().languages[-1].code == added.code == written.strip('"')


# ------------------------------------------------------------------------------------------------ letters


def test_the_font_that_a_language_needs_is_named_and_nothing_is_printed_until_it_is_there(sample_book: SampleBook):
    added = adding.add(sample_book.config(), "ar")
    assert adding.font_files(added.font) == ("NotoSansArabic-Regular.ttf", "NotoSansArabic-Bold.ttf")
    book = sample_book.book()
    assert book.config.language("ar").direction == "rtl"
    assert [kind.needs() for kind in editions.kinds(book, "ar")] == [glyphs.font_to_bring()]
    assert not any(kind.needs() == glyphs.font_to_bring() for kind in editions.kinds(book, "uk"))


def test_a_font_that_is_there_already_is_used(sample_book: SampleBook):
    for file in FONTS.glob("*.ttf"):
        sample_book.write(f"docs/assets/fonts/{file.name}", file.read_bytes())
    assert adding.add(sample_book.config(), "ar").font == ""
    assert sample_book.config().more_fonts == ("NotoSansArabic",)
    assert not glyphs.waits_for_a_font(sample_book.book(), "ar")


@pytest.mark.parametrize(
    ("code", "script"), [("be", "Cyrl"), ("ar", "Arab"), ("ja", "Jpan"), ("zh-Hant", "Hant"), ("sr-Latn", "Latn")]
)
def test_the_letters_of_a_language_are_known(code: str, script: str):
    assert languages.script(code) == script


# -------------------------------------------------------------------------------------------- words and rules


def test_a_book_can_translate_words_of_the_program_itself(sample_book: SampleBook):
    adding.add(sample_book.config(), "be")
    sample_book.replace("locale/be.po", 'msgid "Hours"\nmsgstr ""', 'msgid "Hours"\nmsgstr "Гадзіны"')
    sample_book.config()
    assert strings.load("be")("Hours") == "Гадзіны"
    config.load(REPOSITORY / "mkdocs.yml")
    assert strings.load("be")("Hours") == "Hours"


def test_its_words_count_before_those_of_the_program(sample_book: SampleBook):
    sample_book.write("locale/pl.po", 'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\n'
                                      'msgid "Hours"\nmsgstr "Otwarte"\n')  # fmt: skip
    sample_book.config()
    words = strings.load("pl")
    assert (words("Hours"), words("Phone")) == ("Otwarte", "Telefon")


def test_a_word_that_names_a_value_which_is_not_there_stays_english(sample_book: SampleBook):
    adding.add(sample_book.config(), "be")
    wrong = 'msgid "Source {number}"\nmsgstr "Крыніца {нумар}"'
    sample_book.replace("locale/be.po", 'msgid "Source {number}"\nmsgstr ""', wrong)
    sample_book.config()
    assert strings.load("be")("Source {number}", number=3) == "Source 3"


def test_the_empty_catalog_holds_every_word_those_that_readers_see_first(sample_book: SampleBook):
    adding.add(sample_book.config(), "be")
    with sample_book.path("locale/be.po").open("rb") as stream:
        catalog = read_po(stream, locale="be")
    assert len(catalog) == len(strings.messages())
    assert catalog.num_plurals == 3
    text = sample_book.read("locale/be.po")
    assert text.index('msgid "Hours"') < text.index("# From here on") < text.index('msgid "all commands"')


def test_a_variant_has_the_words_of_its_language():
    assert strings.load("pl-PL")("Hours") == strings.load("pl")("Hours") != "Hours"


def test_a_book_can_tell_the_alphabet_and_the_quotes_of_a_language(sample_book: SampleBook):
    adding.add(sample_book.config(), "be")
    empty = '{alphabet: "", lonely: "", quotes: ""}'
    assert not typography.has_quotes("be")
    told = '{alphabet: "абвгдеёжзійклмнопрстуўфхцчшыьэюя", lonely: "аіўуз", quotes: "«»„“"}'
    sample_book.replace("mkdocs.yml", empty, told)
    sample_book.config()
    assert sorted(["яма", "ўлада", "іней", "зуб"], key=typography.sort_key("be")) == ["зуб", "іней", "ўлада", "яма"]
    assert typography.glue("дом і сад", "be") == "дом і\u00a0сад"
    assert typography.rules("be").quotes == ("«", "»", "„", "“")


def test_quotes_that_are_not_four_signs_are_told_with_their_line(sample_book: SampleBook):
    adding.add(sample_book.config(), "be")
    sample_book.replace("mkdocs.yml", 'quotes: ""', 'quotes: "«»"')
    line = sample_book.read("mkdocs.yml").split("\n").index("    typography:") + 2
    with pytest.raises(GuidebookError, match=f"^mkdocs.yml:{line}: .*expected four signs"):
        sample_book.config()


@pytest.mark.parametrize(("code", "day"), [("hu", "2026. május 15."), ("be", "15 мая 2026 г."), ("de", "15. Mai 2026")])
def test_a_language_without_rules_writes_dates_as_its_people_do(code: str, day: str):
    assert re.sub("[\u00a0\u202f]", " ", facts.day(date(2026, 5, 15), code)) == day
    assert typography.rules(code).script in ("LATIN", "CYRILLIC")


# ------------------------------------------------------------------------------------------------- pseudo

BODY = """\
Zbierz [podpisy](01-council.md#steps "dalej") i napisz na urzad@verbopil.example.[[source:bridge-washing]]

## Krok po kroku { #steps }

1. **Najpierw.** Potrzeba: [[fact:signatures-min]], *public hearing*{ .lang-en }.
- [ ] Trzy zdania z `kod x` i <https://verbopil.example/a>

| Kim jesteś i skąd przychodzisz do nas | Tak |
|---|---|
| Mieszkam tu | Nie |

!!! note "Bez pośpiechu"
    Na to jest kilka minut.

[[place:gate]]

```
kod zostaje
```
"""


def test_pseudo_text_keeps_all_that_no_translator_may_change():
    made = pseudo.markdown(BODY)
    one, other = (markup.read(text, Path("x.md")) for text in (BODY, made))
    assert [(h.level, h.id) for h in one.headings] == [(h.level, h.id) for h in other.headings]
    assert [(r.kind, r.name, r.block) for r in one.references] == [(r.kind, r.name, r.block) for r in other.references]
    assert [link.target for link in one.links] == [link.target for link in other.links]
    assert other.faults == ()
    kept = ("```\nkod zostaje\n```", "`kod x`", "*public hearing*{ .lang-en }", '!!! note "‹', "|---|---|", "- [ ] ")
    assert [text for text in kept if text not in made] == []


def test_pseudo_text_is_a_third_longer_accented_and_marked_at_its_ends():
    text = "Przewodnik pokazuje krok po kroku, jak brać udział w życiu miasta."
    made = pseudo.words(text)
    assert 1.3 <= len(made) / len(text) <= 1.45
    assert (made[0], made[-1]) == ("‹", "›")
    assert not re.search(r"[aceghijklnorstuyz]", made)


def test_placeholders_of_the_program_are_kept():
    assert pseudo.words("Valid as of {day}. <b>Use</b> {{x}}.").count("{day}") == 1
    assert "<b>" in pseudo.words("<b>Use</b> {{x}}.") and "{{x}}" in pseudo.words("<b>Use</b> {{x}}.")


def test_everything_is_translated_into_the_pseudo_language(sample_book: SampleBook):
    added = adding.add(sample_book.config(), languages.PSEUDO)
    assert [(one.kind, one.pieces) for one in added.left if one.pieces] == []
    assert [p.english() for p in sample_book.problems() if p.severity is not Severity.ADVICE] == []
    rows = [row for row in statuses.rows(sample_book.book()) if row.language == languages.PSEUDO]
    assert {row.percent for row in rows} == {100}


def test_all_words_of_the_site_come_from_the_catalog(sample_book: SampleBook):
    """What the pseudo-language leaves plain was written into a template."""
    adding.add(sample_book.config(), languages.PSEUDO)
    result = run(sample_book.root, "build", "--only", "site", "--lang", languages.PSEUDO)
    assert result.exit_code == 0, result.stdout + result.stderr
    pages = sorted(sample_book.path("build/site/qps").rglob("*.html"))
    assert len(pages) > 5
    plain = [msgid for msgid in strings.msgids() if re.fullmatch(r"[A-Z][a-z’]+(?: [a-z’]+)*[.?!]?", msgid)]
    for page in pages:
        text = re.sub(r"<script.*?</script>|<style.*?</style>", "", page.read_text("utf-8"), flags=re.S)
        assert '<html lang="qps"' in text or "http-equiv=\"refresh\"" in text
        seen = [*re.findall(r">\s*([^<>]+?)\s*<", text), *re.findall(r'(?:aria-label|title|alt)="([^"]+)"', text)]
        assert [word for word in plain if word in seen] == [], page.name


# ------------------------------------------------------------------------------------------- another city


def begin(folder: Path, *codes: str, name: str = "Zielony Las", repository: str = "", whole: bool = False) -> Config:
    pattern = config.load(REPOSITORY / "mkdocs.yml")
    return city.begin(pattern, folder, City(name, codes, repository), TODAY, with_program=whole)


def test_the_book_of_another_city_begins_without_a_problem(tmp_path: Path):
    found = checks.run(books.load(begin(tmp_path / "town", "pl", "en", "uk")))
    assert [f"{p.file.name}:{p.line}: {p.english()}" for p in found] == []


def test_it_has_the_ten_headings_and_an_example_of_everything(tmp_path: Path):
    book = books.load(begin(tmp_path / "town", "uk", "pl"))
    ids = [heading.id for heading in book.source.chapter("01-have-your-say.md").headings]
    assert ids == "in-short may-i steps when cost language mistakes help words next".split()
    data = book.data
    assert all((data.facts, data.places, data.terms, data.phrases, book.forms, book.notes))
    assert all("example" in name for table in (data.facts, data.places, data.terms, book.forms) for name in table)


def test_its_first_page_has_doors_and_its_search_knows_how_people_ask(tmp_path: Path):
    root = begin(tmp_path / "town", "pl", "en").root
    book = books.load(config.load(root / "mkdocs.yml"))
    for code in ("pl", "en"):
        doors = re.findall(r"\{ \.door \.icon-([a-z-]+) \}", book.edition(code).chapter("index.md").text)
        assert len(doors) == 3
        assert all((root / f"visual-notes/icons/{icon}.yml").is_file() for icon in doors)
        assert search.asked(root / "docs" / "data", code).keys() == {"01-have-your-say#steps"}


def test_it_says_of_its_drafts_only_that_nobody_has_reviewed_them(tmp_path: Path):
    assert not begin(tmp_path / "town", "pl").automatic_help


def test_it_names_nothing_of_this_city(tmp_path: Path):
    root = begin(tmp_path / "town", "pl", "en", "uk", whole=True).root
    ours = (file for folder in (root, root / ".github") for file in sorted(folder.rglob("*")))
    ours = (file for file in ours if file.parent.name != "icons")  # they say what they show, a town hall too
    texts = (file for file in ours if file.suffix in (".md", ".yml", ".toml", ".po", "") and file.is_file())
    named = re.compile("wroc[łl]aw|вроцлав", re.IGNORECASE)
    assert [file.relative_to(root).as_posix() for file in texts if named.search(file.read_text("utf-8"))] == []


def test_the_program_comes_along_without_its_tests(tmp_path: Path):
    root = begin(tmp_path / "town", "pl", whole=True).root
    there = ("Makefile", "requirements.txt", "scripts/setup.py", "scripts/guidebook/book.py", "scripts/mkdocs_hooks.py",
             ".github/workflows/publish.yml", "docs/assets/fonts/fira-sans-400.ttf")  # fmt: skip
    assert [name for name in there if not (root / name).is_file()] == []
    assert not (root / "tests").exists() and not (root / ".github/workflows/new-book.yml").exists()


def test_a_source_that_the_program_does_not_speak_gets_english_examples_and_an_empty_catalog(tmp_path: Path):
    made = begin(tmp_path / "town", "cs", "en")
    assert defects(made) == []
    assert books.load(made).source.chapter("places.md").title == "Places"
    assert (made.root / "locale/cs.po").is_file()


def test_a_further_language_that_the_program_does_not_speak_begins_empty(tmp_path: Path):
    made = begin(tmp_path / "town", "pl", "be")
    assert defects(made) == []
    assert [language.code for language in made.languages] == ["pl", "be"]
    assert books.load(made).edition("be").chapters == ()


def test_a_book_in_one_language_is_a_book(tmp_path: Path):
    assert defects(begin(tmp_path / "town", "en")) == []


@pytest.mark.parametrize(
    ("repository", "site"),
    [
        ("Las/przewodnik", "https://las.github.io/przewodnik/"),
        ("las/las.github.io", "https://las.github.io/"),
        ("", ""),
    ],
)
def test_its_address_is_that_of_pages(tmp_path: Path, repository: str, site: str):
    made = begin(tmp_path / "town", "pl", repository=repository)
    assert made.site_url == site
    assert made.repository == (f"https://github.com/{repository}" if repository else "")


@pytest.mark.parametrize("name", ["Miasto: przewodnik", "“Las” # 1", "{dom}", "yes", "  Las \n nad rzeką "])
def test_it_may_be_called_anything(tmp_path: Path, name: str):
    made = begin(tmp_path / "town", "pl", "en", name=name)
    assert made.source.title == " ".join(name.split())
    assert defects(made) == []


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["--languages", "pl,xx"], "“xx” is not the code of a language"),
        (["--repository", "https://github.com/a/b"], "is no repository on GitHub"),
    ],
)
def test_what_cannot_be_is_told_and_nothing_is_written(tmp_path: Path, words: list[str], told: str):
    result = run(REPOSITORY, "new", str(tmp_path / "town"), "--only-book", *words)
    assert result.exit_code == 2
    assert told in result.stderr
    assert list(tmp_path.iterdir()) == []


def test_a_folder_with_something_in_it_is_left_alone(tmp_path: Path):
    (tmp_path / "mine.txt").write_text("mine")
    result = run(REPOSITORY, "new", str(tmp_path), "--only-book")
    assert result.exit_code == 2
    assert "already; nothing was written" in result.stderr
    assert [file.name for file in tmp_path.iterdir()] == ["mine.txt"]


@pytest.fixture
def pushed(tmp_path: Path) -> Callable[[], subprocess.CompletedProcess]:
    """What the workflow “Start a new book” does with a book that was made, without GitHub."""
    workflow = yaml.safe_load((REPOSITORY / ".github/workflows/new-book.yml").read_text("utf-8"))
    script = workflow["jobs"]["branch"]["steps"][-1]["run"]
    origin, gh = tmp_path / "origin", tmp_path / "bin" / "gh"
    gh.parent.mkdir()
    gh.write_text(f'#!/bin/sh\n[ "$1" = auth ] || git clone --quiet "{origin}" "$4"\n')
    gh.chmod(0o755)
    environment = {**os.environ, "PATH": f"{gh.parent}:{os.environ['PATH']}", "GIT_CONFIG_GLOBAL": os.devnull,
                   "REPOSITORY": "las/guide", "SERVER": "https://github.com",
                   "GITHUB_STEP_SUMMARY": str(tmp_path / "summary")}  # fmt: skip

    def push() -> subprocess.CompletedProcess:
        where = Path(tempfile.mkdtemp(dir=tmp_path))
        shutil.copytree(tmp_path / "made", where / "new-book")
        command = ["bash", "-eo", "pipefail", "-c", script]
        return subprocess.run(command, cwd=where, env=environment, capture_output=True, text=True, check=False)

    return push


def test_the_workflow_puts_the_new_book_on_a_branch_once(tmp_path: Path, pushed, sample_book: SampleBook):
    begin(tmp_path / "made", "pl", "be")
    sample_book.write("tests/test_x.py", "")
    sample_book.write("REVIEW.md", "of the other city")
    sample_book.commit()
    sample_book.git("add", "--all")
    sample_book.git("commit", "--quiet", "--message", "all")
    sample_book.root.rename(tmp_path / "origin")
    origin = SampleBook(tmp_path / "origin")
    assert pushed().returncode == 0
    there = origin.git("ls-tree", "-r", "--name-only", "new-book").split("\n")
    assert {"mkdocs.yml", "docs/pl/01-have-your-say.md", "docs/be/.gitkeep", "README.md", "scripts"} <= {*there}
    assert not {"REVIEW.md", "tests/test_x.py", "docs/uk/02-market.md"} & {*there}
    assert "https://github.com/las/guide/compare/new-book?expand=1" in (tmp_path / "summary").read_text()
    assert "02-market.md" in origin.git("ls-tree", "-r", "--name-only", "main")
    origin.git("checkout", "--quiet", "new-book")
    again = pushed()
    assert again.returncode == 1 and "has begun already" in again.stdout


def test_without_a_name_and_languages_it_takes_defaults(tmp_path: Path):
    result = run(REPOSITORY, "new", str(tmp_path / "town"), "--only-book")
    assert result.exit_code == 0
    made = config.load(tmp_path / "town/mkdocs.yml")
    of_this = config.load(REPOSITORY / "mkdocs.yml")
    assert [language.code for language in made.languages] == [language.code for language in of_this.languages]
    assert made.colours == of_this.colours
