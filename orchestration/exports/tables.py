"""One table as a Parquet and as a CSV file, its rows in the order of its key.

CSV is UTF-8 with a byte order mark (without it spreadsheets break accents), a comma between
values, nothing for null and `""` for an empty text; a map is written as JSON.
"""

from __future__ import annotations

from pathlib import Path

import duckdb

from orchestration.formulas import neutral_sql
from orchestration.warehouse.catalogue import Column, Table

_BYTE_ORDER_MARK = "\ufeff"


def write_parquet(connection: duckdb.DuckDBPyConnection, table: Table, path: Path) -> None:
    """Write a table as Parquet, with the types it has in the warehouse."""
    _copy(connection, ordered(table), path, "format parquet, compression zstd")


def write_csv(connection: duckdb.DuckDBPyConnection, table: Table, path: Path) -> None:
    """Write a table as CSV that is safe to open in a spreadsheet."""
    # The first thing in the file is the first column's name: with the mark before it, hundreds of
    # megabytes need not be written a second time.
    marks = (_BYTE_ORDER_MARK, *[""] * len(table.columns))
    values = ", ".join(
        f'{_as_text(column)} as "{mark}{column.name}"'
        for mark, column in zip(marks, table.columns, strict=False)
    )
    _copy(connection, f"select {values} from ({ordered(table)})", path, "format csv, header true")


def ordered(table: Table, columns: str = "*") -> str:
    """The query for a table's rows, in the order of its key."""
    key = ", ".join(f'"{column}" nulls first' for column in table.sort_key)
    return f'select {columns} from {table.schema}."{table.name}" order by {key}'


def is_nested(column: Column) -> bool:
    """Whether a value of the column holds several."""
    return column.data_type.startswith(("MAP", "STRUCT")) or column.data_type.endswith("[]")


def _as_text(column: Column) -> str:
    name = f'"{column.name}"'
    if is_nested(column):
        return f"cast(to_json({name}) as varchar)"
    return neutral_sql(name) if column.data_type == "VARCHAR" else name


def _copy(connection: duckdb.DuckDBPyConnection, query: str, path: Path, options: str) -> None:
    target = str(path).replace("'", "''")
    connection.execute(f"copy ({query}) to '{target}' ({options})")
