"""`make refresh`, counting its work: `python -m tests.counted_refresh COUNTS [arguments]`.

Writes to the file COUNTS, as JSON, what the refresh did that costs time and does not jitter: the
modules it imported, the processes it started, the SQL statements it sent to DuckDB itself, how
often it opened files of the inbox. Does not belong here: how much of each there may be
(tests/integration/test_work_done.py).
"""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from typing import Any

from orchestration.settings import Settings


class CountingConnection:
    """A DuckDB connection that counts what it is asked to execute."""

    def __init__(self, connection: Any, counts: dict[str, Any]) -> None:
        self._connection, self._counts = connection, counts

    def execute(self, *arguments: Any, **options: Any) -> Any:
        self._counts["statements"] += 1
        return self._connection.execute(*arguments, **options)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._connection, name)


def _count_statements(counts: dict[str, Any]) -> None:
    """From now on, if DuckDB is there; the refresh imports it only where it asks something."""
    duckdb = sys.modules.get("duckdb")
    connect = getattr(duckdb, "connect", None)
    if duckdb and connect and not getattr(connect, "counts", False):

        def counting(*arguments: Any, **options: Any) -> CountingConnection:
            return CountingConnection(connect(*arguments, **options), counts)

        counting.counts = True  # type: ignore[attr-defined]
        duckdb.connect = counting  # type: ignore[attr-defined]


def report_of(settings: Settings) -> Path:
    """Where the refresh that tests share notes its work."""
    return settings.folder.with_name("work.json")


def main(arguments: list[str]) -> int:
    """Refresh and count; gives the exit status."""
    report, rest = Path(arguments[0]), arguments[1:]
    counts: dict[str, Any] = {"statements": 0, "processes": [], "opened": 0}
    inbox = os.environ["MIMP_DOCUMENTS"] + os.sep

    def hook(event: str, details: tuple[Any, ...]) -> None:
        if event == "subprocess.Popen":
            counts["processes"].append([str(word) for word in details[1]])
        elif event in {"os.fork", "os.posix_spawn", "os.system"}:
            counts["processes"].append([event])
        elif event == "open" and str(details[0]).startswith(inbox):
            counts["opened"] += 1
        elif event == "import":
            _count_statements(counts)

    sys.addaudithook(hook)
    before = set(sys.modules)
    from orchestration import refresh

    status = refresh.main(rest)
    counts["modules"] = sorted(set(sys.modules) - before)
    report.write_text(json.dumps(counts))
    return status


if __name__ == "__main__":
    from orchestration.settings import NO_TELEMETRY

    os.environ.update(NO_TELEMETRY)
    sys.exit(main(sys.argv[1:]))
