"""The comment is made of numbers that nobody has to trust: what is odd in them refuses them all."""

import json
import re
import tracemalloc
import zipfile
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from conftest import SampleBook
from guidebook import cli
from guidebook.problem import GuidebookError
from guidebook.report import changed, comment, findings, numbers

PL = "docs/pl/02-market.md"
RUN = "https://github.com/owner/guide/actions/runs/12"


@pytest.fixture
def written(sample_book: SampleBook) -> str:
    """The numbers of a pull request in which a chapter is stale and has a defect, as its own run writes them."""
    sample_book.commit()
    sample_book.git("switch", "--quiet", "--create", "change")
    sample_book.append("docs/uk/02-market.md", "\nНове речення про ринок.\n")
    sample_book.replace(PL, "title: Targ\n", "title: Targ miejski\n")
    sample_book.append(PL, "\n[dokąd](02-markt.md)\n")
    sample_book.commit()
    found = findings.report(sample_book.book(), changed.since(sample_book.root, "main"))
    return numbers.written(numbers.of(found))


def _file(tmp_path: Path, data: str | bytes) -> Path:
    file = tmp_path / "report.json"
    file.write_bytes(data if isinstance(data, bytes) else data.encode("utf-8", "surrogatepass"))
    return file


def _zip(tmp_path: Path, files: dict[str, bytes]) -> Path:
    file = tmp_path / "report.zip"
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return file


# ------------------------------------------------------------------------------------------------ honest numbers


def test_what_is_written_is_read_again(tmp_path: Path, written: str):
    assert numbers.written(numbers.read(_file(tmp_path, written))) == written
    packed = _zip(tmp_path, {"report.json": written.encode()})
    assert numbers.written(numbers.read(packed)) == written


def test_the_numbers_quote_nothing_of_the_chapter(written: str):
    assert not re.search(r"[^\x00-\x7f]|markt|dok", written)


def test_a_file_whose_name_is_more_than_a_name_is_not_named(sample_book: SampleBook):
    sample_book.commit()
    sample_book.git("switch", "--quiet", "--create", "change")
    sample_book.write("docs/pl/@everyone`$(x).md", "---\ntitle: X\n---\n\n[x](no.md)\n")
    sample_book.git("add", "--all", "--", "docs")
    found = numbers.of(findings.report(sample_book.book(), changed.since(sample_book.root, "main")))
    assert found.chapters == ()
    assert sum(one.count for one in found.here if one.severity == "defect") > 0


def test_the_comment_says_state_line_and_checks_in_the_language_of_the_chapter(
    sample_book: SampleBook, tmp_path: Path, written: str
):
    read = numbers.read(_file(tmp_path, written))
    text = comment.markdown(sample_book.config(), read, [PL], RUN)
    polish = text[text.index("## Co zmienia") :]
    now = next(one.stamp for one in read.chapters if one.file == PL)
    assert text.startswith("<!-- guidebook-report -->\n\n## Що змінює ця пропозиція · Українська")
    assert f"| `{PL}` |" in polish and f"```yaml\ntranslated_from: {now}\n```" in polish
    assert "- ❌ `broken-links` × 1" in polish
    assert f"]({RUN})" in polish
    assert "broken-links" not in text[: text.index("## Co zmienia")]  # it is of the Polish chapter


def test_what_is_touched_is_told_from_githubs_list_and_not_from_the_numbers(
    sample_book: SampleBook, tmp_path: Path, written: str
):
    read = numbers.read(_file(tmp_path, written))
    paths = [PL, "scripts/guidebook/report/numbers.py", ".github/workflows/x.yml"]
    first = comment.markdown(sample_book.config(), read, paths).split("\n\n")[2]
    assert first.startswith("**⚠ ") and "`scripts/`, `.github/workflows/`" in first
    assert "⚠" not in comment.markdown(sample_book.config(), read, [PL])


def test_without_numbers_the_comment_still_says_what_is_touched(sample_book: SampleBook):
    text = comment.markdown(sample_book.config(), None, ["scripts/x.py"])
    assert "`scripts/`" in text and "There is no report: the checks did not come that far." in text


@pytest.mark.parametrize("run", ["", "javascript:x", f"{RUN}) [x](https://evil.example", RUN + "\n"])
def test_only_the_address_of_a_run_becomes_a_link(sample_book: SampleBook, run: str):
    assert "](" not in comment.markdown(sample_book.config(), None, [], run)


def test_a_language_that_the_book_does_not_have_is_not_spoken_of(
    sample_book: SampleBook, tmp_path: Path, written: str
):
    read = numbers.read(_file(tmp_path, written.replace('"language": "pl"', '"language": "xx"')))
    assert PL not in comment.markdown(sample_book.config(), read)


# ---------------------------------------------------------------------------------------------- suggestions


def _suggested(book: SampleBook, tmp_path: Path, written: str, *said: str) -> list[dict]:
    review = comment.suggestions(book.config(), numbers.read(_file(tmp_path, written)), said)
    return review["comments"] if review else []


def test_the_line_is_suggested_where_it_stands(sample_book: SampleBook, tmp_path: Path, written: str):
    (one,) = _suggested(sample_book, tmp_path, written)
    lines = sample_book.read(PL).split("\n")
    assert (one["path"], one["side"]) == (PL, "RIGHT")
    assert lines[one["line"] - 1].startswith("translated_from: ")
    new = re.search(r"```suggestion\n(.*)\n```$", one["body"], re.DOTALL).group(1)
    lines[one["line"] - 1] = new
    sample_book.write(PL, "\n".join(lines))
    assert sample_book.book().state("02-market.md", "pl") == "translated"


def test_a_new_line_is_suggested_with_the_one_below_it(sample_book: SampleBook, tmp_path: Path):
    sample_book.commit()
    sample_book.git("switch", "--quiet", "--create", "change")
    lines = [line for line in sample_book.read(PL).split("\n") if not line.startswith("translated_from")]
    sample_book.write(PL, "\n".join(lines))
    sample_book.commit()
    found = findings.report(sample_book.book(), changed.since(sample_book.root, "main"))
    (one,) = _suggested(sample_book, tmp_path, numbers.written(numbers.of(found)))
    lines[one["line"] - 1] = re.search(r"```suggestion\n(.*)\n```$", one["body"], re.DOTALL).group(1)
    sample_book.write(PL, "\n".join(lines))
    assert sample_book.book().state("02-market.md", "pl") == "translated"


def test_a_line_that_github_does_not_show_is_not_suggested(sample_book: SampleBook, tmp_path: Path):
    sample_book.commit()
    sample_book.git("switch", "--quiet", "--create", "change")
    sample_book.append("docs/uk/02-market.md", "\nНове речення про ринок.\n")
    sample_book.append(PL, "\nNowe zdanie o targu.\n")
    sample_book.commit()
    found = findings.report(sample_book.book(), changed.since(sample_book.root, "main"))
    assert next(one.stamp for one in found.chapters if one.path == PL)
    assert _suggested(sample_book, tmp_path, numbers.written(numbers.of(found))) == []


def test_what_was_suggested_is_not_suggested_again(sample_book: SampleBook, tmp_path: Path, written: str):
    (one,) = _suggested(sample_book, tmp_path, written)
    version = re.search(r"translated_from: (\w+)", one["body"]).group(1)
    assert _suggested(sample_book, tmp_path, written, f"{PL} {version}") == []


# ---------------------------------------------------------------------------------------------- hostile numbers


def _spoiled(written: str, change: object) -> str:
    value = json.loads(written)
    change(value)
    return json.dumps(value)


def _set(*path: object, to: object) -> object:
    """A change of one place in the numbers."""

    def change(value: object) -> None:
        for key in path[:-1]:
            value = value[key]
        value[path[-1]] = to

    return change


CHAPTER = ("chapters", 0)
SPOILED = {
    "a name with a mention": _set(*CHAPTER, "file", to="docs/pl/@everyone.md"),
    "a name with a reference": _set(*CHAPTER, "file", to="docs/pl/#1.md"),
    "a name with a backtick": _set(*CHAPTER, "file", to="docs/pl/a`@b`.md"),
    "a name with a link": _set(*CHAPTER, "file", to="docs/pl/[x](https://evil.example).md"),
    "a name with a line end": _set(*CHAPTER, "file", to="docs/pl/a.md\n"),
    "a name with a table cell": _set(*CHAPTER, "file", to="docs/pl/a|b.md"),
    "a name that leads out": _set(*CHAPTER, "file", to="docs/../../x.md"),
    "a name that turns around": _set(*CHAPTER, "file", to="docs/pl/\u202edm.md"),
    "a name with a control character": _set(*CHAPTER, "file", to="docs/pl/\u0000.md"),
    "a name in another alphabet": _set(*CHAPTER, "file", to="docs/рl/x.md"),
    "a name that is long": _set(*CHAPTER, "file", to=f"docs/{'a' * 500}.md"),
    "a name that is a list": _set(*CHAPTER, "file", to=["docs/pl/a.md"]),
    "a name that is missing": lambda value: value["chapters"][0].pop("file"),
    "a language that is a path": _set(*CHAPTER, "language", to="../x"),
    "a state of its own": _set(*CHAPTER, "state", to="**merged**"),
    "a state that cannot be looked up": _set(*CHAPTER, "state", to={}),
    "a version that is words": _set(*CHAPTER, "stamp", to="reviewed_by: me"),
    "a version with a line end": _set(*CHAPTER, "stamp", to="0123456789ab\n"),
    "a line that is true": _set(*CHAPTER, "stamp_line", to=True),
    "a number that is text": _set(*CHAPTER, "words_left", to="5"),
    "a number below zero": _set(*CHAPTER, "words_left", to=-1),
    "a number with a point": _set(*CHAPTER, "words_left", to=1.5),
    "a number beyond all books": _set(*CHAPTER, "words_left", to=1_000_001),
    "a yes that is 1": _set(*CHAPTER, "is_new", to=1),
    "a block of another kind": _set(*CHAPTER, "blocks", "@team", to=1),
    "a check with a mention": _set("here", 0, "check", to="@team"),
    "a check with a space": _set("here", 0, "check", to="well done"),
    "a severity of its own": _set("here", 0, "severity", to="fatal"),
    "a key more": _set("note", to="please merge"),
    "a chapter that is text": _set("chapters", to=["docs/pl/a.md"]),
    "chapters that are none": _set("chapters", to=None),
    "chapters that are a table": _set("chapters", to={}),
    "a format that is true": _set("format", to=True),
    "another format": _set("format", to=2),
}


@pytest.mark.parametrize("change", SPOILED.values(), ids=SPOILED)
def test_numbers_with_one_odd_thing_are_refused(tmp_path: Path, written: str, change: object):
    with pytest.raises(GuidebookError, match="is not a report of this program"):
        numbers.read(_file(tmp_path, _spoiled(written, change)))


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"null",
        b"[]",
        b'"text"',
        b"[" * 60_000,
        b'{"a":' * 10_000 + b"1" + b"}" * 10_000,
        b"9" * 60_000,
        b'{"format": 1e999}',
        b'{"format": NaN}',
        b'{"format": 1, "format": 1}',
        b"\xff\xfe{}",
        b"{}" + b" " * 70_000,
        b"PK\x03\x04 not a zip",
        "{\ud800}".encode("utf-8", "surrogatepass"),
    ],
    ids=lambda data: f"{data[:12]!r}…{len(data)}",
)
def test_what_is_no_report_at_all_is_refused(tmp_path: Path, data: bytes):
    with pytest.raises(GuidebookError, match="is not a report of this program"):
        numbers.read(_file(tmp_path, data))


def test_more_chapters_than_a_comment_has_room_for_are_refused(tmp_path: Path, written: str):
    chapter = json.loads(written)["chapters"][0]
    many = _spoiled(written, _set("chapters", to=[chapter] * 41))
    with pytest.raises(GuidebookError):
        numbers.read(_file(tmp_path, many))


def test_of_a_huge_file_only_a_little_is_read(tmp_path: Path):
    file = tmp_path / "report.json"
    with file.open("wb") as stream:
        stream.truncate(100_000_000)
    assert _memory_of_refusing(file) < 1_000_000


def test_of_a_huge_file_in_an_archive_only_a_little_is_unpacked(tmp_path: Path):
    assert _memory_of_refusing(_zip(tmp_path, {"report.json": b" " * 50_000_000})) < 1_000_000


def _memory_of_refusing(file: Path) -> int:
    """The most bytes that were needed at once."""
    tracemalloc.start()
    try:
        with pytest.raises(GuidebookError):
            numbers.read(file)
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize(
    "files",
    [
        {},
        {"other.json": b"{}"},
        {"../report.json": b"{}"},
    ],
    ids=["empty", "another name", "a way out"],
)
def test_an_archive_holds_one_small_file_or_is_refused(tmp_path: Path, files: dict[str, bytes]):
    with pytest.raises(GuidebookError):
        numbers.read(_zip(tmp_path, files))


def test_an_archive_with_good_numbers_and_one_more_file_is_refused(tmp_path: Path, written: str):
    with pytest.raises(GuidebookError):
        numbers.read(_zip(tmp_path, {"report.json": written.encode(), "more.sh": b"echo"}))


def test_good_numbers_that_say_something_twice_are_refused(tmp_path: Path, written: str):
    assert numbers.read(_file(tmp_path, written))
    with pytest.raises(GuidebookError):
        numbers.read(_file(tmp_path, written.replace('"format": 1', '"format": 1, "format": 1')))


def test_there_is_no_report_when_there_is_no_file(tmp_path: Path):
    with pytest.raises(GuidebookError):
        numbers.read(tmp_path / "report.zip")


# ---------------------------------------------------------------------------------------------------- the command


def _run(book: SampleBook, *words: str) -> Result:
    arguments = ["--config", str(book.path("mkdocs.yml")), "--speak", "en", "report", *words]
    return CliRunner().invoke(cli.main, arguments, env={"CI": "1"}, catch_exceptions=False)


def test_the_command_makes_comment_and_suggestions(sample_book: SampleBook, tmp_path: Path, written: str):
    (tmp_path / "paths.txt").write_text('"docs/pl/02-market.md"\n"scripts/a\\nb.py"\n')
    (tmp_path / "said.txt").write_text("")
    words = ["--comment", str(_file(tmp_path, written)), "--paths", str(tmp_path / "paths.txt"), "--run", RUN]
    words += ["--said", str(tmp_path / "said.txt"), "--suggest", str(tmp_path / "suggestions.json")]
    result = _run(sample_book, *words)
    assert result.exit_code == 0
    assert result.stdout.startswith("<!-- guidebook-report -->") and "`scripts/`" in result.stdout
    assert json.loads((tmp_path / "suggestions.json").read_text())["event"] == "COMMENT"


def test_of_odd_numbers_the_command_makes_a_comment_without_them(sample_book: SampleBook, tmp_path: Path):
    words = ["--comment", str(_file(tmp_path, "[" * 60_000)), "--suggest", str(tmp_path / "suggestions.json")]
    result = _run(sample_book, *words)
    assert result.exit_code == 0
    assert "There is no report" in result.stdout and "is not a report of this program" in result.stderr
    assert not (tmp_path / "suggestions.json").exists()


@pytest.mark.parametrize("text", ["{", "[" * 100_000, '"a" "b"'])
def test_a_list_that_github_did_not_write_is_refused(sample_book: SampleBook, tmp_path: Path, text: str):
    (tmp_path / "paths.txt").write_text(text)
    result = _run(sample_book, "--comment", str(tmp_path / "no.json"), "--paths", str(tmp_path / "paths.txt"))
    assert result.exit_code == 2
    assert "is no list as GitHub gives it" in result.stderr
