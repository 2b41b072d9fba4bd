"""Runs the Dagster job in this process, for the commands a person types.

Belongs here: starting the helpers before the heavy imports, and saying in one line why a run
failed. Does not belong here: the job itself (`definitions`), or what is printed (`refresh`).
"""

from __future__ import annotations

import gc
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from orchestration.settings import Settings

if TYPE_CHECKING:
    from dagster import AssetCheckEvaluation, ExecuteInProcessResult

INTERRUPTED = "the run was ended by a signal; refresh again"

_PUBLISHED_STEP = "published__warehouse"
_INTERRUPTION = "DagsterExecutionInterruptedError"


@dataclass(frozen=True, slots=True)
class JobResult:
    """How a run ended.

    Attributes:
        reason: why it failed, in one line; empty where it did not.
        warnings: the checks that warn, but for the gate's of documents: each place of those is
            a finding, with what to do.
    """

    reason: str
    warnings: list[str] = field(default_factory=list)


def run_job(settings: Settings, *, outputs_only: bool = False) -> JobResult:
    """Run the job, recorded in the instance where the UI shows it.

    Args:
        settings: where to read and write.
        outputs_only: only write again what is made from the published file.
    """
    # Imports and definitions make many objects and no garbage: collecting only costs time.
    gc.disable()
    from orchestration.resources import RunTools

    tools = RunTools(settings)
    if not outputs_only:
        tools.start()
    try:
        from orchestration.assets.outputs import OUTPUT_SELECTION
        from orchestration.definitions import JOB, build_defs
        from orchestration.run_storage import close_interrupted_runs, open_instance

        with open_instance(settings) as instance:
            close_interrupted_runs(instance)
            job = build_defs(settings, tools).resolve_job_def(JOB)
            # What is there now stays: it need not be looked through again and again.
            gc.freeze()
            gc.enable()
            result = job.execute_in_process(
                instance=instance,
                raise_on_error=False,
                run_config={"loggers": {"console": {"config": {"log_level": "CRITICAL"}}}},
                tags={"because": "asked for at a terminal"},
                asset_selection=OUTPUT_SELECTION if outputs_only else None,
            )
    finally:
        gc.enable()
        tools.end()
    failed = [
        (evaluation.description or evaluation.check_name)
        for evaluation in result.get_asset_check_evaluations()
        if not evaluation.passed and not _names_rows(evaluation)
    ]
    return JobResult("" if result.success else _reason(result), failed)


def _names_rows(evaluation: AssetCheckEvaluation) -> bool:
    """Whether it is of the gate and rows break it, not one that could not be evaluated."""
    failures = evaluation.metadata.get("failures")
    return failures is not None and bool(failures.value)


def _reason(result: ExecuteInProcessResult) -> str:
    """Why a run failed, in one line."""
    failures = {
        event.step_key or "": event.step_failure_data.error
        for event in result.all_events
        if event.is_step_failure and event.step_failure_data.error
    }
    refused = [
        evaluation.description or evaluation.check_name
        for evaluation in result.get_asset_check_evaluations()
        if not evaluation.passed and evaluation.blocking
    ]
    if refused and all(step.startswith("gate_") for step in failures):
        return f"nothing was published: the gate refused the candidate. {'; '.join(refused)}"
    if not failures:
        return "nothing was published: the run did not start; see the Dagster UI (make dev)"
    error = next(iter(failures.values()))
    text = " ".join((error.cause or error).message.split(": ", 1)[-1].split())
    if _INTERRUPTION in text:
        text = INTERRUPTED
    done = {event.step_key for event in result.all_events if event.is_step_success}
    how_far = "published, not finished" if _PUBLISHED_STEP in done else "nothing was published"
    return f"{how_far}: {text}"
