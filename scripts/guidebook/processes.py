"""Work on all cores, which ends at once when it is interrupted and cleans up after itself."""

from __future__ import annotations

import itertools
import multiprocessing
import os
import signal
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from contextlib import contextmanager


def cores() -> int:
    """How many processes may run at once."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def at_once(tasks: int, jobs: int) -> int:
    """How many of so many equally long tasks to begin together, so that none is left for a turn of its own.

    On two cores three languages at once take one and a half turns; two, and then one, take two.
    """
    return -(-tasks // max(1, tasks // jobs)) if jobs > 1 else 1


_functions: dict[int, Callable] = {}  # processes are forked: what stands here need not be sent to them
_numbers = itertools.count()


def each(function: Callable, tasks: Sequence[tuple], jobs: int) -> Iterator[tuple[tuple, object]]:
    """Call the function with each task's values; yields task and result as they are done.

    Processes are forked: what has been imported and read is there, and all that the function is bound to; only tasks
    and results are sent. Without fork, or for one task, one after the other.
    """
    jobs = min(jobs, len(tasks))
    if jobs <= 1 or not hasattr(os, "fork"):
        for task in tasks:
            yield task, function(*task)
        return
    number = next(_numbers)
    _functions[number] = function
    with ProcessPoolExecutor(jobs, multiprocessing.get_context("fork"), _leave_quietly) as pool:
        running = {pool.submit(_call, number, task): task for task in tasks}
        try:
            for done in as_completed(running):
                yield running[done], done.result()
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            children = multiprocessing.active_children()
            for child in children:
                child.terminate()  # each removes its half-made folder
            for child in children:
                child.join()
            raise
        finally:
            del _functions[number]


def _leave_quietly() -> None:
    """A process that is told to end cleans up; of one that waits for work, Python would print where it stood."""
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, _leave)


def _leave(*_: object) -> None:
    raise SystemExit


def run_all(function: Callable, tasks: Sequence[tuple], jobs: int) -> None:
    """The same for a function that gives nothing back."""
    for _ in each(function, tasks, jobs):
        pass


def _call(number: int, task: tuple) -> object:
    return _functions[number](*task)


@contextmanager
def uninterrupted() -> Iterator[None]:
    """Ctrl-C and SIGTERM wait until the block has ended: for the moment in which files are put in place."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, (signal.SIGINT, signal.SIGTERM))
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
