"""Running refreshes as people do, as whole processes."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import dataclass
from typing import Any

import duckdb

from orchestration.settings import PROJECT, Settings
from tests.bounded import LONGEST


@dataclass(frozen=True)
class Refreshed:
    """A refresh that ended: what it printed, its status, and where it wrote."""

    settings: Settings
    status: int
    output: str
    errors: str

    def rows(self, query: str) -> list[tuple[Any, ...]]:
        """The rows of a query on the published file."""
        with duckdb.connect(self.settings.warehouse, read_only=True) as connection:
            return connection.execute(query).fetchall()


def environment_of(settings: Settings, **variables: str) -> dict[str, str]:
    """The environment that gives a process these settings."""
    return {
        **os.environ,
        "MIMP_DOCUMENTS": str(settings.documents),
        "MIMP_WAREHOUSE": str(settings.warehouse),
        **variables,
    }


def run_module(
    module: str, settings: Settings, *arguments: str, **variables: str
) -> subprocess.CompletedProcess[str]:
    """Run a command of the project."""
    return subprocess.run(
        [sys.executable, "-m", module, *arguments],
        env=environment_of(settings, **variables),
        cwd=PROJECT,
        capture_output=True,
        text=True,
        check=False,
        timeout=LONGEST,
    )


def refresh(settings: Settings, *arguments: str, **variables: str) -> Refreshed:
    """Refresh as `make refresh` does."""
    done = run_module("orchestration.refresh", settings, *arguments, **variables)
    return Refreshed(settings, done.returncode, done.stdout, done.stderr)
