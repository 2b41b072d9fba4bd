"""The helper process that runs the gate: `python -m orchestration.gate.worker`.

Great Expectations takes seconds to import; here that happens while documents are read.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from orchestration.gate.outcomes import Outcome
from orchestration.gate.runner import Gate
from orchestration.gate.suites import Suite
from orchestration.helper_process import serve

_gate = Gate()


def _answer(request: tuple[Suite, Path, Path | None], _: Callable[[Any], None]) -> list[Outcome]:
    return _gate.judge(*request)


if __name__ == "__main__":
    serve(_answer)
