"""The gate's expectations as a page, with what they say of the published file.

Great Expectations' own pages load their styles and scripts from the network; this one shows the
same results with the reason, the severity and the audit of each expectation, and nothing else.
Does not belong here: what is expected (`expectations/`), or judging (`gate`).
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from orchestration.documentation.pages import write_page
from orchestration.gate.outcomes import Outcome
from orchestration.gate.suites import GateExpectation, Suite, load_suites
from orchestration.progress import counted
from orchestration.settings import Settings
from orchestration.warehouse.published import kept_versions


def write_expectation_page(settings: Settings, path: Path) -> int:
    """Judge the published file again, beside the version before, and write what was found.

    Returns:
        how many expectations do not hold.
    """
    from orchestration.gate.runner import Gate

    suites = load_suites(allow_shrink=settings.allow_shrink)
    before = next(iter(kept_versions(settings)), None)
    gate = Gate()
    judged = [
        (suite, gate.judge(suite, settings.warehouse, before.path if before else None))
        for suite in suites
    ]
    write_page(
        "expectations.html",
        path,
        file_name=settings.warehouse.name,
        before=before.path.name if before else "",
        counted=counted,
        suites=[(suite, list(_shown(suite, outcomes))) for suite, outcomes in judged],
    )
    return sum(not outcome.passed for _, outcomes in judged for outcome in outcomes)


def _shown(
    suite: Suite, outcomes: Sequence[Outcome]
) -> Sequence[tuple[GateExpectation, Outcome, str]]:
    return [
        (one, outcome, _verdict(one, outcome))
        for one, outcome in zip(suite.expectations, outcomes, strict=True)
    ]


def _verdict(expectation: GateExpectation, outcome: Outcome) -> str:
    if not outcome.passed:
        return "refuses" if expectation.severity == "critical" else "warns"
    return "not compared" if expectation.compares_with_published and not outcome.rows else "holds"
