"""A picture in pixels: lines, boxes, words, symbols and outlines, and the order they lie in.

All marks that look the same are one layer; what must cover something else comes after `above`.
Each mark can carry facts of its own, so that the picture says what it shows.
Does not belong here: what is put where (`department`, `country`, `parts`), or files (`drawing`).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

from orchestration.maps.style import INK

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

Shape = Literal["circle", "left half", "right half", "triangle", "diamond"]


@dataclass(slots=True)
class Layer:
    """Marks of one kind that look the same, in the order they were put.

    Attributes:
        kind: line, rectangle, text, area, or the shape of a symbol.
        look: attributes of SVG that all of them share.
        marks: where each is, in pixels, and the facts it carries.
    """

    kind: str
    look: dict[str, str]
    marks: list[dict[str, Any]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Picture:
    """A finished picture of a size in pixels; later layers cover earlier ones."""

    width: int
    height: int
    layers: tuple[Layer, ...]


class Canvas:
    """What is drawn so far; later marks cover earlier ones."""

    def __init__(self) -> None:
        """Nothing is drawn yet."""
        self._layers: list[Layer] = []
        self._first_of_plane = 0

    def above(self) -> None:
        """What comes from now on covers what is there."""
        self._first_of_plane = len(self._layers)

    def line(
        self,
        x: float,
        y: float,
        x2: float,
        y2: float,
        *,
        colour: str = INK,
        width: float = 1.0,
        dash: tuple[int, ...] = (),
    ) -> None:
        """A straight line."""
        self._put("line", _edge(colour, width, dash), {"x": x, "y": y, "x2": x2, "y2": y2})

    def rectangle(
        self,
        x: float,
        y: float,
        x2: float,
        y2: float,
        *,
        fill: str,
        stroke: str = "transparent",
        width: float = 0.8,
        dash: tuple[int, ...] = (),
        opacity: float = 1.0,
    ) -> None:
        """A box."""
        look = _edge(stroke, width, dash)
        if opacity != 1.0:
            look["opacity"] = shortened(opacity)
        self._put("rectangle", look, {"x": x, "y": y, "x2": x2, "y2": y2, "colour": fill})

    def symbol(
        self,
        x: float,
        y: float,
        *,
        radius: float,
        fill: str,
        shape: Shape = "circle",
        stroke: str = INK,
        width: float = 0.8,
        dash: tuple[int, ...] = (),
        **facts: Any,
    ) -> None:
        """A symbol about a point."""
        mark = {"x": x, "y": y, "radius": radius, "colour": fill, **facts}
        self._put(shape, _edge(stroke, width, dash), mark)

    def text(
        self,
        x: float,
        y: float,
        text: str,
        *,
        size: float = 11,
        bold: bool = False,
        italic: bool = False,
        align: str = "left",
        colour: str = INK,
        angle: int = 0,
        halo: bool = False,
    ) -> None:
        """A line of words, centred on `y`; a halo keeps it readable on anything."""
        look = {"font-size": shortened(size)}
        if bold:
            look["font-weight"] = "bold"
        if italic:
            look["font-style"] = "italic"
        if align != "left":
            look["text-anchor"] = {"center": "middle", "right": "end"}[align]
        # Letters are lower than the middle of their line by three tenths of their size.
        mark = {"x": x, "y": y, "drop": 0.3 * size, "angle": angle, "text": text}
        if halo:
            halo_look = {"stroke": "white", "stroke-width": "3", "stroke-opacity": "0.85"}
            # Sharp corners of letters would reach far out of the word.
            halo_look["stroke-linejoin"] = "round"
            self._put("text", look | {"fill": "white"} | halo_look, mark)
        self._put("text", look | {"fill": colour}, mark)

    def area(
        self,
        geometry: BaseGeometry,
        *,
        fill: str,
        stroke: str = INK,
        width: float = 0.6,
        dash: tuple[int, ...] = (),
        **facts: Any,
    ) -> None:
        """An outline in pixels."""
        if geometry.is_empty:
            return
        look = {"fill": fill} | _edge(stroke, width, dash) | {"stroke-linejoin": "round"}
        self._put("area", look, {"geometry": geometry, **facts})

    def picture(self, width: int, height: int) -> Picture:
        """What is drawn so far, in a size."""
        return Picture(width, height, tuple(self._layers))

    def _put(self, kind: str, look: dict[str, str], mark: dict[str, Any]) -> None:
        for layer in self._layers[self._first_of_plane :]:
            if (layer.kind, layer.look) == (kind, look):
                layer.marks.append(mark)
                return
        self._layers.append(Layer(kind, look, [mark]))


def shortened(number: float) -> str:
    """A number as SVG has it, to a hundredth of a pixel."""
    return f"{number:.2f}".rstrip("0").rstrip(".")


def _edge(colour: str, width: float, dash: tuple[int, ...]) -> dict[str, str]:
    if colour == "transparent":
        return {}
    look = {"stroke": colour, "stroke-width": shortened(width)}
    if dash:
        look["stroke-dasharray"] = ",".join(map(str, dash))
    return look
