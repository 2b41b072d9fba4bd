"""The gate as asset checks: one check function a suite, one check an expectation.

Does not belong here: what is expected (`expectations/`) or how it is evaluated (`gate`).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import dagster as dg

from orchestration.assets.metadata import markdown_table
from orchestration.gate.outcomes import Outcome
from orchestration.gate.suites import GateExpectation, Suite
from orchestration.progress import say
from orchestration.resources import RunTools

_SEVERITIES = {
    "critical": dg.AssetCheckSeverity.ERROR,
    "warning": dg.AssetCheckSeverity.WARN,
}


def build_gate_checks(suites: Sequence[Suite]) -> list[dg.AssetChecksDefinition]:
    """The check functions of all suites.

    An audit may read any table of the candidate: all models are one step, so every table is
    built before the first suite runs.
    """
    return [_build_check(suite) for suite in suites]


def _build_check(suite: Suite) -> dg.AssetChecksDefinition:
    asset = dg.AssetKey(suite.asset)
    specs = [
        dg.AssetCheckSpec(
            name=one.name,
            asset=asset,
            description=" ".join(one.reason.split()),
            blocking=one.severity == "critical",
            metadata={"suite": suite.subject, "audit": one.audit, "severity": one.severity},
        )
        for one in suite.expectations
    ]

    @dg.multi_asset_check(name=f"gate_{suite.subject}", specs=specs)
    def check(tools: dg.ResourceParam[RunTools]) -> Iterator[dg.AssetCheckResult]:
        """Judge the candidate by one suite."""
        say(f"3/4 gate: {suite.subject.replace('_', ' ')}")
        for one, outcome in zip(suite.expectations, tools.gate.judge(suite), strict=True):
            yield _result_of(one, outcome, asset)

    return check


def _result_of(
    expectation: GateExpectation, outcome: Outcome, asset: dg.AssetKey
) -> dg.AssetCheckResult:
    columns = list(outcome.keys[0]) if outcome.keys else []
    return dg.AssetCheckResult(
        asset_key=asset,
        check_name=expectation.name,
        passed=outcome.passed,
        severity=_SEVERITIES[expectation.severity],
        description="" if outcome.passed else outcome.summary,
        metadata={
            "rows looked at": outcome.rows,
            "failures": outcome.failures,
            "failing keys": markdown_table(columns, [list(key.values()) for key in outcome.keys])
            if columns
            else outcome.problem,
        },
    )
