"""The workflows: pinned, small in their rights, and nothing in them that a city or a language would have to change."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).parent.parent
WORKFLOWS = sorted((ROOT / ".github" / "workflows").glob("*.yml"))
each_workflow = pytest.mark.parametrize("workflow", WORKFLOWS, ids=lambda path: path.stem)


def read(workflow: Path) -> dict:
    """A workflow's content; YAML 1.1 takes its key `on` for the word yes."""
    content = yaml.safe_load(workflow.read_text(encoding="utf-8"))
    return {"on" if key is True else key: value for key, value in content.items()}


def steps(workflow: Path) -> Iterator[dict]:
    for job in read(workflow)["jobs"].values():
        yield from job["steps"]


def commands(workflow: Path) -> list[str]:
    return [step["run"].strip() for step in steps(workflow) if "run" in step]


def actions(workflow: Path) -> list[str]:
    return re.findall(r"uses: *(.*)", workflow.read_text(encoding="utf-8"))


def output_of(*command: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(command, cwd=ROOT, capture_output=True, encoding="utf-8", check=False)


def test_zizmor_finds_nothing_even_when_it_is_pedantic():
    zizmor = str(Path(sys.executable).parent / "zizmor")
    audit = output_of(zizmor, "--offline", "--persona", "pedantic", "--no-progress", ".github")
    assert audit.returncode == 0, audit.stdout + audit.stderr


@pytest.mark.parametrize(
    ("schema", "files"),
    [("vendor.github-workflows", WORKFLOWS), ("vendor.dependabot", [ROOT / ".github" / "dependabot.yml"])],
)
def test_the_files_follow_the_schema(schema, files):
    command = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", schema, *map(str, files)]
    check = output_of(*command)
    assert check.returncode == 0, check.stdout + check.stderr


@each_workflow
def test_each_action_is_pinned_by_its_commit_and_says_which_version_that_is(workflow):
    for action in actions(workflow):
        assert re.fullmatch(r"[\w-]+/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+", action), action


def test_an_action_has_the_same_commit_everywhere():
    pins = {action for workflow in WORKFLOWS for action in actions(workflow)}
    assert len(pins) == len({pin.split("@")[0] for pin in pins})


@each_workflow
def test_a_checkout_leaves_no_credentials_behind(workflow):
    for step in steps(workflow):
        if "actions/checkout@" in step.get("uses", ""):
            assert step["with"]["persist-credentials"] is False


@each_workflow
def test_a_job_has_only_the_rights_that_it_names(workflow):
    content = read(workflow)
    assert content["permissions"] == {}
    assert all("permissions" in job for job in content["jobs"].values())


@each_workflow
def test_a_workflow_that_others_can_start_cannot_write_and_knows_no_secret(workflow):
    content = read(workflow)
    assert not {"pull_request_target", "issue_comment", "issues"} & started_by(content)
    if "pull_request" in started_by(content):
        text = workflow.read_text(encoding="utf-8")
        assert re.findall(r"secrets|github\.token|GH_TOKEN|GITHUB_TOKEN|: *write", text) == []
        rights = {right for job in content["jobs"].values() for right in job["permissions"].items()}
        assert rights <= {("contents", "read")}


def started_by(content: dict) -> set[str]:
    return set(content["on"]) if isinstance(content["on"], dict) else {content["on"]}


def test_after_a_pull_request_only_its_comment_is_started_and_only_main_is_checked_out():
    after = [workflow for workflow in WORKFLOWS if "workflow_run" in started_by(read(workflow))]
    assert [workflow.name for workflow in after] == ["pull-request-comment.yml"]
    checkouts = [step for step in steps(after[0]) if "checkout@" in step.get("uses", "")]
    assert [set(step["with"]) for step in checkouts] == [{"persist-credentials"}]  # neither a ref nor a repository
    rights = [job["permissions"] for job in read(after[0])["jobs"].values()]
    assert [right for right in rights if "write" in right.values()] == [{"pull-requests": "write"}]


def test_a_job_that_may_write_runs_nothing_of_the_repository():
    for workflow in WORKFLOWS:
        for job in read(workflow)["jobs"].values():
            if "write" in job["permissions"].values():
                assert not any("checkout" in step.get("uses", "") for step in job["steps"])
                assert all(step["run"].startswith(("gh ", "jq ")) for step in job["steps"] if "run" in step)


@each_workflow
def test_a_command_puts_no_words_of_others_into_the_shell(workflow):
    assert not any("${{" in command for command in commands(workflow))


@each_workflow
def test_a_workflow_only_calls_targets_of_the_makefile_gh_and_what_looks_at_its_words(workflow):
    targets = re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)
    for command in commands(workflow):
        called = re.fullmatch(r"make (?:--silent )?([a-z-]+)", command)
        is_plain = re.match(r"gh (release|api) |jq |\[\[ ", command) and not re.search(r"[;&`]|\$\(", unquoted(command))
        assert is_plain or is_branching(command) or (called and called.group(1) in targets), command


def is_branching(command: str) -> bool:
    """What puts a new book on a branch: git alone, line by line; test_starter.py tries it."""
    programs = {line.split()[0] for line in command.split("\n") if not line.startswith(" ")}
    return command.startswith("gh repo clone ") and programs <= {"gh", "git", "cd", "cp", "test", "echo"}


def unquoted(command: str) -> str:
    """A command without what stands between quotes, and without the && of [[ ]]."""
    return re.sub(r"'[^']*'|\"[^\"]*\"", "", command).replace(" && ", " ")


# ------------------------------------------------------------------------------- the words of these commands, tried


def step(workflow: str, name: str) -> str:
    """The command of a step."""
    found = steps(ROOT / ".github" / "workflows" / workflow)
    return next(one["run"] for one in found if one.get("name") == name)


@pytest.mark.parametrize(
    ("number", "files", "is_fine"),
    [
        ("7", "uk/03-market.md", True),
        ("1234567", "docs/uk/03-market.md visual-notes/03-market/text.uk.yml", True),
        ("0", "uk/03-market.md", False),
        ("7; id", "uk/03-market.md", False),
        ("7\n8", "uk/03-market.md", False),
        ("7", "$(id)", False),
        ("7", "uk/*.md", False),
        ("7", "--to x", False),
        ("7", "uk/a.md --config", False),
        ("7", "/etc/passwd", False),
        ("7", "uk/a.md\nuk/b.md", False),
        ("7", "", False),
    ],
)
def test_what_a_maintainer_types_is_looked_at_first(number, files, is_fine):
    words = {**os.environ, "NUMBER": number, "FILES": files}
    command = ["bash", "-c", step("accept.yml", "Look at what was typed")]
    assert (subprocess.run(command, env=words, check=False).returncode == 0) is is_fine


def through_jq(command: str, answer: object, **words: str) -> list[str]:
    """What a `gh api … --jq '…'` prints when GitHub answers so."""
    program = re.search(r"--jq '(.*?)'", command, re.DOTALL).group(1)
    run = ["jq", "--raw-output", program]
    given, words = json.dumps(answer), {**os.environ, **words}
    said = subprocess.run(run, input=given, env=words, capture_output=True, encoding="utf-8", check=True)
    return said.stdout.splitlines()


needs_jq = pytest.mark.skipif(not shutil.which("jq"), reason="jq is not here; GitHub has its own")


def pull(number: int = 7, sha: str = "a" * 40, repository: str = "someone/guide", branch: str = "uk") -> dict:
    base = {"repo": {"default_branch": "main"}}
    head = {"sha": sha, "ref": branch, "repo": {"full_name": repository}}
    return {"number": number, "state": "open", "head": head, "base": base}


@needs_jq
def test_a_comment_goes_to_the_pull_request_of_that_very_commit_and_repository():
    command = step("pull-request-comment.yml", "Find the pull request by the commit that was looked at")
    words = {"HEAD_SHA": "a" * 40, "HEAD_REPO": "someone/guide"}
    gone = {**pull(3), "head": {"sha": "", "repo": None}}
    others = [pull(1, sha="b" * 40), pull(2, repository="another/guide"), gone]
    assert through_jq(command, [*others, pull(7)], **words) == ["number=7"]
    assert through_jq(command, others, **words) == []


@needs_jq
def test_the_list_of_files_stays_a_list_whatever_they_are_called():
    command = step("pull-request-comment.yml", "List the files that it touches")
    odd = "docs/a\n\"scripts/x\"$(id)"
    lines = through_jq(command, [{"filename": odd}, {"filename": "docs/b.md", "previous_filename": "scripts/b.py"}])
    assert [json.loads(line) for line in lines] == [odd, "docs/b.md", "scripts/b.py"]


@needs_jq
def test_what_was_suggested_before_is_found_in_the_comments_of_these_workflows():
    command = step("pull-request-comment.yml", "List the lines that were suggested before")
    body = "words\n\n```suggestion\ntranslated_from: 0123456789ab\n---\n```"
    own, other = {"login": "github-actions[bot]"}, {"login": "somebody"}
    answer = [{"path": f"docs/{n}.md", "body": body, "user": user} for n, user in ((1, own), (2, other))]
    assert through_jq(command, answer) == ['"docs/1.md 0123456789ab"']


@needs_jq
def test_numbers_that_are_not_few_are_not_fetched():
    command = step("pull-request-comment.yml", "Find its numbers, if they are few")
    answer = {"artifacts": [{"id": 1, "size_in_bytes": 65536}, {"id": 2, "size_in_bytes": 900}]}
    assert through_jq(command, answer) == ["id=2"]


@needs_jq
def test_only_the_comment_of_these_workflows_is_brought_up_to_date():
    command = step("pull-request-comment.yml", "Find the comment that is there already")
    mark = "<!-- guidebook-report -->"
    answer = [
        {"id": 1, "user": {"login": "somebody"}, "body": mark},
        {"id": 2, "user": {"login": "github-actions[bot]"}, "body": "another"},
        {"id": 3, "user": {"login": "github-actions[bot]"}, "body": f"{mark}\n\nwords"},
    ]
    assert through_jq(command, answer) == ["id=3"]


@needs_jq
def test_an_accepted_translation_goes_to_its_branch_and_that_of_a_fork_to_a_new_one():
    command = step("accept.yml", "Find the pull request")
    words = {"GH_REPO": "owner/guide", "GITHUB_RUN_ID": "99"}
    head = f"head={'a' * 40}"
    assert through_jq(command, pull(), **words) == [head, "is_fork=true", "branch=accept-7-99"]
    own = pull(repository="owner/guide")
    assert through_jq(command, own, **words) == [head, "is_fork=false", "branch=uk"]
    assert through_jq(command, {**own, "state": "closed"}, **words) == []
    assert through_jq(command, pull(repository="owner/guide", branch="main"), **words) == []


@needs_jq
def test_the_commit_holds_the_accepted_files_on_the_commit_they_were_read_from(tmp_path):
    (tmp_path / "accepted.json").write_text('{"additions": [{"path": "docs/uk/a.md", "contents": "eA=="}]}')
    words = {**os.environ, "GH_REPO": "owner/guide", "BRANCH": 'uk"; id', "HEAD": "a" * 40}
    command = ["bash", "-c", step("accept.yml", "Word the commit")]
    subprocess.run(command, env=words, cwd=tmp_path, check=True)
    asked = json.loads((tmp_path / "request.json").read_text())["variables"]["input"]
    assert asked["branch"] == {"repositoryNameWithOwner": "owner/guide", "branchName": 'uk"; id'}
    assert asked["expectedHeadOid"] == "a" * 40
    assert asked["fileChanges"] == {"additions": [{"path": "docs/uk/a.md", "contents": "eA=="}]}


# --------------------------------------------------------------------------------------------------- all of them


@each_workflow
def test_each_job_ends_by_itself_and_each_workflow_waits_for_its_turn(workflow):
    content = read(workflow)
    assert content["concurrency"]["group"]
    assert all(job["timeout-minutes"] <= 120 for job in content["jobs"].values())


@each_workflow
def test_a_workflow_lists_no_language(workflow):
    languages = [folder.name for folder in (ROOT / "docs").iterdir() if any(folder.glob("*.md"))]
    text = workflow.read_text(encoding="utf-8")
    assert [code for code in languages if re.search(rf"(?<![\w-]){code}(?![\w-])", text)] == []


def test_our_own_ci_runs_make_test_and_stops_at_the_first_fault():
    script = (ROOT / ".ci" / "run").read_text(encoding="utf-8")
    assert "set -euo pipefail" in script
    assert re.search(r"^make test$", script, re.MULTILINE)
    assert (ROOT / ".ci" / "run").stat().st_mode & 0o111


@pytest.mark.parametrize(
    ("issues", "said"),
    [
        ([], []),
        ([{"number": 9, "state": "open"}, {"number": 4, "state": "closed"}], ["number=9", "state=open"]),
        ([{"number": 8, "state": "open", "pull_request": {}}], []),
    ],
)
def test_there_is_one_issue_about_links_and_it_is_the_newest_of_its_label(issues, said):
    assert through_jq(step("links.yml", "Find the issue that is there already"), issues) == said


def test_links_are_asked_once_a_week_and_never_for_a_pull_request():
    assert started_by(read(ROOT / ".github" / "workflows" / "links.yml")) == {"schedule", "workflow_dispatch"}
