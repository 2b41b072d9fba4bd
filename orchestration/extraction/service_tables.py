"""Tables of one service: coverage on one side, people served by period on the other.

Belongs here: the shape of these tables, telling header rows from body rows, which cells stand
under which period, which label names the row. Order decides, not position: the text export
knows no columns, and authors vary them.
Does not belong here: which tables are such (`service_headers`), the coverage table nested inside
(`coverage`), what a usage cell says (`usage`), or the consolidated matrices (`matrices`).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from itertools import takewhile

from orchestration.documents.model import Cell, Paragraph, Table, paragraphs_of
from orchestration.documents.words import header_role, is_total_label, normalise, without_marks
from orchestration.extraction.columns import is_misprinted_period, span_of_months
from orchestration.extraction.continued import join_parted_coverage
from orchestration.extraction.counts_in_labels import count_in_label_at, label_without_count
from orchestration.extraction.coverage import extract_coverage
from orchestration.extraction.headers import looks_like_figure
from orchestration.extraction.lost_numbers import with_lost_numbers
from orchestration.extraction.numbers import find_numbers
from orchestration.extraction.recorder import Claim, Recorder, Section
from orchestration.extraction.rows import Note, PeriodMention, ServiceCoverage, ServiceFigure
from orchestration.extraction.service_headers import names_any_service
from orchestration.extraction.usage import (
    UsageCell,
    UsageNumber,
    has_numbers,
    read_usage_cell,
    take_figure,
)
from orchestration.extraction.vocabulary import names_a_service

_HEADER_ROLES = frozenset({"service", "usage", "target", "period", "aside"})
_FIGURE_WITH_WORDS = re.compile(
    r"^\s*\d[\d.,' \u00a0\u2009\u202f]*(?:[*¹²³⁴⁵⁶⁷⁸⁹]|\(\d{1,2}\))*(?:\s*\n\s*\w|\s+[a-záéíóúñ])"
)
"""A number and what it counts (`1 453*` over `casos atendidos`), which no label starts with."""
_STANDS_FOR_A_FIGURE = re.compile(r"^(?:[-–—]+|S/[ID]\.?|N/D)$", re.IGNORECASE)


def _are_around_periods(others: list[str], roles: list[str | None]) -> bool:
    """Whether unknown headers can stand in a row of periods: one over the labels, or a total."""
    if "period" not in roles:
        return False
    unknown = [text for text in others if text and not is_total_label(text)]
    return len(unknown) <= 1


def _is_aside(role: str | None) -> bool:
    return role == "aside"


@dataclass(slots=True)
class _Layout:
    """Where a table's columns are: cells before the periods, the periods, cells after them.

    totals: positions of the periods that are the total of the months before them.
    """

    before: int
    periods: list[str] = field(default_factory=list)
    totals: frozenset[int] = frozenset()
    after: int = 0
    aside: int = 0
    usage_header: str = ""
    target_columns: frozenset[int] = frozenset()
    usage_columns: frozenset[int] = frozenset()
    width: int = 0

    def split(self, cells: tuple[Cell, ...]) -> tuple[list[Cell], list[list[Cell]], bool]:
        """Label cells, usage cells by period, and whether the row fits its header."""
        count = len(cells)
        if not self.periods:
            usage = [cell for index, cell in enumerate(cells) if index in self.usage_columns]
            labels = [cell for index, cell in enumerate(cells) if index not in self.usage_columns]
            return labels, [usage] if usage else [], True
        for before, after in ((self.before, self.after), (1, 0), (0, 0)):
            usage_count = count - before - after
            if usage_count > 0 and usage_count % len(self.periods) == 0:
                usage_cells = cells[before : count - after]
                if before < self.before and _is_label(usage_cells[0]):
                    continue
                size = usage_count // len(self.periods)
                groups = [
                    list(usage_cells[start : start + size]) for start in range(0, usage_count, size)
                ]
                kept = max(0, after - self.aside)
                labels = [*cells[:before], *cells[count - after : count - after + kept]]
                return labels, groups, True
        return list(cells[:1]), [list(cells[1:])], False


def _is_label(cell: Cell) -> bool:
    """Whether a cell names something and counts nothing, or holds a table of its own."""
    return bool(cell.tables) or bool(cell.text and not has_numbers(cell))


def _labels_in(header: list[tuple[Cell, ...]]) -> list[Cell]:
    """What a header's cells hold of the row below it: a merge may draw its label up to them."""
    labels = [cell for row in header for cell in row if header_role(cell.text) is None]
    tables = [
        Cell(cell.tables) for row in header for cell in row if cell.tables and cell not in labels
    ]
    return labels + tables


def _starts_like_figure(text: str) -> bool:
    return bool(_FIGURE_WITH_WORDS.match(text) or _STANDS_FOR_A_FIGURE.match(text))


def _rejoined(rows: list[tuple[Cell, ...]], layout: _Layout) -> list[tuple[Cell, ...]]:
    """The rows, with those put together that an export broke in two.

    In a table with labels, no row starts with a number and its words: such a row is the rest of
    the one before.
    """
    joined: list[tuple[Cell, ...]] = []
    for row in rows:
        is_rest = joined and layout.before and layout.periods and row and not row[0].tables
        if is_rest and _starts_like_figure(row[0].text):
            joined[-1] += row
        else:
            joined.append(row)
    return joined


class ServiceTableReader:
    """Reads one service table into coverage rows, usage figures and notes."""

    def __init__(self, recorder: Recorder, table: Table, section: Section) -> None:
        """Prepare to read `table`, which stands under `section`."""
        self._recorder = recorder
        self._rows = list(table.rows)
        self._section = section
        self._label: str | None = None
        self._row_kind = "detail"
        self._is_total_column = False
        self._headings: list[str] = []
        self._measure = ""

    def read(self) -> None:
        """Add everything the table prints."""
        layout, body_at = self._read_header()
        if any(cell.tables for row in self._rows[:body_at] for cell in row):
            self._read_labels(_labels_in(self._rows[:body_at]), self._recorder.next_row_id())
        for row in _rejoined(self._rows[body_at:], layout):
            self._read_body_row(row, layout)

    def _read_header(self) -> tuple[_Layout, int]:
        layout = _Layout(before=0)
        body_at = 0
        for index, row in enumerate(self._rows):
            roles = [header_role(cell.text) for cell in row]
            known = [role for role in roles if role]
            texts = [cell.text for cell in row if cell.text]
            is_header = bool(known) and all(role in _HEADER_ROLES for role in known)
            others = [cell.text for cell, role in zip(row, roles, strict=True) if not role]
            is_whole = len(known) == len(texts) or _are_around_periods(others, roles)
            holds_tables = any(cell.tables for cell in row)
            if not is_header or not is_whole or (holds_tables and "period" not in roles):
                break
            body_at = index + 1
            layout.width = max(layout.width, len(row))
            self._note_columns(layout, row, roles)
            if "period" in roles:
                self._note_periods(layout, row, roles)
                break
        if layout.periods and body_at < len(self._rows):
            body_at += self._read_column_headings(layout, self._rows[body_at])
        return layout, body_at

    def _note_columns(
        self, layout: _Layout, row: tuple[Cell, ...], roles: list[str | None]
    ) -> None:
        layout.aside = max(layout.aside, sum(1 for _ in takewhile(_is_aside, reversed(roles))))
        layout.target_columns |= {i for i, role in enumerate(roles) if role == "target"}
        layout.usage_columns |= {i for i, role in enumerate(roles) if role == "usage"}
        layout.usage_header = next(
            (cell.text for cell, role in zip(row, roles, strict=True) if role == "usage"),
            layout.usage_header,
        )

    def _note_periods(
        self, layout: _Layout, row: tuple[Cell, ...], roles: list[str | None]
    ) -> None:
        first = roles.index("period")
        last = max(
            index
            for index, cell in enumerate(row)
            if roles[index] == "period" or (index > first and is_total_label(cell.text))
        )
        while first > 1 and self._has_figures_under(layout, row, first - 1):
            first -= 1
        while last + 1 < len(row) and self._has_figures_under(layout, row, last + 1):
            last += 1
        places = range(first, last + 1)
        layout.before = places[0]
        layout.after = len(row) - places[-1] - 1
        labels = [without_marks(row[index].text) for index in places]
        spans = {
            position: span
            for position, label in enumerate(labels)
            if is_total_label(label) and (span := span_of_months(labels[:position]))
        }
        layout.periods = [spans.get(position, label) for position, label in enumerate(labels)]
        layout.totals = frozenset(spans)
        for index in places:
            paragraphs = paragraphs_of(row[index])
            self._recorder.claim_all(paragraphs, Claim("period"))
            self._recorder.extraction.add(
                PeriodMention(
                    self._recorder.document_id,
                    self._recorder.location(*paragraphs),
                    "column",
                    row[index].text,
                )
            )

    def _has_figures_under(self, layout: _Layout, header: tuple[Cell, ...], index: int) -> bool:
        """Whether a column beside the periods, whose header says nothing known, holds figures."""
        text = header[index].text
        is_misprinted = is_misprinted_period(text)
        if header_role(text) or (layout.target_columns and not text):
            return False
        return any(
            len(row) == len(header)
            and not row[index].tables
            and (_FIGURE_WITH_WORDS.match(row[index].text) or is_misprinted)
            and has_numbers(row[index])
            for row in self._rows
        )

    def _read_column_headings(self, layout: _Layout, row: tuple[Cell, ...]) -> int:
        """Take a row of measure names under the periods; 1 where there was one."""
        labels, groups, fits = layout.split(row)
        cells = [cell for group in groups for cell in group]
        prints_numbers = any(find_numbers(cell.text) for cell in row)
        is_heading = (
            fits
            and cells
            and all(cell.text and not cell.tables for cell in cells)
            and not prints_numbers
            and not any(cell.text or cell.tables for cell in labels)
            and all(
                number.printed_text == "" for c in cells for number in read_usage_cell(c).numbers
            )
        )
        if not is_heading:
            return 0
        self._headings = [cell.text for cell in cells]
        return 1

    def _read_body_row(self, row: tuple[Cell, ...], layout: _Layout) -> None:
        labels, groups, fits = layout.split(row)
        row_id = self._recorder.next_row_id()
        if layout.aside:
            self._recorder.claim_all(paragraphs_of(*row[-layout.aside :]), Claim("aside"))
        label_cells = self._take_targets(row, labels, layout)
        self._read_labels(label_cells, row_id)
        read = [[read_usage_cell(cell) for cell in group] for group in groups]
        self._measure = self._measure_of_row(label_cells, layout, read)
        if not groups:
            return
        if not fits and any(cell.text for group in groups for cell in group):
            self._recorder.find(
                "error",
                "ragged_row",
                f"The row has {len(row)} cells where its header has {layout.width}; its figures "
                "are kept out. Check the row in the document.",
                location=self._recorder.location(*paragraphs_of(*row)),
                printed_text=" | ".join(cell.text for cell in row),
                row_id=row_id,
            )
        self._read_groups(groups, read, layout if fits else _Layout(before=0), row_id)

    def _take_targets(
        self, row: tuple[Cell, ...], labels: list[Cell], layout: _Layout
    ) -> list[Cell]:
        """Note the target population's text and return the other label cells."""
        targets = [row[i] for i in layout.target_columns if i < len(row) and row[i] in labels]
        for cell in targets:
            paragraphs = paragraphs_of(cell)
            if cell.text:
                self._recorder.extraction.add(
                    Note(
                        self._recorder.document_id,
                        self._recorder.location(*paragraphs),
                        self._section.number,
                        self._section.heading,
                        "target_population",
                        cell.text,
                    )
                )
                self._recorder.claim_all(paragraphs, Claim("target_population"))
        return [cell for cell in labels if not any(cell is target for target in targets)]

    def _read_labels(self, cells: list[Cell], row_id: str) -> None:
        printed = "\n".join(cell.text for cell in cells if cell.text)
        self._row_kind = "total" if is_total_label(printed) else "detail"
        if printed and not is_total_label(printed):
            label, inside = label_without_count(printed, self._recorder.footnote_marks)
            self._label = label
            own = tuple(p for cell in cells for p in cell.paragraphs)
            if inside is None:
                if not _FIGURE_WITH_WORDS.match(printed):
                    named = tuple(p for p in own if not looks_like_figure(p.text))
                    self._recorder.claim_all(named, Claim("name"))
            else:
                self._add_count_in_label(own, label, inside, row_id)
        for cell in cells:
            for nested in join_parted_coverage(cell.tables):
                extract_coverage(self._recorder, nested, self._section, self._label)

    def _measure_of_row(
        self, labels: list[Cell], layout: _Layout, read: list[list[UsageCell]]
    ) -> str:
        """What bare numbers of a row count: its label says, or the header where it is a service's.

        A row of bare numbers under a label that names no service is a row of one measure; the
        service is then that of the section.
        """
        printed = " ".join(cell.text for cell in labels if cell.text)
        is_bare = not self._headings and all(
            len(cell.numbers) == 1 and not cell.numbers[0].label
            for group in read
            for cell in group
            if cell.text
        )
        if is_bare and not printed and not layout.before:
            return layout.usage_header
        if not printed or is_total_label(printed) or not is_bare:
            return ""
        if self._names_the_service(printed) or any(cell.tables for cell in labels):
            return layout.usage_header
        self._label = None
        return printed

    def _names_the_service(self, label: str) -> bool:
        words, heading = normalise(label), normalise(self._section.heading or "")
        first_word = words.split(" ", 1)[0]
        return words in heading or names_any_service(label) or names_a_service(first_word)

    def _add_count_in_label(
        self, paragraphs: tuple[Paragraph, ...], label: str, count: str, row_id: str
    ) -> None:
        figure_id = self._recorder.next_figure_id()
        for paragraph in paragraphs:
            count_at = count_in_label_at(paragraph.text)
            for token in find_numbers(paragraph.text):
                is_count = token.text == count and token.start == count_at
                claim = Claim("figure", figure_id) if is_count else Claim("name")
                self._recorder.claim(paragraph, token, claim)
        self._recorder.extraction.add(
            ServiceCoverage(
                self._recorder.document_id,
                figure_id,
                row_id,
                self._recorder.location(*paragraphs),
                self._section.number,
                self._section.heading,
                label,
                "total",
                None,
                None,
                None,
                None,
                count,
            )
        )

    def _read_groups(
        self,
        groups: list[list[Cell]],
        read: list[list[UsageCell]],
        layout: _Layout,
        row_id: str,
    ) -> None:
        position = 0
        for group_index, group in enumerate(read):
            period = layout.periods[group_index] if group_index < len(layout.periods) else None
            self._is_total_column = group_index in layout.totals
            for cell_index, cell in enumerate(group):
                siblings = [other[cell_index] for other in read if cell_index < len(other)]
                heading = self._headings[position] if position < len(self._headings) else None
                position += 1
                source = groups[group_index][cell_index]
                self._add_cell(cell, source, siblings, period, heading, row_id)

    def _add_cell(
        self,
        cell: UsageCell,
        source: Cell,
        siblings: list[UsageCell],
        period: str | None,
        heading: str | None,
        row_id: str,
    ) -> None:
        for paragraph, token, name in cell.others:
            self._recorder.claim(paragraph, token, Claim(name))
        cell = with_lost_numbers(cell, siblings)
        numbers = cell.numbers or _blanks_like(siblings, heading)
        fallback = _labels_of(siblings)
        for index, number in enumerate(numbers):
            label = number.label or (fallback[index] if len(fallback) == len(numbers) else "")
            label = label or heading or self._measure
            self._add_figure(number, label, cell.text, source, period, heading, row_id)

    def _add_figure(
        self,
        number: UsageNumber,
        label: str,
        cell_text: str,
        source: Cell,
        period: str | None,
        heading: str | None,
        row_id: str,
    ) -> None:
        figure_id, location = take_figure(self._recorder, number, source, self._section.path)
        self._recorder.extraction.add(
            ServiceFigure(
                self._recorder.document_id,
                figure_id,
                row_id,
                location,
                self._section.number,
                self._section.heading,
                self._label,
                "total" if self._is_total_column else self._row_kind,
                heading,
                period,
                label or None,
                cell_text,
                number.printed_text,
            )
        )


def _labels_of(siblings: list[UsageCell]) -> list[str]:
    """The measure labels that the same cell prints under another period."""
    for cell in siblings:
        labels = [number.label for number in cell.numbers]
        if labels and all(labels):
            return labels
    return []


def _blanks_like(siblings: list[UsageCell], heading: str | None) -> tuple[UsageNumber, ...]:
    """Blanks for a cell that prints nothing where its sibling prints figures."""
    labels = _labels_of(siblings)
    if not labels and heading and any(cell.numbers for cell in siblings):
        labels = [heading]
    return tuple(UsageNumber("", label, None) for label in labels)
