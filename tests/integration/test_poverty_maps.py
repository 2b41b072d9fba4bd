"""Poverty from the folder of workbooks to the published file and its maps."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import duckdb
import pytest

from orchestration.loading.inbox import scan_optional
from orchestration.loading.outlines import load_outlines
from orchestration.loading.raw_tables import POVERTY_TABLES, create_raw_tables
from orchestration.maps.reading import NothingToDraw, read_country, read_department
from orchestration.maps.update import update_maps
from orchestration.poverty.loading import WorkbookRun, load_workbooks
from orchestration.settings import PROJECT, Settings
from tests.bounded import LONGEST
from tests.refreshing import Refreshed
from tests.unit.poverty_workbooks import Sheet, shipped_rows

EVERY = tuple(f"{number:02}" for number in range(1, 26))


def load(folder: Path, database: Path, memory: Path | None = None) -> list[str]:
    """Load a folder of workbooks into a new database, as a refresh does."""
    with duckdb.connect(database) as connection:
        create_raw_tables(connection)
        if memory:
            connection.execute(f"attach '{memory}' as memory (read_only)")
        files = scan_optional(folder, 10_000_000)
        return load_workbooks(connection, files, WorkbookRun(memory is not None, 2, 2026))


def rows(database: Path, query: str) -> list[tuple[object, ...]]:
    with duckdb.connect(database, read_only=True) as connection:
        return connection.execute(query).fetchall()


def test_a_workbook_stays_when_its_file_is_spoiled_or_gone(tmp_path: Path) -> None:
    folder = tmp_path / "poverty"
    folder.mkdir()
    workbook = folder / "anexo.xlsx"
    content = Sheet(rows=shipped_rows(EVERY), title=["MAPA DE POBREZA 2022"]).content()
    workbook.write_bytes(content)
    (folder / "README.md").write_text("not a workbook")
    first, second, third = (tmp_path / f"{number}.duckdb" for number in (1, 2, 3))
    assert load(folder, first) == []
    workbook.write_bytes(content[:9000])
    assert len(load(folder, second, first)) == 1
    listed = "select outcome, is_in_folder, edition from raw.poverty_workbooks order by outcome"
    assert rows(second, listed) == [("read", False, 2022), ("refused", True, None)]
    assert rows(second, "select count(*) from raw.poverty_estimates") == [(1874,)]
    assert len(rows(second, "select * from raw.poverty_findings where severity = 'error'")) == 1
    workbook.unlink()
    assert load(folder, third, second) == []
    assert rows(third, listed) == [("read", False, 2022)]
    assert rows(third, "select count(*) from raw.poverty_estimates") == [(1874,)]


def test_a_workbook_that_is_known_is_not_read_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "poverty"
    folder.mkdir()
    (folder / "anexo.xlsx").write_bytes(Sheet(rows=shipped_rows(EVERY)).content())
    load(folder, tmp_path / "1.duckdb")
    monkeypatch.setattr("orchestration.poverty.loading.read_workbook", None)
    load(folder, tmp_path / "2.duckdb", tmp_path / "1.duckdb")
    for table in POVERTY_TABLES:
        query = f"select * from raw.{table.name} order by all"
        assert rows(tmp_path / "1.duckdb", query) == rows(tmp_path / "2.duckdb", query)


def outline(code: str, west: float, south: float) -> dict[str, object]:
    ring = [(0, 0), (0.2, 0), (0.2, 0.2), (0, 0.2), (0, 0)]
    return {
        "type": "Feature",
        "properties": {"ubigeo": code},
        "geometry": {
            "type": "Polygon",
            "coordinates": [[[west + x, south + y] for x, y in ring]],
        },
    }


def load_from(settings: Settings, database: Path, memory: Path | None = None) -> list[str]:
    """Load the folder of outlines into a new database, as a refresh does."""
    with duckdb.connect(database) as connection:
        create_raw_tables(connection)
        if memory:
            connection.execute(f"attach '{memory}' as memory (read_only)")
        return load_outlines(connection, settings, has_memory=memory is not None)


def test_outlines_are_looked_at_once_and_refused_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = Settings(boundaries=tmp_path / "outlines", warehouse=tmp_path / "w.duckdb")
    settings.boundaries.mkdir()
    features = [outline("180101", -71.03, -17.3), outline("999999", -71.3, -17.3)]
    text = json.dumps({"type": "FeatureCollection", "features": features})
    (settings.boundaries / "a.geojson").write_text(text, encoding="utf-8")
    (settings.boundaries / "b.geojson").write_text("hello", encoding="utf-8")
    first, second, third = (tmp_path / f"{number}.duckdb" for number in (1, 2, 3))
    (remark,) = load_from(settings, first)
    assert remark.startswith("outlines/b.geojson: The file is no GeoJSON")
    listed = "select file_name, outcome, outlines from raw.boundary_files order by all"
    expected = [("outlines/a.geojson", "read", 1), ("outlines/b.geojson", "refused", 0)]
    assert rows(first, listed) == expected
    found = "select severity, code from raw.boundary_findings order by all"
    assert rows(first, found) == [
        ("error", "unsupported_format"),
        ("info", "incomplete_document"),
        ("warning", "unknown_place"),
    ]
    # The same files are not looked at again; files that no helper could read are refused.
    monkeypatch.setattr("orchestration.loading.outlines.SECONDS", 0.0)
    load_from(settings, second, first)
    assert rows(second, found) == rows(first, found)
    load_from(settings, third)
    assert rows(third, found) == [("error", "too_large")] * 2


def test_the_shipped_list_agrees_with_the_official_order_ties_respected(
    refreshed: Refreshed,
) -> None:
    compared = refreshed.rows(
        "select status, left_what from quality.reconciliation"
        " where kind = 'ranking_vs_official' order by right_value"
    )
    assert [status for status, _ in compared] == ["agrees"] * 10
    assert [what for _, what in compared[2:5]] == [
        "official rank",
        "nearest rank of the official tie",
        "nearest rank of the official tie",
    ]
    assert compared[-1][1] == "nearest rank of a tie the printed list cuts"


def test_confidential_places_are_on_no_map_below_the_province(refreshed: Refreshed) -> None:
    facts = read_department(refreshed.settings.warehouse, "18")
    assert "HRT" in {one.service for one in facts.services}
    assert {one.service for one in facts.placed} == {"ER", "UPE"}


def test_the_map_shows_the_printed_order_and_the_wide_intervals(refreshed: Refreshed) -> None:
    facts = read_department(refreshed.settings.warehouse, "18")
    (ranking,) = facts.rankings
    assert ranking.is_printed
    assert [row.name for row in ranking.rows] == [
        "San Cristóbal",
        "Ichuña",
        "Matalaque",
        "Cuchumbaya",
        "Carumas",
        "Yunga",
        "Ubinas",
        "Lloque",
        "Chojata",
        "Coalaque",
    ]
    assert (ranking.rows[0].lower, ranking.rows[0].upper) == (25.2, 54.7)
    assert (ranking.rows[2].lower, ranking.rows[2].upper) == (15.9, 44.0)
    unborn = [one.name for one in facts.districts if not one.has_estimate]
    assert unborn == ["San Antonio"]


def test_a_department_without_a_printed_list_shows_the_official_order(
    refreshed: Refreshed,
) -> None:
    lists = read_department(refreshed.settings.warehouse, "15").rankings
    assert [ranking.is_printed for ranking in lists] == [False, False]
    assert [row.rank for row in lists[0].rows][:3] == [1, 2, 3]


def test_unknown_places_and_services_are_refused_with_a_reason(refreshed: Refreshed) -> None:
    with pytest.raises(NothingToDraw, match="99"):
        read_department(refreshed.settings.warehouse, "99")
    with pytest.raises(NothingToDraw, match="XYZ"):
        read_country(refreshed.settings.warehouse, "XYZ")


def test_a_refresh_draws_the_maps_and_draws_them_again_only_where_something_changed(
    refreshed: Refreshed,
) -> None:
    settings = refreshed.settings
    drawn = {path.name for path in settings.maps.iterdir()}
    assert {"18-moquegua.svg", "18-moquegua.png", "peru.svg", "peru.png"} <= drawn
    report = update_maps(settings, settings.warehouse, 60)
    assert (report.drawn, report.failed, report.postponed) == ([], [], [])
    assert report.unchanged == ["peru", "18-moquegua"]


def test_looking_for_changes_imports_nothing_that_draws() -> None:
    program = (
        "import sys, orchestration.assets.maps, orchestration.refresh;"
        "heavy = {'altair', 'vl_convert', 'shapely', 'pyogrio', 'openpyxl'} & set(sys.modules);"
        "print(*heavy, end='')"
    )
    done = subprocess.run(
        [sys.executable, "-c", program],
        cwd=PROJECT,
        capture_output=True,
        text=True,
        timeout=LONGEST,
    )
    assert (done.returncode, done.stdout) == (0, ""), done.stderr
