"""One .xlsx of the main marts, for people who live in spreadsheets.

A sheet a mart, after one that says what each sheet holds and one that describes the columns.
Text is written as text, never as a formula, link or number. The file has a fixed date, so that
the same rows give the same bytes.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from math import ceil
from pathlib import Path
from typing import Any

import duckdb

from orchestration.exports.tables import is_nested, ordered
from orchestration.formulas import neutral
from orchestration.warehouse.catalogue import Column, Table

MAIN_MARTS = (
    "published_figures",
    "department_summary",
    "consolidated_services",
    "monthly_trends",
    "coverage_and_poverty",
    "unserved_poverty",
)
MOST_ROWS = 50_000
"""A table with more rows has no sheet: it opens slowly, and takes longer to write than all other
exports together. CSV and Parquet have it."""

_LONGEST_TEXT = 32_767  # what a cell can hold
_FIXED_DATE = datetime(2000, 1, 1)
_WIDTHS = (10, 45)
_WIDTH_OF_NAMES, _WIDTH_OF_SENTENCES = 28, 100
_LETTERS_OF_A_LINE = 112
_HEIGHT_OF_A_LINE = 15
_A4 = 9  # as Excel numbers paper


def write_spreadsheet(
    connection: duckdb.DuckDBPyConnection, tables: Sequence[Table], path: Path
) -> None:
    """Write the workbook.

    Args:
        connection: the published file.
        tables: tables among which the main marts are.
        path: the file to write.
    """
    import xlsxwriter

    marts = {table.name: table for table in tables if table.schema == "marts"}
    shown = [marts[name] for name in MAIN_MARTS if name in marts]
    workbook = xlsxwriter.Workbook(
        path,
        {
            "constant_memory": True,
            "strings_to_formulas": False,
            "strings_to_numbers": False,
            "strings_to_urls": False,
            "default_date_format": "yyyy-mm-dd",
        },
    )
    workbook.set_properties({"title": "Resumen ejecutivo: the main marts", "created": _FIXED_DATE})
    bold = workbook.add_format({"bold": True})
    sentences = workbook.add_format({"text_wrap": True, "valign": "top"})
    rows = {table.name: _count(connection, table) for table in shown}
    _write_sheet(
        workbook,
        bold,
        "about",
        ["sheet", "rows", "what a row is"],
        [
            (
                table.name,
                rows[table.name],
                table.comment
                if rows[table.name] <= MOST_ROWS
                else f"Too long for a sheet: see marts/{table.name}.csv. {table.comment}",
            )
            for table in shown
        ],
        sentences,
    )
    _write_sheet(
        workbook,
        bold,
        "columns",
        ["sheet", "column", "meaning"],
        [
            (table.name, column.name, column.comment)
            for table in shown
            for column in _plain_columns(table)
        ],
        sentences,
    )
    for table in shown:
        if rows[table.name] > MOST_ROWS:
            continue
        names = [column.name for column in _plain_columns(table)]
        columns = ", ".join(f'"{name}"' for name in names)
        found = connection.execute(ordered(table, columns)).fetchall()
        _write_sheet(workbook, bold, table.name, names, found)
    workbook.close()


def _count(connection: duckdb.DuckDBPyConnection, table: Table) -> int:
    return int(connection.execute(f"select count(*) from {table.full_name}").fetchall()[0][0])


def _plain_columns(table: Table) -> list[Column]:
    """The columns a cell can show: those with one value a row."""
    return [column for column in table.columns if not is_nested(column)]


def _write_sheet(
    workbook: Any,
    bold: Any,
    name: str,
    header: Sequence[str],
    rows: Sequence[Sequence[Any]],
    sentences: Any = None,
) -> None:
    """Write a sheet; `sentences` is the format of a last column that holds some."""
    sheet = workbook.add_worksheet(name)
    sheet.freeze_panes(1, 0)
    sheet.set_landscape()
    sheet.set_paper(_A4)
    sheet.repeat_rows(0)
    for index, title in enumerate(header):
        longest = max((len(str(row[index])) for row in rows[:200]), default=0)
        sheet.set_column(
            index, index, min(max(longest + 1, len(title) + 3, _WIDTHS[0]), _WIDTHS[1])
        )
        sheet.write_string(0, index, title, bold)
    if sentences:
        sheet.fit_to_pages(1, 0)
        sheet.set_column(0, len(header) - 2, _WIDTH_OF_NAMES, sentences)
        sheet.set_column(len(header) - 1, len(header) - 1, _WIDTH_OF_SENTENCES, sentences)
    for number, row in enumerate(rows, start=1):
        if sentences:
            # Not every program makes room for text that wraps.
            sheet.set_row(number, _HEIGHT_OF_A_LINE * ceil(len(row[-1]) / _LETTERS_OF_A_LINE))
        for index, value in enumerate(row):
            _write_cell(sheet, number, index, value)
    sheet.autofilter(0, 0, max(len(rows), 1), len(header) - 1)


def _write_cell(sheet: Any, row: int, column: int, value: Any) -> None:
    if value is None:
        return
    if isinstance(value, str):
        sheet.write_string(row, column, neutral(value)[:_LONGEST_TEXT])
    elif isinstance(value, bool):
        sheet.write_boolean(row, column, value)
    elif isinstance(value, date):
        sheet.write_datetime(row, column, value)
    else:
        sheet.write_number(row, column, value)
