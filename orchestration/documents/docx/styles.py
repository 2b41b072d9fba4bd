"""What a document's styles add to its text: hidden words, raised words, list numbers.

Fonts, colours and spacing are of no concern here.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from lxml import etree

from orchestration.documents.docx.names import WORD

_BASED_ON_DEPTH: Final = 24
_OFF: Final = frozenset({"0", "false", "off"})
VAL: Final = WORD + "val"


def is_on(element: etree._Element | None) -> bool | None:
    """An on/off property's value; None where it is not given."""
    if element is None:
        return None
    return (element.get(VAL) or "1") not in _OFF


def number_of(text: str | None, default: int) -> int:
    """A small whole number of the markup, or the default where it is none."""
    if text is not None and len(text) <= 9:
        try:
            return int(text)
        except ValueError:
            return default
    return default


def value_of(parent: etree._Element | None, tag: str) -> str | None:
    """The `w:val` of a property of `parent`, None where there is no such property."""
    child = None if parent is None else parent.find(tag)
    return None if child is None else child.get(VAL)


def properties_of(element: etree._Element, tag: str) -> dict[str, etree._Element]:
    """The properties an element starts with, by name; none where it has no such first child.

    `tag` names the child that holds them. One pass over the children costs a fraction of what
    looking for each property by name does, and this is done for every cell, paragraph and run.
    """
    for first in element:
        return {child.tag: child for child in first} if first.tag == tag else {}
    return {}


@dataclass(frozen=True, slots=True)
class Style:
    """What one style says of its text; None where it leaves it to another style.

    Attributes:
        is_hidden: text of this style is not printed.
        raising: `superscript`, `subscript` or `baseline`.
        list_id: the list its paragraphs belong to (`0`: none).
        list_level: their level in it, from 0.
    """

    is_hidden: bool | None = None
    raising: str | None = None
    list_id: str | None = None
    list_level: int | None = None


PLAIN: Final = Style()


class Styles:
    """The styles of one document by id."""

    def __init__(self, root: etree._Element | None) -> None:
        """Take the root of the styles part, None where the document has none."""
        self._elements: dict[str, etree._Element] = {}
        self._known: dict[str, Style] = {}
        self.default_paragraph = ""
        if root is None:
            return
        for element in root.iterchildren(WORD + "style"):
            style_id = element.get(WORD + "styleId", "")
            self._elements[style_id] = element
            is_default = element.get(WORD + "default", "0") not in _OFF
            if is_default and element.get(WORD + "type") == "paragraph":
                self.default_paragraph = style_id

    def get(self, style_id: str) -> Style:
        """The style with what it inherits; a plain one where nothing is known of it."""
        style = self._known.get(style_id)
        if style is None:
            style = self._known[style_id] = self._resolve(style_id)
        return style

    def _resolve(self, style_id: str) -> Style:
        is_hidden, raising, list_id, list_level = None, None, None, None
        for _ in range(_BASED_ON_DEPTH):
            element = self._elements.get(style_id)
            if element is None:
                break
            run = element.find(WORD + "rPr")
            paragraph = element.find(WORD + "pPr")
            numbering = None if paragraph is None else paragraph.find(WORD + "numPr")
            if is_hidden is None and run is not None:
                is_hidden = is_on(run.find(WORD + "vanish"))
            raising = raising or value_of(run, WORD + "vertAlign")
            if list_level is None and list_id is None:
                level = value_of(numbering, WORD + "ilvl")
                list_level = None if level is None else number_of(level, 0)
            list_id = list_id or value_of(numbering, WORD + "numId")
            style_id = value_of(element, WORD + "basedOn") or ""
        return Style(is_hidden, raising, list_id, list_level)
