"""Dagster's databases: the damaged ones are begun anew, the others stay."""

from __future__ import annotations

import sqlite3

from orchestration.run_storage import remove_damaged_databases
from orchestration.settings import Settings


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
