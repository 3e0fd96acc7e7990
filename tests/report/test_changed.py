"""What a pull request changes is asked of git; names of files are never taken for anything else."""

import pytest

from conftest import SampleBook
from guidebook.problem import GuidebookError
from guidebook.report import changed
from guidebook.report.changed import ChangedFile

MARKET = "docs/pl/02-market.md"


def _since(sample_book: SampleBook, revision: str = "main") -> dict[str, ChangedFile]:
    return {file.path: file for file in changed.since(sample_book.root, revision)}


def _branch(sample_book: SampleBook) -> None:
    sample_book.commit()
    sample_book.git("switch", "--quiet", "--create", "change")


def test_changed_lines_are_those_of_the_file_as_it_is_now(sample_book: SampleBook):
    _branch(sample_book)
    sample_book.replace(MARKET, "title: Targ\n", "title: Targ miejski\n")
    sample_book.append(MARKET, "\nNowy wiersz.\n")
    last = sample_book.read(MARKET).count("\n")
    sample_book.commit()
    assert _since(sample_book) == {MARKET: ChangedFile(MARKET, (range(2, 3), range(last - 1, last + 1)))}


def test_where_a_line_was_taken_out_its_neighbours_are_changed(sample_book: SampleBook):
    _branch(sample_book)
    lines = sample_book.read(MARKET).split("\n")
    sample_book.write(MARKET, "\n".join([*lines[:10], *lines[11:]]))
    sample_book.commit()
    assert _since(sample_book)[MARKET].lines == (range(10, 12),)


def test_what_the_other_branch_did_since_does_not_count(sample_book: SampleBook):
    _branch(sample_book)
    sample_book.append(MARKET, "\nNowy wiersz.\n")
    sample_book.commit()
    sample_book.git("switch", "--quiet", "main")
    sample_book.append("docs/en/03-bridge.md", "\nAnother line.\n")
    sample_book.commit()
    sample_book.git("switch", "--quiet", "change")
    assert set(_since(sample_book)) == {MARKET}


def test_a_file_that_was_renamed_is_one_file(sample_book: SampleBook):
    _branch(sample_book)
    sample_book.git("mv", MARKET, "docs/pl/02-targ.md")
    sample_book.append("docs/pl/02-targ.md", "\nNowy wiersz.\n")
    sample_book.commit()
    (found,) = _since(sample_book).values()
    assert (found.path, found.has(11), found.is_gone) == ("docs/pl/02-targ.md", False, False)


def test_a_removed_file_is_gone_and_a_new_one_is_new_in_all_its_lines(sample_book: SampleBook):
    _branch(sample_book)
    sample_book.remove(MARKET)
    sample_book.write("docs/pl/04-mill.md", "---\ntitle: Młyn\n---\n")
    sample_book.commit()
    found = _since(sample_book)
    assert found[MARKET].is_gone
    assert found["docs/pl/04-mill.md"].lines == (range(1, 4),)


ODD_NAMES = [
    "docs/pl/a;touch owned.md",
    "docs/pl/$(touch owned).md",
    "docs/pl/`touch owned`.md",
    "docs/pl/a\nb.md",
    "docs/pl/a\n@@ -1 +1 @@.md",
    'docs/pl/quo"te.md',
    "docs/pl/--output=owned.md",
    "--output=owned.md",
    "docs/pl/\u202edm.exe.md",
    "docs/pl/Ґанок.md",
]


def test_a_name_is_a_name_whatever_stands_in_it(sample_book: SampleBook):
    _branch(sample_book)
    for name in ODD_NAMES:
        sample_book.write(name, "jeden\ndwa\n")
    sample_book.write(MARKET, "x\n")
    sample_book.git("add", "--all", "--", ".", ":!scripts")
    sample_book.git("commit", "--quiet", "--message", "odd")
    found = _since(sample_book)
    assert {*ODD_NAMES, MARKET} <= set(found)
    assert {found[name].lines for name in ODD_NAMES} == {(range(1, 3),)}
    assert not list(sample_book.root.rglob("owned*"))


def test_words_that_look_like_a_patch_are_words(sample_book: SampleBook):
    _branch(sample_book)
    sample_book.append(MARKET, "diff --git a/docs/x.md b/docs/x.md\n@@ -1 +900 @@\n")
    sample_book.commit()
    assert [lines.stop - lines.start for lines in _since(sample_book)[MARKET].lines] == [2]


def test_a_file_that_is_called_binary_is_looked_at_all_the_same(sample_book: SampleBook):
    _branch(sample_book)
    sample_book.write(".gitattributes", "*.md -diff\n")
    sample_book.append(MARKET, "Nowy wiersz.\n")
    sample_book.commit()
    assert _since(sample_book)[MARKET].lines


def test_a_text_that_became_a_link_does_not_upset_the_order(sample_book: SampleBook):
    _branch(sample_book)
    sample_book.remove("docs/pl/01-council.md")
    sample_book.path("docs/pl/01-council.md").symlink_to("02-market.md")
    sample_book.append(MARKET, "Nowy wiersz.\n")
    last = sample_book.read(MARKET).count("\n")
    sample_book.commit()
    assert _since(sample_book)[MARKET].lines == (range(last, last + 1),)


@pytest.mark.parametrize("revision", ["nowhere", "--output=owned", "$(touch owned)", ""])
def test_a_revision_that_git_does_not_know_is_said_to_be_unknown(sample_book: SampleBook, revision: str):
    sample_book.commit()
    with pytest.raises(GuidebookError, match="does not show where this book and"):
        changed.since(sample_book.root, revision)
    assert not list(sample_book.root.rglob("owned*"))


def test_without_git_there_is_nothing_to_compare_with(sample_book: SampleBook):
    with pytest.raises(GuidebookError):
        changed.since(sample_book.root, "main")
