"""Small charts as inline SVG, drawn by Altair and vl-convert.

Belongs here: their look, and making several of them live on one page. Nothing is told by colour
alone: what was derived is a hollow mark, and every chart stands beside its figures.
Does not belong here: which figures are drawn. Altair is imported when the first chart is.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from itertools import pairwise
from typing import TYPE_CHECKING, Any, Final

from orchestration.report.svg import inline
from orchestration.report.words import month_short
from orchestration.written_summary.wording import SHORT_MONTHS

if TYPE_CHECKING:
    from orchestration.report.measures import Point

BLUE: Final = "#0b5394"
ORANGE: Final = "#b45309"
GREY: Final = "#5b6673"
SERIES: Final = [BLUE, "#e69f00", "#8a8f98"]
"""Colours that differ in lightness too, so that they differ for everybody."""
FEWEST_POINTS: Final = 2

_FONT: Final = "Segoe UI, Roboto, Helvetica, Arial, sans-serif"
_CONFIG: Final[dict[str, Any]] = {
    "aria": False,
    "font": _FONT,
    "background": None,
    "view": {"stroke": None},
    "axis": {
        "labelColor": GREY,
        "labelFontSize": 10,
        "tickColor": "#c3cbd4",
        "domainColor": "#c3cbd4",
        "gridColor": "#e6eaee",
        "title": None,
    },
    "legend": {"labelFontSize": 11, "title": None, "orient": "top", "labelColor": "#1b2430"},
}
_MONTH_WORDS: Final = "[" + ",".join(f"'{month}'" for month in SHORT_MONTHS) + "]"


def trend_chart(points: Sequence[Point], month: date, name: str) -> str:
    """A line of months; empty where there are fewer than two.

    Args:
        points: oldest first; a gap between months stays a gap.
        month: the month that is marked, where it is among them.
        name: what the line shows, for those who cannot see it.
    """
    if len(points) < FEWEST_POINTS:
        return ""
    import altair

    rows = [
        {
            "mes": point.month.isoformat(),
            "valor": point.value,
            "modo": "derivado" if point.is_derived else "impreso",
            "marcado": point.month == month,
            "tramo": _stretch(points, position),
        }
        for position, point in enumerate(points)
    ]
    base = altair.Chart(_data(rows)).encode(
        x=altair.X(
            "mes:T",
            axis=altair.Axis(
                labelExpr=f"{_MONTH_WORDS}[month(datum.value)] + ' ' + year(datum.value)",
                tickCount=4,
                grid=False,
                labelOverlap=True,
                labelFlush=True,
            ),
        ),
        y=altair.Y("valor:Q", axis=_counts(3), scale={"zero": True}),
    )
    line = base.mark_line(color=BLUE, strokeWidth=2).encode(detail="tramo:N")
    marks = base.mark_point(size=28, opacity=1, stroke=BLUE, strokeWidth=1.5).encode(
        fill=altair.Fill(
            "modo:N",
            legend=None,
            scale={"domain": ["impreso", "derivado"], "range": [BLUE, "#ffffff"]},
        )
    )
    last = base.transform_filter("datum.marcado").mark_point(
        size=60, opacity=1, fill=ORANGE, stroke=ORANGE
    )
    chart = (line + marks + last).properties(width=250, height=70)
    first, final = points[0], points[-1]
    description = (
        f"{name}: {len(points)} meses, de {first.value} en {month_short(first.month)}"
        f" a {final.value} en {month_short(final.month)}."
    )
    return _svg(chart.to_dict(validate=False), description)


def _data(rows: list[dict[str, Any]]) -> Any:
    """Rows as Altair takes them; its own types do not say what its data are."""
    import altair

    data: Any = altair.Data
    return data(values=rows)


def _counts(ticks: int) -> dict[str, Any]:
    """An axis of whole numbers, thousands apart as everywhere on the page."""
    label = "replace(format(datum.value, ',d'), /,/g, '\u00a0')"
    return {"tickCount": ticks, "tickMinStep": 1, "labelExpr": label, "title": None}


def _stretch(points: Sequence[Point], position: int) -> int:
    """Counts the stretches of months without a gap, so that no line bridges one."""
    stretch = 0
    for earlier, later in pairwise(points[: position + 1]):
        months = (later.month.year - earlier.month.year) * 12 + later.month.month
        stretch += months - earlier.month.month != 1
    return stretch


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
    import altair

    values = [
        {"lugar": place, "serie": one, "n": count, "orden": series.index(one)}
        for place, one, count in rows
    ]
    chart = (
        altair.Chart(_data(values))
        .mark_bar(height=14, stroke="#ffffff", strokeWidth=1)
        .encode(
            y=altair.Y(
                "lugar:N",
                sort=list(dict.fromkeys(place for place, _, _ in rows)),
                axis=altair.Axis(labelFontSize=11, labelLimit=220, labelColor="#1b2430"),
            ),
            x=altair.X("sum(n):Q", axis=_counts(8)),
            color=altair.Color(
                "serie:N",
                scale={"domain": list(series), "range": SERIES[: len(series)]},
                legend=altair.Legend() if len(series) > 1 else None,
            ),
            order="orden:O",
        )
        .properties(width=width, height={"step": 20})
    )
    return _svg(chart.to_dict(validate=False), name)


def _svg(specification: dict[str, Any], name: str) -> str:
    """The chart's SVG, named for a screen reader, its inner names unlike any other's."""
    import vl_convert

    specification["config"] = _CONFIG
    return inline(vl_convert.vegalite_to_svg(specification), name)
