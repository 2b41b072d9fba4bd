"""The door: a published file, a unit and a month in, the Word file's bytes out."""

from __future__ import annotations

from datetime import date

import duckdb

from orchestration.written_summary.compose import compose
from orchestration.written_summary.content import Content, find_subject, read_contents
from orchestration.written_summary.map_picture import draw_districts
from orchestration.written_summary.word import write_word
from orchestration.written_summary.wording import month_name


class SummaryWriter:
    """Writes documents of one warehouse; a department's picture is drawn once for all of them."""

    def __init__(self, connection: duckdb.DuckDBPyConnection, *, with_picture: bool = True) -> None:
        """Write from a published file.

        Args:
            connection: to the file.
            with_picture: whether the map page has a picture beside its words.
        """
        self._connection = connection
        self._with_picture = with_picture
        self._pictures: dict[str, bytes | None] = {}

    def write(self, content: Content) -> bytes:
        """A document as the bytes of a .docx file, the same for the same warehouse."""
        subject = content.subject
        picture = self._picture(subject.department_ubigeo) if self._with_picture else None
        title = f"Resumen ejecutivo – {subject.unit} – {month_name(subject.as_of_month)}"
        return write_word(compose(content, picture), title=title)

    def _picture(self, department_ubigeo: str) -> bytes | None:
        if department_ubigeo not in self._pictures:
            picture = draw_districts(self._connection, department_ubigeo)
            self._pictures[department_ubigeo] = picture
        return self._pictures[department_ubigeo]


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
    return SummaryWriter(connection, with_picture=with_picture).write(content)
