"""The pages as values: paragraphs, tables, and cells that may hold tables.

Belongs here: what a page shows and in which role. Does not belong here: what stands on it
(`compose`) or how a Word file stores it (`word`).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

Role = Literal["title", "part", "section", "text", "source", "small"]


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph.

    Attributes:
        text: what it says.
        role: how it looks.
        lead: its first words, printed bold before `text`.
        colour: of a bar at its left edge, as `#rrggbb`; empty for none.
    """

    text: str = ""
    role: Role = "text"
    lead: str = ""
    colour: str = ""


@dataclass(frozen=True, slots=True)
class Cell:
    """A table cell.

    Attributes:
        blocks: paragraphs and tables.
        span: columns it covers.
        is_header: whether it heads a column or row.
        continues: whether it belongs to the cell above it.
        starts: whether cells below belong to it.
    """

    blocks: tuple[Block, ...] = ()
    span: int = 1
    is_header: bool = False
    continues: bool = False
    starts: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """A table; `widths` are the columns' shares of the width it has.

    `header_rows` of them are repeated on each page it runs over.
    """

    rows: tuple[tuple[Cell, ...], ...]
    widths: tuple[int, ...]
    header_rows: int = 1


@dataclass(frozen=True, slots=True)
class Picture:
    """A PNG picture across the page, with what it shows in words."""

    content: bytes
    description: str


@dataclass(frozen=True, slots=True)
class PageBreak:
    """What follows starts on a new page."""


Block: TypeAlias = Paragraph | Table
PageBlock: TypeAlias = Paragraph | Table | Picture | PageBreak


def text_cell(text: str, *, span: int = 1, is_header: bool = False) -> Cell:
    """A cell of plain text, a paragraph a line."""
    paragraphs = tuple(Paragraph(line, "small") for line in text.split("\n"))
    return Cell(paragraphs, span, is_header)
