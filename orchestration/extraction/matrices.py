"""The consolidated province × service matrices.

Belongs here: telling a matrix by its header (a column of places, then services) and giving one
row a cell, blank cells included. Does not belong here: which service a column is (dbt).
"""

from __future__ import annotations

from dataclasses import dataclass

from orchestration.documents.model import Cell, Table, paragraphs_of
from orchestration.documents.words import (
    PERIOD_COLUMN,
    header_role,
    is_total_label,
    normalise,
    without_marks,
)
from orchestration.extraction.coverage_columns import column_roles, coverage_roles
from orchestration.extraction.headers import turned, with_one_header_row
from orchestration.extraction.numbers import spans_beside_a_count
from orchestration.extraction.recorder import Claim, Recorder
from orchestration.extraction.rows import ConsolidatedCell
from orchestration.extraction.vocabulary import names_a_modality, names_a_service, place_level

_HEADER_IS_WITHIN_ROWS = 3
_NEVER_IN_A_MATRIX = frozenset({"count", "usage", "target"})
"""Roles of headers over counts of places and over a service's users, never over a matrix."""


@dataclass(frozen=True, slots=True)
class MatrixShape:
    """How much of a matrix was found: its rows below the header, and whether one is a total."""

    rows: int
    has_total_row: bool

    @property
    def places(self) -> int:
        """Rows of places, the total's left out."""
        return self.rows - self.has_total_row


def find_matrix(table: Table, is_announced: bool) -> tuple[Table, int] | None:
    """The table with one header row, and that row's index, where it is a matrix; else None.

    A matrix that prints the services down and the provinces across is turned round.

    Args:
        table: a top-level table.
        is_announced: whether a heading of the matrices stands right above it. Without one, a
            table whose columns name no service but kinds of centres is a coverage table.
    """
    if not table.rows:
        return None
    table = _turned(with_one_header_row(table))
    index = _header_index(table)
    if index is None:
        return None
    names = [cell.text for cell in table.rows[index] if header_role(cell.text) is None]
    services = [name for name in names if name and not is_total_label(name)]
    is_of_kinds = services and all(map(names_a_modality, services))
    if not is_announced and (is_of_kinds or not any(map(_may_name_service, services))):
        return None if coverage_roles(table) else (table, index)
    return table, index


def _may_name_service(text: str) -> bool:
    return names_a_service(without_marks(text)) and not names_a_modality(text)


def _turned(table: Table) -> Table:
    """A table of services by provinces as one of provinces by services; any other as it is."""
    if header_role(table.rows[0][0].text) not in (None, "service"):
        return table
    names_services = any(_may_name_service(row[0].text) for row in table.rows[1:])
    return turned(table) if names_services else table


def _header_index(table: Table) -> int | None:
    for index, row in enumerate(table.rows[:_HEADER_IS_WITHIN_ROWS]):
        columns = row[1:] if _has_numbering(row) else row
        roles = [header_role(cell.text) for cell in columns]
        is_turned = index == 0 and roles[:1] in (["service"], [None])
        is_turned = is_turned and any(place_level(r[0].text) for r in table.rows[1:])
        if not is_turned and _place_column(roles) is None:
            continue
        if any(role in _NEVER_IN_A_MATRIX for role in roles) or column_roles(columns) is not None:
            continue
        if any(normalise(cell.text) in PERIOD_COLUMN for cell in columns):
            continue
        if "period" not in roles and sum(1 for cell in columns if cell.text) >= 2:
            return index
    return None


def _place_column(roles: list[str | None]) -> int | None:
    """The column of provinces; in a department of one province, that of its districts."""
    for role in ("province", "district"):
        if role in roles:
            return roles.index(role)
    return None


def _has_numbering(header: tuple[Cell, ...]) -> bool:
    """Whether the first column numbers the rows: `N°` before the places and services."""
    roles = [header_role(cell.text) for cell in header]
    if roles[0] != "count" and header[0].text != "#":
        return False
    services = [cell.text for cell, role in zip(header, roles, strict=True) if role is None]
    return _place_column(roles[1:]) == 0 and any(map(names_a_service, services))


def extract_matrix(
    recorder: Recorder, table: Table, header_index: int, heading: str | None, number: int
) -> MatrixShape:
    """Add one row for every cell of the matrix under a service column."""
    header = table.rows[header_index]
    width = len(header)
    is_numbered = _has_numbering(header)
    header = header[1:] if is_numbered else header
    labels = [cell.text for cell in header]
    province_at = _place_column([header_role(label) for label in labels]) or 0
    for cell in header:
        _claim_as_names(recorder, cell)
    role = header_role(labels[province_at])
    level = role if role in ("province", "district") else "province"
    row_labels: list[str] = []
    for printed_row in table.rows[header_index + 1 :]:
        row = printed_row
        if is_numbered and len(row) == width:
            at = 1 if is_total_label(row[0].text) and not row[1].text else 0
            recorder.claim_all(paragraphs_of(row[at]), Claim("list_number"))
            row = (*row[:at], *row[at + 1 :])
        if [normalise(cell.text) for cell in row] == [normalise(label) for label in labels]:
            continue
        if any(cell.text for cell in row):
            label = _extract_row(recorder, row, labels, province_at, level, heading, number)
            row_labels.append(without_marks(label))
    return MatrixShape(len(row_labels), any(is_total_label(label) for label in row_labels))


@dataclass(frozen=True, slots=True)
class _Row:
    """What the cells of a printed row share: its matrix, its label and where that stands."""

    row_id: str
    location: str
    number: int
    heading: str | None
    label: str
    label_location: str | None
    level: str


def _extract_row(
    recorder: Recorder,
    row: tuple[Cell, ...],
    labels: list[str],
    province_at: int,
    level: str,
    heading: str | None,
    number: int,
) -> str:
    """Add the row's cells; gives its label."""
    label_cell = row[province_at] if province_at < len(row) else row[0]
    _claim_as_names(recorder, label_cell)
    printed = _Row(
        recorder.next_row_id(),
        recorder.location(*paragraphs_of(*row)).rsplit(" > cell ", 1)[0],
        number,
        heading,
        label_cell.text,
        recorder.location(*paragraphs_of(label_cell)) or None,
        level,
    )
    for index, cell in enumerate(row):
        if index == province_at:
            continue
        label = labels[index] if index < len(labels) else ""
        if not label and not cell.text:
            continue
        _add_cell(recorder, printed, cell, index, label)
    if len(row) != len(labels):
        recorder.find(
            "error",
            "ragged_row",
            f"The row has {len(row)} cells where its header has {len(labels)}; its figures are "
            "kept out. Check the row in the document.",
            location=printed.location,
            printed_text=" | ".join(cell.text for cell in row),
            row_id=printed.row_id,
        )
    return printed.label


def _add_cell(recorder: Recorder, row: _Row, cell: Cell, index: int, column_label: str) -> None:
    figure_id = recorder.next_figure_id()
    paragraphs = paragraphs_of(cell)
    for paragraph in paragraphs:
        marks = spans_beside_a_count(paragraph.text)
        recorder.claim_all((paragraph,), Claim("figure", figure_id), marks)
    recorder.extraction.add(
        ConsolidatedCell(
            recorder.document_id,
            figure_id,
            row.row_id,
            recorder.location(*paragraphs, default=f"{row.location} > cell {index + 1}"),
            row.number,
            row.heading,
            row.label,
            row.level,
            "total" if is_total_label(without_marks(row.label)) else "detail",
            column_label,
            "total" if is_total_label(column_label) else "detail",
            cell.text,
            row.label_location,
        )
    )


def _claim_as_names(recorder: Recorder, cell: Cell) -> None:
    recorder.claim_all(paragraphs_of(cell), Claim("name"))
