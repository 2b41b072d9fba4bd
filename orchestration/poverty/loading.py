"""The workbooks' tables in the `raw` schema of a new candidate.

Workbooks are remembered by their bytes, as documents are: what was read once is taken over from
the published file, so that an edition stays when its file goes or is overwritten by a broken one.
A workbook that was refused is remembered only as long as its file is there.
Does not belong here: reading (`workbook`), or which edition is current (dbt).
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

import duckdb

from orchestration.fingerprint import NOT_FINAL, workbook_reader_version
from orchestration.loading.inbox import InboxFile
from orchestration.loading.raw_tables import (
    POVERTY_ESTIMATES,
    POVERTY_FINDINGS,
    POVERTY_TABLES,
    POVERTY_WORKBOOKS,
)
from orchestration.poverty.model import WorkbookFinding, WorkbookReading
from orchestration.poverty.places import KnownPlaces, read_known_places
from orchestration.poverty.workbook import read_workbook
from orchestration.settings import REFERENCE


@dataclass(frozen=True, slots=True)
class WorkbookRun:
    """What loading the workbooks of one refresh needs to know of it.

    Attributes:
        has_memory: whether the file published before is attached as `memory`.
        edition: number of this publication, kept as first_seen_run.
        year: the year now, in Lima.
    """

    has_memory: bool
    edition: int
    year: int


def load_workbooks(
    connection: duckdb.DuckDBPyConnection, files: Sequence[InboxFile], run: WorkbookRun
) -> list[str]:
    """Fill the workbooks' tables; gives a remark for each workbook that was refused."""
    version = workbook_reader_version()
    present = {file.document_id: file for file in files}
    first_seen: dict[str, int] = {}
    if run.has_memory and _memory_has_tables(connection):
        first_seen = _take_over(connection, present, version)
    known = _ids(connection)
    new = [file for identity, file in present.items() if identity not in known]
    if new:
        places = read_known_places(REFERENCE)
        for file in new:
            first = first_seen.get(file.document_id, run.edition)
            _insert(connection, file, _read(file, places, run.year), first, version)
    return [
        f"{name}: {message}"
        for name, message in connection.execute(
            "select file_name, min(message) from raw.poverty_workbooks"
            " join raw.poverty_findings using (workbook_id)"
            " where outcome = 'refused' and severity = 'error' group by 1 order by 1"
        ).fetchall()
    ]


def _memory_has_tables(connection: duckdb.DuckDBPyConnection) -> bool:
    """Whether the memory has the tables as they are now; if not, everything is read again."""
    columns: dict[str, list[str]] = {}
    for table, column in connection.execute(
        "select table_name, column_name from duckdb_columns()"
        " where database_name = 'memory' and schema_name = 'raw' order by column_index"
    ).fetchall():
        columns.setdefault(table, []).append(column)
    return all(columns.get(table.name) == list(table.columns) for table in POVERTY_TABLES)


def _take_over(
    connection: duckdb.DuckDBPyConnection, present: dict[str, InboxFile], version: str
) -> dict[str, int]:
    """Copy what the memory knows and need not be read again; gives when each was first seen."""
    known = connection.execute(
        "select workbook_id, outcome, reader_version, first_seen_run"
        " from memory.raw.poverty_workbooks"
    ).fetchall()
    kept = [
        identity
        for identity, outcome, reader, _ in known
        if (identity in present and reader == version)
        or (identity not in present and outcome == "read")
    ]
    for table in POVERTY_TABLES:
        connection.execute(
            f"insert into raw.{table.name} select * from memory.raw.{table.name}"
            " where list_contains(?, workbook_id)",
            [kept],
        )
    connection.execute("update raw.poverty_workbooks set is_in_folder = false")
    for identity in set(kept) & present.keys():
        connection.execute(
            "update raw.poverty_workbooks set is_in_folder = true, file_name = ?"
            " where workbook_id = ?",
            [present[identity].name, identity],
        )
    return {identity: first for identity, _, _, first in known}


def _ids(connection: duckdb.DuckDBPyConnection) -> set[str]:
    rows = connection.execute("select workbook_id from raw.poverty_workbooks").fetchall()
    return {identity for (identity,) in rows}


def _read(file: InboxFile, places: KnownPlaces, year: int) -> WorkbookReading | None:
    """The reading of a file; None where it is being written just now."""
    if file.problem:
        finding = WorkbookFinding("error", file.problem_code, file.problem)
        return WorkbookReading(findings=[finding])
    try:
        content = file.path.read_bytes()
    except OSError:
        return None
    if hashlib.sha256(content).hexdigest() != file.sha256:
        return None
    return read_workbook(content, file.path.name, places, year)


def _insert(
    connection: duckdb.DuckDBPyConnection,
    file: InboxFile,
    reading: WorkbookReading | None,
    first_seen: int,
    version: str,
) -> None:
    is_final = reading is not None
    if reading is None:
        message = "The file changed while it was read; the next refresh reads it again."
        reading = WorkbookReading(
            findings=[WorkbookFinding("error", "unreadable_document", message)]
        )
    # A year in the future may be the present at the next refresh.
    is_final &= not any(finding.code == "future_period" for finding in reading.findings)
    identity = file.document_id
    POVERTY_WORKBOOKS.insert_rows(
        connection,
        [
            (
                identity,
                file.sha256,
                file.name,
                file.size,
                reading.edition,
                reading.population_year,
                reading.title,
                "refused" if reading.is_refused else "read",
                True,
                first_seen,
                version if is_final else NOT_FINAL,
            )
        ],
    )
    POVERTY_FINDINGS.insert_rows(
        connection,
        [
            (
                identity,
                one.severity,
                one.code,
                one.location,
                one.printed_text[:500],
                one.message,
            )
            for one in reading.findings
        ],
    )
    if reading.is_refused:
        return
    POVERTY_ESTIMATES.insert_rows(
        connection,
        [
            (
                identity,
                one.location,
                one.ubigeo,
                one.department_text,
                one.province_text,
                one.district_text,
                one.population,
                one.lower,
                one.upper,
                one.robust_group,
                one.rank,
            )
            for one in reading.estimates
        ],
    )
