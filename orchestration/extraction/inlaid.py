"""Coverage tables an author laid into the cells of their service's table, as split cells.

Belongs here: telling such rows from the table around them and giving them back as a nested table,
so that they are read as every other coverage table is. A page break in a PDF leaves the same
shape where its reader cannot tell the nested table's lines, and a text export where it cannot
tell whose cells the last ones are.
Does not belong here: reading coverage (`coverage`) or users served (`service_tables`).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from orchestration.documents.model import Cell, Table
from orchestration.documents.words import header_role, is_total_label

_Row = tuple[Cell, ...]

_SERVICE_ROLES: Final = frozenset({"service", "usage", "target", "period"})
_COVERAGE_ROLES: Final = frozenset({"province", "district", "count", "place", "centre", "aside"})
_PLACES: Final = frozenset({"province", "district"})
_MOST_HEADER_ROWS: Final = 3


def with_coverage_nested(table: Table) -> Table:
    """The table with every coverage table laid into its rows nested in one cell.

    A table without such rows is given back as it is.
    """
    header = _header_rows(table.rows)
    width = max((len(row) for row in header), default=0)
    if not width:
        return _with_service_around(table)
    periods = sum(header_role(cell.text) == "period" for cell in header[-1])
    body = list(_unfolded(table.rows[len(header) :], width))
    rows: list[_Row] = []
    at, found = 0, False
    while at < len(body):
        inlaid = _inlaid_at(body, at, width, periods)
        if inlaid is None:
            rows.append(body[at])
            at += 1
        else:
            lines, at = inlaid
            rows += lines
            found = True
    return Table((*header, *rows), table.origin) if found else table


def _with_service_around(table: Table) -> Table:
    """A table of coverage beside columns of its service, with the coverage nested between these.

    `Servicio | Provincia | N° | Población Objetivo`, where what surrounds the coverage is one
    merged cell down all rows, or the same words in each. Any other table as it is.
    """
    place = _coverage_header_in(table.rows[0]) if len(table.rows) > 1 else None
    if place is None:
        return table
    header, *body = table.rows
    before, after = place[0], len(header) - place[1]
    around = [header_role(cell.text) for cell in _around(header, before, after)]
    if not around or any(role not in ("service", "target") for role in around):
        return table
    inner: list[_Row] = [header[before : len(header) - after]]
    outer: list[_Row] = [_around(header, before, after)]
    for row in body:
        if [cell.text for cell in row] == [cell.text for cell in header]:
            continue
        is_spanned = len(row) < len(header) and is_total_label(row[0].text)
        start = 0 if is_spanned else before
        inner.append(row[start : len(row) - after])
        outer.append((*[Cell()] * (before - start), *_around(row, start, after)))
    if any(len(row) != before + after for row in outer):
        return table
    printed = [{row[i].text for row in outer[1:] if row[i].text} for i in range(before + after)]
    if any(len(texts) > 1 for texts in printed):
        return table
    merged = tuple(
        next((row[index] for row in outer[1:] if row[index].text), Cell())
        for index in range(before + after)
    )
    coverage = Cell((Table(tuple(inner), ""),))
    return Table(
        (
            (*outer[0][:before], Cell(), *outer[0][before:]),
            (*merged[:before], coverage, *merged[before:]),
        ),
        table.origin,
    )


def _around(row: _Row, before: int, after: int) -> _Row:
    """The cells of a row left and right of its coverage."""
    return (*row[:before], *row[len(row) - after :])


def _header_rows(rows: tuple[_Row, ...]) -> tuple[_Row, ...]:
    """The first rows, as far as all they print heads a service's table."""
    count = 0
    for row in rows[:_MOST_HEADER_ROWS]:
        printed = [cell.text for cell in row if cell.text]
        if not printed or any(header_role(text) not in _SERVICE_ROLES for text in printed):
            break
        count += 1
    return rows[:count]


def _unfolded(rows: tuple[_Row, ...], width: int) -> Iterator[_Row]:
    """The rows, with a nested table that took the last cells of its row given back to them."""
    for row in rows:
        nested = _first_in(row[-1]) if row and len(row) < width else None
        if nested is None or not nested.rows or _coverage_header_in(nested.rows[0]) is None:
            yield row
            continue
        before = row[:-1]
        for inner in nested.rows:
            yield (*before, *inner)
            before = tuple(Cell() for _ in before)


def _first_in(cell: Cell) -> Table | None:
    """The one table of a cell that starts with it; a note below may have been taken for its end."""
    starts_with_table = cell.blocks and isinstance(cell.blocks[0], Table)
    return cell.tables[0] if starts_with_table and len(cell.tables) == 1 else None


def _coverage_header_in(row: _Row) -> tuple[int, int] | None:
    """Where a row heads coverage, from its first to behind its last cell; places and a count."""
    roles = [header_role(cell.text) if not cell.tables else None for cell in row]
    counts = [index for index, role in enumerate(roles) if role == "count"]
    for count in counts:
        start, end = count, count + 1
        while start and roles[start - 1] in _COVERAGE_ROLES:
            start -= 1
        while end < len(row) and roles[end] in _COVERAGE_ROLES:
            end += 1
        if any(role in _PLACES for role in roles[start:end]):
            return start, end
    return None


def _inlaid_at(
    body: list[_Row], at: int, width: int, periods: int
) -> tuple[list[_Row], int] | None:
    """The rows of the table around the coverage that `body[at]` heads, and the row behind it.

    None where it heads none, or where each place has figures of its own beside it.

    Args:
        body: the rows below the header.
        at: which of them may head coverage.
        width: cells of the header.
        periods: how many of them are periods, each of which may span several figures.
    """
    place = _coverage_header_in(body[at])
    if place is None:
        return None
    start, end = place
    before, after = start, len(body[at]) - end
    # A row has more cells than its header where the coverage brought columns of its own: the
    # one that names the kind of centre, and blank ones between the two tables' lines.
    blank_before = blank_after = 0
    while before + 1 + after > width:
        if before and not body[at][before - 1].text and not blank_before:
            blank_before, before = 1, before - 1
        elif after and not body[at][-after].text and not blank_after:
            blank_after, after = 1, after - 1
        elif periods and after and after % periods == 0 and body[at][-after].text:
            break
        elif before and header_role(body[at][before - 1].text) is None and not blank_before:
            before -= 1
        else:
            return None
    if before + 1 + after < width:
        return None
    inner: list[_Row] = []
    outer: list[_Row] = []
    behind = at
    for row in body[at:]:
        kept = len(row) - before - after
        cells = row[before : before + kept]
        if kept < min(2, end - before) or kept > end - before + blank_after or _is_parted(row):
            break
        inner.append(cells[blank_before : len(cells) - blank_after])
        outer.append((*row[:before], *row[before + kept :]))
        behind += 1
    if len(inner) < 2:
        return None
    beside_header, *beside_places = (any(c.text for c in row[before:]) for row in outer)
    are_of_places = len(inner) > 2 and all(beside_places) and not beside_header
    if are_of_places:
        return None
    return list(_lines(outer, before, Cell((Table(tuple(inner), ""),)))), behind


def _is_parted(row: _Row) -> bool:
    """Whether a row is no more of the coverage: it holds tables or heads another one."""
    return any(
        cell.tables or header_role(cell.text) in _SERVICE_ROLES for cell in row if cell.blocks
    )


def _lines(outer: list[_Row], before: int, coverage: Cell) -> Iterator[_Row]:
    """The cells around the coverage, a row each where they print something."""
    first, *others = outer
    if others and not any(cell.text for cell in first[before:]):
        below, *others = others
        first = tuple(one if one.text else two for one, two in zip(first, below, strict=True))
    yield (*first[:before], coverage, *first[before:])
    for row in others:
        if any(cell.text for cell in row):
            yield (*row[:before], Cell(), *row[before:])
