"""The lines to paste of docs/clients.md: each Python block runs and gives the same answer."""

from __future__ import annotations

import csv
import re
import shutil
import subprocess
from typing import Any

import duckdb
import pytest

from orchestration.settings import PROJECT
from tests.refreshing import Refreshed

_PAGE = (PROJECT / "docs" / "clients.md").read_text(encoding="utf-8")
_SECTIONS = {part.splitlines()[0]: part for part in _PAGE.split("\n## ")[1:]}
_BLOCKS = [
    (title, code)
    for title, part in _SECTIONS.items()
    for code in re.findall(r"```python\n(.*?)```", part, re.DOTALL)
]
_SHELL = "The DuckDB shell"
_QUERY = (
    "select period_label, cast(value as bigint) as cases from marts.published_figures"
    " where measure_code = 'casos_atendidos' and service_code = 'CEM' and is_latest"
    " order by period_start"
)


def _records(frame: Any) -> list[tuple[str, int]]:
    """The rows of a pandas or polars frame, or of a list of dictionaries."""
    if hasattr(frame, "to_dicts"):
        frame = frame.to_dicts()
    elif hasattr(frame, "to_dict"):
        frame = frame.to_dict("records")
    return [(row["period_label"], int(row["cases"])) for row in frame]


def test_the_page_has_a_block_for_each_client_that_can_run_here() -> None:
    assert len(_BLOCKS) == _PAGE.count("```python")
    clients = " ".join(title for title, _ in _BLOCKS)
    assert all(name in clients for name in ("duckdb", "pandas", "polars", "Ibis", "CSV"))


@pytest.mark.parametrize("code", [code for _, code in _BLOCKS], ids=[name for name, _ in _BLOCKS])
def test_a_block_answers_the_question(code: str, refreshed: Refreshed) -> None:
    settings = refreshed.settings
    here = code.replace("warehouse/mimp.duckdb", settings.warehouse.as_posix())
    here = here.replace("warehouse/exports", settings.exports.as_posix())
    names: dict[str, Any] = {}
    exec(compile(here, "docs/clients.md", "exec"), names)
    with duckdb.connect(settings.warehouse, read_only=True) as connection:
        expected = connection.execute(_QUERY).fetchall()
    assert expected
    assert _records(names["cases"]) == expected


@pytest.mark.skipif(shutil.which("duckdb") is None, reason="there is no DuckDB shell")
def test_the_shell_answers_the_question(refreshed: Refreshed) -> None:
    (command,) = re.findall(r"```sh\n(.*?)```", _SECTIONS[_SHELL], re.DOTALL)
    here = command.replace("warehouse/mimp.duckdb", refreshed.settings.warehouse.as_posix())
    done = subprocess.run(
        ["sh", "-c", here.replace("duckdb -readonly", "duckdb -readonly -csv", 1)],
        capture_output=True,
        text=True,
        check=True,
    )
    with duckdb.connect(refreshed.settings.warehouse, read_only=True) as connection:
        expected = connection.execute(_QUERY).fetchall()
    assert _records(list(csv.DictReader(done.stdout.splitlines()))) == expected


def test_what_is_not_run_is_said_to_be_untested() -> None:
    for title, section in _SECTIONS.items():
        is_run = "```python" in section or title == _SHELL
        assert is_run != title.endswith("(untested)"), title
