"""The helper process that runs dbt.

It imports dbt and parses the project while its parent reads documents, then builds when asked.
Its environment says where the candidate, the profile and the target folder are.
"""

from __future__ import annotations

import gc
from collections.abc import Callable
from typing import Any

from dbt.cli.main import dbtRunner, dbtRunnerResult
from dbt.contracts.graph.manifest import Manifest
from dbt_common.events.base_types import EventMsg
from dbt_common.events.functions import msg_to_dict

from orchestration.building.messages import BuildRequest, BuildResult, NodeFailure, ParseRequest
from orchestration.settings import DBT_PROJECT

_RESULT_EVENTS = {"LogSeedResult", "LogModelResult", "LogTestResult"}
_FAILED = {"error", "fail", "runtime error"}
_PRINTED = {"warn", "error"}

# dbt's own loggers write out each of thousands of events before they look at its level.
_OPTIONS = [f"--project-dir={DBT_PROJECT}", "--log-level=none", "--log-level-file=none"]

_manifest: Manifest | None = None


def answer(request: ParseRequest | BuildRequest, send: Callable[[Any], None]) -> BuildResult:
    """Parse or build."""
    if isinstance(request, ParseRequest):
        return _parse(request)
    return _build(request, send)


def _parse(request: ParseRequest) -> BuildResult:
    global _manifest
    write = "--write-json" if request.write_manifest else "--no-write-json"
    # As importing does, parsing makes many objects that stay.
    gc.disable()
    outcome = dbtRunner(callbacks=[_print]).invoke(["parse", *_OPTIONS, write])
    gc.freeze()
    gc.enable()
    if isinstance(outcome.result, Manifest):
        _manifest = outcome.result
    return _result_of(outcome)


def _build(request: BuildRequest, send: Callable[[Any], None]) -> BuildResult:
    from dbt.adapters.duckdb.connections import DuckDBConnectionManager

    def report(event: EventMsg) -> None:
        if event.info.name in _RESULT_EVENTS:
            send(msg_to_dict(event))

    select = ["--select", *request.select] if request.select else []
    # The manifest on disk is being read by others, and none of dbt's other files is needed.
    options = [*_OPTIONS, "--no-write-json", "--exclude-resource-type", "unit_test"]
    runner = dbtRunner(_manifest, [_print, report])
    try:
        return _result_of(runner.invoke(["build", *options, *select]))
    finally:
        DuckDBConnectionManager.close_all_connections()  # type: ignore[no-untyped-call]


def _print(event: EventMsg) -> None:
    """Print what is worth a look, into the log of this process."""
    info: Any = event.info
    if info.level in _PRINTED:
        print(info.msg, flush=True)


def _result_of(outcome: dbtRunnerResult) -> BuildResult:
    failures = [
        NodeFailure(result.node.unique_id, str(result.status), result.message or "")
        for result in getattr(outcome.result, "results", [])
        if str(result.status) in _FAILED
    ]
    exception = "" if outcome.exception is None else str(outcome.exception)
    return BuildResult(outcome.success, failures, exception)
