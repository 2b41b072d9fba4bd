"""Which lines of a table without lines make a row.

Belongs here: parting the lines below headings into rows. Does not belong here: which rows share a
label (`unruled_labels`), how far the table reaches (`unruled_end`), which rules it would have
(`unruled`).

A row has at most one count a column; the texts of its cells all begin at its top, or all stand in
its middle; a text goes on where it has no room left. Of all ways to part the lines, the one that
contradicts this least is taken (`parting`).
"""

from __future__ import annotations

from itertools import pairwise
from typing import Final

from orchestration.documents.pdf.headings import COUNT
from orchestration.documents.pdf.parting import best_parting
from orchestration.documents.pdf.unruled_texts import APART, ASIDE, PADDED, Body
from orchestration.documents.words import is_total_label

MOST_LINES: Final = 12
"""No row has more lines than this."""
NEVER: Final = 100.0

# What speaks against a row: the more, the surer.
MISPLACED: Final = 1.0
TORN: Final = 0.7
JOINED: Final = 1.2
LOOSE_LABEL: Final = 0.05
FURTHER_LINE: Final = 0.02
UNRULED: Final = 2.0
UNPADDED: Final = 1.0
BLANK: Final = {"count": 0.5, "province": 0.6, "district": 1.0, "aside": 0.1}
OTHER_BLANK: Final = 0.8
NO_COUNT: Final = 0.5
"""A row of a matrix without any count."""


def row_starts(body: Body, ruled: list[float]) -> list[int]:
    """The lines on which rows begin, the first line among them.

    Args:
        body: the lines.
        ruled: the heights at which lines are drawn over the table's full width.
    """
    ways = [_way_through(body, ruled, centred) for centred in (False, True)]
    return min(ways, key=lambda way: way[0])[1]


def _way_through(body: Body, ruled: list[float], centred: bool) -> tuple[float, list[int]]:
    """The best way to part the lines, and what speaks against it."""
    count = len(body.lines)
    are_ruled = any(body.y(0) < y < body.y(count - 1) for y in ruled) if count else False
    partings = [0.0, *(_against_parting(body, n, are_ruled, ruled) for n in range(1, count))]

    def against(start: int, stop: int) -> float | None:
        if stop - start > MOST_LINES or (
            stop - start > 1 and _must_part(body, start, stop - 1, ruled)
        ):
            return None
        return partings[start] + _against_row(body, start, stop, centred)

    return best_parting(count, against)


def _must_part(body: Body, start: int, last: int, ruled: list[float]) -> bool:
    """Whether the row that begins on a line cannot reach down to `last`."""
    if any(body.y(last - 1) < y < body.y(last) for y in ruled):
        return True
    return any(
        COUNT.match(body.text(last, column))
        and any(COUNT.match(body.text(line, column)) for line in range(start, last))
        for column in body.counts
    )


def _against_parting(body: Body, start: int, are_ruled: bool, ruled: list[float]) -> float:
    """What speaks against a row that begins on a line."""
    above = body.y(start - 1)
    if any(above < y < body.y(start) for y in ruled):
        return 0.0
    is_tight = body.is_padded and body.y(start) - above < PADDED * body.step
    cost = UNRULED * are_ruled + UNPADDED * is_tight
    for column in range(body.has_labels, body.columns):
        before = body.line_above(column, start) if body.cells[start][column] else None
        if before is not None:
            cost += TORN * max(0.0, body.goes_on(column, before, start))
    return cost


def _against_row(body: Body, start: int, stop: int, centred: bool) -> float:
    """What speaks against some lines as a row."""
    cost = FURTHER_LINE * (stop - start - 1)
    texts = [body.text(start, column) for column in range(min(2, body.columns))]
    is_total = any(map(is_total_label, texts))
    if body.found.kind == "matrix":
        cost += NO_COUNT * (not any(body.counts_in(line) for line in range(start, stop)))
    elif not is_total:
        for column in range(body.has_labels, body.columns):
            if not body.lines_of(column, start, stop):
                role = body.found.roles[column]
                cost += BLANK.get(role or "", OTHER_BLANK)
    if stop - start == 1:
        return cost
    columns = [body.lines_of(column, start, stop) for column in range(body.columns)]
    for column in range(body.has_labels, body.columns):
        for above, below in pairwise(columns[column]):
            cost += JOINED * max(0.0, -body.goes_on(column, above, below))
    misfit = _misfit(body, columns, centred)
    if body.has_labels:
        for above, below in pairwise(columns[0]):
            misfit += JOINED * max(0.0, -body.goes_on(0, above, below))
        if start and columns[0][:1] == [start] and body.cells[start - 1][0]:
            misfit += TORN * max(0.0, body.goes_on(0, start - 1, start))
        loose = sum(not any(body.cells[line][1:]) for line in range(start, stop))
        misfit = min(misfit, _misfit(body, columns[1:], centred) + LOOSE_LABEL * (1 + loose))
    return cost + misfit


def _misfit(body: Body, columns: list[list[int]], centred: bool) -> float:
    """How many texts stand neither at a row's top nor, where they should, in its middle."""
    columns = [lines for lines in columns if lines]
    if not columns:
        return NEVER
    tops = [body.y(lines[0]) for lines in columns]
    ends = [body.y(lines[-1]) for lines in columns]
    if centred:
        middle = (min(tops) + max(ends)) / 2
        aside = [abs((top + end) / 2 - middle) for top, end in zip(tops, ends, strict=True)]
    else:
        aside = [top - min(tops) for top in tops]
    cost = MISPLACED * sum(each > ASIDE * body.step for each in aside)
    for lines in columns:
        steps = [body.y(below) - body.y(above) for above, below in pairwise(lines)]
        cost += MISPLACED * sum(step > APART * body.step for step in steps)
    return cost
