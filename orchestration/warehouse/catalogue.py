"""What a warehouse file says about itself: its tables, columns, comments and keys.

Belongs here: reading DuckDB's own catalogue, from which exports and dictionary are made. Does not
belong here: any description; those are written with the models and live in the file.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import duckdb

ANALYST_SCHEMAS = ("dimensional", "marts")
"""What is exported."""

DESCRIBED_SCHEMAS = ("dimensional", "marts", "quality", "raw")
"""What the dictionary describes, in the order in which it does."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column, with its DuckDB type and what it means."""

    name: str
    data_type: str
    comment: str
    is_required: bool


@dataclass(frozen=True, slots=True)
class ForeignKey:
    """Columns of a table that name a row of another table of the same schema."""

    columns: tuple[str, ...]
    table: str
    referenced: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """A table with its columns in order; `primary_key` is empty where it has none."""

    schema: str
    name: str
    comment: str
    columns: tuple[Column, ...]
    primary_key: tuple[str, ...]
    foreign_keys: tuple[ForeignKey, ...]

    @property
    def full_name(self) -> str:
        """`schema.table`, as SQL names it."""
        return f"{self.schema}.{self.name}"

    @property
    def sort_key(self) -> tuple[str, ...]:
        """The columns that put the rows into one order: the key, or all there are."""
        return self.primary_key or tuple(column.name for column in self.columns)


def read_catalogue(
    connection: duckdb.DuckDBPyConnection, schemas: Sequence[str] = DESCRIBED_SCHEMAS
) -> list[Table]:
    """The tables of some schemas, by schema in the order given and then by name."""
    tables = connection.execute(
        "select schema_name, table_name, coalesce(comment, '') from duckdb_tables()"
        " where list_contains(?, schema_name) order by list_position(?, schema_name), table_name",
        [list(schemas), list(schemas)],
    ).fetchall()
    columns = _by_table(
        connection,
        "select schema_name, table_name, column_name, data_type, coalesce(comment, ''),"
        " not is_nullable"
        " from duckdb_columns() where list_contains(?, schema_name) order by column_index",
        schemas,
    )
    constraints = _by_table(
        connection,
        "select schema_name, table_name, constraint_type, constraint_column_names,"
        " referenced_table, referenced_column_names from duckdb_constraints()"
        " where list_contains(?, schema_name) order by constraint_column_names",
        schemas,
    )
    return [
        _table(schema, name, comment, columns[schema, name], constraints[schema, name])
        for schema, name, comment in tables
    ]


def _by_table(
    connection: duckdb.DuckDBPyConnection, query: str, schemas: Sequence[str]
) -> defaultdict[tuple[str, str], list[tuple[Any, ...]]]:
    """The rows of a query by the schema and table they begin with."""
    rows: defaultdict[tuple[str, str], list[tuple[Any, ...]]] = defaultdict(list)
    for schema, table, *rest in connection.execute(query, [list(schemas)]).fetchall():
        rows[schema, table].append(tuple(rest))
    return rows


def _table(
    schema: str,
    name: str,
    comment: str,
    columns: Sequence[tuple[Any, ...]],
    constraints: Sequence[tuple[Any, ...]],
) -> Table:
    primary = [tuple(own) for kind, own, _, _ in constraints if kind == "PRIMARY KEY"]
    foreign = [
        ForeignKey(tuple(own), table, tuple(referenced))
        for kind, own, table, referenced in constraints
        if kind == "FOREIGN KEY"
    ]
    return Table(
        schema,
        name,
        comment,
        tuple(Column(*column) for column in columns),
        primary[0] if primary else (),
        tuple(foreign),
    )
