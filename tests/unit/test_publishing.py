from __future__ import annotations

import dataclasses

import duckdb
import pytest

from orchestration.loading.raw_tables import REFRESH_RUNS, create_raw_tables
from orchestration.settings import Settings
from orchestration.warehouse.files import open_for_writing, wal_of
from orchestration.warehouse.published import find_memory, kept_versions, runs_in
from orchestration.warehouse.publishing import NothingToReturnTo, publish, roll_back
from orchestration.warehouse.runs import Run, now


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
