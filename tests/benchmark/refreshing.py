"""What whole refreshes cost, and the floors they stand on."""

from __future__ import annotations

import shutil
from pathlib import Path

from orchestration.settings import DBT_PROJECT
from tests.benchmark.measure import ROOT, Cost, time_process
from tests.document_writer.corpus import corpus, write_corpus
from tests.document_writer.reference import geography

REFRESH = ["-m", "orchestration.refresh"]
IMPORTS = ["-c", "import dagster, dagster_dbt, dbt.cli.main, great_expectations, pandas, duckdb"]


class Warehouse:
    """A warehouse folder of the benchmark, its inbox, and the environment that names them."""

    def __init__(self, folder: Path, inbox: Path | None = None) -> None:
        """Use `folder` for what is written and `inbox` (the shipped documents if None)."""
        self.folder = folder
        self.inbox = inbox or ROOT / "seeds" / "documents"
        self.environment = {
            "MIMP_DOCUMENTS": str(self.inbox),
            "MIMP_WAREHOUSE": str(folder / "mimp.duckdb"),
        }

    def clear(self) -> None:
        """Forget everything, so that the next refresh is a cold one."""
        shutil.rmtree(self.folder, ignore_errors=True)

    def cold(self, runs: int) -> Cost:
        """Refreshes that find nothing published."""
        return time_process(REFRESH, self.environment, runs=runs, before=self.clear)

    def again(self, runs: int) -> Cost:
        """Refreshes that find what they left, the inbox as it is."""
        return time_process(REFRESH, self.environment, runs=runs)


def imports(runs: int) -> Cost:
    """A process that imports what a refresh needs and does nothing."""
    return time_process(IMPORTS, runs=runs)


def bare_dbt(candidate: Path, runs: int) -> Cost:
    """`dbt build` alone on a candidate with the same raw tables."""
    target = candidate.parent / "bare-dbt"
    command = ["-m", "dbt.cli.main", "build", "--profiles-dir", ".", "--target-path", str(target)]
    environment = {"MIMP_CANDIDATE": str(candidate), "DBT_LOG_PATH": str(target)}
    time_process(command, environment, runs=1, folder=DBT_PROJECT)
    return time_process(command, environment, runs=runs, folder=DBT_PROJECT)


def write_months(inbox: Path, first: int, last: int) -> int:
    """Text exports of all 25 departments for some months, counted from January 2020."""
    months = [(2020 + month // 12, month % 12 + 1) for month in range(first, last)]
    return write_corpus(inbox, corpus(7, geography().departments, months, ["text"]), is_plain=True)
