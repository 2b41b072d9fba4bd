"""Documents that only disagree with each other: falling or restated figures.

Belongs here: pairs of truths of one reporting unit. Does not belong here: faults a single
document shows (`faults`).
"""

from __future__ import annotations

from dataclasses import replace

from tests.document_writer.generate import random_truth
from tests.document_writer.truth import Amount, MeasureTruth, Truth


def month_after_month(seed: int, unit_code: str, year: int, months: int) -> list[Truth]:
    """January to a later month of one unit, two usage columns each, consistent throughout."""
    return [
        random_truth(seed, unit_code, year, month, period_columns=2, gap_share=0.0)
        for month in range(1, months + 1)
    ]


def with_amount(
    truth: Truth, service_code: str, measure_code: str, column: int, value: int
) -> Truth:
    """The truth with one usage figure set; `column` counts periods, oldest first."""
    services = []
    for service in truth.services:
        measures = []
        for measure in service.measures:
            if (service.code, measure.code) == (service_code, measure_code):
                amounts = list(measure.amounts)
                amounts[column] = Amount(value)
                measure = MeasureTruth(measure.code, tuple(amounts))
            measures.append(measure)
        services.append(replace(service, measures=tuple(measures)))
    return replace(truth, services=tuple(services))


def amount_of(truth: Truth, service_code: str, measure_code: str, column: int) -> int:
    """One usage figure's number; 0 where none is printed."""
    for service in truth.services:
        for measure in service.measures:
            if (service.code, measure.code) == (service_code, measure_code):
                return measure.amounts[column].count
    raise KeyError(f"{service_code} {measure_code} is not in the truth")


def falling_year_to_date(seed: int, unit_code: str, year: int) -> tuple[Truth, Truth]:
    """February and March of a unit; CEM's cases so far fall (`cumulative_mismatch`)."""
    _, earlier, later = month_after_month(seed, unit_code, year, 3)
    before = max(2, amount_of(earlier, "CEM", "casos_atendidos", 1))
    return (
        with_amount(earlier, "CEM", "casos_atendidos", 1, before),
        with_amount(later, "CEM", "casos_atendidos", 1, before - 1),
    )


def restated_year(seed: int, unit_code: str, year: int) -> tuple[Truth, Truth]:
    """January and February of a unit; the later one restates CEM's cases of the year before."""
    earlier, later = month_after_month(seed, unit_code, year, 2)
    before = amount_of(earlier, "CEM", "casos_atendidos", 0)
    return earlier, with_amount(later, "CEM", "casos_atendidos", 0, before + 11)
