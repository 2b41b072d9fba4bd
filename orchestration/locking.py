"""One refresh at a time in a folder.

The lock is the kernel's (`flock`): it ends with the process that holds it, however that
process ends, so a dead process never blocks anybody.
"""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path


class RefreshRunning(Exception):
    """Another process holds the lock; the message says which and since when."""


_held_here: set[Path] = set()


@contextmanager
def hold_lock(path: Path) -> Iterator[None]:
    """Hold the lock at `path`; a process that already holds it enters again at once.

    Raises:
        RefreshRunning: another process holds it.
    """
    if path in _held_here:
        yield
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a+", encoding="utf-8") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            lock.seek(0)
            holder = lock.read().strip() or "by another process"
            raise RefreshRunning(
                f"another refresh of {path.parent.parent} runs, {holder}"
            ) from None
        lock.truncate(0)
        lock.write(f"process {os.getpid()}, since {datetime.now(UTC):%Y-%m-%d %H:%M:%S} UTC")
        lock.flush()
        _held_here.add(path)
        try:
            yield
        finally:
            _held_here.discard(path)
            lock.truncate(0)
