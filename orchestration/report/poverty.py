"""The poverty part of a page: the printed list, with the official interval and what is near.

Belongs here: reading `dimensional.fct_poverty` and `marts.coverage_and_poverty`.
Does not belong here: the map's drawing (`maps`).
"""

from __future__ import annotations

from dataclasses import dataclass

import duckdb

from orchestration.report import words
from orchestration.written_summary.content import Subject


@dataclass(frozen=True, slots=True)
class PoorDistrict:
    """One line of the printed list.

    Attributes:
        rank: printed position.
        figure_id: in the warehouse.
        interval: the official 95 % interval; empty where there is none.
        poverty_edition: the year of the map it is from; None where there is none.
        official_rank: the official order within the department; None where there is none.
        services: what has a centre in the district, by short name.
    """

    rank: int
    figure_id: str
    province: str
    district: str
    interval: str
    poverty_edition: int | None
    official_rank: int | None
    services: tuple[str, ...]


_QUERY = """
with

printed as (

    select * from dimensional.fct_poverty
    where record_kind = 'printed_rank' and document_id = ?

),

official as (

    select * from dimensional.fct_poverty
    where record_kind = 'official_estimate' and is_current_edition

),

present as (

    select
        coverage.district_ubigeo,
        list(distinct coalesce(services.acronym, coverage.service_label)
            order by coalesce(services.acronym, coverage.service_label)) as services
    from dimensional.fct_service_coverage as coverage
    left join dimensional.dim_program as services
        on coverage.service_code = services.service_code
    where
        coverage.document_id = ?
        and coverage.district_ubigeo is not null
        and coverage.centres > 0
        and not coverage.is_total
    group by 1

)

select
    printed.rank_department,
    printed.poverty_id,
    provinces.name,
    districts.name,
    official.poverty_lower_95,
    official.poverty_upper_95,
    official.poverty_edition,
    official.rank_department,
    present.services
from printed
left join official on printed.place_ubigeo = official.place_ubigeo
left join present on printed.district_ubigeo = present.district_ubigeo
left join dimensional.dim_geography as provinces
    on printed.province_ubigeo = provinces.ubigeo
left join dimensional.dim_geography as districts
    on printed.district_ubigeo = districts.ubigeo
order by printed.rank_department
"""


def poorest_districts(
    connection: duckdb.DuckDBPyConnection, subject: Subject
) -> list[PoorDistrict]:
    """The printed list, poorest first."""
    return [
        PoorDistrict(
            rank,
            figure_id,
            province or "",
            district or "",
            words.share(lower, upper) if lower is not None and upper is not None else "",
            year,
            official_rank,
            tuple(services or ()),
        )
        for rank, figure_id, province, district, lower, upper, year, official_rank, services in (
            connection.execute(_QUERY, [subject.document_id, subject.document_id]).fetchall()
        )
    ]
