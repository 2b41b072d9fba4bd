"""Outlines of districts: what is used, mended, left out and refused."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from orchestration.loading.inbox import scan_optional
from orchestration.maps.boundaries import Boundaries, read_boundaries, read_capitals
from orchestration.settings import REFERENCE

CAPITALS: dict[str, tuple[float, float] | None] = {
    "010101": (-6.2, -77.8),
    "010102": (-6.0, -77.6),
    "180107": None,
}
SQUARE = ((0.0, 0.0), (0.1, 0.0), (0.1, 0.1), (0.0, 0.1), (0.0, 0.0))
BOW_TIE = ((0.0, 0.0), (0.1, 0.1), (0.1, 0.0), (0.0, 0.1), (0.0, 0.0))


def feature(
    code: Any,
    west: float = -77.85,
    south: float = -6.25,
    ring: Sequence[tuple[float, float]] = SQUARE,
    **properties: Any,
) -> dict[str, Any]:
    coordinates = [[[west + x, south + y] for x, y in ring]]
    return {
        "type": "Feature",
        "properties": {"NOMBRE": "x", "IDDIST": code, **properties},
        "geometry": {"type": "Polygon", "coordinates": coordinates},
    }


SECOND: dict[str, Any] = {"west": -77.65, "south": -6.05}


def read(folder: Path, *features: dict[str, Any], name: str = "a.geojson") -> Boundaries:
    text = json.dumps({"type": "FeatureCollection", "features": list(features)})
    return read_text(folder, text, name)


def read_text(folder: Path, text: str, name: str = "a.geojson") -> Boundaries:
    (folder / name).write_text(text, encoding="utf-8")
    return read_boundaries(scan_optional(folder, 1_000_000), CAPITALS)


def codes(boundaries: Boundaries, severity: str) -> set[str]:
    return {one.code for one in boundaries.findings if one.severity == severity}


def test_codes_are_found_in_any_property_and_get_their_zero_back(tmp_path: Path) -> None:
    boundaries = read(tmp_path, feature(10101), feature(10102, **SECOND))
    assert set(boundaries.outlines) == {"010101", "010102"}
    assert boundaries.outlines["010101"].area == pytest.approx(0.01)
    assert codes(boundaries, "warning") == codes(boundaries, "error") == set()
    assert "180107" in boundaries.findings[-1].message


def test_unknown_codes_are_left_out_and_named(tmp_path: Path) -> None:
    boundaries = read(tmp_path, feature("010101"), feature("010102", **SECOND), feature("999999"))
    assert set(boundaries.outlines) == {"010101", "010102"}
    assert any("999999" in one.message for one in boundaries.findings)


def test_parts_of_one_district_are_joined(tmp_path: Path) -> None:
    boundaries = read(tmp_path, feature("010101"), feature("010101", west=-77.75))
    assert boundaries.outlines["010101"].area == pytest.approx(0.02)
    assert "duplicate_row" in codes(boundaries, "warning")


def test_the_same_district_in_two_files_counts_once(tmp_path: Path) -> None:
    read(tmp_path, feature("010101"), name="a.geojson")
    boundaries = read(tmp_path, feature("010101", west=-77.9), name="b.geojson")
    assert boundaries.outlines["010101"].bounds[0] == pytest.approx(-77.85)
    assert "duplicate_row" in codes(boundaries, "warning")


def test_a_shape_that_crosses_itself_is_mended(tmp_path: Path) -> None:
    boundaries = read(tmp_path, feature("010101", ring=BOW_TIE))
    assert boundaries.outlines["010101"].is_valid
    assert "invalid_shape" in codes(boundaries, "warning")


def test_an_outline_far_from_its_capital_is_left_out(tmp_path: Path) -> None:
    boundaries = read(tmp_path, feature("010101"), feature("010102", west=-70.0, south=-15.0))
    assert set(boundaries.outlines) == {"010101"}
    assert "out_of_range" in codes(boundaries, "warning")


@pytest.mark.parametrize("ring", [((0.0, 0.0), (0.1, 0.0), (0.0, 0.0)), ()])
def test_a_shape_without_area_is_left_out(
    ring: Sequence[tuple[float, float]], tmp_path: Path
) -> None:
    boundaries = read(tmp_path, feature("010101"), feature("010102", ring=ring))
    assert set(boundaries.outlines) == {"010101"}


@pytest.mark.parametrize(
    ("text", "name", "code"),
    [
        ("<a/>", "a.geojson", "unsupported_format"),
        ("{}", "a.shp", "unsupported_format"),
        ('{"type": "FeatureCollection", "features": [', "a.geojson", "unreadable_document"),
        ('{"hello": 1}', "a.json", "unreadable_document"),
        ('{"type": "FeatureCollection", "features": []}', "a.json", "empty_document"),
    ],
)
def test_what_is_no_file_of_outlines_is_refused(
    text: str, name: str, code: str, tmp_path: Path
) -> None:
    boundaries = read_text(tmp_path, text, name)
    assert not boundaries.outlines
    assert codes(boundaries, "error") == {code}


def test_features_without_codes_are_refused(tmp_path: Path) -> None:
    boundaries = read(tmp_path, feature("Chachapoyas"))
    assert codes(boundaries, "error") == {"unknown_layout"}


def test_coordinates_that_are_no_degrees_are_refused(tmp_path: Path) -> None:
    boundaries = read(tmp_path, feature("010101", west=180_000.0, south=9_300_000.0))
    assert codes(boundaries, "error") == {"out_of_range"}


def test_topojson_is_read(tmp_path: Path) -> None:
    topology = {
        "type": "Topology",
        "objects": {
            "districts": {
                "type": "GeometryCollection",
                "geometries": [
                    {"type": "Polygon", "properties": {"ubigeo": "010101"}, "arcs": [[0]]}
                ],
            }
        },
        "arcs": [[[-77.85 + x, -6.25 + y] for x, y in SQUARE]],
    }
    boundaries = read_text(tmp_path, json.dumps(topology), "a.topojson")
    assert set(boundaries.outlines) == {"010101"}


def test_the_layer_with_districts_is_found_among_others(tmp_path: Path) -> None:
    def layer(code: str) -> dict[str, Any]:
        shape = {"type": "Polygon", "properties": {"id": code}, "arcs": [[0]]}
        return {"type": "GeometryCollection", "geometries": [shape]}

    topology = {
        "type": "Topology",
        "objects": {"departments": layer("01"), "districts": layer("010101")},
        "arcs": [[[-77.85 + x, -6.25 + y] for x, y in SQUARE]],
    }
    boundaries = read_text(tmp_path, json.dumps(topology), "a.topojson")
    assert set(boundaries.outlines) == {"010101"}


def test_codes_that_stand_at_other_districts_refuse_the_file(tmp_path: Path) -> None:
    places = {f"0101{number:02}": (-6.0 - number / 5, -77.0) for number in range(1, 8)}
    shifted = [
        feature(code, west=-77.05, south=-6.05 - number / 5)
        for number, code in enumerate(places, start=2)
    ]
    text = json.dumps({"type": "FeatureCollection", "features": shifted})
    (tmp_path / "a.geojson").write_text(text, encoding="utf-8")
    boundaries = read_boundaries(scan_optional(tmp_path, 1_000_000), places)
    assert not boundaries.outlines
    assert codes(boundaries, "error") == {"unknown_place"}


def test_the_capitals_are_those_of_the_geography() -> None:
    capitals = read_capitals(REFERENCE)
    assert len(capitals) == 1893
    assert capitals["180101"] == pytest.approx((-17.19, -70.93), abs=0.1)
    assert sum(capital is None for capital in capitals.values()) == 2


def test_without_a_folder_there_are_no_outlines_and_no_findings(tmp_path: Path) -> None:
    boundaries = read_boundaries(scan_optional(tmp_path / "absent", 1000), CAPITALS)
    assert boundaries.outlines == {}
    assert boundaries.findings == []
