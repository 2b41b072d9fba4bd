"""Draws truths: any reporting unit, any month, any services; the same for the same seed.

Belongs here: how many centres and users a department plausibly has. Does not belong here: how
they are printed (`style`).

Documents of one unit and one seed are consistent over months: a year is the sum of its months
and a year-to-date figure that of the months so far, for measures whose months add up.
"""

from __future__ import annotations

import random

from tests.document_writer.catalogue import SERVICES
from tests.document_writer.reference import ReportingUnit, geography, reporting_units
from tests.document_writer.service_words import MeasureWords, ServiceWords
from tests.document_writer.truth import (
    LISTED,
    Amount,
    CoverageTruth,
    MeasureTruth,
    Period,
    ServiceTruth,
    Truth,
    ValueStatus,
    month_period,
    year_period,
    year_to_date_period,
)

FIRST_YEAR = 2019
LAST_YEAR = 2026
RANKED_DISTRICTS = 10
GAPS: tuple[ValueStatus, ...] = ("blank", "dash", "no_information")


def random_truth(
    seed: int,
    unit_code: str | None = None,
    year: int | None = None,
    month: int | None = None,
    *,
    period_columns: int | None = None,
    gap_share: float = 0.04,
    service_codes: tuple[str, ...] | None = None,
    is_small: bool = False,
) -> Truth:
    """Draw one document's content.

    Args:
        seed: what everything is drawn from.
        unit_code: a key of `reporting_units()`; drawn when None.
        year: drawn from 2019–2026 when None.
        month: drawn when None.
        period_columns: 1 to 3 usage columns; drawn when None.
        gap_share: how often a figure is a blank, a dash or S/I.
        service_codes: the services, in printed order; drawn when None.
        is_small: few provinces and services, for quick property tests.
    """
    rng = random.Random(f"truth {seed} {unit_code} {year} {month}")
    units = reporting_units()
    unit = units[unit_code if unit_code is not None else rng.choice(sorted(units))]
    year = year if year is not None else rng.randint(FIRST_YEAR, LAST_YEAR)
    month = month if month is not None else rng.randint(1, 12)
    # What a unit has changes slowly: it is drawn without the month.
    unit_rng = random.Random(f"unit {seed} {unit.code}")
    words = _services(unit_rng, service_codes, is_small)
    provinces = unit.province_ubigeos
    if is_small:
        provinces = tuple(unit_rng.sample(provinces, min(3, len(provinces))))
    columns = period_columns if period_columns is not None else rng.choice((1, 2, 2, 2, 3))
    periods = _periods(rng, year, month, columns)
    services = tuple(
        ServiceTruth(
            code=service.code,
            measures=tuple(
                MeasureTruth(
                    measure.code,
                    tuple(
                        _amount(
                            rng,
                            _total(seed, unit, service, measure, period),
                            # A sentence without its number would be no sentence.
                            0.0 if measure.before else gap_share,
                        )
                        for period in periods
                    ),
                    _months(seed, unit, service, measure, year, month),
                )
                for measure in service.measures
            ),
            coverage=_coverage(unit_rng, rng, service, provinces, gap_share),
        )
        for service in words
    )
    return Truth(unit, year, month, periods, services, _ranking(unit_rng, provinces), seed)


def _services(
    rng: random.Random, codes: tuple[str, ...] | None, is_small: bool
) -> tuple[ServiceWords, ...]:
    """The services a unit has, in the catalogue's order."""
    if codes is not None:
        by_code = {service.code: service for service in SERVICES}
        return tuple(by_code[code] for code in codes)
    drawn = [service for service in SERVICES if rng.random() < service.share]
    if is_small:
        drawn = [service for service in drawn if service.code == "CEM" or rng.random() < 0.4]
    return tuple(drawn)


def _periods(rng: random.Random, year: int, month: int, columns: int) -> tuple[Period, ...]:
    """The usage columns of a document of that month, oldest first."""
    so_far = month_period(year, 1) if month == 1 else year_to_date_period(year, month)
    this_month = month_period(year, month)
    if columns == 1:
        return (rng.choice((so_far, this_month)),)
    if columns == 2:
        return (year_period(year - 1), so_far)
    if month > 1 and rng.random() < 0.6:
        return (year_period(year - 1), so_far, this_month)
    return (year_period(year - 2), year_period(year - 1), so_far)


def _monthly_flow(
    seed: int,
    unit: ReportingUnit,
    service: ServiceWords,
    measure: MeasureWords,
    at: tuple[int, int],
) -> int:
    """What one month of a measure was, whichever document tells of it."""
    rng = random.Random(f"flow {seed} {unit.code} {service.code} {measure.code} {at}")
    if rng.random() < 0.05:
        return 0
    return max(0, round(rng.lognormvariate(0, 0.7) * measure.typical))


def _months(
    seed: int,
    unit: ReportingUnit,
    service: ServiceWords,
    measure: MeasureWords,
    year: int,
    last: int,
) -> tuple[int, ...]:
    """January to a month, one by one; nothing where they do not add up."""
    if not measure.adds_up:
        return ()
    return tuple(
        _monthly_flow(seed, unit, service, measure, (year, month)) for month in range(1, last + 1)
    )


def _total(
    seed: int,
    unit: ReportingUnit,
    service: ServiceWords,
    measure: MeasureWords,
    period: Period,
) -> int:
    """A measure over a period: the sum of its months, or fewer where persons come twice."""
    months = [
        _monthly_flow(seed, unit, service, measure, (period.start.year, number))
        for number in range(period.start.month, period.end.month + 1)
    ]
    if measure.adds_up or len(months) == 1:
        return sum(months)
    return max(months) + (sum(months) - max(months)) // 3


def _amount(rng: random.Random, value: int, gap_share: float) -> Amount:
    """The value, or now and then one of the ways of printing none."""
    if rng.random() < gap_share:
        return Amount(None, rng.choice(GAPS))
    return Amount(value)


def _coverage(
    unit_rng: random.Random,
    rng: random.Random,
    service: ServiceWords,
    provinces: tuple[str, ...],
    gap_share: float,
) -> tuple[CoverageTruth, ...]:
    """The rows of a service's coverage table, by kind of centre and then by province."""
    if service.shape == "none":
        return ()
    if service.shape == "province":
        return tuple(
            CoverageTruth(province, _amount(rng, unit_rng.randint(0, 14), gap_share))
            for province in provinces
        )
    if service.shape in ("intervention", "refuge"):
        return _listed_places(unit_rng, service, provinces)
    rows: list[CoverageTruth] = []
    for position, (label, modality) in enumerate(service.centres):
        # The first kind of centre is everywhere, the others in fewer provinces.
        likely = (0.9, 0.5, 0.15)[position] if len(service.centres) > 1 else 0.4
        chosen = [province for province in provinces if unit_rng.random() < likely]
        if position == 0 and not chosen:
            chosen = [unit_rng.choice(provinces)]
        for province in chosen:
            district = None
            if service.shape == "centre_province_district":
                district = unit_rng.choice(geography().children[province])
                label = f"{service.matrix_label} {geography().names[district]}"
            rows.append(
                CoverageTruth(
                    province,
                    _amount(rng, unit_rng.choice((1, 1, 1, 2, 3)), gap_share),
                    label,
                    modality,
                    district,
                )
            )
    return tuple(rows)


def _listed_places(
    rng: random.Random, service: ServiceWords, provinces: tuple[str, ...]
) -> tuple[CoverageTruth, ...]:
    """Rows of a table that names places and prints no numbers."""
    places = geography()
    rows = []
    for _ in range(rng.choice((1, 1, 2, 3))):
        province = rng.choice(provinces)
        district = rng.choice(places.children[province])
        name = places.names[district]
        if service.shape == "refuge":
            label, modality = rng.choice(service.centres)
            rows.append(
                CoverageTruth(
                    province, LISTED, label, modality, district, f"Casa de Acogida {name}"
                )
            )
        else:
            rows.append(CoverageTruth(province, LISTED, None, None, district, name))
    return tuple(dict.fromkeys(rows))


def _ranking(rng: random.Random, provinces: tuple[str, ...]) -> tuple[str, ...]:
    """The poorest districts of the unit, poorest first."""
    districts = [district for province in provinces for district in geography().children[province]]
    return tuple(rng.sample(districts, min(RANKED_DISTRICTS, len(districts))))
