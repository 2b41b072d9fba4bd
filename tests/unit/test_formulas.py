"""Text that a spreadsheet would run: neutral in CSV and in a workbook, numbers untouched."""

from __future__ import annotations

from pathlib import Path

import duckdb
import openpyxl
import pytest

from orchestration.exports.spreadsheet import write_spreadsheet
from orchestration.exports.tables import write_csv
from orchestration.formulas import neutral, neutral_sql
from orchestration.warehouse.catalogue import read_catalogue

_DANGEROUS = ["=1+1", "+1", "-1", "@SUM(A1)", "\tx", "\rx"]
_HARMLESS = ["", "1 453", "a=b", "'-1", "Ñuñoa", " =1", "—"]


@pytest.mark.parametrize("text", _DANGEROUS)
def test_a_formula_gets_an_apostrophe(text: str) -> None:
    assert neutral(text) == f"'{text}"


@pytest.mark.parametrize("text", _HARMLESS)
def test_other_text_stays_as_it_is(text: str) -> None:
    assert neutral(text) == text


@pytest.mark.parametrize("text", [*_DANGEROUS, *_HARMLESS])
def test_sql_says_the_same(text: str) -> None:
    with duckdb.connect() as connection:
        query = f"select {neutral_sql('text')} from (select ? as text)"
        assert connection.execute(query, [text]).fetchall() == [(neutral(text),)]


@pytest.fixture
def connection() -> duckdb.DuckDBPyConnection:
    connection = duckdb.connect()
    connection.execute("create schema marts")
    connection.execute(
        "create table marts.published_figures (figure_id varchar primary key, value decimal(18, 0),"
        " change double, printed_text varchar, by_service map(varchar, boolean))"
    )
    connection.execute("insert into marts.published_figures values ('a', -5, -1.5, '=1+1', null)")
    connection.execute(
        "insert into marts.published_figures values ('b', null, null, '', map {'CEM': true})"
    )
    return connection


def test_csv_keeps_numbers_nulls_and_empty_texts_apart(
    connection: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    [table] = read_catalogue(connection, ["marts"])
    write_csv(connection, table, tmp_path / "a.csv")
    assert (tmp_path / "a.csv").read_text(encoding="utf-8-sig") == (
        "figure_id,value,change,printed_text,by_service\n"
        "a,-5,-1.5,'=1+1,\n"
        'b,,,"","{""CEM"":true}"\n'
    )
    assert [path.name for path in tmp_path.iterdir()] == ["a.csv"]


def test_a_workbook_keeps_numbers_and_shows_no_formula(
    connection: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    write_spreadsheet(connection, read_catalogue(connection, ["marts"]), tmp_path / "a.xlsx")
    sheet = openpyxl.load_workbook(tmp_path / "a.xlsx")["published_figures"]
    assert list(sheet.iter_rows(values_only=True)) == [
        ("figure_id", "value", "change", "printed_text"),
        ("a", -5, -1.5, "'=1+1"),
        ("b", None, None, ""),
    ]
