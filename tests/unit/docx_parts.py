"""Word files made from raw markup, for what python-docx cannot write."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable

from orchestration.documents.docx import read_docx
from orchestration.documents.model import Block, Document, Limits, Paragraph, Table

NAMESPACES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:cx1="http://schemas.microsoft.com/office/drawing/2015/9/8/chartex" '
    'xmlns:v="urn:schemas-microsoft-com:vml" '
    'xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml"'
)
STRICT = (
    ("http://schemas.openxmlformats.org/wordprocessingml/2006/main",
     "http://purl.oclc.org/ooxml/wordprocessingml/main"),
    ("http://schemas.openxmlformats.org/officeDocument/2006/relationships",
     "http://purl.oclc.org/ooxml/officeDocument/relationships"),
    ("http://schemas.openxmlformats.org/drawingml/2006/main",
     "http://purl.oclc.org/ooxml/drawingml/main"),
    ("http://schemas.openxmlformats.org/officeDocument/2006/math",
     "http://purl.oclc.org/ooxml/officeDocument/math"),
)  # fmt: skip
RELATION_TYPE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
WORD_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml."
MAIN_TYPE = WORD_TYPE + "document.main+xml"


def content_types(main_part: str = "word/document.xml", main_type: str = MAIN_TYPE) -> str:
    """The content types of a package with this main part."""
    return (
        '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="/{main_part}" ContentType="{main_type}"/></Types>'
    )


def relations(*targets: tuple[str, str, str], mode: str = "") -> str:
    """A relationships part; each target is id, last word of the type, target."""
    target_mode = f' TargetMode="{mode}"' if mode else ""
    return (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        + "".join(
            f'<Relationship Id="{identifier}" Type="{RELATION_TYPE}{kind}" '
            f'Target="{target}"{target_mode}/>'
            for identifier, kind, target in targets
        )
        + "</Relationships>"
    )


def zipped(entries: Iterable[tuple[str, str | bytes]]) -> bytes:
    """A deflated zip of these entries, in this order."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in entries:
            archive.writestr(name, content)
    return buffer.getvalue()


def part(root: str, inner: str) -> str:
    """One WordprocessingML part with this root element."""
    return f"<w:{root} {NAMESPACES}>{inner}</w:{root}>"


def word_entries(
    body: str,
    *,
    targets: tuple[tuple[str, str, str], ...] = (),
    more: dict[str, str | bytes] | None = None,
    **companions: str,
) -> dict[str, str | bytes]:
    """The entries of a Word file.

    Args:
        body: what stands in `w:body`.
        targets: further relationships of the main part.
        more: further entries of the zip.
        companions: what stands in the parts styles, numbering, footnotes, endnotes.
    """
    related = [(f"c{at}", name, f"{name}.xml") for at, name in enumerate(companions)]
    entries: dict[str, str | bytes] = {
        "[Content_Types].xml": content_types(),
        "_rels/.rels": relations(("r1", "officeDocument", "word/document.xml")),
        "word/document.xml": part("document", f"<w:body>{body}</w:body>"),
        "word/_rels/document.xml.rels": relations(*related, *targets),
    }
    for name, inner in companions.items():
        entries[f"word/{name}.xml"] = part(name, inner)
    return entries | (more or {})


def word_file(body: str, **parts: object) -> bytes:
    """The bytes of a Word file; arguments as for `word_entries`."""
    return zipped(word_entries(body, **parts).items())  # type: ignore[arg-type]


def read(body: str, **parts: object) -> Document:
    """Write and read a Word file with the default limits."""
    return read_docx(word_file(body, **parts), Limits())


def p(text: str, properties: str = "", run: str = "") -> str:
    """A paragraph of one run."""
    return (
        f"<w:p><w:pPr>{properties}</w:pPr><w:r><w:rPr>{run}</w:rPr>"
        f'<w:t xml:space="preserve">{text}</w:t></w:r></w:p>'
    )


def tc(content: str, properties: str = "") -> str:
    """A cell; a content without markup becomes a paragraph."""
    inner = content if content.startswith("<") else p(content)
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{inner}</w:tc>"


def tr(*cells: str, properties: str = "") -> str:
    """A row."""
    return f"<w:tr><w:trPr>{properties}</w:trPr>{''.join(cells)}</w:tr>"


def tbl(*rows: str, grid: tuple[int, ...] = ()) -> str:
    """A table."""
    columns = "".join(f'<w:gridCol w:w="{width}"/>' for width in grid)
    return f"<w:tbl><w:tblPr/><w:tblGrid>{columns}</w:tblGrid>{''.join(rows)}</w:tbl>"


def texts(blocks: Iterable[Block]) -> list[object]:
    """Blocks as plain lists: a paragraph its text, a table its rows, a cell its shape."""
    shapes: list[object] = []
    for block in blocks:
        if isinstance(block, Paragraph):
            shapes.append(block.text)
        else:
            shapes.append(rows(block))
    return shapes


def rows(table: Table) -> list[list[object]]:
    """A table's cells: the text of a simple cell, the shape of any other."""
    shape: list[list[object]] = []
    for row in table.rows:
        cells: list[object] = []
        for cell in row:
            inner = texts(cell.blocks)
            cells.append(inner[0] if len(inner) == 1 and isinstance(inner[0], str) else inner or "")
        shape.append(cells)
    return shape
