"""A page of one department and month: everything it says, read from the warehouse.

Belongs here: putting the parts together. Does not belong here: any part (`measures`,
`matrices`, `coverage`, `poverty`, `checks`) or its HTML (`templates`).
"""

from __future__ import annotations

from dataclasses import dataclass

import duckdb

from orchestration.report import words
from orchestration.report.charts import bars_chart, trend_chart
from orchestration.report.checks import (
    CentreChange,
    Difference,
    Finding,
    Revision,
    centre_changes,
    differences_of,
    findings_of,
    revisions_of,
)
from orchestration.report.coverage import Coverage, coverage_of
from orchestration.report.matrices import (
    SHORT,
    CentreCount,
    Matrix,
    centre_count,
    centres_by_province,
    matrices_of,
)
from orchestration.report.measures import Measure, Printed, measures_of, printed_figure
from orchestration.report.poverty import PoorDistrict, poorest_districts
from orchestration.written_summary.compose import heading_of
from orchestration.written_summary.content import (
    Content,
    Service,
    Subject,
    first_step,
    read_content,
)
from orchestration.written_summary.wording import in_unit, of_unit


@dataclass(frozen=True, slots=True)
class ServiceSection:
    """A service on a page: what it is, its measures, its centres."""

    heading: str
    definition: str
    measures: tuple[Measure, ...]
    coverage: Coverage | None


@dataclass(frozen=True, slots=True)
class Programme:
    """A programme, or what is run with others, with its services."""

    name: str
    services: tuple[ServiceSection, ...]


@dataclass(frozen=True, slots=True)
class LegendEntry:
    """A count of the map's legend."""

    name: str
    count: Printed


@dataclass(frozen=True, slots=True)
class Source:
    """The document a page is made from."""

    file_name: str
    file_format: str
    revision_number: int
    sha256: str


@dataclass(frozen=True, slots=True)
class DepartmentPage:
    """Everything a page says."""

    subject: Subject
    in_unit: str
    of_unit: str
    month: str
    source: Source
    programmes: tuple[Programme, ...]
    matrices: tuple[Matrix, ...]
    centres_chart: str
    legend: tuple[LegendEntry, ...]
    ranking: tuple[PoorDistrict, ...]
    differences: tuple[Difference, ...]
    findings: tuple[Finding, ...]
    revisions: tuple[Revision, ...]
    centres_than: str
    centres: tuple[CentreChange, ...]
    centre_count: CentreCount | None
    figures: int

    @property
    def has_charts(self) -> bool:
        """Whether any measure is drawn over time."""
        return any(
            measure.chart
            for programme in self.programmes
            for service in programme.services
            for measure in service.measures
        )


PROMOTED = "Servicios que promueve el MIMP"
OTHERS = "Otros servicios"


def department_page(connection: duckdb.DuckDBPyConnection, subject: Subject) -> DepartmentPage:
    """Read the page of one document."""
    content = read_content(connection, subject)
    matrices = matrices_of(connection, subject.document_id)
    than, centres = centre_changes(connection, subject)
    names = subject.unit_code, subject.unit, subject.department_ubigeo
    return DepartmentPage(
        subject=subject,
        in_unit=in_unit(*names),
        of_unit=of_unit(*names),
        month=words.month_long(subject.as_of_month),
        source=_source(connection, subject.document_id),
        programmes=_programmes(connection, content),
        matrices=tuple(matrices),
        centres_chart=bars_chart(
            centres_by_province(matrices),
            [SHORT[matrix.delivery] for matrix in matrices],
            f"Centros por provincia en {in_unit(*names)}, según el consolidado",
        ),
        legend=tuple(
            LegendEntry(
                _legend_name(figure.service, figure.modality, figure.label),
                printed_figure(figure, "centros"),
            )
            for figure in content.figures
            if figure.block == "map_legend"
        ),
        ranking=tuple(poorest_districts(connection, subject)),
        differences=tuple(differences_of(connection, subject.document_id)),
        findings=tuple(findings_of(connection, content)),
        revisions=tuple(revisions_of(connection, subject.document_id)),
        centres_than=than,
        centres=tuple(centres),
        centre_count=centre_count(connection, subject.document_id),
        figures=sum(f.value_status not in ("blank", "listed") for f in content.figures)
        + sum(rank.district is not None or rank.province is not None for rank in content.ranks),
    )


def _legend_name(service: Service | None, modality: str | None, label: str) -> str:
    if service is None or service.code is None:
        return label
    return f"{service.name}, {modality}" if modality else service.name


def _source(connection: duckdb.DuckDBPyConnection, document_id: str) -> Source:
    row = connection.execute(
        "select file_name, file_format, revision_number, sha256 from dimensional.dim_document"
        " where document_id = ?",
        [document_id],
    ).fetchone()
    assert row is not None  # the subject came from the same table
    return Source(*row)


def _programmes(connection: duckdb.DuckDBPyConnection, content: Content) -> tuple[Programme, ...]:
    """Services in printed order under their programmes, those run with others last."""
    measures = measures_of(connection, content)
    coverage = coverage_of(content)
    found: dict[str, list[ServiceSection]] = {}
    seen: dict[Service, str] = {}
    for figure in content.figures:
        if figure.service and (figure.service in measures or figure.service in coverage):
            seen.setdefault(figure.service, first_step(figure.location))
    for service, step in seen.items():
        shown = measures.get(service, [])
        for measure in shown:
            name = f"{service.name}, {measure.name}"
            measure.chart = trend_chart(measure.trend, content.subject.as_of_month, name)
        definition = content.notes.get(("definition", step), "").partition(":")[2].strip()
        section = ServiceSection(
            heading_of(service), definition, tuple(shown), coverage.get(service)
        )
        name = PROMOTED if service.is_promoted else service.program or OTHERS
        found.setdefault(name, []).append(section)
    order = sorted(found, key=lambda name: (name == PROMOTED, name == OTHERS))
    return tuple(Programme(name, tuple(found[name])) for name in order)
