"""What the quickest answer relies on: which changes it sees, and which looks it does not trust."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from orchestration import untouched
from orchestration.settings import Settings
from orchestration.untouched import look_around, remember, what_was_said


@pytest.fixture
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """A folder as a refresh leaves it, looked at when nothing in it is young any more."""
    source = tmp_path / "source.py"
    monkeypatch.setattr(untouched, "SOURCES", (source,))
    settings = Settings(
        documents=tmp_path / "inbox",
        warehouse=tmp_path / "out" / "mimp.duckdb",
        poverty=tmp_path / "poverty",
        boundaries=tmp_path / "boundaries",
    )
    settings.documents.mkdir()
    (settings.documents / "deep").mkdir()
    settings.make_folders()
    for path in (
        source,
        settings.documents / "deep" / "one.txt",
        settings.warehouse,
        settings.published_state,
        settings.finished,
    ):
        path.write_text("as it was")
    _let_time_pass(monkeypatch)
    return settings


def _let_time_pass(monkeypatch: pytest.MonkeyPatch) -> None:
    now = time.time_ns() + 60 * 10**9
    monkeypatch.setattr(time, "time_ns", lambda: now)


def _rewrite_with_old_date(settings: Settings) -> None:
    path = settings.documents / "deep" / "one.txt"
    before = path.stat()
    path.write_text("as it is.")
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert (path.stat().st_size, path.stat().st_mtime_ns) == (before.st_size, before.st_mtime_ns)


def _link_to_nothing(settings: Settings) -> None:
    (settings.documents / "link").symlink_to(settings.documents / "nowhere")


def _add_below_logs(settings: Settings) -> None:
    (settings.documents / "logs").mkdir()
    (settings.documents / "logs" / "two.txt").write_text("new")


def _add_workbook(settings: Settings) -> None:
    settings.poverty.mkdir()
    (settings.poverty / "map.xlsx").write_text("new")


CHANGES: dict[str, Callable[[Settings], object]] = {
    "rewritten at the same size, with its old date": _rewrite_with_old_date,
    "a file more": lambda one: (one.documents / "two.txt").write_text("new"),
    "a file more, in a folder named as one that tools make": _add_below_logs,
    "a file less": lambda one: (one.documents / "deep" / "one.txt").unlink(),
    "renamed": lambda one: (one.documents / "deep").rename(one.documents / "other"),
    "a link to nothing": _link_to_nothing,
    "a workbook in a folder that was not there": _add_workbook,
    "another source": lambda one: (one.documents.parent / "source.py").write_text("new"),
    "the published file": lambda one: one.warehouse.write_text("other"),
    "a log beside it": lambda one: Path(f"{one.warehouse}.wal").write_text("new"),
    "outputs of another run": lambda one: one.finished.write_text("2"),
}


@pytest.mark.parametrize("change", CHANGES)
def test_every_change_is_seen(
    settings: Settings, change: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = look_around(settings)
    CHANGES[change](settings)
    _let_time_pass(monkeypatch)
    after = look_around(settings)
    assert before and after and before != after


def test_another_month_and_other_settings_are_seen(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = look_around(settings)
    assert look_around(replace(settings, allow_shrink=True)) != before
    monkeypatch.setattr(untouched, "lima_date", lambda: date(2001, 1, 1))
    assert look_around(settings) != before


@pytest.mark.parametrize("lost", ["inbox", "out/mimp.duckdb", "out/state/finished"])
def test_no_answer_where_something_is_missing(settings: Settings, lost: str) -> None:
    path = settings.documents.parent / lost
    before = look_around(settings)
    path.rename(path.with_name("elsewhere"))
    assert look_around(settings) != before


def test_what_changed_moments_ago_is_not_relied_on(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.undo()
    monkeypatch.setattr(untouched, "SOURCES", ())
    assert look_around(settings) == ""
    remember(settings, "", "nothing")
    assert not settings.untouched.exists()


def test_what_was_said_is_said_again_only_in_the_same_surroundings(settings: Settings) -> None:
    seen = look_around(settings)
    assert what_was_said(settings, seen) == ""
    remember(settings, seen, "Nothing is new.\nÁncash")
    assert what_was_said(settings, seen) == "Nothing is new.\nÁncash"
    assert what_was_said(settings, "other") == ""
    settings.untouched.write_bytes(b"\xff\n")
    assert what_was_said(settings, seen) == ""
