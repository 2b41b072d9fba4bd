"""What the gate says of one expectation, as a value that passes between processes."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Outcome:
    """The result of one expectation on one candidate.

    Attributes:
        name: of the expectation.
        passed: whether it holds.
        rows: rows of the audit that were looked at.
        failures: rows that break it.
        keys: where, for the first of them.
        problem: why it could not be evaluated, empty where it could; it has then not passed.
    """

    name: str
    passed: bool
    rows: int = 0
    failures: int = 0
    keys: list[dict[str, Any]] = field(default_factory=list)
    problem: str = ""

    @property
    def summary(self) -> str:
        """One line: what failed and where."""
        if self.problem:
            return f"{self.name}: {self.problem}"
        where = "; ".join(
            ", ".join(f"{key} {value}" for key, value in place.items()) for place in self.keys[:3]
        )
        return f"{self.name} ({self.failures} of {self.rows} rows): {where}"
