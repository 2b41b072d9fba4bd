"""Tables whose figures stand in a grid: each under the words over its column, beside its row's.

Belongs here: service tables that print places beside periods (`Provincia | Año 2022 | …`),
provinces or measures as columns, periods as rows, months under a year with their total. Every
column says what it adds to the figures below it, every row what it adds to those beside it.
Does not belong here: what a column holds (`columns`), tables with a coverage table nested in a
cell (`service_tables`), what a cell says (`usage`), the counts of centres a grid prints beside
its figures (`coverage`), or the consolidated matrices (`matrices`).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from itertools import takewhile
from typing import Final

from orchestration.documents.model import Cell, Table, paragraphs_of
from orchestration.documents.words import is_period_label, is_total_label, normalise, without_marks
from orchestration.extraction.columns import (
    COVERAGE_ROLES,
    Column,
    columns_of,
    fits_no_grid,
    is_row_of_periods,
    span_of_months,
    with_periods,
)
from orchestration.extraction.coverage import extract_coverage
from orchestration.extraction.headers import Heads, compose_heads, looks_like_figure
from orchestration.extraction.recorder import Claim, Recorder, Section
from orchestration.extraction.rows import PeriodMention, ServiceFigure
from orchestration.extraction.usage import UsageNumber, read_usage_cell, take_figure
from orchestration.extraction.vocabulary import names_a_service, place_level

_USERS: Final = re.compile(r"(?:USUARI|BENEFICIARI)[AO]S?\b")
_MERGED: Final = Cell()
"""What stands under the further columns of a cell merged over several."""
_CARRIED_ROLES: Final = frozenset({"centre", "province", "label", "periods"})


@dataclass(slots=True)
class _RowFacts:
    """What a row adds to its figures, carried down where its cells are blank.

    periods: those printed down a column since its last total.
    """

    words: dict[int, str] = field(default_factory=dict)
    periods: list[str] = field(default_factory=list)
    is_total: bool = False


def read_grid(recorder: Recorder, table: Table, section: Section, caption: str) -> bool:
    """Read a table as a grid.

    Args:
        recorder: takes the rows.
        table: a top-level table.
        section: the section it stands in.
        caption: the words right over the table, which say what bare numbers count where neither
            column nor row does; empty where there are none.

    Returns:
        False, and nothing read, where the table is no grid of figures by period, or one so plain
        that its cells' order says everything (`service_tables`).
    """
    if any(cell.tables for row in table.rows for cell in row):
        return False
    heads = compose_heads(table.rows)
    if heads is None or heads.rows == len(table.rows):
        return False
    columns = columns_of(heads, table.rows[heads.rows :])
    if columns is None or fits_no_grid(columns, table.rows[heads.rows :]):
        return False
    _Grid(recorder, table, section, caption, heads, columns).read()
    return True


class _Grid:
    """Reads the rows of one grid."""

    def __init__(
        self,
        recorder: Recorder,
        table: Table,
        section: Section,
        caption: str,
        heads: Heads,
        columns: list[Column],
    ) -> None:
        self._recorder = recorder
        self._section = section
        self._caption = caption
        self._columns = columns
        self._header = table.rows[: heads.rows]
        self._rows = table.rows[heads.rows :]
        self._origin = table.origin
        self._facts = _RowFacts()

    def read(self) -> None:
        """Add the counts of centres, then the figures by period."""
        self._claim_heads()
        parts = self._parts()
        fitted = [row for _, part in parts for row in part]
        self._read_counts(fitted)
        is_of_service = self._is_of_whole_service(fitted)
        for columns, part in parts:
            self._columns = columns
            for row in self._without_shared(part, is_of_service):
                self._read_row(row, is_of_service)

    def _parts(self) -> list[tuple[list[Column], list[list[Cell]]]]:
        """The rows that fit, with the columns of the last row of periods printed above them."""
        known = [[cell.text for cell in row] for row in self._header]
        parts: list[tuple[list[Column], list[list[Cell]]]] = [(self._columns, [])]
        periods = known[-1]
        for row in self._rows:
            printed = [cell.text for cell in row]
            if is_row_of_periods(self._columns, row):
                if printed != periods:
                    parts.append((self._changed_columns(row), []))
                periods = printed
            elif printed not in known and (fitted := self._fit(row)) is not None:
                parts[-1][1].append(fitted)
        return parts

    def _changed_columns(self, row: tuple[Cell, ...]) -> list[Column]:
        """The columns below a header printed again with other periods."""
        columns = with_periods(self._columns, self._header[:-1], row)
        self._recorder.claim_all(paragraphs_of(*row), Claim("period"))
        for column in columns:
            if column.period and is_period_label(column.period) and not column.is_total:
                self._mention(column.period, column.head)
        return columns

    def _claim_heads(self) -> None:
        for column in self._columns:
            paragraphs = paragraphs_of(*column.cells)
            self._recorder.claim_all(paragraphs, Claim("period" if column.period else "name"))
            if column.period and is_period_label(column.period) and not column.is_total:
                self._mention(column.period, column.head)

    def _mention(self, period: str, cell: Cell) -> None:
        location = self._recorder.location(*paragraphs_of(cell))
        self._recorder.extraction.add(
            PeriodMention(self._recorder.document_id, location, "column", period)
        )

    def _fit(self, row: tuple[Cell, ...]) -> list[Cell] | None:
        """The row's cells by column; None, with a finding, where they do not fit."""
        width = len(self._columns)
        if not any(cell.text for cell in row):
            return None
        if len(row) == width:
            return list(row)
        if sum(cell.columns for cell in row) == width:
            return [part for cell in row for part in (cell, *[_MERGED] * (cell.columns - 1))]
        if len(row) < width and is_total_label(row[0].text):
            return [row[0], *[Cell()] * (width - len(row)), *row[1:]]
        printed = [cell for cell in row if cell.text]
        if len(row) > width == len(printed):
            return printed
        row_id = self._recorder.next_row_id()
        self._recorder.find(
            "error",
            "ragged_row",
            f"The row has {len(row)} cells where its header has {width}; its figures are kept "
            "out. Check the row in the document.",
            location=self._recorder.location(*paragraphs_of(*row)),
            printed_text=" | ".join(cell.text for cell in row),
            row_id=row_id,
        )
        return None

    def _without_shared(self, rows: list[list[Cell]], is_of_service: bool) -> list[list[Cell]]:
        """The rows without the numbers that one merged cell prints for several columns or places.

        A cell drawn down within one province is the province's; past a name, it is of neither,
        unless all figures are those of the whole service.
        """
        kept = [list(row) for row in rows]
        for row, below in zip(kept, [*rows[1:], []][: len(rows)], strict=True):
            is_next = self._names_next_province(below) and not is_of_service
            for index, column in enumerate(self._columns):
                if column.role != "figures":
                    continue
                beside = takewhile(lambda cell: cell is _MERGED, row[index + 1 :])
                over = self._columns[index + 1 : index + 1 + len(list(beside))]
                if any(other.role == "figures" for other in over):
                    row[index] = self._kept_out(row[index], "columns")
                elif is_next and below[index].continues:
                    row[index] = self._kept_out(row[index], "places")
        return kept

    def _names_next_province(self, row: list[Cell]) -> bool:
        names = [i for i, column in enumerate(self._columns) if column.role == "province"]
        return bool(row) and not _is_total(row) and any(row[index].text for index in names)

    def _kept_out(self, cell: Cell, several: str) -> Cell:
        """An empty cell, with a finding, for one whose number stands for several figures."""
        if not (looks_like_figure(cell.text) and any(map(str.isdigit, cell.text))):
            return cell
        self._recorder.find(
            "error",
            "ragged_row",
            f"One merged cell stands for several {several}; its figure is kept out. Ask which of "
            "them it is of.",
            location=self._recorder.location(*paragraphs_of(cell)),
            printed_text=cell.text,
            row_id=self._recorder.next_row_id(),
        )
        return Cell()

    def _read_counts(self, rows: list[list[Cell]]) -> None:
        """Read the columns that say where centres are as the coverage table they are."""
        roles = [column.role for column in self._columns]
        at = [index for index, role in enumerate(roles) if role in COVERAGE_ROLES]
        if "count" not in roles:
            return
        header = tuple(self._columns[index].head for index in at)
        body = tuple(tuple(row[index] for index in at) for row in rows)
        table = Table((header, *body), self._origin)
        extract_coverage(self._recorder, table, self._section, None)

    def _is_of_whole_service(self, rows: list[list[Cell]]) -> bool:
        """Whether the figures are those of all rows: one cell merged down, or the only centre's."""
        roles = [column.role for column in self._columns]
        at = [index for index, role in enumerate(roles) if role == "figures"]
        if any(self._columns[index].place for index in at):
            return False
        details = [row for row in rows if not _is_total(row)]
        if len(details) < 2:
            return "count" in roles
        return not any(row[index].text for row in details[1:] for index in at)

    def _read_row(self, row: list[Cell], is_of_service: bool) -> None:
        total_of_months = self._total_of_months(row)
        is_of_places = total_of_months is None and _is_total(row)
        self._facts.is_total = is_of_places or total_of_months is not None
        for index, (column, cell) in enumerate(zip(self._columns, row, strict=True)):
            if column.role in ("figures", "count"):
                continue
            if column.role == "aside":
                self._recorder.claim_all(paragraphs_of(cell), Claim("aside"))
                continue
            is_carried = column.role in _CARRIED_ROLES and not is_of_places
            is_carried = is_carried and (total_of_months is None or index < total_of_months)
            if cell.text or not is_carried:
                self._facts.words[index] = cell.text
            if "count" not in (other.role for other in self._columns):
                kind = "period" if column.role == "periods" else "name"
                self._recorder.claim_all(paragraphs_of(cell), Claim(kind))
            elif column.role in ("label", "periods"):
                self._recorder.claim_all(paragraphs_of(cell), Claim("name"))
            if column.role == "periods" and cell.text:
                self._take_period(index, cell)
        row_id = self._recorder.next_row_id()
        for column, cell in zip(self._columns, row, strict=True):
            if column.role == "figures" and cell.text:
                self._read_figures(column, cell, row_id, not is_of_service and not is_of_places)

    def _total_of_months(self, row: list[Cell]) -> int | None:
        """The column of periods where the row says it is their total; None where it does not."""
        for index, column in enumerate(self._columns):
            if is_total_label(row[index].text):
                return index if column.role == "periods" else None
        return None

    def _take_period(self, index: int, cell: Cell) -> None:
        """Note a period down a column; a total is of the months printed above it."""
        if is_total_label(cell.text):
            self._facts.words[index] = span_of_months(self._facts.periods) or cell.text
            self._facts.periods = []
            return
        self._facts.periods.append(without_marks(cell.text))
        self._mention(self._facts.periods[-1], cell)

    def _word(self, role: str) -> str | None:
        """What the row says in the first column of a role; None where there is no such column."""
        for index, column in enumerate(self._columns):
            if column.role == role:
                return self._facts.words.get(index) or None
        return None

    def _labels(self) -> list[str]:
        """What the row's columns of words say, but for the word that it is a total."""
        words = self._facts.words
        found = [words.get(i, "") for i, c in enumerate(self._columns) if c.role == "label"]
        return [text for text in found if text and not is_total_label(text)]

    def _read_figures(self, column: Column, cell: Cell, row_id: str, is_placed: bool) -> None:
        read = read_usage_cell(cell)
        for paragraph, token, name in read.others:
            self._recorder.claim(paragraph, token, Claim(name))
        province = column.place if place_level(column.place or "") == "province" else None
        district = None if province else column.place
        if is_placed and not column.place:
            province, district = self._word("province"), self._word("district")
        for number in read.numbers:
            self._add(number, column, cell, read.text, row_id, (province, district))

    def _add(
        self,
        number: UsageNumber,
        column: Column,
        cell: Cell,
        cell_text: str,
        row_id: str,
        places: tuple[str | None, str | None],
    ) -> None:
        figure_id, location = take_figure(self._recorder, number, cell, self._section.path)
        labels = self._labels()
        service = next((label for label in reversed(labels) if _names_service(label)), None)
        words = next((label for label in reversed(labels) if not _names_service(label)), "")
        period = column.period or self._word("periods")
        is_total = column.is_total or self._facts.is_total
        self._recorder.extraction.add(
            ServiceFigure(
                self._recorder.document_id,
                figure_id,
                row_id,
                location,
                self._section.number,
                self._section.heading,
                service,
                "total" if is_total else "detail",
                column.measure or None,
                without_marks(period) if period else None,
                number.label or _measure_of(words, column) or self._usual_measure(column) or None,
                cell_text,
                number.printed_text,
                *places,
            )
        )

    def _usual_measure(self, column: Column) -> str:
        """What a bare number counts where neither row nor column say more than whom it serves."""
        is_general = bool(_USERS.match(normalise(column.usage)))
        return (self._caption if is_general else column.usage) or self._caption or column.usage


def _measure_of(words: str, column: Column) -> str:
    """What a bare number counts: the row's words, of the column's kind where both say something.

    The column comes first: `Mujeres` of `Casos atendidos` must not pass for all of them.
    """
    if normalise(words) == normalise(column.measure):
        return words
    return " ".join(filter(None, (column.measure, words)))


def _is_total(row: list[Cell]) -> bool:
    return any(is_total_label(cell.text) for cell in row[:2])


def _names_service(label: str) -> bool:
    return names_a_service(label) or any(map(names_a_service, re.split(r"[–—():-]", label)))
