"""Lays out the tables: usage, coverage and the consolidated matrices.

Belongs here: which cells a table has, and which figure each prints. Does not belong here: the
document around the tables (`compose`) or the look of a single number or name (`style`).
"""

from __future__ import annotations

from tests.document_writer.blocks import PageBlock, Par, TableBlock, TableCell, cell, continued
from tests.document_writer.catalogue import SERVICE_BY_CODE, MeasureWords, ServiceWords
from tests.document_writer.places import without_accents
from tests.document_writer.reference import geography, known_measures
from tests.document_writer.sheet import Sheet
from tests.document_writer.style import period_label
from tests.document_writer.truth import Amount, CoverageTruth, MeasureTruth, Period, ServiceTruth

COLUMNS: dict[str, tuple[str, ...]] = {
    "centre_province": ("centre", "province", "count"),
    "centre_province_district": ("centre", "province", "district", "count"),
    "intervention": ("province", "district", "place"),
    "refuge": ("centre", "province", "district", "place"),
    "province": ("province", "count"),
}
"""The columns of a coverage table, by shape, in the real document's order."""

REFUGE_CENTRE_HEADING = "Hogares Refugio Temporal - HRT"
PLACE_HEADINGS = {"intervention": "Intervención", "refuge": "Nombre del HRT "}

WIDEST_USAGE = 4
"""Columns of figures an author still fits beside a nested table."""

MeasurePair = tuple[MeasureWords, MeasureTruth]


def add_service_tables(sheet: Sheet, service: ServiceTruth, words: ServiceWords) -> bool:
    """Add a service's tables to the body; False where it has text only."""
    coverage = _coverage_table(sheet, service, words) if service.coverage else None
    if words.program == "promoted" and coverage is not None:
        sheet.add(_promoted_table(sheet, words, coverage))
    elif words.shape == "refuge" and coverage is not None:
        sheet.add(_target_table(sheet, words, coverage))
    elif service.measures:
        if coverage is not None and not sheet.style.nested_coverage:
            sheet.add(coverage, Par())
            coverage = None
        sheet.add(_usage_table(sheet, service, words, coverage))
    else:
        return False
    return True


def _label_blocks(
    sheet: Sheet, words: ServiceWords, coverage: TableBlock | None
) -> list[PageBlock]:
    """The first cell of a service's table: its label around its coverage table."""
    style = sheet.style
    position = words.usual_label if style.label_position == "usual" else style.label_position
    has_colon = style.label_colon and coverage is not None and position != "after"
    label = sheet.label(words.label + ":" if has_colon else words.label)
    if style.footnotes and not label.superscript:
        label.footnote = "Incluye a todas las personas atendidas."
    if coverage is None:
        return [label]
    trailing: list[PageBlock] = [Par() for _ in range(style.trailing_paragraphs)]
    if position == "after":
        return [coverage, label, *trailing]
    if position == "own_paragraph":
        return [label, Par(), coverage, *(trailing or [Par()])]
    return [label, coverage, *(trailing or [Par()])]


# Usage ------------------------------------------------------------------------------------


def _usage_table(
    sheet: Sheet, service: ServiceTruth, words: ServiceWords, coverage: TableBlock | None
) -> TableBlock:
    """The table of a service with users: a column, or several, for each period."""
    style = sheet.style
    by_code = {measure.code: measure for measure in words.measures}
    pairs = [(by_code[measure.code], measure) for measure in service.measures]
    groups = _sentences(pairs)
    has_sentences = any(len(group) > 1 for group in groups)
    layout = style.measures
    if layout == "headed" and has_sentences:
        layout = "cells"
    if layout == "cells" and words.has_bare_columns:
        layout = "bare_columns"
    if layout in ("columns", "headed") and len(groups) == 1 and coverage is None:
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
    labels = [cell(period_label(period, style), span=width) for _, period in periods]
    rows = [
        [service_heading, users] if has_service_column else [users],
        [continued(), *labels] if has_service_column else labels,
    ]
    if layout == "headed":
        names = [cell(pair[0].after) for _ in periods for group in groups for pair in group]
        rows.append([continued(), *names])
    header_rows = len(rows)

    table = TableBlock(rows, header_rows)
    for number, line in enumerate(grid):
        row: list[TableCell] = []
        if has_service_column and number == 0:
            first = TableCell(_label_blocks(sheet, words, coverage))
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
            if not style.measure_break:
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


# Coverage ---------------------------------------------------------------------------------


def _target_table(sheet: Sheet, words: ServiceWords, coverage: TableBlock) -> TableBlock:
    """A table of places beside the people the service is for."""
    return TableBlock(
        [
            [cell("Servicio / Cobertura"), cell("Población Objetivo")],
            [TableCell(_label_blocks(sheet, words, coverage)), cell(words.target)],
        ]
    )


def _promoted_table(sheet: Sheet, words: ServiceWords, coverage: TableBlock) -> TableBlock:
    """A table of a service of regions or municipalities: label, places, target population."""
    style = sheet.style
    position = words.usual_label if style.label_position == "usual" else style.label_position
    blocks: list[PageBlock] = [Par()] if position == "own_paragraph" else []
    blocks += [coverage, *(Par() for _ in range(max(1, style.trailing_paragraphs)))]
    return TableBlock(
        [
            [cell("Servicio"), cell("Cobertura"), cell("Población Objetivo")],
            [cell(sheet.label(words.label)), TableCell(blocks), cell(words.target)],
        ]
    )


def _columns(sheet: Sheet, words: ServiceWords) -> tuple[str, ...]:
    """The coverage table's columns in this author's order."""
    columns = list(COLUMNS[words.shape])
    order = sheet.style.coverage_order
    if order == "count_first" and "count" in columns:
        columns.remove("count")
        columns.insert(0, "count")
    elif order == "district_first" and "district" in columns:
        at = columns.index("province")
        columns[at], columns[at + 1] = columns[at + 1], columns[at]
    elif order == "province_first" and "centre" in columns and words.shape != "refuge":
        columns.remove("centre")
        columns.insert(columns.index("province") + 1, "centre")
    return tuple(columns)


def _ordered(sheet: Sheet, rows: list[CoverageTruth]) -> list[CoverageTruth]:
    """A group's rows in this author's order of provinces."""
    order = sheet.style.province_order
    if order == "shuffled":
        return sheet.rng.sample(rows, len(rows))
    if order == "alphabetical":
        return sorted(rows, key=lambda row: without_accents(geography().names[row.province_ubigeo]))
    return rows


def _coverage_table(sheet: Sheet, service: ServiceTruth, words: ServiceWords) -> TableBlock:
    """Where the centres of a service are, grouped by kind of centre."""
    style = sheet.style
    columns = _columns(sheet, words)
    headings = {
        "centre": REFUGE_CENTRE_HEADING if words.shape == "refuge" else words.centre_heading,
        "province": sheet.rng.choice(("Provincia", "Provincia ")) if style.seed else "Provincia",
        "district": "Distrito",
        "place": PLACE_HEADINGS.get(words.shape, ""),
        "count": style.number_header,
    }
    table = TableBlock([[cell(headings[column]) for column in columns]])
    is_merged = style.modality_cells == "merged" and columns[0] == "centre"
    groups: dict[str | None, list[CoverageTruth]] = {}
    for truth_row in service.coverage:
        groups.setdefault(truth_row.centre_label, []).append(truth_row)
    if not any(row.modality for row in service.coverage) and "centre" not in columns:
        groups = {None: list(service.coverage)}
    for label, members in groups.items():
        _add_group(sheet, service, table, columns, label, _ordered(sheet, members), is_merged)
    has_total = "count" in columns and (words.shape == "province" or len(words.centres) > 1)
    if has_total and style.coverage_totals:
        amount = Amount(service.centres())
        printed = sheet.number_text(amount, with_mark=False)
        par = Par(printed)
        total = cell(sheet.rng.choice(("Total", "TOTAL")) if style.seed else "Total")
        total.span = len(columns) - 1
        row = [TableCell([par]), total] if columns[0] == "count" else [total, TableCell([par])]
        table.rows.append(row)
        sheet.note(
            "coverage",
            amount,
            printed,
            par,
            sheet.next_row(),
            service=service.code,
            is_total=True,
            table=table,
            cells=row,
        )
    return table


def _add_group(
    sheet: Sheet,
    service: ServiceTruth,
    table: TableBlock,
    columns: tuple[str, ...],
    label: str | None,
    members: list[CoverageTruth],
    is_merged: bool,
) -> None:
    """The rows of one kind of centre, its label merged over them or repeated."""
    style = sheet.style
    modality = members[0].modality
    subtotal = None
    label_text = label or ""
    if modality is not None and is_merged and style.subtotals != "none":
        amount = Amount(service.centres(modality=modality))
        subtotal = (amount, f"({amount.value})")
        label_text += ("\n" if style.subtotals == "line_break" else " ") + subtotal[1]
    for position, member in enumerate(members):
        row_number = sheet.next_row()
        printed = "" if member.amount.status == "listed" else sheet.number_text(member.amount)
        count_text = (
            f"{printed} " if style.seed and sheet.rng.random() < style.stray_space else printed
        )
        count_par = Par(count_text)
        row: list[TableCell] = []
        for column in columns:
            if column == "centre":
                if is_merged and position > 0:
                    row.append(continued())
                    continue
                label_par = Par(label_text)
                row.append(TableCell([label_par], starts=is_merged and len(members) > 1))
                if subtotal is not None and position == 0:
                    sheet.note(
                        "coverage",
                        subtotal[0],
                        str(subtotal[0].value),
                        label_par,
                        sheet.next_row(),
                        service=service.code,
                        modality=modality,
                        is_total=True,
                        table=table,
                        cells=row,
                    )
            elif column == "province":
                row.append(cell(sheet.place(member.province_ubigeo)))
            elif column == "district":
                row.append(cell(sheet.place(member.district_ubigeo or "")))
            elif column == "place":
                row.append(cell(member.place_name or ""))
            else:
                row.append(TableCell([count_par]))
        table.rows.append(row)
        sheet.note(
            "coverage",
            member.amount,
            printed,
            count_par,
            row_number,
            service=service.code,
            modality=modality,
            province=member.province_ubigeo,
            district=member.district_ubigeo,
            table=table,
            cells=row,
        )


# Matrices ---------------------------------------------------------------------------------


def add_matrix(sheet: Sheet, services: tuple[ServiceTruth, ...]) -> None:
    """A consolidated matrix: centres of each service in each province."""
    style = sheet.style
    columns = list(services)
    if style.matrix_column_order == "shuffled":
        sheet.rng.shuffle(columns)
    provinces = list(sheet.truth.unit.province_ubigeos)
    if style.province_order == "shuffled":
        sheet.rng.shuffle(provinces)
    elif style.province_order == "alphabetical":
        provinces.sort(key=lambda ubigeo: without_accents(geography().names[ubigeo]))
    header = [cell("PROVINCIAS")]
    header += [cell(SERVICE_BY_CODE[service.code].matrix_label or "") for service in columns]
    if style.matrix_total_column:
        header.append(cell("TOTAL"))
    table = TableBlock([header])
    sums = [0] * len(columns)
    for province in provinces:
        name = sheet.place(province)
        row = [cell(without_accents(name).upper() if style.matrix_upper else name)]
        counts = [service.centres(province) for service in columns]
        row_number = sheet.next_row()
        for position, (service, count) in enumerate(zip(columns, counts, strict=True)):
            sums[position] += count
            _matrix_cell(sheet, table, row, row_number, count, service.code, province, False)
        if style.matrix_total_column:
            _matrix_cell(sheet, table, row, row_number, sum(counts), None, province, True)
        table.rows.append(row)
    if style.matrix_total_row:
        row = [cell("TOTAL")]
        row_number = sheet.next_row()
        for service, count in zip(columns, sums, strict=True):
            _matrix_cell(sheet, table, row, row_number, count, service.code, None, True)
        if style.matrix_total_column:
            _matrix_cell(sheet, table, row, row_number, sum(sums), None, None, True)
        table.rows.append(row)
    sheet.add(table)


def _matrix_cell(
    sheet: Sheet,
    table: TableBlock,
    row: list[TableCell],
    row_number: int,
    count: int,
    service: str | None,
    province: str | None,
    is_total: bool,
) -> None:
    """Append one cell of a matrix; no centres is this author's gap, in totals a 0."""
    amount = Amount(count)
    gap = sheet.style.matrix_gap
    if count == 0 and not is_total and gap != "0":
        amount = Amount(None, "dash" if gap == "-" else "blank")
    printed = gap if amount.value is None else sheet.number_text(amount, with_mark=False)
    par = Par(printed)
    row.append(TableCell([par]))
    sheet.note(
        "matrix",
        amount,
        printed,
        par,
        row_number,
        service=service,
        province=province,
        is_total=is_total,
        table=table,
        cells=row,
    )
