"""The map itself in the picture of a department: districts, provinces, and their words.

Belongs here: where each of them lies in the square that is the map's, and finding room for names.
Does not belong here: what stands around the map (`department`), or how one part of it looks
(`parts`).
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
from orchestration.maps.labels import Box, Layout, box_around, nearest_in, text_width
from orchestration.maps.parts import (
    Colours,
    draw_district_areas,
    draw_district_point,
    draw_lead,
    draw_middle,
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
    WORDS,
)

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry


class Sketch:
    """The map itself.

    Attributes:
        outlines: of the districts that have one, in pixels, by their code.
        left_out: names of the provinces for whose label no room was found.
    """

    def __init__(
        self,
        canvas: Canvas,
        facts: DepartmentFacts,
        colours: Colours,
        outlines: Mapping[str, BaseGeometry],
        room: Box,
    ) -> None:
        """Work out where everything lies; draw nothing.

        Args:
            canvas: to draw on.
            facts: what is on the map.
            colours: of the bands.
            outlines: in degrees by district code, where there are any.
            room: the square the map fills.
        """
        self._room = room
        self._side = room.right - room.left
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
        frame = Frame.around(_bounds(self._areas.values()), self._side, self._side, 10)
        self._scale = frame.km_per_pixel
        self._areas = {code: self._moved(frame.outline(area)) for code, area in self._areas.items()}
        self.outlines = {
            code: self._moved(frame.outline(shape)).simplify(0.4) for code, shape in drawn.items()
        }
        self._radius = 7.5 if len(points) <= 35 else 6.0 if len(points) <= 90 else 4.8
        spots = {code: self._shifted(frame.pixel(point)) for code, point in points.items()}
        self._spots = spots if drawn else parted(spots, 2 * self._radius + 0.5, 1.5 * self._radius)
        self.left_out: list[str] = []
        inner = Box(room.left + 3, room.top + 3, room.right - 3, room.bottom - 3)
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
        canvas, room = self._canvas, self._room
        canvas.rectangle(
            room.left,
            room.top,
            room.right,
            room.bottom,
            fill=GROUND,
            stroke=HAIRLINE,
            width=0.8,
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
        self._layout.take(draw_scale_bar(canvas, room.left + 16, room.bottom - 14, self._scale))
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
                draw_middle(canvas, *label.spot)
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
                middle.x, middle.y, width, height, nearest=-height / 2, farthest=self._side
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

    def _shifted(self, point: Point) -> Point:
        return point[0] + self._room.left, point[1] + self._room.top

    def _moved(self, geometry: BaseGeometry) -> BaseGeometry:
        from shapely.affinity import translate

        return translate(geometry, self._room.left, self._room.top)


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
