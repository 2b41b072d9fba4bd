"""Runs suites on a candidate with Great Expectations.

Sums and comparisons are exact and made in SQL, by the audits; Great Expectations asserts on
their small results. Does not belong here: what is asserted (`expectations/`), or what follows
from it (`assets`, `checks`).
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import duckdb
import great_expectations as gx
import pandas as pd
from great_expectations.core.expectation_validation_result import ExpectationValidationResult
from great_expectations.data_context.types.base import ProgressBarsConfig

from orchestration.gate.outcomes import Outcome
from orchestration.gate.suites import GateExpectation, Suite
from orchestration.warehouse.files import first_row, open_read_only

_KEYS_SHOWN = 20
_MEMORY_LIMIT = "200MB"
"""What DuckDB may keep for an audit: Great Expectations and pandas take twice as much beside it."""


class Gate:
    """A Great Expectations context that lives in memory."""

    def __init__(self) -> None:
        """Create the context; it writes nothing and reports to nobody."""
        context = gx.get_context(mode="ephemeral")
        context.variables.progress_bars = ProgressBarsConfig(
            globally=False, metric_calculations=False
        )
        self._source = context.data_sources.add_pandas("audits")

    def judge(self, suite: Suite, candidate: Path, published: Path | None) -> list[Outcome]:
        """The outcome of every expectation of a suite, in the suite's order.

        Args:
            suite: the expectations.
            candidate: the DuckDB file to judge.
            published: the file that analysts read now, which audits see as `published`; None
                where there is none.
        """
        outcomes: dict[str, Outcome] = {}
        with open_read_only(candidate, _MEMORY_LIMIT) as connection:
            can_compare = _attach(connection, published)
            for query in dict.fromkeys(one.query for one in suite.expectations):
                expectations = [one for one in suite.expectations if one.query == query]
                if expectations[0].compares_with_published and not can_compare:
                    outcomes |= {one.name: Outcome(one.name, True) for one in expectations}
                else:
                    outcomes |= self._judge_audit(connection, suite.subject, expectations)
        return [outcomes[one.name] for one in suite.expectations]

    def _judge_audit(
        self,
        connection: duckdb.DuckDBPyConnection,
        subject: str,
        expectations: Sequence[GateExpectation],
    ) -> dict[str, Outcome]:
        first = expectations[0]
        try:
            frame = connection.execute(first.query).df()
        except duckdb.Error as error:
            problem = f"audit {first.audit} failed: {str(error).splitlines()[0]}"
            return {one.name: Outcome(one.name, False, problem=problem) for one in expectations}
        asset = self._source.add_dataframe_asset(f"{subject}.{first.name}")
        batch = asset.add_batch_definition_whole_dataframe("all").get_batch({"dataframe": frame})
        outcomes = {}
        for one in expectations:
            kind = "".join(word.capitalize() for word in one.type.split("_"))
            expectation = getattr(gx.expectations, kind)(**one.arguments, meta={"name": one.name})
            result = batch.validate(
                expectation,
                result_format={
                    "result_format": "COMPLETE",
                    "unexpected_index_column_names": [k for k in one.keys if k in frame.columns],
                    "include_unexpected_rows": False,
                },
            )
            outcomes[one.name] = _outcome_of(one, frame, result)
        self._source.delete_asset(asset.name)
        return outcomes


def _attach(connection: duckdb.DuckDBPyConnection, published: Path | None) -> bool:
    """Let audits see the published file; whether they can be compared with it."""
    if published is None:
        return False
    quoted = str(published).replace("'", "''")
    connection.execute(f"attach '{quoted}' as published (read_only)")
    (columns,) = first_row(
        connection,
        "select count(*) from duckdb_columns() where database_name = 'published'"
        " and schema_name = 'marts' and table_name = 'published_figures'"
        " and column_name in ('document_id', 'file_name')",
    )
    return bool(columns == 2)


def _outcome_of(
    expectation: GateExpectation, frame: pd.DataFrame, result: ExpectationValidationResult
) -> Outcome:
    found: Mapping[str, Any] = result.result or {}
    rows = len(frame)
    if result.success:
        return Outcome(expectation.name, True, rows)
    # A missing column is no failure of rows: the reason is only in `exception_info`.
    problem = _exception_message(result.exception_info) if not found else ""
    places = found.get("unexpected_index_list") or []
    if not places and "observed_value" in found:
        places = [{"observed": found["observed_value"]}]
    return Outcome(
        expectation.name,
        False,
        rows,
        int(found.get("unexpected_count", 0)) or len(places),
        [_plain(place) for place in places[:_KEYS_SHOWN]],
        problem,
    )


def _plain(place: Any) -> dict[str, Any]:
    """Keys as plain JSON values."""
    values: dict[str, Any] = json.loads(json.dumps(place, default=str))
    return values


def _exception_message(info: Any) -> str:
    """The first message in what may be one exception or several, nested by metric."""
    if isinstance(info, Mapping):
        message = info.get("exception_message")
        if message:
            return " ".join(str(message).split())
        for nested in info.values():
            if found := _exception_message(nested):
                return found
    return ""
