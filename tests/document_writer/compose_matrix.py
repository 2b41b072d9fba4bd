"""Lays out the consolidated matrices: provinces and services.

Does not belong here: tables of one service (`compose_tables`).
"""

from __future__ import annotations

from tests.document_writer.blocks import Par, TableBlock, TableCell, cell
from tests.document_writer.catalogue import SERVICE_BY_CODE
from tests.document_writer.places import without_accents
from tests.document_writer.reference import geography
from tests.document_writer.sheet import Sheet, in_parts
from tests.document_writer.truth import Amount, ServiceTruth


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
    sheet.add(*in_parts(sheet, table))


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
