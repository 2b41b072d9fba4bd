"""What reading a file is asked for and answers with, as values that pass between processes.

Does not belong here: reading itself (`reading_worker`) or handing out files (`reading`).
"""

from __future__ import annotations

from dataclasses import dataclass
from operator import attrgetter
from pathlib import Path
from typing import Any, Literal

from orchestration.documents.model import Limits
from orchestration.extraction.rows import EXTRACTED, Extraction, ReadingFinding, column_names

RawColumns = dict[str, dict[str, list[Any]]]
"""Raw rows by table and column."""


TAKEN = "taken"
"""What a helper sends ahead of its verdict when it begins with a file."""


@dataclass(frozen=True, slots=True)
class ReadingRequest:
    """One file to read, the hash it had when the inbox was looked at, and what it may cost."""

    path: Path
    sha256: str
    limits: Limits
    memory_bytes: int


@dataclass(frozen=True, slots=True)
class Reading:
    """The verdict about one file.

    Attributes:
        outcome: `read` or `refused`; `gone` and `changed` where the file was no longer what it
            was when the inbox was looked at.
        file_format: as detected from the bytes, `unknown` where refused.
        title: as printed.
        rows: raw rows by table and column; a refusal is a row of `reading_findings`.
        is_final: whether reading the same bytes again would give the same; not so where the
            time was up.
    """

    outcome: Literal["read", "refused", "gone", "changed"]
    file_format: str = "unknown"
    title: str = ""
    rows: RawColumns | None = None
    is_final: bool = True


def refusal(
    document_id: str, code: str, message: str, location: str = "", *, is_final: bool = True
) -> Reading:
    """The verdict that a document cannot be loaded, as its only finding."""
    extraction = Extraction(document_id)
    extraction.add(ReadingFinding(document_id, "error", code, location, "", message))
    return Reading("refused", rows=as_columns(extraction), is_final=is_final)


def too_much_memory(document_id: str, memory_bytes: int) -> Reading:
    """The verdict about a document that needs more memory than it may take."""
    message = (
        f"Reading the file takes more than {memory_bytes // 1024**2} MB of memory; "
        "send the summary alone, without attachments or large pictures."
    )
    return refusal(document_id, "too_large", message)


def as_columns(extraction: Extraction) -> RawColumns:
    """The rows of an extraction by table and column."""
    columns: RawColumns = {}
    for row_type in EXTRACTED:
        names = column_names(row_type)
        values = list(zip(*map(attrgetter(*names), extraction.rows[row_type.table]), strict=True))
        columns[row_type.table] = {
            name: list(values[i]) if values else [] for i, name in enumerate(names)
        }
    return columns
