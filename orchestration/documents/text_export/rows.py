"""The flat rows of a text export: cells up to the next row end, whatever table they are of.

Belongs here: where a row ends, what its words head, what text behind it may be outside.
Does not belong here: cutting lines into cells (`lines`), or which rows make a table (`tables`).
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Final

from orchestration.documents.text_export.between import holds_figure, stands_between_tables
from orchestration.documents.text_export.lines import (
    NESTED_ROLES,
    PLACE_ROLES,
    STARTER_ROLES,
    CellToken,
    Chunk,
    goes_on_with_figures,
)
from orchestration.documents.words import header_role

_LAID_IN_ROLES: Final = NESTED_ROLES | {"aside"}


@dataclass(slots=True)
class FlatRow:
    """Cells up to the next row end; `tail` is the text after them that may be outside the table.

    A row that `is_nested_header` heads a coverage table: a place and at least one column more.
    One that `is_laid_in_header` has figures beside it: split cells of the table around.
    """

    cells: list[CellToken]
    tail: list[Chunk] = field(default_factory=list)
    roles: list[str | None] = field(init=False)
    breaks: int = field(init=False)
    is_nested_header: bool = field(init=False)
    is_only_nested_header: bool = field(init=False)
    is_laid_in_header: bool = field(init=False)
    is_service_header: bool = field(init=False)

    def __post_init__(self) -> None:
        self.roles = [header_role(cell.text) for cell in self.cells]
        self.breaks = max(2, self.tail[0].breaks_before) if self.tail else self.cells[-1].breaks
        nested = [role for role in self.roles if role in NESTED_ROLES]
        is_of_places = len(nested) >= 2 and not PLACE_ROLES.isdisjoint(nested)
        self.is_nested_header = is_of_places and "period" not in self.roles
        beside = self.roles.count("aside")
        self.is_only_nested_header = self.is_nested_header and len(nested) + beside == len(
            self.roles
        )
        self.is_laid_in_header = self.is_nested_header and self._has_figures_behind()
        self.is_service_header = self.roles[0] != "period" and STARTER_ROLES.issuperset(self.roles)

    @property
    def count_behind(self) -> int:
        """How many cells without a role in a coverage table follow those with one."""
        return next(at for at, role in enumerate(reversed(self.roles)) if role in _LAID_IN_ROLES)

    def _has_figures_behind(self) -> bool:
        behind = [cell.text for cell in self.cells[len(self.cells) - self.count_behind :]]
        printed = next((text for text in behind if text), "")
        return bool(behind) and (holds_figure(printed) or not printed)


def flat_rows(cells: list[CellToken]) -> list[FlatRow]:
    """The cells, those between two row ends together; text behind them may be outside."""
    rows: list[FlatRow] = []
    current: list[CellToken] = []
    for cell in cells:
        own, tail = _split_tail(cell)
        current.extend(_unglue_nested_header(replace(cell, chunks=own) if tail else cell))
        if tail or cell.breaks > 0:
            rows.append(FlatRow(current, tail))
            current = []
    if current:
        rows.append(FlatRow(current))
    return rows


def _split_tail(cell: CellToken) -> tuple[list[Chunk], list[Chunk]]:
    for index, chunk in enumerate(cell.chunks[1:], start=1):
        if chunk.breaks_before >= 2 and not (
            goes_on_with_figures(cell.chunks, index) and not stands_between_tables(chunk.lines[0])
        ):
            return cell.chunks[:index], cell.chunks[index:]
    return cell.chunks, []


def _unglue_nested_header(cell: CellToken) -> list[CellToken]:
    """Part a label from the nested header word printed right under it without a tab."""
    last = cell.chunks[-1]
    if len(last.lines) < 2 or header_role(last.lines[-1]) not in ("centre", "province"):
        return [cell]
    if not any(line.strip() for line in last.lines[:-1]):
        return [cell]
    line = last.first_line + len(last.lines) - 1
    label = [*cell.chunks[:-1], Chunk(last.breaks_before, last.lines[:-1], last.first_line)]
    header = [Chunk(0, last.lines[-1:], line)]
    return [
        replace(cell, chunks=label, breaks=0),
        CellToken(1, line, chunks=header, breaks=cell.breaks),
    ]


def is_title(row: FlatRow) -> bool:
    """Whether a row, above its table's header, is one cell that names the table."""
    return row.roles == [None] and bool(row.cells[0].text) and row.breaks < 2
