"""What a person should do about a failed run, in words.

Belongs here: from what a run left in Dagster's history to a message. Does not belong here: to
whom it goes (`sensors`), or the one line at a terminal (`run_job`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable

import dagster as dg
from dagster import DagsterEventType, DagsterInstance

_ADVICE = (
    (
        ("blocking asset check",),
        "The gate refused the candidate; what analysts read is unchanged. Correct or take out the "
        "document that the keys below name, and refresh again; the candidate is left beside the "
        "warehouse for a look.",
    ),
    (
        ("another refresh of",),
        "Another refresh was running. Nothing is wrong: the next run takes what is new.",
    ),
    (
        ("No space left", "disk is full", "File too large", "disk I/O error"),
        "The disk is full, or a quota is used up. What analysts read is unchanged. Make room in "
        "the folder of the warehouse and refresh again; nothing else is needed.",
    ),
    (
        ("there are no documents", "is not a folder"),
        "The inbox is empty or not mounted. What analysts read is unchanged. Mount it, or set "
        "MIMP_DOCUMENTS to the folder of summaries.",
    ),
    (
        ("none of the documents could be read",),
        "Nothing in the inbox could be read, and nothing is published. Ask for the documents "
        "again, or set MIMP_DOCUMENTS to another folder.",
    ),
    (
        ("dbt:",),
        "A model or a test of the warehouse failed on these documents. What analysts read is "
        "unchanged. The test's page in Dagster shows the rows; take out the document they come "
        "from to publish the others, and hand it to whoever maintains the models.",
    ),
    (
        ("before it answered", "process ended before the run did"),
        "A process of the run was ended from outside, as the system does when memory is short. "
        "What analysts read is unchanged; the next run heals the rest. If it happens again, give "
        "the machine more memory.",
    ),
)
"""Words of an error, and the advice they call for; the first that fits counts."""

_OTHERWISE = (
    "What analysts read is unchanged. Refresh again; if it fails again, hand the error below to "
    "whoever maintains the code."
)


_QUALIFIED_NAME = re.compile(r"^(?:\w+\.)+\w+: ")
"""The name of an error's class with its module."""


def advice_for(message: str) -> str:
    """What a person should do about an error."""
    return next(
        (advice for signs, advice in _ADVICE if any(sign in message for sign in signs)), _OTHERWISE
    )


def describe_failure(instance: DagsterInstance, run: dg.DagsterRun, address: str) -> str:
    """A message about a failed run: when, what to do, what failed and where.

    Args:
        instance: the one the run is recorded in.
        run: the failed run.
        address: of the UI.
    """
    errors = list(dict.fromkeys(_errors_of(instance, run)))
    record = instance.get_run_record_by_id(run.run_id)
    ended = record.update_timestamp if record else None
    refused = list(_refused_by(instance, run))
    lines = [
        f"## {ended:%Y-%m-%d %H:%M} UTC, run {run.run_id[:8]}" if ended else f"## {run.run_id}",
        "",
        advice_for("\n".join(errors)),
        "",
        *(f"- {refusal}" for refusal in refused),
        *(f"- {error}" for error in errors if not refused),
        f"- more: {address}/runs/{run.run_id}",
    ]
    return "\n".join(lines) + "\n\n"


def _errors_of(instance: DagsterInstance, run: dg.DagsterRun) -> Iterable[str]:
    """Each error on one line, that of its cause where it has one."""
    for kind in (DagsterEventType.STEP_FAILURE, DagsterEventType.RUN_FAILURE):
        for event in _events(instance, run, kind):
            error = getattr(event.event_specific_data, "error", None)
            while error and error.cause:
                error = error.cause
            text = error.message if error else event.message or ""
            yield _QUALIFIED_NAME.sub("", " ".join(text.split()))


def _refused_by(instance: DagsterInstance, run: dg.DagsterRun) -> Iterable[str]:
    """The blocking checks that failed, with the keys they name."""
    for event in _events(instance, run, DagsterEventType.ASSET_CHECK_EVALUATION):
        evaluation = event.asset_check_evaluation_data
        if not evaluation.passed and evaluation.blocking:
            yield evaluation.description or evaluation.check_name


def _events(
    instance: DagsterInstance, run: dg.DagsterRun, kind: DagsterEventType
) -> Iterable[dg.DagsterEvent]:
    records = instance.get_records_for_run(run.run_id, of_type=kind).records
    return [
        record.event_log_entry.dagster_event
        for record in records
        if record.event_log_entry.dagster_event
    ]
