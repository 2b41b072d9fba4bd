"""Which printed lines of a table without lines begin a row, and which go on with the one above.

Belongs here: the columns a line's words stand in, and where rows begin: at each line that has
something in the column of counts; without such a column, at each line that has something in all
columns but the first.
Does not belong here: how far the table reaches and which rules it would have (`unruled`).
"""

from __future__ import annotations

from bisect import bisect_right
from itertools import pairwise

from orchestration.documents.pdf.headings import COUNT, PLACES, Headings, PrintedRow
from orchestration.documents.words import is_total_label


def middles(found: Headings) -> list[float]:
    """Where a table's columns part."""
    return [(g0 + g1) / 2 for g0, g1 in found.gutters]


def texts_by_column(row: PrintedRow, xs: list[float]) -> list[str]:
    """A line's text by column."""
    texts = [""] * (len(xs) + 1)
    for chunk in row.chunks:
        place = bisect_right(xs, (chunk.x0 + chunk.x1) / 2)
        texts[place] = f"{texts[place]} {chunk.text}".strip()
    return texts


def _begins_place(
    found: Headings, rows: list[PrintedRow], table: list[list[str]], number: int, head: int
) -> bool:
    """Whether a line without a count begins a place's name: the name above it is whole.

    The first name is judged by its own end: a count would stand beside a whole name of one line.
    """
    column = next((n for n, role in enumerate(found.roles) if role == "province"), None)
    if not found.marks_wraps or column is None or not table[number][column][:1].isupper():
        return False

    def is_open(line: int) -> bool:
        xs = middles(found)
        own = [c for c in rows[line].chunks if bisect_right(xs, (c.x0 + c.x1) / 2) == column]
        return own[-1].is_open

    # Beside the further lines of a long label, the name's own column is blank.
    above = next((n for n in range(number - 1, head - 1, -1) if table[n][column]), None)
    return not is_open(number if above is None else above)


def _is_wrapped(found: Headings, rows: list[PrintedRow], number: int) -> bool:
    """Whether a line goes on with every text of the line above, each cut off at a space."""
    above = [chunk for chunk in rows[number - 1].chunks if chunk.x0 > middles(found)[0]]
    return found.marks_wraps and bool(above) and all(chunk.is_open for chunk in above)


def row_starts(
    found: Headings, rows: list[PrintedRow], table: list[list[str]], head: int
) -> list[int]:
    """The lines on which a row of a table of places begins."""
    body = range(head, len(table))
    if found.kind == "matrix":
        keys = [n for n in body if any(map(COUNT.fullmatch, table[n][1:]))]
    elif "count" in found.roles:
        key = found.roles.index("count")
        keys = [n for n in body if table[n][key] or _begins_place(found, rows, table, n, head)]
    else:
        keys = [
            n for n in body if all(table[n][1:]) and not (n > head and _is_wrapped(found, rows, n))
        ]
    if not keys or keys[0] == head:
        return keys
    # Cells are centred: rows part halfway between the lines that have counts.
    return [head, *(above + 1 + (below - above) // 2 for above, below in pairwise(keys))]


def label_goes_on(
    found: Headings,
    rows: list[PrintedRow],
    table: list[list[str]],
    starts: list[int],
    start: int,
    right: float,
) -> bool:
    """Whether the label in the first column covers the row that begins on a line too.

    Args:
        found: the headings.
        rows: the table's lines.
        table: their texts by column.
        starts: the lines on which rows begin.
        start: one of them.
        right: where the first column ends.
    """
    if found.kind != "details" or found.roles[0] in PLACES or found.roles[0] == "count":
        return False
    label, above = table[start][0], table[start - 1][0]
    if not label:
        return not is_total_label(table[start][1])
    if not above or is_total_label(label):
        return False
    last, first = rows[start - 1].chunks[0], rows[start].chunks[0]
    first_word = label.split(" ")[0]
    width = (first.x1 - first.x0) * len(first_word) / len(label)
    if label[0] == "(" or label[0].islower():
        return True
    if any(table[n][0].split(" ")[0] == first_word for n in starts if n < start):
        return False  # `UPE …` below `UPE …`: each row has a label of its own
    has_no_room = last.x1 + width > right
    if not found.marks_wraps:
        return has_no_room
    # Where a space is drawn only at the end of wrapped lines, it tells more than the room; it is
    # left out where a line is full, as the second of three may be.
    is_in_wrapped = start >= 2 and bool(table[start - 2][0]) and rows[start - 2].chunks[0].is_open
    return last.is_open or (is_in_wrapped and has_no_room)
