"""The text export's reader: paragraphs, cells, nested tables, both layouts."""

from __future__ import annotations

import pytest

from orchestration.documents.model import (
    Block,
    Cell,
    DocumentRefused,
    Limits,
    Paragraph,
    Table,
    walk_paragraphs,
)
from orchestration.documents.read import read_document
from orchestration.documents.text_export import read_text_export

SERVICE_TABLE = (
    "1.1 Centro Emergencia Mujer – CEM: orienta y acompaña.\n"
    "\tServicio / Cobertura\n\tUsuarias/os\n\n"
    "\t\n\tAño 2022\n\tEne 2023\n\n"
    "\tCentro Emergencia Mujer - CEM:\n\tTipo CEM\n\tProvincia\n\tN°\n\n"
    "\tCEM Regulares\n(3)\n\tTacna\n\t1\n\n"
    "\t\n\tTarata\n\t2\n\n"
    "\tTotal\n\t3\n\n\n\n"
    "\t1 453\ncasos atendidos\n\n73 139\nactividades\n"
    "\t137\ncasos atendidos\n\n6 610\nactividades\n\n\n"
    "  Fuente: Programa\n"
)
SERVICE_ROWS = [
    ["Servicio / Cobertura", "Usuarias/os"],
    ["", "Año 2022", "Ene 2023"],
    [
        [
            "Centro Emergencia Mujer - CEM:",
            [
                ["Tipo CEM", "Provincia", "N°"],
                ["CEM Regulares\n(3)", "Tacna", "1"],
                ["", "Tarata", "2"],
                ["Total", "3"],
            ],
        ],
        "1 453\ncasos atendidos\n73 139\nactividades",
        "137\ncasos atendidos\n6 610\nactividades",
    ],
]


def read(text: str) -> tuple[Block, ...]:
    """The blocks of a text export."""
    return read_text_export(text.encode(), Limits()).blocks


def as_lists(block: Block) -> object:
    """A block as plain lists and texts, for comparing."""
    if isinstance(block, Paragraph):
        return block.text.strip()
    return [[_cell(cell) for cell in row] for row in block.rows]


def _cell(cell: Cell) -> object:
    if not cell.tables:
        return cell.text
    return [as_lists(block) for block in cell.blocks]


def test_service_table_is_rebuilt_with_its_nested_table() -> None:
    """Rows, the nested coverage table and two measures in one cell keep their places."""
    heading, table, source = read(SERVICE_TABLE)
    assert as_lists(heading) == "1.1 Centro Emergencia Mujer – CEM: orienta y acompaña."
    assert as_lists(table) == SERVICE_ROWS
    assert as_lists(source) == "Fuente: Programa"


@pytest.mark.parametrize(
    "ends", ["\r\n", "\r", "\u2028"], ids=["windows", "old mac", "line separator"]
)
def test_line_ends_do_not_matter(ends: str) -> None:
    """The same table whatever the line ends."""
    assert as_lists(read(SERVICE_TABLE.replace("\n", ends))[1]) == SERVICE_ROWS


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le", "cp1252", "latin-1"])
def test_encodings_do_not_matter(encoding: str) -> None:
    """The same texts whatever the encoding, with and without mark."""
    text = SERVICE_TABLE.replace("–", "-") if encoding == "latin-1" else SERVICE_TABLE
    table = read_text_export(text.encode(encoding), Limits()).blocks[1]
    assert as_lists(table) == SERVICE_ROWS


def test_decomposed_accents_are_composed() -> None:
    """An accent written as a character of its own joins its letter."""
    (paragraph,) = read("NIN\u0303AS Y NIN\u0303OS\n")
    assert as_lists(paragraph) == "NIÑAS Y NIÑOS"


def test_row_a_line_layout_gives_the_same_table() -> None:
    """The newer layout prints a row on a line and a nested first cell on the next."""
    text = (
        "1.1 Centro Emergencia Mujer – CEM: orienta y acompaña.\n"
        "\tServicio / Cobertura\tUsuarias/os\n"
        "\t\tAño 2022\tEne 2023\n"
        "\tCentro Emergencia Mujer - CEM:\t\nTipo CEM\n\tProvincia\tN°\n"
        "\tCEM Regulares\n(3)\tTacna\t1\n"
        "\t\tTarata\t2\n"
        "\tTotal\t3\n\n"
        "\t1 453\ncasos atendidos\n\n73 139\n\nactividades\n"
        "\t137\ncasos atendidos\n\n6 610\n\nactividades\n\n\n"
        "Fuente: Programa\n"
    )
    blocks = read(text)
    assert as_lists(blocks[1]) == SERVICE_ROWS
    assert as_lists(blocks[2]) == "Fuente: Programa"


def test_label_after_the_nested_table_stays_in_its_cell() -> None:
    """Text between a nested table and the next outer cell belongs to the cell."""
    text = (
        "\tServicio / Cobertura\n\tUsuarias/os\n\n\t\n\tAño 2022\n\n"
        "\t\tProvincia\n\tDistrito\n\tIntervención\n\n\tTacna\n\tSama\n\tSama\n\n\n"
        "Estrategia Rural\n\t40\nCasos derivados\n\n\n Fuente: Programa\n"
    )
    table = read(text)[0]
    assert as_lists(table) == [
        ["Servicio / Cobertura", "Usuarias/os"],
        ["", "Año 2022"],
        [
            [[["Provincia", "Distrito", "Intervención"], ["Tacna", "Sama", "Sama"]],
             "Estrategia Rural"],
            "40\nCasos derivados",
        ],
    ]  # fmt: skip


def test_a_label_that_ends_with_a_colon_and_a_blank_stays_in_its_cell() -> None:
    """`Registro … – CONADIS: ` says nothing after its colon, as a definition does."""
    text = (
        "\tServicio / Cobertura\n\tUsuarias/os\n\n\t\n\tAño 2022\n\n"
        "\t\tCentro\n\tProvincia\n\tN°\n\n\tCCR\n\tTacna\n\t1\n\n\n"
        "Registro Nacional de la Persona con Discapacidad – CONADIS: \n"
        "\t40\npersonas inscritas\n\n\n Fuente: CONADIS\n"
    )
    table = read(text)[0]
    assert as_lists(table) == [
        ["Servicio / Cobertura", "Usuarias/os"],
        ["", "Año 2022"],
        [
            [[["Centro", "Provincia", "N°"], ["CCR", "Tacna", "1"]],
             "Registro Nacional de la Persona con Discapacidad – CONADIS:"],
            "40\npersonas inscritas",
        ],
    ]  # fmt: skip


def test_empty_paragraph_in_the_middle_of_a_row_does_not_end_it() -> None:
    """Rows that an empty paragraph seems to cut are joined by their header's width."""
    text = (
        "\tServicio / Cobertura\n\tUsuarias/os\n\n\t\n\tAño 2022\n\tEne 2023\n\n"
        "\tLínea 100\n\n\t722\nConsultas\n\n\t47\nConsultas\n\n\n Fuente: Programa\n"
    )
    assert as_lists(read(text)[0])[2] == ["Línea 100", "722\nConsultas", "47\nConsultas"]  # type: ignore[index]


def test_paragraph_after_the_matrix_that_starts_with_a_tab_is_no_table() -> None:
    """A lone tab before the glossary is a paragraph."""
    text = "\tPROVINCIAS\n\tCEM\n\tTOTAL\n\n\tTACNA\n\t1\n\t1\n\n\n\t\nGLOSARIO: términos\n"
    table, glossary = read(text)
    assert as_lists(table) == [["PROVINCIAS", "CEM", "TOTAL"], ["TACNA", "1", "1"]]
    assert as_lists(glossary) == "GLOSARIO: términos"


def test_tab_after_blanks_is_no_cell() -> None:
    """`   <tab>Fuente` is a source line."""
    assert as_lists(read("texto\n       \tFuente: Consejo\n")[1]) == "Fuente: Consejo"


def test_words_of_pictures_are_kept_apart() -> None:
    """What OCR read stands under the picture's name, not among the paragraphs."""
    text = "Cuerpo\n[image: Logo]\n\nimage2.jpeg\nTACNA - SAMA\n\n8100000\n\nimage1.png\nLogo\n"
    document = read_text_export(text.encode(), Limits())
    assert [(p.name, p.lines, p.origins) for p in document.pictures] == [
        ("image2.jpeg", ("TACNA - SAMA", "8100000"), ("line 5", "line 7")),
        ("image1.png", ("Logo",), ("line 10",)),
    ]
    assert all(picture.is_read for picture in document.pictures)


def test_bookmarks_go_and_notes_are_footnotes() -> None:
    """Bookmarks print nothing; a note's text stands at the foot of the page."""
    text = "[bookmark: _Toc1]1.1 Línea 100[footnoteRef:2] [2:  Incluye todo.] \n"
    document = read_text_export(text.encode(), Limits())
    assert [block.text for block in document.blocks if isinstance(block, Paragraph)] == [
        "1.1 Línea 100²"
    ]
    assert [note.text for note in document.footnotes] == ["Incluye todo."]


NOTED = "\tProvincia\n\tN°\n\n\tTacna\n\t1{0}\n\n\tTarata\n\t2{1}\n\n\tTotal\n\t3\n\n\n"


@pytest.mark.parametrize(
    "notes",
    [
        ("[footnoteRef:1] [1:  Preliminar.] \n", "[footnoteRef:2] [2:  Reajuste.] \n"),
        ("[footnoteRef:1]\n[1:  Preliminar.]", "[footnoteRef:2]\n[2:  Reajuste.]"),
        ("[footnoteRef:1] [1:  Preliminar.] \n", "[footnoteRef:2]\n[2:  Reajuste.]"),
    ],
    ids=["a line end of its own", "below the paragraph", "both"],
)
def test_a_note_behind_a_count_does_not_end_its_table(notes: tuple[str, str]) -> None:
    """The line end Tika prints behind a note's text, and the line of a note, are no rows' ends."""
    (table,) = read(NOTED.format(*notes))
    assert as_lists(table) == [
        ["Provincia", "N°"], ["Tacna", "1¹"], ["Tarata", "2²"], ["Total", "3"]
    ]  # fmt: skip


def test_garbled_text_is_refused() -> None:
    """Text that went through a wrong encoding is not guessed back."""
    garbled = "ATENCIÓN y protección del niño y la niña según región".encode().decode("cp1252")
    with pytest.raises(DocumentRefused) as refused:
        read_text_export(garbled.encode(), Limits())
    assert refused.value.code == "unreadable_document"
    assert "UTF-8" in refused.value.message


def test_abrupt_end_is_noticed() -> None:
    """A file that stops in the middle of a line says so."""
    assert read_text_export(b"RESUMEN EJECUTIVO DEL DEPAR", Limits()).ends_abruptly
    assert not read_text_export(b"RESUMEN EJECUTIVO\n", Limits()).ends_abruptly


def test_every_line_says_where_it_is() -> None:
    """Paragraphs and cells carry their line number."""
    heading, table, _ = read(SERVICE_TABLE)
    assert isinstance(heading, Paragraph) and heading.origin == "line 1"
    assert isinstance(table, Table) and table.origin == "line 2"
    line = SERVICE_TABLE.split("\n").index("\t1 453") + 1
    assert table.rows[2][1].paragraphs[0].origin == f"line {line}"


def test_usage_total_of_a_row_a_line_export_keeps_its_cells() -> None:
    """A total's row is whole like the others; a page count under the table is no part of it."""
    text = (
        "2.3 Centro de Atención Institucional – CAI\n"
        "\tServicio / Cobertura\tUsuarias/os\n\t\tAño 2022\tEne 2023\n"
        "\tCAI Puno\t110\npersonas atendidas\t90\npersonas atendidas\n"
        "\tTotal\t110\npersonas atendidas\t90\npersonas atendidas\n\n"
        "Página 2 de 9\nFuente: Programa\n"
    )
    _, found, *after = read(text)
    assert as_lists(found)[2:] == [  # type: ignore[index]
        ["CAI Puno", "110\npersonas atendidas", "90\npersonas atendidas"],
        ["Total", "110\npersonas atendidas", "90\npersonas atendidas"],
    ]
    assert [as_lists(block) for block in after] == ["Página 2 de 9", "Fuente: Programa"]


def test_a_damaged_byte_costs_a_character_not_the_document() -> None:
    text = "RESUMEN EJECUTIVO DEL DEPARTAMENTO DE JUNÍN\nAtención a las niñas y los niños\n"
    damaged = text.encode().replace("Atención".encode(), b"Atenci\xf3n")
    document = read_document(damaged)
    texts = [paragraph.text for paragraph in walk_paragraphs(document.blocks)]
    assert texts == [text.split("\n")[0], "Atenci\ufffdn a las niñas y los niños"]
    assert [remark.code for remark in document.remarks] == ["odd_characters"]


def test_a_stray_zero_byte_is_one_odd_character() -> None:
    text = "RESUMEN EJECUTIVO DEL DEPARTAMENTO DE JUNÍN\nAtenci\0ón a las niñas\n" + "más\n" * 20
    document = read_document(text.encode())
    texts = [paragraph.text for paragraph in walk_paragraphs(document.blocks)]
    assert texts[1] == "Atención a las niñas"
    assert [remark.code for remark in document.remarks] == ["odd_characters"]


def test_a_grid_right_below_a_table_of_places_is_a_table_of_its_own() -> None:
    """No text parts them: what heads periods, below places, can only begin another table."""
    for head in ("\tPeriodo\n\tCasos derivados", "\tIndicador\n\tAño 2022"):
        places = "1.2 Estrategia Rural – ER\n\tProvincia\n\tN°\n\n\tIlo\n\t1\n\n\n\n"
        text = f"{places}{head}\n\n\tx\n\t7\n\n"
        blocks = [as_lists(block) for block in read(text)]
        names = [name.strip() for name in head.split("\n")]
        assert blocks[1:] == [[["Provincia", "N°"], ["Ilo", "1"]], [names, ["x", "7"]]]


def test_a_cell_of_two_lines_does_not_end_its_row_where_another_follows_on_the_line() -> None:
    """`S/I` stands behind the words of the cell before it."""
    text = (
        "1.1 Centro Emergencia Mujer – CEM\n"
        "\tServicio / Cobertura\tUsuarias/os\n\t\tJun 2021\n"
        "\tCEM\t509\ncasos atendidos\tS/I\nactividades de atención\n\n\nFuente: Programa\n"
    )
    _, found, _ = read(text)
    row = ["CEM", "509\ncasos atendidos", "S/I\nactividades de atención"]
    assert as_lists(found)[2:] == [row]  # type: ignore[index]


def test_measures_side_by_side_under_each_period_are_one_row_however_it_is_cut() -> None:
    """Rows that all say the same, another measure under each period, are pieces of one."""
    text = (
        "1.1 Centro de Atención Institucional – CAI\n\tProvincia\tN°\n\tIlo\t1\n\n\nFuente: x\n"
        "4.1 Servicio Mi60+\n\tUsuarias/os\n\tAño 2022\tEne 2023\n"
        "\t35\nPAM atendidas\t57\nResoluciones\n\t12\nPAM atendidas\t5\nResoluciones\n\n\n"
    )
    found = read(text)[-1]
    cells = ["35\nPAM atendidas", "57\nResoluciones", "12\nPAM atendidas", "5\nResoluciones"]
    assert as_lists(found)[2:] == [cells]  # type: ignore[index]


def test_measures_named_before_their_numbers_stay_in_their_cell() -> None:
    """`Casos atendidos: 3,456` is no label of a section, not even below an empty line."""
    text = (
        "1.1 Centro Emergencia Mujer – CEM\n\tServicio / Cobertura\tUsuarias/os\n"
        "\t\tAño 2023\tEne 2024\n"
        "\tCEM\tCasos atendidos: 3,456\nAcciones: 8\n\nPersonas: 20\n"
        "\tCasos atendidos: 56\nAcciones: 1\n\nPersonas: 2\n\n\nFuente: x\n"
    )
    found = read(text)[1]
    assert as_lists(found)[2] == [  # type: ignore[index]
        "CEM",
        "Casos atendidos: 3,456\nAcciones: 8\nPersonas: 20",
        "Casos atendidos: 56\nAcciones: 1\nPersonas: 2",
    ]


def test_a_cell_of_two_paragraphs_before_a_blank_one_does_not_end_its_row() -> None:
    """A further paragraph ends its line in this layout, and so does a row."""
    text = (
        "4.1 Servicio Mi60+\n\tServicio / Cobertura\tUsuarias/os\n\t\tEne - Mar 2020\tAño 2019\n"
        "\tServicio Mi60+\t4\nPAM atendidas\n\t\t39\nPAM atendidas\n\t53\nResoluciones\n\n\n"
        "Fuente: x\n"
    )
    found = read(text)[1]
    row = ["Servicio Mi60+", "4\nPAM atendidas", "", "39\nPAM atendidas", "53\nResoluciones"]
    assert as_lists(found)[2:] == [row]  # type: ignore[index]


def test_a_row_a_line_export_may_print_the_figures_before_the_coverage() -> None:
    """Cells of two paragraphs end their lines, not the row: the label's cell is still to come."""
    text = (
        "\tUsuarias/os\tServicio / Cobertura\n\tAño 2022\tEne 2023\t\n"
        "\t40\ncasos derivados\n\t7\ncasos derivados\n"
        "\tEstrategia Rural:\t\nCentro\n\tProvincia\tN°\n\tER\tTacna\t1\n\t\tTarata\t1\n\n\n"
        "Fuente: AURORA\n"
    )
    assert as_lists(read(text)[0]) == [
        ["Usuarias/os", "Servicio / Cobertura"],
        ["Año 2022", "Ene 2023", ""],
        [
            "40\ncasos derivados",
            "7\ncasos derivados",
            ["Estrategia Rural:",
             [["Centro", "Provincia", "N°"], ["ER", "Tacna", "1"], ["", "Tarata", "1"]]],
        ],
    ]  # fmt: skip


def test_a_row_a_line_export_may_name_measures_before_their_numbers() -> None:
    """A measure between two figures is of their cell, however many line ends stand before it."""
    cell = "casos\n{}\n\n\n\nactividades\n\n{}\n"
    text = (
        "\tServicio / Cobertura\tUsuarias/os\n\t\tAño 2022\tEne 2023\n"
        f"\tCEM\t{cell.format('2 072', '70 164')}\t{cell.format('358', '11 941')}\n"
        "Fuente: AURORA\n"
    )
    assert as_lists(read(text)[0]) == [
        ["Servicio / Cobertura", "Usuarias/os"],
        ["", "Año 2022", "Ene 2023"],
        ["CEM", "casos\n2 072\nactividades\n70 164", "casos\n358\nactividades\n11 941"],
    ]


SPLIT_CELLS = (
    "\tServicio / Cobertura\tUsuarias/os\n\t\tAño 2023\tEne 2024\n"
    "\tTipo CEM\tProvincia\tN°\t2 852\ncasos atendidos\n\n111 574\n\nactividades\n"
    "\t6 999\ncasos atendidos\n\n168 461\n\nactividades\n\n"
    "\tCEM Regulares\tTacna\t1\t\t\n\t\tTarata\t2\t\t\n\tTotal\t3\t\t\n\nFuente: AURORA\n"
)


def test_split_cells_of_a_row_a_line_export_are_rows_of_their_table() -> None:
    """A further paragraph ends its own line, and the row ends one line below."""
    figures = ["2 852\ncasos atendidos\n111 574\nactividades"]
    figures += ["6 999\ncasos atendidos\n168 461\nactividades"]
    found, source = read(SPLIT_CELLS)
    assert as_lists(found)[2:] == [  # type: ignore[index]
        ["Tipo CEM", "Provincia", "N°", *figures],
        ["CEM Regulares", "Tacna", "1", "", ""],
        ["", "Tarata", "2", "", ""],
        ["Total", "3", "", ""],
    ]
    assert as_lists(source) == "Fuente: AURORA"


def test_a_cell_of_two_lines_in_split_cells_may_end_its_row_or_not() -> None:
    """A line break and a further paragraph look alike: the rows below say how many cells."""
    text = SPLIT_CELLS.replace("\n\n111 574\n\nactividades", "").replace(
        "\n\n168 461\n\nactividades", ""
    )
    rows = as_lists(read(text)[0])
    assert [len(row) for row in rows[2:]] == [5, 5, 5, 4]  # type: ignore[index]


ROWS_OF_TWO_MEASURES = (
    "\tServicio / Cobertura\tUsuarias/os\n\t\tAÑO\n2022\tENE - SET\n2023\n"
    "\tCEM\tcasos atendidos:\n1.925\n\tcasos atendidos:\n483\n\n"
    "\t\tactividades: 12**\n\n\n\npersonas:\n\n7\n\tactividades: -\n\n\n\npersonas:\n\nS/I\n\n\n"
)
TWO_MEASURES = [
    ["Servicio / Cobertura", "Usuarias/os"],
    ["", "AÑO\n2022", "ENE - SET\n2023"],
    ["CEM", "casos atendidos:\n1.925", "casos atendidos:\n483"],
    ["", "actividades: 12**\npersonas:\n7", "actividades: -\npersonas:\nS/I"],
]


def test_a_title_row_is_no_header_and_heads_a_table_of_its_own() -> None:
    """Right below a table of places, without a paragraph between, it is no cell of that one."""
    text = (
        "1.1 Centro Emergencia Mujer – CEM\n\tN°\tProvincia\n\t1\tIlo\n\t1\tTotal\n\n"
        "\tCENTRO EMERGENCIA MUJER\n" + ROWS_OF_TWO_MEASURES
    )
    places, users = [as_lists(block) for block in read(text)[1:]]
    assert places == [["N°", "Provincia"], ["1", "Ilo"], ["1", "Total"]]
    assert users == [["CENTRO EMERGENCIA MUJER"], *TWO_MEASURES]


def test_headers_of_two_lines_and_words_above_their_numbers() -> None:
    """A year alone on its line is no list number, a word with a colon no heading."""
    (users,) = read(ROWS_OF_TWO_MEASURES)
    assert as_lists(users) == TWO_MEASURES


def test_a_note_printed_inside_a_nested_table_does_not_end_it() -> None:
    """The note's own line ends look like a table's; places and counts go on below."""
    text = (
        "\tServicio / Cobertura\tUsuarias/os\n\t\tAño 2022\n\tCEM:\t\nN°\n\tProvincia\tTipo CEM\n"
        "\t1\tIlo\tCEM Regulares Incluye uno nuevo.\n\n\n\t2\tMariscal Nieto\t\n\t3\tTotal\t\n\n"
        "\t7\ncasos\n\n\nFuente: x\n"
    )
    row = as_lists(read(text)[0])[2]  # type: ignore[index]
    places = [["N°", "Provincia", "Tipo CEM"], ["1", "Ilo", "CEM Regulares Incluye uno nuevo."]]
    places += [["2", "Mariscal Nieto", ""], ["3", "Total", ""]]
    assert row == [["CEM:", places], "7\ncasos"]


def test_a_dash_before_words_that_other_numbers_have_is_a_figure() -> None:
    """Below an empty paragraph it could be an item of a list that follows the table."""
    text = (
        "\tServicio / Cobertura\tUsuarias/os\n\t\tAño 2022\tEne 2023\n"
        "\tMi60+\t45 PAM atendidas\n\n\n55 Resoluciones\n"
        "\t43 PAM atendidas\n\n\n- Resoluciones\n\n\n  Fuente: x\n"
    )
    figures = ["45 PAM atendidas\n55 Resoluciones", "43 PAM atendidas\n- Resoluciones"]
    assert as_lists(read(text)[0])[2] == ["Mi60+", *figures]  # type: ignore[index]
