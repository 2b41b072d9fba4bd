"""The poverty part of a page: the printed list, with the official interval and what is near.

Belongs here: reading `dimensional.fct_poverty` and `marts.coverage_and_poverty`.
Does not belong here: the map's drawing (`maps`).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

import duckdb

from orchestration.report import words
from orchestration.warehouse.by_document import rows_by_document


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


_QUERY: Final = """
with

printed as (

    select * from dimensional.fct_poverty
    where record_kind = 'printed_rank' and document_id = any(?)

),

official as (

    select * from dimensional.fct_poverty
    where record_kind = 'official_estimate' and is_current_edition

),

present as (

    select
        coverage.document_id,
        coverage.district_ubigeo,
        list(distinct coalesce(services.acronym, coverage.service_label)
            order by coalesce(services.acronym, coverage.service_label)) as services
    from dimensional.fct_service_coverage as coverage
    left join dimensional.dim_program as services
        on coverage.service_code = services.service_code
    where
        coverage.document_id in (select printed.document_id from printed)
        and coverage.district_ubigeo is not null
        and coverage.centres > 0
        and not coverage.is_total
    group by 1, 2

)

select
    printed.document_id,
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
left join present
    on printed.document_id = present.document_id
    and printed.district_ubigeo = present.district_ubigeo
left join dimensional.dim_geography as provinces
    on printed.province_ubigeo = provinces.ubigeo
left join dimensional.dim_geography as districts
    on printed.district_ubigeo = districts.ubigeo
order by printed.rank_department
"""


def poorest_districts(
    connection: duckdb.DuckDBPyConnection, document_ids: Iterable[str]
) -> dict[str, list[PoorDistrict]]:
    """The printed list of each document, poorest first."""
    return {
        document_id: [_poor_district(*row) for row in rows]
        for document_id, rows in rows_by_document(connection, _QUERY, document_ids).items()
    }


def _poor_district(
    rank: int,
    figure_id: str,
    province: str | None,
    district: str | None,
    lower: float | None,
    upper: float | None,
    poverty_edition: int | None,
    official_rank: int | None,
    services: list[str] | None,
) -> PoorDistrict:
    return PoorDistrict(
        rank,
        figure_id,
        province or "",
        district or "",
        words.share(lower, upper) if lower is not None and upper is not None else "",
        poverty_edition,
        official_rank,
        tuple(services or ()),
    )
