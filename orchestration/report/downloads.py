"""What a department's page offers to download: its figures as CSV, and the written-back summary.

Text that a spreadsheet would run as a formula gets an apostrophe before it.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from typing import Final

import duckdb

from orchestration.warehouse.by_document import Row, rows_by_document

_STARTS_A_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")
_QUERY: Final = """
select figures.document_id, figures.* from marts.published_figures as figures
where figures.document_id = any(?)
order by figures.figure_id
"""


def figures_csv(
    connection: duckdb.DuckDBPyConnection, document_ids: Iterable[str]
) -> dict[str, bytes]:
    """Every published figure of each document, with the mart's columns; UTF-8 with a mark."""
    rows = rows_by_document(connection, _QUERY, document_ids)
    columns = [column[0] for column in (connection.description or ())[1:]]
    return {document_id: _csv(columns, figures) for document_id, figures in rows.items()}


def _csv(columns: Sequence[str], rows: Iterable[Row]) -> bytes:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(columns)
    for row in rows:
        writer.writerow([_neutral(value) for value in row])
    return b"\xef\xbb\xbf" + text.getvalue().encode()


def _neutral(value: object) -> object:
    if isinstance(value, str) and value.startswith(_STARTS_A_FORMULA):
        return f"'{value}"
    return value
