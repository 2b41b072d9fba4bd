"""Coverage tables: which centres are in which province and district, and how many.

Belongs here: reading the rows of such a table, nested in a service's cell or standing alone.
Refused here: guessing a cell's column in a row whose cells do not match its header; such a row
is kept with a `ragged_row` error that keeps its figures out of the facts.
Does not belong here: what the columns hold (`coverage_columns`), or counts printed inside labels
(`counts_in_labels`).
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from orchestration.documents.model import Cell, Paragraph, Table, paragraphs_of
from orchestration.documents.words import ROLE_OF_HEADER, is_total_label, normalise
from orchestration.extraction.counts_in_labels import (
    count_in_label_at,
    label_without_count,
    prints_counts_in_labels,
)
from orchestration.extraction.coverage_columns import (
    column_roles,
    plain,
    roles_of,
    with_counts_by_column,
)
from orchestration.extraction.numbers import (
    find_numbers,
    footnote_mark_spans,
    spans_beside_a_count,
)
from orchestration.extraction.recorder import Claim, Recorder, Section
from orchestration.extraction.rows import ServiceCoverage
from orchestration.extraction.vocabulary import names_a_modality, names_a_service

_COUNT_WITH_UNIT = re.compile(
    r"^\s*(?P<count>\d{1,4})\s+(?P<unit>[^\W\d_]{3,}(?: [^\W\d_]+){0,2})\s*$"
)


@dataclass(slots=True)
class _Row:
    """One data row, its cells under their column's role."""

    centre: Cell | None = None
    province: Cell | None = None
    district: Cell | None = None
    place: Cell | None = None
    count: Cell | None = None


def extract_coverage(
    recorder: Recorder, table: Table, section: Section, row_label: str | None
) -> None:
    """Add the rows of a coverage table; does nothing where the table is none."""
    table = plain(table) if table.rows else table
    roles = roles_of(table) if table.rows else None
    if roles is None:
        return
    if "aside" in roles:
        table = _without_asides(recorder, table, roles)
        roles = [role for role in roles if role != "aside"]
    marks = recorder.footnote_marks
    if prints_counts_in_labels(table, roles, marks):
        marks = frozenset()
    header = [cell.text for cell in table.rows[0]]
    body = [
        row
        for row in table.rows[1:]
        if [cell.text for cell in row] != header and column_roles(row) != roles
    ]
    counts = with_counts_by_column(roles, table.rows[0], body)
    reader = _CoverageReader(recorder, section, row_label, counts, marks, table.rows[0])
    for row in body:
        reader.read(row)


def _without_asides(recorder: Recorder, table: Table, roles: list[str]) -> Table:
    """The table without its columns of shares and remarks, whose numbers are no counts.

    A total's merged label leaves its row with fewer cells, so columns are counted from the end.
    """
    from_end = {len(roles) - index for index, role in enumerate(roles) if role == "aside"}
    rows: list[tuple[Cell, ...]] = []
    for row in table.rows:
        asides = [cell for index, cell in enumerate(row) if len(row) - index in from_end]
        recorder.claim_all(paragraphs_of(*asides), Claim("aside"))
        rows.append(tuple(c for index, c in enumerate(row) if len(row) - index not in from_end))
    return Table(tuple(rows), table.origin)


class _CoverageReader:
    """Reads rows one by one, carrying blank cells of merged columns down."""

    def __init__(
        self,
        recorder: Recorder,
        section: Section,
        row_label: str | None,
        roles: list[str],
        marks: frozenset[str],
        header: tuple[Cell, ...],
    ) -> None:
        self._recorder = recorder
        self._section = section
        self._row_label = row_label
        self._roles = roles
        self._marks = marks
        self._centre: str | None = None
        self._province: str | None = None
        self._province_location: str | None = None
        counts = [index for index, role in enumerate(roles) if role == "count"]
        are_kinds = counts[1:] or any(names_a_modality(header[index].text) for index in counts)
        self._headers = {index: header[index].text for index in counts} if are_kinds else {}
        """The headers of the columns of counts, where they say what is counted."""

    def read(self, cells: tuple[Cell, ...]) -> None:
        if not any(cell.text for cell in cells):
            return
        if any(is_total_label(cell.text) for cell in cells[:2]):
            self._read_total(cells)
        elif len(cells) == 1 and count_in_label_at(cells[0].text) is not None:
            self._centre = None
            self._carry_centre(cells[0])
        else:
            self._read_detail(cells)

    def _read_total(self, cells: tuple[Cell, ...]) -> None:
        label = next(cell for cell in cells if is_total_label(cell.text))
        if self._headers and len(cells) > len(self._headers):
            self._read_counts(cells, None)
            self._claim_labels(paragraphs_of(*cells[: -len(self._headers)]))
            return
        counts = [cell for cell in cells if cell is not label and cell.text]
        kind = "subtotal" if re.match(r"\s*sub", label.text, re.IGNORECASE) else "total"
        _, inside = label_without_count(label.text, self._marks)
        count = counts[-1] if counts else None
        is_of_province = kind == "subtotal" and {"centre", "district"} & {*self._roles} == {
            "district"
        }
        paragraphs = paragraphs_of(count) if count else paragraphs_of(label)
        self._add(
            kind,
            self._centre if kind == "subtotal" else None,
            province=self._province if is_of_province else None,
            count_text=count.text if count else (inside or ""),
            paragraphs=paragraphs or paragraphs_of(label),
        )

    def _read_detail(self, cells: tuple[Cell, ...]) -> None:
        printed = tuple(cell for cell in cells if cell.text)
        if len(cells) > len(self._roles) == len(printed):
            cells = printed
        is_ragged = len(cells) != len(self._roles)
        row = self._by_role(cells)
        self._carry_centre(row.centre)
        self._carry_province(row)
        if self._headers and not is_ragged:
            counts = self._read_counts(cells, row)
            self._claim_labels(
                paragraphs_of(*(c for c in cells if c not in counts and c is not row.centre))
            )
            return
        row_id = self._recorder.next_row_id()
        count = row.count
        self._add(
            "detail",
            self._centre,
            province=self._province,
            district=row.district.text if row.district else None,
            district_location=self._where(row.district),
            place=row.place.text if row.place else None,
            count_text=(count.text if count else "") if "count" in self._roles else None,
            paragraphs=paragraphs_of(count),
            row_id=row_id,
            fallback=paragraphs_of(*cells),
        )
        labels = tuple(cell for cell in cells if cell is not count and cell is not row.centre)
        self._claim_labels(paragraphs_of(*labels))
        if is_ragged:
            self._recorder.find(
                "error",
                "ragged_row",
                f"The row has {len(cells)} cells where its header has {len(self._roles)}; its "
                "figures are kept out. Check the row in the document.",
                location=self._recorder.location(*paragraphs_of(*cells)),
                printed_text=" | ".join(cell.text for cell in cells),
                row_id=row_id,
            )

    def _read_counts(self, cells: tuple[Cell, ...], row: _Row | None) -> list[Cell]:
        """Add a count a column, the last cells of a total's row among them; gives their cells."""
        row_id = self._recorder.next_row_id()
        indexes = list(self._headers)
        places = indexes if row else range(len(cells) - len(indexes), len(cells))
        counts = [cells[place] for place in places]
        for header, count in zip(self._headers.values(), counts, strict=True):
            is_total = is_total_label(header)
            self._add(
                "subtotal" if is_total == bool(row) else "detail" if row else "total",
                self._centre if is_total and row else None if is_total else header,
                province=self._province if row else None,
                district=row.district.text if row and row.district else None,
                district_location=self._where(row.district) if row else None,
                place=row.place.text if row and row.place else None,
                count_text=count.text,
                paragraphs=paragraphs_of(count),
                row_id=row_id,
                fallback=paragraphs_of(*cells),
            )
        return counts

    def _by_role(self, cells: tuple[Cell, ...]) -> _Row:
        found: dict[str, Cell] = {}
        for role, cell in zip(self._roles, cells, strict=False):
            found.setdefault(role, cell)
        if len(cells) != len(self._roles) and "count" in self._roles:
            found["count"] = cells[-1]
        return _Row(
            centre=found.get("centre"),
            province=found.get("province"),
            district=found.get("district"),
            place=found.get("place"),
            count=found.get("count"),
        )

    def _carry_centre(self, cell: Cell | None) -> None:
        if cell is None or not cell.text:
            return
        label, inside = label_without_count(cell.text, self._marks)
        self._centre = label
        paragraphs = paragraphs_of(cell)
        if inside is None:
            self._claim_labels(paragraphs)
            return
        marked = [p for p in paragraphs if count_in_label_at(p.text) is not None]
        self._claim_labels(tuple(p for p in paragraphs if p not in marked))
        self._add("subtotal", label, count_text=inside, paragraphs=tuple(marked[-1:]))

    def _carry_province(self, row: _Row) -> None:
        if row.province is None:
            self._province = self._province_location = None
        elif row.province.text:
            self._province = row.province.text
            self._province_location = self._where(row.province)
        elif row.centre is not None and row.centre.text and self._is_centre_before_province:
            self._province, self._province_location = "", None

    @property
    def _is_centre_before_province(self) -> bool:
        return self._roles.index("centre") < self._roles.index("province")

    def _where(self, cell: Cell | None) -> str | None:
        return self._recorder.location(*paragraphs_of(cell)) or None

    def _claim_labels(self, paragraphs: tuple[Paragraph, ...]) -> None:
        for paragraph in paragraphs:
            if find_numbers(paragraph.text):
                marks = footnote_mark_spans(paragraph.text)
                self._recorder.claim_all((paragraph,), Claim("name"), marks)

    def _add(
        self,
        kind: str,
        centre: str | None,
        *,
        count_text: str | None,
        paragraphs: tuple[Paragraph, ...],
        province: str | None = None,
        district: str | None = None,
        district_location: str | None = None,
        place: str | None = None,
        row_id: str | None = None,
        fallback: tuple[Paragraph, ...] = (),
    ) -> None:
        figure_id = self._recorder.next_figure_id()
        count_text = count_text and _without_unit(count_text)
        for paragraph in paragraphs:
            marks = spans_beside_a_count(paragraph.text)
            self._recorder.claim_all((paragraph,), Claim("figure", figure_id), marks)
        self._recorder.extraction.add(
            ServiceCoverage(
                self._recorder.document_id,
                figure_id,
                row_id or self._recorder.next_row_id(),
                self._recorder.location(*paragraphs, *fallback),
                self._section.number,
                self._section.heading,
                self._row_label,
                kind,
                centre,
                province,
                district,
                place,
                count_text,
                self._province_location if province else None,
                district_location,
            )
        )


def _without_unit(count: str) -> str:
    """A count without the word for what every row of a coverage table counts (`2 centros`)."""
    match = _COUNT_WITH_UNIT.match(count)
    if match is None:
        return count
    unit = match["unit"]
    is_centre = ROLE_OF_HEADER.get(normalise(unit)) in ("centre", "service")
    return match["count"] if is_centre or names_a_service(unit) else count
