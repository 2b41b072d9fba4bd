"""Reading and judging the official poverty workbook, right ones and wrong ones."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable

import pytest
from openpyxl import load_workbook

from orchestration.poverty.cells import NoNumber, code_of, decimal_of, whole_of
from orchestration.poverty.model import WorkbookReading
from orchestration.poverty.places import KnownPlaces, read_known_places
from orchestration.poverty.workbook import read_workbook
from orchestration.settings import REFERENCE
from tests.unit.poverty_workbooks import Row, Sheet, shipped_rows

DEPARTMENTS = ("01", "18")
DISTRICTS = 104


@pytest.fixture(scope="module")
def places() -> KnownPlaces:
    """Two departments are a country small enough to be written many times."""
    every = read_known_places(REFERENCE)
    return KnownPlaces(
        {code: name for code, name in every.districts.items() if code[:2] in DEPARTMENTS},
        frozenset(code for code in every.provinces if code[:2] in DEPARTMENTS),
        every.created,
        every.intervals,
    )


def read(
    content: bytes, places: KnownPlaces, name: str = "Anexo_Estadistico.xlsx"
) -> WorkbookReading:
    return read_workbook(content, name, places, 2026)


def errors(reading: WorkbookReading) -> set[str]:
    return {finding.code for finding in reading.findings if finding.severity == "error"}


def number_as_text(row: Row) -> None:
    row[4] = f"{row[4]:,}".replace(",", " ")
    row[5], row[6] = (str(row[i]).replace(".", ",") for i in (5, 6))
    row[8] = str(row[8] or "-")


def code_as_number(row: Row) -> None:
    row[0] = int(row[0])


def code_without_zero(row: Row) -> None:
    row[0] = row[0].lstrip("0")


def dots_in_thousands(row: Row) -> None:
    row[4] = f"{row[4]:,}"


def per_cent_signs(row: Row) -> None:
    row[5], row[6] = f"{row[5]} %", f"{row[6]}%"


def test_the_official_layout_gives_every_district_its_interval(places: KnownPlaces) -> None:
    reading = read(Sheet().content(), places)
    assert not errors(reading)
    assert (reading.edition, reading.population_year) == (2018, 2020)
    assert len(reading.estimates) == DISTRICTS
    first = next(one for one in reading.estimates if one.ubigeo == "180105")
    assert (first.population, first.lower, first.upper) == (1588, 25.2, 54.7)
    assert (first.robust_group, first.rank, first.district_text) == (9, 720, "San Cristóbal")


@pytest.mark.parametrize(
    "change",
    [number_as_text, code_as_number, code_without_zero, dots_in_thousands, per_cent_signs],
)
def test_numbers_and_codes_read_the_same_however_they_are_stored(
    change: Callable[[Row], None], places: KnownPlaces
) -> None:
    plain = read(Sheet().content(), places)
    changed = read(Sheet().change(change).content(), places)
    assert not errors(changed)
    assert changed.estimates == plain.estimates


def note_marks(row: Row) -> None:
    row[3] = f"{row[3]} 1/"
    row[4] = f"{row[4]} 2/"
    row[5], row[6] = f"{row[5]} a/", f"*{row[6]}"


def test_marks_of_notes_belong_to_no_value(places: KnownPlaces) -> None:
    marked = read(Sheet().change(note_marks).content(), places)
    assert not errors(marked)
    assert marked.estimates == read(Sheet().content(), places).estimates


def test_a_fraction_shown_as_per_cent_is_read_as_it_is_shown(places: KnownPlaces) -> None:
    def divide(row: Row) -> None:
        row[5], row[6] = row[5] / 100, row[6] / 100

    book = load_workbook(io.BytesIO(Sheet().change(divide).content()))
    for cells in book["Anexo1"].iter_rows(min_row=8, min_col=6, max_col=7):
        for cell in cells:
            cell.number_format = "0.0%"
    stream = io.BytesIO()
    book.save(stream)
    shown = read(stream.getvalue(), places)
    assert not errors(shown)
    assert shown.estimates == read(Sheet().content(), places).estimates


def test_a_hidden_sheet_is_not_read(places: KnownPlaces) -> None:
    book = load_workbook(io.BytesIO(Sheet(name="Distritos").content()))
    hidden = book.copy_worksheet(book["Distritos"])
    hidden.title, hidden.sheet_state = "Anexo1", "hidden"
    hidden["F8"] = 1.0
    stream = io.BytesIO()
    book.save(stream)
    reading = read(stream.getvalue(), places)
    assert reading.estimates[0].lower == 5.8
    book["Distritos"].sheet_state = "hidden"
    book["Indice"].sheet_state = "visible"
    stream = io.BytesIO()
    book.save(stream)
    assert errors(read(stream.getvalue(), places)) == {"unknown_layout"}


def test_columns_are_found_by_their_headings_in_any_order(places: KnownPlaces) -> None:
    sheet = Sheet(
        headings=(
            "UBIGEO",
            "Departamento",
            "PROVINCIA",
            "Distrito",
            "Proyección de la población 2025",
            "Límite inferior",
            "Límite superior",
            "Grupos robustos",
            "Ubicación de la pobreza total",
        ),
        order=(1, 2, 0, 3, 8, 6, 5, 4, 7),
    )
    reading = read(sheet.content(), places)
    assert not errors(reading)
    assert reading.population_year == 2025
    assert len(reading.estimates) == DISTRICTS
    assert reading.estimates[0].lower == 5.8


def test_without_headings_the_known_order_counts_and_is_said(places: KnownPlaces) -> None:
    sheet = Sheet(headings=[""] * 9)
    reading = read(sheet.content(), places)
    assert not errors(reading)
    assert ("warning", "unknown_layout") in {(one.severity, one.code) for one in reading.findings}
    assert len(reading.estimates) == DISTRICTS


def test_rows_of_departments_and_provinces_are_no_districts(places: KnownPlaces) -> None:
    sheet = Sheet()
    sheet.rows[:0] = [["01", "Amazonas", "", "", 426806, 27.0, 33.0, "", ""]]
    sheet.rows.insert(5, ["0101", "Amazonas", "Chachapoyas", "", 63000, 20.0, 33.0, "", ""])
    reading = read(sheet.content(), places)
    assert not errors(reading)
    assert len(reading.estimates) == DISTRICTS


def test_the_interval_of_all_poverty_is_taken_not_that_of_extreme_poverty(
    places: KnownPlaces,
) -> None:
    sheet = Sheet()
    content = sheet.content()
    book = load_workbook(io.BytesIO(content))
    page = book["Anexo1"]
    page.insert_cols(6, 2)
    page["F5"], page["F6"], page["G6"] = "Pobreza extrema", "Inferior", "Superior"
    page["H5"] = "Pobreza total"
    for row in range(8, 8 + len(sheet.rows)):
        page.cell(row, 6, 0.1)
        page.cell(row, 7, 0.2)
    stream = io.BytesIO()
    book.save(stream)
    reading = read(stream.getvalue(), places)
    assert not errors(reading)
    assert reading.estimates[0].upper == 12.3


@pytest.mark.parametrize(
    ("title", "notes", "name", "edition"),
    [
        (["MAPA DE POBREZA 2022"], [], "a.xlsx", 2022),
        (["Anexo", "Año 2022"], [], "a.xlsx", 2022),
        (["Anexo", "Población 2020"], [], "Anexo_2022.xlsx", 2022),
        (["Anexo"], ["Fuente: INEI, Mapa de Pobreza Monetaria 2022"], "a.xlsx", 2022),
        (["POBREZA MONETARIA 2018 y 2022"], [], "a.xlsx", None),
        (["POBREZA MONETARIA 2018 y 2022"], [], "Anexo_2022.xlsx", 2022),
        (["POBREZA MONETARIA 2018 y 2022"], ["Fuente: Mapa de Pobreza 2013"], "a.xlsx", None),
        (["Proyecciones al 2025 y POBREZA MONETARIA, 2022"], [], "a.xlsx", 2022),
        (["MAPA DE POBREZA 2018: Censos Nacionales 2007 y 2017 y ENAHO 2019"], [], "a.xlsx", 2018),
        (["POBREZA 2018 (población al 30 de junio del 2020). Actualizado en 2021"], [], "a", 2018),
        (["Anexo"], [], "a.xlsx", None),
    ],
)
def test_the_edition_is_the_one_year_the_workbook_says(
    title: list[str], notes: list[str], name: str, edition: int | None, places: KnownPlaces
) -> None:
    reading = read(Sheet(title=title, notes=notes).content(), places, name)
    assert reading.edition == edition
    assert ("missing_period" in errors(reading)) == (edition is None)


def test_years_that_contradict_each_other_are_said(places: KnownPlaces) -> None:
    notes = ["Fuente: INEI, Mapa de Pobreza 2018"]
    reading = read(Sheet(title=["POBREZA MONETARIA 2022"], notes=notes).content(), places)
    conflicts = [one.message for one in reading.findings if one.code == "period_conflict"]
    assert "its title 2022; its notes 2018" in conflicts[0]
    assert f"{DISTRICTS} of {DISTRICTS} intervals are those of the edition of 2018" in conflicts[1]


def spoil(index: int, column: int, value: object) -> Sheet:
    sheet = Sheet()
    sheet.rows[index][column] = value
    return sheet


@pytest.mark.parametrize(
    ("sheet", "code"),
    [
        (spoil(3, 5, 60.0), "out_of_range"),
        (spoil(3, 6, 100.5), "out_of_range"),
        (spoil(3, 5, -0.1), "out_of_range"),
        (spoil(3, 4, 0), "out_of_range"),
        (spoil(3, 4, -5), "out_of_range"),
        (spoil(3, 6, "cerca de 12"), "unreadable_number"),
        (spoil(3, 6, None), "unreadable_number"),
        (spoil(3, 0, "999999"), "unknown_place"),
        (spoil(3, 0, "s/c"), "unknown_place"),
        (spoil(3, 0, "010101"), "duplicate_row"),
        (Sheet(rows=shipped_rows()[:60]), "incomplete_document"),
        (Sheet(title=["MAPA DE POBREZA 2062"]), "future_period"),
        (Sheet(headings=["Código postal", *["x"] * 8], order=(1, 2, 3)), "unknown_layout"),
    ],
)
def test_one_impossible_thing_refuses_the_workbook_and_names_it(
    sheet: Sheet, code: str, places: KnownPlaces
) -> None:
    reading = read(sheet.content(), places)
    assert reading.is_refused
    assert errors(reading) == {code}


def test_fractions_are_not_taken_for_per_cent(places: KnownPlaces) -> None:
    def divide(row: Row) -> None:
        row[5], row[6] = row[5] / 100, row[6] / 100

    assert errors(read(Sheet().change(divide).content(), places)) == {"out_of_range"}


def test_codes_shifted_against_names_are_seen(places: KnownPlaces) -> None:
    sheet = Sheet()
    codes = [row[0] for row in sheet.rows]
    for row, code in zip(sheet.rows, [*codes[1:], codes[0]], strict=True):
        row[0] = code
    assert errors(read(sheet.content(), places)) == {"unknown_place"}


def shift_intervals(rows: list[Row]) -> None:
    intervals = [row[5:7] for row in rows]
    for row, interval in zip(rows, [*intervals[1:], intervals[0]], strict=True):
        row[5:7] = interval


def turn_order(rows: list[Row]) -> None:
    for row in rows:
        row[8] = 1875 - row[8]


@pytest.mark.parametrize("spoil_rows", [shift_intervals, turn_order])
def test_an_order_that_contradicts_the_intervals_is_seen(
    spoil_rows: Callable[[list[Row]], None], places: KnownPlaces
) -> None:
    sheet = Sheet()
    spoil_rows(sheet.rows)
    reading = read(sheet.content(), places)
    assert errors(reading) == {"out_of_range"}
    assert "rank correlation" in "".join(one.message for one in reading.findings)


def test_swapped_columns_are_one_finding(places: KnownPlaces) -> None:
    def swap(row: Row) -> None:
        row[5], row[6] = row[6], row[5]

    reading = read(Sheet().change(swap).content(), places)
    (finding,) = [one for one in reading.findings if one.severity == "error"]
    assert finding.message.startswith(f"{DISTRICTS} of {DISTRICTS} rows")


def test_rows_that_are_cut_off_are_missed_though_few() -> None:
    every = read_known_places(REFERENCE)
    rows = shipped_rows(tuple(f"{number:02}" for number in range(1, 25)))
    reading = read(Sheet(rows=rows).content(), every)
    assert errors(reading) == {"incomplete_document"}
    rows = [row for row in shipped_rows() if not row[0].startswith("1803")]
    two = KnownPlaces(
        {code: name for code, name in every.districts.items() if code[:2] in DEPARTMENTS},
        every.provinces,
        every.created,
    )
    (left_out,) = [
        one.message for one in read(Sheet(rows=rows).content(), two).findings
        if one.severity == "warning"
    ]  # fmt: skip
    assert "all districts of the provinces 1803" in left_out


def test_a_district_born_since_is_a_warning_only(places: KnownPlaces) -> None:
    sheet = Sheet()
    sheet.rows.append(["010199", "Amazonas", "Chachapoyas", "Nuevo", 900, 1.0, 2.0, 4, 1875])
    reading = read(sheet.content(), places)
    assert not errors(reading)
    assert any(one.code == "unknown_place" and "010199" in one.message for one in reading.findings)


def test_the_same_row_twice_counts_once(places: KnownPlaces) -> None:
    sheet = Sheet()
    sheet.rows.append(list(sheet.rows[0]))
    reading = read(sheet.content(), places)
    assert not errors(reading)
    assert len(reading.estimates) == DISTRICTS
    assert "duplicate_row" in {one.code for one in reading.findings}


def bomb() -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("xl/workbook.xml", "<a/>")
        package.writestr("xl/worksheets/sheet1.xml", b" " * (80 << 20))
    return stream.getvalue()


def with_entities() -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as package:
        package.writestr("xl/workbook.xml", '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>')
    return stream.getvalue()


def word_file() -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as package:
        package.writestr("word/document.xml", "<a/>")
    return stream.getvalue()


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "unsupported_format"),
        (b"Ubigeo;Inferior\n010101;5\n", "unsupported_format"),
        (b"PK\x03\x04 cut off", "unreadable_document"),
        (Sheet().content()[:5000], "unreadable_document"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "unsupported_format"),
        (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"),
            "encrypted_document",
        ),
        (word_file(), "unsupported_format"),
        (with_entities(), "unsafe_document"),
        (bomb(), "unsafe_document"),
        (b"PK" + b"\0" * (11 << 20), "too_large"),
    ],
    ids=["empty", "csv", "stub", "cut", "xls", "password", "word", "entities", "bomb", "large"],
)
def test_a_file_that_is_no_workbook_is_refused_with_its_reason(
    content: bytes, code: str, places: KnownPlaces
) -> None:
    reading = read(content, places)
    assert errors(reading) == {code}
    assert not reading.estimates


@pytest.mark.parametrize(
    ("value", "code"),
    [
        (10101, "010101"),
        ("10101", "010101"),
        (150101.0, "150101"),
        (" 180105 ", "180105"),
        ("1/ Nota", None),
        (None, None),
        ("1234567", None),
        ("01", "01"),
        (101, "0101"),
    ],
)
def test_codes_get_their_zero_back(value: object, code: str | None) -> None:
    assert code_of(value) == code


@pytest.mark.parametrize(
    ("value", "number"),
    [("12,3", 12.3), ("12.3", 12.3), (" 12,3 % ", 12.3), (7, 7.0), ("-", None), ("", None)],
)
def test_decimals_read_with_comma_or_dot(value: object, number: float | None) -> None:
    assert decimal_of(value) == number


@pytest.mark.parametrize("value", ["12,3,4", "#N/A", "doce", True, float("inf"), "1e5"])
def test_what_is_no_number_is_not_guessed(value: object) -> None:
    with pytest.raises(NoNumber):
        decimal_of(value)


@pytest.mark.parametrize(
    ("value", "number"),
    [
        ("39 051", 39051),
        ("39,051", 39051),
        ("39.051", 39051),
        ("1\u00a0234\u00a0567", 1234567),
        (39050.6, 39051),
        ("700", 700),
    ],
)
def test_populations_read_with_their_thousands_set_apart(value: object, number: int) -> None:
    assert whole_of(value) == number
