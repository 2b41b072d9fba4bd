"""Text boxes and pictures of Word files."""

from __future__ import annotations

import io

import docx
from PIL import Image

from orchestration.documents.docx import read_docx
from orchestration.documents.model import Limits
from tests.unit.docx_parts import p, part, read, relations, tbl, tc, texts, tr, word_entries, zipped

CHARTS = "http://schemas.openxmlformats.org/drawingml/2006/chart"
OFFICE = "urn:schemas-microsoft-com:office:office"


def shape_box(content: str) -> str:
    return (
        "<w:drawing><wp:anchor><a:graphic><a:graphicData><wps:wsp><wps:txbx><w:txbxContent>"
        f"{content}</w:txbxContent></wps:txbx></wps:wsp></a:graphicData></a:graphic></wp:anchor>"
        "</w:drawing>"
    )


def vml_box(content: str) -> str:
    return (
        "<w:pict><v:group><v:shape><v:textbox><w:txbxContent>"
        f"{content}</w:txbxContent></v:textbox></v:shape></v:group></w:pict>"
    )


def either(content: str, needs: str = "wps") -> str:
    return (
        f"<mc:AlternateContent><mc:Choice Requires='{needs}'>{shape_box(content)}</mc:Choice>"
        f"<mc:Fallback>{vml_box(content)}</mc:Fallback></mc:AlternateContent>"
    )


def anchored(drawing: str) -> str:
    return f"<w:p><w:r><w:t>CONSOLIDADO</w:t>{drawing}</w:r></w:p>{p('después')}"


def test_a_text_box_follows_its_paragraph_once() -> None:
    box = p("SERVICIOS QUE OPERAMOS") + p("AL 100%")
    expected = ["CONSOLIDADO", "SERVICIOS QUE OPERAMOS", "AL 100%", "después"]
    assert texts(read(anchored(either(box))).blocks) == expected
    assert texts(read(anchored(vml_box(box))).blocks) == expected
    assert texts(read(anchored(shape_box(box))).blocks) == expected


def test_of_alternatives_the_one_understood_is_taken() -> None:
    choice = "<mc:Choice Requires='cx1'><w:r><w:t>no</w:t></w:r></mc:Choice>"
    fallback = "<mc:Fallback><w:r><w:t>sí</w:t></w:r></mc:Fallback>"
    alternatives = f"<mc:AlternateContent>{choice}{fallback}</mc:AlternateContent>"
    assert texts(read(f"<w:p>{alternatives}</w:p>").blocks) == ["sí"]
    only = f"<w:p><mc:AlternateContent>{choice}</mc:AlternateContent></w:p>{p('x')}"
    assert texts(read(only).blocks) == ["x"]


def test_tables_and_boxes_inside_a_text_box_are_read() -> None:
    box = tbl(tr(tc("Ilo"), tc("1"))) + f"<w:p><w:r><w:t>fin</w:t>{either(p('dentro'))}</w:r></w:p>"
    assert texts(read(anchored(either(box))).blocks) == [
        "CONSOLIDADO",
        [["Ilo", "1"]],
        "fin",
        "dentro",
        "después",
    ]


def test_a_text_box_in_a_cell_stays_in_the_cell() -> None:
    document = read(tbl(tr(tc(f"<w:p><w:r>{either(p('453'))}</w:r></w:p>"), tc("x"))))
    assert texts(document.blocks) == [[["453", "x"]]]


def test_word_art_is_read() -> None:
    art = "<w:pict><v:shape><v:textpath string='RESUMEN EJECUTIVO'/></v:shape></w:pict>"
    assert texts(read(anchored(art)).blocks) == ["CONSOLIDADO", "RESUMEN EJECUTIVO", "después"]


def test_boxes_in_boxes_without_end_lose_no_words_and_stop() -> None:
    box = p("fondo")
    for _ in range(80):
        box = f"<w:p><w:r>{shape_box(box)}</w:r></w:p>"
    document = read(box)
    assert texts(document.blocks) == ["fondo"]
    assert [remark.code for remark in document.remarks] == ["unknown_layout"]


def blip(identifier: str, how: str = "embed") -> str:
    return (
        "<w:r><w:drawing><wp:inline><a:graphic><a:graphicData><pic:pic><pic:blipFill>"
        f"<a:blip r:{how}='{identifier}'/></pic:blipFill></pic:pic></a:graphicData></a:graphic>"
        "</wp:inline></w:drawing></w:r>"
    )


def test_pictures_come_in_reading_order_each_once_and_not_those_of_headers() -> None:
    vml = "<w:r><w:object><v:shape><v:imagedata r:id='i3'/></v:shape></w:object></w:r>"
    in_table = tbl(tr(tc(f"<w:p>{blip('i1')}</w:p>")))
    document = read(
        f"<w:p>{blip('i2')}</w:p>{in_table}<w:p>{vml}{blip('i2')}</w:p>"
        "<w:sectPr><w:headerReference r:id='h'/></w:sectPr>",
        targets=(
            ("i1", "image", "media/a.png"),
            ("i2", "image", "/word/media/b.jpeg"),
            ("i3", "image", "media/c.emf"),
            ("h", "header", "header1.xml"),
        ),
        more={
            "word/media/a.png": b"A",
            "word/media/b.jpeg": b"B",
            "word/media/c.emf": b"C",
            "word/media/logo.png": b"L",
            "word/header1.xml": part("hdr", f"<w:p>{blip('i1')}</w:p>"),
            "word/_rels/header1.xml.rels": relations(("i1", "image", "media/logo.png")),
        },
    )
    assert [(picture.name, picture.content) for picture in document.pictures] == [
        ("b.jpeg", b"B"),
        ("a.png", b"A"),
        ("c.emf", b"C"),
    ]
    assert not any(picture.is_read for picture in document.pictures)


def test_a_picture_of_python_docx_is_found() -> None:
    picture = io.BytesIO()
    Image.new("RGB", (8, 8), "white").save(picture, "PNG")
    document = docx.Document()
    document.add_picture(picture)
    buffer = io.BytesIO()
    document.save(buffer)
    (found,) = read_docx(buffer.getvalue(), Limits()).pictures
    assert found.content == picture.getvalue()


def test_linked_and_damaged_pictures_are_told_and_never_followed() -> None:
    entries = word_entries(
        f"<w:p>{blip('i1', 'link')}{blip('i2')}{blip('i9')}</w:p>{p('x')}",
        targets=(("i2", "image", "media/gone.png"),),
    )
    entries["word/_rels/document.xml.rels"] = str(entries["word/_rels/document.xml.rels"]).replace(
        "</Relationships>",
        relations(("i1", "image", "http://192.0.2.1/map.png"), mode="External").partition(">")[2],
    )
    document = read_docx(zipped(entries.items()), Limits())
    assert document.pictures == ()
    assert [(remark.code, remark.location) for remark in document.remarks] == [
        ("picture_not_read", "http://192.0.2.1/map.png"),
        ("picture_not_read", "word/media/gone.png"),
    ]
    assert texts(document.blocks) == ["x"]


def test_worksheets_and_charts_are_told() -> None:
    sheet = f"<w:object><o:OLEObject xmlns:o='{OFFICE}' ProgID='Excel.Sheet.12'/></w:object>"
    chart = f"<w:drawing><c:chart xmlns:c='{CHARTS}' r:id='b'/></w:drawing>"
    document = read(f"<w:p><w:r>{sheet}{chart}{chart}</w:r></w:p>{p('x')}")
    assert [remark.code for remark in document.remarks] == ["picture_not_read"] * 2
    assert "a worksheet of Excel" in document.remarks[0].message
    assert "a chart" in document.remarks[1].message
