"""Replacing the published file, and returning to the one before.

Belongs here: the order of steps that leaves a reader with a whole file at every moment.
Does not belong here: deciding whether the candidate is fit to be published (`gate`).
"""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import duckdb

from orchestration.settings import Settings
from orchestration.warehouse.files import (
    DamagedFile,
    open_for_writing,
    wal_of,
)
from orchestration.warehouse.published import (
    Version,
    kept_versions,
    note_states,
    runs_in,
    was_changed,
)
from orchestration.warehouse.runs import Run


class NothingToReturnTo(Exception):
    """There is no version before the published one."""


def publish(settings: Settings, run: Run) -> None:
    """Make the candidate the published file, in one atomic step.

    Readers who have the old file open keep it; a killed process leaves the old file or the new
    one. The file published before joins the kept versions.

    Args:
        settings: where the files are.
        run: the run as it ends; its row of the history is brought up to date.

    Raises:
        DamagedFile: the candidate is not whole.
        OSError: a file cannot be written, moved or removed.
    """
    candidate = settings.candidate
    with open_for_writing(candidate) as connection:
        _note_end(connection, run)
    if wal_of(candidate).exists():
        raise DamagedFile(f"{candidate} was not closed: its write-ahead log is still there")
    _flush(candidate)
    _keep_published(settings)
    _replace(candidate, settings)
    _prune(settings)


def roll_back(settings: Settings) -> tuple[int, int]:
    """Publish the version before the published one; gives the old and the new run number.

    The file that was published stays among the kept versions.

    Raises:
        NothingToReturnTo: no earlier version is kept.
    """
    try:
        current = runs_in(settings.warehouse)[-1].run_number
    except DamagedFile:
        current = None
    earlier = [
        version
        for version in kept_versions(settings)
        if current is None or version.run_number < current
    ]
    for version in earlier:
        try:
            runs_in(version.path)
        except DamagedFile:
            continue
        if current is not None:
            _keep_published(settings)
        copy = settings.versions / "returning.duckdb"
        # Not a link: what somebody does to the published file must not reach the version.
        shutil.copyfile(version.path, copy)
        _flush(copy)
        _replace(copy, settings)
        return current or 0, version.run_number
    raise NothingToReturnTo(f"no version before the published one is kept in {settings.versions}")


def clean_up(settings: Settings) -> None:
    """Remove what a killed publication or another program may have left.

    Raises:
        DamagedFile: a folder with something in it stands in the place of the published file.
    """
    for litter in [*settings.versions.glob("*.new"), *settings.state.glob("*.new")]:
        litter.unlink(missing_ok=True)
    (settings.versions / "returning.duckdb").unlink(missing_ok=True)
    settings.readable_copy.unlink(missing_ok=True)
    published = settings.warehouse
    if published.is_dir():
        try:
            published.rmdir()
        except OSError as error:
            raise DamagedFile(
                f"{published} is a folder with something in it; move it away and refresh again"
            ) from error
    if published.exists() and not was_changed(settings):
        wal_of(published).unlink(missing_ok=True)


def _note_end(connection: duckdb.DuckDBPyConnection, run: Run) -> None:
    """Bring the run's row up to date, in `raw` and in what dbt made of it."""
    for (schema,) in connection.execute(
        "select schema_name from duckdb_tables() where table_name = 'refresh_runs'"
    ).fetchall():
        connection.execute(
            f"update {schema}.refresh_runs set outcome = ?, message = ?, finished_at = ?,"
            " documents_quarantined = ? where run_number = ?",
            [run.outcome, run.message, run.finished_at, run.documents_quarantined, run.run_number],
        )


def _keep_published(settings: Settings) -> None:
    """Give the published file a second name among the kept versions."""
    if not settings.warehouse.exists() or was_changed(settings):
        return
    try:
        number = runs_in(settings.warehouse)[-1].run_number
    except DamagedFile:
        return  # a damaged file is nothing to return to
    kept = version_path(settings, number)
    settings.versions.mkdir(parents=True, exist_ok=True)
    if not (kept.exists() and kept.samefile(settings.warehouse)):
        new = kept.with_name(kept.name + ".new")
        _duplicate(settings.warehouse, new)
        new.replace(kept)


def version_path(settings: Settings, run_number: int) -> Path:
    """Where the file published by a run is kept."""
    return settings.versions / f"{settings.warehouse.stem}-{run_number}.duckdb"


def _duplicate(path: Path, other: Path) -> None:
    """Give a file a second name, or a copy where the file system has no hard links."""
    other.unlink(missing_ok=True)
    try:
        os.link(path, other)
    except OSError:
        shutil.copyfile(path, other)
        _flush(other)


def _replace(new: Path, settings: Settings) -> None:
    published = settings.warehouse
    # DuckDB would replay a log that lies beside the published file into the new one.
    wal_of(published).unlink(missing_ok=True)
    is_known = published.exists() and not was_changed(settings)
    note_states(settings, new, *([published] if is_known else []))
    new.replace(published)
    _flush(published.parent)


def _prune(settings: Settings) -> None:
    surplus: list[Version] = kept_versions(settings)[settings.kept_versions :]
    for version in surplus:
        version.path.unlink(missing_ok=True)
    settings.readable_copy.unlink(missing_ok=True)


def _flush(path: Path) -> None:
    """Have the disk hold a file, or a folder's names, before going on."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
