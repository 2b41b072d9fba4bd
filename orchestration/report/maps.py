"""The maps of the report's pages, where they were drawn.

The one place that knows where `orchestration.maps` leaves its pictures; a page without a map is
still whole. A map shows the newest summaries, so that only the newest page of a unit has one.
Does not belong here: drawing.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final

from orchestration.report.svg import slim
from orchestration.written_summary.content import Subject

COUNTRY: Final = "peru.svg"


class Maps:
    """The pictures in a folder of maps; a folder that is missing holds none."""

    def __init__(self, folder: Path | None) -> None:
        """Look into `folder` when asked."""
        self._folder = folder

    def department(self, subject: Subject) -> bytes | None:
        """The map of a unit's department, as SVG."""
        return self._read(f"{subject.department_ubigeo}-*.svg")

    def country(self) -> bytes | None:
        """The map of the country, as SVG."""
        return self._read(COUNTRY)

    def _read(self, pattern: str) -> bytes | None:
        found = sorted(self._folder.glob(pattern)) if self._folder else []
        return slim(found[0].read_text(encoding="utf-8")).encode() if found else None
