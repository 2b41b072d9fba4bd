"""Writes pages as a Word file.

Belongs here: the file's XML, styles and properties, the same bytes for the same pages. The
package, its styles and pictures are python-docx's; tables are written as XML at once, for a
library that looks for every cell again is slow on hundreds of documents.
Does not belong here: what stands on the pages.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable
from datetime import datetime
from itertools import pairwise
from typing import TYPE_CHECKING, Final
from xml.sax.saxutils import escape

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

if TYPE_CHECKING:
    from docx.document import Document

_NAMESPACE: Final = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_ANY_TIME: Final = datetime(2000, 1, 1)
_ZIP_TIME: Final = (2000, 1, 1, 0, 0, 0)
_NOT_IN_XML: Final = re.compile(r"[^\t\n\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
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
    import docx

    document = docx.Document()
    _prepare(document, title)
    body = document.element.body
    for block, following in pairwise((*blocks, None)):
        if isinstance(block, Picture):
            _add_picture(document, block)
        elif block is not None:
            has_source = isinstance(following, Paragraph) and following.role == "source"
            xml = _block(block, _TEXT_WIDTH, is_kept=has_source)
            body.insert(len(body) - 1, _element(xml))
    written = io.BytesIO()
    document.save(written)
    return _without_times(written.getvalue())


def _prepare(document: Document, title: str) -> None:
    """Page, fonts and properties."""
    from docx.oxml.ns import qn
    from docx.shared import Cm, Pt, RGBColor

    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2)
    section.top_margin = section.bottom_margin = Cm(2)
    sizes = {
        "Title": 16, "Heading 1": 12, "Heading 2": 10, "Normal": 10, "Caption": 8, "No Spacing": 9
    }  # fmt: skip
    for name, size in sizes.items():
        style = document.styles[name]
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        for attribute in list(fonts.attrib):
            del fonts.attrib[attribute]
        for attribute in ("w:ascii", "w:hAnsi", "w:cs"):
            fonts.set(qn(attribute), "Calibri")
        style.font.size = Pt(size)
        style.font.color.rgb = RGBColor(0x12, 0x2B, 0x45 if "ead" in name else 0x2B)
        style.font.bold = name in ("Title", "Heading 1")
    for name, before, after in (("Heading 1", 10, 3), ("Heading 2", 8, 3), ("Caption", 2, 6)):
        layout = document.styles[name].paragraph_format
        layout.space_before, layout.space_after = Pt(before), Pt(after)
    document.styles["Normal"].element.get_or_add_rPr().append(
        _element(f'<w:lang xmlns:w="{_NAMESPACE}" w:val="es-PE"/>')
    )
    properties = document.core_properties
    properties.title, properties.language, properties.author = title, "es-PE", ""
    properties.comments, properties.last_modified_by = "", ""
    properties.created = properties.modified = _ANY_TIME


def _add_picture(document: Document, picture: Picture) -> None:
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.shared import Cm

    paragraph = document.add_paragraph()
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    shape = paragraph.add_run().add_picture(io.BytesIO(picture.content), width=Cm(8))
    shape._inline.docPr.set("descr", picture.description)


def _element(xml: str):  # type: ignore[no-untyped-def]
    from docx.oxml import parse_xml

    return parse_xml(xml)


def _block(block: Block | PageBreak, width: int, *, is_kept: bool) -> str:
    """A block as XML of its own, with the namespace declared; a kept table stays with the next."""
    if isinstance(block, PageBreak):
        xml = '<w:p><w:r><w:br w:type="page"/></w:r></w:p>'
    elif isinstance(block, Table):
        xml = _table(block, width, is_kept=is_kept)
    else:
        xml = _paragraph(block)
    return xml.replace(">", f' xmlns:w="{_NAMESPACE}">', 1)


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
    lines = escape(_NOT_IN_XML.sub(" ", text)).split("\n")
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


def _without_times(content: bytes) -> bytes:
    """The same package with a fixed time on every part, so that bytes depend on content only."""
    written = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as parts,
        zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as archive,
    ):
        for name in parts.namelist():
            info = zipfile.ZipInfo(name, _ZIP_TIME)
            archive.writestr(info, parts.read(name), zipfile.ZIP_DEFLATED)
    return written.getvalue()
