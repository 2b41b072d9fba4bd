"""Whole refreshes, and what each of their steps took.

Does not belong here: the floors they stand on (`floors`).
"""

from __future__ import annotations

import dataclasses
import os
import shutil
import time
from functools import partial
from pathlib import Path

from orchestration.run_storage import open_instance
from orchestration.settings import PROJECT, Settings
from orchestration.warehouse.published import runs_in
from tests.benchmark.measure import Cost, median, time_process

REFRESH = ["-m", "orchestration.refresh"]
PARTS = (
    "start-up and imports",
    "reading and loading",
    "dbt, and its events in Dagster",
    "gate",
    "publish",
    "exports",
    "maps",
    "report",
    "the end",
)
_PART_OF_STEP = {
    "raw": "reading and loading",
    "models": "dbt, and its events in Dagster",
    "published__warehouse": "publish",
    "published__exports": "exports",
    "maps__poverty_and_services": "maps",
    "published__report": "report",
}


class Warehouse:
    """A warehouse folder of the benchmark, its inbox, and the environment that names them."""

    def __init__(self, folder: Path, inbox: Path | None = None) -> None:
        """Use `folder` for what is written and `inbox` (the shipped documents if None)."""
        self.settings = Settings(
            documents=inbox or PROJECT / "seeds" / "documents", warehouse=folder / "mimp.duckdb"
        )
        self.environment = {
            "MIMP_DOCUMENTS": str(self.settings.documents),
            "MIMP_WAREHOUSE": str(self.settings.warehouse),
        }

    @property
    def documents_read(self) -> int:
        """How many documents the last published run opened and read."""
        return runs_in(self.settings.warehouse)[-1].documents_read

    def clear(self) -> None:
        """Forget everything, so that the next refresh is a cold one."""
        shutil.rmtree(self.settings.folder, ignore_errors=True)

    def cold(self, runs: int) -> tuple[Cost, dict[str, float]]:
        """Refreshes that find nothing published; and the seconds of their parts."""
        return self._refreshes(runs, is_cold=True)

    def asked(self, runs: int) -> Cost:
        """Refreshes that find nothing new, and nothing remembered: files are read, DuckDB asked."""
        forget = partial(self.settings.untouched.unlink, missing_ok=True)
        return time_process(REFRESH, self.environment, runs=runs, before=forget)

    def again(self, runs: int) -> tuple[Cost, dict[str, float]]:
        """Refreshes that find what they left, the inbox as it is; no parts where none is new."""
        return self._refreshes(runs, is_cold=False)

    def _refreshes(self, runs: int, *, is_cold: bool) -> tuple[Cost, dict[str, float]]:
        costs, parts = [], []
        for _ in range(runs):
            if is_cold:
                self.clear()
            started = time.time()
            costs.append(time_process(REFRESH, self.environment, runs=1))
            ended = started + costs[-1].seconds
            parts.append(self._parts(started, ended))
        middle = sorted(range(runs), key=lambda run: costs[run].seconds)[runs // 2]
        return median(costs), parts[middle]

    def _parts(self, started: float, ended: float) -> dict[str, float]:
        """Seconds by part, of the run that began after `started`; empty where none did."""
        was_set = "DAGSTER_HOME" in os.environ
        try:
            with open_instance(self.settings) as instance:
                records = instance.get_run_records(limit=1)
                if not records or (records[0].start_time or 0) < started:
                    return {}
                steps = instance.get_run_step_stats(records[0].dagster_run.run_id)
        finally:
            if not was_set:
                os.environ.pop("DAGSTER_HOME", None)
        begin, end = records[0].start_time or started, records[0].end_time or ended
        parts = dict.fromkeys(PARTS, 0.0)
        parts["start-up and imports"] = begin - started
        for step in steps:
            if step.start_time and step.end_time:
                part = _PART_OF_STEP.get(step.step_key, "the end")
                part = "gate" if step.step_key.startswith("gate_") else part
                parts[part] += step.end_time - step.start_time
        parts["the end"] += ended - end
        return parts


def copy_raw(warehouse: Path, folder: Path) -> Path:
    """Copy the tables of `raw` into a new candidate in `folder`."""
    from orchestration.loading.raw_tables import ALL_TABLES, create_raw_tables
    from orchestration.warehouse.files import open_for_writing

    folder.mkdir(parents=True, exist_ok=True)
    candidate = dataclasses.replace(Settings(), warehouse=folder / "mimp.duckdb").candidate
    candidate.unlink(missing_ok=True)
    with open_for_writing(candidate) as connection:
        create_raw_tables(connection)
        connection.execute(f"attach '{warehouse}' as published (read_only)")
        for table in ALL_TABLES:
            connection.execute(
                f"insert into raw.{table.name} by name from published.raw.{table.name}"
            )
        connection.execute("detach published")
    return candidate
