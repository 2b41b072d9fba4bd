"""Lays out the figures of a service's users: a column, or several, for each period.

Does not belong here: which tables a service has (`compose_tables`), or where its centres are
(`compose_coverage`).
"""

from __future__ import annotations

from tests.document_writer.blocks import PageBlock, Par, TableBlock, TableCell, cell, continued
from tests.document_writer.reference import known_measures
from tests.document_writer.service_words import MeasureWords, ServiceWords
from tests.document_writer.sheet import Sheet
from tests.document_writer.style import period_heading
from tests.document_writer.truth import MeasureTruth, Period, ServiceTruth

WIDEST_USAGE = 4
"""Columns of figures an author still fits beside a nested table."""

MeasurePair = tuple[MeasureWords, MeasureTruth]


def usage_table(
    sheet: Sheet, service: ServiceTruth, words: ServiceWords, first_blocks: list[PageBlock]
) -> TableBlock:
    """The table of a service with users: a column, or several, for each period.

    Args:
        sheet: where figures are noted.
        service: what is printed.
        words: its words.
        first_blocks: what stands in the table's first cell.
    """
    style = sheet.style
    has_coverage = any(isinstance(block, TableBlock) for block in first_blocks)
    groups = _sentences(measures_of(service, words))
    has_sentences = any(len(group) > 1 for group in groups)
    layout = style.measures
    if layout == "headed" and has_sentences:
        layout = "cells"
    if layout == "cells" and words.has_bare_columns and style.table_rules == "all":
        layout = "bare_columns"
    if layout in ("columns", "headed") and len(groups) == 1 and not has_coverage:
        layout = "headed" if layout == "headed" else "cells"
    if layout in ("columns", "headed") and len(groups) * len(sheet.truth.periods) > WIDEST_USAGE:
        layout = "rows"
    grid: list[list[list[MeasurePair]]]
    if layout in ("columns", "headed", "bare_columns"):
        grid = [groups]
    elif layout == "rows":
        grid = [[group] for group in groups]
    else:
        plain = [pair for group in groups if len(group) == 1 for pair in group]
        grid = [[plain]] if plain else []
        grid += [[group] for group in groups if len(group) > 1]
    width = len(grid[0])
    has_service_column = layout != "bare_columns"
    periods = list(enumerate(sheet.truth.periods))
    if style.newest_first:
        periods.reverse()

    service_heading = cell("Servicio / Cobertura")
    service_heading.starts = True
    users = cell("Usuarias/os", span=width * len(periods))
    labels = [cell(period_heading(period, style), span=width) for _, period in periods]
    rows = [
        [service_heading, users] if has_service_column else [users],
        [continued(), *labels] if has_service_column else labels,
    ]
    if layout == "headed":
        names = [cell(pair[0].after) for _ in periods for group in groups for pair in group]
        rows.append([continued(), *names])
    if style.title_rows:
        rows.insert(0, [cell(words.headings[0].upper(), span=sum(one.span for one in rows[0]))])
    header_rows = len(rows)

    table = TableBlock(rows, header_rows)
    for number, line in enumerate(grid):
        row: list[TableCell] = []
        if has_service_column and number == 0:
            first = TableCell(first_blocks)
            first.starts = len(grid) > 1
            row.append(first)
        elif has_service_column:
            row.append(continued())
        row_number = sheet.next_row()
        for index, period in periods:
            for group in line:
                row.append(
                    _usage_cell(
                        sheet, service.code, group, index, period, layout, row_number, table, row
                    )
                )
        table.rows.append(row)
    return table


def measures_of(service: ServiceTruth, words: ServiceWords) -> list[MeasurePair]:
    """The words of each of a service's measures, and its figures."""
    by_code = {measure.code: measure for measure in words.measures}
    return [(by_code[measure.code], measure) for measure in service.measures]


def _sentences(pairs: list[MeasurePair]) -> list[list[MeasurePair]]:
    """The measures grouped into what is printed in one breath."""
    groups: list[list[MeasurePair]] = []
    for pair in pairs:
        if pair[0].continues_sentence and groups:
            groups[-1].append(pair)
        else:
            groups.append([pair])
    return groups


def _usage_cell(
    sheet: Sheet,
    service: str,
    pairs: list[MeasurePair],
    index: int,
    period: Period,
    layout: str,
    row_number: int,
    table: TableBlock,
    row: list[TableCell],
) -> TableCell:
    """One usage cell: a number and its words for each measure in it."""
    style, rng = sheet.style, sheet.rng
    blocks: list[PageBlock] = []
    is_sentence = any(words.before for words, _ in pairs)
    for words, measure in pairs:
        amount = measure.amounts[index]
        if amount.status == "blank":
            continue
        printed = sheet.number_text(amount, with_mark=not is_sentence)
        is_bare = layout == "headed" or (
            amount.value is None and style.bare_gaps and len(pairs) == 1
        )
        if is_bare:
            par = Par(printed)
            blocks.append(par)
        elif is_sentence:
            par = Par(f"{words.before} {printed}")
            if words.continues_sentence and blocks and isinstance(blocks[-1], Par):
                blocks[-1].text += f" {words.before}"
                par.text = f"{printed} {words.after}"
                blocks.append(par)
            else:
                blocks += [par, Par(words.after)]
        else:
            if blocks:
                blocks.append(Par())
            after = words.after + rng.choice(("", "", " ", ".")) if style.seed else words.after
            if style.words_first:
                par = Par(printed if style.measure_break else f"{words.after}: {printed}")
                blocks += [Par(f"{words.after}:"), par] if style.measure_break else [par]
            elif not style.measure_break:
                par = Par(f"{printed} {after}")
                blocks.append(par)
            elif rng.random() < 0.3 and style.seed:
                par = Par(f"{printed}\n{after}")
                blocks.append(par)
            else:
                par = Par(printed)
                blocks += [par, Par(after)]
        sheet.note(
            "usage",
            amount,
            printed,
            par,
            row_number,
            service=service,
            measure=words.code if (service, words.code) in known_measures() else None,
            period=period,
            table=table,
            cells=row,
        )
    return TableCell(blocks or [Par()])
