"""What was measured, kept between runs so that the parts of a benchmark make one table.

Belongs here: the file of results. Does not belong here: goals (`goals`) or printing (`table`).
"""

from __future__ import annotations

import json
import os
import platform
from dataclasses import asdict
from pathlib import Path
from typing import Any

from tests.benchmark.measure import Cost


class Results:
    """Costs and other figures by section and name; written after every one."""

    def __init__(self, path: Path) -> None:
        """Go on from the file at `path`, if there is one."""
        self._path = path
        self._found: dict[str, dict[str, Any]] = {}
        if path.exists():
            self._found = json.loads(path.read_text(encoding="utf-8"))

    def begin(self, section: str) -> None:
        """Forget what was measured of a section, and note the machine."""
        self._found[section] = {}
        self._found["machine"] = {
            "processors": os.cpu_count(),
            "python": platform.python_version(),
            "system": platform.machine(),
        }
        self._write()

    def put(self, section: str, name: str, value: Cost | dict[str, float] | float | str) -> None:
        """Note one figure."""
        shown = asdict(value) if isinstance(value, Cost) else value
        self._found.setdefault(section, {})[name] = shown
        self._write()

    def cost(self, section: str, name: str) -> Cost | None:
        """A cost that was measured, or None."""
        found = self._found.get(section, {}).get(name)
        return Cost(**found) if isinstance(found, dict) else None

    def value(self, section: str, name: str) -> Any:
        """Any other figure, or None."""
        return self._found.get(section, {}).get(name)

    def section(self, section: str) -> dict[str, Any]:
        """All figures of a section by name, in the order they were measured."""
        return dict(self._found.get(section, {}))

    def _write(self) -> None:
        self._path.parent.mkdir(parents=True, exist_ok=True)
        part = self._path.with_suffix(".part")
        part.write_text(json.dumps(self._found, indent=1) + "\n", encoding="utf-8")
        part.replace(self._path)
