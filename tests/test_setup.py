"""A fresh clone: what the locks hold, what `make` sets up, and what people read when something is missing."""

from __future__ import annotations

import importlib.util
import os
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path
from types import ModuleType

import pytest
from packaging.requirements import Requirement

ROOT = Path(__file__).parent.parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
LOCKS = ("requirements.txt", "requirements-dev.txt", "requirements-lock.txt")


@pytest.fixture
def setup() -> ModuleType:
    """scripts/setup.py, fresh for each test."""
    spec = importlib.util.spec_from_file_location("guidebook_setup", ROOT / "scripts" / "setup.py")
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


def locked(lock: str) -> dict[str, list[str]]:
    """The lines of each package of a lock, by its name."""
    text = (ROOT / lock).read_text(encoding="utf-8")
    entries = re.findall(r"^[a-z0-9].*(?:\n[ ].*)*", text, re.MULTILINE)
    return {re.split(r"[ =\[]", entry)[0]: entry.splitlines() for entry in entries}


# ── Locks ──────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("lock", LOCKS)
def test_each_locked_package_has_an_exact_version_and_hashes(lock):
    for name, lines in locked(lock).items():
        assert re.match(rf"{re.escape(name)}==[\w.+]+", lines[0]), lines[0]
        assert any("--hash=sha256:" in line for line in lines), name


@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_names_no_address_and_no_folder_of_a_machine(lock):
    text = (ROOT / lock).read_text(encoding="utf-8")
    assert re.findall(r"://|--[a-z-]*index|--find-links|--trusted-host|(?:^|[\s=@])/\w", text) == []


@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_has_one_version_of_each_package_for_all_versions_of_python(lock):
    names = re.findall(r"^([a-z0-9._-]+)==", (ROOT / lock).read_text(encoding="utf-8"), re.MULTILINE)
    assert sorted(names) == sorted(set(names))


@pytest.mark.parametrize(
    ("lock", "wanted"),
    [
        ("requirements.txt", PROJECT["dependencies"]),
        ("requirements-dev.txt", PROJECT["dependencies"] + PROJECT["optional-dependencies"]["dev"]),
        ("requirements-lock.txt", PROJECT["optional-dependencies"]["lock"]),
    ],
)
def test_a_lock_satisfies_what_pyproject_asks_for(lock, wanted):
    entries = locked(lock)
    for requirement in map(Requirement, wanted):
        name = requirement.name.lower()
        assert name in entries, f"{name} is not in {lock}; run: make lock"
        version = re.search(r"==([\w.+]+)", entries[name][0]).group(1)
        assert requirement.specifier.contains(version), f"{name}: {lock} has {version}; run: make lock"


def test_building_and_testing_use_the_same_versions():
    to_build, to_test = locked("requirements.txt"), locked("requirements-dev.txt")
    assert {name: lines[0] for name, lines in to_build.items()}.items() <= {
        name: lines[0] for name, lines in to_test.items()
    }.items()


# ── What Debian must bring ─────────────────────────────────────────────────────────────────────────────────────


def missing(setup: ModuleType, *names: str) -> tuple:
    return tuple(setup.SystemPackage(name, lambda: False) for name in names)


def test_without_the_right_to_install_the_exact_command_is_told(setup, monkeypatch):
    monkeypatch.setattr(setup.shutil, "which", lambda name: f"/usr/bin/{name}")
    monkeypatch.setattr(setup, "way_to_become_root", lambda: None)
    with pytest.raises(setup.CannotSetUp) as told:
        setup.bring_from_debian(missing(setup, "python3-venv", "libpango-1.0-0"))
    assert str(told.value) == "missing from this machine: python3-venv libpango-1.0-0"
    assert (
        "sudo apt-get update && sudo apt-get install --yes --no-install-recommends python3-venv libpango-1.0-0"
        in told.value.hint
    )


def test_where_there_is_no_apt_the_names_are_told(setup, monkeypatch):
    monkeypatch.setattr(setup.shutil, "which", lambda name: None)
    with pytest.raises(setup.CannotSetUp, match="missing from this machine: qpdf") as told:
        setup.bring_from_debian(missing(setup, "qpdf"))
    assert "your own package manager" in told.value.hint


def test_nothing_is_installed_when_nothing_is_missing(setup, monkeypatch):
    monkeypatch.setattr(setup, "run", lambda *args: pytest.fail("something was installed"))
    setup.bring_from_debian((setup.SystemPackage("qpdf", lambda: True),))


def test_root_needs_no_sudo(setup, monkeypatch):
    monkeypatch.setattr(setup.os, "geteuid", lambda: 0)
    assert setup.way_to_become_root() == []


@pytest.mark.parametrize(("answer", "way"), [("", ["sudo", "-n"]), (None, None)])
def test_sudo_is_used_only_if_it_asks_for_no_password(setup, monkeypatch, answer, way):
    monkeypatch.setattr(setup.os, "geteuid", lambda: 1000)
    monkeypatch.setattr(setup.shutil, "which", lambda name: f"/usr/bin/{name}")
    monkeypatch.setattr(setup, "answers", lambda command: answer)
    assert setup.way_to_become_root() == way


def test_chrome_does_as_well_as_chromium(setup, monkeypatch):
    browser = next(package for package in setup.TO_TEST if package.name == "chromium")
    monkeypatch.setattr(setup.shutil, "which", lambda name: "/opt/chrome" if name == "google-chrome" else None)
    assert browser.is_present()


def test_an_old_python_is_told_in_one_sentence(setup, monkeypatch, capsys):
    monkeypatch.setattr(setup.sys, "version_info", (3, 9, 2))
    assert setup.main(["build"]) == 2
    assert capsys.readouterr().err == (
        "Cannot set up: this is Python 3.9, but Python 3.11 or newer is needed\n"
        "  hint: install it, then say which one to take: make build PYTHON=python3.12\n"
    )


def test_a_command_that_fails_shows_its_last_words(setup):
    with pytest.raises(setup.CannotSetUp, match="it did not work; the last words were:\n    no room left"):
        setup.run([sys.executable, "-c", "print('no room left'); raise SystemExit(1)"], "it did not work", "")


# ── make ───────────────────────────────────────────────────────────────────────────────────────────────────────


def make(folder: Path, *words: str, **settings: str) -> subprocess.CompletedProcess[str]:
    """What `make` says in this folder, in a plain environment."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("MAKE", "LANG", "LC_"))}
    return subprocess.run(
        ["make", *words],
        cwd=folder,
        env=environment | settings,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )


@pytest.fixture(scope="module")
def clone(tmp_path_factory) -> Path:
    """A clone in an awkward folder, with a `guidebook` that only says what it was asked, and nothing locked."""
    folder = tmp_path_factory.mktemp("clones") / "мій путівник" / "a b"
    (folder / "scripts" / "guidebook").mkdir(parents=True)
    for name in ("Makefile", "scripts/setup.py"):
        shutil.copy(ROOT / name, folder / name)
    (folder / "requirements.txt").touch()
    cli = "import sys\n\n\ndef main():\n    print('guidebook', *sys.argv[1:])\n"
    (folder / "scripts" / "guidebook" / "cli.py").write_text(cli, encoding="utf-8")
    first = make(folder, "build", PYTHON=sys.executable)
    assert (first.stdout, first.returncode) == ("guidebook build\n", 0), first.stderr
    return folder


def test_the_second_make_build_sets_nothing_up(clone):
    second = make(clone, "build", PYTHON=sys.executable)
    assert (second.stdout, second.stderr) == ("guidebook build\n", "")


def test_a_newer_lock_is_set_up_again(clone):
    (clone / "requirements.txt").touch()
    asked = make(clone, "--question", "build", PYTHON=sys.executable)
    planned = make(clone, "--dry-run", "build", PYTHON=sys.executable)
    assert asked.returncode == 1
    assert "scripts/setup.py build" in planned.stdout


def test_the_command_follows_a_clone_that_is_moved(clone, tmp_path):
    moved = tmp_path / "їде геть"
    shutil.copytree(clone, moved, symlinks=True)
    (moved / "scripts" / "guidebook" / "cli.py").write_text("def main():\n    print('moved')\n", encoding="utf-8")
    said = subprocess.run([moved / ".venv" / "bin" / "guidebook"], capture_output=True, text=True, check=False)
    assert (said.stdout, said.stderr) == ("moved\n", "")


def test_make_alone_lists_every_target_with_a_line():
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    phony = re.search(r"^\.PHONY: (.*)", makefile, re.MULTILINE).group(1).split()
    listed = [line.split() for line in make(ROOT).stdout.splitlines()]
    assert sorted(line[1] for line in listed) == sorted(phony)
    assert all(len(line) > 2 for line in listed)
