"""A published file that somebody damaged, replaced or changed; a candidate that was left behind.

Belongs here: what happens to the DuckDB files by other hands. Each is noticed, said, and healed
by the next refresh, from what can still be read and from the inbox.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import duckdb

from orchestration.warehouse.files import wal_of
from tests.faults.place import Place, Wrong
from tests.faults.process_fault import ProcessFault


def _harmed(harm: Callable[[Path], None], *words: str) -> Callable[[Place], str]:
    """The published file was harmed; the refresh says it in these words, and heals it."""

    def attempt(place: Place) -> str:
        harm(place.settings.warehouse)
        place.vary()
        done = place.refresh()
        notes = [line.strip() for line in done.output.splitlines() if "The published" in line]
        told = " ".join(notes)
        if missing := [word for word in words if word not in told]:
            raise Wrong(f"it does not say {missing}: {done.output[-500:]}")
        return told.removeprefix("note: ")

    return attempt


def _truncate(path: Path) -> None:
    os.truncate(path, path.stat().st_size // 2)


def _empty(path: Path) -> None:
    os.truncate(path, 0)


def _write_text(path: Path) -> None:
    path.write_text("SELECT 1;\n" * 1000)


def _overwrite_middle(path: Path) -> None:
    with path.open("r+b") as file:
        for part in range(1, 20):
            file.seek(path.stat().st_size * part // 20)
            file.write(b"\xa5" * 4096)


def _overwrite_one_block(path: Path) -> None:
    with path.open("r+b") as file:
        file.seek(path.stat().st_size * 3 // 5)
        file.write(b"\xa5" * 4096)


def _replace_by_folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


def _replace_by_other_program(path: Path) -> None:
    path.unlink()
    with duckdb.connect(path) as connection:
        connection.execute("create table sales as select 1 as amount")


def _change(path: Path) -> None:
    with duckdb.connect(path) as connection:
        connection.execute("update raw.service_figures set printed_text = '77777'")
        connection.execute("drop table quality.findings")
        connection.execute("create table mine as select 1 as number")


def _leave_log(path: Path) -> None:
    wal_of(path).write_bytes(b"left by somebody")


def _drop_history(path: Path) -> None:
    with duckdb.connect(path) as connection:
        connection.execute("drop table raw.refresh_runs")


def folder_with_files(place: Place) -> str:
    """A folder with something in it stands in the place of the published file."""
    published = place.settings.warehouse
    aside = place.folder / "published-aside"
    published.rename(aside)
    (published / "somebody's").mkdir(parents=True)
    place.vary()
    done = place.refresh("try")
    if done.status != 1 or done.errors.count("\n") != 1 or "move it away" not in done.errors:
        raise Wrong(f"{done.status} {done.errors}")
    (published / "somebody's").rmdir()
    published.rmdir()
    aside.rename(published)
    place.refresh()
    return done.errors.strip().removeprefix("error: ")


def of_an_older_version(place: Place) -> str:
    """The published file has other columns and tables than this version writes."""
    place.publish_changed(
        "alter table raw.documents drop column reader_version",
        "drop table raw.notes",
        "alter table raw.numbers add column old_column varchar",
    )
    place.vary()
    place.refresh()
    return "what it says is read again from the inbox"


def left_candidate(place: Place) -> str:
    """A candidate of another schema, its log and its spill folder lie in the folder."""
    settings = place.settings
    settings.candidate.unlink(missing_ok=True)
    with duckdb.connect(settings.candidate) as connection:
        connection.execute("create schema raw")
        connection.execute("create table raw.documents (id integer)")
    Path(f"{settings.candidate}.wal").write_bytes(b"left over")
    spill = Path(f"{settings.candidate}.tmp")
    spill.mkdir()
    (spill / "duckdb_temp_storage-0.tmp").write_bytes(b"\0" * 1000)
    place.vary()
    place.refresh()
    return "replaced by a new one"


def locked_candidate(place: Place) -> str:
    """Somebody looks at the candidate of a refused refresh while the next one builds its own."""
    with duckdb.connect(place.settings.candidate) as connection:
        connection.execute("create table mine as select 1 as number")
        place.vary()
        place.refresh()
    return "published; the one who looks keeps the old candidate"


def litter_of_a_dead_publication(place: Place) -> str:
    """A half-made version and a stray log beside the published file."""
    settings = place.settings
    (settings.versions / "mimp-1.duckdb.new").write_bytes(b"half")
    (settings.versions / "returning.duckdb").write_bytes(b"half")
    Path(f"{settings.warehouse}.wal").write_bytes(b"left by somebody")
    place.vary()
    place.refresh()
    return "cleared away"


FAULTS = [
    ProcessFault("cut in half", _harmed(_truncate, "damaged")),
    ProcessFault("emptied", _harmed(_empty, "damaged")),
    ProcessFault("replaced by a text", _harmed(_write_text, "damaged")),
    ProcessFault(
        "blocks overwritten", _harmed(_overwrite_middle, "The published"), is_bounded=True
    ),
    ProcessFault("one block overwritten", _harmed(_overwrite_one_block, "The published")),
    ProcessFault("without its history", _harmed(_drop_history, "damaged")),
    ProcessFault("deleted", _harmed(Path.unlink, "gone")),
    ProcessFault("replaced by an empty folder", _harmed(_replace_by_folder, "gone")),
    ProcessFault("replaced by a folder with files", folder_with_files),
    ProcessFault("replaced by another program's", _harmed(_replace_by_other_program, "damaged")),
    ProcessFault("changed by another program", _harmed(_change, "changed by another program")),
    ProcessFault("a stray log beside it", _harmed(_leave_log)),
    ProcessFault("of an older version", of_an_older_version),
    ProcessFault("candidate of an older version", left_candidate),
    ProcessFault("candidate open elsewhere", locked_candidate),
    ProcessFault("litter of a dead publication", litter_of_a_dead_publication),
]
