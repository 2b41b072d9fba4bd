"""What the steps of a run share: settings, the processes that help, and the lock.

Belongs here: things with a lifetime. Does not belong here: logic.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import dagster as dg

from orchestration.building.dbt_process import DbtProcess
from orchestration.gate.process import GateProcess
from orchestration.locking import hold_lock
from orchestration.settings import Settings

OWNER = "team:warehouse"

_LARGE_BYTES = 16 * 1024 * 1024
"""Raw tables of some 400 documents: with more, building them and the gate together take 1 GB."""


class RunTools:
    """The settings of a run and its helper processes, which are started before they are needed.

    dbt's starts first: whatever comes next needs its manifest. The gate's starts while dbt builds
    and a processor is free; where much is built, only when it is asked, for want of memory.
    """

    def __init__(self, settings: Settings) -> None:
        """Nothing is started yet."""
        self.settings = settings
        self.dbt = DbtProcess(settings)
        self.gate = GateProcess(settings)

    def start(self) -> None:
        """Start dbt, without waiting; does nothing where it runs."""
        self.dbt.start()

    def start_gate(self) -> None:
        """Start the gate, without waiting, unless the candidate is a large one."""
        if self.settings.candidate.stat().st_size < _LARGE_BYTES:
            self.gate.start()

    def end(self) -> None:
        """End both."""
        self.dbt.end()
        self.gate.end()


def build_resources(tools: RunTools) -> dict[str, object]:
    """The resources by key: `settings`, and `tools` for the steps that change the warehouse."""

    @dg.resource(description="Helper processes; holds the folder's refresh lock for a whole run.")
    @contextmanager
    def locked_tools(_: dg.InitResourceContext) -> Iterator[RunTools]:
        tools.settings.make_folders()
        with hold_lock(tools.settings.lock):
            try:
                yield tools
            finally:
                tools.end()

    return {"settings": tools.settings, "tools": locked_tools}
