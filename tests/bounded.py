"""Processes that a test starts and that cannot keep it waiting for ever.

Belongs here: starting them, and their longest life. Does not belong here: what they run.
"""

from __future__ import annotations

import subprocess
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

LONGEST = 600.0
"""Seconds after which a process is taken to hang, and is killed; nothing here needs half of it."""


def start(command: Sequence[str], **options: Any) -> subprocess.Popen[str]:
    """Start a process that is killed after `LONGEST`: reading from it and waiting then end."""
    process = subprocess.Popen(command, text=True, **options)
    watch = threading.Timer(LONGEST, process.kill)
    watch.daemon = True
    watch.start()
    return process


@contextmanager
def running(command: Sequence[str], **options: Any) -> Iterator[subprocess.Popen[str]]:
    """A process that is killed at the end where it still runs: also where an assertion fails."""
    with start(command, **options) as process:
        try:
            yield process
        finally:
            process.kill()
