"""Running heads and feet of drawn files: what repeats at the edges of the pages, and what only
seems to."""

from __future__ import annotations

import pytest

from orchestration.documents.model import Document, Paragraph
from tests.unit.pdf_sheets import Sheet
from tests.unit.test_pdf_pages import TITLE, matrix, outside, read, tables, words

HEAD = "Informe 023, 12 de 26 regiones"
MATRIX = [["PROVINCIAS", "CEM", "TOTAL"], ["ILO", "2", "3"], ["MARISCAL", "1", "7"]]
HEADINGS = ["REGIONES", "CAI", "CEDIF"]
"""Headings of a table that no list of words knows."""


def heads(document: Document) -> list[str]:
    return [line.text for line in document.headers]


def feet(document: Document) -> list[str]:
    return [line.text for line in document.footers]


def body(*numbers: int) -> list[Sheet]:
    """A page with a paragraph of its own for each number."""
    return [Sheet().text(60, 300, f"{TITLE}, parte {number} de este texto") for number in numbers]


def body_text(*numbers: int) -> str:
    """Their texts; as each fills its line, they may read as one paragraph."""
    return " ".join(f"{TITLE}, parte {number} de este texto" for number in numbers)


def all_text(document: Document) -> str:
    return " ".join(outside(document))


def test_the_first_page_may_have_no_head() -> None:
    first, *others = body(1, 2, 3)
    first.text(60, 40, "Lima, enero de 2023")
    document = read(first, *(sheet.text(60, 40, HEAD) for sheet in others))
    assert heads(document) == [HEAD, HEAD]
    assert all_text(document) == f"Lima, enero de 2023 {body_text(1, 2, 3)}"


def test_the_first_page_may_have_a_foot_of_its_own() -> None:
    first, *others = body(1, 2, 3)
    sheets = [sheet.text(60, 810, f"Página {n}") for n, sheet in enumerate(others, 2)]
    document = read(first.text(60, 810, "Documento reservado"), *sheets)
    assert feet(document) == ["Documento reservado", "Página 2", "Página 3"]
    assert all_text(document) == body_text(1, 2, 3)


def test_odd_and_even_pages_may_have_heads_of_their_own() -> None:
    sheets = body(1, 2, 3, 4, 5)
    for number, sheet in enumerate(sheets):
        sheet.text(60 + 200 * (number % 2), 40, ("MIMP", "Resumen ejecutivo")[number % 2])
    document = read(*sheets)
    assert heads(document) == ["MIMP", "Resumen ejecutivo"] * 2 + ["MIMP"]
    assert all_text(document) == body_text(1, 2, 3, 4, 5)


def test_a_page_number_changes_sides_from_page_to_page() -> None:
    left, right = body(1, 2)
    left.text(60, 800, "11").text(300, 800, "Resumen ejecutivo")
    right.text(60, 800, "Resumen ejecutivo").text(520, 800, "12")
    document = read(left, right)
    assert feet(document) == ["11 Resumen ejecutivo", "Resumen ejecutivo 12"]
    assert all_text(document) == body_text(1, 2)


def test_a_head_of_two_lines_with_a_rule_under_it() -> None:
    first = matrix(Sheet().text(60, 40, "Ministerio").text(60, 52, HEAD), MATRIX[:2], 740)
    second = matrix(Sheet().text(60, 40, "Ministerio").text(60, 52, HEAD), MATRIX[::2], 62)
    for sheet in (first, second):
        sheet.across(56, 60, 330)
    document = read(first, second)
    assert heads(document) == ["Ministerio", HEAD] * 2
    assert [words(table) for table in tables(document)] == [MATRIX]


def test_a_head_set_in_a_table_of_its_own() -> None:
    sheets = body(1, 2)
    for number, sheet in enumerate(sheets, 1):
        sheet.grid([60, 150, 400, 540], [25, 45, 65]).text(65, 38, "MIMP")
        sheet.text(155, 38, "Resumen ejecutivo").text(405, 38, f"Página {number} de 2")
        sheet.text(65, 58, "2023").text(155, 58, HEAD)
    document = read(*sheets)
    assert heads(document) == [
        "MIMP Resumen ejecutivo Página 1 de 2",
        f"2023 {HEAD}",
        "MIMP Resumen ejecutivo Página 2 de 2",
        f"2023 {HEAD}",
    ]
    assert tables(document) == []
    assert all_text(document) == body_text(1, 2)


def test_a_head_inside_a_border_around_the_page() -> None:
    sheets = body(1, 2)
    for sheet in sheets:
        sheet.grid([20, 575], [20, 822]).text(60, 40, HEAD)
    document = read(*sheets)
    assert heads(document) == [HEAD, HEAD]
    assert all_text(document) == body_text(1, 2)


def test_the_only_page_number_says_how_many_pages_there_are() -> None:
    first, second = body(1, 2)
    document = read(first, second.text(60, 40, f"{HEAD}, página 2 de 2"))
    assert heads(document) == [f"{HEAD}, página 2 de 2"]


@pytest.mark.parametrize("headings", [MATRIX[0], HEADINGS])
def test_headings_repeated_at_the_top_of_pages_are_no_head(headings: list[str]) -> None:
    """The last page has so few rows that its table stands in the head's place as a whole."""
    rows = [[f"ILO {number}", "2", "3"] for number in range(3)]
    first = matrix(Sheet().text(60, 600, TITLE), [headings, rows[0]], 740)
    second = matrix(Sheet(), [headings, rows[1]], 60)
    third = matrix(Sheet(), [headings, rows[2]], 60)
    document = read(first, second, third)
    assert heads(document) == []
    assert [words(table) for table in tables(document)] == [[headings, *rows]]


def test_headings_of_columns_without_lines_are_no_head() -> None:
    sheets = [Sheet().text(60, 300, TITLE), Sheet(), Sheet()]
    for sheet, y in zip(sheets, (600, 60, 60), strict=True):
        for x, text in zip((60, 200, 300), HEADINGS, strict=True):
            sheet.text(x, y, text)
        sheet.text(60, y + 20, f"fila a {y} puntos, no repetida")
    document = read(*sheets)
    assert heads(document) == []
    assert [text for text in outside(document) if "CEDIF" in text] != []


def test_a_line_of_ordinary_words_that_name_provinces_may_be_a_head() -> None:
    head = "Programas y servicios por provincia y distrito"
    document = read(*(sheet.text(60, 40, head) for sheet in body(1, 2)))
    assert heads(document) == [head, head]


def test_notes_right_above_a_foot_set_in_a_table() -> None:
    sheets = body(1, 2)
    for number, sheet in enumerate(sheets, 1):
        sheet.across(760, 60, 200).text(60, 772, f"{number} Incluye a todas.", 7)
        sheet.grid([60, 300, 540], [778, 796]).text(65, 790, "MIMP").text(305, 790, f"- {number} -")
    document = read(*sheets)
    assert [note.text for note in document.footnotes] == [
        "¹ Incluye a todas.",
        "² Incluye a todas.",
    ]
    assert feet(document) == ["MIMP - 1 -", "MIMP - 2 -"]


def test_notes_alike_on_their_pages_are_no_feet() -> None:
    sheets = body(1, 2)
    for number, sheet in enumerate(sheets, 1):
        sheet.across(760, 60, 200).text(60, 772, f"{number} Incluye a todas.", 7)
        sheet.text(290, 820, f"- {number} -")
    document = read(*sheets)
    assert document.footnotes == (
        Paragraph("¹ Incluye a todas.", "page 1"),
        Paragraph("² Incluye a todas.", "page 2"),
    )
    assert feet(document) == ["- 1 -", "- 2 -"]
