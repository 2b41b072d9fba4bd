"""What a department's page says of each measure of each service: printed figures, and changes.

Belongs here: which figures may be compared with which. A year is never held against part of a
year, an accumulated count only against the same months of another year, and a month that was
derived says so.
Does not belong here: subtracting accumulated counts (`dimensional.fct_monthly_metrics` does).
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Final

import duckdb

from orchestration.report import words
from orchestration.written_summary.content import Content, Figure, Service, Subject
from orchestration.written_summary.wording import figure_text, period_label

MONTHS_SHOWN: Final = 25
"""Months of a trend: the month, and the two years before it."""

MeasureKey = tuple[str | None, str | None, str | None]
"""Service, modality and measure, all by code."""


@dataclass(frozen=True, slots=True)
class Printed:
    """A figure as a page shows it.

    Attributes:
        figure_id: in the warehouse.
        label: its period.
        text: as printed, numbers in one notation.
        value: the number; None where none is printed.
        note: what a dash or S/I says in words.
        location: where it stands in the document.
    """

    figure_id: str
    label: str
    text: str
    value: int | None
    note: str
    location: str


@dataclass(frozen=True, slots=True)
class Change:
    """How a value differs from an earlier one of the same length."""

    than: str
    difference: str
    percent: str
    direction: str
    earlier: str


@dataclass(frozen=True, slots=True)
class Point:
    """One month of a trend; `is_derived` where it was obtained by subtraction."""

    month: date
    value: int
    is_derived: bool


@dataclass(slots=True)
class Measure:
    """A measure of a service on a page."""

    name: str
    modality: str | None
    key: MeasureKey
    printed: list[Printed] = field(default_factory=list)
    month: Point | None = None
    changes: list[Change] = field(default_factory=list)
    trend: list[Point] = field(default_factory=list)
    warning: str = ""
    chart: str = ""


_Month = tuple[Point, Decimal | None, Decimal | None]
"""A month of a measure, with the values of the month and of the year before."""

_Months = dict[tuple[str, MeasureKey], list[_Month]]
"""By unit and measure, oldest first."""

_Accumulated = dict[tuple[MeasureKey, date], list[tuple[date, Decimal]]]
"""What editions printed, with their months, by measure and last day; oldest edition first."""

_Kinds = dict[tuple[str | None, str | None], tuple[str, str, bool | None]]
"""Name, kind, and whether months add up, by service and measure."""


@dataclass(frozen=True, slots=True)
class _Facts:
    """What pages say beside the printed figures."""

    months: _Months
    accumulated: dict[str, _Accumulated]
    kinds: _Kinds


Measures = dict[Service, list[Measure]]
"""Of every service with usage figures, in printed order."""


def measures_of(
    connection: duckdb.DuckDBPyConnection, contents: Sequence[Content]
) -> dict[str, Measures]:
    """The measures of each document."""
    subjects = [content.subject for content in contents]
    facts = _Facts(
        _months_of(connection, subjects), _accumulated(connection, subjects), _kinds(connection)
    )
    return {content.subject.document_id: _measures(content, facts) for content in contents}


def _measures(content: Content, facts: _Facts) -> Measures:
    found: dict[Service, dict[tuple[str | None, str], Measure]] = {}
    periods: dict[int, list[Figure]] = {}
    for figure in content.figures:
        if figure.block != "usage" or figure.service is None or figure.value_status == "blank":
            continue
        members = found.setdefault(figure.service, {})
        name = figure.measure or "Sin nombre de medida"
        key = (figure.service.code, figure.modality_code, figure.measure_code)
        measure = members.setdefault((figure.modality, name), Measure(name, figure.modality, key))
        measure.printed.append(printed_figure(figure, period_label(*figure.period)))
        periods.setdefault(id(measure), []).append(figure)
    _add_blanks(content, found)
    measures = {service: list(members.values()) for service, members in found.items()}
    subject = content.subject
    for measure in (m for members in measures.values() for m in members):
        if None in measure.key[::2]:
            continue
        _add_trend(measure, subject, facts.months.get((subject.unit_code, measure.key), ()))
        accumulated = facts.accumulated.get(subject.unit_code, {})
        _add_accumulated_changes(measure, subject, periods[id(measure)], accumulated)
        _name(measure, facts.kinds)
    return measures


def _add_blanks(
    content: Content, found: dict[Service, dict[tuple[str | None, str], Measure]]
) -> None:
    """Add periods that are printed and empty, to the measures that other periods have.

    An empty cell prints no measure: it is one of each that its service has.
    """
    for figure in content.figures:
        if figure.block != "usage" or figure.service is None or figure.value_status != "blank":
            continue
        blank = printed_figure(figure, period_label(*figure.period))
        for (modality, name), measure in found.get(figure.service, {}).items():
            is_same = modality == figure.modality and figure.measure in (None, name)
            if is_same and all(one.label != blank.label for one in measure.printed):
                measure.printed.append(blank)
                measure.printed.sort(key=lambda one: one.figure_id)


def printed_figure(figure: Figure, label: str) -> Printed:
    """A figure with its text and the words for what stands in a number's place."""
    text = figure_text(figure.value, figure.value_status, figure.printed_text)
    return Printed(
        figure.figure_id,
        label,
        text.replace(" ", "\u00a0"),
        None if figure.value is None else int(figure.value),
        "" if figure.value is not None else words.STATUSES.get(figure.value_status, ""),
        figure.location,
    )


def change(than: str, now: Decimal | int, earlier: Decimal | int) -> Change:
    """The change from an earlier value; no share where the earlier one is zero."""
    difference = now - earlier
    return Change(
        than,
        words.signed(difference),
        words.percent(100 * float(difference) / float(earlier)) if earlier else "",
        "sube" if difference > 0 else "baja" if difference < 0 else "igual",
        words.number(earlier),
    )


_MONTHS: Final = f"""
select
    reporting_unit_code,
    service_code,
    modality_code,
    measure_code,
    month,
    value,
    method,
    previous_month_value,
    year_ago_value
from marts.monthly_trends
where
    reporting_unit_code = any($units)
    and month <= $last
    and month > cast($first as date) - interval {MONTHS_SHOWN} month
order by month
"""


def _months_of(connection: duckdb.DuckDBPyConnection, subjects: Sequence[Subject]) -> _Months:
    """The months of every measure that trends of these documents show."""
    rows = connection.execute(
        _MONTHS,
        {
            "units": [subject.unit_code for subject in subjects],
            "first": min(subject.as_of_month for subject in subjects),
            "last": max(subject.as_of_month for subject in subjects),
        },
    ).fetchall()
    found: _Months = {}
    for unit, service, modality, measure, month, value, method, previous, year_ago in rows:
        point = Point(month, int(value), method == "derived")
        key = unit, (service, modality, measure)
        found.setdefault(key, []).append((point, previous, year_ago))
    return found


def _add_trend(measure: Measure, subject: Subject, months: Iterable[_Month]) -> None:
    """Add the months up to the document's own, and how its month changed."""
    last = subject.as_of_month
    series = [one for one in months if 0 <= _months_between(one[0].month, last) < MONTHS_SHOWN]
    measure.trend = [point for point, _, _ in series]
    if not series or series[-1][0].month != last:
        return
    measure.month, previous, year_ago = series[-1]
    if previous is not None:
        than = words.month_long(_month_before(last))
        measure.changes.append(change(than, measure.month.value, previous))
    if year_ago is not None:
        than = words.month_long(_a_year_before(last))
        measure.changes.append(change(than, measure.month.value, year_ago))


_ACCUMULATED: Final = """
select
    documents.reporting_unit_code,
    figures.service_code,
    figures.modality_code,
    figures.measure_code,
    figures.period_end,
    documents.as_of_month,
    arg_max(figures.value, figures.figure_id)
from dimensional.fct_reported_metrics as figures
inner join dimensional.dim_document as documents
    on figures.document_id = documents.document_id
where documents.is_latest
    and documents.reporting_unit_code = any($units)
    and documents.as_of_month < $last
    and figures.block = 'usage'
    and figures.period_kind = 'year_to_date'
    and figures.value is not null
    and not figures.is_total
group by all
order by documents.as_of_month
"""


def _accumulated(
    connection: duckdb.DuckDBPyConnection, subjects: Sequence[Subject]
) -> dict[str, _Accumulated]:
    """Accumulated counts that editions before the last of these printed, by unit."""
    rows = connection.execute(
        _ACCUMULATED,
        {
            "units": [subject.unit_code for subject in subjects],
            "last": max(subject.as_of_month for subject in subjects),
        },
    ).fetchall()
    found: dict[str, _Accumulated] = {}
    for unit, service, modality, measure, end, month, value in rows:
        key = (service, modality, measure), end
        found.setdefault(unit, {}).setdefault(key, []).append((month, value))
    return found


def _add_accumulated_changes(
    measure: Measure, subject: Subject, figures: list[Figure], accumulated: _Accumulated
) -> None:
    """Add how accumulated counts changed from what the newest edition before printed."""
    for figure in figures:
        start, end, kind = figure.period
        if kind != "year_to_date" or figure.value is None:
            continue
        before_start, before_end = _a_year_before(start), _month_end_a_year_before(end)
        printed = accumulated.get((measure.key, before_end), [])
        earlier = bisect_left(printed, subject.as_of_month, key=lambda one: one[0])
        if earlier:
            than = words.period_long(before_start, before_end, kind)
            measure.changes.append(change(than, figure.value, printed[earlier - 1][1]))


def _months_between(earlier: date, later: date) -> int:
    return (later.year - earlier.year) * 12 + later.month - earlier.month


def _month_before(month: date) -> date:
    return date(month.year - (month.month == 1), (month.month - 2) % 12 + 1, 1)


def _a_year_before(day: date) -> date:
    return day.replace(year=day.year - 1, day=1)


def _month_end_a_year_before(day: date) -> date:
    """The last day of the same month a year before; February's differs."""
    first = day.replace(year=day.year - 1, day=1)
    following = first.replace(year=first.year + first.month // 12, month=first.month % 12 + 1)
    return date.fromordinal(following.toordinal() - 1)


_NOT_ADDITIVE = (
    "Los meses no se suman: quien fue atendido en dos meses cuenta en cada uno, y una sola vez en "
    "el acumulado."
)
_STOCK = "Es lo que había al cierre del periodo: no se suma entre meses."


def _kinds(connection: duckdb.DuckDBPyConnection) -> _Kinds:
    rows = connection.execute(
        "select service_code, measure_code, measure, measure_kind, is_additive_over_months"
        " from dimensional.dim_measure"
    ).fetchall()
    return {(service, measure): (name, kind, adds) for service, measure, name, kind, adds in rows}


def _name(measure: Measure, kinds: _Kinds) -> None:
    """Give a known measure its name, and what to beware of."""
    measure.name, kind, is_additive = kinds[measure.key[0], measure.key[2]]
    measure.warning = _STOCK if kind == "stock" else "" if is_additive else _NOT_ADDITIVE
