"""The helper process that runs the gate.

Great Expectations takes seconds to import; here that happens while documents are read.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from orchestration.gate.outcomes import Outcome
from orchestration.gate.runner import Gate
from orchestration.gate.suites import Suite

_gate = Gate()


def answer(request: tuple[Suite, Path, Path | None], _: Callable[[Any], None]) -> list[Outcome]:
    """What a suite says of a candidate, beside what is published."""
    return _gate.judge(*request)
