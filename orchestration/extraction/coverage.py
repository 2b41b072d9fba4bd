"""Coverage tables: which centres are in which province and district, and how many.

Belongs here: reading the rows of such a table, nested in a service's cell or standing alone.
Refused here: guessing a cell's column in a row whose cells do not match its header; such a row
is kept with a `ragged_row` error that keeps its figures out of the facts.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from orchestration.documents.model import Cell, Paragraph, Table, walk_paragraphs
from orchestration.documents.words import header_role, is_total_label, without_marks
from orchestration.extraction.headers import turned, with_one_header_row
from orchestration.extraction.numbers import (
    find_numbers,
    footnote_mark_spans,
    spans_beside_a_count,
)
from orchestration.extraction.recorder import Claim, Recorder, Section
from orchestration.extraction.rows import ServiceCoverage
from orchestration.extraction.vocabulary import names_a_modality

_PLACES = frozenset({"province", "district"})
_COLUMNS = frozenset({"province", "district", "count", "place", "centre"})
_MAY_HEAD = _COLUMNS | {"aside"}
_A_COUNT = re.compile(r"^\d[\d.,\s]*[*¹²³]?$|^[-–—−]$|^s/?i$", re.IGNORECASE)
_FEWEST_NUMBERED: Final = 3
_COUNT_IN_LABEL = re.compile(
    r"(?<!\s)\s*\(\s*(\d{1,4})\s*\)\s*(?:[:.*¹²³⁴-⁹⁰⁽⁾]|\(\*+\)|\[\d{1,2}\])*\s*$"
)


@dataclass(slots=True)
class _Row:
    """One data row, its cells under their column's role."""

    centre: Cell | None = None
    province: Cell | None = None
    district: Cell | None = None
    place: Cell | None = None
    count: Cell | None = None


def column_roles(row: tuple[Cell, ...]) -> list[str] | None:
    """The roles of a coverage table's header, or None where the row is no such header.

    A header left of the place columns that nothing knows is a kind of centre
    (`Hogares Refugio Temporal - HRT`), one right of them the name of a place.
    """
    roles = [header_role(cell.text) for cell in row]
    known = [role for role in roles if role in _COLUMNS]
    places = [index for index, role in enumerate(roles) if role in _PLACES]
    if not places or len(known) < 2 or any(role and role not in _MAY_HEAD for role in roles):
        return None
    return [
        role or ("centre" if index < places[0] else "place") for index, role in enumerate(roles)
    ]


def coverage_roles(table: Table) -> list[str] | None:
    """The roles of a coverage table's columns, or None where the table is none.

    One without a column `N°` is one where every column right of its places holds counts, each
    under the kind of centre it counts (`Provincia | Regular | Comisaría`).
    """
    return _roles(_plain(table)) if table.rows else None


def _plain(table: Table) -> Table:
    """The table as one of a row a place, under one row of headers."""
    return with_one_header_row(_stacked(turned(table)))


def _roles(table: Table) -> list[str] | None:
    header = table.rows[0]
    known = column_roles(header)
    if known is not None:
        return known
    printed = [header_role(cell.text) for cell in header]
    places = [index for index, role in enumerate(printed) if role in _PLACES]
    if not places or any(role and role not in _MAY_HEAD for role in printed):
        return None
    roles = [
        role or ("centre" if index < places[0] else "place") for index, role in enumerate(printed)
    ]
    counts = _with_counts_by_column(roles, header, list(table.rows[1:]))
    return roles if "count" in counts and "place" not in counts[places[0] :] else None


def extract_coverage(
    recorder: Recorder, table: Table, section: Section, row_label: str | None
) -> None:
    """Add the rows of a coverage table; does nothing where the table is none."""
    table = _plain(table) if table.rows else table
    roles = _roles(table) if table.rows else None
    if roles is None:
        return
    if "aside" in roles:
        table = _without_asides(recorder, table, roles)
        roles = [role for role in roles if role != "aside"]
    marks = recorder.footnote_marks
    if _prints_counts_in_labels(table, roles, marks):
        marks = frozenset()
    header = [cell.text for cell in table.rows[0]]
    body = [
        row
        for row in table.rows[1:]
        if [cell.text for cell in row] != header and column_roles(row) != roles
    ]
    counts = _with_counts_by_column(roles, table.rows[0], body)
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


def _stacked(table: Table) -> Table:
    """A table printed in two or more stacks side by side, as one below the other.

    `Provincia | N° | Provincia | N°`: the rows of the first columns, then those of the next; a
    total row stands last.
    """
    header = table.rows[0]
    roles = [header_role(cell.text) for cell in header]
    width = next((n for n in range(2, len(roles) // 2 + 1) if _repeats(roles, n)), None)
    if width is None:
        return table
    stacks: list[tuple[Cell, ...]] = []
    body = [row for row in table.rows[1:] if len(row) == len(roles)]
    totals = [row for row in table.rows[1:] if len(row) != len(roles)]
    for start in range(0, len(roles), width):
        stacks += [row[start : start + width] for row in body]
    totals = [(row[0], *[Cell()] * (width - 2), row[-1]) for row in totals if len(row) > 1]
    return Table((header[:width], *stacks, *totals), table.origin)


def _repeats(roles: list[str | None], width: int) -> bool:
    unit = roles[:width]
    is_whole = "count" in unit and any(role in _PLACES for role in unit) and None not in unit
    return is_whole and len(roles) % width == 0 and roles == unit * (len(roles) // width)


def _with_counts_by_column(
    roles: list[str], header: tuple[Cell, ...], body: list[tuple[Cell, ...]]
) -> list[str]:
    """The roles with rows' running numbers told from counts, and all columns of counts found.

    A table may number its rows, and print a count by kind of centre under a header each
    (`CEM Regular`, `CEM Comisaría`, `Total`).
    """
    whole = [row for row in body if len(row) == len(roles)]
    places = [index for index, role in enumerate(roles) if role in _PLACES]
    after = [index for index, role in enumerate(roles) if role == "place" and index > places[0]]
    counted = {
        index
        for index in after
        if holds_counts(whole, index) or _holds_counts_of_a_kind(whole, header, index)
    }
    counted |= {
        index
        for index in after
        if (counted or names_a_modality(header[index].text))
        and _is_without_centres(whole, header, index)
    }
    counts = ["count" if index in counted else role for index, role in enumerate(roles)]
    if counts[0] == "count" and places[0] == 1 and _numbers_rows(whole, counts):
        counts[0] = "number"
    return counts


def holds_counts(rows: list[tuple[Cell, ...]], index: int) -> bool:
    """Whether all a column prints are counts, or signs that stand for one, and some are counts."""
    printed = [without_marks(row[index].text) for row in rows if row[index].text]
    return any(text[:1].isdigit() for text in printed) and all(map(_A_COUNT.match, printed))


def _holds_counts_of_a_kind(
    rows: list[tuple[Cell, ...]], header: tuple[Cell, ...], index: int
) -> bool:
    """Whether a column under a kind of centre holds counts, of which a few may be spoilt."""
    printed = [without_marks(row[index].text) for row in rows if row[index].text]
    counts = sum(text[:1].isdigit() and bool(_A_COUNT.match(text)) for text in printed)
    return 0 < len(printed) < 2 * counts and names_a_modality(header[index].text)


def _is_without_centres(rows: list[tuple[Cell, ...]], header: tuple[Cell, ...], index: int) -> bool:
    """Whether a column prints only dashes and `S/I`, or nothing below a kind of centre."""
    printed = [row[index].text for row in rows if row[index].text]
    if not printed:
        return names_a_modality(header[index].text)
    return all(map(_A_COUNT.match, printed))


def _numbers_rows(rows: list[tuple[Cell, ...]], roles: list[str]) -> bool:
    details = [row for row in rows if not is_total_label(row[1].text)]
    is_sure = "count" in roles[1:] or sum(bool(row[0].text) for row in details) >= _FEWEST_NUMBERED
    return is_sure and is_running_number(details, 0)


def is_running_number(rows: list[tuple[Cell, ...]], index: int) -> bool:
    """Whether what a column prints is 1, 2, 3 … down the rows."""
    numbered = [row[index].text.rstrip(".") for row in rows if row[index].text]
    return bool(numbered) and numbered == [str(n) for n in range(1, len(numbered) + 1)]


def _prints_counts_in_labels(table: Table, roles: list[str], marks: frozenset[str]) -> bool:
    """Whether the numbers in brackets behind the table's labels are counts, not footnote marks.

    They are where one of them is no mark of the document, or where all are the sums of the rows
    they stand over.
    """
    if "centre" not in roles or "count" not in roles:
        return False
    at, count_at = roles.index("centre"), roles.index("count")
    sums: list[tuple[str, int]] = []
    for row in table.rows[1:]:
        if len(row) != len(roles):
            continue
        match = _COUNT_IN_LABEL.search(row[at].text)
        if match:
            sums.append((match[1], 0))
        elif row[at].text:
            sums.append(("", 0))
        count = without_marks(row[count_at].text)
        if sums and count.isdecimal():
            sums[-1] = (sums[-1][0], sums[-1][1] + int(count))
    counts = [(printed, total) for printed, total in sums if printed]
    return any(printed not in marks for printed, _ in counts) or (
        bool(counts) and all(int(printed) == total for printed, total in counts)
    )


def label_without_count(label: str, marks: frozenset[str]) -> tuple[str, str | None]:
    """Part a label from a count printed inside it: `CEM Regulares (3)` → label and `3`.

    Args:
        label: the printed label.
        marks: numbers that are footnote marks in this document; they stay in the label.
    """
    match = _COUNT_IN_LABEL.search(label)
    if not match or match[1] in marks:
        return label, None
    return label[: match.start()].strip(), match[1]


def count_in_label_at(text: str) -> int | None:
    """Where the count printed behind a label starts (`CEM Regulares (3)`), if there is one."""
    match = _COUNT_IN_LABEL.search(text)
    return match.start(1) if match else None


def paragraphs_of(*cells: Cell | None) -> tuple[Paragraph, ...]:
    """All paragraphs of some cells, in order."""
    found: list[Paragraph] = []
    for cell in cells:
        for block in cell.blocks if cell else ():
            if isinstance(block, Paragraph):
                found.append(block)
            else:
                found.extend(walk_paragraphs((block,)))
    return tuple(found)


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
        elif len(cells) == 1 and _COUNT_IN_LABEL.search(cells[0].text):
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
        marked = [p for p in paragraphs if _COUNT_IN_LABEL.search(p.text)]
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
