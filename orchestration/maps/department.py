"""The map of one department, with the list of its poorest districts and its services.

Belongs here: what this picture consists of and where its parts go. Does not belong here: the
parts themselves (`parts`), facts (`facts`), or files (`drawing`).
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from orchestration.maps.canvas import Canvas
from orchestration.maps.facts import DepartmentFacts, District
from orchestration.maps.labels import Box, Layout, box_around, letters_in, nearest_in, text_width
from orchestration.maps.panels import draw_ranking, draw_services
from orchestration.maps.parts import (
    Colours,
    draw_band_legend,
    draw_district_areas,
    draw_district_point,
    draw_lead,
    draw_notes,
    draw_scale_bar,
    is_apart,
)
from orchestration.maps.plane import Frame, Plane, Point, parted, schematic_areas
from orchestration.maps.style import (
    CROWDED,
    GROUND,
    HAIRLINE,
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
    months_named,
    wrap,
)

if TYPE_CHECKING:
    import altair as alt
    from shapely.geometry.base import BaseGeometry

_WIDTH = 1180
_LEFT, _TOP = 20, 78
_MAP = 640
_RIGHT = _LEFT + _MAP + 36
_RIGHT_END = _WIDTH - 20


def draw_department(
    facts: DepartmentFacts, outlines: Mapping[str, BaseGeometry] | None = None
) -> alt.LayerChart:
    """The picture of a department.

    Args:
        facts: what is on it.
        outlines: outline in degrees by district code, where there are any.
    """
    canvas = Canvas()
    colours = band_colours([band.code for band in facts.bands])
    _draw_titles(canvas, facts)
    sketch = _Sketch(canvas, facts, colours, outlines or {})
    sketch.draw()
    left_end: float = _TOP + _MAP + 26
    left_end = draw_band_legend(
        canvas, _LEFT, left_end, facts.bands, colours, outlines=bool(sketch.outlines)
    )
    left_end = _draw_service_legend(canvas, left_end + 8)
    right_end = float(_TOP)
    for ranking in facts.rankings:
        right_end = draw_ranking(
            canvas, (_RIGHT, right_end + 8), _RIGHT_END, ranking, facts.bands, colours
        )
    right_end = draw_services(canvas, (_RIGHT, right_end + 20), _RIGHT_END, facts)
    notes = _notes(facts, sketch.left_out, has_outlines=bool(sketch.outlines))
    end = draw_notes(canvas, _LEFT, max(left_end, right_end) + 26, notes)
    return canvas.chart(_WIDTH, round(end + 8))


def _draw_titles(canvas: Canvas, facts: DepartmentFacts) -> None:
    canvas.text(
        _LEFT, 24, f"{facts.name}: pobreza monetaria y servicios del MIMP", size=TITLE, bold=True
    )
    map_of = f"Mapa de pobreza de {facts.edition}" if facts.edition else "Sin mapa de pobreza"
    services = (
        f"servicios según el resumen ejecutivo de {months_named(facts.months)}"
        if facts.months
        else "sin resumen ejecutivo: no se sabe de servicios"
    )
    canvas.text(
        _LEFT,
        48,
        f"{map_of}, con intervalos de confianza al 95 %; {services}",
        size=SUBTITLE,
        colour=SOFT_INK,
    )


class _Sketch:
    """The map itself."""

    def __init__(
        self,
        canvas: Canvas,
        facts: DepartmentFacts,
        colours: Colours,
        outlines: Mapping[str, BaseGeometry],
    ) -> None:
        self._canvas = canvas
        self._facts = facts
        self._colours = colours
        located = [
            (one, one.latitude, one.longitude)
            for one in facts.districts
            if one.latitude is not None and one.longitude is not None
        ]
        plane = Plane.about((latitude, longitude) for _, latitude, longitude in located)
        points = {
            one.ubigeo: plane.point(latitude, longitude) for one, latitude, longitude in located
        }
        codes = {one.ubigeo for one in facts.districts}
        drawn = {code: plane.outline(shape) for code, shape in outlines.items() if code in codes}
        self._areas = self._provinces(points, drawn)
        frame = Frame.around(_bounds(self._areas.values()), _MAP, _MAP, 10)
        self._scale = frame.km_per_pixel
        self._areas = {code: _moved(frame.outline(area)) for code, area in self._areas.items()}
        self.outlines = {
            code: _moved(frame.outline(shape)).simplify(0.4) for code, shape in drawn.items()
        }
        self._radius = 7.5 if len(points) <= 35 else 6.0 if len(points) <= 90 else 4.8
        spots = {code: _shifted(frame.pixel(point)) for code, point in points.items()}
        self._spots = spots if drawn else parted(spots, 2 * self._radius + 0.5, 1.5 * self._radius)
        self.left_out: list[str] = []
        inner = Box(_LEFT + 3, _TOP + 3, _LEFT + _MAP - 3, _TOP + _MAP - 3)
        self._layout = Layout(inner)

    def _provinces(
        self, points: Mapping[str, Point], outlines: Mapping[str, BaseGeometry]
    ) -> dict[str, BaseGeometry]:
        """The provinces' areas: from outlines where there are any, otherwise schematic."""
        if outlines:
            from shapely import unary_union

            by_province = groupby(sorted(outlines), key=lambda code: code[:4])
            return {
                province: unary_union([outlines[code] for code in codes])
                for province, codes in by_province
            }
        spread = max(max(abs(x), abs(y)) for x, y in points.values())
        return schematic_areas(
            list(points.values()), [code[:4] for code in points], 0.06 * spread + 2
        )

    def draw(self) -> None:
        """Draw it."""
        canvas = self._canvas
        canvas.rectangle(
            _LEFT, _TOP, _LEFT + _MAP, _TOP + _MAP, fill=GROUND, stroke=HAIRLINE, width=0.8
        )
        canvas.above()
        districts = {one.ubigeo: one for one in self._facts.districts}
        if self.outlines:
            places = [(districts[code], outline) for code, outline in self.outlines.items()]
            draw_district_areas(canvas, places, self._colours, 6)
            for area in self._areas.values():
                canvas.area(area, fill="transparent", width=1.6)
        else:
            for area in self._areas.values():
                canvas.area(area, fill=PAPER, stroke="#8a8a8a", width=0.9, dash=(4, 3))
        canvas.above()
        self._layout.take(draw_scale_bar(canvas, _LEFT + 16, _TOP + _MAP - 14, self._scale))
        for code, (x, y) in self._spots.items():
            radius = 2.0 if code in self.outlines else self._radius
            self._layout.take(box_around(x, y, radius))
        names = self._place_names(districts, self._listed())
        labels = self._place_province_services()
        names += self._place_names(districts, self._spots.keys() - self._listed())
        for box, spot, after in [
            *((name.box, name.spot, name.after) for name in names),
            *((label.box, label.spot, label.after) for label in labels),
        ]:
            draw_lead(canvas, box, *spot, after=after)
        canvas.above()
        for label in labels:
            if is_apart(label.box, *label.spot, label.after):
                _draw_middle(canvas, *label.spot)
        for code, (x, y) in self._spots.items():
            if code in self.outlines:
                canvas.symbol(x, y, radius=1.8, fill=INK, stroke=PAPER, width=0.5)
            else:
                draw_district_point(canvas, x, y, districts[code], self._colours, self._radius)
        for label in labels:
            _draw_box(canvas, label)
        canvas.above()
        for words in [*names, *labels]:
            _draw_words(canvas, words)

    def _listed(self) -> dict[str, int]:
        """Rank by code of the districts in a list, where the map shows them."""
        return {
            row.ubigeo: row.rank
            for ranking in self._facts.rankings
            for row in ranking.rows
            if row.ubigeo in self._spots
        }

    def _place_province_services(self) -> list[_Words]:
        """A label a province: its name and the centres known no nearer than it."""
        placed: dict[tuple[str, str], int] = defaultdict(int)
        for one in self._facts.placed:
            placed[one.service, one.district_ubigeo[:4]] += one.centres
        is_crowded = len(self._areas) > 12
        size = CROWDED if is_crowded else SMALL
        labels = []
        for code, area in self._areas.items():
            words = [
                f"{one.service} {left}"
                for one in self._facts.services
                if one.is_operated
                and one.province_ubigeo == code
                and (left := one.centres - placed[one.service, code]) > 0
            ]
            lines = [
                self._facts.provinces.get(code, code),
                *_lines(words, 22 if is_crowded else 26),
            ]
            labels.append((code, area.representative_point(), lines))
        placed_labels = []
        # The largest first: small ones find a place more easily.
        for _, middle, lines in sorted(labels, key=lambda label: (-len(label[2]), label[0])):
            width = 10 + max(
                text_width(line, size, bold=number == 0) for number, line in enumerate(lines)
            )
            height = 7 + (size + 3) * len(lines)
            box = self._layout.place(
                middle.x, middle.y, width, height, nearest=-height / 2, farthest=_MAP
            )
            if box is None:
                self.left_out.append(lines[0])
            else:
                spot = (middle.x, middle.y)
                placed_labels.append(_Words(box, spot, 12, tuple(lines), size, True, 5, 4))
        return placed_labels

    def _place_names(self, districts: Mapping[str, District], codes: Iterable[str]) -> list[_Words]:
        """Names of districts, those in a list or with a service wherever room is found."""
        ranks = self._listed()
        services: dict[str, list[str]] = defaultdict(list)
        for one in self._facts.placed:
            services[one.district_ubigeo].append(
                one.service if one.centres == 1 else f"{one.service} {one.centres}"
            )
        order = sorted(
            codes,
            key=lambda code: (
                ranks.get(code, 99),
                code not in services,
                districts[code].has_estimate,
                -(districts[code].population or 0),
                code,
            ),
        )
        names = []
        for code in order:
            is_listed = code in ranks
            name = districts[code].name
            lines = (
                f"{ranks[code]}. {name}" if is_listed else name,
                *(f"■ {line}" for line in _lines(services.get(code, []), 20)),
            )
            size = WORDS if is_listed else SMALL
            width = max(text_width(line, size, bold=is_listed) for line in lines)
            radius = 3.0 if code in self.outlines else self._radius
            box = self._layout.place(
                *self._spots[code],
                width,
                (size + 1) * len(lines),
                nearest=radius + 2,
                farthest=150 if is_listed or code in services else 16,
            )
            if box:
                after = radius + 9 if self._is_nearest(code, box) else 0.0
                names.append(_Words(box, self._spots[code], after, lines, size, is_listed))
        return names

    def _is_nearest(self, code: str, box: Box) -> bool:
        """Whether no other district is nearer to a name than its own."""
        distances = {
            one: math.dist(spot, nearest_in(box, *spot)) for one, spot in self._spots.items()
        }
        return distances[code] <= min(distances.values()) + 1


@dataclass(frozen=True, slots=True)
class _Words:
    """Lines of words that have found their place.

    Attributes:
        box: where they stand.
        spot: what they are about.
        after: a line leads there where the box is farther away than this.
        lines: the name first, services after it.
        size: of the letters.
        is_bold: whether the name is bold.
        indent: from the left edge of the box.
        drop: from its upper edge.
    """

    box: Box
    spot: Point
    after: float
    lines: tuple[str, ...]
    size: float
    is_bold: bool
    indent: float = 0
    drop: float = 0


def _draw_box(canvas: Canvas, label: _Words) -> None:
    box = label.box
    canvas.rectangle(
        box.left,
        box.top,
        box.right,
        box.bottom,
        fill=PAPER,
        stroke=SERVICE_INK if len(label.lines) > 1 else SOFT_INK,
        dash=(3, 2),
        opacity=0.93,
    )


def _draw_middle(canvas: Canvas, x: float, y: float) -> None:
    """What a province's lead ends in: no mark of a centre and no district."""
    canvas.symbol(x, y, radius=3.4, shape="diamond", fill=PAPER, stroke=SERVICE_INK, width=1.1)


def _draw_words(canvas: Canvas, words: _Words) -> None:
    step = (words.box.bottom - words.box.top - 2 * words.drop + bool(words.drop)) / len(words.lines)
    for number, line in enumerate(words.lines):
        canvas.text(
            words.box.left + words.indent,
            words.box.top + words.drop + step * (number + 0.5),
            line,
            size=words.size,
            bold=words.is_bold and number == 0,
            colour=INK if number == 0 else SERVICE_INK,
            halo=not words.indent,
        )


def _draw_service_legend(canvas: Canvas, y: float) -> float:
    canvas.text(_LEFT, y, "Servicios que opera el MIMP", size=SUBHEADING, bold=True)
    canvas.rectangle(
        _LEFT, y + 11, _LEFT + 44, y + 25, fill=PAPER, stroke=SERVICE_INK, width=1.0, dash=(3, 2)
    )
    canvas.text(_LEFT + 22, y + 18, "CEM 3", size=SMALL, align="center", colour=SERVICE_INK)
    canvas.text(
        _LEFT + 54,
        y + 18,
        "Centros de los que solo se conoce la provincia (aquí, 3 CEM); no están en un distrito",
        size=WORDS,
    )
    canvas.line(_LEFT + 4, y + 36, _LEFT + 32, y + 36, colour=SOFT_INK, width=0.8)
    _draw_middle(canvas, _LEFT + 34, y + 36)
    canvas.text(
        _LEFT + 54, y + 36, "Medio de la provincia, para saber de cuál se habla", size=WORDS
    )
    y += 18
    canvas.text(_LEFT + 4, y + 36, "■ UPE", size=SMALL, colour=SERVICE_INK)
    canvas.text(_LEFT + 54, y + 36, "Centro que el resumen ubica en ese distrito", size=WORDS)
    return y + 46


def _notes(facts: DepartmentFacts, left_out: Sequence[str], *, has_outlines: bool) -> list[str]:
    without_place = [one.name for one in facts.districts if one.latitude is None]
    sentences = [
        f"Fuentes: INEI, mapa de pobreza monetaria distrital de {facts.edition} "
        f"({facts.source}); MIMP, resumen ejecutivo"
        + (f" de {months_named(facts.months)}." if facts.months else " (ninguno).")
    ]
    if has_outlines:
        sentences.append("Límites referenciales.")
    else:
        sentences.append(
            "Los círculos son las capitales de los distritos; las líneas cortadas separan las "
            "provincias de manera esquemática y no son límites; los círculos que se tapaban se "
            "han separado un poco."
        )
    sentences.append(
        "Los Hogares de Refugio Temporal (HRT) no se ubican por debajo de la provincia."
    )
    if without_place:
        sentences.append(f"Sin coordenadas, fuera del mapa: {', '.join(without_place)}.")
    if left_out:
        sentences.append(f"Sin sitio en el mapa, ver la tabla: {', '.join(left_out)}.")
    return wrap(" ".join(sentences), letters_in(_RIGHT_END - _LEFT, SMALL))


def _lines(words: Sequence[str], letters: int) -> list[str]:
    """Short words joined by dots, a few a line."""
    lines: list[str] = []
    for word in words:
        if lines and len(lines[-1]) + len(word) + 3 <= letters:
            lines[-1] += f" · {word}"
        else:
            lines.append(word)
    return lines


def _bounds(areas: Iterable[BaseGeometry]) -> tuple[float, float, float, float]:
    west, south, east, north = zip(*(area.bounds for area in areas), strict=True)
    return min(west), min(south), max(east), max(north)


def _shifted(point: Point) -> Point:
    return point[0] + _LEFT, point[1] + _TOP


def _moved(geometry: BaseGeometry) -> BaseGeometry:
    from shapely.affinity import translate

    return translate(geometry, _LEFT, _TOP)
