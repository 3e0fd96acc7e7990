"""Reading text and YAML as people save them; replacing outputs whole or not at all."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from guidebook import files

HERE = Path("x.yml")


def _fault(text: str) -> tuple[int, str]:
    with pytest.raises(files.Unreadable) as caught:
        files.parse_yaml(text, HERE)
    return caught.value.problem.line, caught.value.problem.english()


# ------------------------------------------------------------------------------------------------- text


def test_a_text_is_read_without_mark_with_plain_line_ends_in_composed_letters(tmp_path: Path):
    file = tmp_path / "a.md"
    file.write_bytes(b"\xef\xbb\xbf" + "й\r\nї\rb".encode())
    assert files.read_text(file) == "й\nї\nb"


def test_a_link_is_not_followed(tmp_path: Path):
    (tmp_path / "a.md").symlink_to("/etc/passwd")
    with pytest.raises(files.Unreadable, match="leads elsewhere"):
        files.read_text(tmp_path / "a.md")


def test_a_file_reached_through_a_linked_folder_is_refused(tmp_path: Path):
    (tmp_path / "book").mkdir()
    (tmp_path / "secret.md").write_text("secret")
    (tmp_path / "book" / "up").symlink_to(tmp_path)
    with pytest.raises(files.Unreadable, match="leads elsewhere"):
        files.read_text(tmp_path / "book" / "up" / "secret.md", tmp_path / "book")


def test_a_path_that_leaves_the_book_is_refused(tmp_path: Path):
    (tmp_path / "book").mkdir()
    (tmp_path / "secret.md").write_text("secret")
    with pytest.raises(files.Unreadable, match="leads elsewhere"):
        files.read_text(tmp_path / "book" / ".." / "secret.md", tmp_path / "book")


@pytest.mark.parametrize(("data", "message"), [(None, "does not exist"), (b"x" * 1_000_001, "too large")])
def test_a_missing_or_huge_file_is_reported(tmp_path: Path, data: bytes | None, message: str):
    if data is not None:
        (tmp_path / "a.md").write_bytes(data)
    with pytest.raises(files.Unreadable, match=message):
        files.read_text(tmp_path / "a.md")


def test_versions_have_twelve_hexadecimal_digits():
    assert files.short_hash("Ринок") == files.short_hash("Ринок")
    assert len(files.short_hash("")) == 12


# ------------------------------------------------------------------------------------------------- YAML


def test_a_mapping_remembers_its_lines():
    found = files.parse_yaml("a: 1\nb:\n  c: x\n", HERE, first_line=5)
    assert (found.lines, found["b"].lines) == ({"a": 5, "b": 6}, {"c": 7})


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("2026-11-22", "2026-11-22"),  # a day stays text
        ("12:00", "12:00"),  # not 720 minutes
        ("012", "012"),  # not 10
        ("12", 12),
        ("1.5", 1.5),
        ("yes", True),
        ("", None),
        ('"yes"', "yes"),
    ],
)
def test_values_mean_what_people_mean(written: str, value: object):
    assert files.parse_yaml(f"a: {written}", HERE)["a"] == value


def test_the_code_of_norwegian_is_a_key():
    assert list(files.parse_yaml("no: ja\n", HERE)) == ["no"]


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        ("a: 1\nb: c: d\n", 2, "cannot be read as YAML at column 5: “b: c: d”"),
        ("a: 1\na: 2\n", 2, "“a” stands here twice"),
        ("a:\n  b: 1\n  b: 2\n", 3, "“b” stands here twice"),
        ("a: &x 1\nb: *x\n", 1, "aliases (& and *) are not used here"),
        ("a: *x\n", 1, "cannot be read as YAML at column 4: “a: *x”"),
        ("a: !!python/object/apply:os.system [x]\n", 1, "“!!python/object/apply:os.system” is not known"),
        ("!!set {a}\n", 1, "“!!set” is not known here"),
        ("a: !ENV HOME\n", 1, "“!ENV” is not known here"),
        ("a: !!int x\n", 1, "“x” cannot be read"),
        ("a: !!timestamp x\n", 1, "“!!timestamp” is not known here"),
        ("<<: {a: 1}\n", 1, "“!!merge” is not known here"),
        ("a: 1\nb: \x00\n", 2, "a character here cannot be seen and cannot be read"),
        ("a: [1, 2\nb: 3\n", 2, "cannot be read as YAML at column 2: “b: 3”"),
        ("a: |\n b\n\tc\n", 3, "cannot be read as YAML"),
    ],
)
def test_what_is_no_plain_yaml_is_reported_where_it_stands(text: str, line: int, message: str):
    found_line, found = _fault(text)
    assert found.startswith(message), found
    assert found_line == line


def test_nesting_without_end_is_refused():
    assert _fault("[" * 100_000)[1].startswith("cannot be read as YAML")


@settings(max_examples=300, deadline=None)
@given(st.one_of(st.text(), st.text(alphabet="ab:- \n\t[]{}&*!|>%@`'\"#,?01.", max_size=60)))
def test_any_text_is_values_or_unreadable(text: str):
    try:
        files.parse_yaml(text, HERE)
    except files.Unreadable as unreadable:
        assert unreadable.problem.line >= 1


# ------------------------------------------------------------------------------------------------ outputs


def test_a_file_is_written_whole(tmp_path: Path):
    files.write_atomically(tmp_path / "new" / "a.txt", "ї")
    assert (tmp_path / "new" / "a.txt").read_text("utf-8") == "ї"
    assert [file.name for file in (tmp_path / "new").iterdir()] == ["a.txt"]


def test_a_finished_folder_takes_the_place_of_the_old_one(tmp_path: Path):
    old = tmp_path / "site"
    files.write_atomically(old / "old.txt", "old")
    with files.replacing(old) as new:
        (new / "new.txt").write_text("new")
    assert [file.name for file in old.iterdir()] == ["new.txt"]
    assert [folder.name for folder in tmp_path.iterdir()] == ["site"]


def test_a_failed_folder_leaves_the_old_one(tmp_path: Path):
    old = tmp_path / "site"
    files.write_atomically(old / "old.txt", "old")
    with pytest.raises(KeyboardInterrupt), files.replacing(old) as new:
        (new / "new.txt").write_text("new")
        raise KeyboardInterrupt
    assert [file.name for file in old.iterdir()] == ["old.txt"]
    assert [folder.name for folder in tmp_path.iterdir()] == ["site"]


def test_a_build_killed_between_two_renames_is_put_right_by_the_next(tmp_path: Path):
    files.write_atomically(tmp_path / ".site.old" / "old.txt", "old")
    with pytest.raises(ValueError), files.replacing(tmp_path / "site"):
        raise ValueError
    assert (tmp_path / "site" / "old.txt").read_text() == "old"


def test_merging_replaces_only_what_was_made(tmp_path: Path):
    files.write_atomically(tmp_path / "site" / "pl" / "a.txt", "old")
    files.write_atomically(tmp_path / "site" / "uk" / "a.txt", "old")
    with files.merging(tmp_path / "site") as new:
        files.write_atomically(new / "uk" / "b.txt", "new")
    found = sorted(file.relative_to(tmp_path).as_posix() for file in tmp_path.rglob("*.txt"))
    assert found == ["site/pl/a.txt", "site/uk/b.txt"]
