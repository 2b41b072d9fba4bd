"""The parts and snippets of a Word file that do not depend on a document's content.

Belongs here: package parts, section, header and footer, and the XML of single constructs.
Does not belong here: walking the pages (`as_docx`).
"""

from __future__ import annotations

from xml.sax.saxutils import escape

from tests.document_writer.look import Look

TIME = (2023, 1, 1, 0, 0, 0)
"""The time stamp of every part: the same bytes for the same document."""

NAMESPACES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    ' xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
    ' xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"'
    ' xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
    ' xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture"'
    ' xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"'
    ' xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    ' xmlns:v="urn:schemas-microsoft-com:vml"'
)
DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
WORD_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml"


def section(look: Look) -> str:
    """A section's paper, margins, header and footer."""
    wide, high = look.paper
    turned = ' w:orient="landscape"' if wide > high else ""
    return (
        '<w:sectPr><w:headerReference w:type="default" r:id="rIdHeader"/>'
        '<w:footerReference w:type="default" r:id="rIdFooter"/>'
        f'<w:pgSz w:w="{wide}" w:h="{high}"{turned}/>'
        f'<w:pgMar w:top="1100" w:right="{look.margin}" w:bottom="900" w:left="{look.margin}"'
        ' w:header="400" w:footer="400" w:gutter="0"/></w:sectPr>'
    )


def parts(
    body: str, footnotes: list[str], number_format: str, look: Look, *, has_map: bool
) -> dict[str, str]:
    """The text parts of the package by name."""
    relationships = {
        "rIdStyles": ("styles", "styles.xml"),
        "rIdNumbering": ("numbering", "numbering.xml"),
        "rIdFootnotes": ("footnotes", "footnotes.xml"),
        "rIdHeader": ("header", "header1.xml"),
        "rIdFooter": ("footer", "footer1.xml"),
    }
    if has_map:
        relationships["rIdMap"] = ("image", "media/image2.png")
    return {
        "[Content_Types].xml": _content_types(),
        "_rels/.rels": _relationships({"rId1": ("officeDocument", "word/document.xml")}),
        "word/document.xml": f"{DECLARATION}<w:document {NAMESPACES}><w:body>{body}</w:body>"
        "</w:document>",
        "word/_rels/document.xml.rels": _relationships(relationships),
        "word/styles.xml": _styles(look),
        "word/numbering.xml": _numbering(number_format),
        "word/footnotes.xml": _footnotes(footnotes),
        "word/header1.xml": _header(look),
        "word/_rels/header1.xml.rels": _relationships({"rIdLogo": ("image", "media/image1.png")}),
        "word/footer1.xml": _footer(),
    }


def _content_types() -> str:
    overrides = {
        "document": "document.main",
        "styles": "styles",
        "numbering": "numbering",
        "footnotes": "footnotes",
        "header1": "header",
        "footer1": "footer",
    }
    entries = "".join(
        f'<Override PartName="/word/{part}.xml" ContentType="{WORD_TYPE}.{kind}+xml"/>'
        for part, kind in overrides.items()
    )
    return (
        f'{DECLARATION}<Types xmlns="{PACKAGE}/content-types">'
        f'<Default Extension="rels" ContentType="application/vnd.openxmlformats-package'
        f'.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>'
        f'<Default Extension="png" ContentType="image/png"/>{entries}</Types>'
    )


def _relationships(targets: dict[str, tuple[str, str]]) -> str:
    entries = "".join(
        f'<Relationship Id="{key}" Type="{OFFICE}/{kind}" Target="{target}"/>'
        for key, (kind, target) in targets.items()
    )
    return f'{DECLARATION}<Relationships xmlns="{PACKAGE}/relationships">{entries}</Relationships>'


def _styles(look: Look) -> str:
    return (
        f"{DECLARATION}<w:styles {NAMESPACES}><w:docDefaults><w:rPrDefault><w:rPr>"
        f'<w:rFonts w:ascii="{look.font}" w:hAnsi="{look.font}" w:cs="{look.font}"/>'
        f'<w:sz w:val="{look.size}"/><w:lang w:val="es-PE"/></w:rPr></w:rPrDefault></w:docDefaults>'
        '<w:style w:type="paragraph" w:default="1" w:styleId="Normal">'
        '<w:name w:val="Normal"/></w:style></w:styles>'
    )


def _numbering(number_format: str) -> str:
    """One list; `number_format` is its first number as printed (`1.`, `a)`)."""
    kind = "lowerLetter" if number_format[:1].isalpha() else "decimal"
    ending = number_format[1:] or "."
    return (
        f'{DECLARATION}<w:numbering {NAMESPACES}><w:abstractNum w:abstractNumId="0">'
        f'<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="{kind}"/>'
        f'<w:lvlText w:val="%1{ending}"/><w:lvlJc w:val="left"/>'
        '<w:pPr><w:ind w:left="360" w:hanging="360"/></w:pPr></w:lvl></w:abstractNum>'
        '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num></w:numbering>'
    )


def _footnotes(texts: list[str]) -> str:
    notes = "".join(
        f'<w:footnote w:id="{number}"><w:p><w:r><w:rPr><w:vertAlign w:val="superscript"/></w:rPr>'
        f'<w:footnoteRef/></w:r><w:r><w:t xml:space="preserve"> {escape(text)}</w:t></w:r></w:p>'
        "</w:footnote>"
        for number, text in enumerate(texts, start=1)
    )
    separators = (
        '<w:footnote w:type="separator" w:id="-1"><w:p><w:r><w:separator/></w:r></w:p></w:footnote>'
        '<w:footnote w:type="continuationSeparator" w:id="0"><w:p><w:r>'
        "<w:continuationSeparator/></w:r></w:p></w:footnote>"
    )
    return f"{DECLARATION}<w:footnotes {NAMESPACES}>{separators}{notes}</w:footnotes>"


def _header(look: Look) -> str:
    picture = inline_picture("rIdLogo", 900, "Logo_monitoreo2-1", 2_000_000, 430_000)
    words = f"<w:r><w:t>{escape(look.running_head)}</w:t></w:r>" if look.running_head else ""
    return f"{DECLARATION}<w:hdr {NAMESPACES}><w:p><w:r>{picture}</w:r>{words}</w:p></w:hdr>"


def _footer() -> str:
    return (
        f"{DECLARATION}<w:ftr {NAMESPACES}><w:p>{_field('PAGE', '6')}"
        '<w:r><w:t xml:space="preserve"> / </w:t></w:r>'
        f"{_field('NUMPAGES', '8')}</w:p></w:ftr>"
    )


def _field(code: str, shown: str) -> str:
    return (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
        f'<w:r><w:instrText xml:space="preserve"> {code} </w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
        f'<w:r><w:t>{shown}</w:t></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )


RULES: dict[str, tuple[str, ...]] = {
    "all": ("top", "left", "bottom", "right", "insideH", "insideV"),
    "across": ("top", "bottom", "insideH"),
    "none": (),
}
"""Which sides of a table's cells are ruled."""


def table_properties(width: int, rules: str, look: Look) -> str:
    """A table's borders, width and cell margins."""
    line = f'w:val="{look.border}" w:sz="{look.border_width}" w:space="0" w:color="auto"'
    sides = "".join(f"<w:{side} {line}/>" for side in RULES[rules])
    return (
        f'<w:tblPr><w:tblW w:w="{width}" w:type="dxa"/><w:tblBorders>{sides}</w:tblBorders>'
        f'<w:tblLayout w:type="fixed"/><w:tblCellMar><w:left w:w="{look.cell_margin}"'
        f' w:type="dxa"/><w:right w:w="{look.cell_margin}" w:type="dxa"/></w:tblCellMar></w:tblPr>'
    )


def content_control(inner: str) -> str:
    """A content control around whole paragraphs or runs."""
    return (
        f'<w:sdt><w:sdtPr><w:id w:val="7"/></w:sdtPr><w:sdtContent>{inner}</w:sdtContent></w:sdt>'
    )


def tracked_change(old: str, new_run: str, properties: str) -> str:
    """A deleted text and the run inserted instead of it."""
    author = 'w:author="Editor" w:date="2023-01-01T00:00:00Z"'
    return (
        f'<w:del w:id="901" {author}><w:r>{properties}<w:delText>{escape(old)}</w:delText></w:r>'
        f'</w:del><w:ins w:id="902" {author}>{new_run}</w:ins>'
    )


def footnote_reference(number: int) -> str:
    """The raised number that refers to a footnote."""
    return (
        '<w:r><w:rPr><w:vertAlign w:val="superscript"/></w:rPr>'
        f'<w:footnoteReference w:id="{number}"/></w:r>'
    )


def inline_picture(relationship: str, number: int, words: str, wide: int, high: int) -> str:
    """A picture in the line of text; `words` is its alternative text."""
    size = f'cx="{wide}" cy="{high}"'
    return (
        f'<w:drawing><wp:inline><wp:extent {size}/><wp:docPr id="{number}" name="Imagen {number}"'
        f' descr="{escape(words)}"/><a:graphic><a:graphicData'
        ' uri="http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:pic><pic:nvPicPr>'
        f'<pic:cNvPr id="{number}" name="Imagen {number}"/><pic:cNvPicPr/></pic:nvPicPr>'
        f'<pic:blipFill><a:blip r:embed="{relationship}"/><a:stretch><a:fillRect/></a:stretch>'
        f'</pic:blipFill><pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext {size}/></a:xfrm>'
        '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic></a:graphicData>'
        "</a:graphic></wp:inline></w:drawing>"
    )


def text_box(content: str, number: int, *, in_line: bool = False) -> str:
    """A text box of a paragraph, with the older spelling Word writes beside it.

    in_line puts it into the line of text; otherwise it floats below its paragraph, which
    LibreOffice prints over what follows.
    """
    size = 'cx="5700000" cy="260000"'
    words = f'<wp:docPr id="{number}" name="Cuadro {number}"/>'
    shape = (
        "<a:graphic>"
        '<a:graphicData uri="http://schemas.microsoft.com/office/word/2010/wordprocessingShape">'
        f'<wps:wsp><wps:cNvSpPr txBox="1"/><wps:spPr><a:xfrm><a:off x="0" y="0"/><a:ext {size}/>'
        '</a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom></wps:spPr><wps:txbx>'
        f"<w:txbxContent>{content}</w:txbxContent></wps:txbx><wps:bodyPr/></wps:wsp>"
        "</a:graphicData></a:graphic>"
    )
    if in_line:
        frame = f"<wp:inline><wp:extent {size}/>{words}{shape}</wp:inline>"
    else:
        frame = (
            '<wp:anchor distT="0" distB="0" distL="0" distR="0" simplePos="0"'
            ' relativeHeight="2516" behindDoc="0" locked="0" layoutInCell="1" allowOverlap="1">'
            '<wp:simplePos x="0" y="0"/><wp:positionH relativeFrom="column">'
            '<wp:posOffset>0</wp:posOffset></wp:positionH><wp:positionV relativeFrom="paragraph">'
            f"<wp:posOffset>180000</wp:posOffset></wp:positionV><wp:extent {size}/>"
            f"<wp:wrapTopAndBottom/>{words}{shape}</wp:anchor>"
        )
    return (
        f'<w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing>{frame}</w:drawing>'
        "</mc:Choice><mc:Fallback><w:pict>"
        f'<v:rect id="_x0000_s{1024 + number}" style="width:450pt;height:20pt"><v:textbox>'
        f"<w:txbxContent>{content}</w:txbxContent></v:textbox></v:rect></w:pict></mc:Fallback>"
        "</mc:AlternateContent></w:r>"
    )
