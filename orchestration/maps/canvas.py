"""A picture in pixels, as an Altair chart.

Belongs here: lines, boxes, words, symbols and outlines, and what they become: one layer of the
chart for all marks that look the same. What must cover something else comes after `above`. Each
mark can carry facts of its own, so that the chart says what it shows.
Does not belong here: what is put where (`department`, `country`, `parts`).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from orchestration.maps.style import INK

if TYPE_CHECKING:
    import altair as alt
    from shapely.geometry.base import BaseGeometry

LEFT_HALF: Final = "M0,-1A1,1,0,0,0,0,1Z"
RIGHT_HALF: Final = "M0,-1A1,1,0,0,1,0,1Z"
_FACE: Final = "Liberation Sans, Arial, Helvetica, sans-serif"


@dataclass(slots=True)
class _Layer:
    kind: str
    look: tuple[tuple[str, Any], ...]
    marks: list[dict[str, Any]] = field(default_factory=list)


class Canvas:
    """What is drawn so far; later marks cover earlier ones."""

    def __init__(self) -> None:
        """Nothing is drawn yet."""
        self._layers: list[_Layer] = []
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
        look = {"color": colour, "strokeWidth": width, "strokeDash": list(dash) or [1, 0]}
        self._put("rule", look, {"x": x, "y": y, "x2": x2, "y2": y2})

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
        look = {
            "stroke": stroke,
            "strokeWidth": width,
            "strokeDash": list(dash) or [1, 0],
            "opacity": opacity,
            "cornerRadius": 0,
        }
        self._put("rect", look, {"x": x, "y": y, "x2": x2, "y2": y2, "colour": fill})

    def symbol(
        self,
        x: float,
        y: float,
        *,
        radius: float,
        fill: str,
        shape: str = "circle",
        stroke: str = INK,
        width: float = 0.8,
        dash: tuple[int, ...] = (),
        **facts: Any,
    ) -> None:
        """A symbol about a point; `shape` is a name or a path within -1 to 1."""
        look = {
            "shape": shape,
            "stroke": stroke,
            "strokeWidth": width,
            "strokeDash": list(dash) or [1, 0],
            "opacity": 1.0,
        }
        mark = {"x": x, "y": y, "colour": fill, "size": (2 * radius) ** 2, **facts}
        self._put("point", look, mark)

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
        look = {
            "font": _FACE,
            "fontSize": size,
            "fontWeight": "bold" if bold else "normal",
            "fontStyle": "italic" if italic else "normal",
            "align": align,
            "baseline": "middle",
            "angle": angle,
        }
        mark = {"x": x, "y": y, "text": text}
        if halo:
            edge = {
                "color": "white",
                "stroke": "white",
                "strokeWidth": 3,
                "strokeOpacity": 0.85,
                # Sharp corners of letters would reach far out of the word.
                "strokeJoin": "round",
            }
            self._put("text", look | edge, mark)
        self._put("text", look | {"color": colour}, mark)

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
        look = {
            "fill": fill,
            "stroke": stroke,
            "strokeWidth": width,
            "strokeDash": list(dash) or [1, 0],
            "strokeJoin": "round",
        }
        feature = {"type": "Feature", "geometry": geometry.__geo_interface__, "properties": facts}
        self._put("geoshape", look, feature)

    def chart(self, width: int, height: int) -> alt.LayerChart:
        """The picture so far, as a chart of a size."""
        from altair.utils.schemapi import debug_mode

        # Every part would be held against the whole schema of Vega-Lite while it is put together,
        # which takes longer than drawing; a test holds the finished chart against it.
        with debug_mode(False):
            return self._chart(width, height)

    def _chart(self, width: int, height: int) -> alt.LayerChart:
        import altair as alt

        horizontal = alt.Scale(domain=[0, width], range=[0, width], nice=False, zero=False)
        vertical = alt.Scale(domain=[0, height], range=[0, height], nice=False, zero=False)
        layers = []
        for layer in self._layers:
            look = dict(layer.look)
            look["strokeDash"] = list(look.get("strokeDash", (1, 0)))
            chart = alt.Chart(alt.InlineData(values=layer.marks))
            if layer.kind == "geoshape":
                layers.append(
                    chart.mark_geoshape(**look).project(type="identity", scale=1, translate=[0, 0])
                )
                continue
            channels: dict[str, Any] = {
                "x": alt.X("x:Q", scale=horizontal, axis=None),
                "y": alt.Y("y:Q", scale=vertical, axis=None),
            }
            if layer.kind in {"rule", "rect"}:
                channels |= {"x2": "x2", "y2": "y2"}
            if layer.kind in {"rect", "point"}:
                channels["fill"] = alt.Fill("colour:N", scale=None)
            if layer.kind == "point":
                channels["size"] = alt.Size("size:Q", scale=None)
            if layer.kind == "text":
                channels["text"] = "text:N"
            layers.append(getattr(chart, f"mark_{layer.kind}")(**look).encode(**channels))
        picture: alt.LayerChart = (
            alt.layer(*layers)
            .properties(width=width, height=height, padding=0, background="white")
            .configure_view(stroke=None)
        )
        return picture

    def _put(self, kind: str, look: dict[str, Any], mark: dict[str, Any]) -> None:
        key = tuple(
            (name, tuple(value) if isinstance(value, list) else value)
            for name, value in sorted(look.items())
        )
        for layer in self._layers[self._first_of_plane :]:
            if (layer.kind, layer.look) == (kind, key):
                layer.marks.append(mark)
                return
        self._layers.append(_Layer(kind, key, [mark]))
