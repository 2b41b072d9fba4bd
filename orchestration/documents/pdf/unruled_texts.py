"""The lines below the headings of a table without lines, by column.

Belongs here: which words of a line stand in which column, how far apart a cell's lines are, and
what tells whether a text goes on on the next line. Does not belong here: where columns part
(`unruled_columns`), which lines make a row (`unruled_rows`) or share a label (`unruled_labels`).
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import Final

from orchestration.documents.pdf.headings import COUNT, PLACES, Chunk, Headings, PrintedRow

ASIDE: Final = 0.2
"""A line this far from where it would stand, in steps of a cell's lines, stands elsewhere."""
APART: Final = 1.2
"""Lines farther apart than this many steps are not of one text."""
PADDED: Final = 1.1
"""Rows this many steps apart have room between them."""
PADDING: Final = 4.0
"""About the way that a cell's words keep from those of the next (points)."""


def middles(found: Headings) -> list[float]:
    """Where a table's columns part."""
    return [(g0 + g1) / 2 for g0, g1 in found.gutters]


@dataclass
class Body:
    """The lines below a table's headings.

    Attributes:
        found: the headings.
        lines: the lines.
        cells: the words of each line, a chunk a column.
    """

    found: Headings
    lines: list[PrintedRow]
    cells: list[list[Chunk | None]]

    @property
    def columns(self) -> int:
        """How many columns the table has."""
        return len(self.found.gutters) + 1

    @cached_property
    def has_labels(self) -> bool:
        """Whether the first column names what the rows are of, and may span several."""
        role = self.found.roles[0]
        return self.found.kind == "details" and role not in PLACES and role != "count"

    @cached_property
    def counts(self) -> list[int]:
        """The columns that hold counts."""
        if self.found.kind == "matrix":
            return list(range(1, self.columns))
        return [column for column, role in enumerate(self.found.roles) if role == "count"]

    @cached_property
    def step(self) -> float:
        """From line to line of one cell."""
        size = max((line.size for line in self.lines), default=1.0)
        steps = [
            step
            for column in range(self.columns)
            for above, below in pairwise(self.lines_of(column, 0, len(self.lines)))
            if (step := self.y(below) - self.y(above)) > 0.8 * size
        ]
        return min([*steps, 1.5 * size])

    @cached_property
    def is_padded(self) -> bool:
        """Whether rows keep farther apart than the lines of one cell."""
        full = [self.counts_in(n) or all(cells) for n, cells in enumerate(self.cells)]
        steps = [
            self.y(below) - self.y(above)
            for above, below in pairwise(range(len(self.lines)))
            if full[above] and full[below]
        ]
        return bool(steps) and min(steps) > PADDED * self.step

    def y(self, line: int) -> float:
        """Where a line stands."""
        return self.lines[line].baseline

    def text(self, line: int, column: int) -> str:
        """What a line has in a column."""
        chunk = self.cells[line][column]
        return chunk.text if chunk else ""

    def lines_of(self, column: int, start: int, stop: int) -> list[int]:
        """Which of some lines have something in a column."""
        return [line for line in range(start, stop) if self.cells[line][column]]

    def line_above(self, column: int, line: int) -> int | None:
        """The last line above another that has something in a column."""
        return next((n for n in range(line - 1, -1, -1) if self.cells[n][column]), None)

    def counts_in(self, line: int) -> bool:
        """Whether a line has a count in a column of counts."""
        return any(COUNT.match(self.text(line, column)) for column in self.counts)

    def goes_on(self, column: int, above: int, below: int) -> float:
        """Whether a text goes on on a later line: from 1, surely, over 0, unknown, to -1, no."""
        one, two = self.cells[above][column], self.cells[below][column]
        if one is None or two is None or self.y(below) - self.y(above) > APART * self.step:
            return -1.0
        if two.text[0] in "(%" or two.text[0].islower():
            return 1.0
        first = two.text.split(" ")[0]
        width = (two.x1 - two.x0) * len(first) / len(two.text) + 0.25 * self.lines[below].size
        has_room = one.x1 - one.x0 + width < self._widest[column]
        may_have_room = has_room or width < self._room(column, one, two)
        if not self.found.marks_wraps:
            return -1.0 if has_room else -0.6 if may_have_room else 0.0
        if has_room:
            return -1.0
        if one.is_open:
            return 0.3 if may_have_room else 1.0
        return -0.8 if may_have_room else -0.5  # the space is left out where a line is full

    @cached_property
    def _widest(self) -> list[float]:
        """How wide each column is at least: as its longest text, and as far as its heading."""
        return [self._width(column) for column in range(self.columns)]

    def _width(self, column: int) -> float:
        chunks = [chunk for cells in self.cells if (chunk := cells[column])]
        width = max((chunk.x1 - chunk.x0 for chunk in chunks), default=0.0)
        if not chunks or len(self.found.columns) != self.columns:
            return width
        left = sorted(chunk.x0 for chunk in chunks)[(len(chunks) - 1) // 2]
        aligned = sum(abs(chunk.x0 - left) < 1 for chunk in chunks)
        heading = self.found.columns[column]
        return max(width, heading.x1 - (left if 2 * aligned > len(chunks) else heading.x0))

    def _room(self, column: int, one: Chunk, two: Chunk) -> float:
        """The width that is left beside a text at most."""
        gutters = self.found.gutters
        right = gutters[column][1] - PADDING if column < len(gutters) else self._right
        if abs(one.x0 - two.x0) < 1:
            return right - one.x1
        left = gutters[column - 1][0] + PADDING if column else self._left
        return right - left - (one.x1 - one.x0)

    @cached_property
    def _right(self) -> float:
        return max(chunk.x1 for line in self.lines for chunk in line.chunks)

    @cached_property
    def _left(self) -> float:
        return min(chunk.x0 for line in self.lines for chunk in line.chunks)


def body_of(found: Headings, lines: list[PrintedRow]) -> Body:
    """The lines below some headings, their words by column."""
    xs = middles(found)
    cells: list[list[Chunk | None]] = []
    for line in lines:
        cells.append([None] * (len(xs) + 1))
        for chunk in line.chunks:
            column = bisect_right(xs, (chunk.x0 + chunk.x1) / 2)
            before = cells[-1][column]
            cells[-1][column] = (
                Chunk(before.x0, chunk.x1, f"{before.text} {chunk.text}", chunk.is_open)
                if before
                else chunk
            )
    return Body(found, lines, cells)
