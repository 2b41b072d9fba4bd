"""What stands beside the map of a department: the list of its poorest districts, its centres.

Belongs here: drawing them on a canvas between two edges. Does not belong here: the map
(`department`) or pieces other pictures share (`parts`).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from orchestration.maps.canvas import Canvas
from orchestration.maps.facts import Band, DepartmentFacts, Ranking, ServiceCount
from orchestration.maps.labels import letters_in, text_width
from orchestration.maps.parts import Colours, draw_interval, interval_text
from orchestration.maps.plane import Point
from orchestration.maps.style import (
    CROWDED,
    HAIRLINE,
    HEADING,
    INK,
    SERVICE_INK,
    SMALL,
    SOFT_INK,
    WORDS,
    wrap,
)

_ROW = 22
_SHORTEST_AXIS = 60.0
_SMALLEST_NAME = CROWDED
_LONGEST_SHORT_NAME = 24


def draw_ranking(
    canvas: Canvas,
    corner: Point,
    right: float,
    ranking: Ranking,
    bands: Sequence[Band],
    colours: Colours,
) -> float:
    """The list of the poorest districts in its order, with their intervals; gives its end."""
    left, y = corner
    kind = (
        "Distritos más pobres, en el orden impreso"
        if ranking.is_printed
        else "Distritos más pobres según INEI (sin lista impresa)"
    )
    title = f"{kind}: {ranking.title}" if ranking.title else kind
    canvas.text(left, y, title, size=HEADING, bold=True)
    canvas.text(
        left,
        y + 19,
        "Intervalo de confianza al 95 % de la pobreza monetaria, en %",
        size=WORDS,
        colour=SOFT_INK,
    )
    axis, end = left + 184, right - 92
    highest = max((row.upper or 0.0 for row in ranking.rows), default=0.0)
    longest = min(100.0, max(_SHORTEST_AXIS, 10.0 * -(-highest // 10)))
    per_point = (end - axis) / longest
    top = y + 46
    bottom = top + _ROW * len(ranking.rows)
    for value in range(0, round(longest) + 1, 10):
        x = axis + value * per_point
        canvas.line(x, top - 4, x, bottom, colour=HAIRLINE, width=0.6)
        canvas.text(x, top - 10, str(value), size=SMALL, align="center", colour=SOFT_INK)
    canvas.above()
    for number, row in enumerate(ranking.rows):
        middle = top + _ROW * (number + 0.5)
        canvas.text(left + 20, middle, f"{row.rank}.", size=WORDS, align="right")
        _draw_name(canvas, left + 26, middle, row.name, axis - left - 32, WORDS)
        if row.lower is None or row.upper is None:
            canvas.text(
                axis + 4, middle, "sin estimación", size=WORDS, italic=True, colour=SOFT_INK
            )
            continue
        interval = (row.lower, row.upper)
        draw_interval(canvas, axis, middle, per_point, interval, bands, colours)
        canvas.text(right, middle, interval_text(*interval), size=WORDS, align="right")
    if _has_ties(ranking):
        canvas.text(
            left,
            bottom + 12,
            "Los de igual intervalo comparten una estimación: el orden entre ellos no dice nada.",
            size=SMALL,
            italic=True,
            colour=SOFT_INK,
        )
        bottom += 18
    canvas.above()
    return bottom + 6


def _has_ties(ranking: Ranking) -> bool:
    intervals = [(row.lower, row.upper) for row in ranking.rows if row.lower is not None]
    return len(set(intervals)) < len(intervals)


def draw_services(canvas: Canvas, corner: Point, right: float, facts: DepartmentFacts) -> float:
    """Centres by province and service as a table, and what the short names mean."""
    left, y = corner
    canvas.text(left, y, "Centros por provincia", size=HEADING, bold=True)
    if not facts.services:
        canvas.text(left, y + 20, "Ningún resumen los cuenta.", size=WORDS, colour=SOFT_INK)
        return y + 30
    columns = _columns(facts.services)
    counts = {(one.province_ubigeo, one.service): one for one in facts.services}
    provinces = list(facts.provinces)
    names_width = 150
    step = min(40.0, (right - left - names_width) / len(columns))
    longest = max(text_width(column, SMALL) for column, _, _ in columns)
    top = y + 22 + longest
    row_height = 19 if len(provinces) <= 14 else 16
    bottom = top + row_height * len(provinces)
    for number, (column, _, is_operated) in enumerate(columns):
        x = left + names_width + step * (number + 0.5)
        canvas.text(
            x,
            top - 6,
            column,
            size=SMALL,
            angle=270,
            bold=is_operated,
            colour=SERVICE_INK if is_operated else INK,
        )
    is_disputed = False
    for number, province in enumerate(provinces):
        middle = top + row_height * (number + 0.5)
        canvas.line(
            left, middle - row_height / 2, right, middle - row_height / 2,
            colour=HAIRLINE, width=0.5,
        )  # fmt: skip
        _draw_name(canvas, left, middle, facts.provinces[province], names_width - 6, WORDS)
        for position, (column, _, _) in enumerate(columns):
            count = counts.get((province, column))
            is_disputed |= bool(count and count.is_disputed)
            canvas.text(
                left + names_width + step * (position + 0.5),
                middle,
                (f"{count.centres}*" if count.is_disputed else str(count.centres))
                if count
                else "·",
                size=WORDS,
                align="center",
                colour=INK if count else HAIRLINE,
            )
    y = bottom + 14
    if is_disputed:
        y = _draw_small(
            canvas, left, y, "* La tabla y la matriz del resumen dan números distintos."
        )
    meanings = "; ".join(f"{short}: {name}" for short, name, _ in columns if short != name)
    for line in wrap(
        f"En negrita, los que opera el MIMP. {meanings}.", letters_in(right - left, SMALL)
    ):
        y = _draw_small(canvas, left, y, line)
    return y


def _draw_small(canvas: Canvas, left: float, y: float, line: str) -> float:
    canvas.text(left, y, line, size=SMALL, colour=SOFT_INK)
    return y + 15


def _columns(services: Sequence[ServiceCount]) -> list[tuple[str, str, bool]]:
    """Short name, full name and whether the ministry operates it; the widespread ones first."""
    provinces: dict[tuple[str, str, bool], int] = defaultdict(int)
    for one in services:
        provinces[_cut(one.service), one.name, one.is_operated] += 1
    return sorted(provinces, key=lambda column: (not column[2], -provinces[column], column[0]))


def _draw_name(canvas: Canvas, x: float, y: float, name: str, width: float, size: float) -> None:
    """A name in the room it has: smaller where it is long, cut where that is not enough."""
    fitting = max(min(size, size * width / max(text_width(name, size), 1)), _SMALLEST_NAME)
    shown = name
    while len(shown) > 1 and text_width(shown, fitting) > width + 1:
        shown = shown.removesuffix("…")[:-1].rstrip() + "…"
    canvas.text(x, y, shown, size=round(fitting, 1))


def _cut(text: str) -> str:
    if len(text) <= _LONGEST_SHORT_NAME:
        return text
    return text[: _LONGEST_SHORT_NAME - 1].rstrip() + "…"
