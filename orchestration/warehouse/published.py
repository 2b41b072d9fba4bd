"""What the published file and its kept versions say about themselves.

Belongs here: finding the versions, reading the run that made one, and what a summary needs.
Does not belong here: changing any of them (`publishing`) or comparing their figures
(`difference`).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

import duckdb

from orchestration.settings import Settings
from orchestration.warehouse.files import DamagedFile, open_read_only
from orchestration.warehouse.runs import RUN_COLUMNS, Run


@dataclass(frozen=True, slots=True)
class Version:
    """A DuckDB file that was published once."""

    path: Path
    run_number: int


def kept_versions(settings: Settings) -> list[Version]:
    """The earlier published files that are kept, newest first."""
    pattern = re.compile(rf"{re.escape(settings.warehouse.stem)}-(\d+)\.duckdb")
    matches = ((path, pattern.fullmatch(path.name)) for path in _files(settings.versions))
    versions = [Version(path, int(match[1])) for path, match in matches if match]
    return sorted(versions, key=lambda version: version.run_number, reverse=True)


def runs_in(path: Path) -> list[Run]:
    """The history of refreshes a DuckDB file carries, by run number.

    Raises:
        DamagedFile: the file cannot be opened, or has no history.
    """
    columns = ", ".join(
        f"cast({name} as varchar)" if name.endswith("_at") else name for name in RUN_COLUMNS
    )
    with open_read_only(path) as connection:
        try:
            rows = connection.execute(
                f"select {columns} from raw.refresh_runs order by run_number"
            ).fetchall()
        except Exception as error:
            raise DamagedFile(f"{path} has no readable run history") from error
    if not rows:
        raise DamagedFile(f"{path} has no readable run history")
    return [Run(**dict(zip(RUN_COLUMNS, row, strict=True))) for row in rows]


@dataclass(frozen=True, slots=True)
class Memory:
    """The newest readable file of those published, from which a refresh starts.

    Attributes:
        path: the file; None where nothing was published yet.
        runs: the history it carries.
        remark: what a person should know about it, empty if all is well.
    """

    path: Path | None
    runs: list[Run]
    remark: str = ""


def find_memory(settings: Settings) -> Memory:
    """The published file, or the newest kept version where that one is gone or damaged."""
    remark = ""
    if settings.warehouse.exists():
        try:
            return Memory(settings.warehouse, _whole_runs_in(settings.warehouse))
        except DamagedFile as damage:
            remark = f"The published file is damaged ({damage}); "
    for version in kept_versions(settings):
        try:
            runs = _whole_runs_in(version.path)
        except DamagedFile:
            continue
        remark = remark or "The published file is gone; "
        return Memory(version.path, runs, f"{remark}going on from {version.path.name}.")
    if remark:
        remark += "it is built again from the inbox alone."
    return Memory(None, [], remark)


def _whole_runs_in(path: Path) -> list[Run]:
    """The history of a file from which everything else in `raw` can be read too.

    Raises:
        DamagedFile: a block of the file is damaged, if only in one table.
    """
    runs = runs_in(path)
    with open_read_only(path) as connection:
        try:
            for (table,) in connection.execute(
                "select table_name from duckdb_tables() where schema_name = 'raw'"
            ).fetchall():
                connection.execute(f'select count(hash(row)) from raw."{table}" as row').fetchall()
        except duckdb.Error as error:
            first = str(error).splitlines()[0]
            raise DamagedFile(f"{path} cannot be read: {first}") from error
    return runs


def state_of(path: Path) -> str:
    """Size and time of a file: what changes when somebody writes into it."""
    status = path.stat()
    return f"{status.st_size} {status.st_mtime_ns}"


def is_untouched(settings: Settings) -> bool:
    """Whether the published file is still as a refresh left it."""
    noted = settings.published_state
    return noted.exists() and noted.read_text(encoding="utf-8") == state_of(settings.warehouse)


def _files(folder: Path) -> list[Path]:
    return list(folder.iterdir()) if folder.is_dir() else []
