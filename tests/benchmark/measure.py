"""Timing of functions and whole processes: medians of several runs, peak memory."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True, slots=True)
class Cost:
    """Seconds (median of the runs) and, for processes, the largest memory in megabytes."""

    seconds: float
    megabytes: float = 0.0


def time_function(function: Callable[[], object], runs: int) -> Cost:
    """The median time of a call, after one that warms caches."""
    function()
    return Cost(statistics.median(_timed(function) for _ in range(runs)))


def _timed(function: Callable[[], object]) -> float:
    started = time.perf_counter()
    function()
    return time.perf_counter() - started


def time_process(
    arguments: Sequence[str],
    environment: dict[str, str] | None = None,
    *,
    runs: int = 3,
    before: Callable[[], object] | None = None,
    folder: Path = ROOT,
) -> Cost:
    """The median time and the peak memory of a whole process, its children included.

    Args:
        arguments: arguments to this Python.
        environment: variables beside those of this process.
        runs: how often it is run.
        before: prepares each run and is not timed.
        folder: its working directory.

    Raises:
        RuntimeError: the process failed; its output is the message.
    """
    costs = []
    for _ in range(runs):
        if before:
            before()
        costs.append(_run(arguments, {**os.environ, **(environment or {})}, folder))
    return Cost(
        statistics.median(cost.seconds for cost in costs),
        max(cost.megabytes for cost in costs),
    )


_CHILD = """
import resource, subprocess, sys
code = subprocess.call(sys.argv[1:])
print("peak", resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss, file=sys.stderr)
sys.exit(code)
"""


def _run(arguments: Sequence[str], environment: dict[str, str], folder: Path) -> Cost:
    started = time.perf_counter()
    done = subprocess.run(
        [sys.executable, "-c", _CHILD, sys.executable, *arguments],
        env=environment,
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )
    seconds = time.perf_counter() - started
    if done.returncode:
        raise RuntimeError((done.stdout + done.stderr)[-2000:])
    return Cost(seconds, int(done.stderr.rsplit("peak ", 1)[1]) / 1024)
