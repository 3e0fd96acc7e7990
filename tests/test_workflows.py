"""The workflows: pinned, small in their rights, and nothing in them that a city or a language would have to change."""

from __future__ import annotations

import re
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
    assert all(job["permissions"] for job in content["jobs"].values())


@each_workflow
def test_a_workflow_that_others_can_start_cannot_write_and_knows_no_secret(workflow):
    content = read(workflow)
    started_by = content["on"] if isinstance(content["on"], dict) else {content["on"]: None}
    assert not {"pull_request_target", "workflow_run", "issue_comment", "issues"} & set(started_by)
    if "pull_request" in started_by:
        text = workflow.read_text(encoding="utf-8")
        assert re.findall(r"secrets|github\.token|GH_TOKEN|GITHUB_TOKEN|: *write", text) == []
        assert {right for job in content["jobs"].values() for right in job["permissions"].items()} == {
            ("contents", "read")
        }


def test_a_job_that_may_write_runs_nothing_of_the_repository():
    for workflow in WORKFLOWS:
        for job in read(workflow)["jobs"].values():
            if "write" in job["permissions"].values():
                assert not any("checkout" in step.get("uses", "") for step in job["steps"])
                assert all(step["run"].startswith("gh ") for step in job["steps"] if "run" in step)


@each_workflow
def test_a_command_puts_no_words_of_others_into_the_shell(workflow):
    assert not any("${{" in command for command in commands(workflow))


@each_workflow
def test_a_workflow_only_calls_targets_of_the_makefile_and_gh(workflow):
    targets = re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)
    for command in commands(workflow):
        called = re.fullmatch(r'make (?:--silent )?([a-z-]+)(?: >> "\$GITHUB_STEP_SUMMARY")?', command)
        assert command.startswith("gh release ") or (called and called.group(1) in targets), command


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
