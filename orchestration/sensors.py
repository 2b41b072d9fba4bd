"""What reacts: to new bytes in the inbox, and to a run that failed.

Does not belong here: what the job does (`assets`), or when it runs anyway (`schedules`).
"""

from __future__ import annotations

import subprocess
from datetime import UTC, datetime

import dagster as dg

from orchestration.fingerprint import inputs_hash
from orchestration.loading.inbox import scan_inbox
from orchestration.loading.inputs import optional_inputs
from orchestration.settings import Settings

_ADVICE = (
    (
        "blocking check",
        "The gate refused the candidate; what analysts read is unchanged. Open the failed check "
        "in the run, correct or remove the document its keys name, and refresh again.",
    ),
    (
        "another refresh",
        "Another refresh was running. Nothing is wrong: the next run takes what is new.",
    ),
    (
        "No space left",
        "The disk is full. What analysts read is unchanged. Make room in the folder of the "
        "warehouse and refresh again; nothing else is needed.",
    ),
    (
        "there are no documents",
        "The inbox is empty or not mounted. What analysts read is unchanged.",
    ),
    (
        "dbt:",
        "A model or a test of the warehouse failed on these documents. What analysts read is "
        "unchanged. Look at the model in the run, and at the candidate beside the warehouse.",
    ),
)
_OTHERWISE = (
    "What analysts read is unchanged. Run `make refresh` for the whole message; a run that was "
    "killed needs nothing else."
)


def advice_for(message: str) -> str:
    """What a person should do about a failed run."""
    return next((advice for sign, advice in _ADVICE if sign in message), _OTHERWISE)


def build_inbox_sensor(
    job: dg.UnresolvedAssetJobDefinition, settings: Settings
) -> dg.SensorDefinition:
    """Asks for a run when the bytes in the inbox are others than at the last look."""

    @dg.sensor(
        name="inbox",
        job=job,
        minimum_interval_seconds=60,
        description="Asks for a refresh when files in the inbox come, go or change. Bytes are "
        "compared, so that copying the same files again asks for nothing.",
    )
    def inbox(context: dg.SensorEvaluationContext) -> dg.SensorResult | dg.SkipReason:
        try:
            files = scan_inbox(settings.documents, settings.limits.file_bytes)
        except NotADirectoryError as missing:
            return dg.SkipReason(f"{missing}; set MIMP_DOCUMENTS")
        inputs = [*files, *optional_inputs(settings)]
        seen = inputs_hash((file.name, file.sha256) for file in inputs)
        if not files or seen == context.cursor:
            return dg.SkipReason(f"nothing new among {len(files)} files")
        # No run key: bytes that come back after others are new again.
        return dg.SensorResult(run_requests=[dg.RunRequest()], cursor=seen)

    return inbox


def build_failure_sensor(settings: Settings) -> dg.SensorDefinition:
    """Says what to do about a failed run: in a file, and by the command that is set for it."""

    @dg.run_failure_sensor(
        name="what_to_do",
        description="Writes what a person should do about a failed run to failed-runs.md in the "
        "state folder, and hands it to MIMP_NOTIFY_COMMAND where that is set.",
    )
    def what_to_do(context: dg.RunFailureSensorContext) -> None:
        message = context.failure_event.message or ""
        for event in context.get_step_failure_events():
            message += f" {event.step_failure_data.error_display_string}"
        advice = advice_for(message)
        time = datetime.now(UTC).strftime("%Y-%m-%d %H:%M UTC")
        text = f"## {time}, run {context.dagster_run.run_id}\n\n{advice}\n\n"
        settings.state.mkdir(parents=True, exist_ok=True)
        with (settings.state / "failed-runs.md").open("a", encoding="utf-8") as file:
            file.write(text)
        context.log.info(advice)
        if settings.notify_command:
            subprocess.run(
                settings.notify_command, input=text, text=True, shell=True, check=True, timeout=60
            )

    return what_to_do
