"""The refresh as a command: `make refresh`, `python -m orchestration.refresh`.

Belongs here: arguments, exit status, and the fast path that ends before anything heavy is imported
where nothing was touched. Does not belong here: what is done where something was (`full_refresh`).
"""

from __future__ import annotations

import argparse
import os
import signal
import sys

from orchestration.locking import RefreshRunning, hold_lock
from orchestration.progress import say
from orchestration.run_job import INTERRUPTED
from orchestration.settings import NO_TELEMETRY, Settings, SettingsError
from orchestration.untouched import look_around, what_was_said

_HELP = """\
Reads the summaries in the inbox and publishes the warehouse, or says that nothing is new.

environment:
  MIMP_DOCUMENTS         folder of summaries, nested or flat (seeds/documents)
  MIMP_WAREHOUSE         the DuckDB file to publish (warehouse/mimp.duckdb); everything else
                         a run writes lies beside it
  MIMP_POVERTY           folder of INEI's poverty workbooks, may be empty (seeds/poverty)
  MIMP_BOUNDARIES        folder of outlines of districts for the maps, may be empty
                         (seeds/boundaries)
  MIMP_ALLOW_SHRINK=1    publish although documents or figures are fewer than before
  MIMP_KEPT_VERSIONS     earlier published files to keep (3)
  MIMP_KEPT_RUN_DAYS     days Dagster's events of a run are kept, 0 for ever (400)
  MIMP_READERS           documents read at the same time (one a processor, at most 4)
  MIMP_DOCUMENT_SECONDS  processor time one document may take (8)
  MIMP_DOCUMENT_MEGABYTES  memory one document may take (500)
  MIMP_LATE_AFTER_DAYS   days after a month's successor is due at which it is missed (0: never)
  MIMP_AUTOMATIC=1       schedule and inbox sensor start switched on, as on a server
  MIMP_NOTIFY_COMMAND    shell command that gets a failed run's message on standard input
  MIMP_PORT              port of the Dagster UI on 127.0.0.1 (3000)
  MIMP_REPOSITORY        address of the repository the UI's links to code lead to

exit status: 0 published or nothing new; 1 nothing published, the reason in one line; 2 wrong use.
make reports every failure as 2.
"""


def main(arguments: list[str] | None = None) -> int:
    """Refresh, and give the exit status."""
    parser = argparse.ArgumentParser(
        prog="make refresh", description=_HELP, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--force", action="store_true", help="build again although nothing is new")
    options = parser.parse_args(arguments)
    _end_on_signals()
    try:
        settings = Settings.from_environment()
        settings.make_folders()
    except SettingsError as error:
        return _fail(str(error), status=2)
    except OSError as error:
        return _fail(f"{error.strerror}: {error.filename}")
    try:
        with hold_lock(settings.lock):
            return _refresh(settings, force=options.force)
    except RefreshRunning as running:
        say(f"Nothing done: {running}.")
        return 0
    except Exception as error:
        from orchestration.unexpected import explain

        return _fail(explain(error, settings))


def _refresh(settings: Settings, *, force: bool) -> int:
    surroundings = look_around(settings)
    if not force and (said := what_was_said(settings, surroundings)):
        say(said)
        return 0
    from orchestration.full_refresh import refresh

    reason = refresh(settings, surroundings, force=force)
    return _fail(reason) if reason else 0


def _end_on_signals() -> None:
    """End in one line when asked to; while the job runs, Dagster takes SIGINT and SIGTERM.

    At once, not by an exception: some of what is imported swallows every exception.
    """

    def end(*_: object) -> None:
        _fail(INTERRUPTED)
        os._exit(1)

    def hand_on(*_: object) -> None:
        signal.raise_signal(signal.SIGTERM)

    handlers = {signal.SIGINT: end, signal.SIGTERM: end, signal.SIGHUP: hand_on}
    for number, handler in handlers.items():
        if signal.getsignal(number) != signal.SIG_IGN:
            signal.signal(number, handler)


def _fail(message: str, status: int = 1) -> int:
    print(f"error: {message}", file=sys.stderr, flush=True)
    return status


if __name__ == "__main__":
    os.environ.update(NO_TELEMETRY)
    sys.exit(main())
