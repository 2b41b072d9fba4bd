"""One story of a Word file (body, header, footnote): its markup turned into blocks.

Belongs here: paragraphs and tables in reading order, nested ones too, tables with their merges,
text boxes behind the paragraph they hang on, accepted changes.
Does not belong here: what a paragraph's runs print (`runs`), where parts and pictures lie
(`reader`).

No method recurses over markup except from a table or text box into a nested one, and that is
bounded, so no nesting can exhaust the interpreter.
"""

from __future__ import annotations

from typing import Final

from lxml import etree

from orchestration.documents.docx.context import Context, kept_elsewhere
from orchestration.documents.docx.names import WORD
from orchestration.documents.docx.runs import Line, Runs
from orchestration.documents.docx.styles import (
    VAL,
    is_on,
    number_of,
    properties_of,
    value_of,
)
from orchestration.documents.docx.wrappers import unwrapped
from orchestration.documents.model import Block, Cell, Paragraph, Table

_PARAGRAPH: Final = WORD + "p"
_PARAGRAPH_PROPERTIES: Final = WORD + "pPr"
_RUN_PROPERTIES: Final = WORD + "rPr"
_TABLE: Final = WORD + "tbl"
_ROW: Final = WORD + "tr"
_CELL: Final = WORD + "tc"
_COLUMNS_BEFORE: Final = WORD + "gridBefore"
_ROW_PROPERTIES: Final = WORD + "trPr"
_CELL_PROPERTIES: Final = WORD + "tcPr"
_DELETED_CELL: Final = WORD + "cellDel"
_DELETED: Final = WORD + "del"
_MOVED_AWAY: Final = WORD + "moveFrom"
_HIDDEN_ROW: Final = WORD + "hidden"
_HIDDEN_END: Final = WORD + "specVanish"
_MERGED_DOWN: Final = WORD + "vMerge"
_MERGED_LEFT: Final = WORD + "hMerge"
_SPAN: Final = WORD + "gridSpan"
_ELSEWHERE: Final = frozenset(WORD + name for name in ("altChunk", "subDoc"))
_HARDLY_A_COLUMN: Final = 360
"""Twentieths of a point. A row shifted by less than this was not moved a column to the right."""


class Story:
    """Reads the blocks of one part."""

    def __init__(self, root: etree._Element, context: Context, note_mark: str = "") -> None:
        """Prepare to read below `root`; `note_mark` is what a note's own reference prints."""
        self._context = context
        self._runs = Runs(root, context, note_mark)

    def blocks(self, parent: etree._Element, depth: int = 0) -> tuple[Block, ...]:
        """The paragraphs and tables directly below `parent`, in reading order.

        Paragraphs that print nothing are left out. A text box is read right after the
        paragraph it is anchored to.

        Args:
            parent: a body, cell, header, note or text box.
            depth: how many tables and text boxes lie around it.
        """
        blocks: list[Block] = []
        run_in: list[str] = []
        for element in unwrapped(parent):
            tag = element.tag
            if tag == _PARAGRAPH:
                properties = properties_of(element, _PARAGRAPH_PROPERTIES)
                line = Line()
                text = self._runs.text_of(element, properties, line)
                if _RUN_PROPERTIES in properties and _is_gone(properties[_RUN_PROPERTIES]):
                    run_in.append(text)
                else:
                    self._add_paragraph(blocks, "".join((*run_in, text)) if run_in else text)
                    run_in.clear()
                for box in line.boxes:
                    if isinstance(box, str):
                        self._add_paragraph(blocks, box)
                    elif depth < self._context.limits.table_depth:
                        blocks.extend(self.blocks(box, depth + 1))
                    else:
                        blocks.extend(self._flattened(box))
            elif tag == _TABLE:
                if depth < self._context.limits.table_depth:
                    rows = self._rows(element, depth + 1)
                    if rows:
                        blocks.append(Table(rows))
                else:
                    blocks.extend(self._flattened(element))
            elif tag in _ELSEWHERE:
                raise kept_elsewhere()
        self._add_paragraph(blocks, "".join(run_in))
        return tuple(blocks)

    def _add_paragraph(self, blocks: list[Block], text: str) -> None:
        if text and not text.isspace():
            self._context.count_text(text)
            blocks.append(Paragraph(text.strip("\n")))

    def _flattened(self, element: etree._Element) -> list[Block]:
        """What lies deeper than the limit, as plain paragraphs: nothing printed is lost."""
        self._context.flattened += 1
        blocks: list[Block] = []
        for paragraph in element.iter(_PARAGRAPH):
            properties = properties_of(paragraph, _PARAGRAPH_PROPERTIES)
            text = self._runs.text_of(paragraph, properties, Line())
            self._add_paragraph(blocks, text)
        return blocks

    def _rows(self, table: etree._Element, depth: int) -> tuple[tuple[Cell, ...], ...]:
        widths: list[int] | None = None
        rows = []
        for element in unwrapped(table):
            if element.tag != _ROW:
                continue
            cells: list[Cell] = []
            properties = element.find(_ROW_PROPERTIES)
            if properties is not None:
                if properties.find(_DELETED) is not None:
                    continue
                skipped = number_of(value_of(properties, _COLUMNS_BEFORE), 0)
                if skipped > 0:
                    if widths is None:
                        widths = _column_widths(table)
                    if sum(widths[:skipped]) >= _HARDLY_A_COLUMN or len(widths) < skipped:
                        cells.append(Cell())
            self._read_cells(element, cells, depth)
            is_hidden = properties is not None and is_on(properties.find(_HIDDEN_ROW))
            if cells and not (is_hidden and not any(cell.blocks for cell in cells)):
                rows.append(tuple(cells))
        return tuple(rows)

    def _read_cells(self, row: etree._Element, cells: list[Cell], depth: int) -> None:
        for element in unwrapped(row):
            if element.tag != _CELL:
                continue
            properties = properties_of(element, _CELL_PROPERTIES)
            if _DELETED_CELL in properties:
                continue
            continues = _continues(properties.get(_MERGED_DOWN))
            blocks = self.blocks(element, depth)
            if cells and _continues(properties.get(_MERGED_LEFT)):
                last = cells[-1]
                cells[-1] = Cell(last.blocks + blocks, last.continues, last.columns + 1)
            else:
                columns = properties.get(_SPAN)
                width = 1 if columns is None else number_of(columns.get(VAL), 1)
                cells.append(Cell(blocks, continues, width))


def _is_gone(mark: etree._Element) -> bool:
    """Whether a paragraph's end is deleted or hidden, so that the next one prints behind it."""
    formatting = {child.tag: child for child in mark}
    return (
        _DELETED in formatting
        or _MOVED_AWAY in formatting
        or bool(is_on(formatting.get(_HIDDEN_END)))
    )


def _continues(merge: etree._Element | None) -> bool:
    """Whether a cell with this `vMerge` or `hMerge` continues the one above or to its left."""
    return merge is not None and merge.get(VAL, "continue") == "continue"


def _column_widths(table: etree._Element) -> list[int]:
    grid = table.find(WORD + "tblGrid")
    if grid is None:
        return []
    return [number_of(column.get(WORD + "w"), 0) for column in grid.iterchildren(WORD + "gridCol")]
