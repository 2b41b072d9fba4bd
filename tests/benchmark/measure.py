"""Timing of functions and whole processes: medians of several runs, peak memory.

Belongs here: the clock and the scales. Does not belong here: what is measured.

A process is measured with all its descendants, those that outlive it for a moment too: this
process adopts and waits for them. Memory is the largest sum of proportional set sizes (each
shared page counted once over all of them), looked at twenty times a second, and more often at
first.
"""

from __future__ import annotations

import ctypes
import os
import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryFile

ROOT = Path(__file__).resolve().parents[2]

_PR_SET_CHILD_SUBREAPER = 36
_LOOK_EVERY = 0.05
_LOOK_AT_FIRST = 0.005
"""Some processes end after fifty milliseconds."""
_AT_FIRST = 0.3


@dataclass(frozen=True, slots=True)
class Cost:
    """What something took.

    Attributes:
        seconds: by the clock on the wall, median of the runs.
        cpu: seconds of all processors together, median of the runs.
        megabytes: the largest memory of all its processes together, largest of the runs; 0 where
            it was not looked at.
        runs: how often it was run.
    """

    seconds: float
    cpu: float
    megabytes: float = 0.0
    runs: int = 1


def median(costs: Sequence[Cost]) -> Cost:
    """Several runs as one."""
    return Cost(
        statistics.median(cost.seconds for cost in costs),
        statistics.median(cost.cpu for cost in costs),
        max(cost.megabytes for cost in costs),
        len(costs),
    )


def time_function(function: Callable[[], object], runs: int) -> Cost:
    """The median time of a call, after one that warms caches."""
    function()
    return median([_timed(function) for _ in range(runs)])


def _timed(function: Callable[[], object]) -> Cost:
    started, cpu = time.perf_counter(), time.process_time()
    function()
    return Cost(time.perf_counter() - started, time.process_time() - cpu)


def time_process(
    arguments: Sequence[str],
    environment: dict[str, str] | None = None,
    *,
    runs: int = 3,
    before: Callable[[], object] | None = None,
    folder: Path = ROOT,
    python: str = sys.executable,
) -> Cost:
    """The median time and the peak memory of a whole process, its descendants included.

    Args:
        arguments: arguments to Python.
        environment: variables beside those of this process.
        runs: how often it is run.
        before: prepares each run and is not timed.
        folder: its working directory.
        python: which Python.

    Raises:
        RuntimeError: the process failed; its output is the message.
    """
    costs = []
    for _ in range(runs):
        if before:
            before()
        costs.append(_run([python, *arguments], {**os.environ, **(environment or {})}, folder))
    return median(costs)


def _run(command: Sequence[str], environment: dict[str, str], folder: Path) -> Cost:
    ctypes.CDLL(None).prctl(_PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)
    with TemporaryFile("w+") as output:
        started = time.perf_counter()
        process = subprocess.Popen(
            command,
            env=environment,
            cwd=folder,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
        )
        with _looking_at_memory() as peak:
            _, status, used = os.wait4(process.pid, 0)
            seconds = time.perf_counter() - started
            process.returncode = os.waitstatus_to_exitcode(status)
            cpu = used.ru_utime + used.ru_stime
            # Helpers are let go, not waited for, by the process itself; here they count.
            with suppress(ChildProcessError):
                while True:
                    _, _, used = os.wait4(-1, 0)
                    cpu += used.ru_utime + used.ru_stime
        if process.returncode:
            output.seek(0)
            raise RuntimeError(output.read()[-2000:])
    return Cost(seconds, cpu, peak[0])


@contextmanager
def _looking_at_memory() -> Iterator[list[float]]:
    """The largest sum so far, in megabytes, of the memory of all descendants of this process."""
    peak, ended = [0.0], threading.Event()

    def look() -> None:
        until = time.monotonic() + _AT_FIRST
        while not ended.wait(_LOOK_AT_FIRST if time.monotonic() < until else _LOOK_EVERY):
            peak[0] = max(peak[0], sum(map(_memory, _descendants(os.getpid()))) / 1024)

    thread = threading.Thread(target=look, daemon=True)
    thread.start()
    try:
        yield peak
    finally:
        ended.set()
        thread.join()


def _descendants(process: int) -> Iterator[int]:
    for task in _texts(Path(f"/proc/{process}/task").glob("*/children")):
        for child in map(int, task.split()):
            yield child
            yield from _descendants(child)


def _memory(process: int) -> int:
    """A process's share of memory, in kilobytes; 0 where it has ended."""
    for text in _texts([Path(f"/proc/{process}/smaps_rollup")]):
        for line in text.splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1])
    return 0


def _texts(paths: Iterator[Path] | Sequence[Path]) -> Iterator[str]:
    with suppress(OSError):
        for path in paths:
            with suppress(OSError):
                yield path.read_text()
