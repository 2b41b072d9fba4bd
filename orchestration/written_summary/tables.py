"""The table of one service: its centres on one side, the people it served by period on the other.

Belongs here: usage columns, and the coverage tables nested in the first cell.
Does not belong here: headings around the table (`compose`) or the matrices (`matrices`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from orchestration.written_summary.content import Figure, Service
from orchestration.written_summary.coverage import coverage_tables
from orchestration.written_summary.pages import Block, Cell, Paragraph, Table, text_cell
from orchestration.written_summary.wording import figure_text, period_label

_NUMBER: Final = " N "
_NUMBER_INSIDE: Final = re.compile(r"\S N \S")
"""A measure printed as a sentence around its number: `A través de N acciones preventivas`."""
_LABEL_SHARE, _PERIOD_SHARE = 5, 3

_PLACE_HEADERS: Final = (text_cell("Provincia"), text_cell("Distrito"))

Period = tuple[date, date, str]


@dataclass(frozen=True, slots=True)
class ServiceFigures:
    """A service's usage and coverage figures, in printed order."""

    service: Service
    figures: tuple[Figure, ...]

    @property
    def usage(self) -> tuple[Figure, ...]:
        """People served, cases and the like, of the whole department."""
        by_place = set(self.usage_by_place)
        return tuple(
            figure
            for figure in self.figures
            if figure.block == "usage" and figure not in by_place and not figure.district
        )

    @property
    def usage_by_place(self) -> tuple[Figure, ...]:
        """People served, cases and the like, of a province or district, and the totals of these."""
        usage = [figure for figure in self.figures if figure.block == "usage"]
        measures = {figure.measure for figure in usage if figure.province}
        return tuple(
            figure
            for figure in usage
            if figure.province or (figure.is_total and figure.measure in measures)
        )

    @property
    def coverage(self) -> tuple[Figure, ...]:
        """Centres by place."""
        return tuple(figure for figure in self.figures if figure.block == "coverage")


def row_label(service: Service) -> str:
    """What the first cell says: `Estrategia Rural – ER`, or a label exactly as it was printed."""
    if service.code and service.acronym and service.acronym not in service.name:
        return f"{service.name} – {service.acronym}"
    return service.name


def service_table(figures: ServiceFigures, target: str, month: date | None) -> Table:
    """The table of one service.

    Args:
        figures: of the service.
        target: the people it is for; printed where no usage is.
        month: a month that gets a column although no figure is in it, so that the document says
            which month it is of.
    """
    if figures.usage or month:
        return _usage_table(figures, month)
    coverage = coverage_tables(figures.coverage)
    if figures.service.is_promoted:
        label = text_cell(row_label(figures.service))
        cells = (label, Cell((Paragraph("", "small"), *coverage)), text_cell(target))
        return Table((_headers("Servicio", "Cobertura", "Población Objetivo"), cells), (3, 5, 3))
    label = _label_cell(row_label(figures.service), coverage)
    return Table(
        (_headers("Servicio / Cobertura", "Población Objetivo"), (label, text_cell(target))), (5, 3)
    )


def place_tables(figures: ServiceFigures) -> Iterator[Table]:
    """For each measure that is printed by place, a table of places by periods."""
    measures: dict[str, list[Figure]] = {}
    for figure in figures.usage_by_place:
        measures.setdefault(figure.measure, []).append(figure)
    for measure, members in measures.items():
        periods = sorted({figure.period for figure in members}, key=_period_order)
        # The total stands last.
        places = sorted(
            dict.fromkeys((figure.province, figure.district) for figure in members),
            key=lambda place: place[0] is None,
        )
        rows = [
            (
                *(Cell(cell.blocks, is_header=True, starts=True) for cell in _PLACE_HEADERS),
                text_cell(measure.replace(_NUMBER, " "), span=len(periods), is_header=True),
            ),
            (
                *[Cell(continues=True)] * len(_PLACE_HEADERS),
                *_headers(*(period_label(*period) for period in periods)),
            ),
        ]
        for province, district in places:
            of_place = [f for f in members if (f.province, f.district) == (province, district)]
            named = (text_cell(province or "TOTAL"), text_cell(district or ""))
            rows.append((*named, *(text_cell(_numbers(of_place, period)) for period in periods)))
        shares = (_LABEL_SHARE, _LABEL_SHARE, *[_PERIOD_SHARE] * len(periods))
        yield Table(tuple(rows), shares, header_rows=2)


def _numbers(figures: list[Figure], period: Period) -> str:
    texts = (
        figure_text(figure.value, figure.value_status, figure.printed_text)
        for figure in figures
        if figure.period == period
    )
    return " ".join(filter(None, texts))


def _headers(*texts: str) -> tuple[Cell, ...]:
    return tuple(text_cell(text, is_header=True) for text in texts)


def _label_cell(label: str, coverage: Sequence[Table]) -> Cell:
    """The label, and the coverage tables below it, apart."""
    blocks: list[Block] = list(text_cell(label).blocks)
    for table in coverage:
        blocks += [table, Paragraph("", "small")]
    return Cell(tuple(blocks))


def _usage_table(figures: ServiceFigures, month: date | None) -> Table:
    dated = {figure.period for figure in figures.usage if figure.period[1]}
    periods = sorted(dated, key=_period_order)
    if month and not any(period[1] >= month for period in periods):
        periods.append((month, month.replace(day=28), "month"))
    total = _total_of_months(figures.usage, periods)
    if total:
        periods = [*(period for period in periods if period != total), total]
    labels = ("TOTAL" if period == total else period_label(*period) for period in periods)
    header = Cell(text_cell("Servicio / Cobertura").blocks, is_header=True, starts=True)
    rows = [
        (header, text_cell("Usuarias/os", span=len(periods), is_header=True)),
        (Cell(continues=True), *_headers(*labels)),
        *_usage_rows(figures, periods),
    ]
    return Table(tuple(rows), (_LABEL_SHARE, *[_PERIOD_SHARE] * len(periods)), header_rows=2)


def _total_of_months(figures: Sequence[Figure], periods: Sequence[Period]) -> Period | None:
    """The period that is printed as the total of the months beside it."""
    months = sorted(period for period in periods if period[2] == "month")
    for period in periods:
        if (
            len(months) > 1
            and (period[0], period[1]) == (months[0][0], months[-1][1])
            and all(figure.is_total for figure in figures if figure.period == period)
        ):
            return period
    return None


def _period_order(period: Period) -> tuple[date, date]:
    return period[1], period[0]


def _usage_rows(figures: ServiceFigures, periods: list[Period]) -> Iterator[tuple[Cell, ...]]:
    """The whole service, then each of its modalities: a row of numbers, a row of sentences."""
    groups: dict[str | None, list[Figure]] = {None: []}
    for figure in figures.usage:
        groups.setdefault(_modality_label(figures.service, figure), []).append(figure)
    coverage = coverage_tables(figures.coverage)
    for label, members in groups.items():
        nested = coverage if label is None else []
        if not members and not nested and len(groups) > 1:
            continue
        first = _label_cell(label or row_label(figures.service), nested)
        sentences = [figure for figure in members if _NUMBER_INSIDE.search(figure.measure)]
        plain = [figure for figure in members if figure not in sentences]
        for row in filter(None, (plain, sentences)) if members else [[]]:
            yield (first, *(_usage_cell(row, period) for period in periods))
            first = text_cell("")


def _modality_label(service: Service, figure: Figure) -> str | None:
    """A modality as row labels print it: `CEM Comisaría`, or as it was printed."""
    if figure.modality_code and figure.modality:
        return f"{service.acronym or service.name} {figure.modality}"
    return figure.modality


def _usage_cell(figures: list[Figure], period: Period) -> Cell:
    """Every figure of a period: the number, and the words around it that say what it counts."""
    blocks: list[Block] = []
    for figure in figures:
        text = figure_text(figure.value, figure.value_status, figure.printed_text)
        if figure.period != period or not text:
            continue
        before, inside, after = figure.measure.rpartition(_NUMBER)
        if inside and _NUMBER_INSIDE.search(figure.measure):
            blocks.append(Paragraph(before.strip(), "small"))
            blocks.append(Paragraph(f" {after.strip()}", "small", lead=text))
        else:
            blocks.append(Paragraph("", "small", lead=text))
            blocks.append(Paragraph(figure.measure, "small"))
    return Cell(tuple(block for block in blocks if block != Paragraph("", "small")))
