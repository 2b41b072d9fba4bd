"""dbt's own documentation of the models as one page, and how fresh its sources are.

dbt works on a copy of the published file: it opens a database for writing, and what analysts
read is never opened so. Does not belong here: any description; those are written with the models.
"""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from orchestration.building.messages import DbtFailed
from orchestration.settings import DBT_PROJECT, Settings
from orchestration.warehouse.files import remove_database

_ICON = re.compile(r'<link rel="shortcut icon"[^>]*>')

_DATABASE = "mimp.duckdb"
"""The copy dbt works on; the page calls the database by its stem, as queries do."""

_NEVER = "0001-01-01"
"""What dbt says of a source without rows."""


@dataclass(frozen=True, slots=True)
class Freshness:
    """How fresh one source is.

    Attributes:
        source: its name in `raw`.
        newest: the newest day its rows are about, `YYYY-MM-DD`; empty where it has none.
        days: how long ago that was; None where it has none.
        status: pass, or warn where a newer one is to be expected.
    """

    source: str
    newest: str
    days: int | None
    status: str


def write_model_pages(settings: Settings, page: Path) -> list[Freshness]:
    """Write dbt's page of the published file; gives how fresh its sources are, by name.

    Raises:
        DbtFailed: dbt could not document the project.
    """
    with _dbt_folder(settings) as folder:
        _run_dbt(settings, folder, "docs", "generate", "--static")
        text = (folder / "static_index.html").read_text(encoding="utf-8")
        page.write_text(_mended(text, folder), encoding="utf-8")
        _run_dbt(settings, folder, "source", "freshness")
        return _freshness_in(folder / "sources.json")


@contextmanager
def _dbt_folder(settings: Settings) -> Iterator[Path]:
    """A folder for dbt, with a copy of the published file while it is needed."""
    folder = settings.state / "documentation"
    folder.mkdir(parents=True, exist_ok=True)
    copy = folder / _DATABASE
    shutil.copyfile(settings.warehouse, copy)
    try:
        yield folder
    finally:
        remove_database(copy)


def _run_dbt(settings: Settings, folder: Path, *arguments: str) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "dbt.cli.main", *arguments, "--project-dir", str(DBT_PROJECT)],
        env={
            **settings.child_environment(),
            "MIMP_CANDIDATE": str(folder / _DATABASE),
            "DBT_TARGET_PATH": str(folder),
        },
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        lines = (done.stdout + done.stderr).strip().splitlines()
        raise DbtFailed(f"dbt {' '.join(arguments)}: {' '.join(lines[-3:])}")


def _mended(text: str, folder: Path) -> str:
    """Dbt's page as it is meant: no request for what is not there, no folder of this machine."""
    text = text.replace('<use xlink:href="{{', '<use ng-attr-xlink:href="{{')
    text = _ICON.sub('<link rel="icon" href="data:,">', text)
    return text.replace(str(folder), ".").replace(str(DBT_PROJECT), DBT_PROJECT.name)


def _freshness_in(path: Path) -> list[Freshness]:
    results = json.loads(path.read_text(encoding="utf-8"))["results"]
    found = []
    for one in sorted(results, key=lambda one: str(one["unique_id"])):
        source, newest = one["unique_id"].rsplit(".", 1)[-1], one["max_loaded_at"][:10]
        days = int(one["max_loaded_at_time_ago_in_s"] // 86_400)
        has_rows = newest != _NEVER
        found.append(
            Freshness(source, newest if has_rows else "", days if has_rows else None, one["status"])
        )
    return found
