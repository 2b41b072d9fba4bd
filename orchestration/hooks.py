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
        running = [run for run in journal.runs().values() if run.outcome == "running"]
        if not running:
            return
        outcome = "refused" if context.op.name.startswith("gate_") else "failed"
        lines = str(context.op_exception).strip().splitlines() or [""]
        journal.write(running[-1].ended(outcome, f"{context.op.name}: {lines[0]}"[:500]))

    return end_run
