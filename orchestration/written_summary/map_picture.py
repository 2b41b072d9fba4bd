"""The picture of the written-back map page: the districts by band of poverty, without a word.

Whoever reads the file with the pipeline finds the page's words as text beside the picture; a
word or number inside it would be read a second time.
Does not belong here: the maps for people, or what a district's mark looks like
(`orchestration.maps`).
"""

from __future__ import annotations

from typing import Final

import duckdb

from orchestration.maps.canvas import Canvas
from orchestration.maps.facts import District
from orchestration.maps.parts import draw_district_point
from orchestration.maps.plane import Frame, Plane
from orchestration.maps.style import HAIRLINE, PAPER, band_colours

_SIDE: Final = 420
_MARGIN: Final = 14
_RADIUS: Final = 3.9
"""A larger mark of a district without an estimate has a question mark in it, which is a word."""

_SCALE: Final = 2.0
_QUERY: Final = """
select
    district_ubigeo, district, province_ubigeo, latitude, longitude,
    poverty_lower_95, poverty_upper_95, lowest_band_code, highest_band_code, population
from marts.coverage_and_poverty
where department_ubigeo = ? and latitude is not null
order by poverty_lower_95 nulls first, district_ubigeo
"""
CAPTION: Final = (
    "Cada círculo es la capital de un distrito. De un color: todo su intervalo oficial cae en esa "
    "banda; de dos: la más baja y la más alta que toca. En blanco: sin estimación."
)


def draw_districts(connection: duckdb.DuckDBPyConnection, department_ubigeo: str) -> bytes | None:
    """A PNG of a department's districts; None where no place of any is known."""
    districts = [
        District(*row) for row in connection.execute(_QUERY, [department_ubigeo]).fetchall()
    ]
    if not districts:
        return None
    codes = connection.execute(
        "select band_code from reference.poverty_bands order by lower_percent"
    ).fetchall()
    return _png(districts, band_colours([code for (code,) in codes]))


def _png(districts: list[District], colours: dict[str, str]) -> bytes:
    import vl_convert

    places = [(float(one.latitude or 0), float(one.longitude or 0)) for one in districts]
    plane = Plane.about(places)
    points = [plane.point(*place) for place in places]
    across, along = zip(*points, strict=True)
    bounds = (min(across), min(along), max(across), max(along))
    frame = Frame.around(bounds, _SIDE, _SIDE, _MARGIN)
    canvas = Canvas()
    canvas.rectangle(0.5, 0.5, _SIDE - 0.5, _SIDE - 0.5, fill=PAPER, stroke=HAIRLINE)
    canvas.above()
    for one, point in zip(districts, points, strict=True):
        draw_district_point(canvas, *frame.pixel(point), one, colours, _RADIUS)
    chart = canvas.chart(_SIDE, _SIDE).to_dict(validate=False)
    png: bytes = vl_convert.vegalite_to_png(chart, scale=_SCALE)
    return png
