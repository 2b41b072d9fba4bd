"""Writes pages as a Word file.

Belongs here: the text's XML, the same bytes for the same pages; written as text at once, for a
library that looks for every cell again is slow on thousands of documents.
Does not belong here: what stands on the pages, or the file around the text (`package`).
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise
from typing import Final

from orchestration.written_summary.package import as_xml, package_of
from orchestration.written_summary.pages import (
    Block,
    Cell,
    PageBlock,
    PageBreak,
    Paragraph,
    Picture,
    Role,
    Table,
)

_STYLES: Final[dict[Role, str]] = {
    "title": "Title",
    "part": "Heading1",
    "section": "Heading2",
    "text": "Normal",
    "source": "Caption",
    "small": "NoSpacing",
}
_MOST_ROWS_TOGETHER: Final = 14
"""Rows of a nested table up to which the row that holds it is not broken over two pages."""

_TEXT_WIDTH: Final = 9638
"""Twentieths of a point between the margins of an A4 page."""
_HEADER_FILL: Final = "E7EDF3"
_MARGINS: Final = (
    '<w:tblCellMar><w:top w:w="40" w:type="dxa"/><w:left w:w="70" w:type="dxa"/>'
    '<w:bottom w:w="40" w:type="dxa"/><w:right w:w="70" w:type="dxa"/></w:tblCellMar>'
)


def write_word(blocks: Iterable[PageBlock], *, title: str) -> bytes:
    """The file's bytes."""
    blocks = list(blocks)
    package = package_of(tuple(block for block in blocks if isinstance(block, Picture)))
    pictures = iter(package.pictures)
    text = []
    for block, following in pairwise((*blocks, None)):
        if isinstance(block, Picture):
            text.append(next(pictures))
        elif block is not None:
            has_source = isinstance(following, Paragraph) and following.role == "source"
            text.append(_block(block, is_kept=has_source))
    return package.with_text("".join(text), title)


def _block(block: Block | PageBreak, *, is_kept: bool) -> str:
    """A block as XML; a kept table stays with what follows."""
    if isinstance(block, PageBreak):
        return '<w:p><w:r><w:br w:type="page"/></w:r></w:p>'
    if isinstance(block, Table):
        return _table(block, _TEXT_WIDTH, is_kept=is_kept)
    return _paragraph(block)


def _paragraph(paragraph: Paragraph, *, is_bold: bool = False, is_kept: bool = False) -> str:
    """A paragraph; one that is kept stands on the page of what follows."""
    style = _STYLES[paragraph.role]
    keep = "<w:keepNext/>" if is_kept or paragraph.role in ("part", "section") else ""
    if paragraph.colour:
        colour = paragraph.colour.removeprefix("#")
        edge = f'<w:left w:val="single" w:sz="96" w:space="4" w:color="{colour}"/>'
        keep += f"<w:pBdr>{edge}</w:pBdr>"
    runs = _run(paragraph.lead, is_bold=True) + _run(paragraph.text, is_bold=is_bold)
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{keep}</w:pPr>{runs}</w:p>'


def _run(text: str, *, is_bold: bool) -> str:
    if not text:
        return ""
    lines = as_xml(text).split("\n")
    words = "<w:br/>".join(f'<w:t xml:space="preserve">{line}</w:t>' for line in lines)
    return f"<w:r>{'<w:rPr><w:b/></w:rPr>' if is_bold else ''}{words}</w:r>"


def _table(table: Table, width: int, *, is_kept: bool = False) -> str:
    shares = sum(table.widths)
    widths = [width * share // shares for share in table.widths]
    grid = "".join(f'<w:gridCol w:w="{one}"/>' for one in widths)
    rows = []
    for number, cells in enumerate(table.rows):
        is_head = number < table.header_rows
        properties = ""
        if is_head or _height(cells) <= _MOST_ROWS_TOGETHER:
            properties = f"<w:trPr><w:cantSplit/>{'<w:tblHeader/>' if is_head else ''}</w:trPr>"
        # The head stays with the first row, the last row with the line that names its source.
        is_row_kept = is_head or (is_kept and number == len(table.rows) - 1)
        rows.append(f"<w:tr>{properties}{_cells(cells, widths, is_kept=is_row_kept)}</w:tr>")
    return (
        '<w:tbl><w:tblPr><w:tblStyle w:val="TableGrid"/>'
        f'<w:tblW w:w="{sum(widths)}" w:type="dxa"/><w:tblLayout w:type="fixed"/>'
        f"{_MARGINS}</w:tblPr>"
        f"<w:tblGrid>{grid}</w:tblGrid>{''.join(rows)}</w:tbl>"
    )


def _height(cells: tuple[Cell, ...]) -> int:
    """Rows of the longest table within a row."""
    tables = [block for cell in cells for block in cell.blocks if isinstance(block, Table)]
    return max((len(table.rows) for table in tables), default=0)


def _cells(cells: tuple[Cell, ...], widths: list[int], *, is_kept: bool) -> str:
    parts, at = [], 0
    for cell in cells:
        width = sum(widths[at : at + cell.span])
        at += cell.span
        properties = f'<w:tcW w:w="{width}" w:type="dxa"/>'
        if cell.span > 1:
            properties += f'<w:gridSpan w:val="{cell.span}"/>'
        if cell.starts or cell.continues:
            properties += '<w:vMerge w:val="restart"/>' if cell.starts else "<w:vMerge/>"
        if cell.is_header:
            properties += f'<w:shd w:val="clear" w:color="auto" w:fill="{_HEADER_FILL}"/>'
        inside = _inside(cell, width - 140, is_kept=is_kept)
        parts.append(f"<w:tc><w:tcPr>{properties}</w:tcPr>{inside}</w:tc>")
    return "".join(parts)


def _inside(cell: Cell, width: int, *, is_kept: bool) -> str:
    """The cell's blocks; the last one of a cell must be a paragraph."""
    xml = [
        _table(block, width)
        if isinstance(block, Table)
        else _paragraph(block, is_bold=cell.is_header, is_kept=is_kept)
        for block in cell.blocks
    ]
    if not cell.blocks or isinstance(cell.blocks[-1], Table):
        xml.append(_paragraph(Paragraph("", "small")))
    return "".join(xml)
