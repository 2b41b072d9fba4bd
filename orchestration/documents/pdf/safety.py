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

MOST_PLAIN = 32 << 20
"""More unpacked content than this, pictures left out, is no summary (bytes)."""
LARGEST_OLD_STREAM = 128 << 10
"""The largest stream in packings that cannot be measured before they are unpacked (bytes)."""

START = re.compile(rb"startxref\s+(\d{1,12})\s+%%EOF")
STREAM = re.compile(rb"stream\r?\n")
OBJECT = re.compile(rb"\s*\d{1,10}\s+\d{1,5}\s+obj\b")
TABLE = re.compile(rb"\s*xref\b")
SECTION = re.compile(rb"\s*(\d{1,10})\s+(\d{1,7})\s*\r?\n?(?=\d{10} )")
ENTRY = re.compile(rb"(\d{10}) \d{5} ([nf])\s{1,2}")
LINEAR_LENGTH = re.compile(rb"/Linearized\b[^>]{0,400}?/L\s+(\d{1,12})")
ESCAPE = re.compile(rb"#([0-9A-Fa-f]{2})")
FLATE_FIRST = re.compile(rb"/F(?:ilter)?\s*\[?\s*/Fl(?:ateDecode)?\b")
PACKING = re.compile(rb"/(?:FlateDecode|Fl|LZWDecode|LZW|RunLengthDecode|RL)\b")
OLD_PACKING = re.compile(rb"/(?:LZWDecode|LZW|RunLengthDecode|RL)\b")
PICTURE = re.compile(rb"/Subtype\s*/Image|/DCTDecode|/JPXDecode|/CCITTFax|/JBIG2")
ACTIVE = re.compile(rb"/(JavaScript|JS|Launch|EmbeddedFile|RichMedia|ImportData|SubmitForm)\b")
_DAMAGED = "Part of the PDF is damaged"


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
    _check_index(content, int(starts[-1].group(1)), head)
    linear = LINEAR_LENGTH.search(content, 0, head + 2048)
    if linear and len(content) < int(linear.group(1)):
        raise _unreadable("The PDF is cut off before its end")
    return _check_streams(content, limits, clock)


def _unreadable(what: str) -> DocumentRefused:
    return DocumentRefused("unreadable_document", f"{what}; ask for the file again.")


def _check_index(content: bytes, offset: int, head: int) -> None:
    """Check that the index stands where the file says, and its objects where the index says.

    Places may count from the file's first byte or from `%PDF-`.
    """
    for shift in {0, head}:
        if OBJECT.match(content, offset + shift):
            return  # a packed index; unpacking it is PDFium's
        table = TABLE.match(content, offset + shift)
        if table and _fits(content, table.end(), shift):
            return
    raise _unreadable("The PDF has lost or gained bytes (its index does not fit)")


def _fits(content: bytes, position: int, shift: int) -> bool:
    while (section := SECTION.match(content, position)) is not None:
        position = section.end()
        for _ in range(int(section.group(2))):
            entry = ENTRY.match(content, position)
            if entry is None:
                return False
            place = int(entry.group(1))
            if entry.group(2) == b"n" and place and not OBJECT.match(content, place + shift):
                return False
            position = entry.end()
    return True


def _check_streams(content: bytes, limits: Limits, clock: Clock) -> frozenset[str]:
    """Unpack each packed stream in pieces: it must end well, and not unpack to too much.

    What stands between the streams, and in streams of objects, is searched for active content.
    """
    found: set[str] = set()
    # Streams of an encrypted file cannot be unpacked; PDFium decides whether it opens.
    is_open = b"/Encrypt" not in content
    total = plain = position = 0
    while (match := STREAM.search(content, position)) is not None:
        clock.check()
        found.update(_active_names(content[position : match.start()]))
        start = match.end()
        end = content.find(b"endstream", start)
        if end < 0:
            raise _unreadable("Part of the PDF is missing")
        if is_open:
            head = _unescaped(content[max(position, match.start() - 400) : match.start()])
            size, objects = _unpack(content[start:end], head, limits, clock)
            found.update(_active_names(objects))
            total += size
            plain += 0 if PICTURE.search(head) else size
            if total > limits.total_part_bytes or plain > MOST_PLAIN:
                raise _too_large()
        position = end + len(b"endstream")
    found.update(_active_names(content[position:]))
    return frozenset(found)


def _active_names(content: bytes) -> set[str]:
    return {match.group(1).decode() for match in ACTIVE.finditer(_unescaped(content))}


def _unescaped(content: bytes) -> bytes:
    """The bytes with the escapes that names may hide behind written out."""
    if b"#" not in content:
        return content
    return ESCAPE.sub(lambda match: bytes([int(match.group(1), 16)]), content)


def _too_large() -> DocumentRefused:
    return DocumentRefused(
        "too_large",
        "The PDF unpacks to more than the limits allow; ask for the document as an ordinary PDF "
        "or as the Word file.",
    )


def _unpack(packed: bytes, head: bytes, limits: Limits, clock: Clock) -> tuple[int, bytes]:
    """Unpack one stream without keeping it, unless it is a stream of objects.

    Args:
        packed: the stream.
        head: its dictionary.
        limits: how large it may become.
        clock: how long it may take.

    Returns:
        Its unpacked size (0 where it is not packed), and its content where that is objects.
    """
    packings = len(PACKING.findall(head))
    if packings > 1 or (OLD_PACKING.search(head) and len(packed) > LARGEST_OLD_STREAM):
        raise _too_large()
    begins_well = len(packed) > 1 and packed[0] & 15 == 8 and not (packed[0] << 8 | packed[1]) % 31
    must_unpack = bool(FLATE_FIRST.search(head)) and not PICTURE.search(head)
    if not begins_well:
        if must_unpack and packed.strip():
            raise _unreadable(_DAMAGED)
        return 0, b""
    unpack = zlib.decompressobj()
    kept: list[bytes] = []
    is_objects = b"/ObjStm" in head
    size, pending = 0, packed
    try:
        while pending and not unpack.eof:
            part = unpack.decompress(pending, CHUNK)
            pending = unpack.unconsumed_tail
            size += len(part)
            if size > limits.part_bytes:
                raise _too_large()
            if is_objects:
                kept.append(part)
            clock.check()
    except zlib.error as error:
        if must_unpack:
            raise _unreadable(_DAMAGED) from error
    if must_unpack and not unpack.eof:
        raise _unreadable(_DAMAGED)
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
        is_locked = error.err_code in (pdfium.FPDF_ERR_PASSWORD, pdfium.FPDF_ERR_SECURITY)
        if is_locked and b"/Encrypt" in content:
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
