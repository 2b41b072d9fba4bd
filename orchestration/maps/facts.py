"""What a map needs to know, as values: districts and their estimates, lists, services.

Belongs here: what a picture is of. Does not belong here: reading it from a warehouse
(`reading`), where things are put on a picture (`plane`, `labels`) or its look (`style`).
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Band:
    """A band of the poverty legend.

    Attributes:
        code: its code, sorted from least poor.
        name: as the ministry prints it.
        lower: lower end, per cent.
        upper: upper end, per cent.
    """

    code: str
    name: str
    lower: float
    upper: float


@dataclass(frozen=True, slots=True)
class District:
    """A district and what the current poverty map says of it.

    Attributes:
        ubigeo: INEI code.
        name: official name.
        province_ubigeo: its province.
        latitude: of its capital, degrees; None where not known.
        longitude: of its capital, degrees; None where not known.
        lower: lower end of the 95 % interval, per cent; None without an estimate.
        upper: upper end of the 95 % interval, per cent; None without an estimate.
        lowest_band: code of the lowest band the interval touches.
        highest_band: code of the highest band the interval touches.
        population: persons; None without an estimate.
    """

    ubigeo: str
    name: str
    province_ubigeo: str
    latitude: float | None
    longitude: float | None
    lower: float | None
    upper: float | None
    lowest_band: str | None
    highest_band: str | None
    population: int | None

    @property
    def has_estimate(self) -> bool:
        """Whether the poverty map has an interval for it."""
        return self.lower is not None

    @property
    def is_certain(self) -> bool:
        """Whether its interval touches one band only."""
        return self.has_estimate and self.lowest_band == self.highest_band


@dataclass(frozen=True, slots=True)
class Ranked:
    """One line of a list of the poorest districts.

    Attributes:
        rank: its position.
        name: the district's official name, the printed text where the district is not known.
        ubigeo: the district, None where not known.
        lower: lower end of the interval, per cent.
        upper: upper end of the interval, per cent.
    """

    rank: int
    name: str
    ubigeo: str | None
    lower: float | None
    upper: float | None


@dataclass(frozen=True, slots=True)
class Ranking:
    """The poorest districts of a reporting unit in the order of one list.

    Attributes:
        title: the unit's name where the department has several, otherwise empty.
        is_printed: whether a summary prints the list; otherwise it is INEI's own order.
        rows: its lines, poorest first.
    """

    title: str
    is_printed: bool
    rows: tuple[Ranked, ...]


@dataclass(frozen=True, slots=True)
class ServiceCount:
    """Centres of a service in a province.

    Attributes:
        service: short name.
        name: full name.
        is_operated: whether the ministry operates it, or coordinates it with others.
        province_ubigeo: the province.
        centres: how many are known.
        is_disputed: whether the summary's tables and matrix say different numbers.
    """

    service: str
    name: str
    is_operated: bool
    province_ubigeo: str
    centres: int
    is_disputed: bool


@dataclass(frozen=True, slots=True)
class PlacedService:
    """Centres of a service that a summary places in a district."""

    service: str
    district_ubigeo: str
    centres: int


@dataclass(frozen=True, slots=True)
class DepartmentFacts:
    """Everything on the map of a department.

    Attributes:
        ubigeo: INEI code of the department.
        name: its name.
        provinces: name by code.
        districts: by code.
        bands: from least poor.
        edition: year of the poverty map.
        source: file it is from.
        rankings: one a reporting unit.
        services: by service and province.
        placed: services placed in a district.
        months: month of the newest summary of each reporting unit, `2023-01`; empty if none.
    """

    ubigeo: str
    name: str
    provinces: dict[str, str]
    districts: tuple[District, ...]
    bands: tuple[Band, ...]
    edition: int | None
    source: str
    rankings: tuple[Ranking, ...]
    services: tuple[ServiceCount, ...]
    placed: tuple[PlacedService, ...]
    months: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ProvinceAccess:
    """Whether a province has a centre of a service, None where no summary says."""

    province_ubigeo: str
    department_ubigeo: str
    has_centre: bool | None


@dataclass(frozen=True, slots=True)
class CountryFacts:
    """Everything on the map of the country.

    Attributes:
        service: short name of the service that is shown.
        service_name: its full name.
        departments: name by code.
        districts: all, by code.
        bands: from least poor.
        edition: year of the poverty map.
        source: file it is from.
        provinces: access to the service by province.
        months: first and last month of the newest summaries.
    """

    service: str
    service_name: str
    departments: dict[str, str]
    districts: tuple[District, ...]
    bands: tuple[Band, ...]
    edition: int | None
    source: str
    provinces: tuple[ProvinceAccess, ...]
    months: tuple[str, ...]
