"""What is known of the tables dbt has just built: rows, columns, and where columns come from."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import duckdb
from dagster_dbt import DagsterDbtTranslator

_Columns = dict[str, dict[str, Any]]


class BuiltTables:
    """Row counts and columns of every table and view of a candidate, read at once."""

    def __init__(
        self,
        connection: duckdb.DuckDBPyConnection,
        manifest: Mapping[str, Any],
        translator: DagsterDbtTranslator,
    ) -> None:
        """Look at the candidate; the connection is not needed afterwards."""
        self._manifest = manifest
        self._columns: dict[tuple[str, str], _Columns] = {}
        for schema, table, column, kind, comment in connection.execute(
            "select schema_name, table_name, column_name, data_type, comment from duckdb_columns()"
            " where not internal order by column_index"
        ).fetchall():
            columns = self._columns.setdefault((schema, table), {})
            columns[column] = {"data_type": kind, "description": comment or ""}
        self._rows = {
            name: connection.execute('select count(*) from "{}"."{}"'.format(*name)).fetchone()
            for name in self._columns
        }

    def metadata_of(self, message: Mapping[str, Any]) -> dict[str, Any]:
        """The row count, for the node a dbt message is about."""
        row = self._rows.get(self._name_of(self._node_of(message)))
        return {"dagster/row_count": row[0]} if row else {}

    def history_of(self, message: Mapping[str, Any]) -> dict[str, Any]:
        """Columns of a model and of its parents, in the form dagster-dbt makes lineage from."""
        node = self._node_of(message)
        if node["resource_type"] == "test":
            return {}
        parents = {
            parent["relation_name"]: {"columns": self._columns.get(self._name_of(parent), {})}
            for parent in map(self._node, node.get("depends_on", {}).get("nodes", []))
        }
        return {"columns": self._columns.get(self._name_of(node), {}), "parents": parents}

    def _node_of(self, message: Mapping[str, Any]) -> Mapping[str, Any]:
        return self._node(message["data"]["node_info"]["unique_id"])

    def _node(self, unique_id: str) -> Mapping[str, Any]:
        node: Mapping[str, Any] = self._manifest["nodes"].get(unique_id) or self._manifest[
            "sources"
        ].get(unique_id)
        return node

    @staticmethod
    def _name_of(node: Mapping[str, Any]) -> tuple[str, str]:
        return node["schema"], node.get("identifier") or node.get("alias") or node["name"]
