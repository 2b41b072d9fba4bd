"""What does not add up in a document, and what changed since the edition before.

Belongs here: `quality.reconciliation`, `quality.findings` and `quality.revisions` in Spanish,
each with its place in the document. What is printed of a service whose places are confidential
is left out.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final

import duckdb

from orchestration.report import words
from orchestration.report.measures import Change, change
from orchestration.written_summary.content import Content, Subject, first_step

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
where document_id = ? and status = 'differs' and kind != 'ranking_vs_official'
order by kind, coalesce(right_location, left_location), reconciliation_id
"""


def differences_of(connection: duckdb.DuckDBPyConnection, document_id: str) -> list[Difference]:
    """Every comparison within the ministry's own documents that does not agree."""
    found = []
    for row in connection.execute(_DIFFERENCES, [document_id]).fetchall():
        kind, service, modality, place, printed_place, start, end, *sides = row
        left, left_at, right, right_at, gap = sides
        names = words.COMPARISONS.get(kind, ("lo uno", "lo otro"))
        period = words.period_long(start, end, "year_to_date") if start and kind in _PERIODS else ""
        is_unnamed = kind == "detail_vs_matrix" and left_at is None and printed_place is None
        found.append(
            Difference(
                ", ".join(filter(None, (service, modality, place, period))),
                (
                    (
                        names[0],
                        "no nombran el servicio" if is_unnamed else words.number(left),
                        words.place(left_at),
                    ),
                    (names[1], words.number(right), words.place(right_at)),
                ),
                words.signed(gap) if gap is not None else "",
            )
        )
    return found


_PERIODS: Final = {"year_to_date_vs_earlier", "year_to_date_vs_months", "year_vs_months"}


def findings_of(connection: duckdb.DuckDBPyConnection, content: Content) -> list[Finding]:
    """The other findings, gravest first."""
    confidential = {
        first_step(figure.location)
        for figure in content.figures
        if figure.service
        and figure.service.is_confidential
        and figure.block not in ("matrix", "map_legend")  # they print no place below a province
    }
    order = {severity: rank for rank, severity in enumerate(words.SEVERITIES)}
    rows = connection.execute(
        "select severity, code, location, printed_text from quality.findings where document_id = ?",
        [content.subject.document_id],
    ).fetchall()
    found = [
        Finding(
            severity,
            words.SEVERITIES[severity],
            # A province or department where a smaller place belongs says nothing that is hidden.
            words.finding(
                code,
                printed_text
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
where revisions.document_id = ?
order by revisions.change_kind, revisions.block, revisions.location, revisions.revision_change_id
"""


def revisions_of(connection: duckdb.DuckDBPyConnection, document_id: str) -> list[Revision]:
    """What a document prints otherwise than its revision before, or than earlier months did."""
    found = []
    for row in connection.execute(_REVISIONS, [document_id]).fetchall():
        kind, block, service, modality, measure, place, period, *rest = row
        value, earlier_value, text, earlier_text, location, earlier_month, revision = rest
        measure = None if block != "usage" else measure
        about = (service or words.BLOCKS.get(block, block), modality, measure, place, period)
        edition = f"edición de {words.month_long(earlier_month)}"
        if kind != "restated":
            edition += f", revisión {revision}"
        found.append(
            Revision(
                ", ".join(filter(None, about)),
                _what_became(kind, (earlier_value, earlier_text), (value, text)),
                words.place(location),
                edition,
            )
        )
    return found


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

    select document_id, as_of_month from dimensional.dim_document
    where is_latest and reporting_unit_code = ? and as_of_month <= ?
    qualify row_number() over (order by as_of_month desc) <= 2

)

select
    summary.service,
    documents.as_of_month,
    summary.current_value
from marts.department_summary as summary
inner join documents on summary.document_id = documents.document_id
where summary.measure_code = 'centros'
order by summary.service, documents.as_of_month
"""


def centre_changes(
    connection: duckdb.DuckDBPyConnection, subject: Subject
) -> tuple[str, list[CentreChange]]:
    """The month of the edition before, and the services whose centres are more or fewer.

    The month is empty where the warehouse has no earlier edition.
    """
    rows = connection.execute(_CENTRES, [subject.unit_code, subject.as_of_month]).fetchall()
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
