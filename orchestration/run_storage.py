"""Dagster's run history in the state folder, and its event log with connections kept open.

Dagster's own SQLite event log opens a file, a pool and a transaction for each event, some 30 ms
for each of the hundreds of events of a refresh. Here one connection a file stays open.
Does not belong here: anything a run does.
"""

from __future__ import annotations

import os
import shutil
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

import sqlalchemy
from dagster import DagsterInstance, DagsterRunStatus, RunsFilter
from dagster._core.storage.event_log.sqlite.sqlite_event_log import SqliteEventLogStorage
from dagster._core.storage.sqlite import SQLITE_BUSY_TIMEOUT_SECONDS
from dagster._core.storage.sqlite_storage import DagsterSqliteStorage
from dagster._serdes import ConfigurableClassData
from sqlalchemy.engine import Connection, Engine
from sqlalchemy.pool import StaticPool

from orchestration.progress import say
from orchestration.settings import Settings

_CONFIGURATION = Path(__file__).with_name("dagster.yaml")
_DATABASES = ("history/runs.db", "history/runs/index.db", "schedules/schedules.db")
_LOST = {_DATABASES[2]: " Switch the schedule and the sensor on again (make dev)."}
_CHECKED_BYTES = 50 * 1024 * 1024
"""Larger files are only opened, not read through, before each run."""
_OPEN_FILES = 16
"""Connections kept open: the index, the current run and a few that a page looks at."""


class OpenEventLogStorage(SqliteEventLogStorage):
    """Dagster's SQLite event log, same files and tables, with connections that stay open."""

    @contextmanager
    def _connect(self, shard: str) -> Iterator[Connection]:
        with self._db_lock, self._engine(shard).connect() as connection, connection.begin():
            yield connection

    def _engine(self, shard: str) -> Engine:
        engines: dict[str, Engine] = self.__dict__.setdefault("_engines", {})
        engine = engines.pop(shard, None)
        if engine is None:
            engine = sqlalchemy.create_engine(
                self.conn_string_for_shard(shard),
                poolclass=StaticPool,
                connect_args={
                    "timeout": SQLITE_BUSY_TIMEOUT_SECONDS,
                    "check_same_thread": False,
                },
            )
            self._initdb(engine)
            with engine.connect() as connection:
                # With a write-ahead log a power cut can lose the last events, never the file.
                connection.execute(sqlalchemy.text("pragma synchronous = normal"))
        engines[shard] = engine
        while len(engines) > _OPEN_FILES:
            engines.pop(next(iter(engines))).dispose()
        return engine

    def has_table(self, table_name: str) -> bool:
        """Whether a table is there; asked for each event, and a table that was seen stays."""
        seen: set[str] = self.__dict__.setdefault("_tables_seen", set())
        if table_name not in seen and super().has_table(table_name):
            seen.add(table_name)
        return table_name in seen

    def delete_events(self, run_id: str) -> None:
        """Forget a run's events, and remove its file."""
        super().delete_events(run_id)
        engine = self.__dict__.get("_engines", {}).pop(run_id, None)
        if engine:
            engine.dispose()
        for leftover in ("", "-wal", "-shm", "-journal"):
            Path(self.path_for_shard(run_id) + leftover).unlink(missing_ok=True)

    def dispose(self) -> None:
        """Close every connection."""
        for engine in self.__dict__.pop("_engines", {}).values():
            engine.dispose()
        super().dispose()


class WarehouseRunStorage(DagsterSqliteStorage):
    """Dagster's SQLite storage, files as ever, with the event log above."""

    def __init__(self, base_dir: str, inst_data: ConfigurableClassData | None = None) -> None:
        """Keep everything below `base_dir`."""
        super().__init__(base_dir, inst_data)
        self._event_log_storage = OpenEventLogStorage(str(Path(base_dir) / "history" / "runs"))

    @classmethod
    def from_config_value(
        cls, inst_data: ConfigurableClassData | None, config_value: Mapping[str, Any]
    ) -> WarehouseRunStorage:
        """What Dagster calls with the `storage` section of dagster.yaml."""
        return cls(config_value["base_dir"], inst_data)


def prepare_dagster_home(settings: Settings) -> None:
    """Put the instance's configuration where Dagster looks for it."""
    settings.make_folders()
    for name in remove_damaged_databases(settings.dagster_home):
        say(f"  note: Dagster's {name} was damaged and is begun anew.{_LOST.get(name, '')}")
    shutil.copyfile(_CONFIGURATION, settings.dagster_home / "dagster.yaml")
    os.environ["DAGSTER_HOME"] = str(settings.dagster_home)


def remove_damaged_databases(home: Path) -> list[str]:
    """Remove those of Dagster's databases that SQLite cannot read; gives their names.

    They hold what the UI shows of earlier runs, and which schedules are on: nothing that a
    refresh needs.
    """
    damaged = []
    for name in _DATABASES:
        path = home / name
        try:
            if not path.exists() or _is_sound(path):
                continue
        except sqlite3.OperationalError:
            continue  # somebody writes into it
        except sqlite3.DatabaseError:
            pass
        for suffix in ("", "-wal", "-shm"):
            path.with_name(path.name + suffix).unlink(missing_ok=True)
        damaged.append(name)
    return damaged


def _is_sound(path: Path) -> bool:
    connection = sqlite3.connect(path, timeout=SQLITE_BUSY_TIMEOUT_SECONDS)
    try:
        connection.execute("select count(*) from sqlite_master").fetchone()
        if path.stat().st_size > _CHECKED_BYTES:
            return True
        return bool(connection.execute("pragma quick_check(1)").fetchone() == ("ok",))
    finally:
        connection.close()


def open_instance(settings: Settings) -> DagsterInstance:
    """The Dagster instance of the state folder."""
    prepare_dagster_home(settings)
    return DagsterInstance.from_config(str(settings.dagster_home))


def forget_runs(instance: DagsterInstance, before: datetime) -> int:
    """Forget the runs that ended before a moment; gives their number.

    What they did stays in the history of refreshes; only Dagster's events of them go, some
    8 MB a run that reads something.
    """
    old = RunsFilter(
        statuses=[DagsterRunStatus.SUCCESS, DagsterRunStatus.FAILURE, DagsterRunStatus.CANCELED],
        updated_before=before,
    )
    runs = instance.get_runs(old)
    for run in runs:
        instance.delete_run(run.run_id)
    return len(runs)


def close_interrupted_runs(instance: DagsterInstance) -> int:
    """Mark runs as failed whose process died; gives their number.

    To be called while holding the refresh lock: no run of this folder can then be alive.
    """
    running = RunsFilter(statuses=[DagsterRunStatus.STARTED, DagsterRunStatus.STARTING])
    runs = instance.get_runs(running)
    for run in runs:
        instance.report_run_failed(run, "The process ended before the run did.")
    return len(runs)
