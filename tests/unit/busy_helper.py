"""A helper for tests: it tells its number and that of a program it runs, and then keeps busy.

It is busy in C code that keeps the interpreter lock, so that no thread of its own can act.
"""

from __future__ import annotations

import os
import re
import subprocess
from collections.abc import Callable
from typing import Any

from orchestration.helper_process import serve

_ENDLESS = "a" * 60 + "b"


def _answer(request: str, send: Callable[[Any], None]) -> str:
    if request == "work for ever":
        with subprocess.Popen(["sleep", "60"]) as program:
            send([os.getpid(), program.pid])
            re.match(r"(a+)+$", _ENDLESS)
    return request


if __name__ == "__main__":
    serve(_answer)
