"""The XML of one part, parsed so that nothing in it can unfold or reach outside.

No document type is accepted, so no entity can exist; the number of elements and attributes of
a whole document is bounded before any tree is built.
"""

from __future__ import annotations

import codecs
import re
from typing import Final

from lxml import etree

from orchestration.documents.docx.archive import RESEND, Archive, UnreadablePart
from orchestration.documents.docx.names import TRANSITIONAL_OF_STRICT
from orchestration.documents.model import DocumentRefused

_MOST_MARKS: Final = 1_000_000
"""Elements and attributes of all parts together; at some 200 bytes each the tree stays below
200 MB. A summary of eight pages has about 30 000."""
_DECLARED_ENCODING: Final = re.compile(rb"^\s*<\?xml[^>]*?encoding\s*=\s*[\"']([A-Za-z0-9._-]+)")
_ENCODINGS: Final = frozenset({"utf-8", "utf8", "us-ascii", "ascii", "iso-8859-1", "windows-1252"})
_UTF_16_MARKS: Final = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


class MarkupReader:
    """Parses parts of one archive within one budget."""

    def __init__(self, archive: Archive) -> None:
        """Start with the whole budget."""
        self._archive = archive
        self._marks_left = _MOST_MARKS

    def parse(self, name: str) -> etree._Element:
        """The root element of a part, in transitional names.

        Raises:
            DocumentRefused: `unreadable_document` where the part is missing, damaged or no
                XML, `unsafe_document` where it declares a document type, `too_large`.
        """
        try:
            content = self._archive.read(name)
        except UnreadablePart as error:
            raise _damaged(name) from error
        content = _as_utf_8(content, name)
        if b"<!DOCTYPE" in content:
            raise DocumentRefused(
                "unsafe_document",
                "A part declares a document type, which Word never writes and which can hide "
                f"entities that unfold: if it is a real summary, {RESEND}.",
                location=name,
            )
        self._marks_left -= content.count(b"<") + content.count(b"=")
        if self._marks_left < 0:
            raise DocumentRefused(
                "too_large",
                "The document has more markup than any summary of a department: check that it is "
                f"one, and {RESEND}.",
                location=name,
            )
        # huge_tree lifts libxml2's bounds on depth (256) and on one text (10 MB), both of which
        # an odd but honest document can pass; the budget above is what bounds the tree.
        parser = etree.XMLParser(
            resolve_entities=False,
            no_network=True,
            load_dtd=False,
            huge_tree=True,
            remove_comments=True,
            remove_pis=True,
        )
        try:
            root = etree.fromstring(content, parser)
        except (etree.XMLSyntaxError, ValueError) as error:
            raise _damaged(name) from error
        _rename_strict(root)
        return root


def _damaged(name: str) -> DocumentRefused:
    return DocumentRefused(
        "unreadable_document",
        "A part of the Word file that its text needs is missing, cut off or damaged: get the "
        f"file again from the sender, or {RESEND}.",
        location=name,
    )


def _as_utf_8(content: bytes, name: str) -> bytes:
    """The part in an encoding whose markup can be searched byte by byte."""
    if content.startswith(_UTF_16_MARKS) or content[:4] in (b"<\0?\0", b"\0<\0?"):
        encoding = "utf-16-be" if content[:1] in (b"\xfe", b"\0") else "utf-16-le"
        try:
            text = content.decode(encoding).removeprefix("\ufeff")
        except UnicodeDecodeError as error:
            raise _damaged(name) from error
        return re.sub(r"^<\?xml[^>]*\?>", "", text).encode()
    declared = _DECLARED_ENCODING.match(content.removeprefix(codecs.BOM_UTF8)[:400])
    if declared and declared.group(1).decode("ascii").lower() not in _ENCODINGS:
        raise _damaged(name)
    return content


def _rename_strict(root: etree._Element) -> None:
    """Give the elements and attributes of a strict document their transitional names."""
    if not any(uri in TRANSITIONAL_OF_STRICT for uri in root.nsmap.values()):
        return
    for element in root.iter():
        element.tag = _transitional(str(element.tag))
        for attribute, value in element.attrib.items():
            renamed = _transitional(str(attribute))
            if renamed != attribute:
                del element.attrib[attribute]
                element.set(renamed, value)


def _transitional(name: str) -> str:
    uri, closing, local = name[1:].partition("}")
    if name[:1] == "{" and closing and uri in TRANSITIONAL_OF_STRICT:
        return f"{{{TRANSITIONAL_OF_STRICT[uri]}}}{local}"
    return name
