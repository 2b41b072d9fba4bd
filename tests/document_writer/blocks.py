"""The light tree the three formats are written from.

Belongs here: what a page shows, as an author of the document typed it (paragraphs, nested
tables with merged cells, the map page). Does not belong here: what the figures are (`truth`)
or how a format stores the tree (`as_text`, `as_docx`).

The tree is mutable on purpose: faults change it after it was composed.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TypeAlias


@dataclass(slots=True)
class Par:
    """One paragraph.

    Attributes:
        text: what is printed; a newline is a line break inside the paragraph.
        number: an automatic list number in front of the text (`1.`), without the space after it.
        box: a text box anchored in the paragraph: its text, or None.
        footnote: the text of a footnote referred to at the end of the paragraph, or None;
            writers number them.
        bookmark: the name of a bookmark at the paragraph's start, or an empty string.
        superscript: a mark printed as a superscript run after the text (`1`).
        is_heading: whether an author would set it in bold.
    """

    text: str = ""
    number: str = ""
    box: str | None = None
    footnote: str | None = None
    footnote_number: int = 1
    bookmark: str = ""
    superscript: str = ""
    is_heading: bool = False


@dataclass(slots=True)
class TableCell:
    """One cell: `span` grid columns wide; `continues` where a merged cell above reaches in."""

    blocks: list[PageBlock] = field(default_factory=lambda: [Par()])
    span: int = 1
    continues: bool = False
    starts: bool = False


@dataclass(slots=True)
class TableBlock:
    """A table as rows of cells; the first `header_rows` repeat on the next page."""

    rows: list[list[TableCell]]
    header_rows: int = 1


PageBlock: TypeAlias = Par | TableBlock


@dataclass(slots=True)
class MapPage:
    """The words drawn on the map picture, in the order a person reads them."""

    title: list[str]
    ranking_heading: list[str]
    ranking: list[str]
    legend: list[str]
    bands: list[str]
    stamp: list[str]
    place_labels: list[str]
    grid_labels: list[str]


@dataclass(slots=True)
class Pages:
    """A whole document as an author sees it."""

    body: list[PageBlock] = field(default_factory=list)
    map_page: MapPage | None = None
    page_count: int = 8


def cell(*blocks: PageBlock | str, span: int = 1) -> TableCell:
    """A cell of paragraphs and tables; a string is a paragraph."""
    return TableCell(
        [Par(block) if isinstance(block, str) else block for block in blocks] or [Par()], span
    )


def continued() -> TableCell:
    """The empty cell of a row that a merged cell above reaches into."""
    return TableCell(continues=True)


def walk(blocks: list[PageBlock]) -> Iterator[Par]:
    """Every paragraph in reading order, those in nested tables included."""
    for block in blocks:
        if isinstance(block, Par):
            yield block
        else:
            for row in block.rows:
                for one in row:
                    yield from walk(one.blocks)
