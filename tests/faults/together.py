"""Several processes at the same folder: refreshes, readers, analysts who write.

Belongs here: what must come of each of them. Does not belong here: killing (`kills`).
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable

from orchestration.settings import PROJECT
from tests import bounded
from tests.faults.place import Place, Wrong
from tests.faults.process_fault import ProcessFault

_HOLD = """
import duckdb, sys
connection = duckdb.connect(sys.argv[1])
connection.execute("create table mine as select 1 as number")
print("opened", flush=True)
sys.stdin.readline()
connection.execute("insert into mine values (2)")
connection.close()
"""


def two_at_once(place: Place) -> str:
    """Three refreshes start together: one runs, the others say so and end well."""
    place.vary()
    started = [place.start() for _ in range(3)]
    ends = [(process.communicate(), process.returncode) for process in started]
    ran = [output for (output, _), _ in ends if "published" in output]
    idle = [output for (output, _), _ in ends if output.startswith("Nothing done: another refresh")]
    if len(ran) != 1 or len(idle) != 2 or any(status for _, status in ends):
        raise Wrong(f"they ended with {ends}")
    place.refresh()
    return f"one published, two said: {idle[0].strip()[:60]}…"


def lock_of_another_process(place: Place) -> str:
    """The lock file names a process that is no more, then one that is somebody else's."""
    for number in (4194000, os.getpid()):
        place.settings.lock.write_text(f"process {number}, since 2020-01-01 00:00:00 UTC")
        done = place.refresh()
        if "Nothing is new" not in done.output:
            raise Wrong(done.output)
    return "the refresh took no notice"


def readers(processes: int, refreshes: int) -> Callable[[Place], str]:
    """Processes query without pause while refreshes publish."""

    def attempt(place: Place) -> str:
        stop = place.folder / "stop"
        results = [place.folder / f"reader-{number}.json" for number in range(processes)]
        command = [sys.executable, "-m", "tests.faults.reader", str(place.settings.warehouse)]
        running = [
            subprocess.Popen([*command, str(stop), str(result)], cwd=PROJECT) for result in results
        ]
        try:
            for _ in range(refreshes):
                place.vary()
                place.refresh()
        finally:
            stop.touch()
            for process in running:
                process.wait(timeout=120)
        told = [json.loads(result.read_text()) for result in results]
        for path in (stop, *results):
            path.unlink()
        for one in told:
            marks = [state[0] for state in one["states"]]
            is_mixed = any(state[1] != place.figures or state[2] for state in one["states"])
            if one["errors"] or is_mixed or marks != sorted(marks) or not one["reads"]:
                raise Wrong(f"a reader saw {one}")
        reads = sum(one["reads"] for one in told)
        return f"{reads} reads without error or mixed state, versions only moved forward"

    return attempt


def open_for_writing(place: Place) -> str:
    """An analyst has the published file open for writing, and has written."""
    place.vary()
    with bounded.running(
        [sys.executable, "-c", _HOLD, str(place.settings.warehouse)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    ) as analyst:
        assert analyst.stdout is not None
        analyst.stdout.readline()
        done = place.refresh()
        if "opened the published file for writing" not in done.output:
            raise Wrong(f"it does not say so: {done.output[-600:]}")
        analyst.communicate("\n")
    place.must_be_whole(place.refresh())
    return "published; the analyst keeps the old file, nothing of theirs is left beside the new"


FAULTS = [
    ProcessFault("three refreshes at once", two_at_once),
    ProcessFault("lock of a dead process, or of another", lock_of_another_process),
    ProcessFault("8 readers through 20 refreshes", readers(8, 20)),
    ProcessFault("published file open for writing elsewhere", open_for_writing),
]
