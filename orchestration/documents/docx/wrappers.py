"""Markup that stands for what is inside it: content controls, accepted insertions, alternatives.

What is in none of these tables (deleted words, field instructions, properties, marks of an
editor) is not printed. Does not belong here: what is printed (`story`, `runs`).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from lxml import etree

from orchestration.documents.docx.names import COMPATIBILITY, UNDERSTOOD, WORD

ALTERNATIVES: Final = COMPATIBILITY + "AlternateContent"
_BLOCK_WRAPPERS: Final = frozenset(
    WORD + name for name in ("sdt", "sdtContent", "customXml", "smartTag", "ins", "moveTo")
) | {ALTERNATIVES}
INLINE_WRAPPERS: Final = _BLOCK_WRAPPERS | {
    WORD + name for name in ("hyperlink", "fldSimple", "dir", "bdo")
}
RUN_WRAPPERS: Final = frozenset(
    {ALTERNATIVES, *(WORD + name for name in ("r", "ruby", "rubyBase"))}
)


def unwrapped(parent: etree._Element) -> Iterator[etree._Element]:
    """The blocks, rows or cells below `parent`, those of wrappers in place of the wrappers."""
    open_elements = [iter(parent)]
    while open_elements:
        for element in open_elements[-1]:
            if element.tag not in _BLOCK_WRAPPERS:
                yield element
                continue
            inner = chosen(element) if element.tag == ALTERNATIVES else element
            if inner is not None:
                open_elements.append(iter(inner))
                break
        else:
            open_elements.pop()


def chosen(alternatives: etree._Element) -> etree._Element | None:
    """The one branch of alternatives that is drawn: the first understood, else the fallback."""
    for branch in alternatives:
        if branch.tag == COMPATIBILITY + "Choice":
            needed = (branch.get("Requires") or "").split()
            if all(branch.nsmap.get(prefix) in UNDERSTOOD for prefix in needed):
                return branch
        elif branch.tag == COMPATIBILITY + "Fallback":
            return branch
    return None
