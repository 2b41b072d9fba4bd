"""Disks that are full, read-only or elsewhere, and files that cannot be written.

Belongs here: what the file system may refuse. Needs the right to mount for some of it
(`can_mount`); as root, rights to files refuse nothing.
"""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.faults.place import Place, Wrong
from tests.faults.process_fault import ProcessFault

_MEGABYTE = 1024 * 1024


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


def exports_in_the_way(place: Place) -> str:
    """A file stands where the folder of exports should, then a folder with strangers' files."""
    exports = place.settings.exports
    outputs = {"MIMP_TEST_OUTPUTS": "published__exports"}
    place.vary()
    exports.write_text("mine")
    done = place.refresh("none", **outputs)
    if not (exports / "datapackage.json").exists():
        raise Wrong(f"no exports: {done.output[-500:]}")
    (exports / "mine.txt").write_text("mine")
    place.vary()
    place.refresh("none", **outputs)
    if not (exports / "datapackage.json").exists():
        raise Wrong("no exports beside a stranger's file")
    return "replaced by the exports"


def unwritable_state(place: Place) -> str:
    """The state folder is a file."""
    before = place.seen()
    state, aside = place.settings.state, place.folder / "state-aside"
    place.vary()
    state.rename(aside)
    state.write_text("mine")
    said = place.must_have_failed(place.refresh("try"), before, str(state))
    state.unlink()
    aside.rename(state)
    place.refresh()
    return said


FAULTS = [
    ProcessFault("no file may grow (quota)", file_size_limit(0.05, 0.3, 2, 4)),
    ProcessFault("the state folder is a file", unwritable_state),
    ProcessFault("something stands in the place of the exports", exports_in_the_way),
    ProcessFault("folder that cannot be written", read_only_folder, is_possible=can_mount),
    ProcessFault("disk full", disk_full, is_possible=can_mount),
]
