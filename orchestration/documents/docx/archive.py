"""The zip around a Word file, opened without trusting what it says of itself.

Belongs here: which entries may be read, how far they may unfold, and what is refused.
Does not belong here: what the entries hold (`package`, `markup`). Nothing is ever written to
disk, so a climbing path could do no harm here; a file that has one is no honest Word file.
"""

from __future__ import annotations

import io
import zipfile
import zlib
from typing import Final

from orchestration.documents.model import DocumentRefused, Limits, Remark

_ENTRY_MARK: Final = b"PK\x01\x02"
_MOST_ENTRIES: Final = 10_000
_CHUNK_BYTES: Final = 1024 * 1024
_HONEST_BYTES: Final = 16 * 1024 * 1024
"""Up to here a part may unfold at any ratio: a page of the same word repeated packs far tighter
than the ratio allowed, and this much does no harm."""
_ENCRYPTED_FLAG: Final = 0x1
_DAMAGE: Final = (zipfile.BadZipFile, zlib.error, EOFError, RuntimeError, OSError, ValueError)
"""What `zipfile` raises where an entry is not what its directory says."""

RESEND: Final = "open it in Word, save it again as .docx and put that file into the inbox"


class UnreadablePart(Exception):
    """One part cannot be unpacked: cut off, damaged or packed in a way Word never does."""


class Archive:
    """The entries of a zip by part name, each unpacked only when asked for.

    Part names are compared without regard to case, as the packaging standard asks.
    """

    def __init__(self, content: bytes, limits: Limits) -> None:
        """Read the zip's directory.

        Raises:
            DocumentRefused: `unreadable_document` where it is no whole zip, `unsafe_document`
                where its directory is not one an office program writes, `encrypted_document`.
        """
        if content.count(_ENTRY_MARK) > _MOST_ENTRIES:
            raise DocumentRefused(
                "unsafe_document",
                f"The file holds more than {_MOST_ENTRIES} zip entries, which no Word file does: "
                f"if it is a real summary, {RESEND}.",
            )
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(content))
        except (zipfile.BadZipFile, ValueError, NotImplementedError, OverflowError) as error:
            raise DocumentRefused(
                "unreadable_document",
                "The Word file is cut off or damaged (its zip directory cannot be read): "
                "get it again from the sender.",
            ) from error
        self._limits = limits
        self._unpacked_bytes = 0
        self._used: set[str] = set()
        self._entries = self._checked_entries()

    def _checked_entries(self) -> dict[str, zipfile.ZipInfo]:
        entries: dict[str, zipfile.ZipInfo] = {}
        for entry in self._zip.infolist():
            # ZipInfo.filename stops at a NUL; orig_filename is what the file says.
            name = entry.orig_filename.replace("\\", "/")
            if _leaves_the_archive(name):
                raise DocumentRefused(
                    "unsafe_document",
                    "The zip has an entry whose path leads out of the archive, which Word never "
                    f"writes: do not open the file, ask its sender about it, or {RESEND}.",
                    location=name[:200],
                )
            if entry.flag_bits & _ENCRYPTED_FLAG:
                raise DocumentRefused(
                    "encrypted_document",
                    "The file is protected by a password: save it without one and put that file "
                    "into the inbox.",
                    location=name[:200],
                )
            if name.endswith("/"):
                continue
            key = name.lower()
            if key in entries:
                raise DocumentRefused(
                    "unsafe_document",
                    "The zip holds the same entry twice, so that programs disagree on what the "
                    f"document says: {RESEND}.",
                    location=name[:200],
                )
            entries[key] = entry
        return entries

    @property
    def names(self) -> tuple[str, ...]:
        """All entries' names as the file spells them, in the file's order."""
        return tuple(entry.filename for entry in self._entries.values())

    def __contains__(self, name: str) -> bool:
        """Whether there is a part of that name."""
        return name.lower() in self._entries

    def read(self, name: str, at_most: int | None = None) -> bytes:
        """A part's bytes, counted while they unfold.

        Args:
            name: the part.
            at_most: bytes past which the part counts as unreadable; None for the limits alone.

        Raises:
            UnreadablePart: the part is missing, cut off, damaged or larger than `at_most`.
            DocumentRefused: it unfolds past the limits (`too_large`, or `unsafe_document`
                where it is a decompression bomb).
        """
        entry = self._entries.get(name.lower())
        if entry is None:
            raise UnreadablePart(f"{name} is missing")
        self._used.add(name.lower())
        # Never more than the declared size is unpacked; a part that declares too little fails
        # its checksum.
        if at_most is not None and entry.file_size > at_most:
            raise UnreadablePart(f"{name} unfolds to {entry.file_size >> 20} MB")
        if entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise UnreadablePart(f"{name} is packed in a way Word does not use")
        chunks: list[bytes] = []
        size = 0
        try:
            with self._zip.open(entry) as stream:
                while chunk := stream.read(_CHUNK_BYTES):
                    size += len(chunk)
                    self._unpacked_bytes += len(chunk)
                    self._refuse_past_limits(name, size, entry.compress_size)
                    chunks.append(chunk)
        except (
            zipfile.BadZipFile,
            zlib.error,
            EOFError,
            RuntimeError,
            OSError,
            ValueError,
        ) as error:
            raise UnreadablePart(f"{name} is cut off or damaged") from error
        except NotImplementedError as error:
            raise UnreadablePart(f"{name} is packed in a way Word does not use") from error
        return b"".join(chunks)

    def _refuse_past_limits(self, name: str, size: int, packed_bytes: int) -> None:
        limits = self._limits
        if size > _HONEST_BYTES and size > limits.compression_ratio * max(packed_bytes, 1):
            raise DocumentRefused(
                "unsafe_document",
                f"A part unfolds to more than {limits.compression_ratio} times its packed size "
                f"(a decompression bomb): if it is a real summary, {RESEND}.",
                location=name,
            )
        if size > limits.part_bytes or self._unpacked_bytes > limits.total_part_bytes:
            raise DocumentRefused(
                "too_large",
                f"The document unfolds to more than {limits.part_bytes >> 20} MB in a part or "
                f"{limits.total_part_bytes >> 20} MB in all; a summary needs a few: {RESEND}.",
                location=name,
            )

    def remarks_on_unread(self) -> list[Remark]:
        """What lies in the zip, was not needed and is still worth a word."""
        remarks = []
        for key, entry in self._entries.items():
            if key.endswith("vbaproject.bin"):
                remarks.append(
                    Remark(
                        "unsafe_document",
                        "warning",
                        "The Word file carries macros. They were not read or run; do not enable "
                        "them, and ask the sender for a copy without.",
                        location=entry.filename,
                    )
                )
            elif key not in self._used and entry.file_size > self._limits.part_bytes:
                remarks.append(
                    Remark(
                        "too_large",
                        "warning",
                        f"A part of {entry.file_size >> 20} MB that the text does not need was "
                        "left unread; a copy without it would be smaller.",
                        location=entry.filename,
                    )
                )
        return remarks


def _leaves_the_archive(name: str) -> bool:
    return name.startswith("/") or name[1:2] == ":" or "\0" in name or ".." in name.split("/")
