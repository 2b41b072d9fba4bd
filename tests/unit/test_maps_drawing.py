"""The maps as charts: what they show, and that it can be told apart."""

from __future__ import annotations

import base64
import io
import json
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from shapely import box

from orchestration.maps.country import draw_country
from orchestration.maps.department import draw_department
from orchestration.maps.drawing import preview, write_picture
from orchestration.maps.facts import (
    Band,
    CountryFacts,
    DepartmentFacts,
    District,
    PlacedService,
    ProvinceAccess,
    Ranked,
    Ranking,
    ServiceCount,
)
from orchestration.maps.labels import Box, Layout
from orchestration.maps.plane import Frame, Plane, parted, schematic_areas
from orchestration.maps.style import RAMP, band_colours, decimal, month_name, wrap

BANDS = (
    Band("1", "Menor al 20%", 0, 20),
    Band("2", "Entre el 20% y 30%", 20, 30),
    Band("3", "Mayor al 30%", 30, 100),
)
CERTAIN = District("180101", "Cierto", "1801", -17.2, -70.9, 5.0, 8.0, "1", "1", 7000)
WIDE = District("180105", "Ancho", "1801", -16.7, -70.6, 15.0, 54.7, "1", "3", 1500)
UNBORN = District("180107", "Nuevo", "1801", -17.3, -71.0, None, None, None, None, None)
LOST = District("180199", "Sin sitio", "1801", None, None, 5.0, 8.0, "1", "1", 10)
OTHER = District("180301", "Puerto", "1803", -17.6, -71.3, 25.0, 35.0, "2", "3", 900)
FACTS = DepartmentFacts(
    ubigeo="18",
    name="Moquegua",
    provinces={"1801": "Mariscal Nieto", "1803": "Ilo"},
    districts=(CERTAIN, WIDE, UNBORN, LOST, OTHER),
    bands=BANDS,
    edition=2018,
    source="reference/poverty_2018.csv",
    rankings=(
        Ranking(
            "",
            True,
            (
                Ranked(1, "Puerto", "180301", 25.0, 35.0),
                Ranked(2, "Ancho", "180105", 15.0, 54.7),
                Ranked(3, "ILEGIBLE", None, None, None),
            ),
        ),
    ),
    services=(
        ServiceCount("CEM", "Centro Emergencia Mujer", True, "1801", 3, False),
        ServiceCount("HRT", "Hogar de Refugio Temporal", True, "1801", 1, False),
        ServiceCount("UPE", "Unidad de Protección Especial", True, "1801", 1, True),
        ServiceCount("DEMUNA", "Defensoría Municipal", False, "1803", 2, False),
    ),
    placed=(PlacedService("UPE", "180101", 1),),
    months=("2023-01",),
)


def marks(chart: Any) -> Iterator[tuple[dict[str, Any], dict[str, Any]]]:
    """Every mark of a chart with the look of its layer."""
    specification = json.loads(chart.to_json())
    sets = specification.get("datasets", {})
    for layer in specification["layer"]:
        values = layer["data"].get("values") or sets.get(layer["data"].get("name"), [])
        for value in values:
            yield layer["mark"], value


def texts(chart: Any) -> list[str]:
    return [value["text"] for _, value in marks(chart) if "text" in value]


def of_district(chart: Any, ubigeo: str) -> list[tuple[dict[str, Any], dict[str, Any]]]:
    return [(look, value) for look, value in marks(chart) if value.get("ubigeo") == ubigeo]


def test_an_uncertain_district_shows_both_its_outer_bands() -> None:
    chart = draw_department(FACTS)
    colours = band_colours(["1", "2", "3"])
    assert {value["colour"] for _, value in of_district(chart, "180105")} == {
        colours["1"],
        colours["3"],
    }
    assert [value["colour"] for _, value in of_district(chart, "180101")] == [colours["1"]]


def test_a_district_born_after_the_map_has_a_mark_of_its_own() -> None:
    chart = draw_department(FACTS)
    ((_, mark),) = of_district(chart, "180107")
    assert mark["colour"] == "#ffffff"
    assert mark["lower"] is None
    assert "?" in texts(chart)


def test_a_district_without_coordinates_is_named_in_the_notes() -> None:
    assert any("Sin sitio." in text for text in texts(draw_department(FACTS)))


def test_the_list_keeps_its_order_and_says_where_there_is_no_estimate() -> None:
    shown = texts(draw_department(FACTS))
    assert shown.index("Puerto") < shown.index("Ancho") < shown.index("ILEGIBLE")
    assert "15,0 a 54,7" in shown
    assert "sin estimación" in shown


def test_services_stand_at_the_province_unless_a_district_is_known() -> None:
    shown = texts(draw_department(FACTS))
    assert "CEM 3 · HRT 1" in shown
    assert "■ UPE" in shown
    assert not any(text.startswith("■") and "HRT" in text for text in shown)
    assert "1*" in shown


def test_the_legend_is_complete() -> None:
    shown = texts(draw_department(FACTS))
    assert {band.name for band in BANDS} <= set(shown)
    assert any(text.startswith("Fuentes: INEI") for text in shown)
    assert any("enero de 2023" in text for text in shown)


def test_outlines_take_the_place_of_points() -> None:
    chart = draw_department(FACTS, {"180105": box(-70.9, -17.0, -70.5, -16.6)})
    looks = [look for look, _ in marks(chart) if look["type"] == "geoshape"]
    assert looks
    shapes = [
        value
        for look, value in marks(chart)
        if look["type"] == "geoshape" and value["properties"].get("ubigeo") == "180105"
    ]
    assert len(shapes) == 2  # the area, and the stripes on it
    assert of_district(chart, "180101")


def test_a_department_without_summaries_or_list_can_be_drawn() -> None:
    bare = replace(FACTS, rankings=(), services=(), placed=(), months=(), edition=None)
    shown = texts(draw_department(bare))
    assert "Ningún resumen los cuenta." in shown


def test_a_department_with_one_district_can_be_drawn() -> None:
    single = replace(FACTS, districts=(WIDE,), placed=(), services=())
    assert of_district(draw_department(single), "180105")


def test_the_country_tells_known_from_unknown_provinces() -> None:
    facts = CountryFacts(
        "CEM",
        "Centro Emergencia Mujer",
        {"18": "Moquegua"},
        FACTS.districts,
        BANDS,
        2018,
        "x",
        (ProvinceAccess("1801", "18", True), ProvinceAccess("1803", "18", None)),
        ("2023-01",),
    )
    chart = draw_country(facts)
    assert [value["province"] for _, value in marks(chart) if "province" in value] == ["1801"]
    assert "MOQUEGUA" in texts(chart)


def lightness(colour: str) -> float:
    """L* of a colour, what is left of it in grey."""
    red, green, blue = (int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5))
    linear = [
        ((c + 0.055) / 1.055) ** 2.4 if c > 0.04045 else c / 12.92 for c in (red, green, blue)
    ]
    light = 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
    return float(116 * light ** (1 / 3) - 16)


def test_bands_stay_apart_in_grey() -> None:
    assert all(
        lightness(before) - lightness(after) > 9
        for before, after in pairwise(("#ffffff", *RAMP)[1:])
    )
    assert lightness("#ffffff") - lightness(RAMP[0]) > 5


def test_files_are_written_whole_and_their_preview_keeps_the_bands_apart(tmp_path: Path) -> None:
    svg, png = write_picture(draw_department(FACTS), tmp_path / "maps" / "18")
    assert "Mariscal Nieto" in svg.read_text(encoding="utf-8")
    assert {path.name for path in svg.parent.iterdir()} == {"18.svg", "18.png"}
    picture = base64.b64decode(preview(png).removeprefix("data:image/png;base64,"))
    with Image.open(io.BytesIO(picture)) as shown:
        colours = set(zip(*[iter(shown.convert("RGB").tobytes())] * 3, strict=True))
    for colour in band_colours(["1", "2", "3"]).values():
        wanted = [int(colour[start : start + 2], 16) for start in (1, 3, 5)]
        assert min(max(map(abs, map(int.__sub__, wanted, one))) for one in colours) < 12


def test_labels_do_not_cover_each_other_or_leave_the_frame() -> None:
    frame = Box(0, 0, 200, 200)
    layout = Layout(frame)
    boxes = [layout.place(100, 100, 40, 12, nearest=5, farthest=90) for _ in range(12)]
    found = [one for one in boxes if one]
    assert len(found) == 12
    assert all(one.is_within(frame) for one in found)
    assert not any(
        one.overlaps(other, gap=0) for one in found for other in found if one is not other
    )


def test_a_line_to_a_label_may_cross_a_symbol_but_goes_round_another_label() -> None:
    between = Box(20, 90, 60, 110)
    walls = [Box(0, 20, 60, 90), Box(0, 110, 60, 180)]
    found = []
    for layout in (
        Layout(Box(0, -100, 400, 300), marks=[*walls, between]),
        Layout(Box(0, -100, 400, 300), marks=walls, words=[between]),
    ):
        found.append(layout.place(5, 100, 40, 12, nearest=8, farthest=180))
    behind, round_it = found
    assert behind
    assert behind.left >= between.right
    assert round_it
    assert round_it.bottom <= 20 or round_it.top >= 180


def test_a_full_frame_has_no_place() -> None:
    layout = Layout(Box(0, 0, 30, 30))
    layout.take(Box(0, 0, 30, 30))
    assert layout.place(15, 15, 10, 5, nearest=2, farthest=20) is None


def test_kilometres_on_the_plane_are_those_between_the_places() -> None:
    plane = Plane.about([(-16.0, -71.0), (-18.0, -70.0)])
    west, north = plane.point(-17.0, -71.0), plane.point(-16.0, -70.5)
    east = plane.point(-17.0, -70.0)
    assert east[0] - west[0] == pytest.approx(106.3, abs=0.3)
    assert north[1] == pytest.approx(111.2, abs=0.1)


def test_a_frame_holds_its_bounds_with_north_up() -> None:
    frame = Frame.around((-50, -100, 50, 100), 300, 300, 10)
    assert frame.pixel((0, 100))[1] == pytest.approx(10)
    assert frame.pixel((0, -100))[1] == pytest.approx(290)
    assert frame.pixel((50, 0))[0] - frame.pixel((-50, 0))[0] == pytest.approx(140)


def test_points_that_cover_each_other_are_parted_and_others_stay() -> None:
    points = {"a": (0.0, 0.0), "b": (0.0, 0.0), "c": (50.0, 0.0)}
    moved = parted(points, 10, 8)
    assert abs(moved["a"][0] - moved["b"][0]) == pytest.approx(10, abs=0.2)
    assert moved["c"] == (50.0, 0.0)
    assert parted(dict(reversed(points.items())), 10, 8) == moved


def test_schematic_areas_hold_their_own_points_and_do_not_overlap() -> None:
    areas = schematic_areas([(0, 0), (10, 0), (30, 5)], ["a", "a", "b"], 5)
    assert areas["a"].intersection(areas["b"]).area == pytest.approx(0)
    assert areas["a"].contains(box(-1, -1, 1, 1))


def test_words_are_spanish() -> None:
    assert month_name("2023-09") == "setiembre de 2023"
    assert decimal(25.0) == "25,0"
    assert wrap("uno dos tres", 7) == ["uno dos", "tres"]
