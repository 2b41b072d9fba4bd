"""What a PDF's printed page counts say of pages that are missing or out of order."""

from __future__ import annotations

import pytest

from orchestration.documents.model import Paragraph
from tests.unit.test_extraction import extracted, rows

MATRIX = [["PROVINCIAS", "CEM"], ["ILO", "3"], ["TOTAL", "3"]]


@pytest.mark.parametrize(
    ("counts", "page"),
    [
        (["1 / 4", "2 / 4", "3 / 4", "4 / 4"], None),
        (["1 / 4", "3 / 4", "4 / 4"], 2),
        (["2 / 4", "3 / 4", "4 / 4"], 1),
        (["2 / 4", "1 / 4", "3 / 4", "4 / 4"], 1),
        (["", "Página 2 de 4", "", "Página 4 de 4"], None),
        (["", "Página 3 de 4", "Página 4 de 4"], 1),
        (["Informe 3 / 2023", "Informe 3 / 2023"], None),
        (["1", "3", "4"], None),
    ],
)
def test_a_page_that_is_not_where_it_belongs_refuses_the_document(
    counts: list[str], page: int | None
) -> None:
    footers = tuple(
        Paragraph(text, f"page {number}") for number, text in enumerate(counts, 1) if text
    )
    found = extracted(
        "RESUMEN EJECUTIVO DEL DEPARTAMENTO DE MOQUEGUA", "SERVICIOS QUE OPERAMOS AL 100%", MATRIX,
        "SERVICIOS QUE SON DADOS EN COORDINACIÓN", MATRIX, "GLOSARIO", "CEM: texto",
        file_format="pdf", footers=footers,
    )  # fmt: skip
    errors = [
        message
        for severity, code, message in rows(
            found, "reading_findings", "severity", "code", "message"
        )
        if severity == "error" and code == "incomplete_document"
    ]
    assert len(errors) == (page is not None)
    assert all(f"page {page} " in message for message in errors)
