"""The schedule and the sensors, and the run the schedule asks for where nothing is new."""

from __future__ import annotations

import dataclasses
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import dagster as dg
import pytest

from orchestration.assets.publishing import PUBLISHED
from orchestration.definitions import JOB, build_defs
from orchestration.resources import RunTools
from orchestration.settings import Settings
from tests.refreshing import Refreshed


@pytest.fixture(scope="module")
def definitions(
    refreshed: Refreshed, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[dg.Definitions]:
    tools = RunTools(refreshed.settings)
    yield build_defs(refreshed.settings, tools)
    tools.end()


def _requests(definitions: dg.Definitions) -> list[dg.RunRequest]:
    schedule = definitions.resolve_schedule_def("nightly")
    assert isinstance(schedule, dg.ScheduleDefinition)
    tick = schedule.evaluate_tick(dg.build_schedule_context())
    return list(tick.run_requests or [])


def test_where_nothing_is_new_the_night_only_looks(definitions: dg.Definitions) -> None:
    (request,) = _requests(definitions)
    assert request.asset_selection == []
    keys = request.asset_check_keys
    assert keys is not None
    assert {key.asset_key for key in keys} == {PUBLISHED}
    job = definitions.resolve_job_def(JOB).get_subset(
        asset_selection=set(), asset_check_selection=set(keys)
    )
    with dg.instance_for_test() as instance:
        result = job.execute_in_process(instance=instance)
    assert result.success
    evaluations = {one.check_name: one.passed for one in result.get_asset_check_evaluations()}
    assert evaluations == {
        "published_file_is_current": True,
        "newest_month_is_recent": True,
        "no_month_is_missing": True,
    }


def test_where_something_is_new_the_night_refreshes(refreshed: Refreshed, tmp_path: Path) -> None:
    shutil.copytree(refreshed.settings.documents, tmp_path / "inbox")
    (tmp_path / "inbox" / "new.txt").write_text("new")
    settings = dataclasses.replace(refreshed.settings, documents=tmp_path / "inbox")
    tools = RunTools(settings)
    try:
        (request,) = _requests(build_defs(settings, tools))
    finally:
        tools.end()
    assert request.asset_selection is None
    assert request.tags["because"] == "the files in the inbox changed"


def test_the_sensor_asks_once_for_new_bytes(definitions: dg.Definitions) -> None:
    sensor = definitions.resolve_sensor_def("inbox")
    with dg.instance_for_test() as instance:
        context = dg.build_sensor_context(instance=instance)
        first = sensor.evaluate_tick(context)
        assert len(first.run_requests or []) == 1
        again = dg.build_sensor_context(instance=instance, cursor=first.cursor)
        assert sensor.evaluate_tick(again).run_requests == []


def test_the_sensor_says_where_the_inbox_should_be(settings: Settings) -> None:
    settings.documents.rmdir()
    tools = RunTools(settings)
    try:
        sensor = build_defs(settings, tools).resolve_sensor_def("inbox")
        with dg.instance_for_test() as instance:
            tick = sensor.evaluate_tick(dg.build_sensor_context(instance=instance))
    finally:
        tools.end()
    assert "MIMP_DOCUMENTS" in (tick.skip_message or "")


def test_on_a_server_everything_starts_switched_on(settings: Settings) -> None:
    tools = RunTools(settings)
    server = dataclasses.replace(settings, automatic=True)
    try:
        by_hand, automatic = build_defs(settings, tools), build_defs(server, tools)
    finally:
        tools.end()
    assert _switched_on(by_hand) == {"what_to_do"}
    assert _switched_on(automatic) == {"what_to_do", "inbox", "nightly"}


def _switched_on(definitions: dg.Definitions) -> set[str]:
    automations: list[Any] = [
        *(definitions.resolve_sensor_def(name) for name in ("inbox", "what_to_do")),
        definitions.resolve_schedule_def("nightly"),
    ]
    return {one.name for one in automations if one.default_status.value == "RUNNING"}
