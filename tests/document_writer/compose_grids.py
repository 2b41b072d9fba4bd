"""Lays out a service's figures as grids: by province, with periods as rows, month by month.

Belongs here: the tables an author makes who prints no cell of several figures: each figure stands
under the words of its column and beside those of its row. Does not belong here: which tables a
service has (`compose_tables`), tables of a column a period (`compose_usage`).

A layout that does not fit a service (too wide, no months to add up) is not used: the functions
then return None.
"""

from __future__ import annotations

import random
from collections.abc import Sequence

from tests.document_writer.blocks import Par, TableBlock, TableCell, cell, continued
from tests.document_writer.compose_coverage import put_count
from tests.document_writer.compose_usage import MeasurePair, measures_of
from tests.document_writer.reference import known_measures
from tests.document_writer.service_words import ServiceWords
from tests.document_writer.sheet import Sheet
from tests.document_writer.style import month_word, period_label
from tests.document_writer.truth import (
    Amount,
    Period,
    ServiceTruth,
    month_period,
    year_to_date_period,
)

WIDEST_GRID = 7
"""Columns an author still fits on a page."""
MOST_PROVINCES = 12
MOST_MONTHS = 5


def grid_of(sheet: Sheet, service: ServiceTruth, words: ServiceWords) -> TableBlock | None:
    """The service's figures in this author's kind of grid; None where it does not fit."""
    layout = {"turned": _periods_as_rows, "by_province": _by_province, "months": _by_month}
    return layout[sheet.style.usage_table](sheet, service, words)


def counts_in_grid(sheet: Sheet, service: ServiceTruth, words: ServiceWords) -> bool:
    """Whether the grid by province has a column for the centres of each province."""
    provinces = [row.province_ubigeo for row in service.coverage]
    return (
        sheet.style.usage_table == "by_province"
        and words.shape == "centre_province"
        and len(words.centres) == 1
        and len(provinces) > 1
        and len(set(provinces)) == len(provinces)
        and all(row.amount.value is not None for row in service.coverage)
    )


def _name(pair: MeasurePair) -> str:
    """A measure's name where it stands alone."""
    name = pair[0].alone or pair[0].after
    return name[0].upper() + name[1:]


def _periods(sheet: Sheet) -> list[tuple[int, Period]]:
    periods = list(enumerate(sheet.truth.periods))
    return periods[::-1] if sheet.style.newest_first else periods


def _put(
    sheet: Sheet,
    row: list[TableCell],
    table: TableBlock,
    service: ServiceTruth,
    measure: str,
    amount: Amount,
    period: Period,
    row_number: int,
    *,
    province: str | None = None,
    is_total: bool = False,
    is_kept_out: bool = False,
) -> None:
    """Append a cell with one figure of users."""
    printed = sheet.number_text(amount, with_mark=not is_total)
    par = Par(printed)
    row.append(TableCell([par]))
    sheet.note(
        "usage",
        amount,
        printed,
        par,
        row_number,
        service=service.code,
        measure=measure if (service.code, measure) in known_measures() else None,
        province=province,
        period=period,
        is_total=is_total,
        is_kept_out=is_kept_out,
        table=table,
        cells=row,
    )


def _periods_as_rows(sheet: Sheet, service: ServiceTruth, words: ServiceWords) -> TableBlock | None:
    """`Periodo | Casos atendidos | …`: a row for each period."""
    pairs = measures_of(service, words)
    if len(pairs) >= WIDEST_GRID:
        return None
    heading = sheet.rng.choice(("Periodo", "Período", "PERIODO"))
    table = TableBlock([[cell(heading), *(cell(_name(pair)) for pair in pairs)]])
    for index, period in _periods(sheet):
        row = [cell(period_label(period, sheet.style))]
        row_number = sheet.next_row()
        for _, measure in pairs:
            amount = measure.amounts[index]
            _put(sheet, row, table, service, measure.code, amount, period, row_number)
        table.rows.append(row)
    return table


def _by_month(sheet: Sheet, service: ServiceTruth, words: ServiceWords) -> TableBlock | None:
    """`2023` over `Ene`, `Feb`, `Total`, beside the whole years before: a row for each measure."""
    truth, style = sheet.truth, sheet.style
    pairs = measures_of(service, words)
    if not 2 <= truth.month <= MOST_MONTHS or not all(measure.months for _, measure in pairs):
        return None
    years = [(index, period) for index, period in _periods(sheet) if period.kind == "year"]
    first = style.first_month if style.first_month < truth.month else 1
    months = [month_period(truth.year, number) for number in range(first, truth.month + 1)]
    so_far = year_to_date_period(truth.year, truth.month)
    total = sheet.rng.choice(("Total", "TOTAL"))
    table = TableBlock(
        [
            [
                cell(sheet.rng.choice(("Indicador", "Atención", "Detalle"))),
                *(cell(period_label(period, style)) for _, period in years),
                cell(str(truth.year), span=len(months) + 1),
            ],
            [
                continued(),
                *(continued() for _ in years),
                *(cell(month_word(period.start.month, style)) for period in months),
                cell(total),
            ],
        ],
        header_rows=2,
    )
    for one in table.rows[0][: 1 + len(years)]:
        one.starts = True
    for pair in pairs:
        measure = pair[1]
        row = [cell(_name(pair))]
        row_number = sheet.next_row()
        for index, period in years:
            amount = measure.amounts[index]
            _put(sheet, row, table, service, measure.code, amount, period, row_number)
        printed = measure.months[first - 1 :]
        for value, period in zip(printed, months, strict=True):
            _put(sheet, row, table, service, measure.code, Amount(value), period, row_number)
        _put(
            sheet,
            row,
            table,
            service,
            measure.code,
            Amount(sum(printed)),
            so_far,
            row_number,
            is_total=True,
            is_kept_out=first > 1,
        )
        table.rows.append(row)
    return table


def _by_province(sheet: Sheet, service: ServiceTruth, words: ServiceWords) -> TableBlock | None:
    """`Provincia | Año 2022 | …`, the measures over their periods where there are several."""
    style = sheet.style
    pairs = measures_of(service, words)
    periods = _periods(sheet)
    has_counts = counts_in_grid(sheet, service, words)
    if 1 + has_counts + len(pairs) * len(periods) > WIDEST_GRID:
        return None
    provinces = list(dict.fromkeys(row.province_ubigeo for row in service.coverage))
    provinces = provinces or list(sheet.truth.unit.province_ubigeos)
    if not 2 <= len(provinces) <= MOST_PROVINCES:
        return None
    first = [cell(sheet.rng.choice(("Provincia", "PROVINCIA")))]
    first += [cell(style.number_header)] if has_counts else []
    for one in first:
        one.starts = True
    table = TableBlock(
        [
            [*first, *(cell(_name(pair), span=len(periods)) for pair in pairs)],
            [
                *(continued() for _ in first),
                *(cell(period_label(period, style)) for _ in pairs for _, period in periods),
            ],
        ],
        header_rows=2,
    )
    drawn_from = f"{sheet.truth.seed} {sheet.truth.unit.code}"
    shares = {
        (measure.code, index): _shared(
            measure.amounts[index],
            len(provinces),
            random.Random(f"share {drawn_from} {service.code} {measure.code} {period}"),
        )
        for _, measure in pairs
        for index, period in periods
    }
    places: Sequence[str | None] = [*provinces, None] if style.coverage_totals else provinces
    for position, province in enumerate(places):
        row = [cell(sheet.place(province) if province else "Total")]
        row_number = sheet.next_row()
        if has_counts:
            centres = Amount(service.centres(province))
            put_count(
                sheet,
                row,
                table,
                service,
                centres,
                row_number,
                province=province,
                is_total=province is None,
            )
        for _, measure in pairs:
            for index, period in periods:
                amount = shares[measure.code, index][position]
                _put(
                    sheet,
                    row,
                    table,
                    service,
                    measure.code,
                    amount,
                    period,
                    row_number,
                    province=province,
                    is_total=province is None,
                )
        table.rows.append(row)
    return table


def _shared(amount: Amount, count: int, rng: random.Random) -> list[Amount]:
    """An amount parted over so many provinces, then the amount itself; the same in every month."""
    if amount.value is None:
        return [amount] * (count + 1)
    cuts = sorted(rng.randint(0, amount.value) for _ in range(count - 1))
    ends = [*cuts, amount.value]
    return [Amount(end - start) for start, end in zip([0, *cuts], ends, strict=True)] + [amount]
