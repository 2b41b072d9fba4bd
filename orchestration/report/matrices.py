"""The consolidated matrices of a page, with what does not agree marked in its cell.

Belongs here: `marts.consolidated_services` as rows and columns. Does not belong here: adding up
or comparing, which the mart has done.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

import duckdb

from orchestration.warehouse.by_document import Row, rows_by_document

HEADINGS: Final = {
    "operated": "Servicios que opera el MIMP",
    "coordinated": "Servicios en coordinación con gobiernos regionales, provinciales y locales",
    "unknown": "Otros servicios",
}
SHORT: Final = {
    "operated": "Opera el MIMP",
    "coordinated": "En coordinación",
    "unknown": "Otros",
}


@dataclass(frozen=True, slots=True)
class MatrixCell:
    """A cell: the printed count, and what contradicts it.

    Attributes:
        text: the count; empty where no centre is, a question mark where it could not be read.
        value: the number behind it.
        figure: whether the count is printed in the matrix itself.
        doubt: a sentence about what else the document says; empty where all agree.
    """

    text: str = ""
    value: int | None = None
    doubt: str = ""


@dataclass(frozen=True, slots=True)
class MatrixRow:
    """A province, or the totals."""

    name: str
    cells: tuple[MatrixCell, ...]
    is_total: bool = False


@dataclass(frozen=True, slots=True)
class Matrix:
    """A consolidated matrix; the last column and row are the printed totals, where printed."""

    delivery: str
    heading: str
    columns: tuple[tuple[str, str], ...]
    rows: tuple[MatrixRow, ...]

    @property
    def total(self) -> MatrixCell | None:
        """The grand total, where it is printed."""
        row = self.rows[-1] if self.rows else None
        if row is None or not row.is_total or self.columns[-1][1] != PRINTED_TOTAL:
            return None
        return row.cells[-1]

    @property
    def doubts(self) -> int:
        """Cells that something contradicts."""
        return sum(bool(cell.doubt) for row in self.rows for cell in row.cells)


@dataclass(frozen=True, slots=True)
class CentreCount:
    """All centres of a document, and the services with centres that no matrix counts."""

    total: int
    outside: tuple[str, ...]


PRINTED_TOTAL: Final = "Total impreso"
_ALL: Final = "*"
_QUERY: Final = """
select
    consolidated.document_id,
    consolidated.delivery,
    coalesce(consolidated.service_code, consolidated.service) as service_key,
    consolidated.service,
    coalesce(services.acronym, consolidated.service) as short_name,
    consolidated.province_ubigeo,
    consolidated.province,
    coalesce(consolidated.total_of, '') as total_of,
    consolidated.matrix_centres,
    consolidated.matrix_sum,
    consolidated.detail_centres,
    consolidated.legend_centres,
    consolidated.is_matrix_total_right,
    consolidated.do_detail_and_matrix_agree,
    consolidated.do_tables_and_legend_agree,
    consolidated.withheld_because
from marts.consolidated_services as consolidated
left join dimensional.dim_program as services
    on consolidated.service_code = services.service_code
where consolidated.document_id = any(?)
order by consolidated.delivery desc, consolidated.consolidated_service_id
"""


def matrices_of(
    connection: duckdb.DuckDBPyConnection, document_ids: Iterable[str]
) -> dict[str, list[Matrix]]:
    """The matrices of each document, those of the ministry's own services first."""
    found = rows_by_document(connection, _QUERY, document_ids)
    names = [column[0] for column in (connection.description or ())[1:]]
    order = connection.execute("select service_code from dimensional.dim_program").fetchall()
    ranks = {code: rank for rank, (code,) in enumerate(order)}
    return {
        document_id: _matrices([dict(zip(names, row, strict=True)) for row in rows], ranks)
        for document_id, rows in found.items()
    }


def _matrices(rows: list[dict[str, Any]], ranks: dict[str, int]) -> list[Matrix]:
    found = []
    for delivery, heading in HEADINGS.items():
        members = [row for row in rows if row["delivery"] == delivery]
        if any(row["matrix_centres"] is not None for row in members):
            found.append(_matrix(delivery, heading, members, ranks))
    return found


def _matrix(
    delivery: str, heading: str, rows: list[dict[str, Any]], ranks: dict[str, int]
) -> Matrix:
    cells: dict[tuple[str, str], dict[str, Any]] = {}
    columns: dict[str, tuple[str, str]] = {}
    provinces: dict[str, str] = {}
    for row in rows:
        service = _ALL if row["total_of"] in ("services", "all") else row["service_key"]
        province = _ALL if row["total_of"] in ("provinces", "all") else row["province_ubigeo"]
        cells[service or "", province or ""] = row
        if service != _ALL and row["matrix_centres"] is not None:
            columns[service] = (row["short_name"], row["service"])
        # Rows kept out of no known province stand in no row here; the findings show them.
        if province != _ALL and (province or row["matrix_centres"] is not None):
            provinces[province or ""] = row["province"] or "Sin provincia"
    keys = sorted(columns, key=lambda key: (ranks.get(key, len(ranks)), columns[key]))
    has_totals = any(
        service == _ALL and row["matrix_centres"] is not None for (service, _), row in cells.items()
    )
    if has_totals:
        keys.append(_ALL)
        columns[_ALL] = ("Total", PRINTED_TOTAL)
    order = sorted(provinces, key=lambda key: provinces[key])
    if any(p == _ALL and row["matrix_centres"] is not None for (_, p), row in cells.items()):
        order.append(_ALL)
        provinces[_ALL] = "Total"
    return Matrix(
        delivery,
        heading,
        tuple(columns[key] for key in keys),
        tuple(
            MatrixRow(
                provinces[province],
                tuple(_cell(cells.get((key, province)), columns[key][1]) for key in keys),
                is_total=province == _ALL,
            )
            for province in order
        ),
    )


def _cell(row: dict[str, Any] | None, service: str) -> MatrixCell:
    if row is None:
        return MatrixCell()
    value: Decimal | None = row["matrix_centres"]
    doubts = []
    if row["is_matrix_total_right"] is False:
        doubts.append(f"las celdas suman {_count(row['matrix_sum'])}")
    if row["do_detail_and_matrix_agree"] is False and not row["total_of"]:
        detail = row["detail_centres"]
        tables = f"dicen {_count(detail)}" if detail is not None else "no nombran el servicio"
        doubts.append(f"las tablas de detalle {tables}")
    if row["do_tables_and_legend_agree"] is False:
        doubts.append(f"la leyenda del mapa dice {_count(row['legend_centres'])}")
    is_unknown = value is None and row["withheld_because"] is not None and not row["total_of"]
    if is_unknown:
        doubts.append("un dato impreso no se pudo usar (vea los hallazgos)")
    text = "" if value is None or (value == 0 and not row["total_of"]) else _count(value)
    if not doubts:
        return MatrixCell(text, None if value is None else int(value))
    place = f"{service}, {row['province']}" if row["province"] else service
    doubt = f"{place}: el consolidado dice {_count(value)}; {'; '.join(doubts)}."
    empty = "?" if is_unknown else "0"
    return MatrixCell(text or empty, None if value is None else int(value), doubt)


_CENTRES: Final = """
select
    summary.document_id,
    summary.service,
    cast(summary.current_value as bigint),
    bool_or(consolidated.matrix_centres is not null)
from marts.department_summary as summary
left join marts.consolidated_services as consolidated
    on summary.document_id = consolidated.document_id
    and summary.service = consolidated.service
where
    summary.document_id = any(?)
    and summary.measure_code = 'centros'
    and summary.current_value > 0
group by
    summary.document_id, summary.service, summary.department_summary_id, summary.current_value
order by summary.service, summary.department_summary_id
"""


def centre_counts(
    connection: duckdb.DuckDBPyConnection, document_ids: Iterable[str]
) -> dict[str, CentreCount | None]:
    """All centres of each document, as the national page counts them; None where it names none."""
    found = rows_by_document(connection, _CENTRES, document_ids)
    return {document_id: _centre_count(rows) for document_id, rows in found.items()}


def _centre_count(rows: list[Row]) -> CentreCount | None:
    if not rows:
        return None
    return CentreCount(
        sum(count for _, count, _ in rows),
        tuple(f"{service} ({count})" for service, count, is_inside in rows if not is_inside),
    )


def _count(value: Decimal | None) -> str:
    return "nada" if value is None else str(int(value))


def centres_by_province(matrices: Iterable[Matrix]) -> list[tuple[str, str, int]]:
    """Province, who runs them and centres (the cells' sum), for a chart; most centres first."""
    counts: dict[str, dict[str, int]] = {}
    for matrix in matrices:
        totals = {i for i, column in enumerate(matrix.columns) if column[1] == PRINTED_TOTAL}
        for row in matrix.rows:
            if not row.is_total:
                cells = (cell for index, cell in enumerate(row.cells) if index not in totals)
                one = counts.setdefault(row.name, {})
                one[SHORT[matrix.delivery]] = sum(cell.value or 0 for cell in cells)
    order = sorted(counts, key=lambda name: (-sum(counts[name].values()), name))
    return [(name, heading, n) for name in order for heading, n in counts[name].items() if n]
