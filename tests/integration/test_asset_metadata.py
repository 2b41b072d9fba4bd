"""What a refresh leaves in Dagster's history: rows, columns, and where columns come from."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import dagster as dg
import pytest

from orchestration.run_storage import open_instance
from tests.refreshing import Refreshed


@pytest.fixture(scope="module")
def instance(refreshed: Refreshed) -> Iterator[dg.DagsterInstance]:
    with open_instance(refreshed.settings) as instance:
        yield instance


def _metadata(instance: dg.DagsterInstance, *path: str) -> dict[str, Any]:
    event = instance.get_latest_materialization_event(dg.AssetKey(list(path)))
    assert event is not None and event.asset_materialization is not None
    return {name: one.value for name, one in event.asset_materialization.metadata.items()}


def test_rows_and_columns_are_those_of_the_table(
    instance: dg.DagsterInstance, refreshed: Refreshed
) -> None:
    found = _metadata(instance, "marts", "published_figures")
    ((rows,),) = refreshed.rows("select count(*) from marts.published_figures")
    assert found["dagster/row_count"] == rows
    columns = refreshed.rows(
        "select column_name, data_type, comment from duckdb_columns()"
        " where table_name = 'published_figures' order by column_index"
    )
    schema = found["dagster/column_schema"].columns
    assert [(one.name, one.type, one.description) for one in schema] == columns


def test_a_column_of_a_mart_leads_back_to_the_raw_table(instance: dg.DagsterInstance) -> None:
    found = _metadata(instance, "marts", "published_figures")
    parents = found["dagster/column_lineage"].deps_by_column["printed_text"]
    assert dg.AssetKey(["dimensional", "fct_reported_metrics"]) in {
        one.asset_key for one in parents
    }
    (line,) = [
        line for line in found["where columns come from"].splitlines() if "printed\\_text |" in line
    ]
    _, in_the_end = line.replace("\\", "").rsplit(" | ", 1)
    for origin in ("raw.service_figures.printed_text", "raw.map_legend.count_text"):
        assert origin in in_the_end
    assert "staging." not in in_the_end


def test_every_column_of_a_mart_has_its_lineage_or_is_a_constant(
    instance: dg.DagsterInstance, refreshed: Refreshed
) -> None:
    for (table,) in refreshed.rows(
        "select table_name from duckdb_tables() where schema_name in ('dimensional', 'marts')"
    ):
        schema = "marts" if not table.startswith(("dim_", "fct_")) else "dimensional"
        found = _metadata(instance, schema, table)
        lineage = found["dagster/column_lineage"].deps_by_column
        columns = [one.name for one in found["dagster/column_schema"].columns]
        assert set(lineage) == set(columns), table
        assert sum(bool(one) for one in lineage.values()) > len(columns) / 2, table


def test_a_run_says_what_it_read_and_published(instance: dg.DagsterInstance) -> None:
    read = _metadata(instance, "raw", "documents")
    assert (read["files in the inbox"], read["documents read"]) == (1, 1)
    published = _metadata(instance, "published", "warehouse")
    assert (published["documents"], published["figures"]) == (1, 99)
