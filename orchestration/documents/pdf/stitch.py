"""From pages to one document: the limits of its text, tables over page breaks.

Belongs here: whether a table goes on on the next page, whether a row was cut by the break.
Does not belong here: a single page (`layout`), what is no part of the body (`running`).
"""

from __future__ import annotations

import re

from orchestration.documents.pdf.layout import PageItems, unframed
from orchestration.documents.pdf.paragraphs import Habits, wraps_into
from orchestration.documents.pdf.shapes import (
    SAME_SIDE,
    Box,
    CellPlace,
    Item,
    Line,
    TablePlace,
    cell_text,
)
from orchestration.documents.words import ROLE_OF_HEADER, is_like_figure, normalise

SAME_HEADING = 1.0
"""A heading printed again stands in the same place, give or take this (points)."""
MOST_HEADER_ROWS = 5

MARKS = "*⁰¹²³⁴⁵⁶⁷⁸⁹⁽⁾"
NUMBER_ONLY = re.compile(
    rf"\s*[\d–—-][\d\s.,\-–—/%(){MARKS}]*|\s*s\s*/\s*i[\s()\d{MARKS}]*", re.IGNORECASE
)
"""A figure and no word: it may bear a mark, and a share behind it (`9¹ (5.3%)`)."""


def set_limits(pages: list[PageItems]) -> None:
    """Give the body's lines the limits of the page body, one for all pages of a width.

    Where several lines end at one place, that is the margin; else tables or the left margin
    tell where it is.
    """
    for width in {round(page.width) for page in pages}:
        items = [item for page in pages if round(page.width) == width for item in page.items]
        lines = [item for item in items if isinstance(item, Line) and item.turn == 0]
        if not lines:
            continue
        left = min(line.start for line in lines)
        tables = [item for item in items if isinstance(item, TablePlace)]
        sides = [table.box.x1 for table in tables if sum(map(len, table.rows)) > 1]
        margin = max(sides) if sides else width - left
        within = [line.end for line in lines if line.end <= margin + 9.0]
        # A line or two beyond all tables stand in a text box, or are a heading that hangs out.
        is_body = not sides or not within or len(lines) - len(within) >= 3
        right = max(line.end for line in lines) if is_body else max(within)
        if sum(1 for line in lines if abs(line.end - right) < 1.5) < 3 and right < margin - 9.0:
            right = margin - 7.0
        for line in lines:
            line.left, line.right = left, right
            before, after = line.start - left, right - line.end
            line.is_centred = before > 4.0 and abs(before - after) <= 3.0


def join_pages(pages: list[PageItems], habits: Habits) -> list[Item]:
    """All items in reading order, tables continued over a page break joined."""
    joined: list[Item] = []
    last_page = 0
    for page in pages:
        for place, item in enumerate(page.items):
            before = joined[-1] if joined else None
            if (
                place == 0
                and isinstance(item, TablePlace)
                and isinstance(before, TablePlace)
                and last_page == page.number - 1
                and _is_rest_of(before, item)
            ):
                _append(before, item, habits)
            else:
                joined.append(item)
        last_page = page.number
    return [
        inner
        for item in joined
        for inner in (unframed(item) if isinstance(item, TablePlace) else [item])
    ]


def _is_rest_of(above: TablePlace, below: TablePlace) -> bool:
    """Whether a table goes on with the one above the break: it has its sides, or its headings.

    Where no lines are drawn, each part is as wide as its own words; headings printed again stand
    where they stood.
    """
    return above.has_sides_of(below.box) or _has_headings_of(above, below)


def _has_headings_of(above: TablePlace, below: TablePlace) -> bool:
    """Whether a table begins with the words another begins with, in the same places."""
    first, again = (_lines_of(TablePlace(t.box, t.rows[:1], t.page)) for t in (above, below))
    return len(first) == len(again) >= 2 and all(
        line.text == other.text and abs(line.start - other.start) <= SAME_HEADING
        for line, other in zip(first, again, strict=True)
    )


def _lines_of(item: Item) -> list[Line]:
    if isinstance(item, Line):
        return [item]
    return [
        line
        for row in item.rows
        for cell in row
        for inner in cell.content
        for line in _lines_of(inner)
    ]


def _append(above: TablePlace, below: TablePlace, habits: Habits) -> None:
    """Join a table's next part to it: drop repeated headings, mend the row the break cut."""
    rows = _unfolded(_without_repeated(above, below), above.rows[-1])
    if not rows:
        return
    open_cells = above.open_cells()
    for cell, rest in zip(open_cells, rows[0], strict=False):
        _take_in_label(cell, rest)
    if _fits(open_cells, rows[0]) or (
        len(open_cells) == len(rows[0]) and not above.has_sides_of(below.box)
    ):
        if _is_cut(open_cells, rows, habits):
            for cell, rest in zip(open_cells, rows[0], strict=True):
                _extend(cell, rest.content, habits)
            rows = rows[1:]
        else:
            _mend_merged(above.rows[-1], open_cells, rows, habits)
    _give_back_rests(open_cells, rows, habits)
    above.rows.extend(rows)


def _unfolded(rows: list[list[CellPlace]], last_row: list[CellPlace]) -> list[list[CellPlace]]:
    """A part's rows, a table that fills a cell split like the row above the break given back.

    Where no lines are drawn, headings alone at a page's foot look like cells an author split,
    and what stands under them on the next page like a table of its own.
    """
    unfolded: list[list[CellPlace]] = []
    for row in rows:
        place = next((n for n in range(len(row)) if _is_split(row, n, last_row)), None)
        inner = row[place].content[0] if place is not None else None
        if place is None or not isinstance(inner, TablePlace):
            unfolded.append(row)
            continue
        before, after = row[:place], row[place + 1 :]
        for cells in inner.rows:
            unfolded.append([*before, *cells, *after])
            before = [CellPlace(cell.box, continues=True) for cell in before]
            after = [CellPlace(cell.box, continues=True) for cell in after]
    return unfolded


def _is_split(row: list[CellPlace], place: int, last_row: list[CellPlace]) -> bool:
    """Whether a cell is filled by a table that has the cells the row above the break has there."""
    cell = row[place]
    inner = cell.content[0] if len(cell.content) == 1 else None
    if not isinstance(inner, TablePlace) or not inner.has_sides_of(cell.box):
        return False
    count = len(inner.rows[0])
    if count < 2 or len(row) - 1 + count != len(last_row):
        return False
    others = [*last_row[:place], *last_row[place + count :]]
    return _fits([*row[:place], *row[place + 1 :]], others)


def _take_in_label(cell: CellPlace, below: CellPlace) -> None:
    """Make the room beside the rest of a nested table its first column, merged over all its rows.

    Where a table fills its cell, their sides are the same lines; so are those of a first column
    without a line across.
    """
    inner = cell.content[-1] if cell.content else None
    rests = [item for item in below.content if isinstance(item, TablePlace)]
    labels = [item for item in below.content if isinstance(item, Line)]
    if not isinstance(inner, TablePlace) or len(rests) != 1:
        return
    (rest,), first = rests, inner.rows[-1][0].box
    sides = Box(first.x1, rest.box.y0, inner.box.x1, rest.box.y1)
    if (
        len(rest.rows[0]) != len(inner.rows[-1]) - 1
        or not rest.has_sides_of(sides)
        or any(label.end > sides.x0 for label in labels)
    ):
        return
    box = sides._replace(x0=inner.box.x0, x1=sides.x0)
    for row in rest.rows:
        row.insert(0, CellPlace(box, continues=True))
    rest.rows[0][0] = CellPlace(box, not labels, [*labels])
    rest.box = rest.box._replace(x0=inner.box.x0)
    below.content = [rest]


def _give_back_rests(
    open_cells: list[CellPlace], rows: list[list[CellPlace]], habits: Habits
) -> None:
    """Move the rows of a nested table that stand beside several rows back to where it began."""
    hosts = [
        cell for cell in open_cells if cell.content and isinstance(cell.content[-1], TablePlace)
    ]
    for cell in (cell for row in rows for cell in row):
        rest = cell.content[0] if len(cell.content) == 1 else None
        if not isinstance(rest, TablePlace) or rest.page:
            continue
        for host in hosts:
            inner = host.content[-1]
            if isinstance(inner, TablePlace) and inner.has_sides_of(rest.box):
                _append(inner, rest, habits)
                cell.content, cell.continues = [], True
                break


def _mend_merged(
    last_row: list[CellPlace],
    open_cells: list[CellPlace],
    rows: list[list[CellPlace]],
    habits: Habits,
) -> None:
    """Mend the vertically merged cells that a break between two rows cut."""
    following = rows[1] if len(rows) > 1 else []
    long = {round(cell.box.x0) for cell in following if cell.continues}
    for last, cell, rest in zip(last_row, open_cells, rows[0], strict=True):
        is_merged = last.continues or round(rest.box.x0) in long
        if rest.is_empty:
            rest.continues = rest.continues or round(rest.box.x0) in long
        elif (
            _was_pushed(rest, open_cells)
            if cell.is_empty
            else _is_label_of(rest, cell)
            or (is_merged and _clearly_flows(cell.content[-1], rest.content[0], habits))
        ):
            _extend(cell, rest.content, habits)
            rest.content, rest.continues = [], True


def _is_label_of(rest: CellPlace, cell: CellPlace) -> bool:
    """Whether words follow a cell that holds a table and no words: its label below it."""
    return all(isinstance(item, TablePlace) for item in cell.content) and all(
        isinstance(item, Line) for item in rest.content
    )


def _was_pushed(rest: CellPlace, open_cells: list[CellPlace]) -> bool:
    """Whether a merged cell's table, too tall for the page, moved below the break as a whole.

    The figures beside it stayed above: they tell a row of data from a heading with a blank cell.
    """
    has_table = any(isinstance(item, TablePlace) for item in rest.content)
    return has_table and any(
        isinstance(item, Line) and is_like_figure(item.text)
        for cell in open_cells
        for item in cell.content
    )


def _without_repeated(above: TablePlace, below: TablePlace) -> list[list[CellPlace]]:
    """The rows of a part without the table's headings printed again."""
    count = 0
    for own, again in zip(above.rows, below.rows[:-1], strict=False):
        texts = [cell_text(cell) for cell in own]
        if count >= MOST_HEADER_ROWS or texts != [cell_text(cell) for cell in again]:
            break
        if not any(texts):
            break
        count += 1
    rows = below.rows[count:]
    return _without_repeated_data(above.rows[count:], rows) if count else rows


def _without_repeated_data(
    own_rows: list[list[CellPlace]], rows: list[list[CellPlace]]
) -> list[list[CellPlace]]:
    """The rows of a part without those that are repeated with its headings though they are data.

    LibreOffice does that in nested tables. It cuts the merged label they may begin with where
    the repeated rows end: its rest, or all of it again, stands in the first that is not repeated.
    """
    count = _repeated_data_rows(own_rows, rows)
    if not count or len(own_rows) <= count:
        return rows
    label = cell_text(own_rows[0][0])
    again = [cell_text(row[0]) for row in rows[: count + 1]]
    is_merged = all(row[0].continues for row in own_rows[1 : count + 1])
    if any(again[1:count]) or not label.startswith(again[0]):
        return rows
    rest = rows[count][0] if count < len(rows) else None
    is_rest = rest is not None and again[count] in (label, label[len(again[0]) :].strip())
    if not (is_merged and is_rest) and (again[0] or not _stand_above(own_rows, rows[:count])):
        return rows
    if rest is not None and is_rest:
        rest.content, rest.continues = [], True
    return rows[count:]


def _stand_above(own_rows: list[list[CellPlace]], rows: list[list[CellPlace]]) -> bool:
    """Whether a row stands already under the label the break cut: no place has two rows there."""
    start = max(n for n, row in enumerate(own_rows) if n == 0 or not row[0].continues)
    above = [[cell_text(cell) for cell in row[1:]] for row in own_rows[start:]]
    return any([cell_text(cell) for cell in row[1:]] in above for row in rows)


def _repeated_data_rows(own_rows: list[list[CellPlace]], rows: list[list[CellPlace]]) -> int:
    """How many rows are those of the table's beginning again, but for the label they begin with."""
    count = 0
    for own, again in zip(own_rows, rows, strict=False):
        texts = [cell_text(cell) for cell in own[1:]]
        if len(own) != len(again) or texts != [cell_text(cell) for cell in again[1:]]:
            break
        if not any(texts):
            break
        count += 1
    return count


def _fits(open_cells: list[CellPlace], row: list[CellPlace]) -> bool:
    """Whether a row has the columns of the row above the break."""
    return len(open_cells) == len(row) and all(
        abs(above.box.x0 - below.box.x0) <= SAME_SIDE
        and abs(above.box.x1 - below.box.x1) <= SAME_SIDE
        for above, below in zip(open_cells, row, strict=True)
    )


def _is_cut(open_cells: list[CellPlace], rows: list[list[CellPlace]], habits: Habits) -> bool:
    """Whether the first of some rows is the rest of the last row above the break.

    It is where a nested table or a sentence goes on, and where it fills just the cells that
    are still empty; not where each cell begins anew.
    """
    pairs = list(zip(open_cells, rows[0], strict=True))
    if sum(map(_is_whole_heading, open_cells, rows[0])) >= 2:
        return False
    if _is_lone_rest(pairs) or all(before.is_empty or rest.is_empty for before, rest in pairs):
        return True
    goes_on = False
    pushed = [
        before.is_empty and not rest.is_empty and isinstance(rest.content[0], TablePlace)
        for before, rest in pairs
    ]  # tables too tall for the page, moved below the break as a whole
    is_full = all(not rest.is_empty for _, rest in pairs) and not any(pushed)
    for (before, rest), was_pushed in zip(pairs, pushed, strict=True):
        if rest.is_empty or was_pushed:
            continue
        if before.is_empty:
            return False
        if NUMBER_ONLY.fullmatch(cell_text(rest)) and NUMBER_ONLY.fullmatch(cell_text(before)):
            return False
        last, first = before.content[-1], rest.content[0]
        goes_on = (
            goes_on
            or _clearly_flows(last, first, habits)
            or (not is_full and _may_flow(last, first, habits))
        )
    return goes_on


def _is_whole_heading(cell: CellPlace, rest: CellPlace) -> bool:
    """Whether a cell is a column's heading, and would be none with what stands below it."""
    text = cell_text(cell)
    with_rest = f"{text} {cell_text(rest)}"
    return (
        not rest.is_empty
        and normalise(text) in ROLE_OF_HEADER
        and normalise(with_rest) not in ROLE_OF_HEADER
    )


def _is_lone_rest(pairs: list[tuple[CellPlace, CellPlace]]) -> bool:
    """Whether words stand in one cell only, under a row whose cells are filled with words.

    Under a row of bare figures they may as well be the label of a row that is blank; not under
    a table, which its label may follow.
    """
    filled = [(before, rest) for before, rest in pairs if not rest.is_empty]
    if len(filled) == 1 and filled[0][0].content:
        before, rest = filled[0][0].content[-1], filled[0][1].content[0]
        if isinstance(before, TablePlace) and isinstance(rest, Line):
            return True
    others = [cell_text(before) for before, rest in pairs if rest.is_empty]
    return (
        len(pairs) >= 3
        and len(filled) == 1
        and not filled[0][0].is_empty
        and not NUMBER_ONLY.fullmatch(cell_text(filled[0][1]))
        and all(others)
        and not any(NUMBER_ONLY.fullmatch(text) for text in others)
    )


def _may_flow(before: Item, rest: Item, habits: Habits) -> bool:
    """Whether a line's room alone suggests that it goes on after the break."""
    return (
        isinstance(before, Line)
        and isinstance(rest, Line)
        and not habits.marks_wraps
        and not NUMBER_ONLY.fullmatch(rest.text)
        and wraps_into(before, rest, habits)
    )


def _clearly_flows(before: Item, rest: Item, habits: Habits) -> bool:
    """Whether what a cell holds last goes on in what it holds after the break."""
    if isinstance(before, TablePlace):
        return isinstance(rest, TablePlace) and _is_rest_of(before, rest)
    if isinstance(rest, TablePlace):
        return False
    if habits.marks_wraps and before.ends_with_space:
        return wraps_into(before, rest, habits)
    if NUMBER_ONLY.fullmatch(before.text) and rest.text[:1].isalpha():
        return True  # a figure and the words under it
    if before.text.endswith(":") and NUMBER_ONLY.fullmatch(rest.text):
        return True
    return rest.text[:1].islower() or rest.text[:1] == "("


def _extend(cell: CellPlace, rest: list[Item], habits: Habits) -> None:
    if not rest:
        return
    before = cell.content[-1] if cell.content else None
    first = rest[0]
    if (
        isinstance(before, TablePlace)
        and isinstance(first, TablePlace)
        and _is_rest_of(before, first)
    ):
        _append(before, first, habits)
        rest = rest[1:]
    cell.content.extend(rest)
