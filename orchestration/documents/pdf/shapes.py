"""The values the PDF reader's steps hand to each other.

Belongs here: plain shapes of a printed page (glyphs, ruled lines, boxes, lines of text, tables
still tied to their place). Coordinates are points from the top left corner of the page as it
is shown, y growing downwards.
Does not belong here: how they are got (`access`), found (`grid`, `lines`) or joined (`stitch`).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

SAME_SIDE = 5.0
"""Parts of one table printed on two pages have the same sides, give or take this (points)."""


class Box(NamedTuple):
    """An upright rectangle."""

    x0: float
    y0: float
    x1: float
    y1: float

    @property
    def width(self) -> float:
        """Width in points."""
        return self.x1 - self.x0

    @property
    def height(self) -> float:
        """Height in points."""
        return self.y1 - self.y0

    def holds(self, x: float, y: float) -> bool:
        """Whether a point lies in the box."""
        return self.x0 <= x <= self.x1 and self.y0 <= y <= self.y1

    def covers(self, other: Box, slack: float) -> bool:
        """Whether `other` lies inside, give or take `slack` points."""
        return (
            self.x0 - slack <= other.x0
            and self.y0 - slack <= other.y0
            and self.x1 + slack >= other.x1
            and self.y1 + slack >= other.y1
        )


class Rule(NamedTuple):
    """A straight ruled line: its fixed coordinate and its extent along the other axis."""

    at: float
    start: float
    end: float


class Glyph(NamedTuple):
    """One printed character in the direction it is read.

    `turn` counts quarter turns counter-clockwise. `start`, `end` run along the reading
    direction and `baseline` across it, so that turned text is put together like upright text;
    for upright text they are x and y.
    """

    text: str
    start: float
    end: float
    baseline: float
    size: float
    turn: int


class ImagePlace(NamedTuple):
    """Where a picture stands on a page, and its number among the page's pictures."""

    box: Box
    number: int


@dataclass(slots=True)
class PrintedPage:
    """What a page draws.

    Attributes:
        number: counted from 1.
        glyphs: characters in the order they are drawn, spaces included.
        across: horizontal ruled lines (at = y). down: vertical ruled lines (at = x).
        struck: how many texts were left out because they are struck out.
    """

    number: int
    width: float
    height: float
    glyphs: list[Glyph] = field(default_factory=list)
    across: list[Rule] = field(default_factory=list)
    down: list[Rule] = field(default_factory=list)
    images: list[ImagePlace] = field(default_factory=list)
    struck: int = 0


@dataclass(slots=True)
class Word:
    """Glyphs printed without a gap, of one size on one baseline.

    Its glyphs are those of the page from number `first` up to but not with `stop`.
    """

    text: str
    start: float
    end: float
    baseline: float
    size: float
    turn: int
    first: int
    stop: int
    space_after: bool = False

    @property
    def middle(self) -> tuple[float, float]:
        """The middle of the word on the page, as x and y."""
        along = (self.start + self.end) / 2
        across = self.baseline - 0.3 * self.size
        if self.turn == 0:
            return along, across
        if self.turn == 1:
            return across, -along
        if self.turn == 2:
            return -along, -across
        return -across, along


@dataclass(slots=True)
class PageWords:
    """A page's words and its ruled lines made whole: what everything on it is told from.

    Attributes:
        across, down: horizontal and vertical ruled lines, sorted by their place.
    """

    number: int
    width: float
    height: float
    words: list[Word]
    across: list[Rule]
    down: list[Rule]
    images: list[ImagePlace]

    def without(self, words: list[Word]) -> list[Word]:
        """The words of the page but some of them."""
        gone = set(map(id, words))
        return [word for word in self.words if id(word) not in gone]


@dataclass(slots=True)
class Line:
    """One printed line of text.

    Attributes:
        first_word: printed width of its first word.
        ends_with_space: whether a space glyph is printed after the last word.
        left, right: the limits of the place it is printed in (cell, page body).
        top, bottom: its extent on the page, whatever its direction.
    """

    text: str
    start: float
    end: float
    baseline: float
    size: float
    first_word: float
    ends_with_space: bool
    turn: int
    page: int
    top: float
    bottom: float
    left: float = 0.0
    right: float = 0.0
    is_centred: bool = False


@dataclass(slots=True)
class CellPlace:
    """A cell tied to its place; content in reading order."""

    box: Box
    continues: bool = False
    content: list[Line | TablePlace] = field(default_factory=list)

    @property
    def is_empty(self) -> bool:
        """Whether nothing is printed in it."""
        return not self.content


@dataclass(slots=True)
class TablePlace:
    """A table tied to its place, rows of cells as the model wants them."""

    box: Box
    rows: list[list[CellPlace]]
    page: int

    def has_sides_of(self, box: Box) -> bool:
        """Whether the table and a frame share both sides, as parts of one table do."""
        return abs(self.box.x0 - box.x0) <= SAME_SIDE and abs(self.box.x1 - box.x1) <= SAME_SIDE

    def open_cells(self) -> list[CellPlace]:
        """The cells of the last row, each merged one by its first."""
        cells: list[CellPlace] = []
        for cell in self.rows[-1]:
            found = cell
            if cell.continues:
                for row in reversed(self.rows[:-1]):
                    match = [each for each in row if each.box == cell.box and not each.continues]
                    if match:
                        found = match[0]
                        break
            cells.append(found)
        return cells


Item = Line | TablePlace


def text_of(item: Item) -> str:
    """All the text of an item on one line, for comparing."""
    if isinstance(item, Line):
        return item.text
    return " | ".join(cell_text(cell) for row in item.rows for cell in row)


def cell_text(cell: CellPlace) -> str:
    """All the text of a cell on one line, for comparing."""
    return " ".join(text_of(item) for item in cell.content)
