"""A refresh in which something goes wrong at a chosen moment.

`python -m tests.faults.driver FAULT VALUE [arguments of the refresh]` runs the same command as
`make refresh` with one fault. What is written after publishing (exports, report, maps) is left
out, except what `MIMP_TEST_OUTPUTS` names. Belongs here: faults that only the process itself can
have at an exact moment. Does not belong here: what must come of them (`processes`).

The moments are the refresh's own changes of files below the warehouse folder, in order: each file
opened for writing, each folder made, each name removed, linked or replaced. What Dagster and dbt
write for themselves is left out.
"""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path

from orchestration.gate.outcomes import Outcome
from orchestration.gate.suites import Suite
from orchestration.loading.inbox import InboxFile
from orchestration.settings import NO_TELEMETRY, Settings

_CHANGES = frozenset({"os.rename", "os.link", "os.remove", "os.mkdir", "os.rmdir", "os.truncate"})
_NEEDS = {"os.mkdir": False, "os.remove": True}
"""Whether the path must be there for the event to change anything."""
_TOOLS = ("/state/dagster", "/state/dbt/", "/state/logs/")


def main(arguments: list[str]) -> int:
    """Refresh with a fault; gives the exit status."""
    fault, value, rest = arguments[0], arguments[1], arguments[2:]
    wanted = os.environ.get("MIMP_TEST_OUTPUTS", "")
    if wanted != "all":
        from orchestration.assets.outputs import OUTPUT_SELECTION, OUTPUTS, finished

        OUTPUTS[:] = [one for one in OUTPUTS if one.op.name in wanted.split(",")]
        keys = {key for one in [*OUTPUTS, finished] for key in one.keys}
        OUTPUT_SELECTION[:] = [key for key in OUTPUT_SELECTION if key in keys]
    FAULTS[fault](value)
    from orchestration.refresh import main as refresh

    return refresh(rest)


def _nothing(_: str) -> None:
    """No fault."""


def _count_changes(log: str) -> None:
    """Write the changes of files to a log, for choosing among them."""
    lines = open(log, "a", encoding="utf-8")  # noqa: PTH123, SIM115

    def note(event: str, path: str) -> None:
        lines.write(f"{event} {path}\n")
        lines.flush()

    _watch_changes(note)


def _kill_before_change(number: str) -> None:
    """Die before the change of that number, counted from 1."""
    left = int(number)

    def count(event: str, path: str) -> None:
        nonlocal left
        left -= 1
        if left == 0:
            os.kill(os.getpid(), signal.SIGKILL)

    _watch_changes(count)


def _kill_at_rename(_: str) -> None:
    """Die right before the candidate becomes the published file."""

    def wait_for_it(event: str, path: str) -> None:
        if event == "os.rename" and path.endswith("candidate.duckdb"):
            os.kill(os.getpid(), signal.SIGKILL)

    _watch_changes(wait_for_it)


def _kill_in_outputs(number: str) -> None:
    """Die before the change of that number to exports, report or maps."""
    left = int(number)
    settings = Settings.from_environment()
    outputs = tuple(str(one) for one in (settings.exports, settings.report, settings.maps))

    def count(event: str, path: str) -> None:
        nonlocal left
        left -= path.startswith(outputs)
        if left == 0:
            print(f"killed before {event} {path}", file=sys.stderr, flush=True)
            os.kill(os.getpid(), signal.SIGKILL)

    _watch_changes(count)


def _watch_changes(tell: Callable[[str, str], None]) -> None:
    folder = str(Path(os.environ["MIMP_WAREHOUSE"]).parent)
    is_telling = False

    def hook(event: str, arguments: tuple[object, ...]) -> None:
        nonlocal is_telling
        if is_telling or not (event in _CHANGES or event == "open"):
            return
        path = str(arguments[0])
        if not path.startswith(folder) or any(tool in path for tool in _TOOLS):
            return
        if event == "open" and not _writes(arguments[1], arguments[2]):
            return
        if event in _NEEDS and Path(path).exists() != _NEEDS[event]:
            return
        is_telling = True
        tell(event, path)
        is_telling = False

    sys.addaudithook(hook)


def _writes(mode: object, flags: object) -> bool:
    if isinstance(mode, str):
        return any(letter in mode for letter in "wax+")
    return isinstance(flags, int) and bool(flags & (os.O_WRONLY | os.O_RDWR | os.O_CREAT))


def _set_clock_back(days: str) -> None:
    """The calendar is so many days behind."""
    from datetime import timedelta

    from orchestration import currency
    from orchestration.lima import lima_date
    from orchestration.loading import load

    def earlier() -> date:
        return lima_date() - timedelta(days=int(days))

    load.lima_date = earlier  # type: ignore[attr-defined]
    currency.lima_date = earlier  # type: ignore[attr-defined]


def _after_scan(act: Callable[[Path], None]) -> Callable[[str], None]:
    """Do something to a file of the inbox between looking at it and reading it."""

    def install(name: str) -> None:
        from orchestration.loading import load

        scan: Callable[[Path, int], list[InboxFile]] = load.scan_inbox  # type: ignore[attr-defined]

        def scan_then_act(inbox: Path, largest: int) -> list[InboxFile]:
            files = scan(inbox, largest)
            act(inbox / name)
            return files

        load.scan_inbox = scan_then_act  # type: ignore[attr-defined]

    return install


def _append(path: Path) -> None:
    with path.open("ab") as file:
        file.write(b"\n\nsigue\n")


def _replace(path: Path) -> None:
    other = path.with_name("other.tmp")
    other.write_bytes(path.read_bytes() + b"\n\nsigue\n")
    other.replace(path)


def _lose_a_figure(_: str) -> None:
    """The models drop a figure: it is gone from the candidate when the gate looks."""
    import duckdb

    from orchestration.gate.process import GateProcess

    judge = GateProcess.judge
    settings = Settings.from_environment()

    def lose_then_judge(gate: GateProcess, suite: Suite) -> list[Outcome]:
        with duckdb.connect(settings.candidate) as connection:
            connection.execute(
                "delete from marts.published_figures where figure_id ="
                " (select max(figure_id) from marts.published_figures)"
            )
        return judge(gate, suite)

    GateProcess.judge = lose_then_judge  # type: ignore[method-assign, assignment]


def _limit_file_size(megabytes: str) -> None:
    """No file may grow past this: what a quota or a nearly full disk does."""
    import resource

    size = int(float(megabytes) * 1024 * 1024)
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))


FAULTS: dict[str, Callable[[str], None]] = {
    "none": _nothing,
    "try": _nothing,
    "log_changes": _count_changes,
    "kill_before_change": _kill_before_change,
    "kill_in_outputs": _kill_in_outputs,
    "kill_at_rename": _kill_at_rename,
    "clock_back": _set_clock_back,
    "file_vanishes": _after_scan(lambda path: path.unlink()),
    "file_changes": _after_scan(_append),
    "file_replaced": _after_scan(_replace),
    "lose_a_figure": _lose_a_figure,
    "limit_file_size": _limit_file_size,
}
"""Faults by the name they are asked for with."""


if __name__ == "__main__":
    os.environ.update(NO_TELEMETRY)
    sys.exit(main(sys.argv[1:]))
