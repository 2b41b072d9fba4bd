"""Helper processes end with their parent, whatever they do, and only with it."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from orchestration.helper_process import HelperProcess
from orchestration.settings import PROJECT
from tests import bounded

_BUSY = "tests.unit.busy_helper"
_PARENT = f"""
import json, os, sys, time
from pathlib import Path
from orchestration.helper_process import HelperProcess
helper = HelperProcess("{_BUSY}", os.environ, Path(sys.argv[1]))
helper.send("work for ever")
print(json.dumps(helper.receive()), flush=True)
time.sleep(60)
"""


def _runs(number: int) -> bool:
    """Whether a process works: one that is dead and not yet fetched does not."""
    try:
        status = Path(f"/proc/{number}/stat").read_text()
    except OSError:
        return False
    return status.rsplit(")", 1)[1].split()[0] != "Z"


def _must_end(numbers: list[int]) -> None:
    deadline = time.monotonic() + 10
    while left := [number for number in numbers if _runs(number)]:
        if time.monotonic() > deadline:
            for number in left:
                os.kill(number, signal.SIGKILL)
            pytest.fail(f"of {numbers} these work on: {left}")
        time.sleep(0.02)


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere nothing kills what is busy in C")
def test_a_busy_helper_and_its_programs_end_with_a_parent_that_is_killed(tmp_path: Path) -> None:
    command = [sys.executable, "-c", _PARENT, str(tmp_path / "log")]
    with bounded.running(command, cwd=PROJECT, stdout=subprocess.PIPE) as parent:
        assert parent.stdout is not None
        numbers = json.loads(parent.stdout.readline())
    _must_end(numbers)


def test_a_helper_that_is_killed_takes_its_programs_along(tmp_path: Path) -> None:
    helper = HelperProcess(_BUSY, os.environ, tmp_path / "log")
    helper.send("work for ever")
    numbers = helper.receive()

    helper.kill()

    _must_end(numbers)


def test_a_helper_outlives_the_thread_that_started_it(tmp_path: Path) -> None:
    helpers: list[HelperProcess] = []
    thread = threading.Thread(
        target=lambda: helpers.append(HelperProcess(_BUSY, os.environ, tmp_path / "log"))
    )
    thread.start()
    thread.join()
    helper = helpers[0]
    try:
        assert helper.ask("still there") == "still there"
    finally:
        helper.kill()
