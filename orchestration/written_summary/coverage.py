"""Coverage tables: the centres of a service by kind of centre and place.

Belongs here: which columns a table needs, its rows, its subtotals and totals as they were
printed. A statement of place without a number and a counted row cannot share a table: the one
has no column of numbers.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from orchestration.written_summary.content import Figure
from orchestration.written_summary.pages import Cell, Table, text_cell
from orchestration.written_summary.wording import figure_text

_HIGHEST_COUNT_IN_A_LABEL = 9999

_HEADINGS = {
    "centre": "Centro",
    "province": "Provincia",
    "district": "Distrito",
    "place": "Intervención",
    "count": "N°",
}
_WIDTHS = {"centre": 4, "province": 4, "district": 4, "place": 4, "count": 2}


def coverage_tables(figures: Sequence[Figure]) -> list[Table]:
    """The tables that hold a service's coverage figures: listed places, then counted ones.

    A place that stands twice under the same kind of centre gets a table of its own, so that
    it does not look counted twice.
    """
    listed = [figure for figure in figures if figure.value_status == "listed"]
    counted = [figure for figure in figures if figure.value_status != "listed"]
    tables = [_table(listed, is_counted=False)] if listed else []
    return tables + [_table(group, is_counted=True) for group in _without_repeats(counted)]


def _without_repeats(figures: Iterable[Figure]) -> list[list[Figure]]:
    groups: list[list[Figure]] = []
    met: list[set[tuple[str | None, ...]]] = []
    for figure in figures:
        key = (
            figure.modality,
            figure.province,
            figure.district,
            figure.place_name,
            figure.total_of if figure.is_total else "",
        )
        at = next((i for i, keys in enumerate(met) if key not in keys), len(groups))
        if at == len(groups):
            groups.append([])
            met.append(set())
        groups[at].append(figure)
        met[at].add(key)
    return groups


def _table(figures: list[Figure], *, is_counted: bool) -> Table:
    columns = _columns(figures, is_counted=is_counted)
    header = tuple(text_cell(_HEADINGS[column], is_header=True) for column in columns)
    rows = [header]
    details = [figure for figure in figures if not figure.is_total]
    subtotals = [figure for figure in figures if figure.total_of == "modality" and figure.is_total]
    totals = [figure for figure in figures if figure.is_total and figure not in subtotals]
    # A blank below another row would say "the same", so what has no name comes first.
    centres = dict.fromkeys(figure.modality for figure in (*details, *subtotals))
    for centre in sorted(centres, key=lambda name: name is not None):
        members = [figure for figure in details if figure.modality == centre]
        members.sort(key=lambda figure: figure.province is not None)
        rows += _group(columns, centre, members, [t for t in subtotals if t.modality == centre])
    rows += [_total_row(columns, "Total", total) for total in totals]
    return Table(tuple(rows), tuple(_WIDTHS[column] for column in columns))


def _columns(figures: list[Figure], *, is_counted: bool) -> list[str]:
    columns = ["province"]
    if any(figure.district for figure in figures):
        columns.append("district")
    if any(figure.place_name for figure in figures):
        columns.append("place")
    if is_counted:
        columns.append("count")
    if any(figure.modality for figure in figures) or len(columns) == 1:
        columns.insert(0, "centre")
    return columns


def _group(
    columns: list[str], centre: str | None, members: list[Figure], subtotals: list[Figure]
) -> list[tuple[Cell, ...]]:
    """The rows of one kind of centre; its subtotal stands in brackets after its name."""
    label = _label(centre, members or subtotals)
    in_label = next((t for t in subtotals if _fits_in_label(t, label)), None)
    text = f"{label}\n({int(in_label.value or 0)})" if in_label else label
    # Below a merged cell a blank province would be taken for the one above.
    is_merged = len(members) > 1 and bool(label) and all(figure.province for figure in members)
    rows = []
    for position, figure in enumerate(members):
        cells = [_detail_cell(column, figure, text) for column in columns]
        if is_merged and "centre" in columns:
            at = columns.index("centre")
            starts = replace(cells[at], starts=True)
            cells[at] = starts if position == 0 else Cell(continues=True)
        elif position:
            text = label
        rows.append(tuple(cells))
    rest = [subtotal for subtotal in subtotals if subtotal is not in_label or not members]
    if rest and not members and label:
        blanks = tuple(text_cell(label if column == "centre" else "") for column in columns)
        rows.append(blanks)
    return rows + [_total_row(columns, "Subtotal", subtotal) for subtotal in rest]


def _label(centre: str | None, figures: list[Figure]) -> str:
    """A kind of centre: a known one with its service before it, another as it was printed."""
    if centre is None:
        return ""
    code = figures[0].modality_code if figures else None
    service = figures[0].service if figures else None
    return f"{service.acronym or service.name} {centre}" if code and service else centre


def _fits_in_label(subtotal: Figure, label: str) -> bool:
    value = subtotal.value
    return bool(label) and value is not None and 0 <= value <= _HIGHEST_COUNT_IN_A_LABEL


def _detail_cell(column: str, figure: Figure, label: str) -> Cell:
    texts = {
        "centre": label,
        "province": figure.province or "",
        "district": figure.district or "",
        "place": figure.place_name or "",
        "count": figure_text(figure.value, figure.value_status, figure.printed_text),
    }
    return text_cell(texts[column])


def _total_row(columns: list[str], label: str, total: Figure) -> tuple[Cell, ...]:
    text = figure_text(total.value, total.value_status, total.printed_text)
    return (text_cell(label, span=len(columns) - 1, is_header=True), text_cell(text))
