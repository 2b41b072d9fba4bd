"""All exports of a published file, written beside it and put in place together.

Belongs here: which files there are, when they need not be written, and the swap. Does not belong
here: any format. The folder holds what one published file says, or what the one before said,
never a mixture: everything is written into a new folder first.
"""

from __future__ import annotations

import json
import shutil
from dataclasses import dataclass
from pathlib import Path

import duckdb

from orchestration.documentation.entries import write_dictionary_csv
from orchestration.exports.datapackage import DATAPACKAGE, write_datapackage
from orchestration.exports.spreadsheet import write_spreadsheet
from orchestration.exports.tables import write_csv, write_parquet
from orchestration.fingerprint import hash_files
from orchestration.settings import PROJECT
from orchestration.warehouse.catalogue import ANALYST_SCHEMAS, Table, read_catalogue
from orchestration.warehouse.files import first_row, open_read_only

SPREADSHEET = "marts.xlsx"
DICTIONARY = "dictionary.csv"

_OTHERS = {
    SPREADSHEET: "The main marts as a workbook, a sheet each.",
    DICTIONARY: "The data dictionary: every table and column of the warehouse and its meaning.",
}
_SOURCES = [
    PROJECT / "orchestration" / name
    for name in ("exports", "documentation/entries.py", "warehouse/catalogue.py")
]


@dataclass(frozen=True, slots=True)
class ExportOutcome:
    """What was done.

    Attributes:
        folder: where the files are.
        files: how many there are.
        bytes: how much they take.
        is_new: whether they were written now; they are left where nothing in them would change.
    """

    folder: Path
    files: int
    bytes: int
    is_new: bool


def write_exports(warehouse: Path, folder: Path, mark: Path) -> ExportOutcome:
    """Write the exports of a published file, unless the ones there are the same.

    Args:
        warehouse: the published file; only read.
        folder: where the exports are; what was there is replaced as a whole.
        mark: a small file outside the folder that remembers what was exported.

    Raises:
        DamagedFile: the published file cannot be read.
        OSError: the folder cannot be written.
    """
    new, old = (folder.with_name(f"{folder.name}.{state}") for state in ("new", "old"))
    _restore(folder, old)
    _remove(new)
    with open_read_only(warehouse) as connection:
        # One thread: the order in which several finish would show in the files.
        connection.execute("set threads = 1")
        tables = read_catalogue(connection, ANALYST_SCHEMAS)
        fingerprint = _fingerprint(connection, tables)
        if _is_current(folder, mark, fingerprint):
            return _outcome(folder, is_new=False)
        _write_all(connection, tables, new)
    sizes = _sizes(new)
    mark.unlink(missing_ok=True)
    if folder.exists():
        folder.replace(old)
    new.replace(folder)
    _keep_others(old, folder)
    _remove(old)
    mark.write_text(json.dumps({"fingerprint": fingerprint, "files": sizes}), encoding="utf-8")
    return _outcome(folder, is_new=True)


def _restore(folder: Path, old: Path) -> None:
    """Undo what a killed run began: what others had put into the folder is still in the old one."""
    if old.is_dir() and folder.is_dir():
        _keep_others(old, folder)
    elif old.exists() and not folder.exists():
        old.replace(folder)
    _remove(old)


def _remove(path: Path) -> None:
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)


def _keep_others(old: Path, folder: Path) -> None:
    """Move what was not exported from the old folder into the new one."""
    exported = _listed(old)
    for file in sorted(old.rglob("*")) if old.is_dir() else []:
        name = file.relative_to(old).as_posix()
        other = folder / name
        if file.is_file() and name not in exported and not other.exists():
            other.parent.mkdir(parents=True, exist_ok=True)
            file.replace(other)


def _listed(folder: Path) -> set[str]:
    """What the descriptor of a folder lists, and the descriptor."""
    try:
        listed = json.loads((folder / DATAPACKAGE).read_text(encoding="utf-8"))["resources"]
        return {DATAPACKAGE, *(str(resource["path"]) for resource in listed)}
    except (OSError, ValueError, LookupError, TypeError):
        return {DATAPACKAGE}


def _write_all(connection: duckdb.DuckDBPyConnection, tables: list[Table], folder: Path) -> None:
    for table in tables:
        (folder / table.schema).mkdir(parents=True, exist_ok=True)
        write_parquet(connection, table, folder / table.schema / f"{table.name}.parquet")
        write_csv(connection, table, folder / table.schema / f"{table.name}.csv")
    write_spreadsheet(connection, tables, folder / SPREADSHEET)
    write_dictionary_csv(read_catalogue(connection), folder / DICTIONARY)
    write_datapackage(folder, tables, _OTHERS)


def _fingerprint(connection: duckdb.DuckDBPyConnection, tables: list[Table]) -> str:
    """What decides the files' bytes: rows, columns, comments and the sources that write them."""
    rows = [
        first_row(
            connection,
            f"select count(*), sum(cast(hash(rows) as hugeint)) from {table.full_name} as rows",
        )
        for table in tables
    ]
    catalogue = repr(read_catalogue(connection))
    (described,) = first_row(connection, "select md5(?)", [f"{rows}{catalogue}"])
    return f"{described} {duckdb.__version__} {hash_files(_SOURCES)}"


def _is_current(folder: Path, mark: Path, fingerprint: str) -> bool:
    if not (mark.exists() and (folder / DATAPACKAGE).exists()):
        return False
    try:
        known = json.loads(mark.read_text(encoding="utf-8"))
    except ValueError:
        return False
    if not isinstance(known, dict) or known.get("fingerprint") != fingerprint:
        return False
    files = known.get("files")
    return isinstance(files, dict) and files.items() <= _sizes(folder).items()


def _sizes(folder: Path) -> dict[str, int]:
    return {
        file.relative_to(folder).as_posix(): file.stat().st_size
        for file in sorted(folder.rglob("*"))
        if file.is_file()
    }


def _outcome(folder: Path, *, is_new: bool) -> ExportOutcome:
    sizes = _sizes(folder)
    return ExportOutcome(folder, len(sizes), sum(sizes.values()), is_new)
