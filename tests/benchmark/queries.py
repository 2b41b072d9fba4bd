"""The analysts' queries on a large warehouse, beside the same over its Parquet exports.

Does not belong here: the queries (`warehouse/queries`) or their answers (tests/integration).
Tables that are not exported (of `quality`, `reference`) are the warehouse's in both.
"""

from __future__ import annotations

from collections.abc import Iterator

import duckdb

from orchestration.settings import QUERIES, Settings
from tests.benchmark.measure import time_function


def measure_queries(settings: Settings, runs: int) -> Iterator[tuple[str, dict[str, float]]]:
    """Milliseconds of each query of the cookbook, in the warehouse and over Parquet."""
    with (
        duckdb.connect(settings.warehouse, read_only=True) as here,
        duckdb.connect() as there,
    ):
        _view_exports(there, settings)
        for path in sorted(QUERIES.glob("*.sql")):
            query = path.read_text(encoding="utf-8")
            costs = [
                time_function(lambda: connection.execute(query).fetchall(), runs)  # noqa: B023
                for connection in (here, there)
            ]
            yield (
                path.stem,
                {
                    "warehouse": 1000 * costs[0].seconds,
                    "parquet": 1000 * costs[1].seconds,
                },
            )


def _view_exports(connection: duckdb.DuckDBPyConnection, settings: Settings) -> None:
    connection.execute(f"attach '{settings.warehouse}' as warehouse (read_only)")
    for schema, table in connection.execute(
        "select schema_name, table_name from duckdb_tables() where database_name = 'warehouse'"
        " union select schema_name, view_name from duckdb_views()"
        " where database_name = 'warehouse' and not internal order by all"
    ).fetchall():
        file = settings.exports / schema / f"{table}.parquet"
        source = f"'{file}'" if file.exists() else f'warehouse."{schema}"."{table}"'
        connection.execute(f'create schema if not exists "{schema}"')
        connection.execute(f'create view "{schema}"."{table}" as from {source}')
