"""What reading and extraction of one document cost, beside the libraries people reach for."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import docx
from docx.document import Document as DocxDocument
from docx.table import Table, _Cell

from orchestration.documents.read import read_document
from orchestration.extraction import extract
from tests.benchmark.measure import Cost, time_function
from tests.document_writer import Style, random_truth, write
from tests.document_writer.as_pdf import NoOffice

SEED, UNIT, YEAR, MONTH = 7, "18", 2023, 1


@dataclass(frozen=True, slots=True)
class Reading:
    """The cost of one document in a format, and of the peer's work on the same file."""

    file_format: str
    ours: Cost
    peer: Cost | None
    peer_name: str


def measure_reading(runs: int) -> Iterator[Reading]:
    """Text, .docx and, where LibreOffice can write one, PDF."""
    truth, style = random_truth(SEED, UNIT, YEAR, MONTH), Style(map_page=False)
    peers: dict[str, tuple[str, Callable[[bytes], object] | None]] = {
        "text": ("", None),
        "docx": ("python-docx visiting all", _visit_docx),
        "pdf": ("pdfplumber extracting tables", _extract_pdf_tables),
    }
    for file_format, (peer_name, peer) in peers.items():
        try:
            content = write(truth, style, file_format).content
        except NoOffice:
            continue
        ours = time_function(lambda: extract(read_document(content), "0" * 16), runs)  # noqa: B023
        cost = time_function(lambda: peer(content), runs) if peer else None  # noqa: B023
        yield Reading(file_format, ours, cost, peer_name)


def _visit_docx(content: bytes) -> int:
    return sum(len(text) for text in _texts(docx.Document(io.BytesIO(content))))


def _texts(container: DocxDocument | _Cell) -> Iterator[str]:
    for paragraph in container.paragraphs:
        yield paragraph.text
    for table in container.tables:
        yield from _table_texts(table)


def _table_texts(table: Table) -> Iterator[str]:
    for row in table.rows:
        for cell in row.cells:
            yield from _texts(cell)


def _extract_pdf_tables(content: bytes) -> int:
    import pdfplumber

    with pdfplumber.open(io.BytesIO(content)) as pdf:
        return sum(len(page.extract_tables()) for page in pdf.pages)
