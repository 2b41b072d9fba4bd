"""Pieces that several pictures share: symbols of districts, the legend, interval bars.

Belongs here: drawing one such piece on a canvas at a given place. Does not belong here: which
pieces a picture has (`department`, `country`).
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from orchestration.maps.canvas import LEFT_HALF, RIGHT_HALF, Canvas
from orchestration.maps.facts import Band, District
from orchestration.maps.style import HAIRLINE, INK, PAPER, SOFT_INK, decimal

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

Colours = Mapping[str, str]
"""A colour by band code."""


def facts_of(district: District) -> dict[str, Any]:
    """What a mark says of its district."""
    return {
        "ubigeo": district.ubigeo,
        "district": district.name,
        "lower": district.lower,
        "upper": district.upper,
    }


def draw_district_point(
    canvas: Canvas, x: float, y: float, district: District, colours: Colours, radius: float
) -> None:
    """A district as a disc: of one colour if that is certain, otherwise of its two outer ones."""
    facts = facts_of(district)
    if district.lowest_band is None or district.highest_band is None:
        draw_unknown(canvas, x, y, radius, **facts)
        return
    stroke = 0.8 if radius >= 4 else 0.35
    if district.is_certain:
        colour = colours[district.lowest_band]
        canvas.symbol(x, y, radius=radius, fill=colour, width=stroke, **facts)
        return
    for shape, band in ((LEFT_HALF, district.lowest_band), (RIGHT_HALF, district.highest_band)):
        canvas.symbol(x, y, radius=radius, fill=colours[band], shape=shape, width=stroke, **facts)


def draw_unknown(canvas: Canvas, x: float, y: float, radius: float, **facts: Any) -> None:
    """A district without an estimate."""
    dash = (2, 1) if radius >= 4 else ()
    canvas.symbol(x, y, radius=radius, fill=PAPER, dash=dash, **facts)
    if radius >= 4:
        canvas.text(x, y + 0.5, "?", size=radius * 1.6, bold=True, align="center")


def draw_district_areas(
    canvas: Canvas,
    places: Sequence[tuple[District, BaseGeometry]],
    colours: Colours,
    spacing: float,
    width: float = 0.6,
) -> None:
    """Districts as their outlines: striped with the highest band where that is not certain."""
    for district, outline in places:
        if district.lowest_band is None:
            canvas.area(outline, fill=PAPER, width=width, dash=(2, 1), **facts_of(district))
        else:
            colour = colours[district.lowest_band]
            canvas.area(outline, fill=colour, width=width, **facts_of(district))
    canvas.above()
    for district, outline in places:
        if district.highest_band is not None and not district.is_certain:
            stripes = _areas_of(outline.intersection(_stripes(outline.bounds, spacing)))
            colour = colours[district.highest_band]
            canvas.area(stripes, fill=colour, stroke="transparent", **facts_of(district))
    canvas.above()


def _stripes(bounds: Sequence[float], spacing: float) -> BaseGeometry:
    """Slanting stripes over a box, in step with those of its neighbours."""
    from shapely import MultiLineString

    left, top, right, bottom = bounds
    first = math.floor((left - bottom) / spacing)
    last = math.ceil((right - top) / spacing)
    lines = [
        ((top + number * spacing, top), (bottom + number * spacing, bottom))
        for number in range(first, last + 1)
    ]
    return MultiLineString(lines).buffer(spacing * 0.18, cap_style="flat")


def _areas_of(geometry: BaseGeometry) -> BaseGeometry:
    """The areas among what is left of an intersection: where edges only touch, lines are left."""
    from shapely import MultiPolygon

    parts = getattr(geometry, "geoms", [geometry])
    return MultiPolygon([part for part in parts if part.geom_type == "Polygon"])


def draw_band_legend(
    canvas: Canvas,
    x: float,
    y: float,
    bands: Sequence[Band],
    colours: Colours,
    *,
    outlines: bool,
    radius: float = 6.5,
) -> float:
    """The legend of the bands; gives the `y` below it."""
    from shapely import box

    canvas.text(x, y, "% de pobreza monetaria", size=11, bold=True)
    for number, band in enumerate(bands, start=1):
        middle = y + 17 * number
        canvas.rectangle(
            x, middle - 6, x + 22, middle + 6, fill=colours[band.code], stroke=INK, width=0.6
        )
        canvas.text(x + 30, middle, band.name, size=10.5)
    lowest, highest = bands[0].code, bands[min(2, len(bands) - 1)].code
    example = District("", "", "", None, None, 0.0, 0.0, lowest, highest, None)
    certain = District("", "", "", None, None, 0.0, 0.0, highest, highest, None)
    unknown = District("", "", "", None, None, None, None, None, None, None)
    right = x + 178
    canvas.text(right, y, "Distritos", size=11, bold=True)
    rows = (
        (certain, ("Todo su intervalo cae en una banda",)),
        (
            example,
            (
                "Incierto: su intervalo toca varias bandas",
                "(rayado: la más alta sobre la más baja)"
                if outlines
                else "(izquierda: la más baja; derecha: la más alta)",
            ),
        ),
        (unknown, ("Sin estimación (distrito posterior al mapa", "o sin dato oficial)")),
    )
    middle = y + 18.0
    areas = []
    for district, lines in rows:
        if outlines:
            areas.append((district, box(right, middle - 6, right + 22, middle + 6)))
        else:
            draw_district_point(canvas, right + 11, middle, district, colours, radius)
        for number, line in enumerate(lines):
            canvas.text(right + 30, middle + 13 * number, line, size=10.5)
        middle += 8 + 13 * len(lines)
    draw_district_areas(canvas, areas, colours, 6)
    return y + 17 * (len(bands) + 1)


def draw_interval(
    canvas: Canvas,
    x: float,
    y: float,
    per_point: float,
    interval: tuple[float, float],
    bands: Sequence[Band],
    colours: Colours,
) -> None:
    """An interval as a bar, each part of it in the colour of the band it lies in."""
    lower, upper = interval
    for band in bands:
        start, end = max(lower, band.lower), min(upper, band.upper)
        if start < end or lower == upper == start:
            canvas.rectangle(
                x + start * per_point,
                y - 5,
                x + max(end, start + 0.3) * per_point,
                y + 5,
                fill=colours[band.code],
            )
    canvas.rectangle(
        x + lower * per_point,
        y - 5,
        x + max(upper, lower + 0.3) * per_point,
        y + 5,
        fill="transparent",
        stroke=INK,
        width=0.9,
    )


def draw_scale_bar(canvas: Canvas, x: float, y: float, km_per_pixel: float) -> None:
    """A bar of a round number of kilometres."""
    length = km_per_pixel * 110
    unit = 10 ** math.floor(math.log10(length))
    kilometres = max(step * unit for step in (1, 2, 5) if step * unit <= length)
    end = x + kilometres / km_per_pixel
    canvas.line(x, y, end, y, width=1.6)
    for tick in (x, end):
        canvas.line(tick, y - 4, tick, y + 4, width=1.6)
    label = f"{kilometres:g}".replace(".", ",")
    canvas.text((x + end) / 2, y - 9, f"{label} km", size=9.5, align="center", halo=True)


def draw_notes(canvas: Canvas, x: float, y: float, lines: Sequence[str]) -> float:
    """Small lines under a picture; gives the `y` below them."""
    canvas.line(x, y - 12, x + 1140, y - 12, colour=HAIRLINE, width=0.8)
    for number, line in enumerate(lines):
        canvas.text(x, y + 13 * number, line, size=9.5, colour=SOFT_INK)
    return y + 13 * len(lines)


def interval_text(lower: float, upper: float) -> str:
    """An interval as words."""
    return f"{decimal(lower)} a {decimal(upper)}"
