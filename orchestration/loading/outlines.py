"""The tables of files of outlines in the `raw` schema of a new candidate.

What was found is remembered as long as the folder holds the same files: districts that are in two
of them or in none are findings about all together. Nothing else of the warehouse needs outlines,
so that nothing here ever stops a refresh.
Does not belong here: what is wrong with outlines (`maps.boundaries`), or drawing them.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

import duckdb

from orchestration.fingerprint import boundary_reader_version
from orchestration.helper_process import HelperDied, HelperProcess
from orchestration.loading.inbox import InboxFile
from orchestration.loading.inputs import boundary_files
from orchestration.loading.raw_tables import BOUNDARY_FILES, BOUNDARY_FINDINGS, BOUNDARY_TABLES
from orchestration.maps.boundaries import BoundaryCheck, BoundaryFinding
from orchestration.settings import Settings

SECONDS: Final = 60.0
"""Time all files together may take; every district drawn finely (104 MB) takes 5."""


def load_outlines(
    connection: duckdb.DuckDBPyConnection, settings: Settings, *, has_memory: bool
) -> list[str]:
    """Fill the tables of outlines; gives a remark for each file that was refused.

    Args:
        connection: the candidate; the file published before is attached as `memory`.
        settings: where the files are.
        has_memory: whether it is.
    """
    files = boundary_files(settings)
    if not files:
        return []
    version = boundary_reader_version()
    if not (has_memory and _take_over(connection, files, version)):
        _insert(connection, files, _check(files, settings), version)
    return [
        f"{name}: {message}"
        for name, message in connection.execute(
            "select file_name, min(message) from raw.boundary_findings"
            " where severity = 'error' group by 1 order by 1"
        ).fetchall()
    ]


def _take_over(
    connection: duckdb.DuckDBPyConnection, files: Sequence[InboxFile], version: str
) -> bool:
    """Copy what the memory knows, if it is about the same files; gives whether it was."""
    try:
        known = connection.execute(
            "select file_name, sha256, reader_version from memory.raw.boundary_files"
        ).fetchall()
        if set(known) != {(file.name, file.sha256, version) for file in files}:
            return False
        for table in BOUNDARY_TABLES:
            columns = ", ".join(table.columns)
            connection.execute(
                f"insert into raw.{table.name} select {columns} from memory.raw.{table.name}"
            )
    except duckdb.Error:
        # The memory is of a version that had no such tables, or others.
        for table in BOUNDARY_TABLES:
            connection.execute(f"delete from raw.{table.name}")
        return False
    return True


def _check(files: Sequence[InboxFile], settings: Settings) -> BoundaryCheck:
    """Look at all files together; where that breaks, at each, and at the others together."""
    check = _ask(files, settings)
    if check:
        return check
    bad = [file for file in files if len(files) == 1 or _ask([file], settings) is None]
    rest = [file for file in files if file not in bad]
    check = (_ask(rest, settings) if rest else None) or BoundaryCheck({}, [])
    message = (
        f"Reading the file takes more than {SECONDS:g} seconds or too much memory; simplify its "
        "outlines, and keep districts only."
    )
    return BoundaryCheck(
        check.used,
        [
            *check.findings,
            *(BoundaryFinding("error", "too_large", file.name, message) for file in bad),
        ],
    )


def _ask(files: Sequence[InboxFile], settings: Settings) -> BoundaryCheck | None:
    """The answer of a helper; None where it broke or took too long."""
    helper = HelperProcess(
        "orchestration.maps.boundary_worker",
        settings.child_environment(),
        settings.logs / "outlines.log",
    )
    try:
        helper.send(list(files))
        if not helper.connection.poll(SECONDS):
            return None
        check: BoundaryCheck = helper.receive()
    except (HelperDied, MemoryError):
        return None
    finally:
        helper.kill()
    return check


def _insert(
    connection: duckdb.DuckDBPyConnection,
    files: Iterable[InboxFile],
    check: BoundaryCheck,
    version: str,
) -> None:
    BOUNDARY_FILES.insert_rows(
        connection,
        [
            (
                file.document_id,
                file.sha256,
                file.name,
                file.size,
                "read" if file.name in check.used else "refused",
                check.used.get(file.name, 0),
                version,
            )
            for file in files
        ],
    )
    ids = {file.name: file.document_id for file in files}
    BOUNDARY_FINDINGS.insert_rows(
        connection,
        [
            (ids[one.file_name], one.file_name, one.severity, one.code, one.message)
            for one in check.findings
        ],
    )
