"""What a document says, whatever it looks like: the truth a test compares with.

Belongs here: figures and places, consistent by construction (a matrix or a legend is computed
from the coverage rows, never stored twice), and the shape of an expected figure. Does not
belong here: how anything is printed (`style`, `compose`).
"""

from __future__ import annotations

import calendar
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Literal

from tests.document_writer.catalogue import SERVICE_BY_CODE
from tests.document_writer.reference import ReportingUnit

ValueStatus = Literal["number", "blank", "dash", "no_information", "listed"]
PeriodKind = Literal["month", "year_to_date", "year", "as_of"]


@dataclass(frozen=True, slots=True)
class Amount:
    """What a figure cell says: a number, or one of the ways of printing none."""

    value: int | None
    status: ValueStatus = "number"

    @property
    def count(self) -> int:
        """The amount as a term of a sum: nothing printed counts nothing."""
        return self.value or 0


LISTED = Amount(None, "listed")


@dataclass(frozen=True, slots=True)
class Period:
    """The months a usage column covers."""

    kind: PeriodKind
    start: date
    end: date


def month_end(year: int, month: int) -> date:
    """The last day of a month."""
    return date(year, month, calendar.monthrange(year, month)[1])


def year_period(year: int) -> Period:
    """A whole year (`Año 2022`)."""
    return Period("year", date(year, 1, 1), date(year, 12, 31))


def month_period(year: int, month: int) -> Period:
    """One month (`Ene 2023`)."""
    return Period("month", date(year, month, 1), month_end(year, month))


def year_to_date_period(year: int, month: int) -> Period:
    """January to a later month (`Ene - Set 2023`)."""
    return Period("year_to_date", date(year, 1, 1), month_end(year, month))


@dataclass(frozen=True, slots=True)
class MeasureTruth:
    """The figures of one measure, one amount for each of the truth's periods, oldest first.

    `months` are those of the document's year so far, where months of the measure add up.
    """

    code: str
    amounts: tuple[Amount, ...]
    months: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class CoverageTruth:
    """One printed row of a coverage table.

    centre_label is the printed kind of centre (None where the table has no such column),
    modality the canonical name behind it where the warehouse knows one.
    """

    province_ubigeo: str
    amount: Amount
    centre_label: str | None = None
    modality: str | None = None
    district_ubigeo: str | None = None
    place_name: str | None = None

    @property
    def count(self) -> int:
        """Centres of the row: a row of a table without numbers is one."""
        return 1 if self.amount.status == "listed" else self.amount.count


@dataclass(frozen=True, slots=True)
class ServiceTruth:
    """One service: its users and its centres.

    has_section is False for a service that only the consolidated matrix mentions.
    """

    code: str
    measures: tuple[MeasureTruth, ...] = ()
    coverage: tuple[CoverageTruth, ...] = ()
    has_section: bool = True

    def centres(self, province_ubigeo: str | None = None, modality: str | None = None) -> int:
        """Centres of the service, in one province or everywhere, of one modality or all."""
        return sum(
            row.count
            for row in self.coverage
            if province_ubigeo in (None, row.province_ubigeo) and modality in (None, row.modality)
        )


@dataclass(frozen=True)
class Truth:
    """One document's content.

    Attributes:
        periods: the usage columns' periods, oldest first.
        services: in printed order.
        ranking: ubigeos of the poorest districts, poorest first.
        seed: what style-independent choices were drawn from; kept for messages.
    """

    unit: ReportingUnit
    year: int
    month: int
    periods: tuple[Period, ...]
    services: tuple[ServiceTruth, ...]
    ranking: tuple[str, ...]
    seed: int = 0

    @cached_property
    def as_of(self) -> Period:
        """The document's month, as the period of its stocks."""
        return Period("as_of", date(self.year, self.month, 1), month_end(self.year, self.month))

    def matrix_services(self, *, coordinated: bool) -> tuple[ServiceTruth, ...]:
        """The services with a column in one of the two consolidated matrices."""
        return tuple(
            service
            for service in self.services
            if SERVICE_BY_CODE[service.code].matrix_label is not None
            and (SERVICE_BY_CODE[service.code].program == "promoted") == coordinated
        )

    def legend(self) -> tuple[tuple[str, str | None, str, int], ...]:
        """The map's legend: (service_code, modality, printed words, count), zeros left out."""
        return tuple(
            (service.code, modality, words, count)
            for service in self.services
            for words, modality in SERVICE_BY_CODE[service.code].legend
            if (count := service.centres(modality=modality)) > 0
        )


@dataclass(slots=True)
class ExpectedFigure:
    """One figure a reader must publish; the fields are columns of `marts.published_figures`.

    `row` names the printed row it stands in within the document (faults of a row keep all its
    figures out); `is_kept_out` says that a fault keeps it out.
    """

    block: str
    service_code: str | None
    measure_code: str | None
    modality: str | None
    department_ubigeo: str
    province_ubigeo: str | None
    district_ubigeo: str | None
    period_start: date
    period_end: date
    period_kind: str
    is_total: bool
    value: int | None
    value_status: ValueStatus
    printed_text: str
    row: int
    is_kept_out: bool = False
