"""What the published file and its kept versions say about themselves.

Belongs here: finding the versions, reading the run that made one, and what a summary needs.
Does not belong here: changing any of them (`publishing`) or comparing their figures
(`difference`).
"""

from __future__ import annotations

import re
import shutil
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path

import duckdb

from orchestration.settings import Settings
from orchestration.warehouse.files import DamagedFile, open_read_only, wal_of
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
    with open_read_only(path) as connection:
        try:
            names = [
                name
                for (name, *_) in connection.execute("describe raw.refresh_runs").fetchall()
                if name in RUN_COLUMNS
            ]
            columns = ", ".join(
                f"cast({name} as varchar)" if name.endswith("_at") else name for name in names
            )
            rows = connection.execute(
                f"select {columns} from raw.refresh_runs order by run_number"
            ).fetchall()
        except Exception as error:
            raise DamagedFile(f"{path} has no readable run history") from error
    if not rows:
        raise DamagedFile(f"{path} has no readable run history")
    return [Run(**dict(zip(names, row, strict=True))) for row in rows]


@dataclass(frozen=True, slots=True)
class Memory:
    """The newest readable file of those published, from which a refresh starts.

    Attributes:
        path: the file; None where nothing was published yet.
        runs: the history it carries.
        baseline: the file below whose figures the next publication must not fall; None where
            nothing can be compared with.
        is_trusted: whether nobody else wrote into the file; what the inbox still holds is read
            again where somebody did.
        remark: what a person should know about it, empty if all is well.
    """

    path: Path | None
    runs: list[Run]
    baseline: Path | None = None
    is_trusted: bool = True
    remark: str = ""


def find_memory(settings: Settings) -> Memory:
    """The published file, or the newest kept version where that one is gone or damaged.

    A file that another program wrote into is remembered for what is nowhere else: the documents
    that left the inbox, and the history. What is compared with is then the version before.
    """
    remark = ""
    if settings.warehouse.exists():
        try:
            memory = _published_memory(settings)
        except DamagedFile as damage:
            remark = f"The published file is damaged ({damage}); "
        else:
            if not memory.is_trusted:
                kept = _newest_kept(settings)
                memory = replace(memory, baseline=kept.path if kept else None)
            return memory
    kept = _newest_kept(settings)
    if kept and kept.path:
        kept_name = kept.path.name
        remark = remark or "The published file is gone; "
        return replace(kept, remark=f"{remark}going on from {kept_name}.")
    if remark:
        remark += "it is built again from the inbox alone."
    return Memory(None, [], remark=remark)


def _newest_kept(settings: Settings) -> Memory | None:
    for version in kept_versions(settings):
        try:
            return Memory(version.path, _whole_runs_in(version.path), version.path)
        except DamagedFile:
            continue
    return None


def _published_memory(settings: Settings) -> Memory:
    path = settings.warehouse
    if was_changed(settings):
        remark = (
            "The published file was changed by another program; every file in the inbox is read"
            " again. Open it read-only (make query)."
        )
        return Memory(path, _whole_runs_in(path), is_trusted=False, remark=remark)
    try:
        return Memory(path, _whole_runs_in(path), path)
    except DamagedFile as damage:
        if not damage.is_locked:
            raise
    # Nobody has written into it yet: a copy can be read, whoever has the file itself.
    shutil.copyfile(path, settings.readable_copy)
    remark = "Another program has opened the published file for writing; it keeps the old one."
    copy = settings.readable_copy
    return Memory(copy, _whole_runs_in(copy), copy, remark=remark)


def _whole_runs_in(path: Path) -> list[Run]:
    """The history of a file from which everything that a refresh asks can be read too.

    Raises:
        DamagedFile: a block of the file is damaged, if only in one table.
    """
    runs = runs_in(path)
    _read_whole(path, state_of(path))
    return runs


@lru_cache(maxsize=4)
def _read_whole(path: Path, state: str) -> None:
    """Read every row a refresh asks for; once a process, as long as the file is in one state."""
    with open_read_only(path) as connection:
        try:
            for schema, table in connection.execute(
                "select schema_name, table_name from duckdb_tables()"
                " where schema_name = 'raw' or table_name = 'published_figures'"
            ).fetchall():
                connection.execute(
                    f'select count(hash(row)) from {schema}."{table}" as row'
                ).fetchall()
        except duckdb.Error as error:
            first = str(error).splitlines()[0]
            raise DamagedFile(f"{path} cannot be read: {first}") from error


def state_of(path: Path) -> str:
    """Size and time of a file: what changes when somebody writes into it."""
    status = path.stat()
    return f"{status.st_size} {status.st_mtime_ns}"


def is_untouched(settings: Settings) -> bool:
    """Whether the published file is still as a refresh left it, with nothing beside it."""
    is_as_noted = state_of(settings.warehouse) in _noted_states(settings)
    return is_as_noted and not wal_of(settings.warehouse).exists()


def was_changed(settings: Settings) -> bool:
    """Whether another program wrote into the published file; not where nothing was noted."""
    noted = _noted_states(settings)
    return bool(noted) and state_of(settings.warehouse) not in noted


def note_states(settings: Settings, *files: Path) -> None:
    """Note how the published file is left: as one of these, whichever takes its place.

    Noted before the file is replaced, so that a process killed there leaves no doubt.
    """
    new = settings.published_state.with_name(f"{settings.published_state.name}.new")
    new.write_text("\n".join(map(state_of, files)), encoding="utf-8")
    new.replace(settings.published_state)


def _noted_states(settings: Settings) -> list[str]:
    try:
        return settings.published_state.read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return []


def _files(folder: Path) -> list[Path]:
    return list(folder.iterdir()) if folder.is_dir() else []
