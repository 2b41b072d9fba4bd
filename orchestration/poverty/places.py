"""The districts and estimates that ship, as far as judging a workbook needs them."""

from __future__ import annotations

import csv
from dataclasses import dataclass, field
from pathlib import Path


@dataclass(frozen=True, slots=True)
class KnownPlaces:
    """Codes of the geography.

    Attributes:
        districts: official name by six-digit code.
        provinces: four-digit codes.
        created: year in which a district was created, where the geography says it.
        intervals: lower and upper end by district, of each edition that ships, by its year.
    """

    districts: dict[str, str]
    provinces: frozenset[str]
    created: dict[str, int]
    intervals: dict[int, dict[str, tuple[float, float]]] = field(default_factory=dict)

    def districts_in(self, year: int) -> frozenset[str]:
        """Codes of the districts that existed before the end of a year."""
        return frozenset(code for code in self.districts if self.created.get(code, 0) <= year)


def read_known_places(reference: Path) -> KnownPlaces:
    """Read what `seeds/reference` says of districts: `geography.csv`, `poverty_<year>.csv`."""
    districts: dict[str, str] = {}
    provinces: set[str] = set()
    created: dict[str, int] = {}
    with (reference / "geography.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            if row["level"] == "district":
                districts[row["ubigeo"]] = row["district"]
                if row["created"]:
                    created[row["ubigeo"]] = int(row["created"][:4])
            elif row["level"] == "province":
                provinces.add(row["ubigeo"])
    intervals = {
        int(path.stem.removeprefix("poverty_")): _intervals(path)
        for path in sorted(reference.glob("poverty_[0-9][0-9][0-9][0-9].csv"))
    }
    return KnownPlaces(districts, frozenset(provinces), created, intervals)


def _intervals(path: Path) -> dict[str, tuple[float, float]]:
    with path.open(encoding="utf-8", newline="") as file:
        return {
            row["ubigeo"]: (float(row["poverty_lower_95"]), float(row["poverty_upper_95"]))
            for row in csv.DictReader(file)
        }
