"""What a department's page offers to download: its figures as CSV, and the written-back summary.

Text that a spreadsheet would run as a formula gets an apostrophe before it.
"""

from __future__ import annotations

import csv
import io
from typing import Final

import duckdb

_STARTS_A_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")
_QUERY: Final = "select * from marts.published_figures where document_id = ? order by figure_id"


def figures_csv(connection: duckdb.DuckDBPyConnection, document_id: str) -> bytes:
    """Every published figure of a document, with the mart's columns; UTF-8 with a mark."""
    cursor = connection.execute(_QUERY, [document_id])
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow([column[0] for column in cursor.description or ()])
    for row in cursor.fetchall():
        writer.writerow([_neutral(value) for value in row])
    return b"\xef\xbb\xbf" + text.getvalue().encode()


def _neutral(value: object) -> object:
    if isinstance(value, str) and value.startswith(_STARTS_A_FORMULA):
        return f"'{value}"
    return value
