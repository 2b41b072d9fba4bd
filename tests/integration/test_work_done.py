"""How much a refresh does, in counts that do not jitter: what keeps it fast.

Seconds are for `make bench`. Where one of these numbers must grow, let it grow knowingly.
"""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path
from typing import Any

import duckdb
import pytest

from orchestration.building.dbt_process import is_part
from orchestration.report.fingerprints import Edition, editions_of
from orchestration.report.pages import PagesRequest, write_pages
from orchestration.settings import Settings
from orchestration.untouched import look_around
from orchestration.written_summary.content import subjects
from tests.counted_refresh import CountingConnection, report_of
from tests.integration.conftest import SERIES_UNIT
from tests.refreshing import Refreshed, run_module

_HELPERS = {
    "orchestration.building.dbt_worker",
    "orchestration.gate.worker",
    "orchestration.loading.reading_worker",
}
_MOST_NODES = 340
"""Seeds, models and data tests of the dbt project: each costs some 20 ms, whatever it does."""


@pytest.fixture(scope="module")
def unchanged(refreshed: Refreshed, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What a refresh did that finds nothing new, and has nothing remembered."""
    refreshed.settings.untouched.unlink(missing_ok=True)
    return _count_unchanged(refreshed, tmp_path_factory)


@pytest.fixture(scope="module")
def untouched(
    unchanged: dict[str, Any], refreshed: Refreshed, tmp_path_factory: pytest.TempPathFactory
) -> dict[str, Any]:
    """What the one after it did, which is told by the file system that nothing was touched."""
    while not look_around(refreshed.settings):
        time.sleep(0.2)  # what changed moments ago is not relied on
    _count_unchanged(refreshed, tmp_path_factory)
    return _count_unchanged(refreshed, tmp_path_factory)


def _count_unchanged(refreshed: Refreshed, folders: pytest.TempPathFactory) -> dict[str, Any]:
    report = folders.mktemp("unchanged") / "counts.json"
    done = run_module("tests.counted_refresh", refreshed.settings, str(report))
    assert "Nothing is new." in done.stdout
    counts: dict[str, Any] = json.loads(report.read_text())
    return counts


def test_an_unchanged_refresh_starts_no_process_and_asks_little(unchanged: dict[str, Any]) -> None:
    assert unchanged["processes"] == []
    assert 0 < unchanged["statements"] <= 16


def test_an_unchanged_refresh_looks_at_each_file_once(
    unchanged: dict[str, Any], refreshed: Refreshed
) -> None:
    files = [path for path in refreshed.settings.documents.rglob("*") if path.is_file()]
    assert unchanged["opened"] == len(files)


def test_an_unchanged_refresh_imports_only_itself_and_duckdb(unchanged: dict[str, Any]) -> None:
    assert _packages(unchanged) == {"duckdb", "_duckdb", "orchestration"}
    assert len(unchanged["modules"]) <= 180


def test_where_nothing_was_touched_nothing_is_opened_or_asked(untouched: dict[str, Any]) -> None:
    assert untouched["processes"] == []
    assert untouched["statements"] == 0
    assert untouched["opened"] == 0


def test_where_nothing_was_touched_only_itself_is_imported(untouched: dict[str, Any]) -> None:
    assert _packages(untouched) == {"orchestration"}
    assert len(untouched["modules"]) <= 100


def _packages(counts: dict[str, Any]) -> set[str]:
    packages = {name.split(".")[0] for name in counts["modules"]} - sys.stdlib_module_names
    return {name for name in packages if not name.startswith(("_sysconfigdata", "__mp_main__"))}


def test_a_refresh_starts_each_helper_once_and_nothing_more(refreshed: Refreshed) -> None:
    started = _work(refreshed.settings)["processes"]
    modules = [command[3] for command in started if "orchestration.helper_worker" in command]
    assert sorted(modules) == sorted(_HELPERS)


def test_a_refresh_parses_each_document_once(refreshed: Refreshed) -> None:
    ((read,),) = refreshed.rows("select documents_read from quality.refresh_runs")
    assert read == 1
    # To see whether it is known, to read it, to see whether it is still the same.
    assert _work(refreshed.settings)["opened"] <= 3


def test_a_refresh_sends_few_statements_and_builds_few_nodes(refreshed: Refreshed) -> None:
    assert _work(refreshed.settings)["statements"] <= 600
    manifest = json.loads((refreshed.settings.dbt_target / "manifest.json").read_text())
    kinds = [node["resource_type"] for node in manifest["nodes"].values() if not is_part(node)]
    assert sum(kind in {"seed", "model", "test"} for kind in kinds) <= _MOST_NODES


def test_pages_of_a_unit_ask_no_more_for_many_editions_than_for_one(
    many_documents: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    counts = {"statements": 0}
    connect = duckdb.connect
    monkeypatch.setattr(
        duckdb,
        "connect",
        lambda *args, **options: CountingConnection(connect(*args, **options), counts),
    )

    def statements(editions: list[Edition]) -> int:
        counts["statements"] = 0
        write_pages(PagesRequest(many_documents, tmp_path, tuple(editions), {}, None))
        return counts["statements"]

    with connect(many_documents, read_only=True) as connection:
        editions = editions_of(subjects(connection))
    unit = [edition for edition in editions if edition.subject.unit_code == SERIES_UNIT]
    assert len(unit) > 3
    assert statements(unit[:1]) == statements(unit) <= 25


def _work(settings: Settings) -> dict[str, Any]:
    counts: dict[str, Any] = json.loads(report_of(settings).read_text())
    return counts
