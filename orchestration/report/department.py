"""A page of one department and month: everything it says, read from the warehouse.

Belongs here: putting the parts together. Does not belong here: any part (`measures`,
`matrices`, `coverage`, `poverty`, `checks`) or its HTML (`templates`).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

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
    centre_counts,
    centres_by_province,
    matrices_of,
)
from orchestration.report.measures import Measure, Measures, Printed, measures_of, printed_figure
from orchestration.report.poverty import PoorDistrict, poorest_districts
from orchestration.warehouse.by_document import rows_by_document
from orchestration.written_summary.compose import heading_of
from orchestration.written_summary.content import (
    Content,
    Service,
    Subject,
    first_step,
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


PROMOTED: Final = "Servicios que promueve el MIMP"
OTHERS: Final = "Otros servicios"
_SOURCES: Final = """
select document_id, file_name, file_format, revision_number, sha256 from dimensional.dim_document
where document_id = any(?)
"""


def department_pages(
    connection: duckdb.DuckDBPyConnection, contents: Sequence[Content]
) -> Iterator[DepartmentPage]:
    """Read the pages of some documents, in their order; each is put together when it is taken."""
    document_ids = [content.subject.document_id for content in contents]
    sources = rows_by_document(connection, _SOURCES, document_ids)
    measures = measures_of(connection, contents)
    matrices = matrices_of(connection, document_ids)
    centres = centre_counts(connection, document_ids)
    changes = centre_changes(connection, document_ids)
    rankings = poorest_districts(connection, document_ids)
    differences = differences_of(connection, document_ids)
    findings = findings_of(connection, contents)
    revisions = revisions_of(connection, document_ids)
    for content in contents:
        subject = content.subject
        document_id = subject.document_id
        names = subject.unit_code, subject.unit, subject.department_ubigeo
        than, changed = changes[document_id]
        yield DepartmentPage(
            subject=subject,
            in_unit=in_unit(*names),
            of_unit=of_unit(*names),
            month=words.month_long(subject.as_of_month),
            source=Source(*sources[document_id][0]),
            programmes=_programmes(content, measures[document_id]),
            matrices=tuple(matrices[document_id]),
            centres_chart=bars_chart(
                centres_by_province(matrices[document_id]),
                [SHORT[matrix.delivery] for matrix in matrices[document_id]],
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
            ranking=tuple(rankings[document_id]),
            differences=tuple(differences[document_id]),
            findings=tuple(findings[document_id]),
            revisions=tuple(revisions[document_id]),
            centres_than=than,
            centres=tuple(changed),
            centre_count=centres[document_id],
            figures=sum(f.value_status not in ("blank", "listed") for f in content.figures)
            + sum(r.district is not None or r.province is not None for r in content.ranks),
        )


def _legend_name(service: Service | None, modality: str | None, label: str) -> str:
    if service is None or service.code is None:
        return label
    return f"{service.name}, {modality}" if modality else service.name


def _programmes(content: Content, measures: Measures) -> tuple[Programme, ...]:
    """Services in printed order under their programmes, those run with others last."""
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
