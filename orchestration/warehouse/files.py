"""Opening DuckDB files: one way to write the candidate, one way to look at what is published."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import duckdb

from orchestration.settings import MEMORY_LIMIT, STORAGE_VERSION

_WRITING: dict[str, str | bool | int | float | list[str]] = {
    "storage_compatibility_version": STORAGE_VERSION,
    "memory_limit": MEMORY_LIMIT,
    # Most tables are small: with DuckDB's usual blocks a file of few documents is several times
    # as large. With smaller ones than these, writing thousands of documents takes half as long
    # again, and their file is larger.
    "default_block_size": "65536",
}


_LOCKED = "Could not set lock on file"


class DamagedFile(Exception):
    """A DuckDB file that cannot be opened or lacks what every published file has."""

    @property
    def is_locked(self) -> bool:
        """Whether the file is whole as far as is known, and another program writes it."""
        return _LOCKED in str(self)


@contextmanager
def open_for_writing(path: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """A connection to the candidate; everything is in the file itself when it closes."""
    connection = duckdb.connect(path, config=_WRITING)
    try:
        yield connection
        connection.execute("checkpoint")
    finally:
        connection.close()


@contextmanager
def open_read_only(
    path: Path, memory_limit: str = MEMORY_LIMIT
) -> Iterator[duckdb.DuckDBPyConnection]:
    """A connection to a file that this process will not change.

    Args:
        path: the file.
        memory_limit: what DuckDB may keep in memory; less where several processes read.

    Raises:
        DamagedFile: it is no DuckDB file, or a damaged one.
    """
    try:
        connection = duckdb.connect(path, read_only=True)
    except duckdb.Error as error:
        raise DamagedFile(f"{path} cannot be opened: {str(error).splitlines()[0]}") from error
    try:
        # Not when connecting: a second connection to the file would have to ask for the same.
        connection.execute(f"set memory_limit = '{memory_limit}'")
        yield connection
    finally:
        connection.close()


@contextmanager
def of_this_version(path: Path) -> Iterator[None]:
    """A block that asks a published file for tables and columns of this version.

    Raises:
        DamagedFile: the file lacks one: another version made it.
    """
    try:
        yield
    except (duckdb.BinderException, duckdb.CatalogException) as error:
        first = str(error).splitlines()[0]
        raise DamagedFile(
            f"{path} is of another version ({first}); make refresh builds it again"
        ) from error


def first_row(
    connection: duckdb.DuckDBPyConnection, query: str, values: Sequence[Any] = ()
) -> tuple[Any, ...]:
    """The only row of a query that always has one."""
    row: tuple[Any, ...] = connection.execute(query, values).fetchall()[0]
    return row


def remove_database(path: Path) -> None:
    """Remove a DuckDB file with what DuckDB leaves beside it."""
    for leftover in (path, wal_of(path)):
        leftover.unlink(missing_ok=True)
    spill = path.with_name(path.name + ".tmp")
    if spill.is_dir():
        for file in spill.iterdir():
            with suppress(OSError):
                file.unlink()
        with suppress(OSError):
            spill.rmdir()


def wal_of(path: Path) -> Path:
    """The write-ahead log DuckDB keeps beside a file while it is written."""
    return path.with_name(path.name + ".wal")
