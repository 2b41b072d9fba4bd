"""Dagster's run history: the damaged is begun anew, the old is forgotten, the rest stays."""

from __future__ import annotations

import sqlite3
from datetime import UTC, datetime, timedelta

import dagster as dg

from orchestration.run_storage import forget_runs, open_instance, remove_damaged_databases
from orchestration.settings import Settings

_KEY = dg.AssetKey(["raw", "documents"])


def test_only_damaged_databases_are_removed(settings: Settings) -> None:
    home = settings.dagster_home
    for name in ("history/runs.db", "schedules/schedules.db", "history/runs/index.db"):
        (home / name).parent.mkdir(parents=True, exist_ok=True)
        connection = sqlite3.connect(home / name)
        connection.execute("create table rows as select hex(randomblob(5000))")
        connection.commit()
        connection.close()
    (home / "history" / "runs.db").write_bytes(b"no database")
    index = home / "history" / "runs" / "index.db"
    with index.open("r+b") as file:
        file.seek(4096)
        file.write(b"\xa5" * 4096)
    assert remove_damaged_databases(home) == ["history/runs.db", "history/runs/index.db"]
    assert [path.name for path in home.rglob("*.db")] == ["schedules.db"]


def test_a_database_in_use_is_left_alone(settings: Settings) -> None:
    path = settings.dagster_home / "history" / "runs.db"
    path.parent.mkdir(parents=True)
    connection = sqlite3.connect(path)
    connection.execute("create table rows (number integer)")
    connection.execute("insert into rows values (1)")
    assert remove_damaged_databases(settings.dagster_home) == []
    assert path.exists()
    connection.close()


@dg.asset(key=_KEY)
def documents() -> None:
    """Stands for a table."""


def test_runs_are_forgotten_with_their_events_after_their_time(settings: Settings) -> None:
    with open_instance(settings) as instance:
        run_id = dg.materialize([documents], instance=instance).run_id
        file = settings.dagster_home / "history" / "runs" / f"{run_id}.db"
        assert file.exists()

        assert forget_runs(instance, datetime.now(UTC) - timedelta(days=1)) == 0
        assert instance.get_latest_materialization_event(_KEY) is not None

        assert forget_runs(instance, datetime.now(UTC) + timedelta(minutes=1)) == 1
        assert instance.get_runs() == []
        assert instance.fetch_materializations(_KEY, limit=1).records == []
        assert not file.exists()

        assert dg.materialize([documents], instance=instance).success
        assert len(instance.get_runs()) == 1
