"""Whole refreshes, as whole processes: what is published, what stays, what a person is told."""

from __future__ import annotations

import dataclasses
import json
import shutil
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import duckdb
import pytest

from orchestration.locking import hold_lock
from orchestration.settings import PROJECT, Settings
from orchestration.warehouse.files import wal_of
from orchestration.warehouse.published import note_states
from tests import bounded
from tests.bounded import LONGEST
from tests.conftest import SHIPPED_DOCUMENTS
from tests.refreshing import Refreshed, environment_of, refresh, run_module

_PUBLISHED_SCHEMAS = ("reference", "dimensional", "marts", "quality")
_SHIPPED = next(path for path in sorted(SHIPPED_DOCUMENTS.rglob("*")) if path.is_file())


def _all_rows(path: Path) -> dict[str, list[tuple[Any, ...]]]:
    """Every row of every table analysts see, the run history apart."""
    with duckdb.connect(path, read_only=True) as connection:
        tables = connection.execute(
            "select schema_name, table_name from duckdb_tables() where schema_name in ?"
            " and table_name != 'refresh_runs' order by all",
            [list(_PUBLISHED_SCHEMAS)],
        ).fetchall()
        return {
            f"{schema}.{table}": connection.execute(
                f"select * from {schema}.{table} order by all"
            ).fetchall()
            for schema, table in tables
        }


def _identity(path: Path) -> tuple[int, int]:
    status = path.stat()
    return status.st_ino, status.st_mtime_ns


@pytest.fixture(scope="module")
def copied(refreshed: Refreshed, tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """A copy of the refreshed folder and of its inbox, which the tests of this module change."""
    folder = tmp_path_factory.mktemp("copied")
    shutil.copytree(refreshed.settings.folder, folder / "out")
    shutil.copytree(refreshed.settings.documents, folder / "inbox")
    return dataclasses.replace(
        refreshed.settings, documents=folder / "inbox", warehouse=folder / "out" / "mimp.duckdb"
    )


def test_the_shipped_documents_are_published(refreshed: Refreshed) -> None:
    assert (refreshed.status, refreshed.errors) == (0, "")
    assert "1 file: 1 loaded, 0 quarantined (1 read, 0 unchanged)" in refreshed.output
    assert str(refreshed.settings.warehouse) in refreshed.output
    ((figures,),) = refreshed.rows("select count(*) from marts.published_figures")
    assert f"{figures} figures" in refreshed.output


def test_nothing_is_left_beside_the_published_file(refreshed: Refreshed) -> None:
    settings = refreshed.settings
    assert not settings.candidate.exists()
    assert not wal_of(settings.warehouse).exists()
    assert list(settings.versions.iterdir()) == []


def test_the_run_is_in_the_history_as_it_ended(refreshed: Refreshed) -> None:
    ((number, outcome, finished, read),) = refreshed.rows(
        "select run_number, outcome, finished_at, documents_read from quality.refresh_runs"
    )
    assert (number, outcome, read) == (1, "published", 1)
    assert finished is not None


def test_older_clients_can_read_the_file(refreshed: Refreshed) -> None:
    ((tags,),) = refreshed.rows(
        "select cast(tags as varchar) from duckdb_databases() where not internal"
    )
    assert "v1.4" in tags


def test_a_second_refresh_changes_nothing_and_imports_nothing_heavy(refreshed: Refreshed) -> None:
    before = _identity(refreshed.settings.warehouse)
    script = (
        "import sys; from orchestration.refresh import main; status = main([]);"
        "heavy = {'dagster', 'dbt', 'great_expectations', 'lxml', 'pandas', 'pyarrow'};"
        "print(sorted(heavy & set(sys.modules))); sys.exit(status)"
    )
    done = subprocess.run(
        [sys.executable, "-c", script],
        env=environment_of(refreshed.settings),
        cwd=PROJECT,
        capture_output=True,
        text=True,
        check=True,
        timeout=LONGEST,
    )
    assert done.stdout.splitlines()[-1] == "[]"
    assert "Nothing is new." in done.stdout
    assert "1 file: 1 loaded, 0 quarantined (0 read, 1 unchanged)" in done.stdout
    assert _identity(refreshed.settings.warehouse) == before


def test_a_second_process_says_that_a_refresh_runs_and_ends_well(refreshed: Refreshed) -> None:
    with hold_lock(refreshed.settings.lock):
        done = refresh(refreshed.settings)
    assert done.status == 0
    assert done.output.startswith("Nothing done: another refresh")


def test_a_killed_refresh_leaves_the_published_file_and_the_next_one_heals(
    copied: Settings, refreshed: Refreshed
) -> None:
    """Killed while models are built; then the same inputs give the same rows."""
    before = _identity(copied.warehouse)
    command = [sys.executable, "-m", "orchestration.refresh", "--force"]
    with bounded.running(
        command, env=environment_of(copied), cwd=PROJECT, stdout=subprocess.PIPE
    ) as process:
        assert process.stdout is not None
        assert any(line.startswith("2/4") for line in process.stdout)
    assert process.returncode == -signal.SIGKILL
    assert _identity(copied.warehouse) == before
    healed = refresh(copied, "--force")
    assert (healed.status, healed.errors) == (0, "")
    assert healed.rows("select run_number, outcome from quality.refresh_runs order by all") == [
        (1, "published"),
        (2, "interrupted"),
        (3, "published"),
    ]
    assert _all_rows(copied.warehouse) == _all_rows(refreshed.settings.warehouse)


def test_bad_and_revised_documents_and_the_way_back(copied: Settings, refreshed: Refreshed) -> None:
    """A broken file is kept out with advice, a revision becomes the latest; rollback returns."""
    original = _all_rows(copied.warehouse)
    (copied.documents / "cut.docx").write_bytes(b"PK\x03\x04 cut off")
    revised = next(path for path in copied.documents.rglob("*") if path.name == _SHIPPED.name)
    text = revised.read_text(encoding="utf-8")
    assert text.count("1 453") == 1
    revised.write_text(text.replace("1 453", "1 455"), encoding="utf-8")
    done = refresh(copied)
    assert (done.status, done.errors) == (0, "")
    assert "2 files: 1 loaded, 1 quarantined (2 read, 0 unchanged)" in done.output
    name = revised.relative_to(copied.documents).as_posix()
    assert f"Moquegua 2023-01: {name} takes the place of {name}, 1 figure differs" in done.output
    assert "cut.docx: " in done.output
    assert done.rows("select file_name from quality.quarantine") == [("cut.docx",)]
    assert done.rows(
        "select revision_number, is_latest from dimensional.dim_document order by all"
    ) == [(1, False), (2, True)]
    assert done.rows(
        "select printed_text, is_latest from marts.published_figures"
        " where printed_text in ('1 453', '1 455') order by all"
    ) == [("1 453", False), ("1 455", True)]

    difference = run_module("orchestration.diff", copied)
    assert difference.returncode == 0
    assert "documents: 1 difference" in difference.stdout

    returned = run_module("orchestration.rollback", copied)
    assert (returned.returncode, returned.stderr) == (0, "")
    assert _all_rows(copied.warehouse) == original


def test_a_refresh_that_would_shrink_is_refused_and_named(copied: Settings) -> None:
    with duckdb.connect(copied.warehouse) as connection:
        connection.execute(
            "create or replace table marts.published_figures as"
            " from marts.published_figures union all"
            " (from marts.published_figures limit 1)"
        )
    note_states(copied, copied.warehouse)  # as if a refresh had published it so
    before = _identity(copied.warehouse)
    done = refresh(copied)
    assert done.status == 1
    assert done.errors.count("\n") == 1
    assert "the gate refused the candidate" in done.errors
    assert "no_document_or_figure_disappears" in done.errors
    assert _identity(copied.warehouse) == before
    assert copied.candidate.exists()
    last = json.loads(copied.journal.read_text().splitlines()[-1])
    assert last["outcome"] == "refused"


def test_nothing_to_read_ends_in_one_clear_line(tmp_path: Path, settings: Settings) -> None:
    done = refresh(settings)
    assert done.status == 1
    assert done.errors == (
        f"error: nothing was published: there are no documents in {settings.documents}\n"
    )
    assert not settings.warehouse.exists()


def test_a_switch_that_makes_no_sense_is_wrong_use(settings: Settings) -> None:
    done = refresh(settings, MIMP_ALLOW_SHRINK="perhaps")
    assert (done.status, done.errors) == (
        2,
        "error: MIMP_ALLOW_SHRINK is 'perhaps'; write 1 or 0\n",
    )
