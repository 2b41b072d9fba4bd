"""Where tables without lines end, and which of their lines begin a row."""

from __future__ import annotations

from orchestration.documents.model import Paragraph, Table
from orchestration.documents.pdf.headings import Chunk, PrintedRow, headings_at, looks_like_headings
from orchestration.documents.pdf.unruled_end import end_of
from tests.unit.pdf_sheets import Sheet
from tests.unit.test_pdf_pages import TITLE, outside, read, tables, words
from tests.unit.test_pdf_unruled import print_rows
from tests.unit.test_pdf_unruled_rows import headed

STREET = [["Provincia", "N°"], ["Azángaro", "2"], ["Huancané", "1"]]


def service(sheet: Sheet, top: float, label: str, *, below: bool = False) -> None:
    """Print a service's table whose lines are drawn only in the table nested in it."""
    sheet.text(60, top, "Servicio / Cobertura").text(400, top, "Usuarias/os")
    sheet.text(400, top + 12, "Año 2022").text(400, top + 24, "584 niñas")
    sheet.text(60, top + (80 if below else 24), label)
    sheet.grid([60, 200, 300], [top + 28, top + 42, top + 56, top + 70])
    print_rows(sheet, STREET, [65, 205], top + 38)


def test_headings_between_two_tables_are_no_label_of_the_first() -> None:
    sheet = Sheet().text(60, 80, TITLE)
    service(sheet, 110, "Centros de Desarrollo - CEDIF:")
    sheet.text(60, 200, "Educadores de Calle: equipos de la calle")
    service(sheet, 214, "Educadores de Calle:")
    sheet.text(60, 304, "b) Otra oficina")
    document = read(sheet)
    kinds = [type(block) for block in document.blocks]
    assert kinds == [Paragraph, Table, Paragraph, Table, Paragraph]
    assert outside(document)[1:] == ["Educadores de Calle: equipos de la calle", "b) Otra oficina"]
    labels = ("Centros de Desarrollo - CEDIF:", "Educadores de Calle:")
    for table, label in zip(tables(document), labels, strict=True):
        cell = table.rows[2][0]
        assert cell.text.startswith(label)
        assert words(cell.tables[0]) == STREET


def test_a_title_in_the_middle_over_the_next_headings_is_no_part_of_the_table_above() -> None:
    sheet = Sheet().text(60, 80, TITLE)
    sheet.text(60, 110, "Servicio / Cobertura").text(400, 110, "Usuarias/os").text(
        400, 122, "Año 2022"
    )
    sheet.text(60, 136, "Centro de Acogida").text(400, 136, "143")
    print_rows(sheet, [["Centro", "Provincia", "N°"], ["CAR", "Manu", "1"]], [70, 150, 260], 152)
    sheet.text(60, 178, "Línea que atiende a todas horas").text(240, 190, "LÍNEA 100")
    sheet.text(60, 204, "Servicio / Cobertura").text(400, 204, "Usuarias/os").text(
        400, 216, "Año 2022"
    )
    sheet.text(60, 230, "Línea 100").text(400, 230, "690")
    document = read(sheet)
    first, second = tables(document)
    assert words(first)[-1] == ["Centro de Acogida[table]", "143"]
    assert words(second)[-1] == ["Línea 100", "690"]
    assert outside(document)[-2:] == ["Línea que atiende a todas horas", "LÍNEA 100"]


def test_a_label_below_the_table_it_names_and_the_text_after_it() -> None:
    sheet = Sheet().text(60, 80, TITLE)
    service(sheet, 110, "Estrategia Rural", below=True)
    sheet.text(60, 202, "** Cifra preliminar.").text(60, 222, "Línea 100")
    document = read(sheet)
    assert tables(document)[0].rows[2][0].text == "Estrategia Rural"
    assert outside(document)[1:] == ["** Cifra preliminar.", "Línea 100"]


def test_three_measures_side_by_side_under_a_period() -> None:
    sheet = Sheet().text(60, 80, TITLE).text(60, 100, "Servicio / Cobertura")
    sheet.text(200, 100, "Usuarias/os").text(200, 112, "Abr 2023").text(60, 124, "CEM")
    for x, number in ((200, "211"), (300, "6 081"), (400, "214")):
        sheet.text(x, 124, number).text(x, 136, "casos atendidos")
    (table,) = tables(read(sheet))
    label, *cells = words(table)[-1]
    assert (label, len(cells)) == ("CEM", 3)
    assert cells[1] == "6 081\ncasos atendidos"


def test_a_heading_of_services_wrapped_beside_periods() -> None:
    rows = [
        PrintedRow(10, 8, [Chunk(0, 30, "Servicio /"), Chunk(60, 100, "Usuarias/os")]),
        PrintedRow(20, 8, [Chunk(0, 35, "Cobertura"), Chunk(60, 90, "Año 2022")]),
        PrintedRow(30, 8, [Chunk(0, 20, "Mi60+"), Chunk(60, 70, "15")]),
    ]
    found = headings_at(rows, 0)
    assert found is not None
    assert [column.text for column in found.columns] == ["Servicio / Cobertura", "Año 2022"]
    assert found.body == 2


def test_places_without_counts_between_drawn_lines_are_rows() -> None:
    rows = [
        ["Provincia", "N°"],
        ["Huaral", "3"],
        ["Huarochirí", ""],
        ["Huaura", ""],
        ["Total", "3"],
    ]
    sheet = Sheet().text(60, 80, TITLE).grid([60, 320, 420], [100, 120, 250])
    sheet.text(65, 114, "Cobertura").text(330, 114, "Población Objetivo")
    print_rows(sheet, rows, [70, 205], 138)
    for y in (126, 142, 156, 170, 184, 198):
        sheet.across(y, 66, 300)
    (nested,) = tables(read(sheet))[0].rows[1][0].tables
    assert words(nested) == rows


def test_a_label_under_the_last_line_of_a_table_ruled_across() -> None:
    found, rows = headed([(14, "CAR", "Ilo", "1"), (24, "CEM", "", "")])
    assert end_of(rows, found, []) == 3
    assert end_of(rows, found, [5, 15]) == 2


def test_a_table_without_lines_that_fills_its_cell_is_no_part_of_the_outer_one() -> None:
    sheet = Sheet().text(60, 80, TITLE).grid([60, 160, 420, 500], [100, 120, 175])
    sheet.text(65, 114, "Servicio").text(165, 114, "Cobertura").text(425, 114, "Población")
    sheet.text(65, 140, "DEMUNA").text(425, 140, "Niñas")
    print_rows(sheet, [["N°", "Provincia"], ["2", "Ilo"], ["1", "Moho"]], [210, 300], 132, 19)
    outer = tables(read(sheet))[0]
    assert words(outer)[1] == ["DEMUNA", "[table]", "Niñas"]
    assert words(outer.rows[1][1].tables[0]) == [["N°", "Provincia"], ["2", "Ilo"], ["1", "Moho"]]


def test_headings_of_refuges_are_headings() -> None:
    assert looks_like_headings("Hogares Refugio Provincia Distrito Nombre del HRT")
    assert not looks_like_headings("Hogares Refugio Temporal de la provincia")


def test_a_heading_at_a_page_foot_parts_the_tables_around_it() -> None:
    """Both tables are as wide as the page; a footer would stand where the heading does."""
    first = Sheet().text(60, 600, TITLE).grid([60, 320, 420], [690, 710, 780])
    first.text(65, 704, "Servicio / Cobertura").text(330, 704, "Año 2022").text(330, 724, "44")
    print_rows(first, STREET, [70, 205], 738).text(60, 800, "1.4 Línea 100: de día y de noche")
    second = Sheet().grid([60, 320, 420], [60, 80, 100]).text(65, 74, "Servicio / Cobertura")
    second.text(330, 74, "Año 2022").text(65, 94, "Línea 100").text(330, 94, "315")
    kept = read(first, second)
    assert words(tables(kept)[1]) == [["Servicio / Cobertura", "Año 2022"], ["Línea 100", "315"]]
    assert outside(kept) == [TITLE, "1.4 Línea 100: de día y de noche"]


def test_a_ruled_table_of_centred_headings_is_left_as_it_is() -> None:
    """`Provincia` over `N.º` could be two headings side by side, were they not in two cells."""
    sheet = Sheet().text(60, 80, TITLE).grid([60, 160, 420], [100, 120, 200])
    sheet.text(65, 114, "Servicio").text(165, 114, "Cobertura").text(65, 140, "DEMUNA")
    sheet.grid([170, 270, 330, 400], [130, 146, 162])
    sheet.text(210, 142, "Provincia").text(280, 142, "TACNA").text(340, 142, "TARATA")
    sheet.text(190, 158, "N.º").text(290, 158, "4").text(350, 158, "6")
    (nested,) = tables(read(sheet))[0].rows[1][1].tables
    assert words(nested) == [["Provincia", "TACNA", "TARATA"], ["N.º", "4", "6"]]


def test_a_frame_parts_beside_the_table_nested_in_it() -> None:
    """The widest gap stands between the places and their counts' heading, which is centred."""
    sheet = Sheet().text(60, 80, TITLE).text(90, 100, "Servicio").text(300, 100, "Cobertura")
    sheet.text(480, 100, "Población Objetivo").text(270, 116, "Provincia").text(420, 116, "N°")
    for y, place, count in ((130, "Ilo", "8"), (144, "Moho", "5"), (158, "Lampa", "6")):
        sheet.text(190, y, place).text(424, y, count)
    sheet.text(62, 137, "DEMUNA de la región").text(482, 137, "Niñas")
    (outer,) = tables(read(sheet))
    assert words(outer)[1] == ["DEMUNA de la región", "[table]", "Niñas"]
    assert words(outer.rows[1][1].tables[0])[1:] == [["Ilo", "8"], ["Moho", "5"], ["Lampa", "6"]]


def test_a_column_of_shares_stays_in_the_table_nested_in_a_frame() -> None:
    sheet = Sheet().text(60, 80, TITLE).text(120, 100, "Servicio / Cobertura")
    sheet.text(400, 100, "Año 2022").text(480, 100, "Ene 2023")
    for y, *texts in (
        (114, "Provincia", "N°", "%"),
        (128, "Ilo", "2", "40%"),
        (142, "Moho", "3", "60%"),
    ):
        for x, text in zip((62, 180, 280), texts, strict=True):
            sheet.text(x, y, text)
    sheet.text(405, 128, "229").text(485, 128, "98").text(62, 156, "(*) Cifra preliminar.")
    document = read(sheet)
    (outer,) = tables(document)
    assert words(outer)[1] == ["[table]", "229", "98"]
    assert outside(document)[-1] == "(*) Cifra preliminar."


def test_figures_left_of_their_period_in_the_middle() -> None:
    sheet = Sheet().text(60, 80, TITLE).text(80, 100, "Servicio / Cobertura")
    sheet.text(420, 100, "May 2023").text(62, 118, "Mi60+").text(190, 118, "7 personas atendidas")
    sheet.text(400, 118, "4 resoluciones")
    assert words(tables(read(sheet))[0])[1] == ["Mi60+", "7 personas atendidas", "4 resoluciones"]


def test_a_justified_heading_below_a_matrix_is_none_of_its_rows() -> None:
    """Its words stand as far apart as those of columns."""
    rows = [
        PrintedRow(
            10, 8, [Chunk(0, 60, "PROVINCIAS"), Chunk(80, 110, "CEM"), Chunk(140, 170, "TOTAL")]
        ),
        PrintedRow(20, 8, [Chunk(0, 30, "PASCO"), Chunk(80, 90, "5"), Chunk(140, 150, "3")]),
        PrintedRow(
            36, 8, [Chunk(0, 60, "GLOSARIO"), Chunk(80, 95, "DE"), Chunk(115, 170, "OTROS")]
        ),
    ]
    found = headings_at(rows, 0)
    assert found is not None and end_of(rows, found, []) == 2


def test_a_figure_in_the_middle_over_its_words_is_no_column_beside_them() -> None:
    sheet = Sheet().text(60, 80, TITLE).text(380, 90, "Usuarias/os")
    sheet.text(70, 96, "Servicio / Cobertura").text(300, 102, "Año 2022").text(440, 102, "Ene 2023")
    sheet.text(62, 122, "Línea 100").text(325, 118, "1259").text(440, 118, "566").text(
        250, 130, "Consultas"
    )
    (table,) = tables(read(sheet.text(440, 130, "Consultas")))
    assert words(table)[2] == ["Línea 100", "1259\nConsultas", "566\nConsultas"]
