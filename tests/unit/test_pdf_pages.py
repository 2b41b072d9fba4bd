"""Whole files drawn by hand: what other printers do, and what happens over page breaks."""

from __future__ import annotations

from io import BytesIO

from PIL import Image

from orchestration.documents.model import Cell, Document, Limits, Paragraph, Table
from orchestration.documents.pdf import read_pdf
from tests.unit.pdf_sheets import Sheet, pdf

TITLE = "RESUMEN EJECUTIVO DEL DEPARTAMENTO DE PRUEBA"


def read(*sheets: Sheet) -> Document:
    return read_pdf(pdf(*sheets), Limits(seconds=60))


def tables(document: Document) -> list[Table]:
    return [block for block in document.blocks if isinstance(block, Table)]


def words(table: Table) -> list[list[str]]:
    """Rows of cell texts; a cell that goes on is `^`, one with a table ends in `[table]`."""
    return [[cell_words(cell) for cell in row] for row in table.rows]


def cell_words(cell: Cell) -> str:
    if cell.continues:
        return "^"
    return cell.text + ("[table]" if cell.tables else "")


def outside(document: Document) -> list[str]:
    return [block.text for block in document.blocks if isinstance(block, Paragraph)]


def matrix(sheet: Sheet, rows: list[list[str]], top: float = 100.0) -> Sheet:
    """Print a ruled table of one-line cells 90 points wide and 20 high."""
    xs = [60.0 + 90 * number for number in range(len(rows[0]) + 1)]
    ys = [top + 20 * number for number in range(len(rows) + 1)]
    sheet.grid(xs, ys)
    for y, row in zip(ys, rows, strict=False):
        for x, text in zip(xs, row, strict=False):
            sheet.text(x + 5, y + 14, text)
    return sheet


ROWS = [["PROVINCIAS", "CEM", "TOTAL"], ["ILO", "2", "3"], ["TOTAL", "6", "12"]]


def test_a_ruled_table_between_paragraphs() -> None:
    document = read(matrix(Sheet().text(60, 80, TITLE), ROWS).text(60, 200, "Fuente: prueba"))
    kinds = [type(block) for block in document.blocks]
    assert kinds == [Paragraph, Table, Paragraph]
    assert words(tables(document)[0]) == ROWS
    assert tables(document)[0].origin == "page 1"


def test_borders_printed_as_bars_cell_by_cell() -> None:
    sheet = Sheet().text(60, 80, TITLE)
    for row in range(3):
        for column in range(3):
            x0, y0 = 60 + 90 * column, 100 + 20 * row
            sheet.text(x0 + 5, y0 + 14, ROWS[row][column])
            for y in (y0, y0 + 20):
                sheet.bar(x0, y - 0.24, x0 + 90, y + 0.24)
            for x in (x0, x0 + 90):
                sheet.bar(x - 0.24, y0, x + 0.24, y0 + 20)
    assert words(tables(read(sheet))[0]) == ROWS


def test_dotted_borders_of_single_dots() -> None:
    sheet = Sheet().text(60, 80, TITLE)
    for y in (100, 120, 140, 160):
        for dot in range(280):
            sheet.bar(60 + dot * 0.966, y, 60.48 + dot * 0.966, y + 0.48)
    for x in (60, 150, 240, 330):
        for dot in range(63):
            sheet.bar(x, 100 + dot * 0.966, x + 0.48, 100.48 + dot * 0.966)
    for row, texts in enumerate(ROWS):
        for column, text in enumerate(texts):
            sheet.text(65 + 90 * column, 114 + 20 * row, text)
    assert words(tables(read(sheet))[0]) == ROWS


def test_shading_behind_cells_is_no_border() -> None:
    sheet = Sheet().draw("0.8 g").bar(60, 100, 330, 120).bar(60, 121, 150, 160).draw("0 g")
    document = read(sheet.text(65, 114, TITLE).text(65, 140, "Fuente: prueba de sombras"))
    assert outside(document) == [TITLE, "Fuente: prueba de sombras"]
    assert tables(document) == []


def test_cells_without_a_line_between_them_are_one() -> None:
    sheet = Sheet().text(60, 80, TITLE)
    for y in (100, 120, 140):
        sheet.across(y, 60, 240)
    sheet.down(60, 100, 140).down(240, 100, 140).down(150, 120, 140)
    sheet.text(65, 114, "Total de").text(160, 114, "todo").text(65, 134, "a").text(155, 134, "b")
    assert words(tables(read(sheet))[0]) == [["Total de todo"], ["a", "b"]]


def test_a_frame_around_text_is_no_table() -> None:
    document = read(Sheet().grid([50, 540], [60, 100]).text(60, 80, TITLE))
    assert outside(document) == [TITLE]


def test_a_border_around_the_page_is_no_table() -> None:
    sheet = matrix(Sheet().grid([20, 575], [20, 822]).text(60, 80, TITLE), ROWS)
    document = read(sheet)
    assert outside(document) == [TITLE]
    assert words(tables(document)[0]) == ROWS


def test_a_page_printed_by_a_browser_is_scaled_as_a_whole() -> None:
    """Its sizes are those before scaling; a gap between words is smaller than they say."""
    scaled = "q .75 0 0 .75 0 0 cm BT /F1 16 Tf 80 900 Td [(RESUMEN) -230 (EJECUTIVO)] TJ ET Q"
    assert outside(read(Sheet().text(60, 80, TITLE).draw(scaled)))[-1] == "RESUMEN EJECUTIVO"


def test_words_that_read_upwards_in_a_heading_cell() -> None:
    sheet = Sheet().text(60, 80, TITLE).grid([60, 200, 240], [100, 200, 220])
    sheet.text(65, 190, "PROVINCIAS").rising(225, 195, "EDUC. DE CALLE")
    sheet.text(65, 214, "ILO").text(210, 214, "3")
    assert words(tables(read(sheet))[0]) == [["PROVINCIAS", "EDUC. DE CALLE"], ["ILO", "3"]]


def test_a_slanted_watermark_is_left_out() -> None:
    sheet = matrix(Sheet().text(60, 80, TITLE), ROWS)
    sheet.draw("BT /F1 60 Tf 0.7 0.7 -0.7 0.7 80 600 Tm (BORRADOR) Tj ET")
    document = read(sheet)
    assert outside(document) == [TITLE]
    assert words(tables(document)[0]) == ROWS


def test_a_line_cut_off_by_its_text_box_is_not_read() -> None:
    """A text box shows as many lines as it has room for; the rest would stand over the table."""
    line = "BT /F1 10 Tf 1 0 0 1 65 728 Tm (AL 100%) Tj ET"
    shown = "BT /F1 10 Tf 1 0 0 1 65 748 Tm (SERVICIOS QUE OPERAMOS) Tj ET"
    sheet = matrix(Sheet().text(60, 50, TITLE), ROWS)
    sheet.draw(f"q 60 740 200 20 re W n {shown} {line} Q")
    document = read(sheet)
    assert outside(document) == [TITLE, "SERVICIOS QUE OPERAMOS"]
    assert words(tables(document)[0]) == ROWS


def printed_change(colour: str, right: float) -> Document:
    """A deleted figure before the one that counts, in one colour, with a line up to `right`."""
    sheet = matrix(Sheet().text(60, 80, TITLE), [["PROVINCIAS", "CEM"], ["ILO", ""]])
    sheet.draw(f"{colour} rg {colour} RG").text(155, 134, "567").text(171.7, 134, "560")
    return read(sheet.across(131, 155, right).across(135.5, 171.7, 188.4))


def test_a_deleted_figure_that_is_printed_struck_through_does_not_count() -> None:
    document = printed_change("0.8 0.5 0", 171.7)
    assert words(tables(document)[0])[1] == ["ILO", "560"]
    assert [remark.code for remark in document.remarks] == ["deleted_text"]


def test_a_line_through_a_figure_that_is_black_or_longer_strikes_nothing_out() -> None:
    for colour, right in (("0 0 0", 171.7), ("0.8 0.5 0", 220.0)):
        document = printed_change(colour, right)
        assert words(tables(document)[0])[1] == ["ILO", "567560"]
        assert document.remarks == ()


def test_a_turned_page_reads_as_it_is_shown() -> None:
    upright = matrix(Sheet().text(60, 80, TITLE), ROWS)
    # Shown a quarter turn clockwise, so it is drawn a quarter turn the other way.
    turned = Sheet(rotate=90)
    turned.drawing = [b"q 0 1 -1 0 842 0 cm", *upright.drawing, b"Q"]
    document = read(turned)
    assert outside(document) == [TITLE]
    assert words(tables(document)[0]) == ROWS


def test_a_table_goes_on_over_the_page_without_its_repeated_heading() -> None:
    first = matrix(Sheet().text(60, 600, TITLE), ROWS[:2], top=740)
    second = matrix(Sheet(), [ROWS[0], ["MARISCAL", "1", "7"], ROWS[2]], top=60)
    document = read(first, second.text(60, 200, "Fuente: prueba"))
    assert len(tables(document)) == 1
    assert words(tables(document)[0]) == [ROWS[0], ROWS[1], ["MARISCAL", "1", "7"], ROWS[2]]


def test_text_between_two_tables_keeps_them_apart() -> None:
    first = matrix(Sheet().text(60, 600, TITLE), ROWS, top=700)
    second = matrix(Sheet().text(60, 60, "SERVICIOS EN COORDINACIÓN"), ROWS, top=80)
    assert len(tables(read(first, second))) == 2


def test_a_cell_cut_by_the_page_is_one_cell() -> None:
    first = Sheet().text(60, 600, TITLE).grid([60, 200, 400], [700, 760, 800])
    first.text(65, 720, "Servicio").text(205, 720, "Usuarias/os")
    first.text(65, 780, "CEM").text(205, 780, "1 453").text(205, 792, "casos atendidos por")
    second = Sheet().grid([60, 200, 400], [60, 100, 120])
    second.text(205, 75, "violencia").text(65, 114, "SAU").text(205, 114, "20")
    table = tables(read(first, second))[0]
    assert words(table) == [
        ["Servicio", "Usuarias/os"],
        ["CEM", "1 453\ncasos atendidos por\nviolencia"],
        ["SAU", "20"],
    ]


def test_a_nested_table_broken_over_the_page_is_one_table() -> None:
    xs, inner = [60.0, 300.0, 400.0], [66.0, 200.0, 290.0]
    first = Sheet().text(60, 600, TITLE).grid(xs, [700, 720, 790]).grid(inner, [740, 760, 780])
    first.text(65, 714, "Servicio").text(305, 714, "Usuarias/os").text(65, 735, "DEMUNA")
    first.text(70, 754, "Provincia").text(205, 754, "N°").text(70, 774, "Ilo").text(205, 774, "2")
    first.text(305, 735, "15").text(305, 747, "niños")
    second = Sheet().grid(xs, [60, 120]).grid(inner, [66, 86, 106])
    second.text(70, 80, "Tarata").text(205, 80, "1").text(70, 100, "Total").text(205, 100, "3")
    document = read(first, second)
    assert len(tables(document)) == 1
    outer = tables(document)[0]
    assert words(outer) == [["Servicio", "Usuarias/os"], ["DEMUNA[table]", "15\nniños"]]
    nested = outer.rows[1][0].tables
    assert [words(table) for table in nested] == [
        [["Provincia", "N°"], ["Ilo", "2"], ["Tarata", "1"], ["Total", "3"]]
    ]


def coverage_sheet() -> Sheet:
    """A coverage table in a cell at the foot of a page, its label merged over three rows."""
    xs, inner = [60.0, 300.0, 400.0], [66.0, 150.0, 240.0, 290.0]
    sheet = Sheet().text(60, 600, TITLE).grid(xs, [700, 720, 825])
    sheet.text(65, 714, "Servicio").text(305, 714, "Usuarias/os").text(305, 735, "15")
    for x in inner:
        sheet.down(x, 740, 820)
    for y in (740, 760, 820):
        sheet.across(y, inner[0], inner[-1])
    for y in (780, 800):
        sheet.across(y, inner[1], inner[-1])
    for x, text in zip(inner, ("Tipo", "Provincia", "N°"), strict=False):
        sheet.text(x + 4, 754, text)
    sheet.text(70, 774, "CEM Regulares").text(70, 790, "(6)")
    for y, place, count in ((774, "Ilo", "1"), (794, "Tarata", "2"), (814, "Tacna", "2")):
        sheet.text(154, y, place).text(244, y, count)
    return sheet


def test_the_last_row_of_a_nested_table_alone_on_the_next_page() -> None:
    second = Sheet().grid([60.0, 300.0, 400.0], [60, 80])
    for x in (66.0, 240.0, 290.0):
        second.down(x, 60, 80)
    second.across(60, 66, 290).across(80, 66, 290).text(70, 74, "Total").text(244, 74, "6")
    (outer,) = tables(read(coverage_sheet(), second))
    assert words(outer) == [["Servicio", "Usuarias/os"], ["[table]", "15"]]
    (nested,) = outer.rows[1][0].tables
    assert words(nested)[-2:] == [["^", "Tacna", "2"], ["Total", "6"]]


def test_the_headings_of_a_nested_table_alone_at_the_foot_of_a_page() -> None:
    xs, inner = [60.0, 300.0, 400.0], [66.0, 150.0, 240.0, 286.0]
    first = Sheet().text(60, 600, TITLE).grid(xs, [780, 800, 820])
    first.text(65, 794, "Servicio").text(305, 794, "Usuarias/os").text(305, 814, "15")
    second = Sheet().grid(xs, [60, 100]).text(305, 74, "casos")
    for x, text in zip(inner, ("Tipo", "Provincia", "N°"), strict=False):
        first.down(x, 800, 820).text(x + 4, 814, text)
        second.down(x, 60, 95)
    first.down(inner[-1], 800, 820)
    second.down(inner[-1], 60, 95).across(60, 66, 286).across(78, 66, 286).across(95, 66, 286)
    for y, row in ((74, ("CEM", "Ilo", "1")), (90, ("CEM", "Tacna", "2"))):
        for x, text in zip(inner, row, strict=False):
            second.text(x + 4, y, text)
    (outer,) = tables(read(first, second))
    assert words(outer) == [["Servicio", "Usuarias/os"], ["[table]", "15\ncasos"]]
    (nested,) = outer.rows[1][0].tables
    assert words(nested)[1:] == [["CEM", "Ilo", "1"], ["CEM", "Tacna", "2"]]
    assert words(nested)[0] == ["Tipo", "Provincia", "N°"]


def test_the_label_of_a_nested_table_alone_on_the_next_page() -> None:
    second = Sheet().grid([60.0, 300.0, 400.0], [60, 80]).text(65, 74, "Centro - CEM")
    (outer,) = tables(read(coverage_sheet(), second))
    assert words(outer) == [["Servicio", "Usuarias/os"], ["Centro - CEM[table]", "15"]]


def test_a_nested_table_moved_below_the_page_while_its_row_was_cut() -> None:
    first = Sheet().text(60, 600, TITLE).grid([60, 160, 400], [780, 800, 820])
    first.text(65, 794, "Servicio").text(165, 794, "Cobertura").text(65, 814, "Centro Integral -")
    second = Sheet().grid([60, 160, 400], [60, 120]).grid([166, 300, 390], [66, 86, 106])
    second.text(65, 74, "CIAM").text(170, 80, "Provincia").text(305, 80, "N°")
    second.text(170, 100, "Ilo").text(305, 100, "2")
    (outer,) = tables(read(first, second))
    assert words(outer)[1:] == [["Centro Integral - CIAM", "[table]"]]


def test_letters_of_a_broken_word_are_no_figure_over_the_words_of_the_next_page() -> None:
    rows = [["Provincia", "Distrito"], ["Chachapoyas y", "Asunción"]]
    first = matrix(Sheet().text(60, 600, TITLE), rows, 780).text(65, 819, "s")
    second = matrix(Sheet(), [["Mendoza", "Huambo"]], 60)
    (table,) = tables(read(first, second))
    assert [row[1] for row in words(table)] == ["Distrito", "Asunción", "Huambo"]


def test_a_line_of_a_text_box_beyond_the_tables_does_not_widen_the_page() -> None:
    line = "Hogar para quienes tienen de 0 a 18"
    sheet = matrix(Sheet().text(60, 80, TITLE), [["PROVINCIAS", "CEM"], ["ILO", "2"]])
    sheet.text(60, 160, line).text(60, 172, "años de edad").text(60, 220, TITLE + " Y OTRAS")
    assert outside(read(sheet))[1] == line + " años de edad"


def test_rows_of_data_repeated_with_their_heading_count_once() -> None:
    """LibreOffice does that, and cuts the merged label where the repeated rows end."""
    xs, inner = [60.0, 300.0, 400.0], [66.0, 150.0, 240.0, 290.0]
    second = Sheet().grid(xs, [60, 165])
    for x in inner:
        second.down(x, 65, 145)
    for y in (65, 85, 105, 145):
        second.across(y, inner[0], inner[-1])
    second.across(125, inner[1], inner[-1])
    for x, text in zip(inner, ("Tipo", "Provincia", "N°"), strict=False):
        second.text(x + 4, 79, text)
    second.text(70, 99, "CEM Regulares").text(70, 116, "(6)")
    for y, place, count in ((99, "Ilo", "1"), (119, "Candarave", "1"), (139, "Basadre", "4")):
        second.text(154, y, place).text(244, y, count)
    (outer,) = tables(read(coverage_sheet(), second))
    (nested,) = outer.rows[1][0].tables
    assert words(nested)[1:] == [
        ["CEM Regulares (6)", "Ilo", "1"],
        ["^", "Tarata", "2"],
        ["^", "Tacna", "2"],
        ["^", "Candarave", "1"],
        ["^", "Basadre", "4"],
    ]


def test_what_repeats_on_the_pages_is_a_header_or_footer() -> None:
    texts = [TITLE, "SERVICIOS QUE BRINDA:", "GLOSARIO"]
    sheets = [
        Sheet()
        .text(60, 40, "Ministerio de prueba")
        .text(60, 200, text)
        .text(280, 815, f"{number} / 3")
        for number, text in enumerate(texts, 1)
    ]
    document = read(*sheets)
    assert outside(document) == texts
    assert [line.text for line in document.headers] == ["Ministerio de prueba"] * 3
    assert [line.text for line in document.footers] == ["1 / 3", "2 / 3", "3 / 3"]


def test_notes_under_a_short_rule_are_footnotes() -> None:
    sheet = Sheet().text(60, 100, TITLE).text(60, 120, "con 15 646 personas contadas")
    sheet.across(760, 60, 200).text(60, 772, "1 Incluye a todas.", 7)
    sheet.text(60, 781, "2 No incluye a nadie.", 7).text(290, 820, "1 / 1")
    document = read(sheet)
    assert [note.text for note in document.footnotes] == [
        "¹ Incluye a todas.",
        "² No incluye a nadie.",
    ]
    assert [line.text for line in document.footers] == ["1 / 1"]
    assert outside(document) == [TITLE, "con 15 646 personas contadas"]


def test_notes_set_apart_like_paragraphs_are_footnotes() -> None:
    sheet = Sheet().text(60, 100, TITLE).text(60, 120, "con 15 646 personas contadas")
    sheet.across(720, 60, 200).text(60, 732, "1 Incluye a todas.", 8)
    sheet.text(60, 752.6, "2 No incluye a nadie.", 8).text(60, 781, "Un pie de la hoja.", 8)
    document = read(sheet)
    assert [note.text for note in document.footnotes] == [
        "¹ Incluye a todas.",
        "² No incluye a nadie.",
    ]
    assert outside(document)[-1] == "Un pie de la hoja."


def test_the_rule_over_notes_right_under_a_table_is_not_the_tables() -> None:
    sheet = matrix(Sheet().text(60, 80, TITLE), ROWS, 696).text(60, 774, "1 Incluye a todas.", 7)
    document = read(sheet.across(759.8, 63, 180))
    assert words(tables(document)[0]) == ROWS
    assert [note.text for note in document.footnotes] == ["¹ Incluye a todas."]


def test_a_large_picture_is_given_and_the_text_over_it_kept() -> None:
    sheet = Sheet().text(60, 60, TITLE).show_picture(60, 100, 400, 500, 200)
    sheet.grid([100, 200, 300], [200, 300, 400]).text(120, 250, "8100000")
    document = read(sheet)
    assert [picture.name for picture in document.pictures] == ["page 1 picture 1.bmp"]
    content = document.pictures[0].content
    assert content is not None
    with Image.open(BytesIO(content)) as image:
        assert image.size == (200, 200)
    assert outside(document) == [TITLE, "8100000"]


def test_a_logo_is_no_picture_worth_reading() -> None:
    document = read(Sheet().text(60, 90, TITLE).show_picture(60, 20, 100, 40, 200))
    assert document.pictures == ()
