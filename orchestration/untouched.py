"""The quickest answer: nothing was touched since a refresh found nothing new.

Belongs here: remembering what the file system said of every input, source and published file
(size, times, identity), and what was printed then. Does not belong here: judging what was touched
(`currency`, which reads the files and asks the published one).

No program can set the time of a file's last change, so that a file rewritten at the same size and
with its old date is touched all the same. What changed only moments ago is not remembered: the
next change might bear the same time.
"""

from __future__ import annotations

import hashlib
import os
import sys
import sysconfig
import time
from collections.abc import Iterator, Set
from contextlib import suppress
from pathlib import Path

from orchestration.lima import lima_date
from orchestration.settings import NOT_SOURCES, SOURCES, Settings

_MOMENTS_NS = 2_000_000_000
"""The coarsest clock of a file system in use has two seconds."""


def look_around(settings: Settings) -> str:
    """One hash over all that decides whether anything is new; empty where it cannot be relied on.

    Not the bytes of files, but what the file system says of them: reading them is what is saved.
    """
    watched = hashlib.sha256()
    latest = time.time_ns() - _MOMENTS_NS
    try:
        for path, status in _watched(settings):
            if status.st_ctime_ns > latest:
                return ""
            watched.update(
                f"{path}\0{status.st_ino} {status.st_size} {status.st_mtime_ns}"
                f" {status.st_ctime_ns}\n".encode(errors="surrogateescape")
            )
        # Its number, not its date: it is written last of all, moments ago.
        watched.update(settings.finished.read_bytes())
    except OSError:
        return ""
    facts = (settings, settings.can_read_pictures, f"{lima_date():%Y-%m}", sys.version)
    watched.update(repr(facts).encode(errors="surrogateescape"))
    return watched.hexdigest()


def what_was_said(settings: Settings, surroundings: str) -> str:
    """What a refresh printed that found nothing new in the same surroundings; empty if none did."""
    try:
        noted, _, text = settings.untouched.read_text(encoding="utf-8").partition("\n")
    except (OSError, UnicodeError):
        return ""
    return text if surroundings and noted == surroundings else ""


def remember(settings: Settings, surroundings: str, text: str) -> None:
    """Note what is printed where nothing is new, for the next refresh in the same surroundings.

    Where it cannot be noted, that one looks at everything again.
    """
    if surroundings:
        new = settings.untouched.with_name(f"{settings.untouched.name}.new")
        with suppress(OSError):
            new.write_text(f"{surroundings}\n{text}", encoding="utf-8")
            new.replace(settings.untouched)


def _watched(settings: Settings) -> Iterator[tuple[str, os.stat_result]]:
    optional = (folder for folder in (settings.poverty, settings.boundaries) if folder.is_dir())
    for root in SOURCES:
        yield from _below(root, NOT_SOURCES)
    for root in (settings.documents, *optional):
        yield from _below(root)
    # With whatever DuckDB or another program left beside it under its name.
    for entry in _entries(settings.folder):
        if entry.name.startswith(settings.warehouse.name):
            yield entry.path, entry.stat()
    for path in (settings.published_state, Path(sysconfig.get_path("purelib"))):
        yield str(path), path.stat()


def _below(root: Path, left_out: Set[str] = frozenset()) -> Iterator[tuple[str, os.stat_result]]:
    if root.is_file():
        yield str(root), root.stat()
        return
    folders = [str(root)]
    while folders:
        for entry in _entries(folders.pop()):
            if entry.name in left_out:
                continue
            if entry.is_dir(follow_symlinks=False):
                folders.append(entry.path)
            else:
                leads_nowhere = entry.is_symlink() and not Path(entry.path).exists()
                yield entry.path, entry.stat(follow_symlinks=not leads_nowhere)


def _entries(folder: str | Path) -> list[os.DirEntry[str]]:
    with os.scandir(folder) as entries:
        return sorted(entries, key=lambda entry: entry.name)
