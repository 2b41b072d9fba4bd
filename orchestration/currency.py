"""Whether the published file is what a refresh would make again: the question of the fast path.

Belongs here: comparing what is recorded in the published file with the inbox, the sources and
the calendar. Does not belong here: acting on the answer.
"""

from __future__ import annotations

from dataclasses import dataclass

import duckdb

from orchestration.fingerprint import NOT_FINAL, code_version, inputs_hash, reader_version
from orchestration.lima import lima_date
from orchestration.loading.inbox import scan_inbox
from orchestration.loading.inputs import optional_inputs
from orchestration.settings import Settings
from orchestration.warehouse.files import DamagedFile, first_row, open_read_only
from orchestration.warehouse.published import is_untouched, runs_in, was_changed


@dataclass(frozen=True, slots=True)
class Currency:
    """The answer and, where it is no, the reason.

    Attributes:
        is_current: whether a refresh would find nothing to do.
        reason: what it would do something about.
        lacks_only_outputs: whether only what is written after publishing is missing.
    """

    is_current: bool
    reason: str
    lacks_only_outputs: bool = False


def is_current(settings: Settings) -> Currency:
    """Whether a refresh would find nothing to do."""
    if not settings.warehouse.exists():
        return Currency(False, "nothing is published yet")
    try:
        run = runs_in(settings.warehouse)[-1]
        reason = _changed_surroundings(settings)
    except DamagedFile as damage:
        return Currency(False, str(damage))
    if not is_untouched(settings):
        reason = "was changed by another program" if was_changed(settings) else "is not known here"
        return Currency(False, f"the published file {reason}")
    try:
        files = [
            *scan_inbox(settings.documents, settings.limits.file_bytes),
            *optional_inputs(settings),
        ]
    except NotADirectoryError as missing:
        return Currency(False, str(missing))
    if inputs_hash((file.name, file.sha256) for file in files) != run.inputs_hash:
        return Currency(False, "the files in the inbox changed")
    if code_version() != run.code_version:
        return Currency(False, "the sources or the reference data changed")
    if not reason and not is_finished(settings, run.run_number):
        return Currency(False, "exports and report are not those of the published file", True)
    return Currency(not reason, reason)


def is_finished(settings: Settings, run_number: int) -> bool:
    """Whether all that is written after publishing was written for a run."""
    try:
        return settings.finished.read_text(errors="replace") == str(run_number)
    except OSError:
        return False


def _changed_surroundings(settings: Settings) -> str:
    """What else than files and sources would make a refresh end differently; empty if nothing.

    Raises:
        DamagedFile: the published file cannot be asked, being damaged or of another make.
    """
    try:
        return _asked_of_published(settings)
    except duckdb.Error as error:
        first = str(error).splitlines()[0]
        raise DamagedFile(f"{settings.warehouse} is of another version: {first}") from error


def _asked_of_published(settings: Settings) -> str:
    with open_read_only(settings.warehouse) as connection:
        (other_reader,) = first_row(
            connection,
            "select count(*) from raw.documents semi join raw.inbox_files using (document_id)"
            " where reader_version not in (?, ?)",
            [reader_version(settings.can_read_pictures), NOT_FINAL],
        )
        (awaited,) = first_row(
            connection,
            "select count(*) from quality.findings, raw.refresh_context"
            " where code = 'future_period'"
            " and date_trunc('month', refresh_date) < date_trunc('month', cast(? as date))",
            [lima_date()],
        )
    if other_reader:
        return "the words of pictures can be read now, or no longer"
    if awaited:
        return "a document about the future may be about the present now"
    return ""
