"""Tables whose figures stand in a grid: each under the words over its column, beside its row's.

Belongs here: service tables that print places beside periods (`Provincia | Año 2022 | …`),
provinces or measures as columns, periods as rows, months under a year with their total. Every
column says what it adds to the figures below it, every row what it adds to those beside it.
Does not belong here: tables with a coverage table nested in a cell (`service_tables`), what a
cell says (`usage`), the counts of centres a grid prints beside its figures (`coverage`), or the
consolidated matrices (`matrices`).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Final

from orchestration.documents.model import Cell, Table
from orchestration.documents.words import (
    MONTH_WORDS,
    header_role,
    is_period_label,
    is_total_label,
    normalise,
    without_marks,
)
from orchestration.extraction.coverage import (
    extract_coverage,
    holds_counts,
    is_running_number,
    paragraphs_of,
)
from orchestration.extraction.headers import Heads, compose_heads
from orchestration.extraction.recorder import Claim, Recorder, Section
from orchestration.extraction.rows import PeriodMention, ServiceFigure
from orchestration.extraction.usage import UsageNumber, read_usage_cell
from orchestration.extraction.vocabulary import names_a_service, place_level

_PERIOD_COLUMN: Final = frozenset({"PERIODO", "PERIODOS", "ANO", "ANOS", "MES", "MESES", "FECHA"})
_COVERAGE_ROLES: Final = frozenset({"centre", "province", "district", "place", "number", "count"})
_MORE_THAN_PLAIN: Final = frozenset({"province", "district", "periods", "number", "aside"})
_CARRIED_ROLES: Final = frozenset({"centre", "province", "label", "periods"})
_YEAR_ONLY = re.compile(r"^(?:ANO )?((?:19|20)\d{2})$")
_HAS_YEAR = re.compile(r"(?:19|20)\d{2}|\b\d{2}$")
_MONTH_FIRST = re.compile(rf"^(?:{MONTH_WORDS})\b")
_WITH_BRACKETS = re.compile(r"^(?P<before>[^()]+)\((?P<inside>[^()]+)\)\s*[*:.]*$", re.DOTALL)
_WORDS_OF_A_HEAD: Final = 12
_LINES = re.compile(r"\s*\n\s*|\s+[–—|]\s+")


@dataclass(slots=True)
class _Column:
    """What a column adds to the figures below its head.

    role: centre | province | district | place | number | count (coverage), label | periods
    (words beside the figures), aside (numbers that are no figures), figures, or total, until it
    is known of what.
    """

    role: str
    head: Cell
    period: str | None = None
    measure: str = ""
    place: str | None = None
    is_total: bool = False
    cells: tuple[Cell, ...] = ()


@dataclass(slots=True)
class _RowFacts:
    """What a row adds to its figures, carried down where its cells are blank."""

    words: dict[int, str] = field(default_factory=dict)
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
    columns = _columns(heads, table.rows[heads.rows :])
    if columns is None or _fits_no_grid(columns, table.rows[heads.rows :]):
        return False
    _Grid(recorder, table, section, caption, heads, columns).read()
    return True


def _columns(heads: Heads, body: tuple[tuple[Cell, ...], ...]) -> list[_Column] | None:
    columns = [_column(cells) for cells in heads.columns]
    whole = [row for row in body if len(row) == len(columns)]
    _find_period_column(columns, whole)
    _find_place_columns(columns)
    if columns[0].role == "count" and is_running_number(whole, 0):
        columns[0].role = "number"
    first_place = next((i for i, c in enumerate(columns) if c.role in ("province", "district")), -1)
    has_period_column = any(column.role == "periods" for column in columns)
    for index, column in enumerate(columns):
        if column.role != "label":
            continue
        if 0 <= first_place < index and holds_counts(whole, index):
            column.role = "count"
        elif has_period_column and index > 0 and holds_counts(whole, index):
            column.role, column.measure = "figures", _measure(column.cells)
    _settle_totals(columns)
    figures = [column for column in columns if column.role == "figures"]
    is_dated = has_period_column or any(column.period for column in figures)
    return columns if figures and is_dated and _is_more_than_plain(columns) else None


def _column(cells: tuple[Cell, ...]) -> _Column:
    if not cells:
        return _Column("label", Cell())
    head = cells[-1]
    if any(header_role(cell.text) == "aside" for cell in cells):
        return _Column("aside", head, cells=cells)
    periods, words = [], []
    for cell in cells:
        period, rest = _parted(cell.text)
        periods += [period] if period else []
        words += [rest] if rest else []
    measure = " ".join(
        word
        for word in words
        if header_role(word) not in ("usage", "service") and not is_total_label(word)
    )
    if is_total_label(head.text):
        return _Column("total", head, _joined(periods), measure, cells=cells)
    if periods:
        return _Column("figures", head, _joined(periods), measure, cells=cells)
    role = header_role(head.text)
    return _Column(role if role in _COVERAGE_ROLES else "label", head, cells=cells)


def _parted(text: str) -> tuple[str | None, str]:
    """A head's period and its other words: `Año 2022 (PAM atendidas)`."""
    printed = without_marks(text)
    if is_period_label(printed):
        return printed, ""
    bracketed = _WITH_BRACKETS.match(printed)
    parts = [bracketed["before"], bracketed["inside"]] if bracketed else _LINES.split(printed)
    parts = [part.strip() for part in parts]
    periods = [part for part in parts if is_period_label(part)]
    if len(periods) == 1:
        return periods[0], " ".join(part for part in parts if part != periods[0])
    if bracketed and header_role(parts[0]) == "usage":
        return None, parts[1]
    return _parted_words(printed)


def _parted_words(printed: str) -> tuple[str | None, str]:
    """A period that only blanks part from the other words: `Casos derivados Año 2022`."""
    words = printed.split()
    for at in range(1, min(len(words), _WORDS_OF_A_HEAD)):
        before, after = " ".join(words[:at]), " ".join(words[at:])
        for period, rest in ((after, before), (before, after)):
            if is_period_label(period) and not any(char.isdigit() for char in rest):
                return period, rest
    return None, printed


def _joined(periods: list[str]) -> str | None:
    """One label of the periods over a column: `Ene` under `2023` is `Ene 2023`."""
    if not periods:
        return None
    years = [match[1] for text in periods if (match := _YEAR_ONLY.match(normalise(text)))]
    others = [text for text in periods if not _YEAR_ONLY.match(normalise(text))]
    if not others:
        return periods[-1]
    if _HAS_YEAR.search(normalise(others[-1])) or not years:
        return others[-1]
    return f"{others[-1]} {years[-1]}"


def _measure(cells: tuple[Cell, ...]) -> str:
    return " ".join(cell.text for cell in cells if header_role(cell.text) != "service")


def _find_period_column(columns: list[_Column], body: list[tuple[Cell, ...]]) -> None:
    """Find the column whose cells are periods; each figure then takes its row's."""
    if any(column.period for column in columns):
        return
    for index, column in enumerate(columns):
        printed = [row[index].text for row in body if row[index].text]
        is_named = normalise(column.head.text) in _PERIOD_COLUMN
        if printed and (is_named or column.role == "label") and _are_periods(printed):
            column.role = "periods"
            return


def _are_periods(printed: list[str]) -> bool:
    return all(is_period_label(text) or is_total_label(text) for text in printed)


def _find_place_columns(columns: list[_Column]) -> None:
    """Take columns headed by places for the figures of these places."""
    at = [i for i, c in enumerate(columns) if c.role == "label" and place_level(c.head.text)]
    if len(at) < 2 or any(column.role in ("province", "district") for column in columns):
        return
    for column in columns[at[0] : at[-1] + 1]:
        if column.role == "label":
            column.role, column.place = "figures", column.head.text


def _settle_totals(columns: list[_Column]) -> None:
    """Say of what the columns headed `Total` are: of places, of months, or of counts."""
    for index, column in enumerate(columns):
        if column.role != "total":
            continue
        before = columns[:index]
        last = before[-1] if before else None
        if last is None or last.role not in ("figures", "count"):
            column.role = "count"
            continue
        column.role, column.is_total = last.role, True
        if last.role == "figures" and not last.place:
            span = _span_of_months(before)
            column.measure = column.measure or (last.measure if span else "")
            column.period = span or column.period


def _span_of_months(columns: list[_Column]) -> str | None:
    """The label of all months printed side by side before their total; None where too few."""
    labels: list[str] = []
    for column in reversed(columns):
        is_month = column.period and _MONTH_FIRST.match(normalise(column.period))
        is_same = column.measure == columns[-1].measure and column.period not in labels
        if not is_month or not is_same or column.is_total:
            break
        labels.insert(0, column.period or "")
    if len(labels) < 2:
        return None
    return f"{labels[0]} - {labels[-1]}"


def _is_more_than_plain(columns: list[_Column]) -> bool:
    figures = [column for column in columns if column.role == "figures"]
    return (
        any(column.role in _MORE_THAN_PLAIN for column in columns)
        or sum(column.role == "label" for column in columns) > 1
        or any(column.place or column.is_total or column.measure for column in figures)
        or any(len(column.cells) > 1 and column.period != column.head.text for column in figures)
    )


def _fits_no_grid(columns: list[_Column], body: tuple[tuple[Cell, ...], ...]) -> bool:
    """Whether rows were broken up in a table that can be read by the order of its cells too."""
    is_needed = any(column.role in _MORE_THAN_PLAIN or column.place for column in columns)
    return not is_needed and any(
        len(row) != len(columns) and not is_total_label(row[0].text) for row in body
    )


class _Grid:
    """Reads the rows of one grid."""

    def __init__(
        self,
        recorder: Recorder,
        table: Table,
        section: Section,
        caption: str,
        heads: Heads,
        columns: list[_Column],
    ) -> None:
        self._recorder = recorder
        self._section = section
        self._caption = caption
        self._columns = columns
        header = [[cell.text for cell in row] for row in table.rows[: heads.rows]]
        body = table.rows[heads.rows :]
        self._rows = [row for row in body if [cell.text for cell in row] not in header]
        self._origin = table.origin
        self._facts = _RowFacts()

    def read(self) -> None:
        """Add the counts of centres, then the figures by period."""
        self._claim_heads()
        fitted = [fitted for row in self._rows if (fitted := self._fit(row)) is not None]
        self._read_counts(fitted)
        is_of_service = self._is_of_whole_service(fitted)
        for row in fitted:
            self._read_row(row, is_of_service)

    def _claim_heads(self) -> None:
        for column in self._columns:
            paragraphs = paragraphs_of(*column.cells)
            self._recorder.claim_all(paragraphs, Claim("period" if column.period else "name"))
            if column.period and not column.is_total:
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
            return [part for cell in row for part in (cell, *[Cell()] * (cell.columns - 1))]
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

    def _read_counts(self, rows: list[list[Cell]]) -> None:
        """Read the columns that say where centres are as the coverage table they are."""
        roles = [column.role for column in self._columns]
        at = [index for index, role in enumerate(roles) if role in _COVERAGE_ROLES]
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
        self._facts.is_total = _is_total(row)
        for index, (column, cell) in enumerate(zip(self._columns, row, strict=True)):
            if column.role in ("figures", "count"):
                continue
            if column.role == "aside":
                self._recorder.claim_all(paragraphs_of(cell), Claim("aside"))
                continue
            if cell.text or column.role not in _CARRIED_ROLES or self._facts.is_total:
                self._facts.words[index] = cell.text
            if "count" not in (other.role for other in self._columns):
                kind = "period" if column.role == "periods" else "name"
                self._recorder.claim_all(paragraphs_of(cell), Claim(kind))
            elif column.role in ("label", "periods"):
                self._recorder.claim_all(paragraphs_of(cell), Claim("name"))
            if column.role == "periods" and cell.text and not is_total_label(cell.text):
                self._mention(without_marks(cell.text), cell)
        row_id = self._recorder.next_row_id()
        for column, cell in zip(self._columns, row, strict=True):
            if column.role == "figures" and cell.text:
                self._read_figures(column, cell, row_id, is_of_service)

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

    def _read_figures(self, column: _Column, cell: Cell, row_id: str, is_of_service: bool) -> None:
        read = read_usage_cell(cell)
        for paragraph, token, name in read.others:
            self._recorder.claim(paragraph, token, Claim(name))
        is_placed = not is_of_service and not self._facts.is_total
        province = column.place if place_level(column.place or "") == "province" else None
        district = None if province else column.place
        if is_placed and not column.place:
            province, district = self._word("province"), self._word("district")
        for number in read.numbers:
            self._add(number, column, cell, read.text, row_id, (province, district))

    def _add(
        self,
        number: UsageNumber,
        column: _Column,
        cell: Cell,
        cell_text: str,
        row_id: str,
        places: tuple[str | None, str | None],
    ) -> None:
        figure_id = self._recorder.next_figure_id()
        paragraphs = (number.paragraph,) if number.paragraph else paragraphs_of(cell)
        for token in number.tokens:
            self._recorder.claim(paragraphs[0], token, Claim("figure", figure_id))
        labels = self._labels()
        service = next((label for label in reversed(labels) if _names_service(label)), None)
        words = labels[-1] if labels and not service else ""
        period = column.period or self._word("periods")
        is_total = column.is_total or self._facts.is_total
        self._recorder.extraction.add(
            ServiceFigure(
                self._recorder.document_id,
                figure_id,
                row_id,
                self._recorder.location(*paragraphs, default=self._section.path),
                self._section.number,
                self._section.heading,
                service,
                "total" if is_total else "detail",
                column.measure or None,
                without_marks(period) if period else None,
                number.label or _measure_of(words, column) or self._caption or None,
                cell_text,
                number.printed_text,
                *places,
            )
        )


def _measure_of(words: str, column: _Column) -> str:
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
