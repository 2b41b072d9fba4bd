"""Refreshes that are killed, and helpers that are: at every boundary, and at random moments.

Belongs here: killing, stopping, and what readers must see then. After each kill the publication
before or the newest is there, complete; several kills in a row are healed by one refresh.
"""

from __future__ import annotations

import os
import random
import signal
import subprocess
import time
from collections.abc import Callable, Iterable
from functools import partial

from tests.faults.place import Place, Seen, Wrong
from tests.faults.process_fault import ProcessFault
from tests.refreshing import Refreshed

_STEPS = ("1/4", "2/4", "3/4 gate: completeness", "3/4 gate: keys", "3/4 gate: values", "4/4")


def changes_of_files(place: Place) -> list[str]:
    """The changes of files a refresh makes, in order: the boundaries at which to kill it."""
    log = place.folder / "changes.log"
    place.vary()
    place.refresh("log_changes", str(log))
    changes = log.read_text(encoding="utf-8").splitlines()
    log.unlink()
    return changes


def at_boundaries(place: Place) -> str:
    """Killed before each change of a file that a refresh makes."""
    numbers = range(1, len(changes_of_files(place)) + 1)
    return _kill_each(place, 6, [partial(_until_change, place, number) for number in numbers])


def at_lines(place: Place) -> str:
    """Killed as soon as it says that it begins a step."""
    return _kill_each(place, 6, [partial(_until_line, place, line) for line in _STEPS])


def at_random(times: int, seed: int) -> Callable[[Place], str]:
    """Killed after a random time."""

    def attempt(place: Place) -> str:
        rng = random.Random(seed)

        def kill() -> None:
            process = place.start()
            time.sleep(rng.uniform(0.0, place.seconds))
            place.kill(process)

        return _kill_each(place, 8, [kill] * times)

    return attempt


def _kill_each(place: Place, heal_every: int, kills: Iterable[Callable[[], None]]) -> str:
    ends: list[str] = []
    for kill in kills:
        before = place.seen()
        place.vary()
        kill()
        place.wait_for_helpers()
        ends.append(place.must_be_one_state(before))
        if len(ends) % heal_every == 0:
            place.refresh()
    place.refresh()
    counts = ", ".join(f"{ends.count(end)} × {end}" for end in sorted(set(ends)))
    return f"killed {len(ends)} times: readers saw {counts}; healed by the next"


def _until_change(place: Place, number: int) -> None:
    place.start("kill_before_change", str(number)).communicate()


def _until_line(place: Place, words: str) -> None:
    place.kill(_started_until(place, words))


def _started_until(place: Place, words: str) -> subprocess.Popen[str]:
    process = place.start()
    assert process.stdout is not None
    for line in process.stdout:
        if line.startswith(words):
            return process
    raise Wrong(f"it never said {words!r}")


def at_the_rename(place: Place) -> str:
    """Killed right before the candidate becomes the published file."""
    before = place.seen()
    place.vary()
    place.start("kill_at_rename").communicate()
    place.wait_for_helpers()
    if place.must_be_one_state(before) != "old file" or not place.settings.candidate.exists():
        raise Wrong("it was published")
    place.refresh()
    return "the old file stayed; healed by the next"


def in_outputs(times: int) -> Callable[[Place], str]:
    """Killed while exports, report and maps are written, after publishing.

    Each run goes on where the one before was killed; the last is left alone.
    """
    everything = {"MIMP_TEST_OUTPUTS": "all"}

    def attempt(place: Place) -> str:
        place.vary()
        reached = 0
        for number in range(1, 2 * times, 2):
            process = place.start("kill_in_outputs", str(number), **everything)
            done = _ended(place, process)
            reached += done.status == -signal.SIGKILL
            _must_show_the_newest(place, done)
        if not reached:
            raise Wrong("nothing was killed")
        place.refresh(**everything)
        if place.settings.finished.read_text() != str(place.seen().run):
            raise Wrong("the next refresh did not make up for it")
        return f"killed {reached} times: the new file was whole each time; made up for by the next"

    return attempt


def _must_show_the_newest(place: Place, done: Refreshed) -> None:
    seen = place.seen()
    if (seen.mark, seen.figures, seen.doubled) != (place.mark, place.figures, 0):
        said = f"{done.output[-600:]} {done.errors[-600:]}"
        raise Wrong(f"not the newest publication: {seen}; it ended with {done.status}: {said}")


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
        done = _ended(place, process)
        if done.status == 0:
            place.must_be_whole(done)
            return "read again by another helper"
        said = place.must_have_failed(done, before)
        place.refresh()
        return f"{said}; healed by the next"

    return attempt


def ended_by_signals(place: Place) -> str:
    """Asked to end: Ctrl-C, kill, a terminal that closes."""
    before = place.seen()
    place.vary()
    said = ""
    for number, step in (
        (signal.SIGINT, "Refreshing"),
        (signal.SIGTERM, "1/4"),
        (signal.SIGHUP, "2/4"),
        (signal.SIGINT, "3/4"),
    ):
        process = _started_until(place, step)
        process.send_signal(number)
        said = place.must_have_failed(_ended(place, process), before, "ended by a signal")
    place.refresh()
    return f"{said}; healed by the next"


def stopped_for_a_while(place: Place) -> str:
    """Stopped and let go on; a second refresh meanwhile says who runs."""
    before = place.seen()
    place.vary()
    process = _started_until(place, "2/4")
    process.send_signal(signal.SIGSTOP)
    second = place.refresh("try")
    if second.status or not second.output.startswith("Nothing done: another refresh"):
        raise Wrong(f"the second ended with {second}")
    _must_be(place.seen(), before)
    process.send_signal(signal.SIGCONT)
    place.must_be_whole(_ended(place, process))
    return "went on and published; the second said that another refresh runs"


def _must_be(seen: Seen, before: Seen) -> None:
    if seen != before:
        raise Wrong(f"the publication changed: {seen}, was {before}")


def _ended(place: Place, process: subprocess.Popen[str]) -> Refreshed:
    output, errors = process.communicate()
    place.wait_for_helpers()
    return Refreshed(place.settings, process.returncode, output, errors)


FAULTS = [
    ProcessFault("kill -9 at the start of each step", at_lines),
    ProcessFault("kill -9 before each change of a file", at_boundaries),
    ProcessFault("kill -9 right before publishing", at_the_rename, is_bounded=True),
    ProcessFault("kill -9 while exports and report are written", in_outputs(8)),
    ProcessFault("kill -9 at random moments", at_random(26, seed=1)),
    ProcessFault("ended by SIGINT, SIGTERM, SIGHUP", ended_by_signals),
    ProcessFault("stopped by SIGSTOP and let go on", stopped_for_a_while),
    ProcessFault("a reading helper killed", helper_killed("reading_worker")),
    ProcessFault("the dbt process killed", helper_killed("dbt_worker")),
    ProcessFault("the gate's process killed", helper_killed("gate.worker")),
]
