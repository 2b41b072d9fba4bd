"""What is noted when a step of a run fails: the run's end, in the history of refreshes.

Does not belong here: telling people (`sensors`).
"""

from __future__ import annotations

import dagster as dg

from orchestration.settings import Settings
from orchestration.warehouse.runs import Journal


def build_journal_hook(settings: Settings) -> dg.HookDefinition:
    """Ends the running run in the journal, as refused by the gate or as failed."""

    @dg.failure_hook(name="end_run_in_journal")
    def end_run(context: dg.HookContext) -> None:
        journal = Journal(settings.journal)
        # Only the newest: what was killed before it never ended, and did not fail here.
        newest = max(journal.runs().values(), key=lambda run: run.run_number, default=None)
        if newest is None or newest.outcome != "running":
            return
        outcome = "refused" if context.op.name.startswith("gate_") else "failed"
        lines = str(context.op_exception).strip().splitlines() or [""]
        journal.write(newest.ended(outcome, f"{context.op.name}: {lines[0]}"[:500]))

    return end_run
