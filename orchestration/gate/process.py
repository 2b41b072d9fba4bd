"""The parent's side of the gate's process."""

from __future__ import annotations

from orchestration.gate.outcomes import Outcome
from orchestration.gate.suites import Suite
from orchestration.helper_process import HelperProcess
from orchestration.settings import Settings
from orchestration.warehouse.published import Memory, find_memory


class GateProcess:
    """Great Expectations in a process of its own; start it early."""

    def __init__(self, settings: Settings) -> None:
        """Nothing is started yet."""
        self._settings = settings
        self._process: HelperProcess | None = None
        self._memory: Memory | None = None

    def start(self) -> None:
        """Start the process; does nothing if it runs."""
        if self._process is None:
            self._process = HelperProcess(
                "orchestration.gate.worker",
                self._settings.child_environment(),
                self._settings.logs / "gate-process.log",
            )

    def judge(self, suite: Suite) -> list[Outcome]:
        """What the suite says of the candidate, beside what is published now."""
        self.start()
        assert self._process is not None
        if self._memory is None:
            self._memory = find_memory(self._settings)
        outcomes: list[Outcome] = self._process.ask(
            (suite, self._settings.candidate, self._memory.baseline)
        )
        return outcomes

    def end(self) -> None:
        """End the process, if it runs."""
        if self._process is not None:
            self._process.leave()
            self._process = None
        self._memory = None
