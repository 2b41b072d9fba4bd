from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from orchestration.locking import RefreshRunning, hold_lock
from orchestration.settings import PROJECT
from tests import bounded

_HOLD = """
import sys, time
from pathlib import Path
from orchestration.locking import hold_lock
with hold_lock(Path(sys.argv[1])):
    print("held", flush=True)
    time.sleep(60)
"""


def _holder(lock: Path) -> subprocess.Popen[str]:
    process = bounded.start(
        [sys.executable, "-c", _HOLD, str(lock)], cwd=PROJECT, stdout=subprocess.PIPE
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "held\n"
    return process


def test_a_second_process_is_told_who_holds_the_lock(tmp_path: Path) -> None:
    lock = tmp_path / "state" / "refresh.lock"
    process = _holder(lock)
    try:
        with pytest.raises(RefreshRunning, match=f"process {process.pid}"), hold_lock(lock):
            pass
    finally:
        process.kill()
        process.wait()


def test_the_lock_of_a_dead_process_does_not_block(tmp_path: Path) -> None:
    lock = tmp_path / "refresh.lock"
    process = _holder(lock)
    process.kill()
    process.wait()
    with hold_lock(lock):
        assert lock.read_text().startswith("process ")


def test_the_holder_may_enter_again(tmp_path: Path) -> None:
    lock = tmp_path / "refresh.lock"
    with hold_lock(lock):
        with hold_lock(lock):
            pass
        process = subprocess.run(
            [sys.executable, "-c", _HOLD, str(lock)], cwd=PROJECT, capture_output=True, timeout=120
        )
        assert b"RefreshRunning" in process.stderr
