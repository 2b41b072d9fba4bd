"""Whether a PDF may be read at all: whole, open, bounded; and what it carries that may act.

Belongs here: checks on the file's bytes before PDFium sees them (PDFium mends a cut-off file in
silence), opening it, and remarks on scripts, launch actions and attachments.
Does not belong here: pages and their content (`access`).
"""

from __future__ import annotations

import re
import zlib

import pypdfium2
import pypdfium2.raw as pdfium

from orchestration.documents.model import DocumentRefused, Limits, Remark
from orchestration.documents.pdf.access import Clock

TAIL = 2048
"""How near its end a whole file says %%EOF (bytes)."""
HEAD = 1024
"""How near its beginning a file says %PDF- (bytes)."""
CHUNK = 1 << 20

START = re.compile(rb"startxref\s+(\d{1,12})\s+%%EOF")
STREAM = re.compile(rb"stream\r?\n")
OBJECT = re.compile(rb"\s*(?:xref\b|\d{1,10}\s+\d{1,5}\s+obj\b)")
LINEAR_LENGTH = re.compile(rb"/Linearized\b[^>]{0,400}?/L\s+(\d{1,12})")
PICTURE = re.compile(rb"/Subtype\s*/Image|/DCTDecode|/JPXDecode|/CCITTFax|/JBIG2")
ACTIVE = re.compile(rb"/(JavaScript|JS|Launch|EmbeddedFile|RichMedia|ImportData|SubmitForm)\b")
ZLIB_START = (b"\x78\x01", b"\x78\x5e", b"\x78\x9c", b"\x78\xda", b"\x48\x89", b"\x68\xde")


def check_bytes(content: bytes, limits: Limits, clock: Clock) -> frozenset[str]:
    """Refuse what is no PDF, no whole PDF, or one that unpacks to too much.

    Returns:
        Names of active or attached content that the file's objects speak of.

    Raises:
        DocumentRefused: unreadable_document or too_large.
    """
    if len(content) > limits.file_bytes:
        raise DocumentRefused(
            "too_large",
            f"The PDF has {len(content)} bytes, more than the {limits.file_bytes} allowed; print "
            "it again with smaller pictures, or raise the limit in the settings.",
        )
    head = content[:HEAD].find(b"%PDF-")
    if head < 0:
        raise _unreadable("The file does not begin like a PDF")
    tail = content.rstrip(b"\0\r\n\t ")
    starts = list(START.finditer(tail, max(len(tail) - TAIL, 0)))
    if not starts:
        raise _unreadable("The PDF is cut off before its end")
    offset = int(starts[-1].group(1))
    if not any(OBJECT.match(content, place) for place in (offset, offset + head)):
        raise _unreadable("The PDF has lost or gained bytes (its index does not fit)")
    linear = LINEAR_LENGTH.search(content, 0, head + 2048)
    if linear and len(content) < int(linear.group(1)):
        raise _unreadable("The PDF is cut off before its end")
    return _check_streams(content, limits, clock)


def _unreadable(what: str) -> DocumentRefused:
    return DocumentRefused("unreadable_document", f"{what}; ask for the file again.")


def _check_streams(content: bytes, limits: Limits, clock: Clock) -> frozenset[str]:
    """Unpack each packed stream in pieces: it must end well, and not unpack to too much.

    What stands between the streams, and in streams of objects, is searched for active content.
    """
    found: set[str] = set()
    # Streams of an encrypted file cannot be unpacked; PDFium decides whether it opens.
    is_packed_openly = b"/Encrypt" not in content
    total = position = 0
    while (match := STREAM.search(content, position)) is not None:
        found.update(_active_names(content, position, match.start()))
        start = match.end()
        if is_packed_openly and content[start : start + 2] in ZLIB_START:
            head = content[max(position, match.start() - 400) : match.start()]
            size, unpacked = _unpack(content, start, head, total, limits, clock)
            total += size
            if unpacked:
                found.update(_active_names(unpacked, 0, len(unpacked)))
        end = content.find(b"endstream", start)
        if end < 0:
            raise _unreadable("Part of the PDF is missing")
        position = end + len(b"endstream")
    found.update(_active_names(content, position, len(content)))
    return frozenset(found)


def _active_names(content: bytes, start: int, end: int) -> set[str]:
    return {match.group(1).decode() for match in ACTIVE.finditer(content, start, end)}


def _unpack(
    content: bytes, start: int, head: bytes, total: int, limits: Limits, clock: Clock
) -> tuple[int, bytes]:
    """Unpack one stream without keeping it, unless it is a stream of objects.

    Returns:
        Its unpacked size, and its content where that is objects.
    """
    is_picture, is_objects = PICTURE.search(head), b"/ObjStm" in head
    unpack = zlib.decompressobj()
    kept: list[bytes] = []
    size, position, pending = 0, start, b""
    try:
        while not unpack.eof:
            piece = pending or content[position : position + CHUNK]
            if not pending:
                position += len(piece)
            if not piece:
                break
            part = unpack.decompress(piece, CHUNK)
            pending = unpack.unconsumed_tail
            size += len(part)
            if is_objects:
                kept.append(part)
            if size > limits.part_bytes or total + size > limits.total_part_bytes:
                raise DocumentRefused(
                    "too_large",
                    "The PDF unpacks to more than the limits allow; ask for the document as an "
                    "ordinary PDF or as the Word file.",
                )
            clock.check()
    except zlib.error as error:
        if not is_picture:
            raise _unreadable("Part of the PDF is damaged") from error
    else:
        if not unpack.eof and not is_picture:
            raise _unreadable("Part of the PDF is damaged")
    return size, b"".join(kept)


def open_document(content: bytes, limits: Limits) -> pypdfium2.PdfDocument:
    """Open a PDF with PDFium.

    Raises:
        DocumentRefused: encrypted_document, unreadable_document or too_large (pages).
    """
    try:
        document = pypdfium2.PdfDocument(content)
        count = len(document)
    except pypdfium2.PdfiumError as error:
        code = pdfium.FPDF_GetLastError()
        if code in (pdfium.FPDF_ERR_PASSWORD, pdfium.FPDF_ERR_SECURITY):
            raise DocumentRefused(
                "encrypted_document",
                "The PDF asks for a password; ask for it without one, or save it unprotected.",
            ) from error
        raise _unreadable("The PDF cannot be opened") from error
    if count > limits.pages:
        document.close()
        raise DocumentRefused(
            "too_large",
            f"The PDF has {count} pages, more than the {limits.pages} allowed; a summary is "
            "shorter: check that it is the right file, or raise the limit in the settings.",
        )
    if count == 0:
        document.close()
        raise _unreadable("The PDF has no pages")
    return document


def remarks_on(document: pypdfium2.PdfDocument, named: frozenset[str]) -> tuple[Remark, ...]:
    """What the file carries that could act on the machine of a reader.

    Args:
        document: the open file.
        named: what `check_bytes` found in it.
    """
    found = set(named)
    if pdfium.FPDFDoc_GetJavaScriptActionCount(document.raw) > 0:
        found.add("JavaScript")
    if pdfium.FPDFDoc_GetAttachmentCount(document.raw) > 0:
        found.add("EmbeddedFile")
    if not found:
        return ()
    names = ", ".join(sorted(found))
    return (
        Remark(
            "unsafe_document",
            "warning",
            f"The PDF carries active or attached content ({names}); only its printed text was "
            "read. Open it with care, and ask the sender why it is there.",
        ),
    )
