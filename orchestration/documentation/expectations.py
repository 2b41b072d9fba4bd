"""The gate's expectations as a page, with what they say of the published file.

Great Expectations' own pages load their styles and scripts from the network; this one shows the
same results with the reason, the severity and the audit of each expectation, and nothing else.
Does not belong here: what is expected (`expectations/`), or judging (`gate`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from orchestration.documentation.pages import write_page
from orchestration.gate.outcomes import Outcome
from orchestration.gate.suites import GateExpectation, Suite, load_suites
from orchestration.progress import counted
from orchestration.settings import Settings
from orchestration.warehouse.published import kept_versions


@dataclass(frozen=True, slots=True)
class Verdicts:
    """How many expectations hold, warn and would refuse the published file."""

    hold: int
    warn: int
    refuse: int

    def __str__(self) -> str:
        """In words, for a person at a terminal and the start page."""
        refused = f"{self.refuse} would block" if self.refuse else "nothing blocked"
        return f"{self.hold} hold, {counted(self.warn, 'warning')}, {refused}"


def write_expectation_page(settings: Settings, path: Path) -> Verdicts:
    """Judge the published file again, beside the version before, and write what was found.

    Returns:
        how many hold, warn and would refuse it.
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
    verdicts = [verdict for suite, outcomes in judged for *_, verdict in _shown(suite, outcomes)]
    warn, refuse = verdicts.count("warns"), verdicts.count("refuses")
    return Verdicts(len(verdicts) - warn - refuse, warn, refuse)


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
