"""dbt's data tests as checks: what each says in a sentence, and the rows that break it.

Does not belong here: running them (`building`), or what they test (`dbt_project`).
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import duckdb

MOST_ROWS = 20
"""Rows of a failed test that are shown."""

_SENTENCES = {
    "accepted_values": "{column_name} is one of: {values}.",
    "confidential_places_hidden": "A service that may not be placed below its province has none "
    "of: {place_columns}.",
    "contiguous_numbers": "{column_name} counts 1, 2, 3 and so on for each {group_by}.",
    "exactly_one_flagged": "{column_name} holds for exactly one row of each {group_by}.",
    "not_negative": "{column_name} is never below zero.",
    "not_null": "{column_name} is never null.",
    "relationships": "Every {column_name} is a {field} of {to}.",
    "relationships_where": "Every {columns} is a {to_columns} of {to}.",
    "total_equals_parts": "Each total of {value} is the sum of its parts, for each {group_by}.",
    "unique": "No two rows have the same {column_name}.",
    "unique_combination": "No two rows have the same {columns}.",
}
"""What a generic test says, with the arguments it is used with."""


def sentence_of(test: Mapping[str, Any]) -> str:
    """What a data test says: its own description, or that of its generic test.

    Args:
        test: its node of the manifest.
    """
    if test.get("description"):
        return " ".join(test["description"].split())
    generic = test["test_metadata"]
    arguments = {name: _words(value) for name, value in generic["kwargs"].items()}
    sentence = _SENTENCES[generic["name"]].format(**arguments)
    condition = generic["kwargs"].get("condition") or test["config"].get("where")
    return f"{sentence} Looked at: rows with {condition}." if condition else sentence


def failing_rows(
    connection: duckdb.DuckDBPyConnection, test: Mapping[str, Any], compiled: Path
) -> tuple[list[str], list[tuple[Any, ...]]]:
    """The columns and the first rows of what a data test found; nothing where it cannot be asked.

    Args:
        connection: to the candidate.
        test: its node of the manifest.
        compiled: where dbt puts the compiled SQL of the project.
    """
    path = compiled / test["original_file_path"]
    if test.get("test_metadata"):
        path = path / test["path"]
    try:
        query = path.read_text(encoding="utf-8")
        found = connection.execute(f"select * from ({query}\n) limit {MOST_ROWS}")
        return [column[0] for column in found.description or []], found.fetchall()
    except (duckdb.Error, OSError):
        return [], []


def _words(value: Any) -> str:
    if isinstance(value, Sequence) and not isinstance(value, str):
        return ", ".join(map(str, value))
    return re.sub(r"ref\('(\w+)'\)", r"\1", str(value))
