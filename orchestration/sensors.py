"""What reacts: to new bytes in the inbox, and to a run that failed.

Does not belong here: what the job does (`assets`), when it runs anyway (`schedules`), or what is
said about a failure (`failures`).
"""

from __future__ import annotations

import subprocess

import dagster as dg

from orchestration.failures import describe_failure
from orchestration.fingerprint import inputs_hash
from orchestration.loading.inbox import scan_inbox
from orchestration.loading.inputs import optional_inputs
from orchestration.settings import Settings

_NOTIFY_SECONDS = 60


def build_inbox_sensor(
    job: dg.UnresolvedAssetJobDefinition, settings: Settings
) -> dg.SensorDefinition:
    """Asks for a run when the bytes in the inbox are others than at the last look."""

    @dg.sensor(
        name="inbox",
        job=job,
        minimum_interval_seconds=60,
        default_status=dg.DefaultSensorStatus.RUNNING
        if settings.automatic
        else dg.DefaultSensorStatus.STOPPED,
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
        return dg.SensorResult(
            run_requests=[dg.RunRequest(tags={"because": "the files in the inbox changed"})],
            cursor=seen,
        )

    return inbox


def build_failure_sensor(settings: Settings) -> dg.SensorDefinition:
    """Says what to do about a failed run: in a file, and by the command that is set for it."""

    @dg.run_failure_sensor(
        name="what_to_do",
        default_status=dg.DefaultSensorStatus.RUNNING,
        description="Writes what a person should do about a failed run to failed-runs.md in the "
        "state folder, and hands it to MIMP_NOTIFY_COMMAND where that is set.",
    )
    def what_to_do(context: dg.RunFailureSensorContext) -> None:
        message = describe_failure(context.instance, context.dagster_run, settings.address)
        settings.state.mkdir(parents=True, exist_ok=True)
        with (settings.state / "failed-runs.md").open("a", encoding="utf-8") as file:
            file.write(message)
        context.log.info(message)
        if settings.notify_command:
            subprocess.run(
                settings.notify_command,
                input=message,
                text=True,
                shell=True,
                check=True,
                timeout=_NOTIFY_SECONDS,
            )

    return what_to_do
