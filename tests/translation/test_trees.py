"""Books that others wrote: how their files are called, what their Markdown holds, what their history tells."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given, strategies
from hypothesis import settings as limits

from guidebook.cli import main
from guidebook.problem import GuidebookError
from guidebook.translation import aligning, blocks, history, memory, trees
from guidebook.translation.blocks import Kind
from guidebook.translation.trees import Tree

OTHERS = Path(__file__).parents[1] / "other-books"


class Project:
    """Somebody's repository with Markdown in several languages."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.commits = 0

    def write(self, path: str, text: str | bytes) -> None:
        file = self.root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(text if isinstance(text, bytes) else text.encode())

    def replace(self, path: str, old: str, new: str) -> None:
        text = (self.root / path).read_text("utf-8")
        assert old in text, f"{path} does not say “{old}”"
        self.write(path, text.replace(old, new))

    def commit(self) -> None:
        """Keep what is there as the next version."""
        if not self.commits:
            self.git("init", "--quiet", "--initial-branch=main")
        self.commits += 1
        self.git("add", "--all")
        self.git("commit", "--quiet", "--allow-empty", "--message", "next")

    def git(self, *words: str) -> None:
        day = f"2026-05-{self.commits + 1:02}T12:00:00Z"
        who = {"NAME": "Tests", "EMAIL": "tests@verbopil.example", "DATE": day}
        names = {f"GIT_{role}_{key}": value for role in ("AUTHOR", "COMMITTER") for key, value in who.items()}
        environment = {**os.environ, **names, "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1"}
        subprocess.run(["git", *words], cwd=self.root, env=environment, check=True, capture_output=True)

    def to_do(self, code: str = "uk", docs: str = "docs") -> list[str]:
        """What a translator is told: “docs/uk/a.md:3 stale”."""
        report = trees.report(self.root / docs, "en")
        left = [piece for row in report.rows if row.language == code for piece in row.to_do()]
        return [f"{report.tree.short(piece.file)}:{piece.line} {piece.standing}" for piece in left]


ENGLISH = """# The bridge

The bridge is old and made of stone.

It costs 5 coins to cross it with a cart.

- Walk on the left side.
- Keep your dog on a leash.
"""
UKRAINIAN = """# Міст

Міст старий, він збудований із каменю.

Перехід із возом коштує 5 монет.

- Ідіть лівим боком.
- Тримайте собаку на повідку.
"""
POLISH = """# Most

Most jest stary i zbudowany z kamienia.

Przejście z wozem kosztuje 5 monet.

- Idź lewą stroną.
- Trzymaj psa na smyczy.
"""


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """A page in three languages, committed together."""
    made = Project(tmp_path)
    for code, text in (("en", ENGLISH), ("uk", UKRAINIAN), ("pl", POLISH)):
        made.write(f"docs/{code}/bridge.md", text)
    made.commit()
    return made


# ---------------------------------------------------------------------------------------------- structure


@pytest.mark.parametrize(
    ("folder", "languages", "missing"),
    [
        ("folders", "en uk", "uk/only-here.md"),
        ("suffixes", "en pl uk", "guide/tips.pl.md"),
        ("inside", "en uk", "uk/docs/plan.md"),
    ],
)
def test_each_structure_is_found_by_its_files_alone(folder: str, languages: str, missing: str):
    report = trees.report(OTHERS / folder, "en")
    assert " ".join(language.code for language in report.tree.languages) == languages
    absent = {report.tree.short(row.pieces[0].file) for row in report.rows if row.state == "missing"}
    assert missing in absent


def test_the_source_may_have_a_suffix_too_or_stand_above_the_others(tmp_path: Path):
    for name in ("a.en.md", "a.uk.md", "b.md"):
        (tmp_path / name).write_text("# x\n")
    assert {code: list(pages) for code, pages in trees.read(tmp_path, "en").pages.items()} == {
        "en": ["b.md", "a.md"], "uk": ["a.md"],
    }  # fmt: skip
    (tmp_path / "beside/zh-Hant").mkdir(parents=True)
    for name in ("a.md", "zh-Hant/a.md"):
        (tmp_path / "beside" / name).write_text("# x\n")
    tree = trees.read(tmp_path / "beside", "en")
    places = {code: tree.short(tree.file("a.md", code)) for code in tree.pages}
    assert places == {"zh-Hant": "zh-Hant/a.md", "en": "a.md"}


def test_a_folder_or_ending_that_is_called_like_a_language_is_none_without_the_same_pages(tmp_path: Path):
    for name in ("en/a.md", "uk/a.md", "is/notes.md", "en/api.io.md", "en/release.min.md", ".git/en/a.md"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("# x\n")
    assert [language.code for language in trees.read(tmp_path, "en").languages] == ["en", "uk"]


def test_a_folder_may_be_named_from_anywhere(project: Project, monkeypatch):
    (project.root / "elsewhere").mkdir()
    monkeypatch.chdir(project.root / "elsewhere")
    project.replace("docs/en/bridge.md", "5 coins", "7 coins")
    report = trees.report(Path("../docs"), "en")
    assert report.is_dated
    assert [row.language for row in report.rows if row.to_do()] == ["pl", "uk"]


def test_a_language_that_is_not_there_is_said(tmp_path: Path):
    (tmp_path / "uk").mkdir()
    (tmp_path / "uk/a.md").write_text("# x\n")
    with pytest.raises(GuidebookError, match="no page in “en” with a translation"):
        trees.read(tmp_path / "uk", "en")
    with pytest.raises(GuidebookError, match="there is no folder"):
        trees.read(tmp_path / "nowhere", "en")


def test_a_link_out_of_the_folder_is_not_followed(project: Project):
    (project.root / "secret.md").write_text("# secret\n")
    (project.root / "docs/uk/link.md").symlink_to(project.root / "secret.md")
    tree = trees.read(project.root / "docs", "en")
    assert [(tree.short(problem.file), problem.english()) for problem in tree.problems] == [
        ("uk/link.md", "this file is a link that leads elsewhere")
    ]


# ---------------------------------------------------------------------------------------------- Markdown


def _pairs(tree: Tree) -> Iterator[str]:
    """Line, kind and first words of each block and of the one that stands for it, as in the files *.pairs.txt."""
    for code in tree.pages:
        for name in sorted(tree.pages[code]) if code != "en" else ():
            yield f"# {name} {code}"
            documents = (tree.pages[language][name].document for language in ("en", code))
            for pair in aligning.align(*map(blocks.of, documents)):
                yield f"{_shown(pair.source)} | {_shown(pair.translation)}"
            yield ""


def _shown(block: blocks.Block | None) -> str:
    words = " ".join(block.flat.split()[:5]) if block else ""
    return f"{block.line:>3} {block.kind} {words}".rstrip() if block else "  –"


@pytest.mark.parametrize("folder", ["folders", "suffixes", "inside"])
def test_other_peoples_markdown_is_aligned_as_a_person_would(folder: str):
    wanted = (OTHERS / f"{folder}.pairs.txt").read_text("utf-8").rstrip("\n").split("\n")
    assert list(_pairs(trees.read(OTHERS / folder, "en")))[:-1] == wanted


@pytest.mark.parametrize("folder", ["folders", "suffixes"])
def test_line_ends_and_marks_of_windows_change_nothing(folder: str, tmp_path: Path):
    shutil.copytree(OTHERS / folder, tmp_path / folder)
    for file in (tmp_path / folder).rglob("*.md"):
        file.write_bytes(b"\xef\xbb\xbf" + file.read_bytes().replace(b"\n", b"\r\n"))
    assert list(_pairs(trees.read(tmp_path / folder, "en"))) == list(_pairs(trees.read(OTHERS / folder, "en")))


@pytest.mark.parametrize(
    ("text", "title", "description", "line"),
    [
        ("---\ntitle: A\ntags: [x, y]\nbase: &b {x: 1}\nmore: *b\n---\ntext", "A", None, 7),
        ("---\ntitle: 'It: A'\ntitle: B\n---\ntext", "It: A", None, 5),
        ('+++\ntitle = "A \\"b\\""\ndescription = "C"\n+++\ntext', 'A "b"', "C", 5),
        ("Title: A\nAuthor: B\n\ntext", "A", None, 3),
        ("Note: this is a paragraph.\n\ntext", None, None, 1),
        ("---\n\nA rule, and then a text.\n\n---\n\nMore.\n", None, None, 1),
        ("---\n# of the page\ntitle: A\n...\ntext", "A", None, 5),
        ("+++\nx = " + "[" * 5000 + "\n+++\ntext", None, None, 4),
    ],
)
def test_heads_of_every_kind_are_read(text: str, title: str | None, description: str | None, line: int):
    document = trees.read_page(text, Path("x.md"))
    assert (document.front_matter.get("title"), document.front_matter.get("description")) == (title, description)
    assert document.body_line == line


_SIGNS = "- |1. |# |> |```|~~~|!!! note|=== x|<div>|<!--|-->|$$|:::|///|[^1]:|: |{{|[[a:b]]|--8<--|---|+++|===|слово"
_PARTS = strategies.sampled_from([*_SIGNS.split("|"), "|", "|-|\n", "\n", "\n\n", "    ", "\t", "\r", "word"])


@limits(max_examples=300, deadline=None)
@given(strategies.lists(_PARTS | strategies.text(max_size=12), max_size=60).map("".join))
def test_whatever_is_written_is_cut_without_a_crash_and_every_word_stands_in_a_block(text: str):
    document = trees.read_page(text, Path("x.md"))
    found = [block for block in blocks.of(document) if block.kind not in (Kind.TITLE, Kind.DESCRIPTION)]
    lines = [number for block in found for number in range(block.line, block.last + 1)]
    assert lines == sorted(set(lines))
    assert all(pair.source for pair in aligning.align(blocks.of(document), blocks.of(document)))
    if "<!--" not in text and "///" not in text and ":::" not in text:  # comments and ends of boxes are in no block
        spoken = [n for n, line in enumerate(document.body.split("\n"), document.body_line) if "слово" in line]
        assert set(spoken) <= set(lines)


# ---------------------------------------------------------------------------------------------- history


def test_what_was_translated_together_is_up_to_date(project: Project):
    assert project.to_do() == project.to_do("pl") == []


def test_a_block_of_the_source_that_changed_later_is_stale_in_each_translation(project: Project):
    project.replace("docs/en/bridge.md", "5 coins", "7 coins")
    project.commit()
    assert project.to_do() == ["uk/bridge.md:5 stale"]
    assert project.to_do("pl") == ["pl/bridge.md:5 stale"]


def test_a_change_that_is_not_committed_counts_too(project: Project):
    project.replace("docs/en/bridge.md", "5 coins", "7 coins")
    assert project.to_do() == ["uk/bridge.md:5 stale"]
    project.replace("docs/uk/bridge.md", "5 монет", "7 монет")
    assert project.to_do() == []


def test_spaces_signs_links_and_heads_that_change_prove_nothing(project: Project):
    project.replace("docs/en/bridge.md", "5 coins", "7 coins")
    project.commit()
    touched = UKRAINIAN.replace("- ", "* ").replace("Перехід", "*Перехід*").replace("\n\n", "\n\n\n")
    project.write("docs/uk/bridge.md", f"---\ntags: [a]\n---\n{touched}")
    project.commit()
    assert project.to_do() == ["uk/bridge.md:10 stale"]


def test_the_same_words_of_the_source_in_another_form_are_no_change(project: Project):
    project.replace("docs/en/bridge.md", "The bridge is old", "The **bridge** is [old](age.md)")
    project.replace("docs/en/bridge.md", "- Walk", "* Walk")
    project.commit()
    assert project.to_do() == []


def test_a_mended_word_elsewhere_does_not_hide_what_is_stale(project: Project):
    project.replace("docs/en/bridge.md", "5 coins", "7 coins")
    project.replace("docs/en/bridge.md", "a leash", "a short leash")
    project.commit()
    project.replace("docs/uk/bridge.md", "збудований", "складений")
    project.commit()
    assert project.to_do() == ["uk/bridge.md:5 stale", "uk/bridge.md:8 stale"]


def test_who_followed_most_of_a_change_has_seen_the_rest(project: Project):
    project.replace("docs/en/bridge.md", "5 coins", "7 coins")
    project.replace("docs/en/bridge.md", "a leash", "a short leash")
    project.replace("docs/en/bridge.md", "Walk on", "Please walk on")
    project.commit()
    project.replace("docs/uk/bridge.md", "5 монет", "7 монет")
    assert project.to_do() == ["uk/bridge.md:7 stale", "uk/bridge.md:8 stale"]
    project.replace("docs/uk/bridge.md", "на повідку", "на короткому повідку")
    project.commit()
    assert project.to_do() == []


def test_a_commit_that_touches_most_languages_alike_is_trusted_only_where_it_touched(project: Project):
    codes = ("cs", "de", "fr", "sk")
    for code in codes:
        project.write(f"docs/{code}/bridge.md", UKRAINIAN)
    project.commit()
    project.replace("docs/en/bridge.md", "made of stone", "made of brick")
    project.commit()
    for code in ("en", "uk", "pl", *codes):  # somebody's program
        file = project.root / f"docs/{code}/bridge.md"
        file.write_text(file.read_text("utf-8").replace("5 ", "6 ").replace("- ", "- Verbopil: "), "utf-8")
    project.commit()
    assert project.to_do() == ["uk/bridge.md:3 stale"]


def test_what_the_source_no_longer_says_is_stale_where_it_still_stands(project: Project):
    project.replace("docs/en/bridge.md", "It costs 5 coins to cross it with a cart.\n\n", "")
    project.commit()
    assert project.to_do() == ["uk/bridge.md:5 stale"]


def test_files_that_moved_keep_their_past(project: Project):
    project.replace("docs/en/bridge.md", "5 coins", "7 coins")
    project.commit()
    for code in ("en", "uk", "pl"):
        (project.root / f"docs/{code}/parts").mkdir()
        (project.root / f"docs/{code}/bridge.md").rename(project.root / f"docs/{code}/parts/crossing.md")
    project.commit()
    assert project.to_do() == ["uk/parts/crossing.md:5 stale"]


def test_files_that_moved_into_another_structure_keep_their_past(project: Project):
    project.replace("docs/en/bridge.md", "5 coins", "7 coins")
    project.commit()
    for code, suffix in (("en", ""), ("uk", ".uk"), ("pl", ".pl")):
        (project.root / f"docs/{code}/bridge.md").rename(project.root / f"docs/bridge{suffix}.md")
    project.commit()
    assert project.to_do() == ["bridge.uk.md:5 stale"]


def test_what_is_missing_untouched_or_in_another_language_needs_no_history(tmp_path: Path):
    project = Project(tmp_path)
    project.write("docs/en/bridge.md", ENGLISH)
    line = "It costs 5 coins to cross it with a cart."
    here = UKRAINIAN.replace("Перехід із возом коштує 5 монет.", line).replace("- Тримайте собаку на повідку.\n", "")
    project.write("docs/uk/bridge.md", here.replace("Міст старий, він збудований із каменю.", POLISH.split("\n")[2]))
    assert project.to_do() == [
        "uk/bridge.md:3 wrong_language", "uk/bridge.md:5 untouched", "uk/bridge.md:7 missing",
    ]  # fmt: skip
    assert not trees.report(tmp_path / "docs", "en").is_dated


def test_git_is_asked_the_same_number_of_times_however_many_pages_there_are(project: Project, monkeypatch):
    def questions() -> int:
        started, run = [], subprocess.run
        with monkeypatch.context() as patch:
            patch.setattr("guidebook.processes.cores", lambda: 1)
            history.is_shallow.cache_clear()
            patch.setattr(subprocess, "run", lambda command, **more: started.append(command) or run(command, **more))
            trees.report(project.root / "docs", "en")
        return len(started)

    few = questions()
    for number in range(15):
        for code, text in (("en", ENGLISH), ("uk", UKRAINIAN)):
            project.write(f"docs/{code}/{number}.md", text)
    project.commit()
    assert questions() == few == 4


def test_settings_of_a_strangers_repository_start_nothing(project: Project):
    project.replace("docs/en/bridge.md", "5 coins", "7 coins")
    project.commit()
    trap = project.root / "trap.sh"
    trap.write_text("#!/bin/sh\ntouch \"$(dirname \"$0\")/sprung\"\ncat\n")
    trap.chmod(0o755)
    for name in ("core.fsmonitor", "core.pager", "pager.log", "gpg.program", "diff.external", "core.sshCommand",
                 "diff.trap.textconv", "diff.trap.command", "uploadpack.packObjectsHook"):  # fmt: skip
        project.git("config", name, str(trap))
    project.git("config", "log.showSignature", "true")
    project.git("config", "color.ui", "always")
    project.git("config", "diff.relative", "true")
    (project.root / ".gitattributes").write_text("*.md diff=trap\n")
    assert project.to_do() == ["uk/bridge.md:5 stale"]
    assert not (project.root / "sprung").exists()


# ---------------------------------------------------------------------------------------------- the command


def test_the_command_tells_of_others_as_of_our_own(project: Project):
    project.replace("docs/en/bridge.md", "5 coins", "7 coins")
    project.commit()
    command = ["--speak", "en", "status", "--docs", str(project.root / "docs"), "--source", "en"]
    told = CliRunner().invoke(main, command)
    assert told.exit_code == 0
    assert "uk/bridge.md:5: stale  Перехід із возом коштує 5 монет." in told.output
    found = json.loads(CliRunner().invoke(main, [*command, "--json"]).output)
    assert [(row["language"], row["state"], row["blocks"]["stale"]) for row in found] == [
        ("en", "translated", 0), ("pl", "stale", 1), ("uk", "stale", 1),
    ]  # fmt: skip


def test_the_command_says_that_it_lacks_the_history(tmp_path: Path):
    shutil.copytree(OTHERS / "suffixes", tmp_path / "docs")
    command = ["--speak", "en", "status", "--docs", str(tmp_path / "docs"), "--source", "en"]
    told = CliRunner().invoke(main, command).output
    assert "There is no git history here, so nobody knows what is out of date" in told
    alone = CliRunner().invoke(main, ["--speak", "en", "status", "--docs", str(tmp_path)])
    assert (alone.exit_code, "--docs and --source belong together" in alone.output) == (2, True)


# ---------------------------------------------------------------------------------------------- memory


def test_what_is_remembered_is_read_only_in_its_own_shape(tmp_path: Path, monkeypatch):
    monkeypatch.delenv("CI", raising=False)
    file = tmp_path / "status.json"
    kept = memory.Memory(file, lambda value: isinstance(value, list))
    kept.put("a", [1])
    kept.save()
    for spoiled in ("{", "[]", '{"a": "x"}', "[" * 100_000):
        file.write_text(spoiled)
        assert memory.Memory(file, lambda value: isinstance(value, list)).get("a") is None
    file.write_text('{"a": [1], "b": [2]}')
    again = memory.Memory(file, lambda value: isinstance(value, list))
    assert again.get("a") == [1]
    again.save()  # what nobody asked for any more is forgotten
    assert json.loads(file.read_text()) == {"a": [1]}


def test_where_a_pull_request_could_bring_a_memory_along_there_is_none(tmp_path: Path, monkeypatch):
    monkeypatch.setenv("CI", "1")
    file = tmp_path / "status.json"
    file.write_text('{"a": [1]}')
    kept = memory.Memory(file, lambda value: True)
    assert kept.get("a") is None
    kept.put("b", [1])
    kept.save()
    assert json.loads(file.read_text()) == {"a": [1]}
