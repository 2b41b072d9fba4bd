"""What does not add up in a document, and what changed since the edition before.

Belongs here: `quality.reconciliation`, `quality.findings` and `quality.revisions` in Spanish,
each with its place in the document. What is printed of a service whose places are confidential
is left out.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

import duckdb

from orchestration.report import words
from orchestration.report.measures import Change, change
from orchestration.warehouse.by_document import Row, rows_by_document
from orchestration.written_summary.content import Content, first_step

MOST_ROWS: Final = 60
"""Rows of a list on a page; the rest is counted and is in the warehouse."""


@dataclass(frozen=True, slots=True)
class Difference:
    """Two things a document says of one thing, and where it says them."""

    about: str
    sides: tuple[tuple[str, str, str], ...]
    difference: str


@dataclass(frozen=True, slots=True)
class Finding:
    """A finding: how bad, what and what to do in Spanish, and where."""

    severity: str
    severity_name: str
    what: str
    location: str


@dataclass(frozen=True, slots=True)
class Revision:
    """A figure that is not what it was: which, what became of it, where, and since when."""

    about: str
    what: str
    location: str
    earlier_edition: str


@dataclass(frozen=True, slots=True)
class CentreChange:
    """A service with more or fewer centres than in the edition before."""

    service: str
    earlier: str
    now: str
    change: Change | None


_DIFFERENCES: Final = """
select
    document_id,
    kind,
    coalesce(service, 'Todos los servicios'),
    modality,
    place,
    printed_place,
    period_start,
    period_end,
    left_value,
    left_location,
    right_value,
    right_location,
    difference
from quality.reconciliation
where document_id = any(?) and status = 'differs' and kind != 'ranking_vs_official'
order by kind, coalesce(right_location, left_location), reconciliation_id
"""


def differences_of(
    connection: duckdb.DuckDBPyConnection, document_ids: Iterable[str]
) -> dict[str, list[Difference]]:
    """Every comparison within the ministry's own documents that does not agree, by document."""
    found = rows_by_document(connection, _DIFFERENCES, document_ids)
    return {document_id: [_difference(row) for row in rows] for document_id, rows in found.items()}


def _difference(row: Row) -> Difference:
    kind, service, modality, place, printed_place, start, end, *sides = row
    left, left_at, right, right_at, gap = sides
    names = words.COMPARISONS.get(kind, ("lo uno", "lo otro"))
    period = words.period_long(start, end, "year_to_date") if start and kind in _PERIODS else ""
    is_of_matrix = kind == "detail_vs_matrix"
    is_unnamed = is_of_matrix and left_at is None and printed_place is None
    is_unplaced = is_of_matrix and right_at is None
    return Difference(
        ", ".join(filter(None, (service, modality, place, period))),
        (
            (
                names[0],
                "no nombran el servicio" if is_unnamed else words.number(left),
                words.place(left_at),
            ),
            (
                names[1],
                "no imprime su cuenta" if is_unplaced else words.number(right),
                words.place(right_at),
            ),
        ),
        words.signed(gap) if gap is not None else "",
    )


_PERIODS: Final = {
    "year_to_date_vs_earlier",
    "year_to_date_vs_months",
    "year_vs_months",
    "span_vs_months",
}


_FINDINGS: Final = """
select document_id, severity, code, location, printed_text from quality.findings
where document_id = any(?)
"""


def findings_of(
    connection: duckdb.DuckDBPyConnection, contents: Sequence[Content]
) -> dict[str, list[Finding]]:
    """The other findings of each document, gravest first."""
    by_id = {content.subject.document_id: content for content in contents}
    found = rows_by_document(connection, _FINDINGS, by_id)
    return {document_id: _findings(by_id[document_id], rows) for document_id, rows in found.items()}


def _findings(content: Content, rows: Iterable[Row]) -> list[Finding]:
    confidential = {
        first_step(figure.location)
        for figure in content.figures
        if figure.service
        and figure.service.is_confidential
        and figure.block not in ("matrix", "map_legend")  # they print no place below a province
    }
    order = {severity: rank for rank, severity in enumerate(words.SEVERITIES)}
    found = [
        Finding(
            severity,
            words.SEVERITIES[severity],
            # A province or department where a smaller place belongs says nothing that is hidden.
            words.finding(
                code,
                printed_text or ""
                if code == "place_level_mismatch" or first_step(location or "") not in confidential
                else None,
            ),
            words.place(location),
        )
        for severity, code, location, printed_text in rows
        if code not in words.ARITHMETIC_FINDINGS and code != "restated"
    ]
    return sorted(found, key=lambda one: (order[one.severity], one.what, one.location))


_REVISIONS: Final = """
select
    revisions.document_id,
    revisions.change_kind,
    revisions.block,
    coalesce(services.service, nullif(revisions.service, '')),
    coalesce(modalities.modality, revisions.modality),
    coalesce(measures.measure, revisions.measure),
    places.name,
    revisions.period_label,
    revisions.value,
    revisions.earlier_value,
    revisions.printed_text,
    revisions.earlier_printed_text,
    revisions.location,
    revisions.earlier_as_of_month,
    revisions.earlier_revision_number
from quality.revisions as revisions
left join dimensional.dim_program as services
    on revisions.service = services.service_code
left join dimensional.dim_modality as modalities
    on revisions.service = modalities.service_code
    and revisions.modality = modalities.modality_code
left join dimensional.dim_measure as measures
    on revisions.service = measures.service_code
    and revisions.measure = measures.measure_code
left join dimensional.dim_geography as places
    on places.ubigeo = case
        when coalesce(services.finest_place_level, 'district') = 'district' then revisions.place
        else left(revisions.place, 4)
    end
where revisions.document_id = any(?)
order by revisions.change_kind, revisions.block, revisions.location, revisions.revision_change_id
"""


def revisions_of(
    connection: duckdb.DuckDBPyConnection, document_ids: Iterable[str]
) -> dict[str, list[Revision]]:
    """What documents print otherwise than their revision before, or than earlier months did."""
    found = rows_by_document(connection, _REVISIONS, document_ids)
    return {document_id: [_revision(row) for row in rows] for document_id, rows in found.items()}


def _revision(row: Row) -> Revision:
    kind, block, service, modality, measure, place, period, *rest = row
    value, earlier_value, text, earlier_text, location, earlier_month, revision = rest
    measure = None if block != "usage" else measure
    about = (service or words.BLOCKS.get(block, block), modality, measure, place, period)
    edition = f"edición de {words.month_long(earlier_month)}"
    if kind != "restated":
        edition += f", revisión {revision}"
    return Revision(
        ", ".join(filter(None, about)),
        _what_became(kind, (earlier_value, earlier_text), (value, text)),
        words.place(location),
        edition,
    )


_Printed = tuple[int | None, str | None]
"""A figure's value and its text, each None where there is none."""


def _what_became(kind: str, earlier: _Printed, now: _Printed) -> str:
    """What became of a figure: `1 453 → 1 463 (+10), cambió`, `se agregó, sin cifra`."""
    said = words.CHANGES[kind]
    if kind == "added":
        return f"{said}: {_shown(*now)}" if _shown(*now) else f"{said}, sin cifra"
    if kind == "removed":
        return f"{said}: era {_shown(*earlier)}" if _shown(*earlier) else f"{said}, sin cifra"
    both = f"{_shown(*earlier) or 'sin cifra'} → {_shown(*now) or 'sin cifra'}"
    if earlier[0] is not None and now[0] is not None:
        both += f" ({words.signed(now[0] - earlier[0])})"
    return f"{both}, {said}"


def _shown(value: int | None, text: str | None) -> str:
    return words.number(value) if value is not None else (text or "").strip()


_CENTRES: Final = """
with

documents as (

    select
        document_id,
        as_of_month,
        lag(document_id) over editions as earlier_document_id,
        lag(as_of_month) over editions as earlier_month
    from dimensional.dim_document
    where is_latest
    window editions as (partition by reporting_unit_code order by as_of_month)

),

compared as (

    select document_id, document_id as summary_of, as_of_month as month from documents
    union all
    select document_id, earlier_document_id, earlier_month from documents

)

select
    compared.document_id,
    summary.service,
    compared.month,
    summary.current_value
from marts.department_summary as summary
inner join compared on summary.document_id = compared.summary_of
where summary.measure_code = 'centros' and compared.document_id = any(?)
order by summary.service, compared.month
"""


def centre_changes(
    connection: duckdb.DuckDBPyConnection, document_ids: Iterable[str]
) -> dict[str, tuple[str, list[CentreChange]]]:
    """The month of the edition before each, and the services whose centres are more or fewer.

    The month is empty where the warehouse has no earlier edition.
    """
    found = rows_by_document(connection, _CENTRES, document_ids)
    return {document_id: _centre_changes(rows) for document_id, rows in found.items()}


def _centre_changes(rows: list[Row]) -> tuple[str, list[CentreChange]]:
    months = sorted({month for _, month, _ in rows})
    if len(months) < 2:
        return "", []
    counts: dict[str, dict[date, int | None]] = {}
    for service, month, value in rows:
        counts.setdefault(service, {})[month] = None if value is None else int(value)
    than = words.month_long(months[0])
    changes = []
    for service, by_month in counts.items():
        earlier, now = by_month.get(months[0]), by_month.get(months[1])
        if earlier != now:
            changes.append(
                CentreChange(
                    service,
                    _count(earlier),
                    _count(now),
                    change(than, now, earlier) if now is not None and earlier is not None else None,
                )
            )
    return than, changes


def _count(value: int | None) -> str:
    return "no figura" if value is None else words.number(value)
