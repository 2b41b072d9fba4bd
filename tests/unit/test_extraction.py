"""Extraction: which raw row each printed text becomes, and that no number is lost."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest

from orchestration.documents.model import Block, Cell, Document, Paragraph, Picture, Table
from orchestration.extraction import extract
from orchestration.extraction.rows import Extraction
from tests.document_writer.prose import SENTENCES

DOCUMENT_ID = "0" * 16
COVERAGE = [["Tipo CEM", "Provincia", "N°"], ["CEM Regulares (3)", "Tacna", "1"],
            ["", "Tarata", "2"], ["Total", "3"]]  # fmt: skip


def cell(content: Any) -> Cell:
    """A cell from a text, or from a list of texts and nested tables."""
    parts = content if isinstance(content, list) else [content]
    blocks: list[Block] = []
    for part in parts:
        if isinstance(part, list):
            blocks.append(table(part))
        else:
            blocks.extend(Paragraph(line) for line in part.split("\n") if line.strip())
    return Cell(tuple(blocks))


def table(rows: list[list[Any]]) -> Table:
    """A table from rows of cell contents."""
    return Table(tuple(tuple(cell(content) for content in row) for row in rows))


def extracted(*blocks: Block | str | list[list[Any]], **others: Any) -> Extraction:
    """What extraction makes of blocks given as texts and lists of rows."""
    built: list[Block] = []
    for block in blocks:
        if isinstance(block, str):
            built.append(Paragraph(block))
        else:
            built.append(table(block) if isinstance(block, list) else block)
    described = {"file_format": "docx", **others}
    return extract(Document(blocks=tuple(built), **described), DOCUMENT_ID)


def rows(extraction: Extraction, name: str, *columns: str) -> list[tuple[Any, ...]]:
    """Some columns of a raw table's rows."""
    return [tuple(getattr(row, column) for column in columns) for row in extraction.rows[name]]


def usage(*body: list[Any], header: list[list[Any]] | None = None) -> list[list[Any]]:
    """A service table with two period columns."""
    head = header or [["Servicio / Cobertura", "Usuarias/os"], ["", "Año 2022", "Ene 2023"]]
    return [*head, *body]


def figures(extraction: Extraction) -> list[tuple[Any, ...]]:
    """Period, measure label and printed text of the usage figures."""
    return rows(extraction, "service_figures", "period_label", "measure_label", "printed_text")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("722\nConsultas telefónicas", [("Consultas telefónicas", "722")]),
        ("Casos derivados: 40", [("Casos derivados", "40")]),
        (
            "1 453\ncasos atendidos\n73 139\nactividades",
            [("casos atendidos", "1 453"), ("actividades", "73 139")],
        ),
        (
            "A través de 1.543\nacciones preventivas se informó a\n15.646 personas",
            [("acciones preventivas se informó a", "1.543"), ("personas", "15.646")],
        ),
        ("21 niñas y niños de 0 a 5 años", [("niñas y niños de 0 a 5 años", "21")]),
        ("-\ncasos atendidos", [("casos atendidos", "-")]),
        ("S/I casos atendidos", [("casos atendidos", "S/I")]),
        ("casos atendidos", [("casos atendidos", "")]),
        ("-137 casos", [("casos", "-137")]),
        ("- 137 casos\n- 12 talleres", [("casos", "137"), ("talleres", "12")]),
        ("1O3 casos", [("casos", "1O3")]),
        ("1 45 casos", [("casos", "1 45")]),
        ("40\n229", [(None, "40"), (None, "229")]),
        ("137* casos (1)", [("casos (1)", "137")]),
    ],
)
def test_usage_cell_gives_numbers_with_their_words(
    text: str, expected: list[tuple[str | None, str]]
) -> None:
    """Each number with the words that say what it counts; no number crosses a line."""
    found = extracted("1.1 Servicio: texto", usage(["Servicio", text, ""]))
    assert [(label, printed) for period, label, printed in figures(found) if period == "Año 2022"][
        : len(expected)
    ] == expected


def test_cells_without_words_take_those_of_the_other_period() -> None:
    """A bare number or dash counts what the same cell counts under another period."""
    found = extracted("1.1 Línea 100: texto", usage(["Línea 100", "722\nConsultas", "-"]))
    assert figures(found) == [("Año 2022", "Consultas", "722"), ("Ene 2023", "Consultas", "-")]


def test_more_usage_cells_than_periods_are_shared_out_evenly() -> None:
    """Four cells under two periods: two measures each, as in the Mi60+ table."""
    found = extracted(
        "4.1 Servicio Mi60+: texto",
        [["Usuarias/os"], ["Año 2022", "Ene 2023"], ["7\nPAM", "9\nResol.", "0\nPAM", "1\nResol."]],
    )
    assert figures(found) == [
        ("Año 2022", "PAM", "7"),
        ("Año 2022", "Resol.", "9"),
        ("Ene 2023", "PAM", "0"),
        ("Ene 2023", "Resol.", "1"),
    ]


@pytest.mark.parametrize("mark", ["", "**", "(1)", "²"])
def test_a_row_that_an_export_broke_is_one_also_where_its_number_bears_a_mark(mark: str) -> None:
    """Below labels no row starts with a number and its words."""
    found = extracted(
        "4.1 Servicio Mi60+",
        usage(
            ["Servicio Mi60+", "46\nPAM atendidas", "67\nResoluciones"],
            [f"36{mark}\nPAM atendidas", "12\nResoluciones"],
        ),
    )
    assert figures(found) == [
        ("Año 2022", "PAM atendidas", "46"),
        ("Año 2022", "Resoluciones", "67"),
        ("Ene 2023", "PAM atendidas", "36"),
        ("Ene 2023", "Resoluciones", "12"),
    ]


def test_a_total_beside_months_is_of_these_months_also_beside_places() -> None:
    """`Total` over the last column, of the months before it and of no year."""
    nested = [["Centro", "Provincia", "N°"], ["SAU", "Tacna", "1"]]
    header = [
        ["Servicio / Cobertura", "Usuarias/os"],
        ["", "Año 2022", "Ene 2023", "Feb 2023", "Total"],
    ]
    cells = ["9\ncasos", "2\ncasos", "3\ncasos", "5\ncasos"]
    found = extracted("1.2 SAU: texto", usage([["SAU", nested], *cells], header=header))
    assert rows(found, "service_figures", "period_label", "row_kind", "printed_text") == [
        ("Año 2022", "detail", "9"),
        ("Ene 2023", "detail", "2"),
        ("Feb 2023", "detail", "3"),
        ("Ene 2023 - Feb 2023", "total", "5"),
    ]


def test_figures_below_no_heading_have_no_period() -> None:
    head = [["Servicio / Cobertura", "Usuarias/os"], ["", "Año 2022", ""]]
    table = usage(["Línea 100", "722\nconsultas", "47\nconsultas"], header=head)
    found = figures(extracted("1.3 Línea 100: texto", table))
    assert [(period or "", label, text) for period, label, text in found] == [
        ("Año 2022", "consultas", "722"),
        ("", "consultas", "47"),
    ]


def test_measure_names_in_a_header_row_name_bare_numbers() -> None:
    """Names of measures printed under the periods label the numbers below them."""
    header = [
        ["Servicio", "Usuarias/os"],
        ["", "Año 2022", "Ene 2023"],
        ["", "Casos derivados", "Casos derivados"],
    ]
    found = extracted("1.2 ER: texto", usage(["Estrategia Rural", "40", "0"], header=header))
    assert [figure[1:] for figure in figures(found)] == [
        ("Casos derivados", "40"),
        ("Casos derivados", "0"),
    ]


def test_a_count_with_a_mark_still_says_that_its_label_prints_a_count() -> None:
    """`(1)` is a footnote's mark here, unless it is the sum of what stands below it."""
    header = ["Tipo CEM", "Provincia", "N°"]
    found = extracted(
        "1.1 Centro Emergencia Mujer – CEM",
        [header, ["CEM Regulares (1)", "Ilo", "1"], ["CEM Comisaría (1)", "Ilo", "1(1)"]],
        "(1) Cifra preliminar.",
    )
    kinds = rows(found, "service_coverage", "row_kind", "centre_label", "count_text")
    assert [kind for kind in kinds if kind[0] == "subtotal"] == [
        ("subtotal", "CEM Regulares", "1"),
        ("subtotal", "CEM Comisaría", "1"),
    ]


def test_coverage_subtotals_totals_and_merged_cells() -> None:
    """A count inside a label is a subtotal of its own; a blank label continues the one above."""
    found = extracted(
        "1.1 Centro Emergencia Mujer – CEM: texto",
        usage([["Centro Emergencia Mujer - CEM:", COVERAGE], "7\ncasos", "1\ncasos"]),
    )
    assert rows(
        found, "service_coverage", "row_kind", "centre_label", "province_text", "count_text"
    ) == [
        ("subtotal", "CEM Regulares", None, "3"),
        ("detail", "CEM Regulares", "Tacna", "1"),
        ("detail", "CEM Regulares", "Tarata", "2"),
        ("total", None, None, "3"),
    ]
    assert {row[0] for row in rows(found, "service_coverage", "row_label")} == {
        "Centro Emergencia Mujer - CEM:"
    }


def test_columns_in_another_order() -> None:
    """Headers decide what a column holds, wherever it stands."""
    nested = [["N°", "Distrito", "Provincia"], ["2", "Sama", "Tacna"]]
    found = extracted(
        "3.1 UPE: texto",
        [
            ["Usuarias/os", "Servicio / Cobertura"],
            ["Ene 2023", "Año 2022", ""],
            ["5\nNNA", "47\nNNA", ["UPE", nested]],
        ],
    )
    assert rows(found, "service_coverage", "province_text", "district_text", "count_text") == [
        ("Tacna", "Sama", "2")
    ]
    assert figures(found) == [("Ene 2023", "NNA", "5"), ("Año 2022", "NNA", "47")]


def test_ragged_row_is_kept_with_an_error_for_the_whole_row() -> None:
    """A row that does not fit its header is not guessed."""
    nested = [["Centro", "Provincia", "N°"], ["CAR", "Tacna", "1"], ["CAR", "Tarata", "9", "4"]]
    found = extracted("2.1 CAR: texto", usage([["CAR", nested], "4\nNNA", "2\nNNA"]))
    (finding,) = found.rows["reading_findings"][:1]
    assert (finding.code, finding.severity) == ("ragged_row", "error")  # type: ignore[attr-defined]
    ragged = [row for row in found.rows["service_coverage"] if row.row_id == finding.row_id]  # type: ignore[attr-defined]
    assert [row.count_text for row in ragged] == ["4"]  # type: ignore[attr-defined]


def test_matrix_gives_every_cell_with_its_kind() -> None:
    """Blank cells are rows too; totals are told from parts."""
    found = extracted(
        "CONSOLIDADO DE SERVICIOS EN EL DEPARTAMENTO DE TACNASERVICIOS QUE OPERAMOS",
        [["PROVINCIAS", "CEM", "TOTAL"], ["TACNA", "2", "2"], ["TARATA", "", ""],
         ["TOTAL", "2", "2"]],
    )  # fmt: skip
    kinds = rows(
        found,
        "consolidated_cells",
        "row_label",
        "row_kind",
        "column_label",
        "column_kind",
        "printed_text",
    )
    assert kinds == [
        ("TACNA", "detail", "CEM", "detail", "2"),
        ("TACNA", "detail", "TOTAL", "total", "2"),
        ("TARATA", "detail", "CEM", "detail", ""),
        ("TARATA", "detail", "TOTAL", "total", ""),
        ("TOTAL", "total", "CEM", "detail", "2"),
        ("TOTAL", "total", "TOTAL", "total", "2"),
    ]
    assert rows(found, "department_mentions", "mention_kind", "department_text") == [
        ("matrix_heading", "TACNA")
    ]


def test_map_page_through_noise() -> None:
    """Ranks, legend, bands and stamp are told from the place labels around them."""
    lines = ("8100000", "2 usias", "PROVINCIA - DISTRITO", "TACNA - SAMA", "| TARATA - TICAC0.",
             "TACNA - INCLAN", "Fuente: Mapa de Pobreza 2018", "(@ 3CEMRegular",
             "@) 2  Educadores Calle ®", "[ Menor al 20%", "[ | Entre e120% y 30%",
             "Oficina de Monitoreo (OME). MIMP. Enero 2023.")  # fmt: skip
    picture = Picture("map.jpeg", lines=lines, is_read=True)
    found = extracted("RESUMEN EJECUTIVO DEL DEPARTAMENTO DE TACNA", pictures=(picture,))
    assert rows(found, "poverty_ranking", "rank_position", "province_text", "district_text") == [
        (1, "TACNA", "SAMA"),
        (2, "TARATA", "TICAC0"),
        (3, "TACNA", "INCLAN"),
    ]
    assert rows(found, "map_legend", "service_label", "count_text") == [
        ("CEMRegular", "3"),
        ("Educadores Calle", "2"),
    ]
    assert len(found.rows["poverty_bands"]) == 2
    assert rows(found, "period_mentions", "mention_kind", "printed_text") == [
        ("map_stamp", "Enero 2023")
    ]
    classes = {row[0]: row[1] for row in rows(found, "numbers", "printed_text", "number_class")}
    assert classes["2"] == "figure" and classes["8100000"] == "grid_label"


def test_a_name_beside_the_map_is_no_rank_but_a_line_that_lost_its_dash_is() -> None:
    lines = ("PROVINCIA - DISTRITO", "TACNA - LA YARADA", "A YARADA", "TARATA TICACO",
             "TACNA - INCLAN", "Fuente: Mapa de Pobreza 2018")  # fmt: skip
    picture = Picture("map.jpeg", lines=lines, is_read=True)
    found = extracted("RESUMEN EJECUTIVO DEL DEPARTAMENTO DE TACNA", pictures=(picture,))
    assert rows(found, "poverty_ranking", "rank_position", "printed_text") == [
        (1, "TACNA - LA YARADA"),
        (2, "TARATA TICACO"),
        (3, "TACNA - INCLAN"),
    ]


def test_a_ranked_list_in_two_columns() -> None:
    """The second column comes after the first one's source; a legend does not."""
    lines = ("PROVINCIA - DISTRITO", "TACNA - SAMA", "TARATA - TICACO", "Fuente: Mapa de Pobreza",
             "TACNA - INCLAN", "TARATA - SITAJARA", "1. Unidad de Protección Especial - UPE",
             "TACNA - PALCA")  # fmt: skip
    picture = Picture("map.jpeg", lines=lines, is_read=True)
    found = extracted("RESUMEN EJECUTIVO DEL DEPARTAMENTO DE TACNA", pictures=(picture,))
    ranked = rows(found, "poverty_ranking", "rank_position", "district_text")
    assert ranked == [(1, "SAMA"), (2, "TICACO"), (3, "INCLAN"), (4, "SITAJARA")]
    assert rows(found, "map_legend", "service_label", "count_text") == [
        ("Unidad de Protección Especial - UPE", "1")
    ]


@pytest.mark.parametrize(
    ("title", "department"),
    [
        (["RESUMEN EJECUTIVO DEL DEPARTAMENTO DE MOQUEGUA"], "MOQUEGUA"),
        (["RESUMEN EJECUTIVO DE LA PROVINCIA CONSTITUCIONAL DEL CALLAO"],
         "PROVINCIA CONSTITUCIONAL DEL CALLAO"),
        (["RESUMEN EJECUTIVO – REGIÓN SAN MARTÍN"], "SAN MARTIN"),
        (["Resumen Ejecutivo de Lima Metropolitana - Enero 2023"], "LIMA METROPOLITANA"),
        (["RESUMEN EJECUTIVO", "DEPARTAMENTO DE MADRE DE DIOS"], "MADRE DE DIOS"),
    ],
)  # fmt: skip
def test_title_says_the_department(title: list[str], department: str) -> None:
    """The words that name the department, however the title is phrased or broken."""
    found = extracted(*title)
    assert rows(found, "department_mentions", "mention_kind", "department_text")[0] == (
        "title",
        department,
    )


def test_a_date_in_a_sentence_below_the_title_is_not_the_month_of_the_summary() -> None:
    for line, months in (
        ("Aprobado por RM N° 123-2022-MIMP, el 15 de marzo de 2022.", []),
        ("Elaborado el 7 de marzo de 2023", []),
        ("Datos al 31 de marzo de 2023", [("MARZO DE 2023",)]),
    ):
        found = extracted("RESUMEN EJECUTIVO DEL DEPARTAMENTO DE TACNA", line)
        assert rows(found, "period_mentions", "printed_text") == months


@pytest.mark.parametrize(
    ("text", "number", "number_class"),
    [
        ("1.1 Centro Emergencia Mujer: texto", "1.1", "section_number"),
        ("II. Programa: según la Ley N° 30364 vigente", "30364", "law_number"),
        ("Atiende a personas de 60 años a más", "60", "age"),
        ("Atiende las 24 horas", "24", "duration"),
        ("Funciona desde el año 1997", "1997", "year"),
        ("El servicio Mi60+ visita a personas", "60", "service_name"),
        ("6 / 8", "6", "page_number"),
        ("Cubre el 100% de provincias", "100", "percentage"),
        ("(*) Cifras al 31 de diciembre", "31", "date"),
        ("Unidad de Protección Especial ........ 4", "4", "page_number"),
        ("Hay 347 cosas sin explicar", "347", "unclaimed"),
    ],
)
def test_numbers_in_running_text_have_a_class(text: str, number: str, number_class: str) -> None:
    """Numbers that are no figures are named as what they are; others stay unclaimed."""
    found = extracted(text)
    assert (number, number_class) in rows(found, "numbers", "printed_text", "number_class")
    codes = [row[0] for row in rows(found, "reading_findings", "code")]
    assert ("unclaimed_number" in codes) == (number_class == "unclaimed")


@pytest.mark.parametrize("sentence", SENTENCES)
def test_ordinary_sentences_leave_no_number_unclaimed(sentence: str) -> None:
    found = extracted("1.1 Centro Emergencia Mujer – CEM: texto", sentence, usage())
    assert ("unclaimed",) not in rows(found, "numbers", "number_class")
    assert rows(found, "service_figures", "printed_text") == []


FACTS = [["Capital", "Ica"], ["N° de distritos", "43"], ["Población (INEI, 2017)", "849 517"]]


@pytest.mark.parametrize("facts", [FACTS, [list(row) for row in zip(*FACTS, strict=True)]])
def test_numbers_of_a_table_about_the_department_are_no_figures(facts: list[list[str]]) -> None:
    found = extracted("RESUMEN EJECUTIVO DEL DEPARTAMENTO DE ICA", facts)
    assert set(rows(found, "numbers", "number_class")) == {("territory",)}


def test_sentences_that_repeat_figures_are_told_from_those_that_print_others() -> None:
    """What no table prints is no figure, and one finding tells of all of it."""
    found = extracted(
        "1.1 Centro Emergencia Mujer – CEM: texto",
        usage(["CEM", "1 453 casos atendidos", "137 casos atendidos"]),
        "En enero se atendieron 137 casos (1453 en 2022), y el CEM de Ilo 120 casos en febrero.",
        "Además, 88 personas recibieron orientación.",
    )
    classes = dict(rows(found, "numbers", "printed_text", "number_class"))
    assert [classes[n] for n in ("1453", "120", "88")] == ["restated", "unclaimed", "unclaimed"]
    assert len(rows(found, "service_figures", "printed_text")) == 2
    told = [row for row in rows(found, "reading_findings", "code", "message")
            if row[0] == "unclaimed_number"]  # fmt: skip
    assert len(told) == 1 and "120, 88" in told[0][1]


@pytest.mark.parametrize(
    "matrix",
    [
        [["N°", "PROVINCIA", "CEM", "UPE"], ["1", "ILO", "3", "4"], ["TOTAL", "3", "4"]],
        [["N°", "PROVINCIA", "CEM", "UPE"], ["1", "ILO", "3", "4"], ["TOTAL", "", "3", "4"]],
        [["#", "PROVINCIA", "CEM", "UPE"], ["1", "ILO", "3", "4"], ["", "TOTAL", "3", "4"]],
        [["DISTRITOS", "CEM", "UPE"], ["ILO", "3", "4"], ["TOTAL", "3", "4"]],
        [["PROVINCIA / SERVICIO", "CEM", "UPE"], ["ILO", "3", "4"], ["TOTAL", "3", "4"]],
    ],
)
def test_matrix_may_number_its_rows_or_be_of_districts(matrix: list[list[str]]) -> None:
    """A running number is no count; the places may be districts, and named with the services."""
    found = extracted("SERVICIOS QUE OPERAMOS AL 100%", matrix)
    assert rows(found, "consolidated_cells", "row_label", "column_label", "printed_text") == [
        ("ILO", "CEM", "3"), ("ILO", "UPE", "4"), ("TOTAL", "CEM", "3"), ("TOTAL", "UPE", "4")
    ]  # fmt: skip
    levels = {level for (level,) in rows(found, "consolidated_cells", "place_level")}
    assert levels == {"district" if matrix[0][0] == "DISTRITOS" else "province"}
    assert not found.rows["service_coverage"]
    codes = {code for (code,) in rows(found, "reading_findings", "code")}
    assert not codes & {"ragged_row", "unclaimed_number"}


def test_a_spoilt_count_does_not_make_a_coverage_table_a_matrix() -> None:
    coverage = [["Provincia", "CEM Regulares", "CEM Comisaria"],
                ["Ilo", "1", "1"], ["Mariscal Nieto", "1 ½", "2"], ["Total", "2", "3"]]  # fmt: skip
    found = extracted("1.1 CEM: texto", coverage)
    assert ("detail", "CEM Regulares", "Mariscal Nieto", "1 ½") in rows(
        found, "service_coverage", "row_kind", "centre_label", "province_text", "count_text"
    )
    assert not found.rows["consolidated_cells"]


def test_coverage_may_count_by_kind_in_columns() -> None:
    """A header over counts is the kind they count; a column of totals is each row's subtotal."""
    coverage = [["N°", "Provincia", "Distrito", "CEM Regular", "CEM Comisaría", "Total"],
                ["1", "Lima", "Ate", "4", "2", "6"], ["2", "", "Comas", "-", "3", "3"],
                ["Total", "4", "5", "9"]]  # fmt: skip
    found = extracted("1.1 CEM: texto", usage([["CEM", coverage], "7\ncasos", "1\ncasos"]))
    assert rows(
        found, "service_coverage",
        "row_kind", "centre_label", "province_text", "district_text", "count_text",
    ) == [
        ("detail", "CEM Regular", "Lima", "Ate", "4"),
        ("detail", "CEM Comisaría", "Lima", "Ate", "2"),
        ("subtotal", None, "Lima", "Ate", "6"),
        ("detail", "CEM Regular", "Lima", "Comas", "-"),
        ("detail", "CEM Comisaría", "Lima", "Comas", "3"),
        ("subtotal", None, "Lima", "Comas", "3"),
        ("subtotal", "CEM Regular", None, None, "4"),
        ("subtotal", "CEM Comisaría", None, None, "5"),
        ("total", None, None, None, "9"),
    ]  # fmt: skip
    assert ("unclaimed",) not in rows(found, "numbers", "number_class")


@pytest.mark.parametrize(
    ("table_rows", "expected"),
    [
        (
            [["Indicador", "Año 2022", "Ene 2023"], ["Casos atendidos", "7 020", "702"],
             ["Acciones preventivas", "410", "S/I"]],
            [(None, "Año 2022", "Casos atendidos", "7 020"),
             (None, "Ene 2023", "Casos atendidos", "702"),
             (None, "Año 2022", "Acciones preventivas", "410"),
             (None, "Ene 2023", "Acciones preventivas", "S/I")],
        ),
        (
            [["Servicio", "Personas atendidas"], ["", "Año 2022", "Ene 2023"], ["SAU", "7", "1"]],
            [("SAU", "Año 2022", "Personas atendidas", "7"),
             ("SAU", "Ene 2023", "Personas atendidas", "1")],
        ),
        (
            [["Servicio", "Ene 2023", "Feb 2023", "Total"],
             ["SAU", "7 casos", "1 casos", "8 casos"]],
            [("SAU", "Ene 2023", "casos", "7"), ("SAU", "Feb 2023", "casos", "1"),
             ("SAU", "Ene 2023 - Feb 2023", "casos", "8")],
        ),
    ],
)  # fmt: skip
def test_bare_numbers_count_what_their_row_or_header_says(
    table_rows: list[list[str]], expected: list[tuple[str | None, ...]]
) -> None:
    """A label that names no service is a measure's; under a service's the header says it."""
    found = extracted("1.1 Servicio de Atención Urgente – SAU: texto", table_rows)
    columns = ("row_label", "period_label", "measure_label", "printed_text")
    assert rows(found, "service_figures", *columns) == expected


def test_row_of_totals_is_told_from_its_parts() -> None:
    """The total of a service's centres is a figure of the service, and known as a total."""
    body = [["CAI Puno", "7 casos", "1 casos"], ["CAI Juliaca", "2 casos", "1 casos"],
            ["Total", "9 casos", "2 casos"]]  # fmt: skip
    found = extracted("2.3 Centro de Atención Institucional – CAI", usage(*body))
    assert rows(found, "service_figures", "row_label", "row_kind", "printed_text")[::2] == [
        ("CAI Puno", "detail", "7"),
        ("CAI Juliaca", "detail", "2"),
        ("CAI Juliaca", "total", "9"),
    ]


def test_name_of_a_table_opens_no_section() -> None:
    """`Cobertura` and `Atenciones realizadas` name the tables of the service before them."""
    found = extracted(
        "a) Centro Emergencia Mujer (CEM)", "Cobertura:", COVERAGE, "Atenciones realizadas",
        [["Indicador", "Año 2022", "Ene 2023"], ["Casos atendidos", "7", "1"]],
    )  # fmt: skip
    headings = {h for (h,) in rows(found, "service_figures", "section_heading")}
    headings |= {h for (h,) in rows(found, "service_coverage", "section_heading")}
    assert headings == {"Centro Emergencia Mujer (CEM)"}


def test_blank_province_left_of_the_kind_continues_it() -> None:
    """Only a kind printed before the provinces starts them anew."""
    coverage = [["Provincia", "Tipo", "N°"], ["Maynas", "CEM Regular", "1"],
                ["", "CEM Comisaría", "2"]]  # fmt: skip
    found = extracted("1.1 CEM: texto", usage([["CEM", coverage], "7\ncasos", "1\ncasos"]))
    assert rows(found, "service_coverage", "province_text", "count_text") == [
        ("Maynas", "1"), ("Maynas", "2")
    ]  # fmt: skip


INLAID: list[tuple[str, list[list[Any]]]] = [
    (
        "split cells",
        usage(
            ["Tipo CEM", "Provincia", "N°", "7\ncasos", "1\ncasos"],
            ["CEM Regulares (3)", "Tacna", "1", "", ""], ["", "Tarata", "2", "", ""],
            ["Total", "3", "", ""],
        ),
    ),
    (
        "figures beside the first row",
        usage(
            ["Tipo CEM", "Provincia", "N°", "", ""],
            ["CEM Regulares (3)", "Tacna", "1", "7\ncasos", "1\ncasos"],
            ["", "Tarata", "2", "", ""], ["Total", "3", "", ""],
        ),
    ),
    (
        "blank columns between the lines",
        usage(
            ["", "Tipo CEM", "Provincia", "N°", "", "7\ncasos", "1\ncasos"],
            ["", "CEM Regulares (3)", "Tacna", "1", "", "", ""],
            ["", "", "Tarata", "2", "", "", ""], ["", "Total", "3", "", "", ""],
        ),
    ),
    (
        "the rest of the row taken for more columns",
        usage([[[
            ["Tipo CEM", "Provincia", "N°", "7\ncasos", "1\ncasos"],
            ["CEM Regulares (3)", "Tacna", "1", "", ""], ["", "Tarata", "2", "", ""],
            ["Total", "3", "", ""],
        ]]]),
    ),
]  # fmt: skip


@pytest.mark.parametrize("body", [body for _, body in INLAID], ids=[name for name, _ in INLAID])
def test_coverage_in_split_cells_is_read_like_a_nested_table(body: list[list[Any]]) -> None:
    """The rows of places are coverage, the cells beside them figures."""
    found = extracted("1.1 CEM: texto", body)
    assert rows(found, "service_coverage", "row_kind", "province_text", "count_text") == [
        ("subtotal", None, "3"), ("detail", "Tacna", "1"), ("detail", "Tarata", "2"),
        ("total", None, "3"),
    ]  # fmt: skip
    assert figures(found) == [("Año 2022", "casos", "7"), ("Ene 2023", "casos", "1")]


def test_a_figure_nobody_printed_beside_split_cells_does_not_hide_the_others() -> None:
    """Several measures under one period, the second of them blank."""
    found = extracted(
        "1.1 CEM: texto",
        [
            ["Servicio / Cobertura", "Usuarias/os"],
            ["", "Año 2022"],
            ["Provincia", "N°", "7\ncasos", "", "9\nacciones"],
            ["Tacna", "1", "", "", ""],
            ["Tarata", "2", "", "", ""],
        ],
    )
    counts = [("Tacna", "1"), ("Tarata", "2")]
    assert rows(found, "service_coverage", "province_text", "count_text") == counts
    assert [figure[1:] for figure in figures(found)] == [("casos", "7"), ("acciones", "9")]


def test_coverage_in_split_cells_beside_its_target_population() -> None:
    """`DEMUNA | Provincia | N° | NNA`: the outer cells are label and target population."""
    found = extracted(
        "2. DEMUNA: texto",
        [["Servicio", "Cobertura", "Población Objetivo"], ["DEMUNA", "Provincia", "N°", "NNA"],
         ["", "Tacna", "4", ""], ["", "Total", "4", ""]],
    )  # fmt: skip
    assert rows(found, "service_coverage", "row_label", "province_text", "count_text") == [
        ("DEMUNA", "Tacna", "4"), ("DEMUNA", None, "4")
    ]  # fmt: skip
    assert ("target_population", "NNA") in rows(found, "notes", "note_kind", "printed_text")


@pytest.mark.parametrize(
    "body",
    [
        [["DEMUNA", "Tacna", "4", "NNA"], ["", "Tarata", "2", ""], ["", "Total", "6", ""]],
        [["DEMUNA", "Tacna", "4", "NNA"], ["DEMUNA", "Tarata", "2", "NNA"], ["Total", "6", ""]],
    ],
    ids=["merged cells", "repeated words"],
)
def test_coverage_beside_columns_of_its_service_and_whom_it_serves(body: list[list[str]]) -> None:
    """`Servicio | Provincia | N° | Población Objetivo` in one header, and no nested table."""
    head = ["Servicio", "Provincia", "N°", "Población Objetivo"]
    found = extracted("2. DEMUNA: texto", [head, *body])
    assert rows(found, "service_coverage", "row_kind", "province_text", "count_text") == [
        ("detail", "Tacna", "4"), ("detail", "Tarata", "2"), ("total", None, "6")
    ]  # fmt: skip
    assert ("target_population", "NNA") in rows(found, "notes", "note_kind", "printed_text")


def test_the_rest_of_a_parted_coverage_table_is_read_with_its_start() -> None:
    """A page break leaves rows without header, and without the merged cell above them."""
    rest = [["Tarata", "2"], ["Total", "3"]]
    found = extracted("1.1 CEM: texto", usage([[COVERAGE[:2], rest], "7\ncasos", "1\ncasos"]))
    assert rows(found, "service_coverage", "row_kind", "province_text", "count_text") == [
        ("subtotal", None, "3"), ("detail", "Tacna", "1"), ("detail", "Tarata", "2"),
        ("total", None, "3"),
    ]  # fmt: skip


def test_a_count_may_be_printed_with_its_unit() -> None:
    """`2 centros`, `1 CEM`; what makes it another number stays with it."""
    body = [["Tacna", "2 centros"], ["Tarata", "1 CEM"], ["Candarave", "3 mil"], ["Total", "3"]]
    found = extracted("1.1 CEM: texto", usage([["CEM", [["Provincia", "N°"], *body]], "7", "1"]))
    assert [row[0] for row in rows(found, "service_coverage", "count_text")] == [
        "2", "1", "3 mil", "3"
    ]  # fmt: skip


def test_shares_beside_counts_are_no_counts() -> None:
    """A column `%`, and a share in brackets behind a count, are not figures."""
    found = extracted(
        "2. DEMUNA: texto",
        [["Provincia", "N°", "%"], ["Tacna", "4 (80 %)", "80,0%"], ["Total", "5", "100%"]],
        "2.1 CAR: texto",
        usage(["CAR", "1 250 (62,5 %)\nNNA atendidos", "4\nNNA atendidos"]),
    )
    assert rows(found, "service_coverage", "province_text", "count_text") == [
        ("Tacna", "4 (80 %)"), (None, "5")
    ]  # fmt: skip
    assert figures(found)[0] == ("Año 2022", "NNA atendidos", "1 250")
    classes = Counter(number for (number,) in rows(found, "numbers", "number_class"))
    assert (classes["aside"], classes["unclaimed"]) == (2, 0)


@pytest.mark.parametrize("mark", ["", "¹", "*", " (*)", "[1]", "⁽¹⁾"])
def test_a_count_in_a_label_may_bear_a_footnote_mark(mark: str) -> None:
    """`CEM Regulares (3)¹` prints three centres."""
    body = [["Tipo CEM", "Provincia", "N°"], [f"CEM Regulares (3){mark}", "Tacna", "3"]]
    found = extracted("1.1 CEM: texto", body)
    assert ("subtotal", "3") in rows(found, "service_coverage", "row_kind", "count_text")


def test_a_table_under_a_programme_is_of_no_earlier_service() -> None:
    """A Roman heading closes the service before it."""
    found = extracted(
        "4.1 Servicio Mi60+", usage(["Mi60+", "7\nPAM", "1\nPAM"]),
        "V. CONSEJO NACIONAL – CONADIS", usage(["", "9\npersonas", "2\npersonas"]),
    )  # fmt: skip
    assert [heading for (heading,) in rows(found, "service_figures", "section_heading")] == [
        "Servicio Mi60+", "Servicio Mi60+",
        "CONSEJO NACIONAL – CONADIS", "CONSEJO NACIONAL – CONADIS",
    ]  # fmt: skip


def test_tables_that_touch_are_read_apart() -> None:
    """A table whose rows hold the next table's header is two tables."""
    joined = [*COVERAGE, *usage(["CEM", "7\ncasos", "1\ncasos"])]
    found = extracted("1.1 CEM: texto", joined)
    assert len(found.rows["service_coverage"]) == 4
    assert [figure[2] for figure in figures(found)] == ["7", "1"]


def test_places_across_are_told_by_what_heads_them_however_they_are_spelt() -> None:
    found = extracted("1.1 CEM: texto", [
        ["Provincia", "Marisc Nietto", "Iloo (Pacocha)", "Total"],
        ["N°", "2", "3", "5"],
    ])  # fmt: skip
    assert rows(found, "service_coverage", "row_kind", "province_text", "count_text") == [
        ("detail", "Marisc Nietto", "2"), ("detail", "Iloo (Pacocha)", "3"), ("total", None, "5"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("blocks", "code"),
    [
        (["Receta de cocina", "Dos huevos y 3 papas"], "not_a_summary"),
        (["RESUMEN EJECUTIVO DEL DEPARTAMENTO DE TACNA", "1 453 casos"], "not_a_summary"),
        (
            ["RESUMEN EJECUTIVO DEL DEPARTAMENTO DE TACNA", "1.1 CEM", "CONSOLIDADO DE SERVICIOS"],
            "unknown_layout",
        ),
        (
            ["RESUMEN EJECUTIVO DEL DEPARTAMENTO DE TACNA", usage(["CEM", "7\ncasos", "1\ncasos"])],
            "incomplete_document",
        ),
    ],
)
def test_documents_that_are_no_whole_summary_are_refused(blocks: list[Any], code: str) -> None:
    """An error that names no row refuses the document and says what to do."""
    errors = [
        row
        for row in extracted(*blocks).rows["reading_findings"]
        if row.severity == "error" and row.row_id is None  # type: ignore[attr-defined]
    ]
    assert [row.code for row in errors] == [code]  # type: ignore[attr-defined]
    assert errors[0].message.endswith(".")  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("places", "after", "is_refused"),
    [(1, ["GLOSARIO", "CEM: texto"], False), (1, [], True), (2, [], False)],
)
def test_last_matrix_may_have_no_total(places: int, after: list[str], is_refused: bool) -> None:
    """An author may leave a total out; a document that ends before the last place has lost it."""
    rows_of_places = [["ILO", "3"], ["MARISCAL NIETO", "4"]]
    first = [["PROVINCIAS", "CEM"], *rows_of_places, ["TOTAL", "7"]]
    last = [["PROVINCIAS", "CIAM"], *rows_of_places[:places]]
    found = extracted(
        "RESUMEN EJECUTIVO DEL DEPARTAMENTO DE MOQUEGUA", "SERVICIOS QUE OPERAMOS AL 100%", first,
        "SERVICIOS QUE SON DADOS EN COORDINACIÓN", last, *after,
    )  # fmt: skip
    refusals = rows(found, "reading_findings", "code", "severity")
    assert (("incomplete_document", "error") in refusals) == is_refused


@pytest.mark.parametrize(("blanks", "severity"), [(0, "error"), (2, "warning")])
def test_a_text_that_ends_where_its_second_matrix_does_is_doubted(
    blanks: int, severity: str
) -> None:
    """Two empty lines close a table; without them its rows may have gone on."""
    matrix = [["PROVINCIAS", "CEM"], ["ILO", "3"], ["TOTAL", "3"]]
    found = extracted(
        "RESUMEN EJECUTIVO DEL DEPARTAMENTO DE MOQUEGUA", "SERVICIOS QUE OPERAMOS AL 100%", matrix,
        "SERVICIOS QUE SON DADOS EN COORDINACIÓN", matrix, trailing_blanks=blanks,
        file_format="text",
    )  # fmt: skip
    findings = rows(found, "reading_findings", "code", "severity")
    assert [one[1] for one in findings if one[0] == "incomplete_document"] == [severity]


@pytest.mark.parametrize(("blanks", "is_refused"), [(0, True), (2, False)])
def test_a_text_with_its_matrices_first_does_not_end_with_a_heading(
    blanks: int, is_refused: bool
) -> None:
    """Where the matrices are there, only a service whose table is not tells that more is lost."""
    matrix = [["PROVINCIAS", "CEM"], ["ILO", "3"], ["TOTAL", "3"]]
    found = extracted(
        "RESUMEN EJECUTIVO DEL DEPARTAMENTO DE MOQUEGUA", "SERVICIOS QUE OPERAMOS AL 100%", matrix,
        "1. Centro Emergencia Mujer – CEM", usage(["CEM", "7\ncasos", "1\ncasos"]),
        "2. Centro Integral del Adulto Mayor", trailing_blanks=blanks, file_format="text",
    )  # fmt: skip
    refusals = rows(found, "reading_findings", "code", "severity")
    assert (("incomplete_document", "error") in refusals) == is_refused


def test_sections_after_the_matrices_are_no_map() -> None:
    """An author may print the matrices first; numbered headings below are no legend's counts."""
    matrix = [["PROVINCIAS", "CEM"], ["ILO", "3"], ["TOTAL", "3"]]
    found = extracted(
        "RESUMEN EJECUTIVO DEL DEPARTAMENTO DE MOQUEGUA", matrix, matrix,
        "1. DEMUNA", [["Provincia", "N°"], ["Ilo", "4"]],
        "2. CIAM", [["Provincia", "N°"], ["Ilo", "5"]], "3. Juguemos", "4) UPE", "5 UPE",
    )  # fmt: skip
    assert rows(found, "map_legend", "count_text") == [("5",)]


def test_a_title_may_bear_a_number_and_a_letters_date() -> None:
    """Neither the file number names a department, nor the day of writing the month."""
    found = extracted(
        "RESUMEN EJECUTIVO N° 012-2024-MIMP/OGMEPGD", "DEPARTAMENTO DE TACNA",
        "Lima, 15 de mayo de 2024", "1.1 CEM: texto", usage(["CEM", "7\ncasos", "1\ncasos"]),
    )  # fmt: skip
    assert rows(found, "department_mentions", "department_text")[0] == ("TACNA",)
    assert "title" not in {kind for (kind,) in rows(found, "period_mentions", "mention_kind")}


def test_hostile_text_is_kept_and_told() -> None:
    """A formula stays text and earns a warning."""
    found = extracted("1.1 CEM: texto", usage(["=cmd|'/c calc'!A1", "7\ncasos", "1\ncasos"]))
    assert ("suspicious_text", "warning") in rows(found, "reading_findings", "code", "severity")


def test_same_document_gives_the_same_rows() -> None:
    """Identifiers depend on the document alone."""
    blocks: list[Any] = ["1.1 CEM: texto", usage([["CEM", COVERAGE], "7\ncasos", "1\ncasos"])]
    assert extracted(*blocks).rows == extracted(*blocks).rows


@pytest.mark.parametrize("at", [0, 2])
def test_a_label_drawn_up_into_the_header_is_that_of_the_row_below(at: int) -> None:
    """A page break or a conversion puts the places of a service beside its periods."""
    places = [["Provincia", "Distrito", "Intervención"], ["Ilo", "Pacocha", "Pacocha"]]
    period_row: list[Any] = ["", "Año 2022", "Ene 2023"]
    period_row[at] = [period_row[at] or "Estrategia Rural", places]
    found = extracted(
        "1.2 Estrategia Rural – ER: texto",
        [["Servicio / Cobertura", "Usuarias/os"], period_row,
         ["" if at == 0 else "Estrategia Rural", "31\nCasos derivados", "45\nCasos derivados"]],
    )  # fmt: skip
    assert figures(found) == [
        ("Año 2022", "Casos derivados", "31"),
        ("Ene 2023", "Casos derivados", "45"),
    ]
    assert rows(found, "service_figures", "row_label")[0] == ("Estrategia Rural",)
    assert rows(found, "service_coverage", "province_text", "place_name") == [("Ilo", "Pacocha")]
