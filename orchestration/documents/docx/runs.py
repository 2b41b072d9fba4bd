"""What a paragraph of a Word file prints: its runs, whatever they are wrapped in.

Belongs here: words, fields, raised digits, symbols, notes' marks, formulas, list numbers, and
the text boxes and pictures that hang on a paragraph.
Does not belong here: paragraphs and tables in their order (`story`) or how lists count
(`numbering`).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Final

from lxml import etree

from orchestration.documents.docx.context import Context, kept_elsewhere
from orchestration.documents.docx.names import DRAWING, MATH, RELATION, VML, WORD, XML_SPACE
from orchestration.documents.docx.styles import (
    PLAIN,
    VAL,
    Style,
    is_on,
    number_of,
    value_of,
)
from orchestration.documents.docx.wrappers import (
    ALTERNATIVES,
    INLINE_WRAPPERS,
    RUN_WRAPPERS,
    chosen,
)

_RUN_PROPERTIES: Final = WORD + "rPr"
_RUN: Final = WORD + "r"
_TEXT: Final = WORD + "t"
_PARAGRAPH_STYLE: Final = WORD + "pStyle"
_RUN_STYLE: Final = WORD + "rStyle"
_RAISING: Final = WORD + "vertAlign"
_POSITION: Final = WORD + "position"
_LEAST_SHIFT: Final = 3
"""Text moved up or down by this many half points is set off from what it stands behind."""
_LIST_LEVEL: Final = WORD + "ilvl"
_LIST_ID: Final = WORD + "numId"
_LIST: Final = WORD + "numPr"
_HIDDEN: Final = WORD + "vanish"
_STRIKING: Final = frozenset({WORD + "strike", WORD + "dstrike"})
_DIGIT: Final = re.compile(r"\d")
_TEXT_BOX: Final = WORD + "txbxContent"
_FIELD_MARK: Final = WORD + "fldChar"
_SYMBOL: Final = WORD + "sym"
_NOTE_REFERENCES: Final = frozenset({WORD + "footnoteReference", WORD + "endnoteReference"})
_OWN_NOTE_MARKS: Final = frozenset({WORD + "footnoteRef", WORD + "endnoteRef"})
_FORMULA_TEXT: Final = MATH + "t"
_DENOMINATOR: Final = MATH + "den"
_DRAWINGS: Final = frozenset(WORD + name for name in ("drawing", "pict", "object"))
_PRINTED_AS: Final[dict[str, str]] = {
    WORD + "tab": "\t",
    WORD + "ptab": "\t",
    WORD + "br": "\n",
    WORD + "cr": "\n",
    WORD + "noBreakHyphen": "-",
}
_SELECTED: Final = f"{WORD}ffData/{WORD}ddList"
_SUB_DOCUMENT: Final = WORD + "subDoc"
_WORKSHEET: Final = "{urn:schemas-microsoft-com:office:office}OLEObject"
_CHART: Final = "{http://schemas.openxmlformats.org/drawingml/2006/chart}chart"
_SUBSCRIPT: Final = str.maketrans("0123456789+-=()", "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎")
_SUPERSCRIPT: Final = str.maketrans("0123456789+-=()", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾")
_ORDINAL_OF: Final[dict[str, str]] = {"o": "º", "a": "ª"}
_SYMBOL_FONT: Final[dict[int, str]] = {
    0x22: "∀", 0x2A: "*", 0x2D: "-", 0xA3: "≤", 0xB0: "°", 0xB1: "±", 0xB3: "≥", 0xB4: "x",
    0xB7: "•",
}  # fmt: skip
"""Codes of the fonts Symbol and Wingdings that are no ASCII, as far as a summary may use them."""


@dataclass(slots=True)
class Line:
    """The words of one paragraph while its markup is walked, and what hangs on it.

    `ends_moved` says whether the last words were moved up by hand and are words all the same.
    """

    pieces: list[str] = field(default_factory=list)
    boxes: list[etree._Element | str] = field(default_factory=list)
    ends_moved: bool = False


class Runs:
    """Reads the paragraphs of one part."""

    def __init__(self, root: etree._Element, context: Context, note_mark: str) -> None:
        """Prepare to read below `root`; `note_mark` is what a note's own reference prints."""
        self._context = context
        self._note_mark = note_mark
        self._open_fields: list[bool] = []
        self._instructions = 0
        self._follows_fields = _fields_are_whole(root)
        self._keeps_blanks = root.get(XML_SPACE) == "preserve"

    def text_of(
        self, paragraph: etree._Element, properties: dict[str, etree._Element], line: Line
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

    def _read_inline(self, paragraph: etree._Element, style: Style, line: Line) -> None:
        """Walk a paragraph's runs, whatever they are wrapped in, with a stack of our own."""
        open_elements = [iter(paragraph)]
        while open_elements:
            for element in open_elements[-1]:
                tag = element.tag
                if tag == _RUN:
                    self._read_run(element, style, line)
                elif tag in INLINE_WRAPPERS:
                    inner = chosen(element) if tag == ALTERNATIVES else element
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
                elif tag == _SUB_DOCUMENT:
                    raise kept_elsewhere()
            else:
                open_elements.pop()

    def _read_run(self, run: etree._Element, paragraph_style: Style, line: Line) -> None:
        """Take what one run prints: words to `line.pieces`, text boxes to `line.boxes`."""
        is_hidden, raising, is_struck = paragraph_style.is_hidden, None, False
        pieces = line.pieces
        open_elements = [iter(run)]
        while open_elements:
            for element in open_elements[-1]:
                tag = element.tag
                if tag == _RUN_PROPERTIES:
                    if len(element):
                        is_hidden, raising = self._formatting(element, paragraph_style)
                        is_struck = any(one.tag in _STRIKING and is_on(one) for one in element)
                elif tag in RUN_WRAPPERS:
                    inner = chosen(element) if tag == ALTERNATIVES else element
                    if inner is not None:
                        open_elements.append(iter(inner))
                        break
                elif tag == _FIELD_MARK:
                    self._follow_field(element.get(WORD + "fldCharType"))
                    if not is_hidden and len(element):
                        pieces.append(_selected(element))
                elif is_hidden or self._instructions:
                    continue
                elif tag == _TEXT:
                    text = self._text(element)
                    text = _struck(text) if is_struck else text
                    pieces.append(_set_off(text, raising, line) if raising else text)
                    line.ends_moved = raising == "moved_up" and pieces[-1] == text
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

    def _formatting(
        self, properties: etree._Element, paragraph: Style
    ) -> tuple[bool | None, str | None]:
        """Whether a run is hidden, and how it is raised or lowered."""
        style, hiding, raising = PLAIN, None, None
        for element in properties:
            tag = element.tag
            if tag == _RUN_STYLE:
                style = self._context.styles.get(element.get(VAL, ""))
            elif tag == _HIDDEN:
                hiding = is_on(element)
            elif tag == _RAISING:
                raising = element.get(VAL)
            elif tag == _POSITION and raising is None:
                raising = _moved(number_of(element.get(VAL), 0))
        if hiding is None:
            hiding = paragraph.is_hidden if style.is_hidden is None else style.is_hidden
        return hiding, raising or style.raising

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

    def _read_drawing(self, drawing: etree._Element, line: Line) -> None:
        """Collect a drawing's text boxes and pictures; of alternatives only one is drawn."""
        open_elements = [iter((drawing,))]
        while open_elements:
            for element in open_elements[-1]:
                tag = element.tag
                if tag == _TEXT_BOX:
                    line.boxes.append(element)
                    continue
                if tag == ALTERNATIVES:
                    branch = chosen(element)
                    if branch is None:
                        continue
                    element = branch
                elif tag == DRAWING + "blip":
                    self._meet_picture(
                        element.get(RELATION + "embed") or element.get(RELATION + "link")
                    )
                elif tag == VML + "imagedata":
                    self._meet_picture(element.get(RELATION + "id"))
                elif tag == _CHART:
                    self._context.drawn_elsewhere.setdefault("a chart")
                elif tag == _WORKSHEET and (element.get("ProgID") or "").startswith("Excel."):
                    self._context.drawn_elsewhere.setdefault("a worksheet of Excel")
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


def _fields_are_whole(root: etree._Element) -> bool:
    """Whether every field that begins also ends; where not, only instructions are left out."""
    open_fields = 0
    for element in root.iter(_FIELD_MARK):
        mark = element.get(WORD + "fldCharType")
        open_fields += (mark == "begin") - (mark == "end")
        if open_fields < 0:
            return False
    return open_fields == 0


def _moved(half_points: int) -> str | None:
    """How text is set off that is moved up or down by hand."""
    if abs(half_points) < _LEAST_SHIFT:
        return None
    return "moved_up" if half_points > 0 else "subscript"


def _set_off(text: str, raising: str, line: Line) -> str:
    """A raised text, or one moved right behind a digit, as signs that join no number."""
    is_behind_digit = bool(line.pieces) and line.pieces[-1][-1:].isdigit()
    is_mark = raising == "moved_up" and is_behind_digit and not line.ends_moved
    if raising == "superscript" or is_mark:
        return _ORDINAL_OF.get(text, text.translate(_SUPERSCRIPT))
    if raising == "subscript" and is_behind_digit:
        return text.translate(_SUBSCRIPT)
    return text


def _selected(field: etree._Element) -> str:
    """What a list to choose from shows; no run repeats it."""
    choices = field.find(_SELECTED)
    if choices is None:
        return ""
    entries = [entry.get(VAL, "") for entry in choices.iterchildren(WORD + "listEntry")]
    chosen_one = value_of(choices, WORD + "result") or value_of(choices, WORD + "default")
    at = number_of(chosen_one, 0)
    return entries[at] if 0 <= at < len(entries) else ""


def _struck(text: str) -> str:
    """A text whose digits are crossed out, so that nobody takes them for a number."""
    return _DIGIT.sub("\\g<0>\u0336", text)


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
