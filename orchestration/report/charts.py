"""Small charts as inline SVG, drawn by Pygal.

Belongs here: what a chart shows and how, and taking away what Pygal adds for pages of its own
(scripts, tooltips, a style sheet a chart): the page's style sheet has the look of all of them.
Nothing is told by colour alone: what was derived is a hollow mark, and every chart stands beside
its figures. Pygal, because a report has thousands of these and Vega takes ten times as long for
each. Does not belong here: which figures are drawn, or maps (`orchestration.maps`).
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Any, Final

from orchestration.report.svg import inline
from orchestration.report.words import month_short, number

if TYPE_CHECKING:
    from orchestration.report.measures import Point

MOST_SERIES: Final = 3
"""Series that bars can be stacked of: the style sheet has as many colours."""
FEWEST_POINTS: Final = 2

_BARE: Final[dict[str, Any]] = {
    "js": (),
    "css": (),
    "no_prefix": True,
    "explicit_size": True,
    "pretty_print": False,
    "truncate_label": -1,
    "truncate_legend": -1,
    "margin": 4,
    "spacing": 6,
    "order_min": 0,
    "min_scale": 2,
}
_HALF_A_LABEL: Final = 24
"""Room for the half of the last month's name that stands right of its mark, in pixels."""
_UNUSED: Final = frozenset({"defs", "title", "desc"})
_UNUSED_GROUPS: Final = frozenset(
    {"titles", "plot text-overlay", "plot tooltip-overlay", "background"}
)


def trend_chart(points: Sequence[Point], month: date, name: str) -> str:
    """A line of months; empty where there are fewer than two.

    Args:
        points: oldest first; a gap between months stays a gap.
        month: the month that is marked, where it is among them.
        name: what the line shows, for those who cannot see it.
    """
    if len(points) < FEWEST_POINTS:
        return ""
    from orchestration.report.lean_charts import Line

    first, last = points[0], points[-1]
    months = [_month(count) for count in range(_count(first.month), _count(last.month) + 1)]
    by_month = {point.month: _mark(point, point.month == month) for point in points}
    chart = Line(
        width=300,
        height=105,
        margin_right=_HALF_A_LABEL,
        show_legend=False,
        include_x_axis=True,
        allow_interruptions=True,
        max_scale=4,
        x_labels_major_count=min(len(months), 4),
        show_minor_x_labels=False,
        value_formatter=_whole,
        style=_style(),
        **_BARE,
    )
    chart.x_labels = [month_short(one) for one in months]
    chart.add("", [by_month.get(one) for one in months])
    description = (
        f"{name}: {len(points)} meses, de {first.value} en {month_short(first.month)}"
        f" a {last.value} en {month_short(last.month)}."
    )
    return _svg(chart, "chart trend", description)


def bars_chart(
    rows: Sequence[tuple[str, str, int]], series: Sequence[str], name: str, width: int = 600
) -> str:
    """Horizontal bars of places, stacked by series; empty where there are none.

    Args:
        rows: place, series and count, places in the order they are to stand.
        series: at most `MOST_SERIES`, in the order they are stacked.
        name: what the bars show, for those who cannot see them.
        width: of the picture, in pixels.
    """
    if not rows:
        return ""
    from orchestration.report.lean_charts import HorizontalStackedBar

    places = list(dict.fromkeys(place for place, _, _ in rows))
    counts = {(place, one): 0 for place in places for one in series}
    for place, one, count in rows:
        counts[place, one] += count
    has_legend = len(series) > 1
    chart = HorizontalStackedBar(
        width=width,
        height=24 * len(places) + (60 if has_legend else 40),
        margin_bottom=24 if has_legend else 4,
        show_legend=has_legend,
        legend_at_bottom=True,
        legend_at_bottom_columns=MOST_SERIES,
        legend_box_size=10,
        max_scale=8,
        value_formatter=_whole,
        style=_style(),
        **_BARE,
    )
    chart.x_labels = places[::-1]
    for one in series:
        chart.add(one, [counts[place, one] for place in places[::-1]])
    return _svg(chart, "chart bars", name)


def _mark(point: Point, is_marked: bool) -> dict[str, Any]:
    kind = "marked" if is_marked else "derived" if point.is_derived else "printed"
    return {"value": point.value, "node": {"class": kind, "r": 4.4 if is_marked else 3}}


def _whole(value: float) -> str:
    return number(int(value))


def _count(month: date) -> int:
    """Months since the year 0."""
    return month.year * 12 + month.month - 1


def _month(count: int) -> date:
    return date(count // 12, count % 12 + 1, 1)


def _style() -> Any:
    from pygal.style import Style

    return Style(label_font_size=10, major_label_font_size=10, legend_font_size=11)


def _svg(chart: Any, look: str, name: str) -> str:
    """The chart's SVG without what the page has no use for, named for a screen reader."""
    from pygal.etree import etree

    root = chart.render_tree()
    for parent in list(root.iter()):
        for child in list(parent):
            is_comment = not isinstance(child.tag, str)
            if is_comment or child.tag in _UNUSED or child.get("class") in _UNUSED_GROUPS:
                parent.remove(child)
    root.attrib.pop("id", None)
    root.set("class", look)
    return inline(etree.tostring(root, encoding="unicode"), name)
