"""Reading one workbook: bytes → estimates and findings.

Belongs here: the order of the steps, and the sheet's rows as estimates. Does not belong here:
the single steps (`package`, `layout`, `cells`, `judgement`) or the warehouse (`loading`).
"""

from __future__ import annotations

import io
import warnings
from typing import Any, Final

from orchestration.poverty.cells import (
    DISTRICT_DIGITS,
    NoNumber,
    code_of,
    decimal_of,
    shown,
    text_of,
    whole_of,
    without_footnote_mark,
)
from orchestration.poverty.judgement import judge
from orchestration.poverty.layout import (
    Layout,
    Rows,
    find_edition,
    find_layout,
    find_population_year,
    order_of_sheets,
    title_of,
)
from orchestration.poverty.model import (
    Estimate,
    WorkbookFinding,
    WorkbookReading,
    WorkbookRefused,
)
from orchestration.poverty.package import check_package
from orchestration.poverty.places import KnownPlaces

_MOST_ROWS: Final = 10_000
_MOST_COLUMNS: Final = 40
_LAYOUT_WANTED: Final = (
    "put INEI's Anexo_Estadistico.xlsx here, with the sheet Anexo1 and its columns Ubigeo, "
    "Departamento, Provincia, Distrito, Población, Inferior, Superior, Grupo robusto, Ubicación."
)


def read_workbook(
    content: bytes, file_name: str, places: KnownPlaces, year_now: int
) -> WorkbookReading:
    """Read and judge a workbook; whatever is wrong with it is in its findings.

    Args:
        content: the file's bytes.
        file_name: asked for the year where the workbook does not say it.
        places: the districts known.
        year_now: no poverty map is of a later year.
    """
    try:
        check_package(content)
        sheet, rows, layout = _find_sheet(content)
    except WorkbookRefused as refusal:
        return WorkbookReading(findings=[refusal.finding])
    edition = find_edition(rows, layout, file_name)
    reading = WorkbookReading(
        edition.year,
        edition.said_by,
        find_population_year(rows, layout),
        title_of(rows, layout),
    )
    if layout.is_by_position:
        reading.findings.append(
            WorkbookFinding(
                "warning",
                "unknown_layout",
                "The headings of the columns were not understood; the columns were taken in the "
                "order INEI prints them. Check some districts against the workbook.",
                sheet,
            )
        )
    _read_rows(reading, sheet, rows, layout)
    judge(reading, places, year_now)
    return reading


def _find_sheet(content: bytes) -> tuple[str, Rows, Layout]:
    # Imported here: a refresh without a new workbook does not need it.
    from openpyxl import load_workbook

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            book = load_workbook(io.BytesIO(content), read_only=True, data_only=True)
            # A sheet that is only a chart has no rows; one that is hidden nobody has looked at.
            sheets = {one.title: one for one in book.worksheets if one.sheet_state == "visible"}
            for name in order_of_sheets(list(sheets)):
                sheet = sheets[name]
                # What a sheet says of its own size is not believed.
                sheet.reset_dimensions()
                rows = [
                    [shown(cell.value, cell.number_format or "") for cell in row]
                    for row in sheet.iter_rows(max_row=_MOST_ROWS, max_col=_MOST_COLUMNS)
                ]
                layout = find_layout(rows)
                if layout:
                    return name, rows, layout
    except WorkbookRefused:
        raise
    except Exception as error:
        # The library raises whatever its parsers raise; all of it means the same here.
        raise WorkbookRefused(
            "unreadable_document",
            "The workbook is damaged or not what spreadsheet programs write: download it again.",
        ) from error
    raise WorkbookRefused(
        "unknown_layout",
        f"No visible sheet has district codes and intervals under headings: {_LAYOUT_WANTED}",
    )


def _read_rows(reading: WorkbookReading, sheet: str, rows: Rows, layout: Layout) -> None:
    """The rows with a district's code; those without are notes unless they have an interval."""
    above_districts = 0
    for number, row in enumerate(rows[layout.first_data_row :], start=layout.first_data_row + 1):
        values = {
            name: row[column] if column < len(row) else None
            for name, column in layout.columns.items()
        }
        location = f"{sheet} > row {number}"
        code = code_of(values["ubigeo"])
        if code is None:
            if text_of(values["lower"]) and text_of(values["upper"]):
                reading.findings.append(
                    WorkbookFinding(
                        "error",
                        "unknown_place",
                        "The row has an interval and no district code; complete it.",
                        location,
                        text_of(values["ubigeo"]),
                    )
                )
        elif len(code) < DISTRICT_DIGITS or code.endswith("00"):
            above_districts += 1
        else:
            estimate = _estimate(reading, location, code, values)
            if estimate:
                reading.estimates.append(estimate)
    if above_districts:
        reading.findings.append(
            WorkbookFinding(
                "info",
                "place_level_mismatch",
                f"{above_districts} rows are about departments or provinces; only districts "
                "were read. Nothing to do.",
                sheet,
            )
        )


def _estimate(
    reading: WorkbookReading, location: str, code: str, values: dict[str, Any]
) -> Estimate | None:
    numbers: dict[str, Any] = {}
    for name, parse in (
        ("population", whole_of),
        ("lower", decimal_of),
        ("upper", decimal_of),
        ("robust_group", whole_of),
        ("rank", whole_of),
    ):
        try:
            numbers[name] = parse(values.get(name))
        except NoNumber as error:
            reading.findings.append(
                WorkbookFinding(
                    "error",
                    "unreadable_number",
                    f'"{error}" is no number ({name} of {code}); correct the cell.',
                    location,
                    str(error),
                )
            )
            return None
    return Estimate(
        location,
        code,
        _name(values, "department"),
        _name(values, "province"),
        _name(values, "district"),
        **numbers,
    )


def _name(values: dict[str, Any], column: str) -> str:
    return without_footnote_mark(text_of(values.get(column)))
