"""What dbt keeps between runs, and when it must not be used: without dbt itself."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from orchestration.building import dbt_process
from orchestration.building.dbt_process import DbtProcess
from orchestration.building.messages import BuildResult
from orchestration.settings import Settings


class _Helper:
    """Stands for the process: it parses, and writes what dbt would."""

    def __init__(self, _module: str, environment: dict[str, str], _log: Path) -> None:
        self._target = Path(environment["DBT_TARGET_PATH"])

    def send(self, _request: Any) -> None:
        (self._target / "manifest.json").write_text("{}")
        (self._target / "partial_parse.msgpack").touch()

    def receive(self) -> BuildResult:
        return BuildResult(success=True)


@pytest.fixture
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """A folder in which this checkout parsed once."""
    monkeypatch.setattr(dbt_process, "HelperProcess", _Helper)
    settings = Settings(warehouse=tmp_path / "mimp.duckdb")
    DbtProcess(settings).manifest_path()
    return settings


def _what_is_kept(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> tuple[bool, bool]:
    """Whether the last parse is still there when dbt starts, and whether the manifest is used."""
    found: list[bool] = []

    class Looking(_Helper):
        def send(self, request: Any) -> None:
            found.append((settings.dbt_target / "partial_parse.msgpack").exists())
            found.append(not request.write_manifest)

    monkeypatch.setattr(dbt_process, "HelperProcess", Looking)
    DbtProcess(settings).start()
    return found[0], found[1]


def test_the_last_parse_is_used_again(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    assert _what_is_kept(settings, monkeypatch) == (True, True)


def test_a_parse_goes_on_from_the_last_one_where_the_project_changed(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(dbt_process, "dbt_version", lambda: "another")
    assert _what_is_kept(settings, monkeypatch) == (True, False)


def test_the_parse_of_another_checkout_is_forgotten(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It holds paths: dbt would read the models of a place that may be gone."""
    monkeypatch.setattr(dbt_process, "DBT_PROJECT", Path("/elsewhere/dbt_project"))
    assert _what_is_kept(settings, monkeypatch) == (False, False)
