"""The door: a published file, a unit and a month in, the Word file's bytes out."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import duckdb

from orchestration.written_summary.compose import compose
from orchestration.written_summary.content import Subject, find_subject, read_content
from orchestration.written_summary.word import write_word
from orchestration.written_summary.wording import month_name

DrawMap = Callable[[duckdb.DuckDBPyConnection, Subject], bytes | None]
"""Draws the map of a document as PNG, or gives None where it cannot."""


def write_summary(
    connection: duckdb.DuckDBPyConnection,
    unit_code: str,
    as_of_month: date,
    draw_map: DrawMap | None = None,
) -> bytes:
    """Write a document back from the warehouse.

    Args:
        connection: to the published file.
        unit_code: a department's ubigeo (`18`), or the code of a part of one.
        as_of_month: any day of the month.
        draw_map: the picture of the map page; none is printed where it is None.

    Returns:
        the bytes of a .docx file, the same for the same warehouse.

    Raises:
        NoSuchDocument: the warehouse has no such document.
    """
    subject = find_subject(connection, unit_code, as_of_month)
    picture = draw_map(connection, subject) if draw_map else None
    title = f"Resumen ejecutivo – {subject.unit} – {month_name(subject.as_of_month)}"
    return write_word(compose(read_content(connection, subject), picture), title=title)
