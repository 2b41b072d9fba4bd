"""Qualified names of WordprocessingML and its companions, in the transitional namespaces.

`markup` renames strict documents to these, so that every other module knows one set of names.
"""

from __future__ import annotations

from typing import Final

WORD: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
RELATION: Final = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
DRAWING: Final = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
MATH: Final = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
COMPATIBILITY: Final = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
VML: Final = "{urn:schemas-microsoft-com:vml}"
XML_SPACE: Final = "{http://www.w3.org/XML/1998/namespace}space"

TRANSITIONAL_OF_STRICT: Final[dict[str, str]] = {
    "http://purl.oclc.org/ooxml/wordprocessingml/main": WORD[1:-1],
    "http://purl.oclc.org/ooxml/officeDocument/relationships": RELATION[1:-1],
    "http://purl.oclc.org/ooxml/drawingml/main": DRAWING[1:-1],
    "http://purl.oclc.org/ooxml/officeDocument/math": MATH[1:-1],
}

UNDERSTOOD: Final = frozenset(
    {
        "http://schemas.microsoft.com/office/word/2010/wordprocessingShape",
        "http://schemas.microsoft.com/office/word/2010/wordprocessingGroup",
        "http://schemas.microsoft.com/office/word/2010/wordprocessingCanvas",
        "http://schemas.microsoft.com/office/word/2010/wordprocessingDrawing",
        "http://schemas.microsoft.com/office/word/2010/wordml",
        "http://schemas.microsoft.com/office/word/2012/wordml",
        "http://schemas.microsoft.com/office/drawing/2010/main",
    }
)
"""Extensions whose `mc:Choice` is taken; one that needs any other is left for its `mc:Fallback`."""
