"""The refresh as a command: `make refresh`, `python -m orchestration.refresh`.

Belongs here: what a person at a terminal sees, the exit status, and the fast path that ends
before anything heavy is imported where nothing is new. Does not belong here: the steps; the
command runs the same Dagster job as the schedule, in this process.
"""

from __future__ import annotations

import argparse
import os
import shutil
import signal
import sys
import time
import traceback
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

from orchestration.building.messages import DbtFailed
from orchestration.currency import is_current
from orchestration.helper_process import HelperDied
from orchestration.locking import RefreshRunning, hold_lock
from orchestration.progress import say, shorten
from orchestration.run_job import INTERRUPTED, run_job
from orchestration.settings import NO_TELEMETRY, Settings, SettingsError
from orchestration.warehouse.files import DamagedFile, open_read_only
from orchestration.warehouse.summary import describe, describe_news, summarise

_WARNING_WIDTH = 240
_CANNOT_BE_WRITTEN = ("disk I/O error", "File too large", "disk is full", "No space left")
_FULL_BYTES = 1024 * 1024
"""Less room than this is none: not even the run can be noted."""

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
    except (DbtFailed, HelperDied) as error:
        return _fail(f"nothing was published: {error}")
    except Exception as error:
        return _fail(_explain(error, settings))


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


def _explain(error: Exception, settings: Settings) -> str:
    """One line about an error that no step expects; the rest goes to a file, if one can be."""
    with suppress(OSError):
        (settings.logs / "refresh-error.log").write_text(traceback.format_exc())
    if settings.folder.is_dir() and shutil.disk_usage(settings.folder).free < _FULL_BYTES:
        return f"the disk of {settings.folder} is full; make room and refresh again"
    if isinstance(error, OSError) and error.filename:
        return f"{error.strerror}: {error.filename}"
    first = str(error).strip().splitlines() or [""]
    if any(words in first[0] for words in _CANNOT_BE_WRITTEN):
        return (
            f"a file in {settings.folder} cannot be written ({first[0]}); is there a quota,"
            " or no room left?"
        )
    return f"{type(error).__name__}: {first[0]} (more in {settings.logs / 'refresh-error.log'})"


def _refresh(settings: Settings, *, force: bool) -> int:
    with _kept_open(settings.warehouse):
        current = is_current(settings)
        if current.is_current and not force:
            say("Nothing is new.")
            say(describe(summarise(settings.warehouse), is_new=False, published=settings.warehouse))
            return 0
    say(f"Refreshing {settings.warehouse}: {current.reason or 'asked for'}")
    started = time.monotonic()
    outputs_only = current.lacks_only_outputs and not force
    result = run_job(settings, outputs_only=outputs_only)
    if result.reason:
        return _fail(result.reason)
    for warning in result.warnings:
        say(shorten(f"  warning: {warning}", _WARNING_WIDTH))
    news = "" if outputs_only else describe_news(settings.warehouse)
    if news:
        say(news)
    say(describe(summarise(settings.warehouse), is_new=True, published=settings.warehouse))
    say(f"  took        {time.monotonic() - started:.1f} s")
    return 0


@contextmanager
def _kept_open(published: Path) -> Iterator[None]:
    """Keep the published file open: each of its questions would open it anew, at 20 ms."""
    with ExitStack() as stack:
        if published.exists():
            with suppress(DamagedFile):
                stack.enter_context(open_read_only(published))
        yield


def _fail(message: str, status: int = 1) -> int:
    print(f"error: {message}", file=sys.stderr, flush=True)
    return status


if __name__ == "__main__":
    os.environ.update(NO_TELEMETRY)
    sys.exit(main())
