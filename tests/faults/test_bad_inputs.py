"""Every bad input goes through two whole refreshes and gets the verdict the catalogue says."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from tests.faults.catalogue import bad_inputs
from tests.faults.pipeline import Trial, judge, try_inputs

CASES = bad_inputs()
_ACTS = tuple("=+-@\t\r")


@pytest.fixture(scope="module")
def trial(tmp_path_factory: pytest.TempPathFactory) -> Trial:
    """All bad inputs, refreshed once where good documents were published before."""
    return try_inputs(CASES, tmp_path_factory.mktemp("bad_inputs"))


def test_the_refreshes_go_on(trial: Trial) -> None:
    assert (trial.first.status, trial.first.errors) == (0, "")
    assert (trial.second.status, trial.second.errors) == (0, "")
    refused = sum(case.verdict == "refused" for case in CASES)
    distinct = trial.second.rows("select count(distinct file_name) from quality.quarantine")
    assert distinct == [(refused,)]
    assert f"{refused} quarantined" in trial.second.output


@pytest.mark.parametrize("name", [case.name for case in CASES])
def test_a_bad_input_gets_its_verdict(trial: Trial, name: str) -> None:
    assert judge(trial.tried[name]) == []


def test_no_exported_text_starts_like_a_formula(trial: Trial) -> None:
    exported = list(Path(trial.settings.exports).rglob("*.csv"))
    if not exported:
        pytest.skip("nothing is exported yet")
    for path in exported:
        with path.open(encoding="utf-8", newline="") as file:
            cells = [cell for row in csv.reader(file) for cell in row]
        acting = [cell for cell in cells if cell.startswith(_ACTS) and not _is_number(cell)]
        assert acting == [], path


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True
