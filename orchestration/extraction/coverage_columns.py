"""The columns of coverage tables: which hold places, which kinds of centre, which counts.

Belongs here: telling a coverage table by its header, or by the counts its columns hold, and
bringing one printed in stacks or turned round into rows of a place each.
Does not belong here: reading the rows (`coverage`), or the columns of other grids (`columns`).
"""

from __future__ import annotations

import re
from typing import Final

from orchestration.documents.model import Cell, Table
from orchestration.documents.words import header_role, is_total_label, without_marks
from orchestration.extraction.headers import turned, with_one_header_row
from orchestration.extraction.vocabulary import names_a_modality

_PLACES = frozenset({"province", "district"})
_COLUMNS = frozenset({"province", "district", "count", "place", "centre"})
_MAY_HEAD = _COLUMNS | {"aside"}
_A_COUNT = re.compile(r"^\d[\d.,\s]*[*¹²³]?$|^[-–—−]$|^s/?i$", re.IGNORECASE)
_FEWEST_NUMBERED: Final = 3


def column_roles(row: tuple[Cell, ...]) -> list[str] | None:
    """The roles of a coverage table's header, or None where the row is no such header.

    A header left of the place columns that nothing knows is a kind of centre
    (`Hogares Refugio Temporal - HRT`), one right of them the name of a place.
    """
    roles = [header_role(cell.text) for cell in row]
    known = [role for role in roles if role in _COLUMNS]
    places = [index for index, role in enumerate(roles) if role in _PLACES]
    if not places or len(known) < 2 or any(role and role not in _MAY_HEAD for role in roles):
        return None
    return [
        role or ("centre" if index < places[0] else "place") for index, role in enumerate(roles)
    ]


def coverage_roles(table: Table) -> list[str] | None:
    """The roles of a coverage table's columns, or None where the table is none.

    One without a column `N°` is one where every column right of its places holds counts, each
    under the kind of centre it counts (`Provincia | Regular | Comisaría`).
    """
    return roles_of(plain(table)) if table.rows else None


def plain(table: Table) -> Table:
    """The table as one of a row a place, under one row of headers."""
    return with_one_header_row(_stacked(turned(table)))


def roles_of(table: Table) -> list[str] | None:
    """The roles of the columns of a table that `plain` gave, or None where it is none."""
    header = table.rows[0]
    known = column_roles(header)
    if known is not None:
        return known
    printed = [header_role(cell.text) for cell in header]
    places = [index for index, role in enumerate(printed) if role in _PLACES]
    if not places or any(role and role not in _MAY_HEAD for role in printed):
        return None
    roles = [
        role or ("centre" if index < places[0] else "place") for index, role in enumerate(printed)
    ]
    counts = with_counts_by_column(roles, header, list(table.rows[1:]))
    return roles if "count" in counts and "place" not in counts[places[0] :] else None


def _stacked(table: Table) -> Table:
    """A table printed in two or more stacks side by side, as one below the other.

    `Provincia | N° | Provincia | N°`: the rows of the first columns, then those of the next; a
    total row stands last.
    """
    header = table.rows[0]
    roles = [header_role(cell.text) for cell in header]
    width = next((n for n in range(2, len(roles) // 2 + 1) if _repeats(roles, n)), None)
    if width is None:
        return table
    stacks: list[tuple[Cell, ...]] = []
    body = [row for row in table.rows[1:] if len(row) == len(roles)]
    totals = [row for row in table.rows[1:] if len(row) != len(roles)]
    for start in range(0, len(roles), width):
        stacks += [row[start : start + width] for row in body]
    totals = [(row[0], *[Cell()] * (width - 2), row[-1]) for row in totals if len(row) > 1]
    return Table((header[:width], *stacks, *totals), table.origin)


def _repeats(roles: list[str | None], width: int) -> bool:
    unit = roles[:width]
    is_whole = "count" in unit and any(role in _PLACES for role in unit) and None not in unit
    return is_whole and len(roles) % width == 0 and roles == unit * (len(roles) // width)


def with_counts_by_column(
    roles: list[str], header: tuple[Cell, ...], body: list[tuple[Cell, ...]]
) -> list[str]:
    """The roles with rows' running numbers told from counts, and all columns of counts found.

    A table may number its rows, and print a count by kind of centre under a header each
    (`CEM Regular`, `CEM Comisaría`, `Total`).
    """
    whole = [row for row in body if len(row) == len(roles)]
    places = [index for index, role in enumerate(roles) if role in _PLACES]
    after = [index for index, role in enumerate(roles) if role == "place" and index > places[0]]
    counted = {
        index
        for index in after
        if holds_counts(whole, index) or _holds_counts_of_a_kind(whole, header, index)
    }
    counted |= {
        index
        for index in after
        if (counted or names_a_modality(header[index].text))
        and _is_without_centres(whole, header, index)
    }
    counts = ["count" if index in counted else role for index, role in enumerate(roles)]
    if counts[0] == "count" and places[0] == 1 and _numbers_rows(whole, counts):
        counts[0] = "number"
    return counts


def holds_counts(rows: list[tuple[Cell, ...]], index: int) -> bool:
    """Whether all a column prints are counts, or signs that stand for one, and some are counts."""
    printed = [without_marks(row[index].text) for row in rows if row[index].text]
    return any(text[:1].isdigit() for text in printed) and all(map(_A_COUNT.match, printed))


def _holds_counts_of_a_kind(
    rows: list[tuple[Cell, ...]], header: tuple[Cell, ...], index: int
) -> bool:
    """Whether a column under a kind of centre holds counts, of which a few may be spoilt."""
    printed = [without_marks(row[index].text) for row in rows if row[index].text]
    counts = sum(text[:1].isdigit() and bool(_A_COUNT.match(text)) for text in printed)
    return 0 < len(printed) < 2 * counts and names_a_modality(header[index].text)


def _is_without_centres(rows: list[tuple[Cell, ...]], header: tuple[Cell, ...], index: int) -> bool:
    """Whether a column prints only dashes and `S/I`, or nothing below a kind of centre."""
    printed = [row[index].text for row in rows if row[index].text]
    if not printed:
        return names_a_modality(header[index].text)
    return all(map(_A_COUNT.match, printed))


def _numbers_rows(rows: list[tuple[Cell, ...]], roles: list[str]) -> bool:
    details = [row for row in rows if not is_total_label(row[1].text)]
    is_sure = "count" in roles[1:] or sum(bool(row[0].text) for row in details) >= _FEWEST_NUMBERED
    return is_sure and is_running_number(details, 0)


def is_running_number(rows: list[tuple[Cell, ...]], index: int) -> bool:
    """Whether what a column prints is 1, 2, 3 … down the rows."""
    numbered = [row[index].text.rstrip(".") for row in rows if row[index].text]
    return bool(numbered) and numbered == [str(n) for n in range(1, len(numbered) + 1)]
