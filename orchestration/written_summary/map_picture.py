"""The picture of the written-back map page: the districts by poverty, without a word.

Whoever reads the file with the pipeline finds the page's words as text beside the picture; a
word or number inside it would be read a second time.
Does not belong here: the maps for people (`orchestration.maps`).
"""

from __future__ import annotations

from typing import Any, Final

import duckdb

_COLOURS: Final = ("#fff3e0", "#fdc98a", "#f08c3c", "#c2500b", "#6e2400")
"""One a band, from least to most poor; they differ in lightness."""
_SIDE: Final = 420
_QUERY: Final = """
select
    places.longitude,
    places.latitude,
    poverty.poverty_midpoint_derived,
    poverty.population
from dimensional.fct_poverty as poverty
inner join dimensional.dim_geography as places
    on poverty.place_ubigeo = places.ubigeo
where
    poverty.record_kind = 'official_estimate'
    and poverty.is_current_edition
    and poverty.department_ubigeo = ?
    and places.longitude is not null
order by places.ubigeo
"""
CAPTION: Final = (
    "Cada círculo es la capital de un distrito: más oscuro, más pobre (punto medio del intervalo "
    "oficial); más grande, más poblado."
)


def draw_districts(connection: duckdb.DuckDBPyConnection, department_ubigeo: str) -> bytes | None:
    """A PNG of a department's districts; None where no place of any is known."""
    rows = [
        {
            "este": float(longitude),
            "norte": float(latitude),
            "pobreza": float(midpoint),
            "personas": int(population or 0),
        }
        for longitude, latitude, midpoint, population in connection.execute(
            _QUERY, [department_ubigeo]
        ).fetchall()
    ]
    if not rows:
        return None
    limits = connection.execute(
        "select lower_percent from reference.poverty_bands where lower_percent > 0"
        " order by lower_percent"
    ).fetchall()
    return _png(rows, [float(limit) for (limit,) in limits])


def _png(rows: list[dict[str, Any]], limits: list[float]) -> bytes:
    import altair
    import vl_convert

    data: Any = altair.Data
    hidden: dict[str, Any] = {"axis": None, "scale": {"zero": False, "nice": False, "padding": 18}}
    chart = (
        altair.Chart(data(values=rows))
        .mark_circle(opacity=1, stroke="#333333", strokeWidth=0.6)
        .encode(
            x=altair.X("este:Q", **hidden),
            y=altair.Y("norte:Q", **hidden),
            size=altair.Size("personas:Q", scale={"range": [40, 700]}, legend=None),
            color=altair.Color(
                "pobreza:Q",
                scale={"type": "threshold", "domain": limits, "range": list(_COLOURS)},
                legend=None,
            ),
        )
        .properties(width=_SIDE, height=_SIDE, view={"stroke": "#999999"})
    )
    png: bytes = vl_convert.vegalite_to_png(chart.to_dict(validate=False), scale=2)
    return png
