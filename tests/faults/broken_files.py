"""Files that no reader can open, or should: each function builds the bytes of one.

Belongs here: bytes that are no whole document of a known format. Does not belong here: documents
that open and say something wrong (`bent_documents`).
"""

from __future__ import annotations

import io
import random
import zipfile
import zlib
from collections.abc import Callable, Iterable

OLE_SIGNATURE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
MEGABYTE = 1024 * 1024


def garbage(seed: int, size: int = 20_000, start: bytes = b"") -> bytes:
    """Random bytes after a start."""
    return start + random.Random(seed).randbytes(size)


def cut(content: bytes, percent: int) -> bytes:
    """The first part of a file."""
    return content[: max(1, len(content) * percent // 100)]


def without_middle(content: bytes) -> bytes:
    """A file that lost a block in the middle, as a broken copy does."""
    third = len(content) // 3
    return content[:third] + content[third + 512 :]


def compound_file(*names: str, size: int = 4096) -> bytes:
    """A file in the container of Word 97, with these names in its directory."""
    directory = b"".join(name.encode("utf-16-le").ljust(128, b"\0") for name in names)
    return (OLE_SIGNATURE + b"\0" * 504 + directory).ljust(size, b"\0")


def zipped(entries: Iterable[tuple[str, bytes]]) -> bytes:
    """A deflated zip, the same bytes whenever it is made."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, content in entries:
            entry = zipfile.ZipInfo(name, (2023, 1, 1, 0, 0, 0))
            archive.writestr(entry, content, zipfile.ZIP_DEFLATED)
    return buffer.getvalue()


def unzipped(content: bytes) -> dict[str, bytes]:
    """The entries of a zip by name."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def with_entries(word_file: bytes, **changes: bytes) -> bytes:
    """A Word file with entries added or replaced; `__` in a name stands for `/`, `_` for `.`."""
    entries = unzipped(word_file)
    for name, content in changes.items():
        entries[name.replace("__", "/").replace("_", ".")] = content
    return zipped(entries.items())


def with_main_part(word_file: bytes, change: Callable[[str], str]) -> bytes:
    """A Word file whose text part was changed."""
    entries = unzipped(word_file)
    entries["word/document.xml"] = change(entries["word/document.xml"].decode()).encode()
    return zipped(entries.items())


def without_entry(word_file: bytes, name: str) -> bytes:
    """A Word file that lacks a part."""
    return zipped((key, value) for key, value in unzipped(word_file).items() if key != name)


def with_body(word_file: bytes, markup: str) -> bytes:
    """A Word file with markup in front of its text."""
    return with_main_part(word_file, lambda text: text.replace("<w:body>", f"<w:body>{markup}", 1))


def zip_bomb() -> bytes:
    """A Word file whose text part unfolds to tens of megabytes."""
    return zipped(
        [
            ("[Content_Types].xml", _CONTENT_TYPES),
            ("_rels/.rels", _RELATIONS),
            ("word/document.xml", b"<w:document>" + b" " * (80 * MEGABYTE)),
        ]
    )


def nested_bomb() -> bytes:
    """Zips within zips, the innermost of zeros."""
    content = b"\0" * (20 * MEGABYTE)
    for depth in range(6):
        content = zipped((f"{depth}-{number}.zip", content) for number in range(8))
    return content


def xml_bomb(word_file: bytes) -> bytes:
    """Entities that unfold to billions of letters."""
    entities = "".join(f'<!ENTITY e{level} "{f"&e{level - 1};" * 10}">' for level in range(1, 12))
    doctype = f'<!DOCTYPE w [<!ENTITY e0 "lol">{entities}]>'
    return with_main_part(
        word_file,
        lambda text: doctype + text[text.index("<w:document") :].replace("<w:t>", "<w:t>&e11;", 1),
    )


def with_external_entity(word_file: bytes) -> bytes:
    """An entity that names a file of the machine."""
    doctype = '<!DOCTYPE w [<!ENTITY secret SYSTEM "file:///etc/passwd">]>'
    return with_main_part(
        word_file,
        lambda text: (
            doctype + text[text.index("<w:document") :].replace("<w:t>", "<w:t>&secret;", 1)
        ),
    )


def spreadsheet() -> bytes:
    """An Excel workbook."""
    from openpyxl import Workbook

    workbook = Workbook()
    workbook.active.append(["Provincia", "CEM", 3])  # type: ignore[union-attr]
    buffer = io.BytesIO()
    workbook.save(buffer)
    return zipped(unzipped(buffer.getvalue()).items())


def open_document() -> bytes:
    """An OpenDocument text."""
    return zipped(
        [
            ("mimetype", b"application/vnd.oasis.opendocument.text"),
            ("content.xml", b"<office:document-content/>"),
        ]
    )


def encrypted_pdf(lines: Iterable[str]) -> bytes:
    """A PDF that asks for a password."""
    from reportlab.lib.pdfencrypt import StandardEncryption

    return _drawn_pdf(lines, StandardEncryption("clave", canPrint=0))


def plain_pdf(lines: Iterable[str]) -> bytes:
    """A PDF of lines of text."""
    return _drawn_pdf(lines, None)


def _drawn_pdf(lines: Iterable[str], encryption: object) -> bytes:
    from reportlab.pdfgen.canvas import Canvas

    buffer = io.BytesIO()
    canvas = Canvas(buffer, encrypt=encryption, invariant=1)
    for number, line in enumerate(lines):
        canvas.drawString(72, 760 - 14 * number, line)
    canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def scanned_pdf() -> bytes:
    """A PDF of pictures of pages."""
    from PIL import Image
    from reportlab.lib.utils import ImageReader
    from reportlab.pdfgen.canvas import Canvas

    buffer = io.BytesIO()
    canvas = Canvas(buffer, invariant=1)
    for shade in (230, 200):
        page = Image.new("RGB", (800, 1100), (shade, shade, shade))
        canvas.drawImage(ImageReader(page), 0, 0, 595, 842)
        canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def pdf_bomb() -> bytes:
    """A PDF whose one page unfolds to tens of megabytes."""
    packed = zlib.compress(b" " * (80 * MEGABYTE), 9)
    return raw_pdf(
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R >>",
        b"<< /Filter /FlateDecode /Length %d >>\nstream\n%b\nendstream" % (len(packed), packed),
    )


def pdf_loop() -> bytes:
    """A PDF whose page tree leads back to itself."""
    return raw_pdf(
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [2 0 R 2 0 R] /Count 99999 >>",
    )


def raw_pdf(*objects: bytes) -> bytes:
    """A PDF of these objects, the first of them its catalogue."""
    content = b"%PDF-1.7\n"
    offsets = []
    for number, body in enumerate(objects, start=1):
        offsets.append(len(content))
        content += b"%d 0 obj\n%b\nendobj\n" % (number, body)
    start = len(content)
    content += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    content += b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    return content + b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (
        len(objects) + 1,
        start,
    )


_CONTENT_TYPES = (
    b'<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    b'<Override PartName="/word/document.xml" ContentType="application/'
    b'vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>'
)
_RELATIONS = (
    b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    b'<Relationship Id="r1" Target="word/document.xml" Type="http://schemas.openxmlformats.org/'
    b'officeDocument/2006/relationships/officeDocument"/></Relationships>'
)
