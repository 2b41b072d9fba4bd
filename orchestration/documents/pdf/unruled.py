"""Tables whose lines are not drawn, or only some of them: the rules they would have.

Belongs here: how far such a table reaches, and where its columns and rows part; the answer is
ruled lines, so that everything after it (`grid`, `layout`, `stitch`) is the same for tables with
and without lines.
Does not belong here: telling headings (`headings`), cutting tables (`grid`).

A table is looked for only where a printed line holds headings side by side that stand in no
table. Its columns part where no word of any of its rows stands; it ends at the first line that
runs over such a gap, or after a wider step than its own. A row begins at each line that has
something in the column of counts; without such a column, at each line that has something in all
columns but the first.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from orchestration.documents.pdf.headings import (
    COUNT,
    DETAILS,
    PLACES,
    TIGHT_STEP,
    WIDE_STEP,
    Chunk,
    Headings,
    PrintedRow,
    headings_at,
    is_step,
    printed_row,
)
from orchestration.documents.pdf.lines import print_rows
from orchestration.documents.pdf.paragraphs import NUMBERED_HEADING
from orchestration.documents.pdf.shapes import Box, Rule, Word
from orchestration.documents.words import header_role, is_total_label

LARGE_STEP: Final = 4.0
"""The same for a table whose cells hold tables or several paragraphs."""
MARGIN: Final = 3.0
"""How far outside its words a table's sides are drawn (points)."""
NARROWEST_GUTTER: Final = 6.0
"""Columns of bare text in one cell are at least this far apart (points)."""

_SOURCE = re.compile(r"\s*(?:fuente|nota|elaboraci[oó]n|elaborado)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Place:
    """Where tables without lines are looked for: a cell, or a page's body.

    Attributes:
        box: its sides.
        is_cell: whether they are those of a cell.
        inner: the tables that stand in it already.
        across: the horizontal lines that are drawn on the page.
        has_spaces: whether the page has spaces drawn between the words of one text.
    """

    box: Box
    is_cell: bool
    inner: list[Box]
    across: list[Rule]
    has_spaces: bool


def imagine_rules(words: list[Word], place: Place) -> tuple[list[Rule], list[Rule]]:
    """The rules that tables without lines in a place would have.

    Args:
        words: the words of the place that stand in no table.
        place: the place.

    Returns:
        Horizontal and vertical rules to be added to those drawn; none where there is no table.
    """
    upright = [word for word in words if word.turn == 0]
    rows = [printed_row(words, place.has_spaces) for words in print_rows(upright)]
    rows += [PrintedRow(box.y0 + 1, 1.0, [Chunk(box.x0, box.x1, "")]) for box in place.inner]
    rows.sort(key=lambda row: row.baseline)
    flats: list[Rule] = []
    uprights: list[Rule] = []
    at = 0
    while at < len(rows):
        found = headings_at(rows, at)
        end = _end_of(rows, found) if found else at
        if found is None or end <= found.body:
            at += 1
            continue
        for cell in _draw(found, rows[found.first : end], place, flats, uprights):
            inner = [box for box in place.inner if cell.covers(box, MARGIN)]
            within = Place(cell, True, inner, place.across, place.has_spaces)
            nested = imagine_rules([word for word in words if cell.holds(*word.middle)], within)
            flats += nested[0]
            uprights += nested[1]
        at = end
    return flats, uprights


def _end_of(rows: list[PrintedRow], found: Headings) -> int:
    """The line after a table's last; sets where its columns part."""
    gutters = [(left.x1, right.x0) for left, right in pairwise(found.columns)]
    inks: list[list[tuple[float, float]]] = [[] for _ in gutters]
    most = LARGE_STEP if found.kind == "frame" else WIDE_STEP
    left = found.columns[0].x0
    end = found.body
    for number in range(found.body, len(rows)):
        row = rows[number]
        if is_step(rows[number - 1], row, most) or _SOURCE.match(row.text):
            break
        if NUMBERED_HEADING.match(row.text) and row.chunks[0].x0 < left:
            break
        if any(chunk.x0 <= g0 and chunk.x1 >= g1 for chunk in row.chunks for g0, g1 in gutters):
            break
        if found.kind != "frame" and not _is_of_table(row, found, rows[number - 1]):
            break
        trial = [
            [*ink, *((c.x0, c.x1) for c in row.chunks if c.x1 > g0 and c.x0 < g1)]
            for ink, (g0, g1) in zip(inks, gutters, strict=True)
        ]
        if any(_widest(g0, g1, ink) is None for (g0, g1), ink in zip(gutters, trial, strict=True)):
            break
        inks, end = trial, number + 1
        if found.kind == "frame":
            gutters = _around_nested(found, gutters, row)
    parted = [_widest(g0, g1, ink) for (g0, g1), ink in zip(gutters, inks, strict=True)]
    found.gutters = [gap for gap in parted if gap is not None]
    return end if len(found.gutters) == len(gutters) else found.body


def _around_nested(
    found: Headings, gutters: list[tuple[float, float]], row: PrintedRow
) -> list[tuple[float, float]]:
    """The gaps between a table's columns, kept clear of the headings of a table nested in it."""
    if "service" not in found.roles:
        return gutters
    host = max(n for n, role in enumerate(found.roles) if role == "service")
    kept = []
    for place, (g0, g1) in enumerate(gutters):
        for chunk in row.chunks:
            if g0 < chunk.x1 and chunk.x0 < g1 and header_role(chunk.text) in DETAILS:
                g0, g1 = (max(g0, chunk.x1), g1) if place >= host else (g0, min(g1, chunk.x0))
        kept.append((g0, g1))
    return kept


def _is_of_table(row: PrintedRow, found: Headings, before: PrintedRow) -> bool:
    """Whether a line below a table of places goes on with it, not with the text after it."""
    if len(row.chunks) > 1:
        return True
    first_gap = found.columns[0].x1
    return row.chunks[0].x0 > first_gap or not is_step(before, row, TIGHT_STEP)


def _widest(low: float, high: float, ink: list[tuple[float, float]]) -> tuple[float, float] | None:
    """The widest part of an interval that no ink covers, None where none is left."""
    best: tuple[float, float] | None = None
    start = low
    for x0, x1 in [*sorted(ink), (high, high)]:
        if x0 - start > (best[1] - best[0] if best else 0.5):
            best = (start, min(x0, high))
        start = max(start, x1)
    return best


def _draw(
    found: Headings, rows: list[PrintedRow], place: Place, flats: list[Rule], uprights: list[Rule]
) -> list[Box]:
    """Add the rules of a table that takes these lines; returns the cells that may hold tables."""
    chunks = [chunk for row in rows for chunk in row.chunks]
    x0 = min(chunk.x0 for chunk in chunks) - MARGIN
    x1 = max(chunk.x1 for chunk in chunks) + MARGIN
    y0, y1 = min(row.top for row in rows[:2]), max(row.bottom for row in rows)
    if place.is_cell and found.kind == "frame":
        x0, y0, x1, y1 = place.box
    elif place.is_cell:
        x0, x1 = max(x0, place.box.x0 + MARGIN), min(x1, place.box.x1 - MARGIN)
    if not (place.is_cell and found.kind == "frame"):
        x0, y0, x1, y1 = _to_drawn(Box(x0, y0, x1, y1), place, rows[0].size)
    flats += [Rule(y0, x0, x1), Rule(y1, x0, x1)]
    uprights += [Rule(x0, y0, y1), Rule(x1, y0, y1)]
    head = found.body - found.first
    xs = [(g0 + g1) / 2 for g0, g1 in found.gutters]
    under_head = _between(rows[head - 1], rows[head])
    rules = [Rule(under_head, x0, x1)]
    if found.kind == "frame":
        for role, sides in zip(found.roles, pairwise([x0, *xs, x1]), strict=True):
            inner = _inner_column(rows[head:], *sides) if role == "period" else None
            if inner is not None:
                uprights.append(Rule(inner, under_head, y1))
    else:
        table = [_cells(row, xs) for row in rows]
        for start in _row_starts(found, table, head):
            if start > head:
                left = xs[0] if _label_goes_on(found, rows, table, start, xs[0]) else x0
                rules.append(Rule(_between(rows[start - 1], rows[start]), left, x1))
    flats += [rule for rule in rules if not _is_drawn(rule, place.across, rows[0].size)]
    periods = [c for c, role in zip(found.columns, found.roles, strict=True) if role == "period"]
    under = y0
    if found.spanning is not None and periods:
        spanned = next(row for row in rows if found.spanning in row.chunks)
        under = _between(spanned, next(row for row in rows if periods[0] in row.chunks))
        flats.append(Rule(under, max((x for x in xs if x < periods[0].x0), default=x0), x1))
    for x in xs:
        is_spanned = bool(periods) and periods[0].x0 < x
        uprights.append(Rule(x, under if is_spanned else y0, y1))
    return [
        Box(left, under_head, right, y1)
        for role, (left, right) in zip(found.roles, pairwise([x0, *xs, x1]), strict=True)
        if role == "service"
    ]


def _to_drawn(box: Box, place: Place, size: float) -> Box:
    """A table's sides, moved to the horizontal lines that are drawn for it."""
    own = [
        rule
        for rule in place.across
        if box.y0 - size < rule.at < box.y1 + size
        and rule.start >= place.box.x0 - MARGIN
        and rule.end <= place.box.x1 + MARGIN
        and rule.start <= box.x0 + MARGIN
        and rule.end >= box.x1 - MARGIN
    ]
    if not own:
        return box
    top = min((rule.at for rule in own if abs(rule.at - box.y0) < size), default=box.y0)
    bottom = max((rule.at for rule in own if abs(rule.at - box.y1) < size), default=box.y1)
    return Box(min(rule.start for rule in own), top, max(rule.end for rule in own), bottom)


def _between(row: PrintedRow, below: PrintedRow) -> float:
    return (row.bottom + below.top) / 2


def _is_drawn(rule: Rule, across: list[Rule], size: float) -> bool:
    """Whether a line is drawn there that parts the same rows."""
    width = rule.end - rule.start
    return any(
        abs(other.at - rule.at) < 0.6 * size
        and min(other.end, rule.end) - max(other.start, rule.start) > 0.5 * width
        for other in across
    )


def _inner_column(body: list[PrintedRow], low: float, high: float) -> float | None:
    """Where the texts under one period part that stand side by side (two measures in a cell)."""
    ink = [
        (chunk.x0, chunk.x1)
        for row in body
        for chunk in row.chunks
        if chunk.x0 >= low and chunk.x1 <= high
    ]
    if not ink:
        return None
    gap = _widest(min(ink)[0], max(x for _, x in ink), ink)
    is_wide = gap is not None and gap[1] - gap[0] >= NARROWEST_GUTTER
    return (gap[0] + gap[1]) / 2 if gap is not None and is_wide else None


def _cells(row: PrintedRow, xs: list[float]) -> list[str]:
    """A line's text by column."""
    texts = [""] * (len(xs) + 1)
    for chunk in row.chunks:
        place = bisect_right(xs, (chunk.x0 + chunk.x1) / 2)
        texts[place] = f"{texts[place]} {chunk.text}".strip()
    return texts


def _row_starts(found: Headings, table: list[list[str]], head: int) -> list[int]:
    """The lines on which a row of a table of places begins."""
    body = range(head, len(table))
    if found.kind == "matrix":
        keys = [n for n in body if any(map(COUNT.fullmatch, table[n][1:]))]
    elif "count" in found.roles:
        keys = [n for n in body if table[n][found.roles.index("count")]]
    else:
        keys = [n for n in body if all(table[n][1:])]
    if not keys or keys[0] == head:
        return keys
    # Cells are centred: rows part halfway between the lines that have counts.
    return [head, *(above + 1 + (below - above) // 2 for above, below in pairwise(keys))]


def _label_goes_on(
    found: Headings, rows: list[PrintedRow], table: list[list[str]], start: int, right: float
) -> bool:
    """Whether the label in the first column covers the row that begins on a line too."""
    if found.kind != "details" or found.roles[0] in PLACES:
        return False
    label, above = table[start][0], table[start - 1][0]
    if not label:
        return not is_total_label(table[start][1])
    if not above or is_total_label(label):
        return False
    last, first = rows[start - 1].chunks[0], rows[start].chunks[0]
    width = (first.x1 - first.x0) * len(label.split(" ")[0]) / len(label)
    return label[0] == "(" or label[0].islower() or last.x1 + width > right
