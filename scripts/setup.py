#!/usr/bin/env python3
"""Sets a clone up, once; the Makefile calls it. Standard library only, because nothing else is there yet.

scripts/setup.py build    what Debian must bring, .venv, requirements.txt, the `guidebook` command
scripts/setup.py test     the same with requirements-dev.txt, tools that read PDFs, and a browser
scripts/setup.py lock     writes requirements*.txt anew from pyproject.toml
"""

from __future__ import annotations

import ctypes
import importlib.util
import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
OLDEST_PYTHON = (3, 11)

# Relative paths on purpose: a clone may be moved or renamed afterwards, and may have any letters in its path.
COMMAND = """\
#!/bin/sh
'''exec' "$(dirname -- "$(readlink -f -- "$0")")/python" "$0" "$@"
' '''
import sys

from guidebook.cli import main

sys.exit(main())
"""

UBUNTU = """
  Ubuntu has Chromium only as a snap: there, install Google Chrome or the snap yourself, then start again.
"""


class CannotSetUp(Exception):
    """What is missing; the hint says what to do about it."""

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.hint = hint


@dataclass(frozen=True)
class SystemPackage:
    """A Debian package, and how to see that what it brings is there already, from wherever it came."""

    name: str
    is_present: Callable[[], bool]


def library(name: str, file: str) -> SystemPackage:
    """A shared library; asked for by loading it, as WeasyPrint will."""

    def loads() -> bool:
        try:
            ctypes.CDLL(file)
        except OSError:
            return False
        return True

    return SystemPackage(name, loads)


def program(name: str, *commands: str) -> SystemPackage:
    """A program; any of these commands will do."""
    return SystemPackage(name, lambda: any(shutil.which(command) for command in commands))


# Debian takes ensurepip out of Python and puts it into this package.
VENV_PACKAGE = SystemPackage("python3-venv", lambda: importlib.util.find_spec("ensurepip") is not None)
TO_BUILD = (
    VENV_PACKAGE,
    library("libpango-1.0-0", "libpango-1.0.so.0"),
    library("libpangoft2-1.0-0", "libpangoft2-1.0.so.0"),
    library("libharfbuzz-subset0", "libharfbuzz-subset.so.0"),
)
TO_TEST = (
    *TO_BUILD,
    program("poppler-utils", "pdftotext"),
    program("qpdf", "qpdf"),
    program("ghostscript", "gs"),  # the CMYK edition; the build does without it and says so
    library("libatomic1", "libatomic.so.1"),  # for Playwright's own Node, which speaks to the browser
    program("chromium", "chromium", "chromium-browser", "google-chrome", "google-chrome-stable"),
)


def say(line: str) -> None:
    """A line about progress: to stderr, because stdout may become the summary of a pull request."""
    print(line, file=sys.stderr, flush=True)


def require_python() -> None:
    if sys.version_info < OLDEST_PYTHON:
        have, need = (".".join(map(str, version[:2])) for version in (sys.version_info, OLDEST_PYTHON))
        raise CannotSetUp(
            f"this is Python {have}, but Python {need} or newer is needed",
            "install it, then say which one to take: make build PYTHON=python3.12",
        )


# ── What Debian must bring ─────────────────────────────────────────────────────────────────────────────────────


def install_commands(names: list[str]) -> list[list[str]]:
    """The commands that install these packages, without whatever gives the right to do it."""
    install = ["apt-get", "install", "--yes", "--no-install-recommends", *names]
    return [["apt-get", "update"], install]


def way_to_become_root() -> list[str] | None:
    """What to put before a command: nothing for root, sudo if it asks for no password, else None."""
    if os.geteuid() == 0:
        return []
    without_password = ["sudo", "-n"]
    if shutil.which("sudo") and answers([*without_password, "true"]) is not None:
        return without_password
    return None


def bring_from_debian(packages: tuple[SystemPackage, ...]) -> None:
    """Installs what is missing, or stops with the very command to type."""
    names = [package.name for package in packages if not package.is_present()]
    if not names:
        return
    missing = f"missing from this machine: {' '.join(names)}"
    if shutil.which("apt-get") is None:
        raise CannotSetUp(missing, "these are names of Debian packages; install the same with your own package manager")
    typed = " && ".join(" ".join(["sudo", *command]) for command in install_commands(names))
    prefix = way_to_become_root()
    if prefix is None:
        raise CannotSetUp(missing, f"type this, then start again:\n\n    {typed}\n")
    say(f"Installing Debian packages: {' '.join(names)} …")
    hint = f"{missing}; type this to see more:\n\n    {typed}\n" + (UBUNTU if "chromium" in names else "")
    for command in install_commands(names):
        silent = [*prefix, "env", "DEBIAN_FRONTEND=noninteractive", *command]
        run(silent, f"“{' '.join(command)}” did not work", hint)


def answers(command: list[str]) -> str | None:
    """What a command says, None if it fails."""
    done = subprocess.run(command, capture_output=True, encoding="utf-8", errors="replace", check=False)
    return done.stdout if done.returncode == 0 else None


def run(
    command: list[str], fault: str, hint: str, given: str | None = None, settings: Mapping[str, str] | None = None
) -> None:
    """Runs a command in silence; only if it fails is its output shown, the end of it, which says why."""
    done = subprocess.run(
        command,
        check=False,
        cwd=ROOT,
        env={**os.environ, **(settings or {})},
        input=given,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        errors="replace",
    )
    if done.returncode != 0:
        last_lines = "\n".join(f"    {line}" for line in done.stdout.splitlines()[-15:])
        raise CannotSetUp(f"{fault}; the last words were:\n{last_lines}", hint)


# ── Python's own packages ──────────────────────────────────────────────────────────────────────────────────────


def python_of(venv: Path) -> Path:
    return venv / "bin" / "python"


def is_usable(venv: Path) -> bool:
    """There, with pip, and made by a Python like this one; an upgrade of Debian may have replaced it."""
    if not python_of(venv).exists():
        return False
    version = answers([str(python_of(venv)), "-c", "import sys, pip; print(*sys.version_info[:2])"])
    return version is not None and version.split() == [str(part) for part in sys.version_info[:2]]


def make_venv(venv: Path) -> None:
    if is_usable(venv):
        return
    say(f"Making {venv.relative_to(ROOT)} with Python {'.'.join(map(str, sys.version_info[:3]))} …")
    run([sys.executable, "-m", "venv", "--clear", str(venv)], f"{venv.name} could not be made", "is the disk full?")


def names_in(lock: Path) -> list[str]:
    """The packages that a lock names."""
    return re.findall(r"^([a-z0-9][a-z0-9._-]*)==", lock.read_text(encoding="utf-8"), re.MULTILINE)


def install(venv: Path, lock: Path) -> None:
    """Installs exactly what the lock names, as wheels: nothing is compiled, nothing unlocked is fetched on the way."""
    names = names_in(lock)
    if not names:
        return
    count = "1 Python package" if len(names) == 1 else f"{len(names)} Python packages, each"
    say(f"Installing {count} checked against its hash in {lock.name} …")
    start = time.monotonic()
    options = ["--quiet", "--disable-pip-version-check", "--no-input", "--require-hashes", "--only-binary", ":all:"]
    run(
        [str(python_of(venv)), "-m", "pip", "install", *options, "--requirement", lock.name],
        "the Python packages could not be installed",
        "is the network there? If a hash differs, somebody changed a package: do not go on, tell the maintainers",
        settings={"PIP_USER": "0"},
    )
    say(f"Installed in {time.monotonic() - start:.0f} s.")


def make_command(venv: Path) -> None:
    """Makes `guidebook` start from the files of this clone, without building a package of them."""
    site_packages = venv / "lib" / "python{}.{}".format(*sys.version_info[:2]) / "site-packages"
    scripts = os.path.relpath(ROOT / "scripts", site_packages)
    (site_packages / "guidebook.pth").write_text(f"{scripts}\n", encoding="utf-8")
    command = venv / "bin" / "guidebook"
    command.write_text(COMMAND, encoding="utf-8")
    command.chmod(0o755)


def set_up(packages: tuple[SystemPackage, ...], lock: str) -> None:
    bring_from_debian(packages)
    make_venv(ROOT / ".venv")
    install(ROOT / ".venv", ROOT / lock)
    make_command(ROOT / ".venv")


# ── Locks ──────────────────────────────────────────────────────────────────────────────────────────────────────


def renew_locks() -> None:
    """Resolves the newest versions that pyproject.toml allows, one for all supported versions of Python."""
    import tomllib  # here, because an older Python must get as far as the message about its age

    bring_from_debian((VENV_PACKAGE,))
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    tools = ROOT / "build" / ".cache" / "lock"
    make_venv(tools)
    install(tools, ROOT / "requirements-lock.txt")

    def write(lock: str, source: str, *more: str, given: str | None = None) -> None:
        say(f"Resolving {lock} …")
        command = compile_command(tools, project["requires-python"].removeprefix(">="), lock, source)
        run([*command, *more], f"{lock} could not be made", "is the network there?", given=given)

    write("requirements-lock.txt", "-", given="\n".join(project["optional-dependencies"]["lock"]))
    write("requirements.txt", "pyproject.toml")
    write("requirements-dev.txt", "pyproject.toml", "--extra", "dev", "--constraint", "requirements.txt")


def compile_command(tools: Path, oldest_python: str, lock: str, source: str) -> list[str]:
    """uv, asked for one version of each package and the hashes of all its files, and for no trace of this machine."""
    ask = ["--universal", "--fork-strategy", "fewest", "--python-version", oldest_python, "--upgrade"]
    keep_out = ["--no-emit-index-url", "--no-emit-find-links", "--custom-compile-command", "make lock"]
    uv = str(tools / "bin" / "uv")
    return [uv, "pip", "compile", "--quiet", *ask, "--generate-hashes", *keep_out, "--output-file", lock, source]


JOBS = {
    "build": lambda: set_up(TO_BUILD, "requirements.txt"),
    "test": lambda: set_up(TO_TEST, "requirements-dev.txt"),
    "lock": renew_locks,
}


def main(arguments: list[str]) -> int:
    if len(arguments) != 1 or arguments[0] not in JOBS:
        say(__doc__ or "")
        return 2
    try:
        require_python()
        JOBS[arguments[0]]()
    except CannotSetUp as fault:
        say(f"Cannot set up: {fault}" + (f"\n  hint: {fault.hint}" if fault.hint else ""))
        return 2
    except KeyboardInterrupt:
        return 130
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
