"""The districts the geography knows, as far as judging a workbook needs them."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class KnownPlaces:
    """Codes of the geography.

    Attributes:
        districts: official name by six-digit code.
        provinces: four-digit codes.
        created: year in which a district was created, where the geography says it.
    """

    districts: dict[str, str]
    provinces: frozenset[str]
    created: dict[str, int]

    def districts_in(self, year: int) -> frozenset[str]:
        """Codes of the districts that existed before the end of a year."""
        return frozenset(code for code in self.districts if self.created.get(code, 0) <= year)


def read_known_places(geography: Path) -> KnownPlaces:
    """Read `geography.csv`."""
    districts: dict[str, str] = {}
    provinces: set[str] = set()
    created: dict[str, int] = {}
    with geography.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            if row["level"] == "district":
                districts[row["ubigeo"]] = row["district"]
                if row["created"]:
                    created[row["ubigeo"]] = int(row["created"][:4])
            elif row["level"] == "province":
                provinces.add(row["ubigeo"])
    return KnownPlaces(districts, frozenset(provinces), created)
