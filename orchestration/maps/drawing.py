"""From a picture to files: SVG and PNG, and a small PNG to show in a browser.

Belongs here: what vl-convert and Pillow do. Does not belong here: the picture (`department`,
`country`), or how it is written down (`svg`).
"""

from __future__ import annotations

import base64
import io
from pathlib import Path

from orchestration.maps.canvas import Picture
from orchestration.maps.svg import write_svg

_SCALE = 2.0
_PREVIEW_WIDTH = 900
_PREVIEW_COLOURS = 128


def write_picture(picture: Picture, stem: Path) -> tuple[Path, Path]:
    """Write `<stem>.svg` and `<stem>.png`; a reader never sees half a file."""
    stem.parent.mkdir(parents=True, exist_ok=True)
    svg = write_svg(picture)
    paths = stem.with_suffix(".svg"), stem.with_suffix(".png")
    for path, content in zip(paths, (svg.encode(), png_of(svg)), strict=True):
        partial = path.with_name(f".{path.name}.part")
        partial.write_bytes(content)
        partial.replace(path)
    return paths


def png_of(svg: str) -> bytes:
    """A picture in pixels, twice as many a side as it has."""
    # Imported here: it takes memory that a run needs where nothing is drawn.
    import vl_convert

    png: bytes = vl_convert.svg_to_png(svg, scale=_SCALE)
    return png


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
