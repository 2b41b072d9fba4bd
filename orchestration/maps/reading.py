"""What a map needs to know, read from a warehouse file.

Belongs here: queries on `dimensional`, `marts` and `reference`, and their rows as `facts`. A
service whose places are confidential is never asked for below its province.
Does not belong here: what becomes of the facts (`department`, `country`).
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import duckdb

from orchestration.maps.facts import (
    Band,
    CountryFacts,
    DepartmentFacts,
    District,
    PlacedService,
    ProvinceAccess,
    Ranked,
    Ranking,
    ServiceCount,
)
from orchestration.warehouse.files import open_read_only


class NothingToDraw(Exception):
    """The warehouse has no such department; the message says so."""


_DISTRICTS = """
select
    district_ubigeo, district, province_ubigeo, latitude, longitude,
    poverty_lower_95, poverty_upper_95, lowest_band_code, highest_band_code, population
from marts.coverage_and_poverty
where department_ubigeo = coalesce(?, department_ubigeo)
order by district_ubigeo
"""
_SHORT_NAME = "coalesce(acronym, replace(service_code, '_', ' '))"
_NEWEST_DOCUMENTS = """
newest_documents as (
    select document_id, reporting_unit_code, reporting_unit, department_ubigeo, as_of_month
    from dimensional.dim_document
    where is_latest
    qualify row_number() over (partition by reporting_unit_code order by as_of_month desc) = 1
)
"""
_PRINTED_RANKINGS = f"""
with {_NEWEST_DOCUMENTS},

newest_lists as (
    select dim_document.*
    from dimensional.dim_document
    where is_latest and department_ubigeo = ? and poverty_ranking_figures > 0
    qualify row_number() over (partition by reporting_unit_code order by as_of_month desc) = 1
)

select
    newest_lists.reporting_unit, printed.rank_department,
    coalesce(geography.name, printed.printed_text), printed.district_ubigeo,
    mart.poverty_lower_95, mart.poverty_upper_95
from newest_lists
join dimensional.fct_poverty as printed using (document_id)
left join dimensional.dim_geography as geography on printed.district_ubigeo = geography.ubigeo
left join marts.coverage_and_poverty as mart on printed.district_ubigeo = mart.district_ubigeo
where printed.record_kind = 'printed_rank'
order by newest_lists.reporting_unit, printed.rank_department
"""
# Ranks count within the smallest reporting unit a province has: Lima has two.
_OFFICIAL_RANKING = """
with sizes as (
    select reporting_unit_code, count(*) as provinces
    from dimensional.dim_reporting_unit
    group by reporting_unit_code
),

units as (
    select dim_reporting_unit.province_ubigeo, dim_reporting_unit.reporting_unit
    from dimensional.dim_reporting_unit
    join sizes using (reporting_unit_code)
    qualify row_number() over (
        partition by dim_reporting_unit.province_ubigeo
        order by sizes.provinces, reporting_unit_code
    ) = 1
)

select
    units.reporting_unit, poverty.rank_department, geography.name, poverty.district_ubigeo,
    poverty.poverty_lower_95, poverty.poverty_upper_95
from dimensional.fct_poverty as poverty
join dimensional.dim_geography as geography on poverty.district_ubigeo = geography.ubigeo
join units on poverty.province_ubigeo = units.province_ubigeo
where
    poverty.record_kind = 'official_estimate' and poverty.is_current_edition
    and poverty.department_ubigeo = ? and poverty.rank_department <= 10
order by units.reporting_unit, poverty.rank_department, poverty.district_ubigeo
"""
_SERVICES = f"""
with {_NEWEST_DOCUMENTS}

select
    coalesce({_SHORT_NAME}, consolidated.service), consolidated.service,
    bool_or(coalesce(services.delivery, consolidated.delivery) = 'operated'),
    consolidated.province_ubigeo,
    max(greatest(coalesce(detail_centres, 0), coalesce(matrix_centres, 0)))::integer as centres,
    bool_or(coalesce(
        detail_centres is not null and matrix_centres is not null
        and detail_centres != matrix_centres, false
    ))
from marts.consolidated_services as consolidated
join newest_documents using (document_id)
left join dimensional.dim_program as services using (service_code)
where
    not consolidated.is_total and consolidated.province_ubigeo is not null
    and consolidated.department_ubigeo = ?
group by 1, 2, 4
having centres > 0
order by 3 desc, 1, 4
"""
_PLACED_SERVICES = f"""
with {_NEWEST_DOCUMENTS}

select {_SHORT_NAME}, coverage.district_ubigeo, sum(coverage.centres)::integer as centres
from dimensional.fct_service_coverage as coverage
join newest_documents using (document_id)
join dimensional.dim_program as services using (service_code)
where
    not coverage.is_total and coverage.district_ubigeo is not null
    and services.finest_place_level = 'district' and services.delivery = 'operated'
    and coverage.department_ubigeo = ?
group by 1, 2
having centres > 0
order by 1, 2
"""
_PROVINCE_ACCESS = """
select
    province_ubigeo, any_value(department_ubigeo),
    bool_or(has_centre_in_province[?]) as has_centre
from marts.coverage_and_poverty
group by province_ubigeo
order by province_ubigeo
"""


def read_department(warehouse: Path, department: str) -> DepartmentFacts:
    """Read what is on the map of a department, given its two-digit code.

    Raises:
        NothingToDraw: there is no such department.
        DamagedFile: the warehouse cannot be opened.
    """
    with open_read_only(warehouse) as connection:
        names = dict(_places(connection, "department"))
        if department not in names:
            known = ", ".join(names)
            raise NothingToDraw(f"{department} is no department; the codes are {known}")
        printed = connection.execute(_PRINTED_RANKINGS, [department]).fetchall()
        ranked = printed or connection.execute(_OFFICIAL_RANKING, [department]).fetchall()
        edition, source = _edition(connection)
        months = connection.execute(
            f"with {_NEWEST_DOCUMENTS} select strftime(as_of_month, '%Y-%m')"
            " from newest_documents where department_ubigeo = ? order by reporting_unit_code",
            [department],
        ).fetchall()
        return DepartmentFacts(
            department,
            names[department],
            {
                code: name
                for code, name in _places(connection, "province")
                if code[:2] == department
            },
            _districts(connection, department),
            _bands(connection),
            edition,
            source,
            _rankings(ranked, is_printed=bool(printed)),
            tuple(
                ServiceCount(*row) for row in connection.execute(_SERVICES, [department]).fetchall()
            ),
            tuple(
                PlacedService(*row)
                for row in connection.execute(_PLACED_SERVICES, [department]).fetchall()
            ),
            tuple(month for (month,) in months),
        )


def read_country(warehouse: Path, service_code: str = "CEM") -> CountryFacts:
    """Read what is on the map of the country, with the provinces that have one service.

    Raises:
        NothingToDraw: there is no such service.
        DamagedFile: the warehouse cannot be opened.
    """
    with open_read_only(warehouse) as connection:
        service = connection.execute(
            f"select {_SHORT_NAME}, service, finest_place_level from dimensional.dim_program"
            " where service_code = ?",
            [service_code],
        ).fetchone()
        if not service:
            raise NothingToDraw(f"{service_code} is no service; see dimensional.dim_program")
        edition, source = _edition(connection)
        months = connection.execute(
            f"with {_NEWEST_DOCUMENTS} select distinct strftime(as_of_month, '%Y-%m') as month"
            " from newest_documents order by month"
        ).fetchall()
        return CountryFacts(
            service[0],
            service[1],
            dict(_places(connection, "department")),
            _districts(connection, None),
            _bands(connection),
            edition,
            source,
            tuple(
                ProvinceAccess(*row)
                for row in connection.execute(_PROVINCE_ACCESS, [service_code]).fetchall()
            ),
            tuple(month for (month,) in months),
        )


def departments(warehouse: Path) -> dict[str, str]:
    """Name by code of every department."""
    with open_read_only(warehouse) as connection:
        return dict(_places(connection, "department"))


def departments_with_documents(warehouse: Path) -> list[str]:
    """Codes of the departments that some summary is about."""
    with open_read_only(warehouse) as connection:
        rows = connection.execute(
            "select distinct department_ubigeo from dimensional.dim_document order by 1"
        ).fetchall()
    return [department for (department,) in rows]


def _places(connection: duckdb.DuckDBPyConnection, level: str) -> list[tuple[str, str]]:
    return connection.execute(
        "select ubigeo, name from dimensional.dim_geography where level = ? order by ubigeo",
        [level],
    ).fetchall()


def _districts(
    connection: duckdb.DuckDBPyConnection, department: str | None
) -> tuple[District, ...]:
    rows = connection.execute(_DISTRICTS, [department]).fetchall()
    return tuple(District(*row) for row in rows)


def _bands(connection: duckdb.DuckDBPyConnection) -> tuple[Band, ...]:
    rows = connection.execute(
        "select band_code, name_es, lower_percent, upper_percent from reference.poverty_bands"
        " order by lower_percent"
    ).fetchall()
    return tuple(Band(*row) for row in rows)


def _edition(connection: duckdb.DuckDBPyConnection) -> tuple[int | None, str]:
    row = connection.execute(
        "select poverty_edition, poverty_source from dimensional.fct_poverty"
        " where is_current_edition limit 1"
    ).fetchone()
    return (row[0], row[1]) if row else (None, "")


def _rankings(rows: list[Any], *, is_printed: bool) -> tuple[Ranking, ...]:
    lists: dict[str, list[Ranked]] = {}
    for title, *values in rows:
        lists.setdefault(title, []).append(Ranked(*values))
    return tuple(
        Ranking(title if len(lists) > 1 else "", is_printed, tuple(ranked))
        for title, ranked in lists.items()
    )
