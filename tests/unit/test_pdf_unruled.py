"""Tables without lines, or with some of them only: the same cells as with all of them."""

from __future__ import annotations

from orchestration.documents.model import Paragraph
from orchestration.documents.pdf.headings import Chunk, PrintedRow, headings_at, looks_like_headings
from tests.unit.pdf_sheets import Sheet
from tests.unit.test_pdf_pages import TITLE, outside, read, tables, words

COVERAGE = [
    ["Tipo CEM", "Provincia", "N°"],
    ["CEM Regulares", "Ilo", "1"],
    ["(3)", "Mariscal Nieto", "2"],
    ["CEM Comisaría", "Ilo", "4"],
    ["Total", "", "7"],
]
MATRIX = [
    ["PROVINCIAS", "CEM", "CAR NNA", "TOTAL"],
    ["ILO", "2", "", "2"],
    ["GENERAL SANCHEZ CERRO", "", "1", "1"],
    ["TOTAL", "2", "1", "3"],
]


def print_rows(
    sheet: Sheet, rows: list[list[str]], xs: list[float], top: float, step: float = 14.0
) -> Sheet:
    for number, row in enumerate(rows):
        for x, text in zip(xs, row, strict=True):
            if text:
                sheet.text(x, top + step * number, text)
    return sheet


def frame(sheet: Sheet, top: float) -> Sheet:
    """Print the headings of a table of services and the figures under its periods."""
    sheet.text(100, top + 8, "Servicio / Cobertura").text(400, top, "Usuarias/os")
    sheet.text(340, top + 16, "Año 2022").text(450, top + 16, "Ene 2023")
    sheet.text(350, top + 60, "1 453").text(330, top + 74, "casos atendidos")
    return sheet.text(460, top + 60, "137").text(440, top + 74, "casos atendidos")


def test_a_nested_table_without_lines_in_a_ruled_cell() -> None:
    sheet = Sheet().text(60, 80, TITLE).grid([60, 320, 420, 520], [100, 120, 250])
    sheet.text(65, 114, "Servicio / Cobertura").text(330, 114, "Año 2022")
    sheet.text(430, 114, "Ene 2023").text(350, 134, "44").text(450, 134, "21")
    sheet.text(65, 134, "Centro Emergencia Mujer - CEM:")
    print_rows(sheet, COVERAGE, [70, 160, 290], 152)
    sheet.text(70, 222, "Estrategia Rural")
    (outer,) = tables(read(sheet))
    cell = outer.rows[1][0]
    assert [block.text for block in cell.blocks if isinstance(block, Paragraph)] == [
        "Centro Emergencia Mujer - CEM:",
        "Estrategia Rural",
    ]
    (nested,) = cell.tables
    assert words(nested) == [
        ["Tipo CEM", "Provincia", "N°"],
        ["CEM Regulares (3)", "Ilo", "1"],
        ["^", "Mariscal Nieto", "2"],
        ["CEM Comisaría", "Ilo", "4"],
        ["Total", "", "7"],
    ]


def test_a_whole_table_without_lines_and_the_table_in_it() -> None:
    sheet = frame(Sheet().text(60, 80, TITLE), 120)
    sheet.text(70, 152, "Centro Emergencia Mujer - CEM:")
    print_rows(sheet, COVERAGE, [75, 165, 280], 168)
    sheet.text(62, 245, "Fuente: Programa Nacional AURORA")
    document = read(sheet)
    assert outside(document)[-1] == "Fuente: Programa Nacional AURORA"
    (outer,) = tables(document)
    assert words(outer) == [
        ["Servicio / Cobertura", "Usuarias/os"],
        ["^", "Año 2022", "Ene 2023"],
        [
            "Centro Emergencia Mujer - CEM:[table]",
            "1 453\ncasos atendidos",
            "137\ncasos atendidos",
        ],
    ]
    assert len(outer.rows[2][0].tables[0].rows) == len(COVERAGE)


def test_a_frame_around_a_table_without_inner_lines() -> None:
    sheet = frame(Sheet().text(60, 80, TITLE), 120).grid([60, 540], [105, 250])
    sheet.text(70, 152, "Línea 100")
    (outer,) = tables(read(sheet))
    assert words(outer)[-1][0] == "Línea 100"
    assert words(outer)[1] == ["^", "Año 2022", "Ene 2023"]


def test_two_measures_side_by_side_under_each_period() -> None:
    sheet = Sheet().text(60, 80, TITLE).text(270, 100, "Usuarias/os")
    sheet.text(140, 114, "Año 2022").text(380, 114, "Ene 2023")
    for x, number in ((90, "7"), (210, "9"), (330, "0"), (450, "3")):
        sheet.text(x, 130, number)
    for x, label in ((70, "PAM"), (190, "Resoluciones"), (310, "PAM"), (430, "Resoluciones")):
        sheet.text(x, 144, label)
    (table,) = tables(read(sheet))
    assert words(table)[-1] == ["7\nPAM", "9\nResoluciones", "0\nPAM", "3\nResoluciones"]
    assert words(table)[1] == ["Año 2022", "Ene 2023"]


def test_a_matrix_without_lines_keeps_its_blank_cells() -> None:
    sheet = print_rows(Sheet().text(60, 80, TITLE), MATRIX, [60, 220, 300, 400], 110)
    sheet.text(60, 190, "GLOSARIO DE TÉRMINOS: SERVICIOS QUE SON DADOS EN COORDINACIÓN CON")
    document = read(sheet)
    assert words(tables(document)[0]) == MATRIX
    assert outside(document)[-1].startswith("GLOSARIO")


def test_a_matrix_with_horizontal_lines_only() -> None:
    sheet = print_rows(Sheet().text(60, 80, TITLE), MATRIX, [65, 220, 300, 400], 114, 20)
    for y in (100, 120, 140, 160, 180):
        sheet.across(y, 60, 460)
    assert words(tables(read(sheet))[0]) == MATRIX


def test_headings_over_several_lines() -> None:
    sheet = Sheet().text(60, 80, TITLE).text(60, 116, "PROVINCIAS").text(200, 116, "CEM")
    sheet.text(280, 110, "EST.").text(276, 121, "RURAL").text(360, 116, "TOTAL")
    print_rows(sheet, [["ILO", "2", "1", "3"]], [60, 205, 285, 365], 136)
    assert words(tables(read(sheet))[0]) == [
        ["PROVINCIAS", "CEM", "EST.\nRURAL", "TOTAL"],
        ["ILO", "2", "1", "3"],
    ]


def test_text_that_names_provinces_is_no_table() -> None:
    sheet = Sheet().text(60, 80, TITLE).text(60, 110, "Los servicios de la provincia de Ilo")
    sheet.text(60, 124, "atienden en cada distrito. El servicio y su cobertura crecen.")
    assert tables(read(sheet)) == []
    assert not looks_like_headings("En ese sentido, los servicios que brinda este programa son:")
    assert looks_like_headings("Tipo CEM Provincia N°")


def test_a_nested_table_without_lines_goes_on_over_the_page() -> None:
    first = Sheet().text(60, 600, TITLE).grid([60, 320, 420], [700, 720, 810])
    first.text(65, 714, "Servicio / Cobertura").text(330, 714, "Año 2022").text(350, 734, "44")
    first.text(65, 734, "Centro Emergencia Mujer - CEM:")
    print_rows(first, COVERAGE[:3], [70, 160, 290], 752)
    second = Sheet().grid([60, 320, 420], [60, 120])
    print_rows(second, COVERAGE[3:], [70, 160, 290], 74)
    (outer,) = tables(read(first, second))
    (nested,) = outer.rows[1][0].tables
    assert words(nested) == [
        ["Tipo CEM", "Provincia", "N°"],
        ["CEM Regulares (3)", "Ilo", "1"],
        ["^", "Mariscal Nieto", "2"],
        ["CEM Comisaría", "Ilo", "4"],
        ["Total", "", "7"],
    ]


def test_a_matrix_without_lines_goes_on_over_the_page() -> None:
    header = "Oficina General de Monitoreo"
    first = Sheet().text(60, 40, header).text(60, 600, TITLE)
    print_rows(first, MATRIX[:2], [60, 220, 300, 400], 680)
    second = Sheet().text(60, 40, header)
    print_rows(second, MATRIX[2:], [60, 220, 300, 400], 80)
    second.text(60, 150, "GLOSARIO DE TÉRMINOS: SERVICIOS QUE SON DADOS EN COORDINACIÓN CON")
    (matrix,) = tables(read(first, second))
    assert words(matrix) == MATRIX


def test_a_running_head_right_above_repeated_headings_is_none_of_them() -> None:
    head = "Informe 023, 12 de 26 regiones"
    first = Sheet().text(200, 66, head).text(60, 600, TITLE)
    print_rows(first, MATRIX[:2], [60, 220, 300, 400], 680)
    second = Sheet().text(200, 66, head)
    print_rows(second, [MATRIX[0], *MATRIX[2:]], [60, 220, 300, 400], 80)
    (matrix,) = tables(read(first, second))
    assert words(matrix) == MATRIX


def test_figures_after_a_table_that_ended_are_no_rest_of_it() -> None:
    first = Sheet().text(60, 600, TITLE)
    print_rows(first, MATRIX, [60, 220, 300, 400], 640)
    first.text(60, 730, "Fuente: Programa Nacional AURORA")
    second = Sheet().text(
        60, 80, "En ese sentido, los servicios que brinda este programa son tres."
    )
    assert len(tables(read(first, second))) == 1


def test_a_period_wrapped_over_two_lines_is_one_heading() -> None:
    """`Enero a Agosto` over `2024`, beside `Año 2023` on one line."""
    rows = [
        PrintedRow(10, 8, [Chunk(0, 60, "Servicio / Cobertura"), Chunk(80, 130, "Usuarias/os")]),
        PrintedRow(20, 8, [Chunk(80, 110, "Año 2023"), Chunk(140, 190, "Enero a Agosto")]),
        PrintedRow(30, 8, [Chunk(140, 160, "2024")]),
        PrintedRow(40, 8, [Chunk(0, 30, "CEDIF"), Chunk(80, 90, "5"), Chunk(140, 150, "3")]),
    ]
    found = headings_at(rows, 0)
    assert found is not None
    assert [column.text for column in found.columns] == [
        "Servicio / Cobertura",
        "Año 2023",
        "Enero a Agosto 2024",
    ]
    assert found.body == 3


def test_a_period_wrapped_over_three_lines_is_one_heading() -> None:
    """`ENE AL` is no period yet, and neither is `ENE AL DIC`."""
    rows = [
        PrintedRow(10, 8, [Chunk(0, 60, "Servicio / Cobertura"), Chunk(80, 130, "Usuarias/os")]),
        PrintedRow(20, 8, [Chunk(80, 110, "AÑO 2020"), Chunk(140, 160, "ENE AL")]),
        PrintedRow(30, 8, [Chunk(140, 152, "DIC")]),
        PrintedRow(40, 8, [Chunk(140, 160, "2021")]),
        PrintedRow(50, 8, [Chunk(0, 30, "CEDIF"), Chunk(80, 90, "5"), Chunk(140, 150, "3")]),
    ]
    found = headings_at(rows, 0)
    assert found is not None and found.body == 4
    assert [column.text for column in found.columns][1:] == ["AÑO 2020", "ENE AL DIC 2021"]


def test_a_province_right_below_its_heading_is_no_heading() -> None:
    """Where its count is blank nothing but its name tells it from a wrapped heading."""
    rows = [
        PrintedRow(10, 8, [Chunk(0, 40, "Provincia"), Chunk(80, 90, "N°")]),
        PrintedRow(20, 8, [Chunk(0, 30, "Pasco")]),
        PrintedRow(30, 8, [Chunk(0, 40, "Oxapampa"), Chunk(80, 90, "8")]),
    ]
    found = headings_at(rows, 0)
    assert found is not None and found.body == 1
