"""Runs the benchmark and prints its table; `--months` sets how large the large corpus is."""

from __future__ import annotations

import argparse
import shutil
import sys
import tempfile
from pathlib import Path

from tests.benchmark.measure import Cost
from tests.benchmark.reading import measure_reading
from tests.benchmark.refreshing import Warehouse, bare_dbt, imports, write_months


def main() -> int:
    """Measure and print; the exit status says nothing about speed."""
    parser = argparse.ArgumentParser(prog="make bench", description=__doc__)
    parser.add_argument("--runs", type=int, default=3, help="runs of each measurement (3)")
    parser.add_argument(
        "--months", type=int, default=36, help="months of 25 departments in the corpus (36)"
    )
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        _print_reading(options.runs)
        _print_shipped(Path(folder), options.runs)
        _print_corpus(Path(folder), options.months)
    return 0


def _print_reading(runs: int) -> None:
    _title("reading and extraction of one document")
    for reading in measure_reading(max(runs, 10)):
        line = f"{reading.file_format:<6}{1000 * reading.ours.seconds:8.1f} ms"
        if reading.peer:
            ratio = reading.ours.seconds / reading.peer.seconds
            line += f"{1000 * reading.peer.seconds:10.1f} ms  {reading.peer_name}: ×{ratio:.2f}"
        print(line)
    print("goals: text at most 10 ms, .docx and PDF at most ×1.00 of the peer")


def _print_shipped(folder: Path, runs: int) -> None:
    _title("a refresh of the shipped document")
    warehouse = Warehouse(folder / "shipped")
    cold, unchanged = warehouse.cold(runs), warehouse.again(runs)
    floor = imports(runs)
    copy = folder / "bare" / "candidate.duckdb"
    copy.parent.mkdir()
    shutil.copyfile(folder / "shipped" / "mimp.duckdb", copy)
    dbt = bare_dbt(copy, runs)
    _row("imports alone", floor)
    _row("dbt build alone", dbt)
    _row("cold refresh", cold, f"×{cold.seconds / (floor.seconds + dbt.seconds):.2f} of both")
    _row("unchanged refresh", unchanged, f"×{unchanged.seconds / cold.seconds:.2f} of the cold one")
    print("goals: cold at most ×1.25 of both, unchanged under ×0.33 of the cold one")


def _print_corpus(folder: Path, months: int) -> None:
    inbox = folder / "inbox"
    count = write_months(inbox, 0, months)
    _title(f"{count} documents, 25 departments × {months} months, as text exports")
    warehouse = Warehouse(folder / "corpus", inbox)
    _row(f"cold refresh, {count} documents", warehouse.cold(1))
    added = write_months(inbox, months, months + 1)
    _row(f"one month added, {added} documents", warehouse.again(1))
    _row("unchanged refresh", warehouse.again(1))
    print("goal: peak memory of any process under 1,000 MB")


def _title(text: str) -> None:
    print(f"\n{text}\n{'-' * len(text)}")


def _row(what: str, cost: Cost, remark: str = "") -> None:
    print(f"{what:<40}{cost.seconds:9.1f} s{cost.megabytes:8.0f} MB  {remark}", flush=True)


if __name__ == "__main__":
    sys.exit(main())
