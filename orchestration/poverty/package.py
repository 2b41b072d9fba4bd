"""The file of a workbook, opened without trusting it.

Belongs here: what kind of file it is, and bounds on what it may unfold to. Does not belong
here: what its sheets hold (`layout`, `workbook`).
"""

from __future__ import annotations

import io
import zipfile
import zlib
from typing import Final

from orchestration.poverty.model import WorkbookRefused

LARGEST_BYTES: Final = 10 * 1024 * 1024
"""Bytes a workbook may have; the official one has less than one million."""

_MOST_UNFOLDED_BYTES: Final = 60 * 1024 * 1024
_MOST_PARTS: Final = 500
_OLE_MARK: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_RESAVE: Final = "open it in a spreadsheet program and save it again as .xlsx"


def check_package(content: bytes) -> None:
    """Refuse what is no workbook, or one that would cost too much to open.

    Raises:
        WorkbookRefused: `too_large`, `encrypted_document`, `unsupported_format`,
            `unreadable_document` or `unsafe_document`.
    """
    if len(content) > LARGEST_BYTES:
        raise WorkbookRefused(
            "too_large",
            f"The workbook has {len(content):,} bytes, more than {LARGEST_BYTES:,}: "
            "keep only the sheet of districts.",
        )
    if content.startswith(_OLE_MARK):
        raise WorkbookRefused(
            "encrypted_document"
            if b"E\0n\0c\0r\0y\0p\0t\0e\0d" in content
            else "unsupported_format",
            "The file is an old .xls workbook or one with a password: "
            f"{_RESAVE}, without a password.",
        )
    if not content.startswith(b"PK"):
        raise WorkbookRefused(
            "unsupported_format",
            f"The file is no .xlsx workbook: put INEI's Anexo_Estadistico.xlsx here, or {_RESAVE}.",
        )
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            _check_parts(package)
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, RuntimeError) as error:
        raise WorkbookRefused(
            "unreadable_document",
            "The workbook is cut off or damaged: download it again.",
        ) from error


def _check_parts(package: zipfile.ZipFile) -> None:
    parts = package.infolist()
    # Unpacking stops at the declared size, so that the declared sizes bound the work.
    if len(parts) > _MOST_PARTS or sum(part.file_size for part in parts) > _MOST_UNFOLDED_BYTES:
        raise WorkbookRefused(
            "unsafe_document",
            f"The workbook unfolds to more than {_MOST_UNFOLDED_BYTES >> 20} MB or has more than "
            f"{_MOST_PARTS} parts: keep only the sheet of districts, and {_RESAVE}.",
        )
    names = {part.filename.lower() for part in parts}
    if "xl/workbook.xml" not in names:
        raise WorkbookRefused(
            "unsupported_format",
            f"The file is a zip or office file but no .xlsx workbook: {_RESAVE}.",
        )
    for part in parts:
        if part.filename.lower().endswith((".xml", ".rels")):
            text = package.read(part)
            if b"<!DOCTYPE" in text or b"<!ENTITY" in text or b"\x00<\x00!" in text:
                raise WorkbookRefused(
                    "unsafe_document",
                    f"A part of the workbook declares XML entities, which no spreadsheet program "
                    f"writes: do not open it; if it is INEI's own file, {_RESAVE}.",
                    part.filename,
                )
