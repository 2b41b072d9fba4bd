"""When the job runs by itself.

Does not belong here: what it does (`assets`), or reacting to files and failures (`sensors`).
"""

from __future__ import annotations

import dagster as dg

from orchestration.assets.outputs import OUTPUT_SELECTION
from orchestration.checks.watch import WATCH_CHECKS
from orchestration.currency import is_current
from orchestration.lima import TIME_ZONE
from orchestration.settings import Settings


def build_nightly_schedule(
    job: dg.UnresolvedAssetJobDefinition, settings: Settings
) -> dg.ScheduleDefinition:
    """The nightly refresh; where nothing is new it only looks whether anything is missing."""

    @dg.schedule(
        name="nightly",
        job=job,
        cron_schedule="0 2 * * *",
        execution_timezone=TIME_ZONE,
        default_status=dg.DefaultScheduleStatus.RUNNING
        if settings.automatic
        else dg.DefaultScheduleStatus.STOPPED,
        description="Every night at two in Lima. Where the inbox holds nothing new, only the "
        "checks of the published file run, and the file stays as it is.",
    )
    def nightly() -> dg.RunRequest:
        current = is_current(settings)
        if not current.is_current and not current.lacks_only_outputs:
            return dg.RunRequest(tags={"because": current.reason[:200]})
        if current.lacks_only_outputs:
            return dg.RunRequest(asset_selection=OUTPUT_SELECTION, tags={"because": current.reason})
        keys = [key for check in WATCH_CHECKS for key in check.check_keys]
        return dg.RunRequest(
            asset_selection=[], asset_check_keys=keys, tags={"because": "nothing is new"}
        )

    return nightly
