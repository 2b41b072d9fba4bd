"""The whole asset graph, pinned: accidental rewiring shows as a difference of the snapshot.

`make test ARGS="tests/integration/test_asset_graph.py --update-snapshots"` writes it anew.
"""

from __future__ import annotations

import dataclasses
import json
from pathlib import Path
from typing import Any

import dagster as dg
import pytest

from orchestration.definitions import JOB, build_defs
from orchestration.resources import RunTools
from orchestration.settings import Settings

_SNAPSHOT = Path(__file__).with_name("asset_graph.json")
_DBT = {"reference", "staging", "intermediate", "dimensional", "marts", "quality"}


@pytest.fixture(scope="module")
def definitions(tmp_path_factory: pytest.TempPathFactory) -> dg.Definitions:
    settings = Settings(warehouse=tmp_path_factory.mktemp("graph") / "mimp.duckdb")
    tools = RunTools(settings)
    try:
        return build_defs(settings, tools)
    finally:
        tools.end()


@pytest.fixture(scope="module")
def graph(definitions: dg.Definitions) -> dict[str, Any]:
    assets = definitions.resolve_asset_graph()
    return {
        "assets": {
            key.to_user_string(): {
                "group": assets.get(key).group_name,
                "parents": sorted(
                    parent.to_user_string() for parent in assets.get(key).parent_keys
                ),
            }
            for key in sorted(assets.get_all_asset_keys())
        },
        "blocking checks of the gate": sorted(
            f"{key.asset_key.to_user_string()}: {key.name}"
            for key in assets.asset_check_keys
            if assets.get(key).blocking and "suite" in assets.get(key).metadata
        ),
        "jobs": sorted(
            job.name for job in definitions.resolve_all_job_defs() if not job.name.startswith("__")
        ),
        "schedules": {
            schedule.name: [schedule.cron_schedule, schedule.execution_timezone]
            for schedule in definitions.schedules or []
            if isinstance(schedule, dg.ScheduleDefinition)
        },
        "sensors": sorted(sensor.name for sensor in definitions.sensors or []),
    }


def test_the_definitions_can_be_loaded(definitions: dg.Definitions) -> None:
    dg.Definitions.validate_loadable(definitions)
    assert definitions.resolve_job_def(JOB).name == JOB


def test_the_graph_is_the_pinned_one(graph: dict[str, Any], request: pytest.FixtureRequest) -> None:
    if request.config.getoption("--update-snapshots"):
        _SNAPSHOT.write_text(json.dumps(graph, indent=1, ensure_ascii=False) + "\n")
    assert graph == json.loads(_SNAPSHOT.read_text())


def test_every_asset_is_described_owned_and_grouped_by_its_schema(
    definitions: dg.Definitions,
) -> None:
    assets = definitions.resolve_asset_graph()
    for key in assets.get_all_asset_keys():
        node = assets.get(key)
        assert node.description, key
        assert node.owners, key
        assert node.group_name == key.path[0], key


def test_every_check_says_in_a_sentence_what_it_expects(definitions: dg.Definitions) -> None:
    assets = definitions.resolve_asset_graph()
    silent = [
        key.name
        for key in assets.asset_check_keys
        if not (assets.get(key).description or "").endswith((".", ")"))
    ]
    assert not silent


def test_every_asset_leads_to_the_file_it_is_written_in(definitions: dg.Definitions) -> None:
    assets = definitions.resolve_asset_graph()
    for key in assets.executable_asset_keys:
        files = [Path(one.file_path) for one in _code_references(assets.get(key))]
        assert files and all(file.is_file() for file in files), key
        assert key.path[0] not in _DBT or files[0].stem == key.path[-1], key


def test_links_to_code_lead_to_the_repository_where_one_is_named(settings: Settings) -> None:
    named = dataclasses.replace(settings, repository="https://gitlab.example.org/owner/name")
    tools = RunTools(named)
    try:
        assets = build_defs(named, tools).resolve_asset_graph()
    finally:
        tools.end()
    first = _code_references(assets.get(dg.AssetKey(["marts", "published_figures"])))[0]
    assert first.url == (
        "https://gitlab.example.org/owner/name/-/tree/main"
        "/dbt_project/models/marts/published_figures.sql"
    )


def test_every_raw_column_says_what_it_means(definitions: dg.Definitions) -> None:
    assets = definitions.resolve_asset_graph()
    silent = [
        f"{key.to_user_string()}.{column.name}"
        for key in assets.get_all_asset_keys()
        if key.path[0] == "raw"
        for column in assets.get(key).metadata["dagster/column_schema"].columns
        if not column.description
    ]
    assert not silent


def _code_references(node: Any) -> list[Any]:
    return list(node.metadata["dagster/code_references"].code_references)


def test_there_is_a_way_from_the_documents_to_every_mart(graph: dict[str, Any]) -> None:
    parents = {key: set(asset["parents"]) for key, asset in graph["assets"].items()}

    def ancestors(key: str) -> set[str]:
        found: set[str] = set()
        waiting = [key]
        while waiting:
            for parent in parents[waiting.pop()] - found:
                found.add(parent)
                waiting.append(parent)
        return found

    marts = [key for key, asset in graph["assets"].items() if asset["group"] == "marts"]
    assert marts
    for mart in marts:
        assert "inbox/documents" in ancestors(mart), mart
    assert set(marts) <= ancestors("published/warehouse")
