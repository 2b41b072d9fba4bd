"""The dictionary as a CSV, a row a table (its column left empty) and a row a column."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from pathlib import Path

from orchestration.formulas import neutral
from orchestration.warehouse.catalogue import Table

HEADER = ("schema", "table", "column", "type", "key", "description")


def key_of(table: Table, column: str) -> str:
    """What a column is among the keys: `primary`, or what it refers to, or nothing."""
    parts = ["primary"] if column in table.primary_key else []
    parts += [
        f"→ {table.schema}.{key.table}" for key in table.foreign_keys if key.columns == (column,)
    ]
    return ", ".join(parts)


def entries(tables: Sequence[Table]) -> Iterator[tuple[str, str, str, str, str, str]]:
    """The rows of the dictionary, in the order of the tables and of their columns."""
    for table in tables:
        yield table.schema, table.name, "", "", "", table.comment
        for column in table.columns:
            key = key_of(table, column.name)
            yield table.schema, table.name, column.name, column.data_type, key, column.comment


def write_dictionary_csv(tables: Sequence[Table], path: Path) -> None:
    """Write the dictionary, UTF-8 with a byte order mark, safe to open in a spreadsheet."""
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(HEADER)
        writer.writerows([neutral(text) for text in entry] for entry in entries(tables))
