"""The tables of the `raw` schema: their columns, and how rows get into them.

Belongs here: table definitions made from the row classes of `extraction.rows`, the tables that
the loader fills itself, and loading as Arrow tables. Does not belong here: which documents are
loaded (`load`), or any meaning.
"""

from __future__ import annotations

import inspect
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Any, get_type_hints

import duckdb
import pyarrow as pa

from orchestration.extraction.rows import EXTRACTED, RawRow

Columns = dict[str, list[Any]]
"""The rows of one table, a list a column."""


@dataclass(frozen=True, slots=True)
class RawTable:
    """A table of the `raw` schema: what a row is, and its columns with their DuckDB types."""

    name: str
    comment: str
    columns: Mapping[str, str]

    def create(self, connection: duckdb.DuckDBPyConnection) -> None:
        """Create the table, empty."""
        columns = ", ".join(f'"{name}" {kind}' for name, kind in self.columns.items())
        connection.execute(f"create table raw.{self.name} ({columns})")
        comment = self.comment.replace("'", "''")
        connection.execute(f"comment on table raw.{self.name} is '{comment}'")

    def insert(self, connection: duckdb.DuckDBPyConnection, columns: Columns) -> int:
        """Append rows; gives their number."""
        batch = pa.table(
            {
                name: pa.array(columns[name], _ARROW_TYPES[kind])
                for name, kind in self.columns.items()
            }
        )
        connection.register("batch", batch)
        connection.execute(f"insert into raw.{self.name} select * from batch")
        connection.unregister("batch")
        return int(batch.num_rows)

    def insert_rows(
        self, connection: duckdb.DuckDBPyConnection, rows: Iterable[Sequence[Any]]
    ) -> int:
        """Append rows given as tuples in the order of the columns."""
        values = list(zip(*rows, strict=True)) or [()] * len(self.columns)
        return self.insert(
            connection, {name: list(v) for name, v in zip(self.columns, values, strict=True)}
        )


_ARROW_TYPES = {
    "varchar": pa.string(),
    "integer": pa.int32(),
    "bigint": pa.int64(),
    "double": pa.float64(),
    "boolean": pa.bool_(),
    "date": pa.date32(),
    "timestamp": pa.timestamp("us"),
}
_DUCKDB_TYPES = {str: "varchar", str | None: "varchar", int: "integer", int | None: "integer"}


def _table_of(row_type: type[RawRow]) -> RawTable:
    kinds = get_type_hints(row_type)
    comment = " ".join((inspect.getdoc(row_type) or "").split("\n\n")[0].split())
    columns = {column.name: _DUCKDB_TYPES[kinds[column.name]] for column in fields(row_type)}
    return RawTable(row_type.table, comment, columns)


EXTRACTED_TABLES = tuple(_table_of(row_type) for row_type in EXTRACTED)
"""The tables that extraction fills, each with `document_id`."""

DOCUMENTS = RawTable(
    "documents",
    "One row per document: distinct bytes that were ever in the inbox. Those that were refused "
    "stay only as long as their file does.",
    {
        "document_id": "varchar",
        "sha256": "varchar",
        "file_name": "varchar",
        "file_format": "varchar",
        "file_bytes": "bigint",
        "title": "varchar",
        "outcome": "varchar",
        "first_seen_run": "integer",
        "reader_version": "varchar",
    },
)
INBOX_FILES = RawTable(
    "inbox_files",
    "One row per file that was in the inbox at this refresh.",
    {"file_name": "varchar", "document_id": "varchar", "sha256": "varchar", "file_bytes": "bigint"},
)
REFRESH_CONTEXT = RawTable(
    "refresh_context",
    "One row: the day of this refresh in Lima, against which months in the future are told.",
    {"refresh_date": "date", "run_number": "integer"},
)
REFRESH_RUNS = RawTable(
    "refresh_runs",
    "One row per refresh, this one included, those that failed or were interrupted too.",
    {
        "run_number": "integer",
        "started_at": "timestamp",
        "finished_at": "timestamp",
        "code_version": "varchar",
        "inputs_hash": "varchar",
        "inputs": "varchar",
        "documents_in_inbox": "integer",
        "documents_read": "integer",
        "documents_unchanged": "integer",
        "documents_quarantined": "integer",
        "outcome": "varchar",
        "message": "varchar",
    },
)
POVERTY_WORKBOOKS = RawTable(
    "poverty_workbooks",
    "One row per official poverty workbook: distinct bytes that were ever in its folder. Those "
    "that were refused stay only as long as their file does.",
    {
        "workbook_id": "varchar",
        "sha256": "varchar",
        "file_name": "varchar",
        "file_bytes": "bigint",
        "edition": "integer",
        "population_year": "integer",
        "title": "varchar",
        "outcome": "varchar",
        "is_in_folder": "boolean",
        "first_seen_run": "integer",
        "reader_version": "varchar",
    },
)
POVERTY_ESTIMATES = RawTable(
    "poverty_estimates",
    "One row per district of a poverty workbook: the 95 % interval of its poverty rate, in per "
    "cent, its population and its place in the order of poverty.",
    {
        "workbook_id": "varchar",
        "location": "varchar",
        "ubigeo": "varchar",
        "department_text": "varchar",
        "province_text": "varchar",
        "district_text": "varchar",
        "population": "bigint",
        "poverty_lower_95": "double",
        "poverty_upper_95": "double",
        "robust_group": "integer",
        "rank_position": "integer",
    },
)
POVERTY_FINDINGS = RawTable(
    "poverty_findings",
    "One row per thing wrong or worth knowing in a poverty workbook; an error refuses it whole.",
    {
        "workbook_id": "varchar",
        "severity": "varchar",
        "code": "varchar",
        "location": "varchar",
        "printed_text": "varchar",
        "message": "varchar",
    },
)
POVERTY_TABLES = (POVERTY_WORKBOOKS, POVERTY_ESTIMATES, POVERTY_FINDINGS)
"""The tables of the official poverty workbooks, remembered by `workbook_id`."""

BOUNDARY_FILES = RawTable(
    "boundary_files",
    "One row per file in the folder of outlines of districts at this refresh.",
    {
        "boundary_file_id": "varchar",
        "sha256": "varchar",
        "file_name": "varchar",
        "file_bytes": "bigint",
        "outcome": "varchar",
        "outlines": "integer",
        "reader_version": "varchar",
    },
)
BOUNDARY_FINDINGS = RawTable(
    "boundary_findings",
    "One row per thing wrong or worth knowing in a file of outlines; an error keeps the whole file "
    "off the maps.",
    {
        "boundary_file_id": "varchar",
        "file_name": "varchar",
        "severity": "varchar",
        "code": "varchar",
        "message": "varchar",
    },
)
BOUNDARY_TABLES = (BOUNDARY_FILES, BOUNDARY_FINDINGS)
"""The tables of the outlines for the maps."""

REMEMBERED_TABLES = (DOCUMENTS, *EXTRACTED_TABLES)
"""The tables that a refresh takes over from the published file, by `document_id`."""

ALL_TABLES = (
    *REMEMBERED_TABLES,
    *POVERTY_TABLES,
    *BOUNDARY_TABLES,
    INBOX_FILES,
    REFRESH_CONTEXT,
    REFRESH_RUNS,
)


def create_raw_tables(connection: duckdb.DuckDBPyConnection) -> None:
    """Create the schema and all its tables, empty."""
    connection.execute("create schema raw")
    for table in ALL_TABLES:
        table.create(connection)


_DESCRIBED_ELSEWHERE = {
    ("poverty_workbooks", "edition"): ("stg_poverty_workbooks", "poverty_edition"),
    ("poverty_workbooks", "reader_version"): ("stg_documents", "reader_version"),
    ("boundary_files", "reader_version"): ("stg_documents", "reader_version"),
    ("poverty_estimates", "ubigeo"): ("stg_poverty_estimates", "district_ubigeo"),
}
"""The staging column that describes a raw one which staging renames or leaves out."""


def described_by(table: str, column: str) -> tuple[str, str]:
    """The staging model and column that say what a raw column means."""
    return _DESCRIBED_ELSEWHERE.get((table, column), (f"stg_{table}", column))


def describe_raw_columns(connection: duckdb.DuckDBPyConnection) -> None:
    """Give every raw column the comment of the staging column that is made of it.

    What a column means is written once, with the staging models; dbt puts it on those only.
    """
    meanings = {
        (table, column): comment
        for table, column, comment in connection.execute(
            "select table_name, column_name, comment from duckdb_columns()"
            " where schema_name = 'staging' and comment is not null"
        ).fetchall()
    }
    for table in ALL_TABLES:
        for column in table.columns:
            meaning = meanings.get(described_by(table.name, column))
            if meaning:
                quoted = meaning.replace("'", "''")
                connection.execute(f"comment on column raw.{table.name}.\"{column}\" is '{quoted}'")
