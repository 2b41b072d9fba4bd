"""The parent's side of the gate's process."""

from __future__ import annotations

from collections.abc import Iterable

from orchestration.gate.outcomes import Outcome
from orchestration.gate.suites import Suite
from orchestration.helper_process import HelperProcess
from orchestration.settings import Settings
from orchestration.warehouse.published import Memory, find_memory


class NotJudged(Exception):
    """A candidate was to be published that the gate has not passed in this run."""


class GateProcess:
    """Great Expectations in a process of its own; start it early."""

    def __init__(self, settings: Settings) -> None:
        """Nothing is started yet."""
        self._settings = settings
        self._process: HelperProcess | None = None
        self._memory: Memory | None = None
        self._passed: set[str] = set()

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
        critical = {one.name for one in suite.expectations if one.severity == "critical"}
        if all(outcome.passed for outcome in outcomes if outcome.name in critical):
            self._passed.add(suite.subject)
        return outcomes

    def must_have_passed(self, suites: Iterable[Suite]) -> None:
        """Refuse a candidate that was not judged by all suites since the process started.

        In Dagster's UI the last step can be asked for alone, while the candidate of a refused or
        killed run lies there.

        Raises:
            NotJudged: a suite refused the candidate, or was not asked.
        """
        missing = sorted({suite.subject for suite in suites} - self._passed)
        if missing:
            raise NotJudged(
                f"the gate has not passed this candidate ({', '.join(missing)});"
                " run the whole job: make refresh, or materialize all"
            )

    def end(self) -> None:
        """End the process, if it runs, and wait until its memory is free for what comes next."""
        if self._process is not None:
            self._process.end()
            self._process = None
        self._memory = None
        self._passed.clear()
