"""The geography the writer draws places from, and the reporting units.

Belongs here: reading `seeds/reference/geography.csv` once and answering who belongs to whom.
Does not belong here: spellings (`places`).
"""

from __future__ import annotations

import csv
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

REFERENCE = Path(__file__).resolve().parents[2] / "seeds" / "reference"

LIMA = "15"
LIMA_METROPOLITANA_PROVINCE = "1501"
CALLAO = "07"


@dataclass(frozen=True, slots=True)
class ReportingUnit:
    """Who a document is about.

    Attributes:
        code: the department's ubigeo, or `lima_metropolitana`, `lima_provincias`.
        name: the printed name in title case.
        kind: department | constitutional_province | metropolitan | provinces.
    """

    code: str
    name: str
    kind: str
    department_ubigeo: str
    province_ubigeos: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Geography:
    """Names, capitals and children by ubigeo; its length is its level (2, 4, 6)."""

    names: dict[str, str]
    children: dict[str, tuple[str, ...]] = field(default_factory=dict)
    capitals: dict[str, str] = field(default_factory=dict)

    @property
    def departments(self) -> tuple[str, ...]:
        """The ubigeos of the 25 departments."""
        return self.children[""]

    def siblings(self, ubigeo: str) -> tuple[str, ...]:
        """The places of the same level within the same parent, the place itself included."""
        return self.children[ubigeo[:-2]]


FIRST_YEAR_WRITTEN = "2019"
"""Documents are written for this year and later ones; younger places may not exist yet."""


@cache
def geography() -> Geography:
    """The geography of the reference seeds, read once; only places that exist in every month."""
    names: dict[str, str] = {}
    children: dict[str, list[str]] = {}
    capitals: dict[str, str] = {}
    with (REFERENCE / "geography.csv").open(encoding="utf-8", newline="") as rows:
        for row in csv.DictReader(rows):
            ubigeo = row["ubigeo"]
            if row["created"] >= FIRST_YEAR_WRITTEN:
                continue
            names[ubigeo] = row[row["level"]]
            capitals[ubigeo] = row["capital"]
            children.setdefault(ubigeo[:-2], []).append(ubigeo)
    below = {parent: tuple(sorted(places)) for parent, places in children.items()}
    return Geography(names, below, capitals)


@cache
def reporting_units() -> dict[str, ReportingUnit]:
    """The 25 departments and the two halves of Lima, by code."""
    places = geography()
    units = {
        code: ReportingUnit(
            code=code,
            name=places.names[code],
            kind="constitutional_province" if code == CALLAO else "department",
            department_ubigeo=code,
            province_ubigeos=places.children[code],
        )
        for code in places.departments
    }
    lima = places.children[LIMA]
    units["lima_metropolitana"] = ReportingUnit(
        "lima_metropolitana",
        "Lima Metropolitana",
        "metropolitan",
        LIMA,
        (LIMA_METROPOLITANA_PROVINCE,),
    )
    units["lima_provincias"] = ReportingUnit(
        "lima_provincias",
        "Lima Provincias",
        "provinces",
        LIMA,
        tuple(ubigeo for ubigeo in lima if ubigeo != LIMA_METROPOLITANA_PROVINCE),
    )
    return units


@cache
def known_measures() -> frozenset[tuple[str, str]]:
    """The (service_code, measure_code) pairs of the reference; any other label is unknown."""
    with (REFERENCE / "measures.csv").open(encoding="utf-8", newline="") as rows:
        return frozenset((row["service_code"], row["measure_code"]) for row in csv.DictReader(rows))
