"""Lays out the map page: ranking, legend, bands and the month.

Belongs here: the words of the picture. Does not belong here: drawing them (`map_picture`) or
what OCR makes of them (`ocr_noise`).
"""

from __future__ import annotations

from tests.document_writer.blocks import MapPage
from tests.document_writer.catalogue import BANDS
from tests.document_writer.places import without_accents
from tests.document_writer.reference import geography
from tests.document_writer.sheet import Sheet
from tests.document_writer.style import MONTHS
from tests.document_writer.truth import Amount


def add_map(sheet: Sheet) -> None:
    """Add the map page and note its figures."""
    truth, places = sheet.truth, geography()
    ranking = [
        f"{places.names[district[:4]]} - {places.names[district]}".upper()
        for district in truth.ranking
    ]
    if sheet.style.drop_accents:
        ranking = [without_accents(line) for line in ranking]
    legend = truth.legend()
    unit = truth.unit.name.upper()
    page = MapPage(
        title=[
            "MAPA DE POBREZA MONETARIA Y SERVICIOS",
            f"OFRECIDOS POR EL MIMP EN LA REGIÓN {unit}",
        ],
        ranking_heading=["% de Distritos con mayor Pobreza Monetaria", "PROVINCIA - DISTRITO"],
        ranking=ranking,
        legend=[f"{count} {words}" for _, _, words, count in legend],
        bands=["% Pobreza Monetaria", *BANDS],
        stamp=[
            "Elaborado: Oficina General de Monitoreo, Evaluación de Políticas y Gestión"
            " Descentralizada (OGMEPGD)",
            f"Oficina de Monitoreo y Evaluación de Políticas (OME). MIMP."
            f" {MONTHS[truth.month - 1]} {truth.year}.",
        ],
        place_labels=[places.names[district].upper() for district in truth.ranking[:4]],
        grid_labels=["150000", "8100000", "8200000", "1000000"],
    )
    sheet.pages.map_page = page
    for position, district in enumerate(truth.ranking):
        sheet.note(
            "poverty_ranking",
            Amount(position + 1),
            page.ranking[position],
            None,
            sheet.next_row(),
            measure=None,
            province=district[:4],
            district=district,
        )
        sheet.slots[-1].map_lines = page.ranking
        sheet.slots[-1].map_line = position
    for position, (service, modality, _, count) in enumerate(legend):
        sheet.note(
            "map_legend",
            Amount(count),
            str(count),
            None,
            sheet.next_row(),
            service=service,
            modality=modality,
        )
        sheet.slots[-1].map_lines = page.legend
        sheet.slots[-1].map_line = position
