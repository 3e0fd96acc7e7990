"""Work on all cores: what is sent to processes, how many begin at once, and how they end."""

from __future__ import annotations

import os
import subprocess
import sys
from functools import partial
from pathlib import Path

import pytest

from guidebook import processes


class Unsendable:
    """Something as large as a book that must not be sent from one process to another."""

    factor = 3

    def __reduce__(self) -> str:
        raise AssertionError("it was sent")


def _times(thing: Unsendable, number: int) -> int:
    return thing.factor * number


def _process(folder: Path, number: int) -> int:
    (folder / str(number)).touch()
    return os.getpid()


def _refuse(number: int) -> int:
    if number == 1:
        raise LookupError(f"number {number}")
    return number


@pytest.mark.parametrize("jobs", [1, 2])
def test_what_a_function_is_bound_to_is_there_without_being_sent(jobs: int):
    found = dict(processes.each(partial(_times, Unsendable()), [(1,), (2,), (5,)], jobs))
    assert found == {(1,): 3, (2,): 6, (5,): 15}


def test_several_tasks_run_in_other_processes_and_one_in_this(tmp_path):
    assert os.getpid() not in {pid for _, pid in processes.each(partial(_process, tmp_path), [(1,), (2,)], 2)}
    assert [pid for _, pid in processes.each(partial(_process, tmp_path), [(3,)], 2)] == [os.getpid()]
    processes.run_all(partial(_process, tmp_path), [(4,), (5,)], 2)
    assert sorted(file.name for file in tmp_path.iterdir()) == ["1", "2", "3", "4", "5"]


@pytest.mark.parametrize("jobs", [1, 2])
def test_an_error_in_a_process_is_raised_here_and_nothing_of_the_work_is_remembered(jobs: int):
    with pytest.raises(LookupError, match="number 1"):
        processes.run_all(_refuse, [(0,), (1,), (2,)], jobs)
    assert processes._functions == {}


WORK = """
import sys, time
from guidebook import processes
from guidebook.cli.talk import interruptible

def work(number):
    if number:
        time.sleep(0.5)
        sys.exit(f"number {number}")

with interruptible():
    processes.run_all(work, [(0,), (1,), (0,)], 2)
"""


def test_a_process_that_waits_for_work_says_nothing_when_another_one_fails():
    run = subprocess.run([sys.executable, "-c", WORK], capture_output=True, text=True, timeout=60, check=False)
    assert (run.returncode, run.stderr) == (1, "number 1\n")


@pytest.mark.parametrize(
    ("tasks", "jobs", "at_once"),
    [(3, 2, 3), (5, 2, 3), (12, 2, 2), (7, 4, 7), (3, 8, 3), (3, 1, 1), (1, 2, 1), (0, 2, 0)],
)
def test_no_task_is_left_for_a_turn_of_its_own(tasks: int, jobs: int, at_once: int):
    assert processes.at_once(tasks, jobs) == at_once
