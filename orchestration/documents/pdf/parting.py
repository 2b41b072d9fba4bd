"""Parting lines in order into groups, so that the least speaks against all of them together.

Belongs here: the search, a shortest path over the lines. Does not belong here: what speaks against
a row (`unruled_rows`) or against rows that share a label (`unruled_labels`).
"""

from __future__ import annotations

from collections.abc import Callable
from math import inf

EVEN = 1e-9
"""A way must be better by this much to be taken for one that was found before it."""


def best_parting(
    count: int, against: Callable[[int, int], float | None]
) -> tuple[float, list[int]]:
    """The way to part `count` things into groups that the least speaks against.

    Args:
        count: how many things there are, in order.
        against: what speaks against a group from its first thing up to, not with, another; None
            where no group that begins there reaches so far.

    Returns:
        What speaks against the whole way, and the first thing of each group.
    """
    best = [0.0] + [inf] * count
    came_from = [0] * (count + 1)
    for start in range(count):
        for stop in range(start + 1, count + 1):
            more = against(start, stop)
            if more is None:
                break
            if best[start] + more < best[stop] - EVEN:
                best[stop], came_from[stop] = best[start] + more, start
    starts: list[int] = []
    at = count
    while at:
        at = came_from[at]
        starts.append(at)
    return best[count], starts[::-1]
