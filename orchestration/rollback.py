"""`make rollback`: publish the version before the published one.

The next refresh that finds something new publishes again; correct the cause before it does.
"""

from __future__ import annotations

import sys

from orchestration.locking import RefreshRunning, hold_lock
from orchestration.progress import say
from orchestration.run_job import run_job
from orchestration.settings import Settings, SettingsError
from orchestration.warehouse.publishing import NothingToReturnTo, roll_back
from orchestration.warehouse.summary import describe, summarise


def main() -> int:
    """Roll back, and give the exit status."""
    try:
        settings = Settings.from_environment()
        settings.make_folders()
        with hold_lock(settings.lock):
            left, returned = roll_back(settings)
            result = run_job(settings, outputs_only=True)
    except (SettingsError, RefreshRunning, NothingToReturnTo, OSError) as error:
        print(f"error: {error}", file=sys.stderr)
        return 1
    say(f"Returned from run {left} to run {returned}; run {left} stays in {settings.versions}.")
    if result.reason:
        print(f"error: {result.reason}", file=sys.stderr)
        return 1
    say(describe(summarise(settings.warehouse), is_new=True, published=settings.warehouse))
    return 0


if __name__ == "__main__":
    sys.exit(main())
