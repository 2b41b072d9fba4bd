"""What the warehouse says about documents, as values the pages are laid out from.

Belongs here: the queries, each of them on many documents at once. Known services, measures and
places come with their own names, unknown ones with the label that was printed.
Does not belong here: how anything is printed (`wording`) or where it stands (`compose`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Final

import duckdb

from orchestration.warehouse.by_document import Row, rows_by_document

_ORIGIN: Final = re.compile(r" \((?:line|page) [^()]*\)$")
"""Where in the file a location is, after the path that leads there."""


class NoSuchDocument(LookupError):
    """The warehouse has no document for the unit and month; the message says which it has."""


@dataclass(frozen=True, slots=True)
class Subject:
    """What a document is about.

    Attributes:
        document_id: the latest revision.
        unit_code: the reporting unit; a department's ubigeo, or a name for a part of one.
        unit: its name.
        department_ubigeo: the department it is in.
        as_of_month: first day of the month.
    """

    document_id: str
    unit_code: str
    unit: str
    department_ubigeo: str
    as_of_month: date


@dataclass(frozen=True, slots=True)
class Service:
    """A service or a label that names none we know.

    Attributes:
        code: as in `dimensional.dim_program`; None where the label is unknown.
        name: the service's name, or the printed label.
        acronym: `CEM`; None where it has none.
        program_code: of the programme that answers for it.
        program: the programme's name.
        is_promoted: whether others run it, in coordination with the ministry.
        is_confidential: whether it must not be placed below its province.
    """

    code: str | None
    name: str
    acronym: str | None = None
    program_code: str | None = None
    program: str | None = None
    is_promoted: bool = False
    is_confidential: bool = False


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure of `dimensional.fct_reported_metrics`, with the names of what it is about.

    `service` is None for a matrix's total column; `province` and `district` are names, None
    where the figure is of the whole department or province.
    """

    figure_id: str
    block: str
    location: str
    service: Service | None
    label: str
    modality_code: str | None
    modality: str | None
    measure_code: str | None
    measure: str
    period: tuple[date, date, str]
    province: str | None
    district: str | None
    place_name: str | None
    is_total: bool
    total_of: str | None
    value: Decimal | None
    value_status: str
    printed_text: str | None


@dataclass(frozen=True, slots=True)
class Rank:
    """One line of the list of poorest districts; names are None where it could not be read."""

    position: int
    province: str | None
    district: str | None


@dataclass(frozen=True, slots=True)
class Content:
    """Everything the written-back summary says.

    Attributes:
        figures: in the order they were printed.
        ranks: poorest first, without gaps.
        bands: names of the poverty bands, lowest first.
        notes: definition, source and target population by the place in the document they were
            printed at (the first step of a location), as `(kind, step) -> text`.
    """

    subject: Subject
    figures: tuple[Figure, ...]
    ranks: tuple[Rank, ...]
    bands: tuple[str, ...]
    notes: dict[tuple[str, str], str]


def find_subject(
    connection: duckdb.DuckDBPyConnection, unit_code: str, as_of_month: date
) -> Subject:
    """The latest document of a reporting unit and month.

    Raises:
        NoSuchDocument: the warehouse has none.
    """
    found = connection.execute(
        "select document_id, reporting_unit_code, reporting_unit, department_ubigeo, as_of_month"
        " from dimensional.dim_document"
        " where is_latest and reporting_unit_code = ? and as_of_month = ?",
        [unit_code, as_of_month.replace(day=1)],
    ).fetchone()
    if found:
        return Subject(*found)
    months = connection.execute(
        "select string_agg(strftime(as_of_month, '%Y-%m'), ', ' order by as_of_month)"
        " from dimensional.dim_document where is_latest and reporting_unit_code = ?",
        [unit_code],
    ).fetchone()
    units = connection.execute(
        "select string_agg(distinct reporting_unit_code, ', ' order by reporting_unit_code)"
        " from dimensional.dim_document"
    ).fetchone()
    known = (
        f"it has {months[0]}" if months and months[0] else f"it has the units {units and units[0]}"
    )
    raise NoSuchDocument(
        f"no document of unit {unit_code} for {as_of_month:%Y-%m} in the warehouse; {known}"
    )


def subjects(connection: duckdb.DuckDBPyConnection) -> list[Subject]:
    """Every unit and month the warehouse has, by unit and month."""
    return [
        Subject(*row)
        for row in connection.execute(
            "select document_id, reporting_unit_code, reporting_unit, department_ubigeo,"
            " as_of_month from dimensional.dim_document where is_latest"
            " order by reporting_unit_code, as_of_month"
        ).fetchall()
    ]


def read_contents(
    connection: duckdb.DuckDBPyConnection, subjects: Sequence[Subject]
) -> list[Content]:
    """Everything the warehouse says of some documents, in their order."""
    document_ids = [subject.document_id for subject in subjects]
    figures = rows_by_document(connection, _FIGURES, document_ids)
    ranks = rows_by_document(connection, _RANKS, document_ids)
    notes = rows_by_document(connection, _NOTES, document_ids)
    bands = connection.execute(
        "select name_es from reference.poverty_bands order by band_code"
    ).fetchall()
    return [
        Content(
            subject=subject,
            figures=tuple(_figure(row) for row in figures[subject.document_id]),
            ranks=_ranks(ranks[subject.document_id]),
            bands=tuple(name for (name,) in bands),
            notes=_notes(notes[subject.document_id]),
        )
        for subject in subjects
    ]


_FIGURES: Final = """
select
    figures.document_id,
    figures.figure_id,
    figures.block,
    figures.location,
    figures.service_code,
    services.service,
    services.acronym,
    services.program_code,
    services.program,
    coalesce(services.delivery = 'coordinated', false) as is_promoted,
    coalesce(services.finest_place_level != 'district', false) as is_confidential,
    coalesce(figures.service_label, '') as service_label,
    figures.modality_code,
    coalesce(modalities.modality, figures.modality_label) as modality,
    figures.measure_code,
    coalesce(measures.printed_as, figures.measure_label, '') as measure,
    figures.period_start,
    figures.period_end,
    figures.period_kind,
    provinces.name as province,
    districts.name as district,
    figures.place_name,
    figures.is_total,
    figures.total_of,
    figures.value,
    figures.value_status,
    figures.printed_text
from dimensional.fct_reported_metrics as figures
left join dimensional.dim_program as services
    on figures.service_code = services.service_code
left join dimensional.dim_modality as modalities
    on figures.service_code = modalities.service_code
    and figures.modality_code = modalities.modality_code
left join dimensional.dim_measure as measures
    on figures.service_code = measures.service_code
    and figures.measure_code = measures.measure_code
left join dimensional.dim_geography as provinces
    on figures.province_ubigeo = provinces.ubigeo
left join dimensional.dim_geography as districts
    on figures.district_ubigeo = districts.ubigeo
where figures.document_id = any(?)
order by figures.figure_id
"""


def _figure(row: Row) -> Figure:
    figure_id, block, location, code, name, acronym, program_code, program, *rest = row
    is_promoted, is_confidential, label, *rest = rest
    modality_code, modality, measure_code, measure, *rest = rest
    start, end, kind, province, district, place_name, *rest = rest
    service = (
        Service(code, name, acronym, program_code, program, is_promoted, is_confidential)
        if code
        else Service(None, label)
    )
    is_total_column = block == "matrix" and rest[1] == "all_services"
    return Figure(
        figure_id,
        block,
        location,
        None if is_total_column else service,
        label,
        modality_code,
        modality,
        measure_code,
        measure,
        (start, end, kind),
        province,
        district,
        place_name,
        *rest,
    )


_RANKS: Final = """
select
    poverty.document_id,
    poverty.rank_department,
    provinces.name as province,
    districts.name as district
from dimensional.fct_poverty as poverty
left join dimensional.dim_geography as provinces
    on poverty.province_ubigeo = provinces.ubigeo
left join dimensional.dim_geography as districts
    on poverty.district_ubigeo = districts.ubigeo
where poverty.record_kind = 'printed_rank' and poverty.document_id = any(?)
"""


def _ranks(rows: Iterable[Row]) -> tuple[Rank, ...]:
    known = {position: Rank(position, province, district) for position, province, district in rows}
    return tuple(
        known.get(position, Rank(position, None, None))
        for position in range(1, max(known, default=0) + 1)
    )


_NOTES: Final = """
select document_id, note_kind, location, printed_text from raw.notes
where document_id = any(?) and note_kind in ('definition', 'source', 'target_population')
order by rowid
"""


def _notes(rows: Iterable[Row]) -> dict[tuple[str, str], str]:
    """The first note of each kind under each heading."""
    notes: dict[tuple[str, str], str] = {}
    for kind, location, text in rows:
        notes.setdefault((kind, first_step(location)), text)
    return notes


def first_step(location: str) -> str:
    """The heading a location is under: `1.1 CEM > table 1 > row 2 (line 5)` gives `1.1 CEM`."""
    return _ORIGIN.sub("", location.split(" > ", 1)[0])
