"""dbt's tests as Dagster shows them: a sentence for each, and the rows that break it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import duckdb
import pytest

from orchestration.assets.data_tests import MOST_ROWS, failing_rows, sentence_of
from orchestration.settings import DBT_PROJECT


def _node(name: str, **arguments: Any) -> dict[str, Any]:
    return {
        "description": "",
        "test_metadata": {"name": name, "kwargs": arguments},
        "config": {},
        "original_file_path": "models/marts/_marts.yml",
        "path": f"{name}.sql",
    }


@pytest.mark.parametrize(
    ("node", "sentence"),
    [
        (_node("unique", column_name="figure_id"), "No two rows have the same figure_id."),
        (
            _node("accepted_values", column_name="block", values=["usage", "matrix"]),
            "block is one of: usage, matrix.",
        ),
        (
            _node("relationships", column_name="ubigeo", field="code", to="ref('geography')"),
            "Every ubigeo is a code of geography.",
        ),
        (
            _node("unique_combination", columns=["unit", "month"], condition="kind = 'a'"),
            "No two rows have the same unit, month. Looked at: rows with kind = 'a'.",
        ),
        ({"description": "Nothing\nis lost.\n"}, "Nothing is lost."),
    ],
)
def test_a_test_says_what_it_expects(node: dict[str, Any], sentence: str) -> None:
    assert sentence_of(node) == sentence


def test_every_generic_test_of_the_project_has_its_sentence() -> None:
    for path in (DBT_PROJECT / "tests" / "generic").glob("*.sql"):
        arguments = dict.fromkeys(
            ("column_name", "columns", "to", "to_columns", "group_by", "value", "place_columns"),
            "x",
        )
        assert sentence_of(_node(path.stem, **arguments)).endswith("."), path.stem


def test_a_failed_test_shows_the_first_rows_that_break_it(tmp_path: Path) -> None:
    node = _node("not_negative", column_name="value")
    compiled = tmp_path / node["original_file_path"] / node["path"]
    compiled.parent.mkdir(parents=True)
    compiled.write_text("select value, 'b' as place from range(-30, 5) as t(value) where value < 0")
    with duckdb.connect() as connection:
        columns, rows = failing_rows(connection, node, tmp_path)
        assert columns == ["value", "place"]
        assert rows[0] == (-30, "b")
        assert len(rows) == MOST_ROWS
        compiled.write_text("select * from no_such_table")
        assert failing_rows(connection, node, tmp_path) == ([], [])
        compiled.unlink()
        assert failing_rows(connection, node, tmp_path) == ([], [])
