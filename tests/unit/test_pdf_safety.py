"""Broken, closed, oversized and hostile PDFs: each gets a verdict and says what to do."""

from __future__ import annotations

import random
import zlib
from pathlib import Path

import pytest

from orchestration.documents.model import DocumentRefused, Limits
from orchestration.documents.pdf import read_pdf
from tests.unit.pdf_sheets import Sheet, pdf, stream, write

FIXTURE = Path(__file__).parents[1] / "fixtures" / "pdf" / "tacna_plain.pdf"
TITLE = "RESUMEN EJECUTIVO DEL DEPARTAMENTO DE PRUEBA"


def titled(**more: bytes | tuple[bytes, ...]) -> bytes:
    return pdf(Sheet().text(60, 80, TITLE), **more)  # type: ignore[arg-type]


def refusal(content: bytes, limits: Limits | None = None) -> DocumentRefused:
    with pytest.raises(DocumentRefused) as caught:
        read_pdf(content, limits or Limits(seconds=60))
    assert caught.value.message.endswith(".")
    assert len(caught.value.message) > 30
    return caught.value


def with_content(content: bytes, entries: bytes) -> bytes:
    """A one-page file whose content is a stream packed by the test."""
    return write(
        [
            b"<</Type/Catalog/Pages 2 0 R>>",
            b"<</Type/Pages/Kids[4 0 R]/Count 1>>",
            b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
            b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 5 0 R"
            b"/Resources<</Font<</F1 3 0 R>>>>>>",
            stream(content, entries),
        ]
    )


def test_the_sheets_drawn_here_are_whole() -> None:
    document = read_pdf(titled(), Limits(seconds=60))
    assert document.blocks
    assert document.remarks == ()


@pytest.mark.parametrize("content", [b"", b"%PDF-1.7\n", b"\x00" * 4096, b"plain words"])
def test_no_pdf_at_all(content: bytes) -> None:
    assert refusal(content).code == "unreadable_document"


def test_garbage_under_a_pdf_head() -> None:
    garbage = random.Random(1).randbytes(20_000)
    assert refusal(b"%PDF-1.7\n" + garbage).code == "unreadable_document"


@pytest.mark.parametrize("share", [0.1, 0.5, 0.9, 0.99, 0.9999])
def test_a_file_cut_off_is_never_taken_for_whole(share: float) -> None:
    content = FIXTURE.read_bytes()
    assert refusal(content[: int(len(content) * share)]).code == "unreadable_document"


def test_a_hole_in_the_middle_is_noticed() -> None:
    content = FIXTURE.read_bytes()
    middle = len(content) // 2
    assert refusal(content[:middle] + content[middle + 300 :]).code == "unreadable_document"


def test_a_cut_file_with_a_false_end_is_noticed() -> None:
    content = FIXTURE.read_bytes()
    forged = content[: len(content) // 2] + b"\nstartxref\n9\n%%EOF\n"
    assert refusal(forged).code == "unreadable_document"


def test_damaged_bytes_inside_a_packed_page_are_noticed() -> None:
    content = bytearray(FIXTURE.read_bytes())
    start = content.index(b"stream\n") + 200
    content[start : start + 40] = bytes(40)
    assert refusal(bytes(content)).code == "unreadable_document"


def test_bytes_before_and_after_the_file_do_no_harm() -> None:
    content = FIXTURE.read_bytes()
    plain = read_pdf(content, Limits(seconds=60))
    assert read_pdf(b"junk\n" + content, Limits(seconds=60)).blocks == plain.blocks
    assert read_pdf(content + b"\r\n\0\0", Limits(seconds=60)).blocks == plain.blocks


def test_a_page_that_is_missing_is_noticed() -> None:
    content = titled().replace(b"/Kids[4 0 R]/Count 1", b"/Kids[4 0 R 9 0 R]/Count 2")
    length = len(b" 9 0 R")
    index = content.index(b"xref\n0")
    fixed = content.replace(b"startxref\n%d" % (index - length), b"startxref\n%d" % index)
    assert refusal(fixed).code == "unreadable_document"


def test_no_pages() -> None:
    content = write([b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[]/Count 0>>"])
    assert refusal(content).code == "unreadable_document"


def test_a_password() -> None:
    canvas = pytest.importorskip("reportlab.pdfgen.canvas")
    encryption = pytest.importorskip("reportlab.lib.pdfencrypt")
    page = canvas.Canvas("unused", encrypt=encryption.StandardEncryption("secreto"))
    page.drawString(60, 700, TITLE)
    content: bytes = page.getpdfdata()
    assert refusal(content).code == "encrypted_document"


def test_a_scan_without_text() -> None:
    scan = pdf(Sheet().show_picture(0, 0, 595, 842, 300))
    assert refusal(scan).code == "no_text_layer"


def test_too_many_pages() -> None:
    content = pdf(*[Sheet().text(60, 80, TITLE) for _ in range(4)])
    assert refusal(content, Limits(pages=3, seconds=60)).code == "too_large"


def test_too_many_bytes() -> None:
    assert refusal(titled(), Limits(file_bytes=500)).code == "too_large"


def test_too_much_time() -> None:
    assert refusal(titled(), Limits(seconds=-1.0)).code == "too_large"


def test_a_stream_that_unpacks_without_end() -> None:
    bomb = zlib.compress(b" " * 40_000_000, 9)
    content = with_content(bomb, b"/Filter/FlateDecode")
    assert refusal(content).code == "too_large"


def test_a_stream_packed_twice() -> None:
    twice = zlib.compress(zlib.compress(b" " * 1_000_000, 9), 9)
    names = b"/Filter[/FlateDecode/FlateDecode]"
    assert refusal(with_content(twice, names)).code == "too_large"
    hidden = b"/Filter[/Fl#61teDecode/#46lateDecode]"
    assert refusal(with_content(twice, hidden)).code == "too_large"


@pytest.mark.parametrize(
    ("action", "name"),
    [
        (b"<</S/JavaScript/JS(app.alert(1))>>", "JavaScript"),
        (b"<</S/Java#53cript/J#53(app.alert(1))>>", "JavaScript"),
        (b"<</S/Launch/F(calc.exe)>>", "Launch"),
        (b"<</Type/Filespec/EF<</F 3 0 R>>/Desc(/EmbeddedFile)>>", "EmbeddedFile"),
    ],
)
def test_active_content_is_told_and_not_run(action: bytes, name: str) -> None:
    document = read_pdf(titled(catalogue=b"/OpenAction 4 0 R", more=(action,)), Limits(seconds=60))
    assert [(remark.code, remark.severity) for remark in document.remarks] == [
        ("unsafe_document", "warning")
    ]
    assert name in document.remarks[0].message


def test_active_content_in_a_packed_stream_of_objects() -> None:
    packed = stream(b"4 0 <</S/JavaScript/JS(x)>>", b"/Type/ObjStm/N 1/First 4", is_packed=True)
    document = read_pdf(titled(more=(packed,)), Limits(seconds=60))
    assert [remark.code for remark in document.remarks] == ["unsafe_document"]


def test_a_name_that_stands_in_a_packed_stream_by_chance_is_no_warning() -> None:
    noise = stream(b"\x01/JS /Launch\x02")
    assert read_pdf(titled(more=(noise,)), Limits(seconds=60)).remarks == ()


def test_endless_coordinates_do_no_harm() -> None:
    sheet = Sheet().text(60, 80, TITLE).draw("1e38 0 0 1e38 0 0 cm 0 0 1e38 1e38 re S")
    sheet.draw("BT /F1 12 Tf 0 0 0 0 0 0 Tm (x) Tj ET")
    assert read_pdf(pdf(sheet), Limits(seconds=60)).blocks


@pytest.mark.parametrize("seed", range(40))
def test_flipped_bytes_end_in_a_verdict(seed: int) -> None:
    chance = random.Random(seed)
    content = bytearray(FIXTURE.read_bytes())
    for _ in range(chance.choice([1, 3, 20])):
        content[chance.randrange(len(content))] = chance.randrange(256)
    try:
        document = read_pdf(bytes(content), Limits(seconds=60))
    except DocumentRefused as refused:
        assert refused.message
    else:
        assert document.file_format == "pdf"
