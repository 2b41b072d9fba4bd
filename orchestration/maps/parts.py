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
from orchestration.maps.labels import Box, nearest_in
from orchestration.maps.style import (
    HAIRLINE,
    INK,
    PAPER,
    SERVICE_INK,
    SMALL,
    SOFT_INK,
    SUBHEADING,
    WORDS,
    decimal,
)

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

    canvas.text(x, y, "% de pobreza monetaria", size=SUBHEADING, bold=True)
    for number, band in enumerate(bands, start=1):
        middle = y + 20 * number
        canvas.rectangle(
            x, middle - 6, x + 22, middle + 6, fill=colours[band.code], stroke=INK, width=0.6
        )
        canvas.text(x + 30, middle, band.name, size=WORDS)
    lowest, highest = bands[0].code, bands[min(2, len(bands) - 1)].code
    example = District("", "", "", None, None, 0.0, 0.0, lowest, highest, None)
    certain = District("", "", "", None, None, 0.0, 0.0, highest, highest, None)
    unknown = District("", "", "", None, None, None, None, None, None, None)
    right = x + 174
    canvas.text(right, y, "Distritos", size=SUBHEADING, bold=True)
    rows = (
        (certain, ("Todo su intervalo cae en una banda",)),
        (
            example,
            (
                "Incierto: toca varias bandas",
                "(rayado: la más alta sobre la más baja)"
                if outlines
                else "(mitades: la más baja y la más alta)",
            ),
        ),
        (unknown, ("Sin estimación (distrito posterior", "al mapa o sin dato oficial)")),
    )
    middle = y + 20.0
    areas = []
    for district, lines in rows:
        if outlines:
            areas.append((district, box(right, middle - 6, right + 22, middle + 6)))
        else:
            draw_district_point(canvas, right + 11, middle, district, colours, radius)
        for number, line in enumerate(lines):
            canvas.text(right + 30, middle + 16 * number, line, size=WORDS)
        middle += 8 + 16 * len(lines)
    draw_district_areas(canvas, areas, colours, 6)
    return y + 20 * (len(bands) + 1)


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


def draw_scale_bar(canvas: Canvas, x: float, y: float, km_per_pixel: float) -> Box:
    """A bar of a round number of kilometres; gives the room it takes."""
    length = km_per_pixel * 110
    unit = 10 ** math.floor(math.log10(length))
    kilometres = max(step * unit for step in (1, 2, 5) if step * unit <= length)
    end = x + kilometres / km_per_pixel
    canvas.line(x, y, end, y, width=1.6)
    for tick in (x, end):
        canvas.line(tick, y - 4, tick, y + 4, width=1.6)
    label = f"{kilometres:g}".replace(".", ",")
    canvas.text((x + end) / 2, y - 9, f"{label} km", size=SMALL, align="center", halo=True)
    return Box(x - 8, y - 22, end + 8, y + 10)


def draw_lead(canvas: Canvas, box: Box, x: float, y: float, after: float) -> None:
    """A thin line from a label to what it is about, where it stands apart from it."""
    if is_apart(box, x, y, after):
        near_x, near_y = nearest_in(box, x, y)
        # Where much is drawn a thin line needs a light edge to be seen.
        canvas.line(x, y, near_x, near_y, colour=PAPER, width=2.4)
        canvas.line(x, y, near_x, near_y, colour=SOFT_INK, width=0.8)


def is_apart(box: Box, x: float, y: float, after: float) -> bool:
    """Whether a label stands farther than a distance from what it is about."""
    near_x, near_y = nearest_in(box, x, y)
    return (near_x - x) ** 2 + (near_y - y) ** 2 > after**2


def draw_notes(canvas: Canvas, x: float, y: float, lines: Sequence[str]) -> float:
    """Small lines under a picture; gives the `y` below them."""
    canvas.line(x, y - 12, x + 1140, y - 12, colour=HAIRLINE, width=0.8)
    for number, line in enumerate(lines):
        canvas.text(x, y + 16 * number, line, size=SMALL, colour=SOFT_INK)
    return y + 16 * len(lines)


def interval_text(lower: float, upper: float) -> str:
    """An interval as words."""
    return f"{decimal(lower)} a {decimal(upper)}"


def draw_middle(canvas: Canvas, x: float, y: float) -> None:
    """What a province's lead ends in: no mark of a centre and no district."""
    canvas.symbol(x, y, radius=3.4, shape="diamond", fill=PAPER, stroke=SERVICE_INK, width=1.1)
