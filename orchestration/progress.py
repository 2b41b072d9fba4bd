"""What a run says while it works: one line a step on standard output, nothing else."""

from __future__ import annotations

import os
import sys


def say(line: str) -> None:
    """Print one line at once, also when the output is a pipe or a log.

    Whoever listens may be gone, or know fewer letters: that is no reason to end a refresh.
    """
    encoding = sys.stdout.encoding or "utf-8"
    try:
        print(line.encode(encoding, "replace").decode(encoding), flush=True)
    except OSError:
        # Python would try again to write what is left, and fail, when it ends.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def counted(number: int, one: str, many: str | None = None) -> str:
    """A number with its noun: `1 document`, `2 documents`."""
    return f"{number:,} {one if number == 1 else many or one + 's'}".replace(",", " ")


def shorten(text: str, width: int) -> str:
    """A text on one line, cut with a mark where it is longer than `width`."""
    line = text.replace("\n", " ")
    return line if len(line) <= width else line[: width - 1] + "…"
