"""The national page: which summaries there are, what they say together, where each is.

Belongs here: sums over departments, with how many of them they are of. A whole department
counts once: where its parts have summaries of their own as well, the parts are left out.
Does not belong here: figures of one department (`department`).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Final

import duckdb

from orchestration.report import words
from orchestration.report.charts import bars_chart
from orchestration.report.matrices import SHORT
from orchestration.written_summary.content import Subject
from orchestration.written_summary.wording import capitals, period_label


@dataclass(frozen=True, slots=True)
class NationalFigure:
    """A measure over the departments that print it for the newest month.

    Attributes:
        is_of_persons: whether somebody who was served in two departments counts twice.
    """

    measure: str
    period: str
    text: str
    value: int
    units: int
    is_of_persons: bool


@dataclass(frozen=True, slots=True)
class NationalService:
    """A service over the departments."""

    service: str
    figures: tuple[NationalFigure, ...]


@dataclass(frozen=True, slots=True)
class UnitRow:
    """A reporting unit: its editions, and how its newest one stands."""

    code: str
    name: str
    newest: date
    months: frozenset[date]
    centres: str
    errors: int
    warnings: int

    def has(self, year: int, month: int) -> bool:
        """Whether it has an edition of the month."""
        return date(year, month, 1) in self.months


@dataclass(frozen=True, slots=True)
class Refused:
    """A file that is kept out."""

    file_name: str
    what: str


@dataclass(frozen=True, slots=True)
class NationalPage:
    """Everything the page says; `month` is the one its sums are of."""

    month: date
    editions: int
    years: tuple[int, ...]
    rows: tuple[UnitRow, ...]
    newest: date
    in_month: int
    missing: tuple[str, ...]
    has_parts: bool
    services: tuple[NationalService, ...]
    centres_chart: str
    refused: tuple[Refused, ...]

    @property
    def has_persons(self) -> bool:
        """Whether any sum counts persons who may have been served twice."""
        return any(one.is_of_persons for service in self.services for one in service.figures)


def national_page(
    connection: duckdb.DuckDBPyConnection, editions: Iterable[Subject]
) -> NationalPage:
    """Read the page.

    Args:
        connection: to the published file.
        editions: every unit and month that has a page.
    """
    subjects = list(editions)
    month = _month_shown(subjects)
    rows = _unit_rows(connection, subjects)
    counted = _whole_units([subject for subject in subjects if subject.as_of_month == month])
    return NationalPage(
        month=month,
        editions=len(subjects),
        years=tuple(sorted({subject.as_of_month.year for subject in subjects}, reverse=True)),
        rows=rows,
        newest=max(subject.as_of_month for subject in subjects),
        in_month=len(counted),
        missing=tuple(row.name for row in rows if month not in row.months),
        has_parts=any(s.unit_code != s.department_ubigeo for s in subjects),
        services=_services(connection, counted),
        centres_chart=_centres_chart(connection, counted),
        refused=_refused(connection),
    )


def _month_shown(subjects: list[Subject]) -> date:
    """The newest month of half of the units; the newest of any where there is no such month."""
    units: dict[date, set[str]] = {}
    for subject in subjects:
        units.setdefault(subject.as_of_month, set()).add(subject.unit_code)
    needed = len({subject.unit_code for subject in subjects}) / 2
    return max(
        (month for month, codes in units.items() if len(codes) >= needed), default=max(units)
    )


def _whole_units(subjects: list[Subject]) -> list[Subject]:
    whole = {s.department_ubigeo for s in subjects if s.unit_code == s.department_ubigeo}
    return [
        s
        for s in subjects
        if s.unit_code == s.department_ubigeo or s.department_ubigeo not in whole
    ]


_UNITS: Final = """
select
    documents.reporting_unit_code,
    count(*) filter (where findings.severity = 'error') as errors,
    count(*) filter (where findings.severity = 'warning') as warnings
from dimensional.dim_document as documents
left join quality.findings as findings
    on documents.document_id = findings.document_id
where documents.document_id = any(?)
group by 1
"""
_CENTRES: Final = """
select
    document_id,
    delivery,
    cast(sum(current_value) as bigint)
from marts.department_summary
where measure_code = 'centros' and document_id = any(?)
group by all
order by all
"""


def _unit_rows(
    connection: duckdb.DuckDBPyConnection, subjects: list[Subject]
) -> tuple[UnitRow, ...]:
    newest = {subject.unit_code: subject for subject in subjects}
    months: dict[str, set[date]] = {}
    for subject in subjects:
        months.setdefault(subject.unit_code, set()).add(subject.as_of_month)
        if subject.as_of_month > newest[subject.unit_code].as_of_month:
            newest[subject.unit_code] = subject
    ids = [subject.document_id for subject in newest.values()]
    found = {code: rest for code, *rest in connection.execute(_UNITS, [ids]).fetchall()}
    centres: dict[str, int] = {}
    for document_id, _, count in connection.execute(_CENTRES, [ids]).fetchall():
        centres[document_id] = centres.get(document_id, 0) + (count or 0)
    return tuple(
        UnitRow(
            code,
            subject.unit,
            subject.as_of_month,
            frozenset(months[code]),
            words.number(centres.get(subject.document_id, 0)),
            *found.get(code, (0, 0)),
        )
        for code, subject in sorted(newest.items(), key=lambda item: capitals(item[1].unit))
    )


_SUMS: Final = """
select
    coalesce(service_code, service),
    service,
    measure_code,
    coalesce(measure, ''),
    measure_kind,
    is_additive_over_months,
    current_start,
    current_end,
    current_kind,
    sum(current_value) as value,
    count(current_value) as units
from marts.department_summary
where document_id = any(?) and service_code is not null and measure_code is not null
group by all
having count(current_value) > 0
"""


def _services(
    connection: duckdb.DuckDBPyConnection, subjects: list[Subject]
) -> tuple[NationalService, ...]:
    ids = [subject.document_id for subject in subjects]
    ranks = {
        code: rank
        for rank, (code,) in enumerate(
            connection.execute("select service_code from dimensional.dim_program").fetchall()
        )
    }
    found: dict[tuple[int, str], list[tuple[Any, ...]]] = {}
    for code, service, *rest in connection.execute(_SUMS, [ids]).fetchall():
        found.setdefault((ranks[code], service), []).append(tuple(rest))
    return tuple(
        NationalService(
            service,
            tuple(
                _figure(*row)
                for row in sorted(rows, key=lambda row: (row[0] == "centros", row[:2], row[4:7]))
            ),
        )
        for (_, service), rows in sorted(found.items())
    )


def _figure(
    measure_code: str,
    measure: str,
    kind: str,
    is_additive: bool | None,
    start: date,
    end: date,
    period_kind: str,
    value: Decimal,
    units: int,
) -> NationalFigure:
    return NationalFigure(
        measure,
        period_label(start, end, period_kind),
        words.number(value),
        int(value),
        units,
        kind == "flow" and is_additive is False,
    )


def _centres_chart(connection: duckdb.DuckDBPyConnection, subjects: list[Subject]) -> str:
    names = {subject.document_id: subject.unit for subject in subjects}
    counts = connection.execute(_CENTRES, [list(names)]).fetchall()
    rows = [
        (names[document_id], SHORT[delivery or "unknown"], count)
        for document_id, delivery, count in counts
        if count
    ]
    totals: dict[str, int] = {}
    for name, _, count in rows:
        totals[name] = totals.get(name, 0) + count
    rows.sort(key=lambda row: (-totals[row[0]], row[0], row[1]))
    return bars_chart(rows, _series(rows), "Centros por departamento", width=700)


def _series(rows: list[tuple[str, str, int]]) -> list[str]:
    """Who runs centres, in the usual order, as far as any are counted."""
    return [name for name in SHORT.values() if any(name == one for _, one, _ in rows)]


def _refused(connection: duckdb.DuckDBPyConnection) -> tuple[Refused, ...]:
    rows = connection.execute(
        "select file_name, code, printed_text from quality.quarantine order by all"
    ).fetchall()
    return tuple(
        Refused(name, words.refusal(code, printed_text)) for name, code, printed_text in rows
    )
