"""The whole asset graph, pinned: accidental rewiring shows as a difference of the snapshot.

`make test ARGS="tests/integration/test_asset_graph.py --update-snapshots"` writes it anew.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import dagster as dg
import pytest

from orchestration.definitions import JOB, build_defs
from orchestration.resources import RunTools
from orchestration.settings import Settings

_SNAPSHOT = Path(__file__).with_name("asset_graph.json")
_LAYERS = ("inbox", "raw", "reference", "staging", "intermediate", "dimensional", "marts")


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
