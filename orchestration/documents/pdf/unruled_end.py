"""Where a table without lines ends.

Belongs here: which printed lines below its headings are the table's, and which are the text after
it. Does not belong here: telling headings (`headings`), columns (`unruled_columns`), rows
(`unruled_rows`) or rules (`unruled`).

A table of places ends at a line that is no row. A frame (services beside their figures) may hold
anything in its first column; what stands there alone, below all the rest, is its label where it
has none yet, and else the text after the table.
"""

from __future__ import annotations

import re
from itertools import pairwise
from typing import Final

from orchestration.documents.pdf.headings import (
    COUNT,
    HALF_STEP,
    TIGHT_STEP,
    WIDE_STEP,
    Headings,
    PrintedRow,
    headings_at,
    is_step,
)
from orchestration.documents.pdf.paragraphs import NUMBERED_HEADING, SOURCE
from orchestration.documents.pdf.unruled_columns import (
    columns_part_at,
    gaps_between,
    nested_headings,
)

LARGE_STEP: Final = 4.0
"""A step that ends a table whose cells hold tables or several paragraphs, in sizes."""

MOST_LABEL_LINES: Final = 6
USUAL: Final = 1.15
"""A step wider than the usual one by this is no step between two rows."""
HANGING: Final = 1.5
"""What begins this far left of a table's texts is none of them (points)."""

NOTE: Final = re.compile(r"(?:\*{1,3}|\(\*{1,3}\)|[⁰¹²³⁴⁵⁶⁷⁸⁹]+|\(\d{1,2}\)\s)\s*[A-ZÁÉÍÓÚÑ]")
"""How a note under a table begins."""


def end_of(rows: list[PrintedRow], found: Headings, ruled: list[float]) -> int:
    """The line after a table's last; sets where its columns part.

    Args:
        rows: the lines of the table's place.
        found: its headings.
        ruled: the heights at which lines are drawn across its columns.
    """
    gutters = [(left.x1, right.x0) for left, right in pairwise(found.columns)]
    inks: list[list[tuple[float, float]]] = [[] for _ in gutters]
    most = LARGE_STEP if found.kind == "frame" else WIDE_STEP
    left = found.columns[0].x0
    end = found.body
    reached = 0.0
    for number in range(found.body, len(rows)):
        row, before = rows[number], rows[max(number - 1, 0)]
        reached = max(reached, before.baseline, before.low)
        size = max(row.size, before.size)
        if row.baseline - reached > most * size or SOURCE.match(row.text):
            break
        if _opens_text(row, found) and (number > found.body or row.chunks[0].x0 < left):
            break
        if any(chunk.x0 <= g0 and chunk.x1 >= g1 for chunk in row.chunks for g0, g1 in gutters):
            break
        if found.kind != "frame" and (
            _hangs_out(rows, number, found) or not _is_of_table(rows, number, found, ruled)
        ):
            break
        if number > found.body and _heads_another(rows, number, found):
            break
        trial = [
            [*ink, *((c.x0, c.x1) for c in row.chunks if c.x1 > g0 and c.x0 < g1)]
            for ink, (g0, g1) in zip(inks, gutters, strict=True)
        ]
        if not all(gaps_between(g0, g1, ink) for (g0, g1), ink in zip(gutters, trial, strict=True)):
            break
        inks, end = trial, number + 1
        if found.kind == "frame":
            gutters = _around_nested(found, gutters, row)
    found.gutters = columns_part_at(found, rows[found.body : end], gutters, inks)
    if len(found.gutters) < len(gutters):
        return found.body
    if found.kind == "frame" and found.roles[0] == "service":
        return _without_text_after(rows, end, found, found.gutters[0])
    return end


def _hangs_out(rows: list[PrintedRow], number: int, found: Headings) -> bool:
    """Whether a line begins left of a table whose first column's texts begin at one place."""
    row = rows[number]
    first = [line.chunks[0].x0 for line in rows[found.body : number]]
    own = [x0 for x0 in first if x0 <= found.columns[0].x1]
    steps = [right.x0 - left.x1 for left, right in pairwise(row.chunks)]
    return (
        bool(own)
        and row.chunks[0].x0 < min(own) - HANGING
        and row.chunks[-1].x1 > min(own)
        and all(step < row.size for step in steps)
    )


def _opens_text(row: PrintedRow, found: Headings) -> bool:
    """Whether a line is a numbered heading, or a note, that no cell of the table holds."""
    is_first = row.chunks[0].x0 < found.columns[0].x0 + row.size
    if not is_first or len(row.chunks) > 1:
        return False
    return bool(NUMBERED_HEADING.match(row.text) or NOTE.match(row.text))


def _without_text_after(
    rows: list[PrintedRow], end: int, found: Headings, gutter: tuple[float, float]
) -> int:
    """The line after a frame's last, where `end` is the first that cannot be the frame's.

    Sets whether the frame's label has been seen.
    """
    labels = [[chunk for chunk in row.chunks if chunk.x0 < gutter[1]] for row in rows[:end]]
    left = min((chunks[0].x0 for chunks in labels[found.body :] if chunks), default=0.0)
    if end - 2 > found.body and _is_title(rows[found.first : end], rows[end:]):
        end -= _is_alone(rows[end - 2], left, gutter[1])
    tail = end
    while tail > found.body and _is_alone(rows[tail - 1], left, gutter[1]):
        tail -= 1
    above = [n for n in range(found.body, tail) if labels[n]]
    nested = [n for n in above if len(labels[n]) > 1 or not labels[n][0].text]
    is_labelled = found.is_labelled or bool(above and above[0] not in nested)
    found.is_labelled = is_labelled or tail < end
    last = above[-1] if above else -1
    if last in nested and is_labelled:
        is_wrapped = labels[last][0].text and (labels[last][0].is_open or not found.marks_wraps)
        if not is_wrapped:
            return tail
    # One paragraph goes on here: a label below the table it names, or the rest of one above.
    stop = tail + 1 if tail < end and not is_labelled else tail
    while stop < end and stop > 0 and not is_step(rows[stop - 1], rows[stop], TIGHT_STEP):
        stop += 1
    return stop


def _is_title(own: list[PrintedRow], below: list[PrintedRow]) -> bool:
    """Whether a frame's last line stands in the middle over the headings of another table."""
    left = min(row.chunks[0].x0 for row in own)
    right = max(row.chunks[-1].x1 for row in own)
    last = own[-1]
    aside = (last.chunks[0].x0 + last.chunks[-1].x1) / 2 - (left + right) / 2
    is_centred = len(last.chunks) == 1 and abs(aside) < last.size
    return is_centred and headings_at(below, 0) is not None


def _is_alone(row: PrintedRow, left: float, right: float) -> bool:
    """Whether a line is words at the left of a column, with nothing beside them."""
    chunk = row.chunks[0]
    return (
        len(row.chunks) == 1
        and bool(chunk.text)
        and abs(chunk.x0 - left) < row.size
        and chunk.x0 < right
    )


def _around_nested(
    found: Headings, gutters: list[tuple[float, float]], row: PrintedRow
) -> list[tuple[float, float]]:
    """The gaps between a table's columns, kept clear of the headings of a table nested in it."""
    nested = nested_headings(row)
    if "service" not in found.roles or not nested:
        return gutters
    host = max(n for n, role in enumerate(found.roles) if role == "service")
    kept = []
    for place, (g0, g1) in enumerate(gutters):
        for chunk in nested:
            if g0 < chunk.x1 and chunk.x0 < g1:
                g0, g1 = (max(g0, chunk.x1), g1) if place >= host else (g0, min(g1, chunk.x0))
        kept.append((g0, g1))
    return kept


def _heads_another(rows: list[PrintedRow], number: int, found: Headings) -> bool:
    """Whether the headings of another table begin on a line, not those of one nested in this."""
    again = headings_at(rows, number)
    return again is not None and (found.kind != "frame" or again.kind == "frame")


def _is_of_table(rows: list[PrintedRow], number: int, found: Headings, ruled: list[float]) -> bool:
    """Whether a line below a table of places goes on with it, not with the text after it."""
    row, before = rows[number], rows[max(number - 1, 0)]
    chunk = row.chunks[0]
    if found.kind == "matrix" and len(row.chunks) >= len(found.columns):
        # Words in all its columns are no row: a justified line parts them like that.
        return any(COUNT.fullmatch(each.text) for each in row.chunks[1:])
    if len(row.chunks) > 1 or chunk.x0 > found.columns[0].x1:
        return True
    if _is_far(rows, number, found):
        return False
    # Beside lines of other columns, or above more of them, stands a label of several rows.
    if not is_step(before, row, HALF_STEP) or _goes_on_below(rows, number, found):
        return True
    under_rows = [y for y in ruled if y > rows[found.body].baseline]
    if under_rows:
        return row.baseline < under_rows[-1]
    if chunk.text[:1] == "(" or chunk.text[:1].islower():
        return True
    if not found.marks_wraps or before.chunks[0].is_open:
        return True
    # The space is left out where a line is full, as the second of three may be.
    is_third = number >= 2 and len(before.chunks) == 1 and rows[number - 2].chunks[0].is_open
    return is_third and not _has_room(rows, number, found)


def _is_far(rows: list[PrintedRow], number: int, found: Headings) -> bool:
    """Whether a line stands farther below the one before than lines and rows of its table do."""
    if not is_step(rows[number - 1], rows[number], TIGHT_STEP):
        return False
    own = rows[found.body : number]
    steps = sorted(below.baseline - above.baseline for above, below in pairwise(own))
    usual = steps[len(steps) // 2] if steps else 0.0
    return rows[number].baseline - rows[number - 1].baseline > USUAL * usual


def _has_room(rows: list[PrintedRow], number: int, found: Headings) -> bool:
    """Whether the first word of a line would have fitted on the one before."""
    last, chunk = rows[number - 1].chunks[0], rows[number].chunks[0]
    if abs(last.x0 - chunk.x0) > 1:
        return False
    seconds = [row.chunks[1].x0 for row in rows[found.body : number] if len(row.chunks) > 1]
    first_word = chunk.text.split(" ")[0]
    width = (chunk.x1 - chunk.x0) * len(first_word) / len(chunk.text)
    right = min([*seconds, found.columns[1].x0])
    return last.x1 + width + rows[number].size < right


def _goes_on_below(rows: list[PrintedRow], number: int, found: Headings) -> bool:
    """Whether rows of a table follow lines that stand in its first column alone."""
    for below in range(number + 1, min(number + MOST_LABEL_LINES, len(rows))):
        row = rows[below]
        if _is_far(rows, below, found) or _opens_text(row, found):
            return False
        if SOURCE.match(row.text) or headings_at(rows, below):
            return False
        if len(row.chunks) > 1 or row.chunks[0].x0 > found.columns[0].x1:
            return True
    return False
