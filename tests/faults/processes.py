"""Every way the machine, or another process, may fail a refresh; each with what must come of it.

Belongs here: doing the harm and judging the end. Each function takes a healthy place, harms it,
says in a few words what happened, and leaves it healed by an ordinary refresh; `Wrong` is raised
where it ended otherwise than it must.
"""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import duckdb

from orchestration.settings import PROJECT
from tests.faults import pipeline
from tests.faults.place import Place, Wrong
from tests.refreshing import Refreshed, environment_of, run_module

_MEGABYTE = 1024 * 1024


@dataclass(frozen=True, slots=True)
class ProcessFault:
    """One fault: what it is called and how it is tried.

    Attributes:
        is_bounded: whether `make test` tries it too.
    """

    name: str
    family: str
    attempt: Callable[[Place], str]
    is_bounded: bool = False


# Killed -------------------------------------------------------------------------------------


def changes_of_files(place: Place, **variables: str) -> list[str]:
    """The changes of files a refresh makes, in order: the boundaries at which to kill it."""
    log = place.folder / "changes.log"
    place.vary()
    place.refresh("log_changes", str(log), **variables)
    changes = log.read_text(encoding="utf-8").splitlines()
    log.unlink()
    return changes


def killed_at_boundaries(numbers: Iterator[int] | range) -> Callable[[Place], str]:
    """Killed before the changes of files of these numbers; healed after each."""

    def attempt(place: Place) -> str:
        ends: list[str] = []
        for number in numbers:
            before = place.seen()
            place.vary()
            place.start("kill_before_change", str(number)).communicate()
            place.wait_for_helpers()
            ends.append(place.must_be_one_state(before))
            place.refresh()
        return _said(ends)

    return attempt


def killed_at_the_rename(place: Place) -> str:
    """Killed right before the candidate becomes the published file."""
    before = place.seen()
    place.vary()
    place.start("kill_at_rename").communicate()
    place.wait_for_helpers()
    if place.must_be_one_state(before) != "old file" or not place.settings.candidate.exists():
        raise Wrong("it was published")
    place.refresh()
    return "the old file stayed; healed by the next"


def killed_in_outputs(times: int) -> Callable[[Place], str]:
    """Killed while exports, report and maps are written, after publishing."""
    everything = {"MIMP_TEST_OUTPUTS": "all"}

    def attempt(place: Place) -> str:
        changes = changes_of_files(place, **everything)
        renamed = next(
            number
            for number, change in enumerate(changes, start=1)
            if "candidate" in change and change.startswith("os.rename")
        )
        after = range(renamed + 1, len(changes) + 1)
        numbers = [after[len(after) * part // times] for part in range(times)]
        for number in numbers:
            before = place.seen()
            place.vary()
            place.start("kill_before_change", str(number), **everything).communicate()
            place.wait_for_helpers()
            if place.must_be_one_state(before) != "new file":
                raise Wrong(f"killed before change {number}, and not published")
            place.refresh(**everything)
            if place.settings.finished.read_text() != str(place.seen().run):
                raise Wrong("the next refresh did not make up for it")
        return f"killed {times} times of {len(after)} changes: made up for by the next"

    return attempt


def killed_at_random(times: int, heal_every: int, seed: int) -> Callable[[Place], str]:
    """Killed after a random time, several times in a row between two healthy refreshes."""

    def attempt(place: Place) -> str:
        rng = random.Random(seed)
        ends: list[str] = []
        for number in range(1, times + 1):
            before = place.seen()
            place.vary()
            process = place.start()
            time.sleep(rng.uniform(0.0, place.seconds))
            place.kill(process)
            ends.append(place.must_be_one_state(before))
            if number % heal_every == 0 or number == times:
                place.refresh()
        return _said(ends)

    return attempt


def killed_at_lines(place: Place) -> str:
    """Killed as soon as it says that it begins each of its four steps."""
    ends: list[str] = []
    for step in ("1/4", "2/4", "3/4", "4/4"):
        before = place.seen()
        place.vary()
        process = place.start()
        assert process.stdout is not None
        for line in process.stdout:
            if line.startswith(step):
                break
        place.kill(process)
        ends.append(place.must_be_one_state(before))
    place.refresh()
    return _said(ends)


def helper_killed(words: str) -> Callable[[Place], str]:
    """A helper process dies in the middle of a refresh."""

    def attempt(place: Place) -> str:
        before = place.seen()
        place.vary()
        process = place.start()
        deadline = time.monotonic() + 120
        while not (found := place.processes(words)):
            if process.poll() is not None or time.monotonic() > deadline:
                raise Wrong(f"no {words} was seen")
            time.sleep(0.02)
        os.kill(found[0], signal.SIGKILL)
        output, errors = process.communicate()
        place.wait_for_helpers()
        done = Refreshed(place.settings, process.returncode, output, errors)
        if done.status == 0:
            place.must_be_whole(done)
            return "read again by another helper"
        said = place.must_have_failed(done, before)
        place.refresh()
        return f"{said}; healed by the next"

    return attempt


def _said(ends: list[str]) -> str:
    counts = ", ".join(f"{ends.count(end)} × {end}" for end in sorted(set(ends)))
    return f"killed {len(ends)} times: readers saw {counts}; healed by the next"


# Several at once ----------------------------------------------------------------------------


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


def lock_of_a_dead_process(place: Place) -> str:
    """The lock file names a process that is no more."""
    place.settings.lock.write_text("process 4194000, since 2020-01-01 00:00:00 UTC")
    place.vary()
    place.refresh()
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


# Disks and files ----------------------------------------------------------------------------


def file_size_limit(*megabytes: float) -> Callable[[Place], str]:
    """No file may grow past a size: a quota, or a disk that is full soon."""

    def attempt(place: Place) -> str:
        said = ""
        for size in megabytes:
            before = place.seen()
            place.vary()
            done = place.refresh("limit_file_size", str(size))
            place.wait_for_helpers()
            said = place.must_have_failed(done, before)
        place.refresh()
        return said

    return attempt


@contextmanager
def _own_disk(place: Place, megabytes: int) -> Iterator[Callable[[str], None]]:
    """The warehouse folder on a small file system of its own; gives its mount options' setter."""
    folder = place.settings.folder
    aside = folder.with_name("aside")
    folder.rename(aside)
    folder.mkdir()
    _mount(folder, f"size={megabytes}m")
    try:
        subprocess.run(["cp", "-a", f"{aside}/.", str(folder)], check=True)
        yield lambda options: _mount(folder, f"remount,{options}")
        subprocess.run(["rm", "-rf", str(aside)], check=True)
        subprocess.run(["cp", "-a", str(folder), str(aside)], check=True)
    finally:
        subprocess.run(["umount", str(folder)], check=True)
        folder.rmdir()
        aside.rename(folder)


def _mount(folder: Path, options: str) -> None:
    command = ["mount", "-t", "tmpfs", "-o", options, "tmpfs", str(folder)]
    subprocess.run(command, check=True, capture_output=True)


def can_mount() -> bool:
    """Whether file systems can be mounted here."""
    return (
        os.geteuid() == 0
        and subprocess.run(["unshare", "-m", "true"], capture_output=True, check=False).returncode
        == 0
    )


def disk_full(place: Place) -> str:
    """The file system of the warehouse has a few megabytes left, or none."""
    said = ""
    with _own_disk(place, 400) as remount:
        for free in (0, 1, 3, 6):
            status = os.statvfs(place.settings.folder)
            used = (status.f_blocks - status.f_bfree) * status.f_frsize / _MEGABYTE
            before = place.seen()
            place.vary()
            remount(f"size={int(used) + 1 + free}m")
            done = place.refresh("try")
            place.wait_for_helpers()
            if done.status:
                said = place.must_have_failed(done, before)
            remount("size=400m")
            place.refresh()
    return said or "there was room enough"


def read_only_folder(place: Place) -> str:
    """The file system of the warehouse cannot be written."""
    with _own_disk(place, 400) as remount:
        before = place.seen()
        place.vary()
        remount("ro,size=400m")
        said = place.must_have_failed(place.refresh("try"), before)
        remount("rw,size=400m")
        place.refresh()
    return said


def damaged(how: str, harm: Callable[[Path], None]) -> Callable[[Place], str]:
    """The published file was damaged by hand."""

    def attempt(place: Place) -> str:
        harm(place.settings.warehouse)
        place.vary()
        done = place.refresh()
        notes = [line.strip() for line in done.output.splitlines() if "damaged" in line]
        if how not in ("deleted", "one block") and not notes:
            raise Wrong(f"nothing was said of the damage: {done.output[-500:]}")
        return notes[-1][:110] if notes else "built again"

    return attempt


def _truncate(path: Path) -> None:
    os.truncate(path, path.stat().st_size // 2)


def _empty(path: Path) -> None:
    os.truncate(path, 0)


def _write_text(path: Path) -> None:
    path.write_text("SELECT 1;\n" * 1000)


def _overwrite_middle(path: Path) -> None:
    with path.open("r+b") as file:
        for part in range(1, 20):
            file.seek(path.stat().st_size * part // 20)
            file.write(b"\xa5" * 4096)


def _overwrite_one_block(path: Path) -> None:
    with path.open("r+b") as file:
        file.seek(path.stat().st_size * 3 // 5)
        file.write(b"\xa5" * 4096)


def _drop_tables(path: Path) -> None:
    with duckdb.connect(path) as connection:
        connection.execute("drop table raw.refresh_runs")


def published_by_an_older_version(place: Place) -> str:
    """The published file has other columns and tables than this version writes."""
    with duckdb.connect(place.settings.warehouse) as connection:
        connection.execute("alter table raw.documents drop column reader_version")
        connection.execute("drop table raw.notes")
        connection.execute("alter table raw.numbers add column old_column varchar")
    place.vary()
    done = pipeline.refresh(place.settings, "none", TMPDIR=str(place.temporary))
    if done.status:
        raise Wrong(done.errors)
    place.refresh("none", MIMP_ALLOW_SHRINK="1")
    return "what it says is read again from the inbox"


def candidate_of_an_older_version(place: Place) -> str:
    """A candidate of another schema, its log and its spill folder lie in the folder."""
    settings = place.settings
    settings.candidate.unlink(missing_ok=True)
    with duckdb.connect(settings.candidate) as connection:
        connection.execute("create schema raw")
        connection.execute("create table raw.documents (id integer)")
    Path(f"{settings.candidate}.wal").write_bytes(b"left over")
    spill = Path(f"{settings.candidate}.tmp")
    spill.mkdir()
    (spill / "duckdb_temp_storage-0.tmp").write_bytes(b"\0" * 1000)
    place.vary()
    place.refresh()
    return "replaced by a new one"


def litter_of_a_dead_publication(place: Place) -> str:
    """A half-made version and a stray log beside the published file."""
    settings = place.settings
    (settings.versions / "mimp-1.duckdb.new").write_bytes(b"half")
    (settings.versions / "returning.duckdb").write_bytes(b"half")
    Path(f"{settings.warehouse}.wal").write_bytes(b"left by somebody")
    place.vary()
    place.refresh()
    return "cleared away"


def file_vanishes(place: Place) -> str:
    """A file of the inbox is taken away between being seen and being read."""
    place.vary()
    extra = place.settings.documents / "extra.txt"
    extra.write_bytes((place.settings.documents / "18.txt").read_bytes() + b"\n")
    done = place.refresh("file_vanishes", "extra.txt")
    if done.status or "extra.txt vanished" not in done.output:
        raise Wrong(f"{done.status} {done.output[-500:]} {done.errors}")
    place.refresh()
    return "the run went on and said that it vanished"


def file_changes(place: Place) -> str:
    """A file of the inbox is written to while it is read."""
    before = place.seen()
    place.vary()
    done = place.refresh("file_changes", "18.txt")
    if done.status or "changed while it was read" not in done.output:
        raise Wrong(f"{done.status} {done.output[-500:]} {done.errors}")
    if place.seen().mark != before.mark:
        raise Wrong(f"what was published before did not stay: {place.seen()}")
    place.vary()
    place.refresh()
    return "kept out of this run, what was published stayed; read by the next"


def clock_set_back(place: Place) -> str:
    """The calendar is a year before the last refresh."""
    place.vary()
    done = place.refresh("clock_back", "400")
    if done.status or "the last refresh ran on" not in done.output:
        raise Wrong(f"{done.status} {done.output[-500:]} {done.errors}")
    if place.seen().mark != place.mark:
        raise Wrong(f"{place.seen()}")
    place.refresh()
    return "published; the day of the last refresh was used, and said"


def nothing_in_the_inbox(place: Place) -> str:
    """The inbox is gone, as an unmounted share is."""
    before = place.seen()
    inbox = place.settings.documents
    aside = inbox.rename(inbox.with_name("elsewhere"))
    try:
        said = place.must_have_failed(place.refresh("try"), before)
        inbox.mkdir()
        place.must_have_failed(place.refresh("try"), before, "no documents")
        inbox.rmdir()
    finally:
        aside.rename(inbox)
    place.refresh()
    return said


# The gate -----------------------------------------------------------------------------------


def failing_gate(place: Place) -> str:
    """The candidate has fewer figures than the published file says there are."""
    with duckdb.connect(place.settings.warehouse) as connection:
        connection.execute(
            "create or replace table marts.published_figures as from marts.published_figures"
            " union all (from marts.published_figures order by figure_id limit 1)"
        )
    before = place.seen()
    place.vary()
    done = place.refresh("try")
    said = place.must_have_failed(
        done, before, "the gate refused", "no_document_or_figure_disappears", "document_id"
    )
    if not place.settings.candidate.exists():
        raise Wrong("the candidate was not left for a look")
    difference = run_module("orchestration.diff", place.settings)
    if difference.returncode or "figures: " not in difference.stdout:
        raise Wrong(f"make diff: {difference.stdout} {difference.stderr}")
    place.refresh("none", MIMP_ALLOW_SHRINK="1")
    return said[:110]


def without_network(place: Place) -> str:
    """A refresh in a network of its own, where every attempt to leave the machine is counted."""
    place.vary()
    inside = (
        "ip link set lo up; grep '^Ip:' /proc/net/snmp >&2;"
        f" {sys.executable} -m tests.faults.driver none '' >/dev/null;"
        " status=$?; grep '^Ip:' /proc/net/snmp >&2; exit $status"
    )
    done = subprocess.run(
        ["unshare", "-n", "sh", "-c", inside],
        env=environment_of(place.settings, TMPDIR=str(place.temporary), MIMP_TEST_OUTPUTS="all"),
        cwd=PROJECT,
        capture_output=True,
        text=True,
        check=False,
    )
    counts = [line.split() for line in done.stderr.splitlines() if line.startswith("Ip:")]
    if done.returncode or len(counts) != 4:
        raise Wrong(f"{done.returncode} {done.stderr[-500:]}")
    at = counts[0].index("OutNoRoutes")
    attempts = int(counts[3][at]) - int(counts[1][at])
    if attempts:
        raise Wrong(f"{attempts} attempts to reach the network")
    place.refresh()
    return "published without one attempt to reach the network"


def process_faults(place: Place | None = None) -> list[ProcessFault]:
    """All of them, in the order of the table; with a place, killed at each of its boundaries."""
    boundaries = range(1, len(changes_of_files(place)) + 1) if place else range(0)
    killed, many, disk, gate = (
        "Killed",
        "Several at once",
        "Disks and files",
        "Gate and network",
    )
    faults = [
        ProcessFault("kill -9 at the start of each step", killed, killed_at_lines),
        ProcessFault("kill -9 before each change of a file", killed,
                     killed_at_boundaries(boundaries)),
        ProcessFault("kill -9 right before publishing", killed, killed_at_the_rename,
                     is_bounded=True),
        ProcessFault("kill -9 while exports and report are written", killed,
                     killed_in_outputs(8)),
        ProcessFault("kill -9 at random moments", killed, killed_at_random(40, 5, seed=1)),
        ProcessFault("a reading helper killed", killed, helper_killed("reading_worker")),
        ProcessFault("the dbt process killed", killed, helper_killed("dbt_worker")),
        ProcessFault("the gate's process killed", killed, helper_killed("gate.worker")),
        ProcessFault("three refreshes at once", many, two_at_once),
        ProcessFault("lock of a dead process", many, lock_of_a_dead_process),
        ProcessFault("8 readers through 20 refreshes", many, readers(8, 20)),
        ProcessFault("no file may grow (quota)", disk, file_size_limit(0.05, 0.3, 2, 4),),
        ProcessFault("folder that cannot be written", disk, read_only_folder),
        ProcessFault("disk full", disk, disk_full),
        ProcessFault("published file cut in half", disk, damaged("cut", _truncate)),
        ProcessFault("published file emptied", disk, damaged("emptied", _empty)),
        ProcessFault("published file is a text", disk, damaged("text", _write_text)),
        ProcessFault("published file with blocks overwritten", disk,
                     damaged("blocks", _overwrite_middle), is_bounded=True),
        ProcessFault("published file with one block overwritten", disk,
                     damaged("one block", _overwrite_one_block)),
        ProcessFault("published file without its history", disk, damaged("tables", _drop_tables)),
        ProcessFault("published file deleted", disk, damaged("deleted", Path.unlink)),
        ProcessFault("published file of an older version", disk, published_by_an_older_version),
        ProcessFault("candidate of an older version", disk, candidate_of_an_older_version),
        ProcessFault("litter of a dead publication", disk, litter_of_a_dead_publication),
        ProcessFault("file vanishes while it is read", disk, file_vanishes),
        ProcessFault("file changes while it is read", disk, file_changes, is_bounded=True),
        ProcessFault("inbox gone", disk, nothing_in_the_inbox),
        ProcessFault("clock set back", disk, clock_set_back),
        ProcessFault("failing gate", gate, failing_gate),
        ProcessFault("no network", gate, without_network),
    ]  # fmt: skip
    needs_mount = {"folder that cannot be written", "disk full"}
    return [fault for fault in faults if can_mount() or fault.name not in needs_mount]
