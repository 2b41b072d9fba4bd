"""Grids: figures under the words of their column, beside those of their row."""

from __future__ import annotations

from typing import Any

import pytest

from orchestration.documents.model import Cell, Table
from orchestration.documents.words import is_period_label
from orchestration.extraction.headers import compose_heads
from tests.unit.test_extraction import cell, extracted, rows, table

HEADING = "1.1 Centro Emergencia Mujer – CEM: texto"
USAGE = ("province_text", "district_text", "period_label", "measure_label", "row_kind",
         "printed_text")  # fmt: skip
CASES, ACTIONS = "Casos atendidos", "Acciones preventivas"


def usage(*printed: list[list[Any]], heading: str = HEADING) -> list[tuple[Any, ...]]:
    """Place, period, measure and text of the usage figures of some tables."""
    return rows(extracted(heading, *printed), "service_figures", *USAGE)


def test_rows_of_provinces_give_each_figure_its_place() -> None:
    """A total row is the department's, a measure over the periods is that of all below."""
    found = usage([
        ["Provincia", CASES],
        ["", "Año 2022", "Ene 2023"],
        ["Ilo", "40", "3"],
        ["Mcal. Nieto", "1 204", "-"],
        ["Total", "1 244", "3"],
    ])  # fmt: skip
    assert found == [
        ("Ilo", None, "Año 2022", CASES, "detail", "40"),
        ("Ilo", None, "Ene 2023", CASES, "detail", "3"),
        ("Mcal. Nieto", None, "Año 2022", CASES, "detail", "1 204"),
        ("Mcal. Nieto", None, "Ene 2023", CASES, "detail", "-"),
        (None, None, "Año 2022", CASES, "total", "1 244"),
        (None, None, "Ene 2023", CASES, "total", "3"),
    ]


def test_columns_of_provinces_take_the_period_of_their_row() -> None:
    """Measure and period stand beside the figures, the places over them."""
    found = usage([
        ["Atenciones", "Periodo", "Ilo", "Mariscal Nieto", "Total"],
        [CASES, "Año 2022", "4", "5", "9"],
        ["", "Ene 2023", "1", "0", "1"],
    ])  # fmt: skip
    assert found == [
        ("Ilo", None, "Año 2022", CASES, "detail", "4"),
        ("Mariscal Nieto", None, "Año 2022", CASES, "detail", "5"),
        (None, None, "Año 2022", CASES, "total", "9"),
        ("Ilo", None, "Ene 2023", CASES, "detail", "1"),
        ("Mariscal Nieto", None, "Ene 2023", CASES, "detail", "0"),
        (None, None, "Ene 2023", CASES, "total", "1"),
    ]


def test_measures_as_columns_and_periods_as_rows() -> None:
    """The table turned round says the same."""
    found = usage([["Periodo", CASES, ACTIONS], ["Año 2022", "12", "10"], ["Ene 2023", "4", "3"]])
    assert [(row[2], row[3], row[5]) for row in found] == [
        ("Año 2022", CASES, "12"),
        ("Año 2022", ACTIONS, "10"),
        ("Ene 2023", CASES, "4"),
        ("Ene 2023", ACTIONS, "3"),
    ]


def test_months_under_a_year_and_their_total() -> None:
    """A total behind months is of the stretch of them; the year before is no part of it."""
    found = usage([
        ["Indicador", "2022", "2023"],
        ["", "", "Ene", "Feb", "Total"],
        [CASES, "70", "4", "5", "9"],
    ])  # fmt: skip
    assert [(row[2], row[4], row[5]) for row in found] == [
        ("2022", "detail", "70"),
        ("Ene 2023", "detail", "4"),
        ("Feb 2023", "detail", "5"),
        ("Ene 2023 - Feb 2023", "total", "9"),
    ]


def test_a_total_below_months_is_of_the_months_above_it() -> None:
    """A total in the column of periods is one of months, and stays where they are counted."""
    months = [["Periodo", CASES], ["Año 2022", "70"], ["Feb 2023", "4"], ["Mar 2023", "5"]]
    found = usage([*months, ["Total", "9"]])
    assert [(row[2], row[4], row[5]) for row in found][-1] == (
        "Feb 2023 - Mar 2023",
        "total",
        "9",
    )
    found = usage([
        ["Provincia", "Periodo", CASES],
        ["Ilo", "Feb 2023", "4"], ["", "Mar 2023", "1"], ["", "Total", "5"],
        ["Mariscal Nieto", "Feb 2023", "2"], ["", "Mar 2023", "1"], ["", "Total", "3"],
        ["Total", "", "8"],
    ])  # fmt: skip
    both = "Feb 2023 - Mar 2023"
    assert [(row[0], row[2], row[4], row[5]) for row in found] == [
        ("Ilo", "Feb 2023", "detail", "4"),
        ("Ilo", "Mar 2023", "detail", "1"),
        ("Ilo", both, "total", "5"),
        ("Mariscal Nieto", "Feb 2023", "detail", "2"),
        ("Mariscal Nieto", "Mar 2023", "detail", "1"),
        ("Mariscal Nieto", both, "total", "3"),
        (None, None, "total", "8"),
    ]


def test_columns_of_each_sex_are_not_taken_for_all_and_shares_for_nothing() -> None:
    """A part of a measure is another measure; targets and percentages are no figures."""
    found = extracted(HEADING, [
        ["Indicador", "Meta 2023", "Ene 2023", "% Avance"],
        ["", "", "Mujeres", "Total", ""],
        [CASES, "600", "310", "320", "51.7"],
    ])  # fmt: skip
    columns = ("period_label", "measure_label", "row_kind", "printed_text")
    assert rows(found, "service_figures", *columns) == [
        ("Ene 2023", f"Mujeres {CASES}", "detail", "310"),
        ("Ene 2023", CASES, "total", "320"),
    ]
    assert ("unclaimed",) not in rows(found, "numbers", "number_class")


def test_a_head_may_say_period_and_measure_in_one_breath() -> None:
    """With brackets, a line break or nothing but blanks between them."""
    found = usage([
        ["Distrito", "Casos derivados Año 2022", "Ene 2023 (casos derivados)"],
        ["Ilo", "10", "4"],
    ])  # fmt: skip
    assert [(row[1], row[2], row[3]) for row in found] == [
        ("Ilo", "Año 2022", "Casos derivados"),
        ("Ilo", "Ene 2023", "casos derivados"),
    ]


def test_a_total_of_years_has_no_period_of_its_own() -> None:
    """Nothing says what it adds up: it stays without a period, and dbt reports it."""
    found = usage([["Provincia", "Año 2021", "Año 2022", "Total"], ["Ilo", "1", "2", "3"]])
    assert [row[2] for row in found] == ["Año 2021", "Año 2022", None]


@pytest.mark.parametrize(
    ("body", "places"),
    [
        ([["Ilo", "1", "7", "2"], ["Tacna", "2", "", ""], ["Total", "3", "", ""]], [None, None]),
        ([["Ilo", "1", "7", "2"]], [None, None]),
        ([["Ilo", "1", "7", "2"], ["Tacna", "2", "4", "0"]], ["Ilo", "Ilo", "Tacna", "Tacna"]),
    ],
)
def test_figures_beside_counts_of_centres(body: list[list[str]], places: list[str | None]) -> None:
    """One cell merged down, or the only centre's, is of the service; cells a row are of places."""
    found = extracted(HEADING, [["Provincia", "N°", "Año 2022", "Ene 2023"], *body])
    assert [row[0] for row in rows(found, "service_figures", "province_text")] == places
    counts = rows(found, "service_coverage", "province_text", "count_text")
    assert counts == [(None if row[0] == "Total" else row[0], row[1]) for row in body]
    assert ("unclaimed",) not in rows(found, "numbers", "number_class")


def test_a_row_that_does_not_fit_is_refused() -> None:
    """Its figures would stand under a guessed column."""
    found = extracted(HEADING, [["Provincia", CASES], ["", "Año 2022", "Ene 2023"],
                                ["Ilo", "40", "3"], ["Tacna", "4", "5", "6"]])  # fmt: skip
    assert rows(found, "reading_findings", "code", "severity")[0] == ("ragged_row", "error")
    assert [row[0] for row in rows(found, "service_figures", "printed_text")] == ["40", "3"]


def test_kinds_of_centres_as_columns_need_no_column_of_numbers() -> None:
    """Nested or not, every column right of the place holds counts."""
    kinds = [["Provincia", "Regular", "Itinerante"], ["Ilo", "1", "-"], ["Tacna", "2", "1"]]
    nested: list[list[Any]] = [
        ["Servicio / Cobertura", "Usuarias/os"],
        ["", "Año 2022"],
        [["CEM", kinds], "7 casos"],
    ]
    for printed in (kinds, nested):
        found = extracted(HEADING, printed)
        assert rows(found, "service_coverage", "province_text", "centre_label", "count_text") == [
            ("Ilo", "Regular", "1"),
            ("Ilo", "Itinerante", "-"),
            ("Tacna", "Regular", "2"),
            ("Tacna", "Itinerante", "1"),
        ]


def test_stacks_side_by_side_are_one_table() -> None:
    """The total below both is of both."""
    found = extracted(HEADING, [["Provincia", "N°", "Provincia", "N°"], ["Ilo", "1", "Tacna", "2"],
                                ["Total", "3"]])  # fmt: skip
    assert rows(found, "service_coverage", "row_kind", "province_text", "count_text") == [
        ("detail", "Ilo", "1"),
        ("detail", "Tacna", "2"),
        ("total", None, "3"),
    ]


@pytest.mark.parametrize("repeated", [True, False])
def test_a_table_that_goes_on_is_one(repeated: bool) -> None:
    """After a page break, with its header again or without, its total is of all rows."""
    header = ["Provincia", "N°"]
    rest = [["Tacna", "2"], ["Total", "3"]]
    found = extracted(HEADING, [header, ["Ilo", "1"]], [header, *rest] if repeated else rest)
    locations = rows(found, "service_coverage", "location", "count_text")
    assert [count for _, count in locations] == ["1", "2", "3"]
    assert {location.split(" > row")[0] for location, _ in locations} == {
        "1.1 Centro Emergencia Mujer – CEM > table 1"
    }


def test_matrices_of_two_header_rows_and_turned_round() -> None:
    """The words right over the columns count, with the service over a kind of its centres."""
    columns = ("row_label", "place_level", "column_label", "printed_text")
    grouped = extracted("CONSOLIDADO DE SERVICIOS", [
        ["PROVINCIAS", "CEM", "OTROS", "TOTAL"],
        ["", "REGULAR", "COMISARÍA", "HRT", "CIAM", ""],
        ["ILO", "1", "2", "", "2", "5"],
    ])  # fmt: skip
    assert rows(grouped, "consolidated_cells", *columns) == [
        ("ILO", "province", "CEM\nREGULAR", "1"),
        ("ILO", "province", "CEM\nCOMISARÍA", "2"),
        ("ILO", "province", "HRT", ""),
        ("ILO", "province", "CIAM", "2"),
        ("ILO", "province", "TOTAL", "5"),
    ]
    turned = extracted("CONSOLIDADO DE SERVICIOS", [
        ["SERVICIOS", "ILO", "TACNA", "TOTAL"], ["CEM", "1", "2", "3"], ["HRT", "", "1", "1"],
    ])  # fmt: skip
    assert rows(turned, "consolidated_cells", *columns)[:3] == [
        ("ILO", "province", "CEM", "1"),
        ("ILO", "province", "HRT", ""),
        ("TACNA", "province", "CEM", "2"),
    ]


def test_known_widths_settle_what_counting_cannot() -> None:
    """`2022` over one column and `2023` over two, with nothing left blank below."""
    wide = Cell(cell("2023").blocks, columns=2)
    printed = Table(((cell("2022"), wide), *table([["Año", "Ene", "Feb"], ["1", "2", "3"]]).rows))
    heads = compose_heads(printed.rows)
    assert heads is not None
    assert [[c.text for c in cells] for cells in heads.columns] == [
        ["2022", "Año"], ["2023", "Ene"], ["2023", "Feb"],
    ]  # fmt: skip


def test_figures_below_places_belong_to_the_grid_they_stand_in() -> None:
    """A page break in a PDF may leave nothing between a table of places and the grid below it."""
    found = extracted(HEADING, [
        ["Provincia", "N°"], ["Ilo", "1"], ["Periodo", CASES], ["Año 2022", "2055"],
    ])  # fmt: skip
    assert rows(found, "service_coverage", "province_text", "count_text") == [("Ilo", "1")]
    columns = ("period_label", "measure_label", "printed_text")
    assert rows(found, "service_figures", *columns) == [("Año 2022", CASES, "2055")]


def test_a_column_of_dashes_under_periods_holds_figures() -> None:
    """So does one whose only number has a footnote mark."""
    found = usage([["Periodo", CASES, ACTIONS], ["Año 2022", "S/I", "274**"]])
    assert [(row[3], row[5]) for row in found] == [(CASES, "S/I"), (ACTIONS, "274")]


@pytest.mark.parametrize("count", ["1", "S/I", "-"])
def test_one_kind_of_centre_as_a_column_is_that_kind(count: str) -> None:
    """`Provincia | CEM Regulares` is no consolidated matrix, whatever its cells print."""
    found = extracted(HEADING, [["Provincia", "CEM Regulares"], ["Callao", count]])
    columns = ("centre_label", "province_text", "count_text")
    assert rows(found, "service_coverage", *columns) == [("CEM Regulares", "Callao", count)]
    assert rows(found, "consolidated_cells", "printed_text") == []


def test_whom_a_column_serves_is_what_it_counts_unless_more_is_said() -> None:
    """A sentence over the table says what the service is, not what the table counts."""
    definition = "Lugar de apoyo para familias con dificultades."
    for over, caption, measure in (
        ("Personas atendidas", definition, "Personas atendidas"),
        ("Usuarias/os", CASES, CASES),
        ("Usuarias/os", definition, "Usuarias/os"),
    ):
        printed = table([["Provincia", over], ["", "Año 2022"], ["Ilo", "4"]])
        found = extracted(HEADING, caption, printed)
        assert rows(found, "service_figures", "measure_label") == [(measure,)]


def test_a_service_without_a_number_stands_below_the_heading_of_its_programme() -> None:
    found = extracted(
        "V. Consejo Nacional para la Integración de la Persona con Discapacidad – CONADIS",
        "El Registro Nacional de la Persona con Discapacidad: da un documento a cada persona.",
        [["Periodo", "Personas inscritas"], ["Año 2022", "30"]],
    )
    heading = "El Registro Nacional de la Persona con Discapacidad"
    assert rows(found, "service_figures", "section_heading") == [(heading,)]


def test_services_and_measures_beside_each_other_are_each_what_they_are() -> None:
    """One table of all services: a merged name, its measures, months and their total."""
    found = extracted("1. Atenciones por servicio", [
        ["Servicio", "Indicador", "Año 2022", "Ene 2023"],
        ["Centro Emergencia Mujer (CEM)", CASES, "70", "4"],
        ["", ACTIONS, "9", "-"],
        ["Línea 100", "Consultas telefónicas", "5", "1"],
    ])  # fmt: skip
    names = ("row_label", "measure_label", "printed_text")
    cem = "Centro Emergencia Mujer (CEM)"
    assert rows(found, "service_figures", *names) == [
        (cem, CASES, "70"),
        (cem, CASES, "4"),
        (cem, ACTIONS, "9"),
        (cem, ACTIONS, "-"),
        ("Línea 100", "Consultas telefónicas", "5"),
        ("Línea 100", "Consultas telefónicas", "1"),
    ]


def test_a_head_with_a_range_of_months_after_its_measure_keeps_both_months() -> None:
    found = usage([
        ["Provincia", "N°", "NNA atendidos Ene – Dic 2025", "NNA atendidos – Año 2024"],
        ["Ilo", "1", "58", "66"],
    ])  # fmt: skip
    assert [(row[2], row[3]) for row in found] == [
        ("Ene – Dic 2025", "NNA atendidos"),
        ("Año 2024", "NNA atendidos"),
    ]


@pytest.mark.parametrize("over", ["Ubicación de los CEM:", "Relación de CEM", "Cobertura del CEM"])
def test_words_over_a_table_of_a_section_name_the_service_inside_them(over: str) -> None:
    places = [["Provincia", "N°"], ["Ilo", "1"]]
    found = extracted("1. Centros Emergencia Mujer. Hay 6 CEM.", places, over, places)
    headings = {row[0] for row in rows(found, "service_coverage", "section_heading")}
    assert headings == {"Centros Emergencia Mujer. Hay 6 CEM.", "CEM"}


def test_a_count_that_looks_like_a_year_is_still_a_count() -> None:
    """Below `Período` a row begins with its period, and heads no other table."""
    found = extracted(
        "2.2 Centro de Desarrollo Integral – CEDIF",
        [["Período", "Personas atendidas"], ["Año 2022", "1047"], ["Año 2021", "1966"]],
    )
    columns = ("period_label", "printed_text")
    assert rows(found, "service_figures", *columns) == [("Año 2022", "1047"), ("Año 2021", "1966")]


@pytest.mark.parametrize(
    ("text", "is_label"), [("2023", True), ("1966", False), ("2051", False), ("Año 1966", True)]
)
def test_a_year_without_a_word_is_one_of_these_years(text: str, is_label: bool) -> None:
    assert is_period_label(text) is is_label


def below_cases(body: list[list[Any]]) -> Table:
    """A table of provinces with one measure over two columns."""
    return Table(((cell("Provincia"), Cell(cell(CASES).blocks, columns=2)), *table(body).rows))


@pytest.mark.parametrize("printed", ["", "Enero a Mayo 2203", "Preliminar"])
def test_a_column_beside_periods_whose_period_is_blank_or_misspelt_counts_no_centres(
    printed: str,
) -> None:
    """The words over both columns say what it counts; its figures have no period to stand under."""
    body = [["", "Año 2022", printed], ["Ilo", "40", "3"], ["Mariscal Nieto", "12", "85"]]
    found = extracted(HEADING, below_cases(body))
    assert not rows(found, "service_coverage", "count_text")
    assert rows(found, "service_figures", "period_label", "measure_label", "printed_text") == [
        ("Año 2022", CASES, "40"),
        (printed or None, CASES, "3"),
        ("Año 2022", CASES, "12"),
        (printed or None, CASES, "85"),
    ]


def test_columns_under_one_measure_count_no_centres_where_all_their_periods_are_blank() -> None:
    """What is counted is cases, whatever the period."""
    found = extracted(HEADING, below_cases([["", "", ""], ["Ilo", "40", "3"]]))
    assert not rows(found, "service_coverage", "count_text")
    assert rows(found, "service_figures", "period_label", "measure_label", "printed_text") == [
        (None, CASES, "40"),
        (None, CASES, "3"),
    ]


@pytest.mark.parametrize("is_whole", [True, False])
def test_rows_below_other_periods_take_these(is_whole: bool) -> None:
    """A header printed again with other periods, whole or its last row alone, changes them."""
    again = below_cases([]).rows if is_whole else ()
    parts = [
        table([["", "Año 2022", "Ene 2023"], ["Ilo", "40", "3"], ["Tacna", "50", "4"]]).rows,
        table([["", "Ene 2023", "Año 2022"], ["Mariscal Nieto", "5", "60"]]).rows,
        table([["", "Año 2022", "Ene 2023"], ["General Sánchez Cerro", "70", "8"]]).rows,
    ]
    printed = Table((*below_cases([]).rows, *parts[0], *again, *parts[1], *again, *parts[2]))
    found = rows(extracted(HEADING, printed), "service_figures", *USAGE)
    assert [(row[0], row[2], row[5]) for row in found] == [
        ("Ilo", "Año 2022", "40"),
        ("Ilo", "Ene 2023", "3"),
        ("Tacna", "Año 2022", "50"),
        ("Tacna", "Ene 2023", "4"),
        ("Mariscal Nieto", "Ene 2023", "5"),
        ("Mariscal Nieto", "Año 2022", "60"),
        ("General Sánchez Cerro", "Año 2022", "70"),
        ("General Sánchez Cerro", "Ene 2023", "8"),
    ]


def test_one_cell_over_two_periods_is_of_neither() -> None:
    """Its number is kept out with a finding, the other figures of its row are not."""
    one, two = table([["", "Año 2022", "Ene 2023"], ["Ilo", "40", "3"]]).rows
    merged = (cell("Mariscal Nieto"), Cell(cell("274").blocks, columns=2))
    found = extracted(HEADING, Table((*below_cases([]).rows, one, two, merged)))
    assert rows(found, "service_figures", "province_text", "printed_text") == [
        ("Ilo", "40"),
        ("Ilo", "3"),
    ]
    findings = rows(found, "reading_findings", "code", "severity", "printed_text")
    assert ("ragged_row", "error", "274") in findings


def test_one_cell_over_two_provinces_is_of_neither() -> None:
    """A cell merged down past the next province's name is no figure of the first one."""
    body = table([["", "Año 2022", "Ene 2023"], ["Ilo", "40", "3"], ["Mariscal Nieto", "", "85"],
                  ["General Sánchez Cerro", "5", "6"]])  # fmt: skip
    name, _, last = body.rows[2]
    merged = (name, Cell(continues=True), last)
    printed = (*below_cases([]).rows, *body.rows[:2], merged, body.rows[3])
    found = extracted(HEADING, Table(printed))
    assert rows(found, "service_figures", "province_text", "printed_text") == [
        ("Ilo", "3"),
        ("Mariscal Nieto", "85"),
        ("General Sánchez Cerro", "5"),
        ("General Sánchez Cerro", "6"),
    ]
    findings = rows(found, "reading_findings", "code", "severity", "printed_text")
    assert ("ragged_row", "error", "40") in findings


@pytest.mark.parametrize(
    "head",
    ["Febrro 2023", "Marso\n2023", "I Trim 2023", "Semestre II\n2022", "Proyectado 2023"],
)
def test_other_words_in_the_head_of_a_period_stay_with_it(head: str) -> None:
    """Cut off, they would make a year of it; what they mean is for dbt to say."""
    found = usage([["Provincia", "Año 2021", head], ["Ilo", "10", "4"]])
    assert [row[2] for row in found] == ["Año 2021", head]


@pytest.mark.parametrize("words", ["Casos atendidos", "PAM", "Ilo", "Usuarias/os"])
def test_words_that_head_figures_are_parted_from_their_period(words: str) -> None:
    found = usage([["Distrito", f"{words} 2022", "Ene 2023"], ["Ilo", "10", "4"]])
    assert [row[2] for row in found] == ["2022", "Ene 2023"]


@pytest.mark.parametrize("head", ["Año 2202", "Año 202", "Año 2O22", "Año 2022 - 2021", "Ene 203"])
@pytest.mark.parametrize("is_first", [True, False])
def test_a_misprinted_year_beside_periods_heads_figures_too(head: str, is_first: bool) -> None:
    """Nobody can tell the period, but the numbers below are figures, and dbt reports them."""
    heads = [head, "Ene 2021"] if is_first else ["Ene 2021", head]
    found = usage([
        ["Servicio / Cobertura", "Usuarias/os", ""],
        ["", *heads],
        ["CEM Regular", "10\nCasos atendidos", "4\nCasos atendidos"],
    ])  # fmt: skip
    assert [(row[2], row[5]) for row in found] == list(zip(heads, ["10", "4"], strict=True))


@pytest.mark.parametrize("head", ["Año 2202", "Abrl\n2023"])
def test_a_misprinted_period_heads_figures_that_follow_their_words(head: str) -> None:
    found = usage([
        ["Servicio / Cobertura", "Usuarias/os", ""],
        ["", head, "Año 2022", "Año 2021"],
        ["CEM Regular", "Casos atendidos: 10", "Casos atendidos: 4", "Casos atendidos: 5"],
    ])  # fmt: skip
    assert [row[2] for row in found] == [head, "Año 2022", "Año 2021"]
