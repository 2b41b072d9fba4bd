"""Rebuilding tables, nested ones included, from the cells of a text export.

The layout is ambiguous by itself: an empty paragraph looks like the end of a row, a nested
table's header like further outer cells. What settles it is context, in this order: header
shapes (`orchestration.documents.words`), the widths that headers announce, and counts of
line ends. Text between tables is told from text inside a cell by what the row still lacks.

Does not belong here: cutting lines into cells (`lines`), or those into flat rows (`rows`).
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Iterator
from typing import Final

from orchestration.documents.model import Block, Cell, Paragraph, Table
from orchestration.documents.text_export.between import (
    counts_below,
    holds_figure,
    is_source_or_heading,
    stands_between_tables,
)
from orchestration.documents.text_export.lines import (
    NESTED_ROLES,
    PLACE_ROLES,
    STARTER_ROLES,
    CellToken,
    Chunk,
    TextToken,
    Token,
)
from orchestration.documents.text_export.rows import FlatRow, flat_rows, is_title
from orchestration.documents.words import (
    header_role,
    heads_grid,
    is_like_figure,
    is_total_label,
    normalise,
)

_DIGITS = re.compile(r"\d+")
_A_COUNT = re.compile(r"^(?:\d{1,4}[*¹²³]?|[-–—]|S/I)?$", re.IGNORECASE)
_HEADER_ROWS: Final = 2


def rebuild_blocks(tokens: list[Token]) -> Iterator[Block]:
    """Paragraphs and tables of the token stream, in order."""
    text, *cells = tokens
    if isinstance(text, TextToken):
        yield from _paragraphs(text.chunks)
    rows = flat_rows([cell for cell in cells if isinstance(cell, CellToken)])
    position = 0
    while position < len(rows):
        builder = _TableBuilder(rows, position)
        yield from builder.build()
        position = builder.position


def _paragraphs(chunks: Iterable[Chunk]) -> list[Paragraph]:
    return [
        Paragraph(line, f"line {number}")
        for chunk in chunks
        for number, line in enumerate(chunk.lines, chunk.first_line)
        if line.strip()
    ]


class _NestedTable:
    """Rows of a table nested in the cell that is being built."""

    def __init__(self, header: list[CellToken]) -> None:
        self._rows: list[list[CellToken]] = [header]
        self._width = len(header)

    def add(self, cells: list[CellToken]) -> None:
        """Add a row, or the rest of a row that an empty paragraph cut in two."""
        last = self._rows[-1]
        is_rest = (
            len(self._rows) > 1
            and not last[-1].ends_row
            and len(last) + len(cells) <= self._width
            and not is_total_label(last[0].text)
            and not is_total_label(cells[0].text)
        )
        if is_rest:
            last.extend(cells)
        else:
            self._rows.append(list(cells))

    def has_room_for(self, row: FlatRow) -> bool:
        """Whether a row has a place, or a total, and counts just where the header has them."""
        roles = [header_role(cell.text) for cell in self._rows[0]]
        if len(row.cells) != len(roles) or row.is_nested_header or "count" not in roles:
            return False
        texts = {True: "", False: ""}
        for role, cell in zip(roles, row.cells, strict=True):
            is_count = role == "count"
            if not (_A_COUNT.match(cell.text) if is_count else not holds_figure(cell.text)):
                return False
            texts[is_count] += cell.text
        return all(texts.values())

    def build(self) -> Table:
        """The table as values."""
        rows = tuple(tuple(_cell(cell) for cell in cells) for cells in self._rows)
        return Table(rows, f"line {self._rows[0][0].line}")


def _words_of(text: str) -> str:
    """What a usage cell says beside its number."""
    return normalise(_DIGITS.sub("", text))


def _cell(token: CellToken) -> Cell:
    return Cell(tuple(_paragraphs(token.chunks)))


def _is_line_of_its_own(width: int, first_text: str) -> bool:
    """Whether a row is one cell of a source line or heading, over the width of its table."""
    return width == 1 and is_source_or_heading(first_text)


def _text_of(blocks: list[Block]) -> str:
    return Cell(tuple(blocks)).text


class _TableBuilder:
    """Builds one top-level table from flat rows, and the text that follows it."""

    def __init__(self, rows: list[FlatRow], position: int) -> None:
        self._flat = rows
        self.position = position
        self._line = rows[position].cells[0].line
        self._titles = sum(1 for _ in itertools.takewhile(is_title, rows[position:]))
        roles = rows[min(position + self._titles, len(rows) - 1)].roles
        self._is_plain = any(role in PLACE_ROLES for role in roles)
        self._rows: list[tuple[Cell, ...]] = []
        self._row: list[list[Block]] = []
        self._nested: _NestedTable | None = None
        self._width = 0
        self._periods = 1
        self._laid_in_width = 0
        self._is_all_one_row = False
        self._has_outer_header = False
        self._after: list[Chunk] = []

    def build(self) -> list[Block]:
        """Take flat rows until the table ends; `position` is then that of the next table."""
        ended = False
        while not ended and self.position < len(self._flat):
            row = self._flat[self.position]
            self.position += 1
            if any(role in STARTER_ROLES for role in row.roles):
                self._has_outer_header = True
            if "period" in row.roles:
                self._periods = row.roles.count("period")
                self._is_all_one_row = row.roles[0] == "period" and self._is_body_cut_up()
            if row.is_laid_in_header and self._has_outer_header and self._nested is None:
                self._laid_in_width = self._width_laid_in(row)
            following = self._flat[self.position] if self.position < len(self._flat) else None
            if self._nested is not None:
                self._nested.add(row.cells)
            else:
                self._add_outer_cells(row)
            if self._nested is not None:
                ended = self._settle_nested(row, following)
            else:
                ended = self._settle_outer(row, following)
        self._close_nested()
        self._close_row()
        return [*self._table_or_text(), *_paragraphs(self._after)]

    def _table_or_text(self) -> list[Block]:
        if len(self._rows) == 1 and len(self._rows[0]) == 1 and not self._rows[0][0].tables:
            return list(self._rows[0][0].blocks)
        return [Table(tuple(self._rows), f"line {self._line}")]

    def _add_outer_cells(self, row: FlatRow) -> None:
        start = self._nested_start(row)
        if start is None:
            self._row += [[*_paragraphs(cell.chunks)] for cell in row.cells]
            return
        self._row += [[*_paragraphs(cell.chunks)] for cell in row.cells[:start]]
        if row.cells[start].tabs == 2 or not self._row:
            self._row.append([])
        self._nested = _NestedTable(row.cells[start:])

    def _nested_start(self, row: FlatRow) -> int | None:
        """The cell of the row where a nested table begins, or None."""
        is_first_row = not self._rows and not self._row
        is_header = row.is_nested_header or self._heads_kinds(row, self.position)
        if self._is_plain or is_first_row or not is_header or self._laid_in_width:
            return None
        for index, cell in enumerate(row.cells):
            if cell.tabs == 2 or cell.opens_nested:
                return index
        if not self._has_outer_header:
            return None
        by_role = next(index for index, role in enumerate(row.roles) if role in NESTED_ROLES)
        by_width = len(row.cells) - self._widest_row_ahead()
        is_narrower = 0 <= by_width < by_role and row.cells[by_width].text
        return by_width if is_narrower else by_role

    def _heads_kinds(self, row: FlatRow, position_below: int) -> bool:
        """Whether the row ends in the header of a coverage table with a column a kind of centre.

        `Provincia | Regular | Comisaría`, and as many cells of counts in the row below.
        """
        at = next((i for i, role in enumerate(row.roles) if role in PLACE_ROLES), None)
        if at is None or at == len(row.cells) - 1 or position_below >= len(self._flat):
            return False
        kinds, below = row.cells[at + 1 :], self._flat[position_below].cells
        return (
            not any(row.roles[at + 1 :])
            and all(cell.text and not is_like_figure(cell.text) for cell in kinds)
            and len(below) == len(kinds) + 1
            and all(_A_COUNT.match(cell.text) for cell in below[1:])
        )

    def _has_uneven_periods(self) -> bool:
        """Whether the open row has not yet as many cells under each period."""
        labels = self._width - self._periods
        is_uneven = (len(self._row) - labels) % self._periods != 0
        is_below_header = len(self._rows) >= self._titles + _HEADER_ROWS
        return len(self._row) < self._width or (is_below_header and is_uneven)

    def _is_body_cut_up(self) -> bool:
        """Whether the cells under nothing but periods were cut up by empty paragraphs.

        Such a table has only usage cells, as many under each period; a flat row that holds
        another number of cells can only be a piece of the one row there is. So can rows that
        all say the same, each another measure under each period.
        """
        if len(self._rows) != self._titles + 1 or len(self._rows[-1]) != 1:
            return False
        ahead = list(self._rows_ahead())
        if any(len(row.cells) % self._periods for row in ahead):
            return True
        said = {tuple(_words_of(cell.text) for cell in row.cells) for row in ahead}
        return len(ahead) > 1 and len(said) == 1 and len(set(said.pop())) == self._periods > 1

    def _width_laid_in(self, header: FlatRow) -> int:
        """Cells of a row of split cells, as the rows below its header have them.

        Where they all are cut up too, as many figures as make their periods even.
        """
        widest = len(header.cells) + -header.count_behind % self._periods
        above = header
        for position, row in enumerate(self._flat[self.position :], self.position):
            if above.tail or self._starts_table(position):
                break
            widest = max(widest, len(row.cells))
            above = row
        return widest

    def _rows_ahead(self) -> Iterator[FlatRow]:
        for row in self._flat[self.position :]:
            yield row
            if row.breaks >= 2:
                return

    def _widest_row_ahead(self) -> int:
        return max((len(row.cells) for row in self._rows_ahead()), default=0)

    def _settle_nested(self, row: FlatRow, following: FlatRow | None) -> bool:
        if following is not None and self._nested_goes_on(row, following):
            return False
        self._close_nested()
        is_last = following is None or self._starts_table(self.position)
        inside, outside = self._split_text(row.tail, is_last)
        self._row[-1].extend(_paragraphs(inside))
        self._after = outside
        if outside or is_last:
            return True
        if len(self._row) >= self._width:
            self._close_row()
        return False

    def _nested_goes_on(self, row: FlatRow, following: FlatRow) -> bool:
        """Whether the nested table has not ended, though a note's line ends may follow a row."""
        if row.breaks < 2:
            return True
        return self._nested is not None and not row.tail and self._nested.has_room_for(following)

    def _split_text(self, tail: list[Chunk], is_last: bool) -> tuple[list[Chunk], list[Chunk]]:
        for index, chunk in enumerate(tail):
            if is_last or any(map(stands_between_tables, chunk.lines)):
                return tail[:index], tail[index:]
        return tail, []

    def _settle_outer(self, row: FlatRow, following: FlatRow | None) -> bool:
        is_last = following is None or self._starts_table(self.position)
        is_last = is_last or (row.breaks >= 2 and self._starts_grid())
        lacks_cells = not is_last and self._lacks_cells(row, following)
        if row.tail:
            if lacks_cells and not stands_between_tables(row.tail[0].lines[0]):
                self._row[-1].extend(_paragraphs(row.tail))
                return False
            self._after = row.tail
            return True
        if not lacks_cells:
            self._close_row()
        if is_last and row.breaks >= 2:
            return True
        if following is None:
            return True
        return row.breaks >= 2 and len(following.cells) == 1 and not lacks_cells

    def _lacks_cells(self, row: FlatRow, following: FlatRow | None) -> bool:
        """Whether the next flat row is the rest of the outer row that stands open."""
        if following is None or not self._row or self._width == 0 or row.cells[-1].ends_row:
            return False
        first, first_below = _text_of(self._row[0]), following.cells[0].text
        if _is_line_of_its_own(len(self._row), first) or _is_line_of_its_own(
            len(following.cells), first_below
        ):
            return False
        if self._laid_in_width:
            return self._lacks_laid_in_cells(row, following)
        if following.is_only_nested_header:
            is_header = any(header_role(_text_of(b)) in STARTER_ROLES for b in self._row)
            is_open = len(self._row) < self._width and not row.tail
            return is_open and not is_header and following.cells[0].tabs == 1
        is_rest = holds_figure(first_below) or (not first_below and row.cells[-1].may_go_on)
        is_cut_off = is_rest and (self._has_uneven_periods() or self._is_no_label(first_below))
        if is_total_label(first):
            return is_cut_off and self._periods > 1
        if self._is_all_one_row and len(self._rows) == self._titles + _HEADER_ROWS:
            return True
        if is_cut_off:
            return True
        return len(self._row) + self._outer_cells(following) <= self._width

    def _outer_cells(self, row: FlatRow) -> int:
        """How many cells of the outer row a flat row would add; a nested table's are no more."""
        start = self._nested_start(row) if row.is_nested_header else None
        return len(row.cells) if start is None else max(start, 1)

    def _is_no_label(self, text: str) -> bool:
        """Whether figures, alone or below their words, stand where each row has its label."""
        header = self._rows[self._titles] if len(self._rows) > self._titles + 1 else ()
        return bool(header) and header_role(header[0].text) == "service" and counts_below(text)

    def _lacks_laid_in_cells(self, row: FlatRow, following: FlatRow) -> bool:
        """The same of a row of split cells, which a merged total makes narrower."""
        if len(self._row) + len(following.cells) > self._laid_in_width:
            return False
        if any(is_total_label(cell.text) for cell in following.cells):
            return False
        is_total = any(is_total_label(_text_of(blocks)) for blocks in self._row)
        return row.cells[-1].may_go_on or not is_total

    def _starts_table(self, position: int) -> bool:
        """Whether a row can only be the first of another top-level table."""
        row = self._flat[position]
        if is_title(row) and self._has_figures() and position + 1 < len(self._flat):
            return self._flat[position + 1].is_service_header
        if row.is_laid_in_header and self._has_outer_header:
            return False
        if row.roles[0] in PLACE_ROLES or row.is_only_nested_header:
            is_rest_of_row = bool(self._row) and len(self._row) < self._width
            is_header = row.is_only_nested_header or self._heads_kinds(row, position + 1)
            return row.cells[0].tabs == 1 and not (is_header and is_rest_of_row)
        return row.is_service_header

    def _starts_grid(self) -> bool:
        """Whether the next row heads another table of figures, though no text parts the two."""
        ahead = self._flat[self.position : self.position + 2]
        texts = [[cell.text for cell in row.cells] for row in ahead]
        is_head = heads_grid(texts[0], texts[1] if len(texts) > 1 else ())
        return is_head and (self._is_plain or self._has_figures())

    def _has_figures(self) -> bool:
        last = self._rows[-1] if self._rows else ()
        texts = [*(cell.text for cell in last), *map(_text_of, self._row)]
        return any(map(holds_figure, texts))

    def _close_nested(self) -> None:
        if self._nested is not None:
            self._row[-1].append(self._nested.build())
            self._nested = None

    def _close_row(self) -> None:
        if self._row:
            self._rows.append(tuple(Cell(tuple(blocks)) for blocks in self._row))
            if len(self._rows) <= self._titles + _HEADER_ROWS:
                self._width = max(self._width, len(self._row))
            self._row = []
