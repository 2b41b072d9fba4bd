"""The Word file around a text: page, styles, properties and pictures.

Belongs here: what python-docx makes. It is made once for many texts, for most of a file is the
same in each: styles alone are a hundred times as large as a page of text.
Does not belong here: the text (`word`).
"""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import TYPE_CHECKING, Final
from xml.sax.saxutils import escape

from orchestration.written_summary.pages import Picture

if TYPE_CHECKING:
    from docx.document import Document

NAMESPACE: Final = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_ANY_TIME: Final = datetime(2000, 1, 1)
_ZIP_TIME: Final = (2000, 1, 1, 0, 0, 0)
_NOT_IN_XML: Final = re.compile(r"[^\t\n\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_TEXT, _PROPERTIES = "word/document.xml", "docProps/core.xml"
_GAP: Final = "<w:p><w:r><w:t>text</w:t></w:r></w:p>"
"""Stands in an empty file where text comes, before, between and after its pictures."""
_TITLE: Final = "title"


@dataclass(frozen=True, slots=True)
class Package:
    """A file that lacks its text and title.

    Attributes:
        same: the parts that no text changes, as an archive.
        text: the part of the text, before and after it.
        pictures: the paragraph of each picture, as XML.
        properties: the part of the properties, before and after the title.
    """

    same: bytes
    text: tuple[str, str]
    pictures: tuple[str, ...]
    properties: tuple[str, str]

    def with_text(self, xml: str, title: str) -> bytes:
        """The whole file.

        Args:
            xml: paragraphs and tables.
            title: of the properties.
        """
        written = io.BytesIO()
        written.write(self.same)
        with zipfile.ZipFile(written, "a") as archive:
            _add(archive, _TEXT, xml.join(self.text).encode())
            _add(archive, _PROPERTIES, as_xml(title).join(self.properties).encode())
        return written.getvalue()


@lru_cache(maxsize=2)
def package_of(pictures: tuple[Picture, ...]) -> Package:
    """The file of texts that have these pictures."""
    import docx

    document = docx.Document()
    _prepare(document)
    _add_gap(document)
    for picture in pictures:
        _add_picture(document, picture)
        _add_gap(document)
    written, same = io.BytesIO(), io.BytesIO()
    document.save(written)
    with zipfile.ZipFile(written) as parts, zipfile.ZipFile(same, "w") as archive:
        for name in parts.namelist():
            if name not in (_TEXT, _PROPERTIES):
                _add(archive, name, parts.read(name))
        before, *paragraphs, after = parts.read(_TEXT).decode().split(_GAP)
        properties = parts.read(_PROPERTIES).decode().split(f">{_TITLE}<")
    return Package(
        same.getvalue(),
        (before, after),
        tuple(paragraphs),
        (f"{properties[0]}>", f"<{properties[1]}"),
    )


def as_xml(text: str) -> str:
    """A text for the inside of an element; what XML cannot hold becomes a blank."""
    return escape(_NOT_IN_XML.sub(" ", text))


def _prepare(document: Document) -> None:
    """Page, fonts and properties."""
    from docx.oxml import parse_xml
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
        parse_xml(f'<w:lang xmlns:w="{NAMESPACE}" w:val="es-PE"/>')
    )
    properties = document.core_properties
    properties.title, properties.language, properties.author = _TITLE, "es-PE", ""
    properties.comments, properties.last_modified_by = "", ""
    properties.created = properties.modified = _ANY_TIME


def _add_picture(document: Document, picture: Picture) -> None:
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.shared import Cm

    paragraph = document.add_paragraph()
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    shape = paragraph.add_run().add_picture(io.BytesIO(picture.content), width=Cm(8))
    shape._inline.docPr.set("descr", picture.description)


def _add_gap(document: Document) -> None:
    from docx.oxml import parse_xml

    gap = parse_xml(_GAP.replace(">", f' xmlns:w="{NAMESPACE}">', 1))
    document.element.body.insert(len(document.element.body) - 1, gap)


def _add(archive: zipfile.ZipFile, name: str, content: bytes) -> None:
    """Add a part with a fixed time, so that bytes depend on content only."""
    archive.writestr(zipfile.ZipInfo(name, _ZIP_TIME), content, zipfile.ZIP_DEFLATED)
