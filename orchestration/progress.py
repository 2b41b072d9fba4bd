"""What a run says while it works: one line a step on standard output, nothing else."""

from __future__ import annotations


def say(line: str) -> None:
    """Print one line at once, also when the output is a pipe or a log."""
    print(line, flush=True)


def counted(number: int, one: str, many: str | None = None) -> str:
    """A number with its noun: `1 document`, `2 documents`."""
    return f"{number:,} {one if number == 1 else many or one + 's'}".replace(",", " ")


def shorten(text: str, width: int) -> str:
    """A text on one line, cut with a mark where it is longer than `width`."""
    line = text.replace("\n", " ")
    return line if len(line) <= width else line[: width - 1] + "…"
