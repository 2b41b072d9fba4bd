"""Small charts as inline SVG.

Belongs here: their look. A report of all documents has tens of thousands of them, each a few
marks on two axes, so that they are written down directly: by Vega each costs a hundred times as
much, and the report most of a refresh. Nothing is told by colour alone: what was derived is a
hollow mark, and every chart stands beside its figures. Does not belong here: which figures are
drawn, or pictures that lay themselves out (`orchestration.maps`).
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from datetime import date
from html import escape
from itertools import groupby
from typing import TYPE_CHECKING, Final

from orchestration.report.svg import inline
from orchestration.report.words import month_short, number

if TYPE_CHECKING:
    from orchestration.report.measures import Point

BLUE: Final = "#0b5394"
ORANGE: Final = "#b45309"
GREY: Final = "#5b6673"
INK: Final = "#1b2430"
SERIES: Final = [BLUE, "#e69f00", "#8a8f98"]
"""Colours that differ in lightness too, so that they differ for everybody."""
FEWEST_POINTS: Final = 2

_FONT: Final = "Segoe UI, Roboto, Helvetica, Arial, sans-serif"
_GRID: Final = "#e6eaee"
_AXIS: Final = "#c3cbd4"
_LETTER: Final = 0.56
"""Width of a letter, as a part of its height: names are given the room they need."""
_STEPS: Final = (1, 2, 2.5, 5, 10)


def trend_chart(points: Sequence[Point], month: date, name: str) -> str:
    """A line of months; empty where there are fewer than two.

    Args:
        points: oldest first; a gap between months stays a gap.
        month: the month that is marked, where it is among them.
        name: what the line shows, for those who cannot see it.
    """
    if len(points) < FEWEST_POINTS:
        return ""
    width, height, top = 250, 70, 8
    ticks = _ticks(max(point.value for point in points), 3)
    left = _width([number(tick) for tick in ticks], 10) + 8
    first, last = points[0], points[-1]
    span = max(_months(first.month, last.month), 1)

    def place(point: Point) -> tuple[float, float]:
        along = _months(first.month, point.month) / span
        return left + width * along, top + height * (1 - point.value / ticks[-1])

    parts = [*_rows_of_grid(ticks, left, left + width, top, height)]
    every = max(math.ceil(len(points) / 4), 1)
    for position in range(0, len(points), every):
        x, _ = place(points[position])
        anchor = "start" if position == 0 else "middle"
        if x + _width(["Ene 2000"], 10) / 2 > left + width:
            anchor, x = "end", left + width
        parts.append(_line(x, top + height, x, top + height + 4, _AXIS))
        parts.append(_text(x, top + height + 15, month_short(points[position].month), anchor))
    for _, stretch in groupby(
        enumerate(points), lambda one: _months(first.month, one[1].month) - one[0]
    ):
        corners = " ".join("{:.1f},{:.1f}".format(*place(point)) for _, point in stretch)
        parts.append(f'<polyline points="{corners}" stroke="{BLUE}" stroke-width="2"/>')
    for point in points:
        x, y = place(point)
        if point.month == month:
            mark = f'r="4.4" fill="{ORANGE}" stroke="{ORANGE}"'
        else:
            mark = f'r="3" fill="{"#ffffff" if point.is_derived else BLUE}" stroke="{BLUE}"'
        parts.append(f'<circle cx="{x:.1f}" cy="{y:.1f}" {mark} stroke-width="1.5"/>')
    description = (
        f"{name}: {len(points)} meses, de {first.value} en {month_short(first.month)}"
        f" a {last.value} en {month_short(last.month)}."
    )
    return _svg(left + width + 8, top + height + 20, parts, description)


def bars_chart(
    rows: Sequence[tuple[str, str, int]], series: Sequence[str], name: str, width: int = 420
) -> str:
    """Horizontal bars of places, stacked by series; empty where there are none.

    Args:
        rows: place, series and count, places in the order they are to stand.
        series: at most three, in the order they are stacked.
        name: what the bars show, for those who cannot see them.
        width: of the bars, in pixels.
    """
    if not rows:
        return ""
    step, thick = 20, 14
    counts = {place: dict.fromkeys(series, 0) for place, _, _ in rows}
    for place, one, count in rows:
        counts[place][one] += count
    ticks = _ticks(max(sum(one.values()) for one in counts.values()), 8)
    left = _width(list(counts), 11) + 8
    top = 22 if len(series) > 1 else 4
    bottom = top + step * len(counts)
    parts = [*_legend(series, left)] if len(series) > 1 else []
    for tick in ticks:
        x = left + width * tick / ticks[-1]
        parts += [_line(x, top, x, bottom, _GRID), _text(x, bottom + 14, number(tick), "middle")]
    for position, (place, of_series) in enumerate(counts.items()):
        middle = top + step * (position + 0.5)
        parts.append(_text(left - 6, middle + 4, place, "end", 11, INK))
        x = float(left)
        for colour, count in zip(SERIES, of_series.values(), strict=False):
            wide = width * count / ticks[-1]
            if wide:
                box = f'x="{x:.1f}" y="{middle - thick / 2:g}" width="{wide:.1f}" height="{thick}"'
                parts.append(f'<rect {box} fill="{colour}" stroke="#ffffff"/>')
            x += wide
    parts.append(_line(left, top, left, bottom, _AXIS))
    return _svg(left + width + 16, bottom + 20, parts, name)


def _ticks(largest: float, about: int) -> list[int]:
    """Whole numbers from zero to the first round one that is not below the largest."""
    rough = max(largest, 1) / about
    power = 10.0 ** math.floor(math.log10(rough))
    step = max(math.ceil(next(one * power for one in _STEPS if one * power >= rough)), 1)
    return list(range(0, math.ceil(max(largest, 1) / step) * step + 1, step))


def _rows_of_grid(
    ticks: Sequence[int], left: float, right: float, top: float, height: float
) -> Iterator[str]:
    for tick in ticks:
        y = top + height * (1 - tick / ticks[-1])
        yield _line(left, y, right, y, _GRID if tick else _AXIS)
        yield _text(left - 5, y + 3.5, number(tick), "end")


def _legend(series: Sequence[str], left: float) -> Iterator[str]:
    x = left
    for colour, one in zip(SERIES, series, strict=False):
        yield f'<rect x="{x:g}" y="3" width="10" height="10" fill="{colour}"/>'
        yield _text(x + 14, 12, one, "start", 11, INK)
        x += 30 + _width([one], 11)


def _months(earlier: date, later: date) -> int:
    return (later.year - earlier.year) * 12 + later.month - earlier.month


def _width(texts: Sequence[str], size: int) -> int:
    return math.ceil(max(len(text) for text in texts) * size * _LETTER)


def _line(x: float, y: float, x2: float, y2: float, colour: str) -> str:
    return f'<line x1="{x:.1f}" y1="{y:.1f}" x2="{x2:.1f}" y2="{y2:.1f}" stroke="{colour}"/>'


def _text(x: float, y: float, text: str, anchor: str, size: int = 10, colour: str = GREY) -> str:
    place = f'x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}"'
    return f'<text {place} font-size="{size}" fill="{colour}">{escape(text)}</text>'


def _svg(width: float, height: float, parts: Sequence[str], name: str) -> str:
    size = f'width="{width:g}" height="{height:g}" viewBox="0 0 {width:g} {height:g}"'
    look = f'fill="none" font-family="{_FONT}"'
    return inline(
        f'<svg xmlns="http://www.w3.org/2000/svg" {size} {look}>{"".join(parts)}</svg>', name
    )
