"""A refresh where something may be new: asks the published file, runs the job, tells how it ended.

Belongs here: the order of these, and what is printed of them. Does not belong here: arguments and
exit status (`refresh`), or the steps; the command runs the same Dagster job as the schedule.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

from orchestration.currency import is_current
from orchestration.progress import say, shorten
from orchestration.run_job import run_job
from orchestration.settings import Settings
from orchestration.untouched import look_around, remember
from orchestration.warehouse.files import DamagedFile, open_read_only
from orchestration.warehouse.summary import Summary, describe, describe_news, summarise

_WARNING_WIDTH = 240


def refresh(settings: Settings, surroundings: str, *, force: bool) -> str:
    """Publish what is new, or say that nothing is.

    Args:
        settings: where to read and write.
        surroundings: what was seen of them before anything was read (`untouched`).
        force: build again although nothing is new.

    Returns:
        Why nothing was published, or not everything written; empty where all is well.
    """
    with _kept_open(settings.warehouse):
        current = is_current(settings)
        if current.is_current and not force:
            text = _nothing_new(summarise(settings.warehouse), settings)
            say(text)
            remember(settings, surroundings, text)
            return ""
    say(f"Refreshing {settings.warehouse}: {current.reason or 'asked for'}")
    started = time.monotonic()
    outputs_only = current.lacks_only_outputs and not force
    result = run_job(settings, outputs_only=outputs_only)
    if result.reason:
        return result.reason
    for warning in result.warnings:
        say(shorten(f"  warning: {warning}", _WARNING_WIDTH))
    with _kept_open(settings.warehouse):
        news = "" if outputs_only else describe_news(settings.warehouse)
        if news:
            say(news)
        summary = summarise(settings.warehouse)
        say(describe(summary, is_new=True, published=settings.warehouse))
        say(f"  took        {time.monotonic() - started:.1f} s")
        surroundings = look_around(settings)
        # What came while the job ran is new.
        if is_current(settings).is_current:
            remember(settings, surroundings, _nothing_new(summary, settings))
    return ""


def _nothing_new(summary: Summary, settings: Settings) -> str:
    return f"Nothing is new.\n{describe(summary, is_new=False, published=settings.warehouse)}"


@contextmanager
def _kept_open(published: Path) -> Iterator[None]:
    """Keep the published file open: each of its questions would open it anew, at 20 ms."""
    with ExitStack() as stack:
        if published.exists():
            with suppress(DamagedFile):
                stack.enter_context(open_read_only(published))
        yield
