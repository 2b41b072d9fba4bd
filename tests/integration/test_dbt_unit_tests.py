"""dbt's own unit tests, run by dbt: the rules of the models on rows written beside them.

Belongs here: running them; they need the columns of a built warehouse, so a copy of one is
used. Does not belong here: the rules and rows (`dbt_project/models/**/_*unit_tests.yml`).
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

from orchestration.settings import PROJECT
from tests.bounded import LONGEST
from tests.refreshing import Refreshed


def test_every_unit_test_of_the_models_passes(refreshed: Refreshed, tmp_path: Path) -> None:
    candidate = tmp_path / "candidate.duckdb"
    shutil.copy(refreshed.settings.warehouse, candidate)
    run = subprocess.run(
        [
            *(sys.executable, "-m", "dbt.cli.main", "test", "--select", "test_type:unit"),
            *("--profiles-dir", ".", "--target-path", str(tmp_path), "--log-path", str(tmp_path)),
        ],
        cwd=PROJECT / "dbt_project",
        env={**os.environ, "MIMP_CANDIDATE": str(candidate)},
        capture_output=True,
        text=True,
        check=False,
        timeout=LONGEST,
    )
    results_file = tmp_path / "run_results.json"
    assert results_file.exists(), run.stdout + run.stderr
    results = json.loads(results_file.read_text(encoding="utf-8"))["results"]
    failed = {
        result["unique_id"]: result["message"] for result in results if result["status"] != "pass"
    }
    assert results
    assert not failed, run.stdout
