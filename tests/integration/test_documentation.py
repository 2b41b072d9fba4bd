"""What `make docs` writes: every table and column, every model, every expectation, in one folder.

Belongs here: that the pages say what the warehouse says, and open without anything else.
"""

from __future__ import annotations

import csv
import re
from collections import Counter
from html import unescape
from pathlib import Path

import pytest

from orchestration.documentation.entries import HEADER, entries
from orchestration.gate.suites import load_suites
from orchestration.settings import PROJECT, Settings
from orchestration.warehouse.catalogue import DESCRIBED_SCHEMAS, Table, read_catalogue
from orchestration.warehouse.files import open_read_only
from tests.browser import axe_violations, needs_browser, open_page
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
        if not table.comment.startswith(("One row per ", "One row: "))
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


@pytest.fixture(scope="module")
def folder(refreshed: Refreshed) -> Path:
    """The folder `make docs` writes, for the shipped documents."""
    done = run_module("orchestration.documentation", refreshed.settings)
    assert done.returncode == 0, done.stderr
    return refreshed.settings.folder / "docs"


def _text(page: Path) -> str:
    return unescape(page.read_text(encoding="utf-8"))


def test_the_page_and_the_csv_hold_every_comment(tables: list[Table], folder: Path) -> None:
    page = _text(folder / "dictionary.html")
    for table in tables:
        assert f'id="{table.full_name}"' in page
        assert table.comment in page
        assert all(column.comment in page for column in table.columns)
    with (folder / "dictionary.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = [tuple(row) for row in csv.reader(file)]
    assert rows == [HEADER, *entries(tables)]


def test_every_expectation_stands_there_with_what_was_found(folder: Path) -> None:
    page = _text(folder / "expectations.html")
    expectations = [one for suite in load_suites() for one in suite.expectations]
    for one in expectations:
        assert f'id="{one.name}"' in page
        assert one.reason.strip() in page
        assert one.query.strip() in page
    verdicts = Counter(re.findall(r'<span class="verdict ([a-z ]+)">', page))
    assert verdicts == {"holds": len(expectations) - 3, "warns": 2, "not compared": 1}
    assert "Educadores de Calle" in page


def test_the_models_page_has_every_model_and_names_no_folder(
    folder: Path, refreshed: Refreshed
) -> None:
    page = (folder / "models.html").read_text(encoding="utf-8")
    for table in ("marts.published_figures", "quality.findings", "raw.service_figures"):
        assert table.split(".")[1] in page
    assert str(PROJECT) not in page
    assert str(refreshed.settings.folder) not in page
    assert not (refreshed.settings.state / "documentation" / "candidate.duckdb").exists()


def test_the_index_says_how_fresh_each_source_is(folder: Path) -> None:
    page = _text(folder / "index.html")
    rows = dict(re.findall(r'<th scope="row">raw\.(\w+)</th><td>([\d-]+)</td><td>\d+</td>', page))
    assert rows["service_figures"] == rows["documents"] == rows["map_legend"] == "2023-01-31"
    assert rows["refresh_runs"] > "2026"
    for link in re.findall(r'href="([^"#:]+)"', page):
        assert (folder / link).exists(), link


@needs_browser
@pytest.mark.parametrize("name", ["index", "dictionary", "expectations", "models"])
def test_pages_open_from_the_file_system_with_nothing_else(folder: Path, name: str) -> None:
    page = folder / f"{name}.html"
    opened = open_page(page, "--host-resolver-rules=MAP * ~NOTFOUND")
    assert opened.console == ()
    outside = re.findall(
        r'<(?:script|link|img|iframe|use)[^>]*(?:src|href)="(?:https?:)?//[^"]*', opened.html
    )
    assert outside == []
    assert "<h1" in opened.html


@needs_browser
@pytest.mark.parametrize("name", ["index", "dictionary", "expectations"])
def test_pages_can_be_used_by_everybody(folder: Path, name: str, tmp_path: Path) -> None:
    assert axe_violations(folder / f"{name}.html", tmp_path) == []


def test_without_a_published_file_it_says_what_to_do(settings: Settings) -> None:
    done = run_module("orchestration.documentation", settings)
    assert (done.returncode, done.stderr) == (
        1,
        "error: nothing is published yet; run make refresh\n",
    )
