"""What is costly to make and only read afterwards, made once for all processes of a test run.

Belongs here: the lock that lets one process of pytest-xdist make something while the others wait
for it. Does not belong here: what is made (`conftest`).
"""

from __future__ import annotations

import fcntl
import os
import pickle
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import pytest

Made = TypeVar("Made")


def made_once(factory: pytest.TempPathFactory, name: str, make: Callable[[Path], Made]) -> Made:
    """What `make` returns, from the process that came first.

    Args:
        factory: of the session; the folders of its workers lie beside each other.
        name: of the thing, the same in every process.
        make: gets an empty folder and writes into it what tests read; what it returns is pickled.
    """
    base = factory.getbasetemp()
    shared = (base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / "made_once"
    shared.mkdir(exist_ok=True)
    result = shared / f"{name}.pickle"
    with (shared / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not result.exists():
            folder = shared / name
            folder.mkdir()
            result.write_bytes(pickle.dumps(make(folder)))
    made: Made = pickle.loads(result.read_bytes())
    return made
