"""A picture as SVG.

Belongs here: how each kind of mark is written down. A fact a mark carries becomes an attribute
`data-<name>`, so that the file says what it shows. Does not belong here: what is drawn
(`canvas`), or files (`drawing`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from html import escape
from typing import TYPE_CHECKING, Any, Final

from orchestration.maps.canvas import Layer, Picture, shortened

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

_FACE: Final = "Liberation Sans, Arial, Helvetica, sans-serif"
_HALF_SQUARE_ROOT_OF_3: Final = 0.866


def write_svg(picture: Picture) -> str:
    """The picture as a document."""
    size = f"{picture.width} {picture.height}"
    return "\n".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" width="{picture.width}"'
            f' height="{picture.height}" viewBox="0 0 {size}" font-family="{_FACE}" fill="none">',
            f'<rect width="{picture.width}" height="{picture.height}" fill="white"/>',
            *(line for layer in picture.layers for line in _layer(layer)),
            "</svg>\n",
        ]
    )


def _layer(layer: Layer) -> Iterator[str]:
    write = _KINDS[layer.kind]
    yield f"<g{_attributes(layer.look)}>"
    for mark in layer.marks:
        yield write(mark)
    yield "</g>"


def _line(mark: Mapping[str, Any]) -> str:
    ends = {"x1": mark["x"], "y1": mark["y"], "x2": mark["x2"], "y2": mark["y2"]}
    return f"<line{_attributes(ends)}/>"


def _rectangle(mark: Mapping[str, Any]) -> str:
    left, right = sorted((mark["x"], mark["x2"]))
    top, bottom = sorted((mark["y"], mark["y2"]))
    box = {"x": left, "y": top, "width": right - left, "height": bottom - top}
    return f"<rect{_attributes(box)}{_filled(mark)}/>"


def _circle(mark: Mapping[str, Any]) -> str:
    place = {"cx": mark["x"], "cy": mark["y"], "r": mark["radius"]}
    return f"<circle{_attributes(place)}{_filled(mark)}{_facts(mark)}/>"


def _half(direction: int) -> Callable[[Mapping[str, Any]], str]:
    """Half a circle, from its top to its bottom: clockwise (1) or the other way (0)."""

    def write(mark: Mapping[str, Any]) -> str:
        x, y, radius = mark["x"], mark["y"], mark["radius"]
        arc = f"A{shortened(radius)},{shortened(radius)},0,0,{direction}"
        path = f"M{_point(x, y - radius)}{arc},{_point(x, y + radius)}Z"
        return f'<path d="{path}"{_filled(mark)}{_facts(mark)}/>'

    return write


def _corners(*corners: tuple[float, float]) -> Callable[[Mapping[str, Any]], str]:
    """A shape with corners, which are given for a radius of one."""

    def write(mark: Mapping[str, Any]) -> str:
        radius = mark["radius"]
        points = (_point(mark["x"] + radius * x, mark["y"] + radius * y) for x, y in corners)
        return f'<path d="M{"L".join(points)}Z"{_filled(mark)}{_facts(mark)}/>'

    return write


def _text(mark: Mapping[str, Any]) -> str:
    x, y, angle = mark["x"], mark["y"], mark["angle"]
    place: dict[str, Any] = {"x": x, "y": y + mark["drop"]}
    if angle:
        place["transform"] = f"rotate({angle} {shortened(x)} {shortened(y)})"
    return f"<text{_attributes(place)}>{escape(mark['text'], quote=False)}</text>"


def _area(mark: Mapping[str, Any]) -> str:
    path = "".join(f"M{'L'.join(_point(*at) for at in ring)}Z" for ring in _rings(mark["geometry"]))
    return f'<path d="{path}"{_facts(mark)}/>'


_KINDS: Final[Mapping[str, Callable[[Mapping[str, Any]], str]]] = {
    "line": _line,
    "rectangle": _rectangle,
    "circle": _circle,
    "left half": _half(0),
    "right half": _half(1),
    "triangle": _corners(
        (0, -_HALF_SQUARE_ROOT_OF_3), (-1, _HALF_SQUARE_ROOT_OF_3), (1, _HALF_SQUARE_ROOT_OF_3)
    ),
    "diamond": _corners((-1, 0), (0, -1), (1, 0), (0, 1)),
    "text": _text,
    "area": _area,
}
_PLACE: Final = {"x", "y", "radius", "colour", "geometry"}


def _rings(geometry: BaseGeometry) -> Iterator[list[tuple[float, float]]]:
    """The outlines of polygons and of the holes in them, without the point that closes each."""
    for part in getattr(geometry, "geoms", [geometry]):
        for ring in (part.exterior, *part.interiors):
            yield [(x, y) for x, y, *_ in ring.coords[:-1]]


def _filled(mark: Mapping[str, Any]) -> str:
    return "" if mark["colour"] == "transparent" else f' fill="{mark["colour"]}"'


def _facts(mark: Mapping[str, Any]) -> str:
    facts = {name: value for name, value in mark.items() if name not in _PLACE}
    return _attributes(
        {f"data-{name}": value for name, value in facts.items() if value is not None}
    )


def _attributes(values: Mapping[str, Any]) -> str:
    texts = (
        (name, shortened(value) if isinstance(value, float) else escape(str(value)))
        for name, value in values.items()
    )
    return "".join(f' {name}="{text}"' for name, text in texts)


def _point(x: float, y: float) -> str:
    return f"{shortened(x)},{shortened(y)}"
