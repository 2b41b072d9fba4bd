"""What a run says must never end it."""

from __future__ import annotations

import os
import subprocess
import sys

from orchestration.settings import PROJECT
from tests.bounded import LONGEST

_SAY = "from orchestration.progress import say; say('a\\xf1o \\u2026 1'); say('2'); say('3')"


def _run(output: int, **variables: str) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [sys.executable, "-c", _SAY],
        env={**os.environ, **variables},
        cwd=PROJECT,
        stdout=output,
        stderr=subprocess.PIPE,
        check=False,
        timeout=LONGEST,
    )


def test_letters_the_terminal_does_not_know_are_replaced() -> None:
    done = _run(subprocess.PIPE, LC_ALL="C", PYTHONUTF8="0", PYTHONCOERCECLOCALE="0")
    assert (done.returncode, done.stderr) == (0, b"")
    assert done.stdout == b"a?o ? 1\n2\n3\n"


def test_nobody_listens_any_more() -> None:
    reading, writing = os.pipe()
    os.close(reading)
    try:
        done = _run(writing)
    finally:
        os.close(writing)
    assert (done.returncode, done.stderr) == (0, b"")
