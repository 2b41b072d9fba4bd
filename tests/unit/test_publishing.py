from __future__ import annotations

import dataclasses
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import duckdb
import pytest

from orchestration.loading.raw_tables import REFRESH_RUNS, create_raw_tables
from orchestration.settings import Settings
from orchestration.warehouse.files import DamagedFile, open_for_writing, wal_of
from orchestration.warehouse.published import (
    find_memory,
    is_untouched,
    kept_versions,
    runs_in,
    was_changed,
)
from orchestration.warehouse.publishing import NothingToReturnTo, clean_up, publish, roll_back
from orchestration.warehouse.runs import Run, now
from tests import bounded


def _publish(settings: Settings, number: int) -> None:
    with open_for_writing(settings.candidate) as connection:
        create_raw_tables(connection)
        REFRESH_RUNS.insert_rows(connection, [Run(number, now()).as_row()])
        connection.execute("create table answer as select ? as number", [number])
    publish(settings, Run(number, now(), outcome="published"))


def _answer(settings: Settings) -> int:
    with duckdb.connect(settings.warehouse, read_only=True) as connection:
        (number,) = connection.execute("select number from answer").fetchall()[0]
        return int(number)


def test_the_published_file_is_whole_and_alone(settings: Settings) -> None:
    _publish(settings, 1)
    assert _answer(settings) == 1
    assert runs_in(settings.warehouse)[-1].outcome == "published"
    assert not settings.candidate.exists()
    assert not wal_of(settings.warehouse).exists()
    assert list(settings.versions.iterdir()) == []


def test_a_reader_keeps_the_file_it_opened(settings: Settings) -> None:
    _publish(settings, 1)
    with duckdb.connect(settings.warehouse, read_only=True) as reader:
        _publish(settings, 2)
        assert reader.execute("select number from answer").fetchall() == [(1,)]
    assert _answer(settings) == 2


def test_a_stray_log_beside_the_published_file_does_no_harm(settings: Settings) -> None:
    _publish(settings, 1)
    wal_of(settings.warehouse).write_bytes(b"left by somebody")
    _publish(settings, 2)
    assert _answer(settings) == 2


def test_only_the_last_few_versions_are_kept(settings: Settings) -> None:
    few = dataclasses.replace(settings, kept_versions=2)
    for number in range(1, 6):
        _publish(few, number)
    assert [version.run_number for version in kept_versions(few)] == [4, 3]


def test_rolling_back_returns_step_by_step(settings: Settings) -> None:
    for number in (1, 2, 3):
        _publish(settings, number)
    assert roll_back(settings) == (3, 2)
    assert _answer(settings) == 2
    assert roll_back(settings) == (2, 1)
    assert _answer(settings) == 1
    with pytest.raises(NothingToReturnTo):
        roll_back(settings)
    assert {version.run_number for version in kept_versions(settings)} == {1, 2, 3}


def test_publishing_after_a_rollback_leaves_no_litter(settings: Settings) -> None:
    for number in (1, 2):
        _publish(settings, number)
    roll_back(settings)
    _publish(settings, 3)
    assert sorted(path.name for path in settings.versions.iterdir()) == [
        "mimp-1.duckdb",
        "mimp-2.duckdb",
    ]


def test_a_damaged_published_file_is_not_kept_and_an_older_one_remembers(
    settings: Settings,
) -> None:
    for number in (1, 2):
        _publish(settings, number)
    settings.warehouse.write_bytes(b"damaged")
    memory = find_memory(settings)
    assert memory.path == settings.versions / "mimp-1.duckdb"
    assert "damaged" in memory.remark
    _publish(settings, 3)
    assert [version.run_number for version in kept_versions(settings)] == [1]


def test_without_any_readable_file_nothing_is_remembered(settings: Settings) -> None:
    settings.warehouse.write_bytes(b"")
    memory = find_memory(settings)
    assert memory.path is None
    assert "built again from the inbox alone" in memory.remark


def test_a_file_another_program_wrote_into_is_not_compared_with_nor_kept(
    settings: Settings,
) -> None:
    for number in (1, 2):
        _publish(settings, number)
    assert is_untouched(settings)
    with duckdb.connect(settings.warehouse) as connection:
        connection.execute("update answer set number = 7")
    assert was_changed(settings)
    memory = find_memory(settings)
    assert (memory.path, memory.is_trusted) == (settings.warehouse, False)
    assert memory.baseline == settings.versions / "mimp-1.duckdb"
    assert "changed by another program" in memory.remark
    _publish(settings, 3)
    assert [version.run_number for version in kept_versions(settings)] == [1]


def test_a_publication_killed_before_the_rename_leaves_no_doubt(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    _publish(settings, 1)
    monkeypatch.setattr("pathlib.Path.replace", _replace_unless(settings))
    with pytest.raises(KeyboardInterrupt):
        _publish(settings, 2)
    monkeypatch.undo()
    assert (_answer(settings), is_untouched(settings)) == (1, True)
    settings.candidate.replace(settings.warehouse)
    assert (_answer(settings), is_untouched(settings)) == (2, True)


def _replace_unless(settings: Settings) -> Callable[[Path, Path], Path]:
    replace = Path.replace

    def killed(self: Path, target: Path) -> Path:
        if target == settings.warehouse:
            raise KeyboardInterrupt
        return replace(self, target)

    return killed


def test_a_file_opened_for_writing_elsewhere_is_read_from_a_copy(settings: Settings) -> None:
    for number in (1, 2):
        _publish(settings, number)
    script = (
        "import duckdb, sys; connection = duckdb.connect(sys.argv[1]);"
        "connection.execute('create table mine as select 1'); print(flush=True);"
        "sys.stdin.readline()"
    )
    with bounded.running(
        [sys.executable, "-c", script, str(settings.warehouse)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    ) as analyst:
        assert analyst.stdout is not None
        analyst.stdout.readline()
        clean_up(settings)
        memory = find_memory(settings)
        assert memory.path == memory.baseline == settings.readable_copy
        assert memory.runs[-1].run_number == 2
        _publish(settings, 3)
        assert _answer(settings) == 3
        analyst.communicate("\n", timeout=60)
    assert not settings.readable_copy.exists()


def test_a_folder_in_the_place_of_the_published_file(settings: Settings) -> None:
    _publish(settings, 1)
    settings.warehouse.unlink()
    settings.warehouse.mkdir()
    (settings.warehouse / "somebody's").touch()
    with pytest.raises(DamagedFile, match="move it away"):
        clean_up(settings)
    (settings.warehouse / "somebody's").unlink()
    clean_up(settings)
    assert not settings.warehouse.exists()


def test_changing_what_was_returned_to_leaves_the_version_alone(settings: Settings) -> None:
    for number in (1, 2):
        _publish(settings, number)
    roll_back(settings)
    settings.warehouse.write_bytes(b"damaged")
    assert runs_in(settings.versions / "mimp-1.duckdb")[-1].run_number == 1
