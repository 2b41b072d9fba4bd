"""Tables that go on: one table an author or a page break printed as two.

Belongs here: putting tables together that nothing printed parts, where the second repeats the
header of the first or starts with a body row of its width. Done before tables are read, so that
a total still stands below all its rows.
Does not belong here: parting tables that Word joined (`service_tables`).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import takewhile

from orchestration.documents.model import Block, Cell, Table
from orchestration.documents.words import is_total_label
from orchestration.extraction.coverage_columns import coverage_roles
from orchestration.extraction.headers import looks_like_figure


def join_continued(blocks: Iterable[Block]) -> Iterator[Block]:
    """The blocks in order, every table with the tables that only continue it."""
    waiting: Table | None = None
    for block in blocks:
        if isinstance(block, Table) and waiting is not None and _continues(waiting, block):
            repeated = _repeated_rows(waiting, block)
            waiting = Table(waiting.rows + block.rows[repeated:], waiting.origin)
            continue
        if waiting is not None:
            yield waiting
        waiting = block if isinstance(block, Table) else None
        if waiting is None:
            yield block
    if waiting is not None:
        yield waiting


def _continues(before: Table, after: Table) -> bool:
    if not before.rows or not after.rows or _has_total(before):
        return False
    header, first, last = before.rows[0], after.rows[0], before.rows[-1]
    if _texts(header) == _texts(first):
        return len(after.rows) > 1 and any(_texts(header))
    is_body = any(looks_like_figure(cell.text) for cell in first)
    return is_body and len(first) == len(last) == len(header) and len(header) > 1


def _repeated_rows(before: Table, after: Table) -> int:
    """How many rows of header the second table repeats."""
    pairs = zip(before.rows, after.rows, strict=False)
    return sum(1 for _ in takewhile(lambda pair: _texts(pair[0]) == _texts(pair[1]), pairs))


def _has_total(table: Table) -> bool:
    return any(is_total_label(cell.text) for cell in table.rows[-1][:2])


def _texts(row: tuple[Cell, ...]) -> list[str]:
    return [" ".join(cell.text.split()) for cell in row]


def join_parted_coverage(tables: Iterable[Table]) -> list[Table]:
    """The tables of one cell, the rest of a coverage table put back behind its start.

    A page break in a PDF may part a nested table: its rest has no header, and no cell where a
    merged one reaches down from the page before.
    """
    joined: list[Table] = []
    for table in tables:
        start = joined[-1] if joined and coverage_roles(joined[-1]) else None
        width = len(start.rows[0]) if start else 0
        is_rest = all(
            0 < len(row) <= width and looks_like_figure(row[-1].text) for row in table.rows
        )
        if start is None or not is_rest or coverage_roles(table):
            joined.append(table)
            continue
        rest = tuple(
            row if is_total_label(row[0].text) else (*[Cell()] * (width - len(row)), *row)
            for row in table.rows
        )
        joined[-1] = Table(start.rows + rest, start.origin)
    return joined
