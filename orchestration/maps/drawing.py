"""From a chart to files: SVG and PNG, and a small PNG to show in a browser.

Belongs here: what vl-convert and Pillow do. Does not belong here: the chart (`department`,
`country`).
"""

from __future__ import annotations

import base64
import io
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import altair as alt

_SCALE = 2.0
_PREVIEW_WIDTH = 900
_PREVIEW_COLOURS = 128


def write_picture(chart: alt.LayerChart, stem: Path) -> tuple[Path, Path]:
    """Write `<stem>.svg` and `<stem>.png`; a reader never sees half a file."""
    import vl_convert

    stem.parent.mkdir(parents=True, exist_ok=True)
    specification = chart.to_dict(validate=False)
    svg = vl_convert.vegalite_to_svg(specification)
    png = vl_convert.svg_to_png(svg, scale=_SCALE)
    paths = stem.with_suffix(".svg"), stem.with_suffix(".png")
    for path, content in zip(paths, (svg.encode(), png), strict=True):
        partial = path.with_name(f".{path.name}.part")
        partial.write_bytes(content)
        partial.replace(path)
    return paths


def preview(png: Path) -> str:
    """A picture as a data address small enough for a materialization."""
    from PIL import Image

    with Image.open(png) as picture:
        height = round(picture.height * _PREVIEW_WIDTH / picture.width)
        small = picture.convert("RGB").resize((_PREVIEW_WIDTH, height))
    stream = io.BytesIO()
    # An octree keeps the colours of small marks, which the default method gives to large ones.
    reduced = small.quantize(_PREVIEW_COLOURS, Image.Quantize.FASTOCTREE)
    reduced.save(stream, "PNG", optimize=True)
    return "data:image/png;base64," + base64.b64encode(stream.getvalue()).decode()
