"""The map of the country, with the provinces that have a centre of one service.

Belongs here: what this picture consists of and where its parts go. Does not belong here: the
parts themselves (`parts`), facts (`facts`), or files (`drawing`).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import groupby
from typing import TYPE_CHECKING

from orchestration.maps.canvas import Canvas
from orchestration.maps.facts import CountryFacts, District
from orchestration.maps.labels import Box, Layout, box_around, letters_in, text_width
from orchestration.maps.parts import (
    Colours,
    draw_band_legend,
    draw_district_areas,
    draw_district_point,
    draw_lead,
    draw_notes,
    draw_scale_bar,
)
from orchestration.maps.plane import Frame, Plane, Point, schematic_areas
from orchestration.maps.style import (
    CROWDED,
    GREYS,
    GROUND,
    HAIRLINE,
    HEADING,
    INK,
    PAPER,
    SERVICE_INK,
    SMALL,
    SOFT_INK,
    SUBHEADING,
    SUBTITLE,
    TITLE,
    WORDS,
    band_colours,
    month_name,
    thousands,
    wrap,
)

if TYPE_CHECKING:
    import altair as alt
    from shapely.geometry.base import BaseGeometry

_WIDTH = 1180
_LEFT, _TOP = 20, 78
_MAP_WIDTH, _MAP_HEIGHT = 640, 900
_RIGHT = _LEFT + _MAP_WIDTH + 36
_RIGHT_END = _WIDTH - 20
_ROW = 20
_POINT = 3.0
_ASKED_PERCENT = 30.0
"""The rate the bars ask about: where the middle band of the legend begins."""

_TRIANGLE = "triangle-up"
_APART = 14.0
"""How far from the middle of its districts a department's name stands alone, in pixels."""
_AROUND_KM = 25.0
_HOLLOW = 0.6


def draw_country(
    facts: CountryFacts, outlines: Mapping[str, BaseGeometry] | None = None
) -> alt.LayerChart:
    """The picture of the country.

    Args:
        facts: what is on it.
        outlines: outline in degrees by district code, where there are any.
    """
    canvas = Canvas()
    colours = band_colours([band.code for band in facts.bands])
    canvas.text(
        _LEFT,
        24,
        f"Perú: pobreza monetaria y provincias con {facts.service}",
        size=TITLE,
        bold=True,
    )
    services = (
        f"servicios según los resúmenes ejecutivos de {_span(facts.months)}"
        if facts.months
        else "sin resúmenes ejecutivos"
    )
    canvas.text(
        _LEFT,
        48,
        f"Mapa de pobreza de {facts.edition}, con intervalos de confianza al 95 %; {services}",
        size=SUBTITLE,
        colour=SOFT_INK,
    )
    has_outlines = _draw_map(canvas, facts, colours, outlines or {})
    end = _draw_departments(canvas, _TOP + 8.0, facts)
    end = draw_band_legend(
        canvas, _RIGHT, end + 26, facts.bands, colours, outlines=has_outlines, radius=_POINT + 0.5
    )
    end = _draw_access_legend(canvas, end + 10, facts)
    notes = _notes(facts, has_outlines=has_outlines)
    end = draw_notes(canvas, _LEFT, max(_TOP + _MAP_HEIGHT, end) + 30, notes)
    return canvas.chart(_WIDTH, round(end + 8))


def _draw_map(
    canvas: Canvas,
    facts: CountryFacts,
    colours: Colours,
    outlines: Mapping[str, BaseGeometry],
) -> bool:
    """The map; gives whether it has outlines."""
    located = [
        (one, one.latitude, one.longitude)
        for one in facts.districts
        if one.latitude is not None and one.longitude is not None
    ]
    plane = Plane.about((latitude, longitude) for _, latitude, longitude in located)
    points = {one.ubigeo: plane.point(latitude, longitude) for one, latitude, longitude in located}
    across, along = zip(*points.values(), strict=True)
    bounds = (min(across), min(along), max(across), max(along))
    frame = Frame.around(bounds, _MAP_WIDTH, _MAP_HEIGHT, 30)
    canvas.rectangle(
        _LEFT, _TOP, _LEFT + _MAP_WIDTH, _TOP + _MAP_HEIGHT, fill=GROUND, stroke=HAIRLINE
    )
    canvas.above()
    spots = {code: _moved(frame.pixel(point)) for code, point in points.items()}
    areas = [
        (one, _placed(frame, plane.outline(outlines[one.ubigeo])))
        for one in facts.districts
        if one.ubigeo in outlines
    ]
    draw_district_areas(canvas, areas, colours, 4, width=0.3)
    if areas:
        _draw_department_borders(canvas, areas)
    else:
        _draw_schematic_departments(canvas, frame, points)
    layout = Layout(Box(_LEFT + 3, _TOP + 3, _LEFT + _MAP_WIDTH - 3, _TOP + _MAP_HEIGHT - 3))
    layout.take(draw_scale_bar(canvas, _LEFT + 16, _TOP + _MAP_HEIGHT - 14, frame.km_per_pixel))
    canvas.above()
    # The poorest last: where points crowd they must not be covered.
    for one, _, _ in sorted(located, key=lambda place: (place[0].lower or -1.0, place[0].ubigeo)):
        if one.ubigeo not in outlines:
            draw_district_point(canvas, *spots[one.ubigeo], one, colours, _POINT)
            layout.take(box_around(*spots[one.ubigeo], _POINT))
    canvas.above()
    _draw_access(canvas, facts, spots, layout)
    _draw_department_names(canvas, facts, spots, layout)
    return bool(areas)


def _draw_department_borders(
    canvas: Canvas, areas: Sequence[tuple[District, BaseGeometry]]
) -> None:
    from shapely import unary_union

    for _, group in groupby(areas, key=lambda area: area[0].ubigeo[:2]):
        department = unary_union([outline for _, outline in group])
        canvas.area(department, fill="transparent", width=1.3)
    canvas.above()


def _draw_schematic_departments(canvas: Canvas, frame: Frame, points: Mapping[str, Point]) -> None:
    """What is nearest to the districts of each department, so that a name says of which."""
    areas = schematic_areas(
        list(points.values()), [code[:2] for code in points], _AROUND_KM, _HOLLOW
    )
    for area in areas.values():
        canvas.area(_placed(frame, area), fill=PAPER, stroke="#8a8a8a", width=0.7, dash=(4, 3))
    canvas.above()


def _draw_access(
    canvas: Canvas, facts: CountryFacts, spots: Mapping[str, Point], layout: Layout
) -> None:
    """A triangle a province, in the middle of its districts' capitals: at the province only."""
    middles = _middles(spots, 4)
    for one in facts.provinces:
        if one.has_centre is None or one.province_ubigeo not in middles:
            continue
        x, y = middles[one.province_ubigeo]
        canvas.symbol(
            x,
            y,
            radius=4.6,
            shape=_TRIANGLE,
            fill=SERVICE_INK if one.has_centre else PAPER,
            stroke=PAPER if one.has_centre else SERVICE_INK,
            width=0.7 if one.has_centre else 1.2,
            province=one.province_ubigeo,
        )
        layout.take(box_around(x, y, 4.6))
    canvas.above()


def _draw_department_names(
    canvas: Canvas, facts: CountryFacts, spots: Mapping[str, Point], layout: Layout
) -> None:
    """A name a department where nothing lies under it, led to the middle where it is apart."""
    placed = []
    for code, (x, y) in _middles(spots, 2).items():
        name = facts.departments[code].upper()
        width = text_width(name, CROWDED, bold=True)
        box = layout.place(x, y, width, CROWDED + 1, nearest=-CROWDED / 2, farthest=_MAP_WIDTH / 2)
        if box:
            placed.append((name, box, (x, y)))
    for _, box, middle in placed:
        draw_lead(canvas, box, *middle, after=_APART)
    canvas.above()
    for name, box, _ in placed:
        middle = (box.left + box.right) / 2, (box.top + box.bottom) / 2
        canvas.text(*middle, name, size=CROWDED, bold=True, align="center", halo=True)


def _middles(spots: Mapping[str, Point], digits: int) -> dict[str, Point]:
    """The middle of all spots whose codes begin alike."""
    middles = {}
    for code, group in groupby(sorted(spots), key=lambda code: code[:digits]):
        across, along = zip(*(spots[one] for one in group), strict=True)
        middles[code] = (sum(across) / len(across), sum(along) / len(along))
    return middles


def _draw_departments(canvas: Canvas, y: float, facts: CountryFacts) -> float:
    """How many people live in districts that are poorer than asked: surely, perhaps, not."""
    asked = f"{_ASKED_PERCENT:g} %"
    canvas.text(
        _RIGHT, y, f"Población en distritos con más de {asked} de pobreza", size=HEADING, bold=True
    )
    canvas.text(
        _RIGHT,
        y + 17,
        "Parte de la población de los distritos con estimación; miles de personas",
        size=WORDS,
        colour=SOFT_INK,
    )
    kinds = tuple(zip(("seguro", "posible", "no"), GREYS, strict=True))
    x = _RIGHT + 110.0
    for word, colour in kinds:
        canvas.rectangle(x, y + 29, x + 16, y + 41, fill=colour, stroke=INK, width=0.5)
        canvas.text(x + 22, y + 35.5, word, size=WORDS)
        x += 80
    canvas.text(_RIGHT_END - 62, y + 35.5, "seguro", size=SMALL, align="right", colour=SOFT_INK)
    canvas.text(_RIGHT_END, y + 35.5, "posible", size=SMALL, align="right", colour=SOFT_INK)
    top = y + 50
    axis, end = _RIGHT + 110.0, _RIGHT_END - 118.0
    people = {
        code: _people(list(group))
        for code, group in groupby(facts.districts, key=lambda one: one.ubigeo[:2])
    }
    order = sorted(people, key=lambda code: (-_share(people[code]), code))
    for number, code in enumerate(order):
        middle = top + _ROW * (number + 0.5)
        canvas.text(_RIGHT, middle, facts.departments[code], size=WORDS)
        whole = sum(people[code]) or 1
        start = axis
        for count, (_, colour) in zip(people[code], kinds, strict=True):
            width = (end - axis) * count / whole
            canvas.rectangle(start, middle - 6, start + width, middle + 6, fill=colour)
            start += width
        canvas.rectangle(axis, middle - 6, end, middle + 6, fill="transparent", stroke=INK)
        for count, right in zip(people[code][:2], (_RIGHT_END - 62, _RIGHT_END), strict=True):
            canvas.text(right, middle, thousands(round(count / 1000)), size=WORDS, align="right")
    canvas.above()
    return top + _ROW * len(order)


def _people(districts: Sequence[District]) -> tuple[int, int, int]:
    """Persons in districts that are surely, perhaps and surely not poorer than asked."""
    surely = perhaps = surely_not = 0
    for one in districts:
        if one.lower is None or one.upper is None:
            continue
        persons = one.population or 0
        if one.lower > _ASKED_PERCENT:
            surely += persons
        elif one.upper > _ASKED_PERCENT:
            perhaps += persons
        else:
            surely_not += persons
    return surely, perhaps, surely_not


def _share(people: tuple[int, int, int]) -> float:
    return people[0] / (sum(people) or 1)


def _draw_access_legend(canvas: Canvas, y: float, facts: CountryFacts) -> float:
    canvas.text(
        _RIGHT, y, f"Provincias según sus resúmenes: {facts.service}", size=SUBHEADING, bold=True
    )
    canvas.symbol(
        _RIGHT + 11, y + 18, radius=4.6, shape=_TRIANGLE, fill=SERVICE_INK, stroke=PAPER, width=0.7
    )
    canvas.text(
        _RIGHT + 30, y + 18, "Con al menos un centro (en medio de la provincia)", size=WORDS
    )
    canvas.symbol(
        _RIGHT + 11, y + 36, radius=4.6, shape=_TRIANGLE, fill=PAPER, stroke=SERVICE_INK, width=1.2
    )
    canvas.text(
        _RIGHT + 30, y + 36, "Sin ninguno. Sin triángulo: ningún resumen lo dice", size=WORDS
    )
    return y + 46


def _notes(facts: CountryFacts, *, has_outlines: bool) -> list[str]:
    sentences = [
        f"Fuentes: INEI, mapa de pobreza monetaria distrital de {facts.edition} ({facts.source}); "
        f"MIMP, resúmenes ejecutivos. {facts.service}: {facts.service_name}.",
        "Un distrito es seguro si todo su intervalo pasa de "
        f"{_ASKED_PERCENT:g} %, posible si solo una parte.",
    ]
    sentences.append(
        "Límites referenciales."
        if has_outlines
        else "Los círculos son las capitales de los distritos; las líneas cortadas separan los "
        "departamentos de manera esquemática y no son límites."
    )
    without_place = [one.name for one in facts.districts if one.latitude is None]
    if without_place:
        sentences.append(f"Sin coordenadas, fuera del mapa: {', '.join(without_place)}.")
    return wrap(" ".join(sentences), letters_in(_RIGHT_END - _LEFT, SMALL))


def _span(months: Sequence[str]) -> str:
    return " a ".join(month_name(month) for month in sorted({months[0], months[-1]}))


def _placed(frame: Frame, outline: BaseGeometry) -> BaseGeometry:
    from shapely.affinity import translate

    return translate(frame.outline(outline).simplify(0.4), _LEFT, _TOP)


def _moved(point: Point) -> Point:
    return point[0] + _LEFT, point[1] + _TOP
