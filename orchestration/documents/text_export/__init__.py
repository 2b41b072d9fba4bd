"""Text exports of Word files, as Apache Tika prints them: tables as tab-led cells.

`lines` cuts the text into paragraphs and cells, `tables` rebuilds rows and nested tables from
the cells, `pictures` takes the words read from pictures off the end. This module puts them
together; the encoding of the bytes is `orchestration.documents.encoding`.
"""

from __future__ import annotations

from orchestration.documents.encoding import decode_text
from orchestration.documents.model import Document, Limits
from orchestration.documents.text_export.lines import cut
from orchestration.documents.text_export.pictures import split_pictures
from orchestration.documents.text_export.tables import rebuild_blocks

__all__ = ["read_text_export"]


def read_text_export(content: bytes, limits: Limits) -> Document:
    """Read a text export into a `Document`.

    Raises:
        DocumentRefused: where the bytes are no readable text (`unreadable_document`).
    """
    lines = decode_text(content).split("\n")
    body, pictures = split_pictures(lines)
    return Document(
        file_format="text",
        blocks=tuple(rebuild_blocks(cut(body))),
        pictures=pictures,
        ends_abruptly=bool(lines[-1].strip()),
    )
