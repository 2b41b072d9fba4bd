"""Tables whose lines are not drawn, or only some of them: the rules they would have.

Belongs here: how far such a table reaches, and where its columns and rows part; the answer is
ruled lines, so that everything after it (`grid`, `layout`, `stitch`) is the same for tables with
and without lines.
Does not belong here: telling headings (`headings`), which lines begin a row (`unruled_rows`),
where such tables are looked for (`unruled_places`), cutting tables (`grid`).

A table is looked for only where a printed line holds headings side by side that stand in no
table. Its columns part where no word of any of its rows stands; it ends at the first line that
runs over such a gap, or after a wider step than its own.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import Final

from orchestration.documents.pdf.frames import TOUCH
from orchestration.documents.pdf.grid import NARROWEST
from orchestration.documents.pdf.headings import (
    Chunk,
    Headings,
    PrintedRow,
    headings_at,
    printed_row,
)
from orchestration.documents.pdf.lines import print_rows
from orchestration.documents.pdf.paragraphs import NUMBERED_HEADING
from orchestration.documents.pdf.shapes import Box, Rule, Word
from orchestration.documents.pdf.unruled_end import end_of
from orchestration.documents.pdf.unruled_labels import label_starts
from orchestration.documents.pdf.unruled_rows import row_starts
from orchestration.documents.pdf.unruled_texts import body_of, middles

MARGIN: Final = 3.0
"""How far outside its words a table's sides are drawn (points)."""
INSET: Final = TOUCH + 0.1
"""How far below its cell's top a table begins, lest its columns be taken for the cell's own."""
NARROWEST_GUTTER: Final = 6.0
"""Columns of bare text in one cell are at least this far apart (points)."""


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

    def within(self, cell: Box) -> Place:
        """A cell of a table in this place."""
        inner = [box for box in self.inner if cell.covers(box, MARGIN)]
        return Place(cell, True, inner, self.across, self.has_spaces)


@dataclass(frozen=True, slots=True)
class OpenTable:
    """A table without lines that reaches the end of its place and may go on on the next page."""

    headings: Headings
    box: Box
    place: Place


@dataclass(frozen=True, slots=True)
class Imagined:
    """The rules to be added to those drawn, and the tables that may go on on the next page."""

    across: list[Rule] = field(default_factory=list)
    down: list[Rule] = field(default_factory=list)
    open_tables: list[OpenTable] = field(default_factory=list)


def imagine_rules(words: list[Word], place: Place, into: Imagined) -> None:
    """Add the rules that tables without lines in a place would have.

    Args:
        words: the words of the place that stand in no table.
        place: the place.
        into: what is added to.
    """
    rows = _rows_of(words, place)
    at = 0
    while at < len(rows):
        found = headings_at(rows, at)
        if found:
            found.marks_wraps = _marks_wraps(rows, place)
        end = end_of(rows, found, _ruled(found, place)) if found else at
        is_open = end == len(rows)
        if found is None or (end <= found.body and not is_open):
            at += 1
            continue
        box = _box_of(found, rows[found.first : end], place)
        if place.is_cell and found.first == 0 and end == found.body == len(rows):
            # The headings alone fill what the page's end left of their cell.
            box = place.box
        found.gutters = [_to_rule_ends(gutter, box, place) for gutter in found.gutters]
        _draw(found, rows[found.first : end], box, place, into)
        if is_open:
            into.open_tables.append(OpenTable(found, box, place))
        for cell in _cells_for_tables(found, rows[found.first : end], box):
            imagine_rules([w for w in words if cell.holds(*w.middle)], place.within(cell), into)
        at = end


def imagine_rest(words: list[Word], place: Place, above: OpenTable, into: Imagined) -> bool:
    """Add the rules of the rest of a table that began on the page before.

    Args:
        words: the words of the place in which it may go on.
        place: the place.
        above: the part on the page before.
        into: what is added to.

    Returns:
        Whether it goes on there.
    """
    rows = _rows_of(words, place)
    if not rows or NUMBERED_HEADING.match(rows[0].text):
        return False
    gutters = above.headings.gutters
    lefts = [above.box.x0, *(g1 for _, g1 in gutters)]
    rights = [*(g0 for g0, _ in gutters), above.box.x1]
    columns = [Chunk(x0, x1, "") for x0, x1 in zip(lefts, rights, strict=True)]
    found = replace(above.headings, columns=columns, first=0, body=0, spanning=None)
    found.marks_wraps = _marks_wraps(rows, place)
    end = end_of(rows, found, _ruled(found, place))
    if end == 0 or not rows[0].chunks[0].text or headings_at(rows, 0):
        return False
    if found.kind != "frame" and not _holds_rows(found, rows[:end], place):
        return False
    if all(_is_free(x, rows[:end]) for x in middles(above.headings)):
        found.gutters = above.headings.gutters
    _, y0, _, y1 = _box_of(found, rows[:end], place)
    box = Box(above.box.x0, y0, above.box.x1, y1)
    _draw(found, rows[:end], box, place, into)
    if end == len(rows):
        into.open_tables.append(OpenTable(found, box, place))
    return True


def _holds_rows(found: Headings, rows: list[PrintedRow], place: Place) -> bool:
    """Whether some of the lines begin rows of a table: they have counts, or fill all columns.

    In a cell that goes on, the rest of a row that was cut will do: lines of two columns.
    """
    body = body_of(found, rows)
    numbers = range(len(rows))
    if place.is_cell and any(sum(map(bool, body.cells[n])) > 1 for n in numbers):
        return True
    return any(body.counts_in(n) if body.counts else all(body.cells[n][1:]) for n in numbers)


def _marks_wraps(rows: list[PrintedRow], place: Place) -> bool:
    """Whether the spaces at line ends tell wrapped lines from whole texts."""
    return place.has_spaces and not all(chunk.is_open for row in rows for chunk in row.chunks)


def _ruled(found: Headings, place: Place) -> list[float]:
    """At which heights lines are drawn across a table in a cell; elsewhere they border others."""
    x0, y0, x1, y1 = place.box
    first, last = found.columns[0], found.columns[-1]
    return [
        rule.at
        for rule in place.across
        if place.is_cell
        and y0 < rule.at < y1 + MARGIN
        and not (rule.start < x0 + 1 and rule.end > x1 - 1)  # the cell's own border
        and x0 - MARGIN <= rule.start <= last.x0
        and last.x0 < rule.end <= x1 + MARGIN
        and rule.end > first.x1
    ]


def _rows_of(words: list[Word], place: Place) -> list[PrintedRow]:
    upright = [word for word in words if word.turn == 0]
    rows = [printed_row(words, place.has_spaces) for words in print_rows(upright)]
    rows += [
        PrintedRow(box.y0 + 1, 1.0, [Chunk(box.x0, box.x1, "")], box.y1) for box in place.inner
    ]
    return sorted(rows, key=lambda row: row.baseline)


def _is_free(x: float, rows: list[PrintedRow]) -> bool:
    """Whether no words of some lines stand there."""
    return not any(chunk.x0 < x < chunk.x1 for row in rows for chunk in row.chunks)


def _box_of(found: Headings, rows: list[PrintedRow], place: Place) -> Box:
    """The sides of a table that takes these lines."""
    if place.is_cell and found.kind == "frame":
        return place.box
    chunks = [chunk for row in rows for chunk in row.chunks]
    x0 = min(chunk.x0 for chunk in chunks) - MARGIN
    x1 = max(chunk.x1 for chunk in chunks) + MARGIN
    y0, y1 = min(row.top for row in rows[:2]), max(row.bottom for row in rows)
    if place.is_cell:
        x0, x1 = max(x0, place.box.x0 + MARGIN), min(x1, place.box.x1 - MARGIN)
    box = _to_drawn(Box(x0, y0, x1, y1), place, rows[0].size)
    if not place.is_cell or box.y0 != y0:
        return box
    under_first = _between(rows[0], rows[1]) if len(rows) > 1 else y1
    top = min(place.box.y0 + INSET, under_first - NARROWEST - 0.1)
    return box._replace(y0=max(y0, top))


def _cells_for_tables(found: Headings, rows: list[PrintedRow], box: Box) -> list[Box]:
    """The cells of a table that may hold tables themselves."""
    head = found.body - found.first
    under_head = _between(rows[head - 1], rows[head]) if head < len(rows) else box.y1
    sides = pairwise([box.x0, *middles(found), box.x1])
    return [
        Box(left, under_head, right, box.y1)
        for role, (left, right) in zip(found.roles, sides, strict=True)
        if role == "service"
    ]


def _draw(found: Headings, rows: list[PrintedRow], box: Box, place: Place, into: Imagined) -> None:
    """Add the rules of a table that takes these lines."""
    x0, y0, x1, y1 = box
    flats, uprights = into.across, into.down
    flats += [Rule(y0, x0, x1), Rule(y1, x0, x1)]
    uprights += [Rule(x0, y0, y1), Rule(x1, y0, y1)]
    head = found.body - found.first
    xs = middles(found)
    has_both = 0 < head < len(rows)
    under_head = _between(rows[head - 1], rows[head]) if has_both else y1 if head else y0
    rules = [Rule(under_head, x0, x1)] if has_both else []
    # A line within one column, or within a table found there already, is of a nested one.
    drawn = [
        rule
        for rule in place.across
        if any(rule.start < x < rule.end for x in xs)
        and not any(box.holds((rule.start + rule.end) / 2, rule.at) for box in place.inner)
    ]
    if found.kind == "frame":
        for role, sides in zip(found.roles, pairwise([x0, *xs, x1]), strict=True):
            inner = _inner_columns(rows[head:], *sides) if role == "period" else []
            uprights += [Rule(x, under_head, y1) for x in inner]
    else:
        body = body_of(found, rows[head:])
        over_rows = [r.at for r in drawn if r.start < xs[min(1, len(xs) - 1)] and r.end > xs[-1]]
        starts = row_starts(body, over_rows)
        labelled = label_starts(body, starts)
        for start in starts[1:]:
            above, below = rows[head + start - 1 : head + start + 1]
            left = x0 if start in labelled else xs[0]
            rules.append(Rule(_between(above, below), left, x1))
    flats += [rule for rule in rules if not _is_drawn(rule, drawn, rows[0].size)]
    periods = [c for c, role in zip(found.columns, found.roles, strict=True) if role == "period"]
    under = y0
    if found.spanning is not None and periods:
        at = next(number for number, row in enumerate(rows) if found.spanning in row.chunks)
        under = _between(rows[at], rows[at + 1])
        flats.append(Rule(under, max((x for x in xs if x < periods[0].x0), default=x0), x1))
    for x in xs:
        is_spanned = bool(periods) and periods[0].x0 < x
        uprights.append(Rule(x, under if is_spanned else y0, y1))


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


def _to_rule_ends(gutter: tuple[float, float], box: Box, place: Place) -> tuple[float, float]:
    """The part of a gap between columns where lines drawn across end, where any do.

    Under a merged cell they end at its side.
    """
    g0, g1 = gutter
    ends = [
        end
        for rule in place.across
        if box.y0 < rule.at < box.y1
        for end in (rule.start, rule.end)
        if g0 - 1 <= end <= g1 + 1
    ]
    return (min(ends) - 1, max(ends) + 1) if ends else gutter


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


def _inner_columns(body: list[PrintedRow], low: float, high: float) -> list[float]:
    """Where the texts under one period part that stand side by side (two measures in a cell)."""
    own = [[c for c in row.chunks if c.x0 >= low and c.x1 <= high] for row in body]
    ink = sorted((chunk.x0, chunk.x1) for chunks in own for chunk in chunks)
    parts: list[float] = []
    reached = ink[0][1] if ink else 0.0
    for x0, x1 in ink:
        # A figure in the middle over words at the left is no column beside them.
        are_beside = any(c and c[0].x1 <= reached and c[-1].x0 >= x0 for c in own)
        if x0 - reached >= NARROWEST_GUTTER and are_beside:
            parts.append((reached + x0) / 2)
        reached = max(reached, x1)
    return parts
