"""What differs between the published file and another version of it.

Belongs here: the comparison of documents, figures and coverage. Does not belong here: whether a
difference is allowed (`expectations/shrinkage.yaml`) or how it is printed (`diff`).
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb

from orchestration.warehouse.files import DamagedFile, open_read_only

_DOCUMENTS = """
select
    coalesce(published.file_name, other.file_name) as file_name,
    coalesce(published.document_id, other.document_id) as document_id,
    strftime(coalesce(published.as_of_month, other.as_of_month), '%Y-%m') as month,
    case
        when published.document_id is null then 'only in the other'
        else 'only in the published'
    end as what
from dimensional.dim_document as published
full outer join other.dimensional.dim_document as other
    on published.document_id = other.document_id
where published.document_id is null or other.document_id is null
order by all
"""
_FIGURES = """
with

compared as (

    select
        coalesce(published.file_name, other.file_name) as file_name,
        coalesce(published.location, other.location) as location,
        coalesce(published.service, other.service) as service,
        coalesce(published.measure, other.measure) as measure,
        published.value as published_value,
        other.value as other_value,
        case
            when other.figure_id is null then 'only in the published'
            when published.figure_id is null then 'only in the other'
            when published.value is distinct from other.value then 'another value'
            else 'another meaning'
        end as what
    from marts.published_figures as published
    full outer join other.marts.published_figures as other
        on published.figure_id = other.figure_id
    where
        published.figure_id is null
        or other.figure_id is null
        or published.value is distinct from other.value
        or {meanings}

)

select * from compared
order by all
"""
_MEANINGS = (
    "service_code",
    "measure_code",
    "department_ubigeo",
    "province_ubigeo",
    "district_ubigeo",
    "period_start",
    "period_end",
    "period_kind",
    "is_total",
    "value_status",
)
_COVERAGE = """
with

published as (

    select distinct department, service, strftime(as_of_month, '%Y-%m') as month
    from marts.published_figures

),

other as (

    select distinct department, service, strftime(as_of_month, '%Y-%m') as month
    from other.marts.published_figures

)

select *, 'only in the published' as what from (from published except from other)
union all
select *, 'only in the other' as what from (from other except from published)
order by all
"""


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a comparison: its rows are the differences."""

    title: str
    columns: list[str]
    rows: list[tuple[Any, ...]]


def compare(published: Path, other: Path) -> list[Part]:
    """The documents, figures and coverage in which two files differ.

    Raises:
        DamagedFile: one of them cannot be read, or holds no finished warehouse.
    """
    meanings = " or ".join(f"published.{name} is distinct from other.{name}" for name in _MEANINGS)
    questions = {
        "documents": _DOCUMENTS,
        "figures": _FIGURES.format(meanings=meanings),
        "coverage (department, service, month)": _COVERAGE,
    }
    with open_read_only(other), open_read_only(published) as connection:
        quoted = str(other).replace("'", "''")
        try:
            connection.execute(f"attach '{quoted}' as other (read_only)")
            parts = []
            for title, question in questions.items():
                cursor = connection.execute(question)
                columns = [column[0] for column in cursor.description]
                parts.append(Part(title, columns, cursor.fetchall()))
        except duckdb.Error as error:
            first = str(error).splitlines()[0]
            raise DamagedFile(f"{other} cannot be compared: {first}") from error
    return parts
