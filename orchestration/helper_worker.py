"""A helper process: `python -m orchestration.helper_worker MODULE CONNECTION PARENT LIFE`.

Belongs here: importing the module that answers, and answering until the parent is gone. Does not
belong here: starting one or asking it (`helper_process`). The module has a function `answer`: it
gets a request and a function that sends something ahead of the answer, and returns the answer.
An exception it raises is sent in place of the answer.
"""

from __future__ import annotations

import fcntl
import gc
import importlib
import os
import signal
import sys
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from multiprocessing.connection import Connection
from typing import Any

Answer = Callable[[Any, Callable[[Any], None]], Any]


def main(module: str, descriptor: int, parent: int, life: int) -> None:
    """Answer requests until the parent closes the connection or dies.

    Args:
        module: of the function `answer`.
        descriptor: of the connection to the parent.
        parent: its process number.
        life: a pipe that closes when the parent ends.
    """
    _die_with_parent(life)
    threading.Thread(target=_end_with, args=[parent], daemon=True).start()
    connection = Connection(descriptor)
    answer = _import(module)
    with suppress(EOFError, BrokenPipeError, ConnectionResetError):
        while True:
            request = connection.recv()
            try:
                reply = answer(request, connection.send)
            except Exception as error:
                reply = error
            connection.send(reply)


def _import(module: str) -> Answer:
    """Import what answers, without looking for garbage: imports make many objects and none.

    What they made is not looked through later either.
    """
    gc.disable()
    answer: Answer = importlib.import_module(module).answer
    gc.freeze()
    gc.enable()
    return answer


def _die_with_parent(life: int) -> None:
    """Have the system kill this process, and the programs it runs, when its parent is gone.

    Only Linux can: there the pipe's end of life is sent as a signal. Unlike the thread that looks
    for the parent it needs no interpreter lock, which some C code keeps for many seconds; unlike
    `PR_SET_PDEATHSIG` it does not mind which thread of the parent started this process.
    """
    if sys.platform != "linux":
        return
    # Where a container has no /proc or its system not these calls, the thread alone must do.
    with suppress(OSError):
        # Opened anew: who gets the signal belongs to the open file, which helpers would share.
        own = os.open(f"/proc/self/fd/{life}", os.O_RDONLY)
        fcntl.fcntl(own, fcntl.F_SETOWN, -os.getpgrp())
        fcntl.fcntl(own, fcntl.F_SETSIG, signal.SIGKILL)
        fcntl.fcntl(own, fcntl.F_SETFL, fcntl.fcntl(own, fcntl.F_GETFL) | os.O_ASYNC)


def _end_with(parent: int) -> None:
    """End this process as soon as its parent is gone, in the middle of whatever it does."""
    while os.getppid() == parent:
        time.sleep(0.05)
    os._exit(1)


if __name__ == "__main__":
    main(sys.argv[1], *map(int, sys.argv[2:]))
