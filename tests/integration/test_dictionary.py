"""The dictionary: all that people see says what it means, and the page and the CSV repeat it."""

from __future__ import annotations

import csv
from html import unescape

import pytest

from orchestration.dictionary.entries import HEADER, entries
from orchestration.warehouse.catalogue import DESCRIBED_SCHEMAS, Table, read_catalogue
from orchestration.warehouse.files import open_read_only
from tests.refreshing import Refreshed, run_module


@pytest.fixture(scope="module")
def tables(refreshed: Refreshed) -> list[Table]:
    with open_read_only(refreshed.settings.warehouse) as connection:
        return read_catalogue(connection)


def test_each_schema_is_described_in_its_order(tables: list[Table]) -> None:
    assert tuple(dict.fromkeys(table.schema for table in tables)) == DESCRIBED_SCHEMAS


def test_every_table_says_what_a_row_is(tables: list[Table]) -> None:
    assert all(table.comment for table in tables)
    unclear = [
        table.full_name
        for table in tables
        if table.schema != "raw" and not table.comment.startswith("One row per ")
    ]
    assert not unclear


def test_every_column_has_a_comment(tables: list[Table]) -> None:
    silent = [
        f"{table.full_name}.{column.name}"
        for table in tables
        for column in table.columns
        if not column.comment.strip()
    ]
    assert not silent


def test_every_column_of_an_analyst_says_its_name_in_the_document(tables: list[Table]) -> None:
    without = [
        f"{table.full_name}.{column.name}"
        for table in tables
        if table.schema in {"dimensional", "marts"}
        for column in table.columns
        if "n the document" not in column.comment
    ]
    assert not without


def test_every_table_of_an_analyst_has_a_key(tables: list[Table]) -> None:
    assert not [
        table.full_name
        for table in tables
        if table.schema in {"dimensional", "marts"} and not table.primary_key
    ]


def test_the_page_and_the_csv_hold_every_comment(tables: list[Table], refreshed: Refreshed) -> None:
    done = run_module("orchestration.dictionary", refreshed.settings)
    assert done.returncode == 0, done.stderr
    folder = refreshed.settings.folder / "docs"
    page = unescape((folder / "dictionary.html").read_text(encoding="utf-8"))
    for table in tables:
        assert f'id="{table.full_name}"' in page
        assert table.comment in page
        assert all(column.comment in page for column in table.columns)
    with (folder / "dictionary.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = [tuple(row) for row in csv.reader(file)]
    assert rows == [HEADER, *entries(tables)]
