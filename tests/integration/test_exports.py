"""The exports: what is in them is what is in the warehouse, and another run changes no byte."""

from __future__ import annotations

import csv
import hashlib
import json
from pathlib import Path
from typing import Any

import duckdb
import openpyxl
import pytest

from orchestration.exports import write_exports
from orchestration.exports.spreadsheet import MAIN_MARTS
from orchestration.formulas import FORMULA_STARTS
from orchestration.warehouse.catalogue import ANALYST_SCHEMAS, Table, read_catalogue
from orchestration.warehouse.files import open_read_only
from tests.refreshing import Refreshed


@pytest.fixture(scope="module")
def warehouse(refreshed: Refreshed) -> Path:
    return refreshed.settings.warehouse


@pytest.fixture(scope="module")
def exports(warehouse: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("exports")
    assert write_exports(warehouse, folder / "exports", folder / "mark").is_new
    return folder / "exports"


@pytest.fixture(scope="module")
def tables(warehouse: Path) -> list[Table]:
    with open_read_only(warehouse) as connection:
        return read_catalogue(connection, ANALYST_SCHEMAS)


def _hashes(folder: Path) -> dict[str, str]:
    return {
        file.relative_to(folder).as_posix(): hashlib.sha256(file.read_bytes()).hexdigest()
        for file in sorted(folder.rglob("*"))
        if file.is_file()
    }


def _csv_rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def _rows(warehouse: Path, query: str) -> list[tuple[Any, ...]]:
    with duckdb.connect(warehouse, read_only=True) as connection:
        return connection.execute(query).fetchall()


def test_a_refresh_writes_them_beside_the_published_file(
    refreshed: Refreshed, exports: Path
) -> None:
    assert _hashes(refreshed.settings.exports) == _hashes(exports)


def test_every_table_is_there_twice_and_nothing_unlisted(
    exports: Path, tables: list[Table]
) -> None:
    expected = {
        f"{table.schema}/{table.name}.{ending}" for table in tables for ending in ("csv", "parquet")
    }
    assert set(_hashes(exports)) == expected | {"marts.xlsx", "dictionary.csv", "datapackage.json"}


def test_parquet_holds_the_rows_of_the_table_in_the_order_of_its_key(
    exports: Path, tables: list[Table], warehouse: Path
) -> None:
    for table in tables:
        key = ", ".join(f'"{column}" nulls first' for column in table.primary_key)
        expected = _rows(warehouse, f"select * from {table.full_name} order by {key}")
        file = exports / table.schema / f"{table.name}.parquet"
        assert duckdb.execute("select * from read_parquet(?)", [str(file)]).fetchall() == expected


def test_csv_is_marked_as_utf8_and_holds_as_many_rows(
    exports: Path, tables: list[Table], warehouse: Path
) -> None:
    for table in tables:
        file = exports / table.schema / f"{table.name}.csv"
        assert file.read_bytes().startswith(b"\xef\xbb\xbf")
        rows = _csv_rows(file)
        [(count,)] = _rows(warehouse, f"select count(*) from {table.full_name}")
        assert len(rows) == count
        if rows:
            assert list(rows[0]) == [column.name for column in table.columns]


def test_a_csv_figure_reads_back_as_it_is(exports: Path, warehouse: Path) -> None:
    figures = {row["figure_id"]: row for row in _csv_rows(exports / "marts/published_figures.csv")}
    published = _rows(
        warehouse, "select figure_id, value, service, period_start from marts.published_figures"
    )
    assert published
    for figure_id, value, service, period_start in published:
        row = figures[figure_id]
        assert row["value"] == ("" if value is None else str(value))
        assert row["service"] == (service or "")
        assert row["period_start"] == period_start.isoformat()


def test_a_second_run_writes_nothing_and_a_rebuilt_one_the_same_bytes(
    warehouse: Path, exports: Path, tmp_path: Path
) -> None:
    folder, mark = tmp_path / "exports", tmp_path / "mark"
    assert write_exports(warehouse, folder, mark).is_new
    assert _hashes(folder) == _hashes(exports)
    assert not write_exports(warehouse, folder, mark).is_new


@pytest.mark.parametrize("harm", ["removed", "cut", "mark"])
def test_a_folder_that_is_not_whole_is_written_again(
    harm: str, warehouse: Path, exports: Path, tmp_path: Path
) -> None:
    folder, mark = tmp_path / "exports", tmp_path / "mark"
    write_exports(warehouse, folder, mark)
    figures = folder / "marts" / "published_figures.csv"
    if harm == "removed":
        figures.unlink()
    elif harm == "cut":
        figures.write_bytes(figures.read_bytes()[:100])
    else:
        mark.write_text("{")
    (tmp_path / "exports.new").mkdir()
    (tmp_path / "exports.new" / "half").write_text("of a killed run")
    assert write_exports(warehouse, folder, mark).is_new
    assert _hashes(folder) == _hashes(exports)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["exports", "mark"]


def test_files_of_others_stay_and_those_of_an_earlier_version_go(
    warehouse: Path, exports: Path, tmp_path: Path
) -> None:
    folder, mark = tmp_path / "exports", tmp_path / "mark"
    write_exports(warehouse, folder, mark)
    descriptor = folder / "datapackage.json"
    package = json.loads(descriptor.read_text())
    package["resources"].append({"name": "gone", "path": "marts/gone.csv"})
    descriptor.write_text(json.dumps(package))
    (folder / "marts" / "gone.csv").write_text("a table of an earlier version")
    (folder / "notes").mkdir()
    (folder / "notes" / "mine.txt").write_text("put there by somebody")
    assert write_exports(warehouse, folder, mark).is_new
    assert not write_exports(warehouse, folder, mark).is_new
    others = set(_hashes(folder)) - set(_hashes(exports))
    assert others == {"notes/mine.txt"}


def test_a_file_in_the_place_of_the_folder_gives_way(
    warehouse: Path, exports: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "exports"
    folder.write_text("put there by somebody")
    assert write_exports(warehouse, folder, tmp_path / "mark").is_new
    assert _hashes(folder) == _hashes(exports)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["exports", "mark"]


def test_the_data_package_is_valid_and_describes_every_file(
    exports: Path, tables: list[Table]
) -> None:
    import frictionless

    report = frictionless.validate(str(exports / "datapackage.json"), type="package")
    assert report.valid, report.flatten(["name", "type", "note"])
    package = json.loads((exports / "datapackage.json").read_text(encoding="utf-8"))
    described = {resource["path"]: resource for resource in package["resources"]}
    hashes = {path: one for path, one in _hashes(exports).items() if path != "datapackage.json"}
    assert {path: one["hash"] for path, one in described.items()} == {
        path: f"sha256:{one}" for path, one in hashes.items()
    }
    for table in tables:
        schema = described[f"{table.schema}/{table.name}.csv"]["schema"]
        assert schema["primaryKey"] == list(table.primary_key)
        assert [(field["name"], field["description"]) for field in schema["fields"]] == [
            (column.name, column.comment) for column in table.columns
        ]
    assert package["sources"]
    assert "licenses" not in package


def test_validation_sees_a_changed_byte(exports: Path, tmp_path: Path) -> None:
    import shutil

    import frictionless

    copy = tmp_path / "exports"
    shutil.copytree(exports, copy)
    file = copy / "dimensional" / "dim_month.csv"
    file.write_bytes(file.read_bytes().replace(b",1,", b",2,", 1))
    report = frictionless.validate(str(copy / "datapackage.json"), type="package")
    assert {kind for _, kind in report.flatten(["name", "type"])} >= {"hash-count"}


def test_the_workbook_shows_the_main_marts_as_they_are(exports: Path, warehouse: Path) -> None:
    workbook = openpyxl.load_workbook(exports / "marts.xlsx")
    assert workbook.sheetnames == ["about", "columns", *MAIN_MARTS]
    sheet = workbook["published_figures"]
    header, *rows = sheet.iter_rows(values_only=True)
    column = header.index("value")
    values = [row[column] for row in rows]
    total = sum(value for value in values if isinstance(value, int))
    [(count, expected)] = _rows(
        warehouse, "select count(*), sum(value) from marts.published_figures"
    )
    assert (len(rows), total) == (count, expected)
    assert all(cell.data_type != "f" for one in workbook for row in one.iter_rows() for cell in row)


def test_no_text_starts_like_a_formula(exports: Path, tables: list[Table]) -> None:
    for table in tables:
        texts = {column.name for column in table.columns if column.data_type == "VARCHAR"}
        for row in _csv_rows(exports / table.schema / f"{table.name}.csv"):
            assert not any(row[name].startswith(FORMULA_STARTS) for name in texts)


def test_a_service_with_confidential_places_is_never_placed_below_its_province(
    exports: Path, tables: list[Table]
) -> None:
    confidential = {
        row["service_code"]
        for row in _csv_rows(exports / "dimensional/dim_program.csv")
        if row["finest_place_level"] != "district"
    }
    assert confidential
    finer = ("district_ubigeo", "district", "printed_district", "place_name")
    about_places = {"nearest_district_ubigeo", "has_centre_in_district", "distance_km"}
    placed = 0
    for table in tables:
        names = {column.name for column in table.columns}
        if "service_code" not in names or table.name == "dim_program":
            continue
        # Access is told for every district; there it is the nearest centre that must not show.
        hidden = about_places & names or set(finer) & names
        for row in _csv_rows(exports / table.schema / f"{table.name}.csv"):
            if row["service_code"] in confidential:
                placed += 1
                assert not any(row[name] for name in hidden), (table.full_name, row)
                assert len(row.get("place_ubigeo", "")) <= len("pprr")
    assert placed
