"""Which files are in the inbox, and which bytes they hold.

Belongs here: walking the folder and hashing. Does not belong here: reading documents, or any
judgement by file name: a file with an unknown ending is a file like the others.
"""

from __future__ import annotations

import hashlib
import os
import stat
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

_TEMPORARY_PREFIXES = (".", "~$", "._")
_TEMPORARY_SUFFIXES = (".tmp", ".part", ".crdownload", ".swp", "~")
_TEMPORARY_NAMES = {"thumbs.db", "desktop.ini"}
_CHUNK = 1024 * 1024


@dataclass(frozen=True, slots=True)
class InboxFile:
    """One file of the inbox.

    Attributes:
        name: its path below the inbox, `/` separated.
        path: where it is.
        sha256: hash of its bytes; of its name and size where the bytes were not read.
        size: in bytes.
        problem: why the bytes could not be read, empty where they were.
        problem_code: the finding code of that problem.
    """

    name: str
    path: Path
    sha256: str
    size: int
    problem: str = ""
    problem_code: str = "unreadable_document"

    @property
    def document_id(self) -> str:
        """The identity of its bytes in every table."""
        return self.sha256[:16]


def scan_inbox(inbox: Path, largest: int) -> list[InboxFile]:
    """Every file below `inbox`, sorted by name.

    Hidden and temporary files are no input, nor is anything a link leads to outside the inbox.
    A file that vanishes meanwhile is left out; one that cannot be read, or has more than
    `largest` bytes, is listed with its problem; so is a folder that cannot be opened.

    Raises:
        NotADirectoryError: there is no such folder, or it cannot be opened.
    """
    if not inbox.is_dir():
        raise NotADirectoryError(f"{inbox} is not a folder")
    try:
        os.scandir(inbox).close()
    except OSError as error:
        raise NotADirectoryError(f"{inbox} cannot be opened ({error.strerror})") from error
    root = inbox.resolve()
    found = (_look_at(path, inbox, largest) for path in _walk(inbox, root))
    return sorted((file for file in found if file), key=lambda file: file.name)


def scan_optional(folder: Path, largest: int) -> list[InboxFile]:
    """Every input file below a folder that need not be there, its notes to people left out.

    Names begin with the folder's own, so that they are told from those of the inbox.
    """
    if not folder.is_dir():
        return []
    return [
        replace(file, name=f"{folder.name}/{file.name}", problem=_not_a_summary(file, largest))
        for file in scan_inbox(folder, largest)
        if not file.path.name.lower().startswith("readme")
    ]


def _not_a_summary(file: InboxFile, largest: int) -> str:
    """The problem of a file beside the inbox: what a summary should be does not help there."""
    if file.problem_code != "too_large":
        return file.problem
    return (
        f"The file has {file.size:,} bytes, more than {largest:,}; keep only the districts in it."
    )


def is_temporary(name: str) -> bool:
    """Whether a file name is one that editors, copiers and systems leave for themselves."""
    lower = name.lower()
    return (
        lower.startswith(_TEMPORARY_PREFIXES)
        or lower.endswith(_TEMPORARY_SUFFIXES)
        or lower in _TEMPORARY_NAMES
    )


def _walk(folder: Path, root: Path) -> Iterator[Path]:
    """Regular files below `folder`, and folders that cannot be opened.

    Links to folders are not followed, so that none is a loop.
    """
    try:
        entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
    except FileNotFoundError:
        return
    except OSError:
        yield folder
        return
    for entry in entries:
        if is_temporary(entry.name):
            continue
        path = Path(entry.path)
        if entry.is_dir(follow_symlinks=False):
            yield from _walk(path, root)
        elif _is_input(entry, root):
            yield path


def _is_input(entry: os.DirEntry[str], root: Path) -> bool:
    """Whether an entry is a regular file, or a link to one inside the inbox."""
    try:
        return entry.is_file() and (
            not entry.is_symlink() or Path(entry.path).resolve().is_relative_to(root)
        )
    except (OSError, RuntimeError):
        return False  # a link that leads to itself


def _look_at(path: Path, inbox: Path, largest: int) -> InboxFile | None:
    # A name may have bytes of no encoding; every table and page must be able to show it.
    name = os.fsencode(path.relative_to(inbox).as_posix()).decode("utf-8", "backslashreplace")
    if path.is_dir():
        problem = "The folder cannot be opened; give the job the right to read it."
        return _unread(name, path, 0, problem, "unreadable_document")
    try:
        with path.open("rb") as file:
            status = os.fstat(file.fileno())
            if not stat.S_ISREG(status.st_mode):
                return None
            # A file that grows while it is read may be larger than it was.
            digest, size = hashlib.sha256(), status.st_size
            if size <= largest:
                size = 0
                while size <= largest and (chunk := file.read(_CHUNK)):
                    digest.update(chunk)
                    size += len(chunk)
            if size > largest:
                problem = (
                    f"The file has {size:,} bytes; a summary has at most {largest:,}. "
                    "Send the summary alone, without attachments or large pictures."
                )
                return _unread(name, path, size, problem, "too_large")
        return InboxFile(name, path, digest.hexdigest(), size)
    except FileNotFoundError:
        return None
    except OSError as error:
        problem = (
            f"The file cannot be opened ({error.strerror}); give the job the right to read it."
        )
        return _unread(name, path, 0, problem, "unreadable_document")


def _unread(name: str, path: Path, size: int, problem: str, code: str) -> InboxFile:
    stand_in = hashlib.sha256(f"not read\0{name}\0{size}".encode()).hexdigest()
    return InboxFile(name, path, stand_in, size, problem, code)
