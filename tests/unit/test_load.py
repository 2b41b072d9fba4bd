from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import pytest

from orchestration.loading import load
from orchestration.loading.inbox import InboxFile
from orchestration.loading.load import LoadReport, NothingToRead, load_inbox
from orchestration.loading.reading import ReadingPool
from orchestration.loading.verdicts import Reading
from orchestration.settings import Settings
from orchestration.warehouse.publishing import publish
from orchestration.warehouse.runs import Journal, Run, now
from tests.conftest import SHIPPED_DOCUMENTS

_SHIPPED = next(path for path in sorted(SHIPPED_DOCUMENTS.rglob("*")) if path.is_file())


@pytest.fixture
def inbox(settings: Settings) -> Path:
    shutil.copy(_SHIPPED, settings.documents / "moquegua.txt")
    return settings.documents


def _load(settings: Settings, number: int) -> LoadReport:
    """Load, and publish what was loaded, so that the next load remembers it."""
    report = load_inbox(settings, Run(number, now()))
    publish(settings, report.run.ended("published", ""))
    return report


def _rows(settings: Settings, query: str) -> list[tuple[Any, ...]]:
    with duckdb.connect(settings.warehouse, read_only=True) as connection:
        return connection.execute(query).fetchall()


def test_known_bytes_are_not_read_again(
    settings: Settings, inbox: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = _load(settings, 1)
    assert first.run.documents_read == 1

    def refuse(pool: ReadingPool, files: list[InboxFile]) -> Iterator[tuple[InboxFile, Reading]]:
        assert files == []
        yield from ()

    monkeypatch.setattr(ReadingPool, "read", refuse)
    (inbox / "moquegua.txt").rename(inbox / "renamed.txt")
    second = _load(settings, 2)
    assert (second.run.documents_read, second.run.documents_unchanged) == (0, 1)
    assert second.rows["service_figures"] == first.rows["service_figures"]
    assert _rows(settings, "select file_name, first_seen_run from raw.documents") == [
        ("renamed.txt", 1)
    ]


def test_a_document_stays_known_when_its_file_is_gone(settings: Settings, inbox: Path) -> None:
    first = _load(settings, 1)
    (inbox / "moquegua.txt").write_bytes((inbox / "moquegua.txt").read_bytes() + b"\n")
    second = _load(settings, 2)
    assert second.rows["service_figures"] == 2 * first.rows["service_figures"]
    assert _rows(settings, "select first_seen_run from raw.documents order by all") == [(1,), (2,)]
    assert _rows(settings, "select count(*) from raw.inbox_files") == [(1,)]


def test_a_revision_is_newer_though_the_run_before_was_killed_after_publishing(
    settings: Settings, inbox: Path
) -> None:
    """Such runs are `running` for ever in the journal; their files were published."""
    for number in (1, 2, 3):
        path = inbox / "moquegua.txt"
        path.write_bytes(path.read_bytes() + b"\n")
        Journal(settings.journal).write(Run(number, now()))
        _load(settings, number)
    first_seen = _rows(settings, "select first_seen_run from raw.documents order by all")
    assert first_seen == [(1,), (2,), (3,)]


def test_a_refused_file_is_forgotten_with_its_file(settings: Settings, inbox: Path) -> None:
    (inbox / "bad.docx").write_bytes(b"\x00 no document at all")
    report = _load(settings, 1)
    assert [one.file_name for one in report.refusals] == ["bad.docx"]
    assert report.run.documents_quarantined == 1
    (inbox / "bad.docx").unlink()
    assert _load(settings, 2).rows["documents"] == 1


def test_broken_bytes_over_a_file_leave_what_it_said(settings: Settings, inbox: Path) -> None:
    first = _load(settings, 1)
    (inbox / "moquegua.txt").write_bytes(b"\x00 broken")
    second = _load(settings, 2)
    assert second.rows["service_figures"] == first.rows["service_figures"]
    assert _rows(settings, "select outcome from raw.documents order by all") == [
        ("read",),
        ("refused",),
    ]


def test_the_same_bytes_twice_are_one_document(settings: Settings, inbox: Path) -> None:
    shutil.copy(_SHIPPED, inbox / "again.txt")
    report = _load(settings, 1)
    assert (report.rows["documents"], report.rows["inbox_files"]) == (1, 2)


def test_an_older_make_of_the_tables_is_read_again(settings: Settings, inbox: Path) -> None:
    _load(settings, 1)
    with duckdb.connect(settings.warehouse) as connection:
        connection.execute("alter table raw.service_figures drop column column_heading")
    report = _load(settings, 2)
    assert report.run.documents_read == 1


def test_a_damaged_published_file_is_built_again(settings: Settings, inbox: Path) -> None:
    first = _load(settings, 1)
    settings.warehouse.write_bytes(b"damaged")
    second = _load(settings, 2)
    assert second.rows["service_figures"] == first.rows["service_figures"]
    assert any("damaged" in remark for remark in second.remarks)


def test_an_empty_or_missing_inbox_is_no_input(settings: Settings) -> None:
    with pytest.raises(NothingToRead, match="there are no documents"):
        load_inbox(settings, Run(1, now()))
    settings.documents.rmdir()
    with pytest.raises(NothingToRead, match="MIMP_DOCUMENTS"):
        load_inbox(settings, Run(1, now()))


def test_nothing_readable_says_why(settings: Settings) -> None:
    (settings.documents / "empty.docx").write_bytes(b"")
    with pytest.raises(NothingToRead, match=r"empty\.docx: "):
        load_inbox(settings, Run(1, now()))


def test_a_file_that_changes_while_it_is_read_is_read_next_time(
    settings: Settings, inbox: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copy(_SHIPPED, inbox / "other.txt")
    (inbox / "other.txt").write_bytes(_SHIPPED.read_bytes() + b"\n")

    def changed(pool: ReadingPool, files: list[InboxFile]) -> Iterator[tuple[InboxFile, Reading]]:
        for file in files:
            if file.name == "other.txt":
                yield file, Reading("changed")
            else:
                yield from whole(pool, [file])

    whole = ReadingPool.read
    monkeypatch.setattr(ReadingPool, "read", changed)
    report = _load(settings, 1)
    assert [(one.file_name, one.code) for one in report.refusals] == [
        ("other.txt", "unreadable_document")
    ]
    monkeypatch.undo()
    report = _load(settings, 2)
    assert report.refusals == []
    assert report.run.documents_read == 1


@pytest.mark.parametrize(
    ("today", "used"),
    [(date(2022, 6, 1), date(2023, 1, 1)), (date(2023, 2, 1), date(2023, 2, 1))],
)
def test_the_clock_is_never_before_what_is_published(
    settings: Settings, inbox: Path, monkeypatch: pytest.MonkeyPatch, today: date, used: date
) -> None:
    _load(settings, 1)
    with duckdb.connect(settings.warehouse) as connection:
        connection.execute("create schema dimensional")
        connection.execute(
            "create table dimensional.dim_document as select date '2023-01-01' as as_of_month"
        )
        connection.execute("update raw.refresh_context set refresh_date = date '2041-01-01'")
    monkeypatch.setattr(load, "lima_date", lambda: today)
    report = _load(settings, 2)
    assert _rows(settings, "select refresh_date from raw.refresh_context") == [(used,)]
    assert any("clock right" in remark for remark in report.remarks) == (today != used)
