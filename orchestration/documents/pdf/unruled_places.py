"""Where tables without lines are looked for, and a page laid out with them.

Belongs here: the places that may hold such tables (the page's body, the cells of its ruled tables,
the cells of those found already, the place that goes on from the page before), and how often they
are looked for. Does not belong here: the tables themselves (`unruled`), cutting them and filling
their cells (`layout`).
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import takewhile
from typing import Final

from orchestration.documents.pdf.headings import (
    FRAME,
    draws_spaces,
    holds_several_headings,
    looks_like_headings,
)
from orchestration.documents.pdf.layout import PageItems, goes_on_from, place_items
from orchestration.documents.pdf.shapes import (
    SAME_SIDE,
    Box,
    CellPlace,
    Item,
    Line,
    PageWords,
    Rule,
    TablePlace,
    Word,
    cell_text,
)
from orchestration.documents.pdf.unruled import (
    Imagined,
    OpenTable,
    Place,
    imagine_rest,
    imagine_rules,
)
from orchestration.documents.words import ROLE_OF_HEADER, header_role, normalise

DEEPEST: Final = 3
"""How often tables without lines are looked for again in the cells of those found."""


def lay_out(
    page: PageWords, before: PageItems | None, waiting: Sequence[OpenTable]
) -> tuple[PageItems, list[OpenTable]]:
    """Find a page's tables and put every word into its cell or between the tables.

    Args:
        page: what stands on the page's body.
        before: the page before it, whose last table may go on here.
        waiting: the tables without lines that may go on from there.

    Returns:
        What the page holds, and its tables without lines that may go on on the next.
    """
    laid = place_items(page, before)
    words = _PlacedWords(page.words)
    open_tables: list[OpenTable] = []
    for _ in range(DEEPEST):
        imagined = Imagined()
        if before is not None:
            waiting = _imagine_rests(waiting, laid, before, page, words, imagined)
        _imagine(laid, page, words, imagined)
        if not imagined.across:
            break
        open_tables += [
            table
            for table in imagined.open_tables
            if not any(table.box == other.box for other in open_tables)
        ]
        page = replace(
            page,
            across=sorted([*page.across, *imagined.across]),
            down=sorted([*page.down, *imagined.down]),
        )
        laid = place_items(page, before)
    return laid, open_tables


def _imagine(laid: PageItems, page: PageWords, words: _PlacedWords, into: Imagined) -> None:
    """Add the rules that tables without lines would have, in the page's body and its cells."""
    has_spaces = draws_spaces(page.words)
    for box, items in _places(laid):
        lines = [item for item in items if isinstance(item, Line)]
        if any(looks_like_headings(line.text) for line in lines):
            inner = [item.box for item in items if isinstance(item, TablePlace)]
            place = Place(box, items is not laid.items, inner, page.across, has_spaces)
            imagine_rules(words.of(place), place, into)


def _imagine_rests(
    waiting: Sequence[OpenTable],
    laid: PageItems,
    before: PageItems,
    page: PageWords,
    words: _PlacedWords,
    into: Imagined,
) -> list[OpenTable]:
    """Add the rules of what goes on from tables without lines on the page before.

    Returns:
        Those that were not found to go on so far.
    """
    has_spaces = draws_spaces(page.words)
    left: list[OpenTable] = []
    for above in waiting:
        for place in _places_for_rest(above, laid, before, page.across, has_spaces):
            if imagine_rest(words.of(place), place, above, into):
                break
        else:
            left.append(above)
    return left


def _places_for_rest(
    above: OpenTable, laid: PageItems, before: PageItems, across: list[Rule], has_spaces: bool
) -> Iterator[Place]:
    """Where the rest of a table may stand: the body, or the cell that goes on from its own."""
    tables = [item for item in laid.items if isinstance(item, TablePlace)]
    if not above.place.is_cell:
        yield Place(above.place.box, False, [item.box for item in tables], across, has_spaces)
        return
    cut = goes_on_from(before, tables[0].box) if tables else None
    sides = above.place.box
    if cut is not None and abs(cut.box.y1 - sides.y1) <= SAME_SIDE:
        rows = tables[0].rows
        reached = 0.0
        for number, cell in [(n, cell) for n, row in enumerate(rows) for cell in row]:
            if not cell.content or cell.box.y0 < reached:
                continue
            if header_role(cell_text(cell)) in FRAME:
                continue  # the headings of the table around it, printed again
            if abs(cell.box.x0 - sides.x0) > SAME_SIDE or abs(cell.box.x1 - sides.x1) > SAME_SIDE:
                continue
            # Lines drawn between the rest's rows cut its cell, not those beside it.
            below = takewhile(lambda row: any(cell.continues for cell in row), rows[number + 1 :])
            box, content = _with_cells_below(cell, list(below))
            inner = [item.box for item in content if isinstance(item, TablePlace)]
            reached = box.y1 - SAME_SIDE
            yield Place(box, True, inner, across, has_spaces)


class _PlacedWords:
    """A page's words by the height at which they stand, to find those of many places."""

    def __init__(self, words: Sequence[Word]) -> None:
        placed = [(*word.middle, number, word) for number, word in enumerate(words)]
        self._placed = sorted(placed, key=lambda each: each[1])
        self._heights = [y for _, y, _, _ in self._placed]

    def of(self, place: Place) -> list[Word]:
        """The words of a place that stand in none of its tables, in the page's order."""
        low = bisect_left(self._heights, place.box.y0)
        high = bisect_right(self._heights, place.box.y1)
        own = [
            (number, word)
            for x, y, number, word in self._placed[low:high]
            if place.box.holds(x, y) and not any(box.holds(x, y) for box in place.inner)
        ]
        own.sort(key=lambda each: each[0])
        return [word for _, word in own]


def _places(laid: PageItems) -> Iterator[tuple[Box, list[Item]]]:
    """The page's body, and every cell, with what stands in it."""
    yield Box(0.0, 0.0, laid.width, laid.height), laid.items
    tables = [item for item in laid.items if isinstance(item, TablePlace)]
    while tables:
        table = tables.pop()
        for number, row in enumerate(table.rows):
            for cell in (cell for cell in row if not cell.continues):
                yield _with_cells_below(cell, table.rows[number + 1 :])
                tables += [item for item in cell.content if isinstance(item, TablePlace)]


def _with_cells_below(cell: CellPlace, rows: list[list[CellPlace]]) -> tuple[Box, list[Item]]:
    """A cell and those right under it, as one: a table ruled only across looks like cells.

    Not a cell that is the heading of one column: what stands below it is a cell of its own.
    """
    bottom = cell.box.y1
    content = list(cell.content)
    lines = [item for item in content if isinstance(item, Line)]
    # No cell of a ruled table holds the headings of several columns.
    holds_headings = any(holds_several_headings(line.text) for line in lines)
    text = cell_text(cell)
    is_heading = header_role(text) in FRAME or normalise(text) in ROLE_OF_HEADER
    if content and not holds_headings and is_heading:
        return cell.box, content
    for row in rows:
        below = [
            other
            for other in row
            if other.box.x0 > cell.box.x0 - 1
            and other.box.x1 < cell.box.x1 + 1
            and (holds_headings or other.box.width > cell.box.width - 2)
        ]
        if not below:
            break
        bottom = max(other.box.y1 for other in below)
        content += [item for other in below if not other.continues for item in other.content]
    return cell.box._replace(y1=bottom), content
