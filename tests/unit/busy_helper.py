"""A helper for tests: it tells its number and that of a program it runs, and then keeps busy.

It is busy in C code that keeps the interpreter lock, so that no thread of its own can act.
"""

from __future__ import annotations

import os
import re
import subprocess
from collections.abc import Callable
from typing import Any

_ENDLESS = "a" * 60 + "b"


def answer(request: str, send: Callable[[Any], None]) -> str:
    """The request itself; when told to work, after the numbers, never."""
    if request == "work for ever":
        with subprocess.Popen(["sleep", "60"]) as program:
            send([os.getpid(), program.pid])
            re.match(r"(a+)+$", _ENDLESS)
    return request
