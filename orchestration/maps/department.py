"""The map of one department, with the list of its poorest districts and its services.

Belongs here: what this picture consists of and where its parts go. Does not belong here: the map
itself (`sketch`), parts of pictures (`parts`, `panels`), facts (`facts`), or files (`drawing`).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from orchestration.maps.canvas import Canvas
from orchestration.maps.facts import DepartmentFacts
from orchestration.maps.labels import Box, letters_in
from orchestration.maps.panels import draw_ranking, draw_services
from orchestration.maps.parts import draw_band_legend, draw_middle, draw_notes
from orchestration.maps.sketch import Sketch
from orchestration.maps.style import (
    PAPER,
    SERVICE_INK,
    SMALL,
    SOFT_INK,
    SUBHEADING,
    SUBTITLE,
    TITLE,
    WORDS,
    band_colours,
    months_named,
    wrap,
)

if TYPE_CHECKING:
    import altair as alt
    from shapely.geometry.base import BaseGeometry

_WIDTH = 1180
_LEFT, _TOP = 20, 78
_MAP = 640
_RIGHT = _LEFT + _MAP + 36
_RIGHT_END = _WIDTH - 20


def draw_department(
    facts: DepartmentFacts, outlines: Mapping[str, BaseGeometry] | None = None
) -> alt.LayerChart:
    """The picture of a department.

    Args:
        facts: what is on it.
        outlines: outline in degrees by district code, where there are any.
    """
    canvas = Canvas()
    colours = band_colours([band.code for band in facts.bands])
    _draw_titles(canvas, facts)
    room = Box(_LEFT, _TOP, _LEFT + _MAP, _TOP + _MAP)
    sketch = Sketch(canvas, facts, colours, outlines or {}, room)
    sketch.draw()
    left_end: float = _TOP + _MAP + 26
    left_end = draw_band_legend(
        canvas, _LEFT, left_end, facts.bands, colours, outlines=bool(sketch.outlines)
    )
    left_end = _draw_service_legend(canvas, left_end + 8)
    right_end = float(_TOP)
    for ranking in facts.rankings:
        right_end = draw_ranking(
            canvas, (_RIGHT, right_end + 8), _RIGHT_END, ranking, facts.bands, colours
        )
    right_end = draw_services(canvas, (_RIGHT, right_end + 20), _RIGHT_END, facts)
    notes = _notes(facts, sketch.left_out, has_outlines=bool(sketch.outlines))
    end = draw_notes(canvas, _LEFT, max(left_end, right_end) + 26, notes)
    return canvas.chart(_WIDTH, round(end + 8))


def _draw_titles(canvas: Canvas, facts: DepartmentFacts) -> None:
    canvas.text(
        _LEFT, 24, f"{facts.name}: pobreza monetaria y servicios del MIMP", size=TITLE, bold=True
    )
    map_of = f"Mapa de pobreza de {facts.edition}" if facts.edition else "Sin mapa de pobreza"
    services = (
        f"servicios según el resumen ejecutivo de {months_named(facts.months)}"
        if facts.months
        else "sin resumen ejecutivo: no se sabe de servicios"
    )
    canvas.text(
        _LEFT,
        48,
        f"{map_of}, con intervalos de confianza al 95 %; {services}",
        size=SUBTITLE,
        colour=SOFT_INK,
    )


def _draw_service_legend(canvas: Canvas, y: float) -> float:
    canvas.text(_LEFT, y, "Servicios que opera el MIMP", size=SUBHEADING, bold=True)
    canvas.rectangle(
        _LEFT, y + 11, _LEFT + 44, y + 25, fill=PAPER, stroke=SERVICE_INK, width=1.0, dash=(3, 2)
    )
    canvas.text(_LEFT + 22, y + 18, "CEM 3", size=SMALL, align="center", colour=SERVICE_INK)
    canvas.text(
        _LEFT + 54,
        y + 18,
        "Centros de los que solo se conoce la provincia (aquí, 3 CEM); no están en un distrito",
        size=WORDS,
    )
    canvas.line(_LEFT + 4, y + 36, _LEFT + 32, y + 36, colour=SOFT_INK, width=0.8)
    draw_middle(canvas, _LEFT + 34, y + 36)
    canvas.text(
        _LEFT + 54, y + 36, "Medio de la provincia, para saber de cuál se habla", size=WORDS
    )
    y += 18
    canvas.text(_LEFT + 4, y + 36, "■ UPE", size=SMALL, colour=SERVICE_INK)
    canvas.text(_LEFT + 54, y + 36, "Centro que el resumen ubica en ese distrito", size=WORDS)
    return y + 46


def _notes(facts: DepartmentFacts, left_out: Sequence[str], *, has_outlines: bool) -> list[str]:
    without_place = [one.name for one in facts.districts if one.latitude is None]
    sentences = [
        f"Fuentes: INEI, mapa de pobreza monetaria distrital de {facts.edition} "
        f"({facts.source}); MIMP, resumen ejecutivo"
        + (f" de {months_named(facts.months)}." if facts.months else " (ninguno).")
    ]
    if has_outlines:
        sentences.append("Límites referenciales.")
    else:
        sentences.append(
            "Los círculos son las capitales de los distritos; las líneas cortadas separan las "
            "provincias de manera esquemática y no son límites; los círculos que se tapaban se "
            "han separado un poco."
        )
    sentences.append(
        "Los Hogares de Refugio Temporal (HRT) no se ubican por debajo de la provincia."
    )
    if without_place:
        sentences.append(f"Sin coordenadas, fuera del mapa: {', '.join(without_place)}.")
    if left_out:
        sentences.append(f"Sin sitio en el mapa, ver la tabla: {', '.join(left_out)}.")
    return wrap(" ".join(sentences), letters_in(_RIGHT_END - _LEFT, SMALL))
