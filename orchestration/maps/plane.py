"""From degrees to kilometres on a plane, and what lies on it.

Belongs here: the projection, the extent of a map and schematic divisions where there are no
outlines. An equirectangular projection about the middle of the map is off by less than one per
cent within a department; the country is drawn with it too, as wide as it is at its middle.
Does not belong here: distances that are figures (the warehouse has those).
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

_KM_PER_DEGREE = 111.195
_STEPS = 40
Point = tuple[float, float]
"""Kilometres east and north of the middle of the map."""


@dataclass(frozen=True, slots=True)
class Plane:
    """A map's plane.

    Attributes:
        latitude: of its middle, degrees.
        longitude: of its middle, degrees.
    """

    latitude: float
    longitude: float

    @classmethod
    def about(cls, places: Iterable[tuple[float, float]]) -> Plane:
        """The plane about some places given as latitude and longitude."""
        latitudes, longitudes = zip(*places, strict=True)
        return cls(_middle(latitudes), _middle(longitudes))

    def point(self, latitude: float, longitude: float) -> Point:
        """Where a place lies."""
        east = (longitude - self.longitude) * math.cos(math.radians(self.latitude))
        return east * _KM_PER_DEGREE, (latitude - self.latitude) * _KM_PER_DEGREE

    def outline(self, geometry: BaseGeometry) -> BaseGeometry:
        """Where an outline in degrees lies."""
        from shapely import transform

        squeeze = math.cos(math.radians(self.latitude))
        return transform(
            geometry,
            lambda degrees: (
                (degrees - (self.longitude, self.latitude))
                * (squeeze * _KM_PER_DEGREE, _KM_PER_DEGREE)
            ),
        )


@dataclass(frozen=True, slots=True)
class Frame:
    """The part of the plane a picture shows, and its scale.

    Attributes:
        left: western edge, km.
        bottom: southern edge, km.
        width: of the picture, pixels.
        height: of the picture, pixels.
        km_per_pixel: the same in both directions.
    """

    left: float
    bottom: float
    width: float
    height: float
    km_per_pixel: float

    @classmethod
    def around(
        cls, bounds: tuple[float, float, float, float], width: float, height: float, margin: float
    ) -> Frame:
        """The frame of a size whose inner part holds bounds: west, south, east, north."""
        west, south, east, north = bounds
        scale = max(
            (east - west) / (width - 2 * margin), (north - south) / (height - 2 * margin), 0.01
        )
        left = (west + east) / 2 - width * scale / 2
        bottom = (south + north) / 2 - height * scale / 2
        return cls(left, bottom, width, height, scale)

    def pixel(self, point: Point) -> Point:
        """Where a point lies in the picture, from its upper left corner."""
        return (
            (point[0] - self.left) / self.km_per_pixel,
            self.height - (point[1] - self.bottom) / self.km_per_pixel,
        )

    def outline(self, geometry: BaseGeometry) -> BaseGeometry:
        """Where an outline of the plane lies in the picture."""
        from shapely import transform

        return transform(
            geometry,
            lambda points: (
                (points - (self.left, self.bottom)) * (1, -1) / self.km_per_pixel + (0, self.height)
            ),
        )


def schematic_areas(
    points: Sequence[Point], groups: Sequence[str], around_km: float, hollow: float = 0.0
) -> dict[str, BaseGeometry]:
    """One area a group: what is nearer to one of its points than to any of another group.

    Args:
        points: the points, in km.
        groups: the group of each.
        around_km: how far the areas reach beyond the points.
        hollow: how far they follow the points inwards, from 0, not at all, to 1.
    """
    from shapely import MultiPoint, concave_hull, unary_union, voronoi_polygons
    from shapely import Point as Dot
    from shapely.strtree import STRtree

    # Two capitals at one place can only be drawn once.
    distinct = dict(zip(points, groups, strict=True))
    dots = [Dot(point) for point in distinct]
    hull = concave_hull(MultiPoint(list(distinct)), ratio=1 - hollow).buffer(around_km)
    if len(dots) == 1:
        return {next(iter(distinct.values())): hull}
    cells = voronoi_polygons(MultiPoint(list(distinct)), extend_to=hull).geoms
    tree = STRtree(dots)
    parts: dict[str, list[BaseGeometry]] = {}
    names = list(distinct.values())
    for cell in cells:
        inside = tree.query(cell, predicate="contains")
        if len(inside):
            parts.setdefault(names[int(inside[0])], []).append(cell.intersection(hull))
    return {group: unary_union(cells) for group, cells in sorted(parts.items())}


def _middle(values: Sequence[float]) -> float:
    return (min(values) + max(values)) / 2


def parted(points: dict[str, Point], distance: float, farthest: float) -> dict[str, Point]:
    """Points moved apart until each pair is a distance apart, none farther than allowed.

    What lies apart already stays where it is. The order of the keys does not matter.
    """
    moved = dict(sorted(points.items()))
    for _ in range(_STEPS):
        pushes = dict.fromkeys(moved, (0.0, 0.0))
        for (one, here), (other, there) in combinations(moved.items(), 2):
            across, along = there[0] - here[0], there[1] - here[1]
            if abs(across) >= distance or abs(along) >= distance:
                continue
            apart = math.hypot(across, along)
            if apart >= distance:
                continue
            # Two at the same spot part sideways.
            unit = (across / apart, along / apart) if apart > 0.01 else (1.0, 0.0)
            push = (distance - apart) / 2
            for code, sign in ((one, -1), (other, 1)):
                pushes[code] = (
                    pushes[code][0] + sign * unit[0] * push,
                    pushes[code][1] + sign * unit[1] * push,
                )
        if not any(math.hypot(*push) > 0.05 for push in pushes.values()):
            break
        for code, (across, along) in pushes.items():
            x = moved[code][0] + across - points[code][0]
            y = moved[code][1] + along - points[code][1]
            shorter = min(1.0, farthest / max(math.hypot(x, y), 0.01))
            moved[code] = (points[code][0] + x * shorter, points[code][1] + y * shorter)
    return moved
