"""Tries every bad input and every fault, and prints what happened: `make faults`.

Belongs here: the table, and the exit status (1 where anything went otherwise than it must).
Does not belong here: what must happen (`pipeline.judge`, `processes`).
"""

from __future__ import annotations

import os
import resource
import signal
import sys
import tempfile
import time
import traceback
from collections.abc import Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from orchestration.documents.model import Limits
from orchestration.loading.reading_worker import read
from orchestration.loading.verdicts import ReadingRequest
from tests.faults.catalogue import bad_inputs
from tests.faults.pipeline import Trial, Tried, judge, try_inputs
from tests.faults.place import Place, Wrong
from tests.faults.processes import PROCESS_FAULTS

_MEMORY = 500 * 1024 * 1024
_PLACES = 2
"""Faults tried at the same time, each in a folder of its own."""
_NAME_WIDTH = 48
_WIDTH = 150


@dataclass(frozen=True, slots=True)
class _Cost:
    """What reading one file took, or a whole attempt."""

    seconds: float
    megabytes: int | None


def main(arguments: list[str]) -> int:
    """Try everything, or what has one of the given words in its name; gives the exit status."""
    # A shell lets what it runs in its background ignore interrupts, which refreshes then do too.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    with tempfile.TemporaryDirectory(prefix="faults-") as folder:
        wrong = [
            *_try_inputs(Path(folder) / "inputs", arguments),
            *_try_faults(Path(folder) / "place", arguments),
        ]
    print(f"\n{len(wrong)} went otherwise than they must" if wrong else "\nall as they must be")
    for name in wrong:
        print(f"  - {name}")
    return 1 if wrong else 0


def _is_wanted(name: str, words: list[str]) -> bool:
    return not words or any(word in name for word in words)


def _try_inputs(folder: Path, words: list[str]) -> Iterator[str]:
    cases = [case for case in bad_inputs() if _is_wanted(case.name, words)]
    if not cases:
        return
    trial = try_inputs(cases, folder)
    if trial.first.status or trial.second.status:
        print(trial.first.errors, trial.second.errors, file=sys.stderr)
        yield "the refresh of the bad inputs"
        return
    family = ""
    for case in cases:
        if case.family != family:
            family = case.family
            print(f"\n{family}")
        tried = trial.tried[case.name]
        cost = _cost_of(trial.settings.documents / tried.file_name)
        faults = judge(tried)
        if cost.seconds > Limits().seconds or (cost.megabytes or 0) * 1024**2 > _MEMORY:
            faults.append("it took too much")
        _print(case.name, _outcome(trial, tried), faults, cost)
        if faults:
            yield case.name


def _outcome(trial: Trial, tried: Tried) -> str:
    finding = tried.finding
    if finding is None:
        return "nothing was said"
    place = f" at {finding['location']}" if finding["location"] else ""
    count = len(tried.figures)
    taken = f"{count} figures taken" if count else "refused"
    return f"{taken}: {finding['code']}{place}: {finding['message']}"


def _cost_of(path: Path) -> _Cost:
    """Read the file in a process of its own, with the limits a refresh gives it."""
    import hashlib

    sha256 = hashlib.sha256(path.read_bytes()).hexdigest()
    child = os.fork()
    if child == 0:
        resource.setrlimit(resource.RLIMIT_DATA, (_MEMORY, resource.RLIM_INFINITY))
        read(ReadingRequest(path, sha256, Limits(), _MEMORY))
        os._exit(0)
    _, _, usage = os.wait4(child, 0)
    # Processor time, as a refresh counts it: another machine's load is no fault of the file.
    return _Cost(usage.ru_utime + usage.ru_stime, usage.ru_maxrss // 1024)


def _try_faults(folder: Path, words: list[str]) -> Iterator[str]:
    wanted = [
        (family, fault)
        for family, faults in PROCESS_FAULTS.items()
        for fault in faults
        if _is_wanted(f"{family} {fault.name}", words)
    ]
    if not wanted:
        return
    folder.mkdir()
    with ProcessPoolExecutor(min(_PLACES, len(wanted))) as places:
        attempts = [
            places.submit(_attempt, folder, family, fault.name) if fault.is_possible() else None
            for family, fault in wanted
        ]
        for (_, fault), attempt in zip(wanted, attempts, strict=True):
            if attempt is not None:
                attempt.add_done_callback(partial(_tell, fault.name))
        shown = ""
        for (family, fault), attempt in zip(wanted, attempts, strict=True):
            if family != shown:
                shown = family
                print(f"\n{family}")
            if attempt is None:
                print(f"  -     {fault.name:{_NAME_WIDTH}} not tried: needs rights of root")
                continue
            said, wrong, seconds = attempt.result()
            _print(fault.name, said, wrong, _Cost(seconds, None))
            if wrong:
                yield fault.name


def _tell(name: str, attempt: Future[tuple[str, list[str], float]]) -> None:
    """Say at once how one attempt ended: the table keeps its order, and waits."""
    _, wrong, seconds = attempt.result()
    told = f"WRONG: {'; '.join(wrong)}" if wrong else "ok"
    print(f"tried {name} in {seconds:.0f} s: {told}", file=sys.stderr, flush=True)


_place: Place | None = None
"""The place of this process, until something went wrong in it."""


def _attempt(folder: Path, family: str, name: str) -> tuple[str, list[str], float]:
    """Try one fault, in a process that has a place of its own."""
    global _place
    if _place is None:
        _place = Place(Path(tempfile.mkdtemp(dir=folder)))
    (fault,) = (one for one in PROCESS_FAULTS[family] if one.name == name)
    started = time.monotonic()
    said, wrong = "", []
    try:
        said = fault.attempt(_place)
    except Wrong as error:
        wrong = [str(error)]
    except Exception:
        wrong = [traceback.format_exc(limit=3)]
    if wrong:
        _place = None
    return said, wrong, time.monotonic() - started


def _print(name: str, said: str, faults: list[str], cost: _Cost) -> None:
    sign = "WRONG" if faults else "ok"
    told = " ".join("; ".join(faults or [said]).split())
    shown = told if faults or len(told) <= _WIDTH else f"{told[: _WIDTH - 1]}…"
    spent = f"{cost.seconds:4.0f} s        "
    if cost.megabytes is not None:
        spent = f"{cost.seconds:4.1f} s {cost.megabytes:4d} MB"
    print(f"  {sign:5} {name:{_NAME_WIDTH}} {spent}  {shown}", flush=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
