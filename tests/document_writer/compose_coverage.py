"""Lays out coverage tables: which centres are in which province and district.

Does not belong here: the tables around them (`compose_tables`).
"""

from __future__ import annotations

from tests.document_writer.blocks import Par, TableBlock, TableCell, cell, continued
from tests.document_writer.places import without_accents
from tests.document_writer.reference import geography
from tests.document_writer.service_words import ServiceWords
from tests.document_writer.sheet import Sheet
from tests.document_writer.truth import Amount, CoverageTruth, ServiceTruth

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

MOST_PLACES_ACROSS = 6


def coverage_table(sheet: Sheet, service: ServiceTruth, words: ServiceWords) -> TableBlock:
    """Where the centres of a service are, grouped by kind of centre."""
    style = sheet.style
    if style.kinds_across and words.shape == "centre_province" and len(words.centres) > 1:
        return _kinds_across(sheet, service, words)
    fits_across = words.shape == "province" and 2 <= len(service.coverage) <= MOST_PLACES_ACROSS
    if style.places_across and fits_across:
        return _places_across(sheet, service)
    columns = _columns(sheet, words)
    headings = {
        "centre": REFUGE_CENTRE_HEADING if words.shape == "refuge" else words.centre_heading,
        "province": sheet.rng.choice(("Provincia", "Provincia ")) if style.seed else "Provincia",
        "district": "Distrito",
        "place": PLACE_HEADINGS.get(words.shape, ""),
        "count": style.number_header,
    }
    table = TableBlock([[cell(headings[column]) for column in columns]])
    has_shares = style.shares == "column" and "count" in columns
    if has_shares:
        table.rows[0].append(cell("%"))
    is_merged = style.modality_cells == "merged" and columns[0] == "centre"
    groups: dict[str | None, list[CoverageTruth]] = {}
    for truth_row in service.coverage:
        groups.setdefault(truth_row.centre_label, []).append(truth_row)
    if not any(row.modality for row in service.coverage) and "centre" not in columns:
        groups = {None: list(service.coverage)}
    for label, members in groups.items():
        _add_group(sheet, service, table, columns, label, ordered(sheet, members), is_merged)
    has_total = "count" in columns and (words.shape == "province" or len(words.centres) > 1)
    if has_total and style.coverage_totals:
        amount = Amount(service.centres())
        printed = sheet.number_text(amount, with_mark=False)
        par = Par(_with_share(sheet, service, amount, printed))
        total = cell(sheet.rng.choice(("Total", "TOTAL")) if style.seed else "Total")
        total.span = len(columns) - 1
        row = [TableCell([par]), total] if columns[0] == "count" else [total, TableCell([par])]
        if has_shares:
            row.append(cell("100%"))
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


def _share(service: ServiceTruth, amount: Amount) -> str:
    """What share of a service's centres a count is; nothing where none is printed."""
    whole = service.centres()
    return "" if amount.value is None or not whole else f"{100 * amount.value / whole:.1f}%"


def _with_share(sheet: Sheet, service: ServiceTruth, amount: Amount, printed: str) -> str:
    """A printed count, with its share in brackets behind it where the author adds them."""
    share = _share(service, amount) if sheet.style.shares == "behind" else ""
    return f"{printed.rstrip()} ({share})" if share else printed


def put_count(
    sheet: Sheet,
    row: list[TableCell],
    table: TableBlock,
    service: ServiceTruth,
    amount: Amount,
    row_number: int,
    *,
    modality: str | None = None,
    province: str | None = None,
    is_total: bool = False,
) -> None:
    """Append a cell with one count of centres."""
    printed = sheet.number_text(amount, with_mark=False)
    par = Par(printed)
    row.append(TableCell([par]))
    sheet.note(
        "coverage",
        amount,
        printed,
        par,
        row_number,
        service=service.code,
        modality=modality,
        province=province,
        is_total=is_total,
        table=table,
        cells=row,
    )


def _kinds_across(sheet: Sheet, service: ServiceTruth, words: ServiceWords) -> TableBlock:
    """`Provincia | CEM Regular | CEM Comisaría`: a row a province, a column a kind of centre."""
    kinds = [
        (label, modality)
        for label, modality in words.centres
        if any(row.modality == modality for row in service.coverage)
    ]
    header = [cell("Provincia"), *(cell(label) for label, _ in kinds)]
    table = TableBlock([header])
    by_place: dict[str, dict[str | None, Amount]] = {}
    for row in service.coverage:
        by_place.setdefault(row.province_ubigeo, {})[row.modality] = row.amount
    for province, amounts in by_place.items():
        cells = [cell(sheet.place(province))]
        row_number = sheet.next_row()
        for _, modality in kinds:
            amount = amounts.get(modality, Amount(None, "blank"))
            put_count(
                sheet,
                cells,
                table,
                service,
                amount,
                row_number,
                modality=modality,
                province=province,
            )
        table.rows.append(cells)
    if sheet.style.coverage_totals:
        cells = [cell("Total")]
        row_number = sheet.next_row()
        for _, modality in kinds:
            amount = Amount(service.centres(modality=modality))
            put_count(
                sheet, cells, table, service, amount, row_number, modality=modality, is_total=True
            )
        table.rows.append(cells)
    return table


def _places_across(sheet: Sheet, service: ServiceTruth) -> TableBlock:
    """`Provincia | Ilo | Mariscal Nieto | Total` over one row of counts."""
    header = [cell("Provincia")]
    row = [cell(sheet.style.number_header)]
    table = TableBlock([header])
    row_number = sheet.next_row()
    for place in ordered(sheet, list(service.coverage)):
        header.append(cell(sheet.place(place.province_ubigeo)))
        province = place.province_ubigeo
        put_count(sheet, row, table, service, place.amount, row_number, province=province)
    if sheet.style.coverage_totals:
        header.append(cell("Total"))
        put_count(sheet, row, table, service, Amount(service.centres()), row_number, is_total=True)
    table.rows.append(row)
    return table


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


def ordered(sheet: Sheet, rows: list[CoverageTruth]) -> list[CoverageTruth]:
    """A group's rows in this author's order of provinces."""
    order = sheet.style.province_order
    if order == "shuffled":
        return sheet.rng.sample(rows, len(rows))
    if order == "alphabetical":
        return sorted(rows, key=lambda row: without_accents(geography().names[row.province_ubigeo]))
    return rows


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
        count_par = Par(_with_share(sheet, service, member.amount, count_text))
        row: list[TableCell] = []
        for column in columns:
            if column == "centre":
                if is_merged and position > 0:
                    row.append(continued())
                    continue
                label_par = Par(label_text)
                # A row-a-line export prints the note's words behind the count, as if of the label.
                has_note = style.footnotes and not style.newer_tika
                if has_note and subtotal is not None and position == 0:
                    label_par.footnote = "Incluye los que abrieron este mes."
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
        if style.shares == "column" and "count" in columns:
            row.append(cell(_share(service, member.amount)))
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
