from __future__ import annotations

from pathlib import Path
from typing import Literal, cast

import duckdb
import pytest

from orchestration.gate.outcomes import Outcome
from orchestration.gate.process import GateProcess, NotJudged
from orchestration.gate.runner import Gate
from orchestration.gate.suites import GateExpectation, Suite, load_suites
from orchestration.helper_process import HelperProcess
from orchestration.settings import SUITES, Settings

_NOT_NEGATIVE = {"column": "value", "min_value": 0}


@pytest.fixture(scope="module")
def gate() -> Gate:
    return Gate()


@pytest.fixture
def candidate(tmp_path: Path) -> Path:
    path = tmp_path / "candidate.duckdb"
    with duckdb.connect(path) as connection:
        connection.execute(
            "create table figures as select * from (values ('a', 1), ('b', -2), ('c', -3))"
            " as rows (place, value)"
        )
    return path


def _judge(gate: Gate, candidate: Path, monkeypatch: pytest.MonkeyPatch, query: str) -> Outcome:
    monkeypatch.setattr(GateExpectation, "query", query)
    expectation = GateExpectation(
        name="no_value_is_negative",
        audit="figures",
        type="expect_column_values_to_be_between",
        arguments=_NOT_NEGATIVE,
        severity="critical",
        reason="a test",
        keys=("place",),
    )
    (outcome,) = gate.judge(Suite("subject", ("marts", "figures"), (expectation,)), candidate, None)
    return outcome


def test_what_holds_passes(gate: Gate, candidate: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    outcome = _judge(gate, candidate, monkeypatch, "select * from figures where value > 0")
    assert outcome == Outcome("no_value_is_negative", True, rows=1)


def test_failing_rows_are_named_by_their_keys(
    gate: Gate, candidate: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    outcome = _judge(gate, candidate, monkeypatch, "select * from figures")
    assert (outcome.passed, outcome.rows, outcome.failures) == (False, 3, 2)
    assert [key["place"] for key in outcome.keys] == ["b", "c"]
    assert "place b" in outcome.summary


def test_a_missing_column_is_a_failure_that_says_so(
    gate: Gate, candidate: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    outcome = _judge(gate, candidate, monkeypatch, "select place from figures")
    assert not outcome.passed
    assert "value" in outcome.problem


def test_a_broken_audit_is_a_failure_that_says_so(
    gate: Gate, candidate: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    outcome = _judge(gate, candidate, monkeypatch, "select * from nowhere")
    assert not outcome.passed
    assert "audit figures failed" in outcome.problem


def test_an_expectation_looks_at_the_rows_it_names_and_no_others(
    gate: Gate, candidate: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "audits").mkdir()
    (tmp_path / "audits" / "figures.sql").write_text(
        "-- A row a figure.\nselect place, value from figures\norder by place\n"
    )
    monkeypatch.setattr("orchestration.gate.suites.SUITES", tmp_path)
    whole, part = (
        GateExpectation(
            name=f"no_value_is_negative {where}",
            audit="figures",
            type="expect_column_values_to_be_between",
            arguments=_NOT_NEGATIVE,
            severity="critical",
            reason="a test",
            where=where,
        )
        for where in ("", "value >= 0")
    )
    suite = Suite("subject", ("marts", "figures"), (whole, part))
    outcomes = gate.judge(suite, candidate, None)
    assert [outcome.passed for outcome in outcomes] == [False, True]
    assert outcomes[0].rows > outcomes[1].rows > 0


def test_without_a_published_file_there_is_nothing_to_compare(gate: Gate, candidate: Path) -> None:
    suite = next(suite for suite in load_suites() if suite.subject == "shrinkage")
    assert all(outcome.passed for outcome in gate.judge(suite, candidate, None))


def test_a_published_file_of_another_make_is_not_compared(gate: Gate, candidate: Path) -> None:
    suite = next(suite for suite in load_suites() if suite.subject == "shrinkage")
    other = candidate.with_name("other.duckdb")
    other.write_bytes(candidate.read_bytes())
    assert all(outcome.passed for outcome in gate.judge(suite, candidate, other))


def test_fewer_figures_than_published_are_refused(gate: Gate, tmp_path: Path) -> None:
    suite = next(suite for suite in load_suites() if suite.subject == "shrinkage")
    for name, figures in (("published", 3), ("candidate", 2)):
        with duckdb.connect(tmp_path / f"{name}.duckdb") as connection:
            connection.execute(
                "create schema marts; create schema raw;"
                "create table raw.inbox_files as select 'd' as document_id;"
                "create table marts.published_figures as select 'd' as document_id,"
                f" 'd.docx' as file_name from range({figures})"
            )
    (outcome,) = gate.judge(suite, tmp_path / "candidate.duckdb", tmp_path / "published.duckdb")
    assert not outcome.passed
    assert outcome.keys[0]["file_name"] == "d.docx"
    assert outcome.keys[0]["is_in_inbox"] in (True, "True")


def test_every_expectation_is_explained_named_once_and_has_its_audit() -> None:
    expectations = [one for suite in load_suites() for one in suite.expectations]
    names = [one.name for one in expectations]
    assert len(names) == len(set(names)) > 10
    assert all(len(one.reason.split()) >= 8 for one in expectations)
    assert all(one.severity in {"critical", "warning"} for one in expectations)
    assert {one.audit for one in expectations} == {
        path.stem for path in (SUITES / "audits").glob("*.sql")
    }


def test_shrinking_on_purpose_only_warns() -> None:
    def severities(allow_shrink: bool) -> set[str]:
        suites = load_suites(allow_shrink=allow_shrink)
        return {
            one.severity
            for suite in suites
            for one in suite.expectations
            if one.compares_with_published
        }

    assert severities(False) == {"critical"}
    assert severities(True) == {"warning"}


class _Answering:
    """In the place of the gate's process: every expectation ends the same way."""

    def __init__(self, passes: bool) -> None:
        self._passes = passes

    def ask(self, request: tuple[Suite, Path, Path | None]) -> list[Outcome]:
        return [Outcome(one.name, self._passes) for one in request[0].expectations]

    def end(self) -> None:
        """End."""


@pytest.mark.parametrize(
    ("severity", "passes", "may_be_published"),
    [("critical", True, True), ("critical", False, False), ("warning", False, True)],
)
def test_only_what_the_gate_passed_in_this_run_is_published(
    settings: Settings,
    severity: Literal["critical", "warning"],
    passes: bool,
    may_be_published: bool,
) -> None:
    expectation = GateExpectation("it_holds", "audit", "expect", severity, "because")
    suite = Suite("subject", ("marts", "figures"), (expectation,))
    gate = GateProcess(settings)
    with pytest.raises(NotJudged, match="subject"):
        gate.must_have_passed([suite])
    gate._process = cast(HelperProcess, _Answering(passes))
    gate.judge(suite)
    if may_be_published:
        gate.must_have_passed([suite])
        gate.end()
    with pytest.raises(NotJudged, match="materialize all"):
        gate.must_have_passed([suite])
