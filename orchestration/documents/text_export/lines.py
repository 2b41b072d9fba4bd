r"""Cutting a text export into runs of text and tab-led cells.

Two layouts exist. The classic one starts every cell on a line of its own
(`\tIlo`, `\t1`, blank line at the row's end); the newer prints a row on a line (`\tIlo\t1`).
Both become the same cells; what differs, how many line ends close a row, is levelled here:
`Cell.breaks` is 0 inside a row, 1 at a row's end, 2 or more at a table's end.

Does not belong here: which cells make a table (`tables`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final

from orchestration.documents.text_export.between import (
    DIGITS,
    NO_NUMBER,
    counts_something,
    stands_between_tables,
)
from orchestration.documents.words import header_role

_STARTS_WITH_NUMBER = re.compile(rf"^\s*(?:{DIGITS}(?:$|\s*[^\W\d])|{NO_NUMBER})", re.IGNORECASE)
_NUMBER_ALONE = re.compile(rf"^\s*(?:{DIGITS}|{NO_NUMBER})\s*$", re.IGNORECASE)
NESTED_ROLES: Final = frozenset({"province", "district", "count", "place", "centre"})
STARTER_ROLES: Final = frozenset({"service", "usage", "target", "period"})
PLACE_ROLES: Final = frozenset({"province", "district"})
_NUMBER_AND_WORDS = re.compile(r"^\s*\d[\d.,'*\s]*\s([^\W\d][^\d\n]*?)[ .]*$")
_DASH_AND_WORDS = re.compile(r"^\s*[-–—]\s+([^\W\d][^\d\n]*?)[ .]*$")
_LIST_NUMBER = re.compile(r"^\s*[\dIVXivx]+(?:[.)][\d]*)*\s*$")
_ROW_A_LINE_SHARE: Final = 0.25
_OPENS_A_PART = re.compile(r"^\s*(?:GLOSARIO\b|RES[UÚ]MEN\s+EJECUTIVO\b)", re.IGNORECASE)


@dataclass(slots=True)
class Chunk:
    """Lines that stand together, and how many breaks (see the module) precede them."""

    breaks_before: int
    lines: list[str]
    first_line: int


@dataclass(slots=True)
class CellToken:
    """A tab-led cell and all that follows it up to the next tab.

    Attributes:
        tabs: 2 where the cell is the first of a table nested in a cell of its own, else 1.
        opens_nested: whether it is the first of a table nested in the cell before.
        may_go_on: whether the line end behind it may be its last paragraph's, not the row's.
        ends_row: whether it can be no other than the row's.
        chunks: its lines, parted where empty lines part them.
        breaks: line ends between its last line and the next cell, levelled (see above).
    """

    tabs: int
    line: int
    opens_nested: bool = False
    may_go_on: bool = False
    ends_row: bool = False
    chunks: list[Chunk] = field(default_factory=list)
    breaks: int = 0
    _text: str | None = field(default=None, init=False, repr=False, compare=False)

    @property
    def text(self) -> str:
        """All lines of the cell; to be asked for when it has all of them."""
        if self._text is None:
            lines = [line for chunk in self.chunks for line in chunk.lines]
            self._text = "\n".join(lines).strip()  # asked for many times over
        return self._text


@dataclass(slots=True)
class TextToken:
    """Lines before the first cell."""

    chunks: list[Chunk]


Token = CellToken | TextToken


def cut(lines: list[str]) -> list[Token]:
    """Cut lines into the text before the first cell and the cells after it.

    A lone tab above the heading of another part is an empty paragraph, not a cell.
    """
    lines = [
        "" if line == "\t" and _OPENS_A_PART.match(following) else line
        for line, following in zip(lines, [*lines[1:], ""], strict=True)
    ]
    return _row_a_line(lines) if prints_a_row_a_line(lines) else _cell_a_line(lines)


def prints_a_row_a_line(lines: list[str]) -> bool:
    """Whether the lines are of the newer layout: several cells on one of them."""
    cells = [line for line in lines if line[:1] == "\t"]
    rows = sum((end := line.find("\t", 1)) > 0 and bool(line[1:end].strip()) for line in cells)
    return bool(cells) and rows / len(cells) > _ROW_A_LINE_SHARE


def _cell_a_line(lines: list[str]) -> list[Token]:
    tokens = _Tokens(line_ends_inside_a_row=1)
    for number, line in enumerate(lines, start=1):
        if line[:1] == "\t":
            text = line.lstrip("\t")
            tokens.start_cell(number, 2 if line[1:2] == "\t" else 1)
            tokens.add_line(number, text)
        else:
            tokens.add_line(number, line)
    return tokens.finish()


def _row_a_line(lines: list[str]) -> list[Token]:
    tokens = _Tokens(line_ends_inside_a_row=0)
    for number, line in enumerate(lines, start=1):
        if "\t" not in line or not _has_cell_tab(line, tokens):
            tokens.add_line(number, line)
            continue
        first, *texts = line.split("\t")
        if first.strip():
            tokens.add_line(number, first, ends_line=False)
        for text in texts:
            tokens.start_cell(number, 1)
            tokens.add_line(number, text, ends_line=False)
        tokens.end_line()
    finished = tokens.finish()
    cells = [token for token in finished if isinstance(token, CellToken)]
    counted = _measures_in(cells)
    for cell, after in zip(cells, [*cells[1:], None], strict=True):
        role_after = None if after is None else header_role(after.text)
        if _level_paragraphs(cell, role_after, counted):
            cell.breaks = max(0, cell.breaks - 1)
        is_one_line = len(cell.chunks) == 1 and len(cell.chunks[0].lines) == 1
        cell.may_go_on = cell.breaks == 1 and not is_one_line
        cell.ends_row = cell.breaks == 1 and is_one_line
    for before, cell, after in zip(cells, cells[1:], cells[2:], strict=False):
        if _opens_nested_table(cell, after):
            cell.opens_nested = True
            before.breaks = 0
            cell.breaks = max(0, cell.breaks - 1)
    return finished


def _measures_in(cells: Iterable[CellToken]) -> set[str]:
    """The words that stand behind a number on any line of some cells."""
    lines = (line for cell in cells for chunk in cell.chunks for line in chunk.lines)
    return {match[1] for line in lines if (match := _NUMBER_AND_WORDS.match(line))}


def _level_paragraphs(cell: CellToken, role_after: str | None, counted: set[str]) -> bool:
    """Tell further paragraphs of a cell from text after the table.

    Args:
        cell: the cell and all lines before the next one.
        role_after: what the next cell heads. Where it can begin another table, lines without a
            figure are what stands above that.
        counted: what stands behind a number in any cell. A dash before the same is a figure,
            and not an item of a list.

    Returns:
        whether all its lines are its own and the last of them is a further paragraph, whose
        line end is not the row's.

    This layout prints a cell's first paragraph bare, and every further one between two line
    ends. So the second follows on the next line, and later ones after one empty line (three
    with an empty paragraph between); a row's and a table's end add one line end each. A figure,
    or a measure between two figures, is of the cell in any case.
    """
    paragraphs = len(cell.chunks[0].lines)
    for index, chunk in enumerate(cell.chunks[1:], start=1):
        is_next = chunk.breaks_before == (2 if paragraphs > 1 else 1)
        dash = _DASH_AND_WORDS.match(chunk.lines[0])
        is_more_figures = goes_on_with_figures(cell.chunks, index) or (dash and dash[1] in counted)
        is_above_a_table = role_after in STARTER_ROLES or (
            role_after in PLACE_ROLES and len(chunk.lines) > 1
        )
        is_own = is_more_figures or (is_next and not is_above_a_table)
        if stands_between_tables(chunk.lines[0]) or not is_own:
            return False
        chunk.breaks_before = 1
        paragraphs += len(chunk.lines)
    return len(cell.chunks) > 1


def goes_on_with_figures(chunks: list[Chunk], index: int) -> bool:
    """Whether a chunk of a cell starts with a number, its words before or behind it.

    What stands between tables may start with a number too, but for `stands_between_tables`.
    """
    lines = chunks[index].lines
    if _STARTS_WITH_NUMBER.match(lines[0]) or counts_something(lines[0]):
        return True
    if len(lines) == 1 and index + 1 < len(chunks):
        lines = [*lines, chunks[index + 1].lines[0]]
    if len(lines) == 1 or stands_between_tables(lines[1]):
        return False
    if lines[0].rstrip().endswith(":"):
        return bool(_STARTS_WITH_NUMBER.match(lines[1]))
    above = chunks[index - 1].lines
    is_below_figure = len(above) < 3 and bool(_NUMBER_ALONE.match(above[-1]))
    return is_below_figure and bool(_NUMBER_ALONE.match(lines[1]))


def _opens_nested_table(cell: CellToken, after: CellToken) -> bool:
    """A nested table's first cell prints its text on the next line, as a further paragraph."""
    first = cell.chunks[0].lines
    if first[0].strip() or len(first) != 2 or not first[1].strip():
        return False
    return header_role(first[1]) in NESTED_ROLES or header_role(after.text) in PLACE_ROLES


def _has_cell_tab(line: str, above: _Tokens) -> bool:
    before = line.split("\t", 1)[0]
    if not before:
        return True
    if not before.strip() or not above.is_after_a_cell:
        return False
    return above.is_in_a_cell or not _LIST_NUMBER.match(before)


class _Tokens:
    """Collects lines into tokens, counting the line ends between them."""

    def __init__(self, line_ends_inside_a_row: int) -> None:
        self._inside = line_ends_inside_a_row
        self._tokens: list[Token] = [TextToken([])]
        self._line_ends = 1

    @property
    def is_after_a_cell(self) -> bool:
        return isinstance(self._tokens[-1], CellToken)

    @property
    def is_in_a_cell(self) -> bool:
        """Whether a next line goes right on with the first paragraph of a cell."""
        return self.is_after_a_cell and len(self._tokens[-1].chunks) == 1 and self._line_ends == 1

    def start_cell(self, number: int, tabs: int) -> None:
        last = self._tokens[-1]
        if isinstance(last, CellToken):
            last.breaks = max(0, self._line_ends - self._inside)
        self._tokens.append(CellToken(tabs, number))
        self._line_ends = 1

    def add_line(self, number: int, text: str, ends_line: bool = True) -> None:
        chunks = self._tokens[-1].chunks
        if text or not chunks:
            if not chunks or self._line_ends > 1:
                chunks.append(Chunk(self._line_ends - self._inside, [], number))
            chunks[-1].lines.append(text)
            self._line_ends = 0
        if ends_line:
            self.end_line()

    def end_line(self) -> None:
        self._line_ends += 1

    def finish(self) -> list[Token]:
        last = self._tokens[-1]
        if isinstance(last, CellToken):
            last.breaks = max(2, self._line_ends - self._inside)
        return self._tokens
