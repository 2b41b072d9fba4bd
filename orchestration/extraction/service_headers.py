"""Where the table of a service begins: its header, and the headings printed inside the table.

Belongs here: telling a service's table from others, parting the headings an author put into its
first rows, and parting tables that Word or a page break joined.
Does not belong here: reading the table (`service_tables`), joining what a page break parted
(`continued`), or headings between tables (`sections`).
"""

from __future__ import annotations

import re
from typing import Final

from orchestration.documents.model import Cell, Paragraph, Table
from orchestration.documents.words import (
    PERIOD_COLUMN,
    header_role,
    heads_grid,
    is_like_figure,
    normalise,
)
from orchestration.extraction.coverage_columns import column_roles, coverage_roles
from orchestration.extraction.sections import is_numbered
from orchestration.extraction.vocabulary import names_a_service

_PARTS = re.compile(r"\s[-–—]\s|[:(),\n]")
_STARTING_ROLES: Final = frozenset({"service", "usage", "target", "period"})


def is_service_table(table: Table) -> bool:
    """Whether the table is headed like a service's: by service, users, target or periods."""
    return bool(table.rows) and any(
        header_role(cell.text) in _STARTING_ROLES for row in table.rows[:2] for cell in row
    )


def has_coverage_inside(table: Table) -> bool:
    """Whether any cell of the table holds a coverage table."""
    return any(
        coverage_roles(nested) for row in table.rows for cell in row for nested in cell.tables
    )


def part_heading_rows(table: Table) -> tuple[list[Paragraph], Table]:
    """Part the headings an author put into the first rows, over the whole width, from the table.

    A row is one where its only cell is numbered like a section or names a service.
    """
    rows = table.rows
    above: list[Paragraph] = []
    while len(rows) > 1 and _is_heading_row(rows[0]):
        above, rows = [*above, *rows[0][0].paragraphs], rows[1:]
    return above, Table(rows, table.origin) if above else table


def _is_heading_row(row: tuple[Cell, ...]) -> bool:
    """Whether all a row prints is a heading; a merge may leave blank cells behind it."""
    is_alone = not any(cell.text for cell in row[1:]) and not any(cell.tables for cell in row)
    return is_alone and (any(map(is_numbered, row[0].paragraphs)) or names_any_service(row[0].text))


def names_any_service(text: str) -> bool:
    """Whether a text, or a part of it, names a service."""
    return any(names_a_service(part) for part in _PARTS.split(text) if part)


def split_joined_tables(table: Table) -> list[Table]:
    """Part a table at rows that can only head another one.

    Two tables that no paragraph parts become one in Word, and may look like one across a page
    break in a PDF.
    """
    starts = [0]
    for index in range(1, len(table.rows)):
        if _starts_another(table.rows, index, starts[-1]):
            while index > starts[-1] and _is_heading_row(table.rows[index - 1]):
                index -= 1
            if index > starts[-1]:
                starts.append(index)
    if len(starts) == 1:
        return [table]
    ends = [*starts[1:], len(table.rows)]
    return [
        Table(table.rows[start:end], table.origin) for start, end in zip(starts, ends, strict=True)
    ]


def _starts_another(rows: tuple[tuple[Cell, ...], ...], index: int, start: int) -> bool:
    """Whether a row can only head another table than the one that began with row `start`."""
    row, above = rows[index], rows[index - 1]
    is_row_of_a_period = header_role(row[0].text) == "period" and (
        normalise(rows[start][0].text) in PERIOD_COLUMN
    )
    if is_row_of_a_period or is_like_figure(row[-1].text):
        return False  # a count from 1900 to 2099 looks like a year
    if _heads_service_table(row):
        return not _heads_service_table(above)
    texts = [cell.text for cell in row]
    below = [cell.text for cell in rows[index + 1]] if index + 1 < len(rows) else []
    if not heads_grid(texts, below) or texts == [cell.text for cell in rows[start]]:
        return False
    return any(is_like_figure(cell.text) for cell in above) or bool(column_roles(rows[start]))


def _heads_service_table(row: tuple[Cell, ...]) -> bool:
    """Whether all of a row's words are `Servicio / Cobertura`, `Usuarias/os` and the like."""
    roles = [header_role(cell.text) for cell in row if cell.text]
    return bool(roles) and all(role in ("service", "usage", "target") for role in roles)
