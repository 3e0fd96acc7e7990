"""A pull request is data: bad files, bad text, files that must not be published; each rule, and an attempt at it."""

import pytest

from conftest import SampleBook, copy_sample_book
from guidebook.checks.text import forbidden_text, unexpected_files, unreadable

MARKET = "docs/pl/02-market.md"


def test_a_byte_order_mark_and_windows_line_ends_are_no_fault(sample_book: SampleBook):
    for file in sorted(sample_book.path("docs").rglob("*.md")):
        sample_book.write(str(file), b"\xef\xbb\xbf" + file.read_bytes().replace(b"\n", b"\r\n"))
    assert sample_book.report() == []


def test_letters_typed_in_parts_are_the_same_letters(sample_book: SampleBook):
    text = sample_book.read("docs/uk/02-market.md").replace("ї", "ї").replace("й", "й")
    sample_book.write("docs/uk/02-market.md", text)
    assert sample_book.report() == []


def test_a_file_in_another_encoding_is_reported(sample_book: SampleBook):
    sample_book.write(MARKET, "---\ntitle: Targ\n---\n".encode("utf-16"))
    assert sample_book.report(unreadable) == [f"{MARKET}:1: this file is not saved as UTF-8 [unreadable]"]
    sample_book.write(MARKET, "---\ntitle: Targ\n---\nłąka".encode("cp1250"))
    assert sample_book.report(unreadable) == [f"{MARKET}:4: this file is not saved as UTF-8 [unreadable]"]


def test_a_folder_with_spaces_and_cyrillic_letters_is_a_folder(tmp_path):
    book = copy_sample_book(tmp_path / "Мої книжки" / "путівник 2")
    book.commit()
    book.append("docs/uk/02-market.md", "\nНовий рядок.\n")
    assert {problem.check for problem in book.problems()} == {"stale-chapters"}
    assert all(problem.values["sections"] == "#when" for problem in book.problems())


def test_a_huge_file_is_reported(sample_book: SampleBook):
    sample_book.write(MARKET, "x" * 1_000_001)
    assert sample_book.report(unreadable) == [f"{MARKET}:1: this file is too large for a text [unreadable]"]


def test_a_long_line_of_brackets_does_not_hold_the_check_up(sample_book: SampleBook):
    gap = " " * 50_000
    for hostile in ("[a](" * 20_000, '[a](b "' * 20_000, "{:" + gap, f"# a{gap}{{", "`a``b" * 20_000, f"[a]({gap}b"):
        _check_with(sample_book, hostile)
    for hostile in ("1 " * 30_000, "x" * 100_000, "a - " * 20_000, "+1" * 20_000, "a'" * 20_000, "[[ " * 20_000):
        _check_with(sample_book, hostile)


def _check_with(sample_book: SampleBook, line: str) -> None:
    sample_book.write("docs/uk/index.md", f"---\ntitle: x\n---\n\n{line}\n")
    sample_book.problems()


def test_broken_yaml_is_reported_with_line_column_and_what_was_expected(sample_book: SampleBook):
    sample_book.replace("docs/data/facts.yml", "  kind: email\n", "  kind: email: web\n")
    assert sample_book.report(unreadable) == [
        "docs/data/facts.yml:16: cannot be read as YAML at column 14: “kind: email: web” [unreadable]",
    ]
    assert sample_book.hints(unreadable) == [
        "write “key: value”; put a value that holds “: ” or starts with a sign between quotes",
    ]


def test_broken_front_matter_is_reported_where_it_stands(sample_book: SampleBook):
    sample_book.replace(MARKET, "title: Targ", "title: Targ: nowy")
    assert sample_book.report(forbidden_text) == [
        f"{MARKET}:2: cannot be read as YAML at column 12: “title: Targ: nowy” [forbidden-text]",
    ]


@pytest.mark.parametrize(
    ("head", "message"),
    [
        ("title: Targ\ntitle: Rynek", "“title” stands here twice"),
        ("title: &a Targ\ndescription: *a", "aliases (& and *) are not used here"),
        ("title: !!python/object:os.system x", "“!!python/object:os.system” is not known here"),
        ("titel: Targ", "“titel” is not known at the top of a chapter"),
        ("title: [a, b]", "“title” needs one line of text"),
        ("print: perhaps", "“print” is either true or false"),
        ("template: ../../../../etc/passwd", "“template” is not known at the top of a chapter"),
        ("- a\n- b", "expected “key: value” lines between the two ---"),
    ],
)
def test_front_matter_holds_known_plain_values_only(sample_book: SampleBook, head: str, message: str):
    sample_book.write(MARKET, f"---\n{head}\n---\n\nTekst.\n")
    assert message in [problem.english() for problem in sample_book.problems(forbidden_text)]


@pytest.mark.parametrize(
    "written",
    [
        "<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "<a href='x'>y</a>", "<br class=x>", "<!-- x -->",
        "<div markdown>", "a <script", "<kbd onclick=x>a</kbd>", "<?php x ?>", "<!DOCTYPE html>",
        "x{ onclick=alert(1) }", "# x { #id style=color }", "[x](02-market.md){ target=_blank }", "{: onclick=x }",
        "[[fact:stall-price]]{ onclick=x }",
        "[x](javascript:alert(1))", "[x](JaVaScRiPt:alert(1))", "[x](java\tscript:alert(1))",
        "[x](&#106;avascript:alert(1))", "[x](javascript&colon;alert(1))", "[x](java&#9;script:alert(1))",
        "[x](data:text/html,x)", "[x](vbscript:x)", "[x](file:///etc/passwd)", "[x](http://plain.example)",
        "[x](//elsewhere.example)", "[x](/etc/passwd)", "<javascript:alert(1)>", "[x](a b.md)", "![x](<a b.png>)",
        "![x](data:image/svg+xml,x)", "[x][y]\n\n[y]: javascript:alert(1)",
        '--8<-- "/etc/passwd"', "--8<--\n../secret.md\n--8<--",
    ],
)  # fmt: skip
def test_what_could_run_or_reach_outside_is_reported(sample_book: SampleBook, written: str):
    sample_book.append("docs/uk/index.md", f"\n{written}\n")
    found = [problem for problem in sample_book.problems(forbidden_text)]
    assert found
    assert all(problem.hint and problem.line >= 8 for problem in found)


@pytest.mark.parametrize(
    "written",
    [
        "a<br>b H<sub>2</sub>O <kbd>F1</kbd> <mark>x</mark>", "`<script>`", "```\n<script>\n```", "a < b > c", "\\<b>",
        "[x](https://a.example) <https://a.example> <a@b.example> [y](tel:112) [z](geo:1,2)", "x { #a .b }", "{x: 1}",
    ],
)  # fmt: skip
def test_what_is_allowed_is_not_reported(sample_book: SampleBook, written: str):
    sample_book.append("docs/uk/index.md", f"\n{written}\n")
    assert sample_book.report(forbidden_text) == []


def test_a_link_to_a_file_outside_is_not_read(sample_book: SampleBook):
    sample_book.remove(MARKET)
    sample_book.path(MARKET).symlink_to("/etc/passwd")
    sample_book.path("docs/assets/passwd.txt").symlink_to("/etc/passwd")
    sample_book.path("docs/pl/etc").symlink_to("/etc")
    assert sample_book.report(unreadable) == [f"{MARKET}:1: this file is a link that leads elsewhere [unreadable]"]
    assert sample_book.report(unexpected_files) == [
        "docs/assets/passwd.txt:1: this is a link that leads elsewhere [unexpected-files]",
        "docs/pl/etc:1: this is a link that leads elsewhere [unexpected-files]",
    ]


@pytest.mark.parametrize("name", ["pl/x.html", "assets/x.js", "assets/x.css", "data/x.md", "uk/x.php", "uk/x.xml"])
def test_a_file_that_would_be_published_as_it_stands_is_refused(sample_book: SampleBook, name: str):
    sample_book.write(f"docs/{name}", "alert(1)")
    assert f"docs/{name}:1: files of this kind are not published: “{name.rpartition('/')[2]}” [unexpected-files]" in (
        sample_book.report(unexpected_files)
    )


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("https://rada.verbopil.example/bridge", "javascript:alert(1)", "the address of the source must start with https://"),
        ("web: https://rynok", "web: javascript:alert", "needs an address that starts with https://"),
        ("value: https://rynok.verbopil.example", "value: javascript:alert(1)", "needs an address that starts with"),
        ("  value: 25\n", "  value: viele\n", "needs a number"),
        ("value: 2027-01-15", "value: 2027-02-30", "needs a date"),
        ('value: "+44 1632 960123"', "value: call me", "is no phone number"),
        ("uk: {one: підпис, few: підписи, many: підписів}", "uk: підпис", "needs its plural forms"),
        ("goes_stale: edition", "goes_stael: edition", "is not known here"),
        ("confidence: medium", "confidence: some", "confidence is high, medium or low"),
    ],
)
def test_wrong_values_in_docs_data_are_reported(sample_book: SampleBook, old: str, new: str, message: str):
    for name in ("facts", "places"):
        if old in sample_book.read(f"docs/data/{name}.yml"):
            sample_book.replace(f"docs/data/{name}.yml", old, new)
    assert any(message in line for line in sample_book.report(unreadable))
