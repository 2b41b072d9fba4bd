"""One page: its tables with the text in their cells, and the lines between them.

Belongs here: bringing the words and the ruled lines of one page together, in reading order.
Does not belong here: tables whose lines are not drawn (`unruled_places`), what happens over pages
(`stitch`), geometry (`grid`), glyphs (`lines`).
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from orchestration.documents.pdf.frames import TOUCH, find_frames
from orchestration.documents.pdf.grid import PAGE_BORDER, cut_table
from orchestration.documents.pdf.lines import join_lines
from orchestration.documents.pdf.rules import meet
from orchestration.documents.pdf.shapes import (
    Box,
    CellPlace,
    ImagePlace,
    Item,
    Line,
    PageWords,
    TablePlace,
    Word,
)

CELL_PADDING = 7.2
"""The most a cell's text is taken to keep from its borders (points)."""
LOWEST_ROW = 8.0
"""An empty row lower than this is the space between two borders (points)."""
CROSSED = 0.2
"""A word that a table's lowest line crosses this far above its middle is the table's (sizes):
LibreOffice cuts off what has no room."""
UNDER_PICTURE = 0.6
"""Lines that share this much of their frame with a picture are part of a drawing."""


@dataclass(slots=True)
class PageItems:
    """A page's items in reading order."""

    number: int
    width: float
    height: float
    items: list[Item]


def place_items(page: PageWords, before: PageItems | None) -> PageItems:
    """Cut a page's ruled tables and put every word into its cell or between the tables.

    Args:
        page: what stands on the page's body.
        before: the page before it, whose last table may go on here.
    """
    across, down = meet(page.across, page.down)
    frames = [frame for frame in find_frames(across, down) if not _is_drawing(frame, page.images)]
    tables: list[TablePlace] = []
    for frame in frames:
        above = None
        if not tables and before is not None and not _is_below_text(frame, page):
            above = goes_on_from(before, frame)
        columns = tuple(cell.box.x1 for cell in above.rows[-1][:-1]) if above else ()
        table = cut_table(frame, across, down, page.number, columns)
        if above:
            _nest_rests(table, above)
        tables.append(table)
    outside = _fill(tables, page.words, page.number)
    items: list[Item] = list(join_lines(outside, page.number))
    for table in tables:
        if table.box.height > PAGE_BORDER * page.height:
            items.extend(unframed(table))
        elif any(cell.content for row in table.rows for cell in row):
            items.append(table)
    items.sort(key=_top)
    return PageItems(page.number, page.width, page.height, items)


def _is_below_text(frame: Box, page: PageWords) -> bool:
    return any(word.baseline < frame.y0 for word in page.words)


def goes_on_from(before: PageItems, frame: Box) -> TablePlace | None:
    """A page's last table, if it may go on in `frame`: nothing stands below it."""
    last = before.items[-1] if before.items else None
    return last if isinstance(last, TablePlace) and last.has_sides_of(frame) else None


def _nest_rests(table: TablePlace, above: TablePlace) -> None:
    """Put the last row of a nested table back into its cell, where it alone is below a break.

    Its verticals then reach over the full height of the row, like those of the table itself;
    what stood above the break tells them apart.
    """
    for host in above.open_cells():
        inner = next(
            (item for item in reversed(host.content) if isinstance(item, TablePlace)), None
        )
        if inner is None:
            continue
        columns = {cell.box.x1 for row in inner.rows for cell in row[:-1]}
        sides = {inner.box.x0, inner.box.x1}
        for number, row in enumerate(table.rows):
            own = [cell for cell in row if host.box.x0 - TOUCH <= cell.box.x0 < host.box.x1 - TOUCH]
            edges = [cell.box.x1 for cell in own[:-1]]
            inner_edges = [edge for edge in edges if not _is_near(edge, sides)]
            if inner_edges and all(_is_near(edge, columns) for edge in inner_edges):
                table.rows[number] = _with_rest(row, own, host.box, inner.box)


def _is_near(x: float, places: Iterable[float]) -> bool:
    return any(abs(x - place) <= TOUCH for place in places)


def _with_rest(
    row: list[CellPlace], own: list[CellPlace], host: Box, inner: Box
) -> list[CellPlace]:
    """A row whose cells `own` are the last row of the table `inner` nested in the cell `host`."""
    y0, y1 = own[0].box.y0, own[0].box.y1
    nested = [cell for cell in own if inner.x0 - TOUCH <= cell.box.x0 < inner.x1 - TOUCH]
    for cell in nested:
        cell.box = Box(cell.box.x0, y0, min(cell.box.x1, inner.x1), y1)
    rest = TablePlace(Box(inner.x0, y0, inner.x1, y1), [nested], 0)
    whole = CellPlace(Box(own[0].box.x0, y0, host.x1, y1), content=[rest])
    place = row.index(own[0])
    after = row[place + len(own) :]
    for cell in after[:1]:
        cell.box = cell.box._replace(x0=host.x1)
    return [*row[:place], whole, *after]


def _top(item: Item) -> float:
    return item.top if isinstance(item, Line) else item.box.y0


def _is_drawing(frame: Box, images: list[ImagePlace]) -> bool:
    area = max(frame.width * frame.height, 1.0)
    for image in images:
        width = min(frame.x1, image.box.x1) - max(frame.x0, image.box.x0)
        height = min(frame.y1, image.box.y1) - max(frame.y0, image.box.y0)
        if width > 0 and height > 0 and width * height >= UNDER_PICTURE * area:
            return True
    return False


def _fill(tables: list[TablePlace], words: list[Word], page: int) -> list[Word]:
    """Put words into the cells they stand in; return those outside every table."""
    outside: list[Word] = []
    inside: dict[int, list[Word]] = {}
    for word in words:
        x, y = word.middle
        raised = y - CROSSED * word.size if word.turn == 0 else y
        for number, table in enumerate(tables):
            if table.box.holds(x, y) or table.box.holds(x, raised):
                inside.setdefault(number, []).append(word)
                break
        else:
            outside.append(word)
    for number, table in enumerate(tables):
        _fill_table(table, inside.get(number, []), page)
    return outside


def _fill_table(table: TablePlace, words: list[Word], page: int) -> None:
    cells = [cell for row in table.rows for cell in row if not cell.continues]
    cells.sort(key=lambda cell: cell.box.y0)
    tops = [cell.box.y0 for cell in cells]
    held: dict[int, list[Word]] = {}
    for word in words:
        x, y = word.middle
        chosen = -1
        for place in range(bisect_right(tops, y) - 1, -1, -1):
            if cells[place].box.holds(x, y):
                chosen = place
                break
        if chosen < 0:
            chosen = min(range(len(cells)), key=lambda each: _apart(cells[each].box, x, y))
        held.setdefault(chosen, []).append(word)
    for place, own in held.items():
        cell = cells[place]
        nested = [item for item in cell.content if isinstance(item, TablePlace)]
        rest = _fill(nested, own, page) if nested else own
        content: list[Item] = list(join_lines(rest, page))
        for inner in nested:
            content.extend(unframed(inner))
        content.sort(key=_top)
        cell.content = content
    for place, cell in enumerate(cells):
        if place not in held:
            cell.content = []
    _set_sides(cells)
    table.rows = [row for row in table.rows if not _is_gap(row)] or table.rows[:1]


def _is_gap(row: list[CellPlace]) -> bool:
    """Whether a row is only the space between two borders: empty and too low for text."""
    return all(
        cell.is_empty and not cell.continues and cell.box.height < LOWEST_ROW for cell in row
    )


def _apart(box: Box, x: float, y: float) -> float:
    return max(box.x0 - x, x - box.x1, 0.0) + max(box.y0 - y, y - box.y1, 0.0)


def _set_sides(cells: list[CellPlace]) -> None:
    """Give the lines of a table's cells their limits: the cell's sides less the padding.

    All cells of a table have one padding; the line nearest to its border shows it.
    """
    placed: list[tuple[list[Line], float, float]] = []
    for cell in cells:
        box = cell.box
        directions = ((box.x0, box.x1), (-box.y1, -box.y0), (-box.x1, -box.x0), (box.y0, box.y1))
        lines = [item for item in cell.content if isinstance(item, Line)]
        for turn in {line.turn for line in lines}:
            left, right = directions[turn]
            placed.append(([line for line in lines if line.turn == turn], left, right))
    if not placed:
        return
    padding = min(line.start - left for lines, left, _ in placed for line in lines)
    padding = min(max(padding, 0.0), CELL_PADDING)
    for lines, left, right in placed:
        for line in lines:
            line.left, line.right = left + padding, right - padding
        sides = [(line.start - line.left, line.right - line.end) for line in lines]
        centred = max(sides)[0] > 2.0 and all(
            abs(before - after) <= 2.0 + 0.1 * max(before, after) for before, after in sides
        )
        for line in lines:
            line.is_centred = centred


def unframed(table: TablePlace) -> list[Item]:
    """A frame around text is no table: give what it frames; a table without text is nothing."""
    cells = [cell for row in table.rows for cell in row]
    if len(cells) == 1:
        return cells[0].content
    return [table] if any(cell.content for cell in cells) else []


def walk(items: list[Item]) -> Iterator[list[Line]]:
    """The runs of lines of every place: each cell's, nested ones included, and the body's."""
    yield [item for item in items if isinstance(item, Line)]
    for item in items:
        if isinstance(item, TablePlace):
            for row in item.rows:
                for cell in row:
                    if cell.content:
                        yield from walk(cell.content)
