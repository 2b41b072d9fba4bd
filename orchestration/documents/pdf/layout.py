"""One page: its tables with the text in their cells, and the lines between them.

Belongs here: bringing lines of text and tables of one page together, in reading order.
Does not belong here: what happens over pages (`stitch`), geometry (`grid`), glyphs (`lines`).
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from orchestration.documents.pdf.grid import TOUCH, cut_table, find_frames
from orchestration.documents.pdf.headings import (
    FRAME,
    draws_spaces,
    holds_several_headings,
    looks_like_headings,
)
from orchestration.documents.pdf.lines import join_lines, join_words
from orchestration.documents.pdf.paragraphs import NUMBERED_HEADING, SOURCE
from orchestration.documents.pdf.rules import join_pieces, meet
from orchestration.documents.pdf.shapes import (
    PAGE_FOOT,
    SAME_SIDE,
    Box,
    CellPlace,
    ImagePlace,
    Item,
    Line,
    PrintedPage,
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
from orchestration.documents.pdf.unruled_end import NOTE
from orchestration.documents.words import ROLE_OF_HEADER, header_role, normalise

PAGE_BORDER = 0.8
"""A frame taller than this share of the page is drawn around the page."""
DEEPEST_UNRULED = 3
"""How often tables without lines are looked for again in the cells of those found."""
CELL_PADDING = 7.2
"""The most a cell's text is taken to keep from its borders (points)."""
LOWEST_ROW = 8.0
"""An empty row lower than this is the space between two borders (points)."""
UNDER_PICTURE = 0.6
"""Lines that share this much of their frame with a picture are part of a drawing."""


@dataclass(slots=True)
class PageItems:
    """A page's items in reading order.

    `loose` are horizontal lines that border no table, `open_tables` tables without lines that
    may go on on the next page.
    """

    number: int
    width: float
    height: float
    items: list[Item]
    loose: list[Rule]
    open_tables: list[OpenTable] = field(default_factory=list)


def lay_out(page: PrintedPage, before: PageItems | None) -> PageItems:
    """Find a page's tables and put every word into its cell or between the tables.

    Args:
        page: what the page draws.
        before: the page before it, whose last table may go on here.
    """
    across, down = join_pieces(page.across), join_pieces(page.down)
    words = join_words(page.glyphs, down)
    laid = _lay_out(page, before, words, *meet(across, down))
    open_tables: list[OpenTable] = []
    waiting = list(before.open_tables) if before else []
    for _ in range(DEEPEST_UNRULED):
        imagined = Imagined()
        if before is not None:
            waiting = _imagine_rests(waiting, laid, before, words, across, imagined)
        _imagine(laid, words, before, across, imagined)
        if not imagined.across:
            break
        open_tables += [
            table
            for table in imagined.open_tables
            if not any(table.box == other.box for other in open_tables)
        ]
        across = sorted([*across, *imagined.across])
        down = sorted([*down, *imagined.down])
        laid = _lay_out(page, before, words, *meet(across, down))
    laid.open_tables = open_tables
    return laid


def _imagine(
    page: PageItems,
    words: list[Word],
    before: PageItems | None,
    across: list[Rule],
    into: Imagined,
) -> None:
    """Add the rules that tables without lines would have, in the page's body and its cells."""
    has_spaces = draws_spaces(words)
    for box, items in _places(page):
        lines = [item for item in items if isinstance(item, Line)]
        if any(looks_like_headings(line.text) for line in lines):
            inner = [item.box for item in items if isinstance(item, TablePlace)]
            place = Place(box, items is not page.items, inner, across, has_spaces)
            own = _words_in(place, words)
            if before is not None and not place.is_cell:
                own = _without_running_head(own, before)
            imagine_rules(own, place, into)


def _without_running_head(words: list[Word], before: PageItems) -> list[Word]:
    """The words of a page below the line it begins with, where the page before has that too."""
    if not words:
        return words
    top = min(word.baseline for word in words)
    first = [word for word in words if word.baseline - top < 1]
    if not all(_is_running(word, before) for word in first):
        return words
    return [word for word in words if word.baseline - top >= 1]


def _imagine_rests(
    waiting: list[OpenTable],
    page: PageItems,
    before: PageItems,
    words: list[Word],
    across: list[Rule],
    into: Imagined,
) -> list[OpenTable]:
    """Add the rules of what goes on from tables without lines on the page before.

    Returns:
        Those that were not found to go on so far.
    """
    has_spaces = draws_spaces(words)
    left: list[OpenTable] = []
    for above in waiting:
        for place in _places_for_rest(above, page, before, across, has_spaces):
            own = _words_in(place, words)
            if not place.is_cell:
                own = [word for word in own if not _is_running(word, before)]
            if imagine_rest(own, place, above, into):
                break
        else:
            left.append(above)
    return left


def _places_for_rest(
    above: OpenTable, page: PageItems, before: PageItems, across: list[Rule], has_spaces: bool
) -> Iterator[Place]:
    """Where the rest of a table may stand: the body, or the cell that goes on from its own."""
    tables = [item for item in page.items if isinstance(item, TablePlace)]
    if not above.place.is_cell:
        yield Place(above.place.box, False, [item.box for item in tables], across, has_spaces)
        return
    cut = _goes_on_from(before, tables[0].box) if tables else None
    sides = above.place.box
    if cut is not None and abs(cut.box.y1 - sides.y1) <= SAME_SIDE:
        for cell in (cell for row in tables[0].rows for cell in row if cell.content):
            box = cell.box
            if header_role(cell_text(cell)) in FRAME:
                continue  # the headings of the table around it, printed again
            if abs(box.x0 - sides.x0) <= SAME_SIDE and abs(box.x1 - sides.x1) <= SAME_SIDE:
                inner = [item.box for item in cell.content if isinstance(item, TablePlace)]
                yield Place(box, True, inner, across, has_spaces)


def _is_below_text(words: list[Word], frame: Box, before: PageItems) -> bool:
    """Whether text other than a running header or a page's number stands over a table."""
    return any(
        word.baseline < frame.y0
        and any(map(str.isalpha, word.text))
        and not _is_running(word, before)
        for word in words
    )


def _is_running(word: Word, before: PageItems) -> bool:
    """Whether a word stands on the page before at the same height: a running header's."""
    return any(
        isinstance(item, Line) and abs(item.baseline - word.baseline) < 1 and word.text in item.text
        for item in before.items
    )


def _words_in(place: Place, words: list[Word]) -> list[Word]:
    """The words of a place that stand in none of its tables."""
    return [
        word
        for word in words
        if place.box.holds(*word.middle) and not any(box.holds(*word.middle) for box in place.inner)
    ]


def _places(page: PageItems) -> Iterator[tuple[Box, list[Item]]]:
    """The page's body, and every cell, with what stands in it."""
    yield Box(0.0, 0.0, page.width, page.height), page.items
    tables = [item for item in page.items if isinstance(item, TablePlace)]
    while tables:
        table = tables.pop()
        for number, row in enumerate(table.rows):
            for cell in row:
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


def _lay_out(
    page: PrintedPage,
    before: PageItems | None,
    words: list[Word],
    across: list[Rule],
    down: list[Rule],
) -> PageItems:
    frames = [frame for frame in find_frames(across, down) if not _is_drawing(frame, page.images)]
    tables: list[TablePlace] = []
    for frame in frames:
        above = None
        if not tables and before is not None and not _is_below_text(words, frame, before):
            above = _goes_on_from(before, frame)
        columns = tuple(cell.box.x1 for cell in above.rows[-1][:-1]) if above else ()
        table = cut_table(frame, across, down, page.number, columns)
        if above:
            _nest_rests(table, above)
        tables.append(table)
    outside = _fill(tables, words, page.number)
    items: list[Item] = list(join_lines(outside, page.number))
    for table in tables:
        if table.box.height > PAGE_BORDER * page.height:
            items.extend(unframed(table))
        elif any(cell.content for row in table.rows for cell in row):
            items.append(table)
    items.sort(key=_top)
    loose = [
        rule
        for rule in across
        if not any(frame.holds((rule.start + rule.end) / 2, rule.at) for frame in frames)
    ]
    return PageItems(page.number, page.width, page.height, items, loose)


def _goes_on_from(before: PageItems, frame: Box) -> TablePlace | None:
    """A page's last table, if it may go on in `frame`."""
    for item in reversed(before.items):
        if isinstance(item, TablePlace):
            return item if item.has_sides_of(frame) else None
        if item.top < (1 - PAGE_FOOT) * before.height or _stands_after_table(item.text):
            return None
    return None


def _stands_after_table(text: str) -> bool:
    """Whether a line at a page's foot is no footer, but a heading, or what ends a table."""
    return any(mark.match(text) for mark in (NUMBERED_HEADING, SOURCE, NOTE))


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
        for number, table in enumerate(tables):
            if table.box.holds(x, y):
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
