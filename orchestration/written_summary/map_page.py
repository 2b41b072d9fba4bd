"""The map page: its picture, and beside it in words the list, the legend, the bands and the month.

The ministry's page is one picture; here its words are text, so that nobody needs OCR. The
picture must hold no words of its own that could be taken for figures.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from orchestration.maps.style import band_colours
from orchestration.written_summary.content import Content, Figure, Rank
from orchestration.written_summary.map_picture import CAPTION
from orchestration.written_summary.pages import PageBlock, Paragraph, Picture
from orchestration.written_summary.wording import capitals, figure_text, in_unit, month_name

UNREADABLE: Final = "ILEGIBLE"


def map_blocks(content: Content, picture: bytes | None) -> Iterator[PageBlock]:
    """The page's blocks, in reading order."""
    subject = content.subject
    unit = in_unit(subject.unit_code, subject.unit, subject.department_ubigeo)
    yield Paragraph("MAPA DE POBREZA MONETARIA Y SERVICIOS", "part")
    yield Paragraph(f"OFRECIDOS POR EL MIMP EN {unit.upper()}", "part")
    if picture is not None:
        yield Picture(picture, f"Mapa de pobreza monetaria y servicios en {unit}")
        yield Paragraph(CAPTION, "source")
    legend = [figure for figure in content.figures if figure.block == "map_legend"]
    if legend:
        yield Paragraph("LEYENDA", "part")
    for figure in legend:
        yield Paragraph(_legend_line(figure), "small")
    yield Paragraph("% Pobreza Monetaria", "part")
    for band, colour in zip(content.bands, band_colours(content.bands).values(), strict=True):
        yield Paragraph(band, "small", colour=colour)
    if content.ranks:
        yield Paragraph("% de Distritos con mayor Pobreza Monetaria", "part")
        yield Paragraph("PROVINCIA - DISTRITO", "part")
    for rank in content.ranks:
        yield Paragraph(_rank_line(rank), "small")
    yield Paragraph("Fuente: Mapa de Pobreza", "source")
    yield Paragraph(
        "Elaborado: Oficina de Monitoreo y Evaluación de Políticas (OME). MIMP."
        f" {month_name(subject.as_of_month)}. Reescrito desde los datos.",
        "source",
    )


def _legend_line(figure: Figure) -> str:
    count = figure_text(figure.value, figure.value_status, figure.printed_text)
    service = figure.service
    if service is None or service.code is None:
        return f"{count} {figure.label}"
    if figure.modality_code and figure.modality:
        return f"{count} {service.acronym or service.name} {figure.modality}"
    return f"{count} {service.name}"


def _rank_line(rank: Rank) -> str:
    """`PROVINCE - DISTRICT`; a line that could not be read still takes its rank."""
    province, district = rank.province or UNREADABLE, rank.district or UNREADABLE
    return f"{capitals(province)} - {capitals(district)}"
