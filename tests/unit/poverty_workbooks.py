"""Workbooks for tests, written from the shipped estimates in the official layout and others."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from openpyxl import Workbook

from orchestration.settings import REFERENCE

HEADINGS = (
    "Ubigeo",
    "Departamento",
    "Provincia",
    "Distrito",
    "Población 2020 1/",
    "Inferior",
    "Superior",
    "Grupo robusto 2/",
    "Ubicación 3/",
)
Row = list[Any]


@cache
def _shipped() -> tuple[tuple[Any, ...], ...]:
    with (REFERENCE / "geography.csv").open(encoding="utf-8") as file:
        places = {row["ubigeo"]: row for row in csv.DictReader(file)}
    with (REFERENCE / "poverty_2018.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    return tuple(
        (
            row["ubigeo"],
            places[row["ubigeo"]]["department"],
            places[row["ubigeo"]]["province"],
            places[row["ubigeo"]]["district"],
            int(row["population_2020"]),
            float(row["poverty_lower_95"]),
            float(row["poverty_upper_95"]),
            int(row["robust_group_national"]) if row["robust_group_national"] else None,
            int(row["rank_national"]) if row["rank_national"] else None,
        )
        for row in rows
    )


def shipped_rows(departments: tuple[str, ...] = ("01", "18")) -> list[Row]:
    """One row per district of some departments, as the shipped table of 2018 has them."""
    return [list(row) for row in _shipped() if row[0].startswith(departments)]


@dataclass
class Sheet:
    """A sheet of estimates; the defaults are the official layout."""

    name: str = "Anexo1"
    title: Sequence[str] = (
        "ANEXO ESTADÍSTICO",
        "PERÚ: POBLACIÓN E INTERVALOS DE POBREZA MONETARIA, SEGÚN DISTRITO, 2018",
        "(Población 2020)",
        "",
    )
    headings: Sequence[str] = HEADINGS
    rows: list[Row] = field(default_factory=shipped_rows)
    notes: Sequence[str] = ("1/ Proyecciones de población.", "Fuente: INEI")
    order: Sequence[int] = tuple(range(9))

    def change(self, change: Callable[[Row], None]) -> Sheet:
        """Change every row."""
        for row in self.rows:
            change(row)
        return self

    def content(self, other_sheets: Sequence[str] = ("Indice",)) -> bytes:
        """The bytes of a workbook with this sheet among others."""
        book = Workbook(write_only=True)
        for name in other_sheets:
            book.create_sheet(name).append(["Contenido", "Página"])
        sheet = book.create_sheet(self.name)
        for text in self.title:
            sheet.append([text])
        sheet.append([None] * 5 + ["Intervalo de confianza al 95%"])
        sheet.append([self.headings[i] for i in self.order])
        sheet.append([])
        for row in self.rows:
            sheet.append([row[i] for i in self.order])
        sheet.append([])
        for text in self.notes:
            sheet.append([text])
        stream = io.BytesIO()
        book.save(stream)
        return stream.getvalue()
