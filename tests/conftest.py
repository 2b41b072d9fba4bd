"""What tests share: settings that point into a temporary folder, and one refresh a run."""

from __future__ import annotations

from pathlib import Path

import pytest

from orchestration.settings import PROJECT, Settings
from tests.counted_refresh import report_of
from tests.made_once import made_once
from tests.refreshing import Refreshed, run_module

SHIPPED_DOCUMENTS = PROJECT / "seeds" / "documents"


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--update-snapshots", action="store_true", help="write the asset graph's snapshot anew"
    )


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """Settings with an empty inbox and an empty warehouse folder."""
    inbox = tmp_path / "inbox"
    inbox.mkdir()
    configured = Settings(documents=inbox, warehouse=tmp_path / "out" / "mimp.duckdb")
    configured.make_folders()
    return configured


@pytest.fixture(scope="session")
def refreshed(tmp_path_factory: pytest.TempPathFactory) -> Refreshed:
    """The shipped documents, refreshed once a run into a folder that tests only read."""

    def make(folder: Path) -> Refreshed:
        target = Settings(documents=SHIPPED_DOCUMENTS, warehouse=folder / "out" / "mimp.duckdb")
        target.make_folders()
        done = run_module("tests.counted_refresh", target, str(report_of(target)))
        return Refreshed(target, done.returncode, done.stdout, done.stderr)

    return made_once(tmp_path_factory, "refreshed", make)
