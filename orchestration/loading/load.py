"""Filling the `raw` schema of a new candidate.

Belongs here: what is taken over from the file published before, what is read again, and the
rows that say which documents there are. A candidate always starts as an empty file, so that
nothing of a killed run or of an older schema can be left in it; documents whose bytes are known
come from the published file and are not opened again.
Does not belong here: reading (`reading`), or any meaning.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, cast

import duckdb
import pyarrow as pa

from orchestration.fingerprint import NOT_FINAL, inputs_hash, reader_version
from orchestration.lima import lima_date
from orchestration.loading.inbox import InboxFile, scan_inbox
from orchestration.loading.inputs import optional_inputs, workbooks
from orchestration.loading.outlines import load_outlines
from orchestration.loading.raw_tables import (
    ALL_TABLES,
    DOCUMENTS,
    EXTRACTED_TABLES,
    INBOX_FILES,
    REFRESH_CONTEXT,
    REFRESH_RUNS,
    REMEMBERED_TABLES,
    create_raw_tables,
)
from orchestration.loading.reading import ReadingPool
from orchestration.loading.verdicts import Reading, refusal
from orchestration.poverty.loading import WorkbookRun, load_workbooks
from orchestration.progress import counted, say
from orchestration.settings import Settings
from orchestration.warehouse.files import first_row, open_for_writing, remove_database
from orchestration.warehouse.published import Memory, find_memory
from orchestration.warehouse.runs import Journal, Run, changed_inputs, history

_BATCH_DOCUMENTS = 100
"""Documents loaded at once: enough for set-based loading, few enough for bounded memory."""


_WHERE_OLDER_FILES_LACK = {"outcome": "'read'", "reader_version": "''", "first_seen_run": "1"}
"""What stands for a column of `raw.documents` that a file of an older version does not have."""


class NothingToRead(Exception):
    """The inbox gives nothing that could be published; the message says what to do."""


@dataclass(frozen=True, slots=True)
class Refusal:
    """A file kept out whole, for people to see."""

    file_name: str
    code: str
    message: str


@dataclass(slots=True)
class LoadReport:
    """What loading did.

    Attributes:
        run: the run, with its counts of documents.
        rows: rows in each raw table.
        refusals: the files in the inbox that could not be read.
        remarks: what else a person should know.
    """

    run: Run
    rows: dict[str, int] = field(default_factory=dict)
    refusals: list[Refusal] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Known:
    """What the memory says about a document."""

    file_name: str
    outcome: str
    reader_version: str
    first_seen_run: int


def load_inbox(settings: Settings, run: Run) -> LoadReport:
    """Build the candidate's `raw` schema from the inbox and from what was published before.

    Raises:
        NothingToRead: the inbox is missing or empty, or nothing in it can be read and nothing
            was ever published.
    """
    files = _scan(settings)
    memory = find_memory(settings)
    report = LoadReport(run)
    if memory.remark:
        report.remarks.append(memory.remark)
    remove_database(settings.candidate)
    with open_for_writing(settings.candidate) as connection:
        create_raw_tables(connection)
        _Loader(settings, connection, memory, report).load(files)
    _refuse_empty(report)
    return report


def _scan(settings: Settings) -> list[InboxFile]:
    try:
        files = scan_inbox(settings.documents, settings.limits.file_bytes)
    except NotADirectoryError as error:
        raise NothingToRead(f"{error}; set MIMP_DOCUMENTS to the folder of summaries") from error
    if not files:
        raise NothingToRead(f"there are no documents in {settings.documents}")
    return files


def _refuse_empty(report: LoadReport) -> None:
    if report.rows["documents"] > len({refusal.file_name for refusal in report.refusals}):
        return
    reasons = "; ".join(f"{one.file_name}: {one.message}" for one in report.refusals[:3])
    raise NothingToRead(f"none of the documents could be read. {reasons}")


class _Loader:
    """One load of one candidate."""

    def __init__(
        self,
        settings: Settings,
        connection: duckdb.DuckDBPyConnection,
        memory: Memory,
        report: LoadReport,
    ) -> None:
        self._settings = settings
        self._connection = connection
        self._memory = memory
        self._report = report
        self._reader_version = reader_version(settings.can_read_pictures)
        self._known: dict[str, _Known] = {}
        self._past = history(memory.runs, Journal(settings.journal), report.run)[:-1]
        # Publications are counted, not runs: the published file tells as many of itself.
        self._edition = 1 + sum(run.outcome == "published" for run in self._past)

    def load(self, files: list[InboxFile]) -> None:
        if self._memory.path:
            self._connection.execute(f"attach '{_quoted(self._memory.path)}' as memory (read_only)")
            self._known = self._read_known()
        new = [file for file in _distinct(files) if self._must_be_read(file)]
        known = len(files) - len(new)
        say(f"  {counted(len(new), 'new document')} to read, {known} known")
        self._take_over(files, {file.document_id for file in new})
        present = self._load_new(files, new)
        self._load_optional_inputs()
        self._write_context(present, len(new))
        if self._memory.path:
            self._connection.execute("detach memory")

    def _read_known(self) -> dict[str, _Known]:
        """The documents the memory holds.

        None counts as read if the tables are of another make, or somebody else wrote into them.
        """
        columns = self._connection.execute(
            "select table_name, column_name from duckdb_columns()"
            " where database_name = 'memory' and schema_name = 'raw' order by column_index"
        ).fetchall()
        is_usable = self._memory.is_trusted and all(
            [name for table_name, name in columns if table_name == table.name]
            == list(table.columns)
            for table in REMEMBERED_TABLES
        )
        present = {name for table_name, name in columns if table_name == DOCUMENTS.name}
        if not {"document_id", "file_name"} <= present:
            return {}
        wanted = ", ".join(
            name if name in present else f"{instead} as {name}"
            for name, instead in _WHERE_OLDER_FILES_LACK.items()
        )
        rows = self._connection.execute(
            f"select document_id, file_name, {wanted} from memory.raw.documents"
        ).fetchall()
        return {
            document_id: _Known(name, outcome, version if is_usable else "", first_seen)
            for document_id, name, outcome, version, first_seen in rows
        }

    def _must_be_read(self, file: InboxFile) -> bool:
        known = self._known.get(file.document_id)
        return known is None or known.reader_version != self._reader_version

    def _take_over(self, files: Iterable[InboxFile], new: set[str]) -> None:
        """Copy the rows of known documents; what was refused is kept only with its file."""
        names: dict[str, str] = {}
        for file in files:
            names.setdefault(file.document_id, file.name)
        kept = {
            document_id: names.get(document_id, known.file_name)
            for document_id, known in self._known.items()
            if document_id not in new and (known.outcome == "read" or document_id in names)
        }
        if not kept:
            return
        self._connection.register(
            "kept", pa.table({"document_id": list(kept), "file_name": list(kept.values())})
        )
        for table in REMEMBERED_TABLES:
            if shared := self._shared_columns(table.name):
                self._connection.execute(
                    f"insert into raw.{table.name} by name select {shared} from"
                    f" memory.raw.{table.name} where document_id in (select document_id from kept)"
                )
        for name, instead in _WHERE_OLDER_FILES_LACK.items():
            self._connection.execute(
                f"update raw.documents set {name} = {instead} where {name} is null"
            )
        self._connection.execute(
            "update raw.documents set file_name = kept.file_name from kept"
            " where documents.document_id = kept.document_id"
        )
        self._connection.unregister("kept")

    def _shared_columns(self, table: str) -> str:
        names = self._connection.execute(
            "select column_name from duckdb_columns() where schema_name = 'raw' and table_name = ?"
            " group by column_name having count(*) = 2 order by column_name",
            [table],
        ).fetchall()
        return ", ".join(f'"{name}"' for (name,) in names)

    def _load_new(self, files: list[InboxFile], new: list[InboxFile]) -> list[InboxFile]:
        """Read and load new documents; gives the files that are still in the inbox."""
        absent: set[str] = set()
        replaced: dict[str, InboxFile] = {}
        batch: list[tuple[InboxFile, Reading]] = []
        for number, (file, reading) in enumerate(self._verdicts(new), start=1):
            if reading.outcome == "gone":
                absent.add(file.document_id)
                self._report.remarks.append(f"{file.name} vanished before it was read.")
                continue
            if reading.outcome == "changed":
                file, reading = _changed(file)
                replaced[file.name] = file
            batch.append((file, reading))
            if len(batch) == _BATCH_DOCUMENTS:
                self._insert(batch)
                batch.clear()
            if number % 25 == 0 or number == len(new):
                say(f"  read {number} of {counted(len(new), 'document')}")
        self._insert(batch)
        return [replaced.get(file.name, file) for file in files if file.document_id not in absent]

    def _verdicts(self, new: Sequence[InboxFile]) -> Iterator[tuple[InboxFile, Reading]]:
        for file in new:
            if file.problem:
                yield file, refusal(file.document_id, file.problem_code, file.problem)
        readable = [file for file in new if not file.problem]
        yield from ReadingPool(self._settings).read(readable)

    def _insert(self, batch: Sequence[tuple[InboxFile, Reading]]) -> None:
        for table in EXTRACTED_TABLES:
            columns: dict[str, list[Any]] = {name: [] for name in table.columns}
            for _, reading in batch:
                for name, values in (reading.rows or {}).get(table.name, {}).items():
                    columns[name].extend(values)
            table.insert(self._connection, columns)
        DOCUMENTS.insert_rows(self._connection, [self._document_row(*one) for one in batch])

    def _document_row(self, file: InboxFile, reading: Reading) -> tuple[Any, ...]:
        known = self._known.get(file.document_id)
        return (
            file.document_id,
            file.sha256,
            file.name,
            reading.file_format,
            file.size,
            reading.title,
            reading.outcome,
            known.first_seen_run if known else self._edition,
            self._reader_version if reading.is_final else NOT_FINAL,
        )

    def _load_optional_inputs(self) -> None:
        run = WorkbookRun(bool(self._memory.path), self._edition, lima_date().year)
        self._report.remarks += load_workbooks(self._connection, workbooks(self._settings), run)
        self._report.remarks += load_outlines(
            self._connection, self._settings, has_memory=run.has_memory
        )

    def _write_context(self, files: list[InboxFile], new: int) -> None:
        connection, report = self._connection, self._report
        INBOX_FILES.insert_rows(
            connection, [(file.name, file.document_id, file.sha256, file.size) for file in files]
        )
        report.refusals = [
            Refusal(*row)
            for row in connection.execute(
                "select inbox_files.file_name, any_value(code), any_value(message)"
                " from raw.inbox_files"
                " join raw.documents using (document_id)"
                " join raw.reading_findings using (document_id)"
                " where outcome = 'refused' and severity = 'error' group by all order by all"
            ).fetchall()
        ]
        inputs = {file.name: file.sha256 for file in [*files, *optional_inputs(self._settings)]}
        report.run = replace(
            report.run,
            inputs_hash=inputs_hash(inputs.items()),
            inputs=changed_inputs(self._past, inputs),
            documents_in_inbox=len(files),
            documents_read=new,
            documents_unchanged=len(files) - new,
            documents_quarantined=len(report.refusals),
        )
        REFRESH_CONTEXT.insert_rows(connection, [(self._refresh_date(), report.run.run_number)])
        REFRESH_RUNS.insert_rows(connection, [run.as_row() for run in [*self._past, report.run]])
        for table in ALL_TABLES:
            (rows,) = first_row(connection, f"select count(*) from raw.{table.name}")
            report.rows[table.name] = rows

    def _refresh_date(self) -> date:
        """Today, or the newest month that is published where the clock was set back before it.

        Not the day of the last refresh: a clock that was once ahead would count for years.
        """
        today = lima_date()
        if not self._memory.path or not self._known:
            return today
        try:
            (newest,) = first_row(
                self._connection, "select max(as_of_month) from memory.dimensional.dim_document"
            )
        except duckdb.Error:
            return today  # published by a version without that table
        if newest and newest > today:
            self._report.remarks.append(
                f"The clock says {today}, but a summary of {newest:%Y-%m} is published; is the"
                " clock right? Until it is, that month counts as this one."
            )
            return cast("date", newest)
        return today


def _distinct(files: Iterable[InboxFile]) -> list[InboxFile]:
    """One file for each distinct content, the first by name."""
    first: dict[str, InboxFile] = {}
    for file in files:
        first.setdefault(file.document_id, file)
    return list(first.values())


def _changed(file: InboxFile) -> tuple[InboxFile, Reading]:
    """A stand-in for a file that is still being written: it is read at the next refresh."""
    message = "The file changed while it was read; the next refresh reads it again."
    stand_in = replace(file, sha256=inputs_hash([("changed", file.sha256)]).ljust(64, "0"))
    return stand_in, refusal(stand_in.document_id, "unreadable_document", message, is_final=False)


def _quoted(path: object) -> str:
    return str(path).replace("'", "''")
