"""Lays a coverage table into split cells of the table around it, as authors do who nest none.

Does not belong here: the two tables themselves (`compose_coverage`, `compose_usage`).
"""

from __future__ import annotations

from tests.document_writer.blocks import TableBlock, continued
from tests.document_writer.sheet import Sheet


def lay_in(sheet: Sheet, around: TableBlock, coverage: TableBlock, number: int) -> TableBlock:
    """The table with the rows of its nested coverage as rows of its own.

    The other cells of each row of `around` are merged down over their share of the coverage.

    Args:
        sheet: where the figures of both are noted.
        around: a table whose row `number` holds `coverage` in one cell, its last rows none.
        coverage: a table with a header and as many columns in each row, merged cells counted.
        number: the first row of `around` below its header.

    Returns:
        `around` as it is where it has more rows than the coverage.
    """
    outer = around.rows[number:]
    if len(outer) > len(coverage.rows):
        return around
    width = sum(one.span for one in coverage.rows[0])
    at = next(index for index, one in enumerate(outer[0]) if coverage in one.blocks)
    for header in around.rows[:number]:
        header[min(at, len(header) - 1)].span += width - 1
    share = len(coverage.rows) // len(outer)
    for index, inner in enumerate(coverage.rows):
        part, is_below = divmod(index, share)
        is_below = is_below or part >= len(outer)
        row = outer[min(part, len(outer) - 1)]
        beside = [continued() if is_below else one for one in (*row[:at], *row[at + 1 :])]
        for one in beside:
            one.starts = not is_below and share > 1
        inner[:] = [*beside[:at], *inner, *beside[at:]]
    table = TableBlock([*around.rows[:number], *coverage.rows], around.header_rows)
    for slot in sheet.slots:
        if slot.table is around or slot.table is coverage:
            slot.table = table
        for part, row in enumerate(outer):
            if slot.cells is row:
                slot.cells = coverage.rows[part * share]
    return table
