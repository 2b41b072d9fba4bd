"""Python processes of our own that answer requests and never outlive the run.

Belongs here: starting one, asking it. Does not belong here: being one (`helper_worker`), or what
is asked. Three jobs use it: reading documents (to be able to kill one that takes too long or too
much memory), dbt and Great Expectations (to import them while something else happens). Unlike
`multiprocessing`, a helper does not import its parent's main module.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Mapping
from functools import cache
from multiprocessing.connection import Pipe
from pathlib import Path
from typing import Any

_WORKER = "orchestration.helper_worker"


class HelperDied(Exception):
    """The helper ended before it answered.

    Attributes:
        status: its exit status; of a helper ended by a signal, the signal's number below zero.
    """

    def __init__(self, message: str, status: int) -> None:
        super().__init__(message)
        self.status = status


class HelperProcess:
    """A process that imports a module and lets its `answer` answer one request after the other."""

    def __init__(self, module: str, environment: Mapping[str, str], log: Path) -> None:
        """Start the process; what it prints goes to the file `log`."""
        self._module = module
        self.connection, far_end = Pipe()
        log.parent.mkdir(parents=True, exist_ok=True)
        numbers = far_end.fileno(), os.getpid(), _life()
        with log.open("ab") as output:
            self._process = subprocess.Popen(
                [sys.executable, "-m", _WORKER, module, *map(str, numbers)],
                pass_fds=[far_end.fileno(), _life()],
                process_group=0,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                env=dict(environment),
            )
        far_end.close()

    def send(self, request: Any) -> None:
        """Send a request without waiting for its answer."""
        try:
            self.connection.send(request)
        except OSError as error:
            raise self._died() from error

    def receive(self) -> Any:
        """Wait for the next answer.

        Raises:
            HelperDied: the process ended first.
        """
        try:
            answer = self.connection.recv()
        except (EOFError, OSError) as error:
            raise self._died() from error
        if isinstance(answer, BaseException):
            raise answer
        return answer

    def _died(self) -> HelperDied:
        status = self.end()
        how = f"was ended by signal {-status}" if status < 0 else f"ended with status {status}"
        return HelperDied(f"{self._module} {how} before it answered; refresh again", status)

    def ask(self, request: Any) -> Any:
        """Send a request and wait for its answer; an error in the helper is raised here."""
        self.send(request)
        return self.receive()

    def kill(self) -> None:
        """End the process at once, whatever it does, and the programs it runs."""
        if self._process.poll() is None:
            os.killpg(self._process.pid, signal.SIGKILL)
        self.end()

    def leave(self) -> None:
        """Let the process end by itself, without waiting for it."""
        self.connection.close()

    def end(self) -> int:
        """Let the process end, and wait for it; gives its exit status."""
        self.connection.close()
        try:
            return self._process.wait(timeout=10)
        except subprocess.TimeoutExpired:
            self._process.kill()
            return self._process.wait()


@cache
def _life() -> int:
    """The end for reading of a pipe that nobody writes to: it is closed when this process ends."""
    reading, _ = os.pipe()
    return reading
