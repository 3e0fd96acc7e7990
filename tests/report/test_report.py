"""What the person who made a pull request reads: about their chapters and lines, in their language."""

import json
import re
from html.parser import HTMLParser

import pytest
from click.testing import CliRunner, Result

from conftest import SampleBook
from guidebook import cli
from guidebook.report import changed, findings, pages, summary
from guidebook.report.findings import Report
from guidebook.strings import load

SOURCE, PL, EN = (f"docs/{code}/02-market.md" for code in ("uk", "pl", "en"))


@pytest.fixture
def book(sample_book: SampleBook) -> SampleBook:
    """The sample book on a branch of its own."""
    sample_book.commit()
    sample_book.git("switch", "--quiet", "--create", "change")
    return sample_book


def _report(book: SampleBook) -> Report:
    book.commit()
    return findings.report(book.book(), changed.since(book.root, "main"))


def _summary(book: SampleBook) -> str:
    return summary.markdown(_report(book))


def _line(book: SampleBook, path: str, words: str) -> int:
    return next(number for number, line in enumerate(book.read(path).split("\n"), 1) if words in line)


# --------------------------------------------------------------------------------------------- whose problem it is


def test_a_problem_of_a_changed_line_is_theirs_and_others_are_counted(book: SampleBook):
    book.append("docs/en/03-bridge.md", '\nA "straight" quote.\n')
    book.commit()
    book.git("switch", "--quiet", "--create", "next")
    book.append(PL, '\nProste "cudzysłowy".\n')
    book.commit()
    found = findings.report(book.book(), changed.since(book.root, "change"))
    assert {book.config().short(p.file) for p in found.theirs} == {PL}
    assert "straight-quotes" in {p.check for p in found.elsewhere}


def test_a_defect_of_a_file_they_changed_is_theirs_wherever_it_stands(book: SampleBook):
    """It makes the checks red: nobody should have to look for it."""
    book.replace(PL, "{ #stall }", "{ #stal }")
    book.commit()
    book.git("switch", "--quiet", "--create", "next")
    book.append(PL, "\nNowy wiersz.\n")
    book.commit()
    found = findings.report(book.book(), changed.since(book.root, "change"))
    assert "different-headings" in {p.check for p in found.theirs}


def test_advice_elsewhere_in_the_same_file_is_shown_but_not_theirs(book: SampleBook):
    book.append(PL, '\nProste "cudzysłowy".\n')
    book.commit()
    book.git("switch", "--quiet", "--create", "next")
    book.replace(PL, "title: Targ\n", "title: Targ miejski\n")
    book.commit()
    found = findings.report(book.book(), changed.since(book.root, "change"))
    assert "straight-quotes" not in {p.check for p in found.theirs}
    text = summary.markdown(found)
    assert text.index("W innych miejscach tych samych plików") < text.index("straight-quotes")


# --------------------------------------------------------------------------------------------------- the language


@pytest.mark.parametrize(
    ("path", "heading"),
    [
        (PL, "## Co zmienia ta propozycja · Polski"),
        (EN, "## What this pull request changes · English"),
        (SOURCE, "## Що змінює ця пропозиція · Українська"),
        ("visual-notes/02-market/text.pl.yml", "## Co zmienia ta propozycja · Polski"),
        ("docs/data/terms.yml", "## What this pull request changes"),
        ("mkdocs.yml", "## What this pull request changes"),
    ],
)
def test_the_summary_speaks_the_language_of_the_changed_file(book: SampleBook, path: str, heading: str):
    book.append(path, "\n")
    assert [line for line in _summary(book).split("\n") if line.startswith("## ")] == [heading]


def test_files_of_several_languages_make_a_section_for_each(book: SampleBook):
    book.append(PL, '\nProste "cudzysłowy".\n')
    book.append(EN, '\nA "straight" quote.\n')
    polish, english = re.split(r"(?m)^(?=## What)", _summary(book))
    assert PL in polish and EN not in polish
    assert EN in english and PL not in english
    assert "W reszcie książki: " in polish and "In the rest of the book: " in english


def test_a_language_without_words_of_its_own_is_spoken_to_in_english():
    assert findings.spoken(["pl", "be", "en"]) == {"pl": ("pl",), "en": ("be", "en")}


# -------------------------------------------------------------------------------------------- what it says


def test_a_stale_block_is_shown_with_what_the_source_said_and_says(book: SampleBook):
    book.replace(SOURCE, "Стіл на один день коштує", "Стіл на цілий день коштує")
    book.append(PL, "\n")
    text = _summary(book)
    line = _line(book, PL, "Stół na jeden dzień")
    polish = text[text.index("## Co zmienia") :]
    assert f"- wiersz {line}: {load('pl')('stale')} – Stół na jeden dzień" in polish
    assert "Стіл на **один** день" in polish and "Стіл на **цілий** день" in polish


def test_of_a_stale_chapter_the_line_to_write_is_said_letter_by_letter(book: SampleBook):
    book.append(SOURCE, "\nНове речення про ринок.\n")
    book.append(PL, "\nNowe zdanie o targu.\n")
    line, now = _line(book, PL, "translated_from"), book.book().source.chapter("02-market.md").source_id
    assert f"wpisz w wierszu {line}:**\n\n```yaml\ntranslated_from: {now}\n```" in _summary(book)


def test_the_line_that_is_said_is_the_one_that_makes_it_up_to_date(book: SampleBook):
    book.append(SOURCE, "\nНове речення про ринок.\n")
    book.append(PL, "\nNowe zdanie o targu.\n")
    (stamp,) = [one.stamp for one in _report(book).chapters if one.path == PL]
    lines = book.read(PL).split("\n")
    lines[stamp.line - 1] = stamp.text
    book.write(PL, "\n".join(lines))
    assert book.book().state("02-market.md", "pl") == "translated"


def test_a_chapter_that_names_no_version_is_told_where_the_line_belongs(book: SampleBook):
    lines = [line for line in book.read(PL).split("\n") if not line.startswith("translated_from")]
    book.write(PL, "\n".join(lines))
    (stamp,) = [one.stamp for one in _report(book).chapters]
    lines.insert(stamp.line - 1, stamp.text)
    book.write(PL, "\n".join(lines))
    assert book.book().state("02-market.md", "pl") == "translated"
    assert f"wstaw nad wierszem {stamp.line}:" in "\n".join(summary.stamp(stamp, load("pl")))


def test_a_chapter_without_a_head_is_told_to_make_one(book: SampleBook):
    book.write(PL, "Stół na targu.\n")
    text = _summary(book)
    now = book.book().source.chapter("02-market.md").source_id
    assert f"wpisz nad pierwszym wierszem:**\n\n```yaml\n---\ntranslated_from: {now}\n---\n```" in text


def test_who_changes_the_source_is_told_which_translations_are_stale_now(book: SampleBook):
    book.append(SOURCE, "\nНове речення про ринок.\n")
    text = _summary(book)
    assert f"`{PL}`, `{EN}`" in text
    assert f"`guidebook accept --source {SOURCE} --minor`" in text


def test_when_all_is_well_it_says_so_and_thanks(book: SampleBook):
    book.replace(PL, "Stół na jeden dzień", "Stół na cały dzień")
    assert "✅ Nic nie stoi na przeszkodzie. Dziękujemy!" in _summary(book)


def test_defects_in_other_files_are_named_since_they_make_the_checks_red(book: SampleBook):
    book.replace(EN, "{ #stall }", "{ #stal }")
    book.commit()
    book.git("switch", "--quiet", "--create", "next")
    book.replace(PL, "Stół na jeden dzień", "Stół na cały dzień")
    book.commit()
    text = summary.markdown(findings.report(book.book(), changed.since(book.root, "change")))
    assert "❌ Usterki, przez które testy są czerwone, są w plikach, których nie zmieniasz." in text
    assert f"`{EN}:" in text[text.index("Przez to testy są czerwone") :]


# ------------------------------------------------------------------------------------- more than a translation


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("mkdocs.yml", "mkdocs.yml"),
        ("scripts/guidebook/book.py", "scripts/"),
        ("Makefile", "Makefile"),
        ("docs/assets/fonts/NotoSans-Regular.ttf", "docs/assets/fonts/"),
        (".github/workflows/pull-request.yml", ".github/workflows/"),
        ("requirements.txt", "requirements.txt"),
        (".gitattributes", ".gitattributes"),
        (PL, ""),
        ("docs/scripts/x.md", ""),
        ("docs/data/terms.yml", ""),
        ("visual-notes/02-market/note.yml", ""),
    ],
)
def test_what_a_translation_never_touches_is_known_by_its_place(path: str, name: str):
    assert findings.guarded("docs/assets/fonts", [path]) == ((name,) if name else ())


def test_more_than_a_translation_is_said_in_bold_before_all_else(book: SampleBook):
    book.append(PL, "\n")
    book.append("mkdocs.yml", "\n")
    bold = next(part for part in _summary(book).split("\n\n")[1:])
    assert bold.startswith("**⚠ ") and "`mkdocs.yml`" in bold and bold.endswith("**")


# ------------------------------------------------------------------------------------------ words of others


HOSTILE = (
    "\n[x](no.md) <img src=x onerror=alert(1)> @everyone #1 ![p](https://evil.example/p.png)"
    " `a` | b \u202e\u0007 ``` x\n"
)


def test_the_summary_shows_hostile_words_as_words(book: SampleBook):
    book.append(PL, HOSTILE)
    text = re.sub(r"`[^`\n]*`", "", _summary(book))  # without code, in which nothing means anything
    assert "\\<img" in text
    assert not re.search(r"(?<!\\)<\w|(?<!\\)\]\(|(?<!\\)@\w|https://|[\u202e\u0007]", text)


def test_a_hostile_name_stays_on_its_line(book: SampleBook):
    name = "docs/pl/x`\n## ![p](https://evil.example)\u202e$(touch owned).md"
    book.write(name, "---\ntitle: X\n---\n\nTekst.\n")
    text = _summary(book)
    assert [line for line in text.split("\n") if line.startswith("## ")] == ["## Co zmienia ta propozycja · Polski"]
    assert "\u202e" not in text and "U+202E" in text


def test_a_summary_that_would_be_too_long_for_github_ends_on_a_whole_line(book: SampleBook, monkeypatch):
    book.append(PL, "\nTekst.\n")
    monkeypatch.setattr(summary, "MOST_BYTES", 300)
    text = _summary(book)
    assert len(text.encode()) <= 301 and text.endswith("\n")


# -------------------------------------------------------------------------------------------------- the previews


class _Elements(HTMLParser):
    """Every element and attribute of a page."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str]]] = []
        self.feed(html)

    def handle_starttag(self, tag, attrs) -> None:
        self.found.append((tag, dict(attrs)))


def _page(book: SampleBook, path: str = PL) -> str:
    report = _report(book)
    return pages.page(report.book, next(one for one in report.chapters if one.path == path), load("pl"))


def test_a_preview_shows_the_translation_and_the_source_beside_it(book: SampleBook):
    book.append(PL, "\nNowe zdanie o targu.\n")
    html = _page(book)
    pairs = [part for part in html.split("<section")[1:] if 'id="stall"' in part]
    assert len(pairs) == 1
    assert "Stół na targu" in pairs[0] and "Стіл на ринку" in pairs[0]
    assert '<div class="" lang="pl" dir="ltr">' in html and '<div class="beside" lang="uk" dir="ltr">' in html


def test_a_preview_runs_nothing_and_asks_nobody(book: SampleBook):
    book.append(
        PL,
        "\n<script>alert(1)</script> <img src=x onerror=alert(1)> [x](javascript:alert(1)) "
        "[y](https://evil.example){ onclick=alert(1) style=x } ![p](https://evil.example/p.png) "
        '<svg onload="alert(1)"> <iframe src="https://evil.example"></iframe> <style>*{}</style>\n',
    )
    html = _page(book)
    elements = _Elements(html).found
    assert not {tag for tag, _ in elements} & {"script", "iframe", "svg", "link", "object", "embed", "base", "form"}
    assert [tag for tag, _ in elements].count("style") == 1
    names = {name for _, attributes in elements for name in attributes}
    assert not any(name.startswith("on") or name in ("style", "srcset", "background") for name in names)
    loaded = {attributes["src"].partition(":")[0] for _, attributes in elements if "src" in attributes}
    assert loaded <= {"data"}
    links = {attributes["href"].partition(":")[0] for _, attributes in elements if attributes.get("href")}
    assert not any(link.startswith("javascript") for link in links)
    policy = next(attributes["content"] for tag, attributes in elements if tag == "meta" and "http-equiv" in attributes)
    assert policy.startswith("default-src 'none'; style-src 'unsafe-inline'; img-src data:;")


def test_pictures_of_the_book_are_inside_the_page_and_others_are_words(book: SampleBook):
    book.append("docs/pl/03-bridge.md", "\n![Inny](https://evil.example/x.png) ![Sekret](../../mkdocs.yml)\n")
    html = _page(book, "docs/pl/03-bridge.md")
    assert html.count('src="data:image/png;base64,') == 2  # in both languages
    assert "[Inny]" in html and "[Sekret]" in html


def test_a_picture_that_is_a_link_to_another_file_is_not_shown(book: SampleBook, tmp_path):
    secret = tmp_path / "secret.png"
    secret.write_bytes(b"\x89PNG secret")
    book.path("docs/assets/link.png").symlink_to(secret)
    book.append(PL, "\n![Link](../assets/link.png)\n")
    html = _page(book)
    assert "[Link]" in html and "data:image/png" not in html


def test_the_cleaner_holds_even_when_the_markdown_lets_something_through(book: SampleBook):
    chapter = book.book().edition("pl").chapter("02-market.md")
    cleaner = pages._Cleaner(chapter, pages._Pictures(book.book()))
    cleaner.feed(
        '<p onclick="x">a<script>alert(1)</script><svg><p>b</p></svg></p><a href="JAVA&#x0a;SCRIPT:x">c</a>'
        '<a href="data:text/html,x">d</a><img src="//evil.example/x.png" alt="&lt;e"><b>f'
    )
    cleaner.close()
    assert "".join(cleaner.parts) == "<p>a</p><a>c</a><a>d</a><em>[&lt;e]</em><b>f</b>"


def test_a_preview_has_a_plain_name_of_its_own(book: SampleBook):
    book.write("docs/pl/sub/02-market.md", "---\ntitle: X\n---\n")
    book.write("docs/pl/$(x)\n.md", "---\ntitle: X\n---\n")
    book.append(PL, "\n")
    names = [pages.name(one) for one in _report(book).chapters]
    assert len(set(names)) == 3
    assert all(re.fullmatch(r"[A-Za-z0-9_-]+\.html", name) for name in names)


# --------------------------------------------------------------------------------------------------- the command


def _run(book: SampleBook, *words: str, **environment: str) -> Result:
    arguments = ["--config", str(book.path("mkdocs.yml")), "--speak", "en", "report", *words]
    variables = {"CI": "1", "GITHUB_ACTIONS": "", "GITHUB_STEP_SUMMARY": "", "GITHUB_OUTPUT": "", **environment}
    return CliRunner().invoke(cli.main, arguments, env=variables, catch_exceptions=False)


def test_the_report_is_a_summary_numbers_and_a_page_for_each_chapter(book: SampleBook, tmp_path):
    book.append(PL, "\nNowe zdanie o targu.\n")
    book.commit()
    folder = tmp_path / "to"
    assert _run(book, "--base", "main", "--to", str(folder)).exit_code == 0
    assert {file.name for file in folder.iterdir()} == {"summary.md", "report.json", "previews"}
    (preview,) = (folder / "previews").iterdir()
    assert "Nowe zdanie o" in preview.read_text("utf-8")
    assert (folder / "summary.md").read_text("utf-8") == _run(book, "--base", "main").stdout


def test_github_shows_problems_beside_changed_lines_only_and_in_their_language(book: SampleBook, tmp_path):
    book.append("docs/en/03-bridge.md", '\nA "straight" quote.\n')
    book.commit()
    book.git("branch", "--force", "main")
    book.append(PL, '\nProste "cudzysłowy".\n')
    book.commit()
    github = {"GITHUB_STEP_SUMMARY": str(tmp_path / "step.md"), "GITHUB_OUTPUT": str(tmp_path / "output")}
    result = _run(book, "--base", "main", "--to", str(tmp_path / "to"), GITHUB_ACTIONS="true", **github)
    annotations = [line for line in result.stdout.split("\n") if line.startswith("::")]
    line = _line(book, PL, "Proste")
    assert annotations and all(f" file={PL},line={line}," in annotation for annotation in annotations)
    assert any("napisz" in annotation or "wpisz" in annotation for annotation in annotations)
    assert (tmp_path / "step.md").read_text("utf-8") == (tmp_path / "to" / "summary.md").read_text("utf-8")
    names = json.loads((tmp_path / "output").read_text("utf-8").removeprefix("previews="))
    assert [name for name in names if name.startswith("pl-02-market-")] == names and len(names) == 1


def test_a_name_cannot_end_an_annotation_and_begin_another_command(book: SampleBook, tmp_path):
    book.write("docs/pl/a\n::error::owned.md", "[x](no.md)\n")
    book.git("add", "--all", "--", "docs")
    result = _run(book, "--base", "main", "--to", str(tmp_path / "to"), GITHUB_ACTIONS="true")
    assert not any(line.startswith("::error::") for line in result.stdout.split("\n"))
    assert "%0A%3A%3Aerror%3A%3Aowned.md" in result.stdout


def test_without_a_base_it_says_what_to_name(book: SampleBook):
    result = _run(book)
    assert result.exit_code == 2
    assert "say what the changes are to be merged into" in result.stderr
