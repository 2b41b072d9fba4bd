"""Asking for the rows of many documents at once.

Belongs here: a query's rows by the document they are of. Does not belong here: any query.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, TypeAlias

import duckdb

Row: TypeAlias = tuple[Any, ...]


def rows_by_document(
    connection: duckdb.DuckDBPyConnection, query: str, document_ids: Iterable[str]
) -> dict[str, list[Row]]:
    """The rows a query has for each of some documents, in the query's order.

    Args:
        connection: to the file.
        query: with one parameter, a list of documents (`= any(?)`). Its first column is the
            document, which is left out of the rows given.
        document_ids: the documents; one without a row is given no rows.
    """
    found: dict[str, list[Row]] = {document_id: [] for document_id in document_ids}
    for row in connection.execute(query, [list(found)]).fetchall():
        found[row[0]].append(row[1:])
    return found
