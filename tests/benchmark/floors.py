"""The floors a refresh stands on: what its parts cost when they are run alone.

`python -m tests.benchmark.floors loop INBOX` reads and extracts every file in one process;
`… sql CANDIDATE MANIFEST` runs what dbt compiled straight in DuckDB, in dbt's order.
Does not belong here: whole refreshes (`refreshing`).
"""

from __future__ import annotations

import json
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from orchestration.building.dbt_process import is_part
from orchestration.settings import DBT_PROJECT, Settings
from tests.benchmark.measure import Cost, time_process
from tests.benchmark.refreshing import copy_raw

_IMPORTS = "import dagster, dagster_dbt, dbt.cli.main, great_expectations, pandas, duckdb"
_UNCHANGED = "import orchestration.refresh"
_ME = "tests.benchmark.floors"


def imports(runs: int) -> Cost:
    """Importing Dagster, dbt and Great Expectations, and nothing else."""
    return time_process(["-c", _IMPORTS], runs=runs)


def imports_of_the_unchanged(runs: int) -> Cost:
    """Importing what a refresh needs that finds nothing new."""
    return time_process(["-c", _UNCHANGED], runs=runs)


def reading_loop(inbox: Path, runs: int) -> Cost:
    """Reading and extracting every file of an inbox in one process, its start included."""
    return time_process(["-m", _ME, "loop", str(inbox)], runs=runs)


class BareDbt:
    """dbt alone on a candidate that has the same raw tables as a published file."""

    def __init__(self, warehouse: Path, folder: Path) -> None:
        """Copy `raw` of `warehouse` into `folder`, where dbt gets its target too."""
        self._warehouse, self._folder = warehouse, folder
        self._target = folder / "target"
        shutil.rmtree(self._target, ignore_errors=True)  # it may be another clone's
        self._clear()
        self._environment = {
            "MIMP_CANDIDATE": str(self._candidate),
            "DBT_LOG_PATH": str(folder / "logs"),
        }
        self._dbt("build", 1)
        self._built = folder / "built.json"
        shutil.copyfile(self._target / "manifest.json", self._built)

    def command(self, name: str, runs: int) -> Cost:
        """`dbt build`, `parse`, `seed`, `run` or `test`; a build on raw tables alone."""
        return self._dbt(name, runs)

    def straight(self, runs: int) -> Cost:
        """The same SQL as the build, compiled, straight in DuckDB: tables, views and tests."""
        arguments = ["-m", _ME, "sql", str(self._candidate), str(self._built)]
        return time_process(arguments, runs=runs, before=self._clear)

    @property
    def _candidate(self) -> Path:
        return Settings(warehouse=self._folder / "mimp.duckdb").candidate

    def _clear(self) -> None:
        copy_raw(self._warehouse, self._folder)

    def _dbt(self, name: str, runs: int) -> Cost:
        arguments = ["-m", "dbt.cli.main", name, "--profiles-dir", ".", "--quiet"]
        arguments += ["--target-path", str(self._target)]
        if name == "build":
            arguments += ["--exclude-resource-type", "unit_test"]
        if name == "test":
            arguments += ["--select", "test_type:data"]
        before = self._clear if name == "build" else None
        return time_process(
            arguments, self._environment, runs=runs, before=before, folder=DBT_PROJECT
        )


def _run_loop(inbox: Path) -> None:
    from orchestration.documents.read import read_document
    from orchestration.extraction import extract

    for path in sorted(inbox.rglob("*.*")):
        extract(read_document(path.read_bytes()), "0" * 16)


def _run_sql(candidate: Path, manifest: Path) -> None:
    from orchestration.warehouse.files import open_for_writing

    with open_for_writing(candidate) as connection:
        for node in _in_order(json.loads(manifest.read_text(encoding="utf-8"))):
            if is_part(node):
                continue
            name = f'"{node["schema"]}"."{node["name"]}"'
            if node["resource_type"] == "test":
                sql = Path(node["compiled_path"]).read_text(encoding="utf-8")
                connection.execute(f"select count(*) from ({sql})").fetchall()
                continue
            connection.execute(f'create schema if not exists "{node["schema"]}"')
            if node["resource_type"] == "seed":
                path = Path(node["root_path"]) / node["original_file_path"]
                types = node["config"]["column_types"]
                connection.read_csv(str(path), header=True, dtype=types).create(name)
            else:
                sql = Path(node["compiled_path"]).read_text(encoding="utf-8")
                connection.execute(f"create {node['config']['materialized']} {name} as {sql}")


def _in_order(manifest: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Seeds, models and data tests, each after what it reads."""
    nodes = {
        name: node
        for name, node in manifest["nodes"].items()
        if node["resource_type"] in {"seed", "model", "test"}
    }
    done: set[str] = set()
    while len(done) < len(nodes):
        for name, node in nodes.items():
            parents = {one for one in node["depends_on"].get("nodes", []) if one in nodes}
            if name not in done and parents <= done:
                done.add(name)
                yield node


if __name__ == "__main__":
    if sys.argv[1] == "loop":
        _run_loop(Path(sys.argv[2]))
    else:
        _run_sql(Path(sys.argv[2]), Path(sys.argv[3]))
