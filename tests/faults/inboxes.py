"""An inbox that changes while it is read, is away, or cannot be read.

Belongs here: files and folders of the inbox. Does not belong here: what is in them (`catalogue`).
"""

from __future__ import annotations

import os
from collections.abc import Callable

from tests.faults.place import Place, Wrong
from tests.faults.process_fault import ProcessFault


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


def file_changes(how: str) -> Callable[[Place], str]:
    """A file of the inbox is written to, or another one takes its place, while it is read."""

    def attempt(place: Place) -> str:
        before = place.seen()
        place.vary()
        done = place.refresh(how, "18.txt")
        if done.status or "changed while it was read" not in done.output:
            raise Wrong(f"{done.status} {done.output[-500:]} {done.errors}")
        if place.seen().mark != before.mark:
            raise Wrong(f"what was published before did not stay: {place.seen()}")
        place.vary()
        place.refresh()
        return "kept out of this run, what was published stayed; read by the next"

    return attempt


def times_that_lie(place: Place) -> str:
    """New bytes under an old time and size, then a new time for the same bytes."""
    path = place.settings.documents / "18.txt"
    status = path.stat()
    place.vary()
    if path.stat().st_size != status.st_size:
        raise Wrong("the two revisions differ in size")
    os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns))
    place.refresh()
    os.utime(path)
    done = place.refresh()
    if not done.output.startswith("Nothing is new"):
        raise Wrong(done.output)
    return "bytes count, times do not"


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


FAULTS = [
    ProcessFault("file vanishes while it is read", file_vanishes),
    ProcessFault("file grows while it is read", file_changes("file_changes"), is_bounded=True),
    ProcessFault("another file takes its place", file_changes("file_replaced")),
    ProcessFault("times that lie", times_that_lie),
    ProcessFault("inbox gone, then empty", nothing_in_the_inbox),
]
