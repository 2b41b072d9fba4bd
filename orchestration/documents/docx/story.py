"""One story of a Word file (body, header, footnote): its markup turned into blocks.

Belongs here: what of the markup is printed, and in which order: runs, fields, accepted
changes, text boxes, tables with their merges, nested ones too.
Does not belong here: where parts and pictures lie (`reader`) or how lists count (`numbering`).

No method recurses over markup except from a table or text box into a nested one, and that is
bounded, so no nesting can exhaust the interpreter.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from lxml import etree

from orchestration.documents.docx.archive import RESEND
from orchestration.documents.docx.names import (
    COMPATIBILITY,
    DRAWING,
    MATH,
    RELATION,
    UNDERSTOOD,
    VML,
    WORD,
    XML_SPACE,
)
from orchestration.documents.docx.numbering import Numbering
from orchestration.documents.docx.styles import (
    PLAIN,
    VAL,
    Style,
    Styles,
    is_on,
    number_of,
    properties_of,
    value_of,
)
from orchestration.documents.model import Block, Cell, DocumentRefused, Limits, Paragraph, Table

_PARAGRAPH: Final = WORD + "p"
_PARAGRAPH_PROPERTIES: Final = WORD + "pPr"
_RUN_PROPERTIES: Final = WORD + "rPr"
_TABLE: Final = WORD + "tbl"
_ROW: Final = WORD + "tr"
_CELL: Final = WORD + "tc"
_RUN: Final = WORD + "r"
_TEXT: Final = WORD + "t"
_PARAGRAPH_STYLE: Final = WORD + "pStyle"
_RUN_STYLE: Final = WORD + "rStyle"
_RAISING: Final = WORD + "vertAlign"
_LIST_LEVEL: Final = WORD + "ilvl"
_LIST_ID: Final = WORD + "numId"
_COLUMNS_BEFORE: Final = WORD + "gridBefore"
_LIST: Final = WORD + "numPr"
_HIDDEN: Final = WORD + "vanish"
_ROW_PROPERTIES: Final = WORD + "trPr"
_CELL_PROPERTIES: Final = WORD + "tcPr"
_DELETED_CELL: Final = WORD + "cellDel"
_DELETED: Final = WORD + "del"
_MOVED_AWAY: Final = WORD + "moveFrom"
_HIDDEN_END: Final = WORD + "specVanish"
_MERGED_DOWN: Final = WORD + "vMerge"
_MERGED_LEFT: Final = WORD + "hMerge"
_SPAN: Final = WORD + "gridSpan"
_TEXT_BOX: Final = WORD + "txbxContent"
_FIELD_MARK: Final = WORD + "fldChar"
_ALTERNATIVES: Final = COMPATIBILITY + "AlternateContent"

_BLOCK_WRAPPERS: Final = frozenset(
    WORD + name for name in ("sdt", "sdtContent", "customXml", "smartTag", "ins", "moveTo")
) | {_ALTERNATIVES}
_INLINE_WRAPPERS: Final = _BLOCK_WRAPPERS | {
    WORD + name for name in ("hyperlink", "fldSimple", "dir", "bdo")
}
_RUN_WRAPPERS: Final = frozenset({_ALTERNATIVES, _RUN, WORD + "ruby", WORD + "rubyBase"})
"""What stands for its children, among blocks, in a paragraph, in a run. What is in none of these
tables (deleted words, field instructions, properties, marks of an editor) is not printed."""
_SYMBOL: Final = WORD + "sym"
_NOTE_REFERENCES: Final = frozenset({WORD + "footnoteReference", WORD + "endnoteReference"})
_OWN_NOTE_MARKS: Final = frozenset({WORD + "footnoteRef", WORD + "endnoteRef"})
_FORMULA_TEXT: Final = MATH + "t"
_DENOMINATOR: Final = MATH + "den"
_DRAWINGS: Final = frozenset(WORD + name for name in ("drawing", "pict", "object"))
_ELSEWHERE: Final = frozenset(WORD + name for name in ("altChunk", "subDoc"))
_PRINTED_AS: Final[dict[str, str]] = {
    WORD + "tab": "\t",
    WORD + "ptab": "\t",
    WORD + "br": "\n",
    WORD + "cr": "\n",
    WORD + "noBreakHyphen": "-",
}
_SUPERSCRIPT: Final = str.maketrans("0123456789+-=()", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾")
_ORDINAL_OF: Final[dict[str, str]] = {"o": "º", "a": "ª"}
_SYMBOL_FONT: Final[dict[int, str]] = {
    0x22: "∀", 0x2A: "*", 0x2D: "-", 0xA3: "≤", 0xB0: "°", 0xB1: "±", 0xB3: "≥", 0xB4: "x",
    0xB7: "•",
}  # fmt: skip
"""Codes of the fonts Symbol and Wingdings that are no ASCII, as far as a summary may use them."""
_HARDLY_A_COLUMN: Final = 360
"""Twentieths of a point. A row shifted by less than this was not moved a column to the right."""
_BLOCKS_PER_LOOK: Final = 64


@dataclass(slots=True)
class Context:
    """What the stories of one document share.

    Attributes:
        picture_ids: relationship ids of the pictures met, in reading order (keys of a dict,
            to be found fast).
        notes: by kind (`footnoteReference`, `endnoteReference`), the notes met: their number by
            their id, in reading order.
        flattened: how many tables lay deeper than the limit.
    """

    styles: Styles
    numbering: Numbering
    limits: Limits
    deadline: float
    most_characters: int
    picture_ids: dict[str, None] = field(default_factory=dict)
    notes: dict[str, dict[str, int]] = field(
        default_factory=lambda: {"footnoteReference": {}, "endnoteReference": {}}
    )
    flattened: int = 0
    _characters: int = 0
    _blocks: int = 0

    def count_text(self, text: str) -> None:
        """Bound the text of the whole document and the time it takes.

        Raises:
            DocumentRefused: `too_large`.
        """
        self._characters += len(text)
        if self._characters > self.most_characters:
            raise DocumentRefused(
                "too_large",
                f"The document has more than {self.most_characters // 1_000_000} million "
                f"characters of text; a summary has some 20 000: check that it is one, and "
                f"{RESEND}.",
            )
        self._blocks += 1
        if self._blocks % _BLOCKS_PER_LOOK == 0 and time.process_time() > self.deadline:
            raise DocumentRefused(
                "too_large",
                f"The document took more than {self.limits.seconds:g} seconds to read: check "
                f"that it is a summary of one department, and {RESEND}.",
            )


@dataclass(slots=True)
class _Line:
    """The words of one paragraph while its markup is walked, and what hangs on it."""

    pieces: list[str] = field(default_factory=list)
    boxes: list[etree._Element | str] = field(default_factory=list)


class Story:
    """Reads the blocks of one part."""

    def __init__(self, root: etree._Element, context: Context, note_mark: str = "") -> None:
        """Prepare to read below `root`; `note_mark` is what a note's own reference prints."""
        self._context = context
        self._note_mark = note_mark
        self._open_fields: list[bool] = []
        self._instructions = 0
        self._follows_fields = _fields_are_whole(root)
        self._keeps_blanks = root.get(XML_SPACE) == "preserve"

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
        for element in _unwrapped(parent):
            tag = element.tag
            if tag == _PARAGRAPH:
                properties = properties_of(element, _PARAGRAPH_PROPERTIES)
                line = _Line()
                text = self._paragraph_text(element, properties, line)
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
                raise DocumentRefused(
                    "incomplete_document",
                    "Part of the document is kept in another file that is only merged in when "
                    f"Word opens it: {RESEND}.",
                )
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
            text = self._paragraph_text(paragraph, properties, _Line())
            self._add_paragraph(blocks, text)
        return blocks

    def _rows(self, table: etree._Element, depth: int) -> tuple[tuple[Cell, ...], ...]:
        widths: list[int] | None = None
        rows = []
        for element in _unwrapped(table):
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
            if cells:
                rows.append(tuple(cells))
        return tuple(rows)

    def _read_cells(self, row: etree._Element, cells: list[Cell], depth: int) -> None:
        for element in _unwrapped(row):
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

    def _paragraph_text(
        self, paragraph: etree._Element, properties: dict[str, etree._Element], line: _Line
    ) -> str:
        """A paragraph's printed text with its list number; its text boxes go to `line`."""
        styles = self._context.styles
        style_id = styles.default_paragraph
        if _PARAGRAPH_STYLE in properties:
            style_id = properties[_PARAGRAPH_STYLE].get(VAL) or style_id
        style = styles.get(style_id) if style_id else PLAIN
        numbering = properties.get(_LIST)
        number = ""
        if numbering is not None or style.list_id:
            level = value_of(numbering, _LIST_LEVEL)
            number = self._context.numbering.number(
                value_of(numbering, _LIST_ID),
                None if level is None else number_of(level, 0),
                style_id,
                style,
            )
        self._read_inline(paragraph, style, line)
        return number + "".join(line.pieces)

    def _read_inline(self, paragraph: etree._Element, style: Style, line: _Line) -> None:
        """Walk a paragraph's runs, whatever they are wrapped in, with a stack of our own."""
        open_elements = [iter(paragraph)]
        while open_elements:
            for element in open_elements[-1]:
                tag = element.tag
                if tag == _RUN:
                    self._read_run(element, style, line)
                elif tag in _INLINE_WRAPPERS:
                    inner = _chosen(element) if tag == _ALTERNATIVES else element
                    if inner is not None:
                        open_elements.append(iter(inner))
                        break
                elif tag == _FORMULA_TEXT:
                    line.pieces.append(element.text or "")
                elif tag.startswith(MATH):
                    if tag == _DENOMINATOR:
                        line.pieces.append("/")
                    open_elements.append(iter(element))
                    break
            else:
                open_elements.pop()

    def _read_run(self, run: etree._Element, paragraph_style: Style, line: _Line) -> None:
        """Take what one run prints: words to `line.pieces`, text boxes to `line.boxes`."""
        is_hidden, is_raised = paragraph_style.is_hidden, False
        pieces = line.pieces
        open_elements = [iter(run)]
        while open_elements:
            for element in open_elements[-1]:
                tag = element.tag
                if tag == _RUN_PROPERTIES:
                    if len(element):
                        is_hidden, is_raised = self._formatting(element, paragraph_style)
                elif tag in _RUN_WRAPPERS:
                    inner = _chosen(element) if tag == _ALTERNATIVES else element
                    if inner is not None:
                        open_elements.append(iter(inner))
                        break
                elif tag == _FIELD_MARK:
                    self._follow_field(element.get(WORD + "fldCharType"))
                elif is_hidden or self._instructions:
                    continue
                elif tag == _TEXT:
                    text = self._text(element)
                    pieces.append(_raised(text) if is_raised else text)
                elif tag in _PRINTED_AS:
                    pieces.append(_PRINTED_AS[tag])
                elif tag in _DRAWINGS:
                    self._read_drawing(element, line)
                elif tag == _SYMBOL:
                    pieces.append(_symbol(element))
                elif tag in _NOTE_REFERENCES:
                    pieces.append(self._note_reference(element))
                elif tag in _OWN_NOTE_MARKS:
                    pieces.append(self._note_mark)
            else:
                open_elements.pop()

    def _text(self, element: etree._Element) -> str:
        """The characters of a `w:t`; Word drops outer blanks that are not marked as kept."""
        text = element.text or ""
        if "\n" in text or "\r" in text:
            text = text.replace("\r\n", " ").replace("\n", " ").replace("\r", " ")
        if not self._keeps_blanks and element.get(XML_SPACE) != "preserve":
            text = text.strip(" \t")
        return text

    def _formatting(self, properties: etree._Element, paragraph: Style) -> tuple[bool | None, bool]:
        """Whether a run is hidden and whether it is raised."""
        style, hiding, raising = PLAIN, None, None
        for element in properties:
            tag = element.tag
            if tag == _RUN_STYLE:
                style = self._context.styles.get(element.get(VAL, ""))
            elif tag == _HIDDEN:
                hiding = is_on(element)
            elif tag == _RAISING:
                raising = element.get(VAL)
        if hiding is None:
            hiding = paragraph.is_hidden if style.is_hidden is None else style.is_hidden
        return hiding, (raising or style.raising) == "superscript"

    def _follow_field(self, mark: str | None) -> None:
        """Keep count of the fields whose instruction (not their result) is being read."""
        if not self._follows_fields:
            return
        if mark == "begin":
            self._open_fields.append(True)
            self._instructions += 1
        elif self._open_fields and mark in ("separate", "end"):
            is_instruction = self._open_fields.pop()
            self._instructions -= is_instruction
            if mark == "separate":
                self._open_fields.append(False)

    def _note_reference(self, element: etree._Element) -> str:
        """The raised number of a note, counted over the document; empty where a mark is typed."""
        numbers = self._context.notes[element.tag.rpartition("}")[2]]
        number = numbers.setdefault(element.get(WORD + "id", ""), len(numbers) + 1)
        is_typed = element.get(WORD + "customMarkFollows", "0") in ("1", "true", "on")
        return "" if is_typed else note_mark(number)

    def _read_drawing(self, drawing: etree._Element, line: _Line) -> None:
        """Collect a drawing's text boxes and pictures; of alternatives only one is drawn."""
        open_elements = [iter((drawing,))]
        while open_elements:
            for element in open_elements[-1]:
                tag = element.tag
                if tag == _TEXT_BOX:
                    line.boxes.append(element)
                    continue
                if tag == _ALTERNATIVES:
                    branch = _chosen(element)
                    if branch is None:
                        continue
                    element = branch
                elif tag == DRAWING + "blip":
                    self._meet_picture(
                        element.get(RELATION + "embed") or element.get(RELATION + "link")
                    )
                elif tag == VML + "imagedata":
                    self._meet_picture(element.get(RELATION + "id"))
                elif tag == VML + "textpath":
                    line.boxes.append(element.get("string", ""))
                open_elements.append(iter(element))
                break
            else:
                open_elements.pop()

    def _meet_picture(self, relation_id: str | None) -> None:
        if relation_id:
            self._context.picture_ids.setdefault(relation_id)


def note_mark(number: int) -> str:
    """What stands in the text for a note: its number, raised."""
    return str(number).translate(_SUPERSCRIPT)


def _unwrapped(parent: etree._Element) -> Iterator[etree._Element]:
    """The blocks, rows or cells below `parent`, those of wrappers in place of the wrappers."""
    open_elements = [iter(parent)]
    while open_elements:
        for element in open_elements[-1]:
            if element.tag not in _BLOCK_WRAPPERS:
                yield element
                continue
            inner = _chosen(element) if element.tag == _ALTERNATIVES else element
            if inner is not None:
                open_elements.append(iter(inner))
                break
        else:
            open_elements.pop()


def _chosen(alternatives: etree._Element) -> etree._Element | None:
    """The one branch of alternatives that is drawn: the first understood, else the fallback."""
    for branch in alternatives:
        if branch.tag == COMPATIBILITY + "Choice":
            needed = (branch.get("Requires") or "").split()
            if all(branch.nsmap.get(prefix) in UNDERSTOOD for prefix in needed):
                return branch
        elif branch.tag == COMPATIBILITY + "Fallback":
            return branch
    return None


def _fields_are_whole(root: etree._Element) -> bool:
    """Whether every field that begins also ends; where not, only instructions are left out."""
    open_fields = 0
    for element in root.iter(_FIELD_MARK):
        mark = element.get(WORD + "fldCharType")
        open_fields += (mark == "begin") - (mark == "end")
        if open_fields < 0:
            return False
    return open_fields == 0


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


def _raised(text: str) -> str:
    return _ORDINAL_OF.get(text, text.translate(_SUPERSCRIPT))


def _symbol(element: etree._Element) -> str:
    """The character of a `w:sym`, whose code may lie in a symbol font's private range."""
    try:
        code = int(element.get(WORD + "char", ""), 16)
    except ValueError:
        return ""
    if 0xF000 <= code <= 0xF0FF:
        code -= 0xF000
        if code in _SYMBOL_FONT:
            return _SYMBOL_FONT[code]
    return chr(code) if 0x20 <= code <= 0x10FFFF and not 0xD800 <= code <= 0xDFFF else ""
