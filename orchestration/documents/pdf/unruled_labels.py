"""Which rows of a table without lines share one label in its first column.

Belongs here: parting rows into groups of one label each. Does not belong here: the rows
(`unruled_rows`), which rules the table would have (`unruled`).

A label stands at the top of the rows it covers, or in their middle; the way to part the rows that
contradicts this, and how the labels' texts go on, least is taken.
"""

from __future__ import annotations

from itertools import pairwise
from typing import Final

from orchestration.documents.pdf.parting import best_parting
from orchestration.documents.pdf.unruled_texts import APART, ASIDE, Body
from orchestration.documents.words import is_total_label

# What speaks against a group of rows: the more, the surer.
MISPLACED: Final = 2.0
UNLABELLED: Final = 2.0
TORN: Final = 0.7
JOINED: Final = 0.7
TWO_LABELS: Final = 1.0
TOTAL_AMONG_OTHERS: Final = 3.0
ONE_MORE: Final = 0.01


def label_starts(body: Body, starts: list[int]) -> set[int]:
    """The lines among `starts`, on which rows begin, whose rows begin a label."""
    if not body.has_labels:
        return set(starts)
    ends = [*starts[1:], len(body.lines)]

    def way(centred: bool) -> tuple[float, list[int]]:
        return best_parting(
            len(starts),
            lambda first, stop: _against_group(body, starts, ends, first, stop - 1, centred),
        )

    _, groups = min((way(centred) for centred in (False, True)), key=lambda found: found[0])
    return {starts[first] for first in groups}


def _against_group(
    body: Body, starts: list[int], ends: list[int], first: int, last: int, centred: bool
) -> float:
    """What speaks against one label over the rows from `first` up to `last`."""
    labels = body.lines_of(0, starts[first], ends[last])
    cost = ONE_MORE
    total = body.text(starts[first], 0) or body.text(starts[first], 1)
    if is_total_label(total):
        return cost + TOTAL_AMONG_OTHERS * (last - first)
    if not labels:
        # That of the first rows may stand on the page before.
        return cost + (UNLABELLED if first else 0.0 if body.found.body == 0 else UNLABELLED / 2)
    rows = [line for line in range(starts[first], ends[last]) if any(body.cells[line][1:])]
    rows = rows or labels
    if centred:
        aside = _middle(body, labels) - _middle(body, rows)
    else:
        aside = body.y(labels[0]) - min(body.y(rows[0]), body.y(starts[first]))
    cost += MISPLACED * (abs(aside) > ASIDE * body.step)
    opening = body.text(labels[0], 0).split(" ")[0]
    for above, below in pairwise(labels):
        is_far = body.y(below) - body.y(above) > APART * body.step
        cost += MISPLACED * is_far + JOINED * max(0.0, -body.goes_on(0, above, below))
        # `UPE …` below `UPE …`: each row has a label of its own
        text = body.text(below, 0)
        cost += TWO_LABELS * (text.split(" ")[0] == opening or is_total_label(text))
    if first and body.lines_of(0, labels[0] - 1, labels[0]):
        cost += TORN * max(0.0, body.goes_on(0, labels[0] - 1, labels[0]))
    return cost


def _middle(body: Body, lines: list[int]) -> float:
    return (body.y(lines[0]) + body.y(lines[-1])) / 2
