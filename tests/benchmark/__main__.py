"""`make bench`: measures all, or the parts named, and prints one table of all that is known.

Figures are kept in the benchmark's folder and merged, so that a long part can be measured by
itself: `make bench ARGS="shipped reading"`. Ratios are only made of figures of one folder; measure
all parts on the same quiet machine before quoting them.
"""

from __future__ import annotations

import argparse
import shutil
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from tests.benchmark.corpora import Corpora
from tests.benchmark.floors import BareDbt, imports, imports_of_the_unchanged, reading_loop
from tests.benchmark.measure import Cost
from tests.benchmark.peers import measure_peers
from tests.benchmark.queries import measure_queries
from tests.benchmark.reading import measure_reading
from tests.benchmark.refreshing import Warehouse
from tests.benchmark.results import Results
from tests.benchmark.table import table

_PEER_DOCUMENTS = 10
_SHIPPED = "shipped"
_FEW, _MANY = 36, 240
"""Months of 25 departments: 900 and 6,000 documents."""


class Benchmark:
    """The parts that can be measured, by name."""

    def __init__(self, folder: Path, runs: int) -> None:
        """Keep documents, warehouses, other programs and figures in `folder`."""
        self.results = Results(folder / "results.json")
        self._corpora = Corpora(folder)
        self._folder, self._runs = folder, runs
        self.parts: dict[str, Callable[[], None]] = {
            "reading": self._reading,
            "peers": self._peers,
            "shipped": self._shipped,
            "25": lambda: self._corpus("25 documents", 1),
            "900": lambda: self._corpus("900 documents", _FEW),
            "6000": lambda: self._corpus("6000 documents", _MANY),
            "queries": self._queries,
        }

    def _reading(self) -> None:
        self.results.begin("reading")
        for one in measure_reading(max(self._runs, 10)):
            self.results.put("reading", one.file_format, one.ours)
            if one.peer:
                self.results.put("reading", f"{one.file_format}, peer", one.peer)

    def _peers(self) -> None:
        files = self._corpora.documents("docx", _PEER_DOCUMENTS)
        self.results.begin("peers")
        self.results.put("peers", "documents", len(files))
        for name, one, every in measure_peers(self._folder / "peers", files, self._runs):
            self.results.put("peers", f"{name}, one", one)
            self.results.put("peers", f"{name}, all", every)

    def _shipped(self) -> None:
        warehouse = Warehouse(self._warehouse(_SHIPPED))
        self.results.begin(_SHIPPED)
        self._refresh(_SHIPPED, "cold", lambda: warehouse.cold(self._runs))
        self._unchanged(_SHIPPED, warehouse)
        self.results.put(_SHIPPED, "imports", imports(self._runs))
        needed = imports_of_the_unchanged(max(self._runs, 10))
        self.results.put(_SHIPPED, "imports of the unchanged", needed)
        self._floors(_SHIPPED, warehouse, self._runs)

    def _corpus(self, section: str, months: int) -> None:
        """A corpus cold, with a month more, and unchanged; once each, they are long."""
        folder = self._warehouse(section)
        inbox = folder / "inbox"
        shutil.rmtree(folder, ignore_errors=True)
        self._corpora.link_months(inbox, 0, months)
        warehouse = Warehouse(folder / "out", inbox)
        self.results.begin(section)
        self._refresh(section, "cold", lambda: warehouse.cold(1))
        self.results.put(section, "cold, documents read", warehouse.documents_read)
        self._floors(section, warehouse, 1)
        self._corpora.link_months(inbox, months, months + 1)
        self._refresh(section, "a month more", lambda: warehouse.again(1))
        self.results.put(section, "a month more, documents read", warehouse.documents_read)
        self._unchanged(section, warehouse)

    def _queries(self) -> None:
        settings = Warehouse(self._warehouse("6000 documents") / "out").settings
        self.results.begin("queries")
        if not settings.warehouse.exists():
            print("queries need the warehouse of the part 6000: measure that first")
            return
        for name, found in measure_queries(settings, max(self._runs, 5)):
            self.results.put("queries", name, found)

    def _refresh(
        self, section: str, name: str, measure: Callable[[], tuple[Cost, dict[str, float]]]
    ) -> None:
        cost, parts = measure()
        self.results.put(section, name, cost)
        if parts:
            self.results.put(section, f"{name}, parts", parts)
        print(f"{section}, {name}: {cost.seconds:.1f} s, {cost.megabytes:.0f} MB", flush=True)

    def _unchanged(self, section: str, warehouse: Warehouse) -> None:
        """As it is asked for where nothing is remembered, then where nothing was touched since."""
        self.results.put(section, "unchanged, asked", warehouse.asked(self._runs))
        self._refresh(section, "unchanged", lambda: warehouse.again(max(self._runs, 10)))

    def _floors(self, section: str, warehouse: Warehouse, runs: int) -> None:
        loop = reading_loop(warehouse.settings.documents, runs)
        self.results.put(section, "reading loop", loop)
        dbt = BareDbt(warehouse.settings.warehouse, self._warehouse(f"{section}-bare"))
        for name in ("parse", "build", "run", "test"):
            self.results.put(section, f"dbt {name}", dbt.command(name, runs))
        self.results.put(section, "compiled SQL alone", dbt.straight(runs))

    def _warehouse(self, name: str) -> Path:
        return self._folder / "warehouses" / name.replace(" ", "-")


def main() -> int:
    """Measure and print; the exit status says nothing about speed."""
    default = Path(tempfile.gettempdir()) / "resumen-ejecutivo-bench"
    parser = argparse.ArgumentParser(prog="make bench", description=__doc__)
    parser.add_argument("parts", nargs="*", help="reading, peers, shipped, 25, 900, 6000, queries")
    parser.add_argument("--runs", type=int, default=3, help="runs of each short measurement (3)")
    parser.add_argument("--folder", type=Path, default=default, help=f"({default})")
    parser.add_argument("--show", action="store_true", help="only print what is known")
    options = parser.parse_args()
    benchmark = Benchmark(options.folder.absolute(), options.runs)
    unknown = sorted(set(options.parts) - set(benchmark.parts))
    if unknown:
        parser.error(f"there is no part {', '.join(unknown)}")
    for name in () if options.show else options.parts or benchmark.parts:
        print(f"measuring {name}", flush=True)
        benchmark.parts[name]()
    print(table(benchmark.results))
    return 0


if __name__ == "__main__":
    sys.exit(main())
