"""What a person is told about a failed run: real failures of small Dagster jobs."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from pathlib import Path

import dagster as dg
import pytest

from orchestration.failures import describe_failure
from orchestration.locking import RefreshRunning
from orchestration.sensors import build_failure_sensor
from orchestration.settings import Settings

_KEY = dg.AssetKey(["marts", "published_figures"])
_ADDRESS = "http://127.0.0.1:3000"


@pytest.fixture
def instance() -> Iterator[dg.DagsterInstance]:
    with dg.instance_for_test() as instance:
        yield instance


def _refused_by_the_gate() -> dg.Definitions:
    @dg.asset(key=_KEY)
    def figures() -> None:
        """Stands for a mart."""

    @dg.asset_check(asset=_KEY, blocking=True)
    def no_figure_disappears() -> dg.AssetCheckResult:
        return dg.AssetCheckResult(
            passed=False, description="no_figure_disappears (1 of 10 rows): file a.docx"
        )

    return dg.Definitions(assets=[figures], asset_checks=[no_figure_disappears])


def _failing_with(error: Exception) -> dg.Definitions:
    @dg.asset(key=_KEY)
    def figures() -> None:
        raise error

    return dg.Definitions(assets=[figures])


def _without_its_lock() -> dg.Definitions:
    @dg.resource
    def tools(_: dg.InitResourceContext) -> None:
        raise RefreshRunning("another refresh of /out runs, process 7")

    @dg.asset(key=_KEY, required_resource_keys={"tools"})
    def figures() -> None:
        """Never runs."""

    return dg.Definitions(assets=[figures], resources={"tools": tools})


def _run(definitions: dg.Definitions, instance: dg.DagsterInstance) -> dg.ExecuteInProcessResult:
    job = definitions.resolve_implicit_global_asset_job_def()
    return job.execute_in_process(instance=instance, raise_on_error=False)


@pytest.mark.parametrize(
    ("definitions", "advice", "detail"),
    [
        (_refused_by_the_gate(), "The gate refused", "- no_figure_disappears (1 of 10 rows): file"),
        (_without_its_lock(), "Nothing is wrong", "- another refresh of /out runs, process 7"),
        (_failing_with(OSError(28, "No space left on device")), "Make room", "No space left"),
        (
            _failing_with(dg.Failure("dbt: unique_x: Got 2 results")),
            "A model or a test of the warehouse failed",
            "unique_x: Got 2 results",
        ),
        (_failing_with(ValueError("a thing\nin two lines")), "Refresh again", "a thing in two"),
    ],
    ids=["gate", "lock", "disk", "dbt", "unknown"],
)
def test_a_failed_run_says_what_to_do_and_what_failed(
    definitions: dg.Definitions, advice: str, detail: str, instance: dg.DagsterInstance
) -> None:
    result = _run(definitions, instance)
    text = describe_failure(instance, result.dagster_run, _ADDRESS)
    heading, _, first, _, *details = text.splitlines()
    assert heading.endswith(f"run {result.run_id[:8]}")
    assert advice in first
    assert any(detail in line for line in details)
    assert f"- more: {_ADDRESS}/runs/{result.run_id}" in details


def test_the_message_is_kept_and_handed_to_the_command(
    settings: Settings, tmp_path: Path, instance: dg.DagsterInstance
) -> None:
    received = tmp_path / "received.txt"
    notified = dataclasses.replace(settings, notify_command=f"cat > {received}")
    result = _run(_refused_by_the_gate(), instance)
    _evaluate(notified, result, instance)
    kept = (settings.state / "failed-runs.md").read_text()
    assert received.read_text() == kept
    assert "The gate refused" in kept


def test_a_command_that_fails_shows_as_a_failed_tick(
    settings: Settings, instance: dg.DagsterInstance
) -> None:
    result = _run(_refused_by_the_gate(), instance)
    with pytest.raises(Exception, match="exit status 3"):
        _evaluate(dataclasses.replace(settings, notify_command="exit 3"), result, instance)
    assert (settings.state / "failed-runs.md").exists()


def _evaluate(
    settings: Settings, result: dg.ExecuteInProcessResult, instance: dg.DagsterInstance
) -> None:
    (failure,) = [event for event in result.all_events if event.is_run_failure]
    sensor = build_failure_sensor(settings)
    context = dg.build_run_status_sensor_context(
        sensor_name=sensor.name,
        dagster_event=failure,
        dagster_instance=instance,
        dagster_run=result.dagster_run,
    ).for_run_failure()
    sensor(context)
