"""Builds a warehouse for a test from documents in memory, without Dagster, gate or publishing.

Belongs here: the shortest way from bytes to marts: read, extract, load, dbt. Does not belong
here: what a refresh adds (memory of earlier files, limits of processes, publishing); tests of
those run the refresh itself.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import date
from pathlib import Path

from orchestration.building.dbt_process import DbtProcess
from orchestration.documents.model import DocumentRefused
from orchestration.documents.read import read_document
from orchestration.extraction import extract
from orchestration.loading.raw_tables import (
    DOCUMENTS,
    EXTRACTED_TABLES,
    INBOX_FILES,
    REFRESH_CONTEXT,
    REFRESH_RUNS,
    create_raw_tables,
)
from orchestration.loading.verdicts import Reading, as_columns, refusal
from orchestration.settings import Settings
from orchestration.warehouse.files import open_for_writing, remove_database
from orchestration.warehouse.runs import Run

_A_DAY_LATER_THAN_ALL = date(2035, 1, 1)


def build_warehouse(documents: Mapping[str, bytes], path: Path) -> None:
    """Write a DuckDB file with everything the documents say.

    Args:
        documents: bytes by file name; loaded in the order given, a run each, so that a later
            one of the same unit and month is a later revision.
        path: the file to write; the folder gets dbt's leftovers too.
    """
    settings = Settings(documents=path.parent / "inbox", warehouse=path)
    settings.make_folders()
    remove_database(settings.candidate)
    with open_for_writing(settings.candidate) as connection:
        create_raw_tables(connection)
        readings: list[tuple[str, str, bytes, Reading]] = []
        for name, content in documents.items():
            sha256 = hashlib.sha256(content).hexdigest()
            readings.append((name, sha256, content, _read(content, sha256[:16])))
        for table in EXTRACTED_TABLES:
            columns: dict[str, list[object]] = {column: [] for column in table.columns}
            for _, _, _, reading in readings:
                for column, values in (reading.rows or {}).get(table.name, {}).items():
                    columns[column].extend(values)
            table.insert(connection, columns)
        DOCUMENTS.insert_rows(
            connection,
            [
                (
                    sha256[:16],
                    sha256,
                    name,
                    reading.file_format,
                    len(content),
                    reading.title,
                    reading.outcome,
                    number,
                    "test",
                )
                for number, (name, sha256, content, reading) in enumerate(readings, start=1)
            ],
        )
        INBOX_FILES.insert_rows(
            connection,
            [(name, sha256[:16], sha256, len(content)) for name, sha256, content, _ in readings],
        )
        REFRESH_CONTEXT.insert_rows(connection, [(_A_DAY_LATER_THAN_ALL, len(readings))])
        run = Run(len(readings), "2035-01-01 00:00:00.000000", outcome="published")
        REFRESH_RUNS.insert_rows(connection, [run.as_row()])
    dbt = DbtProcess(settings)
    try:
        for _ in dbt.build():
            pass
    finally:
        dbt.end()
    settings.candidate.replace(path)


def _read(content: bytes, document_id: str) -> Reading:
    try:
        extraction = extract(read_document(content), document_id)
    except DocumentRefused as refused:
        return refusal(document_id, refused.code, refused.message, refused.location)
    file_format = read_document(content).file_format
    return Reading("read", file_format, extraction.title, as_columns(extraction))
