"""What is known of the tables dbt has just built: rows, columns, and where columns come from.

dagster-dbt can work out column lineage too, but parses a model again for each of its columns;
here a model is parsed once. Dagster's own pages show column lineage as JSON only, so a table of
where each column comes from, down to what was read, stands beside it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import duckdb
from dagster import AssetKey, TableColumn, TableColumnDep, TableColumnLineage, TableSchema
from sqlglot import MappingSchema, exp
from sqlglot.errors import SqlglotError
from sqlglot.lineage import Node, lineage

from orchestration.assets.metadata import markdown_table
from orchestration.warehouse.files import first_row

_DIALECT = "duckdb"

Origins = frozenset[tuple[AssetKey, str]]
"""Columns of assets."""


class BuiltTables:
    """Row counts, columns and column lineage of every table and view of a candidate."""

    def __init__(
        self,
        connection: duckdb.DuckDBPyConnection,
        manifest: Mapping[str, Any],
        asset_keys: Mapping[str, AssetKey],
        compiled: Path,
    ) -> None:
        """Look at the candidate; the connection is not needed afterwards.

        Args:
            connection: to the candidate.
            manifest: dbt's.
            asset_keys: of models, seeds and sources, by dbt's unique id.
            compiled: where dbt puts the compiled SQL of the project's models.
        """
        self._nodes: Mapping[str, Any] = {**manifest["nodes"], **manifest["sources"]}
        self._asset_keys = asset_keys
        self._unique_ids = {key: unique_id for unique_id, key in asset_keys.items()}
        self._compiled = compiled
        self._parents_of = cache(self._find_parents)
        self._columns: dict[tuple[str, str], list[TableColumn]] = {}
        self._schema = MappingSchema(dialect=_DIALECT)
        for schema, table, column, kind, comment in connection.execute(
            "select schema_name, table_name, column_name, data_type, comment from duckdb_columns()"
            " where not internal order by column_index"
        ).fetchall():
            columns = self._columns.setdefault((schema, table), [])
            columns.append(TableColumn(column, kind, comment))
        for (schema, table), columns in self._columns.items():
            self._schema.add_table(
                exp.table_(table, schema), {one.name: one.type for one in columns}
            )
        self._rows = {
            name: first_row(connection, 'select count(*) from "{}"."{}"'.format(*name))[0]
            for name in self._columns
        }

    def metadata_of(self, unique_id: str) -> dict[str, Any]:
        """What is known of the table of a seed or model, as Dagster shows it."""
        node = self._nodes[unique_id]
        name = _name_of(node)
        if name not in self._columns:
            return {}
        metadata = {
            "dagster/row_count": self._rows[name],
            "dagster/column_schema": TableSchema(self._columns[name]),
        }
        if node["resource_type"] == "model":
            parents = self._parents_of(unique_id)
            metadata["dagster/column_lineage"] = TableColumnLineage(
                {
                    column: [TableColumnDep(*origin) for origin in sorted(origins)]
                    for column, origins in parents.items()
                }
            )
            metadata["where columns come from"] = markdown_table(
                ["column", "made from", "in the end from"],
                [
                    (column, _names(origins), _names(self._ends_of(unique_id, column)))
                    for column, origins in parents.items()
                ],
            )
        return metadata

    def _ends_of(self, unique_id: str, column: str) -> Origins:
        """The columns of sources and seeds that a column is made from, over all steps."""
        ends: set[tuple[AssetKey, str]] = set()
        seen: set[tuple[AssetKey, str]] = set()
        waiting = [(self._asset_keys[unique_id], column)]
        while waiting:
            key, name = waiting.pop()
            parents = self._parents_of(self._unique_ids[key]).get(name, frozenset())
            if self._nodes[self._unique_ids[key]]["resource_type"] != "model":
                ends.add((key, name))
            waiting += parents - seen
            seen |= parents
        return frozenset(ends)

    def _find_parents(self, unique_id: str) -> dict[str, Origins]:
        """The columns of other assets that each column of a model is made from."""
        node = self._nodes[unique_id]
        if node["resource_type"] != "model":
            return {}
        keys = {
            _name_of(self._nodes[parent]): self._asset_keys[parent]
            for parent in self._tables_read_by(node)
        }
        path = self._compiled / node["original_file_path"]
        try:
            columns = lineage(
                None,
                path.read_text(encoding="utf-8"),
                self._schema,
                dialect=_DIALECT,
                trim_selects=False,
            )
        except (SqlglotError, OSError):
            return {}
        return {column: _origins(found, keys) for column, found in columns.items()}

    def _tables_read_by(self, node: Mapping[str, Any]) -> Iterator[str]:
        """The unique ids of what a model reads, also by way of the parts of its statement."""
        for parent in node["depends_on"]["nodes"]:
            if parent in self._asset_keys:
                yield parent
            else:
                yield from self._tables_read_by(self._nodes[parent])


def _names(origins: Origins) -> str:
    if not origins:
        return "the model itself"
    return ", ".join(f"{'.'.join(key.path)}.{column}" for key, column in sorted(origins))


def _origins(column: Node, keys: Mapping[tuple[str, str], AssetKey]) -> Origins:
    """The columns of parents at the ends of one column's lineage."""
    origins = set()
    for node in column.walk():
        if node.downstream:
            continue
        table = node.expression.find(exp.Table)
        key = keys.get((table.db, table.name)) if table else None
        if key is not None:
            origins.add((key, exp.to_column(node.name).name))
    return frozenset(origins)


def _name_of(node: Mapping[str, Any]) -> tuple[str, str]:
    return node["schema"], node.get("identifier") or node.get("alias") or node["name"]
