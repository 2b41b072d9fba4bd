"""The consolidated matrices: provinces down, services across, as they were printed.

Belongs here: putting the cells back into rows and columns, by their place in the document.
Does not belong here: adding anything up.
"""

from __future__ import annotations

import re
from collections import Counter

from orchestration.written_summary.content import Content, Figure
from orchestration.written_summary.pages import Cell, Table, text_cell
from orchestration.written_summary.wording import capitals, figure_text

_PLACE = re.compile(r"^(?P<table>.*?) > row (?P<row>\d+)(?: > cell (?P<cell>\d+))?")
_TOTAL = "TOTAL"
_LABEL_SHARE = 18


def matrix_tables(content: Content, operated: str, coordinated: str) -> list[tuple[str, Table]]:
    """Each matrix with its heading; an empty one where none of its figures could be kept.

    Args:
        content: of the document.
        operated: heading of a matrix of services the ministry runs.
        coordinated: heading of a matrix of services run with others.
    """
    tables: dict[str, list[Figure]] = {}
    for figure in content.figures:
        if figure.block == "matrix":
            tables.setdefault(_place(figure)[0], []).append(figure)
    if not tables:
        # A document whose matrix has no rows would be taken for one that lost its end.
        blank = (text_cell(_TOTAL, is_header=True), text_cell(""), text_cell(""))
        return [(operated, Table((_header(["CEM", _TOTAL]), blank), (_LABEL_SHARE, 5, 5)))]
    return [
        (coordinated if _is_promoted(figures) else operated, _matrix(figures))
        for figures in tables.values()
    ]


def _place(figure: Figure) -> tuple[str, int, int]:
    match = _PLACE.match(figure.location)
    if match is None:
        return figure.location, 0, 0
    return match["table"], int(match["row"]), int(match["cell"] or 0)


def _is_promoted(figures: list[Figure]) -> bool:
    """What most of its known columns say."""
    kinds = Counter(f.service.is_promoted for f in figures if f.service and f.service.code)
    return kinds[True] > kinds[False]


def _matrix(figures: list[Figure]) -> Table:
    columns: dict[int, Figure] = {}
    rows: dict[int, dict[int, Figure]] = {}
    for figure in figures:
        _, row, cell = _place(figure)
        columns.setdefault(cell, figure)
        rows.setdefault(row, {})[cell] = figure
    order = sorted(columns)
    body = [_row(rows[row], order) for row in sorted(rows)]
    labels = [_column_label(columns[cell]) for cell in order]
    return Table((_header(labels), *body), (_LABEL_SHARE, *map(_share, labels)))


def _share(label: str) -> int:
    """A column's share of the width: its longest word must fit on a line."""
    return max(5, 1 + max(map(len, label.split()), default=0))


def _header(labels: list[str]) -> tuple[Cell, ...]:
    return tuple(text_cell(label, is_header=True) for label in ("PROVINCIAS", *labels))


def _row(cells: dict[int, Figure], order: list[int]) -> tuple[Cell, ...]:
    is_total_row = any(figure.total_of == "department" for figure in cells.values())
    named = next((figure.province for figure in cells.values() if figure.province), None)
    label = _TOTAL if is_total_row or named is None else capitals(named)
    printed = [
        figure_text(figure.value, figure.value_status, figure.printed_text) if figure else ""
        for figure in (cells.get(cell) for cell in order)
    ]
    return (text_cell(label, is_header=True), *(text_cell(text) for text in printed))


def _column_label(figure: Figure) -> str:
    """A known service by its acronym or name in capitals, anything else as printed."""
    service = figure.service
    if service is None or service.code is None:
        return figure.label
    name = service.acronym or service.name
    if figure.modality_code and figure.modality:
        name = f"{name} {figure.modality}"
    return name.upper()
