"""Draws the map page as a picture, the way the real documents carry it.

Belongs here: where the words stand on the picture. Does not belong here: which words
(`compose_map`). The picture has what a reader of it meets: words beside a map of coloured
shapes, grid numbers at the edges, a legend with bullets, a list of places.
"""

from __future__ import annotations

import io
import random
from functools import cache
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont
from PIL.ImageFont import FreeTypeFont
from PIL.ImageFont import ImageFont as BitmapFont

from tests.document_writer.blocks import MapPage

WIDTH, HEIGHT = 1654, 2339
MAP_BOX = (60, 240, 1000, 1500)
LIST_LEFT = 1040
FONT_FILES = (
    "/usr/share/fonts/truetype/liberation/LiberationSans-Regular.ttf",
    "/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf",
)
SHADES = ((254, 240, 217), (253, 204, 138), (252, 141, 89), (227, 74, 51), (179, 0, 0))
INK = (20, 20, 20)
LINE_GAP = 1.55
SHORTEST_LINE = 12


@cache
def _font(size: int) -> FreeTypeFont | BitmapFont:
    """The first of the known fonts there is, or Pillow's own."""
    for name in FONT_FILES:
        if Path(name).exists():
            return ImageFont.truetype(name, size)
    return ImageFont.load_default(size)


def map_picture(page: MapPage, seed: int) -> bytes:
    """The map page as a PNG picture of A4 at 200 dots an inch."""
    rng = random.Random(f"map {seed}")
    image = Image.new("RGB", (WIDTH, HEIGHT), "white")
    draw = ImageDraw.Draw(image)
    for position, line in enumerate(page.title):
        draw.text((80, 60 + position * 62), line, INK, font=_font(40))
    _draw_map(draw, page, rng)
    top = _lines(draw, LIST_LEFT, 260, page.ranking_heading, 26)
    top = _lines(draw, LIST_LEFT, top + 10, page.ranking, 22)
    _lines(draw, LIST_LEFT, top + 10, ["Fuente: Mapa de Pobreza 2018"], 18)
    top = _legend(draw, 80, 1560, page)
    _lines(draw, LIST_LEFT, 1560, page.bands[:1], 26)
    for position, band in enumerate(page.bands[1:]):
        y = 1620 + position * 46
        draw.rectangle((LIST_LEFT, y, LIST_LEFT + 50, y + 30), SHADES[position % len(SHADES)], INK)
        draw.text((LIST_LEFT + 70, y), band, INK, font=_font(26))
    _lines(draw, LIST_LEFT, 1900, ["MAPA DE POBREZA PROVINCIAL"], 22)
    _lines(draw, 80, max(top + 40, 2180), page.stamp, 22)
    buffer = io.BytesIO()
    image.save(buffer, "PNG")
    return buffer.getvalue()


def _lines(draw: ImageDraw.ImageDraw, left: int, top: int, lines: list[str], size: int) -> int:
    """Write lines below each other, long ones smaller; returns where the next would stand."""
    for line in lines:
        fitted = size
        room = WIDTH - left - 30
        while fitted > SHORTEST_LINE and _font(fitted).getlength(line) > room:
            fitted -= 1
        draw.text((left, top), line, INK, font=_font(fitted))
        top += round(size * LINE_GAP)
    return top


def _legend(draw: ImageDraw.ImageDraw, left: int, top: int, page: MapPage) -> int:
    """The legend: a bullet and the words of each line."""
    top = _lines(draw, left, top, ["LEYENDA"], 30) + 6
    for position, line in enumerate(page.legend):
        draw.ellipse((left, top + 4, left + 24, top + 28), SHADES[position % len(SHADES)], INK)
        draw.text((left + 50, top), line, INK, font=_font(28))
        top += 50
    return top


def _draw_map(draw: ImageDraw.ImageDraw, page: MapPage, rng: random.Random) -> None:
    """Coloured shapes with place labels, and grid numbers around them."""
    left, top, right, bottom = MAP_BOX
    draw.rectangle(MAP_BOX, outline=INK, width=2)
    for _ in range(9):
        x, y = rng.randint(left + 60, right - 320), rng.randint(top + 60, bottom - 320)
        corners = [
            (x + rng.randint(0, 260), y + rng.randint(0, 260)) for _ in range(rng.randint(4, 7))
        ]
        draw.polygon(corners, fill=rng.choice(SHADES[:3]), outline=INK)
    for position, label in enumerate(page.place_labels):
        x, y = rng.randint(left + 60, right - 360), top + 120 + position * 260
        draw.text((x, y), label, INK, font=_font(16))
    for position, label in enumerate(page.grid_labels):
        draw.text((left + 40 + position * 230, bottom + 8), label, INK, font=_font(16))


@cache
def logo_picture() -> bytes:
    """The small picture of the page header."""
    image = Image.new("RGB", (420, 90), "white")
    draw = ImageDraw.Draw(image)
    for position, line in enumerate(("PERÚ  Ministerio de la Mujer", "Poblaciones Vulnerables")):
        draw.text((10, 10 + position * 36), line, INK, font=_font(24))
    buffer = io.BytesIO()
    image.save(buffer, "PNG")
    return buffer.getvalue()
