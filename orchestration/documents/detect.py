"""Telling a document's format from its bytes; the file's name is never asked.

Does not belong here: reading the document (one reader a format), or how large a file may be
(`read`).
"""

from __future__ import annotations

import re
from typing import Final, Literal

from orchestration.documents.model import DocumentRefused

FileFormat = Literal["docx", "text", "pdf"]

_HEAD = 4096
_CONTROL = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_UTF16_MARKS = (b"\xff\xfe", b"\xfe\xff")
_OTHER_KINDS: Final[tuple[tuple[bytes, str], ...]] = (
    (b"{\\rtf", "an RTF file"),
    (b"<!doctype html", "a web page"),
    (b"<html", "a web page"),
    (b"<?xml", "an XML file"),
    (b"<mjml", "a web page"),
    (b"mime-version:", "a saved web page or mail"),
    (b"\x89png", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"gif8", "a picture"),
    (b"rar!", "a RAR archive"),
    (b"7z\xbc\xaf", "a 7z archive"),
    (b"\x1f\x8b", "a gzip archive"),
)
_SAVE_AS = "open it in its own program and save it as .docx, PDF or plain text"


def detect_format(content: bytes) -> FileFormat:
    """The format of a document's bytes.

    An OLE container (Word 97, or an encrypted Word file) is left to the .docx reader, which
    can tell the two apart.

    Raises:
        DocumentRefused: `empty_document`, `unsupported_format` or `unreadable_document`.
    """
    if not content.strip(b"\0 \t\r\n\x0c\xef\xbb\xbf"):
        raise DocumentRefused(
            "empty_document", "The file is empty; ask the sender for the document again."
        )
    if content[:4] == b"PK\x03\x04" or content[:8] == b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1":
        return "docx"
    if content[:4] in (b"PK\x05\x06", b"PK\x07\x08"):
        return "docx"
    if b"%PDF-" in content[:1024]:
        return "pdf"
    head = content[:_HEAD].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    for start, kind in _OTHER_KINDS:
        if head.startswith(start):
            raise DocumentRefused(
                "unsupported_format", f"This is {kind}, not a summary; {_SAVE_AS}."
            )
    if not _looks_like_text(content[:_HEAD]):
        raise DocumentRefused(
            "unreadable_document",
            "The bytes are neither a Word file, a PDF nor text; ask the sender for the document "
            "again.",
        )
    return "text"


def _looks_like_text(head: bytes) -> bool:
    if head[:2] in _UTF16_MARKS:
        return True
    if head.count(0) > len(head) // 5:
        zeros = head[0::2].count(0), head[1::2].count(0)
        return max(zeros) > 0.6 * (len(head) / 2) and min(zeros) < 0.1 * (len(head) / 2)
    return len(_CONTROL.findall(head)) <= len(head) // 100
