"""Tables a page break cuts where its printer repeats, moves or parts more than the headings.

Belongs here: files drawn by hand whose tables go on on the next page in another shape.
Does not belong here: plain tables over pages (`test_pdf_pages`).
"""

from __future__ import annotations

from tests.unit.pdf_sheets import Sheet
from tests.unit.test_pdf_pages import TITLE, coverage_sheet, matrix, read, tables, words

OUTER, INNER = [60.0, 300.0, 400.0], [66.0, 150.0, 240.0, 290.0]


def test_a_merged_label_printed_again_below_repeated_data() -> None:
    """LibreOffice repeats rows of data, their label blank, and prints the label whole below."""
    second = Sheet().grid(OUTER, [60, 145])
    for x in INNER:
        second.down(x, 65, 125)
    for y in (65, 85, 105, 125):
        second.across(y, INNER[0], INNER[-1])
    for x, text in zip(INNER, ("Tipo", "Provincia", "N°"), strict=False):
        second.text(x + 4, 79, text)
    second.text(154, 99, "Ilo").text(244, 99, "1")
    second.text(70, 114, "CEM Regulares").text(70, 123, "(6)")
    second.text(154, 119, "Basadre").text(244, 119, "4")
    (outer,) = tables(read(coverage_sheet(), second))
    (nested,) = outer.rows[1][0].tables
    assert words(nested)[1:] == [
        ["CEM Regulares (6)", "Ilo", "1"],
        ["^", "Tarata", "2"],
        ["^", "Tacna", "2"],
        ["^", "Basadre", "4"],
    ]


def test_a_first_row_printed_again_with_its_headings_counts_once() -> None:
    first = matrix(Sheet().text(60, 600, TITLE), [["N°", "Provincia"], ["4", "Ilo"]], 740)
    rows = [["N°", "Provincia"], ["4", "Ilo"], ["9", "Tacna"]]
    (table,) = tables(read(first, matrix(Sheet(), rows, 60)))
    assert words(table) == rows


def test_an_equal_count_below_repeated_headings_is_a_row_of_its_own() -> None:
    first = matrix(Sheet().text(60, 600, TITLE), [["Provincia", "N°"], ["Ilo", "4"]], 740)
    second = matrix(Sheet(), [["Provincia", "N°"], ["Tacna", "4"], ["Tarata", "4"]], 60)
    (table,) = tables(read(first, second))
    assert words(table)[1:] == [["Ilo", "4"], ["Tacna", "4"], ["Tarata", "4"]]


def test_a_table_without_lines_goes_on_below_its_repeated_headings() -> None:
    """Each part is as wide as its own words; the sentence the break cut is one cell."""
    first, second = Sheet().text(60, 600, TITLE), Sheet()
    for sheet, top in ((first, 780), (second, 60)):
        sheet.text(60, top, "Servicio / Cobertura").text(360, top, "Usuarias/os")
        sheet.text(360, top + 12, "Año 2022").text(470, top + 12, "Ene 2023")
    first.text(60, 806, "Educadores de Calle").text(360, 806, "420 Niñas, niños y ")
    first.text(470, 806, "251 Niñas, niños y ")
    second.text(360, 86, "adolescentes").text(470, 86, "adolescentes")
    second.text(60, 140, "Fuente: una fuente que no dice nada de los años")
    (table,) = tables(read(first, second))
    assert words(table)[-1] == [
        "Educadores de Calle",
        "420 Niñas, niños y adolescentes",
        "251 Niñas, niños y adolescentes",
    ]


def split_cells(sheet: Sheet, top: int, rows: list[list[str]]) -> Sheet:
    """Headings over coverage in cells of the table itself, as an author splits them."""
    xs, bottom = [60.0, 160.0, 260.0, 330.0, 430.0], top + 20 + 20 * len(rows)
    sheet.across(top, 60, 430).across(top + 20, 60, 430).across(bottom, 60, 430)
    for x in (60.0, 160.0, 330.0, 430.0):
        sheet.down(x, top, bottom)
    sheet.down(260, top + 20, bottom)
    for x, text in ((60.0, "Servicio"), (160.0, "Cobertura"), (330.0, "Población Objetivo")):
        sheet.text(x + 5, top + 14, text)
    for number, row in enumerate(rows, 1):
        sheet.across(top + 20 + 20 * number, 160, 330)
        for x, text in zip(xs, row, strict=False):
            sheet.text(x + 5, top + 14 + 20 * number, text)
    return sheet


def test_split_cells_go_on_below_repeated_headings() -> None:
    first = split_cells(
        Sheet().text(60, 600, TITLE), 780, [["OREDIS", "Provincia", "N°", "Personas con"]]
    )
    second = split_cells(Sheet(), 60, [["", "Ilo", "2"], ["", "Tacna", "1"]])
    (table,) = tables(read(first, second))
    assert words(table)[1:] == [
        ["OREDIS", "Provincia", "N°", "Personas con"],
        ["^", "Ilo", "2", "^"],
        ["^", "Tacna", "1", "^"],
    ]


def test_a_nested_table_beside_several_rows_below_the_break() -> None:
    """Its rows there are as high as those beside it and look like rows of the outer table."""
    second = Sheet().grid([60.0, 300.0, 400.0], [60, 80, 100])
    for x in INNER:
        second.down(x, 60, 100)
    for y, place, text in ((74, "Basadre", "20"), (94, "Candarave", "30")):
        second.text(70, y, "CEM Comisaría").text(154, y, place).text(244, y, "1")
        second.text(305, y, text)
    (outer,) = tables(read(coverage_sheet(), second))
    (nested,) = outer.rows[1][0].tables
    assert words(nested)[-2:] == [
        ["CEM Comisaría", "Basadre", "1"],
        ["CEM Comisaría", "Candarave", "1"],
    ]
    assert [row[1].text for row in outer.rows[1:]] == ["15", "20", "30"]


def test_a_label_below_its_nested_table_beside_the_next_figures() -> None:
    second = Sheet().grid([60.0, 300.0, 400.0], [60, 80])
    second.text(65, 74, "Centro - CEM").text(305, 74, "20")
    (outer,) = tables(read(coverage_sheet(), second))
    assert words(outer)[1:] == [["Centro - CEM[table]", "15"], ["^", "20"]]


def test_a_merged_cell_moved_below_the_break_leaves_its_figures_above() -> None:
    first = Sheet().text(60, 600, TITLE).grid([60, 300, 400], [760, 780, 800])
    first.text(65, 774, "Servicio").text(305, 774, "Usuarias/os").text(305, 794, "15 casos")
    second = Sheet().grid([60, 300, 400], [60, 120]).grid([66, 200, 290], [80, 100, 118])
    second.text(65, 74, "CEM").text(70, 94, "Provincia").text(205, 94, "N°")
    second.text(70, 112, "Ilo").text(205, 112, "2").text(305, 74, "A través de 20")
    (outer,) = tables(read(first, second))
    assert words(outer)[1:] == [["CEM[table]", "15 casos"], ["^", "A través de 20"]]


def grouped(sheet: Sheet, top: int, rows: list[list[str]], starts: list[int]) -> Sheet:
    """A table of places under merged labels, which begin at the rows `starts`."""
    bottom = top + 20 * len(rows)
    sheet.across(top, 60, 330).across(bottom, 60, 330)
    for x in (60, 150, 240, 330):
        sheet.down(x, top, bottom)
    for number, row in enumerate(rows):
        sheet.across(top + 20 * number, 60 if number in starts else 150, 330)
        for x, text in zip((65, 155, 245), row, strict=True):
            sheet.text(x, top + 14 + 20 * number, text)
    return sheet


def test_rows_repeated_under_the_label_of_a_later_group_count_once() -> None:
    """The label printed below them is the first one's; the group the break cut goes on."""
    head = ["Tipo", "Provincia", "N°"]
    rows = [["Regulares", "Ilo", "1"], ["", "Tacna", "2"], ["Comisaría", "Ilo", "1"]]
    first = grouped(Sheet().text(60, 600, TITLE), 720, [head, *rows], [1, 3])
    again = [head, ["", "Ilo", "1"], ["Regulares", "Tarata", "3"]]
    (table,) = tables(read(first, grouped(Sheet(), 60, again, [1, 2])))
    assert words(table)[1:] == [
        ["Regulares", "Ilo", "1"],
        ["^", "Tacna", "2"],
        ["Comisaría", "Ilo", "1"],
        ["^", "Tarata", "3"],
    ]


def test_headings_without_lines_alone_at_a_page_foot_and_their_rows_on_the_next() -> None:
    first = Sheet().text(60, 600, TITLE).grid([60, 160, 460, 560], [780, 796, 810])
    second = Sheet().grid([60, 160, 460, 560], [60, 76, 130])
    for sheet, top in ((first, 791), (second, 71)):
        sheet.text(65, top, "Servicio").text(165, top, "Cobertura")
        sheet.text(465, top, "Población Objetivo")
    first.text(65, 806, "OREDIS").text(465, 806, "Personas")
    for x, text in ((170, "Nº"), (240, "Centros"), (330, "Provincia")):
        first.text(x, 806, text)
    for y, place in ((88, "Dos de Mayo"), (100, "Leoncio Prado")):
        second.text(170, y, "2").text(240, y, "OREDIS").text(330, y, place)
    (table,) = tables(read(first, second))
    assert words(table)[1:] == [
        ["OREDIS", "Nº", "Centros", "Provincia", "Personas"],
        ["^", "2", "OREDIS", "Dos de Mayo", "^"],
        ["^", "2", "OREDIS", "Leoncio Prado", "^"],
    ]


def test_a_merged_label_goes_on_beside_the_rest_of_a_table_that_fills_its_cell() -> None:
    """Below the break no line parts the label's column from the cell the table stands in."""
    inner = (150.0, 240.0)
    first = Sheet().text(60, 600, TITLE).grid([60, 300, 400], [700, 720, 800])
    first.text(65, 714, "Servicio").text(305, 714, "Usuarias/os").text(305, 735, "15")
    for y in (740, 760, 780):
        first.across(y, 60 if y < 780 else 150, 300)
    for x in inner:
        first.down(x, 720, 800)
    first.text(65, 734, "Centro").text(155, 734, "Provincia").text(245, 734, "N°")
    first.text(65, 754, "CEM").text(155, 754, "Ilo").text(245, 754, "1")
    first.text(65, 774, "CAR").text(155, 774, "Ilo").text(245, 774, "2")
    first.text(155, 794, "Tacna").text(245, 794, "2")
    second = Sheet().grid([60, 300, 400], [60, 100]).across(80, 150, 300)
    for x in inner:
        second.down(x, 60, 100)
    second.text(155, 74, "Tarata").text(245, 74, "4").text(155, 94, "Candarave").text(
        245, 94, "S/I"
    )
    (outer,) = tables(read(first, second))
    assert words(outer) == [["Servicio", "Usuarias/os"], ["[table]", "15"]]
    assert words(outer.rows[1][0].tables[0])[2:] == [
        ["CAR", "Ilo", "2"],
        ["^", "Tacna", "2"],
        ["^", "Tarata", "4"],
        ["^", "Candarave", "S/I"],
    ]


def test_the_headings_of_a_nested_table_alone_at_a_pages_foot() -> None:
    """No line of its own parts them from the cell's; their distance from its sides does."""
    first = Sheet().text(60, 600, TITLE).grid(OUTER, [740, 760, 780])
    first.text(65, 754, "Servicio").text(305, 754, "Usuarias/os").text(305, 774, "15")
    second = Sheet().grid(OUTER, [60, 140])
    for x in (66.0, 150.0, 292.0):
        first.down(x, 760, 780)
        second.down(x, 60, 100)
    second.across(80, 66, 292).across(100, 66, 292)
    first.text(70, 774, "Provincia").text(154, 774, "N°")
    for y, place, count in ((74, "Ilo", "1"), (94, "Tacna", "2")):
        second.text(70, y, place).text(154, y, count)
    (outer,) = tables(read(first, second))
    assert words(outer) == [["Servicio", "Usuarias/os"], ["[table]", "15"]]
    (nested,) = outer.rows[1][0].tables
    assert words(nested) == [["Provincia", "N°"], ["Ilo", "1"], ["Tacna", "2"]]


def test_a_row_cut_off_by_the_lowest_line_is_a_row_of_the_table() -> None:
    """LibreOffice prints half of a nested table's row where no more of it has room."""
    sheet = matrix(Sheet().text(60, 600, TITLE), [["Provincia", "N°"], ["Ilo", "4"]], 740)
    sheet.grid([60.0, 150.0, 240.0], [780, 788]).text(65, 792, "Tacna").text(155, 792, "3")
    (table,) = tables(read(sheet, Sheet().text(60, 100, "Fuente: otra")))
    assert words(table)[1:] == [["Ilo", "4"], ["Tacna", "3"]]


def test_a_nested_table_without_lines_goes_on_below_its_repeated_headings() -> None:
    """Its part below is as wide as its own words, which are wider."""
    first = Sheet().text(60, 600, TITLE).grid(OUTER, [700, 720, 790])
    first.text(65, 714, "Servicio").text(305, 714, "Usuarias/os").text(305, 735, "15")
    second = Sheet().grid(OUTER, [60, 140])
    for sheet, top in ((first, 740), (second, 76)):
        sheet.text(70, top, "N°").text(110, top, "Provincia")
    for sheet, y, count, place in (
        (first, 756, "5", "Ilo"),
        (first, 772, "9", "Tarata"),
        (second, 92, "5", "Ilo"),
        (second, 108, "2", "Jorge Basadre"),
    ):
        sheet.text(70, y, count).text(110, y, place)
    (outer,) = tables(read(first, second))
    (nested,) = outer.rows[1][0].tables
    assert words(nested) == [
        ["N°", "Provincia"],
        ["5", "Ilo"],
        ["9", "Tarata"],
        ["2", "Jorge Basadre"],
    ]


def test_a_marked_figure_above_the_break_and_its_words_below() -> None:
    """The cell is merged over the rows beside it; a mark does not make words of a figure."""
    xs, first = [60.0, 150.0, 240.0, 400.0], Sheet().text(60, 600, TITLE)
    first.grid(xs, [760, 780, 800])
    for x, head, text in zip(
        xs, ("Provincia", "N°", "Usuarias/os"), ("Ilo", "1", "605*"), strict=False
    ):
        first.text(x + 5, 774, head).text(x + 5, 794, text)
    second = Sheet().grid([60.0, 150.0, 240.0], [60, 80, 100]).across(60, 240, 400)
    second.across(100, 240, 400).down(400, 60, 100).text(245, 74, "NNA atendidos")
    for y, place in ((74, "Tacna"), (94, "Tarata")):
        second.text(65, y, place).text(155, y, "3")
    (table,) = tables(read(first, second))
    assert words(table)[1:] == [
        ["Ilo", "1", "605*\nNNA atendidos"],
        ["Tacna", "3", "^"],
        ["Tarata", "3", "^"],
    ]


def test_words_with_a_colon_above_the_break_and_their_figures_below() -> None:
    rows = [["Servicio", "Año 2022", "Ene 2023"], ["CEDIF", "Casos:", "Casos:"]]
    first = matrix(Sheet().text(60, 600, TITLE), rows, 760)
    (table,) = tables(read(first, matrix(Sheet(), [["", "138", "74"]], 60)))
    assert words(table)[1:] == [["CEDIF", "Casos:\n138", "Casos:\n74"]]
