"""Pure geometry: from ruled lines to rows and cells, nested tables included.

Belongs here: cutting a table into rows and cells, and telling a table nested in a cell from a
row split in two. Does not belong here: which lines make one table (`frames`), joining the pieces
of a line (`rules`), text (`lines`), pages (`stitch`).

How a table is cut: lines over its full width make bands, lines over a band's full height make
panels. A panel with lines of its own is either *split* (its pieces are cells of this table, the
neighbours being merged vertically) or holds a *nested* table. It is nested when the vertical
lines inside it go on in no other band: a split header ("Usuarias/os" over two periods) shares
its verticals with the rows below, a coverage table inside a cell shares them with nothing. A
nested table may fill its cell from top to bottom; its verticals are then told from the panels'
own by the same test.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from orchestration.documents.pdf.frames import (
    SMALLEST,
    TOUCH,
    Group,
    find_frames,
    outermost,
    touching,
)
from orchestration.documents.pdf.rules import DOUBLE_LINE, MET, SAME_LINE, SHORTEST, meet
from orchestration.documents.pdf.shapes import Box, CellPlace, PageWords, Rule, TablePlace

NARROWEST = 5.0
"""No row or column is narrower than this; lines closer together are one border (points)."""
DEEPEST = 12
PAGE_BORDER = 0.8
"""A frame taller than this share of the page may be drawn around the page."""
SLIVER = 12.0
"""A column narrower than this stands between the borders of two tables (points)."""
NO_COLUMN = 18.0
"""A cell narrower than this holds no word beside its margins (points)."""


def frames_of_tables(page: PageWords) -> list[Box]:
    """The outlines of a page's tables; not a border around the page, but the tables in it."""
    across, down = meet(page.across, page.down)
    frames: list[Box] = []
    for frame in find_frames(across, down):
        if frame.height > PAGE_BORDER * page.height:
            table = cut_table(frame, across, down, page.number)
            cells = [cell for row in table.rows for cell in row]
            if len(cells) == 1:
                inner = cells[0].content
                frames += [item.box for item in inner if isinstance(item, TablePlace)]
                continue
        frames.append(frame)
    return frames


def cut_table(
    frame: Box,
    across: list[Rule],
    down: list[Rule],
    page: int,
    columns_above: Sequence[float] = (),
) -> TablePlace:
    """Cut a frame into rows of cells, which are still without text.

    Args:
        frame: the table's outline.
        across: the page's horizontal lines, joined.
        down: its vertical lines, joined.
        page: the page's number.
        columns_above: where the columns stood in the part of this table printed at the end of
            the page before, if there is one.

    Returns:
        The table; the content of its cells holds the tables nested in them.
    """
    return _cut_table(frame, across, down, page, 0, columns_above)


def _inside(box: Box, across: list[Rule], down: list[Rule]) -> tuple[list[Rule], list[Rule]]:
    """The lines strictly inside a box, cut to it; those along its edges are left out."""
    flats = [
        Rule(rule.at, max(rule.start, box.x0), min(rule.end, box.x1))
        for rule in across
        if box.y0 + TOUCH < rule.at < box.y1 - TOUCH
        and min(rule.end, box.x1) - max(rule.start, box.x0) > TOUCH
    ]
    uprights = [
        Rule(rule.at, max(rule.start, box.y0), min(rule.end, box.y1))
        for rule in down
        if box.x0 + TOUCH < rule.at < box.x1 - TOUCH
        and min(rule.end, box.y1) - max(rule.start, box.y0) > TOUCH
    ]
    return flats, uprights


def _cuts(low: float, high: float, start: float, end: float, rules: list[Rule]) -> list[float]:
    """Places between low and high where a line reaches from start to end, ends included."""
    places = [low]
    for rule in rules:
        reaches = rule.start <= start + TOUCH and rule.end >= end - TOUCH
        if reaches and rule.at - places[-1] > NARROWEST and high - rule.at > NARROWEST:
            places.append(rule.at)
    places.append(high)
    return places


def _pieces(box: Box, across: list[Rule], down: list[Rule]) -> list[Box]:
    """Cut a box by the lines over its full width, then each band by those over its height."""
    pieces: list[Box] = []
    ys = _cuts(box.y0, box.y1, box.x0, box.x1, across)
    for y0, y1 in pairwise(ys):
        xs = _cuts(box.x0, box.x1, y0, y1, down)
        pieces.extend(Box(x0, y0, x1, y1) for x0, x1 in pairwise(xs))
    return pieces


def _cut_table(
    frame: Box,
    across: list[Rule],
    down: list[Rule],
    page: int,
    depth: int,
    columns_above: Sequence[float] = (),
) -> TablePlace:
    cells: list[CellPlace] = []
    ys = _bands(frame, across, down)
    for y0, y1 in pairwise(ys):
        band = Box(frame.x0, y0, frame.x1, y1)
        # Headings printed again may stand between a band and what it goes on from.
        uprights = down + [Rule(x, y0 - 4 * SHORTEST, y0) for x in columns_above]
        xs = _cuts(band.x0, band.x1, y0, y1, _own_columns(band, across, uprights))
        for x0, x1 in pairwise(xs):
            cells.extend(_carve(Box(x0, y0, x1, y1), frame, across, uprights, page, depth))
    return TablePlace(frame, _rows(cells), page)


def _bands(frame: Box, across: list[Rule], down: list[Rule]) -> list[float]:
    """Where lines over a table's full width cut it, its top and bottom included.

    The row lines of a nested table may stand by chance at the height of a line beside it and
    then look like one line over the full width. Its verticals give it away: they cross that
    line and end short of the next cuts on both sides.
    """
    flats, uprights = _inside(frame, across, down)
    ys = _cuts(frame.y0, frame.y1, frame.x0, frame.x1, flats)
    kept = ys[:1]
    for y, below in pairwise(ys[1:]):
        by_chance = any(
            kept[-1] + TOUCH < rule.start < y - SHORTEST and y + SHORTEST < rule.end < below - TOUCH
            for rule in uprights
        )
        if not by_chance:
            kept.append(y)
    kept.append(ys[-1])
    return kept


def _own_columns(band: Box, across: list[Rule], down: list[Rule]) -> list[Rule]:
    """Of the verticals over a band's full height, those that part cells of this table.

    A vertical does that if it goes on above or below the band. If it does not, it still does
    if no horizontal of the band meets it (the last row has more cells than those above), or
    only such as cross verticals that go on; else it belongs to a table nested in the band.
    """
    flats, uprights = _inside(band, across, down)
    full = [
        rule for rule in uprights if rule.start <= band.y0 + TOUCH and rule.end >= band.y1 - TOUCH
    ]
    going = [rule for rule in full if _goes_on(rule, band, down)]
    if not flats:
        xs = [band.x0, *(rule.at for rule in going), band.x1]
        inner = [_between_slivers(Box(x0, band.y0, x1, band.y1), full) for x0, x1 in pairwise(xs)]
        return [rule for rule in full if not any(rule in rules for rules in inner)]
    if going:
        foreign = [
            flat
            for flat in flats
            if not any(
                flat.start < rule.at - TOUCH and flat.end > rule.at + TOUCH for rule in going
            )
        ]
    else:
        xs = sorted([band.x0, band.x1, *(rule.at for rule in full)])
        if min(right - left for left, right in pairwise(xs)) >= SLIVER:
            return full
        foreign = flats
    return [
        rule
        for rule in full
        if rule in going
        or not any(flat.start - TOUCH <= rule.at <= flat.end + TOUCH for flat in foreign)
    ]


def _between_slivers(panel: Box, uprights: list[Rule]) -> list[Rule]:
    """The verticals of a panel, if no words fit between them and a side of it: a nested table's.

    At the other side the nested table's border may be one with the panel's.
    """
    inner = [rule for rule in uprights if panel.x0 + TOUCH < rule.at < panel.x1 - TOUCH]
    if len(inner) < 2 or inner[-1].at - inner[0].at < SMALLEST[0]:
        return []
    narrowest = min(inner[0].at - panel.x0, panel.x1 - inner[-1].at)
    return inner if narrowest < NO_COLUMN else []


def _carve(
    panel: Box, frame: Box, across: list[Rule], down: list[Rule], page: int, depth: int
) -> list[CellPlace]:
    """The cells of a panel: itself, with what is nested in it, or its pieces if it is split."""
    flats, uprights = _inside(panel, across, down)
    if not flats and (sides := _between_slivers(panel, uprights)):
        left, right = sides[0].at, sides[-1].at
        x0 = left if left - panel.x0 < NO_COLUMN else panel.x0
        x1 = right if panel.x1 - right < NO_COLUMN else panel.x1
        box = Box(x0, panel.y0, x1, panel.y1)
        return [CellPlace(panel, content=[_cut_table(box, across, down, page, depth + 1)])]
    if not flats or depth >= DEEPEST:
        return [CellPlace(panel)]
    nested, own_flats, own_uprights = _tell_apart(panel, frame, flats, uprights, across, down)
    if own_flats:
        pieces = _pieces(panel, own_flats, own_uprights)
        if len(pieces) > 1:
            return [
                cell
                for piece in pieces
                for cell in _carve(piece, frame, across, down, page, depth + 1)
            ]
    cell = CellPlace(panel)
    for box in nested:
        flats = _to_sides(across, box.x0, box.x1, box.y0, box.y1)
        uprights = _to_sides(down, box.y0, box.y1, box.x0, box.x1)
        cell.content.append(_cut_table(box, flats, uprights, page, depth + 1))
    return [cell]


def _to_sides(rules: list[Rule], low: float, high: float, first: float, last: float) -> list[Rule]:
    """Draw a nested table's lines out to its sides, which may have been moved (`_snap`).

    Args:
        rules: all lines of one direction.
        low: the side at which the table's lines start.
        high: the side at which they end.
        first: where the first of its lines stands.
        last: where the last of them stands.
    """
    near = TOUCH + MET
    return [
        Rule(
            rule.at,
            low if low < rule.start <= low + near else rule.start,
            high if high - near <= rule.end < high else rule.end,
        )
        if first - TOUCH < rule.at < last + TOUCH
        else rule
        for rule in rules
    ]


def _tell_apart(
    panel: Box,
    frame: Box,
    flats: list[Rule],
    uprights: list[Rule],
    across: list[Rule],
    down: list[Rule],
) -> tuple[list[Box], list[Rule], list[Rule]]:
    """Sort a panel's inner lines into nested tables and lines of the table itself."""
    nested: list[Box] = []
    own_flats: list[Rule] = []
    own_uprights: list[Rule] = []
    loose: list[Rule] = []
    for group in touching(flats, uprights):
        if not group.down:
            loose.extend(rule for rule in group.across if _spans(rule, panel))
        elif not group.across:
            continue
        elif any(_goes_on(rule, panel, down) for rule in group.down) or (
            panel.y1 >= frame.y1 - TOUCH and _is_split_header(group, panel)
        ):
            own_flats.extend(group.across)
            own_uprights.extend(group.down)
        else:
            nested.append(_snap(group.box, panel))
    nested = _join_stacked(outermost(nested), panel, down)
    for rule in loose:
        hosts = [place for place, box in enumerate(nested) if _is_full(box, panel)]
        if not hosts or _crosses(rule, panel, across):
            own_flats.append(rule)
            continue
        place = min(hosts, key=lambda each: _distance(nested[each], rule.at))
        box = nested[place]
        nested[place] = Box(box.x0, min(box.y0, rule.at), box.x1, max(box.y1, rule.at))
    own_flats.sort()
    own_uprights.sort()
    nested.sort(key=lambda box: box.y0)
    return nested, own_flats, own_uprights


def _is_split_header(group: Group, panel: Box) -> bool:
    """Whether lines only halve a panel and part its lower half: a header cut off from its rows."""
    flat = group.across[0]
    return (
        len(group.across) == 1
        and _spans(flat, panel)
        and all(
            abs(rule.start - flat.at) <= TOUCH and rule.end >= panel.y1 - TOUCH
            for rule in group.down
        )
    )


def _spans(rule: Rule, panel: Box) -> bool:
    return rule.start <= panel.x0 + TOUCH and rule.end >= panel.x1 - TOUCH


def _is_full(box: Box, panel: Box) -> bool:
    return box.x0 <= panel.x0 + TOUCH and box.x1 >= panel.x1 - TOUCH


def _distance(box: Box, y: float) -> float:
    return max(box.y0 - y, y - box.y1, 0.0)


def _goes_on(rule: Rule, panel: Box, down: list[Rule]) -> bool:
    """Whether a vertical line reaches the panel's edge and goes on in the next band."""
    below, above = rule.end >= panel.y1 - TOUCH, rule.start <= panel.y0 + TOUCH
    for other in down:
        if abs(other.at - rule.at) > DOUBLE_LINE:
            continue
        if below and other.start <= panel.y1 + TOUCH and other.end > panel.y1 + SHORTEST:
            return True
        if above and other.end >= panel.y0 - TOUCH and other.start < panel.y0 - SHORTEST:
            return True
    return False


def _crosses(rule: Rule, panel: Box, across: list[Rule]) -> bool:
    """Whether a horizontal line of a panel goes on in the panel beside it."""
    return any(
        abs(other.at - rule.at) <= SAME_LINE
        and other.start <= panel.x1
        and other.end >= panel.x0
        and (other.start < panel.x0 - SHORTEST or other.end > panel.x1 + SHORTEST)
        for other in across
    )


def _snap(box: Box, panel: Box) -> Box:
    """Move the sides of a box onto those of the panel they touch."""

    def near(value: float, edge: float) -> float:
        return edge if abs(value - edge) <= TOUCH else value

    return Box(
        near(box.x0, panel.x0),
        near(box.y0, panel.y0),
        near(box.x1, panel.x1),
        near(box.y1, panel.y1),
    )


def _join_stacked(boxes: list[Box], panel: Box, down: list[Rule]) -> list[Box]:
    """Join parts of one nested table that a row merged over its full width keeps apart.

    Only where the table shares both its sides with the cell, for else the sides join the parts.
    """
    joined: list[Box] = []
    for box in boxes:
        last = joined[-1] if joined else None
        if (
            last is not None
            and _is_full(last, panel)
            and _is_full(box, panel)
            and box.y0 - last.y1 <= 40
            and _columns(last, down) & _columns(box, down)
        ):
            joined[-1] = Box(last.x0, last.y0, last.x1, box.y1)
        else:
            joined.append(box)
    return joined


def _columns(box: Box, down: list[Rule]) -> set[int]:
    """Where verticals stand in a box, rounded to compare."""
    return {
        round(rule.at / 2)
        for rule in down
        if box.x0 + TOUCH < rule.at < box.x1 - TOUCH
        and rule.start < box.y1 - TOUCH
        and rule.end > box.y0 + TOUCH
    }


def _rows(cells: list[CellPlace]) -> list[list[CellPlace]]:
    """Put cells into rows; a cell that goes on below leaves an empty one there."""
    edges: list[float] = []
    for y in sorted(y for cell in cells for y in (cell.box.y0, cell.box.y1)):
        if not edges or y - edges[-1] > TOUCH:
            edges.append(y)

    def place(y: float) -> int:
        return min(range(len(edges)), key=lambda each: abs(edges[each] - y))

    rows: list[list[CellPlace]] = [[] for _ in edges[1:]]
    for cell in sorted(cells, key=lambda cell: cell.box.x0):
        first, last = place(cell.box.y0), place(cell.box.y1)
        for number in range(first, max(last, first + 1)):
            if number == first:
                rows[number].append(cell)
            else:
                rows[number].append(CellPlace(cell.box, continues=True))
    return [row for row in rows if row]
