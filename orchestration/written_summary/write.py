"""The door: a published file, a unit and a month in, the Word file's bytes out."""

from __future__ import annotations

from datetime import date

import duckdb

from orchestration.written_summary.compose import compose
from orchestration.written_summary.content import Content, find_subject, read_contents
from orchestration.written_summary.map_picture import draw_districts
from orchestration.written_summary.word import write_word
from orchestration.written_summary.wording import month_name


def write_document(content: Content, districts: bytes | None) -> bytes:
    """A document as the bytes of a .docx file, the same for the same content and picture.

    Args:
        content: what the warehouse says of it.
        districts: the map page's picture (`draw_districts`); None for the words alone.
    """
    subject = content.subject
    title = f"Resumen ejecutivo – {subject.unit} – {month_name(subject.as_of_month)}"
    return write_word(compose(content, districts), title=title)


def write_summary(
    connection: duckdb.DuckDBPyConnection,
    unit_code: str,
    as_of_month: date,
    *,
    with_picture: bool = True,
) -> bytes:
    """Write one document back.

    Args:
        connection: to a published file.
        unit_code: a department's ubigeo (`18`), or the code of a part of one.
        as_of_month: any day of the month.
        with_picture: whether the map page has a picture beside its words.

    Returns:
        the bytes of a .docx file, the same for the same warehouse.

    Raises:
        NoSuchDocument: the warehouse has no such document.
    """
    subject = find_subject(connection, unit_code, as_of_month)
    (content,) = read_contents(connection, [subject])
    districts = draw_districts(connection, subject.department_ubigeo) if with_picture else None
    return write_document(content, districts)
