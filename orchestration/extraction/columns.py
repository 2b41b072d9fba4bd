"""The columns of a grid: what each adds to the figures below its head.

Belongs here: telling from the words over a column, and from its cells, whether it holds places,
periods, labels, counts of centres or figures, of which period, measure and place these are, and
of what a column headed `Total` is the total.
Does not belong here: which header cells stand over which column (`headers`), or reading the rows
(`grids`).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Final

from orchestration.documents.model import Cell
from orchestration.documents.words import (
    MONTH_WORDS,
    PERIOD_COLUMN,
    header_role,
    is_period_label,
    is_total_label,
    normalise,
    without_marks,
)
from orchestration.extraction.coverage_columns import holds_counts, is_running_number
from orchestration.extraction.headers import Heads, compose_heads, looks_like_figure
from orchestration.extraction.usage import has_numbers
from orchestration.extraction.vocabulary import (
    counted_words,
    measure_words,
    names_a_modality,
    names_a_service,
    place_level,
)

COVERAGE_ROLES: Final = frozenset({"centre", "province", "district", "place", "number", "count"})
_MORE_THAN_PLAIN: Final = frozenset({"province", "district", "periods", "number", "aside"})
_YEAR_ONLY = re.compile(r"^(?:ANO )?((?:19|20)\d{2})$")
_HAS_YEAR = re.compile(r"(?:19|20)\d{2}|\b\d{2}$")
_MONTH_FIRST = re.compile(rf"^(?:{MONTH_WORDS})\b")
_WITH_BRACKETS = re.compile(r"^(?P<before>[^()]+)\((?P<inside>[^()]+)\)\s*[*:.]*$", re.DOTALL)
_WORDS_OF_A_HEAD: Final = 12
_LIKE_PERIOD = re.compile(rf"^(?:ANO|{MONTH_WORDS})\b.*\d|\b\d{{3,}}\b")
_LINES = re.compile(r"\s*\n\s*|\s+[–—|]\s+")


@dataclass(slots=True)
class Column:
    """What a column adds to the figures below its head.

    role: centre | province | district | place | number | count (coverage), label | periods
    (words beside the figures), aside (numbers that are no figures), figures, or total, until it
    is known of what. usage: the words for people served over it (`Personas atendidas`).
    """

    role: str
    head: Cell
    period: str | None = None
    measure: str = ""
    usage: str = ""
    place: str | None = None
    is_total: bool = False
    cells: tuple[Cell, ...] = ()


def columns_of(heads: Heads, body: tuple[tuple[Cell, ...], ...]) -> list[Column] | None:
    """What the columns of a table hold; None where it is no grid of figures by period."""
    columns = [_column(cells) for cells in heads.columns]
    whole = [row for row in body if len(row) == len(columns)]
    _find_period_column(columns, whole)
    _find_place_columns(columns)
    if columns[0].role == "count" and is_running_number(whole, 0):
        columns[0].role = "number"
    first_place = next((i for i, c in enumerate(columns) if c.role in ("province", "district")), -1)
    has_period_column = any(column.role == "periods" for column in columns)
    first_figures = next((i for i, c in enumerate(columns) if c.role == "figures"), len(columns))
    for index, column in enumerate(columns):
        if column.role != "label":
            continue
        is_kind = names_a_modality(column.head.text)
        over = None if is_kind else _words_shared_with_figures(columns, column)
        over = over or _words_over_blanks(columns, column)
        if over is not None and _holds_figures(whole, index):
            _take_without_period(column, over)
        elif (
            any(other.period for other in columns)
            and is_misprinted_period(column.head.text)
            and all(has_numbers(row[index]) for row in whole if row[index].text)
        ):
            column.role, column.period = "figures", column.head.text
            column.measure = _measure(column.cells[:-1])
        elif has_period_column and index > 0 and not is_kind and _holds_figures(whole, index):
            column.role, column.measure = "figures", _measure(column.cells)
        elif 0 <= first_place < index and holds_counts(whole, index):
            column.role = "count"
        elif first_figures < index and _has_no_heading(column) and _holds_figures(whole, index):
            column.role = "figures"
    _settle_totals(columns)
    figures = [column for column in columns if column.role == "figures"]
    is_dated = has_period_column or any(column.period for column in figures)
    is_dated = is_dated or any(_words_over_blanks(columns, column) for column in figures)
    return columns if figures and is_dated and _is_more_than_plain(columns) else None


def _words_shared_with_figures(columns: list[Column], column: Column) -> Cell | None:
    """The cell over a column and over one of a period too, but over none of places or centres."""
    dated = [cell for other in columns if other.period for cell in other.cells]
    others = [cell for other in columns if other.role in COVERAGE_ROLES for cell in other.cells]
    for cell in column.cells:
        is_shared = any(cell is known for known in dated)
        if is_shared and not any(cell is known for known in others):
            return None if header_role(cell.text) == "service" else cell
    return None


def _words_over_blanks(columns: list[Column], column: Column) -> Cell | None:
    """What is counted in columns side by side of which nothing below says the period."""
    head = column.head
    is_shared = any(other is not column and other.head is head for other in columns)
    is_counted = normalise(head.text).split(" ", 1)[0] in counted_words()
    return head if is_shared and (is_counted or header_role(head.text) == "usage") else None


def _take_without_period(column: Column, over: Cell) -> None:
    """Take a column beside those of periods for figures whose period is blank or misspelt.

    What it prints under the words it shares passes for its period, which nothing can then read.
    """
    column.role = "figures"
    words = [cell.text for cell in column.cells if cell is not over]
    column.period = " ".join(words) or None
    is_usage = header_role(over.text) == "usage"
    column.usage, column.measure = (over.text, "") if is_usage else ("", over.text)


def is_row_of_periods(columns: list[Column], row: tuple[Cell, ...]) -> bool:
    """Whether a row below the head prints periods over the figures, as the head's last row does."""
    if len(row) != len(columns) or not any(column.period for column in columns):
        return False
    periods = 0
    for column, cell in zip(columns, row, strict=True):
        is_year = cell.text.isdecimal() and not column.head.text.isdecimal()
        if column.period and is_period_label(cell.text) and not is_year:
            periods += 1
        elif cell.text and cell.text not in [head.text for head in column.cells]:
            return False
    return periods > 0


def with_periods(
    columns: list[Column], above: tuple[tuple[Cell, ...], ...], row: tuple[Cell, ...]
) -> list[Column]:
    """The columns below a row that prints other periods than the head's last row.

    Args:
        columns: those of the head.
        above: the head's rows but the last.
        row: the row of periods; one that prints none over a column of figures leaves it without.
    """
    heads = compose_heads((*above, row))
    is_whole = heads is not None and len(heads.columns) == len(columns)
    over = heads.columns if heads is not None and is_whole else ((),) * len(columns)
    changed: list[Column] = []
    for column, cell, cells in zip(columns, row, over, strict=True):
        period = _column(cells).period if column.role == "figures" else None
        if column.is_total and not column.place:
            period = _span_of_months(changed) or period
        changed.append(replace(column, head=cell, period=period))
    return changed


def _has_no_heading(column: Column) -> bool:
    """Whether nothing says what a column holds, or only that it is of users."""
    return not column.head.text or header_role(column.head.text) == "usage"


def is_misprinted_period(text: str) -> bool:
    """Whether a head beside periods can only be one too: `Año 2202`, `Ene a Mar 203`."""
    return bool(_LIKE_PERIOD.search(normalise(text))) and not names_a_service(text)


def _holds_figures(rows: list[tuple[Cell, ...]], index: int) -> bool:
    """Whether all a column prints are figures (`2055` among them), or signs that stand for one."""
    printed = [row[index].text for row in rows if row[index].text]
    return bool(printed) and all(
        without_marks(text).isdecimal() or looks_like_figure(text) for text in printed
    )


def _column(cells: tuple[Cell, ...]) -> Column:
    if not cells:
        return Column("label", Cell())
    head = cells[-1]
    if any(header_role(cell.text) == "aside" for cell in cells):
        return Column("aside", head, cells=cells)
    periods, words = [], []
    for cell in cells:
        period, rest = _parted(cell.text)
        periods += [period] if period else []
        words += [rest] if rest else []
    of_period = [cell.text for cell in cells if _parted(cell.text)[0]]
    if len(of_period) == 1 and not _heads_counts(_parted(of_period[0])[1]):
        words.remove(_parted(of_period[0])[1])
        periods = [without_marks(of_period[0])]
    measure = " ".join(
        word
        for word in words
        if header_role(word) not in ("usage", "service") and not is_total_label(word)
    )
    usage = next((word for word in words if header_role(word) == "usage"), "")
    if is_total_label(head.text):
        return Column("total", head, _joined(periods), measure, usage, cells=cells)
    if periods:
        return Column("figures", head, _joined(periods), measure, usage, cells=cells)
    role = header_role(head.text)
    return Column(role if role in COVERAGE_ROLES else "label", head, cells=cells)


@lru_cache(maxsize=1024)
def _heads_counts(words: str) -> bool:
    """Whether words beside a period can head figures; others belong to it: `Febrro`, `Semestre`."""
    return (
        not words
        or is_total_label(words)
        or bool(measure_words() & set(normalise(words).split()))
        or header_role(words) is not None
        or names_a_service(words)
        or place_level(words) is not None
    )


@lru_cache(maxsize=1024)
def _parted(text: str) -> tuple[str | None, str]:
    """A head's period and its other words: `Año 2022 (PAM atendidas)`."""
    printed = without_marks(text)
    if is_period_label(printed):
        return printed, ""
    bracketed = _WITH_BRACKETS.match(printed)
    if not bracketed and "\n" not in printed:
        period, rest = _parted_words(printed)
        if period:
            return period, rest
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
        before, after = (" ".join(part).strip(" –—|-") for part in (words[:at], words[at:]))
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


def _find_period_column(columns: list[Column], body: list[tuple[Cell, ...]]) -> None:
    """Find the column whose cells are periods; each figure then takes its row's."""
    if any(column.period for column in columns):
        return
    for index, column in enumerate(columns):
        printed = [row[index].text for row in body if row[index].text]
        is_named = normalise(column.head.text) in PERIOD_COLUMN
        if printed and (is_named or column.role == "label") and _are_periods(printed):
            column.role = "periods"
            return


def _are_periods(printed: list[str]) -> bool:
    return all(is_period_label(text) or is_total_label(text) for text in printed)


def _find_place_columns(columns: list[Column]) -> None:
    """Take columns headed by places for the figures of these places."""
    at = [i for i, c in enumerate(columns) if c.role == "label" and place_level(c.head.text)]
    if len(at) < 2 or any(column.role in ("province", "district") for column in columns):
        return
    for column in columns[at[0] : at[-1] + 1]:
        if column.role == "label":
            column.role, column.place = "figures", column.head.text


def _settle_totals(columns: list[Column]) -> None:
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


def _span_of_months(columns: list[Column]) -> str | None:
    """The label of all months printed side by side before their total; None where too few."""
    labels: list[str] = []
    for column in reversed(columns):
        if not column.period or column.measure != columns[-1].measure or column.is_total:
            break
        labels.insert(0, column.period)
    return span_of_months(labels)


def span_of_months(labels: Sequence[str]) -> str | None:
    """The label of all months that labels of periods end with; None where these are too few."""
    months: list[str] = []
    for label in reversed(labels):
        if not _MONTH_FIRST.match(normalise(label)) or label in months:
            break
        months.insert(0, label)
    return f"{months[0]} - {months[-1]}" if len(months) > 1 else None


def _is_more_than_plain(columns: list[Column]) -> bool:
    figures = [column for column in columns if column.role == "figures"]
    return (
        any(column.role in _MORE_THAN_PLAIN for column in columns)
        or sum(column.role == "label" for column in columns) > 1
        or any(column.place or column.is_total or column.measure for column in figures)
        or any(len(column.cells) > 1 and column.period != column.head.text for column in figures)
    )


def fits_no_grid(columns: list[Column], body: tuple[tuple[Cell, ...], ...]) -> bool:
    """Whether rows were broken up in a table that can be read by the order of its cells too."""
    is_needed = any(column.role in _MORE_THAN_PLAIN or column.place for column in columns)
    return not is_needed and any(
        len(row) != len(columns) and not is_total_label(row[0].text) for row in body
    )
