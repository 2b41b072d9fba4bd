"""Headers of several rows: which words stand over which column.

Belongs here: telling the header rows of a grid from its body, and composing the words over each
column where a header cell spans several (`2023` over `Ene`, `Feb`, `Total`). A text export does
not say how wide a cell is; an empty cell below continues the one above, and what is left is
shared out evenly.
Does not belong here: what a column holds (`grids`, `coverage`, `matrices`).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import groupby
from typing import Final

from orchestration.documents.model import Cell, Table
from orchestration.documents.words import (
    header_role,
    is_period_label,
    is_total_label,
    without_marks,
)
from orchestration.extraction.vocabulary import (
    names_a_modality,
    names_a_service,
    place_level,
)

_MOST_HEADER_ROWS: Final = 4
_FIGURE = re.compile(
    r"^\s*(?:\d[\d.,'\s]*(?:$|[*¹²³(/]|[^\W\d])|[-–—−]\s*$|[sn]\s?/\s?[ida]\.?\s*$)", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Heads:
    """The header of a grid.

    Attributes:
        columns: for each column the header cells over it, from top to bottom, none of them blank.
        rows: how many rows of the table the header takes.
    """

    columns: tuple[tuple[Cell, ...], ...]
    rows: int

    def lowest(self) -> tuple[Cell, ...]:
        """The words right over each column; a kind of centre with the service over it."""
        return tuple(_lowest(cells) for cells in self.columns)


def _lowest(cells: tuple[Cell, ...]) -> Cell:
    if not cells:
        return Cell()
    if len(cells) > 1 and names_a_modality(cells[-1].text) and names_a_service(cells[-2].text):
        return Cell(cells[-2].blocks + cells[-1].blocks)
    return cells[-1]


def looks_like_figure(text: str) -> bool:
    """Whether a cell's text can only stand in the body: a number, a dash, `S/I`."""
    return bool(_FIGURE.match(text)) and not is_period_label(text)


def compose_heads(rows: tuple[tuple[Cell, ...], ...]) -> Heads | None:
    """The words over each column, or None where the header rows do not fit each other."""
    header = _header_rows(rows)
    return _composed(header) if header else None


def _composed(header: list[tuple[Cell, ...]]) -> Heads | None:
    expanded = list(header[-1])
    columns: list[list[Cell]] = [[cell] if cell.text else [] for cell in expanded]
    for row in reversed(header[:-1]):
        spread = _spread(row, expanded)
        if spread is None:
            return None
        expanded = spread
        for cell, column in zip(spread, columns, strict=True):
            if cell.text and not any(cell is known for known in column):
                column.insert(0, cell)
    return Heads(tuple(tuple(column) for column in columns), len(header))


def with_one_header_row(table: Table) -> Table:
    """The table with its header rows replaced by the words right over each column."""
    header = _header_rows(table.rows)
    heads = _composed(header) if len(header) > 1 else None
    if heads is None:
        return table
    return Table((heads.lowest(), *table.rows[heads.rows :]), table.origin)


def turned(table: Table) -> Table:
    """A table with places across its header as one with a row a place; any other as it is."""
    header = table.rows[0]
    names = [cell.text for cell in header[1:] if not is_total_label(cell.text)]
    is_across = sum(map(_is_place, names)) * 2 > len(names) or _is_labelled_across(table)
    if len(names) < 2 or not is_across or any(len(row) != len(header) for row in table.rows):
        return table
    return Table(tuple(zip(*table.rows, strict=True)), table.origin)


def _is_labelled_across(table: Table) -> bool:
    """Whether the first column heads places above and counts below, however they are spelt."""
    first, *others = [header_role(row[0].text) if row else None for row in table.rows]
    return first in ("province", "district") and bool(others) and set(others) == {"count"}


def _is_place(text: str) -> bool:
    return place_level(without_marks(text)) is not None


def _header_rows(rows: tuple[tuple[Cell, ...], ...]) -> list[tuple[Cell, ...]]:
    header: list[tuple[Cell, ...]] = []
    for row in rows[:_MOST_HEADER_ROWS]:
        if header and not _goes_on(header[-1], row):
            break
        if any(cell.tables or looks_like_figure(cell.text) for cell in row):
            break
        header.append(row)
    return header


def _goes_on(above: tuple[Cell, ...], row: tuple[Cell, ...]) -> bool:
    """Whether a row without figures is one more row of the header: wider, or of periods."""
    is_of_periods = not row[0].text and any(is_period_label(cell.text) for cell in row)
    return len(row) > len(above) or (len(row) == len(above) and is_of_periods)


def _around(upper: tuple[Cell, ...], runs: list[tuple[bool, int]], width: int) -> list[Cell]:
    """The cells left and right of the one run whose shares nothing tells; none over the run."""
    before = 0 if runs[0][0] else runs[0][1]
    after = 0 if runs[-1][0] else runs[-1][1]
    return [*upper[:before], *[Cell()] * width, *upper[len(upper) - after :]]


def _spread(upper: tuple[Cell, ...], lower: list[Cell]) -> list[Cell] | None:
    """A header row's cells repeated over the columns below them."""
    if len(upper) == len(lower):
        return list(upper)
    if sum(cell.columns for cell in upper) == len(lower):
        return [cell for cell in upper for _ in range(cell.columns)]
    runs = [
        (has_text, len(list(group))) for has_text, group in groupby(lower, lambda c: bool(c.text))
    ]
    widths = [width for has_text, width in runs if has_text]
    spanning = len(upper) - sum(width for has_text, width in runs if not has_text)
    size, left_over = divmod(sum(widths), spanning) if spanning > 0 else (0, 1)
    if spanning == len(widths):
        shares = {index: 1 for index, run in enumerate(runs) if run[0]}
    elif not left_over and all(width % size == 0 for width in widths):
        shares = {index: run[1] // size for index, run in enumerate(runs) if run[0]}
    elif len(widths) == 1 and spanning > 0:
        return _around(upper, runs, widths[0])
    else:
        return None
    cells = iter(upper)
    spread: list[Cell] = []
    for index, (has_text, width) in enumerate(runs):
        if not has_text:
            spread += [next(cells) for _ in range(width)]
            continue
        for _ in range(shares[index]):
            spread += [next(cells)] * (width // shares[index])
    return spread
