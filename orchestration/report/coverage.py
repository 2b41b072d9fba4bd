"""Where a service's centres are, as a page's tables show it.

Does not belong here: places below the province of a service whose places are confidential; the
facts do not have them.
"""

from __future__ import annotations

from dataclasses import dataclass

from orchestration.report.measures import Printed, printed_figure
from orchestration.written_summary.content import Content, Figure, Service


@dataclass(frozen=True, slots=True)
class CoverageRow:
    """A printed row; `count` is None where the table prints no numbers: one centre is there."""

    centre: str
    province: str
    district: str
    place_name: str
    count: Printed | None
    is_total: bool


@dataclass(frozen=True, slots=True)
class Coverage:
    """The coverage of one service."""

    rows: tuple[CoverageRow, ...]

    @property
    def has_centre(self) -> bool:
        """Whether any row names a kind of centre."""
        return any(row.centre for row in self.rows)

    @property
    def has_district(self) -> bool:
        """Whether any row names a district."""
        return any(row.district for row in self.rows)

    @property
    def is_listed(self) -> bool:
        """Whether any row names a place without a number."""
        return any(row.count is None for row in self.rows)

    @property
    def has_place_name(self) -> bool:
        """Whether any row names the place itself."""
        return any(row.place_name for row in self.rows)


def coverage_of(content: Content) -> dict[Service, Coverage]:
    """Coverage rows by service, in printed order; a row without a count is one centre."""
    found: dict[Service, list[CoverageRow]] = {}
    for figure in content.figures:
        if figure.block != "coverage" or figure.service is None:
            continue
        if figure.value_status != "blank":
            found.setdefault(figure.service, []).append(_row(figure))
    return {service: Coverage(tuple(rows)) for service, rows in found.items()}


def _row(figure: Figure) -> CoverageRow:
    is_listed = figure.value_status == "listed"
    return CoverageRow(
        figure.modality or "",
        figure.province or "",
        figure.district or "",
        figure.place_name or "",
        None if is_listed else printed_figure(figure, "centros"),
        figure.is_total,
    )
